//! Numbers told of an event: how long it lasted, how many died, how many came home.

use notula_record::{CodePoints, Event, EventType, Record, TimeType};

use crate::row::Amount;

/// Code points between an event's words and a number that belongs to it.
const NEAR: usize = 400;
const CLOSE: usize = 120;

/// Minutes of an ISO 8601 duration in hours and minutes; none for days and longer.
pub(crate) fn minutes(value: &str) -> Option<f64> {
    let mut rest = value.strip_prefix("PT")?;
    let mut sum = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        sum += match rest.as_bytes()[end] {
            b'H' => number * 60.0,
            b'M' => number,
            b'S' => number / 60.0,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    Some(sum)
}

/// Distance of a span from the words of an event.
fn distance(event: &Event, start: usize, end: usize) -> Option<usize> {
    event.evidence.iter().map(|span| span.start.saturating_sub(end).max(start.saturating_sub(span.end))).min()
}

/// Numbers of a record's events, in the order of the events. A number belongs to the nearest event of a fitting type:
/// the length of a meeting, the dead of an attack.
pub(crate) fn of_record(record: &Record) -> Vec<Vec<Amount>> {
    let mut out = vec![Vec::new(); record.events.len()];
    let mut give = |types: &[EventType], near: usize, start: usize, end: usize, amount: Amount| {
        let fitting = record.events.iter().enumerate().filter(|(_, event)| types.contains(&event.kind));
        let nearest = fitting
            .filter_map(|(at, event)| Some((distance(event, start, end)?, at)))
            .min()
            .filter(|(distance, _)| *distance <= near);
        if let Some((_, at)) = nearest
            && !out[at].contains(&amount)
        {
            out[at].push(amount);
        }
    };
    for time in record.times.iter().filter(|time| time.kind == TimeType::Duration) {
        if let Some((value, told)) = time.value.as_deref().and_then(|told| Some((minutes(told)?, told))) {
            let amount = Amount { unit: "duration".into(), grows: false, value, told: told.to_owned() };
            give(&[EventType::Consult], NEAR, time.span.start, time.span.end, amount);
        }
    }
    let Some(pack) = record.document.language.as_deref().and_then(notula_language::pack) else { return out };
    let text = &record.document.text;
    let points = CodePoints::new(text);
    for counted in notula_language::counted(text, pack) {
        let (start, end) = (points.at(counted.range.start), points.at(counted.range.end));
        if record.times.iter().any(|time| time.span.start < end && start < time.span.end) {
            continue;
        }
        let amount = Amount {
            unit: counted.unit.name.to_owned(),
            grows: counted.unit.grows,
            value: f64::from(counted.value),
            told: counted.value.to_string(),
        };
        give(&counted.unit.types, CLOSE, start, end, amount);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_minutes() {
        assert_eq!(minutes("PT5H"), Some(300.0));
        assert_eq!(minutes("PT1H10M"), Some(70.0));
        assert_eq!(minutes("P2D"), None);
        assert_eq!(minutes("PT"), Some(0.0));
        assert_eq!(minutes("PTxH"), None);
    }
}
