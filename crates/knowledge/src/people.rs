//! Office-holders, negotiators and leaders of armed groups, with dated terms.

use notula_record::Sector;

use crate::actors::sector;
use crate::layout::{PERSON_WIDTH, TERM_WIDTH};
use crate::tables::table;

table!(PEOPLE, PERSON_WIDTH, "people.bin");
table!(TERMS, TERM_WIDTH, "terms.bin");

/// A person of the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub(crate) u32);

/// An office held for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    /// The office in English, "President of Ukraine".
    pub role: &'static str,
    /// For whom: ISO 3166-1 alpha-3 code of a state, or the key of a body (see [`crate::body`]).
    pub of: &'static str,
    /// First day, `YYYY-MM-DD`; none where it is not known. Where only the month or year is known, its first day.
    pub from: Option<&'static str>,
    /// Last day; none where the term had not ended when the data were written.
    pub to: Option<&'static str>,
}

impl Term {
    /// Whether the office was held on this day. `date` is `YYYY-MM-DD`.
    pub fn covers(&self, date: &str) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

impl PersonId {
    /// Usual English name.
    pub fn name(self) -> &'static str {
        PEOPLE.text(self.0, 0)
    }

    /// ISO 3166-1 alpha-3 code of the country the person acts for; `EUR` for officials of the European Union, none for
    /// those of other international bodies.
    pub fn country(self) -> Option<&'static str> {
        PEOPLE.some_text(self.0, 1)
    }

    /// PLOVER sector.
    pub fn sector(self) -> Sector {
        sector(PEOPLE.cell(self.0, 2))
    }

    /// Wikidata id, where it is certain.
    pub fn wikidata(self) -> Option<&'static str> {
        PEOPLE.some_text(self.0, 3)
    }

    /// Offices, the chief ones first.
    pub fn terms(self) -> impl Iterator<Item = Term> {
        let first = PEOPLE.cell(self.0, 4);
        (first..first.saturating_add(PEOPLE.cell(self.0, 5))).map(term)
    }

    /// The first office that was held on a day. `date` is `YYYY-MM-DD`.
    pub fn role_at(self, date: &str) -> Option<Term> {
        self.terms().find(|term| term.covers(date))
    }

    /// Everybody, in the order of the file.
    pub fn all() -> impl Iterator<Item = PersonId> {
        (0..PEOPLE.len() as u32).map(PersonId)
    }
}

/// Who held an office of a state or body on a day: `holders("UKR", "2025-12-21")`. Walks through the whole base.
pub fn holders<'a>(of: &'a str, date: &'a str) -> impl Iterator<Item = (PersonId, Term)> + 'a {
    PersonId::all().flat_map(move |person| {
        person.terms().filter(move |term| term.of == of && term.covers(date)).map(move |term| (person, term))
    })
}

fn term(row: u32) -> Term {
    Term {
        role: TERMS.text(row, 0),
        of: TERMS.text(row, 1),
        from: TERMS.some_text(row, 2),
        to: TERMS.some_text(row, 3),
    }
}
