//! The fill of the ground for the graphics card: another date changes colours, not triangles.
//!
//! Every cell has its own triangles, in world coordinates, so that panning and zooming change
//! nothing either. Cells at a smoothed front have another outline each time the front moves; those
//! in view go into a second, small set of triangles that is made anew, and are clear in the first.

use std::sync::Arc;

use eframe::egui::{Color32, Shape, Ui};
use rustc_hash::FxHashMap;

use crate::domain::FactionIx;
use crate::geometry::{PicturePoint, Tessellation};
use crate::gui::gpu::{self, Block, Place, Slot, colour_bits, world_bits};
use crate::gui::scene_painter::triangulate;
use crate::gui::theme::color32;
use crate::scene::{MapStyle, Scene, SceneTerritory, fill_of, front_lines, front_strokes};

/// What is kept of the ground.
pub(super) struct GroundMesh {
    style: MapStyle,
    cells: Arc<Tessellation>,
    still: gpu::Ground,
    moving: gpu::Ground,
    /// By cell its colour, first in `still`, then in `moving`.
    colours: Block,
    version: Option<u64>,
    fronts: gpu::Lines,
    /// Cells at the land's end as they were last made into triangles: few change from date to date.
    coasts: FxHashMap<u32, Coast>,
}

/// A cell at the land's end that a smooth front passes.
struct Coast {
    outline: Vec<[f64; 2]>,
    triangles: Triangles,
}

impl GroundMesh {
    /// Makes anew what has changed since the last call.
    pub(super) fn follow<'k>(kept: &'k mut Option<Self>, scene: &Scene, territory: &SceneTerritory) -> &'k mut Self {
        let usable = kept.take().filter(|mesh| Arc::ptr_eq(&mesh.cells, &territory.cells));
        let mesh = kept.insert(usable.unwrap_or_else(|| Self::new(scene, territory)));
        let is_new_date = mesh.version != Some(territory.version);
        if is_new_date {
            mesh.version = Some(territory.version);
            mesh.move_fronts(territory);
        }
        if is_new_date || mesh.style != scene.style {
            mesh.style = scene.style;
            mesh.colour(scene, territory);
        }
        mesh
    }

    /// The shapes of the fill.
    pub(super) fn shapes(&self, ui: &Ui, place: Place<'_>) -> [Shape; 2] {
        [
            self.still.shape(ui, Slot::Ground, &self.colours, place),
            self.moving.shape(ui, Slot::MovingGround, &self.colours, place),
        ]
    }

    /// The shape of the fronts.
    pub(super) fn fronts(&self, ui: &Ui, scene: &Scene, place: Place<'_>) -> Shape {
        let strokes = front_strokes(scene, place.viewport).map(|stroke| (stroke.width, color32(stroke.colour)));
        self.fronts.shape(ui, &strokes, place)
    }

    fn new(scene: &Scene, territory: &SceneTerritory) -> Self {
        let cells = &territory.cells;
        let mut still = Triangles::default();
        let mut outline: Vec<[f64; 2]> = Vec::new();
        for cell in 0..cells.cell_count() as u32 {
            if cells.has_coast(cell) {
                still.add_rings(&cells.rings(cell), cells.site(cell), cell);
            } else {
                outline.clear();
                for half_edge in cells.around(cell) {
                    outline.extend(cells.points(*half_edge));
                }
                // Convex: a fan from its first corner.
                still.add_fan(&outline, None, cell);
            }
        }
        Self {
            style: scene.style,
            cells: Arc::clone(cells),
            still: still.into_ground(),
            moving: gpu::Ground::default(),
            colours: Arc::default(),
            version: None,
            fronts: gpu::LinesDraft::default().finish(),
            coasts: FxHashMap::default(),
        }
    }

    /// The colours of all cells; those at smooth fronts are clear in the triangles that stay.
    fn colour(&mut self, scene: &Scene, territory: &SceneTerritory) {
        let colours: Vec<u32> =
            (0..scene.factions.len()).map(|row| colour_bits(color32(fill_of(scene, FactionIx::new(row))))).collect();
        let clear = colour_bits(Color32::TRANSPARENT);
        let count = self.cells.cell_count();
        let of_cell = |cell: u32| {
            let holder = territory.now.holder(cell);
            holder.and_then(|faction| colours.get(faction.row()).copied()).unwrap_or(clear)
        };
        let mut block = Vec::with_capacity(gpu::colours_len(2 * count));
        block.extend((0..count as u32).map(of_cell));
        if territory.smooth.cells().next().is_some() {
            block.extend_from_within(..);
            for cell in territory.smooth.cells() {
                block[cell as usize] = clear;
            }
        }
        block.resize(gpu::colours_len(2 * count), clear);
        self.colours = Arc::new(block);
    }

    /// The fronts, and the cells whose outline they have made another.
    fn move_fronts(&mut self, territory: &SceneTerritory) {
        let mut moving = Triangles::default();
        let cells = &self.cells;
        let count = cells.cell_count() as u32;
        let mut outline: Vec<[f64; 2]> = Vec::new();
        for cell in territory.smooth.cells().filter(|cell| territory.now.holder(*cell).is_some()) {
            outline.clear();
            for half_edge in cells.around(cell) {
                territory.smooth.add_points(cells, *half_edge, &mut outline);
            }
            if cells.has_coast(cell) {
                let known = self.coasts.get(&cell).filter(|coast| coast.outline == outline);
                if known.is_none() {
                    let mut triangles = Triangles::default();
                    triangles.add_rings(&territory.smooth.rings(cells, cell), cells.site(cell), count + cell);
                    self.coasts.insert(cell, Coast { outline: outline.clone(), triangles });
                }
                if let Some(coast) = self.coasts.get(&cell) {
                    moving.append(&coast.triangles);
                }
            } else {
                // Smoothing keeps every outline in sight of its place.
                moving.add_fan(&outline, Some(cells.site(cell)), count + cell);
            }
        }
        self.moving = moving.into_ground();
        let mut lines = gpu::LinesDraft::default();
        front_lines(territory, |line| lines.add(line));
        self.fronts = lines.finish();
    }
}

