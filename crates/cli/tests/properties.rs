//! What holds for every input: spans quote the text, the source map is exact, the same input gives the same record.

mod common;

use common::check;
use notula_cli::{Report, Settings, read_report};
use proptest::collection::vec;
use proptest::prelude::*;

/// Pieces that reports and their dirt are made of, in both languages.
const PIECES: &[&str] = &[
    "Presiden Ukraina Volodymyr Zelensky",
    "Foreign Minister Hakan Fidan",
    "Steve",
    "Washington",
    "the Kremlin",
    "ia",
    "mengatakan",
    "said",
    "kata",
    "ujarnya",
    "menolak",
    "rejected",
    "bertemu",
    "met with",
    "bahwa",
    "that",
    "di Miami",
    "in Geneva",
    "on Monday",
    "pada Sabtu (20/12)",
    "2026-02-10",
    "besok",
    "jika",
    "if",
    "tidak",
    "not",
    "akan",
    "will",
    "usulan itu",
    "a 20-point plan",
    "(AS)",
    "(fby/mik)",
    "ADVERTISEMENT",
    "Baca juga: Harga emas",
    "Read also: gold",
    "Jakarta, CNN Indonesia --",
    "KAIRO (Delta Wire) -",
    "Tag: damai",
    "By Ana Lim",
    "“",
    "”",
    "\"",
    "'",
    "''",
    "«",
    "»",
    ".",
    ",",
    "...",
    ":",
    ";",
    "–",
    "—",
    "?",
    "!",
    "(",
    ")",
    "[",
    "]",
    "&quot;",
    "&#8220;",
    "<p>",
    "</p>",
    "â€œ",
    "â€",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "🙂",
    "é",
    "Vučić",
    "中文",
    ":strip_icc():x.jpg)",
    "https://a.example/2025/12/21/x",
    "1.600 orang",
    "$45 million",
    "10:30 WIB",
];

fn settings() -> Settings {
    Settings::until(jiff::civil::date(2026, 6, 1))
}

/// A report put together of pieces, with and without blanks between them.
fn report() -> impl Strategy<Value = String> {
    vec((prop::sample::select(PIECES), prop::bool::weighted(0.85)), 1..160).prop_map(|pieces| {
        pieces.iter().map(|(piece, blank)| format!("{piece}{}", if *blank { " " } else { "" })).collect()
    })
}

fn holds(bytes: Vec<u8>) {
    let Ok(decoded) = notula_page::decode(&bytes) else { return };
    let first = read_report(Report::from_bytes("test", bytes.clone()), &settings()).unwrap();
    check(&first, &decoded.text);
    let again = read_report(Report::from_bytes("test", bytes), &settings()).unwrap();
    assert_eq!(first, again);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn of_texts_like_reports(text in report()) {
        holds(text.into_bytes());
    }

    #[test]
    fn of_pages_of_html(text in report()) {
        holds(format!("<!doctype html><title>Talks</title><article><p>{text}</p><div>{text}</div>").into_bytes());
    }

    #[test]
    fn of_any_text(text in "\\PC{0,300}") {
        holds(text.into_bytes());
    }

    #[test]
    fn of_any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        holds(bytes);
    }
}
