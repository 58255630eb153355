//! Signing in with a token, so that a browser need not keep it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::body::Body;
use crate::error::Problem;
use crate::guard::{self, Caller};
use crate::settings::Scope;

/// Who asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Who {
    /// As it stands in corrections; null for who has not signed in.
    name: Option<String>,
    /// What is allowed; null for nothing.
    scope: Option<Scope>,
    /// There are tokens to sign in with.
    tokens: bool,
}

/// A token to sign in with.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct SignIn {
    /// The secret.
    token: String,
}

/// Who asks, and what is allowed.
#[utoipa::path(get, path = "/session", tag = "server", responses((status = 200, body = Who)))]
pub(super) async fn who(State(app): State<Arc<App>>, caller: Option<axum::Extension<Caller>>) -> Response {
    let caller = caller.map(|extension| extension.0);
    let scope = caller.as_ref().map(|caller| caller.scope);
    let who = Who { name: caller.map(|caller| caller.name), scope, tokens: !app.settings.tokens.is_empty() };
    ([(header::CACHE_CONTROL, "no-store")], Json(who)).into_response()
}

/// Signs in: answers with a cookie that lasts twelve hours.
#[utoipa::path(post, path = "/session", tag = "server", request_body = SignIn,
    params(("X-Notula" = String, Header, description = "Any value; not needed with a token", example = "1")), responses(
    (status = 204, description = "Signed in"), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    Body(SignIn { token }): Body<SignIn>,
) -> Result<Response, Problem> {
    let caller = guard::by_token(&app.settings, token.trim())
        .ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "no token of this server"))?;
    tracing::info!(name = caller.name, "signed in");
    let secret = app.sessions.open(caller)?;
    let cookie = guard::cookie(&app.settings, &secret).ok_or_else(|| Problem::inside(&"a cookie could not be made"))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "server",
    params(("X-Notula" = String, Header, description = "Any value; not needed with a token", example = "1")), responses(
    (status = 204, description = "Signed out"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    app.sessions.close(&headers);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, guard::clear_cookie())]).into_response()
}
