//! Who is who across reports.
//!
//! An identity has keys, tried in order: what a user split off, the Wikidata item, the key in the base of actors, the
//! name as it sounds with country and kind. States have their country, bodies of unnamed people their country and
//! sector. A single unnamed person ("a senior official") has none: nobody knows whether the next report means the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use notula_record::{Actor, ActorKind, Form, Record, Sector};

use crate::Error;
use crate::desk::Desk;
use crate::hash::key;
use crate::ids::{ActorId, ReportId};
use crate::names::{is_single, sounds};
use crate::row::{ActorRow, Day, Index, Link, RelationRow, RoleRow, Side};

/// Names and roles that an identity keeps.
const KEPT: usize = 24;

/// Key under which a store enters an identity that a user split off by its name (index [`Index::Actor`], day 0). It is
/// tried before every other key.
pub fn split_key(kind: ActorKind, country: Option<&str>, name: &str) -> i64 {
    key(&["split", kind.as_str(), country.unwrap_or(""), &sounds(name).join(" ")])
}

/// Keys of an actor, the surest first. The first number says how many of them come from splits, which are never
/// entered for a new identity.
pub(crate) fn keys(actor: &Actor) -> (usize, Vec<i64>) {
    let country = actor.country.as_deref().unwrap_or("");
    let kind = actor.kind.as_str();
    let mut names: BTreeSet<&str> = BTreeSet::from([actor.name.as_str()]);
    let named = actor.mentions.iter().filter(|mention| mention.form == Form::Name);
    names.extend(named.map(|mention| mention.span.quote.as_str()).take(6));
    let mut out: Vec<i64> = names.iter().map(|name| split_key(actor.kind, actor.country.as_deref(), name)).collect();
    out.sort_unstable();
    out.dedup();
    let splits = out.len();
    if let Some(reference) = &actor.reference {
        out.extend(reference.wikidata.as_deref().map(|item| key(&["wikidata", item])));
        out.extend(reference.base.as_deref().map(|base| key(&["base", base])));
    }
    let sound = sounds(&actor.name);
    let name = sound.join(" ");
    match actor.kind {
        ActorKind::State if !country.is_empty() => out.push(key(&["state", country])),
        ActorKind::Group => {
            let sector = actor.sector.unwrap_or(Sector::Unk);
            let of_the_state = matches!(
                sector,
                Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud | Sector::Cop | Sector::Spy | Sector::Reb
            );
            if is_single(&actor.name) {
            } else if of_the_state && !country.is_empty() {
                out.push(key(&["group", country, sector.as_str()]));
            } else {
                out.push(key(&["group", country, sector.as_str(), &name]));
            }
        }
        _ if name.is_empty() => {}
        ActorKind::Person if sound.len() < 2 => {
            if !country.is_empty() && name.len() > 3 {
                out.push(key(&["name", kind, country, &name]));
            }
        }
        _ => {
            if !country.is_empty() {
                out.push(key(&["name", kind, country, &name]));
            }
            // known without its country too; the first who has the name
            out.push(key(&["name", kind, "", &name]));
        }
    }
    (splits, out)
}

/// What the record's actors are.
pub(crate) struct Cast {
    actors: BTreeMap<String, Member>,
}

/// One actor of the record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) id: ActorId,
    pub(crate) side: Side,
    pub(crate) kind: ActorKind,
    /// Outlets and their people: they tell, they take no part.
    pub(crate) media: bool,
}

impl Cast {
    pub(crate) fn get(&self, local: &str) -> Option<Member> {
        self.actors.get(local).copied()
    }

