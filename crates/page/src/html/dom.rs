//! A page as a tree in one vector, made in one pass over its source.
//!
//! The parser is forgiving and linear: tags that close nothing are passed over, elements deeper than [`DEPTH`] hang on
//! the last one that is not, and the search for the element that an end tag closes goes no further up than the tree is
//! deep. It knows which elements are empty, which hold raw text, and which end tags may be left out.

use memchr::{memchr, memmem};

use super::tag::Tag;

/// Most elements inside one another.
pub(crate) const DEPTH: usize = 256;

/// Most nodes of a page; what follows is not read. Long reports have some ten thousand.
const NODES: usize = 1 << 20;

/// Index of a node.
pub(crate) type Id = u32;

/// No node.
pub(crate) const NONE: Id = Id::MAX;

macro_rules! attributes {
    ($($name:ident = $text:literal,)+) => {
        /// An attribute that is kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key { $($name,)+ }

        const KEPT: &[(&str, Key)] = &[$(($text, Key::$name),)+];
    };
}

attributes! {
    AriaHidden = "aria-hidden", AriaLabel = "aria-label", Charset = "charset", Class = "class", Content = "content",
    Datetime = "datetime", Hidden = "hidden", Href = "href", HttpEquiv = "http-equiv", Id = "id", Itemprop = "itemprop",
    Itemtype = "itemtype", Lang = "lang", Named = "name", Property = "property", Rel = "rel", Role = "role",
    Src = "src", Style = "style", Type = "type", Component = "data-component", TestId = "data-testid",
}

/// An attribute of an element: its value's bytes in the source, character references not yet resolved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) name: Key,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// An element, or a run of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// `None` for text.
    pub(crate) tag: Option<Tag>,
    pub(crate) parent: Id,
    pub(crate) first: Id,
    pub(crate) last: Id,
    pub(crate) next: Id,
    /// Bytes of the source: of the text, or of the element with its tags.
    pub(crate) start: u32,
    pub(crate) end: u32,
    attributes: (u32, u32),
}

/// A page.
pub(crate) struct Dom<'s> {
    pub(crate) source: &'s str,
    pub(crate) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
}

impl<'s> Dom<'s> {
    /// Parses `source`, of which `source` of the tree is what was read: no more than [`NODES`] nodes.
    pub(crate) fn parse(source: &'s str) -> Self {
        let mut limit = source.len().min(Id::MAX as usize - 1);
        while !source.is_char_boundary(limit) {
            limit -= 1;
        }
        let mut parser = Parser {
            dom: Dom { source: &source[..limit], nodes: Vec::with_capacity(limit / 48 + 8), attributes: Vec::new() },
            open: Vec::new(),
        };
        parser.element(Tag::Other, 0, (0, 0), true);
        parser.run();
        parser.dom
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The tag of an element; `None` for text.
    pub(crate) fn tag(&self, id: Id) -> Option<Tag> {
        self.node(id).tag
    }

    /// The text of a text node, as it stands in the source.
    pub(crate) fn text(&self, id: Id) -> &'s str {
        let node = self.node(id);
        &self.source[node.start as usize..node.end as usize]
    }

    /// The children of an element.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut next = self.node(id).first;
        std::iter::from_fn(move || {
            let id = next;
            (id != NONE).then(|| {
                next = self.node(id).next;
                id
            })
        })
    }

    /// The value of an attribute, as it stands in the source.
    pub(crate) fn attribute(&self, id: Id, name: Key) -> Option<&'s str> {
        let (from, to) = self.node(id).attributes;
        self.attributes[from as usize..to as usize]
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|attribute| &self.source[attribute.start as usize..attribute.end as usize])
    }

    /// Whether the element has any attribute that is kept.
    pub(crate) fn bare(&self, id: Id) -> bool {
        let (from, to) = self.node(id).attributes;
        from == to
    }

    /// Every node, in the order of the source. A node's descendants follow it directly.
    pub(crate) fn ids(&self) -> std::ops::Range<Id> {
        0..Id::try_from(self.nodes.len()).unwrap_or(NONE)
    }

    /// The node after `id` and all that is in it, in the order of the source.
    pub(crate) fn after(&self, mut id: Id) -> Id {
        loop {
            let node = self.node(id);
            if node.next != NONE {
                return node.next;
            }
            if node.parent == NONE {
                return Id::try_from(self.nodes.len()).unwrap_or(NONE);
            }
            id = node.parent;
        }
    }
}

