//! What a store keeps: small rows of numbers, short strings and lists, which the decisions make and read again.
//!
//! Every row is named by its id and is written whole (insert or replace). [`pack`] makes a few bytes of any of them;
//! which fields get columns of their own is the store's choice. The views for readers are made of rows by
//! [`crate::Builder`].

use notula_record::{ActorKind, EventType, PlanStatus, RelationKind, Sector, Stance, StatementKind, Status};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ids::{
    ActorId, ConflictId, EventId, FactId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId,
};
use crate::view::Disagreement;

/// A day, as days since 1970-01-01 (proleptic Gregorian).
pub type Day = i32;

/// First and last day.
pub type Days = (Day, Day);

/// The last number given of each sort; 0 where none was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Counters {
    pub reports: u64,
    pub actors: u64,
    pub events: u64,
    pub statements: u64,
    pub positions: u64,
    pub proposals: u64,
    pub stories: u64,
    pub processes: u64,
    pub conflicts: u64,
    /// Day of the report that was added last; stands in for the day of one that has none.
    pub latest: Option<Day>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Its number.
    pub id: ReportId,
    /// `sha256:…` of the raw bytes.
    pub hash: String,
    /// File or address as given.
    pub source: String,
    /// Address of the page, where known.
    pub url: Option<String>,
    /// 1, 2, …: the same page, changed.
    pub version: u32,
    /// The later version that takes this one's place.
    pub replaced_by: Option<ReportId>,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Day of publication.
    pub published: Option<Day>,
    /// Day used for windows: of publication, or else the latest day before.
    pub day: Day,
    /// The likely original of which this is a near-copy.
    pub copy_of: Option<ReportId>,
    /// First added report of its near-copies; itself where there are none. Reports of one family are not independent.
    pub family: ReportId,
    /// The happening.
    pub story: Option<StoryId>,
    /// Sketch of its words .
    pub sketch: Vec<u32>,
}

/// An identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActorRow {
    /// Its number.
    pub id: ActorId,
    /// The usual English form.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER's sector.
    pub sector: Option<Sector>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Offices and functions, in the order of their first report; 24 at most.
    pub roles: Vec<RoleRow>,
    /// Forms under which reports name it, with the number of reports; 24 at most.
    pub names: Vec<(String, u32)>,
    /// Reports that mention it, copies and replaced versions not counted.
    pub reports: u32,
    /// First and last day of those reports.
    pub seen: Option<Days>,
    /// A user merged it into this one.
    pub merged_into: Option<ActorId>,
}

/// An office or function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// In English.
    pub title: String,
    /// For whom it is held.
    pub of: Option<ActorId>,
    /// First and last day of the reports that give it.
    pub seen: Days,
}

/// Which identity an actor of a record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The report.
    pub report: ReportId,
    /// The actor's id in its record (`a3`).
    pub local: String,
    /// The identity.
    pub actor: ActorId,
}

/// How two identities belong together, as one report tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationRow {
    /// The report.
    pub report: ReportId,
    /// Which of the record's relations, from 0.
    pub local: u32,
    /// The one.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// How.
    pub kind: RelationKind,
    /// Probability that it is right.
    pub confidence: f32,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The usual English form.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f32>,
    /// Degrees east.
    pub lon: Option<f32>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// On whose side an actor acts: a country with its government, officials and bodies, or an actor of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Side(pub u64);

impl Side {
    /// Whether it stands for people who may be on any side.
    pub fn is_open(self) -> bool {
        self.0 >> 63 == 1
    }
}

/// An actor in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartyRow {
    /// Its identity.
    pub actor: ActorId,
    /// On whose side.
    pub side: Side,
    /// A named human being.
    pub person: bool,
    /// Named among the initiators; else among the recipients.
    pub initiates: bool,
}

/// What one report says of a merged fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// The merged fact.
    pub fact: FactId,
    /// The report.
    pub report: ReportId,
    /// The fact's id in its record (`e7`).
    pub local: String,
    /// Family of near-copies that the report belongs to.
    pub family: ReportId,
    /// Day of the report.
    pub day: Day,
    /// Not counted: a later version took the report's place.
    pub replaced: bool,
    /// No copy of another report that tells this fact.
    pub independent: bool,
    /// Probability in that report.
    pub confidence: f32,
    /// What it says.
    pub said: Said,
}

/// The values that one report gives, as far as reports can differ in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// Of an event.
    Event(EventSaid),
    /// Of a statement: nothing beside its words, which stand in the record.
    Statement,
    /// Of a position.
    Position(PositionSaid),
    /// Of a proposal.
    Proposal(ProposalSaid),
}

