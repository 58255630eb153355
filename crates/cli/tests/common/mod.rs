//! What the tests of the command share.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::path::{Path, PathBuf};

use notula_record::{Record, Span};
use snapbox::cmd::{Command, cargo_bin};

/// The command, away from the settings of whoever runs the tests.
pub(crate) fn notula() -> Command {
    Command::new(cargo_bin!("notula")).env_remove("NO_COLOR").env_remove("NOTULA_LOG").env("COLUMNS", "100")
}

/// The folder of the sample reports.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// A store with the sample reports, in `folder`.
pub(crate) fn store(folder: &Path) -> String {
    let store = folder.join("samples.db").to_string_lossy().into_owned();
    let args = ["--store", &store, "--today", "2026-07-01", "--quiet"];
    notula().arg("add").arg(samples()).args(args).assert().code(0);
    store
}

/// The records in JSON Lines.
pub(crate) fn records(jsonl: &[u8]) -> Vec<Record> {
    std::str::from_utf8(jsonl)
        .expect("records are UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record a line"))
        .collect()
}

/// Every span of a record.
pub(crate) fn spans(record: &Record) -> Vec<&Span> {
    let mut all: Vec<&Span> = Vec::new();
    all.extend(record.actors.iter().flat_map(|a| a.mentions.iter().map(|m| &m.span)));
    all.extend(record.places.iter().flat_map(|p| p.mentions.iter().map(|m| &m.span)));
    all.extend(record.times.iter().map(|t| &t.span));
    all.extend(record.statements.iter().flat_map(|s| s.content.iter().chain(&s.cue)));
    all.extend(record.events.iter().flat_map(|e| &e.evidence));
    all.extend(record.positions.iter().flat_map(|p| p.evidence.iter().chain(&p.condition)));
    all.extend(record.proposals.iter().flat_map(|p| &p.evidence));
    all.extend(record.relations.iter().flat_map(|r| &r.evidence));
    all
}

/// Panics unless the record keeps the contract: spans quote the text, the source map is exact in the raw input `raw`,
/// what was dropped lies within it, ids lead somewhere, confidences are probabilities.
pub(crate) fn check(record: &Record, raw: &str) {
    let text: Vec<char> = record.document.text.chars().collect();
    let raw: Vec<char> = raw.chars().collect();
    for span in spans(record) {
        assert!(span.start < span.end && span.end <= text.len(), "{span:?} lies outside a text of {}", text.len());
        assert_eq!(text[span.start..span.end].iter().collect::<String>(), span.quote);
    }
    check_map(record, &text, &raw);
    for [start, end] in &record.document.paragraphs {
        assert!(start <= end && *end <= text.len());
    }
    for dropped in &record.document.dropped {
        assert!(dropped.start < dropped.end && dropped.end <= raw.len(), "{dropped:?}");
        assert!(!dropped.reason.is_empty());
    }
    check_references(record);
    for sure in confidences(record) {
        assert!((0.0..=1.0).contains(&sure), "{sure} is no probability");
    }
}

fn check_map(record: &Record, text: &[char], raw: &[char]) {
    let (mut text_end, mut raw_end) = (0, 0);
    let mut covered = vec![false; text.len()];
    for &[at, from, length] in &record.document.source_map {
        assert!(length > 0 && at >= text_end && from >= raw_end, "the source map ascends");
        assert!(at + length <= text.len() && from + length <= raw.len(), "the source map stays inside");
        (text_end, raw_end) = (at + length, from + length);
        covered[at..at + length].fill(true);
        // signs that were mended stand alone in their piece
        if length > 1 {
            for (t, r) in text[at..at + length].iter().zip(&raw[from..from + length]) {
                assert!(
                    t == r || t.is_whitespace() && r.is_whitespace(),
                    "{t:?} is not what stands in the input: {r:?}"
                );
            }
        }
    }
    for (at, c) in text.iter().enumerate() {
        assert!(covered[at] || c.is_whitespace(), "{c:?} at {at} comes from nowhere");
    }
}

/// Panics unless every id leads to a fact of the record.
pub(crate) fn check_references(record: &Record) {
    let actor = |id: &String| assert!(record.actors.iter().any(|a| a.id == *id), "there is no actor {id}");
    let place = |id: &String| assert!(record.places.iter().any(|p| p.id == *id), "there is no place {id}");
    let said = |id: &String| assert!(record.statements.iter().any(|s| s.id == *id), "there is no statement {id}");
    record.actors.iter().flat_map(|a| &a.role_of).for_each(actor);
    for s in &record.statements {
        s.speaker.iter().chain(&s.speakers).chain(&s.addressee).for_each(actor);
        s.place.iter().for_each(place);
        assert!(!s.content.is_empty());
    }
    for e in &record.events {
        e.initiators.iter().chain(&e.recipients).for_each(actor);
        e.place.iter().for_each(place);
        e.statement.iter().for_each(said);
        assert!(!e.evidence.is_empty());
    }
    for o in &record.positions {
        std::iter::once(&o.actor).chain(&o.toward).for_each(actor);
        o.statement.iter().for_each(said);
        assert!(!o.evidence.is_empty());
    }
    for p in &record.proposals {
        p.proposers.iter().chain(&p.addressees).for_each(actor);
        assert!(!p.evidence.is_empty());
    }
    for l in &record.relations {
        [&l.a, &l.b].into_iter().for_each(actor);
    }
}

/// Every probability of a record.
fn confidences(record: &Record) -> Vec<f32> {
    let mut all: Vec<f32> = record.document.published.iter().map(|p| p.confidence).collect();
    all.extend(record.actors.iter().map(|x| x.confidence));
    all.extend(record.places.iter().map(|x| x.confidence));
    all.extend(record.times.iter().map(|x| x.confidence));
    all.extend(record.statements.iter().map(|x| x.confidence));
    all.extend(record.events.iter().map(|x| x.confidence));
    all.extend(record.positions.iter().map(|x| x.confidence));
    all.extend(record.proposals.iter().map(|x| x.confidence));
    all.extend(record.relations.iter().map(|x| x.confidence));
    all
}
