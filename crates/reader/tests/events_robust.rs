//! Events, positions and proposals of whatever text: no panic, spans that quote it, time linear in its length.

mod cases;

use std::time::{Duration, Instant};

use notula_reader::clause::Clauses;
use notula_reader::doc::Doc;
use notula_reader::draft::Draft;
use notula_reader::{actor, event, position, proposal};
use notula_record::Record;

fn words(language: &str) -> Vec<String> {
    ["event", "position", "proposal"]
        .iter()
        .flat_map(|layer| cases::load(layer, language))
        .flat_map(|case| case.text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .chain(["\"", "“", "”", ",", ";", "(", ")", "—", "'s", "yang", "that", "if", "…", "\n"].map(str::to_owned))
        .collect()
}

/// A row of pseudo-random numbers (Knuth's MMIX constants), the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn check(record: &Record, text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let spans = record
        .events
        .iter()
        .flat_map(|e| &e.evidence)
        .chain(record.positions.iter().flat_map(|p| p.evidence.iter().chain(&p.condition)))
        .chain(record.proposals.iter().flat_map(|p| &p.evidence));
    for span in spans {
        let quoted: String = chars[span.start..span.end].iter().collect();
        assert_eq!(quoted, span.quote);
        assert!(!span.quote.is_empty(), "an empty span in {text:?}");
    }
    let known = |id: &String| record.actors.iter().any(|actor| &actor.id == id);
    for event in &record.events {
        assert!(event.initiators.iter().chain(&event.recipients).all(known), "an unknown party in {text:?}");
        assert!(!event.initiators.is_empty() || !event.recipients.is_empty(), "no party in {text:?}");
        assert!((0.0..=1.0).contains(&event.confidence));
    }
}

#[test]
fn any_row_of_words_is_read() {
    for language in ["en", "id"] {
        let words = words(language);
        let mut numbers = Numbers(7);
        for _ in 0..400 {
            let length = 1 + numbers.next(40);
            let text: Vec<&str> = (0..length).map(|_| words[numbers.next(words.len())].as_str()).collect();
            let text = text.join(" ");
            check(&cases::read(&text, language), &text);
        }
    }
}

#[test]
fn every_beginning_of_a_text_is_read() {
    for language in ["en", "id"] {
        let text: Vec<String> = cases::load("event", language).into_iter().take(6).map(|case| case.text).collect();
        let text = text.join(" ");
        for (end, _) in text.char_indices() {
            check(&cases::read(&text[..end], language), &text[..end]);
        }
    }
}

/// How long the layers of events, positions and proposals take over a text whose actors are known.
fn time(text: &str, language: &str) -> Duration {
    let pack = notula_language::pack(language).expect("a pack");
    let doc = Doc::new(text, pack);
    let mut draft = Draft::default();
    actor::read(&doc, &[], None, &mut draft);
    let start = Instant::now();
    let clauses = Clauses::new(&doc, &draft.mentions);
    let events = event::read(&clauses, &draft, None);
    draft.events = events;
    position::read(&clauses, &draft);
    proposal::read(&clauses, &draft);
    start.elapsed()
}

#[test]
fn time_grows_with_the_length_alone() {
    for language in ["en", "id"] {
        let paragraph: Vec<String> = cases::load("event", language).into_iter().map(|case| case.text).collect();
        let paragraph = paragraph.join(" ") + "\n";
        let one_sentence = paragraph.replace('.', ",").replace('\n', " ");
        for text in [paragraph, one_sentence] {
            let (short, long) = (text.repeat(8), text.repeat(64));
            let best = |text: &str| (0..3).map(|_| time(text, language)).min().expect("three runs");
            let (base, took) = (best(&short).max(Duration::from_millis(1)), best(&long));
            // eight times the text, with room for a busy machine; a quadratic layer would take sixty-four times as long
            assert!(took < base * 40, "{language}: {took:?} for eight times the text of {base:?}");
        }
    }
}
