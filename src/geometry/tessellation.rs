//! Cells: the ground that is nearer to a place than to any other, on land and within reach.
//!
//! Places do not move while dates change, so all that is geometry is made once here, as one plane
//! graph: the Voronoi diagram of the places in Web Mercator (conformal, so cells look right),
//! clipped to the land and to a disc on the ground around each place. Every edge knows the cells
//! on its two sides; a date only says who holds them.
//!
//! An edge is a straight piece of the diagram between two cells, or a line along the end of the
//! land or of the reach with a cell on one side and nobody on the other. It has two half-edges,
//! `2 e` in its own direction and `2 e + 1` against it; a half-edge belongs to the cell on its left
//! (x to the right, y taken as upward). Where a cell's outline is cut by land or reach is found
//! once per edge, so neighbours agree on every point to the last bit.
//!
//! Delaunay triangulation: `delaunator`. Signs of turns: Shewchuk's predicates, by `robust`.

use delaunator::{EMPTY, Point, Triangulation, next_halfedge};
use robust::{Coord, orient2d};
use rustc_hash::FxHashSet;

use crate::domain::{LonLat, PlaceIx};
use crate::geometry::ellipsoid::{self, disc, inner_radius};
use crate::geometry::land::{Land, LandIndex, bounds_of, shoelace};
use crate::geometry::viewport::shortest_stretch;
use crate::geometry::{WorldPoint, WorldRect, world_from_lon_lat};

/// No cell: what lies beyond the land or the reach.
pub const NOBODY: u32 = u32::MAX;

/// How many corners the disc of the reach has.
const DISC_CORNERS: usize = 64;

/// Points of the diagram nearer than this (0.4 mm) are one point.
const SAME_POINT: f64 = 1e-11;

/// How far from a place its cell goes at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// So many kilometres on the ground.
    Km(f64),
    /// As far as the land goes.
    Unlimited,
}

impl Default for Reach {
    /// 25 km.
    fn default() -> Self {
        Self::Km(25.0)
    }
}

impl Reach {
    /// The smallest and the largest reach that can be asked for, in kilometres.
    pub const LIMITS_KM: (f64, f64) = (5.0, 100.0);
}

/// An edge of the tessellation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The vertex it begins at.
    pub start: u32,
    /// The vertex it ends at.
    pub end: u32,
    /// The cell on its left.
    pub left: u32,
    /// The cell on its right, or [`NOBODY`].
    pub right: u32,
    /// Its length on the ground in metres, to the 1/1024; 0 where there is nobody on its right.
    pub length: f64,
    /// Its share of twice the signed area of a ring on the map (world units, about the middle).
    pub(super) shoelace: f64,
    // Its points between start and end: `points[first_point..first_point + point_count]`.
    first_point: u32,
    // The highest bit says whether the land ends here.
    point_count: u32,
}

/// The bit of an edge's count of points that says whether the land ends there.
const COAST: u32 = 1 << 31;

impl Edge {
    fn inner(&self) -> std::ops::Range<usize> {
        let first = self.first_point as usize;
        first..first + (self.point_count & !COAST) as usize
    }
}

/// The cells of places.
#[derive(Debug, Clone, PartialEq)]
pub struct Tessellation {
    reach: Reach,
    cell_of: Vec<u32>,
    place_of: Vec<PlaceIx>,
    sites: Vec<[f64; 2]>,
    vertices: Vec<[f64; 2]>,
    edges: Vec<Edge>,
    points: Vec<[f64; 2]>,
    // By half-edge: the one after it around its cell; NOBODY where it has no cell.
    next: Vec<u32>,
    // The half-edges of cell c, ring after ring: `around[around_start[c]..around_start[c + 1]]`.
    around: Vec<u32>,
    around_start: Vec<u32>,
    areas: Vec<f64>,
    has_coast: Vec<bool>,
}

/// The connected parts of the cells.
#[derive(Debug)]
pub(super) struct Faces {
    /// How many there are. The first part of a cell has the cell's number.
    pub count: usize,
    /// By half-edge: the part on its left, or [`NOBODY`].
    pub of: Vec<u32>,
}

/// Whether a point lies within a ring, by the crossings of a line to the east.
fn is_within(ring: &[[f64; 2]], point: [f64; 2]) -> bool {
    let mut inside = false;
    let mut a = ring[ring.len() - 1];
    for b in ring {
        if (a[1] > point[1]) != (b[1] > point[1]) {
            let (low, high) = if a[1] < b[1] { (a, *b) } else { (*b, a) };
            inside ^= turn(low, high, point) > 0.0;
        }
        a = *b;
    }
    inside
}

impl Tessellation {
    /// Tessellates the places, clipped to `land` (if any) and to `reach`.
    ///
    /// Places at one point share a cell, which is that of the first of them. Where neither land nor
    /// reach end the cells, a box around all places does.
    pub fn new(places: &[LonLat], land: Option<&Land>, reach: Reach) -> Self {
        let mut world: Vec<WorldPoint> = places.iter().map(|place| world_from_lon_lat(*place)).collect();
        if world.is_empty() {
            return Self::empty(reach);
        }
        let mut xs: Vec<f64> = world.iter().map(|point| point.x).collect();
        let (west, _) = shortest_stretch(&mut xs);
        for point in &mut world {
            point.x += f64::from(u8::from(point.x < west));
        }
        let (sites, cell_of, place_of) = distinct(&world);
        let own = bounds_of(sites.iter());
        let Some(own) = own else { return Self::empty(reach) };
        let middle = f64::midpoint(own.west, own.east);
        let boxed = Land::from_rings(vec![padded_box(&own, &sites)]);
        let land = match land.filter(|land| !land.is_empty()) {
            Some(land) => Some(land),
            None if reach == Reach::Unlimited => Some(&boxed),
            None => None,
        };
        // Should land and diagram meet in a way that rounding cannot decide (a corner of one on a
        // line of the other), land moved by some millimetres meets it otherwise.
        let mut last = Self::empty(reach);
        for attempt in 0..4 {
            let shift = [1.7e-10 * f64::from(attempt), 2.3e-10 * f64::from(attempt)];
            let near = land.map(|land| land.near(middle, shift));
            let (cells, undecided) = Builder::new(&sites, near.as_ref(), reach).build();
            last = Self { cell_of: cell_of.clone(), place_of: place_of.clone(), ..cells };
            if undecided == 0 {
                break;
            }
        }
        last
    }

    fn empty(reach: Reach) -> Self {
        Self {
            reach,
            cell_of: Vec::new(),
            place_of: Vec::new(),
            sites: Vec::new(),
            vertices: Vec::new(),
            edges: Vec::new(),
            points: Vec::new(),
            next: Vec::new(),
            around: Vec::new(),
            around_start: vec![0],
            areas: Vec::new(),
            has_coast: Vec::new(),
        }
    }

    /// How far from a place its cell goes at most.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// How many cells there are.
    pub fn cell_count(&self) -> usize {
        self.sites.len()
    }

    /// The cell of a place; `None` where it shares the point, and so the cell, of an earlier one.
    pub fn cell_of(&self, place: PlaceIx) -> Option<u32> {
        let cell = *self.cell_of.get(place.row())?;
        (cell != NOBODY).then_some(cell)
    }

    /// The place of a cell.
    pub fn place_of(&self, cell: u32) -> PlaceIx {
        self.place_of[cell as usize]
    }

