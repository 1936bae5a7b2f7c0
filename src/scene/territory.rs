//! Territory in the scene: who holds which ground, drawn as what it is, an inference.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{FactionIx, PlaceIx, PlacesState, Timeline};
use crate::geometry::{
    AreaFront, AreaPatch, Part, PicturePoint, Ring, SmoothFronts, Smoothing, Territory, Tessellation, Viewport,
    WorldRect, area_fronts, bounds_of, clip_ring,
};
use crate::scene::build::FactionLook;
use crate::scene::{MapStyle, Rgba, Scene, Shape, Stroke};

/// What of territory is to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TerritoryChoice {
    /// Whether ground is filled in the colour of its holder.
    pub fill: bool,
    /// Whether fronts are drawn.
    pub fronts: bool,
    /// How much fronts are smoothed.
    pub smoothing: Smoothing,
    /// Movement since so many days ago.
    pub movement_days: Option<u32>,
    /// Whether areas from outside are drawn, where the chronicle has some.
    pub areas: bool,
}

impl Default for TerritoryChoice {
    fn default() -> Self {
        Self { fill: true, fronts: true, smoothing: Smoothing::Light, movement_days: None, areas: true }
    }
}

impl TerritoryChoice {
    /// The choice for a map at this scale: where the cells of places are only some points wide,
    /// nobody could see that fronts are smooth.
    #[must_use]
    pub fn at_scale(self, scene: &Scene, viewport: &Viewport) -> Self {
        let is_seen = scene.spacing * viewport.scale() > 6.0;
        Self { smoothing: if is_seen { self.smoothing } else { Smoothing::Off }, ..self }
    }
}

/// The territory of a scene.
#[derive(Debug, Clone)]
pub struct SceneTerritory {
    /// What is to be seen of it.
    pub choice: TerritoryChoice,
    /// The cells.
    pub cells: Arc<Tessellation>,
    /// Who holds them on the scene's date.
    pub now: Territory,
    /// The smooth form of its fronts.
    pub smooth: SmoothFronts,
    /// By cell: who fights there against the holder.
    pub contested: Vec<Option<FactionIx>>,
    /// What moved since an earlier day.
    pub movement: Option<Movement>,
    /// The areas from outside on the date.
    pub areas: Vec<AreaPatch>,
    /// The fronts between those.
    pub area_fronts: Vec<AreaFront>,
    /// Where fronts are smooth; `None`: everywhere.
    part: Option<Part>,
    /// Counts what was made anew, for painters that keep shapes.
    pub version: u64,
}

/// What moved since an earlier day.
#[derive(Debug, Clone)]
pub struct Movement {
    /// The day.
    pub since: Date,
    state: PlacesState,
    /// Who held the cells then.
    pub then: Territory,
    /// The smooth form of the fronts then.
    pub smooth: SmoothFronts,
    /// The ground that changed hands since, by who has it now.
    pub gained: Territory,
}

/// Who holds a place, for the territory: the timeline's controller, unless it is the row that
/// stands for *unknown*.
fn holder(timeline: &Timeline, unknown: Option<FactionIx>, state: &PlacesState, place: PlaceIx) -> Option<FactionIx> {
    timeline.controller(state.of(place)).filter(|faction| Some(*faction) != unknown)
}

/// What a [`SceneTerritory`] is made from, apart from the cells.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The timeline.
    pub timeline: &'a Timeline,
    /// The state of all places on the date.
    pub state: &'a PlacesState,
    /// The date.
    pub date: Date,
    /// How many factions there are.
    pub factions: usize,
    /// The faction that stands for *unknown*.
    pub unknown: Option<FactionIx>,
    /// By place, whether its ground is shown; `None` shows all.
    pub only: Option<&'a [bool]>,
}

