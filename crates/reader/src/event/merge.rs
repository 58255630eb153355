//! One event per act: what the report tells several times becomes one event with several spans.

use notula_language::{Frame, Voice};
use notula_record::{EventType, Status};

use super::sides::{meet, side, sides, within};
use super::{Candidate, setting};
use crate::clause::Clauses;
use crate::doc::Doc;
use crate::draft::{Draft, EventDraft};
use crate::mention::ActorIx;

/// How many sentences back an event may lie that is told again without its parties.
const REFERENCE: usize = 12;

/// How many events back a report may come back to; keeps the whole linear.
const KEPT: usize = 60;

struct Merged<'f> {
    frame: &'f Frame,
    event: EventDraft,
    /// Sentence of the last mention.
    last: usize,
}

/// Makes events of candidates.
pub fn merge(doc: &Doc, draft: &Draft, clauses: &Clauses, all: Vec<Candidate>) -> Vec<EventDraft> {
    let mut out: Vec<Merged> = Vec::new();
    for candidate in all {
        let sentence = doc.sentence_of(candidate.trigger.at);
        let span =
            clauses.evidence(candidate.tokens.start.min(candidate.trigger.at), evidence_end(clauses, &candidate));
        let from = out.len().saturating_sub(KEPT);
        let found = out[from..].iter().rposition(|merged| same(draft, merged, &candidate, sentence)).map(|n| from + n);
        if candidate.reference && found.is_none() {
            if let Some(known) = other_day(clauses, &out[from..], &candidate, sentence) {
                let event = next_session(known, &candidate, span, draft, doc);
                out.push(Merged { frame: candidate.frame, event, last: sentence });
            }
            continue;
        }
        match found {
            Some(n) => {
                let merged = &mut out[n];
                if candidate.reference && goes_on(&merged.event, &candidate) {
                    let event = next_session(&merged.event, &candidate, span, draft, doc);
                    out.push(Merged { frame: candidate.frame, event, last: sentence });
                    continue;
                }
                add(draft, &mut merged.event, &candidate, span);
                merged.last = sentence;
            }
            None => {
                let event = event(draft, doc, &candidate, span);
                out.push(Merged { frame: candidate.frame, event, last: sentence });
            }
        }
    }
    let mut events: Vec<EventDraft> = out.into_iter().map(|merged| merged.event).collect();
    events.iter_mut().for_each(|event| face(draft, event));
    events
}

/// Sets the two sides of a mutual event against each other where all stand among the initiators.
fn face(draft: &Draft, event: &mut EventDraft) {
    let Some(&first) = event.initiators.first() else { return };
    if !event.kind.is_symmetric() || !event.recipients.is_empty() {
        return;
    }
    let mine = side(draft, first);
    let (ours, theirs) = event.initiators.iter().partition(|&&actor| side(draft, actor) == mine);
    event.initiators = ours;
    event.recipients = theirs;
}

/// Verbs of speech are told with what they say.
fn evidence_end(clauses: &Clauses, candidate: &Candidate) -> usize {
    use EventType::{Accuse, Agree, Concede, Reject, Request, Threaten};
    let kind = candidate.frame.kind;
    let base = candidate.tokens.end.max(candidate.trigger.at + candidate.trigger.len);
    let sentence = clauses.doc.sentence(candidate.trigger.at).end;
    if matches!(kind, Accuse | Agree | Concede | Reject | Request | Threaten) {
        base.max(candidate.complement).min(sentence)
    } else {
        base.min(sentence)
    }
}

fn parties(event: &EventDraft) -> Vec<ActorIx> {
    event.initiators.iter().chain(&event.recipients).copied().collect()
}

