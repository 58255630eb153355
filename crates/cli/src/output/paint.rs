//! Colours, and text that is safe to show.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};

/// Headings.
pub(crate) const HEAD: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
/// What matters most on a line.
pub(crate) const STRONG: Style = Style::new().effects(Effects::BOLD);
/// Actors.
pub(crate) const ACTOR: Style = AnsiColor::Cyan.on_default();
/// Days.
pub(crate) const DAY: Style = AnsiColor::Yellow.on_default();
/// Types and stances.
pub(crate) const CODE: Style = AnsiColor::Magenta.on_default();
/// What is less important.
pub(crate) const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// `text` in `style`.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `text` without anything that could steer a terminal or turn the direction of writing: control characters become
/// spaces, marks of direction go.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `text` without anything that could steer a terminal, on one line.
pub(crate) fn one_line(text: &str) -> String {
    safe(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A probability for people.
pub(crate) fn percent(probability: f32) -> String {
    format!("{:.0}%", probability * 100.0)
}

/// Appends `text`, wrapped to `width` and indented; the first line by `first`, the others by `rest`.
pub(crate) fn wrapped(out: &mut String, text: &str, width: usize, first: &str, rest: &str) {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe("a\u{1b}[31mb\u{202E}c\td"), "a [31mbc d");
    }
}
