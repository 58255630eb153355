//! Finds the report in dirty text.
//!
//! Every line gets a [`Mark`]: first by the rules of the packs, then by where it stands and what it looks like.

mod body;
mod finish;
mod marks;
mod title;

use std::collections::HashSet;
use std::ops::Range;

use notula_language::junk::{Piece, Run, Scope};

use crate::dateline::{self, Head};
use crate::dates;
use crate::head;
use crate::limit;
use crate::line::{Hint, Line, lines};
use crate::mend::Mended;
use crate::page::Page;
use crate::rules;

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Not decided yet.
    Open,
    /// Part of the report.
    Keep,
    /// Left out, with the reason.
    Drop(&'static str),
    /// In a field.
    Field(&'static str),
}

/// Cleans plain text. `raw` is what [`crate::decode`] gives.
///
/// Linear in the length of `raw`, of which the first eight megabytes are read. Text in which no report is found is kept
/// as it is, without what the rules drop.
pub fn clean(raw: &str) -> Page {
    let read = limit::head(raw, limit::TEXT);
    let mended = Mended::new(read);
    let lines = lines(&mended.text);
    let mut page = Cleaner::new(&mended, lines).run();
    limit::note(&mut page, raw, read);
    page
}

pub(crate) struct Cleaner<'m> {
    mended: &'m Mended,
    text: &'m str,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    /// Whether a line goes on in the sentence of the kept line before it.
    glued: Vec<bool>,
    dateline: Option<(usize, Head)>,
    page: Page,
    /// Byte ranges taken out of kept lines.
    cuts: Vec<(Range<usize>, Mark)>,
    /// Initials, used where no author is named.
    initials: Vec<String>,
    /// Names in the closing bracket, used where no byline names anybody.
    closing: Vec<String>,
    /// Whether the lines are those of a page's chosen part, and no longer everything that was scraped.
    chosen: bool,
    outlets: HashSet<String>,
}

impl<'m> Cleaner<'m> {
    pub(crate) fn new(mended: &'m Mended, lines: Vec<Line>) -> Self {
        let count = lines.len();
        Self {
            mended,
            text: &mended.text,
            lines,
            marks: vec![Mark::Open; count],
            glued: vec![false; count],
            dateline: None,
            page: Page::default(),
            cuts: Vec::new(),
            initials: Vec::new(),
            closing: Vec::new(),
            chosen: false,
            outlets: HashSet::new(),
        }
    }

    /// The lines come out of the part of a page that holds the report; `title` is what the page says of itself.
    pub(crate) fn chosen(mut self, title: Option<String>) -> Self {
        self.chosen = true;
        self.page.title = title;
        self
    }

    pub(crate) fn run(mut self) -> Page {
        self.find_outlets();
        self.find_repeated_outlet();
        self.find_dateline();
        self.apply_rules();
        self.glue();
        let start = self.start();
        self.close();
        if !self.chosen {
            self.close_tail(start);
        }
        self.head(start);
        self.body(start);
        self.drop_vita();
        self.trim();
        self.finish()
    }

