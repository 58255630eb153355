//! One record a line.

use notula_record::Record;

/// The record and the end of its line.
pub(super) fn render(record: &Record) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    Ok(line)
}
