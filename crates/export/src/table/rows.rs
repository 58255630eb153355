//! The columns of every table, and a fact's row in it.

use notula_store::{Query, Store};
use notula_story::view::{Actor, Conflict, Event, Party, Place, Position, Proposal, Report, Source, Statement};

use crate::Of;
use crate::error::Result;
use crate::table::Kind::{Float, Int, Text};
use crate::table::{Cell, Column, Rows};
use crate::walk::{Reports, all};

#[rustfmt::skip]
const REPORTS: &[Column] = &[
    ("id", Text), ("published", Text), ("outlet", Text), ("domain", Text), ("language", Text), ("title", Text),
    ("url", Text), ("source", Text), ("version", Int), ("replaced_by", Text), ("copy_of", Text), ("story", Text),
    ("process", Text), ("hash", Text),
];
#[rustfmt::skip]
const ACTORS: &[Column] = &[
    ("id", Text), ("name", Text), ("kind", Text), ("country", Text), ("sector", Text), ("roles", Text),
    ("wikidata", Text), ("names", Text), ("reports", Int), ("first_seen", Text), ("last_seen", Text),
];
#[rustfmt::skip]
const EVENTS: &[Column] = &[
    ("id", Text), ("time", Text), ("type", Text), ("mode", Text), ("contexts", Text), ("status", Text),
    ("claimed", Text), ("initiators", Text), ("initiator_countries", Text), ("recipients", Text),
    ("recipient_countries", Text), ("place", Text), ("country", Text), ("lat", Float), ("lon", Float), ("cameo", Text),
    ("quad", Text), ("confidence", Float), ("evidence", Text), ("independent", Int), ("sources", Text), ("urls", Text),
    ("conflicts", Text), ("fulfils", Text), ("fulfilled_by", Text), ("story", Text), ("process", Text),
];
#[rustfmt::skip]
const STATEMENTS: &[Column] = &[
    ("id", Text), ("time", Text), ("speakers", Text), ("speaker_countries", Text), ("addressees", Text), ("kind", Text),
    ("content", Text), ("via", Text), ("place", Text), ("confidence", Float), ("independent", Int), ("sources", Text),
    ("urls", Text), ("story", Text), ("process", Text),
];
#[rustfmt::skip]
const POSITIONS: &[Column] = &[
    ("id", Text), ("first_seen", Text), ("last_seen", Text), ("actor", Text), ("country", Text), ("issue", Text),
    ("stance", Text), ("toward", Text), ("condition", Text), ("changes", Text), ("changes_from", Text),
    ("confidence", Float), ("evidence", Text), ("independent", Int), ("sources", Text), ("urls", Text), ("process", Text),
];
#[rustfmt::skip]
const PROPOSALS: &[Column] = &[
    ("id", Text), ("label", Text), ("proposers", Text), ("addressees", Text), ("issues", Text), ("status", Text),
    ("life", Text), ("confidence", Float), ("evidence", Text), ("independent", Int), ("sources", Text), ("urls", Text),
    ("process", Text),
];
#[rustfmt::skip]
const CONFLICTS: &[Column] = &[
    ("id", Text), ("about", Text), ("event", Text), ("proposal", Text), ("version", Int), ("value", Text),
    ("evidence", Text), ("sources", Text), ("urls", Text), ("story", Text), ("process", Text),
];

