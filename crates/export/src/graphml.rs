//! GraphML: actors as nodes; an edge for each pair and type, from who acts to whom, weighted by the number of events.
//!
//! What is only possible, conditional or denied is no edge.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use notula_record::{EventType, Status};
use notula_store::{Query, Store};
use notula_story::ids::ActorId;
use notula_story::view::Event;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};

use crate::error::Result;
use crate::walk::all;

/// Name and kind of what nodes and edges carry.
const NODE: [(&str, &str); 6] = [
    ("label", "string"),
    ("kind", "string"),
    ("country", "string"),
    ("sector", "string"),
    ("wikidata", "string"),
    ("reports", "int"),
];
const EDGE: [(&str, &str); 5] =
    [("type", "string"), ("quad", "string"), ("weight", "double"), ("first", "string"), ("last", "string")];

/// Events of one type between two actors.
#[derive(Default)]
struct Tie {
    events: u32,
    first: Option<String>,
    last: Option<String>,
}

/// Writes the graph and counts its edges.
pub(crate) fn write(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut ties: BTreeMap<(ActorId, ActorId, EventType), Tie> = BTreeMap::new();
    all(
        query,
        |q| store.events(q),
        |event| {
            add(&mut ties, &event);
            Ok(())
        },
    )?;
    let named: BTreeSet<ActorId> = ties.keys().flat_map(|&(a, b, _)| [a, b]).collect();

    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("graphml");
    root.push_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    xml.write_event(Xml::Start(root))?;
    keys(&mut xml, "node", &NODE)?;
    keys(&mut xml, "edge", &EDGE)?;
    let mut graph = BytesStart::new("graph");
    graph.push_attribute(("edgedefault", "directed"));
    xml.write_event(Xml::Start(graph))?;
    for id in named {
        let Some(actor) = store.actor(id)? else { continue };
        let mut node = BytesStart::new("node");
        node.push_attribute(("id", id.to_string().as_str()));
        xml.write_event(Xml::Start(node))?;
        data(&mut xml, "node", "label", Some(&actor.name))?;
        data(&mut xml, "node", "kind", Some(actor.kind.as_str()))?;
        data(&mut xml, "node", "country", actor.country.as_deref())?;
        data(&mut xml, "node", "sector", actor.sector.map(|sector| sector.as_str()))?;
        data(&mut xml, "node", "wikidata", actor.wikidata.as_deref())?;
        data(&mut xml, "node", "reports", Some(&actor.reports.to_string()))?;
        xml.write_event(Xml::End(BytesEnd::new("node")))?;
    }
    for ((from, to, kind), tie) in &ties {
        let mut edge = BytesStart::new("edge");
        edge.push_attribute(("source", from.to_string().as_str()));
        edge.push_attribute(("target", to.to_string().as_str()));
        xml.write_event(Xml::Start(edge))?;
        data(&mut xml, "edge", "type", Some(kind.as_str()))?;
        data(&mut xml, "edge", "quad", Some(kind.quad()))?;
        data(&mut xml, "edge", "weight", Some(&tie.events.to_string()))?;
        data(&mut xml, "edge", "first", tie.first.as_deref())?;
        data(&mut xml, "edge", "last", tie.last.as_deref())?;
        xml.write_event(Xml::End(BytesEnd::new("edge")))?;
    }
    xml.write_event(Xml::End(BytesEnd::new("graph")))?;
    xml.write_event(Xml::End(BytesEnd::new("graphml")))?;
    xml.into_inner().write_all(b"\n")?;
    Ok(ties.len() as u64)
}

fn add(ties: &mut BTreeMap<(ActorId, ActorId, EventType), Tie>, event: &Event) {
    if matches!(event.status, Status::Conditional | Status::Possible | Status::Denied) {
        return;
    }
    // who acts together without a named other side is tied to each other
    let pairs: Vec<(ActorId, ActorId)> = if event.recipients.is_empty() {
        event
            .initiators
            .iter()
            .enumerate()
            .flat_map(|(n, a)| event.initiators[n + 1..].iter().map(move |b| (a.id, b.id)))
            .collect()
    } else {
        event.initiators.iter().flat_map(|a| event.recipients.iter().map(move |b| (a.id, b.id))).collect()
    };
    let pairs: BTreeSet<_> = pairs.into_iter().filter(|(a, b)| a != b).collect();
    for (from, to) in pairs {
        let tie = ties.entry((from, to, event.kind)).or_default();
        tie.events += 1;
        if let Some(time) = &event.time {
            tie.first = tie.first.take().filter(|first| first <= time).or_else(|| Some(time.clone()));
            tie.last = tie.last.take().filter(|last| last >= time).or_else(|| Some(time.clone()));
        }
    }
}

fn keys<W: Write>(xml: &mut Writer<W>, of: &str, names: &[(&str, &str)]) -> Result<()> {
    for (name, kind) in names {
        let mut key = BytesStart::new("key");
        key.push_attribute(("id", format!("{of}-{name}").as_str()));
        key.push_attribute(("for", of));
        key.push_attribute(("attr.name", *name));
        key.push_attribute(("attr.type", *kind));
        xml.write_event(Xml::Empty(key))?;
    }
    Ok(())
}

fn data<W: Write>(xml: &mut Writer<W>, of: &str, name: &str, value: Option<&str>) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    let mut data = BytesStart::new("data");
    data.push_attribute(("key", format!("{of}-{name}").as_str()));
    xml.write_event(Xml::Start(data))?;
    xml.write_event(Xml::Text(BytesText::new(&allowed(value))))?;
    xml.write_event(Xml::End(BytesEnd::new("data")))?;
    Ok(())
}

/// Without the characters that XML 1.0 does not allow.
fn allowed(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|&c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
