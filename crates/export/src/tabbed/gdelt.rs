//! GDELT 2.0's event table: 61 columns, no head.
//!
//! Tone is not measured, and places of actors, provinces and feature ids are not known: those cells are empty.

use std::collections::BTreeSet;
use std::io::Write;

use notula_store::{Query, Store};
use notula_story::view::Place;

use crate::Summary;
use crate::codes::{fips, goldstein, quad};
use crate::error::Result;
use crate::tabbed::{Row, Side};

/// Sectors for which CAMEO has the same code.
const TYPES: [&str; 18] = [
    "GOV", "JUD", "LEG", "MIL", "COP", "SPY", "REB", "CVL", "OPP", "PTY", "MED", "BUS", "EDU", "LAB", "IGO", "NGO",
    "CRM", "HLH",
];

/// Writes the events that `query` asks for.
pub(crate) fn gdelt(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<Summary> {
    super::write(store, query, out, |row| line(row).to_vec())
}

fn line(row: &Row) -> [String; 61] {
    let event = row.event;
    let (year, month, day) = (row.day.year(), row.day.month(), row.day.day());
    let cameo = row.coded.cameo.unwrap_or_default();
    let mentions: usize = event.sources.iter().map(|source| source.evidence.len()).sum();
    let outlets: BTreeSet<&str> = event.sources.iter().map(|source| source.outlet.as_str()).collect();
    let mut cells = vec![
        (event.id.0 * super::PAIRS as u64 + row.pair as u64).to_string(),
        format!("{year:04}{month:02}{day:02}"),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        // the codebook's formula: (month × 30 + day) / 365 of the year
        format!("{:.4}", f64::from(year) + (f64::from(month) * 30.0 + f64::from(day)) / 365.0),
    ];
    cells.extend(side(row.actor));
    cells.extend(side(row.recipient));
    cells.extend([
        (if root(row) { "1" } else { "0" }).to_owned(),
        cameo.to_owned(),
        cameo.get(..3).unwrap_or(cameo).to_owned(),
        cameo.get(..2).unwrap_or(cameo).to_owned(),
        quad(row.coded.kind.quad()).map(|n| n.to_string()).unwrap_or_default(),
        goldstein(cameo).map(|value| format!("{value:.1}")).unwrap_or_default(),
        mentions.to_string(),
        outlets.len().to_string(),
        event.sources.len().to_string(),
        String::new(),
    ]);
    cells.extend(geo(None));
    cells.extend(geo(None));
    cells.extend(geo(event.place.as_ref()));
    let report = row.report;
    let added = report.and_then(|report| report.added.as_deref().or(report.published.as_deref())).unwrap_or_default();
    let digits: String = added.chars().filter(char::is_ascii_digit).take(14).collect();
    cells.push(if digits.is_empty() { digits } else { format!("{digits:0<14}") });
    cells.push(report.map(|report| report.url.as_ref().unwrap_or(&report.source).clone()).unwrap_or_default());
    cells.try_into().expect("61 columns")
}

/// Code, name, country, group, ethnicity, two religions, three types.
fn side(side: Side) -> [String; 10] {
    let kind = TYPES.iter().find(|&&known| known == side.sector()).copied().unwrap_or_default();
    let country = if side.country() == "XKX" { "KSV" } else { side.country() };
    let mut cells = [const { String::new() }; 10];
    cells[0] = format!("{country}{kind}");
    cells[1] = side.name().to_uppercase();
    cells[2] = country.to_owned();
    cells[7] = kind.to_owned();
    cells
}

/// Type, full name, country, two provinces, latitude, longitude, feature.
fn geo(place: Option<&Place>) -> [String; 8] {
    let mut cells = [const { String::new() }; 8];
    let Some(place) = place else {
        cells[0] = "0".to_owned();
        return cells;
    };
    let country = place.country.as_deref().unwrap_or_default();
    // 3: a city of the United States, 4: one elsewhere
    cells[0] = if country == "USA" { "3" } else { "4" }.to_owned();
    cells[1] = if country.is_empty() { place.name.clone() } else { format!("{}, {country}", place.name) };
    cells[2] = fips(country).unwrap_or_default().to_owned();
    cells[5] = place.lat.map(|lat| lat.to_string()).unwrap_or_default();
    cells[6] = place.lon.map(|lon| lon.to_string()).unwrap_or_default();
    cells
}

/// Whether the lead tells it: the first paragraph of the first source.
fn root(row: &Row) -> bool {
    let lead = row.record.and_then(|record| record.document.paragraphs.first());
    let first = row.report.and_then(|report| row.event.sources.iter().find(|source| source.report == report.id));
    lead.zip(first).is_some_and(|(lead, source)| source.evidence.iter().any(|span| span.start < lead[1]))
}
