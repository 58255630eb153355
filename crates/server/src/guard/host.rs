//! Under which names the server may be asked: a page elsewhere could let its own name point to the loopback.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Problem;
use crate::settings::Settings;

pub(crate) async fn host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let named = request.uri().host().map(str::to_owned).or_else(|| {
        request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).map(|host| name(host).to_owned())
    });
    match named {
        Some(named) if allowed(&app.settings, &named) => next.run(request).await,
        _ => Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server does not go by that name; name it with --host when it should",
        )
        .into_response(),
    }
}

/// Without the port.
fn name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
        _ => host,
    }
}

fn allowed(settings: &Settings, named: &str) -> bool {
    let named = named.trim_end_matches('.');
    let bare = named.trim_start_matches('[').trim_end_matches(']');
    let local = named.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip == settings.listen.ip());
    let guarded = settings.behind_proxy || !settings.tokens.is_empty();
    local || settings.hosts.iter().any(|host| host.eq_ignore_ascii_case(named)) || guarded && settings.hosts.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_unless_told() {
        let settings = Settings::default();
        for good in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
            assert!(allowed(&settings, good), "{good}");
        }
        for bad in ["example.org", "localhost.example.org", "192.168.1.4", ""] {
            assert!(!allowed(&settings, bad), "{bad}");
        }
        let named = Settings { hosts: vec!["desk.example.org".into()], behind_proxy: true, ..settings.clone() };
        assert!(allowed(&named, "desk.example.org"));
        assert!(!allowed(&named, "other.example.org"));
        assert!(allowed(&Settings { behind_proxy: true, ..settings }, "desk.example.org"));
    }

    #[test]
    fn the_port_is_no_part_of_the_name() {
        assert_eq!(name("localhost:8080"), "localhost");
        assert_eq!(name("[::1]:8080"), "[::1]");
        assert_eq!(name("localhost"), "localhost");
    }
}
