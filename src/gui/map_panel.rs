//! The map: walkers pans and zooms, our scene is drawn in it; two of them where rules are compared.

use std::rc::Rc;

use eframe::egui::{
    self, Align2, Context, CursorIcon, FontId, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2,
};
use walkers::{Map, MapMemory};

use crate::app::action::Action;
use crate::app::document::Document;
use crate::app::filter::{Corner, Filter};
use crate::app::rules;
use crate::app::settings::Background;
use crate::app::state::{AppState, Compare, CompareMode};
use crate::app::wording;
use crate::domain::{LonLat, PlaceIx, PlacesState, differing};
use crate::geometry::{PicturePoint, Viewport, geodesic_area, geodesic_length, lon_lat_from_world, world_from_lon_lat};
use crate::gui::gpu::Side;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::map_side::{Canvas, Drawn, MapSide, Shown};
use crate::gui::projection::{SalientMercator, position_from_lon_lat, world_from_position};
use crate::gui::theme::Palette;
use crate::gui::tiles::TileLayer;
use crate::scene::{Hit, LegendPlace, LegendRow, Typesetter, say, say_with};

/// What the map keeps from frame to frame; all of it can be made anew from the state.
pub(super) struct MapCache {
    pub(super) memory: MapMemory,
    typesetter: Typesetter,
    tiles: TileLayer,
    one: MapSide,
    other: MapSide,
    differences: Differences,
    /// Of the left or only map, and of the other.
    changed: [Changed; 2],
    passing: [Passing; 2],
}

/// What changed hands in the range, by place: in which order, and whether it is shown.
#[derive(Default)]
struct Changed {
    // The revision of the state and the range that the order is of.
    key: Option<(u64, (jiff::civil::Date, jiff::civil::Date))>,
    order: Rc<[u32]>,
    // Until which day, and with which differences of rules, places are shown.
    until: Option<(jiff::civil::Date, Option<Rc<[bool]>>)>,
    only: Rc<[bool]>,
}

impl Changed {
    fn on(
        &mut self,
        state: &AppState,
        document: &Document,
        range: (jiff::civil::Date, jiff::civil::Date),
    ) -> Rc<[u32]> {
        let key = (state.revision, range);
        if self.key != Some(key) {
            self.order = document.timeline.order_of_change(range.0, range.1).into();
            (self.key, self.until) = (Some(key), None);
        }
        Rc::clone(&self.order)
    }

    /// The places that changed until a day and that `also` has.
    fn only(
        &mut self,
        document: &Document,
        (from, until): (jiff::civil::Date, jiff::civil::Date),
        also: Option<Rc<[bool]>>,
    ) -> Rc<[bool]> {
        if self.until.as_ref().is_none_or(|(known, with)| *known != until || *with != also) {
            let order = document.timeline.order_of_change(from, until);
            let is_shown = |(row, nth): (usize, &u32)| *nth > 0 && also.as_ref().is_none_or(|also| also[row]);
            self.only = order.iter().enumerate().map(is_shown).collect();
            self.until = Some((until, also));
        }
        Rc::clone(&self.only)
    }
}

/// Which places pass the filter, on a day.
#[derive(Default)]
struct Passing {
    // Revision and number of the filter that the places are of.
    key: Option<(u64, u64)>,
    places: Vec<bool>,
    // Until which day, and of which others, they are shown.
    on: Option<(jiff::civil::Date, Option<Rc<[bool]>>)>,
    only: Rc<[bool]>,
}

impl Passing {
    fn only(
        &mut self,
        state: &AppState,
        (document, date): (&Document, jiff::civil::Date),
        also: Option<Rc<[bool]>>,
    ) -> Rc<[bool]> {
        let filter = &state.view.filter;
        let key = (state.revision, state.filters);
        if self.key != Some(key) {
            self.places = filter.places(document);
            (self.key, self.on) = (Some(key), None);
        }
        // What does not depend on the day needs no new answer for another.
        let is_known = |(known, with): &(jiff::civil::Date, Option<Rc<[bool]>>)| {
            (*known == date || filter.is_of_places()) && *with == also
        };
        if !self.on.as_ref().is_some_and(is_known) {
            let passing = filter.with_places(document, &self.places).on_day(date);
            let both = |(row, passes): (usize, &bool)| *passes && also.as_ref().is_none_or(|also| also[row]);
            self.only = passing.iter().enumerate().map(both).collect();
            self.on = Some((date, also));
        }
        Rc::clone(&self.only)
    }
}

