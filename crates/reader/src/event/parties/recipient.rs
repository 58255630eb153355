//! Recipients in the places that a frame names.

use notula_language::{Class, Place, Voice};
use notula_record::{ActorKind, EventType, Sector};

use super::Finder;
use crate::clause::Link;
use crate::event::sides::meet;
use crate::mention::ActorIx;

impl Finder<'_, '_, '_> {
    /// Whether the phrase names a place where something happens.
    pub(super) fn is_place(&self, phrase: usize) -> bool {
        let doc = self.clauses.doc;
        let p = &self.clauses.phrases[phrase];
        let located = p.marker.is_some_and(|m| doc.pack.lists.has("at-place", doc.lower(m)));
        p.link == Link::Marked
            && located
            && p.mentions
                .iter()
                .all(|&ix| self.draft.mentions.all[ix].place.is_some() || self.draft.mentions.all[ix].actor.is_none())
    }

    /// The recipients in the places that the frame names, in order; a side does not accuse, refuse or sanction itself.
    pub(super) fn recipients(&self, subject: Option<usize>) -> Vec<ActorIx> {
        use EventType::{Accuse, Agree, Assault, Coerce, Concede, Reject, Sanction, Threaten};
        let mine = subject.map(|n| self.actors(n)).unwrap_or_default();
        let adverse =
            matches!(self.frame.kind, Accuse | Agree | Assault | Coerce | Concede | Reject | Threaten | Sanction);
        let other = |actor: &ActorIx| {
            !mine.contains(actor) && (!adverse || !mine.iter().any(|&m| self.same_government(m, *actor)))
        };
        let mut found = self.named_recipients(subject);
        if matches!(self.frame.kind, EventType::Retreat | EventType::Aid) {
            // whom one lets go, and to whom
            for actor in self.marked_recipients() {
                if !found.contains(&actor) {
                    found.push(actor);
                }
            }
        }
        found.retain(other);
        if found.is_empty() && matches!(self.frame.kind, Agree | Reject) {
            found = self.owner_in_complement();
            found.retain(other);
        }
        if found.is_empty() {
            found = self.owners_of_places(&mine);
            found.retain(other);
        }
        found
    }

    /// The owner named in what depends on the verb ("declined to sign the French paper").
    fn owner_in_complement(&self) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let opens =
            doc.tokens.get(self.end).is_some_and(|token| token.has(Class::Purpose)) || self.clauses.is_verb(self.end);
        let stop = doc.sentence(self.end.saturating_sub(1)).end.min(self.end + 8);
        if !opens {
            return Vec::new();
        }
        (self.end + 1..stop)
            .take_while(|&n| !doc.is_mark(n, ","))
            .filter_map(|n| self.clauses.phrase_at(n))
            .find(|&n| {
                matches!(self.clauses.phrases[n].link, Link::Possessor | Link::Follows)
                    || self.clauses.marked(n, &[Class::Genitive, Class::Origin, Class::Agent])
            })
            .map(|n| self.actors(n))
            .unwrap_or_default()
    }

    /// The state that a place belongs to where the act is done to a place ("struck Odesa", "arrived in Islamabad").
    pub(super) fn owners_of_places(&self, mine: &[ActorIx]) -> Vec<ActorIx> {
        use EventType::{Aid, Assault, Coerce, Mobilize, Protest, Threaten};
        let kind = self.frame.kind;
        let anywhere =
            matches!(kind, Aid | Assault | Coerce | Mobilize | Protest | Threaten) || self.frame.mode == Some("visit");
        let doc = self.clauses.doc;
        let phrases = self.after.iter().map(|&n| &self.clauses.phrases[n]);
        let places = phrases
            .filter(|phrase| anywhere || phrase.marker.is_some_and(|m| self.takes(doc.lower(m))))
            .flat_map(|phrase| &phrase.mentions);
        for &ix in places {
            let country = self.draft.mentions.all[ix]
                .place
                .and_then(|place| self.draft.places.get(place))
                .and_then(|place| place.country.as_deref());
            let Some(country) = country else { continue };
            let of = |kind: ActorKind| {
                self.draft.actors.iter().position(|a| a.kind == kind && a.country.as_deref() == Some(country))
            };
            let owner = of(ActorKind::State).or_else(|| of(ActorKind::Group)).or_else(|| of(ActorKind::Person));
            if let Some(owner) = owner.filter(|&owner| !meet(self.draft, &[owner], mine)) {
                return vec![owner];
            }
        }
        Vec::new()
    }

    /// Whether both act for one government.
    pub(super) fn same_government(&self, a: ActorIx, b: ActorIx) -> bool {
        let acts = |ix: ActorIx| {
            let actor = self.draft.actors.get(ix)?;
            let official = actor.kind == ActorKind::State
                || matches!(actor.sector, Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Spy | Sector::Cop));
            actor.country.clone().filter(|_| official)
        };
        matches!((acts(a), acts(b)), (Some(a), Some(b)) if a == b)
    }

    pub(super) fn named_recipients(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        // the words of the trigger can hold the object and its preposition: "called on X to withdraw its troops"
        let held = self.trigger.at + 1..self.trigger.at + self.trigger.len;
        let own = self.frame.kind == EventType::Request;
        let tied = self.after.iter().copied().find(|&n| {
            let phrase = &clauses.phrases[n];
            own && held.contains(&phrase.tokens.start) && phrase.marker.is_some_and(|m| held.contains(&m))
        });
        if let Some(actors) = tied.map(|n| self.actors(n)).filter(|actors| !actors.is_empty()) {
            return actors;
        }
        for place in &self.frame.recipients {
            let found = match place {
                Place::Nowhere => return Vec::new(),
                Place::Object => self.after.iter().copied().find(|&n| {
                    Some(n) != subject && clauses.phrases[n].link == Link::Bare && !self.actors(n).is_empty()
                }),
                Place::Owner => self.after.iter().copied().find(|&n| {
                    Some(n) != subject
                        && (matches!(clauses.phrases[n].link, Link::Possessor | Link::Follows)
                            || clauses.marked(n, &[Class::Genitive, Class::Origin, Class::Agent]))
                        && !self.is_place(n)
                        && !self.actors(n).is_empty()
                }),
                Place::Clause => clauses.complement_subject(self.end),
                Place::After(word) => self.after.iter().copied().find(|&n| {
                    Some(n) != subject
                        && clauses.phrases[n].marker.is_some_and(|m| doc.lower(m) == *word)
                        && clauses.phrases[n].link == Link::Marked
                        && !(doc.pack.lists.has("at-place", word) && self.is_place(n) && self.names_city(n))
                        && !self.actors(n).is_empty()
                }),
            };
            if let Some(n) = found {
                let actors = self.actors(n);
                if !actors.is_empty() {
                    return actors;
                }
            }
        }
        // "the truce that X has put forward", "usul yang diajukan X"
        let answers = matches!(
            self.frame.kind,
            EventType::Agree | EventType::Reject | EventType::Support | EventType::Concede | EventType::Accuse
        );
        if answers && let Some(n) = self.utterer(self.end) {
            let actors = self.actors(n);
            if !actors.is_empty() {
                return actors;
            }
        }
        let marked = self.trigger_marked(subject);
        if marked.is_empty() { self.relative_object(subject) } else { marked }
    }

    /// The owner of the noun that a relative clause with a subject of its own belongs to ("demands of Moscow that X has
    /// rejected").
    pub(super) fn relative_object(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let Some(start) = subject.map(|n| self.clauses.phrases[n].tokens.start) else { return Vec::new() };
        let floor = doc.sentence(start).start;
        if start > self.trigger.at || start == floor || !matches!(self.trigger.voice, Voice::Active | Voice::Mutual) {
            return Vec::new();
        }
        let relative = start - 1;
        let comitative = relative > floor && doc.has(relative - 1, Class::Comitative);
        if self.trigger.voice == Voice::Mutual {
            // "his counterpart Y, with whom he held talks"
            let before =
                relative.saturating_sub(if relative > floor + 1 && doc.is_mark(relative - 2, ",") { 3 } else { 2 });
            let partner = self.clauses.phrase_at(before).filter(|_| comitative && doc.has(relative, Class::Relative));
            return partner.map(|n| self.actors(n)).unwrap_or_default();
        }
        if !doc.has(relative, Class::Relative) || self.clauses.is_verb(relative.saturating_sub(1)) {
            return Vec::new();
        }
        (floor.max(relative.saturating_sub(5))..relative)
            .rev()
            .find_map(|n| self.clauses.phrase_at(n))
            .map(|n| self.actors(n))
            .unwrap_or_default()
    }

    /// A phrase governed by the last word of the trigger ("berunding dengan X", "call on X").
    pub(super) fn trigger_marked(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let end = self.trigger.at + self.trigger.len;
        let inside = |marker: usize| (self.trigger.at..end).contains(&marker);
        self.after
            .iter()
            .copied()
            .find(|&n| Some(n) != subject && self.clauses.phrases[n].marker.is_some_and(inside))
            .map(|n| self.actors(n))
            .unwrap_or_default()
    }

    pub(super) fn marked_recipients(&self) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        for place in &self.frame.recipients {
            if let Place::After(word) = place {
                let found = self.after.iter().copied().find(|&n| {
                    self.clauses.phrases[n].marker.is_some_and(|m| doc.lower(m) == *word) && !self.names_city(n)
                });
                if let Some(n) = found {
                    return self.actors(n);
                }
            }
        }
        Vec::new()
    }

    /// Whether the phrase is a place only.
    pub(super) fn names_city(&self, phrase: usize) -> bool {
        self.clauses.phrases[phrase].mentions.iter().all(|&ix| self.draft.mentions.all[ix].actor.is_none())
    }

    /// Whether the frame looks for recipients after the word.
    pub(super) fn takes(&self, word: &str) -> bool {
        self.frame.recipients.iter().any(|place| matches!(place, Place::After(after) if *after == word))
    }
}
