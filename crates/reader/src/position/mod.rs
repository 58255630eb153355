//! Positions: where actors stand on the issues of the agenda.
//!
//! A position comes from words of stance (`stances.tsv`) whose object names an issue (`issues.tsv`), from what a speaker
//! says must be, and from events: who rejects opposes, who requests demands, who accepts supports.

pub mod issue;

use std::ops::Range;

use notula_language::{Class, Mark, StanceFrame, Voice, Word};
use notula_record::{EventType, Stance, Status};

use self::issue::Found;
use crate::clause::{Clauses, How};
use crate::draft::{Draft, EventDraft, PositionDraft};
use crate::event::{sides, trigger};
use crate::mention::ActorIx;
use crate::token::Kind;

/// Least weight of an issue.
const ENOUGH: f32 = 1.2;

/// Reads the positions of a report; `draft` has everything up to the events.
pub fn read(clauses: &Clauses, draft: &Draft) -> Vec<PositionDraft> {
    let mut out = Vec::new();
    let doc = clauses.doc;
    for sentence in &doc.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            at += stance_at(clauses, draft, at, sentence.end, &mut out).unwrap_or(1);
        }
        obligations(clauses, draft, sentence.clone(), &mut out);
    }
    for event in &draft.events {
        from_event(clauses, draft, event, &mut out);
    }
    out
}

/// A position that begins with the words at `at`; gives their number.
fn stance_at(clauses: &Clauses, draft: &Draft, at: usize, end: usize, out: &mut Vec<PositionDraft>) -> Option<usize> {
    let doc = clauses.doc;
    if !doc.tokens[at].is_word() || clauses.phrase_at(at).is_some() {
        return None;
    }
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    for hit in doc.pack.stances.forms.all(&doc.pack.lists, at, &word) {
        let frame = &doc.pack.stances.rows[*hit.value];
        let voice = match frame.voice {
            Voice::Active => trigger::reading(clauses, at, hit.len, hit.mark, Voice::Active),
            other => Some(other),
        };
        let Some(voice) = voice else { continue };
        let mark = hit.mark == Mark::Progressive;
        if let Some(position) = position(clauses, draft, at, hit.len, voice, mark, frame) {
            push(draft, position, out);
            return Some(hit.len);
        }
    }
    None
}

#[allow(clippy::too_many_arguments)]
fn position(
    clauses: &Clauses,
    draft: &Draft,
    at: usize,
    len: usize,
    voice: Voice,
    participle: bool,
    frame: &StanceFrame,
) -> Option<PositionDraft> {
    let doc = clauses.doc;
    let (after, stop) = clauses.follow(at + len);
    let end = complement(clauses, stop);
    let (actors, first, range) = match voice {
        Voice::Passive => {
            let agent = after
                .iter()
                .copied()
                .find(|&n| clauses.marked(n, &[Class::Agent]))
                .or_else(|| after.first().copied().filter(|&n| clauses.phrases[n].tokens.start <= at + len + 1))?;
            let first = clauses.subject(at).map_or(at.saturating_sub(6), |s| clauses.phrases[s.phrase].tokens.start);
            let first = first.min(at.saturating_sub(6)).max(doc.sentence(at).start);
            (actors(clauses, draft, agent), first, first..at)
        }
        Voice::Noun => {
            let owner = owner(clauses, &after, at, len)?;
            let first = clauses.phrases[owner].tokens.start.min(at);
            (actors(clauses, draft, owner), first, at..end.max(at + len))
        }
        _ => {
            let subject = clauses.subject_of(at, participle);
            let found =
                subject.map(|s| (actors(clauses, draft, s.phrase), clauses.phrases[s.phrase].tokens.start, s.how));
            let (actors, first) = match found {
                Some((actors, start, how)) if !actors.is_empty() => {
                    let first = if start < at && how != How::Carried { start } else { clauses.group_start(at) };
                    (actors, first)
                }
                _ => (speaker(clauses, draft, at)?, clauses.group_start(at)),
            };
            (actors, first, at..end)
        }
    };
    if actors.is_empty() {
        return None;
    }
    let group = clauses.group_start(at);
    let negated = (group..at).any(|n| doc.has(n, Class::Negation));
    let stance = if negated { negate(frame.stance)? } else { frame.stance };
    let found = issue_of(clauses, range.clone(), at, len)?;
    let condition = condition(clauses, doc.sentence(at));
    let stance = match (&condition, stance) {
        (Some(condition), Stance::Supports | Stance::Offers)
            if condition.start >= doc.bytes(at..at + 1).start || condition.end <= doc.bytes(first..first + 1).start =>
        {
            Stance::Conditional
        }
        (_, stance) => stance,
    };
    let toward = (stance == Stance::Demands).then(|| toward(clauses, draft, &after, stop, &actors)).flatten();
    let evidence = if voice == Voice::Passive { first..stop.max(at + len) } else { first..end.max(at + len) };
    let bytes = clauses.evidence(evidence.start, evidence.end);
    Some(PositionDraft {
        actor: actors[0],
        issue: found.code.to_owned(),
        stance,
        toward,
        condition: (stance == Stance::Conditional).then_some(condition).flatten(),
        statement: statement(draft, &bytes),
        evidence: vec![bytes],
        confidence: frame.weight * strength(&found),
        why: vec![frame.place.clone(), found.place],
    })
}

