//! Parties of nouns: who owns the attack, between whom the talks are.

use notula_language::{Class, Place};
use notula_record::EventType;

use super::{Finder, Parties};
use crate::clause::Link;
use crate::event::Candidate;
use crate::event::sides::{side, sides};
use crate::mention::ActorIx;

impl Finder<'_, '_, '_> {
    pub(super) fn noun(&self) -> Option<Parties> {
        let owner = self.owner()?;
        let initiators = self.actors(owner);
        if initiators.is_empty() {
            return None;
        }
        let first = self.clauses.phrases[owner].tokens.start.min(self.trigger.at);
        let recipients = self.recipients(Some(owner));
        let end = self.end.max(self.clauses.phrases[owner].tokens.end);
        // nobody is hit, nobody is visited
        let nowhere = self.frame.kind == EventType::Assault || self.frame.mode == Some("visit");
        if recipients.is_empty() && nowhere {
            return None;
        }
        Some(Parties { initiators, recipients, first, end, ..Parties::default() })
    }

    /// The phrase that owns the noun of the trigger.
    pub(super) fn owner(&self) -> Option<usize> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let at = self.trigger.at;
        let end = at + self.trigger.len;
        let start = doc.sentence(at).start;
        if !doc.pack.grammar.juxtaposes {
            let mut n = at;
            let mut skipped = 0;
            while n > start && skipped < 4 {
                n -= 1;
                if let Some(phrase) = clauses.phrase_at(n) {
                    let tied = clauses.phrases[phrase].link == Link::Possessor
                        || skipped == 0
                        || clauses.marked(
                            phrase,
                            &[Class::Preposition, Class::Genitive, Class::Recipient, Class::Comitative],
                        );
                    return tied.then_some(phrase);
                }
                let token = &doc.tokens[n];
                let plain = token.is_word() && !token.capital && !clauses.is_verb(n);
                let closed =
                    token.classes.any(&[Class::Article, Class::Preposition, Class::Conjunction, Class::Auxiliary]);
                if !token.has(Class::PossessiveMark) && (closed || !plain) {
                    break;
                }
                skipped += 1;
            }
        }
        let by = self.after.iter().copied().find(|&n| clauses.marked(n, &[Class::Agent]));
        if by.is_some() {
            return by;
        }
        if let Some(utterer) = self.utterer(end) {
            return Some(utterer);
        }
        let first = self.after.first().copied()?;
        let phrase = &clauses.phrases[first];
        let gap = phrase.tokens.start.saturating_sub(end);
        if doc.pack.grammar.juxtaposes && gap <= 2 && phrase.link != Link::Marked {
            let clear = (end..phrase.tokens.start).all(|n| doc.tokens[n].is_word() && !clauses.is_verb(n));
            return clear.then_some(first);
        }
        let from = clauses.marked(first, &[Class::Origin]) && gap <= 2;
        let of = clauses.marked(first, &[Class::Genitive])
            && gap <= 2
            && !self.frame.recipients.iter().any(
                |place| matches!(place, Place::After(word) if phrase.marker.is_some_and(|m| doc.lower(m) == *word)),
            );
        (from || of).then_some(first)
    }

    /// The subject of a relative clause that tells who uttered it ("the deadline that X has set", "tuntutan yang diajukan X").
    pub(super) fn utterer(&self, end: usize) -> Option<usize> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let stop = doc.sentence(end.saturating_sub(1)).end.min(end + 3);
        let relative = (end..stop).find(|&n| doc.has(n, Class::Relative))?;
        let stop = doc.sentence(relative).end.min(relative + 10);
        let verb = (relative + 1..stop).find(|&n| doc.pack.lists.has("uttered", doc.lower(n)))?;
        let near = relative + 1..stop.min(verb + 3);
        near.filter_map(|n| clauses.phrase_at(n))
            .find(|&n| clauses.phrases[n].link != Link::Marked || clauses.marked(n, &[Class::Agent]))
    }

    pub(super) fn meeting(&self) -> Option<Parties> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let end = self.trigger.at + self.trigger.len;
        let mut parties: Vec<ActorIx> = Vec::new();
        let mut first = self.trigger.at;
        let add = |parties: &mut Vec<ActorIx>, found: Vec<ActorIx>| {
            for actor in found {
                if !parties.contains(&actor) {
                    parties.push(actor);
                }
            }
        };
        let owner = self.owner().filter(|&n| {
            let phrase = &clauses.phrases[n];
            phrase.tokens.end <= self.trigger.at || phrase.tokens.start <= end + 1 || clauses.marked(n, &[Class::Agent])
        });
        let mut explicit = Vec::new();
        // whether all stand behind "with": the other side is who tells of it
        let mut partners = owner.is_none();
        if let Some(owner) = owner {
            first = first.min(clauses.phrases[owner].tokens.start);
            add(&mut explicit, self.actors(owner));
        }
        let mut last = end;
        for &n in &self.after {
            let phrase = &clauses.phrases[n];
            if Some(n) == owner {
                last = last.max(phrase.tokens.end);
                continue;
            }
            let gap = phrase.tokens.start.saturating_sub(last);
            let tied = clauses.marked(n, &[Class::Between, Class::Comitative])
                || clauses.marked(n, &[Class::Genitive]) && gap <= 2
                || self.frame.recipients.iter().any(
                    |place| matches!(place, Place::After(word) if phrase.marker.is_some_and(|m| doc.lower(m) == *word)),
                );
            let place_like = self.is_place(n) && !clauses.marked(n, &[Class::Between, Class::Comitative]);
            // "the clash marks the worst dispute among …": another noun's parties
            let apart = phrase.marker.is_some_and(|m| m > 0 && doc.is_mark(m - 1, ","));
            let near = !apart && gap <= 8 || !apart && clauses.marked(n, &[Class::Comitative]);
            if tied && near && !place_like {
                partners &= clauses.marked(n, &[Class::Comitative]);
                add(&mut explicit, self.actors(n));
                last = phrase.tokens.end;
            }
        }
        add(&mut parties, explicit);
        if parties.is_empty() {
            let definite = self.is_definite();
            let told = self.told.iter().rev().any(|c| c.frame.kind == self.frame.kind);
            if !told && (definite || self.is_after()) {
                return self.first_told(first);
            }
            if !(definite && told) {
                return None;
            }
            let attending = self.attending();
            return Some(Parties {
                initiators: attending,
                reference: true,
                first,
                end: self.end,
                ..Parties::default()
            });
        }
        if partners && sides(self.draft, &parties).len() > 1 {
            let initiators = self.context(&parties, true);
            if !initiators.is_empty() {
                let end = self.end.max(last);
                return Some(Parties { initiators, recipients: parties, first, end, ..Parties::default() });
            }
        }
        let split = parties
            .iter()
            .position(|&actor| side(self.draft, actor) != side(self.draft, parties[0]))
            .unwrap_or(parties.len());
        let recipients = parties.split_off(split);
        Some(Parties { initiators: parties, recipients, first, end: self.end.max(last), ..Parties::default() })
    }

    /// A meeting that the report takes for known and whose place it names ("Saturday's session in Muscat ran for six
    /// hours"): between the two sides that the report speaks of.
    fn first_told(&self, first: usize) -> Option<Parties> {
        let doc = self.clauses.doc;
        let end = self.trigger.at + self.trigger.len;
        let near = self.after.iter().copied().find(|&n| self.is_place(n))?;
        if self.clauses.phrases[near].tokens.start > end + 5 {
            return None;
        }
        // "X and Y agreed to go on after talks in Rome"
        let here = doc.sentence_of(self.trigger.at);
        let beside = self.told.iter().rev().take_while(|event| doc.sentence_of(event.trigger.at) == here);
        let parties =
            |event: &Candidate| -> Vec<ActorIx> { event.initiators.iter().chain(&event.recipients).copied().collect() };
        let initiators = beside
            .filter(|event| event.frame.kind.is_symmetric())
            .map(parties)
            .find(|parties| sides(self.draft, parties).len() > 1)
            .unwrap_or_else(|| self.two_sides(self.trigger.at));
        let between = self.frame.kind == EventType::Consult && sides(self.draft, &initiators).len() > 1;
        between.then(|| Parties { initiators, implied: true, first, end: self.end, ..Parties::default() })
    }

    /// Whether a word such as "after" stands before the noun.
    fn is_after(&self) -> bool {
        let doc = self.clauses.doc;
        let floor = doc.sentence(self.trigger.at).start.max(self.trigger.at.saturating_sub(8));
        (floor..self.trigger.at).any(|n| doc.pack.lists.has("after", doc.lower(n)))
    }

    /// Whether the noun is definite: "the talks", "pertemuan itu".
    pub(super) fn is_definite(&self) -> bool {
        let doc = self.clauses.doc;
        let at = self.trigger.at;
        let end = at + self.trigger.len;
        let start = doc.sentence(at).start;
        let before = (start.max(at.saturating_sub(2))..at).any(|n| {
            doc.has(n, Class::Demonstrative)
                || doc.pack.lists.has("definite", doc.lower(n))
                || doc.has(n, Class::PossessiveMark)
        });
        let after = (end..doc.sentence(at).end.min(self.end.max(end + 1)).min(end + 7))
            .any(|n| doc.has(n, Class::Demonstrative) && !doc.has(n, Class::Complementizer));
        let bare = doc.pack.grammar.juxtaposes;
        before || after || bare
    }

    /// Who is said to take part in a meeting that was told before ("was attended by X").
    pub(super) fn attending(&self) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let sentence = doc.sentence(self.trigger.at);
        let verb = (self.trigger.at..sentence.end.min(self.trigger.at + 14))
            .find(|&n| doc.pack.lists.has("attended", doc.lower(n)));
        let Some(verb) = verb else { return Vec::new() };
        let (phrases, _) = self.clauses.follow(verb + 1);
        phrases.into_iter().filter(|&n| !self.is_place(n)).flat_map(|n| self.actors(n)).collect()
    }
}
