//! A one-page dossier of a process in Markdown: templates filled with facts, a source behind every line.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use notula_record::{EventType, PlanStatus, Status};
use notula_store::{Order, Query, Store};
use notula_story::ids::ReportId;
use notula_story::view::{Event, Party, Process, Source};

use super::{conflicts, events, positions};
use crate::ask::failure::Failure;
use crate::ask::page::words;
use crate::ask::words::{Ui, Word};
use crate::output::paint::one_line;

/// Lines of one heading at most.
const LINES: usize = 8;
/// Characters of a quotation in a line.
const QUOTE: usize = 160;

/// The dossier of `process`.
pub(crate) fn brief(store: &dyn Store, process: &Process, ui: Ui) -> Result<String, Failure> {
    let mut brief = Brief { store, ui, out: String::new(), addresses: BTreeMap::new() };
    let of = Query { process: Some(process.id), limit: 500, ..Query::default() };
    let last = process.seen.as_ref().map(|(_, last)| last.clone());

    let _ = writeln!(brief.out, "# {}\n", escaped(&process.title));
    if let Some((first, last)) = &process.seen {
        let reports = process.reports.to_string();
        let stories = process.stories.to_string();
        let _ = writeln!(brief.out, "{}", ui.fill(Word::ReportsStories, &[&reports, &stories, first, last]));
    }
    brief.parties(&process.parties)?;

    let meetings = Query { types: vec![EventType::Consult, EventType::Agree], ..of.clone() };
    let held = Query { statuses: vec![Status::Occurred, Status::Ongoing], ..meetings.clone() };
    brief.events(
        Word::LastMeetings,
        store.events(&held)?.items.iter().filter(|event| event.kind == EventType::Consult),
    )?;
    let ahead = Query { statuses: vec![Status::Planned], order: Order::Earliest, ..of.clone() };
    brief.events(Word::Planned, store.events(&ahead)?.items.iter().filter(|event| events::open(event)))?;
    brief.proposals(&of)?;
    brief.positions(&of)?;
    brief.changes(&of, last.as_deref())?;
    brief.conflicts(&of)?;
    Ok(brief.out)
}

struct Brief<'a> {
    store: &'a dyn Store,
    ui: Ui,
    out: String,
    addresses: BTreeMap<ReportId, Option<String>>,
}