/// On which places the two rules differ.
#[derive(Default)]
struct Differences {
    // The revision of the state and the days that `differ` is of.
    key: Option<(u64, jiff::civil::Date, jiff::civil::Date)>,
    differ: Rc<[bool]>,
    states: [PlacesState; 2],
}

impl Differences {
    fn on(&mut self, state: &AppState, other: &Document, date: jiff::civil::Date) -> Rc<[bool]> {
        let key = (state.revision, state.view.date, date);
        if self.key != Some(key) {
            let [one, two] = &mut self.states;
            state.document.timeline.move_to(one, state.view.date, |_| {});
            other.timeline.move_to(two, date, |_| {});
            self.differ = differing((&state.document.timeline, one), (&other.timeline, two)).into();
            self.key = Some(key);
        }
        Rc::clone(&self.differ)
    }
}

impl MapCache {
    pub(super) fn new() -> Self {
        Self {
            memory: MapMemory::default(),
            typesetter: Typesetter::new(),
            tiles: TileLayer::default(),
            one: MapSide::new(Side::One),
            other: MapSide::new(Side::Other),
            differences: Differences::default(),
            changed: <[Changed; 2]>::default(),
            passing: <[Passing; 2]>::default(),
        }
    }

    /// Whether the glyphs have moved since the map was drawn: then it has to be drawn again.
    pub(super) fn is_outdated(&self, context: &Context) -> bool {
        self.one.is_outdated(context)
    }

    /// Puts the widget where the state says.
    pub(super) fn follow(&mut self, state: &AppState) {
        self.memory.center_at(position_from_lon_lat(state.view.centre));
        // The state keeps its zoom within what the widget takes.
        self.memory.set_zoom(state.view.zoom).unwrap_or_default();
    }

    /// Forgets what was made from another document.
    pub(super) fn forget_document(&mut self) {
        self.one = MapSide::new(Side::One);
        self.other = MapSide::new(Side::Other);
        self.differences = Differences::default();
        self.changed = <[Changed; 2]>::default();
        self.passing = <[Passing; 2]>::default();
    }
}

/// Which places are shown, and with which numbers.
struct Shares {
    only: Option<Rc<[bool]>>,
    order: Option<Rc<[u32]>>,
}

