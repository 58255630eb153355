//! The memory of the decisions while records are added: rows that were used lately, rows that are still to be written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use notula_record::Record;
use notula_story::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use notula_story::row::{
    ActorRow, ConflictRow, Counters, Day, Entry, EventRow, Index, Link, PositionRow, ProcessRow, ProposalRow,
    RelationRow, ReportRow, StatementRow, StoryRow, Telling, unpack,
};
use notula_story::{Evidence, Frequencies, Looked, Lost, Memory};
use rustc_hash::FxHashSet;

use super::correcting::{any_split, facts_that_are};
use super::entries::Entries;
use super::place::{Kind, Marks, Place};
use super::rows::{self, Fact, Filed, of_fact};
use super::slots::Slots;
use crate::db::{Conn, Value};
use crate::error::Error;
use crate::shelf;
use crate::store::Result;

/// Rows of each sort that are kept at hand between two batches.
const FEW: usize = 4_000;
const MANY: usize = 20_000;

/// A row and how it is to be written.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    pub(crate) row: T,
    pub(crate) dirty: bool,
}

/// Rows of one table.
pub(crate) type Shelf<T> = Slots<Slot<T>>;

/// What is at hand.
#[derive(Debug)]
pub(crate) struct Hands {
    pub(crate) counters: Counters,
    /// Read for adding only.
    pub(crate) frequencies: Option<Frequencies>,
    pub(crate) reports: Shelf<Arc<ReportRow>>,
    pub(crate) events: Shelf<Fact<EventRow>>,
    pub(crate) statements: Shelf<Fact<StatementRow>>,
    pub(crate) positions: Shelf<Fact<PositionRow>>,
    pub(crate) proposals: Shelf<Fact<ProposalRow>>,
    pub(crate) conflicts: Shelf<Arc<ConflictRow>>,
    pub(crate) stories: Shelf<Arc<StoryRow>>,
    pub(crate) processes: Shelf<Arc<ProcessRow>>,
    pub(crate) actors: Shelf<Arc<ActorRow>>,
    pub(crate) filed: Shelf<Filed>,
    /// Records of this batch.
    pub(crate) records: BTreeMap<u64, Arc<Record>>,
    /// Entries of the index of decisions.
    pub(crate) entries: Entries,
    /// Tellings to be written to their own table.
    pub(crate) tellings: BTreeMap<(FactId, ReportId, String), Arc<Telling>>,
    /// Relations to be written, by their pair, kind, report and number.
    pub(crate) relations: BTreeMap<(u64, u64, i64, u64, u32), RelationRow>,
    /// How many reports are copies.
    pub(crate) copies: i64,
    /// Marks to be written, by kind and number: where they stand now, and where and what they become.
    pub(crate) marks: BTreeMap<(Kind, u64), Marking>,
    /// Words to be written.
    pub(crate) words: BTreeMap<Place, Wording>,
    /// Words to be taken out.
    pub(crate) unworded: BTreeSet<Place>,
    /// Facts that a user rejected.
    pub(crate) rejected: FxHashSet<FactId>,
    /// Whether a user ever split an identity.
    pub(crate) splits: bool,
    /// Stories that were there and got another process.
    pub(crate) moved: BTreeSet<u64>,
}

/// A change of marks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marking {
    /// Where the store has marks of this row.
    pub(crate) was: Option<(Place, Marks)>,
    /// Where it shall have them; none where the row is not to be found any more.
    pub(crate) becomes: Option<(Place, Marks)>,
}

/// Stems to be searched.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Wording {
    pub(crate) title: Vec<String>,
    pub(crate) text: Vec<String>,
    pub(crate) marks: Marks,
}

impl Hands {
    pub(crate) fn new() -> Self {
        Self {
            counters: Counters::default(),
            frequencies: None,
            reports: Slots::new(FEW),
            events: Slots::new(MANY),
            statements: Slots::new(MANY),
            positions: Slots::new(MANY),
            proposals: Slots::new(FEW),
            conflicts: Slots::new(FEW),
            stories: Slots::new(FEW),
            processes: Slots::new(FEW),
            actors: Slots::new(MANY),
            filed: Slots::new(FEW),
            records: BTreeMap::new(),
            entries: Entries::default(),
            tellings: BTreeMap::new(),
            relations: BTreeMap::new(),
            copies: 0,
            marks: BTreeMap::new(),
            words: BTreeMap::new(),
            unworded: BTreeSet::new(),
            rejected: FxHashSet::default(),
            splits: false,
            moved: BTreeSet::new(),
        }
    }

