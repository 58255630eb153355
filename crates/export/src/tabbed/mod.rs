//! The event tables of POLECAT and GDELT: one row for each pair of sides of an event, tab-separated.
//!
//! Neither table has a column for status, so that only what happened or goes on is written, and what is planned as
//! PLOVER's manual codes plans (`data/coded.tsv`). Both want a day of every event: where none is told, it is that of the
//! first report, as in GDELT itself, and such events are counted. Other cells that would need a guess are empty.

mod gdelt;
mod polecat;

use std::io::Write;

use jiff::civil::Date;
use notula_record::Record;
use notula_store::{Query, Store};
use notula_story::view::{Event, Party, Report};

use crate::Summary;
use crate::codes::{Coded, coded};
use crate::day::bounds;
use crate::error::Result;
use crate::walk::{Reports, all};

pub(crate) use self::gdelt::gdelt;
pub(crate) use self::polecat::polecat;

/// All that is known of one row.
struct Row<'a> {
    event: &'a Event,
    coded: Coded<'a>,
    /// Number of the pair, from 0.
    pair: usize,
    day: Date,
    actor: Side<'a>,
    recipient: Side<'a>,
    /// The first independent source, and its record.
    report: Option<&'a Report>,
    record: Option<&'a Record>,
}

/// An actor of a row, and how the first source knows it.
#[derive(Clone, Copy, Default)]
struct Side<'a> {
    party: Option<&'a Party>,
    local: Option<&'a notula_record::Actor>,
}

impl<'a> Side<'a> {
    fn of(party: Option<&'a Party>, record: Option<&'a Record>) -> Self {
        let local = party.zip(record).and_then(|(party, record)| {
            record.actors.iter().find(|actor| actor.name == party.name && actor.country == party.country)
        });
        Self { party, local }
    }

    fn name(&self) -> &'a str {
        self.party.map_or("", |party| &party.name)
    }

    fn country(&self) -> &'a str {
        self.party.and_then(|party| party.country.as_deref()).unwrap_or_default()
    }

    fn sector(&self) -> &'static str {
        self.local.and_then(|actor| actor.sector).map_or("", |sector| sector.as_str())
    }
}

/// Pairs of one event at most; further ones would only repeat it.
const PAIRS: usize = 100;

/// Writes a line for each pair of sides of each event; `line` fills its cells.
fn write(
    store: &dyn Store,
    query: &Query,
    out: &mut (dyn Write + Send),
    line: impl Fn(&Row) -> Vec<String>,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let mut reports = Reports::of(store);
    all(
        query,
        |q| store.events(q),
        |event| {
            let told = event.time.as_deref().and_then(bounds).map(|(first, _)| first);
            let reported =
                || event.sources.iter().filter_map(|source| bounds(source.published.as_deref()?)).map(|d| d.0).min();
            let day = told.or_else(reported);
            let parties = !event.initiators.is_empty() || !event.recipients.is_empty();
            let (Some(coded), Some(day), true) = (coded(&event), day, parties) else {
                summary.left_out += 1;
                return Ok(());
            };
            let first = event.sources.iter().find(|source| source.independent).or(event.sources.first());
            let record = match first {
                Some(source) => store.record(source.report)?,
                None => None,
            };
            let report = match first {
                Some(source) => reports.get(source.report)?,
                None => None,
            };
            for (pair, (actor, recipient)) in pairs(&event).into_iter().take(PAIRS).enumerate() {
                let row = Row {
                    event: &event,
                    coded: coded.clone(),
                    pair,
                    day,
                    actor: Side::of(actor, record.as_ref()),
                    recipient: Side::of(recipient, record.as_ref()),
                    report,
                    record: record.as_ref(),
                };
                let cells: Vec<String> = line(&row).iter().map(|cell| flat(cell)).collect();
                writeln!(out, "{}", cells.join("\t"))?;
            }
            summary.written += 1;
            summary.dated_by_report += u64::from(told.is_none());
            Ok(())
        },
    )?;
    out.flush()?;
    Ok(summary)
}

/// Who acts toward whom; who acts together, with no other side named, is each other's.
fn pairs(event: &Event) -> Vec<(Option<&Party>, Option<&Party>)> {
    let (from, to) = (&event.initiators, &event.recipients);
    match (from.as_slice(), to.as_slice()) {
        ([_, _, ..], []) => {
            (0..from.len()).flat_map(|n| from[n + 1..].iter().map(move |other| (Some(&from[n]), Some(other)))).collect()
        }
        (_, []) => from.iter().map(|party| (Some(party), None)).collect(),
        ([], _) => to.iter().map(|party| (None, Some(party))).collect(),
        _ => from.iter().flat_map(|a| to.iter().map(move |b| (Some(a), Some(b)))).collect(),
    }
}

/// On one line and in one cell.
fn flat(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
