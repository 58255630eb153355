//! From an expression to the calendar.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use notula_language::Pack;
use notula_language::time::{Amount, Edge, Expr, Holiday, Origin, PartialDate, Tense, Unit};

use super::value::Value;

/// What an expression is relative to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The day of writing, or inside a quotation the day of speaking.
    pub now: Option<Date>,
    /// The day last mentioned.
    pub mentioned: Option<Date>,
    /// Days given in full near now, by ISO weekday: a bare "Friday" after "Friday (Oct 17)" is that Friday.
    pub weekdays: [Option<Date>; 8],
    /// What the clause tells of.
    pub tense: Tense,
    /// Whether "two years ago" is the day two years ago, and not the year.
    pub to_the_day: bool,
}

impl Context {
    /// The context of a report of the day `now`, with nothing mentioned.
    pub fn at(now: Date) -> Self {
        Self { now: Some(now), ..Self::default() }
    }
}

/// The calendar time of `expr`; `None` where the expression needs a day that the context lacks, and for durations and
/// sets. `pack` is the pack that found the expression.
///
/// ```
/// use notula_reader::time::{Context, resolve};
/// let pack = notula_language::pack("id").unwrap();
/// let expr = notula_language::time::parse_at("pekan lalu", 0, pack).unwrap().expr;
/// let context = Context::at("2025-12-03".parse().unwrap());
/// assert_eq!(resolve(&expr, pack, &context).unwrap().to_string(), "2025-11-24/2025-11-30");
/// ```
pub fn resolve(expr: &Expr, pack: &Pack, context: &Context) -> Option<Value> {
    Resolver { pack, context }.value(expr, 0)
}

/// Days from now within which a weekday may choose the year of a day and month.
const WEEKDAY_REACH: i64 = 300;

struct Resolver<'a> {
    pack: &'a Pack,
    context: &'a Context,
}

