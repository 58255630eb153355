//! The patterns of `times.tsv` and how they are matched.

use super::expr::{Amount, Clock, Expr, Unit};
use super::lexicon::{Flags, Hit, Known};
use super::scan::Scan;
use super::token::Kind;

/// What is built of a matched pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builder {
    Date,
    List,
    Day,
    Shifted,
    /// The next or last such day, whichever week it is in.
    Toward,
    Quarter,
    Half,
    Decade,
    Century,
    Ago,
    Later,
    Earlier,
    Hence,
    /// From now to then: "within two weeks".
    Inside,
    Window,
    Same,
    Holiday,
    Duration,
    Set,
    Nothing,
    DayPart,
    Within,
    Nth,
    Both,
    Edge,
    Part,
    Clock,
    Before,
    After,
    Range,
}

impl Builder {
    pub(super) const NAMES: &'static [(&'static str, Self)] = &[
        ("date", Self::Date),
        ("list", Self::List),
        ("day", Self::Day),
        ("shifted", Self::Shifted),
        ("toward", Self::Toward),
        ("quarter", Self::Quarter),
        ("half", Self::Half),
        ("decade", Self::Decade),
        ("century", Self::Century),
        ("ago", Self::Ago),
        ("later", Self::Later),
        ("earlier", Self::Earlier),
        ("hence", Self::Hence),
        ("inside", Self::Inside),
        ("window", Self::Window),
        ("same", Self::Same),
        ("holiday", Self::Holiday),
        ("duration", Self::Duration),
        ("set", Self::Set),
        ("nothing", Self::Nothing),
        ("day-part", Self::DayPart),
        ("within", Self::Within),
        ("nth", Self::Nth),
        ("both", Self::Both),
        ("edge", Self::Edge),
        ("part", Self::Part),
        ("clock", Self::Clock),
        ("before", Self::Before),
        ("after", Self::After),
        ("range", Self::Range),
    ];
    pub(super) const LEVELS: usize = 6;

    /// A pattern's inner expressions are of the levels below its own.
    pub(super) const fn level(self) -> usize {
        match self {
            Self::Within => 1,
            Self::Nth => 2,
            Self::Edge | Self::Both => 3,
            Self::Part | Self::Before | Self::After | Self::Clock => 4,
            Self::Range => 5,
            _ => 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    No,
    Behind,
    Ahead,
}

/// What an item matches; the number says which of two slots it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A class, its slot, and the value that the word must have.
    Class(u8, u8, Option<i32>),
    Sign(char),
    /// 1 to 31 in digits (with an ordinal suffix), or an ordinal word.
    DayNumber(u8),
    /// An ordinal in digits with its suffix, or a word.
    OrdinalNumber,
    /// An ordinal in digits with its suffix.
    OrdinalDigits,
    /// 1 to 12 in digits.
    MonthNumber(u8),
    /// Four digits.
    Year(u8),
    /// Two digits, with or without an apostrophe.
    ShortYear(u8),
    /// A year in words.
    YearWords,
    /// A count in digits or words.
    Count,
    /// A count in digits.
    Digits,
    /// Counts with their units: "2 years and 3 months", "sehari".
    Amount,
    /// A time of day.
    Clock,
    Inner(u8),
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) what: Vec<What>,
    pub(super) optional: bool,
    pub(super) glued: bool,
    pub(super) look: Look,
    pub(super) negative: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) builder: Builder,
    pub(super) items: Vec<Item>,
    pub(super) place: String,
}

/// What the items of a pattern have matched.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    pub(super) year: [Option<i16>; 2],
    pub(super) month: [Option<u8>; 2],
    pub(super) day: [Option<u8>; 2],
    pub(super) weekday: [Option<u8>; 2],
    pub(super) unit: Option<Unit>,
    pub(super) count: Option<u32>,
    pub(super) few: bool,
    pub(super) ordinal: Option<i32>,
    pub(super) season: Option<u8>,
    pub(super) part: Option<usize>,
    pub(super) offset: Option<i32>,
    pub(super) shift: Option<i32>,
    pub(super) edge: Option<usize>,
    pub(super) holiday: Option<usize>,
    pub(super) clock: Option<Clock>,
    pub(super) amounts: Vec<Amount>,
    pub(super) inner: [Option<Expr>; 2],
    /// Flags of the only slot, and how many slots are filled.
    flags: Flags,
    filled: u8,
    last_number: bool,
}

impl Slots {
    fn fill(&mut self, flags: Flags) {
        self.flags = flags;
        self.filled += 1;
        self.last_number = false;
    }

    fn fill_number(&mut self) {
        self.fill(Flags::default());
        self.last_number = true;
    }
}

