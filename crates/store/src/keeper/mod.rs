//! A store over SQL: one code for SQLite and PostgreSQL.

mod acting;
mod adding;
mod asking;
mod correcting;
mod dumping;
mod entries;
mod filter;
mod listing;
mod marking;
mod place;
mod prepared;
mod relinking;
mod rows;
mod slots;
mod working;
mod writing;

use std::sync::{Arc, Mutex};

use notula_record::Record;
use notula_story::ids::{ActorId, EventId, ProcessId, ProposalId, ReportId, StatementId, StoryId};
use notula_story::view::{
    Actor, Conflict, Event, Place, Position, Process, Proposal, Relation, Report, Statement, Story,
};

use self::asking::Asking;
use self::working::Hands;
use crate::correction::{Corrected, Correction};
use crate::db::{Backend, Conn, Readers, Value};
use crate::error::Error;
use crate::query::{Page, Query};
use crate::store::{Added, Hit, Result, Store, Totals};

/// A store in SQLite or PostgreSQL.
pub(crate) struct Keeper {
    readers: Readers,
    writer: Mutex<Option<Writer>>,
    clock: bool,
}

/// The connection that writes, and the rows at hand for the next batch.
struct Writer {
    conn: Conn,
    hands: Hands,
    /// State of the store that the hands belong to.
    state: i64,
}

impl Keeper {
    pub(crate) fn new(backend: Backend, clock: bool) -> Self {
        Self { readers: Readers::new(backend), writer: Mutex::new(None), clock }
    }

    /// Changes the store in one transaction; what `work` leaves in the hands is written by it.
    fn change<T>(&self, work: impl FnOnce(&mut Conn, &mut Hands) -> Result<T>) -> Result<T> {
        let mut kept = self.writer.lock().unwrap_or_else(|poisoned| {
            // whoever panicked left its hands in disorder; a new writer begins without them
            let mut kept = poisoned.into_inner();
            *kept = None;
            kept
        });
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => Writer { conn: self.readers.backend.writer()?, hands: Hands::new(), state: -1 },
        };
        let Writer { conn, hands, state } = &mut writer;
        let done = conn.transaction(|conn| {
            let now = state_of(conn)?;
            if now != *state {
                // another program has written
                *hands = Hands::new();
                hands.begin(conn)?;
            }
            let done = work(conn, hands)?;
            let sql = "INSERT INTO meta (name, number) VALUES ('state', ?1) \
                       ON CONFLICT (name) DO UPDATE SET number = excluded.number";
            conn.run(sql, &[Value::Int(now + 1)])?;
            *state = now + 1;
            Ok(done)
        });
        // after an error the writer is dropped with what it had at hand
        if done.is_ok() {
            *kept = Some(writer);
        }
        done
    }

    fn now(&self) -> Option<i64> {
        self.clock.then(|| jiff::Timestamp::now().as_second())
    }

    /// Answers a question.
    fn ask<T>(&self, answer: impl FnOnce(&mut Asking<'_>) -> Result<T>) -> Result<T> {
        self.readers.read(|conn| Asking::with(conn, answer))
    }
}

impl Store for Keeper {
    fn add(&self, records: &[Record]) -> Result<Vec<Added>> {
        let mut prepared = prepared::all(records)?;
        let now = self.now();
        self.change(|conn, hands| {
            let (added, bodies) = adding::file_all(conn, hands, records, &mut prepared)?;
            if !bodies.is_empty() {
                adding::move_stories(conn, hands)?;
                writing::write(conn, hands, bodies, now)?;
            }
            Ok(added)
        })
    }

    fn has(&self, hash: &str) -> Result<Option<ReportId>> {
        self.readers.read(|conn| Ok(adding::known(conn, &[hash])?.remove(hash)))
    }

    fn state(&self) -> Result<i64> {
        self.readers.read(state_of)
    }

    fn report(&self, id: ReportId) -> Result<Option<Report>> {
        self.ask(|asking| asking.report(id.0))
    }

