//! Answers questions: rows by their marks and words, views out of rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use notula_story::days;
use notula_story::ids::{ActorId, FactId, ReportId};
use notula_story::row::{
    ConflictRow, Counters, EventRow, PositionRow, ProcessRow, ProposalRow, ReportRow, StatementRow, StoryRow, unpack,
};
use notula_story::view::{Conflict, Event, Place, Position, Process, Proposal, Report, Statement, Story};
use notula_story::{Builder, Evidence};
use rustc_hash::{FxHashMap, FxHashSet};

use super::correcting::facts_that_are;
use super::filter::Filter;
use super::listing::{Rows, facts, rows};
use super::place::{Kind, Mark};
use super::rows::{Fact, Kept, by_ids, load};
use super::working::{Hands, Shelf, Slot, Working};
use super::{asked, listing, no_place};
use crate::db::{Conn, Value};
use crate::error::Error;
use crate::query::{Cursor, Page, Query};
use crate::search::{Wanted, snippet};
use crate::store::{Hit, Result, Totals};
use crate::words::words;

/// Events that last longer than this are not found by days after their first.
const LONGEST_EVENT: i32 = 400;

/// Events among which places are counted.
const COUNTED_EVENTS: usize = 5_000;

/// One question, answered from one state of the store.
pub(crate) struct Asking<'a> {
    pub(crate) working: Working<'a>,
    /// Facts of which users say that they are right.
    confirmed: FxHashSet<FactId>,
}

