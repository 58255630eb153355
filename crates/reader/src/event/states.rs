//! States that the report names only as places ("deployed troops to Belarus"): they can be what an act is aimed at.

use notula_record::{ActorKind, Sector};

use crate::draft::{ActorDraft, Draft};

/// Adds a state for every country that is named as a place and is no actor yet.
///
/// What no event uses is left without a mention, and so out of the record.
pub fn add(draft: &mut Draft) {
    for place in &draft.places {
        let Some(country) = place.country.as_deref() else { continue };
        let Some(state) = notula_knowledge::state(country).filter(|state| state.name() == place.name) else { continue };
        let known = draft.actors.iter().any(|a| a.kind == ActorKind::State && a.country.as_deref() == Some(country));
        if known {
            continue;
        }
        draft.actors.push(ActorDraft {
            name: state.name().to_owned(),
            kind: ActorKind::State,
            country: Some(country.to_owned()),
            sector: Some(Sector::Gov),
            role: None,
            role_of: None,
            wikidata: None,
            confidence: 0.7,
            why: vec!["a country named as a place".to_owned()],
        });
    }
}

/// Makes places mentions of their states, where events use states that nothing else in the report mentions.
pub fn link(draft: &mut Draft) {
    for state in 0..draft.actors.len() {
        let unnamed = draft.actors[state].kind == ActorKind::State
            && !draft.mentions.all.iter().any(|mention| mention.actor == Some(state));
        let used = || draft.events.iter().any(|e| e.initiators.contains(&state) || e.recipients.contains(&state));
        if !unnamed || !used() {
            continue;
        }
        let name = &draft.actors[state].name;
        for mention in &mut draft.mentions.all {
            let place = mention.place.and_then(|place| draft.places.get(place));
            if mention.actor.is_none() && place.is_some_and(|place| &place.name == name) {
                mention.actor = Some(state);
            }
        }
    }
}
