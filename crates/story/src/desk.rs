//! The rows at hand while one report is filed: what was looked up, what changed, what is new.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::Error;
use crate::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use crate::memory::{Looked, Memory};
use crate::row::{
    ActorRow, ConflictRow, Counters, Day, Entry, EventRow, Index, PositionRow, ProcessRow, ProposalRow, ReportRow,
    StatementRow, StoryRow, Telling,
};

/// Tellings of one fact that are looked at; a fact told more often is settled by the first of them.
pub(crate) const TELLINGS: usize = 64;

/// Rows of one sort. They are shared with the memory until they change.
pub(crate) struct Table<K, R> {
    rows: FxHashMap<K, Option<Arc<R>>>,
    changed: BTreeSet<K>,
}

impl<K: Ord + Copy + std::hash::Hash, R: Clone> Table<K, R> {
    fn new() -> Self {
        Self { rows: FxHashMap::default(), changed: BTreeSet::new() }
    }

    fn slot(&mut self, key: K, look: impl FnOnce() -> Looked<Option<Arc<R>>>) -> Result<&mut Option<Arc<R>>, Error> {
        use std::collections::hash_map::Entry as Slot;
        Ok(match self.rows.entry(key) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => slot.insert(look().map_err(Error::Memory)?),
        })
    }

    fn get(&mut self, key: K, look: impl FnOnce() -> Looked<Option<Arc<R>>>) -> Result<Option<Arc<R>>, Error> {
        Ok(self.slot(key, look)?.clone())
    }

    fn edit(&mut self, key: K, look: impl FnOnce() -> Looked<Option<Arc<R>>>) -> Result<Option<&mut R>, Error> {
        if self.slot(key, look)?.is_some() {
            self.changed.insert(key);
        }
        Ok(self.rows.get_mut(&key).and_then(Option::as_mut).map(Arc::make_mut))
    }

    fn put(&mut self, key: K, row: R) {
        self.rows.insert(key, Some(Arc::new(row)));
        self.changed.insert(key);
    }

    pub(crate) fn changed(&self) -> Vec<Arc<R>> {
        self.changed.iter().filter_map(|key| self.rows.get(key)?.clone()).collect()
    }
}

macro_rules! tables {
    ($($get:ident $edit:ident $put:ident $fresh:ident $field:ident $counter:ident $id:ident $row:ident;)+) => {
        $(
            pub(crate) fn $get(&mut self, id: $id) -> Result<Option<Arc<$row>>, Error> {
                let memory = self.memory;
                self.$field.get(id, || memory.$get(id))
            }

            /// The row to be changed.
            #[allow(dead_code, reason = "not every sort of row is changed in its place")]
            pub(crate) fn $edit(&mut self, id: $id) -> Result<Option<&mut $row>, Error> {
                let memory = self.memory;
                self.$field.edit(id, || memory.$get(id))
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

/// What reports say of one fact, in the order of report and local id, and which of that is new or changed.
#[derive(Default)]
struct Told {
    tellings: Vec<Arc<Telling>>,
    changed: Vec<bool>,
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
    told: FxHashMap<FactId, Told>,
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
            told: FxHashMap::default(),
            entries: BTreeSet::new(),
        })
    }

    tables! {
        report edit_report put_report fresh_report reports reports ReportId ReportRow;
        actor edit_actor put_actor fresh_actor actors actors ActorId ActorRow;
        event edit_event put_event fresh_event events events EventId EventRow;
        statement edit_statement put_statement fresh_statement statements statements StatementId StatementRow;
        position edit_position put_position fresh_position positions positions PositionId PositionRow;
        proposal edit_proposal put_proposal fresh_proposal proposals proposals ProposalId ProposalRow;
        conflict edit_conflict put_conflict fresh_conflict conflicts conflicts ConflictId ConflictRow;
        story edit_story put_story fresh_story stories stories StoryId StoryRow;
        process edit_process put_process fresh_process processes processes ProcessId ProcessRow;
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
        for &key in keys {
            let entry = |day, id| Entry { index, key, day, id };
            found.extend(self.entries.range(entry(*days.start(), 0)..=entry(*days.end(), u64::MAX)));
        }
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

    fn told(&mut self, fact: FactId) -> Result<&mut Told, Error> {
        use std::collections::hash_map::Entry as Slot;
        Ok(match self.told.entry(fact) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => {
                let tellings = self.memory.tellings(fact, TELLINGS).map_err(Error::Memory)?;
                slot.insert(Told { changed: vec![false; tellings.len()], tellings })
            }
        })
    }

    /// What reports say of a fact, in the order of report and local id.
    pub(crate) fn tellings(&mut self, fact: FactId) -> Result<Vec<Arc<Telling>>, Error> {
        Ok(self.told(fact)?.tellings.clone())
    }

    /// Adds or changes a telling.
    pub(crate) fn tell(&mut self, telling: Telling) -> Result<(), Error> {
        let told = self.told(telling.fact)?;
        match told
            .tellings
            .binary_search_by(|known| (known.report, &known.local).cmp(&(telling.report, &telling.local)))
        {
            Ok(at) => {
                told.tellings[at] = Arc::new(telling);
                told.changed[at] = true;
            }
            Err(at) => {
                told.tellings.insert(at, Arc::new(telling));
                told.changed.insert(at, true);
            }
        }
        Ok(())
    }

    /// New and changed tellings, by fact, report and local id.
    pub(crate) fn new_tellings(&self) -> Vec<Arc<Telling>> {
        let mut facts: Vec<(&FactId, &Told)> = self.told.iter().collect();
        facts.sort_unstable_by_key(|(fact, _)| **fact);
        let changed = facts.into_iter().flat_map(|(_, told)| told.tellings.iter().zip(&told.changed));
        changed.filter(|(_, changed)| **changed).map(|(telling, _)| telling.clone()).collect()
    }

    /// Sets which tellings of a fact are independent: the first of every family that was not replaced. Gives the
    /// number of those and of all that count, and the probability that one of the independent ones is right.
    pub(crate) fn weigh(&mut self, fact: FactId) -> Result<Weight, Error> {
        let mut families: Vec<ReportId> = Vec::new();
        let mut weight = Weight { independent: 0, tellings: 0, confidence: 0.0 };
        let mut doubt = 1.0_f32;
        let told = self.told(fact)?;
        for (telling, changed) in told.tellings.iter_mut().zip(&mut told.changed) {
            let independent = !telling.replaced && !families.contains(&telling.family);
            weight.tellings += u32::from(!telling.replaced);
            if independent {
                families.push(telling.family);
                weight.independent += 1;
                doubt *= 1.0 - telling.confidence.clamp(0.0, 0.99);
            }
            if independent != telling.independent {
                Arc::make_mut(telling).independent = independent;
                *changed = true;
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
