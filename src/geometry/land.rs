//! The land that territory is clipped to.

use geo::{BooleanOps as _, Contains as _};

use crate::geometry::WorldRect;

/// Land as rings of world points. Land lies left of every ring with x to the right and y taken as
/// upward: outer rings turn one way, holes the other. Rings neither cross nor overlap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Land {
    rings: Vec<Vec<[f64; 2]>>,
}

/// Twice the signed area of a ring; positive where its inside lies left of it (y upward).
pub(super) fn shoelace(ring: &[[f64; 2]]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    let cross =
        |a: &[f64; 2], b: &[f64; 2]| (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    ring.iter().zip(next).map(|(a, b)| cross(a, b)).sum()
}

impl Land {
    /// Land from rings that already are as [`Land`] wants them.
    pub fn from_rings(rings: Vec<Vec<[f64; 2]>>) -> Self {
        Self { rings: rings.into_iter().filter(|ring| ring.len() >= 3).collect() }
    }

    /// Land from polygons of any quality, each a list of rings with the outer one first. Overlaps
    /// and borders between neighbours vanish, rings that cross themselves are mended.
    ///
    /// Method: the union of polygons by `i_overlay`, through `geo`.
    pub fn from_polygons(polygons: &[Vec<Vec<[f64; 2]>>]) -> Self {
        let line = |ring: &Vec<[f64; 2]>| geo::LineString::from(ring.clone());
        let as_polygon = |rings: &Vec<Vec<[f64; 2]>>| {
            let mut rings = rings.iter().filter(|ring| ring.len() >= 3);
            let outer = rings.next()?;
            Some(geo::Polygon::new(line(outer), rings.map(line).collect()))
        };
        let polygons: Vec<geo::Polygon> = polygons.iter().filter_map(as_polygon).collect();
        let joined = match polygons.split_first() {
            None => return Self::default(),
            // Nothing to join, but it may cross itself.
            Some((only, [])) => only.union(only),
            Some(_) => geo::unary_union(&polygons),
        };
        let mut rings = Vec::new();
        let mut add = |line: &geo::LineString, positive: bool| {
            let mut ring: Vec<[f64; 2]> = line.coords().map(|c| [c.x, c.y]).collect();
            ring.pop();
            ring.dedup();
            if ring.len() >= 3 {
                if (shoelace(&ring) > 0.0) != positive {
                    ring.reverse();
                }
                rings.push(ring);
            }
        };
        for polygon in &joined {
            add(polygon.exterior(), true);
            for hole in polygon.interiors() {
                add(hole, false);
            }
        }
        Self { rings }
    }

    /// The rings.
    pub fn rings(&self) -> &[Vec<[f64; 2]>] {
        &self.rings
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rings.is_empty()
    }

    /// Answers for points whether they lie on land.
    pub fn holds(&self) -> impl Fn([f64; 2]) -> bool {
        let index = LandIndex::new(self, 1.0);
        move |point| index.as_ref().is_some_and(|index| index.is_land(point))
    }

    /// What it spans; `None` without any land.
    pub fn bounds(&self) -> Option<WorldRect> {
        bounds_of(self.rings.iter().flatten())
    }

    /// The same land in the copies of the world nearest to `x`, moved by `shift`.
    pub(super) fn near(&self, x: f64, shift: [f64; 2]) -> Self {
        // Outer rings decide; a hole goes where the ring around it goes.
        let outer: Vec<(geo::Polygon, f64)> = self
            .rings
            .iter()
            .filter(|ring| shoelace(ring) > 0.0)
            .map(|ring| {
                let bounds = bounds_of(ring.iter()).map_or(x, |b| f64::midpoint(b.west, b.east));
                (geo::Polygon::new(geo::LineString::from(ring.clone()), vec![]), (x - bounds).round())
            })
            .collect();
        let all_at_home = outer.iter().all(|(_, copies)| *copies == 0.0);
        let rings = self
            .rings
            .iter()
            .map(|ring| {
                let own = if all_at_home {
                    0.0
                } else if shoelace(ring) > 0.0 {
                    let bounds = bounds_of(ring.iter()).map_or(x, |b| f64::midpoint(b.west, b.east));
                    (x - bounds).round()
                } else {
                    let point = geo::Point::new(ring[0][0], ring[0][1]);
                    outer.iter().find(|(polygon, _)| polygon.contains(&point)).map_or(0.0, |(_, copies)| *copies)
                };
                ring.iter().map(|[px, py]| [px + own + shift[0], py + shift[1]]).collect()
            })
            .collect();
        Self { rings }
    }
}

/// What points span; `None` without any.
pub fn bounds_of<P: std::borrow::Borrow<[f64; 2]>>(points: impl Iterator<Item = P>) -> Option<WorldRect> {
    // Without an option to look at for each of a million points.
    let nothing =
        WorldRect { west: f64::INFINITY, north: f64::INFINITY, east: f64::NEG_INFINITY, south: f64::NEG_INFINITY };
    let bounds = points.fold(nothing, |b, point| {
        let [x, y] = *point.borrow();
        WorldRect { west: b.west.min(x), north: b.north.min(y), east: b.east.max(x), south: b.south.max(y) }
    });
    (bounds.west <= bounds.east).then_some(bounds)
}

/// The edges of the land, ordered so that the ones near a point or a line are found at once.
pub(super) struct LandIndex {
    /// Every edge as (ring, place in the ring), and its ends in the direction of the ring.
    edges: Vec<(u32, u32)>,
    ends: Vec<([f64; 2], [f64; 2])>,
    bounds: WorldRect,
    // Edges by the row of y that they touch, for the question whether a point lies on land.
    rows: Buckets,
    // Edges by the square that their bounds touch, for the question what a line crosses.
    squares: Buckets,
    columns: usize,
    square_rows: usize,
}

/// Lists of numbers by bucket, one after the other.
struct Buckets {
    start: Vec<u32>,
    items: Vec<u32>,
}

impl Buckets {
    /// `each` calls its argument with (bucket, item), the same each time.
    fn new(buckets: usize, each: impl Fn(&mut dyn FnMut(usize, u32))) -> Self {
        let mut start = vec![0_u32; buckets + 1];
        each(&mut |bucket, _| start[bucket + 1] += 1);
        for bucket in 0..buckets {
            start[bucket + 1] += start[bucket];
        }
        let mut next = start.clone();
        let mut items = vec![0; start[buckets] as usize];
        each(&mut |bucket, item| {
            items[next[bucket] as usize] = item;
            next[bucket] += 1;
        });
        Self { start, items }
    }

    fn of(&self, bucket: usize) -> &[u32] {
        &self.items[self.start[bucket] as usize..self.start[bucket + 1] as usize]
    }
}

impl LandIndex {
    /// An index for lines of about `side` in length.
    pub(super) fn new(land: &Land, side: f64) -> Option<Self> {
        let bounds = land.bounds()?;
        let rings = land.rings();
        let edges: Vec<(u32, u32)> = rings
            .iter()
            .enumerate()
            .flat_map(|(ring, points)| (0..points.len()).map(move |at| (ring as u32, at as u32)))
            .collect();
        let (width, height) = (bounds.east - bounds.west, bounds.south - bounds.north);
        let count = |extent: f64, most: f64| (extent / side.max(1e-9)).ceil().clamp(1.0, most) as usize;
        let rows_count = edges.len().clamp(64, 4096);
        let (columns, square_rows) = (count(width, 2048.0), count(height, 2048.0));
        let ends: Vec<([f64; 2], [f64; 2])> = edges
            .iter()
            .map(|(ring, at)| {
                let points = &rings[*ring as usize];
                (points[*at as usize], points[(*at as usize + 1) % points.len()])
            })
            .collect();
        let rows = Buckets::new(rows_count, |add| {
            for (edge, (a, b)) in ends.iter().enumerate() {
                let first = bucket(a[1].min(b[1]), bounds.north, height, rows_count);
                let last = bucket(a[1].max(b[1]), bounds.north, height, rows_count);
                for row in first..=last {
                    add(row, edge as u32);
                }
            }
        });
        let squares = Buckets::new(columns * square_rows, |add| {
            for (edge, (a, b)) in ends.iter().enumerate() {
                let west = bucket(a[0].min(b[0]), bounds.west, width, columns);
                let east = bucket(a[0].max(b[0]), bounds.west, width, columns);
                let north = bucket(a[1].min(b[1]), bounds.north, height, square_rows);
                let south = bucket(a[1].max(b[1]), bounds.north, height, square_rows);
                for row in north..=south {
                    for column in west..=east {
                        add(row * columns + column, edge as u32);
                    }
                }
            }
        });
        Some(Self { edges, ends, bounds, rows, squares, columns, square_rows })
    }

    /// The ends of an edge of the land, in the direction of its ring.
    pub(super) fn ends(&self, edge: u32) -> ([f64; 2], [f64; 2]) {
        self.ends[edge as usize]
    }

    /// Which ring an edge belongs to, and its place in it.
    pub(super) fn place_of(&self, edge: u32) -> (u32, u32) {
        self.edges[edge as usize]
    }

    /// Whether a point lies on land (even-odd rule).
    pub(super) fn is_land(&self, point: [f64; 2]) -> bool {
        let b = &self.bounds;
        let [x, y] = point;
        if x < b.west || x > b.east || y < b.north || y > b.south {
            return false;
        }
        let row = bucket(y, b.north, b.south - b.north, self.rows.start.len() - 1);
        let mut odd = false;
        for edge in self.rows.of(row) {
            let (p, q) = self.ends(*edge);
            if (p[1] > y) != (q[1] > y) && x < (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1]) + p[0] {
                odd = !odd;
            }
        }
        odd
    }

    /// The edges of the land that may cross the line from `a` to `b`, each once.
    pub(super) fn near_line(&self, a: [f64; 2], b: [f64; 2], into: &mut Vec<u32>) {
        into.clear();
        let bounds = &self.bounds;
        let (west, east) = (a[0].min(b[0]), a[0].max(b[0]));
        let (north, south) = (a[1].min(b[1]), a[1].max(b[1]));
        if east < bounds.west || west > bounds.east || south < bounds.north || north > bounds.south {
            return;
        }
        let (width, height) = (bounds.east - bounds.west, bounds.south - bounds.north);
        let (first, last) =
            (bucket(west, bounds.west, width, self.columns), bucket(east, bounds.west, width, self.columns));
        for row in bucket(north, bounds.north, height, self.square_rows)
            ..=bucket(south, bounds.north, height, self.square_rows)
        {
            for column in first..=last {
                into.extend(self.squares.of(row * self.columns + column));
            }
        }
        if into.len() > 1 {
            into.sort_unstable();
            into.dedup();
        }
    }
}

