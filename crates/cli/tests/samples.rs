//! The sample reports and their records, as snapshots that people can read.
//!
//! After a wanted change of the reader: `make snapshots`, then look at `git diff crates/cli/tests/snapshots`.

mod common;

use std::fmt::Write;

use common::{check, notula, records, samples};
use notula_record::{Record, Span};

/// The records of a sample file.
fn read(name: &str) -> Vec<Record> {
    let output = notula()
        .current_dir(samples())
        .args(["read", "--format", "jsonl", "--today", "2026-07-01", name])
        .assert()
        .code(0);
    records(&output.get_output().stdout)
}

#[test]
fn records_of_the_samples() {
    let mut names: Vec<String> = std::fs::read_dir(samples())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt") || name.ends_with(".jsonl"))
        .collect();
    names.sort();
    assert!(names.len() >= 24);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for name in &names {
            let shown: Vec<String> = read(name).iter().map(show).collect();
            insta::assert_snapshot!(name.rsplit_once('.').unwrap().0, shown.join("\n"));
        }
    });
}

#[test]
fn samples_keep_the_contract() {
    for entry in std::fs::read_dir(samples()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "txt") {
            let raw = notula_page::decode(&std::fs::read(&path).unwrap()).unwrap().text;
            let name = path.file_name().unwrap().to_str().unwrap();
            read(name).iter().for_each(|record| check(record, &raw));
        }
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(samples().join("../README.md")).unwrap();
    let excerpt = readme.split("<!-- excerpt:begin -->").nth(1).unwrap().split("<!-- excerpt:end -->").next().unwrap();
    let args = ["read", "--format", "text", "--today", "2026-07-01", "samples/id-01-jenewa.txt"];
    let output = notula().current_dir(samples().join("..")).args(args).assert().code(0).get_output().stdout.clone();
    let printed = String::from_utf8(output).unwrap();
    let printed: Vec<&str> = printed.lines().collect();
    let shown: Vec<&str> =
        excerpt.lines().filter(|line| !line.starts_with("```") && !line.is_empty() && *line != "  …").collect();
    assert!(shown.len() > 20);
    for line in shown {
        assert!(printed.contains(&line), "{line:?} is not printed; run make snapshots");
    }
}

/// The record without offsets, ids and probabilities: what a person would check.
fn show(record: &Record) -> String {
    let d = &record.document;
    let mut out = String::new();
    let _ = writeln!(out, "# {}", d.source);
    let _ = writeln!(out, "title: {}", d.title.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "language: {}", d.language.as_deref().unwrap_or("-"));
    let day = d.published.as_ref().map(|p| format!("{} ({})", p.value, p.basis));
    let _ = writeln!(out, "published: {}", day.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "authors: {}", d.authors.join(", "));
    let outlet = d.outlet.as_ref().and_then(|o| o.name.as_deref().or(o.domain.as_deref()));
    let _ = writeln!(out, "outlet: {}", outlet.unwrap_or("-"));
    let dateline = d
        .dateline
        .as_ref()
        .map(|l| [l.place.as_deref(), l.outlet.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" / "));
    let _ = writeln!(out, "dateline: {}", dateline.as_deref().unwrap_or("-"));
    for note in &d.notes {
        let _ = writeln!(out, "note: {note}");
    }
    let _ = writeln!(out, "\n## text\n{}", d.text);
    let _ = writeln!(out, "\n## dropped");
    for dropped in &d.dropped {
        let _ = writeln!(out, "{} characters: {}", dropped.end - dropped.start, dropped.reason);
    }
    facts(&mut out, record);
    out
}

fn facts(out: &mut String, record: &Record) {
    let name = |id: &String| record.actors.iter().find(|a| a.id == *id).map_or_else(|| id.clone(), |a| a.name.clone());
    let names = |ids: &[String]| ids.iter().map(name).collect::<Vec<_>>().join(" & ");
    let place = |id: &Option<String>| {
        let place = id.as_ref().and_then(|id| record.places.iter().find(|p| p.id == *id));
        place.map(|p| format!(" in {}", p.name)).unwrap_or_default()
    };
    let on = |day: &Option<String>| day.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();

    let _ = writeln!(out, "\n## actors");
    for a in &record.actors {
        let of: Vec<_> =
            [a.country.as_deref(), a.sector.map(|s| s.as_str()), a.role.as_deref()].into_iter().flatten().collect();
        let mentions: Vec<_> = a.mentions.iter().map(|m| m.span.quote.as_str()).collect();
        let _ = writeln!(out, "{} [{}] {}: {}", a.name, a.kind, of.join(", "), mentions.join(" | "));
    }
    let _ = writeln!(out, "\n## places");
    for p in &record.places {
        let _ = writeln!(out, "{} [{}]", p.name, p.country.as_deref().unwrap_or("-"));
    }
    let _ = writeln!(out, "\n## times");
    for t in &record.times {
        let _ = writeln!(out, "{} = {} [{}]", t.span.quote, t.value.as_deref().unwrap_or("-"), t.kind);
    }
    let _ = writeln!(out, "\n## statements");
    for s in &record.statements {
        let speaker = if s.speakers.is_empty() { names(s.speaker.as_slice()) } else { names(&s.speakers) };
        let via = s.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
        let to = if s.addressee.is_empty() { String::new() } else { format!(" to {}", names(&s.addressee)) };
        let _ =
            writeln!(out, "{speaker}{to} [{}]{via}{}{}: {}", s.kind, on(&s.time), place(&s.place), quotes(&s.content));
    }
    let _ = writeln!(out, "\n## events");
    for e in &record.events {
        let mode = e.mode.as_ref().map(|mode| format!("/{mode}")).unwrap_or_default();
        let (by, to) = (names(&e.initiators), names(&e.recipients));
        let _ = writeln!(
            out,
            "{}{mode} {by} > {to} [{}]{}{}: {}",
            e.kind,
            e.status,
            on(&e.time),
            place(&e.place),
            quotes(&e.evidence)
        );
    }
    let _ = writeln!(out, "\n## positions");
    for o in &record.positions {
        let toward = o.toward.as_ref().map(|id| format!(" of {}", name(id))).unwrap_or_default();
        let condition = o.condition.as_ref().map(|span| format!(" if [{}]", span.quote)).unwrap_or_default();
        let _ =
            writeln!(out, "{} {} {}{toward}{condition}: {}", name(&o.actor), o.stance, o.issue, quotes(&o.evidence));
    }
    let _ = writeln!(out, "\n## proposals");
    for p in &record.proposals {
        let _ = writeln!(
            out,
            "{} by {} to {} [{}] on {}: {}",
            p.label,
            names(&p.proposers),
            names(&p.addressees),
            p.status,
            p.issues.join(", "),
            quotes(&p.evidence)
        );
    }
    let _ = writeln!(out, "\n## relations");
    for l in &record.relations {
        let _ = writeln!(out, "{} {} {}", name(&l.a), l.kind, name(&l.b));
    }
}

fn quotes(spans: &[Span]) -> String {
    spans.iter().map(|span| span.quote.as_str()).collect::<Vec<_>>().join(" […] ")
}
