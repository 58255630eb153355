//! Cities, regions and their further names.

use std::collections::{HashMap, HashSet};

use crate::Build;
use crate::blob::Table;
use crate::layout::{CITY, NAME, REGION};
use crate::names::Thing;
use crate::rows;

/// Kinds of regions that `regions.tsv` may use.
const KINDS: &[&str] =
    &["part", "region", "province", "sea", "strait", "island", "river", "town", "building", "crossing", "base"];

/// `cities.tsv`, `regions.tsv`, `places.tsv` here and in the packs, and the packs'
/// `not-places.tsv`.
pub(crate) fn places(build: &mut Build) {
    let mut known: HashMap<(String, String), Thing> = HashMap::new();
    // Where a city and a region have one name, the further names are the city's.
    cities(build, &mut known);
    regions(build, &mut known);
    for (language, folder) in build.packs.clone() {
        let path = folder.join("not-places.tsv");
        if path.is_file() {
            for row in rows::read(&path, 1, &mut build.errors) {
                build.names.add_common(row.field(0), &language);
            }
        }
    }
    let packs = build.packs.iter().map(|(language, folder)| (language.clone(), folder.join("places.tsv")));
    let mut files: Vec<_> = packs.filter(|(_, path)| path.is_file()).collect();
    files.push((String::new(), build.data.join("places.tsv")));
    for (language, path) in files {
        for row in rows::read(&path, 3, &mut build.errors) {
            match known.get(&(row.field(1).to_owned(), row.field(2).to_owned())) {
                Some(&thing) => {
                    for name in row.list(0) {
                        build.names.add(name, &language, thing, &row, &mut build.errors);
                    }
                }
                None => build.errors.add(&row, format!("no place is called {:?} in {:?}", row.field(1), row.field(2))),
            }
        }
    }
}

fn regions(build: &mut Build, known: &mut HashMap<(String, String), Thing>) {
    let mut table = Table::default();
    let mut seen = HashSet::new();
    for (id, row) in rows::read(&build.data.join("regions.tsv"), 7, &mut build.errors).iter().enumerate() {
        let country = build.country(row, 2);
        if !KINDS.contains(&row.field(1)) {
            build.errors.add(row, format!("{:?} is no kind of region; there are: {}", row.field(1), KINDS.join(", ")));
        }
        let lat = row.degrees(3, 90.0, &mut build.errors);
        let lon = row.degrees(4, 180.0, &mut build.errors);
        let geonames = row.number(5, &mut build.errors);
        let (name, kind) = (build.strings.add(row.field(0)), build.strings.add(row.field(1)));
        table.push([name, kind, country, lat.to_bits(), lon.to_bits(), geonames]);
        let thing = Thing { kind: REGION, id, form: NAME };
        build.names.add(row.field(0), "", thing, row, &mut build.errors);
        build.names.add_marked(row.field(6), thing, row, &mut build.errors);
        let key = (row.field(0).to_owned(), row.field(2).to_owned());
        known.entry(key.clone()).or_insert(thing);
        if !seen.insert(key) {
            build.errors.add(row, format!("{:?} stands here twice", row.field(0)));
        }
    }
    table.write(&build.out.join("regions.bin"));
}

/// Ids are given by population, the largest city first.
fn cities(build: &mut Build, known: &mut HashMap<(String, String), Thing>) {
    let rows = rows::read(&build.data.join("cities.tsv"), 7, &mut build.errors);
    let mut order: Vec<(u32, usize)> =
        rows.iter().enumerate().map(|(i, row)| (row.number(5, &mut build.errors), i)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut table = Table::default();
    for (id, (population, i)) in order.into_iter().enumerate() {
        let row = &rows[i];
        let country = build.country(row, 2);
        let geonames = row.number(0, &mut build.errors);
        let lat = row.degrees(3, 90.0, &mut build.errors);
        let lon = row.degrees(4, 180.0, &mut build.errors);
        table.push([build.strings.add(row.field(1)), country, lat.to_bits(), lon.to_bits(), geonames, population]);
        let thing = Thing { kind: CITY, id, form: NAME };
        build.names.add(row.field(1), "", thing, row, &mut build.errors);
        for name in row.list(6) {
            build.names.add(name, "", thing, row, &mut build.errors);
        }
        known.entry((row.field(1).to_owned(), row.field(2).to_owned())).or_insert(thing);
    }
    table.write(&build.out.join("cities.bin"));
}
