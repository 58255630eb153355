//! Who wrote it: what fields, markup and lines say, and whom to believe.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::dom::{Dom, Id, Key};
use super::markup::MARKUP;
use super::meta::plain;
use super::tag::Tag;
use crate::clean::squeeze;
use crate::head;

/// How a claim is made; the likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// JSON-LD.
    Linked,
    /// A meta element.
    Field,
    Microdata,
    /// A line that starts with "By", or a link to an author's page.
    Signed,
    /// An element whose name says that the author stands in it.
    Marked,
}

/// Somebody named as author.
#[derive(Debug)]
struct Claim {
    basis: Basis,
    names: Vec<String>,
    /// The element round the one that makes the claim: a link for each author stands in one.
    parent: Id,
    /// Whether it stands in a part of the page that is likely to belong to something else.
    aside: bool,
}

/// Everybody named as author.
#[derive(Debug, Default)]
pub(crate) struct People {
    claims: Vec<Claim>,
    /// Names of the persons of JSON-LD, by their `@id`.
    persons: FxHashMap<String, String>,
    /// Names that JSON-LD says are persons'.
    typed: Vec<String>,
    /// Desks, bodies and the outlet itself, where a field names them as the author.
    desks: Vec<(Basis, String)>,
    /// Whether what is read now stands aside.
    pub(crate) aside: bool,
}

/// Most claims that are kept.
const MOST: usize = 60;

impl People {
    pub(crate) fn claim(&mut self, basis: Basis, names: Vec<String>, parent: Id) {
        if !names.is_empty() && self.claims.len() < MOST {
            self.claims.push(Claim { basis, names, parent, aside: self.aside });
        }
    }

    /// A field that names the author and nothing else.
    pub(crate) fn field(&mut self, basis: Basis, key: &str, text: &str) {
        // "Lind, Ana", as libraries write it
        let turned = text.split_once(", ").filter(|(last, first)| {
            key == "citation_author" && !first.contains(',') && head::person(first) && head::person(last)
        });
        let names = match turned {
            Some((last, first)) => vec![format!("{first} {last}")],
            None => stated(text),
        };
        if names.is_empty() {
            self.desk(basis, text);
        }
        self.claim(basis, names, 0);
    }

    /// A desk or body that a field names as the author.
    fn desk(&mut self, basis: Basis, text: &str) {
        let text = unlabelled(text);
        if self.desks.len() < MOST && is_text(text) && text.len() <= 60 {
            self.desks.push((basis, text.to_owned()));
        }
    }

    /// A person of JSON-LD, to which others refer.
    pub(crate) fn person(&mut self, id: &str, name: &str) {
        if self.persons.len() < MOST {
            self.persons.insert(id.to_owned(), plain(name));
        }
    }

    /// The authors of a report in JSON-LD.
    pub(crate) fn linked(&mut self, value: &Value) {
        let mut names = Vec::new();
        self.names(value, &mut names, 0);
        self.aside = false;
        self.claim(Basis::Linked, names, 0);
    }

    /// Names in JSON-LD: a text, an object with a name, or a list of either. Bodies are no authors.
    fn names(&mut self, value: &Value, out: &mut Vec<String>, depth: usize) {
        match value {
            Value::String(name) => out.extend(stated(&plain(name))),
            Value::Array(items) if depth < 3 => items.iter().take(20).for_each(|item| self.names(item, out, depth + 1)),
            Value::Object(object) if depth < 3 => {
                let kind = object.get("@type").and_then(Value::as_str).unwrap_or("Person");
                let name = || object.get("name").and_then(Value::as_str).map(plain);
                if kind.ends_with("Organization") {
                    if let Some(name) = name() {
                        self.desk(Basis::Linked, &name);
                    }
                    return;
                }
                let from = out.len();
                match (object.get("name"), object.get("@id").and_then(Value::as_str)) {
                    (Some(name), _) => self.names(name, out, depth + 1),
                    (None, Some(id)) => out.extend(self.persons.get(id).map(|name| stated(name)).unwrap_or_default()),
                    _ => {}
                }
                if out.len() == from
                    && let Some(name) = name()
                {
                    self.desk(Basis::Linked, &name);
                }
                if object.contains_key("@type") {
                    self.typed.extend(out[from..].iter().map(|name| fold(name)));
                }
            }
            _ => {}
        }
    }