struct Parser<'s> {
    dom: Dom<'s>,
    /// Elements that are open, the innermost last.
    open: Vec<Id>,
}

impl Parser<'_> {
    fn run(&mut self) {
        let mut source = self.dom.source;
        let bytes = source.as_bytes();
        let mut at = 0;
        // where the text that is being read starts
        let mut text = 0;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let start = at + found;
            if self.dom.nodes.len() >= NODES {
                source = &source[..start];
                self.dom.source = source;
                break;
            }
            let Some(&next) = bytes.get(start + 1) else { break };
            match next {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    self.text(text, start);
                    at = self.start_tag(start);
                }
                b'/' if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    self.text(text, start);
                    at = self.end_tag(start);
                }
                b'!' | b'?' | b'/' => {
                    self.text(text, start);
                    at = comment(bytes, start);
                }
                _ => {
                    at = start + 1;
                    continue;
                }
            }
            text = at;
        }
        self.text(text, source.len());
        while let Some(id) = self.open.pop() {
            self.dom.nodes[id as usize].end = u32::try_from(source.len()).unwrap_or(NONE);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        if start < end {
            let id = self.append(None, start);
            self.dom.nodes[id as usize].end = u32::try_from(end).unwrap_or(NONE);
        }
    }

    fn append(&mut self, tag: Option<Tag>, start: usize) -> Id {
        let id = Id::try_from(self.dom.nodes.len()).unwrap_or(NONE);
        let parent = self.open.last().copied().unwrap_or(NONE);
        let start = u32::try_from(start).unwrap_or(NONE);
        self.dom.nodes.push(Node {
            tag,
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
            start,
            end: start,
            attributes: (0, 0),
        });
        if parent != NONE {
            let last = self.dom.nodes[parent as usize].last;
            if last == NONE {
                self.dom.nodes[parent as usize].first = id;
            } else {
                self.dom.nodes[last as usize].next = id;
            }
            self.dom.nodes[parent as usize].last = id;
        }
        id
    }

    fn element(&mut self, tag: Tag, start: usize, attributes: (u32, u32), open: bool) -> Id {
        let id = self.append(Some(tag), start);
        self.dom.nodes[id as usize].attributes = attributes;
        if open && self.open.len() < DEPTH {
            self.open.push(id);
        }
        id
    }

    /// Reads the start tag at `start`; the byte after it.
    fn start_tag(&mut self, start: usize) -> usize {
        let source = self.dom.source;
        let bytes = source.as_bytes();
        let name_end = start + 1 + bytes[start + 1..].iter().take(64).take_while(|b| !ends_name(**b)).count();
        let name_end = (start + 1..=name_end).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(start + 1);
        let tag = Tag::of(&source[start + 1..name_end]);
        let (attributes, end, closed) = self.attributes(name_end);
        self.imply(tag, start);
        let void = tag.void() || closed && tag == Tag::Other;
        let id = self.element(tag, start, attributes, !void);
        self.dom.nodes[id as usize].end = u32::try_from(end).unwrap_or(NONE);
        if tag.raw() && !closed {
            return self.raw_text(tag, end);
        }
        end
    }

    /// The content of an element of raw text from `from` on; the byte after its end tag.
    fn raw_text(&mut self, tag: Tag, from: usize) -> usize {
        let bytes = self.dom.source.as_bytes();
        let name: &[u8] = match tag {
            Tag::Script => b"script",
            Tag::Style => b"style",
            Tag::Textarea => b"textarea",
            Tag::Title => b"title",
            Tag::Iframe => b"iframe",
            _ => b"noscript",
        };
        let mut at = from;
        let end = loop {
            let Some(found) = memmem::find(&bytes[at..], b"</") else { break bytes.len() };
            at += found;
            if bytes.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                break at;
            }
            at += 2;
        };
        self.text(from, end);
        let close = memchr(b'>', &bytes[end..]).map_or(bytes.len(), |found| end + found + 1);
        if self.open.last().is_some_and(|&id| self.dom.tag(id) == Some(tag)) {
            self.close(close);
        }
        close
    }

    /// Closes what `tag` closes by starting.
    fn imply(&mut self, tag: Tag, at: usize) {
        let closes: &[Tag] = match tag {
            Tag::Li => &[Tag::Li],
            Tag::Dd | Tag::Dt => &[Tag::Dd, Tag::Dt],
            Tag::Tr => &[Tag::Td, Tag::Th, Tag::Tr],
            Tag::Td | Tag::Th => &[Tag::Td, Tag::Th],
            Tag::Tbody | Tag::Tfoot | Tag::Thead => &[Tag::Td, Tag::Th, Tag::Tr, Tag::Tbody, Tag::Thead, Tag::Tfoot],
            Tag::Option => &[Tag::Option],
            _ => &[],
        };
        let inline_head = matches!(
            tag,
            Tag::Meta | Tag::Link | Tag::Script | Tag::Style | Tag::Title | Tag::Base | Tag::Noscript | Tag::Template
        );
        if !inline_head && self.open.last().is_some_and(|&id| self.dom.tag(id) == Some(Tag::Head)) {
            self.close(at);
        }
        if tag.block() {
            self.close_paragraph(at);
        }
        if closes.is_empty() {
            return;
        }
        loop {
            // the nearest of them, no further up than their own list or table
            let found = self.open.iter().rposition(|&id| {
                let open = self.dom.tag(id).unwrap_or(Tag::Other);
                closes.contains(&open)
                    || matches!(open, Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table | Tag::Select | Tag::Menu)
                    || open.block()
                        && !matches!(open, Tag::P | Tag::Div | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot)
            });
            match found {
                Some(found) if self.dom.tag(self.open[found]).is_some_and(|open| closes.contains(&open)) => {
                    let again = self.dom.tag(self.open[found]) != Some(tag);
                    self.close_to(found, at);
                    if !again {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// Closes an open paragraph, unless a block stands in between.
    fn close_paragraph(&mut self, at: usize) {
        for n in (1..self.open.len()).rev() {
            match self.dom.tag(self.open[n]) {
                Some(Tag::P) => return self.close_to(n, at),
                Some(tag) if tag.block() || tag == Tag::Button => return,
                _ => {}
            }
        }
    }

    fn close_to(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth.max(1) {
            self.close(at);
        }
    }

    fn close(&mut self, at: usize) {
        if let Some(id) = self.open.pop() {
            self.dom.nodes[id as usize].end = u32::try_from(at).unwrap_or(NONE);
        }
    }

    /// Reads the end tag at `start`; the byte after it.
    fn end_tag(&mut self, start: usize) -> usize {
        let source = self.dom.source;
        let bytes = source.as_bytes();
        let name_end = start + 2 + bytes[start + 2..].iter().take(64).take_while(|b| !ends_name(**b)).count();
        let name_end = (start + 2..=name_end).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(start + 2);
        let tag = Tag::of(&source[start + 2..name_end]);
        let end = memchr(b'>', &bytes[name_end..]).map_or(bytes.len(), |found| name_end + found + 1);
        let inline = !tag.block();
        for n in (1..self.open.len()).rev() {
            let open = self.dom.tag(self.open[n]).unwrap_or(Tag::Other);
            if open == tag {
                // names that the parser does not know have to be the same
                let start_of = self.dom.node(self.open[n]).start as usize;
                let same = tag != Tag::Other
                    || source[start_of + 1..]
                        .get(..name_end - start - 2)
                        .is_some_and(|name| name.eq_ignore_ascii_case(&source[start + 2..name_end]));
                if same {
                    self.close_to(n, end);
                    return end;
                }
            }
            let fence = matches!(open, Tag::Table | Tag::Td | Tag::Th)
                && !matches!(
                    tag,
                    Tag::Table | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Div | Tag::Body | Tag::Html
                );
            if inline && tag != Tag::Other && open.block() || fence || tag == Tag::P && open.block() {
                return end;
            }
        }
        end
    }

    /// The attributes from `at` on: their range, the byte after the tag, and whether it closes itself.
    fn attributes(&mut self, mut at: usize) -> ((u32, u32), usize, bool) {
        let source = self.dom.source;
        let bytes = source.as_bytes();
        let from = u32::try_from(self.dom.attributes.len()).unwrap_or(NONE);
        let mut closed = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    at += 1;
                    break;
                }
                b'/' => {
                    closed = true;
                    at += 1;
                }
                b if b.is_ascii_whitespace() => at += 1,
                b'<' => break,
                _ => {
                    closed = false;
                    let name = at;
                    at += 1;
                    while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
                        at += 1;
                    }
                    let name_end = at;
                    let mut look = at;
                    while bytes.get(look).is_some_and(u8::is_ascii_whitespace) {
                        look += 1;
                    }
                    let mut value = (at, at);
                    if bytes.get(look) == Some(&b'=') {
                        look += 1;
                        while bytes.get(look).is_some_and(u8::is_ascii_whitespace) {
                            look += 1;
                        }
                        match bytes.get(look) {
                            Some(&quote @ (b'"' | b'\'')) => {
                                let end =
                                    memchr(quote, &bytes[look + 1..]).map_or(bytes.len(), |found| look + 1 + found);
                                value = (look + 1, end);
                                at = (end + 1).min(bytes.len());
                            }
                            _ => {
                                let start = look;
                                while bytes.get(look).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                                    look += 1;
                                }
                                value = (start, look);
                                at = look;
                            }
                        }
                    }
                    if name_end - name <= 14
                        && source.is_char_boundary(name)
                        && source.is_char_boundary(name_end)
                        && source.is_char_boundary(value.0)
                        && source.is_char_boundary(value.1)
                        && let Some(&(_, name)) =
                            KEPT.iter().find(|(known, _)| known.eq_ignore_ascii_case(&source[name..name_end]))
                    {
                        let (start, end) =
                            (u32::try_from(value.0).unwrap_or(NONE), u32::try_from(value.1).unwrap_or(NONE));
                        self.dom.attributes.push(Attribute { name, start, end });
                    }
                }
            }
        }
        let to = u32::try_from(self.dom.attributes.len()).unwrap_or(NONE);
        ((from, to), at, closed)
    }
}

const fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<')
}

/// The byte after the comment, declaration or stray end tag at `start`.
fn comment(bytes: &[u8], start: usize) -> usize {
    if bytes[start..].starts_with(b"<!--") {
        return memmem::find(&bytes[start + 4..], b"-->").map_or(bytes.len(), |found| start + 4 + found + 3);
    }
    memchr(b'>', &bytes[start..]).map_or(bytes.len(), |found| start + found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(html: &str) -> String {
        fn walk(dom: &Dom<'_>, id: Id, out: &mut String) {
            match dom.tag(id) {
                None => out.push_str(dom.text(id).trim()),
                Some(tag) => {
                    out.push_str(&format!("{tag:?}(").to_lowercase());
                    for child in dom.children(id) {
                        walk(dom, child, out);
                    }
                    out.push(')');
                }
            }
        }
        let dom = Dom::parse(html);
        let mut out = String::new();
        walk(&dom, 0, &mut out);
        out
    }

    #[test]
    fn parses() {
        assert_eq!(show("<p>a<p>b <b>c</b>"), "other(p(a)p(bb(c)))");
        assert_eq!(show("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"), "other(ul(li(a)li(bul(li(c)))li(d))e)");
        assert_eq!(show("<div>a<br/>b</span></div>c"), "other(div(abr()b)c)");
        assert_eq!(show("<head><title>x</title><p>y"), "other(head(title(x))p(y))");
        assert_eq!(show("<script>if (a</b) {'</p>'}</script>z"), "other(script(if (a</b) {'</p>'})z)");
        assert_eq!(show("<table><tr><td>a<td>b<tr><td>c</table>d"), "other(table(tr(td(a)td(b))tr(td(c)))d)");
        assert_eq!(show("a < b <!-- c --> d <? e ?> f </ g>"), "other(a < bdf)");
        assert_eq!(show("<x-y>a<x-z>b</x-z></x-y>c"), "other(other(aother(b))c)");
        assert_eq!(show("<p>a<div>b</div>c</p>d"), "other(p(a)div(b)cd)");
        assert_eq!(show("<a href=x>b"), "other(a(b))");
        assert_eq!(show("<p class='a"), "other(p())");
    }

    #[test]
    fn reads_attributes() {
        let dom = Dom::parse("<div data-x=1 CLASS = \"a b\" id=c hidden>t</div>");
        assert_eq!(dom.attribute(1, Key::Class), Some("a b"));
        assert_eq!(dom.attribute(1, Key::Id), Some("c"));
        assert_eq!(dom.attribute(1, Key::Hidden), Some(""));
        assert_eq!(dom.attribute(1, Key::Href), None);
    }

    #[test]
    fn survives_depth() {
        for unit in ["<div>", "<b>", "<li>", "<p><b>", "</div>", "<td>", "<a href=\"", "<", "<!--", "&"] {
            let html = unit.repeat(100_000);
            let dom = Dom::parse(&html);
            assert!(dom.nodes.len() <= 200_002);
        }
    }
}
