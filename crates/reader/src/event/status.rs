//! Whether an event happened: words of modality in its scope.

use notula_language::{Class, Frame, Scope, Voice};
use notula_record::{EventType, Status};

use super::trigger::Trigger;
use crate::clause::Clauses;
use crate::token::Kind;

/// The status of the event that `trigger` tells, whose clause starts at `first`, and the row that gave it; `None` where
/// what is told is that nothing of the kind was said or done.
pub fn of(clauses: &Clauses, frame: &Frame, trigger: &Trigger, first: usize) -> Option<(Status, Option<String>)> {
    let doc = clauses.doc;
    let noun = matches!(trigger.voice, Voice::Noun | Voice::Meeting);
    let sentence = doc.sentence(trigger.at);
    let mut found: Vec<(Status, String)> = Vec::new();
    let group = clauses.group_start(trigger.at);
    if noun {
        scan(clauses, Scope::Noun, trigger.at.saturating_sub(3).max(sentence.start)..trigger.at, &mut found);
        let after = trigger.at + trigger.len;
        scan(clauses, Scope::Noun, after..(after + 3).min(sentence.end), &mut found);
        if !is_speech(frame.kind) && is_subject(clauses, first.min(trigger.at), sentence.start) {
            scan(clauses, Scope::After, after..verb_group_end(clauses, after, sentence.end), &mut found);
        }
    } else {
        let mut from = subject_end(clauses, first, group, trigger.at);
        // "failed to reach", "is expected to meet"
        if from == group && group >= sentence.start + 2 && doc.has(group - 1, Class::Purpose) {
            from = group - 2;
        }
        scan(clauses, Scope::Verb, from..trigger.at, &mut found);
        if found.is_empty() {
            governor(clauses, group, sentence.start, &mut found);
        }
        if trigger.participle && (group..trigger.at).any(|n| doc.has(n, Class::Copula)) {
            found.push((Status::Ongoing, frame.place.clone()));
        }
    }
    let head = first.min(trigger.at);
    let speech = is_speech(frame.kind);
    let denied_here = found.iter().any(|(status, _)| *status == Status::Denied);
    if denied_here && !matches!(frame.kind, EventType::Consult | EventType::Agree) {
        return None;
    }
    if !speech {
        let above = head.saturating_sub(6).max(sentence.start);
        let before = found.len();
        let from = boundary(clauses, above, head);
        let apart = (from..head).rev().find(|&n| doc.tokens[n].classes.any(&[Class::Origin, Class::Agent]));
        scan(clauses, Scope::Matrix, apart.map_or(from, |n| n + 1)..head, &mut found);
        let hoped = found[before..].iter().any(|(status, _)| *status == Status::Possible);
        if noun && hoped && !found[..before].iter().any(|(status, _)| *status == Status::Possible) {
            // "is open to talks", "paves the way for a meeting" tell of no meeting
            return None;
        }
    }
    // "before they bring back sanctions": not done yet; the past tells of what was done ("before they met")
    let yet = (head.saturating_sub(2).max(sentence.start)..head).any(|n| doc.pack.lists.has("not-yet", doc.lower(n)));
    if yet && !noun && !trigger.past && !trigger.participle && found.is_empty() {
        return None;
    }
    let purpose = !noun && found.is_empty() && is_mere_purpose(clauses, group, sentence.start);
    if purpose && !matches!(frame.kind, EventType::Consult | EventType::Request) {
        return None;
    }
    let own = trigger.at..trigger.at + trigger.len;
    if frame.kind == EventType::Agree && own.into_iter().any(|n| doc.has(n, Class::Negation)) {
        return Some((Status::Denied, Some(frame.place.clone())));
    }
    let conditional = opens_condition(clauses, head, sentence.start, &mut found)
        || !noun && opens_condition(clauses, group, sentence.start, &mut found);
    if conditional {
        // what is only supposed ("if Russia withdrew") is no event; what is doubted may be one
        let doubted = found.iter().any(|(status, _)| *status == Status::Possible);
        return pick(&found).filter(|_| doubted && !speech && frame.kind != EventType::Agree);
    }
    found.retain(|(status, _)| *status != Status::Conditional);
    let mut status = pick(&found);
    if let Some((value, _)) = &status
        && matches!(value, Status::Planned | Status::Possible)
        && condition_in(clauses, sentence.start.max(trigger.at.saturating_sub(60))..sentence.end.min(trigger.at + 60))
    {
        let why = status.take().and_then(|(_, why)| why);
        status = Some((Status::Conditional, why));
    }
    match &status {
        Some((Status::Denied, _)) if speech || frame.kind == EventType::Coerce => None,
        Some((Status::Possible, _)) if matches!(frame.kind, EventType::Accuse | EventType::Agree) => None,
        // "a plan for new sanctions" is none yet
        Some((Status::Possible, _)) if trigger.voice == Voice::Noun && frame.kind != EventType::Request => None,
        _ => status,
    }
}

