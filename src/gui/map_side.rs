//! One map of the panel: what is kept for it from frame to frame, and how it is drawn. Two of them
//! show a chronicle under two rules.

use std::rc::Rc;
use std::sync::Arc;

use eframe::egui::{Context, Mesh, Painter, Pos2, Rect, Shape, Ui, vec2};

use crate::app::action::Action;
use crate::app::document::Document;
use crate::app::rules;
use crate::app::state::AppState;
use crate::app::wording;
use crate::basemap::Basemap;
use crate::domain::{DoubtChoice, Doubts, FactionIx, Moved, PlaceIx, PlacesDoubts, PlacesState};
use crate::geometry::{PicturePoint, Viewport};
use crate::gui::gpu::{Flat, Place, Side, Slot};
use crate::gui::ground_mesh::GroundMesh;
use crate::gui::marker_mesh::{Dots, Stamps};
use crate::gui::scene_painter::{self, FontAtlas};
use crate::scene::{
    self, Arrangement, Furniture, Hit, Language, LegendPlace, LegendRow, MapStyle, Scene, TerritoryChoice, Typesetter,
    legend_rows, say,
};

/// What one map keeps from frame to frame; all of it can be made anew from the state.
#[derive(Default)]
pub(super) struct MapSide {
    side: Side,
    state: PlacesState,
    doubts: PlacesDoubts,
    scene: Option<(SceneKey, Scene)>,
    base: Option<BaseShapes>,
    places: Option<(PlacesKey, PlacesShapes)>,
    ground: Option<GroundMesh>,
    overlays: Option<(OverlaysKey, Flat)>,
    arranged: Option<Arranged>,
    /// Markers and names, and what they are good for.
    stamps: Stamps,
    stamped_for: Option<(FontAtlas, u64, MapStyle, Language)>,
}

/// What a map is to show.
pub(super) struct Shown<'a> {
    pub(super) state: &'a AppState,
    /// The chronicle under the map's rule.
    pub(super) document: &'a Document,
    /// The day.
    pub(super) date: jiff::civil::Date,
    /// By place, whether it is shown at all; `None` shows all.
    pub(super) only: Option<Rc<[bool]>>,
    /// By place, the number it bears; none where it bears none.
    pub(super) order: Option<Rc<[u32]>>,
    pub(super) legend: LegendPlace,
    pub(super) scale_bar: bool,
    pub(super) legend_in_short: bool,
}

/// Where a map is drawn.
pub(super) struct Canvas<'a> {
    pub(super) viewport: Viewport,
    pub(super) origin: Pos2,
    pub(super) style: MapStyle,
    /// For what belongs to the map's side of a divider.
    pub(super) painter: &'a Painter,
    /// For what stands on both sides.
    pub(super) whole: &'a Painter,
}

/// What the lines on the ground were made from.
#[derive(Clone, PartialEq)]
struct OverlaysKey {
    version: u64,
    choice: TerritoryChoice,
    style: MapStyle,
    viewport: Viewport,
}

/// Where markers and names were put, and what for.
struct Arranged {
    key: ArrangedKey,
    boxes: Vec<[f32; 4]>,
    arrangement: Arrangement,
    labels: Arc<Mesh>,
    hits: Arc<Vec<Hit>>,
    dots: Dots,
}

#[derive(Clone, PartialEq)]
struct ArrangedKey {
    revision: u64,
    language: Language,
    style: MapStyle,
    viewport: Viewport,
    selected: Option<PlaceIx>,
    origin: Pos2,
    has_ground: bool,
    only: Option<Rc<[bool]>>,
    nudged: u64,
    filters: u64,
    changed: Option<((jiff::civil::Date, jiff::civil::Date), bool)>,
}

#[derive(Clone, PartialEq)]
struct SceneKey {
    revision: u64,
    language: Language,
    date: jiff::civil::Date,
    style: MapStyle,
    /// The places that are shown; none where all are.
    only: Option<Rc<[bool]>>,
    only_differences: bool,
    /// Counts filters.
    filters: u64,
    /// The range whose changes are shown, and whether numbered.
    changed: Option<((jiff::civil::Date, jiff::civil::Date), bool)>,
}

