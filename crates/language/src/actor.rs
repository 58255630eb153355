//! Words for people and bodies: offices, groups, organs, kin (`actors.tsv`).

use notula_record::Sector;
use rustc_hash::FxHashMap;

use crate::phrase::Phrases;
use crate::table::{DataError, rows};

/// What sort of word for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorWordKind {
    /// An office that one person holds: president, foreign minister, spokesman.
    Office,
    /// Unnamed people: officials, negotiators, troops.
    Group,
    /// A body of a state or organisation: foreign ministry, army, parliament.
    Organ,
    /// Stands for the state itself: government, administration.
    Government,
    /// A relative: son-in-law, wife.
    Kin,
    /// A word that makes an unknown name a body: party, council, front.
    Body,
    /// A word that makes an unknown name a place: sea, province, island.
    Place,
    /// The country or side of the one who is spoken of: his country, negaranya.
    Own,
    /// Two sides named before: both countries, kedua pihak.
    Both,
    /// May stand inside such a phrase: special, senior, former.
    Modifier,
    /// The field of an office: foreign policy, national security.
    Field,
}

const KINDS: &[(&str, ActorWordKind)] = &[
    ("office", ActorWordKind::Office),
    ("group", ActorWordKind::Group),
    ("organ", ActorWordKind::Organ),
    ("government", ActorWordKind::Government),
    ("kin", ActorWordKind::Kin),
    ("body", ActorWordKind::Body),
    ("place", ActorWordKind::Place),
    ("own", ActorWordKind::Own),
    ("both", ActorWordKind::Both),
    ("modifier", ActorWordKind::Modifier),
    ("field", ActorWordKind::Field),
];

/// Who two sides named before are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Both {
    /// States, people or bodies: both sides, kedua pihak.
    Sides,
    /// States, whoever acted for them: both countries, kedua negara.
    States,
    /// People: both leaders, kedua pemimpin.
    People,
    /// The two people just named, else the sides: the two, keduanya.
    Pair,
}

/// One row of `actors.tsv`.
#[derive(Debug, Clone)]
pub struct ActorWord {
    /// What sort.
    pub kind: ActorWordKind,
    /// The English term for it.
    pub english: &'static str,
    /// PLOVER's sector.
    pub sector: Option<Sector>,
    /// Whether it means several people.
    pub plural: bool,
    /// Whether its owner is never a person: a person's name right after it is the holder's ("Ketua Komite Budi").
    pub of_body: bool,
    /// Whether a name right after it is the owner's ("utusan Trump"), not the holder's ("Presiden Putin").
    pub owner_follows: bool,
    /// Who is meant, where two sides are.
    pub both: Option<Both>,
    /// A full name right after is that of the one so called: "pejabat senior Budi Santoso".
    pub title: bool,
    /// `file:line`.
    pub place: String,
}

/// The words for actors of one language.
#[derive(Debug, Clone, Default)]
pub struct ActorWords {
    /// The rows.
    pub rows: Vec<ActorWord>,
    /// Forms, each with the index of its row.
    pub forms: Phrases<usize>,
    single: FxHashMap<&'static str, ()>,
}

impl ActorWords {
    /// Reads `actors.tsv`: kind, English term, sector, options (`plural`, `owner`, `body`, `title`; of two sides
    /// `states`, `people`, `pair`), forms separated by `|`.
    ///
    /// # Errors
    /// An unknown kind, sector or option, or a form twice in one kind.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut words = Self::default();
        let mut seen: FxHashMap<(ActorWordKind, &'static str), usize> = FxHashMap::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(5, 5) {
                errors.push(error);
                continue;
            }
            let Some(&(_, kind)) = KINDS.iter().find(|(name, _)| *name == row.cell(0)) else {
                errors.push(row.error(format!("no kind {:?}", row.cell(0))));
                continue;
            };
            let sector = match row.cell(2) {
                "" => None,
                code => match code.parse() {
                    Ok(sector) => Some(sector),
                    Err(message) => {
                        errors.push(row.error(message));
                        None
                    }
                },
            };
            let (mut plural, mut owner_follows, mut of_body) = (false, false, false);
            let mut title = false;
            let mut both = (kind == ActorWordKind::Both).then_some(Both::Sides);
            for option in row.list(3) {
                match option {
                    "plural" => plural = true,
                    "owner" => owner_follows = true,
                    "body" => (owner_follows, of_body) = (true, true),
                    "title" => title = true,
                    "states" if both.is_some() => both = Some(Both::States),
                    "people" if both.is_some() => both = Some(Both::People),
                    "pair" if both.is_some() => both = Some(Both::Pair),
                    _ => errors.push(row.error(format!(
                        "no option {option:?}; there are: plural owner body title, of both: states people pair"
                    ))),
                }
            }
            for form in row.list(4) {
                if let Some(line) = seen.insert((kind, form), row.line) {
                    errors.push(row.error(format!("{form:?} stands on line {line} already")));
                }
                words.forms.insert(form, words.rows.len());
                // "Secretary-General" is three words in a text
                if form.contains('-') || form.contains("'s ") {
                    words.forms.insert_split(form, words.rows.len());
                }
                if !form.contains(' ') {
                    words.single.insert(form, ());
                }
            }
            words.rows.push(ActorWord {
                kind,
                english: row.cell(1),
                sector,
                plural,
                owner_follows,
                of_body,
                both,
                title,
                place: row.place(),
            });
        }
        words
    }

    /// Whether the lower-case word alone is a form.
    pub fn has_word(&self, lower: &str) -> bool {
        self.single.contains_key(lower)
    }
}