/// What one report says of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventSaid {
    /// PLOVER type.
    pub kind: EventType,
    /// Who.
    pub parties: Vec<PartyRow>,
    /// Where.
    pub place: Option<PlaceRow>,
    /// When, EDTF.
    pub time: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// The report only says that somebody claims it.
    pub claimed: bool,
    /// Numbers told of it.
    pub amounts: Vec<Amount>,
    /// Issues that its words touch.
    pub issues: Vec<String>,
    /// Told at the head of the report.
    pub lead: bool,
}

/// A number told of an event or plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// What is counted: `duration` (in minutes), or a unit of the language packs (`killed`, `prisoners`).
    pub unit: String,
    /// A later report may have more, as of the dead.
    pub grows: bool,
    /// How many.
    pub value: f64,
    /// As told: `PT5H`, `28`.
    pub told: String,
}

/// What one report says of a position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionSaid {
    /// Of whom it is asked.
    pub toward: Option<ActorId>,
    /// On what condition.
    pub condition: Option<String>,
}

/// What one report says of a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalSaid {
    /// What it is called.
    pub label: String,
    /// Who made it.
    pub proposers: Vec<ActorId>,
    /// To whom.
    pub addressees: Vec<ActorId>,
    /// Codes of its issues.
    pub issues: Vec<String>,
    /// What became of it.
    pub status: PlanStatus,
    /// Number of points.
    pub points: Option<u32>,
}

/// A merged event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Its number.
    pub id: EventId,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who.
    pub parties: Vec<PartyRow>,
    /// Where.
    pub place: Option<PlaceRow>,
    /// When, EDTF.
    pub time: Option<String>,
    /// First and last day of `time`.
    pub days: Option<Days>,
    /// Day to sort by: the first of `days`, or the first report's day.
    pub day: Day,
    /// Whether it happened, by the latest reports.
    pub status: Status,
    /// Every source only says that somebody claims it.
    pub claimed: bool,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// How many tellings it has.
    pub tellings: u32,
    /// How many of them are independent.
    pub independent: u32,
    /// Where they disagree.
    pub conflicts: Vec<ConflictId>,
    /// Told at the head of a report.
    pub lead: bool,
    /// The planned event that this one carries out.
    pub fulfils: Option<EventId>,
    /// The event that carried this one out.
    pub fulfilled_by: Option<EventId>,
    /// Events by which others propose, support or ask for the talks that this one denies.
    pub against: Vec<EventId>,
    /// The happening of its first telling.
    pub story: Option<StoryId>,
    /// Probability.
    pub confidence: f32,
    /// False where every telling was replaced: not to be shown.
    pub live: bool,
}

/// A merged statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRow {
    /// Its number.
    pub id: StatementId,
    /// Who said it.
    pub speakers: Vec<ActorId>,
    /// To whom.
    pub addressees: Vec<ActorId>,
    /// How it is told.
    pub kind: StatementKind,
    /// The outlet that it was taken from.
    pub via: Option<String>,
    /// When, EDTF.
    pub time: Option<String>,
    /// Where.
    pub place: Option<PlaceRow>,
    /// Day to sort by.
    pub day: Day,
    /// Sketch of its words.
    pub sketch: Vec<u32>,
    /// How many tellings it has.
    pub tellings: u32,
    /// How many of them are independent.
    pub independent: u32,
    /// The happening.
    pub story: Option<StoryId>,
    /// Probability.
    pub confidence: f32,
    /// False where every telling was replaced.
    pub live: bool,
}

/// A stance of an actor on an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionRow {
    /// Its number.
    pub id: PositionId,
    /// Who.
    pub actor: ActorId,
    /// Code of the issue.
    pub issue: String,
    /// Where it stands.
    pub stance: Stance,
    /// Of whom it is asked.
    pub toward: Option<ActorId>,
    /// On what condition.
    pub condition: Option<String>,
    /// First and last day of the reports that tell it.
    pub seen: Days,
    /// The position that this one changes.
    pub changes: Option<PositionId>,
    /// Its stance.
    pub changes_from: Option<Stance>,
    /// How many tellings it has.
    pub tellings: u32,
    /// How many of them are independent.
    pub independent: u32,
    /// The happening of its first telling.
    pub story: Option<StoryId>,
    /// Probability.
    pub confidence: f32,
    /// False where every telling was replaced.
    pub live: bool,
}

/// A plan through its life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalRow {
    /// Its number.
    pub id: ProposalId,
    /// What it is called, in the latest report.
    pub label: String,
    /// Who made it.
    pub proposers: Vec<ActorId>,
    /// To whom.
    pub addressees: Vec<ActorId>,
    /// Sides of those who made it.
    pub sides: Vec<Side>,
    /// Codes of its issues.
    pub issues: Vec<String>,
    /// What became of it, by the latest report.
    pub status: PlanStatus,
    /// What happened to it, oldest first.
    pub life: Vec<StepRow>,
    /// First and last day of its reports.
    pub seen: Days,
    /// How many tellings it has.
    pub tellings: u32,
    /// How many of them are independent.
    pub independent: u32,
    /// The happening of its latest telling.
    pub story: Option<StoryId>,
    /// Its conflicts.
    pub conflicts: Vec<ConflictId>,
    /// Probability.
    pub confidence: f32,
    /// False where every telling was replaced.
    pub live: bool,
}

