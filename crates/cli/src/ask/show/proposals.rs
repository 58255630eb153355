//! What is on the table, and what became of it.

use std::fmt::Write;

use notula_story::view::Proposal;

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::paint::{CODE, DAY, STRONG, one_line, paint, safe};

/// Each proposal with the steps of its life and its words.
pub(crate) fn show(page: &mut Page, proposals: &[Proposal]) {
    for proposal in proposals {
        let line = told(page, proposal);
        page.fact(line, proposal.id, proposal.confidence);
        if proposal.life.len() > 1 {
            for step in &proposal.life {
                let mut line = format!(
                    "    {} {}",
                    paint(DAY, &safe(step.day.as_deref().unwrap_or(page.word(Word::NoDate)))),
                    paint(CODE, step.status.as_str())
                );
                if let Some(label) = &step.label {
                    let _ = write!(line, ": {}", one_line(label));
                }
                let _ = write!(line, " ({})", step.report);
                page.line(&line);
            }
        }
        page.sources(&proposal.sources);
    }
}

/// What it is called, by whom and to whom, on what, and how it stands.
pub(crate) fn told(page: &Page, proposal: &Proposal) -> String {
    let mut line = paint(STRONG, &one_line(&proposal.label));
    if !proposal.proposers.is_empty() {
        let _ = write!(line, ", {} {}", page.word(Word::By), page.names(&proposal.proposers));
    }
    if !proposal.addressees.is_empty() {
        let _ = write!(line, " {} {}", page.word(Word::To), page.names(&proposal.addressees));
    }
    let _ = write!(line, " ({}", proposal.status);
    line += &page.count(proposal.independent, proposal.sources.len());
    line.push(')');
    if !proposal.issues.is_empty() {
        let _ = write!(line, " {} {}", page.word(Word::On), safe(&proposal.issues.join(", ")));
    }
    line
}
