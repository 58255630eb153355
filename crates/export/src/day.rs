//! Days in values of EDTF level 1, as dates.

use jiff::civil::Date;
use notula_story::days;

/// First and last day of an EDTF value: a day, a month, a season, a year or a range of them; `~` and `?` are passed over.
///
/// ```
/// use notula_export::day::bounds;
/// let (first, last) = bounds("2025-12").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("2025-12-01".into(), "2025-12-31".into()));
/// assert!(bounds("soon").is_none());
/// ```
pub fn bounds(value: &str) -> Option<(Date, Date)> {
    let (first, last) = days::days(value)?;
    Some((days::date(first), days::date(last)))
}
