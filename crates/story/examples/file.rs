//! Files records (JSON Lines on standard input) one after the other in memory and prints what was decided, as one JSON
//! object: used by `scripts/eval_story.py`.
//!
//!     notula read --format jsonl reports/ | cargo run --release -p notula-story --example file

use std::io::BufRead as _;

use notula_record::Record;
use notula_story::ids::FactId;
use notula_story::{Builder, InMemory};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut memory = InMemory::default();
    let began = std::time::Instant::now();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if !line.trim().is_empty() {
            let record: Record = serde_json::from_str(&line)?;
            memory.add(&record)?;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let tellings = |fact: FactId| -> Vec<Value> {
        let of = memory.tellings.range((fact, notula_story::ids::ReportId(0), String::new())..);
        let mine = of.take_while(|((told, ..), _)| *told == fact);
        mine.map(|(_, telling)| json!([telling.report, telling.local])).collect()
    };
    let mut builder = Builder::new(&memory);
    let mut out = json!({ "seconds": seconds });
    let reports: Result<Vec<_>, _> = memory.reports.values().map(|row| builder.report(row, None)).collect();
    out["reports"] = json!(reports?);
    out["links"] = memory.links.values().map(|link| json!([link.report, link.local, link.actor])).collect();
    let mut events = Vec::new();
    for row in memory.events.values().filter(|row| row.live) {
        let view = builder.event(row)?;
        let mut value = json!(view);
        value["tellings"] = json!(tellings(FactId::Event(row.id)));
        events.push(value);
    }
    out["events"] = json!(events);
    let conflicts: Result<Vec<_>, _> =
        memory.conflicts.values().filter(|row| row.live).map(|row| builder.conflict(row)).collect();
    out["conflicts"] = json!(conflicts?);
    let actors: Result<Vec<_>, _> = memory.actors.values().map(|row| builder.actor(row)).collect();
    out["actors"] = json!(actors?);
    let statements: Result<Vec<_>, _> = memory.statements.values().map(|row| builder.statement(row)).collect();
    out["statements"] = json!(statements?);
    let positions: Result<Vec<_>, _> = memory.positions.values().map(|row| builder.position(row)).collect();
    out["positions"] = json!(positions?);
    let proposals: Result<Vec<_>, _> = memory.proposals.values().map(|row| builder.proposal(row)).collect();
    out["proposals"] = json!(proposals?);
    let stories: Result<Vec<_>, _> = memory.stories.values().map(|row| builder.story(row)).collect();
    out["stories"] = json!(stories?);
    let processes: Result<Vec<_>, _> = memory.processes.values().map(|row| builder.process(row)).collect();
    out["processes"] = json!(processes?);
    println!("{out}");
    Ok(())
}
