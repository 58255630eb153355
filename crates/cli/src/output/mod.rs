//! How records are printed.

mod json;
mod jsonl;
pub(crate) mod paint;
pub(crate) mod text;

use std::io::{self, Write};

use notula_record::Record;

use crate::args::Format;
use notula_gather::Failure;

/// Lines for people: how wide they may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    /// Columns.
    pub(crate) width: usize,
}

impl View {
    /// As wide as the terminal, up to what is easy to read; 100 columns where there is none.
    pub(crate) fn of_terminal() -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
        Self { width: width.unwrap_or(100).clamp(40, 120) }
    }
}

/// One format with its frame around the records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    format: Format,
    view: View,
}

impl Output {
    /// Prints in `format`.
    pub(crate) fn new(format: Format, view: View) -> Self {
        Self { format, view }
    }

    /// One record in this format, without what stands between two.
    pub(crate) fn render(self, record: &Record) -> Result<Vec<u8>, Failure> {
        let wrong = |error: serde_json::Error| Failure::new(&record.document.source, error);
        match self.format {
            Format::Jsonl => jsonl::render(record).map_err(wrong),
            Format::Json => json::render(record).map_err(wrong),
            Format::Text => Ok(text::render(record, self.view).into_bytes()),
        }
    }

    /// What comes before the first record.
    pub(crate) fn begin(self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => out.write_all(json::BEGIN),
            Format::Jsonl | Format::Text => Ok(()),
        }
    }

    /// A rendered record; `before` is how many have been written.
    pub(crate) fn write(self, out: &mut impl Write, record: &[u8], before: usize) -> io::Result<()> {
        match (self.format, before) {
            (Format::Json, 1..) => out.write_all(json::BETWEEN)?,
            (Format::Text, 1..) => writeln!(out, "\n{}\n", paint::paint(paint::FAINT, &"─".repeat(self.view.width)))?,
            _ => {}
        }
        out.write_all(record)
    }

    /// What comes after the last of `written` records.
    pub(crate) fn end(self, out: &mut impl Write, written: usize) -> io::Result<()> {
        match self.format {
            Format::Json => out.write_all(json::end(written)),
            Format::Jsonl | Format::Text => Ok(()),
        }
    }
}
