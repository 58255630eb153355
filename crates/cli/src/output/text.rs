//! A view for people: who, when, what was said, who stands where, what is on the table.

use std::fmt::Write;

use notula_record::{Actor, ActorKind, Record, Span, Statement};

use super::View;
use super::paint::{ACTOR, CODE, DAY, FAINT, HEAD, STRONG, one_line, paint, percent, safe, wrapped};

/// The record as text with colours, which the stream takes out where they are not wanted.
pub(crate) fn render(record: &Record, view: View) -> String {
    let mut page = Page { record, view, out: String::new() };
    page.head();
    page.actors();
    page.timeline();
    page.statements();
    page.positions();
    page.proposals();
    page.relations();
    page.out
}

struct Page<'a> {
    record: &'a Record,
    view: View,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        wrapped(&mut self.out, text, self.view.width, "  ", "      ");
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{}", paint(HEAD, text));
    }

    /// The words that say it.
    fn quote(&mut self, spans: &[Span]) {
        let words = spans.iter().map(|span| one_line(&span.quote)).collect::<Vec<_>>().join(" […] ");
        let bar = format!("      {} ", paint(FAINT, "│"));
        wrapped(&mut self.out, &words, self.view.width, &bar, &bar);
    }

    fn head(&mut self) {
        let document = &self.record.document;
        let title = document.title.as_deref().map(one_line).unwrap_or_else(|| safe(&document.source));
        wrapped(&mut self.out, &paint(STRONG, &title), self.view.width, "", "");
        let mut facts = Vec::new();
        if document.title.is_some() {
            facts.push(safe(&document.source));
        }
        if let Some(outlet) = document.outlet.as_ref().and_then(|o| o.name.as_ref().or(o.domain.as_ref())) {
            facts.push(safe(outlet));
        }
        if let Some(place) = document.dateline.as_ref().and_then(|dateline| dateline.place.as_ref()) {
            facts.push(safe(place));
        }
        match &document.published {
            Some(day) => facts.push(format!("{} (from: {}, {})", day.value, day.basis, percent(day.confidence))),
            None => facts.push("date unknown".to_owned()),
        }
        if !document.authors.is_empty() {
            facts.push(format!("by {}", safe(&document.authors.join(", "))));
        }
        facts.push(document.language.clone().unwrap_or_else(|| "language unknown".to_owned()));
        wrapped(&mut self.out, &paint(FAINT, &facts.join(" · ")), self.view.width, "", "");
        for note in &document.notes {
            wrapped(&mut self.out, &format!("! {}", safe(note)), self.view.width, "", "  ");
        }
    }

    fn actors(&mut self) {
        if self.record.actors.is_empty() {
            return;
        }
        self.heading("People and parties");
        let mut actors: Vec<&Actor> = self.record.actors.iter().collect();
        // the most mentioned first; the order of the record breaks ties
        actors.sort_by_key(|actor| std::cmp::Reverse(actor.mentions.len()));
        for actor in actors {
            let mut line = paint(ACTOR, &safe(&actor.name));
            let codes =
                [actor.country.as_deref(), actor.sector.filter(|_| actor.kind != ActorKind::State).map(|s| s.as_str())];
            let codes: Vec<&str> = codes.into_iter().flatten().collect();
            if !codes.is_empty() {
                let _ = write!(line, " {}", paint(CODE, &codes.join(" ")));
            }
            if let Some(role) = &actor.role {
                let _ = write!(line, ", {}", safe(role));
                if let Some(of) = &actor.role_of
                    && !role.contains(" of ")
                {
                    let _ = write!(line, " of {}", self.name(of));
                }
            } else if actor.kind != ActorKind::Person {
                let _ = write!(line, ", {}", actor.kind);
            }
            let times = actor.mentions.len();
            let _ = write!(line, " {}", paint(FAINT, &format!("×{times}")));
            self.line(&line);
        }
    }

    /// Events by day, those without one at the end.
    fn timeline(&mut self) {
        if self.record.events.is_empty() {
            return;
        }
        self.heading("Timeline");
        let record = self.record;
        let mut events: Vec<_> = record.events.iter().collect();
        events.sort_by_key(|event| (event.time.is_none(), event.time.clone()));
        for event in events {
            let day = event.time.as_deref().unwrap_or("no date");
            let arrow = if event.kind.is_symmetric() { "with" } else { "→" };
            let mut line = format!("{} {}", paint(DAY, day), paint(CODE, event.kind.as_str()));
            if let Some(mode) = &event.mode {
                let _ = write!(line, " {}", paint(CODE, mode));
            }
            let _ = write!(line, ": {}", self.names(&event.initiators));
            if !event.recipients.is_empty() {
                let _ = write!(line, " {arrow} {}", self.names(&event.recipients));
            }
            if let Some(place) = event.place.as_ref().and_then(|id| record.places.iter().find(|place| place.id == *id))
            {
                let _ = write!(line, ", in {}", safe(&place.name));
            }
            let _ = write!(line, " ({}{})", event.status, self.claimed(event.statement.as_deref()));
            self.tagged(line, &event.id, event.confidence);
            self.quote(&event.evidence);
        }
    }

    fn statements(&mut self) {
        if self.record.statements.is_empty() {
            return;
        }
        self.heading("Statements");
        let record = self.record;
        for statement in &record.statements {
            let mut line = self.speakers(statement);
            if !statement.addressee.is_empty() {
                let _ = write!(line, " to {}", self.names(&statement.addressee));
            }
            let _ = write!(line, " ({}", statement.kind);
            if let Some(day) = &statement.time {
                let _ = write!(line, ", {}", paint(DAY, day));
            }
            if let Some(via) = &statement.via {
                let _ = write!(line, ", via {}", safe(via));
            }
            line.push(')');
            self.tagged(line, &statement.id, statement.confidence);
            self.quote(&statement.content);
        }
    }

    fn positions(&mut self) {
        if self.record.positions.is_empty() {
            return;
        }
        self.heading("Positions");
        let record = self.record;
        for position in &record.positions {
            let stance = paint(CODE, position.stance.as_str());
            let mut line = format!("{} {stance} {}", self.name(&position.actor), safe(&position.issue));
            if let Some(toward) = &position.toward {
                let _ = write!(line, " (of {})", self.name(toward));
            }
            if let Some(condition) = &position.condition {
                let _ = write!(line, ", if: “{}”", one_line(&condition.quote));
            }
            self.tagged(line, &position.id, position.confidence);
            self.quote(&position.evidence);
        }
    }

    fn proposals(&mut self) {
        if self.record.proposals.is_empty() {
            return;
        }
        self.heading("Proposals");
        let record = self.record;
        for proposal in &record.proposals {
            let mut line = paint(STRONG, &one_line(&proposal.label));
            if !proposal.proposers.is_empty() {
                let _ = write!(line, ", by {}", self.names(&proposal.proposers));
            }
            if !proposal.addressees.is_empty() {
                let _ = write!(line, " to {}", self.names(&proposal.addressees));
            }
            let _ = write!(line, " ({})", proposal.status);
            if !proposal.issues.is_empty() {
                let _ = write!(line, " on {}", safe(&proposal.issues.join(", ")));
            }
            self.tagged(line, &proposal.id, proposal.confidence);
            self.quote(&proposal.evidence);
        }
    }

    fn relations(&mut self) {
        if self.record.relations.is_empty() {
            return;
        }
        self.heading("Relations");
        let record = self.record;
        for relation in &record.relations {
            let kind = relation.kind.as_str().replace('-', " ");
            let line = format!("{} {} {}", self.name(&relation.a), paint(CODE, &kind), self.name(&relation.b));
            self.line(&line);
        }
    }

    /// A line of a fact, with its id (for `notula explain`) and probability.
    fn tagged(&mut self, mut line: String, id: &str, confidence: f32) {
        let _ = write!(line, " {}", paint(FAINT, &format!("[{id} {}]", percent(confidence))));
        self.line(&line);
    }

    fn speakers(&self, statement: &Statement) -> String {
        match (statement.speakers.as_slice(), &statement.speaker) {
            ([], Some(speaker)) => self.name(speaker),
            ([], None) => "somebody".to_owned(),
            (speakers, _) => self.names(speakers),
        }
    }

    /// ", says X" where only a statement claims the event.
    fn claimed(&self, statement: Option<&str>) -> String {
        let statement = statement.and_then(|id| self.record.statements.iter().find(|s| s.id == id));
        statement.map(|s| format!(", says {}", self.speakers(s))).unwrap_or_default()
    }

    fn names(&self, ids: &[String]) -> String {
        if ids.is_empty() {
            return "somebody".to_owned();
        }
        ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }

    fn name(&self, id: &str) -> String {
        let actor = self.record.actors.iter().find(|actor| actor.id == id);
        paint(ACTOR, &actor.map_or_else(|| id.to_owned(), |actor| safe(&actor.name)))
    }
}