impl Resolver<'_> {
    fn value(&self, expr: &Expr, depth: u8) -> Option<Value> {
        if depth > 8 {
            return None;
        }
        let value = |expr: &Expr| self.value(expr, depth + 1);
        let now = self.context.now;
        match expr {
            Expr::Date(date) => self.date(*date),
            Expr::Day(days) => plus_days(now?, *days).map(Value::Day),
            Expr::Shifted(unit, by) => period(now?, *unit, *by),
            Expr::Weekday(weekday, by) => self.weekday(*weekday, *by),
            Expr::Month(month, by) => {
                let now = now?;
                let this = (now.year(), now.month() as u8);
                let year = match by {
                    0 => this.0,
                    by if *by < 0 => this.0 - i16::from(*month >= this.1),
                    _ => this.0 + i16::from(*month <= this.1),
                };
                Some(Value::Month(year, *month))
            }
            Expr::Toward(date, by) => self.toward(*date, *by),
            Expr::Season(season, Some(year), _) => Some(Value::Season(*year, *season)),
            Expr::Season(season, None, by) => self.season(*season, *by),
            Expr::Quarter(quarter, year) => months(year.or(now.map(|now| now.year()))?, quarter * 3 - 2, 3),
            Expr::Half(half, year) => months(year.or(now.map(|now| now.year()))?, half * 6 - 5, 6),
            Expr::Decade(year) => Some(Value::Decade(*year)),
            Expr::Century(n) => Some(Value::Century((n - 1).checked_mul(100)?)),
            Expr::Offset(amounts, sign, origin) => {
                let from = match origin {
                    Origin::Now => now,
                    Origin::Mentioned => self.context.mentioned.or(now),
                };
                let whole = *origin == Origin::Now && !self.context.to_the_day;
                offset(from?, amounts, *sign, whole)
            }
            Expr::OffsetFrom(amounts, sign, from) => {
                let from = value(from)?;
                offset(if *sign < 0 { from.first()? } else { from.last()? }, amounts, *sign, false)
            }
            Expr::Window(amount, sign) => {
                let now = now?;
                let far = shift(now, amount, *sign)?;
                let (start, end) = if *sign < 0 { (far, now) } else { (plus_days(now, 1)?, far) };
                (start <= end).then(|| Value::days_from(start, end))
            }
            Expr::Within(inner, outer) => self.within(inner, &value(outer)?),
            Expr::Nth(nth, count, unit, of) => nth_unit(&value(of)?, *nth, *count, *unit),
            Expr::NthWeekday(nth, weekday, of) => nth_weekday(&value(of)?, *nth, *weekday).map(Value::Day),
            Expr::Edge(Edge::Rest, of) => {
                let last = value(of)?.last()?;
                (now? <= last).then(|| Value::days_from(now.unwrap_or(last), last))
            }
            Expr::Edge(_, of) | Expr::Part(of, _) | Expr::At(of, _) => value(of),
            Expr::Both(first, second) => match (&**first, &**second) {
                (Expr::Date(PartialDate { day: Some(_), month: Some(_), .. }), _) => value(first),
                (_, Expr::Date(_)) => value(second),
                _ => value(first).or_else(|| value(second)),
            },
            Expr::Range(first, second) | Expr::List(first, second) => {
                let (mut start, mut end) = (value(first)?, value(second)?);
                // "Senin sampai Rabu": the second follows the first
                if end.first()? < start.first()? {
                    let now = start.last();
                    let context = Context { now, tense: Tense::Future, weekdays: [None; 8], ..*self.context };
                    end = Resolver { pack: self.pack, context: &context }.value(second, depth + 1)?;
                }
                if end.first()? < start.first()? {
                    return None;
                }
                if let Value::Range(inner, _) = start {
                    start = *inner;
                }
                if let Value::Range(_, inner) = end {
                    end = *inner;
                }
                Some(Value::Range(start.into(), end.into()))
            }
            Expr::Same(unit) => period(self.context.mentioned.or(now)?, *unit, 0),
            Expr::Holiday(holiday, year, by) => self.holiday(*holiday, *year, *by),
            Expr::Duration(_) | Expr::Set(_) | Expr::Nothing => None,
        }
    }

    fn date(&self, date: PartialDate) -> Option<Value> {
        match date {
            PartialDate { year: Some(year), month: Some(month), day: Some(day), .. } => {
                Some(Value::Day(Date::new(year, month as i8, day as i8).ok()?))
            }
            PartialDate { year: Some(year), month: Some(month), .. } => Some(Value::Month(year, month)),
            PartialDate { year: Some(year), .. } => Some(Value::Year(year)),
            PartialDate { month: Some(month), day: Some(day), weekday, .. } => {
                self.nearest(month, day, weekday).map(Value::Day)
            }
            PartialDate { month: Some(month), .. } => {
                let middle = self.nearest(month, 15, None)?;
                Some(Value::Month(middle.year(), month))
            }
            PartialDate { day: Some(day), weekday, .. } => self.day_of_month(day, weekday).map(Value::Day),
            PartialDate { weekday: Some(weekday), .. } => self.bare_weekday(weekday).map(Value::Day),
            _ => None,
        }
    }

    /// The day and month nearest to now; a weekday chooses among the years within reach, the tense turns what is months
    /// away. A weekday that fits only a year further off is taken for a slip: reports write such a year out.
    fn nearest(&self, month: u8, day: u8, weekday: Option<u8>) -> Option<Date> {
        let now = self.context.now?;
        let days: Vec<Date> =
            (-4..=4).filter_map(|by| Date::new(now.year() + by, month as i8, day as i8).ok()).collect();
        let distance = |date: &Date| {
            let days = i64::from((*date - now).get_days());
            let wrong_side = match self.context.tense {
                Tense::Past => days > 45,
                Tense::Future => days < -45,
                Tense::Unknown => false,
            };
            (days.abs(), wrong_side)
        };
        let fits = |date: &&Date| {
            weekday.is_none_or(|weekday| date.weekday() == iso(weekday) && distance(date).0 <= WEEKDAY_REACH)
        };
        let near = days.iter().filter(fits).min_by_key(|date| {
            let (days, wrong_side) = distance(date);
            (wrong_side && weekday.is_none(), days)
        });
        near.or_else(|| days.iter().min_by_key(|date| distance(date).0)).copied()
    }

    fn toward(&self, date: PartialDate, by: i32) -> Option<Value> {
        let now = self.context.now?;
        if let (Some(month), Some(day)) = (date.month, date.day) {
            let mut days = (-5..=5).filter_map(|y| Date::new(now.year() + y, month as i8, day as i8).ok());
            return if by < 0 {
                days.rfind(|day| *day <= now).map(Value::Day)
            } else {
                days.find(|day| *day >= now).map(Value::Day)
            };
        }
        let weekday = date.weekday?;
        let steps = if by < 0 { -back(now, weekday, 1) } else { 8 - back(plus_days(now, 1)?, weekday, 1) };
        plus_days(now, steps).map(Value::Day)
    }

    /// A weekday with a direction: "last" is before now, "next" is in the week after, "this" in this week.
    fn weekday(&self, weekday: u8, by: i32) -> Option<Value> {
        let now = self.context.now?;
        if by < 0 {
            return plus_days(now, -back(now, weekday, 1)).map(Value::Day);
        }
        let monday = plus_days(now, -back(now, 1, 0))?;
        plus_days(monday, by * 7 + i32::from(weekday) - 1).map(Value::Day)
    }

    fn bare_weekday(&self, weekday: u8) -> Option<Date> {
        let now = self.context.now?;
        if let Some(known) = self.context.weekdays.get(usize::from(weekday)).copied().flatten()
            && (known - now).get_days().abs() <= 9
        {
            return Some(known);
        }
        let ago = back(now, weekday, 0);
        plus_days(now, if self.context.tense == Tense::Future && ago > 0 { 7 - ago } else { -ago })
    }

    fn day_of_month(&self, day: u8, weekday: Option<u8>) -> Option<Date> {
        let now = self.context.now?;
        let months = (-6..=6).filter_map(|by: i32| {
            let month = now.first_of_month().checked_add(by.months()).ok()?;
            Date::new(month.year(), month.month(), day as i8).ok()
        });
        months
            .filter(|date| weekday.is_none_or(|weekday| date.weekday() == iso(weekday)))
            .min_by_key(|date| (*date - now).get_days().abs())
    }

    fn season(&self, season: u8, by: Option<i32>) -> Option<Value> {
        let now = self.context.now?;
        let of = |year: i16| Value::Season(year, season);
        match by {
            None => (-1..=1)
                .map(|by| of(now.year() + by))
                .min_by_key(|value| value.first().map_or(i32::MAX, |first| (first - now).get_days().abs())),
            Some(by) if by < 0 => {
                (-2..=0).rev().map(|by| of(now.year() + by)).find(|value| value.last().is_some_and(|last| last < now))
            }
            Some(0) => {
                (-1..=1).map(|by| of(now.year() + by)).find(|value| value.last().is_some_and(|last| last >= now))
            }
            Some(_) => {
                (0..=2).map(|by| of(now.year() + by)).find(|value| value.first().is_some_and(|first| first > now))
            }
        }
    }

    fn within(&self, inner: &Expr, outer: &Value) -> Option<Value> {
        let (first, last) = (outer.first()?, outer.last()?);
        match inner {
            Expr::Date(PartialDate { month: Some(month), day: Some(day), .. }) => {
                Some(Value::Day(Date::new(first.year(), *month as i8, *day as i8).ok()?))
            }
            Expr::Date(PartialDate { month: Some(month), .. }) => Some(Value::Month(first.year(), *month)),
            Expr::Date(PartialDate { day: Some(day), .. }) => {
                Some(Value::Day(Date::new(first.year(), first.month(), *day as i8).ok()?))
            }
            Expr::Date(PartialDate { weekday: Some(weekday), .. }) => {
                let date = plus_days(
                    first,
                    (i32::from(*weekday) - i32::from(first.weekday().to_monday_one_offset()) + 7) % 7,
                )?;
                (date <= last).then_some(Value::Day(date))
            }
            Expr::Season(season, ..) => Some(Value::Season(first.year(), *season)),
            Expr::Holiday(holiday, ..) => self.holiday_in(*holiday, first.year()).map(Value::Day),
            _ => None,
        }
    }

    fn holiday(&self, holiday: Holiday, year: Option<i16>, by: Option<i32>) -> Option<Value> {
        if let Some(year) = year {
            return self.holiday_in(holiday, year).map(Value::Day);
        }
        let now = self.context.now?;
        let mut days = (-2..=2).filter_map(|by| self.holiday_in(holiday, now.year() + by));
        match by {
            Some(by) if by < 0 => days.rfind(|day| *day < now),
            Some(by) if by > 0 => days.find(|day| *day > now),
            None if self.context.tense == Tense::Future => days.find(|day| *day >= now),
            _ => days.min_by_key(|day| (*day - now).get_days().abs()),
        }
        .map(Value::Day)
    }

    fn holiday_in(&self, holiday: Holiday, year: i16) -> Option<Date> {
        match holiday {
            Holiday::Fixed(month, day) => Date::new(year, month as i8, day as i8).ok(),
            Holiday::Easter(days) => plus_days(easter(year)?, i32::from(days)),
            Holiday::Weekday(month, weekday, nth) => {
                Date::new(year, month as i8, 1).ok()?.nth_weekday_of_month(nth, iso(weekday)).ok()
            }
            Holiday::Listed(index) => {
                let days = self.pack.times.listed.get(usize::from(index))?;
                let (year, month, day) = days.iter().copied().find(|(listed, ..)| *listed == year)?;
                Date::new(year, month as i8, day as i8).ok()
            }
        }
    }
}

