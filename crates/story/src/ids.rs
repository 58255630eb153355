//! Names of what is known across reports. Numbers are given in the order of adding and never given again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                letter_and_number($prefix)
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                text.strip_prefix($prefix)
                    .filter(|digits| digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit()))
                    .and_then(|digits| digits.parse().ok())
                    .map(Self)
                    .ok_or_else(|| BadId { text: text.chars().take(40).collect(), prefix: $prefix })
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// One version of one report: `N12`.
    ReportId "N";
    /// A persistent identity: `A7`.
    ActorId "A";
    /// A real-world event, told by one or more reports: `E31`.
    EventId "E";
    /// A statement of one report, or the same words in several: `S5`.
    StatementId "S";
    /// A stance of one actor on one issue from a day on: `O9`.
    PositionId "O";
    /// A plan or offer through its life: `R2`.
    ProposalId "R";
    /// Reports of the same happening: `T4`.
    StoryId "T";
    /// A negotiation or conflict with its parties over months: `P1`.
    ProcessId "P";
    /// Sources that disagree: `C3`.
    ConflictId "C";
}

/// A merged fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum FactId {
    Event(EventId),
    Statement(StatementId),
    Position(PositionId),
    Proposal(ProposalId),
}

#[cfg(feature = "schema")]
fn letter_and_number(letter: &str) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    let id = utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .pattern(Some(format!("^{letter}[0-9]{{1,18}}$")));
    utoipa::openapi::Schema::Object(id.build()).into()
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for FactId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        letter_and_number("[ESOR]")
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for FactId {}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(id) => id.fmt(f),
            Self::Statement(id) => id.fmt(f),
            Self::Position(id) => id.fmt(f),
            Self::Proposal(id) => id.fmt(f),
        }
    }
}

impl FromStr for FactId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        match text.as_bytes().first() {
            Some(b'S') => text.parse().map(Self::Statement),
            Some(b'O') => text.parse().map(Self::Position),
            Some(b'R') => text.parse().map(Self::Proposal),
            _ => text.parse().map(Self::Event),
        }
    }
}

impl Serialize for FactId {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FactId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A text that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadId {
    /// What was given, cut at 40 characters.
    pub text: String,
    /// With which letter it should begin.
    pub prefix: &'static str,
}

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no id: expected {} and a number, such as {}12", self.text, self.prefix, self.prefix)
    }
}

impl std::error::Error for BadId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        assert_eq!("A7".parse(), Ok(ActorId(7)));
        assert_eq!(ActorId(7).to_string(), "A7");
        assert!("E7".parse::<ActorId>().is_err());
        assert!("A".parse::<ActorId>().is_err());
        assert!("A-1".parse::<ActorId>().is_err());
        assert_eq!("S5".parse(), Ok(FactId::Statement(StatementId(5))));
        assert_eq!(FactId::Proposal(ProposalId(2)).to_string(), "R2");
    }
}
