//! Proposals: plans, offers and formats on the table, who made them, and what became of them.
//!
//! A proposal is mentioned by a noun with an owner or a description (`proposals.tsv`), or as the object of a verb of
//! proposing. Mentions of one proposal are put together; words about it in their clauses give its status.

use std::ops::Range;

use notula_language::{Class, ProposalWord, Word};
use notula_record::{PlanStatus, Sector};

use crate::clause::{Clauses, Link};
use crate::draft::{Draft, ProposalDraft};
use crate::event::sides;
use crate::mention::ActorIx;
use crate::position::issue;
use crate::token::Kind;

/// How many sentences back "the proposal" may point.
const BACK: usize = 8;

/// A mention of a proposal.
#[derive(Debug)]
struct Told {
    /// The words for it.
    tokens: Range<usize>,
    /// Its head noun, in lower case; empty where a verb tells it.
    head: String,
    proposers: Vec<ActorIx>,
    addressees: Vec<ActorIx>,
    /// Whether it says no more than "the proposal".
    reference: bool,
    statuses: Vec<(PlanStatus, String)>,
    place: String,
    confidence: f32,
}

/// Reads the proposals of a report; `draft` has everything up to the events.
pub fn read(clauses: &Clauses, draft: &Draft) -> Vec<ProposalDraft> {
    let doc = clauses.doc;
    let mut out: Vec<(ProposalDraft, String, usize)> = Vec::new();
    for sentence in &doc.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            match told_at(clauses, draft, at, sentence.end) {
                Some(told) => {
                    at = told.tokens.end.max(at + 1);
                    add(clauses, draft, told, &mut out);
                }
                None => at += 1,
            }
        }
    }
    out.into_iter().map(|(proposal, _, _)| proposal).collect()
}

fn told_at(clauses: &Clauses, draft: &Draft, at: usize, end: usize) -> Option<Told> {
    let doc = clauses.doc;
    if !doc.tokens[at].is_word() {
        return None;
    }
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let hits = doc.pack.proposals.forms.all(&doc.pack.lists, at, &word);
    hits.into_iter().find_map(|hit| {
        let (kind, place) = &doc.pack.proposals.rows[*hit.value];
        match kind {
            ProposalWord::Noun => noun(clauses, draft, at, hit.len, false, place),
            ProposalWord::WeakNoun => noun(clauses, draft, at, hit.len, true, place),
            ProposalWord::Verb => verb(clauses, draft, at, hit.len, place),
            ProposalWord::Passive => passive(clauses, draft, at, hit.len, place),
            ProposalWord::Status(_) => None,
        }
    })
}

