//! What a process offers to other programs of people: a feed of its events, and a calendar of its meetings.

use std::sync::Arc;

use atom_syndication::{Entry, Feed, Link, Person, Text};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use notula_store::Query;
use notula_story::ids::ProcessId;
use notula_story::view::{Event, Process};

use crate::app::App;
use crate::asked;
use crate::error::Problem;
use crate::reply;

/// How many events a feed or calendar holds.
const MOST: u32 = 200;

async fn events_of(app: &Arc<App>, id: &str, query: Query) -> Result<(Process, Vec<Event>), Problem> {
    let id = asked::id::<ProcessId>(id)?;
    let query = Query { process: Some(id), limit: MOST, ..query };
    app.ask(move |store| match store.process(id)? {
        Some(process) => Ok(Some((process, store.events(&query)?.items))),
        None => Ok(None),
    })
    .await?
    .ok_or_else(|| Problem::missing(id))
}

/// Who did what to whom, in one line.
fn line(event: &Event) -> String {
    let names = |parties: &[notula_story::view::Party]| {
        parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (by, to) = (names(&event.initiators), names(&event.recipients));
    let kind = match &event.mode {
        Some(mode) => format!("{} ({mode})", event.kind),
        None => event.kind.to_string(),
    };
    let sides = match (by.is_empty(), to.is_empty()) {
        (false, false) if event.kind.is_symmetric() => format!(": {by} – {to}"),
        (false, false) => format!(": {by} → {to}"),
        (false, true) => format!(": {by}"),
        (true, false) => format!(": → {to}"),
        (true, true) => String::new(),
    };
    let place = event.place.as_ref().map(|place| format!(", {}", place.name)).unwrap_or_default();
    format!("{kind}{sides}{place} [{}]", event.status)
}

/// The words of each source.
fn sources(event: &Event) -> String {
    let told = event.sources.iter().map(|source| {
        let words: Vec<_> = source.evidence.iter().map(|span| span.quote.as_str()).collect();
        format!("{} ({}): “{}”", source.outlet, source.published.as_deref().unwrap_or("no date"), words.join(" […] "))
    });
    told.collect::<Vec<_>>().join("\n")
}

/// The events of a process as an Atom feed, the latest first.
#[utoipa::path(get, path = "/processes/{id}/feed.atom", tag = "stories",
    params(("id" = ProcessId, Path, description = "Its id")), responses(
    (status = 200, body = String, content_type = "application/atom+xml"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn atom(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (process, events) = events_of(&app, &id, Query::default()).await?;
    let at = |day: &str| format!("{day}T00:00:00Z").parse().unwrap_or_default();
    let told = |event: &Event| event.sources.iter().filter_map(|source| source.published.clone()).max();
    let entries: Vec<_> = events
        .iter()
        .map(|event| Entry {
            id: format!("urn:notula:{}:{}", process.id, event.id),
            title: Text::plain(clean(&line(event))),
            updated: told(event).as_deref().map(at).unwrap_or_default(),
            summary: Some(Text::plain(clean(&sources(event)))),
            links: vec![Link { href: format!("/events/{}", event.id), rel: "alternate".into(), ..Link::default() }],
            ..Entry::default()
        })
        .collect();
    let feed = Feed {
        id: format!("urn:notula:{}", process.id),
        title: Text::plain(clean(&process.title)),
        updated: process.seen.as_ref().map(|(_, last)| at(last)).unwrap_or_default(),
        authors: vec![Person { name: "notula".into(), ..Person::default() }],
        links: vec![Link { href: format!("/processes/{}", process.id), rel: "alternate".into(), ..Link::default() }],
        entries,
        ..Feed::default()
    };
    Ok(reply::tagged(&headers, feed.to_string().into_bytes(), "application/atom+xml; charset=utf-8"))
}

/// The planned meetings of a process as a calendar.
#[utoipa::path(get, path = "/processes/{id}/calendar.ics", tag = "stories",
    params(("id" = ProcessId, Path, description = "Its id")), responses(
    (status = 200, body = String, content_type = "text/calendar"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn calendar(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = asked::id::<ProcessId>(&id)?;
    let store = Arc::clone(&app.store);
    let text = app
        .pool
        .run(move || {
            let process = store.process(id)?.ok_or_else(|| Problem::missing(id))?;
            let query = Query { process: Some(id), limit: 1000, ..Query::default() };
            let (text, _) = notula_export::calendar(&*store, &query, &clean(&process.title)).map_err(inside)?;
            Ok(text)
        })
        .await?;
    let mut response = reply::tagged(&headers, text.into_bytes(), "text/calendar; charset=utf-8");
    let name = format!("attachment; filename=\"notula-{id}.ics\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn inside(error: notula_export::Error) -> Problem {
    Problem::inside(&error)
}

/// Without characters that XML and calendars cannot hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
