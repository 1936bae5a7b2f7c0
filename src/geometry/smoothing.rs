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

use crate::geometry::WorldRect;
use crate::geometry::land::bounds_of;
use crate::geometry::territory::Territory;
use crate::geometry::tessellation::{NOBODY, Tessellation};

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
            Self::Strong => 4,
        }
    }
}

/// The smooth form of the fronts of one territory.
#[derive(Debug, Clone, Default)]
pub struct SmoothFronts {
    // By vertex and by edge, 1 + the place in the lists below; 0 where it is as the tessellation has
    // it. Empty without smoothing.
    corner_of: Vec<u32>,
    line_of: Vec<u32>,
    corners: Vec<Corner>,
    lines: Vec<Line>,
    // The cells whose outline is not as the tessellation has it, in order.
    cells: Vec<u32>,
}

/// A corner of a front.
#[derive(Debug, Clone, Copy)]
struct Corner {
    /// The half-edge that comes in, and the one that goes out.
    before: u32,
    after: u32,
    vertex: u32,
    /// The control point of its parabola.
    control: [f64; 2],
    /// Where the corner goes: the middle of the parabola.
    at: [f64; 2],
    is_round: bool,
}

/// The points between the ends of a front's edge, in the direction of the edge.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    /// The half-edge in the direction of the front.
    half_edge: u32,
    points: [[f64; 2]; 5],
    count: u8,
}

/// A part of the world, and the vertices of a tessellation in or near it: those of every cell that
/// touches it, and of the cells around those. What is seen of the part is as if all were smooth.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    rect: WorldRect,
    is_near: Vec<bool>,
}

impl Part {
    /// The part within `rect`, in any of the world's copies, for fronts smoothed so much: each round
    /// of drawing corners together carries what lies one corner further.
    pub fn new(cells: &Tessellation, rect: WorldRect, smoothing: Smoothing) -> Self {
        let outline = |cell: u32| cells.around(cell).iter().flat_map(|half_edge| cells.points(*half_edge));
        let touches = |cell: &u32| bounds_of(outline(*cell)).is_some_and(|bounds| bounds.touches_any_copy(&rect));
        let mut near: Vec<u32> = (0..cells.cell_count() as u32).filter(touches).collect();
        let mut is_known = vec![false; cells.cell_count()];
        let mut first = 0;
        for cell in &near {
            is_known[*cell as usize] = true;
        }
        for _ in 0..=smoothing.rounds() {
            let last = near.len();
            for at in first..last {
                for half_edge in cells.around(near[at]) {
                    let beside = cells.cell(half_edge ^ 1);
                    if beside != NOBODY && !std::mem::replace(&mut is_known[beside as usize], true) {
                        near.push(beside);
                    }
                }
            }
            first = last;
        }
        let mut is_near = vec![false; cells.vertex_count()];
        for half_edge in near.iter().flat_map(|cell| cells.around(*cell)) {
            is_near[cells.start(*half_edge) as usize] = true;
        }
        Self { rect, is_near }
    }

    /// Whether all of `view` lies within it.
    pub fn holds(&self, view: &WorldRect) -> bool {
        self.rect.contains(view)
    }
}

impl SmoothFronts {
    /// Smooths the fronts of `territory`.
    pub fn new(cells: &Tessellation, territory: &Territory, smoothing: Smoothing) -> Self {
        Self::within(cells, territory, smoothing, None)
    }

    /// Smooths the fronts of `territory` where `part` says so (everywhere where there is none);
    /// elsewhere they stay as the tessellation has them.
    pub fn within(cells: &Tessellation, territory: &Territory, smoothing: Smoothing, part: Option<&Part>) -> Self {
        if smoothing == Smoothing::Off {
            return Self::default();
        }
        let mut smooth =
            Self { corner_of: vec![0; cells.vertex_count()], line_of: vec![0; cells.edges().len()], ..Self::default() };
        smooth.find_corners(cells, territory, part);
        smooth.move_corners(cells, smoothing.rounds());
        for at in 0..smooth.lines.len() {
            smooth.draw(cells, at);
        }
        smooth.straighten(cells);
        smooth.list_cells(cells);
        smooth
    }

