//! Checks the tables of pages and embeds the outlets' files.

#![allow(dead_code, unreachable_pub, missing_docs)]

#[path = "src/html/fields.rs"]
mod fields;
#[path = "src/html/markup.rs"]
mod markup;
#[path = "src/html/outlet_file.rs"]
mod outlet_file;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("data");
    println!("cargo::rerun-if-changed={}", data.display());
    let mut failed = false;
    let mut errors = |list: Vec<notula_language::DataError>| {
        for error in list {
            println!("cargo::error={error}");
            failed = true;
        }
    };
    if let Err(list) = fields::Fields::parse("fields.tsv", fields::TEXT) {
        errors(list);
    }
    if let Err(list) = markup::Markup::parse("markup.tsv", markup::TEXT) {
        errors(list);
    }
    let mut paths: Vec<_> =
        fs::read_dir(data.join("outlets")).expect("outlets").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let mut out = String::from("/// Every outlet's file.\nstatic FILES: &[(&str, &str)] = &[\n");
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "tsv")) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8 names");
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let label = format!("outlets/{name}");
        if let Err(list) = outlet_file::OutletFile::parse(label.clone().leak(), text.leak()) {
            errors(list);
        }
        let _ = writeln!(out, "    ({label:?}, include_str!({:?})),", path.display().to_string());
    }
    out.push_str("];\n");
    if !failed {
        fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("outlets.rs"), out).expect("OUT_DIR");
    }
}
