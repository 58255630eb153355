//! Reported clauses and who says them.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};
use notula_record::StatementKind;

use super::attribution::{Attribution, trim};
use super::hit::{Ctx, Hit, WINDOW};
use crate::token::Kind;

/// The attributions of reported clauses, in order. `used` tells which tokens attribute quotations already.
pub(super) fn read(ctx: &Ctx, used: &[bool]) -> Vec<Attribution> {
    let mut out = Vec::new();
    for sentence in &ctx.doc.sentences {
        let mut reader = Reader {
            ctx,
            used,
            sentence: sentence.clone(),
            floor: sentence.start,
            subject: None,
            via: None,
            out: &mut out,
        };
        reader.sentence();
    }
    out
}

pub(super) struct Reader<'c, 'a> {
    pub(super) ctx: &'c Ctx<'a>,
    pub(super) used: &'c [bool],
    pub(super) sentence: Range<usize>,
    /// Tokens before it belong to what was read already.
    pub(super) floor: usize,
    /// The last speaker of the sentence.
    pub(super) subject: Option<Range<usize>>,
    /// The outlet named at the sentence's start.
    pub(super) via: Option<Range<usize>>,
    pub(super) out: &'c mut Vec<Attribution>,
}

impl Reader<'_, '_> {
    pub(super) fn sentence(&mut self) {
        if self.trailing() {
            return;
        }
        for h in self.ctx.hits_in(self.sentence.clone()) {
            let hit = &self.ctx.hits[h];
            if hit.tokens.start < self.floor || hit.infinitive && hit.cue.kind != CueKind::Claim {
                continue;
            }
            if self.used[hit.tokens.start] {
                self.after_quotation(hit);
                continue;
            }
            match hit.cue.kind {
                CueKind::Source => self.according(hit),
                CueKind::Carrier => self.carried(hit),
                CueKind::Noun => {}
                _ if hit.has(CueFrame::Passive) => self.passive(hit),
                _ if hit.has(CueFrame::Inverted) && !hit.has(CueFrame::Trail) => {}
                _ if hit.has(CueFrame::Inverted) || self.inverted(hit) => self.after_clause(hit),
                _ => self.plain(hit),
            }
        }
    }

    /// Reads the sentence's last cue if it attributes all that stands before it: "…, X told reporters."
    fn trailing(&mut self) -> bool {
        let ctx = self.ctx;
        let end = self.sentence.end;
        let hits = ctx.hits_in(self.sentence.clone());
        if hits.len() < 2 || self.sentence.clone().take(WINDOW).any(|n| self.used[n]) {
            return false;
        }
        // the last one that is no outlet's
        let Some(hit) = hits.rev().map(|h| &ctx.hits[h]).find(|hit| hit.cue.kind != CueKind::Carrier) else {
            return false;
        };
        let behind = hit.tokens.start > self.sentence.start + 3 && ctx.pause(hit.tokens.start - 1);
        if behind && hit.has(CueFrame::Trail) && (hit.has(CueFrame::Inverted) || self.inverted(hit)) {
            let speaker = if hit.enclitic { Some(hit.tokens.clone()) } else { ctx.phrase_from(hit.tokens.end, end) };
            let front = self.sentence.start..hit.tokens.start - 1;
            let parted = ctx.hits_in(front.clone()).any(|h| {
                let inner = &ctx.hits[h];
                inner.has(CueFrame::Inverted) || inner.cue.kind == CueKind::Source
            });
            let closes = speaker.is_some_and(|s| ctx.stops(ctx.adjuncts(s.end, end, false).next, end));
            if closes && !parted && ctx.has_verb(front) {
                self.after_clause(hit);
                return true;
            }
        }
        if !hit.has(CueFrame::Trail) || hit.has(CueFrame::Inverted) || hit.has(CueFrame::Shared) || hit.infinitive {
            return false;
        }
        let adjuncts = ctx.adjuncts(hit.tokens.end, end, hit.has(CueFrame::Addressee));
        let closes = adjuncts.next >= end || ctx.final_mark(adjuncts.next);
        if !closes || ctx.doc.has(adjuncts.next, Class::Complementizer) {
            return false;
        }
        let Some(source) = ctx.subject_before(hit.tokens.start, self.sentence.start) else { return false };
        if source.start <= self.sentence.start + 3 || !ctx.comma(source.start - 1) {
            return false;
        }
        let front = self.front_start(source.start)..source.start - 1;
        // an attribution inserted before would be cut off
        let inserted = ctx.hits_in(front.clone()).any(|h| {
            let inner = &ctx.hits[h];
            inner.has(CueFrame::Inverted) || inner.cue.kind == CueKind::Source || ctx.comma(inner.tokens.end)
        });
        if inserted || !ctx.has_verb(front.clone()) || self.adverbial(front.clone()) {
            return false;
        }
        // "X denied that …, and added that …, Anadolu reported": the outlet carries what X says
        let outlet = source.clone().any(|n| crate::statement::setting::outlet_at(ctx.doc, n).is_some());
        let speaks = |h: usize| {
            let inner = &ctx.hits[h];
            inner.has(CueFrame::That)
                && !inner.infinitive
                && ctx.doc.has(ctx.adjuncts(inner.tokens.end, front.end, false).next, Class::Complementizer)
        };
        if outlet && ctx.hits_in(front.clone()).any(speaks) {
            self.sentence.end = front.end;
            self.via = Some(source);
            return false;
        }
        self.finish(hit, Some(source), vec![front], adjuncts.via, adjuncts.addressee, end, 0.86);
        true
    }

