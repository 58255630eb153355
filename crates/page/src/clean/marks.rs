//! Marks by rule: what the packs name, which lines go on in others, where the report ends.

use notula_language::junk::{Piece, Run, Scope};

use super::{Cleaner, Mark};
use crate::dates;
use crate::head::{self, Closer};
use crate::line::{Hint, Line};
use crate::rules;
use crate::wrap;

impl Cleaner<'_> {
    /// Marks what the packs' rules name.
    pub(super) fn apply_rules(&mut self) {
        let mut n = 0;
        while n < self.lines.len() {
            let text = self.line(n);
            let line = &self.lines[n];
            let opens = self.dateline.as_ref().is_some_and(|(at, _)| *at == n);
            if !line.toks.iter().any(|tok| tok.run != Run::Sign) {
                self.marks[n] = Mark::Drop("separator");
            } else if slug(text) {
                self.marks[n] = Mark::Drop("link");
            } else if !opens {
                let rule = rules::line(text, &line.toks, |scope| {
                    matches!(scope, Scope::Line | Scope::List | Scope::End | Scope::Caption | Scope::Hand)
                });
                // words of a rule inside a sentence of the report's own part do not make it junk, but near its end
                let inside = self.chosen && line.prose() && line.words >= 30 && n + 4 < self.lines.len();
                let rule = rule.filter(|rule| !inside || rule.pattern.first() != Some(&Piece::Any));
                if let Some(rule) = rule {
                    self.marks[n] = match rule.scope {
                        Scope::Caption if line.closed && line.words > 45 => Mark::Open,
                        Scope::Caption => Mark::Field("caption"),
                        _ => Mark::Drop(rule.reason),
                    };
                    if matches!(rule.reason, "image-link" | "link") {
                        dates::stamps(text, &mut self.page.date_hints);
                    }
                    if self.chosen
                        && line.words <= 6
                        && (rule.scope == Scope::List || matches!(rule.reason, "read-also" | "related"))
                        && self.ends(n + 1)
                    {
                        for after in n + 1..self.lines.len() {
                            self.marks[after] = Mark::Drop("related");
                        }
                        return;
                    }
                    if rule.scope == Scope::List || rule.reason == "read-also" && line.words <= 2 {
                        n = self.drop_list(n + 1);
                        continue;
                    }
                } else if line.links >= 90 && line.words >= 4 && (!line.prose() || line.links >= 98) {
                    self.marks[n] = Mark::Drop("related");
                } else if line.hint == Hint::Caption {
                    self.marks[n] = Mark::Field("caption");
                }
            }
            n += 1;
        }
    }

    /// Whether little of the running text stands from line `from` on: what a heading of other reports opens there is
    /// theirs up to the end.
    fn ends(&self, from: usize) -> bool {
        let prose = |range: std::ops::Range<usize>| -> usize {
            self.lines[range].iter().filter(|line| line.prose()).map(|line| line.range.len()).sum()
        };
        prose(from.min(self.lines.len())..self.lines.len()) * 4 <= prose(0..self.lines.len())
    }

    /// Drops the teasers under a heading from line `n` on; the first line that is none.
    pub(super) fn drop_list(&mut self, mut n: usize) -> usize {
        let item = |line: &Line| line.bullet || line.hint == Hint::Item || numbered(&self.text[line.range.clone()]);
        let bullets = self.lines.get(n).is_some_and(item);
        while let Some(line) = self.lines.get(n) {
            let teaser = if self.chosen {
                item(line) || line.links >= 60
            } else if bullets {
                item(line)
            } else {
                !line.prose() || line.capitals >= 75 && line.words <= 18 && !self.line(n).ends_with('.')
            };
            if !teaser || self.dateline.as_ref().is_some_and(|(at, _)| *at == n) {
                break;
            }
            // the report goes on, though a full stop is missing
            if !bullets && !self.chosen && self.unclosed(n) && line.capitals < 30 {
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
    pub(super) fn glue(&mut self) {
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
                self.glued[n] = wrap::goes_on(&self.lines[last], &self.lines[n], self.text, width, self.glued[last]);
            }
            last = Some(n);
        }
    }

    /// Finds where the report ends: the desk's initials, credits or the copyright line. All after it is dropped.
    pub(super) fn close(&mut self) {
        let total: usize = (0..self.lines.len())
            .filter(|&n| self.marks[n] == Mark::Open && self.lines[n].prose())
            .map(|n| self.lines[n].range.len())
            .sum();
        // fifths of the text after which a mark of the end is believed
        let least = if self.chosen { 4 } else { 2 };
        let mut seen = 0;
        for n in 0..self.lines.len() {
            let text = self.line(n);
            if self.marks[n] == Mark::Open {
                if let Some(closer) = head::closer(text).filter(|_| self.lines[n].words <= 8) {
                    self.take_closer(closer);
                    self.marks[n] = Mark::Field("byline");
                    if seen * 5 >= total * least {
                        self.drop_rest(n + 1);
                        return;
                    }
                } else if self.lines[n].prose() {
                    seen += self.lines[n].range.len();
                }
            } else if matches!(self.marks[n], Mark::Drop("copyright" | "end"))
                && seen * 10 >= total * if self.chosen && self.lines[n].words > 14 { 8 } else { 5 }
                && seen > 0
            {
                self.drop_rest(n + 1);
                return;
            }
        }
    }

    /// Drops the tail where headings and leads of other reports take turns: at least four short lines, and no fewer
    /// than sentences, after most of the text.
    pub(super) fn close_tail(&mut self, start: usize) {
        let open = |n: usize| self.marks[n] == Mark::Open && !self.glued[n];
        let total: usize =
            (start..self.lines.len()).filter(|&n| open(n) && self.prose(n)).map(|n| self.lines[n].range.len()).sum();
        let (mut short, mut prose, mut after, mut run) = (0i32, 0i32, 0, (0, 0));
        // where the short lines outnumber the sentences most
        let mut cut: Option<(i32, usize)> = None;
        for n in (start..self.lines.len()).rev().filter(|&n| open(n)) {
            let line = &self.lines[n];
            if self.prose(n) {
                prose += 1;
                after += line.range.len();
                // several sentences in a row are the report
                run = (run.0 + 1, run.1 + line.range.len());
                if run.0 >= 3 && run.1 >= 300 || run.0 >= 2 && run.1 >= 500 {
                    break;
                }
            } else if !line.bullet {
                run = (0, 0);
                short += 1;
                let lead = short - prose;
                if short >= 4 && lead >= 0 && after * 2 <= total && cut.is_none_or(|(most, _)| lead > most) {
                    cut = Some((lead, n));
                }
            }
            if after * 2 > total {
                break;
            }
        }
        if let Some((_, n)) = cut {
            self.drop_rest(n);
        }
    }

    pub(super) fn take_closer(&mut self, closer: Closer) {
        if closer.initials { &mut self.initials } else { &mut self.closing }.extend(closer.names);
    }

    pub(super) fn drop_rest(&mut self, from: usize) {
        for n in from..self.lines.len() {
            if self.marks[n] == Mark::Open {
                dates::stamps(self.line(n), &mut self.page.date_hints);
                self.marks[n] = Mark::Drop("after the end");
            }
        }
    }
}

/// Whether `text` starts with a number as items of a list do: "1  Title", "2. Title".
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(text.len() - rest.len())) && [". ", ") ", "  "].iter().any(|gap| rest.starts_with(gap))
}

/// Whether `text` is an address's last part: "menteri-bertemu-di-kota-aru".
fn slug(text: &str) -> bool {
    text.bytes().filter(|&b| b == b'-').count() >= 3
        && text.len() >= 20
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/'))
}
