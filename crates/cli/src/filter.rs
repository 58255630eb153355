//! Leaves out what is not probable enough.

use std::collections::HashSet;

use notula_record::Record;

/// Takes the facts with less than `least` confidence out of `record`. Actors and places that another fact points to
/// stay; what pointed to a fact that is gone points nowhere.
pub(crate) fn drop_improbable(record: &mut Record, least: f32) {
    if least <= 0.0 {
        return;
    }
    record.times.retain(|time| time.confidence >= least);
    record.statements.retain(|statement| statement.confidence >= least);
    record.events.retain(|event| event.confidence >= least);
    record.positions.retain(|position| position.confidence >= least);
    record.proposals.retain(|proposal| proposal.confidence >= least);
    record.relations.retain(|relation| relation.confidence >= least);

    let said: HashSet<&str> = record.statements.iter().map(|statement| statement.id.as_str()).collect();
    let gone = |id: &Option<String>| id.as_deref().is_some_and(|id| !said.contains(id));
    for event in record.events.iter_mut().filter(|event| gone(&event.statement)) {
        event.statement = None;
    }
    for position in record.positions.iter_mut().filter(|position| gone(&position.statement)) {
        position.statement = None;
    }

    let used = pointed_to(record);
    record.actors.retain(|actor| actor.confidence >= least || used.contains(&actor.id));
    record.places.retain(|place| place.confidence >= least || used.contains(&place.id));
    let left: HashSet<String> = record.actors.iter().map(|actor| actor.id.clone()).collect();
    for actor in &mut record.actors {
        actor.role_of = actor.role_of.take().filter(|id| left.contains(id));
    }
}

/// Ids of the actors and places that other facts point to.
fn pointed_to(record: &Record) -> HashSet<String> {
    let mut used = HashSet::new();
    for s in &record.statements {
        used.extend(s.speaker.iter().chain(&s.speakers).chain(&s.addressee).chain(&s.place).cloned());
    }
    for e in &record.events {
        used.extend(e.initiators.iter().chain(&e.recipients).chain(&e.place).cloned());
    }
    for p in &record.positions {
        used.extend(std::iter::once(&p.actor).chain(&p.toward).cloned());
    }
    for p in &record.proposals {
        used.extend(p.proposers.iter().chain(&p.addressees).cloned());
    }
    for r in &record.relations {
        used.extend([r.a.clone(), r.b.clone()]);
    }
    used
}
