//! One round: every list once, then every new page once.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Mutex;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use reqwest::Url;
use reqwest::header::{ETAG, LAST_MODIFIED};

use super::interrupt::{Interrupt, or_interrupt};
use super::journal::{Journal, Validators, plain};
use super::lanes::{Job, Lanes, What};
use super::sink::{Fetched, Sink, Unkept};
use super::{Event, Failed, Plan, Totals, lock};
use crate::web::{Answer, LISTINGS, Listing, PAGES, Trouble, Wanted, Web, listing};
use crate::{report, warc};

/// Lists that lead to lists that lead to lists.
const DEPTH: usize = 3;

/// Most lists in one round.
const LISTS: usize = 20_000;

/// A list that was read: when all its pages are done, it need not be read again until it changes.
struct Read {
    address: String,
    now: Validators,
    /// Whether a page of it is still wanted.
    open: bool,
}

/// The state of a round.
pub(super) struct Round<'a> {
    plan: &'a Plan,
    web: &'a Web,
    journal: &'a Mutex<Journal>,
    lanes: Lanes,
    /// What was put into the lanes in this round.
    seen: HashSet<String>,
    lists: usize,
    read: Vec<Read>,
    totals: Totals,
}

impl<'a> Round<'a> {
    /// Nothing done yet.
    pub(super) fn new(plan: &'a Plan, web: &'a Web, journal: &'a Mutex<Journal>) -> Self {
        Self {
            plan,
            web,
            journal,
            lanes: Lanes::default(),
            seen: HashSet::new(),
            lists: 0,
            read: Vec::new(),
            totals: Totals::default(),
        }
    }

