//! Territory: who holds which ground, as rings around cells of one holder, and the fronts between.
//!
//! Nothing geometric is computed here: a date says who holds each cell, and rings are found by
//! walking the half-edges between cells of different holders. From one date to another only the
//! rings that pass a changed cell are walked again.

use crate::domain::FactionIx;
use crate::geometry::tessellation::{NOBODY, Tessellation};

/// Nobody is known to hold a cell.
const UNKNOWN: u16 = u16::MAX;

/// A closed line around ground of one holder, its ground on the left (x to the right, y upward).
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Who holds the ground.
    pub holder: FactionIx,
    /// The half-edges, each beginning where the one before ends. Where the neighbour changes along
    /// the ring, it begins with such a change.
    pub half_edges: Vec<u32>,
    /// Twice the signed area on the map: negative for the outline of a hole.
    twice_area: f64,
}

impl Ring {
    /// Whether it surrounds ground of others.
    pub fn is_hole(&self) -> bool {
        self.twice_area < 0.0
    }
}

/// Ground in one piece: an outer ring and the holes in it, by their place in [`Territory::rings`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Who holds it.
    pub holder: FactionIx,
    /// The outer ring.
    pub outer: u32,
    /// The holes.
    pub holes: Vec<u32>,
}

/// A line along which the ground of two factions meets, between junctions or closed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Front<'a> {
    /// Who holds the ground on its left.
    pub left: FactionIx,
    /// Who holds the ground on its right.
    pub right: FactionIx,
    /// Its half-edges, in order.
    pub half_edges: &'a [u32],
    /// Whether it ends where it begins.
    pub is_closed: bool,
}

/// Who holds which ground on a date.
#[derive(Debug, Clone)]
pub struct Territory {
    held: Vec<u16>,
    // By half-edge: its ring, or NOBODY.
    ring_of: Vec<u32>,
    rings: Vec<Option<Ring>>,
    free: Vec<u32>,
    // Square metres by faction; the last is that of cells nobody is known to hold.
    areas: Vec<f64>,
    walked: usize,
}

fn as_u16(holder: Option<FactionIx>) -> u16 {
    holder.map_or(UNKNOWN, |faction| faction.row() as u16)
}

fn holder_of(held: u16) -> Option<FactionIx> {
    (held != UNKNOWN).then(|| FactionIx::new(usize::from(held)))
}

impl Territory {
    /// The territory where `holder` says who holds each cell; there are `factions` of them.
    pub fn new(cells: &Tessellation, factions: usize, holder: impl Fn(u32) -> Option<FactionIx>) -> Self {
        let held: Vec<u16> = (0..cells.cell_count() as u32).map(|cell| as_u16(holder(cell))).collect();
        let half_edges = cells.edges().len() as u32 * 2;
        let mut territory = Self {
            held,
            ring_of: vec![NOBODY; half_edges as usize],
            rings: Vec::new(),
            free: Vec::new(),
            areas: vec![0.0; factions + 1],
            walked: 0,
        };
        for cell in 0..cells.cell_count() as u32 {
            *territory.area_mut(territory.held[cell as usize]) += cells.area(cell);
        }
        for half_edge in 0..half_edges {
            territory.walk(cells, half_edge);
        }
        territory
    }

    /// Gives cells to other holders and walks the rings anew that pass them.
    pub fn update(&mut self, cells: &Tessellation, changes: impl IntoIterator<Item = (u32, Option<FactionIx>)>) {
        let mut changes: Vec<(u32, u16)> = changes.into_iter().map(|(cell, holder)| (cell, as_u16(holder))).collect();
        // Where a cell is named more than once the last word counts.
        changes.reverse();
        changes.sort_by_key(|(cell, _)| *cell);
        changes.dedup_by_key(|(cell, _)| *cell);
        changes.retain(|(cell, holder)| self.held[*cell as usize] != *holder);
        let mut unwalked: Vec<u32> = Vec::new();
        for (cell, _) in &changes {
            for half_edge in cells.around(*cell) {
                self.forget(*half_edge, &mut unwalked);
                self.forget(half_edge ^ 1, &mut unwalked);
                // Rings that pass the corner through other cells.
                let mut at = *half_edge;
                loop {
                    let outgoing = cells.next(at);
                    self.forget(outgoing, &mut unwalked);
                    self.forget(outgoing ^ 1, &mut unwalked);
                    at = outgoing ^ 1;
                    if cells.cell(at) == NOBODY || at == *half_edge {
                        break;
                    }
                }
            }
        }
        for (cell, holder) in &changes {
            let before = std::mem::replace(&mut self.held[*cell as usize], *holder);
            *self.area_mut(before) -= cells.area(*cell);
            *self.area_mut(*holder) += cells.area(*cell);
            for half_edge in cells.around(*cell) {
                unwalked.extend([*half_edge, half_edge ^ 1]);
            }
        }
        for half_edge in unwalked {
            self.walk(cells, half_edge);
        }
    }

