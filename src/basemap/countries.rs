//! Countries as areas: the land that territory is clipped to where a chronicle brings none.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::basemap::{Basemap, Numbers};
use crate::domain::LonLat;
use crate::geometry::{Land, world_from_lon_lat};

pub(super) const AREAS: u64 = 6;

/// A country holds a chronicle's ground if at least one in so many of its places lies there: a
/// border crossing some hundred metres beyond the line must not make a neighbour part of the war.
const ONE_IN: usize = 50;

/// The countries of the base map as a topology: a border is one arc that both sides refer to.
#[derive(Debug, Default)]
pub(super) struct Countries {
    arcs: Vec<Vec<[f64; 2]>>,
    countries: Vec<Country>,
}

#[derive(Debug)]
struct Country {
    name: String,
    // Rings of arcs; an arc run backwards is -1 - number.
    rings: Vec<Vec<i64>>,
}

pub(super) type Cell = OnceLock<Countries>;

impl Basemap {
    /// The land of the countries in which the places lie, borders between them left out, and the
    /// names of these countries. Without a place on land there is none.
    pub fn land_of(&self, places: &[LonLat]) -> (Land, Vec<&str>) {
        let countries = self.countries.get_or_init(|| {
            let block = self.blocks.iter().find(|block| block.layer == AREAS);
            let bytes = block.and_then(|block| Some((self.bytes.get(block.range.clone())?, block.bits)));
            bytes.and_then(|(bytes, bits)| read(bytes, bits)).unwrap_or_default()
        });
        let mut remaining: Vec<[f64; 2]> = places
            .iter()
            .map(|place| {
                let point = world_from_lon_lat(*place);
                [point.x, point.y]
            })
            .collect();
        let least = (places.len() / ONE_IN).max(1);
        let mut chosen: Vec<usize> = Vec::new();
        for number in 0..countries.countries.len() {
            let land = countries.land(&[number]);
            let Some(bounds) = land.bounds() else { continue };
            // A country over the antimeridian lies partly in the next copy of the world.
            let near = |[x, y]: [f64; 2]| {
                (bounds.west..=bounds.east).contains(&x) && (bounds.north..=bounds.south).contains(&y)
            };
            let copies = |[x, y]: &[f64; 2]| [[*x, *y], [x + 1.0, *y]];
            if !remaining.iter().any(|point| copies(point).into_iter().any(near)) {
                continue;
            }
            let holds = land.holds();
            let before = remaining.len();
            remaining.retain(|point| !copies(point).into_iter().any(|point| near(point) && holds(point)));
            if before - remaining.len() >= least {
                chosen.push(number);
            }
        }
        let names = chosen.iter().map(|number| countries.countries[*number].name.as_str()).collect();
        (countries.land(&chosen), names)
    }
}

impl Countries {
    /// The land of some countries as one.
    fn land(&self, chosen: &[usize]) -> Land {
        // An arc between two of them is run both ways, and is no end of the land.
        let mut runs: FxHashSet<i64> = FxHashSet::default();
        let mut order: Vec<i64> = Vec::new();
        for arc in chosen.iter().flat_map(|number| self.countries[*number].rings.iter().flatten()) {
            if !runs.remove(&(-1 - arc)) {
                runs.insert(*arc);
                order.push(*arc);
            }
        }
        order.retain(|arc| runs.contains(arc));
        // The two ends of the world are one line.
        let key = |point: [f64; 2]| ((point[0] * 1e9).round() as i64).rem_euclid(1_000_000_000);
        let key = |point: [f64; 2]| (key(point), (point[1] * 1e9).round() as i64);
        let mut from: FxHashMap<(i64, i64), Vec<i64>> = FxHashMap::default();
        for arc in order.iter().rev() {
            from.entry(key(self.end(-1 - *arc))).or_default().push(*arc);
        }
        let mut rings = Vec::new();
        for first in &order {
            if !runs.remove(first) {
                continue;
            }
            let mut ring: Vec<[f64; 2]> = Vec::new();
            let mut at = *first;
            loop {
                self.append(at, &mut ring);
                let next = from.get_mut(&key(self.end(at))).and_then(|arcs| {
                    while let Some(arc) = arcs.pop() {
                        if runs.remove(&arc) {
                            return Some(arc);
                        }
                    }
                    None
                });
                match next {
                    Some(arc) => at = arc,
                    None => break,
                }
            }
            // The last point is the first.
            ring.pop();
            // In the copy of the world in which the middle of the ring lies.
            let (west, east) = ring.iter().fold((f64::MAX, f64::MIN), |(w, e), [x, _]| (w.min(*x), e.max(*x)));
            let copies = f64::midpoint(west, east).floor();
            for point in &mut ring {
                point[0] -= copies;
            }
            rings.push(ring);
        }
        Land::from_rings(rings)
    }

