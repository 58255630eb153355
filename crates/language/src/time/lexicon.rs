//! The words and patterns of `times.tsv`.

use rustc_hash::FxHashMap;

use super::expr::{DayPart, Edge, Holiday, Unit};
use super::pattern::{Builder, Item, Look, Pattern, What};
use super::token::{Kind, tokens};
use crate::table::{DataError, Row, rows};

/// Word classes that the engine knows. A pack may declare more, which its patterns use as glue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Known {
    Month,
    Weekday,
    Unit,
    /// Plurals that stand without a count: "the coming days".
    Units,
    OneUnit,
    Number,
    Times,
    Teen,
    Ordinal,
    Suffix,
    Half,
    Few,
    /// "less than", "more than": the amount behind it is no exact one.
    Inexact,
    Season,
    Part,
    Day,
    Shift,
    /// As `shift`, for stretches that end or start now.
    Recent,
    Edge,
    Meridiem,
    Zone,
    Holiday,
    Nothing,
    /// Words before a lone month or season that is another word too.
    In,
    /// The letter between a date and a time of day (ISO 8601).
    TimeMark,
    /// Words that tell of what is to come.
    Planned,
    /// Words that tell of what happened.
    Happened,
    /// "and" inside numbers.
    NumberAnd,
    End,
}

const KNOWN: &[(&str, Known)] = &[
    ("month", Known::Month),
    ("weekday", Known::Weekday),
    ("unit", Known::Unit),
    ("units", Known::Units),
    ("one-unit", Known::OneUnit),
    ("number", Known::Number),
    ("times", Known::Times),
    ("teen", Known::Teen),
    ("ordinal", Known::Ordinal),
    ("suffix", Known::Suffix),
    ("half", Known::Half),
    ("few", Known::Few),
    ("inexact", Known::Inexact),
    ("season", Known::Season),
    ("part", Known::Part),
    ("day", Known::Day),
    ("shift", Known::Shift),
    ("recent", Known::Recent),
    ("edge", Known::Edge),
    ("meridiem", Known::Meridiem),
    ("zone", Known::Zone),
    ("holiday", Known::Holiday),
    ("nothing", Known::Nothing),
    ("in", Known::In),
    ("time-mark", Known::TimeMark),
    ("planned", Known::Planned),
    ("happened", Known::Happened),
    ("number-and", Known::NumberAnd),
];

pub(super) const PARTS: &[(&str, DayPart)] = &[
    ("night", DayPart::Night),
    ("morning", DayPart::Morning),
    ("noon", DayPart::Noon),
    ("afternoon", DayPart::Afternoon),
    ("evening", DayPart::Evening),
];
pub(super) const EDGES: &[(&str, Edge)] =
    &[("early", Edge::Early), ("middle", Edge::Middle), ("late", Edge::Late), ("rest", Edge::Rest)];
const SEASONS: &[(&str, i32)] = &[("spring", 21), ("summer", 22), ("autumn", 23), ("winter", 24)];

/// A word may stand alone as a time only under a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags {
    /// Never alone.
    pub(super) weak: bool,
    /// Alone only with a capital.
    pub(super) capital: bool,
    /// Alone only after a word of class `in`.
    pub(super) prep: bool,
    /// Only in lower case, or where a sentence starts.
    pub(super) lower: bool,
}

/// One reading of a word or phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) class: u8,
    pub(super) value: i32,
    pub(super) len: u8,
    pub(super) flags: Flags,
}

#[derive(Debug, Clone)]
struct Entry {
    rest: Vec<&'static str>,
    hit: Hit,
}

/// The words and patterns of one language's time expressions.
#[derive(Debug, Clone, Default)]
pub struct TimeLexicon {
    words: FxHashMap<&'static str, Vec<Entry>>,
    classes: FxHashMap<&'static str, u8>,
    pub(super) patterns: Vec<Pattern>,
    /// Patterns by level, then by the class of their first token.
    pub(super) by_first: Vec<FxHashMap<u8, Vec<u16>>>,
    /// Patterns of a level that may start with a number.
    pub(super) by_number: Vec<Vec<u16>>,
    /// Patterns of a level that start with another expression.
    pub(super) by_inner: Vec<Vec<u16>>,
    /// Feasts with their days listed by year: year, month, day.
    pub listed: Vec<Vec<(i16, u8, u8)>>,
    pub(super) holidays: Vec<Holiday>,
    longest_word: usize,
    /// Endings that mark a verb as told of the past ("*ed").
    past_endings: Vec<&'static str>,
}

