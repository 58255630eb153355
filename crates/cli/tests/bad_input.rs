//! Input that no outlet would send: nothing panics, the time is linear, the message is clear, the contract is kept.

mod common;

use std::fs;
use std::time::{Duration, Instant};

use common::{check, notula, records};
use notula_cli::{Report, Settings, read_report};
use notula_record::Record;

fn settings() -> Settings {
    Settings::until(jiff::civil::date(2026, 6, 1))
}

/// The record of `bytes`, checked against the contract.
fn read(bytes: impl Into<Vec<u8>>) -> Record {
    let bytes = bytes.into();
    let raw = notula_page::decode(&bytes).expect("is text").text;
    let record = read_report(Report::from_bytes("test", bytes), &settings()).expect("is read");
    check(&record, &raw);
    record
}

const SENTENCE: &str =
    "Foreign Minister Hakan Fidan of Turkey said on Monday that the two sides would meet in Geneva. ";

#[test]
fn one_long_line() {
    let record = read(SENTENCE.repeat(400));
    assert!(record.actors.iter().any(|actor| actor.name == "Hakan Fidan"));
}

#[test]
fn no_full_stop_anywhere() {
    read("the ministers said that the talks in Geneva would go on and ".repeat(600));
}

#[test]
fn nothing_but_quotation_marks() {
    for marks in ["\"", "“", "”", "'", "«", "“”", "\"'", "''", "„“", "\" ", "”“", "'\n", "“ ”\n"] {
        let text = marks.repeat(3000);
        let record = read(text);
        assert!(record.statements.is_empty(), "{marks:?} says nothing");
    }
}

#[test]
fn unbalanced_quotation_marks() {
    let open = format!("\"We will talk, said Hakan Fidan. {SENTENCE}\n").repeat(40);
    let record = read(open);
    assert!(record.actors.iter().any(|actor| actor.name == "Hakan Fidan"));
    read("“The talks go on, he said. ”We will see.“ “\n““”".repeat(200));
}

#[test]
fn control_characters_and_marks_of_direction() {
    let text = "\u{202E}Hakan\u{200F} Fidan\u{0}, Turkey's foreign\u{7} minister, said \u{2067}\"we will talk\"\u{2069} in \u{1b}[31mGeneva\u{1b}[0m.\u{b}\u{c}\n";
    let record = read(text.repeat(20));
    assert!(!record.document.text.is_empty());
    let output = notula().args(["read", "--format", "text"]).stdin(text).assert().code(0).get_output().clone();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202E}', '\u{2067}']), "nothing steers the terminal: {shown:?}");
}

#[test]
fn other_encodings() {
    let text = "Menteri Luar Negeri Türkiye Hakan Fidan bertemu Perdana Menteri Kosovo di Jenewa. “Kami siap berunding,” kata Fidan.";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        [b"\xFF\xFE".to_vec(), wide].concat(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        // Windows-1252 by hand: the curly quotation marks and ü
        text.chars()
            .map(|c| match c {
                '“' => 0x93,
                '”' => 0x94,
                c => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect(),
    ] {
        let record = read(bytes);
        assert!(record.document.text.contains("Türkiye"), "{}", record.document.text);
        assert!(record.document.text.contains("“Kami siap"), "{}", record.document.text);
    }
}

#[test]
fn bytes_that_are_no_character() {
    read([SENTENCE.as_bytes(), b"\xC3\x28\xE2\x82\xFF", SENTENCE.as_bytes()].concat());
}

#[test]
fn other_languages_are_said_to_be_unsupported() {
    for text in [
        "Außenminister Hakan Fidan sagte am Montag in Genf, die Gespräche zwischen der Ukraine und Russland würden bald wieder aufgenommen. „Wir sind bereit“, sagte er.",
        "Le ministre a déclaré lundi à Genève que les pourparlers entre les deux pays allaient reprendre bientôt, sans donner de date précise.",
        "外交部长周一在日内瓦表示，双方将很快恢复谈判。",
        "قال وزير الخارجية يوم الاثنين في جنيف إن المحادثات ستستأنف قريبا بين الجانبين.",
        "Министр иностранных дел заявил в понедельник в Женеве, что переговоры скоро возобновятся.",
    ] {
        let record = read(text);
        assert!(
            record.document.notes.iter().any(|note| note.contains("not supported")),
            "{text}: {:?}",
            record.document
        );
        assert!(record.document.text.chars().count() > 20);
        let output = notula().arg("read").stdin(text).assert().code(0).get_output().clone();
        assert!(String::from_utf8(output.stderr).unwrap().contains("not supported"));
    }
}

#[test]
fn one_word_and_one_sign() {
    for text in ["Hakan", "?", "\"", "1", "a\nb\nc", "-", "--", "(ab/cd)", "\u{FEFF}x", "2026-01-01", "🙂"] {
        read(text);
    }
}

#[test]
fn the_time_is_linear() {
    // words, quotations, lists, lines and blanks, each small and ten times as large
    for unit in
        [SENTENCE, "\"We agree,\" he said. ", "Hakan Fidan, ", "a\n\n", "(20/12) ", "Al-", "said that he said that "]
    {
        let time = |times: usize| {
            let text = unit.repeat(times);
            let report = Report::from_bytes("test", text.into_bytes());
            let start = Instant::now();
            read_report(report, &settings()).unwrap();
            start.elapsed()
        };
        time(50);
        let small = (0..3).map(|_| time(4000 / unit.len() + 1)).min().unwrap();
        let large = time(400_000 / unit.len() + 1);
        // a hundred times the text: quadratic time would take ten thousand times as long
        let allowed = small * 1000 + Duration::from_millis(500);
        assert!(large < allowed, "{unit:?}: {small:?} for 4 KB, {large:?} for 400 KB");
    }
}

#[test]
fn a_hundred_megabytes_are_cut_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.txt");
    fs::write(&path, SENTENCE.repeat(100 * 1024 * 1024 / SENTENCE.len())).unwrap();
    let start = Instant::now();
    let args = ["read", "--max-size", "1", "--format", "jsonl"];
    let output = notula().args(args).arg(&path).assert().code(0).get_output().clone();
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    let record = records(&output.stdout).remove(0);
    assert!(record.document.text.len() <= 1 << 20);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("only the first 1.0 MB of 100.0 MB were read (--max-size)"), "{message}");
}
