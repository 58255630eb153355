//! Force whose doer or victim is no actor of the report: "drones struck a depot", "two people were detained".

use notula_language::{Class, Voice, Word};
use notula_record::EventType;

use super::{Finder, Parties};
use crate::token::Kind;

/// How many words before the verb its noun may stand.
const NOUN: usize = 5;

impl Finder<'_, '_, '_> {
    /// What weapons or unnamed men do ("drones struck", "serangan udara menghantam"): to whom the place or the thing
    /// belongs, else to the side that the report speaks of.
    pub(super) fn unnamed_doer(&self) -> Option<Parties> {
        // "artillery fire", "drone attacks": where nouns and verbs look alike, a past form is wanted
        let verb = self.clauses.doc.pack.grammar.juxtaposes || self.trigger.past;
        let list = match self.frame.kind {
            EventType::Assault => "means",
            EventType::Protest => "crowd",
            _ => return None,
        };
        if self.trigger.governed || !verb {
            return None;
        }
        let first = self.noun_of(list)?;
        let mut recipients = self.recipients(None);
        let implied = recipients.is_empty();
        if implied {
            recipients = self.context(&[], false);
        }
        let end = self.end;
        (!recipients.is_empty()).then(|| Parties { recipients, implied, first, end, ..Parties::default() })
    }

    /// Whether weapons or unnamed men are said to do it, before the verb or after "by".
    pub(super) fn has_means(&self) -> bool {
        if self.trigger.voice != Voice::Passive {
            return self.noun_of("means").is_some();
        }
        let doc = self.clauses.doc;
        let Some(list) = doc.pack.lists.find("means") else { return false };
        let end = self.trigger.at + self.trigger.len;
        let stop = doc.sentence(self.trigger.at).end.min(end + 12);
        let word = |n: usize| (n < stop).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
        (end..stop)
            .find(|&n| doc.tokens[n].classes.any(&[Class::Agent, Class::Cause]))
            .is_some_and(|by| (by + 1..stop.min(by + 5)).any(|n| doc.pack.lists.stands(list, n, &word).is_some()))
    }

    /// Where the noun of the list that is the subject starts.
    fn noun_of(&self, list: &str) -> Option<usize> {
        let doc = self.clauses.doc;
        let list = doc.pack.lists.find(list)?;
        let group = self.clauses.group_start(self.trigger.at);
        let floor = doc.sentence(group).start.max(group.saturating_sub(NOUN));
        let word = |n: usize| (n < group).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
        let plain = |n: &usize| {
            let token = &doc.tokens[*n];
            (token.is_word() || token.kind == Kind::Number)
                && !self.clauses.is_verb(*n)
                && !token.classes.any(&[Class::Preposition, Class::Complementizer, Class::Contrast])
        };
        (floor..group).rev().take_while(plain).find(|&n| doc.pack.lists.stands(list, n, &word).is_some())
    }

    /// What is done to somebody who is no actor ("two were seized in Sanaa"): to the side whose place it is, else to the one
    /// that the report speaks of.
    pub(super) fn unnamed_patient(&self, first: usize) -> Option<Parties> {
        let harmed = match self.frame.kind {
            // "an aid convoy entered"
            EventType::Aid => return self.brought(first),
            EventType::Assault => true,
            EventType::Coerce => matches!(self.frame.mode, Some("arrest" | "seize" | "deport")),
            EventType::Retreat => self.frame.mode == Some("release") && self.is_said_of("prisoner"),
            _ => false,
        };
        let main = self.trigger.voice == Voice::Passive
            && (self.has_copula() || self.frame.voice == Voice::Passive || self.frame.needs.is_empty());
        if !harmed || !main || !self.has_noun() {
            return None;
        }
        let mut recipients = self.owners_of_places(&[]);
        let implied = recipients.is_empty();
        if implied {
            recipients = self.context(&[], false);
        }
        let end = self.end;
        (!recipients.is_empty()).then(|| Parties { recipients, implied, first, end, ..Parties::default() })
    }

    /// Aid that arrives without a word of who sent it.
    fn brought(&self, first: usize) -> Option<Parties> {
        let recipients = if self.trigger.voice == Voice::Moved { self.owners_of_places(&[]) } else { Vec::new() };
        let end = self.end;
        (!recipients.is_empty()).then(|| Parties { recipients, first, end, ..Parties::default() })
    }

    /// Whether a noun or number stands right before the verb group as its subject.
    fn has_noun(&self) -> bool {
        let doc = self.clauses.doc;
        let group = self.clauses.group_start(self.trigger.at);
        let floor = doc.sentence(group).start;
        group.checked_sub(1).filter(|&n| n >= floor).is_some_and(|n| {
            let token = &doc.tokens[n];
            token.kind == Kind::Number
                || token.is_word()
                    && !self.clauses.is_verb(n)
                    && !token.classes.any(&[
                        Class::Preposition,
                        Class::Purpose,
                        Class::Complementizer,
                        Class::Relative,
                        Class::Conjunction,
                    ])
        })
    }

    /// Whether a word of the list stands in the noun phrase before the verb.
    fn is_said_of(&self, list: &str) -> bool {
        let doc = self.clauses.doc;
        let group = self.clauses.group_start(self.trigger.at);
        let floor = doc.sentence(group).start.max(group.saturating_sub(NOUN));
        (floor..group).any(|n| doc.pack.lists.has(list, doc.lower(n)))
    }
}
