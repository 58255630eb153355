//! What the decisions need to know of all that was filed before.

use std::ops::RangeInclusive;
use std::sync::Arc;

use notula_record::Record;

use crate::evidence::Evidence;
use crate::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use crate::row::{
    ActorRow, ConflictRow, Counters, Day, Entry, EventRow, Index, Link, PositionRow, ProcessRow, ProposalRow,
    RelationRow, ReportRow, StatementRow, StoryRow, Telling,
};

/// What keeps the rows failed.
pub type Lost = Box<dyn std::error::Error + Send + Sync>;

/// Answer of a memory.
pub type Looked<T> = Result<T, Lost>;

/// Looks up what was filed before. Every look-up is by a number or by a key of the index. Rows are shared, so that what
/// is only looked at is not copied.
pub trait Memory {
    /// The last numbers given.
    fn counters(&self) -> Looked<Counters>;

    /// Entries of an index under any of these keys within these days: for each key the `each` latest, later days first,
    /// then higher numbers first. The keys may be answered in any order.
    fn entries(&self, index: Index, keys: &[i64], days: RangeInclusive<Day>, each: usize) -> Looked<Vec<Entry>>;

    /// How many reports had each of these features: the sums of [`Filing::counted`], by [`Frequencies`].
    fn frequencies(&self, keys: &[i64]) -> Looked<Vec<u32>>;

    /// Whether a user ever split an identity. Where that is known not to be, entries under [`crate::split_key`] are
    /// not looked for.
    fn has_splits(&self) -> Looked<bool> {
        Ok(true)
    }

    /// A report.
    fn report(&self, id: ReportId) -> Looked<Option<Arc<ReportRow>>>;
    /// Its record as it was read.
    fn record(&self, id: ReportId) -> Looked<Option<Arc<Record>>>;
    /// Its text and where the facts of its record stand there.
    fn evidence(&self, id: ReportId) -> Looked<Option<Arc<Evidence>>> {
        Ok(self.record(id)?.map(|record| Arc::new(Evidence::of_record(&record))))
    }
    /// An identity; one that was merged into another gives the other.
    fn actor(&self, id: ActorId) -> Looked<Option<Arc<ActorRow>>>;
    /// An event.
    fn event(&self, id: EventId) -> Looked<Option<Arc<EventRow>>>;
    /// A statement.
    fn statement(&self, id: StatementId) -> Looked<Option<Arc<StatementRow>>>;
    /// A position.
    fn position(&self, id: PositionId) -> Looked<Option<Arc<PositionRow>>>;
    /// A proposal.
    fn proposal(&self, id: ProposalId) -> Looked<Option<Arc<ProposalRow>>>;
    /// A conflict.
    fn conflict(&self, id: ConflictId) -> Looked<Option<Arc<ConflictRow>>>;
    /// A story.
    fn story(&self, id: StoryId) -> Looked<Option<Arc<StoryRow>>>;
    /// A process.
    fn process(&self, id: ProcessId) -> Looked<Option<Arc<ProcessRow>>>;

    /// What reports say of a fact, in the order of report and local id; the first `most` of them.
    fn tellings(&self, fact: FactId, most: usize) -> Looked<Vec<Arc<Telling>>>;
    /// What a report says, of all facts.
    fn tellings_of(&self, report: ReportId) -> Looked<Vec<Arc<Telling>>>;
    /// Which identities the actors of a report are.
    fn links(&self, report: ReportId) -> Looked<Vec<Link>>;
}

/// What must be written for one new report: rows to insert or replace by their id (a [`Telling`] by fact, report and
/// local id, a [`Link`] by report and local id, a [`RelationRow`] by report and number), entries to insert.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The new report.
    pub report: Arc<ReportRow>,
    /// Older reports that changed.
    pub reports: Vec<Arc<ReportRow>>,
    /// Which identity each actor of the record is.
    pub links: Vec<Link>,
    /// How they belong together.
    pub relations: Vec<RelationRow>,
    /// What the report tells, and older tellings that changed.
    pub tellings: Vec<Arc<Telling>>,
    /// New and changed identities.
    pub actors: Vec<Arc<ActorRow>>,
    /// New and changed events.
    pub events: Vec<Arc<EventRow>>,
    /// New and changed statements.
    pub statements: Vec<Arc<StatementRow>>,
    /// New and changed positions.
    pub positions: Vec<Arc<PositionRow>>,
    /// New and changed proposals.
    pub proposals: Vec<Arc<ProposalRow>>,
    /// New and changed conflicts.
    pub conflicts: Vec<Arc<ConflictRow>>,
    /// New and changed stories.
    pub stories: Vec<Arc<StoryRow>>,
    /// New and changed processes.
    pub processes: Vec<Arc<ProcessRow>>,
    /// New entries of the index.
    pub entries: Vec<Entry>,
    /// Features whose frequency rises by one.
    pub counted: Vec<i64>,
    /// The numbers given last, this report included.
    pub counters: Counters,
}

/// How many reports had each feature, about: two cells of a table for each, the smaller one counts (a count-min sketch,
/// Cormode and Muthukrishnan 2005). Never too small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequencies {
    cells: Vec<u32>,
}

const CELLS: usize = 1 << 16;

impl Default for Frequencies {
    fn default() -> Self {
        Self { cells: vec![0; CELLS] }
    }
}

impl Frequencies {
    fn cells(key: i64) -> [usize; 2] {
        let bits = key as u64;
        [bits as usize % CELLS, (bits >> 32) as usize % CELLS]
    }

    /// Counts one report with this feature.
    pub fn count(&mut self, key: i64) {
        let [a, b] = Self::cells(key);
        self.cells[a] = self.cells[a].saturating_add(1);
        if b != a {
            self.cells[b] = self.cells[b].saturating_add(1);
        }
    }

    /// How many reports had it.
    pub fn of(&self, key: i64) -> u32 {
        let [a, b] = Self::cells(key);
        self.cells[a].min(self.cells[b])
    }

    /// The table as bytes: 256 KiB.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.cells.iter().flat_map(|cell| cell.to_le_bytes()).collect()
    }

    /// The table that [`Self::to_bytes`] wrote; none where the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == CELLS * 4).then(|| Self {
            cells: bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_survive_bytes() {
        let mut table = Frequencies::default();
        for _ in 0..3 {
            table.count(-7_001_002_003_004);
        }
        let again = Frequencies::from_bytes(&table.to_bytes()).unwrap();
        assert_eq!(again.of(-7_001_002_003_004), 3);
        assert_eq!(again.of(12), 0);
        assert!(Frequencies::from_bytes(&[0; 8]).is_none());
    }
}
