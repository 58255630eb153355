//! One new report: every decision about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use notula_record::Record;

use crate::Error;
use crate::cluster;
use crate::copies;
use crate::days;
use crate::desk::Desk;
use crate::event;
use crate::hash::key;
use crate::identity;
use crate::ids::{ActorId, EventId, FactId, ReportId, StatementId, StoryId};
use crate::memory::{Filing, Memory};
use crate::merge::{self, Setting};
use crate::position;
use crate::prepared::Prepared;
use crate::process;
use crate::proposal;
use crate::row::{Day, Index, ReportRow, Telling};
use crate::settle;
use crate::statement;
use crate::words::words;

/// Decides everything about a report that was not filed before, and says what must be written.
///
/// The same reports in the same order give the same rows and numbers on every machine. The caller has made sure that no
/// report with these raw bytes is known.
///
/// ```
/// use notula_record::{Document, Record};
/// use notula_story::InMemory;
/// let record = Record {
///     schema: notula_record::SCHEMA.into(),
///     document: Document { id: "sha256:1".into(), text: "The talks went on.".into(), ..Document::default() },
///     actors: vec![], places: vec![], times: vec![], statements: vec![], events: vec![], positions: vec![],
///     proposals: vec![], relations: vec![],
/// };
/// let mut memory = InMemory::default();
/// let filing = memory.add(&record).unwrap();
/// assert_eq!(filing.report.id.to_string(), "N1");
/// assert_eq!(filing.report.copy_of, None);
/// ```
///
/// # Errors
/// Where the memory fails.
pub fn file(record: &Record, memory: &dyn Memory) -> Result<Filing, Error> {
    file_prepared(record, &Prepared::of(record), memory)
}

/// As [`file`], for a record that was made ready before.
///
/// # Errors
/// Where the memory fails.
pub fn file_prepared(record: &Record, prepared: &Prepared, memory: &dyn Memory) -> Result<Filing, Error> {
    let mut desk = Desk::new(memory)?;
    desk.counters.reports += 1;
    let id = ReportId(desk.counters.reports);
    let published = record.document.published.as_ref().and_then(|published| days::day(&published.value));
    let day = published.or(desk.counters.latest).unwrap_or(0);
    desk.counters.latest = Some(day);

    let url = address(record);
    let before = versions(&mut desk, url.as_deref())?;
    let mut report = row(record, id, published, day, url);
    if let Some(last) = before.last() {
        report.version = last.version + 1;
    }
    let text = &prepared.text;
    report.sketch.clone_from(&text.sketch);
    let old: BTreeSet<ReportId> = before.iter().map(|row| row.id).collect();
    let copied = copies::find(&mut desk, record, text, day, &old)?;
    if let Some(known) = &copied {
        report.family = known.family;
        report.copy_of = Some(known.id);
    }
    let counted = copied.is_none();
    text.enter(&mut desk, day, id);
    desk.enter(Index::Family, report.family.0 as i64, 0, id.0);
    if let Some(url) = &report.url {
        desk.enter(Index::Page, key(&["page", url]), 0, id.0);
    }
    let mut named_before: BTreeSet<ActorId> = BTreeSet::new();
    if let Some(last) = before.last() {
        named_before = memory.links(last.id).map_err(Error::Memory)?.into_iter().map(|link| link.actor).collect();
        retire(&mut desk, last.id, id)?;
    }

    let (cast, links, relations) =
        identity::resolve(&mut desk, record, id, day, counted, &named_before, &prepared.keys)?;
    let drafts = event::drafts(record, &cast, day, &prepared.events);
    let features = cluster::features(&desk, record, &cast, &drafts, &prepared.features)?;
    let into = story(&mut desk, &features, copied.as_deref().or(before.last().map(|row| &**row)), day)?;
    let counts = counted && before.is_empty();
    let story = cluster::join(&mut desk, into, record, &features, &cast, day, counts)?;
    report.story = Some(story);
    process::join(&mut desk, story, record, &cast, day, counts)?;
    desk.put_report(report.clone());

    let (events, statements) = told_by(&mut desk, copied.as_ref().or(before.last()).map(|row| row.id))?;
    let setting = Setting { report: &report, story, copied: events };
    merge::file(&mut desk, &drafts, &setting)?;
    statement::file(&mut desk, record, &cast, &report, story, &statements, &prepared.statements)?;
    position::file(&mut desk, record, &cast, &report, story)?;
    proposal::file(&mut desk, record, &cast, &report, story)?;
    if copied.is_some() {
        credit(&mut desk, &report, record)?;
    }
    finish(desk, id, links, relations, features.counted)
}

fn finish(
    desk: Desk<'_>,
    id: ReportId,
    links: Vec<crate::row::Link>,
    relations: Vec<crate::row::RelationRow>,
    counted: Vec<i64>,
) -> Result<Filing, Error> {
    let mut reports = desk.reports.changed();
    let at = reports.iter().position(|row| row.id == id).ok_or(Error::Lost(id))?;
    let report = reports.remove(at);
    Ok(Filing {
        report,
        reports,
        links,
        relations,
        tellings: desk.new_tellings(),
        actors: desk.actors.changed(),
        events: desk.events.changed(),
        statements: desk.statements.changed(),
        positions: desk.positions.changed(),
        proposals: desk.proposals.changed(),
        conflicts: desk.conflicts.changed(),
        stories: desk.stories.changed(),
        processes: desk.processes.changed(),
        entries: desk.new_entries(),
        counted,
        counters: desk.counters,
    })
}

