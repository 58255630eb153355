//! Where sources of one fact disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use notula_record::Status;

use crate::Error;
use crate::days::gap;
use crate::desk::Desk;
use crate::event::{happened, told_days};
use crate::ids::{ConflictId, EventId, FactId, ProposalId, ReportId, StoryId};
use crate::merge::{said_of, same_place};
use crate::row::{ConflictRow, Day, EventSaid, Said, Telling, VersionRow, Voice};
use crate::view::Disagreement;

/// Numbers that differ by less than this share are the same, told more or less exactly.
const ROUNDING: f64 = 0.1;

/// One version, who tells it, and whether one of them is an independent source.
struct Told {
    value: String,
    by: Vec<Voice>,
    independent: bool,
}

/// Works the conflicts of an event out of its tellings anew.
pub(crate) fn of_event(desk: &mut Desk<'_>, id: EventId, tellings: &[Arc<Telling>]) -> Result<(), Error> {
    let Some(row) = desk.event(id)? else { return Ok(()) };
    let said: Vec<(&Telling, &EventSaid)> =
        tellings.iter().filter_map(|telling| said_of(telling).map(|said| (&**telling, said))).collect();
    let mut found = Vec::new();
    add(&mut found, Disagreement::Date, None, dates(&said));
    add(&mut found, Disagreement::Place, None, places(&said));
    let mut proposed = Vec::new();
    for other in &row.against {
        proposed.extend(desk.tellings(FactId::Event(*other))?.into_iter().filter(|telling| !telling.replaced));
    }
    add(&mut found, Disagreement::Outcome, None, outcomes(&said, &proposed));
    let units: BTreeSet<&str> = said.iter().flat_map(|(_, s)| s.amounts.iter().map(|a| a.unit.as_str())).collect();
    for unit in units {
        add(&mut found, Disagreement::Number, Some(unit.to_owned()), numbers(&said, unit));
    }
    let kept = keep(desk, FactId::Event(id), &row.conflicts, found, row.story, row.day)?;
    if kept != row.conflicts
        && let Some(row) = desk.edit_event(id)?
    {
        row.conflicts = kept;
    }
    Ok(())
}

/// Numbers of points that reports of one day, the last, give to a plan. From day to day a plan may shrink or grow.
pub(crate) fn of_proposal(desk: &mut Desk<'_>, id: ProposalId, tellings: &[Arc<Telling>]) -> Result<(), Error> {
    let Some(row) = desk.proposal(id)? else { return Ok(()) };
    let counted = tellings.iter().filter(|telling| !telling.replaced).filter_map(|telling| match &telling.said {
        Said::Proposal(said) => Some((&**telling, said.points?)),
        _ => None,
    });
    let counted: Vec<(&Telling, u32)> = counted.collect();
    let last = counted.iter().map(|(telling, _)| telling.day).max();
    let versions =
        group(counted.into_iter().filter(|(telling, _)| Some(telling.day) == last), |a, b| a == b, ToString::to_string);
    let mut found = Vec::new();
    add(&mut found, Disagreement::Number, Some("points".to_owned()), versions);
    let kept = keep(desk, FactId::Proposal(id), &row.conflicts, found, row.story, row.seen.1)?;
    if kept != row.conflicts
        && let Some(row) = desk.edit_proposal(id)?
    {
        row.conflicts = kept;
    }
    Ok(())
}

type Found = (Disagreement, Option<String>, Vec<VersionRow>);

/// A conflict needs two versions, each with an independent source.
fn add(found: &mut Vec<Found>, about: Disagreement, unit: Option<String>, versions: Vec<Told>) {
    let independent = versions.iter().filter(|version| version.independent).count();
    if versions.len() >= 2 && independent >= 2 {
        let values = versions.into_iter().map(|told| VersionRow { value: told.value, by: told.by });
        found.push((about, unit, values.collect()));
    }
}

/// Writes the conflicts of a fact. Each keeps its number, also while its sources agree, in case they part again.
fn keep(
    desk: &mut Desk<'_>,
    fact: FactId,
    known: &[ConflictId],
    found: Vec<Found>,
    story: Option<StoryId>,
    day: Day,
) -> Result<Vec<ConflictId>, Error> {
    let mut kept = Vec::new();
    for (about, unit, values) in found {
        let mut number = None;
        for conflict in known {
            if desk.conflict(*conflict)?.is_some_and(|old| old.about == about && old.unit == unit) {
                number = Some(*conflict);
            }
        }
        let id = number.unwrap_or_else(|| desk.fresh_conflict());
        desk.put_conflict(ConflictRow { id, fact, about, unit, values, story, day, live: true });
        kept.push(id);
    }
    for conflict in known {
        if !kept.contains(conflict)
            && let Some(old) = desk.edit_conflict(*conflict)?
        {
            old.live = false;
            kept.push(*conflict);
        }
    }
    kept.sort_unstable();
    Ok(kept)
}

