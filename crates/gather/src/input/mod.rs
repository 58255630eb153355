//! From what the caller named to single reports, one after the other.

mod find;
mod json;
mod kind;
mod lines;
mod open;
mod side;

use std::io::Read;
use std::path::Path;

use self::find::Found;
use self::kind::{Holds, Kind};
use crate::report::{Failure, Report};
use crate::web::{Desk, Limits};

/// A report or what stands in its place.
pub type Item = Result<Report, Failure>;

/// Reports in one file.
type Reports = Box<dyn Iterator<Item = Item> + Send>;

/// What holds for all inputs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Most bytes of one report that are kept; the rest is cut off, and a note says so.
    pub max_bytes: usize,
    /// Limits of what is asked of the web.
    pub web: Limits,
    /// The address under which the report at an address stands whole, where it stands there in parts.
    pub whole: Option<fn(&str) -> Option<String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: 4 << 20, web: Limits::default(), whole: None }
    }
}

/// Every report behind `inputs` (paths, folders, patterns, `http://…` and `https://…`, `-` for standard input), in order.
///
/// Nothing is opened before it is its turn, and files with many reports (JSON Lines, web archives) are read one report
/// at a time, so that memory does not grow with the length of the input. What cannot be read comes as a [`Failure`] in
/// its place, and the rest follows.
///
/// ```
/// use notula_gather::{Options, reports};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.txt"), "The talks ended.")?;
/// std::fs::write(folder.path().join("b.jsonl"), "{\"text\": \"They began again.\"}\nnonsense\n")?;
/// let found: Vec<_> = reports(vec![folder.path().display().to_string()], &Options::default()).collect();
/// assert_eq!(found[0].as_ref().unwrap().bytes, b"The talks ended.");
/// assert!(found[1].as_ref().unwrap().source.ends_with("b.jsonl:1"));
/// assert!(found[2].as_ref().unwrap_err().place.ends_with("b.jsonl:2"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn reports(inputs: Vec<String>, options: &Options) -> impl Iterator<Item = Item> + Send + use<> {
    let options = options.clone();
    let mut desk = None;
    find::files(inputs).flat_map(move |found| match found {
        Ok(found) => open::open(&found, &options, &mut desk),
        Err(failure) => one(Err(failure)),
    })
}

/// The pages in a web archive (WARC) that comes as a stream, packed with gzip or not; `place` names it.
///
/// Pages come one by one. Damaged records are skipped; how many they were is the last item, a [`Failure`].
///
/// ```
/// let archive = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/\r\n\
///     Content-Type: text/plain\r\nContent-Length: 12\r\n\r\nTalks began.\r\n\r\n";
/// let pages: Vec<_> = notula_gather::archive("a.warc", &archive[..], &Default::default()).collect();
/// assert_eq!(pages[0].as_ref().unwrap().source, "a.warc:1");
/// ```
pub fn archive(
    place: impl Into<String>,
    stream: impl Read + Send + 'static,
    options: &Options,
) -> Box<dyn Iterator<Item = Item> + Send> {
    open::archive(place.into(), Box::new(stream), options.max_bytes)
}

/// The one report that `name` stands for: a file, an address, `-`, or `FILE:N` in a file with many.
///
/// # Errors
/// Where there is none, or there are several.
pub fn report(name: &str, options: &Options) -> Item {
    let (file, number) = match name.rsplit_once(':') {
        Some((file, number)) if !is_address(name) && !Path::new(name).exists() && number.parse::<usize>().is_ok() => {
            (file, Some(name))
        }
        _ => (name, None),
    };
    if Path::new(file).is_dir() {
        return Err(Failure::new(file, "is a folder; name one report"));
    }
    let mut items = open::open(&Found { path: file.to_owned(), named: true }, options, &mut None);
    let place = |item: &Item| match item {
        Ok(report) => report.source.clone(),
        Err(failure) => failure.place.clone(),
    };
    match number {
        Some(wanted) => items
            .find(|item| place(item) == wanted)
            .unwrap_or_else(|| Err(Failure::new(wanted, "there is no such report in the file"))),
        None => match (items.next(), items.next()) {
            (Some(only), None) => only,
            (Some(first), Some(_)) => {
                let first = place(&first);
                let such = if first.starts_with(file) && first != file { first } else { format!("{file}:1") };
                Err(Failure::new(file, format_args!("holds many reports; name one of them, such as {such}")))
            }
            (None, _) => Err(Failure::new(file, "empty")),
        },
    }
}

/// Whether an input is an address of the web.
fn is_address(input: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| input.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))
}

/// What asks the web, made when it is first needed.
type Web = Option<Desk>;

fn one(item: Item) -> Reports {
    Box::new(std::iter::once(item))
}
