//! A memory that lives as long as the program: for tests, measurements and small one-off questions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use notula_record::Record;

use crate::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use crate::memory::{Filing, Frequencies, Looked, Memory};
use crate::row::{
    ActorRow, ConflictRow, Counters, Day, Entry, EventRow, Index, Link, PositionRow, ProcessRow, ProposalRow,
    RelationRow, ReportRow, StatementRow, StoryRow, Telling,
};

/// Everything in maps.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct InMemory {
    pub counters: Counters,
    pub records: BTreeMap<ReportId, Arc<Record>>,
    pub reports: BTreeMap<ReportId, Arc<ReportRow>>,
    pub links: BTreeMap<(ReportId, String), Link>,
    pub relations: BTreeMap<(ReportId, u32), RelationRow>,
    pub tellings: BTreeMap<(FactId, ReportId, String), Arc<Telling>>,
    pub actors: BTreeMap<ActorId, Arc<ActorRow>>,
    pub events: BTreeMap<EventId, Arc<EventRow>>,
    pub statements: BTreeMap<StatementId, Arc<StatementRow>>,
    pub positions: BTreeMap<PositionId, Arc<PositionRow>>,
    pub proposals: BTreeMap<ProposalId, Arc<ProposalRow>>,
    pub conflicts: BTreeMap<ConflictId, Arc<ConflictRow>>,
    pub stories: BTreeMap<StoryId, Arc<StoryRow>>,
    pub processes: BTreeMap<ProcessId, Arc<ProcessRow>>,
    entries: BTreeSet<(Index, i64, Day, u64)>,
    told: BTreeMap<ReportId, BTreeSet<(FactId, String)>>,
    frequencies: Frequencies,
}

impl InMemory {
    /// Writes what was decided for `record`.
    pub fn keep(&mut self, filing: &Filing, record: &Record) {
        self.records.insert(filing.report.id, Arc::new(record.clone()));
        for row in filing.reports.iter().chain([&filing.report]) {
            self.reports.insert(row.id, row.clone());
        }
        for row in &filing.links {
            self.links.insert((row.report, row.local.clone()), row.clone());
        }
        for row in &filing.relations {
            self.relations.insert((row.report, row.local), row.clone());
        }
        for row in &filing.tellings {
            self.told.entry(row.report).or_default().insert((row.fact, row.local.clone()));
            self.tellings.insert((row.fact, row.report, row.local.clone()), row.clone());
        }
        self.actors.extend(filing.actors.iter().map(|row| (row.id, row.clone())));
        self.events.extend(filing.events.iter().map(|row| (row.id, row.clone())));
        self.statements.extend(filing.statements.iter().map(|row| (row.id, row.clone())));
        self.positions.extend(filing.positions.iter().map(|row| (row.id, row.clone())));
        self.proposals.extend(filing.proposals.iter().map(|row| (row.id, row.clone())));
        self.conflicts.extend(filing.conflicts.iter().map(|row| (row.id, row.clone())));
        self.stories.extend(filing.stories.iter().map(|row| (row.id, row.clone())));
        self.processes.extend(filing.processes.iter().map(|row| (row.id, row.clone())));
        self.entries.extend(filing.entries.iter().map(|entry| (entry.index, entry.key, entry.day, entry.id)));
        for &key in &filing.counted {
            self.frequencies.count(key);
        }
        self.counters = filing.counters;
    }

    /// Decides and writes.
    ///
    /// # Errors
    /// As [`crate::file()`].
    pub fn add(&mut self, record: &Record) -> Result<Filing, crate::Error> {
        let filing = crate::file(record, self)?;
        self.keep(&filing, record);
        Ok(filing)
    }
}

impl Memory for InMemory {
    fn counters(&self) -> Looked<Counters> {
        Ok(self.counters)
    }

    fn entries(&self, index: Index, keys: &[i64], days: RangeInclusive<Day>, each: usize) -> Looked<Vec<Entry>> {
        let mut out = Vec::new();
        for &key in keys {
            let range = (index, key, *days.start(), 0)..=(index, key, *days.end(), u64::MAX);
            out.extend(self.entries.range(range).rev().take(each).map(|&(index, key, day, id)| Entry {
                index,
                key,
                day,
                id,
            }));
        }
        Ok(out)
    }

    fn frequencies(&self, keys: &[i64]) -> Looked<Vec<u32>> {
        Ok(keys.iter().map(|&key| self.frequencies.of(key)).collect())
    }

    fn has_splits(&self) -> Looked<bool> {
        Ok(false)
    }

    fn report(&self, id: ReportId) -> Looked<Option<Arc<ReportRow>>> {
        Ok(self.reports.get(&id).cloned())
    }

    fn record(&self, id: ReportId) -> Looked<Option<Arc<Record>>> {
        Ok(self.records.get(&id).cloned())
    }

    fn actor(&self, id: ActorId) -> Looked<Option<Arc<ActorRow>>> {
        let mut row = self.actors.get(&id);
        for _ in 0..16 {
            match row.and_then(|row| row.merged_into) {
                Some(next) => row = self.actors.get(&next),
                None => break,
            }
        }
        Ok(row.cloned())
    }

    fn event(&self, id: EventId) -> Looked<Option<Arc<EventRow>>> {
        Ok(self.events.get(&id).cloned())
    }

    fn statement(&self, id: StatementId) -> Looked<Option<Arc<StatementRow>>> {
        Ok(self.statements.get(&id).cloned())
    }

    fn position(&self, id: PositionId) -> Looked<Option<Arc<PositionRow>>> {
        Ok(self.positions.get(&id).cloned())
    }

    fn proposal(&self, id: ProposalId) -> Looked<Option<Arc<ProposalRow>>> {
        Ok(self.proposals.get(&id).cloned())
    }

    fn conflict(&self, id: ConflictId) -> Looked<Option<Arc<ConflictRow>>> {
        Ok(self.conflicts.get(&id).cloned())
    }

    fn story(&self, id: StoryId) -> Looked<Option<Arc<StoryRow>>> {
        Ok(self.stories.get(&id).cloned())
    }

    fn process(&self, id: ProcessId) -> Looked<Option<Arc<ProcessRow>>> {
        Ok(self.processes.get(&id).cloned())
    }

    fn tellings(&self, fact: FactId, most: usize) -> Looked<Vec<Arc<Telling>>> {
        let range = (fact, ReportId(0), String::new())..;
        let found = self.tellings.range(range).take_while(|((told, ..), _)| *told == fact).take(most);
        Ok(found.map(|(_, row)| row.clone()).collect())
    }

    fn tellings_of(&self, report: ReportId) -> Looked<Vec<Arc<Telling>>> {
        let facts = self.told.get(&report).into_iter().flatten();
        Ok(facts.filter_map(|(fact, local)| self.tellings.get(&(*fact, report, local.clone())).cloned()).collect())
    }

    fn links(&self, report: ReportId) -> Looked<Vec<Link>> {
        let range = (report, String::new())..;
        Ok(self.links.range(range).take_while(|((of, _), _)| *of == report).map(|(_, row)| row.clone()).collect())
    }
}
