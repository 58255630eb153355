//! The door to notula: finds the reports, hands them to the reader, prints their records.
//!
//! Two ways through: reports go [`args`] → [`notula_gather`] → [`pipeline`] → [`filter`] → [`output`] or [`explain`];
//! questions to a store go [`args`] → [`ask`].

mod add;
mod args;
mod ask;
mod exit;
mod explain;
mod filter;
mod gather;
mod namer;
mod output;
mod pipeline;
mod place;
mod progress;
mod read;
mod run;
mod serve;

pub use notula_gather::{Failure, Meta, Report};
pub use pipeline::{Settings, read as read_report};

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::exit::Exit;

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // help and version are no errors; clap knows which stream they belong on
            let code = if error.use_stderr() { Exit::Usage } else { Exit::Fine };
            let _ = error.print();
            return code.into();
        }
    };
    args.color.write_global();
    start_log(args.verbose);
    let exit = match &args.command {
        Command::Read(read) => read::read(read, args.quiet),
        Command::Explain(what) => explain::explain(what),
        Command::Add(what) => add::add(what, args.quiet),
        Command::Serve(how) => serve::serve(how),
        Command::Gather(gather) => gather::gather(gather, args.quiet),
        Command::Ask(question) => ask::ask(question),
    };
    match exit {
        Ok(exit) => exit.into(),
        // whoever reads us has had enough
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Fine.into(),
        Err(error) => {
            anstream::eprintln!("notula: {error}");
            Exit::SomeFailed.into()
        }
    }
}

/// Log lines on stderr: `-v` tells what is done, `-vv` how; `NOTULA_LOG` takes filters of tracing-subscriber.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => "off",
        1 => "info",
        2 => "debug",
        _ => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("NOTULA_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    // a second start in one process (tests) keeps the first log
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(verbose > 1)
        .with_ansi(anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never)
        .try_init();
}
