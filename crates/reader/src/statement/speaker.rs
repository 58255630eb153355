//! The noun phrase that a cue attributes to: before it, after it, or shared with the main clause.

use std::ops::Range;

use notula_language::{Class, Near};

use super::hit::{Ctx, WINDOW};
use crate::token::Kind;

/// Classes that end a noun phrase.
const BREAKS: &[Class] = &[
    Class::Complementizer,
    Class::Relative,
    Class::Condition,
    Class::Temporal,
    Class::Contrast,
    Class::Cause,
    Class::Concession,
    Class::Negation,
];

impl Ctx<'_> {
    /// The noun phrase that starts at `at` and ends before `end`.
    pub(super) fn phrase_from(&self, at: usize, end: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let mut start = at;
        while start < end && doc.has(start, Class::Adverb) && self.mentions.outer_at(start).is_none() {
            start += 1;
        }
        let end = end.min(start + 30);
        let mut stop = start;
        while stop < end {
            if let Some(n) = self.mentions.outer_at(stop) {
                stop = self.mentions.all[n].tokens.end.min(end).max(stop + 1);
                continue;
            }
            let token = &doc.tokens[stop];
            let joins = match token.kind {
                Kind::Word => {
                    !token.classes.any(BREAKS)
                        && (!self.is(Near::Moment, stop) || stop > start && self.demonstrative_end(stop))
                        && !self.finite(stop)
                        && !(self.hit(stop).is_some() && stop > start)
                        && !token.classes.any(&[Class::Recipient, Class::Agent, Class::Comitative])
                        && (!doc.has(stop, Class::Preposition) || self.inner_preposition(stop))
                }
                Kind::Number => true,
                Kind::Mark => stop > start && (self.hyphen(stop) || self.abbreviates(stop)),
                Kind::Quote => false,
            };
            if !joins {
                break;
            }
            stop += 1;
        }
        while stop > start && (self.any(stop - 1, &[Class::Conjunction, Class::Disjunction, Class::Preposition])) {
            stop -= 1;
        }
        (stop > start).then_some(start..stop)
    }

    /// Whether a hyphen joins two names: "Rusia-Ukraina".
    fn hyphen(&self, at: usize) -> bool {
        let doc = self.doc;
        doc.is_mark(at, "-") && !doc.tokens[at].spaced && doc.tokens.get(at + 1).is_some_and(|t| !t.spaced)
    }

    /// Whether a preposition at `at` may stand inside a speaker's phrase ("a spokesman for the army").
    fn inner_preposition(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|n| self.is(Near::Person, n)) && !self.is(Near::Moment, at + 1)
    }

    fn leading_preposition(&self, at: usize) -> bool {
        self.any(at, &[Class::Preposition, Class::Recipient, Class::Comitative, Class::Agent])
            && !self.doc.has(at, Class::Genitive)
    }

    /// The subject of the cue at `cue`, no token of it before `floor`.
    pub(super) fn subject_before(&self, cue: usize, floor: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let floor = floor.max(cue.saturating_sub(WINDOW)).max(doc.sentence(cue).start);
        let mut end = cue;
        // between subject and verb: adverbs, auxiliaries, moments, brackets
        loop {
            if end <= floor {
                return None;
            }
            let last = end - 1;
            let empty = |n: usize| self.mentions.all[n].actor.is_none() && doc.has(last, Class::Adverb);
            if self.mentions.outer_at(last).is_some_and(|n| !self.adverbial(n) && !empty(n)) {
                break;
            }
            // "lebih lanjut": a connective of several words
            if let Some(len) = (2..=3).find(|&len| end >= floor + len && self.near(Near::Link, end - len) == Some(len))
            {
                end -= len;
                continue;
            }
            // "has long argued": a word between auxiliary and verb
            if let Some(auxiliary) =
                (floor + 1..last).rev().take(3).take_while(|&n| self.between(n + 1)).find(|&n| self.auxiliary(n))
                && self.between(last)
            {
                end = auxiliary;
                continue;
            }
            let classes = doc.tokens[last].classes;
            let light = classes.any(&[
                Class::Adverb,
                Class::Auxiliary,
                Class::Future,
                Class::Ongoing,
                Class::Possible,
                Class::Willing,
            ]) && !classes.any(&[Class::PronounHeShe, Class::PronounThey])
                || self.is(Near::Moment, last)
                || self.is(Near::Link, last)
                    && !classes.any(&[Class::Conjunction, Class::Contrast, Class::Disjunction])
                || self.kind(last) == Some(Kind::Number)
                || self.mentions.outer_at(last).is_some_and(|n| self.adverbial(n));
            if light && !self.demonstrative_end(last) {
                end = match self.mentions.outer_at(last) {
                    Some(n) if self.adverbial(n) => self.mentions.all[n].tokens.start.max(floor),
                    _ => last,
                };
                while end > floor && self.leading_preposition(end - 1) {
                    end -= 1;
                }
                continue;
            }
            if doc.is_mark(last, ")") {
                match (floor..last).rev().take(20).find(|&n| doc.is_mark(n, "(")) {
                    Some(open) => end = open,
                    None => return None,
                }
                continue;
            }
            break;
        }
        let last = end - 1;
        let classes = doc.tokens[last].classes;
        if self.comma(last) || self.dash(last) {
            return self.before_aside(last, floor);
        }
        if classes.any(&[Class::Conjunction, Class::Contrast, Class::Comitative]) {
            return self.first_subject(floor, last);
        }
        if classes.has(Class::Relative) && self.mentions.outer_at(last).is_none() {
            let stop = if last > floor && self.comma(last - 1) { last - 1 } else { last };
            // the nearest name is whom the relative clause tells of
            if let Some(n) = stop.checked_sub(1).filter(|&n| n >= floor).and_then(|n| self.mentions.outer_at(n)) {
                let mut start = self.mentions.all[n].tokens.start.max(floor);
                while start > floor && self.any(start - 1, &[Class::Article]) {
                    start -= 1;
                }
                return Some(start..last + 1);
            }
            let antecedent = (stop > floor).then(|| self.phrase_ending(stop, floor)).flatten()?;
            return Some(antecedent.start..last + 1);
        }
        if classes.has(Class::Purpose) || self.kind(last) == Some(Kind::Quote) {
            return self.first_subject(floor, last);
        }
        let phrase = self.phrase_ending(end, floor)?;
        // "Zelensky, in a video shown on Monday, said": no name next to the verb, but one that opens the clause
        let named = phrase.clone().any(|n| self.mentions.outer_at(n).is_some() || self.is(Near::Person, n));
        if !named
            && phrase.start > floor
            && let Some(first) = self.first_subject(floor, phrase.start)
            && self.comma(first.end)
            && self.leading_preposition(first.end + 1)
        {
            return Some(first);
        }
        Some(phrase)
    }

    fn auxiliary(&self, at: usize) -> bool {
        self.doc.has(at, Class::Auxiliary) && !self.doc.has(at, Class::Purpose) && self.mentions.outer_at(at).is_none()
    }

    /// Whether the token may stand between an auxiliary and its verb.
    fn between(&self, at: usize) -> bool {
        let token = &self.doc.tokens[at];
        token.kind == Kind::Word
            && !token.capital
            && self.mentions.outer_at(at).is_none()
            && !token.classes.any(&[Class::Relative, Class::Conjunction, Class::PronounHeShe, Class::PronounThey])
            && !self.is(Near::Person, at)
    }

    /// Whether the mention is a place or the like after a preposition.
    fn adverbial(&self, n: usize) -> bool {
        let mention = &self.mentions.all[n];
        mention.tokens.start.checked_sub(1).is_some_and(|before| {
            let before = if self.doc.has(before, Class::Article) { before.saturating_sub(1) } else { before };
            self.leading_preposition(before) && !self.inner_preposition(before) && !self.any(before, &[Class::Temporal])
        })
    }

    fn demonstrative_end(&self, at: usize) -> bool {
        // "pejabat itu": the demonstrative closes the noun phrase
        self.doc.has(at, Class::Demonstrative)
            && at
                .checked_sub(1)
                .is_some_and(|n| self.kind(n) == Some(Kind::Word) && !self.is(Near::Moment, n) && !self.comma(n))
    }

    /// The phrase that ends before `end`.
    pub(super) fn phrase_ending(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let mut start = end;
        while start > floor {
            let last = start - 1;
            if let Some(n) = self.mentions.outer_at(last) {
                let from = self.mentions.all[n].tokens.start.max(floor);
                start = from;
                // joined sides
                if start > floor
                    && self.leading_preposition(start - 1)
                    && start < end
                    && self.person_left(start - 1, floor)
                {
                    start -= 1;
                }
                continue;
            }
            let token = &doc.tokens[last];
            let ok = match token.kind {
                Kind::Word if token.has(Class::Conjunction) && self.after_aside(last, floor).is_some() => {
                    start = self.after_aside(last, floor).unwrap_or(last);
                    continue;
                }
                Kind::Mark if self.listed(last, floor, end) => true,
                Kind::Word => {
                    let joins = token.classes.any(&[Class::Conjunction, Class::Disjunction]);
                    let opens = self.is(Near::Link, last) && self.opens(last);
                    !token.classes.any(BREAKS)
                        && !self.finite(last)
                        && self.hit(last).is_none_or(|h| self.hits[h].infinitive)
                        && if joins { self.joint(last, floor, start) } else { !opens }
                }
                Kind::Number => true,
                Kind::Mark => self.hyphen(last) || self.abbreviates(last),
                Kind::Quote => false,
            };
            if !ok {
                break;
            }
            start = last;
        }
        // "a Qatari official who was not named": the head stands before its relative clause
        if let Some(before) = start.checked_sub(1).filter(|&n| n >= floor && self.mentions.outer_at(n).is_none())
            && (self.verb(before) || self.any(before, &[Class::Relative, Class::Negation]))
            && (doc.has(end - 1, Class::Demonstrative)
                || !self.mentions.outer_in(start..end).any(|n| !self.adverbial(n)))
            && let Some(relative) = (floor.max(before.saturating_sub(12))..=before)
                .rev()
                .find(|&n| doc.has(n, Class::Relative) || self.comma(n))
            && doc.has(relative, Class::Relative)
            && relative > floor
            && let Some(head) = self.phrase_ending(relative, floor)
        {
            return Some(head.start..end);
        }
        // an adverbial at the front is no part of it: "On Friday the minister"
        let mut from = start;
        while from < end {
            if self.any(from, &[Class::Conjunction, Class::Adverb]) && self.mentions.outer_at(from).is_none() {
                from += 1;
            } else if self.leading_preposition(from) {
                let mut at = from + 1;
                while at < end
                    && (self.any(at, &[Class::Article, Class::Demonstrative, Class::Possessive])
                        && self.mentions.outer_at(at).is_none()
                        || self.is(Near::Moment, at)
                        || self.kind(at) == Some(Kind::Number))
                {
                    at += 1;
                }
                if at < end
                    && !self.is(Near::Moment, at.saturating_sub(1))
                    && let Some(n) = self.mentions.outer_at(at)
                    && self.mentions.all[n].tokens.end < end
                {
                    at = self.mentions.all[n].tokens.end;
                }
                if at >= end {
                    break;
                }
                from = at.max(from + 1);
            } else {
                break;
            }
        }
        while from < end && self.kind(from) == Some(Kind::Mark) {
            from += 1;
        }
        (from < end).then_some(from..end)
    }

    /// The start of the mention before ", and": "X, the minister, and Y".
    fn after_aside(&self, conjunction: usize, floor: usize) -> Option<usize> {
        let comma = conjunction.checked_sub(1).filter(|&n| n > floor && self.comma(n))?;
        let n = self.mentions.outer_at(comma - 1)?;
        let mention = &self.mentions.all[n].tokens;
        (mention.start >= floor && mention.clone().any(|t| self.comma(t))).then_some(mention.start)
    }

    /// Whether the comma at `at` stands in a list of names that a conjunction closes: "officials of X, Y and Z".
    fn listed(&self, at: usize, floor: usize, end: usize) -> bool {
        let outer = |n: usize| self.mentions.outer_at(n).is_some();
        self.comma(at)
            && at > floor
            && outer(at - 1)
            && (outer(at + 1) || self.doc.has(at + 1, Class::Conjunction))
            && (at + 1..end).any(|n| self.doc.has(n, Class::Conjunction) && !outer(n))
            && (at + 1..end).all(|n| outer(n) || self.comma(n) || self.doc.has(n, Class::Conjunction))
    }

    fn person_left(&self, at: usize, floor: usize) -> bool {
        (floor..at).rev().take(6).any(|n| self.is(Near::Person, n)) && !self.finite(at)
    }

    /// Whether the conjunction at `at` joins two speakers: a name, a pronoun or a noun without a verb stands before it.
    fn joint(&self, at: usize, floor: usize, _end: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|&n| n >= floor) else { return false };
        if self.comma(before) {
            // the last of a list: "officials of X, Y, and Z"
            return before > floor
                && self.mentions.outer_at(before - 1).is_some()
                && self.mentions.outer_at(at + 1).is_some()
                && (floor..before)
                    .rev()
                    .take(24)
                    .find(|&n| self.mentions.outer_at(n).is_none() && !self.any(n, &[Class::Article]))
                    .is_some_and(|n| self.comma(n));
        }
        if self.is(Near::Moment, before) {
            return false;
        }
        let mut n = before;
        for _ in 0..12 {
            if self.mentions.outer_at(n).is_none() && self.verb(n) {
                return false;
            }
            if n <= floor || self.kind(n) == Some(Kind::Mark) || self.kind(n) == Some(Kind::Quote) {
                break;
            }
            n -= 1;
        }
        true
    }

    /// The subject where an aside stands between it and the verb: "X, who …, said".
    fn before_aside(&self, mut comma: usize, floor: usize) -> Option<Range<usize>> {
        let dash = self.dash(comma);
        while comma > floor && dash && self.dash(comma - 1) {
            comma -= 1;
        }
        if let Some(n) = comma.checked_sub(1).and_then(|n| self.mentions.outer_at(n))
            && self.mentions.all[n].tokens.start >= floor
            && self.mentions.all[n].tokens.clone().any(|t| self.comma(t))
        {
            // the phrase itself has the apposition: "Guo Jiakun, the ministry's spokesman, said"
            return self.phrase_ending(comma, floor);
        }
        let opening = (floor..comma).rev().find(|&n| self.comma(n) || self.dash(n));
        // "During a talk on Al-Hadath, Ali who serves as an envoy, said": the subject stands behind the comma
        let adverbial =
            self.leading_preposition(floor) || self.any(floor, &[Class::Temporal, Class::Conjunction, Class::Adverb]);
        if let Some(open) = opening.filter(|_| adverbial)
            && let Some(relative) =
                (open + 2..comma).find(|&n| self.any(n, &[Class::Relative]) && self.mentions.outer_at(n).is_none())
            && !self.has_verb(open + 1..relative)
            && let Some(phrase) = self.phrase_ending(relative, open + 1)
        {
            return Some(phrase);
        }
        if let Some(open) = opening
            && open > floor
            && let Some(phrase) = self.phrase_ending(open, floor)
            && !self.has_verb(phrase.clone())
        {
            // a list of asides: go on to the first part that is a phrase of its own
            let earlier = self.first_subject(floor, comma);
            return match earlier {
                Some(first) if first.start < phrase.start && self.chain(first.end, phrase.start) => Some(first),
                _ => Some(phrase),
            };
        }
        self.first_subject(floor, comma)
    }

    /// Whether only appositions stand between: no finite verb.
    fn chain(&self, from: usize, to: usize) -> bool {
        from <= to && !(from..to).any(|n| self.finite(n) && self.mentions.outer_at(n).is_none())
    }

    /// The subject of the clause that starts at `floor`: its first phrase without a preposition before it.
    pub(super) fn first_subject(&self, floor: usize, end: usize) -> Option<Range<usize>> {
        let mut at = floor;
        while at < end {
            if let Some(len) = self.near(Near::Link, at) {
                at += len;
            } else if self.kind(at) != Some(Kind::Word) && self.kind(at) != Some(Kind::Number) {
                at += 1;
            } else if self.leading_preposition(at)
                || self.any(at, &[Class::Temporal, Class::Concession, Class::Condition])
            {
                // a leading adverbial or subordinate clause ends with its comma
                match (at..end).find(|&n| self.comma(n)) {
                    Some(comma) => at = comma + 1,
                    None => return self.first_named(at, end),
                }
            } else if self.is(Near::Moment, at) && self.mentions.outer_at(at).is_none() {
                at += 1;
            } else if self.is(Near::Apart, at)
                && self.mentions.outer_at(at).is_none()
                && !self.any(at, &[Class::Article, Class::Possessive, Class::Relative])
                && let Some(comma) = (at..end).find(|&n| self.comma(n))
            {
                // "Speaking to reporters, …"
                at = comma + 1;
            } else {
                return self.phrase_from(at, end).or_else(|| self.first_named(at, end));
            }
        }
        None
    }

    fn first_named(&self, at: usize, end: usize) -> Option<Range<usize>> {
        self.mentions.outer_in(at..end).find(|&n| !self.adverbial(n)).map(|n| self.mentions.all[n].tokens.clone())
    }
}
