//! The report's own date where neither page nor user gives it.
//!
//! Every day that the text gives with weekday, day and month fits few years: 20 December is a Saturday in 2008, 2014
//! and 2025. The years are weighed by how many such days agree with them, by the years that the text names, by how far
//! back they are, and by what the caller knows of the persons' terms of office. In the likeliest year the report is of the
//! latest day that it tells of as past.

use jiff::civil::Date;
use notula_language::Pack;
use notula_language::time::{Expr, PartialDate, Tense, find};

use super::resolve::{iso, plus_days};

/// What is known beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Hints {
    /// No report is of a later day.
    pub today: Date,
    /// No report is of an earlier day: the latest upload timestamp in the leftovers.
    pub not_before: Option<Date>,
    /// Date of the dateline or head, with or without year ("Jan. 30"; "Monday, August 18").
    pub dateline: Option<PartialDate>,
}

impl Hints {
    /// Nothing but the day of reading.
    pub fn until(today: Date) -> Self {
        Self { today, not_before: None, dateline: None }
    }
}

/// An inferred date.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The day.
    pub date: Date,
    /// Probability that it is the right one.
    pub confidence: f32,
    /// The patterns of the expressions that fixed it.
    pub why: Vec<String>,
}

/// Years before today that a report may be of.
const YEARS: i16 = 15;
/// Expressions that are weighed.
const MOST: usize = 40;

#[derive(Debug, Clone, Copy)]
struct Evidence<'p> {
    date: PartialDate,
    tense: Tense,
    rule: &'p str,
}

#[derive(Debug, Default)]
struct Facts<'p> {
    days: Vec<Evidence<'p>>,
    /// Years named alone or with a month, as past.
    years: Vec<i16>,
    /// Weekdays named alone, as past.
    weekdays: Vec<u8>,
}

/// The day of the report, from the days that `text` names; `None` where they do not fix one.
///
/// `plausibility` gives how well a day fits what is known of the persons in the text, 1 for "well" and 0 for "cannot be".
///
/// ```
/// use notula_reader::time::{Hints, infer};
/// let pack = notula_language::pack("id").unwrap();
/// let text = "Pertemuan berlangsung pada Sabtu (20/12) di Miami dan akan berlanjut, Minggu (21/12).";
/// let found = infer(text, pack, &Hints::until("2026-02-01".parse().unwrap()), |_| 1.0).unwrap();
/// assert_eq!(found.date.to_string(), "2025-12-20");
/// ```
pub fn infer(text: &str, pack: &Pack, hints: &Hints, plausibility: impl Fn(Date) -> f32) -> Option<Inferred> {
    let facts = gather(text, pack);
    // "since 7 October" alone says nothing of the day of the report
    let fixed = |evidence: &Evidence<'_>| evidence.date.weekday.is_some() || evidence.date.year.is_some();
    let alone = facts.days.iter().all(|day| day.date == facts.days[0].date && !fixed(day));
    if hints.dateline.is_none() && alone {
        return None;
    }
    let mut candidates: Vec<(Date, f32)> = Vec::new();
    for year in (hints.today.year() - YEARS..=hints.today.year()).rev() {
        let Some(date) = latest(&facts, hints, year) else { continue };
        let bounded = date <= hints.today
            && hints.not_before.is_none_or(|bound| plus_days(date, 1).is_some_and(|next| next >= bound));
        let fits = plausibility(date).clamp(0.0, 1.0);
        if !bounded || fits <= 0.0 || candidates.iter().any(|(other, _)| *other == date) {
            continue;
        }
        candidates.push((date, weight(&facts, hints, date) + fits.ln()));
    }
    let (date, best) = candidates.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let total: f32 = candidates.iter().map(|(_, weight)| (weight - best).exp()).sum();
    let day = if hints.dateline.is_some_and(|dateline| dateline.day.is_some()) { 0.95 } else { day_factor(&facts) };
    let why = facts.days.iter().filter(|evidence| may_be(evidence.date, date)).map(|evidence| evidence.rule.to_owned());
    let mut why: Vec<String> = why.collect();
    why.dedup();
    Some(Inferred { date, confidence: day / total, why })
}

fn gather<'p>(text: &str, pack: &'p Pack) -> Facts<'p> {
    let mut facts = Facts::default();
    for time in find(text, pack).iter().take(MOST * 4) {
        let past = time.tense != Tense::Future;
        let mut stack = vec![&time.expr];
        while let Some(expr) = stack.pop() {
            match expr {
                Expr::Both(first, second) | Expr::Range(first, second) | Expr::List(first, second) => {
                    stack.push(second);
                    stack.push(first);
                }
                Expr::Part(of, _) | Expr::At(of, _) | Expr::Edge(_, of) => stack.push(of),
                Expr::Date(date) => match *date {
                    PartialDate { day: Some(_), month: Some(_), .. } if facts.days.len() < MOST => {
                        facts.days.push(Evidence { date: *date, tense: time.tense, rule: time.rule });
                    }
                    PartialDate { year: Some(year), .. } if past => facts.years.push(year),
                    PartialDate { weekday: Some(weekday), day: None, .. } if past => facts.weekdays.push(weekday),
                    _ => {}
                },
                _ => {}
            }
        }
    }
    facts
}

