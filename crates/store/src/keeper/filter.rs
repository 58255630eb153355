//! A query as marks and a stretch of places.

use notula_story::days;
use notula_story::row::Day;

use super::asked;
use super::place::{self, Kind, Mark, Place};
use crate::db::{Conn, Dialect, Value};
use crate::query::{Order, Query};
use crate::search::Wanted;
use crate::store::Result;

/// What is looked for in the indexes of questions.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    kind: Kind,
    order: Order,
    /// One mark of each group.
    groups: Vec<Vec<String>>,
    since: Option<Day>,
    until: Option<Day>,
}

/// An index of questions and what must stand there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Looked<'a> {
    /// Marks alone.
    Marks,
    /// All words in the headline.
    Title(&'a Wanted),
    /// All words somewhere, but not all in the headline.
    Text(&'a Wanted),
}

impl Filter {
    /// Reads a query; what `kind` has nothing of is left out. `actors` are those of the query with all that were merged
    /// into them.
    pub(crate) fn new(kind: Kind, query: &Query, actors: &[u64]) -> Result<Self> {
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut group = |marks: Vec<String>| {
            if !marks.is_empty() {
                groups.push(marks);
            }
        };
        use Kind::{Actor, Conflict, Event, Position, Process, Proposal, Report, Statement};
        group(actors.iter().map(|id| Mark::Actor(*id).to_string()).collect());
        group(query.countries.iter().map(|code| Mark::Country(code).to_string()).collect());
        if matches!(kind, Report | Event | Statement | Position | Proposal | Conflict | Process) {
            group(query.issues.iter().map(|code| Mark::Issue(code).to_string()).collect());
        }
        if matches!(kind, Report | Event | Conflict) {
            group(query.types.iter().map(|kind| Mark::Type(*kind).to_string()).collect());
            group(query.statuses.iter().map(|status| Mark::Status(*status).to_string()).collect());
        }
        if !matches!(kind, Process | Actor) {
            group(query.languages.iter().map(|code| Mark::Language(code).to_string()).collect());
            group(query.story.iter().map(|story| Mark::Story(story.0).to_string()).collect());
        }
        if kind != Actor {
            group(query.process.iter().map(|process| Mark::Process(process.0).to_string()).collect());
        }
        Ok(Self { kind, order: query.order, groups, since: day(&query.since)?, until: day(&query.until)? })
    }

    /// Looks for this mark too.
    pub(crate) fn with(mut self, mark: String) -> Self {
        self.groups.push(vec![mark]);
        self
    }

    /// Goes back this many days before the first day that was asked for: rows that last several days stand at the first.
    pub(crate) fn reaching_back(mut self, days: Day) -> Self {
        self.since = self.since.map(|since| since.saturating_sub(days));
        self
    }

    /// The next places after `after`, `limit` of them at most.
    pub(crate) fn places(
        &self,
        conn: &mut Conn,
        looked: Looked<'_>,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Place>> {
        let undated = Place::new(self.kind, None, 0)..=Place::end_of(self.kind, None);
        let dated = Place::new(self.kind, Some(Day::MIN), 0)..=Place::end(self.kind);
        let (first, last) = match (self.since, self.until) {
            (None, None) => match self.order {
                Order::Latest => (*undated.start(), *dated.end()),
                Order::Earliest => (*dated.start(), *dated.end()),
            },
            (since, until) => (
                since.map_or(*dated.start(), |day| Place::new(self.kind, Some(day), 0)),
                until.map_or(*dated.end(), |day| Place::end_of(self.kind, Some(day))),
            ),
        };
        match self.order {
            Order::Latest => {
                let last = after.map_or(last, |after| last.min(Place(after.0 - 1)));
                self.stretch(conn, looked, first, last, limit)
            }
            Order::Earliest => {
                let among_undated = after.is_some_and(|after| undated.contains(&after));
                let mut found = if among_undated {
                    Vec::new()
                } else {
                    let first = after.map_or(first, |after| first.max(Place(after.0 + 1)));
                    self.stretch(conn, looked, first, last, limit)?
                };
                // what has no day comes last
                if found.len() < limit && self.since.is_none() && self.until.is_none() {
                    let first = match after {
                        Some(after) if among_undated => Place(after.0 + 1),
                        _ => *undated.start(),
                    };
                    found.extend(self.stretch(conn, looked, first, *undated.end(), limit - found.len())?);
                }
                Ok(found)
            }
        }
    }

    fn stretch(
        &self,
        conn: &mut Conn,
        looked: Looked<'_>,
        first: Place,
        last: Place,
        limit: usize,
    ) -> Result<Vec<Place>> {
        if first > last || limit == 0 {
            return Ok(Vec::new());
        }
        let order = match self.order {
            Order::Latest => "DESC",
            Order::Earliest => "ASC",
        };
        let table = match looked {
            Looked::Marks => "marks",
            Looked::Title(_) | Looked::Text(_) => "words",
        };
        let wanted = self.expression(conn.dialect(), looked);
        let values = [Value::Int(first.0), Value::Int(last.0), Value::Int(limit as i64), Value::from(wanted.as_str())];
        let (id, holds) = match conn.dialect() {
            Dialect::Sqlite => ("rowid", format!("{table} MATCH ?4 AND")),
            // every row, in the order of the primary key
            Dialect::Postgres if wanted.is_empty() => ("id", String::new()),
            Dialect::Postgres => ("id", format!("{table}.{table} @@ ?4::text::tsquery AND")),
        };
        let sql =
            format!("SELECT {id} FROM {table} WHERE {holds} {id} BETWEEN ?1 AND ?2 ORDER BY {id} {order} LIMIT ?3");
        let values = if holds.is_empty() { &values[..3] } else { &values[..] };
        conn.all(&sql, values, |row| Ok(Place(row.int(0)?)))
    }

    /// As FTS5 or a `tsquery`.
    fn expression(&self, dialect: Dialect, looked: Looked<'_>) -> String {
        let alone = matches!(looked, Looked::Marks);
        let mut parts: Vec<String> = Vec::new();
        match (dialect, looked) {
            (_, Looked::Marks) => {}
            (Dialect::Sqlite, Looked::Title(wanted)) => {
                parts.push(format!("(title : {} {})", wanted.with(dialect, false), lite_without(wanted)));
            }
            (Dialect::Sqlite, Looked::Text(wanted)) => {
                let with = wanted.with(dialect, false);
                parts.push(format!("({{title text}} : {with} {} NOT title : {with})", lite_without(wanted)));
            }
            (Dialect::Postgres, Looked::Title(wanted)) => {
                parts.push(wanted.with(dialect, true));
                parts.extend(wanted.without(dialect).map(|without| format!("!{without}")));
            }
            (Dialect::Postgres, Looked::Text(wanted)) => {
                parts.push(wanted.with(dialect, false));
                parts.extend(wanted.without(dialect).map(|without| format!("!{without}")));
                parts.push(format!("!{}", wanted.with(dialect, true)));
            }
        }
        let (and, or) = match dialect {
            Dialect::Sqlite => (" AND ", " OR "),
            Dialect::Postgres => (" & ", " | "),
        };
        for group in &self.groups {
            let marks: Vec<String> = group
                .iter()
                .map(|mark| match (dialect, alone) {
                    (Dialect::Sqlite, _) => format!("\"{mark}\""),
                    (Dialect::Postgres, true) => format!("'{mark}'"),
                    (Dialect::Postgres, false) => format!("'={mark}'"),
                })
                .collect();
            let group = format!("({})", marks.join(or));
            parts.push(if dialect == Dialect::Sqlite && !alone { format!("marks : {group}") } else { group });
        }
        if parts.is_empty() && dialect == Dialect::Sqlite {
            parts.push(place::ANY.to_owned());
        }
        parts.join(and)
    }

    /// A place before the first one, in the order asked for.
    pub(crate) fn before_all(&self) -> Place {
        match self.order {
            Order::Latest => Place(Place::end(self.kind).0 + 1),
            Order::Earliest => Place(Place::new(self.kind, None, 0).0 - 1),
        }
    }

    /// Leaves out the marks that words do not have: those of stories and processes, which are checked on the rows.
    pub(crate) fn for_words(mut self) -> Self {
        self.groups.retain(|group| !group.iter().all(|mark| mark.starts_with(['y', 'p'])));
        self
    }
}

fn lite_without(wanted: &Wanted) -> String {
    wanted.without(Dialect::Sqlite).map(|without| format!("NOT {{title text}} : {without} ")).collect()
}

fn day(text: &Option<String>) -> Result<Option<Day>> {
    let read = |text: &String| days::day(text).ok_or_else(|| asked(format!("{text:?} is no day such as 2025-12-20")));
    text.as_ref().map(read).transpose()
}
