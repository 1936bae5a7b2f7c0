//! What a document's territory is made from: the land, the cells, the areas from outside.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::document::Document;
use crate::basemap::Basemap;
use crate::domain::{FactionIx, LonLat, PlaceIx, PlacesState};
use crate::geometry::{AreaPatch, Land, Reach, Territory, Tessellation, world_polygons};
use crate::scene::{Ground, SceneTerritory, TerritoryChoice};

/// Why a reach cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not understand the reach {typed:?}; write kilometres from {} to {}, or none for as far as the land goes", Reach::LIMITS_KM.0, Reach::LIMITS_KM.1)]
pub struct NoReach {
    typed: String,
}

/// Reads a reach: kilometres, or `none`.
pub fn parse_reach(typed: &str) -> Result<Reach, NoReach> {
    let text = typed.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(Reach::Unlimited);
    }
    let number = text.trim_end_matches("km").trim().parse::<f64>().ok();
    let (least, most) = Reach::LIMITS_KM;
    number
        .filter(|km| (least..=most).contains(km))
        .map(Reach::Km)
        .ok_or_else(|| NoReach { typed: crate::domain::excerpt(typed) })
}

/// A reach as it is written.
pub fn reach_text(reach: Reach) -> String {
    match reach {
        Reach::Km(km) => format!("reach {} km", (km * 10.0).round() / 10.0),
        Reach::Unlimited => "no limit of reach".to_owned(),
    }
}

impl Document {
    /// The land that territory is clipped to: the chronicle's own, else that of the countries in
    /// which its places lie; nothing where they lie in none.
    pub fn land(&self) -> &Land {
        self.ground.land.get_or_init(|| {
            if self.ground.polygons.land.is_empty() {
                let places: Vec<LonLat> = self.chronicle.places().iter().map(|place| place.position).collect();
                return Basemap::embedded().land_of(&places).0;
            }
            Land::from_polygons(&world_polygons(&self.ground.polygons.land))
        })
    }

    /// The cells of the places. Takes some 0.1 s for 33,000 places; kept for the reach last asked for.
    pub fn cells(&self, reach: Reach) -> Arc<Tessellation> {
        // Whoever panicked while holding the lock was a bug; what it guards is whole all the same.
        let mut known = self.ground.cells.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(cells) = known.as_ref().filter(|cells| cells.reach() == reach) {
            return Arc::clone(cells);
        }
        let places: Vec<LonLat> = self.chronicle.places().iter().map(|place| place.position).collect();
        let cells = Arc::new(Tessellation::new(&places, Some(self.land()), reach));
        *known = Some(Arc::clone(&cells));
        cells
    }

    /// The cells, if they have been made for this reach already.
    pub fn known_cells(&self, reach: Reach) -> Option<Arc<Tessellation>> {
        let known = self.ground.cells.try_lock().ok()?;
        known.as_ref().filter(|cells| cells.reach() == reach).map(Arc::clone)
    }

    /// Who holds which ground on a date.
    pub fn territory(&self, cells: &Tessellation, date: Date) -> Territory {
        let state = self.timeline.state_on(date);
        Territory::new(cells, self.chronicle.factions().len(), |cell| self.holder(&state, cells.place_of(cell)))
    }

    /// What the territory of a scene is made from, on a date.
    pub fn ground<'a>(&'a self, state: &'a PlacesState, date: Date) -> Ground<'a> {
        Ground {
            timeline: &self.timeline,
            state,
            date,
            factions: self.chronicle.factions().len(),
            unknown: self.chronicle.unknown_faction(),
        }
    }

    /// The territory of a scene on a date.
    pub fn scene_territory(
        &self,
        state: &PlacesState,
        date: Date,
        choice: TerritoryChoice,
        cells: Arc<Tessellation>,
    ) -> SceneTerritory {
        let areas = if choice.areas { self.area_patches(date) } else { Vec::new() };
        SceneTerritory::new(self.ground(state, date), cells, choice, areas)
    }

    /// Who holds a place in a state: nobody known, where the state says so.
    pub fn holder(&self, state: &PlacesState, place: PlaceIx) -> Option<FactionIx> {
        let unknown = self.chronicle.unknown_faction();
        self.timeline.controller(state.of(place)).filter(|faction| Some(*faction) != unknown)
    }

    /// The areas from outside on a date, as patches of the map.
    pub fn area_patches(&self, date: Date) -> Vec<AreaPatch> {
        let areas = &self.ground.polygons.areas;
        // Sorted by first day: none after the date needs to be looked at.
        let begun = areas.partition_point(|area| area.start <= date);
        areas[..begun]
            .iter()
            .filter(|area| area.is_on(date))
            .map(|area| AreaPatch { faction: area.faction, polygons: world_polygons(&area.polygons) })
            .collect()
    }

    /// Whether the chronicle brings areas from outside.
    pub fn has_areas(&self) -> bool {
        !self.ground.polygons.areas.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_kilometres_within_limits_or_none() {
        assert_eq!(parse_reach("25"), Ok(Reach::Km(25.0)));
        assert_eq!(parse_reach(" 7.5 km"), Ok(Reach::Km(7.5)));
        assert_eq!(parse_reach("none"), Ok(Reach::Unlimited));
        for wrong in ["", "4", "101", "-5", "NaN", "far", "inf"] {
            assert!(parse_reach(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_bundled_chronicle_is_clipped_to_syria() {
        let document = Document::open(None).unwrap();
        let cells = document.cells(Reach::Unlimited);
        let km2: f64 = (0..cells.cell_count() as u32).map(|cell| cells.area(cell)).sum::<f64>() / 1e6;
        assert!((180_000.0..192_000.0).contains(&km2), "{km2}");
        assert!(document.known_cells(Reach::Unlimited).is_some());
        assert!(document.known_cells(Reach::Km(25.0)).is_none());
    }
}
