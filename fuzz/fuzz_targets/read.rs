//! Any bytes through the whole reader: no panic, and every span quotes its text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notula_cli::{Report, Settings, read_report};
use notula_record::Span;

fuzz_target!(|bytes: &[u8]| {
    // the models are slow here; one input in four asks them
    let no_models = bytes.len() % 4 != 0;
    let settings = Settings { no_models, ..Settings::until(jiff::civil::date(2026, 6, 1)) };
    let Ok(record) = read_report(Report::from_bytes("fuzz", bytes.to_vec()), &settings) else { return };
    let text: Vec<char> = record.document.text.chars().collect();
    let check = |span: &Span| {
        assert!(span.start < span.end, "{span:?} is empty");
        assert_eq!(text[span.start..span.end].iter().collect::<String>(), span.quote);
    };
    record.actors.iter().flat_map(|a| &a.mentions).for_each(|m| check(&m.span));
    record.places.iter().flat_map(|p| &p.mentions).for_each(|m| check(&m.span));
    record.times.iter().for_each(|t| check(&t.span));
    record.statements.iter().flat_map(|s| s.content.iter().chain(&s.cue)).for_each(check);
    record.events.iter().flat_map(|e| &e.evidence).for_each(check);
    record.positions.iter().flat_map(|p| p.evidence.iter().chain(&p.condition)).for_each(check);
    record.proposals.iter().flat_map(|p| &p.evidence).for_each(check);
    record.relations.iter().flat_map(|r| &r.evidence).for_each(check);

    let raw = notula_page::decode(bytes).map(|decoded| decoded.text.chars().count()).unwrap_or(0);
    for [at, from, length] in &record.document.source_map {
        assert!(at + length <= text.len() && from + length <= raw, "the source map leaves the input");
    }
});
