//! What is known of one outlet's pages (`data/outlets/NAME.tsv`).

use notula_language::{DataError, rows};

/// One outlet's file: a key, then what it says.
///
/// - `domain`: its registrable domain;
/// - `name`: as it calls itself;
/// - `body`, `drop REASON`, `byline`, `date`, `caption`: names (class or id, words joined by hyphens) of parts of its pages;
/// - `whole`: what is added to the address of a report on several pages to have it on one, as `?page=all`.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutletFile {
    /// Registrable domain.
    pub domain: &'static str,
    /// As it calls itself.
    pub name: &'static str,
    /// Names of parts: what, reason where it is dropped, name.
    pub parts: Vec<(&'static str, &'static str, &'static str)>,
    /// Added to an address to have all pages of a report on one.
    pub whole: Option<&'static str>,
}

impl OutletFile {
    /// Reads one file.
    ///
    /// # Errors
    /// Unknown keys, and a missing domain or name.
    pub(crate) fn parse(file: &'static str, text: &'static str) -> Result<Self, Vec<DataError>> {
        let mut outlet = Self::default();
        let mut errors = Vec::new();
        for row in rows(file, text) {
            let (what, reason) = row.cell(0).split_once(' ').unwrap_or((row.cell(0), ""));
            let names = row.cell(1).split_ascii_whitespace();
            match what {
                "domain" => outlet.domain = row.cell(1),
                "name" => outlet.name = row.cell(1),
                "whole" => outlet.whole = Some(row.cell(1)),
                "body" | "byline" | "date" | "caption" => outlet.parts.extend(names.map(|name| (what, "", name))),
                "drop" if !reason.is_empty() => outlet.parts.extend(names.map(|name| (what, reason, name))),
                other => errors.push(row.error(format!(
                    "no key {other:?}; there are: domain name whole body byline date caption, and drop with a reason"
                ))),
            }
        }
        if outlet.domain.is_empty() || outlet.name.is_empty() {
            errors.push(DataError { file: file.to_owned(), line: 0, message: "needs a domain and a name".to_owned() });
        }
        if errors.is_empty() { Ok(outlet) } else { Err(errors) }
    }
}
