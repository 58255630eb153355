//! Measures English dates on the date cases of `../shared/data/dates` (the folder or the file is the argument).
//!
//! The subset: the cases of the models and parsers that give values (`DateTimeModel`, `MergedParser`, `DateParser`,
//! `DatePeriodParser`, `HolidayParser`), each text with its reference date once, whose every result is a plain date or a
//! date range, and of `DateTimeModel` also those without any result. Cases with times, durations, sets or alternatives,
//! with values that the set itself leaves unresolved, and the special modes of the recogniser are left out.
//!
//! A result is right where the span is the same but for function words at its start ("the", "on", "since") and where first
//! and last day are one of the set's readings (past or future). The set ends a range where its last unit starts ("2014 to
//! 2018" ends with 2017): both ends are taken. Open ranges ("before 2000") have to agree at the end that is given. Where
//! the set names the whole period beside a part of it ("earlier this month"), the period is taken too.
//!
//! Prints precision, recall and F1 of spans, and of spans with values; with `-v` every error.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::ToSpan as _;
use jiff::civil::Date;
use notula_language::time::{Expr, find};
use notula_reader::time::{Context, Value, resolve};
use serde_json::Value as Json;

const FILES: &[&str] =
    &["DateTimeModel.json", "MergedParser.json", "DateParser.json", "DatePeriodParser.json", "HolidayParser.json"];
const FUNCTION_WORDS: &[&str] = &[
    "the", "on", "in", "at", "from", "of", "before", "after", "since", "until", "till", "by", "to", "between", "prior",
    "starting", "for", "during", "my", "as", "early", "than", "later", "earlier", "no", "not",
];

struct Wanted {
    start: usize,
    end: usize,
    readings: Vec<(Option<Date>, Option<Date>)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut path = PathBuf::from(std::env::args().nth(1).ok_or("usage: eval_dates FILE|FOLDER [-v]")?);
    let verbose = std::env::args().any(|arg| arg == "-v");
    if path.is_dir() {
        path.push("recognizers-en-dev-half.jsonl");
    }
    let pack = notula_language::pack("en").ok_or("no English pack")?;
    let (mut gold, mut found, mut spans, mut right, mut cases) = (0, 0, 0, 0, 0);
    let mut seen = HashSet::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let row: Json = serde_json::from_str(line)?;
        let Some((text, now, wanted)) = case(&row) else { continue };
        if !seen.insert((text.clone(), now)) {
            continue;
        }
        cases += 1;
        let context = Context { to_the_day: true, ..Context::at(now) };
        let times: Vec<_> = find(&text, pack)
            .into_iter()
            .filter(|time| !matches!(time.expr, Expr::Duration(_) | Expr::Set(_)))
            .map(|time| {
                let value = resolve(&time.expr, pack, &context);
                (time.range, value, time.rule)
            })
            .collect();
        gold += wanted.len();
        found += times.len();
        for want in &wanted {
            let same = times
                .iter()
                .find(|(range, ..)| head(&text, range.start, range.end) == head(&text, want.start, want.end));
            let fits = same.is_some_and(|(_, value, _)| value.as_ref().is_some_and(|value| agrees(value, want)));
            spans += usize::from(same.is_some());
            right += usize::from(fits);
            if verbose && !fits {
                let got: Vec<String> = times
                    .iter()
                    .map(|(range, value, rule)| {
                        let value = value.as_ref().map_or("-".into(), Value::to_string);
                        format!("{:?}={value} [{rule}]", &text[range.clone()])
                    })
                    .collect();
                let readings: Vec<String> =
                    want.readings.iter().map(|(a, b)| format!("{}..{}", show(*a), show(*b))).collect();
                println!(
                    "{now} {text:?}: wanted {:?}={}, got {}",
                    &text[want.start..want.end],
                    readings.join("|"),
                    got.join(", ")
                );
            }
        }
        if verbose && wanted.is_empty() && !times.is_empty() {
            println!(
                "{now} {text:?}: wanted nothing, got {:?}",
                times.iter().map(|t| &text[t.0.clone()]).collect::<Vec<_>>()
            );
        }
    }
    println!("English dates and date ranges, {cases} cases, {gold} results");
    for (name, hits) in [("span", spans), ("span and value", right)] {
        let (p, r) = (hits as f64 / found.max(1) as f64, hits as f64 / gold.max(1) as f64);
        println!("{name:<15} P {p:.3}  R {r:.3}  F1 {:.3}", 2.0 * p * r / (p + r).max(1e-9));
    }
    Ok(())
}

