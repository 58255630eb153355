//! What a person types into the search: words, "a phrase", -without, begin*.

use crate::db::Dialect;
use crate::words::{variants, words};

/// Words of a question beyond these are not looked at.
const MOST_WORDS: usize = 32;

/// A question in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    /// All of these must be there.
    pub(crate) with: Vec<Term>,
    /// None of these may.
    pub(crate) without: Vec<Term>,
}

/// A word or phrase, in the forms in which it may stand in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// One of these stems.
    Word(Vec<String>),
    /// Begins so.
    Begins(String),
    /// One of the stems at each place, one after the other.
    Phrase(Vec<Vec<String>>),
}

impl Wanted {
    /// Reads what was typed. Nothing is an error; what holds no letter or digit is left out.
    pub(crate) fn read(text: &str) -> Self {
        let mut wanted = Self::default();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
            rest = &rest[start..];
            let without = rest.starts_with('-');
            rest = rest.trim_start_matches('-');
            let (term, after) = match rest.strip_prefix(['"', '“', '”']) {
                Some(quoted) => {
                    let end = quoted.find(['"', '“', '”']).unwrap_or(quoted.len());
                    let after = quoted[end..].chars().next().map_or("", |c| &quoted[end + c.len_utf8()..]);
                    (phrase(&quoted[..end]), after)
                }
                None => {
                    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                    (word(&rest[..end]), &rest[end..])
                }
            };
            rest = after;
            if wanted.with.len() + wanted.without.len() == MOST_WORDS {
                break;
            }
            if let Some(term) = term {
                if without { wanted.without.push(term) } else { wanted.with.push(term) }
            }
        }
        wanted
    }

    /// Whether nothing was asked for that could be found.
    pub(crate) fn is_empty(&self) -> bool {
        self.with.is_empty()
    }

    /// What must be there, as FTS5 or PostgreSQL's `tsquery` wants it; for PostgreSQL in the headline alone where
    /// `title` says so. Stems are letters and digits, so nothing of them is syntax.
    pub(crate) fn with(&self, dialect: Dialect, title: bool) -> String {
        let and = match dialect {
            Dialect::Sqlite => " AND ",
            Dialect::Postgres => " & ",
        };
        let terms: Vec<String> = self.with.iter().map(|term| term.to_sql(dialect, title)).collect();
        format!("({})", terms.join(and))
    }

    /// What must not.
    pub(crate) fn without(&self, dialect: Dialect) -> impl Iterator<Item = String> {
        self.without.iter().map(move |term| term.to_sql(dialect, false))
    }
}

fn word(text: &str) -> Option<Term> {
    let found: Vec<String> = words(text).map(|word| word.folded).collect();
    match found.as_slice() {
        [] => None,
        [begin] if text.ends_with('*') => Some(Term::Begins(begin.replace('\'', ""))),
        [word] => Some(Term::Word(variants(word))),
        // "20-point" is two words that stand together
        several => Some(Term::Phrase(several.iter().map(|word| variants(word)).collect())),
    }
}

fn phrase(text: &str) -> Option<Term> {
    let mut places: Vec<Vec<String>> = words(text).take(MOST_WORDS).map(|word| variants(&word.folded)).collect();
    match places.len() {
        0 => None,
        1 => places.pop().map(Term::Word),
        _ => Some(Term::Phrase(places)),
    }
}

impl Term {
    fn to_sql(&self, dialect: Dialect, title: bool) -> String {
        match (self, dialect) {
            (Term::Word(stems), Dialect::Sqlite) => {
                format!("({})", stems.iter().map(|stem| format!("\"{stem}\"")).collect::<Vec<_>>().join(" OR "))
            }
            (Term::Begins(begin), Dialect::Sqlite) => format!("(\"{begin}\" *)"),
            // FTS5 has no alternatives inside a phrase; each language is tried by itself
            (Term::Phrase(places), Dialect::Sqlite) => {
                let tries = places.iter().map(Vec::len).max().unwrap_or(0);
                let phrases = (0..tries).map(|n| {
                    let stems = places.iter().filter_map(|stems| stems.get(n).or(stems.last()));
                    format!("\"{}\"", stems.cloned().collect::<Vec<_>>().join(" "))
                });
                format!("({})", phrases.collect::<Vec<_>>().join(" OR "))
            }
            (Term::Word(stems), Dialect::Postgres) => either(stems, title),
            (Term::Begins(begin), Dialect::Postgres) => format!("('{begin}':*{})", if title { "A" } else { "" }),
            (Term::Phrase(places), Dialect::Postgres) => {
                format!("({})", places.iter().map(|stems| either(stems, title)).collect::<Vec<_>>().join(" <-> "))
            }
        }
    }

    /// Whether a word of a report, as it stands and as its language's stem, is meant.
    pub(crate) fn means(&self, folded: &str, stem: &str) -> bool {
        match self {
            Term::Word(stems) => stems.iter().any(|wanted| wanted == stem),
            Term::Begins(begin) => folded.starts_with(begin) || stem.starts_with(begin),
            Term::Phrase(places) => places.iter().flatten().any(|wanted| wanted == stem),
        }
    }
}

fn either(stems: &[String], title: bool) -> String {
    let weight = if title { ":A" } else { "" };
    format!("({})", stems.iter().map(|stem| format!("'{stem}'{weight}")).collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_phrases_and_exclusions() {
        let wanted = Wanted::read("talks \"gencatan senjata\" -drones 20-point neg*");
        assert_eq!(wanted.with.len(), 4);
        assert_eq!(wanted.without, [Term::Word(vec!["drones".into(), "drone".into()])]);
        assert_eq!(wanted.with[3], Term::Begins("neg".into()));
        assert!(matches!(&wanted.with[2], Term::Phrase(places) if places.len() == 2));
        assert!(Wanted::read("\" - * ( OR").with.len() <= 1);
    }

    #[test]
    fn nothing_typed_becomes_syntax() {
        let wanted = Wanted::read("o'clock NEAR( ' ; drop table:* &!");
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let sql = wanted.with(dialect, false) + &wanted.without(dialect).collect::<String>();
            assert!(!sql.contains(';') && !sql.contains("near(") && !sql.contains("o'c"), "{sql}");
        }
    }
}
