//! The head of a record of a web archive (ISO 28500).

use std::io::{self, BufRead, Read};

use jiff::Timestamp;

use super::http::split;
use crate::media;

/// Most bytes of a head.
const HEAD: u64 = 64 << 10;

/// The field of the address that was asked for, where redirects led elsewhere from there.
pub(super) const ASKED: &str = "Notula-Asked";

/// What the head of a record tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Head {
    /// WARC-Type: response, request, ….
    pub(super) kind: String,
    /// Bytes of the block that follows.
    pub(super) length: u64,
    /// WARC-Target-URI.
    pub(super) address: Option<String>,
    /// WARC-Date.
    pub(super) date: Option<Timestamp>,
    /// Media type of the block, in small letters, without parameters.
    pub(super) media: String,
    /// Name of the block's encoding, where it is told.
    pub(super) charset: Option<String>,
    /// The address that was asked for, where it is another one.
    pub(super) asked: Option<String>,
    /// WARC-Truncated: why the crawler cut the block.
    pub(super) truncated: Option<String>,
}

/// What stands where a record should begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Start {
    /// A record.
    Head(Head),
    /// Something else, with what is wrong.
    Broken(&'static str),
    /// The end.
    End,
}

/// Reads a head up to the empty line.
pub(super) fn head(reader: &mut impl BufRead) -> io::Result<Start> {
    let mut reader = reader.take(HEAD);
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(Start::End);
    }
    if !line.starts_with(b"WARC/") || line.len() > 32 {
        return Ok(Start::Broken("no record begins here"));
    }
    let (mut head, mut length) = (Head::default(), None);
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            let why = if reader.limit() == 0 { "its head has no end" } else { "cut off in its head" };
            return Ok(Start::Broken(why));
        }
        // a line that goes on the one before tells nothing that is used here
        if matches!(line.first(), Some(b' ' | b'\t')) && !line.trim_ascii().is_empty() {
            continue;
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            break;
        }
        let Some((name, value)) = split(text) else { return Ok(Start::Broken("a line of its head has no name")) };
        match name.as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            // the standard's grammar has angle brackets around it, hardly anybody writes them
            "warc-target-uri" => head.address = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => head.date = value.parse().ok(),
            "content-type" => {
                head.media = media::essence(&value);
                head.charset = media::charset(&value);
            }
            name if name.eq_ignore_ascii_case(ASKED) => head.asked = Some(value),
            "warc-truncated" => head.truncated = Some(value),
            _ => {}
        }
    }
    match length {
        Some(length) => Ok(Start::Head(Head { length, ..head })),
        None => Ok(Start::Broken("its length is not told")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_needs() {
        let raw = b"WARC/1.1\r\nWARC-Type: response\r\nwarc-target-uri: <https://a.example/x>\r\nX-Long: a\r\n  b\r\n\
            WARC-Date: 2026-01-16T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 12\r\n\r\nblock";
        let Start::Head(head) = head(&mut &raw[..]).unwrap() else { panic!("a head") };
        assert_eq!((head.kind.as_str(), head.length, head.media.as_str()), ("response", 12, "application/http"));
        assert_eq!(head.address.as_deref(), Some("https://a.example/x"));
        assert_eq!(head.date.unwrap().to_string(), "2026-01-16T08:00:00Z");
    }

    #[test]
    fn names_what_is_wrong() {
        for (raw, why) in [
            (&b"HTTP/1.1 200 OK\r\n\r\n"[..], "no record begins here"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "cut off in its head"),
            (b"WARC/1.0\r\nWARC-Type response\r\n\r\n", "a line of its head has no name"),
            (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "its length is not told"),
        ] {
            assert_eq!(head(&mut &raw[..]).unwrap(), Start::Broken(why));
        }
        assert_eq!(head(&mut &b""[..]).unwrap(), Start::End);
        let endless = [b"WARC/1.0\r\n".to_vec(), b"A: b\r\n".repeat(20_000)].concat();
        assert_eq!(head(&mut &endless[..]).unwrap(), Start::Broken("its head has no end"));
    }
}
