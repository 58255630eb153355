//! Mends the raw text: character references, misread UTF-8, odd spaces, signs that print nothing, stray markup.
//!
//! What is mended stays tied to the raw text: [`Mended::raw`] tells for every byte of the mended text the code point
//! of the raw text that it stands for.

use notula_record::CodePoints;

/// A stretch of the raw text that is no text, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) reason: &'static str,
}

/// The mended text and its tie to the raw text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mended {
    pub(crate) text: String,
    /// Byte in `text` and code point in the raw text from which on the two run side by side, one to one.
    ties: Vec<(usize, usize)>,
    points: CodePoints,
    /// What was taken out.
    pub(crate) cuts: Vec<Cut>,
    /// Code points of the raw text.
    pub(crate) raw_len: usize,
}

/// Whether line ends of the source break lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// They do, and stray tags are taken out.
    Lines,
    /// They are spaces, as in a page's text nodes.
    Spaces,
    /// They do, as in preformatted text.
    Kept,
}

impl Mended {
    /// Mends `raw` in one pass.
    pub(crate) fn new(raw: &str) -> Self {
        let mut out = Self { text: String::with_capacity(raw.len()), ..Self::default() };
        let end = out.take(raw, 0, Breaks::Lines);
        out.close(end);
        out
    }

    /// Ends the building: `raw_len` is the length of the raw text.
    pub(crate) fn close(&mut self, raw_len: usize) {
        self.raw_len = raw_len;
        self.points = CodePoints::new(&self.text);
    }

    /// A sign that stands for what is at the code point `point` of the raw text.
    pub(crate) fn sign(&mut self, sign: char, point: usize) {
        self.ties.push((self.text.len(), point));
        self.text.push(sign);
    }

    /// Mends a stretch of the raw text that starts at the code point `point`; the point after it.
    pub(crate) fn take(&mut self, raw: &str, mut point: usize, breaks: Breaks) -> usize {
        let mut at = 0;
        // whether the next character of the raw text continues the last tie
        let mut side_by_side = false;
        while let Some(c) = raw[at..].chars().next() {
            let rest = &raw[at..];
            let (replaced, len) = match c {
                '&' => match reference(rest) {
                    Some((c, len)) => (Some(usual(c)), len),
                    None => (Some(Some(c)), 1),
                },
                '<' if breaks == Breaks::Lines => match markup(rest) {
                    Some((breaks, len)) => {
                        let points = rest[..len].chars().count();
                        self.cuts.push(Cut { start: point, end: point + points, reason: "markup" });
                        (if breaks { Some(Some('\n')) } else { None }, len)
                    }
                    None => (Some(Some(c)), 1),
                },
                '\n' if breaks == Breaks::Spaces => (Some(Some(' ')), 1),
                _ if c.is_ascii() && !c.is_control() => (Some(Some(c)), 1),
                _ => match misread(rest) {
                    Some((c, len)) => (Some(usual(c)), len),
                    None => (Some(usual(c)), c.len_utf8()),
                },
            };
            let points = if len == c.len_utf8() { 1 } else { rest[..len].chars().count() };
            match replaced.flatten() {
                Some(new) => {
                    if !side_by_side || points != 1 {
                        self.ties.push((self.text.len(), point));
                    }
                    self.text.push(if new == '\n' && breaks == Breaks::Spaces { ' ' } else { new });
                    side_by_side = points == 1;
                }
                None => {
                    if replaced.is_some() {
                        self.cuts.push(Cut { start: point, end: point + points, reason: "unprintable" });
                    }
                    side_by_side = false;
                }
            }
            at += len;
            point += points;
        }
        point
    }

    /// The code point of the raw text for which the byte `at` of the mended text stands.
    pub(crate) fn raw(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.raw_len;
        }
        match self.ties.partition_point(|&(byte, _)| byte <= at) {
            0 => self.points.at(at),
            n => {
                let (byte, point) = self.ties[n - 1];
                point + self.points.at(at) - self.points.at(byte)
            }
        }
    }

    /// Whether something was mended or cut right before the byte `at`.
    pub(crate) fn tied(&self, at: usize) -> bool {
        self.ties.binary_search_by_key(&at, |&(byte, _)| byte).is_ok()
    }

    /// The stretches of `range` that run side by side with the raw text: bytes of the mended text, the code point of
    /// the raw text at their start, and whether something was mended or cut right there.
    pub(crate) fn pieces(
        &self,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, usize, bool)> + '_ {
        let mut at = range.start;
        std::iter::from_fn(move || {
            if at >= range.end {
                return None;
            }
            let next = self.ties.partition_point(|&(byte, _)| byte <= at);
            let end = self.ties.get(next).map_or(range.end, |&(byte, _)| byte.min(range.end));
            let fresh = next > 0 && self.ties[next - 1].0 == at;
            let piece = (at..end, self.raw(at), fresh);
            at = end;
            Some(piece)
        })
    }
}

