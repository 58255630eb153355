//! Finds reports and hands them on as bytes: files, folders, packed files, web archives, standard input, the web.
//!
//! [`reports`] goes through everything that a caller named, one report at a time; [`report`] finds a single one.
//! [`gather`] follows feeds and sitemaps and hands every page they name to a [`Sink`], once. What a page or a report is
//! made of is not known here.
//!
//! ```no_run
//! use notula_gather::{Options, reports};
//!
//! for item in reports(vec!["crawl.warc.gz".into(), "news/".into()], &Options::default()) {
//!     match item {
//!         Ok(report) => println!("{} {} bytes", report.source, report.bytes.len()),
//!         Err(failure) => eprintln!("{failure}"),
//!     }
//! }
//! ```

mod bytes;
mod follow;
mod input;
mod media;
mod report;
mod unpack;
mod warc;
mod web;

pub use follow::{Event, Failed, Fetched, Folder, Plan, Sink, Totals, Unkept, gather};
pub use input::{Item, Options, archive, report, reports};
pub use report::{Failure, Meta, Report};
pub use web::{Limits, Link, Listing, NoListing, Trouble, listing};
