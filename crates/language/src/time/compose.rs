//! From the slots of a matched pattern to the expression.

use super::expr::{Amount, Expr, Holiday, Origin, PartialDate, Unit};
use super::lexicon::{EDGES, PARTS, TimeLexicon};
use super::pattern::{Builder, Slots};

/// The days of `month`, February with 29 where the year is unknown.
fn days(year: Option<i16>, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year) if year % 4 != 0 || year % 100 == 0 && year % 400 != 0 => 28,
            _ => 29,
        },
        _ => 31,
    }
}

/// The day that an ordinal alone gives: "on the 18th".
fn ordinal_day(slots: &Slots, n: usize) -> Option<u8> {
    slots.ordinal.filter(|day| n == 0 && (1..=31).contains(day)).map(|day| day as u8)
}

fn date(slots: &Slots, n: usize) -> Option<PartialDate> {
    let date = PartialDate {
        year: slots.year[n],
        month: slots.month[n],
        day: slots.day[n].or(ordinal_day(slots, n)),
        weekday: slots.weekday[n],
    };
    if let (Some(day), Some(month)) = (date.day, date.month)
        && day > days(date.year, month)
    {
        return None;
    }
    Some(date)
}

/// The two ends of a range whose year or month stands once.
fn ends(slots: &Slots) -> Option<(Expr, Expr)> {
    let (mut first, mut second) = (date(slots, 0)?, date(slots, 1)?);
    if second.day.is_some() || first.day.is_none() {
        if second.month.is_none() {
            second.month = first.month;
        } else if first.month.is_none() {
            first.month = second.month;
        }
    }
    if second.year.is_none() {
        second.year = first.year;
    } else if first.year.is_none() {
        let over = first.month > second.month && first.month.is_some();
        first.year = second.year.map(|year| year - i16::from(over));
    }
    let later = |a: PartialDate, b: PartialDate| (a.year, a.month, a.day) < (b.year, b.month, b.day);
    let wraps = first.year.is_none() && first.month > second.month;
    if !later(first, second) && !wraps && first.weekday.is_none() {
        return None;
    }
    Some((Expr::Date(first), Expr::Date(second)))
}

fn has_second(slots: &Slots) -> bool {
    slots.day[1].is_some() || slots.month[1].is_some() || slots.year[1].is_some() || slots.weekday[1].is_some()
}

/// The expression of a matched pattern; `None` where the parts do not fit together (31 April).
pub(super) fn compose(builder: Builder, mut slots: Slots, lexicon: &TimeLexicon) -> Option<Expr> {
    let first = slots.inner[0].take();
    let second = slots.inner[1].take();
    Some(match builder {
        Builder::Date if has_second(&slots) => {
            let (a, b) = ends(&slots)?;
            Expr::Range(a.into(), b.into())
        }
        Builder::Date => Expr::Date(date(&slots, 0)?),
        Builder::List => {
            let (a, b) = ends(&slots)?;
            Expr::List(a.into(), b.into())
        }
        Builder::Day => Expr::Day(slots.offset?),
        Builder::Shifted => shifted(&slots)?,
        Builder::Toward => Expr::Toward(date(&slots, 0)?, slots.shift?),
        Builder::Quarter => Expr::Quarter(part_number(&slots, 4)?, slots.year[0]),
        Builder::Half => Expr::Half(part_number(&slots, 2)?, slots.year[0]),
        Builder::Decade => {
            let year = slots.year[0]?;
            if year % 10 != 0 {
                return None;
            }
            Expr::Decade(year)
        }
        Builder::Century => {
            Expr::Century(slots.ordinal.or(slots.count.map(|n| n as i32)).filter(|n| (1..30).contains(n))? as i16)
        }
        Builder::Ago => Expr::Offset(amounts(&slots), -1, Origin::Now),
        Builder::Hence => Expr::Offset(amounts(&slots), 1, Origin::Now),
        Builder::Inside => {
            let end = Expr::Offset(amounts(&slots), 1, Origin::Now);
            Expr::Range(Expr::Day(0).into(), end.into())
        }
        Builder::Earlier => Expr::Offset(amounts(&slots), -1, Origin::Mentioned),
        Builder::Later => Expr::Offset(amounts(&slots), 1, Origin::Mentioned),
        Builder::Window => match (slots.amounts.first(), slots.unit) {
            (Some(&amount), _) => Expr::Window(amount, slots.shift?),
            (None, Some(unit)) => Expr::Window(Amount { count: slots.count, half: false, unit }, slots.shift?),
            _ => return None,
        },
        Builder::Same => Expr::Same(slots.unit?),
        Builder::Holiday => {
            let holiday: Holiday = *lexicon.holidays.get(slots.holiday?)?;
            Expr::Holiday(holiday, slots.year[0], slots.shift)
        }
        Builder::Duration => Expr::Duration(slots.amounts),
        Builder::Set => {
            Expr::Set(slots.unit.unwrap_or(if slots.weekday[0].is_some() { Unit::Week } else { Unit::Day }))
        }
        Builder::Nothing => Expr::Nothing,
        Builder::DayPart => {
            Expr::Part(Expr::Day(slots.offset.or(slots.shift).unwrap_or(0)).into(), PARTS[slots.part?].1)
        }
        Builder::Within => {
            let outer = first?;
            holds(&outer, &slots).then_some(())?;
            let inner = if slots.season.is_some() {
                Expr::Season(slots.season?, None, None)
            } else if slots.holiday.is_some() {
                Expr::Holiday(*lexicon.holidays.get(slots.holiday?)?, None, None)
            } else {
                Expr::Date(date(&slots, 0)?)
            };
            Expr::Within(inner.into(), outer.into())
        }
        Builder::Nth => {
            let of = first?;
            let nth = slots.ordinal.or(slots.shift).or(slots.count.map(|n| n as i32))?;
            match (slots.weekday[0], slots.unit) {
                (Some(weekday), _) => Expr::NthWeekday(nth, weekday, of.into()),
                (None, Some(unit)) => Expr::Nth(nth, slots.count.unwrap_or(1).max(1), unit, of.into()),
                _ => return None,
            }
        }
        Builder::Both => {
            // "besok (22/12)": day and month alone are no expression elsewhere
            let second = match second {
                Some(second) => second,
                None => Expr::Date(date(&slots, 0)?),
            };
            Expr::Both(day_like(first?)?.into(), day_like(second)?.into())
        }
        Builder::Edge => {
            let of = match first {
                Some(inner) => period(inner)?,
                None => Expr::Shifted(slots.unit.filter(|unit| !unit.within_a_day())?, 0),
            };
            Expr::Edge(EDGES[slots.edge?].1, of.into())
        }
        Builder::Part => Expr::Part(day_like(first?)?.into(), PARTS[slots.part?].1),
        Builder::Clock => Expr::At(day_like(first?)?.into(), slots.clock?),
        Builder::Before => Expr::OffsetFrom(amounts(&slots), -1, first?.into()),
        Builder::After => Expr::OffsetFrom(amounts(&slots), 1, first?.into()),
        Builder::Range => range(point(first?)?, point(second?)?)?,
    })
}

