//! Questions to a store: `notula timeline`, `meetings`, `statements`, `positions`, `proposals`, `conflicts`, `actors`,
//! `search`, `report`, `brief`, `export`.
//!
//! One way through: [`args`] → [`filter`] (names become ids) → the store → [`show`], JSON lines or a table.

pub(crate) mod args;
mod failure;
mod filter;
mod page;
mod show;
mod words;

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};

use notula_export::{Format, Of, export};
use notula_record::EventType;
use notula_store::{Order, Query, Store};
use serde::Serialize;

use self::args::{AnswerFormat, AskArgs, BriefArgs, ExportArgs, PositionsArgs, Question, ReportArgs, ReportFormat};
use self::failure::Failure;
use self::page::Page;
use self::words::{Ui, Word};
use crate::exit::Exit;
use crate::output::View;

/// Answers a question.
///
/// # Errors
/// When the answer cannot be written.
pub(crate) fn ask(question: &Question) -> io::Result<Exit> {
    match answer(question) {
        Ok(()) => Ok(Exit::Fine),
        Err(Failure::Write(error)) => Err(error),
        Err(failure @ Failure::Asked(_)) => {
            anstream::eprintln!("notula: {failure}");
            Ok(Exit::Usage)
        }
        Err(failure) => {
            anstream::eprintln!("notula: {failure}");
            Ok(Exit::SomeFailed)
        }
    }
}

fn answer(question: &Question) -> Result<(), Failure> {
    match question {
        Question::Timeline(args) => {
            let (store, query) = prepare(args)?;
            let query = Query { order: Order::Earliest, ..query };
            facts(&*store, args, &query, Of::Events, |s, q| s.events(q), show::events::show)
        }
        Question::Meetings(args) => {
            let (store, query) = prepare(args)?;
            let query = Query { types: vec![EventType::Consult], order: Order::Earliest, ..query };
            facts(&*store, args, &query, Of::Events, |s, q| s.events(q), show::events::show)
        }
        Question::Statements(args) => {
            let (store, query) = prepare(args)?;
            facts(&*store, args, &query, Of::Statements, |s, q| s.statements(q), show::statements::show)
        }
        Question::Positions(args) => {
            let (store, query) = prepare(&args.ask)?;
            positions(&*store, args, &query)
        }
        Question::Proposals(args) => {
            let (store, query) = prepare(args)?;
            facts(&*store, args, &query, Of::Proposals, |s, q| s.proposals(q), show::proposals::show)
        }
        Question::Conflicts(args) => {
            let (store, query) = prepare(args)?;
            facts(&*store, args, &query, Of::Conflicts, |s, q| s.conflicts(q), show::conflicts::show)
        }
        Question::Actors(args) => {
            let (store, query) = prepare(args)?;
            facts(&*store, args, &query, Of::Actors, |s, q| s.actors(q), show::actors::show)
        }
        Question::Search(args) => {
            let (store, query) = prepare(&args.ask)?;
            let query = Query { text: Some(args.words.join(" ")), ..query };
            if args.ask.shape.format == AnswerFormat::Csv {
                return table(&*store, &query, Of::Reports);
            }
            facts(&*store, &args.ask, &query, Of::Reports, |s, q| s.search(q), show::hits::show)
        }
        Question::Report(args) => report(args),
        Question::Brief(args) => brief(args),
        Question::Export(args) => write_export(args),
    }
}

fn prepare(args: &AskArgs) -> Result<(Box<dyn Store>, Query), Failure> {
    let store = args.store.open()?;
    let query = filter::query(&*store, &args.filters)?;
    Ok((store, Query { limit: args.shape.limit, ..query }))
}

/// Prints what the store answers in the format asked for.
fn facts<T: Serialize>(
    store: &dyn Store,
    args: &AskArgs,
    query: &Query,
    of: Of,
    ask: impl Fn(&dyn Store, &Query) -> notula_store::Result<notula_store::Page<T>>,
    show: impl Fn(&mut Page, &[T]),
) -> Result<(), Failure> {
    match args.shape.format {
        AnswerFormat::Csv => table(store, query, of),
        AnswerFormat::Jsonl => lines(query, |query| ask(store, query)),
        AnswerFormat::Text => {
            let answer = ask(store, query)?;
            let mut page = Page::new(args.shape.ui, View::of_terminal());
            show(&mut page, &answer.items);
            closing(&mut page, answer.items.is_empty(), answer.next.is_some());
            print(&page.out)
        }
    }
}

