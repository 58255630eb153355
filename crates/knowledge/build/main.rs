//! Compiles the data of the knowledge base: reads the tab-separated files of `data/` and of the language packs, checks
//! them (errors name file and line) and writes compact tables that the crate embeds.

mod actors;
mod blob;
#[path = "../src/fold.rs"]
mod fold;
#[allow(dead_code, reason = "the crate uses the rest")]
#[path = "../src/layout.rs"]
mod layout;
mod names;
mod people;
mod places;
mod rows;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use blob::Strings;
use names::Names;
use rows::Errors;

/// What the steps of the build share.
pub(crate) struct Build {
    data: PathBuf,
    out: PathBuf,
    /// Codes of the language packs with their folders.
    packs: Vec<(String, PathBuf)>,
    strings: Strings,
    names: Names,
    errors: Errors,
    /// ISO 3166-1 codes of `states.tsv`.
    countries: BTreeSet<String>,
}

impl Build {
    /// Checks the code of a country; an empty one passes.
    fn country(&mut self, row: &rows::Row, column: usize) -> u32 {
        let code = row.field(column);
        if !code.is_empty() && !self.countries.contains(code) {
            self.errors.add(row, format!("no state has the code {code:?}"));
        }
        self.strings.add(code)
    }
}

fn main() {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    for watched in ["build", "src/fold.rs", "src/layout.rs", "data"] {
        println!("cargo::rerun-if-changed={}", home.join(watched).display());
    }
    let packs = home.join("../language/packs");
    let mut build = Build {
        data: home.join("data"),
        packs: packs_in(&packs),
        out,
        strings: Strings::default(),
        names: Names::default(),
        errors: Errors::default(),
        countries: BTreeSet::new(),
    };
    actors::states(&mut build);
    actors::bodies(&mut build);
    people::people(&mut build);
    actors::outlets(&mut build);
    places::places(&mut build);
    build.strings.write(&build.out.join("strings.bin"));
    build.names.write(&build.out.join("names.fst"), &build.out.join("entries.bin"));
    fs::write(build.out.join("languages.rs"), build.names.languages.source())
        .expect("the build directory can be written");
    build.errors.finish();
}

/// The language packs, by code. The folder is watched, so that a new pack is seen.
fn packs_in(folder: &Path) -> Vec<(String, PathBuf)> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut packs: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    packs.sort();
    packs
}