/// The base map drawn for more ground than is in view, so that panning only moves it.
struct BaseShapes {
    style: MapStyle,
    viewport: Viewport,
    pixels_per_point: f32,
    /// Its triangles with the corner of the wide picture at zero.
    triangles: Flat,
}

#[derive(Clone, PartialEq)]
struct PlacesKey {
    scene: SceneKey,
    viewport: Viewport,
    selected: Option<PlaceIx>,
    furniture: Furniture,
    nudged: u64,
    origin: Pos2,
    window: Rect,
    // The legend says what is drawn of the ground.
    ground: Option<(TerritoryChoice, u64)>,
}

struct PlacesShapes {
    shapes: Vec<Shape>,
    furniture: Shape,
    hits: Arc<Vec<Hit>>,
    legend: Vec<LegendRow>,
    /// What the furniture covers: no place is met through it.
    covered: Vec<[f32; 4]>,
}

/// What was drawn of a map's places.
pub(super) struct Drawn<'a> {
    pub(super) hits: &'a [Hit],
    pub(super) legend: &'a [LegendRow],
    pub(super) covered: &'a [[f32; 4]],
}

impl MapSide {
    pub(super) fn new(side: Side) -> Self {
        Self { side, ..Self::default() }
    }

    /// Whether the glyphs have moved since the map was drawn: then it has to be drawn again.
    pub(super) fn is_outdated(&self, context: &Context) -> bool {
        self.stamped_for.as_ref().is_some_and(|(atlas, ..)| *atlas != FontAtlas::of(context))
    }

    /// The base map, to lie beneath everything.
    pub(super) fn base(&mut self, ui: &Ui, viewport: &Viewport, style: MapStyle, origin: Pos2) -> Shape {
        base_shapes(ui, &mut self.base, (viewport, self.side), style, origin, ui.ctx().pixels_per_point())
    }

    /// Draws ground, places and furniture.
    pub(super) fn draw(
        &mut self,
        ui: &Ui,
        shown: &Shown<'_>,
        canvas: &Canvas<'_>,
        typesetter: &Typesetter,
        actions: &mut Vec<Action>,
    ) -> Drawn<'_> {
        let Canvas { viewport, origin, style, painter, whole } = canvas;
        let state = shown.state;
        let stamped_for = Some((FontAtlas::of(ui.ctx()), state.revision, *style, scene::spoken()));
        if self.stamped_for != stamped_for {
            (self.arranged, self.places, self.stamps) = (None, None, Stamps::default());
            self.stamped_for = stamped_for;
        }
        let Self { side, state: places_state, doubts, scene, places, ground, overlays, arranged, stamps, .. } = self;
        let scene = scene_of(shown, *style, viewport, (places_state, doubts), scene, actions);
        let place = Place { side: *side, viewport, origin: *origin };
        ground_shapes(ui, painter, &scene.1, place, ground, overlays);
        let furniture = Furniture {
            title: false,
            legend: state.settings.legend,
            legend_place: shown.legend,
            scale_bar: shown.scale_bar,
            legend_in_short: shown.legend_in_short,
            rule_apart: true,
            inset: false,
            credit_apart: false,
        };
        let key = PlacesKey {
            scene: scene.0.clone(),
            viewport: *viewport,
            selected: state.view.selected,
            furniture,
            nudged: state.nudged,
            origin: *origin,
            window: ui.ctx().viewport_rect(),
            ground: scene.1.territory.as_ref().map(|territory| (territory.choice, territory.version)),
        };
        let fresh = places.as_ref().is_none_or(|(known, _)| *known != key);
        if fresh {
            // Let go of first, so that the kept meshes are changed and not copied.
            drop(places.take());
            let layer = places_shapes(ui, &scene.1, &key, *side, typesetter, arranged, stamps);
            *places = Some((key, layer));
        }
        let Some((_, layer)) = places.as_ref() else { return Drawn { hits: &[], legend: &[], covered: &[] } };
        painter.extend(layer.shapes.iter().cloned());
        whole.add(layer.furniture.clone());
        Drawn { hits: &layer.hits, legend: &layer.legend, covered: &layer.covered }
    }
}