/// A noun for a proposal.
fn noun(clauses: &Clauses, draft: &Draft, at: usize, len: usize, weak: bool, place: &str) -> Option<Told> {
    let doc = clauses.doc;
    if clauses.phrase_at(at).is_some() {
        return None;
    }
    let sentence = doc.sentence(at);
    let mut owner = Vec::new();
    let mut start = at;
    // before: "Trump's 20-point", "the Malaysian ceasefire"
    let mut n = at;
    while n > sentence.start && at - n < 5 && !doc.pack.grammar.juxtaposes {
        n -= 1;
        if let Some(phrase) = clauses.phrase_at(n) {
            let tied = clauses.phrases[phrase].link == Link::Possessor
                || clauses.marked(phrase, &[Class::Preposition, Class::Genitive, Class::Recipient, Class::Comitative]);
            if tied || n + 1 == at {
                owner = actors(clauses, draft, phrase);
                start = clauses.phrases[phrase].tokens.start;
            }
            break;
        }
        let token = &doc.tokens[n];
        let modifies = token.kind == Kind::Number
            || token.has(Class::PossessiveMark)
            || doc.is_mark(n, "-")
            || token.is_word()
                && !token.classes.any(&[Class::Preposition, Class::Conjunction, Class::Genitive, Class::Auxiliary])
                && !clauses.is_verb(n);
        if !modifies {
            break;
        }
        start = n;
        if token.has(Class::Article) {
            break;
        }
    }
    let (after, stop) = clauses.follow(at + len);
    let mut tail = at + len;
    if owner.is_empty()
        && let Some(&first) = after.first()
    {
        let phrase = &clauses.phrases[first];
        let gap = phrase.tokens.start - (at + len);
        let clear = (at + len..phrase.tokens.start).all(|n| !clauses.is_verb(n));
        let owns = if doc.pack.grammar.juxtaposes {
            phrase.link != Link::Marked && gap <= 4
        } else {
            clauses.marked(first, &[Class::Genitive, Class::Agent, Class::Origin]) && gap <= 3
        };
        if clear && (owns || clauses.marked(first, &[Class::Agent, Class::Origin])) {
            owner = actors(clauses, draft, first);
            tail = phrase.tokens.end;
        }
    }
    // "an offer that X had brought", "usul yang diajukan X"
    let relative = (at + len..sentence.end.min(at + len + 8))
        .find(|&n| doc.has(n, Class::Relative) && clauses.phrase_at(n).is_none());
    let mut described = false;
    if let Some(relative) = relative.filter(|&r| (at + len..r).all(|n| doc.tokens[n].kind != Kind::Mark)) {
        described = true;
        let (phrases, relative_end) = clauses.follow(relative + 1);
        if owner.is_empty()
            && let Some(&first) = phrases.first()
            && (clauses.phrases[first].link != Link::Marked || clauses.marked(first, &[Class::Agent]))
        {
            owner = actors(clauses, draft, first);
        }
        tail = tail.max(relative_end);
    }
    let mut verb_owner = false;
    if owner.is_empty() {
        owner = by_proposing(clauses, draft, at);
        verb_owner = !owner.is_empty();
    }
    let description = (at + len..sentence.end.min(at + len + 2)).any(|n| {
        doc.tokens[n].classes.any(&[Class::Preposition, Class::Purpose, Class::Genitive])
            && !doc.has(n, Class::Temporal)
    });
    described |= description;
    let definite = doc.tokens[start..(at + len + 2).min(sentence.end)].iter().any(|t| t.has(Class::Demonstrative))
        || doc.has(start, Class::Article) && doc.pack.lists.has("definite", doc.lower(start))
        || at > sentence.start && doc.pack.lists.has("definite", doc.lower(at - 1));
    let issues = issue::all(doc, start..tail);
    let substance = issues.iter().any(|found| found.code != "process.plan");
    let reference = owner.is_empty() && definite && !(described && substance);
    if weak && owner.is_empty() && !reference && !(described && substance) {
        return None;
    }
    if owner.is_empty() && !reference && !described {
        return None;
    }
    if weak && !owner.is_empty() && !substance && !verb_owner && !described {
        return None;
    }
    let statuses = statuses(clauses, at, at + len);
    if owner.is_empty() && !reference && statuses.is_empty() {
        return None;
    }
    let addressees = after
        .iter()
        .copied()
        .filter(|&n| {
            clauses.marked(n, &[Class::Recipient, Class::Preposition]) && clauses.phrases[n].tokens.start < stop
        })
        .flat_map(|n| actors(clauses, draft, n))
        .filter(|&actor| !sides::meet(draft, &[actor], &owner))
        .collect();
    let confidence = if weak { 0.5 } else { 0.65 } * if owner.is_empty() { 0.75 } else { 1.0 };
    Some(Told {
        tokens: start..tail,
        head: doc.bare(at + len - 1).to_owned(),
        proposers: owner,
        addressees,
        reference,
        statuses,
        place: place.to_owned(),
        confidence,
    })
}

/// The subject of a verb of proposing that governs the noun at `at`.
fn by_proposing(clauses: &Clauses, draft: &Draft, at: usize) -> Vec<ActorIx> {
    let doc = clauses.doc;
    let start = doc.sentence(at).start.max(at.saturating_sub(7));
    for verb in (start..at).rev() {
        if doc.tokens[verb].kind == Kind::Mark {
            break;
        }
        let word = |n: usize| (n < at).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
        let hits = doc.pack.proposals.forms.all(&doc.pack.lists, verb, &word);
        let proposes = hits.iter().any(|hit| {
            matches!(
                doc.pack.proposals.rows[*hit.value].0,
                ProposalWord::Verb | ProposalWord::Status(PlanStatus::Proposed)
            )
        });
        if proposes && clauses.is_verb(verb) {
            return clauses.subject(verb).map(|s| actors(clauses, draft, s.phrase)).unwrap_or_default();
        }
    }
    Vec::new()
}

