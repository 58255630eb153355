//! Checks `data/words.tsv` and makes an enum of its keys, so that no word can be missing in a language.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const FILE: &str = "data/words.tsv";

fn main() {
    println!("cargo::rerun-if-changed={FILE}");
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    let (mut names, mut rows, mut seen) = (String::new(), String::new(), Vec::new());
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [key, english, indonesian] = columns[..] else {
            panic!("{FILE}:{}: {} columns instead of 3", n + 1, columns.len())
        };
        assert!(!english.is_empty() && !indonesian.is_empty(), "{FILE}:{}: a language has no word", n + 1);
        assert!(!seen.contains(&key), "{FILE}:{}: `{key}` stands twice", n + 1);
        assert!(
            english.matches("{}").count() == indonesian.matches("{}").count(),
            "{FILE}:{}: the languages put in different numbers of things",
            n + 1
        );
        seen.push(key);
        let name: String = key
            .split('-')
            .map(|part| part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default())
            .collect();
        let _ = writeln!(names, "    /// “{english}”\n    {name},");
        let _ = writeln!(rows, "    [{english:?}, {indonesian:?}],");
    }
    let out = format!(
        "/// A word of the answers.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub(crate) enum Word {{\n{names}}}\n\n\
         static WORDS: [[&str; 2]; {}] = [\n{rows}];\n",
        seen.len()
    );
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("words.rs"), out).expect("writes");
}
