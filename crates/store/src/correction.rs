//! What users correct. A correction is kept beside what was read, with who made it and when, and can be taken back.

pub use notula_story::ids::FactId;
use notula_story::ids::{ActorId, ProcessId, ReportId};
use serde::{Deserialize, Serialize};

/// A correction, as a user makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    /// Who makes it, as the user is called.
    pub by: String,
    /// Why, where it was said.
    #[serde(default)]
    pub note: Option<String>,
    /// What is corrected.
    #[serde(flatten)]
    pub change: Change,
}

/// What is corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Both are one: `from` becomes a name of `into`.
    MergeActors {
        /// The one that goes.
        from: ActorId,
        /// The one that stays.
        into: ActorId,
    },
    /// The mentions under this name in this report, or in all, belong to an identity of their own.
    SplitActor {
        /// The identity that holds too much.
        from: ActorId,
        /// The name that is somebody else.
        #[cfg_attr(feature = "schema", schema(pattern = r"\S", max_length = 200))]
        name: String,
        /// In this report alone.
        report: Option<ReportId>,
    },
    /// The fact is wrong: it is not shown any more, unless asked for.
    Reject {
        /// Which.
        fact: FactId,
    },
    /// The fact is right.
    Confirm {
        /// Which.
        fact: FactId,
    },
    /// A process gets a name.
    NameProcess {
        /// Which.
        process: ProcessId,
        /// How it is called from now on.
        #[cfg_attr(feature = "schema", schema(pattern = r"\S", max_length = 200))]
        title: String,
    },
    /// An earlier correction is taken back.
    Undo {
        /// Its number.
        correction: u64,
    },
}

/// A correction that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Corrected {
    /// Its number.
    pub id: u64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// What.
    #[serde(flatten)]
    pub correction: Correction,
    /// A split made this identity.
    pub made: Option<ActorId>,
    /// Taken back by this later correction.
    pub undone_by: Option<u64>,
}
