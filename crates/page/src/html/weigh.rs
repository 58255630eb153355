//! How much running text stands where in a page, and which parts are none of the report.

use super::dom::{Dom, Id, Key, NONE};
use super::markup::{MARKUP, Part};
use super::outlet;
use super::outlet_file::OutletFile;
use super::tag::Tag;

/// What is known of a node.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weight {
    /// Running text in it: characters of sentences outside links.
    pub(crate) prose: u32,
    /// Characters outside links.
    pub(crate) text: u32,
    /// Characters in links.
    pub(crate) links: u32,
}

/// A page with its weights.
pub(crate) struct Weighed<'s> {
    pub(crate) dom: Dom<'s>,
    pub(crate) weights: Vec<Weight>,
    /// Why a node is left out; the reason stands at the topmost node.
    pub(crate) dropped: Vec<Option<&'static str>>,
    /// What its names say about an element.
    pub(crate) parts: Vec<Option<Part>>,
    outlet: Option<&'static OutletFile>,
}

impl<'s> Weighed<'s> {
    /// Weighs `source`; what is known of the outlet goes before the general tables.
    pub(crate) fn new(dom: Dom<'s>, outlet: Option<&'static OutletFile>) -> Self {
        let count = dom.nodes.len();
        let mut page = Self {
            dom,
            weights: vec![Weight::default(); count],
            dropped: vec![None; count],
            parts: vec![None; count],
            outlet,
        };
        page.weigh();
        page.prune();
        page
    }

    pub(crate) fn weight(&self, id: Id) -> &Weight {
        &self.weights[id as usize]
    }

    /// Counts text, bottom up.
    fn weigh(&mut self) {
        let dom = &self.dom;
        let count = dom.nodes.len();
        // the nearest block and whether a link is open, handed down
        let mut block: Vec<Id> = vec![0; count];
        let mut linked = vec![false; count];
        let mut mute = vec![false; count];
        // text of a block's own: characters outside links, in links, full stops
        let mut own: Vec<(u32, u32, u32)> = vec![(0, 0, 0); count];
        for id in dom.ids() {
            let n = id as usize;
            let node = dom.node(id);
            if node.parent != NONE {
                let up = node.parent as usize;
                (block[n], linked[n], mute[n]) = (block[up], linked[up], mute[up]);
            }
            match node.tag {
                Some(tag) => {
                    mute[n] |= tag.mute();
                    linked[n] |= tag == Tag::A || tag == Tag::Button;
                    if tag.block() {
                        block[n] = id;
                    }
                }
                None if !mute[n] => {
                    let (chars, stops) = measure(dom.text(id));
                    let slot = &mut own[block[n] as usize];
                    if linked[n] {
                        slot.1 += chars;
                    } else {
                        slot.0 += chars;
                    }
                    slot.2 += stops;
                }
                None => {}
            }
        }
        for id in dom.ids().rev() {
            let n = id as usize;
            let (text, links, stops) = own[n];
            let mut weight = self.weights[n];
            weight.text += text;
            weight.links += links;
            // a block is running text where it has a sentence and is not all links
            let all = text + links;
            let tag = dom.tag(id).unwrap_or(Tag::Other);
            let least = if tag == Tag::P { 40 } else { 60 };
            if stops > 0 && all >= least && links * 2 < all && !tag.heading() {
                weight.prose += text;
            }
            self.weights[n] = weight;
            if mute[n] && dom.tag(id).is_some() {
                let up = dom.node(id).parent;
                let outer = up == NONE || !mute[up as usize];
                if outer {
                    self.dropped[n] = Some("hidden");
                }
                continue;
            }
            let up = dom.node(id).parent;
            if up != NONE {
                let up = &mut self.weights[up as usize];
                up.prose += weight.prose;
                up.text += weight.text;
                up.links += weight.links;
            }
        }
    }

    /// Marks what names and tags say is no part of the report, unless most of the page's running text stands in it.
    fn prune(&mut self) {
        let total = self.weights[0].prose;
        let mut buffer = String::new();
        let mut id: Id = 0;
        while (id as usize) < self.dom.nodes.len() {
            let n = id as usize;
            if self.dropped[n].is_some() {
                id = self.dom.after(id);
                continue;
            }
            // classes inside of code are the highlighter's
            if self.dom.tag(id) == Some(Tag::Pre) {
                id = self.dom.after(id);
                continue;
            }
            if let Some(tag) = self.dom.tag(id) {
                let named = if self.dom.bare(id) { None } else { self.named(id, &mut buffer) };
                let holds =
                    tag.block() && !tag.heading() && !matches!(tag, Tag::P | Tag::Li | Tag::Figure | Tag::Figcaption)
                        || tag == Tag::Other;
                let named = named.filter(|part| holds || *part != Part::Body);
                self.parts[n] = named;
                let by_tag = match tag {
                    Tag::Nav => Some("navigation"),
                    Tag::Footer => Some("footer"),
                    Tag::Aside => Some("sidebar"),
                    Tag::Form | Tag::Fieldset | Tag::Label | Tag::Input => Some("form"),
                    Tag::Button => Some("button"),
                    Tag::Menu => Some("navigation"),
                    Tag::Video => Some("embed"),
                    _ => None,
                };
                let unseen = hidden(&self.dom, id);
                let reason = match named {
                    _ if unseen => Some("hidden"),
                    Some(Part::Body) => None,
                    Some(Part::Drop(reason)) => Some(reason),
                    _ => by_tag,
                };
                let weight = self.weights[n];
                let most = if reason == Some("comments") || named.is_none() { 8 } else { 4 };
                let heavy = total > 0 && weight.prose * 10 >= total * most && weight.prose > 200;
                // running text with few links is the report's, whatever wraps it is called
                let texty = matches!(reason, Some("navigation" | "embed" | "notice" | "tags" | "share"))
                    && weight.prose >= 300
                    && weight.links * 5 < weight.text
                    && by_tag.is_none();
                // what a site's builder calls a widget may be a piece of the report
                let piece = reason == Some("sidebar")
                    && by_tag.is_none()
                    && weight.prose >= 100
                    && weight.links * 5 < weight.text
                    && self.inside(id, |tag| matches!(tag, Tag::Main | Tag::Article));
                let texty = texty || piece;
                // rows of a table, and what a report quotes from a network
                let kept = by_tag.is_none()
                    && (matches!(tag, Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody | Tag::Code | Tag::Pre)
                        || tag == Tag::Blockquote
                        || matches!(reason, Some("share" | "embed")) && quotes(&self.dom, id));
                // what names itself the report's text is kept, whatever it stands in is called
                let holder = by_tag.is_none() && weight.prose > 300 && reason != Some("hidden") && self.holds_body(id);
                if let Some(reason) = reason
                    && !texty
                    && !holder
                    && (!kept || reason == "hidden")
                    && !heavy
                    && !matches!(tag, Tag::Html | Tag::Body | Tag::Article | Tag::Main)
                {
                    self.drop(id, reason);
                    id = self.dom.after(id);
                    continue;
                }
            }
            id += 1;
        }
    }

