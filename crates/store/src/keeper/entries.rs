//! Entries of the index of decisions: those still to be written, and stretches of the table that were read lately.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use notula_story::row::{Day, Entry, Index};
use rustc_hash::FxHashMap;

use crate::db::{Conn, Dialect, Value};
use crate::store::Result;

/// Days that are read around those asked for: reports come more or less in the order of their days.
const AROUND: Day = 12;
/// Entries of one key that are kept; of a key with more, only what is asked for is read.
const LONGEST: usize = 512;
/// Keys of one turn.
const KEYS: usize = 40_000;

/// The entries of one key within these days, all of them, ascending.
#[derive(Debug)]
struct Stretch {
    days: RangeInclusive<Day>,
    entries: Vec<(Day, u64)>,
}

/// Entries at hand.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// To be written.
    pub(crate) new: BTreeSet<(u8, i64, Day, u64)>,
    young: FxHashMap<(u8, i64), Stretch>,
    old: FxHashMap<(u8, i64), Stretch>,
}

/// Keys that come again and again. Those of single texts do not.
const fn comes_again(index: Index) -> bool {
    !matches!(index, Index::Copy | Index::Statement | Index::Page | Index::Family)
}

impl Entries {
    pub(crate) fn insert(&mut self, entry: Entry) {
        let key = (entry.index as u8, entry.key);
        if !self.new.insert((key.0, key.1, entry.day, entry.id)) {
            return;
        }
        if let Some(stretch) = self.young.get_mut(&key).or_else(|| self.old.get_mut(&key))
            && stretch.days.contains(&entry.day)
            && let Err(at) = stretch.entries.binary_search(&(entry.day, entry.id))
        {
            stretch.entries.insert(at, (entry.day, entry.id));
        }
    }

    /// To be called when everything is written.
    pub(crate) fn settle(&mut self) {
        if self.young.len() > KEYS {
            self.old = std::mem::take(&mut self.young);
        }
    }

