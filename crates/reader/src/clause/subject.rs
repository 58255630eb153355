//! The subject of a verb, found by walks to the left over its clause.

use notula_language::Class;

use super::{Clauses, How, Link, MARKERS, OPENERS, REACH, Subject};
use crate::token::Kind;

impl Clauses<'_, '_> {
    /// The subject of the verb at `verb`.
    ///
    /// Walks left over the clause to the nearest phrase that nothing governs. A verb joined to an earlier one shares its
    /// subject, the subject of a relative clause is the phrase before it, and where the clause has no subject of its own
    /// because it opens the sentence ("After meeting X, Y …"), it is that of the clause that follows.
    pub fn subject(&self, verb: usize) -> Option<Subject> {
        self.subject_of(verb, false)
    }

    /// As [`Self::subject`], for a participle where `participle` is set: after a comma it shares the subject before.
    pub fn subject_of(&self, verb: usize, participle: bool) -> Option<Subject> {
        let doc = self.doc;
        let sentence = doc.sentence(verb);
        let floor = self.floor(verb);
        let left = self.group_start(verb);
        if let Some(quote) = doc.quote_of(verb)
            && left == doc.quotes[quote].tokens.start
            && left > sentence.start + 1
            && !participle
            && let Some(found) = self.walk(left - 1, sentence.start.max(left.saturating_sub(REACH)), How::Direct)
        {
            // 'X said it "will respond"'
            return Some(found);
        }
        let Some(before) = left.checked_sub(1).filter(|&b| b >= floor) else {
            return self.subject_right(verb, sentence.end);
        };
        if participle
            && let Some(phrase) = self.phrase_at(before)
            && self.marked(phrase, &[Class::Comitative])
            && self.phrases[phrase].marker.is_some_and(|m| m > floor && doc.is_mark(m - 1, ","))
        {
            return Some(Subject { phrase, how: How::Direct });
        }
        let joined = doc.tokens[before].has(Class::Conjunction)
            || doc.tokens[before].has(Class::Disjunction)
            || doc.tokens[before].has(Class::Contrast) && self.phrase_at(before).is_none();
        if joined {
            let before = self.before_relative(before, floor).unwrap_or(before);
            if let Some(found) = self.carried(before, floor) {
                return Some(found);
            }
            return self.walk(before, floor, How::Carried);
        }
        if doc.is_mark(before, ",") {
            if !participle && let Some(found) = self.before_insertion(before, floor) {
                return Some(found);
            }
            return self.carried(before, floor).or_else(|| self.walk(before, floor, How::Carried));
        }
        let opens = doc.tokens[before].classes.any(OPENERS) || participle && doc.tokens[before].classes.any(MARKERS);
        if opens && self.phrase_at(before).is_none() {
            return self
                .carried(before, floor)
                .or_else(|| self.subject_right(verb, sentence.end))
                .or_else(|| self.walk(before, floor, How::Carried));
        }
        if participle && doc.pack.lists.has("utterance", doc.lower(before)) {
            // "a statement criticising X": who made the statement
            return self.walk(left, floor, How::Carried);
        }
        if doc.tokens[before].has(Class::Purpose) && self.phrase_at(before).is_none() {
            // "urged X to", "berjanji untuk": the phrase next to it, else the subject of the verb above
            let beside = before.checked_sub(1).and_then(|b| self.phrase_at(b));
            if let Some(phrase) = beside.filter(|&n| !self.is_place_only(&self.phrases[n])) {
                let start = self.phrases[phrase].marker.unwrap_or(self.phrases[phrase].tokens.start);
                let above = (floor..start).rev().take(4).find(|&n| self.is_verb(n));
                if above.is_some_and(|n| doc.pack.lists.has("moves", doc.lower(n))) {
                    // "flew to Doha to press X": not Doha
                    return self.walk(start, floor, How::Carried);
                }
                return Some(Subject { phrase, how: How::Direct });
            }
            return self.walk(before, floor, How::Carried);
        }
        self.walk(left, floor, How::Direct)
    }

    /// The subject of the verb before the phrase, where the phrase itself is no actor ("X said its ships … and told") or
    /// a pronoun ("X broke with Y, which it accuses").
    pub fn subject_beyond(&self, phrase: usize, verb: usize) -> Option<Subject> {
        let mut start = self.phrases[phrase].tokens.start;
        let floor = self.floor(verb);
        if start > floor && self.doc.has(start - 1, Class::Relative) {
            // past the noun that the relative clause belongs to
            let comma = usize::from(start > floor + 1 && self.doc.is_mark(start - 2, ","));
            let antecedent = (start - 1).checked_sub(1 + comma).filter(|&n| n >= floor);
            start = antecedent
                .and_then(|n| self.phrase_at(n))
                .map_or(start - 1, |n| self.phrases[n].marker.unwrap_or(self.phrases[n].tokens.start));
        }
        (start < verb).then(|| self.walk(start, floor, How::Carried)).flatten()
    }

