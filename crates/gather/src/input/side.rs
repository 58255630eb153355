//! What is known about a report besides its text: the fields of a JSON object, or of the file beside it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use serde_json::{Map, Value};

use crate::report::Meta;

/// Takes the fields of a JSON object; what cannot be used comes back as notes.
pub(super) fn fields(object: &Map<String, Value>) -> (Meta, Vec<String>) {
    let mut notes = Vec::new();
    let mut field = |name: &str| match object.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(_) => {
            notes.push(format!("the field {name} is no text and was not used"));
            None
        }
    };
    let (title, url, language) = (field("title"), field("url"), field("language"));
    let published = field("published").and_then(|text| {
        let day = day(&text);
        if day.is_none() {
            notes.push(format!("published is no date and was not used: {text:?}"));
        }
        day
    });
    (Meta { title, url, published, language, ..Meta::default() }, notes)
}

/// The day in an ISO 8601 date, date and time, or an RFC 2822 date (as in feeds); as written, whatever its time zone.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    if let Ok(zoned) = rfc2822::parse(text) {
        return Some(zoned.date());
    }
    // the offset is checked but not applied: the day is the one the outlet wrote
    let civil = text.parse::<DateTime>().or_else(|_| {
        text.parse::<Timestamp>()?;
        text.get(..19).unwrap_or(text).parse::<DateTime>()
    });
    civil.ok().map(|time| time.date())
}

/// What `NAME.json` beside `NAME.txt`, `NAME.html` or one of them packed tells, with what could not be used of it.
pub(super) fn beside(path: &Path) -> (Meta, Vec<String>) {
    let side = unpacked(path).with_extension("json");
    if side == path {
        return Default::default();
    }
    let Ok(bytes) = std::fs::read(&side) else { return Default::default() };
    match serde_json::from_slice::<Value>(&bytes) {
        // a report of its own that happens to have the same name
        Ok(Value::Object(object)) if super::json::text_of(&object).is_some() => Default::default(),
        Ok(Value::Object(object)) => fields(&object),
        Ok(_) => (Meta::default(), vec![format!("{} is no JSON object and was not used", side.display())]),
        Err(error) => (Meta::default(), vec![format!("{} is no JSON and was not used: {error}", side.display())]),
    }
}

/// The names under which the report beside `NAME.json` may stand.
pub(super) fn texts_beside(path: &Path) -> impl Iterator<Item = PathBuf> {
    ["txt", "html", "htm", "txt.gz", "html.gz", "htm.gz"].into_iter().map(|end| path.with_extension(end))
}

/// The path without the end that says that it is packed.
fn unpacked(path: &Path) -> PathBuf {
    match path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz")) {
        true => path.with_extension(""),
        false => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_the_outlet_wrote() {
        let christmas = Some(jiff::civil::date(2025, 12, 25));
        for text in [
            "2025-12-25",
            "2025-12-25T23:30:00+07:00",
            "2025-12-25T23:30:00Z",
            "2025-12-25 09:10:11",
            "Thu, 25 Dec 2025 23:30:00 +0700",
        ] {
            assert_eq!(day(text), christmas, "{text}");
        }
        assert_eq!(day("Christmas"), None);
        assert_eq!(day("2025-13-25"), None);
    }

    #[test]
    fn wrong_fields_are_named_and_left_out() {
        let object = serde_json::json!({"title": 5, "published": "soon", "language": " id ", "url": ""});
        let (meta, notes) = fields(object.as_object().unwrap());
        assert_eq!(meta, Meta { language: Some("id".into()), ..Meta::default() });
        assert_eq!(notes.len(), 2);
    }
}
