//! SQLite: one file, readers beside one writer (WAL).

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};

use super::{Conn, Row, Table, Value};
use crate::error::Error;
use crate::store::Result;

/// A store in one file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    pub(super) place: String,
}

impl Sqlite {
    /// Opens the file, makes it where it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let open = |why: String| Error::Open { place: place.clone(), why };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| open(error.to_string()))?;
        }
        let conn = connect(path, OpenFlags::SQLITE_OPEN_CREATE).map_err(|error| open(plain(&error)))?;
        // a file of another kind is found out here
        conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))
            .and_then(|_| conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)))
            .map_err(|error| open(plain(&error)))?;
        Ok(Self { path: path.to_owned(), place })
    }

    pub(super) fn writer(&self) -> Result<Conn> {
        let conn = connect(&self.path, OpenFlags::empty())?;
        conn.execute_batch("PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 2000")?;
        Ok(Conn::Sqlite(conn))
    }

    pub(super) fn reader(&self) -> Result<Conn> {
        let conn = connect(&self.path, OpenFlags::empty())?;
        conn.execute_batch("PRAGMA cache_size = -16384; PRAGMA query_only = ON")?;
        Ok(Conn::Sqlite(conn))
    }
}

fn plain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

fn connect(path: &Path, more: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(60))?;
    conn.set_prepared_statement_cache_capacity(256);
    // a statement keeps its plan whatever its values; else it is planned anew for each of them
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // page_size counts for a new file only: on a small page a packed record of two kilobytes leaves much room
    // unused; temporary tables never leave memory
    conn.execute_batch(
        "PRAGMA page_size = 16384; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF",
    )?;
    Ok(conn)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Value::Real(value) => ToSqlOutput::Borrowed(ValueRef::Real(*value)),
            Value::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Value::Blob(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Value::Ints(values) => {
                let list = values.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
                ToSqlOutput::Owned(rusqlite::types::Value::Text(format!("[{list}]")))
            }
        })
    }
}

pub(super) fn value(row: &rusqlite::Row<'_>, column: usize) -> Result<Value> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
        ValueRef::Blob(value) => Value::Blob(value.to_vec()),
    })
}

pub(super) fn run(conn: &Connection, sql: &str, values: &[Value]) -> Result<u64> {
    Ok(conn.prepare_cached(sql)?.execute(params_from_iter(values))? as u64)
}

pub(super) fn ask(
    conn: &Connection,
    sql: &str,
    values: &[Value],
    each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        each(&Row::Sqlite(row))?;
    }
    Ok(())
}

pub(super) fn ask_each(
    conn: &Connection,
    sql: &str,
    values: &[Value],
    at: usize,
    keys: &[i64],
    each: &mut dyn FnMut(i64, &Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    for (n, value) in (1..).zip(values) {
        statement.raw_bind_parameter(n, value)?;
    }
    for &key in keys {
        statement.raw_bind_parameter(at + 1, key)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(key, &Row::Sqlite(row))?;
        }
    }
    Ok(())
}

pub(super) fn insert(conn: &Connection, table: &Table, values: &[Value]) -> Result<()> {
    let width = table.columns.len();
    let names = table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let marks = (1..=width).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {} ({names}) VALUES ({marks}) {}", table.name, table.conflict);
    let mut statement = conn.prepare_cached(&sql)?;
    for row in values.chunks_exact(width) {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}