    /// What was done.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    /// Goes through everything; false where it was told to stop before the end.
    pub(super) async fn run(
        &mut self,
        sink: &mut dyn Sink,
        tell: &mut dyn FnMut(Event<'_>),
        interrupt: &mut Interrupt,
    ) -> Result<bool, Failed> {
        for list in &self.plan.lists {
            self.start(list, tell);
        }
        let mut running = FuturesUnordered::new();
        loop {
            while self.lanes.out() < self.plan.at_once.max(1)
                && let Some(job) = self.next_job()
            {
                running.push(fetch(self.web, self.journal, self.plan.web.most, job));
            }
            match or_interrupt(running.next(), interrupt).await {
                None => return Ok(false),
                Some(None) => break,
                Some(Some((job, result))) => {
                    self.lanes.done(&job);
                    match job.what {
                        What::List { depth } => self.list(job.address, depth, result, tell),
                        What::Page { list } => self.page(&job.address, list, result, sink, tell)?,
                    }
                }
            }
        }
        for read in std::mem::take(&mut self.read) {
            if !read.open {
                self.write(|journal| journal.read(&read.address, read.now))?;
            }
        }
        Ok(true)
    }

    /// The next job that is still wanted.
    fn next_job(&mut self) -> Option<Job> {
        loop {
            let job = self.lanes.take()?;
            // a redirect may have led to it in the meantime
            if matches!(job.what, What::Page { .. }) && lock(self.journal).knows(job.address.as_str()) {
                self.lanes.done(&job);
                self.totals.known += 1;
                continue;
            }
            return Some(job);
        }
    }

    /// Takes what the caller named: an address, or a file with a list.
    fn start(&mut self, list: &str, tell: &mut dyn FnMut(Event<'_>)) {
        if let Ok(url) = Url::parse(list)
            && matches!(url.scheme(), "http" | "https")
        {
            return self.push_list(url, 0);
        }
        let found = std::fs::read(list)
            .map_err(|error| report::explain(&error))
            .and_then(|bytes| listing(&bytes, "").map_err(|error| error.to_string()));
        match found {
            Ok(found) => {
                let number = self.take_in(list.to_owned(), Validators::default(), 0, found, tell);
                // a file is read every time
                self.read[number].open = true;
            }
            Err(why) => self.leave(list, &why, false, tell),
        }
    }

    fn push_list(&mut self, address: Url, depth: usize) {
        if self.lists < LISTS && self.seen.insert(format!("list {address}")) {
            self.lists += 1;
            self.lanes.push(Job { address, what: What::List { depth } });
        }
    }

    /// A list has come, or not.
    fn list(&mut self, address: Url, depth: usize, result: Result<Answer, Trouble>, tell: &mut dyn FnMut(Event<'_>)) {
        let answer = match result {
            Ok(answer) => answer,
            Err(trouble) => return self.leave(address.as_str(), &trouble.to_string(), false, tell),
        };
        if answer.status.as_u16() == 304 {
            self.totals.unchanged += 1;
            return tell(Event::Unchanged { address: address.as_str() });
        }
        match listing(&answer.body, answer.address.as_str()) {
            Ok(found) => {
                let field = |name| answer.header(name).map(str::to_owned);
                let now = Validators { etag: field(ETAG), modified: field(LAST_MODIFIED) };
                self.take_in(address.into(), now, depth, found, tell);
            }
            Err(why) => self.leave(address.as_str(), &why.to_string(), false, tell),
        }
    }

    /// Puts what a list names into the lanes; gives the list's number.
    fn take_in(
        &mut self,
        address: String,
        now: Validators,
        depth: usize,
        mut found: Listing,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> usize {
        let number = self.read.len();
        self.totals.lists += 1;
        let pages = found.pages.len();
        found.pages.sort_by_key(|link| Reverse(link.dated));
        let (mut new, mut open) = (0, false);
        for link in found.pages {
            if self.plan.since.zip(link.dated).is_some_and(|(since, dated)| dated < since) {
                continue;
            }
            let whole = self.plan.whole.and_then(|whole| whole(&link.address));
            let Ok(url) = Url::parse(whole.as_deref().unwrap_or(&link.address)) else { continue };
            let url = plain(url);
            if lock(self.journal).knows(url.as_str()) {
                self.totals.known += 1;
            } else if new == self.plan.per_list {
                // the rest comes in the next round
                open = true;
            } else if self.seen.insert(url.to_string()) {
                new += 1;
                self.lanes.push(Job { address: url, what: What::Page { list: number } });
            } else {
                // another list has it too; this one is done when the page is
                open = true;
            }
        }
        if depth < DEPTH {
            for link in found.lists {
                if let Ok(url) = Url::parse(&link.address) {
                    self.push_list(url, depth + 1);
                }
            }
        }
        tell(Event::List { address: &address, pages, new });
        self.read.push(Read { address, now, open });
        number
    }

    /// A page has come, or not.
    fn page(
        &mut self,
        asked: &Url,
        list: usize,
        result: Result<Answer, Trouble>,
        sink: &mut dyn Sink,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Failed> {
        let address = asked.as_str();
        let answer = match result {
            Ok(answer) => answer,
            Err(trouble @ Trouble::Known(_)) => {
                self.totals.known += 1;
                return self.write(|journal| journal.gone(address, trouble.to_string()));
            }
            // its rules, or the caller's mind, may change
            Err(trouble @ (Trouble::Forbidden | Trouble::Private)) => {
                self.leave(address, &trouble.to_string(), false, tell);
                return Ok(());
            }
            Err(trouble) => {
                let why = trouble.to_string();
                self.leave(address, &why, trouble.is_final(), tell);
                if trouble.is_final() {
                    return self.write(|journal| journal.gone(address, why));
                }
                self.read[list].open = true;
                return self.write(|journal| journal.failed(address, why));
            }
        };
        let media = answer.media();
        if !warc::readable(&media) || answer.body.is_empty() {
            let why = if answer.body.is_empty() { "is empty".to_owned() } else { format!("is {media}, not a page") };
            self.leave(address, &why, true, tell);
            return self.write(|journal| journal.gone(address, why));
        }
        let stands_at = plain(answer.address.clone());
        let bytes = answer.body.len();
        match sink.keep(fetched(address, &stands_at, answer)) {
            Ok(()) => {}
            Err(Unkept::Sink(error)) => return Err(Failed::Sink(error)),
            Err(Unkept::Page(why)) => {
                self.leave(address, &why, true, tell);
                return self.write(|journal| journal.gone(address, why));
            }
        }
        self.write(|journal| journal.kept(address, stands_at.as_str()))?;
        self.totals.kept += 1;
        tell(Event::Kept { address, bytes });
        Ok(())
    }

    fn leave(&mut self, address: &str, why: &str, forever: bool, tell: &mut dyn FnMut(Event<'_>)) {
        self.totals.left += 1;
        tell(Event::Left { address, why, forever });
    }

    fn write(&self, line: impl FnOnce(&mut Journal) -> std::io::Result<()>) -> Result<(), Failed> {
        let mut journal = lock(self.journal);
        line(&mut journal).map_err(|source| Failed::Journal { place: journal.path().display().to_string(), source })
    }
}

/// Fetches one list or page.
async fn fetch(web: &Web, journal: &Mutex<Journal>, most: usize, job: Job) -> (Job, Result<Answer, Trouble>) {
    let result = match job.what {
        What::List { .. } => {
            let known = lock(journal).validators(job.address.as_str());
            let (etag, modified) = (known.etag.as_deref(), known.modified.as_deref());
            web.get(&job.address, &Wanted { accept: LISTINGS, etag, modified, most }, true, &|_| false).await
        }
        What::Page { .. } => {
            let wanted = Wanted { accept: PAGES, etag: None, modified: None, most };
            let known = |url: &Url| lock(journal).knows(url.as_str());
            web.get(&job.address, &wanted, true, &known).await
        }
    };
    (job, result)
}

fn fetched(asked: &str, address: &Url, answer: Answer) -> Fetched {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    Fetched {
        asked: asked.to_owned(),
        address: address.to_string(),
        fetched: Timestamp::now(),
        ip: answer.ip,
        status: answer.status.as_u16(),
        headers: answer.headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: answer.body,
    }
}
