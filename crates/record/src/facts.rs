//! The record and its facts, field by field as the contract has them.

use serde::{Deserialize, Serialize};

use crate::codes::{
    ActorKind, EventType, Form, PlanStatus, PublishedBasis, RelationKind, Sector, Stance, StatementKind, Status,
    TimeType,
};
use crate::span::Span;

/// What is read out of one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Record {
    /// [`crate::SCHEMA`].
    pub schema: String,
    /// The report itself.
    pub document: Document,
    /// Who does, says or receives something.
    #[serde(default)]
    pub actors: Vec<Actor>,
    /// Where.
    #[serde(default)]
    pub places: Vec<Place>,
    /// When.
    #[serde(default)]
    pub times: Vec<Time>,
    /// Who said what.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Who stands where on which issue.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// What is on the table.
    #[serde(default)]
    pub proposals: Vec<Proposal>,
    /// How actors belong together.
    #[serde(default)]
    pub relations: Vec<Relation>,
}

/// The report: its text without the junk, and what is known about it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Document {
    /// `sha256:` and the hash of the raw bytes, in hex.
    pub id: String,
    /// File name or address as given.
    pub source: String,
    /// Address of the page, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Names, or the desk's initials where that is all there is.
    pub authors: Vec<String>,
    /// Where the report was filed.
    pub dateline: Option<Dateline>,
    /// BCP 47.
    pub language: Option<String>,
    /// Day of publication.
    pub published: Option<Published>,
    /// What the page of HTML says of itself, where the report came out of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageInfo>,
    /// The report alone, paragraphs separated by one newline.
    pub text: String,
    /// Start and end of each paragraph, in code points of `text`.
    pub paragraphs: Vec<[usize; 2]>,
    /// Start in `text`, start in the raw decoded input, length; in code points, ascending.
    pub source_map: Vec<[usize; 3]>,
    /// What was left out, in code points of the raw decoded input.
    pub dropped: Vec<Dropped>,
    /// What a reader of the record should know: unsupported language, cut input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What a page of HTML says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PageInfo {
    /// What the page is.
    pub kind: PageKind,
    /// When it was published: ISO 8601 with time of day and zone, as far as the page gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Section of the outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The lead picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Whether a paywall or a wall of cookies cuts the text off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub walled: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Image {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What is written under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// One report.
    #[default]
    Article,
    /// A live blog: dated entries.
    LiveBlog,
    /// A list of reports.
    Index,
    /// A video with little text.
    Video,
    /// Posts of a forum.
    Forum,
    /// Something else.
    Other,
}

/// An outlet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Outlet {
    /// As it calls itself.
    pub name: Option<String>,
    /// Its registrable domain.
    pub domain: Option<String>,
}

/// Place and outlet at the head of a report ("Jakarta, CNN Indonesia --").
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dateline {
    /// The place as written, in its usual case.
    pub place: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
}

/// The day of publication and how it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Published {
    /// ISO 8601 date.
    pub value: String,
    /// Where it was found.
    pub basis: PublishedBasis,
    /// Probability that it is right.
    pub confidence: f32,
}

/// A stretch that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dropped {
    /// First code point of the raw decoded input.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Why.
    pub reason: String,
}

/// A mention of an actor or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mention {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// How.
    pub form: Form,
}

/// A person, state, organisation or group that does, says or receives something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordActor))]
pub struct Actor {
    /// `a1`, `a2`, …
    pub id: String,
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
    /// The actor for whom the role is held.
    pub role_of: Option<String>,
    /// What is known across documents.
    #[serde(rename = "ref")]
    pub reference: Option<ActorRef>,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Mention>,
    /// Probability that this is an actor of the report with this kind and country.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Identifiers of an actor outside the document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ActorRef {
    /// Wikidata item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// Key in the base of actors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordPlace))]
pub struct Place {
    /// `p1`, …
    pub id: String,
    /// The usual English form.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// What is known across documents.
    #[serde(rename = "ref")]
    pub reference: Option<PlaceRef>,
    /// Where it is mentioned.
    pub mentions: Vec<Mention>,
    /// Probability that this is the place meant.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Identifiers of a place outside the document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceRef {
    /// GeoNames id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Time {
    /// `t1`, …
    pub id: String,
    /// ISO 8601 or EDTF level 1; null where it cannot be resolved.
    pub value: Option<String>,
    /// What it stands for.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// Where it stands.
    pub span: Span,
    /// Probability that the value is right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Words or a claim that the report attributes to a speaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordStatement))]
pub struct Statement {
    /// `s1`, …
    pub id: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// All speakers, where it was said jointly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// To whom.
    #[serde(default)]
    pub addressee: Vec<String>,
    /// How it is told.
    pub kind: StatementKind,
    /// What was said.
    pub content: Vec<Span>,
    /// The words that attribute it.
    pub cue: Option<Span>,
    /// The outlet the report took it from.
    pub via: Option<String>,
    /// When it was said.
    pub time: Option<String>,
    /// Where it was said.
    pub place: Option<String>,
    /// Probability that content and speaker are right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Something that an actor does to, with or toward another, coded in PLOVER.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordEvent))]
pub struct Event {
    /// `e1`, …
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// Who did it.
    pub initiators: Vec<String>,
    /// To whom.
    pub recipients: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// The statement that claims it, where only that does.
    pub statement: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Quad class.
    pub quad: String,
    /// The clauses that tell it.
    pub evidence: Vec<Span>,
    /// Probability that type and parties are right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Where an actor stands on an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordPosition))]
pub struct Position {
    /// `o1`, …
    pub id: String,
    /// Who.
    pub actor: String,
    /// Code of the issue.
    pub issue: String,
    /// Where it stands.
    pub stance: Stance,
    /// Of whom it is asked.
    pub toward: Option<String>,
    /// On what condition.
    pub condition: Option<Span>,
    /// The statement it was taken in.
    pub statement: Option<String>,
    /// The words that tell it.
    pub evidence: Vec<Span>,
    /// Probability that it is right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// A plan, offer or format that is on the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordProposal))]
pub struct Proposal {
    /// `r1`, …
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Who made it.
    pub proposers: Vec<String>,
    /// To whom.
    pub addressees: Vec<String>,
    /// Codes of its issues.
    pub issues: Vec<String>,
    /// What became of it.
    pub status: PlanStatus,
    /// The words that tell it.
    pub evidence: Vec<Span>,
    /// Probability that it is right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// How two actors belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RecordRelation))]
pub struct Relation {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// How.
    pub kind: RelationKind,
    /// The words that tell it.
    pub evidence: Vec<Span>,
    /// Probability that it is right.
    pub confidence: f32,
    /// Rules and entries that made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}
