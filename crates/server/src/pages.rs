//! The pages: files built from `web/` and embedded. Every address that is no file gives the same frame, which finds by
//! itself what it should show.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::Problem;
use crate::reply::tagged;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[exclude = ".*"]
struct Files;

/// The sample reports of the project.
#[derive(RustEmbed)]
#[folder = "../../samples"]
#[include = "*.txt"]
pub(crate) struct Samples;

/// What is shown where the pages were not built.
const UNBUILT: &str = include_str!("unbuilt.html");

/// First parts of the addresses that have a page.
const KNOWN: &[&str] = &[
    "",
    "read",
    "reports",
    "search",
    "actors",
    "processes",
    "stories",
    "events",
    "sources",
    "map",
    "corrections",
    "about",
    "sign-in",
];

/// A file, or the frame.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "pages can only be looked at").into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("metrics") {
        return Problem::missing("such address in the API; see /api/v1/openapi.json").into_response();
    }
    if let Some(file) = Files::get(path).filter(|_| path != "index.html") {
        let mut response = tagged(&headers, file.data.into_owned(), kind(path));
        if path.starts_with("assets/") {
            // their names change with what is in them
            let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
            response.headers_mut().insert(header::CACHE_CONTROL, forever);
        }
        return response;
    }
    let frame = Files::get("index.html").map_or_else(|| UNBUILT.as_bytes().to_vec(), |file| file.data.into_owned());
    let mut response = tagged(&headers, frame, "text/html; charset=utf-8");
    let first = path.split('/').next().unwrap_or_default();
    if !KNOWN.contains(&first) && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