impl SceneTerritory {
    /// The territory on a date. With a `view`, fronts are smooth there only: see [`Self::look_at`].
    pub fn new(
        ground: Ground<'_>,
        cells: Arc<Tessellation>,
        choice: TerritoryChoice,
        areas: Vec<AreaPatch>,
        view: Option<&WorldRect>,
    ) -> Self {
        let now = ground.territory(&cells, ground.state);
        let part = view.map(|view| part_around(&cells, view, choice.smoothing));
        let mut territory = Self {
            smooth: SmoothFronts::within(&cells, &now, choice.smoothing, part.as_ref()),
            contested: vec![None; cells.cell_count()],
            movement: None,
            area_fronts: area_fronts(&areas),
            areas,
            choice,
            now,
            cells,
            part,
            version: 0,
        };
        for cell in 0..territory.cells.cell_count() as u32 {
            territory.contested[cell as usize] = territory.contest_of(ground, cell);
        }
        territory.set_movement(ground);
        territory
    }

    /// Says what of the world is looked at, for a painter that follows the slider: fronts need not
    /// be smooth far from there.
    pub fn look_at(&mut self, view: &WorldRect) {
        if self.choice.smoothing == Smoothing::Off || self.part.as_ref().is_some_and(|part| part.holds(view)) {
            return;
        }
        self.part = Some(part_around(&self.cells, view, self.choice.smoothing));
        self.smooth = self.smoothed(&self.now);
        if let Some(mut movement) = self.movement.take() {
            movement.smooth = self.smoothed(&movement.then);
            self.movement = Some(movement);
        }
        self.version += 1;
    }

    fn smoothed(&self, territory: &Territory) -> SmoothFronts {
        SmoothFronts::within(&self.cells, territory, self.choice.smoothing, self.part.as_ref())
    }

    fn contest_of(&self, ground: Ground<'_>, cell: u32) -> Option<FactionIx> {
        let place = self.cells.place_of(cell);
        let control = ground.timeline.control(ground.state.of(place));
        control.contested_by().first().copied().filter(|_| ground.shows(place))
    }

    /// Goes to another date: `changed` names every place whose state is another, `None` means that
    /// any may be.
    pub fn relabel(&mut self, ground: Ground<'_>, changed: Option<&[PlaceIx]>, areas: Vec<AreaPatch>) {
        let cells = Arc::clone(&self.cells);
        let own: Vec<u32> = match changed {
            Some(changed) => changed.iter().filter_map(|place| cells.cell_of(*place)).collect(),
            None => (0..cells.cell_count() as u32).collect(),
        };
        self.now.update(&cells, own.iter().map(|cell| (*cell, ground.holder(&cells, ground.state, *cell))));
        for cell in own {
            self.contested[cell as usize] = self.contest_of(ground, cell);
        }
        if changed.is_none_or(|changed| !changed.is_empty()) {
            self.smooth = self.smoothed(&self.now);
            self.version += 1;
        }
        if self.areas != areas {
            self.area_fronts = area_fronts(&areas);
            self.areas = areas;
            self.version += 1;
        }
        self.set_movement(ground);
    }

    /// Goes to another date without a look at the one before: the same date gives the same shapes in the
    /// same order, whatever was seen before. What is looked at stays.
    pub fn restate(&mut self, ground: Ground<'_>, areas: Vec<AreaPatch>) {
        self.now = ground.territory(&self.cells, ground.state);
        self.smooth = self.smoothed(&self.now);
        for cell in 0..self.cells.cell_count() as u32 {
            self.contested[cell as usize] = self.contest_of(ground, cell);
        }
        self.area_fronts = area_fronts(&areas);
        self.areas = areas;
        self.set_movement(ground);
        self.version += 1;
    }

    fn set_movement(&mut self, ground: Ground<'_>) {
        let Some(days) = self.choice.movement_days else {
            self.movement = None;
            return;
        };
        let back = i32::try_from(days).unwrap_or(i32::MAX);
        let since = crate::domain::Day::of(ground.date).plus(back.saturating_neg()).date();
        let mut state = self.movement.take().map(|movement| movement.state).unwrap_or_default();
        ground.timeline.move_to(&mut state, since, |_| {});
        let cells = &self.cells;
        let then = ground.territory(cells, &state);
        let gained = Territory::new(cells, ground.factions, |cell| {
            let now = self.now.holder(cell);
            now.filter(|_| then.holder(cell) != now)
        });
        let smooth = self.smoothed(&then);
        self.movement = Some(Movement { since, state, then, smooth, gained });
        self.version += 1;
    }
}

