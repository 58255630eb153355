//! How much of an input is read: a report is never longer, and memory stays bounded whatever comes.

use crate::page::Page;

/// Most bytes of plain text that are read.
pub(crate) const TEXT: usize = 8 << 20;

/// Most bytes of HTML that are read.
pub(crate) const HTML: usize = 16 << 20;

/// Bytes of one line that are looked at word by word.
pub(crate) const LINE: usize = 64 << 10;

/// The part of `raw` that is read: at most `most` bytes, up to a character's end.
pub(crate) fn head(raw: &str, most: usize) -> &str {
    &raw[..(0..=most.min(raw.len())).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0)]
}

/// Notes in `page` what of `raw` was not read.
pub(crate) fn note(page: &mut Page, raw: &str, read: &str) {
    if read.len() == raw.len() {
        return;
    }
    let start = read.chars().count();
    let end = start + raw[read.len()..].chars().count();
    page.dropped.push(notula_record::Dropped { start, end, reason: "beyond the limit".to_owned() });
    page.notes.push(format!("only the first {} MiB were read", read.len() >> 20));
}
