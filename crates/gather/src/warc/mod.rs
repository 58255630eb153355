//! Web archives (WARC 1.0 and 1.1): the pages in them, one after the other, whatever else and whatever damage there is.

mod http;
mod members;
mod part;
mod record;
mod rewind;
pub(crate) mod write;

pub(crate) use self::part::sound_part;

use std::io::{self, BufRead, Read};

use memchr::memmem;

use self::http::Response;
use self::members::{Damaged, Members};
use self::record::{Head, Start};
use self::rewind::Rewind;
use crate::bytes::Limited;
use crate::report::{Failure, Meta, Report, explain};
use crate::unpack::{Bomb, is_of_data};

type Stream = Box<dyn Read + Send>;

/// How a record begins after damage: at the beginning of a line.
const VERSION: &[u8] = b"\nWARC/1.";

/// The pages of one archive: successful responses with HTML or plain text. All else is passed over; damaged records are
/// skipped and counted, and the count comes last, as a [`Failure`].
pub(crate) struct Archive {
    place: String,
    records: Rewind<Stream>,
    limit: usize,
    /// Number of the record that is read, from one.
    number: usize,
    damaged: usize,
    /// The first damaged record and what is wrong with it.
    first: Option<(usize, String)>,
    over: bool,
}

/// What became of a record.
enum Outcome {
    /// A page.
    Page(Report),
    /// Nothing to read in it.
    Passed,
    /// A page that cannot be read.
    Failed(Failure),
    /// No whole record.
    Damaged(String),
    /// The end of the archive.
    End,
}

impl Archive {
    /// Opens the archive that `file` holds, packed or not; of each page `limit` bytes are kept.
    pub(crate) fn open(place: String, file: Stream, limit: usize) -> io::Result<Self> {
        let mut file = Rewind::new(file);
        let packed = file.peek(2)?.starts_with(&[0x1f, 0x8b]);
        let records: Stream = if packed { Box::new(Members::new(file)) } else { Box::new(file) };
        Ok(Self { place, records: Rewind::new(records), limit, number: 0, damaged: 0, first: None, over: false })
    }

    /// Reads one record.
    fn record(&mut self) -> io::Result<Outcome> {
        skip_line_ends(&mut self.records)?;
        self.records.mark();
        if self.records.peek(1)?.is_empty() {
            return Ok(Outcome::End);
        }
        self.number += 1;
        let head = match record::head(&mut self.records)? {
            Start::Head(head) => head,
            Start::Broken(why) => return Ok(Outcome::Damaged(why.to_owned())),
            Start::End => return Ok(Outcome::End),
        };
        let mut block = Box::new((&mut self.records).take(head.length));
        let source = format!("{}:{}", self.place, self.number);
        let outcome = block_to_page(source, &head, &mut block, self.limit)?;
        io::copy(&mut block, &mut io::sink())?;
        if block.limit() > 0 {
            return Ok(Outcome::Damaged("cut off".to_owned()));
        }
        match self.goes_on() {
            Ok(true) => Ok(outcome),
            Ok(false) => Ok(Outcome::Damaged("its length is wrong".to_owned())),
            // the next member is damaged from its beginning, this record is whole
            Err(error) if Damaged::of(&error).is_some_and(|damage| damage.whole) => {
                self.number += 1;
                self.note_damage(error.to_string());
                Ok(outcome)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the record that was read ends here: with its two line ends, before another record, or with the archive.
    fn goes_on(&mut self) -> io::Result<bool> {
        if self.records.peek(4)?.starts_with(b"\r\n\r\n") {
            self.records.consume(4);
            // as far as the next member, to have the checksum of this one tested
            self.records.peek(1)?;
            return Ok(true);
        }
        skip_line_ends(&mut self.records)?;
        let next = self.records.peek(5)?;
        Ok(next.is_empty() || next.starts_with(b"WARC/"))
    }

    /// Goes to the next record after damage: back to the beginning of the damaged one as far as can be, and on to the
    /// next line that begins a record.
    fn resume(&mut self) -> io::Result<()> {
        self.records.back();
        loop {
            let held = self.records.peek(VERSION.len())?;
            if let Some(at) = memmem::find(held, VERSION) {
                self.records.consume(at + 1);
                return Ok(());
            }
            let end = held.len() < VERSION.len();
            let skip = if end { held.len() } else { held.len() - VERSION.len() + 1 };
            self.records.consume(skip);
            self.records.mark();
            if end {
                return Ok(());
            }
        }
    }

    fn note_damage(&mut self, why: String) {
        tracing::debug!(archive = self.place, record = self.number, why, "damaged record");
        self.damaged += 1;
        self.first.get_or_insert((self.number.max(1), why));
    }

    /// The last word: how many records were damaged.
    fn end(&mut self) -> Option<Failure> {
        self.over = true;
        tracing::info!(archive = self.place, records = self.number, damaged = self.damaged, "read the archive");
        let (number, why) = self.first.take()?;
        Some(Failure::new(
            &self.place,
            match self.damaged {
                1 => format!("record {number} is damaged ({why}) and was skipped"),
                many => format!("{many} damaged records were skipped, the first is record {number} ({why})"),
            },
        ))
    }
}

impl Iterator for Archive {
    type Item = Result<Report, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let outcome = self.record();
            let after = match outcome {
                Ok(Outcome::Page(report)) => return Some(Ok(report)),
                Ok(Outcome::Passed) => Ok(()),
                Ok(Outcome::Failed(failure)) => return Some(Err(failure)),
                Ok(Outcome::Damaged(why)) => {
                    self.note_damage(why);
                    self.resume()
                }
                Ok(Outcome::End) => break,
                Err(error) => Err(error),
            };
            if let Err(error) = after {
                if Damaged::of(&error).is_some() {
                    // the stream goes on behind the damage; what was read of the record is of no use
                    self.note_damage(error.to_string());
                    self.records.forget();
                    continue;
                }
                self.over = true;
                return Some(Err(Failure::io(&self.place, &error)));
            }
        }
        if self.over { None } else { self.end().map(Err) }
    }
}

fn skip_line_ends(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let held = reader.fill_buf()?;
        let ends = held.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let more = ends > 0 && ends == held.len();
        reader.consume(ends);
        if !more {
            return Ok(());
        }
    }
}

