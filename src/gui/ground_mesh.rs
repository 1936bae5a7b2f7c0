//! The fill of the ground as a mesh that is kept: another date changes colours, not triangles.
//!
//! Every cell in view has its own triangles. Cells at a smoothed front have another outline each
//! time the front moves; they go into a second, small mesh that is made anew, and are clear in the
//! first one.

use std::sync::Arc;

use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Pos2, Shape, pos2};

use crate::geometry::{PicturePoint, Tessellation, Viewport};
use crate::gui::scene_painter::fill_rings;
use crate::gui::theme::color32;
use crate::scene::{Arrangement, MapStyle, Scene, SceneTerritory, fill_of};

/// The kept meshes.
pub(super) struct GroundMesh {
    viewport: Viewport,
    origin: Pos2,
    style: MapStyle,
    cells: Arc<Tessellation>,
    still: Arc<Mesh>,
    moving: Arc<Mesh>,
    // By cell: its vertices in `still`.
    range: Vec<(u32, u32)>,
    painted: Vec<Color32>,
    smooth_cells: Vec<u32>,
    version: Option<u64>,
}

impl GroundMesh {
    /// The shapes of the fill; makes anew only what has changed since the last call.
    pub(super) fn shapes(
        kept: &mut Option<Self>,
        scene: &Scene,
        territory: &SceneTerritory,
        viewport: &Viewport,
        origin: Pos2,
    ) -> [Shape; 2] {
        let usable = kept.take().filter(|mesh| {
            mesh.viewport == *viewport
                && mesh.origin == origin
                && mesh.style == scene.style
                && Arc::ptr_eq(&mesh.cells, &territory.cells)
        });
        let mut mesh = usable.unwrap_or_else(|| Self::new(scene, territory, viewport, origin));
        if mesh.version != Some(territory.version) {
            mesh.colour(scene, territory);
            mesh.version = Some(territory.version);
        }
        let shapes = [Shape::Mesh(Arc::clone(&mesh.still)), Shape::Mesh(Arc::clone(&mesh.moving))];
        *kept = Some(mesh);
        shapes
    }

    fn new(scene: &Scene, territory: &SceneTerritory, viewport: &Viewport, origin: Pos2) -> Self {
        let cells = &territory.cells;
        let count = cells.cell_count();
        let mut still = Mesh::default();
        let mut range = Vec::with_capacity(count);
        let mut outline: Vec<[f64; 2]> = Vec::new();
        for cell in 0..count as u32 {
            let first = still.vertices.len() as u32;
            if cells.has_coast(cell) {
                add_rings(&mut still, &cells.rings(cell), viewport, origin, Color32::TRANSPARENT);
            } else {
                outline.clear();
                for half_edge in cells.around(cell) {
                    outline.extend(cells.points(*half_edge));
                }
                // Convex: a fan from its first corner.
                add_fan(&mut still, &outline, None, viewport, origin, Color32::TRANSPARENT);
            }
            range.push((first, still.vertices.len() as u32));
        }
        Self {
            viewport: *viewport,
            origin,
            style: scene.style,
            cells: Arc::clone(cells),
            still: Arc::new(still),
            moving: Arc::new(Mesh::default()),
            range,
            painted: vec![Color32::TRANSPARENT; count],
            smooth_cells: Vec::new(),
            version: None,
        }
    }

    fn colour(&mut self, scene: &Scene, territory: &SceneTerritory) {
        let colours: Vec<Color32> =
            (0..scene.factions.len()).map(|row| color32(fill_of(scene, crate::domain::FactionIx::new(row)))).collect();
        let colour_of = |cell: u32| {
            let holder = territory.now.holder(cell);
            holder.and_then(|faction| colours.get(faction.row()).copied()).unwrap_or(Color32::TRANSPARENT)
        };
        self.smooth_cells.clear();
        self.smooth_cells.extend(territory.smooth.cells());
        // What is wanted in the still mesh: clear where the moving one has the cell.
        let mut is_smooth = self.smooth_cells.iter().copied().peekable();
        let still = Arc::make_mut(&mut self.still);
        for cell in 0..self.painted.len() as u32 {
            let in_moving = is_smooth.next_if_eq(&cell).is_some();
            let wanted = if in_moving { Color32::TRANSPARENT } else { colour_of(cell) };
            let painted = &mut self.painted[cell as usize];
            if *painted != wanted {
                *painted = wanted;
                let (first, last) = self.range[cell as usize];
                for vertex in &mut still.vertices[first as usize..last as usize] {
                    vertex.color = wanted;
                }
            }
        }
        let mut moving = Mesh::default();
        let cells = &territory.cells;
        let mut outline: Vec<[f64; 2]> = Vec::new();
        for cell in &self.smooth_cells {
            let (colour, (first, last)) = (colour_of(*cell), self.range[*cell as usize]);
            if colour == Color32::TRANSPARENT || first == last {
                continue;
            }
            if cells.has_coast(*cell) {
                let rings = territory.smooth.rings(cells, *cell);
                add_rings(&mut moving, &rings, &self.viewport, self.origin, colour);
            } else {
                outline.clear();
                for half_edge in cells.around(*cell) {
                    territory.smooth.add_points(cells, *half_edge, &mut outline);
                }
                // Smoothing keeps every outline in sight of its place.
                add_fan(&mut moving, &outline, Some(cells.site(*cell)), &self.viewport, self.origin, colour);
            }
        }
        self.moving = Arc::new(moving);
    }
}

