//! What stands round a report and is none of it: junk rules (`junk.tsv`), outlets and places of filing.
//!
//! A rule is a reason, a scope and a pattern. A pattern is words in lower case; `#` is any number, `…` any run of
//! words, and a sign of punctuation stands for itself (punctuation that the pattern does not name is passed over).
//! A pattern in double quotes is looked for as raw text.

use crate::table::{DataError, Row, rows};

/// Where a rule may hold, and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The line is dropped.
    Line,
    /// The line is dropped where it stands before the report's first sentence.
    Head,
    /// The line is dropped where it stands after the report's last sentence.
    Tail,
    /// The line is dropped with the list of teasers under it.
    List,
    /// The line is dropped, and all that follows it in the second half of the text.
    End,
    /// The words are dropped out of a paragraph.
    Inline,
    /// The line names who wrote the report.
    Byline,
    /// The line names who edited it, or another hand that is no author.
    Hand,
    /// After a byline: nobody in particular.
    Nobody,
    /// The line is the report's picture's caption or its credit.
    Caption,
}

const SCOPES: &[(&str, Scope)] = &[
    ("line", Scope::Line),
    ("head", Scope::Head),
    ("tail", Scope::Tail),
    ("list", Scope::List),
    ("end", Scope::End),
    ("inline", Scope::Inline),
    ("byline", Scope::Byline),
    ("hand", Scope::Hand),
    ("nobody", Scope::Nobody),
    ("caption", Scope::Caption),
];

/// One piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// This word, in lower case.
    Word(&'static str),
    /// Any number.
    Number,
    /// Any run of words, also none.
    Any,
    /// This sign.
    Sign(char),
}

/// One row of `junk.tsv`.
#[derive(Debug, Clone)]
pub struct JunkRule {
    /// Why the stretch is left out, as the record tells it.
    pub reason: &'static str,
    /// Where it holds.
    pub scope: Scope,
    /// The pattern; empty where [`Self::raw`] is set.
    pub pattern: Vec<Piece>,
    /// Text to be found as it is, in lower case.
    pub raw: Option<&'static str>,
    /// `file:line`.
    pub place: String,
}

/// Reads `junk.tsv`: reason, scope, pattern.
///
/// # Errors
/// An unknown scope, an empty pattern, a pattern that is not in lower case, or one twice.
pub(crate) fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Vec<JunkRule> {
    let mut rules: Vec<JunkRule> = Vec::new();
    for row in rows(file, text) {
        match rule(&row) {
            Ok(rule)
                if rules.iter().any(|r| r.scope == rule.scope && r.pattern == rule.pattern && r.raw == rule.raw) =>
            {
                errors.push(row.error(format!("{:?} stands twice", row.cell(2))));
            }
            Ok(rule) => rules.push(rule),
            Err(error) => errors.push(error),
        }
    }
    rules
}

fn rule(row: &Row) -> Result<JunkRule, DataError> {
    row.expect(3, 3)?;
    let Some(&(_, scope)) = SCOPES.iter().find(|(name, _)| *name == row.cell(1)) else {
        let known: Vec<&str> = SCOPES.iter().map(|(name, _)| *name).collect();
        return Err(row.error(format!("no scope {:?}; there are: {}", row.cell(1), known.join(" "))));
    };
    let text = row.cells[2];
    if text.to_lowercase() != text {
        return Err(row.error(format!("{text:?} is not in lower case")));
    }
    let raw = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|raw| !raw.is_empty());
    let pattern = if raw.is_some() { Vec::new() } else { pieces(text) };
    if raw.is_none() && !pattern.iter().any(|piece| matches!(piece, Piece::Word(_) | Piece::Sign(_))) {
        return Err(row.error("the pattern has no word and no sign"));
    }
    if scope == Scope::Inline && (raw.is_some() || matches!(pattern.last(), Some(Piece::Any))) {
        return Err(row.error("an inline pattern must end with a word or sign"));
    }
    Ok(JunkRule { reason: row.cell(0), scope, pattern, raw, place: row.place() })
}

fn pieces(text: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, end, class) in runs(text) {
        pieces.push(match (class, &text[at..end]) {
            (Run::Word, word) => Piece::Word(word),
            (Run::Number, _) => Piece::Number,
            (Run::Sign, "#") => Piece::Number,
            (Run::Sign, "…") => Piece::Any,
            (Run::Sign, sign) => Piece::Sign(sign.chars().next().unwrap_or_default()),
        });
    }
    pieces
}

/// What a run of characters is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Letters and digits.
    Word,
    /// Digits with what stands inside numbers, and a K or M after them.
    Number,
    /// One sign.
    Sign,
}

/// The words, numbers and signs of `text`, with their byte ranges; what a pattern is made of and compared with.
pub fn runs(text: &str) -> impl Iterator<Item = (usize, usize, Run)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(|c: char| !c.is_whitespace())?;
        let rest = &text[start..];
        let first = rest.chars().next()?;
        let (len, run) = if first.is_alphanumeric() {
            let mut len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let unit =
                digits > 0 && (digits == len || len == digits + 1 && rest[digits..].starts_with(['k', 'K', 'm', 'M']));
            if unit && digits == len {
                // 1.234,56 and 18:05 are one number each
                while let Some(next) = rest[len..].strip_prefix(['.', ',', ':', '/']) {
                    let more = next.find(|c: char| !c.is_ascii_digit()).unwrap_or(next.len());
                    if more == 0 {
                        break;
                    }
                    len += 1 + more;
                }
                if let Some(next) = rest[len..].strip_prefix(['k', 'K', 'm', 'M'])
                    && !next.starts_with(char::is_alphanumeric)
                {
                    len += 1;
                }
            }
            (len, if unit { Run::Number } else { Run::Word })
        } else {
            (first.len_utf8(), Run::Sign)
        };
        at = start + len;
        Some((start, at, run))
    })
}

/// Names that stand in datelines and heads: outlets, and places where reports are filed.
#[derive(Debug, Clone, Default)]
pub struct Imprints {
    /// Outlets: name, and registrable domain where known.
    pub outlets: Vec<(&'static str, Option<&'static str>)>,
    /// Places of filing, as written.
    pub places: Vec<&'static str>,
}

impl Imprints {
    /// Reads `outlets.tsv` (domain or `-`, names separated by `|`) and `filing.tsv` (country, names separated by `|`).
    pub fn parse(
        outlets: (&'static str, &'static str),
        filing: (&'static str, &'static str),
        errors: &mut Vec<DataError>,
    ) -> Self {
        let mut imprints = Self::default();
        for row in rows(outlets.0, outlets.1) {
            if let Err(error) = row.expect(2, 2) {
                errors.push(error);
                continue;
            }
            let domain = Some(row.cell(0)).filter(|domain| !domain.is_empty());
            imprints.outlets.extend(row.list(1).map(|name| (name, domain)));
        }
        for row in rows(filing.0, filing.1) {
            if row.cell(0).len() != 3 {
                errors.push(row.error("the first cell is no ISO 3166-1 alpha-3 code"));
            }
            imprints.places.extend(row.list(1));
        }
        imprints
    }
}
