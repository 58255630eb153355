//! What people correct: who, when, what; kept apart from what was read.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use notula_store::{Change, Corrected, Correction};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::asked::{Asked, Form, Paging};
use crate::body::Body;
use crate::error::Problem;
use crate::guard::Caller;
use crate::reply::{self, Listed};

/// A correction to be made. Who makes it is known from the token.
#[derive(Debug, Clone, Deserialize, Serialize, utoipa::ToSchema)]
pub(super) struct ToCorrect {
    /// Why.
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// What.
    #[serde(flatten)]
    change: Change,
}

/// Every correction, the latest first.
#[utoipa::path(get, path = "/corrections", tag = "corrections", params(Paging, Form), responses(
    (status = 200, content((Listed<Corrected> = "application/json"), (String = "text/csv"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn corrections(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked { query, format, .. }: Asked<(Paging, Form)>,
) -> Result<Response, Problem> {
    let page = app.ask(move |store| store.corrections(&query)).await?;
    reply::list(&headers, format, &Listed::from(page))
}

/// Merges or splits actors, marks a fact as wrong or right, names a process, or takes a correction back.
#[utoipa::path(post, path = "/corrections", tag = "corrections", request_body = ToCorrect,
    params(("X-Notula" = String, Header, description = "Any value; not needed with a token", example = "1")), responses(
    (status = 201, body = Corrected), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn correct(
    State(app): State<Arc<App>>,
    caller: Caller,
    Body(ToCorrect { note, change }): Body<ToCorrect>,
) -> Result<Response, Problem> {
    caller.may_write()?;
    if note.as_deref().is_some_and(|note| note.chars().count() > 2000) {
        return Err(Problem::bad("`note` is longer than 2000 characters"));
    }
    let named = match &change {
        Change::SplitActor { name, .. } => Some(name),
        Change::NameProcess { title, .. } => Some(title),
        _ => None,
    };
    if named.is_some_and(|name| name.trim().is_empty() || name.chars().count() > 200) {
        return Err(Problem::bad("a name has 1 to 200 characters"));
    }
    let correction = Correction { by: caller.name, note, change };
    let made = app.ask(move |store| store.correct(&correction)).await.map_err(|problem| match problem.status {
        // well said, but not of what the store holds
        400 => Problem::new(StatusCode::CONFLICT, problem.detail),
        _ => problem,
    })?;
    tracing::info!(id = made.id, by = made.correction.by, change = ?made.correction.change, "corrected");
    Ok((StatusCode::CREATED, Json(made)).into_response())
}
