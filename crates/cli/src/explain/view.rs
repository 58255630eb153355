//! A fact's words in their paragraph and in the raw input.

use std::fmt::Write;

use notula_record::{Record, Span};

use super::facts::Fact;
use crate::output::paint::{CODE, FAINT, STRONG, paint, safe, wrapped};

/// Code points of context on either side of the words.
const CONTEXT: usize = 160;

/// Shows facts of one record.
pub(super) struct View<'a> {
    record: &'a Record,
    text: Vec<char>,
    /// Code points of the raw input at which its lines begin.
    lines: Vec<usize>,
    width: usize,
}

impl<'a> View<'a> {
    /// `raw` is the decoded input, into which the record's source map leads.
    pub(super) fn new(record: &'a Record, raw: &str, width: usize) -> Self {
        let breaks = raw.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { record, text: record.document.text.chars().collect(), lines, width }
    }

    /// The fact, its words in context, and what made it.
    pub(super) fn show(&self, fact: &Fact<'_>) -> String {
        let mut out = String::new();
        let sure = format!("{:.0}%", fact.confidence * 100.0);
        let head = format!("{} {} {}", paint(STRONG, &fact.id), safe(&fact.says), paint(FAINT, &sure));
        wrapped(&mut out, &head, self.width, "", "    ");
        for (what, span) in &fact.words {
            let place = self.place(span);
            let _ = writeln!(out, "  {} {}", paint(CODE, what), paint(FAINT, &place));
            wrapped(&mut out, &self.context(span), self.width, "    ", "    ");
        }
        let _ = writeln!(out, "  {}", paint(CODE, "made by"));
        if fact.why.is_empty() {
            let _ = writeln!(out, "    (nothing noted)");
        }
        for why in fact.why {
            wrapped(&mut out, &safe(why), self.width, "    ", "      ");
        }
        out.push('\n');
        out
    }

    /// The words between `[[` and `]]` within their paragraph.
    fn context(&self, span: &Span) -> String {
        let paragraph =
            self.record.document.paragraphs.iter().find(|[start, end]| *start <= span.start && span.start < *end);
        let [first, last] = paragraph.copied().unwrap_or([0, self.text.len()]);
        let from = first.max(self.word_start(span.start.saturating_sub(CONTEXT)));
        let to = last.max(span.end).min(self.word_end(span.end.saturating_add(CONTEXT)));
        let part = |from: usize, to: usize| {
            let text: String = self.text.get(from.min(to)..to).unwrap_or_default().iter().collect();
            safe(&text)
        };
        let cut = |there: bool| if there { "… " } else { "" };
        format!(
            "{}{}[[{}]]{}{}",
            cut(from > first),
            part(from, span.start),
            paint(STRONG, &part(span.start, span.end)),
            part(span.end, to),
            if to < last { " …" } else { "" },
        )
    }

    /// The next place at or after `at` that does not lie within a word.
    fn word_start(&self, at: usize) -> usize {
        if at == 0 {
            return 0;
        }
        (at..self.text.len()).find(|&at| self.text[at - 1].is_whitespace()).unwrap_or(self.text.len())
    }

    fn word_end(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|&at| at == self.text.len() || self.text[at].is_whitespace()).unwrap_or(0)
    }

    /// Code points in the text, line and column in the raw input.
    fn place(&self, span: &Span) -> String {
        let mut place = format!("text {}–{}", span.start, span.end);
        let map = &self.record.document.source_map;
        let piece = map.iter().find(|[text, _, length]| *text <= span.start && span.start < text + length);
        if let Some([text, raw, _]) = piece {
            let at = raw + span.start - text;
            let line = self.lines.partition_point(|&start| start <= at);
            let column = at - self.lines[line - 1] + 1;
            let _ = write!(place, ", input line {line} column {column}");
        }
        place
    }
}
