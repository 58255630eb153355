//! Numbers, amounts and times of day, in digits and in words.

use super::expr::{Amount, Clock, Unit};
use super::lexicon::{Hit, Known};
use super::scan::Scan;
use super::token::Kind;

impl Scan<'_> {
    pub(super) fn hit(&self, at: usize, class: Known) -> Option<Hit> {
        self.hits(at).iter().find(|hit| hit.class == class as u8).copied()
    }

    pub(super) fn is_stop(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued && token.kind == Kind::Sign('.'))
    }

    /// A number in digits that is no part of a longer one.
    pub(super) fn digits(&self, at: usize) -> Option<(usize, u32)> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number && token.len() <= 4)?;
        (!self.number_goes_on(at + 1)).then_some((at + 1, token.value))
    }

    /// Every number, in digits or in words.
    pub(super) fn numbers(&self) -> Vec<(std::ops::Range<usize>, u32)> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            let found = if token.kind == Kind::Number { Some(self.grouped(at)) } else { self.number(at) };
            match found {
                Some((end, value)) if end > at => {
                    let last = self.tokens[end - 1].end;
                    // "a" and "an" count nothing
                    if token.kind == Kind::Number || last - token.start > 2 {
                        out.push((token.start..last, value));
                    }
                    at = end;
                }
                _ => at += 1,
            }
        }
        out
    }

    /// A number in digits, with marks between thousands: "25.000", "1,200".
    fn grouped(&self, at: usize) -> (usize, u32) {
        let (mut end, mut value) = (at + 1, self.tokens[at].value);
        if self.tokens[at].len() > 3 {
            return (end, value);
        }
        while let (Some(mark), Some(next)) = (self.tokens.get(end), self.tokens.get(end + 1)) {
            let group = mark.glued && matches!(mark.kind, Kind::Sign('.' | ',')) && next.glued;
            if !group || next.kind != Kind::Number || next.len() != 3 {
                break;
            }
            value = value.saturating_mul(1000).saturating_add(next.value);
            end += 2;
        }
        (end, value)
    }

    /// A number in words: "twenty-one", "dua puluh lima", "seratus".
    pub(super) fn number(&self, at: usize) -> Option<(usize, u32)> {
        let (mut total, mut current, mut end, mut next) = (0u32, 0u32, at, at);
        let mut low = u32::MAX;
        while next < at + 12 {
            if let Some(hit) = self.hit(next, Known::Number) {
                let value = hit.value as u32;
                // "two three" are two numbers, "twenty three" is one
                if current > 0
                    && !(current % 10 == 0 && value < 10 && low > 1)
                    && !(current % 100 == 0 && value < 100 && current >= 100)
                {
                    break;
                }
                low = value;
                current += value;
                next += hit.len as usize;
            } else if let Some(hit) = self.hit(next, Known::Teen).filter(|_| current % 10 > 0) {
                current += hit.value as u32;
                next += hit.len as usize;
            } else if let Some(hit) = self.hit(next, Known::Times).filter(|_| current > 0) {
                let times = hit.value as u32;
                if times >= 1000 {
                    total = total.saturating_add(current.saturating_mul(times));
                    current = 0;
                } else {
                    let units = current % times;
                    current = current - units + units.saturating_mul(times);
                }
                next += hit.len as usize;
                low = times;
            } else {
                break;
            }
            end = next;
            // "two hundred and five", "twenty-one"
            let joined = self.hit(next, Known::NumberAnd).map(|hit| hit.len as usize).or_else(|| {
                let hyphen = self.tokens.get(next).is_some_and(|t| t.glued && t.kind == Kind::Sign('-'));
                hyphen.then_some(1)
            });
            if let Some(len) = joined
                && (current == 0 || current % 10 == 0)
                && self.hit(next + len, Known::Number).is_some_and(|hit| current % 100 == 0 || hit.value < 10)
            {
                next += len;
            }
        }
        (end > at).then_some((end, total.saturating_add(current)))
    }

    /// "nineteen ninety nine", "two thousand and eighteen", "dua ribu dua puluh lima".
    pub(super) fn year_words(&self, at: usize) -> Option<(usize, i16)> {
        let (end, first) = self.number(at)?;
        if (1700..2100).contains(&first) {
            return Some((end, first as i16));
        }
        if !(17..=20).contains(&first) {
            return None;
        }
        let (end, second) = match self.hit(end, Known::Number) {
            Some(zero) if zero.value == 0 => {
                let (end, units) = self.number(end + 1).filter(|(_, n)| *n < 10)?;
                (end, units)
            }
            _ => self.number(end).filter(|(_, n)| (10..100).contains(n))?,
        };
        Some((end, (first * 100 + second) as i16))
    }

    /// An ordinal: "3rd", "ke-3", "third", "twenty-first", "kedua"; -1 is the last.
    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, i32)> {
        let token = self.tokens.get(at)?;
        if token.kind == Kind::Number {
            if token.len() > 2 || token.value == 0 {
                return None;
            }
            let suffix = self.hit(at + 1, Known::Suffix).filter(|_| self.tokens[at + 1].glued)?;
            return Some((at + 1 + suffix.len as usize, token.value as i32));
        }
        if let Some(hit) = self.hit(at, Known::Ordinal) {
            return Some((at + hit.len as usize, hit.value));
        }
        let tens = self.hit(at, Known::Number).filter(|hit| hit.value >= 20 && hit.value % 10 == 0)?;
        let mut next = at + tens.len as usize;
        if self.tokens.get(next).is_some_and(|token| token.glued && token.kind == Kind::Sign('-')) {
            next += 1;
        }
        let ones = self.hit(next, Known::Ordinal).filter(|hit| (1..10).contains(&hit.value))?;
        Some((next + ones.len as usize, tens.value + ones.value))
    }

    /// A day of the month.
    pub(super) fn day_number(&self, at: usize) -> Option<(usize, u8)> {
        let token = self.tokens.get(at)?;
        let (end, day) = match self.ordinal(at) {
            Some(found) => found,
            None if token.kind == Kind::Number && token.len() <= 2 => (at + 1, token.value as i32),
            None => return None,
        };
        (1..=31).contains(&day).then_some((end, day as u8))
    }

    /// One count with its unit.
    fn amount(&self, at: usize) -> Option<(usize, Amount)> {
        if let Some(hit) = self.hit(at, Known::OneUnit) {
            let unit = Unit::NAMES[hit.value as usize].1;
            return Some((at + hit.len as usize, Amount { count: Some(1), half: false, unit }));
        }
        let unit_at =
            |at: usize| self.hit(at, Known::Unit).map(|hit| (at + hit.len as usize, Unit::NAMES[hit.value as usize].1));
        let half_at =
            |at: usize| self.hit(at, Known::Half).filter(|hit| hit.value == 0).map(|hit| at + hit.len as usize);
        if let Some(next) = half_at(at) {
            let (end, unit) = unit_at(next)?;
            return Some((end, Amount { count: Some(0), half: true, unit }));
        }
        let (mut next, count) = match self.hit(at, Known::Few) {
            Some(hit) => (at + hit.len as usize, None),
            None => {
                let (next, count) = self.digits(at).or_else(|| self.number(at))?;
                (next, Some(count))
            }
        };
        let mut half = false;
        if let Some(after) = half_at(next) {
            half = true;
            next = after;
        }
        if self.tokens.get(next).is_some_and(|token| token.glued && token.kind == Kind::Sign('-')) {
            next += 1;
        }
        let (end, unit) = unit_at(next)?;
        Some((end, Amount { count, half, unit }))
    }

    /// Counts with their units: "5 years and 3 months".
    pub(super) fn amounts(&self, at: usize) -> Option<(usize, Vec<Amount>)> {
        let (mut end, first) = self.amount(at)?;
        let mut all = vec![first];
        while all.len() < 4 {
            let mut next = end;
            if self.tokens.get(next).is_some_and(|token| token.kind == Kind::Sign(',')) {
                next += 1;
            }
            if let Some(hit) = self.hit(next, Known::NumberAnd) {
                next += hit.len as usize;
            }
            match self.amount(next) {
                Some((after, amount))
                    if (amount.unit as u8) < all[all.len() - 1].unit as u8 && amount.count.is_some() =>
                {
                    all.push(amount);
                    end = after;
                }
                _ => break,
            }
        }
        Some((end, all))
    }

    /// A time of day: "06:12 WIB", "10.41", "06:51AM", "8 p.m.", "08:00:00+07:00".
    pub(super) fn clock(&self, at: usize) -> Option<(usize, Clock)> {
        let number = |at: usize, len: usize, max: u32| {
            self.tokens
                .get(at)
                .filter(|token| token.kind == Kind::Number && token.len() <= len && token.value <= max)
                .map(|token| token.value)
        };
        let colon = |at: usize| {
            matches!(self.tokens.get(at), Some(t) if t.glued && matches!(t.kind, Kind::Sign(':' | '.')))
                && self.tokens.get(at + 1).is_some_and(|t| t.glued && t.len() == 2)
        };
        let mut clock = Clock { hour: number(at, 2, 24)? as u8, minute: 0, second: 0, offset: None };
        let mut end = at + 1;
        let mut exact = false;
        if colon(end) {
            clock.minute = number(end + 1, 2, 59)? as u8;
            end += 2;
            exact = true;
            if colon(end) {
                clock.second = number(end + 1, 2, 60)? as u8;
                end += 2;
            }
            // fractions of a second
            if self.is_stop(end) && self.tokens.get(end + 1).is_some_and(|t| t.glued && t.kind == Kind::Number) {
                end += 2;
            }
        }
        if let Some(hit) = self.hit(end, Known::Meridiem) {
            if clock.hour > 12 || clock.hour == 0 {
                return None;
            }
            clock.hour = clock.hour % 12 + if hit.value == 1 { 12 } else { 0 };
            end += hit.len as usize;
            exact = true;
        }
        if let Some(hit) = self.hit(end, Known::Zone) {
            clock.offset = Some(hit.value as i16);
            end += hit.len as usize;
            exact = true;
        } else if let Some(sign) = self.tokens.get(end).filter(|t| t.glued && matches!(t.kind, Kind::Sign('+' | '-')))
            && let Some(token) = self.tokens.get(end + 1).filter(|t| t.glued && t.kind == Kind::Number)
        {
            let (hours, minutes, after) = match token.len() {
                4 => (token.value / 100, token.value % 100, end + 2),
                2 if colon(end + 2) => (token.value, number(end + 3, 2, 59)?, end + 4),
                _ => (token.value, 0, end + 2),
            };
            if hours <= 15 && minutes < 60 {
                let offset = (hours * 60 + minutes) as i16;
                clock.offset = Some(if sign.kind == Kind::Sign('-') { -offset } else { offset });
                end = after;
            }
        }
        (exact && !self.number_goes_on(end)).then_some((end, clock))
    }
}
