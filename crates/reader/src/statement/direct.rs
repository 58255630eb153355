//! Quotations and who says them.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};
use notula_record::StatementKind;

use super::attribution::Attribution;
use super::beside::Found;
use super::hit::{Ctx, WINDOW};
use crate::token::Kind;

/// The attributions of quotations, in order, and for each token whether one of them has used it.
pub(super) fn read(ctx: &Ctx) -> (Vec<Attribution>, Vec<bool>) {
    let mut reader = Reader { ctx, out: Vec::new(), used: vec![false; ctx.doc.tokens.len()] };
    let mut n = 0;
    while n < ctx.doc.quotes.len() {
        n = reader.quotation(n);
    }
    (reader.out, reader.used)
}

pub(super) struct Reader<'c, 'a> {
    pub(super) ctx: &'c Ctx<'a>,
    pub(super) out: Vec<Attribution>,
    pub(super) used: Vec<bool>,
}

impl Reader<'_, '_> {
    /// Reads the quotation `first` and those that go on from it; returns the next one to read.
    pub(super) fn quotation(&mut self, first: usize) -> usize {
        let doc = self.ctx.doc;
        let mut last = first;
        while doc.quotes[last].goes_on && last + 1 < doc.quotes.len() && last < first + 40 {
            last += 1;
        }
        let pieces: Vec<usize> = (first..=last).filter(|&n| !doc.quotes[n].tokens.is_empty()).collect();
        if pieces.is_empty() || self.title(first) {
            return last + 1;
        }
        let open = doc.quotes[first].tokens.start - 1;
        let close = doc.quotes[last].tokens.end;
        let left = self.left_context(first, open);
        let right = self.right_context(last, close);
        let words = doc.quotes[first].tokens.clone().filter(|&n| self.ctx.kind(n) == Some(Kind::Word)).count();
        let speech = self.ends_like_speech(last, close);
        let opens = left.start <= doc.sentence(open).start;
        let alone = opens && (left.is_empty() || self.only_link(left.clone()));

        let loose = !self.ctx.quoted(doc.quotes[first].tokens.start);
        if loose && alone && self.attributes(doc.quotes[first].tokens.clone()) {
            return last + 1;
        }
        let found = if alone && (speech || words >= 4) { self.on_the_right(&right, speech, words) } else { None };
        let found = found.or_else(|| self.on_the_left(&left, &right, words, speech));
        // "W. would decide after the vote, "if there is one", an official said": a part of what the official said
        let part = !alone
            && found.as_ref().is_some_and(|f| !matches!(f.kind, CueKind::Say | CueKind::Write))
            && self.on_the_right(&right, false, words).is_some();
        match found.filter(|_| !part) {
            Some(found) => {
                let content = pieces.iter().map(|&n| self.content(n)).filter(|c| !c.is_empty()).collect();
                self.used[found.tokens.clone()].fill(true);
                let end = found.tokens.end;
                self.push(found, content, None);
                self.second_piece(last, end)
            }
            None if alone && self.rest_is_empty(&right) && words >= 2 => {
                self.without_attribution(&pieces, left.start.min(open), speech, words);
                last + 1
            }
            None => last + 1,
        }
    }

    /// Whether a cue stands in the tokens of a quotation that was never closed: its words end before that.
    fn attributes(&self, tokens: Range<usize>) -> bool {
        let ctx = self.ctx;
        ctx.hits_in(tokens).take(20).any(|h| ctx.hits[h].has(CueFrame::Trail))
    }

    /// Whether the quotation is the name of a book, a show, a paper: capitals throughout.
    pub(super) fn title(&self, quote: usize) -> bool {
        let doc = self.ctx.doc;
        let words = doc.quotes[quote].tokens.clone().filter(|&n| self.ctx.kind(n) == Some(Kind::Word));
        let mut capital = 0;
        let mut lower = 0;
        for n in words.take(WINDOW) {
            if self.ctx.capital(n) {
                capital += 1;
            } else if self.ctx.finite(n) || doc.word(n).chars().count() > 4 {
                lower += 1;
            }
        }
        capital >= 2 && lower == 0 && capital <= 10
    }

    pub(super) fn push(&mut self, found: Found, content: Vec<Range<usize>>, continues: Option<usize>) {
        self.out.push(Attribution {
            source: found.source,
            cue: found.cue,
            kind: found.kind,
            told: StatementKind::Direct,
            content,
            via: found.via,
            addressee: found.addressee,
            around: found.tokens,
            continues,
            score: found.score,
            why: vec![found.why],
        });
    }

    /// The bytes between the marks, without white space.
    pub(super) fn content(&self, quote: usize) -> Range<usize> {
        let range = self.ctx.doc.quotes[quote].content.clone();
        super::attribution::trim(self.ctx.doc.text, range)
    }

    /// Tokens of the sentence before the opening mark, after an earlier quotation.
    pub(super) fn left_context(&self, quote: usize, open: usize) -> Range<usize> {
        let doc = self.ctx.doc;
        let mut start = doc.sentence(open).start.max(open.saturating_sub(WINDOW));
        if let Some(before) = quote.checked_sub(1).map(|n| &doc.quotes[n]) {
            start = start.max((before.tokens.end + 1).min(open));
        }
        start..open
    }

