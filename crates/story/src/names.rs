//! Names in one spelling, whatever script and transliteration they came in.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::words::words;

struct Words {
    particles: FxHashSet<&'static str>,
    single: FxHashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { particles: FxHashSet::default(), single: FxHashSet::default() };
    for line in include_str!("../data/names.tsv").lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('\t') {
            Some(("particle", list)) => words.particles.extend(list.split('|')),
            Some(("single", list)) => words.single.extend(list.split('|')),
            _ => {}
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
    // pairs first, then single letters; the target letters are stable under a second pass
    const PAIRS: &[(&str, &str)] = &[
        ("sch", "s"),
        ("shch", "s"),
        ("tch", "c"),
        ("tsh", "c"),
        ("kh", "h"),
        ("gh", "g"),
        ("zh", "z"),
        ("dzh", "z"),
        ("dj", "z"),
        ("sh", "s"),
        ("ch", "c"),
        ("ts", "c"),
        ("tz", "c"),
        ("cz", "c"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("ks", "x"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ii", "i"),
        ("iy", "i"),
        ("yi", "i"),
        ("ij", "i"),
        ("yy", "i"),
        ("ey", "i"),
        ("ei", "i"),
        ("ai", "i"),
        ("ay", "i"),
        ("ya", "a"),
        ("ia", "a"),
        ("ja", "a"),
        ("ye", "i"),
        ("ie", "i"),
        ("je", "i"),
        ("yu", "u"),
        ("iu", "u"),
        ("ju", "u"),
        ("yo", "u"),
        ("io", "u"),
        ("jo", "u"),
    ];
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (taken, put) = match PAIRS.iter().filter(|(pair, _)| rest.starts_with(pair)).max_by_key(|(p, _)| p.len()) {
            Some(&(pair, put)) => (pair.len(), put),
            None => (
                c.len_utf8(),
                match c {
                    'w' => "v",
                    'q' => "k",
                    'c' => "k",
                    'y' | 'j' | 'e' => "i",
                    'o' => "u",
                    'h' if !out.is_empty() => "",
                    _ => &rest[..c.len_utf8()],
                },
            ),
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