    /// Forgets rows that were not used lately; to be called when everything is written.
    pub(crate) fn settle(&mut self) {
        self.reports.settle();
        self.events.settle();
        self.statements.settle();
        self.positions.settle();
        self.proposals.settle();
        self.conflicts.settle();
        self.stories.settle();
        self.processes.settle();
        self.actors.settle();
        self.filed.settle();
        self.entries.settle();
    }

    /// Notes what the marks of a row become; `was` counts where nothing was noted yet.
    pub(crate) fn mark(&mut self, kind: Kind, id: u64, was: Option<(Place, Marks)>, becomes: Option<(Place, Marks)>) {
        self.marks.entry((kind, id)).or_insert(Marking { was, becomes: None }).becomes = becomes;
    }

    /// Reads what is not looked up by number.
    pub(crate) fn begin(&mut self, conn: &mut Conn) -> Result<()> {
        let bytes = |conn: &mut Conn, name: &str| {
            conn.one("SELECT bytes FROM meta WHERE name = ?1", &[Value::from(name)], |row| row.blob(0))
        };
        self.counters = match bytes(conn, "counters")? {
            Some(counters) => unpack(&counters).map_err(|error| Error::Damaged(format!("counters: {error}")))?,
            None => Counters::default(),
        };
        let copies = conn.one("SELECT number FROM meta WHERE name = 'copies'", &[], |row| row.int(0))?;
        self.copies = copies.unwrap_or(0);
        self.rejected = facts_that_are(conn, "reject")?;
        self.splits = any_split(conn)?;
        self.frequencies = match bytes(conn, "frequencies")? {
            Some(table) => Some(
                Frequencies::from_bytes(&table)
                    .ok_or_else(|| Error::Damaged("frequencies: wrong length".to_owned()))?,
            ),
            None => Some(Frequencies::default()),
        };
        Ok(())
    }
}

/// Hands and connection together: what the decisions ask.
pub(crate) struct Working<'a> {
    pub(crate) conn: RefCell<&'a mut Conn>,
    pub(crate) hands: RefCell<&'a mut Hands>,
}

macro_rules! look {
    ($($get:ident $shelf:ident $id:ident $row:ident;)+) => {$(
        pub(crate) fn $get(&self, id: u64) -> Result<Option<Arc<$row>>> {
            let hands = &mut *self.hands.borrow_mut();
            if let Some(slot) = hands.$shelf.get(id) {
                return Ok(Some(slot.row.clone()));
            }
            let row = rows::load::<$row>(&mut self.conn.borrow_mut(), &[id])?.pop().map(Arc::new);
            if let Some(row) = &row {
                hands.$shelf.put(id, Slot { row: row.clone(), dirty: false });
            }
            Ok(row)
        }
    )+};
}

macro_rules! look_fact {
    ($($get:ident $shelf:ident $row:ident;)+) => {$(
        /// Does something with a fact, where it is there.
        pub(crate) fn $get<T>(&self, id: u64, make: impl FnOnce(&mut Slot<Fact<$row>>) -> T) -> Result<Option<T>> {
            let hands = &mut *self.hands.borrow_mut();
            if hands.$shelf.get(id).is_none() {
                let Some(fact) = rows::load_facts::<$row>(&mut self.conn.borrow_mut(), &[id])?.pop() else {
                    return Ok(None);
                };
                hands.$shelf.put(id, Slot { row: fact, dirty: false });
            }
            Ok(hands.$shelf.get(id).map(make))
        }
    )+};
}

