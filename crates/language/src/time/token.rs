//! Words, numbers and signs of a text, for the time patterns.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Digits only.
    Number,
    Sign(char),
}

/// A token and where it stands (bytes).
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Whether it touches the token before.
    pub(super) glued: bool,
    /// Whether a line starts here.
    pub(super) line_start: bool,
    /// First letter is a capital.
    pub(super) capital: bool,
    /// The value of a number, capped.
    pub(super) value: u32,
    /// Hits of the lexicon: start and number.
    pub(super) hits: (u32, u8),
}

impl Token {
    /// Number of digits or bytes.
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Cuts `text` into tokens; offsets count from `base`.
pub(super) fn tokens(text: &str, base: usize) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut line_start = true;
    let mut last_end = usize::MAX;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            line_start |= c == '\n' || c == '\r';
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut value = 0u32;
        let kind = if c.is_ascii_digit() {
            value = u32::from(c) - 48;
            while let Some(&(at, d)) = chars.peek().filter(|(_, d)| d.is_ascii_digit()) {
                value = value.saturating_mul(10).saturating_add(u32::from(d) - 48);
                end = at + 1;
                chars.next();
            }
            Kind::Number
        } else if c.is_alphabetic() {
            while let Some(&(at, d)) = chars.peek().filter(|(_, d)| d.is_alphabetic()) {
                end = at + d.len_utf8();
                chars.next();
            }
            Kind::Word
        } else {
            Kind::Sign(match c {
                '–' | '—' | '‐' | '‑' | '−' => '-',
                '’' | '‘' | '`' => '\'',
                other => other,
            })
        };
        out.push(Token {
            start: base + start,
            end: base + end,
            kind,
            glued: last_end == start,
            line_start,
            capital: c.is_uppercase(),
            value,
            hits: (0, 0),
        });
        last_end = end;
        line_start = false;
    }
    out
}