impl TimeLexicon {
    /// Reads `times.tsv`: rows `class, value, words separated by |, flags` and `pattern, builder, items`.
    ///
    /// # Errors
    /// An unknown value, flag, builder or class, with its line.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut lexicon = Self::default();
        for (name, known) in KNOWN {
            lexicon.classes.insert(name, *known as u8);
        }
        let (patterns, words): (Vec<Row>, Vec<Row>) = rows(file, text).partition(|row| row.cell(0) == "pattern");
        for row in &words {
            if let Err(message) = lexicon.add_words(row) {
                errors.push(row.error(message));
            }
        }
        for row in &patterns {
            match lexicon.pattern(row) {
                Ok(pattern) => lexicon.patterns.push(pattern),
                Err(message) => errors.push(row.error(message)),
            }
        }
        lexicon.index();
        lexicon
    }

    fn add_words(&mut self, row: &Row) -> Result<(), String> {
        let next = self.classes.len().max(Known::End as usize);
        let class = *self.classes.entry(row.cell(0)).or_insert(next.min(250) as u8);
        let value = self.value(class, row.cell(1))?;
        let mut flags = Flags::default();
        for flag in row.cell(3).split_ascii_whitespace() {
            match flag {
                "weak" => flags.weak = true,
                "capital" => flags.capital = true,
                "prep" => flags.prep = true,
                "lower" => flags.lower = true,
                other => return Err(format!("no flag {other:?}; there are: weak capital prep lower")),
            }
        }
        if row.cell(2).is_empty() {
            return Err("no words".into());
        }
        for phrase in row.list(2) {
            if class == Known::Happened as u8
                && let Some(ending) = phrase.strip_prefix('*')
            {
                self.past_endings.push(ending);
                continue;
            }
            if phrase.chars().any(char::is_uppercase) {
                return Err(format!("{phrase:?} is not in lower case"));
            }
            let mut parts = tokens(phrase, 0).into_iter().map(|token| &phrase[token.start..token.end]);
            let first = parts.next().ok_or("empty phrase")?;
            let rest: Vec<&'static str> = parts.collect();
            self.longest_word = self.longest_word.max(first.len());
            let hit = Hit { class, value, len: rest.len() as u8 + 1, flags };
            let entries = self.words.entry(first).or_default();
            if entries.iter().any(|e| e.rest == rest && e.hit.class == class) {
                return Err(format!("{phrase:?} stands twice in {}", row.cell(0)));
            }
            let at = entries.partition_point(|other| other.rest.len() >= rest.len());
            entries.insert(at, Entry { rest, hit });
        }
        Ok(())
    }

    fn value(&mut self, class: u8, cell: &'static str) -> Result<i32, String> {
        if class == Known::Holiday as u8 { self.holiday(cell) } else { self.value_of(class, cell) }
    }

    fn value_of(&self, class: u8, cell: &'static str) -> Result<i32, String> {
        let named = |names: &[&'static str]| {
            names
                .iter()
                .position(|name| *name == cell)
                .map(|n| n as i32)
                .ok_or_else(|| format!("no value {cell:?}; there are: {}", names.join(" ")))
        };
        let number = |low: i32, high: i32| match cell.parse::<i32>() {
            Ok(value) if (low..=high).contains(&value) => Ok(value),
            _ => Err(format!("{cell:?} is no number from {low} to {high}")),
        };
        let known = KNOWN.iter().find(|(_, known)| *known as u8 == class).map(|(_, known)| *known);
        match known {
            Some(Known::Month) => number(1, 12),
            Some(Known::Weekday) => number(1, 7),
            Some(Known::Unit | Known::Units | Known::OneUnit) => {
                named(&Unit::NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>())
            }
            Some(Known::Season) => {
                named(&SEASONS.iter().map(|(n, _)| *n).collect::<Vec<_>>()).map(|n| SEASONS[n as usize].1)
            }
            Some(Known::Part) => named(&PARTS.iter().map(|(n, _)| *n).collect::<Vec<_>>()),
            Some(Known::Edge) => named(&EDGES.iter().map(|(n, _)| *n).collect::<Vec<_>>()),
            Some(Known::Number) => number(0, 1_000_000),
            Some(Known::Times) => number(10, 1_000_000),
            Some(Known::Ordinal) => number(-1, 100),
            Some(Known::Day) => number(-400, 400),
            Some(Known::Shift | Known::Recent) => number(-9, 9),
            Some(Known::Meridiem) => named(&["am", "pm"]),
            Some(Known::Zone) => number(-900, 900),
            _ if cell.is_empty() => Ok(0),
            _ => number(-1000, 1000),
        }
    }

    fn holiday(&mut self, cell: &'static str) -> Result<i32, String> {
        let wrong =
            || format!("{cell:?} is none of MM-DD, easter+N, MM-weekday-N, or days YYYY-MM-DD separated by spaces");
        let holiday = if let Some(days) = cell.strip_prefix("easter") {
            Holiday::Easter(if days.is_empty() { 0 } else { days.parse().map_err(|_| wrong())? })
        } else {
            let mut listed = Vec::new();
            let mut one = None;
            for word in cell.split_ascii_whitespace() {
                let parts: Vec<i16> =
                    word.splitn(3, '-').map(|part| part.parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
                match parts[..] {
                    [month @ 1..=12, day @ 1..=31] => one = Some(Holiday::Fixed(month as u8, day as u8)),
                    [month @ 1..=12, weekday @ 1..=7, n @ -1..=5] => {
                        one = Some(Holiday::Weekday(month as u8, weekday as u8, n as i8));
                    }
                    [year @ 1000..=2999, month @ 1..=12, day @ 1..=31] => listed.push((year, month as u8, day as u8)),
                    _ => return Err(wrong()),
                }
            }
            match one {
                Some(one) if listed.is_empty() => one,
                None if !listed.is_empty() => {
                    self.listed.push(listed);
                    Holiday::Listed(self.listed.len() as u16 - 1)
                }
                _ => return Err(wrong()),
            }
        };
        self.holidays.push(holiday);
        Ok(self.holidays.len() as i32 - 1)
    }

    fn pattern(&self, row: &Row) -> Result<Pattern, String> {
        let builder =
            Builder::NAMES.iter().find(|(name, _)| *name == row.cell(1)).map(|(_, b)| *b).ok_or_else(|| {
                let names: Vec<&str> = Builder::NAMES.iter().map(|(name, _)| *name).collect();
                format!("no builder {:?}; there are: {}", row.cell(1), names.join(" "))
            })?;
        let mut items = Vec::new();
        for word in row.cell(2).split_ascii_whitespace() {
            let (look, word) = match word.chars().next() {
                Some('<') => (Look::Behind, &word[1..]),
                Some('>') => (Look::Ahead, &word[1..]),
                _ => (Look::No, word),
            };
            let (negative, word) = word.strip_prefix('!').map_or((false, word), |rest| (true, rest));
            if negative && look == Look::No {
                return Err("only a look behind or ahead can be negative".into());
            }
            let (glued, word) = match word.strip_prefix('+') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, word),
            };
            let (optional, word) = match word.strip_suffix('?') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, word),
            };
            let what: Vec<What> = word.split('|').map(|name| self.what(name)).collect::<Result<_, _>>()?;
            items.push(Item { what, optional, glued, look, negative });
        }
        if items.iter().all(|item| item.optional || item.look != Look::No) {
            return Err("a pattern needs one item that is neither optional nor a look".into());
        }
        Ok(Pattern { builder, items, place: row.place() })
    }

    fn what(&self, name: &'static str) -> Result<What, String> {
        Ok(match name {
            "D" => What::DayNumber(0),
            "D2" => What::DayNumber(1),
            "O" => What::OrdinalNumber,
            "OD" => What::OrdinalDigits,
            "M" => What::MonthNumber(0),
            "M2" => What::MonthNumber(1),
            "Y" => What::Year(0),
            "Y2" => What::Year(1),
            "YY" => What::ShortYear(0),
            "YW" => What::YearWords,
            "N" => What::Count,
            "N-digits" => What::Digits,
            "AMOUNT" => What::Amount,
            "CLOCK" => What::Clock,
            "X" => What::Inner(0),
            "X2" => What::Inner(1),
            "month2" => What::Class(Known::Month as u8, 1, None),
            "weekday2" => What::Class(Known::Weekday as u8, 1, None),
            "pipe" => What::Sign('|'),
            _ => {
                let (class, value) = name.split_once('=').map_or((name, None), |(class, value)| (class, Some(value)));
                if let Some(&class) = self.classes.get(class) {
                    let value = value.map(|value| self.value_of(class, value)).transpose()?;
                    return Ok(What::Class(class, 0, value));
                }
                let mut chars = name.chars();
                match (chars.next(), chars.next()) {
                    (Some(sign), None) if !sign.is_alphanumeric() => What::Sign(sign),
                    _ => return Err(format!("no class {name:?} in this file")),
                }
            }
        })
    }

    fn index(&mut self) {
        let levels = Builder::LEVELS;
        self.by_first = vec![FxHashMap::default(); levels];
        self.by_number = vec![Vec::new(); levels];
        self.by_inner = vec![Vec::new(); levels];
        for (n, pattern) in self.patterns.iter().enumerate() {
            let level = pattern.builder.level();
            for item in pattern.items.iter().filter(|item| item.look != Look::Behind) {
                for what in &item.what {
                    let push = |list: &mut Vec<u16>| {
                        if list.last() != Some(&(n as u16)) {
                            list.push(n as u16);
                        }
                    };
                    match what {
                        What::Class(class, _, _) => push(self.by_first[level].entry(*class).or_default()),
                        What::Inner(_) => push(&mut self.by_inner[level]),
                        What::Sign(_) => {}
                        What::DayNumber(_) | What::OrdinalNumber | What::Count | What::Amount | What::YearWords => {
                            push(&mut self.by_number[level]);
                            for class in
                                [Known::Number, Known::Ordinal, Known::OneUnit, Known::Few, Known::Half, Known::Times]
                            {
                                push(self.by_first[level].entry(class as u8).or_default());
                            }
                        }
                        _ => push(&mut self.by_number[level]),
                    }
                }
                if !item.optional {
                    break;
                }
            }
        }
    }

    /// The readings of the phrase that starts with token `n`; `word` gives the lower-case words.
    pub(super) fn hits<'w>(&self, lower: &str, rest: impl Fn(usize) -> Option<&'w str>, mut push: impl FnMut(Hit)) {
        if lower.len() > self.longest_word {
            return;
        }
        let mut found = false;
        for entry in self.words.get(lower).into_iter().flatten() {
            let fits = entry
                .rest
                .iter()
                .enumerate()
                .all(|(n, expected)| rest(n).is_some_and(|word| word == *expected || same_lower(word, expected)));
            if fits {
                push(entry.hit);
                found = true;
            }
        }
        let past = |ending: &&str| lower.len() > ending.len() + 2 && lower.ends_with(*ending);
        if !found && self.past_endings.iter().any(past) {
            push(Hit { class: Known::Happened as u8, value: 0, len: 1, flags: Flags::default() });
        }
    }
}

fn same_lower(word: &str, lower: &str) -> bool {
    if word.is_ascii() {
        word.eq_ignore_ascii_case(lower)
    } else {
        word.to_lowercase() == lower || sign(word).is_some_and(|kind| Some(kind) == sign(lower))
    }
}

/// The sign that a text of one character stands for, so that every dash is one.
fn sign(text: &str) -> Option<Kind> {
    match tokens(text, 0)[..] {
        [token] if matches!(token.kind, Kind::Sign(_)) => Some(token.kind),
        _ => None,
    }
}
