//! Records to stories: near-copies, persistent identities, merged events, conflicts, the history of positions and
//! proposals.
//!
//! This crate decides; the store keeps. A store answers the look-ups of [`Memory`], calls [`file()`] for every new report
//! and writes the rows ([`row`]) of its [`Filing`]. What readers get are the types of [`view`], named by the numbers of [`ids`].

mod amount;
mod build;
mod cluster;
mod conflict;
mod copies;
pub mod days;
mod desk;
mod error;
mod event;
pub mod evidence;
mod few;
mod file;
mod fulfil;
mod hash;
mod identity;
pub mod ids;
mod in_memory;
mod memory;
mod merge;
mod names;
mod position;
mod prepared;
mod process;
mod proposal;
pub mod row;
mod settle;
mod statement;
pub mod view;
mod words;

pub use build::{Builder, OF_RELATION, place};
pub use error::Error;
pub use evidence::{Evidence, Told};
pub use file::{file, file_prepared};
pub use identity::split_key;
pub use in_memory::InMemory;
pub use memory::{Filing, Frequencies, Looked, Lost, Memory};
pub use prepared::Prepared;
