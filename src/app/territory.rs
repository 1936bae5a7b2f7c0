//! What a document's territory is made from: the land, the cells, the areas from outside.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::document::Document;
use crate::basemap::Basemap;
use crate::domain::{FactionIx, LonLat, PlaceIx, PlacesState, Timeline};
use crate::geometry::{AreaPatch, Land, Reach, Territory, Tessellation, WorldRect, world_polygons};
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

/// From date to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStep {
    /// So many days.
    Days(u32),
    /// So many calendar months.
    Months(u32),
    /// Every day on which anything changes.
    Change,
}

/// Why a step cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not understand the step {typed:?}; write a number with d, w, mo or y, like 1w, or change")]
pub struct NoStep {
    typed: String,
}

/// Reads a step like `1d`, `2w`, `1mo`, `1y` or `change`.
pub fn parse_step(typed: &str) -> Result<DateStep, NoStep> {
    let text = typed.trim();
    if text.eq_ignore_ascii_case("change") {
        return Ok(DateStep::Change);
    }
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..unit_at].parse::<u32>().ok().filter(|number| (1..=100_000).contains(number));
    let step = number.and_then(|number| match text[unit_at..].trim() {
        "d" => Some(DateStep::Days(number)),
        "w" => Some(DateStep::Days(number * 7)),
        "mo" => Some(DateStep::Months(number)),
        "y" => Some(DateStep::Months(number * 12)),
        _ => None,
    });
    step.ok_or_else(|| NoStep { typed: crate::domain::excerpt(typed) })
}

impl DateStep {
    /// The step as it is written: `7d`, `1mo`, `change`.
    pub fn written(self) -> String {
        match self {
            Self::Days(days) => format!("{days}d"),
            Self::Months(months) => format!("{months}mo"),
            Self::Change => "change".to_owned(),
        }
    }

    /// The dates from the first to the last. Months are counted from the first, so that the last day
    /// of a month does not creep to the 28th.
    pub fn dates(self, timeline: &Timeline, from: Date, to: Date) -> impl Iterator<Item = Date> + '_ {
        let mut number: i64 = 0;
        let mut next = Some(from);
        std::iter::from_fn(move || {
            let date = next.filter(|date| *date <= to)?;
            number += 1;
            next = match self {
                Self::Days(days) => jiff::Span::new()
                    .try_days(number * i64::from(days))
                    .ok()
                    .and_then(|span| from.checked_add(span).ok()),
                Self::Months(months) => {
                    let span = jiff::Span::new().try_months(number * i64::from(months)).ok();
                    span.and_then(|span| from.checked_add(span).ok())
                }
                Self::Change => timeline.next_change(date),
            };
            Some(date)
        })
    }
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
            only: None,
        }
    }

    /// The territory of a scene on a date, of `only` some places where wished; with a `view`, fronts are
    /// smooth there only.
    pub fn scene_territory(
        &self,
        (state, only): (&PlacesState, Option<&[bool]>),
        date: Date,
        choice: TerritoryChoice,
        cells: Arc<Tessellation>,
        view: Option<&WorldRect>,
    ) -> SceneTerritory {
        let areas = if choice.areas { self.area_patches(date) } else { Vec::new() };
        SceneTerritory::new(self.ground(state, date).only(only), cells, choice, areas, view)
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

    /// The first and the last day the slider goes over: those of the chronicle, and of its areas.
    pub fn days(&self) -> (Date, Date) {
        // Every event is looked at, and every picture asks.
        *self.ground.days.get_or_init(|| self.days_anew())
    }

    fn days_anew(&self) -> (Date, Date) {
        let (first, last) = self.chronicle.days();
        let areas = &self.ground.polygons.areas;
        let begins = areas.iter().map(|area| area.start).min();
        let ends = areas.iter().map(|area| area.end.unwrap_or(area.start).max(area.start)).max();
        let (Some(begins), Some(ends)) = (begins, ends) else { return (first, last) };
        let about = &self.chronicle.about;
        if self.chronicle.events().is_empty() && about.first_date.is_none() && about.last_date.is_none() {
            return (begins, ends);
        }
        (first.min(begins), last.max(ends))
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
    fn steps_are_days_weeks_months_years_or_changes() {
        assert_eq!(parse_step("2w"), Ok(DateStep::Days(14)));
        assert_eq!(parse_step("1y"), Ok(DateStep::Months(12)));
        for wrong in ["", "1", "mo", "0d", "-1d", "1 fortnight", "999999999999d", "é"] {
            assert!(parse_step(wrong).is_err(), "{wrong}");
        }
        let day = |text| crate::domain::parse_date(text).unwrap();
        let timeline = Timeline::default();
        let dates = DateStep::Months(1).dates(&timeline, day("2015-01-31"), day("2015-04-30"));
        let dates: Vec<String> = dates.map(|date| date.to_string()).collect();
        assert_eq!(dates, ["2015-01-31", "2015-02-28", "2015-03-31", "2015-04-30"]);
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
