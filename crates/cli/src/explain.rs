//! `notula explain`: the words behind a fact, where they stand, and what made the fact of them.

mod facts;
mod view;

use std::io::{self, Write};

use crate::args::ExplainArgs;
use crate::exit::Exit;
use crate::output::View;
use crate::pipeline;
use crate::read::settings;

/// Explains facts of the report that `args` names.
///
/// # Errors
/// When the explanation cannot be written.
pub(crate) fn explain(args: &ExplainArgs) -> io::Result<Exit> {
    let settings = settings(&args.known);
    let record = notula_gather::report(&args.file, &args.known.intake()).and_then(|report| {
        let raw = pipeline::decoded(&report);
        Ok((pipeline::read(report, &settings)?, raw))
    });
    let (record, raw) = match record {
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