impl Asking<'_> {
    pub(crate) fn with<T>(conn: &mut Conn, answer: impl FnOnce(&mut Asking<'_>) -> Result<T>) -> Result<T> {
        let mut hands = Hands::new();
        let confirmed = facts_that_are(conn, "confirm")?;
        answer(&mut Asking { working: Working { conn: conn.into(), hands: (&mut hands).into() }, confirmed })
    }

    /// What a user confirmed is certain.
    fn confidence(&self, fact: FactId, read: f32) -> f32 {
        if self.confirmed.contains(&fact) { 1.0 } else { read }
    }

    /// A query as marks.
    pub(super) fn filter(&mut self, kind: Kind, query: &Query) -> Result<Filter> {
        Filter::new(kind, query, &self.merged(&query.actors)?)
    }

    /// These identities, those that they were merged into and all that were merged into the same.
    pub(super) fn merged(&mut self, actors: &[ActorId]) -> Result<Vec<u64>> {
        let mut all: Vec<u64> = actors.iter().map(|actor| actor.0).collect();
        if all.is_empty() {
            return Ok(all);
        }
        let sql = "SELECT id FROM actor WHERE reports IS NULL";
        let gone: Vec<u64> = self.working.conn.borrow_mut().all(sql, &[], |row| row.id(0))?;
        let mut into = Vec::new();
        for id in gone {
            into.extend(self.working.look_actor(id)?.and_then(|row| Some((id, row.merged_into?.0))));
        }
        loop {
            let before = all.len();
            for (from, to) in &into {
                if all.contains(to) != all.contains(from) {
                    all.push(if all.contains(to) { *from } else { *to });
                }
            }
            if all.len() == before {
                return Ok(all);
            }
        }
    }

    /// Loads at once what the builder will look up one by one.
    fn fetch(&mut self, reports: &mut dyn Iterator<Item = u64>, actors: &mut dyn Iterator<Item = u64>) -> Result<()> {
        fn missing(ids: &mut dyn Iterator<Item = u64>) -> Vec<u64> {
            let ids: FxHashSet<u64> = ids.collect();
            let mut ids: Vec<u64> = ids.into_iter().collect();
            ids.sort_unstable();
            ids
        }
        fn keep<T: Kept>(shelf: &mut Shelf<Arc<T>>, rows: Vec<T>) {
            rows.into_iter().for_each(|row| shelf.put(row.number(), Slot { row: Arc::new(row), dirty: false }));
        }
        let conn = &mut *self.working.conn.borrow_mut();
        let hands = &mut *self.working.hands.borrow_mut();
        let reports: Vec<ReportRow> = load(conn, &missing(reports))?;
        let stories: Vec<StoryRow> =
            load(conn, &missing(&mut reports.iter().filter_map(|report| Some(report.story?.0))))?;
        keep(&mut hands.reports, reports);
        keep(&mut hands.stories, stories);
        keep(&mut hands.actors, load(conn, &missing(actors))?);
        Ok(())
    }

    fn fetch_for<T>(&mut self, facts: &[Fact<T>], actors: impl Fn(&T) -> Vec<ActorId>) -> Result<()> {
        let tellings = facts.iter().flat_map(|fact| &fact.tellings);
        self.fetch(
            &mut tellings.map(|telling| telling.report.0),
            &mut facts.iter().flat_map(|fact| actors(&fact.row)).map(|actor| actor.0),
        )
    }

    pub(super) fn build<R, V>(
        &self,
        (rows, next): Rows<R>,
        mut view: impl FnMut(&mut Builder<'_>, &R) -> Result<V>,
    ) -> Result<Page<V>> {
        let mut builder = Builder::new(&self.working);
        let items = rows.iter().map(|row| view(&mut builder, row)).collect::<Result<Vec<V>>>()?;
        Ok(Page { items, next })
    }

    /// When reports were added.
    fn added(&self, ids: &[u64]) -> Result<FxHashMap<u64, String>> {
        let sql = "SELECT id, added FROM report WHERE id ";
        let times = by_ids(&mut self.working.conn.borrow_mut(), sql, ids, |row| Ok((row.id(0)?, row.maybe_int(1)?)))?;
        let text = |second: i64| jiff::Timestamp::from_second(second).ok().map(|time| time.to_string());
        Ok(times.into_iter().filter_map(|(id, added)| Some((id, text(added?)?))).collect())
    }

    fn build_reports(&mut self, (rows, next): Rows<ReportRow>) -> Result<Page<Report>> {
        self.fetch(&mut rows.iter().map(|row| row.id.0), &mut std::iter::empty())?;
        let mut added = self.added(&rows.iter().map(|row| row.id.0).collect::<Vec<_>>())?;
        self.build((rows, next), |builder, row| Ok(builder.report(row, added.remove(&row.id.0))?))
    }

    pub(crate) fn report(&mut self, id: u64) -> Result<Option<Report>> {
        let Some(row) = self.working.look_report(id)? else { return Ok(None) };
        Ok(self.build_reports((vec![Arc::unwrap_or_clone(row)], None))?.items.pop())
    }

    pub(crate) fn reports(&mut self, query: &Query) -> Result<Page<Report>> {
        if query.text.is_some() {
            let hits = self.found(query)?;
            return self.build_reports(hits);
        }
        let filter = self.filter(Kind::Report, query)?;
        let found = self.page(&filter, query, rows::<ReportRow>, |_, _| Ok(true))?;
        self.build_reports(found)
    }

    pub(crate) fn copies(&mut self, id: ReportId) -> Result<Vec<Report>> {
        let Some(row) = self.working.look_report(id.0)? else { return Ok(Vec::new()) };
        let original = row.copy_of.unwrap_or(row.id);
        let query = Query { limit: 1_000, ..Query::default() };
        let filter = Filter::new(Kind::Report, &query, &[])?.with(Mark::CopyOf(original.0).to_string());
        let (mut found, _) = self.page(&filter, &query, rows::<ReportRow>, |_, _| Ok(true))?;
        if original != id {
            found.extend(self.working.look_report(original.0)?.map(Arc::unwrap_or_clone));
        }
        found.retain(|report| report.id != id);
        found.sort_by_key(|report| report.id);
        Ok(self.build_reports((found, None))?.items)
    }

    /// Reports that hold the words of a query.
    fn found(&mut self, query: &Query) -> Result<Rows<ReportRow>> {
        let wanted = Wanted::read(query.text.as_deref().unwrap_or_default());
        let filter = self.filter(Kind::Report, query)?.for_words();
        let fits = |asking: &mut Self, row: &ReportRow| asking.belongs(query, row.story);
        self.page_of_words(&filter, &wanted, query, rows::<ReportRow>, fits)
    }

    /// Whether a row of this story belongs to the story and process asked for.
    fn belongs(&self, query: &Query, story: Option<notula_story::ids::StoryId>) -> Result<bool> {
        if query.story.is_some() && query.story != story {
            return Ok(false);
        }
        let Some(process) = query.process else { return Ok(true) };
        let Some(story) = story else { return Ok(false) };
        Ok(self.working.look_story(story.0)?.is_some_and(|story| story.process == Some(process)))
    }

    pub(crate) fn search(&mut self, query: &Query) -> Result<Page<Hit>> {
        let wanted = Wanted::read(query.text.as_deref().unwrap_or_default());
        let found = self.found(query)?;
        let Page { items, next } = self.build_reports(found)?;
        let mut hits = Vec::with_capacity(items.len());
        for report in items {
            let evidence = self.working.look_evidence(report.id.0)?;
            let text = evidence.as_deref().map(Evidence::text).unwrap_or_default();
            let (snippet, found) = snippet(text, report.language.as_deref(), &wanted);
            hits.push(Hit { report, snippet, found });
        }
        Ok(Page { items: hits, next })
    }

    pub(crate) fn event(&mut self, id: u64) -> Result<Option<Event>> {
        let Some(row) = self.working.with_event(id, |slot| slot.row.row.clone())? else { return Ok(None) };
        let mut view = Builder::new(&self.working).event(&row)?;
        view.confidence = self.confidence(FactId::Event(view.id), view.confidence);
        Ok(Some(view))
    }

    /// Rows of events that fit.
    fn event_rows(&mut self, query: &Query) -> Result<Rows<Fact<EventRow>>> {
        no_text(query, "events")?;
        let since = query.since.as_deref().and_then(days::day);
        let filter = self.filter(Kind::Event, query)?.reaching_back(LONGEST_EVENT);
        self.page(&filter, query, facts::<EventRow>, |asking, fact| {
            let last = fact.row.days.map_or(fact.row.day, |days| days.1.max(fact.row.day));
            Ok(asking.confidence(FactId::Event(fact.row.id), fact.row.confidence) >= query.min_confidence
                && since.is_none_or(|since| last >= since))
        })
    }

    pub(crate) fn events(&mut self, query: &Query) -> Result<Page<Event>> {
        let found = self.event_rows(query)?;
        self.fetch_for(&found.0, |row| row.parties.iter().map(|party| party.actor).collect())?;
        self.keep_facts(&found.0, |hands| &mut hands.events);
        let page = self.build(found, |builder, fact| Ok(builder.event(&fact.row)?))?;
        Ok(self.sure(page, |view| (FactId::Event(view.id), &mut view.confidence)))
    }

    /// Raises the confidence of what users confirmed.
    fn sure<V>(&self, mut page: Page<V>, confidence: impl Fn(&mut V) -> (FactId, &mut f32)) -> Page<V> {
        for view in &mut page.items {
            let (fact, value) = confidence(view);
            *value = self.confidence(fact, *value);
        }
        page
    }

    /// So that the builder finds the tellings.
    fn keep_facts<T: Kept>(&self, facts: &[Fact<T>], shelf: impl Fn(&mut Hands) -> &mut Shelf<Fact<T>>) {
        let hands = &mut *self.working.hands.borrow_mut();
        for fact in facts {
            shelf(hands).put(fact.row.number(), Slot { row: fact.clone(), dirty: false });
        }
    }

    pub(crate) fn statement(&mut self, id: u64) -> Result<Option<Statement>> {
        let Some(row) = self.working.with_statement(id, |slot| slot.row.row.clone())? else { return Ok(None) };
        let mut view = Builder::new(&self.working).statement(&row)?;
        view.confidence = self.confidence(FactId::Statement(view.id), view.confidence);
        Ok(Some(view))
    }

    pub(crate) fn statements(&mut self, query: &Query) -> Result<Page<Statement>> {
        let sure = |asking: &Self, fact: &Fact<StatementRow>| {
            asking.confidence(FactId::Statement(fact.row.id), fact.row.confidence) >= query.min_confidence
        };
        let found = match &query.text {
            Some(text) => {
                let wanted = Wanted::read(text);
                let filter = self.filter(Kind::Statement, query)?.for_words();
                self.page_of_words(&filter, &wanted, query, facts::<StatementRow>, |asking, fact| {
                    Ok(sure(asking, fact) && asking.belongs(query, fact.row.story)?)
                })?
            }
            None => {
                let filter = self.filter(Kind::Statement, query)?;
                self.page(&filter, query, facts::<StatementRow>, |asking, fact| Ok(sure(asking, fact)))?
            }
        };
        self.fetch_for(&found.0, |row| row.speakers.iter().chain(&row.addressees).copied().collect())?;
        self.keep_facts(&found.0, |hands| &mut hands.statements);
        let page = self.build(found, |builder, fact| Ok(builder.statement(&fact.row)?))?;
        Ok(self.sure(page, |view| (FactId::Statement(view.id), &mut view.confidence)))
    }

    pub(crate) fn positions(&mut self, query: &Query) -> Result<Page<Position>> {
        no_text(query, "positions")?;
        let filter = self.filter(Kind::Position, query)?;
        let found = self.page(&filter, query, facts::<PositionRow>, |asking, fact| {
            Ok(asking.confidence(FactId::Position(fact.row.id), fact.row.confidence) >= query.min_confidence)
        })?;
        self.fetch_for(&found.0, |row| std::iter::once(row.actor).chain(row.toward).collect())?;
        self.keep_facts(&found.0, |hands| &mut hands.positions);
        let page = self.build(found, |builder, fact| Ok(builder.position(&fact.row)?))?;
        Ok(self.sure(page, |view| (FactId::Position(view.id), &mut view.confidence)))
    }

    pub(crate) fn proposal(&mut self, id: u64) -> Result<Option<Proposal>> {
        let Some(row) = self.working.with_proposal(id, |slot| slot.row.row.clone())? else { return Ok(None) };
        let mut view = Builder::new(&self.working).proposal(&row)?;
        view.confidence = self.confidence(FactId::Proposal(view.id), view.confidence);
        Ok(Some(view))
    }

    pub(crate) fn proposals(&mut self, query: &Query) -> Result<Page<Proposal>> {
        let filter = self.filter(Kind::Proposal, query)?;
        let named = named(query);
        let found = self.page(&filter, query, facts::<ProposalRow>, |asking, fact| {
            let confidence = asking.confidence(FactId::Proposal(fact.row.id), fact.row.confidence);
            Ok(confidence >= query.min_confidence && named(Some(&fact.row.label)))
        })?;
        self.fetch_for(&found.0, |row| row.proposers.iter().chain(&row.addressees).copied().collect())?;
        self.keep_facts(&found.0, |hands| &mut hands.proposals);
        let page = self.build(found, |builder, fact| Ok(builder.proposal(&fact.row)?))?;
        Ok(self.sure(page, |view| (FactId::Proposal(view.id), &mut view.confidence)))
    }

    pub(crate) fn conflicts(&mut self, query: &Query) -> Result<Page<Conflict>> {
        no_text(query, "conflicts")?;
        let filter = self.filter(Kind::Conflict, query)?;
        let found = self.page(&filter, query, rows::<ConflictRow>, |_, _| Ok(true))?;
        self.build(found, |builder, row| Ok(builder.conflict(row)?))
    }

    pub(crate) fn story(&mut self, id: u64) -> Result<Option<Story>> {
        let Some(row) = self.working.look_story(id)? else { return Ok(None) };
        Ok(Some(Builder::new(&self.working).story(&row)?))
    }

    pub(crate) fn stories(&mut self, query: &Query) -> Result<Page<Story>> {
        let filter = self.filter(Kind::Story, query)?;
        let named = named(query);
        let found = self.page(&filter, query, rows::<StoryRow>, |_, row| Ok(named(row.title.as_deref())))?;
        let actors = found.0.iter().flat_map(|row| &row.parties).map(|(actor, _)| actor.0);
        self.fetch(&mut std::iter::empty(), &mut actors.collect::<Vec<_>>().into_iter())?;
        self.build(found, |builder, row| Ok(builder.story(row)?))
    }

    pub(crate) fn process(&mut self, id: u64) -> Result<Option<Process>> {
        let Some(row) = self.working.look_process(id)? else { return Ok(None) };
        Ok(Some(Builder::new(&self.working).process(&row)?))
    }

    pub(crate) fn processes(&mut self, query: &Query) -> Result<Page<Process>> {
        let filter = self.filter(Kind::Process, query)?;
        let named = named(query);
        let found = self.page(&filter, query, rows::<ProcessRow>, |asking, row| {
            Ok(query.text.is_none() || named(Some(&Builder::new(&asking.working).process(row)?.title)))
        })?;
        self.build(found, |builder, row| Ok(builder.process(row)?))
    }

    pub(crate) fn places(&mut self, query: &Query) -> Result<Page<(Place, u32)>> {
        let limit = listing::limit(query)?;
        let after = offset(query)?;
        let mut all = Query { limit: 1_000, after: None, ..query.clone() };
        let mut counts: BTreeMap<(String, Option<String>), (Place, u32)> = BTreeMap::new();
        let mut seen = 0;
        loop {
            let (facts, next) = self.event_rows(&all)?;
            seen += facts.len();
            for row in facts.iter().filter_map(|fact| fact.row.place.as_ref()) {
                let key = (row.name.clone(), row.country.clone());
                counts.entry(key).or_insert_with(|| (notula_story::place(row), 0)).1 += 1;
            }
            all.after = next;
            if all.after.is_none() || seen >= COUNTED_EVENTS {
                break;
            }
        }
        let mut places: Vec<(Place, u32)> = counts.into_values().collect();
        // a stable sort: places with the same count stay in the order of their names
        places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(slice(places, after, limit))
    }

    pub(crate) fn totals(&mut self) -> Result<Totals> {
        let conn = &mut *self.working.conn.borrow_mut();
        let counters: Counters =
            match conn.one("SELECT bytes FROM meta WHERE name = 'counters'", &[], |row| row.blob(0))? {
                Some(bytes) => unpack(&bytes).map_err(|error| Error::Damaged(format!("counters: {error}")))?,
                None => Counters::default(),
            };
        let copies = conn.one("SELECT number FROM meta WHERE name = ?1", &[Value::from("copies")], |row| row.id(0))?;
        Ok(Totals {
            reports: counters.reports,
            copies: copies.unwrap_or(0),
            actors: counters.actors,
            events: counters.events,
            statements: counters.statements,
            positions: counters.positions,
            proposals: counters.proposals,
            conflicts: counters.conflicts,
            stories: counters.stories,
            processes: counters.processes,
        })
    }
}

fn no_text(query: &Query, what: &str) -> Result<()> {
    match query.text {
        Some(_) => Err(asked(format!("{what} have no text of their own to search; search reports or statements"))),
        None => Ok(()),
    }
}

/// Whether a name holds all words asked for, or the beginning of them.
fn named(query: &Query) -> impl Fn(Option<&str>) -> bool + use<> {
    let wanted: Vec<String> = query.text.iter().flat_map(|text| words(text)).map(|word| word.folded).collect();
    move |name| {
        let has = |wanted: &String| words(name.unwrap_or_default()).any(|word| word.folded.starts_with(wanted));
        wanted.iter().all(has)
    }
}

/// How many items of an answer that is made whole were given out before.
pub(super) fn offset(query: &Query) -> Result<usize> {
    let Some(Cursor(text)) = &query.after else { return Ok(0) };
    text.parse().map_err(|_| no_place(text))
}

/// A page of an answer that was made whole.
pub(super) fn slice<T>(items: Vec<T>, after: usize, limit: usize) -> Page<T> {
    let next = after.saturating_add(limit);
    let more = items.len() > next;
    Page { items: items.into_iter().skip(after).take(limit).collect(), next: more.then(|| Cursor(next.to_string())) }
}
