//! The map: walkers pans and zooms, our scene is drawn in it.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Context, CursorIcon, FontId, Mesh, Pos2, Rect, Role, Sense, Shape, Ui, WidgetInfo, vec2,
};
use walkers::{Map, MapMemory};

use crate::app::action::Action;
use crate::app::settings::Background;
use crate::app::state::AppState;
use crate::app::wording;
use crate::basemap::Basemap;
use crate::domain::{Moved, PlaceIx, PlacesDoubts, PlacesState};
use crate::geometry::{PicturePoint, Viewport, lon_lat_from_world};
use crate::gui::gpu::{Flat, Place, Slot};
use crate::gui::ground_mesh::GroundMesh;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::marker_mesh::{Dots, Stamps};
use crate::gui::projection::{SalientMercator, position_from_lon_lat, world_from_position};
use crate::gui::scene_painter::{self, FontAtlas};
use crate::gui::theme::Palette;
use crate::gui::tiles::TileLayer;
use crate::scene::{
    self, Arrangement, Furniture, Hit, LegendRow, MapStyle, Scene, TerritoryChoice, Typesetter, legend_rows,
};

/// What the map keeps from frame to frame; all of it can be made anew from the state.
pub(super) struct MapCache {
    pub(super) memory: MapMemory,
    typesetter: Typesetter,
    tiles: TileLayer,
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
    stamped_for: Option<(FontAtlas, u64, MapStyle)>,
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
    key: (u64, MapStyle, Viewport, Option<PlaceIx>, Pos2, bool),
    boxes: Vec<[f32; 4]>,
    arrangement: Arrangement,
    labels: Arc<Mesh>,
    hits: Arc<Vec<Hit>>,
    dots: Dots,
}

#[derive(Clone, PartialEq)]
struct SceneKey {
    revision: u64,
    date: jiff::civil::Date,
    style: MapStyle,
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
    legend: bool,
    origin: Pos2,
    window: Rect,
    // The legend says what is drawn of the ground.
    ground: Option<(TerritoryChoice, u64)>,
}

struct PlacesShapes {
    shapes: Vec<Shape>,
    hits: Arc<Vec<Hit>>,
    legend: Vec<LegendRow>,
    /// What the furniture covers: no place is met through it.
    covered: Vec<[f32; 4]>,
}

impl MapCache {
    pub(super) fn new() -> Self {
        Self {
            memory: MapMemory::default(),
            typesetter: Typesetter::new(),
            tiles: TileLayer::default(),
            state: PlacesState::default(),
            doubts: PlacesDoubts::default(),
            scene: None,
            base: None,
            places: None,
            ground: None,
            overlays: None,
            arranged: None,
            stamps: Stamps::default(),
            stamped_for: None,
        }
    }

    /// Whether the glyphs have moved since the map was drawn: then it has to be drawn again.
    pub(super) fn is_outdated(&self, context: &Context) -> bool {
        self.stamped_for.as_ref().is_some_and(|(atlas, ..)| *atlas != FontAtlas::of(context))
    }

    /// Puts the widget where the state says.
    pub(super) fn follow(&mut self, state: &AppState) {
        self.memory.center_at(position_from_lon_lat(state.view.centre));
        // The state keeps its zoom within what the widget takes.
        self.memory.set_zoom(state.view.zoom).unwrap_or_default();
    }

    /// Forgets what was made from another document.
    pub(super) fn forget_document(&mut self) {
        self.state = PlacesState::default();
        self.doubts = PlacesDoubts::default();
        self.scene = None;
        self.places = None;
        self.ground = None;
        self.overlays = None;
        self.arranged = None;
    }
}

/// How far beyond the view the base map is drawn, as a share of the view's size on every side.
const BASE_MARGIN: f32 = 0.6;

