//! From the draft to the record: ids, spans in code points, and only the actors that take part.

use std::ops::Range;

use notula_language::Class;
use notula_record::{
    Actor, ActorKind, ActorRef, CodePoints, Document, Event, Form, Mention, Place, PlaceRef, Position, Proposal,
    Record, Relation, SCHEMA, Span, Statement, Time,
};

use crate::doc::Doc;
use crate::draft::Draft;
use crate::mention::{ActorIx, MentionIx, PlaceIx};

/// The record of a draft. Facts under `min_confidence` are left out.
pub(crate) fn record(document: Document, doc: &Doc, draft: &Draft, standing: &[bool], min_confidence: f32) -> Record {
    let spans = Spans { points: CodePoints::new(doc.text), text: doc.text };
    let kept = Kept::new(draft, standing, min_confidence);
    let statement_id = numbering(draft.statements.iter().map(|s| s.confidence >= min_confidence), 's');
    let event_kept = draft.events.iter().map(|e| e.confidence >= min_confidence);
    Record {
        schema: SCHEMA.to_owned(),
        actors: actors(doc, draft, &kept, &spans),
        places: places(doc, draft, &kept, &spans),
        times: draft
            .times
            .iter()
            .filter(|t| t.confidence >= min_confidence)
            .enumerate()
            .map(|(n, t)| Time {
                id: format!("t{}", n + 1),
                value: t.value.clone(),
                kind: t.kind,
                span: spans.one(t.range.clone()),
                confidence: t.confidence,
                why: vec![t.rule.clone()],
            })
            .collect(),
        statements: draft
            .statements
            .iter()
            .zip(&statement_id)
            .filter_map(|(s, id)| {
                Some(Statement {
                    id: id.clone()?,
                    speaker: s.speakers.first().and_then(|&a| kept.actor(a)),
                    speakers: if s.speakers.len() > 1 { kept.actors(&s.speakers) } else { Vec::new() },
                    addressee: kept.actors(&s.addressees),
                    kind: s.kind,
                    content: spans.all(&s.content),
                    cue: s.cue.clone().map(|cue| spans.one(cue)),
                    via: s.via.clone(),
                    time: s.time.clone(),
                    place: s.place.and_then(|p| kept.place(p)),
                    confidence: s.confidence,
                    why: s.why.clone(),
                })
            })
            .collect(),
        events: draft
            .events
            .iter()
            .zip(numbering(event_kept, 'e'))
            .filter_map(|(e, id)| {
                Some(Event {
                    id: id?,
                    kind: e.kind,
                    mode: e.mode.clone(),
                    contexts: e.contexts.clone(),
                    initiators: kept.actors(&e.initiators),
                    recipients: kept.actors(&e.recipients),
                    place: e.place.and_then(|p| kept.place(p)),
                    time: e.time.clone(),
                    status: e.status,
                    statement: e.statement.and_then(|s| statement_id.get(s).cloned().flatten()),
                    cameo: e.cameo.clone(),
                    quad: e.kind.quad().to_owned(),
                    evidence: spans.all(&e.evidence),
                    confidence: e.confidence,
                    why: e.why.clone(),
                })
            })
            .collect(),
        positions: draft
            .positions
            .iter()
            .filter(|o| o.confidence >= min_confidence)
            .filter_map(|o| Some((kept.actor(o.actor)?, o)))
            .enumerate()
            .map(|(n, (actor, o))| Position {
                id: format!("o{}", n + 1),
                actor,
                issue: o.issue.clone(),
                stance: o.stance,
                toward: o.toward.and_then(|a| kept.actor(a)),
                condition: o.condition.clone().map(|range| spans.one(range)),
                statement: o.statement.and_then(|s| statement_id.get(s).cloned().flatten()),
                evidence: spans.all(&o.evidence),
                confidence: o.confidence,
                why: o.why.clone(),
            })
            .collect(),
        proposals: draft
            .proposals
            .iter()
            .filter(|r| r.confidence >= min_confidence)
            .enumerate()
            .map(|(n, r)| Proposal {
                id: format!("r{}", n + 1),
                label: r.label.clone(),
                proposers: kept.actors(&r.proposers),
                addressees: kept.actors(&r.addressees),
                issues: r.issues.clone(),
                status: r.status,
                evidence: spans.all(&r.evidence),
                confidence: r.confidence,
                why: r.why.clone(),
            })
            .collect(),
        relations: draft
            .relations
            .iter()
            .filter_map(|r| {
                Some(Relation {
                    a: kept.actor(r.a)?,
                    b: kept.actor(r.b)?,
                    kind: r.kind,
                    evidence: spans.all(&r.evidence),
                    confidence: r.confidence,
                    why: r.why.clone(),
                })
            })
            .collect(),
        document,
    }
}