/// The jiff weekday of an ISO number.
pub(super) fn iso(weekday: u8) -> Weekday {
    Weekday::from_monday_one_offset(weekday.clamp(1, 7) as i8).unwrap_or(Weekday::Monday)
}

/// Days from `date` back to the last `weekday`, at least `least`.
fn back(date: Date, weekday: u8, least: i32) -> i32 {
    let days = (i32::from(date.weekday().to_monday_one_offset()) - i32::from(weekday)).rem_euclid(7);
    if days < least { days + 7 } else { days }
}

pub(super) fn plus_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

fn months(year: i16, first: u8, count: u8) -> Option<Value> {
    let last = first + count - 1;
    (first >= 1 && last <= 12).then(|| Value::Range(Value::Month(year, first).into(), Value::Month(year, last).into()))
}

/// The calendar unit `by` steps from the one that holds `date`. Weeks run from Monday to Sunday.
fn period(date: Date, unit: Unit, by: i32) -> Option<Value> {
    let monday = |by: i32| plus_days(date, by.checked_mul(7)? - back(date, 1, 0));
    Some(match unit {
        Unit::Day => Value::Day(plus_days(date, by)?),
        Unit::Week => Value::days_from(monday(by)?, plus_days(monday(by)?, 6)?),
        Unit::Workday => Value::days_from(monday(by)?, plus_days(monday(by)?, 4)?),
        Unit::Weekend => Value::days_from(plus_days(monday(by)?, 5)?, plus_days(monday(by)?, 6)?),
        Unit::Fortnight => Value::days_from(monday(by.checked_mul(2)?)?, plus_days(monday(by.checked_mul(2)?)?, 13)?),
        Unit::Month => {
            let month = date.first_of_month().checked_add(by.months()).ok()?;
            Value::Month(month.year(), month.month() as u8)
        }
        Unit::Quarter | Unit::Semester => {
            let length = if unit == Unit::Quarter { 3 } else { 6 };
            let start = Date::new(date.year(), (date.month() - 1) / length * length + 1, 1).ok()?;
            let start = start.checked_add((by.checked_mul(i32::from(length))?).months()).ok()?;
            months(start.year(), start.month() as u8, length as u8)?
        }
        Unit::Year => Value::Year(date.year().checked_add(by as i16)?),
        Unit::Decade => Value::Decade((date.year() / 10 * 10).checked_add((by as i16).checked_mul(10)?)?),
        Unit::Century => Value::Century((date.year() / 100 * 100).checked_add((by as i16).checked_mul(100)?)?),
        Unit::Second | Unit::Minute | Unit::Hour => return None,
    })
}

