//! Cues with their subject before or after them, and the clauses on either side.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};

use super::clause::Cut;
use super::hit::{Hit, WINDOW};
use super::indirect::Reader;
use super::start::Start;
use crate::token::Kind;

impl Reader<'_, '_> {
    /// A cue after its subject.
    pub(super) fn plain(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let end = self.sentence.end;
        let aside = hit.tokens.start > self.sentence.start
            && (ctx.comma(hit.tokens.start - 1)
                || ctx.dash(hit.tokens.start - 1)
                || doc.is_mark(hit.tokens.start - 1, ")"));
        let source = self
            .speaker(hit)
            .or_else(|| aside.then(|| ctx.first_subject(self.sentence.start, hit.tokens.start)).flatten());
        if source.is_none() {
            return;
        }
        let adjuncts = ctx.adjuncts(hit.tokens.end, end, hit.has(CueFrame::Addressee));
        let mut next = adjuncts.next;
        let mut via = adjuncts.via;
        let first = source.as_ref().map_or(hit.tokens.start, |s| s.start);
        let own = first >= self.floor;
        let start = self.front_start(if own { first } else { hit.tokens.start });
        let comma_before = own && first > start && ctx.pause(first - 1);
        let front = start..self.before_mark(first).max(start);

        if next >= end || ctx.final_mark(next) || doc.is_mark(next, "(") {
            // …, X said.
            if comma_before && hit.has(CueFrame::Trail) && front.len() >= 2 {
                self.finish(hit, source, vec![front], via, adjuncts.addressee, end, 0.88);
            }
            return;
        }
        // "…, X said in a statement sent to Reuters", "…, X said after meeting Y"
        let aside = next > hit.tokens.end && ctx.verb(next) && !self.clause_like(next, end);
        let after = ctx.any(next, &[Class::Temporal]) && !ctx.any(next, &[Class::Relative]);
        if comma_before
            && hit.has(CueFrame::Trail)
            && (aside || after)
            && !doc.has(next, Class::Complementizer)
            && ctx.has_verb(front.clone())
            && !self.adverbial(front.clone())
        {
            self.finish(hit, source, vec![front], via, adjuncts.addressee, end, 0.8);
            return;
        }
        if ctx.comma(next) && self.inserted(next + 1) {
            return;
        }
        let pronoun = source.as_ref().is_some_and(|s| s.len() == 1 && !ctx.capital(s.start));
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
            // "A source, a diplomat said, the ministers had met": the front only names
            let goes_on = ctx.comma(next) && !aside && self.continues_after(front.clone(), &source, next + 1);
            let names = !goes_on && ctx.comma(next) && !aside && !ctx.has_verb(front.clone());
            let mut content = if names { Vec::new() } else { vec![front.clone()] };
            let mut stop = next;
            if goes_on || names && !self.apart(next + 1) {
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
            if next >= end || self.apart(next) && !self.clause_like(next, end) {
                return;
            }
        }
        let Some(Start { at: from, score, bare }) = self.content_start(hit, next, end, adjuncts.addressee.is_some())
        else {
            return;
        };
        let bare_clause = score < 0.93;
        if let Some(outlet) = &source
            && self.carries(outlet, from, end)
        {
            self.via = source;
            self.floor = from;
            return;
        }
        // "Although officials speak of progress, big differences remain": the clause ends with its comma
        let subordinate = own && self.subordinate(start, first);
        // "X, who called it good, said that …"
        let relative = source.as_ref().is_some_and(|s| {
            s.end == hit.tokens.start
                && ctx.any(s.end - 1, &[Class::Relative])
                && ctx.mentions.outer_at(s.end - 1).is_none()
        });
        let limit = if subordinate || relative {
            (from..end).find(|&n| ctx.comma(n) && !ctx.quoted(n)).unwrap_or(end)
        } else {
            end
        };
        let clause = self.clause_within(from, limit, if bare { Cut::Bare } else { Cut::Clause });
        let quoted = clause.tokens.clone().take(WINDOW).any(|n| doc.quote_of(n).is_some());
        let adverbial = ctx.any(from, &[Class::Preposition]) && !ctx.has_verb(clause.tokens.clone());
        if adverbial && !quoted && hit.has(CueFrame::Bare) {
            return;
        }
        let mut score = if quoted { score + 0.08 } else { score };
        if hit.has(CueFrame::As) && !hit.has(CueFrame::Bare) && !quoted {
            score = score.min(0.5);
        }
        let clause_needed = matches!(hit.cue.kind, CueKind::Say | CueKind::Claim | CueKind::Write | CueKind::Ask);
        if hit.negated && clause_needed
            || clause_needed && bare_clause && !quoted && !self.predicate(clause.tokens.clone())
        {
            score = score.min(0.4);
        }
        // what is hardly a statement leaves the rest of the sentence to others
        let weak = matches!(hit.cue.kind, CueKind::Believe | CueKind::Want | CueKind::Show | CueKind::Stance);
        if score < 0.5 || weak {
            self.subject = self.subject.take().or_else(|| source.clone());
            self.push(hit, source, vec![clause.tokens], via.or(clause.via), adjuncts.addressee, score);
            return;
        }
        let stop = clause.tokens.end;
        self.finish(hit, source, vec![clause.tokens], via.or(clause.via), adjuncts.addressee, stop, score);
    }