    /// As [`notula_story::Memory::entries`].
    pub(crate) fn look(
        &mut self,
        conn: &mut Conn,
        index: Index,
        keys: &[i64],
        days: RangeInclusive<Day>,
        each: usize,
    ) -> Result<Vec<Entry>> {
        let list = index as u8;
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for &key in keys {
            match self.stretch(list, key).filter(|stretch| holds(&stretch.days, &days)) {
                Some(stretch) => found.extend(latest(&stretch.entries, &days, each).map(entry(index, key))),
                None => missing.push(key),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        if !comes_again(index) {
            self.read(conn, list, &missing, &days, each, |key, entries| {
                found.extend(latest(&entries, &days, each).map(entry(index, key)));
            })?;
            return Ok(found);
        }
        let wide = days.start().saturating_sub(AROUND)..=days.end().saturating_add(AROUND);
        let mut kept = Vec::new();
        let mut long = Vec::new();
        self.read(conn, list, &missing, &wide, LONGEST, |key, entries| {
            if entries.len() < LONGEST {
                found.extend(latest(&entries, &days, each).map(entry(index, key)));
                kept.push((key, Stretch { days: wide.clone(), entries }));
            } else {
                long.push(key);
            }
        })?;
        for (key, stretch) in kept {
            self.old.remove(&(list, key));
            self.young.insert((list, key), stretch);
        }
        self.read(conn, list, &long, &days, each, |key, entries| {
            found.extend(latest(&entries, &days, each).map(entry(index, key)));
        })?;
        Ok(found)
    }

    fn stretch(&mut self, list: u8, key: i64) -> Option<&Stretch> {
        let place = (list, key);
        if !self.young.contains_key(&place) {
            let stretch = self.old.remove(&place)?;
            self.young.insert(place, stretch);
        }
        self.young.get(&place)
    }

    /// For each key its entries within these days, ascending: the `each` latest of the table, and all new ones.
    fn read(
        &self,
        conn: &mut Conn,
        list: u8,
        keys: &[i64],
        days: &RangeInclusive<Day>,
        each: usize,
        mut take: impl FnMut(i64, Vec<(Day, u64)>),
    ) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let mut table: FxHashMap<i64, Vec<(Day, u64)>> = FxHashMap::default();
        read_table(conn, list, keys, days, each, &mut |key, place| table.entry(key).or_default().push(place))?;
        for &key in keys {
            let mut entries = table.remove(&key).unwrap_or_default();
            let range = (list, key, *days.start(), 0)..=(list, key, *days.end(), u64::MAX);
            entries.extend(self.new.range(range).map(|(_, _, day, id)| (*day, *id)));
            entries.sort_unstable();
            entries.dedup();
            take(key, entries);
        }
        Ok(())
    }
}

fn holds(whole: &RangeInclusive<Day>, part: &RangeInclusive<Day>) -> bool {
    whole.start() <= part.start() && part.end() <= whole.end()
}

fn entry(index: Index, key: i64) -> impl Fn((Day, u64)) -> Entry {
    move |(day, id)| Entry { index, key, day, id }
}

/// The `each` latest of ascending entries within these days.
fn latest(entries: &[(Day, u64)], days: &RangeInclusive<Day>, each: usize) -> impl Iterator<Item = (Day, u64)> + use<> {
    let from = entries.partition_point(|(day, _)| day < days.start());
    let to = entries.partition_point(|(day, _)| day <= days.end()).max(from);
    let found: Vec<(Day, u64)> = entries[from..to].iter().rev().take(each).copied().collect();
    found.into_iter()
}

fn read_table(
    conn: &mut Conn,
    list: u8,
    keys: &[i64],
    days: &RangeInclusive<Day>,
    each: usize,
    take: &mut dyn FnMut(i64, (Day, u64)),
) -> Result<()> {
    let limit = Value::Int(i64::try_from(each).unwrap_or(i64::MAX));
    let (from, until) = (Value::Int(i64::from(*days.start())), Value::Int(i64::from(*days.end())));
    match conn.dialect() {
        Dialect::Sqlite => {
            let sql = "SELECT day, id FROM entry WHERE list = ?1 AND key = ?2 AND day BETWEEN ?3 AND ?4
                       ORDER BY day DESC, id DESC LIMIT ?5";
            let values = [Value::Int(list.into()), Value::Null, from, until, limit];
            conn.ask_each(sql, &values, 1, keys, &mut |key, row| {
                take(key, (row.int(0)? as Day, row.id(1)?));
                Ok(())
            })
        }
        Dialect::Postgres => {
            let sql = "SELECT k.key, e.day, e.id FROM unnest(?2::bigint[]) AS k(key), LATERAL (
                         SELECT day, id FROM entry WHERE list = ?1 AND key = k.key AND day BETWEEN ?3 AND ?4
                         ORDER BY day DESC, id DESC LIMIT ?5) AS e";
            let values = [Value::Int(list.into()), Value::Ints(keys.to_vec()), from, until, limit];
            conn.ask(sql, &values, &mut |row| {
                take(row.int(0)?, (row.int(1)? as Day, row.id(2)?));
                Ok(())
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_would_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db").display().to_string();
        drop(crate::open(&path).unwrap());
        let mut conn = Conn::Sqlite(rusqlite::Connection::open(&path).unwrap());
        let list = Index::Event as u8;
        for (day, id) in [(10, 1), (11, 2), (11, 3), (40, 4)] {
            conn.batch(&format!("INSERT INTO entry VALUES ({list}, 7, {day}, {id})")).unwrap();
        }
        let mut kept = Entries::default();
        let mut ids = |kept: &mut Entries, days, each| -> Vec<u64> {
            let found = kept.look(&mut conn, Index::Event, &[7, 8], days, each).unwrap();
            found.iter().map(|entry| entry.id).collect()
        };
        assert_eq!(ids(&mut kept, 9..=11, 2), [3, 2]);
        // a new one comes among those that were read, another one outside of them
        kept.insert(Entry { index: Index::Event, key: 7, day: 10, id: 9 });
        kept.insert(Entry { index: Index::Event, key: 7, day: 60, id: 10 });
        assert_eq!(ids(&mut kept, 9..=11, 9), [3, 2, 9, 1]);
        assert_eq!(ids(&mut kept, 10..=70, 3), [10, 4, 3]);
        assert_eq!(ids(&mut kept, Day::MIN..=Day::MAX, 1), [10]);
        for _ in 0..2 {
            kept.settle();
        }
        assert_eq!(ids(&mut kept, 9..=11, 9), [3, 2, 9, 1]);
    }
}