/// A verb of proposing: its object is the proposal.
fn verb(clauses: &Clauses, draft: &Draft, at: usize, len: usize, place: &str) -> Option<Told> {
    let doc = clauses.doc;
    if at > doc.sentence(at).start
        && doc.tokens[at - 1].classes.any(&[Class::Article, Class::PossessiveMark, Class::Possessive, Class::Genitive])
    {
        return None;
    }
    let subject = clauses.subject(at)?;
    let proposers = actors(clauses, draft, subject.phrase);
    if proposers.is_empty() {
        return None;
    }
    let sentence = doc.sentence(at);
    let end = (at + len..sentence.end.min(at + 60))
        .find(|&n| {
            matches!(doc.word(n), ";" | ".")
                || doc.tokens[n].kind == Kind::Quote
                || doc.is_mark(n, ",")
                || doc.has(n, Class::Contrast) && clauses.phrase_at(n).is_none()
        })
        .unwrap_or(sentence.end.min(at + 60));
    let found = issue::best(doc, at + len..end)?;
    let (after, _) = clauses.follow(at + len);
    let addressees = after
        .iter()
        .flat_map(|&n| actors(clauses, draft, n))
        .filter(|&actor| !sides::meet(draft, &[actor], &proposers))
        .collect();
    let mut statuses = vec![(PlanStatus::Proposed, place.to_owned())];
    if (clauses.group_start(at)..at + 1).any(|n| doc.tokens[n].classes.any(&[Class::Possible, Class::Negation])) {
        statuses = vec![(PlanStatus::Floated, place.to_owned())];
    }
    Some(Told {
        tokens: at..end,
        head: String::new(),
        proposers,
        addressees,
        reference: false,
        statuses,
        place: place.to_owned(),
        confidence: (0.45 + found.weight / 20.0).min(0.65),
    })
}

/// A passive of proposing: "a truce proposed by X", "jeda yang diusulkan X".
fn passive(clauses: &Clauses, draft: &Draft, at: usize, len: usize, place: &str) -> Option<Told> {
    let doc = clauses.doc;
    let (after, _) = clauses.follow(at + len);
    let agent = after.first().copied().filter(|&n| clauses.phrases[n].tokens.start <= at + len + 1)?;
    let proposers = actors(clauses, draft, agent);
    if proposers.is_empty() {
        return None;
    }
    let floor = doc.sentence(at).start.max(at.saturating_sub(9));
    let mut start = clauses.group_start(at);
    while start > floor && doc.has(start - 1, Class::Relative) {
        start -= 1;
    }
    let noun = start;
    while start > floor {
        let token = &doc.tokens[start - 1];
        let part = token.kind == Kind::Number
            || token.has(Class::Article)
            || token.is_word()
                && !clauses.is_verb(start - 1)
                && !token.classes.any(&[Class::Preposition, Class::Recipient, Class::Conjunction, Class::Auxiliary]);
        if !part {
            break;
        }
        start -= 1;
        if token.has(Class::Article) {
            break;
        }
    }
    let found = issue::best(doc, start..noun).filter(|found| found.weight > 1.5)?;
    Some(Told {
        tokens: start..clauses.phrases[agent].tokens.end,
        head: doc.bare(noun.saturating_sub(1)).to_owned(),
        proposers,
        addressees: Vec::new(),
        reference: false,
        statuses: statuses(clauses, start, at + len),
        place: place.to_owned(),
        confidence: (0.45 + found.weight / 20.0).min(0.65),
    })
}

/// The statuses that words in the clause around the noun give.
fn statuses(clauses: &Clauses, start: usize, end: usize) -> Vec<(PlanStatus, String)> {
    let doc = clauses.doc;
    let sentence = doc.sentence(start);
    let stops = |n: usize| {
        matches!(doc.word(n), ";" | ":")
            || doc.tokens[n].kind == Kind::Quote
            || doc.has(n, Class::Contrast) && clauses.phrase_at(n).is_none()
    };
    let from = (sentence.start.max(start.saturating_sub(30))..start)
        .rev()
        .find(|&n| stops(n))
        .map_or(sentence.start.max(start.saturating_sub(30)), |n| n + 1);
    let to = (end..sentence.end).find(|&n| stops(n)).unwrap_or(sentence.end).min(end + 25);
    let word = |n: usize| (n < to).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let mut out: Vec<(usize, PlanStatus, String)> = Vec::new();
    let mut last_end = 0;
    let mut at = from.max(start.saturating_sub(25));
    while at < to {
        let hits = doc.pack.proposals.forms.all(&doc.pack.lists, at, &word);
        let hit = hits.iter().find_map(|hit| match &doc.pack.proposals.rows[*hit.value] {
            (ProposalWord::Status(status), place) => Some((hit.len, *status, place.clone())),
            _ => None,
        });
        match hit {
            Some((len, status, place)) if clauses.phrase_at(at).is_none() => {
                let negated = (clauses.group_start(at)..at).any(|n| doc.has(n, Class::Negation));
                let distance = if at < start { start - at } else { at.saturating_sub(end) };
                // "declined to sign", "menolak menandatangani": the verb above counts
                let under = at.checked_sub(1).is_some_and(|n| doc.has(n, Class::Purpose))
                    || out.last().is_some_and(|(_, last, _)| *last == PlanStatus::Rejected) && last_end + 1 >= at;
                let status = match (negated, status) {
                    (_, PlanStatus::Accepted) if under => None,
                    (true, PlanStatus::Accepted) => Some(PlanStatus::Rejected),
                    (true, _) => None,
                    (false, status) => Some(status),
                };
                if let Some(status) = status {
                    out.push((distance, status, place));
                }
                at += len;
                last_end = at;
            }
            _ => at += 1,
        }
    }
    out.sort_by_key(|(distance, _, _)| *distance);
    out.into_iter().map(|(_, status, place)| (status, place)).collect()
}