    fn record(&self, id: ReportId) -> Result<Option<Record>> {
        self.ask(|asking| Ok(asking.working.look_record(id.0)?.map(Arc::unwrap_or_clone)))
    }

    fn reports(&self, query: &Query) -> Result<Page<Report>> {
        self.ask(|asking| asking.reports(query))
    }

    fn copies(&self, id: ReportId) -> Result<Vec<Report>> {
        self.ask(|asking| asking.copies(id))
    }

    fn actor(&self, id: ActorId) -> Result<Option<Actor>> {
        self.ask(|asking| asking.actor(id))
    }

    fn actors(&self, query: &Query) -> Result<Page<Actor>> {
        self.ask(|asking| asking.actors(query))
    }

    fn relations(&self, query: &Query) -> Result<Page<Relation>> {
        self.ask(|asking| asking.relations(query))
    }

    fn event(&self, id: EventId) -> Result<Option<Event>> {
        self.ask(|asking| asking.event(id.0))
    }

    fn events(&self, query: &Query) -> Result<Page<Event>> {
        self.ask(|asking| asking.events(query))
    }

    fn statement(&self, id: StatementId) -> Result<Option<Statement>> {
        self.ask(|asking| asking.statement(id.0))
    }

    fn statements(&self, query: &Query) -> Result<Page<Statement>> {
        self.ask(|asking| asking.statements(query))
    }

    fn positions(&self, query: &Query) -> Result<Page<Position>> {
        self.ask(|asking| asking.positions(query))
    }

    fn proposal(&self, id: ProposalId) -> Result<Option<Proposal>> {
        self.ask(|asking| asking.proposal(id.0))
    }

    fn proposals(&self, query: &Query) -> Result<Page<Proposal>> {
        self.ask(|asking| asking.proposals(query))
    }

    fn conflicts(&self, query: &Query) -> Result<Page<Conflict>> {
        self.ask(|asking| asking.conflicts(query))
    }

    fn story(&self, id: StoryId) -> Result<Option<Story>> {
        self.ask(|asking| asking.story(id.0))
    }

    fn stories(&self, query: &Query) -> Result<Page<Story>> {
        self.ask(|asking| asking.stories(query))
    }

    fn process(&self, id: ProcessId) -> Result<Option<Process>> {
        self.ask(|asking| asking.process(id.0))
    }

    fn processes(&self, query: &Query) -> Result<Page<Process>> {
        self.ask(|asking| asking.processes(query))
    }

    fn places(&self, query: &Query) -> Result<Page<(Place, u32)>> {
        self.ask(|asking| asking.places(query))
    }

    fn search(&self, query: &Query) -> Result<Page<Hit>> {
        self.ask(|asking| asking.search(query))
    }

    fn correct(&self, correction: &Correction) -> Result<Corrected> {
        let now = self.now();
        self.change(|conn, hands| {
            let corrected = correcting::correct(conn, hands, correction, now)?;
            writing::write(conn, hands, Vec::new(), None)?;
            Ok(corrected)
        })
    }

    fn corrections(&self, query: &Query) -> Result<Page<Corrected>> {
        self.readers.read(|conn| correcting::corrections(conn, query))
    }

    fn totals(&self) -> Result<Totals> {
        self.ask(|asking| asking.totals())
    }

    fn dump(&self, out: &mut dyn std::io::Write) -> Result<()> {
        self.ask(|asking| asking.dump(out))
    }
}

/// The number that every change makes another.
fn state_of(conn: &mut Conn) -> Result<i64> {
    Ok(conn.one("SELECT number FROM meta WHERE name = 'state'", &[], |row| row.int(0))?.unwrap_or(0))
}

/// What a question asks that nobody can answer.
fn asked(why: impl Into<String>) -> Error {
    Error::Asked(why.into())
}

/// A cursor that this answer has not given.
fn no_place(cursor: &str) -> Error {
    Error::Missing(format!("place {:?} in this answer", cursor.chars().take(40).collect::<String>()))
}
