//! What must hold of all data.

use std::collections::BTreeSet;

use notula_knowledge::{BodyId, CityId, OutletId, PersonId, RegionId, StateId, body, holders, state};

#[test]
fn wikidata_ids_are_well_formed_and_stand_once() {
    let mut seen = BTreeSet::new();
    for id in PersonId::all().filter_map(PersonId::wikidata).chain(BodyId::all().filter_map(BodyId::wikidata)) {
        let digits = id.strip_prefix('Q').unwrap_or_default();
        assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()), "{id}");
        assert!(seen.insert(id), "{id} stands twice");
    }
}

#[test]
fn no_name_is_shorter_than_two_letters() {
    let names = StateId::all()
        .map(StateId::name)
        .chain(BodyId::all().map(BodyId::name))
        .chain(PersonId::all().map(PersonId::name))
        .chain(OutletId::all().map(OutletId::name))
        .chain(CityId::all().map(CityId::name))
        .chain(RegionId::all().map(RegionId::name));
    for name in names {
        assert!(name.chars().filter(|c| c.is_alphanumeric()).count() >= 2, "{name:?}");
    }
}

#[test]
fn everything_lies_on_the_globe_in_a_known_state() {
    for city in CityId::all() {
        assert!(state(city.country()).is_some(), "{}", city.name());
        assert!(city.lat().abs() <= 90.0 && city.lon().abs() <= 180.0 && city.geonames() > 0, "{}", city.name());
    }
    for region in RegionId::all() {
        assert!(region.country().is_none_or(|code| state(code).is_some()), "{}", region.name());
    }
}

#[test]
fn terms_name_a_state_or_a_body() {
    for person in PersonId::all() {
        for term in person.terms() {
            assert!(state(term.of).is_some() || body(term.of).is_some(), "{}: {}", person.name(), term.of);
        }
    }
}

#[test]
fn a_role_is_that_of_the_day() {
    let trump = PersonId::all().find(|person| person.name() == "Donald Trump").unwrap();
    assert_eq!(trump.role_at("2025-12-20").unwrap().role, "President of the United States");
    assert_eq!(trump.role_at("2018-06-12").unwrap().to, Some("2021-01-20"));
    assert_eq!(trump.role_at("2023-01-01"), None);
    let held: Vec<_> = holders("UKR", "2025-12-20").filter(|(_, term)| term.role == "President of Ukraine").collect();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].0.name(), "Volodymyr Zelensky");
}

#[test]
fn an_office_has_one_holder_a_day() {
    let offices = [
        "President of",
        "Prime Minister of",
        "Premier of",
        "Chancellor of",
        "Foreign Minister of",
        "Defence Minister of",
        "Secretary of State of",
        "Secretary of Defense of",
        "Foreign Secretary of",
        "Defence Secretary of",
        "Secretary-General of",
        "Secretary General of",
        "Commander of",
        "Commander-in-Chief of",
        "Speaker of",
        "National Security Adviser of",
    ];
    let of: BTreeSet<&str> = PersonId::all().flat_map(PersonId::terms).map(|term| term.of).collect();
    for (year, month) in (2014..=2025).flat_map(|year| [2, 5, 8, 11].map(|month| (year, month))) {
        let day = format!("{year}-{month:02}-17");
        for &of in &of {
            let mut roles = BTreeSet::new();
            let chief = |role: &str| offices.iter().any(|office| role.starts_with(office));
            for (person, term) in holders(of, &day).filter(|(_, term)| chief(term.role)) {
                assert!(roles.insert(term.role), "{day}: {} is a second {}", person.name(), term.role);
            }
        }
    }
}
