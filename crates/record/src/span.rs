//! Spans over text, in code points for the record and in bytes inside the program.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of [`crate::Document::text`] with the words that stand there.
///
/// `start` and `end` count Unicode code points, `end` exclusive (W3C Web Annotation, TextPositionSelector and
/// TextQuoteSelector).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Exactly the text between the two.
    pub quote: String,
}

/// Turns byte offsets of one text into code points, in logarithmic time after one pass over the text.
///
/// Only characters longer than one byte are kept, so a plain ASCII text costs nothing.
#[derive(Debug, Clone, Default)]
pub struct CodePoints {
    /// For each multi-byte character: the byte after it, and how many bytes more than code points came until there.
    surplus: Vec<(usize, usize)>,
}

impl CodePoints {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut surplus = Vec::new();
        if !text.is_ascii() {
            let mut extra = 0;
            for (at, c) in text.char_indices() {
                let len = c.len_utf8();
                if len > 1 {
                    extra += len - 1;
                    surplus.push((at + len, extra));
                }
            }
        }
        Self { surplus }
    }

    /// The code point at byte `byte`, which must be a character boundary.
    pub fn at(&self, byte: usize) -> usize {
        match self.surplus.partition_point(|&(after, _)| after <= byte) {
            0 => byte,
            n => byte - self.surplus[n - 1].1,
        }
    }

    /// The span of the record that quotes `text[bytes]`.
    ///
    /// # Panics
    /// If `bytes` is out of `text` or does not lie on character boundaries.
    pub fn span(&self, text: &str, bytes: Range<usize>) -> Span {
        Span { start: self.at(bytes.start), end: self.at(bytes.end), quote: text[bytes].to_owned() }
    }
}

/// Finds the bytes of code points of one text, in constant time after one pass over the text; a plain ASCII text costs
/// nothing.
///
/// ```
/// use notula_record::Points;
/// let text = "Vučić";
/// assert_eq!(Points::new(text).cut(text, 2, 4), Some("či"));
/// ```
#[derive(Debug, Clone)]
pub struct Points(Option<Vec<u32>>);

impl Points {
    /// Reads `text`, of less than 4 GB, once.
    pub fn new(text: &str) -> Self {
        let starts =
            || text.char_indices().map(|(at, _)| at as u32).chain(std::iter::once(text.len() as u32)).collect();
        Self((!text.is_ascii()).then(starts))
    }

    /// The words from code point `start` to `end`; none where they are not in the text that was read.
    pub fn cut<'t>(&self, text: &'t str, start: usize, end: usize) -> Option<&'t str> {
        match &self.0 {
            None => text.get(start..end),
            Some(points) => text.get(*points.get(start)? as usize..*points.get(end)? as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_not_bytes() {
        let text = "a“b”c—d";
        let points = CodePoints::new(text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), n);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
