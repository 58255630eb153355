//! Lists in XML that are no feeds: sitemaps and OPML. They are read event by event, and as far as they are sound.

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::feed::{Link, Listing, MOST};

/// Longest address or date.
const LONGEST: usize = 4096;

/// Sitemaps of one index that are asked for, the newest.
const OF_INDEX: usize = 50;

/// The name of the root element, in small letters, without its namespace; `None` where there is no XML.
pub(super) fn root(bytes: &[u8]) -> Option<String> {
    // it stands near the beginning
    let text = text(&bytes[..bytes.len().min(1 << 16)]);
    let mut reader = reader(&text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => return Some(name(&tag)),
            Event::DocType(kind) if kind.to_ascii_lowercase().trim_ascii_start().starts_with("html") => {
                return Some("html".to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Whether elements stand inside each other more than `most` deep.
pub(super) fn deeper_than(bytes: &[u8], most: usize) -> bool {
    let text = text(bytes);
    let mut reader = reader(&text);
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
        if depth > most {
            return true;
        }
    }
}

/// The pages of a sitemap, or the sitemaps of an index.
pub(super) fn sitemap(bytes: &[u8]) -> Listing {
    let (text, mut found) = (text(bytes), Listing::default());
    let mut reader = reader(&text);
    // names of the elements that are open, and the text of the innermost
    let (mut open, mut inside): (Vec<String>, String) = (Vec::new(), String::new());
    let (mut address, mut published, mut changed) = (None, None, None);
    while found.pages.len() + found.lists.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                if open.len() > 16 {
                    break;
                }
                open.push(name(&tag));
                inside.clear();
            }
            Ok(Event::Text(piece)) => add(&mut inside, &piece.xml10_content()),
            Ok(Event::CData(piece)) => add(&mut inside, &piece.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let sign = match reference.resolve_char_ref() {
                    Ok(Some(sign)) => Some(sign),
                    _ => entity(&reference),
                };
                add(&mut inside, sign.map_or(String::new(), String::from).as_str());
            }
            Ok(Event::End(_)) => {
                let name = open.pop().unwrap_or_default();
                let value = std::mem::take(&mut inside);
                match (open.last().map(String::as_str), name.as_str()) {
                    (Some("url" | "sitemap"), "loc") => address = Some(value.trim().to_owned()),
                    (Some("url" | "sitemap"), "lastmod") => changed = moment(&value),
                    (Some("news"), "publication_date") => published = moment(&value),
                    (_, kind @ ("url" | "sitemap")) => {
                        let link = address.take().map(|address| Link { address, dated: published.or(changed) });
                        if kind == "url" {
                            found.pages.extend(link)
                        } else {
                            found.lists.extend(link)
                        };
                        (published, changed) = (None, None);
                    }
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    // an index goes back for years: what is new stands in the newest
    found.lists.sort_by_key(|link| Reverse(link.dated));
    found.lists.truncate(OF_INDEX);
    found
}

/// The feeds in an OPML file.
pub(super) fn opml(bytes: &[u8]) -> Listing {
    let (text, mut found) = (text(bytes), Listing::default());
    let mut reader = reader(&text);
    while found.lists.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if name(&tag) == "outline" => {
                let feed = tag.attributes().with_checks(false).flatten().find_map(|attribute| {
                    let key = attribute.key.local_name();
                    key.as_ref()
                        .eq_ignore_ascii_case("xmlUrl")
                        .then(|| attribute.normalized_value(XmlVersion::Implicit1_0).ok())?
                });
                found.lists.extend(feed.map(|address| Link { address: address.trim().to_owned(), dated: None }));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
    found
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The name of an element in small letters, without its namespace.
fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_ascii_lowercase()
}

fn add(text: &mut String, piece: &str) {
    if text.len() + piece.len() <= LONGEST {
        text.push_str(piece);
    }
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// A day or a moment of ISO 8601.
fn moment(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    value.parse().ok().or_else(|| Some(value.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}
