//! Quotations and who says them.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};
use notula_record::StatementKind;

use super::attribution::Attribution;
use super::hit::{Ctx, Hit, WINDOW};
use crate::token::Kind;

/// The attribution found next to a quotation; ranges of tokens.
struct Found {
    source: Option<Range<usize>>,
    cue: Option<Range<usize>>,
    kind: CueKind,
    /// The whole attribution.
    tokens: Range<usize>,
    via: Option<Range<usize>>,
    addressee: Option<Range<usize>>,
    score: f32,
    why: String,
}

/// The attributions of quotations, in order, and for each token whether one of them has used it.
pub(super) fn read(ctx: &Ctx) -> (Vec<Attribution>, Vec<bool>) {
    let mut reader = Reader { ctx, out: Vec::new(), used: vec![false; ctx.doc.tokens.len()] };
    let mut n = 0;
    while n < ctx.doc.quotes.len() {
        n = reader.quotation(n);
    }
    (reader.out, reader.used)
}

struct Reader<'c, 'a> {
    ctx: &'c Ctx<'a>,
    out: Vec<Attribution>,
    used: Vec<bool>,
}

impl Reader<'_, '_> {
    /// Reads the quotation `first` and those that go on from it; returns the next one to read.
    fn quotation(&mut self, first: usize) -> usize {
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
        let words = doc.quotes[first].tokens.clone().filter(|&n| doc.tokens[n].kind == Kind::Word).count();
        let speech = self.ends_like_speech(last, close);
        let alone = left.is_empty() || self.only_link(left.clone());

        let found = if alone && (speech || words >= 4) { self.on_the_right(&right, speech, words) } else { None };
        let found = found.or_else(|| self.on_the_left(&left, &right, words));
        match found {
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

    /// Whether the quotation is the name of a book, a show, a paper: capitals throughout.
    fn title(&self, quote: usize) -> bool {
        let doc = self.ctx.doc;
        let words = doc.quotes[quote].tokens.clone().filter(|&n| doc.tokens[n].kind == Kind::Word);
        let mut capital = 0;
        let mut lower = 0;
        for n in words.take(WINDOW) {
            if doc.tokens[n].capital {
                capital += 1;
            } else if self.ctx.finite(n) || doc.word(n).chars().count() > 4 {
                lower += 1;
            }
        }
        capital >= 2 && lower == 0 && capital <= 10
    }

    fn push(&mut self, found: Found, content: Vec<Range<usize>>, continues: Option<usize>) {
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
    fn content(&self, quote: usize) -> Range<usize> {
        let range = self.ctx.doc.quotes[quote].content.clone();
        super::attribution::trim(self.ctx.doc.text, range)
    }

    /// Tokens of the sentence before the opening mark, after an earlier quotation.
    fn left_context(&self, quote: usize, open: usize) -> Range<usize> {
        let doc = self.ctx.doc;
        let mut start = doc.sentence(open).start.max(open.saturating_sub(WINDOW));
        if let Some(before) = quote.checked_sub(1).map(|n| &doc.quotes[n]) {
            start = start.max((before.tokens.end + 1).min(open));
        }
        start..open
    }

    /// Tokens of the sentence after the closing mark, before a later quotation.
    fn right_context(&self, quote: usize, close: usize) -> Range<usize> {
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

    fn same_paragraph(&self, a: usize, b: usize) -> bool {
        let doc = self.ctx.doc;
        let (Some(a), Some(b)) = (doc.tokens.get(a), doc.tokens.get(b)) else { return false };
        !doc.text[a.end as usize..(b.start as usize).max(a.end as usize)].contains('\n')
    }

    /// Whether what stands between the marks ends as speech does: with a mark, or one right after it.
    fn ends_like_speech(&self, quote: usize, close: usize) -> bool {
        let doc = self.ctx.doc;
        let inside = doc.quotes[quote].content.end;
        let ends = doc.text[..inside].trim_end().ends_with([',', '.', '!', '?', '…']);
        ends || doc.quotes[quote].closed && self.ctx.comma(close + 1)
    }

    fn only_link(&self, left: Range<usize>) -> bool {
        left.len() <= 4
            && left.clone().all(|n| {
                self.ctx.comma(n)
                    || self.ctx.is(Near::Link, n)
                    || matches!(self.ctx.doc.tokens[n].kind, Kind::Mark) && !self.ctx.doc.is_mark(n, ":")
            })
    }

    fn rest_is_empty(&self, right: &Range<usize>) -> bool {
        let doc = self.ctx.doc;
        right.clone().all(|n| doc.tokens[n].kind == Kind::Mark) || !self.same_sentence(right)
    }

    fn same_sentence(&self, right: &Range<usize>) -> bool {
        let doc = self.ctx.doc;
        right.start == 0 || doc.sentence_of(right.start) == doc.sentence_of(right.start - 1)
    }

    /// An attribution after the quotation: "…," X said; "…," kata X; "…," ujarnya.
    fn on_the_right(&self, right: &Range<usize>, speech: bool, words: usize) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let same = self.same_sentence(right);
        let mut at = right.start;
        while at < right.end && doc.tokens[at].kind == Kind::Mark && !doc.is_mark(at, "(") {
            at += 1;
        }
        let first = at;
        let hits = ctx.hits_in(at..right.end.min(at + 45));
        for h in hits {
            let hit = &ctx.hits[h];
            let found = match hit.cue.kind {
                CueKind::Source if hit.tokens.start == first => self.source_cue(hit, right.end),
                CueKind::Source => None,
                CueKind::Noun => self.verdict(hit, first, right.end),
                CueKind::Carrier => self.carrier(hit, first, right.end),
                _ if !hit.has(CueFrame::Quote) || hit.infinitive => None,
                _ => self.said(hit, first, right.end),
            };
            let Some(mut found) = found else {
                if ctx.comma(hit.tokens.start.saturating_sub(1)) && hit.tokens.start > first + 1 {
                    continue;
                }
                continue;
            };
            if !same {
                // "…?" Trump asked. — nothing but the attribution may stand in that sentence
                let rest = ctx.adjuncts(found.tokens.end, right.end, hit.has(CueFrame::Addressee));
                if !ctx.stops(rest.next, right.end) || doc.has(rest.next, Class::Complementizer) {
                    return None;
                }
                found.score -= 0.08;
            }
            if !speech && words < 6 {
                found.score -= 0.1;
            }
            return Some(found);
        }
        if let Some(found) = self.dash(right) {
            return Some(found);
        }
        if !(same && speech && words >= 4) {
            return None;
        }
        // no cue: "…," she smiled
        let source = ctx.phrase_from(first, right.end)?;
        let named = ctx.mentions.outer_in(source.clone()).next().is_some() || source.len() <= 3;
        named.then(|| Found {
            tokens: first..source.end,
            cue: None,
            source: Some(source),
            kind: CueKind::Say,
            via: None,
            addressee: None,
            score: 0.55,
            why: "quotation before a noun phrase".into(),
        })
    }

    /// "…" – X: a dash before the name that ends the line.
    fn dash(&self, right: &Range<usize>) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let dash = doc.tokens.get(right.start).filter(|t| t.kind == Kind::Mark)?;
        if !matches!(&doc.text[dash.bytes()], "-" | "–" | "—" | "―") {
            return None;
        }
        let mut at = right.start + 1;
        while at < right.end && doc.tokens[at].kind == Kind::Mark {
            at += 1;
        }
        let source = ctx.phrase_from(at, right.end)?;
        let rest = source.end..right.end.min(source.end + 30);
        (doc.tokens[source.start].capital && !rest.clone().any(|n| ctx.finite(n))).then(|| Found {
            cue: Some(right.start..right.start + 1),
            kind: CueKind::Say,
            tokens: right.start..source.end,
            source: Some(source),
            via: None,
            addressee: None,
            score: 0.75,
            why: "dash after a quotation".into(),
        })
    }

    /// A verb of speech with its speaker before or after it, where the attribution starts at `first`.
    fn said(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
        let ctx = self.ctx;
        let at_once = hit.tokens.start <= first + 1
            && (first..hit.tokens.start).all(|n| ctx.doc.has(n, Class::Adverb) || ctx.is(Near::Link, n));
        let mut stop = hit.tokens.end;
        let (source, score) = if at_once && hit.enclitic {
            (None, 0.93)
        } else if at_once {
            let phrase = ctx.phrase_from(hit.tokens.end, end)?;
            stop = phrase.end;
            (Some(phrase), 0.95)
        } else {
            let subject = ctx.subject_before(hit.tokens.start, first)?;
            if subject.start > first + 2 && !(first..subject.start).all(|n| !ctx.verb(n)) {
                return None;
            }
            (Some(subject), 0.95)
        };
        let adjuncts = ctx.adjuncts(stop, end, hit.has(CueFrame::Addressee));
        let score = if hit.cue.kind == CueKind::Say { score } else { score - 0.03 };
        let tail = if ctx.comma(adjuncts.next) { ctx.aside(adjuncts.next, end) } else { None };
        Some(Found {
            source,
            cue: Some(hit.tokens.clone()),
            kind: hit.cue.kind,
            tokens: first..tail.as_ref().map_or(adjuncts.next, |t| t.1),
            via: adjuncts.via.or(tail.map(|t| t.0)),
            addressee: adjuncts.addressee,
            score,
            why: hit.cue.place.clone(),
        })
    }

    /// "…," according to X.
    fn source_cue(&self, hit: &Hit, end: usize) -> Option<Found> {
        let source = if hit.enclitic { None } else { Some(self.ctx.phrase_from(hit.tokens.end, end)?) };
        let stop = source.as_ref().map_or(hit.tokens.end, |s| s.end);
        Some(Found {
            tokens: hit.tokens.start..stop,
            source,
            cue: Some(hit.tokens.clone()),
            kind: hit.cue.kind,
            via: None,
            addressee: None,
            score: 0.88,
            why: hit.cue.place.clone(),
        })
    }

    /// "…" was X's verdict.
    fn verdict(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if !doc.has(first, Class::Copula) || hit.tokens.start > first + 12 {
            return None;
        }
        let owner =
            doc.has(hit.tokens.start.checked_sub(1)?, Class::PossessiveMark) || doc.has(first + 1, Class::Possessive);
        let (source, stop) = if owner {
            let end = if doc.has(hit.tokens.start - 1, Class::PossessiveMark) {
                hit.tokens.start - 1
            } else {
                hit.tokens.start
            };
            (ctx.phrase_ending(end, first + 1)?, hit.tokens.end)
        } else {
            let mut at = hit.tokens.end;
            if doc.has(at, Class::Genitive) || doc.has(at, Class::Origin) {
                at += 1;
            }
            let phrase = ctx.phrase_from(at, end)?;
            (phrase.clone(), phrase.end)
        };
        Some(Found {
            source: Some(source),
            cue: Some(hit.tokens.clone()),
            kind: hit.cue.kind,
            tokens: first..stop,
            via: None,
            addressee: None,
            score: 0.8,
            why: hit.cue.place.clone(),
        })
    }

    /// '…' Bernama quoted him as saying; "…," dikutip Reuters.
    fn carrier(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
        let ctx = self.ctx;
        let before = (hit.tokens.start > first).then(|| ctx.subject_before(hit.tokens.start, first)).flatten();
        let after = ctx.phrase_from(hit.tokens.end, end);
        let (source, via) = match (before, after) {
            (Some(outlet), Some(speaker)) if hit.has(CueFrame::Addressee) => (Some(speaker), Some(outlet)),
            (Some(outlet), _) => (Some(outlet), None),
            (None, Some(outlet)) => (None, Some(outlet)),
            (None, None) => return None,
        };
        let stop = [&source, &via].into_iter().flatten().map(|r| r.end).max().unwrap_or(0).max(hit.tokens.end);
        Some(Found {
            source,
            cue: Some(hit.tokens.clone()),
            kind: CueKind::Say,
            tokens: first..ctx.adjuncts(stop, end, false).next,
            via,
            addressee: None,
            score: 0.75,
            why: hit.cue.place.clone(),
        })
    }

    /// An attribution before the quotation: X said, "…"; X said: "…"; X mengatakan bahwa "…".
    fn on_the_left(&self, left: &Range<usize>, right: &Range<usize>, words: usize) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let open = left.end;
        let last = open.checked_sub(1).filter(|n| left.contains(n))?;
        let colon = doc.is_mark(last, ":");
        let comma = ctx.comma(last);
        let that = doc.has(last, Class::Complementizer);
        let goes_on = self.clause_goes_on(right);
        if goes_on && !colon && !comma {
            return None;
        }
        for h in ctx.hits_in(left.clone()).rev().take(4) {
            let hit = &ctx.hits[h];
            if !(hit.has(CueFrame::Quote) || that && hit.has(CueFrame::That))
                || hit.tokens.end > open
                || hit.cue.kind == CueKind::Noun
            {
                continue;
            }
            if ctx.hit(hit.tokens.start) == Some(h) && self.used[hit.tokens.start] {
                continue;
            }
            let speaker_after = hit.has(CueFrame::Inverted) && !hit.enclitic && hit.tokens.end < open;
            let phrase = if speaker_after { ctx.phrase_from(hit.tokens.end, open) } else { None };
            let adjuncts =
                ctx.adjuncts(phrase.as_ref().map_or(hit.tokens.end, |p| p.end), open, hit.has(CueFrame::Addressee));
            let mut stop = adjuncts.next;
            while stop < open && (ctx.comma(stop) || doc.is_mark(stop, ":") || doc.has(stop, Class::Complementizer)) {
                stop += 1;
            }
            let near = stop >= open;
            if !near && !colon {
                // "told reporters on the way to Doha, "…"": a comma, and no clause between
                let gap = adjuncts.next..last;
                if !(comma && words >= 4 && !(gap.clone().any(|n| ctx.finite(n))) && hit.has(CueFrame::Quote)) {
                    return None;
                }
            }
            if near && !colon && !comma && !that && words < 3 && !hit.has(CueFrame::Bare) && !hit.has(CueFrame::Quote) {
                return None;
            }
            if hit.has(CueFrame::As) && !colon && !comma {
                return None;
            }
            // "Enrichment, he said, "is no bargaining chip"": the clause started before
            let inner = comma && doc.tokens.get(open + 1).is_some_and(|t| !t.capital);
            let opening = ctx.hits[h].tokens.start;
            if inner
                && (left.start..opening)
                    .rev()
                    .take(6)
                    .any(|n| ctx.comma(n) && n > left.start + 1 && !ctx.has_verb(n + 1..opening))
            {
                return None;
            }
            let source = if speaker_after {
                phrase
            } else if hit.enclitic {
                None
            } else {
                ctx.subject_before(hit.tokens.start, left.start)
            };
            if source.is_none() && !hit.enclitic && hit.has(CueFrame::Shared) {
                return None;
            }
            let score = if near { 0.92 } else { 0.8 };
            return Some(Found {
                source,
                cue: Some(hit.tokens.clone()),
                kind: hit.cue.kind,
                tokens: left.start.max(hit.tokens.start.saturating_sub(40))..open,
                via: adjuncts.via,
                addressee: adjuncts.addressee,
                score,
                why: hit.cue.place.clone(),
            });
        }
        // no cue, but a colon: "Trump on Truth Social: "…""
        if colon && words >= 3 {
            let source = ctx.first_subject(left.start, last)?;
            return Some(Found {
                source: Some(source),
                cue: Some(last..open),
                kind: CueKind::Say,
                tokens: left.clone(),
                via: None,
                addressee: None,
                score: 0.65,
                why: "colon before a quotation".into(),
            });
        }
        None
    }

    /// Whether the reported clause goes on after the quotation, which is then only a part of it.
    fn clause_goes_on(&self, right: &Range<usize>) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if !self.same_sentence(right) || right.is_empty() {
            return false;
        }
        let first = right.start;
        if ctx.final_mark(first) || doc.is_mark(first, "(") {
            return false;
        }
        if ctx.comma(first) || doc.tokens[first].classes.any(&[Class::Conjunction, Class::Contrast]) {
            // ", he said", "and accused", ", adding that"
            let hits = ctx.hits_in(first..right.end.min(first + 12));
            let mut next = hits.clone().map(|h| &ctx.hits[h]);
            return !next.any(|hit| !hit.infinitive && !ctx.has_verb(first + 1..hit.tokens.start.max(first + 1)));
        }
        !(doc.tokens[first].classes.any(&[Class::Temporal, Class::Relative]) && doc.tokens[first].kind == Kind::Word)
    }

    /// The quotation after an attribution in the same sentence is the statement's second piece; returns the next to read.
    fn second_piece(&mut self, last: usize, end: usize) -> usize {
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
            doc.tokens[n].kind == Kind::Mark
                || doc.tokens[n].classes.any(&[Class::Conjunction, Class::Contrast])
                || self.used[n]
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
    fn without_attribution(&mut self, pieces: &[usize], start: usize, speech: bool, words: usize) {
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
