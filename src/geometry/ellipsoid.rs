//! Areas and lengths on the ground of what is drawn straight in Web Mercator.
//!
//! Web Mercator puts the geodetic latitude φ of WGS 84 at `y` with `sin φ = tanh(π (1 − 2y))`. Both
//! measures are integrals along the straight line on the map, taken with three Gauss-Legendre
//! points: for lines of a few hundred kilometres the error is below one in a million. They are not
//! those of the geodesic between the ends, which would leave gaps between neighbours.

use std::f64::consts::{PI, TAU};

use crate::geometry::{EDGE_LATITUDE, WorldPoint};

/// WGS 84: semi-major axis in metres, and the square of the first eccentricity.
const AXIS: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_379_990_141_316;

/// Gauss-Legendre on [0, 1]: nodes and weights.
const GAUSS: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

fn sin_latitude(y: f64) -> f64 {
    (PI * (1.0 - 2.0 * y)).tanh()
}

/// The area between the equator and a latitude, per radian of longitude, in m², from the sine of
/// the latitude. Series of the exact integral (Snyder, *Map Projections: A Working Manual*, 3-12).
fn area_to_equator(s: f64) -> f64 {
    let u = E2 * s * s;
    let series = 2.0 + u * (4.0 / 3.0 + u * (6.0 / 5.0 + u * (8.0 / 7.0 + u * (10.0 / 9.0 + u * (12.0 / 11.0)))));
    AXIS * AXIS * (1.0 - E2) / 2.0 * s * series
}

/// What a straight line contributes to the area, in m², of a ring that it is a part of. The sum over
/// a ring whose inside lies left of it, with x to the right and y taken as upward, is positive.
fn area_under(a: [f64; 2], b: [f64; 2]) -> f64 {
    measure(Point::at(a), Point::at(b)).0
}

/// A world point with the sine of its latitude, which both measures need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    at: [f64; 2],
    sine: f64,
}

impl Point {
    pub(super) fn at(at: [f64; 2]) -> Self {
        Self { at, sine: sin_latitude(at[1]) }
    }
}

/// The cross product of two points about a third.
pub(super) fn cross(a: Point, b: Point, about: [f64; 2]) -> f64 {
    let ([ax, ay], [bx, by]) = (a.at, b.at);
    (ax - about[0]) * (by - about[1]) - (bx - about[0]) * (ay - about[1])
}

/// The metres on the ground of a step on the map, given in radians, at the sine of a latitude.
fn step_length(s: f64, east: f64, north: f64) -> f64 {
    let w2 = 1.0 - E2 * s * s;
    let cos = (1.0 - s * s).max(0.0).sqrt();
    let across = AXIS / w2.sqrt() * cos * east;
    let along = AXIS * (1.0 - E2) / (w2 * w2.sqrt()) * cos * north;
    (across * across + along * along).sqrt()
}

/// What a straight line contributes to the area of a ring in m² (see [`ring_area`]), and its length in metres.
pub(super) fn measure(a: Point, b: Point) -> (f64, f64) {
    let (east, north) = (TAU * (b.at[0] - a.at[0]), TAU * (b.at[1] - a.at[1]));
    // Below this Simpson's rule is exact to the last digits, and the sine in the middle follows from
    // those at the ends and their slopes, d tanh = 1 - tanh².
    const SHORT: f64 = 1.5e-3;
    if north.abs() < SHORT {
        let slope = |s: f64| -north * (1.0 - s * s);
        let middle = f64::midpoint(a.sine, b.sine) + (slope(a.sine) - slope(b.sine)) / 8.0;
        let area = area_to_equator(a.sine) + 4.0 * area_to_equator(middle) + area_to_equator(b.sine);
        return (east * area / 6.0, step_length(middle, east, north));
    }
    let (mut area, mut length) = (0.0, 0.0);
    for (at, weight) in GAUSS {
        let s = sin_latitude(a.at[1] + (b.at[1] - a.at[1]) * at);
        area += weight * area_to_equator(s);
        length += weight * step_length(s, east, north);
    }
    (east * area, length)
}

/// The area of a ring of world points in m², positive where the inside lies left of it (y upward).
pub fn ring_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| area_under(*a, *b)).sum()
}

/// The length on the ground, in metres, of a line that is straight in Web Mercator.
pub fn length_along(a: [f64; 2], b: [f64; 2]) -> f64 {
    measure(Point::at(a), Point::at(b)).1
}