    /// The left end of what a verb at `at` can see: its sentence, or the quotation it stands in.
    pub(super) fn floor(&self, at: usize) -> usize {
        let sentence = self.doc.sentence(at).start;
        match self.doc.quote_of(at) {
            Some(quote) => sentence.max(self.doc.quotes[quote].tokens.start),
            None => sentence,
        }
        .max(at.saturating_sub(REACH))
    }

    /// The subject of the verb that the conjunction or comma at `before` joins to.
    pub(super) fn carried(&self, before: usize, floor: usize) -> Option<Subject> {
        let quote = self.doc.quote_of(before);
        let verb = (floor..before).rev().find(|&n| {
            self.is_verb(n) && self.doc.quote_of(n) == quote || self.doc.quote_of(n) == quote && self.predicates(n)
        })?;
        let left = self.group_start(verb);
        let joined = left > floor
            && (self.doc.tokens[left - 1].classes.any(&[Class::Conjunction, Class::Contrast])
                || self.doc.is_mark(left - 1, ","));
        let found = if joined {
            self.before_insertion(left - 1, floor)
                .filter(|_| self.doc.is_mark(left - 1, ","))
                .or_else(|| self.carried(left - 1, floor))
        } else {
            self.walk(left, floor, How::Carried)
        };
        found.map(|subject| Subject {
            how: if subject.how == How::Owner { How::Owner } else { How::Carried },
            ..subject
        })
    }

    /// The comma that opens a relative clause closed right before the conjunction at `before` ("with Y, which …, and").
    pub(super) fn before_relative(&self, before: usize, floor: usize) -> Option<usize> {
        let doc = self.doc;
        let closing = before.checked_sub(1).filter(|&n| n > floor && doc.is_mark(n, ","))?;
        let opening = (floor..closing).rev().find(|&n| doc.is_mark(n, ","))?;
        doc.has(opening + 1, Class::Relative).then_some(opening)
    }

    /// Whether the token is a copula that stands for a predicate ("is ready and …").
    pub(super) fn predicates(&self, at: usize) -> bool {
        self.doc.has(at, Class::Copula) && self.doc.tokens[at].is_word()
    }

    /// The phrase before an insertion that the comma at `comma` closes ("X, who had called Y, announced").
    pub(super) fn before_insertion(&self, comma: usize, floor: usize) -> Option<Subject> {
        let doc = self.doc;
        let opened = (floor..comma).rev().find(|&n| doc.is_mark(n, ",") && doc.quote_of(n) == doc.quote_of(comma));
        let antecedent = opened
            .filter(|&n| doc.has(n + 1, Class::Relative) && n > floor)
            .and_then(|n| self.phrase_at(n - 1))
            .filter(|&n| self.phrases[n].link == Link::Bare);
        if let Some(phrase) = antecedent {
            return Some(Subject { phrase, how: How::Direct });
        }
        if let Some(phrase) = comma.checked_sub(1).filter(|&n| n >= floor).and_then(|n| self.phrase_at(n)) {
            let start = self.phrases[phrase].tokens.start;
            let object = start > floor && self.is_verb(start - 1);
            if self.phrases[phrase].link == Link::Bare && !object && !(start > floor && doc.is_mark(start - 1, ",")) {
                return Some(Subject { phrase, how: How::Direct });
            }
        }
        let opening = (floor..comma).rev().find(|&n| doc.is_mark(n, ",") && doc.quote_of(n) == doc.quote_of(comma))?;
        let inside = &doc.tokens[opening + 1];
        let inserted = inside.classes.any(&[Class::Relative, Class::Article, Class::Preposition, Class::Adverb])
            || inside.classes.any(OPENERS)
            || self.phrase_at(opening + 1).is_some();
        let phrase = opening.checked_sub(1).filter(|&n| n >= floor).and_then(|n| self.phrase_at(n))?;
        let start = self.phrases[phrase].tokens.start;
        let object = start > floor && self.is_verb(start - 1);
        (inserted && !object && self.phrases[phrase].link == Link::Bare).then_some(Subject { phrase, how: How::Direct })
    }

