//! Planned events and what came of them.
//!
//! A plan with a day that fits becomes one event with what happened on that day (see [`crate::merge`]). What is left are
//! plans without a day, or with a vague one: the next thing of the kind between the same sides carries them out.

use std::collections::BTreeSet;

use notula_record::{EventType, Status};

use crate::Error;
use crate::days::gap;
use crate::desk::Desk;
use crate::event::{event_keys, happened, people, sides};
use crate::ids::EventId;
use crate::merge::same_place;
use crate::row::{Day, EventRow, Index};

/// Days for which a plan stays open.
const OPEN: Day = 45;

/// Matches an event that happened with the plan that it carries out, if there is one.
pub(crate) fn event(desk: &mut Desk<'_>, id: EventId) -> Result<(), Error> {
    let Some(done) = desk.event(id)? else { return Ok(()) };
    let kind = matches!(done.kind, EventType::Consult | EventType::Agree | EventType::Cooperate);
    if !kind || !done.lead || !happened(done.status) || done.fulfils.is_some() {
        return Ok(());
    }
    let keys = event_keys(done.kind, &done.parties);
    let mut best: Option<(Day, EventId)> = None;
    let mut seen = BTreeSet::new();
    for entry in desk.entries(Index::Event, &keys, done.day - OPEN..=done.day + 1, 16)? {
        if !seen.insert(entry.id) {
            continue;
        }
        let Some(plan) = desk.event(EventId(entry.id))? else { continue };
        if fits(&plan, &done) && best.is_none_or(|known| (plan.day, plan.id) > known) {
            best = Some((plan.day, plan.id));
        }
    }
    if let Some((_, plan)) = best {
        if let Some(row) = desk.edit_event(plan)? {
            row.fulfilled_by = Some(id);
        }
        if let Some(row) = desk.edit_event(id)? {
            row.fulfils = Some(plan);
        }
    }
    Ok(())
}

fn fits(plan: &EventRow, done: &EventRow) -> bool {
    if plan.id == done.id || plan.kind != done.kind || plan.status != Status::Planned || plan.fulfilled_by.is_some() {
        return false;
    }
    if !plan.live || sides(&plan.parties) != sides(&done.parties) {
        return false;
    }
    let (a, b) = (people(&plan.parties), people(&done.parties));
    let strangers = !a.is_empty() && !b.is_empty() && a.is_disjoint(&b);
    let elsewhere = matches!((&plan.place, &done.place), (Some(a), Some(b)) if same_place(a, b) == Some(false));
    let when = match (plan.days, done.days) {
        (Some(plan), Some(done)) => gap(plan, done) <= 1,
        (None, _) => plan.day <= done.day,
        (Some(days), None) => days.0 <= done.day,
    };
    when && !strangers && !elsewhere
}
