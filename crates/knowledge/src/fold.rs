//! How names and text are made comparable. Shared with the build script, so that the keys and the look-up agree.
//!
//! Letters are lowered and lose their diacritics, every sort of hyphen and blank becomes one blank, full stops and
//! apostrophes are left out: "U.S." and "US", "Sana'a" and "Sanaa", "al-Burhan" and "Al Burhan", "Vučić" and "Vucic"
//! have the same key.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Gives `emit` what remains of one character; nothing for marks, full stops and apostrophes.
pub(crate) fn fold_char(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        match c {
            'A'..='Z' => emit(c.to_ascii_lowercase()),
            '.' | '\'' | '`' => {}
            '-' | ' ' | '\t' | '_' => emit(' '),
            _ => emit(c),
        }
        return;
    }
    match c {
        _ if is_apostrophe(c) => {}
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
        '\u{2010}'..='\u{2015}' => emit(' '),
        _ if c.is_whitespace() => emit(' '),
        'ß' => "ss".chars().for_each(emit),
        'Æ' | 'æ' => "ae".chars().for_each(emit),
        'Œ' | 'œ' => "oe".chars().for_each(emit),
        'Þ' | 'þ' => "th".chars().for_each(emit),
        'Ø' | 'ø' => emit('o'),
        'Đ' | 'đ' | 'Ð' | 'ð' => emit('d'),
        'Ł' | 'ł' => emit('l'),
        'ı' => emit('i'),
        'Ə' | 'ə' => emit('a'),
        _ => decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().filter(|l| !is_combining_mark(*l)).for_each(&mut emit);
            }
        }),
    }
}

/// The apostrophes and the letters that are written like one.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2019}' | '\u{2018}' | '\u{2bb}' | '\u{2bc}' | '\u{2be}' | '\u{2bf}' | '\u{2b9}' | '\u{b4}'
    )
}

/// The key of a whole name.
#[allow(dead_code, reason = "the look-up folds as it walks; the build script and the tests fold whole names")]
pub(crate) fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.trim().chars() {
        fold_char(c, |f| {
            if f != ' ' || !(key.is_empty() || key.ends_with(' ')) {
                key.push(f);
            }
        });
    }
    key.truncate(key.trim_end().len());
    key
}