/// A little more than is looked at, so that panning need not smooth anew at once.
fn part_around(cells: &Tessellation, view: &WorldRect, smoothing: Smoothing) -> Part {
    Part::new(cells, view.grown(0.2), smoothing)
}

impl<'a> Ground<'a> {
    /// The same with the ground of some places only.
    #[must_use]
    pub fn only(self, only: Option<&'a [bool]>) -> Self {
        Self { only, ..self }
    }

    fn shows(&self, place: PlaceIx) -> bool {
        self.only.is_none_or(|only| only[place.row()])
    }

    fn holder(&self, cells: &Tessellation, state: &PlacesState, cell: u32) -> Option<FactionIx> {
        let place = cells.place_of(cell);
        if self.shows(place) { holder(self.timeline, self.unknown, state, place) } else { None }
    }

    fn territory(&self, cells: &Tessellation, state: &PlacesState) -> Territory {
        Territory::new(cells, self.factions, |cell| self.holder(cells, state, cell))
    }
}

/// How strongly ground is filled.
pub const FILL_OPACITY: u8 = 92;
/// How strongly ground is filled that changed hands, where movement is shown.
const GAINED_OPACITY: u8 = 150;
/// How far apart the lines of a hatch are, in points.
const HATCH_STEP: f32 = 7.0;

/// The shapes of the territory in view, to lie beneath the places.
pub fn territory_layer(scene: &Scene, viewport: &Viewport) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let Some(territory) = &scene.territory else { return shapes };
    let drawing = Drawing { scene, territory, viewport, rect: viewport.world_rect().grown(0.05) };
    if territory.choice.fill {
        drawing.fills(&mut shapes);
    }
    drawing.overlays(&mut shapes);
    let mut lines = Vec::new();
    front_lines(territory, |line| drawing.line(line, &mut lines));
    for stroke in front_strokes(scene, viewport) {
        shapes.extend(lines.iter().map(|points| Shape::Line { points: points.clone(), stroke }));
    }
    shapes
}

/// The shapes of the territory in view without the fill of the cells and the fronts, for a painter
/// that keeps those itself.
pub fn territory_overlays(scene: &Scene, viewport: &Viewport) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let Some(territory) = &scene.territory else { return shapes };
    Drawing { scene, territory, viewport, rect: viewport.world_rect().grown(0.05) }.overlays(&mut shapes);
    shapes
}

/// The fronts that are to be seen, each as a line in world coordinates.
pub fn front_lines(territory: &SceneTerritory, mut each: impl FnMut(&[[f64; 2]])) {
    if territory.choice.areas {
        for front in &territory.area_fronts {
            each(&front.line);
        }
    }
    if territory.choice.fronts {
        for front in territory.now.fronts(&territory.cells) {
            each(&territory.smooth.line(&territory.cells, front.half_edges));
        }
    }
}

/// How fronts are drawn: a casing that sets them off both grounds, on it a strong line; thinner
/// from far.
pub fn front_strokes(scene: &Scene, viewport: &Viewport) -> [Stroke; 2] {
    let width = (1.0 + 0.28 * (viewport.zoom() as f32 - 5.0)).clamp(0.9, 2.4);
    let casing = Stroke { width: width + 2.2, colour: scene.style.halo().with_opacity(190) };
    [casing, Stroke { width, colour: scene.style.front() }]
}

/// The fill of ground that a faction holds.
pub fn fill_of(scene: &Scene, faction: FactionIx) -> Rgba {
    let colour = scene.factions.get(faction.row()).map_or(scene.style.unknown(), |(_, look)| look.colour);
    colour.with_opacity(FILL_OPACITY)
}

struct Drawing<'a> {
    scene: &'a Scene,
    territory: &'a SceneTerritory,
    viewport: &'a Viewport,
    rect: WorldRect,
}

