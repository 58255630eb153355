//! Clauses without a parser: noun phrases with the word that governs them, subjects to the left of a verb, and what
//! follows it.

mod reach;
mod subject;

use std::ops::Range;

use notula_language::{Both, Class};

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
    /// Who is meant, where it means the two sides spoken of ("both sides").
    pub both: Option<Both>,
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
        let mut singles: Vec<Phrase> = Vec::new();
        let mut at = 0;
        while at < doc.tokens.len() {
            let covered = self.mentions.outer_at(at);
            let (tokens, mentions, both) = match (covered, both_sides(doc, at)) {
                (Some(ix), _) => {
                    let mention = &self.mentions.all[ix];
                    let unknown = mention.actor.is_none();
                    let both = mention.tokens.clone().filter(|_| unknown).find_map(|n| both_sides(doc, n));
                    (mention.tokens.clone(), vec![ix], both.map(|(_, both)| both))
                }
                (None, Some((len, both))) => (at..at + len, Vec::new(), Some(both)),
                (None, None) => {
                    at += 1;
                    continue;
                }
            };
            at = tokens.end.max(at + 1);
            singles.push(Phrase { mentions, tokens, link: Link::Bare, marker: None, both });
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
                    Joint::ListEnd if n == last && last + 1 == next && self.has_verb_after(&singles[next]) => break,
                    joint => {
                        pending.tokens.end = singles[next].tokens.end;
                        pending.mentions.extend(&singles[next].mentions);
                        pending.both = pending.both.or(singles[next].both);
                        if joint != Joint::Comma {
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

    /// Whether a verb follows the phrase at once, of which it is the subject.
    fn has_verb_after(&self, phrase: &Phrase) -> bool {
        let doc = self.doc;
        let at = phrase.tokens.end;
        doc.tokens
            .get(at)
            .is_some_and(|token| token.classes.any(&[Class::Auxiliary, Class::Future]) && !token.has(Class::Purpose))
            && !doc.has(at, Class::PossessiveMark)
            || self.is_verb(at)
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
            (true, false) => Joint::And,
            (true, true) => Joint::ListEnd,
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
        while at > start && verb - at < 8 && self.phrase_at(at - 1).is_none() {
            let before = &self.doc.tokens[at - 1];
            if before.classes.any(GROUP) && !before.has(Class::Purpose) || self.is_catenative(at - 1) && verb > at {
                at -= 1;
            } else if before.has(Class::Purpose) && at > start + 1 && self.is_catenative(at - 2) {
                at -= 2;
            } else {
                break;
            }
        }
        at
    }

    /// Whether the word leads to an infinitive that tells the event: "are to meet", "is scheduled to meet".
    fn is_catenative(&self, at: usize) -> bool {
        self.doc.has(at, Class::Copula) || self.doc.pack.lists.has("catenative", self.doc.lower(at))
    }

    /// Whether the marker of the phrase has one of `classes`.
    pub fn marked(&self, phrase: usize, classes: &[Class]) -> bool {
        self.phrases[phrase].link == Link::Marked
            && self.phrases[phrase].marker.is_some_and(|at| self.doc.tokens[at].classes.any(classes))
    }
}

/// The number of words for two sides ("the two neighbours") that stand at `at`, and who is meant.
fn both_sides(doc: &Doc, at: usize) -> Option<(usize, Both)> {
    let actors = &doc.pack.actors;
    let mut rows = actors.forms.all(at, doc.words_from(at));
    rows.find_map(|(len, row)| Some((len, actors.rows[*row].both?)))
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
    /// ", and"
    ListEnd,
}
