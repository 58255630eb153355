//! Parties that are only implied, and "both sides".

use notula_language::{Class, Place};
use notula_record::{ActorKind, EventType, Sector, Status};

use super::{Finder, NEAR, Parties};
use crate::clause::Link;
use crate::event::sides::{meet, side, sides};
use crate::mention::ActorIx;

impl Finder<'_, '_, '_> {
    /// The two sides that the report speaks of most before `at`, and those of the last event with two sides.
    pub(super) fn two_sides(&self, at: usize) -> Vec<ActorIx> {
        let sentence = self.clauses.doc.sentence_of(at);
        let mut scores: Vec<(ActorIx, f32)> = Vec::new();
        let same = |a: ActorIx, b: ActorIx| side(self.draft, a) == side(self.draft, b) || self.same_government(a, b);
        let mut score = |actor: ActorIx, points: f32| match scores.iter_mut().find(|(known, _)| same(*known, actor)) {
            Some((_, sum)) => *sum += points,
            None => scores.push((actor, points)),
        };
        // who urges both sides is neither of them
        let subject = self.clauses.subject(self.trigger.at).map(|s| &self.clauses.phrases[s.phrase]);
        let outside: Vec<ActorIx> = subject
            .filter(|phrase| phrase.tokens.end <= at)
            .into_iter()
            .flat_map(|phrase| &phrase.mentions)
            .filter_map(|&ix| self.draft.mentions.all[ix].actor)
            .chain(self.tellers())
            .collect();
        if let Some(pair) = self.pair(at, &outside) {
            return pair;
        }
        let known =
            |actor: ActorIx| !outside.contains(&actor) && !meet(self.draft, &[actor], &outside) && self.is_side(actor);
        let first = self.draft.mentions.all.partition_point(|m| m.tokens.start < at);
        if first == 0 {
            // the report names them only afterwards
            for mention in self.draft.mentions.all.iter().take(12).filter(|m| m.parent.is_none()) {
                if let Some(actor) = mention.actor.filter(|&actor| known(actor)) {
                    score(actor, 1.0);
                }
            }
        }
        for mention in self.draft.mentions.all[..first].iter().rev().take(60).filter(|m| m.parent.is_none()) {
            let Some(actor) = mention.actor.filter(|&actor| known(actor)) else { continue };
            let near = sentence - self.clauses.doc.sentence_of(mention.tokens.start).min(sentence);
            score(actor, 1.0 / (1.0 + near as f32 * 0.15));
        }
        for event in self.told.iter().rev().take(6) {
            let near = sentence.saturating_sub(self.clauses.doc.sentence_of(event.trigger.at));
            let parties: Vec<ActorIx> =
                event.initiators.iter().chain(&event.recipients).copied().filter(|&actor| known(actor)).collect();
            if near <= 4 && sides(self.draft, &parties).len() == 2 {
                parties.into_iter().for_each(|actor| score(actor, 2.0));
                break;
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        scores.into_iter().take(2).map(|(actor, _)| self.state_of(actor)).collect()
    }

    /// Fills a party that is only implied from the same sentence or the one before.
    pub(super) fn imply(&self, parties: &mut Parties) {
        if self.frame.recipients == [Place::Nowhere] {
            return;
        }
        let kind = self.frame.kind;
        if kind.is_symmetric() {
            let mut all = parties.initiators.clone();
            all.extend(&parties.recipients);
            if sides(self.draft, &all).len() < 2 && !self.is_group(&all) {
                parties.recipients.extend(self.context(&all, true));
                parties.implied = true;
            }
            return;
        }
        if parties.initiators.is_empty() {
            let takes = !matches!(kind, EventType::Assault | EventType::Coerce | EventType::Retreat);
            if takes {
                parties.initiators = self.context(&parties.recipients.clone(), false);
            }
            parties.implied = true;
        } else if parties.recipients.is_empty() {
            let mine = parties.initiators.clone();
            parties.recipients = self.answered(&mine).unwrap_or_else(|| self.context(&mine, false));
            parties.implied = true;
        }
    }

    /// Whose deed or proposal the object names: "condemned the raid" answers who raided, "menolak usulan itu" who proposed.
    fn answered(&self, mine: &[ActorIx]) -> Option<Vec<ActorIx>> {
        use EventType::{
            Accuse, Agree, Assault, Coerce, Concede, Mobilize, Protest, Reject, Request, Sanction, Support,
        };
        if !matches!(self.frame.kind, Accuse | Agree | Protest | Reject | Support) {
            return None;
        }
        let doc = self.clauses.doc;
        let end = self.trigger.at + self.trigger.len;
        let object = end.saturating_sub(1)..self.end.min(end + 4);
        let named = |list: &str| object.clone().any(|n| doc.pack.lists.has(list, doc.lower(n)));
        let kinds: &[EventType] = if named("plan") {
            &[Request, Concede]
        } else if named("deal") {
            &[Agree]
        } else if self.frame.kind != Reject && (named("attack") || named("deed")) {
            // who denies a deed answers those who told of it
            &[Assault, Coerce, Mobilize, Sanction]
        } else {
            return None;
        };
        self.told.iter().rev().take(12).filter(|event| kinds.contains(&event.frame.kind)).find_map(|event| {
            let theirs = |actor: &ActorIx| !meet(self.draft, &[*actor], mine) && self.can_be_meant(*actor);
            let both = event.frame.kind.is_symmetric().then_some(&event.recipients);
            let actors = event.initiators.iter().chain(both.into_iter().flatten());
            let found: Vec<ActorIx> = actors.copied().filter(theirs).collect();
            (!found.is_empty()).then_some(found)
        })
    }

    pub(super) fn is_group(&self, actors: &[ActorIx]) -> bool {
        actors.iter().any(|&actor| {
            self.draft.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Organisation && a.country.is_none())
        })
    }

    pub(super) fn is_person(&self, actor: ActorIx) -> bool {
        self.draft.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Person)
    }

    /// The state for whom an official body acts, if the report has it; else the actor itself.
    pub(super) fn state_of(&self, actor: ActorIx) -> ActorIx {
        let body =
            self.draft.actors.get(actor).filter(|a| a.kind == ActorKind::Organisation && a.sector != Some(Sector::Reb));
        body.and_then(|body| body.country.as_ref())
            .and_then(|country| {
                self.draft.actors.iter().position(|a| a.kind == ActorKind::State && a.country.as_ref() == Some(country))
            })
            .unwrap_or(actor)
    }

    /// The state of the actor's country, if the report has it and the actor acts for it.
    pub(super) fn country_of(&self, actor: ActorIx) -> ActorIx {
        let Some(a) = self.draft.actors.get(actor).filter(|a| a.sector != Some(Sector::Reb)) else { return actor };
        let state = |s: &crate::draft::ActorDraft| s.kind == ActorKind::State && s.country == a.country;
        a.country.as_ref().and_then(|_| self.draft.actors.iter().position(state)).unwrap_or(actor)
    }

    /// Whether the actor can be meant where no party is named: a side of its own, not the media or just people.
    pub(super) fn can_be_meant(&self, actor: ActorIx) -> bool {
        self.draft.actors.get(actor).is_some_and(|a| {
            let outsider =
                matches!(a.sector, Some(Sector::Med | Sector::Bus | Sector::Edu | Sector::Rel | Sector::Cvl));
            let side = match a.kind {
                ActorKind::State => true,
                ActorKind::Person | ActorKind::Group => a.country.is_some() || a.sector == Some(Sector::Reb),
                ActorKind::Organisation => a.country.is_some() || matches!(a.sector, Some(Sector::Reb | Sector::Igo)),
            };
            side && !outsider
        })
    }

    /// The speakers of the statement that the trigger stands in: they tell of it from outside.
    pub(super) fn tellers(&self) -> Vec<ActorIx> {
        let byte = self.clauses.doc.tokens[self.trigger.at].start as usize;
        self.draft.statement_at(byte).map(|n| self.draft.statements[n].speakers.clone()).unwrap_or_default()
    }

    /// The other side that the sentence or the one before speaks of.
    pub(super) fn context(&self, mine: &[ActorIx], symmetric: bool) -> Vec<ActorIx> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let here = doc.sentence_of(self.trigger.at);
        let tellers = self.tellers();
        let other = |actors: &[ActorIx]| -> Vec<ActorIx> {
            actors
                .iter()
                .map(|&actor| self.state_of(actor))
                .filter(|&actor| {
                    self.can_be_meant(actor)
                        && !meet(self.draft, &[actor], mine)
                        && !mine.iter().any(|&m| self.same_government(m, actor))
                        && (self.frame.kind == EventType::Consult || !tellers.contains(&actor))
                })
                .collect()
        };
        if symmetric {
            // the subject of the sentence
            let start = doc.sentence(self.trigger.at).start.max(self.trigger.at.saturating_sub(NEAR));
            let first = clauses.phrases.partition_point(|p| p.tokens.start < start);
            let last = clauses.phrases.partition_point(|p| p.tokens.start < self.trigger.at);
            for n in (first..last).rev().filter(|&n| clauses.phrases[n].link == Link::Bare) {
                let found = other(&self.actors(n));
                if !found.is_empty() {
                    return found;
                }
            }
        }
        let reacts = symmetric
            || matches!(self.frame.kind, EventType::Reject | EventType::Support | EventType::Accuse | EventType::Agree);
        if reacts && let Some(found) = self.told_before(&other, here, symmetric) {
            return found;
        }
        if let Some(found) = self.spoken_of(&other, here) {
            return found;
        }
        if !reacts && let Some(found) = self.told_before(&other, here, symmetric) {
            return found;
        }
        (1..=2).filter_map(|back| here.checked_sub(back)).find_map(|n| self.spoken_of(&other, n)).unwrap_or_default()
    }

    /// Who acted just before: what one reacts to, or whom one met.
    pub(super) fn told_before(
        &self,
        other: &impl Fn(&[ActorIx]) -> Vec<ActorIx>,
        here: usize,
        symmetric: bool,
    ) -> Option<Vec<ActorIx>> {
        for event in self.told.iter().rev().take(5) {
            let distance = here.saturating_sub(self.clauses.doc.sentence_of(event.trigger.at));
            if distance > if symmetric { 3 } else { 1 } || event.status == Status::Denied {
                continue;
            }
            let found = if symmetric {
                if !event.frame.kind.is_symmetric() {
                    continue;
                }
                let all: Vec<ActorIx> = event.initiators.iter().chain(&event.recipients).copied().collect();
                other(&all)
            } else {
                let first = other(&event.initiators);
                if first.is_empty() { other(&event.recipients) } else { first }
            };
            if !found.is_empty() {
                return Some(found);
            }
        }
        None
    }

    /// The other side named nearest to the trigger in the sentence.
    pub(super) fn spoken_of(
        &self,
        other: &impl Fn(&[ActorIx]) -> Vec<ActorIx>,
        sentence: usize,
    ) -> Option<Vec<ActorIx>> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let range = doc.sentences.get(sentence)?;
        let range = range.start.max(self.trigger.at.saturating_sub(3 * NEAR))..range.end.min(self.trigger.at + NEAR);
        let first = clauses.phrases.partition_point(|p| p.tokens.start < range.start);
        let last = clauses.phrases.partition_point(|p| p.tokens.start < range.end);
        let mut order: Vec<usize> = (first..last).collect();
        order.sort_by_key(|&n| {
            let start = clauses.phrases[n].tokens.start;
            (start > self.trigger.at, start.abs_diff(self.trigger.at))
        });
        let accuses = self.frame.kind == EventType::Accuse;
        order.into_iter().find_map(|n| {
            let phrase = &clauses.phrases[n];
            // what somebody is accused of doing to others
            if accuses && phrase.tokens.start >= self.end && range.contains(&self.trigger.at) {
                return None;
            }
            let tied =
                [Class::Recipient, Class::Comitative, Class::Genitive, Class::Between, Class::Agent, Class::Origin];
            let adverbial = phrase.link == Link::Marked
                && !clauses.marked(n, &tied)
                && !phrase.marker.is_some_and(|m| self.takes(doc.lower(m)));
            if adverbial || self.is_place(n) {
                return None;
            }
            Some(other(&self.actors(n))).filter(|found| !found.is_empty())
        })
    }
}