/// The address of the page: as known, or the source where that is one.
fn address(record: &Record) -> Option<String> {
    let document = &record.document;
    let is_address = |text: &&String| text.starts_with("http://") || text.starts_with("https://");
    document.url.as_ref().or(Some(&document.source)).filter(is_address).cloned()
}

fn row(record: &Record, id: ReportId, published: Option<Day>, day: Day, url: Option<String>) -> ReportRow {
    let document = &record.document;
    let outlet = document.outlet.as_ref();
    let of_dateline = document.dateline.as_ref().and_then(|line| line.outlet.clone());
    ReportRow {
        id,
        hash: document.id.clone(),
        source: document.source.clone(),
        url,
        version: 1,
        replaced_by: None,
        title: document.title.clone(),
        outlet: outlet.and_then(|outlet| outlet.name.clone()).or(of_dateline),
        domain: outlet.and_then(|outlet| outlet.domain.clone()),
        language: document.language.clone(),
        published,
        day,
        copy_of: None,
        family: id,
        story: None,
        sketch: Vec::new(),
    }
}

/// Earlier versions of the page, the oldest first.
fn versions(desk: &mut Desk<'_>, url: Option<&str>) -> Result<Vec<Arc<ReportRow>>, Error> {
    let Some(url) = url else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for entry in desk.entries(Index::Page, &[key(&["page", url])], 0..=0, 64)? {
        if let Some(row) = desk.report(ReportId(entry.id))?
            && row.url.as_deref() == Some(url)
        {
            out.push(row);
        }
    }
    out.sort_by_key(|row| row.version);
    Ok(out)
}

/// A later version takes a report's place: what it told is not counted any more.
fn retire(desk: &mut Desk<'_>, old: ReportId, by: ReportId) -> Result<(), Error> {
    let mut facts = BTreeSet::new();
    for telling in desk.memory.tellings_of(old).map_err(Error::Memory)? {
        facts.insert(telling.fact);
        desk.tell(Telling { replaced: true, ..Arc::unwrap_or_clone(telling) })?;
    }
    for fact in facts {
        match fact {
            FactId::Event(id) => settle::event(desk, id)?,
            FactId::Statement(id) => statement::settle(desk, id)?,
            FactId::Position(id) => position::settle(desk, id)?,
            FactId::Proposal(id) => proposal::settle(desk, id)?,
        }
    }
    if let Some(row) = desk.edit_report(old)? {
        row.replaced_by = Some(by);
    }
    Ok(())
}

/// The story of the report that this one copies or replaces, or the one that is most like it.
fn story(
    desk: &mut Desk<'_>,
    features: &cluster::Features,
    same: Option<&ReportRow>,
    day: Day,
) -> Result<Option<StoryId>, Error> {
    match same.and_then(|row| row.story) {
        Some(story) => Ok(Some(story)),
        None => Ok(cluster::find(desk, features, day)?.map(|(story, _)| story)),
    }
}

/// Events, with the words that tell them, and statements of the report that is copied.
#[allow(clippy::type_complexity, reason = "two lists of one report")]
fn told_by(
    desk: &mut Desk<'_>,
    copied: Option<ReportId>,
) -> Result<(Vec<(EventId, BTreeSet<String>)>, Vec<StatementId>), Error> {
    let (mut events, mut statements) = (Vec::new(), Vec::new());
    let Some(copied) = copied else { return Ok((events, statements)) };
    let record = desk.memory.record(copied).map_err(Error::Memory)?;
    for telling in desk.memory.tellings_of(copied).map_err(Error::Memory)? {
        match telling.fact {
            FactId::Event(id) => {
                let told = record.iter().flat_map(|record| &record.events).find(|event| event.id == telling.local);
                let words = told.iter().flat_map(|event| &event.evidence).flat_map(|span| words(&span.quote)).collect();
                events.push((id, words));
            }
            FactId::Statement(id) => statements.push(id),
            _ => {}
        }
    }
    Ok((events, statements))
}

/// Names the likely original of a family of near-copies anew.
fn credit(desk: &mut Desk<'_>, report: &ReportRow, record: &Record) -> Result<(), Error> {
    /// Members of a family that are looked at.
    const MEMBERS: usize = 24;
    let mut family = vec![(Arc::new(report.clone()), Arc::new(record.clone()))];
    for entry in desk.entries(Index::Family, &[report.family.0 as i64], 0..=0, MEMBERS)? {
        let id = ReportId(entry.id);
        if id == report.id {
            continue;
        }
        if let (Some(row), Some(record)) = (desk.report(id)?, desk.memory.record(id).map_err(Error::Memory)?) {
            family.push((row, record));
        }
    }
    let Some(original) = copies::original(&family) else { return Ok(()) };
    for (row, _) in family {
        let copy_of = (row.id != original).then_some(original);
        if row.copy_of != copy_of
            && let Some(row) = desk.edit_report(row.id)?
        {
            row.copy_of = copy_of;
        }
    }
    Ok(())
}
