//! The embedded weights on sentences of our own.

use std::time::Instant;

use notula_model::{Annotation, Model, NameKind, Scratch, Upos, WordClass};
use proptest::prelude::*;

fn annotate(sentence: &str, language: &str) -> Annotation {
    let words: Vec<&str> = sentence.split(' ').collect();
    Model::embedded().annotate(&words, language, &mut Scratch::default())
}

fn names(sentence: &str, language: &str) -> Vec<(String, NameKind)> {
    let words: Vec<&str> = sentence.split(' ').collect();
    annotate(sentence, language).names().map(|name| (words[name.tokens].join(" "), name.kind)).collect()
}

#[test]
fn finds_indonesian_names() {
    let found = names("Menteri Luar Negeri Sugiono bertemu Emine Yildiz di Ankara , Turki .", "id");
    for (name, kind) in
        [("Sugiono", NameKind::Person), ("Emine Yildiz", NameKind::Person), ("Ankara", NameKind::Location)]
    {
        assert!(found.contains(&(name.to_string(), kind)), "{name} is missing from {found:?}");
    }
}

#[test]
fn finds_english_names() {
    let found = names("Foreign minister Peter Holm met Maria Silva in Geneva on Monday .", "en");
    for (name, kind) in
        [("Peter Holm", NameKind::Person), ("Maria Silva", NameKind::Person), ("Geneva", NameKind::Location)]
    {
        assert!(found.contains(&(name.to_string(), kind)), "{name} is missing from {found:?}");
    }
}

#[test]
fn tags_parts_of_speech() {
    let tags = |sentence: &str, language: &str| -> Vec<Upos> {
        annotate(sentence, language).tokens.iter().map(|token| token.upos).collect()
    };
    use Upos::{Adp, Det, Noun, Propn, Punct, Verb};
    assert_eq!(tags("The talks ended in Doha .", "en"), [Det, Noun, Verb, Adp, Propn, Punct]);
    let indonesian = tags("Perundingan berakhir di Doha .", "id");
    assert_eq!(indonesian, [Noun, Verb, Adp, Propn, Punct]);
}

#[test]
fn reads_who_did_what() {
    let cases = [
        ("en", "The delegation rejected the proposal .", 1, "nsubj", 2),
        ("en", "The proposal was rejected by the delegation .", 1, "nsubj:pass", 3),
        ("id", "Delegasi itu menolak usulan Mesir .", 0, "nsubj", 2),
        ("id", "Usulan itu ditolak oleh delegasi Mesir .", 0, "nsubj:pass", 2),
    ];
    for (language, sentence, word, relation, head) in cases {
        let token = annotate(sentence, language).tokens[word];
        assert_eq!((token.relation.as_str(), token.head), (relation, Some(head)), "{sentence}");
    }
}

#[test]
fn tells_inflections_apart() {
    let class = |sentence: &str, language: &str, word: usize| annotate(sentence, language).tokens[word].class;
    assert_eq!(class("They met in Doha .", "en", 1), WordClass::Past);
    assert_eq!(class("They will meet in Doha .", "en", 2), WordClass::Base);
    assert_eq!(class("Dokumen itu ditandatangani kedua pihak .", "id", 2), WordClass::Passive);
    assert_eq!(class("Kami siap berunding .", "id", 2), WordClass::Active);
}

#[test]
fn takes_any_input() {
    for language in ["id", "en", "fr", ""] {
        assert!(Model::embedded().annotate(&[], language, &mut Scratch::default()).tokens.is_empty());
        for word in ["", " ", "\u{0}", "İ", "—", "𓀀𓀁"] {
            assert_eq!(Model::embedded().annotate(&[word], language, &mut Scratch::default()).tokens.len(), 1);
        }
    }
}

#[test]
fn a_long_sentence_takes_linear_time() {
    let text = ["Delegasi", "Rusia", "tiba", "di", "Istanbul", ",", "kata", "juru", "bicara", "itu"];
    let mut scratch = Scratch::default();
    let mut seconds = |length: usize| {
        let words: Vec<&str> = text.iter().copied().cycle().take(length).collect();
        (0..3)
            .map(|_| {
                let start = Instant::now();
                assert_eq!(Model::embedded().annotate(&words, "id", &mut scratch).tokens.len(), length);
                start.elapsed().as_secs_f64()
            })
            .fold(f64::MAX, f64::min)
    };
    let (short, long) = (seconds(1_000), seconds(10_000));
    assert!(long < 40.0 * short, "1,000 words: {short} s, 10,000 words: {long} s");
}

#[test]
fn scratch_and_order_do_not_matter() {
    let sentences = ["Israel menolak usul Mesir .", "The envoy will fly to Cairo .", "Ya ."];
    let mut scratch = Scratch::default();
    let shared: Vec<Annotation> = sentences
        .iter()
        .map(|sentence| {
            let words: Vec<&str> = sentence.split(' ').collect();
            Model::embedded().annotate(&words, "id", &mut scratch)
        })
        .collect();
    let fresh: Vec<Annotation> = std::thread::scope(|scope| {
        let threads: Vec<_> = sentences.iter().map(|sentence| scope.spawn(|| annotate(sentence, "id"))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(shared, fresh);
}

#[test]
fn weights_from_a_file_say_the_same() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/weights/notula.bin")).unwrap();
    let model = Model::from_bytes(&bytes).unwrap();
    let words: Vec<&str> =
        "Delegasi Mesir tiba di Jenewa untuk perundingan , kata juru bicara itu .".split(' ').collect();
    let read = model.annotate(&words, "id", &mut Scratch::default());
    assert_eq!(read, Model::embedded().annotate(&words, "id", &mut Scratch::default()));
    assert!(Model::from_bytes(&bytes[..bytes.len() - 1]).is_err());
}

proptest! {
    #[test]
    fn heads_point_into_the_sentence(words in proptest::collection::vec(".{0,12}", 0..40)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let annotation = Model::embedded().annotate(&words, "en", &mut Scratch::default());
        prop_assert_eq!(annotation.tokens.len(), words.len());
        for (index, token) in annotation.tokens.iter().enumerate() {
            prop_assert!(token.head.is_none_or(|head| (head as usize) < words.len() && head as usize != index));
            prop_assert!((0.0..=1.0).contains(&token.name_confidence));
        }
    }
}
