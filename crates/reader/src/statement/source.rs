//! Sources that are no subject of a verb: according to X, Reuters reported, quoted by X.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};

use super::clause::Cut;
use super::hit::Hit;
use super::indirect::Reader;
use crate::token::Kind;

impl Reader<'_, '_> {
    /// menurut X, …; …, menurut X; …, menurut X, …; according to X.
    pub(super) fn according(&mut self, hit: &Hit) {
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
            } else if ctx.any(
                stop,
                &[
                    Class::Relative,
                    Class::Preposition,
                    Class::Genitive,
                    Class::Recipient,
                    Class::Agent,
                    Class::Temporal,
                ],
            ) && let Some(comma) = (stop..end.min(stop + 30)).find(|&n| ctx.comma(n) || ctx.final_mark(n))
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
        let comma_after = next > stop && ctx.comma(next - 1);
        let before = hit.tokens.start;
        let comma_before = before.checked_sub(1).is_some_and(|n| ctx.comma(n));
        let relative = before.checked_sub(1).is_some_and(|n| doc.has(n, Class::Relative));
        let start = self.front_start(before);
        let front = start..if comma_before { before - 1 } else { before };
        let mut content = Vec::new();
        if start >= before && !relative {
            if let Some(n) = self.last_here()
                && before > self.sentence.start
            {
                // "X said …, according to Reuters"
                self.out[n].via = self.out[n].via.take().or(source);
                self.floor = next;
                return;
            }
            next = self.without_links(next, end);
            // "According to Reuters, X told Y that …": the outlet carries what X said
            let carries = source
                .as_ref()
                .is_some_and(|s| s.clone().any(|n| crate::statement::setting::outlet_at(doc, n).is_some()));
            let speaks = |h: usize| {
                let inner = &ctx.hits[h];
                !inner.infinitive
                    && inner.has(CueFrame::That)
                    && doc.has(
                        ctx.adjuncts(inner.tokens.end, end, inner.has(CueFrame::Addressee)).next,
                        Class::Complementizer,
                    )
            };
            if carries && ctx.hits_in(next..end).take(3).any(speaks) {
                self.via = source;
                self.floor = next;
                return;
            }
        }
        let mut tail_end = next;
        if relative || start >= before {
            let clause = self.clause_within(next, end, Cut::Sourced);
            tail_end = clause.tokens.end;
            via = via.or(clause.via);
            content.push(clause.tokens);
        } else if next >= end || ctx.final_mark(next) {
            if !ctx.has_verb(front.clone()) && front.len() < 4 {
                return;
            }
            content.push(front);
        } else if comma_before && comma_after && self.continues_clause(front.clone(), next) {
            let clause = self.clause_within(next, end, Cut::Sourced);
            tail_end = clause.tokens.end;
            via = via.or(clause.via);
            content.push(front);
            content.push(clause.tokens);
        } else if ctx.has_verb(front.clone()) && (comma_before || !hit.enclitic) {
            content.push(front);
        } else {
            let clause = self.clause_within(next, end, Cut::Sourced);
            tail_end = clause.tokens.end;
            content.push(clause.tokens);
        }
        self.floor = tail_end.max(stop);
        self.subject = source.clone().or(self.subject.take());
        self.push(hit, source, content, via, adjuncts.addressee, 0.82);
    }

    /// "…, Reuters reported", "…, lapor Suspilne": the outlet carries the sentence's statement, or claims it itself.
    pub(super) fn carried(&mut self, hit: &Hit) {
        let ctx = self.ctx;
        let end = self.sentence.end;
        if hit.has(CueFrame::Passive) {
            self.quoted_by(hit);
            return;
        }
        let before = hit.tokens.start.checked_sub(1).filter(|&n| n >= self.sentence.start);
        if before.is_some_and(|n| ctx.any(n, &[Class::Relative])) {
            return;
        }
        let opens = before.is_none_or(|n| ctx.comma(n) || ctx.kind(n) == Some(Kind::Quote));
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
        let last = self.last_here();
        // "NTV cited X as saying …"
        if hit.has(CueFrame::Addressee)
            && !opens
            && let Some(speaker) = ctx.phrase_from(hit.tokens.end, end)
            && let Some(len) = ctx.near(Near::Opener, speaker.end)
        {
            let mut from = speaker.end + len;
            if ctx.doc.has(from, Class::Complementizer) {
                from += 1;
            }
            let clause = self.clause(from.min(end), end);
            let stop = clause.tokens.end;
            self.finish(hit, Some(speaker), vec![clause.tokens], Some(outlet), None, stop, 0.8);
            return;
        }
        let trailing =
            opens || outlet.start > self.sentence.start && ctx.comma(outlet.start - 1) && ctx.stops(adjuncts.next, end);
        if trailing {
            match last {
                Some(n) if self.out[n].via.is_none() => self.out[n].via = Some(outlet),
                Some(_) => {}
                None => {
                    let start = self.front_start(outlet.start.min(hit.tokens.start));
                    let front = start..outlet.start.min(hit.tokens.start).saturating_sub(1);
                    // an outlet that repeats a quotation is no speaker of its own
                    let quoted =
                        front.clone().all(|n| ctx.doc.quote_of(n).is_some() || ctx.kind(n) != Some(Kind::Word));
                    if front.len() >= 3 && ctx.has_verb(front.clone()) && !quoted {
                        self.subject = Some(outlet.clone());
                        self.push(hit, Some(outlet), vec![front], None, None, 0.6);
                    }
                }
            }
            self.floor = adjuncts.next;
        } else if ctx.doc.has(adjuncts.next, Class::Complementizer) || self.clause_like(adjuncts.next, end) {
            let from = adjuncts.next + usize::from(ctx.doc.has(adjuncts.next, Class::Complementizer));
            if self.carries(&outlet, from, end) {
                self.via = Some(outlet);
                self.floor = from;
                return;
            }
            let clause = self.clause(from, end);
            self.floor = clause.tokens.end;
            self.subject = Some(outlet.clone());
            self.push(hit, Some(outlet), vec![clause.tokens], clause.via, None, 0.75);
        }
    }

    /// Whether an outlet carries what somebody else says: "AFP reported that the Kremlin said …".
    pub(super) fn carries(&self, outlet: &Range<usize>, from: usize, end: usize) -> bool {
        let ctx = self.ctx;
        outlet.clone().any(|n| super::setting::outlet_at(ctx.doc, n).is_some())
            && ctx.hits_in(from..end.min(from + 14)).take(1).any(|h| {
                let inner = &ctx.hits[h];
                let subject = inner.tokens.start > from;
                let clause = ctx.doc.has(ctx.adjuncts(inner.tokens.end, end, false).next, Class::Complementizer);
                let says = inner.cue.kind == CueKind::Say && inner.has(CueFrame::Bare)
                    || inner.has(CueFrame::That) && clause
                    || inner.has(CueFrame::Clause) && clause;
                says && !inner.infinitive && subject
            })
    }

    /// The attribution before, if it stands in this sentence.
    fn last_here(&self) -> Option<usize> {
        self.out.len().checked_sub(1).filter(|&n| self.out[n].around.start >= self.sentence.start)
    }

    /// X was quoted by Le Monde as saying …
    pub(super) fn quoted_by(&mut self, hit: &Hit) {
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
    pub(super) fn passive(&mut self, hit: &Hit) {
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
}
