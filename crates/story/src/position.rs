//! Positions: where an actor stands on an issue, from one day to the next change.

use std::sync::Arc;

use notula_record::{Record, Stance};

use crate::Error;
use crate::desk::Desk;
use crate::hash::key;
use crate::hash::key_of;
use crate::identity::Cast;
use crate::ids::{ActorId, FactId, PositionId, StoryId};
use crate::row::{Day, Index, PositionRow, PositionSaid, ReportRow, Said, Telling};

/// Positions of one actor on one issue that are looked at, the latest.
const HISTORY: usize = 12;

fn history_key(actor: ActorId, issue: &str) -> i64 {
    key_of("stance", &[actor.0, key(&[issue]) as u64])
}

/// Files every position of a record. Where an actor says two things of one issue in one report, both stand; only the
/// first can change what stood before.
pub(crate) fn file(
    desk: &mut Desk<'_>,
    record: &Record,
    cast: &Cast,
    report: &ReportRow,
    story: StoryId,
) -> Result<(), Error> {
    for position in &record.positions {
        let Some(actor) = cast.get(&position.actor) else { continue };
        let toward = position.toward.as_deref().and_then(|local| cast.get(local)).map(|member| member.id);
        let condition = position.condition.as_ref().map(|span| span.quote.chars().take(400).collect::<String>());
        let history = history(desk, actor.id, &position.issue)?;
        let id = match place(&history, position.stance, report.day) {
            Place::Same(id) => id,
            Place::New => {
                let id = desk.fresh_position();
                desk.enter(Index::Position, history_key(actor.id, &position.issue), report.day, id.0);
                desk.put_position(PositionRow {
                    id,
                    actor: actor.id,
                    issue: position.issue.clone(),
                    stance: position.stance,
                    toward,
                    condition: condition.clone(),
                    seen: (report.day, report.day),
                    changes: None,
                    changes_from: None,
                    tellings: 0,
                    independent: 0,
                    story: Some(story),
                    confidence: position.confidence,
                    live: true,
                });
                id
            }
        };
        desk.tell(Telling {
            fact: FactId::Position(id),
            report: report.id,
            local: position.id.clone(),
            family: report.family,
            day: report.day,
            replaced: false,
            independent: true,
            confidence: position.confidence,
            said: Said::Position(PositionSaid { toward, condition }),
        })?;
        settle(desk, id)?;
        chain(desk, actor.id, &position.issue)?;
    }
    Ok(())
}

/// Live positions of an actor on an issue, the earliest first.
fn history(desk: &mut Desk<'_>, actor: ActorId, issue: &str) -> Result<Vec<Arc<PositionRow>>, Error> {
    let entries = desk.entries(Index::Position, &[history_key(actor, issue)], Day::MIN..=Day::MAX, HISTORY)?;
    let mut out = Vec::new();
    for entry in entries {
        if let Some(row) = desk.position(PositionId(entry.id))?
            && row.actor == actor
            && row.issue == issue
            && !out.iter().any(|known: &Arc<PositionRow>| known.id == row.id)
        {
            out.push(row);
        }
    }
    out.sort_by_key(|row| (row.seen.0, row.id));
    Ok(out)
}

enum Place {
    Same(PositionId),
    New,
}

/// Where in the history a stance told on this day belongs: to a stretch of the same stance that no other stance
/// parts from it, or to a stretch of its own.
fn place(history: &[Arc<PositionRow>], stance: Stance, day: Day) -> Place {
    let live = || history.iter().filter(|row| row.live);
    let mut best: Option<(Day, PositionId)> = None;
    for row in live().filter(|row| row.stance == stance) {
        let (from, to) = (row.seen.0.min(day), row.seen.1.max(day));
        let parted = live().any(|other| {
            other.stance != stance
                && (row.seen.1 < other.seen.0 && other.seen.1 < day || day < other.seen.0 && other.seen.1 < row.seen.0)
        });
        if !parted && best.is_none_or(|(length, _)| to - from < length) {
            best = Some((to - from, row.id));
        }
    }
    best.map_or(Place::New, |(_, id)| Place::Same(id))
}

/// Links every position to the one that it changes: the last with another stance that began before it.
fn chain(desk: &mut Desk<'_>, actor: ActorId, issue: &str) -> Result<(), Error> {
    let history: Vec<Arc<PositionRow>> = history(desk, actor, issue)?.into_iter().filter(|row| row.live).collect();
    for row in &history {
        let before = history
            .iter()
            .filter(|other| other.seen.0 < row.seen.0)
            .max_by_key(|other| (other.seen.1.min(row.seen.0 - 1), other.seen.0, other.id))
            .filter(|other| other.stance != row.stance);
        let (changes, from) = (before.map(|other| other.id), before.map(|other| other.stance));
        if (row.changes != changes || row.changes_from != from)
            && let Some(row) = desk.edit_position(row.id)?
        {
            row.changes = changes;
            row.changes_from = from;
        }
    }
    Ok(())
}

/// Works a position's row out of its tellings anew.
pub(crate) fn settle(desk: &mut Desk<'_>, id: PositionId) -> Result<(), Error> {
    let weight = desk.weigh(FactId::Position(id))?;
    let tellings = desk.tellings(FactId::Position(id))?;
    let Some(row) = desk.edit_position(id)? else { return Ok(()) };
    row.tellings = weight.tellings;
    row.independent = weight.independent;
    row.live = weight.tellings > 0;
    if row.live {
        row.confidence = weight.confidence;
        let live: Vec<&Telling> =
            tellings.iter().map(|telling| &**telling).filter(|telling| !telling.replaced).collect();
        let said = |telling: &&Telling| match &telling.said {
            Said::Position(said) => Some(said.clone()),
            _ => None,
        };
        row.toward = live.iter().filter_map(said).find_map(|said| said.toward);
        row.condition = live.iter().filter_map(said).find_map(|said| said.condition);
        let days = || live.iter().map(|telling| telling.day);
        // beyond the tellings that are looked at, the row remembers
        row.seen.0 = days().min().unwrap_or(row.seen.0);
        row.seen.1 = if live.len() < crate::desk::TELLINGS {
            days().max().unwrap_or(row.seen.1)
        } else {
            days().max().unwrap_or(row.seen.1).max(row.seen.1)
        };
    }
    Ok(())
}
