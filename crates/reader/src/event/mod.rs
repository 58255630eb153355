//! Events: who did what to whom, coded in PLOVER.
//!
//! [`trigger`] finds the words of the frames (`frames.tsv`) and how they are to be read, [`parties`] finds who did it to
//! whom, [`status`] whether it happened, [`setting`] when and where; [`merge`] makes one event of what the report tells
//! several times.

pub mod merge;
pub mod parties;
pub mod setting;
pub mod sides;
pub mod states;
pub mod status;
pub mod trigger;

use std::ops::Range;

use notula_language::time::Tense;
use notula_language::{Class, Frame, Mark, Voice, Word};
use notula_record::{ActorKind, EventType, Sector, Status, TimeType};

use self::parties::Parties;
use self::setting::Setting;
use self::trigger::Trigger;
use crate::clause::{Clauses, Link};
use crate::draft::{Draft, EventDraft};
use crate::mention::{ActorIx, PlaceIx};

/// A time expression with a date: bytes and value.
#[derive(Debug, Clone)]
pub struct When {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// ISO 8601 or EDTF.
    pub value: String,
    /// Whether the clause tells of the past.
    pub past: bool,
}

/// An event as one clause tells it.
#[derive(Debug, Clone)]
pub struct Candidate<'f> {
    /// The frame.
    pub frame: &'f Frame,
    /// The words of the frame.
    pub trigger: Trigger,
    /// Who did it.
    pub initiators: Vec<ActorIx>,
    /// To whom.
    pub recipients: Vec<ActorIx>,
    /// Whether the recipients come from the context.
    pub implied: bool,
    /// Whether it says no more than "the meeting" and must belong to an event told before.
    pub reference: bool,
    /// Whether it happened.
    pub status: Status,
    /// What gave the status.
    pub status_why: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Where.
    pub place: Option<PlaceIx>,
    /// Tokens of the clause that tells it.
    pub tokens: Range<usize>,
    /// The end of what depends on it.
    pub complement: usize,
}

/// Reads the events of a report.
///
/// `draft` has the mentions, actors, places, times and statements; `published` is the day of the report as
/// `YYYY-MM-DD`.
pub fn read(clauses: &Clauses, draft: &Draft, published: Option<&str>) -> Vec<EventDraft> {
    let times: Vec<When> = draft
        .times
        .iter()
        .filter(|time| time.kind == TimeType::Date)
        .filter_map(|time| {
            let past = time.tense == Tense::Past;
            Some(When { bytes: time.range.clone(), value: time.value.clone()?, past })
        })
        .collect();
    let times = &times[..];
    let doc = clauses.doc;
    let mut all: Vec<Candidate> = Vec::new();
    for sentence in &doc.sentences {
        let first = all.len();
        let mut at = sentence.start;
        while at < sentence.end {
            let mut next = at + trigger::blocked(clauses, at).max(1);
            for trigger in trigger::at(clauses, at) {
                if let Some(candidate) = candidate(clauses, draft, &all, trigger, times, published) {
                    next = next.max(at + trigger.len);
                    all.push(candidate);
                    break;
                }
            }
            at = next.max(at + 1);
        }
        drop_embedded(clauses, draft, &mut all, first);
    }
    merge::merge(doc, draft, clauses, all)
}

fn candidate<'f>(
    clauses: &Clauses<'_, 'f>,
    draft: &Draft,
    told: &[Candidate<'f>],
    trigger: Trigger,
    times: &[When],
    published: Option<&str>,
) -> Option<Candidate<'f>> {
    let frame: &'f Frame = &clauses.doc.pack.frames.rows[trigger.frame];
    let Parties { initiators, recipients, implied, reference, first, end, .. } =
        parties::find(clauses, draft, told, frame, &trigger)?;
    let complement = complement_end(clauses, end);
    let status = status::of(clauses, frame, &trigger, first);
    let material = frame.kind.quad().starts_with("material");
    let noun = matches!(trigger.voice, Voice::Noun | Voice::Meeting | Voice::Session);
    let done_to = material || frame.mode == Some("visit");
    let Setting { mut time, mut place, past } =
        setting::of(clauses, draft, times, first.min(trigger.at)..end, trigger.at, done_to, noun);
    if let Some(before) = told.last().filter(|before| goes_on(clauses, before, &trigger, &initiators, material)) {
        time = time.or_else(|| before.time.clone());
        place = place.or(before.place);
    }
    let (mut value, why) = status?;
    let ahead = |time: &String| published.is_some_and(|published| setting::is_after(time, published));
    if value == Status::Occurred && is_opaque(frame.kind) && time.as_ref().is_some_and(ahead) {
        // "agreed to meet in Rome on Friday": day and place are those of the meeting
        (time, place) = (None, None);
    }
    if value == Status::Occurred && !past && time.as_ref().is_some_and(ahead) {
        value = Status::Planned;
    }
    let frame = diplomatic(clauses, draft, frame, &initiators).unwrap_or(frame);
    if let Some((frame, speakers)) = obligation(clauses, draft, frame, &trigger, &initiators) {
        // "all hostages must be released" is asked of the other side
        let asked = if initiators.is_empty() { other_side(draft, told, &speakers) } else { initiators };
        return Some(Candidate {
            frame,
            trigger,
            initiators: speakers,
            recipients: asked,
            implied: false,
            reference: false,
            status: Status::Occurred,
            status_why: why,
            time: None,
            place: None,
            tokens: first..end,
            complement,
        });
    }
    Some(Candidate {
        frame,
        trigger,
        initiators,
        recipients,
        implied,
        reference,
        status: value,
        status_why: why,
        time,
        place,
        tokens: first..end,
        complement,
    })
}