/// The issue of a range of tokens; where only "it" or "the proposal" stands there, that of the sentences before.
fn issue_of(clauses: &Clauses, range: Range<usize>, at: usize, len: usize) -> Option<Found> {
    let doc = clauses.doc;
    let found = issue::best(doc, range.clone());
    let vague = found.as_ref().is_none_or(|f| f.code == "process.plan" && f.weight < 2.6);
    let refers = doc.bare(at + len - 1) != doc.lower(at + len - 1)
        || range.clone().take(10).any(|n| {
            doc.tokens.get(n).is_some_and(|t| t.classes.any(&[Class::Demonstrative, Class::PronounIt]))
                || n > range.start && doc.pack.lists.has("definite", doc.lower(n))
        });
    if vague && refers {
        let here = doc.sentence_of(at);
        for back in 1..=2usize {
            let Some(before) = here.checked_sub(back).and_then(|n| doc.sentences.get(n)) else { break };
            if let Some(mut earlier) = issue::best(doc, before.clone()).filter(|f| f.weight >= ENOUGH) {
                earlier.weight *= 0.7;
                return Some(earlier);
            }
        }
    }
    found.filter(|f| f.weight >= ENOUGH)
}

/// What a speaker says must be, or must not.
fn obligations(clauses: &Clauses, draft: &Draft, sentence: Range<usize>, out: &mut Vec<PositionDraft>) {
    let doc = clauses.doc;
    let Some(at) = sentence
        .clone()
        .find(|&n| doc.has(n, Class::Obligation) && !doc.has(n, Class::Purpose) && doc.tokens[n].kind == Kind::Word)
    else {
        return;
    };
    let Some(actors) = speaker(clauses, draft, at) else { return };
    let Some(found) = issue::best(doc, sentence.clone()).filter(|f| f.weight >= ENOUGH) else { return };
    let subject = clauses.subject(at);
    let toward = subject
        .map(|s| self::actors(clauses, draft, s.phrase))
        .and_then(|found| found.into_iter().find(|&actor| !sides::meet(draft, &[actor], &actors)));
    let statement_start =
        draft.statements.iter().flat_map(|s| &s.content).find(|c| holds(clauses, c, at)).map_or(0, |c| c.start);
    let first = clauses
        .group_start(at)
        .min(subject.map_or(at, |s| clauses.phrases[s.phrase].tokens.start))
        .max(doc.token_at(statement_start))
        .max(sentence.start);
    let bytes = clauses.evidence(first.min(at), complement(clauses, clauses.end(at + 1)).max(at + 1));
    push(
        draft,
        PositionDraft {
            actor: actors[0],
            issue: found.code.to_owned(),
            stance: Stance::Demands,
            toward,
            condition: None,
            statement: statement(draft, &bytes),
            evidence: vec![bytes],
            confidence: 0.6 * strength(&found),
            why: vec!["obligation in a statement".to_owned(), found.place],
        },
        out,
    );
}

