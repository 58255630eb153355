//! Answers that were given, kept as long as the store stays as it was: many readers look at the same pages.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::app::App;
use crate::pool::Pool;
use crate::reply;

/// Bytes of all answers that are kept.
const ALL: u64 = 64 << 20;
/// Bytes of the largest one.
const LARGEST: u64 = 1 << 20;
/// How long the store is believed to be as it was seen; other programs may write to it.
const BELIEVED: Duration = Duration::from_millis(50);

/// The address, and whether a table is wanted.
type Key = (String, bool);

#[derive(Clone)]
struct Answer {
    /// State of the store.
    state: i64,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Arc<Answer>> for Size {
    fn weight(&self, key: &Key, answer: &Arc<Answer>) -> u64 {
        (key.0.len() + answer.body.len() + 512) as u64
    }
}

/// Answers by their questions.
pub(crate) struct Kept {
    answers: Cache<Key, Arc<Answer>, Size>,
    /// What the store's state was, and when.
    seen: Mutex<Option<(Instant, i64)>>,
    /// To ask for it without waiting behind other questions.
    pool: Pool,
}

impl Default for Kept {
    fn default() -> Self {
        Self { answers: Cache::with_weighter(1_000, ALL, Size), seen: Mutex::default(), pool: Pool::new(2) }
    }
}

impl Kept {
    async fn state(&self, app: &Arc<App>) -> Option<i64> {
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, state)) = seen.filter(|(when, _)| when.elapsed() < BELIEVED) {
            return Some(state);
        }
        let (when, store) = (Instant::now(), Arc::clone(&app.store));
        let state = self.pool.run(move || Ok(store.state()?)).await.ok()?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((when, state));
        Some(state)
    }

    fn forget_state(&self) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Gives an answer again, or keeps the one that is made.
pub(crate) async fn kept(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        let response = next.run(request).await;
        app.kept.forget_state();
        return response;
    }
    let asked = request.headers();
    let table =
        asked.get(header::ACCEPT).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.contains("text/csv"));
    let key = (request.uri().to_string(), table);
    let Some(state) = app.kept.state(&app).await else { return next.run(request).await };
    if let Some(answer) = app.kept.answers.get(&key).filter(|answer| answer.state == state) {
        return again(asked, &answer);
    }
    // the handler would leave out what the caller knows; the whole is kept and compared here
    let asked = asked.clone();
    let mut request = request;
    request.headers_mut().remove(header::IF_NONE_MATCH);
    let (parts, body) = next.run(request).await.into_parts();
    // only what has a tag was made of the store's state alone
    let whole = body.size_hint().exact().is_some_and(|size| size <= LARGEST);
    if parts.status != StatusCode::OK || !whole || !parts.headers.contains_key(header::ETAG) {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST as usize).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let answer = Arc::new(Answer { state, headers: parts.headers, body });
    app.kept.answers.insert(key, Arc::clone(&answer));
    again(&asked, &answer)
}

fn again(asked: &HeaderMap, answer: &Answer) -> Response {
    let known = answer.headers.get(header::ETAG).is_some_and(|tag| reply::knows(asked, tag.as_bytes()));
    let mut response = Response::new(if known { Body::empty() } else { Body::from(answer.body.clone()) });
    *response.headers_mut() = answer.headers.clone();
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}
