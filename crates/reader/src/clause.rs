//! Clauses without a parser: noun phrases with the word that governs them, subjects to the left of a verb, and what
//! follows it.

use std::ops::Range;

use notula_language::{Class, Word};

use crate::doc::Doc;
use crate::mention::{MentionIx, Mentions};
use crate::token::{Kind, Token};

/// How a noun phrase is tied to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// By nothing: it can be a subject or an object.
    Bare,
    /// By a preposition or the like before it.
    Marked,
    /// It owns the noun that follows ("Trump's plan", "the American plan").
    Possessor,
    /// It owns the noun before it ("usulan Rusia").
    Follows,
}

/// One or more outermost mentions joined by "and" ("A, B and C", "A-B").
#[derive(Debug, Clone)]
pub struct Phrase {
    /// The mentions, in order; empty for words such as "both sides" that no mention covers.
    pub mentions: Vec<MentionIx>,
    /// From the first to the last.
    pub tokens: Range<usize>,
    /// How it is tied.
    pub link: Link,
    /// The word that governs it.
    pub marker: Option<usize>,
    /// Whether it means the two sides spoken of ("both sides").
    pub both: bool,
}

/// How a subject was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It stands before the verb.
    Direct,
    /// It is the subject of an earlier verb that this one is joined to.
    Carried,
    /// The relative clause belongs to it.
    Antecedent,
    /// It owns the noun that is the subject ("Israel's attack killed …").
    Owner,
}

/// A subject.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// Index of the phrase in [`Clauses::phrases`].
    pub phrase: usize,
    /// How it was found.
    pub how: How,
}

/// The noun phrases of a report, and the walks over its clauses.
#[derive(Debug)]
pub struct Clauses<'d, 'a> {
    /// The report.
    pub doc: &'d Doc<'a>,
    /// Its mentions.
    pub mentions: &'d Mentions,
    /// Its noun phrases, in order.
    pub phrases: Vec<Phrase>,
    /// For each token: its phrase and one, or nought.
    phrase_of: Vec<u32>,
    /// For each token: whether it looks like a verb.
    verbs: Vec<bool>,
}

/// How many tokens a walk to the left may take; keeps the whole linear.
const REACH: usize = 60;

/// Words between a verb's subject and the verb.
const GROUP: &[Class] = &[
    Class::Auxiliary,
    Class::Negation,
    Class::Future,
    Class::Possible,
    Class::Ongoing,
    Class::Obligation,
    Class::Willing,
    Class::Adverb,
    Class::Copula,
];

/// Words that govern a noun phrase.
const MARKERS: &[Class] = &[
    Class::Preposition,
    Class::Genitive,
    Class::Origin,
    Class::Agent,
    Class::Comitative,
    Class::Recipient,
    Class::Between,
];

/// Words that open a subordinate clause.
const OPENERS: &[Class] = &[Class::Temporal, Class::Condition, Class::Concession, Class::Cause];

impl<'d, 'a> Clauses<'d, 'a> {
    /// Finds the noun phrases.
    pub fn new(doc: &'d Doc<'a>, mentions: &'d Mentions) -> Self {
        let count = doc.tokens.len();
        let lists = &doc.pack.lists;
        let mut verbs = vec![false; count];
        for (n, verb) in verbs.iter_mut().enumerate() {
            let token = &doc.tokens[n];
            let lower = doc.lower(n);
            *verb = token.is_word()
                && (!token.capital || doc.starts_sentence(n) && mentions.outer_at(n).is_none())
                && !lists.has("not-verb", lower)
                && !lists.has("not-verb", doc.bare(n))
                && !token.has(Class::Preposition)
                && (doc.pack.grammar.looks_like_verb(lower)
                    || doc.pack.frames.is_verb(lower)
                        && !lists.has("noun-like", lower)
                        && !token.classes.any(GROUP)
                        && !token.classes.any(MARKERS));
        }
        let mut clauses = Self { doc, mentions, phrases: Vec::new(), phrase_of: vec![0; count], verbs };
        clauses.collect();
        clauses
    }

