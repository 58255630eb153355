//! Pronouns and definite descriptions: whom they take up.
//!
//! Salience after Lappin and Leass (1994), on surface cues: recency by sentence, the first person named in a sentence
//! (mostly its subject) before others, owners inside a phrase and prepositional objects last.

use notula_language::{ActorWordKind, Class, Property};
use notula_record::{ActorKind, Sector};

use super::governed_by;
use super::phrase::{Head, Phrase};
use super::registry::{Registry, covers};
use crate::doc::Doc;
use crate::draft::ActorDraft;
use crate::mention::ActorIx;

/// One mention that may be taken up.
#[derive(Debug, Clone, Copy)]
struct Seen {
    actor: ActorIx,
    kind: ActorKind,
    sentence: usize,
    subject: bool,
    quoted: Option<usize>,
}

/// What has been mentioned so far.
#[derive(Debug, Default)]
pub struct Salience {
    seen: Vec<Seen>,
}

/// Sentences that a pronoun looks back.
const REACH: usize = 4;

impl Salience {
    /// Takes note of a resolved phrase.
    pub fn note(&mut self, doc: &Doc, phrase: &Phrase, actor: ActorIx, kind: ActorKind) {
        let sentence = doc.sentence_of(phrase.tokens.start);
        let quoted = doc.quote_of(phrase.tokens.start);
        let oblique = governed_by(
            doc,
            phrase.tokens.start,
            &[Class::Preposition, Class::Genitive, Class::Comitative, Class::Origin, Class::Recipient],
        );
        let first = !self
            .seen
            .iter()
            .rev()
            .take_while(|s| s.sentence == sentence)
            .any(|s| s.kind == kind && s.subject && s.quoted == quoted);
        let subject = !oblique && first;
        self.seen.push(Seen { actor, kind, sentence, subject, quoted });
        if self.seen.len() > 256 {
            self.seen.drain(..128);
        }
    }

    /// The actor that a pronoun or a description without an owner takes up.
    pub fn refer(&self, doc: &Doc, phrase: &Phrase, registry: &mut Registry<'_, '_>) -> Option<ActorIx> {
        let sentence = doc.sentence_of(phrase.tokens.start);
        let quoted = doc.quote_of(phrase.tokens.start);
        match &phrase.head {
            Head::Pronoun { plural: false, thing: false } => self.person(sentence, quoted),
            Head::Pronoun { plural: true, .. } => {
                // "Hamas said they would accept": the body that the sentence is about
                let body = |s: &Seen| {
                    s.subject && s.quoted.is_none() && matches!(s.kind, ActorKind::State | ActorKind::Organisation)
                };
                let here = self.seen.iter().rev().take_while(|s| s.sentence == sentence && quoted.is_none());
                let subjects: Vec<&Seen> = here.filter(|s| s.subject && s.quoted.is_none()).collect();
                if let [only] = subjects[..]
                    && body(only)
                {
                    return Some(only.actor);
                }
                // people who are merely spoken of are seldom taken up
                let acts =
                    |s: &Seen| s.subject || !matches!(registry.actors[s.actor].sector, Some(Sector::Cvl | Sector::Med));
                self.latest(sentence, 2, |s| s.kind == ActorKind::Group && s.quoted == quoted && acts(s))
            }
            Head::Pronoun { .. } => None,
            Head::Word(row) => match row.kind {
                ActorWordKind::Own => {
                    let person = self.person(sentence, None)?;
                    let country = registry.actors[person].country.clone()?;
                    registry.state_of(&country)
                }
                ActorWordKind::Office | ActorWordKind::Kin if phrase.definite => {
                    let named = self.latest(sentence, usize::MAX, |s| {
                        registry.notes[s.actor].words.iter().any(|known| covers(row.english, known.english))
                    });
                    // "the prime minister" of the country that the sentence speaks of
                    named.or_else(|| {
                        let country = self.country(sentence, &registry.actors)?;
                        let state = registry.state_of(&country)?;
                        registry.office(row, state)
                    })
                }
                ActorWordKind::Group
                    if phrase.definite || row.sector == Some(Sector::Mil) || row.sector == Some(Sector::Reb) =>
                {
                    // the subject's own: "Marcos will visit troops"
                    let side = self.subject_country(sentence, &registry.actors);
                    self.latest(sentence, usize::MAX, |s| {
                        matches!(s.kind, ActorKind::Group | ActorKind::Organisation)
                            && registry.notes[s.actor].words.iter().any(|known| known.sector == row.sector)
                            && side.is_none_or(|side| registry.actors[s.actor].country.as_deref() == Some(side))
                    })
                }
                ActorWordKind::Government if phrase.definite || !doc.pack.grammar.has_possessive_mark() => {
                    // "the junta" that was called so before, "the government" of the country that the sentence speaks of
                    let called = |s: &Seen| {
                        s.kind == ActorKind::State
                            && registry.notes[s.actor].words.iter().any(|w| std::ptr::eq(*w, *row))
                    };
                    let (nearest, foremost) = (row.is(Property::Nearest), row.is(Property::Foremost));
                    let known = self.latest(sentence, usize::MAX, called).filter(|_| nearest || foremost);
                    known.or_else(|| {
                        let near = nearest.then(|| self.country(sentence, &registry.actors)).flatten();
                        let country = near.or_else(|| foremost.then(|| self.foremost(&registry.actors)).flatten())?;
                        registry.state_of(&country)
                    })
                }
                ActorWordKind::Organ if phrase.definite || called_by_name(doc, phrase) => self
                    .latest(sentence, usize::MAX, |s| {
                        registry.notes[s.actor]
                            .words
                            .iter()
                            .any(|known| known.kind == row.kind && (covers(row.english, known.english)))
                    })
                    .or_else(|| {
                        if row.is(Property::Vague) {
                            // "the movement", "kelompok itu": the last armed group or body
                            return self.latest(sentence, usize::MAX, |s| {
                                s.kind == ActorKind::Organisation
                                    && registry.actors[s.actor].sector == Some(Sector::Reb)
                            });
                        }
                        // "the army" of the commander last named
                        let commander = |s: &Seen| {
                            s.kind == ActorKind::Person && registry.actors[s.actor].sector == Some(Sector::Mil)
                        };
                        let army = row.sector == Some(Sector::Mil);
                        let commanded = army.then(|| self.latest(sentence, usize::MAX, commander)).flatten();
                        // "the information ministry" of the country that the sentence speaks of
                        let country = commanded
                            .and_then(|person| registry.actors[person].country.clone())
                            .or_else(|| self.country(sentence, &registry.actors))?;
                        let state = registry.state_of(&country)?;
                        Some(registry.organ(row, state))
                    }),
                _ => None,
            },
            Head::Named(_) => None,
        }
    }

