//! What a page says of itself: JSON-LD, meta elements, microdata, `time`, visible bylines, its address.
//!
//! Where sources disagree, agreement settles it: the day, title or author that most of them give.

use serde_json::Value;

use super::dom::{Dom, Id, Key};
use super::markup::Part;
use super::tag::Tag;
use super::weigh::Weighed;
use crate::clean::squeeze;
use crate::dates::{self, SeenDate};
use crate::head;
use crate::mend::{Breaks, Mended};

/// Where something was found; the likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Linked,
    Meta,
    Microdata,
    Visible,
    Address,
}

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) titles: Vec<(Source, String)>,
    pub(crate) authors: Vec<(Source, Vec<String>)>,
    pub(crate) published: Vec<(Source, SeenDate, String)>,
    pub(crate) modified: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) types: Vec<String>,
    pub(crate) og_type: Option<String>,
    pub(crate) free: Option<bool>,
    /// The report's text as JSON-LD gives it.
    pub(crate) body: Option<String>,
}

/// The value of an attribute or text with its character references resolved.
pub(crate) fn plain(raw: &str) -> String {
    let mut mended = Mended::default();
    mended.take(raw, 0, Breaks::Spaces);
    squeeze(&mended.text)
}

impl Meta {
    /// Reads all of it in one pass.
    pub(crate) fn read(page: &Weighed<'_>) -> Self {
        let mut meta = Self::default();
        let dom = &page.dom;
        let mut first_heading = None;
        let mut loose: Vec<(Id, SeenDate)> = Vec::new();
        let mut heading_at = 0;
        let (mut bylines, mut label) = (0, false);
        let body_at = dom.ids().find(|&id| page.parts[id as usize] == Some(Part::Body)).map(|id| id + 200);
        let mut tag_title = None;
        for id in dom.ids() {
            let Some(tag) = dom.tag(id) else {
                if bylines < 3 && body_at.is_none_or(|at| id < at) {
                    let text = dom.text(id).trim();
                    if std::mem::take(&mut label) && (4..60).contains(&text.len()) && head::person(&plain(text)) {
                        meta.authors.push((Source::Visible, vec![plain(text)]));
                        bylines += 1;
                    } else if (2..90).contains(&text.len())
                        && text.starts_with(['B', 'b', 'W', 'w', 'O', 'P', 'R', 'L', 'J'])
                        && let Some(names) = head::byline(&plain(text))
                    {
                        label = names.is_empty() && text.len() < 14;
                        if !names.is_empty() {
                            meta.authors.push((Source::Visible, names));
                            bylines += 1;
                        }
                    }
                }
                if loose.len() < 12
                    && let Some(date) = short_date(dom.text(id))
                    && !dom.tag(dom.node(id).parent).is_some_and(Tag::mute)
                {
                    loose.push((id, date));
                }
                continue;
            };
            match tag {
                Tag::Html => meta.language = dom.attribute(id, Key::Lang).map(primary).filter(|code| !code.is_empty()),
                Tag::Title if tag_title.is_none() => tag_title = inner(dom, id, 400).filter(|text| !text.is_empty()),
                Tag::Meta => meta.element(dom, id),
                Tag::Link if dom.attribute(id, Key::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    meta.url = dom.attribute(id, Key::Href).map(plain).or(meta.url.take());
                }
                Tag::Script if dom.attribute(id, Key::Type).is_some_and(|kind| kind.contains("ld+json")) => {
                    meta.linked_data(dom, id);
                }
                Tag::H1 if first_heading.is_none() => {
                    first_heading = inner(dom, id, 400).filter(|text| text.len() > 3);
                    heading_at = id;
                }
                _ if dom.bare(id) => {}
                _ => meta.marked(page, id, tag),
            }
        }
        if let Some(title) = first_heading {
            meta.titles.push((Source::Visible, title));
        }
        if let Some(title) = tag_title {
            meta.titles.push((Source::Address, title));
        }
        // the first written date after the heading, else the last before it
        let after = loose.iter().find(|(id, _)| *id > heading_at).or_else(|| loose.last());
        if let Some((_, date)) = after {
            meta.published.push((Source::Visible, date.clone(), String::new()));
        }
        if let Some(url) = &meta.url {
            meta.published.extend(address(url).map(|date| (Source::Address, date, String::new())));
        }
        meta
    }

