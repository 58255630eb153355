//! A user's transformer in the tagger's place: a tiny one made here.

#![cfg(feature = "onnx")]

mod tiny;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use notula_model::{Annotation, NameKind, NameTagger, Token, Transformer};
use tiny::{Message, Tiny, floats, integers, model, node};

const LABELS: [&str; 6] = ["O", "B-PER", "I-PER", "B-LOC", "B-MISC", "I-ORG"];
const PIECES: [(&str, usize); 9] = [
    ("Putri", 1),
    ("Les", 2),
    ("##tari", 3),
    ("Sura", 3),
    ("##baya", 1),
    ("Jerman", 4),
    ("Partai", 5),
    ("tiba", 0),
    (".", 0),
];

const TINY: Tiny = Tiny { labels: &LABELS, pieces: &PIECES, positions: 16, fixed: false };

/// A model in a folder of its own.
fn folder(tiny: &Tiny) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tiny-{}-{number}", std::process::id()));
    tiny.write(&folder);
    folder
}

fn open(folder: &Path) -> Transformer {
    Transformer::open(folder).unwrap_or_else(|error| panic!("{error}"))
}

/// The names in a sentence, with their kinds.
fn names(tagger: &Transformer, sentence: &str) -> Vec<(String, NameKind)> {
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut annotation = Annotation { tokens: vec![Token::default(); words.len()] };
    tagger.tag(&words, &mut annotation.tokens).unwrap();
    annotation.names().map(|name| (words[name.tokens].join(" "), name.kind)).collect()
}

/// What opening the folder complains about.
fn complaint(folder: &Path) -> String {
    Transformer::open(folder).map(|_| ()).expect_err("a mistake").to_string()
}

#[test]
fn a_word_has_the_label_of_its_first_piece() {
    let folder = folder(&TINY);
    let found = names(&open(&folder), "Putri Lestari tiba Surabaya .");
    assert_eq!(found, [("Putri Lestari".to_owned(), NameKind::Person), ("Surabaya".to_owned(), NameKind::Location)]);
}

#[test]
fn other_kinds_are_no_names_and_a_name_may_begin_with_any_label() {
    let folder = folder(&TINY);
    let found = names(&open(&folder), "Jerman Partai Partai tiba Lestari");
    assert_eq!(found, [("Partai Partai".to_owned(), NameKind::Organisation), ("Lestari".to_owned(), NameKind::Person)]);
}

#[test]
fn names_have_a_confidence_and_other_layers_stay() {
    let folder = folder(&TINY);
    let mut tokens = [Token { head: Some(1), ..Token::default() }, Token::default()];
    open(&folder).tag(&["Putri", "tiba"], &mut tokens).unwrap();
    assert!((0.98..1.0).contains(&tokens[0].name_confidence), "{:?}", tokens[0]);
    assert_eq!(tokens[0].head, Some(1));
}

#[test]
fn long_sentences_are_read_in_windows() {
    // with the pieces that are added, 14 of the graph's 16 places are free
    for fixed in [false, true] {
        let folder = folder(&Tiny { fixed, ..TINY });
        let tagger = open(&folder);
        let words: Vec<&str> = (0..200).map(|n| if n % 7 == 3 { "Surabaya" } else { "tiba" }).collect();
        let found = names(&tagger, &words.join(" "));
        assert_eq!(found.len(), words.iter().filter(|word| **word == "Surabaya").count(), "fixed: {fixed}");
        assert_eq!(names(&tagger, "Surabaya").len(), 1);
    }
}

#[test]
fn odd_words_keep_their_places() {
    let folder = folder(&TINY);
    let long = ".".repeat(5000);
    let words = ["", "Surabaya", "\u{0}", "\u{feff}", &long, "Surabaya", "🕊", "Putri"];
    let mut tokens = [Token::default(); 8];
    open(&folder).tag(&words, &mut tokens).unwrap();
    let found: Vec<usize> = Annotation { tokens: tokens.to_vec() }.names().map(|name| name.tokens.start).collect();
    assert_eq!(found, [1, 5, 7]);
    open(&folder).tag(&[], &mut []).unwrap();
}