/// Whether the candidate tells the event again.
fn same(draft: &Draft, merged: &Merged, candidate: &Candidate, sentence: usize) -> bool {
    let event = &merged.event;
    if event.kind != candidate.frame.kind
        || (event.mode.as_deref() == Some("phone")) != (candidate.frame.mode == Some("phone"))
    {
        return false;
    }
    let distance = sentence.saturating_sub(merged.last);
    if candidate.reference {
        let attending = candidate.initiators.is_empty()
            || within(draft, &candidate.initiators, &parties(event))
            || within(draft, &parties(event), &candidate.initiators);
        let told = event.status != Status::Denied;
        return distance <= REFERENCE
            && attending
            && told
            && (times_agree(event.time.as_deref(), candidate.time.as_deref()) || candidate.status == Status::Planned);
    }
    if !times_agree(event.time.as_deref(), candidate.time.as_deref()) {
        return false;
    }
    if event.place.is_some() && candidate.place.is_some() && event.place != candidate.place {
        return false;
    }
    let spoken = is_spoken(event.kind);
    if !statuses_agree(event.status, candidate.status) && !spoken {
        return false;
    }
    let mine: Vec<ActorIx> = candidate.initiators.iter().chain(&candidate.recipients).copied().collect();
    if event.kind.is_symmetric() {
        if event.kind != EventType::Consult && distance > 4 {
            return false;
        }
        // someone else who may join is told of as an event of its own
        let joins = event.status != candidate.status
            && candidate.initiators.iter().any(|actor| !parties(event).contains(actor))
            && (candidate.status == Status::Possible || event.status == Status::Possible);
        if joins {
            return false;
        }
        // "X had been received by Y first" is no part of the meeting of all of them
        let verb = matches!(candidate.trigger.voice, Voice::Active | Voice::Mutual | Voice::Passive);
        let ours = sides(draft, &mine).len();
        let narrower = verb && !candidate.implied && ours > 1 && ours < sides(draft, &parties(event)).len();
        return !narrower
            && (within(draft, &mine, &parties(event)) || within(draft, &parties(event), &mine) && ours <= 3);
    }
    let noun = matches!(merged.frame.voice, Voice::Noun) || matches!(candidate.frame.voice, Voice::Noun);
    let initiators = meet(draft, &candidate.initiators, &event.initiators)
        || candidate.initiators.is_empty() && event.initiators.is_empty();
    let recipients = meet(draft, &candidate.recipients, &event.recipients)
        || candidate.recipients.is_empty()
        || event.recipients.is_empty()
        || noun && candidate.implied;
    initiators && recipients && (distance <= if spoken { 8 } else { 2 } || noun)
}

/// Acts of speech: what one side says to another several times in a report is one event.
fn is_spoken(kind: EventType) -> bool {
    use EventType::{Accuse, Reject, Request, Support, Threaten};
    matches!(kind, Accuse | Reject | Request | Threaten | Support)
}

fn times_agree(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a.starts_with(b) || b.starts_with(a) || spans(a, b) || spans(b, a),
        _ => true,
    }
}

/// Whether the interval `a` holds the day `b`.
fn spans(a: &str, b: &str) -> bool {
    a.split_once('/').is_some_and(|(from, to)| from <= b && b <= to && b.len() == from.len())
}

fn statuses_agree(a: Status, b: Status) -> bool {
    use Status::{Conditional, Denied, Occurred, Ongoing, Planned, Possible};
    match (a, b) {
        (Denied, Denied) => true,
        (Denied, _) | (_, Denied) => false,
        (Occurred | Ongoing, Occurred | Ongoing) => true,
        (Planned | Possible | Conditional, Planned | Possible | Conditional) => true,
        _ => false,
    }
}

/// Whether "the talks" are said to go on at another time: a session of its own.
fn goes_on(event: &EventDraft, candidate: &Candidate) -> bool {
    candidate.status == Status::Planned
        && matches!(event.status, Status::Occurred | Status::Ongoing)
        && candidate.time.is_some()
        && candidate.time != event.time
}

/// The meeting that one of another day is told of with ("the talks of 10 March"): the same sides met on both.
fn other_day<'m>(
    clauses: &Clauses,
    known: &'m [Merged],
    candidate: &Candidate,
    sentence: usize,
) -> Option<&'m EventDraft> {
    let meets = candidate.frame.kind == EventType::Consult && candidate.initiators.is_empty();
    // the day of "will speak about the talks on Sunday" is that of the verb
    let at = candidate.trigger.at;
    let governed = candidate.trigger.voice == Voice::Meeting
        && (clauses.doc.sentence(at).start.max(at.saturating_sub(8))..at).any(|n| clauses.is_verb(n));
    (meets && !governed && candidate.time.is_some()).then_some(())?;
    known
        .iter()
        .rev()
        .find(|merged| {
            merged.event.kind == EventType::Consult
                && merged.event.mode.is_none()
                && sentence.saturating_sub(merged.last) <= REFERENCE
        })
        .map(|merged| &merged.event)
}

