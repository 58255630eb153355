//! Times: expressions of the text resolved to the calendar, and the report's date where it is not given.

mod mention;
mod publication;
mod resolve;
mod value;

pub use jiff::civil::Date;
pub use mention::{TimeMention, mentions};
pub use publication::{Hints, Inferred, infer};
pub use resolve::{Context, resolve};
pub use value::Value;
