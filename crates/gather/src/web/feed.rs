//! Lists of pages: feeds (RSS, Atom, JSON Feed), sitemaps, and lists of such lists (OPML, indexes of
//! sitemaps, pages of HTML that name their feeds).

use std::io::Read;

use jiff::Timestamp;
use reqwest::Url;

use super::{discover, xml};
use crate::unpack::Packing;

/// Most entries of one list that are looked at.
pub(super) const MOST: usize = 50_000;

/// Most bytes of one list, unpacked.
const BYTES: u64 = 64 << 20;

/// Deepest nesting of elements in a list; nobody needs so much.
const DEPTH: usize = 64;

/// What a list leads to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Pages.
    pub pages: Vec<Link>,
    /// Further lists.
    pub lists: Vec<Link>,
}

/// An address in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, whole.
    pub address: String,
    /// When the list says that it was published or changed.
    pub dated: Option<Timestamp>,
}

/// Why bytes are no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoListing {
    /// A page of HTML that names no feeds.
    #[error("is a page of HTML that names no feeds")]
    Html,
    /// Neither XML nor JSON, or none of the kinds known.
    #[error("is no RSS, Atom, JSON Feed, sitemap or OPML ({0})")]
    Unknown(String),
    /// It cannot be unpacked.
    #[error("cannot be unpacked ({0})")]
    Packed(String),
}

/// The links in the list that `bytes` are; `base` is its address, from which relative links start.
///
/// # Errors
/// When it is no list.
///
/// # Example
/// ```
/// let feed = br#"<rss version="2.0"><channel><title>Kabar Nusa</title><link>https://kabarnusa.example</link>
///     <item><title>Perundingan</title><link>/2026/01/16/perundingan</link></item></channel></rss>"#;
/// let listing = notula_gather::listing(feed, "https://kabarnusa.example/rss").unwrap();
/// assert_eq!(listing.pages[0].address, "https://kabarnusa.example/2026/01/16/perundingan");
/// ```
pub fn listing(bytes: &[u8], base: &str) -> Result<Listing, NoListing> {
    // sitemaps are often files of gzip
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        Packing::Gzip
            .unpack(bytes)
            .and_then(|all| all.take(BYTES).read_to_end(&mut plain))
            .map_err(|error| NoListing::Packed(error.to_string()))?;
        if plain.starts_with(&[0x1f, 0x8b]) {
            return Err(NoListing::Packed("packed twice".to_owned()));
        }
        return listing(&plain, base);
    }
    let base = Url::parse(base).ok();
    let mut found = match xml::root(bytes).as_deref() {
        Some("urlset" | "sitemapindex") => xml::sitemap(bytes),
        Some("opml") => xml::opml(bytes),
        Some("html") => match discover::feeds(bytes) {
            feeds if feeds.is_empty() => return Err(NoListing::Html),
            lists => Listing { pages: Vec::new(), lists },
        },
        Some(_) if xml::deeper_than(bytes, DEPTH) => {
            return Err(NoListing::Unknown(format!("more than {DEPTH} elements inside each other")));
        }
        _ => feed(bytes, base.as_ref())?,
    };
    for list in [&mut found.pages, &mut found.lists] {
        list.truncate(MOST);
        list.retain_mut(|link| match absolute(&link.address, base.as_ref()) {
            Some(address) => {
                link.address = address;
                true
            }
            None => false,
        });
    }
    Ok(found)
}

/// The pages of a feed.
fn feed(bytes: &[u8], base: Option<&Url>) -> Result<Listing, NoListing> {
    let parser = feed_rs::parser::Builder::new().base_uri(base).sanitize_content(false).build();
    let feed = parser.parse(bytes).map_err(|error| NoListing::Unknown(error.to_string()))?;
    let pages = feed.entries.into_iter().filter_map(|entry| {
        let page = |link: &&feed_rs::model::Link| matches!(link.rel.as_deref(), None | Some("alternate"));
        let address = match entry.links.iter().find(page) {
            Some(link) => link.href.clone(),
            // a guid that is a permanent link, where there is no other
            None => Some(entry.id).filter(|id| id.starts_with("http://") || id.starts_with("https://"))?,
        };
        let dated = entry.published.or(entry.updated).and_then(|at| Timestamp::from_second(at.timestamp()).ok());
        Some(Link { address, dated })
    });
    Ok(Listing { pages: pages.collect(), lists: Vec::new() })
}