/// The latest day that the text tells of, were the report of `year`.
fn latest(facts: &Facts<'_>, hints: &Hints, year: i16) -> Option<Date> {
    if let Some(PartialDate { year: given, month: Some(month), day: Some(day), .. }) = hints.dateline {
        return Date::new(given.unwrap_or(year), month as i8, day as i8).ok().filter(|date| date.year() == year);
    }
    let day = |evidence: &Evidence<'_>| {
        let PartialDate { year: given, month: Some(month), day: Some(day), .. } = evidence.date else { return None };
        let date = Date::new(given.unwrap_or(year), month as i8, day as i8).ok()?;
        (date.year() == year && date <= hints.today).then_some(date)
    };
    // days with a weekday or a year say more than "7 October", which may be an anniversary
    let strong = |evidence: &&Evidence<'_>| evidence.date.weekday.is_some() || evidence.date.year.is_some();
    let past = |evidence: &&Evidence<'_>| evidence.tense != Tense::Future;
    let of = |evidence: Vec<&Evidence<'_>>| {
        let mut days: Vec<Date> = evidence.into_iter().filter_map(day).collect();
        days.sort();
        // December beside January: the turn of the year lies between
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if (*last - *first).get_days() > 300 => {
                days.iter().rev().find(|date| (**date - *first).get_days() < 60).copied()
            }
            _ => days.last().copied(),
        }
    };
    of(facts.days.iter().filter(strong).filter(past).collect())
        .or_else(|| of(facts.days.iter().filter(past).collect()))
        .or_else(|| facts.days.iter().filter(strong).filter_map(day).min())
}

/// Whether `date` may be the partial one, in the year of `date` or next to it.
fn may_be(partial: PartialDate, date: Date) -> bool {
    let (Some(month), Some(day)) = (partial.month, partial.day) else { return false };
    let near = (-1..=1).filter_map(|by| Date::new(date.year() + by, month as i8, day as i8).ok());
    let nearest = near.min_by_key(|other| (*other - date).get_days().abs());
    nearest.is_some_and(|nearest| {
        partial.weekday.is_none_or(|weekday| nearest.weekday() == iso(weekday))
            && partial.year.is_none_or(|year| nearest.year() == year)
    })
}

/// The logarithm of how well `date` explains what the text names.
fn weight(facts: &Facts<'_>, hints: &Hints, date: Date) -> f32 {
    let mut weight = -0.25 * f32::from(hints.today.year() - date.year());
    let dateline = hints.dateline.map(|date| Evidence { date, tense: Tense::Past, rule: "" });
    for evidence in facts.days.iter().chain(dateline.iter()) {
        if let Some(year) = evidence.date.year {
            // a full date far off says little, one after the report is an error unless planned
            weight -= match year - date.year() {
                0 => 0.0,
                1.. if evidence.tense != Tense::Future => 4.0,
                _ if evidence.date.weekday.is_some() => 2.5,
                _ => 0.8,
            };
        } else if evidence.date.weekday.is_some() {
            weight += if may_be(evidence.date, date) { 0.97f32.ln() } else { 0.005f32.ln() };
        }
    }
    for &year in &facts.years {
        if year > date.year() {
            weight -= 2.0;
        }
    }
    if let Some(last) = facts.years.iter().filter(|year| **year <= date.year()).max() {
        weight -= 0.1 * f32::from(date.year() - last);
    }
    if !facts.weekdays.is_empty() {
        let day = date.weekday().to_monday_one_offset() as u8;
        let before = (day + 5) % 7 + 1;
        let near = facts.weekdays.iter().any(|weekday| *weekday == day || *weekday == before);
        weight += if near { 0.75f32.ln() } else { 0.25f32.ln() };
    }
    weight
}

/// How sure the day is once the year is right.
fn day_factor(facts: &Facts<'_>) -> f32 {
    let past = |evidence: &&Evidence<'_>| evidence.tense != Tense::Future;
    let strong = |evidence: &&Evidence<'_>| evidence.date.weekday.is_some() || evidence.date.year.is_some();
    match (facts.days.iter().filter(strong).filter(past).count(), facts.days.iter().filter(past).count()) {
        (0, 0) => 0.3,
        (0, _) => 0.35,
        (1, _) => 0.75,
        _ => 0.8,
    }
}
