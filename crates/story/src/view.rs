//! What is known across reports, as the store gives it out: merged facts with every report that tells them.
//!
//! Days are ISO 8601 (`2025-12-20`); times of facts are EDTF level 1 as in the record. A fact without a [`Source`]
//! does not exist.

use std::fmt;

use notula_record::{ActorKind, EventType, PlanStatus, RelationKind, Sector, Span, Stance, StatementKind, Status};
use serde::{Deserialize, Serialize};

use crate::ids::{ActorId, ConflictId, EventId, PositionId, ProcessId, ProposalId, ReportId, StatementId, StoryId};

/// A report in the store, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Report {
    /// Its number.
    pub id: ReportId,
    /// `sha256:…` of the raw bytes.
    pub hash: String,
    /// File or address as given when it was added.
    pub source: String,
    /// Address of the page, where known.
    pub url: Option<String>,
    /// 1, 2, …: the same page, changed.
    pub version: u32,
    /// The later version that takes this one's place; facts of a replaced version are not counted.
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
    pub published: Option<String>,
    /// When it was added, RFC 3339 with seconds, UTC; null where the store was told to keep no clock.
    pub added: Option<String>,
    /// The report that this one is a near-copy of: the likely original.
    pub copy_of: Option<ReportId>,
    /// The happening it tells of.
    pub story: Option<StoryId>,
    /// The negotiation or conflict that the story belongs to.
    pub process: Option<ProcessId>,
}

/// Where a merged fact is told: the report, the fact's id in its record, and the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Source {
    /// The report.
    pub report: ReportId,
    /// The fact's id in the report's record (`e7`).
    pub fact: String,
    /// Outlet's name or domain, or the report's source where neither is known.
    pub outlet: String,
    /// Language of the report.
    pub language: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The words that say it, as spans of the report's text.
    pub evidence: Vec<Span>,
    /// No copy of another report in this list.
    pub independent: bool,
    /// Probability of the fact in that report.
    pub confidence: f32,
}

/// An actor named in a merged fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Party {
    /// Its identity.
    pub id: ActorId,
    /// The usual English form.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
}

/// A persistent identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Actor {
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
    /// Offices and functions, in the order of their first report.
    pub roles: Vec<Role>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// The forms under which reports name it, the most frequent first.
    pub names: Vec<String>,
    /// Reports that mention it, copies and replaced versions not counted.
    pub reports: u32,
    /// First and last day of those reports.
    pub seen: Option<(String, String)>,
}

/// An office or function and the days on which reports give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Role {
    /// In English.
    pub title: String,
    /// For whom it is held.
    pub of: Option<Party>,
    /// First and last day of the reports that give it.
    pub seen: Option<(String, String)>,
}

/// A place of events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    /// The usual English form.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// A real-world event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its number.
    pub id: EventId,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who did it.
    pub initiators: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<Place>,
    /// When: the value that most independent sources give.
    pub time: Option<String>,
    /// Whether it happened, by the latest reports.
    pub status: Status,
    /// Every source only says that somebody claims it.
    pub claimed: bool,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Quad class.
    pub quad: String,
    /// Every report that tells it.
    pub sources: Vec<Source>,
    /// How many of them are independent of each other.
    pub independent: u32,
    /// Where they disagree.
    pub conflicts: Vec<ConflictId>,
    /// The planned event that this one carries out.
    pub fulfils: Option<EventId>,
    /// The event that carried this planned one out.
    pub fulfilled_by: Option<EventId>,
    /// The happening it belongs to.
    pub story: Option<StoryId>,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
    /// Probability that it is as told, from its sources.
    pub confidence: f32,
}

/// Words or a claim attributed to a speaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Statement {
    /// Its number.
    pub id: StatementId,
    /// Who said it; several where it was said jointly, none where it is not known.
    pub speakers: Vec<Party>,
    /// To whom.
    pub addressees: Vec<Party>,
    /// How it is told.
    pub kind: StatementKind,
    /// What was said, in the words of the first source.
    pub content: Vec<Span>,
    /// The outlet that the report took it from.
    pub via: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// Every report that tells it; the evidence is content and cue.
    pub sources: Vec<Source>,
    /// How many of them are independent.
    pub independent: u32,
    /// The happening.
    pub story: Option<StoryId>,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
    /// Probability that content and speaker are right.
    pub confidence: f32,
}

