//! Answers: JSON and CSV, with an entity tag so that what has not changed is not sent again.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::asked::Format;
use crate::error::Problem;
use crate::rows::Row;

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Listed<T> {
    /// In the order asked for.
    pub(crate) items: Vec<T>,
    /// Give it as `after` for the part that follows; null at the end.
    pub(crate) next: Option<String>,
}

impl<T> From<notula_store::Page<T>> for Listed<T> {
    fn from(page: notula_store::Page<T>) -> Self {
        Self { items: page.items, next: page.next.map(|cursor| cursor.0) }
    }
}

/// One thing as JSON.
pub(crate) fn json<T: Serialize>(asked: &HeaderMap, value: &T) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(|error| Problem::inside(&error))?;
    Ok(tagged(asked, body, "application/json"))
}

/// A list in the form asked for.
pub(crate) fn list<T: Serialize + Row>(
    asked: &HeaderMap,
    format: Format,
    list: &Listed<T>,
) -> Result<Response, Problem> {
    match format {
        Format::Json => json(asked, list),
        Format::Csv => {
            let mut response = tagged(asked, csv(&list.items)?, "text/csv; charset=utf-8");
            let name = format!("attachment; filename=\"notula-{}.csv\"", T::NAME);
            if let Ok(name) = HeaderValue::from_str(&name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            if let Some(next) = list.next.as_deref().and_then(|next| HeaderValue::from_str(next).ok()) {
                response.headers_mut().insert("x-next", next);
            }
            Ok(response)
        }
    }
}

/// Whether the caller has the answer with this tag already.
pub(crate) fn knows(asked: &HeaderMap, tag: &[u8]) -> bool {
    asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|one| one.trim().as_bytes() == tag || one.trim() == "*"))
}

/// Any other text.
pub(crate) fn tagged(asked: &HeaderMap, body: Vec<u8>, kind: &'static str) -> Response {
    let hash = Sha256::digest(&body);
    let tag: String = hash[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    // weak: compression may follow
    let tag = format!("W/\"{tag}\"");
    let known = knows(asked, tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn csv<T: Row>(rows: &[T]) -> Result<Vec<u8>, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(T::COLUMNS).map_err(|error| Problem::inside(&error))?;
    for row in rows {
        let cells = row.cells();
        debug_assert_eq!(cells.len(), T::COLUMNS.len());
        writer
            .write_record(cells.iter().map(|cell| harmless(cell).into_owned()))
            .map_err(|error| Problem::inside(&error))?;
    }
    writer.into_inner().map_err(|error| Problem::inside(&error))
}

/// A cell that a spreadsheet will not take for a formula.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    match cell.bytes().next() {
        Some(b'=' | b'+' | b'@' | b'\t' | b'\r') => format!("'{cell}").into(),
        Some(b'-') if cell.parse::<f64>().is_err() => format!("'{cell}").into(),
        _ => cell.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_text() {
        assert_eq!(harmless("=HYPERLINK(\"http://example.org\")"), "'=HYPERLINK(\"http://example.org\")");
        assert_eq!(harmless("-2+3"), "'-2+3");
        assert_eq!(harmless("-80.19"), "-80.19");
        assert_eq!(harmless("Sudan"), "Sudan");
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let first = json(&HeaderMap::new(), &[1, 2]).unwrap();
        let mut again = HeaderMap::new();
        again.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(json(&again, &[1, 2]).unwrap().status(), StatusCode::NOT_MODIFIED);
        assert_eq!(json(&again, &[1, 3]).unwrap().status(), StatusCode::OK);
    }
}
