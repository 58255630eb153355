//! From marks to the page.

use std::collections::HashSet;
use std::ops::Range;

use notula_record::{Dropped, Outlet, PublishedBasis};

use super::{Cleaner, Mark, squeeze};
use crate::assemble::Assembly;
use crate::dateline;
use crate::mend::Mended;
use crate::page::{Field, Page, PublishedCandidate};

impl Cleaner<'_> {
    pub(super) fn finish(mut self) -> Page {
        let mended = self.mended;
        let mut out = Assembly::new(mended);
        let mut cuts = self.cuts.iter().peekable();
        let mut spans: Vec<(Range<usize>, Mark)> = Vec::new();
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
                Mark::Field("caption") if self.page.about.caption.is_none() => {
                    self.page.about.caption = Some(squeeze(&mended.text[range]));
                    self.page.fields.push(Field { start, end, kind: "caption" });
                }
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
    pub(super) fn settle(&mut self) {
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
        for fallback in [std::mem::take(&mut self.closing), std::mem::take(&mut self.initials)] {
            if self.page.authors.is_empty() {
                self.page.authors = fallback;
            }
        }
        let mut named: HashSet<String> = HashSet::new();
        self.page.authors.retain(|name| named.insert(name.to_lowercase()));
        self.page.published.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        self.page.date_hints.sort();
        self.page.date_hints.dedup();
        self.page.language = notula_language::detect(&self.page.text).map(|(pack, _)| pack.code.to_owned());
    }
}

/// The end in the raw text of a stretch of the mended text: right after its last character.
fn end_of(mended: &Mended, range: &Range<usize>) -> usize {
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
