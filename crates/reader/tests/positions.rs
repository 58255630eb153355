//! Spec cases of the positions and proposals layers, in `tests/position` and `tests/proposal`.

mod cases;

use notula_record::Record;

fn name(record: &Record, id: &str) -> String {
    record.actors.iter().find(|actor| actor.id == id).map_or_else(String::new, |actor| actor.name.clone())
}

fn positions(record: &Record) -> Vec<String> {
    record.positions.iter().map(|p| format!("{} {} {}", name(record, &p.actor), p.stance, p.issue)).collect()
}

fn proposals(record: &Record) -> Vec<String> {
    record
        .proposals
        .iter()
        .map(|p| {
            let by: Vec<String> = p.proposers.iter().map(|id| name(record, id)).collect();
            format!("{} {}", p.status, by.join(", "))
        })
        .collect()
}

fn run(layer: &str, language: &str, told: fn(&Record) -> Vec<String>) {
    let cases = cases::load(layer, language);
    let mut wrong = Vec::new();
    for case in &cases {
        let mut found = told(&cases::read(&case.text, language));
        let mut wanted: Vec<String> = case.expected.iter().filter(|line| *line != "none").cloned().collect();
        found.sort();
        wanted.sort();
        if found != wanted {
            wrong.push(format!("{}\n  wanted {wanted:?}\n  found  {found:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn positions_in_english() {
    run("position", "en", positions);
}

#[test]
fn positions_in_indonesian() {
    run("position", "id", positions);
}

#[test]
fn proposals_in_english() {
    run("proposal", "en", proposals);
}

#[test]
fn proposals_in_indonesian() {
    run("proposal", "id", proposals);
}
