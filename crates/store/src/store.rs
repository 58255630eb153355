//! What every store does, whatever keeps it.

use notula_record::Record;
use notula_story::ids::{ActorId, EventId, ProcessId, ProposalId, ReportId, StatementId, StoryId};
use notula_story::view::{
    Actor, Conflict, Event, Place, Position, Process, Proposal, Relation, Report, Statement, Story,
};

use crate::correction::{Corrected, Correction};
use crate::error::Error;
use crate::query::{Page, Query};

/// Result of a call to a store.
pub type Result<T> = std::result::Result<T, Error>;

/// A store of records. All methods can be called from several threads; adding is done by one at a time.
///
/// A filter of a [`Query`] about something that the rows asked for do not have (the PLOVER type of a statement) is left
/// out. Events are ordered by their first day, positions by the day they were told first, proposals, stories and
/// processes by their last; identities come by the number of their reports, whatever the order. Lists leave out replaced
/// versions and rejected facts; asked for by number they are there.
pub trait Store: Send + Sync {
    /// Adds records in this order, all or none of them, and says what became of each.
    ///
    /// A record whose raw bytes are known is not added again; one with a known address and other bytes is a new version.
    fn add(&self, records: &[Record]) -> Result<Vec<Added>>;

    /// Whether a report with these raw bytes (`sha256:…`) is there.
    fn has(&self, hash: &str) -> Result<Option<ReportId>>;

    /// A number that every change makes another.
    fn state(&self) -> Result<i64>;

    /// A report.
    fn report(&self, id: ReportId) -> Result<Option<Report>>;
    /// Its record as it was read.
    fn record(&self, id: ReportId) -> Result<Option<Record>>;
    /// Reports.
    fn reports(&self, query: &Query) -> Result<Page<Report>>;
    /// Near-copies of a report, and the report that it copies.
    fn copies(&self, id: ReportId) -> Result<Vec<Report>>;

    /// An identity; one that was merged into another gives the other.
    fn actor(&self, id: ActorId) -> Result<Option<Actor>>;
    /// Identities; `text` is matched against their names.
    fn actors(&self, query: &Query) -> Result<Page<Actor>>;
    /// How identities belong together, each with the first reports that tell it.
    fn relations(&self, query: &Query) -> Result<Page<Relation>>;
    /// An event.
    fn event(&self, id: EventId) -> Result<Option<Event>>;
    /// Events.
    fn events(&self, query: &Query) -> Result<Page<Event>>;
    /// A statement.
    fn statement(&self, id: StatementId) -> Result<Option<Statement>>;
    /// Statements; `text` is searched in their words.
    fn statements(&self, query: &Query) -> Result<Page<Statement>>;
    /// Positions, with every one that was held before.
    fn positions(&self, query: &Query) -> Result<Page<Position>>;
    /// A proposal.
    fn proposal(&self, id: ProposalId) -> Result<Option<Proposal>>;
    /// Proposals.
    fn proposals(&self, query: &Query) -> Result<Page<Proposal>>;
    /// Conflicts.
    fn conflicts(&self, query: &Query) -> Result<Page<Conflict>>;
    /// A story.
    fn story(&self, id: StoryId) -> Result<Option<Story>>;
    /// Stories.
    fn stories(&self, query: &Query) -> Result<Page<Story>>;
    /// A process.
    fn process(&self, id: ProcessId) -> Result<Option<Process>>;
    /// Processes.
    fn processes(&self, query: &Query) -> Result<Page<Process>>;
    /// Places of events with how many events happened there.
    fn places(&self, query: &Query) -> Result<Page<(Place, u32)>>;
    /// Full-text search over reports; the best first.
    fn search(&self, query: &Query) -> Result<Page<Hit>>;

    /// Corrects what was read; the reading itself stays as it was.
    fn correct(&self, correction: &Correction) -> Result<Corrected>;
    /// Every correction, the latest first.
    fn corrections(&self, query: &Query) -> Result<Page<Corrected>>;

    /// How much is there.
    fn totals(&self) -> Result<Totals>;

    /// Writes all that is kept as lines of JSON in the order of tables and numbers, without the times of adding: equal
    /// for stores that hold the same. Meant for comparing stores; [`crate`] reads it nowhere.
    fn dump(&self, _out: &mut dyn std::io::Write) -> Result<()> {
        Err(Error::Asked("this store has no rows to be written".to_owned()))
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Added {
    /// A new report.
    New(ReportId),
    /// A new version of a known page.
    Version(ReportId),
    /// A near-copy of a known report.
    Copy(ReportId),
    /// Already there.
    Known(ReportId),
}

/// A report found by full text.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The report.
    pub report: Report,
    /// The stretch of its text that fits best, with the words found in code points of `snippet`.
    pub snippet: String,
    /// Start and end of each word found, in code points of `snippet`.
    pub found: Vec<[usize; 2]>,
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Totals {
    pub reports: u64,
    pub copies: u64,
    pub actors: u64,
    pub events: u64,
    pub statements: u64,
    pub positions: u64,
    pub proposals: u64,
    pub conflicts: u64,
    pub stories: u64,
    pub processes: u64,
}