/// Collects the modality of the verbs over an infinitive of purpose whose group starts at `group`: "is due to fly to Rome
/// to meet", "dijadwalkan terbang ke Roma untuk bertemu".
fn governor(clauses: &Clauses, group: usize, start: usize, out: &mut Vec<(Status, String)>) {
    let doc = clauses.doc;
    let mut group = group;
    for _ in 0..3 {
        let Some(to) = group.checked_sub(1).filter(|&n| n > start && doc.has(n, Class::Purpose)) else { return };
        let ends = |n: &usize| {
            doc.tokens[*n].kind == Kind::Mark || doc.tokens[*n].classes.any(&[Class::Relative, Class::Complementizer])
        };
        let within = (start.max(to.saturating_sub(14))..to).rev().take_while(|n| !ends(n));
        let Some(verb) = within.into_iter().find(|&n| clauses.is_verb(n) && clauses.phrase_at(n).is_none()) else {
            return;
        };
        group = clauses.group_start(verb);
        let from = (start.max(group.saturating_sub(3))..group)
            .rev()
            .take_while(|n| !ends(n) && clauses.phrase_at(*n).is_none());
        scan(clauses, Scope::Verb, from.last().unwrap_or(group)..verb + 1, out);
        if !out.is_empty() {
            return;
        }
    }
}

/// Whether the noun phrase that starts at `start` can be the subject of what follows: no preposition or verb governs it.
fn is_subject(clauses: &Clauses, start: usize, floor: usize) -> bool {
    let doc = clauses.doc;
    let Some(before) = (floor..start).rev().find(|&n| !doc.has(n, Class::Article)) else { return true };
    let opens = doc.tokens[before].classes.any(&[Class::Temporal, Class::Condition, Class::Complementizer]);
    let governs = doc.tokens[before].classes.any(&[
        Class::Preposition,
        Class::Origin,
        Class::Genitive,
        Class::Comitative,
        Class::Recipient,
    ]) || clauses.is_verb(before);
    opens || !governs
}

/// Whether the verb group at `group` is an infinitive of purpose, which does not say that it happened ("a plan to end",
/// "untuk mencapai"); after words such as "began" it does.
fn is_mere_purpose(clauses: &Clauses, group: usize, start: usize) -> bool {
    let doc = clauses.doc;
    let Some(to) = group.checked_sub(1).filter(|&n| n >= start && doc.has(n, Class::Purpose)) else { return false };
    // "is reported to have accepted" tells of the past
    if doc.tokens[group].has(Class::Auxiliary) {
        return false;
    }
    !(start.max(to.saturating_sub(3))..to).any(|n| doc.pack.lists.has("implicative", doc.lower(n)))
}

/// The strongest of what was found.
fn pick(found: &[(Status, String)]) -> Option<(Status, Option<String>)> {
    let rank = |status: Status| match status {
        Status::Denied => 0,
        Status::Conditional => 1,
        Status::Possible => 2,
        Status::Planned => 3,
        Status::Ongoing => 4,
        Status::Occurred => 5,
    };
    Some(
        found
            .iter()
            .min_by_key(|(status, _)| rank(*status))
            .map_or((Status::Occurred, None), |(status, why)| (*status, Some(why.clone()))),
    )
}

