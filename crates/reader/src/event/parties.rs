//! Who did it to whom.

use notula_language::{Class, Frame, Need, Place, Voice, Word};
use notula_record::{ActorKind, EventType, Form, Sector, Status};

use super::Candidate;
use super::sides::{meet, side, sides};
use super::trigger::Trigger;
use crate::clause::{Clauses, How, Link};
use crate::draft::Draft;
use crate::mention::ActorIx;
use crate::token::Kind;

/// What [`find`] found.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// Who did it.
    pub initiators: Vec<ActorIx>,
    /// To whom.
    pub recipients: Vec<ActorIx>,
    /// Whether the recipients come from the context.
    pub implied: bool,
    /// Whether the doers are both sides ("each side blamed the other").
    pub both: bool,
    /// Whether no party was named, and an event told before must be meant.
    pub reference: bool,
    /// First token of the clause.
    pub first: usize,
    /// Its end.
    pub end: usize,
}

/// How many tokens away an implied party may stand; keeps the whole linear.
const NEAR: usize = 60;

struct Finder<'c, 'd, 'a> {
    clauses: &'c Clauses<'d, 'a>,
    draft: &'c Draft,
    told: &'c [Candidate<'a>],
    frame: &'c Frame,
    trigger: &'c Trigger,
    /// Phrases that follow in the clause.
    after: Vec<usize>,
    end: usize,
}

/// The parties of a trigger; `None` where the frame asks for a party that is not there.
pub fn find<'a>(
    clauses: &Clauses<'_, 'a>,
    draft: &Draft,
    told: &[Candidate<'a>],
    frame: &Frame,
    trigger: &Trigger,
) -> Option<Parties> {
    // the words of the trigger may hold its object ("released 200 prisoners")
    let (following, end) = clauses.follow(trigger.at + trigger.len);
    let mut after: Vec<usize> = Vec::new();
    let inside = (trigger.at + 1..trigger.at + trigger.len).filter_map(|n| clauses.phrase_at(n));
    // what two sides exchange is no party
    for n in inside.filter(|_| trigger.voice != Voice::Mutual).chain(following) {
        if !after.contains(&n) {
            after.push(n);
        }
    }
    let finder = Finder { clauses, draft, told, frame, trigger, after, end };
    let mut parties = match trigger.voice {
        Voice::Active | Voice::Mutual => finder.active(),
        Voice::Passive | Voice::Moved => finder.passive(),
        Voice::Session => finder.session(),
        Voice::Noun => finder.noun(),
        Voice::Meeting => finder.meeting(),
    }?;
    parties.recipients.retain(|actor| !parties.initiators.contains(actor));
    if matches!(trigger.voice, Voice::Noun | Voice::Meeting) && !parties.reference {
        // "a swap of prisoners", "a meeting of leaders": no side is named
        parties.initiators.retain(|&actor| finder.can_be_meant(actor) || finder.is_person(actor));
        if parties.initiators.is_empty() {
            return None;
        }
    }
    finder.reciprocal(&mut parties);
    if !finder.has_needed(&parties) {
        return None;
    }
    if !parties.reference {
        finder.imply(&mut parties);
    }
    Some(parties)
}

