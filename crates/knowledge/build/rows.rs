//! Reads tab-separated data files and keeps file and line for the messages.

use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong with the data, as `file:line: message`.
#[derive(Default)]
pub(crate) struct Errors(Vec<String>);

impl Errors {
    pub(crate) fn add(&mut self, row: &Row, message: impl AsRef<str>) {
        self.0.push(format!("{}:{}: {}", row.file.display(), row.line, message.as_ref()));
    }

    /// The messages so far.
    pub(crate) fn messages(&self) -> &[String] {
        &self.0
    }

    /// Tells Cargo about every error and ends the build if there is one.
    pub(crate) fn finish(self) {
        for message in self.messages() {
            println!("cargo::error={message}");
        }
        if !self.0.is_empty() {
            std::process::exit(1);
        }
    }
}

/// One line of a data file.
pub(crate) struct Row {
    file: PathBuf,
    line: usize,
    pub(crate) fields: Vec<String>,
}

impl Row {
    pub(crate) fn field(&self, column: usize) -> &str {
        self.fields[column].as_str()
    }

    /// The parts of a field that holds a list.
    pub(crate) fn list(&self, column: usize) -> impl Iterator<Item = &str> {
        parts(self.field(column), '|')
    }

    /// Latitude or longitude, in degrees.
    pub(crate) fn degrees(&self, column: usize, limit: f32, errors: &mut Errors) -> f32 {
        match self.field(column).parse::<f32>() {
            Ok(value) if value.abs() <= limit => value,
            _ => {
                errors.add(self, format!("{:?} is no number of degrees up to {limit}", self.field(column)));
                0.0
            }
        }
    }

    /// A whole number, 0 where the field is empty.
    pub(crate) fn number(&self, column: usize, errors: &mut Errors) -> u32 {
        if self.field(column).is_empty() {
            return 0;
        }
        self.field(column).parse().unwrap_or_else(|_| {
            errors.add(self, format!("{:?} is no whole number", self.field(column)));
            0
        })
    }

    /// A Wikidata id of the form `Q42`, or nothing.
    pub(crate) fn wikidata(&self, column: usize, errors: &mut Errors) -> &str {
        let id = self.field(column);
        let digits = id.strip_prefix('Q').unwrap_or("");
        if !id.is_empty() && (digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())) {
            errors.add(self, format!("{id:?} is no Wikidata id"));
        }
        id
    }
}

/// The parts of a list, without blanks around them and without empty ones.
pub(crate) fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

/// Reads a file whose lines have `columns` fields. Lines that begin with `#` and empty lines are left out;
/// empty fields at the end of a line need no tabs.
pub(crate) fn read(path: &Path, columns: usize, errors: &mut Errors) -> Vec<Row> {
    println!("cargo::rerun-if-changed={}", path.display());
    let file = path.to_path_buf();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            errors.add(&Row { file, line: 0, fields: Vec::new() }, error.to_string());
            return Vec::new();
        }
    };
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut fields: Vec<String> = line.split('\t').map(|field| field.trim().to_owned()).collect();
        let found = fields.len();
        fields.resize(columns.max(found), String::new());
        let row = Row { file: file.clone(), line: number + 1, fields };
        if found > columns {
            errors.add(&row, format!("{found} columns, there should be {columns}"));
        } else {
            rows.push(row);
        }
    }
    rows
}
