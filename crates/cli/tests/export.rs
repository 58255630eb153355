//! What `notula export` writes is read back with other programs' readers.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{notula, store};

#[test]
fn other_programs_read_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let write = |format: &str, of: Option<&str>, file: &str| {
        let file = folder.path().join(file).to_string_lossy().into_owned();
        let mut args = vec!["export", "--store", &store, "--as", format, "--output", &file];
        args.extend(of.iter().flat_map(|of| ["--of", *of]));
        notula().args(args).assert().code(0);
    };
    write("jsonl", None, "everything.jsonl");
    write("xlsx", None, "everything.xlsx");
    write("jsonld", None, "linked.jsonld");
    write("polecat", None, "polecat.tsv");
    write("gdelt", None, "gdelt.tsv");
    write("ics", None, "meetings.ics");
    write("graphml", None, "actors.graphml");
    for of in ["events", "statements", "positions", "proposals", "conflicts", "actors", "reports"] {
        write("csv", Some(of), &format!("{of}.csv"));
        write("parquet", Some(of), &format!("{of}.parquet"));
    }

    let Some(python) = python() else {
        eprintln!("not read back by other programs: NOTULA_PYTHON names no Python with tools/requirements.txt");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_back.py");
    let output = Command::new(python).arg(script).arg(folder.path()).output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The Python that `NOTULA_PYTHON` names.
fn python() -> Option<PathBuf> {
    std::env::var_os("NOTULA_PYTHON").map(PathBuf::from)
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    for format in ["jsonl", "jsonld", "csv", "parquet", "polecat", "gdelt", "ics", "graphml"] {
        let bytes = || {
            notula().args(["export", "--store", &store, "--as", format]).assert().code(0).get_output().stdout.clone()
        };
        assert_eq!(bytes(), bytes(), "{format}");
    }
}

#[test]
fn a_wrong_format_names_the_right_ones() {
    let assert = notula().args(["export", "--as", "word"]).assert().code(2);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("polecat"), "{said}");
}
