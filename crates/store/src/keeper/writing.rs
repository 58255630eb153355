//! Writes what is in the hands, all at once and in the order of the tables' keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use notula_story::ids::ReportId;
use notula_story::row::{Telling, pack};
use serde::Serialize;

use super::adding::key_of_hash;
use super::place::{Marks, Place};
use super::rows::{Fact, Kept, of_fact};
use super::working::{Hands, Shelf, Wording};
use crate::db::{Conn, Dialect, Table, Type, Value};
use crate::store::Result;

/// Bytes of stems of one report that PostgreSQL takes; a `tsvector` holds less than a megabyte.
const MOST_BYTES: usize = 600_000;

const REPORT: Table = Table {
    name: "report",
    columns: &[("id", Type::Int), ("key", Type::Int), ("added", Type::Int), ("body", Type::Blob)],
    conflict: "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
};

const RECORD: Table = body_table("record");
const FILED: Table = body_table("filed");
const CONFLICT: Table = body_table("conflict");
const STORY: Table = body_table("story");
const PROCESS: Table = body_table("process");

const fn body_table(name: &'static str) -> Table {
    Table {
        name,
        columns: &[("id", Type::Int), ("body", Type::Blob)],
        conflict: "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
    }
}

const ACTOR: Table = Table {
    name: "actor",
    columns: &[("id", Type::Int), ("reports", Type::Int), ("country", Type::Text), ("body", Type::Blob)],
    conflict: "ON CONFLICT (id) DO UPDATE SET reports = excluded.reports, country = excluded.country, \
               body = excluded.body",
};

const fn fact_table(name: &'static str) -> Table {
    Table {
        name,
        columns: &[("id", Type::Int), ("also", Type::Text), ("tellings", Type::Blob), ("body", Type::Blob)],
        conflict: "ON CONFLICT (id) DO UPDATE SET also = excluded.also, tellings = excluded.tellings, \
                   body = excluded.body",
    }
}

const TELLING: Table = Table {
    name: "telling",
    columns: &[
        ("kind", Type::Int),
        ("fact", Type::Int),
        ("report", Type::Int),
        ("local", Type::Text),
        ("body", Type::Blob),
    ],
    conflict: "ON CONFLICT (kind, fact, report, local) DO UPDATE SET body = excluded.body",
};

const RELATION: Table = Table {
    name: "relation",
    columns: &[
        ("a", Type::Int),
        ("b", Type::Int),
        ("kind", Type::Int),
        ("report", Type::Int),
        ("local", Type::Int),
        ("body", Type::Blob),
    ],
    conflict: "ON CONFLICT (a, b, kind, report, local) DO UPDATE SET body = excluded.body",
};

const ENTRY: Table = Table {
    name: "entry",
    columns: &[("list", Type::Int), ("key", Type::Int), ("day", Type::Int), ("id", Type::Int)],
    conflict: "ON CONFLICT DO NOTHING",
};

const META: Table = Table {
    name: "meta",
    columns: &[("name", Type::Text), ("number", Type::Int), ("bytes", Type::Blob)],
    conflict: "ON CONFLICT (name) DO UPDATE SET number = excluded.number, bytes = excluded.bytes",
};

