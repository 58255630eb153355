//! Pages of HTML and plain text go different ways to the same end.

use crate::page::Page;

/// Finds the report in `text`, a page of HTML or plain text, whichever it is.
///
/// ```
/// let page = notula_page::read("<!DOCTYPE html><title>T</title><p>The talks ended without a deal, officials said.</p>");
/// assert_eq!(page.text, "The talks ended without a deal, officials said.");
/// assert_eq!(notula_page::read("The talks ended.").text, "The talks ended.");
/// ```
pub fn read(text: &str) -> Page {
    if is_html(text) { crate::extract(text) } else { crate::clean(text) }
}

/// Whether `text` is a whole page of HTML: it opens with a doctype, or with a tag and has the page's own tags soon after.
/// Plain text with stray tags is none.
fn is_html(text: &str) -> bool {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with('<') {
        return false;
    }
    let end = (0..=2048.min(head.len())).rev().find(|&at| head.is_char_boundary(at)).unwrap_or(0);
    let head = head[..end].to_ascii_lowercase();
    head.starts_with("<!doctype html") || ["<html", "<head>", "<head ", "<body"].iter().any(|tag| head.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::is_html;

    #[test]
    fn tells_pages_from_text_with_tags() {
        assert!(is_html("\n<!DOCTYPE HTML>\n<p>x"));
        assert!(is_html("<?xml version=\"1.0\"?><html lang=\"id\"><body>"));
        assert!(is_html("<!-- saved -->\n<html>"));
        assert!(!is_html("<p>KAIRO - Menteri itu menolak.</p>"));
        assert!(!is_html("He wrote <html> in the first line."));
        assert!(!is_html(""));
    }
}
