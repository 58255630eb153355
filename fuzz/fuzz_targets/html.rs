//! Any bytes as a page of HTML: no panic, no runaway, and the source map leads from the text to the same signs.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = notula_page::decode(bytes) else { return };
    let page = notula_page::extract(&decoded.text);
    let raw: Vec<char> = decoded.text.chars().collect();
    for page in std::iter::once(&page).chain(&page.entries) {
        let text: Vec<char> = page.text.chars().collect();
        for &[at, from, length] in &page.source_map {
            assert!(at + length <= text.len() && from + length <= raw.len(), "the source map leaves the input");
            for n in 0..if length == 1 { 0 } else { length } {
                let (a, b) = (text[at + n], raw[from + n]);
                assert!(a == b || a.is_whitespace() && (b.is_whitespace() || b.is_control()), "{a:?} for {b:?}");
            }
        }
        for &[start, end] in &page.paragraphs {
            assert!(start <= end && end <= text.len());
        }
        for dropped in &page.dropped {
            assert!(dropped.start <= dropped.end && dropped.end <= raw.len());
        }
    }
    assert_eq!(page, notula_page::extract(&decoded.text));
});