impl Drawing<'_> {
    fn style(&self) -> &MapStyle {
        &self.scene.style
    }

    fn look(&self, faction: FactionIx) -> Option<&FactionLook> {
        self.scene.factions.get(faction.row()).map(|(_, look)| look)
    }

    /// The copies of the world that are in view.
    fn copies(&self, bounds: &WorldRect) -> impl Iterator<Item = f64> + use<> {
        let is_in_height = bounds.north <= self.rect.south && self.rect.north <= bounds.south;
        self.rect.copies(bounds.west, bounds.east).filter(move |_| is_in_height).map(f64::from)
    }

    /// A closed line in the picture, cut to what is in view.
    fn ring(&self, points: &[[f64; 2]], into: &mut Vec<Vec<PicturePoint>>) {
        let Some(bounds) = bounds_of(points.iter()) else { return };
        for copy in self.copies(&bounds) {
            let rect = WorldRect { west: self.rect.west - copy, east: self.rect.east - copy, ..self.rect };
            let cut;
            let points = if rect.contains(&bounds) {
                points
            } else {
                cut = clip_ring(points, &rect);
                &cut
            };
            if points.len() >= 3 {
                into.push(points.iter().map(|[x, y]| self.viewport.picture_from_unwrapped(x + copy, *y)).collect());
            }
        }
    }

    fn line(&self, points: &[[f64; 2]], into: &mut Vec<Vec<PicturePoint>>) {
        let Some(bounds) = bounds_of(points.iter()) else { return };
        for copy in self.copies(&bounds) {
            let rect = WorldRect { west: self.rect.west - copy, east: self.rect.east - copy, ..self.rect };
            for part in crate::geometry::clip_line(points, &rect) {
                let part = part.iter().map(|[x, y]| self.viewport.picture_from_unwrapped(x + copy, *y));
                into.push(thinned(part));
            }
        }
    }

    fn ring_points(&self, smooth: &SmoothFronts, ring: &Ring) -> Vec<[f64; 2]> {
        smooth.ring(&self.territory.cells, &ring.half_edges)
    }

    /// The ground of every faction, in the order of factions.
    fn grounds(&self, of: &Territory, smooth: &SmoothFronts) -> Vec<(FactionIx, Vec<Vec<PicturePoint>>)> {
        let mut grounds: Vec<(FactionIx, Vec<Vec<PicturePoint>>)> =
            (0..self.scene.factions.len()).map(|row| (FactionIx::new(row), Vec::new())).collect();
        for ring in of.rings() {
            if let Some((_, rings)) = grounds.get_mut(ring.holder.row()) {
                self.ring(&self.ring_points(smooth, ring), rings);
            }
        }
        grounds.retain(|(_, rings)| !rings.is_empty());
        grounds
    }

    fn fills(&self, shapes: &mut Vec<Shape>) {
        for (faction, rings) in self.grounds(&self.territory.now, &self.territory.smooth) {
            shapes.push(Shape::Area { rings, fill: fill_of(self.scene, faction) });
        }
    }

    fn overlays(&self, shapes: &mut Vec<Shape>) {
        let choice = &self.territory.choice;
        if choice.areas {
            self.areas(shapes);
        }
        if choice.fill && self.style().palette.has_patterns() {
            for (faction, rings) in self.grounds(&self.territory.now, &self.territory.smooth) {
                self.pattern(faction, &rings, shapes);
            }
        }
        if choice.fill {
            self.contested(shapes);
        }
        if let Some(movement) = &self.territory.movement {
            self.movement(movement, shapes);
        }
    }

    fn areas(&self, shapes: &mut Vec<Shape>) {
        for patch in &self.territory.areas {
            let mut rings = Vec::new();
            for ring in patch.polygons.iter().flatten() {
                self.ring(ring, &mut rings);
            }
            if rings.is_empty() {
                continue;
            }
            let fill = patch.faction.map_or_else(
                || self.style().unknown().with_opacity(FILL_OPACITY / 2),
                |faction| fill_of(self.scene, faction),
            );
            shapes.push(Shape::Area { rings: rings.clone(), fill });
            if let Some(faction) = patch.faction.filter(|_| self.style().palette.has_patterns()) {
                self.pattern(faction, &rings, shapes);
            }
            let mut outline = Vec::new();
            for ring in patch.polygons.iter().flatten() {
                let closed: Vec<[f64; 2]> = ring.iter().chain(ring.first()).copied().collect();
                self.line(&closed, &mut outline);
            }
            let stroke = Stroke { width: 1.0, colour: fill.with_opacity(200) };
            shapes.extend(outline.into_iter().map(|points| Shape::Line { points, stroke }));
        }
    }

    fn pattern(&self, faction: FactionIx, rings: &[Vec<PicturePoint>], shapes: &mut Vec<Shape>) {
        let Some(look) = self.look(faction) else { return };
        let stroke = Stroke { width: 0.9, colour: look.colour.with_opacity(190) };
        for angle in pattern_of(faction) {
            let origin = self.anchor();
            shapes.extend(
                hatch(rings, *angle, HATCH_STEP, origin).into_iter().map(|points| Shape::Line { points, stroke }),
            );
        }
    }

    /// A fixed point of the world, so that hatches move with the map.
    fn anchor(&self) -> PicturePoint {
        self.viewport.picture_from_world(self.scene.markers.first().map_or(self.viewport.centre(), |m| m.at))
    }

    /// Cells that are fought over have lines in the colour of who contests them.
    fn contested(&self, shapes: &mut Vec<Shape>) {
        let cells = &self.territory.cells;
        for (cell, rival) in self.territory.contested.iter().enumerate() {
            let Some(look) = rival.and_then(|rival| self.look(rival)) else { continue };
            let mut rings = Vec::new();
            for points in self.territory.smooth.rings(cells, cell as u32) {
                self.ring(&points, &mut rings);
            }
            let stroke = Stroke { width: 2.4, colour: look.colour.with_opacity(150) };
            let lines = hatch(&rings, std::f32::consts::FRAC_PI_4, HATCH_STEP, self.anchor());
            shapes.extend(lines.into_iter().map(|points| Shape::Line { points, stroke }));
        }
    }

    fn movement(&self, movement: &Movement, shapes: &mut Vec<Shape>) {
        for (faction, rings) in self.grounds(&movement.gained, &self.territory.smooth) {
            let fill = fill_of(self.scene, faction).with_opacity(GAINED_OPACITY);
            shapes.push(Shape::Area { rings, fill });
        }
        let mut lines = Vec::new();
        for front in movement.then.fronts(&self.territory.cells) {
            self.line(&movement.smooth.line(&self.territory.cells, front.half_edges), &mut lines);
        }
        let stroke = Stroke { width: 1.1, colour: self.style().front().with_opacity(150) };
        shapes.extend(
            lines.into_iter().flat_map(|line| dashes(&line, 5.0, 4.0)).map(|points| Shape::Line { points, stroke }),
        );
    }
}