    fn collect(&mut self) {
        let doc = self.doc;
        let both = doc.pack.lists.find("both");
        let word = |n: usize| self.doc.tokens.get(n).map(|_| Word { lower: doc.lower(n), bare: doc.bare(n) });
        let mut singles: Vec<Phrase> = Vec::new();
        let mut at = 0;
        while at < doc.tokens.len() {
            let covered = self.mentions.outer_at(at);
            let sides = both.and_then(|list| doc.pack.lists.stands(list, at, &word));
            let (tokens, mentions, is_both) = match (covered, sides) {
                (Some(ix), sides) => {
                    let mention = &self.mentions.all[ix];
                    let inside = mention
                        .tokens
                        .clone()
                        .any(|n| both.is_some_and(|list| doc.pack.lists.stands(list, n, &word).is_some()));
                    let is_both = mention.actor.is_none() && (sides.is_some() || inside);
                    (mention.tokens.clone(), vec![ix], is_both)
                }
                (None, Some(len)) => (at..at + len, Vec::new(), true),
                (None, None) => {
                    at += 1;
                    continue;
                }
            };
            at = tokens.end.max(at + 1);
            singles.push(Phrase { mentions, tokens, link: Link::Bare, marker: None, both: is_both });
        }
        let mut n = 0;
        while n < singles.len() {
            let mut group = singles[n].clone();
            let mut last = n;
            // members joined by commas count only once a conjunction joins the last one
            let mut pending = group.clone();
            let mut next = n + 1;
            while next < singles.len() && next - n < 12 {
                match self.joint(pending.tokens.end, singles[next].tokens.start) {
                    Joint::None => break,
                    // "in Doha, the United States and …": a place and an actor are no list
                    Joint::Comma if self.is_place_only(&pending) != self.is_place_only(&singles[next]) => break,
                    joint => {
                        pending.tokens.end = singles[next].tokens.end;
                        pending.mentions.extend(&singles[next].mentions);
                        pending.both |= singles[next].both;
                        if joint == Joint::And {
                            group = pending.clone();
                            last = next;
                        }
                        next += 1;
                    }
                }
            }
            (group.link, group.marker) = self.link(&group.tokens);
            let id = self.phrases.len() as u32 + 1;
            let end = group.tokens.end.min(self.phrase_of.len());
            self.phrase_of[group.tokens.start.min(end)..end].fill(id);
            self.phrases.push(group);
            n = last + 1;
        }
    }

    fn is_place_only(&self, phrase: &Phrase) -> bool {
        phrase.mentions.last().is_some_and(|&ix| {
            let mention = &self.mentions.all[ix];
            mention.actor.is_none() && mention.place.is_some()
        })
    }

    /// What stands between the end of one mention and the start of the next.
    fn joint(&self, end: usize, start: usize) -> Joint {
        let doc = self.doc;
        if start < end || start - end > 4 || doc.sentence_of(end.saturating_sub(1)) != doc.sentence_of(start) {
            return Joint::None;
        }
        let mut and = false;
        let mut comma = false;
        for at in end..start {
            let token = &doc.tokens[at];
            if doc.is_mark(at, ",") && !comma && !and {
                comma = true;
            } else if !and && (token.has(Class::Conjunction) || is_dash(token, doc.word(at))) {
                and = true;
            } else if !token.has(Class::Article) && !token.has(Class::Possessive) {
                return Joint::None;
            }
        }
        match (and, comma) {
            (true, _) => Joint::And,
            (false, true) => Joint::Comma,
            _ => Joint::None,
        }
    }

    fn link(&self, tokens: &Range<usize>) -> (Link, Option<usize>) {
        let doc = self.doc;
        let sentence = doc.sentence(tokens.start);
        if doc.has(tokens.end, Class::PossessiveMark) && tokens.end < sentence.end {
            return (Link::Possessor, None);
        }
        let mut at = tokens.start;
        let mut skipped = 0;
        while at > sentence.start {
            at -= 1;
            let token = &doc.tokens[at];
            if token.classes.any(MARKERS) && (token.has(Class::Recipient) || !token.has(Class::Auxiliary)) {
                return (Link::Marked, Some(at));
            }
            let passes = token.has(Class::Article)
                || token.has(Class::Possessive)
                || token.kind == Kind::Number
                || token.kind == Kind::Quote && token.spaced;
            if !passes || skipped > 3 {
                break;
            }
            skipped += 1;
        }
        if doc.pack.grammar.juxtaposes {
            if let Some(before) = tokens.start.checked_sub(1).filter(|&b| b >= sentence.start)
                && self.is_noun(before)
            {
                return (Link::Follows, Some(before));
            }
        } else if self.is_noun(tokens.end) && tokens.end < sentence.end {
            return (Link::Possessor, None);
        }
        (Link::Bare, None)
    }