    fn find_corners(&mut self, cells: &Tessellation, territory: &Territory, part: Option<&Part>) {
        let is_wanted = |half_edge: u32| part.is_none_or(|part| part.is_near[cells.start(half_edge) as usize]);
        for front in territory.fronts(cells) {
            for half_edge in front.half_edges {
                if !is_wanted(*half_edge) && !is_wanted(half_edge ^ 1) {
                    continue;
                }
                self.lines.push(Line { half_edge: *half_edge, ..Line::default() });
                self.line_of[(half_edge / 2) as usize] = self.lines.len() as u32;
            }
            let pairs = front.half_edges.windows(2).map(|pair| (pair[0], pair[1]));
            let last = front.half_edges.last().zip(front.half_edges.first());
            let closing = last.filter(|_| front.is_closed && front.half_edges.len() > 2).map(|(l, f)| (*l, *f));
            for (before, after) in pairs.chain(closing).filter(|(_, after)| is_wanted(*after)) {
                let vertex = cells.start(after);
                let control = cells.vertex(vertex);
                let slot = &mut self.corner_of[vertex as usize];
                if *slot == 0 {
                    self.corners.push(Corner { before, after, vertex, control, at: control, is_round: true });
                    *slot = self.corners.len() as u32;
                } else {
                    // A vertex at which a front touches itself has no one corner.
                    self.corners[*slot as usize - 1].is_round = false;
                }
            }
        }
        for at in 0..self.corners.len() {
            let corner = self.corners[at];
            if corner.is_round && cuts_coast(cells, &corner) {
                self.corners[at].is_round = false;
            }
        }
    }

    /// Draws corners together, a quarter of the way to each neighbour a round; along the land's end
    /// they stay.
    fn move_corners(&mut self, cells: &Tessellation, rounds: usize) {
        if rounds == 0 {
            return;
        }
        let may_move: Vec<bool> = self
            .corners
            .iter()
            .map(|corner| corner.is_round && around(cells, corner.before).all(|cell| !cells.has_coast(cell)))
            .collect();
        for _ in 0..rounds {
            let next: Vec<[f64; 2]> = self
                .corners
                .iter()
                .zip(&may_move)
                .map(|(corner, may_move)| {
                    if !may_move {
                        return corner.control;
                    }
                    let a = self.control(cells, cells.start(corner.before));
                    let b = self.control(cells, cells.start(corner.after ^ 1));
                    let mean = |axis: usize| corner.control[axis] / 2.0 + (a[axis] + b[axis]) / 4.0;
                    held_back(cells, corner, [mean(0), mean(1)])
                })
                .collect();
            for (corner, control) in self.corners.iter_mut().zip(next) {
                corner.control = control;
            }
        }
    }

    fn corner(&self, vertex: u32) -> Option<&Corner> {
        let slot = self.corner_of.get(vertex as usize).copied().unwrap_or(0);
        (slot > 0).then(|| &self.corners[slot as usize - 1])
    }

    fn control(&self, cells: &Tessellation, vertex: u32) -> [f64; 2] {
        self.corner(vertex).map_or_else(|| cells.vertex(vertex), |corner| corner.control)
    }

    /// The parabola of a corner: from the middle before by the corner to the middle after.
    fn curve(&self, cells: &Tessellation, corner: &Corner, t: f64) -> [f64; 2] {
        let v = corner.control;
        let a = middle(self.control(cells, cells.start(corner.before)), v);
        let b = middle(v, self.control(cells, cells.start(corner.after ^ 1)));
        let point = |axis: usize| (1.0 - t) * (1.0 - t) * a[axis] + 2.0 * t * (1.0 - t) * v[axis] + t * t * b[axis];
        [point(0), point(1)]
    }

