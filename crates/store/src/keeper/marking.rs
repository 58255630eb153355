//! Which marks and words a row is found by.

use notula_record::Record;
use notula_story::ids::{ActorId, FactId, ReportId, StoryId};
use notula_story::row::{
    ActorRow, ConflictRow, EventRow, PositionRow, ProcessRow, ProposalRow, ReportRow, StatementRow, StoryRow,
};

use super::place::{Kind, Mark, Marks, Place};
use super::prepared::stems_of;
use super::rows::{Fact, Filed};
use super::working::{Wording, Working};
use crate::store::Result;
use crate::words::Stems;

/// Where a row stands and its marks; none where it is not to be found.
pub(crate) type Marked = Option<(Place, Marks)>;

impl Working<'_> {
    /// Marks of an actor and of its country.
    fn mark_actor(&self, marks: &mut Marks, id: ActorId) -> Result<()> {
        marks.add(Mark::Actor(id.0));
        if let Some(country) = self.look_actor(id.0)?.and_then(|actor| actor.country.clone()) {
            marks.add(Mark::Country(&country));
        }
        Ok(())
    }

    /// Marks of a story and of the process that it belongs to.
    fn mark_story(&self, marks: &mut Marks, story: Option<StoryId>) -> Result<()> {
        let Some(story) = story else { return Ok(()) };
        marks.add(Mark::Story(story.0));
        if let Some(process) = self.look_story(story.0)?.and_then(|story| story.process) {
            marks.add(Mark::Process(process.0));
        }
        Ok(())
    }

    pub(crate) fn marks_of_report(&self, row: &ReportRow, filed: &Filed) -> Result<Marked> {
        if row.replaced_by.is_some() {
            return Ok(None);
        }
        let mut marks = Marks::read(&filed.marks);
        self.mark_story(&mut marks, row.story)?;
        if let Some(original) = row.copy_of {
            marks.add(Mark::CopyOf(original.0));
        }
        Ok(Some((place_of_report(row), marks)))
    }

    pub(crate) fn marks_of_event(&self, fact: &Fact<EventRow>) -> Result<Marked> {
        let row = &fact.row;
        if !row.live || self.is_rejected(FactId::Event(row.id)) {
            return Ok(None);
        }
        let mut marks = Marks::any();
        marks.extend(&fact.also);
        for party in &row.parties {
            self.mark_actor(&mut marks, party.actor)?;
        }
        marks.add(Mark::Type(row.kind));
        marks.add(Mark::Status(row.status));
        self.mark_story(&mut marks, row.story)?;
        Ok(Some((Place::new(Kind::Event, Some(row.day), row.id.0), marks)))
    }

    pub(crate) fn marks_of_statement(&self, fact: &Fact<StatementRow>) -> Result<Marked> {
        let row = &fact.row;
        if !row.live || self.is_rejected(FactId::Statement(row.id)) {
            return Ok(None);
        }
        let mut marks = self.own_marks_of_statement(fact)?;
        self.mark_story(&mut marks, row.story)?;
        Ok(Some((place_of_statement(row), marks)))
    }

    /// Those that do not depend on stories.
    pub(crate) fn own_marks_of_statement(&self, fact: &Fact<StatementRow>) -> Result<Marks> {
        let mut marks = Marks::any();
        marks.extend(&fact.also);
        for speaker in &fact.row.speakers {
            self.mark_actor(&mut marks, *speaker)?;
        }
        Ok(marks)
    }

    pub(crate) fn marks_of_position(&self, fact: &Fact<PositionRow>) -> Result<Marked> {
        let row = &fact.row;
        if !row.live || self.is_rejected(FactId::Position(row.id)) {
            return Ok(None);
        }
        let mut marks = Marks::any();
        marks.extend(&fact.also);
        self.mark_actor(&mut marks, row.actor)?;
        marks.issue(&row.issue);
        self.mark_story(&mut marks, row.story)?;
        Ok(Some((Place::new(Kind::Position, Some(row.seen.0), row.id.0), marks)))
    }

    pub(crate) fn marks_of_proposal(&self, fact: &Fact<ProposalRow>) -> Result<Marked> {
        let row = &fact.row;
        if !row.live || self.is_rejected(FactId::Proposal(row.id)) {
            return Ok(None);
        }
        let mut marks = Marks::any();
        marks.extend(&fact.also);
        for actor in row.proposers.iter().chain(&row.addressees) {
            self.mark_actor(&mut marks, *actor)?;
        }
        row.issues.iter().for_each(|code| marks.issue(code));
        self.mark_story(&mut marks, row.story)?;
        Ok(Some((Place::new(Kind::Proposal, Some(row.seen.1), row.id.0), marks)))
    }

    pub(crate) fn marks_of_fact(&self, fact: FactId) -> Result<Marked> {
        fn marked<T>(row: Option<T>, marks: impl Fn(&T) -> Result<Marked>) -> Result<Marked> {
            row.as_ref().map_or(Ok(None), marks)
        }
        match fact {
            FactId::Event(id) => {
                marked(self.with_event(id.0, |slot| slot.row.clone())?, |row| self.marks_of_event(row))
            }
            FactId::Statement(id) => {
                marked(self.with_statement(id.0, |slot| slot.row.clone())?, |row| self.marks_of_statement(row))
            }
            FactId::Position(id) => {
                marked(self.with_position(id.0, |slot| slot.row.clone())?, |row| self.marks_of_position(row))
            }
            FactId::Proposal(id) => {
                marked(self.with_proposal(id.0, |slot| slot.row.clone())?, |row| self.marks_of_proposal(row))
            }
        }
    }

    fn is_rejected(&self, fact: FactId) -> bool {
        self.hands.borrow().rejected.contains(&fact)
    }

    /// A conflict is found as the fact is that it is about.
    pub(crate) fn marks_of_conflict(&self, row: &ConflictRow) -> Result<Marked> {
        if !row.live {
            return Ok(None);
        }
        let about = self.marks_of_fact(row.fact)?;
        let mut marks = about.map_or_else(Marks::any, |(_, marks)| marks);
        self.mark_story(&mut marks, row.story)?;
        Ok(Some((Place::new(Kind::Conflict, Some(row.day), row.id.0), marks)))
    }

    pub(crate) fn marks_of_story(&self, row: &StoryRow) -> Result<Marked> {
        let mut marks = Marks::any();
        for (actor, _) in &row.parties {
            self.mark_actor(&mut marks, *actor)?;
        }
        for code in &row.languages {
            marks.add(Mark::Language(code));
        }
        self.mark_story(&mut marks, Some(row.id))?;
        Ok(Some((Place::new(Kind::Story, Some(row.seen.1), row.id.0), marks)))
    }

    pub(crate) fn marks_of_process(&self, row: &ProcessRow) -> Result<Marked> {
        let mut marks = Marks::any();
        for (actor, _) in &row.parties {
            self.mark_actor(&mut marks, *actor)?;
        }
        row.issues.iter().for_each(|(code, _)| marks.issue(code));
        marks.add(Mark::Process(row.id.0));
        Ok(Some((Place::new(Kind::Process, Some(row.seen.1), row.id.0), marks)))
    }
}