/// How far beyond the view the base map is drawn, as a share of the view's size on every side.
const BASE_MARGIN: f32 = 0.6;

fn scene_of<'s>(
    shown: &Shown<'_>,
    style: MapStyle,
    viewport: &Viewport,
    (places, doubts): (&mut PlacesState, &mut PlacesDoubts),
    cached: &'s mut Option<(SceneKey, Scene)>,
    actions: &mut Vec<Action>,
) -> &'s (SceneKey, Scene) {
    let (state, document) = (shown.state, shown.document);
    let has_only = shown.only.is_some();
    let changed = state.view.changed_between().and(state.view.range).map(|range| (range, shown.order.is_some()));
    let key = SceneKey {
        revision: state.revision,
        language: scene::spoken(),
        date: shown.date,
        style,
        only: shown.only.clone(),
        only_differences: state.view.compare.is_some_and(|compare| compare.only_differences),
        filters: state.filters,
        changed,
    };
    let choice = state.settings.territory;
    let same_places = cached.as_ref().is_some_and(|(known, _)| {
        let only = if known.only.is_some() { key.only.clone() } else { None };
        SceneKey { date: key.date, only, ..known.clone() } == key
    });
    if cached.as_ref().is_none_or(|(known, _)| *known != key) {
        let mut changed: Vec<PlaceIx> = Vec::new();
        let moved = document.timeline.move_to(places, key.date, |place| changed.push(place));
        document.doubts(style.stale_days).move_to(doubts, key.date, |_| {});
        match cached {
            // Another date only relabels the places, and the ground of those that changed.
            Some((known, scene)) if same_places => {
                scene.relabel(places, doubts, key.date);
                scene.only.clone_from(&shown.only);
                if let Some(territory) = &mut scene.territory {
                    let changed = (moved == Moved::Stepped && !has_only).then_some(changed.as_slice());
                    let areas = if choice.areas { document.area_patches(key.date) } else { Vec::new() };
                    let ground = document.ground(places, key.date).only(shown.only.as_deref());
                    territory.relabel(ground, changed, areas);
                }
                *known = key;
            }
            _ => {
                let old = cached.take();
                let is_same = old.as_ref().is_some_and(|(known, _)| {
                    (known.revision, known.date) == (key.revision, key.date) && known.only.is_none() && !has_only
                });
                let mut scene = scene::build(&document.chronicle, &document.timeline, places, doubts, key.date, style);
                scene.language = key.language;
                scene.rule = rules::phrase(&document.chronicle, document.rule());
                for (row, (name, _)) in scene.factions.iter_mut().enumerate() {
                    wording::faction(&document.chronicle, FactionIx::new(row)).clone_into(name);
                }
                scene.only.clone_from(&shown.only);
                scene.nudges = Arc::clone(&document.nudges);
                if let Some(order) = &shown.order {
                    scene.number(order);
                }
                // Another style leaves the ground as it is, another rule or date only relabels it.
                scene.territory = old.and_then(|(_, old)| old.territory);
                if let Some(territory) = scene.territory.as_mut().filter(|_| !is_same) {
                    let areas = if choice.areas { document.area_patches(key.date) } else { Vec::new() };
                    let ground = document.ground(places, key.date).only(shown.only.as_deref());
                    territory.relabel(ground, None, areas);
                }
                *cached = Some((key, scene));
            }
        }
    }
    if let Some((_, scene)) = cached.as_mut() {
        scene.nudges = Arc::clone(&document.nudges);
        let mut phrases = Vec::new();
        let language = scene.language;
        phrases.extend(state.view.changed_between().map(|(from, to)| scene::changed_phrase(from, to, language)));
        if state.view.compare.is_some_and(|compare| compare.only_differences) {
            phrases.push(say("map-where-rules-differ").to_owned());
        }
        if !state.view.filter.is_empty() {
            phrases.push(state.view.filter.phrase(&document.chronicle));
        }
        scene.only_what = wording::joined(&phrases);
        let is_wanted = choice.fill || choice.fronts || choice.movement_days.is_some() || document.has_areas();
        if is_wanted {
            follow_ground(shown, viewport, places, scene, actions);
        } else {
            scene.territory = None;
        }
    }
    #[expect(clippy::unwrap_used, reason = "it was just put there")]
    cached.as_ref().unwrap()
}

