//! Positions: where actors stand on the issues of the agenda.
//!
//! A position comes from words of stance (`stances.tsv`) whose object names an issue (`issues.tsv`), from what a speaker
//! says must be, and from events: who rejects opposes, who requests demands, who accepts supports.

mod act;
pub mod issue;
mod stance;

use std::ops::Range;

use notula_language::Class;

use self::issue::Found;
use crate::clause::Clauses;
use crate::draft::{Draft, PositionDraft};
use crate::event::sides;
use crate::mention::ActorIx;
use crate::token::Kind;

/// Least weight of an issue.
const ENOUGH: f32 = 1.2;

/// How many positions back the same one is looked for; keeps the whole linear.
const KEPT: usize = 80;

/// Reads the positions of a report; `draft` has everything up to the events.
pub fn read(clauses: &Clauses, draft: &Draft) -> Vec<PositionDraft> {
    let mut out = Vec::new();
    let doc = clauses.doc;
    for sentence in &doc.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            match stance::at(clauses, draft, at, sentence.end) {
                Some((len, found)) => {
                    found.into_iter().for_each(|position| push(draft, position, &mut out));
                    at += len;
                }
                None => at += 1,
            }
        }
        act::obligations(clauses, draft, sentence.clone(), &mut out);
    }
    for event in &draft.events {
        act::from_event(clauses, draft, event, &mut out);
    }
    out
}

/// Adds a position unless the same is known, whose evidence then grows.
fn push(draft: &Draft, position: PositionDraft, out: &mut Vec<PositionDraft>) {
    let side = sides::side(draft, position.actor);
    let from = out.len().saturating_sub(KEPT);
    let known = out[from..]
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
            let told = out[from..].iter().any(|p| {
                sides::side(draft, p.actor) == side
                    && p.evidence.iter().any(|k| position.evidence.iter().any(|s| k.start < s.end && s.start < k.end))
            });
            if !told {
                out.push(position);
            }
        }
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
    let statement = draft.statement_at(clauses.doc.tokens[at].start as usize)?;
    Some(draft.statements[statement].speakers.clone()).filter(|speakers| !speakers.is_empty())
}

fn statement(draft: &Draft, bytes: &Range<usize>) -> Option<usize> {
    draft
        .statement_at(bytes.start)
        .filter(|&n| draft.statements[n].content.iter().any(|c| c.start <= bytes.start && bytes.end <= c.end + 2))
}

/// Where what depends on a clause ends: at a contrast, a semicolon, or the sentence's end.
fn complement(clauses: &Clauses, stop: usize) -> usize {
    let doc = clauses.doc;
    if doc.has(stop, Class::Conjunction) && clauses.phrase_at(stop).is_none() {
        // the next clause of the sentence
        return stop;
    }
    let sentence = doc.sentence(stop.saturating_sub(1));
    let quote = doc.quote_of(stop.saturating_sub(1));
    let end = quote.map_or(sentence.end, |q| sentence.end.min(doc.quotes[q].tokens.end));
    (stop..end.min(stop + 60))
        .find(|&n| {
            doc.is_mark(n, ";")
                || doc.tokens[n].kind == Kind::Quote && quote.is_none()
                || doc.has(n, Class::Contrast) && clauses.phrase_at(n).is_none()
                || doc.is_mark(n, ",") && n > stop
                || doc.is_mark(n, ",") && !(n + 1 < end && doc.tokens[n + 1].classes.any(&[Class::Complementizer]))
        })
        .unwrap_or(end.min(stop + 60))
}
