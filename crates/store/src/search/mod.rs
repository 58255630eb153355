//! Full text: what is asked for, and what is shown of a report that was found.

mod snippet;
mod wanted;

pub(crate) use snippet::snippet;
pub(crate) use wanted::Wanted;
