//! Finds the report in a page of HTML.
//!
//! One pass makes the tree ([`dom`]), one weighs it and drops what its names say is no part of the report ([`weigh`]),
//! one chooses the element that holds the report ([`choose`]) and one makes lines of it ([`emit`]). From there on a page
//! goes the way of plain text: [`crate::clean`].

mod choose;
mod days;
mod dom;
mod emit;
mod fields;
mod live;
mod markup;
mod meta;
mod outlet;
mod outlet_file;
mod people;
mod tag;
mod titles;
mod weigh;

use notula_record::{Dropped, PublishedBasis};

use crate::clean::Cleaner;
use crate::limit;
use crate::page::{Kind, Page, PublishedCandidate};
use meta::{Meta, Source};
pub use outlet::whole_address;

/// Finds the report in the page `source`, which is what [`crate::decode`] gives.
///
/// Linear in the length of `source`, of which the first sixteen megabytes are read. Offsets into the raw input count the code points of `source` and lie in its text nodes.
///
/// # Example
/// ```
/// let page = notula_page::extract("<title>T</title><nav>Home</nav><p>The talks ended without a deal, officials said.</p>");
/// assert_eq!(page.text, "The talks ended without a deal, officials said.");
/// ```
pub fn extract(source: &str) -> Page {
    let whole = source;
    let source = limit::head(source, limit::HTML);
    let dom = dom::Dom::parse(source);
    let outlet = address(&dom).as_deref().and_then(outlet::of);
    let mut weighed = weigh::Weighed::new(dom, outlet);
    let mut meta = meta::Meta::read(&weighed);
    let mut entries = Vec::new();
    if meta.types.iter().any(|kind| kind == "LiveBlogPosting")
        && let Some((list, found)) = live::entries(&weighed)
    {
        // where not all entries could be taken, the others are still in the text
        let all = found.len() < live::MOST;
        entries = found.into_iter().map(|id| entry(&weighed, id)).filter(|entry| !entry.text.is_empty()).collect();
        // what stands beside the entries is the report; where nothing does, they are
        if all && weighed.weight(0).prose > weighed.weight(list).prose + 200 {
            weighed.drop(list, "live entries");
        }
    }
    let root = choose::container(&weighed);
    let emitted = emit::emit(&weighed, choose::lead(&weighed, root), root);
    let (title, heading) = meta.titles.choose(meta.outlet.as_deref());
    let mut page = Cleaner::new(&emitted.mended, emitted.lines).chosen(title.clone()).run();
    for (start, end, reason) in emitted.left_out {
        page.dropped.push(Dropped { start, end, reason: reason.to_owned() });
    }
    page.dropped.sort_by_key(|dropped| (dropped.start, dropped.end));
    settle(&mut page, &mut meta, (title, heading), outlet);
    page.entries = entries;
    page.about.html = true;
    page.about.kind = kind(&meta, &weighed, &page);
    limit::note(&mut page, whole, weighed.dom.source);
    page
}

/// One entry of a live blog as a report of its own.
fn entry(weighed: &weigh::Weighed<'_>, id: dom::Id) -> Page {
    let emitted = emit::emit(weighed, None, id);
    let mut page = Cleaner::new(&emitted.mended, emitted.lines).chosen(None).run();
    let dom = &weighed.dom;
    let stamp = (id..dom.after(id)).find_map(|at| dom.attribute(at, dom::Key::Datetime));
    page.about.html = true;
    page.about.published = stamp.and_then(days::stamp);
    page.about.fragment = dom.attribute(id, dom::Key::Id).filter(|name| !name.is_empty()).map(meta::plain);
    if let Some(date) = stamp.and_then(days::day) {
        let day = PublishedCandidate { value: date.iso(), date, basis: PublishedBasis::Metadata, confidence: 0.95 };
        page.published.insert(0, day);
    }
    page
}

