//! From one raw report to its record.

use std::sync::Arc;

use jiff::civil::Date;
use notula_gather::{Failure, Meta, Report};
use notula_language::time::PartialDate;
use notula_model::NameTagger;
use notula_page::{Page, PublishedCandidate};
use notula_reader::time::Hints;
use notula_record::{Document, Outlet, Published, PublishedBasis, Record};

/// What holds for all reports of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Day of publication given by the caller.
    pub published: Option<Date>,
    /// Language given by the caller.
    pub language: Option<String>,
    /// No report was published after this day.
    pub today: Date,
    /// Reads by rules and the base alone.
    pub no_models: bool,
    /// A model of names of the user's own.
    pub namer: Option<Arc<dyn NameTagger>>,
    /// Leaves the layers' scores as they are.
    pub raw_scores: bool,
}

impl Settings {
    /// Nothing known but the day of reading.
    pub fn until(today: Date) -> Self {
        Self { published: None, language: None, today, no_models: false, namer: None, raw_scores: false }
    }
}

/// Reads one report; the entries of a live blog are parts of it.
///
/// # Errors
/// Names the report when nothing can be read from it.
pub fn read(report: Report, settings: &Settings) -> Result<Record, Failure> {
    let _span = tracing::info_span!("report", source = report.source).entered();
    let decoded = decode(&report)?;
    Ok(record(notula_page::read(&decoded.text), report, decoded.notes, settings))
}

/// Reads one report, and of a live blog each dated entry as a report of its own after it. An entry's source is the
/// page's with the entry's number, `FILE:N`, and its id hashes its time and text: a page that has grown has new entries,
/// and the others are the reports that they were.
///
/// # Errors
/// Names the report when nothing can be read from it.
pub(crate) fn read_all(report: Report, settings: &Settings) -> Result<Vec<Record>, Failure> {
    let _span = tracing::info_span!("report", source = report.source).entered();
    let decoded = decode(&report)?;
    let mut pages = notula_page::read(&decoded.text).apart().into_iter();
    let page = pages.next().unwrap_or_default();
    let entries: Vec<(Page, Report)> = (1..)
        .zip(pages)
        .map(|(n, entry)| {
            let own = format!("{}\n{}", entry.about.published.as_deref().unwrap_or_default(), entry.text);
            let own = Report::from_bytes(format!("{}:{n}", report.source), own.into_bytes());
            // the page's day and title are not the entry's
            let published = entry.day().and_then(|day| day.value.parse().ok());
            let meta = Meta { title: None, published, ..report.meta.clone() };
            (entry, Report { bytes: Vec::new(), meta, ..own })
        })
        .collect();
    let mut records = vec![record(page, report, decoded.notes, settings)];
    records.extend(entries.into_iter().map(|(entry, report)| record(entry, report, Vec::new(), settings)));
    Ok(records)
}

/// The record of the report that `page` holds.
fn record(page: Page, report: Report, decoding: Vec<String>, settings: &Settings) -> Record {
    let today = report.meta.fetched.map_or(settings.today, |at| settings.today.min(latest_day(at)));
    let url = report.meta.url.or_else(|| page.about.url.clone()).map(|url| match &page.about.fragment {
        Some(part) => format!("{}#{part}", url.split('#').next().unwrap_or(&url)),
        None => url,
    });
    let given = settings.published.or(report.meta.published).map(|day| Published {
        value: day.to_string(),
        basis: PublishedBasis::Metadata,
        confidence: 1.0,
    });
    let options = notula_reader::Options {
        no_models: settings.no_models,
        namer: settings.namer.clone(),
        raw_scores: settings.raw_scores,
        hints: Some(hints(&page, today)),
        ..notula_reader::Options::default()
    };
    let address = url.as_deref().map(notula_page::address).unwrap_or_default();
    let in_address = address.day.filter(|day| *day <= today).map(|day| Published {
        value: day.to_string(),
        basis: PublishedBasis::Url,
        confidence: 0.95,
    });
    let published = given.or(in_address).or_else(|| page.published.iter().find_map(dated));
    let mut notes = report.notes;
    notes.extend(decoding);
    if page.about.walled {
        notes.push("the page shows only a part of its text to those who do not pay or agree".to_owned());
    }
    notes.extend(page.notes);
    let info = page.about.info();
    let document = Document {
        id: format!("sha256:{}", report.hash),
        source: report.source,
        url,
        title: report.meta.title.or(page.title),
        outlet: outlet(page.outlet, address.outlet),
        authors: page.authors,
        dateline: page.dateline,
        language: settings.language.clone().or(report.meta.language).or(page.language),
        published,
        page: info,
        text: page.text,
        paragraphs: page.paragraphs,
        source_map: page.source_map,
        dropped: page.dropped,
        notes,
    };
    notula_reader::read(document, &options)
}

/// The outlet as the page names it, with the domain of its address.
fn outlet(page: Option<Outlet>, address: Option<Outlet>) -> Option<Outlet> {
    match (page, address) {
        (Some(page), Some(address)) => {
            Some(Outlet { name: page.name.or(address.name), domain: address.domain.or(page.domain) })
        }
        (page, address) => page.or(address),
    }
}

fn dated(candidate: &PublishedCandidate) -> Option<Published> {
    Some(Published { value: candidate.value.clone()?, basis: candidate.basis, confidence: candidate.confidence })
}

/// The latest day that it was anywhere when the page was fetched.
fn latest_day(fetched: jiff::Timestamp) -> Date {
    jiff::tz::offset(14).to_datetime(fetched).date()
}

/// What the page tells of the report's day where it has no full date.
fn hints(page: &Page, today: Date) -> Hints {
    let not_before = page.date_hints.iter().filter_map(|day| day.parse().ok()).max();
    let dateline = page.published.first().map(|candidate| PartialDate {
        year: candidate.date.year,
        month: Some(candidate.date.month),
        day: Some(candidate.date.day),
        weekday: candidate.date.weekday,
    });
    Hints { today, not_before, dateline }
}

fn decode(report: &Report) -> Result<notula_page::Decoded, Failure> {
    let charset = report.meta.charset.as_deref();
    notula_page::decode_as(&report.bytes, charset)
        .map_err(|error| Failure { place: report.source.clone(), why: error.to_string() })
}

/// The raw input as text, which the record's source map leads into.
pub(crate) fn decoded(report: &Report) -> String {
    decode(report).map(|decoded| decoded.text).unwrap_or_default()
}
