//! Patterns over words: written-out forms with alternatives, word lists and gaps.
//!
//! A form is a row of steps separated by spaces: a word; alternatives joined by `/` (`hold/holds/held`); a word list
//! `{talks}` of `lists.tsv`; a gap `_` of at most three words. A word may carry one mark: `rejected*` can be read as a
//! passive participle, `rejecting~` is a present participle. Forms of one cell are separated by `|`.

use rustc_hash::FxHashMap;

use crate::table::{DataError, Row, rows};

/// Most words that a gap passes over.
const GAP: usize = 3;

/// What a verb form's mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// No mark: finite or a bare stem.
    #[default]
    Plain,
    /// `*`: active past or passive participle.
    Participle,
    /// `~`: present participle.
    Progressive,
}

/// Named lists of words and phrases (`lists.tsv`).
#[derive(Debug, Clone, Default)]
pub struct Lists {
    names: Vec<&'static str>,
    phrases: Vec<Vec<Vec<&'static str>>>,
}

impl Lists {
    /// Reads `lists.tsv`: a name, then phrases separated by `|`. A name may stand on several lines.
    ///
    /// # Errors
    /// A list without phrases.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut lists = Self::default();
        for row in rows(file, text) {
            let phrases: Vec<Vec<&'static str>> =
                row.list(1).map(|phrase| phrase.split_ascii_whitespace().collect()).collect();
            if phrases.is_empty() {
                errors.push(row.error("a list needs phrases"));
            }
            match lists.find(row.cell(0)) {
                Some(at) => lists.phrases[at].extend(phrases),
                None => {
                    lists.names.push(row.cell(0));
                    lists.phrases.push(phrases);
                }
            }
        }
        for phrases in &mut lists.phrases {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        lists
    }

    /// The index of the list called `name`.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }

    /// The number of words of the longest phrase of list `list` that stands at `at`.
    pub fn stands<'w>(&self, list: usize, at: usize, word: &impl Fn(usize) -> Option<Word<'w>>) -> Option<usize> {
        let first = word(at)?;
        self.phrases
            .get(list)?
            .iter()
            .find(|phrase| {
                phrase.first().is_some_and(|p| first.is(p))
                    && phrase.iter().enumerate().skip(1).all(|(n, p)| word(at + n).is_some_and(|w| w.is(p)))
            })
            .map(Vec::len)
    }

    /// Whether the single word is in the list called `name`.
    pub fn has(&self, name: &str, lower: &str) -> bool {
        self.find(name).is_some_and(|list| self.phrases[list].iter().any(|phrase| *phrase == [lower]))
    }
}

/// A word of a text: in lower case, and without its enclitic.
#[derive(Debug, Clone, Copy)]
pub struct Word<'w> {
    /// In lower case.
    pub lower: &'w str,
    /// Without an enclitic; the same as `lower` where there is none.
    pub bare: &'w str,
}

impl Word<'_> {
    fn is(&self, expected: &str) -> bool {
        self.lower == expected || self.bare == expected
    }

    fn is_quote(&self) -> bool {
        matches!(self.lower, "\"" | "“" | "”" | "‘" | "’" | "«" | "»")
    }

    /// Whether it can stand in a gap.
    fn is_word(&self) -> bool {
        self.lower.starts_with(|c: char| c.is_alphanumeric() || "$€£¥%".contains(c))
    }
}

