//! Stores of other releases, files of other programs, places where there is nothing.

mod common;

use std::path::Path;

use common::{report, reports};
use notula_store::{Added, Error, Options, Query, open};
use notula_story::ids::ReportId;

/// A store of `common::reports()` as version 1 wrote it, packed. `NOTULA_WRITE_STORE=1 cargo test -p notula-store
/// --test opening` writes that of a new version; those of older ones stay as they are.
const VERSION_1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/store-1.db.zst");

fn write(path: &Path) {
    let options = Options { clock: false, ..Options::default() };
    options.open(&path.display().to_string()).unwrap().add(&reports()).unwrap();
    // everything into the one file
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; VACUUM").unwrap();
}

#[test]
fn a_store_of_version_1_opens_and_grows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    if std::env::var_os("NOTULA_WRITE_STORE").is_some() {
        let new = folder.path().join("new.db");
        write(&new);
        std::fs::write(VERSION_1, zstd::encode_all(&*std::fs::read(&new).unwrap(), 19).unwrap()).unwrap();
    }
    std::fs::write(&path, zstd::decode_all(std::fs::File::open(VERSION_1).unwrap()).unwrap()).unwrap();

    let store = open(&path.display().to_string()).unwrap();
    for (n, record) in (1..).zip(reports()) {
        assert_eq!(store.record(ReportId(n)).unwrap().as_ref(), Some(&record));
    }
    assert_eq!(store.events(&Query::default()).unwrap().items.len(), 1);
    let hits = store.search(&Query { text: Some("prisoner".into()), ..Query::default() }).unwrap().items;
    assert_eq!(hits.len(), 1);
    let added = store.add(&[report(77, "2026-06-01", "en", "Rain", "Reyl stood in the rain and counted the boats.")]);
    assert!(matches!(added.unwrap()[..], [Added::New(ReportId(4))]));
}

#[test]
fn a_store_of_a_later_release_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("later.db");
    let place = path.display().to_string();
    drop(open(&place).unwrap());
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("UPDATE meta SET number = 99 WHERE name = 'version'").unwrap();
    let Err(error) = open(&place) else { panic!("opened") };
    assert!(matches!(error, Error::TooNew { found: 99, .. }));
    assert_eq!(
        error.to_string(),
        format!("{place}: made by a later release (version 99, this one knows 2); update notula")
    );
}

#[test]
fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let refused = |place: &str| match open(place) {
        Err(Error::Open { why, .. }) => why,
        _ => panic!("{place} was opened"),
    };
    std::fs::write(at("page.html"), "<html>".repeat(900)).unwrap();
    assert!(refused(&at("page.html")).contains("not a database"));
    let other = rusqlite::Connection::open(at("other.db")).unwrap();
    other.execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    assert!(refused(&at("other.db")).contains("another program"));
    assert!(refused("postgres://nobody@127.0.0.1:1/none").contains("refused"));
    let Err(error) = (Options { create: false, ..Options::default() }).open(&at("nothing.db")) else {
        panic!("opened")
    };
    assert!(error.to_string().ends_with("there is no store here"), "{error}");
    assert!(!Path::new(&at("nothing.db")).exists());
}
