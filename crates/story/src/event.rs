//! Events of a record, ready for comparing: parties with their sides, days, place, numbers.

use std::collections::BTreeSet;

use notula_record::{ActorKind, Event, EventType, Record, Span, Status};

use crate::cluster;
use crate::days;
use crate::few::Few;
use crate::hash::{key, key_of};
use crate::identity::Cast;
use crate::ids::ActorId;
use crate::row::{ActRow, Amount, Day, Days, EventSaid, PartyRow, PlaceRow, Side};

/// A time longer than this many days says no more than none.
const LONGEST: i32 = 62;

/// One event of the new report.
pub(crate) struct Draft<'r> {
    pub(crate) event: &'r Event,
    pub(crate) said: EventSaid,
    pub(crate) days: Option<Days>,
    /// Words of the evidence.
    pub(crate) words: &'r BTreeSet<String>,
}

/// A place of a record as a row.
pub(crate) fn place_row(place: &notula_record::Place) -> PlaceRow {
    PlaceRow {
        name: place.name.chars().take(120).collect(),
        country: place.country.clone(),
        lat: place.lat.map(|lat| lat as f32),
        lon: place.lon.map(|lon| lon as f32),
        geonames: place.reference.as_ref().and_then(|reference| reference.geonames),
    }
}

/// The days that a time covers, where they say something.
pub(crate) fn useful_days(time: Option<&str>) -> Option<Days> {
    time.and_then(days::days).filter(|days| days.1 - days.0 <= LONGEST)
}

/// The days that a report gives to an event. What happened lies before the end of the report's day: "earlier this week"
/// ends today.
pub(crate) fn told_days(said: &EventSaid, report: Day) -> Option<Days> {
    let (from, to) = useful_days(said.time.as_deref())?;
    if !happened(said.status) {
        return Some((from, to));
    }
    // a day may begin elsewhere before it begins here
    (from <= report + 1).then_some((from, to.min(report.max(from))))
}

/// Events that reports may call by different types: one family.
pub(crate) fn family(kind: EventType) -> &'static str {
    match kind {
        EventType::Consult => "consult",
        EventType::Agree | EventType::Cooperate => "agree",
        EventType::Support => "support",
        EventType::Concede | EventType::Retreat => "retreat",
        EventType::Aid => "aid",
        EventType::Request => "request",
        EventType::Accuse | EventType::Reject => "accuse",
        EventType::Threaten => "threaten",
        EventType::Protest => "protest",
        EventType::Sanction => "sanction",
        EventType::Mobilize => "mobilize",
        EventType::Coerce | EventType::Assault => "force",
    }
}

/// Acts of speech: many a day between the same parties, so that parties and day alone do not make them one.
pub(crate) fn is_verbal(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Support | EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten
    )
}

/// Parties whose side is known, or all where none is.
fn placed(parties: &[PartyRow]) -> impl Iterator<Item = &PartyRow> {
    let open = parties.iter().all(|party| party.side.is_open());
    parties.iter().filter(move |party| open || !party.side.is_open())
}

/// The sides of an event. "Freed 190 prisoners" and "swapped prisoners with Kyiv" may be one: people without a country
/// are no side beside others.
pub(crate) fn sides(parties: &[PartyRow]) -> Few<Side> {
    placed(parties).map(|party| party.side).collect()
}

/// The sides that initiate, or else those that receive.
pub(crate) fn sides_of(parties: &[PartyRow], initiates: bool) -> Few<Side> {
    placed(parties).filter(|party| party.initiates == initiates).map(|party| party.side).collect()
}

/// Named human beings of an event.
pub(crate) fn people(parties: &[PartyRow]) -> Few<ActorId> {
    parties.iter().filter(|party| party.person).map(|party| party.actor).collect()
}

/// Keys under which an event is found: family and two of its sides, or the one side that it has.
pub(crate) fn event_keys(kind: EventType, parties: &[PartyRow]) -> Vec<i64> {
    let family = family(kind);
    let mut out = Vec::new();
    if kind.is_symmetric() {
        let mut all = sides(parties).into_vec();
        all.truncate(4);
        for (at, a) in all.iter().enumerate() {
            out.extend(all[at + 1..].iter().map(|b| key_of(family, &[a.0, b.0])));
        }
        if all.len() == 1 {
            out.push(key_of(family, &[all[0].0]));
        }
        out.truncate(3);
        return out;
    }
    let (from, to) = (sides_of(parties, true), sides_of(parties, false));
    if let Some(a) = from.first() {
        out.extend(to.iter().take(2).map(|b| key_of(family, &[a.0, b.0])));
        out.push(key_of(family, &[a.0]));
    } else {
        out.extend(to.iter().take(2).map(|b| key_of(family, &[0, b.0])));
    }
    out
}

