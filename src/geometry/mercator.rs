//! Web Mercator (EPSG:3857 on the sphere), scaled to the unit square.

use std::f64::consts::PI;

use crate::domain::LonLat;

/// The latitude, in degrees, at which the world's square ends: `atan(sinh(π))`.
pub const EDGE_LATITUDE: f64 = 85.051_128_779_806_6;

/// The length of the equator in metres, on WGS 84's semi-major axis as Web Mercator takes it.
const EQUATOR_METRES: f64 = 40_075_016.685_578_49;

/// A point of the world: the unit square of Web Mercator, x east, y south.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldPoint {
    /// 0 at 180° west, 1 at 180° east; beyond lie copies of the world.
    pub x: f64,
    /// 0 at the northern edge, 1 at the southern.
    pub y: f64,
}

/// Projects to the world; latitudes beyond [`EDGE_LATITUDE`] are drawn to the edge.
pub fn world_from_lon_lat(place: LonLat) -> WorldPoint {
    let lat = place.lat().clamp(-EDGE_LATITUDE, EDGE_LATITUDE).to_radians();
    WorldPoint { x: (place.lon() + 180.0) / 360.0, y: (1.0 - lat.tan().asinh() / PI) / 2.0 }
}

/// The inverse of [`world_from_lon_lat`]; copies of the world are folded back.
pub fn lon_lat_from_world(point: WorldPoint) -> LonLat {
    let lon = point.x.rem_euclid(1.0) * 360.0 - 180.0;
    let lat = (PI * (1.0 - 2.0 * point.y.clamp(0.0, 1.0))).sinh().atan().to_degrees();
    let centre = LonLat::new(lon, lat.clamp(-90.0, 90.0));
    // Folded and clamped, so only "not a number" remains, which no viewport holds.
    centre.unwrap_or_else(|_not_a_number| centre_of_the_world())
}

fn centre_of_the_world() -> LonLat {
    #[expect(clippy::unwrap_used, reason = "0, 0 lies on the earth")]
    LonLat::new(0.0, 0.0).unwrap()
}

/// How many metres on the ground one unit of the world is at world height `y`
/// (Mercator's scale is the secant of the latitude).
pub fn metres_per_world_unit(y: f64) -> f64 {
    EQUATOR_METRES / (PI * (1.0 - 2.0 * y.clamp(0.0, 1.0))).cosh()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_poles_are_drawn_to_the_edge() {
        let north = world_from_lon_lat(LonLat::new(0.0, 90.0).unwrap());
        assert!(north.y.abs() < 1e-12);
        let south = world_from_lon_lat(LonLat::new(0.0, -90.0).unwrap());
        assert!((south.y - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_degree_of_longitude_has_its_length_at_the_equator_and_at_sixty_degrees() {
        assert!((metres_per_world_unit(0.5) / 360.0 - 111_319.49).abs() < 0.01);
        let sixty = world_from_lon_lat(LonLat::new(0.0, 60.0).unwrap());
        assert!((metres_per_world_unit(sixty.y) / 360.0 - 111_319.49 / 2.0).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lon in -180.0..180.0_f64, lat in -85.0..85.0_f64) {
            let back = lon_lat_from_world(world_from_lon_lat(LonLat::new(lon, lat).unwrap()));
            // A millimetre is about 1e-8 degrees.
            prop_assert!((back.lon() - lon).abs() < 1e-8 && (back.lat() - lat).abs() < 1e-8);
        }
    }
}
