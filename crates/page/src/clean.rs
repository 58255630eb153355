//! Finds the report in dirty text.
//!
//! Every line gets a [`Mark`]: first by the rules of the packs, then by where it stands and what it looks like.

use std::collections::HashSet;

use notula_language::junk::{Piece, Scope};
use notula_record::{Dropped, Outlet, PublishedBasis};

use crate::assemble::Assembly;
use crate::dateline::{self, Head};
use crate::dates;
use crate::head;
use crate::line::{Hint, Line, lines};
use crate::mend::Mended;
use crate::page::{Field, Page, PublishedCandidate};
use crate::rules;
use crate::wrap;

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
/// Linear in the length of `raw`. Text in which no report is found is kept as it is, without what the rules drop.
pub fn clean(raw: &str) -> Page {
    let mended = Mended::new(raw);
    let lines = lines(&mended.text);
    Cleaner::new(&mended, lines).run()
}

struct Cleaner<'m> {
    mended: &'m Mended,
    text: &'m str,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    /// Whether a line goes on in the sentence of the kept line before it.
    glued: Vec<bool>,
    dateline: Option<(usize, Head)>,
    page: Page,
    /// Byte ranges taken out of kept lines.
    cuts: Vec<(std::ops::Range<usize>, Mark)>,
    /// Initials, used where no author is named.
    initials: Vec<String>,
    outlets: HashSet<String>,
}

