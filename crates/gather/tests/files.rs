//! Files, packed files, folders, patterns.

mod common;

use std::fs;
use std::path::Path;

use common::{gzip, page};
use notula_gather::{Options, reports};

const TALK: &str = "KAIRO, Kabar Nusa -- Perundingan akan dilanjutkan pada Minggu (15/2/2026), kata menteri itu.\n";

/// Source and text of each report, or what failed, without the folder.
fn read(folder: &Path, names: &[&str]) -> Vec<Result<(String, String), String>> {
    let place = format!("{}/", folder.display());
    let inputs = names.iter().map(|name| format!("{place}{name}")).collect();
    reports(inputs, &Options::default())
        .map(|item| {
            item.map(|report| (report.source.replace(&place, ""), String::from_utf8(report.bytes).unwrap()))
                .map_err(|failure| failure.to_string().replace(&place, ""))
        })
        .collect()
}

#[test]
fn packed_files_read_like_plain_ones() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{{\"text\": {TALK:?}}}\n");
    for (name, text) in [("a.txt", TALK), ("b.html", "<html><p>Talks"), ("c.json", &line), ("d.jsonl", &line)] {
        fs::write(folder.path().join(name), text).unwrap();
        fs::write(folder.path().join(format!("{name}.gz")), gzip(text.as_bytes())).unwrap();
        let (plain, packed) = (read(folder.path(), &[name]), read(folder.path(), &[&format!("{name}.gz")]));
        assert_eq!(plain[0].as_ref().unwrap().1, packed[0].as_ref().unwrap().1, "{name}");
        assert_eq!((plain.len(), packed.len()), (1, 1));
    }
    // a name that tells nothing of what is inside
    fs::write(folder.path().join("e.gz"), gzip(TALK.as_bytes())).unwrap();
    fs::write(folder.path().join("f.gz"), gzip(&page(1))).unwrap();
    fs::write(folder.path().join("g.gz"), gzip(line.repeat(2).as_bytes())).unwrap();
    let items = read(folder.path(), &["e.gz", "f.gz", "g.gz"]);
    let sources: Vec<_> = items.iter().flatten().map(|(source, _)| source.as_str()).collect();
    assert_eq!(sources, ["e.gz", "f.gz:1", "g.gz:1", "g.gz:2"]);
}

#[test]
fn the_hash_is_that_of_the_unpacked_bytes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), TALK).unwrap();
    fs::write(folder.path().join("b.txt.gz"), gzip(TALK.as_bytes())).unwrap();
    let items: Vec<_> = reports(vec![folder.path().display().to_string()], &Options::default()).flatten().collect();
    assert_eq!(items[0].hash, items[1].hash, "the same report twice");
}

#[test]
fn side_files_stand_beside_packed_texts_and_pages_too() {
    let folder = tempfile::tempdir().unwrap();
    for (text, side) in [("a.txt.gz", "a.json"), ("b.html", "b.json"), ("c.htm.gz", "c.json"), ("d.txt", "d.json")] {
        let bytes = if text.ends_with("gz") { gzip(TALK.as_bytes()) } else { TALK.into() };
        fs::write(folder.path().join(text), bytes).unwrap();
        fs::write(folder.path().join(side), r#"{"published": "2026-02-10"}"#).unwrap();
    }
    let items: Vec<_> = reports(vec![folder.path().display().to_string()], &Options::default()).collect();
    assert_eq!(items.len(), 4, "{items:?}");
    assert!(items.iter().flatten().all(|report| report.meta.published == Some(jiff::civil::date(2026, 2, 10))));
}

#[test]
fn folders_give_what_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.HTM", "c.pdf", "d.txt.gz", "e.gz", "f.tar.gz", ".g.txt", "h.warc.gz"] {
        let bytes = match name {
            "h.warc.gz" => gzip(&page(1)),
            name if name.ends_with("gz") => gzip(TALK.as_bytes()),
            _ => TALK.into(),
        };
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let items = read(folder.path(), &[""]);
    let sources: Vec<_> = items.iter().flatten().map(|(source, _)| source.as_str()).collect();
    assert_eq!(sources, ["a.txt", "b.HTM", "d.txt.gz", "h.warc.gz:1"]);
}

#[test]
fn what_is_wrong_with_a_packed_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let whole = gzip(TALK.as_bytes());
    let mut bad = whole.clone();
    bad[15] ^= 0xff;
    fs::write(folder.path().join("a.txt.gz"), &whole[..whole.len() - 9]).unwrap();
    fs::write(folder.path().join("b.txt.gz"), &bad).unwrap();
    fs::write(folder.path().join("c.txt.gz"), TALK).unwrap();
    fs::write(folder.path().join("d.txt.gz"), gzip(&vec![b'a'; 100 << 20])).unwrap();
    fs::write(folder.path().join("e.jsonl.gz"), gzip(&vec![b'a'; 100 << 20])).unwrap();
    fs::write(folder.path().join("f.txt.gz"), &whole).unwrap();
    let items = read(folder.path(), &["a.txt.gz", "b.txt.gz", "c.txt.gz", "d.txt.gz", "e.jsonl.gz", "f.txt.gz"]);
    let failures: Vec<_> = items.iter().filter_map(|item| item.as_ref().err()).collect();
    assert_eq!(failures.len(), 5, "{items:?}");
    assert_eq!(failures[0], "a.txt.gz: cut off");
    assert_eq!(failures[2], "c.txt.gz: invalid gzip header");
    assert_eq!(failures[3], "d.txt.gz: unpacks to far more than its size; not read");
    assert_eq!(failures[4], "e.jsonl.gz:1: unpacks to far more than its size; not read");
    assert_eq!(items.last().unwrap().as_ref().unwrap().1, TALK);
}
