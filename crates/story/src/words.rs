//! Words of a text in one spelling, for comparing texts.

use rustc_hash::FxHashSet;

use crate::hash::{hash_bytes, mix};

/// Words that are looked at, from the start of a text.
const MOST: usize = 20_000;

/// Lower-case words without marks and punctuation, in order. Digits make words; `25.000` and `25,000` are one.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            match c.is_ascii() {
                true => word.push(c.to_ascii_lowercase()),
                false => any_ascii::any_ascii_char(c).chars().for_each(|a| word.push(a.to_ascii_lowercase())),
            }
            continue;
        }
        let inside = word.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        if matches!(c, '.' | ',') && inside || matches!(c, '\'' | '’' | '\u{301}') {
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
            if out.len() >= MOST {
                return out;
            }
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Hashes of the runs of `n` words; the whole text is one run where it is shorter.
pub(crate) fn runs(words: &[String], n: usize) -> FxHashSet<u64> {
    let hashes: Vec<u64> = words.iter().map(|word| hash_bytes(0, word.as_bytes())).collect();
    let of = |run: &[u64]| run.iter().fold(0_u64, |state, hash| mix(state.rotate_left(7) ^ hash));
    match hashes.len() {
        0 => FxHashSet::default(),
        len if len < n => std::iter::once(of(&hashes)).collect(),
        _ => hashes.windows(n).map(of).collect(),
    }
}

/// The `most` smallest hashes, halved to 32 bits, ascending: a bottom-k sketch (Broder 1997, Cohen and Kaplan 2007).
pub(crate) fn sketch(runs: &FxHashSet<u64>, most: usize) -> Vec<u32> {
    let mut all: Vec<u32> = runs.iter().map(|hash| (hash >> 32) as u32).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(most);
    all
}

/// Estimated share of the smaller set that lies in the other one, from two sketches of `most` hashes at most.
pub(crate) fn sketched_share(a: &[u32], b: &[u32], most: usize) -> f32 {
    let (Some(&last_a), Some(&last_b)) = (a.last(), b.last()) else { return 0.0 };
    let end = |sketch: &[u32], last| if sketch.len() < most { u32::MAX } else { last };
    let until = end(a, last_a).min(end(b, last_b));
    let (a, b) = (&a[..a.partition_point(|&h| h <= until)], &b[..b.partition_point(|&h| h <= until)]);
    let both = a.iter().filter(|hash| b.binary_search(hash).is_ok()).count();
    both as f32 / a.len().min(b.len()).max(1) as f32
}

/// Share of the smaller set that lies in the other one.
pub(crate) fn share(a: &FxHashSet<u64>, b: &FxHashSet<u64>) -> f32 {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    small.iter().filter(|run| large.contains(run)).count() as f32 / small.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        assert_eq!(words("Vučić’s 25.000 men, the U.S."), ["vucics", "25000", "men", "the", "u", "s"]);
        assert_eq!(words("Киев"), ["kiev"]);
        assert!(words("—!").is_empty());
    }

    #[test]
    fn the_sketch_finds_the_part_in_the_whole() {
        let whole: Vec<String> = (0..800).map(|n| format!("w{}", n * n % 977)).collect();
        let (all, half) = (runs(&whole, 3), runs(&whole[..400], 3));
        let (a, b) = (sketch(&all, 64), sketch(&half, 64));
        assert_eq!(a.len(), 64);
        assert!(sketched_share(&a, &b, 64) > 0.95);
        let other: Vec<String> = (0..400).map(|n| format!("v{n}")).collect();
        assert!(sketched_share(&a, &sketch(&runs(&other, 3), 64), 64) < 0.05);
        assert_eq!(sketched_share(&[], &a, 64), 0.0);
    }
}
