//! Web archives, sound and damaged.

mod common;

use std::fs;
use std::io::Write;

use common::{address, gzip, html, page, record, response};
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use notula_gather::{Failure, Item, Options, Report, report, reports};
use proptest::prelude::*;

/// What is read from an archive with these bytes.
fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let place = format!("{}/", folder.path().display());
    reports(vec![path.display().to_string()], &Options::default())
        .map(|item| match item {
            Ok(report) => Ok(Report { source: report.source.replace(&place, ""), ..report }),
            Err(failure) => Err(Failure { place: failure.place.replace(&place, ""), ..failure }),
        })
        .collect()
}

/// The numbers of the pages that were read, and the failures in words.
fn outcome(name: &str, bytes: &[u8]) -> (Vec<usize>, Vec<String>) {
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    for item in read(name, bytes) {
        match item {
            Ok(report) => {
                let n = report.meta.url.unwrap().rsplit('-').next().unwrap().parse().unwrap();
                assert_eq!(String::from_utf8(report.bytes).unwrap(), html(n));
                pages.push(n);
            }
            Err(failure) => failures.push(failure.to_string()),
        }
    }
    (pages, failures)
}

fn warcinfo() -> Vec<u8> {
    record("warcinfo", "", "application/warc-fields", b"software: a test\r\n")
}

/// Pages 1 to `last`, each a member of its own.
fn members(last: usize) -> Vec<Vec<u8>> {
    (1..=last).map(|n| gzip(&page(n))).collect()
}

#[test]
fn pages_with_their_address_and_when_they_were_fetched() {
    let items = read("a.warc", &[warcinfo(), page(1), page(2)].concat());
    let first = items[0].as_ref().unwrap();
    assert_eq!(first.source, "a.warc:2");
    assert_eq!(first.meta.url.as_deref(), Some(address(1).as_str()));
    assert_eq!(first.meta.fetched.unwrap().to_string(), "2026-01-16T08:30:00Z");
    assert_eq!(first.meta.published, None, "fetched is not published");
    assert_eq!(first.bytes, html(1).as_bytes());
    assert_eq!(first.hash, Report::from_bytes("", html(1).into_bytes()).hash);
    assert_eq!(items.len(), 2);
}

#[test]
fn one_member_a_record_one_for_all_or_none() {
    let plain = [warcinfo(), page(1), page(2), page(3)].concat();
    for bytes in [plain.clone(), gzip(&plain), [gzip(&warcinfo()), members(3).concat()].concat()] {
        for name in ["a.warc", "a.warc.gz"] {
            assert_eq!(outcome(name, &bytes), (vec![1, 2, 3], vec![]), "what the bytes are counts, not the name");
        }
    }
}