/// The character as text needs it: `None` prints nothing.
fn usual(c: char) -> Option<char> {
    match c {
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Names of character references that news pages leave behind, and what they mean (HTML standard, section 13.5).
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("shy", '\u{ad}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("para", '¶'),
    ("times", '×'),
    ("frac12", '½'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("szlig", 'ß'),
    ("Eacute", 'É'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("num", '#'),
    ("sol", '/'),
    ("comma", ','),
    ("colon", ':'),
    ("lpar", '('),
    ("rpar", ')'),
    ("excl", '!'),
    ("quest", '?'),
];

/// A character reference at the head of `rest`: its character and its length in bytes.
fn reference(rest: &str) -> Option<(char, usize)> {
    let body = &rest[1..];
    // the window may end inside a character: look at bytes
    let end = body.bytes().take(10).position(|b| b == b';')?;
    let name = body.get(..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // 128 to 159 are meant as windows-1252
        match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()?
            }
            _ => char::from_u32(code)?,
        }
    } else {
        NAMED.iter().find(|(known, _)| *known == name)?.1
    };
    Some((c, end + 2))
}

/// UTF-8 that was read as windows-1252 ("â€œ" for "“"): the character meant, and the length in bytes of what stands there.
fn misread(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    let count = match first {
        'Â'..='Å' => 2,
        'â' => 3,
        'ï' | 'à' => 3,
        'ð' => 4,
        _ => return None,
    };
    let mut bytes = [0u8; 4];
    let mut len = 0;
    for (slot, c) in bytes.iter_mut().zip(rest.chars().take(count)) {
        *slot = windows_1252(c)?;
        len += c.len_utf8();
    }
    let c = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((c, len))
}

/// The byte that windows-1252 has for `c`.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match c as u32 {
        code @ (0x00..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        code @ 0x80..=0x9f => u8::try_from(code).ok(),
        _ => HIGH.chars().position(|high| high == c).and_then(|n| u8::try_from(n + 0x80).ok()),
    }
}

/// Elements whose tags are found in scraped text, and whether they break the line.
const TAGS: &[(&str, bool)] = &[
    ("br", true),
    ("p", true),
    ("div", true),
    ("li", true),
    ("ul", true),
    ("ol", true),
    ("h1", true),
    ("h2", true),
    ("h3", true),
    ("h4", true),
    ("h5", true),
    ("blockquote", true),
    ("figure", true),
    ("figcaption", true),
    ("hr", true),
    ("tr", true),
    ("td", true),
    ("table", true),
    ("section", true),
    ("article", true),
    ("span", false),
    ("strong", false),
    ("b", false),
    ("i", false),
    ("em", false),
    ("u", false),
    ("a", false),
    ("img", false),
    ("font", false),
    ("small", false),
    ("sup", false),
    ("sub", false),
    ("iframe", false),
    ("script", false),
    ("style", false),
    ("noscript", false),
    ("center", true),
];

/// A stray tag at the head of `rest`: whether it breaks the line, and its length in bytes.
fn markup(rest: &str) -> Option<(bool, usize)> {
    if rest.starts_with("<!--") {
        let window = &rest[..(0..=4000.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0)];
        return window.find("-->").map(|end| (false, end + 3));
    }
    let body = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let letters = body.bytes().take(11).take_while(u8::is_ascii_alphanumeric).count();
    let name = &body[..letters];
    let (_, breaks) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    if !body[letters..].starts_with(['>', '/', ' ']) {
        return None;
    }
    let end = rest.bytes().take(2000).position(|b| b == b'>')?;
    (!rest[1..end].contains('<')).then_some((*breaks, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(raw: &str) -> String {
        Mended::new(raw).text
    }

    #[test]
    fn mends() {
        assert_eq!(
            mended("Ankara &amp; Teheran&#39;s&nbsp;way &gt;&gt; &#8220;x&#x201d; &copy; R&D; &;"),
            "Ankara & Teheran's way >> “x” © R&D; &;"
        );
        assert_eq!(mended("Harga â€“ Ini â€œkataâ€\u{9d} JosÃ© Ân"), "Harga – Ini “kata” José Ân");
        assert_eq!(mended("a\u{200b}b\u{feff}\u{a0}c\td\u{1}"), "ab c d");
        assert_eq!(mended("satu<br />dua</p><a href=\"x\">tiga</a> 3 < 4 <b"), "satu\ndua\ntiga 3 < 4 <b");
    }

    #[test]
    fn keeps_the_tie() {
        let raw = "A &amp; B â€“ C<br>D";
        let mended = Mended::new(raw);
        let chars: Vec<char> = raw.chars().collect();
        assert_eq!(mended.text, "A & B – C\nD");
        for (at, c) in mended.text.char_indices().filter(|(_, c)| c.is_ascii_uppercase()) {
            assert_eq!(chars[mended.raw(at)], c);
        }
        assert_eq!(mended.raw(mended.text.len()), chars.len());
        assert_eq!(mended.cuts, [Cut { start: 15, end: 19, reason: "markup" }]);
    }
}
