//! Puts the kept stretches together: text, paragraphs and source map.

use std::ops::Range;

use crate::mend::Mended;

/// Builds the text of a report out of stretches of the mended text.
pub(crate) struct Assembly<'m> {
    mended: &'m Mended,
    pub(crate) text: String,
    /// Code points of `text`.
    points: usize,
    pub(crate) paragraphs: Vec<[usize; 2]>,
    pub(crate) map: Vec<[usize; 3]>,
}

impl<'m> Assembly<'m> {
    pub(crate) fn new(mended: &'m Mended) -> Self {
        Self { mended, text: String::new(), points: 0, paragraphs: Vec::new(), map: Vec::new() }
    }

    /// Opens a paragraph. The newline between two is tied to one of the raw text where one stands before `at`.
    pub(crate) fn paragraph(&mut self, at: usize) {
        if !self.text.is_empty() {
            self.sign('\n', at);
        }
        self.paragraphs.push([self.points, self.points]);
    }

    /// A space between two lines of one paragraph, or two stretches of one line.
    pub(crate) fn space(&mut self, at: usize) {
        let sticks = self.mended.text[at..].starts_with([',', '.', ';', ':', '!', '?', ')', '”', '’']);
        if !sticks && !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
            self.sign(' ', at);
        }
    }

    fn sign(&mut self, sign: char, at: usize) {
        // white space before `at` stands for it, if it is not part of what came before
        if let Some(c) = self.mended.text[..at].chars().next_back().filter(|c| c.is_whitespace()) {
            let before = at - c.len_utf8();
            let raw = self.mended.raw(before);
            if self.map.last().is_none_or(|&[_, start, len]| raw >= start + len) {
                self.tie(raw, 1, self.mended.tied(before));
            }
        }
        self.text.push(sign);
        self.points += 1;
    }

    /// Adds a stretch of the mended text; runs of white space become one space.
    pub(crate) fn push(&mut self, range: Range<usize>) {
        let mended = self.mended;
        for (piece, mut raw, mut fresh) in mended.pieces(range) {
            let mut from = 0;
            let text = &mended.text[piece];
            let bytes = text.as_bytes();
            // cut the piece where white space repeats
            while from < text.len() {
                let mut to = from;
                let mut blank = self.text.ends_with([' ', '\n']) || self.text.is_empty();
                while to < text.len() && !(blank && bytes[to] == b' ') {
                    blank = bytes[to] == b' ';
                    to += 1;
                }
                let run = &text[from..to];
                let count = run.chars().count();
                if count > 0 {
                    self.tie(raw, count, fresh);
                    fresh = false;
                    self.text.push_str(run);
                    self.points += count;
                }
                let skipped = bytes[to..].iter().take_while(|&&b| b == b' ').count();
                raw += count + skipped;
                from = to + skipped;
            }
        }
        if let Some(last) = self.paragraphs.last_mut() {
            last[1] = self.points;
        }
    }

    fn tie(&mut self, raw: usize, count: usize, fresh: bool) {
        match self.map.last_mut() {
            Some([text, start, len]) if !fresh && *start + *len == raw && *text + *len == self.points => *len += count,
            _ => self.map.push([self.points, raw, count]),
        }
    }
}
