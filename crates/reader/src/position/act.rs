//! Positions shown by what actors do, and by what speakers say must be.

use std::ops::Range;

use notula_language::Class;
use notula_record::{EventType, Form, Stance, Status};

use super::issue::{self, Found};
use super::stance::issue_of;
use super::{ENOUGH, actors, complement, push, speaker, statement, strength};
use crate::clause::Clauses;
use crate::draft::{Draft, EventDraft, PositionDraft};
use crate::event::sides;
use crate::mention::ActorIx;
use crate::token::Kind;

/// What a speaker says must be, or must not.
pub(super) fn obligations(clauses: &Clauses, draft: &Draft, sentence: Range<usize>, out: &mut Vec<PositionDraft>) {
    let doc = clauses.doc;
    let Some(at) = sentence
        .clone()
        .find(|&n| doc.has(n, Class::Obligation) && !doc.has(n, Class::Purpose) && doc.tokens[n].kind == Kind::Word)
    else {
        return;
    };
    let Some(speakers) = speaker(clauses, draft, at) else { return };
    let subject = clauses.subject(at);
    let from = subject.map_or(at.saturating_sub(6), |s| clauses.phrases[s.phrase].tokens.start.min(at));
    let from = from.max(at.saturating_sub(10)).max(sentence.start);
    let to = complement(clauses, clauses.end(at + 1)).max(at + 1);
    let Some(found) = issue::best(doc, from..to).filter(|f| f.weight >= 1.8) else { return };
    let toward = subject
        .map(|s| actors(clauses, draft, s.phrase))
        .and_then(|found| found.into_iter().find(|&actor| !sides::meet(draft, &[actor], &speakers)));
    let statement_start = draft
        .statement_at(doc.tokens[at].start as usize)
        .and_then(|n| draft.statements[n].content.first())
        .map_or(0, |content| content.start);
    let first = clauses
        .group_start(at)
        .min(subject.map_or(at, |s| clauses.phrases[s.phrase].tokens.start))
        .max(doc.token_at(statement_start))
        .max(sentence.start);
    let bytes = clauses.evidence(first.min(at), complement(clauses, clauses.end(at + 1)).max(at + 1));
    push(
        draft,
        PositionDraft {
            actor: speakers[0],
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
pub(super) fn from_event(clauses: &Clauses, draft: &Draft, event: &EventDraft, out: &mut Vec<PositionDraft>) {
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
    let found = issue_of(clauses, draft, tokens.clone(), tokens.start, 1)
        .or_else(|| talks.then(|| Found { code: "process.talks", weight: ENOUGH, place: "mode meet".to_owned() }));
    let Some(found) = found else { return };
    let symmetric = event.kind == EventType::Agree;
    if symmetric && found.code == "process.plan" && event.initiators.len() + event.recipients.len() > 1 {
        // that an accord was signed says what it is, not where its parties stand
        return;
    }
    let restricts = found.code.starts_with("sanctions") || matches!(found.code, "economy.trade" | "economy.minerals");
    if event.kind == EventType::Sanction && !restricts {
        return;
    }
    let mut actors = event.initiators.clone();
    if symmetric {
        // those whom the words name as parties: beside an initiator, or after "with"
        let here: Vec<usize> =
            (0..clauses.phrases.len()).filter(|&n| tokens.contains(&clauses.phrases[n].tokens.start)).collect();
        let of = |n: usize, actor: ActorIx| {
            clauses.phrases[n].mentions.iter().any(|&ix| draft.mentions.all[ix].actor == Some(actor))
        };
        let named = |actor: &ActorIx| {
            here.iter().any(|&n| {
                let plural = |&ix: &usize| {
                    let mention = &draft.mentions.all[ix];
                    mention.actor.is_none() && mention.plural && mention.form == Form::Pronoun
                };
                let both = clauses.phrases[n].both.is_some() || clauses.phrases[n].mentions.iter().any(plural);
                let beside = event.initiators.iter().any(|&doer| of(n, doer));
                both || of(n, *actor) && (beside || clauses.marked(n, &[Class::Comitative]))
            })
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
