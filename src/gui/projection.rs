//! Our projection, handed to the map widget, so that screen and export cannot disagree.

use walkers::{Position, Projection, lon_lat};

use crate::domain::LonLat;
use crate::geometry::{WorldPoint, metres_per_world_unit, world_from_lon_lat};

/// [`crate::geometry`]'s Mercator in the widget's terms: pixels at a zoom.
#[derive(Debug, Clone, Copy, Default)]
pub struct SalientMercator;

/// A point of the world from the widget's position. Longitudes may lie beyond 180° where the map
/// was dragged over the antimeridian; they stay in that copy of the world.
pub(super) fn world_from_position(position: Position) -> WorldPoint {
    let copies = ((position.x() + 180.0) / 360.0).floor();
    let lon = (position.x() - 360.0 * copies).clamp(-180.0, 180.0);
    let lat = position.y().clamp(-90.0, 90.0);
    // Clamped, so only "not a number" fails; then the middle of the world is as good as any.
    let point = LonLat::new(lon, lat).map(world_from_lon_lat);
    let point = point.unwrap_or(WorldPoint { x: 0.5, y: 0.5 });
    WorldPoint { x: point.x + copies, y: point.y }
}

pub(super) fn position_from_lon_lat(place: LonLat) -> Position {
    lon_lat(place.lon(), place.lat())
}

impl Projection for SalientMercator {
    fn project(&self, position: Position, zoom: f64) -> walkers::geo_types::Point {
        let (world, scale) = (world_from_position(position), 256.0 * zoom.exp2());
        walkers::geo_types::Point::new(world.x * scale, world.y * scale)
    }

    fn unproject(&self, pixels: walkers::geo_types::Point, zoom: f64) -> Position {
        let scale = 256.0 * zoom.exp2();
        let (x, y) = (pixels.x() / scale, pixels.y() / scale);
        // Not folded back: the widget compares positions while a drag crosses the antimeridian.
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees();
        lon_lat(x * 360.0 - 180.0, lat)
    }

    fn scale_pixel_per_meter(&self, position: Position, zoom: f64) -> f64 {
        256.0 * zoom.exp2() / metres_per_world_unit(world_from_position(position).y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_projection_is_the_one_the_tiles_are_cut_by() {
        for lon in (-180..=180).step_by(15) {
            for lat in (-85..=85).step_by(5) {
                for zoom in [0.0, 3.5, 12.0] {
                    let position = lon_lat(f64::from(lon), f64::from(lat));
                    let ours = SalientMercator.project(position, zoom);
                    let theirs = walkers::MercatorProjection.project(position, zoom);
                    let scale = 256.0 * zoom.exp2();
                    // 180° is the eastern edge to the widget and the western edge of the next copy to us.
                    let apart = (ours.x() - theirs.x()).abs() / scale;
                    assert!(apart < 1e-9 || (apart - 1.0).abs() < 1e-9, "{lon} {lat} {zoom}: {ours:?} {theirs:?}");
                    assert!((ours.y() - theirs.y()).abs() / scale < 1e-9);
                    let back = SalientMercator.unproject(ours, zoom);
                    assert!((back.y() - position.y()).abs() < 1e-8);
                }
            }
        }
    }
}
