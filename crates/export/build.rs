//! Checks the tables of codes and writes them as sorted arrays.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    let mut out = String::new();
    let countries = rows("data/countries.tsv", 3, 1);
    out += "/// Alpha-3 code, COW number, FIPS 10-4 code; sorted.\n";
    let _ = writeln!(out, "static COUNTRIES: [(&str, &str, &str); {}] = [", countries.len());
    for (place, row) in countries {
        assert!(row[0].len() == 3, "{place}: `{}` is no alpha-3 code", row[0]);
        assert!(row[1].is_empty() || row[1].parse::<u16>().is_ok(), "{place}: `{}` is no COW number", row[1]);
        assert!(row[2].is_empty() || row[2].len() == 2, "{place}: `{}` is no FIPS code", row[2]);
        let _ = writeln!(out, "    ({:?}, {:?}, {:?}),", row[0], row[1], row[2]);
    }
    out += "];\n";
    let scale = rows("data/goldstein.tsv", 2, 1);
    out += "/// Beginning of a CAMEO code, Goldstein's value; sorted.\n";
    let _ = writeln!(out, "static GOLDSTEIN: [(&str, f64); {}] = [", scale.len());
    for (place, row) in scale {
        let value: f64 = row[1].parse().unwrap_or_else(|_| panic!("{place}: `{}` is no number", row[1]));
        assert!((-10.0..=10.0).contains(&value), "{place}: {value} is not on the scale");
        let _ = writeln!(out, "    ({:?}, {value:?}),", row[0]);
    }
    out += "];\n";
    let scores = rows("data/intensity.tsv", 3, 2);
    out += "/// PLOVER type, mode, score; sorted.\n";
    let _ = writeln!(out, "static INTENSITY: [(&str, &str, f64); {}] = [", scores.len());
    for (place, row) in scores {
        let value: f64 = row[2].parse().unwrap_or_else(|_| panic!("{place}: `{}` is no number", row[2]));
        let _ = writeln!(out, "    ({:?}, {:?}, {value:?}),", row[0], row[1]);
    }
    out += "];\n";
    let planned = rows("data/coded.tsv", 3, 1);
    out += "/// PLOVER type of a planned event, type and CAMEO code in tables without status; sorted.\n";
    let _ = writeln!(out, "static PLANNED: [(&str, &str, &str); {}] = [", planned.len());
    for (_, row) in planned {
        let _ = writeln!(out, "    ({:?}, {:?}, {:?}),", row[0], row[1], row[2]);
    }
    out += "];\n";
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("codes.rs"), out).expect("writes");
}

/// Rows of a table with their places, sorted by their first column, in which no key (the first `key` columns) stands twice.
fn rows(file: &str, columns: usize, key: usize) -> Vec<(String, Vec<String>)> {
    println!("cargo::rerun-if-changed={file}");
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut rows: Vec<(String, Vec<String>)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(n, line)| (format!("{file}:{}", n + 1), line.split('\t').map(str::to_owned).collect()))
        .collect();
    for (place, row) in &rows {
        assert!(row.len() == columns, "{place}: {} columns instead of {columns}", row.len());
    }
    rows.sort_by(|a, b| a.1.cmp(&b.1));
    for pair in rows.windows(2) {
        assert!(pair[0].1[..key] != pair[1].1[..key], "{}: `{}` stands twice", pair[1].0, pair[1].1[0]);
    }
    rows
}
