//! PostgreSQL, through a client that waits for its answers as SQLite does.

use std::collections::HashMap;
use std::error::Error as StdError;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type as PgType, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::{Conn, Row, Table, Type, Value};
use crate::error::Error;
use crate::store::Result;

/// Rows of one statement that inserts.
const ROWS_AT_ONCE: usize = 4000;

/// Statements kept prepared.
const KEPT_STATEMENTS: usize = 256;

/// A store in a database.
pub(crate) struct Postgres {
    config: Config,
    pub(super) place: String,
}

impl Postgres {
    /// Reads the address and connects once, to see that it can.
    pub(crate) fn open(address: &str) -> Result<Self> {
        let place = without_password(address);
        let open = |error: postgres::Error| Error::Open { place: place.clone(), why: causes(&error) };
        let mut config: Config = address.parse().map_err(open)?;
        config.application_name("notula");
        config.connect(NoTls).map_err(open)?;
        Ok(Self { config, place })
    }

    pub(super) fn connect(&self, only_reads: bool) -> Result<Conn> {
        let mut client = self
            .config
            .connect(NoTls)
            .map_err(|error| Error::Open { place: self.place.clone(), why: causes(&error) })?;
        let also = if only_reads { "; SET default_transaction_read_only = on" } else { "" };
        client.batch_execute(&format!("SET client_min_messages = warning; SET jit = off{also}"))?;
        Ok(Conn::Postgres(Box::new(Link { client, prepared: HashMap::new() })))
    }
}

/// The address with `…` in the place of a password.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((name, _)) => format!("{name}:…@{host}"),
            None => authority.to_owned(),
        },
        None => authority.to_owned(),
    };
    let path = path.split('?').next().unwrap_or_default();
    format!("{scheme}://{authority}/{path}")
}

/// An error with what caused it; the client's own words alone say little.
fn causes(error: &dyn StdError) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

/// A connection with its prepared statements.
pub(crate) struct Link {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Link {
    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= KEPT_STATEMENTS {
            self.prepared.clear();
        }
        let statement = self.client.prepare(&dollars(sql))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &values)?)
    }

    pub(super) fn ask(
        &mut self,
        sql: &str,
        values: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        for row in self.client.query(&statement, &values)? {
            each(&Row::Postgres(&row))?;
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, table: &Table, values: &[Value]) -> Result<()> {
        let width = table.columns.len();
        let names = table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let casts = table.columns.iter().map(|(name, kind)| match kind {
            Type::Words => format!("u.{name}::tsvector"),
            _ => format!("u.{name}"),
        });
        let lists = table.columns.iter().enumerate().map(|(i, (_, kind))| match kind {
            Type::Int => format!("?{}::bigint[]", i + 1),
            Type::Text | Type::Words => format!("?{}::text[]", i + 1),
            Type::Blob => format!("?{}::bytea[]", i + 1),
        });
        let sql = format!(
            "INSERT INTO {} ({names}) SELECT {} FROM unnest({}) AS u({names}) {}",
            table.name,
            casts.collect::<Vec<_>>().join(", "),
            lists.collect::<Vec<_>>().join(", "),
            table.conflict
        );
        let statement = self.prepare(&sql)?;
        for rows in values.chunks(width * ROWS_AT_ONCE) {
            let columns: Vec<Column<'_>> =
                (0..width).map(|column| Column(rows.iter().skip(column).step_by(width).collect())).collect();
            let columns: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as _).collect();
            self.client.execute(&statement, &columns)?;
        }
        Ok(())
    }
}

/// `?1` to `$1`. No statement of this crate has a question mark inside quotes.
fn dollars(sql: &str) -> String {
    sql.replace('?', "$")
}

/// The values of one column.
#[derive(Debug)]
struct Column<'a>(Vec<&'a Value>);

impl ToSql for Column<'_> {
    fn to_sql(&self, ty: &PgType, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &PgType) -> bool {
        <Vec<&Value> as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(&self, ty: &PgType, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(value) if *ty == PgType::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Value::Int(value) if *ty == PgType::INT2 => i16::try_from(*value)?.to_sql(ty, out),
            Value::Int(value) if *ty == PgType::FLOAT8 => (*value as f64).to_sql(ty, out),
            Value::Int(value) => value.to_sql(ty, out),
            Value::Real(value) if *ty == PgType::FLOAT4 => (*value as f32).to_sql(ty, out),
            Value::Real(value) => value.to_sql(ty, out),
            Value::Text(value) => value.to_sql(ty, out),
            Value::Blob(value) => value.to_sql(ty, out),
            Value::Ints(values) => values.to_sql(ty, out),
        }
    }

    fn accepts(_: &PgType) -> bool {
        true
    }

    to_sql_checked!();
}

pub(super) fn value(row: &postgres::Row, column: usize) -> Result<Value> {
    let kind = row.columns().get(column).map(|column| column.type_().clone());
    Ok(match kind {
        Some(PgType::INT8) => row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Int),
        Some(PgType::INT4) => row.try_get::<_, Option<i32>>(column)?.map_or(Value::Null, |n| Value::Int(n.into())),
        Some(PgType::INT2) => row.try_get::<_, Option<i16>>(column)?.map_or(Value::Null, |n| Value::Int(n.into())),
        Some(PgType::FLOAT8) => row.try_get::<_, Option<f64>>(column)?.map_or(Value::Null, Value::Real),
        Some(PgType::FLOAT4) => row.try_get::<_, Option<f32>>(column)?.map_or(Value::Null, |n| Value::Real(n.into())),
        Some(PgType::BYTEA) => row.try_get::<_, Option<Vec<u8>>>(column)?.map_or(Value::Null, Value::Blob),
        _ => row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_told() {
        assert_eq!(without_password("postgres://ana:secret@db.example/notes"), "postgres://ana:…@db.example/notes");
        assert_eq!(without_password("postgres://db/notes?password=secret"), "postgres://db/notes");
    }
}