    /// Whether `id` stands in an element with a fitting tag.
    fn inside(&self, id: Id, fits: impl Fn(Tag) -> bool) -> bool {
        let mut up = self.dom.node(id).parent;
        while up != NONE && !self.dom.tag(up).is_some_and(&fits) {
            up = self.dom.node(up).parent;
        }
        up != NONE
    }

    /// Whether an element in `id` says that it is the report's text, and holds most of its running text.
    fn holds_body(&self, id: Id) -> bool {
        let mut buffer = String::new();
        (id + 1..self.dom.after(id)).take(500).any(|at| {
            let tag = self.dom.tag(at);
            self.weights[at as usize].prose * 2 >= self.weights[id as usize].prose
                && tag.is_some_and(|tag| tag.block() || tag == Tag::Other)
                && !self.dom.bare(at)
                && self.named(at, &mut buffer) == Some(Part::Body)
        })
    }

    /// Leaves `id` out, and takes its weight from what it stands in.
    pub(crate) fn drop(&mut self, id: Id, reason: &'static str) {
        self.dropped[id as usize] = Some(reason);
        let weight = self.weights[id as usize];
        let mut up = self.dom.node(id).parent;
        while up != NONE {
            let slot = &mut self.weights[up as usize];
            slot.prose -= weight.prose.min(slot.prose);
            slot.text -= weight.text.min(slot.text);
            slot.links -= weight.links.min(slot.links);
            up = self.dom.node(up).parent;
        }
    }

    /// What its names and roles say about an element.
    pub(crate) fn named(&self, id: Id, buffer: &mut String) -> Option<Part> {
        let dom = &self.dom;
        if let Some(prop) = dom.attribute(id, Key::Itemprop) {
            match prop {
                "articleBody" => return Some(Part::Body),
                "author" => return Some(Part::Byline),
                "datePublished" => return Some(Part::Date),
                "dateModified" => return Some(Part::Changed),
                _ => {}
            }
        }
        match dom.attribute(id, Key::Role) {
            Some("navigation" | "menubar" | "banner" | "contentinfo" | "search") => {
                return Some(Part::Drop("navigation"));
            }
            Some("complementary") => return Some(Part::Drop("sidebar")),
            Some("dialog" | "alertdialog" | "alert" | "tooltip") => return Some(Part::Drop("notice")),
            _ => {}
        }
        let mut found = None;
        for name in [Key::Class, Key::Id, Key::Component, Key::TestId] {
            if let Some(value) = dom.attribute(id, name) {
                match MARKUP.part(value, buffer, |name| self.outlet.and_then(|outlet| outlet::part(outlet, name))) {
                    Some(Part::Body) => return Some(Part::Body),
                    part => found = found.or(part),
                }
            }
        }
        found
    }
}

/// Whether the element is little more than a quotation.
fn quotes(dom: &Dom<'_>, id: Id) -> bool {
    let end = dom.after(id);
    (id + 1..end).take(6).any(|at| dom.tag(at) == Some(Tag::Blockquote))
}

/// Whether the page says that the element is not shown.
fn hidden(dom: &Dom<'_>, id: Id) -> bool {
    // React sends what took long in hidden elements with such ids, and shows it at once
    let streamed = || dom.attribute(id, Key::Id).is_some_and(|id| id.starts_with("S:"));
    !dom.bare(id)
        && (dom.attribute(id, Key::Hidden).is_some() && !streamed()
            || dom.attribute(id, Key::AriaHidden) == Some("true")
            || dom.attribute(id, Key::Style).is_some_and(|style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).take(200).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            }))
}

/// Characters that are no white space, and full stops and their like before white space or the end.
fn measure(text: &str) -> (u32, u32) {
    let bytes = text.as_bytes();
    let (mut count, mut stops) = (0u32, 0u32);
    for (n, &byte) in bytes.iter().enumerate() {
        // continuation bytes belong to a character that is counted
        count += u32::from(!byte.is_ascii_whitespace() && byte & 0xc0 != 0x80);
        if matches!(byte, b'.' | b'!' | b'?' | b',') {
            let ends = bytes
                .get(n + 1)
                .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'"' | b'\'' | 0xe2 | b'<'));
            stops += u32::from(ends);
        }
    }
    if stops == 0 && text.contains(['。', '।', '؟', '۔']) {
        stops = 1;
    }
    (count, stops)
}