/// A step in the life of a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRow {
    /// Day of the report.
    pub day: Day,
    /// What became of it.
    pub status: PlanStatus,
    /// How it is called from then on, where that changed.
    pub label: Option<String>,
    /// Number of points.
    pub points: Option<u32>,
    /// Which report tells it.
    pub report: ReportId,
}

/// Sources that disagree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictRow {
    /// Its number.
    pub id: ConflictId,
    /// About which event or proposal.
    pub fact: FactId,
    /// In what.
    pub about: Disagreement,
    /// What is counted, where it is about a number.
    pub unit: Option<String>,
    /// Who says what.
    pub values: Vec<VersionRow>,
    /// The happening.
    pub story: Option<StoryId>,
    /// Day to sort by.
    pub day: Day,
    /// False where the sources agree again.
    pub live: bool,
}

/// One version of a fact in dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionRow {
    /// What is said.
    pub value: String,
    /// By whom.
    pub by: Vec<Voice>,
}

/// One report that tells a version of a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// The report.
    pub report: ReportId,
    /// The fact's id in its record.
    pub local: String,
    /// Probability of the fact in that report.
    pub confidence: f32,
}

/// Reports of one happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryRow {
    /// Its number.
    pub id: StoryId,
    /// Headline of its most central report.
    pub title: Option<String>,
    /// How central that report is.
    pub central: f32,
    /// First and last day of its reports.
    pub seen: Days,
    /// Reports, copies and replaced versions not counted.
    pub reports: u32,
    /// All of them.
    pub copies: u32,
    /// Languages, in the order of their first report.
    pub languages: Vec<String>,
    /// Who it is about, with the number of reports, the most frequent first; 16 at most.
    pub parties: Vec<(ActorId, u32)>,
    /// Where, likewise; 8 at most.
    pub places: Vec<(PlaceRow, u32)>,
    /// Hashed features with their sums of weights.
    pub features: Vec<(u32, f32)>,
    /// What its reports tell at their heads; 12 at most.
    pub acts: Vec<ActRow>,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
}

/// What a report tells at its head, as far as stories are compared by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActRow {
    /// Hash of the family of the event's type.
    pub family: u32,
    /// Sides.
    pub sides: Vec<Side>,
    /// Named human beings.
    pub people: Vec<ActorId>,
    /// First and last day.
    pub days: Option<Days>,
    /// Name of the place.
    pub place: Option<String>,
}

/// A negotiation or conflict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcessRow {
    /// Its number.
    pub id: ProcessId,
    /// As the user named it.
    pub title: Option<String>,
    /// States and organisations that face each other, with the number of stories, the most frequent first; 16 at most.
    pub parties: Vec<(ActorId, u32)>,
    /// Issues, with the number of stories; 24 at most.
    pub issues: Vec<(String, u32)>,
    /// First and last day of its reports.
    pub seen: Days,
    /// How many stories.
    pub stories: u32,
    /// How many reports, copies not counted.
    pub reports: u32,
}

/// Which list an entry of the index stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Index {
    /// Address of a page → report.
    Page = 1,
    /// Rarest runs of words → report.
    Copy = 2,
    /// Family of near-copies → report.
    Family = 3,
    /// Key of an identity → actor.
    Actor = 4,
    /// Features → story.
    Story = 5,
    /// Two parties → process.
    Process = 6,
    /// Type and parties → event.
    Event = 7,
    /// Speaker and words → statement.
    Statement = 8,
    /// Actor and issue → position.
    Position = 9,
    /// Parties and issue → proposal.
    Proposal = 10,
    /// Parties and issue of talks that are proposed or denied → event.
    Talks = 12,
}

/// An entry of the index: under this key, on this day, look at this number. The four together are unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// Which list.
    pub index: Index,
    /// Stable hash of the key.
    pub key: i64,
    /// Day; 0 where days do not matter.
    pub day: Day,
    /// Number of the row.
    pub id: u64,
}

/// A few bytes for any row or part of one, the same on every machine.
///
/// ```
/// use notula_story::row::{Amount, pack, unpack};
/// let amount = Amount { unit: "killed".into(), grows: true, value: 12.0, told: "12".into() };
/// assert_eq!(unpack::<Amount>(&pack(&amount)).unwrap(), amount);
/// ```
pub fn pack<T: Serialize>(row: &T) -> Vec<u8> {
    // writing into a vector cannot fail, and every row type is of a known length
    postcard::to_allocvec(row).unwrap_or_default()
}

/// The row that [`pack`] wrote.
///
/// # Errors
/// Where the bytes were not written by [`pack`] for this type.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
