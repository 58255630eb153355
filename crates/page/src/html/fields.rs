//! What the meta elements of pages tell (`data/fields.tsv`).

use std::sync::LazyLock;

use notula_language::{DataError, rows};
use rustc_hash::FxHashMap;

/// What a meta element tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Author,
    Published,
    /// When it was last changed.
    Changed,
    Outlet,
    Section,
    Address,
    Image,
    /// What the page is.
    Kind,
    Language,
    /// What the value of [`Field::Labelled`] is.
    Label,
    Labelled,
}

/// The fields by their names.
#[derive(Debug, Default)]
pub(crate) struct Fields(FxHashMap<&'static str, Field>);

pub(crate) const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fields.tsv"));

/// The table, read once; the build has checked it.
pub(crate) static FIELDS: LazyLock<Fields> = LazyLock::new(|| Fields::parse("fields.tsv", TEXT).unwrap_or_default());

impl Fields {
    /// Reads the table.
    ///
    /// # Errors
    /// Every row with an unknown field, and names that are not in lower case or stand there twice.
    pub(crate) fn parse(file: &'static str, text: &'static str) -> Result<Self, Vec<DataError>> {
        let mut fields = Self::default();
        let mut errors = Vec::new();
        for row in rows(file, text) {
            let field = match row.cell(0) {
                "title" => Field::Title,
                "author" => Field::Author,
                "published" => Field::Published,
                "changed" => Field::Changed,
                "outlet" => Field::Outlet,
                "section" => Field::Section,
                "address" => Field::Address,
                "image" => Field::Image,
                "kind" => Field::Kind,
                "language" => Field::Language,
                "label" => Field::Label,
                "labelled" => Field::Labelled,
                other => {
                    errors.push(row.error(format!("no field {other:?}")));
                    continue;
                }
            };
            for name in row.cell(1).split_ascii_whitespace() {
                if name != name.to_lowercase() || fields.0.insert(name, field).is_some() {
                    errors.push(row.error(format!("{name:?} is not in lower case, or stands there twice")));
                }
            }
        }
        if errors.is_empty() { Ok(fields) } else { Err(errors) }
    }

    /// What the field with this name, in lower case, tells.
    pub(crate) fn field(&self, name: &str) -> Option<Field> {
        self.0.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_mistakes_are_told() {
        let fields = Fields::parse("fields.tsv", TEXT).unwrap();
        assert_eq!(fields.field("og:title"), Some(Field::Title));
        let wrong = Fields::parse("x.tsv", "titel\tog:title\nauthor\tAuthor byl byl\n").unwrap_err();
        assert_eq!(wrong.len(), 3);
    }
}
