//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::ask::args::Question;
use crate::gather::Into;
use crate::namer::NerModel;
use crate::serve::ServeArgs;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "Exit codes: 0 all read, 1 something could not be read (named on stderr, the rest was read), \
                          2 the command was not understood.";

/// Reads news reports about negotiations and conflicts, and prints who said and did what, with the words that say so.
#[derive(Debug, Parser)]
#[command(name = "notula", version, styles = STYLES, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    /// Tell on stderr what is done (twice: how).
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// No warnings and no progress, errors only.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports and print their records.
    Read(ReadArgs),
    /// Show why facts are in a report's record: the words, the rule, the entry.
    Explain(ExplainArgs),
    /// Read reports and add them to a store.
    Add(crate::add::AddArgs),
    /// Open the store to people and programs: pages to read and look things up, and an API.
    Serve(ServeArgs),
    /// Follow feeds and sitemaps, and keep the pages they name.
    Gather(GatherArgs),
    /// Ask a store.
    #[command(flatten)]
    Ask(Question),
}

/// Arguments of `notula read`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ReadArgs {
    /// Files, folders, patterns such as 'news/*.txt', addresses (https://…), or - for standard input.
    ///
    /// .json and .jsonl hold reports with the fields text (or content), title, url, published, language; .warc holds
    /// pages; every other file is one report, as text or as a page of HTML. Each may be packed (.html.gz, .warc.gz, …).
    /// NAME.json beside NAME.txt or NAME.html may tell what is known about it. Folders are searched for .txt, .html,
    /// .json, .jsonl and .warc.
    ///
    /// Addresses are fetched, one at a time for each host, and no address of a private network.
    #[arg(value_name = "FILE|DIR|GLOB|URL|-")]
    pub(crate) inputs: Vec<String>,

    /// How to print: text is for people, jsonl has one record a line [default: text on a terminal, else jsonl].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<Format>,

    /// How many reports to read at once; 0 takes one for each core. The output is the same whatever it is.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,

    /// Leave out facts that are less probable than this (0 to 1).
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub(crate) min_confidence: f32,

    /// What is known about the reports.
    #[command(flatten)]
    pub(crate) known: Known,
}

/// Arguments of `notula gather`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It obeys robots.txt, asks one page of a host at a time, and runs no scripts of pages. It may be \
                        killed at any time: the next call goes on from there and fetches no page twice.\n\n\
                        Exit codes: 0 all kept, 1 something could not be fetched (named on stderr, the rest was kept), \
                        2 the command was not understood."
)]
pub(crate) struct GatherArgs {
    /// Feeds (RSS, Atom, JSON Feed), sitemaps, indexes of sitemaps, pages that name their feeds, OPML lists: addresses, or
    /// files for OPML.
    #[arg(value_name = "URL|FEEDS.opml", required = true)]
    pub(crate) lists: Vec<String>,

    /// Where the pages go: a folder, as web archives that notula read reads; or a store (a file, or
    /// postgres://USER@HOST/NAME), read, as notula add would.
    ///
    /// A path that is not there yet is taken for a store if it ends in .db or .sqlite, else for a folder.
    #[arg(long, value_name = "DIR|STORE", value_parser = Into::parse)]
    pub(crate) into: Into,

    /// Folder of the journal, which knows what was fetched [default: the folder of the pages; for a store, STORE.gather
    /// beside it, or notula/gather in the user's data folder for PostgreSQL].
    #[arg(long, value_name = "DIR")]
    pub(crate) journal: Option<PathBuf>,

    /// One round, then end [default].
    #[arg(long, conflicts_with = "every")]
    pub(crate) once: bool,

    /// Round after round, each so long after the one before (10m, 1h).
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) every: Option<Duration>,

    /// Leave pages out that their feed dates earlier.
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,

    /// Keep no more than so many pages of one feed in one round, the newest first.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) per_feed: u32,

    /// Time between two requests to one host; a longer Crawl-delay in its robots.txt, up to a minute, goes before.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = time)]
    pub(crate) delay: Duration,

    /// How many hosts to ask at once.
    #[arg(short, long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,

    /// Ask addresses of this machine and of private networks too.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// Arguments of `notula explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct ExplainArgs {
    /// The report: a file, an address, - for standard input, or FILE:N for the N-th line, element or record of a file with
    /// many, or the N-th entry of a live blog.
    #[arg(value_name = "FILE")]
    pub(crate) file: String,

    /// Ids of facts as they stand in the record, such as s1 or e7 [default: all].
    #[arg(value_name = "FACT-ID")]
    pub(crate) facts: Vec<String>,

    /// What is known about the report.
    #[command(flatten)]
    pub(crate) known: Known,
}

/// What the caller knows; goes before what the files say of themselves.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Known {
    /// Day of publication (2025-12-21).
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,

    /// Language of the reports (id, en, …) [default: detected].
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,

    /// Read as if on this day: no report is dated later [default: today].
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,

    /// Read by rules and the base of actors and places alone, without the trained model.
    #[arg(long)]
    pub(crate) no_models: bool,

    /// Find names with a transformer of your own: a folder with model.onnx, tokenizer.json and config.json, whose
    /// id2label has the kinds PER, ORG and LOC (needs the feature onnx).
    #[arg(long, value_name = "DIR", conflicts_with = "no_models", value_parser = NerModel::open)]
    pub(crate) ner_model: Option<NerModel>,

    /// Print the scores of the layers instead of probabilities, to fit the table of probabilities.
    #[arg(long, hide = true)]
    pub(crate) raw_scores: bool,

    /// Read no more than this many megabytes of one report.
    #[arg(long, value_name = "MB", default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub(crate) max_size: u64,

    /// Fetch from addresses of this machine and of private networks too.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// Formats of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One record a line.
    Jsonl,
    /// One array of records, indented.
    Json,
    /// A view for people.
    Text,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes it hold for everything that is printed from here on.
    pub(crate) fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

impl Known {
    /// How the inputs are taken in.
    pub(crate) fn intake(&self) -> notula_gather::Options {
        notula_gather::Options {
            max_bytes: (self.max_size as usize).saturating_mul(1 << 20),
            web: notula_gather::Limits { allow_private: self.allow_private, ..Default::default() },
            whole: Some(notula_page::whole_address),
        }
    }
}

impl ReadArgs {
    /// How many threads read.
    pub(crate) fn threads(&self) -> usize {
        threads(self.jobs)
    }
}

/// How many threads read; 0 stands for one a core.
pub(crate) fn threads(jobs: usize) -> usize {
    match jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs.min(256),
    }
}

/// A time such as 10m, 90s or 1h30m.
fn time(text: &str) -> Result<Duration, String> {
    let time = text.parse::<jiff::SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
    time.filter(|time| *time < Duration::from_secs(366 * 86_400)).ok_or_else(|| "a time such as 10m or 90s".to_owned())
}

pub(crate) fn probability(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("a number from 0 to 1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn times_have_units() {
        assert_eq!(time("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(time("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(time("0s"), Ok(Duration::ZERO));
        for wrong in ["10", "-5s", "soon", "900000h"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn probabilities_stay_between_nought_and_one() {
        assert_eq!(probability("0.5"), Ok(0.5));
        for wrong in ["1.5", "-0.1", "NaN", "much"] {
            assert!(probability(wrong).is_err(), "{wrong}");
        }
    }
}
