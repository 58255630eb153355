//! Mistakes in the data are told with file and line.

#[allow(dead_code, reason = "the build script uses the rest")]
#[path = "../build/rows.rs"]
mod rows;

use std::path::PathBuf;

use rows::{Errors, read};

/// Writes a data file under a name of its own.
fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("notula-knowledge-{}-{name}", std::process::id()));
    std::fs::write(&path, text).expect("the directory for temporary files can be written");
    path
}

#[test]
fn comments_and_empty_lines_are_left_out_and_short_lines_filled_up() {
    let path = file("good.tsv", "# comment\n\nUKR\tUkraine\n");
    let mut errors = Errors::default();
    let rows = read(&path, 3, &mut errors);
    assert_eq!(errors.messages(), [] as [&str; 0]);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].field(0), rows[0].field(1), rows[0].field(2)), ("UKR", "Ukraine", ""));
}

#[test]
fn too_many_columns_are_an_error_of_the_line() {
    let path = file("wide.tsv", "# comment\na\tb\n1\t2\t3\n");
    let mut errors = Errors::default();
    assert_eq!(read(&path, 2, &mut errors).len(), 1);
    assert_eq!(errors.messages(), [format!("{}:3: 3 columns, there should be 2", path.display())]);
}

#[test]
fn wrong_values_are_errors_of_the_line() {
    let path = file("values.tsv", "91.5\tx\tQ12a\n");
    let mut errors = Errors::default();
    let rows = read(&path, 3, &mut errors);
    rows[0].degrees(0, 90.0, &mut errors);
    rows[0].number(1, &mut errors);
    rows[0].wikidata(2, &mut errors);
    let place = format!("{}:1: ", path.display());
    assert_eq!(
        errors.messages(),
        [
            format!("{place}\"91.5\" is no number of degrees up to 90"),
            format!("{place}\"x\" is no whole number"),
            format!("{place}\"Q12a\" is no Wikidata id"),
        ]
    );
}

#[test]
fn a_missing_file_is_an_error() {
    let mut errors = Errors::default();
    assert!(read(&PathBuf::from("/no/such/file.tsv"), 3, &mut errors).is_empty());
    assert!(errors.messages()[0].starts_with("/no/such/file.tsv:0: "));
}
