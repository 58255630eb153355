//! What holds for any reports in any order.

use crate::common::{Report, filed, report};
use notula_record::Record;
use notula_story::{Builder, InMemory};
use proptest::prelude::*;

/// Words of which texts are made.
const WORDS: [&str; 24] = [
    "lock", "barge", "river", "minister", "talks", "ice", "gate", "Vienna", "12", "40", "met", "said", "plan", "list",
    "Danube", "quay", "winter", "tolls", "denied", "signed", "crew", "pilot", "noon", "harbour",
];

prop_compose! {
    fn any_report()(
        words in prop::collection::vec(0..WORDS.len(), 3..60),
        day in 1u32..28,
        month in 1u32..4,
        status in prop::sample::select(vec!["occurred", "planned", "denied", "possible", "ongoing", "conditional"]),
        kind in prop::sample::select(vec!["CONSULT", "AGREE", "REQUEST", "ACCUSE", "ASSAULT", "SUPPORT", "REJECT"]),
        stance in prop::sample::select(vec!["supports", "opposes", "demands"]),
        time in prop::sample::select(vec!["", "2025-02-10", "2025-02", "2025-02-09/2025-02-12", "nonsense", "2025-13-40"]),
        points in 2u32..40,
        url in prop::option::of(0u32..3),
        sides in prop::sample::select(vec![("a1", "a2"), ("a2", "a3"), ("a3", "a1"), ("a4", "a1"), ("a9", "a9")]),
    ) -> Report {
        let text: Vec<&str> = words.iter().map(|&word| WORDS[word]).collect();
        let text = format!("{}. The {points}-point plan of Ana Lupu.", text.join(" "));
        let first = text.split(' ').next().unwrap_or_default().to_owned();
        let name = format!("{words:?}{day}{month}");
        let mut report = report(&name, &format!("2025-{month:02}-{day:02}"), "en", &text)
            .state("a1", "Serbia", "SRB")
            .state("a2", "Romania", "ROU")
            .actor("a3", "Ana Lupu", "person", "ROU", "GOV")
            .actor("a4", "Serbia official", "group", "SRB", "GOV")
            .place("p1", "Vienna", "AUT", 48.2, 16.4)
            .event("e1", kind, &[sides.0], &[sides.1], status, time, "p1", &first)
            .event("e2", "CONSULT", &[sides.1], &[], status, "", "", &first)
            .said("s1", "a3", &text)
            .stands("o1", "a1", "process.talks", stance, &first)
            .plan("r1", "plan", &["a3"], &["a1"], "proposed");
        if let Some(url) = url {
            report = report.at(&format!("https://example.org/{url}"));
        }
        report
    }
}

fn views(memory: &InMemory) -> String {
    let mut builder = Builder::new(memory);
    let mut out = String::new();
    for row in memory.events.values() {
        out += &serde_json::to_string(&builder.event(row).unwrap()).unwrap();
    }
    for row in memory.conflicts.values() {
        out += &serde_json::to_string(&builder.conflict(row).unwrap()).unwrap();
    }
    for row in memory.positions.values() {
        out += &serde_json::to_string(&builder.position(row).unwrap()).unwrap();
    }
    for row in memory.proposals.values() {
        out += &serde_json::to_string(&builder.proposal(row).unwrap()).unwrap();
    }
    for row in memory.statements.values() {
        out += &serde_json::to_string(&builder.statement(row).unwrap()).unwrap();
    }
    for row in memory.stories.values() {
        out += &serde_json::to_string(&builder.story(row).unwrap()).unwrap();
    }
    for row in memory.processes.values() {
        out += &serde_json::to_string(&builder.process(row).unwrap()).unwrap();
    }
    for row in memory.actors.values() {
        out += &serde_json::to_string(&builder.actor(row).unwrap()).unwrap();
    }
    for row in memory.reports.values() {
        out += &serde_json::to_string(&builder.report(row, None).unwrap()).unwrap();
    }
    out
}

/// What must hold in any memory.
fn check(memory: &InMemory) {
    for event in memory.events.values() {
        let tellings: Vec<_> = memory
            .tellings
            .values()
            .filter(|telling| telling.fact == notula_story::ids::FactId::Event(event.id))
            .collect();
        let counted: Vec<_> = tellings.iter().filter(|telling| !telling.replaced).collect();
        assert_eq!(event.live, !counted.is_empty());
        let mut families: Vec<_> = counted.iter().map(|telling| telling.family).collect();
        families.sort_unstable();
        families.dedup();
        if event.live {
            assert_eq!(event.independent as usize, families.len());
        }
        let mut reports: Vec<_> = tellings.iter().map(|telling| telling.report).collect();
        let all = reports.len();
        reports.dedup();
        assert_eq!(reports.len(), all, "two events of one report became one");
    }
    for conflict in memory.conflicts.values().filter(|conflict| conflict.live) {
        assert!(conflict.values.len() >= 2);
    }
    for report in memory.reports.values() {
        assert_ne!(report.copy_of, Some(report.id));
        assert!(report.story.is_some());
    }
    for position in memory.positions.values() {
        assert_ne!(position.changes, Some(position.id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_same_order_gives_the_same_rows(reports in prop::collection::vec(any_report(), 1..12)) {
        let (one, other) = (filed(&reports), filed(&reports));
        prop_assert_eq!(&one.events, &other.events);
        prop_assert_eq!(views(&one), views(&other));
        check(&one);
    }

    #[test]
    fn order_does_not_matter_for_the_sources_of_one_meeting(order in Just(vec![0usize, 1, 2, 3]).prop_shuffle()) {
        let told = [
            ("Ana Lupu saw Serbia's team in Vienna on Sunday, behind closed doors", "2025-02-10", "2025-02-09"),
            ("In Wien traf man sich am Sonntag, hiess es, und schwieg danach", "2025-02-11", "2025-02-09"),
            ("Pertemuan di Wina berlangsung tertutup tanpa keterangan pers", "2025-02-10", "2025-02-09/2025-02-10"),
            ("Who met whom in Vienna, and why the harbour masters care", "2025-02-12", "2025-02-09"),
        ];
        let reports: Vec<Report> = order.iter().map(|&at| {
            let (text, day, time) = told[at];
            report(&at.to_string(), day, "en", text)
                .state("a1", "Serbia", "SRB")
                .actor("a3", "Ana Lupu", "person", "ROU", "GOV")
                .place("p1", "Vienna", "AUT", 48.2, 16.4)
                .event("e1", "CONSULT", &["a3"], &["a1"], "occurred", time, "p1", text)
        }).collect();
        let memory = filed(&reports);
        prop_assert_eq!(memory.events.len(), 1);
        let event = memory.events.values().next().unwrap();
        prop_assert_eq!(event.time.as_deref(), Some("2025-02-09"));
        prop_assert_eq!(event.independent, 4);
        prop_assert_eq!(memory.conflicts.len(), 0);
    }

    #[test]
    fn any_text_can_be_filed(texts in prop::collection::vec(".{0,200}", 1..4)) {
        let mut memory = InMemory::default();
        for (at, text) in texts.iter().enumerate() {
            let record: Record = report(&at.to_string(), text, "xx", text).record();
            memory.add(&record).unwrap();
        }
        check(&memory);
        views(&memory);
    }
}
