//! From filters as the user gives them to a query: names become ids and codes.

use notula_store::{Query, Store};
use notula_story::ids::{ActorId, ProcessId};

use super::args::Filters;
use super::failure::Failure;

/// The query that `filters` ask for.
///
/// # Errors
/// Where a name means nothing in the store, or more than one thing.
pub(crate) fn query(store: &dyn Store, filters: &Filters) -> Result<Query, Failure> {
    let mut query = Query {
        since: filters.since.map(|day| day.to_string()),
        until: filters.until.map(|day| day.to_string()),
        issues: filters.issue.clone(),
        types: filters.kind.clone(),
        statuses: filters.status.clone(),
        story: filters.story,
        languages: filters.lang.clone(),
        min_confidence: filters.min_confidence,
        ..Query::default()
    };
    for name in &filters.actor {
        query.actors.extend(actors(store, name)?);
    }
    for name in &filters.country {
        query.countries.push(country(name)?);
    }
    if let Some(name) = &filters.process {
        query.process = Some(process(store, name)?);
    }
    Ok(query)
}

/// The identity with this id, or all that bear this name.
fn actors(store: &dyn Store, name: &str) -> Result<Vec<ActorId>, Failure> {
    if let Ok(id) = name.parse::<ActorId>() {
        return match store.actor(id)? {
            Some(actor) => Ok(vec![actor.id]),
            None => Err(Failure::Asked(format!("there is no actor {id}"))),
        };
    }
    let found = store.actors(&Query { text: Some(name.to_owned()), limit: 100, ..Query::default() })?.items;
    let bears = |wanted: &dyn Fn(&str) -> bool| -> Vec<ActorId> {
        found
            .iter()
            .filter(|actor| wanted(&actor.name) || actor.names.iter().any(|name| wanted(name)))
            .map(|actor| actor.id)
            .collect()
    };
    let same = bears(&|known| known.to_lowercase() == name.to_lowercase());
    let ids = if same.is_empty() { found.iter().map(|actor| actor.id).collect() } else { same };
    if ids.is_empty() {
        return Err(Failure::Asked(format!("no actor is called {name:?}; see notula actors")));
    }
    Ok(ids)
}

/// Code of a country, by its code or its English name.
fn country(name: &str) -> Result<String, Failure> {
    let state = notula_knowledge::state(&name.to_uppercase())
        .or_else(|| notula_knowledge::StateId::all().find(|state| state.name().eq_ignore_ascii_case(name)));
    state.map(|state| state.iso3().to_owned()).ok_or_else(|| {
        Failure::Asked(format!("no country has the code or name {name:?}; codes are ISO 3166-1 alpha-3, such as UKR"))
    })
}

/// The process with this id, or the one whose title has all these words.
pub(crate) fn process(store: &dyn Store, name: &str) -> Result<ProcessId, Failure> {
    if let Ok(id) = name.parse::<ProcessId>() {
        return match store.process(id)? {
            Some(process) => Ok(process.id),
            None => Err(Failure::Asked(format!("there is no process {id}; see notula brief"))),
        };
    }
    let words: Vec<String> = name.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let all = store.processes(&Query { limit: 1000, ..Query::default() })?.items;
    let mut fitting = all.into_iter().filter(|process| {
        let title = process.title.to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only.id),
        (Some(one), Some(other)) => Err(Failure::Asked(format!(
            "{name:?} may be {} ({}) or {} ({}); name one by its id",
            one.id, one.title, other.id, other.title
        ))),
        (None, _) => Err(Failure::Asked(format!("no process has {name:?} in its title; see notula brief"))),
    }
}
