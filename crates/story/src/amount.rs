//! Numbers told of an event: how long it lasted.

use notula_record::{Event, EventType, Record, TimeType};

use crate::row::Amount;

/// Code points between an event's words and a number that belongs to it.
const NEAR: usize = 400;

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

/// Numbers that belong to an event: a duration belongs to the meeting told nearest to it.
pub(crate) fn of_event(record: &Record, event: &Event) -> Vec<Amount> {
    if event.kind != EventType::Consult {
        return Vec::new();
    }
    let mut out: Vec<Amount> = Vec::new();
    for time in record.times.iter().filter(|time| time.kind == TimeType::Duration) {
        let Some((value, told)) = time.value.as_deref().and_then(|told| Some((minutes(told)?, told))) else { continue };
        let (start, end) = (time.span.start, time.span.end);
        let Some(mine) = distance(event, start, end).filter(|distance| *distance <= NEAR) else { continue };
        let meetings = record.events.iter().filter(|other| other.kind == EventType::Consult);
        let nearest = meetings
            .filter_map(|other| distance(other, start, end).map(|distance| (distance, &other.id)))
            .min_by_key(|(distance, _)| *distance);
        if nearest.is_none_or(|(least, id)| mine < least || *id == event.id)
            && !out.iter().any(|known| known.told == told)
        {
            out.push(Amount { unit: "duration".into(), value, told: told.to_owned() });
        }
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
