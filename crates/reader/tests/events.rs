//! Spec cases of the events layer: sentences and the events they tell, in `tests/event/LANGUAGE.txt`.

mod cases;

use notula_record::{Event, Record};

fn parties(record: &Record, ids: &[String]) -> Vec<String> {
    ids.iter()
        .filter_map(|id| record.actors.iter().find(|actor| &actor.id == id))
        .map(|actor| actor.name.clone())
        .collect()
}

/// `CONSULT planned A, B > C`; a name may be the beginning of the actor's.
fn agrees(record: &Record, event: &Event, expected: &str) -> bool {
    let (left, right) = expected.split_once('>').expect("a case has initiators > recipients");
    let mut words = left.splitn(3, ' ');
    let kind = words.next().unwrap_or("");
    let status = words.next().unwrap_or("").trim();
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let same = |wanted: Vec<String>, found: Vec<String>| {
        wanted.len() == found.len() && wanted.iter().all(|w| found.iter().any(|f| f.starts_with(w.as_str())))
    };
    let (mut wanted, mut found) = (
        (names(words.next().unwrap_or("")), names(right)),
        (parties(record, &event.initiators), parties(record, &event.recipients)),
    );
    if event.kind.is_symmetric() {
        wanted.0.append(&mut wanted.1);
        found.0.append(&mut found.1);
    }
    event.kind.as_str() == kind && event.status.as_str() == status && same(wanted.0, found.0) && same(wanted.1, found.1)
}

fn told(record: &Record) -> Vec<String> {
    record
        .events
        .iter()
        .map(|e| {
            format!(
                "{} {} {} > {}",
                e.kind,
                e.status,
                parties(record, &e.initiators).join(", "),
                parties(record, &e.recipients).join(", ")
            )
        })
        .collect()
}

fn run(language: &str) {
    let cases = cases::load("event", language);
    let mut wrong = Vec::new();
    for case in &cases {
        let record = cases::read(&case.text, language);
        let expected: Vec<&String> = case.expected.iter().filter(|line| *line != "none").collect();
        let right = expected.len() == record.events.len()
            && expected.iter().all(|line| record.events.iter().any(|event| agrees(&record, event, line)));
        if !right {
            wrong.push(format!("{}\n  wanted {:?}\n  found  {:?}", case.text, expected, told(&record)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn events_of_english_sentences() {
    run("en");
}

#[test]
fn events_of_indonesian_sentences() {
    run("id");
}
