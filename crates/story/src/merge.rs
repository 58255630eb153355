//! Which events of different reports are one.
//!
//! Candidates share type family and sides within a few days; each pair gets points for parties, people, days, place,
//! story and words, and loses some for what speaks against it. The best pairs win, and no two events of one report
//! become one: the reader has told them apart.

use std::collections::BTreeSet;

use notula_record::Status;

use crate::Error;
use crate::days::gap;
use crate::desk::Desk;
use crate::event::{Draft, event_keys, happened, is_verbal, people, sides, sides_of, talk_keys};
use crate::few::Few;
use crate::hash::key_of;
use crate::ids::{EventId, FactId, StoryId};
use crate::row::{Day, Days, EventRow, EventSaid, Index, PartyRow, PlaceRow, ReportRow, Said, Side, Telling};
use crate::{fulfil, settle};

/// Days around an event's days, and around the day of a report that gives none, in which its like is looked for.
const NEAR: Day = 2;
const AROUND: Day = 10;
/// Candidates that are looked at for one event.
const CANDIDATES: usize = 24;
/// Days between what is told and its denial.
const DENIED: Day = 5;
/// Points from which two tellings are of one event.
const SAME: f32 = 1.6;
const SAME_WORDS: f32 = 1.9;
/// Kilometres between the places of one event.
const CLOSE: f64 = 60.0;

/// What is known of the report beside its events.
pub(crate) struct Setting<'a> {
    pub(crate) report: &'a ReportRow,
    pub(crate) story: StoryId,
    /// Events told by the report that this one copies, with the words that tell them.
    pub(crate) copied: Vec<(EventId, BTreeSet<String>)>,
}

/// Great-circle distance in kilometres.
pub(crate) fn distance(a: &PlaceRow, b: &PlaceRow) -> Option<f64> {
    let (lat, lon) = (f64::from(a.lat?).to_radians(), f64::from(a.lon?).to_radians());
    let (lat2, lon2) = (f64::from(b.lat?).to_radians(), f64::from(b.lon?).to_radians());
    let h = ((lat2 - lat) / 2.0).sin().powi(2) + lat.cos() * lat2.cos() * ((lon2 - lon) / 2.0).sin().powi(2);
    Some(2.0 * 6371.0 * h.sqrt().min(1.0).asin())
}

/// Whether two places can be one: the same, near each other, or one of them only a country. `None` where it is open.
pub(crate) fn same_place(a: &PlaceRow, b: &PlaceRow) -> Option<bool> {
    if a.name == b.name || a.geonames.is_some() && a.geonames == b.geonames {
        return Some(true);
    }
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return Some(false);
    }
    distance(a, b).map(|far| far <= CLOSE)
}

