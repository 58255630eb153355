//! Reading what somebody pastes, before or instead of storing it.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use jiff::civil::Date;
use notula_store::Added;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::Problem;
use crate::guard::Caller;
use crate::pages::Samples;
use crate::paste::{Paste, Reading};
use crate::reply;

/// A report to be read.
#[derive(Debug, Clone, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Pasted {
    /// The report: plain text, dirty text, or a page of HTML. Either this or `bytes`.
    #[serde(default)]
    text: Option<String>,
    /// The raw bytes in base64, for files in whatever encoding.
    #[serde(default)]
    bytes: Option<String>,
    /// Name of the file it came from.
    #[serde(default)]
    source: Option<String>,
    /// Headline, where it is no part of the text.
    #[serde(default)]
    title: Option<String>,
    /// Address of the page; noted, never fetched.
    #[serde(default)]
    url: Option<String>,
    /// Day of publication.
    #[serde(default)]
    #[schema(format = Date)]
    published: Option<String>,
    /// BCP 47; detected where it is not given.
    #[serde(default)]
    language: Option<String>,
}

/// What became of an added report.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Stored {
    /// `new`, `version`, `copy` or `known`, with the report's id.
    added: Added,
}

/// A sample report of the project.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Sample {
    /// Name of its file, without the ending.
    name: String,
    /// BCP 47.
    language: String,
    /// Bytes.
    size: usize,
}

impl Pasted {
    fn check(self, max: usize) -> Result<Paste, Problem> {
        let bytes = match (self.text, self.bytes) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(coded)) => base64::engine::general_purpose::STANDARD
                .decode(coded)
                .map_err(|_| Problem::bad("`bytes` is no base64"))?,
            _ => return Err(Problem::bad("give either `text` or `bytes`")),
        };
        if bytes.len() > max {
            return Err(too_large(max));
        }
        for (name, value) in
            [("source", &self.source), ("title", &self.title), ("url", &self.url), ("language", &self.language)]
        {
            if value.as_deref().is_some_and(|value| value.len() > 2000) {
                return Err(Problem::bad(format!("`{name}` is longer than 2000 bytes")));
            }
        }
        let published = match self.published.filter(|day| !day.is_empty()) {
            Some(day) => {
                Some(day.parse::<Date>().map_err(|_| Problem::bad("`published` is no day such as 2026-01-31"))?)
            }
            None => None,
        };
        let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        Ok(Paste {
            source: given(self.source).unwrap_or_else(|| "pasted".to_owned()),
            bytes,
            title: given(self.title),
            url: given(self.url),
            published: published.map(|day| day.to_string()),
            language: given(self.language),
        })
    }
}

fn too_large(max: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a report may have {} KB", max >> 10))
}

async fn reading(app: &Arc<App>, pasted: Result<Json<Pasted>, JsonRejection>) -> Result<Reading, Problem> {
    let max = app.settings.max_paste;
    let Json(pasted) = pasted.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(max),
        status => Problem::new(status, error.body_text()),
    })?;
    let paste = pasted.check(max)?;
    let reader = Arc::clone(&app.reader);
    app.readings.run(move || reader(paste).map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why))).await
}

/// Reads a report and gives its record; nothing is stored.
#[utoipa::path(post, path = "/read", tag = "reading", request_body = Pasted,
    params(("X-Notula" = String, Header, description = "Any value; not needed with a token", example = "1")), responses(
    (status = 200, body = Reading), (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    _: Caller,
    pasted: Result<Json<Pasted>, JsonRejection>,
) -> Result<Response, Problem> {
    Ok(Json(reading(&app, pasted).await?).into_response())
}

/// Reads a report and adds it to the store.
#[utoipa::path(post, path = "/reports", tag = "reading", request_body = Pasted,
    params(("X-Notula" = String, Header, description = "Any value; not needed with a token", example = "1")), responses(
    (status = 201, body = Stored), (status = 200, description = "It was there already", body = Stored),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    pasted: Result<Json<Pasted>, JsonRejection>,
) -> Result<Response, Problem> {
    caller.may_write()?;
    let record = reading(&app, pasted).await?.record;
    let added = app.ask(move |store| store.add(std::slice::from_ref(&record))).await?;
    let added = *added.first().ok_or_else(|| Problem::inside(&"the store gave no answer for an added report"))?;
    tracing::info!(by = caller.name, ?added, "a report was added");
    let status = if matches!(added, Added::Known(_)) { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(Stored { added })).into_response())
}

/// The project's sample reports, made up, to try reading with.
#[utoipa::path(get, path = "/samples", tag = "reading", responses(
    (status = 200, body = Vec<Sample>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn samples(headers: HeaderMap) -> Result<Response, Problem> {
    let samples: Vec<_> = Samples::iter()
        .filter_map(|file| {
            let name = file.strip_suffix(".txt")?.to_owned();
            let size = Samples::get(&file)?.data.len();
            Some(Sample { language: name.split('-').next()?.to_owned(), name, size })
        })
        .collect();
    reply::json(&headers, &samples)
}

/// The text of a sample report, as dirty as it came.
#[utoipa::path(get, path = "/samples/{name}", tag = "reading",
    params(("name" = String, Path, description = "Its name", example = "en-06-khartoum")), responses(
    (status = 200, body = String, content_type = "text/plain"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn sample(headers: HeaderMap, Path(name): Path<String>) -> Result<Response, Problem> {
    let file = Samples::get(&format!("{name}.txt")).ok_or_else(|| Problem::missing("such sample"))?;
    // a few are in other encodings, on purpose: the bytes are sent as they are
    Ok(reply::tagged(&headers, file.data.into_owned(), "text/plain"))
}