/// The actors of a phrase that can be at the table: not the media, civilians or prisoners.
fn actors(clauses: &Clauses, draft: &Draft, phrase: usize) -> Vec<ActorIx> {
    let seated = |&actor: &ActorIx| !matches!(draft.actors[actor].sector, Some(Sector::Med | Sector::Cvl));
    clauses.phrases[phrase].mentions.iter().filter_map(|&ix| draft.mentions.all[ix].actor).filter(seated).collect()
}

/// Adds a mention to the proposal it means, or as a new one.
fn add(clauses: &Clauses, draft: &Draft, told: Told, out: &mut Vec<(ProposalDraft, String, usize)>) {
    let doc = clauses.doc;
    let sentence = doc.sentence_of(told.tokens.start);
    let bytes = clauses.evidence(told.tokens.start, told.tokens.end);
    let from = out.len().saturating_sub(40);
    let known = out[from..].iter().rposition(|(proposal, head, last)| {
        let near = sentence.saturating_sub(*last) <= BACK;
        let same_proposers = sides::meet(draft, &proposal.proposers, &told.proposers);
        if told.reference {
            return near;
        }
        near && same_proposers
            && (*head == told.head || told.head.is_empty() || head.is_empty() || sentence - last <= 1)
    });
    match known.map(|n| from + n) {
        Some(n) => {
            let (proposal, _, last) = &mut out[n];
            *last = sentence;
            if !proposal.evidence.iter().any(|k| k.start < bytes.end && bytes.start < k.end) {
                proposal.evidence.push(bytes);
            }
            if proposal.proposers.is_empty() {
                proposal.proposers = told.proposers;
            }
            for actor in told.addressees {
                if !proposal.addressees.contains(&actor) && !proposal.proposers.contains(&actor) {
                    proposal.addressees.push(actor);
                }
            }
            for (status, place) in told.statuses {
                proposal.status = combined(proposal.status, status);
                proposal.why.push(place);
            }
        }
        None => {
            if told.reference {
                return;
            }
            let mut issues: Vec<String> =
                issue::all(doc, told.tokens.clone()).into_iter().take(2).map(|found| found.code.to_owned()).collect();
            if issues.is_empty() {
                issues.push("process.plan".to_owned());
            }
            let mut status = None;
            let mut why = vec![told.place];
            for (value, place) in told.statuses {
                status = Some(status.map_or(value, |known| combined(known, value)));
                why.push(place);
            }
            let label = doc.text[bytes.clone()].to_owned();
            out.push((
                ProposalDraft {
                    label,
                    proposers: told.proposers,
                    addressees: told.addressees,
                    issues,
                    status: status.unwrap_or(PlanStatus::Proposed),
                    evidence: vec![bytes],
                    confidence: told.confidence,
                    why,
                },
                told.head,
                sentence,
            ));
        }
    }
}

/// What became of a proposal by two accounts: what was decided says more than that it was made; accepted by one and
/// rejected by another, it is still being negotiated.
fn combined(a: PlanStatus, b: PlanStatus) -> PlanStatus {
    use PlanStatus::{Accepted, Floated, Proposed, Rejected, UnderNegotiation, Withdrawn};
    let rank = |status: PlanStatus| match status {
        Floated => 0,
        Proposed => 1,
        UnderNegotiation => 2,
        Accepted | Rejected => 3,
        Withdrawn => 4,
    };
    match (a, b) {
        (Accepted, Rejected) | (Rejected, Accepted) => UnderNegotiation,
        (a, b) if rank(b) > rank(a) => b,
        (a, _) => a,
    }
}
