//! One indented array, written record by record.

use notula_record::Record;

/// Opens the array.
pub(super) const BEGIN: &[u8] = b"[";
/// Between two records.
pub(super) const BETWEEN: &[u8] = b",";

/// Closes the array.
pub(super) fn end(written: usize) -> &'static [u8] {
    if written == 0 { b"]\n" } else { b"\n]\n" }
}

/// The record as an element of the array, on lines of its own.
pub(super) fn render(record: &Record) -> serde_json::Result<Vec<u8>> {
    let pretty = serde_json::to_string_pretty(record)?;
    let mut out = Vec::with_capacity(pretty.len() + pretty.len() / 8);
    for line in pretty.lines() {
        out.extend_from_slice(b"\n  ");
        out.extend_from_slice(line.as_bytes());
    }
    Ok(out)
}