fn positions(store: &dyn Store, args: &PositionsArgs, query: &Query) -> Result<(), Failure> {
    if args.ask.shape.format != AnswerFormat::Text {
        return facts(store, &args.ask, query, Of::Positions, |s, q| s.positions(q), |_, _| ());
    }
    // the board needs all of them: what is cut off could be how things stand now
    let mut all = Vec::new();
    let mut asked = Query { order: Order::Earliest, limit: 1000, ..query.clone() };
    loop {
        let part = store.positions(&asked)?;
        all.extend(part.items);
        match part.next {
            Some(next) => asked.after = Some(next),
            None => break,
        }
    }
    let mut page = Page::new(args.ask.shape.ui, View::of_terminal());
    if !all.is_empty() {
        show::positions::board(&mut page, &all);
    }
    let shown = if args.history { all.len().min(args.ask.shape.limit as usize) } else { 0 };
    if args.history {
        let title = page.word(Word::History);
        page.heading(title);
        show::positions::history(&mut page, &all[..shown]);
    }
    closing(&mut page, all.is_empty(), args.history && shown < all.len());
    print(&page.out)
}

/// What stands under an answer that is empty or not all.
fn closing(page: &mut Page, nothing: bool, more: bool) {
    if nothing {
        let text = page.word(Word::Nothing);
        page.note(text);
    } else if more {
        page.out.push('\n');
        let text = page.word(Word::More);
        page.note(text);
    }
}

fn lines<T: Serialize>(
    query: &Query,
    ask: impl Fn(&Query) -> notula_store::Result<notula_store::Page<T>>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut query = Query { limit: 1000, ..query.clone() };
    loop {
        let page = ask(&query)?;
        for item in &page.items {
            serde_json::to_writer(&mut out, item).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    Ok(out.flush()?)
}

fn table(store: &dyn Store, query: &Query, of: Of) -> Result<(), Failure> {
    export(store, query, Format::Csv, Some(of), &mut BufWriter::new(io::stdout()))?;
    Ok(())
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(io::stdout());
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn report(args: &ReportArgs) -> Result<(), Failure> {
    let store = args.store.open()?;
    let missing = || Failure::Asked(format!("there is no report {}", args.id));
    let record = store.record(args.id)?.ok_or_else(missing)?;
    if args.format == ReportFormat::Jsonl {
        let mut line = serde_json::to_vec(&record).map_err(io::Error::from)?;
        line.push(b'\n');
        return Ok(io::stdout().write_all(&line)?);
    }
    let report = store.report(args.id)?.ok_or_else(missing)?;
    let view = View::of_terminal();
    let mut page = Page::new(Ui::En, view);
    show::report::show(&mut page, &report, &record, view);
    print(&page.out)
}

fn brief(args: &BriefArgs) -> Result<(), Failure> {
    let store = args.store.open()?;
    let Some(name) = &args.process else {
        let all = store.processes(&Query { limit: 1000, ..Query::default() })?.items;
        let mut page = Page::new(args.ui, View::of_terminal());
        for process in &all {
            let seen = process.seen.as_ref().map(|(first, last)| format!(", {first} – {last}")).unwrap_or_default();
            page.line(&format!("{} {} (×{}{seen})", process.id, process.title, process.reports));
        }
        closing(&mut page, all.is_empty(), false);
        return print(&page.out);
    };
    let id = filter::process(&*store, name)?;
    let process = store.process(id)?.ok_or_else(|| Failure::Asked(format!("there is no process {id}")))?;
    print(&show::brief::brief(&*store, &process, args.ui)?)
}

fn write_export(args: &ExportArgs) -> Result<(), Failure> {
    let store = args.store.open()?;
    let query = filter::query(&*store, &args.filters)?;
    let summary = match &args.output {
        Some(path) => {
            let place = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
            let mut out = BufWriter::new(File::create(path).map_err(place)?);
            let summary = export(&*store, &query, args.format, args.of, &mut out)?;
            out.flush().map_err(place)?;
            summary
        }
        None if args.format.binary() && io::stdout().is_terminal() => {
            return Err(Failure::Asked(format!(
                "{} is not for a terminal; name a file with --output",
                args.format.name()
            )));
        }
        None => export(&*store, &query, args.format, args.of, &mut BufWriter::new(io::stdout()))?,
    };
    let name = args.format.name();
    if summary.left_out > 0 {
        let why = match args.format {
            Format::Ics => "have no known day, or could be on any of many",
            _ => "are only possible, conditional or denied, or a plan of a kind, which it cannot tell",
        };
        anstream::eprintln!("notula: {name}: {} events were left out: they {why}", summary.left_out);
    }
    if summary.dated_by_report > 0 {
        let count = summary.dated_by_report;
        anstream::eprintln!("notula: {name}: {count} events of no known day stand under the day of their first report");
    }
    Ok(())
}