/// Triangles on the ground in the making.
#[derive(Default)]
struct Triangles {
    vertices: Vec<u32>,
    indices: Vec<u32>,
    extent: gpu::Extent,
}

/// The numbers of a vertex.
const VERTEX: usize = 5;

impl Triangles {
    fn into_ground(self) -> gpu::Ground {
        gpu::Ground { vertices: Arc::new(self.vertices), indices: Arc::new(self.indices), extent: self.extent }
    }

    fn vertex(&mut self, point: [f64; 2], colour: u32) {
        let [a, b, c, d] = world_bits(point);
        self.vertices.extend([a, b, c, d, colour]);
        self.extent.add(point[0]);
    }

    fn next(&self) -> u32 {
        (self.vertices.len() / VERTEX) as u32
    }

    fn append(&mut self, other: &Self) {
        let first = self.next();
        self.vertices.extend_from_slice(&other.vertices);
        self.indices.extend(other.indices.iter().map(|index| first + index));
        self.extent.join(other.extent);
    }

    fn add_fan(&mut self, outline: &[[f64; 2]], middle: Option<[f64; 2]>, colour: u32) {
        let first = self.next();
        for point in middle.iter().chain(outline) {
            self.vertex(*point, colour);
        }
        let count = self.next() - first;
        for at in 1..count.saturating_sub(1) {
            self.indices.extend([first, first + at, first + at + 1]);
        }
        if middle.is_some() && count > 2 {
            self.indices.extend([first, first + count - 1, first + 1]);
        }
    }

    fn add_rings(&mut self, rings: &[Vec<[f64; 2]>], about: [f64; 2], colour: u32) {
        if let [ring] = rings
            && sees_all(about, ring)
        {
            self.add_fan(ring, Some(about), colour);
            return;
        }
        // Single precision is enough about the middle of a cell: 1 is a metre or so.
        const SCALE: f64 = 4e7;
        let local: Vec<Vec<PicturePoint>> = rings
            .iter()
            .map(|ring| {
                let local = |[x, y]: &[f64; 2]| PicturePoint {
                    x: ((x - about[0]) * SCALE) as f32,
                    y: ((y - about[1]) * SCALE) as f32,
                };
                ring.iter().map(local).collect()
            })
            .collect();
        let first = self.next();
        let (vertices, indices) = triangulate(&local);
        for [x, y] in vertices {
            self.vertex([about[0] + f64::from(x) / SCALE, about[1] + f64::from(y) / SCALE], colour);
        }
        self.indices.extend(indices.into_iter().map(|index| first + index));
    }
}

/// Whether the whole of a ring is in sight from a point within: then triangles from there fill it.
fn sees_all(from: [f64; 2], ring: &[[f64; 2]]) -> bool {
    let turn = |a: &[f64; 2], b: &[f64; 2]| (a[0] - from[0]) * (b[1] - from[1]) - (b[0] - from[0]) * (a[1] - from[1]);
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).all(|(a, b)| turn(a, b) >= 0.0)
}
