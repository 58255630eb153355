//! Sentence boundaries.

use std::ops::Range;

use notula_language::{Class, Grammar};

use crate::quote::Quote;
use crate::token::{Kind, Token};

/// The sentences of `text` as ranges of tokens, in order; no sentence crosses a paragraph.
///
/// A sentence ends with a full stop, question or exclamation mark or ellipsis, and the quotation marks and brackets that
/// close after it, where a capital letter, a digit or an opening mark follows, also where the space between is missing
/// ("melakukannya.Mungkin"). Abbreviations of the language and single initials do not end one.
pub fn sentences(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<usize>],
    quotes: &[Quote],
    grammar: &Grammar,
) -> Vec<Range<usize>> {
    let opens = |at: usize| quotes.binary_search_by_key(&(at + 1), |quote| quote.tokens.start).is_ok();
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for paragraph in paragraphs {
        let end = at + tokens[at..].partition_point(|t| (t.start as usize) < paragraph.end);
        while at < end {
            if ends(text, tokens, at, grammar) {
                let mut stop = at + 1;
                while stop < end && closes(text, &tokens[stop]) && !opens(stop) {
                    stop += 1;
                }
                if stop < end && starts(&tokens[stop]) {
                    out.push(start..stop);
                    start = stop;
                }
                at = stop;
            } else {
                at += 1;
            }
        }
        if start < end {
            out.push(start..end);
        }
        start = end;
        at = end;
    }
    out
}

fn ends(text: &str, tokens: &[Token], at: usize, grammar: &Grammar) -> bool {
    let token = &tokens[at];
    if token.kind == Kind::Word {
        // "U.S." ends a sentence only where the next word could not go on a name
        return false;
    }
    match &text[token.bytes()] {
        "?" | "!" | "…" => true,
        "." => {
            let Some(before) = at.checked_sub(1).map(|n| &tokens[n]) else { return false };
            if token.spaced {
                return true;
            }
            let word = &text[before.bytes()];
            let lower = word.to_lowercase();
            if before.kind == Kind::Word {
                let initial = word.chars().count() == 1 && before.capital;
                let missing_space = tokens.get(at + 1).is_some_and(|next| !next.spaced && next.kind == Kind::Word);
                if missing_space && !word.chars().next_back().is_some_and(char::is_lowercase) {
                    return false;
                }
                !initial && !grammar.classes(&lower).has(Class::Abbreviation)
            } else {
                true
            }
        }
        _ => false,
    }
}

fn closes(text: &str, token: &Token) -> bool {
    let mark = &text[token.bytes()];
    match token.kind {
        Kind::Quote => !token.spaced && !matches!(mark, "“" | "„" | "«" | "‘"),
        Kind::Mark => !token.spaced && matches!(mark, ")" | "]" | "." | "…" | "!" | "?"),
        _ => false,
    }
}

fn starts(token: &Token) -> bool {
    match token.kind {
        Kind::Word => token.capital,
        Kind::Number => token.spaced,
        Kind::Quote => true,
        Kind::Mark => token.spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, language: &str) -> Vec<String> {
        let grammar = &notula_language::pack(language).unwrap().grammar;
        let tokens = crate::token::tokens(text, grammar, &mut String::new());
        let whole = std::slice::from_ref(&(0..text.len())).to_vec();
        sentences(text, &tokens, &whole, &crate::quote::quotes(text, &tokens, &whole), grammar)
            .into_iter()
            .map(|s| text[tokens[s.start].start as usize..tokens[s.end - 1].end as usize].to_owned())
            .collect()
    }

    #[test]
    fn splits_where_the_space_is_missing() {
        assert_eq!(
            split("Kami akan terus melakukannya.Mungkin belum.", "id"),
            ["Kami akan terus melakukannya.", "Mungkin belum."]
        );
    }

    #[test]
    fn keeps_abbreviations_and_closing_marks() {
        assert_eq!(
            split("Gen. Khan met U.S. envoys on Jan. 7. \"It ends.\" He left.", "en"),
            ["Gen. Khan met U.S. envoys on Jan. 7.", "\"It ends.\"", "He left."]
        );
    }
}