/// Which maps a widget shows.
#[derive(Clone, Copy)]
enum Layout<'a> {
    /// The rule in force.
    One,
    /// What it is compared with, beside the map of the rule in force.
    Other(&'a Document, jiff::civil::Date),
    /// Both, parted where the divider stands.
    Swipe(&'a Document, Compare),
}

#[must_use]
pub(super) fn map_panel_ui(ui: &mut Ui, state: &AppState, cache: &mut MapCache) -> Vec<Action> {
    let mut actions = Vec::new();
    let rect = ui.available_rect_before_wrap();
    // Until the other rule is compiled the map stays as it is.
    let compared = state.compared().map(|(compare, other)| (compare, &**other));
    let other_date = compared.and_then(|(compare, _)| compare.date).unwrap_or(state.view.date);
    let only = compared
        .filter(|(compare, _)| compare.only_differences)
        .map(|(_, other)| cache.differences.on(state, other, other_date));
    let mut shares = |side: usize, document: &Document, date: jiff::civil::Date| {
        let (mut only, mut order) = (only.clone(), None);
        if let Some((from, to)) = state.view.range.filter(|_| state.view.only_changed) {
            let numbers = cache.changed[side].on(state, document, (from, to));
            order = state.view.numbered.then_some(numbers);
            only = Some(cache.changed[side].only(document, (from, date.clamp(from, to)), only));
        }
        if !state.view.filter.is_empty() {
            only = Some(cache.passing[side].only(state, (document, date), only));
        }
        Shares { only, order }
    };
    let shown = shares(0, &state.document, state.view.date);
    let other_shown = compared.map(|(_, other)| shares(1, other, other_date));
    let both = [&shown, other_shown.as_ref().unwrap_or(&shown)];
    let mut credit = None;
    match compared {
        None => {
            if state.view.compare.is_none() {
                cache.other = MapSide::new(Side::Other);
            }
            credit = map_ui(ui, state, cache, Layout::One, both, &mut actions).or(credit);
        }
        Some((compare, other)) if compare.mode == CompareMode::Swipe => {
            credit = map_ui(ui, state, cache, Layout::Swipe(other, compare), both, &mut actions).or(credit);
            divider_ui(ui, rect, compare, &mut actions);
        }
        Some((_, other)) => {
            let half = vec2(rect.width() / 2.0 - 1.0, rect.height());
            let left = Rect::from_min_size(rect.min, half);
            let right = Rect::from_min_size(rect.min + vec2(rect.width() / 2.0 + 1.0, 0.0), half);
            ui.scope_builder(egui::UiBuilder::new().max_rect(left).id_salt("one"), |ui| {
                credit = map_ui(ui, state, cache, Layout::One, both, &mut actions).or(credit.take());
            });
            ui.scope_builder(egui::UiBuilder::new().max_rect(right).id_salt("other"), |ui| {
                credit =
                    map_ui(ui, state, cache, Layout::Other(other, other_date), both, &mut actions).or(credit.take());
            });
            let x = rect.center().x;
            ui.painter_at(rect).vline(x, rect.y_range(), Stroke::new(2.0, Palette::of(ui).ink));
        }
    }
    if let Some((text, link)) = credit {
        tile_credit(ui, rect, &text, &link, &mut actions);
    }
    zoom_buttons(ui, rect, &mut actions);
    if let Some(points) = &state.view.measured {
        measured_ui(ui, rect, points, &state.view.filter, &mut actions);
    }
    actions
}

/// A map widget; answers the credit of its tiles.
fn map_ui(
    ui: &mut Ui,
    state: &AppState,
    cache: &mut MapCache,
    layout: Layout<'_>,
    shares: [&Shares; 2],
    actions: &mut Vec<Action>,
) -> Option<(String, String)> {
    let rect = ui.available_rect_before_wrap();
    let style = state.settings.map_style(ui.visuals().dark_mode);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, crate::gui::theme::color32(style.water()));
    // The widget draws tiles first and lets us draw after; the embedded map goes beneath them.
    let beneath = painter.add(Shape::Noop);
    let MapCache { memory, typesetter, tiles, one, other: other_side, .. } = cache;
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
    // With Shift held a drag moves the name of the selected place instead of the map.
    let moves_name = state.view.selected.filter(|_| ui.input(|input| input.modifiers.shift_only()));
    if moves_name.is_some() {
        map = map.drag_pan_buttons(egui::DragPanButtons::empty());
    }
    if let Some(tiles) = tile_layer.as_deref_mut() {
        map = map.with_layer(&mut *tiles, 1.0);
    }
    let shown = map.show(ui, |ui, response, projector, memory| {
        let centre = projector.unproject(response.rect.center().to_vec2());
        let size = response.rect.size();
        let viewport = Viewport::new(world_from_position(centre), memory.zoom(), size.x, size.y);
        let origin = response.rect.min;
        let whole = ui.painter_at(response.rect);
        let legend_in_short = !matches!(layout, Layout::One) || state.view.compare.is_some();
        let draws = |side: usize, (document, date), legend, scale_bar| Shown {
            state,
            document,
            date,
            only: shares[side].only.clone(),
            order: shares[side].order.clone(),
            legend,
            scale_bar,
            legend_in_short,
        };
        match layout {
            Layout::One => {
                painter.set(beneath, one.base(ui, &viewport, style, origin));
                let canvas = Canvas { viewport, origin, style, painter: &whole, whole: &whole };
                let drawn = one.draw(
                    ui,
                    &draws(0, (&state.document, state.view.date), LegendPlace::Left, true),
                    &canvas,
                    typesetter,
                    actions,
                );
                pointer(ui, response, state, &[(&state.document, state.view.date)], &drawn, origin, actions);
                describe_legend(ui, (&state.document, state.view.date), drawn.legend, response.rect);
            }
            Layout::Other(other, other_date) => {
                painter.set(beneath, other_side.base(ui, &viewport, style, origin));
                let canvas = Canvas { viewport, origin, style, painter: &whole, whole: &whole };
                let drawn = other_side.draw(
                    ui,
                    &draws(1, (other, other_date), LegendPlace::Left, true),
                    &canvas,
                    typesetter,
                    actions,
                );
                pointer(ui, response, state, &[(other, other_date)], &drawn, origin, actions);
                describe_legend(ui, (other, other_date), drawn.legend, response.rect);
            }
            Layout::Swipe(other, compare) => {
                let other_date = compare.date.unwrap_or(state.view.date);
                painter.set(beneath, one.base(ui, &viewport, style, origin));
                let x = response.rect.left() + size.x * compare.share;
                let part = |from: f32, to: f32| {
                    let clip =
                        Rect::from_min_max(Pos2::new(from, response.rect.top()), Pos2::new(to, response.rect.bottom()));
                    ui.painter_at(clip)
                };
                let (left, right) = (part(response.rect.left(), x), part(x, response.rect.right()));
                let canvas = Canvas { viewport, origin, style, painter: &left, whole: &whole };
                let drawn = one.draw(
                    ui,
                    &draws(0, (&state.document, state.view.date), LegendPlace::Left, true),
                    &canvas,
                    typesetter,
                    actions,
                );
                describe_legend(ui, (&state.document, state.view.date), drawn.legend, response.rect);
                let mut covered = drawn.covered.to_vec();
                let canvas = Canvas { painter: &right, ..canvas };
                let drawn = other_side.draw(
                    ui,
                    &draws(1, (other, other_date), LegendPlace::Right, false),
                    &canvas,
                    typesetter,
                    actions,
                );
                describe_legend(ui, (other, other_date), drawn.legend, response.rect);
                covered.extend_from_slice(drawn.covered);
                let drawn = Drawn { covered: &covered, ..drawn };
                pointer(
                    ui,
                    response,
                    state,
                    &[(&state.document, state.view.date), (other, other_date)],
                    &drawn,
                    origin,
                    actions,
                );
            }
        }
        if !state.view.filter.within.is_empty() {
            drawn_area(ui, response.rect.min, &state.view.filter, &viewport, &whole);
        }
        if let Some(points) = &state.view.measured {
            measure_ui(ui, response, points, &viewport, &whole, actions);
        }
        let moved = (viewport.centre_place(), viewport.zoom(), (size.x, size.y));
        if moved != (state.view.centre, state.view.zoom, state.view.map_size) {
            let (centre, zoom, size) = moved;
            actions.push(Action::MapMoved { centre, zoom, size });
        }
    });
    let response = shown.response;
    if let Some(place) = moves_name.filter(|_| response.dragged()) {
        let by = response.drag_delta();
        if by != egui::Vec2::ZERO {
            actions.push(Action::MoveName(place, by.x, by.y));
        }
    }
    let enabled = ui.is_enabled();
    let name = if matches!(layout, Layout::Other(..)) { say("map-other-name") } else { say("map-name") };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, enabled, name));
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
        tile_failure(ui, rect, &failure, has_tiles, actions);
    }
    credit
}