    /// Where the place of a cell lies, in world units; x may lie beyond 1 where the places reach
    /// over the antimeridian.
    pub fn site(&self, cell: u32) -> [f64; 2] {
        self.sites[cell as usize]
    }

    /// The area of a cell on the ground, in whole square metres: sums of them are exact.
    pub fn area(&self, cell: u32) -> f64 {
        self.areas[cell as usize]
    }

    /// The edges.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edge of a half-edge.
    pub fn edge(&self, half_edge: u32) -> &Edge {
        &self.edges[(half_edge / 2) as usize]
    }

    /// The cell on the left of a half-edge, or [`NOBODY`].
    pub fn cell(&self, half_edge: u32) -> u32 {
        let edge = self.edge(half_edge);
        if half_edge & 1 == 0 { edge.left } else { edge.right }
    }

    /// The half-edge after this one around its cell.
    pub fn next(&self, half_edge: u32) -> u32 {
        self.next[half_edge as usize]
    }

    /// The vertex that a half-edge begins at.
    pub fn start(&self, half_edge: u32) -> u32 {
        let edge = self.edge(half_edge);
        if half_edge & 1 == 0 { edge.start } else { edge.end }
    }

    /// A vertex, in world units.
    pub fn vertex(&self, vertex: u32) -> [f64; 2] {
        self.vertices[vertex as usize]
    }

    /// How many vertices there are.
    pub fn vertex_count(&self) -> usize {
        self.vertices.len()
    }

    /// The half-edges around a cell, ring after ring, each in order.
    pub fn around(&self, cell: u32) -> &[u32] {
        let bounds = &self.around_start[cell as usize..cell as usize + 2];
        &self.around[bounds[0] as usize..bounds[1] as usize]
    }

    /// Whether the land ends along a half-edge.
    pub fn is_coast(&self, half_edge: u32) -> bool {
        self.edge(half_edge).point_count & COAST != 0
    }

    /// Whether the land ends somewhere along the outline of a cell.
    pub fn has_coast(&self, cell: u32) -> bool {
        self.has_coast[cell as usize]
    }

    /// The points of a half-edge from its start up to, but without, its end, in world units.
    pub fn points(&self, half_edge: u32) -> impl Iterator<Item = [f64; 2]> + '_ {
        let edge = self.edge(half_edge);
        let inner = &self.points[edge.inner()];
        let backward = half_edge & 1 == 1;
        let count = inner.len();
        let at = move |index: usize| inner[if backward { count - 1 - index } else { index }];
        std::iter::once(self.vertex(self.start(half_edge))).chain((0..count).map(at))
    }

    /// The half-edges around a cell, ring by ring.
    pub(super) fn around_rings(&self, cell: u32) -> impl Iterator<Item = &[u32]> {
        // They stand one after the other; where one does not go on, the next begins.
        self.around(cell).chunk_by(|a, b| self.next(*a) == *b)
    }

    /// The rings of a cell as points, in world units.
    pub fn rings(&self, cell: u32) -> Vec<Vec<[f64; 2]>> {
        let points = |ring: &[u32]| ring.iter().flat_map(|half_edge| self.points(*half_edge)).collect();
        self.around_rings(cell).map(points).collect()
    }

    /// The connected parts of the cells: a cell has more than one where land or water divide it.
    pub(super) fn faces(&self) -> Faces {
        let mut faces = Faces { count: self.cell_count(), of: vec![NOBODY; self.edges.len() * 2] };
        for cell in 0..self.cell_count() as u32 {
            let is_one = self.around_rings(cell).nth(1).is_none();
            let face_of = if is_one { vec![cell] } else { self.faces_of_rings(cell, &mut faces.count) };
            for (ring, face) in self.around_rings(cell).zip(face_of) {
                for half_edge in ring {
                    faces.of[*half_edge as usize] = face;
                }
            }
        }
        faces
    }

    /// By ring of a cell: the part it bounds. New parts are numbered from `count` on.
    fn faces_of_rings(&self, cell: u32, count: &mut usize) -> Vec<u32> {
        let rings = self.rings(cell);
        let doubled: Vec<f64> = rings.iter().map(|ring| shoelace(ring)).collect();
        let mut face_of = vec![NOBODY; rings.len()];
        let mut first = Some(cell);
        for (face, _) in face_of.iter_mut().zip(&doubled).filter(|(_, area)| **area >= 0.0) {
            *face = first.take().unwrap_or_else(|| {
                *count += 1;
                *count as u32 - 1
            });
        }
        for (ring, points) in rings.iter().enumerate().filter(|(ring, _)| doubled[*ring] < 0.0) {
            // Of the parts that surround the hole the smallest, counted by how many corners of the
            // hole lie inside: those on the outline itself may fall on either side.
            let inside = |outer: usize| {
                points.iter().filter(|point| is_within(&rings[outer], **point)).count() * 2 > points.len()
            };
            let outer = (0..rings.len()).filter(|outer| doubled[*outer] >= 0.0);
            let around_it =
                outer.clone().filter(|outer| inside(*outer)).min_by(|a, b| doubled[*a].total_cmp(&doubled[*b]));
            let largest = || outer.clone().max_by(|a, b| doubled[*a].total_cmp(&doubled[*b]));
            face_of[ring] = around_it.or_else(largest).map_or(cell, |outer| face_of[outer]);
        }
        face_of
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        fn bytes<T>(vec: &Vec<T>) -> usize {
            vec.capacity() * size_of::<T>()
        }
        bytes(&self.cell_of)
            + bytes(&self.place_of)
            + bytes(&self.sites)
            + bytes(&self.vertices)
            + bytes(&self.edges)
            + bytes(&self.points)
            + bytes(&self.next)
            + bytes(&self.around)
            + bytes(&self.around_start)
            + bytes(&self.areas)
            + bytes(&self.has_coast)
    }
}

/// The distinct points, the cell of every place, and the place of every cell.
fn distinct(world: &[WorldPoint]) -> (Vec<[f64; 2]>, Vec<u32>, Vec<PlaceIx>) {
    let key = |point: &WorldPoint| ((point.x / SAME_POINT).round() as i64, (point.y / SAME_POINT).round() as i64);
    // Along a curve that fills the plane: cells with neighbouring numbers are neighbours.
    let bounds = bounds_of(world.iter().map(|point| [point.x, point.y]));
    let bounds = bounds.unwrap_or(WorldRect { west: 0.0, north: 0.0, east: 1.0, south: 1.0 });
    let side = (bounds.east - bounds.west).max(bounds.south - bounds.north).max(f64::MIN_POSITIVE);
    let step = |value: f64, from: f64| ((value - from) / side * 65_535.0) as u32;
    let mut order: Vec<(u64, u32)> = world
        .iter()
        .enumerate()
        .map(|(row, point)| (interleaved(step(point.x, bounds.west), step(point.y, bounds.north)), row as u32))
        .collect();
    order.sort_unstable();
    let mut known = FxHashSet::default();
    known.reserve(world.len());
    let mut sites = Vec::with_capacity(world.len());
    let mut place_of: Vec<PlaceIx> = Vec::with_capacity(world.len());
    let mut cell_of = vec![NOBODY; world.len()];
    for (_, row) in order {
        let point = &world[row as usize];
        if known.insert(key(point)) {
            cell_of[row as usize] = sites.len() as u32;
            sites.push([point.x, point.y]);
            place_of.push(PlaceIx::new(row as usize));
        }
    }
    (sites, cell_of, place_of)
}

