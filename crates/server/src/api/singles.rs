//! One thing by its id.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use notula_record::Record;
use notula_story::ids::{ActorId, EventId, ProcessId, ProposalId, ReportId, StatementId, StoryId};
use notula_story::view::{Actor, Event, Process, Proposal, Report, Statement, Story};

use crate::app::App;
use crate::asked;
use crate::error::Problem;
use crate::reply;

macro_rules! singles {
    ($($(#[doc = $doc:literal])+ $name:ident $path:literal $tag:literal $id:ty => $item:ty;)+) => {$(
        $(#[doc = $doc])+
        #[utoipa::path(get, path = $path, tag = $tag, params(("id" = $id, Path, description = "Its id")), responses(
            (status = 200, body = $item),
            (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
        pub(super) async fn $name(
            State(app): State<Arc<App>>,
            headers: HeaderMap,
            Path(id): Path<String>,
        ) -> Result<Response, Problem> {
            let id = asked::id::<$id>(&id)?;
            match app.ask(move |store| store.$name(id)).await? {
                Some(found) => reply::json(&headers, &found),
                None => Err(Problem::missing(id)),
            }
        }
    )+};
}

singles! {
    /// A report, without its text.
    report "/reports/{id}" "reports" ReportId => Report;
    /// The record of a report as it was read, with the report's text.
    record "/reports/{id}/record" "reports" ReportId => Record;
    /// An actor; one that was merged into another gives the other.
    actor "/actors/{id}" "facts" ActorId => Actor;
    /// An event.
    event "/events/{id}" "facts" EventId => Event;
    /// A statement.
    statement "/statements/{id}" "facts" StatementId => Statement;
    /// A proposal.
    proposal "/proposals/{id}" "facts" ProposalId => Proposal;
    /// A story.
    story "/stories/{id}" "stories" StoryId => Story;
    /// A process.
    process "/processes/{id}" "stories" ProcessId => Process;
}

/// Near-copies of a report, and the report that it copies.
#[utoipa::path(get, path = "/reports/{id}/copies", tag = "reports",
    params(("id" = ReportId, Path, description = "Its id")), responses(
    (status = 200, body = Vec<Report>), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn copies(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = asked::id::<ReportId>(&id)?;
    let found = app.ask(move |store| if store.report(id)?.is_some() { store.copies(id).map(Some) } else { Ok(None) });
    match found.await? {
        Some(copies) => reply::json(&headers, &copies),
        None => Err(Problem::missing(id)),
    }
}
