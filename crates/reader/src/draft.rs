//! What the layers have read so far, before it becomes a record. Ranges are bytes of the text unless they say otherwise.

use std::ops::Range;

use notula_record::{ActorKind, EventType, PlanStatus, RelationKind, Sector, Stance, StatementKind, Status};

use crate::mention::{ActorIx, Mentions, PlaceIx};
use crate::time::TimeMention;

/// An actor being gathered.
#[derive(Debug, Clone)]
pub struct ActorDraft {
    /// The usual English form.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER's sector.
    pub sector: Option<Sector>,
    /// Office or function, in English.
    pub role: Option<String>,
    /// For whom the role is held.
    pub role_of: Option<ActorIx>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// A place being gathered.
#[derive(Debug, Clone)]
pub struct PlaceDraft {
    /// The usual English form.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Whether it is a part of the world, in which nothing happens: the Middle East.
    pub wide: bool,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// A statement being gathered.
#[derive(Debug, Clone)]
pub struct StatementDraft {
    /// Who said it, jointly; empty where that cannot be resolved.
    pub speakers: Vec<ActorIx>,
    /// To whom.
    pub addressees: Vec<ActorIx>,
    /// How it is told.
    pub kind: StatementKind,
    /// What was said.
    pub content: Vec<Range<usize>>,
    /// The words that attribute it.
    pub cue: Option<Range<usize>>,
    /// The outlet it was taken from.
    pub via: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Where.
    pub place: Option<PlaceIx>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// An event being gathered.
#[derive(Debug, Clone)]
pub struct EventDraft {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who did it.
    pub initiators: Vec<ActorIx>,
    /// To whom.
    pub recipients: Vec<ActorIx>,
    /// Where.
    pub place: Option<PlaceIx>,
    /// When, as ISO 8601 or EDTF.
    pub time: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// Index of the statement that claims it.
    pub statement: Option<usize>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// The clauses that tell it.
    pub evidence: Vec<Range<usize>>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// A position being gathered.
#[derive(Debug, Clone)]
pub struct PositionDraft {
    /// Who.
    pub actor: ActorIx,
    /// Code of the issue.
    pub issue: String,
    /// Where it stands.
    pub stance: Stance,
    /// Of whom it is asked.
    pub toward: Option<ActorIx>,
    /// On what condition.
    pub condition: Option<Range<usize>>,
    /// Index of the statement it was taken in.
    pub statement: Option<usize>,
    /// The words that tell it.
    pub evidence: Vec<Range<usize>>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// A proposal being gathered.
#[derive(Debug, Clone)]
pub struct ProposalDraft {
    /// What it is called.
    pub label: String,
    /// Who made it.
    pub proposers: Vec<ActorIx>,
    /// To whom.
    pub addressees: Vec<ActorIx>,
    /// Codes of its issues.
    pub issues: Vec<String>,
    /// What became of it.
    pub status: PlanStatus,
    /// The words that tell it.
    pub evidence: Vec<Range<usize>>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// A relation being gathered.
#[derive(Debug, Clone)]
pub struct RelationDraft {
    /// The one.
    pub a: ActorIx,
    /// The other.
    pub b: ActorIx,
    /// How.
    pub kind: RelationKind,
    /// The words that tell it.
    pub evidence: Vec<Range<usize>>,
    /// Probability.
    pub confidence: f32,
    /// Rules and entries that made it.
    pub why: Vec<String>,
}

/// How many statements before the nearest one can still reach over a place: nested and joined ones.
const NESTED: usize = 6;

impl Draft {
    /// The statement whose content holds byte `byte`; statements are in the order of their contents.
    pub fn statement_at(&self, byte: usize) -> Option<usize> {
        let start = |statement: &StatementDraft| statement.content.first().map_or(0, |content| content.start);
        let end = self.statements.partition_point(|statement| start(statement) <= byte);
        (end.saturating_sub(NESTED)..end)
            .rev()
            .find(|&n| self.statements[n].content.iter().any(|content| content.contains(&byte)))
    }
}

/// Everything read so far; each layer fills its own part and reads the parts before it.
#[derive(Debug, Default)]
pub struct Draft {
    /// Time expressions.
    pub times: Vec<TimeMention>,
    /// Mentions of actors and places.
    pub mentions: Mentions,
    /// Actors.
    pub actors: Vec<ActorDraft>,
    /// Places.
    pub places: Vec<PlaceDraft>,
    /// Statements.
    pub statements: Vec<StatementDraft>,
    /// Events.
    pub events: Vec<EventDraft>,
    /// Positions.
    pub positions: Vec<PositionDraft>,
    /// Proposals.
    pub proposals: Vec<ProposalDraft>,
    /// Relations.
    pub relations: Vec<RelationDraft>,
}
