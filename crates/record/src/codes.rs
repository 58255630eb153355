//! The closed vocabularies of the record.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word that stands for it in the record.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let words = utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($text),+]));
                utoipa::openapi::Schema::Object(words.build()).into()
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(format!(concat!("no ", stringify!($name), " is called {:?}; there are: {}"), text, [$($text),+].join(", "))),
                }
            }
        }
    };
}

vocabulary! {
    /// What sort of actor.
    ActorKind {
        /// A single named human being.
        Person = "person",
        /// A state, with its government, capital and palaces.
        State = "state",
        /// A body, ministry, party, armed group, outlet, province.
        Organisation = "organisation",
        /// Unnamed people of one side, also a single unnamed official.
        Group = "group",
    }
}

vocabulary! {
    /// PLOVER's actor codes.
    Sector {
        /// Government and its executive.
        Gov = "GOV",
        /// Courts.
        Jud = "JUD",
        /// Parliament.
        Leg = "LEG",
        /// Armed forces.
        Mil = "MIL",
        /// Police.
        Cop = "COP",
        /// Intelligence services.
        Spy = "SPY",
        /// Rebels, armed opposition.
        Reb = "REB",
        /// Civilians.
        Cvl = "CVL",
        /// Political opposition.
        Opp = "OPP",
        /// Parties.
        Pty = "PTY",
        /// Media.
        Med = "MED",
        /// Business.
        Bus = "BUS",
        /// Education.
        Edu = "EDU",
        /// Religion.
        Rel = "REL",
        /// Labour.
        Lab = "LAB",
        /// International governmental bodies.
        Igo = "IGO",
        /// Non-governmental organisations.
        Ngo = "NGO",
        /// Criminals.
        Crm = "CRM",
        /// Health.
        Hlh = "HLH",
        /// Unknown.
        Unk = "UNK",
    }
}

vocabulary! {
    /// How a mention names its actor.
    Form {
        /// By name.
        Name = "name",
        /// By a description.
        Nominal = "nominal",
        /// By a pronoun.
        Pronoun = "pronoun",
    }
}

vocabulary! {
    /// What the time expression stands for (TimeML's TIMEX3 types).
    TimeType {
        /// A calendar date or range.
        Date = "date",
        /// A time of day.
        Time = "time",
        /// A length of time.
        Duration = "duration",
        /// A recurrence.
        Set = "set",
    }
}

vocabulary! {
    /// How a statement is told.
    StatementKind {
        /// Word for word, inside quotation marks.
        Direct = "direct",
        /// Reported speech.
        Indirect = "indirect",
        /// Reported speech with a quoted part.
        Mixed = "mixed",
    }
}

vocabulary! {
    /// PLOVER's event types.
    EventType {
        /// Agree to, sign, promise.
        Agree = "AGREE",
        /// Meet, talk, visit, mediate.
        Consult = "CONSULT",
        /// Praise, back, defend, thank.
        Support = "SUPPORT",
        /// Give in, announce a release or truce.
        Concede = "CONCEDE",
        /// Work together.
        Cooperate = "COOPERATE",
        /// Give help.
        Aid = "AID",
        /// Withdraw, release, cease fire.
        Retreat = "RETREAT",
        /// Ask, call for, demand, propose.
        Request = "REQUEST",
        /// Accuse, criticise, protest diplomatically.
        Accuse = "ACCUSE",
        /// Turn down, deny, refuse.
        Reject = "REJECT",
        /// Threaten.
        Threaten = "THREATEN",
        /// Demonstrate.
        Protest = "PROTEST",
        /// Sanction, expel, break off.
        Sanction = "SANCTION",
        /// Move forces.
        Mobilize = "MOBILIZE",
        /// Arrest, seize, restrict.
        Coerce = "COERCE",
        /// Attack.
        Assault = "ASSAULT",
    }
}

impl EventType {
    /// Whether initiators and recipients are interchangeable.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::Agree | Self::Consult | Self::Cooperate)
    }

    /// PLOVER's quad class.
    pub const fn quad(self) -> &'static str {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => "verbal cooperation",
            Self::Cooperate | Self::Aid | Self::Retreat => "material cooperation",
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => "verbal conflict",
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => "material conflict",
        }
    }
}

vocabulary! {
    /// Whether an event happened.
    Status {
        /// It happened.
        Occurred = "occurred",
        /// It is under way.
        Ongoing = "ongoing",
        /// It is announced with a time or as settled.
        Planned = "planned",
        /// It hangs on a condition.
        Conditional = "conditional",
        /// It may happen.
        Possible = "possible",
        /// It is said not to have happened.
        Denied = "denied",
    }
}

vocabulary! {
    /// Where an actor stands on an issue.
    Stance {
        /// Is for it.
        Supports = "supports",
        /// Is against it, rejects it, rules it out.
        Opposes = "opposes",
        /// Asks for it.
        Demands = "demands",
        /// Offers it.
        Offers = "offers",
        /// Supports or offers it if something else holds.
        Conditional = "conditional",
        /// Doubts it.
        Doubts = "doubts",
        /// Has not decided.
        Undecided = "undecided",
    }
}

vocabulary! {
    /// What became of a proposal.
    PlanStatus {
        /// Mentioned as an idea.
        Floated = "floated",
        /// Put forward.
        Proposed = "proposed",
        /// Being discussed.
        UnderNegotiation = "under-negotiation",
        /// Accepted.
        Accepted = "accepted",
        /// Rejected.
        Rejected = "rejected",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// How two actors belong together.
    RelationKind {
        /// Acts for.
        Represents = "represents",
        /// Belongs to.
        MemberOf = "member-of",
        /// Heads.
        Leads = "leads",
        /// Is kin of.
        FamilyOf = "family-of",
        /// Stands beside.
        AlliedWith = "allied-with",
    }
}

vocabulary! {
    /// Where the date of publication was found.
    PublishedBasis {
        /// In the metadata given with the report.
        Metadata = "metadata",
        /// In its address.
        Url = "url",
        /// In the dateline or a visible date line of the text.
        Dateline = "dateline",
        /// Worked out from the text.
        Inferred = "inferred",
    }
}
