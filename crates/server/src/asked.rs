//! What a request asks for: the filters of the command line as parameters of the address.
//!
//! A handler says with a type which parameters it takes, as `Asked<(Filters, Paging)>`; the same types describe them in
//! the document of the API, so that the two cannot differ.

mod params;
mod read;

use std::marker::PhantomData;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use notula_store::Query;

pub(crate) use read::day;

pub(crate) use params::{Country, Filters, Form, Issue, Kinds, Language, Ordered, Paging, Taken, Text, Words};

use crate::error::Problem;

/// In what form the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Csv,
}

/// A question to the store and the form of the answer, read from the parameters `P`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked<P> {
    pub(crate) query: Query,
    pub(crate) format: Format,
    /// What `of` names: the kind of rows of an export.
    pub(crate) of: Option<notula_export::Of>,
    taken: PhantomData<fn() -> P>,
}

impl<P: Taken> Asked<P> {
    /// Reads the part of the address after `?`.
    pub(crate) fn parse(raw: &str, accept: Option<&str>) -> Result<Self, Problem> {
        let mut asked = Self {
            query: Query::default(),
            format: match accept {
                Some(accept) if accept.contains("text/csv") => Format::Csv,
                _ => Format::Json,
            },
            of: None,
            taken: PhantomData,
        };
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
            if !P::takes(&name) {
                return Err(Problem::bad(format!("there is no parameter `{}` here", read::cut(&name))));
            }
            if seen.contains(&name) {
                return Err(Problem::bad(format!("`{name}` is given twice")));
            }
            asked.take(&name, &value)?;
            seen.push(name);
        }
        Ok(asked)
    }
}

impl<S: Send + Sync, P: Taken> FromRequestParts<S> for Asked<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        Self::parse(parts.uri.query().unwrap_or_default(), accept)
    }
}

/// Reads an id out of the path.
pub(crate) fn id<T: FromStr>(text: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| Problem::bad(error.to_string()))
}

#[cfg(test)]
mod tests {
    use notula_record::{EventType, Status};
    use notula_story::ids::ActorId;

    use super::*;

    type All = (Filters, Words, Paging, Form);

    #[test]
    fn reads_the_filters_of_the_command_line() {
        let asked = Asked::<All>::parse(
            "since=2026-01-01&actor=A1,A2&country=sdn&type=CONSULT&status=planned&issue=territory&limit=5",
            None,
        )
        .unwrap();
        assert_eq!(asked.query.since.as_deref(), Some("2026-01-01"));
        assert_eq!(asked.query.actors, [ActorId(1), ActorId(2)]);
        assert_eq!(asked.query.countries, ["SDN"]);
        assert_eq!(asked.query.types, [EventType::Consult]);
        assert_eq!(asked.query.statuses, [Status::Planned]);
        assert_eq!((asked.query.limit, asked.format), (5, Format::Json));
    }

    #[test]
    fn says_what_is_wrong() {
        for (raw, expected) in [
            ("since=yesterday", "`since`: `yesterday` is not a day such as 2026-01-31"),
            ("since=2026-02-30", "`since`: `2026-02-30` is not a day such as 2026-01-31"),
            ("since=20260201", "`since`: `20260201` is not a day such as 2026-01-31"),
            ("until=", "`until`: `` is not a day such as 2026-01-31"),
            ("min_confidence=2", "`min_confidence`: `2` is not a number from 0 to 1"),
            ("min_confidence=NaN", "`min_confidence`: `NaN` is not a number from 0 to 1"),
            ("limit=0", "`limit`: `0` is not a number from 1 to 1000"),
            ("limit=5&limit=6", "`limit` is given twice"),
            ("colour=red", "there is no parameter `colour` here"),
            ("country=Sudan", "`country`: `Sudan` is not three letters such as SDN"),
            ("country=SDN,", "`country`: `` is not three letters such as SDN"),
            ("language=Bahasa", "`language`: `Bahasa` is not two or three letters such as id"),
        ] {
            assert_eq!(Asked::<All>::parse(raw, None).unwrap_err().detail, expected, "{raw}");
        }
        assert!(Asked::<All>::parse("type=DANCE", None).unwrap_err().detail.contains("CONSULT"));
    }

    #[test]
    fn a_list_takes_only_what_its_description_names() {
        let detail = Asked::<(Filters, Paging)>::parse("text=truce", None).unwrap_err().detail;
        assert_eq!(detail, "there is no parameter `text` here");
    }

    #[test]
    fn the_address_goes_before_the_header() {
        assert_eq!(Asked::<All>::parse("", Some("text/csv")).unwrap().format, Format::Csv);
        assert_eq!(Asked::<All>::parse("format=json", Some("text/csv")).unwrap().format, Format::Json);
    }
}
