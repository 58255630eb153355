//! The two sides that "both sides" means: those that the report has named together or told of against each other.

use std::ops::Range;

use notula_language::Class;
use notula_record::{ActorKind, Sector};

use super::Finder;
use crate::clause::Link;
use crate::event::sides::{Side, meet, side, sides};
use crate::mention::ActorIx;

/// How many sentences ahead a pair may be named that the report has not named yet.
const AHEAD: usize = 2;

/// What a pair must weigh to be meant.
const ENOUGH: f32 = 0.6;

/// Mentions of a side beyond which it is no more prominent.
const MOST: usize = 5;

/// A pair with its last actors and its weight.
struct Pair {
    sides: [Side; 2],
    actors: [ActorIx; 2],
    weight: f32,
}

impl Finder<'_, '_, '_> {
    /// The pair of sides that was named together most and last before `at`, none of them in `outside`.
    pub(super) fn pair(&self, at: usize, outside: &[ActorIx]) -> Option<Vec<ActorIx>> {
        let doc = self.clauses.doc;
        let here = doc.sentence_of(at);
        let mut pairs: Vec<Pair> = Vec::new();
        let phrases = &self.clauses.phrases;
        let end = phrases.partition_point(|phrase| phrase.tokens.start < at);
        let near = |sentence: usize| 1.0 / (1.0 + here.abs_diff(sentence) as f32 * 0.12);
        for (n, phrase) in phrases.iter().enumerate().take(end).skip(end.saturating_sub(80)) {
            let weight = if self.clauses.marked(n, &[Class::Between]) { 1.6 } else { 1.0 };
            let near = near(doc.sentence_of(phrase.tokens.start));
            self.weigh(&mut pairs, &self.named(n), outside, weight * near);
        }
        // what the same actors did once more says no more of them
        let mut told: Vec<Vec<ActorIx>> = Vec::new();
        for event in self.told.iter().rev().take(12) {
            let parties: Vec<ActorIx> = event.initiators.iter().chain(&event.recipients).copied().collect();
            if told.contains(&parties) {
                continue;
            }
            told.push(parties.clone());
            let weight = if event.implied { 0.3 } else { 0.9 };
            self.weigh(&mut pairs, &parties, outside, weight * near(doc.sentence_of(event.trigger.at)));
        }
        if pairs.is_empty() {
            for (n, phrase) in phrases.iter().enumerate().skip(end).take(30) {
                let there = doc.sentence_of(phrase.tokens.start);
                if there > here + AHEAD {
                    break;
                }
                self.weigh(&mut pairs, &self.named(n), outside, near(there));
            }
        }
        for pair in &mut pairs {
            pair.weight *= self.prominence(pair, at);
        }
        let best =
            pairs.into_iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).filter(|pair| pair.weight >= ENOUGH)?;
        // one side by its state, the other by a person: both by their states
        let states = best.actors.iter().any(|&actor| self.draft.actors[actor].kind == ActorKind::State);
        let named = |actor: ActorIx| self.draft.mentions.all.iter().any(|mention| mention.actor == Some(actor));
        let whole = |actor| {
            let state = if states { self.country_of(actor) } else { self.state_of(actor) };
            if named(state) { state } else { actor }
        };
        Some(best.actors.into_iter().map(whole).collect())
    }

    /// More than one for a pair of whose sides the report has spoken often before `at`, the seldomer one deciding.
    fn prominence(&self, pair: &Pair, at: usize) -> f32 {
        let mentions = &self.draft.mentions.all;
        let end = mentions.partition_point(|mention| mention.tokens.start < at);
        let spoken = |wanted: &Side| {
            let of = |mention: &&crate::mention::Mention| {
                mention.actor.is_some_and(|actor| side(self.draft, actor) == *wanted)
            };
            mentions[..end].iter().filter(of).take(MOST).count()
        };
        let least = spoken(&pair.sides[0]).min(spoken(&pair.sides[1]));
        1.0 + 0.25 * least.saturating_sub(1) as f32
    }

    /// The two people that "the two", "keduanya" take up: those that a phrase just before has joined.
    pub(super) fn couple(&self, words: &Range<usize>) -> Option<Vec<ActorIx>> {
        let doc = self.clauses.doc;
        let here = doc.sentence_of(words.start);
        let end = self.clauses.phrases.partition_point(|phrase| phrase.tokens.start < words.start);
        let person = |&ix: &usize| {
            let actor = self.draft.mentions.all[ix].actor?;
            (self.draft.actors.get(actor)?.kind == ActorKind::Person).then_some(actor)
        };
        let joined = self.clauses.phrases[end.saturating_sub(12)..end]
            .iter()
            .rev()
            .filter(|phrase| doc.sentence_of(phrase.tokens.start) + 1 >= here)
            .find(|phrase| phrase.mentions.len() == 2 && phrase.mentions.iter().all(|ix| person(ix).is_some()));
        joined.map(|phrase| phrase.mentions.iter().filter_map(person).collect())
    }

    /// "Both countries" are states, whoever acted for them; each once.
    pub(super) fn put_states(&self, actors: Vec<ActorIx>) -> Vec<ActorIx> {
        let mut out: Vec<ActorIx> = Vec::new();
        for actor in actors.into_iter().map(|actor| self.country_of(actor)) {
            if !out.contains(&actor) {
                out.push(actor);
            }
        }
        out
    }

    /// "Both leaders" are people: for each state the last one of it that was named before `at`.
    pub(super) fn put_persons(&self, actors: &mut [ActorIx], at: usize) {
        let mentions = &self.draft.mentions.all;
        let end = mentions.partition_point(|mention| mention.tokens.start < at);
        for actor in actors.iter_mut().filter(|actor| self.draft.actors[**actor].kind == ActorKind::State) {
            let person = |ix: &ActorIx| {
                self.draft.actors[*ix].kind == ActorKind::Person && side(self.draft, *ix) == side(self.draft, *actor)
            };
            if let Some(found) = mentions[..end].iter().rev().filter_map(|mention| mention.actor).find(person) {
                *actor = found;
            }
        }
    }

    /// Adds to the weight of the pair that `actors` make, if they are of two sides, none of them in `outside`.
    fn weigh(&self, pairs: &mut Vec<Pair>, actors: &[ActorIx], outside: &[ActorIx], weight: f32) {
        let known: Vec<ActorIx> = actors.iter().copied().filter(|&actor| self.is_side(actor)).collect();
        let [first, second] = &sides(self.draft, &known)[..] else { return };
        if known.len() < actors.len() || meet(self.draft, &known, outside) {
            return;
        }
        let of = |wanted: &Side| known.iter().copied().find(|&actor| side(self.draft, actor) == *wanted);
        let (Some(one), Some(other)) = (of(first), of(second)) else { return };
        match pairs.iter_mut().find(|pair| pair.sides.contains(first) && pair.sides.contains(second)) {
            Some(pair) => {
                pair.weight += weight;
                pair.actors = [one, other];
            }
            None => pairs.push(Pair { sides: [first.clone(), second.clone()], actors: [one, other], weight }),
        }
    }

    /// The actors that a phrase names, with those of its modifiers ("Thai and Cambodian troops"); none for "both sides".
    fn named(&self, phrase: usize) -> Vec<ActorIx> {
        let phrase = &self.clauses.phrases[phrase];
        let mut out: Vec<ActorIx> = Vec::new();
        if phrase.both.is_some() || phrase.mentions.len() < 2 && phrase.link != Link::Marked {
            return out;
        }
        for actor in phrase.mentions.iter().filter_map(|&ix| self.draft.mentions.all[ix].actor) {
            if !out.contains(&actor) {
                out.push(actor);
            }
        }
        out
    }

    /// Whether the actor can be one of two sides.
    pub(super) fn is_side(&self, actor: ActorIx) -> bool {
        use notula_record::ActorKind::{Group, Organisation, Person, State};
        self.draft.actors.get(actor).is_some_and(|a| match a.kind {
            State | Person | Group => a.country.is_some() && !matches!(a.sector, Some(Sector::Med | Sector::Cvl)),
            Organisation => {
                let acts = matches!(a.sector, Some(Sector::Gov | Sector::Mil | Sector::Cop));
                a.sector == Some(Sector::Reb) || a.country.is_some() && acts
            }
        })
    }
}
