//! `notula gather`.

mod into;
mod sink;

use std::io;
use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use notula_gather::{Event, Failed, Folder, Limits, Plan, Sink, Totals};

pub(crate) use self::into::Into;
use self::sink::StoreSink;
use crate::args::GatherArgs;
use crate::exit::Exit;
use crate::output::paint::safe;
use crate::progress::Progress;

/// Follows the feeds that `args` names and keeps their pages.
///
/// # Errors
/// When the folder, the store or the journal cannot be written, or nothing can be asked.
pub(crate) fn gather(args: &GatherArgs, quiet: bool) -> io::Result<Exit> {
    let Some(journal) = args.journal.clone().or_else(|| args.into.journal()) else {
        anstream::eprintln!("notula: name a folder for the journal with --journal");
        return Ok(Exit::Usage);
    };
    let progress = Progress::of("pages", !quiet);
    let mut sink: Box<dyn Sink> = match &args.into {
        Into::Folder(path) => Box::new(Folder::open(path)?),
        Into::Store(place) => Box::new(StoreSink::open(place, &journal)?),
    };
    let mut tell = |event: Event<'_>| match event {
        Event::Kept { address, bytes } => {
            tracing::info!(address, bytes, "kept");
            progress.tick();
        }
        Event::List { address, pages, new } => tracing::info!(address, pages, new, "read"),
        Event::Unchanged { address } => tracing::info!(address, "unchanged"),
        Event::Left { address, why, .. } => progress.say(&safe(&format!("{address}: {why}"))),
        Event::Round { totals, next } if !quiet => progress.say(&summary(&totals, next)),
        _ => {}
    };
    let outcome = notula_gather::gather(&plan(args, &journal), &mut *sink, &mut tell);
    progress.finish();
    match outcome {
        Ok(totals) if totals.left == 0 => Ok(Exit::Fine),
        Ok(_) => Ok(Exit::SomeFailed),
        Err(Failed::System(error)) => Err(error),
        Err(failed) => Err(io::Error::other(failed.to_string())),
    }
}

fn plan(args: &GatherArgs, journal: &Path) -> Plan {
    let since = args.since.and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|day| day.timestamp());
    Plan {
        // no busy loop, whatever is asked for
        every: args.every.map(|every| every.max(Duration::from_secs(1))),
        since,
        per_list: args.per_feed as usize,
        at_once: args.jobs.into(),
        web: Limits { allow_private: args.allow_private, delay: args.delay, ..Limits::default() },
        whole: Some(notula_page::whole_address),
        ..Plan::once(args.lists.clone(), journal)
    }
}

fn summary(totals: &Totals, next: Option<Duration>) -> String {
    let Totals { lists, unchanged, kept, known, left } = totals;
    let next = next.map(|next| format!("; next round in {} s", next.as_secs())).unwrap_or_default();
    format!("{kept} new pages kept, {known} known, {left} left out; {lists} lists read, {unchanged} unchanged{next}")
}
