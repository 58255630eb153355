//! Stories to processes: negotiations and conflicts that go on for months between the same parties.

use std::collections::BTreeMap;
use std::sync::Arc;

use notula_record::{ActorKind, Record};

use crate::Error;
use crate::cluster::raise;
use crate::desk::Desk;
use crate::hash::key_of;
use crate::identity::Cast;
use crate::ids::{ActorId, ProcessId, StoryId};
use crate::row::{Day, Index, ProcessRow, Side};

/// Days after which silence ends a process.
const SILENCE: Day = 400;
/// Overlap from which a story belongs to a process.
const ALIKE: f32 = 0.34;

/// The sides that face each other in a report, the weightiest first, with the actor that stands for each.
fn sides(record: &Record, cast: &Cast) -> Vec<(Side, ActorId, f32)> {
    let mut weight: BTreeMap<Side, f32> = BTreeMap::new();
    let mut stands: BTreeMap<Side, (u8, ActorId)> = BTreeMap::new();
    for actor in &record.actors {
        let Some(member) = cast.get(&actor.id).filter(|member| !member.media) else { continue };
        *weight.entry(member.side).or_default() += 0.25 * (actor.mentions.len().min(6) as f32);
        let rank = match member.kind {
            ActorKind::State => 0,
            ActorKind::Organisation => 1,
            _ => continue,
        };
        let slot = stands.entry(member.side).or_insert((rank, member.id));
        *slot = (*slot).min((rank, member.id));
    }
    for event in &record.events {
        for local in event.initiators.iter().chain(&event.recipients) {
            if let Some(member) = cast.get(local).filter(|member| !member.media) {
                *weight.entry(member.side).or_default() += 1.0;
            }
        }
    }
    let mut out: Vec<(Side, ActorId, f32)> = weight
        .into_iter()
        .filter_map(|(side, weight)| stands.get(&side).map(|&(_, actor)| (side, actor, weight)))
        .collect();
    out.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    out.truncate(5);
    out
}

fn pair_key(a: Side, b: Side) -> i64 {
    key_of("pair", &[a.0.min(b.0), a.0.max(b.0)])
}

/// Gives a report's story its process, and counts the report in it.
pub(crate) fn join(
    desk: &mut Desk<'_>,
    story: StoryId,
    record: &Record,
    cast: &Cast,
    day: Day,
    counted: bool,
) -> Result<(), Error> {
    let Some(row) = desk.story(story)? else { return Ok(()) };
    let sides = sides(record, cast);
    let issues: Vec<String> = {
        let mut codes: Vec<String> = record.positions.iter().map(|position| position.issue.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    let new_story = row.process.is_none();
    let process = match row.process {
        Some(id) => desk.process(id)?,
        None if sides.len() < 2 => return Ok(()),
        None => find(desk, &sides, &issues, day)?,
    };
    let mut process = process.map(Arc::unwrap_or_clone).unwrap_or_else(|| ProcessRow {
        id: desk.fresh_process(),
        title: None,
        parties: Vec::new(),
        issues: Vec::new(),
        seen: (day, day),
        stories: 0,
        reports: 0,
    });
    process.seen = (process.seen.0.min(day), process.seen.1.max(day));
    process.reports += u32::from(counted);
    if new_story {
        process.stories += 1;
        for (_, actor, _) in &sides {
            raise(&mut process.parties, *actor, 16);
        }
        for issue in issues {
            raise(&mut process.issues, issue, 24);
        }
        for (at, (a, ..)) in sides.iter().take(3).enumerate() {
            for (b, ..) in sides.iter().take(3).skip(at + 1) {
                desk.enter(Index::Process, pair_key(*a, *b), day, process.id.0);
            }
        }
        if let Some(row) = desk.edit_story(story)? {
            row.process = Some(process.id);
        }
    }
    desk.put_process(process);
    Ok(())
}

fn find(
    desk: &mut Desk<'_>,
    sides: &[(Side, ActorId, f32)],
    issues: &[String],
    day: Day,
) -> Result<Option<Arc<ProcessRow>>, Error> {
    let mut keys = Vec::new();
    for (at, (a, ..)) in sides.iter().take(4).enumerate() {
        keys.extend(sides.iter().take(4).skip(at + 1).map(|(b, ..)| pair_key(*a, *b)));
    }
    let mut hits: BTreeMap<u64, u32> = BTreeMap::new();
    for entry in desk.entries(Index::Process, &keys, day - SILENCE..=day + SILENCE, 12)? {
        *hits.entry(entry.id).or_default() += 1;
    }
    let mut best: Option<(f32, Arc<ProcessRow>)> = None;
    for id in hits.into_keys().take(16) {
        let Some(process) = desk.process(ProcessId(id))? else { continue };
        let stories = process.stories.max(1) as f32;
        // parties that only some of its stories have count by their share
        let share = |actor: &ActorId| {
            process.parties.iter().find(|(known, _)| known == actor).map_or(0.0, |(_, count)| *count as f32 / stories)
        };
        let whole: f32 = sides.iter().map(|(_, _, weight)| weight).sum::<f32>().max(1e-6);
        let parties: f32 = sides.iter().map(|(_, actor, weight)| weight * share(actor).min(1.0)).sum::<f32>() / whole;
        let common = issues.iter().filter(|issue| process.issues.iter().any(|(known, _)| known == *issue)).count();
        let agenda = if issues.is_empty() { 0.3 } else { common as f32 / issues.len() as f32 };
        let alike = 0.8 * parties + 0.2 * agenda;
        if best.as_ref().is_none_or(|(most, _)| alike > *most) {
            best = Some((alike, process));
        }
    }
    Ok(best.filter(|(alike, _)| *alike >= ALIKE).map(|(_, process)| process))
}