struct Spans<'a> {
    points: CodePoints,
    text: &'a str,
}

impl Spans<'_> {
    fn one(&self, bytes: Range<usize>) -> Span {
        self.points.span(self.text, bytes)
    }

    fn all(&self, ranges: &[Range<usize>]) -> Vec<Span> {
        ranges.iter().map(|range| self.one(range.clone())).collect()
    }
}

/// Ids `s1`, `s2`, … for the kept ones.
fn numbering(kept: impl Iterator<Item = bool>, letter: char) -> Vec<Option<String>> {
    let mut n = 0;
    kept.map(|keep| {
        keep.then(|| {
            n += 1;
            format!("{letter}{n}")
        })
    })
    .collect()
}

/// Which actors and places go into the record, under which id.
struct Kept {
    actors: Vec<Option<usize>>,
    places: Vec<Option<usize>>,
    /// In the order of the record.
    actor_order: Vec<ActorIx>,
    place_order: Vec<PlaceIx>,
}

impl Kept {
    fn new(draft: &Draft, standing: &[bool], min_confidence: f32) -> Self {
        let mut used = vec![false; draft.actors.len()];
        let mut mark = |ids: &[ActorIx]| ids.iter().for_each(|&ix| used[ix] = true);
        for s in draft.statements.iter().filter(|s| s.confidence >= min_confidence) {
            mark(&s.speakers);
            mark(&s.addressees);
        }
        for e in draft.events.iter().filter(|e| e.confidence >= min_confidence) {
            mark(&e.initiators);
            mark(&e.recipients);
        }
        for o in draft.positions.iter().filter(|o| o.confidence >= min_confidence) {
            mark(&[o.actor]);
        }
        for r in draft.proposals.iter().filter(|r| r.confidence >= min_confidence) {
            mark(&r.proposers);
            mark(&r.addressees);
        }
        let keep = |ix: ActorIx| used[ix] || standing[ix] && draft.actors[ix].confidence >= min_confidence;
        let mut actor_order: Vec<ActorIx> = Vec::new();
        let mut place_order: Vec<PlaceIx> = Vec::new();
        let mut listed = (vec![false; draft.actors.len()], vec![false; draft.places.len()]);
        for mention in &draft.mentions.all {
            if let Some(ix) = mention.actor.filter(|&ix| keep(ix))
                && !std::mem::replace(&mut listed.0[ix], true)
            {
                actor_order.push(ix);
            }
            if let Some(ix) = mention.place
                && !std::mem::replace(&mut listed.1[ix], true)
            {
                place_order.push(ix);
            }
        }
        actor_order.extend((0..used.len()).filter(|&ix| used[ix] && !listed.0[ix]));
        let number = |order: &[usize], len: usize| {
            let mut numbers = vec![None; len];
            for (n, &ix) in order.iter().enumerate() {
                numbers[ix] = Some(n + 1);
            }
            numbers
        };
        Self {
            actors: number(&actor_order, draft.actors.len()),
            places: number(&place_order, draft.places.len()),
            actor_order,
            place_order,
        }
    }

    fn actor(&self, ix: ActorIx) -> Option<String> {
        self.actors[ix].map(|n| format!("a{n}"))
    }

