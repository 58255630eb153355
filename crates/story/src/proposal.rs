//! Proposals: one plan under many names, and what becomes of it.

use std::collections::BTreeSet;

use notula_record::{PlanStatus, Proposal, Record};

use crate::Error;
use crate::conflict;
use crate::desk::Desk;
use crate::hash::{key, key_of};
use crate::identity::Cast;
use crate::ids::{ActorId, FactId, ProcessId, ProposalId, StoryId};
use crate::row::{Day, Index, ProposalRow, ProposalSaid, ReportRow, Said, Side, StepRow, Telling};

/// Days after which the same side's plan on the same issue is another one.
const SILENCE: Day = 120;

fn plan_key(side: Side, issue: &str) -> i64 {
    key_of("plan", &[side.0, key(&[issue]) as u64])
}

/// Files every proposal of a record.
pub(crate) fn file(
    desk: &mut Desk<'_>,
    record: &Record,
    cast: &Cast,
    report: &ReportRow,
    story: StoryId,
) -> Result<(), Error> {
    let process = desk.story(story)?.and_then(|story| story.process);
    let mut used: BTreeSet<ProposalId> = BTreeSet::new();
    for proposal in &record.proposals {
        let (said, sides) = said(proposal, cast);
        let keys: Vec<i64> = sides
            .iter()
            .take(3)
            .flat_map(|side| said.issues.iter().take(3).map(|issue| plan_key(*side, issue)))
            .collect();
        let known = find(desk, &keys, &said, &sides, process, report.day, &used)?;
        let id = known.unwrap_or_else(|| {
            let id = desk.fresh_proposal();
            desk.put_proposal(ProposalRow {
                id,
                label: said.label.clone(),
                proposers: said.proposers.clone(),
                addressees: said.addressees.clone(),
                sides: sides.clone(),
                issues: said.issues.clone(),
                status: said.status,
                life: Vec::new(),
                seen: (report.day, report.day),
                tellings: 0,
                independent: 0,
                story: Some(story),
                conflicts: Vec::new(),
                confidence: proposal.confidence,
                live: true,
            });
            id
        });
        used.insert(id);
        for key in keys {
            desk.enter(Index::Proposal, key, report.day, id.0);
        }
        desk.tell(Telling {
            fact: FactId::Proposal(id),
            report: report.id,
            local: proposal.id.clone(),
            family: report.family,
            day: report.day,
            replaced: false,
            independent: true,
            confidence: proposal.confidence,
            said: Said::Proposal(said),
        })?;
        settle(desk, id)?;
        if let Some(row) = desk.edit_proposal(id)?
            && row.seen.1 <= report.day
        {
            row.story = Some(story);
        }
    }
    Ok(())
}

fn said(proposal: &Proposal, cast: &Cast) -> (ProposalSaid, Vec<Side>) {
    let sides: BTreeSet<Side> =
        proposal.proposers.iter().filter_map(|local| cast.get(local)).map(|member| member.side).collect();
    let said = ProposalSaid {
        label: proposal.label.chars().take(200).collect(),
        proposers: cast.ids(&proposal.proposers),
        addressees: cast.ids(&proposal.addressees),
        issues: proposal.issues.clone(),
        status: proposal.status,
        points: points(proposal),
    };
    (said, sides.into_iter().collect())
}

/// The number in the words of a plan, if there is just one: "28-point plan", "rencana 20 poin".
fn points(proposal: &Proposal) -> Option<u32> {
    let texts =
        std::iter::once(proposal.label.as_str()).chain(proposal.evidence.iter().map(|span| span.quote.as_str()));
    let numbers: BTreeSet<u32> = texts
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
        .filter_map(|digits| digits.parse().ok())
        .filter(|number| (2..=200).contains(number))
        .collect();
    match numbers.len() {
        1 => numbers.first().copied(),
        _ => None,
    }
}

