//! Words that say whether something happened (`modality.tsv`).

use notula_record::Status;

use crate::phrase::Phrases;
use crate::table::{DataError, rows};

/// Where a word of modality stands to the word it bears on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// In the verb group, before the verb ("will meet").
    Verb,
    /// Before the noun ("a possible meeting").
    Noun,
    /// In the verb group of which the noun is the subject ("talks were cancelled").
    After,
    /// The verb of the clause above ("ruled out that", "wants to").
    Matrix,
    /// At the head of the clause ("if").
    Clause,
}

const SCOPES: &[(&str, Scope)] = &[
    ("verb", Scope::Verb),
    ("noun", Scope::Noun),
    ("after", Scope::After),
    ("matrix", Scope::Matrix),
    ("clause", Scope::Clause),
];

/// What one row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Modal {
    /// The status it gives.
    pub status: Status,
    /// Where it must stand.
    pub scopes: Vec<Scope>,
    /// The row's name.
    pub place: String,
}

/// The words of modality of a language.
#[derive(Debug, Clone, Default)]
pub struct Modality {
    /// Phrases, with the index of their row.
    pub phrases: Phrases<usize>,
    /// The rows.
    pub rows: Vec<Modal>,
}

impl Modality {
    /// Reads `modality.tsv`: a status, scopes separated by `|`, phrases separated by `|`.
    ///
    /// # Errors
    /// Unknown statuses and scopes, rows without phrases.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut out = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(3, 3) {
                errors.push(error);
                continue;
            }
            let status = match row.cell(0).parse::<Status>() {
                Ok(status) => status,
                Err(message) => {
                    errors.push(row.error(message));
                    continue;
                }
            };
            let mut scopes = Vec::new();
            for name in row.list(1) {
                match SCOPES.iter().find(|(known, _)| *known == name) {
                    Some((_, scope)) => scopes.push(*scope),
                    None => {
                        errors.push(row.error(format!("no scope {name:?}; there are: verb noun after matrix clause")));
                    }
                }
            }
            if row.list(2).next().is_none() {
                errors.push(row.error("no phrases"));
            }
            row.list(2).for_each(|phrase| out.phrases.insert(phrase, out.rows.len()));
            out.rows.push(Modal { status, scopes, place: row.place() });
        }
        out
    }
}
