//! The web for those who wait for each answer.

use jiff::Timestamp;
use reqwest::Url;
use tokio::runtime::Runtime;

use super::{Answer, Limits, PAGES, Trouble, Wanted, Web};

/// Asks for single pages, and waits.
pub(crate) struct Desk {
    runtime: Runtime,
    web: Web,
    most: usize,
}

impl Desk {
    /// Nothing asked yet.
    ///
    /// # Errors
    /// When the system lacks what it takes.
    pub(crate) fn new(limits: &Limits) -> Result<Self, Trouble> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Trouble::Connection(error.to_string()))?;
        let web = runtime.block_on(async { Web::new(limits) })?;
        Ok(Self { runtime, web, most: limits.most })
    }

    /// The page at `address`, and when it was fetched. A person has named it, so that robots.txt, which is for programs
    /// that follow links, is not asked.
    pub(crate) fn page(&self, address: &str) -> Result<(Answer, Timestamp), Trouble> {
        let url = Url::parse(address).map_err(|_| Trouble::NoAddress)?;
        let wanted = Wanted { accept: PAGES, etag: None, modified: None, most: self.most };
        let answer = self.runtime.block_on(self.web.get(&url, &wanted, false, &|_| false))?;
        Ok((answer, Timestamp::now()))
    }
}
