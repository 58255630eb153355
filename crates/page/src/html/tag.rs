//! Element names.

macro_rules! tags {
    ($($name:ident = $text:literal,)+) => {
        /// An element that matters for finding a report; all others are [`Tag::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Tag { Other, $($name,)+ }

        const NAMES: &[(&str, Tag)] = &[$(($text, Tag::$name),)+];
    };
}

tags! {
    A = "a", Abbr = "abbr", Address = "address", Article = "article", Aside = "aside", Audio = "audio", B = "b",
    Base = "base", Blockquote = "blockquote", Body = "body", Br = "br", Button = "button", Canvas = "canvas",
    Caption = "caption", Cite = "cite", Code = "code", Dd = "dd", Details = "details", Dialog = "dialog", Div = "div",
    Dl = "dl", Dt = "dt", Em = "em", Embed = "embed", Fieldset = "fieldset", Figcaption = "figcaption", Figure = "figure",
    Font = "font", Footer = "footer", Form = "form", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
    Head = "head", Header = "header", Hgroup = "hgroup", Hr = "hr", Html = "html", I = "i", Iframe = "iframe", Img = "img",
    Input = "input", Ins = "ins", Label = "label", Legend = "legend", Li = "li", Link = "link", Main = "main", Mark = "mark",
    Menu = "menu", Meta = "meta", Nav = "nav", Noscript = "noscript", Object = "object", Ol = "ol", Option = "option",
    P = "p", Param = "param", Picture = "picture", Pre = "pre", Q = "q", S = "s", Script = "script", Section = "section",
    Select = "select", Small = "small", Source = "source", Span = "span", Strong = "strong", Style = "style", Sub = "sub",
    Summary = "summary", Sup = "sup", Svg = "svg", Table = "table", Tbody = "tbody", Td = "td", Template = "template",
    Textarea = "textarea", Tfoot = "tfoot", Th = "th", Thead = "thead", Time = "time", Title = "title", Tr = "tr",
    Track = "track", U = "u", Ul = "ul", Var = "var", Video = "video", Wbr = "wbr", Col = "col", Area = "area",
}

impl Tag {
    /// The element with this name, in any case.
    pub(crate) fn of(name: &str) -> Self {
        let mut lower = [0u8; 10];
        let Some(slot) = lower.get_mut(..name.len()) else { return Self::Other };
        slot.copy_from_slice(name.as_bytes());
        slot.make_ascii_lowercase();
        let slot = &*slot;
        // few names share first letter and length
        TABLE[usize::from(slot.first().copied().unwrap_or(0) & 31)]
            .iter()
            .find(|(known, _)| known.as_bytes() == slot)
            .map_or(Self::Other, |&(_, tag)| tag)
    }

    /// Whether it has no content.
    pub(crate) const fn void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether its content is text up to its own end tag.
    pub(crate) const fn raw(self) -> bool {
        matches!(self, Self::Script | Self::Style | Self::Textarea | Self::Title | Self::Iframe | Self::Noscript)
    }

    /// Whether it starts a line of its own.
    pub(crate) const fn block(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Caption
                | Self::Dd
                | Self::Details
                | Self::Dialog
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Head
                | Self::Header
                | Self::Hgroup
                | Self::Hr
                | Self::Html
                | Self::Legend
                | Self::Li
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::Option
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Tbody
                | Self::Td
                | Self::Tfoot
                | Self::Th
                | Self::Thead
                | Self::Tr
                | Self::Ul
                | Self::Template
        )
    }

    /// Whether it is a heading.
    pub(crate) const fn heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Whether text in it is never part of a report.
    pub(crate) const fn mute(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Noscript
                | Self::Template
                | Self::Iframe
                | Self::Svg
                | Self::Canvas
                | Self::Select
                | Self::Option
                | Self::Textarea
                | Self::Object
                | Self::Audio
                | Self::Head
                | Self::Title
                | Self::Dialog
        )
    }
}

static TABLE: std::sync::LazyLock<[Vec<(&'static str, Tag)>; 32]> = std::sync::LazyLock::new(|| {
    let mut table: [Vec<(&'static str, Tag)>; 32] = std::array::from_fn(|_| Vec::new());
    for &(name, tag) in NAMES {
        table[usize::from(name.as_bytes()[0] & 31)].push((name, tag));
    }
    table
});