/// The bits of two numbers below 65,536 in turns (Morton's order).
fn interleaved(x: u32, y: u32) -> u64 {
    let spread = |number: u32| (0..16).fold(0_u64, |bits, bit| bits | u64::from(number >> bit & 1) << (2 * bit));
    spread(x) | spread(y) << 1
}

/// A box around the places, a quarter wider than they lie and by 50 km at least.
fn padded_box(bounds: &WorldRect, sites: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let margin_of = |size: f64| size * 0.25;
    let y = sites.first().map_or(0.5, |site| site[1]);
    let least = inner_radius(WorldPoint { x: 0.5, y }, 50.0);
    let (w, h) = (margin_of(bounds.east - bounds.west).max(least), margin_of(bounds.south - bounds.north).max(least));
    let (north, south) = ((bounds.north - h).max(0.0), (bounds.south + h).min(1.0));
    vec![[bounds.west - w, north], [bounds.east + w, north], [bounds.east + w, south], [bounds.west - w, south]]
}

/// Whether `c` lies left of the line from `a` to `b` (y upward); on the line counts as left.
fn is_left(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> bool {
    turn(a, b, c) >= 0.0
}

fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    let coord = |[x, y]: [f64; 2]| Coord { x, y };
    orient2d(coord(a), coord(b), coord(c))
}

fn along(a: [f64; 2], b: [f64; 2], t: f64) -> [f64; 2] {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

/// The part of the line from `a` to `b` inside a convex ring, as shares of its length.
/// Method: Cyrus and Beck, *Generalized two- and three-dimensional clipping*, 1978.
fn inside_convex(ring: &[[f64; 2]], a: [f64; 2], b: [f64; 2]) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let mut u = ring[ring.len() - 1];
    for v in ring {
        let side = |p: [f64; 2]| (v[0] - u[0]) * (p[1] - u[1]) - (v[1] - u[1]) * (p[0] - u[0]);
        let (at_a, at_b) = (side(a), side(b));
        if at_a < 0.0 && at_b < 0.0 {
            return None;
        }
        if at_a < 0.0 {
            from = from.max(at_a / (at_a - at_b));
        } else if at_b < 0.0 {
            to = to.min(at_a / (at_a - at_b));
        }
        u = *v;
    }
    (from < to).then_some((from, to))
}

/// Where the land's end crosses an edge.
struct Crossing {
    ring: u32,
    /// The edge of the ring.
    at: u32,
    /// The share of that edge.
    share: f64,
    vertex: u32,
    /// The cell before, in the direction of the ring.
    before: u32,
    after: u32,
}

/// Where an edge of the diagram goes into, or out of, the disc of a cell's reach.
struct DiscEnd {
    cell: u32,
    angle: f64,
    vertex: u32,
    leaves: bool,
}

struct Stop {
    t: f64,
    vertex: u32,
    is_coast: bool,
}

