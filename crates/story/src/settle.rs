//! What is shown of a merged event: the values that most independent sources give, the status by the latest.

use std::collections::BTreeMap;

use notula_record::Status;

use crate::Error;
use crate::conflict;
use crate::desk::Desk;
use crate::event::{happened, told_days};
use crate::ids::{ActorId, EventId, FactId};
use crate::merge::said_of;
use crate::row::{Days, EventSaid, PartyRow, Telling};

/// Works an event's row out of its tellings anew.
pub(crate) fn event(desk: &mut Desk<'_>, id: EventId) -> Result<(), Error> {
    let weight = desk.weigh(FactId::Event(id))?;
    let tellings = desk.tellings(FactId::Event(id))?;
    let Some(row) = desk.edit_event(id)? else { return Ok(()) };
    row.independent = weight.independent;
    row.tellings = weight.tellings;
    row.live = weight.tellings > 0;
    if row.live {
        row.confidence = weight.confidence;
        // of copies only the first is heard
        let heard: Vec<(&Telling, &EventSaid)> = tellings
            .iter()
            .filter(|telling| telling.independent)
            .filter_map(|telling| said_of(telling).map(|said| (&**telling, said)))
            .collect();
        let best = time(&heard);
        row.days = best.and_then(|(telling, said)| told_days(said, telling.day));
        row.time = best.and_then(|(_, said)| said.time.clone());
        row.day = row.days.map_or_else(|| heard.iter().map(|(t, _)| t.day).min().unwrap_or(row.day), |days| days.0);
        row.place = most(heard.iter().filter_map(|(_, said)| said.place.as_ref()), |place| &place.name).cloned();
        row.parties = parties(&heard);
        row.status = status(&heard).unwrap_or(row.status);
        row.lead = heard.iter().any(|(_, said)| said.lead);
        row.claimed = heard.iter().all(|(_, said)| said.claimed);
        if let Some(kind) = most(heard.iter().map(|(_, said)| &said.kind), |kind| kind).copied() {
            row.kind = kind;
        }
    }
    conflict::of_event(desk, id, &tellings)
}

/// The value given most often; of equals the first.
fn most<'a, T: 'a, K: Ord>(values: impl Iterator<Item = &'a T>, key: impl Fn(&'a T) -> K) -> Option<&'a T> {
    let mut counts: BTreeMap<K, (usize, usize, &'a T)> = BTreeMap::new();
    for (at, value) in values.enumerate() {
        counts.entry(key(value)).or_insert((0, at, value)).0 += 1;
    }
    counts.into_values().min_by_key(|(count, at, _)| (std::cmp::Reverse(*count), *at)).map(|(_, _, value)| value)
}

/// The time that most give; a coarser time that holds it speaks for it too. Of equals the more exact one, then the
/// first.
fn time<'a>(heard: &[(&'a Telling, &'a EventSaid)]) -> Option<(&'a Telling, &'a EventSaid)> {
    let timed: Vec<_> = heard.iter().filter(|(_, said)| said.time.is_some()).collect();
    let days: Vec<Option<Days>> = timed.iter().map(|(telling, said)| told_days(said, telling.day)).collect();
    let score = |at: usize| {
        let Some(mine) = days[at] else { return 0 };
        days.iter()
            .map(|other| match *other {
                Some(other) if other == mine => 2,
                Some(other) if other.0 <= mine.0 && mine.1 <= other.1 => 1,
                _ => 0,
            })
            .sum::<i32>()
    };
    let length = |at: usize| days[at].map_or(i32::MAX, |days| days.1 - days.0);
    let best = (0..timed.len()).min_by_key(|&at| (-score(at), length(at), at));
    best.map(|at| *timed[at])
}

/// Actors that at least half of the sources name; of a side that would have none, the one named most.
fn parties(heard: &[(&Telling, &EventSaid)]) -> Vec<PartyRow> {
    let mut counts: BTreeMap<ActorId, (usize, usize, PartyRow)> = BTreeMap::new();
    for (at, party) in heard.iter().flat_map(|(_, said)| &said.parties).enumerate() {
        counts.entry(party.actor).or_insert((0, at, *party)).0 += 1;
    }
    let mut all: Vec<(usize, usize, PartyRow)> = counts.into_values().collect();
    all.sort_by_key(|(count, at, _)| (std::cmp::Reverse(*count), *at));
    let mut out: Vec<(usize, PartyRow)> = Vec::new();
    for (count, at, party) in all {
        if count * 2 >= heard.len() || !out.iter().any(|(_, known)| known.side == party.side) {
            out.push((at, party));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, party)| party).take(24).collect()
}

/// What happened stays happened, unless as many deny it; else the latest report says how it stands.
fn status(heard: &[(&Telling, &EventSaid)]) -> Option<Status> {
    let count = |test: &dyn Fn(Status) -> bool| heard.iter().filter(|(_, said)| test(said.status)).count();
    let (done, denied) = (count(&happened), count(&|status| status == Status::Denied));
    let latest = |test: &dyn Fn(Status) -> bool| {
        let last = heard.iter().filter(|(_, said)| test(said.status)).map(|(telling, _)| telling.day).max()?;
        most(heard.iter().filter(|(t, said)| t.day == last && test(said.status)).map(|(_, said)| &said.status), |s| s)
            .copied()
    };
    if done > 0 && done >= denied { latest(&happened) } else { latest(&|_| true) }
}