    /// Who holds a cell.
    pub fn holder(&self, cell: u32) -> Option<FactionIx> {
        holder_of(self.held[cell as usize])
    }

    /// The ground of a faction (`None`: of nobody known), in square metres.
    pub fn area(&self, holder: Option<FactionIx>) -> f64 {
        let unknown = self.areas.len() - 1;
        self.areas[holder.map_or(unknown, |faction| faction.row().min(unknown))]
    }

    /// The rings, in no order.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.rings.iter().flatten()
    }

    /// A ring that a [`Piece`] names.
    pub fn ring(&self, number: u32) -> Option<&Ring> {
        self.rings.get(number as usize)?.as_ref()
    }

    /// The fronts, in no order: each shared stretch once.
    pub fn fronts<'t>(&'t self, cells: &'t Tessellation) -> impl Iterator<Item = Front<'t>> {
        self.rings().flat_map(|ring| self.fronts_of(cells, ring))
    }

    fn fronts_of<'t>(&'t self, cells: &'t Tessellation, ring: &'t Ring) -> impl Iterator<Item = Front<'t>> {
        let right = |half_edge: &u32| self.beyond(cells, *half_edge);
        let runs = ring.half_edges.chunk_by(move |a, b| right(a) == right(b));
        runs.filter_map(move |run| {
            // Of the two sides the one with the smaller number tells.
            let right = holder_of(right(&run[0])?)?;
            (ring.holder < right).then_some(Front {
                left: ring.holder,
                right,
                half_edges: run,
                is_closed: run.len() == ring.half_edges.len(),
            })
        })
    }

    /// The length of all fronts in metres.
    pub fn front_length(&self, cells: &Tessellation) -> f64 {
        self.fronts(cells).flat_map(|front| front.half_edges).map(|half_edge| cells.edge(*half_edge).length).sum()
    }

    /// The ground in pieces, by holder and then in the order of the outer rings.
    ///
    /// Which rings bound the same piece is a matter of which cells hang together, not of where
    /// their points lie: rounding cannot tear a hole from its piece.
    pub fn pieces(&self, cells: &Tessellation) -> Vec<Piece> {
        let faces = cells.faces();
        let mut joined = Joined::new(faces.count);
        for half_edge in (0..self.ring_of.len() as u32).step_by(2) {
            let (left, right) = (cells.cell(half_edge), cells.cell(half_edge ^ 1));
            if right != NOBODY && self.held[left as usize] == self.held[right as usize] {
                joined.join(faces.of[half_edge as usize], faces.of[half_edge as usize + 1]);
            }
        }
        let mut rings: Vec<(u32, f64, u32)> = Vec::new();
        for (number, ring) in self.rings.iter().enumerate() {
            if let Some(ring) = ring {
                let ground = joined.find(faces.of[ring.half_edges[0] as usize]);
                rings.push((ground, ring.twice_area, number as u32));
            }
        }
        // Of each ground the largest ring first: it is the one around it, the others are holes.
        rings.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut pieces: Vec<Piece> = Vec::new();
        for same in rings.chunk_by(|a, b| a.0 == b.0) {
            let Some(ring) = self.ring(same[0].2) else { continue };
            let holes = same[1..].iter().map(|(_, _, number)| *number).collect();
            pieces.push(Piece { holder: ring.holder, outer: same[0].2, holes });
        }
        pieces.sort_by(|a, b| a.holder.cmp(&b.holder).then(a.outer.cmp(&b.outer)));
        pieces
    }

    fn area_mut(&mut self, holder: u16) -> &mut f64 {
        let unknown = self.areas.len() - 1;
        let at = usize::from(holder).min(unknown);
        &mut self.areas[at]
    }

    /// Who holds the ground on the right of a half-edge; `None` beyond land and reach.
    fn beyond(&self, cells: &Tessellation, half_edge: u32) -> Option<u16> {
        let cell = cells.cell(half_edge ^ 1);
        (cell != NOBODY).then(|| self.held[cell as usize])
    }

    fn is_boundary(&self, cells: &Tessellation, half_edge: u32) -> bool {
        let cell = cells.cell(half_edge);
        cell != NOBODY && {
            let holder = self.held[cell as usize];
            holder != UNKNOWN && self.beyond(cells, half_edge) != Some(holder)
        }
    }

    fn forget(&mut self, half_edge: u32, unwalked: &mut Vec<u32>) {
        let number = self.ring_of[half_edge as usize];
        if number == NOBODY {
            return;
        }
        if let Some(ring) = self.rings[number as usize].take() {
            for half_edge in &ring.half_edges {
                self.ring_of[*half_edge as usize] = NOBODY;
            }
            unwalked.extend(ring.half_edges);
            self.free.push(number);
        }
    }

    /// Walks the ring of a half-edge, if it is part of one that has not been walked yet.
    fn walk(&mut self, cells: &Tessellation, first: u32) {
        if self.ring_of[first as usize] != NOBODY || !self.is_boundary(cells, first) {
            return;
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.rings.push(None);
            self.rings.len() as u32 - 1
        });
        let mut half_edges = Vec::new();
        let mut twice_area = 0.0;
        let mut at = first;
        loop {
            half_edges.push(at);
            self.ring_of[at as usize] = number;
            let share = cells.edge(at).shoelace;
            twice_area += if at & 1 == 0 { share } else { -share };
            // Around the corner through cells of the same holder.
            at = cells.next(at);
            while !self.is_boundary(cells, at) {
                at = cells.next(at ^ 1);
            }
            if at == first {
                break;
            }
        }
        self.walked += half_edges.len();
        let beyond: Vec<Option<u16>> = half_edges.iter().map(|half_edge| self.beyond(cells, *half_edge)).collect();
        let change = (0..beyond.len()).find(|at| beyond[*at] != beyond[(at + beyond.len() - 1) % beyond.len()]);
        half_edges.rotate_left(change.unwrap_or(0));
        let holder = FactionIx::new(usize::from(self.held[cells.cell(first) as usize]));
        self.rings[number as usize] = Some(Ring { holder, half_edges, twice_area });
    }

    /// How many half-edges have been walked since the beginning: what stepping costs.
    pub fn walked(&self) -> usize {
        self.walked
    }
}