#[test]
fn what_is_no_page_is_passed_over() {
    let ok = "HTTP/1.1 200 OK\nContent-Type: text/html";
    let bytes = [
        record("request", &address(1), "application/http", b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"),
        record("metadata", &address(1), "application/warc-fields", b"via: x\r\n"),
        record("revisit", &address(2), "application/http", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        response(&address(3), "HTTP/1.1 404 Not Found\nContent-Type: text/html", b"<p>gone"),
        response(&address(4), "HTTP/1.1 301 Moved\nContent-Type: text/html\nLocation: /", b"<p>moved"),
        response(&address(5), "HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG"),
        response(
            "https://harbourpost.example/robots.txt",
            "HTTP/1.1 200 OK\nContent-Type: text/plain",
            b"User-agent: *",
        ),
        response(&address(6), "HTTP/1.1 200 OK\nContent-Type: text/html", b""),
        response(&address(7), "no response of HTTP", b"at all"),
        response(&address(8), "HTTP/1.1 200 OK", b"{\"no\": \"media type\"}"),
        record("response", "dns:harbourpost.example", "text/dns", b"harbourpost.example. 300 IN A 192.0.2.1"),
        response(&address(9), ok, html(9).as_bytes()),
        response(&address(10), "HTTP/1.0 200 OK", html(10).as_bytes()),
        record("resource", &address(11), "text/html", html(11).as_bytes()),
    ]
    .concat();
    assert_eq!(outcome("a.warc", &bytes), (vec![9, 10, 11], vec![]));
}

#[test]
fn bodies_in_chunks_and_packed() {
    let zlib = |bytes: &[u8]| {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    let deflate = |bytes: &[u8]| {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    let chunked = |bytes: &[u8]| {
        let mut out: Vec<u8> =
            bytes.chunks(50).flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat()).collect();
        out.extend(b"0\r\n\r\n");
        out
    };
    let head = |more: &str| format!("HTTP/1.1 200 OK\nContent-Type: text/html{more}");
    let bytes = [
        response(&address(1), &head("\nTransfer-Encoding: chunked"), &chunked(html(1).as_bytes())),
        response(&address(2), &head("\nContent-Encoding: gzip"), &gzip(html(2).as_bytes())),
        response(
            &address(3),
            &head("\nContent-Encoding: gzip\nTransfer-Encoding: chunked"),
            &chunked(&gzip(html(3).as_bytes())),
        ),
        response(&address(4), &head("\nContent-Encoding: deflate"), &zlib(html(4).as_bytes())),
        response(&address(5), &head("\nContent-Encoding: deflate"), &deflate(html(5).as_bytes())),
        // some archives unpack the body and keep the head
        response(&address(6), &head("\nContent-Encoding: br\nTransfer-Encoding: chunked"), html(6).as_bytes()),
    ]
    .concat();
    assert_eq!(outcome("a.warc", &bytes), (vec![1, 2, 3, 4, 5, 6], vec![]));
}

#[test]
fn the_encoding_that_the_server_told_goes_with_the_page() {
    let typed = |told: &str| format!("HTTP/1.1 200 OK\nContent-Type: text/html{told}");
    let bytes = [
        response(&address(1), &typed("; charset=windows-1251"), b"<p>\xea\xe8\xef\xed"),
        response(&address(2), &typed(""), b"<p>x"),
        record("resource", &address(3), "text/plain; charset=koi8-r", b"\xea\xe8\xef\xed"),
        // that of the block is not that of the page
        record(
            "response",
            &address(4),
            "application/http; charset=koi8-r",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nx",
        ),
    ]
    .concat();
    let told: Vec<_> = read("a.warc", &bytes).into_iter().map(|item| item.unwrap().meta.charset).collect();
    assert_eq!(told, [Some("windows-1251".to_owned()), None, Some("koi8-r".to_owned()), None]);
}

#[test]
fn brotli_as_a_server_sends_it() {
    // five times the sentence, packed once with a brotli encoder
    let packed = b"\x1b\xa9\x00\xf8\x9d\x09\x76\xac\x93\xc9\x2c\x13\xc3\x5e\x51\xb9\x75\xd9\x11\xda\xdb\x04\xb1\xcb\xeb\xb0\xb2\x37\x3b\xa9\x0b\
        \x2f\x82\x65\x0c\x04\x2d\xa5\xe1\x9d\x5d\xd3\xf0\xd3\xec\x05";
    let head = "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Encoding: br";
    let items = read("a.warc", &response(&address(1), head, packed));
    assert_eq!(items[0].as_ref().unwrap().bytes, "The envoys left Geneva on Friday. ".repeat(5).into_bytes());
}

#[test]
fn a_truncated_archive_gives_what_is_whole() {
    let members = members(3);
    let whole = members.concat();
    let (pages, failures) = outcome("a.warc.gz", &whole[..whole.len() - 20]);
    assert_eq!(pages, [1, 2]);
    assert_eq!(failures, ["a.warc.gz: record 3 is damaged (damaged gzip data) and was skipped"]);

    let plain = [page(1), page(2), page(3)].concat();
    let (pages, failures) = outcome("a.warc", &plain[..plain.len() - 20]);
    assert_eq!(pages, [1, 2]);
    assert_eq!(failures, ["a.warc: record 3 is damaged (cut off) and was skipped"]);

    let packed = gzip(&plain);
    let (pages, failures) = outcome("a.warc.gz", &packed[..packed.len() - 20]);
    assert_eq!((pages.first(), failures.len()), (Some(&1), 1));
}

#[test]
fn damage_in_the_middle_costs_the_damaged_records_alone() {
    let members = members(5);
    for (at, with) in [(40, 0xff), (11, 0x07), (0, 0x00), (2, 0x01)] {
        let mut bad = members.clone();
        bad[2][at] ^= with.max(1);
        if at == 40 {
            bad[2][40..60].fill(0xff);
        }
        let (pages, failures) = outcome("a.warc.gz", &bad.concat());
        assert_eq!(pages, [1, 2, 4, 5], "byte {at} of record 3 is wrong: {failures:?}");
        assert_eq!(failures.len(), 1, "{failures:?}");
        assert!(failures[0].starts_with("a.warc.gz: record 3 is damaged"), "{failures:?}");
    }
    // two members in the middle lost their ends, and rubbish stands between others
    let mut bad = members.clone();
    bad[1].truncate(90);
    bad[3].truncate(120);
    bad[4].splice(0..0, *b"rubbish");
    let (pages, failures) = outcome("a.warc.gz", &bad.concat());
    assert_eq!(pages, [1, 3, 5], "{failures:?}");
    assert!(failures[0].contains("damaged records were skipped, the first is record 2"), "{failures:?}");
}

#[test]
fn a_checksum_that_is_wrong_is_damage() {
    let mut members = members(3);
    let crc = members[1].len() - 8;
    members[1][crc] ^= 1;
    let (pages, failures) = outcome("a.warc.gz", &members.concat());
    assert_eq!((pages, failures.len()), (vec![1, 3], 1));
}

#[test]
fn plain_archives_find_their_way_again_too() {
    let lost = |page: Vec<u8>| [&page[..page.len() - 60], &page[page.len() - 40..]].concat();
    let text = String::from_utf8(page(2)).unwrap();
    assert!(text.contains("Content-Length: 1"), "what is changed below is there: {text}");
    for broken in [
        // bytes missing, a length that is too large, too small, no number, not there
        lost(page(2)),
        text.replace("Content-Length: ", "Content-Length: 9").into_bytes(),
        text.replace("Content-Length: ", "Content-Length: 1 # ").into_bytes(),
        text.replace("Content-Length: 1", "Content-Length: ").into_bytes(),
        text.replace("WARC/1.0", "WRAC/1.0").into_bytes(),
    ] {
        let bytes = [page(1), broken, page(3), page(4)].concat();
        let (pages, failures) = outcome("a.warc", &bytes);
        assert_eq!(pages, [1, 3, 4], "{failures:?}");
        assert_eq!(failures.len(), 1);
    }
}

#[test]
fn a_body_that_ends_early_is_read_as_far_as_it_goes() {
    let packed = gzip(html(1).repeat(50).as_bytes());
    let head = "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: gzip";
    let bytes = [response(&address(1), head, &packed[..packed.len() - 10]), page(2)].concat();
    let items = read("a.warc", &bytes);
    let first = items[0].as_ref().unwrap();
    assert!(first.bytes.starts_with(b"<!DOCTYPE html>"));
    assert_eq!(first.notes, ["the response ends early (cut off)"]);
    assert!(items[1].is_ok() && items.len() == 2);
}

#[test]
fn a_bomb_is_refused_and_the_rest_is_read() {
    let bomb = gzip(&gzip(&vec![b' '; 200 << 20]));
    let head = "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: gzip, gzip";
    let (pages, failures) = outcome("a.warc", &[response(&address(1), head, &bomb), page(2)].concat());
    assert_eq!(pages, [2]);
    assert_eq!(failures, ["a.warc:1: unpacks to far more than its size; not read"]);
}

#[test]
fn long_pages_are_cut_with_a_note() {
    let long = html(1).repeat(60_000);
    let head = "HTTP/1.1 200 OK\nContent-Type: text/html";
    let items = read("a.warc", &[response(&address(1), head, long.as_bytes()), page(2)].concat());
    let first = items[0].as_ref().unwrap();
    assert!(first.bytes.len() <= 4 << 20);
    assert!(first.notes[0].contains("only the first 4.0 MB of"), "{:?}", first.notes);
    assert!(items[1].is_ok());
}

#[test]
fn one_page_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz").display().to_string();
    fs::write(&path, [gzip(&warcinfo()), members(3).concat()].concat()).unwrap();
    let third = report(&format!("{path}:3"), &Options::default()).unwrap();
    assert_eq!(third.meta.url.as_deref(), Some(address(2).as_str()));
    let many = report(&path, &Options::default()).unwrap_err();
    assert_eq!(many.why, format!("holds many reports; name one of them, such as {path}:2"));
}

#[test]
fn memory_does_not_grow_with_the_archive() {
    // the pages come one by one: the first is there before the last is made
    let (send, receive) = std::sync::mpsc::sync_channel(4);
    let maker = std::thread::spawn(move || {
        let mut made = 0;
        while send.send(gzip(&page(made))).is_ok() {
            made += 1;
        }
        made
    });
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("a.warc.gz");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let path = fifo.clone();
    let writer = std::thread::spawn(move || {
        let mut pipe = fs::OpenOptions::new().write(true).open(path).unwrap();
        for member in receive {
            if pipe.write_all(&member).is_err() {
                break;
            }
        }
    });
    let some = reports(vec![fifo.display().to_string()], &Options::default()).take(2000).filter(Result::is_ok).count();
    assert_eq!(some, 2000);
    writer.join().unwrap();
    assert!(maker.join().unwrap() < 6000, "reading is not far behind writing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever happens to an archive, reading it ends, and every page that comes out is one that was in it.
    #[test]
    fn damage_never_panics(
        packed in any::<bool>(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..40, proptest::collection::vec(any::<u8>(), 0..8)), 1..6),
    ) {
        let mut bytes = if packed { members(6).concat() } else { (1..=6).flat_map(page).collect() };
        for (at, gone, new) in cuts {
            let at = at.index(bytes.len());
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, new);
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        let items = read("a.warc.gz", &bytes);
        let pages: Vec<_> = items.iter().flatten().collect();
        prop_assert!(pages.len() <= 6);
        if packed {
            for page in pages {
                prop_assert!((1..=6).any(|n| html(n).as_bytes() == page.bytes), "a checksum was passed over");
            }
        }
    }

    /// Bytes of any kind behind the signatures.
    #[test]
    fn noise_never_panics(signature in 0usize..4, noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let head: &[u8] = [b"WARC/1.0\r\n".as_slice(), b"\x1f\x8b\x08\x00", b"WARC/1.0\r\nContent-Length: 9\r\n\r\n", b""][signature];
        read("a.warc.gz", &[head, &noise].concat());
    }
}
