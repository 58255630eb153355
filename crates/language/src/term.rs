//! What the English terms of `actors.tsv` mean (`terms.tsv`, one file for all languages).

use rustc_hash::FxHashMap;

use crate::table::{DataError, Row, rows};

/// Something that holds of a term in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// Heads a state or body.
    Leads,
    /// One person of a country holds it at a time.
    Sole,
    /// On another side than the person whose it is: counterpart.
    Opposite,
    /// Nobody in particular without an owner: people.
    Owned,
    /// Needs no country of those that the sentence speaks of: mediators, prisoners.
    Abroad,
    /// Says what a name beside it is: armed group.
    Kind,
    /// Nobody in particular without a name: group, movement.
    Vague,
    /// With an article, that of the country of which the sentence speaks: government.
    Nearest,
    /// With an article, that of the country of which the report speaks most: junta.
    Foremost,
}

const PROPERTIES: &[(&str, Property)] = &[
    ("leads", Property::Leads),
    ("sole", Property::Sole),
    ("opposite", Property::Opposite),
    ("owned", Property::Owned),
    ("abroad", Property::Abroad),
    ("kind", Property::Kind),
    ("vague", Property::Vague),
    ("nearest", Property::Nearest),
    ("foremost", Property::Foremost),
];

/// The terms with their properties.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    of: FxHashMap<&'static str, u16>,
    rows: Vec<Row>,
}

impl Terms {
    /// Reads `terms.tsv`: term, properties separated by `|`.
    ///
    /// # Errors
    /// An unknown property, or a term twice.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut terms = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(2, 2) {
                errors.push(error);
                continue;
            }
            let mut set = 0;
            for name in row.list(1) {
                match PROPERTIES.iter().find(|(known, _)| *known == name) {
                    Some((_, property)) => set |= 1 << *property as u16,
                    None => errors.push(row.error(format!("no property {name:?}"))),
                }
            }
            if terms.of.insert(row.cell(0), set).is_some() {
                errors.push(row.error("is here already"));
            }
            terms.rows.push(row);
        }
        terms
    }

    /// Whether `property` holds of the English term.
    ///
    /// ```
    /// use notula_language::{Property, shared};
    ///
    /// assert!(shared().terms.has("President", Property::Leads));
    /// assert!(!shared().terms.has("envoy", Property::Leads));
    /// ```
    pub fn has(&self, term: &str, property: Property) -> bool {
        self.of.get(term).is_some_and(|set| set & 1 << property as u16 != 0)
    }

    /// An error for each term that is none of `known`.
    pub fn check(&self, known: impl Fn(&str) -> bool) -> Vec<DataError> {
        let stray = self.rows.iter().filter(|row| !known(row.cell(0)));
        stray.map(|row| row.error(format!("no actors.tsv has a term {:?}", row.cell(0)))).collect()
    }
}
