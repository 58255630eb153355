//! The feeds that a page of HTML names in its head.

use memchr::memmem;
use quick_xml::events::attributes::Attributes;

use super::feed::Link;

/// Bytes of a page in which its head is looked for.
const HEAD: usize = 512 << 10;

/// Most feeds of one page.
const MOST: usize = 20;

/// The feeds of the page that `html` is, those of comments left out.
pub(super) fn feeds(html: &[u8]) -> Vec<Link> {
    let text = String::from_utf8_lossy(&html[..html.len().min(HEAD)]);
    let small = text.to_ascii_lowercase();
    let mut found: Vec<Link> = Vec::new();
    let mut from = 0;
    while let Some(at) = memmem::find(&small.as_bytes()[from..], b"<link") {
        let start = from + at + "<link".len();
        let Some(end) = small[start..].find('>') else { break };
        from = start + end;
        if let Some(address) = feed(&text[start..from])
            && found.len() < MOST
            && found.iter().all(|link| link.address != address)
        {
            found.push(Link { address, dated: None });
        }
    }
    found
}

/// The address in a link's attributes, where it is one of a feed.
fn feed(attributes: &str) -> Option<String> {
    let (mut alternate, mut listing, mut address) = (false, false, None);
    for attribute in Attributes::html(attributes, 0).with_checks(false).flatten() {
        let value = quick_xml::escape::unescape(&attribute.value).ok()?;
        let small = value.trim().to_ascii_lowercase();
        match attribute.key.as_ref().to_ascii_lowercase().as_str() {
            "rel" => alternate = small.split_ascii_whitespace().any(|word| word == "alternate"),
            "type" => {
                let types = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
                listing = types.contains(&small.split(';').next().unwrap_or_default().trim());
            }
            "title" if small.contains("comment") || small.contains("komentar") => return None,
            "href" => address = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    address.filter(|_| alternate && listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feeds_in_a_head() {
        let page = br#"<!DOCTYPE html><head><LINK href=/feed?a=1&amp;b=2 REL=alternate type="application/rss+xml" title="News"/>
            <link rel="alternate" type="application/rss+xml" title="A &raquo; Comments Feed" href="/comments/feed">
            <link rel="alternate" type="application/rss+xml" title="Komentar" href="/komentar">
            <link rel='alternate' type='application/atom+xml; charset=utf-8' href='https://a.example/atom'>
            <link rel="alternate" hreflang="id" href="/id"><link rel="stylesheet" href="/x.css"><link rel=alternate"#;
        let found: Vec<_> = feeds(page).into_iter().map(|link| link.address).collect();
        assert_eq!(found, ["/feed?a=1&b=2", "https://a.example/atom"]);
        assert!(feeds(b"<html><p>Talks</p>").is_empty());
    }

    #[test]
    fn no_page_takes_long() {
        let start = std::time::Instant::now();
        feeds(&[b"<link ".repeat(80_000), b">".to_vec()].concat());
        feeds(&b"<link rel='x>".repeat(100_000));
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }
}