impl Pattern {
    /// Matches at token `at`; gives the token after and the expression. `inner` is the expression that stands at `at`.
    pub(super) fn run(&self, scan: &Scan<'_>, at: usize, inner: Option<&(usize, Expr)>) -> Option<(usize, Expr)> {
        let mut first = 0;
        while let Some(item) = self.items.get(first).filter(|item| item.look == Look::Behind) {
            let behind = at > 0 && item.what.iter().any(|what| self.behind(scan, at, *what));
            if behind == item.negative {
                return None;
            }
            first += 1;
        }
        let mut best = None;
        self.step(scan, at, first, at, &Slots::default(), inner, &mut best);
        let (mut end, slots) = best?;
        // a full stop behind the last word ends the sentence, save in "p.m."
        if end > at + 1 && scan.is_stop(end - 1) && scan.tokens[end - 2].len() > 1 {
            end -= 1;
        }
        while end > at + 1 && matches!(scan.tokens[end - 1].kind, Kind::Sign(',' | '-')) {
            end -= 1;
        }
        if slots.filled == 1 && !alone(scan, at, slots.flags) {
            return None;
        }
        if slots.last_number && scan.number_goes_on(end) {
            return None;
        }
        Some((end, super::compose::compose(self.builder, slots, scan.lexicon)?))
    }

