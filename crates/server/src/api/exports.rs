//! Whole answers in the forms of `notula export`, written while they are sent.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use notula_export::{Format, Of};
use tokio::sync::mpsc;

use crate::app::App;
use crate::asked::{Asked, Filters, Kinds, Words};
use crate::error::Problem;

/// Bytes that are written before they are sent.
const PIECE: usize = 1 << 16;

/// Everything that the filters let through, in one file: `csv`, `parquet`, `xlsx`, `jsonl`, `jsonld`, `polecat`, `gdelt`,
/// `ics` or `graphml`. `of` chooses the rows of tables. `text` goes with
/// tables of what has words: statements, proposals, actors, reports.
#[utoipa::path(get, path = "/export/{form}", tag = "facts", params(
    ("form" = String, Path, description = "The form", pattern = "^(csv|parquet|xlsx|jsonl|jsonld|polecat|gdelt|ics|graphml)$"),
    Filters, Words, Kinds), responses(
    (status = 200, content(
        (String = "text/csv"), (String = "application/jsonl"), (String = "application/ld+json"),
        (String = "text/tab-separated-values"), (String = "text/calendar"), (String = "application/graphml+xml"),
        (String = "application/vnd.apache.parquet"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn export(
    State(app): State<Arc<App>>,
    Path(form): Path<String>,
    Asked { query, of, .. }: Asked<(Filters, Words, Kinds)>,
) -> Result<Response, Problem> {
    let format = Format::ALL
        .into_iter()
        .find(|format| format.name() == form)
        .ok_or_else(|| Problem::missing(format_args!("form `{}`", form.chars().take(20).collect::<String>())))?;
    if query.text.is_some() && !has_words(format, of) {
        return Err(Problem::bad(
            "`text` goes with tables (csv, parquet, xlsx) of statements, proposals, actors or reports",
        ));
    }
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

/// Whether all that is written can be searched for words.
const fn has_words(format: Format, of: Option<Of>) -> bool {
    matches!(format, Format::Csv | Format::Parquet | Format::Xlsx)
        && matches!(of, Some(Of::Statements | Of::Proposals | Of::Actors | Of::Reports))
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
