//! Comma-separated values, RFC 4180, UTF-8.

use std::io::Write;

use crate::error::{Error, Result};
use crate::table::{Cell, Column, Rows};

/// Writes one table.
pub(crate) struct Csv<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out: csv::Writer::from_writer(out) }
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}

impl<W: Write> Rows for Csv<W> {
    fn begin(&mut self, _: &'static str, columns: &'static [Column]) -> Result<()> {
        self.out.write_record(columns.iter().map(|(name, _)| name)).map_err(failed)
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
        self.out.write_record(cells.iter().map(show)).map_err(failed)
    }
}

fn show(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Int(n) => n.to_string(),
        Cell::Float(x) => x.to_string(),
        Cell::Empty => String::new(),
    }
}

/// A spreadsheet takes text that begins with one of these for a formula, and what stands in a page must not be run: such a
/// text gets an apostrophe before it.
fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Error::format("csv", format_args!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Kind;

    #[test]
    fn quotes_what_needs_it_and_disarms_formulas() {
        let mut out = Vec::new();
        let mut csv = Csv::new(&mut out);
        csv.begin("t", &[("a", Kind::Text), ("b", Kind::Float), ("c", Kind::Text)]).unwrap();
        csv.row(vec![Cell::text("said \"no\", twice"), Cell::Float(-0.5), Cell::text("=HYPERLINK(1)")]).unwrap();
        csv.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,b,c\n\"said \"\"no\"\", twice\",-0.5,'=HYPERLINK(1)\n");
    }
}