/// `date` moved by `amount`; a half is half of the next smaller unit.
fn shift(date: Date, amount: &Amount, sign: i32) -> Option<Date> {
    let count = i32::try_from(amount.count?).ok().filter(|count| *count <= 9999)? * sign;
    let half = i32::from(amount.half) * sign;
    let span = match amount.unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let hours = if amount.unit == Unit::Hour { count } else { 0 };
            (hours / 24).days()
        }
        Unit::Day | Unit::Weekend => count.days(),
        Unit::Workday => return workdays(date, count),
        Unit::Week => (count * 7 + half * 3).days(),
        Unit::Fortnight => (count * 14 + half * 7).days(),
        Unit::Month => count.months().days(half * 15),
        Unit::Quarter => (count * 3).months(),
        Unit::Semester => (count * 6).months(),
        Unit::Year => count.years().months(half * 6),
        Unit::Decade => (count.checked_mul(10)?).years().months(half * 60),
        Unit::Century => (count.checked_mul(100)?.clamp(-9999, 9999)).years(),
    };
    date.checked_add(span).ok()
}

fn workdays(mut date: Date, count: i32) -> Option<Date> {
    let mut left = count.abs().min(2000);
    while left > 0 {
        date = plus_days(date, count.signum())?;
        left -= i32::from(date.weekday().to_monday_one_offset() <= 5);
    }
    Some(date)
}

