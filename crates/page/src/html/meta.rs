//! What a page says of itself: JSON-LD, meta elements, microdata, `time`, visible bylines, its address.
//!
//! Where sources disagree, agreement settles it: the day, title or author that most of them give.

use serde_json::Value;

use super::days::{Days, address, short_date};
use super::dom::{Dom, Id, Key};
use super::fields::{FIELDS, Field};
use super::markup::Part;
use super::people::{Basis, People};
use super::tag::Tag;
use super::titles::{Titles, like};
use super::weigh::Weighed;
use crate::clean::squeeze;
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
    pub(crate) titles: Titles,
    pub(crate) people: People,
    /// Whether the label before a value says that it is the author.
    labelled: bool,
    pub(crate) days: Days,
    pub(crate) outlet: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) image: Option<String>,
    /// What is written under the first picture after the title.
    pub(crate) caption: Option<String>,
    pub(crate) types: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) free: Option<bool>,
    /// The first title of a report in JSON-LD.
    headline: Option<String>,
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
        let mut loose = 0;
        let (mut bylines, mut label) = (0, false);
        let body_at = dom.ids().find(|&id| page.parts[id as usize] == Some(Part::Body)).map(|id| id + 200);
        let mut tag_title = None;
        // the end of the part that belongs to other reports
        let mut aside = 0;
        for id in dom.ids() {
            if id >= aside && page.dropped[id as usize].is_some_and(other) {
                aside = dom.after(id);
            }
            let Some(tag) = dom.tag(id) else {
                let text = dom.text(id).trim();
                if bylines < 6 && !text.is_empty() {
                    meta.people.aside = id < aside || body_at.is_some_and(|at| id > at);
                    if std::mem::take(&mut label) && (4..60).contains(&text.len()) && head::person(&plain(text)) {
                        meta.people.claim(Basis::Signed, vec![plain(text)], dom.node(id).parent);
                        bylines += 1;
                    } else if (2..90).contains(&text.len())
                        && text.starts_with(['B', 'b', 'W', 'w', 'O', 'P', 'R', 'L', 'J', 'A', 'T'])
                        && let Some(names) = head::byline(&plain(text))
                    {
                        label = names.is_empty() && text.len() < 14;
                        if !names.is_empty() {
                            meta.people.claim(Basis::Signed, names, dom.node(id).parent);
                            bylines += 1;
                        }
                    }
                }
                if loose < 24
                    && let Some(date) = short_date(dom.text(id))
                    && !dom.tag(dom.node(id).parent).is_some_and(Tag::mute)
                {
                    loose += 1;
                    // a name in the same line: "Ana Lind | Correspondent | 2 July 2025"
                    let line = plain(text);
                    let cells = head::cells(&line);
                    if cells.len() > 1
                        && let Some(name) = cells.into_iter().find(|cell| head::bare_name(cell))
                    {
                        meta.people.aside = id < aside || body_at.is_some_and(|at| id > at);
                        meta.people.claim(Basis::Marked, vec![name.to_owned()], id);
                    }
                    // a date alone in a line says less than one that is marked
                    meta.days.add(Source::Visible, date, text, id, 1 + u8::from(id < aside));
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
                Tag::H1 => {
                    if let Some(text) = inner(dom, id, 400) {
                        meta.titles.heading(id, text);
                    }
                }
                Tag::Figcaption if meta.caption.is_none() && meta.titles.first() > 0 && id >= aside => {
                    meta.caption = inner(dom, id, 500);
                }
                _ if dom.bare(id) => {}
                _ => {
                    meta.people.aside = id < aside;
                    meta.marked(page, id, tag);
                }
            }
        }
        if let Some(title) = tag_title {
            meta.titles.said(Source::Address, title);
        }
        if let Some(date) = meta.url.as_deref().and_then(address) {
            meta.days.add(Source::Address, date, "", 0, 0);
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
        let key = key.to_ascii_lowercase();
        match FIELDS.field(&key) {
            Some(Field::Title) => self.titles.said(Source::Meta, content),
            Some(Field::Author) => self.people.field(Basis::Field, &key, &content),
            Some(Field::Published) => self.days.published(Source::Meta, &content, 0, 0),
            Some(Field::Changed) => self.days.changed(Source::Meta, &content),
            Some(Field::Outlet) => drop(self.outlet.get_or_insert(content)),
            Some(Field::Section) => drop(self.section.get_or_insert(content)),
            Some(Field::Address) => drop(self.url.get_or_insert(content)),
            Some(Field::Image) => drop(self.image.get_or_insert(content)),
            Some(Field::Kind) => self.kind = Some(content),
            Some(Field::Language) => drop(self.language.get_or_insert_with(|| primary(&content))),
            Some(Field::Label) => self.labelled = head::byline(&content).is_some(),
            Some(Field::Labelled) if self.labelled => self.people.field(Basis::Field, &key, &content),
            // names of an outlet's own: "w-published-date"
            None if key.contains("publish") && (key.contains("date") || key.contains("time")) => {
                self.days.published(Source::Meta, &content, 0, 1);
            }
            _ => {}
        }
    }

    /// Microdata, `time`, and elements whose names say that they hold the byline or date.
    fn marked(&mut self, page: &Weighed<'_>, id: Id, tag: Tag) {
        let doubt = if self.people.aside { 2 } else { 0 };
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
                    self.days.published(Source::Microdata, &text, id, 0);
                }
                return;
            }
            Some("dateModified") => {
                if let Some(text) = value(id) {
                    self.days.changed(Source::Microdata, &text);
                    self.days.published(Source::Visible, &text, id, 3);
                }
                return;
            }
            Some("headline") => {
                if let Some(text) = inner(dom, id, 400) {
                    self.titles.said(Source::Microdata, text);
                }
            }
            Some("author") => {
                match dom.attribute(id, Key::Content) {
                    Some(text) => self.people.field(Basis::Microdata, "", &plain(text)),
                    None => self.people.element(dom, id, Basis::Microdata),
                }
                return;
            }
            _ => {}
        }
        if tag == Tag::A {
            self.people.link(dom, id);
            return;
        }
        if tag == Tag::Time && dom.attribute(id, Key::Datetime).is_some() {
            if let Some(text) = value(id) {
                let changed = page.parts[id as usize] == Some(Part::Changed);
                if changed {
                    self.days.changed(Source::Visible, &text);
                }
                self.days.published(Source::Visible, &text, id, if changed { 3 } else { doubt });
            }
            return;
        }
        // what was left out has not been named, save for this
        let left_out = || {
            let class = dom.attribute(id, Key::Class).or_else(|| dom.attribute(id, Key::Id))?;
            (class.contains("author") || class.contains("byline")).then(|| page.named(id, &mut String::new()))?
        };
        match page.parts[id as usize].or_else(left_out) {
            Some(Part::Byline) => {
                self.people.element(dom, id, Basis::Marked);
                if let Some(text) = inner(dom, id, 160) {
                    self.days.published(Source::Visible, &text, id, doubt);
                }
            }
            Some(Part::Details) => {
                self.people.details(dom, id);
                if let Some(text) = inner(dom, id, 160) {
                    self.days.published(Source::Visible, &text, id, doubt);
                }
            }
            Some(Part::Changed) => {
                if let Some(text) = inner(dom, id, 120) {
                    self.days.changed(Source::Visible, &text);
                    self.days.published(Source::Visible, &text, id, 3);
                }
            }
            Some(Part::Drop("author")) => self.people.element(dom, id, Basis::Marked),
            Some(Part::Date) => {
                if let Some(text) = inner(dom, id, 120) {
                    self.days.published(Source::Visible, &text, id, doubt);
                    // a name beside the date
                    let name = head::cells(&text).into_iter().find(|cell| head::bare_name(cell)).map(str::to_owned);
                    self.people.claim(Basis::Marked, name.into_iter().collect(), id);
                }
            }
            _ => {}
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
                    // those to whom reports refer stand anywhere in the list
                    for item in object.get(key).and_then(Value::as_array).into_iter().flatten().take(50) {
                        let text = |key: &str| item.get(key).and_then(Value::as_str);
                        if let (Some(id), Some(name)) = (text("@id"), text("name"))
                            && !text("@type").is_some_and(|kind| kind.ends_with("Organization") || kind == "WebSite")
                        {
                            self.people.person(id, name);
                        }
                    }
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
        let title = text("headline").or_else(|| text("name"));
        // reports that the page leads to follow its own
        if let (true, Some(title)) = (main, &title)
            && !like(self.headline.get_or_insert_with(|| title.clone()), title)
        {
            return;
        }
        if let Some(date) = text("datePublished").or_else(|| text("uploadDate")) {
            if main {
                self.days.published(Source::Linked, &date, 0, 0);
            } else {
                self.days.published(Source::Visible, &date, 0, 1);
            }
        }
        if !main {
            return;
        }
        if let Some(title) = title {
            self.titles.said(Source::Linked, title);
        }
        if let Some(date) = text("dateModified") {
            self.days.changed(Source::Linked, &date);
        }
        if let Some(author) = object.get("author").or_else(|| object.get("creator")) {
            self.people.linked(author);
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

    /// The authors that the best source names.
    pub(crate) fn authors(&self) -> Vec<String> {
        self.people.authors(self.outlet.as_deref())
    }

    /// The desk or body that fields name as the author.
    pub(crate) fn desk(&self) -> Option<String> {
        self.people.desk_of(self.outlet.as_deref())
    }
}

/// The first part of a language tag, in lower case.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).trim().to_ascii_lowercase()
}

/// Text in `id`, at most about `most` bytes of it.
pub(crate) fn inner(dom: &Dom<'_>, id: Id, most: usize) -> Option<String> {
    let mut out = Mended::default();
    let end = dom.after(id);
    for at in (id + 1..end).take(600) {
        match dom.tag(at) {
            None if !dom.tag(dom.node(at).parent).is_some_and(|tag| tag.mute() && tag != Tag::Title) => {
                out.take(dom.text(at), 0, Breaks::Spaces);
                if out.text.len() > most {
                    return None;
                }
            }
            Some(tag) if tag.block() || matches!(tag, Tag::Br | Tag::Time) => out.sign(' ', 0),
            _ => {}
        }
    }
    let text = squeeze(&out.text);
    (!text.is_empty()).then_some(text)
}

/// Whether what was left out for this reason belongs to other reports or to the site.
fn other(reason: &str) -> bool {
    matches!(reason, "related" | "sidebar" | "comments" | "navigation" | "footer" | "advertisement" | "newsletter")
}
