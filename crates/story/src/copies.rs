//! Near-copies: wire copies, reprints, cut, extended and lightly edited texts.
//!
//! Candidates share one of the runs of five words with the smallest hashes (min-wise sampling, Broder 1997): a text
//! that was cut keeps a part of them, and of the candidates a sketch tells which are worth comparing. Then both texts are
//! compared run by run, and the numbers and days that stand between the same words must agree, so that bulletins made
//! after one template are no copies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use notula_record::{Record, TimeType};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Error;
use crate::days;
use crate::desk::Desk;
use crate::hash::hash_bytes;
use crate::ids::ReportId;
use crate::row::{Day, Index, ReportRow};
use crate::words::{runs, share, sketch, sketched_share, words};

/// Hashes in a report's sketch.
const SKETCH: usize = 48;
/// Entries of the index for a report.
const ANCHORS: usize = 6;
/// Candidates that are compared by their sketch, and by their text.
const LOOKED_AT: usize = 32;
const COMPARED: usize = 6;
/// Share of the sketches that makes the texts worth comparing.
const WORTH: f32 = 0.25;
/// Share of the shorter text's runs of five words that a copy has in common with the other.
const COPIED: f32 = 0.58;
/// A text of fewer words is too short to be called a copy, unless nearly all of it is the same.
const SHORT: usize = 25;

/// A report's text, ready for comparing.
pub(crate) struct Text {
    /// How many words it has.
    words: usize,
    runs: FxHashSet<u64>,
    pub(crate) sketch: Vec<u32>,
    anchors: Vec<i64>,
}

impl Text {
    pub(crate) fn of(record: &Record) -> Self {
        let words = words(&record.document.text);
        let runs = runs(&words, 5);
        let mut smallest: Vec<u64> = runs.iter().copied().collect();
        smallest.sort_unstable();
        let anchors = smallest.iter().take(ANCHORS).map(|&run| run as i64).collect();
        let sketch = sketch(&runs, SKETCH);
        Self { words: words.len(), runs, sketch, anchors }
    }

    /// Enters the report into the index.
    pub(crate) fn enter(&self, desk: &mut Desk<'_>, day: Day, report: ReportId) {
        for &anchor in &self.anchors {
            desk.enter(Index::Copy, anchor, day, report.0);
        }
    }
}

/// The report most like this one, if it is a near-copy; `not` are the page's own earlier versions.
pub(crate) fn find(
    desk: &mut Desk<'_>,
    record: &Record,
    text: &Text,
    day: Day,
    not: &BTreeSet<ReportId>,
) -> Result<Option<Arc<ReportRow>>, Error> {
    let mut hits: BTreeMap<u64, u32> = BTreeMap::new();
    for entry in desk.entries(Index::Copy, &text.anchors, Day::MIN..=Day::MAX, 8)? {
        *hits.entry(entry.id).or_default() += 1;
    }
    let mut order: Vec<(u64, u32)> = hits.into_iter().filter(|(id, _)| !not.contains(&ReportId(*id))).collect();
    order.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    let mut worth = Vec::new();
    for (id, _) in order.into_iter().take(LOOKED_AT) {
        if let Some(row) = desk.report(ReportId(id))? {
            let estimate = sketched_share(&text.sketch, &row.sketch, SKETCH);
            if estimate >= WORTH {
                worth.push((estimate, row));
            }
        }
    }
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let mut best: Option<(f32, Arc<ReportRow>)> = None;
    for (_, row) in worth.into_iter().take(COMPARED) {
        let Some(other) = desk.memory.record(row.id).map_err(Error::Memory)? else { continue };
        let same = compare(record, text, &other, &Text::of(&other), (day - row.day).abs());
        if same.is_some_and(|same| best.as_ref().is_none_or(|(most, _)| same > *most)) {
            best = same.map(|same| (same, row));
        }
    }
    Ok(best.map(|(_, row)| row))
}

