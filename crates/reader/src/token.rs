//! Words, numbers, marks and quotation marks of a text.

use std::ops::Range;

use notula_language::{Class, Classes, Grammar};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with inner hyphens, apostrophes and abbreviating full stops ("al-Burhan", "Ma'ruf", "U.S.").
    Word,
    /// Starts with a digit ("20/12", "25.000", "1,000", "8–13" is three tokens).
    Number,
    /// A quotation mark.
    Quote,
    /// Anything else that is not white space.
    Mark,
}

/// A token; offsets are bytes of the text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// Its closed classes in the report's language.
    pub classes: Classes,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether white space or the text's start comes before it.
    pub spaced: bool,
    /// Where its lower-case form stands in the shared buffer.
    pub(crate) lower: (u32, u32),
}

impl Token {
    /// The bytes of the token.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it has `class`.
    pub fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }
}

/// Whether `c` is used as a quotation mark around speech.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '\'' | '`' | '″' | '＂')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '‑' | '\u{ad}')
}

/// Splits `text` into tokens, writing their lower-case forms into `lower`.
///
/// Two capitalised names joined by a hyphen ("Rusia-Ukraina", "Trump-Xi") are three tokens, since they name two sides;
/// a word whose second half is lower case or whose first half is ("Ki-moon", "al-Burhan") is one. A possessive mark of the
/// language ('s) is a token of its own.
pub fn tokens(text: &str, grammar: &Grammar, lower: &mut String) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut spaced = true;
    // whether a single quotation mark is open, so that the next one closes it
    let mut open = false;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || c.is_control() {
            open &= c != '\n';
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let rest = &text[at..];
        let (len, kind) = if c.is_alphabetic() {
            (word_len(rest, grammar), Kind::Word)
        } else if c.is_numeric() {
            (number_len(rest), Kind::Number)
        } else if let Some(mark) = possessive_mark(rest, grammar, spaced) {
            (mark, Kind::Word)
        } else if !open && plural_mark(text, at, grammar, spaced) {
            (c.len_utf8(), Kind::Word)
        } else if is_quote(c) {
            open = is_apostrophe(c) && spaced;
            // two single marks are typed for a double one
            let twice = matches!(c, '\'' | '`' | '’' | '‘') && rest[c.len_utf8()..].starts_with(c);
            (c.len_utf8() * (1 + usize::from(twice)), Kind::Quote)
        } else {
            (c.len_utf8(), Kind::Mark)
        };
        let from = lower.len();
        lower.extend(rest[..len].chars().flat_map(char::to_lowercase));
        let classes = if matches!(kind, Kind::Quote) { Classes::default() } else { grammar.classes(&lower[from..]) };
        out.push(Token {
            start: at as u32,
            end: (at + len) as u32,
            kind,
            classes,
            capital: c.is_uppercase(),
            spaced,
            lower: (from as u32, lower.len() as u32),
        });
        at += len;
        spaced = false;
    }
    out
}

/// Length in bytes of the word at the start of `rest`.
fn word_len(rest: &str, grammar: &Grammar) -> usize {
    let capital = rest.starts_with(char::is_uppercase);
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    // letters since the last inner mark, for abbreviations such as "U.S."
    let mut piece = 0;
    let mut dotted = false;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining(c) {
            end = at + c.len_utf8();
            piece += 1;
            continue;
        }
        let next = chars.peek().map(|&(_, c)| c);
        let joins = next.is_some_and(char::is_alphanumeric);
        if is_joiner(c) && joins {
            if capital && next.is_some_and(char::is_uppercase) && !rest[..at].contains('-') && piece > 1 {
                break;
            }
        } else if is_apostrophe(c) && joins {
            if possessive_mark(&rest[at..], grammar, false).is_some() {
                break;
            }
        } else if c == '.' && piece == 1 && rest[..end].chars().next_back().is_some_and(char::is_alphabetic) {
            // one letter and a full stop: an abbreviation goes on or ends here
            if joins && next.is_some_and(char::is_alphabetic) || dotted {
                dotted = true;
                end = at + 1;
                piece = 0;
                if !joins {
                    break;
                }
                continue;
            }
            break;
        } else {
            break;
        }
        piece = 0;
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Length of the number at the start of `rest`: digits, joined by single marks between digits, with letters right after.
fn number_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | ':' | '/') && chars.peek().is_some_and(|(_, c)| c.is_numeric());
        if !(c.is_alphanumeric() || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether the apostrophe at `at` makes a plural possessive: "the rebels' demands".
fn plural_mark(text: &str, at: usize, grammar: &Grammar, spaced: bool) -> bool {
    let mark = text[at..].chars().next().filter(|&c| is_apostrophe(c) && !spaced);
    mark.is_some_and(|c| {
        let rest = &text[at + c.len_utf8()..];
        text[..at].ends_with('s')
            && rest.starts_with(' ')
            && rest[1..].starts_with(char::is_alphabetic)
            && grammar.classes(&text[at..at + c.len_utf8()]).has(Class::PossessiveMark)
    })
}

/// Length of a possessive mark at the start of `rest`, which follows a word without a space.
fn possessive_mark(rest: &str, grammar: &Grammar, spaced: bool) -> Option<usize> {
    if spaced || !rest.starts_with(is_apostrophe) {
        return None;
    }
    let len: usize = rest.chars().take_while(|&c| is_apostrophe(c) || c.is_alphabetic()).map(char::len_utf8).sum();
    (len > rest.chars().next()?.len_utf8() && grammar.classes(&rest[..len].to_lowercase()).has(Class::PossessiveMark))
        .then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, language: &str) -> Vec<String> {
        let mut lower = String::new();
        let grammar = &notula_language::pack(language).unwrap().grammar;
        tokens(text, grammar, &mut lower).iter().map(|t| text[t.bytes()].to_owned()).collect()
    }

    #[test]
    fn splits_two_sides_but_not_a_name() {
        assert_eq!(words("perang Rusia-Ukraina", "id"), ["perang", "Rusia", "-", "Ukraina"]);
        assert_eq!(words("Abdel Fattah al-Burhan", "en"), ["Abdel", "Fattah", "al-Burhan"]);
        assert_eq!(words("Ban Ki-moon", "en"), ["Ban", "Ki-moon"]);
    }

    #[test]
    fn keeps_abbreviations_and_cuts_possessives() {
        assert_eq!(words("U.S. envoy, Trump's aide.", "en"), ["U.S.", "envoy", ",", "Trump", "'s", "aide", "."]);
        assert_eq!(words("the rebels' demands", "en"), ["the", "rebels", "'", "demands"]);
        assert_eq!(words("Kosovo’s north isn't", "en"), ["Kosovo", "’s", "north", "isn't"]);
        assert_eq!(words("Wapres Ma'ruf Amin", "id"), ["Wapres", "Ma'ruf", "Amin"]);
    }

    #[test]
    fn keeps_dates_and_numbers_whole() {
        assert_eq!(words("Sabtu (20/12), 25.000 orang", "id"), ["Sabtu", "(", "20/12", ")", ",", "25.000", "orang"]);
    }
}
