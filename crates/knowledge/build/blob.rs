//! Writes the compact tables.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Texts, each once: two bytes of length, then UTF-8.
#[derive(Default)]
pub(crate) struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Strings {
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        if let Some(place) = self.known.get(text) {
            return *place;
        }
        let place = self.bytes.len() as u32;
        let length = u16::try_from(text.len()).expect("a name is shorter than 64 KiB");
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(text.as_bytes());
        self.known.insert(text.to_owned(), place);
        place
    }

    pub(crate) fn write(&self, path: &Path) {
        fs::write(path, &self.bytes).expect("the build directory can be written");
    }
}

/// Rows of `u32` columns, little-endian.
#[derive(Default)]
pub(crate) struct Table {
    bytes: Vec<u8>,
}

impl Table {
    pub(crate) fn push<const N: usize>(&mut self, row: [u32; N]) {
        row.iter().for_each(|cell| self.bytes.extend(cell.to_le_bytes()));
    }

    pub(crate) fn write(&self, path: &Path) {
        fs::write(path, &self.bytes).expect("the build directory can be written");
    }
}
