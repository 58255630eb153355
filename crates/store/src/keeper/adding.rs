//! Adds records: what is known is left out, the rest is filed one by one and written together.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use notula_record::Record;
use notula_story::Filing;
use notula_story::ids::{EventId, FactId, PositionId, ProposalId, ReportId, StatementId};
use notula_story::row::{ActorRow, ReportRow, Said, Telling};

use super::marking::{
    Marked, first_telling, marks_of_record, marks_of_telling, place_of_actor, place_of_report, words_of_actor,
};
use super::place::{Kind, Mark, Marks, Place};
use super::prepared::{Prepared, stems_of_statement};
use super::rows::{self, BESIDE, Fact, Filed};
use super::working::{Hands, Marking, Slot, Wording, Working};
use crate::db::{Conn, Dialect, Value};
use crate::store::{Added, Result};

/// The first eight bytes of a hash, for its index.
pub(crate) fn key_of_hash(hash: &str) -> i64 {
    let digits = hash.strip_prefix("sha256:").unwrap_or(hash);
    match digits.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()) {
        Some(key) => key as i64,
        // FNV-1a, for what is no such hash
        None => hash
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
            as i64,
    }
}

/// The report with these raw bytes, for each of the hashes that are known.
pub(crate) fn known(conn: &mut Conn, hashes: &[&str]) -> Result<HashMap<String, ReportId>> {
    let keys: Vec<i64> = hashes.iter().map(|hash| key_of_hash(hash)).collect();
    let sql = format!("SELECT id, body FROM report WHERE key {}", conn.dialect().among(1));
    let found: Vec<ReportRow> =
        conn.all(&sql, &[Value::Ints(keys)], |row| rows::open("report", row.id(0)?, &row.blob(1)?))?;
    Ok(found.into_iter().map(|report| (report.hash, report.id)).collect())
}

/// Compressed records of new reports.
pub(crate) type Bodies = Vec<(ReportId, Vec<u8>)>;

/// Files the records and leaves all changes in the hands. `prepared` stands beside `records`.
pub(crate) fn file_all(
    conn: &mut Conn,
    hands: &mut Hands,
    records: &[Record],
    prepared: &mut [Prepared],
) -> Result<(Vec<Added>, Bodies)> {
    let hashes: Vec<&str> = records.iter().map(|record| record.document.id.as_str()).collect();
    let mut known = known(conn, &hashes)?;
    let mut added = Vec::with_capacity(records.len());
    let mut bodies = Vec::new();
    for (record, prepared) in records.iter().zip(prepared) {
        if let Some(id) = known.get(&record.document.id) {
            added.push(Added::Known(*id));
            continue;
        }
        let working = Working { conn: RefCell::new(conn), hands: RefCell::new(hands) };
        let filing = notula_story::file_prepared(record, &prepared.story, &working)?;
        let report = &filing.report;
        known.insert(report.hash.clone(), report.id);
        added.push(match (report.version, report.copy_of) {
            (2.., _) => Added::Version(report.id),
            (_, Some(_)) => Added::Copy(report.id),
            _ => Added::New(report.id),
        });
        bodies.push((report.id, std::mem::take(&mut prepared.body)));
        working.apply(filing, record, prepared)?;
    }
    Ok((added, bodies))
}

/// Gives the rows of stories that moved to another process the marks of that.
pub(crate) fn move_stories(conn: &mut Conn, hands: &mut Hands) -> Result<()> {
    Working { conn: RefCell::new(conn), hands: RefCell::new(hands) }.move_stories()
}