    fn points(&self, arc: i64) -> &[[f64; 2]] {
        let number = if arc < 0 { -1 - arc } else { arc };
        usize::try_from(number).ok().and_then(|number| self.arcs.get(number)).map_or(&[], Vec::as_slice)
    }

    /// Where an arc ends.
    fn end(&self, arc: i64) -> [f64; 2] {
        let points = self.points(arc);
        let end = if arc < 0 { points.first() } else { points.last() };
        end.copied().unwrap_or_default()
    }

    fn append(&self, arc: i64, ring: &mut Vec<[f64; 2]>) {
        let points = self.points(arc);
        let mut add = |point: &[f64; 2]| {
            let [mut x, y] = *point;
            if let Some(before) = ring.last() {
                // Over the antimeridian a ring goes on in the next copy of the world.
                x += (before[0] - x).round();
                if (before[0] - x).abs() < 1e-12 && (before[1] - y).abs() < 1e-12 {
                    return;
                }
            }
            ring.push([x, y]);
        };
        if arc < 0 {
            points.iter().rev().for_each(&mut add);
        } else {
            points.iter().for_each(&mut add);
        }
    }
}

fn read(bytes: &[u8], bits: u32) -> Option<Countries> {
    let unit = 1.0 / ((1_u64 << bits.min(62)) - 1) as f64;
    let mut numbers = Numbers { bytes, at: 0 };
    let mut found = Countries::default();
    for _ in 0..numbers.unsigned()? {
        let length = numbers.unsigned()?;
        let mut points = Vec::with_capacity(usize::try_from(length).ok()?.min(bytes.len()));
        let (mut x, mut y) = (0_i64, 0_i64);
        for _ in 0..length {
            x = x.checked_add(numbers.signed()?)?;
            y = y.checked_add(numbers.signed()?)?;
            points.push([x as f64 * unit, y as f64 * unit]);
        }
        found.arcs.push(points);
    }
    for _ in 0..numbers.unsigned()? {
        let length = usize::try_from(numbers.unsigned()?).ok()?;
        let end = numbers.at.checked_add(length)?;
        let name = std::str::from_utf8(bytes.get(numbers.at..end)?).ok()?.to_owned();
        numbers.at = end;
        let mut rings = Vec::new();
        for _ in 0..numbers.unsigned()? {
            let count = numbers.unsigned()?;
            // The file has its countries on the left with north up; world points have y southward.
            let mut ring: Vec<i64> = Vec::new();
            for _ in 0..count {
                ring.push(-1 - numbers.signed()?);
            }
            ring.reverse();
            rings.push(ring);
        }
        found.countries.push(Country { name, rings });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn km2(land: &Land) -> f64 {
        land.rings().iter().map(|ring| crate::geometry::ring_area(ring)).sum::<f64>() / 1e6
    }

    #[test]
    fn countries_have_about_the_area_that_is_known() {
        for (lon, lat, name, known) in [
            (36.6, 35.9, "Syria", 186_000.0),
            (30.5, 50.4, "Ukraine", 575_000.0),
            (177.5, -17.8, "Fiji", 18_300.0),
            (37.6, 55.7, "Russia", 16_950_000.0),
        ] {
            let (land, names) = Basemap::embedded().land_of(&[place(lon, lat)]);
            assert_eq!(names, [name]);
            let found = km2(&land);
            assert!((found / known - 1.0).abs() < 0.05, "{name}: {found}");
        }
    }

    #[test]
    fn neighbours_are_one_land_without_the_border_between_them() {
        let both = [place(36.6, 35.9), place(44.4, 33.3)];
        let (land, names) = Basemap::embedded().land_of(&both);
        assert_eq!(names, ["Iraq", "Syria"]);
        let alone: f64 = both.iter().map(|at| km2(&Basemap::embedded().land_of(&[*at]).0)).sum();
        assert!((km2(&land) - alone).abs() < 1.0);
        let largest = land.rings().iter().map(Vec::len).max().unwrap();
        assert!(land.rings().iter().filter(|ring| ring.len() * 10 > largest).count() == 1);
    }

    #[test]
    fn at_sea_and_in_antarctica_there_is_no_country() {
        assert!(Basemap::embedded().land_of(&[place(-30.0, 0.0), place(0.0, -85.0)]).0.is_empty());
        assert!(Basemap::embedded().land_of(&[]).0.is_empty());
    }

    #[test]
    fn chukotka_beyond_the_antimeridian_belongs_to_its_country() {
        let (land, names) = Basemap::embedded().land_of(&[place(-175.0, 66.5)]);
        assert_eq!(names, ["Russia"]);
        assert!(land.bounds().unwrap().east > 1.0);
    }
}
