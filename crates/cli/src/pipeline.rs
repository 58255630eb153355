//! From one raw report to its record.

use jiff::civil::Date;
use notula_record::{Document, Record};

use crate::input::{Failure, Report};

/// What holds for all reports of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Day of publication given by the caller.
    pub published: Option<Date>,
    /// Language given by the caller.
    pub language: Option<String>,
    /// No report was published after this day.
    pub today: Date,
}

/// Reads one report.
///
/// # Errors
/// Names the report when nothing can be read from it.
pub fn read(report: Report, settings: &Settings) -> Result<Record, Failure> {
    let _span = tracing::info_span!("report", source = report.source).entered();
    let text = String::from_utf8_lossy(&report.bytes).into_owned();
    let _ = settings;
    let document = Document {
        id: format!("sha256:{}", report.hash),
        source: report.source,
        url: report.meta.url,
        notes: report.notes,
        text,
        ..Document::default()
    };
    Ok(Record {
        schema: notula_record::SCHEMA.to_owned(),
        document,
        actors: vec![],
        places: vec![],
        times: vec![],
        statements: vec![],
        events: vec![],
        positions: vec![],
        proposals: vec![],
        relations: vec![],
    })
}

/// The raw input as text, which the record's source map leads into.
pub(crate) fn decoded(report: &Report) -> String {
    String::from_utf8_lossy(&report.bytes).into_owned()
}