impl Working<'_> {
    /// Takes over what was decided for a record.
    fn apply(&self, filing: Filing, record: &Record, prepared: &mut Prepared) -> Result<()> {
        let before = self.hands.borrow().counters;
        let report = filing.report.id;
        {
            let hands = &mut *self.hands.borrow_mut();
            hands.counters = filing.counters;
            filing.entries.iter().for_each(|entry| hands.entries.insert(*entry));
            if let Some(table) = &mut hands.frequencies {
                filing.counted.iter().for_each(|key| table.count(*key));
            }
            hands.records.insert(report.0, prepared.record.clone());
        }

        // identities, processes and stories first: the marks of the rest are made of them
        for row in filing.actors {
            let was = if row.id.0 <= before.actors { self.look_actor(row.id.0)? } else { None };
            if was.as_ref().is_none_or(|was| words_of_actor(was) != words_of_actor(&row)) {
                self.put_actor_words(&row, was.is_some());
            }
            let hands = &mut *self.hands.borrow_mut();
            hands.actors.put(row.id.0, Slot { row, dirty: true });
        }
        for row in filing.processes {
            let was = if row.id.0 <= before.processes { self.look_process(row.id.0)? } else { None };
            let was = was.map_or(Ok(None), |was| self.marks_of_process(&was))?;
            self.mark(Kind::Process, row.id.0, was, self.marks_of_process(&row)?);
            self.hands.borrow_mut().processes.put(row.id.0, Slot { row, dirty: true });
        }
        for row in filing.stories {
            let was = if row.id.0 <= before.stories { self.look_story(row.id.0)? } else { None };
            let moved = was.as_ref().is_some_and(|was| was.process != row.process);
            let was = was.map_or(Ok(None), |was| self.marks_of_story(&was))?;
            let id = row.id.0;
            {
                let hands = &mut *self.hands.borrow_mut();
                if moved {
                    hands.moved.insert(id);
                }
                hands.stories.put(id, Slot { row: row.clone(), dirty: true });
            }
            self.mark(Kind::Story, id, was, self.marks_of_story(&row)?);
        }

        // the report itself
        let mut actors: Vec<_> = filing.links.iter().map(|link| link.actor).collect();
        actors.sort_unstable();
        actors.dedup();
        let marks = marks_of_record(record, self, &actors)?;
        let mut told: Vec<(FactId, String)> = filing
            .tellings
            .iter()
            .filter(|telling| telling.report == report)
            .map(|telling| (telling.fact, telling.local.clone()))
            .collect();
        told.sort();
        let filed = Filed { links: filing.links, relations: filing.relations, told, marks: marks.join() };
        self.mark(Kind::Report, report.0, None, self.marks_of_report(&filing.report, &filed)?);
        let words =
            Wording { title: std::mem::take(&mut prepared.title), text: std::mem::take(&mut prepared.text), marks };
        {
            let hands = &mut *self.hands.borrow_mut();
            hands.words.insert(place_of_report(&filing.report), words);
            for row in &filed.relations {
                let key = (row.a.0, row.b.0, row.kind as i64, row.report.0, row.local);
                hands.relations.insert(key, row.clone());
            }
            hands.copies += i64::from(filing.report.copy_of.is_some());
            hands.filed.put(report.0, Slot { row: filed, dirty: true });
            hands.reports.put(report.0, Slot { row: filing.report, dirty: true });
        }
        for row in filing.reports {
            self.change_report(row)?;
        }

        // facts
        let mut told: BTreeMap<FactId, Vec<Arc<Telling>>> = BTreeMap::new();
        for telling in filing.tellings {
            told.entry(telling.fact).or_default().push(telling);
        }
        macro_rules! facts {
            ($field:ident $with:ident $marks:ident $kind:ident) => {{
                let mut changed = Vec::new();
                for row in filing.$field {
                    let id = row.id.0;
                    let old = if id <= before.$field { self.$with(id, |slot| slot.row.clone())? } else { None };
                    let was = old.as_ref().map_or(Ok(None), |old| self.$marks(old))?;
                    let mut fact =
                        old.unwrap_or_else(|| Fact { row: row.clone(), tellings: Vec::new(), also: Marks::default() });
                    fact.row = row;
                    if let Some(told) = told.remove(&FactId::$kind(fact.row.id)) {
                        self.tell(&mut fact.tellings, told, record, &mut fact.also);
                    }
                    let becomes = self.$marks(&fact)?;
                    self.hands.borrow_mut().$field.put(id, Slot { row: fact, dirty: true });
                    changed.push((id, was.clone(), becomes.clone()));
                    self.mark(Kind::$kind, id, was, becomes);
                }
                changed
            }};
        }
        facts!(events with_event marks_of_event Event);
        for (id, was, becomes) in facts!(statements with_statement marks_of_statement Statement) {
            self.reword(id, was.map(|(place, _)| place), becomes.map(|(place, _)| place))?;
        }
        facts!(positions with_position marks_of_position Position);
        facts!(proposals with_proposal marks_of_proposal Proposal);
        // facts that are as they were, though a report tells them otherwise
        for (fact, told) in told {
            let mut also = Marks::default();
            self.with_tellings(fact, |beside, dirty| {
                *dirty = true;
                std::mem::take(beside)
            })?
            .map(|mut beside| {
                self.tell(&mut beside, told, record, &mut also);
                self.with_tellings(fact, |slot, _| *slot = beside)
            })
            .transpose()?;
        }

        for row in filing.conflicts {
            let was = if row.id.0 <= before.conflicts { self.look_conflict(row.id.0)? } else { None };
            // its fact may have other marks by now: what the store has is written anew
            let was = was.map_or(Ok(None), |was| self.marks_of_conflict(&was))?;
            let was = was.map(|(place, _)| (place, Marks::default()));
            self.mark(Kind::Conflict, row.id.0, was, self.marks_of_conflict(&row)?);
            self.hands.borrow_mut().conflicts.put(row.id.0, Slot { row, dirty: true });
        }
        Ok(())
    }

    /// Puts the names of an identity.
    pub(crate) fn put_actor_words(&self, row: &ActorRow, known: bool) {
        let hands = &mut *self.hands.borrow_mut();
        let place = place_of_actor(row.id.0);
        if known {
            hands.unworded.insert(place);
        }
        hands.words.insert(place, words_of_actor(row));
    }

    /// Takes over a changed report.
    pub(crate) fn change_report(&self, row: Arc<ReportRow>) -> Result<()> {
        let id = row.id.0;
        let filed = self.look_filed(id)?.unwrap_or_default();
        let before = self.look_report(id)?;
        let was = before.as_ref().map_or(Ok(None), |before| self.marks_of_report(before, &filed))?;
        let becomes = self.marks_of_report(&row, &filed)?;
        let hands = &mut *self.hands.borrow_mut();
        hands.copies += i64::from(row.copy_of.is_some());
        hands.copies -= i64::from(before.is_some_and(|before| before.copy_of.is_some()));
        if becomes.is_none() {
            let place = place_of_report(&row);
            hands.words.remove(&place);
            hands.unworded.insert(place);
        }
        hands.mark(Kind::Report, id, was, becomes);
        hands.reports.put(id, Slot { row, dirty: true });
        Ok(())
    }

    /// Puts tellings beside their fact, as far as there is room, and marks the fact by the report that is added.
    fn tell(&self, beside: &mut Vec<Arc<Telling>>, told: Vec<Arc<Telling>>, record: &Record, also: &mut Marks) {
        let hands = &mut *self.hands.borrow_mut();
        for telling in told {
            if hands.records.get(&telling.report.0).is_some_and(|told_by| told_by.document.id == record.document.id) {
                also.extend(&marks_of_telling(record, telling.fact, &telling.local));
                if let Said::Event(said) = &telling.said {
                    said.issues.iter().for_each(|code| also.issue(code));
                }
            }
            let place = (telling.report, telling.local.as_str());
            match beside.binary_search_by(|known| (known.report, known.local.as_str()).cmp(&place)) {
                Ok(at) => beside[at] = telling,
                Err(at) if at < BESIDE => beside.insert(at, telling),
                Err(_) => {
                    hands.tellings.insert((telling.fact, telling.report, telling.local.clone()), telling);
                }
            }
            if beside.len() > BESIDE
                && let Some(last) = beside.pop()
            {
                hands.tellings.insert((last.fact, last.report, last.local.clone()), last);
            }
        }
    }

    /// Puts the words of a statement where it stands now.
    pub(crate) fn reword(&self, id: u64, was: Option<Place>, becomes: Option<Place>) -> Result<()> {
        if was == becomes {
            return Ok(());
        }
        let words = match self.with_statement(id, |slot| slot.row.clone())? {
            Some(fact) if becomes.is_some() => {
                let record = match first_telling(&fact) {
                    Some((report, local)) => self.with_record(report.0, |record| stems_of_statement(record, local))?,
                    None => None,
                };
                let marks = self.own_marks_of_statement(&fact)?;
                record.map(|text| Wording { title: Vec::new(), text, marks })
            }
            _ => None,
        };
        let hands = &mut *self.hands.borrow_mut();
        if let Some(was) = was {
            hands.words.remove(&was);
            hands.unworded.insert(was);
        }
        if let (Some(place), Some(words)) = (becomes, words) {
            hands.words.insert(place, words);
        }
        Ok(())
    }

    pub(super) fn mark(&self, kind: Kind, id: u64, was: Marked, becomes: Marked) {
        self.hands.borrow_mut().mark(kind, id, was, becomes);
    }

    fn move_stories(&self) -> Result<()> {
        let moved = std::mem::take(&mut self.hands.borrow_mut().moved);
        for story in moved {
            let mark = Mark::Story(story).to_string();
            let mut rows: BTreeSet<(Kind, u64)> = find_marked(&mut self.conn.borrow_mut(), &mark)?;
            let pending = self.hands.borrow();
            let fresh = |marking: &&Marking| marking.becomes.as_ref().is_some_and(|(_, marks)| marks.has(&mark));
            rows.extend(pending.marks.iter().filter(|(_, marking)| fresh(marking)).map(|(row, _)| *row));
            drop(pending);
            for (kind, id) in rows {
                let becomes = match kind {
                    Kind::Report => match self.look_report(id)? {
                        Some(row) => self.marks_of_report(&row, &self.look_filed(id)?.unwrap_or_default())?,
                        None => None,
                    },
                    Kind::Event => self.marks_of_fact(FactId::Event(EventId(id)))?,
                    Kind::Statement => self.marks_of_fact(FactId::Statement(StatementId(id)))?,
                    Kind::Position => self.marks_of_fact(FactId::Position(PositionId(id)))?,
                    Kind::Proposal => self.marks_of_fact(FactId::Proposal(ProposalId(id)))?,
                    Kind::Conflict => {
                        self.look_conflict(id)?.as_ref().map_or(Ok(None), |row| self.marks_of_conflict(row))?
                    }
                    Kind::Story => self.look_story(id)?.as_ref().map_or(Ok(None), |row| self.marks_of_story(row))?,
                    Kind::Process | Kind::Actor => continue,
                };
                // what the store has differs in the process alone; the place is the same
                let was = becomes.as_ref().map(|(place, _)| (*place, Marks::default()));
                self.mark(kind, id, was, becomes);
            }
        }
        Ok(())
    }
}

/// Rows with a mark, as the store has them.
pub(crate) fn find_marked(conn: &mut Conn, mark: &str) -> Result<BTreeSet<(Kind, u64)>> {
    let sql = match conn.dialect() {
        Dialect::Sqlite => "SELECT rowid FROM marks WHERE marks MATCH ?1",
        Dialect::Postgres => "SELECT id FROM marks WHERE marks @@ ?1::text::tsquery",
    };
    let places = conn.all(sql, &[Value::from(mark)], |row| Ok(Place(row.int(0)?)))?;
    Ok(places.into_iter().filter_map(|place| Some((place.kind()?, place.id()))).collect())
}
