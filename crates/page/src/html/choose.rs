//! Which element holds the report.

use super::dom::{Id, Key, NONE};
use super::markup::Part;
use super::tag::Tag;
use super::weigh::Weighed;

/// The element that holds the report: the smallest that holds most of the page's running text.
pub(crate) fn container(page: &Weighed<'_>) -> Id {
    let dom = &page.dom;
    let total = page.weight(0).prose;
    // elements that say they are the report's text, the outermost ones
    let mut named: Vec<Id> = Vec::new();
    let mut id: Id = 0;
    while id < dom.ids().end {
        if page.dropped[id as usize].is_some() {
            id = dom.after(id);
        } else if page.parts[id as usize] == Some(Part::Body)
            && (page.weight(id).prose > 60 || stated(page, id) && page.weight(id).text > 250)
        {
            named.push(id);
            id = dom.after(id);
        } else {
            id += 1;
        }
    }
    let held: u32 = named.iter().map(|&id| page.weight(id).prose).sum();
    if let Some(&first) = named.first()
        && (held * 10 >= total * 4 || held * 10 >= total * 2 && held > 800 || stated(page, first))
    {
        // one body in several pieces, side by side
        let parent = |id: Id| dom.node(id).parent;
        if named.len() > 1 && named.iter().all(|&id| parent(id) == parent(first)) {
            return common(page, &named);
        }
        let largest = named.iter().copied().max_by_key(|&id| page.weight(id).prose).unwrap_or(first);
        if page.weight(largest).prose * 10 >= held * 8 {
            return narrow(page, largest);
        }
        let article = |id: Id| ancestor(page, id, |tag| tag == Tag::Article);
        return if article(first) != NONE && named.iter().any(|&id| article(id) != article(first)) {
            // reports that follow one another on an endless page: the first is the one asked for
            named
                .iter()
                .copied()
                .filter(|&id| article(id) == article(first))
                .max_by_key(|&id| page.weight(id).prose)
                .unwrap_or(first)
        } else {
            common(page, &named)
        };
    }
    let mut at: Id = 0;
    loop {
        let here = page.weight(at).prose;
        // the child with most running text, and how much the next one has
        let (mut best, mut share, mut second) = (NONE, 0, 0);
        for child in
            dom.children(at).filter(|&child| dom.tag(child).is_some() && page.dropped[child as usize].is_none())
        {
            let prose = page.weight(child).prose;
            if best == NONE || prose >= share {
                (best, share, second) = (child, prose, share);
            } else {
                second = second.max(prose);
            }
        }
        if best == NONE {
            return climb(page, at);
        }
        let semantic = matches!(dom.tag(best), Some(Tag::Article | Tag::Main))
            || page.parts[best as usize] == Some(Part::Body)
            || dom.attribute(best, Key::Role) == Some("main");
        let least = match semantic {
            true if second * 2 <= share => 3,
            true => 5,
            false => 6,
        };
        let leaf = dom.tag(best) == Some(Tag::P) || !has_blocks(page, best);
        if share == 0 || share * 10 < here * least || leaf {
            return climb(page, at);
        }
        at = best;
    }
}

/// The element round `id`, no further out than its article, that adds running text and little else: a report in several
/// pieces.
fn climb(page: &Weighed<'_>, id: Id) -> Id {
    let (mut best, mut up) = (id, page.dom.node(id).parent);
    while up != NONE && !matches!(page.dom.tag(up), Some(Tag::Body | Tag::Html)) {
        let (all, own) = (page.weight(up), page.weight(best));
        let (prose, rest) = (all.prose - own.prose, all.text + all.links - own.text - own.links);
        let article = matches!(page.dom.tag(up), Some(Tag::Article | Tag::Main));
        if prose > 0 && prose * 100 >= rest * if article { 70 } else { 80 } && prose * 10 >= own.prose {
            best = up;
        }
        if article {
            break;
        }
        up = page.dom.node(up).parent;
    }
    best
}

/// Whether the page's own data say that `id` is the report's text.
fn stated(page: &Weighed<'_>, id: Id) -> bool {
    page.dom.attribute(id, Key::Itemprop) == Some("articleBody")
}

/// The innermost element in `id` that says it is the report's text and holds nearly all of what `id` holds.
fn narrow(page: &Weighed<'_>, id: Id) -> Id {
    let end = page.dom.after(id);
    (id + 1..end)
        .rfind(|&at| {
            page.parts[at as usize] == Some(Part::Body) && page.weight(at).prose * 20 >= page.weight(id).prose * 19
        })
        .unwrap_or(id)
}

/// The nearest element with a fitting tag in which `id` stands; [`NONE`] if there is none.
fn ancestor(page: &Weighed<'_>, id: Id, fits: impl Fn(Tag) -> bool) -> Id {
    let mut up = page.dom.node(id).parent;
    while up != NONE && !page.dom.tag(up).is_some_and(&fits) {
        up = page.dom.node(up).parent;
    }
    up
}

/// The smallest element that holds all of `ids`.
fn common(page: &Weighed<'_>, ids: &[Id]) -> Id {
    let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return 0 };
    let mut up = first;
    while up != 0 && page.dom.after(up) <= last {
        up = page.dom.node(up).parent;
    }
    up
}

fn has_blocks(page: &Weighed<'_>, id: Id) -> bool {
    let end = page.dom.after(id);
    (id + 1..end).take(2000).any(|at| page.dom.tag(at).is_some_and(|tag| tag.block() || tag == Tag::Br))
}

/// What stands between the title and `root` and leads into the report: by its name, or a sentence under the title.
pub(crate) fn lead(page: &Weighed<'_>, root: Id) -> Option<Id> {
    let dom = &page.dom;
    let title = (0..root)
        .rev()
        .find(|&id| dom.tag(id) == Some(Tag::H1) && page.weight(id).text + page.weight(id).links > 10)?;
    let mut id = dom.after(title);
    let mut found = None;
    while id < root {
        if page.dropped[id as usize].is_some() {
            id = dom.after(id);
            continue;
        }
        let weight = page.weight(id);
        let part = page.parts[id as usize];
        if matches!(part, Some(Part::Caption | Part::Byline | Part::Details | Part::Date | Part::Changed))
            || dom.tag(id) == Some(Tag::Figure)
        {
            id = dom.after(id);
            continue;
        }
        let short = (30..600).contains(&weight.text) && weight.links * 4 < weight.text && dom.after(id) <= root;
        let sentence = weight.prose > 40 && matches!(dom.tag(id), Some(Tag::P | Tag::H2));
        if short && part == Some(Part::Lead) {
            return Some(id);
        }
        if short && sentence && found.is_none() {
            found = Some(id);
        }
        id += 1;
    }
    found
}
