//! POLECAT's weekly files: 40 columns with a head.

use std::io::Write;

use notula_record::{Actor, ActorKind};
use notula_store::{Query, Store};

use crate::Summary;
use crate::codes::{cow, intensity, quad};
use crate::error::Result;
use crate::tabbed::{Row, Side};

#[rustfmt::skip]
const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Writes the events that `query` asks for.
pub(crate) fn polecat(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<Summary> {
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    super::write(store, query, out, |row| line(row).to_vec())
}

fn line(row: &Row) -> [String; 40] {
    let event = row.event;
    let place = event.place.as_ref();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let number = |value: Option<f64>| value.map(|x| x.to_string()).unwrap_or_default();
    let country = place.and_then(|place| place.country.as_deref());
    let local_place = place.zip(row.record).and_then(|(place, record)| {
        record.places.iter().find(|known| known.name == place.name).and_then(|known| known.mentions.first())
    });
    let [a_name, a_country, a_cow, a_sector, a_sectors, a_title, a_raw, a_wiki] = side(row, row.actor);
    let [r_name, r_country, r_cow, r_sector, r_sectors, r_title, r_raw, r_wiki] = side(row, row.recipient);
    [
        format!("{}-{}", event.id, row.pair + 1),
        row.day.to_string(),
        row.coded.kind.to_string(),
        text(row.coded.mode),
        number(intensity(row.coded.kind, row.coded.mode)),
        quad(row.coded.kind.quad()).map(|n| n.to_string()).unwrap_or_default(),
        event.contexts.join(";"),
        a_name,
        a_country,
        a_cow,
        a_sector,
        a_sectors,
        a_title,
        a_raw,
        a_wiki,
        r_name,
        r_country,
        r_cow,
        r_sector,
        r_sectors,
        r_title,
        r_raw,
        r_wiki,
        text(place.map(|place| place.name.as_str())),
        String::new(),
        String::new(),
        String::new(),
        text(country),
        number(place.and_then(|place| place.lat)),
        number(place.and_then(|place| place.lon)),
        place.and_then(|place| place.geonames).map(|id| id.to_string()).unwrap_or_default(),
        text(local_place.map(|mention| mention.span.quote.as_str())),
        String::new(),
        text(row.report.and_then(|report| report.outlet.as_deref().or(report.domain.as_deref()))),
        text(row.report.and_then(|report| report.published.as_deref())),
        story(row, |actor| actor.kind == ActorKind::Person),
        story(row, |actor| matches!(actor.kind, ActorKind::Organisation | ActorKind::State)),
        row.record.map(|record| joined(record.places.iter().map(|place| place.name.as_str()))).unwrap_or_default(),
        text(row.report.and_then(|report| report.language.as_deref())),
        concat!("notula ", env!("CARGO_PKG_VERSION")).to_owned(),
    ]
}

/// Name, country, COW number, sector twice, title, words, Wikidata id.
fn side(row: &Row, side: Side) -> [String; 8] {
    let raw = side.local.and_then(|actor| {
        let told =
            |at: usize| row.event.sources.iter().flat_map(|s| &s.evidence).any(|e| (e.start..e.end).contains(&at));
        actor.mentions.iter().find(|mention| told(mention.span.start)).or(actor.mentions.first())
    });
    [
        side.name().to_owned(),
        side.country().to_owned(),
        cow(side.country()).unwrap_or_default().to_owned(),
        side.sector().to_owned(),
        side.sector().to_owned(),
        side.local.and_then(|actor| actor.role.clone()).unwrap_or_default(),
        raw.map(|mention| mention.span.quote.clone()).unwrap_or_default(),
        side.local
            .and_then(|actor| actor.reference.as_ref())
            .and_then(|reference| reference.wikidata.clone())
            .unwrap_or_default(),
    ]
}

fn story(row: &Row, wanted: impl Fn(&Actor) -> bool) -> String {
    row.record
        .map(|record| joined(record.actors.iter().filter(|actor| wanted(actor)).map(|actor| actor.name.as_str())))
        .unwrap_or_default()
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(";")
}