    /// A link, if it leads to an author's page.
    pub(crate) fn link(&mut self, dom: &Dom<'_>, id: Id) {
        let signed = dom.attribute(id, Key::Rel).is_some_and(|rel| rel.split(' ').any(|word| word == "author"))
            || dom.attribute(id, Key::Href).is_some_and(leads_to_author);
        if signed && !after_hand(dom, id) {
            let text = super::meta::inner(dom, id, 90).unwrap_or_default();
            // "Ana Lind and Jo Marsh" in one link
            let names: Option<Vec<String>> = head::joined(&text).into_iter().map(name).collect();
            self.claim(Basis::Signed, names.unwrap_or_default(), dom.node(id).parent);
        }
    }

    /// An element whose name says that the author stands in it; `box_` where it tells more of the author.
    pub(crate) fn element(&mut self, dom: &Dom<'_>, id: Id, basis: Basis) {
        let (mut lines, mut line): (Vec<Vec<Piece>>, Vec<Piece>) = (Vec::new(), Vec::new());
        let mut length = 0;
        for at in (id + 1..dom.after(id)).take(120) {
            match dom.tag(at) {
                None if !dom.tag(dom.node(at).parent).is_some_and(Tag::mute) => {
                    let text = plain(dom.text(at));
                    length += text.len();
                    if !text.is_empty() {
                        let link = link_round(dom, at, id);
                        let href = link.and_then(|link| dom.attribute(link, Key::Href)).unwrap_or("");
                        line.push(Piece { text, link, authors: leads_to_author(href) });
                    }
                }
                Some(tag) if tag.block() || tag == Tag::Br => lines.push(std::mem::take(&mut line)),
                _ => {}
            }
            if length > 600 {
                break;
            }
        }
        lines.push(line);
        lines.retain(|line| !line.is_empty());
        // names that are links, up to another hand's: "By Ana Lind, edited by Jo Marsh"
        let own = lines.iter().flatten().take_while(|piece| !hand(&piece.text));
        let mut in_links: Vec<(String, &Piece)> =
            own.filter(|piece| piece.link.is_some()).filter_map(|piece| Some((name(&piece.text)?, piece))).collect();
        // one for each link, and where they do not lead to authors' pages, the first alone
        in_links.dedup_by_key(|(_, piece)| piece.link);
        let signed_links = in_links.first().is_some_and(|(_, piece)| piece.authors);
        in_links.retain(|(_, piece)| piece.authors == signed_links);
        in_links.truncate(if signed_links { 8 } else { 1 });
        let in_links: Vec<String> = in_links.into_iter().map(|(name, _)| name).collect();
        // what "By" stands before
        let joined = |line: &Vec<Piece>| line.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut label = false;
        let mut signed = None;
        for line in &lines {
            let text = joined(line);
            if text.len() > 200 {
                continue;
            }
            if std::mem::take(&mut label)
                && let Some(name) = name(&line[0].text)
            {
                signed = Some(vec![name]);
                break;
            }
            if let Some(names) = head::cells(&text).iter().find_map(|cell| head::byline(cell)) {
                if names.is_empty() {
                    // "By", and the name in the next line or piece
                    label = text.len() < 14;
                    signed = line.get(1).and_then(|piece| name(&piece.text)).map(|name| vec![name]);
                } else {
                    // a title behind the name stands in a piece of its own
                    let own = line.iter().skip(1).find_map(|piece| name(&piece.text));
                    let by = line.iter().find_map(|piece| head::byline(&piece.text).filter(|names| !names.is_empty()));
                    signed = Some(by.or_else(|| own.map(|name| vec![name])).unwrap_or(names));
                }
                if signed.is_some() {
                    break;
                }
            }
        }
        let bare = || lines.iter().flatten().find_map(|piece| name(&piece.text));
        if !in_links.is_empty() {
            self.claim(basis.min(Basis::Signed), in_links, id);
        } else if let Some(names) = signed {
            self.claim(basis.min(Basis::Signed), names, id);
        } else if let Some(name) = bare() {
            self.claim(basis, vec![name], id);
        } else if let [line] = &lines[..] {
            self.desk(basis, &joined(line));
        }
    }

