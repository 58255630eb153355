//! The record opened to people and programs: an API under `/api/v1` and the pages that use it.
//!
//! A request goes one way through: [`guard`] (host, rate, who asks) → [`api`] → [`pool`] → the store. The pages are
//! files built beforehand and embedded; they know nothing that the API does not give.
//!
//! Reading a report is not this crate's matter: whoever starts the server hands it a [`Reader`].
//!
//! ```no_run
//! # use std::sync::Arc;
//! # fn go(store: Arc<dyn notula_store::Store>, reader: notula_server::Reader) -> std::io::Result<()> {
//! let settings = notula_server::Settings::default();
//! notula_server::serve(settings, store, reader, |address| println!("http://{address}/"))?;
//! # Ok(())
//! # }
//! ```

mod api;
mod app;
mod asked;
mod body;
mod changes;
mod error;
mod guard;
mod kept;
mod listen;
mod pages;
mod paste;
mod pool;
mod reply;
mod rows;
mod settings;
mod telemetry;

pub use api::document;
pub use app::router;
pub use listen::serve;
pub use paste::{Paste, Reader, Reading};
pub use settings::{Scope, Settings, Token, TokenError, Unsafe};