/// Markers that are dots, as a mesh that is kept: another date changes colours only.
pub(super) struct Dots {
    mesh: Arc<Mesh>,
    /// By dot: its colour, and its vertices that have it; those at the rim stay clear.
    painted: Vec<(Color32, u32, u32)>,
}

impl Dots {
    /// A dot of this radius, in points, is a point that fades to its rim; a larger one is a disc
    /// with a soft edge, like egui's own.
    const DISC_FROM: f32 = 1.2;

    pub(super) fn new(arrangement: &Arrangement, scene: &Scene, origin: Pos2) -> Self {
        let mut mesh = Mesh::default();
        let mut painted = Vec::new();
        for (at, radius, _) in arrangement.dots(scene) {
            let centre = pos2(origin.x + at.x, origin.y + at.y);
            let first = mesh.vertices.len() as u32;
            let mut ring = |corners: u32, reach: f32| {
                for corner in 0..corners {
                    let (sin, cos) = (std::f32::consts::TAU * corner as f32 / corners as f32).sin_cos();
                    let pos = pos2(centre.x + cos * reach, centre.y + sin * reach);
                    mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color: Color32::TRANSPARENT });
                }
            };
            ring(1, 0.0);
            let (solid, corners) = if radius < Self::DISC_FROM {
                ring(4, radius * 2.0 + 0.6);
                (1, 4)
            } else {
                ring(8, radius - 0.5);
                ring(8, radius + 0.5);
                (9, 8)
            };
            for side in 0..corners {
                let (a, b) = (first + 1 + side, first + 1 + (side + 1) % corners);
                mesh.indices.extend([first, a, b]);
                if solid > 1 {
                    mesh.indices.extend([a, a + corners, b + corners, a, b + corners, b]);
                }
            }
            painted.push((Color32::TRANSPARENT, first, first + solid));
        }
        Self { mesh: Arc::new(mesh), painted }
    }

    pub(super) fn shape(&mut self, arrangement: &Arrangement, scene: &Scene) -> Shape {
        let mesh = Arc::make_mut(&mut self.mesh);
        for ((painted, first, last), (_, _, colour)) in self.painted.iter_mut().zip(arrangement.dots(scene)) {
            let wanted = color32(colour);
            if *painted != wanted {
                *painted = wanted;
                for vertex in &mut mesh.vertices[*first as usize..*last as usize] {
                    vertex.color = wanted;
                }
            }
        }
        Shape::Mesh(Arc::clone(&self.mesh))
    }
}

/// The copies of the world in which an outline is in view.
fn copies_in_view(points: &[[f64; 2]], viewport: &Viewport) -> std::ops::Range<i32> {
    let rect = viewport.world_rect();
    let (mut west, mut east, mut north, mut south) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    for [x, y] in points {
        (west, east) = (west.min(*x), east.max(*x));
        (north, south) = (north.min(*y), south.max(*y));
    }
    if points.is_empty() || south < rect.north || north > rect.south {
        return 0..0;
    }
    (rect.west - east).ceil() as i32..(rect.east - west).floor() as i32 + 1
}

fn add_fan(
    mesh: &mut Mesh,
    outline: &[[f64; 2]],
    middle: Option<[f64; 2]>,
    viewport: &Viewport,
    origin: Pos2,
    colour: Color32,
) {
    for copy in copies_in_view(outline, viewport) {
        let vertex = |point: &[f64; 2]| {
            let at = viewport.picture_from_unwrapped(point[0] + f64::from(copy), point[1]);
            Vertex { pos: pos2(origin.x + at.x, origin.y + at.y), uv: WHITE_UV, color: colour }
        };
        let first = mesh.vertices.len() as u32;
        mesh.vertices.extend(middle.iter().map(vertex));
        mesh.vertices.extend(outline.iter().map(vertex));
        let count = mesh.vertices.len() as u32 - first;
        for at in 1..count.saturating_sub(1) {
            mesh.indices.extend([first, first + at, first + at + 1]);
        }
        if middle.is_some() && count > 2 {
            mesh.indices.extend([first, first + count - 1, first + 1]);
        }
    }
}

fn add_rings(mesh: &mut Mesh, rings: &[Vec<[f64; 2]>], viewport: &Viewport, origin: Pos2, colour: Color32) {
    let Some(outer) = rings.first() else { return };
    let mut copies = copies_in_view(outer, viewport);
    for ring in &rings[1..] {
        let own = copies_in_view(ring, viewport);
        if copies.is_empty() {
            copies = own;
        }
    }
    for copy in copies {
        let in_picture: Vec<Vec<PicturePoint>> = rings
            .iter()
            .map(|ring| ring.iter().map(|[x, y]| viewport.picture_from_unwrapped(x + f64::from(copy), *y)).collect())
            .collect();
        fill_rings(&in_picture, origin, colour, mesh);
    }
}
