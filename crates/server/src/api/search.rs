//! Full text, with how the findings spread over outlets, languages, months and processes.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use notula_store::{Hit, Query};
use notula_story::view::Report;
use serde::Serialize;

use crate::app::App;
use crate::asked::{Asked, Filters, Form, Format, Ordered, Paging, Text};
use crate::error::Problem;
use crate::reply::{self, Listed};

/// How many findings are counted at most.
const COUNTED: u32 = 1000;

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Found {
    /// The best first.
    items: Vec<Hit>,
    /// Give it as `after` for the part that follows; null at the end.
    next: Option<String>,
    /// How the first 1,000 findings spread; null in the parts after the first.
    facets: Option<Facets>,
}

/// How many findings there are of each.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
struct Facets {
    /// How many were counted.
    counted: usize,
    /// There are more than were counted.
    more: bool,
    /// By outlet.
    outlets: BTreeMap<String, usize>,
    /// By language.
    languages: BTreeMap<String, usize>,
    /// By month of publication (`2026-01`).
    months: BTreeMap<String, usize>,
    /// By process.
    processes: BTreeMap<String, usize>,
}

/// Searches the reports' texts.
#[utoipa::path(get, path = "/search", tag = "reports", params(Filters, Text, Ordered, Paging, Form), responses(
    (status = 200, content((Found = "application/json"), (String = "text/csv"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked { query, format, .. }: Asked<(Filters, Text, Ordered, Paging, Form)>,
) -> Result<Response, Problem> {
    if query.text.is_none() {
        return Err(Problem::bad("give `text` to search for"));
    }
    if format == Format::Csv {
        let page = app.ask(move |store| store.search(&query)).await?;
        return reply::list(&headers, format, &Listed::from(page));
    }
    let found = app
        .ask(move |store| {
            if query.after.is_some() {
                let page = store.search(&query)?;
                return Ok(Found { items: page.items, next: page.next.map(|c| c.0), facets: None });
            }
            let page = store.search(&query)?;
            let facets = match &page.next {
                None => facets(page.items.iter().map(|hit| &hit.report), false),
                Some(_) => {
                    // the same reports without a look into their texts
                    let all = store.reports(&Query { limit: COUNTED, ..query.clone() })?;
                    facets(all.items.iter(), all.next.is_some())
                }
            };
            Ok(Found { items: page.items, next: page.next.map(|c| c.0), facets: Some(facets) })
        })
        .await?;
    reply::json(&headers, &found)
}

fn facets<'a>(reports: impl Iterator<Item = &'a Report>, more: bool) -> Facets {
    let mut facets = Facets { more, ..Facets::default() };
    for report in reports {
        facets.counted += 1;
        if let Some(outlet) = report.outlet.as_ref().or(report.domain.as_ref()) {
            *facets.outlets.entry(outlet.clone()).or_default() += 1;
        }
        if let Some(language) = &report.language {
            *facets.languages.entry(language.clone()).or_default() += 1;
        }
        if let Some(month) = report.published.as_deref().and_then(|day| day.get(..7)) {
            *facets.months.entry(month.to_owned()).or_default() += 1;
        }
        if let Some(process) = report.process {
            *facets.processes.entry(process.to_string()).or_default() += 1;
        }
    }
    facets
}