    fn line(&self, n: usize) -> &'m str {
        &self.text[self.lines[n].range.clone()]
    }

    /// Names that the page gives itself: in its copyright line.
    fn find_outlets(&mut self) {
        for (n, line) in self.lines.iter().enumerate() {
            let text = self.line(n);
            if line.words > 24 || !(text.contains('©') || line.toks.first().is_some_and(|tok| tok.text == "copyright"))
            {
                continue;
            }
            let mut name = String::new();
            for tok in &line.toks {
                let word = &text[tok.start..tok.end];
                match tok.run {
                    Run::Word if word.starts_with(char::is_uppercase) && tok.text != "copyright" => {
                        name.push_str(if name.is_empty() { "" } else { " " });
                        name.push_str(word);
                    }
                    _ if name.split(' ').count() >= 2 => break,
                    _ => {}
                }
            }
            if name.split(' ').count() >= 2 {
                self.outlets.insert(name.to_lowercase());
            }
        }
    }

    /// A name that opens two of the first lines, as "Radar - Sabtu, 24 Januari" and "Radar - Utusan itu …".
    fn find_repeated_outlet(&mut self) {
        let mut heads: HashSet<String> = HashSet::new();
        for n in 0..self.lines.len().min(14) {
            let text = self.line(n);
            let head = [" - ", " – ", " — ", " | ", " -- "]
                .iter()
                .filter_map(|sign| text.split_once(sign))
                .map(|(head, _)| head)
                .min_by_key(|head| head.len());
            if let Some(head) = head.filter(|head| head.len() <= 40 && head::person(head) && head.contains(' '))
                && !heads.insert(head.to_lowercase())
            {
                self.outlets.insert(head.to_lowercase());
            }
        }
    }

    /// The line that the report's dateline opens. It stands near the head.
    fn find_dateline(&mut self) {
        let prose: usize = self.lines.iter().filter(|line| line.prose()).map(|line| line.range.len()).sum();
        let (mut before, mut count) = (0, 0);
        for n in 0..self.lines.len().min(80) {
            let line = &self.lines[n];
            let text = self.line(n);
            // "FILE - …", "Foto: …": a label and no place
            let label =
                rules::line(text, &line.toks, |scope| matches!(scope, Scope::Line | Scope::Caption | Scope::Byline))
                    .is_some_and(|rule| matches!(rule.pattern.first(), Some(Piece::Word(_))));
            if label {
                continue;
            }
            if let Some(head) = dateline::parse(text, &|name| self.outlets.contains(&name.to_lowercase())) {
                let rest =
                    self.lines[n].toks.iter().filter(|tok| tok.start >= head.end && tok.run != Run::Sign).count();
                // "Warta.com - 24/06/2025, 06:08 WIB": a date line
                let after = &text[head.end..];
                if after.len() < 40 && dates::find(after).first().is_some_and(|date| date.range.start < 12) {
                    continue;
                }
                let own_line = rest == 0;
                let fits = if own_line {
                    self.lines[n + 1..].iter().take(3).any(Line::prose) && n + 1 < self.lines.len()
                } else {
                    rest >= 4
                        && (line.closed && line.verb || line.words >= 14 || head.outlet.is_some() && line.words >= 6)
                };
                // "A SPEAKER: …" in a transcript is no dateline, nor is anything in capitals further down
                let fits = fits && (head.sure && (!self.chosen || count <= 2) || count == 0);
                if fits {
                    self.outlets.extend(head.outlet.as_ref().map(|outlet| outlet.to_lowercase()));
                    self.dateline = Some((n, head));
                    return;
                }
            }
            if line.prose() {
                before += line.range.len();
                count += 1;
                if count > 5 || before * 5 > prose * 2 && count > 2 {
                    return;
                }
            }
        }
    }

    /// Whether line `n`, with the lines that go on in it, is running text.
    fn prose(&self, n: usize) -> bool {
        self.lines[n].prose()
            || self.glued[n]
            || self.lines[n].hint == Hint::Paragraph && self.lines[n].words >= 6
            || (n + 1..self.lines.len().min(n + 6))
                .find(|&next| self.marks[next] == Mark::Open)
                .is_some_and(|next| self.glued[next])
    }

    /// Whether the line is a byline or a date line.
    fn prose_alone_label(&self, n: usize) -> bool {
        let text = self.line(n);
        head::cells(text).iter().any(|cell| head::byline(cell).is_some())
            || !dates::find(text).is_empty() && self.lines[n].words <= 14
    }

    /// Whether the line is little else than a date: "May 9, 2025 at 4:12 p.m. EDT".
    fn date_line(&self, n: usize) -> bool {
        let text = self.line(n);
        let dated = || dates::find(text).iter().map(|date| date.range.len()).sum::<usize>() * 3 >= text.len();
        self.lines[n].words <= 12 && dated()
    }

    /// The line with which the report starts.
    fn start(&self) -> usize {
        if let Some((n, _)) = &self.dateline {
            return *n;
        }
        if self.chosen {
            // all that stands in the report's own part is the report, from its first paragraph or list on
            return (0..self.lines.len())
                .find(|&n| {
                    let line = &self.lines[n];
                    let running = line.words >= 8 && line.hint != Hint::Heading && !self.prose_alone_label(n);
                    // the title again, though it ends like a sentence
                    let title =
                        n < 6 && self.page.title.as_deref().is_some_and(|said| title::same_words(said, self.line(n)));
                    self.marks[n] == Mark::Open && !title && (self.prose(n) || running || line.hint == Hint::Item)
                })
                .unwrap_or(0);
        }
        let first = |from: usize| {
            (from..self.lines.len()).find(|&n| self.marks[n] == Mark::Open && self.prose(n) && !self.date_line(n))
        };
        let Some(start) = first(0) else { return 0 };
        // a title may end in a quotation: it has no full stop, and sentences follow
        let line = &self.lines[start];
        let text = self.line(start).trim_end_matches(['"', '”', '’', '\'', '»']);
        let stop = text.ends_with(['.', '!', '?', '…', ':', ';', ',']);
        let titled =
            line.closed && !stop && line.words <= 18 && !self.glued[start] && text.len() < self.line(start).len();
        match first(start + 1) {
            Some(next) if titled && !self.glued[next] => next,
            _ => start,
        }
    }
}

/// White space folded.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