/// How many points speak for it that the new telling is of this event; `None` where it cannot be.
fn points(draft: &Draft<'_>, row: &EventRow, setting: &Setting<'_>) -> Option<f32> {
    let (a, b) = (&draft.said, row);
    let verbal = is_verbal(a.kind);
    let denied = (a.status == Status::Denied) != (b.status == Status::Denied);
    let theirs_days = row.days;
    if let (Some(mine), Some(theirs)) = (draft.days, theirs_days) {
        let most = if denied { DENIED } else { 0 }.max(NEAR + slack(mine).max(slack(theirs)));
        if gap(mine, theirs) > most {
            return None;
        }
    }
    let (ours, others) = (sides(&a.parties), sides(&b.parties));
    let mut sum = parties(a, b, &ours, &others)?;
    let (mine, theirs) = (people(&a.parties), people(&b.parties));
    let shared = mine.common(&theirs);
    let sides_shared: Few<_> = a
        .parties
        .iter()
        .filter(|party| party.person && theirs.contains(&party.actor))
        .map(|party| party.side)
        .collect();
    // one side sends other people than it does in the other report
    let clash = ours.iter().any(|side| {
        let of = |parties: &[PartyRow]| -> Few<_> {
            parties.iter().filter(|party| party.person && party.side == *side).map(|party| party.actor).collect()
        };
        let (a, b) = (of(&a.parties), of(&b.parties));
        !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
    });
    sum += match (shared, sides_shared.len()) {
        (0, _) => 0.0,
        (_, 1) => 0.7,
        _ => 1.1,
    };
    if clash {
        sum -= 1.2;
    }
    let place = match (&a.place, &b.place) {
        (Some(a), Some(b)) => same_place(a, b),
        _ => None,
    };
    let same_story = row.story == Some(setting.story);
    let copied = setting.copied.iter().find(|(id, _)| *id == row.id);
    match (draft.days, theirs_days) {
        (Some(mine), Some(theirs)) => match gap(mine, theirs) {
            0 if mine.0 == mine.1 && theirs.0 == theirs.1 => sum += 1.0,
            0 if (mine.1 - mine.0).max(theirs.1 - theirs.0) <= 1 => sum += 0.8,
            // a week or a month says little, unless people or place agree
            0 if place == Some(true) || mine == theirs => sum += 0.4,
            0 => sum += if shared > 0 { 0.1 } else { -0.4 },
            // the day of a denial is often that on which it was spoken
            apart if denied && apart <= DENIED && (place == Some(true) || same_story) => {}
            apart if apart <= NEAR + slack(mine).max(slack(theirs)) => {
                // sources may differ by a day or two, where all the rest agrees
                let told_alike = happened(a.status) == happened(b.status);
                if place != Some(true) || verbal || clash || sides_shared.len() < 2 || !told_alike {
                    return None;
                }
                sum -= 0.3;
            }
            _ => return None,
        },
        _ if place == Some(true) => sum -= 0.1,
        // nothing but the parties in common: the two heads of a story, or what both recall
        _ if same_story && (a.lead && row.lead || verbal) => {}
        _ => sum -= 0.5,
    }
    match place {
        Some(true) => sum += 0.8,
        Some(false) => {
            // two cities named for one meeting of the same people on the same day
            if sides_shared.len() < 2 || draft.days.is_none() || draft.days != theirs_days {
                return None;
            }
            sum -= 0.4;
        }
        None => {}
    }
    if a.kind != b.kind {
        sum -= 0.3;
    }
    if denied {
        sum -= 0.4;
    }
    if happened(a.status) != happened(b.status) && draft.days.is_none() && theirs_days.is_some() {
        sum -= 0.4;
    }
    if same_story {
        sum += 0.5;
    }
    // each has a side that the other has not: only day or place can make them one
    let exact = draft.days.is_some_and(|days| days.0 == days.1) && draft.days == theirs_days;
    if !ours.is_subset(&others) && !others.is_subset(&ours) && !exact && place != Some(true) {
        sum -= 0.5;
    }
    if verbal && happened(a.status) != happened(b.status) {
        sum -= 0.5;
    }
    if verbal && same_initiator(a, b) {
        sum += 0.4;
    }
    if let Some((_, words)) = copied {
        let common = words.intersection(draft.words).count() as f32;
        let share = common / words.len().min(draft.words.len()).max(1) as f32;
        sum += if share >= 0.7 { 1.6 } else { 0.0 };
    }
    (sum >= if verbal { SAME_WORDS } else { SAME }).then_some(sum)
}

/// Days by which a week or a month may be off.
fn slack(days: crate::row::Days) -> Day {
    if days.1 - days.0 >= 6 { 2 } else { 0 }
}

/// Whether the one who acts is the very same.
fn same_initiator(a: &EventSaid, b: &EventRow) -> bool {
    let initiates = |actor| b.parties.iter().any(|party| party.initiates && party.actor == actor);
    a.parties.iter().any(|party| party.initiates && initiates(party.actor))
}

/// Points for the sides; `None` where they cannot be those of one event.
fn parties(a: &EventSaid, b: &EventRow, mine: &Few<Side>, theirs: &Few<Side>) -> Option<f32> {
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let common = mine.common(theirs);
    if a.kind.is_symmetric() {
        if common < mine.len().min(theirs.len()).min(2) {
            return None;
        }
    } else {
        let meet = |initiates| {
            let (a, b) = (sides_of(&a.parties, initiates), sides_of(&b.parties, initiates));
            a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
        };
        if !meet(true) || !meet(false) {
            return None;
        }
    }
    let all = mine.len() + theirs.len() - common;
    Some(common as f32 / all as f32 + if all >= 2 && common == all { 0.2 } else { 0.0 })
}

