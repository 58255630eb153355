//! The command line of questions.

use std::str::FromStr;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use notula_record::{EventType, Status};
use notula_story::ids::{ReportId, StoryId};

use super::words::Ui;
use crate::args::probability;
use crate::place::StoreArg;

/// What a store can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Question {
    /// What happened and what is planned, by day.
    Timeline(AskArgs),
    /// Who met whom, where and when, and what is planned next.
    Meetings(AskArgs),
    /// Who said what to whom, and through which outlet.
    Statements(AskArgs),
    /// Where each party stands on each issue, and when that changed.
    Positions(PositionsArgs),
    /// Which plans are on the table, and what became of them.
    Proposals(AskArgs),
    /// Where reports contradict each other.
    Conflicts(AskArgs),
    /// Who there is, under which names and in which roles.
    Actors(AskArgs),
    /// Search the reports' text.
    Search(SearchArgs),
    /// Show one report with its facts marked.
    Report(ReportArgs),
    /// A one-page dossier of a process, in Markdown; without a process, lists them.
    Brief(BriefArgs),
    /// Write the store's contents for other programs.
    ///
    /// csv, parquet, xlsx: tables; jsonl: everything with all sources; jsonld: schema.org; polecat, gdelt: event tables;
    /// ics: planned meetings; graphml: who acts toward whom.
    Export(ExportArgs),
}

/// Which facts are wanted; everything that is given must hold.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filters {
    /// Not before this day (2025-12-01).
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,

    /// Not after this day.
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,

    /// An actor takes part: its id (A7) or a name; several times: one of them.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) actor: Vec<String>,

    /// An actor of this country does: its code (UKR) or its name.
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) country: Vec<String>,

    /// On this issue (process.talks), or all of a kind (process).
    #[arg(long, value_name = "ISSUE")]
    pub(crate) issue: Vec<String>,

    /// Of this PLOVER type (CONSULT, REJECT, …).
    #[arg(long = "type", value_name = "TYPE", value_parser = vocabulary::<EventType>)]
    pub(crate) kind: Vec<EventType>,

    /// With this status (occurred, ongoing, planned, conditional, possible, denied).
    #[arg(long, value_name = "STATUS", value_parser = vocabulary::<Status>)]
    pub(crate) status: Vec<Status>,

    /// Of this story (T4).
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<StoryId>,

    /// Of this process: its id (P1) or words of its title.
    #[arg(long, value_name = "PROCESS")]
    pub(crate) process: Option<String>,

    /// From reports in this language (id, en, …).
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Vec<String>,

    /// At least as probable (0 to 1).
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub(crate) min_confidence: f32,
}

/// How an answer is printed.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Shape {
    /// How to print: text is for people; jsonl has one fact a line; csv is a table.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: AnswerFormat,

    /// How many facts at most as text; the other formats give all.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,

    /// Language of the answer.
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) ui: Ui,
}

/// Formats of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// A view for people.
    Text,
    /// One fact a line, with all its sources.
    Jsonl,
    /// A table.
    Csv,
}

/// Arguments of a question about facts.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct AskArgs {
    #[command(flatten)]
    pub(crate) store: StoreArg,
    #[command(flatten)]
    pub(crate) shape: Shape,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

/// Arguments of `notula positions`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PositionsArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// The history of every position too, not only where each actor stands now.
    #[arg(long)]
    pub(crate) history: bool,
}

/// Arguments of `notula search`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SearchArgs {
    /// Words; "several words" together, -word without it.
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// Arguments of `notula report`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ReportArgs {
    /// The report (N12).
    #[arg(value_name = "ID")]
    pub(crate) id: ReportId,
    #[command(flatten)]
    pub(crate) store: StoreArg,
    /// text shows the report with its facts marked, then the facts; jsonl is the record.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Formats of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A view for people.
    Text,
    /// The record on one line.
    Jsonl,
}

/// Arguments of `notula brief`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct BriefArgs {
    /// The process: its id (P1) or words of its title [default: list them].
    #[arg(value_name = "PROCESS")]
    pub(crate) process: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
    /// Language of the brief.
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) ui: Ui,
}

/// Arguments of `notula export`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ExportArgs {
    /// In what form.
    #[arg(long = "as", value_name = "FORMAT", value_parser = format)]
    pub(crate) format: notula_export::Format,
    /// Rows of csv, parquet and xlsx: events, statements, positions, proposals, conflicts, actors, reports [default: events;
    /// xlsx: all].
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) of: Option<notula_export::Of>,
    /// Where to write [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<std::path::PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArg,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

fn vocabulary<T: FromStr<Err = String>>(text: &str) -> Result<T, String> {
    text.parse().or_else(|error| text.to_uppercase().parse().map_err(|_: String| error))
}

fn format(text: &str) -> Result<notula_export::Format, String> {
    let all = notula_export::Format::ALL;
    all.into_iter().find(|format| format.name() == text).ok_or_else(|| unknown(&all.map(notula_export::Format::name)))
}

fn kind(text: &str) -> Result<notula_export::Of, String> {
    let all = notula_export::Of::ALL;
    all.into_iter().find(|kind| kind.name() == text).ok_or_else(|| unknown(&all.map(notula_export::Of::name)))
}

fn unknown(known: &[&str]) -> String {
    format!("there are: {}", known.join(", "))
}