struct Builder<'a> {
    sites: &'a [[f64; 2]],
    land: Option<(&'a Land, LandIndex)>,
    reach: Reach,
    triangulation: Triangulation,
    centres: Vec<[f64; 2]>,
    // Triangles whose centres are one point have one representative.
    same_as: Vec<u32>,
    vertex_of: Vec<u32>,
    on_land: Vec<Option<bool>>,
    discs: Vec<Option<Box<[[f64; 2]]>>>,
    // Whether any edge of the diagram around a cell lies within its reach.
    has_edge: Vec<bool>,
    inner_radius_2: Vec<f64>,
    vertices: Vec<[f64; 2]>,
    edges: Vec<Edge>,
    points: Vec<[f64; 2]>,
    crossings: Vec<Crossing>,
    disc_ends: Vec<DiscEnd>,
    near: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(sites: &'a [[f64; 2]], land: Option<&'a Land>, reach: Reach) -> Self {
        let all = bounds_of(sites.iter().chain(land.iter().flat_map(|land| land.rings().iter().flatten())));
        let all = all.unwrap_or(WorldRect { west: 0.0, north: 0.0, east: 1.0, south: 1.0 });
        let centre = [f64::midpoint(all.west, all.east), f64::midpoint(all.north, all.south)];
        let diagonal = (all.east - all.west).hypot(all.south - all.north);
        // Eight points far outside make every cell finite; their own cells are not kept. They lie so
        // far that no land and no reach is nearer to them than to a place.
        let reach_on_map = match reach {
            Reach::Km(km) => km / 6_000.0,
            Reach::Unlimited => 0.0,
        };
        let far = 4.0 * (diagonal + reach_on_map) + 1e-3;
        let guards = (0..8).map(|eighth| {
            // Turned a little, so that no place of a regular grid is in line with them.
            let angle = std::f64::consts::FRAC_PI_4 * (f64::from(eighth) + 0.3);
            Point { x: centre[0] + far * angle.cos(), y: centre[1] + far * angle.sin() }
        });
        let points: Vec<Point> = sites.iter().map(|[x, y]| Point { x: *x, y: *y }).chain(guards).collect();
        let triangulation = delaunator::triangulate(&points);
        let corner = |at: usize| {
            let point = &points[at];
            [point.x, point.y]
        };
        let centres: Vec<[f64; 2]> = triangulation
            .triangles
            .chunks_exact(3)
            .map(|t| circumcentre(corner(t[0]), corner(t[1]), corner(t[2])))
            .collect();
        // Squares that have about one cell each.
        let side = (diagonal / (sites.len() as f64).sqrt()).max(1e-7);
        let count = centres.len();
        let inner = |site: &[f64; 2]| match reach {
            Reach::Km(km) => inner_radius(WorldPoint { x: site[0], y: site[1] }, km).powi(2),
            Reach::Unlimited => f64::INFINITY,
        };
        Self {
            land: land.and_then(|land| Some((land, LandIndex::new(land, side)?))),
            reach,
            same_as: merge_centres(&triangulation, &centres),
            vertex_of: vec![NOBODY; count],
            on_land: vec![None; count],
            discs: vec![None; sites.len()],
            has_edge: vec![false; sites.len()],
            inner_radius_2: sites.iter().map(inner).collect(),
            vertices: Vec::with_capacity(count),
            edges: Vec::with_capacity(count * 3 / 2),
            points: Vec::new(),
            crossings: Vec::new(),
            disc_ends: Vec::new(),
            near: Vec::new(),
            sites,
            triangulation,
            centres,
        }
    }

    /// The cells, and how many of them rounding left undecided (they are left out).
    fn build(mut self) -> (Tessellation, usize) {
        // Edge by edge around one site after the other, so that what lies together on the map lies
        // together in memory.
        let triangles = &self.triangulation.triangles;
        let mut start = vec![0_u32; self.sites.len() + 9];
        for site in triangles {
            start[site + 1] += 1;
        }
        for site in 1..start.len() {
            start[site] += start[site - 1];
        }
        let mut by_site = vec![0_u32; triangles.len()];
        for (half_edge, site) in triangles.iter().enumerate() {
            by_site[start[*site] as usize] = half_edge as u32;
            start[*site] += 1;
        }
        for half_edge in by_site {
            let half_edge = half_edge as usize;
            let opposite = self.triangulation.halfedges[half_edge];
            let is_first =
                self.triangulation.triangles[half_edge] < self.triangulation.triangles[next_halfedge(half_edge)];
            if opposite != EMPTY && is_first {
                self.diagram_edge(half_edge, opposite);
            }
        }
        let mut undecided = self.ends_of_reach();
        undecided += self.ends_of_land();
        self.finish(undecided)
    }

    fn diagram_edge(&mut self, half_edge: usize, opposite: usize) {
        let (from, to) = (self.same_as[half_edge / 3], self.same_as[opposite / 3]);
        if from == to {
            return;
        }
        let one = self.triangulation.triangles[half_edge];
        let other = self.triangulation.triangles[next_halfedge(half_edge)];
        let real = |site: usize| if site < self.sites.len() { site as u32 } else { NOBODY };
        // delaunator's triangles turn to the left with y upward's opposite; so the first end of the
        // half-edge lies left of the way from its own triangle to the one across.
        let (left, right) = (real(one), real(other));
        if left == NOBODY && right == NOBODY {
            return;
        }
        let (a, b) = (self.centres[from as usize], self.centres[to as usize]);
        let in_left = self.within_reach(left, a, b);
        let mut in_right = self.within_reach(right, a, b);
        let whole = |interval: Option<(f64, f64)>| interval.is_none_or(|interval| interval == (0.0, 1.0));
        let is_whole = whole(in_left) && whole(in_right);
        if let (Some(l), Some(r), false) = (in_left, &mut in_right, is_whole) {
            // Places of one latitude have discs of one size, and then both end at one point.
            let length = (b[0] - a[0]).hypot(b[1] - a[1]);
            let snap = |mine: &mut f64, theirs: f64| {
                if (*mine - theirs).abs() * length < SAME_POINT {
                    *mine = theirs;
                }
            };
            snap(&mut r.0, l.0);
            snap(&mut r.1, l.1);
        }
        for (cell, interval) in [(left, in_left), (right, in_right)] {
            if interval.is_some() {
                self.has_edge[cell as usize] = true;
            }
        }
        let (low, high) = match (in_left, in_right) {
            (None, None) => return,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(l), Some(r)) => (l.0.min(r.0), l.1.max(r.1)),
        };

        let mut near = std::mem::take(&mut self.near);
        near.clear();
        if let Some((_, index)) = &self.land {
            index.near_line(along(a, b, low), along(a, b, high), &mut near);
        }
        if near.is_empty() && is_whole {
            // Nearly all edges: neither land nor reach ends on them.
            self.near = near;
            let is_land = self.lies_on_land(from);
            // Nothing ends in between, so that the other end need not be asked.
            self.on_land[to as usize] = Some(is_land);
            if is_land {
                let (start, end) = (self.centre_vertex(from), self.centre_vertex(to));
                let own = |cell, interval: Option<_>| if interval.is_some() { cell } else { NOBODY };
                self.add_edge(start, end, own(left, in_left), own(right, in_right), &[]);
            }
            return;
        }

        let mut stops: Vec<Stop> = Vec::new();
        for interval in [in_left, in_right].into_iter().flatten() {
            for t in [interval.0, interval.1] {
                if !stops.iter().any(|stop| stop.t == t) {
                    let vertex = if t == 0.0 {
                        self.centre_vertex(from)
                    } else if t == 1.0 {
                        self.centre_vertex(to)
                    } else {
                        self.add_vertex(along(a, b, t))
                    };
                    stops.push(Stop { t, vertex, is_coast: false });
                }
            }
        }
        let vertex_at = |t: f64, stops: &[Stop]| stops.iter().find(|stop| stop.t == t).map_or(NOBODY, |s| s.vertex);
        for (cell, interval, forward) in [(left, in_left, true), (right, in_right, false)] {
            let Some((from, to)) = interval else { continue };
            // The left cell sees this edge forward, the right one backward.
            for (t, is_end, leaves) in [(from, from > 0.0, !forward), (to, to < 1.0, forward)] {
                if is_end {
                    let vertex = vertex_at(t, &stops);
                    let angle = self.angle_from_site(cell, self.vertices[vertex as usize]);
                    self.disc_ends.push(DiscEnd { cell, angle, vertex, leaves });
                }
            }
        }

        let holds = |interval: Option<(f64, f64)>, t: f64| interval.is_some_and(|(from, to)| from < t && t < to);
        let mut is_land = true;
        if let Some((land, index)) = self.land.take() {
            for edge in &near {
                let (p, q) = index.ends(*edge);
                let p_is_left = is_left(a, b, p);
                if p_is_left == is_left(a, b, q) || is_left(p, q, a) == is_left(p, q, b) {
                    continue;
                }
                let (at_a, at_b) = (turn(p, q, a), turn(p, q, b));
                let t = at_a / (at_a - at_b);
                if !(low..=high).contains(&t) {
                    continue;
                }
                let vertex = self.add_vertex(along(a, b, t));
                stops.push(Stop { t, vertex, is_coast: true });
                let (of_left, of_right) =
                    (if holds(in_left, t) { left } else { NOBODY }, if holds(in_right, t) { right } else { NOBODY });
                let (before, after) = if p_is_left { (of_left, of_right) } else { (of_right, of_left) };
                let (at_p, at_q) = (turn(a, b, p), turn(a, b, q));
                let (ring, at) = index.place_of(*edge);
                self.crossings.push(Crossing { ring, at, share: at_p / (at_p - at_q), vertex, before, after });
            }
            if low != 0.0 {
                is_land = index.is_land(along(a, b, low));
            }
            self.land = Some((land, index));
        }
        self.near = near;
        if low == 0.0 {
            is_land = self.lies_on_land(from);
        }

        stops.sort_by(|x, y| x.t.total_cmp(&y.t));
        for pair in stops.windows(2) {
            is_land ^= pair[0].is_coast;
            let middle = f64::midpoint(pair[0].t, pair[1].t);
            let own = |cell: u32, interval| if holds(interval, middle) { cell } else { NOBODY };
            let (l, r) = (own(left, in_left), own(right, in_right));
            if is_land {
                self.add_edge(pair[0].vertex, pair[1].vertex, l, r, &[]);
            }
        }
    }

    /// The part of a line within the reach of a cell's place.
    fn within_reach(&mut self, cell: u32, a: [f64; 2], b: [f64; 2]) -> Option<(f64, f64)> {
        if cell == NOBODY {
            return None;
        }
        let site = self.sites[cell as usize];
        let near =
            |p: [f64; 2]| (p[0] - site[0]).powi(2) + (p[1] - site[1]).powi(2) < self.inner_radius_2[cell as usize];
        if near(a) && near(b) {
            return Some((0.0, 1.0));
        }
        inside_convex(self.disc_of(cell), a, b)
    }

    /// Whether the centre of a triangle lies on land.
    fn lies_on_land(&mut self, triangle: u32) -> bool {
        let Some((_, index)) = &self.land else { return true };
        let at = self.centres[triangle as usize];
        *self.on_land[triangle as usize].get_or_insert_with(|| index.is_land(at))
    }

    fn disc_of(&mut self, cell: u32) -> &[[f64; 2]] {
        let site = self.sites[cell as usize];
        let km = match self.reach {
            Reach::Km(km) => km,
            Reach::Unlimited => f64::INFINITY,
        };
        self.discs[cell as usize]
            .get_or_insert_with(|| disc(WorldPoint { x: site[0], y: site[1] }, km, DISC_CORNERS).into())
    }

    fn angle_from_site(&self, cell: u32, point: [f64; 2]) -> f64 {
        let site = self.sites[cell as usize];
        (point[1] - site[1]).atan2(point[0] - site[0])
    }

    fn centre_vertex(&mut self, triangle: u32) -> u32 {
        if self.vertex_of[triangle as usize] == NOBODY {
            self.vertex_of[triangle as usize] = self.add_vertex(self.centres[triangle as usize]);
        }
        self.vertex_of[triangle as usize]
    }

    fn add_vertex(&mut self, at: [f64; 2]) -> u32 {
        self.vertices.push(at);
        self.vertices.len() as u32 - 1
    }

    fn add_edge(&mut self, start: u32, end: u32, left: u32, right: u32, inner: &[[f64; 2]]) {
        if left == NOBODY && right == NOBODY {
            return;
        }
        let first_point = self.points.len() as u32;
        self.points.extend_from_slice(inner);
        let (start, end, left, right) =
            if left == NOBODY { (end, start, right, left) } else { (start, end, left, right) };
        self.edges.push(Edge {
            start,
            end,
            left,
            right,
            length: 0.0,
            shoelace: 0.0,
            first_point,
            point_count: inner.len() as u32,
        });
    }

    fn last_edge_is_coast(&mut self) {
        if let Some(edge) = self.edges.last_mut() {
            edge.point_count |= COAST;
        }
    }

    /// Adds the arcs along the ends of the reach. Answers how many cells were undecided.
    fn ends_of_reach(&mut self) -> usize {
        let Reach::Km(_) = self.reach else { return 0 };
        let mut undecided = 0;
        let mut ends = std::mem::take(&mut self.disc_ends);
        ends.sort_by(|a, b| a.cell.cmp(&b.cell).then(a.angle.total_cmp(&b.angle)));
        for of_cell in ends.chunk_by(|a, b| a.cell == b.cell) {
            let cell = of_cell[0].cell;
            let alternates = |at: usize| of_cell[at].leaves != of_cell[(at + 1) % of_cell.len()].leaves;
            if !(0..of_cell.len()).all(alternates) {
                undecided += 1;
                continue;
            }
            for (at, end) in of_cell.iter().enumerate().filter(|(_, end)| end.leaves) {
                let to = &of_cell[(at + 1) % of_cell.len()];
                let ring: Vec<[f64; 2]> = self.disc_of(cell).to_vec();
                // Corners after the one angle and before the other, going round to the left.
                let full = std::f64::consts::TAU;
                let span = (to.angle - end.angle).rem_euclid(full);
                let mut corners: Vec<(f64, [f64; 2])> = ring
                    .iter()
                    .map(|corner| ((self.angle_from_site(cell, *corner) - end.angle).rem_euclid(full), *corner))
                    .filter(|(after, _)| *after > 1e-12 && *after < span - 1e-12)
                    .collect();
                corners.sort_by(|a, b| a.0.total_cmp(&b.0));
                let inner: Vec<[f64; 2]> = corners.into_iter().map(|(_, corner)| corner).collect();
                self.arc(cell, end.vertex, to.vertex, inner);
            }
        }
        // A cell no edge of which lies within its reach is the whole disc.
        for cell in 0..self.sites.len() as u32 {
            if self.has_edge[cell as usize] {
                continue;
            }
            let mut ring = self.disc_of(cell).to_vec();
            let first = self.add_vertex(ring[0]);
            ring.remove(0);
            self.arc(cell, first, first, ring);
        }
        undecided
    }

    /// Adds a line along the end of a cell's reach, cut where it leaves the land.
    fn arc(&mut self, cell: u32, start: u32, end: u32, inner: Vec<[f64; 2]>) {
        let mut line = vec![self.vertices[start as usize]];
        line.extend(inner);
        line.push(self.vertices[end as usize]);
        // Cuts: (segment, share, vertex).
        let mut cuts: Vec<(usize, f64, u32)> = Vec::new();
        let mut is_land = true;
        if let Some((land, index)) = self.land.take() {
            let mut near = std::mem::take(&mut self.near);
            for (segment, pair) in line.windows(2).enumerate() {
                let (a, b) = (pair[0], pair[1]);
                index.near_line(a, b, &mut near);
                for edge in &near {
                    let (p, q) = index.ends(*edge);
                    let p_is_inside = is_left(a, b, p);
                    if p_is_inside == is_left(a, b, q) || is_left(p, q, a) == is_left(p, q, b) {
                        continue;
                    }
                    let (at_a, at_b) = (turn(p, q, a), turn(p, q, b));
                    let t = at_a / (at_a - at_b);
                    let vertex = self.add_vertex(along(a, b, t));
                    cuts.push((segment, t, vertex));
                    let (at_p, at_q) = (turn(a, b, p), turn(a, b, q));
                    let (ring, at) = index.place_of(*edge);
                    let (before, after) = if p_is_inside { (cell, NOBODY) } else { (NOBODY, cell) };
                    self.crossings.push(Crossing { ring, at, share: at_p / (at_p - at_q), vertex, before, after });
                }
            }
            self.near = near;
            is_land = index.is_land(line[0]);
            self.land = Some((land, index));
        }
        cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut from = (0, start);
        for (segment, _, vertex) in cuts {
            if is_land {
                self.add_edge(from.1, vertex, cell, NOBODY, &line[from.0 + 1..=segment]);
            }
            is_land = !is_land;
            from = (segment, vertex);
        }
        if is_land {
            self.add_edge(from.1, end, cell, NOBODY, &line[from.0 + 1..line.len() - 1]);
        }
    }

    /// Adds the land's ends as edges of the cells in which they lie.
    fn ends_of_land(&mut self) -> usize {
        let Some((land, index)) = self.land.take() else { return 0 };
        let mut undecided = 0;
        let mut crossings = std::mem::take(&mut self.crossings);
        crossings.sort_by(|a, b| a.ring.cmp(&b.ring).then(a.at.cmp(&b.at)).then(a.share.total_cmp(&b.share)));
        let mut is_crossed = vec![false; land.rings().len()];
        for of_ring in crossings.chunk_by(|a, b| a.ring == b.ring) {
            is_crossed[of_ring[0].ring as usize] = true;
            let ring = &land.rings()[of_ring[0].ring as usize];
            for (number, from) in of_ring.iter().enumerate() {
                let to = &of_ring[(number + 1) % of_ring.len()];
                if from.after != to.before {
                    undecided += 1;
                    continue;
                }
                if from.after == NOBODY {
                    continue;
                }
                let last = number + 1 == of_ring.len();
                let (first_point, count) = ((from.at as usize + 1) % ring.len(), {
                    let steps = (to.at as usize + ring.len() - from.at as usize) % ring.len();
                    if steps == 0 && last { ring.len() } else { steps }
                });
                let inner: Vec<[f64; 2]> = ring.iter().cycle().skip(first_point).take(count).copied().collect();
                self.add_edge(from.vertex, to.vertex, from.after, NOBODY, &inner);
                self.last_edge_is_coast();
            }
        }
        let mut walker = SiteWalk::new(&self.triangulation, self.sites);
        let whole: Vec<(&Vec<[f64; 2]>, u32)> = land
            .rings()
            .iter()
            .zip(is_crossed)
            .filter(|(_, crossed)| !crossed)
            .filter_map(|(ring, _)| Some((ring, walker.nearest(ring[0])?)))
            .collect();
        for (ring, cell) in whole {
            // The whole ring lies in one cell, or beyond the reach of all.
            if let Reach::Km(_) = self.reach {
                let site = self.sites[cell as usize];
                let distance = (ring[0][0] - site[0]).powi(2) + (ring[0][1] - site[1]).powi(2);
                if distance >= self.inner_radius_2[cell as usize] {
                    let disc = self.disc_of(cell);
                    let mut sides = (0..disc.len()).map(|at| (disc[at], disc[(at + 1) % disc.len()]));
                    if !sides.all(|(a, b)| is_left(a, b, ring[0])) {
                        continue;
                    }
                }
            }
            let first = self.add_vertex(ring[0]);
            self.add_edge(first, first, cell, NOBODY, &ring[1..]);
            self.last_edge_is_coast();
        }
        self.land = Some((land, index));
        undecided
    }

    /// Measures the edges and links the half-edges around each cell.
    fn finish(self, mut undecided: usize) -> (Tessellation, usize) {
        let Self { sites, reach, vertices, mut edges, points, .. } = self;
        let mut areas = vec![0.0; sites.len()];
        let origin = vertices.first().copied().unwrap_or_default();
        let measured: Vec<ellipsoid::Point> = vertices.iter().map(|at| ellipsoid::Point::at(*at)).collect();
        for edge in &mut edges {
            let inner = &points[edge.inner()];
            let (mut area, mut length) = (0.0, 0.0);
            let mut a = measured[edge.start as usize];
            let mut add = |b: ellipsoid::Point| {
                let (part, metres) = ellipsoid::measure(a, b);
                area += part;
                length += metres;
                edge.shoelace += ellipsoid::cross(a, b, origin);
                a = b;
            };
            for at in inner {
                add(ellipsoid::Point::at(*at));
            }
            add(measured[edge.end as usize]);
            areas[edge.left as usize] += area;
            if edge.right != NOBODY {
                areas[edge.right as usize] -= area;
                edge.length = (length * 1024.0).round() / 1024.0;
            }
        }
        // Half-edges by cell.
        let cell_of = |half_edge: usize| {
            let edge = &edges[half_edge / 2];
            if half_edge & 1 == 0 { edge.left } else { edge.right }
        };
        let mut start = vec![0_u32; sites.len() + 1];
        for half_edge in 0..edges.len() * 2 {
            if cell_of(half_edge) != NOBODY {
                start[cell_of(half_edge) as usize + 1] += 1;
            }
        }
        for cell in 0..sites.len() {
            start[cell + 1] += start[cell];
        }
        let mut fill = start.clone();
        let mut around = vec![0_u32; start[sites.len()] as usize];
        for half_edge in 0..edges.len() * 2 {
            let cell = cell_of(half_edge);
            if cell != NOBODY {
                around[fill[cell as usize] as usize] = half_edge as u32;
                fill[cell as usize] += 1;
            }
        }
        let ends = |half_edge: u32| {
            let edge = &edges[(half_edge / 2) as usize];
            if half_edge & 1 == 0 { (edge.start, edge.end) } else { (edge.end, edge.start) }
        };
        let mut next = vec![NOBODY; edges.len() * 2];
        let mut failed = Vec::new();
        for cell in 0..sites.len() {
            let own = &mut around[start[cell] as usize..start[cell + 1] as usize];
            if link(own, ends, &mut next).is_none() {
                undecided += 1;
                failed.push(cell as u32);
            }
        }
        if !failed.is_empty() {
            // Undecided even so: these cells are left out, and their neighbours end where they did.
            let keep = |cell: u32| if failed.binary_search(&cell).is_ok() { NOBODY } else { cell };
            edges.retain_mut(|edge| {
                (edge.left, edge.right) = (keep(edge.left), keep(edge.right));
                edge.left != NOBODY || edge.right != NOBODY
            });
            let mut turned = Vec::with_capacity(edges.len());
            for mut edge in edges {
                if edge.left == NOBODY {
                    (edge.start, edge.end, edge.left, edge.right) = (edge.end, edge.start, edge.right, NOBODY);
                }
                turned.push(edge);
            }
            let again = Builder { edges: turned, points, vertices, ..Builder::new(sites, None, reach) };
            return (again.finish(0).0, undecided);
        }
        let areas = areas.into_iter().map(f64::round).collect();
        let sites = sites.to_vec();
        let (cell_of, place_of) = (Vec::new(), Vec::new());
        let mut cells = Tessellation {
            reach,
            cell_of,
            place_of,
            sites,
            vertices,
            edges,
            points,
            next,
            around,
            around_start: start,
            areas,
            has_coast: Vec::new(),
        };
        cells.has_coast = (0..cells.sites.len() as u32)
            .map(|cell| cells.around(cell).iter().any(|half_edge| cells.is_coast(*half_edge)))
            .collect();
        cells.vertices.shrink_to_fit();
        cells.edges.shrink_to_fit();
        cells.points.shrink_to_fit();
        (cells, undecided)
    }
}

