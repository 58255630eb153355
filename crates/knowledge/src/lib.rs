//! The dated base of actors (states, bodies, office-holders, outlets) and the gazetteer of places.
//!
//! The data are tab-separated files in `data/` and in the language packs (`states.tsv`, `places.tsv`); the build
//! script checks them and compiles them to tables that are embedded and read in place: nothing is parsed at start-up.
//!
//! [`find`] gives every name that stands at a place of a text, with everything that the name may mean. It does not
//! choose: "Georgia" is a state and a region, "Washington" a capital that stands for a state and a city.
//!
//! ```
//! use notula_knowledge::{Entry, find, state};
//!
//! let text = "Presiden Ukraina Volodymyr Zelensky";
//! let matches = find(text, 9, "id");
//! assert_eq!(matches[0].len, "Ukraina".len());
//! assert!(matches!(matches[0].entries[0], Entry::State(id, _) if Some(id) == state("UKR")));
//! ```

mod actors;
mod find;
mod fold;
mod layout;
mod people;
mod places;
mod tables;

pub use actors::{BodyId, OutletId, StateId, body, outlet_by_domain, state, state_by_iso2};
pub use find::{Entry, Match, Matches, PersonForm, StateForm, find};
pub use people::{PersonId, Term, holders};
pub use places::{CityId, RegionId};
