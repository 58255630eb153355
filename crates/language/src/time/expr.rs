//! What a time expression says, before a date is known to which it is relative.

/// A calendar unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    /// Monday to Friday.
    Workday,
    Week,
    /// Saturday and Sunday.
    Weekend,
    Fortnight,
    Month,
    Quarter,
    /// Half a calendar year.
    Semester,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The names in `times.tsv`.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("second", Self::Second),
        ("minute", Self::Minute),
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("workday", Self::Workday),
        ("week", Self::Week),
        ("weekend", Self::Weekend),
        ("fortnight", Self::Fortnight),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("semester", Self::Semester),
        ("year", Self::Year),
        ("decade", Self::Decade),
        ("century", Self::Century),
    ];

    /// Whether the unit is shorter than a day.
    pub const fn within_a_day(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// A number of units: "dua setengah tahun" is two years and a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How many; `None` for "several".
    pub count: Option<u32>,
    /// And a half.
    pub half: bool,
    /// Of what.
    pub unit: Unit,
}

/// A calendar date of which some parts are given. Years are full years, months 1 to 12, weekdays ISO (Monday is 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct PartialDate {
    pub year: Option<i16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DayPart {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Edge {
    /// early, awal
    Early,
    /// mid, pertengahan
    Middle,
    /// late, akhir
    Late,
    /// the rest of: from now to the end.
    Rest,
}

/// Whether the words around an expression tell of what happened or of what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Tense {
    #[default]
    Unknown,
    Past,
    Future,
}

/// What an offset counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From the day of writing or speaking: "two days ago".
    Now,
    /// From the day last mentioned: "two days earlier".
    Mentioned,
}

/// A time of day with an optional offset from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub offset: Option<i16>,
}

/// A feast whose day has to be worked out for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holiday {
    /// Month and day.
    Fixed(u8, u8),
    /// Days after Easter Sunday (Gregorian).
    Easter(i16),
    /// The n-th weekday of a month, n = -1 for the last: month, weekday, n.
    Weekday(u8, u8, i8),
    /// Listed days: an index into [`super::TimeLexicon::listed`].
    Listed(u16),
}

/// A time expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// "Sabtu (20/12)", "May 9, 2025", "2020", "Thursday", "November".
    Date(PartialDate),
    /// Days from the day of writing or speaking: today is 0, lusa +2.
    Day(i32),
    /// A calendar unit some steps away: "last week" is -1, "bulan ini" 0.
    Shifted(Unit, i32),
    /// A weekday with a direction: "Kamis lalu", "next Friday", "this Monday".
    Weekday(u8, i32),
    /// A month with a direction: "last June", "Mei mendatang".
    Month(u8, i32),
    /// A date without a year, before (-1) or after (1) now: "20 Mei lalu".
    Toward(PartialDate, i32),
    /// A season (EDTF: 21 spring, 22 summer, 23 autumn, 24 winter), its year and its direction.
    Season(u8, Option<i16>, Option<i32>),
    /// Quarter 1 to 4 and year.
    Quarter(u8, Option<i16>),
    /// Half 1 or 2 of a year.
    Half(u8, Option<i16>),
    /// The ten years from a year on.
    Decade(i16),
    /// The n-th century.
    Century(i16),
    /// Some units before (-1) or after (1) an origin: "two days ago", "sehari kemudian".
    Offset(Vec<Amount>, i32, Origin),
    /// Some units before or after another time: "two weeks before Christmas".
    OffsetFrom(Vec<Amount>, i32, Box<Expr>),
    /// The units up to now (-1) or from now (1): "the past three weeks".
    Window(Amount, i32),
    /// The first in the second: "Friday of next week", "Juni tahun depan".
    Within(Box<Expr>, Box<Expr>),
    /// The n-th unit of a period, -1 for the last: "the first week of May"; how many units; the period.
    Nth(i32, u32, Unit, Box<Expr>),
    /// The n-th weekday of a period: "the second Monday of March".
    NthWeekday(i32, u8, Box<Expr>),
    /// "early next week", "akhir Juni".
    Edge(Edge, Box<Expr>),
    /// "Senin malam"; without a day: "this morning".
    Part(Box<Expr>, DayPart),
    /// One day said twice: "hari ini, Senin (22/12)".
    Both(Box<Expr>, Box<Expr>),
    /// A day with a time of day.
    At(Box<Expr>, Clock),
    /// From one to the other.
    Range(Box<Expr>, Box<Expr>),
    /// Some days of a row: first and last.
    List(Box<Expr>, Box<Expr>),
    /// "that day", "hari yang sama", "that week".
    Same(Unit),
    /// A feast, with its year or its direction.
    Holiday(Holiday, Option<i16>, Option<i32>),
    /// A length of time.
    Duration(Vec<Amount>),
    /// A recurrence: "every week", "setiap Senin".
    Set(Unit),
    /// A stretch of words that looks like a time and is none ("Black Friday").
    Nothing,
}
