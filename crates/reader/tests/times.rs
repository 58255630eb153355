//! Time expressions: the suites of `tests/time`, and what holds of every text.

use std::time::{Duration, Instant};

use notula_language::time::{find, parse_at};
use notula_reader::time::{Date, Hints, infer, mentions};
use notula_record::TimeType;
use proptest::prelude::*;

/// What a suite came to.
#[derive(Debug, Default)]
struct Score {
    wanted: usize,
    found: usize,
    right: usize,
    errors: Vec<String>,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.wanted + self.found) as f64
    }
}

/// The sentence without its marks, and the bytes between them.
fn marks(marked: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut text, mut ranges, mut open) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '⟦' => open = text.len(),
            '⟧' => ranges.push(open..text.len()),
            _ => text.push(c),
        }
    }
    (text, ranges)
}

/// What stands between straight quotation marks.
fn quotes(text: &str) -> Vec<std::ops::Range<usize>> {
    let signs: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    signs.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

fn score(language: &str, suite: &str) -> Score {
    let pack = notula_language::pack(language).unwrap();
    let mut score = Score::default();
    for (n, line) in suite.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [published, marked, values] = cells[..] else { panic!("line {}: three cells wanted", n + 1) };
        let (text, ranges) = marks(marked);
        let values: Vec<&str> = values.split(" ; ").filter(|value| *value != "-").collect();
        assert_eq!(values.len(), ranges.len(), "line {}", n + 1);
        let found: Vec<_> = mentions(&text, pack, Some(published.parse().unwrap()), &quotes(&text))
            .into_iter()
            .filter(|time| time.kind == TimeType::Date)
            .collect();
        score.wanted += ranges.len();
        score.found += found.len();
        let mut right = 0;
        for (range, value) in ranges.iter().zip(&values) {
            right += usize::from(found.iter().any(|time| {
                let got = time.value.as_deref().unwrap_or("null");
                time.range == *range && value.split(" or ").any(|value| value == got)
            }));
        }
        score.right += right;
        if right < ranges.len() || found.len() > right {
            let got: Vec<_> = found.iter().map(|time| (&text[time.range.clone()], &time.value, &time.rule)).collect();
            score.errors.push(format!("line {}: {marked} = {values:?}, found {got:?}", n + 1));
        }
    }
    score
}

fn check(language: &str, suite: &str, least: f64) {
    let score = score(language, suite);
    let f1 = score.f1();
    println!("{}", score.errors.join("\n"));
    println!("{language}: {} wanted, {} found, {} right, F1 {f1:.3}", score.wanted, score.found, score.right);
    assert!(f1 >= least, "F1 {f1:.3} of {} expressions:\n{}", score.wanted, score.errors.join("\n"));
}

#[test]
fn indonesian() {
    check("id", include_str!("time/id.tsv"), 0.98);
}

#[test]
fn indonesian_held_apart() {
    check("id", include_str!("time/id-check.tsv"), 0.95);
}

#[test]
fn english() {
    check("en", include_str!("time/en.tsv"), 0.98);
}

#[test]
fn english_held_apart() {
    check("en", include_str!("time/en-check.tsv"), 0.9);
}

#[test]
fn indonesian_by_kind() {
    check("id", include_str!("time/id-kinds.tsv"), 0.95);
}

#[test]
fn english_by_kind() {
    check("en", include_str!("time/en-kinds.tsv"), 0.93);
}

/// Heads of pages: text, language, resolved day.
#[test]
fn heads_of_pages() {
    for (language, head, day) in [
        ("id", "Selasa, 28 November 2023 | 06:12 WIB", "2023-11-28"),
        ("id", "Selasa, 3 Juni 2025 10.41", "2025-06-03"),
        ("id", "Kamis, 18 Des 2025 21:05 WIB", "2025-12-18"),
        ("en", "18 Oct 2025 06:51AM", "2025-10-18"),
        ("en", "16.05.2025, 18:22", "2025-05-16"),
        ("en", "25 Jul 2025, 09:40 PM", "2025-07-25"),
        ("en", "May 9, 2025", "2025-05-09"),
        ("en", "2025-12-21T08:00:00+07:00", "2025-12-21"),
    ] {
        let pack = notula_language::pack(language).unwrap();
        let line = format!("Diperbarui: {head}");
        let time = parse_at(&line, 11, pack).unwrap_or_else(|| panic!("nothing in {head}"));
        assert_eq!(&line[time.range.clone()], head);
        let value = notula_reader::time::resolve(&time.expr, pack, &notula_reader::time::Context::default());
        assert_eq!(value.map(|value| value.to_string()).as_deref(), Some(day), "{head}");
    }
}

fn inferred(language: &str, text: &str, hints: &Hints, plausible: impl Fn(Date) -> f32) -> Option<String> {
    let pack = notula_language::pack(language).unwrap();
    infer(text, pack, hints, plausible).map(|found| found.date.to_string())
}

