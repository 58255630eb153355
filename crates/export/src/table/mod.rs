//! Facts as flat tables: the same columns in CSV, Parquet and Excel.
//!
//! Lists are joined with `; `. Every fact has the words of its first source in `evidence`, and the numbers and addresses
//! of all its sources.

mod csv;
mod parquet;
mod rows;
mod xlsx;

pub(crate) use self::csv::Csv;
pub(crate) use self::parquet::Parquet;
pub(crate) use self::rows::write;
pub(crate) use self::xlsx::Workbook;

use crate::error::Result;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Float,
}

/// A column's name and kind.
pub(crate) type Column = (&'static str, Kind);

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Nothing is known.
    Empty,
}

impl Cell {
    pub(crate) fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    pub(crate) fn maybe(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// Probabilities with three places, as the record prints them.
    pub(crate) fn probability(value: f32) -> Self {
        Self::Float((f64::from(value) * 1000.0).round() / 1000.0)
    }

    pub(crate) fn degrees(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Float)
    }
}

/// Takes the rows of one table.
pub(crate) trait Rows {
    /// A table of this name with these columns begins.
    fn begin(&mut self, name: &'static str, columns: &'static [Column]) -> Result<()>;
    /// One row of it, as long as the columns.
    fn row(&mut self, cells: Vec<Cell>) -> Result<()>;
}
