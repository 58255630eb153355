//! Everything that a store holds, line by line, for comparing stores.

use std::collections::BTreeMap;
use std::io::Write;

use notula_story::row::{
    ActorRow, ConflictRow, EventRow, PositionRow, ProcessRow, ProposalRow, ReportRow, StatementRow, StoryRow, Telling,
};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::asking::Asking;
use super::listing::{facts, rows};
use super::rows::{Fact, Filed, Kept, by_ids, open};
use crate::db::{Row, Value};
use crate::error::Error;
use crate::shelf;
use crate::store::Result;

/// Rows that are held at once.
const STEP: i64 = 500;

impl Asking<'_> {
    /// Writes every row as a line of JSON, table by table and by number. The time of adding is left out.
    pub(crate) fn dump(&mut self, out: &mut dyn Write) -> Result<()> {
        self.dump_reports(out)?;
        self.dump_facts::<EventRow>(out)?;
        self.dump_facts::<StatementRow>(out)?;
        self.dump_facts::<PositionRow>(out)?;
        self.dump_facts::<ProposalRow>(out)?;
        self.dump_rows::<ConflictRow>(out)?;
        self.dump_rows::<StoryRow>(out)?;
        self.dump_rows::<ProcessRow>(out)?;
        self.dump_rows::<ActorRow>(out)?;
        self.dump_table(out, "telling", "kind, fact, report, local, body", "kind, fact, report, local", |row| {
            let telling: Telling = open("telling", row.id(1)?, &row.blob(4)?)?;
            Ok(json!({"telling": telling}))
        })?;
        self.dump_table(out, "entry", "list, key, day, id", "list, key, day, id", |row| {
            Ok(json!({"entry": [row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?]}))
        })?;
        self.dump_table(out, "relation", "a, b, kind, report, local", "a, b, kind, report, local", |row| {
            Ok(json!({"relation": [row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?]}))
        })?;
        self.dump_table(out, "correction", "id, undone_by, body", "id", |row| {
            Ok(json!({"correction": row.int(0)?, "undone_by": row.maybe_int(1)?, "body": row.text(2)?}))
        })?;
        line(out, &json!({"totals": self.totals()?}))
    }

    /// The next numbers of a table after one.
    fn numbers<T: Kept>(&mut self, after: u64) -> Result<Vec<u64>> {
        let sql = format!("SELECT id FROM {} WHERE id > ?1 ORDER BY id LIMIT {STEP}", T::KIND.table());
        self.working.conn.borrow_mut().all(&sql, &[Value::from(after)], |row| row.id(0))
    }

    fn dump_reports(&mut self, out: &mut dyn Write) -> Result<()> {
        let mut after = 0;
        loop {
            let ids = self.numbers::<ReportRow>(after)?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            let reports: BTreeMap<u64, ReportRow> = rows::<ReportRow>(self, &ids)?.into_iter().collect();
            let conn = &mut *self.working.conn.borrow_mut();
            let mut bodies: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
            by_ids(conn, "SELECT id, body FROM record WHERE id ", &ids, |row| {
                bodies.insert(row.id(0)?, row.blob(1)?);
                Ok(())
            })?;
            let mut filed: BTreeMap<u64, Filed> = BTreeMap::new();
            by_ids(conn, "SELECT id, body FROM filed WHERE id ", &ids, |row| {
                filed.insert(row.id(0)?, open("filed", row.id(0)?, &row.blob(1)?)?);
                Ok(())
            })?;
            for (id, report) in reports {
                let record = bodies.get(&id).map(|body| shelf::unpack(body, &report)).transpose()?;
                line(out, &json!({"report": report, "filed": filed.get(&id), "record": record}))?;
            }
        }
    }

    fn dump_facts<T: Kept>(&mut self, out: &mut dyn Write) -> Result<()> {
        let mut after = 0;
        loop {
            let ids = self.numbers::<T>(after)?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            let rows: BTreeMap<u64, Fact<T>> = facts::<T>(self, &ids)?.into_iter().collect();
            for fact in rows.into_values() {
                let tellings: Vec<&Telling> = fact.tellings.iter().map(|telling| &**telling).collect();
                line(out, &json!({(T::KIND.table()): *fact.row, "tellings": tellings, "also": fact.also.join()}))?;
            }
        }
    }

    fn dump_rows<T: Kept>(&mut self, out: &mut dyn Write) -> Result<()> {
        let mut after = 0;
        loop {
            let ids = self.numbers::<T>(after)?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            let rows: BTreeMap<u64, T> = rows::<T>(self, &ids)?.into_iter().collect();
            for row in rows.into_values() {
                line(out, &json!({(T::KIND.table()): row}))?;
            }
        }
    }

    fn dump_table(
        &mut self,
        out: &mut dyn Write,
        table: &str,
        columns: &str,
        key: &str,
        make: impl Fn(&Row<'_>) -> Result<Json>,
    ) -> Result<()> {
        let sql = format!("SELECT {columns} FROM {table} ORDER BY {key}");
        let conn = &mut *self.working.conn.borrow_mut();
        conn.ask(&sql, &[], &mut |row| line(out, &make(row)?))
    }
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|error| Error::Backend(Box::new(error)))?;
    Ok(out.write_all(b"\n")?)
}
