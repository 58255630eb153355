//! Office-holders and their terms.

use std::collections::HashMap;

use crate::Build;
use crate::actors::sector;
use crate::blob::Table;
use crate::layout::{ALIAS, FULL, PERSON, SURNAME, UNIQUE_SURNAME};
use crate::names::Thing;
use crate::rows::{self, Row, parts};

/// `people.tsv`.
pub(crate) fn people(build: &mut Build) {
    let rows = rows::read(&build.data.join("people.tsv"), 6, &mut build.errors);
    let mut table = Table::default();
    let mut terms = Table::default();
    let mut first_term = 0;
    let mut seen = HashMap::new();
    for (id, row) in rows.iter().enumerate() {
        if seen.insert((row.field(0), row.field(1)), id).is_some() {
            build.errors.add(row, format!("{:?} stands here twice", row.field(0)));
        }
        let country = build.country(row, 1);
        let sector = sector(build, row, 2);
        let wikidata = build.strings.add(row.wikidata(3, &mut build.errors));
        let count = add_terms(build, row, &mut terms);
        table.push([build.strings.add(row.field(0)), country, sector, wikidata, first_term, count]);
        first_term += count;
        add_names(build, row, id);
    }
    table.write(&build.out.join("people.bin"));
    terms.write(&build.out.join("terms.bin"));
}

/// The usual name, the aliases, and the surname: marked `~` (or `!` where it is famous enough to stand alone), or the
/// last word of the usual name where no alias is marked; `-` says that there is none.
fn add_names(build: &mut Build, row: &Row, id: usize) {
    let mut add =
        |name: &str, form| build.names.add(name, "", Thing { kind: PERSON, id, form }, row, &mut build.errors);
    add(row.field(0), FULL);
    let mut has_surname = false;
    for alias in row.list(4) {
        let (name, form) = match alias.chars().next() {
            Some('~') => (&alias[1..], SURNAME),
            Some('!') => (&alias[1..], UNIQUE_SURNAME),
            _ => (alias, ALIAS),
        };
        has_surname |= form != ALIAS || alias == "-";
        if alias != "-" {
            add(name, form);
        }
    }
    if !has_surname && let Some((_, last)) = row.field(0).rsplit_once(' ') {
        add(last, SURNAME);
    }
}

/// Terms of the form `President of Ukraine @UKR 2019-05-20..`, separated by semicolons; the chief one first.
fn add_terms(build: &mut Build, row: &Row, table: &mut Table) -> u32 {
    let mut count = 0;
    for part in parts(row.field(5), ';') {
        let parsed = part.rsplit_once(' ').and_then(|(head, span)| {
            let (role, of) = head.rsplit_once(" @")?;
            let (from, to) = span.split_once("..")?;
            Some((role.trim(), of.trim(), from, to))
        });
        let Some((role, of, from, to)) = parsed else {
            build.errors.add(row, format!("{part:?} is no term; write `role @CODE from..to`"));
            continue;
        };
        for date in [from, to] {
            if !(date.is_empty() || is_date(date)) {
                build.errors.add(row, format!("{date:?} is no date YYYY, YYYY-MM or YYYY-MM-DD"));
            }
        }
        let (from, to) = (padded(from, false), padded(to, true));
        if !to.is_empty() && from > to {
            build.errors.add(row, format!("the term {part:?} ends before it begins"));
        }
        table.push([role, of, from.as_str(), to.as_str()].map(|text| build.strings.add(text)));
        count += 1;
    }
    count
}

/// Year, month and day of a date; month and day are 0 where they are left out.
fn parsed(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.split('-');
    let mut next = |length: usize| match numbers.next() {
        None => Some(0),
        Some(part) if part.len() == length && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse().ok().filter(|n| *n > 0)
        }
        Some(_) => None,
    };
    let date = (next(4)?, next(2)?, next(2)?);
    (numbers.next().is_none() && date.0 > 0 && date.1 <= 12 && (date.2 == 0 || date.2 <= days(date.0, date.1)))
        .then_some(date)
}

/// Days of a month.
fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_date(text: &str) -> bool {
    parsed(text).is_some()
}

/// A year or month becomes its first or last day, so that dates compare as text.
fn padded(date: &str, last: bool) -> String {
    let Some((year, month, day)) = parsed(date) else { return date.to_owned() };
    let month = match month {
        0 if last => 12,
        0 => 1,
        month => month,
    };
    let day = match day {
        0 if last => days(year, month),
        0 => 1,
        day => day,
    };
    format!("{year:04}-{month:02}-{day:02}")
}
