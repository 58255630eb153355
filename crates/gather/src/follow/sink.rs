//! Where gathered pages go.

use std::io;
use std::net::IpAddr;

use jiff::Timestamp;

use crate::media;
use crate::report::{Meta, Report};

/// A page as it came from the web.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The address that was asked for.
    pub asked: String,
    /// The address after redirects.
    pub address: String,
    /// When it was fetched.
    pub fetched: Timestamp,
    /// Who answered.
    pub ip: Option<IpAddr>,
    /// The answer's status.
    pub status: u16,
    /// The fields of the answer's head, in order.
    pub headers: Vec<(String, String)>,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

impl Fetched {
    /// The page as a report to read.
    pub fn report(self) -> Report {
        let told = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let charset = told.and_then(|(_, value)| media::charset(value));
        let meta = Meta { url: Some(self.address.clone()), fetched: Some(self.fetched), charset, ..Meta::default() };
        Report { meta, ..Report::from_bytes(self.address, self.body) }
    }
}

/// Why a page was not kept.
#[derive(Debug, thiserror::Error)]
pub enum Unkept {
    /// There is nothing to keep in this page; it is told, the page is not asked for again, and the rest goes on.
    #[error("{0}")]
    Page(String),
    /// The sink fails; gathering ends.
    #[error(transparent)]
    Sink(#[from] io::Error),
}

/// Takes gathered pages: a folder of web archives, or a store.
pub trait Sink {
    /// Addresses of pages that are there although the journal may not know of them, since whoever gathered them was
    /// killed between the two. Asked once, at the beginning.
    ///
    /// # Errors
    /// When what is there cannot be read.
    fn recover(&mut self) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// Keeps a page. When this returns, the page outlives the program.
    ///
    /// # Errors
    /// When the page is none to keep, or the sink fails.
    fn keep(&mut self, page: Fetched) -> Result<(), Unkept>;

    /// A round is over: what was kept should be there for others to read.
    ///
    /// # Errors
    /// When that fails.
    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }
}
