//! What holds for any input.

use notula_page::{Page, clean, decode};
use proptest::prelude::*;

/// Pieces that dirty pages are made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Jakarta, CNN Indonesia --\n".to_owned()),
        Just("PORT SUDAN (River Daily) -- The army chief turned down the offer on Sunday.\n".to_owned()),
        Just("Menteri itu menolak usul damai, kata juru bicaranya.\n".to_owned()),
        Just("\"Kami belum sepakat,\" ujarnya kepada wartawan.".to_owned()),
        Just("ADVERTISEMENT\n".to_owned()),
        Just("Baca juga: Judul Lain &amp; Panjang\n".to_owned()),
        Just("[Gambas:Video Warta]".to_owned()),
        Just("\n\n\n".to_owned()),
        Just("(abc/def)\n".to_owned()),
        Just("&nbsp;&#8220;x&#x201d;&#39;".to_owned()),
        Just("â€œkataâ€\u{9d} Ã© Â\u{a0}".to_owned()),
        Just("\u{feff}\u{200f}\u{202e}\u{0}\u{1b}".to_owned()),
        Just("<br />teks</p><b>tebal</b>".to_owned()),
        Just("Pilihan Redaksi\n • Satu\n • Dua\n".to_owned()),
        Just(":strip_icc():format(jpeg)/a/1758261702-IMG-20250919.jpg)\n".to_owned()),
        "\\PC{0,40}",
        "[a-z ,.\"“”]{0,60}\n",
        any::<String>(),
    ]
}

fn check(raw: &str, page: &Page) {
    let source: Vec<char> = raw.chars().collect();
    let text: Vec<char> = page.text.chars().collect();
    let (mut text_end, mut raw_end) = (0, 0);
    for &[at, from, len] in &page.source_map {
        assert!(len > 0 && at >= text_end && from >= raw_end, "stretches ascend: {:?}", page.source_map);
        (text_end, raw_end) = (at + len, from + len);
        assert!(text_end <= text.len() && raw_end <= source.len());
        if len == 1 {
            // a mended sign stands for several
            continue;
        }
        for n in 0..len {
            let (a, b) = (text[at + n], source[from + n]);
            let blank = a.is_whitespace() && (b.is_whitespace() || b.is_control());
            assert!(a == b || blank, "{a:?} for {b:?} in {:?}", page.source_map);
        }
    }
    let mut claimed = vec![false; source.len()];
    let stretches = page.source_map.iter().map(|&[_, from, len]| (from, from + len));
    // a mended sign stands for all that it was made of
    let mended = page.source_map.windows(2).filter(|pair| pair[0][2] == 1 && pair[0][0] + 1 == pair[1][0]);
    let mended = mended.map(|pair| (pair[0][1], pair[1][1]));
    let dropped = page.dropped.iter().map(|dropped| (dropped.start, dropped.end));
    let fields = page.fields.iter().map(|field| (field.start, field.end));
    for (from, to) in stretches.chain(mended).chain(dropped).chain(fields) {
        claimed[from..to].fill(true);
    }
    for (n, &c) in source.iter().enumerate().filter(|(n, _)| !claimed[*n]) {
        let rest: String = source[n.saturating_sub(12)..].iter().take(24).collect();
        assert!(c.is_whitespace() || mended_tail(&source[..=n]), "nobody answers for {c:?} at {n}: {rest:?}");
    }
    let mut end = 0;
    for &[from, to] in &page.paragraphs {
        assert!(from >= end && to >= from && to <= text.len());
        assert!(end == 0 && from == 0 || from == end + 1 && text[end] == '\n', "paragraphs are one newline apart");
        assert!(text[from..to].iter().all(|&c| c != '\n'), "no newline inside a paragraph");
        end = to;
    }
    assert!(page.text.is_empty() || end == text.len());
    assert!(!page.text.contains("  "));
}

/// Whether what comes next may still belong to a character reference or to misread UTF-8.
fn mended_tail(before: &[char]) -> bool {
    before.iter().rev().take(12).any(|&c| c == '&') || before.iter().rev().take(4).any(|c| "ÂÃÄÅâïàð".contains(*c))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn holds_for_dirty_text(pieces in prop::collection::vec(piece(), 0..24)) {
        let raw = pieces.concat();
        let page = clean(&raw);
        check(&raw, &page);
        prop_assert_eq!(&page, &clean(&raw));
    }

    #[test]
    fn holds_for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(decoded) = decode(&bytes) {
            check(&decoded.text, &clean(&decoded.text));
        }
    }
}

/// Twice the input takes about twice the time, for shapes that tempt to look back or ahead.
#[test]
fn takes_linear_time() {
    for unit in [
        "\"",
        "(",
        "a ",
        "Baca juga: ",
        "Pilihan Redaksi\n",
        "&amp",
        "<b",
        "â€",
        "[Gambas:",
        "1 ",
        "- ",
        "JAKARTA, ",
        "\n",
        "Ia pulang. ",
        "Ia pulang\nlalu ",
    ] {
        let time = |times: usize| {
            let raw = unit.repeat(times);
            // the best of three: the machine has other work
            let runs = (0..3).map(|_| {
                let start = std::time::Instant::now();
                let page = clean(&raw);
                let took = start.elapsed().as_secs_f64();
                check(&raw, &page);
                took
            });
            runs.fold(f64::MAX, f64::min)
        };
        time(500);
        let (small, large) = (time(20_000).max(0.03), time(80_000));
        assert!(large < small * 20.0, "{unit:?}: {small} s, then {large} s");
    }
}
