//! Rows to views: the same for every store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use notula_record::Span;

use crate::Error;
use crate::days;
use crate::evidence::Evidence;
use crate::ids::{ActorId, FactId, ProcessId, ReportId, StoryId};
use crate::memory::{Looked, Memory};
use crate::row::{
    ActorRow, ConflictRow, Days, EventRow, PartyRow, PlaceRow, PositionRow, ProcessRow, ProposalRow, RelationRow,
    ReportRow, StatementRow, StoryRow,
};
use crate::view;

/// Sources that a view lists.
const SOURCES: usize = 200;
/// Reports whose words are kept at hand for the next view.
const WORDS: usize = 512;
/// Sources that a relation lists: some are told in every other report.
pub const OF_RELATION: usize = 10;

/// Makes views out of rows. It keeps what it looked up, so one builder should make a whole answer, and no more.
pub struct Builder<'m> {
    memory: &'m dyn Memory,
    parties: BTreeMap<ActorId, Option<view::Party>>,
    processes: BTreeMap<StoryId, Option<ProcessId>>,
    reports: BTreeMap<ReportId, Option<Arc<ReportRow>>>,
    words: BTreeMap<ReportId, Option<Arc<Evidence>>>,
}

type Built<T> = Result<T, Error>;

fn seen(days: Days) -> (String, String) {
    (days::text(days.0), days::text(days.1))
}

/// A place as readers get it.
pub fn place(row: &PlaceRow) -> view::Place {
    // through the shortest decimal text, so that 25.77 stays 25.77
    let degrees = |value: Option<f32>| value.and_then(|value| value.to_string().parse().ok());
    view::Place {
        name: row.name.clone(),
        country: row.country.clone(),
        lat: degrees(row.lat),
        lon: degrees(row.lon),
        geonames: row.geonames,
    }
}

fn look<T>(found: Looked<T>) -> Built<T> {
    found.map_err(Error::Memory)
}

impl<'m> Builder<'m> {
    /// A builder with nothing at hand.
    pub fn new(memory: &'m dyn Memory) -> Self {
        Self {
            memory,
            parties: BTreeMap::new(),
            processes: BTreeMap::new(),
            reports: BTreeMap::new(),
            words: BTreeMap::new(),
        }
    }

    /// An actor as named in facts; one that is not there gets its number as name.
    ///
    /// # Errors
    /// Where the memory fails, as everywhere here.
    pub fn party(&mut self, id: ActorId) -> Built<view::Party> {
        if !self.parties.contains_key(&id) {
            let row = look(self.memory.actor(id))?;
            let party = row.map(|row| view::Party { id: row.id, name: row.name.clone(), country: row.country.clone() });
            self.parties.insert(id, party);
        }
        let known = self.parties.get(&id).cloned().flatten();
        Ok(known.unwrap_or_else(|| view::Party { id, name: id.to_string(), country: None }))
    }

    fn parties(&mut self, ids: impl IntoIterator<Item = ActorId>) -> Built<Vec<view::Party>> {
        let mut out: Vec<view::Party> = Vec::new();
        for id in ids {
            let party = self.party(id)?;
            // two identities that a user merged are one party
            if !out.iter().any(|known| known.id == party.id) {
                out.push(party);
            }
        }
        Ok(out)
    }

    fn process_of(&mut self, story: Option<StoryId>) -> Built<Option<ProcessId>> {
        let Some(story) = story else { return Ok(None) };
        if !self.processes.contains_key(&story) {
            let process = look(self.memory.story(story))?.and_then(|row| row.process);
            self.processes.insert(story, process);
        }
        Ok(self.processes.get(&story).copied().flatten())
    }

    fn report_row(&mut self, id: ReportId) -> Built<Option<Arc<ReportRow>>> {
        if !self.reports.contains_key(&id) {
            let row = look(self.memory.report(id))?;
            self.reports.insert(id, row);
        }
        Ok(self.reports.get(&id).cloned().flatten())
    }

    /// Where the facts of a report's record stand.
    fn evidence(&mut self, report: ReportId) -> Built<Option<Arc<Evidence>>> {
        if let Some(known) = self.words.get(&report) {
            return Ok(known.clone());
        }
        if self.words.len() >= WORDS {
            self.words.pop_first();
        }
        let found = look(self.memory.evidence(report))?;
        self.words.insert(report, found.clone());
        Ok(found)
    }