    /// Tokens of the sentence after the closing mark, before a later quotation.
    pub(super) fn right_context(&self, quote: usize, close: usize) -> Range<usize> {
        let doc = self.ctx.doc;
        if !doc.quotes[quote].closed || close + 1 >= doc.tokens.len() {
            return close..close;
        }
        let mut start = close + 1;
        let mut end = doc.sentence(close).end.max(start);
        if end == start {
            // the sentence ends inside the quotation: a short attribution may stand in the next
            let next = doc.sentence(start);
            let same = self.same_paragraph(close, start);
            let comma = close.checked_sub(1).is_some_and(|n| self.ctx.comma(n));
            if same || comma {
                end = next.end;
            }
            if same && doc.text.get(doc.tokens[close].end as usize..).is_some_and(|t| t.starts_with('\n')) {
                end = start;
            }
        }
        if let Some(after) = doc.quotes.get(quote + 1) {
            end = end.min(after.tokens.start.saturating_sub(1)).max(start);
        }
        if start > end {
            start = end;
        }
        start..end.min(start + WINDOW)
    }

    pub(super) fn same_paragraph(&self, a: usize, b: usize) -> bool {
        let doc = self.ctx.doc;
        let (Some(a), Some(b)) = (doc.tokens.get(a), doc.tokens.get(b)) else { return false };
        !doc.text[a.end as usize..(b.start as usize).max(a.end as usize)].contains('\n')
    }

    /// Whether what stands between the marks ends as speech does: with a mark, or one right after it.
    pub(super) fn ends_like_speech(&self, quote: usize, close: usize) -> bool {
        let doc = self.ctx.doc;
        let inside = doc.quotes[quote].content.end;
        let ends = doc.text[..inside].trim_end().ends_with([',', '.', '!', '?', '…']);
        ends || doc.quotes[quote].closed && self.ctx.comma(close + 1)
    }

    pub(super) fn only_link(&self, left: Range<usize>) -> bool {
        left.len() <= 4
            && left.clone().all(|n| {
                self.ctx.comma(n)
                    || self.ctx.is(Near::Link, n)
                    || matches!(self.ctx.kind(n), Some(Kind::Mark)) && !self.ctx.doc.is_mark(n, ":")
            })
    }

    pub(super) fn rest_is_empty(&self, right: &Range<usize>) -> bool {
        right.clone().all(|n| self.ctx.kind(n) == Some(Kind::Mark)) || !self.same_sentence(right)
    }

    pub(super) fn same_sentence(&self, right: &Range<usize>) -> bool {
        let doc = self.ctx.doc;
        right.start == 0 || doc.sentence_of(right.start) == doc.sentence_of(right.start - 1)
    }

    /// The quotation after an attribution in the same sentence is the statement's second piece; returns the next to read.
    pub(super) fn second_piece(&mut self, last: usize, end: usize) -> usize {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let Some(next) = doc.quotes.get(last + 1).filter(|q| !q.tokens.is_empty()) else { return last + 1 };
        let open = next.tokens.start - 1;
        if doc.sentence_of(open) != doc.sentence_of(end.saturating_sub(1).min(open)) || end > open || open - end > 40 {
            return last + 1;
        }
        if doc.quotes[last].tokens.end >= end {
            return last + 1;
        }
        let gap = end..open;
        // only a comma, a colon or "and" between, or an adjunct that a comma closes
        let plain = gap.clone().all(|n| {
            ctx.kind(n) == Some(Kind::Mark) || ctx.any(n, &[Class::Conjunction, Class::Contrast]) || self.used[n]
        });
        let closed = !gap.is_empty() && ctx.comma(open - 1) && ctx.hits_in(gap.clone()).is_empty() && gap.len() < 16;
        let lower = doc.tokens.get(open + 1).is_some_and(|t| !t.capital);
        if !(plain || closed || ctx.comma(open.saturating_sub(1)) && lower && ctx.hits_in(gap).is_empty()) {
            return last + 1;
        }
        let content = self.content(last + 1);
        if let Some(statement) = self.out.last_mut()
            && !content.is_empty()
        {
            statement.content.push(content);
            return last + 2;
        }
        last + 1
    }

    /// A quotation that stands alone goes on from what was said before it.
    pub(super) fn without_attribution(&mut self, pieces: &[usize], start: usize, speech: bool, words: usize) {
        let doc = self.ctx.doc;
        if !speech && words < 8 {
            return;
        }
        let content: Vec<_> = pieces.iter().map(|&n| self.content(n)).filter(|c| !c.is_empty()).collect();
        if content.is_empty() {
            return;
        }
        let same = self.out.len().checked_sub(1).filter(|&n| {
            let end = self.out[n].content.last().map_or(0, |c| c.end);
            end <= content[0].start && !doc.text[end..content[0].start].contains('\n')
        });
        let alone_line = !doc.text[content.last().map_or(0, |c| c.end)..]
            .split('\n')
            .next()
            .unwrap_or("")
            .chars()
            .any(char::is_alphanumeric);
        if same.is_none() && !alone_line && words < 6 {
            return;
        }
        self.out.push(Attribution {
            source: None,
            cue: None,
            kind: CueKind::Say,
            told: StatementKind::Direct,
            content,
            via: None,
            addressee: None,
            around: start..start,
            continues: same,
            score: if same.is_some() { 0.88 } else { 0.7 },
            why: vec!["quotation that goes on".into()],
        });
    }
}
