//! Speakers without a name that the layer of actors does not know: "an aide", "the organisers", "exiles in Miami".
//!
//! A noun phrase that words are attributed to is an actor because it speaks, whatever noun it has.

use std::ops::Range;

use notula_language::{ActorWord, ActorWordKind, Class, Near};
use notula_record::{ActorKind, Form, Sector};
use rustc_hash::FxHashMap;

use super::attribution::Attribution;
use super::resolve;
use crate::actor::country::spoken_of;
use crate::doc::Doc;
use crate::draft::{ActorDraft, Draft};
use crate::mention::{ActorIx, Mention, Mentions};
use crate::token::Kind;

/// Words of the longest phrase that is taken for a speaker.
const LONGEST: usize = 12;

/// Adds an actor and a mention for every source of `all` that none stands for.
pub(super) fn add(doc: &Doc, draft: &mut Draft, all: &[Attribution]) {
    let mut known: FxHashMap<String, ActorIx> = FxHashMap::default();
    let mut fresh: Vec<Mention> = Vec::new();
    for source in all.iter().filter_map(|a| a.source.as_ref()) {
        if !resolve::actors_in(doc, draft, source).is_empty() || !resolve::issuer(doc, draft, source).is_empty() {
            continue;
        }
        let Some(phrase) = noun_phrase(doc, draft, source) else { continue };
        let Some(head) = head(doc, &phrase) else { continue };
        let noun = doc.bare(head).to_owned();
        let definite = resolve::definite(doc, source);
        let before = (0..phrase.start).any(|n| doc.bare(n) == noun);
        let actor = match known.get(&noun) {
            Some(&actor) => actor,
            // "the statement", "the official": somebody spoken of before
            None if definite && before => continue,
            None => {
                draft.actors.push(actor(doc, draft, &phrase, head));
                known.insert(noun, draft.actors.len() - 1);
                draft.actors.len() - 1
            }
        };
        fresh.push(Mention {
            tokens: phrase.clone(),
            head: head..head + 1,
            form: Form::Nominal,
            actor: Some(actor),
            place: None,
            parent: None,
            plural: word(doc, head).is_some_and(|row| row.plural),
        });
    }
    if !fresh.is_empty() {
        let mut mentions = std::mem::take(&mut draft.mentions).all;
        // a mention that meant nobody gives way
        mentions.retain(|m| {
            m.actor.is_some()
                || m.place.is_some()
                || !fresh.iter().any(|f| f.tokens.start <= m.tokens.start && m.tokens.end <= f.tokens.end)
        });
        mentions.extend(fresh);
        draft.mentions = Mentions::new(doc, mentions);
    }
}

/// The phrase without articles before it and without what describes it behind it; `None` for pronouns and names.
fn noun_phrase(doc: &Doc, draft: &Draft, source: &Range<usize>) -> Option<Range<usize>> {
    let light = [Class::Article, Class::Indefinite, Class::Adverb];
    let mut start = source.start;
    while start < source.end && doc.tokens[start].classes.any(&light) {
        start += 1;
    }
    let stop = [Class::Relative, Class::Demonstrative, Class::Complementizer];
    let end = (start..source.end)
        .find(|&n| doc.tokens[n].classes.any(&stop) || doc.tokens[n].kind == Kind::Quote || doc.is_mark(n, ","))
        .unwrap_or(source.end);
    let pronoun = [
        Class::PronounHeShe,
        Class::PronounThey,
        Class::PronounIt,
        Class::PronounI,
        Class::PronounWe,
        Class::PronounYou,
    ];
    let fits = start < end
        && end - start <= LONGEST
        && (start..end).all(|n| !doc.tokens[n].classes.any(&pronoun))
        // an actor inside describes it, but what starts with one has been read
        && draft.mentions.outer_at(start).is_none_or(|n| draft.mentions.all[n].actor.is_none());
    fits.then_some(start..end)
}

/// The head noun: a word for people or bodies, the last one before a preposition or a genitive where the head comes last.
fn head(doc: &Doc, phrase: &Range<usize>) -> Option<usize> {
    let ends = [Class::Preposition, Class::Genitive, Class::Recipient, Class::Comitative, Class::Agent, Class::Origin];
    let stop = phrase.clone().find(|&n| n > phrase.start && doc.tokens[n].classes.any(&ends)).unwrap_or(phrase.end);
    let noun = |n: usize| {
        let token = &doc.tokens[n];
        let person = doc.pack.cues.is(Near::Person, doc.lower(n)) && !doc.pack.cues.is(Near::Medium, doc.lower(n));
        token.is_word()
            && !doc.tokens[n].classes.any(&[Class::Auxiliary, Class::Conjunction])
            && (person || word(doc, n).is_some())
    };
    let mut within = phrase.start..stop;
    if doc.pack.grammar.has_possessive_mark() { within.rev().find(|&n| noun(n)) } else { within.find(|&n| noun(n)) }
}

/// The row of the words for actors under which the token stands, or a plural or feminine of it would.
fn word(doc: &Doc, at: usize) -> Option<&'static ActorWord> {
    use ActorWordKind::{Body, Group, Kin, Office, Organ};
    let actors = &doc.pack.actors;
    let row = |lower: &str| {
        actors
            .forms
            .all(0, |n| (n == 0).then_some(lower))
            .map(|(_, &row)| &actors.rows[row])
            .find(|row| matches!(row.kind, Body | Group | Kin | Office | Organ))
    };
    let lower = doc.lower(at);
    let single = lower.strip_suffix('s').filter(|_| doc.pack.grammar.has_possessive_mark());
    row(lower).or_else(|| row(doc.bare(at))).or_else(|| single.and_then(row))
}

fn actor(doc: &Doc, draft: &Draft, phrase: &Range<usize>, head: usize) -> ActorDraft {
    let row = word(doc, head);
    let body = row.is_some_and(|row| matches!(row.kind, ActorWordKind::Body | ActorWordKind::Organ));
    // "a doctor in Goris": the country that the phrase names
    let own = draft.mentions.starting_in(phrase.clone()).find_map(|n| {
        let mention = &draft.mentions.all[n];
        mention
            .actor
            .and_then(|actor| draft.actors[actor].country.clone())
            .or_else(|| mention.place.and_then(|place| draft.places[place].country.clone()))
    });
    let vague = row.is_none_or(|row| row.sector == Some(Sector::Unk) && !body || row.sector == Some(Sector::Med));
    // "his office": of the country of the first person that the sentence names
    let possessed = (phrase.start.saturating_sub(1)..phrase.end).any(|n| doc.has(n, Class::Possessive));
    let own = own.or_else(|| possessed.then(|| first_person(doc, draft, phrase.start)).flatten());
    let country = own.or_else(|| if vague { None } else { spoken_of(doc, draft, phrase.start) });
    ActorDraft {
        name: doc.slice(phrase.clone()).to_owned(),
        kind: if body { ActorKind::Organisation } else { ActorKind::Group },
        country,
        sector: row.and_then(|row| row.sector).or(Some(Sector::Unk)),
        role: None,
        role_of: None,
        wikidata: None,
        confidence: 0.6,
        why: vec!["speaker without a name".to_owned()],
    }
}

/// The country of the first person in the sentence of the token.
fn first_person(doc: &Doc, draft: &Draft, at: usize) -> Option<String> {
    let mentions = draft.mentions.starting_in(doc.sentence(at).start..at).map(|n| &draft.mentions.all[n]);
    let actor = mentions.filter_map(|m| m.actor).find(|&actor| draft.actors[actor].kind == ActorKind::Person)?;
    draft.actors[actor].country.clone()
}