fn show(date: Option<Date>) -> String {
    date.map_or(String::new(), |date| date.to_string())
}

/// The text of a case, its reference date, and the results with byte offsets; `None` outside the subset.
fn case(row: &Json) -> Option<(String, Date, Vec<Wanted>)> {
    let file = row["File"].as_str()?;
    if !FILES.contains(&file) {
        return None;
    }
    let text = row["Input"].as_str()?.to_owned();
    let now = date(row["Context"]["ReferenceDateTime"].as_str()?)?;
    let results = row["Results"].as_array()?;
    if results.is_empty() && file != "DateTimeModel.json" {
        return None;
    }
    let mut wanted = Vec::new();
    for result in results {
        let kind = result["TypeName"].as_str().or(result["Type"].as_str())?;
        if !matches!(kind.rsplit('.').next()?, "date" | "daterange") {
            return None;
        }
        let start = result["Start"].as_u64()? as usize;
        let length = match (result["Length"].as_u64(), result["End"].as_u64()) {
            (Some(length), _) => length as usize,
            (None, Some(end)) => end as usize + 1 - start,
            _ => result["Text"].as_str()?.chars().count(),
        };
        let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        let readings = readings(result);
        if readings.is_empty() {
            return None;
        }
        wanted.push(Wanted { start: byte(start), end: byte(start + length), readings });
    }
    Some((text, now, wanted))
}

/// First and last day of every reading; an end is exclusive in the set.
fn readings(result: &Json) -> Vec<(Option<Date>, Option<Date>)> {
    let mut out = Vec::new();
    let mut add = |day: &Json, start: &Json, end: &Json| {
        let get = |value: &Json| value.as_str().and_then(date);
        if let Some(day) = get(day) {
            out.push((Some(day), Some(day)));
        } else {
            let end = get(end).and_then(|end| end.checked_sub(1.day()).ok());
            if get(start).is_some() || end.is_some() {
                out.push((get(start), end));
            }
        }
    };
    for value in result["Resolution"]["values"].as_array().into_iter().flatten() {
        add(&value["value"], &value["start"], &value["end"]);
    }
    for side in ["FutureResolution", "PastResolution"] {
        let value = &result["Value"][side];
        add(&value["date"], &value["startDate"], &value["endDate"]);
    }
    let timex = result["Value"]["Timex"].as_str().or(result["Resolution"]["values"][0]["timex"].as_str());
    if let Some((first, last)) = timex.and_then(period) {
        out.push((Some(first), Some(last)));
    }
    out
}

fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// The days of the TIMEX values `2018`, `2018-05` and `2018-W07`.
fn period(timex: &str) -> Option<(Date, Date)> {
    let year: i16 = timex.get(..4)?.parse().ok()?;
    match timex.get(4..)? {
        "" => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        rest if rest.starts_with("-W") && rest.len() == 4 => {
            let week =
                jiff::civil::ISOWeekDate::new(year, rest[2..].parse().ok()?, jiff::civil::Weekday::Monday).ok()?;
            Some((week.date(), week.date().checked_add(6.days()).ok()?))
        }
        rest if rest.len() == 3 => {
            let first = Date::new(year, rest[1..].parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => None,
    }
}

/// The span without function words at its start.
fn head(text: &str, mut start: usize, end: usize) -> (usize, usize) {
    while let Some(word) = text.get(start..end).and_then(|rest| rest.split_whitespace().next()) {
        if !FUNCTION_WORDS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        let rest = &text[start + word.len()..end];
        start = end - rest.trim_start().len();
    }
    (start, end)
}

fn agrees(value: &Value, want: &Wanted) -> bool {
    let (Some(first), Some(last)) = (value.first(), value.last()) else { return false };
    let before = |date: Option<Date>| date.and_then(|date| date.checked_sub(1.day()).ok());
    let ends = match value {
        Value::Range(_, end) => [Some(last), before(end.first()), before(Some(last))],
        _ => [Some(last), None, None],
    };
    want.readings.iter().any(|(start, end)| match (start, end) {
        (Some(start), Some(_)) => *start == first && ends.contains(end),
        (Some(start), None) => *start == first || Some(*start) == last.checked_add(1.day()).ok(),
        (None, Some(end)) => *end == last || Some(*end) == before(Some(first)) || Some(*end) == before(Some(last)),
        (None, None) => false,
    })
}
