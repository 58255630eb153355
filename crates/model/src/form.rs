//! What a word looks like, as numbers: hashes of its form, beginning, end and shape.
//!
//! The model keeps no dictionary. Each property of a word is hashed, so an unseen `dirundingkan` still
//! shares `di-`, `-kan` and its letter groups with words that were seen.

/// Seed of an FNV-1a hash (64 bits).
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
/// Multiplier of an FNV-1a hash (64 bits).
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// Longest beginning or end that is hashed, in characters.
pub const AFFIXES: usize = 4;

/// Spreads a value over all 32 bits (finaliser of MurmurHash3).
pub fn mix(value: u64) -> u32 {
    let mut x = value;
    x ^= x >> 33;
    x = x.wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^= x >> 33;
    x = x.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (x ^ (x >> 33)) as u32
}

/// Joins a property's number with its hash, so that the same text under another property differs.
pub fn join(kind: u32, hash: u32) -> u32 {
    mix((u64::from(kind) << 32) | u64::from(hash))
}

/// Hash of a run of characters.
pub fn hash_chars(chars: &[char]) -> u32 {
    let mut state = SEED;
    for character in chars {
        state = (state ^ u64::from(u32::from(*character))).wrapping_mul(PRIME);
    }
    mix(state)
}

/// Hashes of one word's properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The word in lower case with every digit as `0`.
    pub lower: u32,
    /// The word as written, with every digit as `0`.
    pub written: u32,
    /// First one to four characters in lower case; shorter words repeat their whole.
    pub prefixes: [u32; AFFIXES],
    /// Last one to four characters in lower case.
    pub suffixes: [u32; AFFIXES],
    /// Letter classes with runs shortened: `Xx` for `Trump`, `X-X0` for `F-16`.
    pub shape: u32,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Form {
    /// Hashes a word. `buffer` is scratch space; afterwards it holds the word in lower case.
    ///
    /// Words longer than 64 characters count as their first and last 32.
    pub fn new(word: &str, buffer: &mut Vec<char>) -> Form {
        const LONGEST: usize = 64;
        buffer.clear();
        buffer.extend(word.chars().take(LONGEST * 64).map(|c| if c.is_numeric() { '0' } else { plain(c) }));
        if buffer.len() > LONGEST {
            let tail = buffer.len() - LONGEST / 2;
            buffer.drain(LONGEST / 2..tail);
        }
        let written = hash_chars(buffer);
        let shape = shape(buffer);
        let capital = buffer.first().is_some_and(|c| c.is_uppercase());
        for character in buffer.iter_mut() {
            *character = lower(*character);
        }
        let length = buffer.len();
        let mut form = Form { lower: hash_chars(buffer), written, shape, capital, ..Form::default() };
        for size in 1..=AFFIXES {
            let cut = size.min(length);
            form.prefixes[size - 1] = hash_chars(&buffer[..cut]);
            form.suffixes[size - 1] = hash_chars(&buffer[length - cut..]);
        }
        form
    }
}

/// The common form of a typographic variant: curly quotes and dashes as their ASCII likes.
fn plain(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        other => other,
    }
}

/// One-to-one lower case: a character whose lower case is longer keeps the first character of it.
fn lower(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    }
}

/// Hash of the letter classes: `X` upper, `x` other letters, `0` digits, the rest as it is. A run of one
/// class counts as at most two.
fn shape(chars: &[char]) -> u32 {
    let mut state = SEED;
    let mut last = '\0';
    let mut run = 0;
    for character in chars {
        let class = match character {
            '0' => '0',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c => *c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            state = (state ^ u64::from(u32::from(class))).wrapping_mul(PRIME);
        }
    }
    mix(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(word: &str) -> Form {
        Form::new(word, &mut Vec::new())
    }

    #[test]
    fn case_and_digits_fold() {
        assert_eq!(form("Perundingan").lower, form("perundingan").lower);
        assert_ne!(form("Perundingan").written, form("perundingan").written);
        assert_eq!(form("2024").lower, form("1999").lower);
        assert_eq!(form("Jakarta").shape, form("Zelenskyy").shape);
        assert_ne!(form("NATO").shape, form("Nato").shape);
    }

    #[test]
    fn affixes_are_shared() {
        let (left, right) = (form("dirundingkan"), form("diserahkan"));
        assert_eq!(left.prefixes[1], right.prefixes[1]);
        assert_eq!(left.suffixes[2], right.suffixes[2]);
        assert_ne!(left.lower, right.lower);
    }

    #[test]
    fn any_word_has_a_form() {
        for word in ["", "é", "İstanbul", &"a".repeat(100_000), "\u{2019}"] {
            form(word);
        }
        assert_eq!(form("\u{2019}").written, form("'").written);
    }
}
