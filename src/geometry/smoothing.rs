//! Fronts drawn smooth: once per arc, the same line for both sides.
//!
//! The corners of the diagram are a result of where places happen to lie; nobody holds ground in
//! zigzag. Smoothing moves the corners of an arc (Laplace, several rounds) and rounds each with the
//! parabola whose control point it is, from the middle of one edge to the middle of the next.
//! Corners move together with every edge that ends there, so there is never a gap or an overlap.
//!
//! A place always stays on its own side: a cell keeps seeing its whole outline from its place
//! (every triangle from the place to a stretch of the outline keeps its sense), or its corners stay
//! where they are. Along the land's end nothing moves.

use rustc_hash::FxHashMap;

use crate::geometry::tessellation::{NOBODY, Tessellation};
use crate::geometry::territory::Territory;

/// How much fronts are smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Smoothing {
    /// As computed.
    Off,
    /// Corners are rounded.
    #[default]
    Light,
    /// Corners are moved together first.
    Strong,
}

impl Smoothing {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Off, Self::Light, Self::Strong];

    /// What the choice is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Light => "light",
            Self::Strong => "strong",
        }
    }

    fn rounds(self) -> usize {
        match self {
            Self::Off | Self::Light => 0,
            Self::Strong => 8,
        }
    }
}

/// The smooth form of the fronts of one territory.
#[derive(Debug, Clone, Default)]
pub struct SmoothFronts {
    // Where vertices lie that have moved.
    moved: FxHashMap<u32, [f64; 2]>,
    // By half-edge, in its direction, the points between its ends.
    inner: FxHashMap<u32, Box<[[f64; 2]]>>,
    // The cells whose outline is not as the tessellation has it, in order.
    cells: Vec<u32>,
}

/// A corner of a front: the half-edge that comes in, the one that goes out, and the vertex.
#[derive(Clone, Copy)]
struct Corner {
    before: u32,
    after: u32,
    vertex: u32,
}

impl SmoothFronts {
    /// Smooths the fronts of `territory`.
    pub fn new(cells: &Tessellation, territory: &Territory, smoothing: Smoothing) -> Self {
        if smoothing == Smoothing::Off {
            return Self::default();
        }
        let mut corners: Vec<Corner> = Vec::new();
        for front in territory.fronts(cells) {
            let pairs = front.half_edges.windows(2).map(|pair| (pair[0], pair[1]));
            let last = front.half_edges.last().zip(front.half_edges.first());
            let closing = last.filter(|_| front.is_closed && front.half_edges.len() > 2).map(|(l, f)| (*l, *f));
            corners.extend(pairs.chain(closing).map(|(before, after)| {
                let vertex = cells.start(after);
                Corner { before, after, vertex }
            }));
        }
        let mut fixed: FxHashMap<u32, ()> = FxHashMap::default();
        let mut may_move: FxHashMap<u32, bool> = FxHashMap::default();
        let mut at_corner: FxHashMap<u32, u32> = FxHashMap::default();
        for corner in &corners {
            // A vertex at which a front touches itself has no one corner.
            *at_corner.entry(corner.vertex).or_default() += 1;
        }
        corners.retain(|corner| at_corner[&corner.vertex] == 1);
        for corner in &corners {
            let around = cells_around(cells, corner.before);
            may_move.insert(corner.vertex, around.iter().all(|cell| !cells.has_coast(*cell)));
        }
        loop {
            let smooth = Self::try_with(cells, &corners, &fixed, &may_move, smoothing.rounds());
            let before = fixed.len();
            let mut checked: FxHashMap<u32, bool> = FxHashMap::default();
            for corner in &corners {
                if fixed.contains_key(&corner.vertex) {
                    continue;
                }
                let wrong = cells_around(cells, corner.before)
                    .into_iter()
                    .any(|cell| !*checked.entry(cell).or_insert_with(|| smooth.keeps(cells, cell)));
                let cut_off = || smooth.cuts_coast(cells, corner);
                if wrong || cut_off() {
                    fixed.insert(corner.vertex, ());
                }
            }
            if fixed.len() == before {
                let moved = corners.iter().filter(|corner| !fixed.contains_key(&corner.vertex));
                let mut touched: Vec<u32> = moved.flat_map(|corner| cells_around(cells, corner.before)).collect();
                touched.extend(corners.iter().flat_map(|corner| {
                    let other = |half_edge: u32| [cells.cell(half_edge), cells.cell(half_edge ^ 1)];
                    [other(corner.before), other(corner.after)].concat()
                }));
                touched.retain(|cell| *cell != NOBODY);
                touched.sort_unstable();
                touched.dedup();
                return Self { cells: touched, ..smooth };
            }
        }
    }

