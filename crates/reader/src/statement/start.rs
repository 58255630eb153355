//! Where a reported clause starts after its cue.

use notula_language::{Class, CueFrame, CueKind, Near};

use super::hit::Hit;
use super::indirect::Reader;
use crate::token::Kind;

/// Where a reported clause starts, how sure that is, and whether it lacks a subject of its own.
pub(super) struct Start {
    pub(super) at: usize,
    pub(super) score: f32,
    pub(super) bare: bool,
}

impl Reader<'_, '_> {
    /// Where the reported clause starts that follows the cue's adjuncts, and how sure that is.
    pub(super) fn content_start(&self, hit: &Hit, next: usize, end: usize, addressed: bool) -> Option<Start> {
        let ctx = self.ctx;
        let doc = ctx.doc;
        let start = |at, score| Some(Start { at, score, bare: false });
        let bare = |at, score| Some(Start { at, score, bare: true });
        if doc.has(next, Class::Complementizer) && next + 1 < end {
            let quotation = ctx.kind(next + 1) == Some(Kind::Quote);
            return if hit.has(CueFrame::That) || quotation { start(next + 1, 0.93) } else { None };
        }
        // "that" further on: "mengatakan pada Sabtu di Kyiv bahwa"
        let adjunct = [Class::Preposition, Class::Recipient, Class::Comitative, Class::Temporal];
        if hit.has(CueFrame::That)
            && ctx.any(next, &adjunct)
            && let Some(that) = (next..end.min(next + 14))
                .find(|&n| doc.has(n, Class::Complementizer) || ctx.hit(n).is_some() || self.hard(n) || ctx.finite(n))
            && doc.has(that, Class::Complementizer)
        {
            return start(that + 1, 0.85);
        }
        // "menegaskan kembali bahwa"
        if ctx.any(next, &[Class::Adverb]) && doc.has(next + 1, Class::Complementizer) && hit.has(CueFrame::That) {
            return start(next + 2, 0.9);
        }
        // "denied reports that": what is denied
        if hit.cue.kind == CueKind::Deny
            && let Some(that) =
                (next..end.min(next + 5)).find(|&n| doc.has(n, Class::Complementizer) || self.hard(n) || ctx.verb(n))
            && doc.has(that, Class::Complementizer)
        {
            return start(that + 1, 0.66);
        }
        if hit.has(CueFrame::Bare) && ctx.any(next, &[Class::Copula]) {
            return None;
        }
        // "told China to cease fire"
        if hit.has(CueFrame::Bare) && addressed && ctx.any(next, &[Class::Purpose]) && doc.has(next, Class::Recipient) {
            return bare(next, 0.45);
        }
        if hit.has(CueFrame::Bare) {
            let needs_verb = hit.has(CueFrame::Addressee) && !addressed;
            return if !needs_verb || self.clause_like(next, end) { start(next, 0.85) } else { None };
        }
        if hit.has(CueFrame::To)
            && let Some(to) = (next..end.min(next + 16))
                .find(|&n| doc.has(n, Class::Purpose) && !ctx.any(n, &[Class::Cause]) || self.hard(n))
            && doc.has(to, Class::Purpose)
            && doc.tokens.get(to + 1).is_some_and(|t| t.kind == Kind::Word || t.kind == Kind::Quote)
        {
            // an infinitive keeps its mark; a conjunction of purpose does not, and may open a clause of its own
            if doc.has(to, Class::Recipient) {
                return if ctx.capital(to + 1) { None } else { bare(to, 0.45) };
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
            // what another cue quotes is no part of it
            let other = ctx.hits_in(next..end).next().map_or(end, |h| ctx.hits[h].tokens.start);
            let limit = end.min(next + 24).min(other);
            let quoted = (next..limit).any(|n| ctx.kind(n) == Some(Kind::Quote));
            let as_word = (next..limit).any(|n| ctx.is(Near::Opener, n));
            // "which he described as "serious"": the mark belongs to the cue
            let at = next + usize::from(ctx.is(Near::Opener, next) && ctx.kind(next + 1) == Some(Kind::Quote));
            let pronoun = ctx.any(next, &[Class::PronounHeShe, Class::PronounThey, Class::PronounIt]);
            let judged = as_word && !pronoun && hit.cue.kind == CueKind::Judge && !hit.has(CueFrame::Object);
            let score = match (quoted, judged) {
                (true, _) => 0.8,
                (false, true) => 0.5,
                (false, false) => 0.4,
            };
            return bare(at, score);
        }
        if hit.has(CueFrame::Gerund) && ctx.verb(next) {
            return bare(next, 0.6);
        }
        if hit.has(CueFrame::Object) { bare(next, 0.35) } else { None }
    }

    pub(super) fn hard(&self, at: usize) -> bool {
        matches!(self.ctx.kind(at), Some(Kind::Quote | Kind::Mark)) && !self.ctx.doc.is_mark(at, "-")
    }

    /// Whether what follows has a subject and a verb of its own.
    pub(super) fn clause_like(&self, from: usize, end: usize) -> bool {
        let ctx = self.ctx;
        // where a prefix marks the verb, its look is enough
        let prefixed = !ctx.doc.pack.grammar.verb_prefixes.is_empty();
        let mut at = from;
        let stop = end.min(from + 14);
        while at < stop {
            if ctx.finite(at) || prefixed && ctx.verb(at) {
                return at > from;
            }
            if self.hard(at) && !ctx.comma(at) {
                return false;
            }
            if ctx.any(at, &[Class::Relative, Class::Temporal]) {
                return false;
            }
            at += 1;
        }
        false
    }
}