#[test]
fn threads_share_a_model_and_agree() {
    let folder = folder(&TINY);
    let tagger = open(&folder);
    std::thread::scope(|scope| {
        let read = || names(&tagger, "Putri Lestari tiba Surabaya .");
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), read());
        }
    });
}

#[test]
fn a_mistake_names_the_file_and_what_is_wrong() {
    let two = Tiny { labels: &["O", "B-PER"], ..TINY };
    let cases: [(&str, &[u8], &str); 6] = [
        ("config.json", b"{", "EOF"),
        ("config.json", b"{\"id2label\": {\"0\": \"LABEL_0\"}}", "no label of id2label means PER, ORG or LOC"),
        ("config.json", &two.config().into_bytes(), "scores of 2 labels"),
        ("tokenizer.json", b"{\"model\": 7}", "model"),
        ("model.onnx", b"PK\x03\x04 not this", "is no ONNX file"),
        ("model.onnx", b"", "has no graph"),
    ];
    for (file, bytes, why) in cases {
        let folder = folder(&TINY);
        fs::write(folder.join(file), bytes).unwrap();
        let told = complaint(&folder);
        // scores that do not fit the labels are seen when the graph runs
        let file = if why.starts_with("scores") { "model.onnx" } else { file };
        assert!(told.contains(file) && told.contains(why), "{told}");
    }
    for file in ["config.json", "tokenizer.json", "model.onnx"] {
        let folder = folder(&TINY);
        fs::remove_file(folder.join(file)).unwrap();
        assert!(complaint(&folder).contains(file));
        fs::create_dir(folder.join(file)).unwrap();
        assert!(complaint(&folder).contains("is no file"));
    }
}

#[test]
fn graphs_that_no_classifier_needs_are_refused() {
    let shape = integers("shape", &[1 << 20, 1 << 20, 1 << 20]);
    let cases = [
        (model(Message::default().with(1, node("Loop", &["n"], "out", None))), "is a loop"),
        (
            model(Message::default().with(1, node("ConstantOfShape", &["shape"], "out", None)).with(5, shape)),
            "asks for a tensor of 1152921504606846976 elements",
        ),
        (
            model(Message::default().with(5, floats("big", &[1 << 30, 1 << 30], &[]).with(13, Message::default()))),
            "stand in another file",
        ),
        (model(Message::default().with(5, floats("big", &[1 << 30, 1 << 30], &[1.0]))), "model.onnx"),
        (model(Message::default().text(2, "empty")), "no inputs"),
    ];
    for (bytes, why) in cases {
        let folder = folder(&TINY);
        fs::write(folder.join("model.onnx"), bytes).unwrap();
        let told = complaint(&folder);
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn pieces_without_a_vector_are_an_error_and_no_panic() {
    let folder = folder(&TINY);
    let more: Vec<(&str, usize)> = PIECES.into_iter().chain([("Vienna", 3)]).collect();
    fs::write(folder.join("tokenizer.json"), Tiny { pieces: &more, ..TINY }.tokenizer()).unwrap();
    let told = open(&folder).tag(&["Vienna"], &mut [Token::default()]).unwrap_err().to_string();
    assert!(told.contains("a sentence of 1 words"), "{told}");
}

#[test]
fn broken_files_do_not_panic() {
    let folder = folder(&TINY);
    let mut dice = 7u64;
    let mut next = |below: usize| {
        dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (dice >> 33) as usize % below
    };
    for (file, whole) in [
        ("model.onnx", TINY.graph()),
        ("tokenizer.json", TINY.tokenizer().into()),
        ("config.json", TINY.config().into()),
    ] {
        let path = folder.join(file);
        for turn in 0..150 {
            let mut bytes = whole.clone();
            if turn % 3 == 0 {
                bytes.truncate(next(whole.len()));
            } else {
                for _ in 0..=turn % 4 {
                    let place = next(bytes.len());
                    bytes[place] ^= 1 << next(8);
                }
            }
            fs::write(&path, bytes).unwrap();
            // it may still be a model
            if let Ok(tagger) = Transformer::open(&folder) {
                let _ = tagger.tag(&["Putri", "Lestari"], &mut [Token::default(); 2]);
            }
        }
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(names(&open(&folder), "Surabaya").len(), 1);
}
