//! Distances and areas on the WGS 84 ellipsoid, and what a drawn line goes round (Karney, *Algorithms for geodesics*, 2013, by `geo`).

use geo::{Distance as _, Geodesic, GeodesicArea as _};

use crate::domain::LonLat;
use crate::geometry::{WorldPoint, world_from_lon_lat};

fn point(place: LonLat) -> geo::Point {
    geo::Point::new(place.lon(), place.lat())
}

/// The length of the shortest lines from point to point, in metres.
pub fn geodesic_length(points: &[LonLat]) -> f64 {
    points.windows(2).map(|pair| Geodesic.distance(point(pair[0]), point(pair[1]))).sum()
}

/// The area within the shortest lines around the points, in square metres, whichever way they go round; lines
/// that cross each other take away what they go round twice.
pub fn geodesic_area(points: &[LonLat]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    let ring: geo::LineString = points.iter().map(|place| (place.lon(), place.lat())).collect();
    geo::Polygon::new(ring, Vec::new()).geodesic_area_signed().abs()
}

/// An area that somebody drew on the map: its sides are straight there, in Mercator's projection.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnArea(Vec<WorldPoint>);

impl DrawnArea {
    /// The area with these corners, one after the other; it closes by itself.
    pub fn new(corners: &[LonLat]) -> Self {
        Self(corners.iter().map(|corner| world_from_lon_lat(*corner)).collect())
    }

    /// Whether a place lies in it. Where sides cross each other, what they go round twice lies outside, as
    /// [`geodesic_area`] counts it: a ray from the place crosses as many sides as not.
    pub fn has(&self, place: LonLat) -> bool {
        let at = world_from_lon_lat(place);
        let sides = self.0.iter().zip(self.0.iter().cycle().skip(1));
        let crosses = |(one, other): &(&WorldPoint, &WorldPoint)| {
            (one.y > at.y) != (other.y > at.y) && at.x < one.x + (at.y - one.y) / (other.y - one.y) * (other.x - one.x)
        };
        sides.filter(crosses).count() % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn what_lies_within_a_drawn_area() {
        let area = DrawnArea::new(&[place(36.0, 35.0), place(37.0, 35.0), place(37.0, 36.0), place(36.0, 36.0)]);
        assert!(area.has(place(36.63, 35.93)) && area.has(place(36.0001, 35.5)));
        assert!(!area.has(place(37.16, 36.2)) && !area.has(place(35.99, 35.5)));
        // The middle of a star that is drawn in one line is gone round twice.
        let tips = [(36.5, 36.0), (36.8, 35.1), (36.0, 35.65), (37.0, 35.65), (36.2, 35.1)];
        let star = DrawnArea::new(&tips.map(|(lon, lat)| place(lon, lat)));
        assert!(star.has(place(36.5, 35.8)) && !star.has(place(36.5, 35.5)));
        // Nothing is drawn by less than three corners.
        assert!(!DrawnArea::new(&[]).has(place(0.0, 0.0)));
    }

    #[test]
    fn lengths_and_areas_are_those_of_the_ellipsoid() {
        // A degree of the equator, and of a meridian there.
        assert!((geodesic_length(&[place(0.0, 0.0), place(1.0, 0.0)]) - 111_319.49).abs() < 0.1);
        assert!((geodesic_length(&[place(0.0, 0.0), place(0.0, 1.0)]) - 110_574.39).abs() < 0.1);
        // There and back is twice as far; over the antimeridian is not around the world.
        let (a, b) = (place(36.63, 35.93), place(36.32, 35.81));
        assert!((geodesic_length(&[a, b, a]) - 2.0 * geodesic_length(&[a, b])).abs() < 1e-6);
        assert!(geodesic_length(&[place(179.5, 10.0), place(-179.5, 10.0)]) < 120_000.0);
        // A square degree at the equator, either way round.
        let square = [place(0.0, 0.0), place(1.0, 0.0), place(1.0, 1.0), place(0.0, 1.0)];
        let area = geodesic_area(&square);
        assert!((area / 1e6 - 12_308.8).abs() < 1.0, "{}", area / 1e6);
        let reversed: Vec<LonLat> = square.iter().rev().copied().collect();
        assert!((geodesic_area(&reversed) - area).abs() < 1.0);
        assert_eq!(geodesic_area(&square[..2]), 0.0);
        assert_eq!(geodesic_length(&[]), 0.0);
    }
}