/// The directions of the lines that make up a faction's pattern.
pub(super) fn pattern_of(faction: FactionIx) -> &'static [f32] {
    use std::f32::consts::{FRAC_PI_2, FRAC_PI_4};
    const PATTERNS: [&[f32]; 7] =
        [&[], &[FRAC_PI_4], &[-FRAC_PI_4], &[0.0], &[FRAC_PI_2], &[FRAC_PI_4, -FRAC_PI_4], &[0.0, FRAC_PI_2]];
    PATTERNS[faction.row() % PATTERNS.len()]
}

/// A line without points that lie nearer to the one before than can be seen; its ends stay.
fn thinned(line: impl Iterator<Item = PicturePoint>) -> Vec<PicturePoint> {
    const SEEN: f32 = 0.4;
    let mut kept: Vec<PicturePoint> = Vec::new();
    let mut skipped = None;
    for point in line {
        let is_near = kept.last().is_some_and(|last| (last.x - point.x).abs().max((last.y - point.y).abs()) < SEEN);
        if is_near {
            skipped = Some(point);
        } else {
            kept.push(point);
            skipped = None;
        }
    }
    kept.extend(skipped);
    kept
}

/// Parallel lines `step` points apart inside rings (even-odd rule), at an angle to the horizontal,
/// one of them through `origin`.
pub(super) fn hatch(
    rings: &[Vec<PicturePoint>],
    angle: f32,
    step: f32,
    origin: PicturePoint,
) -> Vec<Vec<PicturePoint>> {
    let (sin, cos) = angle.sin_cos();
    // Turned so that the lines are horizontal.
    let turn = |p: &PicturePoint| {
        let (x, y) = (p.x - origin.x, p.y - origin.y);
        (x * cos + y * sin, y * cos - x * sin)
    };
    let back = |x: f32, y: f32| PicturePoint { x: x * cos - y * sin + origin.x, y: x * sin + y * cos + origin.y };
    let mut crossings: Vec<(i32, f32)> = Vec::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let ((ax, ay), (bx, by)) = (turn(a), turn(b));
            let (low, high) = (ay.min(by), ay.max(by));
            // Lines with low <= y < high, so that a corner counts once.
            let (first, last) = ((low / step).ceil() as i32, (high / step).ceil() as i32);
            for line in first..last {
                let y = line as f32 * step;
                crossings.push((line, ax + (bx - ax) * (y - ay) / (by - ay)));
            }
        }
    }
    crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut lines = Vec::new();
    for of_line in crossings.chunk_by(|a, b| a.0 == b.0) {
        for pair in of_line.chunks_exact(2) {
            let y = pair[0].0 as f32 * step;
            if pair[1].1 - pair[0].1 > 0.3 {
                lines.push(vec![back(pair[0].1, y), back(pair[1].1, y)]);
            }
        }
    }
    lines
}

