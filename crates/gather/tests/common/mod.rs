//! Web archives of our own making.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// `bytes` as one member of gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A record with this block.
pub(crate) fn record(kind: &str, address: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-01-16T08:30:00Z\r\n\
         WARC-Record-ID: <urn:uuid:{:032x}>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len(),
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// The record of a response with this head (without its empty line) and body.
pub(crate) fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat();
    record("response", address, "application/http; msgtype=response", &block)
}

/// The record of a page.
pub(crate) fn page(n: usize) -> Vec<u8> {
    response(&address(n), "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8", html(n).as_bytes())
}

/// The address of the n-th page.
pub(crate) fn address(n: usize) -> String {
    format!("https://harbourpost.example/2026/01/16/talks-{n}")
}

/// The n-th page.
pub(crate) fn html(n: usize) -> String {
    let noise: u64 = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        "<!DOCTYPE html><html><title>Round {n}</title><p>The envoys met for round {n} of the talks.</p><i>{noise:x}</i></html>"
    )
}
