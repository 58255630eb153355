//! Look-up of phrases of one or more words in a row of lower-case words.

use rustc_hash::FxHashMap;

/// A table of phrases, each with a value.
///
/// Words are compared as given: the caller lower-cases both sides.
#[derive(Debug, Clone)]
pub struct Phrases<V> {
    by_first: FxHashMap<&'static str, Vec<(Vec<&'static str>, V)>>,
}

impl<V> Default for Phrases<V> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<V> Phrases<V> {
    /// Adds `phrase`, whose words are separated by spaces. Longer phrases win over shorter ones in [`Self::longest`].
    pub fn insert(&mut self, phrase: &'static str, value: V) {
        self.insert_words(phrase.split_ascii_whitespace(), value);
    }

    /// Adds `phrase` as it stands in a text, where a hyphen between capitals ("Secretary-General") and a possessive mark
    /// ("president's office") are words of their own.
    pub fn insert_split(&mut self, phrase: &'static str, value: V) {
        let pieces = phrase.split_inclusive('-').flat_map(|piece| match piece.strip_suffix('-') {
            Some(word) => [word, &piece[word.len()..]],
            None => [piece, ""],
        });
        let words = pieces.flat_map(str::split_ascii_whitespace).flat_map(|word| match word.strip_suffix("'s") {
            Some(owner) => [owner, &word[owner.len()..]],
            None => [word, ""],
        });
        let words: Vec<&'static str> = words.filter(|word| !word.is_empty()).collect();
        self.insert_words(words.into_iter(), value);
    }

    fn insert_words(&mut self, mut words: impl Iterator<Item = &'static str>, value: V) {
        let Some(first) = words.next() else { return };
        let rest: Vec<&'static str> = words.collect();
        let entries = self.by_first.entry(first).or_default();
        let at = entries.partition_point(|(other, _)| other.len() >= rest.len());
        entries.insert(at, (rest, value));
    }

    /// Every phrase that stands at `at`, longest first, with its number of words. `word(n)` is the n-th word.
    pub fn all<'s, 'w>(
        &'s self,
        at: usize,
        word: impl Fn(usize) -> Option<&'w str> + 's,
    ) -> impl Iterator<Item = (usize, &'s V)> {
        word(at).and_then(|first| self.by_first.get(first)).into_iter().flatten().filter_map(move |(rest, value)| {
            rest.iter()
                .enumerate()
                .all(|(n, expected)| word(at + 1 + n) == Some(*expected))
                .then_some((rest.len() + 1, value))
        })
    }

    /// The longest phrase that stands at `at`.
    pub fn longest<'s, 'w>(
        &'s self,
        at: usize,
        word: impl Fn(usize) -> Option<&'w str> + 's,
    ) -> Option<(usize, &'s V)> {
        self.all(at, word).next()
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }
}
