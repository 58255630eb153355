//! What can be made of a record before it is decided what it tells: its compressed body, its stems.

use std::sync::Arc;
use std::thread;

use notula_record::Record;

use crate::shelf;
use crate::store::Result;
use crate::words::{Stems, words};

/// Words of a report that are searched.
const MOST_WORDS: usize = 50_000;

/// A record made ready.
pub(crate) struct Prepared {
    /// For the decisions.
    pub(crate) story: notula_story::Prepared,
    /// For the decisions of later records.
    pub(crate) record: Arc<Record>,
    /// As it will lie in the store.
    pub(crate) body: Vec<u8>,
    /// Stems of the headline.
    pub(crate) title: Vec<String>,
    /// Stems of the text.
    pub(crate) text: Vec<String>,
}

impl Prepared {
    pub(crate) fn of(record: &Record) -> Result<Self> {
        let document = &record.document;
        let stems = Stems::of(document.language.as_deref());
        Ok(Self {
            story: notula_story::Prepared::of(record),
            record: Arc::new(record.clone()),
            body: shelf::pack(record)?,
            title: stems_of(document.title.as_deref().unwrap_or_default(), &stems),
            text: stems_of(&document.text, &stems),
        })
    }
}

/// Makes all of them ready, on every core.
pub(crate) fn all(records: &[Record]) -> Result<Vec<Prepared>> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(8);
    if records.len() < 4 || cores == 1 {
        return records.iter().map(Prepared::of).collect();
    }
    let share = records.len().div_ceil(cores);
    thread::scope(|scope| {
        let parts: Vec<_> = records
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(Prepared::of).collect::<Result<Vec<_>>>()))
            .collect();
        let mut all = Vec::with_capacity(records.len());
        for part in parts {
            // a panic of a part goes on here
            all.extend(part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(all)
    })
}

/// The stems of a text, one after the other.
pub(crate) fn stems_of(text: &str, stems: &Stems) -> Vec<String> {
    words(text).take(MOST_WORDS).map(|word| stems.stem(&word.folded)).filter(|stem| !stem.is_empty()).collect()
}

/// The stems of a statement's words.
pub(crate) fn stems_of_statement(record: &Record, local: &str) -> Vec<String> {
    let stems = Stems::of(record.document.language.as_deref());
    let statement = record.statements.iter().find(|statement| statement.id == local);
    let spans = statement.into_iter().flat_map(|statement| &statement.content);
    spans.flat_map(|span| stems_of(&span.quote, &stems)).collect()
}
