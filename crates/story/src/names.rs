//! Names in one spelling, whatever script and transliteration they came in.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::words::words;

struct Words {
    particles: FxHashSet<&'static str>,
    single: FxHashSet<&'static str>,
    /// Letters and what stands for them.
    sounds: Vec<(&'static str, &'static str)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { particles: FxHashSet::default(), single: FxHashSet::default(), sounds: Vec::new() };
    for line in include_str!("../data/names.tsv").lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('\t') {
            Some(("particle", list)) => words.particles.extend(list.split('|')),
            Some(("single", list)) => words.single.extend(list.split('|')),
            Some((kind, list)) => {
                let put = kind.strip_prefix("sound ").unwrap_or_default();
                words.sounds.extend(list.split('|').filter(|_| !put.is_empty()).map(|letters| (letters, put)));
            }
            None => {}
        }
    }
    words
});

/// The words of a name as they sound: letters that transliterations exchange become one letter, doubled letters one,
/// particles go.
pub(crate) fn sounds(name: &str) -> Vec<String> {
    let mut all = words(name);
    if all.iter().any(|word| !WORDS.particles.contains(word.as_str())) {
        all.retain(|word| !WORDS.particles.contains(word.as_str()));
    }
    all.iter().map(|word| sound(word)).filter(|word| !word.is_empty()).collect()
}

fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let fitting = WORDS.sounds.iter().filter(|(letters, _)| rest.starts_with(letters));
        let (taken, put) = match fitting.max_by_key(|(letters, _)| letters.len()) {
            Some(&(letters, put)) => (letters.len(), put),
            // silent inside a word in one spelling or the other
            None if c == 'h' && !out.is_empty() => (1, ""),
            None => (c.len_utf8(), &rest[..c.len_utf8()]),
        };
        if !(put.len() == 1 && out.ends_with(put)) {
            out.push_str(put);
        }
        rest = &rest[taken..];
    }
    out
}

/// Whether the English name stands for one unnamed person ("United States official", "envoy of Russia").
pub(crate) fn is_single(name: &str) -> bool {
    let all = words(name);
    let head = match all.iter().position(|word| word == "of" || word == "for" || word == "from") {
        Some(at) if at > 0 => &all[at - 1],
        _ => match all.last() {
            Some(last) => last,
            None => return true,
        },
    };
    WORDS.single.contains(head.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
            ("Volodymyr Zelenskyy", "Volodymyr Zelenskij"),
            ("Sergei Lavrov", "Sergey Lavrov"),
            ("Mohammed al-Hassan", "Mohamed Hassan"),
            ("Khalid Youssef", "Khaled Yousef"),
            ("Aleksandar Vučić", "Aleksandar Vucic"),
            ("Дмитрий Песков", "Dmitriy Peskov"),
            ("Abdel Fattah Burhan", "Abdel Fatah al-Burhan"),
        ] {
            assert_eq!(sounds(a), sounds(b), "{a} {b}");
        }
    }

    #[test]
    fn others_stay_apart() {
        for (a, b) in [("Ali Hassan", "Ali Husayni"), ("Petrov", "Pavlov"), ("Li Wei", "Li Qiang")] {
            assert_ne!(sounds(a), sounds(b), "{a} {b}");
        }
    }

    #[test]
    fn one_unnamed_person() {
        assert!(is_single("United States official"));
        assert!(is_single("envoy of Russia"));
        assert!(!is_single("United States officials"));
        assert!(!is_single("delegation of Ukraine"));
    }
}
