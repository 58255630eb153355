//! From a report's text to its record, one module a layer.
//!
//! ```
//! use notula_reader::{Options, read};
//! use notula_record::Document;
//!
//! let document = Document { text: "Presiden Ukraina Volodymyr Zelensky bertemu Perdana Menteri Inggris Keir Starmer di London.".into(), ..Document::default() };
//! let record = read(document, &Options::default());
//! assert_eq!(record.actors[0].name, "Volodymyr Zelensky");
//! assert_eq!(record.actors[0].country.as_deref(), Some("UKR"));
//! assert_eq!(record.places[0].name, "London");
//! ```

pub mod actor;
mod assemble;
mod calibration;
pub mod clause;
pub mod doc;
pub mod draft;
pub mod event;
pub mod mention;
pub mod position;
pub mod proposal;
pub mod quote;
mod read;
pub mod sentence;
pub mod statement;
pub mod syntax;
pub mod time;
pub mod token;
pub mod voice;

pub use read::{Options, read};
