//! JSON-LD in the terms of schema.org, with PLOVER's for what schema.org has no word for.
//!
//! Reports are `NewsArticle`, words in quotation marks `Quotation`, reported speech `Claim`; what happened, goes on or is
//! planned is an `Event`. What is only possible, conditional or denied is a `Claim`, so that no reader takes it for an
//! event.

use std::io::Write;

use notula_record::{ActorKind, StatementKind, Status};
use notula_store::{Query, Store};
use notula_story::view::{Actor, Event, Party, Place, Report, Source, Statement};
use serde_json::{Map, Value, json};

use crate::day::bounds;
use crate::error::Result;
use crate::jsonl::failed;
use crate::walk::all;

/// Writes one document and counts its nodes.
pub(crate) fn write(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<u64> {
    let context = json!({
        "@vocab": "https://schema.org/",
        "plover": "https://github.com/openeventdata/PLOVER#",
        "sameAs": {"@type": "@id"},
        "url": {"@type": "@id"},
        "plover:status": {"@type": "@vocab"},
    });
    writeln!(out, "{{\"@context\": {context},\n\"@graph\": [")?;
    let mut graph = Graph { out, nodes: 0 };
    all(query, |q| store.reports(q), |item| graph.node(report(&item)))?;
    all(query, |q| store.actors(q), |item| graph.node(actor(&item)))?;
    all(query, |q| store.statements(q), |item| graph.node(statement(&item)))?;
    all(query, |q| store.events(q), |item| graph.node(event(&item)))?;
    let nodes = graph.nodes;
    out.write_all(b"\n]}\n")?;
    Ok(nodes)
}

struct Graph<'a> {
    out: &'a mut (dyn Write + Send),
    nodes: u64,
}

impl Graph<'_> {
    fn node(&mut self, node: Value) -> Result<()> {
        if self.nodes > 0 {
            self.out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *self.out, &known(node)).map_err(failed)?;
        self.nodes += 1;
        Ok(())
    }
}

/// Without members of which nothing is known.
fn known(node: Value) -> Value {
    match node {
        Value::Object(members) => {
            let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            Value::Object(members.into_iter().filter(|(_, value)| !empty(value)).collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn report(report: &Report) -> Value {
    let publisher = report.outlet.as_ref().or(report.domain.as_ref());
    json!({
        "@id": id(report.id),
        "@type": "NewsArticle",
        "headline": report.title,
        "url": report.url,
        "datePublished": report.published,
        "inLanguage": report.language,
        "publisher": publisher.map(|name| json!({"@type": "Organization", "name": name})),
        "isBasedOn": report.copy_of.map(reference),
        "version": report.version,
        "identifier": report.hash,
    })
}

fn actor(actor: &Actor) -> Value {
    let kind = match actor.kind {
        ActorKind::Person => "Person",
        ActorKind::State => "Country",
        ActorKind::Organisation | ActorKind::Group => "Organization",
    };
    let role = actor.roles.last().map(|role| role.title.as_str());
    json!({
        "@id": id(actor.id),
        "@type": kind,
        "name": actor.name,
        "alternateName": actor.names,
        "jobTitle": role.filter(|_| actor.kind == ActorKind::Person),
        "sameAs": actor.wikidata.as_ref().map(|item| format!("http://www.wikidata.org/entity/{item}")),
        "plover:country": actor.country,
        "plover:sector": actor.sector,
    })
}

fn statement(statement: &Statement) -> Value {
    let words: Vec<&str> = statement.content.iter().map(|span| span.quote.as_str()).collect();
    let direct = statement.kind == StatementKind::Direct;
    let mut node = json!({
        "@id": id(statement.id),
        "@type": if direct { "Quotation" } else { "Claim" },
        "text": words.join(" … "),
        "dateCreated": statement.time,
        "locationCreated": statement.place.as_ref().map(place),
        "audience": parties(&statement.addressees),
        "plover:confidence": round(statement.confidence),
    });
    node[if direct { "creator" } else { "author" }] = parties(&statement.speakers);
    node[if direct { "citation" } else { "appearance" }] = articles(&statement.sources);
    node
}

fn event(event: &Event) -> Value {
    let words = event
        .sources
        .first()
        .map(|source| source.evidence.iter().map(|span| span.quote.as_str()).collect::<Vec<_>>().join(" … "));
    if matches!(event.status, Status::Possible | Status::Conditional | Status::Denied) {
        let about: Vec<Value> =
            event.initiators.iter().chain(&event.recipients).map(|party| reference(party.id)).collect();
        return json!({
            "@id": id(event.id),
            "@type": "Claim",
            "text": words,
            "about": about,
            "appearance": articles(&event.sources),
            "plover:type": event.kind,
            "plover:status": format!("plover:{}", event.status),
            "plover:confidence": round(event.confidence),
        });
    }
    let days = event.time.as_deref().and_then(bounds);
    json!({
        "@id": id(event.id),
        "@type": "Event",
        "name": words,
        "startDate": days.map(|(first, _)| first.to_string()),
        "endDate": days.map(|(_, last)| last.to_string()),
        "eventStatus": (event.status == Status::Planned).then_some("https://schema.org/EventScheduled"),
        "location": event.place.as_ref().map(place),
        "organizer": parties(&event.initiators),
        "attendee": parties(&event.recipients),
        "subjectOf": articles(&event.sources),
        "superEvent": event.story.map(reference),
        "plover:type": event.kind,
        "plover:mode": event.mode,
        "plover:status": format!("plover:{}", event.status),
        "plover:confidence": round(event.confidence),
    })
}

fn place(place: &Place) -> Value {
    let mut node = json!({"@type": "Place", "name": place.name});
    if let Some(country) = &place.country {
        node["address"] = json!({"@type": "PostalAddress", "addressCountry": country});
    }
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        node["geo"] = json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon});
    }
    if let Some(item) = place.geonames {
        node["sameAs"] = json!(format!("https://sws.geonames.org/{item}/"));
    }
    node
}

fn parties(parties: &[Party]) -> Value {
    parties.iter().map(|party| reference(party.id)).collect()
}

fn articles(sources: &[Source]) -> Value {
    sources.iter().map(|source| reference(source.report)).collect()
}

fn reference(of: impl std::fmt::Display) -> Value {
    json!({"@id": id(of)})
}

fn id(of: impl std::fmt::Display) -> String {
    format!("urn:notula:{of}")
}

fn round(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}
