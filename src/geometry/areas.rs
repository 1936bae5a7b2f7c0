//! Areas from outside: polygons as they are, their ground, and the fronts where they meet.

use rustc_hash::FxHashMap;

use crate::domain::{FactionIx, Polygon};
use crate::geometry::ellipsoid::{length_along, ring_area};
use crate::geometry::world_from_lon_lat;

/// A polygon in world units: the outer ring first, then its holes.
pub type WorldPolygon = Vec<Vec<[f64; 2]>>;

/// The ground that one area from outside gives to a faction.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaPatch {
    /// Who holds it; `None` where nobody can tell.
    pub faction: Option<FactionIx>,
    /// Where, in world units.
    pub polygons: Vec<WorldPolygon>,
}

impl AreaPatch {
    /// Its ground in square metres.
    pub fn area(&self) -> f64 {
        let of_polygon = |polygon: &WorldPolygon| {
            let mut rings = polygon.iter().map(|ring| ring_area(ring).abs());
            rings.next().unwrap_or_default() - rings.sum::<f64>()
        };
        self.polygons.iter().map(of_polygon).sum()
    }
}

/// Projects polygons to the world. A ring over the antimeridian goes on beyond 1.
pub fn world_polygons(polygons: &[Polygon]) -> Vec<WorldPolygon> {
    let ring = |ring: &Vec<crate::domain::LonLat>| {
        let mut before: Option<f64> = None;
        ring.iter()
            .map(|point| {
                let world = world_from_lon_lat(*point);
                // A side longer than half the world goes the other way round.
                let x = before.map_or(world.x, |before| world.x + (before - world.x).round());
                before = Some(x);
                [x, world.y]
            })
            .collect()
    };
    polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect()
}

/// A line along which the areas of two factions meet.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaFront {
    /// The faction with the smaller number.
    pub one: FactionIx,
    /// The other.
    pub other: FactionIx,
    /// The line, in world units.
    pub line: Vec<[f64; 2]>,
}

impl AreaFront {
    /// Its length in metres.
    pub fn length(&self) -> f64 {
        self.line.windows(2).map(|pair| length_along(pair[0], pair[1])).sum()
    }
}

/// The fronts between areas: sides that the areas of two factions have in common, corner by
/// corner. Areas that only nearly touch have none.
pub fn area_fronts(patches: &[AreaPatch]) -> Vec<AreaFront> {
    type Key = (i64, i64);
    // A nanometre-fine grid: corners that are the same in the files are the same here.
    let key = |point: &[f64; 2]| -> Key { ((point[0] * 1e11).round() as i64, (point[1] * 1e11).round() as i64) };
    let mut sides: FxHashMap<(Key, Key), FactionIx> = FxHashMap::default();
    let mut fronts: Vec<AreaFront> = Vec::new();
    for patch in patches {
        let Some(faction) = patch.faction else { continue };
        for ring in patch.polygons.iter().flatten() {
            let mut going: Option<AreaFront> = None;
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let (from, to) = (key(a), key(b));
                let side = (from.min(to), from.max(to));
                let rival = *sides.entry(side).or_insert(faction);
                if rival == faction {
                    fronts.extend(going.take());
                    continue;
                }
                let (one, other) = (faction.min(rival), faction.max(rival));
                match &mut going {
                    Some(front) if (front.one, front.other) == (one, other) => front.line.push(*b),
                    _ => {
                        fronts.extend(going.take());
                        going = Some(AreaFront { one, other, line: vec![*a, *b] });
                    }
                }
            }
            fronts.extend(going);
        }
    }
    fronts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LonLat;

    fn square(west: f64, side: f64, faction: usize) -> AreaPatch {
        let at = |x: f64, y: f64| LonLat::new(x, y).unwrap();
        let ring = vec![at(west, 48.0), at(west + side, 48.0), at(west + side, 48.0 + side), at(west, 48.0 + side)];
        AreaPatch { faction: Some(FactionIx::new(faction)), polygons: world_polygons(&[vec![ring]]) }
    }

    #[test]
    fn areas_that_share_a_side_have_a_front_along_it() {
        let fronts = area_fronts(&[square(36.0, 1.0, 0), square(37.0, 1.0, 1), square(38.0, 1.0, 1)]);
        assert_eq!(fronts.len(), 1);
        assert!((fronts[0].length() / 111_200.0 - 1.0).abs() < 2e-3, "{}", fronts[0].length());
    }

    #[test]
    fn an_area_over_the_antimeridian_is_no_wider_than_it_is() {
        let at = |x: f64, y: f64| LonLat::new(x, y).unwrap();
        let ring = vec![at(179.0, 0.0), at(-179.0, 0.0), at(-179.0, 1.0), at(179.0, 1.0)];
        let patch = AreaPatch { faction: None, polygons: world_polygons(&[vec![ring]]) };
        assert!((patch.area() / 1e6 / (2.0 * 111.32 * 110.57) - 1.0).abs() < 1e-2, "{}", patch.area());
    }
}
