//! What a request asks for: the filters of the command line as parameters of the address.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use jiff::civil::Date;
use notula_record::{EventType, Status};
use notula_store::{Cursor, Order, Query};
use notula_story::ids::{ProcessId, StoryId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::Problem;

/// The parameters of every list, for the document of the API. [`Asked`] reads them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub(crate) struct Filters {
    /// Not before this day: the day of the fact, or else of the report.
    #[param(format = Date, example = "2026-01-01")]
    since: Option<String>,
    /// Not after this day.
    #[param(format = Date, example = "2026-12-31")]
    until: Option<String>,
    /// Ids of actors, separated by commas; each takes part, speaks or stands.
    #[param(pattern = "^A[0-9]{1,18}(,A[0-9]{1,18})*$", example = "A1")]
    actor: Option<String>,
    /// ISO 3166-1 alpha-3 codes, separated by commas.
    #[param(pattern = "^[A-Z]{3}(,[A-Z]{3})*$", example = "SDN")]
    country: Option<String>,
    /// Codes of issues, separated by commas; `territory` stands for all that begin with `territory.`.
    #[param(pattern = "^[a-z.-]{1,40}(,[a-z.-]{1,40})*$", example = "ceasefire.general")]
    issue: Option<String>,
    /// PLOVER types, separated by commas.
    #[param(pattern = "^(AGREE|CONSULT|REQUEST)(,(ASSAULT|AID|SANCTION))?$", example = "CONSULT")]
    r#type: Option<String>,
    /// What became of events, separated by commas.
    #[param(pattern = "^(occurred|ongoing|planned)(,(conditional|possible|denied))?$", example = "planned")]
    status: Option<String>,
    /// Id of a story.
    #[param(pattern = "^T[0-9]{1,18}$", example = "T1")]
    story: Option<String>,
    /// Id of a process.
    #[param(pattern = "^P[0-9]{1,18}$", example = "P1")]
    process: Option<String>,
    /// Languages of the reports, separated by commas.
    #[param(pattern = "^[a-z]{2,3}(,[a-z]{2,3})*$", example = "id,en")]
    language: Option<String>,
    /// At least as probable.
    #[param(minimum = 0, maximum = 1)]
    min_confidence: Option<f32>,
    /// Words to search for.
    #[param(max_length = 500)]
    text: Option<String>,
    /// `latest` or `earliest` first.
    #[param(pattern = "^(latest|earliest)$")]
    order: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next` of the page before.
    #[param(max_length = 500)]
    after: Option<String>,
    /// `json` or `csv`; without it, the header `Accept` decides.
    #[param(pattern = "^(json|csv)$")]
    format: Option<String>,
}

/// In what form the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Csv,
}

/// A question to the store and the form of the answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    pub(crate) query: Query,
    pub(crate) format: Format,
}

/// How many members a list of a parameter may have.
const MOST: usize = 100;

impl Asked {
    /// Reads the part of the address after `?`.
    pub(crate) fn parse(raw: &str, accept: Option<&str>) -> Result<Self, Problem> {
        let mut query = Query::default();
        let mut format = match accept {
            Some(accept) if accept.contains("text/csv") => Format::Csv,
            _ => Format::Json,
        };
        for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match &*name {
                "since" => query.since = Some(day(&name, value)?),
                "until" => query.until = Some(day(&name, value)?),
                "actor" => extend(&mut query.actors, &name, value)?,
                "country" => {
                    for code in members(&name, value)? {
                        let code = code.to_ascii_uppercase();
                        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                            return Err(wrong(&name, value, "three letters such as SDN"));
                        }
                        query.countries.push(code);
                    }
                }
                "issue" => query.issues.extend(members(&name, value)?.map(str::to_owned)),
                "type" => extend::<EventType>(&mut query.types, &name, &value.to_ascii_uppercase())?,
                "status" => extend::<Status>(&mut query.statuses, &name, value)?,
                "story" => query.story = Some(one::<StoryId>(&name, value)?),
                "process" => query.process = Some(one::<ProcessId>(&name, value)?),
                "language" => query.languages.extend(members(&name, value)?.map(str::to_owned)),
                "min_confidence" => {
                    let p: f32 = one(&name, value)?;
                    if !(0.0..=1.0).contains(&p) {
                        return Err(wrong(&name, value, "a number from 0 to 1"));
                    }
                    query.min_confidence = p;
                }
                "text" => {
                    if value.chars().count() > 500 {
                        return Err(Problem::bad("`text` is longer than 500 characters"));
                    }
                    query.text = Some(value.to_owned());
                }
                "order" => {
                    query.order = match value {
                        "latest" => Order::Latest,
                        "earliest" => Order::Earliest,
                        _ => return Err(wrong(&name, value, "latest or earliest")),
                    }
                }
                "limit" => {
                    query.limit = one(&name, value)?;
                    if !(1..=1000).contains(&query.limit) {
                        return Err(wrong(&name, value, "a number from 1 to 1000"));
                    }
                }
                "after" => {
                    if value.len() > 500 {
                        return Err(Problem::bad("`after` is no cursor of this server"));
                    }
                    query.after = Some(Cursor(value.to_owned()));
                }
                "format" => {
                    format = match value {
                        "json" => Format::Json,
                        "csv" => Format::Csv,
                        _ => return Err(wrong(&name, value, "json or csv")),
                    }
                }
                _ => return Err(Problem::bad(format!("there is no parameter `{}`", cut(&name)))),
            }
        }
        Ok(Self { query, format })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
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

fn members<'a>(name: &str, value: &'a str) -> Result<impl Iterator<Item = &'a str>, Problem> {
    if value.split(',').count() > MOST {
        return Err(Problem::bad(format!("`{name}` has more than {MOST} members")));
    }
    Ok(value.split(',').map(str::trim).filter(|part| !part.is_empty()))
}

fn extend<T: FromStr>(into: &mut Vec<T>, name: &str, value: &str) -> Result<(), Problem>
where
    T::Err: std::fmt::Display,
{
    for part in members(name, value)? {
        into.push(one(name, part)?);
    }
    Ok(())
}

fn one<T: FromStr>(name: &str, value: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    value.parse().map_err(|error: T::Err| Problem::bad(format!("`{name}`: {error}")))
}

fn day(name: &str, value: &str) -> Result<String, Problem> {
    value.parse::<Date>().map(|day| day.to_string()).map_err(|_| wrong(name, value, "a day such as 2026-01-31"))
}

fn wrong(name: &str, value: &str, expected: &str) -> Problem {
    Problem::bad(format!("`{name}`: `{}` is not {expected}", cut(value)))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use notula_story::ids::ActorId;

    use super::*;

    #[test]
    fn reads_the_filters_of_the_command_line() {
        let asked = Asked::parse(
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
            ("min_confidence=2", "`min_confidence`: `2` is not a number from 0 to 1"),
            ("min_confidence=NaN", "`min_confidence`: `NaN` is not a number from 0 to 1"),
            ("limit=0", "`limit`: `0` is not a number from 1 to 1000"),
            ("colour=red", "there is no parameter `colour`"),
            ("country=Sudan", "`country`: `Sudan` is not three letters such as SDN"),
        ] {
            assert_eq!(Asked::parse(raw, None).unwrap_err().detail, expected, "{raw}");
        }
        assert!(Asked::parse("type=DANCE", None).unwrap_err().detail.contains("CONSULT"));
    }

    #[test]
    fn the_address_goes_before_the_header() {
        assert_eq!(Asked::parse("", Some("text/csv")).unwrap().format, Format::Csv);
        assert_eq!(Asked::parse("format=json", Some("text/csv")).unwrap().format, Format::Json);
    }
}