/// Finds or makes the merged event of every draft; gives the events that were told, in the order of the drafts.
pub(crate) fn file(desk: &mut Desk<'_>, drafts: &[Draft<'_>], setting: &Setting<'_>) -> Result<Vec<EventId>, Error> {
    let mut pairs: Vec<(f32, usize, EventId)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for id in candidates(desk, draft, setting)? {
            let Some(row) = desk.event(id)? else { continue };
            if let Some(points) = points(draft, &row, setting) {
                pairs.push((points, at, id));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: Vec<Option<EventId>> = vec![None; drafts.len()];
    let mut used: BTreeSet<EventId> = BTreeSet::new();
    for (_, at, id) in pairs {
        if taken[at].is_none() && used.insert(id) {
            taken[at] = Some(id);
        }
    }
    let mut out = Vec::new();
    for (draft, known) in drafts.iter().zip(taken) {
        let id = match known {
            Some(id) => id,
            None => make(desk, draft, setting),
        };
        desk.tell(Telling {
            fact: FactId::Event(id),
            report: setting.report.id,
            local: draft.event.id.clone(),
            family: setting.report.family,
            day: setting.report.day,
            replaced: false,
            independent: true,
            confidence: draft.event.confidence,
            said: Said::Event(draft.said.clone()),
        })?;
        settle::event(desk, id)?;
        enter(desk, id, draft.days)?;
        oppose(desk, draft, setting, id)?;
        fulfil::event(desk, id)?;
        out.push(id);
    }
    Ok(out)
}

/// Days between a denial of talks and the proposal of the same talks.
const DEBATE: Day = 5;

/// Talks that one report denies and another one proposes, asks for or supports: the denied event gets a conflict of
/// its outcome.
fn oppose(desk: &mut Desk<'_>, draft: &Draft<'_>, setting: &Setting<'_>, id: EventId) -> Result<(), Error> {
    let keys = talk_keys(&draft.said);
    let day = setting.report.day;
    for entry in desk.entries(Index::Talks, &keys, day - DEBATE..=day + DEBATE, 8)? {
        let other = EventId(entry.id);
        if other == id {
            continue;
        }
        let meeting = |row: &EventRow| row.kind == notula_record::EventType::Consult;
        let (mine, theirs) =
            (desk.event(id)?.is_some_and(|row| meeting(&row)), desk.event(other)?.is_some_and(|row| meeting(&row)));
        let (denied, against) = match (mine, theirs) {
            (true, false) => (id, other),
            (false, true) => (other, id),
            _ => continue,
        };
        let news = |row: &EventRow| !row.against.contains(&against) && row.against.len() < 8;
        if desk.event(denied)?.is_some_and(|row| news(&row))
            && let Some(row) = desk.edit_event(denied)?
        {
            row.against.push(against);
            settle::event(desk, denied)?;
        }
    }
    for key in keys {
        desk.enter(Index::Talks, key, day, id.0);
    }
    Ok(())
}

fn candidates(desk: &mut Desk<'_>, draft: &Draft<'_>, setting: &Setting<'_>) -> Result<Vec<EventId>, Error> {
    let day = setting.report.day;
    let keys = event_keys(draft.said.kind, &draft.said.parties);
    let mut found: Vec<EventId> = Vec::new();
    let mut add = |entries: Vec<crate::row::Entry>| {
        for id in entries.into_iter().map(|entry| EventId(entry.id)) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    };
    let Some((from, to)) = draft.days else {
        add(desk.entries(Index::Event, &keys, day - AROUND..=day + AROUND, CANDIDATES)?);
        found.extend(setting.copied.iter().map(|(id, _)| *id).filter(|id| !found.contains(id)).collect::<Vec<_>>());
        return Ok(found);
    };
    add(desk.entries(Index::Event, &keys, from - NEAR..=to + NEAR, CANDIDATES)?);
    if !is_verbal(draft.said.kind) {
        add(desk.entries(Index::Event, &keys, from - DENIED..=to + DENIED, CANDIDATES)?);
    }
    // events without a day stand under the day of their report
    let open: Vec<i64> = keys.iter().map(|key| key_of("open", &[*key as u64])).collect();
    add(desk.entries(Index::Event, &open, day - AROUND..=day + AROUND, CANDIDATES / 2)?);
    for (id, _) in &setting.copied {
        if !found.contains(id) {
            found.push(*id);
        }
    }
    Ok(found)
}

fn make(desk: &mut Desk<'_>, draft: &Draft<'_>, setting: &Setting<'_>) -> EventId {
    let id = desk.fresh_event();
    let event = draft.event;
    desk.put_event(EventRow {
        id,
        kind: event.kind,
        mode: event.mode.clone(),
        contexts: event.contexts.clone(),
        parties: draft.said.parties.clone(),
        place: draft.said.place.clone(),
        time: event.time.clone(),
        days: draft.days,
        day: draft.days.map_or(setting.report.day, |days| days.0),
        status: event.status,
        claimed: draft.said.claimed,
        cameo: event.cameo.clone(),
        tellings: 0,
        independent: 0,
        conflicts: Vec::new(),
        lead: draft.said.lead,
        against: Vec::new(),
        fulfils: None,
        fulfilled_by: None,
        story: Some(setting.story),
        confidence: event.confidence,
        live: true,
    });
    id
}

/// Enters an event under the days it has now, and those that a report gives.
fn enter(desk: &mut Desk<'_>, id: EventId, told: Option<Days>) -> Result<(), Error> {
    let Some(row) = desk.event(id)? else { return Ok(()) };
    let keys = event_keys(row.kind, &row.parties);
    for key in keys {
        for (from, to) in row.days.into_iter().chain(told.filter(|told| Some(*told) != row.days)) {
            let mut day = from;
            while day < to {
                desk.enter(Index::Event, key, day, id.0);
                day += 2 * NEAR;
            }
            desk.enter(Index::Event, key, to, id.0);
        }
        if row.days.is_none() {
            desk.enter(Index::Event, key, row.day, id.0);
            desk.enter(Index::Event, key_of("open", &[key as u64]), row.day, id.0);
        }
    }
    Ok(())
}

/// Tellings that count, by report.
pub(crate) fn said_of(telling: &Telling) -> Option<&EventSaid> {
    match &telling.said {
        Said::Event(said) if !telling.replaced => Some(said),
        _ => None,
    }
}