    /// The person behind a possessive pronoun or enclitic: "his counterpart", "menantunya".
    pub fn owner(&self, doc: &Doc, phrase: &Phrase) -> Option<ActorIx> {
        let sentence = doc.sentence_of(phrase.tokens.start);
        let quoted = doc.quote_of(phrase.tokens.start);
        if doc.has(phrase.tokens.start, Class::PronounIt) {
            return self.salient(sentence, quoted, |kind| matches!(kind, ActorKind::State | ActorKind::Organisation));
        }
        self.person(sentence, quoted)
    }

    /// The country that a sentence speaks of where it names no other: that of its subject, or the only one named in it
    /// so far; else the same of the sentence before.
    pub fn country(&self, sentence: usize, actors: &[ActorDraft]) -> Option<String> {
        // what the report itself speaks of comes before what a quotation does
        [(0, false), (1, false), (0, true), (1, true)].into_iter().find_map(|(distance, quoted)| {
            let here = self.seen.iter().filter(|s| {
                s.sentence + distance == sentence && s.kind != ActorKind::Person && s.quoted.is_some() == quoted
            });
            let with_country = |s: &Seen| actors[s.actor].country.as_deref().filter(|&code| code != "EUR");
            lone(here.clone().filter(|s| s.subject).filter_map(with_country))
                .or_else(|| lone(here.filter_map(with_country)))
                .map(str::to_owned)
        })
    }

    /// The country that the report has spoken of most so far.
    fn foremost(&self, actors: &[ActorDraft]) -> Option<String> {
        let countries = || self.seen.iter().filter_map(|s| actors[s.actor].country.as_deref());
        countries().max_by_key(|code| countries().filter(|other| other == code).count()).map(str::to_owned)
    }

    /// The country of the sentence's subject so far.
    fn subject_country<'a>(&self, sentence: usize, actors: &'a [ActorDraft]) -> Option<&'a str> {
        let here = self.seen.iter().rev().take_while(|s| s.sentence == sentence);
        here.filter(|s| s.subject).find_map(|s| actors[s.actor].country.as_deref())
    }

    fn latest(&self, sentence: usize, reach: usize, fits: impl Fn(&Seen) -> bool) -> Option<ActorIx> {
        self.seen.iter().rev().take_while(|s| sentence - s.sentence <= reach).find(|s| fits(s)).map(|s| s.actor)
    }

    /// The most salient person before a pronoun.
    fn person(&self, sentence: usize, quoted: Option<usize>) -> Option<ActorIx> {
        self.salient(sentence, quoted, |kind| kind == ActorKind::Person)
    }

    /// The most salient actor of a kind before a pronoun.
    fn salient(&self, sentence: usize, quoted: Option<usize>, fits: impl Fn(ActorKind) -> bool) -> Option<ActorIx> {
        let mut best: Option<(i32, ActorIx)> = None;
        for (n, seen) in self.seen.iter().enumerate().rev() {
            let distance = sentence.saturating_sub(seen.sentence);
            if distance > REACH {
                break;
            }
            if !fits(seen.kind) || seen.quoted.is_some() && seen.quoted != quoted {
                continue;
            }
            let score = 40 - 12 * distance as i32 + if seen.subject { 16 } else { 0 } + (n % 256) as i32 / 64;
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, seen.actor));
            }
        }
        best.map(|(_, actor)| actor)
    }
}

/// Whether an organ stands with a capital inside a sentence, as a name without its state: "Kemlu", "the Foreign Ministry".
pub(super) fn called_by_name(doc: &Doc, phrase: &Phrase) -> bool {
    let at = phrase.at.start;
    doc.tokens[at].capital && !doc.starts_sentence(at) && !phrase.indefinite
}

/// The one value of `values`, if they are all the same.
fn lone<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