impl Working<'_> {
    look! {
        look_report reports ReportId ReportRow;
        look_conflict conflicts ConflictId ConflictRow;
        look_story stories StoryId StoryRow;
        look_process processes ProcessId ProcessRow;
        look_actor actors ActorId ActorRow;
    }

    look_fact! {
        with_event events EventRow;
        with_statement statements StatementRow;
        with_position positions PositionRow;
        with_proposal proposals ProposalRow;
    }

    pub(crate) fn look_filed(&self, id: u64) -> Result<Option<Filed>> {
        let hands = &mut *self.hands.borrow_mut();
        if let Some(slot) = hands.filed.get(id) {
            return Ok(Some(slot.row.clone()));
        }
        let filed = rows::load_filed(&mut self.conn.borrow_mut(), id)?;
        if let Some(filed) = &filed {
            hands.filed.put(id, Slot { row: filed.clone(), dirty: false });
        }
        Ok(filed)
    }

    pub(crate) fn look_record(&self, id: u64) -> Result<Option<Arc<Record>>> {
        if let Some(record) = self.hands.borrow().records.get(&id) {
            return Ok(Some(record.clone()));
        }
        let Some(report) = self.look_report(id)? else { return Ok(None) };
        let body =
            rows::by_ids(&mut self.conn.borrow_mut(), "SELECT body FROM record WHERE id ", &[id], |row| row.blob(0))?;
        body.first().map(|body| Ok(Arc::new(shelf::unpack(body, &report)?))).transpose()
    }

    /// Text and facts of a record.
    pub(crate) fn look_evidence(&self, id: u64) -> Result<Option<Arc<Evidence>>> {
        if let Some(record) = self.hands.borrow().records.get(&id) {
            return Ok(Some(Arc::new(Evidence::of_record(record))));
        }
        let sql = "SELECT body FROM record WHERE id = ?1";
        let body = self.conn.borrow_mut().one(sql, &[Value::from(id)], |row| row.blob(0))?;
        body.map(|body| Ok(Arc::new(shelf::unpack_evidence(&body, id)?))).transpose()
    }

    /// Does something with a record, where it is there.
    pub(crate) fn with_record<T>(&self, id: u64, make: impl FnOnce(&Record) -> T) -> Result<Option<T>> {
        if let Some(record) = self.hands.borrow().records.get(&id) {
            return Ok(Some(make(record)));
        }
        Ok(self.look_record(id)?.as_deref().map(make))
    }

    /// Does something with the tellings that lie beside a fact and with its mark for being written.
    pub(crate) fn with_tellings<T>(
        &self,
        fact: FactId,
        make: impl FnOnce(&mut Vec<Arc<Telling>>, &mut bool) -> T,
    ) -> Result<Option<T>> {
        match fact {
            FactId::Event(id) => self.with_event(id.0, |slot| make(&mut slot.row.tellings, &mut slot.dirty)),
            FactId::Statement(id) => self.with_statement(id.0, |slot| make(&mut slot.row.tellings, &mut slot.dirty)),
            FactId::Position(id) => self.with_position(id.0, |slot| make(&mut slot.row.tellings, &mut slot.dirty)),
            FactId::Proposal(id) => self.with_proposal(id.0, |slot| make(&mut slot.row.tellings, &mut slot.dirty)),
        }
    }

    fn look_tellings(&self, fact: FactId, most: usize) -> Result<Vec<Arc<Telling>>> {
        let beside =
            |tellings: &mut Vec<Arc<Telling>>, _: &mut bool| tellings.iter().take(most).cloned().collect::<Vec<_>>();
        let mut found = self.with_tellings(fact, beside)?.unwrap_or_default();
        if found.len() < rows::BESIDE || found.len() == most {
            return Ok(found);
        }
        let mut more: BTreeMap<(ReportId, String), Arc<Telling>> =
            rows::load_tellings(&mut self.conn.borrow_mut(), fact, most)?
                .into_iter()
                .map(|telling| ((telling.report, telling.local.clone()), Arc::new(telling)))
                .collect();
        let from = (fact, ReportId(0), String::new());
        for ((other, report, local), telling) in self.hands.borrow().tellings.range(from..) {
            if *other != fact {
                break;
            }
            more.insert((*report, local.clone()), telling.clone());
        }
        found.extend(more.into_values().take(most - found.len()));
        Ok(found)
    }

    fn look_telling(&self, fact: FactId, report: ReportId, local: &str) -> Result<Option<Arc<Telling>>> {
        let find = |tellings: &mut Vec<Arc<Telling>>, _: &mut bool| {
            tellings.iter().find(|telling| telling.report == report && telling.local == local).cloned()
        };
        if let Some(found) = self.with_tellings(fact, find)?.flatten() {
            return Ok(Some(found));
        }
        if let Some(found) = self.hands.borrow().tellings.get(&(fact, report, local.to_owned())) {
            return Ok(Some(found.clone()));
        }
        let (kind, id) = of_fact(fact);
        let sql = "SELECT body FROM telling WHERE kind = ?1 AND fact = ?2 AND report = ?3 AND local = ?4";
        let values = [Value::Int(kind as i64), Value::from(id), Value::from(report.0), Value::from(local)];
        self.conn.borrow_mut().one(sql, &values, |row| Ok(Arc::new(rows::open("telling", id, &row.blob(0)?)?)))
    }
}

