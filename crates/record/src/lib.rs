//! The record: what is read out of one news report.
//!
//! One [`Record`] per report, serialised as one JSON object (`notula.record/1`). Every fact carries the
//! [`Span`]s that say it: Unicode code points into [`Document::text`], with the quoted words.
//!
//! ```
//! use notula_record::{CodePoints, Span};
//! let text = "Vučić bertemu Kurti";
//! let points = CodePoints::new(text);
//! let span = points.span(text, 8..15);
//! assert_eq!(span, Span { start: 6, end: 13, quote: "bertemu".into() });
//! ```

mod codes;
mod facts;
mod span;

pub use codes::{
    ActorKind, EventType, Form, PlanStatus, PublishedBasis, RelationKind, Sector, Stance, StatementKind, Status,
    TimeType,
};
pub use facts::{
    Actor, ActorRef, Dateline, Document, Dropped, Event, Image, Mention, Outlet, PageInfo, PageKind, Place, PlaceRef,
    Position, Proposal, Published, Record, Relation, Statement, Time,
};
pub use span::{CodePoints, Points, Span};

/// The contract's name and number, the value of [`Record::schema`].
pub const SCHEMA: &str = "notula.record/1";
