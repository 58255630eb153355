//! Lines of an answer for people.

use std::fmt::Write;

use notula_record::Span;
use notula_story::view::{Party, Place, Source};

use super::words::{Ui, Word};
use crate::output::View;
use crate::output::paint::{ACTOR, FAINT, HEAD, one_line, paint, percent, safe, wrapped};

/// Sources shown of one fact; the others are counted.
const SOURCES: usize = 3;

/// An answer as it grows.
pub(crate) struct Page {
    pub(crate) ui: Ui,
    view: View,
    pub(crate) out: String,
}

impl Page {
    pub(crate) fn new(ui: Ui, view: View) -> Self {
        Self { ui, view, out: String::new() }
    }

    pub(crate) fn width(&self) -> usize {
        self.view.width
    }

    pub(crate) fn word(&self, word: Word) -> &'static str {
        self.ui.word(word)
    }

    pub(crate) fn heading(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let _ = writeln!(self.out, "{}", paint(HEAD, text));
    }

    pub(crate) fn line(&mut self, text: &str) {
        wrapped(&mut self.out, text, self.view.width, "  ", "      ");
    }

    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", paint(FAINT, text));
    }

    /// A fact's line with its id and probability.
    pub(crate) fn fact(&mut self, mut line: String, id: impl std::fmt::Display, confidence: f32) {
        let _ = write!(line, " {}", paint(FAINT, &format!("[{id} {}]", percent(confidence))));
        self.line(&line);
    }

    /// The words that say it and where they stand, source by source; of copies only their number is told.
    pub(crate) fn sources(&mut self, sources: &[Source]) {
        let bar = format!("      {} ", paint(FAINT, "│"));
        let shown: Vec<&Source> = sources.iter().filter(|source| source.independent).take(SOURCES).collect();
        let shown = if shown.is_empty() { sources.iter().take(1).collect() } else { shown };
        for source in &shown {
            let line = format!("{} {}", words(&source.evidence), paint(FAINT, &format!("({})", origin(source))));
            wrapped(&mut self.out, &line, self.view.width, &bar, &bar);
        }
        if sources.len() > shown.len() {
            let others: Vec<String> = sources
                .iter()
                .filter(|s| !shown.iter().any(|t| t.report == s.report))
                .map(|s| s.report.to_string())
                .collect();
            if !others.is_empty() {
                let line = format!("+ {}", paint(FAINT, &list(&others)));
                wrapped(&mut self.out, &line, self.view.width, &bar, &bar);
            }
        }
    }

    /// Parties by name; somebody, where there are none.
    pub(crate) fn names(&self, parties: &[Party]) -> String {
        if parties.is_empty() {
            return self.word(Word::Somebody).to_owned();
        }
        parties.iter().map(|party| paint(ACTOR, &safe(&party.name))).collect::<Vec<_>>().join(", ")
    }

    /// ", in Vienna".
    pub(crate) fn place(&self, place: Option<&Place>) -> String {
        place.map(|place| format!(", {} {}", self.word(Word::In), safe(&place.name))).unwrap_or_default()
    }

    /// How many sources, and how many of them are independent; nothing where there is only one.
    pub(crate) fn count(&self, independent: u32, sources: usize) -> String {
        match sources {
            0 | 1 => String::new(),
            _ => format!(", {}", self.ui.fill(Word::Sources, &[&independent.to_string(), &sources.to_string()])),
        }
    }
}

/// The words of spans, with what stands between them left out.
pub(crate) fn words(spans: &[Span]) -> String {
    spans.iter().map(|span| one_line(&span.quote)).collect::<Vec<_>>().join(" […] ")
}

/// Outlet, day and number of a source.
pub(crate) fn origin(source: &Source) -> String {
    let mut text = safe(&source.outlet);
    if let Some(day) = &source.published {
        let _ = write!(text, ", {}", safe(day));
    }
    let _ = write!(text, ", {}", source.report);
    text
}

/// The first ten, and how many more.
fn list(names: &[String]) -> String {
    match names.len() {
        0..=10 => names.join(", "),
        n => format!("{}, … ({n})", names[..10].join(", ")),
    }
}
