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
use crate::error::Problem;
use crate::pool::Pool;
use crate::reply;

/// Bytes of all answers that are kept, as they are kept.
const ALL: u64 = 64 << 20;
/// Bytes of the largest one, as it is sent.
const LARGEST: u64 = 4 << 20;
/// Answers longer than this are kept compressed, in bytes.
const COMPRESSED: usize = 4 << 10;
/// The quickest level of zstd: JSON of many like items becomes a tenth of its length in a millisecond.
const LEVEL: i32 = 1;
/// How long the store is believed to be as it was seen; other programs may write to it.
const BELIEVED: Duration = Duration::from_millis(50);

/// State of the store, the address, and whether a table is wanted.
type Key = (i64, String, bool);

#[derive(Clone)]
struct Answer {
    headers: HeaderMap,
    body: Kind,
}

/// A body as it is kept.
#[derive(Clone)]
enum Kind {
    Plain(Bytes),
    /// Compressed, with the length of the plain one.
    Compressed(Bytes, usize),
}

impl Kind {
    fn of(body: &Bytes) -> Self {
        let compressed = (body.len() > COMPRESSED).then(|| zstd::bulk::compress(body, LEVEL).ok()).flatten();
        compressed.map_or_else(|| Self::Plain(body.clone()), |short| Self::Compressed(short.into(), body.len()))
    }

    fn kept(&self) -> usize {
        match self {
            Self::Plain(body) | Self::Compressed(body, _) => body.len(),
        }
    }

    fn plain(&self) -> std::io::Result<Bytes> {
        match self {
            Self::Plain(body) => Ok(body.clone()),
            Self::Compressed(body, length) => zstd::bulk::decompress(body, *length).map(Bytes::from),
        }
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Arc<Answer>> for Size {
    fn weight(&self, key: &Key, answer: &Arc<Answer>) -> u64 {
        (key.1.len() + answer.body.kept() + 512) as u64
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
        Self { answers: Cache::with_weighter(20_000, ALL, Size), seen: Mutex::default(), pool: Pool::new(2) }
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
    let Some(state) = app.kept.state(&app).await else { return next.run(request).await };
    let key = (state, request.uri().to_string(), table);
    // who asks for what somebody else asks for already waits for that answer
    let guard = match app.kept.answers.get_value_or_guard_async(&key).await {
        Ok(answer) => return again(asked, &answer, None),
        Err(guard) => guard,
    };
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
    let answer = Arc::new(Answer { headers: parts.headers, body: Kind::of(&body) });
    // it may have been taken out meanwhile; then it is not kept
    let _ = guard.insert(Arc::clone(&answer));
    again(&asked, &answer, Some(body))
}

/// The answer, with `body` where that is at hand.
fn again(asked: &HeaderMap, answer: &Answer, body: Option<Bytes>) -> Response {
    let known = answer.headers.get(header::ETAG).is_some_and(|tag| reply::knows(asked, tag.as_bytes()));
    let body = match body {
        _ if known => Body::empty(),
        Some(body) => body.into(),
        None => match answer.body.plain() {
            Ok(body) => body.into(),
            Err(error) => return Problem::inside(&error).into_response(),
        },
    };
    let mut response = Response::new(body);
    *response.headers_mut() = answer.headers.clone();
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}
