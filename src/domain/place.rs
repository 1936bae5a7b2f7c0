//! Places: towns, villages, bases, crossings, dams.

use crate::domain::{Id, LonLat};

/// A town, village, district, base, air base, crossing, dam or strategic site: a point with names.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What files call it; unique in a chronicle.
    pub id: Id,
    /// The name in Latin letters.
    pub name: String,
    /// The name in Arabic letters, empty where none is known.
    pub name_ar: String,
    /// What kind of place it is; decides the shape on the map.
    pub kind: PlaceKind,
    /// Where it lies.
    pub position: LonLat,
    /// Where the coordinates come from.
    pub coord_source: CoordSource,
    /// GeoNames' number of the place.
    pub geonames_id: Option<u64>,
    /// The first-level division it lies in, by name; empty where not known.
    pub admin1: String,
    /// How many people live there, where known.
    pub population: Option<u64>,
}

/// What kind of place; the words are those of `places.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum PlaceKind {
    /// A city: a large dot.
    City,
    /// A town: a dot. Also what a place is where nothing is said.
    #[default]
    Town,
    /// A village: a small dot.
    Village,
    /// A district of a city.
    District,
    /// A military base.
    MilitaryBase,
    /// An air base or airport.
    AirBase,
    /// A border crossing.
    BorderCrossing,
    /// A dam.
    Dam,
    /// A hill, a field, a prison, a junction: a site that matters.
    StrategicSite,
    /// A word that Salient does not know; kept as it is and drawn as a town.
    Other(String),
}

impl PlaceKind {
    /// The kinds Salient knows, most important first.
    pub const KNOWN: [Self; 9] = [
        Self::City,
        Self::Town,
        Self::AirBase,
        Self::MilitaryBase,
        Self::BorderCrossing,
        Self::Dam,
        Self::District,
        Self::StrategicSite,
        Self::Village,
    ];

    /// The kind that `text` names; unknown words are kept.
    pub fn from_text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Town;
        }
        Self::KNOWN
            .iter()
            .find(|kind| kind.text().eq_ignore_ascii_case(text))
            .cloned()
            .unwrap_or_else(|| Self::Other(text.to_owned()))
    }

    /// The word for it in files.
    pub fn text(&self) -> &str {
        match self {
            Self::City => "city",
            Self::Town => "town",
            Self::Village => "village",
            Self::District => "district",
            Self::MilitaryBase => "military-base",
            Self::AirBase => "air-base",
            Self::BorderCrossing => "border-crossing",
            Self::Dam => "dam",
            Self::StrategicSite => "strategic-site",
            Self::Other(text) => text,
        }
    }

    /// The word for it in sentences: hyphens become blanks.
    pub fn words(&self) -> String {
        self.text().replace('-', " ")
    }
}

/// Where a place's coordinates come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum CoordSource {
    /// From GeoNames (CC BY 4.0).
    GeoNames,
    /// Read off a map, to two or three decimals.
    Approximate,
    /// Not said.
    #[default]
    Unstated,
    /// Another word, kept as it is.
    Other(String),
}

impl CoordSource {
    /// The origin that `text` names; unknown words are kept.
    pub fn from_text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Unstated,
            "geonames" => Self::GeoNames,
            "approximate" => Self::Approximate,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word for it in files.
    pub fn text(&self) -> &str {
        match self {
            Self::GeoNames => "geonames",
            Self::Approximate => "approximate",
            Self::Unstated => "",
            Self::Other(text) => text,
        }
    }
}