/// Orders the half-edges of a cell ring by ring and says which follows which; `None` where a ring
/// does not close.
fn link(own: &mut [u32], ends: impl Fn(u32) -> (u32, u32), next: &mut [u32]) -> Option<()> {
    let mut done = 0;
    while done < own.len() {
        let first = done;
        let begin = ends(own[first]).0;
        loop {
            let end = ends(own[done]).1;
            if end == begin {
                next[own[done] as usize] = own[first];
                done += 1;
                break;
            }
            let follows = (done + 1..own.len()).find(|at| ends(own[*at]).0 == end)?;
            next[own[done] as usize] = own[follows];
            own.swap(done + 1, follows);
            done += 1;
        }
    }
    Some(())
}

fn circumcentre(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> [f64; 2] {
    let (bx, by, cx, cy) = (b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]);
    let d = 0.5 / (bx * cy - by * cx);
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
    [a[0] + (cy * b2 - by * c2) * d, a[1] + (bx * c2 - cx * b2) * d]
}

/// For every triangle the one that stands for all whose centres are the same point.
fn merge_centres(triangulation: &Triangulation, centres: &[[f64; 2]]) -> Vec<u32> {
    let mut same_as: Vec<u32> = (0..centres.len() as u32).collect();
    fn root(same_as: &mut [u32], mut triangle: u32) -> u32 {
        while same_as[triangle as usize] != triangle {
            let above = same_as[same_as[triangle as usize] as usize];
            same_as[triangle as usize] = above;
            triangle = above;
        }
        triangle
    }
    let mut any = false;
    for (half_edge, opposite) in triangulation.halfedges.iter().enumerate() {
        if *opposite == EMPTY || half_edge > *opposite {
            continue;
        }
        let (a, b) = (centres[half_edge / 3], centres[opposite / 3]);
        if (a[0] - b[0]).abs() < SAME_POINT && (a[1] - b[1]).abs() < SAME_POINT {
            any = true;
            let (a, b) = (root(&mut same_as, (half_edge / 3) as u32), root(&mut same_as, (opposite / 3) as u32));
            same_as[a.max(b) as usize] = a.min(b);
        }
    }
    if any {
        for triangle in 0..same_as.len() as u32 {
            same_as[triangle as usize] = root(&mut same_as, triangle);
        }
    }
    same_as
}

