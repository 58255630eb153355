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

struct Reader<'c, 'a> {
    ctx: &'c Ctx<'a>,
    used: &'c [bool],
    sentence: Range<usize>,
    /// Tokens before it belong to what was read already.
    floor: usize,
    /// The last speaker of the sentence.
    subject: Option<Range<usize>>,
    /// The outlet named at the sentence's start.
    via: Option<Range<usize>>,
    out: &'c mut Vec<Attribution>,
}

/// Where a reported clause starts, how sure that is, and whether it lacks a subject of its own.
struct Start {
    at: usize,
    score: f32,
    bare: bool,
}

/// A part of a sentence: where it starts, where it ends, and the outlet named at its end.
struct Clause {
    tokens: Range<usize>,
    via: Option<Range<usize>>,
}

impl Reader<'_, '_> {
    fn sentence(&mut self) {
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

    /// A cue that attributes a quotation: what follows may still be a clause ("…," he said, adding that).
    fn after_quotation(&mut self, hit: &Hit) {
        let mut end = hit.tokens.end;
        while end < self.sentence.end && self.used[end] {
            end += 1;
        }
        if !hit.enclitic {
            self.subject = self.subject_of(hit).or(self.subject.take());
        }
        self.floor = self.floor.max(end);
    }

    fn subject_of(&self, hit: &Hit) -> Option<Range<usize>> {
        let ctx = self.ctx;
        if ctx.opens(hit.tokens.start) && (hit.has(CueFrame::Inverted) || !hit.has(CueFrame::Shared)) {
            return ctx.phrase_from(hit.tokens.end, self.sentence.end);
        }
        self.speaker(hit)
    }

    /// The speaker before the cue, or that of the main clause.
    fn speaker(&self, hit: &Hit) -> Option<Range<usize>> {
        let ctx = self.ctx;
        let start = hit.tokens.start;
        let before = start.checked_sub(1).filter(|&n| n >= self.sentence.start);
        let joined = before.is_some_and(|n| {
            let n = if ctx.doc.has(n, Class::Adverb) && n > self.sentence.start { n - 1 } else { n };
            ctx.doc.tokens[n].classes.any(&[Class::Conjunction, Class::Contrast])
                || ctx.comma(n) && (hit.has(CueFrame::Shared) || n < self.floor + 2)
        });
        if joined && let Some(subject) = &self.subject {
            return Some(subject.clone());
        }
        ctx.subject_before(start, self.sentence.start.max(self.floor.min(start)))
            .or_else(|| ctx.subject_before(start, self.sentence.start))
    }

    /// Whether the speaker follows the cue, as in "…, said X": a comma before, a noun phrase and no clause after.
    fn inverted(&self, hit: &Hit) -> bool {
        let ctx = self.ctx;
        let Some(before) = hit.tokens.start.checked_sub(1) else { return false };
        if !ctx.pause(before) || !hit.has(CueFrame::Inverts) || before <= self.floor {
            return false;
        }
        let Some(phrase) = ctx.phrase_from(hit.tokens.end, self.sentence.end) else { return false };
        if ctx.doc.tokens[phrase.start].kind == Kind::Number || ctx.moment(phrase.start, phrase.start) {
            return false;
        }
        let next = phrase.end;
        let closes = ctx.stops(next, self.sentence.end) && !ctx.doc.has(next, Class::Complementizer)
            || !ctx.doc.has(next, Class::Complementizer)
                && ctx.doc.tokens[next].classes.any(&[
                    Class::Relative,
                    Class::Preposition,
                    Class::Temporal,
                    Class::Recipient,
                    Class::Origin,
                ]);
        closes && ctx.has_verb(self.floor..before)
    }

    /// The start of a clause without the connectives before it.
    fn without_links(&self, mut at: usize, end: usize) -> usize {
        let ctx = self.ctx;
        for _ in 0..4 {
            while at < end && matches!(ctx.doc.tokens[at].kind, Kind::Mark) && !ctx.doc.is_mark(at, "(") {
                at += 1;
            }
            match ctx.near(Near::Link, at) {
                Some(len) if at + len < end => {
                    let next = at + len;
                    let connective = ctx.comma(next)
                        || ctx.doc.tokens[at].classes.any(&[Class::Conjunction, Class::Contrast])
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

    /// menurut X, …; …, menurut X; …, menurut X, …; according to X.
    fn according(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let end = self.sentence.end;
        let source = if hit.enclitic { None } else { ctx.phrase_from(hit.tokens.end, end) };
        if source.is_none() && !hit.enclitic {
            return;
        }
        let mut stop = source.as_ref().map_or(hit.tokens.end, |s| s.end);
        // "para pejabat Iran yang dikutip media pemerintah": on to the comma
        let mut via = None;
        if !ctx.stops(stop, end) {
            if let Some((outlet, next)) = ctx.aside(stop, end) {
                via = Some(outlet);
                stop = next;
            } else if self.without_links(self.floor, hit.tokens.start) >= hit.tokens.start
                && let Some(comma) = (stop..end.min(stop + 30)).find(|&n| ctx.comma(n) || ctx.finite(n))
                && ctx.comma(comma)
            {
                stop = comma;
            } else if doc.tokens[stop].classes.any(&[
                Class::Relative,
                Class::Preposition,
                Class::Genitive,
                Class::Recipient,
                Class::Agent,
                Class::Temporal,
            ]) && let Some(comma) = (stop..end.min(stop + 30)).find(|&n| ctx.comma(n) || ctx.final_mark(n))
            {
                stop = comma;
            }
        }
        let adjuncts = ctx.adjuncts(stop, end, false);
        via = via.or(adjuncts.via);
        let mut next = adjuncts.next;
        if next == stop && ctx.comma(stop) {
            next = stop + 1;
        } else if ctx.comma(next) {
            next += 1;
        }
        let before = hit.tokens.start;
        let comma_before = before.checked_sub(1).is_some_and(|n| ctx.comma(n));
        let relative = before.checked_sub(1).is_some_and(|n| doc.has(n, Class::Relative));
        let start = self.without_links(self.floor, before);
        let front = start..if comma_before { before - 1 } else { before };
        let mut content = Vec::new();
        let mut tail_end = next;
        if relative || start >= before {
            let clause = self.clause(next, end);
            tail_end = clause.tokens.end;
            via = via.or(clause.via);
            content.push(clause.tokens);
        } else if next >= end || ctx.final_mark(next) {
            if !ctx.has_verb(front.clone()) && front.len() < 4 {
                return;
            }
            content.push(front);
        } else if comma_before && ctx.comma(next - 1) && self.continues_clause(front.clone(), next) {
            let clause = self.clause(next, end);
            tail_end = clause.tokens.end;
            via = via.or(clause.via);
            content.push(front);
            content.push(clause.tokens);
        } else if ctx.has_verb(front.clone()) && (comma_before || !hit.enclitic) {
            content.push(front);
        } else {
            let clause = self.clause(next, end);
            tail_end = clause.tokens.end;
            content.push(clause.tokens);
        }
        self.floor = tail_end.max(stop);
        self.subject = source.clone().or(self.subject.take());
        self.push(hit, source, content, via, adjuncts.addressee, 0.82);
    }

    /// Whether an attribution between two commas stands inside one clause.
    fn continues_clause(&self, front: Range<usize>, next: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if next >= self.sentence.end {
            return false;
        }
        let complete = ctx.has_verb(front);
        let word = doc.tokens[next].kind == Kind::Word;
        if self.apart(next) {
            return !complete;
        }
        if !complete || ctx.is(Near::GoesOn, next) {
            return true;
        }
        doc.tokens[next].kind == Kind::Quote || word && !doc.tokens[next].capital && ctx.mention_from(next).is_none()
    }

    fn apart(&self, at: usize) -> bool {
        self.ctx.near(Near::Apart, at).is_some()
            || self.ctx.hit(at).is_some_and(|h| {
                self.ctx.hits[h].has(CueFrame::Shared) || self.ctx.hits[h].cue.kind == CueKind::Carrier
            })
    }

    /// "…, Reuters reported", "…, lapor Suspilne": the outlet carries the sentence's statement, or claims it itself.
    fn carried(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let end = self.sentence.end;
        if hit.has(CueFrame::Passive) {
            self.quoted_by(hit);
            return;
        }
        let before = hit.tokens.start.checked_sub(1).filter(|&n| n >= self.sentence.start);
        let opens = before.is_none_or(|n| ctx.comma(n) || ctx.doc.tokens[n].kind == Kind::Quote);
        let (outlet, stop) = if opens {
            let Some(phrase) = ctx.phrase_from(hit.tokens.end, end) else { return };
            let stop = phrase.end;
            (phrase, stop)
        } else {
            let Some(phrase) = ctx.subject_before(hit.tokens.start, self.sentence.start) else { return };
            (phrase, hit.tokens.end)
        };
        let adjuncts = ctx.adjuncts(stop, end, false);
        if opens && self.without_links(self.sentence.start, hit.tokens.start) >= hit.tokens.start {
            // Dilansir Al Jazeera, …
            self.floor = if ctx.comma(adjuncts.next) { adjuncts.next + 1 } else { adjuncts.next };
            self.via = Some(outlet);
            return;
        }
        let last = self.out.len().checked_sub(1).filter(|&n| self.out[n].around.start >= self.sentence.start);
        let trailing =
            opens || outlet.start > self.sentence.start && ctx.comma(outlet.start - 1) && ctx.stops(adjuncts.next, end);
        if trailing {
            match last {
                Some(n) if self.out[n].via.is_none() => self.out[n].via = Some(outlet),
                Some(_) => {}
                None => {
                    let start = self.without_links(self.floor, outlet.start.min(hit.tokens.start));
                    let front = start..outlet.start.min(hit.tokens.start).saturating_sub(1);
                    // an outlet that repeats a quotation is no speaker of its own
                    let quoted =
                        front.clone().all(|n| ctx.doc.quote_of(n).is_some() || ctx.doc.tokens[n].kind != Kind::Word);
                    if front.len() >= 3 && ctx.has_verb(front.clone()) && !quoted {
                        self.subject = Some(outlet.clone());
                        self.push(hit, Some(outlet), vec![front], None, None, 0.6);
                    }
                }
            }
            self.floor = adjuncts.next;
        } else if ctx.doc.has(adjuncts.next, Class::Complementizer) {
            let clause = self.clause(adjuncts.next + 1, end);
            self.floor = clause.tokens.end;
            self.subject = Some(outlet.clone());
            self.push(hit, Some(outlet), vec![clause.tokens], clause.via, None, 0.75);
        }
    }

    /// X was quoted by Le Monde as saying …
    fn quoted_by(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let end = self.sentence.end;
        let (Some(source), Some(outlet)) = (self.speaker(hit), ctx.phrase_from(hit.tokens.end, end)) else { return };
        let Some(len) = ctx.near(Near::Opener, outlet.end) else { return };
        let mut from = outlet.end + len;
        if from < end && ctx.doc.has(from, Class::Complementizer) {
            from += 1;
        }
        let clause = self.clause(from, end);
        let stop = clause.tokens.end;
        self.finish(hit, Some(source), vec![clause.tokens], Some(outlet), None, stop, 0.85);
    }

    /// disebut X sebagai …; dinilai(nya) …; "described by X as": the clause is what stands after, or around it.
    fn passive(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let end = self.sentence.end;
        let doer = if hit.enclitic {
            None
        } else {
            let mut at = hit.tokens.end;
            if ctx.doc.has(at, Class::Agent) {
                at += 1;
            }
            ctx.mention_from(at).map(|n| self.ctx.mentions.all[n].tokens.clone())
        };
        if doer.is_none() && !hit.enclitic {
            return;
        }
        let next = doer.as_ref().map_or(hit.tokens.end, |d| d.end);
        let clause = self.clause(next, end);
        let quoted = clause.tokens.clone().any(|n| ctx.doc.quote_of(n).is_some());
        if clause.tokens.len() < 2 || hit.cue.kind != CueKind::Judge && !quoted {
            return;
        }
        self.floor = clause.tokens.end;
        self.push(hit, doer, vec![clause.tokens], clause.via, None, if quoted { 0.55 } else { 0.4 });
    }

    /// A cue after its clause, whose speaker follows: …, kata X; …, ujarnya; …, lanjut dia, …; …, said X.
    fn after_clause(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let end = self.sentence.end;
        let source = if hit.enclitic { None } else { ctx.phrase_from(hit.tokens.end, end) };
        if source.is_none() && !hit.enclitic {
            return;
        }
        let mut stop = source.as_ref().map_or(hit.tokens.end, |s| s.end);
        // a relative clause on the speaker
        if stop < end && doc.has(stop, Class::Relative) {
            stop = (stop..end.min(stop + 30)).find(|&n| ctx.comma(n) || ctx.final_mark(n)).unwrap_or(end);
        }
        let adjuncts = ctx.adjuncts(stop, end, hit.has(CueFrame::Addressee));
        let mut via = adjuncts.via;
        let mut next = adjuncts.next;
        if next < end && doc.has(next, Class::Complementizer) {
            let clause = self.clause(next + 1, end);
            self.floor = clause.tokens.end;
            self.subject = source.clone().or(self.subject.take());
            self.push(hit, source, vec![clause.tokens], via.or(clause.via), adjuncts.addressee, 0.85);
            return;
        }
        let before = hit.tokens.start;
        let start = self.without_links(self.floor, before);
        let front = start..self.before_mark(before).max(start);
        let mut content = Vec::new();
        if start >= before || front.is_empty() {
            // Kata dia, …
            if ctx.comma(next) || doc.is_mark(next, ":") || stop < next {
                if ctx.comma(next) || doc.is_mark(next, ":") {
                    next += 1;
                }
                let clause = self.clause(next, end);
                next = clause.tokens.end;
                via = via.or(clause.via);
                content.push(clause.tokens);
            }
        } else {
            if let Some((outlet, after)) = ctx.comma(next).then(|| ctx.aside(next, end)).flatten() {
                via = via.or(Some(outlet));
                next = after;
            }
            content.push(front.clone());
            if ctx.comma(next) && self.continues_clause(front, next + 1) {
                let clause = self.clause(next + 1, end);
                next = clause.tokens.end;
                via = via.or(clause.via);
                content.push(clause.tokens);
            }
        }
        self.floor = next.max(stop);
        self.subject = source.clone().or(self.subject.take());
        self.push(hit, source, content, via, adjuncts.addressee, 0.85);
    }

    /// A cue after its subject.
    fn plain(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let end = self.sentence.end;
        let source = self.speaker(hit);
        if source.is_none() {
            return;
        }
        let adjuncts = ctx.adjuncts(hit.tokens.end, end, hit.has(CueFrame::Addressee));
        let mut next = adjuncts.next;
        let mut via = adjuncts.via;
        let first = source.as_ref().map_or(hit.tokens.start, |s| s.start);
        let own = first >= self.floor;
        let start = self.without_links(self.floor, if own { first } else { hit.tokens.start });
        let comma_before = own && first > start && ctx.pause(first - 1);
        let front = start..self.before_mark(first).max(start);

        if next >= end || ctx.final_mark(next) || doc.is_mark(next, "(") {
            // …, X said.
            if comma_before && hit.has(CueFrame::Trail) && front.len() >= 2 {
                self.finish(hit, source, vec![front], via, adjuncts.addressee, end, 0.88);
            }
            return;
        }
        if ctx.comma(next) && self.inserted(next + 1) {
            return;
        }
        let pronoun = source.as_ref().is_some_and(|s| s.len() == 1 && !doc.tokens[s.start].capital);
        let adverbial = !pronoun && self.adverbial(front.clone());
        if ctx.comma(next)
            && comma_before
            && !adverbial
            && hit.has(CueFrame::Trail)
            && !doc.has(next + 1, Class::Complementizer)
        {
            if let Some((outlet, after)) = ctx.aside(next, end) {
                via = via.or(Some(outlet));
                next = after;
            }
            let aside = self.carrier_follows(next + 1);
            let mut content = vec![front.clone()];
            let mut stop = next;
            if ctx.comma(next) && !aside && self.continues_after(front, &source, next + 1) {
                let clause = self.clause(next + 1, end);
                stop = clause.tokens.end;
                via = via.or(clause.via);
                content.push(clause.tokens);
            }
            self.finish(hit, source, content, via, adjuncts.addressee, stop, 0.86);
            return;
        }
        if doc.is_mark(next, ":") {
            self.list(hit, source, next + 1, via, adjuncts.addressee);
            return;
        }
        if doc.is_mark(end - 1, ":") && !(next..end).any(|n| ctx.finite(n)) {
            self.list(hit, source, end, via, adjuncts.addressee);
            return;
        }
        if ctx.comma(next) {
            next += 1;
            if self.apart(next) || next >= end {
                return;
            }
        }
        let Some(Start { at: from, score, bare }) = self.content_start(hit, next, end, adjuncts.addressee.is_some())
        else {
            return;
        };
        let bare_clause = score < 0.93;
        // "Although officials speak of progress, big differences remain": the clause ends with its comma
        let subordinate = own && self.subordinate(start, first);
        let limit = if subordinate { (from..end).find(|&n| ctx.comma(n)).unwrap_or(end) } else { end };
        let clause = self.clause_within(from, limit, bare);
        let quoted = clause.tokens.clone().take(WINDOW).any(|n| doc.quote_of(n).is_some());
        let adverbial = doc.tokens[from].has(Class::Preposition) && !ctx.has_verb(clause.tokens.clone());
        if adverbial && !quoted && hit.has(CueFrame::Bare) {
            return;
        }
        let mut score = if quoted { score + 0.08 } else { score };
        let clause_needed = matches!(hit.cue.kind, CueKind::Say | CueKind::Claim | CueKind::Write | CueKind::Ask);
        if hit.negated && clause_needed
            || clause_needed && bare_clause && !quoted && !ctx.has_verb(clause.tokens.clone())
        {
            score = score.min(0.4);
        }
        // what is hardly a statement leaves the rest of the sentence to others
        let weak = matches!(hit.cue.kind, CueKind::Believe | CueKind::Want | CueKind::Show | CueKind::Stance);
        let stop = if score < 0.5 || weak { hit.tokens.end } else { clause.tokens.end };
        self.finish(hit, source, vec![clause.tokens], via.or(clause.via), adjuncts.addressee, stop, score);
    }

    /// Whether a short attribution closed by a comma stands at `at`: "he said,".
    fn inserted(&self, at: usize) -> bool {
        let ctx = self.ctx;
        ctx.hits_in(at..(at + 6).min(self.sentence.end)).take(1).any(|h| {
            let hit = &ctx.hits[h];
            let speaker = hit.tokens.start > at || hit.has(CueFrame::Inverted);
            hit.has(CueFrame::Trail)
                && speaker
                && !(at..hit.tokens.start).any(|n| ctx.verb(n) || ctx.comma(n))
                && (ctx.comma(hit.tokens.end)
                    || hit.has(CueFrame::Inverted) && (hit.tokens.end..hit.tokens.end + 6).any(|n| ctx.comma(n)))
        })
    }

    /// Whether a preposition or a conjunction opens the words, and no clause of its own follows.
    fn adverbial(&self, front: Range<usize>) -> bool {
        let doc = self.ctx.doc;
        front.start < front.end
            && doc.tokens[front.start].classes.any(&[
                Class::Preposition,
                Class::Recipient,
                Class::Comitative,
                Class::Temporal,
                Class::Concession,
                Class::Condition,
            ])
            && !front.clone().any(|n| self.ctx.comma(n))
    }

    /// Whether a subordinating word opens the clause of the cue.
    fn subordinate(&self, start: usize, subject: usize) -> bool {
        let doc = self.ctx.doc;
        (start.max(self.sentence.start)..subject.min(start + 3))
            .any(|n| doc.tokens[n].classes.any(&[Class::Concession, Class::Temporal, Class::Condition, Class::Cause]))
    }

    /// `at`, or the mark before it that is no quotation mark.
    fn before_mark(&self, at: usize) -> usize {
        at.checked_sub(1).filter(|&n| self.ctx.doc.tokens[n].kind == Kind::Mark).unwrap_or(at)
    }

    fn carrier_follows(&self, at: usize) -> bool {
        let ctx = self.ctx;
        ctx.hits_in(at..(at + 8).min(self.sentence.end)).any(|h| ctx.hits[h].cue.kind == CueKind::Carrier)
    }

    /// Whether the clause goes on after ", he said,".
    fn continues_after(&self, front: Range<usize>, source: &Option<Range<usize>>, next: usize) -> bool {
        let ctx = self.ctx;
        let pronoun = source.as_ref().is_some_and(|s| s.len() == 1 && !ctx.doc.tokens[s.start].capital);
        if next >= self.sentence.end || self.apart(next) && ctx.has_verb(front.clone()) {
            return false;
        }

        pronoun || self.continues_clause(front, next)
    }

    /// Where the reported clause starts that follows the cue's adjuncts, and how sure that is.
    fn content_start(&self, hit: &Hit, next: usize, end: usize, addressed: bool) -> Option<Start> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let start = |at, score| Some(Start { at, score, bare: false });
        let bare = |at, score| Some(Start { at, score, bare: true });
        if doc.has(next, Class::Complementizer) && next + 1 < end {
            let quotation = doc.tokens[next + 1].kind == Kind::Quote;
            return if hit.has(CueFrame::That) || quotation { start(next + 1, 0.93) } else { None };
        }
        // "that" further on: "mengatakan pada Sabtu di Kyiv bahwa"
        if hit.has(CueFrame::That)
            && let Some(that) = (next..end.min(next + 14)).find(|&n| {
                doc.has(n, Class::Complementizer) && !doc.has(n, Class::Relative)
                    || ctx.hit(n).is_some()
                    || self.hard(n)
            })
            && doc.has(that, Class::Complementizer)
        {
            return start(that + 1, 0.85);
        }
        if hit.has(CueFrame::Bare) {
            let needs_verb = hit.has(CueFrame::Addressee) && !addressed;
            return if !needs_verb || self.clause_like(next, end) { start(next, 0.85) } else { None };
        }
        if hit.has(CueFrame::To)
            && let Some(to) = (next..end.min(next + 16))
                .find(|&n| doc.has(n, Class::Purpose) && !doc.tokens[n].has(Class::Cause) || self.hard(n))
            && doc.has(to, Class::Purpose)
            && doc.tokens.get(to + 1).is_some_and(|t| t.kind == Kind::Word || t.kind == Kind::Quote)
        {
            // an infinitive keeps its mark; a conjunction of purpose does not, and may open a clause of its own
            if doc.has(to, Class::Recipient) {
                return if doc.tokens[to + 1].capital { None } else { bare(to, 0.45) };
            }
            let own = to == next && !addressed && !ctx.verb(to + 1);
            return bare(to + 1, if own { 0.6 } else { 0.45 });
        }
        if hit.has(CueFrame::Of) {
            let of = (next..end.min(next + 14)).find(|&n| doc.has(n, Class::Genitive) || self.hard(n));
            if let Some(of) = of.filter(|&n| doc.has(n, Class::Genitive)) {
                return bare(of + 1, if ctx.verb(of + 1) { 0.66 } else { 0.48 });
            }
            let clause = hit.has(CueFrame::That) && (next + 1..end.min(next + 8)).any(|n| ctx.verb(n));
            if clause {
                return bare(next, 0.55);
            }
        }
        if hit.has(CueFrame::Clause) && self.clause_like(next, end) {
            return start(next, 0.75);
        }
        if hit.has(CueFrame::As) {
            let limit = end.min(next + 24);
            let quoted = (next..limit).any(|n| doc.tokens[n].kind == Kind::Quote);
            let as_word = (next..limit).any(|n| ctx.is(Near::Opener, n));
            return bare(
                next,
                if quoted {
                    0.8
                } else if as_word {
                    0.48
                } else {
                    0.4
                },
            );
        }
        if hit.has(CueFrame::Gerund) && ctx.verb(next) {
            return bare(next, 0.6);
        }
        if hit.has(CueFrame::Object) { bare(next, 0.35) } else { None }
    }

    fn hard(&self, at: usize) -> bool {
        matches!(self.ctx.doc.tokens[at].kind, Kind::Quote | Kind::Mark) && !self.ctx.doc.is_mark(at, "-")
    }

    /// Whether what follows has a subject and a verb of its own.
    fn clause_like(&self, from: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let mut at = from;
        let stop = end.min(from + 14);
        while at < stop {
            if ctx.finite(at) {
                return at > from;
            }
            if self.hard(at) && !ctx.comma(at) {
                return false;
            }
            if ctx.doc.tokens[at].classes.any(&[Class::Relative, Class::Temporal]) {
                return false;
            }
            at += 1;
        }
        false
    }

    /// A list after a colon: in this sentence, or bullets on the lines that follow.
    fn list(
        &mut self,
        hit: &Hit,
        source: Option<Range<usize>>,
        from: usize,
        via: Option<Range<usize>>,
        addressee: Option<Range<usize>>,
    ) {
        let ctx = self.ctx;
        let end = self.sentence.end;
        if from < end {
            let clause = self.clause(from, end);
            let stop = clause.tokens.end;
            self.finish(hit, source, vec![clause.tokens], via, addressee, stop, 0.8);
        } else {
            super::list::bullets(ctx, end, |tokens| {
                self.push(hit, source.clone(), vec![tokens], via.clone(), addressee.clone(), 0.8);
            });
            self.floor = end;
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn finish(
        &mut self,
        hit: &Hit,
        source: Option<Range<usize>>,
        content: Vec<Range<usize>>,
        via: Option<Range<usize>>,
        addressee: Option<Range<usize>>,
        stop: usize,
        score: f32,
    ) {
        self.floor = self.floor.max(stop);
        self.subject = source.clone().or(self.subject.take());
        self.push(hit, source, content, via, addressee, score);
    }

    /// The reported clause from `from` on: to the sentence's end or to the next attribution.
    fn clause(&self, from: usize, end: usize) -> Clause {
        self.clause_within(from, end, false)
    }

    /// As [`Self::clause`]; what has no subject of its own (`bare`) ends where a clause with one is joined to it.
    fn clause_within(&self, from: usize, end: usize, bare: bool) -> Clause {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let mut at = from;
        let mut via = None;
        let mut stop = end;
        while at < end {
            if doc.quote_of(at).is_some() {
                at += 1;
                continue;
            }
            if at > from && ctx.comma(at) {
                if let Some((outlet, next)) = ctx.aside(at, end)
                    && ctx.stops(next, end)
                {
                    via = Some(outlet);
                    stop = at;
                    break;
                }
                if self.cue_after(at + 1, end) || bare && self.new_clause(at + 1, end) {
                    stop = at;
                    break;
                }
            } else if at > from + 1
                && doc.tokens[at].classes.any(&[Class::Conjunction, Class::Contrast])
                && ctx.mentions.outer_at(at).is_none()
                && self.joined_cue(at + 1, end)
                || doc.is_mark(at, ";")
            {
                stop = at;
                break;
            }
            at += 1;
        }
        let stop = self.without_marks(from, stop);
        Clause { tokens: from.min(stop)..stop, via }
    }

    /// Whether a conjunction, a subject and a verb follow.
    fn new_clause(&self, at: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if !doc.tokens.get(at).is_some_and(|t| t.classes.any(&[Class::Conjunction, Class::Contrast])) {
            return false;
        }
        (at + 1..end.min(at + 8)).find(|&n| ctx.verb(n)).is_some_and(|n| n > at + 1)
            && !doc.tokens[at + 1].classes.any(&[Class::Purpose, Class::Preposition])
    }

    /// Whether a participle, another source or an outlet's attribution follows a comma.
    fn cue_after(&self, at: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let conj = doc.has(at, Class::Conjunction) || doc.has(at, Class::Contrast);
        if conj && self.joined_cue(at + 1, end) {
            return true;
        }
        if let Some(h) = ctx.hit(at) {
            let hit = &ctx.hits[h];
            return hit.tokens.start == at
                && (hit.has(CueFrame::Shared) && hit.cue.kind != CueKind::Want
                    || hit.cue.kind == CueKind::Source
                    || hit.cue.kind == CueKind::Carrier
                    || hit.has(CueFrame::Inverted)
                        && (hit.enclitic || ctx.phrase_from(hit.tokens.end, end).is_some()));
        }
        // ", Reuters reported earlier today."
        let Some(h) = ctx.hits_in(at..end.min(at + 8)).next() else { return false };
        let hit = &ctx.hits[h];
        let speech = matches!(hit.cue.kind, CueKind::Carrier | CueKind::Say | CueKind::Write);
        speech
            && hit.tokens.start > at
            && (at..hit.tokens.start).all(|n| {
                doc.tokens[n].kind == Kind::Word
                    && !ctx.verb(n)
                    && !doc.tokens[n].classes.any(&[Class::Relative, Class::Temporal, Class::Condition])
            })
            && ctx.stops(ctx.adjuncts(hit.tokens.end, end, false).next, end)
            && !doc.has(ctx.adjuncts(hit.tokens.end, end, false).next, Class::Complementizer)
    }

    /// Whether "and", "but" is followed by a cue with the same or a short subject of its own.
    fn joined_cue(&self, at: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let mut n = at;
        while n < end.min(at + 6) {
            if let Some(h) = ctx.hit(n) {
                let hit = &ctx.hits[h];
                let speech = !matches!(
                    hit.cue.kind,
                    CueKind::Believe | CueKind::Want | CueKind::Show | CueKind::Stance | CueKind::Noun
                );
                let bare_form = !hit.has(CueFrame::Shared) && !hit.infinitive;
                return speech
                    && bare_form
                    && !hit.has(CueFrame::Passive)
                    && (n == at
                        || (at..n).all(|m| {
                            doc.tokens[m].classes.any(&[
                                Class::Adverb,
                                Class::Auxiliary,
                                Class::PronounHeShe,
                                Class::PronounThey,
                            ]) && !doc.has(m, Class::Purpose)
                        }));
            }
            if doc.tokens[n].kind != Kind::Word {
                return false;
            }
            n += 1;
        }
        false
    }

    /// `stop` moved before the marks that end a clause.
    fn without_marks(&self, from: usize, mut stop: usize) -> usize {
        let ctx = self.ctx;
        while stop > from {
            let last = stop - 1;
            if ctx.final_mark(last)
                || ctx.comma(last)
                || ctx.doc.is_mark(last, "–")
                || ctx.doc.is_mark(last, "—")
                || ctx.doc.is_mark(last, ":")
            {
                stop = last;
            } else {
                break;
            }
        }
        stop
    }

    fn push(
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
        for tokens in content {
            for n in tokens.clone() {
                let word = doc.tokens[n].kind == Kind::Word || doc.tokens[n].kind == Kind::Number;
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
            score,
            why: vec![hit.cue.place.clone()],
        });
    }
}