/// Where an actor stands on an issue from a day on, until its next position on the same issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Position {
    /// Its number.
    pub id: PositionId,
    /// Who.
    pub actor: Party,
    /// Code of the issue.
    pub issue: String,
    /// Where it stands.
    pub stance: Stance,
    /// Of whom it is asked.
    pub toward: Option<Party>,
    /// On what condition, in the words of the first source that tells one.
    pub condition: Option<String>,
    /// Day of the first and of the last report that tells it.
    pub seen: Option<(String, String)>,
    /// The position on the same issue that this one changes; null where it is the first, or says the same.
    pub changes: Option<PositionId>,
    /// Stance of that position.
    pub changes_from: Option<Stance>,
    /// Every report that tells it.
    pub sources: Vec<Source>,
    /// How many of them are independent.
    pub independent: u32,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
    /// Probability that it is right.
    pub confidence: f32,
}

/// A plan or offer through its life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Proposal {
    /// Its number.
    pub id: ProposalId,
    /// What it is called, in the latest report.
    pub label: String,
    /// Who made it.
    pub proposers: Vec<Party>,
    /// To whom.
    pub addressees: Vec<Party>,
    /// Codes of its issues.
    pub issues: Vec<String>,
    /// What became of it, by the latest report.
    pub status: PlanStatus,
    /// What happened to it, oldest first.
    pub life: Vec<Step>,
    /// Every report that tells of it.
    pub sources: Vec<Source>,
    /// How many of them are independent.
    pub independent: u32,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
    /// Probability that it is right.
    pub confidence: f32,
}

/// A step in the life of a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Step {
    /// Day of the report.
    pub day: Option<String>,
    /// What became of it.
    pub status: PlanStatus,
    /// How it is called from then on, where that changed ("20-point plan" after "28-point plan").
    pub label: Option<String>,
    /// Number of points, where it has one.
    pub points: Option<u32>,
    /// Which report tells it.
    pub report: ReportId,
}

/// Sources of one fact that disagree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// Its number.
    pub id: ConflictId,
    /// About which event, where it is about one.
    pub event: Option<EventId>,
    /// About which proposal, where it is about one.
    pub proposal: Option<ProposalId>,
    /// In what they disagree.
    pub about: Disagreement,
    /// What is said by whom; two at least.
    pub values: Vec<Version>,
    /// The happening.
    pub story: Option<StoryId>,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
}

/// In what sources can disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Disagreement {
    /// On which day.
    Date,
    /// Where.
    Place,
    /// Who took part.
    Parties,
    /// How it ended, or whether it happened.
    Outcome,
    /// How many, or how long.
    Number,
}

impl Disagreement {
    /// The word that stands for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::Parties => "parties",
            Self::Outcome => "outcome",
            Self::Number => "number",
        }
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One version of a fact in dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Version {
    /// What these sources say: a date, a place, a list of names, a status, a number with its unit.
    pub value: String,
    /// Which.
    pub sources: Vec<Source>,
}

/// Reports of the same happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Story {
    /// Its number.
    pub id: StoryId,
    /// Headline of its most central report.
    pub title: Option<String>,
    /// First and last day of its reports.
    pub seen: Option<(String, String)>,
    /// Its reports, copies and replaced versions not counted.
    pub reports: u32,
    /// All of them.
    pub copies: u32,
    /// Languages of its reports.
    pub languages: Vec<String>,
    /// Who it is about, the most frequent first, ten at most.
    pub parties: Vec<Party>,
    /// Where, the most frequent first, five at most.
    pub places: Vec<Place>,
    /// The negotiation or conflict.
    pub process: Option<ProcessId>,
}

/// A negotiation or conflict with its parties over months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Process {
    /// Its number.
    pub id: ProcessId,
    /// Its parties, joined ("Russia – Ukraine – United States"), or as the user named it.
    pub title: String,
    /// The states and organisations that face each other, the most frequent first.
    pub parties: Vec<Party>,
    /// First and last day of its reports.
    pub seen: Option<(String, String)>,
    /// How many stories.
    pub stories: u32,
    /// How many reports, copies and replaced versions not counted.
    pub reports: u32,
}

/// How two identities belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Relation {
    /// The one.
    pub a: Party,
    /// The other.
    pub b: Party,
    /// How.
    pub kind: RelationKind,
    /// Who tells it: the first 24.
    pub sources: Vec<Source>,
}
