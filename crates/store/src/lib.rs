//! Keeps records, stories and merged facts, and answers questions about them.
//!
//! One trait, [`Store`], whatever keeps the data. What comes out are the types of [`notula_story::view`].

mod correction;
mod error;
mod query;
mod store;

pub use correction::{Change, Corrected, Correction, FactId};
pub use error::Error;
pub use query::{Cursor, Order, Page, Query};
pub use store::{Added, Hit, Result, Store, Totals};