/// `from` moved by all amounts; where `whole`, years give a year, months a month and weeks a week.
fn offset(from: Date, amounts: &[Amount], sign: i32, whole: bool) -> Option<Value> {
    // hours later is the same day, as far as a calendar can tell
    if amounts.iter().all(|amount| amount.unit.within_a_day() && amount.count.is_none_or(|count| count < 12)) {
        return Some(Value::Day(from));
    }
    let mut date = from;
    for amount in amounts {
        date = shift(date, amount, sign)?;
    }
    let finest = amounts.last()?;
    Some(match finest.unit {
        _ if !whole || finest.half => Value::Day(date),
        Unit::Year | Unit::Decade | Unit::Century => Value::Year(date.year()),
        Unit::Month | Unit::Quarter | Unit::Semester => Value::Month(date.year(), date.month() as u8),
        Unit::Week | Unit::Fortnight => period(date, Unit::Week, 0)?,
        _ => Value::Day(date),
    })
}

/// The `count` units from the `nth` on of a period, from its end where `nth` is negative. The first week of a period
/// is the first with a Thursday in it (ISO 8601).
fn nth_unit(of: &Value, nth: i32, count: u32, unit: Unit) -> Option<Value> {
    let (first, last) = (of.first()?, of.last()?);
    let count = i32::try_from(count).ok().filter(|count| *count <= 9999)?;
    let steps = if nth < 0 { -count } else { nth - 1 };
    let value = match unit {
        Unit::Day => {
            let start = plus_days(if nth < 0 { plus_days(last, 1)? } else { first }, steps)?;
            Value::days_from(start, plus_days(start, count - 1)?)
        }
        Unit::Week => {
            let week = |date: Date| plus_days(date, -back(date, 1, 0));
            let base = if nth < 0 { plus_days(week(plus_days(last, -3)?)?, 7)? } else { week(plus_days(first, 3)?)? };
            let start = plus_days(base, steps * 7)?;
            Value::days_from(start, plus_days(start, count * 7 - 1)?)
        }
        Unit::Month => {
            let base = if nth < 0 { plus_days(last, 1)? } else { first };
            let start = base.first_of_month().checked_add(steps.months()).ok()?;
            let end = start.checked_add((count - 1).months()).ok()?;
            let month = |date: Date| Value::Month(date.year(), date.month() as u8);
            if count == 1 { month(start) } else { Value::Range(month(start).into(), month(end).into()) }
        }
        Unit::Quarter => months(first.year(), if nth < 0 { 10 } else { u8::try_from(nth * 3 - 2).ok()? }, 3)?,
        Unit::Year => Value::Year(if nth < 0 { last.year() } else { first.year() + (nth - 1) as i16 }),
        _ => return None,
    };
    (value.first()? <= last).then_some(value)
}

fn nth_weekday(of: &Value, nth: i32, weekday: u8) -> Option<Date> {
    let (first, last) = (of.first()?, of.last()?);
    let date = if nth < 0 {
        plus_days(last, -back(last, weekday, 0) + (nth + 1) * 7)?
    } else {
        let ahead = (i32::from(weekday) - i32::from(first.weekday().to_monday_one_offset())).rem_euclid(7);
        plus_days(first, ahead + (nth - 1) * 7)?
    };
    (first <= date && date <= last).then_some(date)
}

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}