    /// A line of the report's details: the name after "By".
    pub(crate) fn details(&mut self, dom: &Dom<'_>, id: Id) {
        if let Some(text) = super::meta::inner(dom, id, 160)
            && let Some(names) = head::cells(&text).iter().find_map(|cell| head::byline(cell))
        {
            self.claim(Basis::Marked, names, id);
        }
    }

    /// The authors that the best source names; `outlet` is no author of its own reports.
    pub(crate) fn authors(&self, outlet: Option<&str>) -> Vec<String> {
        let outlet = outlet.map(fold).unwrap_or_default();
        let bases = |name: &str| {
            let mut seen: Vec<Basis> = self
                .claims
                .iter()
                .filter(|claim| claim.names.iter().any(|other| fold(other) == name))
                .map(|claim| claim.basis)
                .collect();
            seen.dedup();
            seen.len()
        };
        let fits = |claim: &Claim| -> Vec<String> {
            let own = |name: &&String| {
                let folded = fold(name);
                // somebody's own pages are called by the name
                folded != outlet || person(name) && (bases(&folded) > 1 || self.typed.contains(&folded))
            };
            claim.names.iter().filter(own).cloned().collect()
        };
        let score = |claim: &Claim, names: &[String]| {
            let base = match claim.basis {
                Basis::Linked => 50,
                Basis::Field => 45,
                Basis::Microdata => 40,
                Basis::Signed => 35,
                Basis::Marked => 20,
            };
            let agreed = names.iter().any(|name| bases(&fold(name)) > 1);
            let persons = names.iter().all(|name| person(name));
            base + if agreed { 30 } else { 0 } + if persons { 20 } else { 0 } - if claim.aside { 25 } else { 0 }
        };
        let mut best: Option<(i32, &Claim, Vec<String>)> = None;
        for claim in &self.claims {
            let names = fits(claim);
            if names.is_empty() {
                continue;
            }
            let score = score(claim, &names);
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, claim, names));
            }
        }
        let Some((_, first, mut names)) = best else { return Vec::new() };
        // a field that names a desk is surer than a name somewhere near
        let lone = first.basis == Basis::Marked && names.iter().all(|name| bases(&fold(name)) == 1);
        if lone && self.desks.iter().any(|(basis, name)| *basis < Basis::Signed && head::nobody(name)) {
            return Vec::new();
        }
        // a field or a link for each author
        let persons = names.iter().all(|name| person(name));
        for claim in self.claims.iter().filter(|claim| persons && claim.basis == first.basis) {
            let beside = matches!(claim.basis, Basis::Linked | Basis::Field) || claim.parent == first.parent;
            names.extend(fits(claim).into_iter().filter(|name| beside && person(name)));
        }
        // a line that has all of them and more
        let more = self.claims.iter().find(|claim| {
            let all = |name: &String| claim.names.iter().any(|other| fold(other) == fold(name));
            claim.basis == Basis::Signed && claim.names.len() > names.len() && names.iter().all(all)
        });
        let mut seen = std::collections::HashSet::new();
        let names = more.filter(|claim| !claim.aside).map_or(names, |claim| claim.names.clone());
        names.into_iter().filter(|name| seen.insert(fold(name))).collect()
    }
}

impl People {
    /// The desk, body or outlet that the best field names as the author, for reports that name no person.
    pub(crate) fn desk_of(&self, outlet: Option<&str>) -> Option<String> {
        let close = |text: &str| fold(text).replace(' ', "");
        let outlet = outlet.map(close).unwrap_or_default();
        let own = |name: &str| !outlet.is_empty() && close(name) == outlet;
        let claimed = self.claims.iter().filter(|claim| claim.basis < Basis::Signed);
        let claimed = claimed.flat_map(|claim| claim.names.iter().map(|name| (claim.basis, name)));
        let desks = self.desks.iter().map(|(basis, name)| (*basis, name));
        // one word that is not the outlet's name tells what somebody is, not who: "admin"; and what a field names needs
        // no more, what stands somewhere has to look like a desk
        claimed
            .chain(desks)
            .filter(|(basis, name)| own(name) || name.contains(' ') && (*basis < Basis::Signed || head::nobody(name)))
            .min_by_key(|(basis, _)| *basis)
            .map(|(_, name)| name.clone())
    }
}

