//! Every time expression of a report with its value.

use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;
use notula_language::Pack;
use notula_language::time::{Amount, Expr, Origin, PartialDate, Tense, TimeExpr, Unit, find};
use notula_record::TimeType;

use super::resolve::{Context, resolve};
use super::value::Value;

/// A time expression of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// ISO 8601 or EDTF level 1; `None` where it cannot be resolved.
    pub value: Option<String>,
    /// What it is.
    pub kind: TimeType,
    /// First and last day of a date.
    pub days: Option<(Date, Date)>,
    /// What the clause tells of.
    pub tense: Tense,
    /// Probability that the value is right.
    pub confidence: f32,
    /// The pattern that found it.
    pub rule: String,
}

/// How far from the report's date a day may be to be the day on which somebody spoke.
const SPEECH_DAYS: i32 = 3;
/// How far behind a quotation its attribution may name the day (bytes).
const ATTRIBUTION: usize = 200;

/// The time expressions of `text`, in order, resolved against the report's date.
///
/// `quotes` are the ranges (bytes) of the quotations, in order. In one, "today" is the day of speaking: a day that the
/// attribution behind it names, else the latest day of the last few that the report has told of, else the report's.
///
/// ```
/// let pack = notula_language::pack("id").unwrap();
/// let found = notula_reader::time::mentions("Pertemuan pada Sabtu (20/12) itu", pack, "2025-12-21".parse().ok(), &[]);
/// assert_eq!(found[0].value.as_deref(), Some("2025-12-20"));
/// ```
pub fn mentions(text: &str, pack: &Pack, published: Option<Date>, quotes: &[Range<usize>]) -> Vec<TimeMention> {
    let found = find(text, pack);
    let mut weekdays = [None; 8];
    for time in &found {
        note_weekday(&mut weekdays, time, pack, published);
    }
    let mut state = State { pack, published, weekdays, mentioned: None };
    let mut out: Vec<TimeMention> = Vec::with_capacity(found.len());
    let mut quoted = Vec::new();
    for time in &found {
        let quote = quotes.iter().find(|quote| quote.start <= time.range.start && time.range.end <= quote.end);
        if let Some(quote) = quote.filter(|_| is_deictic(&time.expr)) {
            quoted.push((out.len(), quote.clone()));
        }
        let mention = state.mention(time, published);
        if quote.is_none()
            && (time.tense != Tense::Future || state.mentioned.is_none())
            && let Some((first, last)) = mention.days
            && first == last
        {
            state.mentioned = Some(first);
        }
        out.push(mention);
    }
    for (n, quote) in quoted {
        let spoken = day_of_speaking(text, &out, n, &quote, quotes, published);
        out[n] = state.mention(&found[n], spoken);
    }
    out
}

struct State<'a> {
    pack: &'a Pack,
    published: Option<Date>,
    weekdays: [Option<Date>; 8],
    mentioned: Option<Date>,
}

impl State<'_> {
    fn mention(&self, time: &TimeExpr<'_>, now: Option<Date>) -> TimeMention {
        let context =
            Context { now, mentioned: self.mentioned, weekdays: self.weekdays, tense: time.tense, to_the_day: false };
        let (kind, value, days) = match &time.expr {
            Expr::Duration(amounts) => (TimeType::Duration, duration(amounts), None),
            // "the coming days": as long as it is vague
            Expr::Window(amount, _) if amount.count.is_none() => (TimeType::Duration, None, None),
            Expr::Set(unit) => (TimeType::Set, Some(format!("R/{}", unit_length(*unit))), None),
            expr => {
                let value = resolve(expr, self.pack, &context);
                let days = value.as_ref().and_then(|value| Some((value.first()?, value.last()?)));
                (TimeType::Date, value.as_ref().map(Value::to_string), days)
            }
        };
        let sure = confidence(&time.expr, &context, self.published == now);
        TimeMention {
            range: time.range.clone(),
            confidence: if value.is_some() { sure } else { sure * 0.5 },
            value,
            kind,
            days,
            tense: time.tense,
            rule: time.rule.to_owned(),
        }
    }
}

/// Notes a day given with weekday, day and month, for the bare weekdays beside it.
fn note_weekday(weekdays: &mut [Option<Date>; 8], time: &TimeExpr<'_>, pack: &Pack, published: Option<Date>) {
    let (Some(published), Expr::Date(PartialDate { day: Some(_), month: Some(_), .. })) = (published, &time.expr)
    else {
        return;
    };
    let context = Context { tense: time.tense, ..Context::at(published) };
    if let Some(day) = resolve(&time.expr, pack, &context).and_then(|value| value.day())
        && (day - published).get_days().abs() <= 9
    {
        weekdays[day.weekday().to_monday_one_offset() as usize].get_or_insert(day);
    }
}

/// Whether the expression counts from the day of speaking.
fn is_deictic(expr: &Expr) -> bool {
    match expr {
        Expr::Day(_) => true,
        Expr::Offset(amounts, _, Origin::Now) => amounts.last().is_some_and(|amount| amount.unit <= Unit::Day),
        Expr::Window(amount, _) => amount.unit <= Unit::Day,
        Expr::Part(of, _) | Expr::Edge(_, of) | Expr::At(of, _) => is_deictic(of),
        Expr::Range(first, second) => is_deictic(first) || is_deictic(second),
        _ => false,
    }
}

