//! The way through the layers.

use std::sync::{Arc, LazyLock};

use notula_knowledge::{Entry, PersonForm, PersonId};
use notula_language::Pack;
use notula_model::{Model, NameTagger};
use notula_record::{Document, Published, PublishedBasis, Record};

use crate::clause::Clauses;
use crate::doc::Doc;
use crate::draft::Draft;
use crate::syntax::Syntax;
use crate::time::{Date, Hints};
use crate::{actor, assemble, calibration, event, position, proposal, statement, time, voice};

/// What the caller knows or wants.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Facts under this probability are left out.
    pub min_confidence: f32,
    /// Reads by rules and the base alone.
    pub no_models: bool,
    /// A model of names of the user's own, asked in the place of the program's.
    pub namer: Option<Arc<dyn NameTagger>>,
    /// Leaves the layers' scores as they are, to fit the table of probabilities.
    pub raw_scores: bool,
    /// What is known of the report's day where its document has none; without it the day is not inferred.
    pub hints: Option<Hints>,
}

/// Stands in for a language without a pack: names of the base, numbers and quotation marks are still read.
static NEUTRAL: LazyLock<Pack> = LazyLock::new(Pack::default);

/// Reads the record of a cleaned report.
///
/// The language is `document.language` if there is a pack for it, else the one that the text's own words show. Without a
/// pack, what needs no language is read and a note says so.
pub fn read(mut document: Document, options: &Options) -> Record {
    let text = std::mem::take(&mut document.text);
    let pack = pack_for(&mut document, &text);
    let mut draft = Draft::default();
    let mut doc = Doc::new(&text, pack);
    if !options.no_models && !pack.code.is_empty() {
        doc.syntax = Some(Syntax::new(Model::embedded(), options.namer.clone(), doc.sentences.len()));
    }
    if document.published.is_none() {
        document.published = options.hints.as_ref().and_then(|hints| infer(&doc, hints));
    }
    let date = document.published.as_ref().map(|published| published.value.clone());
    let quotes: Vec<_> = doc.quotes.iter().map(|quote| quote.content.clone()).collect();
    draft.times = time::mentions(&text, pack, date.as_ref().and_then(|date| date.parse().ok()), &quotes);
    let timed: Vec<_> = draft.times.iter().map(|time| time.range.clone()).collect();
    actor::read(&doc, &timed, date.as_deref(), &mut draft);
    draft.statements = statement::read(&doc, &mut draft);
    voice::bind(&doc, &mut draft);
    event::states::add(&mut draft);
    let clauses = Clauses::new(&doc, &draft.mentions);
    let events = event::read(&clauses, &draft, date.as_deref());
    draft.events = events;
    let positions = position::read(&clauses, &draft);
    let proposals = proposal::read(&clauses, &draft);
    draft.positions = positions;
    draft.proposals = proposals;
    event::states::link(&mut draft);
    let standing = assemble::standing(&draft);
    if !options.raw_scores {
        calibration::apply(&mut draft);
    }
    let mut record = assemble::record(document, &doc, &draft, &standing, options.min_confidence);
    record.document.notes.extend(doc.syntax.as_ref().and_then(Syntax::failure).map(str::to_owned));
    record.document.text = text;
    record
}

/// The report's day from the days that it names and the offices that its persons held.
fn infer(doc: &Doc, hints: &Hints) -> Option<Published> {
    let people = named_people(doc);
    let plausibility = |date: Date| {
        let date = date.to_string();
        let held = people.iter().filter(|person| person.role_at(&date).is_some()).count();
        if people.is_empty() { 1.0 } else { (held as f32 / people.len() as f32).max(0.05) }
    };
    let inferred = time::infer(doc.text, doc.pack, hints, plausibility)?;
    Some(Published {
        value: inferred.date.to_string(),
        basis: PublishedBasis::Inferred,
        confidence: inferred.confidence,
    })
}

/// Persons of the base with terms of office whose full names the text has.
fn named_people(doc: &Doc) -> Vec<PersonId> {
    let mut people = Vec::new();
    for token in doc.tokens.iter().filter(|token| token.capital) {
        for found in notula_knowledge::find(doc.text, token.start as usize, doc.pack.code) {
            for entry in found.entries {
                if let Entry::Person(person, PersonForm::Full | PersonForm::Alias) = entry
                    && person.terms().next().is_some()
                    && !people.contains(&person)
                    && people.len() < 64
                {
                    people.push(person);
                }
            }
        }
    }
    people
}

fn pack_for(document: &mut Document, text: &str) -> &'static Pack {
    let given = document.language.as_deref();
    if let Some(pack) = given.and_then(notula_language::pack) {
        return pack;
    }
    let detected = notula_language::detect(text);
    match (given, detected) {
        (None, Some((pack, _))) => {
            document.language = Some(pack.code.to_owned());
            pack
        }
        _ => {
            let packs: Vec<&str> = notula_language::packs().iter().map(|pack| pack.code).collect();
            document.notes.push(format!(
                "language {} is not supported (there are packs for {}): only what needs no language was read",
                given.unwrap_or("of the text"),
                packs.join(", ")
            ));
            &NEUTRAL
        }
    }
}
