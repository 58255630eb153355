//! One report as it came in, and what stands in its place where nothing came.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::bytes::{self, Limited};

/// One report as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// File or address as given; `FILE:N` for the N-th line, element or record of a file with many reports.
    pub source: String,
    /// The raw bytes, no more than the limit.
    pub bytes: Vec<u8>,
    /// SHA-256 of all the raw bytes, in hex.
    pub hash: String,
    /// What is known about it.
    pub meta: Meta,
    /// What its reader should know about the input: cut, bad metadata.
    pub notes: Vec<String>,
}

/// What is known about a report besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// BCP 47 code.
    pub language: Option<String>,
    /// When it was fetched, which is not before it was published.
    pub fetched: Option<Timestamp>,
    /// Name of the encoding of its bytes, as the server told it.
    pub charset: Option<String>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Failure {
    /// File, line, address or standard input.
    pub place: String,
    /// What is wrong.
    pub why: String,
}

impl Report {
    /// A text about which nothing else is known.
    ///
    /// ```
    /// let report = notula_gather::Report::from_bytes("note", b"Talks began.".to_vec());
    /// assert_eq!(report.hash.len(), 64);
    /// ```
    pub fn from_bytes(source: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { source: source.into(), hash: bytes::sha256(&bytes), bytes, meta: Meta::default(), notes: Vec::new() }
    }

    /// What was read of a report; notes where it was cut.
    pub(crate) fn from_limited(source: String, raw: Limited, meta: Meta, mut notes: Vec<String>) -> Self {
        if raw.cut() {
            let (kept, size) = (megabytes(raw.bytes.len()), megabytes(raw.size));
            notes.push(format!("only the first {kept} of {size} were read (--max-size)"));
        }
        Self { source, bytes: raw.bytes, hash: raw.hash, meta, notes }
    }
}

impl Failure {
    /// What is wrong with `place`.
    pub fn new(place: impl Into<String>, why: impl ToString) -> Self {
        Self { place: place.into(), why: why.to_string() }
    }

    /// What the system says about `place`.
    pub(crate) fn io(place: impl Into<String>, error: &io::Error) -> Self {
        Self { place: place.into(), why: explain(error) }
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / (1u64 << 20) as f64)
}

/// The system's words without its error number.
pub(crate) fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::UnexpectedEof => "cut off".to_owned(),
        _ => error.to_string(),
    }
}
