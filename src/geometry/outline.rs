//! Territory as polygons and lines in longitude and latitude, as other programs want them.

use geo::{BooleanOps as _, Winding as _};

use crate::domain::{LonLat, Polygon};
use crate::geometry::land::shoelace;
use crate::geometry::{Piece, SmoothFronts, Territory, Tessellation, WorldPoint, lon_lat_from_world};

fn lon_lat([x, y]: [f64; 2], copy: f64) -> LonLat {
    // A point on the antimeridian stays on the side from which it is seen.
    let on_edge = x - copy;
    let point = lon_lat_from_world(WorldPoint { x: on_edge.clamp(0.0, 1.0 - 1e-13), y });
    if on_edge >= 1.0 - 1e-12 { LonLat::new(180.0, point.lat()).unwrap_or(point) } else { point }
}

/// A piece of territory as polygons: outer rings run counter-clockwise, holes clockwise (RFC 7946).
/// It is one polygon, unless it touches itself or lies over the antimeridian.
pub fn piece_polygons(
    cells: &Tessellation,
    territory: &Territory,
    smooth: &SmoothFronts,
    piece: &Piece,
) -> Vec<Polygon> {
    let mut touches_itself = false;
    let mut rings: Vec<Vec<[f64; 2]>> = Vec::new();
    for number in std::iter::once(&piece.outer).chain(&piece.holes) {
        let Some(ring) = territory.ring(*number) else { continue };
        let mut vertices: Vec<u32> = ring.half_edges.iter().map(|half_edge| cells.start(*half_edge)).collect();
        vertices.sort_unstable();
        touches_itself |= vertices.windows(2).any(|pair| pair[0] == pair[1]);
        let mut points = smooth.ring(cells, &ring.half_edges);
        points.dedup();
        if points.len() >= 3 && shoelace(&points) != 0.0 {
            rings.push(points);
        } else if rings.is_empty() {
            return Vec::new();
        }
    }
    let (west, east) = rings.iter().flatten().fold((f64::MAX, f64::MIN), |(w, e), [x, _]| (w.min(*x), e.max(*x)));
    let (first, last) = (west.floor(), (east - 1e-12).floor().max(west.floor()));
    if !touches_itself && first == last {
        return vec![rings.iter().map(|ring| closed_right_way(ring, first)).collect()];
    }
    let line = |ring: &Vec<[f64; 2]>| geo::LineString::from(ring.clone());
    let mut lines = rings.iter().map(line);
    let Some(outer) = lines.next() else { return Vec::new() };
    let whole = geo::Polygon::new(outer, lines.collect());
    // Joined with itself a polygon is cut where it touches itself.
    let whole = whole.union(&whole);
    let mut polygons = Vec::new();
    for copy in first as i32..=last as i32 {
        let copy = f64::from(copy);
        let frame = geo::Rect::new((copy, -1.0), (copy + 1.0, 2.0)).to_polygon();
        for polygon in whole.intersection(&frame) {
            let ring = |line: &geo::LineString| {
                let mut points: Vec<[f64; 2]> = line.coords().map(|c| [c.x, c.y]).collect();
                points.pop();
                if line.is_cw() {
                    points.reverse();
                }
                points
            };
            let mut rings = vec![closed_right_way(&ring(polygon.exterior()), copy)];
            for hole in polygon.interiors() {
                let mut points = ring(hole);
                points.reverse();
                rings.push(closed_right_way(&points, copy));
            }
            polygons.push(rings);
        }
    }
    polygons
}

/// World points have y southward, so what runs to the left there runs to the right on the earth.
fn closed_right_way(ring: &[[f64; 2]], copy: f64) -> Vec<LonLat> {
    let mut points: Vec<LonLat> = ring.iter().rev().map(|point| lon_lat(*point, copy)).collect();
    points.dedup();
    points
}

