//! Words for full-text search: folded (no case, no diacritics) and stemmed in the report's language.
//!
//! The stemmers are Snowball's, for Indonesian after F. Z. Tala, *A Study of Stemming Effects on Information Retrieval
//! in Bahasa Indonesia* (2003). Stems are made here, for both kinds of store, so that both find the same reports,
//! whatever dictionaries the server has.

use std::borrow::Cow;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Languages whose stems a question is tried with.
const LANGUAGES: [(&str, Algorithm); 2] = [("en", Algorithm::English), ("id", Algorithm::Indonesian)];

/// Longer words are cut, in bytes.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte and one past the last.
    pub(crate) bytes: [usize; 2],
    /// Folded, not stemmed.
    pub(crate) folded: String,
}

/// The words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = rest.next()?;
            if !first.is_alphanumeric() {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some(&(at, c)) = rest.peek() {
                // an apostrophe inside a word belongs to it; a mark belongs to the letter before
                let inside = c.is_alphanumeric()
                    || is_combining_mark(c)
                    || (matches!(c, '\'' | '’')
                        && text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric));
                if !inside {
                    break;
                }
                end = at + c.len_utf8();
                rest.next();
            }
            return Some(Word { bytes: [start, end], folded: fold(&text[start..end]) });
        }
    })
}

/// Lower case, without diacritics, apostrophes as `'`.
fn fold(word: &str) -> String {
    let mut folded = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .map(|c| if c == '’' { '\'' } else { c })
            .filter(|c| c.is_alphanumeric() || *c == '\'')
            .collect()
    };
    if folded.len() > LONGEST {
        let mut end = LONGEST;
        while !folded.is_char_boundary(end) {
            end -= 1;
        }
        folded.truncate(end);
    }
    folded
}

/// The stemmer of a language; words of other languages stay as they are.
pub(crate) struct Stems(Option<Stemmer>);

impl Stems {
    /// For a BCP 47 code.
    pub(crate) fn of(language: Option<&str>) -> Self {
        let base = language.unwrap_or_default().split('-').next().unwrap_or_default();
        Self(LANGUAGES.iter().find(|(code, _)| *code == base).map(|(_, algorithm)| Stemmer::create(*algorithm)))
    }

    /// The stem of a folded word: letters and digits only, never empty unless the word was.
    pub(crate) fn stem(&self, folded: &str) -> String {
        let stem: Cow<'_, str> = match &self.0 {
            Some(stemmer) if folded.chars().all(|c| c.is_ascii_alphabetic() || c == '\'') => stemmer.stem(folded),
            _ => Cow::Borrowed(folded),
        };
        let plain: String = stem.chars().filter(|c| *c != '\'').collect();
        if plain.is_empty() { folded.chars().filter(|c| *c != '\'').collect() } else { plain }
    }
}

/// The stems that a word of a question may have in a report: as it stands, and in each language.
pub(crate) fn variants(folded: &str) -> Vec<String> {
    let mut found = vec![Stems(None).stem(folded)];
    for (_, algorithm) in LANGUAGES {
        let stem = Stems(Some(Stemmer::create(algorithm))).stem(folded);
        if !found.contains(&stem) {
            found.push(stem);
        }
    }
    found.retain(|stem| !stem.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str, language: &str) -> Vec<String> {
        let stems = Stems::of(Some(language));
        words(text).map(|word| stems.stem(&word.folded)).collect()
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        assert_eq!(stems("Ukraine’s negotiators agreed", "en"), ["ukrain", "negoti", "agre"]);
        assert_eq!(stems("Pertemuan ditunda; para perunding bertemu lagi", "id")[..2], ["temu", "tunda"]);
        assert_eq!(stems("VUČIĆ dan Erdoğan", "id"), ["vucic", "dan", "erdog"]);
        assert_eq!(stems("переговоры 20-point", "ru"), ["переговоры", "20", "point"]);
    }

    #[test]
    fn a_question_is_tried_in_every_language() {
        assert!(variants("pertemuan").contains(&"temu".to_owned()));
        assert!(variants("talks").contains(&"talk".to_owned()));
    }

    #[test]
    fn odd_words_do_no_harm() {
        assert_eq!(words("").count(), 0);
        assert_eq!(words("' ’ \u{301} --").count(), 0);
        assert_eq!(words(&"x".repeat(500)).next().unwrap().folded.len(), LONGEST);
        assert_eq!(Stems::of(Some("en")).stem("'s"), "s");
    }
}
