//! Records of web archives, each as one member of gzip.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use super::record::ASKED;
use crate::bytes::sha256;
use crate::follow::Fetched;

/// The record at the beginning of an archive: what made it.
pub(crate) fn info() -> io::Result<Vec<u8>> {
    let block =
        concat!("software: notula/", env!("CARGO_PKG_VERSION"), "\r\nformat: WARC File Format 1.1\r\n").as_bytes();
    let now = Timestamp::now();
    member(&head("warcinfo", &[], now, "application/warc-fields", block), block)
}

/// The record of a page.
pub(crate) fn page(page: &Fetched) -> io::Result<Vec<u8>> {
    let mut block = format!("HTTP/1.1 {}\r\n", page.status);
    for (name, value) in &page.headers {
        let name = match name.to_ascii_lowercase().as_str() {
            // the body is kept unpacked and in one piece: the head says so, and how it came
            "content-encoding" | "transfer-encoding" | "content-length" => format!("X-Crawler-{name}"),
            _ => name.clone(),
        };
        block.push_str(&format!("{}: {}\r\n", one_line(&name), one_line(value)));
    }
    block.push_str(&format!("Content-Length: {}\r\n\r\n", page.body.len()));
    let mut block = block.into_bytes();
    block.extend_from_slice(&page.body);
    let mut more = vec![
        ("WARC-Target-URI", one_line(&page.address)),
        ("WARC-Payload-Digest", format!("sha256:{}", sha256(&page.body))),
    ];
    if page.asked != page.address {
        more.push((ASKED, one_line(&page.asked)));
    }
    if let Some(ip) = page.ip {
        more.push(("WARC-IP-Address", ip.to_string()));
    }
    member(&head("response", &more, page.fetched, "application/http;msgtype=response", &block), &block)
}

fn head(kind: &str, more: &[(&str, String)], time: Timestamp, media: &str, block: &[u8]) -> String {
    let time = time.strftime("%Y-%m-%dT%H:%M:%SZ");
    // the same record has the same name
    let id = sha256(format!("{kind} {time} {more:?} {}", sha256(block)).as_bytes());
    // a UUID of version 8 (RFC 9562), whose bits are free to choose
    let id = format!("{}-{}-8{}-8{}-{}", &id[..8], &id[8..12], &id[13..16], &id[17..20], &id[20..32]);
    let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: {time}\r\n");
    for (name, value) in more {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Type: {media}\r\nContent-Length: {}\r\n\r\n", block.len()));
    head
}

fn member(head: &str, block: &[u8]) -> io::Result<Vec<u8>> {
    let mut member = GzEncoder::new(Vec::new(), Compression::default());
    member.write_all(head.as_bytes())?;
    member.write_all(block)?;
    member.write_all(b"\r\n\r\n")?;
    member.finish()
}

/// A value that cannot break out of its line.
fn one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
