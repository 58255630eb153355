//! Tab-separated tables with comments, and errors that name file and line.

use std::fmt;

/// What is wrong in a data file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// Path below the packs folder, as `en/cues.tsv`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for DataError {}

/// One row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Path below the packs folder.
    pub file: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// Cells, trimmed.
    pub cells: Vec<&'static str>,
}

impl Row {
    /// The cell `n`, or the empty text where the row is shorter. A lone `-` is empty too.
    pub fn cell(&self, n: usize) -> &'static str {
        match self.cells.get(n) {
            Some(&"-") | None => "",
            Some(cell) => cell,
        }
    }

    /// The alternatives of cell `n`, which are separated by `|`.
    pub fn list(&self, n: usize) -> impl Iterator<Item = &'static str> {
        self.cell(n).split('|').map(str::trim).filter(|word| !word.is_empty())
    }

    /// `file:line`, the name of the rule that the row is.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// An error at this row.
    pub fn error(&self, message: impl Into<String>) -> DataError {
        DataError { file: self.file.to_owned(), line: self.line, message: message.into() }
    }

    /// Fails unless there are between `min` and `max` cells.
    pub fn expect(&self, min: usize, max: usize) -> Result<(), DataError> {
        if (min..=max).contains(&self.cells.len()) {
            return Ok(());
        }
        Err(self.error(format!("expected {min} to {max} tab-separated cells, found {}", self.cells.len())))
    }
}

/// The rows of `text`: blank lines and lines that start with `#` are skipped.
pub fn rows(file: &'static str, text: &'static str) -> impl Iterator<Item = Row> {
    text.lines().enumerate().filter_map(move |(n, line)| {
        if line.trim().is_empty() || line.starts_with('#') {
            return None;
        }
        Some(Row { file, line: n + 1, cells: line.split('\t').map(str::trim).collect() })
    })
}