fn day_of_speaking(
    text: &str,
    mentions: &[TimeMention],
    n: usize,
    quote: &Range<usize>,
    quotes: &[Range<usize>],
    published: Option<Date>,
) -> Option<Date> {
    let told = |mention: &&TimeMention| {
        mention.tense != Tense::Future
            && !quotes.iter().any(|quote| quote.start <= mention.range.start && mention.range.end <= quote.end)
    };
    let day = |mention: &TimeMention| {
        let (first, last) = mention.days?;
        let near =
            published.is_none_or(|published| first <= published && (published - first).get_days() <= SPEECH_DAYS);
        (first == last && near).then_some(first)
    };
    let behind = mentions[n + 1..]
        .iter()
        .skip_while(|mention| mention.range.start < quote.end)
        .take_while(|mention| {
            mention.range.start <= quote.end + ATTRIBUTION
                && !text[quote.end..mention.range.start.max(quote.end)]
                    .trim_start_matches(['"', '”', '’', '\'', '»'])
                    .contains(['\n', '"', '“'])
        })
        .filter(told)
        .find_map(day);
    behind.or_else(|| mentions[..n].iter().filter(told).filter_map(day).max()).or(published)
}

/// How sure the value of an expression is, by its kind.
fn confidence(expr: &Expr, context: &Context, by_report: bool) -> f32 {
    let kind: f32 = match expr {
        Expr::Date(date) => match date {
            PartialDate { year: Some(_), month: Some(_), .. } => 0.99,
            PartialDate { year: Some(_), .. } => 0.93,
            PartialDate { day: Some(_), month: Some(_), weekday: Some(_), .. } => 0.98,
            PartialDate { day: Some(_), month: Some(_), .. } => 0.95,
            PartialDate { weekday: Some(_), .. } => {
                if context.tense == Tense::Unknown {
                    0.85
                } else {
                    0.92
                }
            }
            _ => 0.85,
        },
        Expr::Day(_) => 0.93,
        Expr::Part(..) | Expr::Both(..) | Expr::At(..) => 0.92,
        Expr::Shifted(..) | Expr::Range(..) => 0.88,
        Expr::Weekday(..) | Expr::Month(..) | Expr::Toward(..) | Expr::Within(..) | Expr::List(..) => 0.85,
        Expr::Offset(..) | Expr::OffsetFrom(..) | Expr::Same(_) => 0.7,
        Expr::Duration(_) => 0.9,
        _ => 0.65,
    };
    if by_report { kind } else { kind * 0.95 }
}

/// ISO 8601 length of a unit.
fn unit_length(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "PT1S",
        Unit::Minute => "PT1M",
        Unit::Hour => "PT1H",
        Unit::Day | Unit::Workday => "P1D",
        Unit::Week | Unit::Weekend => "P1W",
        Unit::Fortnight => "P2W",
        Unit::Month => "P1M",
        Unit::Quarter => "P3M",
        Unit::Semester => "P6M",
        Unit::Year => "P1Y",
        Unit::Decade => "P10Y",
        Unit::Century => "P100Y",
    }
}

/// ISO 8601 duration; `None` for "several days".
fn duration(amounts: &[Amount]) -> Option<String> {
    let (mut days, mut hours) = (String::new(), String::new());
    for amount in amounts {
        let count = amount.count?;
        let (factor, letter, half) = match amount.unit {
            Unit::Second => (1, 'S', None),
            Unit::Minute => (1, 'M', Some((30, 'S'))),
            Unit::Hour => (1, 'H', Some((30, 'M'))),
            Unit::Day | Unit::Workday | Unit::Weekend => (1, 'D', Some((12, 'H'))),
            Unit::Week => (1, 'W', Some((3, 'D'))),
            Unit::Fortnight => (2, 'W', Some((1, 'W'))),
            Unit::Month => (1, 'M', Some((15, 'D'))),
            Unit::Quarter => (3, 'M', None),
            Unit::Semester => (6, 'M', Some((3, 'M'))),
            Unit::Year => (1, 'Y', Some((6, 'M'))),
            Unit::Decade => (10, 'Y', Some((5, 'Y'))),
            Unit::Century => (100, 'Y', Some((50, 'Y'))),
        };
        let short = amount.unit.within_a_day();
        let part = if short { &mut hours } else { &mut days };
        if count > 0 {
            let _ = write!(part, "{}{letter}", u64::from(count) * factor);
        }
        if let Some((n, letter)) = half.filter(|_| amount.half) {
            let part = if letter == 'H' || short { &mut hours } else { &mut days };
            let _ = write!(part, "{n}{letter}");
        }
    }
    match (days.is_empty(), hours.is_empty()) {
        (true, true) => None,
        (_, true) => Some(format!("P{days}")),
        _ => Some(format!("P{days}T{hours}")),
    }
}