/// The whole address of a link, where it leads into the web.
fn absolute(link: &str, base: Option<&Url>) -> Option<String> {
    let link = link.trim();
    let url = match base {
        Some(base) => base.join(link).ok()?,
        None => Url::parse(link).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str) -> Vec<String> {
        let listing = listing(text.as_bytes(), "https://a.example/feeds/all").unwrap();
        listing.pages.into_iter().map(|link| link.address).collect()
    }

    #[test]
    fn rss_atom_and_json() {
        assert_eq!(
            pages(
                r#"<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><link>https://a.example</link>
                <description>x</description><item><title>One &amp; two</title><link>https://a.example/1?x=1&amp;y=2</link>
                <pubDate>Fri, 16 Jan 2026 08:00:00 +0700</pubDate></item>
                <item><guid isPermaLink="true">https://a.example/2</guid></item><item><title>none</title></item></channel></rss>"#
            ),
            ["https://a.example/1?x=1&y=2", "https://a.example/2"]
        );
        assert_eq!(
            pages(
                r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>a</id><updated>2026-01-16T08:00:00Z</updated>
                <entry><id>1</id><title>One</title><updated>2026-01-16T08:00:00Z</updated>
                <link rel="self" href="https://a.example/1.atom"/><link href="https://a.example/1"/></entry></feed>"#
            ),
            ["https://a.example/1"]
        );
        assert_eq!(
            pages(
                r#"{"version": "https://jsonfeed.org/version/1.1", "title": "A",
                "items": [{"id": "1", "url": "https://a.example/1", "content_text": "x"}]}"#
            ),
            ["https://a.example/1"]
        );
    }

    #[test]
    fn sitemaps_of_news_and_indexes() {
        let news = r#"<?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
             xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
            <url><loc> https://a.example/1?a=1&amp;b=2 </loc><news:news><news:publication_date>2026-01-16T08:00:00+07:00</news:publication_date>
            <news:title>One</news:title></news:news><image:image><image:loc>https://a.example/1.jpg</image:loc></image:image></url>
            <url><loc><![CDATA[https://a.example/2]]></loc><lastmod>2026-01-15</lastmod></url>
            <url><loc>mailto:x@a.example</loc></url></urlset>"#;
        let found = listing(news.as_bytes(), "https://a.example/news.xml").unwrap();
        let dates: Vec<_> = found.pages.iter().map(|l| (l.address.as_str(), l.dated.unwrap().to_string())).collect();
        assert_eq!(
            dates,
            [
                ("https://a.example/1?a=1&b=2", "2026-01-16T01:00:00Z".to_owned()),
                ("https://a.example/2", "2026-01-15T00:00:00Z".to_owned())
            ]
        );
        let index = "<sitemapindex><sitemap><loc>https://a.example/s1.xml.gz</loc><lastmod>2026-01-16</lastmod></sitemap></sitemapindex>";
        let found = listing(index.as_bytes(), "https://a.example/").unwrap();
        assert_eq!((found.pages.len(), found.lists[0].address.as_str()), (0, "https://a.example/s1.xml.gz"));
    }

    #[test]
    fn opml_whatever_the_nesting() {
        let opml = r#"<opml version="2.0"><head><title>mine</title></head><body><outline text="Asia">
            <outline type="rss" text="A &amp; B" xmlUrl="https://a.example/rss?x=1&amp;y=2"/>
            <outline text="C" xmlurl="https://c.example/atom"></outline></outline></body></opml>"#;
        let found = listing(opml.as_bytes(), "file.opml").unwrap();
        let lists: Vec<_> = found.lists.iter().map(|link| link.address.as_str()).collect();
        assert_eq!(lists, ["https://a.example/rss?x=1&y=2", "https://c.example/atom"]);
    }

    #[test]
    fn pages_name_their_feeds() {
        let page = "<!DOCTYPE html><html><head><link rel=alternate type=application/rss+xml href=../rss></head></html>";
        let found = listing(page.as_bytes(), "https://a.example/news/").unwrap();
        assert_eq!(found.lists[0].address, "https://a.example/rss");
    }

    #[test]
    fn what_is_no_list_is_named() {
        let none = |text: &str| listing(text.as_bytes(), "https://a.example/").unwrap_err();
        assert_eq!(none("<!DOCTYPE html><html><p>Talks</html>"), NoListing::Html);
        assert!(matches!(none("Talks"), NoListing::Unknown(_)));
        assert!(matches!(none("<svg/>"), NoListing::Unknown(_)));
        assert!(matches!(none("{}"), NoListing::Unknown(_)));
        let deep = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(1_000_000));
        assert!(matches!(none(&deep), NoListing::Unknown(_)));
    }
}