    fn try_with(
        cells: &Tessellation,
        corners: &[Corner],
        fixed: &FxHashMap<u32, ()>,
        may_move: &FxHashMap<u32, bool>,
        rounds: usize,
    ) -> Self {
        let mut at: FxHashMap<u32, [f64; 2]> = FxHashMap::default();
        let position = |at: &FxHashMap<u32, [f64; 2]>, vertex: u32| {
            at.get(&vertex).copied().unwrap_or_else(|| cells.vertex(vertex))
        };
        for _ in 0..rounds {
            let mut next = at.clone();
            for corner in corners.iter().filter(|c| !fixed.contains_key(&c.vertex) && may_move[&c.vertex]) {
                let (a, b) = (position(&at, cells.start(corner.before)), position(&at, cells.start(corner.after ^ 1)));
                let v = position(&at, corner.vertex);
                let mean = |axis: usize| v[axis] / 2.0 + (a[axis] + b[axis]) / 4.0;
                next.insert(corner.vertex, [mean(0), mean(1)]);
            }
            at = next;
        }
        let mut smooth = Self::default();
        // The parabola from the middle before by the corner to the middle after; its middle is where
        // the corner goes.
        let mut halves: FxHashMap<u32, Vec<[f64; 2]>> = FxHashMap::default();
        let mut second: FxHashMap<u32, Vec<[f64; 2]>> = FxHashMap::default();
        for corner in corners {
            if fixed.contains_key(&corner.vertex) {
                continue;
            }
            let v = position(&at, corner.vertex);
            let a = middle(position(&at, cells.start(corner.before)), v);
            let b = middle(v, position(&at, cells.start(corner.after ^ 1)));
            let curve = |t: f64| {
                let point = |axis: usize| {
                    (1.0 - t) * (1.0 - t) * a[axis] + 2.0 * t * (1.0 - t) * v[axis] + t * t * b[axis]
                };
                [point(0), point(1)]
            };
            smooth.moved.insert(corner.vertex, curve(0.5));
            second.insert(corner.before, vec![a, curve(1.0 / 6.0), curve(2.0 / 6.0)]);
            halves.insert(corner.after, vec![curve(4.0 / 6.0), curve(5.0 / 6.0), b]);
        }
        for corner in corners {
            for half_edge in [corner.before, corner.after] {
                if smooth.inner.contains_key(&half_edge) {
                    continue;
                }
                let mut line: Vec<[f64; 2]> = halves.get(&half_edge).cloned().unwrap_or_default();
                for point in second.get(&half_edge).into_iter().flatten() {
                    // The two halves meet in the middle of the edge.
                    if line.last() != Some(point) {
                        line.push(*point);
                    }
                }
                let backward: Box<[[f64; 2]]> = line.iter().rev().copied().collect();
                smooth.inner.insert(half_edge, line.into());
                smooth.inner.insert(half_edge ^ 1, backward);
            }
        }
        // A vertex that was moved by its arc's rounds but whose corner is straight stays as it was.
        smooth
    }

    /// The cells whose outline is not as the tessellation has it, in order.
    pub fn cells(&self) -> impl Iterator<Item = u32> + '_ {
        self.cells.iter().copied()
    }

    /// Where a vertex lies now.
    pub fn vertex(&self, cells: &Tessellation, vertex: u32) -> [f64; 2] {
        self.moved.get(&vertex).copied().unwrap_or_else(|| cells.vertex(vertex))
    }

    /// The points of a half-edge from its start up to, but without, its end.
    pub fn points<'s>(&'s self, cells: &'s Tessellation, half_edge: u32) -> impl Iterator<Item = [f64; 2]> + 's {
        let smooth = self.inner.get(&half_edge);
        let straight = smooth.is_none().then(|| cells.points(half_edge).skip(1));
        std::iter::once(self.vertex(cells, cells.start(half_edge)))
            .chain(smooth.into_iter().flat_map(|points| points.iter().copied()))
            .chain(straight.into_iter().flatten())
    }

    /// The line of a front from its first point to its last; a closed one repeats its first.
    pub fn line(&self, cells: &Tessellation, half_edges: &[u32]) -> Vec<[f64; 2]> {
        let mut line: Vec<[f64; 2]> = half_edges.iter().flat_map(|at| self.points(cells, *at)).collect();
        line.extend(half_edges.last().map(|last| self.vertex(cells, cells.start(last ^ 1))));
        line
    }

    /// Whether a cell still sees its outline, but for the land's end, from its place.
    fn keeps(&self, cells: &Tessellation, cell: u32) -> bool {
        let site = cells.site(cell);
        cells.around(cell).iter().filter(|half_edge| !cells.is_coast(**half_edge)).all(|half_edge| {
            let end = self.vertex(cells, cells.start(half_edge ^ 1));
            let mut before: Option<[f64; 2]> = None;
            self.points(cells, *half_edge).chain([end]).all(|point| {
                let fine = before.is_none_or(|before| {
                    let cross = (before[0] - site[0]) * (point[1] - site[1]) - (point[0] - site[0]) * (before[1] - site[1]);
                    cross > 0.0
                });
                before = Some(point);
                fine
            })
        })
    }

    /// Whether the land's end comes into the corner that rounding cuts off.
    fn cuts_coast(&self, cells: &Tessellation, corner: &Corner) -> bool {
        let v = cells.vertex(corner.vertex);
        let a = middle(cells.vertex(cells.start(corner.before)), v);
        let b = middle(v, cells.vertex(cells.start(corner.after ^ 1)));
        let side = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
        let inside = |p: [f64; 2]| {
            let turns = [side(a, v, p), side(v, b, p), side(b, a, p)];
            turns.iter().all(|turn| *turn >= 0.0) || turns.iter().all(|turn| *turn <= 0.0)
        };
        cells_around(cells, corner.before).into_iter().filter(|cell| cells.has_coast(*cell)).any(|cell| {
            let coast = cells.around(cell).iter().filter(|half_edge| cells.is_coast(**half_edge));
            coast.flat_map(|half_edge| cells.points(*half_edge)).any(inside)
        })
    }
}

