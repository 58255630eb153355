//! From the caller's words to files: folders are searched, patterns matched.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Kind, side};
use crate::report::{Failure, explain};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path as given, or `-`.
    pub(super) path: String,
    /// Whether the caller named it, rather than a folder or pattern around it.
    pub(super) named: bool,
}

type Files = Box<dyn Iterator<Item = Result<Found, Failure>> + Send>;

/// The files behind `inputs`, one after the other; within a folder or pattern in the order of their names.
///
/// A side file that was named together with its text (`news/*` spelt out by a shell) counts as found, not as named.
pub(super) fn files(inputs: Vec<String>) -> impl Iterator<Item = Result<Found, Failure>> + Send {
    let given: HashSet<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    inputs.into_iter().flat_map(find).map(move |found| {
        let mut found = found?;
        let path = Path::new(&found.path);
        found.named &=
            Kind::of(path) != Some(Kind::JSON) || !side::texts_beside(path).any(|text| given.contains(&text));
        Ok(found)
    })
}

fn find(input: String) -> Files {
    if super::is_address(&input) {
        return Box::new(std::iter::once(Ok(Found { path: input, named: true })));
    }
    let path = Path::new(&input);
    if path.is_dir() {
        return folder(input);
    }
    if input != "-" && !path.exists() && input.contains(['*', '?', '[']) {
        return pattern(&input);
    }
    // one that does not exist fails when it is opened
    Box::new(std::iter::once(Ok(Found { path: input, named: true })))
}

fn folder(input: String) -> Files {
    let walk = WalkDir::new(&input).sort_by_file_name().into_iter().filter_entry(visible);
    let mut none = Some(input.clone());
    let files = walk.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() || entry.path_is_symlink() && entry.path().is_file() => {
            Kind::of(entry.path()).is_some().then(|| found(entry.path()))
        }
        Ok(_) => None,
        Err(error) => {
            let place = error.path().unwrap_or(Path::new(&input)).display().to_string();
            let why = error.io_error().map_or_else(|| error.to_string(), explain);
            Some(Err(Failure::new(place, why)))
        }
    });
    // a folder with nothing to read in it is worth a word
    let mut files = files.peekable();
    if files.peek().is_some() {
        none = None;
    }
    Box::new(
        none.map(|path| Err(Failure::new(path, "no .txt, .html, .json, .jsonl or .warc file in this folder")))
            .into_iter()
            .chain(files),
    )
}

fn visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn pattern(input: &str) -> Files {
    let paths = match glob::glob(input) {
        Ok(paths) => paths,
        Err(error) => return fail(input, format_args!("not a pattern: {}", error.msg)),
    };
    let mut files = paths
        .filter_map(|path| match path {
            Ok(path) if path.is_dir() => None,
            Ok(path) => Some(found(&path)),
            Err(error) => Some(Err(Failure::new(error.path().display().to_string(), explain(error.error())))),
        })
        .peekable();
    if files.peek().is_none() {
        return fail(input, "no file matches");
    }
    Box::new(files)
}

fn found(path: &Path) -> Result<Found, Failure> {
    match path.to_str() {
        Some(path) => Ok(Found { path: path.to_owned(), named: false }),
        None => Err(Failure::new(path.to_string_lossy(), "its name is not Unicode")),
    }
}

fn fail(input: &str, why: impl ToString) -> Files {
    Box::new(std::iter::once(Err(Failure::new(input, why))))
}