    /// Lays out the points of a line and of the corners at its ends.
    fn draw(&mut self, cells: &Tessellation, at: usize) {
        let half_edge = self.lines[at].half_edge;
        let (from, to) = (cells.start(half_edge), cells.start(half_edge ^ 1));
        // A front that ends here may end at the corner of another one.
        let round = |vertex: u32, own: &dyn Fn(&Corner) -> bool| {
            self.corner(vertex).filter(|corner| corner.is_round && own(corner)).copied()
        };
        let first = round(from, &|corner| corner.after == half_edge);
        let last = round(to, &|corner| corner.before == half_edge);
        let mut line = Line { half_edge, ..Line::default() };
        let mut add = |point: [f64; 2]| {
            line.points[usize::from(line.count)] = point;
            line.count += 1;
        };
        if let Some(corner) = &first {
            add(self.curve(cells, corner, 4.0 / 6.0));
            add(self.curve(cells, corner, 5.0 / 6.0));
        }
        if first.is_some() || last.is_some() {
            add(middle(self.control(cells, from), self.control(cells, to)));
        }
        if let Some(corner) = &last {
            add(self.curve(cells, corner, 1.0 / 6.0));
            add(self.curve(cells, corner, 2.0 / 6.0));
        }
        if half_edge & 1 == 1 {
            line.points[..usize::from(line.count)].reverse();
        }
        self.lines[at] = line;
        for corner in [first, last].into_iter().flatten() {
            let middle = self.curve(cells, &corner, 0.5);
            self.corners[self.corner_of[corner.vertex as usize] as usize - 1].at = middle;
        }
    }

    /// Gives corners back their place until every cell sees its outline from its place.
    fn straighten(&mut self, cells: &Tessellation) {
        let mut unchecked: Vec<u32> =
            self.corners.iter().filter(|corner| corner.is_round).flat_map(|c| around(cells, c.before)).collect();
        let mut points = Vec::new();
        while !unchecked.is_empty() {
            unchecked.sort_unstable();
            unchecked.dedup();
            let mut again = Vec::new();
            for cell in unchecked {
                if self.keeps(cells, cell, &mut points) {
                    continue;
                }
                for half_edge in cells.around(cell) {
                    let slot = self.corner_of[cells.start(*half_edge) as usize];
                    if slot == 0 || !self.corners[slot as usize - 1].is_round {
                        continue;
                    }
                    // First back to its place, then straight.
                    let corner = &mut self.corners[slot as usize - 1];
                    let vertex = cells.vertex(corner.vertex);
                    corner.is_round = corner.control != vertex;
                    (corner.control, corner.at) = (vertex, vertex);
                    let (before, after) = (corner.before, corner.after);
                    // The lines beside it, and those one further, whose middles have moved.
                    for half_edge in [before, after] {
                        let beyond = [cells.start(half_edge), cells.start(half_edge ^ 1)];
                        let mut beside = vec![half_edge];
                        beside.extend(beyond.iter().filter_map(|v| self.corner(*v)).flat_map(|c| [c.before, c.after]));
                        for half_edge in beside {
                            let line = self.line_of[(half_edge / 2) as usize];
                            if line > 0 {
                                self.draw(cells, line as usize - 1);
                            }
                            again.extend(around(cells, half_edge));
                        }
                    }
                }
            }
            unchecked = again;
        }
    }

    fn list_cells(&mut self, cells: &Tessellation) {
        let round = self.corners.iter().filter(|corner| corner.is_round);
        let mut touched: Vec<u32> = round.flat_map(|corner| around(cells, corner.before)).collect();
        for line in self.lines.iter().filter(|line| line.count > 0) {
            touched.extend([cells.cell(line.half_edge), cells.cell(line.half_edge ^ 1)]);
        }
        touched.retain(|cell| *cell != NOBODY);
        touched.sort_unstable();
        touched.dedup();
        self.cells = touched;
    }

