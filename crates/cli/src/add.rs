//! `notula add`.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use notula_gather::Failure;
use notula_record::Record;
use notula_store::{Added, Options, Store};

use crate::args::{Known, threads};
use crate::exit::Exit;
use crate::pipeline;
use crate::place::StoreArg;
use crate::progress::Progress;
use crate::{read, run};

/// How long the first record of a transaction waits for the others.
const WAIT: Duration = Duration::from_secs(2);

/// Arguments of `notula add`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A report that the store has is not read again, so a run that was ended in the middle goes on where \
                        it was. A page that changed becomes a new version of its report.\n\n\
                        Exit codes: 0 all added, 1 something could not be read (named on stderr, the rest was added), \
                        2 the command was not understood."
)]
pub(crate) struct AddArgs {
    /// Files, folders, patterns such as 'news/*.txt', web archives, addresses (https://…), or - for standard input; as for
    /// notula read.
    #[arg(value_name = "FILE|DIR|GLOB|WARC|URL|-")]
    inputs: Vec<String>,

    /// Which store.
    #[command(flatten)]
    store: StoreArg,

    /// How many reports to read at once; 0 takes one for each core. The store is the same whatever it is.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,

    /// Keep no times of adding, so that the same reports give the same store.
    #[arg(long)]
    no_clock: bool,

    /// Records that are added in one transaction.
    #[arg(long, value_name = "N", default_value_t = 128, hide = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    batch: u32,

    /// What is known about the reports.
    #[command(flatten)]
    known: Known,
}

/// Reads the reports that `args` names and adds their records to the store, in the order of the input.
///
/// A run that was ended in the middle is taken up by running it again: what is in the store is not read a second time.
///
/// # Errors
/// When the store cannot be opened or written.
pub(crate) fn add(args: &AddArgs, quiet: bool) -> io::Result<Exit> {
    let mut inputs = args.inputs.clone();
    if inputs.is_empty() {
        if io::stdin().is_terminal() {
            anstream::eprintln!("notula: name a report, a folder, a pattern or - (see notula add --help)");
            return Ok(Exit::Usage);
        }
        inputs.push("-".to_owned());
    }
    let settings = read::settings(&args.known);
    if let Some(language) = settings.language.as_deref().filter(|code| notula_language::pack(code).is_none()) {
        anstream::eprintln!("notula: {}", read::unsupported(language));
        return Ok(Exit::Usage);
    }
    let place = args.store.place().map_err(io::Error::other)?;
    let options = Options { clock: !args.no_clock, ..Options::default() };
    let store = options.open(&place).map_err(io::Error::other)?;

    let progress = Progress::start(!quiet);
    let mut tally = Tally::default();
    let size = args.batch as usize;
    let mut batch = Batch { store: &*store, records: Vec::with_capacity(size), size, since: Instant::now() };
    let mut exit = Exit::Fine;
    let work = |item: notula_gather::Item| -> Result<Option<Vec<Record>>, Failure> {
        let report = item?;
        let known = store.has(&format!("sha256:{}", report.hash));
        match known.map_err(|error| Failure { place: report.source.clone(), why: error.to_string() })? {
            Some(_) => Ok(None),
            None => pipeline::read_all(report, &settings).map(Some),
        }
    };
    run::in_order(notula_gather::reports(inputs, &args.known.intake()), threads(args.jobs), work, |outcome| {
        match outcome {
            // the page of a live blog comes after its entries: when it is there, they are too
            Ok(Some(records)) => {
                for record in records.into_iter().rev() {
                    for warning in read::warnings(&record).iter().filter(|_| !quiet) {
                        progress.say(&format!("warning: {warning}"));
                    }
                    batch.push(record, &mut tally)?;
                }
            }
            Ok(None) => tally.known += 1,
            Err(failure) => {
                exit = Exit::SomeFailed;
                progress.say(&failure.to_string());
            }
        }
        progress.tick();
        Ok(())
    })?;
    batch.add(&mut tally)?;
    progress.finish();
    if !quiet {
        writeln!(io::stdout(), "{place}: {tally}")?;
    }
    Ok(exit)
}

/// Records that wait to be added.
struct Batch<'a> {
    store: &'a dyn Store,
    records: Vec<Record>,
    size: usize,
    since: Instant,
}

impl Batch<'_> {
    fn push(&mut self, record: Record, tally: &mut Tally) -> io::Result<()> {
        if self.records.is_empty() {
            self.since = Instant::now();
        }
        self.records.push(record);
        if self.records.len() >= self.size || self.since.elapsed() >= WAIT { self.add(tally) } else { Ok(()) }
    }

    fn add(&mut self, tally: &mut Tally) -> io::Result<()> {
        for added in self.store.add(&self.records).map_err(io::Error::other)? {
            match added {
                Added::New(_) => tally.new += 1,
                Added::Version(_) => tally.versions += 1,
                Added::Copy(_) => tally.copies += 1,
                Added::Known(_) => tally.known += 1,
            }
        }
        self.records.clear();
        Ok(())
    }
}

/// What became of the reports.
#[derive(Debug, Default)]
struct Tally {
    new: u64,
    versions: u64,
    copies: u64,
    known: u64,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { new, versions, copies, known } = self;
        write!(f, "{new} new, {versions} changed, {copies} copies, {known} known before")
    }
}
