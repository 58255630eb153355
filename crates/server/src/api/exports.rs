//! Whole answers in the forms of `notula export`, written while they are sent.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use notula_export::{Format, Of};
use tokio::sync::mpsc;

use crate::app::App;
use crate::asked::{Asked, Filters};
use crate::error::Problem;

/// Bytes that are written before they are sent.
const PIECE: usize = 1 << 16;

/// Everything that the filters let through, in one file: `csv`, `parquet`, `xlsx`, `jsonl`, `jsonld`, `polecat`, `gdelt`,
/// `ics` or `graphml`. `of` chooses the rows of tables.
#[utoipa::path(get, path = "/export/{form}", tag = "facts", params(
    ("form" = String, Path, description = "The form", pattern = "^(csv|parquet|xlsx|jsonl|jsonld|polecat|gdelt|ics|graphml)$"),
    ("of" = Option<String>, Query, description = "Kind of rows", pattern = "^(events|statements|positions|proposals|conflicts|actors|reports)$"),
    Filters), responses(
    (status = 200, body = String, content_type = "application/octet-stream"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn export(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(form): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Problem> {
    let format = Format::ALL
        .into_iter()
        .find(|format| format.name() == form)
        .ok_or_else(|| Problem::missing(format_args!("form `{}`", form.chars().take(20).collect::<String>())))?;
    let (of, rest) = kind(&raw.unwrap_or_default())?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let query = Asked::parse(&rest, accept)?.query;
    let (send, receive) = mpsc::channel(4);
    let (store, pool) = (Arc::clone(&app.store), app.exports.clone());
    tokio::spawn(async move {
        let failed = send.clone();
        let done = pool
            .run(move || {
                let mut out = Sender { to: send, piece: Vec::with_capacity(PIECE) };
                let written = notula_export::export(&*store, &query, format, of, &mut out);
                written.map_err(|error| Problem::inside(&error))?;
                out.flush().map_err(|error| Problem::inside(&error))
            })
            .await;
        if let Err(problem) = done {
            // the head is sent; breaking off tells that the rest is missing
            let _ = failed.send(Err(io::Error::other(problem.detail))).await;
        }
    });
    let pieces =
        stream::unfold(receive, |mut receive| async move { receive.recv().await.map(|piece| (piece, receive)) });
    // compression asks once more after the end
    let body = Body::from_stream(pieces.fuse());
    let name = match of {
        Some(of) => format!("attachment; filename=\"notula-{}.{}\"", of.name(), ending(format)),
        None => format!("attachment; filename=\"notula.{}\"", ending(format)),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

const fn ending(format: Format) -> &'static str {
    match format {
        Format::Polecat => "polecat.tsv",
        Format::Gdelt => "gdelt.tsv",
        other => other.name(),
    }
}

/// Takes `of` out of the parameters.
fn kind(raw: &str) -> Result<(Option<Of>, String), Problem> {
    let mut of = None;
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        if name == "of" {
            let known = Of::ALL.into_iter().find(|of| of.name() == value);
            of = Some(known.ok_or_else(|| Problem::bad("`of` is one of events, statements, positions, …"))?);
        } else {
            rest.append_pair(&name, &value);
        }
    }
    Ok((of, rest.finish()))
}

/// Hands on what is written, piece by piece, and waits while nobody takes it.
struct Sender {
    to: mpsc::Sender<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.to.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
