//! From the chosen element to lines.

use crate::line::{Hint, Line};
use crate::mend::{Breaks, Mended};

use super::dom::Id;
use super::markup::Part;
use super::tag::Tag;
use super::weigh::Weighed;

/// Lines of a page, its mended text, and the stretches left out.
pub(crate) struct Emitted {
    pub(crate) mended: Mended,
    pub(crate) lines: Vec<Line>,
    /// Code points of the source, and why.
    pub(crate) left_out: Vec<(usize, usize, &'static str)>,
}

/// What holds round a node.
#[derive(Debug, Clone, Copy)]
struct Around {
    hint: Hint,
    link: bool,
    pre: bool,
    /// Whether a `br` has broken the paragraph: its lines may be wraps.
    quote: bool,
}

struct Emitter<'p, 's> {
    page: &'p Weighed<'s>,
    out: Emitted,
    /// Where the line that is being built starts, in bytes of the mended text.
    start: usize,
    /// Bytes of it that stand in links.
    linked: usize,
    /// Byte of the source up to which code points are counted, and how many.
    counted: (usize, usize),
}

/// Makes lines of what stands in `lead` and in `root`, which follows it.
pub(crate) fn emit(page: &Weighed<'_>, lead: Option<Id>, root: Id) -> Emitted {
    let out = Emitted { mended: Mended::default(), lines: Vec::new(), left_out: Vec::new() };
    let mut emitter = Emitter { page, out, start: 0, linked: 0, counted: (0, 0) };
    let around = Around { hint: Hint::None, link: false, pre: false, quote: false };
    if let Some(lead) = lead {
        emitter.visit(lead, Around { hint: Hint::Paragraph, ..around });
        emitter.line(Around { hint: Hint::Paragraph, ..around });
    }
    emitter.visit(root, around);
    emitter.line(around);
    let end = emitter.points(page.dom.source.len());
    emitter.out.mended.close(end);
    emitter.out
}

impl Emitter<'_, '_> {
    /// Code points of the source before the byte `at`, which is not before the last one asked for.
    fn points(&mut self, at: usize) -> usize {
        let (byte, points) = self.counted;
        if at > byte {
            self.counted = (at, points + self.page.dom.source[byte..at].chars().count());
        }
        self.counted.1
    }

    /// Emits a node. The tree is no deeper than [`super::dom::DEPTH`].
    fn visit(&mut self, id: Id, around: Around) {
        let dom = &self.page.dom;
        let node = dom.node(id);
        let Some(tag) = node.tag else {
            let point = self.points(node.start as usize);
            let before = self.out.mended.text.len();
            self.out.mended.take(dom.text(id), point, if around.pre { Breaks::Kept } else { Breaks::Spaces });
            if around.link {
                self.linked += self.out.mended.text.len() - before;
            }
            return;
        };
        if let Some(reason) = self.page.dropped[id as usize] {
            if tag.block() {
                self.line(around);
            }
            let (start, end) = (self.points(node.start as usize), self.points(node.end as usize));
            self.out.left_out.push((start, end, reason));
            return;
        }
        if tag == Tag::Br {
            self.line(around);
            return;
        }
        let mut inner = around;
        inner.link |= tag == Tag::A;
        inner.pre |= tag == Tag::Pre;
        inner.quote |= tag == Tag::Blockquote;
        inner.hint = match tag {
            _ if around.hint == Hint::Caption => Hint::Caption,
            Tag::Figcaption | Tag::Caption => Hint::Caption,
            Tag::Li | Tag::Dd | Tag::Dt => Hint::Item,
            Tag::P if around.hint != Hint::Item => Hint::Paragraph,
            tag if tag.heading() => Hint::Heading,
            tag if tag.block() && around.hint != Hint::Item => Hint::None,
            _ => around.hint,
        };
        if self.page.parts[id as usize] == Some(Part::Caption) && self.page.weight(id).text < 600 {
            inner.hint = Hint::Caption;
        }
        if tag.block() {
            self.line(around);
        }
        for child in dom.children(id) {
            self.visit(child, inner);
        }
        if tag.block() {
            self.line(inner);
        }
    }

    /// Ends the line.
    fn line(&mut self, around: Around) {
        let end = self.out.mended.text.len();
        let text = &self.out.mended.text[self.start..end];
        let blank = text.len() - text.trim_start().len();
        let range = self.start + blank..self.start + text.trim_end().len().max(blank);
        if !range.is_empty() {
            let from = self.out.lines.len();
            // preformatted text has line ends of its own
            let mut at = range.start;
            for piece in self.out.mended.text[range.clone()].split('\n') {
                let start = at + piece.len() - piece.trim_start().len();
                let own = start..start + piece.trim().len();
                at += piece.len() + 1;
                if !own.is_empty() {
                    let mut line = Line::new(&self.out.mended.text, own, true, around.hint);
                    line.links = (self.linked * 100 / range.len()).min(100);
                    self.out.lines.push(line);
                }
            }
            debug_assert!(self.out.lines.len() >= from);
        }
        if end > self.start {
            let point = self.counted.1;
            self.out.mended.sign('\n', point);
        }
        self.start = self.out.mended.text.len();
        self.linked = 0;
    }
}