fn find(
    desk: &mut Desk<'_>,
    keys: &[i64],
    said: &ProposalSaid,
    sides: &[Side],
    process: Option<ProcessId>,
    day: Day,
    used: &BTreeSet<ProposalId>,
) -> Result<Option<ProposalId>, Error> {
    let mut best: Option<(i32, ProposalId)> = None;
    for entry in desk.entries(Index::Proposal, keys, day - SILENCE..=day + SILENCE, 8)? {
        let id = ProposalId(entry.id);
        if used.contains(&id) {
            continue;
        }
        let Some(row) = desk.proposal(id)? else { continue };
        let theirs = match row.story {
            Some(story) => desk.story(story)?.and_then(|story| story.process),
            None => None,
        };
        if process.is_some() && theirs.is_some() && process != theirs {
            continue;
        }
        let issues = row.issues.iter().filter(|issue| said.issues.contains(issue)).count() as i32;
        let addressees = row.addressees.iter().filter(|id| said.addressees.contains(id)).count() as i32;
        let sides = row.sides.iter().filter(|side| sides.contains(side)).count() as i32;
        let points = i32::from(row.life.iter().any(|step| step.points.is_some() && step.points == said.points));
        let score = 2 * sides + issues + addressees + 2 * points;
        if best.is_none_or(|(most, known)| (score, known) > (most, id)) {
            best = Some((score, id));
        }
    }
    Ok(best.map(|(_, id)| id))
}

/// Works a proposal's row out of its tellings anew.
pub(crate) fn settle(desk: &mut Desk<'_>, id: ProposalId) -> Result<(), Error> {
    let weight = desk.weigh(FactId::Proposal(id))?;
    let tellings = desk.tellings(FactId::Proposal(id))?;
    let Some(row) = desk.edit_proposal(id)? else { return Ok(()) };
    row.tellings = weight.tellings;
    row.independent = weight.independent;
    row.live = weight.tellings > 0;
    if row.live {
        row.confidence = weight.confidence;
        let mut live: Vec<(&Telling, &ProposalSaid)> = tellings
            .iter()
            .filter(|telling| telling.independent)
            .filter_map(|telling| match &telling.said {
                Said::Proposal(said) => Some((&**telling, said)),
                _ => None,
            })
            .collect();
        live.sort_by_key(|(telling, _)| (telling.day, telling.report));
        if let (Some(first), Some((last, said))) = (live.first(), live.last()) {
            row.seen = (first.0.day, last.day.max(row.seen.1));
            row.label = said.label.clone();
        }
        row.life = life(&live);
        row.status = row.life.last().map_or(row.status, |step| step.status);
        for said in live.iter().map(|(_, said)| said) {
            join(&mut row.proposers, &said.proposers);
            join(&mut row.addressees, &said.addressees);
            for issue in &said.issues {
                if !row.issues.contains(issue) && row.issues.len() < 12 {
                    row.issues.push(issue.clone());
                }
            }
        }
    }
    conflict::of_proposal(desk, id, &tellings)
}

fn join(known: &mut Vec<ActorId>, more: &[ActorId]) {
    for id in more {
        if !known.contains(id) && known.len() < 16 {
            known.push(*id);
        }
    }
}

/// How far a status is from the first mention.
const fn stage(status: PlanStatus) -> u8 {
    match status {
        PlanStatus::Floated => 0,
        PlanStatus::Proposed => 1,
        PlanStatus::UnderNegotiation => 2,
        PlanStatus::Accepted | PlanStatus::Rejected | PlanStatus::Withdrawn => 3,
    }
}

/// The steps: where the status goes on, where the number of points changes. A report that tells an earlier stage again
/// is no step back.
fn life(told: &[(&Telling, &ProposalSaid)]) -> Vec<StepRow> {
    let mut out: Vec<StepRow> = Vec::new();
    let mut points = None;
    for (telling, said) in told {
        let amended = said.points.is_some() && points.is_some() && said.points != points;
        let status = match out.last() {
            Some(last) if !amended && stage(said.status) < stage(last.status) => last.status,
            _ => said.status,
        };
        let moved = out.last().is_none_or(|last| last.status != status);
        let first_count = points.is_none() && said.points.is_some();
        points = said.points.or(points);
        if moved || amended || first_count {
            out.push(StepRow {
                day: telling.day,
                status,
                label: (amended || first_count || out.is_empty()).then(|| said.label.clone()),
                points: said.points,
                report: telling.report,
            });
        }
    }
    out
}