#[must_use]
pub(super) fn map_panel_ui(ui: &mut Ui, state: &AppState, cache: &mut MapCache) -> Vec<Action> {
    let mut actions = Vec::new();
    let rect = ui.available_rect_before_wrap();
    let style = state.settings.map_style(ui.visuals().dark_mode);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, crate::gui::theme::color32(style.water()));
    // The widget draws tiles first and lets us draw after; the embedded map goes beneath them.
    let beneath = painter.add(Shape::Noop);

    let stamped_for = Some((FontAtlas::of(ui.ctx()), state.revision, style));
    if cache.stamped_for != stamped_for {
        (cache.arranged, cache.places, cache.stamps) = (None, None, Stamps::default());
        cache.stamped_for = stamped_for;
    }
    let MapCache {
        memory,
        typesetter,
        tiles,
        state: places_state,
        doubts,
        scene,
        base,
        places,
        ground,
        overlays,
        arranged,
        stamps,
        stamped_for: _,
    } = cache;
    let mut tile_layer = tiles.get(&state.settings, state.view.tile_attempts, ui.ctx());
    if let Some(tiles) = &mut tile_layer {
        tiles.begin_frame();
    }
    let has_tiles = tile_layer.is_some();
    let projection = SalientMercator;
    let mut map = Map::new(None, memory, position_from_lon_lat(state.view.centre))
        .with_projection(&projection)
        .zoom_with_ctrl(false)
        .zoom_speed(1.0)
        .double_click_to_zoom(true);
    if let Some(tiles) = tile_layer.as_deref_mut() {
        map = map.with_layer(&mut *tiles, 1.0);
    }
    let shown = map.show(ui, |ui, response, projector, memory| {
        let centre = projector.unproject(response.rect.center().to_vec2());
        let size = response.rect.size();
        let viewport = Viewport::new(world_from_position(centre), memory.zoom(), size.x, size.y);
        let origin = response.rect.min;
        let painter = ui.painter_at(response.rect);
        let pixels_per_point = ui.ctx().pixels_per_point();

        let base_shapes = base_shapes(ui, base, &viewport, style, origin, pixels_per_point);
        painter.set(beneath, base_shapes);

        let scene = scene_of(state, style, &viewport, (places_state, doubts), scene, &mut actions);
        ground_shapes(ui, &painter, &scene.1, &viewport, origin, ground, overlays);
        let key = PlacesKey {
            scene: scene.0.clone(),
            viewport,
            selected: state.view.selected,
            legend: state.settings.legend,
            origin,
            window: ui.ctx().viewport_rect(),
            ground: scene.1.territory.as_ref().map(|territory| (territory.choice, territory.version)),
        };
        let fresh = places.as_ref().is_none_or(|(known, _)| *known != key);
        if fresh {
            // Let go of first, so that the kept meshes are changed and not copied.
            drop(places.take());
            let layer = places_shapes(ui, &scene.1, &key, typesetter, arranged, stamps);
            *places = Some((key, layer));
        }
        let Some((_, layer)) = places.as_ref() else { return };
        painter.extend(layer.shapes.iter().cloned());
        pointer(ui, response, state, layer, origin, &mut actions);
        describe_legend(ui, state, &layer.legend, response.rect);
        let moved = (viewport.centre_place(), viewport.zoom(), (size.x, size.y));
        if moved != (state.view.centre, state.view.zoom, state.view.map_size) {
            let (centre, zoom, size) = moved;
            actions.push(Action::MapMoved { centre, zoom, size });
        }
    });
    let response = shown.response;
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, enabled, "Map"));
    // A map dragged beyond the poles or the widget's last zoom is brought back.
    if let Some(at) = memory.detached() {
        let world = world_from_position(at);
        if !(0.0..=1.0).contains(&world.x) || !(-85.0..=85.0).contains(&at.y()) {
            memory.center_at(position_from_lon_lat(lon_lat_from_world(world)));
        }
    }
    let (least, most) = Viewport::ZOOMS;
    if memory.zoom() < least || memory.zoom() > most {
        memory.set_zoom(memory.zoom().clamp(least, most)).unwrap_or_default();
    }

    let failure = tile_layer.as_deref_mut().and_then(|tiles| {
        if tiles.is_waiting() {
            // The widget takes one tile a frame and asks for a repaint only when one arrives.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(150));
        }
        tiles.end_frame()
    });
    let credit = tile_layer.as_deref().map(|tiles| {
        let (text, link) = tiles.attribution_text();
        (text.to_owned(), link.to_owned())
    });
    let failure = failure.or_else(|| tiles.refusal.clone());
    if let Some(failure) = failure {
        tile_failure(ui, rect, &failure, has_tiles, &mut actions);
    }
    if let Some((text, link)) = credit {
        tile_credit(ui, rect, &text, &link, &mut actions);
    }
    zoom_buttons(ui, rect, &mut actions);
    actions
}

