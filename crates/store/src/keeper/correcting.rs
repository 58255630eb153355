//! Corrections: what users say of what was read. What was read stays as it was; every correction can be taken back.

use std::sync::Arc;

use notula_story::ids::{ActorId, FactId, ProcessId, ReportId};
use notula_story::row::{ActorRow, Entry, Index};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::asked;
use super::asking::{offset, slice};
use super::listing::limit;
use super::rows::of_fact;
use super::working::{Hands, Slot, Working};
use crate::correction::{Change, Corrected, Correction};
use crate::db::{Conn, Row, Value};
use crate::error::Error;
use crate::query::{Page, Query};
use crate::store::Result;

/// A correction as it lies in the store, with what is needed to take it back.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    correction: Correction,
    /// The identity that a split made.
    #[serde(default)]
    made: Option<ActorId>,
    /// The actors of records that a split moved.
    #[serde(default)]
    moved: Vec<(ReportId, String)>,
    /// The title that a process had before.
    #[serde(default)]
    before: Option<String>,
}

/// Makes a correction. What it changes is left in the hands.
pub(crate) fn correct(
    conn: &mut Conn,
    hands: &mut Hands,
    correction: &Correction,
    now: Option<i64>,
) -> Result<Corrected> {
    let id = conn.one("SELECT max(id) FROM correction", &[], |row| row.maybe_id(0))?.flatten().unwrap_or(0) + 1;
    let mut kept = Kept { correction: correction.clone(), made: None, moved: Vec::new(), before: None };
    match &correction.change {
        Change::Undo { correction: other } => {
            let sql = "SELECT id, at, undone_by, body FROM correction WHERE id = ?1";
            let Some((_, undone_by, undone)) = conn.one(sql, &[Value::from(*other)], read)? else {
                return Err(Error::Missing(format!("correction {other}")));
            };
            if let Some(by) = undone_by {
                return Err(asked(format!("correction {other} was taken back already, by {by}")));
            }
            conn.run("UPDATE correction SET undone_by = ?1 WHERE id = ?2", &[Value::from(id), Value::from(*other)])?;
            let working = Working { conn: conn.into(), hands: hands.into() };
            working.take_back(&undone)?;
        }
        change => {
            let working = Working { conn: conn.into(), hands: hands.into() };
            working.make(change, &mut kept)?;
        }
    }
    let body =
        serde_json::to_string(&kept).map_err(|error| asked(format!("a correction cannot be written: {error}")))?;
    let fact = match correction.change {
        Change::Reject { fact } => Some(("reject", fact)),
        Change::Confirm { fact } => Some(("confirm", fact)),
        _ => None,
    };
    conn.run(
        "INSERT INTO correction (id, at, says, fact, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            Value::from(id),
            now.into(),
            fact.map(|(says, _)| says).into(),
            fact.map(|(_, fact)| fact.to_string()).into(),
            body.into(),
        ],
    )?;
    Ok(Corrected { id, at: time(now), correction: correction.clone(), made: kept.made, undone_by: None })
}

/// The facts of which users say this now: `reject` or `confirm`.
pub(crate) fn facts_that_are(conn: &mut Conn, says: &str) -> Result<FxHashSet<FactId>> {
    let sql = "SELECT fact FROM correction WHERE says = ?1 AND undone_by IS NULL";
    let facts = conn.all(sql, &[Value::from(says)], |row| {
        row.text(0)?.parse().map_err(|error| Error::Damaged(format!("correction: {error}")))
    })?;
    Ok(facts.into_iter().collect())
}

/// Whether a user ever split an identity, even if that was taken back: later reports may find it under its key.
pub(crate) fn any_split(conn: &mut Conn) -> Result<bool> {
    let all = conn.all("SELECT id, at, undone_by, body FROM correction", &[], read)?;
    Ok(all.iter().any(|(_, _, kept)| matches!(kept.correction.change, Change::SplitActor { .. })))
}

