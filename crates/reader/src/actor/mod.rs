//! Actors and places: from noun phrases to one actor per real-world entity.
//!
//! [`spot`] finds names and words for actors, [`phrase`] builds noun phrases of them, [`registry`] says which phrases
//! mean the same actor, from the report itself first and then from the dated base, [`refer`] resolves pronouns and
//! definite descriptions, [`place`] chooses among places of one name.

pub(crate) mod country;
mod description;
pub mod phrase;
pub mod place;
pub mod refer;
pub mod registry;
pub mod spot;

use std::ops::Range;

use notula_language::{ActorWordKind, Class, Property};
use notula_record::{ActorKind, Form, Sector};

use self::phrase::{Head, Phrase};
use self::place::Places;
use self::refer::Salience;
use self::registry::Registry;
use self::spot::Spots;
use crate::doc::Doc;
use crate::draft::{Draft, RelationDraft};
use crate::mention::{ActorIx, Mention, Mentions};

/// Fills the mentions, actors, places and relations of `draft`.
///
/// `times` are the bytes of the time expressions; `date` is the day of the report as `YYYY-MM-DD`, where known.
pub fn read(doc: &Doc, times: &[Range<usize>], date: Option<&str>, draft: &mut Draft) {
    let spots = Spots::new(doc, times);
    let phrases = phrase::phrases(&spots);
    let mut registry = Registry::new(doc, date);
    for phrase in &phrases {
        registry.announce(phrase);
    }
    let mut layer = Layer {
        doc,
        registry,
        places: Places::new(doc, &phrases),
        salience: Salience::default(),
        mentions: Vec::new(),
        relations: Vec::new(),
    };
    for (n, phrase) in phrases.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| &phrases[n]);
        layer.mention(phrase, before, phrases.get(n + 1));
    }
    draft.relations = layer.relations;
    draft.actors = layer.registry.actors;
    draft.places = layer.places.places;
    draft.mentions = Mentions::new(doc, layer.mentions);
    country::suppose(doc, draft);
}

struct Layer<'d, 'a> {
    doc: &'d Doc<'a>,
    registry: Registry<'d, 'a>,
    places: Places<'d, 'a>,
    salience: Salience,
    mentions: Vec<Mention>,
    relations: Vec<RelationDraft>,
}

impl Layer<'_, '_> {
    fn mention(&mut self, phrase: &Phrase, before: Option<&Phrase>, after: Option<&Phrase>) {
        let doc = self.doc;
        let mut place = None;
        if let Head::Named(name) = &phrase.head
            && phrase.words.is_empty()
        {
            let locative = self.places.is_locative(phrase, before);
            if locative
                || name.state().is_none() && name.body().is_none() && name.person().is_none() && name.outlet().is_none()
            {
                place = self.places.resolve(phrase, name, after);
            }
            if locative && place.is_some() {
                self.push(phrase, Form::Name, None, place, false);
                return;
            }
        }
        self.owner(phrase);
        let mut actor = self.registry.resolve(phrase, &self.salience);
        if actor.is_none() {
            actor = self.salience.refer(doc, phrase, &mut self.registry);
        }
        let form = match &phrase.head {
            Head::Named(_) => Form::Name,
            Head::Pronoun { .. } => Form::Pronoun,
            Head::Word(row) => {
                let body = row.kind == ActorWordKind::Organ || row.sector == Some(Sector::Mil);
                if body && (phrase.owner.is_some() || refer::called_by_name(doc, phrase)) {
                    Form::Name
                } else {
                    Form::Nominal
                }
            }
        };
        let plural = match &phrase.head {
            Head::Pronoun { plural, .. } => *plural,
            Head::Word(row) => row.plural,
            Head::Named(name) => name.is_demonym() && doc.lower(name.tokens.end - 1).ends_with('s'),
        };
        if actor.is_none() && place.is_none() && matches!(phrase.head, Head::Named(_)) {
            return;
        }
        if let Some(ix) = actor {
            if !self.registry.notes[ix].weak {
                self.salience.note(doc, phrase, ix, self.registry.actors[ix].kind);
            }
            self.relate(phrase, ix);
        }
        self.push(phrase, form, actor, place, plural);
    }

    /// Mentions inside the phrase: the owner and the owner's owner.
    fn owner(&mut self, phrase: &Phrase) {
        // "the Biden administration" is a state
        if matches!(&phrase.head, Head::Word(row) if row.kind == ActorWordKind::Government) {
            return;
        }
        let mut next = phrase.owner.as_deref();
        while let Some(owner) = next {
            let actor = self.registry.resolve(owner, &self.salience);
            let form = if matches!(owner.head, Head::Named(_)) { Form::Name } else { Form::Nominal };
            if actor.is_some() && !(owner.tokens == phrase.tokens) {
                self.push(owner, form, actor, None, false);
            }
            next = owner.owner.as_deref();
        }
    }

    fn push(&mut self, phrase: &Phrase, form: Form, actor: Option<ActorIx>, place: Option<usize>, plural: bool) {
        self.mentions.push(Mention {
            tokens: phrase.tokens.clone(),
            head: phrase.at.clone(),
            form,
            actor,
            place,
            parent: None,
            plural,
        });
    }

    fn relate(&mut self, phrase: &Phrase, ix: ActorIx) {
        use notula_record::RelationKind::{FamilyOf, Leads, MemberOf, Represents};
        let (Some(owner), Some(row)) = (&phrase.owner, phrase.words.first()) else { return };
        let Some(of) = self.registry.resolve(owner, &self.salience).filter(|&of| of != ix) else { return };
        let kind = match row.kind {
            ActorWordKind::Kin => FamilyOf,
            ActorWordKind::Office if row.owner_follows || self.registry.actors[of].kind == ActorKind::Person => {
                Represents
            }
            ActorWordKind::Office if row.is(Property::Leads) => Leads,
            ActorWordKind::Office => Represents,
            _ => MemberOf,
        };
        if self.relations.iter().any(|known| known.a == ix && known.b == of && known.kind == kind) {
            return;
        }
        self.relations.push(RelationDraft {
            a: ix,
            b: of,
            kind,
            evidence: vec![self.doc.bytes(phrase.tokens.clone())],
            confidence: 0.85,
            why: vec![row.place.clone()],
        });
    }
}

/// Whether the word before the phrase, articles aside, has one of `classes`.
pub(crate) fn governed_by(doc: &Doc, phrase_start: usize, classes: &[Class]) -> bool {
    let sentence = doc.sentence(phrase_start);
    let mut at = phrase_start;
    while at > sentence.start {
        at -= 1;
        let token = &doc.tokens[at];
        if token.classes.any(classes) {
            return true;
        }
        if !token.has(Class::Article) {
            return false;
        }
    }
    false
}
