//! When, where and in which outlet a statement was made.

use std::ops::Range;

use notula_knowledge::Entry;
use notula_language::{Class, Near};

use crate::doc::Doc;
use crate::draft::Draft;
use crate::mention::PlaceIx;

/// How many tokens away from the cue its time or place may stand.
const REACH: usize = 30;

/// The time and the place named next to the cue, outside what is said. `cue` is tokens, `content` bytes.
pub(super) fn time_and_place(
    doc: &Doc,
    draft: &Draft,
    cue: &Range<usize>,
    content: &[Range<usize>],
) -> (Option<String>, Option<PlaceIx>) {
    let sentence = doc.sentence(cue.start);
    let tokens = sentence.start.max(cue.start.saturating_sub(REACH))..sentence.end.min(cue.end + REACH);
    let bytes = doc.bytes(tokens.clone());
    let outside = |at: usize| !content.iter().any(|c| c.contains(&at)) && doc.quote_of(doc.token_at(at)).is_none();
    let first = draft.times.partition_point(|t| t.range.start < bytes.start);
    let middle = doc.tokens.get(cue.start).map_or(0, |t| t.start as usize);
    let time = draft.times[first..]
        .iter()
        .take_while(|t| t.range.start < bytes.end)
        .filter(|t| t.days.is_some() && outside(t.range.start))
        .min_by_key(|t| t.range.start.abs_diff(middle))
        .and_then(|t| t.value.clone());
    let place = draft.mentions.outer_in(tokens).find_map(|n| {
        let mention = &draft.mentions.all[n];
        let before = mention.tokens.start.checked_sub(1)?;
        let locative = doc.has(before, Class::Preposition) && !doc.has(before, Class::Recipient);
        let start = doc.tokens.get(mention.tokens.start)?.start as usize;
        mention.place.filter(|_| mention.actor.is_none() && locative && outside(start))
    });
    (time, place)
}

/// For each paragraph, the outlet that its speaker spoke with: "in an interview with Breitbart News", by bytes.
pub(super) fn interviews(doc: &Doc) -> Vec<(Range<usize>, String)> {
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    for at in 0..doc.tokens.len().saturating_sub(2) {
        if !doc.pack.cues.is(Near::Medium, doc.lower(at)) || !doc.has(at + 1, Class::Comitative) {
            continue;
        }
        let from = if doc.has(at + 2, Class::Article) { at + 3 } else { at + 2 };
        let Some(name) = outlet_at(doc, from) else { continue };
        let start = doc.tokens[at].start as usize;
        let n = doc.paragraphs.partition_point(|p| p.end <= start);
        if let Some(paragraph) = doc.paragraphs.get(n) {
            out.push((start..paragraph.end, name));
        }
    }
    out
}

/// The known outlet whose name starts at the token.
pub(super) fn outlet_at(doc: &Doc, at: usize) -> Option<String> {
    let start = doc.tokens.get(at)?.start as usize;
    notula_knowledge::find(doc.text, start, doc.pack.code).iter().flat_map(|found| &found.entries).find_map(|entry| {
        match entry {
            Entry::Outlet(outlet) => Some(outlet.name().to_owned()),
            _ => None,
        }
    })
}
