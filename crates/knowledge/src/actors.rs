//! States, bodies and outlets.

use notula_record::Sector;

use crate::layout::{BODY_WIDTH, DOMAIN_WIDTH, OUTLET_WIDTH, STATE_WIDTH};
use crate::tables::table;

table!(STATES, STATE_WIDTH, "states.bin");
table!(BODIES, BODY_WIDTH, "bodies.bin");
table!(OUTLETS, OUTLET_WIDTH, "outlets.bin");
table!(DOMAINS, DOMAIN_WIDTH, "domains.bin");

/// A state (or territory) of ISO 3166-1, Kosovo as `XKX`, the European Union as `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateId(pub(crate) u32);

impl StateId {
    /// ISO 3166-1 alpha-3 code.
    pub fn iso3(self) -> &'static str {
        STATES.text(self.0, 0)
    }

    /// ISO 3166-1 alpha-2 code.
    pub fn iso2(self) -> &'static str {
        STATES.text(self.0, 1)
    }

    /// Usual English short name.
    pub fn name(self) -> &'static str {
        STATES.text(self.0, 2)
    }

    /// Official English name; the short one where no other is known.
    pub fn official_name(self) -> &'static str {
        STATES.some_text(self.0, 3).unwrap_or_else(|| self.name())
    }

    /// English name of the capital, empty where there is none.
    pub fn capital(self) -> &'static str {
        STATES.text(self.0, 4)
    }

    /// Latitude of the middle of the land, in degrees.
    pub fn lat(self) -> f32 {
        STATES.float(self.0, 5)
    }

    /// Longitude of the middle of the land, in degrees.
    pub fn lon(self) -> f32 {
        STATES.float(self.0, 6)
    }

    /// All states, sorted by code.
    pub fn all() -> impl Iterator<Item = StateId> {
        (0..STATES.len() as u32).map(StateId)
    }
}

/// The state with this ISO 3166-1 alpha-3 code.
pub fn state(iso3: &str) -> Option<StateId> {
    STATES.search(iso3).map(StateId)
}

/// The state with this ISO 3166-1 alpha-2 code.
pub fn state_by_iso2(iso2: &str) -> Option<StateId> {
    StateId::all().find(|state| state.iso2() == iso2)
}

/// An organisation that acts: international body, ministry, parliament, army, party, armed group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyId(pub(crate) u32);

impl BodyId {
    /// Key by which the terms of people name the body.
    pub fn key(self) -> &'static str {
        BODIES.text(self.0, 0)
    }

    /// Usual English name.
    pub fn name(self) -> &'static str {
        BODIES.text(self.0, 1)
    }

    /// ISO 3166-1 alpha-3 code; none for international bodies.
    pub fn country(self) -> Option<&'static str> {
        BODIES.some_text(self.0, 2)
    }

    /// PLOVER sector.
    pub fn sector(self) -> Sector {
        sector(BODIES.cell(self.0, 3))
    }

    /// Wikidata id, where it is certain.
    pub fn wikidata(self) -> Option<&'static str> {
        BODIES.some_text(self.0, 4)
    }

    /// All bodies, sorted by key.
    pub fn all() -> impl Iterator<Item = BodyId> {
        (0..BODIES.len() as u32).map(BodyId)
    }
}

/// The body with this key.
pub fn body(key: &str) -> Option<BodyId> {
    BODIES.search(key).map(BodyId)
}

/// A news agency, newspaper, broadcaster or site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutletId(pub(crate) u32);

impl OutletId {
    /// Usual name.
    pub fn name(self) -> &'static str {
        OUTLETS.text(self.0, 0)
    }

    /// Chief domain without `www.`, where it is known.
    pub fn domain(self) -> Option<&'static str> {
        OUTLETS.some_text(self.0, 1)
    }

    /// ISO 3166-1 alpha-3 code of the home country.
    pub fn country(self) -> Option<&'static str> {
        OUTLETS.some_text(self.0, 2)
    }

    /// All outlets, in the order of the file.
    pub fn all() -> impl Iterator<Item = OutletId> {
        (0..OUTLETS.len() as u32).map(OutletId)
    }
}

/// The outlet of a host name: `www.cnnindonesia.com` and `amp.cnnindonesia.com` are both CNN Indonesia.
pub fn outlet_by_domain(host: &str) -> Option<OutletId> {
    let host = host.to_ascii_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(row) = DOMAINS.search(rest) {
            return Some(OutletId(DOMAINS.cell(row, 1)));
        }
        rest = rest.split_once('.')?.1;
    }
}

pub(crate) fn sector(place: u32) -> Sector {
    Sector::ALL.get(place as usize).copied().unwrap_or(Sector::Unk)
}