/// Takes over what the page says of itself, where that is surer than what its lines say.
fn settle(
    page: &mut Page,
    meta: &mut Meta,
    (title, heading): (Option<String>, dom::Id),
    outlet: Option<&outlet_file::OutletFile>,
) {
    page.title = title.or(page.title.take());
    let authors = meta.authors();
    if !authors.is_empty() {
        page.authors = authors;
    } else if page.authors.is_empty() {
        page.authors.extend(meta.desk());
    }
    page.about.modified = meta.days.last_change();
    let best = std::mem::take(&mut meta.days).best(heading);
    page.about.published = best.first().and_then(|day| day.stamp.clone());
    let mut days: Vec<PublishedCandidate> = best
        .into_iter()
        .map(|day| PublishedCandidate {
            value: day.date.iso(),
            date: day.date,
            basis: match day.source {
                Source::Address => PublishedBasis::Url,
                Source::Visible => PublishedBasis::Dateline,
                _ => PublishedBasis::Metadata,
            },
            confidence: match (day.source, day.count) {
                (Source::Visible, 1) => 0.7,
                (Source::Address, 1) => 0.85,
                (_, 1) => 0.93,
                _ => 0.98,
            },
        })
        .collect();
    // what stands in the head of the report itself is surer than what stands anywhere on the page
    let sure = days.first().is_some_and(|day| day.confidence > 0.8);
    if sure {
        days.append(&mut page.published);
        page.published = days;
    } else {
        page.published.append(&mut days);
    }
    if let Some(known) = outlet {
        let outlet = page.outlet.get_or_insert_default();
        outlet.name = Some(known.name.to_owned());
        outlet.domain = Some(known.domain.to_owned());
    }
    if let Some(name) = &meta.outlet {
        let outlet = page.outlet.get_or_insert_default();
        outlet.name.get_or_insert_with(|| name.clone());
    }
    if let Some(domain) = meta.url.as_deref().and_then(domain) {
        page.outlet.get_or_insert_default().domain.get_or_insert(domain);
    }
    page.language = page.language.take().or_else(|| meta.language.clone());
    page.about.url.clone_from(&meta.url);
    page.about.section.clone_from(&meta.section);
    page.about.image.clone_from(&meta.image);
    page.about.caption = page.about.caption.take().or_else(|| meta.caption.clone());
    page.about.walled = meta.free == Some(false) && page.text.len() < 1500;
}

/// The page's own address: its canonical link, or what it tells social media.
fn address(dom: &dom::Dom<'_>) -> Option<String> {
    let mut told = None;
    for id in dom.ids().take_while(|&id| dom.tag(id) != Some(tag::Tag::Body)) {
        match dom.tag(id) {
            Some(tag::Tag::Link) if dom.attribute(id, dom::Key::Rel) == Some("canonical") => {
                return dom.attribute(id, dom::Key::Href).map(meta::plain);
            }
            Some(tag::Tag::Meta) if dom.attribute(id, dom::Key::Property) == Some("og:url") => {
                told = dom.attribute(id, dom::Key::Content).map(meta::plain);
            }
            _ => {}
        }
    }
    told
}

/// The domain of an address, without `www.`.
fn domain(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    host.contains('.').then_some(host)
}

fn kind(meta: &Meta, weighed: &weigh::Weighed<'_>, page: &Page) -> Kind {
    let has = |name: &str| meta.types.iter().any(|kind| kind == name);
    let whole = weighed.weight(0);
    if has("LiveBlogPosting") {
        Kind::LiveBlog
    } else if has("DiscussionForumPosting") {
        Kind::Forum
    } else if meta.kind.as_deref().is_some_and(|kind| kind.starts_with("video")) && page.text.len() < 800 {
        Kind::Video
    } else if whole.links > whole.text && page.text.len() < 600 {
        Kind::Index
    } else if page.text.is_empty() {
        Kind::Other
    } else {
        Kind::Article
    }
}