/// A line in dashes.
pub(super) fn dashes(line: &[PicturePoint], dash: f32, gap: f32) -> Vec<Vec<PicturePoint>> {
    let mut parts: Vec<Vec<PicturePoint>> = Vec::new();
    let mut part: Vec<PicturePoint> = line.first().copied().into_iter().collect();
    let (mut is_dash, mut left) = (true, dash);
    for pair in line.windows(2) {
        let (mut a, b) = (pair[0], pair[1]);
        let mut length = (b.x - a.x).hypot(b.y - a.y);
        while length > left {
            let share = left / length;
            a = PicturePoint { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
            length -= left;
            if is_dash {
                part.push(a);
                parts.push(std::mem::take(&mut part));
            } else {
                part = vec![a];
            }
            is_dash = !is_dash;
            left = if is_dash { dash } else { gap };
        }
        left -= length;
        if is_dash {
            part.push(b);
        }
    }
    if is_dash && part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f32, y: f32) -> PicturePoint {
        PicturePoint { x, y }
    }

    #[test]
    fn a_hatch_stays_inside_and_leaves_holes_out() {
        let outer = vec![point(0.0, 0.0), point(100.0, 0.0), point(100.0, 100.0), point(0.0, 100.0)];
        let hole = vec![point(40.0, 40.0), point(60.0, 40.0), point(60.0, 60.0), point(40.0, 60.0)];
        for angle in [0.0, 0.6, -1.2] {
            let lines = hatch(&[outer.clone(), hole.clone()], angle, 5.0, point(3.0, 7.0));
            assert!(lines.len() > 15);
            let length: f32 = lines.iter().map(|l| (l[1].x - l[0].x).hypot(l[1].y - l[0].y)).sum();
            // Lines 5 points apart cover a fifth of the ground.
            assert!((length * 5.0 / 9_600.0 - 1.0).abs() < 0.06, "{angle}: {length}");
            for line in &lines {
                let middle = point(f32::midpoint(line[0].x, line[1].x), f32::midpoint(line[0].y, line[1].y));
                assert!((-0.01..100.01).contains(&middle.x) && (-0.01..100.01).contains(&middle.y));
                assert!(!((40.1..59.9).contains(&middle.x) && (40.1..59.9).contains(&middle.y)));
            }
        }
    }

    #[test]
    fn dashes_are_as_long_as_asked_for() {
        let parts = dashes(&[point(0.0, 0.0), point(7.0, 0.0), point(20.0, 0.0)], 5.0, 4.0);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0], [point(0.0, 0.0), point(5.0, 0.0)]);
        assert_eq!(parts[1].first().copied(), Some(point(9.0, 0.0)));
    }
}
