//! Who asks: by a token, by a session that a token opened, by the proxy's word, or anybody on the loopback.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::error::Problem;
use crate::settings::{Scope, Settings};

/// Name of the cookie.
const COOKIE: &str = "notula";
/// How long a session lasts without a request.
const LASTS: Duration = Duration::from_secs(12 * 3600);
/// How many sessions there can be.
const MOST: usize = 10_000;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) name: String,
    pub(crate) scope: Scope,
}

impl Caller {
    /// Sends away who may only read.
    pub(crate) fn may_write(&self) -> Result<(), Problem> {
        match self.scope {
            Scope::Write => Ok(()),
            Scope::Read => Err(Problem::new(StatusCode::FORBIDDEN, "this token may only read")),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(unknown)
    }
}

/// Sessions of browsers, in memory: a restart ends them.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<HashMap<[u8; 32], (Caller, Instant)>>,
}

impl Sessions {
    /// Opens one and gives its secret.
    pub(crate) fn open(&self, caller: Caller) -> Result<String, Problem> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| Problem::inside(&error))?;
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, seen)| seen.elapsed() < LASTS);
        if open.len() >= MOST {
            return Err(Problem::busy());
        }
        open.insert(Sha256::digest(secret.as_bytes()).into(), (caller, Instant::now()));
        Ok(secret)
    }

    /// Whose session it is.
    fn of(&self, secret: &str) -> Option<Caller> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        let (caller, seen) = open.get_mut(&hash)?;
        if seen.elapsed() >= LASTS {
            open.remove(&hash);
            return None;
        }
        *seen = Instant::now();
        Some(caller.clone())
    }

    /// Ends the session of these headers.
    pub(crate) fn close(&self, headers: &HeaderMap) {
        if let Some(secret) = session_secret(headers) {
            let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
            self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash);
        }
    }
}

/// Lets through who may ask, with the [`Caller`] in the request's extensions.
pub(crate) async fn caller(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    // the door itself, and the description of the house, are open to all
    let open = matches!(request.uri().path(), "/api/v1/session" | "/api/v1/openapi.json");
    match (who(&app, request.headers()), open) {
        (Some(caller), _) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        (None, true) => next.run(request).await,
        (None, false) => {
            metrics::counter!("notula_refused_total", "why" => "caller").increment(1);
            unknown().into_response()
        }
    }
}

fn unknown() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "give a token of this server (Authorization: Bearer …), or sign in")
}

fn who(app: &App, headers: &HeaderMap) -> Option<Caller> {
    let settings = &app.settings;
    if let Some(secret) = bearer(headers) {
        return by_token(settings, secret);
    }
    if let Some(caller) = session_secret(headers).and_then(|secret| app.sessions.of(secret)) {
        return Some(caller);
    }
    if settings.behind_proxy {
        let user = headers.get("x-forwarded-user").and_then(|value| value.to_str().ok()).map(str::trim);
        return Some(match user.filter(|user| !user.is_empty()) {
            Some(user) => Caller { name: user.chars().take(100).collect(), scope: Scope::Write },
            None => Caller { name: "anonymous".to_owned(), scope: Scope::Read },
        });
    }
    settings.tokens.is_empty().then(|| Caller { name: "local".to_owned(), scope: Scope::Write })
}

/// Whose token it is. Every token is compared, each in constant time.
pub(crate) fn by_token(settings: &Settings, secret: &str) -> Option<Caller> {
    let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let mut found = None;
    for token in &settings.tokens {
        if bool::from(token.hash.ct_eq(&hash)) {
            found = Some(Caller { name: token.name.clone(), scope: token.scope });
        }
    }
    found
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

fn session_secret(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, secret)| secret)
}

/// The cookie of a session; pages elsewhere cannot make a browser send it.
pub(crate) fn cookie(settings: &Settings, secret: &str) -> Option<HeaderValue> {
    let secure = if settings.behind_proxy { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}")).ok()
}

/// Takes the cookie back.
pub(crate) fn clear_cookie() -> HeaderValue {
    HeaderValue::from_static("notula=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// Sends away requests that change something and that a page elsewhere made a browser send.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) || ours(request.headers()) {
        return next.run(request).await;
    }
    metrics::counter!("notula_refused_total", "why" => "other site").increment(1);
    Problem::new(
        StatusCode::FORBIDDEN,
        "requests that change something need the header X-Notula: 1 and must not come from a page elsewhere",
    )
    .into_response()
}

/// A page elsewhere can set no header of its own without being asked first, which this server does not answer.
fn ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = match (text("origin"), text("x-forwarded-host").or(text("host"))) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
        (None, _) => true,
    };
    site && origin && (headers.contains_key("x-notula") || bearer(headers).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Token;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_own_pages_change_something() {
        assert!(ours(&headers(&[("x-notula", "1"), ("host", "localhost:1"), ("origin", "http://localhost:1")])));
        assert!(ours(&headers(&[("authorization", "Bearer x"), ("host", "localhost:1")])));
        assert!(!ours(&headers(&[("host", "localhost:1")])));
        assert!(!ours(&headers(&[("x-notula", "1"), ("host", "localhost:1"), ("origin", "http://localhost:2")])));
        assert!(!ours(&headers(&[("x-notula", "1"), ("host", "localhost:1"), ("origin", "null")])));
        assert!(!ours(&headers(&[("x-notula", "1"), ("host", "localhost:1"), ("sec-fetch-site", "cross-site")])));
    }

    #[test]
    fn a_session_ends_when_it_is_closed() {
        let sessions = Sessions::default();
        let sari = Caller { name: "sari".into(), scope: Scope::Write };
        let secret = sessions.open(sari.clone()).unwrap();
        assert_eq!(sessions.of(&secret), Some(sari));
        assert_eq!(sessions.of("0"), None);
        let mut cookie = HeaderMap::new();
        cookie.insert(header::COOKIE, format!("a=b; {COOKIE}={secret}").parse().unwrap());
        sessions.close(&cookie);
        assert_eq!(sessions.of(&secret), None);
    }

    #[test]
    fn tokens_are_told_apart() {
        let tokens = Token::parse("sari write 0123456789abcdef\nbudi read fedcba9876543210").unwrap();
        let settings = Settings { tokens, ..Settings::default() };
        assert_eq!(by_token(&settings, "fedcba9876543210").unwrap().name, "budi");
        assert_eq!(by_token(&settings, "fedcba987654321"), None);
    }
}
