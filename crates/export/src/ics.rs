//! Planned meetings as an iCalendar file (RFC 5545): whole days, marked as tentative, with the sentence that announces
//! them.

use std::io::Write;

use icalendar::{Calendar, Component, Event as Entry, EventLike};
use jiff::ToSpan;
use jiff::civil::Date;
use notula_record::{EventType, Status};
use notula_store::{Query, Store};
use notula_story::view::Event;

use crate::Summary;
use crate::day::bounds;
use crate::error::Result;
use crate::walk::{Reports, all};

/// A meeting that may be on any day of a longer time than this is in no calendar.
const LONGEST_DAYS: i32 = 7;

/// Writes the planned meetings that `query` asks for.
pub(crate) fn write(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<Summary> {
    let (text, summary) = calendar(store, query, "notula")?;
    out.write_all(text.as_bytes())?;
    Ok(summary)
}

/// The planned meetings that `query` asks for, as a calendar called `name`.
///
/// # Errors
/// If the store fails.
pub fn calendar(store: &dyn Store, query: &Query, name: &str) -> Result<(String, Summary)> {
    let query = Query { types: vec![EventType::Consult], statuses: vec![Status::Planned], ..query.clone() };
    let mut reports = Reports::of(store);
    let mut summary = Summary::default();
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//notula//notula//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name(name);
    all(
        &query,
        |q| store.events(q),
        |event| {
            match entry(&event, &mut reports)? {
                Some(entry) => {
                    calendar.push(entry);
                    summary.written += 1;
                }
                None => summary.left_out += 1,
            }
            Ok(())
        },
    )?;
    Ok((calendar.to_string(), summary))
}

fn entry(event: &Event, reports: &mut Reports) -> Result<Option<Entry>> {
    let Some((first, last)) = event.time.as_deref().and_then(bounds) else { return Ok(None) };
    let days = (last - first).get_days();
    let (false, Ok(end)) = (days >= LONGEST_DAYS, last.checked_add(1.day())) else { return Ok(None) };
    let names: Vec<&str> = event.initiators.iter().chain(&event.recipients).map(|party| party.name.as_str()).collect();
    let mut about: Vec<String> = Vec::new();
    for source in &event.sources {
        let words: Vec<&str> = source.evidence.iter().map(|span| span.quote.as_str()).collect();
        about.push(format!("“{}” ({}, {})", words.join(" … "), source.outlet, reports.address(source.report)?));
    }
    let stamp = event.sources.iter().filter_map(|source| source.published.as_deref()).max().and_then(bounds);
    let mut entry = Entry::new();
    entry
        .uid(&format!("{}@notula", event.id))
        .summary(&if names.is_empty() { "Meeting".to_owned() } else { names.join(" – ") })
        .description(&about.join("\n\n"))
        .add_property("DTSTAMP", format!("{}T000000Z", compact(stamp.map_or(first, |(day, _)| day))))
        .add_property("STATUS", "TENTATIVE")
        .add_property("TRANSP", "TRANSPARENT")
        .append_property(day("DTSTART", first))
        .append_property(day("DTEND", end));
    if let Some(place) = &event.place {
        entry.location(&place.name);
        if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            entry.add_property("GEO", format!("{lat};{lon}"));
        }
    }
    Ok(Some(entry.done()))
}

fn day(name: &str, day: Date) -> icalendar::Property {
    icalendar::Property::new(name, compact(day)).add_parameter("VALUE", "DATE").done()
}

fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
}