    /// Whether a short attribution closed by a comma stands at `at`: "he said,".
    pub(super) fn inserted(&self, at: usize) -> bool {
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

    /// Whether the words can be a clause: a verb, or a subject with something after it.
    fn predicate(&self, tokens: Range<usize>) -> bool {
        let ctx = self.ctx;
        let pronouns =
            [Class::PronounHeShe, Class::PronounThey, Class::PronounIt, Class::PronounWe, Class::Demonstrative];
        let subject = |n: usize| {
            ctx.mentions.outer_at(n).is_some()
                || ctx.any(n, &pronouns)
                || ctx.cues.without_enclitic(ctx.doc.lower(n)).is_some()
        };
        ctx.has_verb(tokens.clone())
            || tokens.start + 1 < tokens.end && (tokens.start..tokens.end - 1).take(WINDOW).any(subject)
    }

    /// Whether a subordinating word opens the clause of the cue.
    pub(super) fn subordinate(&self, start: usize, subject: usize) -> bool {
        (start.max(self.sentence.start)..subject.min(start + 3))
            .any(|n| self.ctx.any(n, &[Class::Concession, Class::Temporal, Class::Condition, Class::Cause]))
    }

    /// Whether a preposition or a conjunction opens the words, and no clause of its own follows.
    pub(super) fn adverbial(&self, front: Range<usize>) -> bool {
        front.start < front.end
            && self.ctx.any(
                front.start,
                &[Class::Preposition, Class::Recipient, Class::Comitative, Class::Temporal, Class::Concession],
            )
            && !front.clone().any(|n| self.ctx.comma(n))
    }

    pub(super) fn carrier_follows(&self, at: usize) -> bool {
        let ctx = self.ctx;
        ctx.hits_in(at..(at + 8).min(self.sentence.end)).any(|h| ctx.hits[h].cue.kind == CueKind::Carrier)
    }

    /// Whether the clause goes on after ", he said,".
    pub(super) fn continues_after(&self, front: Range<usize>, source: &Option<Range<usize>>, next: usize) -> bool {
        let ctx = self.ctx;
        let conditional = ctx.any(front.start, &[Class::Condition, Class::Concession, Class::Cause]);
        let pronoun = source.as_ref().is_some_and(|s| s.len() == 1 && !ctx.capital(s.start));
        if next >= self.sentence.end || self.apart(next) && ctx.has_verb(front.clone()) && !conditional {
            return false;
        }

        if pronoun {
            return true;
        }
        // "The G7, X said, was of one mind": a predicate goes on what has none yet
        let complete = ctx.has_verb(front.clone());
        if !complete {
            return ctx.verb(next) || ctx.is(Near::GoesOn, next) || ctx.kind(next) == Some(Kind::Quote);
        }
        self.continues_clause(front, next)
    }

    /// A list after a colon: in this sentence, or bullets on the lines that follow.
    pub(super) fn list(
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
    pub(super) fn finish(
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

    /// Whether an attribution between two commas stands inside one clause.
    pub(super) fn continues_clause(&self, front: Range<usize>, next: usize) -> bool {
        let ctx = self.ctx;
        if next >= self.sentence.end {
            return false;
        }
        let open = [Class::Condition, Class::Concession, Class::Cause];
        let complete = ctx.has_verb(front.clone()) && !ctx.any(front.start, &open);
        let word = ctx.kind(next) == Some(Kind::Word);
        if self.apart(next) {
            return !complete;
        }
        if !complete || ctx.is(Near::GoesOn, next) {
            return true;
        }
        ctx.kind(next) == Some(Kind::Quote) || word && !ctx.capital(next) && ctx.mention_from(next).is_none()
    }

    pub(super) fn apart(&self, at: usize) -> bool {
        self.ctx.near(Near::Apart, at).is_some()
            || self.ctx.hit(at).is_some_and(|h| {
                self.ctx.hits[h].has(CueFrame::Shared) || self.ctx.hits[h].cue.kind == CueKind::Carrier
            })
    }

    /// A cue after its clause, whose speaker follows: …, kata X; …, ujarnya; …, lanjut dia, …; …, said X.
    pub(super) fn after_clause(&mut self, hit: &Hit) {
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
        let start = self.front_start(before);
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

    /// `at`, or the mark before it that is no quotation mark.
    pub(super) fn before_mark(&self, at: usize) -> usize {
        at.checked_sub(1).filter(|&n| self.ctx.kind(n) == Some(Kind::Mark)).unwrap_or(at)
    }
}
