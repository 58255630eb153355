//! Records to stories: near-copies, persistent identities, merged events, conflicts, the history of positions and
//! proposals.
//!
//! This crate decides; the store keeps. What it gives out are the types of [`view`], named by the numbers of [`ids`].

pub mod ids;
pub mod view;