fn next_session(
    event: &EventDraft,
    candidate: &Candidate,
    span: std::ops::Range<usize>,
    draft: &Draft,
    doc: &Doc,
) -> EventDraft {
    let mut next = self::event(draft, doc, candidate, span);
    next.initiators.clone_from(&event.initiators);
    next.recipients.clone_from(&event.recipients);
    next.place = candidate.place.or(event.place);
    next
}

fn event(draft: &Draft, doc: &Doc, candidate: &Candidate, span: std::ops::Range<usize>) -> EventDraft {
    let frame = candidate.frame;
    let statement = draft
        .statement_at(span.start)
        .filter(|&n| draft.statements[n].content.iter().any(|c| c.start <= span.start && span.end <= c.end + 2));
    let spoken = statement.filter(|_| is_spoken(frame.kind)).map(|n| &draft.statements[n]);
    let mut why = vec![frame.place.clone()];
    why.extend(candidate.status_why.clone());
    let named = usize::from(!candidate.initiators.is_empty()) + usize::from(!candidate.recipients.is_empty());
    let factor = match (named, candidate.implied) {
        (2, false) => 0.95,
        (2, true) => 0.75,
        (1, _) => 0.65,
        _ => 0.5,
    };
    EventDraft {
        kind: frame.kind,
        mode: frame.mode.map(str::to_owned),
        contexts: contexts(doc, frame, candidate),
        initiators: candidate.initiators.clone(),
        recipients: candidate.recipients.clone(),
        place: candidate.place.or_else(|| spoken.and_then(|statement| statement.place)),
        time: candidate.time.clone().or_else(|| spoken.and_then(|statement| statement.time.clone())),
        status: candidate.status,
        statement,
        cameo: frame.cameo.map(str::to_owned),
        evidence: vec![span],
        confidence: frame.weight * factor,
        why,
    }
}

/// Adds what the candidate tells to the event.
fn add(draft: &Draft, event: &mut EventDraft, candidate: &Candidate, span: std::ops::Range<usize>) {
    let symmetric = event.kind.is_symmetric();
    let known = parties(event);
    if !candidate.implied {
        for &actor in &candidate.initiators {
            if !known.contains(&actor) {
                let theirs = symmetric && meet(draft, &[actor], &event.recipients);
                if theirs { event.recipients.push(actor) } else { event.initiators.push(actor) }
            }
        }
        for &actor in &candidate.recipients {
            if !known.contains(&actor) {
                let ours = symmetric && meet(draft, &[actor], &event.initiators);
                if ours { event.initiators.push(actor) } else { event.recipients.push(actor) }
            }
        }
    }
    if !event.evidence.iter().any(|known| known.start < span.end && span.start < known.end) {
        event.evidence.push(span);
    }
    match (&event.time, &candidate.time) {
        (None, Some(time)) => event.time = Some(time.clone()),
        (Some(known), Some(time)) if setting::is_finer(time, known) => event.time = Some(time.clone()),
        _ => {}
    }
    event.place = event.place.or(candidate.place);
    if event.mode.is_none() {
        event.mode = candidate.frame.mode.map(str::to_owned);
    }
    if candidate.status == Status::Planned && event.status == Status::Possible {
        event.status = Status::Planned;
    }
    if !event.why.contains(&candidate.frame.place) {
        event.why.push(candidate.frame.place.clone());
    }
}

/// The contexts of the frame and of the words of the sentence, each once.
fn contexts(doc: &Doc, frame: &Frame, candidate: &Candidate) -> Vec<String> {
    let mut out: Vec<String> = frame.contexts.iter().map(|&c| c.to_owned()).collect();
    let sentence = doc.sentence(candidate.trigger.at);
    let near = sentence.start.max(candidate.trigger.at.saturating_sub(40))..sentence.end.min(candidate.trigger.at + 40);
    for at in near {
        for (_, context) in doc.pack.frames.contexts.all(at, doc.words_from(at)) {
            if !out.iter().any(|known| known == context) {
                out.push((*context).to_owned());
            }
        }
    }
    out
}
