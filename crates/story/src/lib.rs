//! Records to stories: near-copies, persistent identities, merged events, conflicts, the history of positions and
//! proposals.
//!
//! This crate decides; the store keeps. A store answers the look-ups of [`Memory`] and writes the rows ([`row`]) of a
//! [`Filing`], one for each new report. What readers get are the types of [`view`], named by the numbers of [`ids`].

pub mod ids;
mod in_memory;
mod memory;
pub mod row;
pub mod view;

pub use in_memory::InMemory;
pub use memory::{Filing, Frequencies, Looked, Lost, Memory};
