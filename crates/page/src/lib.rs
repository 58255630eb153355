//! From dirty bytes and text to the report alone.
//!
//! [`decode`] makes text of bytes; [`clean`] finds the report in the text, takes title, byline, date and dateline into
//! fields, and leaves out what is no part of it, each stretch with its reason. What it knows of sites stands in the
//! language packs' `junk.tsv`; what it works out it works out from the shape of the lines.
//!
//! ```
//! let page = notula_page::clean("Jakarta, CNN Indonesia --\nMenteri itu menolak usul damai.\nADVERTISEMENT\n(abc)");
//! assert_eq!(page.text, "Menteri itu menolak usul damai.");
//! assert_eq!(page.authors, ["abc"]);
//! assert_eq!(page.dateline.unwrap().place.as_deref(), Some("Jakarta"));
//! ```

mod address;
mod apart;
mod assemble;
mod clean;
mod dateline;
mod dates;
mod decode;
mod head;
mod html;
mod limit;
mod line;
mod mend;
mod page;
mod rules;
mod sniff;
mod wrap;

pub use address::{Address, address};
pub use clean::clean;
pub use dates::SeenDate;
pub use decode::{Decoded, InputError, decode, decode_as};
pub use html::{extract, whole_address};
pub use page::{About, Field, Kind, Page, PublishedCandidate};
pub use sniff::read;