    pub(crate) fn ids(&self, locals: &[String]) -> Vec<ActorId> {
        let mut out = Vec::new();
        for id in locals.iter().filter_map(|local| self.get(local)).map(|member| member.id) {
            if !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }
}

/// The side on which an actor acts. The government of a country, its forces and its officials are one side; its rebels
/// another, its opposition a third; bodies without a country stand for themselves. On whose side people are of whom no
/// country is told ("mediators", "prisoners") is open: they have a side that [`Side::is_open`].
fn side(actor: &Actor, id: ActorId) -> Side {
    let apart = match actor.sector {
        Some(Sector::Reb) => 1,
        Some(Sector::Opp) => 2,
        Some(Sector::Med) => 3,
        Some(Sector::Ngo | Sector::Igo | Sector::Bus | Sector::Crm | Sector::Rel | Sector::Lab | Sector::Edu)
            if actor.kind == ActorKind::Organisation =>
        {
            return Side(1 << 62 | id.0);
        }
        _ => 0,
    };
    match actor.country.as_deref().map(str::as_bytes) {
        Some(&[a, b, c]) => Side(apart << 24 | u64::from(a) << 16 | u64::from(b) << 8 | u64::from(c)),
        _ if actor.kind == ActorKind::Group => Side(1 << 63 | id.0),
        _ => Side(1 << 62 | id.0),
    }
}

/// Finds or makes the identity of every actor of the record.
///
/// `counted` is false for copies: they add no new knowledge of how often somebody is named.
pub(crate) fn resolve(
    desk: &mut Desk<'_>,
    record: &Record,
    report: ReportId,
    day: Day,
    counted: bool,
    before: &BTreeSet<ActorId>,
    keys: &[(usize, Vec<i64>)],
) -> Result<(Cast, Vec<Link>, Vec<RelationRow>), Error> {
    let split = desk.memory.has_splits().map_err(Error::Memory)?;
    let tried = |(splits, keys): &(usize, Vec<i64>)| keys[if split { 0 } else { *splits }..].to_vec();
    let all: BTreeSet<i64> = keys.iter().flat_map(tried).collect();
    let mut known: BTreeMap<i64, ActorId> = BTreeMap::new();
    for entry in desk.entries(Index::Actor, &all.into_iter().collect::<Vec<_>>(), 0..=0, 8)? {
        // the oldest identity with a key has it
        known.entry(entry.key).and_modify(|id| *id = (*id).min(ActorId(entry.id))).or_insert(ActorId(entry.id));
    }
    let mut cast = Cast { actors: BTreeMap::new() };
    let mut links = Vec::new();
    for (actor, own) in record.actors.iter().zip(keys) {
        let mut found = None;
        for id in tried(own).iter().filter_map(|key| known.get(key)) {
            let row = desk.actor(*id)?;
            // a name alone does not carry over borders
            let meets = |row: &Arc<ActorRow>| {
                row.country.is_none()
                    || actor.country.is_none()
                    || row.country == actor.country
                    || row.wikidata.is_some()
            };
            found = row.filter(meets);
            if found.is_some() {
                break;
            }
        }
        let row = found.map(Arc::unwrap_or_clone).unwrap_or_else(|| ActorRow {
            id: desk.fresh_actor(),
            name: actor.name.clone(),
            kind: actor.kind,
            country: actor.country.clone(),
            sector: actor.sector,
            wikidata: None,
            roles: Vec::new(),
            names: Vec::new(),
            reports: 0,
            seen: None,
            merged_into: None,
        });
        let id = row.id;
        for &key in &own.1[own.0..] {
            if let std::collections::btree_map::Entry::Vacant(slot) = known.entry(key) {
                slot.insert(id);
                desk.enter(Index::Actor, key, 0, id.0);
            }
        }
        let again = links.iter().any(|link: &Link| link.actor == id) || before.contains(&id);
        desk.put_actor(enrich(row, actor, day, counted && !again, counted));
        let media = actor.sector == Some(Sector::Med);
        cast.actors.insert(actor.id.clone(), Member { id, side: side(actor, id), kind: actor.kind, media });
        links.push(Link { report, local: actor.id.clone(), actor: id });
    }
    for actor in &record.actors {
        give_role(desk, &cast, actor, day)?;
    }
    let relations = record.relations.iter().enumerate().filter_map(|(local, relation)| {
        Some(RelationRow {
            report,
            local: local as u32,
            a: cast.get(&relation.a)?.id,
            b: cast.get(&relation.b)?.id,
            kind: relation.kind,
            confidence: relation.confidence,
        })
    });
    let relations = relations.collect();
    Ok((cast, links, relations))
}

fn enrich(mut row: ActorRow, actor: &Actor, day: Day, new_report: bool, counted: bool) -> ActorRow {
    let reference = actor.reference.as_ref();
    if row.wikidata.is_none() {
        row.wikidata = reference.and_then(|reference| reference.wikidata.clone());
    }
    if row.country.is_none() {
        row.country = actor.country.clone();
    }
    if matches!(row.sector, None | Some(Sector::Unk)) && actor.sector.is_some() {
        row.sector = actor.sector;
    }
    row.reports += u32::from(new_report);
    if counted || row.seen.is_none() {
        let (from, to) = row.seen.unwrap_or((day, day));
        row.seen = Some((from.min(day), to.max(day)));
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let named = actor.mentions.iter().filter(|mention| mention.form == Form::Name);
    names.extend(named.map(|mention| mention.span.quote.trim()).filter(|quote| !quote.is_empty()));
    if names.is_empty() {
        names.insert(&actor.name);
    }
    for name in names {
        let room = row.names.len() < KEPT;
        match row.names.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += u32::from(counted),
            None if room => row.names.push((name.chars().take(120).collect(), 1)),
            None => {}
        }
    }
    row
}

fn give_role(desk: &mut Desk<'_>, cast: &Cast, actor: &Actor, day: Day) -> Result<(), Error> {
    let (Some(title), Some(member)) = (&actor.role, cast.get(&actor.id)) else { return Ok(()) };
    let of = actor.role_of.as_deref().and_then(|of| cast.get(of)).map(|of| of.id);
    let Some(row) = desk.edit_actor(member.id)? else { return Ok(()) };
    let room = row.roles.len() < KEPT;
    match row.roles.iter_mut().find(|role| role.title == *title) {
        Some(role) => {
            role.seen = (role.seen.0.min(day), role.seen.1.max(day));
            role.of = role.of.or(of);
        }
        None if room => {
            row.roles.push(RoleRow { title: title.chars().take(160).collect(), of, seen: (day, day) });
        }
        None => {}
    }
    Ok(())
}