    fn source(
        &mut self,
        report: ReportId,
        local: &str,
        evidence: Vec<Span>,
        independent: bool,
        confidence: f32,
    ) -> Built<view::Source> {
        let row = self.report_row(report)?;
        let outlet = row.as_ref().map(|row| row.outlet.clone().or(row.domain.clone()).unwrap_or(row.source.clone()));
        Ok(view::Source {
            report,
            fact: local.to_owned(),
            outlet: outlet.unwrap_or_default(),
            language: row.as_ref().and_then(|row| row.language.clone()),
            published: row.as_ref().and_then(|row| row.published).map(days::text),
            evidence,
            independent,
            confidence,
        })
    }

    fn source_of_fact(
        &mut self,
        report: ReportId,
        local: &str,
        independent: bool,
        confidence: f32,
    ) -> Built<view::Source> {
        let evidence = self.evidence(report)?.map(|evidence| evidence.of(local)).unwrap_or_default();
        self.source(report, local, evidence, independent, confidence)
    }

    /// Every source of a fact that counts, in the order of adding.
    pub fn sources(&mut self, fact: FactId) -> Built<Vec<view::Source>> {
        let tellings = look(self.memory.tellings(fact, SOURCES))?;
        let live = tellings.iter().filter(|telling| !telling.replaced);
        live.map(|t| self.source_of_fact(t.report, &t.local, t.independent, t.confidence)).collect()
    }

    /// A report; `added` is the time that the store keeps beside the row.
    pub fn report(&mut self, row: &ReportRow, added: Option<String>) -> Built<view::Report> {
        Ok(view::Report {
            id: row.id,
            hash: row.hash.clone(),
            source: row.source.clone(),
            url: row.url.clone(),
            version: row.version,
            replaced_by: row.replaced_by,
            title: row.title.clone(),
            outlet: row.outlet.clone(),
            domain: row.domain.clone(),
            language: row.language.clone(),
            published: row.published.map(days::text),
            added,
            copy_of: row.copy_of,
            story: row.story,
            process: self.process_of(row.story)?,
        })
    }

    /// An identity.
    pub fn actor(&mut self, row: &ActorRow) -> Built<view::Actor> {
        let mut names = row.names.clone();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut roles = Vec::new();
        for role in &row.roles {
            let of = role.of.map(|of| self.party(of)).transpose()?;
            roles.push(view::Role { title: role.title.clone(), of, seen: Some(seen(role.seen)) });
        }
        Ok(view::Actor {
            id: row.id,
            name: row.name.clone(),
            kind: row.kind,
            country: row.country.clone(),
            sector: row.sector,
            roles,
            wikidata: row.wikidata.clone(),
            names: names.into_iter().map(|(name, _)| name).collect(),
            reports: row.reports,
            seen: row.seen.map(seen),
        })
    }

    /// An event.
    pub fn event(&mut self, row: &EventRow) -> Built<view::Event> {
        let ids = |initiates: bool| {
            row.parties.iter().filter(move |party| party.initiates == initiates).map(|party: &PartyRow| party.actor)
        };
        let mut conflicts = Vec::new();
        for id in &row.conflicts {
            if look(self.memory.conflict(*id))?.is_some_and(|conflict| conflict.live) {
                conflicts.push(*id);
            }
        }
        Ok(view::Event {
            id: row.id,
            kind: row.kind,
            mode: row.mode.clone(),
            contexts: row.contexts.clone(),
            initiators: self.parties(ids(true))?,
            recipients: self.parties(ids(false))?,
            place: row.place.as_ref().map(place),
            time: row.time.clone(),
            status: row.status,
            claimed: row.claimed,
            cameo: row.cameo.clone(),
            quad: row.kind.quad().to_owned(),
            sources: self.sources(FactId::Event(row.id))?,
            independent: row.independent,
            conflicts,
            fulfils: row.fulfils,
            fulfilled_by: row.fulfilled_by,
            story: row.story,
            process: self.process_of(row.story)?,
            confidence: row.confidence,
        })
    }

    /// A statement.
    pub fn statement(&mut self, row: &StatementRow) -> Built<view::Statement> {
        let sources = self.sources(FactId::Statement(row.id))?;
        let content = match sources.first() {
            Some(first) => self.evidence(first.report)?.map(|evidence| evidence.content(&first.fact)),
            None => None,
        };
        Ok(view::Statement {
            id: row.id,
            speakers: self.parties(row.speakers.iter().copied())?,
            addressees: self.parties(row.addressees.iter().copied())?,
            kind: row.kind,
            content: content.unwrap_or_default(),
            via: row.via.clone(),
            time: row.time.clone(),
            place: row.place.as_ref().map(place),
            sources,
            independent: row.independent,
            story: row.story,
            process: self.process_of(row.story)?,
            confidence: row.confidence,
        })
    }