    /// The cells whose outline is not as the tessellation has it, in order.
    pub fn cells(&self) -> impl Iterator<Item = u32> + '_ {
        self.cells.iter().copied()
    }

    /// Where a vertex lies now.
    pub fn vertex(&self, cells: &Tessellation, vertex: u32) -> [f64; 2] {
        let corner = self.corner(vertex).filter(|corner| corner.is_round);
        corner.map_or_else(|| cells.vertex(vertex), |corner| corner.at)
    }

    /// Adds the points of a half-edge from its start up to, but without, its end.
    pub fn add_points(&self, cells: &Tessellation, half_edge: u32, into: &mut Vec<[f64; 2]>) {
        into.push(self.vertex(cells, cells.start(half_edge)));
        let slot = self.line_of.get((half_edge / 2) as usize).copied().unwrap_or(0);
        if slot == 0 {
            into.extend(cells.points(half_edge).skip(1));
            return;
        }
        let line = &self.lines[slot as usize - 1];
        let points = &line.points[..usize::from(line.count)];
        if half_edge & 1 == 0 {
            into.extend(points);
        } else {
            into.extend(points.iter().rev());
        }
    }

    /// The points of a closed run of half-edges, each once.
    pub fn ring(&self, cells: &Tessellation, half_edges: &[u32]) -> Vec<[f64; 2]> {
        let mut points = Vec::with_capacity(half_edges.len() * 2);
        for half_edge in half_edges {
            self.add_points(cells, *half_edge, &mut points);
        }
        points
    }

    /// The rings of a cell as points.
    pub fn rings(&self, cells: &Tessellation, cell: u32) -> Vec<Vec<[f64; 2]>> {
        cells.around_rings(cell).map(|ring| self.ring(cells, ring)).collect()
    }

    /// The line of a front from its first point to its last; a closed one repeats its first.
    pub fn line(&self, cells: &Tessellation, half_edges: &[u32]) -> Vec<[f64; 2]> {
        let mut line = self.ring(cells, half_edges);
        line.extend(half_edges.last().map(|last| self.vertex(cells, cells.start(last ^ 1))));
        line
    }

    /// Whether a cell still sees its outline, but for the land's end, from its place.
    fn keeps(&self, cells: &Tessellation, cell: u32, points: &mut Vec<[f64; 2]>) -> bool {
        let site = cells.site(cell);
        cells.around(cell).iter().filter(|half_edge| !cells.is_coast(**half_edge)).all(|half_edge| {
            points.clear();
            self.add_points(cells, *half_edge, points);
            points.push(self.vertex(cells, cells.start(half_edge ^ 1)));
            points.windows(2).all(|pair| {
                let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
                (ax - site[0]) * (by - site[1]) - (bx - site[0]) * (ay - site[1]) > 0.0
            })
        })
    }
}

/// Whether the land's end comes into the corner that rounding cuts off.
fn cuts_coast(cells: &Tessellation, corner: &Corner) -> bool {
    let v = cells.vertex(corner.vertex);
    let a = middle(cells.vertex(cells.start(corner.before)), v);
    let b = middle(v, cells.vertex(cells.start(corner.after ^ 1)));
    let side = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let (west, east) = (a[0].min(b[0]).min(v[0]), a[0].max(b[0]).max(v[0]));
    let (north, south) = (a[1].min(b[1]).min(v[1]), a[1].max(b[1]).max(v[1]));
    let inside = |p: [f64; 2]| {
        // Coasts have many points; hardly any is near.
        if p[0] < west || p[0] > east || p[1] < north || p[1] > south {
            return false;
        }
        let turns = [side(a, v, p), side(v, b, p), side(b, a, p)];
        turns.iter().all(|turn| *turn >= 0.0) || turns.iter().all(|turn| *turn <= 0.0)
    };
    around(cells, corner.before).filter(|cell| cells.has_coast(*cell)).any(|cell| {
        let coast = cells.around(cell).iter().filter(|half_edge| cells.is_coast(**half_edge));
        coast.flat_map(|half_edge| cells.points(*half_edge)).any(inside)
    })
}

/// A corner goes at most so far that the edges beside it keep most of their direction: places are
/// few where edges are long, and a front must not run away from them.
fn held_back(cells: &Tessellation, corner: &Corner, wanted: [f64; 2]) -> [f64; 2] {
    const SHARE: f64 = 0.3;
    let home = cells.vertex(corner.vertex);
    let distance = |to: [f64; 2]| (to[0] - home[0]).hypot(to[1] - home[1]);
    let edge = |vertex: u32| distance(cells.vertex(vertex));
    let most = SHARE * edge(cells.start(corner.before)).min(edge(cells.start(corner.after ^ 1)));
    let share = most / distance(wanted).max(f64::MIN_POSITIVE);
    if share >= 1.0 {
        return wanted;
    }
    [home[0] + (wanted[0] - home[0]) * share, home[1] + (wanted[1] - home[1]) * share]
}