/// The line between the two rules, which can be dragged, and the names of both at its top.
fn divider_ui(ui: &mut Ui, rect: Rect, compare: Compare, actions: &mut Vec<Action>) {
    const REACH: f32 = 7.0;
    let palette = Palette::of(ui);
    let x = rect.left() + rect.width() * compare.share;
    let handle = Rect::from_min_max(Pos2::new(x - REACH, rect.top()), Pos2::new(x + REACH, rect.bottom()));
    let response = ui.interact(handle, ui.scope_id().with("divider"), Sense::click_and_drag());
    let share = compare.share;
    response.widget_info(|| WidgetInfo::slider(true, f64::from(share), say("map-swipe-between")));
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        let share = ((pointer.x - rect.left()) / rect.width().max(1.0)).clamp(0.02, 0.98);
        actions.push(Action::SetCompare(Some(Compare { share, ..compare })));
    }
    let painter = ui.painter_at(rect);
    painter.vline(x, rect.y_range(), Stroke::new(4.0, palette.panel));
    painter.vline(x, rect.y_range(), Stroke::new(2.0, palette.ink));
    let knob = Rect::from_center_size(Pos2::new(x, rect.center().y), vec2(18.0, 30.0));
    painter.rect(knob, 4.0, palette.panel, Stroke::new(1.5, palette.ink), egui::StrokeKind::Inside);
    for offset in [-3.0, 3.0] {
        painter.vline(x + offset, knob.shrink(8.0).y_range(), Stroke::new(1.5, palette.ink));
    }
}