    /// A cue that attributes a quotation: what follows may still be a clause ("…," he said, adding that).
    pub(super) fn after_quotation(&mut self, hit: &Hit) {
        let mut end = hit.tokens.end;
        while end < self.sentence.end && self.used[end] {
            end += 1;
        }
        if !hit.enclitic {
            self.subject = self.subject_of(hit).or(self.subject.take());
        }
        self.floor = self.floor.max(end);
    }

    pub(super) fn subject_of(&self, hit: &Hit) -> Option<Range<usize>> {
        let ctx = self.ctx;
        if ctx.opens(hit.tokens.start) && (hit.has(CueFrame::Inverted) || !hit.has(CueFrame::Shared)) {
            return ctx.phrase_from(hit.tokens.end, self.sentence.end);
        }
        self.speaker(hit)
    }

    /// The speaker before the cue, or that of the main clause.
    pub(super) fn speaker(&self, hit: &Hit) -> Option<Range<usize>> {
        let ctx = self.ctx;
        let start = hit.tokens.start;
        let before = start.checked_sub(1).filter(|&n| n >= self.sentence.start);
        let joined = before.is_some_and(|n| {
            let n = if ctx.doc.has(n, Class::Adverb) && n > self.sentence.start { n - 1 } else { n };
            ctx.any(n, &[Class::Conjunction, Class::Contrast, Class::Temporal, Class::Comitative])
                || ctx.comma(n) && (hit.has(CueFrame::Shared) || n < self.floor + 2)
        });
        if joined && let Some(subject) = &self.subject {
            return Some(subject.clone());
        }
        // "with Taiwan saying that"
        if hit.has(CueFrame::Shared)
            && let Some(n) = before.and_then(|n| ctx.mentions.outer_at(n))
            && ctx.mentions.all[n].actor.is_some()
        {
            return Some(ctx.mentions.all[n].tokens.clone());
        }
        // "…, saying that": the subject of the main clause
        let participle =
            hit.has(CueFrame::Shared) && before.is_some_and(|n| !ctx.any(n, &[Class::Copula, Class::Adverb]));
        if participle {
            return ctx
                .first_subject(self.sentence.start, start)
                .or_else(|| ctx.subject_before(start, self.sentence.start));
        }
        ctx.subject_before(start, self.sentence.start.max(self.floor.min(start)))
            .or_else(|| ctx.subject_before(start, self.sentence.start))
    }