/// A state does not demonstrate: its protest is a reproach. The frame of reproaches.
fn diplomatic<'f>(clauses: &Clauses<'_, 'f>, draft: &Draft, frame: &Frame, doers: &[ActorIx]) -> Option<&'f Frame> {
    let official = |actor: &ActorIx| {
        let gov = draft.actors[*actor].sector == Some(Sector::Gov);
        gov && draft.actors[*actor].kind != ActorKind::Group || draft.actors[*actor].kind == ActorKind::State
    };
    if frame.kind != EventType::Protest || frame.voice != Voice::Active || !doers.iter().all(official) {
        return None;
    }
    clauses.doc.pack.frames.rows.iter().find(|row| row.kind == EventType::Accuse && row.voice == Voice::Active)
}

/// The side that the report told of last, other than `mine`.
fn other_side(draft: &Draft, told: &[Candidate], mine: &[ActorIx]) -> Vec<ActorIx> {
    let other = |actors: &[ActorIx]| -> Vec<ActorIx> {
        actors.iter().copied().filter(|&actor| !sides::meet(draft, &[actor], mine)).collect()
    };
    told.iter()
        .rev()
        .take(4)
        .flat_map(|event| [other(&event.initiators), other(&event.recipients)])
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Whether the event goes on from the one told before it, whose day it then shares: the same doers act in the same
/// sentence, or one act of force follows another in the next sentence of the paragraph.
fn goes_on(clauses: &Clauses, before: &Candidate, trigger: &Trigger, initiators: &[ActorIx], material: bool) -> bool {
    let doc = clauses.doc;
    let (there, here) = (before.trigger.at, trigger.at);
    let done = before.status == Status::Occurred && !before.reference;
    if doc.sentence_of(there) == doc.sentence_of(here) {
        return done && before.initiators == initiators && here < before.tokens.end + 8;
    }
    let paragraph = |at: usize| {
        let byte = doc.tokens[at].start as usize;
        doc.paragraphs.partition_point(|p| p.start <= byte)
    };
    done && material
        && before.frame.kind.quad().starts_with("material")
        && doc.sentence_of(there) + 1 == doc.sentence_of(here)
        && paragraph(there) == paragraph(here)
}

/// "X must withdraw", said by another side, is a request of the speaker's: the frame of requests, and who asks.
fn obligation<'f>(
    clauses: &Clauses<'_, 'f>,
    draft: &Draft,
    frame: &Frame,
    trigger: &Trigger,
    doers: &[ActorIx],
) -> Option<(&'f Frame, Vec<ActorIx>)> {
    let doc = clauses.doc;
    let group = clauses.group_start(trigger.at);
    let must = (group..trigger.at).any(|n| doc.has(n, Class::Obligation) && !doc.has(n, Class::Purpose));
    if !must || matches!(frame.voice, Voice::Noun | Voice::Meeting) {
        return None;
    }
    let statement = draft.statement_at(doc.tokens[trigger.at].start as usize)?;
    let speakers = Some(draft.statements[statement].speakers.clone())
        .filter(|speakers| !speakers.is_empty() && !sides::meet(draft, speakers, doers))?;
    let request =
        doc.pack.frames.rows.iter().find(|row| row.kind == EventType::Request && row.voice == Voice::Active)?;
    Some((request, speakers))
}

/// Where what depends on a clause that ends at `end` ends: the infinitive or the clause with "that".
fn complement_end(clauses: &Clauses, end: usize) -> usize {
    let doc = clauses.doc;
    let sentence = doc.sentence(end.saturating_sub(1));
    let goes_on = doc
        .tokens
        .get(end)
        .is_some_and(|token| token.classes.any(&[Class::Complementizer, Class::Purpose]) || clauses.is_verb(end))
        && end < sentence.end;
    if !goes_on {
        return end;
    }
    (end + 1..sentence.end.min(end + 80))
        .find(|&n| {
            doc.has(n, Class::Contrast) && !doc.has(n, Class::Temporal) && clauses.phrase_at(n).is_none()
                || opens_clause(clauses, n)
                || doc.is_mark(n, ";")
                || doc.is_mark(n, ",")
                || n + 1 == sentence.end
        })
        .unwrap_or(sentence.end.min(end + 80))
}

