//! Words that tell what a number counts (`units.tsv`), and numbers with such words in a text.

use std::ops::Range;

use notula_record::EventType;

use crate::pack::Pack;
use crate::phrase::Phrases;
use crate::table::{DataError, rows};

/// Words between a number and the word that tells its unit.
const APART: usize = 3;

/// One row of `units.tsv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What is counted, the same word in every language.
    pub name: &'static str,
    /// A later report may have more of it, as of the dead.
    pub grows: bool,
    /// Events to which such a number belongs.
    pub types: Vec<EventType>,
    /// The row's name.
    pub place: String,
}

/// Words for what is counted.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The rows.
    pub rows: Vec<Unit>,
    /// Forms, with the index of their row.
    forms: Phrases<usize>,
    /// Words for none of them: the number 0.
    none: Phrases<()>,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted<'p> {
    /// Bytes of the number.
    pub range: Range<usize>,
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: &'p Unit,
}

impl Units {
    /// Reads `units.tsv`: unit, `grows` or `fixed`, PLOVER types separated by spaces, forms separated by `|`. The forms of
    /// the row `none` say that there are none of what stands behind them.
    ///
    /// # Errors
    /// Unknown types, rows without forms.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut out = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(4, 4) {
                errors.push(error);
                continue;
            }
            if row.cell(0) == "none" {
                row.list(3).for_each(|form| out.none.insert(form, ()));
                continue;
            }
            if !["grows", "fixed"].contains(&row.cell(1)) {
                errors.push(row.error(format!("{:?} is neither grows nor fixed", row.cell(1))));
            }
            let mut types = Vec::new();
            for word in row.cell(2).split_ascii_whitespace() {
                match word.parse() {
                    Ok(kind) => types.push(kind),
                    Err(message) => errors.push(row.error(message)),
                }
            }
            for form in row.list(3) {
                out.forms.insert(form, out.rows.len());
            }
            out.rows.push(Unit { name: row.cell(0), grows: row.cell(1) == "grows", types, place: row.place() });
        }
        out
    }
}

/// Numbers in `text` beside which a word of `units.tsv` stands, in order.
///
/// ```
/// let pack = notula_language::pack("en").unwrap();
/// let found = notula_language::counted("The raid killed three people and wounded 1,200.", pack);
/// let found: Vec<_> = found.iter().map(|counted| (counted.value, counted.unit.name)).collect();
/// assert_eq!(found, [(3, "killed"), (1200, "wounded")]);
/// ```
pub fn counted<'p>(text: &str, pack: &'p Pack) -> Vec<Counted<'p>> {
    let lower = text.to_lowercase();
    // lowering may change lengths in rare letters: then offsets would lie
    let lower = if lower.len() == text.len() { lower } else { text.to_owned() };
    let words: Vec<(Range<usize>, &str)> = split(&lower);
    let mut numbers = crate::time::numbers(text, pack);
    for at in 0..words.len() {
        if let Some((length, ())) = pack.units.none.longest(at, |n| words.get(n).map(|(_, word)| *word)) {
            let none = words[at].0.start..words[at + length - 1].0.end;
            // "no one" counts none, not one
            numbers.retain(|(range, _)| range.end <= none.start || none.end <= range.start);
            numbers.push((none, 0));
        }
    }
    numbers.sort_by_key(|(range, _)| range.start);
    let inside = |at: usize| numbers.iter().any(|(range, _)| range.contains(&words[at].0.start));
    let ends =
        |from: usize, to: usize| text.get(from..to).is_none_or(|gap| gap.contains(['.', ';', ':', '!', '?', '\n']));
    let mut out: Vec<Counted<'p>> = Vec::new();
    for (range, value) in &numbers {
        let after = words.partition_point(|(word, _)| word.start < range.end);
        let before = words.partition_point(|(word, _)| word.start < range.start);
        let unit_at = |at: usize| pack.units.forms.longest(at, |n| words.get(n).map(|(_, word)| *word));
        let next = (after..words.len().min(after + APART + 1))
            .take_while(|&at| !inside(at) && !ends(range.end, words[at].0.start))
            .find_map(|at| unit_at(at).map(|(_, unit)| (at - after, *unit)));
        let last = (before.saturating_sub(APART)..before)
            .rev()
            .filter(|_| *value > 0)
            .take_while(|&at| !inside(at) && !ends(words[at].0.end, range.start))
            .find_map(|at| unit_at(at).map(|(_, unit)| (before - 1 - at, *unit)));
        let unit = match (next, last) {
            (Some(next), Some(last)) => Some(if last.0 < next.0 { last.1 } else { next.1 }),
            (next, last) => next.or(last).map(|(_, unit)| unit),
        };
        if let Some(unit) = unit.and_then(|unit| pack.units.rows.get(unit)) {
            out.push(Counted { range: range.clone(), value: *value, unit });
        }
    }
    out
}

fn split(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || c == '-' && start.is_some(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from..at, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, code: &str) -> Vec<(u32, &'static str)> {
        let pack = crate::pack(code).unwrap();
        counted(text, pack).iter().map(|counted| (counted.value, counted.unit.name)).collect()
    }

    #[test]
    fn numbers_before_and_after_their_unit() {
        assert_eq!(
            found("Serangan itu menewaskan lima orang dan melukai 12 warga.", "id"),
            [(5, "killed"), (12, "wounded")]
        );
        assert_eq!(found("Sebanyak 25.000 tentara tewas.", "id"), [(25000, "killed")]);
        assert_eq!(found("They swapped 190 prisoners of war each.", "en"), [(190, "prisoners")]);
        assert_eq!(found("Nobody was hurt, and no one else died.", "en"), [(0, "wounded"), (0, "killed")]);
        assert_eq!(found("Tidak ada pasukan kami yang gugur.", "id"), [(0, "killed")]);
        assert_eq!(found("They killed three. Nobody left.", "en"), [(3, "killed")]);
        assert_eq!(found("A raid. Twenty-one were wounded", "en"), [(21, "wounded")]);
    }

    #[test]
    fn other_numbers_stay_alone() {
        assert_eq!(found("Seven ministers met. The dead were named.", "en"), []);
        assert_eq!(found("On 12 May a bridge fell", "en"), []);
        assert_eq!(found("", "en"), []);
    }
}