impl<'m> Cleaner<'m> {
    fn new(mended: &'m Mended, lines: Vec<Line>) -> Self {
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
            outlets: HashSet::new(),
        }
    }

    fn run(mut self) -> Page {
        self.find_outlets();
        self.find_dateline();
        self.apply_rules();
        self.glue();
        let start = self.start();
        self.close();
        self.head(start);
        self.body(start);
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
                    notula_language::junk::Run::Word
                        if word.starts_with(char::is_uppercase) && tok.text != "copyright" =>
                    {
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
                let rest = self.lines[n]
                    .toks
                    .iter()
                    .filter(|tok| tok.start >= head.end && tok.run != notula_language::junk::Run::Sign)
                    .count();
                let own_line = rest == 0;
                let fits = if own_line {
                    self.lines[n + 1..].iter().take(3).any(Line::prose) && n + 1 < self.lines.len()
                } else {
                    rest >= 4
                        && (line.closed && line.verb || line.words >= 14 || head.outlet.is_some() && line.words >= 8)
                };
                if fits {
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

    /// Marks what the packs' rules name.
    fn apply_rules(&mut self) {
        let mut n = 0;
        while n < self.lines.len() {
            let text = self.line(n);
            let line = &self.lines[n];
            let opens = self.dateline.as_ref().is_some_and(|(at, _)| *at == n);
            if !line.toks.iter().any(|tok| tok.run != notula_language::junk::Run::Sign) {
                self.marks[n] = Mark::Drop("separator");
            } else if !opens {
                let rule = rules::line(text, &line.toks, |scope| {
                    matches!(scope, Scope::Line | Scope::List | Scope::End | Scope::Caption | Scope::Hand)
                });
                if let Some(rule) = rule {
                    self.marks[n] = match rule.scope {
                        Scope::Caption if line.closed && line.words > 45 => Mark::Open,
                        Scope::Caption => Mark::Field("caption"),
                        _ => Mark::Drop(rule.reason),
                    };
                    if matches!(rule.reason, "image-link" | "link") {
                        dates::stamps(text, &mut self.page.date_hints);
                    }
                    if rule.scope == Scope::List || rule.reason == "read-also" && line.words <= 2 {
                        n = self.drop_list(n + 1);
                        continue;
                    }
                } else if line.hint == Hint::Caption {
                    self.marks[n] = Mark::Field("caption");
                }
            }
            n += 1;
        }
    }

    /// Drops the teasers under a heading from line `n` on; the first line that is none.
    fn drop_list(&mut self, mut n: usize) -> usize {
        let item = |line: &Line| line.bullet || line.hint == Hint::Item || numbered(&self.text[line.range.clone()]);
        let bullets = self.lines.get(n).is_some_and(item);
        while let Some(line) = self.lines.get(n) {
            let teaser = if bullets {
                item(line)
            } else {
                !line.prose() || line.capitals >= 75 && line.words <= 18 && !self.line(n).ends_with('.')
            };
            if !teaser || self.dateline.as_ref().is_some_and(|(at, _)| *at == n) {
                break;
            }
            // what a rule of its own names keeps its reason
            let own =
                rules::line(self.line(n), &line.toks, |scope| matches!(scope, Scope::Line | Scope::List | Scope::End));
            self.marks[n] = Mark::Drop(own.map_or("related", |rule| rule.reason));
            n += 1;
        }
        n
    }

    /// Finds the lines that go on in the sentence of the line before.
    fn glue(&mut self) {
        let width = wrap::width(&self.lines, self.text);
        let mut last: Option<usize> = None;
        for n in 0..self.lines.len() {
            if self.marks[n] != Mark::Open {
                continue;
            }
            if let Some(last) = last
                && self.dateline.as_ref().is_none_or(|(at, _)| *at != n)
                && n - last <= 4
                && self.lines[last].hint == Hint::None
            {
                self.glued[n] = wrap::goes_on(&self.lines[last], &self.lines[n], self.text, width);
            }
            last = Some(n);
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

    /// The line with which the report starts.
    fn start(&self) -> usize {
        if let Some((n, _)) = &self.dateline {
            return *n;
        }
        (0..self.lines.len()).find(|&n| self.marks[n] == Mark::Open && self.prose(n)).unwrap_or(0)
    }

    /// Finds where the report ends: the desk's initials, credits or the copyright line. All after it is dropped.
    fn close(&mut self) {
        let total: usize = (0..self.lines.len())
            .filter(|&n| self.marks[n] == Mark::Open && self.lines[n].prose())
            .map(|n| self.lines[n].range.len())
            .sum();
        let mut seen = 0;
        for n in 0..self.lines.len() {
            let text = self.line(n);
            if self.marks[n] == Mark::Open {
                if let Some((names, short)) = head::closer(text).filter(|_| self.lines[n].words <= 8) {
                    self.take_closer(names, short);
                    self.marks[n] = Mark::Field("byline");
                    if seen * 5 >= total * 2 {
                        self.drop_rest(n + 1);
                        return;
                    }
                } else if self.lines[n].prose() {
                    seen += self.lines[n].range.len();
                }
            } else if matches!(self.marks[n], Mark::Drop("copyright" | "end")) && seen * 2 >= total && seen > 0 {
                self.drop_rest(n + 1);
                return;
            }
        }
    }

    fn take_closer(&mut self, names: Vec<String>, short: bool) {
        if short {
            self.initials.extend(names);
        } else if self.page.authors.is_empty() {
            self.page.authors.extend(names);
        }
    }

    fn drop_rest(&mut self, from: usize) {
        for n in from..self.lines.len() {
            if self.marks[n] == Mark::Open {
                dates::stamps(self.line(n), &mut self.page.date_hints);
                self.marks[n] = Mark::Drop("after the end");
            }
        }
    }

    /// Reads title, bylines and dates from what stands before the report.
    fn head(&mut self, start: usize) {
        let mut titles: Vec<usize> = Vec::new();
        let mut label = false;
        let mut dated = Vec::new();
        for n in 0..start {
            if matches!(self.marks[n], Mark::Field(_)) || self.marks[n] == Mark::Drop("copyright") {
                continue;
            }
            let line = &self.lines[n];
            let text = self.line(n);
            if line.words > 30 {
                continue;
            }
            if label && head::person(text) {
                self.marks[n] = Mark::Field("byline");
                self.page.authors.extend(head::names(text));
                label = false;
                continue;
            }
            label = false;
            // a date line: short, and most of it is the date
            let mut found = None;
            for cell in head::cells(text) {
                if let Some(names) = head::byline(cell).filter(|_| !self.prose_alone(n)) {
                    label |= names.is_empty() && cell.trim_end_matches([':', ' ']).split(' ').count() == 1;
                    self.page.authors.extend(names);
                    found = Some("byline");
                }
            }
            let dates = if line.words <= 22 && !self.prose_alone(n) { dates::find(text) } else { Vec::new() };
            let spread: usize = dates.iter().map(|date| date.range.len()).sum();
            let cell_date = head::cells(text)
                .iter()
                .any(|cell| dates::find(cell).iter().any(|date| date.range.len() * 2 >= cell.len()));
            if !dates.is_empty() && (found.is_some() || cell_date || spread * 4 >= text.len()) {
                if found.is_none() {
                    // a name beside the date
                    for cell in head::cells(text) {
                        if head::bare_name(cell) && !self.outlets.contains(&cell.to_lowercase()) {
                            self.page.authors.push(dateline::usual_case(cell));
                        }
                    }
                }
                found = Some(found.unwrap_or("date"));
                dated.push(n);
                self.add_dates(text, dates);
            }
            if let Some(kind) = found {
                self.marks[n] = Mark::Field(kind);
            } else if self.marks[n] == Mark::Open {
                let line = &self.lines[n];
                if line.cells >= 3 && !line.closed {
                    self.marks[n] = Mark::Drop("navigation");
                } else if rules::line(text, &line.toks, |scope| scope == Scope::Head).is_some() {
                    self.marks[n] = Mark::Drop("navigation");
                } else {
                    titles.push(n);
                }
            }
        }
        self.name_beside_date(&mut titles, &dated, start);
        self.title(&titles, &dated, start);
    }

    /// Whether the line is a sentence and no label.
    fn prose_alone(&self, n: usize) -> bool {
        self.lines[n].words > 12 && self.lines[n].closed && self.lines[n].verb
    }

    fn add_dates(&mut self, text: &str, dates: Vec<dates::SeenDate>) {
        let clock = dates::clock(text);
        for (n, mut date) in dates.into_iter().enumerate() {
            date.clock |= clock;
            let confidence = if n > 0 {
                0.4
            } else if date.year.is_none() {
                0.6
            } else if clock {
                0.97
            } else {
                0.93
            };
            self.page.published.push(PublishedCandidate {
                value: date.iso(),
                date,
                basis: PublishedBasis::Dateline,
                confidence,
            });
        }
    }

    fn name_beside_date(&mut self, titles: &mut Vec<usize>, dated: &[usize], start: usize) {
        if !self.page.authors.is_empty() {
            return;
        }
        let beside =
            |n: usize| dated.iter().any(|&at| at.abs_diff(n) == 1) || n + 1 == start && n > 0 && dated.is_empty();
        let found = titles.iter().copied().find(|&n| {
            let text = self.line(n);
            beside(n) && head::bare_name(text) && !self.outlets.contains(&text.to_lowercase())
        });
        if let Some(n) = found {
            self.page.authors.push(dateline::usual_case(self.line(n)));
            self.marks[n] = Mark::Field("byline");
            titles.retain(|&other| other != n);
        }
    }

    /// Chooses the title among the head's lines, and says what the others are.
    fn title(&mut self, heads: &[usize], dated: &[usize], start: usize) {
        let first_field = dated
            .iter()
            .copied()
            .chain((0..start).filter(|&n| matches!(self.marks[n], Mark::Field("byline" | "caption"))))
            .min();
        let fits = |n: &usize| {
            let line = &self.lines[*n];
            line.words >= 3 && !self.line(*n).ends_with('.') && line.words <= 40 && line.cells <= 3
        };
        let before = |n: &&usize| first_field.is_none_or(|at| **n < at);
        let longest = |list: Vec<usize>| list.into_iter().rev().max_by_key(|&n| self.lines[n].words);
        let title = longest(heads.iter().filter(|n| fits(n)).filter(before).copied().collect())
            .or_else(|| longest(heads.iter().filter(|n| fits(n)).copied().collect()));
        if let Some(n) = title {
            self.page.title = Some(squeeze(self.line(n)));
            self.marks[n] = Mark::Field("title");
        }
        for &n in heads {
            if self.marks[n] != Mark::Open {
                continue;
            }
            let line = &self.lines[n];
            let same = title.is_some_and(|title| squeeze(self.line(title)) == squeeze(self.line(n)));
            // a sentence right under the title leads into the report; under byline or picture it is a caption
            let deck = title.is_some_and(|title| n > title) && first_field.is_none_or(|at| n < at) && line.prose();
            self.marks[n] = if self.glued[n] {
                let before = (0..n)
                    .rev()
                    .find(|&at| self.marks[at] != Mark::Open || at == 0)
                    .map_or(Mark::Open, |at| self.marks[at]);
                if before == Mark::Field("title") {
                    self.page.title = self.page.title.take().map(|title| format!("{title} {}", squeeze(self.line(n))));
                }
                before
            } else if same {
                Mark::Field("title")
            } else if deck {
                Mark::Keep
            } else if line.prose() {
                if title.is_none() && first_field.is_none() { Mark::Keep } else { Mark::Field("caption") }
            } else if line.words >= 5 {
                Mark::Drop("heading of the page")
            } else {
                Mark::Drop("navigation")
            };
        }
    }

    /// Decides on every line from the start of the report on.
    fn body(&mut self, start: usize) {
        if let Some((n, _)) = self.dateline {
            self.marks[n] = Mark::Keep;
        }
        let open: Vec<usize> =
            (start..self.lines.len()).filter(|&n| self.marks[n] == Mark::Open || self.marks[n] == Mark::Keep).collect();
        let last = open.iter().rposition(|&n| self.prose(n));
        let Some(last) = last else {
            // no sentence at all: keep what no rule has dropped
            for n in open {
                self.marks[n] = Mark::Keep;
            }
            return;
        };
        let mut seen: HashSet<String> = HashSet::new();
        let title = self.page.title.clone();
        for (at, &n) in open.iter().enumerate() {
            if self.marks[n] == Mark::Keep {
                continue;
            }
            let line = &self.lines[n];
            let text = self.line(n);
            if self.glued[n] {
                self.marks[n] = open[..at].last().map_or(Mark::Keep, |&before| self.marks[before]);
                continue;
            }
            let rule = at > last;
            self.marks[n] = if rule {
                let tail = rules::line(text, &line.toks, |scope| matches!(scope, Scope::Tail | Scope::Head));
                let by = head::byline(text).filter(|_| line.words <= 10);
                if let Some(names) = by {
                    if self.page.authors.is_empty() {
                        self.page.authors.extend(names);
                    }
                    Mark::Field("byline")
                } else {
                    dates::stamps(text, &mut self.page.date_hints);
                    Mark::Drop(tail.map_or("after the end", |rule| rule.reason))
                }
            } else if self.prose(n) && line.cells < 4 {
                if line.words >= 6 && !seen.insert(squeeze(text).to_lowercase()) {
                    Mark::Drop("repeated")
                } else {
                    Mark::Keep
                }
            } else {
                self.short(n, &open, at, title.as_deref())
            };
        }
    }

    /// A short line between two sentences of the report: a heading of its own, or junk.
    fn short(&self, n: usize, open: &[usize], at: usize, title: Option<&str>) -> Mark {
        let line = &self.lines[n];
        let text = self.line(n);
        if title.is_some_and(|title| squeeze(text).eq_ignore_ascii_case(title)) {
            return Mark::Drop("repeated");
        }
        if text.split_whitespace().all(|word| word.starts_with(['#', '@'])) {
            return Mark::Drop("tags");
        }
        if line.cells >= 3 || line.cells == 2 && line.words <= 12 && !line.closed {
            return Mark::Drop("navigation");
        }
        let found = dates::find(text);
        if found.iter().map(|date| date.range.len()).sum::<usize>() * 3 > text.len() {
            return Mark::Drop("date");
        }
        if let Some(rule) = rules::line(text, &line.toks, |scope| scope == Scope::Tail) {
            return Mark::Drop(rule.reason);
        }
        let prose = |at: Option<&usize>| at.is_some_and(|&n| self.prose(n));
        let before = at.checked_sub(1).and_then(|at| open.get(at));
        if line.bullet || line.hint == Hint::Item {
            let listed = line.closed || line.verb && line.words >= 6;
            let in_list = before
                .is_some_and(|&b| self.line(b).ends_with(':') || self.lines[b].bullet && self.marks[b] == Mark::Keep);
            return if listed || in_list { Mark::Keep } else { Mark::Drop("related") };
        }
        if line.hint == Hint::Heading {
            return Mark::Keep;
        }
        if line.closed && line.words >= 2 {
            return Mark::Keep;
        }
        let numbered = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(". ");
        // run of short lines: teasers; the last may be a heading of the report
        let next = open.get(at + 1);
        let alone = prose(before) || before.is_none();
        if !prose(next) {
            return if numbered { Mark::Keep } else { Mark::Drop("related") };
        }
        let most = if alone { 9 } else { 6 };
        let caption = next.is_none() || line.words > most && !numbered;
        if caption { Mark::Drop("related") } else { Mark::Keep }
    }

    /// Takes junk out of kept lines.
    fn trim(&mut self) {
        let kept: Vec<usize> = (0..self.lines.len()).filter(|&n| self.marks[n] == Mark::Keep).collect();
        if let Some((n, head)) = &self.dateline
            && self.marks[*n] == Mark::Keep
        {
            let start = self.lines[*n].range.start;
            self.cuts.push((start..start + head.end, Mark::Field("dateline")));
        }
        for &n in &kept {
            let start = self.lines[n].range.start;
            let line = &self.lines[n];
            for (from, to, rule) in rules::inline(&line.toks) {
                self.cuts.push((start + from..start + to, Mark::Drop(rule.reason)));
            }
            if let Some(from) = self.inline_teaser(n) {
                self.cuts.push((start + from..line.range.end, Mark::Drop("read-also")));
            }
        }
        if let Some(&n) = kept.last()
            && let Some((from, to, closer)) = trailing(self.line(n))
        {
            let start = self.lines[n].range.start;
            match closer {
                Some((names, short)) => {
                    self.take_closer(names, short);
                    self.cuts.push((start + from..start + to, Mark::Field("byline")));
                }
                None => self.cuts.push((start + from..start + to, Mark::Drop("source"))),
            }
        }
        self.cuts.sort_by_key(|(range, _)| (range.start, range.end));
        let mut end = 0;
        self.cuts.retain(|(range, _)| {
            let fine = range.start >= end;
            end = if fine { range.end } else { end };
            fine
        });
    }

    /// Where in line `n` a teaser of another report starts that goes on to the line's end: "… itu. Baca juga: …".
    fn inline_teaser(&self, n: usize) -> Option<usize> {
        let line = &self.lines[n];
        let toks = &line.toks;
        (1..toks.len()).rev().take(40).find_map(|at| {
            let ends = toks[at - 1].text == "." || toks[at - 1].text == "”" || toks[at - 1].text == "\"";
            if !ends || toks[at].run == notula_language::junk::Run::Sign {
                return None;
            }
            let rest: Vec<rules::Tok> = toks[at..].to_vec();
            let text = self.line(n);
            let rule = rules::line(&text[toks[at].start..], &rest, |scope| scope == Scope::Line)?;
            let colon = rest.iter().take(4).any(|tok| tok.text == ":");
            (matches!(rule.reason, "read-also" | "embed") && colon).then_some(toks[at].start)
        })
    }

    fn finish(mut self) -> Page {
        let mended = self.mended;
        let mut out = Assembly::new(mended);
        let mut cuts = self.cuts.iter().peekable();
        let mut spans: Vec<(std::ops::Range<usize>, Mark)> = Vec::new();
        for n in 0..self.lines.len() {
            let range = self.lines[n].range.clone();
            if self.marks[n] != Mark::Keep {
                spans.push((range, self.marks[n]));
                continue;
            }
            let mut at = range.start;
            let mut opened = false;
            let mut piece = |from: usize, to: usize, out: &mut Assembly<'_>| {
                let text = &mended.text[from..to];
                let from = from + text.len() - text.trim_start().len();
                let to = from + text.trim().len();
                if from >= to {
                    return;
                }
                if opened || self.glued[n] && !out.text.is_empty() {
                    out.space(from);
                } else {
                    out.paragraph(from);
                }
                opened = true;
                out.push(from..to);
            };
            while let Some((cut, mark)) = cuts.next_if(|(cut, _)| cut.start < range.end) {
                piece(at, cut.start, &mut out);
                spans.push((cut.clone(), *mark));
                at = cut.end;
            }
            piece(at, range.end, &mut out);
        }
        self.page.text = out.text;
        self.page.paragraphs = out.paragraphs;
        self.page.source_map = out.map;
        for (range, mark) in spans {
            let (start, end) = (mended.raw(range.start), end_of(mended, &range));
            match mark {
                Mark::Field(kind) => self.page.fields.push(Field { start, end, kind }),
                Mark::Drop(reason) => push_dropped(&mut self.page.dropped, start, end, reason),
                Mark::Open | Mark::Keep => push_dropped(&mut self.page.dropped, start, end, "after the end"),
            }
        }
        for cut in &mended.cuts {
            push_dropped(&mut self.page.dropped, cut.start, cut.end, cut.reason);
        }
        self.page.dropped.sort_by_key(|dropped| (dropped.start, dropped.end));
        self.settle();
        self.page
    }

    /// Fields that depend on the whole.
    fn settle(&mut self) {
        if let Some((_, head)) = self.dateline.take() {
            if let Some(date) = head.date {
                let (value, year) = (date.iso(), date.year.is_some());
                let confidence = if year { 0.85 } else { 0.55 };
                self.page.published.push(PublishedCandidate {
                    value,
                    date,
                    basis: PublishedBasis::Dateline,
                    confidence,
                });
            }
            self.page.outlet = head.outlet.as_deref().map(outlet);
            self.page.dateline = Some(notula_record::Dateline { place: head.place, outlet: head.outlet });
        }
        let mut named: HashSet<String> = HashSet::new();
        self.page.authors.retain(|name| named.insert(name.to_lowercase()));
        if self.page.authors.is_empty() {
            self.page.authors = std::mem::take(&mut self.initials);
            let mut named: HashSet<String> = HashSet::new();
            self.page.authors.retain(|name| named.insert(name.to_lowercase()));
        }
        self.page.published.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        self.page.date_hints.sort();
        self.page.date_hints.dedup();
        self.page.language = notula_language::detect(&self.page.text).map(|(pack, _)| pack.code.to_owned());
    }
}

/// The end in the raw text of a stretch of the mended text: right after its last character.
fn end_of(mended: &Mended, range: &std::ops::Range<usize>) -> usize {
    match mended.text[range.clone()].chars().next_back() {
        // what follows the last character may have been mended together with it
        Some(last) => {
            let at = range.end - last.len_utf8();
            let next = mended.raw(range.end);
            let own = mended.raw(at) + 1;
            let cut = mended.cuts.partition_point(|cut| cut.start < own);
            if mended.cuts.get(cut).is_some_and(|cut| cut.start < next) { own } else { next.max(own) }
        }
        None => mended.raw(range.end),
    }
}

fn push_dropped(list: &mut Vec<Dropped>, start: usize, end: usize, reason: &str) {
    match list.last_mut() {
        // a run of lines with one reason is one stretch
        Some(last) if last.reason == reason && start >= last.end && start - last.end <= 2 => last.end = end,
        _ => list.push(Dropped { start, end, reason: reason.to_owned() }),
    }
}

/// The outlet with its domain, where known.
fn outlet(name: &str) -> Outlet {
    let known = notula_language::shared().imprints.outlets.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let domain = known
        .and_then(|(_, domain)| domain.map(str::to_owned))
        .or_else(|| dateline::is_domain(name).then(|| name.to_lowercase()));
    Outlet { name: Some(name.to_owned()), domain }
}

/// Whether `text` starts with a number as items of a list do: "1  Title", "2. Title".
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(text.len() - rest.len())) && [". ", ") ", "  "].iter().any(|gap| rest.starts_with(gap))
}

/// White space folded.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The closing initials or agency at the end of the report's last line, with their byte range.
fn trailing(text: &str) -> Option<(usize, usize, Option<(Vec<String>, bool)>)> {
    let end = text.trim_end_matches(['.', ' ', '*']).len();
    let open = match text[..end].chars().next_back()? {
        ')' => '(',
        ']' => '[',
        _ => {
            // an agency's name after the full stop
            let at = text.rfind(['.', '”', '"', '—', '–'])?;
            let sign = text[at..].chars().next()?;
            let name = text[at + sign.len_utf8()..].trim().trim_matches(['-', '–', '—', ' ']);
            let from = text.len() - text[at + sign.len_utf8()..].trim_start().len();
            let from = if matches!(sign, '—' | '–') { at } else { from };
            return (!name.is_empty()
                && name.split(' ').count() <= 2
                && dateline::is_outlet(name)
                && crate::line::closed(&text[..at + sign.len_utf8()]))
            .then_some((from, text.len(), None));
        }
    };
    let at = text[..end].rfind(open)?;
    if !crate::line::closed(&text[..at]) && at > 0 {
        return None;
    }
    let inner = text[at + 1..end - 1].trim();
    if dateline::is_outlet(inner) || inner.split('/').all(|part| dateline::is_outlet(part.trim())) {
        return Some((at, text.len(), None));
    }
    head::closer(&text[at..end]).map(|closer| (at, text.len(), Some(closer)))
}
