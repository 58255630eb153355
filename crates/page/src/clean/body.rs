//! Marks by place and look: the report's sentences, its own headings, and short lines that are none of it.

use std::collections::{HashMap, HashSet};

use notula_language::junk::{Run, Scope};

use super::{Cleaner, Mark, squeeze};
use crate::dateline;
use crate::dates;
use crate::head::{self, Closer};
use crate::line::Hint;
use crate::rules;

impl Cleaner<'_> {
    /// Decides on every line from the start of the report on.
    pub(super) fn body(&mut self, start: usize) {
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
        // headings before a list that the report ends with are the report's
        let listed = |&n: &usize| self.lines[n].hint != Hint::Heading && self.lines[n].links < 50;
        let tail = if self.chosen { open.iter().rposition(listed).unwrap_or(last).max(last) } else { last };
        let mut seen: HashMap<String, usize> = HashMap::new();
        for &n in &open {
            if self.prose(n) {
                *seen.entry(squeeze(self.line(n)).to_lowercase()).or_default() += 1;
            }
        }
        let mut said: HashSet<String> = HashSet::new();
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
            // "Pewarta: …" at the end of the report's own part
            let label = self.chosen && line.words <= 9 && text.contains(':') && !line.closed;
            // "By Ana Lind, The Courier" between the paragraphs
            let signed = |names: &[String]| {
                line.words <= 10 && !line.closed && !names.is_empty() && names.iter().all(|name| name.contains(' '))
            };
            if let Some(names) = head::byline(text).filter(|names| label || signed(names)) {
                self.closing.extend(names);
                self.marks[n] = Mark::Field("byline");
                continue;
            }
            // in the part of a page that was chosen, short lines and lists may end the report
            // a last sentence without its full stop, right after the others
            let goes_on = !self.chosen && at == last + 1 && self.unclosed(n);
            let rule =
                at > last && !goes_on && (!self.chosen || line.hint == Hint::Heading && at > tail || line.links >= 50);
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
            } else if self.cut_short(&open, at) {
                Mark::Drop("related")
            } else if self.prose(n) && line.cells < 4 {
                let folded = squeeze(text).to_lowercase();
                // what a page's own part says over and over is the report's: a question put to several people
                let least = if self.chosen { 14 } else { 6 };
                let often =
                    self.chosen && (line.hint == Hint::Item || seen.get(&folded).is_some_and(|&times| times > 2));
                if line.words >= least && !often && !said.insert(folded) { Mark::Drop("repeated") } else { Mark::Keep }
            } else {
                self.short(n, &open, at, title.as_deref())
            };
        }
    }

    /// Whether the line is a sentence that lacks its full stop: small words, a verb, a comma or quotation mark.
    pub(super) fn unclosed(&self, n: usize) -> bool {
        let line = &self.lines[n];
        let text = self.line(n);
        line.words >= 8
            && line.verb
            && line.capitals < 45
            && line.cells < 2
            && !line.bullet
            && (text.contains(", ") || text.contains(['"', '“', '”']))
            && !text.contains(['|', '@', '#'])
    }

    /// Drops what is told about the report's own author at its end: one of the last lines that starts with the name,
    /// which stands nowhere in the text before it.
    pub(super) fn drop_vita(&mut self) {
        for name in self.page.authors.clone().iter().filter(|name| name.contains(' ')) {
            let kept: Vec<usize> = (0..self.lines.len()).filter(|&n| self.marks[n] == Mark::Keep).collect();
            let named = |n: usize| self.line(n).to_lowercase().contains(&name.to_lowercase());
            let starts = |n: usize| self.line(n).get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
            let Some(first) = kept.iter().position(|&n| named(n)) else { continue };
            let last = if self.chosen { 4 } else { 1 };
            if starts(kept[first]) && first >= 3 && first + last >= kept.len() {
                self.marks[kept[first]] = Mark::Drop("author");
            }
        }
    }

    /// Whether the line is one of several in a row that break off with dots: leads of other reports.
    pub(super) fn cut_short(&self, open: &[usize], at: usize) -> bool {
        let dots = |at: Option<usize>| {
            at.and_then(|at| open.get(at)).is_some_and(|&n| {
                let text = self.line(n);
                (text.ends_with('…') || text.ends_with("...")) && !text.starts_with(['"', '“'])
            })
        };
        dots(Some(at)) && (dots(at.checked_sub(1)) || dots(Some(at + 1)))
    }

    /// A short line between two sentences of the report: a heading of its own, or junk.
    pub(super) fn short(&self, n: usize, open: &[usize], at: usize, title: Option<&str>) -> Mark {
        let line = &self.lines[n];
        let text = self.line(n);
        if title.is_some_and(|title| squeeze(text).eq_ignore_ascii_case(title)) {
            return Mark::Drop("repeated");
        }
        if self.chosen {
            // what stands in the report's own part is junk only where it is made of links
            return match line.hint {
                _ if line.links >= 60 => Mark::Drop("related"),
                Hint::Heading if open.get(at + 1).is_none() => Mark::Drop("related"),
                _ => Mark::Keep,
            };
        }
        if text.split_whitespace().all(|word| word.starts_with(['#', '@'])) {
            return Mark::Drop("tags");
        }
        if !text.contains(char::is_alphabetic) {
            return Mark::Drop("numbers");
        }
        if line.cells >= 3 || line.cells == 2 && line.words <= 12 && !line.closed {
            return Mark::Drop("navigation");
        }
        // a post of a network that the report shows: its text, then "— Name (@account) date"
        let signed = |n: usize| {
            let text = self.line(n);
            text.starts_with(['—', '–', '-']) && text.contains("(@")
        };
        if signed(n) || open.get(at + 1).is_some_and(|&next| signed(next)) {
            return Mark::Keep;
        }
        let found = dates::find(text);
        if found.iter().map(|date| date.range.len()).sum::<usize>() * 3 > text.len() {
            return Mark::Drop("date");
        }
        if let Some(rule) = rules::line(text, &line.toks, |scope| scope == Scope::Tail) {
            return Mark::Drop(rule.reason);
        }
        if self.unclosed(n) {
            return Mark::Keep;
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
    pub(super) fn trim(&mut self) {
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
        for &n in &kept {
            let start = self.lines[n].range.start;
            match trailing(self.line(n)) {
                Some((from, to, Some(closer))) => {
                    self.take_closer(closer);
                    self.cuts.push((start + from..start + to, Mark::Field("byline")));
                }
                Some((from, to, None)) if Some(&n) == kept.last() => {
                    self.cuts.push((start + from..start + to, Mark::Drop("source")));
                }
                _ => {}
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
    pub(super) fn inline_teaser(&self, n: usize) -> Option<usize> {
        let line = &self.lines[n];
        let toks = &line.toks;
        (1..toks.len()).rev().take(40).find_map(|at| {
            let ends = toks[at - 1].text == "." || toks[at - 1].text == "”" || toks[at - 1].text == "\"";
            if !ends || toks[at].run == Run::Sign {
                return None;
            }
            let rest: Vec<rules::Tok> = toks[at..].to_vec();
            let text = self.line(n);
            let rule = rules::line(&text[toks[at].start..], &rest, |scope| scope == Scope::Line)?;
            let colon = rest.iter().take(4).any(|tok| tok.text == ":");
            (matches!(rule.reason, "read-also" | "embed") && colon).then_some(toks[at].start)
        })
    }
}

/// The closing initials or agency at the end of the report's last line, with their byte range.
fn trailing(text: &str) -> Option<(usize, usize, Option<Closer>)> {
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
