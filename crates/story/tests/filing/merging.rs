//! Events, conflicts, positions, proposals, statements, stories and processes over several reports.

use crate::common::{Report, filed, report};
use notula_record::{PlanStatus, Stance, Status};
use notula_story::view::Disagreement;
use notula_story::{Builder, InMemory};

/// A meeting of two envoys, told by one outlet.
fn meeting(name: &str, day: &str, language: &str, words: &str, status: &str, time: &str) -> Report {
    report(name, day, language, words)
        .actor("a1", "Mirela Dunay", "person", "ROU", "GOV")
        .actor("a2", "Goran Savich", "person", "SRB", "GOV")
        .place("p1", "Vienna", "AUT", 48.2, 16.4)
        .event("e1", "CONSULT", &["a1"], &["a2"], status, time, "p1", words)
}

fn disputes(memory: &InMemory) -> Vec<(Disagreement, Vec<String>)> {
    let live = memory.conflicts.values().filter(|conflict| conflict.live);
    live.map(|conflict| (conflict.about, conflict.values.iter().map(|version| version.value.clone()).collect()))
        .collect()
}

const EN: &str = "Mirela Dunay and Goran Savich met in Vienna over the locks";
const ID: &str = "Goran Savich menerima Mirela Dunay di Wina guna membahas pintu air";

#[test]
fn one_meeting_in_two_languages_is_one_event() {
    let memory = filed(&[
        meeting("a", "2025-09-10", "en", EN, "occurred", "2025-09-10"),
        meeting("b", "2025-09-11", "id", ID, "occurred", "2025-09-10"),
    ]);
    assert_eq!(memory.events.len(), 1);
    assert_eq!(memory.stories.len(), 1);
    let row = memory.events.values().next().unwrap();
    let view = Builder::new(&memory).event(row).unwrap();
    assert_eq!(view.independent, 2);
    assert_eq!(view.sources[1].evidence[0].quote, ID);
    assert!(view.confidence > 0.9);
    assert_eq!(disputes(&memory), []);
}

#[test]
fn the_next_round_is_another_event() {
    let memory = filed(&[
        meeting("a", "2025-09-10", "en", EN, "occurred", "2025-09-10"),
        meeting("b", "2025-09-17", "id", ID, "occurred", "2025-09-17"),
    ]);
    assert_eq!(memory.events.len(), 2);
}

#[test]
fn the_announced_meeting_is_the_one_that_was_held() {
    let memory = filed(&[
        meeting("a", "2025-09-08", "en", EN, "planned", "2025-09-10/2025-09-11"),
        meeting("b", "2025-09-11", "id", ID, "occurred", "2025-09-10"),
    ]);
    let event = memory.events.values().next().unwrap();
    assert_eq!((memory.events.len(), event.status, event.time.as_deref()), (1, Status::Occurred, Some("2025-09-10")));
    assert_eq!(disputes(&memory), []);
}

#[test]
fn a_plan_without_a_day_is_carried_out_by_the_next_meeting() {
    let mut later = meeting("a", "2025-09-01", "en", EN, "planned", "");
    later = later.place("p2", "Graz", "AUT", 47.1, 15.4);
    let memory = filed(&[later, meeting("b", "2025-09-20", "id", ID, "occurred", "2025-09-20")]);
    let [plan, done] = [0, 1].map(|at| memory.events.values().nth(at).unwrap().clone());
    assert_eq!((plan.fulfilled_by, done.fulfils), (Some(done.id), Some(plan.id)));
}

#[test]
fn sources_a_day_apart_are_a_conflict_of_one_event() {
    let memory = filed(&[
        meeting("a", "2025-09-11", "en", EN, "occurred", "2025-09-10"),
        meeting("b", "2025-09-11", "id", ID, "occurred", "2025-09-11"),
    ]);
    assert_eq!(memory.events.len(), 1);
    assert_eq!(disputes(&memory), [(Disagreement::Date, vec!["2025-09-10".into(), "2025-09-11".into()])]);
}

