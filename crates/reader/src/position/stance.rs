//! Positions told by words of stance (`stances.tsv`).

use std::ops::Range;

use notula_language::{Class, Mark, StanceFrame, Voice, Word};
use notula_record::{EventType, Stance};

use super::issue::{self, Found};
use super::{ENOUGH, actors, complement, speaker, statement, strength};
use crate::clause::{Clauses, How, Subject};
use crate::draft::{Draft, PositionDraft};
use crate::event::{sides, trigger};
use crate::mention::ActorIx;
use crate::token::Kind;

/// Words of stance in a text.
struct Cue<'f> {
    at: usize,
    len: usize,
    voice: Voice,
    participle: bool,
    frame: &'f StanceFrame,
}

/// Whose stance it is, and where the words for the issue stand.
struct Holder {
    actors: Vec<ActorIx>,
    first: usize,
    range: Range<usize>,
    subject: Option<Subject>,
}

/// The positions that begin with the words at `at`, and how many words tell them.
pub(super) fn at(clauses: &Clauses, draft: &Draft, at: usize, end: usize) -> Option<(usize, Vec<PositionDraft>)> {
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
        let cue = Cue { at, len: hit.len, voice, participle: hit.mark == Mark::Progressive, frame };
        let found = positions(clauses, draft, &cue);
        if !found.is_empty() {
            return Some((hit.len, found));
        }
    }
    None
}

/// The positions of a cue, one for each side that holds it.
fn positions(clauses: &Clauses, draft: &Draft, cue: &Cue) -> Vec<PositionDraft> {
    read(clauses, draft, cue).unwrap_or_default()
}

fn read(clauses: &Clauses, draft: &Draft, cue: &Cue) -> Option<Vec<PositionDraft>> {
    let doc = clauses.doc;
    let (after, stop) = clauses.follow(cue.at + cue.len);
    let end = complement(clauses, stop);
    let holder = holder(clauses, draft, cue, &after, end)?;
    let group = clauses.group_start(cue.at);
    let negated = (group..cue.at).any(|n| doc.has(n, Class::Negation));
    let stance = if negated { negate(cue.frame.stance)? } else { cue.frame.stance };
    // what somebody must do, or is asked to do, says nothing of what he wants
    let must = (group..cue.at).any(|n| doc.has(n, Class::Obligation) && !doc.has(n, Class::Purpose));
    if must && holder.subject.is_some() || is_asked(clauses, draft, cue.at, &holder.actors) {
        return None;
    }
    let found = issue_of_cue(clauses, draft, cue, &holder)?;
    if cue.voice == Voice::Noun && stance == Stance::Offers && found.code == "process.plan" {
        // "the American plan" is a proposal, and no stance on the plan
        return None;
    }
    let sentence = doc.sentence(cue.at);
    let near = sentence.start.max(cue.at.saturating_sub(60))..sentence.end.min(cue.at + 60);
    let condition = condition(clauses, near);
    let outside = condition.as_ref().is_some_and(|condition| {
        condition.start >= doc.tokens[cue.at].start as usize || condition.end <= doc.tokens[holder.first].start as usize
    });
    let stance = match stance {
        Stance::Supports | Stance::Offers if outside => Stance::Conditional,
        stance => stance,
    };
    let toward = (stance == Stance::Demands).then(|| toward(clauses, draft, &after, stop, &holder.actors)).flatten();
    let last = if cue.voice == Voice::Passive { stop } else { end };
    let bytes = clauses.evidence(holder.first, last.max(cue.at + cue.len));
    let mut sides: Vec<sides::Side> = Vec::new();
    let mut out = Vec::new();
    for &actor in &holder.actors {
        let side = sides::side(draft, actor);
        if sides.contains(&side) {
            continue;
        }
        sides.push(side);
        out.push(PositionDraft {
            actor,
            issue: found.code.to_owned(),
            stance,
            toward,
            condition: condition.clone().filter(|_| stance == Stance::Conditional),
            statement: statement(draft, &bytes),
            evidence: vec![bytes.clone()],
            confidence: cue.frame.weight * strength(&found),
            why: vec![cue.frame.place.clone(), found.place.clone()],
        });
    }
    Some(out)
}

fn holder(clauses: &Clauses, draft: &Draft, cue: &Cue, after: &[usize], end: usize) -> Option<Holder> {
    let doc = clauses.doc;
    let (at, len) = (cue.at, cue.len);
    let holder = match cue.voice {
        Voice::Passive => {
            let agent = after
                .iter()
                .copied()
                .find(|&n| clauses.marked(n, &[Class::Agent]))
                .or_else(|| after.first().copied().filter(|&n| clauses.phrases[n].tokens.start <= at + len + 1))?;
            let subject = clauses.subject(at);
            let floor = doc.sentence(at).start;
            let start = subject.map_or(at, |s| clauses.phrases[s.phrase].tokens.start);
            let first = start.min(at.saturating_sub(6)).max(floor).min(at);
            Holder { actors: actors(clauses, draft, agent), first, range: first..at, subject }
        }
        Voice::Noun => {
            let owner = owner(clauses, after, at, len)?;
            let first = clauses.phrases[owner].tokens.start.min(at);
            Holder { actors: actors(clauses, draft, owner), first, range: at..end.max(at + len), subject: None }
        }
        _ => {
            let subject = clauses.subject_of(at, cue.participle);
            let named = subject.map(|s| actors(clauses, draft, s.phrase)).unwrap_or_default();
            let group = clauses.group_start(at);
            let (actors, first) = if named.is_empty() {
                (speaker(clauses, draft, at)?, group)
            } else {
                let start = subject.map_or(group, |s| clauses.phrases[s.phrase].tokens.start);
                let carried = subject.is_some_and(|s| s.how == How::Carried);
                (named, if start < at && !carried { start } else { group })
            };
            Holder { actors, first, range: at..end, subject }
        }
    };
    (!holder.actors.is_empty()).then_some(holder)
}