    fn actors(&self, ixs: &[ActorIx]) -> Vec<String> {
        ixs.iter().filter_map(|&ix| self.actor(ix)).collect()
    }

    fn place(&self, ix: PlaceIx) -> Option<String> {
        self.places[ix].map(|n| format!("p{n}"))
    }
}

/// The actors that the record has though no fact names them: a person with an office, a state that acts somewhere. By the
/// layers' scores, before they become probabilities.
pub(crate) fn standing(draft: &Draft) -> Vec<bool> {
    let mut standing = vec![false; draft.actors.len()];
    for mention in &draft.mentions.all {
        let Some(ix) = mention.actor else { continue };
        let actor = &draft.actors[ix];
        standing[ix] |= match actor.kind {
            ActorKind::Person => actor.confidence >= 0.8,
            ActorKind::State => mention.parent.is_none_or(|parent| owned_side(draft, parent)),
            ActorKind::Organisation | ActorKind::Group => {
                actor.country.is_some() && actor.confidence >= 0.8 && mention.parent.is_none()
            }
        };
    }
    standing
}

/// Whether the mention is of a group or body, whose owner acts through it; an office's owner does not.
fn owned_side(draft: &Draft, mention: MentionIx) -> bool {
    draft.mentions.all[mention].actor.is_some_and(|ix| draft.actors[ix].kind != ActorKind::Person)
}

fn actors(doc: &Doc, draft: &Draft, kept: &Kept, spans: &Spans) -> Vec<Actor> {
    let mut mentions: Vec<Vec<Mention>> = vec![Vec::new(); draft.actors.len()];
    for mention in &draft.mentions.all {
        if let Some(ix) = mention.actor {
            // a name counts as the name alone, a description as the whole phrase
            let tokens = match (mention.form, draft.actors[ix].kind) {
                (Form::Name, ActorKind::Organisation | ActorKind::Group)
                    if doc.has(mention.tokens.start, Class::Possessive) =>
                {
                    mention.head.start..mention.tokens.end
                }
                (Form::Name, ActorKind::Organisation | ActorKind::Group) | (Form::Nominal | Form::Pronoun, _) => {
                    mention.tokens.clone()
                }
                (Form::Name, _) => mention.head.clone(),
            };
            mentions[ix].push(Mention { span: spans.one(doc.bytes(tokens)), form: mention.form });
        }
    }
    kept.actor_order
        .iter()
        .map(|&ix| {
            let a = &draft.actors[ix];
            Actor {
                id: kept.actor(ix).unwrap_or_default(),
                name: a.name.clone(),
                kind: a.kind,
                country: a.country.clone(),
                sector: a.sector,
                role: a.role.clone(),
                role_of: a.role_of.and_then(|of| kept.actor(of)),
                reference: a.wikidata.clone().map(|wikidata| ActorRef { wikidata: Some(wikidata), base: None }),
                mentions: std::mem::take(&mut mentions[ix]),
                confidence: a.confidence,
                why: a.why.clone(),
            }
        })
        .collect()
}

fn places(doc: &Doc, draft: &Draft, kept: &Kept, spans: &Spans) -> Vec<Place> {
    kept.place_order
        .iter()
        .map(|&ix| {
            let p = &draft.places[ix];
            let mentions = draft
                .mentions
                .all
                .iter()
                .filter(|mention| mention.place == Some(ix))
                .map(|mention| Mention { span: spans.one(doc.bytes(mention.head.clone())), form: mention.form })
                .collect();
            Place {
                id: kept.place(ix).unwrap_or_default(),
                name: p.name.clone(),
                country: p.country.clone(),
                lat: p.at.map(|at| at.0),
                lon: p.at.map(|at| at.1),
                reference: p.geonames.map(|id| PlaceRef { geonames: Some(id) }),
                mentions,
                confidence: p.confidence,
                why: p.why.clone(),
            }
        })
        .collect()
}