    /// The nearest phrase to the left of `from` that can be a subject.
    pub(super) fn walk(&self, from: usize, floor: usize, how: How) -> Option<Subject> {
        let doc = self.doc;
        let quote = doc.quote_of(from.saturating_sub(1).max(floor));
        let mut weak: Option<Subject> = None;
        // "X said inspectors would …": the noun next to the verb is the subject, and no actor
        let unnamed = from > floor && how == How::Direct && self.is_bare_noun(from - 1, floor);
        let mut at = from;
        while at > floor {
            at -= 1;
            let here = doc.quote_of(at);
            if here != quote {
                match here {
                    // a quotation inside the clause
                    Some(inner) => {
                        at = doc.quotes[inner].tokens.start.max(floor + 1).min(at + 1) - 1;
                        continue;
                    }
                    None => break,
                }
            }
            if let Some(n) = self.phrase_at(at) {
                let phrase = &self.phrases[n];
                match phrase.link {
                    Link::Bare => match self.relative_before(n, floor) {
                        Some(relative) if how == How::Direct => at = relative,
                        _ => return Some(Subject { phrase: n, how }),
                    },
                    Link::Marked => {
                        let marker = phrase.marker.unwrap_or(phrase.tokens.start);
                        let classes = doc.tokens[marker].classes;
                        if classes.any(OPENERS) && marker + 1 >= phrase.tokens.start.saturating_sub(1) {
                            return Some(Subject { phrase: n, how });
                        }
                        // "the border commissions of X and Y met", "dozens of Xs were arrested"
                        if classes.has(Class::Genitive)
                            && marker > floor
                            && self.phrase_at(marker - 1).is_none()
                            && self.is_bare_noun(marker - 1, floor)
                        {
                            weak = weak.or(Some(Subject { phrase: n, how: How::Owner }));
                        }
                        at = marker;
                    }
                    Link::Possessor | Link::Follows => {
                        weak = weak.or(Some(Subject { phrase: n, how: How::Owner }));
                        at = phrase.tokens.start;
                    }
                }
                continue;
            }
            let token = &doc.tokens[at];
            let next_is_verb = at + 1 == from || self.group_start(from) == at + 1;
            if token.has(Class::Relative) && next_is_verb {
                let before = at.checked_sub(1).map(|n| if doc.is_mark(n, ",") { n.saturating_sub(1) } else { n });
                if let Some(phrase) = before.filter(|&n| n >= floor).and_then(|n| self.phrase_at(n)) {
                    return Some(Subject { phrase, how: How::Antecedent });
                }
                return weak.or_else(|| self.noun_owner(at, floor));
            }
            if token.has(Class::Relative) && !token.has(Class::Complementizer) {
                // the clause before the verb is over: its noun is the subject
                continue;
            }
            if token.has(Class::Complementizer) && !token.has(Class::Temporal) {
                break;
            }
            if matches!(token.kind, Kind::Mark) {
                match doc.word(at) {
                    ";" | ":" => break,
                    "—" | "–" if token.spaced => break,
                    "," => {
                        // a subordinate clause before the comma is left out whole
                        let start = (floor..at).rev().find(|&n| doc.is_mark(n, ",")).map_or(floor, |n| n + 1);
                        let relative = doc.has(start, Class::Relative) && start > floor;
                        if relative
                            || doc.tokens[start].classes.any(OPENERS)
                                && !doc.tokens[start].has(Class::Preposition)
                                && self.phrase_at(start).is_none()
                        {
                            at = start;
                        }
                        if weak.is_some() {
                            break;
                        }
                    }
                    ")" => {
                        if let Some(open) = (floor..at).rev().take(12).find(|&n| doc.is_mark(n, "(")) {
                            at = open;
                        }
                    }
                    _ => {}
                }
                continue;
            }
            if token.has(Class::Contrast) && at > floor {
                break;
            }
            if self.is_verb(at) && (weak.is_some() || unnamed && at + 1 < from) {
                break;
            }
        }
        weak
    }

    /// The relative word whose verb has the phrase for its object, where an antecedent stands before it: "the group that
    /// controls X rejected", "pemerintah X yang didukung militer menolak". A verb of speech may have a clause there, whose
    /// subject the phrase is.
    fn relative_before(&self, phrase: usize, floor: usize) -> Option<usize> {
        let doc = self.doc;
        let verb = self.phrases[phrase].tokens.start.checked_sub(1).filter(|&n| n > floor + 1 && self.is_verb(n))?;
        let relative = self.group_start(verb).checked_sub(1).filter(|&n| n > floor && doc.has(n, Class::Relative))?;
        let said = doc.pack.cues.at(verb, doc.words_from(verb)).is_some();
        let antecedent = self.phrase_at(relative - 1).is_some_and(|n| self.phrases[n].link == Link::Bare);
        (antecedent && !said).then_some(relative)
    }

    /// The owner of the noun that stands before the relative word at `at` ("usulan Rusia kemarin yang", "demands by X that").
    pub(super) fn noun_owner(&self, at: usize, floor: usize) -> Option<Subject> {
        let phrase = (floor.max(at.saturating_sub(4))..at).rev().find_map(|n| self.phrase_at(n))?;
        Some(Subject { phrase, how: How::Owner })
    }

    /// The subject of the clause after the next comma.
    pub(super) fn subject_right(&self, verb: usize, end: usize) -> Option<Subject> {
        let comma = (verb..end.min(verb + REACH)).find(|&n| self.doc.is_mark(n, ","))?;
        let phrase = (comma + 1..end.min(comma + 7)).find_map(|n| self.phrase_at(n))?;
        (self.phrases[phrase].link == Link::Bare).then_some(Subject { phrase, how: How::Carried })
    }
}