    /// Whether the speaker follows the cue, as in "…, said X": a comma before, a noun phrase and no clause after.
    pub(super) fn inverted(&self, hit: &Hit) -> bool {
        let ctx = self.ctx;
        let Some(before) = hit.tokens.start.checked_sub(1) else { return false };
        if !ctx.pause(before) || !hit.has(CueFrame::Inverts) || before <= self.floor {
            return false;
        }
        let Some(phrase) = ctx.phrase_from(hit.tokens.end, self.sentence.end) else { return false };
        if ctx.kind(phrase.start) == Some(Kind::Number) || ctx.moment(phrase.start, phrase.start) {
            return false;
        }
        let next = phrase.end;
        if ctx.kind(next) == Some(Kind::Quote) {
            return false;
        }
        let closes = ctx.stops(next, self.sentence.end) && !ctx.doc.has(next, Class::Complementizer)
            || !ctx.doc.has(next, Class::Complementizer)
                && ctx.any(
                    next,
                    &[Class::Relative, Class::Preposition, Class::Temporal, Class::Recipient, Class::Origin],
                );
        closes && ctx.has_verb(self.floor..before)
    }

    /// Where the words before an attribution at `end` start: after what has been read, and after the last semicolon.
    pub(super) fn front_start(&self, end: usize) -> usize {
        let ctx = self.ctx;
        let part = (self.floor.max(end.saturating_sub(WINDOW))..end)
            .rev()
            .find(|&n| ctx.doc.is_mark(n, ";") && !ctx.quoted(n))
            .filter(|&n| n + 3 < end);
        self.without_links(part.map_or(self.floor, |n| n + 1), end)
    }

    /// The start of a clause without the connectives before it.
    pub(super) fn without_links(&self, mut at: usize, end: usize) -> usize {
        let ctx = self.ctx;
        for _ in 0..4 {
            while at < end && matches!(ctx.kind(at), Some(Kind::Mark)) && !ctx.doc.is_mark(at, "(") {
                at += 1;
            }
            match ctx.near(Near::Link, at) {
                Some(len) if at + len < end => {
                    let next = at + len;
                    let connective = ctx.comma(next)
                        || ctx.any(at, &[Class::Conjunction, Class::Contrast])
                        || ctx.cues.is(Near::Link, ctx.doc.lower(at)) && ctx.doc.has(at, Class::Contrast);
                    if !connective {
                        return at;
                    }
                    at = if ctx.comma(next) { next + 1 } else { next };
                }
                _ => return at,
            }
        }
        at
    }

    pub(super) fn push(
        &mut self,
        hit: &Hit,
        source: Option<Range<usize>>,
        content: Vec<Range<usize>>,
        via: Option<Range<usize>>,
        addressee: Option<Range<usize>>,
        score: f32,
    ) {
        let doc = self.ctx.doc;
        let mut quoted = 0;
        let mut words = 0;
        let mut spans = Vec::new();
        for mut tokens in content {
            // an opening mark that never closes
            while tokens.start < tokens.end
                && self.ctx.kind(tokens.start) == Some(Kind::Quote)
                && tokens.start + 1 < doc.tokens.len()
                && doc.quote_of(tokens.start + 1).is_some()
                && !self.ctx.quoted(tokens.start + 1)
            {
                tokens.start += 1;
            }
            for n in tokens.clone() {
                let word = self.ctx.kind(n) == Some(Kind::Word) || self.ctx.kind(n) == Some(Kind::Number);
                words += usize::from(word);
                quoted += usize::from(word && doc.quote_of(n).is_some());
            }
            let bytes = trim(doc.text, doc.bytes(tokens));
            if !bytes.is_empty() {
                spans.push(bytes);
            }
        }
        if words == 0 {
            return;
        }
        let told = match quoted {
            0 => StatementKind::Indirect,
            n if n == words => StatementKind::Direct,
            _ => StatementKind::Mixed,
        };
        if told == StatementKind::Direct {
            // what stands between the marks
            for span in &mut spans {
                let inner = doc.text[span.clone()].trim_matches(crate::token::is_quote);
                if !inner.is_empty() {
                    let from = span.start + doc.text[span.clone()].find(inner).unwrap_or(0);
                    *span = trim(doc.text, from..from + inner.len());
                }
            }
        }
        let around = source.as_ref().map_or(hit.tokens.start, |s| s.start.min(hit.tokens.start))..hit.tokens.end;
        self.out.push(Attribution {
            source,
            cue: Some(hit.tokens.clone()),
            kind: hit.cue.kind,
            told,
            content: spans,
            via: via.or_else(|| self.via.clone()),
            addressee,
            around,
            continues: None,
            score: score.min(0.99),
            why: vec![hit.cue.place.clone()],
        });
    }
}