/// The position that an event shows.
fn from_event(clauses: &Clauses, draft: &Draft, event: &EventDraft, out: &mut Vec<PositionDraft>) {
    let planned = matches!(event.status, Status::Planned | Status::Conditional | Status::Possible);
    let stance = match event.kind {
        EventType::Reject => Stance::Opposes,
        EventType::Request => Stance::Demands,
        EventType::Support | EventType::Agree | EventType::Sanction => Stance::Supports,
        EventType::Concede => Stance::Offers,
        EventType::Retreat | EventType::Aid if planned => Stance::Offers,
        EventType::Accuse if event.mode.as_deref() == Some("disapprove") => Stance::Opposes,
        _ => return,
    };
    if event.status == Status::Denied || event.confidence < 0.3 {
        return;
    }
    let doc = clauses.doc;
    let Some(evidence) = event.evidence.first() else { return };
    let tokens = doc.tokens_in(evidence);
    if tokens.is_empty() {
        return;
    }
    // a denial of what one is accused of is no stance on an issue
    let denies = tokens.clone().any(|n| doc.pack.lists.has("denial", doc.lower(n)));
    if event.kind == EventType::Reject && denies {
        return;
    }
    let talks = event.mode.as_deref() == Some("meet");
    let found = issue_of(clauses, tokens.clone(), tokens.start, 1)
        .or_else(|| talks.then(|| Found { code: "process.talks", weight: ENOUGH, place: "mode meet".to_owned() }));
    let Some(found) = found else { return };
    let symmetric = event.kind == EventType::Agree;
    if symmetric && found.code == "process.plan" && event.initiators.len() + event.recipients.len() > 1 {
        // that an accord was signed says what it is, not where its parties stand
        return;
    }
    if event.kind == EventType::Sanction && !found.code.starts_with("sanctions") && !found.code.starts_with("economy") {
        return;
    }
    let mut actors = event.initiators.clone();
    if symmetric {
        // those whom the words name
        let named = |actor: &ActorIx| {
            draft.mentions.starting_in(tokens.clone()).any(|ix| draft.mentions.all[ix].actor == Some(*actor))
        };
        actors.extend(event.recipients.iter().filter(|actor| named(actor)));
    }
    let mut done: Vec<sides::Side> = Vec::new();
    for actor in actors {
        let side = sides::side(draft, actor);
        if done.contains(&side) {
            continue;
        }
        done.push(side);
        let toward = (stance == Stance::Demands).then(|| event.recipients.first().copied()).flatten();
        push(
            draft,
            PositionDraft {
                actor,
                issue: found.code.to_owned(),
                stance,
                toward,
                condition: None,
                statement: event.statement,
                evidence: vec![evidence.clone()],
                confidence: event.confidence
                    * strength(&found)
                    * if event.kind == EventType::Accuse { 0.6 } else { 0.85 },
                why: event.why.iter().cloned().chain([found.place.clone()]).collect(),
            },
            out,
        );
    }
}

/// Adds a position unless the same is known, whose evidence then grows.
fn push(draft: &Draft, position: PositionDraft, out: &mut Vec<PositionDraft>) {
    let side = sides::side(draft, position.actor);
    let known = out
        .iter_mut()
        .find(|p| p.issue == position.issue && p.stance == position.stance && sides::side(draft, p.actor) == side);
    match known {
        Some(known) => {
            for span in position.evidence {
                if !known.evidence.iter().any(|k| k.start < span.end && span.start < k.end) {
                    known.evidence.push(span);
                }
            }
            known.confidence = known.confidence.max(position.confidence);
            known.toward = known.toward.or(position.toward);
        }
        None => {
            // one stretch tells one position of a side: the first, more exact one stays
            let told = out.iter().any(|p| {
                sides::side(draft, p.actor) == side
                    && p.evidence.iter().any(|k| position.evidence.iter().any(|s| k.start < s.end && s.start < k.end))
            });
            if !told {
                out.push(position);
            }
        }
    }
}

