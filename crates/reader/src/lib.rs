//! From a report's text to its record, one module a layer.

pub mod actor;
mod assemble;
pub mod doc;
pub mod draft;
pub mod mention;
pub mod quote;
pub mod sentence;
pub mod token;