#[derive(Debug, Clone)]
enum Step {
    Words(Vec<(&'static str, Mark)>),
    List(usize),
    Gap,
}

/// A form that stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'p, V> {
    /// How many words it covers.
    pub len: usize,
    /// The mark of its first word.
    pub mark: Mark,
    /// Whether a gap follows its first word.
    pub gapped: bool,
    /// What was entered with it.
    pub value: &'p V,
}

/// A table of forms, each with a value.
#[derive(Debug, Clone)]
pub struct Patterns<V> {
    forms: Vec<(Vec<Step>, V)>,
    by_first: FxHashMap<&'static str, Vec<u32>>,
    /// How many distinct first-to-last wordings were written out.
    wordings: usize,
}

impl<V> Default for Patterns<V> {
    fn default() -> Self {
        Self { forms: Vec::new(), by_first: FxHashMap::default(), wordings: 0 }
    }
}

impl<V: Clone> Patterns<V> {
    /// Adds every form of cell `cell` of `row` with `value`.
    ///
    /// # Errors
    /// An unknown list, a gap at an end, or a cell without forms.
    pub fn insert(&mut self, row: &Row, cell: usize, lists: &Lists, value: &V, errors: &mut Vec<DataError>) {
        let mut any = false;
        for form in row.list(cell) {
            any = true;
            let mut steps = Vec::new();
            let mut wordings = 1;
            for step in form.split_ascii_whitespace() {
                if step == "_" {
                    steps.push(Step::Gap);
                } else if let Some(name) = step.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                    match lists.find(name) {
                        Some(list) => steps.push(Step::List(list)),
                        None => errors.push(row.error(format!("no list {name:?} in lists.tsv"))),
                    }
                } else {
                    let words: Vec<(&str, Mark)> = step.split('/').map(marked).collect();
                    wordings *= words.len();
                    steps.push(Step::Words(words));
                }
            }
            let firsts: Vec<&'static str> = match steps.first() {
                Some(Step::Words(words)) => words.iter().map(|(word, _)| *word).collect(),
                Some(Step::List(list)) => lists.phrases[*list].iter().filter_map(|p| p.first().copied()).collect(),
                _ => Vec::new(),
            };
            if firsts.is_empty() || matches!(steps.last(), Some(Step::Gap)) {
                errors.push(row.error(format!("the form {form:?} must start and end with a word or a list")));
                continue;
            }
            self.wordings += wordings;
            let id = self.forms.len() as u32;
            for first in firsts {
                let entries = self.by_first.entry(first).or_default();
                if entries.last() != Some(&id) {
                    entries.push(id);
                }
            }
            self.forms.push((steps, value.clone()));
        }
        if !any {
            errors.push(row.error("no forms"));
        }
    }

    /// Every form that stands at `at`, longest first, in the order of the table among equals.
    pub fn all<'p, 'w>(
        &'p self,
        lists: &Lists,
        at: usize,
        word: &impl Fn(usize) -> Option<Word<'w>>,
    ) -> Vec<Hit<'p, V>> {
        let Some(first) = word(at) else { return Vec::new() };
        let mut out: Vec<Hit<'p, V>> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        for key in [first.lower, first.bare] {
            for &id in self.by_first.get(key).into_iter().flatten() {
                if seen.contains(&id) {
                    continue;
                }
                seen.push(id);
                let (steps, value) = &self.forms[id as usize];
                if let Some((end, mark)) = stands(steps, lists, at, word) {
                    let gapped = matches!(steps.get(1), Some(Step::Gap));
                    out.push(Hit { len: end - at, mark, gapped, value });
                }
            }
        }
        out.sort_by_key(|hit| std::cmp::Reverse(hit.len));
        out
    }

    /// How many wordings the table holds, lists counted once.
    pub fn wordings(&self) -> usize {
        self.wordings
    }
}

fn marked(word: &'static str) -> (&'static str, Mark) {
    if let Some(word) = word.strip_suffix('*') {
        (word, Mark::Participle)
    } else if let Some(word) = word.strip_suffix('~') {
        (word, Mark::Progressive)
    } else {
        (word, Mark::Plain)
    }
}

fn stands<'w>(
    steps: &[Step],
    lists: &Lists,
    at: usize,
    word: &impl Fn(usize) -> Option<Word<'w>>,
) -> Option<(usize, Mark)> {
    let Some((step, rest)) = steps.split_first() else { return Some((at, Mark::Plain)) };
    // quotation marks around a word of the form do not count
    let at = if word(at).is_some_and(|here| here.is_quote()) { at + 1 } else { at };
    match step {
        Step::Words(words) => {
            let here = word(at)?;
            let (_, mark) = words.iter().find(|(expected, _)| here.is(expected))?;
            stands(rest, lists, at + 1, word).map(|(end, _)| (end, *mark))
        }
        Step::List(list) => {
            let len = lists.stands(*list, at, word)?;
            stands(rest, lists, at + len, word).map(|(end, _)| (end, Mark::Plain))
        }
        Step::Gap => {
            for skip in 0..=GAP {
                if let Some(found) = stands(rest, lists, at + skip, word) {
                    return Some(found);
                }
                if !word(at + skip)?.is_word() {
                    return None;
                }
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &'static str) -> impl Fn(usize) -> Option<Word<'static>> {
        let words: Vec<&str> = text.split(' ').collect();
        move |n| words.get(n).map(|w| Word { lower: w, bare: w.strip_suffix("nya").unwrap_or(w) })
    }

    fn table(forms: &'static str) -> (Lists, Patterns<u8>) {
        let mut errors = Vec::new();
        let lists = Lists::parse("x/lists.tsv", "talks\ttalks|peace talks|meeting", &mut errors);
        let mut patterns = Patterns::default();
        let row = Row { file: "x/frames.tsv", line: 1, cells: vec![forms] };
        patterns.insert(&row, 0, &lists, &1, &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        (lists, patterns)
    }

    #[test]
    fn finds_alternatives_lists_and_gaps() {
        let (lists, patterns) = table("hold/holds/held* _ {talks}");
        let hit = |text| patterns.all(&lists, 0, &words(text)).first().map(|hit| (hit.len, hit.mark));
        assert_eq!(hit("held peace talks today"), Some((3, Mark::Participle)));
        assert_eq!(hit("hold a long meeting"), Some((4, Mark::Plain)));
        assert_eq!(hit("hold a very long second meeting"), None);
        assert_eq!(hit("hold , meeting"), None);
    }

    #[test]
    fn looks_behind_an_enclitic() {
        let (lists, patterns) = table("menolak");
        assert_eq!(patterns.all(&lists, 0, &words("menolaknya")).len(), 1);
    }
}