/// The amounts; of a lone unit several ("days later"), and one day where there is neither ("the next day").
fn amounts(slots: &Slots) -> Vec<Amount> {
    let mut slots = slots.clone();
    if slots.few {
        slots.amounts.iter_mut().for_each(|amount| amount.count = None);
    }
    match slots.unit {
        _ if !slots.amounts.is_empty() => slots.amounts,
        Some(unit) => vec![Amount { count: slots.count, half: false, unit }],
        None => vec![Amount { count: Some(1), half: false, unit: Unit::Day }],
    }
}

fn part_number(slots: &Slots, max: i32) -> Option<u8> {
    let n = slots.ordinal.or(slots.count.map(|n| n as i32))?;
    let n = if n == -1 { max } else { n };
    (1..=max).contains(&n).then_some(n as u8)
}

fn shifted(slots: &Slots) -> Option<Expr> {
    let by = slots.shift.unwrap_or(0);
    Some(match (slots.unit, slots.weekday[0], slots.month[0], slots.season, slots.holiday) {
        (Some(unit), ..) => Expr::Shifted(unit, by),
        (_, Some(weekday), ..) => Expr::Weekday(weekday, by),
        (_, _, Some(month), ..) => match slots.day[0] {
            Some(_) => Expr::Toward(date(slots, 0)?, by),
            None => Expr::Month(month, by),
        },
        (_, _, _, Some(season), _) => Expr::Season(season, slots.year[0], slots.shift),
        _ => return None,
    })
}

/// Whether the period `outer` can hold what the slots have: a week has weekdays, a year months.
fn holds(outer: &Expr, slots: &Slots) -> bool {
    let month = slots.month[0].is_some() || slots.season.is_some() || slots.holiday.is_some();
    match outer {
        Expr::Shifted(Unit::Week | Unit::Fortnight | Unit::Weekend, _) => slots.weekday[0].is_some() && !month,
        Expr::Shifted(Unit::Month, _) | Expr::Month(..) => slots.day[0].is_some() && !month,
        Expr::Shifted(Unit::Year, _) | Expr::Same(Unit::Year) => month,
        Expr::Date(date) => date.day.is_none() && date.month.is_none() && date.year.is_some() && month,
        _ => false,
    }
}

/// The expression if it may stand for one day.
fn day_like(expr: Expr) -> Option<Expr> {
    match &expr {
        Expr::Date(date) if date.day.is_none() && date.weekday.is_none() => None,
        Expr::Shifted(unit, _) if *unit != Unit::Day => None,
        Expr::Same(unit) if *unit != Unit::Day => None,
        Expr::Duration(_)
        | Expr::Set(_)
        | Expr::Nothing
        | Expr::Window(..)
        | Expr::Decade(_)
        | Expr::Century(_)
        | Expr::Quarter(..)
        | Expr::Half(..)
        | Expr::Season(..)
        | Expr::Month(..) => None,
        _ => Some(expr),
    }
}

/// The expression if it may have an early and a late part.
fn period(expr: Expr) -> Option<Expr> {
    match &expr {
        Expr::Duration(_) | Expr::Set(_) | Expr::Nothing | Expr::Window(..) | Expr::Offset(..) => None,
        _ => Some(expr),
    }
}

/// The expression if it may be an end of a range.
fn point(expr: Expr) -> Option<Expr> {
    match &expr {
        Expr::Duration(_) | Expr::Set(_) | Expr::Nothing | Expr::Window(..) => None,
        _ => Some(expr),
    }
}

/// A range; what the first end lacks is taken from the second ("from Feb 1st to March 2019").
fn range(mut first: Expr, mut second: Expr) -> Option<Expr> {
    if let (Expr::Date(a), Expr::Date(b)) = (&mut first, &mut second) {
        if a.year.is_none() && a.month.is_some() && b.month.is_some() {
            a.year = b.year.map(|year| year - i16::from(a.month > b.month));
        }
        if b.year.is_none() && b.month.is_some() && a.month.is_some() {
            b.year = a.year.map(|year| year + i16::from(a.month > b.month));
        }
        if a.year.is_some() && a.year == b.year && (a.month, a.day) > (b.month, b.day) && b.month.is_some() {
            return None;
        }
        if a.year > b.year && b.year.is_some() {
            return None;
        }
    }
    Some(Expr::Range(first.into(), second.into()))
}