/// Every correction, the latest first.
pub(crate) fn corrections(conn: &mut Conn, query: &Query) -> Result<Page<Corrected>> {
    let (limit, after) = (limit(query)?, offset(query)?);
    let all = conn.all("SELECT id, at, undone_by, body FROM correction ORDER BY id DESC", &[], |row| {
        let (at, undone_by, kept) = read(row)?;
        Ok(Corrected { id: row.id(0)?, at: time(at), correction: kept.correction, made: kept.made, undone_by })
    })?;
    Ok(slice(all, after, limit))
}

fn read(row: &Row<'_>) -> Result<(Option<i64>, Option<u64>, Kept)> {
    let kept = serde_json::from_str(&row.text(3)?).map_err(|error| Error::Damaged(format!("correction: {error}")))?;
    Ok((row.maybe_int(1)?, row.maybe_id(2)?, kept))
}

/// RFC 3339; a store without a clock has the first second of 1970.
fn time(second: Option<i64>) -> String {
    jiff::Timestamp::from_second(second.unwrap_or(0)).unwrap_or_default().to_string()
}

impl Working<'_> {
    fn make(&self, change: &Change, kept: &mut Kept) -> Result<()> {
        match change {
            Change::MergeActors { from, into } => {
                let into = self.live_actor(*into)?;
                let mut row = self.live_actor(*from)?;
                if row.id == into.id {
                    return Err(asked(format!("{from} and {} are one already", into.id)));
                }
                row.merged_into = Some(into.id);
                self.put_actor(row);
                Ok(())
            }
            Change::SplitActor { from, name, report } => {
                let row = self.live_actor(*from)?;
                let (made, moved) = self.split(row, name, *report)?;
                kept.made = Some(made);
                kept.moved = moved;
                Ok(())
            }
            Change::Reject { fact } | Change::Confirm { fact } => {
                self.check(*fact)?;
                if matches!(change, Change::Reject { .. }) {
                    self.show(*fact, false)?;
                }
                Ok(())
            }
            Change::NameProcess { process, title } => {
                kept.before = self.name(*process, Some(title.clone()))?;
                Ok(())
            }
            Change::Undo { .. } => Ok(()),
        }
    }

    fn take_back(&self, undone: &Kept) -> Result<()> {
        match &undone.correction.change {
            Change::MergeActors { from, .. } => {
                if let Some(mut row) = self.look_actor(from.0)?.map(Arc::unwrap_or_clone) {
                    row.merged_into = None;
                    self.put_actor(row);
                }
                Ok(())
            }
            Change::SplitActor { from, .. } => {
                let Some(made) = undone.made else { return Ok(()) };
                self.relink(&undone.moved, made, *from)?;
                if let Some(mut row) = self.look_actor(made.0)?.map(Arc::unwrap_or_clone) {
                    // later reports that find the identity under its name go on to the one it came from
                    row.merged_into = Some(*from);
                    self.put_actor(row);
                }
                Ok(())
            }
            Change::Reject { fact } => self.show(*fact, true),
            Change::NameProcess { process, .. } => self.name(*process, undone.before.clone()).map(|_| ()),
            Change::Confirm { .. } => Ok(()),
            Change::Undo { .. } => {
                Err(asked("make the correction again instead of taking back that it was taken back"))
            }
        }
    }

    fn live_actor(&self, id: ActorId) -> Result<ActorRow> {
        let row = notula_story::Memory::actor(self, id).map_err(notula_story::Error::Memory)?;
        row.map(Arc::unwrap_or_clone).ok_or_else(|| Error::Missing(format!("actor {id}")))
    }

    fn put_actor(&self, row: ActorRow) {
        self.hands.borrow_mut().actors.put(row.id.0, Slot { row: Arc::new(row), dirty: true });
    }

    fn check(&self, fact: FactId) -> Result<()> {
        match self.with_tellings(fact, |_, _| ())? {
            Some(()) => Ok(()),
            None => Err(Error::Missing(format!("fact {fact}"))),
        }
    }

    /// Gives a process a title; says which it had.
    fn name(&self, process: ProcessId, title: Option<String>) -> Result<Option<String>> {
        let Some(mut row) = self.look_process(process.0)?.map(Arc::unwrap_or_clone) else {
            return Err(Error::Missing(format!("process {process}")));
        };
        let before = std::mem::replace(&mut row.title, title);
        self.hands.borrow_mut().processes.put(process.0, Slot { row: Arc::new(row), dirty: true });
        Ok(before)
    }

    /// Takes a fact out of the indexes of questions, or puts it back.
    fn show(&self, fact: FactId, shown: bool) -> Result<()> {
        let (kind, id) = of_fact(fact);
        let (was, becomes) = {
            self.hands.borrow_mut().rejected.remove(&fact);
            let as_shown = self.marks_of_fact(fact)?;
            if shown { (None, as_shown) } else { (as_shown, None) }
        };
        if !shown {
            self.hands.borrow_mut().rejected.insert(fact);
        }
        if let FactId::Statement(id) = fact {
            let place = |marked: &super::marking::Marked| marked.as_ref().map(|(place, _)| *place);
            self.reword(id.0, place(&was), place(&becomes))?;
        }
        self.hands.borrow_mut().mark(kind, id, was, becomes);
        Ok(())
    }

    /// Makes an identity of a name that another one holds.
    fn split(
        &self,
        mut from: ActorRow,
        name: &str,
        report: Option<ReportId>,
    ) -> Result<(ActorId, Vec<(ReportId, String)>)> {
        let old = from.id;
        let mut moved = Vec::new();
        for id in self.reports_of(old, report)? {
            let links = self.look_filed(id.0)?.unwrap_or_default().links;
            let called = |record: &notula_record::Record, local: &str| {
                let actor = record.actors.iter().find(|actor| actor.id == local);
                actor.is_some_and(|actor| {
                    actor.name == name || actor.mentions.iter().any(|mention| mention.span.quote == name)
                })
            };
            let of_old: Vec<String> =
                links.into_iter().filter(|link| link.actor == old).map(|link| link.local).collect();
            let found = self.with_record(id.0, |record| {
                of_old.iter().filter(|local| called(record, local)).cloned().collect::<Vec<_>>()
            })?;
            moved.extend(found.into_iter().flatten().map(|local| (id, local)));
        }
        if moved.is_empty() && !from.names.iter().any(|(known, _)| known == name) {
            return Err(asked(format!("no report names {old} {name:?}")));
        }

        let made = {
            let hands = &mut *self.hands.borrow_mut();
            hands.counters.actors += 1;
            ActorId(hands.counters.actors)
        };
        let reports: FxHashSet<ReportId> = moved.iter().map(|(report, _)| *report).collect();
        let count = reports.len() as u32;
        let row = ActorRow {
            id: made,
            name: name.to_owned(),
            kind: from.kind,
            country: from.country.clone(),
            sector: from.sector,
            wikidata: None,
            roles: Vec::new(),
            names: vec![(name.to_owned(), count)],
            reports: count,
            seen: from.seen,
            merged_into: None,
        };
        from.reports = from.reports.saturating_sub(count);
        if report.is_none() {
            from.names.retain(|(known, _)| known != name);
            // reports that are added later find the new identity under this name
            let key = notula_story::split_key(row.kind, row.country.as_deref(), name);
            let hands = &mut *self.hands.borrow_mut();
            hands.splits = true;
            hands.entries.insert(Entry { index: Index::Actor, key, day: 0, id: made.0 });
        }
        self.put_actor_words(&row, false);
        self.put_actor_words(&from, true);
        self.put_actor(row);
        self.put_actor(from);
        self.relink(&moved, old, made)?;
        Ok((made, moved))
    }
}
