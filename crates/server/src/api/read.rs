//! Reading what somebody pastes, before or instead of storing it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use notula_store::Added;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::asked;
use crate::body::Body;
use crate::error::Problem;
use crate::guard::Caller;
use crate::pages::Samples;
use crate::paste::{Paste, Reading};
use crate::reply;

/// A report to be read. It comes either as `text` or as `bytes`.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    /// The report: plain text, dirty text, or a page of HTML.
    #[serde(default)]
    text: Option<String>,
    /// The raw bytes in base64, for files in whatever encoding.
    #[serde(default)]
    #[schema(format = Byte)]
    bytes: Option<String>,
    /// Name of the file it came from.
    #[serde(default)]
    #[schema(max_length = 2000)]
    source: Option<String>,
    /// Headline, where it is no part of the text.
    #[serde(default)]
    #[schema(max_length = 2000)]
    title: Option<String>,
    /// Address of the page; noted, never fetched.
    #[serde(default)]
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// Day of publication.
    #[serde(default)]
    #[schema(format = Date)]
    published: Option<String>,
    /// BCP 47; detected where it is not given.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$")]
    language: Option<String>,
}

/// What is given, with either `text` or `bytes`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct Pasted(Given);

impl PartialSchema for Pasted {
    fn schema() -> RefOr<Schema> {
        let one = |name: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String);
            ObjectBuilder::new().property(name, text).required(name)
        };
        let either = OneOfBuilder::new().item(one("text")).item(one("bytes"));
        let given = Ref::from_schema_name("Given");
        AllOfBuilder::new().item(given).item(either).into()
    }
}

impl ToSchema for Pasted {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("Given".to_owned(), Given::schema()));
    }
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
        let Given { text, bytes, source, title, url, published, language } = self.0;
        let bytes = match (text, bytes) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(coded)) => base64::engine::general_purpose::STANDARD
                .decode(coded)
                .map_err(|_| Problem::bad("`bytes` is no base64"))?,
            _ => return Err(Problem::bad("give either `text` or `bytes`")),
        };
        if bytes.len() > max {
            let detail = format!("a report may have {} KB", max >> 10);
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        for (name, value) in [("source", &source), ("title", &title), ("url", &url)] {
            if value.as_deref().is_some_and(|value| value.chars().count() > 2000) {
                return Err(Problem::bad(format!("`{name}` is longer than 2000 characters")));
            }
        }
        if language.as_deref().is_some_and(|language| !is_language(language)) {
            return Err(Problem::bad("`language` is no code such as id or en-GB"));
        }
        let published = published.map(|day| asked::day("published", &day)).transpose()?;
        let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        let source = given(source).unwrap_or_else(|| "pasted".to_owned());
        Ok(Paste { source, bytes, title: given(title), url: given(url), published, language })
    }
}

/// Whether a text has the form of a code of BCP 47.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.clone().count() <= 4
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

async fn reading(app: &Arc<App>, pasted: Pasted) -> Result<Reading, Problem> {
    let paste = pasted.check(app.settings.max_paste)?;
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
    Body(pasted): Body<Pasted>,
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
    Body(pasted): Body<Pasted>,
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