/// Drafts of all events of a record.
pub(crate) fn drafts<'r>(
    record: &'r Record,
    cast: &Cast,
    day: Day,
    told: &'r [(BTreeSet<String>, Vec<Amount>)],
) -> Vec<Draft<'r>> {
    let head = cluster::head(record);
    record
        .events
        .iter()
        .zip(told)
        .map(|(event, (words, amounts))| {
            let mut parties = Vec::new();
            for (locals, initiates) in [(&event.initiators, true), (&event.recipients, false)] {
                for member in locals.iter().filter_map(|local| cast.get(local)) {
                    let party = PartyRow {
                        actor: member.id,
                        side: member.side,
                        person: member.kind == ActorKind::Person,
                        initiates,
                    };
                    if !parties.iter().any(|known: &PartyRow| known.actor == party.actor) {
                        parties.push(party);
                    }
                }
            }
            let place = event.place.as_ref().and_then(|id| record.places.iter().find(|place| place.id == *id));
            let said = EventSaid {
                kind: event.kind,
                parties,
                place: place.map(place_row),
                time: event.time.clone(),
                status: event.status,
                claimed: event.statement.is_some(),
                amounts: amounts.clone(),
                issues: issues(record, event),
                lead: event.evidence.iter().any(|span| span.start < head),
            };
            Draft { event, days: told_days(&said, day), said, words }
        })
        .collect()
}

/// Whether two lists of spans touch.
pub(crate) fn touch(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
}

/// Issues of talks as such: that they are held, in which format, by whom.
const TALKS: [&str; 3] = ["process.talks", "process.format", "process.leaders-meeting"];

/// Keys under which a denial of talks and a proposal, request or support of the same talks find each other: all sides
/// and one of the issues of talks, or three sides or more.
pub(crate) fn talk_keys(said: &EventSaid) -> Vec<i64> {
    let sides: Vec<u64> = sides(&said.parties).iter().map(|side| side.0).collect();
    let talks = match said.kind {
        EventType::Consult => said.status == Status::Denied,
        EventType::Support | EventType::Request | EventType::Agree => said.status != Status::Denied,
        _ => false,
    };
    if !talks || sides.len() < 2 {
        return Vec::new();
    }
    let issues = said.issues.iter().filter(|issue| TALKS.contains(&issue.as_str()));
    let mut out: Vec<i64> = issues.map(|issue| key_of(issue, &sides)).collect();
    if sides.len() >= 3 && (!out.is_empty() || said.kind == EventType::Consult) {
        out.push(key_of("talks", &sides));
    }
    out
}

/// Issues of the positions and proposals told in the same words.
fn issues(record: &Record, event: &Event) -> Vec<String> {
    let of_positions = record
        .positions
        .iter()
        .filter(|position| touch(&position.evidence, &event.evidence))
        .map(|position| position.issue.clone());
    let of_proposals = record
        .proposals
        .iter()
        .filter(|proposal| touch(&proposal.evidence, &event.evidence))
        .flat_map(|proposal| proposal.issues.iter().cloned());
    let all: BTreeSet<String> = of_positions.chain(of_proposals).collect();
    all.into_iter().collect()
}

/// Features of stories: what happened between whom, on which day and where.
pub(crate) fn acts(drafts: &[Draft<'_>]) -> Vec<(i64, bool)> {
    let mut out = Vec::new();
    for draft in drafts.iter().filter(|draft| !is_verbal(draft.said.kind)) {
        let all: Vec<String> = sides(&draft.said.parties).iter().map(|side| side.0.to_string()).collect();
        if all.is_empty() {
            continue;
        }
        let family = family(draft.said.kind);
        let all = all.join("+");
        if let Some((from, to)) = draft.days.filter(|(from, to)| from == to) {
            out.push((key(&["act", family, &all, &days::text(from), &days::text(to)]), draft.said.lead));
        }
        if let Some(place) = &draft.said.place {
            out.push((key(&["act", family, &all, &place.name]), draft.said.lead));
        }
    }
    out
}

/// What stories are compared by: what a report tells at its head, or else first.
pub(crate) fn head_acts(drafts: &[Draft<'_>]) -> Vec<ActRow> {
    let row = |draft: &Draft<'_>| ActRow {
        family: key(&[family(draft.said.kind)]) as u32,
        sides: sides(&draft.said.parties).into_vec(),
        people: people(&draft.said.parties).into_vec(),
        days: draft.days,
        place: draft.said.place.as_ref().map(|place| place.name.clone()),
    };
    let told = drafts.iter().filter(|draft| !is_verbal(draft.said.kind) && !draft.said.parties.is_empty());
    let out: Vec<ActRow> = told.clone().filter(|draft| draft.said.lead).map(row).take(4).collect();
    if out.is_empty() { told.map(row).take(1).collect() } else { out }
}

/// Whether the event is told as something that happens or happened.
pub(crate) fn happened(status: Status) -> bool {
    matches!(status, Status::Occurred | Status::Ongoing)
}
