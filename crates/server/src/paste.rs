//! A report that somebody pastes or drops, and the function that reads it.

use std::sync::Arc;

use notula_record::Record;
use serde::{Deserialize, Serialize};

/// A report as it came in, and what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paste {
    /// Name of the file, or a word for what has none.
    pub source: String,
    /// The raw bytes: text or a page of HTML.
    pub bytes: Vec<u8>,
    /// Headline.
    pub title: Option<String>,
    /// Address of the page. It is noted, never fetched.
    pub url: Option<String>,
    /// Day of publication, ISO 8601.
    pub published: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// The raw decoded input, into which `source_map` and `dropped` of the record lead.
    pub raw: String,
}

/// Reads a report, or says why it cannot be read.
pub type Reader = Arc<dyn Fn(Paste) -> Result<Reading, String> + Send + Sync>;
