//! Cities, and regions of every sort: provinces, seas, straits, small places at a front, buildings.

use crate::layout::{CITY_WIDTH, REGION_WIDTH};
use crate::tables::table;

table!(CITIES, CITY_WIDTH, "cities.bin");
table!(REGIONS, REGION_WIDTH, "regions.bin");

/// A city of GeoNames. Of two cities, the one with the smaller id has more inhabitants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CityId(pub(crate) u32);

impl CityId {
    /// English name.
    pub fn name(self) -> &'static str {
        CITIES.text(self.0, 0)
    }

    /// ISO 3166-1 alpha-3 code.
    pub fn country(self) -> &'static str {
        CITIES.text(self.0, 1)
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f32 {
        CITIES.float(self.0, 2)
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f32 {
        CITIES.float(self.0, 3)
    }

    /// GeoNames id.
    pub fn geonames(self) -> u32 {
        CITIES.cell(self.0, 4)
    }

    /// Inhabitants.
    pub fn population(self) -> u32 {
        CITIES.cell(self.0, 5)
    }

    /// All cities, the largest first.
    pub fn all() -> impl Iterator<Item = CityId> {
        (0..CITIES.len() as u32).map(CityId)
    }
}

/// A part of the world, region, province, sea, strait, island, river, town, building, crossing or base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionId(pub(crate) u32);

impl RegionId {
    /// English name.
    pub fn name(self) -> &'static str {
        REGIONS.text(self.0, 0)
    }

    /// What it is: `part` (of the world), `region`, `province`, `sea`, `strait`, `island`, `river`, `town`, `building`, `crossing` or `base`.
    pub fn kind(self) -> &'static str {
        REGIONS.text(self.0, 1)
    }

    /// ISO 3166-1 alpha-3 code; none for seas and for regions of several states.
    pub fn country(self) -> Option<&'static str> {
        REGIONS.some_text(self.0, 2)
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f32 {
        REGIONS.float(self.0, 3)
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f32 {
        REGIONS.float(self.0, 4)
    }

    /// GeoNames id, where it is certain.
    pub fn geonames(self) -> Option<u32> {
        Some(REGIONS.cell(self.0, 5)).filter(|id| *id > 0)
    }

    /// All regions, in the order of the file.
    pub fn all() -> impl Iterator<Item = RegionId> {
        (0..REGIONS.len() as u32).map(RegionId)
    }
}
