//! The statements layer: cases that read as its specification, and properties that hold for any text.

use std::time::Instant;

use notula_reader::doc::Doc;
use notula_reader::mention::Mentions;
use notula_reader::statement::attributions;
use notula_reader::{Options, read};
use notula_record::{Document, Record, StatementKind};

fn record(text: &str, language: &str) -> Record {
    let document = Document { text: text.to_owned(), language: Some(language.to_owned()), ..Document::default() };
    read(document, &Options::default())
}

/// The statements as lines of the case files.
fn lines(text: &str, language: &str) -> Vec<(String, Option<String>)> {
    let record = record(text, language);
    let name =
        |id: &String| record.actors.iter().find(|a| a.id == *id).map_or_else(|| "?".to_owned(), |a| a.name.clone());
    record
        .statements
        .iter()
        .map(|s| {
            let kind = match s.kind {
                StatementKind::Direct => "direct",
                StatementKind::Indirect => "indirect",
                StatementKind::Mixed => "mixed",
            };
            let speakers: Vec<String> = if s.speakers.is_empty() {
                s.speaker.iter().map(name).collect()
            } else {
                s.speakers.iter().map(name).collect()
            };
            let content: Vec<&str> = s.content.iter().map(|c| c.quote.as_str()).collect();
            (format!("{kind} | {} | {}", speakers.join(", "), content.join(" … ")), s.via.clone())
        })
        .collect()
}

/// Runs the cases of one file: blocks of a report and lines that start with `>`.
fn cases(file: &str, language: &str) {
    let mut failures = Vec::new();
    let mut report: Vec<&str> = Vec::new();
    let mut expected: Vec<&str> = Vec::new();
    let mut run = |report: &mut Vec<&str>, expected: &mut Vec<&str>| {
        // a heading may stand before the report: a line without a full stop at its end, before others
        let body: Vec<&str> = std::mem::take(report);
        let wanted: Vec<&str> = std::mem::take(expected);
        if wanted.is_empty() {
            return;
        }
        let text = body.join("\n");
        let found = lines(&text, language);
        let wanted: Vec<&str> = wanted.into_iter().filter(|w| !w.is_empty()).collect();
        let fits = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|((line, via), want)| {
                let parts: Vec<&str> = want.split(" | ").collect();
                let (want, outlet) =
                    if parts.len() > 3 { (parts[..3].join(" | "), Some(parts[3])) } else { (parts.join(" | "), None) };
                *line == want && outlet == via.as_deref()
            });
        if !fits {
            let found: Vec<String> =
                found.iter().map(|(l, v)| format!("{l} [{}]", v.as_deref().unwrap_or("-"))).collect();
            failures.push(format!("{text}\n  wanted {wanted:#?}\n  found  {found:#?}"));
        }
    };
    for line in file.lines() {
        if let Some(statement) = line.strip_prefix('>') {
            expected.push(statement.trim());
        } else {
            if !expected.is_empty() || line.trim().is_empty() {
                run(&mut report, &mut expected);
            }
            if !(line.trim().is_empty() || line.starts_with('#')) {
                report.push(line);
            }
        }
        // headings stand on a line of their own above the report, without a closing mark
        if report.len() == 1 && expected.is_empty() && !report[0].ends_with(['.', '"', ':', '\u{201d}', '?', ',']) {
            report.clear();
        }
    }
    run(&mut report, &mut expected);
    assert!(failures.is_empty(), "{} cases fail:\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn reads_english_statements() {
    cases(include_str!("statement/en.txt"), "en");
}

#[test]
fn reads_indonesian_statements() {
    cases(include_str!("statement/id.txt"), "id");
}

/// A small generator of numbers, so that the properties need no seed from outside.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

const PIECES: &[&str] = &[
    "\"",
    "“",
    "”",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "''",
    "„",
    ", ",
    ". ",
    ".",
    "? ",
    ": ",
    "\n",
    "\n\n",
    " — ",
    "(",
    ")",
    "•",
    " ",
    "…",
    "said",
    "said that",
    "Lavrov",
    "kata",
    "ujarnya",
    "menurut",
    "mengatakan bahwa",
    "according to",
    "told reporters",
    "he",
    "dia",
    "Trump",
    "dan",
    "and",
    "but",
    "yang",
    "who",
    "dikutip Reuters",
    "Reuters reported",
    "was quoted by",
    "denies",
    "accused",
    "of ",
    "adding that",
    "Münster",
    "北京",
    "é",
    "😀",
    "\u{200f}",
    "The talks",
    "perundingan",
    "will go on",
    "akan berlanjut",
    "1.000",
];

#[test]
fn spans_quote_the_text_whatever_it_is() {
    let mut numbers = Numbers(7);
    for round in 0..1500 {
        let mut text = String::new();
        for _ in 0..numbers.next(60) {
            text.push_str(PIECES[numbers.next(PIECES.len())]);
            if numbers.next(3) > 0 {
                text.push(' ');
            }
        }
        let record = record(&text, if round % 2 == 0 { "en" } else { "id" });
        let points: Vec<char> = record.document.text.chars().collect();
        for statement in &record.statements {
            assert!(!statement.content.is_empty(), "{text:?}");
            for span in statement.content.iter().chain(&statement.cue) {
                let there: String = points[span.start..span.end].iter().collect();
                assert_eq!(there, span.quote, "{text:?}");
                assert!(!there.is_empty(), "{text:?}");
            }
            assert!((0.0..=1.0).contains(&statement.confidence), "{text:?}");
        }
    }
}

#[test]
fn takes_time_in_step_with_the_length() {
    let pack = notula_language::pack("en").expect("a pack");
    for unit in UNITS {
        let time = |times: usize| {
            let text = unit.repeat(times);
            let doc = Doc::new(&text, pack);
            let mentions = Mentions::new(&doc, Vec::new());
            // the best of three: other work on the machine only ever adds
            (0..3)
                .map(|_| {
                    let start = Instant::now();
                    std::hint::black_box(attributions(&doc, &mentions).len());
                    start.elapsed().as_secs_f64()
                })
                .fold(f64::INFINITY, f64::min)
        };
        let (short, long) = (time(10_000), time(100_000));
        // ten times the text: at most thirty times the time, and a floor for what a clock cannot tell
        assert!(long < 30.0 * short.max(0.01), "{unit:?}: {short:.3} s, then {long:.3} s");
    }
}

/// Texts that would take long if a rule looked further than it may.
const UNITS: &[&str] = &[
    "\"",
    "\" ",
    "“a ",
    "said ",
    "\"a,\" he said, ",
    "kata ",
    "menurut ",
    "he said that ",
    "and warned ",
    ", said X",
    "(",
    "\"a\" \n",
    "according to X ",
    "a, b, ",
    "X, Y and ",
    "who said ",
];
