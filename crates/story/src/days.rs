//! Days as numbers, and the days that a time value of the record covers.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::row::{Day, Days};

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

fn number(date: Date) -> Day {
    (date - EPOCH).get_days()
}

/// The number of an ISO 8601 date; a time of day after it is ignored.
///
/// ```
/// assert_eq!(notula_story::days::day("1970-01-02"), Some(1));
/// assert_eq!(notula_story::days::day("1970-13-02"), None);
/// ```
pub fn day(text: &str) -> Option<Day> {
    if text.len() < 10 || text.as_bytes().get(10).is_some_and(|&b| b != b'T' && b != b' ') {
        return None;
    }
    text.get(..10)?.parse::<Date>().ok().map(number)
}

/// ISO 8601 for a number; the nearest day that has one.
///
/// ```
/// assert_eq!(notula_story::days::text(1), "1970-01-02");
/// ```
pub fn text(day: Day) -> String {
    date(day).to_string()
}

/// The date of a number; the nearest day that has one.
pub fn date(day: Day) -> Date {
    EPOCH.saturating_add(day.days())
}

/// First and last day of an EDTF level 1 value: a date, a month, a year, a season, a range; marks of doubt are ignored.
///
/// ```
/// use notula_story::days::{day, days};
/// assert_eq!(days("2025-11"), Some((day("2025-11-01").unwrap(), day("2025-11-30").unwrap())));
/// assert_eq!(days("2025-12-20/2025-12-21"), Some((day("2025-12-20").unwrap(), day("2025-12-21").unwrap())));
/// assert_eq!(days("soon"), None);
/// ```
pub fn days(value: &str) -> Option<Days> {
    if let Some((from, to)) = value.split_once('/') {
        let (from, to) = (one(from)?, one(to)?);
        return (from.0 <= to.1).then_some((from.0, to.1));
    }
    one(value)
}

fn one(value: &str) -> Option<Days> {
    let value = value.trim_end_matches(['~', '?', '%']);
    if let Some(day) = day(value) {
        return Some((day, day));
    }
    let year: i16 = value.get(..4)?.parse().ok()?;
    let first_of = |month: i8| Date::new(year, month, 1).ok();
    let (first, months) = match value.get(4..)? {
        "" => (first_of(1)?, 12),
        rest => match rest.strip_prefix('-')?.parse::<i8>().ok()? {
            month @ 1..=12 => (first_of(month)?, 1),
            // the seasons of the northern half; winter is that of the year's end
            season @ 21..=24 => (first_of((season - 21) * 3 + 3)?, 3),
            _ => return None,
        },
    };
    let last = first.saturating_add(months.months()).saturating_sub(1.days());
    Some((number(first), number(last)))
}

/// Days between two stretches: 0 where they meet.
pub(crate) fn gap(a: Days, b: Days) -> i32 {
    (a.0.max(b.0) - a.1.min(b.1)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_back() {
        for n in [-1000, 0, 59, 20_000, 20_440] {
            assert_eq!(day(&text(n)), Some(n));
        }
    }

    #[test]
    fn seasons_and_years() {
        assert_eq!(days("2024-23").map(|d| (text(d.0), text(d.1))), Some(("2024-09-01".into(), "2024-11-30".into())));
        assert_eq!(days("2024-24").map(|d| text(d.1)), Some("2025-02-28".into()));
        assert_eq!(days("2024").map(|d| d.1 - d.0), Some(365));
        assert_eq!(days("2025-12~").map(|d| d.1 - d.0), Some(30));
        assert_eq!(days("2025-12-20T10:00").map(|d| d.1 - d.0), Some(0));
        for bad in ["", "2025-", "2025-99", "x/y", "2025-12-40", "2025-12-20/2025-12-01", "é025"] {
            assert_eq!(days(bad), None, "{bad}");
        }
    }

    #[test]
    fn gaps() {
        assert_eq!(gap((1, 3), (3, 5)), 0);
        assert_eq!(gap((1, 3), (5, 5)), 2);
        assert_eq!(gap((9, 9), (5, 5)), 4);
    }
}