/// How many places are tessellated at once, in some milliseconds; more are left to the background.
const AT_ONCE: usize = 5_000;

/// Brings the scene's ground to what the settings ask for.
fn follow_ground(
    shown: &Shown<'_>,
    viewport: &Viewport,
    places: &PlacesState,
    scene: &mut Scene,
    actions: &mut Vec<Action>,
) {
    let (state, document, settings) = (shown.state, shown.document, &shown.state.settings);
    let choice = settings.territory.at_scale(scene, viewport);
    let is_right =
        scene.territory.as_ref().is_some_and(|known| known.choice == choice && known.cells.reach() == settings.reach);
    if let Some(known) = scene.territory.as_mut().filter(|_| is_right) {
        known.look_at(&viewport.world_rect());
        return;
    }
    let cells = if document.chronicle.places().len() <= AT_ONCE {
        Some(document.cells(settings.reach))
    } else {
        document.known_cells(settings.reach)
    };
    let Some(cells) = cells else {
        // Until they are there the ground of the reach before stays.
        // Nobody asks again for what was stopped.
        if !state.is_working_on_ground() && !state.view.stopped_ground {
            actions.push(Action::MakeGround(settings.reach));
        }
        return;
    };
    let version = scene.territory.as_ref().map_or(0, |known| known.version + 1);
    let view = viewport.world_rect();
    let mut territory =
        document.scene_territory((places, shown.only.as_deref()), shown.date, choice, cells, Some(&view));
    territory.version = version;
    scene.territory = Some(territory);
}

/// Fill, hatches and fronts: meshes and lines that are kept while nothing changes.
fn ground_shapes(
    ui: &Ui,
    painter: &Painter,
    scene: &Scene,
    place: Place<'_>,
    ground: &mut Option<GroundMesh>,
    overlays: &mut Option<(OverlaysKey, Flat)>,
) {
    let Some(territory) = &scene.territory else {
        (*ground, *overlays) = (None, None);
        return;
    };
    let ground = GroundMesh::follow(ground, scene, territory);
    if territory.choice.fill {
        painter.extend(ground.shapes(ui, place));
    }
    let key = OverlaysKey {
        version: territory.version,
        choice: territory.choice,
        style: scene.style,
        viewport: *place.viewport,
    };
    if overlays.as_ref().is_none_or(|(known, _)| *known != key) {
        let shapes = scene::territory_overlays(scene, place.viewport);
        let shapes = scene_painter::shapes(ui.ctx(), &shapes, Pos2::ZERO);
        *overlays = Some((key, Flat::new(&scene_painter::triangles(ui.ctx(), shapes))));
    }
    if let Some((_, flat)) = overlays {
        painter.add(flat.shape(ui, (place.side, Slot::Overlays), place.origin.to_vec2()));
    }
    painter.add(ground.fronts(ui, scene, place));
}

