//! Who did it to whom.

mod context;
mod noun;
mod pair;
mod recipient;
mod unnamed;

use notula_language::{Both, Class, Frame, Need, Place, Voice, Word};
use notula_record::{ActorKind, EventType, Form};

use super::Candidate;
use super::sides::{side, sides};
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
        finder.leave_out_vague(&mut parties);
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
                None if mention.plural && mention.form == Form::Pronoun => both = both.or(Some(Both::Pair)),
                None => {}
            }
        }
        let Some(both) = both.filter(|_| out.is_empty()) else { return out };
        let people = matches!(both, Both::People | Both::Pair);
        let couple = people.then(|| self.couple(&phrase.tokens)).flatten();
        out = couple.unwrap_or_else(|| self.two_sides(phrase.tokens.start));
        match both {
            Both::States => out = self.put_states(out),
            Both::People => self.put_persons(&mut out, phrase.tokens.start),
            Both::Sides | Both::Pair => {}
        }
        out
    }

    /// Two sides that do something to one another: each is initiator and recipient.
    fn reciprocal(&self, parties: &mut Parties) {
        use EventType::{Accuse, Assault, Coerce, Retreat, Sanction};
        let against = matches!(self.frame.kind, Accuse | Assault | Coerce | Retreat | Sanction);
        let both = self.trigger.voice == Voice::Mutual || parties.both && against;
        if self.frame.kind.is_symmetric() || !both || !parties.recipients.is_empty() || parties.reference {
            return;
        }
        let Some(&first) = parties.initiators.first() else { return };
        let mine = side(self.draft, first);
        let (ours, theirs) = parties.initiators.iter().partition(|&&actor| side(self.draft, actor) == mine);
        parties.initiators = ours;
        parties.recipients = theirs;
    }

    /// Leaves out people of no country ("officials held talks") where two sides are known.
    fn leave_out_vague(&self, parties: &mut Parties) {
        let vague = |actor: &ActorIx| {
            let actor = &self.draft.actors[*actor];
            actor.kind == ActorKind::Group && actor.country.is_none()
        };
        let known: Vec<ActorIx> =
            parties.initiators.iter().chain(&parties.recipients).copied().filter(|actor| !vague(actor)).collect();
        let explicit = parties.recipients.iter().any(|actor| !vague(actor)) && !parties.implied;
        if self.frame.kind.is_symmetric() && !explicit && parties.initiators.iter().all(vague) {
            // "senior officials met" without a word on whose: those of the two sides
            if let Some([one, other]) = self.pair(self.trigger.at, &[]).as_deref() {
                (parties.initiators, parties.recipients) = (vec![*one], vec![*other]);
                return;
            }
        }
        if self.frame.kind.is_symmetric() && sides(self.draft, &known).len() > 1 {
            parties.initiators.retain(|actor| !vague(actor));
            parties.recipients.retain(|actor| !vague(actor));
            if parties.initiators.is_empty() {
                parties.initiators = vec![parties.recipients.remove(0)];
            }
        }
    }

    /// Whether what the frame needs is there.
    fn has_needed(&self, parties: &Parties) -> bool {
        self.frame.needs.iter().all(|need| match need {
            Need::List(_) => true,
            Need::Recipient if self.frame.kind.is_symmetric() => {
                !parties.recipients.is_empty() || sides(self.draft, &parties.initiators).len() > 1
            }
            Need::Recipient => !parties.recipients.is_empty(),
            Need::Agent => !parties.initiators.is_empty() || self.frame.kind == EventType::Assault && self.has_means(),
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
            let parties: Vec<ActorIx> = event.initiators.iter().chain(&event.recipients).copied().collect();
            event.frame.kind == EventType::Consult
                && sides(self.draft, &parties).len() > 1
                && here - doc.sentence_of(event.trigger.at).min(here) <= 3
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
        self.named_doer().or_else(|| self.unnamed_doer())
    }

    fn named_doer(&self) -> Option<Parties> {
        let subject = self.clauses.subject_of(self.trigger.at, self.trigger.participle)?;
        let mut subject = subject;
        let mut initiators = self.actors(subject.phrase);
        let pronoun = self.clauses.phrases[subject.phrase]
            .mentions
            .iter()
            .all(|&ix| self.draft.mentions.all[ix].form == Form::Pronoun);
        if initiators.is_empty() && (subject.how == How::Carried || pronoun) {
            subject = self.clauses.subject_beyond(subject.phrase, self.trigger.at)?;
            initiators = self.actors(subject.phrase);
        }
        if let Some(speakers) = self.speakers(subject.how) {
            initiators = speakers;
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
        let mut recipients = self.recipients(Some(subject.phrase));
        if self.frame.kind.is_symmetric() && sides(self.draft, &initiators).len() > 1 {
            // all sides are there: who else stands in the clause takes part only "with" them, or as the verb's own object
            let end = self.trigger.at + self.trigger.len;
            let object = self.frame.recipients.first() == Some(&Place::Object);
            let with = self.after.iter().copied().find(|&n| {
                let phrase = &self.clauses.phrases[n];
                let beside = object && phrase.link == Link::Bare && phrase.tokens.start <= end + 1;
                beside || self.clauses.marked(n, &[Class::Comitative])
            });
            recipients = with.map(|n| self.actors(n)).unwrap_or_default();
        }
        let own = self.clauses.doc.has(self.trigger.at + self.trigger.len, Class::Possessive);
        if recipients.is_empty() && own && self.frame.kind == EventType::Support {
            // "stands by its plan" praises nobody
            return None;
        }
        let both = self.clauses.phrases[subject.phrase].both.is_some();
        Some(Parties { initiators, recipients, both, first, end: self.end, ..Parties::default() })
    }

    /// The speakers of the statement that the verb itself attributes, where its subject lies further off ("X said that Y
    /// must stop and accused Z of …").
    fn speakers(&self, how: How) -> Option<Vec<ActorIx>> {
        use EventType::{Accuse, Reject, Request, Support, Threaten};
        let speech = matches!(self.frame.kind, Accuse | Reject | Request | Support | Threaten);
        if how != How::Carried || !speech {
            return None;
        }
        let verb = self.clauses.doc.tokens[self.trigger.at].bytes();
        let statement =
            self.draft.statements.iter().find(|s| s.cue.as_ref().is_some_and(|cue| cue.contains(&verb.start)))?;
        Some(statement.speakers.clone()).filter(|speakers| !speakers.is_empty())
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
        if agent.is_none() && self.frame.kind == EventType::Assault {
            // "killed in an Israeli airstrike"
            agent = (self.trigger.at + 1..trigger_end).find_map(|n| self.clauses.phrase_at(n));
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
        if initiators.is_empty()
            && patients.is_empty()
            && let Some(parties) = self.unnamed_patient(first)
        {
            return Some(parties);
        }
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
}
