//! Where rows stand in the indexes of questions, and the marks by which they are found there.

use std::collections::BTreeSet;

use notula_story::row::Day;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Kind {
    Report = 1,
    Event = 2,
    Statement = 3,
    Position = 4,
    Proposal = 5,
    Conflict = 6,
    Story = 7,
    Process = 8,
    Actor = 9,
}

impl Kind {
    pub(crate) const ALL: [Kind; 9] = [
        Kind::Report,
        Kind::Event,
        Kind::Statement,
        Kind::Position,
        Kind::Proposal,
        Kind::Conflict,
        Kind::Story,
        Kind::Process,
        Kind::Actor,
    ];

    /// Name of its table.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Kind::Report => "report",
            Kind::Event => "event",
            Kind::Statement => "statement",
            Kind::Position => "position",
            Kind::Proposal => "proposal",
            Kind::Conflict => "conflict",
            Kind::Story => "story",
            Kind::Process => "process",
            Kind::Actor => "actor",
        }
    }
}

/// Bits of a number and of a day.
const ID_BITS: u32 = 39;
const DAY_BITS: u32 = 20;
/// Day 0 of the index is no day; day 1 is in the year 534.
const FIRST_DAY: i64 = -(1 << (DAY_BITS - 1));

/// Kind, day and number of a row in one number, so that rows of one kind come in the order of their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place(pub(crate) i64);

impl Place {
    pub(crate) fn new(kind: Kind, day: Option<Day>, id: u64) -> Self {
        let day = day.map_or(0, |day| (i64::from(day) - FIRST_DAY).clamp(1, (1 << DAY_BITS) - 1));
        let id = (id as i64).clamp(0, (1 << ID_BITS) - 1);
        Self((kind as i64) << (ID_BITS + DAY_BITS) | day << ID_BITS | id)
    }

    /// The last place that a row of this kind and day can have.
    pub(crate) fn end_of(kind: Kind, day: Option<Day>) -> Self {
        Self::new(kind, day, u64::MAX >> 1)
    }

    /// The last place of a kind.
    pub(crate) fn end(kind: Kind) -> Self {
        Self((((kind as i64) + 1) << (ID_BITS + DAY_BITS)) - 1)
    }

    pub(crate) fn id(self) -> u64 {
        (self.0 & ((1 << ID_BITS) - 1)) as u64
    }

    pub(crate) fn kind(self) -> Option<Kind> {
        let kind = self.0 >> (ID_BITS + DAY_BITS);
        Kind::ALL.into_iter().find(|known| *known as i64 == kind)
    }
}

/// The mark that every row has.
pub(crate) const ANY: &str = "x";

/// A set of marks: short words of lower-case letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Marks(BTreeSet<String>);

impl Marks {
    /// Those of a row of which nothing is known.
    pub(crate) fn any() -> Self {
        Self(BTreeSet::from([ANY.to_owned()]))
    }

    pub(crate) fn add(&mut self, mark: String) {
        self.0.insert(mark);
    }

    pub(crate) fn extend(&mut self, more: &Marks) {
        self.0.extend(more.0.iter().cloned());
    }

    /// An issue, and the group it belongs to.
    pub(crate) fn issue(&mut self, code: &str) {
        self.add(issue(code));
        if let Some((group, _)) = code.split_once('.') {
            self.add(issue(group));
        }
    }

    /// With `to` for `from`, or beside it.
    pub(crate) fn swapped(mut self, from: &str, to: &str, keep: bool) -> Self {
        if !keep {
            self.0.remove(from);
        }
        self.0.insert(to.to_owned());
        self
    }

    /// Separated by spaces.
    pub(crate) fn join(&self) -> String {
        self.0.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// What [`Self::join`] wrote.
    pub(crate) fn read(text: &str) -> Self {
        Self(text.split(' ').filter(|mark| !mark.is_empty()).map(str::to_owned).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

pub(crate) fn actor(id: u64) -> String {
    format!("a{id}")
}

pub(crate) fn country(code: &str) -> String {
    plain('c', code)
}

pub(crate) fn issue(code: &str) -> String {
    plain('i', code)
}

pub(crate) fn event_type(kind: notula_record::EventType) -> String {
    plain('t', kind.as_str())
}

pub(crate) fn status(status: notula_record::Status) -> String {
    plain('s', status.as_str())
}

pub(crate) fn language(code: &str) -> String {
    plain('g', code)
}

pub(crate) fn story(id: u64) -> String {
    format!("y{id}")
}

pub(crate) fn process(id: u64) -> String {
    format!("p{id}")
}

pub(crate) fn copy_of(id: u64) -> String {
    format!("o{id}")
}

/// Letter of the sort, then the text in lower case; what is neither letter nor digit becomes its number between `z`s.
fn plain(sort: char, text: &str) -> String {
    let mut mark = String::from(sort);
    for c in text.chars().take(80) {
        match c {
            'a'..='y' | '0'..='9' => mark.push(c),
            'A'..='Y' => mark.push(c.to_ascii_lowercase()),
            other => mark.push_str(&format!("z{:x}z", u32::from(other))),
        }
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_by_kind_then_day_then_number() {
        let places = [
            Place::new(Kind::Event, None, 9),
            Place::new(Kind::Event, Some(-400_000_000), 1),
            Place::new(Kind::Event, Some(20_000), 7),
            Place::new(Kind::Event, Some(20_000), 8),
            Place::new(Kind::Event, Some(20_001), 2),
            Place::end_of(Kind::Event, Some(20_001)),
            Place::new(Kind::Event, Some(i32::MAX), 3),
            Place::end(Kind::Event),
            Place::new(Kind::Statement, None, 1),
            Place::new(Kind::Actor, Some(i32::MAX), u64::MAX >> 1),
        ];
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
        assert_eq!(places[2].id(), 7);
        assert!(places[9].0 > 0);
        assert_eq!(places[9].kind(), Some(Kind::Actor));
    }

    #[test]
    fn marks_are_plain_words_and_differ() {
        let mut marks = Marks::any();
        marks.issue("territory.de-facto");
        marks.add(country("IDN"));
        assert_eq!(marks.join(), "cidn iterritory iterritoryz2ezdez2dzfacto x");
        assert_eq!(Marks::read(&marks.join()), marks);
        assert_ne!(language("zh"), language("h"));
    }
}
