//! Keeps records, stories and merged facts, and answers questions about them.
//!
//! One trait, [`Store`], whatever keeps the data. What comes out are the types of [`notula_story::view`].
//!
//! ```
//! use notula_store::{Query, open};
//! # let folder = tempfile::tempdir().unwrap();
//! # let place = folder.path().join("notula.db");
//! let store = open(&place.display().to_string())?;
//! assert_eq!(store.reports(&Query::default())?.items, []);
//! # Ok::<(), notula_store::Error>(())
//! ```

mod correction;
mod db;
mod error;
mod keeper;
mod open;
mod query;
mod schema;
mod search;
mod shelf;
mod store;
mod words;

pub use correction::{Change, Corrected, Correction, FactId};
pub use error::Error;
pub use open::{Options, data_folder, default_place, open};
pub use query::{Cursor, Order, Page, Query};
pub use store::{Added, Hit, Result, Store, Totals};
