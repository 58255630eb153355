//! Statements: the same words by the same speaker are one statement, whoever reports them.

use std::collections::BTreeSet;

use notula_record::{Record, Statement};

use crate::Error;
use crate::days;
use crate::desk::Desk;
use crate::hash::key_of;
use crate::identity::Cast;
use crate::ids::{FactId, StatementId, StoryId};
use crate::row::{self, Day, Index, ReportRow, StatementRow, Telling};
use crate::words::{runs, sketch, sketched_share, words};

/// Hashes in a statement's sketch, of runs of this many words.
const SKETCH: usize = 24;
const RUN: usize = 3;
/// Share of the shorter statement that stands in the other one.
const SAME: f32 = 0.8;
/// Days around the report in which the same words are the same statement.
const WINDOW: Day = 30;

/// The words of a statement, ready for comparing.
pub(crate) struct Said {
    /// The smallest hash of its runs; none where it has no words.
    least: Option<u64>,
    sketch: Vec<u32>,
}

impl Said {
    pub(crate) fn of(statement: &Statement) -> Self {
        let text: String = statement.content.iter().map(|span| span.quote.as_str()).collect::<Vec<_>>().join(" ");
        let all = runs(&words(&text), RUN);
        Self { least: all.iter().min().copied(), sketch: sketch(&all, SKETCH) }
    }
}

pub(crate) fn file(
    desk: &mut Desk<'_>,
    record: &Record,
    cast: &Cast,
    report: &ReportRow,
    story: StoryId,
    copied: &[StatementId],
    said: &[Said],
) -> Result<(), Error> {
    let mut used: BTreeSet<StatementId> = BTreeSet::new();
    for (statement, said) in record.statements.iter().zip(said) {
        let Some(least) = said.least else { continue };
        let locals: Vec<String> = match statement.speakers.is_empty() {
            true => statement.speaker.iter().cloned().collect(),
            false => statement.speakers.clone(),
        };
        let speakers = cast.ids(&locals);
        let key = key_of("said", &[speakers.first().map_or(0, |id| id.0), least]);
        let mut candidates: Vec<StatementId> = desk
            .entries(Index::Statement, &[key], report.day - WINDOW..=report.day + WINDOW, 8)?
            .iter()
            .map(|entry| StatementId(entry.id))
            .collect();
        candidates.extend(copied);
        let mut known = None;
        for id in candidates {
            if used.contains(&id) {
                continue;
            }
            let Some(row) = desk.statement(id)? else { continue };
            let one_voice =
                row.speakers.iter().any(|id| speakers.contains(id)) || row.speakers.is_empty() && speakers.is_empty();
            if one_voice && sketched_share(&row.sketch, &said.sketch, SKETCH) >= SAME {
                known = Some(id);
                break;
            }
        }
        let id = match known {
            Some(id) => id,
            None => {
                let id = desk.fresh_statement();
                desk.enter(Index::Statement, key, report.day, id.0);
                desk.put_statement(make(id, record, statement, cast, report, story, speakers, said.sketch.clone()));
                id
            }
        };
        used.insert(id);
        desk.tell(Telling {
            fact: FactId::Statement(id),
            report: report.id,
            local: statement.id.clone(),
            family: report.family,
            day: report.day,
            replaced: false,
            independent: true,
            confidence: statement.confidence,
            said: row::Said::Statement,
        })?;
        settle(desk, id)?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "the parts of one row")]
fn make(
    id: StatementId,
    record: &Record,
    statement: &Statement,
    cast: &Cast,
    report: &ReportRow,
    story: StoryId,
    speakers: Vec<crate::ids::ActorId>,
    sketch: Vec<u32>,
) -> StatementRow {
    let place = statement.place.as_ref().and_then(|id| record.places.iter().find(|place| place.id == *id));
    StatementRow {
        id,
        speakers,
        addressees: cast.ids(&statement.addressee),
        kind: statement.kind,
        via: statement.via.clone(),
        time: statement.time.clone(),
        place: place.map(crate::event::place_row),
        day: statement.time.as_deref().and_then(days::days).map_or(report.day, |days| days.0),
        sketch,
        tellings: 0,
        independent: 0,
        story: Some(story),
        confidence: statement.confidence,
        live: true,
    }
}

/// Works a statement's row out of its tellings anew.
pub(crate) fn settle(desk: &mut Desk<'_>, id: StatementId) -> Result<(), Error> {
    let weight = desk.weigh(FactId::Statement(id))?;
    let Some(row) = desk.edit_statement(id)? else { return Ok(()) };
    row.tellings = weight.tellings;
    row.independent = weight.independent;
    row.live = weight.tellings > 0;
    if row.live {
        row.confidence = weight.confidence;
    }
    Ok(())
}