    /// Whether the token looks like a common noun or adjective: a word of no closed class that does not look like a verb.
    fn is_noun(&self, at: usize) -> bool {
        let token = match self.doc.tokens.get(at) {
            Some(token) => token,
            None => return false,
        };
        token.is_word()
            && !token.capital
            && !self.verbs[at]
            && !self.doc.pack.lists.has("not-noun", self.doc.lower(at))
            && self.mentions.outer_at(at).is_none()
            && !token.classes.any(GROUP)
            && !token.classes.any(MARKERS)
            && !token.classes.any(OPENERS)
            && !token.classes.any(&[
                Class::Conjunction,
                Class::Disjunction,
                Class::Contrast,
                Class::Complementizer,
                Class::Relative,
                Class::Purpose,
                Class::Article,
                Class::Demonstrative,
                Class::Verb,
                Class::PossessiveMark,
                Class::PronounHeShe,
                Class::PronounThey,
                Class::PronounIt,
                Class::PronounI,
                Class::PronounWe,
                Class::PronounYou,
            ])
    }

    /// Whether a common noun that no preposition governs ends at `at`: "inspectors would", not "selama tiga pekan".
    fn is_bare_noun(&self, at: usize, floor: usize) -> bool {
        if !self.is_noun(at) {
            return false;
        }
        let start = (floor.max(at.saturating_sub(4))..at).rev().find(|&n| {
            let token = &self.doc.tokens[n];
            !(self.is_noun(n) || token.kind == Kind::Number || token.has(Class::Article))
        });
        start.is_none_or(|n| !self.doc.tokens[n].classes.any(MARKERS))
    }

    /// Whether the phrase is an adjective of a state ("Russian", "American") rather than its name.
    pub fn is_demonym(&self, phrase: usize) -> bool {
        let Some(&mention) = self.phrases[phrase].mentions.last() else { return false };
        let Some(last) = self.mentions.all[mention].tokens.clone().next_back() else { return false };
        let at = self.doc.tokens[last].start as usize;
        notula_knowledge::find(self.doc.text, at, self.doc.pack.code)
            .iter()
            .flat_map(|found| &found.entries)
            .any(|entry| matches!(entry, notula_knowledge::Entry::State(_, notula_knowledge::StateForm::Demonym)))
    }

    /// The phrase that covers the token.
    pub fn phrase_at(&self, at: usize) -> Option<usize> {
        self.phrase_of.get(at).and_then(|&n| (n as usize).checked_sub(1))
    }

    /// Whether the token looks like a verb.
    pub fn is_verb(&self, at: usize) -> bool {
        self.verbs.get(at).copied().unwrap_or(false)
    }

    /// The first token of the verb group that ends before `verb`: its auxiliaries, negations and adverbs.
    pub fn group_start(&self, verb: usize) -> usize {
        let start = self.doc.sentence(verb).start;
        let mut at = verb;
        while at > start
            && verb - at < 8
            && self.doc.tokens[at - 1].classes.any(GROUP)
            && !self.doc.tokens[at - 1].has(Class::Purpose)
            && self.phrase_at(at - 1).is_none()
        {
            at -= 1;
        }
        at
    }

    /// Whether the marker of the phrase has one of `classes`.
    pub fn marked(&self, phrase: usize, classes: &[Class]) -> bool {
        self.phrases[phrase].link == Link::Marked
            && self.phrases[phrase].marker.is_some_and(|at| self.doc.tokens[at].classes.any(classes))
    }

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
        let Some(before) = left.checked_sub(1).filter(|&b| b >= floor) else {
            return self.subject_right(verb, sentence.end);
        };
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
    fn floor(&self, at: usize) -> usize {
        let sentence = self.doc.sentence(at).start;
        match self.doc.quote_of(at) {
            Some(quote) => sentence.max(self.doc.quotes[quote].tokens.start),
            None => sentence,
        }
        .max(at.saturating_sub(REACH))
    }

