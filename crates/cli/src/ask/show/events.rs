//! Events by day: a timeline, or meetings alone.

use std::fmt::Write;

use notula_record::Status;
use notula_story::view::Event;

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::paint::{CODE, STRONG, paint, safe};

/// Each event under its day, with the words that tell it.
pub(crate) fn show(page: &mut Page, events: &[Event]) {
    let mut day: Option<String> = None;
    for event in events {
        let time = heading(page, event);
        if day.as_ref() != Some(&time) {
            page.heading(&time);
            day = Some(time);
        }
        one(page, event);
    }
}

fn one(page: &mut Page, event: &Event) {
    let line = format!("{} {}", paint(CODE, &code(event)), told(page, event));
    page.fact(line, event.id, event.confidence);
    if let Some(done) = event.fulfilled_by {
        let text = page.ui.fill(Word::CarriedOut, &[&done.to_string()]);
        page.line(&format!("    {}", paint(STRONG, &text)));
    }
    if !event.conflicts.is_empty() {
        let ids: Vec<String> = event.conflicts.iter().map(ToString::to_string).collect();
        let text = page.ui.fill(Word::Disagree, &[&ids.join(", ")]);
        page.line(&format!("    {}", paint(STRONG, &text)));
    }
    page.sources(&event.sources);
}

/// The day of an event; where it is not known, the day of its first report.
fn heading(page: &Page, event: &Event) -> String {
    match (&event.time, event.sources.iter().filter_map(|source| source.published.as_deref()).min()) {
        (Some(time), _) => safe(time),
        (None, Some(reported)) => page.ui.fill(Word::NoDateReported, &[&safe(reported)]),
        (None, None) => page.word(Word::NoDate).to_owned(),
    }
}

/// Type and mode.
pub(crate) fn code(event: &Event) -> String {
    match &event.mode {
        Some(mode) => format!("{} {}", event.kind, safe(mode)),
        None => event.kind.to_string(),
    }
}

/// Who with whom, where, whether it happened, by how many sources.
pub(crate) fn told(page: &Page, event: &Event) -> String {
    let mut line = page.names(&event.initiators);
    if !event.recipients.is_empty() {
        let arrow = if event.kind.is_symmetric() { page.word(Word::With) } else { "→" };
        let _ = write!(line, " {arrow} {}", page.names(&event.recipients));
    }
    line += &page.place(event.place.as_ref());
    let _ = write!(line, " ({}", page.ui.status(event.status));
    if event.claimed {
        let _ = write!(line, ", {}", page.word(Word::Claimed));
    }
    line += &page.count(event.independent, event.sources.len());
    line.push(')');
    line
}

/// Whether a planned event is still ahead or was carried out.
pub(crate) fn open(event: &Event) -> bool {
    event.status == Status::Planned && event.fulfilled_by.is_none()
}