/// Hover names a place, click selects it.
fn pointer(
    ui: &Ui,
    response: &egui::Response,
    state: &AppState,
    documents: &[(&Document, jiff::civil::Date)],
    layer: &Drawn<'_>,
    origin: Pos2,
    actions: &mut Vec<Action>,
) {
    let Some(pointer) = response.hover_pos() else { return };
    let at = pointer - origin;
    let covers = |area: &[f32; 4]| (area[0]..area[2]).contains(&at.x) && (area[1]..area[3]).contains(&at.y);
    if layer.covered.iter().any(covers) {
        return;
    }
    let hit = nearest_hit(layer.hits, PicturePoint { x: at.x, y: at.y });
    if let Some(hit) = hit {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        tooltip(response, state, documents, hit.place);
    }
    // A click that also moved the map was a drag.
    if response.clicked() && !response.dragged() && state.view.measured.is_none() {
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

fn tooltip(response: &egui::Response, state: &AppState, documents: &[(&Document, jiff::civil::Date)], place: PlaceIx) {
    let row = state.document.chronicle.place(place);
    let name = wording::place(&state.document.chronicle, place);
    let other_name = if name == row.name { &row.name_ar } else { &row.name };
    let mut text = String::new();
    for (document, date) in documents.iter().copied() {
        if documents.len() > 1 {
            let rule = wording::capital(&rules::phrase(&document.chronicle, document.rule()));
            let heading = if date == state.view.date { rule } else { wording::joined(&[wording::date(date), rule]) };
            text.push_str(&format!("{heading}:\n"));
        }
        let control = document.timeline.control_on(place, date);
        text.push_str(&wording::control(&document.chronicle, control));
        if let Some(since) = document.timeline.since(place, date) {
            text.push_str(&format!("\n{}", say_with("map-since", &[("date", wording::date(since).into())])));
        }
        let doubts = wording::doubts(document.doubts(state.settings.stale_days).on(place, date));
        if !doubts.is_empty() {
            text.push_str(&format!("\n{}", wording::joined(&doubts)));
        }
        text.push('\n');
    }
    let text = text.trim_end().to_owned();
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(280.0);
        ui.label(egui::RichText::new(name).family(crate::gui::theme::bold_family()).size(14.0));
        if !other_name.is_empty() {
            ui.label(other_name);
        }
        ui.label(text);
    });
}

