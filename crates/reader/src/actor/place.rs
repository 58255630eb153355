//! Which place a name means, by what the report says around it.

use notula_knowledge::{Entry, StateForm};
use notula_language::Class;
use rustc_hash::FxHashMap;

use super::governed_by;
use super::phrase::{Head, Phrase};
use super::spot::Name;
use crate::doc::Doc;
use crate::draft::PlaceDraft;
use crate::mention::PlaceIx;

/// Gathers places.
pub struct Places<'d, 'a> {
    doc: &'d Doc<'a>,
    /// How often each country is named.
    countries: FxHashMap<&'static str, usize>,
    by_key: FxHashMap<(String, Option<String>), PlaceIx>,
    /// The places.
    pub places: Vec<PlaceDraft>,
    /// Token after the last place mention, for "Miami, Florida, AS".
    last: Option<(usize, PlaceIx)>,
}

impl<'d, 'a> Places<'d, 'a> {
    /// Counts the countries that the phrases name.
    pub fn new(doc: &'d Doc<'a>, phrases: &[Phrase]) -> Self {
        let mut countries = FxHashMap::default();
        let mut count = |phrase: &Phrase| {
            if let Head::Named(name) = &phrase.head
                && let Some((state, form)) = name.state()
                && form != StateForm::Capital
            {
                *countries.entry(state.iso3()).or_default() += 1;
            }
        };
        for phrase in phrases {
            count(phrase);
            if let Some(owner) = &phrase.owner {
                count(owner);
            }
        }
        Self { doc, countries, by_key: FxHashMap::default(), places: Vec::new(), last: None }
    }

    /// Whether the phrase stands where a place does: after "in", "di", or after a place and a comma.
    pub fn is_locative(&self, phrase: &Phrase, before: Option<&Phrase>) -> bool {
        let start = phrase.tokens.start;
        if governed_by(self.doc, start, &[Class::Locative]) {
            return true;
        }
        let follows = self.last.is_some_and(|(end, _)| end + 1 == start && self.doc.is_mark(end, ","));
        follows && before.is_some_and(|before| before.tokens.end + 1 == start)
    }

    /// The place that `name` means. `after` is the next phrase, which may name the country ("Miami, AS").
    pub fn resolve(&mut self, phrase: &Phrase, name: &Name, after: Option<&Phrase>) -> Option<PlaceIx> {
        let doc = self.doc;
        let end = phrase.tokens.end;
        let beside = after
            .filter(|after| after.tokens.start == end + 1 && (doc.is_mark(end, ",") || doc.is_mark(end, "(")))
            .and_then(|after| match &after.head {
                Head::Named(name) => Some(name),
                _ => None,
            });
        let beside: Vec<&str> = beside.into_iter().flat_map(|name| name.entries.iter().filter_map(country)).collect();
        let outer =
            self.last.filter(|&(last, _)| last + 1 == phrase.tokens.start && doc.is_mark(last, ",")).map(|(_, ix)| ix);
        let best = name
            .entries
            .iter()
            .filter_map(|entry| self.score(entry, name, &beside).map(|score| (score, *entry)))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        let runner_up = name
            .entries
            .iter()
            .filter(|entry| **entry != best.1)
            .filter_map(|entry| self.score(entry, name, &beside))
            .fold(0.0f32, f32::max);
        let confidence =
            if beside.is_empty() { 0.6 + 0.35 * (1.0 - runner_up / best.0.max(0.1)).clamp(0.0, 1.0) } else { 0.97 };
        let ix = self.place(best.1, confidence)?;
        // "Miami, Florida": the wider place is no place of its own where the narrower one is known
        if outer.is_none() {
            self.last = Some((end, ix));
        } else {
            self.last = Some((end, outer.unwrap_or(ix)));
        }
        Some(ix)
    }

    fn score(&self, entry: &Entry, name: &Name, beside: &[&str]) -> Option<f32> {
        let is_city =
            |iso3: &str| name.entries.iter().any(|entry| matches!(entry, Entry::City(city) if city.country() == iso3));
        let (country, size) = match entry {
            // "Putrajaya" is a town of its own where a place is meant
            Entry::State(state, StateForm::Metonym) if is_city(state.iso3()) => return None,
            Entry::City(city) => (city.country(), (city.population().max(1) as f32).log10()),
            Entry::Region(region) => (region.country().unwrap_or(""), 5.5),
            Entry::State(state, StateForm::Name | StateForm::Metonym) => (state.iso3(), 9.0),
            Entry::State(state, StateForm::Capital) => (state.iso3(), 0.5),
            _ => return None,
        };
        let mut score = size;
        if let Entry::City(_) = entry
            && name
                .entries
                .iter()
                .any(|other| matches!(other, Entry::State(state, StateForm::Capital) if state.iso3() == country))
        {
            score += 4.0;
        }
        if !country.is_empty() {
            score += 1.5 * (self.countries.get(country).copied().unwrap_or(0) as f32).min(4.0);
            if beside.contains(&country) {
                score += 10.0;
            }
        }
        Some(score)
    }

    fn place(&mut self, entry: Entry, confidence: f32) -> Option<PlaceIx> {
        let draft = match entry {
            Entry::City(city) => PlaceDraft {
                name: city.name().to_owned(),
                country: Some(city.country().to_owned()),
                at: Some((f64::from(city.lat()), f64::from(city.lon()))),
                geonames: Some(city.geonames()),
                wide: false,
                confidence,
                why: vec!["gazetteer: city".to_owned()],
            },
            Entry::Region(region) => PlaceDraft {
                name: region.name().to_owned(),
                country: region.country().map(str::to_owned),
                at: Some((f64::from(region.lat()), f64::from(region.lon()))),
                geonames: None,
                wide: region.kind() == "part",
                confidence,
                why: vec!["gazetteer: region".to_owned()],
            },
            // "in the Kremlin" is in the capital
            Entry::State(state, StateForm::Capital | StateForm::Metonym) => PlaceDraft {
                name: state.capital().to_owned(),
                country: Some(state.iso3().to_owned()),
                at: None,
                geonames: None,
                wide: false,
                confidence,
                why: vec!["states.tsv: capital".to_owned()],
            },
            Entry::State(state, _) => PlaceDraft {
                name: state.name().to_owned(),
                country: Some(state.iso3().to_owned()),
                at: Some((f64::from(state.lat()), f64::from(state.lon()))),
                geonames: None,
                wide: false,
                confidence,
                why: vec!["states.tsv".to_owned()],
            },
            _ => return None,
        };
        let key = (draft.name.clone(), draft.country.clone());
        if let Some(&ix) = self.by_key.get(&key) {
            return Some(ix);
        }
        self.places.push(draft);
        self.by_key.insert(key, self.places.len() - 1);
        Some(self.places.len() - 1)
    }
}

fn country(entry: &Entry) -> Option<&'static str> {
    match entry {
        Entry::State(state, _) => Some(state.iso3()),
        Entry::Region(region) => region.country(),
        _ => None,
    }
}
