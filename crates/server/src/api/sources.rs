//! Outlets: how much they report, and who copies whom.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use notula_store::{Query, Store};
use notula_story::ids::ReportId;
use notula_story::view::Report;
use serde::Serialize;

use crate::app::App;
use crate::asked::{Asked, Filters, Words};
use crate::error::Problem;
use crate::reply;

/// How many of the latest reports are looked at.
const LOOKED_AT: usize = 5000;

/// Outlets and copies among the latest reports.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Sources {
    /// How many reports were looked at, the latest first.
    reports: usize,
    /// There are more than were looked at.
    more: bool,
    /// The busiest first.
    outlets: Vec<OutletCount>,
    /// Who copies whom, the most frequent first.
    copies: Vec<CopyCount>,
}

/// An outlet and how much it reports.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
struct OutletCount {
    /// Its name, or its domain.
    name: String,
    /// Its domain.
    domain: Option<String>,
    /// Reports of its own.
    own: u32,
    /// Near-copies of reports of others.
    copies: u32,
    /// Near-copies that others made of its reports.
    copied: u32,
    /// Languages of its reports.
    languages: Vec<String>,
}

/// How often one outlet copies another.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CopyCount {
    /// Who copies.
    from: String,
    /// Whom: the outlet of the likely original.
    of: String,
    /// How often.
    reports: u32,
    /// One of the copies.
    example: ReportId,
}

/// Outlets: who copies whom, counted over the latest 5,000 reports that the filters let through.
#[utoipa::path(get, path = "/sources", tag = "reports", params(Filters, Words), responses(
    (status = 200, body = Sources), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn sources(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked { query, .. }: Asked<(Filters, Words)>,
) -> Result<Response, Problem> {
    let sources = app.ask(move |store| count(store, query)).await?;
    reply::json(&headers, &sources)
}

fn count(store: &dyn Store, mut query: Query) -> notula_store::Result<Sources> {
    query.limit = 1000;
    query.after = None;
    let mut reports: Vec<Report> = Vec::new();
    let more = loop {
        let page = store.reports(&query)?;
        reports.extend(page.items);
        query.after = page.next;
        if query.after.is_none() || reports.len() >= LOOKED_AT {
            break query.after.is_some();
        }
    };
    let by_id: HashMap<ReportId, &Report> = reports.iter().map(|report| (report.id, report)).collect();
    let mut outlets: BTreeMap<String, OutletCount> = BTreeMap::new();
    let mut copies: BTreeMap<(String, String), (u32, ReportId)> = BTreeMap::new();
    for report in reports.iter().filter(|report| report.replaced_by.is_none()) {
        let name = outlet(report);
        let entry = outlets.entry(name.clone()).or_default();
        entry.name.clone_from(&name);
        entry.domain = entry.domain.take().or_else(|| report.domain.clone());
        if let Some(language) = report.language.as_ref().filter(|language| !entry.languages.contains(language)) {
            entry.languages.push(language.clone());
        }
        match report.copy_of {
            None => entry.own += 1,
            Some(original) => {
                entry.copies += 1;
                let original = match by_id.get(&original) {
                    Some(report) => Some(outlet(report)),
                    None => store.report(original)?.as_ref().map(outlet),
                };
                if let Some(original) = original {
                    copies.entry((name, original.clone())).or_insert((0, report.id)).0 += 1;
                    let entry = outlets.entry(original.clone()).or_default();
                    entry.name = original;
                    entry.copied += 1;
                }
            }
        }
    }
    let mut outlets: Vec<_> = outlets.into_values().collect();
    outlets.sort_by(|a, b| (b.own + b.copies).cmp(&(a.own + a.copies)).then_with(|| a.name.cmp(&b.name)));
    let mut copies: Vec<_> =
        copies.into_iter().map(|((from, of), (reports, example))| CopyCount { from, of, reports, example }).collect();
    copies.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| (&a.from, &a.of).cmp(&(&b.from, &b.of))));
    Ok(Sources { reports: reports.len(), more, outlets, copies })
}

fn outlet(report: &Report) -> String {
    report.outlet.as_ref().or(report.domain.as_ref()).unwrap_or(&report.source).clone()
}
