//! A stored report: its text with the facts marked, then the facts.

use notula_record::Record;
use notula_story::view::Report;

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::View;
use crate::output::paint::{ACTOR, CODE, DAY, FAINT, STRONG, paint, safe, wrapped};
use crate::output::text;

/// What a stretch of text is part of; the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    None,
    Evidence,
    Statement,
    Time,
    Actor,
}

/// What is known about the report in the store, its text with the facts marked, its facts.
pub(crate) fn show(page: &mut Page, report: &Report, record: &Record, view: View) {
    let mut about = vec![report.id.to_string()];
    if report.version > 1 {
        about.push(format!("v{}", report.version));
    }
    about.extend(report.copy_of.map(|original| page.ui.fill(Word::Copies, &[&original.to_string()])));
    about.extend(report.story.map(|id| id.to_string()));
    about.extend(report.process.map(|id| id.to_string()));
    about.extend(report.url.as_deref().map(safe));
    page.note(&about.join(" · "));
    page.out.push('\n');

    let marks = marks(record);
    let chars: Vec<char> = record.document.text.chars().collect();
    for &[start, end] in &record.document.paragraphs {
        let (start, end) = (start.min(chars.len()), end.min(chars.len()));
        if start < end {
            wrapped(&mut page.out, &painted(&chars[start..end], &marks[start..end]), view.width, "", "");
        }
        let ids = facts_of(record, start, end);
        if !ids.is_empty() {
            page.note(&format!("  [{}]", ids.join(" ")));
        }
        page.out.push('\n');
    }
    page.out += &text::render(record, view);
}

/// The mark of each code point of the text.
fn marks(record: &Record) -> Vec<Mark> {
    let mut marks = vec![Mark::None; record.document.text.chars().count()];
    let mut set = |start: usize, end: usize, mark: Mark| {
        if let Some(stretch) = marks.get_mut(start..end) {
            for place in stretch {
                *place = mark.max(*place);
            }
        }
    };
    for span in record.events.iter().flat_map(|event| &event.evidence) {
        set(span.start, span.end, Mark::Evidence);
    }
    for span in record.statements.iter().flat_map(|statement| &statement.content) {
        set(span.start, span.end, Mark::Statement);
    }
    for time in &record.times {
        set(time.span.start, time.span.end, Mark::Time);
    }
    for mention in record.actors.iter().flat_map(|actor| &actor.mentions) {
        set(mention.span.start, mention.span.end, Mark::Actor);
    }
    marks
}

/// A paragraph, word by word in the colour of its mark, so that wrapping cuts no colour in two.
fn painted(chars: &[char], marks: &[Mark]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let space = chars[at].is_whitespace();
        let end = (at..chars.len())
            .find(|&n| marks[n] != marks[at] || chars[n].is_whitespace() != space)
            .unwrap_or(chars.len());
        let word = safe(&chars[at..end].iter().collect::<String>());
        out += &match marks[at] {
            _ if space => word,
            Mark::None => word,
            Mark::Evidence => paint(STRONG, &word),
            Mark::Statement => paint(CODE, &word),
            Mark::Time => paint(DAY, &word),
            Mark::Actor => paint(ACTOR, &word),
        };
        at = end;
    }
    out
}

/// Ids of the facts that begin in this stretch.
fn facts_of(record: &Record, start: usize, end: usize) -> Vec<String> {
    let within = |at: usize| (start..end).contains(&at);
    let mut ids: Vec<(usize, String)> = Vec::new();
    let mut add = |id: &str, spans: &[notula_record::Span]| {
        if let Some(first) = spans.iter().map(|span| span.start).find(|&at| within(at)) {
            ids.push((first, id.to_owned()));
        }
    };
    record.statements.iter().for_each(|fact| add(&fact.id, &fact.content));
    record.events.iter().for_each(|fact| add(&fact.id, &fact.evidence));
    record.positions.iter().for_each(|fact| add(&fact.id, &fact.evidence));
    record.proposals.iter().for_each(|fact| add(&fact.id, &fact.evidence));
    ids.sort();
    ids.into_iter().map(|(_, id)| paint(FAINT, &id)).collect()
}
