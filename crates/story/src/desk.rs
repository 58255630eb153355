//! The rows at hand while one report is filed: what was looked up, what changed, what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::Error;
use crate::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use crate::memory::Memory;
use crate::row::{
    ActorRow, ConflictRow, Counters, Day, Entry, EventRow, Index, PositionRow, ProcessRow, ProposalRow, ReportRow,
    StatementRow, StoryRow, Telling,
};

/// Tellings of one fact that are looked at; a fact told more often is settled by the first of them.
pub(crate) const TELLINGS: usize = 64;

/// Rows of one sort.
pub(crate) struct Table<K, R> {
    rows: BTreeMap<K, Option<R>>,
    changed: BTreeSet<K>,
}

impl<K: Ord + Copy, R: Clone> Table<K, R> {
    fn new() -> Self {
        Self { rows: BTreeMap::new(), changed: BTreeSet::new() }
    }

    fn get(&mut self, key: K, look: impl FnOnce() -> crate::Looked<Option<R>>) -> Result<Option<&R>, Error> {
        use std::collections::btree_map::Entry as Slot;
        let row = match self.rows.entry(key) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => slot.insert(look().map_err(Error::Memory)?),
        };
        Ok(row.as_ref())
    }

    fn put(&mut self, key: K, row: R) {
        self.rows.insert(key, Some(row));
        self.changed.insert(key);
    }

    pub(crate) fn changed(&self) -> Vec<R> {
        self.changed.iter().filter_map(|key| self.rows.get(key)?.clone()).collect()
    }
}

macro_rules! tables {
    ($($get:ident $put:ident $fresh:ident $field:ident $counter:ident $id:ident $row:ident;)+) => {
        $(
            pub(crate) fn $get(&mut self, id: $id) -> Result<Option<&$row>, Error> {
                let memory = self.memory;
                self.$field.get(id, || memory.$get(id))
            }

            pub(crate) fn $put(&mut self, row: $row) {
                self.$field.put(row.id, row);
            }

            #[allow(dead_code, reason = "reports are numbered when the desk is made")]
            pub(crate) fn $fresh(&mut self) -> $id {
                self.counters.$counter += 1;
                $id(self.counters.$counter)
            }
        )+
    };
}

/// The rows at hand.
pub(crate) struct Desk<'m> {
    pub(crate) memory: &'m dyn Memory,
    pub(crate) counters: Counters,
    pub(crate) reports: Table<ReportId, ReportRow>,
    pub(crate) actors: Table<ActorId, ActorRow>,
    pub(crate) events: Table<EventId, EventRow>,
    pub(crate) statements: Table<StatementId, StatementRow>,
    pub(crate) positions: Table<PositionId, PositionRow>,
    pub(crate) proposals: Table<ProposalId, ProposalRow>,
    pub(crate) conflicts: Table<ConflictId, ConflictRow>,
    pub(crate) stories: Table<StoryId, StoryRow>,
    pub(crate) processes: Table<ProcessId, ProcessRow>,
    tellings: BTreeMap<FactId, BTreeMap<(ReportId, String), Telling>>,
    told: BTreeSet<(FactId, ReportId, String)>,
    entries: BTreeSet<Entry>,
}

impl<'m> Desk<'m> {
    pub(crate) fn new(memory: &'m dyn Memory) -> Result<Self, Error> {
        Ok(Self {
            counters: memory.counters().map_err(Error::Memory)?,
            memory,
            reports: Table::new(),
            actors: Table::new(),
            events: Table::new(),
            statements: Table::new(),
            positions: Table::new(),
            proposals: Table::new(),
            conflicts: Table::new(),
            stories: Table::new(),
            processes: Table::new(),
            tellings: BTreeMap::new(),
            told: BTreeSet::new(),
            entries: BTreeSet::new(),
        })
    }

