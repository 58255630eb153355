//! Statements: what a report attributes to somebody, in every order of cue, speaker and words.
//!
//! Quotations are read first, then the reported clauses around them; which verbs attribute, and what may follow them,
//! stands in the language pack's `cues.tsv`. [`attributions`] finds everything, beliefs and wishes too; [`read`] keeps
//! what the record counts as a statement and resolves the speakers.

mod adjunct;
mod attribution;
mod beside;
mod clause;
mod direct;
mod hit;
mod indirect;
mod list;
mod plain;
mod resolve;
mod setting;
mod source;
mod speaker;
mod start;
mod unnamed;

use notula_language::CueKind;
use notula_record::StatementKind;
use rustc_hash::FxHashMap;

pub use attribution::Attribution;

use crate::doc::Doc;
use crate::draft::{Draft, StatementDraft};
use crate::mention::Mentions;

/// Everything that `doc` attributes to somebody, in the order of the text.
pub fn attributions(doc: &Doc, mentions: &Mentions) -> Vec<Attribution> {
    let ctx = hit::Ctx::new(doc, mentions);
    let (direct, used) = direct::read(&ctx);
    let clauses = indirect::read(&ctx, &used);
    merge(doc, direct, clauses)
}

/// Puts the two lists into one order; what another attribution covers is left out.
fn merge(doc: &Doc, direct: Vec<Attribution>, clauses: Vec<Attribution>) -> Vec<Attribution> {
    let taken: Vec<_> = direct.iter().flat_map(|a| a.content.iter().cloned()).collect();
    let covered = |a: &Attribution| {
        let size: usize = a.content.iter().map(|c| c.len()).sum();
        let shared: usize = a
            .content
            .iter()
            .map(|c| {
                let from = taken.partition_point(|t| t.end <= c.start);
                taken[from..]
                    .iter()
                    .take_while(|t| t.start < c.end)
                    .map(|t| t.end.min(c.end) - t.start.max(c.start))
                    .sum::<usize>()
            })
            .sum();
        shared * 2 > size
    };
    let clauses: Vec<_> = clauses.into_iter().filter(|a| !covered(a)).collect();
    // a quotation whose cue stands inside a reported clause belongs to that clause
    let outer: Vec<_> = clauses.iter().filter(|a| a.score >= 0.5).flat_map(|a| a.content.iter().cloned()).collect();
    let nested = |a: &Attribution| {
        let Some(cue) = a.cue.as_ref().map(|cue| doc.bytes(cue.clone())) else { return false };
        let n = outer.partition_point(|c| c.end <= cue.start);
        outer.get(n).is_some_and(|c| c.start <= cue.start && (cue.end..c.end).contains(&a.start()))
    };
    let mut all: Vec<(Attribution, Option<usize>)> =
        direct.into_iter().enumerate().filter(|(_, a)| !nested(a)).map(|(n, a)| (a, Some(n))).collect();
    all.extend(clauses.into_iter().map(|a| (a, None)));
    all.sort_by_key(|(a, _)| a.start());
    let place: FxHashMap<usize, usize> =
        all.iter().enumerate().filter_map(|(new, (_, old))| old.map(|old| (old, new))).collect();
    all.into_iter()
        .map(|(mut a, _)| {
            a.continues = a.continues.and_then(|n| place.get(&n).copied());
            a
        })
        .collect()
}

/// The statements of `doc`, in the order of the text. Needs the draft's mentions and actors, and adds those who speak
/// without a name.
pub fn read(doc: &Doc, draft: &mut Draft) -> Vec<StatementDraft> {
    let mut all = attributions(doc, &draft.mentions);
    all.retain(is_statement);
    unnamed::add(doc, draft, &all);
    resolve::statements(doc, draft, all)
}

/// Whether the record counts it as a statement: beliefs, wishes and findings that nobody spoke are none.
fn is_statement(a: &Attribution) -> bool {
    match a.kind {
        CueKind::Believe | CueKind::Want | CueKind::Show | CueKind::Stance => {
            a.told == StatementKind::Direct && a.cue.is_some()
        }
        _ => a.score >= 0.5,
    }
}
