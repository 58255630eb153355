//! From what the caller named to single reports, one after the other.

mod bytes;
mod find;
mod json;
mod lines;
mod meta;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

pub use self::meta::Meta;

use self::bytes::Limited;
use self::find::Found;
use self::lines::Line;

/// One report as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// File or address as given; `FILE:LINE` in a file with many reports.
    pub source: String,
    /// The raw bytes, no more than the limit.
    pub bytes: Vec<u8>,
    /// SHA-256 of all the raw bytes, in hex.
    pub hash: String,
    /// What is known about it.
    pub meta: Meta,
    /// What its reader should know about the input: cut, bad metadata.
    pub notes: Vec<String>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Failure {
    /// File, line or standard input.
    pub place: String,
    /// What is wrong.
    pub why: String,
}

impl Report {
    /// A text about which nothing else is known.
    pub fn from_bytes(source: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { source: source.into(), hash: bytes::sha256(&bytes), bytes, meta: Meta::default(), notes: Vec::new() }
    }
}

impl Failure {
    pub(crate) fn new(place: impl Into<String>, why: impl ToString) -> Self {
        Self { place: place.into(), why: why.to_string() }
    }
}

/// A report or what stands in its place.
pub(crate) type Item = Result<Report, Failure>;

/// Reports in one file.
type Reports = Box<dyn Iterator<Item = Item> + Send>;

/// Every report behind `inputs` (paths, folders, patterns, `-`), in order, each cut at `limit` bytes.
///
/// Nothing is opened before it is its turn, and files with many reports are read line by line.
pub(crate) fn reports(inputs: Vec<String>, limit: usize) -> impl Iterator<Item = Item> + Send {
    find::files(inputs).flat_map(move |found| match found {
        Ok(found) => open(&found, limit),
        Err(failure) => one(Err(failure)),
    })
}

/// The one report that `name` stands for: a file, `-`, or `FILE:LINE` in a file with many.
pub(crate) fn report(name: &str, limit: usize) -> Item {
    let (file, number) = match name.rsplit_once(':') {
        Some((file, number)) if !Path::new(name).exists() && number.parse::<usize>().is_ok() => (file, Some(name)),
        _ => (name, None),
    };
    if Path::new(file).is_dir() {
        return Err(Failure::new(file, "is a folder; name one report"));
    }
    let mut items = open(&Found { path: file.to_owned(), named: true }, limit);
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
            (Some(_), Some(_)) => {
                Err(Failure::new(file, format_args!("holds many reports; name one of them, such as {file}:1")))
            }
            (None, _) => Err(Failure::new(file, "empty")),
        },
    }
}

/// The reports in one file.
fn open(found: &Found, limit: usize) -> Reports {
    if found.path == "-" {
        return stdin(limit);
    }
    let path = Path::new(&found.path);
    match kind(path) {
        Kind::Lines => match File::open(path) {
            Ok(file) => many(found.path.clone(), BufReader::with_capacity(1 << 16, file), limit),
            Err(error) => one(Err(Failure::new(&found.path, explain(&error)))),
        },
        Kind::Json => match read_all(path, limit) {
            Ok(raw) => json_file(found, raw),
            Err(error) => one(Err(Failure::new(&found.path, explain(&error)))),
        },
        Kind::Text => match read_all(path, limit) {
            Ok(raw) => {
                let (meta, notes) = meta::beside(path);
                one(text(found.path.clone(), raw, meta, notes))
            }
            Err(error) => one(Err(Failure::new(&found.path, explain(&error)))),
        },
    }
}

/// What a file holds, by the end of its name.
enum Kind {
    Lines,
    Json,
    Text,
}

fn kind(path: &Path) -> Kind {
    match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("jsonl" | "ndjson") => Kind::Lines,
        Some("json") => Kind::Json,
        _ => Kind::Text,
    }
}

fn one(item: Item) -> Reports {
    Box::new(std::iter::once(item))
}

fn read_all(path: &Path, limit: usize) -> io::Result<Limited> {
    Limited::read(File::open(path)?, limit)
}

/// A `.json` file: one report or an array of them. One found beside its text that is no report tells about the text.
fn json_file(found: &Found, raw: Limited) -> Reports {
    if raw.cut() {
        return one(Err(Failure::new(&found.path, "too large for one JSON file; JSON Lines are read one by one")));
    }
    match json::reports(&found.path, &raw.bytes) {
        Ok(items) => Box::new(items.into_iter()),
        Err(json::Wrong::NoReport) if !found.named && meta::text_beside(Path::new(&found.path)) => {
            Box::new(std::iter::empty())
        }
        Err(wrong) => one(Err(Failure::new(&found.path, wrong))),
    }
}

/// A stream of lines, one report each.
fn many(place: String, reader: impl BufRead + Send + 'static, limit: usize) -> Reports {
    Box::new(lines::Lines::new(reader, limit).filter_map(move |(number, line)| {
        let place = format!("{place}:{number}");
        match line {
            Ok(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => None,
            Ok(Line::Whole(line)) => Some(json::line(&place, &line)),
            Ok(Line::TooLong(size)) => {
                Some(Err(Failure::new(place, format_args!("{} MB in one line, not read", size >> 20))))
            }
            Err(error) => Some(Err(Failure::new(place, explain(&error)))),
        }
    }))
}

/// Standard input: JSON Lines when the first line is a JSON object, a JSON document when it begins like one, else the
/// text of one report.
fn stdin(limit: usize) -> Reports {
    let place = "-".to_owned();
    let mut reader = BufReader::with_capacity(1 << 16, io::stdin());
    let head = match lines::first(&mut reader, limit) {
        Ok(head) => head,
        Err(error) => return one(Err(Failure::new(place, explain(&error)))),
    };
    if json::is_object(&head) {
        return many(place, io::Cursor::new(head).chain(reader), limit);
    }
    let json = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
    match Limited::read(io::Cursor::new(head).chain(reader), limit) {
        Ok(raw) => {
            if json && let Ok(items) = json::reports(&place, &raw.bytes) {
                return Box::new(items.into_iter());
            }
            one(text(place, raw, Meta::default(), Vec::new()))
        }
        Err(error) => one(Err(Failure::new(place, explain(&error)))),
    }
}

fn text(source: String, raw: Limited, meta: Meta, mut notes: Vec<String>) -> Item {
    if raw.cut() {
        let (kept, size) = (megabytes(raw.bytes.len()), megabytes(raw.size));
        notes.push(format!("only the first {kept} of {size} were read (--max-size)"));
    }
    Ok(Report { source, bytes: raw.bytes, hash: raw.hash, meta, notes })
}

fn megabytes(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / (1u64 << 20) as f64)
}

/// The system's words without its error number.
fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => error.to_string(),
    }
}
