//! The entries of a live blog.

use rustc_hash::FxHashMap;

use super::dom::{Id, Key};
use super::weigh::Weighed;

/// Most entries that are read.
pub(crate) const MOST: usize = 200;

/// The element that holds a live blog's entries, and the entries: children of one shape, each with running text, that
/// hold most of the page's text together.
pub(crate) fn entries(page: &Weighed<'_>) -> Option<(Id, Vec<Id>)> {
    let dom = &page.dom;
    let total = page.weight(0).prose;
    let mut best: Option<(u32, Id, Vec<Id>)> = None;
    for id in dom.ids() {
        // an element that holds little cannot hold the entries
        if dom.tag(id).is_none() || page.weight(id).prose * 10 < total * 4 || page.weight(id).prose < 300 {
            continue;
        }
        let mut shapes: FxHashMap<(Option<super::tag::Tag>, &str), Vec<Id>> = FxHashMap::default();
        for child in dom.children(id).filter(|&child| {
            dom.tag(child).is_some_and(super::tag::Tag::block) && page.dropped[child as usize].is_none()
        }) {
            if has_blocks(page, child) && page.weight(child).prose > 60 {
                let class = dom.attribute(child, Key::Class).unwrap_or("");
                let first = class.split_ascii_whitespace().next().unwrap_or("");
                shapes.entry((dom.tag(child), first)).or_default().push(child);
            }
        }
        for list in shapes.into_values().filter(|list| list.len() >= 3) {
            let held: u32 = list.iter().map(|&child| page.weight(child).prose).sum();
            if held * 10 >= total * 4 && best.as_ref().is_none_or(|(most, ..)| held >= *most) {
                best = Some((held, id, list));
            }
        }
    }
    let (_, id, mut list) = best?;
    // parts of one report are not dated each
    let count = list.iter().filter(|&&entry| dated(page, entry)).count();
    if count * 10 < list.len() * 6 {
        return None;
    }
    list.truncate(MOST);
    Some((id, list))
}

/// Whether a time stamp or a short text with a time of day stands in the entry.
fn dated(page: &Weighed<'_>, id: Id) -> bool {
    let end = page.dom.after(id);
    (id + 1..end).any(|at| match page.dom.tag(at) {
        Some(_) => page.dom.attribute(at, Key::Datetime).is_some(),
        None => {
            let text = page.dom.text(at).trim();
            text.len() < 60 && crate::dates::clock(text)
        }
    })
}

fn has_blocks(page: &Weighed<'_>, id: Id) -> bool {
    let end = page.dom.after(id);
    (id + 1..end).take(200).any(|at| page.dom.tag(at).is_some_and(super::tag::Tag::block))
}