/// The issue of a cue: what its row says, what follows, or the noun that its relative clause belongs to.
fn issue_of_cue(clauses: &Clauses, draft: &Draft, cue: &Cue, holder: &Holder) -> Option<Found> {
    let doc = clauses.doc;
    if let Some(code) = cue.frame.issue {
        return Some(Found { code, weight: 3.0, place: cue.frame.place.clone() });
    }
    // "the deadline that X has set", "demands that X has rejected"
    let start = holder.subject.map(|s| clauses.phrases[s.phrase].tokens.start).filter(|&start| start < cue.at);
    if let Some(relative) = start.and_then(|start| start.checked_sub(1)).filter(|&n| doc.has(n, Class::Relative)) {
        let floor = doc.sentence(cue.at).start.max(relative.saturating_sub(8));
        let noun = issue::best(doc, floor..relative).filter(|found| found.weight >= ENOUGH);
        if noun.as_ref().is_some_and(|found| found.code != "process.plan") {
            return noun;
        }
        let rest =
            issue::best(doc, cue.at..doc.sentence(cue.at).end.min(cue.at + 40)).filter(|found| found.weight >= ENOUGH);
        return rest.or(noun);
    }
    issue_of(clauses, draft, holder.range.clone(), cue.at, cue.len)
}

/// The issue of a range of tokens; where only "it" or "the proposal" stands there, that of the sentences before.
pub(super) fn issue_of(clauses: &Clauses, draft: &Draft, range: Range<usize>, at: usize, len: usize) -> Option<Found> {
    let doc = clauses.doc;
    let found = issue::best(doc, range.clone());
    let vague = found.as_ref().is_none_or(|f| f.code == "process.plan" && f.weight < 2.6);
    let word = |n: usize| doc.tokens.get(n).map(|_| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let list = doc.pack.lists.find("proposal");
    let proposal = |n: usize| list.is_some_and(|list| doc.pack.lists.stands(list, n, &word).is_some());
    let enclitic = doc.bare(at + len - 1) != doc.lower(at + len - 1);
    // "it", "the offer", "usulan itu"
    let refers = enclitic
        || range.clone().take(10).any(|n| {
            doc.has(n, Class::PronounIt) && n == at + len
                || doc.has(n, Class::Demonstrative) && n > range.start && proposal(n - 1)
                || doc.pack.lists.has("definite", doc.lower(n)) && (proposal(n + 1) || proposal(n + 2))
        });
    let vague = vague || enclitic && found.as_ref().is_some_and(|f| f.code.starts_with("process"));
    let requested = |n: usize| doc.pack.lists.has("request", doc.bare(n));
    if vague && refers && range.clone().take(10).any(requested) {
        // "has not answered the request": what was asked last
        let byte = doc.tokens[at].start as usize;
        let asked = draft.events.iter().filter(|event| event.kind == EventType::Request);
        let spans = asked.flat_map(|event| &event.evidence).filter(|span| span.start < byte);
        let last = spans.max_by_key(|span| span.start).and_then(|span| issue::best(doc, doc.tokens_in(span)));
        if let Some(mut asked) = last.filter(|f| f.weight >= ENOUGH) {
            asked.weight *= 0.7;
            return Some(asked);
        }
    }
    if vague && refers {
        let here = doc.sentence_of(at);
        for back in 1..=2usize {
            let Some(before) = here.checked_sub(back).and_then(|n| doc.sentences.get(n)) else { break };
            if let Some(mut earlier) = issue::best(doc, before.clone()).filter(|f| f.weight >= 2.0) {
                earlier.weight *= 0.7;
                return Some(earlier);
            }
        }
    }
    found.filter(|f| f.weight >= ENOUGH)
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

/// The bytes of a clause of condition in the sentence, from after its opener.
fn condition(clauses: &Clauses, sentence: Range<usize>) -> Option<Range<usize>> {
    let doc = clauses.doc;
    let opener = sentence.clone().find(|&n| {
        doc.has(n, Class::Condition) && doc.tokens[n].kind == Kind::Word && clauses.phrase_at(n).is_none()
    })?;
    let end = (opener + 1..sentence.end).find(|&n| doc.is_mark(n, ",")).unwrap_or(sentence.end);
    (end > opener + 2).then(|| clauses.evidence(opener + 1, end))
}

/// Whether the words at `at` are part of what the actors are asked to do.
fn is_asked(clauses: &Clauses, draft: &Draft, at: usize, actors: &[ActorIx]) -> bool {
    let doc = clauses.doc;
    let byte = doc.tokens[at].start as usize;
    let group = clauses.group_start(at);
    let infinitive = group > 0 && doc.has(group - 1, Class::Purpose);
    infinitive
        && draft.events.iter().any(|event| {
            event.kind == EventType::Request
                && event.evidence.iter().any(|span| span.start < byte && byte < span.end)
                && sides::meet(draft, actors, &event.recipients)
        })
}

fn negate(stance: Stance) -> Option<Stance> {
    match stance {
        Stance::Supports | Stance::Offers => Some(Stance::Opposes),
        _ => None,
    }
}
