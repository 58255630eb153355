//! Dates in the head of a page.

use std::ops::Range;

use notula_language::Pack;
use notula_language::time::{self, Expr, PartialDate};

/// A date seen in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenDate {
    /// Bytes of the line.
    pub(crate) range: Range<usize>,
    /// Full year, where given.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// ISO weekday, where given: 1 is Monday.
    pub weekday: Option<u8>,
    /// Whether a time of day stands with it.
    pub(crate) clock: bool,
}

impl SeenDate {
    /// The date in ISO 8601, where the year is known and the day exists.
    pub fn iso(&self) -> Option<String> {
        let year = self.year?;
        let date = jiff::civil::Date::new(year, i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?).ok()?;
        Some(date.to_string())
    }
}

/// Every date with a day and a month in `line`, as the language of the report has it ("07/05/2026" is a day of May in
/// some, of July in others), or where it has none, as any language has it.
pub(crate) fn find_in(line: &str, language: Option<&Pack>) -> Vec<SeenDate> {
    let own = language.map(|pack| find_by(line, std::slice::from_ref(pack))).unwrap_or_default();
    if own.is_empty() { find(line) } else { own }
}

/// Every date with a day and a month in `line`, in any of the packs' languages.
pub(crate) fn find(line: &str) -> Vec<SeenDate> {
    find_by(line, notula_language::packs())
}

fn find_by(line: &str, packs: &[Pack]) -> Vec<SeenDate> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut out = numeric(line);
    for found in packs.iter().flat_map(|pack| time::find(line, pack)) {
        let Some((date, clock)) = calendar(&found.expr) else { continue };
        let (Some(month), Some(day)) = (date.month, date.day) else { continue };
        out.push(SeenDate { range: found.range, year: date.year, month, day, weekday: date.weekday, clock });
    }
    // the longest of those that overlap
    out.sort_by_key(|date| (std::cmp::Reverse((date.year.is_some(), date.range.len())), date.range.start));
    let mut kept: Vec<SeenDate> = Vec::new();
    for date in out {
        if kept.iter().all(|other| date.range.end <= other.range.start || date.range.start >= other.range.end) {
            kept.push(date);
        }
    }
    kept.sort_by_key(|date| date.range.start);
    kept
}

/// The calendar date that `expr` names, and whether a time of day stands with it.
fn calendar(expr: &Expr) -> Option<(PartialDate, bool)> {
    match expr {
        Expr::Date(date) => Some((*date, false)),
        Expr::At(inner, _) => calendar(inner).map(|(date, _)| (date, true)),
        Expr::Part(inner, _) => calendar(inner),
        Expr::Both(a, b) => calendar(a).or_else(|| calendar(b)),
        _ => None,
    }
}

/// Whether `line` has a time of day: 06:12, 10.41, 9:14 PM.
pub(crate) fn clock(line: &str) -> bool {
    let bytes = line.as_bytes();
    (1..bytes.len()).any(|at| {
        matches!(bytes[at], b':' | b'.')
            && digits(bytes, at, true) <= 2
            && digits(bytes, at, true) >= 1
            && digits(bytes, at + 1, false) == 2
            && number(bytes, at + 1, 2) < 60
            && number(bytes, at - digits(bytes, at, true), digits(bytes, at, true)) < 24
            && !matches!(bytes.get(at + 3), Some(b'.' | b'/' | b'%'))
    })
}

/// Number of digits before (or from) `at`.
fn digits(bytes: &[u8], at: usize, before: bool) -> usize {
    if before {
        bytes[..at].iter().rev().take(9).take_while(|b| b.is_ascii_digit()).count()
    } else {
        bytes.get(at..).unwrap_or_default().iter().take(9).take_while(|b| b.is_ascii_digit()).count()
    }
}

fn number(bytes: &[u8], at: usize, len: usize) -> u32 {
    bytes[at..at + len].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
}

