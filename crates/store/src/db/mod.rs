//! What SQLite and PostgreSQL have in common, as far as this crate needs it.
//!
//! Statements are written once, with `?1`, `?2`, … for their values. Where the two differ, [`Dialect`] has the words.

mod postgres;
mod sqlite;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

use std::sync::Mutex;

use crate::error::Error;
use crate::store::Result;

/// A value that goes into a statement or comes out of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
    /// A list, for [`Dialect::among`].
    Ints(Vec<i64>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<u64> for Value {
    /// Numbers of this crate stay far below 2^63.
    fn from(value: u64) -> Self {
        Value::Int(value as i64)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Value::Int(i64::from(value))
    }
}

impl From<&str> for Value {
    /// PostgreSQL has no NUL in texts; one that stands in a report's field is left out.
    fn from(value: &str) -> Self {
        Value::Text(value.replace('\0', ""))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::from(value.as_str())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Value::Blob(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// The words in which the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// `IN` the list of numbers that is value number `n`.
    pub(crate) fn among(self, n: usize) -> String {
        match self {
            Dialect::Sqlite => format!("IN (SELECT value FROM json_each(?{n}))"),
            Dialect::Postgres => format!("= ANY(?{n})"),
        }
    }
}

/// What a column of [`Conn::insert`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Int,
    Text,
    Blob,
    /// Words with their places, as PostgreSQL writes a `tsvector`.
    Words,
}

/// A table to insert into: its name, its columns, and what to do with a row that is there.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Type)],
    /// Such as `ON CONFLICT (id) DO NOTHING`; may be empty.
    pub(crate) conflict: &'static str,
}

/// One row of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    pub(crate) fn value(&self, column: usize) -> Result<Value> {
        match self {
            Row::Sqlite(row) => sqlite::value(row, column),
            Row::Postgres(row) => self::postgres::value(row, column),
        }
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        self.maybe_int(column)?.ok_or_else(|| odd(column, "a number"))
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        match self.value(column)? {
            Value::Int(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            _ => Err(odd(column, "a number")),
        }
    }

    pub(crate) fn id(&self, column: usize) -> Result<u64> {
        Ok(self.int(column)?.max(0) as u64)
    }

    pub(crate) fn maybe_id(&self, column: usize) -> Result<Option<u64>> {
        Ok(self.maybe_int(column)?.map(|value| value.max(0) as u64))
    }

    pub(crate) fn text(&self, column: usize) -> Result<String> {
        self.maybe_text(column)?.ok_or_else(|| odd(column, "text"))
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>> {
        match self.value(column)? {
            Value::Text(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            _ => Err(odd(column, "text")),
        }
    }

    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>> {
        match self.value(column)? {
            Value::Blob(value) => Ok(value),
            _ => Err(odd(column, "bytes")),
        }
    }
}

fn odd(column: usize, wanted: &str) -> Error {
    Error::Damaged(format!("column {column} of an answer is not {wanted}"))
}

/// A connection, used by one at a time.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<self::postgres::Link>),
}

impl Conn {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Conn::Sqlite(_) => Dialect::Sqlite,
            Conn::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs statements without values.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.execute_batch(sql)?),
            Conn::Postgres(link) => link.batch(sql),
        }
    }

    /// Runs one statement; says how many rows it changed.
    pub(crate) fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        match self {
            Conn::Sqlite(conn) => sqlite::run(conn, sql, values),
            Conn::Postgres(link) => link.run(sql, values),
        }
    }

    /// Hands each row of the answer to `each`.
    pub(crate) fn ask(
        &mut self,
        sql: &str,
        values: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        match self {
            Conn::Sqlite(conn) => sqlite::ask(conn, sql, values, each),
            Conn::Postgres(link) => link.ask(sql, values, each),
        }
    }

    /// Asks once for each of `keys`, which takes the place of the value number `at` (from 0).
    pub(crate) fn ask_each(
        &mut self,
        sql: &str,
        values: &[Value],
        at: usize,
        keys: &[i64],
        each: &mut dyn FnMut(i64, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        match self {
            Conn::Sqlite(conn) => sqlite::ask_each(conn, sql, values, at, keys, each),
            Conn::Postgres(link) => {
                let mut values = values.to_vec();
                for &key in keys {
                    values[at] = Value::Int(key);
                    link.ask(sql, &values, &mut |row| each(key, row))?;
                }
                Ok(())
            }
        }
    }

    /// Inserts rows; `values` has them one after the other.
    pub(crate) fn insert(&mut self, table: &Table, values: &[Value]) -> Result<()> {
        match self {
            Conn::Sqlite(conn) => sqlite::insert(conn, table, values),
            Conn::Postgres(link) => link.insert(table, values),
        }
    }

    /// All rows, each made into a `T`.
    pub(crate) fn all<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut make: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.ask(sql, values, &mut |row| {
            rows.push(make(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row, where there is one.
    pub(crate) fn one<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        make: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, values, make)?.into_iter().next())
    }

    /// Runs `work` in a transaction of one writer.
    pub(crate) fn transaction<T>(&mut self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        match self.dialect() {
            // takes the lock at once, so that what was read before writing still holds
            Dialect::Sqlite => self.batch("BEGIN IMMEDIATE")?,
            // the number stands for "notu"; readers are not kept waiting
            Dialect::Postgres => self.batch("BEGIN; SELECT pg_advisory_xact_lock(1852798069)")?,
        }
        match work(self).and_then(|done| self.batch("COMMIT").map(|()| done)) {
            Ok(done) => Ok(done),
            Err(error) => {
                // the first error is the one to tell; without COMMIT nothing of the transaction stays
                let _ = self.batch("ROLLBACK");
                Err(error)
            }
        }
    }
}

/// Where a store is kept.
pub(crate) enum Backend {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Backend {
    /// A connection that writes.
    pub(crate) fn writer(&self) -> Result<Conn> {
        match self {
            Backend::Sqlite(sqlite) => sqlite.writer(),
            Backend::Postgres(postgres) => postgres.connect(false),
        }
    }

    fn reader(&self) -> Result<Conn> {
        match self {
            Backend::Sqlite(sqlite) => sqlite.reader(),
            Backend::Postgres(postgres) => postgres.connect(true),
        }
    }

    /// File or address, without any password.
    pub(crate) fn place(&self) -> &str {
        match self {
            Backend::Sqlite(sqlite) => &sqlite.place,
            Backend::Postgres(postgres) => &postgres.place,
        }
    }
}

/// Readers that are kept for the next question.
const KEPT: usize = 8;

/// Connections for reading.
pub(crate) struct Readers {
    pub(crate) backend: Backend,
    kept: Mutex<Vec<Conn>>,
}

impl Readers {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend, kept: Mutex::new(Vec::new()) }
    }

    /// Answers a question from one state of the store.
    pub(crate) fn read<T>(&self, answer: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let kept = self.kept.lock().map(|mut kept| kept.pop()).unwrap_or_default();
        let mut conn = match kept {
            Some(conn) => conn,
            None => self.backend.reader()?,
        };
        conn.batch(match conn.dialect() {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })?;
        let answer = answer(&mut conn);
        // a connection that cannot end its transaction is not used again
        if conn.batch("ROLLBACK").is_ok()
            && let Ok(mut kept) = self.kept.lock()
            && kept.len() < KEPT
        {
            kept.push(conn);
        }
        answer
    }
}