pub(crate) fn place_of_report(row: &ReportRow) -> Place {
    Place::new(Kind::Report, row.published, row.id.0)
}

pub(crate) fn place_of_statement(row: &StatementRow) -> Place {
    Place::new(Kind::Statement, Some(row.day), row.id.0)
}

pub(crate) fn place_of_actor(id: u64) -> Place {
    Place::new(Kind::Actor, None, id)
}

/// An identity is searched by its names; they are not stemmed.
pub(crate) fn words_of_actor(row: &ActorRow) -> Wording {
    let mut marks = Marks::any();
    if let Some(country) = &row.country {
        marks.add(Mark::Country(country));
    }
    let mut text = stems_of(&row.name, &Stems::of(None));
    for (name, _) in &row.names {
        for word in stems_of(name, &Stems::of(None)) {
            if !text.contains(&word) {
                text.push(word);
            }
        }
    }
    Wording { title: Vec::new(), text, marks }
}

/// Marks of a report that come from its record and its identities.
pub(crate) fn marks_of_record(record: &Record, working: &Working<'_>, actors: &[ActorId]) -> Result<Marks> {
    let mut marks = Marks::any();
    for actor in actors {
        working.mark_actor(&mut marks, *actor)?;
    }
    if let Some(code) = &record.document.language {
        marks.add(Mark::Language(code));
    }
    record.positions.iter().for_each(|position| marks.issue(&position.issue));
    record.proposals.iter().flat_map(|proposal| &proposal.issues).for_each(|code| marks.issue(code));
    for event in &record.events {
        marks.add(Mark::Type(event.kind));
        marks.add(Mark::Status(event.status));
    }
    Ok(marks)
}

/// Marks that a report gives to the facts it tells.
pub(crate) fn marks_of_telling(record: &Record, fact: FactId, local: &str) -> Marks {
    let mut marks = Marks::default();
    if let Some(code) = &record.document.language {
        marks.add(Mark::Language(code));
    }
    if matches!(fact, FactId::Statement(_)) {
        let taken = record.positions.iter().filter(|position| position.statement.as_deref() == Some(local));
        taken.for_each(|position| marks.issue(&position.issue));
    }
    marks
}

/// The first report and local id that a fact is told under.
pub(crate) fn first_telling<T>(fact: &Fact<T>) -> Option<(ReportId, &str)> {
    fact.tellings.first().map(|telling| (telling.report, telling.local.as_str()))
}
