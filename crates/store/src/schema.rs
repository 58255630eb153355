//! The tables, and how those of an older release become those of this one.

use crate::db::{Backend, Conn, Dialect, Value};
use crate::error::Error;
use crate::store::Result;

/// Each step makes the tables of its number (its place, from 1) out of those before. A step that was released is never
/// changed again.
const STEPS: &[Step] = &[
    Step {
        both: include_str!("../data/1.sql"),
        sqlite: include_str!("../data/1.sqlite.sql"),
        postgres: include_str!("../data/1.postgres.sql"),
    },
    Step { both: include_str!("../data/2.sql"), sqlite: "", postgres: "" },
];

/// Statements of one step.
struct Step {
    /// In the words of SQLite, see [`in_postgres`].
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// Tables in the words of PostgreSQL, whose `INTEGER` has 32 bits.
fn in_postgres(tables: &str) -> String {
    tables.replace(" INTEGER", " BIGINT").replace(" BLOB", " BYTEA").replace(" WITHOUT ROWID", "")
}

/// The version that this program writes.
pub(crate) fn newest() -> u32 {
    STEPS.len() as u32
}

/// Brings the tables up to date, or refuses a store of a later release.
pub(crate) fn migrate(backend: &Backend, create: bool) -> Result<()> {
    let mut conn = backend.writer()?;
    match check(&mut conn, backend.place())? {
        found if found == newest() => return Ok(()),
        0 if !create => {
            let why = "there is no store here".to_owned();
            return Err(Error::Open { place: backend.place().to_owned(), why });
        }
        _ => {}
    }
    conn.transaction(|conn| {
        // another program may have been faster
        let found = check(conn, backend.place())?;
        for (number, step) in (1..).zip(STEPS).skip(found as usize) {
            tracing::info!(place = backend.place(), version = number, "tables made");
            match conn.dialect() {
                Dialect::Sqlite => conn.batch(step.both).and_then(|()| conn.batch(step.sqlite))?,
                Dialect::Postgres => {
                    conn.batch(&in_postgres(step.both)).and_then(|()| conn.batch(step.postgres))?;
                }
            }
        }
        conn.run("DELETE FROM meta WHERE name = 'version'", &[])?;
        conn.run("INSERT INTO meta (name, number) VALUES ('version', ?1)", &[Value::from(newest())])?;
        Ok(())
    })
}

/// The version of the store; 0 for one without tables.
fn check(conn: &mut Conn, place: &str) -> Result<u32> {
    let (there, tables) = match conn.dialect() {
        Dialect::Sqlite => (
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
            "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
        ),
        Dialect::Postgres => (
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'",
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()",
        ),
    };
    let mut count = |sql: &str| Ok::<_, Error>(conn.one(sql, &[], |row| row.int(0))?.unwrap_or(0));
    if count(there)? == 0 {
        return match count(tables)? {
            0 => Ok(0),
            _ => Err(Error::Open { place: place.to_owned(), why: "holds tables of another program".to_owned() }),
        };
    }
    let version = conn.one("SELECT number FROM meta WHERE name = 'version'", &[], |row| row.int(0))?;
    match version.and_then(|version| u32::try_from(version).ok()) {
        Some(found) if found > newest() => Err(Error::TooNew { place: place.to_owned(), found, known: newest() }),
        Some(found) => Ok(found),
        None => Err(Error::Open { place: place.to_owned(), why: "is no store of notula".to_owned() }),
    }
}
