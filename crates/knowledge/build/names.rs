//! Collects the names of everything and compiles them to one index.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::fold::fold;
use crate::layout::{
    CAPITALS, CITY, COUNT_BITS, FORM_SHIFT, ID_MASK, KIND_SHIFT, LANGUAGE_MASK, LANGUAGE_SHIFT, MIXED, REGION, SMALL,
};
use crate::rows::{Errors, Row, parts};

/// Which thing a name belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Thing {
    pub(crate) kind: u32,
    pub(crate) id: usize,
    pub(crate) form: u32,
}

/// The languages that names are marked with; 0 stands for any.
#[derive(Default)]
pub(crate) struct Languages(Vec<String>);

impl Languages {
    pub(crate) fn number(&mut self, code: &str) -> u32 {
        if code.is_empty() || code == "*" {
            return 0;
        }
        let place = self.0.iter().position(|known| known == code).unwrap_or_else(|| {
            self.0.push(code.to_owned());
            self.0.len() - 1
        });
        assert!(place < LANGUAGE_MASK as usize, "more languages than the layout has room for");
        place as u32 + 1
    }

    /// The list as Rust source, in the order of the numbers.
    pub(crate) fn source(&self) -> String {
        format!(
            "/// Languages that have names of their own, in the order of their numbers less one.\npub(crate) const LANGUAGES: &[&str] = &{:?};\n",
            self.0
        )
    }
}

/// Folded names and what they may stand for.
#[derive(Default)]
pub(crate) struct Names {
    entries: BTreeMap<String, Vec<u32>>,
    pub(crate) languages: Languages,
    /// Keys that are common words, with the numbers of their languages.
    common: BTreeMap<String, Vec<u32>>,
}

impl Names {
    /// Adds one name. A name of several words counts in every language: only single words of one language can be
    /// common words of another.
    pub(crate) fn add(&mut self, name: &str, language: &str, thing: Thing, row: &Row, errors: &mut Errors) {
        let key = fold(name);
        if key.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return errors.add(row, format!("the name {name:?} has fewer than two letters"));
        }
        if !name.starts_with(char::is_alphanumeric) || !name.trim_end_matches('.').ends_with(char::is_alphanumeric) {
            return errors.add(row, format!("the name {name:?} begins or ends with something else than a letter"));
        }
        let language = if key.contains(' ') { 0 } else { self.languages.number(language) };
        let mut packed = thing.id as u32 & ID_MASK;
        packed |= thing.kind << KIND_SHIFT | thing.form << FORM_SHIFT | language << LANGUAGE_SHIFT;
        let (small, capital) = (name.chars().any(char::is_lowercase), name.chars().any(char::is_uppercase));
        if capital && !small {
            packed |= CAPITALS;
        } else if name.starts_with(char::is_lowercase) {
            packed |= SMALL;
        } else if name.chars().count() <= 4 && name.chars().skip(1).any(char::is_uppercase) {
            packed |= MIXED;
        }
        let list = self.entries.entry(key).or_default();
        if !list.contains(&packed) {
            list.push(packed);
        }
    }

    /// Adds names that are marked by language: `en:Security Council|UNSC;id:Dewan Keamanan PBB`, unmarked ones for all.
    pub(crate) fn add_marked(&mut self, field: &str, thing: Thing, row: &Row, errors: &mut Errors) {
        for part in parts(field, ';') {
            let (language, names) = match part.split_once(':') {
                Some((code, names)) if code.len() <= 3 => (code.trim(), names),
                _ => ("", part),
            };
            for name in parts(names, '|') {
                self.add(name, language, thing, row, errors);
            }
        }
    }

    /// Notes that a name of a place is a common word of a language and is not to be read as a place there.
    pub(crate) fn add_common(&mut self, word: &str, language: &str) {
        let number = self.languages.number(language);
        self.common.entry(fold(word)).or_default().push(number);
    }

    /// Takes places out of the languages where their name is a common word.
    fn without_common(&self, key: &str, entries: &[u32]) -> Vec<u32> {
        let Some(common) = self.common.get(key) else { return entries.to_vec() };
        let mut kept = Vec::new();
        for &entry in entries {
            let language = entry >> LANGUAGE_SHIFT & LANGUAGE_MASK;
            if !matches!(entry >> KIND_SHIFT & 7, CITY | REGION) {
                kept.push(entry);
            } else if language == 0 {
                let others = (1..=self.languages.0.len() as u32).filter(|number| !common.contains(number));
                kept.extend(others.map(|number| entry | number << LANGUAGE_SHIFT));
            } else if !common.contains(&language) {
                kept.push(entry);
            }
        }
        kept
    }

    /// The cities of one name stand in the order of their ids, which is the order of their population.
    pub(crate) fn write(&self, index: &Path, lists: &Path) {
        let mut builder = fst::MapBuilder::memory();
        let mut bytes = Vec::new();
        for (key, entries) in &self.entries {
            let place = (bytes.len() / 4) as u64;
            let mut entries = self.without_common(key, entries);
            entries.sort_by_key(|entry| {
                let kind = entry >> KIND_SHIFT & 7;
                (kind, if kind == CITY { entry & ID_MASK } else { 0 })
            });
            let count = entries.len().min((1 << COUNT_BITS) - 1);
            entries[..count].iter().for_each(|entry| bytes.extend(entry.to_le_bytes()));
            builder.insert(key, place << COUNT_BITS | count as u64).expect("keys come sorted");
        }
        fs::write(index, builder.into_inner().expect("memory suffices")).expect("the build directory can be written");
        fs::write(lists, bytes).expect("the build directory can be written");
    }
}