/// Finds the site nearest to a point by walking from neighbour to neighbour: in a Delaunay
/// triangulation a site without a nearer neighbour is the nearest of all.
struct SiteWalk<'a> {
    triangulation: &'a Triangulation,
    sites: &'a [[f64; 2]],
    incoming: Vec<u32>,
    at: usize,
}

impl<'a> SiteWalk<'a> {
    fn new(triangulation: &'a Triangulation, sites: &'a [[f64; 2]]) -> Self {
        let mut incoming = vec![NOBODY; sites.len()];
        for half_edge in 0..triangulation.triangles.len() {
            let end = triangulation.triangles[next_halfedge(half_edge)];
            if let Some(slot) = incoming.get_mut(end) {
                *slot = half_edge as u32;
            }
        }
        Self { triangulation, sites, incoming, at: 0 }
    }

    fn nearest(&mut self, point: [f64; 2]) -> Option<u32> {
        let distance = |site: usize| {
            let [x, y] = self.sites[site];
            (x - point[0]).powi(2) + (y - point[1]).powi(2)
        };
        let mut best = distance(self.at);
        loop {
            let mut nearer = None;
            let first = self.incoming[self.at];
            if first == NOBODY {
                return None;
            }
            let mut half_edge = first as usize;
            loop {
                let outgoing = next_halfedge(half_edge);
                let neighbour = self.triangulation.triangles[next_halfedge(outgoing)];
                if neighbour < self.sites.len() && distance(neighbour) < best {
                    best = distance(neighbour);
                    nearer = Some(neighbour);
                }
                half_edge = self.triangulation.halfedges[outgoing];
                if half_edge == EMPTY || half_edge == first as usize {
                    break;
                }
            }
            match nearer {
                Some(neighbour) => self.at = neighbour,
                None => return Some(self.at as u32),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::ring_area;
    use geo::{Area as _, BooleanOps as _};
    use proptest::prelude::*;

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn ring_of(corners: &[(f64, f64)]) -> Vec<[f64; 2]> {
        let world = |(lon, lat): &(f64, f64)| {
            let point = world_from_lon_lat(place(
                lon.rem_euclid(360.0) - if lon.rem_euclid(360.0) > 180.0 { 360.0 } else { 0.0 },
                *lat,
            ));
            let copies = ((lon + 180.0) / 360.0).floor();
            [point.x - point.x.floor() + copies, point.y]
        };
        corners.iter().map(world).collect()
    }

    fn land_of(corners: &[(f64, f64)]) -> Land {
        Land::from_polygons(&[vec![ring_of(corners)]])
    }

    /// What every tessellation keeps, whatever it is made from.
    #[track_caller]
    fn check(cells: &Tessellation) {
        let mut seen = vec![false; cells.edges().len() * 2];
        for cell in 0..cells.cell_count() as u32 {
            let own = cells.around(cell);
            let mut twice_area = 0.0;
            for half_edge in own {
                assert_eq!(cells.cell(*half_edge), cell);
                assert!(!std::mem::replace(&mut seen[*half_edge as usize], true));
                let next = cells.next(*half_edge);
                assert!(own.contains(&next));
                let end = cells.start(half_edge ^ 1);
                assert_eq!(cells.start(next), end, "a ring goes on where it was");
            }
            let mut area = 0.0;
            for ring in cells.rings(cell) {
                twice_area += shoelace(&ring);
                area += ring_area(&ring);
            }
            assert!(twice_area >= -1e-15, "cell {cell} turns the wrong way: {twice_area}");
            assert!((area - cells.area(cell)).abs() <= 1.0 + area.abs() * 1e-9, "{area} {}", cells.area(cell));
        }
        for (at, edge) in cells.edges().iter().enumerate() {
            assert!(seen[at * 2] && (edge.right == NOBODY || seen[at * 2 + 1]));
            assert!(edge.left != NOBODY && edge.left != edge.right);
        }
    }

    fn total(cells: &Tessellation) -> f64 {
        (0..cells.cell_count() as u32).map(|cell| cells.area(cell)).sum()
    }

    fn grid(columns: i32, rows: i32) -> Vec<LonLat> {
        let at = |column, row| place(36.0 + f64::from(column) * 0.1, 35.0 + f64::from(row) * 0.1);
        (0..rows).flat_map(|row| (0..columns).map(move |column| at(column, row))).collect()
    }

    #[test]
    fn no_place_makes_no_cell() {
        let cells = Tessellation::new(&[], None, Reach::default());
        assert_eq!((cells.cell_count(), cells.edges().len()), (0, 0));
    }

    #[test]
    fn one_place_has_the_disc_of_its_reach() {
        let cells = Tessellation::new(&[place(36.0, 35.0)], None, Reach::Km(25.0));
        check(&cells);
        let expected = std::f64::consts::PI * 25.0 * 25.0;
        assert!((total(&cells) / 1e6 / expected - 1.0).abs() < 1e-3, "{}", total(&cells) / 1e6);
    }

    #[test]
    fn two_near_places_share_an_edge_and_their_discs() {
        let cells = Tessellation::new(&[place(36.0, 35.0), place(36.1, 35.0)], None, Reach::Km(25.0));
        check(&cells);
        let shared: Vec<&Edge> = cells.edges().iter().filter(|edge| edge.right != NOBODY).collect();
        assert_eq!(shared.len(), 1);
        // Two discs whose middles are 9.1 km apart: the common chord.
        let chord = 2.0 * (25.0_f64.powi(2) - 4.56_f64.powi(2)).sqrt() * 1000.0;
        assert!((shared[0].length / chord - 1.0).abs() < 3e-3, "{} {chord}", shared[0].length);
        let far = Tessellation::new(&[place(36.0, 35.0), place(38.0, 35.0)], None, Reach::Km(25.0));
        check(&far);
        assert!(far.edges().iter().all(|edge| edge.right == NOBODY));
    }

    #[test]
    fn places_at_one_point_share_the_cell_of_the_first() {
        let cells = Tessellation::new(&[place(36.0, 35.0), place(36.0, 35.0), place(37.0, 35.0)], None, Reach::Km(9.0));
        check(&cells);
        assert_eq!(cells.cell_count(), 2);
        assert_eq!(cells.cell_of(PlaceIx::new(0)), Some(0));
        assert_eq!(cells.cell_of(PlaceIx::new(1)), None);
        assert_eq!(cells.cell_of(PlaceIx::new(2)), Some(1));
        assert_eq!(cells.place_of(1), PlaceIx::new(2));
    }

    #[test]
    fn places_in_a_line_and_in_a_square_grid_are_tessellated() {
        for places in [grid(12, 1), grid(1, 9), grid(9, 7)] {
            for reach in [Reach::Km(5.0), Reach::Km(25.0), Reach::Unlimited] {
                let cells = Tessellation::new(&places, None, reach);
                check(&cells);
                assert_eq!(cells.cell_count(), places.len());
                assert!((0..places.len() as u32).all(|cell| cells.area(cell) > 0.0), "{reach:?}");
            }
        }
        // In a grid four corners are one point: no front of no length between diagonal neighbours.
        let cells = Tessellation::new(&grid(9, 7), None, Reach::Km(25.0));
        assert!(cells.edges().iter().all(|edge| edge.right == NOBODY || edge.length > 1.0));
    }

    #[test]
    fn land_that_meets_the_diagram_corner_to_corner_is_cut_all_the_same() {
        // The sides of the land run exactly along the edges between the cells.
        let land = land_of(&[(36.05, 35.05), (36.45, 35.05), (36.45, 35.35), (36.05, 35.35)]);
        for reach in [Reach::Km(7.0), Reach::Km(25.0), Reach::Unlimited] {
            let cells = Tessellation::new(&grid(6, 6), Some(&land), reach);
            check(&cells);
            let of_land = ring_area(&land.rings()[0]);
            assert!(total(&cells) <= of_land * (1.0 + 1e-6));
            if reach != Reach::Km(7.0) {
                assert!((total(&cells) / of_land - 1.0).abs() < 1e-6, "{reach:?}");
            }
        }
    }

    #[test]
    fn places_at_sea_have_no_ground_and_islands_belong_to_the_nearest() {
        let island = ring_of(&[(36.0, 35.0), (36.05, 35.0), (36.05, 35.05), (36.0, 35.05)]);
        let other = ring_of(&[(36.5, 35.0), (36.55, 35.0), (36.55, 35.05), (36.5, 35.05)]);
        let land = Land::from_polygons(&[vec![island.clone()], vec![other]]);
        let places = [place(36.1, 35.02), place(34.0, 35.0), place(36.3, 35.3)];
        let cells = Tessellation::new(&places, Some(&land), Reach::Km(20.0));
        check(&cells);
        let cell = |row| cells.cell_of(PlaceIx::new(row)).unwrap();
        assert!((cells.area(cell(0)) / ring_area(&island).abs() - 1.0).abs() < 1e-6);
        assert_eq!((cells.area(cell(1)), cells.around(cell(1)).len()), (0.0, 0));
    }

    #[test]
    fn a_lake_within_a_cell_is_a_hole_in_it() {
        let outer = ring_of(&[(35.0, 34.0), (37.0, 34.0), (37.0, 36.0), (35.0, 36.0)]);
        let lake = ring_of(&[(36.04, 35.04), (36.06, 35.04), (36.06, 35.06), (36.04, 35.06)]);
        let land = Land::from_polygons(&[vec![outer, lake.clone()]]);
        let dry = Tessellation::new(&[place(36.0, 35.0)], None, Reach::Km(25.0));
        let cells = Tessellation::new(&[place(36.0, 35.0)], Some(&land), Reach::Km(25.0));
        check(&cells);
        assert_eq!(cells.rings(0).len(), 2);
        assert!((dry.area(0) - cells.area(0) - ring_area(&lake).abs()).abs() < 3.0);
    }

    #[test]
    fn a_country_over_the_antimeridian_is_one_piece() {
        // One ring over 180 degrees, and the same cut in two at it.
        let whole = land_of(&[(178.0, -18.0), (182.0, -18.0), (182.0, -16.0), (178.0, -16.0)]);
        let west = ring_of(&[(178.0, -18.0), (180.0, -18.0), (180.0, -16.0), (178.0, -16.0)]);
        let east = ring_of(&[(-180.0, -18.0), (-178.0, -18.0), (-178.0, -16.0), (-180.0, -16.0)]);
        let east_moved: Vec<[f64; 2]> = east.iter().map(|[x, y]| [if *x > 0.5 { x - 1.0 } else { *x }, *y]).collect();
        let halves = Land::from_rings(vec![west, east_moved]);
        let halves = Land::from_rings(
            halves
                .rings()
                .iter()
                .map(|ring| if shoelace(ring) > 0.0 { ring.clone() } else { ring.iter().rev().copied().collect() })
                .collect(),
        );
        let places = [place(179.0, -17.0), place(-179.0, -17.0), place(179.9, -17.3)];
        let one = Tessellation::new(&places, Some(&whole), Reach::Unlimited);
        let other = Tessellation::new(&places, Some(&halves), Reach::Unlimited);
        check(&one);
        check(&other);
        assert!(one.edges().iter().filter(|edge| edge.right != NOBODY).count() >= 2);
        for cell in 0..3 {
            assert!((one.area(cell) / other.area(cell) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn poles_and_edges_of_the_world_do_no_harm() {
        let places = [place(0.0, 90.0), place(0.0, -90.0), place(180.0, 0.0), place(-180.0, 0.0), place(12.0, 84.9)];
        for reach in [Reach::Km(100.0), Reach::Unlimited] {
            let cells = Tessellation::new(&places, None, reach);
            assert!(cells.areas.iter().all(|area| area.is_finite()));
        }
    }

    fn polygon(ring: &[[f64; 2]]) -> geo::Polygon {
        // Scaled up, because the peer works on a grid.
        let coords: Vec<geo::Coord> = ring.iter().map(|[x, y]| geo::Coord { x: x * 1e4, y: y * 1e4 }).collect();
        geo::Polygon::new(geo::LineString::from(coords), vec![])
    }

    fn any_places() -> impl Strategy<Value = Vec<LonLat>> {
        // Whole hundredths of a degree: points that coincide and lie in line are common.
        prop::collection::vec((0..60_i32, 0..60_i32), 1..60).prop_map(|rows| {
            rows.into_iter().map(|(x, y)| place(36.0 + f64::from(x) / 50.0, 35.0 + f64::from(y) / 50.0)).collect()
        })
    }

    fn any_land() -> impl Strategy<Value = Vec<(f64, f64)>> {
        prop::collection::vec(0.1..1.2_f64, 5..40).prop_map(|radii| {
            let count = radii.len() as f64;
            radii
                .into_iter()
                .enumerate()
                .map(|(at, radius)| {
                    let angle = std::f64::consts::TAU * at as f64 / count;
                    (36.6 + radius * angle.cos(), 35.6 + radius * angle.sin())
                })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        /// The areas of the cells add up to the land within reach of a place, as a library for
        /// polygons says it, and every point belongs to the nearest place.
        #[test]
        fn the_cells_add_up_to_the_land_within_reach(places in any_places(), corners in any_land(), km in 5.0..60.0_f64) {
            let land = land_of(&corners);
            let cells = Tessellation::new(&places, Some(&land), Reach::Km(km));
            check(&cells);
            let discs: Vec<geo::Polygon> = (0..cells.cell_count() as u32)
                .map(|cell| {
                    let [x, y] = cells.site(cell);
                    polygon(&disc(WorldPoint { x, y }, km, DISC_CORNERS))
                })
                .collect();
            let shore: Vec<geo::Polygon> = land.rings().iter().map(|ring| polygon(ring)).collect();
            let expected = geo::unary_union(&discs).intersection(&geo::unary_union(&shore)).unsigned_area();
            let mut found = 0.0;
            for cell in 0..cells.cell_count() as u32 {
                found += cells.rings(cell).iter().map(|ring| shoelace(ring) / 2.0 * 1e8).sum::<f64>();
            }
            // A disc a little larger on the north side of an edge reaches over it: the cell does not.
            prop_assert!((found - expected).abs() <= expected * 2e-3 + 1e-6, "{} {}", found, expected);
        }

        #[test]
        fn without_limit_the_cells_add_up_to_the_land_exactly(places in any_places(), corners in any_land()) {
            let land = land_of(&corners);
            let cells = Tessellation::new(&places, Some(&land), Reach::Unlimited);
            check(&cells);
            let expected: f64 = land.rings().iter().map(|ring| ring_area(ring)).sum();
            prop_assert!((total(&cells) / expected - 1.0).abs() < 1e-6, "{} {}", total(&cells), expected);
        }

        #[test]
        fn a_corner_between_cells_is_no_nearer_to_any_other_place(places in any_places()) {
            let cells = Tessellation::new(&places, None, Reach::Km(30.0));
            for edge in cells.edges().iter().filter(|edge| edge.right != NOBODY) {
                let (a, b) = (cells.vertex(edge.start), cells.vertex(edge.end));
                let middle = along(a, b, 0.5);
                let distance = |cell: u32| {
                    let [x, y] = cells.site(cell);
                    (x - middle[0]).hypot(y - middle[1])
                };
                let (l, r) = (distance(edge.left), distance(edge.right));
                prop_assert!((l - r).abs() < 1e-9);
                // The left cell lies left.
                prop_assert!(turn(a, b, cells.site(edge.left)) > 0.0);
                for cell in 0..cells.cell_count() as u32 {
                    prop_assert!(distance(cell) > l - 1e-9);
                }
            }
        }
    }
}