/// The legend is drawn like in pictures; this tells it to those who cannot see it.
fn describe_legend(ui: &Ui, (document, date): (&Document, jiff::civil::Date), rows: &[LegendRow], rect: Rect) {
    let all: Vec<String> = rows.iter().map(|row| format!("{} {}", row.name, row.places)).collect();
    let rule = document.rule();
    let (date, rows) = (wording::date(date), wording::joined(&all));
    let text = if rule.is_default() {
        say_with("map-legend", &[("date", date.into()), ("rows", rows.into())])
    } else {
        let under = rules::phrase(&document.chronicle, rule);
        say_with("map-legend-under", &[("date", date.into()), ("rule", under.into()), ("rows", rows.into())])
    };
    let corner = Rect::from_min_size(rect.left_bottom() - vec2(0.0, 1.0), vec2(1.0, 1.0));
    let response = ui.interact(corner, ui.scope_id().with(("legend", &text)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
}

/// Points that are measured between: lines, and a click adds one.
fn measure_ui(
    ui: &Ui,
    response: &egui::Response,
    points: &[LonLat],
    viewport: &Viewport,
    painter: &egui::Painter,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    let origin = response.rect.min;
    let place_at = |pointer: Pos2| {
        let at = pointer - origin;
        lon_lat_from_world(viewport.world_from_picture(PicturePoint { x: at.x, y: at.y }))
    };
    let seen = |place: &LonLat| {
        let at = viewport.picture_from_world(world_from_lon_lat(*place));
        origin + vec2(at.x, at.y)
    };
    let mut line: Vec<Pos2> = points.iter().map(seen).collect();
    if line.len() > 2 {
        // Thin, but whole: dashes of a line that is millions of points long have no end.
        painter.line_segment([line[line.len() - 1], line[0]], Stroke::new(0.8, palette.accent));
    }
    for corner in &line {
        painter.circle(*corner, 4.0, palette.accent, Stroke::new(1.5, palette.panel));
    }
    // To the pointer too, so that one sees what a click would add.
    let hovered = response.hover_pos();
    line.extend(hovered);
    for (width, colour) in [(4.0, palette.panel.gamma_multiply(0.8)), (2.0, palette.accent)] {
        painter.add(Shape::line(line.clone(), Stroke::new(width, colour)));
    }
    if let Some(pointer) = hovered {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        if response.clicked() && !response.dragged() {
            actions.push(Action::MeasureTo(place_at(pointer)));
        }
    }
}

/// The area that somebody drew for the filter.
fn drawn_area(ui: &Ui, origin: Pos2, filter: &Filter, viewport: &Viewport, painter: &egui::Painter) {
    let palette = Palette::of(ui);
    let seen = |corner: &Corner| {
        let at = viewport.picture_from_world(world_from_lon_lat(corner.place()?));
        Some(origin + vec2(at.x, at.y))
    };
    let corners: Vec<Pos2> = filter.within.iter().filter_map(seen).collect();
    for (width, colour) in [(3.0, palette.panel.gamma_multiply(0.8)), (1.5, palette.accent)] {
        painter.add(Shape::closed_line(corners.clone(), Stroke::new(width, colour)));
    }
}

/// What was measured, and how to end it.
fn measured_ui(ui: &mut Ui, map: Rect, points: &[LonLat], filter: &Filter, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let rect = Rect::from_min_size(map.left_top() + vec2(12.0, 12.0), vec2(360.0, 60.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        egui::Frame::new()
            .fill(palette.panel)
            .stroke(Stroke::new(1.0, palette.line))
            .inner_margin(8)
            .corner_radius(4)
            .show(ui, |ui| {
                ui.label(egui::RichText::new(measured_text(points)).family(crate::gui::theme::bold_family()));
                ui.horizontal(|ui| {
                    if ui.add_enabled(!points.is_empty(), egui::Button::new(say("map-measure-back"))).clicked() {
                        actions.push(Action::MeasureBack);
                    }
                    let inside = egui::Button::new(say("map-measure-filter"));
                    let inside = ui.add_enabled(points.len() > 2, inside);
                    if inside.on_hover_text(say("map-measure-filter-hint")).clicked() {
                        let within = points.iter().copied().map(Corner::new).collect();
                        actions.push(Action::SetFilter(Filter { within, ..filter.clone() }));
                        actions.push(Action::ToggleMeasure);
                    }
                    if ui.button(say("map-measure-end")).on_hover_text(say("map-measure-end-keys")).clicked() {
                        actions.push(Action::ToggleMeasure);
                    }
                });
            });
    });
}

/// Length and area in words.
fn measured_text(points: &[LonLat]) -> String {
    if points.len() < 2 {
        return say("map-measure-begin").to_owned();
    }
    let metres = geodesic_length(points);
    let (unit, number) =
        if metres < 10_000.0 { ("m", format!("{metres:.0}")) } else { ("km", format!("{:.1}", metres / 1000.0)) };
    let length = say_with(unit, &[("number", number.into())]);
    if points.len() < 3 {
        return length;
    }
    let around = metres + geodesic_length(&[points[points.len() - 1], points[0]]);
    let (around, area) = (format!("{:.1}", around / 1000.0), format!("{:.1}", geodesic_area(points) / 1e6));
    say_with("map-measured", &[("length", length.into()), ("around", around.into()), ("area", area.into())])
}

fn zoom_buttons(ui: &mut Ui, map: Rect, actions: &mut Vec<Action>) {
    let rect = Rect::from_min_size(map.right_top() + vec2(-40.0, 12.0), vec2(28.0, 96.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let buttons = [
            (Icon::Plus, say("map-zoom-in"), Action::ZoomBy(0.5)),
            (Icon::Minus, say("map-zoom-out"), Action::ZoomBy(-0.5)),
            (Icon::Fit, say("map-fit"), Action::FitAll),
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
                if can_retry && ui.button(say("map-tiles-again")).clicked() {
                    actions.push(Action::RetryTiles);
                }
                if ui.button(say("map-tiles-embedded")).clicked() {
                    actions.push(Action::SetBackground(Background::Embedded));
                }
            });
        });
    });
}
