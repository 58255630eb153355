//! The reports in one file or stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::find::Found;
use super::lines::{self, Line, Lines};
use super::{Holds, Kind, Options, Reports, Web, is_address, json, one, side};
use crate::bytes::Limited;
use crate::report::{Failure, Meta, Report};
use crate::unpack::{self, gunzip};
use crate::warc;
use crate::web::{Desk, Trouble};

/// Bytes of a file that are read at once.
const BUFFER: usize = 1 << 16;

type Stream = Box<dyn Read + Send>;

/// The reports in one file, on standard input, or at an address.
pub(super) fn open(found: &Found, options: &Options, web: &mut Web) -> Reports {
    let place = found.path.clone();
    if is_address(&place) {
        return fetch(&place, options, web).unwrap_or_else(|trouble| one(Err(Failure::new(place, trouble))));
    }
    if place == "-" {
        return sniffed(place, Box::new(io::stdin()), options);
    }
    let path = Path::new(&found.path);
    let file: Stream = match File::open(path) {
        Ok(file) => Box::new(file),
        Err(error) => return one(Err(Failure::io(place, &error))),
    };
    let limit = options.max_bytes;
    let Some(kind) = Kind::of(path) else {
        return match path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz")) {
            true => sniffed(place, file, options),
            false => text(path, place, file, limit),
        };
    };
    let file = match (kind.packed, kind.holds) {
        // it unpacks by itself: a damaged member costs one record, not the rest
        (false, _) | (_, Holds::Archive) => file,
        (true, Holds::Lines) => Box::new(gunzip(file, u64::MAX)),
        (true, Holds::Text | Holds::Json) => Box::new(gunzip(file, unpack::MOST)),
    };
    match kind.holds {
        Holds::Text => text(path, place, file, limit),
        Holds::Json => match Limited::read(file, limit) {
            Ok(raw) => json_file(found, raw),
            Err(error) => one(Err(Failure::io(place, &error))),
        },
        Holds::Lines => many(place, BufReader::with_capacity(BUFFER, file), limit),
        Holds::Archive => archive(place, file, limit),
    }
}

/// What is at an address: a page, or reports in JSON.
fn fetch(place: &str, options: &Options, web: &mut Web) -> Result<Reports, Trouble> {
    let desk = match web {
        Some(desk) => desk,
        None => web.insert(Desk::new(&options.web)?),
    };
    let whole = options.whole.and_then(|whole| whole(place));
    let (answer, fetched) = desk.page(whole.as_deref().unwrap_or(place))?;
    let (media, charset) = (answer.media(), answer.charset());
    let limit = options.max_bytes;
    if media.contains("json") {
        let body: Stream = Box::new(Cursor::new(answer.body));
        return Ok(plain(place.to_owned(), body, limit).unwrap_or_else(|error| one(Err(Failure::io(place, &error)))));
    }
    if !warc::readable(&media) {
        return Ok(one(Err(Failure::new(place, format_args!("is {media}, not a page")))));
    }
    let mut url = answer.address;
    url.set_fragment(None);
    let meta = Meta { url: Some(url.into()), fetched: Some(fetched), charset, ..Meta::default() };
    let (raw, _) = Limited::read_partly(answer.body.as_slice(), limit);
    Ok(one(Ok(Report::from_limited(place.to_owned(), raw, meta, Vec::new()))))
}

/// One report.
fn text(path: &Path, place: String, file: impl Read, limit: usize) -> Reports {
    match Limited::read(file, limit) {
        Ok(raw) => {
            let (meta, notes) = side::beside(path);
            one(Ok(Report::from_limited(place, raw, meta, notes)))
        }
        Err(error) => one(Err(Failure::io(place, &error))),
    }
}

/// A `.json` file: one report or an array of them. One found beside its text that is no report tells about the text.
fn json_file(found: &Found, raw: Limited) -> Reports {
    if raw.cut() {
        return one(Err(Failure::new(&found.path, "too large for one JSON file; JSON Lines are read one by one")));
    }
    match json::reports(&found.path, &raw.bytes) {
        Ok(items) => Box::new(items.into_iter()),
        Err(json::Wrong::NoReport)
            if !found.named && side::texts_beside(Path::new(&found.path)).any(|text| text.is_file()) =>
        {
            Box::new(std::iter::empty())
        }
        Err(wrong) => one(Err(Failure::new(&found.path, wrong))),
    }
}

/// A stream of lines, one report each.
fn many(place: String, reader: impl BufRead + Send + 'static, limit: usize) -> Reports {
    Box::new(Lines::new(reader, limit).filter_map(move |(number, line)| {
        let place = format!("{place}:{number}");
        match line {
            Ok(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => None,
            Ok(Line::Whole(line)) => Some(json::line(&place, &line)),
            Ok(Line::TooLong(size)) => {
                Some(Err(Failure::new(place, format_args!("{} MB in one line, not read", size >> 20))))
            }
            Err(error) => Some(Err(Failure::io(place, &error))),
        }
    }))
}

/// The pages in a web archive.
pub(super) fn archive(place: String, file: Stream, limit: usize) -> Reports {
    match warc::Archive::open(place.clone(), file, limit) {
        Ok(archive) => Box::new(archive),
        Err(error) => one(Err(Failure::io(place, &error))),
    }
}

/// A stream whose name tells nothing: packed or not, a web archive, JSON Lines when the first line is a JSON object, a
/// JSON document when it begins like one, else the text of one report.
fn sniffed(place: String, stream: Stream, options: &Options) -> Reports {
    match sniff(&place, stream, options.max_bytes) {
        Ok(reports) => reports,
        Err(error) => one(Err(Failure::io(place, &error))),
    }
}

fn sniff(place: &str, stream: Stream, limit: usize) -> io::Result<Reports> {
    let place = place.to_owned();
    let (head, stream) = peek(stream, 5)?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let (packed, stream) = peek(stream, BUFFER)?;
        let mut inside = Vec::new();
        // a head that is cut off still shows its beginning
        let _ = flate2::read::GzDecoder::new(Cursor::new(&packed)).take(5).read_to_end(&mut inside);
        return match inside.starts_with(b"WARC/") {
            true => Ok(archive(place, stream, limit)),
            false => plain(place, Box::new(gunzip(stream, u64::MAX)), limit),
        };
    }
    if head.starts_with(b"WARC/") { Ok(archive(place, stream, limit)) } else { plain(place, stream, limit) }
}

fn plain(place: String, stream: Stream, limit: usize) -> io::Result<Reports> {
    let mut reader = BufReader::with_capacity(BUFFER, stream);
    let head = lines::first(&mut reader, limit)?;
    if json::is_object(&head) {
        return Ok(many(place, Cursor::new(head).chain(reader), limit));
    }
    let json = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
    let raw = Limited::read(Cursor::new(head).chain(reader), limit)?;
    if json && let Ok(items) = json::reports(&place, &raw.bytes) {
        return Ok(Box::new(items.into_iter()));
    }
    Ok(one(Ok(Report::from_limited(place, raw, Meta::default(), Vec::new()))))
}

/// The first `most` bytes of a stream, and the whole stream again.
fn peek(mut stream: Stream, most: usize) -> io::Result<(Vec<u8>, Stream)> {
    let mut head = Vec::new();
    (&mut stream).take(most as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}
