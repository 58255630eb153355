//! Writes what a store holds in the forms that other programs read: tables (CSV, Parquet, Excel), JSON lines, JSON-LD in
//! the terms of schema.org, the event tables of POLECAT and GDELT, calendars, graphs.
//!
//! Facts come in the order of their days, so that the same store gives the same bytes.

mod codes;
pub mod day;
mod error;
mod graphml;
mod ics;
mod jsonl;
mod jsonld;
mod tabbed;
mod table;
mod walk;

use std::io::Write;

use notula_store::{Query, Store};

pub use self::error::{Error, Result};
pub use self::ics::calendar;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One table, comma-separated.
    Csv,
    /// One table, Apache Parquet.
    Parquet,
    /// A workbook with a sheet for each kind of facts, or for the one asked for.
    Xlsx,
    /// Everything, one JSON object a line, with all sources and spans.
    Jsonl,
    /// Reports, statements, events and actors in the terms of schema.org.
    Jsonld,
    /// POLECAT's 40 columns, tab-separated.
    Polecat,
    /// GDELT 2.0's 61 columns, tab-separated, without a head.
    Gdelt,
    /// Planned meetings as an iCalendar file.
    Ics,
    /// Who acts toward whom, as a graph for Gephi and its like.
    Graphml,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Parquet,
        Self::Xlsx,
        Self::Jsonl,
        Self::Jsonld,
        Self::Polecat,
        Self::Gdelt,
        Self::Ics,
        Self::Graphml,
    ];

    /// The word that stands for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
            Self::Jsonld => "jsonld",
            Self::Polecat => "polecat",
            Self::Gdelt => "gdelt",
            Self::Ics => "ics",
            Self::Graphml => "graphml",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jsonl => "application/jsonl",
            Self::Jsonld => "application/ld+json",
            Self::Polecat | Self::Gdelt => "text/tab-separated-values; charset=utf-8",
            Self::Ics => "text/calendar; charset=utf-8",
            Self::Graphml => "application/graphml+xml",
        }
    }

    /// Whether a terminal would be disturbed by it.
    pub const fn binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx)
    }
}

/// A kind of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// Events.
    Events,
    /// Statements.
    Statements,
    /// Positions.
    Positions,
    /// Proposals.
    Proposals,
    /// Conflicts, a row for each version.
    Conflicts,
    /// Actors.
    Actors,
    /// Reports.
    Reports,
}

impl Of {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Events,
        Self::Statements,
        Self::Positions,
        Self::Proposals,
        Self::Conflicts,
        Self::Actors,
        Self::Reports,
    ];

    /// The word that stands for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Statements => "statements",
            Self::Positions => "positions",
            Self::Proposals => "proposals",
            Self::Conflicts => "conflicts",
            Self::Actors => "actors",
            Self::Reports => "reports",
        }
    }
}

/// How much was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Facts written.
    pub written: u64,
    /// Facts that the format cannot tell without saying more than is known: events that are only possible, conditional
    /// or denied in the tables of POLECAT and GDELT; meetings without a day in a calendar.
    pub left_out: u64,
    /// Events that stand under the day of their first report, because nothing tells their own day and the table of
    /// POLECAT or GDELT wants one.
    pub dated_by_report: u64,
}

/// Writes what `store` answers to `query`. `of` chooses the rows of CSV, Parquet and Excel (events, where nothing is said;
/// in Excel all kinds); the other formats have their own contents.
///
/// # Errors
/// If the store fails, `out` cannot be written, or the format cannot hold as much.
pub fn export(
    store: &dyn Store,
    query: &Query,
    format: Format,
    of: Option<Of>,
    out: &mut (dyn Write + Send),
) -> Result<Summary> {
    let written = match format {
        Format::Csv => {
            let mut csv = table::Csv::new(&mut *out);
            let written = table::write(store, query, of.unwrap_or(Of::Events), &mut csv)?;
            csv.finish()?;
            written
        }
        Format::Parquet => {
            let mut parquet = table::Parquet::new(&mut *out);
            let written = table::write(store, query, of.unwrap_or(Of::Events), &mut parquet)?;
            parquet.finish()?;
            written
        }
        Format::Xlsx => {
            let mut book = table::Workbook::new();
            let mut written = 0;
            for kind in Of::ALL.into_iter().filter(|&kind| of.is_none_or(|wanted| wanted == kind)) {
                written += table::write(store, query, kind, &mut book)?;
            }
            book.finish(out)?;
            written
        }
        Format::Jsonl => jsonl::write(store, query, out)?,
        Format::Jsonld => jsonld::write(store, query, out)?,
        Format::Graphml => graphml::write(store, query, out)?,
        Format::Polecat => return tabbed::polecat(store, query, out),
        Format::Gdelt => return tabbed::gdelt(store, query, out),
        Format::Ics => return ics::write(store, query, out),
    };
    out.flush()?;
    Ok(Summary { written, ..Summary::default() })
}
