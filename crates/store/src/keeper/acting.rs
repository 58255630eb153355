//! Identities and how they belong together.

use std::collections::BTreeMap;
use std::sync::Arc;

use notula_record::RelationKind;
use notula_story::days;
use notula_story::ids::ActorId;
use notula_story::row::{ActorRow, RelationRow};
use notula_story::view::{Actor, Relation};
use notula_story::{Builder, OF_RELATION};

use super::asking::{Asking, offset, slice};
use super::filter::Looked;
use super::listing::{limit, rows};
use super::place::Kind;
use super::rows::{Filed, by_ids, load, open};
use super::{asked, no_place};
use crate::db::Value;
use crate::query::{Cursor, Page, Query};
use crate::search::Wanted;
use crate::store::Result;

/// Identities of one name, or reports of one process, that are looked at.
const LOOKED_AT: usize = 5_000;

impl Asking<'_> {
    pub(crate) fn actor(&mut self, id: ActorId) -> Result<Option<Actor>> {
        let row = notula_story::Memory::actor(&self.working, id).map_err(notula_story::Error::Memory)?;
        row.map(|row| Ok(Builder::new(&self.working).actor(&row)?)).transpose()
    }

    /// The most reported first.
    pub(crate) fn actors(&mut self, query: &Query) -> Result<Page<Actor>> {
        let (limit, after) = (limit(query)?, begin(query)?);
        let mut chosen: Option<Vec<u64>> = None;
        if query.text.is_some() {
            chosen = Some(self.named_so(query)?);
        }
        let among = |chosen: Option<Vec<u64>>, ids: Vec<u64>| match chosen {
            Some(chosen) => Some(chosen.into_iter().filter(|id| ids.contains(id)).collect()),
            None => Some(ids),
        };
        if !query.actors.is_empty() {
            chosen = among(chosen, self.merged(&query.actors)?);
        }
        if let Some(story) = query.story {
            let row = self.working.look_story(story.0)?;
            chosen = among(chosen, row.iter().flat_map(|row| &row.parties).map(|(actor, _)| actor.0).collect());
        }
        if let Some(process) = query.process {
            let row = self.working.look_process(process.0)?;
            chosen = among(chosen, row.iter().flat_map(|row| &row.parties).map(|(actor, _)| actor.0).collect());
        }
        let fits = in_time(query)?;
        let fits = |row: &ActorRow| {
            row.merged_into.is_none()
                && (query.countries.is_empty()
                    || row.country.as_ref().is_some_and(|code| query.countries.contains(code)))
                && fits(row)
        };

        let mut found: Vec<ActorRow> = Vec::new();
        match chosen {
            Some(ids) => {
                let named: Vec<ActorRow> = load(&mut self.working.conn.borrow_mut(), &ids)?;
                found = self.with_those_merged_into(named)?;
                found.retain(|row| fits(row) && after.is_none_or(|after| (row.reports, row.id.0) < after));
                found.sort_by_key(|row| std::cmp::Reverse((row.reports, row.id.0)));
                found.truncate(limit + 1);
            }
            None => {
                let mut after = after.unwrap_or((u32::MAX, u64::MAX >> 1));
                loop {
                    let ids = self.next_actors(query, after, limit + 1)?;
                    let mut rows: BTreeMap<u64, ActorRow> =
                        rows(self, &ids.iter().map(|(_, id)| *id).collect::<Vec<_>>())?.into_iter().collect();
                    found.extend(ids.iter().filter_map(|(_, id)| rows.remove(id)).filter(fits));
                    match ids.last() {
                        Some(last) if ids.len() > limit && found.len() <= limit => after = *last,
                        _ => break,
                    }
                }
                found.truncate(limit + 1);
            }
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| Cursor(format!("{}.{}", last.reports, last.id.0)));
        self.build((found, next), |builder, row| Ok(builder.actor(row)?))
    }

    /// In the place of those that were merged, those that they were merged into; each once.
    fn with_those_merged_into(&self, rows: Vec<ActorRow>) -> Result<Vec<ActorRow>> {
        let mut all: BTreeMap<u64, ActorRow> = BTreeMap::new();
        for row in rows {
            let row = match row.merged_into {
                Some(into) => notula_story::Memory::actor(&self.working, into).map_err(notula_story::Error::Memory)?,
                None => Some(Arc::new(row)),
            };
            all.extend(row.map(|row| (row.id.0, Arc::unwrap_or_clone(row))));
        }
        Ok(all.into_values().collect())
    }

    /// Numbers of reports and identities after one, `most` of them, from every country asked for.
    fn next_actors(&mut self, query: &Query, after: (u32, u64), most: usize) -> Result<Vec<(u32, u64)>> {
        let conn = &mut *self.working.conn.borrow_mut();
        let mut values = vec![Value::from(after.0), Value::from(after.1), Value::Int(most as i64)];
        let mut one = |of: &str, values: &[Value]| {
            let sql = format!(
                "SELECT reports, id FROM actor WHERE {of} (reports, id) < (?1, ?2) ORDER BY reports DESC, id DESC LIMIT ?3"
            );
            conn.all(&sql, values, |row| Ok((row.int(0)? as u32, row.id(1)?)))
        };
        if query.countries.is_empty() {
            return one("", &values);
        }
        let mut all = Vec::new();
        for country in &query.countries {
            values.truncate(3);
            values.push(Value::from(country.as_str()));
            all.extend(one("country = ?4 AND", &values)?);
        }
        all.sort_unstable_by_key(|place| std::cmp::Reverse(*place));
        all.dedup();
        all.truncate(most);
        Ok(all)
    }

    /// Identities with these words in one of their names.
    fn named_so(&mut self, query: &Query) -> Result<Vec<u64>> {
        let wanted = Wanted::read(query.text.as_deref().unwrap_or_default());
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let only = Query { countries: query.countries.clone(), ..Query::default() };
        let filter = self.filter(Kind::Actor, &only)?;
        let places = filter.places(&mut self.working.conn.borrow_mut(), Looked::Text(&wanted), None, LOOKED_AT)?;
        Ok(places.into_iter().map(|place| place.id()).collect())
    }

    /// With an actor or without any filter from the table of relations, else from what the latest reports tell.
    pub(crate) fn relations(&mut self, query: &Query) -> Result<Page<Relation>> {
        let limit = limit(query)?;
        let plain = query.since.is_none()
            && query.until.is_none()
            && query.countries.is_empty()
            && query.issues.is_empty()
            && query.types.is_empty()
            && query.statuses.is_empty()
            && query.languages.is_empty()
            && query.story.is_none()
            && query.process.is_none()
            && query.text.is_none();
        if !plain {
            return self.relations_of_reports(query, limit);
        }
        let after = match &query.after {
            None => (0, 0, -1),
            Some(Cursor(text)) => {
                let numbers: Vec<i64> = text.split('.').filter_map(|number| number.parse().ok()).collect();
                match numbers[..] {
                    [a, b, kind] => (a, b, kind),
                    _ => return Err(no_place(text)),
                }
            }
        };
        let actors: Vec<i64> = self.merged(&query.actors)?.into_iter().map(|id| id as i64).collect();
        let values =
            [after.0.into(), after.1.into(), after.2.into(), Value::Int(limit as i64 + 1), Value::Ints(actors)];
        let keys: Vec<(i64, i64, i64)> = {
            let conn = &mut *self.working.conn.borrow_mut();
            let tail = "GROUP BY a, b, kind ORDER BY a, b, kind LIMIT ?4";
            let key = |row: &crate::db::Row<'_>| Ok((row.int(0)?, row.int(1)?, row.int(2)?));
            if query.actors.is_empty() {
                let sql = format!("SELECT a, b, kind FROM relation WHERE (a, b, kind) > (?1, ?2, ?3) {tail}");
                conn.all(&sql, &values[..4], key)?
            } else {
                let among = conn.dialect().among(5);
                let sql = format!(
                    "SELECT a, b, kind FROM (SELECT a, b, kind FROM relation WHERE a {among} \
                     UNION SELECT a, b, kind FROM relation WHERE b {among}) AS pairs \
                     WHERE (a, b, kind) > (?1, ?2, ?3) {tail}"
                );
                conn.all(&sql, &values, key)?
            }
        };
        let more = keys.len() > limit;
        let mut found = Vec::new();
        for (a, b, kind) in keys.iter().take(limit) {
            let sql = "SELECT body FROM relation WHERE a = ?1 AND b = ?2 AND kind = ?3 ORDER BY report, local LIMIT ?4";
            let values = [Value::Int(*a), Value::Int(*b), Value::Int(*kind), Value::Int(OF_RELATION as i64)];
            let rows: Vec<RelationRow> =
                self.working.conn.borrow_mut().all(sql, &values, |row| open("relation", *a as u64, &row.blob(0)?))?;
            found.push(rows.into_iter().filter(|row| row.confidence >= query.min_confidence).collect::<Vec<_>>());
        }
        let last = keys.get(limit.saturating_sub(1)).filter(|_| more);
        let next = last.map(|(a, b, kind)| Cursor(format!("{a}.{b}.{kind}")));
        let page = self.build((found, next), |builder, rows| Ok(builder.relation(rows)?))?;
        Ok(Page { items: page.items.into_iter().flatten().collect(), next: page.next })
    }

    fn relations_of_reports(&mut self, query: &Query, limit: usize) -> Result<Page<Relation>> {
        let after = offset(query)?;
        let filter = self.filter(Kind::Report, query)?;
        let places = filter.places(&mut self.working.conn.borrow_mut(), Looked::Marks, None, LOOKED_AT)?;
        let ids: Vec<u64> = places.iter().map(|place| place.id()).collect();
        let sql = "SELECT id, body FROM filed WHERE id ";
        let filed: Vec<Filed> =
            by_ids(&mut self.working.conn.borrow_mut(), sql, &ids, |row| open("filed", row.id(0)?, &row.blob(1)?))?;
        let actors = self.merged(&query.actors)?;
        let mut pairs: BTreeMap<(u64, u64, RelationKind), Vec<RelationRow>> = BTreeMap::new();
        for row in filed.into_iter().flat_map(|filed| filed.relations) {
            let of_them = actors.is_empty() || actors.contains(&row.a.0) || actors.contains(&row.b.0);
            if of_them && row.confidence >= query.min_confidence {
                pairs.entry((row.a.0, row.b.0, row.kind)).or_default().push(row);
            }
        }
        for rows in pairs.values_mut() {
            rows.sort_by_key(|row| (row.report, row.local));
            rows.truncate(OF_RELATION);
        }
        let Page { items, next } = slice(pairs.into_values().collect(), after, limit);
        let page = self.build((items, next), |builder, rows| Ok(builder.relation(rows)?))?;
        Ok(Page { items: page.items.into_iter().flatten().collect(), next: page.next })
    }
}

/// Where a list of identities goes on.
fn begin(query: &Query) -> Result<Option<(u32, u64)>> {
    let Some(Cursor(text)) = &query.after else { return Ok(None) };
    let place = text.split_once('.').and_then(|(reports, id)| Some((reports.parse().ok()?, id.parse().ok()?)));
    place.map(Some).ok_or_else(|| no_place(text))
}

/// Whether an identity was seen in the days asked for.
fn in_time(query: &Query) -> Result<impl Fn(&ActorRow) -> bool + use<>> {
    let day = |text: &Option<String>| match text {
        Some(text) => days::day(text).map(Some).ok_or_else(|| asked(format!("{text:?} is no day such as 2025-12-20"))),
        None => Ok(None),
    };
    let (since, until) = (day(&query.since)?, day(&query.until)?);
    Ok(move |row: &ActorRow| match row.seen {
        Some((first, last)) => since.is_none_or(|since| last >= since) && until.is_none_or(|until| first <= until),
        None => since.is_none() && until.is_none(),
    })
}