fn middle(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])]
}

/// The cells that meet where a half-edge ends.
fn cells_around(cells: &Tessellation, half_edge: u32) -> Vec<u32> {
    let mut around = vec![cells.cell(half_edge)];
    let mut at = half_edge;
    loop {
        at = cells.next(at) ^ 1;
        if cells.cell(at) == NOBODY || at == half_edge {
            break;
        }
        around.push(cells.cell(at));
    }
    let beyond = cells.cell(half_edge ^ 1);
    if beyond != NOBODY && !around.contains(&beyond) {
        around.push(beyond);
    }
    around
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FactionIx, LonLat};
    use crate::geometry::land::shoelace;
    use crate::geometry::{Land, Reach, world_from_lon_lat};
    use proptest::prelude::*;

    proptest! {
        /// Smooth cells still fill the same ground without gap or overlap: their outlines share
        /// every point, their areas add up, and each sees its outline from its place.
        #[test]
        fn smoothing_leaves_no_gap_and_no_overlap_and_every_place_on_its_side(
            rows in prop::collection::vec((0..40_i32, 0..40_i32), 4..70),
            holders in prop::collection::vec(0..3_usize, 70),
            radii in prop::collection::vec(0.3..0.9_f64, 5..20),
            has_land in any::<bool>(),
            strong in any::<bool>(),
        ) {
            let places: Vec<LonLat> = rows
                .iter()
                .map(|(x, y)| LonLat::new(36.0 + f64::from(*x) / 50.0, 35.0 + f64::from(*y) / 50.0).unwrap())
                .collect();
            let corner = |(at, radius): (usize, &f64)| {
                let angle = std::f64::consts::TAU * at as f64 / radii.len() as f64;
                let world = world_from_lon_lat(LonLat::new(36.4 + radius * angle.cos(), 35.4 + radius * angle.sin()).unwrap());
                [world.x, world.y]
            };
            let land = Land::from_polygons(&[vec![radii.iter().enumerate().map(corner).collect()]]);
            let cells = Tessellation::new(&places, has_land.then_some(&land), Reach::Km(30.0));
            let territory = Territory::new(&cells, 3, |cell| Some(FactionIx::new(holders[cell as usize])));
            let smoothing = if strong { Smoothing::Strong } else { Smoothing::Light };
            let smooth = SmoothFronts::new(&cells, &territory, smoothing);
            let (mut before, mut after) = (0.0, 0.0);
            for cell in 0..cells.cell_count() as u32 {
                prop_assert!(smooth.keeps(&cells, cell), "cell {}", cell);
                let mut outline = Vec::new();
                for half_edge in cells.around(cell) {
                    outline.extend(smooth.points(&cells, *half_edge));
                    // Both sides have the same line.
                    let there: Vec<_> = smooth.points(&cells, *half_edge).skip(1).collect();
                    let mut back: Vec<_> = smooth.points(&cells, half_edge ^ 1).skip(1).collect();
                    back.reverse();
                    prop_assert_eq!(there, back);
                    if smooth.next_ends_ring(&cells, *half_edge, cell) {
                        after += shoelace(&outline);
                        outline.clear();
                    }
                }
                before += cells.rings(cell).iter().map(|ring| shoelace(ring)).sum::<f64>();
            }
            prop_assert!((before - after).abs() < 1e-12, "{} {}", before, after);
        }
    }

    impl SmoothFronts {
        fn next_ends_ring(&self, cells: &Tessellation, half_edge: u32, cell: u32) -> bool {
            let own = cells.around(cell);
            let at = own.iter().position(|other| *other == half_edge).unwrap();
            own.get(at + 1) != Some(&cells.next(half_edge))
        }
    }
}