impl Brief<'_> {
    fn heading(&mut self, word: Word) {
        let _ = writeln!(self.out, "\n## {}\n", self.ui.word(word));
    }

    fn nothing(&mut self) {
        let _ = writeln!(self.out, "{}", self.ui.word(Word::Nothing));
    }

    fn parties(&mut self, parties: &[Party]) -> Result<(), Failure> {
        self.heading(Word::Parties);
        for party in parties {
            let actor = self.store.actor(party.id)?;
            let mut line = format!("- **{}**", escaped(&party.name));
            if let Some(role) = actor.as_ref().and_then(|actor| actor.roles.last()) {
                let _ = write!(line, ", {}", escaped(&role.title));
            }
            if let Some(actor) = actor {
                let _ = write!(line, " (×{})", actor.reports);
            }
            let _ = writeln!(self.out, "{line}");
        }
        if parties.is_empty() {
            self.nothing();
        }
        Ok(())
    }

    fn events<'e>(&mut self, word: Word, events: impl Iterator<Item = &'e Event>) -> Result<(), Failure> {
        self.heading(word);
        let mut any = false;
        for event in events.take(LINES) {
            any = true;
            let line = self.event(event);
            self.fact(&line, &event.sources)?;
        }
        if !any {
            self.nothing();
        }
        Ok(())
    }

    fn event(&self, event: &Event) -> String {
        let day = event.time.as_deref().unwrap_or(self.ui.word(Word::NoDate));
        let mut line = format!("{day} {}: {}", events::code(event), self.names(&event.initiators));
        if !event.recipients.is_empty() {
            let arrow = if event.kind.is_symmetric() { self.ui.word(Word::With) } else { "→" };
            let _ = write!(line, " {arrow} {}", self.names(&event.recipients));
        }
        if let Some(place) = &event.place {
            let _ = write!(line, ", {} {}", self.ui.word(Word::In), escaped(&place.name));
        }
        let _ = write!(line, " ({}", self.ui.status(event.status));
        if event.claimed {
            let _ = write!(line, ", {}", self.ui.word(Word::Claimed));
        }
        line.push(')');
        line
    }

    fn proposals(&mut self, of: &Query) -> Result<(), Failure> {
        self.heading(Word::OnTheTable);
        let all = self.store.proposals(of)?.items;
        let open = |status| !matches!(status, PlanStatus::Rejected | PlanStatus::Withdrawn);
        // what is still open comes first
        let (open, closed): (Vec<_>, Vec<_>) = all.iter().partition(|proposal| open(proposal.status));
        for proposal in open.iter().chain(&closed).take(LINES) {
            let mut line = format!("**{}**", escaped(&proposal.label));
            if !proposal.proposers.is_empty() {
                let _ = write!(line, ", {} {}", self.ui.word(Word::By), self.names(&proposal.proposers));
            }
            if !proposal.addressees.is_empty() {
                let _ = write!(line, " {} {}", self.ui.word(Word::To), self.names(&proposal.addressees));
            }
            let _ = write!(line, ": {}", proposal.status);
            self.fact(&line, &proposal.sources)?;
        }
        if all.is_empty() {
            self.nothing();
        }
        Ok(())
    }

    fn positions(&mut self, of: &Query) -> Result<(), Failure> {
        self.heading(Word::WhoStandsWhere);
        let all = self.store.positions(of)?.items;
        let board = positions::current(&all);
        let mut current: Vec<_> = board.values().collect();
        current.sort_by(|a, b| b.seen.cmp(&a.seen).then(a.id.cmp(&b.id)));
        for position in current.iter().take(2 * LINES) {
            let mut line = format!(
                "**{}** {} `{}`",
                escaped(&position.actor.name),
                self.ui.stance(position.stance),
                position.issue
            );
            if let Some(toward) = &position.toward {
                let _ = write!(line, " ({} {})", self.ui.word(Word::Of), escaped(&toward.name));
            }
            if let Some(condition) = &position.condition {
                let _ = write!(line, ", {}: “{}”", self.ui.word(Word::If), escaped(condition));
            }
            if let Some((first, _)) = &position.seen {
                let _ = write!(line, ", {}", self.ui.fill(Word::Since, &[first]));
            }
            self.fact(&line, &position.sources)?;
        }
        if current.is_empty() {
            self.nothing();
        }
        Ok(())
    }

    /// New events, and positions that changed, in the seven days before the last report.
    fn changes(&mut self, of: &Query, last: Option<&str>) -> Result<(), Failure> {
        self.heading(Word::Changed);
        let Some(last) = last.and_then(|day| day.parse::<Date>().ok()) else {
            self.nothing();
            return Ok(());
        };
        let since = last.saturating_sub(7.days()).to_string();
        let week = Query { since: Some(since.clone()), ..of.clone() };
        let mut lines = 0;
        for position in self.store.positions(&week)?.items.iter().filter(|position| position.changes.is_some()) {
            let fresh = position.seen.as_ref().is_some_and(|(first, _)| *first >= since);
            let (true, Some(before)) = (fresh && lines < LINES, position.changes_from) else { continue };
            let line = format!(
                "**{}** {} `{}` ({})",
                escaped(&position.actor.name),
                self.ui.stance(position.stance),
                position.issue,
                self.ui.fill(Word::ChangedFrom, &[self.ui.stance(before)])
            );
            self.fact(&line, &position.sources)?;
            lines += 1;
        }
        let happened = |event: &&Event| {
            event.kind != EventType::Consult && matches!(event.status, Status::Occurred | Status::Ongoing)
        };
        for event in self.store.events(&week)?.items.iter().filter(happened).take(LINES) {
            let line = self.event(event);
            self.fact(&line, &event.sources)?;
            lines += 1;
        }
        if lines == 0 {
            self.nothing();
        }
        Ok(())
    }

    fn conflicts(&mut self, of: &Query) -> Result<(), Failure> {
        self.heading(Word::OpenConflicts);
        let all = self.store.conflicts(of)?.items;
        for conflict in all.iter().take(LINES) {
            let _ = writeln!(self.out, "- {} ({})", self.ui.disagreement(conflict.about), conflict.id);
            for (version, (value, _)) in conflict.values.iter().zip(conflicts::short(conflict)) {
                let source = self.source(&version.sources)?;
                let _ = writeln!(self.out, "  - {}{source}", escaped(&value));
            }
        }
        if all.is_empty() {
            self.nothing();
        }
        Ok(())
    }

    /// A line with the words that say it and where they stand.
    fn fact(&mut self, line: &str, sources: &[Source]) -> Result<(), Failure> {
        let source = self.source(sources)?;
        let _ = writeln!(self.out, "- {line}{source}");
        Ok(())
    }

    /// `: “words” ([outlet, day, N12](address), +2)`.
    fn source(&mut self, sources: &[Source]) -> Result<String, Failure> {
        let Some(first) = sources.iter().find(|source| source.independent).or(sources.first()) else {
            return Ok(String::new());
        };
        let mut label = escaped(&first.outlet);
        if let Some(day) = &first.published {
            let _ = write!(label, ", {day}");
        }
        let _ = write!(label, ", {}", first.report);
        let link = match self.address(first.report)? {
            Some(address) => format!("[{label}](<{address}>)"),
            None => label,
        };
        let others = match sources.len() {
            0 | 1 => String::new(),
            n => format!(", +{}", n - 1),
        };
        Ok(format!(": “{}” ({link}{others})", escaped(&cut(&words(&first.evidence)))))
    }

    /// Address of a report on the web, where it has one.
    fn address(&mut self, id: ReportId) -> Result<Option<String>, Failure> {
        if let Some(known) = self.addresses.get(&id) {
            return Ok(known.clone());
        }
        let web = |url: &String| {
            let clean = !url.contains(['<', '>', '\n', '\r', ' ']) && !url.chars().any(char::is_control);
            clean && (url.starts_with("https://") || url.starts_with("http://"))
        };
        let address = self.store.report(id)?.and_then(|report| report.url).filter(web);
        self.addresses.insert(id, address.clone());
        Ok(address)
    }

    fn names(&self, parties: &[Party]) -> String {
        if parties.is_empty() {
            return self.ui.word(Word::Somebody).to_owned();
        }
        parties.iter().map(|party| escaped(&party.name)).collect::<Vec<_>>().join(", ")
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTE) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// Text of a page, so that it makes no marks of its own in Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_text_makes_no_markdown_and_no_html() {
        assert_eq!(escaped("<script>*a*[b](c)"), "&lt;script>\\*a\\*\\[b\\](c)");
    }
}