/// The page in a record's block, where there is one.
fn block_to_page(source: String, head: &Head, block: &mut (impl BufRead + Send), limit: usize) -> io::Result<Outcome> {
    let Some(address) = &head.address else { return Ok(Outcome::Passed) };
    // what a site tells crawlers is no report
    if path(address) == "/robots.txt" {
        return Ok(Outcome::Passed);
    }
    let mut notes = Vec::new();
    let mut charset = head.charset.clone();
    let (raw, error) = match head.kind.as_str() {
        "response" if head.media.is_empty() || head.media == "application/http" => {
            let Some(response) = Response::read(block)? else {
                return Ok(Outcome::Passed);
            };
            if !(200..300).contains(&response.status) || !readable(&response.media) {
                return Ok(Outcome::Passed);
            }
            charset.clone_from(&response.charset);
            let read = match response.body(block) {
                Ok(Ok(body)) => Limited::read_partly(body, limit),
                Ok(Err(packing)) => {
                    let why = format!("is packed in an unknown way ({packing})");
                    return Ok(Outcome::Failed(Failure::new(source, why)));
                }
                Err(error) if Damaged::of(&error).is_some() || !is_of_data(&error) => return Err(error),
                Err(_) => return Ok(Outcome::Passed),
            };
            if response.media.is_empty() && !looks_like_html(&read.0.bytes) {
                return Ok(Outcome::Passed);
            }
            read
        }
        "resource" | "conversion" if !head.media.is_empty() && readable(&head.media) => {
            Limited::read_partly(block, limit)
        }
        _ => return Ok(Outcome::Passed),
    };
    match error {
        None => {}
        Some(error) if Bomb::is(&error) => return Ok(Outcome::Failed(Failure::new(source, error))),
        Some(error) if Damaged::of(&error).is_some() || !is_of_data(&error) => return Err(error),
        // the archive is sound, what the server sent was not
        Some(error) => notes.push(format!("the response ends early ({})", explain(&error))),
    }
    if raw.bytes.is_empty() {
        return Ok(Outcome::Passed);
    }
    if let Some(why) = &head.truncated {
        notes.push(format!("the page was cut off when it was archived ({why})"));
    }
    let meta = Meta { url: Some(address.clone()), fetched: head.date, charset, ..Meta::default() };
    Ok(Outcome::Page(Report::from_limited(source, raw, meta, notes)))
}

/// Whether a body of this media type can be a report; an empty one may be.
pub(crate) fn readable(media: &str) -> bool {
    matches!(media, "" | "text/html" | "application/xhtml+xml" | "text/plain")
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    head.trim_ascii_start().starts_with(b"<")
        && (memmem::find(&head, b"<html").is_some() || memmem::find(&head, b"<!doctype html").is_some())
}

/// The path of an address.
fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let path = &rest[rest.find('/').unwrap_or(rest.len())..];
    path.split(['?', '#']).next().unwrap_or(path)
}