    fn behind(&self, scan: &Scan<'_>, at: usize, what: What) -> bool {
        match what {
            What::Sign(sign) => scan.tokens[at - 1].kind == Kind::Sign(sign),
            What::Class(class, _, _) => (1..=3.min(at))
                .any(|back| scan.hits(at - back).iter().any(|hit| hit.class == class && hit.len as usize == back)),
            What::Digits => scan.tokens[at - 1].kind == Kind::Number,
            _ => false,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn step(
        &self,
        scan: &Scan<'_>,
        start: usize,
        n: usize,
        at: usize,
        slots: &Slots,
        inner: Option<&(usize, Expr)>,
        best: &mut Option<(usize, Slots)>,
    ) {
        let Some(item) = self.items.get(n) else {
            if at > start && best.as_ref().is_none_or(|(end, _)| at > *end) {
                *best = Some((at, slots.clone()));
            }
            return;
        };
        if item.look == Look::Ahead {
            let ahead = item.what.iter().any(|what| {
                let mut found = false;
                scan.one(self.builder.level(), *what, at, slots, None, &mut |_, _| found = true);
                found
            });
            if ahead != item.negative {
                self.step(scan, start, n + 1, at, slots, inner, best);
            }
            return;
        }
        if !(item.glued && at > start && !scan.tokens.get(at).is_some_and(|token| token.glued)) {
            for what in &item.what {
                let given = if at == start { inner } else { None };
                scan.one(self.builder.level(), *what, at, slots, given, &mut |next, slots| {
                    self.step(scan, start, n + 1, next, &slots, inner, best);
                });
            }
        }
        if item.optional {
            self.step(scan, start, n + 1, at, slots, inner, best);
        }
    }
}

/// Whether a word with `flags` may stand alone at token `at`.
fn alone(scan: &Scan<'_>, at: usize, flags: Flags) -> bool {
    if flags.weak {
        return false;
    }
    if flags.capital && !scan.tokens[at].capital {
        return false;
    }
    if flags.prep {
        return at > 0 && scan.hits(at - 1).iter().any(|hit| hit.class == Known::In as u8 && hit.len == 1);
    }
    true
}

impl Scan<'_> {
    /// Whether the number that ends before token `end` goes on there: "9,000", "3.5", "20%", "5km".
    pub(super) fn number_goes_on(&self, end: usize) -> bool {
        let Some(next) = self.tokens.get(end).filter(|token| token.glued) else { return false };
        match next.kind {
            // "2025-12-21T08:00"
            Kind::Word => self.hit(end, Known::TimeMark).is_none(),
            Kind::Number => true,
            Kind::Sign('%' | '°') => true,
            Kind::Sign('.' | ',' | '/' | ':') => {
                self.tokens.get(end + 1).is_some_and(|after| after.glued && after.kind == Kind::Number)
            }
            _ => false,
        }
    }

    /// Every way in which `what` matches at token `at`.
    pub(super) fn one(
        &self,
        level: usize,
        what: What,
        at: usize,
        slots: &Slots,
        given: Option<&(usize, Expr)>,
        then: &mut dyn FnMut(usize, Slots),
    ) {
        let Some(token) = self.tokens.get(at) else { return };
        match what {
            What::Sign(sign) => {
                if token.kind == Kind::Sign(sign) {
                    then(at + 1, Slots { last_number: false, ..slots.clone() });
                }
            }
            What::Class(class, slot, value) => {
                for hit in self
                    .hits(at)
                    .iter()
                    .filter(|hit| hit.class == class && value.is_none_or(|value| value == hit.value))
                {
                    let mut slots = slots.clone();
                    self.fill(&mut slots, hit, slot as usize);
                    let end = at + hit.len as usize;
                    // the full stop of an abbreviation
                    let short = [Known::Month as u8, Known::Weekday as u8].contains(&class) && token.len() <= 5;
                    if short && self.is_stop(end) {
                        then(end + 1, slots.clone());
                    }
                    then(end, slots);
                }
            }
            What::DayNumber(slot) => {
                if let Some((end, day)) = self.day_number(at) {
                    let mut slots = slots.clone();
                    slots.fill_number();
                    slots.day[slot as usize] = Some(day);
                    then(end, slots);
                }
            }
            What::OrdinalNumber | What::OrdinalDigits => {
                if (what == What::OrdinalNumber || token.kind == Kind::Number)
                    && let Some((end, n)) = self.ordinal(at)
                {
                    let mut slots = slots.clone();
                    slots.fill(Flags::default());
                    slots.ordinal = Some(n);
                    then(end, slots);
                }
            }
            What::MonthNumber(slot) => {
                if token.kind == Kind::Number && token.len() <= 2 && (1..=12).contains(&token.value) {
                    let mut slots = slots.clone();
                    slots.fill_number();
                    slots.month[slot as usize] = Some(token.value as u8);
                    then(at + 1, slots);
                }
            }
            What::Year(slot) => {
                if token.kind == Kind::Number && token.len() == 4 && (1000..2200).contains(&token.value) {
                    let mut slots = slots.clone();
                    slots.fill_number();
                    slots.year[slot as usize] = Some(token.value as i16);
                    then(at + 1, slots);
                }
            }
            What::ShortYear(slot) => {
                let (at, token) = match token.kind {
                    Kind::Sign('\'') => (at + 1, self.tokens.get(at + 1).filter(|next| next.glued)),
                    _ => (at, Some(token)),
                };
                if let Some(token) = token.filter(|token| token.kind == Kind::Number && token.len() == 2) {
                    let mut slots = slots.clone();
                    slots.fill_number();
                    let century = if token.value < 50 { 2000 } else { 1900 };
                    slots.year[slot as usize] = Some(token.value as i16 + century);
                    then(at + 1, slots);
                }
            }
            What::YearWords => {
                if let Some((end, year)) = self.year_words(at) {
                    let mut slots = slots.clone();
                    slots.fill(Flags::default());
                    slots.year[0] = Some(year);
                    then(end, slots);
                }
            }
            What::Digits | What::Count => {
                let found = if token.kind == Kind::Number { self.digits(at) } else { None };
                let found = found.or_else(|| if what == What::Count { self.number(at) } else { None });
                if let Some((end, count)) = found {
                    let mut slots = slots.clone();
                    slots.fill_number();
                    slots.count = Some(count);
                    then(end, slots);
                }
            }
            What::Amount => {
                if let Some((end, amounts)) = self.amounts(at) {
                    let mut slots = slots.clone();
                    slots.fill(Flags::default());
                    slots.amounts = amounts;
                    then(end, slots);
                }
            }
            What::Clock => {
                if let Some((end, clock)) = self.clock(at) {
                    let mut slots = slots.clone();
                    slots.fill(Flags::default());
                    slots.clock = Some(clock);
                    then(end, slots);
                }
            }
            What::Inner(slot) => {
                let found = match given {
                    Some(given) => Some(given.clone()),
                    None if level > 0 => self.expression(at, level - 1).map(|(end, expr, _)| (end, expr)),
                    None => None,
                };
                if let Some((end, expr)) = found {
                    let mut slots = slots.clone();
                    slots.fill(Flags::default());
                    slots.filled += 1;
                    slots.inner[slot as usize] = Some(expr);
                    then(end, slots);
                }
            }
        }
    }

    fn fill(&self, slots: &mut Slots, hit: &Hit, slot: usize) {
        slots.last_number = false;
        let value = hit.value;
        let known = hit.class;
        let is = |class: Known| known == class as u8;
        if is(Known::Month) {
            slots.month[slot] = Some(value as u8);
        } else if is(Known::Weekday) {
            slots.weekday[slot] = Some(value as u8);
        } else if is(Known::Unit) || is(Known::Units) || is(Known::OneUnit) {
            slots.unit = Some(Unit::NAMES[value as usize].1);
        } else if is(Known::Season) {
            slots.season = Some(value as u8);
        } else if is(Known::Part) {
            slots.part = Some(value as usize);
        } else if is(Known::Day) {
            slots.offset = Some(value);
        } else if is(Known::Shift) || is(Known::Recent) {
            slots.shift = Some(value);
        } else if is(Known::Edge) {
            slots.edge = Some(value as usize);
        } else if is(Known::Holiday) {
            slots.holiday = Some(value as usize);
        } else if is(Known::Few) || is(Known::Inexact) {
            slots.few = true;
        } else if is(Known::Half) {
            slots.ordinal = Some(value);
        } else if !is(Known::Nothing) && !is(Known::Ordinal) {
            // glue fills nothing
            return;
        }
        slots.fill(hit.flags);
    }
}
