//! States, bodies and outlets.

use std::collections::BTreeMap;

use notula_record::Sector;

use crate::Build;
use crate::blob::Table;
use crate::layout::{BODY, CAPITAL, DEMONYM, METONYM, NAME, OUTLET, STATE};
use crate::names::Thing;
use crate::rows::{self, Row, parts};

/// `states.tsv` and the packs' names of states.
pub(crate) fn states(build: &mut Build) {
    let mut rows = rows::read(&build.data.join("states.tsv"), 7, &mut build.errors);
    rows.sort_by(|a, b| a.fields[0].cmp(&b.fields[0]));
    let mut table = Table::default();
    let mut ids = BTreeMap::new();
    for (id, row) in rows.iter().enumerate() {
        let code = row.field(0);
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            build.errors.add(row, format!("{code:?} is no ISO 3166-1 alpha-3 code"));
        }
        if ids.insert(code.to_owned(), id).is_some() {
            build.errors.add(row, format!("{code} stands here twice"));
        }
        let texts = [0, 1, 2, 3, 4].map(|column| build.strings.add(row.field(column)));
        let lat = row.degrees(5, 90.0, &mut build.errors);
        let lon = row.degrees(6, 180.0, &mut build.errors);
        table.push([texts[0], texts[1], texts[2], texts[3], texts[4], lat.to_bits(), lon.to_bits(), 0]);
        let official = Some(row.field(3)).filter(|name| name.ends_with(char::is_alphabetic));
        for name in [row.field(2)].into_iter().chain(official) {
            build.names.add(name, "", Thing { kind: STATE, id, form: NAME }, row, &mut build.errors);
        }
        build.countries.insert(code.to_owned());
    }
    table.write(&build.out.join("states.bin"));
    for (language, folder) in build.packs.clone() {
        let path = folder.join("states.tsv");
        if !path.is_file() {
            continue;
        }
        for row in rows::read(&path, 5, &mut build.errors) {
            let Some(&id) = ids.get(row.field(0)) else {
                build.errors.add(&row, format!("no state has the code {:?}", row.field(0)));
                continue;
            };
            for (column, form) in [(1, NAME), (2, DEMONYM), (3, CAPITAL), (4, METONYM)] {
                for name in row.list(column) {
                    build.names.add(name, &language, Thing { kind: STATE, id, form }, &row, &mut build.errors);
                }
            }
        }
    }
}

/// `bodies.tsv`.
pub(crate) fn bodies(build: &mut Build) {
    let mut rows = rows::read(&build.data.join("bodies.tsv"), 6, &mut build.errors);
    rows.sort_by(|a, b| a.fields[0].cmp(&b.fields[0]));
    let mut table = Table::default();
    for (id, row) in rows.iter().enumerate() {
        if id > 0 && rows[id - 1].field(0) == row.field(0) {
            build.errors.add(row, format!("the key {:?} stands here twice", row.field(0)));
        }
        let country = build.country(row, 2);
        let sector = sector(build, row, 3);
        let wikidata = build.strings.add(row.wikidata(4, &mut build.errors));
        table.push([build.strings.add(row.field(0)), build.strings.add(row.field(1)), country, sector, wikidata]);
        let thing = Thing { kind: BODY, id, form: NAME };
        build.names.add(row.field(1), "", thing, row, &mut build.errors);
        build.names.add_marked(row.field(5), thing, row, &mut build.errors);
    }
    table.write(&build.out.join("bodies.bin"));
}

/// `outlets.tsv`.
pub(crate) fn outlets(build: &mut Build) {
    let rows = rows::read(&build.data.join("outlets.tsv"), 4, &mut build.errors);
    let mut table = Table::default();
    let mut domains = BTreeMap::new();
    for (id, row) in rows.iter().enumerate() {
        let country = build.country(row, 3);
        let first = row.list(2).next().unwrap_or("");
        table.push([build.strings.add(row.field(0)), build.strings.add(first), country]);
        let thing = Thing { kind: OUTLET, id, form: NAME };
        build.names.add(row.field(0), "", thing, row, &mut build.errors);
        for name in row.list(1) {
            build.names.add(name, "", thing, row, &mut build.errors);
        }
        for domain in parts(row.field(2), '|') {
            if domain.starts_with("www.") || !domain.contains('.') || domain != domain.to_lowercase() {
                build.errors.add(row, format!("{domain:?} is no domain in small letters without www"));
            }
            if domains.insert(domain.to_owned(), id).is_some() {
                build.errors.add(row, format!("the domain {domain:?} stands here twice"));
            }
        }
    }
    table.write(&build.out.join("outlets.bin"));
    let mut table = Table::default();
    for (domain, id) in domains {
        table.push([build.strings.add(&domain), id as u32]);
    }
    table.write(&build.out.join("domains.bin"));
}

/// The place of a PLOVER sector in the record's list.
pub(crate) fn sector(build: &mut Build, row: &Row, column: usize) -> u32 {
    let code = row.field(column);
    match code.parse::<Sector>() {
        Ok(sector) => Sector::ALL.iter().position(|known| *known == sector).unwrap_or(0) as u32,
        Err(message) => {
            build.errors.add(row, message);
            0
        }
    }
}