fn scene_of<'s>(
    state: &AppState,
    style: MapStyle,
    viewport: &Viewport,
    (places, doubts): (&mut PlacesState, &mut PlacesDoubts),
    cached: &'s mut Option<(SceneKey, Scene)>,
    actions: &mut Vec<Action>,
) -> &'s (SceneKey, Scene) {
    let key = SceneKey { revision: state.revision, date: state.view.date, style };
    let document = &state.document;
    let choice = state.settings.territory;
    let same_places =
        cached.as_ref().is_some_and(|(known, _)| known.revision == key.revision && known.style == key.style);
    if cached.as_ref().is_none_or(|(known, _)| *known != key) {
        let mut changed: Vec<PlaceIx> = Vec::new();
        if cached.as_ref().is_none_or(|(known, _)| known.style.stale_days != style.stale_days) {
            *doubts = PlacesDoubts::default();
        }
        if cached.as_ref().is_none_or(|(known, _)| known.revision != key.revision) {
            // Of another timeline.
            (*places, *doubts) = (PlacesState::default(), PlacesDoubts::default());
        }
        let moved = document.timeline.move_to(places, key.date, |place| changed.push(place));
        document.doubts(style.stale_days).move_to(doubts, key.date, |_| {});
        match cached {
            // Another date only relabels the places, and the ground of those that changed.
            Some((known, scene)) if same_places => {
                scene.relabel(places, doubts, key.date);
                if let Some(territory) = &mut scene.territory {
                    let changed = (moved == Moved::Stepped).then_some(changed.as_slice());
                    let areas = if choice.areas { document.area_patches(key.date) } else { Vec::new() };
                    territory.relabel(document.ground(places, key.date), changed, areas);
                }
                *known = key;
            }
            _ => {
                let old = cached.take();
                let is_same =
                    old.as_ref().is_some_and(|(known, _)| (known.revision, known.date) == (key.revision, key.date));
                let mut scene = scene::build(&document.chronicle, &document.timeline, places, doubts, key.date, style);
                scene.rule = crate::app::rules::phrase(&document.chronicle, document.rule());
                // Another style leaves the ground as it is, another rule or date only relabels it.
                scene.territory = old.and_then(|(_, old)| old.territory);
                if let Some(territory) = scene.territory.as_mut().filter(|_| !is_same) {
                    let areas = if choice.areas { document.area_patches(key.date) } else { Vec::new() };
                    territory.relabel(document.ground(places, key.date), None, areas);
                }
                *cached = Some((key, scene));
            }
        }
    }
    if let Some((_, scene)) = cached.as_mut() {
        let is_wanted = choice.fill || choice.fronts || choice.movement_days.is_some() || document.has_areas();
        if is_wanted {
            follow_ground(state, viewport, places, scene, actions);
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
    state: &AppState,
    viewport: &Viewport,
    places: &PlacesState,
    scene: &mut Scene,
    actions: &mut Vec<Action>,
) {
    let (document, settings) = (&state.document, &state.settings);
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
        if !state.is_working_on_ground() {
            actions.push(Action::MakeGround(settings.reach));
        }
        return;
    };
    let version = scene.territory.as_ref().map_or(0, |known| known.version + 1);
    let view = viewport.world_rect();
    let mut territory = document.scene_territory(places, state.view.date, choice, cells, Some(&view));
    territory.version = version;
    scene.territory = Some(territory);
}

/// Fill, hatches and fronts: meshes and lines that are kept while nothing changes.
fn ground_shapes(
    ui: &Ui,
    painter: &egui::Painter,
    scene: &Scene,
    viewport: &Viewport,
    origin: Pos2,
    ground: &mut Option<GroundMesh>,
    overlays: &mut Option<(OverlaysKey, Flat)>,
) {
    let Some(territory) = &scene.territory else {
        (*ground, *overlays) = (None, None);
        return;
    };
    let place = Place { viewport, origin };
    let ground = GroundMesh::follow(ground, scene, territory);
    if territory.choice.fill {
        painter.extend(ground.shapes(ui, place));
    }
    let key =
        OverlaysKey { version: territory.version, choice: territory.choice, style: scene.style, viewport: *viewport };
    if overlays.as_ref().is_none_or(|(known, _)| *known != key) {
        let shapes = scene::territory_overlays(scene, viewport);
        let shapes = scene_painter::shapes(ui.ctx(), &shapes, Pos2::ZERO);
        *overlays = Some((key, Flat::new(&scene_painter::triangles(ui.ctx(), shapes))));
    }
    if let Some((_, flat)) = overlays {
        painter.add(flat.shape(ui, Slot::Overlays, origin.to_vec2()));
    }
    painter.add(ground.fronts(ui, scene, place));
}

