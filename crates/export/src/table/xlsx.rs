//! An Excel workbook: one sheet a table, the first row frozen, rows written as they come.

use std::io::Write;

use rust_xlsxwriter::{Format, Workbook as Book, XlsxError};

use crate::error::{Error, Result};
use crate::table::{Cell, Column, Kind, Rows};

/// Rows that a sheet can hold, its head included.
const MOST: u32 = 1_048_576;
/// Characters that a cell can hold.
const LONGEST: usize = 32_767;

/// Writes tables, a sheet each.
pub(crate) struct Workbook {
    book: Book,
    sheet: usize,
    next: u32,
}

impl Workbook {
    pub(crate) fn new() -> Self {
        Self { book: Book::new(), sheet: 0, next: 0 }
    }

    /// Writes the workbook; what cannot seek is served from memory.
    pub(crate) fn finish(mut self, out: &mut (dyn Write + Send)) -> Result<()> {
        Ok(out.write_all(&self.book.save_to_buffer().map_err(failed)?)?)
    }
}

impl Rows for Workbook {
    fn begin(&mut self, name: &'static str, columns: &'static [Column]) -> Result<()> {
        let bold = Format::new().set_bold();
        self.sheet = self.book.worksheets().len();
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (at, (title, kind)) in (0..).zip(columns) {
            sheet.set_column_width(at, if *kind == Kind::Text { 22.0 } else { 11.0 }).map_err(failed)?;
            sheet.write_string_with_format(0, at, *title, &bold).map_err(failed)?;
        }
        self.next = 1;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
        if self.next == MOST {
            return Err(Error::format("xlsx", "a sheet holds 1,048,575 facts; narrow the question or take parquet"));
        }
        let sheet = self.book.worksheet_from_index(self.sheet).map_err(failed)?;
        for (at, cell) in (0..).zip(&cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(self.next, at, short(text)),
                Cell::Int(n) => sheet.write_number(self.next, at, *n as f64),
                Cell::Float(x) => sheet.write_number(self.next, at, *x),
                Cell::Empty => continue,
            }
            .map_err(failed)?;
        }
        self.next += 1;
        Ok(())
    }
}

/// Cut where a cell cannot hold more, with a mark.
fn short(text: &str) -> String {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units < LONGEST
        })
        .collect();
    kept + "…"
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => error.into(),
        other => Error::format("xlsx", other),
    }
}