    tables! {
        report put_report fresh_report reports reports ReportId ReportRow;
        actor put_actor fresh_actor actors actors ActorId ActorRow;
        event put_event fresh_event events events EventId EventRow;
        statement put_statement fresh_statement statements statements StatementId StatementRow;
        position put_position fresh_position positions positions PositionId PositionRow;
        proposal put_proposal fresh_proposal proposals proposals ProposalId ProposalRow;
        conflict put_conflict fresh_conflict conflicts conflicts ConflictId ConflictRow;
        story put_story fresh_story stories stories StoryId StoryRow;
        process put_process fresh_process processes processes ProcessId ProcessRow;
    }

    /// Entries of an index, with those made for this report; sorted by key, then later days and higher numbers first.
    pub(crate) fn entries(
        &self,
        index: Index,
        keys: &[i64],
        days: RangeInclusive<Day>,
        each: usize,
    ) -> Result<Vec<Entry>, Error> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.memory.entries(index, keys, days.clone(), each).map_err(Error::Memory)?;
        found.extend(
            self.entries
                .iter()
                .filter(|entry| entry.index == index && keys.contains(&entry.key) && days.contains(&entry.day)),
        );
        found.sort_unstable_by_key(|entry| (entry.key, std::cmp::Reverse((entry.day, entry.id))));
        found.dedup();
        Ok(found)
    }

    /// Makes an entry.
    pub(crate) fn enter(&mut self, index: Index, key: i64, day: Day, id: u64) {
        self.entries.insert(Entry { index, key, day, id });
    }

    /// New entries, sorted.
    pub(crate) fn new_entries(&self) -> Vec<Entry> {
        self.entries.iter().copied().collect()
    }

    /// What reports say of a fact, in the order of report and local id.
    pub(crate) fn tellings(&mut self, fact: FactId) -> Result<Vec<Telling>, Error> {
        if !self.tellings.contains_key(&fact) {
            let found = self.memory.tellings(fact, TELLINGS).map_err(Error::Memory)?;
            self.tellings.insert(fact, found.into_iter().map(|row| ((row.report, row.local.clone()), row)).collect());
        }
        Ok(self.tellings.get(&fact).into_iter().flat_map(|rows| rows.values().cloned()).collect())
    }

    /// Adds or changes a telling.
    pub(crate) fn tell(&mut self, telling: Telling) -> Result<(), Error> {
        self.tellings(telling.fact)?;
        let place = (telling.report, telling.local.clone());
        self.told.insert((telling.fact, place.0, place.1.clone()));
        self.tellings.entry(telling.fact).or_default().insert(place, telling);
        Ok(())
    }

    /// New and changed tellings.
    pub(crate) fn new_tellings(&self) -> Vec<Telling> {
        self.told
            .iter()
            .filter_map(|(fact, report, local)| self.tellings.get(fact)?.get(&(*report, local.clone())).cloned())
            .collect()
    }

    /// Sets which tellings of a fact are independent: the first of every family that was not replaced. Gives the
    /// number of those and of all that count, and the probability that one of the independent ones is right.
    pub(crate) fn weigh(&mut self, fact: FactId) -> Result<Weight, Error> {
        let mut families = BTreeSet::new();
        let mut weight = Weight { independent: 0, tellings: 0, confidence: 0.0 };
        let mut doubt = 1.0_f32;
        for mut telling in self.tellings(fact)? {
            let independent = !telling.replaced && families.insert(telling.family);
            weight.tellings += u32::from(!telling.replaced);
            if independent {
                weight.independent += 1;
                doubt *= 1.0 - telling.confidence.clamp(0.0, 0.99);
            }
            if independent != telling.independent {
                telling.independent = independent;
                self.tell(telling)?;
            }
        }
        // sources agree more often by a shared misreading than by chance
        weight.confidence = (1.0 - doubt).min(0.99);
        Ok(weight)
    }
}

/// How well a fact is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weight {
    pub(crate) independent: u32,
    pub(crate) tellings: u32,
    pub(crate) confidence: f32,
}