#[test]
fn a_denial_stands_beside_the_report() {
    let memory = filed(&[
        meeting("a", "2025-09-11", "en", EN, "occurred", "2025-09-10"),
        meeting("b", "2025-09-12", "id", ID, "denied", "2025-09-12"),
    ]);
    assert_eq!(disputes(&memory), [(Disagreement::Outcome, vec!["occurred".into(), "denied".into()])]);
}

#[test]
fn lengths_of_a_meeting_can_disagree() {
    let told = |name: &str, words: &str, value: &str, length: &str| {
        meeting(name, "2025-09-10", "en", words, "occurred", "2025-09-10").lasting(value, length)
    };
    let one = "Mirela Dunay and Goran Savich met in Vienna for five hours";
    let two = "In Vienna Goran Savich saw Mirela Dunay, for half an afternoon, some three hours";
    let memory = filed(&[told("a", one, "PT5H", "five hours"), told("b", two, "PT3H", "three hours")]);
    assert_eq!(disputes(&memory), [(Disagreement::Number, vec!["PT5H".into(), "PT3H".into()])]);
    let same = filed(&[told("a", one, "PT5H", "five hours"), told("b", two, "PT5H", "three hours")]);
    assert_eq!(disputes(&same), []);
}

#[test]
fn a_copy_cannot_disagree_with_itself() {
    let text =
        format!("{EN}. Nobody else was in the room, and the interpreters waited in the corridor with the guards.");
    let one = report("a", "2025-09-10", "en", &text).lasting("PT5H", "room");
    let two = report("b", "2025-09-10", "en", &text).lasting("PT3H", "room");
    let with = |report: Report| {
        report
            .actor("a1", "Mirela Dunay", "person", "ROU", "GOV")
            .actor("a2", "Goran Savich", "person", "SRB", "GOV")
            .event("e1", "CONSULT", &["a1"], &["a2"], "occurred", "2025-09-10", "", "met in Vienna")
    };
    let memory = filed(&[with(one), with(two)]);
    assert_eq!(memory.reports.values().filter(|report| report.copy_of.is_some()).count(), 1);
    assert_eq!(disputes(&memory), []);
}

fn stance(name: &str, day: &str, stance: &str) -> Report {
    report(name, day, "en", "Serbia spoke about the tolls.").state("a1", "Serbia", "SRB").stands(
        "o1",
        "a1",
        "economy.transport",
        stance,
        "spoke about the tolls",
    )
}

#[test]
fn positions_change_and_come_back() {
    let days =
        [("2025-09-01", "opposes"), ("2025-09-05", "opposes"), ("2025-09-20", "supports"), ("2025-10-02", "opposes")];
    let history = |memory: &InMemory| {
        let mut rows: Vec<_> = memory.positions.values().filter(|row| row.live).cloned().collect();
        rows.sort_by_key(|row| row.seen);
        rows.into_iter().map(|row| (row.stance, row.tellings, row.changes_from)).collect::<Vec<_>>()
    };
    let wanted = [
        (Stance::Opposes, 2, None),
        (Stance::Supports, 1, Some(Stance::Opposes)),
        (Stance::Opposes, 1, Some(Stance::Supports)),
    ];
    let reports: Vec<Report> =
        days.iter().enumerate().map(|(n, (day, held))| stance(&n.to_string(), day, held)).collect();
    assert_eq!(history(&filed(&reports)), wanted);
    // the report of the change comes in late
    let late = [&reports[0], &reports[1], &reports[2], &reports[3]].map(Clone::clone);
    assert_eq!(history(&filed(&[late[2].clone(), late[0].clone(), late[1].clone(), late[3].clone()])), wanted);
}

