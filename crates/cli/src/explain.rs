//! `notula explain`: the words behind a fact, where they stand, and what made the fact of them.

mod facts;
mod view;

use std::io::{self, Write};

use notula_gather::Failure;
use notula_record::Record;

use crate::args::ExplainArgs;
use crate::exit::Exit;
use crate::output::View;
use crate::pipeline::{self, Settings};
use crate::read::settings;

/// Explains facts of the report that `args` names.
///
/// # Errors
/// When the explanation cannot be written.
pub(crate) fn explain(args: &ExplainArgs) -> io::Result<Exit> {
    let settings = settings(&args.known);
    let (record, raw) = match find(args, &settings) {
        Ok(both) => both,
        Err(failure) => {
            anstream::eprintln!("notula: {failure}");
            return Ok(Exit::SomeFailed);
        }
    };
    let all = facts::facts(&record);
    let mut exit = Exit::Fine;
    let mut chosen = Vec::new();
    for id in &args.facts {
        match all.iter().find(|fact| fact.id == *id) {
            Some(fact) => chosen.push(fact),
            None => {
                anstream::eprintln!("notula: {}: there is no fact {id}; {}", args.file, facts::ids(&all));
                exit = Exit::SomeFailed;
            }
        }
    }
    if args.facts.is_empty() {
        chosen.extend(&all);
    }
    let view = view::View::new(&record, &raw, View::of_terminal().width);
    let mut out = io::BufWriter::new(anstream::AutoStream::auto(io::stdout()));
    for fact in chosen {
        out.write_all(view.show(fact).as_bytes())?;
    }
    out.flush()?;
    Ok(exit)
}

/// The record that `args` names, and the raw input as text.
fn find(args: &ExplainArgs, settings: &Settings) -> Result<(Record, String), Failure> {
    let intake = args.known.intake();
    let read = |name: &str| {
        let report = notula_gather::report(name, &intake)?;
        let raw = pipeline::decoded(&report);
        Ok((report, raw))
    };
    let failure = match read(&args.file) {
        Ok((report, raw)) => return Ok((pipeline::read(report, settings)?, raw)),
        Err(failure) => failure,
    };
    // an entry of a live blog: PAGE:N; standard input is there only once
    let page = args.file.rsplit_once(':').filter(|(page, number)| *page != "-" && number.parse::<usize>().is_ok());
    let Some(Ok((report, raw))) = page.map(|(page, _)| read(page)) else { return Err(failure) };
    let entry = pipeline::read_all(report, settings)?.into_iter().find(|record| record.document.source == args.file);
    entry.map(|record| (record, raw)).ok_or(failure)
}