/// Share of the shorter text in the longer one, where the two are near-copies.
fn compare(a: &Record, a_text: &Text, b: &Record, b_text: &Text, apart: i32) -> Option<f32> {
    let same = share(&a_text.runs, &b_text.runs);
    let short = a_text.words.min(b_text.words) < SHORT;
    if same < if short { 0.9 } else { COPIED } {
        return None;
    }
    let (agreed, disagreed) = numbers(&words(&a.document.text), &words(&b.document.text));
    if disagreed > 0 && (disagreed > 1 || disagreed * 4 > agreed) {
        return None;
    }
    // a reprint of the next days may say "today" of another day than it was written
    let reprint = same >= 0.9 && apart <= 3;
    if !reprint && !days_agree(a, b) {
        return None;
    }
    Some(same)
}

/// Numbers that stand between the same words in both texts: how many agree, how many do not.
fn numbers(a: &[String], b: &[String]) -> (usize, usize) {
    let (a, b) = (contexts(a), contexts(b));
    let (mut agreed, mut disagreed) = (0, 0);
    for (context, number) in &a {
        match b.get(context) {
            Some(other) if other == number => agreed += 1,
            Some(_) => disagreed += 1,
            None => {}
        }
    }
    (agreed, disagreed)
}

/// Every number under the word before and the word after it. What stands twice between the same words is left out.
fn contexts(words: &[String]) -> FxHashMap<u64, &str> {
    let mut out = FxHashMap::default();
    let mut twice = FxHashSet::default();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    for (at, word) in words.iter().enumerate().filter(|(_, word)| is_number(word)) {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        let after = words.get(at + 1).map_or("", String::as_str);
        let mask = |word: &str| if is_number(word) { 1 } else { hash_bytes(2, word.as_bytes()) };
        let context = mask(before).rotate_left(9) ^ mask(after);
        if out.insert(context, word.as_str()).is_some_and(|other: &str| other != word) {
            twice.insert(context);
        }
    }
    out.retain(|context, _| !twice.contains(context));
    out
}

/// Whether the days named in both reports have one in common, where both name some.
fn days_agree(a: &Record, b: &Record) -> bool {
    let named = |record: &Record| -> BTreeSet<Day> {
        let dates = record.times.iter().filter(|time| time.kind == TimeType::Date);
        dates.filter_map(|time| days::day(time.value.as_deref()?)).collect()
    };
    let (a, b) = (named(a), named(b));
    a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
}

/// Letters and digits alone, lower case.
fn squashed(name: &str) -> String {
    words(name).concat()
}

/// The likely original of a family: the one whose outlet is credited in the texts, else the earliest, else the first
/// that was added.
pub(crate) fn original(family: &[(Arc<ReportRow>, Arc<Record>)]) -> Option<ReportId> {
    // under an address, the address tells whose page it is: a name in the dateline may be the credit
    let house = |row: &ReportRow| squashed(row.domain.as_deref().or(row.outlet.as_deref()).unwrap_or(""));
    let credits: BTreeSet<String> = family
        .iter()
        .filter_map(|(_, record)| record.document.dateline.as_ref()?.outlet.as_deref().map(squashed))
        .filter(|name| name.len() > 3)
        .collect();
    let credited = |row: &ReportRow| {
        let house = house(row);
        if credits.iter().any(|name| house.contains(name.as_str())) {
            return true;
        }
        let Some(name) = row.outlet.as_deref().filter(|name| name.chars().count() > 3) else { return false };
        let others = family.iter().filter(|(other, _)| other.id != row.id && other.outlet.as_deref() != Some(name));
        others.into_iter().any(|(_, record)| {
            record.document.text.contains(name) || record.document.authors.iter().any(|author| author.contains(name))
        })
    };
    family.iter().map(|(row, _)| ((!credited(row), row.day, row.id), row.id)).min().map(|(_, id)| id)
}
