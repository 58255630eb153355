//! Checks every language pack and embeds it.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs)]

#[path = "src/actor.rs"]
mod actor;
#[path = "src/cue.rs"]
mod cue;
#[path = "src/frame.rs"]
mod frame;
#[path = "src/grammar.rs"]
mod grammar;
#[path = "src/issue.rs"]
mod issue;
#[path = "src/junk.rs"]
mod junk;
#[path = "src/modality.rs"]
mod modality;
#[path = "src/pack.rs"]
mod pack;
#[path = "src/pattern.rs"]
mod pattern;
#[path = "src/phrase.rs"]
mod phrase;
#[path = "src/proposal.rs"]
mod proposal;
#[path = "src/table.rs"]
mod table;
#[path = "src/term.rs"]
mod term;
#[path = "src/time/mod.rs"]
mod time;
#[path = "src/unit.rs"]
mod unit;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("packs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut out = String::from(
        "/// Every pack's code and files, in the order of their codes.\nstatic PACKS: &[(&str, Files)] = &[\n",
    );
    let mut failed = false;
    let mut terms = HashSet::new();
    for folder in sorted(&root).into_iter().filter(|path| path.is_dir()) {
        let code = name(&folder);
        let mut files = Vec::new();
        let _ = writeln!(out, "    ({code:?}, &[");
        for path in sorted(&folder) {
            println!("cargo::rerun-if-changed={}", path.display());
            let label = format!("{code}/{}", name(&path));
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let _ = writeln!(out, "        ({label:?}, include_str!({:?})),", path.display().to_string());
            files.push((&*label.leak(), &*text.leak()));
        }
        out.push_str("    ]),\n");
        match pack::Pack::parse(code.leak(), files.leak()) {
            Ok(pack) => terms.extend(pack.actors.rows.iter().map(|row| row.english)),
            Err(errors) => failed |= tell(errors),
        }
    }
    out.push_str("];\n\n/// The files that hold for every language.\nstatic SHARED: Files = &[\n");
    let mut shared = Vec::new();
    for path in sorted(&root).into_iter().filter(|path| path.is_file()) {
        println!("cargo::rerun-if-changed={}", path.display());
        let label = name(&path);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let _ = writeln!(out, "    ({label:?}, include_str!({:?})),", path.display().to_string());
        shared.push((&*label.leak(), &*text.leak()));
    }
    let stray = |shared: pack::Shared| shared.terms.check(|term| terms.contains(term));
    failed |= tell(pack::Shared::parse(shared.leak()).map_or_else(|errors| errors, stray));
    out.push_str("];\n");
    if !failed {
        fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("packs.rs"), out).expect("OUT_DIR");
    }
}

/// Prints the errors; whether there are any.
fn tell(errors: Vec<table::DataError>) -> bool {
    for error in &errors {
        println!("cargo::error={error}");
    }
    !errors.is_empty()
}

fn sorted(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).expect("packs").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("UTF-8 names").to_owned()
}