    /// The subject of the verb that the conjunction or comma at `before` joins to.
    fn carried(&self, before: usize, floor: usize) -> Option<Subject> {
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
    fn before_relative(&self, before: usize, floor: usize) -> Option<usize> {
        let doc = self.doc;
        let closing = before.checked_sub(1).filter(|&n| n > floor && doc.is_mark(n, ","))?;
        let opening = (floor..closing).rev().find(|&n| doc.is_mark(n, ","))?;
        doc.has(opening + 1, Class::Relative).then_some(opening)
    }

    /// Whether the token is a copula that stands for a predicate ("is ready and …").
    fn predicates(&self, at: usize) -> bool {
        self.doc.has(at, Class::Copula) && self.doc.tokens[at].is_word()
    }

    /// The phrase before an insertion that the comma at `comma` closes ("X, who had called Y, announced").
    fn before_insertion(&self, comma: usize, floor: usize) -> Option<Subject> {
        let doc = self.doc;
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
    fn walk(&self, from: usize, floor: usize, how: How) -> Option<Subject> {
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
                    Link::Bare => return Some(Subject { phrase: n, how }),
                    Link::Marked => {
                        let marker = phrase.marker.unwrap_or(phrase.tokens.start);
                        let classes = doc.tokens[marker].classes;
                        if classes.any(OPENERS) && marker + 1 >= phrase.tokens.start.saturating_sub(1) {
                            return Some(Subject { phrase: n, how });
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
                        if doc.tokens[start].classes.any(OPENERS)
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

    /// The owner of the noun that stands before the relative word at `at` ("usulan Rusia kemarin yang", "demands by X that").
    fn noun_owner(&self, at: usize, floor: usize) -> Option<Subject> {
        let phrase = (floor.max(at.saturating_sub(4))..at).rev().find_map(|n| self.phrase_at(n))?;
        Some(Subject { phrase, how: How::Owner })
    }

    /// The subject of the clause after the next comma.
    fn subject_right(&self, verb: usize, end: usize) -> Option<Subject> {
        let comma = (verb..end.min(verb + REACH)).find(|&n| self.doc.is_mark(n, ","))?;
        let phrase = (comma + 1..end.min(comma + 7)).find_map(|n| self.phrase_at(n))?;
        (self.phrases[phrase].link == Link::Bare).then_some(Subject { phrase, how: How::Carried })
    }

    /// The end of the clause that goes on at `from`.
    pub fn end(&self, from: usize) -> usize {
        self.follow(from).1
    }

    /// The phrases that follow `from` in its clause, and where the clause ends.
    pub fn follow(&self, from: usize) -> (Vec<usize>, usize) {
        let doc = self.doc;
        let sentence = doc.sentence(from.saturating_sub(1));
        let quote = doc.quote_of(from.saturating_sub(1));
        let ceiling = quote.map_or(sentence.end, |q| sentence.end.min(doc.quotes[q].tokens.end));
        let ceiling = ceiling.min(from + REACH);
        let mut out = Vec::new();
        let mut at = from;
        while at < ceiling {
            if let Some(n) = self.phrase_at(at) {
                out.push(n);
                at = self.phrases[n].tokens.end.max(at + 1);
                continue;
            }
            let token = &doc.tokens[at];
            match token.kind {
                Kind::Quote => {
                    // a few quoted words are part of the clause
                    let Some(inner) = doc.quote_of(at + 1).filter(|&q| Some(q) != quote) else { break };
                    let inner = &doc.quotes[inner];
                    let attributed = inner.tokens.end > 0 && doc.is_mark(inner.tokens.end - 1, ",");
                    if inner.tokens.len() > 6 || !inner.closed || attributed {
                        break;
                    }
                    at = inner.tokens.end + 1;
                    continue;
                }
                Kind::Mark => match doc.word(at) {
                    "(" => {
                        at = (at..ceiling.min(at + 12)).find(|&n| doc.is_mark(n, ")")).map_or(ceiling, |n| n + 1);
                        continue;
                    }
                    "," => {
                        let next = at + 1;
                        // "in Miami, Florida, on Saturday"
                        if let (Some(&last), Some(n)) = (out.last(), self.phrase_at(next))
                            && self.names_place(last)
                            && self.names_place(n)
                            && self.phrases[last].tokens.end == at
                        {
                            at = self.phrases[n].tokens.end;
                            if doc.is_mark(at, ",") {
                                at += 1;
                            }
                            continue;
                        }
                        let goes_on = next < ceiling
                            && doc.tokens[next].classes.any(MARKERS)
                            && !doc.tokens[next].classes.any(OPENERS);
                        if !goes_on {
                            break;
                        }
                    }
                    // a full stop inside a sentence ends an abbreviation
                    ";" | ":" | "!" | "?" | "…" => break,
                    "." if at + 1 >= ceiling => break,
                    "—" | "–" if token.spaced => break,
                    _ => {}
                },
                _ => {}
            }
            let classes = token.classes;
            if classes.any(&[Class::Complementizer, Class::Relative, Class::Contrast])
                || classes.any(OPENERS) && !(classes.has(Class::Preposition) && self.phrase_at(at + 1).is_some())
            {
                break;
            }
            if classes.has(Class::Purpose) {
                let marks = classes.any(&[Class::Recipient, Class::Preposition]);
                let next = (at + 1..ceiling).find(|&n| !doc.tokens[n].has(Class::Article));
                let nominal = next.is_some_and(|n| self.phrase_at(n).is_some() || n > at + 1 || self.is_noun(n));
                let infinitive = next.is_some_and(|n| self.is_verb(n)) || !nominal;
                if !marks || infinitive && self.phrase_at(at + 1).is_none() {
                    break;
                }
            }
            if classes.has(Class::Conjunction) {
                let mut next = at + 1;
                while next < ceiling && doc.tokens[next].classes.any(GROUP) {
                    next += 1;
                }
                if next < ceiling && self.is_verb(next) && self.phrase_at(next).is_none() {
                    break;
                }
            }
            let governed = at > from
                && self.doc.tokens[at - 1].classes.any(&[Class::Genitive, Class::Origin])
                && !self.doc.tokens[at - 1].has(Class::Complementizer);
            if self.is_verb(at) && at > from && (!out.is_empty() || governed) {
                break;
            }
            at += 1;
        }
        (out, at)
    }

    fn names_place(&self, phrase: usize) -> bool {
        self.phrases[phrase].mentions.iter().any(|&ix| self.mentions.all[ix].place.is_some())
    }

    /// The subject of the clause that opens at `end`, where [`Self::follow`] stopped ("agar X …", "that X …").
    pub fn complement_subject(&self, end: usize) -> Option<usize> {
        let doc = self.doc;
        let opener = doc.tokens.get(end)?;
        if !opener.classes.any(&[Class::Complementizer, Class::Purpose]) {
            return None;
        }
        let stop = doc.sentence(end).end.min(end + 6);
        let phrase = (end + 1..stop).find_map(|n| self.phrase_at(n))?;
        let between = end + 1..self.phrases[phrase].tokens.start;
        let clear = between.clone().all(|n| !self.is_verb(n) && doc.tokens[n].kind != Kind::Mark);
        let free = match self.phrases[phrase].link {
            Link::Bare | Link::Possessor | Link::Follows => true,
            Link::Marked => self.phrases[phrase].marker == Some(end),
        };
        (clear && free).then_some(phrase)
    }

    /// The bytes from the start of `first` to `end`, without the marks at the end.
    pub fn evidence(&self, first: usize, end: usize) -> Range<usize> {
        let mut end = end;
        while end > first + 1 && matches!(self.doc.tokens[end - 1].kind, Kind::Mark | Kind::Quote) {
            let closes = self.doc.word(end - 1) == ")";
            let opened = closes && (first..end).any(|n| self.doc.is_mark(n, "("));
            if opened {
                break;
            }
            end -= 1;
        }
        self.doc.bytes(first..end)
    }
}

/// Whether a mark joins two names to a pair ("Rusia-Ukraina").
fn is_dash(token: &Token, word: &str) -> bool {
    token.kind == Kind::Mark && !token.spaced && matches!(word, "-" | "–" | "/")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    None,
    Comma,
    And,
}
