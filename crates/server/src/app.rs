//! The parts put together.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use notula_store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::changes::Changes;
use crate::error::Problem;
use crate::guard::{self, Rate, Sessions};
use crate::kept::{self, Kept};
use crate::paste::Reader;
use crate::pool::Pool;
use crate::settings::Settings;
use crate::{api, pages, telemetry};

/// What every request needs.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) reader: Reader,
    /// For calls to the store.
    pub(crate) pool: Pool,
    /// For readings, which take the processor.
    pub(crate) readings: Pool,
    /// For exports, which last as long as the client takes to receive them.
    pub(crate) exports: Pool,
    pub(crate) sessions: Sessions,
    pub(crate) rate: Rate,
    pub(crate) changes: Changes,
    pub(crate) kept: Kept,
    pub(crate) metrics: PrometheusHandle,
}

impl App {
    pub(crate) fn new(settings: Settings, store: Arc<dyn Store>, reader: Reader) -> Arc<Self> {
        Arc::new(Self {
            pool: Pool::new(settings.store_calls),
            readings: Pool::new(settings.readings),
            exports: Pool::new(settings.store_calls),
            rate: Rate::new(settings.rate),
            sessions: Sessions::default(),
            changes: Changes::default(),
            kept: Kept::default(),
            metrics: telemetry::start(),
            settings,
            store,
            reader,
        })
    }

    /// Asks the store on a thread of the pool.
    pub(crate) async fn ask<T, F>(self: &Arc<Self>, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&dyn Store) -> notula_store::Result<T> + Send + 'static,
    {
        let store = Arc::clone(&self.store);
        self.pool.run(move || question(&*store).map_err(Problem::from)).await
    }
}

/// API and pages as a service, for tests and for programs that have a server of their own.
pub fn router(settings: Settings, store: Arc<dyn Store>, reader: Reader) -> Router {
    build(&App::new(settings, store, reader))
}

pub(crate) fn build(app: &Arc<App>) -> Router {
    // base64 and JSON escapes make a paste longer on its way
    let limit = app.settings.max_paste.saturating_mul(2).saturating_add(64 << 10);
    let api = api::router()
        .layer(DefaultBodyLimit::max(limit))
        .layer(from_fn_with_state(Arc::clone(app), kept::kept))
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(Arc::clone(app), guard::caller));
    Router::new()
        .merge(api)
        .route("/health", get(api::health))
        .fallback(pages::page)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(app), guard::rate))
        .layer(from_fn_with_state(Arc::clone(app), guard::host))
        .layer(from_fn(telemetry::count))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            use axum::response::IntoResponse;
            Problem::inside(&"a handler panicked").into_response()
        }))
        .layer(from_fn(guard::headers))
        .with_state(Arc::clone(app))
}