fn base_shapes(
    ui: &Ui,
    cached: &mut Option<BaseShapes>,
    viewport: &Viewport,
    style: MapStyle,
    origin: Pos2,
    pixels_per_point: f32,
) -> Shape {
    let style = MapStyle { names: scene::Names::Latin, symbols: true, ..style };
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
    base.triangles.shape(ui, Slot::Base, origin.to_vec2() + vec2(at.x, at.y))
}

fn places_shapes(
    ui: &Ui,
    scene: &Scene,
    key: &PlacesKey,
    typesetter: &Typesetter,
    arranged: &mut Option<Arranged>,
    stamps: &mut Stamps,
) -> PlacesShapes {
    let furniture =
        Furniture { title: false, legend: key.legend, legend_moves: false, scale_bar: true, rule_apart: true };
    let basemap = Basemap::embedded();
    let viewport = &key.viewport;
    let has_ground = scene.territory.as_ref().is_some_and(|territory| territory.choice.fill);
    let arranged_for = (key.scene.revision, key.scene.style, *viewport, key.selected, key.origin, has_ground);
    let counted = match arranged.as_ref().filter(|known| known.key == arranged_for) {
        Some(known) => known.arrangement.counts(scene, viewport),
        None => scene::places_counts(scene, viewport),
    };
    let mut placed = scene::furniture(scene, &counted, viewport, typesetter, furniture);
    placed.boxes.push([viewport.width() - 48.0, 4.0, viewport.width() - 4.0, 114.0]); // the zoom buttons
    let still_holds = arranged.as_ref().is_some_and(|known| {
        known.key == arranged_for && known.boxes == placed.boxes && known.arrangement.holds_for(scene)
    });
    // Another date recolours markers; names stay where they are.
    if !still_holds {
        let arrangement = Arrangement::new(scene, basemap, viewport, typesetter, &placed.boxes, key.selected);
        let labels = Arc::new(stamps.names(ui.ctx(), &arrangement.labels, key.origin));
        let hits = Arc::new(arrangement.hits(scene));
        let dots = Dots::new(&arrangement, scene);
        *arranged = Some(Arranged { key: arranged_for, boxes: placed.boxes.clone(), arrangement, labels, hits, dots });
    }
    let mut shapes = Vec::new();
    let mut hits = Arc::default();
    if let Some(known) = arranged.as_mut() {
        let place = Place { viewport, origin: key.origin };
        shapes.push(known.dots.shape(ui, &known.arrangement, scene, place));
        shapes.push(stamps.symbols(ui, &known.arrangement, scene, place));
        shapes.push(Shape::Mesh(Arc::clone(&known.labels)));
        hits = Arc::clone(&known.hits);
    }
    let furniture = scene_painter::shapes(ui.ctx(), &placed.shapes, key.origin);
    shapes.push(Shape::mesh(scene_painter::triangles(ui.ctx(), furniture)));
    PlacesShapes { shapes, legend: legend_rows(scene, &counted), covered: placed.boxes, hits }
}

/// Hover names a place, click selects it.
fn pointer(
    ui: &Ui,
    response: &egui::Response,
    state: &AppState,
    layer: &PlacesShapes,
    origin: Pos2,
    actions: &mut Vec<Action>,
) {
    let Some(pointer) = response.hover_pos() else { return };
    let at = pointer - origin;
    let covers = |area: &[f32; 4]| (area[0]..area[2]).contains(&at.x) && (area[1]..area[3]).contains(&at.y);
    if layer.covered.iter().any(covers) {
        return;
    }
    let hit = nearest_hit(&layer.hits, PicturePoint { x: at.x, y: at.y });
    if let Some(hit) = hit {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        tooltip(response, state, hit.place);
    }
    // A click that also moved the map was a drag.
    if response.clicked() && !response.dragged() {
        actions.push(Action::Select(hit.map(|hit| hit.place)));
    }
}