    fn element(&mut self, dom: &Dom<'_>, id: Id) {
        let key = [Key::Property, Key::Named, Key::Itemprop].into_iter().find_map(|name| dom.attribute(id, name));
        let (Some(key), Some(content)) = (key, dom.attribute(id, Key::Content)) else { return };
        let content = plain(content);
        if content.is_empty() {
            return;
        }
        match key.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" | "dc.title" | "dcterms.title" | "parsely-title" | "sailthru.title"
            | "headline" | "citation_title" => {
                self.titles.push((Source::Meta, content));
            }
            "author"
            | "article:author"
            | "article:author_name"
            | "dc.creator"
            | "dcterms.creator"
            | "parsely-author"
            | "sailthru.author"
            | "byl"
            | "citation_author"
            | "content_author"
            | "cxenseparse:author" => {
                let names = stated(&content);
                if !names.is_empty() {
                    self.authors.push((Source::Meta, names));
                }
            }
            "article:published_time"
            | "article:published"
            | "og:published_time"
            | "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "published_time"
            | "datepublished"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "cxenseparse:recs:publishtime"
            | "cxenseparse:publishtime"
            | "originalpublicationdate"
            | "article_date_original"
            | "publication_date"
            | "citation_publication_date"
            | "citation_date"
            | "displaydate"
            | "ptime" => {
                self.day(Source::Meta, &content);
            }
            "article:modified_time" | "og:updated_time" | "lastmod" | "datemodified" => {
                self.modified.get_or_insert(content);
            }
            "og:site_name" | "application-name" => drop(self.outlet.get_or_insert(content)),
            "article:section" | "parsely-section" => drop(self.section.get_or_insert(content)),
            "og:url" => drop(self.url.get_or_insert(content)),
            "og:image" => drop(self.image.get_or_insert(content)),
            "og:type" => self.og_type = Some(content),
            "og:locale" => drop(self.language.get_or_insert_with(|| primary(&content))),
            _ => {}
        }
    }

    /// Microdata, `time`, and elements whose names say that they hold the byline or date.
    fn marked(&mut self, page: &Weighed<'_>, id: Id, tag: Tag) {
        let dom = &page.dom;
        let value = |id: Id| {
            [Key::Datetime, Key::Content]
                .into_iter()
                .find_map(|name| dom.attribute(id, name))
                .map(plain)
                .or_else(|| inner(dom, id, 120))
        };
        match dom.attribute(id, Key::Itemprop) {
            Some("datePublished") => {
                if let Some(text) = value(id) {
                    self.day(Source::Microdata, &text);
                }
                return;
            }
            Some("headline") => {
                if let Some(text) = inner(dom, id, 400) {
                    self.titles.push((Source::Microdata, text));
                }
            }
            Some("author") => {
                if let Some(text) = dom.attribute(id, Key::Content).map(plain).or_else(|| inner(dom, id, 160)) {
                    self.people_of(Source::Microdata, &text);
                }
                return;
            }
            _ => {}
        }
        if dom.attribute(id, Key::Rel) == Some("author") {
            if let Some(text) = inner(dom, id, 120) {
                self.people_of(Source::Visible, &text);
            }
            return;
        }
        if tag == Tag::Time && dom.attribute(id, Key::Datetime).is_some() {
            if let Some(text) = value(id) {
                self.day(Source::Visible, &text);
            }
            return;
        }
        match page.parts[id as usize] {
            Some(Part::Byline) => match inner(dom, id, 160) {
                Some(text) => {
                    self.people_of(Source::Visible, &text);
                    self.day(Source::Visible, &text);
                }
                // a box about the author: the first name in it
                None => {
                    let end = dom.after(id);
                    let name = (id + 1..end)
                        .take(24)
                        .filter(|&at| dom.tag(at).is_none())
                        .map(|at| plain(dom.text(at)))
                        .find(|text| text.contains(' ') && head::bare_name(text));
                    self.authors.extend(name.map(|name| (Source::Visible, vec![name])));
                }
            },
            Some(Part::Date) => {
                if let Some(text) = inner(dom, id, 120) {
                    self.day(Source::Visible, &text);
                    // a name beside the date
                    let name = head::cells(&text).into_iter().find(|cell| head::bare_name(cell)).map(str::to_owned);
                    self.authors.extend(name.map(|name| (Source::Visible, vec![name])));
                }
            }
            _ => {}
        }
    }

    fn people_of(&mut self, source: Source, text: &str) {
        let names = people(text);
        if !names.is_empty() && self.authors.len() < 40 {
            self.authors.push((source, names));
        }
    }

    fn day(&mut self, source: Source, text: &str) {
        if self.published.len() < 60
            && let Some(date) = day(text)
        {
            self.published.push((source, date, text.to_owned()));
        }
    }

    fn linked_data(&mut self, dom: &Dom<'_>, id: Id) {
        let Some(text) = dom.children(id).next().filter(|&child| dom.tag(child).is_none()).map(|child| dom.text(child))
        else {
            return;
        };
        let text = text
            .trim()
            .trim_start_matches("<!--")
            .trim_start_matches("//<![CDATA[")
            .trim_end_matches("-->")
            .trim_end_matches("//]]>");
        // control characters inside strings are a frequent mistake
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(clean.trim().trim_end_matches(';')) {
            self.value(&value, 0);
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(items) if depth < 6 => items.iter().take(50).for_each(|item| self.value(item, depth + 1)),
            Value::Object(object) if depth < 6 => {
                let types: Vec<&str> = match object.get("@type") {
                    Some(Value::String(kind)) => vec![kind],
                    Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
                    _ => Vec::new(),
                };
                let report = types.iter().any(|kind| {
                    kind.ends_with("Article")
                        || kind.ends_with("Posting")
                        || matches!(*kind, "Report" | "WebPage" | "VideoObject" | "Review")
                });
                let main = types
                    .iter()
                    .any(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || *kind == "Report");
                if report {
                    self.types.extend(types.iter().map(|kind| (*kind).to_owned()));
                    self.report(object, main);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                    if let Some(inner) = object.get(key) {
                        self.value(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn report(&mut self, object: &serde_json::Map<String, Value>, main: bool) {
        let text = |key: &str| object.get(key).and_then(Value::as_str).map(plain).filter(|text| !text.is_empty());
        if let Some(date) = text("datePublished").or_else(|| text("uploadDate")) {
            self.day(if main { Source::Linked } else { Source::Visible }, &date);
        }
        if !main {
            return;
        }
        if let Some(title) = text("headline").or_else(|| text("name")) {
            self.titles.push((Source::Linked, title));
        }
        self.modified = text("dateModified").or(self.modified.take());
        if let Some(author) = object.get("author").or_else(|| object.get("creator")) {
            let mut names = Vec::new();
            persons(author, &mut names);
            if !names.is_empty() {
                self.authors.push((Source::Linked, names));
            }
        }
        if let Some(name) = object.get("publisher").and_then(|publisher| publisher.get("name")).and_then(Value::as_str)
        {
            self.outlet.get_or_insert_with(|| plain(name));
        }
        if let Some(section) = text("articleSection") {
            self.section.get_or_insert(section);
        }
        match object.get("isAccessibleForFree") {
            Some(Value::Bool(free)) => self.free = Some(*free),
            Some(Value::String(free)) => self.free = Some(!free.eq_ignore_ascii_case("false")),
            _ => {}
        }
        if let Some(body) = text("articleBody").filter(|body| body.len() > self.body.as_ref().map_or(200, String::len))
        {
            self.body = Some(body);
        }
    }

    /// The title that the sources agree on, without the outlet's name.
    pub(crate) fn title(&self) -> Option<String> {
        let bare: Vec<(Source, String)> = self
            .titles
            .iter()
            .map(|(source, title)| (*source, without_outlet(title, self.outlet.as_deref())))
            .collect();
        // the visible heading, if any other source has most of its words
        let visible = bare.iter().find(|(source, title)| {
            *source == Source::Visible
                && title.split(' ').count() >= 2
                && bare.iter().any(|(other, text)| other != source && agree(title, text))
        });
        let from = |wanted: Source| bare.iter().find(move |(source, title)| *source == wanted && !title.is_empty());
        visible
            .or_else(|| from(Source::Linked))
            .or_else(|| from(Source::Meta))
            .or_else(|| from(Source::Microdata))
            .or_else(|| from(Source::Visible))
            .or_else(|| bare.first())
            .map(|(_, title)| title.clone())
            .filter(|title| !title.is_empty())
    }

    /// The authors that the best source names, with names that only repeat the outlet left out.
    pub(crate) fn authors(&self) -> Vec<String> {
        let outlet = self.outlet.as_deref().unwrap_or("").to_lowercase();
        let mut sources: Vec<&(Source, Vec<String>)> = self.authors.iter().collect();
        // what looks like a person's name goes before an account's name or a firm's
        let person = |names: &[String]| names.iter().all(|name| name.contains(' ') && head::person(name));
        sources.sort_by_key(|(source, names)| (!person(names), *source));
        let Some((best, first)) =
            sources.iter().find(|(_, names)| names.iter().any(|name| name.to_lowercase() != outlet))
        else {
            return Vec::new();
        };
        // a field for each author; what is visible on the page may belong to other reports
        let together = matches!(best, Source::Linked | Source::Meta) && person(first);
        let mut seen = std::collections::HashSet::new();
        sources
            .iter()
            .filter(|(source, names)| std::ptr::eq(names, first) || together && source == best && person(names))
            .flat_map(|(_, names)| names)
            .filter(|name| name.to_lowercase() != outlet && seen.insert(name.to_lowercase()))
            .cloned()
            .collect()
    }

    /// Days of publication with the number of sources that give them, the best first.
    pub(crate) fn days(&self) -> Vec<(SeenDate, Source, usize)> {
        let mut out: Vec<(SeenDate, Source, usize)> = Vec::new();
        for (source, date, _) in &self.published {
            let same = out
                .iter_mut()
                .find(|(other, ..)| (other.year, other.month, other.day) == (date.year, date.month, date.day));
            match same {
                Some((_, best, count)) => {
                    *best = (*best).min(*source);
                    *count += 1;
                }
                None => out.push((date.clone(), *source, 1)),
            }
        }
        out.sort_by_key(|&(_, source, count)| (source > Source::Microdata, std::cmp::Reverse(count.min(2)), source));
        out
    }
}

/// The date in a short text that is little else.
fn short_date(text: &str) -> Option<SeenDate> {
    let text = text.trim();
    let year = || {
        text.as_bytes()
            .windows(4)
            .any(|w| (w.starts_with(b"20") || w.starts_with(b"19")) && w[2].is_ascii_digit() && w[3].is_ascii_digit())
    };
    if !(8..=90).contains(&text.len()) || !year() {
        return None;
    }
    dates::find(text).into_iter().find(|date| date.year.is_some() && date.range.len() * 4 >= text.len())
}

/// Whether most words of `a` stand in `b`.
fn agree(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let hit = a.iter().filter(|word| b.contains(word)).count();
    !a.is_empty() && hit * 10 >= a.len() * 7
}

/// The first part of a language tag, in lower case.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).trim().to_ascii_lowercase()
}

/// The day in an ISO time stamp or a written date.
pub(crate) fn day(text: &str) -> Option<SeenDate> {
    let text = text.trim();
    let head = &text[..text.char_indices().nth(10).map_or(text.len(), |(at, _)| at)];
    dates::numeric(head).into_iter().next().or_else(|| {
        let short = &text[..text.char_indices().nth(120).map_or(text.len(), |(at, _)| at)];
        dates::find(short).into_iter().find(|date| date.year.is_some())
    })
}

/// The day in an address: /2025/12/21/, /20251221-
pub(crate) fn address(url: &str) -> Option<SeenDate> {
    let mut days = Vec::new();
    dates::stamps(url, &mut days);
    // a month alone is no day
    let whole = url.split(['/', '-', '_', '.']).collect::<Vec<_>>();
    let dated = whole.windows(3).any(|part| {
        part[0].len() == 4
            && part[1].len() <= 2
            && part[2].len() <= 2
            && part.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()) && !p.is_empty())
    }) || whole
        .iter()
        .any(|part| part.len() == 8 && part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit()));
    let day = days.first().filter(|_| dated)?;
    dates::numeric(day).into_iter().next()
}

/// Text in `id`, at most about `most` bytes of it.
pub(crate) fn inner(dom: &Dom<'_>, id: Id, most: usize) -> Option<String> {
    let mut out = Mended::default();
    let end = dom.after(id);
    for at in id + 1..end {
        match dom.tag(at) {
            None if !dom.tag(dom.node(at).parent).is_some_and(|tag| tag.mute() && tag != Tag::Title) => {
                out.take(dom.text(at), 0, Breaks::Spaces);
                if out.text.len() > most {
                    return None;
                }
            }
            Some(tag) if tag.block() || tag == Tag::Br => out.sign(' ', 0),
            _ => {}
        }
    }
    let text = squeeze(&out.text);
    (!text.is_empty()).then_some(text)
}

/// Names in JSON-LD: a text, an object with a name, or a list of either.
fn persons(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(name) => out.extend(stated(&plain(name))),
        Value::Array(items) => items.iter().take(20).for_each(|item| persons(item, out)),
        Value::Object(object) => {
            if let Some(name) = object.get("name") {
                persons(name, out);
            }
        }
        _ => {}
    }
}