/// Writes the table of one kind of facts.
pub(crate) fn write(store: &dyn Store, query: &Query, of: Of, rows: &mut dyn Rows) -> Result<u64> {
    let mut reports = Reports::of(store);
    let reports = &mut reports;
    match of {
        Of::Reports => {
            rows.begin("reports", REPORTS)?;
            all(query, |q| store.reports(q), |item| rows.row(report(&item)))
        }
        Of::Actors => {
            rows.begin("actors", ACTORS)?;
            all(query, |q| store.actors(q), |item| rows.row(actor(&item)))
        }
        Of::Events => {
            rows.begin("events", EVENTS)?;
            all(query, |q| store.events(q), |item| rows.row(event(&item, reports)?))
        }
        Of::Statements => {
            rows.begin("statements", STATEMENTS)?;
            all(query, |q| store.statements(q), |item| rows.row(statement(&item, reports)?))
        }
        Of::Positions => {
            rows.begin("positions", POSITIONS)?;
            all(query, |q| store.positions(q), |item| rows.row(position(&item, reports)?))
        }
        Of::Proposals => {
            rows.begin("proposals", PROPOSALS)?;
            all(query, |q| store.proposals(q), |item| rows.row(proposal(&item, reports)?))
        }
        Of::Conflicts => {
            rows.begin("conflicts", CONFLICTS)?;
            all(
                query,
                |q| store.conflicts(q),
                |item| conflict(&item, reports)?.into_iter().try_for_each(|row| rows.row(row)),
            )
        }
    }
}

fn report(report: &Report) -> Vec<Cell> {
    vec![
        Cell::text(report.id),
        Cell::maybe(report.published.as_ref()),
        Cell::maybe(report.outlet.as_ref()),
        Cell::maybe(report.domain.as_ref()),
        Cell::maybe(report.language.as_ref()),
        Cell::maybe(report.title.as_ref()),
        Cell::maybe(report.url.as_ref()),
        Cell::text(&report.source),
        Cell::Int(report.version.into()),
        Cell::maybe(report.replaced_by),
        Cell::maybe(report.copy_of),
        Cell::maybe(report.story),
        Cell::maybe(report.process),
        Cell::text(&report.hash),
    ]
}

fn actor(actor: &Actor) -> Vec<Cell> {
    let roles = actor.roles.iter().map(|role| match &role.of {
        Some(of) => format!("{} ({})", role.title, of.name),
        None => role.title.clone(),
    });
    vec![
        Cell::text(actor.id),
        Cell::text(&actor.name),
        Cell::text(actor.kind),
        Cell::maybe(actor.country.as_ref()),
        Cell::maybe(actor.sector),
        joined(roles),
        Cell::maybe(actor.wikidata.as_ref()),
        joined(actor.names.iter()),
        Cell::Int(actor.reports.into()),
        Cell::maybe(actor.seen.as_ref().map(|(first, _)| first)),
        Cell::maybe(actor.seen.as_ref().map(|(_, last)| last)),
    ]
}

fn event(event: &Event, reports: &mut Reports) -> Result<Vec<Cell>> {
    Ok(vec![
        Cell::text(event.id),
        Cell::maybe(event.time.as_ref()),
        Cell::text(event.kind),
        Cell::maybe(event.mode.as_ref()),
        joined(event.contexts.iter()),
        Cell::text(event.status),
        Cell::text(if event.claimed { "yes" } else { "no" }),
        names(&event.initiators),
        countries(&event.initiators),
        names(&event.recipients),
        countries(&event.recipients),
        place(event.place.as_ref()),
        Cell::maybe(event.place.as_ref().and_then(|place| place.country.as_ref())),
        Cell::degrees(event.place.as_ref().and_then(|place| place.lat)),
        Cell::degrees(event.place.as_ref().and_then(|place| place.lon)),
        Cell::maybe(event.cameo.as_ref()),
        Cell::text(&event.quad),
        Cell::probability(event.confidence),
        evidence(&event.sources),
        Cell::Int(event.independent.into()),
        numbers(&event.sources),
        addresses(&event.sources, reports)?,
        joined(event.conflicts.iter()),
        Cell::maybe(event.fulfils),
        Cell::maybe(event.fulfilled_by),
        Cell::maybe(event.story),
        Cell::maybe(event.process),
    ])
}

fn statement(statement: &Statement, reports: &mut Reports) -> Result<Vec<Cell>> {
    let words: Vec<&str> = statement.content.iter().map(|span| span.quote.as_str()).collect();
    Ok(vec![
        Cell::text(statement.id),
        Cell::maybe(statement.time.as_ref()),
        names(&statement.speakers),
        countries(&statement.speakers),
        names(&statement.addressees),
        Cell::text(statement.kind),
        Cell::text(words.join(" … ")),
        Cell::maybe(statement.via.as_ref()),
        place(statement.place.as_ref()),
        Cell::probability(statement.confidence),
        Cell::Int(statement.independent.into()),
        numbers(&statement.sources),
        addresses(&statement.sources, reports)?,
        Cell::maybe(statement.story),
        Cell::maybe(statement.process),
    ])
}

