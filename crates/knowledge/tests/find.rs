//! The look-up of names.

use notula_knowledge::{CityId, Entry, Match, PersonForm, StateForm, find, outlet_by_domain, state, state_by_iso2};
use proptest::prelude::*;

/// The longest name at the beginning of a text.
fn longest(text: &str, language: &str) -> Option<Match> {
    find(text, 0, language).into_iter().next()
}

/// The states that a text begins with, as codes, with their forms.
fn states(text: &str, language: &str) -> Vec<(&'static str, StateForm)> {
    find(text, 0, language)
        .into_iter()
        .flat_map(|found| found.entries.into_iter())
        .filter_map(|entry| match entry {
            Entry::State(id, form) => Some((id.iso3(), form)),
            _ => None,
        })
        .collect()
}

fn cities(text: &str) -> Vec<CityId> {
    longest(text, "")
        .into_iter()
        .flat_map(|found| found.entries.into_iter())
        .filter_map(|entry| match entry {
            Entry::City(id) => Some(id),
            _ => None,
        })
        .collect()
}

#[test]
fn states_have_names_in_both_languages() {
    for (text, language, code, form) in [
        ("Amerika Serikat (AS)", "id", "USA", StateForm::Name),
        ("AS dan Rusia", "id", "USA", StateForm::Name),
        ("U.S. officials", "en", "USA", StateForm::Name),
        ("Moskow", "id", "RUS", StateForm::Capital),
        ("Gedung Putih", "id", "USA", StateForm::Metonym),
        ("Kremlin", "en", "RUS", StateForm::Metonym),
        ("Iranians", "en", "IRN", StateForm::Demonym),
        ("Tiongkok", "id", "CHN", StateForm::Name),
        ("Korsel", "id", "KOR", StateForm::Name),
        ("Uni Eropa", "id", "EUR", StateForm::Name),
    ] {
        assert!(states(text, language).contains(&(code, form)), "{text}: {:?}", states(text, language));
    }
}

#[test]
fn diacritics_case_hyphens_and_apostrophes_do_not_count() {
    assert_eq!(states("TURKIYE", ""), states("Türkiye", ""));
    assert_eq!(states("Guinea–Bissau", "en")[0].0, "GNB");
    assert_eq!(states("N’Djamena", "en")[0].0, "TCD");
    assert_eq!(states("Cote d'Ivoire", "en")[0].0, "CIV");
}

#[test]
fn abbreviations_match_capitals_only() {
    assert!(states("As soon as possible", "id").is_empty());
    assert!(states("Us", "en").is_empty());
    assert_eq!(states("US", "en"), [("USA", StateForm::Name)]);
    assert!(find("XI DPR", 0, "id").is_empty(), "a numeral");
    assert!(matches!(longest("Xi", "id").unwrap().entries[0], Entry::Person(_, _)));
    assert_eq!(states("UKRAINE", "en"), [("UKR", StateForm::Name)]);
}

#[test]
fn a_small_first_letter_is_no_name() {
    assert!(find("iran", 0, "en").is_empty());
    assert!(find("turkey", 0, "en").is_empty());
}

#[test]
fn the_longest_name_comes_first() {
    let found = find("South Sudanese troops", 0, "en");
    assert_eq!(found[0].len, "South Sudanese".len());
    let found = find("Papua New Guinea", 0, "en");
    assert_eq!(found[0].len, "Papua New Guinea".len());
    assert!(found.windows(2).all(|pair| pair[0].len > pair[1].len));
}

#[test]
fn names_end_at_the_end_of_a_word() {
    assert_eq!(longest("Russia's", "en").unwrap().len, "Russia".len());
    assert_eq!(longest("Rusia-Ukraina", "id").unwrap().len, "Rusia".len());
    assert_eq!(longest("Moscow.Putin", "en").unwrap().len, "Moscow".len());
    assert!(find("Iranxyz", 0, "en").is_empty());
    assert!(find("Rusia", 2, "id").is_empty(), "in the middle of a word");
    assert!(find("Kyiv\nIndonesia", 4, "id").is_empty(), "at a line break");
}

#[test]
fn the_full_stop_of_an_abbreviation_belongs_to_it() {
    assert_eq!(longest("U.S. President", "en").unwrap().len, 4);
    assert_eq!(longest("US. Then", "en").unwrap().len, 2);
}