/// The authors in a field that names nothing else: as it stands, unless it is a list of names.
fn stated(text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches("By ").trim_start_matches("by ").trim();
    if text.is_empty() || text.len() > 160 || text.starts_with('@') || text.contains("://") || text.contains('<') {
        return Vec::new();
    }
    let text = text.trim_start_matches(',').trim();
    // "A and B, The Paper": the outlet follows the names
    let names = match text.split_once(", ") {
        Some((names, outlet)) if outlet.starts_with("The ") || crate::dateline::is_outlet(outlet) => names,
        _ => text,
    };
    let parts: Vec<&str> = names
        .split([';', ','])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" dan "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // a list where every part is a name of two words; else titles and degrees follow a name
    let listed = parts.len() > 1 && parts.iter().all(|part| part.split(' ').count() >= 2 && head::person(part));
    let kept: Vec<&str> = if listed { parts } else { vec![names] };
    kept.into_iter().filter(|name| !head::nobody(name)).map(crate::dateline::usual_case).collect()
}

/// The people that a byline or an author field names.
fn people(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("http") || text.starts_with('@') || text.contains("://") {
        return Vec::new();
    }
    let cells = head::cells(text);
    let Some(first) = cells.first() else { return Vec::new() };
    if let Some(names) = cells.iter().find_map(|cell| head::byline(cell)) {
        return names;
    }
    head::names(first)
}

/// The title without the outlet's name after a bar or dash.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(sign) {
            let named = outlet.is_some_and(|outlet| {
                let (outlet, tail) = (outlet.to_lowercase(), tail.to_lowercase());
                outlet.contains(&tail) || tail.contains(&outlet)
            });
            let bar = sign == " | " || sign == " :: " || sign == " » ";
            let short = tail.split(' ').count() <= 4 && head.split(' ').count() >= 3;
            if (named || bar && short || crate::dateline::is_outlet(tail)) && !head.trim().is_empty() {
                return without_outlet(head.trim(), outlet);
            }
        }
    }
    title.trim().to_owned()
}
