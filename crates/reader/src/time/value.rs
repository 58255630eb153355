//! Resolved times: days, months, years, seasons and stretches of them.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

/// A resolved calendar time. Displayed as ISO 8601 or EDTF level 1.
///
/// ```
/// use notula_reader::time::Value;
/// assert_eq!(Value::Month(2025, 12).to_string(), "2025-12");
/// assert_eq!(Value::Season(2024, 23).to_string(), "2024-23");
/// assert_eq!(Value::Decade(2010).to_string(), "201X");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One day.
    Day(Date),
    /// Year and month.
    Month(i16, u8),
    /// A year.
    Year(i16),
    /// Year and EDTF season (21 spring to 24 winter, which ends in the year after).
    Season(i16, u8),
    /// The ten years from a year on.
    Decade(i16),
    /// The hundred years from a year on.
    Century(i16),
    /// From one to the other, both included.
    Range(Box<Value>, Box<Value>),
}

impl Value {
    /// The days from `start` to `end`, both included.
    pub fn days_from(start: Date, end: Date) -> Self {
        if start == end { Self::Day(start) } else { Self::Range(Self::Day(start).into(), Self::Day(end).into()) }
    }

    /// The first day; `None` beyond the calendar.
    pub fn first(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month(year, month) => Date::new(*year, *month as i8, 1).ok(),
            Self::Year(year) | Self::Decade(year) | Self::Century(year) => Date::new(*year, 1, 1).ok(),
            Self::Season(year, season) => Date::new(*year, (*season as i8 - 20) * 3, 1).ok(),
            Self::Range(first, _) => first.first(),
        }
    }

    /// The last day; `None` beyond the calendar.
    pub fn last(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month(..) => Some(self.first()?.last_of_month()),
            Self::Year(_) => Some(self.first()?.last_of_year()),
            Self::Season(..) => Some(self.first()?.checked_add(2.months()).ok()?.last_of_month()),
            Self::Decade(year) => Date::new(year.checked_add(9)?, 12, 31).ok(),
            Self::Century(year) => Date::new(year.checked_add(99)?, 12, 31).ok(),
            Self::Range(_, last) => last.last(),
        }
    }

    /// The day, if it is one.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Season(year, season) => write!(f, "{year:04}-{season}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Decade(year) => write!(f, "{:03}X", year / 10),
            Self::Century(year) => write!(f, "{:02}XX", year / 100),
            Self::Range(first, last) => write!(f, "{first}/{last}"),
        }
    }
}