/// Types that are acts of speech: done by being said.
fn is_speech(kind: EventType) -> bool {
    use EventType::{Accuse, Reject, Request, Threaten};
    matches!(kind, Request | Accuse | Reject | Threaten)
}

/// Collects the statuses of the modality phrases of `scope` that stand wholly in `range`.
fn scan(clauses: &Clauses, scope: Scope, range: std::ops::Range<usize>, out: &mut Vec<(Status, String)>) {
    let doc = clauses.doc;
    let modality = &doc.pack.modality;
    let mut at = range.start;
    while at < range.end {
        let word = |n: usize| (n < range.end).then(|| doc.lower(n));
        let hit = modality.phrases.all(at, word).find(|(_, row)| modality.rows[**row].scopes.contains(&scope));
        match hit {
            Some((len, row)) => {
                let row = &modality.rows[*row];
                out.push((row.status, row.place.clone()));
                at += len;
            }
            None => at += 1,
        }
    }
}

/// Where the verb group of the trigger begins: after the subject that stands right before it, else at its first auxiliary.
fn subject_end(clauses: &Clauses, first: usize, group: usize, at: usize) -> usize {
    let Some(phrase) = clauses.phrase_at(first) else { return group.max(at.saturating_sub(6)) };
    let end = clauses.phrases[phrase].tokens.end;
    // an insertion between the two has words of its own ("X, yang tidak dilibatkan, menolak")
    let beside = end <= at && at - end <= 6 && (end..at).all(|n| !clauses.doc.is_mark(n, ","));
    if beside { end } else { group.saturating_sub(1).max(first).max(at.saturating_sub(6)) }
}

/// The end of the verb group that follows a noun, or the end of the clause.
fn verb_group_end(clauses: &Clauses, from: usize, end: usize) -> usize {
    let doc = clauses.doc;
    let mut at = from;
    let mut verbs = 0;
    while at < end.min(from + 16) {
        let token = &doc.tokens[at];
        let stop = token.kind == Kind::Mark && matches!(doc.word(at), "," | ";" | ":")
            || token.classes.any(&[Class::Relative, Class::Complementizer, Class::Contrast]);
        if stop {
            break;
        }
        at += 1;
        if clauses.is_verb(at - 1) && clauses.phrase_at(at - 1).is_none() {
            verbs += 1;
            if verbs > 1 {
                break;
            }
        }
    }
    at
}

/// The first token after the last boundary in `from..to`.
fn boundary(clauses: &Clauses, from: usize, to: usize) -> usize {
    let doc = clauses.doc;
    (from..to)
        .rev()
        .find(|&n| {
            let mark = doc.tokens[n].kind == Kind::Mark && matches!(doc.word(n), "," | ";" | ":" | "." | "—" | "–");
            mark || doc.pack.lists.has("after", doc.lower(n))
        })
        .map_or(from, |n| n + 1)
}

/// Whether a word of condition or doubt opens the clause whose subject starts at `head`.
fn opens_condition(clauses: &Clauses, head: usize, start: usize, found: &mut Vec<(Status, String)>) -> bool {
    let doc = clauses.doc;
    let modality = &doc.pack.modality;
    for at in (start.max(head.saturating_sub(4))..head).rev() {
        let word = |n: usize| (n < head).then(|| doc.lower(n));
        for (len, row) in modality.phrases.all(at, word) {
            let row = &modality.rows[*row];
            if row.scopes.contains(&Scope::Clause) && head - (at + len) <= 2 {
                found.push((row.status, row.place.clone()));
                return true;
            }
        }
        if doc.tokens[at].kind == Kind::Mark {
            break;
        }
    }
    false
}

/// Whether the stretch has a clause of condition.
fn condition_in(clauses: &Clauses, range: std::ops::Range<usize>) -> bool {
    let doc = clauses.doc;
    let modality = &doc.pack.modality;
    range.clone().any(|at| {
        let word = |n: usize| (n < range.end).then(|| doc.lower(n));
        modality.phrases.longest(at, word).is_some_and(|(_, row)| modality.rows[*row].scopes.contains(&Scope::Clause))
            && doc.has(at, Class::Condition)
    })
}
