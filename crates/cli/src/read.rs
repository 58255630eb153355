//! `notula read`.

use std::io::{self, IsTerminal, Write};

use notula_gather::Failure;
use notula_record::Record;

use crate::args::{Format, Known, ReadArgs};
use crate::exit::Exit;
use crate::output::{Output, View};
use crate::pipeline::{self, Settings};
use crate::progress::Progress;
use crate::{filter, run};

/// A record as it is printed, and what it notes about itself.
type Printed = (Vec<u8>, Vec<String>);

/// Reads the reports that `args` names and prints their records.
///
/// # Errors
/// When the records cannot be written.
pub(crate) fn read(args: &ReadArgs, quiet: bool) -> io::Result<Exit> {
    let mut inputs = args.inputs.clone();
    if inputs.is_empty() {
        if io::stdin().is_terminal() {
            anstream::eprintln!("notula: name a report, a folder, a pattern or - (see notula read --help)");
            return Ok(Exit::Usage);
        }
        inputs.push("-".to_owned());
    }
    let on_terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if on_terminal { Format::Text } else { Format::Jsonl });
    let settings = settings(&args.known);
    if let Some(language) = settings.language.as_deref().filter(|code| notula_language::pack(code).is_none()) {
        anstream::eprintln!("notula: {}", unsupported(language));
        return Ok(Exit::Usage);
    }

    let output = Output::new(format, View::of_terminal());
    // JSON has no colours to be taken out
    let stdout: Box<dyn Write> = match format {
        Format::Text => Box::new(anstream::AutoStream::auto(io::stdout())),
        Format::Json | Format::Jsonl => Box::new(io::stdout()),
    };
    let mut out = io::BufWriter::with_capacity(1 << 16, stdout);
    let progress = Progress::start(!quiet && !on_terminal);
    let mut exit = Exit::Fine;
    let mut printed = 0;

    let work = |item| -> Result<Vec<Printed>, Failure> {
        let records = pipeline::read_all(item?, &settings)?;
        let rendered = records.into_iter().map(|mut record| {
            filter::drop_improbable(&mut record, args.min_confidence);
            Ok((output.render(&record)?, warnings(&record)))
        });
        rendered.collect()
    };
    output.begin(&mut out)?;
    run::in_order(notula_gather::reports(inputs, &args.known.intake()), args.threads(), work, |outcome| {
        match outcome {
            Ok(records) => {
                for (record, warnings) in records {
                    for warning in warnings.iter().filter(|_| !quiet) {
                        progress.say(&format!("warning: {warning}"));
                    }
                    output.write(&mut out, &record, printed)?;
                    printed += 1;
                }
                if on_terminal {
                    out.flush()?;
                }
            }
            Err(failure) => {
                exit = Exit::SomeFailed;
                progress.say(&failure.to_string());
            }
        }
        progress.tick();
        Ok(())
    })?;
    output.end(&mut out, printed)?;
    out.flush()?;
    progress.finish();
    Ok(exit)
}

/// What holds for all reports.
pub(crate) fn settings(known: &Known) -> Settings {
    Settings {
        published: known.published,
        language: known.language.clone(),
        today: known.today.unwrap_or_else(|| jiff::Zoned::now().date()),
        no_models: known.no_models,
        namer: known.ner_model.clone().map(|model| model.0),
        raw_scores: known.raw_scores,
    }
}

/// Names the languages there are.
pub(crate) fn unsupported(language: &str) -> String {
    let known: Vec<_> = notula_language::packs().iter().map(|pack| pack.code).collect();
    format!("there is no language pack for {language:?}; there are: {}", known.join(", "))
}

/// What the record notes about itself, for a person at the terminal.
pub(crate) fn warnings(record: &Record) -> Vec<String> {
    record.document.notes.iter().map(|note| format!("{}: {note}", record.document.source)).collect()
}