impl Finder<'_, '_, '_> {
    /// The actors of a phrase; words such as "both sides" mean the two sides spoken of last.
    fn actors(&self, phrase: usize) -> Vec<ActorIx> {
        let phrase = &self.clauses.phrases[phrase];
        let mut out: Vec<ActorIx> = Vec::new();
        let mut both = phrase.both;
        for &ix in &phrase.mentions {
            let mention = &self.draft.mentions.all[ix];
            match mention.actor {
                Some(actor) if !out.contains(&actor) => out.push(actor),
                Some(_) => {}
                None => both |= mention.plural && mention.form == Form::Pronoun,
            }
        }
        if both && out.is_empty() {
            out = self.two_sides(phrase.tokens.start);
        }
        out
    }

    /// The two sides that the report speaks of most before `at`, and those of the last event with two sides.
    fn two_sides(&self, at: usize) -> Vec<ActorIx> {
        let sentence = self.clauses.doc.sentence_of(at);
        let mut scores: Vec<(ActorIx, f32)> = Vec::new();
        let mut score = |actor: ActorIx, points: f32| {
            let mine = side(self.draft, actor);
            match scores.iter_mut().find(|(known, _)| side(self.draft, *known) == mine) {
                Some((_, sum)) => *sum += points,
                None => scores.push((actor, points)),
            }
        };
        let known = |actor: ActorIx| {
            self.draft.actors.get(actor).is_some_and(|a| match a.kind {
                ActorKind::State | ActorKind::Person | ActorKind::Group => {
                    a.country.is_some() && a.sector != Some(Sector::Med)
                }
                ActorKind::Organisation => a.sector == Some(Sector::Reb),
            })
        };
        let first = self.draft.mentions.all.partition_point(|m| m.tokens.start < at);
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
        scores.into_iter().take(2).map(|(actor, _)| actor).collect()
    }

    /// Two sides that do something to one another: each is initiator and recipient.
    fn reciprocal(&self, parties: &mut Parties) {
        let both = self.trigger.voice == Voice::Mutual || parties.both;
        if self.frame.kind.is_symmetric() || !both || !parties.recipients.is_empty() || parties.reference {
            return;
        }
        let Some(&first) = parties.initiators.first() else { return };
        let mine = side(self.draft, first);
        let (ours, theirs) = parties.initiators.iter().partition(|&&actor| side(self.draft, actor) == mine);
        parties.initiators = ours;
        parties.recipients = theirs;
    }

    /// Whether what the frame needs is there.
    fn has_needed(&self, parties: &Parties) -> bool {
        self.frame.needs.iter().all(|need| match need {
            Need::List(_) => true,
            Need::Recipient if self.frame.kind.is_symmetric() => {
                !parties.recipients.is_empty() || sides(self.draft, &parties.initiators).len() > 1
            }
            Need::Recipient => !parties.recipients.is_empty(),
            Need::Agent => !parties.initiators.is_empty(),
            Need::Close => {
                let end = self.trigger.at + self.trigger.len;
                self.after.first().is_some_and(|&n| {
                    let phrase = &self.clauses.phrases[n];
                    let pronoun = phrase.mentions.iter().all(|&ix| self.draft.mentions.all[ix].form == Form::Pronoun);
                    phrase.link == Link::Bare
                        && !pronoun
                        && phrase.tokens.start <= end + 1
                        && !self.actors(n).is_empty()
                })
            }
            Need::Told => self.told.iter().rev().take(8).any(|event| event.frame.kind == self.frame.kind),
        })
    }

    /// What is said of a meeting told before ("the talks go on", "pembicaraan berlanjut").
    fn session(&self) -> Option<Parties> {
        let doc = self.clauses.doc;
        if self.frame.kind == EventType::Agree {
            return self.outcome();
        }
        let list = doc.pack.lists.find("talks")?;
        let at = self.trigger.at;
        let floor = doc.sentence(at).start.max(at.saturating_sub(14));
        let word = |n: usize| (n < at).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
        let noun = (floor..at)
            .rev()
            .take_while(|&n| !matches!(doc.word(n), ";" | ":" | "."))
            .find(|&n| doc.pack.lists.stands(list, n, &word).is_some())?;
        // a meeting with its own parties between noun and verb has its own event
        Some(Parties { reference: true, first: noun, end: self.end, ..Parties::default() })
    }

    /// What came of talks ("no agreement was reached"): between those who talked, else the two sides.
    fn outcome(&self) -> Option<Parties> {
        let doc = self.clauses.doc;
        let here = doc.sentence_of(self.trigger.at);
        let talked = self.told.iter().rev().take(6).find(|event| {
            event.frame.kind == EventType::Consult && here - doc.sentence_of(event.trigger.at).min(here) <= 3
        });
        let mut initiators: Vec<ActorIx> =
            talked.map(|event| event.initiators.iter().chain(&event.recipients).copied().collect()).unwrap_or_default();
        if sides(self.draft, &initiators).len() < 2 {
            initiators = self.two_sides(self.trigger.at);
        }
        let floor = doc.sentence(self.trigger.at).start.max(self.trigger.at.saturating_sub(6));
        (!initiators.is_empty()).then(|| Parties {
            initiators,
            first: floor.min(self.trigger.at),
            end: self.end,
            ..Parties::default()
        })
    }

    fn active(&self) -> Option<Parties> {
        let subject = self.clauses.subject_of(self.trigger.at, self.trigger.participle)?;
        let mut subject = subject;
        let mut initiators = self.actors(subject.phrase);
        if initiators.is_empty() && subject.how == How::Carried {
            subject = self.clauses.subject_beyond(subject.phrase, self.trigger.at)?;
            initiators = self.actors(subject.phrase);
        }
        if initiators.is_empty() {
            return None;
        }
        if subject.how == How::Owner && self.frame.voice == Voice::Mutual && initiators.len() < 2 {
            // "Trump's plan was to …": an owner meets nobody
            let phrase = &self.clauses.phrases[subject.phrase];
            if self.clauses.doc.pack.grammar.juxtaposes && phrase.link != Link::Follows {
                return None;
            }
        }
        let phrase = &self.clauses.phrases[subject.phrase].tokens;
        let first = if phrase.start < self.trigger.at && subject.how != How::Carried {
            phrase.start
        } else {
            self.clauses.group_start(self.trigger.at)
        };
        let recipients = self.recipients(Some(subject.phrase));
        let both = self.clauses.phrases[subject.phrase].both;
        Some(Parties { initiators, recipients, both, first, end: self.end, ..Parties::default() })
    }

    fn passive(&self) -> Option<Parties> {
        let trigger_end = self.trigger.at + self.trigger.len;
        let bare_agent = self.frame.voice == Voice::Passive;
        let mut agent = self.after.iter().copied().find(|&n| self.clauses.marked(n, &[Class::Agent]));
        if agent.is_none() && bare_agent {
            agent = self.after.first().copied().filter(|&n| {
                let phrase = &self.clauses.phrases[n];
                phrase.tokens.start <= trigger_end + 1 && phrase.link != Link::Marked
            });
        }
        // a reduced clause ("a deal brokered by X") has its noun right before it
        let reduced = self.frame.voice != Voice::Passive && self.frame.voice != Voice::Moved && !self.has_copula();
        let subject = self
            .clauses
            .subject(self.trigger.at)
            .filter(|s| !reduced || self.clauses.phrases[s.phrase].tokens.end == self.trigger.at);
        let initiators = agent.map(|n| self.actors(n)).unwrap_or_default();
        let patients = subject.map(|s| self.actors(s.phrase)).unwrap_or_default();
        let initiators = if initiators.is_empty() && bare_agent {
            self.enclitic_agent(subject.map(|s| s.phrase))
        } else {
            initiators
        };
        let first = match subject {
            Some(s) if self.clauses.phrases[s.phrase].tokens.start < self.trigger.at && s.how != How::Carried => {
                self.clauses.phrases[s.phrase].tokens.start
            }
            _ => self.clauses.doc.sentence(self.trigger.at).start.max(self.trigger.at.saturating_sub(8)),
        };
        let first = self.noun_phrase_start(first);
        if initiators.is_empty() && patients.is_empty() {
            // "the deal was signed in Geneva": told before
            let kind = self.frame.kind;
            let told = kind == EventType::Agree && self.told.iter().rev().take(4).any(|c| c.frame.kind == kind);
            let main = self.has_copula() || self.frame.voice == Voice::Passive;
            return (told && main).then(|| Parties { reference: true, first, end: self.end, ..Parties::default() });
        }
        let moved = self.frame.voice == Voice::Moved
            || self.frame.kind == EventType::Mobilize
            || self.frame.kind == EventType::Retreat && matches!(self.frame.mode, Some("withdraw" | "disarm"));
        if moved && initiators.is_empty() {
            let recipients = self.marked_recipients();
            return Some(Parties { initiators: patients, recipients, first, end: self.end, ..Parties::default() });
        }
        let mut recipients = patients;
        recipients.retain(|actor| !initiators.contains(actor));
        if recipients.is_empty() {
            recipients = self.marked_recipients();
        }
        let end = self.end;
        Some(Parties { initiators, recipients, first, end, ..Parties::default() })
    }

    /// The agent that an enclitic points to ("Rwanda, yang dituduhnya …"): the subject of the clause above.
    fn enclitic_agent(&self, patient: Option<usize>) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let last = self.trigger.at + self.trigger.len - 1;
        if doc.bare(last) == doc.lower(last) {
            return Vec::new();
        }
        let start = doc.sentence(self.trigger.at).start.max(self.trigger.at.saturating_sub(NEAR));
        let first = self.clauses.phrases.partition_point(|p| p.tokens.start < start);
        let end = self.clauses.phrases.partition_point(|p| p.tokens.start < self.trigger.at);
        (first..end)
            .filter(|&n| Some(n) != patient && self.clauses.phrases[n].link == Link::Bare)
            .map(|n| self.actors(n))
            .find(|actors| !actors.is_empty())
            .unwrap_or_default()
    }

    fn has_copula(&self) -> bool {
        let group = self.clauses.group_start(self.trigger.at);
        (group..self.trigger.at).any(|n| self.clauses.doc.has(n, Class::Copula))
    }

    fn noun(&self) -> Option<Parties> {
        let owner = self.owner()?;
        let initiators = self.actors(owner);
        if initiators.is_empty() {
            return None;
        }
        let first = self.clauses.phrases[owner].tokens.start.min(self.trigger.at);
        let recipients = self.recipients(Some(owner));
        let end = self.end.max(self.clauses.phrases[owner].tokens.end);
        if recipients.is_empty() && self.frame.kind == EventType::Assault {
            return None;
        }
        Some(Parties { initiators, recipients, first, end, ..Parties::default() })
    }

    /// The phrase that owns the noun of the trigger.
    fn owner(&self) -> Option<usize> {
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
                if !(token.has(Class::PossessiveMark) || token.is_word() && !token.capital && !clauses.is_verb(n))
                    || token.classes.any(&[Class::Article, Class::Preposition, Class::Conjunction, Class::Auxiliary])
                        && !token.has(Class::PossessiveMark)
                {
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
    fn utterer(&self, end: usize) -> Option<usize> {
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

    fn meeting(&self) -> Option<Parties> {
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
            if tied && !place_like {
                add(&mut explicit, self.actors(n));
                last = phrase.tokens.end;
            }
        }
        add(&mut parties, explicit);
        if parties.is_empty() {
            let definite = self.is_definite();
            let told = self.told.iter().rev().any(|c| c.frame.kind == self.frame.kind);
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
        let split = parties
            .iter()
            .position(|&actor| side(self.draft, actor) != side(self.draft, parties[0]))
            .unwrap_or(parties.len());
        let recipients = parties.split_off(split);
        Some(Parties { initiators: parties, recipients, first, end: self.end.max(last), ..Parties::default() })
    }

    /// Whether the noun is definite: "the talks", "pertemuan itu".
    fn is_definite(&self) -> bool {
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
    fn attending(&self) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let sentence = doc.sentence(self.trigger.at);
        let verb = (self.trigger.at..sentence.end.min(self.trigger.at + 14))
            .find(|&n| doc.pack.lists.has("attended", doc.lower(n)));
        let Some(verb) = verb else { return Vec::new() };
        let (phrases, _) = self.clauses.follow(verb + 1);
        phrases.into_iter().filter(|&n| !self.is_place(n)).flat_map(|n| self.actors(n)).collect()
    }

    /// Whether the phrase names a place where something happens.
    fn is_place(&self, phrase: usize) -> bool {
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
    fn recipients(&self, subject: Option<usize>) -> Vec<ActorIx> {
        use EventType::{Accuse, Reject, Sanction, Threaten};
        let mine = subject.map(|n| self.actors(n)).unwrap_or_default();
        let mut found = self.named_recipients(subject);
        if matches!(self.frame.kind, EventType::Retreat | EventType::Aid) {
            // whom one lets go, and to whom
            for actor in self.marked_recipients() {
                if !found.contains(&actor) && !mine.contains(&actor) {
                    found.push(actor);
                }
            }
        }
        if found.is_empty() {
            found = self.owners_of_places(&mine);
        }
        if matches!(self.frame.kind, Accuse | Reject | Threaten | Sanction) {
            found.retain(|&actor| !mine.iter().any(|&m| self.same_government(m, actor)));
        }
        found
    }

    /// The state that a place belongs to where the act is done to a place ("struck Odesa", "arrived in Islamabad").
    fn owners_of_places(&self, mine: &[ActorIx]) -> Vec<ActorIx> {
        use EventType::{Assault, Coerce, Mobilize, Threaten};
        let kind = self.frame.kind;
        let anywhere = matches!(kind, Assault | Coerce | Mobilize | Threaten) || self.frame.mode == Some("visit");
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
    fn same_government(&self, a: ActorIx, b: ActorIx) -> bool {
        let acts = |ix: ActorIx| {
            let actor = self.draft.actors.get(ix)?;
            let official = actor.kind == ActorKind::State
                || matches!(actor.sector, Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Spy | Sector::Cop));
            actor.country.clone().filter(|_| official)
        };
        matches!((acts(a), acts(b)), (Some(a), Some(b)) if a == b)
    }

    fn named_recipients(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let clauses = self.clauses;
        let doc = clauses.doc;
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
            // the word before the object can be the last of the trigger itself ("call on X")
            if let Some(n) = found {
                let actors = self.actors(n);
                if !actors.is_empty() {
                    return actors;
                }
            }
        }
        let marked = self.trigger_marked(subject);
        if marked.is_empty() { self.relative_object(subject) } else { marked }
    }

    /// The owner of the noun that a relative clause with a subject of its own belongs to ("demands of Moscow that X has
    /// rejected").
    fn relative_object(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let doc = self.clauses.doc;
        let Some(start) = subject.map(|n| self.clauses.phrases[n].tokens.start) else { return Vec::new() };
        let floor = doc.sentence(start).start;
        if start > self.trigger.at || start == floor || self.trigger.voice != Voice::Active {
            return Vec::new();
        }
        let relative = start - 1;
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
    fn trigger_marked(&self, subject: Option<usize>) -> Vec<ActorIx> {
        let end = self.trigger.at + self.trigger.len;
        let inside = |marker: usize| (self.trigger.at..end).contains(&marker);
        self.after
            .iter()
            .copied()
            .find(|&n| Some(n) != subject && self.clauses.phrases[n].marker.is_some_and(inside))
            .map(|n| self.actors(n))
            .unwrap_or_default()
    }

    fn marked_recipients(&self) -> Vec<ActorIx> {
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
    fn names_city(&self, phrase: usize) -> bool {
        self.clauses.phrases[phrase].mentions.iter().all(|&ix| self.draft.mentions.all[ix].actor.is_none())
    }

    /// The start of the noun phrase before `at`: its words without closed class.
    fn noun_phrase_start(&self, at: usize) -> usize {
        let doc = self.clauses.doc;
        let start = doc.sentence(at).start;
        let mut n = at;
        while n > start && at - n < 4 {
            let token = &doc.tokens[n - 1];
            let noun = token.is_word()
                && !token.classes.any(&[Class::Conjunction, Class::Contrast, Class::Complementizer, Class::Relative])
                && !self.clauses.is_verb(n - 1)
                && token.kind == Kind::Word;
            if !noun {
                break;
            }
            n -= 1;
        }
        n
    }

    /// Fills a party that is only implied from the same sentence or the one before.
    fn imply(&self, parties: &mut Parties) {
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
            parties.recipients = self.context(&parties.initiators.clone(), false);
            parties.implied = true;
        }
    }

    fn is_group(&self, actors: &[ActorIx]) -> bool {
        actors.iter().any(|&actor| {
            self.draft.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Organisation && a.country.is_none())
        })
    }

    fn is_person(&self, actor: ActorIx) -> bool {
        self.draft.actors.get(actor).is_some_and(|a| a.kind == ActorKind::Person)
    }

    /// Whether the actor can be meant where no party is named: a side of its own, not the media or just people.
    fn can_be_meant(&self, actor: ActorIx) -> bool {
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
    fn tellers(&self) -> Vec<ActorIx> {
        let byte = self.clauses.doc.tokens[self.trigger.at].start as usize;
        self.draft.statement_at(byte).map(|n| self.draft.statements[n].speakers.clone()).unwrap_or_default()
    }

    /// The other side that the sentence or the one before speaks of.
    fn context(&self, mine: &[ActorIx], symmetric: bool) -> Vec<ActorIx> {
        let clauses = self.clauses;
        let doc = clauses.doc;
        let here = doc.sentence_of(self.trigger.at);
        let tellers = self.tellers();
        let other = |actors: &[ActorIx]| -> Vec<ActorIx> {
            actors
                .iter()
                .copied()
                .filter(|&actor| {
                    self.can_be_meant(actor)
                        && !meet(self.draft, &[actor], mine)
                        && !mine.iter().any(|&m| self.same_government(m, actor))
                        && !tellers.contains(&actor)
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
    fn told_before(
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
    fn spoken_of(&self, other: &impl Fn(&[ActorIx]) -> Vec<ActorIx>, sentence: usize) -> Option<Vec<ActorIx>> {
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

    /// Whether the frame looks for recipients after the word.
    fn takes(&self, word: &str) -> bool {
        self.frame.recipients.iter().any(|place| matches!(place, Place::After(after) if *after == word))
    }
}