#[test]
fn a_plan_shrinks_and_is_accepted() {
    let told = |name: &str, day: &str, label: &str, status: &str| {
        report(name, day, "en", &format!("The {label} lies on the table of Serbia and Romania."))
            .state("a1", "Serbia", "SRB")
            .state("a2", "Romania", "ROU")
            .plan("r1", label, &["a1"], &["a2"], status)
    };
    let memory = filed(&[
        told("a", "2025-09-01", "28-point plan", "proposed"),
        told("b", "2025-09-15", "20-point plan", "under-negotiation"),
        told("c", "2025-09-28", "plan", "accepted"),
    ]);
    assert_eq!(memory.proposals.len(), 1);
    let life: Vec<_> = memory.proposals.values().next().unwrap().life.iter().map(|s| (s.points, s.status)).collect();
    assert_eq!(
        life,
        [(Some(28), PlanStatus::Proposed), (Some(20), PlanStatus::UnderNegotiation), (None, PlanStatus::Accepted)]
    );
    assert_eq!(disputes(&memory), []);
    let other = told("d", "2025-09-28", "24-point plan", "accepted");
    let memory = filed(&[told("c", "2025-09-28", "20-point plan", "accepted"), other]);
    assert_eq!(disputes(&memory), [(Disagreement::Number, vec!["20".into(), "24".into()])]);
}

#[test]
fn the_same_words_are_one_statement() {
    let told = |name: &str, lead: &str, words: &str| {
        report(name, "2025-09-10", "en", &format!("{lead} \"{words}\""))
            .actor("a1", "Goran Savich", "person", "SRB", "GOV")
            .said("s1", "a1", words)
    };
    let words = "No barge will pass before the ice is gone from the upper gate";
    let memory = filed(&[
        told("a", "Goran Savich was short with reporters at the gate.", words),
        told("b", "After the session came the minister, pale, his papers under his arm, and said:", words),
        told("c", "Another day.", "We have all the time in the world for this"),
    ]);
    let counts: Vec<u32> = memory.statements.values().map(|statement| statement.independent).collect();
    assert_eq!(counts, [2, 1]);
}

#[test]
fn rounds_over_months_are_one_process() {
    let round = |name: &str, day: &str| {
        let text = format!("Serbia and Romania held talks about the locks, round {name}");
        report(name, day, "en", &text).state("a1", "Serbia", "SRB").state("a2", "Romania", "ROU").event(
            "e1",
            "CONSULT",
            &["a1"],
            &["a2"],
            "occurred",
            day,
            "",
            "Serbia and Romania held talks",
        )
    };
    let other = report("z", "2025-10-05", "en", "Japan and Korea held talks about fish.")
        .state("a1", "Japan", "JPN")
        .state("a2", "Korea", "KOR")
        .event("e1", "CONSULT", &["a1"], &["a2"], "occurred", "2025-10-05", "", "Japan and Korea held talks");
    let memory = filed(&[round("a", "2025-09-01"), round("b", "2025-10-04"), other, round("c", "2025-11-20")]);
    assert_eq!(memory.stories.len(), 4);
    let processes: Vec<u32> = memory.processes.values().map(|process| process.stories).collect();
    assert_eq!(processes, [3, 1]);
}

/// An attack, told with a toll.
fn attack(name: &str, day: &str, language: &str, words: &str) -> Report {
    report(name, day, language, words)
        .state("a1", "Serbia", "SRB")
        .state("a2", "Romania", "ROU")
        .place("p1", "Kladovo", "SRB", 44.6, 22.6)
        .event("e1", "ASSAULT", &["a1"], &["a2"], "occurred", "2025-09-10", "p1", words)
}

#[test]
fn tolls_of_one_day_can_disagree() {
    let one = attack("a", "2025-09-10", "en", "Shells killed twelve people at the Kladovo locks at dawn");
    let two = attack("b", "2025-09-10", "id", "Sebanyak 17 orang tewas di pintu air Kladovo pada subuh hari");
    assert_eq!(disputes(&filed(&[one.clone(), two])), [(Disagreement::Number, vec!["12".into(), "17".into()])]);
    let rounded = attack("c", "2025-09-10", "id", "Hampir 20 orang tewas di pintu air Kladovo pada subuh hari");
    let exact = attack("d", "2025-09-10", "en", "Shells killed nineteen people at the Kladovo locks at dawn");
    assert_eq!(disputes(&filed(&[exact, rounded])), []);
    // the next day's toll is news, no conflict
    let next = attack("e", "2025-09-11", "id", "Sebanyak 17 orang tewas di pintu air Kladovo, kata dokter");
    let memory = filed(&[one, next]);
    assert_eq!((memory.events.len(), disputes(&memory)), (1, vec![]));
}
