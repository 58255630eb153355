//! Rows of the story crate, by their table.

use std::sync::Arc;

use notula_story::ids::FactId;
use notula_story::row::{
    ActorRow, ConflictRow, EventRow, Link, PositionRow, ProcessRow, ProposalRow, RelationRow, ReportRow, StatementRow,
    StoryRow, Telling, unpack,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::place::{Kind, Marks};
use crate::db::{Conn, Row, Value};
use crate::error::Error;
use crate::store::Result;

/// Tellings that lie beside their fact; the others lie in a table of their own.
pub(crate) const BESIDE: usize = 16;

/// A row with a table of its own.
pub(crate) trait Kept: Serialize + DeserializeOwned + Clone {
    const KIND: Kind;
    fn number(&self) -> u64;
}

macro_rules! kept {
    ($($row:ident $kind:ident;)+) => {$(
        impl Kept for $row {
            const KIND: Kind = Kind::$kind;
            fn number(&self) -> u64 {
                self.id.0
            }
        }
    )+};
}

kept! {
    ReportRow Report;
    EventRow Event;
    StatementRow Statement;
    PositionRow Position;
    ProposalRow Proposal;
    ConflictRow Conflict;
    StoryRow Story;
    ProcessRow Process;
    ActorRow Actor;
}

/// A merged fact with what reports say of it.
#[derive(Debug, Clone)]
pub(crate) struct Fact<T> {
    pub(crate) row: Arc<T>,
    /// The first ones, in the order of report and local id.
    pub(crate) tellings: Vec<Arc<Telling>>,
    /// Marks that come from its reports: languages and issues.
    pub(crate) also: Marks,
}

/// What became of the parts of a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filed {
    pub(crate) links: Vec<Link>,
    pub(crate) relations: Vec<RelationRow>,
    /// The merged facts that it tells, with their ids in the record.
    pub(crate) told: Vec<(FactId, String)>,
    /// Marks of its report, beside those of story, process and copies.
    pub(crate) marks: String,
}

/// Kind and number of a fact.
pub(crate) fn of_fact(fact: FactId) -> (Kind, u64) {
    match fact {
        FactId::Event(id) => (Kind::Event, id.0),
        FactId::Statement(id) => (Kind::Statement, id.0),
        FactId::Position(id) => (Kind::Position, id.0),
        FactId::Proposal(id) => (Kind::Proposal, id.0),
    }
}

pub(crate) fn open<T: DeserializeOwned>(kind: &str, id: u64, body: &[u8]) -> Result<T> {
    unpack(body).map_err(|error| Error::Damaged(format!("{kind} {id}: {error}")))
}

/// Rows by their numbers, in no order; those that are not there are left out.
pub(crate) fn load<T: Kept>(conn: &mut Conn, ids: &[u64]) -> Result<Vec<T>> {
    let sql = format!("SELECT id, body FROM {} WHERE id ", T::KIND.table());
    by_ids(conn, &sql, ids, |row| open(T::KIND.table(), row.id(0)?, &row.blob(1)?))
}

/// Facts by their numbers, in no order.
pub(crate) fn load_facts<T: Kept>(conn: &mut Conn, ids: &[u64]) -> Result<Vec<Fact<T>>> {
    let kind = T::KIND.table();
    let sql = format!("SELECT id, body, tellings, also FROM {kind} WHERE id ");
    by_ids(conn, &sql, ids, |row| {
        let id = row.id(0)?;
        Ok(Fact {
            row: Arc::new(open(kind, id, &row.blob(1)?)?),
            tellings: open::<Vec<Telling>>(kind, id, &row.blob(2)?)?.into_iter().map(Arc::new).collect(),
            also: Marks::read(&row.text(3)?),
        })
    })
}

/// What became of the parts of a record.
pub(crate) fn load_filed(conn: &mut Conn, id: u64) -> Result<Option<Filed>> {
    let sql = "SELECT id, body FROM filed WHERE id ";
    Ok(by_ids(conn, sql, &[id], |row| open("filed", row.id(0)?, &row.blob(1)?))?.pop())
}

/// The tellings of a fact that do not lie beside it, `most` of them.
pub(crate) fn load_tellings(conn: &mut Conn, fact: FactId, most: usize) -> Result<Vec<Telling>> {
    let (kind, id) = of_fact(fact);
    let sql = "SELECT body FROM telling WHERE kind = ?1 AND fact = ?2 ORDER BY report, local LIMIT ?3";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    conn.all(sql, &[Value::Int(kind as i64), Value::from(id), Value::Int(most)], |row| {
        open("telling", id, &row.blob(0)?)
    })
}

/// Asks with `sql`, which ends before the list of numbers.
pub(crate) fn by_ids<T>(
    conn: &mut Conn,
    sql: &str,
    ids: &[u64],
    make: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    match ids {
        [] => Ok(Vec::new()),
        [id] => conn.all(&format!("{sql} = ?1"), &[Value::from(*id)], make),
        ids => {
            let among = conn.dialect().among(1);
            conn.all(&format!("{sql} {among}"), &[Value::Ints(ids.iter().map(|id| *id as i64).collect())], make)
        }
    }
}