fn negate(stance: Stance) -> Option<Stance> {
    match stance {
        Stance::Supports | Stance::Offers => Some(Stance::Opposes),
        _ => None,
    }
}

fn strength(found: &Found) -> f32 {
    (0.6 + found.weight / 10.0).min(0.95)
}

/// The actors of a phrase.
fn actors(clauses: &Clauses, draft: &Draft, phrase: usize) -> Vec<ActorIx> {
    clauses.phrases[phrase].mentions.iter().filter_map(|&ix| draft.mentions.all[ix].actor).collect()
}

/// The speakers of the statement that the token stands in.
fn speaker(clauses: &Clauses, draft: &Draft, at: usize) -> Option<Vec<ActorIx>> {
    draft
        .statements
        .iter()
        .find(|statement| statement.content.iter().any(|content| holds(clauses, content, at)))
        .map(|statement| statement.speakers.clone())
        .filter(|speakers| !speakers.is_empty())
}

fn holds(clauses: &Clauses, content: &Range<usize>, at: usize) -> bool {
    let byte = clauses.doc.tokens[at].start as usize;
    content.contains(&byte)
}

fn statement(draft: &Draft, bytes: &Range<usize>) -> Option<usize> {
    draft.statements.iter().position(|s| s.content.iter().any(|c| c.start <= bytes.start && bytes.end <= c.end + 2))
}

/// The phrase that owns a noun of stance.
fn owner(clauses: &Clauses, after: &[usize], at: usize, len: usize) -> Option<usize> {
    let doc = clauses.doc;
    if doc.pack.grammar.juxtaposes {
        return after.first().copied().filter(|&n| clauses.phrases[n].tokens.start <= at + len + 1);
    }
    let start = doc.sentence(at).start.max(at.saturating_sub(3));
    (start..at).rev().find_map(|n| clauses.phrase_at(n))
}

/// Of whom it is asked: the object, or the subject of the clause that depends on it.
fn toward(clauses: &Clauses, draft: &Draft, after: &[usize], stop: usize, mine: &[ActorIx]) -> Option<ActorIx> {
    after
        .iter()
        .copied()
        .chain(clauses.complement_subject(stop))
        .flat_map(|n| actors(clauses, draft, n))
        .find(|&actor| !sides::meet(draft, &[actor], mine))
}

/// Where what depends on a clause ends: at a contrast, a semicolon, or the sentence's end.
fn complement(clauses: &Clauses, stop: usize) -> usize {
    let doc = clauses.doc;
    let sentence = doc.sentence(stop.saturating_sub(1));
    let quote = doc.quote_of(stop.saturating_sub(1));
    let end = quote.map_or(sentence.end, |q| sentence.end.min(doc.quotes[q].tokens.end));
    (stop..end)
        .find(|&n| {
            doc.is_mark(n, ";")
                || doc.tokens[n].kind == Kind::Quote && quote.is_none()
                || doc.has(n, Class::Contrast) && clauses.phrase_at(n).is_none()
                || doc.is_mark(n, ",") && n > stop
                || doc.is_mark(n, ",") && !(n + 1 < end && doc.tokens[n + 1].classes.any(&[Class::Complementizer]))
        })
        .unwrap_or(end)
}

/// The bytes of a clause of condition in the sentence, from after its opener.
fn condition(clauses: &Clauses, sentence: Range<usize>) -> Option<Range<usize>> {
    let doc = clauses.doc;
    let opener = sentence.clone().find(|&n| {
        doc.has(n, Class::Condition) && doc.tokens[n].kind == Kind::Word && clauses.phrase_at(n).is_none()
    })?;
    let end = (opener + 1..sentence.end).find(|&n| doc.is_mark(n, ",")).unwrap_or(sentence.end);
    (end > opener + 2).then(|| clauses.evidence(opener + 1, end))
}
