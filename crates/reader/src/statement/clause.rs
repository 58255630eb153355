//! Where a reported clause ends.

use std::ops::Range;

use notula_language::{Class, CueFrame, CueKind};

use super::hit::Hit;
use super::indirect::Reader;
use crate::token::Kind;

/// What ends a clause, besides what ends any.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The speaker is the sentence's subject: "and warned" is the speaker's too.
    Clause,
    /// It has no subject of its own: a joined clause that has one is no part of it.
    Bare,
    /// The speaker is not the sentence's subject (according to X): "and warned" belongs to the clause.
    Sourced,
}

/// A part of a sentence: where it starts, where it ends, and the outlet named at its end.
pub(super) struct Clause {
    pub(super) tokens: Range<usize>,
    pub(super) via: Option<Range<usize>>,
}

impl Reader<'_, '_> {
    /// The reported clause from `from` on: to the sentence's end or to the next attribution.
    pub(super) fn clause(&self, from: usize, end: usize) -> Clause {
        self.clause_within(from, end, Cut::Clause)
    }

    /// As [`Self::clause`]; `cut` says what sort of clause it is.
    pub(super) fn clause_within(&self, from: usize, end: usize, cut: Cut) -> Clause {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let mut at = from;
        let mut via = None;
        let mut stop = end;
        // in a relative clause that speaks itself: "which says … and urges …"
        let mut speaks = false;
        while at < end {
            if ctx.comma(at) {
                speaks = false;
            } else if doc.has(at, Class::Relative) && ctx.hit(at + 1).is_some() {
                speaks = true;
            }
            // "…," adding: "…"
            if at > from && ctx.kind(at) == Some(Kind::Quote) && ctx.pause(at) && self.cue_after(at + 1, end) {
                stop = at + 1;
                break;
            }
            if ctx.quoted(at) {
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
                if self.cue_after(at + 1, end) || cut == Cut::Bare && self.new_clause(at + 1, end) {
                    stop = at;
                    break;
                }
            } else if (at > from + 1 || at > from && ctx.mentions.outer_at(from).is_some())
                && ctx.any(at, &[Class::Conjunction, Class::Contrast])
                && ctx.mentions.outer_at(at).is_none()
                && cut != Cut::Sourced
                && !speaks
                && self.joined_cue(at + 1, end)
                || doc.is_mark(at, ";")
                || cut == Cut::Bare && at > from + 1 && doc.is_mark(at, "-") && ctx.dash(at)
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
    pub(super) fn new_clause(&self, at: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        if !doc.tokens.get(at).is_some_and(|t| t.classes.any(&[Class::Conjunction, Class::Contrast])) {
            return false;
        }
        (at + 1..end.min(at + 8)).find(|&n| ctx.verb(n)).is_some_and(|n| n > at + 1)
            && !ctx.any(at + 1, &[Class::Purpose, Class::Preposition])
    }

    /// Whether a participle, another source or an outlet's attribution follows a comma.
    pub(super) fn cue_after(&self, at: usize, end: usize) -> bool {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let conj = doc.has(at, Class::Conjunction) || doc.has(at, Class::Contrast);
        if conj && self.joined_cue(at + 1, end) {
            return true;
        }
        // ", seraya menilai": a second cue of the same speaker
        let at = if doc.has(at, Class::Temporal) && ctx.hit(at + 1).is_some() {
            let said = ctx
                .hit(at + 1)
                .map(|h| &ctx.hits[h])
                .is_some_and(|hit| hit.has(CueFrame::That) && !hit.has(CueFrame::Inverted));
            if said {
                return true;
            }
            at + 1
        } else {
            at
        };
        if let Some(h) = ctx.hit(at) {
            let hit = &ctx.hits[h];
            return hit.tokens.start == at
                && (hit.has(CueFrame::Shared) && hit.cue.kind != CueKind::Want
                    || hit.cue.kind == CueKind::Source
                    || self.asyndetic(hit)
                    || hit.has(CueFrame::Inverts)
                        && ctx.phrase_from(hit.tokens.end, end).is_some_and(|speaker| ctx.stops(speaker.end, end))
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
                ctx.kind(n) == Some(Kind::Word)
                    && !ctx.verb(n)
                    && !ctx.any(n, &[Class::Relative, Class::Temporal, Class::Condition])
            })
            && ctx.stops(ctx.adjuncts(hit.tokens.end, end, false).next, end)
            && !doc.has(ctx.adjuncts(hit.tokens.end, end, false).next, Class::Complementizer)
    }

    /// Whether the cue goes on the main clause without a conjunction: "…, menuduh X …".
    fn asyndetic(&self, hit: &Hit) -> bool {
        let speech =
            !matches!(hit.cue.kind, CueKind::Believe | CueKind::Want | CueKind::Show | CueKind::Stance | CueKind::Noun);
        speech
            && !self.ctx.doc.pack.grammar.verb_prefixes.is_empty()
            && !hit.has(CueFrame::Inverted)
            && !hit.has(CueFrame::Passive)
            && (hit.has(CueFrame::That) || hit.has(CueFrame::Of))
    }

    /// Whether "and", "but" is followed by a cue with the same or a short subject of its own.
    pub(super) fn joined_cue(&self, at: usize, end: usize) -> bool {
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
                let follows = doc.has(hit.tokens.end, Class::Complementizer);
                let bare_form = (!hit.has(CueFrame::Shared) || follows) && !hit.infinitive;
                return speech
                    && bare_form
                    && !hit.has(CueFrame::Passive)
                    && (n == at
                        || (at..n).all(|m| {
                            ctx.any(m, &[Class::Adverb, Class::Auxiliary, Class::PronounHeShe, Class::PronounThey])
                                && !doc.has(m, Class::Purpose)
                        }));
            }
            if ctx.kind(n) != Some(Kind::Word) {
                return false;
            }
            n += 1;
        }
        false
    }

    /// `stop` moved before the marks that end a clause.
    pub(super) fn without_marks(&self, from: usize, mut stop: usize) -> usize {
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
}