/// A disc on the ground around a place, as a convex ring of world points, inside left (y upward).
///
/// The corners are those of a circle on the sphere that touches the ellipsoid there (its radius is
/// the geometric mean of the two radii of curvature), stretched to the ellipsoid's scale; the ring
/// has the disc's area. Where the disc would reach a pole it is a circle of the map instead.
pub(super) fn disc(centre: WorldPoint, radius_km: f64, corners: usize) -> Vec<[f64; 2]> {
    let turn = TAU / corners as f64;
    // A ring through the disc's edge would be too small by this.
    let same_area = (turn / turn.sin()).sqrt();
    let s0 = sin_latitude(centre.y);
    let c0 = (1.0 - s0 * s0).max(0.0).sqrt();
    let w2 = 1.0 - E2 * s0 * s0;
    let (prime, meridian) = (AXIS / w2.sqrt(), AXIS * (1.0 - E2) / (w2 * w2.sqrt()));
    let r = radius_km * 1000.0 * same_area / (prime * meridian).sqrt();
    let stretch = (meridian / prime).sqrt();
    let y0 = s0.atanh();
    let reaches_pole = s0.abs().asin() + r > EDGE_LATITUDE.to_radians();
    (0..corners)
        .map(|corner| {
            let azimuth = turn * corner as f64;
            let (south, east) = azimuth.sin_cos();
            if reaches_pole {
                let on_map = r / c0.max(1e-3) / TAU;
                return [centre.x + east * on_map, (centre.y + south * on_map).clamp(0.0, 1.0)];
            }
            // Destination along an azimuth on the sphere (Snyder 5-5 and 5-6).
            let sin_lat = s0 * r.cos() - c0 * r.sin() * south;
            let lon = (east * r.sin() * c0).atan2(r.cos() - s0 * sin_lat);
            let dy = (sin_lat.atanh() - y0) / stretch;
            [centre.x + lon * stretch / TAU, centre.y - dy / TAU]
        })
        .collect()
}

/// The radius in world units of a circle of the map that surely lies within [`disc`].
pub(super) fn inner_radius(centre: WorldPoint, radius_km: f64) -> f64 {
    let s = sin_latitude(centre.y);
    let cos = (1.0 - s * s).max(0.0).sqrt().max(1e-3);
    let r = radius_km * 1000.0 / AXIS;
    let towards_equator = 1.0 - 0.75 * r * s.abs() / cos;
    r / cos / TAU * 0.985 * towards_equator.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LonLat;
    use crate::geometry::{lon_lat_from_world, world_from_lon_lat};
    use geo::{Densify as _, Distance as _, Geodesic, GeodesicArea as _};
    use proptest::prelude::*;

    fn world(lon: f64, lat: f64) -> WorldPoint {
        world_from_lon_lat(LonLat::new(lon, lat).unwrap())
    }

    fn geo_point(point: [f64; 2]) -> geo::Point {
        let at = lon_lat_from_world(WorldPoint { x: point[0], y: point[1] });
        geo::Point::new(at.lon(), at.lat())
    }

    #[test]
    fn a_square_of_the_map_has_the_area_that_karney_says() {
        for (lon, lat) in [(36.3, 35.8), (31.0, 49.0), (24.0, 69.0), (30.0, -2.0)] {
            let at = world(lon, lat);
            let d = 0.000_4;
            let ring = [[at.x, at.y], [at.x + d, at.y], [at.x + d, at.y + d], [at.x, at.y + d]];
            let corners: Vec<geo::Coord> = ring.iter().map(|point| geo_point(*point).0).collect();
            let line = geo::LineString::from(corners);
            let polygon = geo::Polygon::new(line, vec![]);
            // The sides are no geodesics: many short ones come close.
            // Karney's area with sides densified along parallels and meridians.
            let expected = geo::Euclidean.densify(&polygon, 0.001).geodesic_area_signed().abs();
            let found = ring_area(&ring);
            assert!((found / expected - 1.0).abs() < 2e-6, "{lon} {lat}: {found} {expected}");
        }
    }

    #[test]
    fn the_whole_earth_between_the_edges_is_nearly_all_of_it() {
        let ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let km2 = ring_area(&ring) / 1e6;
        // 510,065,622 km² less two caps beyond 85.05 degrees.
        assert!((506_000_000.0..510_000_000.0).contains(&km2), "{km2}");
    }

    proptest! {
        #[test]
        fn every_corner_of_a_disc_is_the_radius_away(
            lon in -179.0..179.0_f64, lat in -70.0..70.0_f64, km in 1.0..200.0_f64,
        ) {
            let centre = world(lon, lat);
            let middle = geo::Point::new(lon, lat);
            let ring = disc(centre, km, 64);
            for corner in &ring {
                let found = Geodesic.distance(middle, geo_point(*corner)) / 1000.0;
                // A little more than the radius, so that the ring has the disc's area.
                prop_assert!((found / km - 1.0).abs() < 2.5e-3, "{} {}", found, km);
                let inner = (corner[0] - centre.x).hypot(corner[1] - centre.y);
                prop_assert!(inner * (PI / 64.0).cos() > inner_radius(centre, km));
            }
            let expected = PI * km * km;
            prop_assert!((ring_area(&ring) / 1e6 / expected - 1.0).abs() < 1e-3);
        }

        #[test]
        fn a_short_line_is_as_long_as_karney_says(
            lon in -179.0..179.0_f64, lat in -70.0..70.0_f64, dx in -2e-4..2e-4_f64, dy in -2e-4..2e-4_f64,
        ) {
            let a = world(lon, lat);
            let (a, b) = ([a.x, a.y], [a.x + dx, a.y + dy]);
            let expected = Geodesic.distance(geo_point(a), geo_point(b));
            prop_assert!((length_along(a, b) - expected).abs() <= expected * 1e-5 + 0.01);
        }
    }
}
