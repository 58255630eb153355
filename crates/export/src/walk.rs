//! All that a store answers, page by page.

use std::collections::HashMap;

use notula_store::{Order, Page, Query, Store};
use notula_story::ids::ReportId;
use notula_story::view::Report;

use crate::error::Result;

/// Facts asked for at a time.
const PAGE: u32 = 1000;

/// Calls `each` for everything that `ask` answers to `query`, the earliest first, and counts it; pages are fetched one after the other.
pub(crate) fn all<T>(
    query: &Query,
    ask: impl Fn(&Query) -> notula_store::Result<Page<T>>,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<u64> {
    let mut count = 0;
    let mut query = Query { order: Order::Earliest, limit: PAGE, after: None, ..query.clone() };
    loop {
        let page = ask(&query)?;
        for item in page.items {
            each(item)?;
            count += 1;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(count),
        }
    }
}

/// The reports that facts were taken from, the last few thousand kept.
pub(crate) struct Reports<'a> {
    store: &'a dyn Store,
    known: HashMap<ReportId, Option<Report>>,
}

impl<'a> Reports<'a> {
    /// Reports of `store`.
    pub(crate) fn of(store: &'a dyn Store) -> Self {
        Self { store, known: HashMap::new() }
    }

    /// A report.
    pub(crate) fn get(&mut self, id: ReportId) -> Result<Option<&Report>> {
        if self.known.len() > 4096 {
            self.known.clear();
        }
        if !self.known.contains_key(&id) {
            let report = self.store.report(id)?;
            self.known.insert(id, report);
        }
        Ok(self.known[&id].as_ref())
    }

    /// Where a reader finds it: its address, or else its source.
    pub(crate) fn address(&mut self, id: ReportId) -> Result<String> {
        Ok(self.get(id)?.map(|report| report.url.clone().unwrap_or_else(|| report.source.clone())).unwrap_or_default())
    }
}
