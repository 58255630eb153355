//! What stands between a cue and what it attributes: whom it was said to, when, where, in what.

use std::ops::Range;

use notula_language::{Class, Near};

use super::hit::Ctx;
use crate::token::Kind;

/// The adjuncts of a cue; ranges of tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Adjuncts {
    /// The first token after them.
    pub(super) next: usize,
    /// The one spoken to.
    pub(super) addressee: Option<Range<usize>>,
    /// The outlet named as the place where it was found.
    pub(super) via: Option<Range<usize>>,
}

impl Ctx<'_> {
    /// The adjuncts from `at` on. With `addressee`, the one spoken to may stand there without a preposition.
    pub(super) fn adjuncts(&self, at: usize, end: usize, addressee: bool) -> Adjuncts {
        let mut out = Adjuncts { next: at, ..Adjuncts::default() };
        let end = end.min(at + 60);
        let mut open = addressee;
        while out.next < end {
            let here = out.next;
            if self.doc.has(here, Class::Complementizer) && !self.doc.has(here + 1, Class::Demonstrative) {
                break;
            }
            if let Some(next) = self.after_bracket(here, end) {
                out.next = next;
            } else if let Some((via, next)) = self.aside(here, end) {
                out.via = out.via.or(Some(via));
                out.next = next;
            } else if self.moment(here, at) || here > at && self.abbreviates(here) {
                out.next = here + 1;
            } else if let Some((noun, next, light)) = self.prepositional(here, end) {
                // "in Gaza" may also open the clause itself
                if !light && !self.stops(next, end) {
                    break;
                }
                if self.any(here, &[Class::Recipient, Class::Comitative]) && out.addressee.is_none() {
                    out.addressee = Some(noun);
                }
                out.next = next;
                open = false;
            } else if open && let Some(noun) = self.addressed(here, end) {
                out.next = noun.end;
                out.addressee = Some(noun);
                open = false;
            } else if self.comma(here) && here + 1 < end {
                let inner = self.adjuncts_plain(here + 1, end);
                if inner.next == here + 1 || !self.stops(inner.next, end) || inner.next >= end {
                    break;
                }
                out.via = out.via.or(inner.via);
                out.next = if self.comma(inner.next) { inner.next + 1 } else { inner.next };
            } else {
                break;
            }
        }
        out
    }

    /// Adjuncts without commas.
    fn adjuncts_plain(&self, at: usize, end: usize) -> Adjuncts {
        let mut out = Adjuncts { next: at, ..Adjuncts::default() };
        while out.next < end {
            let here = out.next;
            if let Some(next) = self.after_bracket(here, end) {
                out.next = next;
            } else if let Some((via, next)) = self.aside(here, end) {
                out.via = Some(via);
                out.next = next;
            } else if self.moment(here, at) {
                out.next = here + 1;
            } else if let Some((_, next, _)) = self.prepositional(here, end) {
                out.next = next;
            } else {
                break;
            }
        }
        out
    }

    /// Whether adjuncts end at `at`: the sentence's end, a comma, a colon, a quotation, a complementizer.
    pub(super) fn stops(&self, at: usize, end: usize) -> bool {
        at >= end
            || self.comma(at)
            || self.final_mark(at)
            || self.doc.is_mark(at, ":")
            || self.kind(at) == Some(Kind::Quote)
            || self.doc.has(at, Class::Complementizer)
            || self.moment(at, at)
            || self.doc.is_mark(at, "(")
    }

    /// Whether the token tells when; `first` is the first that could.
    pub(super) fn moment(&self, at: usize, first: usize) -> bool {
        let doc = self.doc;
        if self.mentions.outer_at(at).is_some_and(|n| self.mentions.all[n].actor.is_some()) {
            return false;
        }
        let after = at > first && self.is(Near::Moment, at - 1);
        if doc.tokens.get(at).is_some_and(|t| t.kind == Kind::Number) {
            return after || self.is(Near::Moment, at + 1);
        }
        // "described Saturday's talks": the day belongs to what is spoken of
        let owns = doc.has(at + 1, Class::PossessiveMark) && !doc.tokens[at + 1].spaced;
        if !self.is(Near::Moment, at) || owns {
            return false;
        }
        if doc.has(at, Class::Demonstrative) {
            return after || self.is(Near::Moment, at + 1);
        }
        true
    }

    /// A preposition and its noun phrase: the noun, the token after it, and whether it can be nothing but an adjunct.
    fn prepositional(&self, at: usize, end: usize) -> Option<(Range<usize>, usize, bool)> {
        let doc = self.doc;
        if !self.any(at, &[Class::Preposition, Class::Recipient, Class::Comitative, Class::Temporal])
            || self.any(at, &[Class::Complementizer])
        {
            return None;
        }
        // "told China to cease fire": an infinitive is no adjunct
        if self.any(at, &[Class::Purpose])
            && !self.any(at + 1, &[Class::Article, Class::Possessive, Class::Demonstrative])
            && self.mentions.outer_at(at + 1).is_none()
            && self.near(Near::Audience, at + 1).is_none()
            && !self.capital(at + 1)
        {
            return None;
        }
        let temporal = !self.any(at, &[Class::Preposition, Class::Recipient, Class::Comitative]);
        let start = at + 1;
        let mut n = start;
        let mut found = None;
        while n < end.min(start + 8) {
            let len = [Near::Audience, Near::Medium].into_iter().filter_map(|near| self.near(near, n)).max();
            if let Some(len) = len {
                found = Some((n + len, true));
                n += len;
                // "the BBC's Great Lakes service", "a post on X": stop at the first that nothing can follow
                if doc.has(n, Class::PossessiveMark) {
                    n += 1;
                    continue;
                }
                break;
            }
            if self.moment(n, n) {
                let mut stop = n + 1;
                while stop < end && (self.moment(stop, n) || self.abbreviates(stop)) {
                    stop += 1;
                }
                found = Some((stop, true));
                break;
            }
            if self.kind(n) == Some(Kind::Number) {
                found = Some((n + 1, false));
                n += 1;
                continue;
            }
            if let Some(m) = self.mentions.outer_at(n).filter(|_| !temporal) {
                let stop = self.mentions.all[m].tokens.end.min(end);
                let recipient = doc.tokens[at].classes.has(Class::Recipient);
                found = Some((stop, recipient));
                n = stop;
                if doc.has(n, Class::PossessiveMark) {
                    n += 1;
                    continue;
                }
                if let Some(len) = self.near(Near::Medium, n).or_else(|| self.near(Near::Audience, n)) {
                    found = Some((n + len, true));
                }
                break;
            }
            let preposition = [Class::Preposition, Class::Recipient, Class::Purpose];
            if self.any(n, &preposition) && !doc.has(n, Class::Genitive) {
                break;
            }
            if self.kind(n) != Some(Kind::Word)
                || self.finite(n)
                || doc.has(n, Class::Complementizer)
                || self.hit(n).is_some()
            {
                break;
            }
            n += 1;
        }
        let (stop, light) = found?;
        // "after meeting the envoy": the word that fits is not the end of it
        let after = self.any(at, &[Class::Temporal]);
        if temporal && !light || after && !self.stops(stop, end) && !self.moment(stop - 1, stop - 1) {
            return None;
        }
        Some((start..stop, stop, light))
    }

    /// The one spoken to, without preposition: "told Fox News", "memperingatkan Eropa".
    fn addressed(&self, at: usize, end: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let mut start = at;
        while start < end
            && self.any(start, &[Class::Article, Class::Possessive])
            && self.mentions.outer_at(start).is_none()
        {
            start += 1;
        }
        // "mengingatkan pentingnya persatuan": what is said, not who is spoken to
        if start < end && doc.bare(start) != doc.lower(start) && self.mentions.outer_at(start).is_none() {
            return None;
        }
        let mut stop = start;
        let mut found = None;
        while stop < end.min(start + 14) {
            if let Some(n) = self.mentions.outer_at(stop) {
                stop = self.mentions.all[n].tokens.end.max(stop + 1);
                found = Some(stop);
            } else if let Some(len) = self.near(Near::Audience, stop) {
                stop += len;
                found = Some(stop);
            } else if self.kind(stop) == Some(Kind::Word)
                && !self.finite(stop)
                && !self.moment(stop, stop)
                && !self.any(
                    stop,
                    &[
                        Class::Preposition,
                        Class::Genitive,
                        Class::Recipient,
                        Class::Purpose,
                        Class::Complementizer,
                        Class::Relative,
                        Class::Condition,
                        Class::PronounHeShe,
                        Class::PronounThey,
                        Class::PronounIt,
                        Class::PronounWe,
                    ],
                )
            {
                stop += 1;
                continue;
            } else {
                break;
            }
            if doc.has(stop, Class::PossessiveMark)
                || doc.has(stop, Class::Conjunction) && self.mentions.outer_at(stop + 1).is_some()
            {
                stop += 1;
            } else if self.near(Near::Audience, stop).is_none() {
                break;
            }
        }
        // a name of capitals that nobody has marked
        if found.is_none() {
            let capitals = (start..end.min(start + 6)).take_while(|&n| self.capital(n)).count();
            found = (capitals > 0).then_some(start + capitals);
        }
        let mut stop = found?;
        // "the BBC's Great Lakes service that": on to the complementizer
        if let Some(that) = (stop..end.min(stop + 5))
            .find(|&n| self.kind(n) != Some(Kind::Word) || self.finite(n) || doc.has(n, Class::Complementizer))
            && doc.has(that, Class::Complementizer)
        {
            stop = that;
        }
        // "warned Moscow was getting ready": what follows is its verb
        (stop > start && (doc.has(stop, Class::PronounIt) || !self.finite(stop))).then_some(start..stop)
    }

    /// An aside that names an outlet, at `at` or after a comma there: the outlet and the token after it.
    pub(super) fn aside(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let start = if self.comma(at) { at + 1 } else { at };
        let len = self.near(Near::Aside, start)?;
        let mut from = start + len;
        while from < end && self.any(from, &[Class::Agent, Class::Origin, Class::Article]) {
            from += 1;
        }
        let outlet = self.phrase_from(from, end)?;
        let mut next = outlet.end;
        if next < end && self.any(next, &[Class::Relative]) {
            next = (next..end.min(next + 20)).find(|&n| self.comma(n) || self.final_mark(n)).unwrap_or(end);
        }
        while next < end {
            if self.moment(next, outlet.end) {
                next += 1;
            } else if let Some(after) = self.after_bracket(next, end) {
                next = after;
            } else if self.comma(next) && next + 1 < end && self.moment(next + 1, next + 1) {
                next += 1;
            } else {
                break;
            }
        }
        Some((outlet, next))
    }
}