/// 20 December is a Saturday in 2014 and 2025: the day of reading, bounds and terms of office choose.
#[test]
fn the_year_of_a_weekday() {
    let text = "Pertemuan berlangsung pada Sabtu (20/12) dan akan berlanjut, Minggu (21/12).";
    let until = |day: &str| Hints::until(day.parse().unwrap());
    assert_eq!(inferred("id", text, &until("2026-02-01"), |_| 1.0).as_deref(), Some("2025-12-20"));
    assert_eq!(inferred("id", text, &until("2024-02-01"), |_| 1.0).as_deref(), Some("2014-12-20"));
    let before_2021 = |date: Date| if date.year() < 2021 { 1.0 } else { 0.0 };
    assert_eq!(inferred("id", text, &until("2026-02-01"), before_2021).as_deref(), Some("2014-12-20"));
    let bound = Hints { not_before: "2025-12-20".parse().ok(), ..until("2031-01-01") };
    assert_eq!(inferred("id", text, &bound, |_| 1.0).as_deref(), Some("2025-12-20"));
}

/// Days that do not agree with each other lower the confidence, and a text without days has none.
#[test]
fn agreement_of_weekdays() {
    let pack = notula_language::pack("id").unwrap();
    let hints = Hints::until("2026-02-01".parse().unwrap());
    let sure = infer("Mereka bertemu pada Minggu (11/5) dan Jumat (9/5).", pack, &hints, |_| 1.0).unwrap();
    assert_eq!(sure.date.to_string(), "2025-05-11");
    let torn = infer("Mereka bertemu pada Minggu (11/5) dan Kamis (9/5).", pack, &hints, |_| 1.0).unwrap();
    assert!(torn.confidence < sure.confidence, "{} {}", torn.confidence, sure.confidence);
    assert!(infer("Mereka bertemu pekan lalu.", pack, &hints, |_| 1.0).is_none());
}

/// A dateline's day and month get the year whose weekdays agree.
#[test]
fn the_year_of_a_dateline() {
    let pack = notula_language::pack("en").unwrap();
    let line = parse_at("Monday, August 18", 0, pack).unwrap();
    let notula_language::time::Expr::Date(dateline) = line.expr else { panic!("{line:?}") };
    let hints = Hints { dateline: Some(dateline), ..Hints::until("2026-02-01".parse().unwrap()) };
    let text = "The envoy said on Monday that the truce of July 19 held.";
    assert_eq!(inferred("en", text, &hints, |_| 1.0).as_deref(), Some("2025-08-18"));
}

/// A long text takes about as long as its pieces; the bound is wide, for busy machines.
#[test]
fn linear_time() {
    for (language, piece) in [
        ("id", "Sabtu (20/12) dan 5, 10, 15 Januari hingga akhir pekan lalu dua puluh dua hari "),
        ("en", "between 5 and 10 and 12 January from the first of the last of next week until may "),
        ("en", "1/1/1/1/"),
        ("id", "20/12 20/12 20/12 20/12 20/12 20/12 20/12 20/12 20/12 20/12 "),
        ("en", "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("),
        ("en", "early late mid end of the "),
    ] {
        let pack = notula_language::pack(language).unwrap();
        let run = |text: &str| {
            let start = Instant::now();
            std::hint::black_box(find(text, pack));
            start.elapsed()
        };
        let (short, long) = (piece.repeat(200), piece.repeat(3200));
        // the same amount of text in pieces and at once, so that a busy machine slows both
        let pieces: Duration = (0..16).map(|_| run(&short)).sum();
        let whole = (0..3).map(|_| run(&long)).min().unwrap_or_default();
        assert!(whole < pieces * 6 + Duration::from_millis(100), "{piece:?}: {pieces:?} in pieces, {whole:?} at once");
    }
}

/// Pieces that mean something to the patterns, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Sabtu",
        "(20/12)",
        "31",
        "2025",
        "Februari",
        "29",
        "99999999999",
        "akhir",
        "pekan",
        "lalu",
        "dua",
        "puluh",
        "setengah",
        "tahun",
        "hingga",
        "-",
        "–",
        "/",
        ".",
        ",",
        "antara",
        "dan",
        "May",
        "the",
        "first",
        "week",
        "of",
        "last",
        "next",
        "century",
        "ke-",
        "abad",
        "9999",
        "days",
        "ago",
        "earlier",
        "after",
        "Christmas",
        "\"",
        "“",
        "T",
        "08:00",
        "+07:00",
        "p.m.",
        "’",
        "é",
        "\u{202e}",
        "\u{0}",
        "\n",
        "seratus",
        "ribu",
        "hundred",
        "thousand",
        "0",
    ]);
    prop::collection::vec((words, prop::sample::select(vec![" ", "", "\n"])), 0..40)
        .prop_map(|all| all.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in prop_oneof![any::<String>(), pieces()], start in 0usize..80, day in -300_000i64..300_000) {
        let published = Date::constant(2025, 1, 1).checked_add(jiff::Span::new().days(day)).ok();
        for pack in notula_language::packs() {
            let mut end = 0;
            for time in mentions(&text, pack, published, &quotes(&text)) {
                // on character boundaries, in order, not empty
                prop_assert!(text.get(time.range.clone()).is_some_and(|quote| !quote.trim().is_empty()));
                prop_assert!(time.range.start >= end);
                end = time.range.end;
                if let Some((first, last)) = time.days {
                    prop_assert!(first <= last);
                }
                prop_assert!((0.0..=1.0).contains(&time.confidence));
            }
            let _ = parse_at(&text, start, pack);
            let hints = Hints::until(published.unwrap_or_default());
            if let Some(found) = infer(&text, pack, &hints, |_| 0.5) {
                prop_assert!(found.date <= hints.today && (0.0..=1.0).contains(&found.confidence));
            }
        }
    }
}