fn position(position: &Position, reports: &mut Reports) -> Result<Vec<Cell>> {
    Ok(vec![
        Cell::text(position.id),
        Cell::maybe(position.seen.as_ref().map(|(first, _)| first)),
        Cell::maybe(position.seen.as_ref().map(|(_, last)| last)),
        Cell::text(&position.actor.name),
        Cell::maybe(position.actor.country.as_ref()),
        Cell::text(&position.issue),
        Cell::text(position.stance),
        Cell::maybe(position.toward.as_ref().map(|party| &party.name)),
        Cell::maybe(position.condition.as_ref()),
        Cell::maybe(position.changes),
        Cell::maybe(position.changes_from),
        Cell::probability(position.confidence),
        evidence(&position.sources),
        Cell::Int(position.independent.into()),
        numbers(&position.sources),
        addresses(&position.sources, reports)?,
        Cell::maybe(position.process),
    ])
}

fn proposal(proposal: &Proposal, reports: &mut Reports) -> Result<Vec<Cell>> {
    let life = proposal.life.iter().map(|step| {
        let day = step.day.as_deref().unwrap_or("?");
        match &step.label {
            Some(label) => format!("{day} {} ({label})", step.status),
            None => format!("{day} {}", step.status),
        }
    });
    Ok(vec![
        Cell::text(proposal.id),
        Cell::text(&proposal.label),
        names(&proposal.proposers),
        names(&proposal.addressees),
        joined(proposal.issues.iter()),
        Cell::text(proposal.status),
        joined(life),
        Cell::probability(proposal.confidence),
        evidence(&proposal.sources),
        Cell::Int(proposal.independent.into()),
        numbers(&proposal.sources),
        addresses(&proposal.sources, reports)?,
        Cell::maybe(proposal.process),
    ])
}

/// One row a version.
fn conflict(conflict: &Conflict, reports: &mut Reports) -> Result<Vec<Vec<Cell>>> {
    (1..)
        .zip(&conflict.values)
        .map(|(n, version)| {
            Ok(vec![
                Cell::text(conflict.id),
                Cell::text(conflict.about),
                Cell::maybe(conflict.event),
                Cell::maybe(conflict.proposal),
                Cell::Int(n),
                Cell::text(&version.value),
                evidence(&version.sources),
                numbers(&version.sources),
                addresses(&version.sources, reports)?,
                Cell::maybe(conflict.story),
                Cell::maybe(conflict.process),
            ])
        })
        .collect()
}

fn joined(items: impl Iterator<Item = impl ToString>) -> Cell {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { Cell::Empty } else { Cell::Text(items.join("; ")) }
}

fn names(parties: &[Party]) -> Cell {
    joined(parties.iter().map(|party| &party.name))
}

fn countries(parties: &[Party]) -> Cell {
    let mut known: Vec<&String> = Vec::new();
    for country in parties.iter().filter_map(|party| party.country.as_ref()) {
        if !known.contains(&country) {
            known.push(country);
        }
    }
    joined(known.into_iter())
}

fn place(place: Option<&Place>) -> Cell {
    Cell::maybe(place.map(|place| &place.name))
}

fn evidence(sources: &[Source]) -> Cell {
    let first = sources.iter().find(|source| source.independent).or(sources.first());
    let words =
        first.map(|source| source.evidence.iter().map(|span| span.quote.as_str()).collect::<Vec<_>>().join(" … "));
    Cell::maybe(words)
}

fn numbers(sources: &[Source]) -> Cell {
    joined(sources.iter().map(|source| source.report))
}

fn addresses(sources: &[Source], reports: &mut Reports) -> Result<Cell> {
    let known: Result<Vec<String>> = sources.iter().map(|source| reports.address(source.report)).collect();
    Ok(joined(known?.into_iter()))
}
