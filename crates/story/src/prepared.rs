//! What can be made of a record before anything is decided: it needs no memory, so that many records can be made ready
//! at once, on every core.

use std::collections::BTreeSet;

use notula_record::Record;

use crate::amount;
use crate::cluster::{self, Sort};
use crate::copies::Text;
use crate::identity;
use crate::row::Amount;
use crate::statement::Said;
use crate::words::words;

/// A record made ready for [`crate::file_prepared`].
pub struct Prepared {
    pub(crate) text: Text,
    /// Features of its words, ascending by key.
    pub(crate) features: Vec<(i64, Sort, f32)>,
    /// For each actor how many of its keys come from splits, and all keys.
    pub(crate) keys: Vec<(usize, Vec<i64>)>,
    /// For each event the words and numbers that tell it.
    pub(crate) events: Vec<(BTreeSet<String>, Vec<Amount>)>,
    /// For each statement its words.
    pub(crate) statements: Vec<Said>,
}

impl Prepared {
    /// Makes a record ready.
    pub fn of(record: &Record) -> Self {
        let events = record
            .events
            .iter()
            .zip(amount::of_record(record))
            .map(|(event, amounts)| (event.evidence.iter().flat_map(|span| words(&span.quote)).collect(), amounts));
        Self {
            text: Text::of(record),
            features: cluster::words_of(record),
            keys: record.actors.iter().map(identity::keys).collect(),
            events: events.collect(),
            statements: record.statements.iter().map(Said::of).collect(),
        }
    }
}
