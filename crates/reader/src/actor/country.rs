//! The country of an actor that no phrase gives one: the only one that its sentences speak of.

use notula_language::{Property, shared};
use notula_record::{ActorKind, Sector};

use crate::doc::Doc;
use crate::draft::Draft;
use crate::mention::ActorIx;

/// Gives a country to those without one whose first sentence speaks of one country alone, or else the one before it.
pub(super) fn suppose(doc: &Doc, draft: &mut Draft) {
    for actor in 0..draft.actors.len() {
        if !open(draft, actor) {
            continue;
        }
        let first = draft.mentions.all.iter().find(|m| m.actor == Some(actor)).map(|m| m.tokens.start);
        let Some(country) = first.and_then(|at| spoken_of(doc, draft, at)) else { continue };
        let actor = &mut draft.actors[actor];
        actor.country = Some(country);
        actor.confidence = actor.confidence.min(0.7);
        actor.why.push("country: the only one of its sentence".to_owned());
    }
}

/// Whether the actor has no country and must be of one: people, and those who govern, fight or live there.
fn open(draft: &Draft, actor: ActorIx) -> bool {
    use Sector::{Cop, Cvl, Gov, Jud, Leg, Mil, Opp, Pty, Spy};
    let actor = &draft.actors[actor];
    let there = matches!(actor.sector, Some(Cop | Cvl | Gov | Jud | Leg | Mil | Opp | Pty | Spy));
    let fits = match actor.kind {
        ActorKind::Person => actor.sector.is_none() || there,
        ActorKind::Group => there && !shared().terms.has(&actor.name, Property::Abroad),
        ActorKind::State | ActorKind::Organisation => false,
    };
    // whoever belongs to a body or land of no known country has none either
    let foreign =
        actor.role_of.is_some_and(|of| matches!(draft.actors[of].kind, ActorKind::State | ActorKind::Organisation));
    actor.country.is_none() && actor.wikidata.is_none() && !foreign && fits
}

/// The only country of those named in the sentence of the token, else in the one before.
pub(crate) fn spoken_of(doc: &Doc, draft: &Draft, at: usize) -> Option<String> {
    let sentence = doc.sentence_of(at);
    (0..=1).filter_map(|back| sentence.checked_sub(back)).find_map(|n| {
        let tokens = doc.sentences.get(n)?.clone();
        let mentions = draft.mentions.starting_in(tokens).map(|n| &draft.mentions.all[n]);
        let mut codes = mentions.filter_map(|mention| {
            let actor = mention.actor.and_then(|actor| draft.actors[actor].country.as_deref());
            actor.or_else(|| mention.place.and_then(|place| draft.places[place].country.as_deref()))
        });
        let first = codes.next()?;
        codes.all(|code| code == first).then(|| first.to_owned())
    })
}
