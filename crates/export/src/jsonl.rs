//! Everything, one JSON object a line: `{"fact": "event", …}` with the fields of [`notula_story::view`].

use std::io::Write;

use notula_store::{Query, Store};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::walk::all;

#[derive(Serialize)]
struct Line<'a, T> {
    fact: &'static str,
    #[serde(flatten)]
    item: &'a T,
}

/// Writes all kinds, one after the other, and counts the lines.
pub(crate) fn write(store: &dyn Store, query: &Query, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut count = 0;
    count += all(query, |q| store.reports(q), |item| line(out, "report", &item))?;
    count += all(query, |q| store.actors(q), |item| line(out, "actor", &item))?;
    count += all(query, |q| store.relations(q), |item| line(out, "relation", &item))?;
    count += all(query, |q| store.events(q), |item| line(out, "event", &item))?;
    count += all(query, |q| store.statements(q), |item| line(out, "statement", &item))?;
    count += all(query, |q| store.positions(q), |item| line(out, "position", &item))?;
    count += all(query, |q| store.proposals(q), |item| line(out, "proposal", &item))?;
    count += all(query, |q| store.conflicts(q), |item| line(out, "conflict", &item))?;
    count += all(query, |q| store.stories(q), |item| line(out, "story", &item))?;
    count += all(query, |q| store.processes(q), |item| line(out, "process", &item))?;
    Ok(count)
}

fn line<T: Serialize>(out: &mut (dyn Write + Send), fact: &'static str, item: &T) -> Result<()> {
    serde_json::to_writer(&mut *out, &Line { fact, item }).map_err(failed)?;
    Ok(out.write_all(b"\n")?)
}

/// What serde_json says of a writer is an error of writing.
pub(crate) fn failed(error: serde_json::Error) -> Error {
    if error.is_io() { Error::Write(error.into()) } else { Error::format("json", error) }
}
