//! Where rows stand in the indexes of questions, and the marks by which they are found there.

use std::fmt::{self, Write as _};

use notula_record::{EventType, Status};
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

/// What a row is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark<'a> {
    Actor(u64),
    Country(&'a str),
    Issue(&'a str),
    Type(EventType),
    Status(Status),
    Language(&'a str),
    Story(u64),
    Process(u64),
    CopyOf(u64),
}

/// A short word of lower-case letters and digits: a letter of the sort, then number or text.
impl fmt::Display for Mark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mark::Actor(id) => write!(f, "a{id}"),
            Mark::Country(code) => plain(f, 'c', code),
            Mark::Issue(code) => plain(f, 'i', code),
            Mark::Type(kind) => plain(f, 't', kind.as_str()),
            Mark::Status(status) => plain(f, 's', status.as_str()),
            Mark::Language(code) => plain(f, 'g', code),
            Mark::Story(id) => write!(f, "y{id}"),
            Mark::Process(id) => write!(f, "p{id}"),
            Mark::CopyOf(id) => write!(f, "o{id}"),
        }
    }
}

/// Lower case; what is neither letter nor digit becomes its number between `z`s.
fn plain(f: &mut fmt::Formatter<'_>, sort: char, text: &str) -> fmt::Result {
    f.write_char(sort)?;
    for c in text.chars().take(80) {
        match c {
            'a'..='y' | '0'..='9' => f.write_char(c)?,
            'A'..='Y' => f.write_char(c.to_ascii_lowercase())?,
            other => write!(f, "z{:x}z", u32::from(other))?,
        }
    }
    Ok(())
}

/// A set of marks, in the order of their coming and separated by spaces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(String);

impl Marks {
    /// Those of a row of which nothing is known.
    pub(crate) fn any() -> Self {
        Self(ANY.to_owned())
    }

    pub(crate) fn add(&mut self, mark: Mark<'_>) {
        let end = self.0.len();
        if end > 0 {
            self.0.push(' ');
        }
        let start = self.0.len();
        // writing into a string cannot fail
        let _ = write!(self.0, "{mark}");
        let (known, new) = self.0.split_at(start);
        if known.split(' ').any(|known| known == new) {
            self.0.truncate(end);
        }
    }

    pub(crate) fn extend(&mut self, more: &Marks) {
        for mark in more.words() {
            if !self.has(mark) {
                if !self.0.is_empty() {
                    self.0.push(' ');
                }
                self.0.push_str(mark);
            }
        }
    }

    /// An issue, and the group it belongs to.
    pub(crate) fn issue(&mut self, code: &str) {
        self.add(Mark::Issue(code));
        if let Some((group, _)) = code.split_once('.') {
            self.add(Mark::Issue(group));
        }
    }

    /// With `to` for `from`, or beside it.
    pub(crate) fn swapped(self, from: Mark<'_>, to: Mark<'_>, keep: bool) -> Self {
        let from = from.to_string();
        let mut out = Self(self.words().filter(|mark| keep || *mark != from).collect::<Vec<_>>().join(" "));
        out.add(to);
        out
    }

    pub(crate) fn has(&self, mark: &str) -> bool {
        self.words().any(|known| known == mark)
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|mark| !mark.is_empty())
    }

    /// Sorted and separated by spaces.
    pub(crate) fn join(&self) -> String {
        self.sorted().join(" ")
    }

    /// What [`Self::join`] wrote.
    pub(crate) fn read(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn sorted(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.words().collect();
        all.sort_unstable();
        all
    }
}

impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.sorted() == other.sorted()
    }
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
        marks.add(Mark::Country("IDN"));
        assert_eq!(marks.join(), "cidn iterritory iterritoryz2ezdez2dzfacto x");
        assert_eq!(Marks::read(&marks.join()), marks);
        assert_ne!(Mark::Language("zh").to_string(), Mark::Language("h").to_string());
    }

    #[test]
    fn every_mark_stands_once() {
        let mut marks = Marks::any();
        marks.add(Mark::Actor(12));
        marks.add(Mark::Actor(1));
        marks.add(Mark::Actor(12));
        let mut more = Marks::read("a2 x");
        more.extend(&marks);
        assert_eq!(more.join(), "a1 a12 a2 x");
        assert_eq!(more.swapped(Mark::Actor(2), Mark::Actor(12), false), Marks::read("x a12 a1"));
    }
}