fn bucket(value: f64, from: f64, extent: f64, count: usize) -> usize {
    let at = (value - from) / extent.max(f64::MIN_POSITIVE) * count as f64;
    (at.max(0.0) as usize).min(count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, north: f64, side: f64) -> Vec<[f64; 2]> {
        vec![[west, north], [west + side, north], [west + side, north + side], [west, north + side]]
    }

    #[test]
    fn neighbours_are_joined_and_the_border_between_them_vanishes() {
        let land = Land::from_polygons(&[vec![square(0.5, 0.5, 0.1)], vec![square(0.6, 0.5, 0.1)]]);
        assert_eq!(land.rings().len(), 1);
        assert!((shoelace(&land.rings()[0]) / 2.0 - 0.02).abs() < 1e-9);
    }

    #[test]
    fn a_hole_turns_the_other_way_and_is_no_land() {
        let land = Land::from_polygons(&[vec![square(0.5, 0.5, 0.1), square(0.54, 0.54, 0.02)]]);
        let turns: Vec<bool> = land.rings().iter().map(|ring| shoelace(ring) > 0.0).collect();
        assert_eq!(turns, [true, false]);
        let index = LandIndex::new(&land, 0.01).unwrap();
        assert!(index.is_land([0.51, 0.51]));
        assert!(!index.is_land([0.55, 0.55]));
        assert!(!index.is_land([0.4, 0.55]));
    }

    #[test]
    fn a_ring_that_crosses_itself_is_mended() {
        let bow = vec![[0.1, 0.1], [0.2, 0.2], [0.2, 0.1], [0.1, 0.2]];
        let land = Land::from_polygons(&[vec![bow]]);
        let area: f64 = land.rings().iter().map(|ring| shoelace(ring) / 2.0).sum();
        assert!((area - 0.005).abs() < 1e-9, "{area}");
    }

    #[test]
    fn no_ring_and_rings_without_extent_are_no_land() {
        assert!(Land::from_polygons(&[]).is_empty());
        assert!(Land::from_polygons(&[vec![]]).is_empty());
        assert!(Land::from_polygons(&[vec![vec![[0.1, 0.1], [0.2, 0.2], [0.1, 0.1]]]]).is_empty());
    }
}
