//! The API under `/api/v1`. Its description is made from the same routes that answer.

mod corrections;
mod exports;
mod feeds;
mod lists;
mod read;
mod search;
mod session;
mod singles;
mod sources;
mod stream;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use notula_store::Totals;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::asked::{Country, Issue, Language};
use crate::error::Problem;
use crate::reply;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "notula",
        description = "The record of negotiations and conflicts: who took part, who said what, what happened or is \
                       planned, who stands where, what is on the table. Every fact carries the words that say it.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(Country, Issue, Language)),
    tags(
        (name = "reports", description = "Reports and their records"),
        (name = "facts", description = "What is known across reports"),
        (name = "stories", description = "Happenings, and the negotiations and conflicts they belong to"),
        (name = "reading", description = "Reading a report that somebody pastes"),
        (name = "corrections", description = "What people correct, kept apart from what was read"),
        (name = "server", description = "The server itself"),
    )
)]
struct Described;

fn routed() -> OpenApiRouter<Arc<App>> {
    let api = OpenApiRouter::new()
        .routes(routes!(lists::reports))
        .routes(routes!(lists::actors))
        .routes(routes!(lists::relations))
        .routes(routes!(lists::events))
        .routes(routes!(lists::statements))
        .routes(routes!(lists::positions))
        .routes(routes!(lists::proposals))
        .routes(routes!(lists::conflicts))
        .routes(routes!(lists::stories))
        .routes(routes!(lists::processes))
        .routes(routes!(lists::places))
        .routes(routes!(search::search))
        .routes(routes!(sources::sources))
        .routes(routes!(singles::report))
        .routes(routes!(singles::record))
        .routes(routes!(singles::copies))
        .routes(routes!(singles::actor))
        .routes(routes!(singles::event))
        .routes(routes!(singles::statement))
        .routes(routes!(singles::proposal))
        .routes(routes!(singles::story))
        .routes(routes!(singles::process))
        .routes(routes!(exports::export))
        .routes(routes!(feeds::atom))
        .routes(routes!(feeds::calendar))
        .routes(routes!(read::samples))
        .routes(routes!(read::sample))
        .routes(routes!(read::read))
        .routes(routes!(read::add))
        .routes(routes!(corrections::corrections, corrections::correct))
        .routes(routes!(session::who, session::sign_in, session::sign_out))
        .routes(routes!(stream::changes))
        .routes(routes!(totals));
    OpenApiRouter::with_openapi(Described::openapi()).nest("/api/v1", api)
}

/// The API without its guards.
pub(crate) fn router() -> Router<Arc<App>> {
    let (router, _) = routed().split_for_parts();
    router.route("/api/v1/openapi.json", get(description)).route("/metrics", get(metrics))
}

/// The description of the API (OpenAPI 3.1).
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = routed().split_for_parts();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let components = document.components.get_or_insert_with(Default::default);
    components
        .add_security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("notula"))));
    document
}

async fn description(headers: HeaderMap) -> Result<Response, Problem> {
    reply::json(&headers, &document())
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render()).into_response()
}

/// Whether the server and its store answer.
pub(crate) async fn health(State(app): State<Arc<App>>) -> Response {
    match app.ask(|store| store.totals()).await {
        Ok(_) => (StatusCode::OK, "fine\n").into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// How much the store holds.
#[utoipa::path(get, path = "/totals", tag = "server", responses(
    (status = 200, body = Totals), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
async fn totals(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Problem> {
    let totals = app.ask(|store| store.totals()).await?;
    reply::json(&headers, &totals)
}
