//! Codes of other tables: Correlates of War numbers, FIPS 10-4, Goldstein's scale. Data in `data/`.

use notula_record::{EventType, Status};
use notula_story::view::Event;

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

/// Number of a state in the Correlates of War list, by its ISO 3166-1 alpha-3 code.
pub(crate) fn cow(country: &str) -> Option<&'static str> {
    state(country).map(|(_, cow, _)| cow).filter(|cow| !cow.is_empty())
}

/// FIPS 10-4 code of a country, by its ISO 3166-1 alpha-3 code.
pub(crate) fn fips(country: &str) -> Option<&'static str> {
    state(country).map(|(_, _, fips)| fips).filter(|fips| !fips.is_empty())
}

fn state(country: &str) -> Option<(&'static str, &'static str, &'static str)> {
    COUNTRIES.binary_search_by(|(code, _, _)| (*code).cmp(country)).ok().map(|at| COUNTRIES[at])
}

/// Goldstein's value of a CAMEO code: that of the longest beginning in the table.
pub(crate) fn goldstein(cameo: &str) -> Option<f64> {
    (2..=cameo.len()).rev().find_map(|len| {
        let beginning = cameo.get(..len)?;
        GOLDSTEIN.binary_search_by(|(code, _)| (*code).cmp(beginning)).ok().map(|at| GOLDSTEIN[at].1)
    })
}

/// PLOVER's quad class as GDELT numbers it.
pub(crate) fn quad(class: &str) -> Option<u8> {
    match class {
        "verbal cooperation" => Some(1),
        "material cooperation" => Some(2),
        "verbal conflict" => Some(3),
        "material conflict" => Some(4),
        _ => None,
    }
}

/// PLOVER's score of a type and mode, or of the type where the mode has none.
pub(crate) fn intensity(kind: EventType, mode: Option<&str>) -> Option<f64> {
    let score = |mode: &str| {
        INTENSITY.binary_search_by(|&(k, m, _)| (k, m).cmp(&(kind.as_str(), mode))).ok().map(|at| INTENSITY[at].2)
    };
    mode.and_then(score).or_else(|| score(""))
}

/// An event as a table without a column for status has it: its type, mode and CAMEO code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coded<'a> {
    pub(crate) kind: EventType,
    pub(crate) mode: Option<&'a str>,
    pub(crate) cameo: Option<&'a str>,
}

/// How an event is coded there; null where such a table would say more than is known.
pub(crate) fn coded(event: &Event) -> Option<Coded<'_>> {
    match event.status {
        Status::Occurred | Status::Ongoing => {
            Some(Coded { kind: event.kind, mode: event.mode.as_deref(), cameo: event.cameo.as_deref() })
        }
        Status::Planned => {
            let at = PLANNED.binary_search_by(|&(kind, _, _)| kind.cmp(event.kind.as_str())).ok()?;
            let (_, kind, cameo) = PLANNED[at];
            Some(Coded { kind: kind.parse().ok()?, mode: None, cameo: Some(cameo) })
        }
        Status::Conditional | Status::Possible | Status::Denied => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_codes() {
        assert_eq!((cow("RUS"), fips("RUS")), (Some("365"), Some("RS")));
        assert_eq!((cow("PSE"), fips("PSE")), (None, Some("WE")));
        assert_eq!(cow("nowhere"), None);
        assert_eq!(goldstein("0874"), Some(10.0));
        assert_eq!(goldstein("0461"), Some(7.0));
        assert_eq!(goldstein("99"), None);
        assert_eq!(goldstein("é"), None);
    }

    #[test]
    fn every_type_has_a_score() {
        for &kind in EventType::ALL {
            assert!(intensity(kind, None).is_some(), "{kind}");
        }
        assert_eq!(intensity(EventType::Consult, Some("phone")), Some(1.5));
        assert_eq!(intensity(EventType::Agree, Some("phone")), Some(2.5));
    }

    #[test]
    fn planned_types_can_be_read() {
        for (from, to, cameo) in PLANNED {
            assert!(from.parse::<EventType>().is_ok() && to.parse::<EventType>().is_ok(), "{from} {to}");
            assert!(goldstein(cameo).is_some(), "{cameo}");
        }
    }

    #[test]
    fn knows_every_quad_class() {
        for kind in notula_record::EventType::ALL {
            assert!(quad(kind.quad()).is_some(), "{kind}");
        }
    }
}
