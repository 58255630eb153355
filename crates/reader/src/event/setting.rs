//! When and where.

use super::When;
use crate::clause::{Clauses, Link};
use crate::draft::Draft;
use crate::mention::PlaceIx;

/// How many bytes away the time of an event may stand; keeps the whole linear.
const WINDOW: usize = 500;

/// Time and place of an event.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// ISO 8601 or EDTF.
    pub time: Option<String>,
    /// Where.
    pub place: Option<PlaceIx>,
    /// Whether the time stands in a clause that tells of the past.
    pub past: bool,
}

/// Time and place from `clause`, else from the sentence before it. `done_to` says that a place can be the
/// object of the act.
pub fn of(
    clauses: &Clauses,
    draft: &Draft,
    times: &[When],
    clause: std::ops::Range<usize>,
    at: usize,
    done_to: bool,
    noun: bool,
) -> Setting {
    let (first, end) = (clause.start, clause.end);
    let doc = clauses.doc;
    let sentence = doc.sentence(at);
    let clause_bytes = doc.bytes(first..end.max(first + 1));
    let sentence_bytes = doc.bytes(sentence.clone());
    let trigger = doc.tokens[at].start as usize;
    let in_clause = |when: &&When| {
        when.bytes.start >= clause_bytes.start
            && when.bytes.end <= clause_bytes.end
            && !is_inserted(clauses, first..at, doc.token_at(when.bytes.start))
    };
    let window = sentence_bytes.start.max(trigger.saturating_sub(WINDOW))..sentence_bytes.end.min(trigger + WINDOW);
    let from = times.partition_point(|when| when.bytes.start < window.start);
    let to = times.partition_point(|when| when.bytes.start < window.end);
    let here = &times[from..to];
    let near = |when: &&When| when.bytes.start.abs_diff(trigger);
    let time = here.iter().filter(in_clause).min_by_key(near).or_else(|| {
        // a date at the head of the sentence, or after the clause with nothing but adverbs between
        here.iter()
            .filter(|when| {
                when.bytes.end <= clause_bytes.start && opens(clauses, when, sentence.start, first)
                    || when.bytes.start >= clause_bytes.end
                        && adverbial(clauses, end, doc.token_at(when.bytes.start), usize::from(noun))
            })
            .min_by_key(near)
    });
    // ", Monday (3/2)" at the end of a sentence dates its first clause
    let time =
        time.or_else(|| here.iter().find(|when| when.bytes.start >= clause_bytes.end && is_set_off(clauses, when)));
    let past = time.is_some_and(|when| when.past);
    let time = time.map(|when| when.value.clone());
    let place = place_in(clauses, draft, first..end, at, false)
        .or_else(|| place_in(clauses, draft, sentence.start.max(at.saturating_sub(60))..end, at, false))
        .or_else(|| done_to.then(|| place_in(clauses, draft, first..end, at, true)).flatten());
    Setting { time, place, past }
}

/// Whether the date at token `time` stands in a relative clause inserted between a subject and its verb.
fn is_inserted(clauses: &Clauses, clause: std::ops::Range<usize>, time: usize) -> bool {
    let doc = clauses.doc;
    clause.contains(&time)
        && (clause.start..time).any(|n| doc.has(n, notula_language::Class::Relative))
        && (time..clause.end).any(|n| doc.is_mark(n, ","))
}

/// Whether a date is set off by a comma ("…, Senin (3/2)", "…, pada Senin").
fn is_set_off(clauses: &Clauses, when: &When) -> bool {
    let doc = clauses.doc;
    let at = doc.token_at(when.bytes.start);
    let before = |n: usize| at.checked_sub(n).is_some_and(|n| doc.is_mark(n, ","));
    before(1) || before(2) && doc.has(at - 1, notula_language::Class::Preposition)
}

/// Whether a date before the clause bears on it: no other verb stands between.
fn opens(clauses: &Clauses, when: &When, start: usize, first: usize) -> bool {
    let doc = clauses.doc;
    let date = doc.token_at(when.bytes.start);
    let from = doc.token_at(when.bytes.end).max(start);
    let verb = |n: usize| clauses.is_verb(n) && clauses.phrase_at(n).is_none();
    // "agreed to meet next week after talks": the date belongs to the verb before it
    let elsewhere = (start..date).any(verb) && (from..first).any(|n| doc.has(n, notula_language::Class::Temporal));
    !elsewhere && !(from..first).any(verb)
}

/// Whether between the end of a clause and `to` there are only words that go on with it, and at most so many verbs: a
/// noun has its own after it ("talks were set for Friday").
fn adverbial(clauses: &Clauses, end: usize, to: usize, verbs: usize) -> bool {
    use notula_language::Class::{Complementizer, Contrast, Relative};
    let doc = clauses.doc;
    let passes = (end..to).all(|n| {
        !doc.tokens[n].classes.any(&[Complementizer, Contrast, Relative])
            && !matches!(doc.word(n), ";" | ":" | "." | "\"" | "”")
            && !(verbs > 0 && doc.is_mark(n, ","))
    });
    passes && to.saturating_sub(end) <= 12 && (end..to).filter(|&n| clauses.is_verb(n)).count() <= verbs
}

/// The place named nearest to `at` in `range`, after a word such as "in"; with `any`, however it is tied.
fn place_in(clauses: &Clauses, draft: &Draft, range: std::ops::Range<usize>, at: usize, any: bool) -> Option<PlaceIx> {
    let doc = clauses.doc;
    let first = clauses.phrases.partition_point(|p| p.tokens.start < range.start);
    clauses.phrases[first..]
        .iter()
        .take_while(|p| p.tokens.start < range.end)
        .filter(|p| {
            any || p.link == Link::Marked && p.marker.is_some_and(|m| doc.pack.lists.has("at-place", doc.lower(m)))
        })
        .filter_map(|p| {
            let place = p.mentions.first().and_then(|&ix| draft.mentions.all[ix].place)?;
            (!draft.places[place].wide).then(|| (p.tokens.start.abs_diff(at), place))
        })
        .min()
        .map(|(_, place)| place)
}

/// Whether the time lies wholly after the day `published`.
pub fn is_after(time: &str, published: &str) -> bool {
    let start = time.split('/').next().unwrap_or(time).trim_end_matches(['~', '?', '%']);
    let len = start.len().min(published.len());
    // weeks and quarters do not compare by text
    start.bytes().take(10).all(|b| b.is_ascii_digit() || b == b'-')
        && start.is_char_boundary(len)
        && published.is_char_boundary(len)
        && start[..len] > published[..len]
}

/// Whether `time` is the more exact of two times that agree.
pub fn is_finer(time: &str, known: &str) -> bool {
    !time.contains('/') && time.len() > known.split('/').next().unwrap_or(known).len()
}