/// Which faces hang together: Tarjan's disjoint sets, with paths halved.
struct Joined(Vec<u32>);

impl Joined {
    fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    fn find(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LonLat;
    use crate::geometry::Reach;
    use crate::geometry::land::Land;
    use proptest::prelude::*;

    fn faction(row: usize) -> Option<FactionIx> {
        (row > 0).then(|| FactionIx::new(row - 1))
    }

    /// Rings as they are told apart: each from its smallest half-edge on.
    fn canonical(territory: &Territory) -> Vec<(FactionIx, Vec<u32>)> {
        let mut rings: Vec<_> = territory
            .rings()
            .map(|ring| {
                let mut half_edges = ring.half_edges.clone();
                let first = (0..half_edges.len()).min_by_key(|at| half_edges[*at]).unwrap();
                half_edges.rotate_left(first);
                (ring.holder, half_edges)
            })
            .collect();
        rings.sort();
        rings
    }

    fn places(rows: &[(i32, i32)]) -> Vec<LonLat> {
        rows.iter()
            .map(|(x, y)| LonLat::new(36.0 + f64::from(*x) / 50.0, 35.0 + f64::from(*y) / 50.0).unwrap())
            .collect()
    }

    #[test]
    fn a_town_surrounded_by_another_side_is_a_hole_and_a_piece_of_its_own() {
        let grid: Vec<(i32, i32)> = (0..25).map(|at| (at % 5 * 5, at / 5 * 5)).collect();
        let cells = Tessellation::new(&places(&grid), None, Reach::Km(25.0));
        let town = cells.cell_of(crate::domain::PlaceIx::new(12)).unwrap();
        let territory = Territory::new(&cells, 2, |cell| faction(if cell == town { 2 } else { 1 }));
        let pieces = territory.pieces(&cells);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].holes.len(), 1);
        let fronts: Vec<Front<'_>> = territory.fronts(&cells).collect();
        assert_eq!((fronts.len(), fronts[0].is_closed, fronts[0].half_edges.len()), (1, true, 4));
        assert!((territory.area(faction(2)) - cells.area(town)).abs() < 1e-9);
    }

    #[test]
    fn unknown_ground_has_no_ring_and_no_front() {
        let cells = Tessellation::new(&places(&[(0, 0), (5, 0), (10, 0)]), None, Reach::Km(5.0));
        let middle = cells.cell_of(crate::domain::PlaceIx::new(1)).unwrap();
        let territory = Territory::new(&cells, 2, |cell| faction(usize::from(cell != middle)));
        assert_eq!(territory.rings().count(), 2);
        assert_eq!(territory.fronts(&cells).count(), 0);
        assert!((territory.area(None) - cells.area(middle)).abs() < 1e-9);
    }

    prop_compose! {
        fn any_cells()(
            rows in prop::collection::vec((0..40_i32, 0..40_i32), 1..70),
            radii in prop::collection::vec(0.1..0.9_f64, 5..20),
            has_land in any::<bool>(),
            km in 5.0..40.0_f64,
        ) -> Tessellation {
            let count = radii.len() as f64;
            let corner = |(at, radius): (usize, &f64)| {
                let angle = std::f64::consts::TAU * at as f64 / count;
                let (lon, lat) = (36.4 + radius * angle.cos(), 35.4 + radius * angle.sin());
                let world = crate::geometry::world_from_lon_lat(LonLat::new(lon, lat).unwrap());
                [world.x, world.y]
            };
            let land = Land::from_polygons(&[vec![radii.iter().enumerate().map(corner).collect()]]);
            Tessellation::new(&places(&rows), has_land.then_some(&land), Reach::Km(km))
        }
    }

    proptest! {
        #[test]
        fn relabelling_step_by_step_equals_relabelling_from_scratch(
            cells in any_cells(),
            steps in prop::collection::vec(prop::collection::vec((0..70_u32, 0..4_usize), 0..12), 1..8),
        ) {
            let mut held = vec![0; cells.cell_count()];
            let mut stepped = Territory::new(&cells, 3, |_| None);
            for step in steps {
                let step: Vec<(u32, usize)> =
                    step.into_iter().map(|(cell, holder)| (cell % cells.cell_count() as u32, holder)).collect();
                for (cell, holder) in &step {
                    held[*cell as usize] = *holder;
                }
                stepped.update(&cells, step.iter().map(|(cell, holder)| (*cell, faction(*holder))));
                let anew = Territory::new(&cells, 3, |cell| faction(held[cell as usize]));
                prop_assert_eq!(canonical(&stepped), canonical(&anew));
                prop_assert_eq!(&stepped.areas, &anew.areas);
                prop_assert_eq!(stepped.front_length(&cells), anew.front_length(&cells));
            }
        }

        #[test]
        fn rings_lie_between_holders_and_pieces_add_up(
            cells in any_cells(),
            holders in prop::collection::vec(0..4_usize, 70),
        ) {
            let territory = Territory::new(&cells, 3, |cell| faction(holders[cell as usize]));
            for ring in territory.rings() {
                for (at, half_edge) in ring.half_edges.iter().enumerate() {
                    prop_assert_eq!(territory.holder(cells.cell(*half_edge)), Some(ring.holder));
                    let other = cells.cell(half_edge ^ 1);
                    prop_assert!(other == NOBODY || territory.holder(other) != Some(ring.holder));
                    let next = ring.half_edges[(at + 1) % ring.half_edges.len()];
                    prop_assert_eq!(cells.start(half_edge ^ 1), cells.start(next));
                }
            }
            // Every front has two different, known sides, and is told once.
            let mut seen = std::collections::HashSet::new();
            for front in territory.fronts(&cells) {
                for half_edge in front.half_edges {
                    prop_assert!(seen.insert(half_edge / 2));
                    let beyond = territory.holder(cells.cell(half_edge ^ 1));
                    prop_assert!(front.left != front.right && beyond == Some(front.right));
                }
            }
            let expected = cells.edges().iter().enumerate().filter(|(_, edge)| {
                edge.right != NOBODY && {
                    let (l, r) = (territory.holder(edge.left), territory.holder(edge.right));
                    l.is_some() && r.is_some() && l != r
                }
            });
            prop_assert_eq!(seen.len(), expected.count());
            // Each hole is in a piece, and each piece has its ground.
            let pieces = territory.pieces(&cells);
            let in_pieces: usize = pieces.iter().map(|piece| 1 + piece.holes.len()).sum();
            prop_assert_eq!(in_pieces, territory.rings().count());
            for piece in &pieces {
                let ring = territory.ring(piece.outer).unwrap();
                let holes: f64 = piece.holes.iter().map(|hole| territory.ring(*hole).unwrap().twice_area).sum();
                prop_assert!(ring.twice_area + holes > -1e-15);
            }
            let all: f64 = (0..cells.cell_count() as u32).map(|cell| cells.area(cell)).sum();
            prop_assert_eq!(territory.areas.iter().sum::<f64>(), all);
        }
    }
}
