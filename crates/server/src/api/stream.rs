//! Server-sent events: the store has grown.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use crate::app::App;
use crate::error::Problem;
use crate::guard::Caller;

/// A stream of events `totals`: how much the store holds, now and whenever that changes.
#[utoipa::path(get, path = "/changes", tag = "server", responses(
    (status = 200, body = String, content_type = "text/event-stream"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn changes(State(app): State<Arc<App>>, _: Caller) -> Result<Response, Problem> {
    let place = Arc::clone(&app.changes.places)
        .try_acquire_owned()
        .map_err(|_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many listen already"))?;
    let now = app.ask(|store| store.totals()).await?;
    let mut listen = app.changes.listen();
    listen.mark_unchanged();
    let events = stream::unfold((listen, place, Some(now), None), |(mut listen, place, first, mut last)| async move {
        let totals = match first {
            Some(now) => now,
            None => loop {
                listen.changed().await.ok()?;
                let now = *listen.borrow_and_update();
                if let Some(now) = now.filter(|_| now != last) {
                    break now;
                }
            },
        };
        last = Some(totals);
        let event = Event::default().event("totals").json_data(totals).unwrap_or_default();
        Some((Ok::<_, Infallible>(event), (listen, place, None, last)))
    });
    let mut response = Sse::new(events.fuse()).keep_alive(KeepAlive::default()).into_response();
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