    /// A position.
    pub fn position(&mut self, row: &PositionRow) -> Built<view::Position> {
        Ok(view::Position {
            id: row.id,
            actor: self.party(row.actor)?,
            issue: row.issue.clone(),
            stance: row.stance,
            toward: row.toward.map(|id| self.party(id)).transpose()?,
            condition: row.condition.clone(),
            seen: Some(seen(row.seen)),
            changes: row.changes,
            changes_from: row.changes_from,
            sources: self.sources(FactId::Position(row.id))?,
            independent: row.independent,
            process: self.process_of(row.story)?,
            confidence: row.confidence,
        })
    }

    /// A proposal.
    pub fn proposal(&mut self, row: &ProposalRow) -> Built<view::Proposal> {
        let life = row.life.iter().map(|step| view::Step {
            day: Some(days::text(step.day)),
            status: step.status,
            label: step.label.clone(),
            points: step.points,
            report: step.report,
        });
        Ok(view::Proposal {
            id: row.id,
            label: row.label.clone(),
            proposers: self.parties(row.proposers.iter().copied())?,
            addressees: self.parties(row.addressees.iter().copied())?,
            issues: row.issues.clone(),
            status: row.status,
            life: life.collect(),
            sources: self.sources(FactId::Proposal(row.id))?,
            independent: row.independent,
            process: self.process_of(row.story)?,
            confidence: row.confidence,
        })
    }

    /// A conflict.
    pub fn conflict(&mut self, row: &ConflictRow) -> Built<view::Conflict> {
        let mut values = Vec::new();
        let mut families = BTreeSet::new();
        for version in &row.values {
            let mut sources = Vec::new();
            for voice in &version.by {
                let family = self.report_row(voice.report)?.map_or(voice.report, |row| row.family);
                let independent = families.insert(family);
                sources.push(self.source_of_fact(voice.report, &voice.local, independent, voice.confidence)?);
            }
            values.push(view::Version { value: version.value.clone(), sources });
        }
        let (event, proposal) = match row.fact {
            FactId::Event(id) => (Some(id), None),
            FactId::Proposal(id) => (None, Some(id)),
            _ => (None, None),
        };
        Ok(view::Conflict {
            id: row.id,
            event,
            proposal,
            about: row.about,
            values,
            story: row.story,
            process: self.process_of(row.story)?,
        })
    }

    /// A story.
    pub fn story(&mut self, row: &StoryRow) -> Built<view::Story> {
        Ok(view::Story {
            id: row.id,
            title: row.title.clone(),
            seen: Some(seen(row.seen)),
            reports: row.reports,
            copies: row.copies,
            languages: row.languages.clone(),
            parties: self.parties(row.parties.iter().take(10).map(|(id, _)| *id))?,
            places: row.places.iter().take(5).map(|(row, _)| place(row)).collect(),
            process: row.process,
        })
    }

    /// A process, named by its user or after its three chief parties.
    pub fn process(&mut self, row: &ProcessRow) -> Built<view::Process> {
        let parties = self.parties(row.parties.iter().take(10).map(|(id, _)| *id))?;
        let chief: Vec<&str> = parties.iter().take(3).map(|party| party.name.as_str()).collect();
        Ok(view::Process {
            id: row.id,
            title: row.title.clone().unwrap_or_else(|| chief.join(" – ")),
            parties,
            seen: Some(seen(row.seen)),
            stories: row.stories,
            reports: row.reports,
        })
    }

    /// A relation, from all rows that tell it.
    pub fn relation(&mut self, rows: &[RelationRow]) -> Built<Option<view::Relation>> {
        let Some(first) = rows.first() else { return Ok(None) };
        let (mut sources, mut families) = (Vec::new(), BTreeSet::new());
        for row in rows.iter().take(OF_RELATION) {
            let report = self.report_row(row.report)?;
            let family = report.map_or(row.report, |report| report.family);
            let evidence = self.evidence(row.report)?.map(|evidence| evidence.of_relation(row.local as usize));
            let independent = families.insert(family);
            let source = self.source(row.report, "", evidence.unwrap_or_default(), independent, row.confidence)?;
            sources.push(source);
        }
        Ok(Some(view::Relation { a: self.party(first.a)?, b: self.party(first.b)?, kind: first.kind, sources }))
    }
}