fn middle(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])]
}

/// The cells that meet where a half-edge ends.
fn around(cells: &Tessellation, half_edge: u32) -> impl Iterator<Item = u32> + '_ {
    let mut at = Some(half_edge);
    let mut is_first = true;
    let inner = std::iter::from_fn(move || {
        let here = at?;
        let cell = cells.cell(here);
        if cell == NOBODY || (here == half_edge && !is_first) {
            at = None;
            return None;
        }
        is_first = false;
        at = Some(cells.next(here) ^ 1);
        Some(cell)
    });
    // Where the land or the reach ends at the corner the walk ends there; the other side is beyond.
    let beyond = cells.cell(half_edge ^ 1);
    inner.chain((beyond != NOBODY).then_some(beyond))
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
                prop_assert!(smooth.keeps(&cells, cell, &mut Vec::new()), "cell {}", cell);
                let mut outline = Vec::new();
                for half_edge in cells.around(cell) {
                    smooth.add_points(&cells, *half_edge, &mut outline);
                    // Both sides have the same line.
                    let there = smooth.line(&cells, &[*half_edge]);
                    let mut back = smooth.line(&cells, &[half_edge ^ 1]);
                    back.reverse();
                    prop_assert_eq!(there, back);
                    if next_ends_ring(&cells, *half_edge, cell) {
                        after += shoelace(&outline);
                        outline.clear();
                    }
                }
                before += cells.rings(cell).iter().map(|ring| shoelace(ring)).sum::<f64>();
            }
            prop_assert!((before - after).abs() < 1e-12, "{} {}", before, after);
        }
    }

    /// A wavy front through a field of places that are not in rows.
    fn field() -> (Tessellation, Territory) {
        let places: Vec<LonLat> = (0..1_600)
            .map(|at| {
                let (column, row) = (at % 40, at / 40);
                let shift = f64::from((at * 7919) % 101) / 101.0 * 0.03;
                LonLat::new(36.0 + f64::from(column) * 0.05 + shift, 33.0 + f64::from(row) * 0.05 - shift / 2.0)
                    .unwrap()
            })
            .collect();
        let cells = Tessellation::new(&places, None, Reach::Km(25.0));
        let territory = Territory::new(&cells, 2, |cell| {
            let [x, y] = cells.site(cell);
            Some(FactionIx::new(usize::from((x * 2000.0).sin() * 0.001 + y > 0.4)))
        });
        (cells, territory)
    }

    #[test]
    fn what_is_looked_at_is_smoothed_like_the_whole() {
        let (cells, territory) = field();
        for smoothing in [Smoothing::Light, Smoothing::Strong] {
            let whole = SmoothFronts::new(&cells, &territory, smoothing);
            // Down to views that are smaller than a cell.
            for size in [1e-3, 1e-4, 1e-6] {
                let front = territory.fronts(&cells).next().unwrap();
                for half_edge in front.half_edges.iter().step_by(7) {
                    let [x, y] = whole.vertex(&cells, cells.start(*half_edge));
                    let view = WorldRect { west: x - size, north: y - size, east: x + size, south: y + size };
                    let copy = WorldRect { west: view.west + 1.0, east: view.east + 1.0, ..view };
                    let here =
                        SmoothFronts::within(&cells, &territory, smoothing, Some(&Part::new(&cells, view, smoothing)));
                    let there =
                        SmoothFronts::within(&cells, &territory, smoothing, Some(&Part::new(&cells, copy, smoothing)));
                    let line = |smooth: &SmoothFronts| smooth.line(&cells, &[*half_edge]);
                    assert_eq!(line(&here), line(&there));
                    assert_eq!(line(&here), line(&whole));
                    assert!(here.cells().count() <= whole.cells().count());
                }
            }
        }
    }

    /// Whether the half-edge is the last of its ring around the cell.
    fn next_ends_ring(cells: &Tessellation, half_edge: u32, cell: u32) -> bool {
        let own = cells.around(cell);
        let at = own.iter().position(|other| *other == half_edge).unwrap();
        own.get(at + 1) != Some(&cells.next(half_edge))
    }
}