/// Whether a conjunction at `at` joins a clause with a subject of its own: "and the army threatened".
fn opens_clause(clauses: &Clauses, at: usize) -> bool {
    let doc = clauses.doc;
    if !doc.has(at, Class::Conjunction) || clauses.phrase_at(at).is_some() {
        return false;
    }
    let end = doc.sentence(at).end;
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let second = doc.pack.frames.forms.all(&doc.pack.lists, at + 1, &word);
    if at + 1 < end && second.first().is_some_and(|hit| hit.mark == Mark::Participle) {
        // "rejected the plan and warned the other side"
        return true;
    }
    let from = if doc.has(at + 1, Class::Article) { at + 2 } else { at + 1 };
    clauses.phrase_at(from).is_some_and(|n| {
        let end = clauses.phrases[n].tokens.end;
        let verb = (end..end + 3).find(|&n| !doc.has(n, Class::Adverb)).unwrap_or(end);
        verb < doc.tokens.len()
            && doc.sentence_of(verb) == doc.sentence_of(at)
            && clauses.phrases[n].link == Link::Bare
            && (doc.tokens[verb].classes.any(&[Class::Auxiliary, Class::Future]) || clauses.is_verb(verb))
            && !doc.has(verb, Class::Purpose)
    })
}

/// Whether what stands in the complement of such an event is its content and no event of its own.
fn is_opaque(kind: EventType) -> bool {
    use EventType::{Agree, Concede, Reject, Request, Threaten};
    matches!(kind, Request | Reject | Threaten | Agree | Concede)
}

/// Leaves out events that are only the content of another ("urged X to withdraw"), and gives what somebody is accused of
/// to the accused.
fn drop_embedded(clauses: &Clauses, draft: &Draft, all: &mut Vec<Candidate>, first: usize) {
    let doc = clauses.doc;
    let here: Vec<Candidate> = all.drain(first..).collect();
    let mut denied = vec![false; here.len()];
    let mut kept = Vec::new();
    for (n, candidate) in here.iter().enumerate() {
        let at = candidate.trigger.at;
        let noun = matches!(candidate.frame.voice, Voice::Noun | Voice::Meeting);
        let mut keep = !candidate.trigger.governed;
        let mut candidate = candidate.clone();
        // what embeds an event stands near before it
        for (m, other) in here[..n].iter().enumerate().skip(n.saturating_sub(12)) {
            let kind = other.frame.kind;
            let inside = other.trigger.at < at && at < other.complement.max(other.tokens.end);
            if !inside || matches!(other.frame.voice, Voice::Noun | Voice::Meeting) && at >= other.complement {
                continue;
            }
            let object = noun && at < other.tokens.end && !candidate.reference;
            if kind == EventType::Accuse && !noun {
                // "accused X of arming Y": X arms Y
                let material = candidate.frame.kind.quad().starts_with("material");
                let same = sides::meet(draft, &candidate.initiators, &other.initiators);
                keep = material;
                if same && !other.recipients.is_empty() {
                    candidate.initiators.clone_from(&other.recipients);
                    let mine = candidate.initiators.clone();
                    candidate.recipients.retain(|actor| !mine.contains(actor));
                    if candidate.recipients.is_empty() || candidate.implied {
                        candidate.recipients.clone_from(&other.initiators);
                    }
                }
                continue;
            }
            let group = clauses.group_start(at);
            let infinitive = group > 0 && doc.has(group - 1, Class::Purpose);
            let act = !matches!(candidate.frame.kind, EventType::Agree | EventType::Request);
            if kind == EventType::Reject && candidate.status == Status::Denied && act && !object && !infinitive {
                // "ruled out that X would meet Y" is told as a meeting that is denied
                denied[m] = true;
                continue;
            }
            let verbal = is_opaque(kind) || matches!(kind, EventType::Support | EventType::Accuse);
            // "demands that X has rejected": the clause belongs to the noun
            let nominal = matches!(other.frame.voice, Voice::Noun | Voice::Meeting);
            if nominal && candidate.trigger.past && doc.has(other.tokens.end, Class::Relative) {
                continue;
            }
            let set =
                candidate.frame.voice == Voice::Meeting && (candidate.time.is_some() || candidate.place.is_some());
            // "agreed to meet again after concluding talks in Rome"
            let after = (other.trigger.at..clauses.group_start(at)).any(|n| doc.pack.lists.has("after", doc.lower(n)));
            let told = candidate.status == Status::Occurred && candidate.frame.kind == EventType::Consult;
            if after && told && (set || candidate.trigger.past || !noun) {
                continue;
            }
            let happened = set && !is_opaque(kind);
            if is_opaque(kind) && at < other.complement || object && verbal && !happened {
                keep = false;
            }
        }
        if keep {
            kept.push((n, candidate));
        }
    }
    all.extend(kept.into_iter().filter(|(n, _)| !denied[*n]).map(|(_, candidate)| candidate));
}