struct Piece {
    text: String,
    /// The link in which it stands.
    link: Option<Id>,
    /// Whether that leads to an author's page.
    authors: bool,
}

/// The link that stands between the text `at` and the element `top`, if it leads to a page.
fn link_round(dom: &Dom<'_>, at: Id, top: Id) -> Option<Id> {
    let mut up = dom.node(at).parent;
    while up > top {
        if dom.tag(up) == Some(Tag::A) {
            let href = dom.attribute(up, Key::Href).unwrap_or("");
            return (!href.starts_with(['#', '@']) && !href.starts_with("mailto:") && !href.is_empty()).then_some(up);
        }
        up = dom.node(up).parent;
    }
    None
}

/// Whether the words before a link are about another hand: "Reviewed by".
fn after_hand(dom: &Dom<'_>, id: Id) -> bool {
    let parent = dom.node(id).parent;
    // the nodes before it, no further back than a comment or an icon would be
    let before = (id.saturating_sub(3)..id).rev().find(|&at| dom.tag(at).is_none() && dom.node(at).parent == parent);
    before.is_some_and(|text| hand(&plain(dom.text(text))))
}

/// Whether what stands behind a name is about another hand: ". Reviewed by".
fn hand(text: &str) -> bool {
    head::hand(text.trim_start_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace() || "·•".contains(c)))
}

/// Whether an address is that of an author's page: `/author/ana-lind`.
fn leads_to_author(href: &str) -> bool {
    let path = href.split_once("://").map_or(href, |(_, rest)| rest).split(['?', '#']).next().unwrap_or("");
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    parts.any(|part| MARKUP.author_path(part)) && parts.next().is_some()
}

/// The name in a short text that is little else: "By Ana Lind", "Ana Lind, PhD".
fn name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([',', '|', '•', '·', '-', ':']).trim();
    if text.len() > 90 {
        return None;
    }
    if let Some(names) = head::byline(text) {
        return names.into_iter().next();
    }
    let bare = text.split([',', '|', '(']).next().unwrap_or(text).trim();
    (head::bare_name(bare) && !head::nobody(text)).then(|| crate::dateline::usual_case(bare).to_owned())
}

/// Whether a name is a person's full one.
fn person(name: &str) -> bool {
    let bare = name.split(',').next().unwrap_or(name);
    bare.contains(' ') && head::person(bare)
}

fn fold(name: &str) -> String {
    squeeze(name).to_lowercase()
}

/// What follows "By" in a field.
fn unlabelled(text: &str) -> &str {
    text.trim().trim_start_matches("By ").trim_start_matches("by ").trim().trim_start_matches(',').trim()
}

/// Whether a field holds words, no address, mark or template.
fn is_text(text: &str) -> bool {
    let word = text.contains(' ') || !(text.contains('/') || text.starts_with("www."));
    (1..=160).contains(&text.len())
        && word
        && !text.starts_with('@')
        && !text.contains("://")
        && !text.contains(['<', '{'])
}

/// The authors in a field that names nothing else: as it stands, unless it is a list of names.
pub(crate) fn stated(text: &str) -> Vec<String> {
    let text = unlabelled(text);
    if !is_text(text) {
        return Vec::new();
    }
    let text = text.split(" | ").next().unwrap_or(text);
    // "A and B, The Paper": the outlet follows the names
    let names = match text.split_once(", ") {
        Some((names, outlet)) if outlet.starts_with("The ") || crate::dateline::is_outlet(outlet) => names,
        _ => text,
    };
    let parts: Vec<&str> = names.split([';', ',']).flat_map(head::joined).filter(|part| !part.is_empty()).collect();
    // a list where every part is a name of two words; else titles and degrees follow a name
    let listed = parts.len() > 1 && parts.iter().all(|part| part.split(' ').count() >= 2 && head::person(part));
    let kept: Vec<&str> = if listed { parts } else { vec![names] };
    kept.into_iter().filter(|name| !head::nobody(name)).map(crate::dateline::usual_case).collect()
}
