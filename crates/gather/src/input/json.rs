//! Reports as JSON: an object with the fields text (or content), title, url, published, language.

use serde_json::{Map, Value};

use super::{Item, side};
use crate::report::{Failure, Report};

/// Why a JSON document gives no report.
#[derive(Debug, thiserror::Error)]
pub(super) enum Wrong {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    Syntax(#[from] serde_json::Error),
    /// It is JSON, but there is no report in it.
    #[error("no report: there is no field text or content in it")]
    NoReport,
}

/// The report's text, where `object` is a report.
pub(super) fn text_of(object: &Map<String, Value>) -> Option<&str> {
    ["text", "content"].iter().find_map(|name| object.get(*name)?.as_str())
}

/// Whether `bytes` are one whole JSON object.
pub(super) fn is_object(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'{') && serde_json::from_slice::<Map<String, Value>>(bytes).is_ok()
}

/// The report in one line of JSON.
pub(super) fn line(place: &str, line: &[u8]) -> Item {
    match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(object)) => report(place.to_owned(), object),
        Ok(_) => Err(Failure::new(place, Wrong::NoReport)),
        Err(error) => Err(Failure::new(place, Wrong::Syntax(error))),
    }
}

/// The reports in a JSON document: an object is one, an array as many as it has elements.
pub(super) fn reports(place: &str, bytes: &[u8]) -> Result<Vec<Item>, Wrong> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match serde_json::from_slice::<Value>(bytes)? {
        Value::Object(object) if text_of(&object).is_some() => Ok(vec![report(place.to_owned(), object)]),
        Value::Array(array) if !array.is_empty() && array.iter().all(Value::is_object) => Ok(array
            .into_iter()
            .enumerate()
            .filter_map(|(n, value)| match value {
                Value::Object(object) => Some(report(format!("{place}:{}", n + 1), object)),
                _ => None,
            })
            .collect()),
        _ => Err(Wrong::NoReport),
    }
}

fn report(place: String, object: Map<String, Value>) -> Item {
    let Some(text) = text_of(&object) else { return Err(Failure::new(place, Wrong::NoReport)) };
    let (meta, notes) = side::fields(&object);
    Ok(Report { meta, notes, ..Report::from_bytes(place, text.as_bytes().to_vec()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_either_field_and_names_what_is_none() {
        let got = line("x:1", br#"{"content": "Talks began.", "language": "en"}"#).unwrap();
        assert_eq!((got.bytes.as_slice(), got.meta.language.as_deref()), (&b"Talks began."[..], Some("en")));
        assert_eq!(line("x:2", br#"{"published": "2025-01-01"}"#).unwrap_err().place, "x:2");
        assert!(line("x:3", b"{").unwrap_err().why.starts_with("not JSON"));
    }

    #[test]
    fn an_array_holds_many() {
        let got = reports("a.json", br#"[{"text": "one"}, {"text": "two"}, {"title": "none"}]"#).unwrap();
        let sources: Vec<_> =
            got.iter().map(|item| item.as_ref().map(|r| r.source.as_str()).map_err(|f| &*f.place)).collect();
        assert_eq!(sources, [Ok("a.json:1"), Ok("a.json:2"), Err("a.json:3")]);
    }
}
