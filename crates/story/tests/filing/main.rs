//! Reports filed one after the other, and what is decided about them.

mod common;
mod copies;
mod identities;
mod merging;
mod properties;