/// The topmost marker under the pointer, a few points around it counted in; the nearest among
/// those that are only nearly met.
fn nearest_hit(hits: &[Hit], at: PicturePoint) -> Option<Hit> {
    const REACH: f32 = 4.0;
    let distance = |hit: &Hit| (hit.centre.x - at.x).hypot(hit.centre.y - at.y) - hit.radius;
    let met = hits.iter().rev().find(|hit| distance(hit) <= 0.0);
    met.copied().or_else(|| {
        let near = hits.iter().filter(|hit| distance(hit) <= REACH);
        near.min_by(|a, b| distance(a).total_cmp(&distance(b))).copied()
    })
}

fn tooltip(response: &egui::Response, state: &AppState, place: PlaceIx) {
    let document = &state.document;
    let row = document.chronicle.place(place);
    let control = document.timeline.control_on(place, state.view.date);
    let mut text = wording::control(&document.chronicle, control);
    if let Some(since) = document.timeline.since(place, state.view.date) {
        text.push_str(&format!("\nsince {}", wording::date(since)));
    }
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(280.0);
        ui.label(egui::RichText::new(&row.name).family(crate::gui::theme::bold_family()).size(14.0));
        if !row.name_ar.is_empty() {
            ui.label(scene::visual_order(&row.name_ar));
        }
        ui.label(text);
    });
}

/// The legend is drawn like in pictures; this tells it to those who cannot see it.
fn describe_legend(ui: &Ui, state: &AppState, rows: &[LegendRow], rect: Rect) {
    let all: Vec<String> = rows.iter().map(|row| format!("{} {}", row.name, row.places)).collect();
    let text = format!("Places in view on {}: {}", wording::date(state.view.date), all.join(", "));
    let corner = Rect::from_min_size(rect.left_bottom() - vec2(0.0, 1.0), vec2(1.0, 1.0));
    let response = ui.interact(corner, ui.scope_id().with("legend"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
}

fn zoom_buttons(ui: &mut Ui, map: Rect, actions: &mut Vec<Action>) {
    let rect = Rect::from_min_size(map.right_top() + vec2(-40.0, 12.0), vec2(28.0, 96.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let buttons = [
            (Icon::Plus, "Zoom in", Action::ZoomBy(0.5)),
            (Icon::Minus, "Zoom out", Action::ZoomBy(-0.5)),
            (Icon::Fit, "Show all places", Action::FitAll),
        ];
        for (icon, name, action) in buttons {
            if icon_button(ui, icon, name, 28.0).on_hover_text(name).clicked() {
                actions.push(action);
            }
        }
    });
}

fn tile_credit(ui: &mut Ui, map: Rect, text: &str, link: &str, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let font = FontId::proportional(11.0);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, palette.accent);
    // Above scale bar and credit of the data, which are part of the picture.
    let size = galley.size() + vec2(12.0, 4.0);
    let rect = Align2::RIGHT_BOTTOM.anchor_rect(Rect::from_min_size(map.right_bottom() - vec2(0.0, 56.0), size));
    let response = ui.interact(rect, ui.scope_id().with("tile credit"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, text));
    ui.painter().rect_filled(rect, 2.0, palette.panel.gamma_multiply(0.88));
    ui.painter().galley(rect.min + vec2(6.0, 2.0), galley, palette.accent);
    if !link.is_empty() && response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        actions.push(Action::OpenLink(link.to_owned()));
    }
}

fn tile_failure(ui: &mut Ui, map: Rect, text: &str, can_retry: bool, actions: &mut Vec<Action>) {
    let width = (map.width() - 120.0).clamp(160.0, 460.0);
    let rect = Rect::from_min_size(map.center_top() + vec2(-width / 2.0, 12.0), vec2(width, 60.0));
    let palette = Palette::of(ui);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        let frame = egui::Frame::popup(ui.style()).fill(palette.panel);
        frame.show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.colored_label(palette.error, text);
                if can_retry && ui.button("Try again").clicked() {
                    actions.push(Action::RetryTiles);
                }
                if ui.button("Use the embedded map").clicked() {
                    actions.push(Action::SetBackground(Background::Embedded));
                }
            });
        });
    });
}
