//! The way through the layers.

use std::sync::LazyLock;

use notula_language::Pack;
use notula_record::{Document, Record};

use crate::clause::Clauses;
use crate::doc::Doc;
use crate::draft::Draft;
use crate::{actor, assemble, event, position, proposal, statement, time, voice};

/// What the caller knows or wants.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Facts under this probability are left out.
    pub min_confidence: f32,
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
    let doc = Doc::new(&text, pack);
    let date = document.published.as_ref().map(|published| published.value.clone());
    let quotes: Vec<_> = doc.quotes.iter().map(|quote| quote.content.clone()).collect();
    draft.times = time::mentions(&text, pack, date.as_ref().and_then(|date| date.parse().ok()), &quotes);
    let timed: Vec<_> = draft.times.iter().map(|time| time.range.clone()).collect();
    actor::read(&doc, &timed, date.as_deref(), &mut draft);
    draft.statements = statement::read(&doc, &draft);
    voice::bind(&doc, &mut draft);
    let clauses = Clauses::new(&doc, &draft.mentions);
    let events = event::read(&clauses, &draft, date.as_deref());
    draft.events = events;
    let positions = position::read(&clauses, &draft);
    let proposals = proposal::read(&clauses, &draft);
    draft.positions = positions;
    draft.proposals = proposals;
    let mut record = assemble::record(document, &doc, &draft, options.min_confidence);
    record.document.text = text;
    record
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