/// Writes everything that changed. `bodies` are the records of the new reports, `added` the time of adding.
pub(crate) fn write(
    conn: &mut Conn,
    hands: &mut Hands,
    bodies: Vec<(ReportId, Vec<u8>)>,
    added: Option<i64>,
) -> Result<()> {
    let mut values = Vec::with_capacity(bodies.len() * 2);
    for (id, body) in bodies {
        values.extend([Value::from(id.0), Value::from(body)]);
    }
    conn.insert(&RECORD, &values)?;

    rows(conn, &REPORT, &mut hands.reports, |id, row| {
        vec![Value::from(id), Value::Int(key_of_hash(&row.hash)), added.into(), pack(&**row).into()]
    })?;
    rows(conn, &FILED, &mut hands.filed, body)?;
    facts(conn, &fact_table("event"), &mut hands.events)?;
    facts(conn, &fact_table("statement"), &mut hands.statements)?;
    facts(conn, &fact_table("position"), &mut hands.positions)?;
    facts(conn, &fact_table("proposal"), &mut hands.proposals)?;
    rows(conn, &CONFLICT, &mut hands.conflicts, shared)?;
    rows(conn, &STORY, &mut hands.stories, shared)?;
    rows(conn, &PROCESS, &mut hands.processes, shared)?;
    rows(conn, &ACTOR, &mut hands.actors, |id, row| {
        // one that was merged into another is not listed
        let reports = if row.merged_into.is_some() { Value::Null } else { Value::from(row.reports) };
        vec![Value::from(id), reports, row.country.clone().into(), pack(&**row).into()]
    })?;

    let mut values = Vec::new();
    for ((fact, report, local), telling) in std::mem::take(&mut hands.tellings) {
        let (kind, id) = of_fact(fact);
        values.extend([
            Value::Int(kind as i64),
            Value::from(id),
            Value::from(report.0),
            Value::from(local),
            pack(&*telling).into(),
        ]);
    }
    conn.insert(&TELLING, &values)?;
    let mut values = Vec::new();
    for ((a, b, kind, report, local), row) in std::mem::take(&mut hands.relations) {
        values.extend([a.into(), b.into(), Value::Int(kind), report.into(), local.into(), pack(&row).into()]);
    }
    conn.insert(&RELATION, &values)?;
    let mut values = Vec::new();
    for (list, key, day, id) in std::mem::take(&mut hands.entries.new) {
        values.extend([Value::Int(list.into()), Value::Int(key), Value::Int(day.into()), Value::from(id)]);
    }
    conn.insert(&ENTRY, &values)?;
    marks(conn, hands)?;
    words(conn, hands)?;

    let meta = |name: &str, bytes: Vec<u8>| [Value::from(name), Value::Null, Value::from(bytes)];
    let mut values = Vec::from(meta("counters", pack(&hands.counters)));
    values.extend([Value::from("copies"), Value::Int(hands.copies), Value::Null]);
    if let Some(table) = &hands.frequencies {
        values.extend(meta("frequencies", table.to_bytes()));
    }
    conn.insert(&META, &values)?;

    hands.records.clear();
    hands.settle();
    Ok(())
}

fn body<T: Serialize>(id: u64, row: &T) -> Vec<Value> {
    vec![Value::from(id), pack(row).into()]
}

fn shared<T: Serialize>(id: u64, row: &Arc<T>) -> Vec<Value> {
    body(id, &**row)
}

/// Writes the changed rows of one table.
fn rows<T>(conn: &mut Conn, table: &Table, shelf: &mut Shelf<T>, make: impl Fn(u64, &T) -> Vec<Value>) -> Result<()> {
    let mut changed: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for (id, slot) in shelf.iter_mut().filter(|(_, slot)| slot.dirty) {
        slot.dirty = false;
        changed.insert(id, make(id, &slot.row));
    }
    let values: Vec<Value> = changed.into_values().flatten().collect();
    conn.insert(table, &values)
}

fn facts<T: Kept>(conn: &mut Conn, table: &Table, shelf: &mut Shelf<Fact<T>>) -> Result<()> {
    rows(conn, table, shelf, |id, fact| {
        let tellings: Vec<&Telling> = fact.tellings.iter().map(|telling| &**telling).collect();
        vec![Value::from(id), fact.also.join().into(), pack(&tellings).into(), pack(&*fact.row).into()]
    })
}

