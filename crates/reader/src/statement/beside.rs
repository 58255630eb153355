//! Attributions before and after a quotation.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind, Near};

use super::direct::Reader;
use super::hit::Hit;
use crate::token::Kind;

/// The attribution found next to a quotation; ranges of tokens.
pub(super) struct Found {
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) kind: CueKind,
    /// The whole attribution.
    pub(super) tokens: Range<usize>,
    pub(super) via: Option<Range<usize>>,
    pub(super) addressee: Option<Range<usize>>,
    pub(super) score: f32,
    pub(super) why: String,
}

impl Reader<'_, '_> {
    /// An attribution after the quotation: "…," X said; "…," kata X; "…," ujarnya.
    pub(super) fn on_the_right(&self, right: &Range<usize>, speech: bool, words: usize) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let same = self.same_sentence(right);
        let mut at = right.start;
        while at < right.end && ctx.kind(at) == Some(Kind::Mark) && !doc.is_mark(at, "(") {
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
    pub(super) fn dash(&self, right: &Range<usize>) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let dash = doc.tokens.get(right.start).filter(|t| t.kind == Kind::Mark)?;
        if !matches!(&doc.text[dash.bytes()], "-" | "–" | "—" | "―") {
            return None;
        }
        let mut at = right.start + 1;
        while at < right.end && ctx.kind(at) == Some(Kind::Mark) {
            at += 1;
        }
        let source = ctx.phrase_from(at, right.end)?;
        let rest = source.end..right.end.min(source.end + 30);
        (ctx.capital(source.start) && !rest.clone().any(|n| ctx.finite(n))).then(|| Found {
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
    pub(super) fn said(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
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
        let tail =
            (adjuncts.next..end.min(adjuncts.next + 25)).filter(|&n| ctx.comma(n)).find_map(|n| ctx.aside(n, end));
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
    pub(super) fn source_cue(&self, hit: &Hit, end: usize) -> Option<Found> {
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
    pub(super) fn verdict(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
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
    pub(super) fn carrier(&self, hit: &Hit, first: usize, end: usize) -> Option<Found> {
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
    pub(super) fn on_the_left(
        &self,
        left: &Range<usize>,
        right: &Range<usize>,
        words: usize,
        speech: bool,
    ) -> Option<Found> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let open = left.end;
        let last = open.checked_sub(1).filter(|n| left.contains(n))?;
        let colon = doc.is_mark(last, ":");
        let comma = ctx.comma(last);
        let that = doc.has(last, Class::Complementizer);
        let goes_on = self.clause_goes_on(right);
        let sentence = speech && words >= 4 && ctx.capital(open + 1);
        if goes_on && !colon && !comma && !sentence {
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
                if !((comma || sentence)
                    && words >= 4
                    && !(gap.clone().any(|n| ctx.finite(n)))
                    && hit.has(CueFrame::Quote))
                {
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
            let participle = hit.has(CueFrame::Shared)
                && hit.tokens.start > left.start
                && !ctx.any(hit.tokens.start - 1, &[Class::Copula, Class::Adverb]);
            let source = if hit.has(CueFrame::Shared) && hit.tokens.start <= left.start {
                ctx.first_subject(doc.sentence(hit.tokens.start).start, hit.tokens.start)
            } else if participle {
                ctx.first_subject(left.start, hit.tokens.start)
            } else if speaker_after {
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
                tokens: hit.tokens.start..open,
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
    pub(super) fn clause_goes_on(&self, right: &Range<usize>) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if !self.same_sentence(right) || right.is_empty() {
            return false;
        }
        let first = right.start;
        if ctx.final_mark(first) || doc.is_mark(first, "(") {
            return false;
        }
        if ctx.comma(first) || ctx.any(first, &[Class::Conjunction, Class::Contrast]) {
            // ", he said", "and accused", ", adding that"
            let hits = ctx.hits_in(first..right.end.min(first + 12));
            let mut next = hits.clone().map(|h| &ctx.hits[h]);
            return !next.any(|hit| !hit.infinitive && !ctx.has_verb(first + 1..hit.tokens.start.max(first + 1)));
        }
        !(ctx.any(first, &[Class::Temporal, Class::Relative]) && ctx.kind(first) == Some(Kind::Word))
    }
}
