//! Reads case files: a sentence at the start of a line, what is expected of it on the indented lines below.

#![allow(dead_code)]

use std::fs;
use std::path::Path;

use notula_reader::{Options, read as read_document};
use notula_record::{Document, Published, PublishedBasis, Record};

/// A text and the lines that say what is read out of it.
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) expected: Vec<String>,
}

/// The cases of `tests/LAYER/LANGUAGE.txt`.
pub(crate) fn load(layer: &str, language: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(layer).join(format!("{language}.txt"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(expected) => cases.last_mut().expect("a sentence first").expected.push(expected.trim().to_owned()),
            None => cases.push(Case { text: line.to_owned(), expected: Vec::new() }),
        }
    }
    cases
}

/// The record of a text published on 3 March 2025.
pub(crate) fn read(text: &str, language: &str) -> Record {
    let document = Document {
        text: text.to_owned(),
        language: Some(language.to_owned()),
        published: Some(Published { value: "2025-03-03".to_owned(), basis: PublishedBasis::Metadata, confidence: 1.0 }),
        ..Document::default()
    };
    read_document(document, &Options::default())
}