/// A line as lines in longitude and latitude, cut at the antimeridian.
pub fn line_lon_lat(line: &[[f64; 2]]) -> Vec<Vec<LonLat>> {
    let mut lines = Vec::new();
    let mut part: Vec<LonLat> = Vec::new();
    let mut copy: Option<f64> = None;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let here = f64::midpoint(a[0], b[0]).floor();
        let at_edge = |x: f64| [x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])];
        let now = *copy.get_or_insert(a[0].floor());
        if part.is_empty() {
            part.push(lon_lat(a, now));
        }
        let next = b[0].floor();
        if next == now || b[0] == now + 1.0 && here == now {
            part.push(lon_lat(b, now));
        } else {
            let edge = if next > now { now + 1.0 } else { now };
            part.push(lon_lat(at_edge(edge), now));
            lines.push(std::mem::take(&mut part));
            part.push(lon_lat(at_edge(edge), next));
            part.push(lon_lat(b, next));
            copy = Some(next);
        }
    }
    lines.push(part);
    lines.retain(|line| line.len() > 1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FactionIx;
    use crate::geometry::{Reach, Smoothing};
    use geo::Validation as _;
    use proptest::prelude::*;

    fn geo_polygon(polygon: &Polygon) -> geo::Polygon {
        let line = |ring: &Vec<LonLat>| ring.iter().map(|p| (p.lon(), p.lat())).collect::<geo::LineString>();
        geo::Polygon::new(line(&polygon[0]), polygon[1..].iter().map(line).collect())
    }

    #[test]
    fn a_piece_over_the_antimeridian_is_cut_at_it() {
        let places = [LonLat::new(179.9, -17.0).unwrap(), LonLat::new(-179.9, -17.0).unwrap()];
        let cells = Tessellation::new(&places, None, Reach::Km(25.0));
        let territory = Territory::new(&cells, 1, |_| Some(FactionIx::new(0)));
        let pieces = territory.pieces(&cells);
        assert_eq!(pieces.len(), 1);
        let polygons = piece_polygons(&cells, &territory, &SmoothFronts::default(), &pieces[0]);
        assert_eq!(polygons.len(), 2);
        for polygon in &polygons {
            let lons: Vec<f64> = polygon[0].iter().map(|point| point.lon()).collect();
            assert!(lons.iter().all(|lon| *lon > 179.0) || lons.iter().all(|lon| *lon < -179.0), "{lons:?}");
            assert!(geo_polygon(polygon).is_valid());
        }
        let lines = line_lon_lat(&[[0.9999, 0.5], [1.0001, 0.5]]);
        assert_eq!(lines.len(), 2);
        assert!((lines[0][1].lon() - 180.0).abs() < 1e-9 && (lines[1][0].lon() + 180.0).abs() < 1e-9);
    }

    proptest! {
        /// Outer rings run counter-clockwise, holes clockwise, nothing crosses itself.
        #[test]
        fn polygons_are_valid(
            rows in prop::collection::vec((0..12_i32, 0..12_i32), 1..70),
            holders in prop::collection::vec(0..3_usize, 70),
            smoothing in prop::sample::select(&Smoothing::ALL[..]),
        ) {
            // A coarse grid: corners where four cells meet, and ground that touches itself there.
            let places: Vec<LonLat> = rows
                .iter()
                .map(|(x, y)| LonLat::new(36.0 + f64::from(*x) / 10.0, 35.0 + f64::from(*y) / 10.0).unwrap())
                .collect();
            let cells = Tessellation::new(&places, None, Reach::Km(12.0));
            let territory = Territory::new(&cells, 3, |cell| Some(FactionIx::new(holders[cell as usize])));
            let smooth = SmoothFronts::new(&cells, &territory, smoothing);
            for piece in territory.pieces(&cells) {
                let polygons = piece_polygons(&cells, &territory, &smooth, &piece);
                prop_assert!(!polygons.is_empty());
                for polygon in polygons {
                    let polygon = geo_polygon(&polygon);
                    prop_assert!(polygon.is_valid(), "{:?}", polygon);
                    prop_assert!(polygon.exterior().is_ccw());
                    prop_assert!(polygon.interiors().iter().all(geo::Winding::is_cw));
                }
            }
        }
    }
}