/// Groups what is told by a value.
fn group<'a, V: PartialEq>(
    said: impl Iterator<Item = (&'a Telling, V)>,
    same: impl Fn(&V, &V) -> bool,
    show: impl Fn(&V) -> String,
) -> Vec<Told> {
    let mut groups: Vec<(V, Told)> = Vec::new();
    for (telling, value) in said {
        let by = Voice { report: telling.report, local: telling.local.clone(), confidence: telling.confidence };
        match groups.iter_mut().find(|(known, _)| same(known, &value)) {
            Some((_, told)) => {
                told.by.push(by);
                told.independent |= telling.independent;
            }
            None => {
                let told = Told { value: show(&value), by: vec![by], independent: telling.independent };
                groups.push((value, told));
            }
        }
    }
    groups.into_iter().map(|(_, told)| told).collect()
}

/// Days that do not meet. A new day for what is still to come is a change, not a conflict.
fn dates(said: &[(&Telling, &EventSaid)]) -> Vec<Told> {
    let done: Vec<_> = said.iter().filter(|(_, said)| happened(said.status)).collect();
    let dated = done.iter().filter_map(|(telling, said)| {
        let days = told_days(said, telling.day)?;
        Some((*telling, (days, said.time.clone().unwrap_or_default())))
    });
    group(dated, |a, b| gap(a.0, b.0) == 0, |value| value.1.clone())
}

fn places(said: &[(&Telling, &EventSaid)]) -> Vec<Told> {
    let placed = said.iter().filter_map(|(telling, said)| Some((*telling, said.place.clone()?)));
    group(placed, |a, b| same_place(a, b) != Some(false), |place| place.name.clone())
}

/// One says that it happened or is settled, the other that it is not so.
fn outcomes(said: &[(&Telling, &EventSaid)], proposed: &[Arc<Telling>]) -> Vec<Told> {
    let firm = said
        .iter()
        .filter(|(_, said)| happened(said.status) || matches!(said.status, Status::Denied | Status::Planned));
    let values = firm.map(|(telling, said)| (*telling, said.status));
    let mut out =
        group(values, |a, b| (*a == Status::Denied) == (*b == Status::Denied), |status| status.as_str().to_owned());
    let others = proposed.iter().filter(|other| !said.iter().any(|(telling, _)| telling.report == other.report));
    out.extend(group(others.map(|telling| (&**telling, ())), |(), ()| true, |()| "proposed".to_owned()));
    out
}

/// Whether two numbers are one, told more or less exactly: lengths of time by a tenth, counts where one of them has a
/// single digit that is not zero ("nearly 200").
fn same_number(unit: &str, a: f64, b: f64) -> bool {
    let round = |value: f64| {
        let mut value = value;
        while value >= 10.0 && value % 10.0 == 0.0 {
            value /= 10.0;
        }
        value < 10.0
    };
    let near = (a - b).abs() <= ROUNDING * a.abs().max(b.abs());
    a == b || near && (unit == "duration" || a.max(b) >= 10.0 && (round(a) || round(b)))
}

fn numbers(said: &[(&Telling, &EventSaid)], unit: &str) -> Vec<Told> {
    let mut by_report: BTreeMap<ReportId, Vec<f64>> = BTreeMap::new();
    for (telling, said) in said {
        let values = said.amounts.iter().filter(|amount| amount.unit == unit).map(|amount| amount.value);
        by_report.entry(telling.report).or_default().extend(values);
    }
    // a report with several numbers of a sort tells of parts: it cannot be compared
    let plain = said.iter().filter(|(telling, _)| by_report.get(&telling.report).is_some_and(|all| all.len() == 1));
    let values: Vec<(&Telling, (f64, String, bool))> = plain
        .filter_map(|(telling, said)| {
            let amount = said.amounts.iter().find(|amount| amount.unit == unit)?;
            Some((*telling, (amount.value, amount.told.clone(), amount.grows)))
        })
        .collect();
    // of what grows, only the reports of one day can be compared: the last day
    let day =
        values.iter().filter(|(telling, value)| value.2 && telling.independent).map(|(telling, _)| telling.day).max();
    let values = values.into_iter().filter(|(telling, value)| !value.2 || Some(telling.day) == day);
    group(values, |a, b| same_number(unit, a.0, b.0), |value| value.1.clone())
}