fn lost<T>(result: Result<T>) -> Looked<T> {
    result.map_err(|error| Box::new(error) as Lost)
}

impl Memory for Working<'_> {
    fn counters(&self) -> Looked<Counters> {
        Ok(self.hands.borrow().counters)
    }

    fn entries(&self, index: Index, keys: &[i64], days: RangeInclusive<Day>, each: usize) -> Looked<Vec<Entry>> {
        let hands = &mut *self.hands.borrow_mut();
        lost(hands.entries.look(&mut self.conn.borrow_mut(), index, keys, days, each))
    }

    fn frequencies(&self, keys: &[i64]) -> Looked<Vec<u32>> {
        let hands = self.hands.borrow();
        let of = |key: &i64| hands.frequencies.as_ref().map_or(0, |table| table.of(*key));
        Ok(keys.iter().map(of).collect())
    }

    fn has_splits(&self) -> Looked<bool> {
        Ok(self.hands.borrow().splits)
    }

    fn report(&self, id: ReportId) -> Looked<Option<Arc<ReportRow>>> {
        lost(self.look_report(id.0))
    }

    fn record(&self, id: ReportId) -> Looked<Option<Arc<Record>>> {
        lost(self.look_record(id.0))
    }

    fn evidence(&self, id: ReportId) -> Looked<Option<Arc<Evidence>>> {
        lost(self.look_evidence(id.0))
    }

    fn actor(&self, id: ActorId) -> Looked<Option<Arc<ActorRow>>> {
        let mut row = lost(self.look_actor(id.0))?;
        // chains are short: a merge into a merged identity goes to the last one
        for _ in 0..16 {
            match row.as_ref().and_then(|row| row.merged_into) {
                Some(into) => row = lost(self.look_actor(into.0))?,
                None => break,
            }
        }
        Ok(row)
    }

    fn links(&self, report: ReportId) -> Looked<Vec<Link>> {
        Ok(lost(self.look_filed(report.0))?.unwrap_or_default().links)
    }

    fn event(&self, id: EventId) -> Looked<Option<Arc<EventRow>>> {
        lost(self.with_event(id.0, |slot| slot.row.row.clone()))
    }

    fn statement(&self, id: StatementId) -> Looked<Option<Arc<StatementRow>>> {
        lost(self.with_statement(id.0, |slot| slot.row.row.clone()))
    }

    fn position(&self, id: PositionId) -> Looked<Option<Arc<PositionRow>>> {
        lost(self.with_position(id.0, |slot| slot.row.row.clone()))
    }

    fn proposal(&self, id: ProposalId) -> Looked<Option<Arc<ProposalRow>>> {
        lost(self.with_proposal(id.0, |slot| slot.row.row.clone()))
    }

    fn conflict(&self, id: ConflictId) -> Looked<Option<Arc<ConflictRow>>> {
        lost(self.look_conflict(id.0))
    }

    fn story(&self, id: StoryId) -> Looked<Option<Arc<StoryRow>>> {
        lost(self.look_story(id.0))
    }

    fn process(&self, id: ProcessId) -> Looked<Option<Arc<ProcessRow>>> {
        lost(self.look_process(id.0))
    }

    fn tellings(&self, fact: FactId, most: usize) -> Looked<Vec<Arc<Telling>>> {
        lost(self.look_tellings(fact, most))
    }

    fn tellings_of(&self, report: ReportId) -> Looked<Vec<Arc<Telling>>> {
        lost((|| {
            let told = self.look_filed(report.0)?.unwrap_or_default().told;
            let mut found = Vec::new();
            for (fact, local) in told {
                found.extend(self.look_telling(fact, report, &local)?);
            }
            Ok(found)
        })())
    }
}
