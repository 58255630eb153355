//! Values of parameters, one by one.

use std::str::FromStr;

use jiff::civil::Date;
use notula_export::Of;
use notula_store::{Cursor, Order};

use super::{Asked, Format};
use crate::error::Problem;

/// How many members a list of a parameter may have.
const MOST: usize = 100;
/// Characters of a text to search for, and of a cursor.
const LONGEST: usize = 500;

impl<P> Asked<P> {
    pub(super) fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let query = &mut self.query;
        match name {
            "since" => query.since = Some(day(name, value)?),
            "until" => query.until = Some(day(name, value)?),
            "actor" => query.actors = list(name, value, one)?,
            "country" => {
                query.countries = list(name, value, |name, code| {
                    let fits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
                    fits.then(|| code.to_ascii_uppercase())
                        .ok_or_else(|| wrong(name, code, "three letters such as SDN"))
                })?;
            }
            "issue" => {
                query.issues = list(name, value, |name, code| {
                    let fits = (1..=40).contains(&code.len())
                        && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-');
                    fits.then(|| code.to_owned()).ok_or_else(|| wrong(name, code, "a code such as ceasefire.general"))
                })?;
            }
            "type" => query.types = list(name, value, one)?,
            "status" => query.statuses = list(name, value, one)?,
            "story" => query.story = Some(one(name, value)?),
            "process" => query.process = Some(one(name, value)?),
            "language" => {
                query.languages = list(name, value, |name, code| {
                    let fits = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
                    fits.then(|| code.to_owned()).ok_or_else(|| wrong(name, code, "two or three letters such as id"))
                })?;
            }
            "min_confidence" => {
                let p = value.parse::<f32>().ok().filter(|p| (0.0..=1.0).contains(p));
                query.min_confidence = p.ok_or_else(|| wrong(name, value, "a number from 0 to 1"))?;
            }
            "text" => {
                if value.chars().count() > LONGEST {
                    return Err(Problem::bad(format!("`text` is longer than {LONGEST} characters")));
                }
                query.text = Some(value.trim().to_owned()).filter(|text| !text.is_empty());
            }
            "order" => {
                query.order = match value {
                    "latest" => Order::Latest,
                    "earliest" => Order::Earliest,
                    _ => return Err(wrong(name, value, "latest or earliest")),
                }
            }
            "limit" => {
                let limit = value.parse::<u32>().ok().filter(|limit| (1..=1000).contains(limit));
                query.limit = limit.ok_or_else(|| wrong(name, value, "a number from 1 to 1000"))?;
            }
            "after" => {
                if value.chars().count() > LONGEST {
                    return Err(Problem::bad(format!("`after` is longer than {LONGEST} characters")));
                }
                query.after = Some(Cursor(value.to_owned()));
            }
            "format" => {
                self.format = match value {
                    "json" => Format::Json,
                    "csv" => Format::Csv,
                    _ => return Err(wrong(name, value, "json or csv")),
                }
            }
            "of" => {
                let of = Of::ALL.into_iter().find(|of| of.name() == value);
                self.of = Some(of.ok_or_else(|| wrong(name, value, "one of events, statements, positions, …"))?);
            }
            _ => return Err(Problem::bad(format!("there is no parameter `{}`", cut(name)))),
        }
        Ok(())
    }
}

fn list<T>(name: &str, value: &str, one: impl Fn(&str, &str) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
    let all = value.split(',').map(|part| one(name, part)).collect::<Result<Vec<T>, _>>()?;
    if all.len() > MOST {
        return Err(Problem::bad(format!("`{name}` has more than {MOST} members")));
    }
    Ok(all)
}

fn one<T: FromStr>(name: &str, value: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    value.parse().map_err(|error: T::Err| Problem::bad(format!("`{name}`: {error}")))
}

/// A day as the document describes it; `name` is what it is called there.
pub(crate) fn day(name: &str, value: &str) -> Result<String, Problem> {
    // dates are read in other forms too; only this one is described
    let plain = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = value.parse::<Date>().ok().filter(|_| plain);
    day.map(|day| day.to_string()).ok_or_else(|| wrong(name, value, "a day such as 2026-01-31"))
}

fn wrong(name: &str, value: &str, expected: &str) -> Problem {
    Problem::bad(format!("`{name}`: `{}` is not {expected}", cut(value)))
}

pub(super) fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
