//! One kind of answer a module.

pub(crate) mod actors;
pub(crate) mod brief;
pub(crate) mod conflicts;
pub(crate) mod events;
pub(crate) mod hits;
pub(crate) mod positions;
pub(crate) mod proposals;
pub(crate) mod report;
pub(crate) mod statements;