fn base_shapes(
    ui: &Ui,
    cached: &mut Option<BaseShapes>,
    (viewport, side): (&Viewport, Side),
    style: MapStyle,
    origin: Pos2,
    pixels_per_point: f32,
) -> Shape {
    let style = MapStyle {
        names: scene::Names::Latin,
        symbols: true,
        doubts: DoubtChoice::default(),
        stale_days: Doubts::STALE_DAYS,
        ..style
    };
    let usable = cached.as_ref().filter(|base| {
        base.style == style
            && base.pixels_per_point == pixels_per_point
            && base.viewport.zoom() == viewport.zoom()
            && base.viewport.world_rect().contains(&viewport.world_rect())
    });
    if usable.is_none() {
        let grown = |size: f32| size * (1.0 + 2.0 * BASE_MARGIN);
        let wide = Viewport::new(viewport.centre(), viewport.zoom(), grown(viewport.width()), grown(viewport.height()));
        let shapes = scene::base_layer(Basemap::embedded(), &wide, &style, pixels_per_point);
        let shapes = scene_painter::shapes(ui.ctx(), &shapes, Pos2::ZERO);
        let triangles = Flat::new(&scene_painter::triangles(ui.ctx(), shapes));
        *cached = Some(BaseShapes { style, viewport: wide, pixels_per_point, triangles });
    }
    let Some(base) = cached else { return Shape::Noop };
    // Where the wide picture's corner lies in the present one.
    let corner = base.viewport.world_from_picture(PicturePoint::default());
    let at = viewport.picture_from_unwrapped(corner.x, corner.y);
    base.triangles.shape(ui, (side, Slot::Base), origin.to_vec2() + vec2(at.x, at.y))
}

fn places_shapes(
    ui: &Ui,
    scene: &Scene,
    key: &PlacesKey,
    side: Side,
    typesetter: &Typesetter,
    arranged: &mut Option<Arranged>,
    stamps: &mut Stamps,
) -> PlacesShapes {
    let basemap = Basemap::embedded();
    let viewport = &key.viewport;
    let has_ground = scene.territory.as_ref().is_some_and(|territory| territory.choice.fill);
    let arranged_for = ArrangedKey {
        revision: key.scene.revision,
        language: key.scene.language,
        style: key.scene.style,
        viewport: *viewport,
        selected: key.selected,
        origin: key.origin,
        has_ground,
        only: key.scene.only.clone(),
        nudged: key.nudged,
        filters: key.scene.filters,
        changed: key.scene.changed,
    };
    let counted = match arranged.as_ref().filter(|known| known.key == arranged_for) {
        Some(known) => known.arrangement.counts(scene, viewport),
        None => scene::places_counts(scene, viewport),
    };
    let mut placed = scene::furniture(scene, &counted, viewport, typesetter, key.furniture);
    placed.boxes.push([viewport.width() - 48.0, 4.0, viewport.width() - 4.0, 114.0]); // the zoom buttons
    let still_holds = arranged.as_ref().is_some_and(|known| {
        known.key == arranged_for && known.boxes == placed.boxes && known.arrangement.holds_for(scene)
    });
    // Another date recolours markers; names stay where they are.
    if !still_holds {
        let arrangement = Arrangement::in_view(scene, viewport);
        let arrangement = arrangement.named(scene, basemap, viewport, typesetter, &placed.boxes, key.selected);
        let labels = Arc::new(stamps.names(ui.ctx(), &arrangement.labels, key.origin));
        let hits = Arc::new(arrangement.hits(scene));
        let dots = Dots::new(&arrangement, scene);
        *arranged = Some(Arranged { key: arranged_for, boxes: placed.boxes.clone(), arrangement, labels, hits, dots });
    }
    let mut shapes = Vec::new();
    let mut hits = Arc::default();
    if let Some(known) = arranged.as_mut() {
        let place = Place { side, viewport, origin: key.origin };
        shapes.push(known.dots.shape(ui, &known.arrangement, scene, place));
        shapes.push(stamps.symbols(ui, &known.arrangement, scene, place));
        shapes.push(Shape::Mesh(Arc::clone(&known.labels)));
        hits = Arc::clone(&known.hits);
    }
    let furniture = scene_painter::shapes(ui.ctx(), &placed.shapes, key.origin);
    let furniture = Shape::mesh(scene_painter::triangles(ui.ctx(), furniture));
    PlacesShapes { shapes, furniture, legend: legend_rows(scene, &counted), covered: placed.boxes, hits }
}
