//! The stretch of a report that fits a question best.

use super::wanted::{Term, Wanted};
use crate::words::{Stems, words};

/// Code points of a snippet, about.
const LENGTH: usize = 240;

/// Words of a report beyond these are not looked at.
const MOST_WORDS: usize = 20_000;

/// The snippet and, in code points of it, start and end of each word found.
pub(crate) fn snippet(text: &str, language: Option<&str>, wanted: &Wanted) -> (String, Vec<[usize; 2]>) {
    let stems = Stems::of(language);
    // byte ranges of the words, and which terms each of them answers
    let found: Vec<([usize; 2], Vec<usize>)> = words(text)
        .take(MOST_WORDS)
        .filter_map(|word| {
            let stem = stems.stem(&word.folded);
            let terms: Vec<usize> = (0..wanted.with.len())
                .filter(|term| wanted.with.get(*term).is_some_and(|term: &Term| term.means(&word.folded, &stem)))
                .collect();
            (!terms.is_empty()).then_some((word.bytes, terms))
        })
        .collect();

    // the window that begins at a found word and holds the most terms, then the most words; the first of these
    let mut best = (0, 0, 0);
    for (at, (bytes, _)) in found.iter().enumerate() {
        let inside = found[at..].iter().take_while(|(other, _)| other[1] <= bytes[0] + LENGTH).take(64);
        let mut terms: Vec<usize> = inside.clone().flat_map(|(_, terms)| terms.iter().copied()).collect();
        let count = inside.count();
        terms.sort_unstable();
        terms.dedup();
        if (terms.len(), count) > (best.0, best.1) {
            best = (terms.len(), count, bytes[0]);
        }
    }

    let start = begin(text, best.2);
    let end = end(text, start);
    let snippet = &text[start..end];
    let points = |byte: usize| text[start..byte].chars().count();
    let places = found
        .iter()
        .filter(|(bytes, _)| bytes[0] >= start && bytes[1] <= end)
        .map(|(bytes, _)| [points(bytes[0]), points(bytes[1])])
        .collect();
    (snippet.to_owned(), places)
}

/// Begin of the sentence of a word, or some words before it where the sentence began long ago.
fn begin(text: &str, word: usize) -> usize {
    let mut start = word.saturating_sub(LENGTH / 3);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before = &text[start..word];
    let sentence = before.rfind('\n').or_else(|| before.rfind(['.', '!', '?', '”', '"']));
    match sentence {
        Some(at) => {
            let after = &before[at..];
            start + at + after.find(|c: char| c.is_alphanumeric()).unwrap_or(after.len())
        }
        None if start == 0 => 0,
        None => start + before.find(char::is_whitespace).map_or(before.len(), |at| at + 1),
    }
}

/// End of a snippet that begins at `start`: between two words, inside the paragraph.
fn end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let paragraph = rest.find('\n').unwrap_or(rest.len());
    let Some((cut, _)) = rest.char_indices().nth(LENGTH) else { return start + paragraph };
    if paragraph <= cut {
        return start + paragraph;
    }
    start + rest[..cut].rfind(char::is_whitespace).unwrap_or(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_words_that_were_found() {
        let text =
            "The envoy left early.\nNegotiators in Vučevo agreed on a ceasefire line, then talked about prisoners.";
        let (snippet, found) = snippet(text, Some("en"), &Wanted::read("negotiator prisoner"));
        assert!(snippet.starts_with("Negotiators in"), "{snippet}");
        let word = |[start, end]: [usize; 2]| snippet.chars().skip(start).take(end - start).collect::<String>();
        assert_eq!(found.iter().map(|place| word(*place)).collect::<Vec<_>>(), ["Negotiators", "prisoners"]);
    }

    #[test]
    fn a_text_without_the_words_gives_its_begin() {
        assert_eq!(snippet("Nothing here.", None, &Wanted::read("zzz")), ("Nothing here.".to_owned(), vec![]));
        assert_eq!(snippet("", None, &Wanted::read("zzz")), (String::new(), vec![]));
    }
}
