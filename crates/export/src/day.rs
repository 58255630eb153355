//! Days in values of EDTF level 1.

use jiff::civil::Date;

/// First and last day of an EDTF value: a day, a month, a year or a range of them; `~` and `?` are passed over.
///
/// ```
/// use notula_export::day::bounds;
/// let (first, last) = bounds("2025-12").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("2025-12-01".into(), "2025-12-31".into()));
/// assert!(bounds("soon").is_none());
/// ```
pub fn bounds(value: &str) -> Option<(Date, Date)> {
    match value.split_once('/') {
        Some((first, last)) => Some((one(first)?.0, one(last)?.1)),
        None => one(value),
    }
}

/// The day that a value means, where it means just one.
pub fn exact(value: &str) -> Option<Date> {
    bounds(value).filter(|(first, last)| first == last).map(|(first, _)| first)
}

fn one(value: &str) -> Option<(Date, Date)> {
    let value = value.trim_end_matches(['~', '?', '%']);
    let value = value.split_once('T').map_or(value, |(day, _)| day);
    let mut parts = value.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map(|part| number(part, 2));
    let day = parts.next().map(|part| number(part, 2));
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, None) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month?.try_into().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month?.try_into().ok()?, day?.try_into().ok()?).ok()?;
            Some((day, day))
        }
        (None, Some(_)) => None,
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges_and_doubtful_values() {
        let said = |value| bounds(value).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(said("2025-12-20/2025-12-21").as_deref(), Some("2025-12-20 2025-12-21"));
        assert_eq!(said("2025-12~").as_deref(), Some("2025-12-01 2025-12-31"));
        assert_eq!(said("2025").as_deref(), Some("2025-01-01 2025-12-31"));
        assert_eq!(said("2025-02-30"), None);
        assert_eq!(said("2025-W50"), None);
        assert_eq!(exact("2025-12"), None);
    }
}
