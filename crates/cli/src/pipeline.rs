//! From one raw report to its record.

use jiff::civil::Date;
use notula_record::{Document, Published, PublishedBasis, Record};

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
    let text = decoded(&report);
    let published = settings.published.or(report.meta.published).map(|day| Published {
        value: day.to_string(),
        basis: PublishedBasis::Metadata,
        confidence: 1.0,
    });
    let length = text.chars().count();
    let document = Document {
        id: format!("sha256:{}", report.hash),
        source: report.source,
        url: report.meta.url,
        title: report.meta.title,
        language: settings.language.clone().or(report.meta.language),
        published,
        notes: report.notes,
        text,
        paragraphs: vec![[0, length]],
        source_map: vec![[0, 0, length]],
        ..Document::default()
    };
    Ok(notula_reader::read(document, &notula_reader::Options::default()))
}

/// The raw input as text, which the record's source map leads into.
pub(crate) fn decoded(report: &Report) -> String {
    String::from_utf8_lossy(&report.bytes).into_owned()
}