#[test]
fn ambiguity_is_returned() {
    let found = longest("Georgia", "en").unwrap();
    assert!(found.entries.iter().any(|entry| matches!(entry, Entry::State(id, _) if id.iso3() == "GEO")));
    assert!(
        found
            .entries
            .iter()
            .any(|entry| matches!(entry, Entry::Region(id) if id.country() == Some("USA") && id.kind() == "province"))
    );
    let found = longest("Washington", "en").unwrap();
    assert!(found.entries.contains(&Entry::State(state("USA").unwrap(), StateForm::Capital)));
    assert!(found.entries.iter().any(|entry| matches!(entry, Entry::City(_))));
}

#[test]
fn single_words_of_another_language_are_left_out() {
    assert!(states("Yunani", "en").is_empty());
    assert_eq!(states("Yunani", "id"), [("GRC", StateForm::Name)]);
    assert_eq!(states("Yunani", ""), [("GRC", StateForm::Name)]);
    assert_eq!(states("Yunani", "xx"), []);
    assert_eq!(states("Korea Utara", "en")[0].0, "PRK", "several words cannot be taken for others");
}

#[test]
fn people_are_found_by_every_spelling() {
    for text in ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Zelenskyy", "Zelenskiy"] {
        let found = longest(text, "id").unwrap();
        assert_eq!(found.len, text.len());
        assert!(
            found
                .entries
                .iter()
                .any(|entry| matches!(entry, Entry::Person(id, _) if id.name() == "Volodymyr Zelensky")),
            "{text}"
        );
    }
    let found = longest("Putin", "en").unwrap();
    assert!(matches!(found.entries[0], Entry::Person(_, PersonForm::Surname { unique: true })));
}

#[test]
fn cities_have_exonyms_and_stand_by_population() {
    let geneva = cities("Jenewa");
    assert_eq!((geneva[0].name(), geneva[0].country(), geneva[0].geonames()), ("Geneva", "CHE", 2660646));
    for text in ["San Jose", "Tripoli", "Alexandria", "Hyderabad", "Moscow"] {
        let found = cities(text);
        assert!(found.len() > 1, "{text}");
        assert!(found.windows(2).all(|pair| pair[0].population() >= pair[1].population()), "{text}");
    }
    assert_eq!(cities("Washington, D.C.")[0].geonames(), 4140963);
    let jakarta = cities("Jakarta")[0];
    assert!((jakarta.lat() + 6.2).abs() < 0.1 && (jakarta.lon() - 106.8).abs() < 0.1);
}

#[test]
fn a_city_is_no_place_where_its_name_is_a_common_word() {
    let is_city = |text, language| {
        longest(text, language).is_some_and(|found| found.entries.iter().any(|entry| matches!(entry, Entry::City(_))))
    };
    assert!(is_city("Lima", "en") && !is_city("Lima", "id"));
    assert!(is_city("Nice", "id") && !is_city("Nice", "en"));
}

#[test]
fn short_names_of_mixed_letters_are_written_so() {
    assert!(longest("LeT", "en").is_some());
    assert!(find("Let us go", 0, "en").is_empty());
}

#[test]
fn outlets_are_known_by_host() {
    for host in ["www.cnnindonesia.com", "CNNIndonesia.com", "amp.cnnindonesia.com"] {
        assert_eq!(outlet_by_domain(host).unwrap().name(), "CNN Indonesia");
    }
    assert_eq!(outlet_by_domain("cnnindonesia.example"), None);
    assert_eq!(outlet_by_domain(""), None);
}

#[test]
fn states_are_known_by_code() {
    let ukraine = state("UKR").unwrap();
    assert_eq!((ukraine.iso2(), ukraine.name(), ukraine.capital()), ("UA", "Ukraine", "Kyiv"));
    assert_eq!(state_by_iso2("UA"), Some(ukraine));
    assert_eq!(state("XXX"), None);
}

proptest! {
    #[test]
    fn no_text_and_no_place_makes_it_panic(text in "\\PC*", at in 0usize..80, language in "(id|en||x)") {
        for found in find(&text, at, &language) {
            prop_assert!(text.get(at..at + found.len).is_some());
            prop_assert!(found.len > 0 && !found.entries.is_empty());
        }
    }

    #[test]
    fn every_place_of_a_text_of_names(words in proptest::collection::vec("(AS|U\\.S\\.|Rusia|Vučić|’s|Kyiv|-|\u{301}| |\n|Putin|\u{200b})", 0..12)) {
        let text = words.concat();
        for at in 0..=text.len() + 1 {
            for found in find(&text, at, "id") {
                prop_assert!(text.get(at..at + found.len).is_some());
            }
        }
    }
}