fn marks(conn: &mut Conn, hands: &mut Hands) -> Result<()> {
    let (mut gone, mut come) = (Vec::new(), BTreeMap::new());
    for marking in std::mem::take(&mut hands.marks).into_values() {
        if marking.was == marking.becomes {
            continue;
        }
        gone.extend(marking.was.map(|(place, _)| place));
        come.extend(marking.becomes);
    }
    gone.sort_unstable();
    delete(conn, "marks", &gone)?;
    let (table, text): (Table, fn(&Marks) -> String) = match conn.dialect() {
        Dialect::Sqlite => {
            (Table { name: "marks", columns: &[("rowid", Type::Int), ("list", Type::Text)], conflict: "" }, Marks::join)
        }
        Dialect::Postgres => {
            (Table { name: "marks", columns: &[("id", Type::Int), ("marks", Type::Words)], conflict: "" }, |marks| {
                marks.sorted().iter().map(|mark| format!("'{mark}'")).collect::<Vec<_>>().join(" ")
            })
        }
    };
    let values: Vec<Value> =
        come.into_iter().flat_map(|(place, marks)| [Value::Int(place.0), text(&marks).into()]).collect();
    conn.insert(&table, &values)
}

fn words(conn: &mut Conn, hands: &mut Hands) -> Result<()> {
    let gone: Vec<Place> = std::mem::take(&mut hands.unworded).into_iter().collect();
    delete(conn, "words", &gone)?;
    let words = std::mem::take(&mut hands.words);
    match conn.dialect() {
        Dialect::Sqlite => {
            const WORDS: Table = Table {
                name: "words",
                columns: &[("rowid", Type::Int), ("title", Type::Text), ("text", Type::Text), ("marks", Type::Text)],
                conflict: "",
            };
            let row = |(place, words): (Place, Wording)| {
                [
                    Value::Int(place.0),
                    words.title.join(" ").into(),
                    words.text.join(" ").into(),
                    words.marks.join().into(),
                ]
            };
            let values: Vec<Value> = words.into_iter().flat_map(row).collect();
            conn.insert(&WORDS, &values)
        }
        Dialect::Postgres => {
            const WORDS: Table =
                Table { name: "words", columns: &[("id", Type::Int), ("words", Type::Words)], conflict: "" };
            let values: Vec<Value> =
                words.into_iter().flat_map(|(place, words)| [Value::Int(place.0), tsvector(&words).into()]).collect();
            conn.insert(&WORDS, &values)
        }
    }
}

/// Takes rows of the indexes of questions out.
fn delete(conn: &mut Conn, table: &str, places: &[Place]) -> Result<()> {
    match conn.dialect() {
        Dialect::Sqlite => {
            let sql = format!("DELETE FROM {table} WHERE rowid = ?1");
            for place in places {
                conn.run(&sql, &[Value::Int(place.0)])?;
            }
        }
        Dialect::Postgres if places.is_empty() => {}
        Dialect::Postgres => {
            let sql = format!("DELETE FROM {table} WHERE id = ANY(?1)");
            conn.run(&sql, &[Value::Ints(places.iter().map(|place| place.0).collect())])?;
        }
    }
    Ok(())
}

/// Words with their places, as PostgreSQL writes them: those of the headline have weight A and come first.
fn tsvector(words: &Wording) -> String {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut bytes = 0;
    let title = words.title.iter().map(|word| (word, "A"));
    for (at, (word, weight)) in title.chain(words.text.iter().map(|word| (word, ""))).enumerate() {
        bytes += word.len() + 4;
        if bytes > MOST_BYTES {
            break;
        }
        // a gap between headline and text, so that no phrase reaches over it
        let at = if weight.is_empty() { at + 2 } else { at + 1 };
        places.entry(word).or_default().push(format!("{}{weight}", at.min(16_383)));
    }
    let mut out = String::new();
    for (word, places) in places {
        out.push_str(&format!("'{word}':{} ", places.join(",")));
    }
    for mark in words.marks.sorted() {
        out.push_str(&format!("'={mark}' "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headline_and_text_are_told_apart() {
        let words = Wording { title: vec!["talk".into()], text: vec!["talk".into(), "on".into()], marks: Marks::any() };
        assert_eq!(tsvector(&words), "'on':4 'talk':1A,3 '=x' ");
    }
}