/// Dates in digits: 2025-12-20, 2025/12/20, 16.05.2025, 20/12/2025.
pub(crate) fn numeric(line: &str) -> Vec<SeenDate> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let first = digits(bytes, at, false);
        if first == 0 {
            at += 1;
            continue;
        }
        let mut end = at + first;
        let mut parts = vec![(at, first)];
        let sign = bytes.get(end).copied().filter(|b| matches!(b, b'-' | b'/' | b'.'));
        while let Some(sign) = sign
            && bytes.get(end) == Some(&sign)
            && parts.len() < 3
            && digits(bytes, end + 1, false) > 0
        {
            let len = digits(bytes, end + 1, false);
            parts.push((end + 1, len));
            end += 1 + len;
        }
        if let [a, b, c] = parts[..] {
            let value = |(at, len): (usize, usize)| number(bytes, at, len);
            let (year, month, day) = if a.1 == 4 { (a, b, c) } else { (c, b, a) };
            let fine = year.1 == 4 && month.1 <= 2 && day.1 <= 2 && (1990..=2100).contains(&value(year));
            let (mut month, mut day) = (value(month), value(day));
            if month > 12 && day <= 12 {
                // month first, as in the United States
                (month, day) = (day, month);
            }
            if fine && (1..=12).contains(&month) && (1..=31).contains(&day) {
                out.push(SeenDate {
                    range: at..end,
                    year: i16::try_from(value(year)).ok(),
                    month: u8::try_from(month).unwrap_or(0),
                    day: u8::try_from(day).unwrap_or(0),
                    weekday: None,
                    clock: clock(line),
                });
            }
        }
        at = end.max(at + 1);
    }
    out
}

/// Days that upload stamps in leftovers of links stand for, as ISO dates: seconds since 1970, `20250919` and `2025/12/21`.
pub(crate) fn stamps(line: &str, out: &mut Vec<String>) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let len = digits(bytes, at, false);
        match len {
            10 | 13 => {}
            8 => {
                let (year, month, day) = (number(bytes, at, 4), number(bytes, at + 4, 2), number(bytes, at + 6, 2));
                push(year, month, day, out);
            }
            4 if bytes.get(at + 4) == Some(&b'/') && digits(bytes, at + 5, false) == 2 => {
                let day = if bytes.get(at + 7) == Some(&b'/') && digits(bytes, at + 8, false) == 2 {
                    number(bytes, at + 8, 2)
                } else {
                    1
                };
                push(number(bytes, at, 4), number(bytes, at + 5, 2), day, out);
            }
            _ => {}
        }
        // nine digits are the most that `digits` counts
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if matches!(run, 10 | 13)
            && let Ok(value) = line[at..at + 10].parse::<i64>()
            && (946_684_800..4_102_444_800).contains(&value)
            && let Ok(stamp) = jiff::Timestamp::from_second(value)
        {
            out.push(stamp.to_zoned(jiff::tz::TimeZone::UTC).date().to_string());
        }
        at += run.max(1);
    }
}

fn push(year: u32, month: u32, day: u32, out: &mut Vec<String>) {
    if let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day))
        && (1995..2100).contains(&year)
        && let Ok(date) = jiff::civil::Date::new(year, month, day)
    {
        out.push(date.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_month_stand_as_the_language_has_them() {
        let iso = |line: &str, code: &str| find_in(line, notula_language::pack(code))[0].iso();
        assert_eq!(iso("Kabar | 07/05/2026 06:10", "id").as_deref(), Some("2026-05-07"));
        assert_eq!(iso("News | 07/05/2026 06:10", "en").as_deref(), Some("2026-07-05"));
    }

    #[test]
    fn reads_dates_in_digits() {
        let iso = |line: &str| numeric(line).iter().filter_map(SeenDate::iso).collect::<Vec<_>>();
        assert_eq!(iso("16.05.2025, 18:22"), ["2025-05-16"]);
        assert_eq!(iso("2022/06/11 08:57"), ["2022-06-11"]);
        assert_eq!(iso("Updated: 05/23/2023"), ["2023-05-23"]);
        assert_eq!(iso("7.113,42 +0,65% 31.02.2024"), [""; 0]);
        assert!(clock("9:14 PM") && clock("10.41") && !clock("5.000") && !clock("18.08.2022"));
    }

    #[test]
    fn reads_stamps() {
        let mut out = Vec::new();
        stamps("medias/5354665/original/013548500_1758261702-IMG-20250919-WA0005.jpg /2025/11/rsf.webp", &mut out);
        assert_eq!(out, ["2025-09-19", "2025-09-19", "2025-11-01"]);
    }
}
