//! Follows feeds: asks them again and again, fetches every page they name once, and hands it to a [`Sink`].

mod folder;
mod interrupt;
mod journal;
mod lanes;
mod round;
mod sink;

pub use self::folder::Folder;
pub use self::sink::{Fetched, Sink, Unkept};

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use self::interrupt::{Interrupt, or_interrupt};
use self::journal::Journal;
use self::round::Round;
use crate::web::{Limits, Trouble, Web};

/// What is to be gathered, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Addresses of feeds, sitemaps and lists of them; or paths of OPML files.
    pub lists: Vec<String>,
    /// Folder of the journal, which knows what was done. It may be the folder that the pages go to.
    pub state: PathBuf,
    /// Time from the beginning of one round to that of the next; without it there is one round.
    pub every: Option<Duration>,
    /// Pages that their list dates earlier are left out.
    pub since: Option<Timestamp>,
    /// Most pages of one list in one round, the newest first.
    pub per_list: usize,
    /// How many hosts are asked at once.
    pub at_once: usize,
    /// Limits of what is asked of the web.
    pub web: Limits,
    /// The address under which the report at an address stands whole, where it stands there in parts.
    pub whole: Option<fn(&str) -> Option<String>>,
}

impl Plan {
    /// One round through `lists`, with the journal in `state`.
    pub fn once(lists: Vec<String>, state: impl Into<PathBuf>) -> Self {
        Self {
            lists,
            state: state.into(),
            every: None,
            since: None,
            per_list: 1000,
            at_once: 16,
            web: Limits::default(),
            whole: None,
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A list was read.
    List {
        /// Its address.
        address: &'a str,
        /// How many pages it names.
        pages: usize,
        /// How many of them are to be fetched.
        new: usize,
    },
    /// A list has not changed.
    Unchanged {
        /// Its address.
        address: &'a str,
    },
    /// A page was kept.
    Kept {
        /// Its address.
        address: &'a str,
        /// Its size.
        bytes: usize,
    },
    /// A list or page was not read or kept.
    Left {
        /// Its address, or the path of a file.
        address: &'a str,
        /// Why.
        why: &'a str,
        /// Whether it will not be asked for again.
        forever: bool,
    },
    /// A round is over.
    Round {
        /// What was done in it.
        totals: Totals,
        /// Time until the next one.
        next: Option<Duration>,
    },
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Lists read.
    pub lists: usize,
    /// Lists that had not changed.
    pub unchanged: usize,
    /// Pages kept.
    pub kept: usize,
    /// Pages that were there before, counted for each list that names them.
    pub known: usize,
    /// Lists that could not be read, and pages that could not be fetched or are none.
    pub left: usize,
}

/// Why gathering ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failed {
    /// The journal cannot be kept.
    #[error("{place}: {source}")]
    Journal {
        /// Its path.
        place: String,
        /// What is wrong.
        source: io::Error,
    },
    /// The pages cannot be kept.
    #[error("the pages cannot be kept: {0}")]
    Sink(#[source] io::Error),
    /// Nothing can be asked.
    #[error("the web cannot be asked: {0}")]
    Web(#[source] Trouble),
    /// The system lacks something.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Gathers by `plan` into `sink`; `tell` hears what happens.
///
/// It ends after one round, or when the program is told to stop (SIGINT, SIGTERM); what was kept is settled then. It may
/// be killed at any time: the next call goes on from there and fetches nothing twice that was kept.
///
/// # Errors
/// When journal or sink fail. What is wrong with single lists and pages is told, and the rest goes on.
///
/// # Example
/// ```no_run
/// use notula_gather::{Folder, Plan, gather};
///
/// let plan = Plan::once(vec!["https://kabarnusa.example/rss".into()], "pages");
/// let totals = gather(&plan, &mut Folder::open("pages")?, &mut |event| println!("{event:?}"))?;
/// println!("{} new pages", totals.kept);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gather(plan: &Plan, sink: &mut dyn Sink, tell: &mut dyn FnMut(Event<'_>)) -> Result<Totals, Failed> {
    let failed = |source| Failed::Journal { place: plan.state.display().to_string(), source };
    let mut journal = Journal::open(&plan.state).map_err(failed)?;
    for address in sink.recover().map_err(Failed::Sink)? {
        if !journal.knows(&address) {
            journal.kept(&address, &address).map_err(failed)?;
        }
    }
    let journal = Mutex::new(journal);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(rounds(plan, sink, &journal, tell))
}

async fn rounds(
    plan: &Plan,
    sink: &mut dyn Sink,
    journal: &Mutex<Journal>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Totals, Failed> {
    let web = Web::new(&plan.web).map_err(Failed::Web)?;
    let mut interrupt = Interrupt::new()?;
    let mut all = Totals::default();
    loop {
        let start = Instant::now();
        let mut round = Round::new(plan, &web, journal);
        let ended = round.run(sink, tell, &mut interrupt).await;
        sink.settle().map_err(Failed::Sink)?;
        let whole = ended?;
        let totals = round.totals();
        all.add(&totals);
        let next = plan.every.filter(|_| whole).map(|every| every.saturating_sub(start.elapsed()));
        tell(Event::Round { totals, next });
        let Some(pause) = next else { return Ok(all) };
        if or_interrupt(tokio::time::sleep(pause), &mut interrupt).await.is_none() {
            return Ok(all);
        }
    }
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.lists += other.lists;
        self.unchanged += other.unchanged;
        self.kept += other.kept;
        self.known += other.known;
        self.left += other.left;
    }
}

/// The journal, even where somebody panicked with it in hand.
fn lock(journal: &Mutex<Journal>) -> std::sync::MutexGuard<'_, Journal> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}
