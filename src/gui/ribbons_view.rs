//! The dialog of control ribbons: many places under one scale of time, sorted and filtered, to be read
//! and to be saved as a picture.

use std::path::{Path, PathBuf};

use eframe::egui::{
    Align, Align2, Button, FontId, Key, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, TextEdit,
    TextWrapMode, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::app::action::{Action, Browse};
use crate::app::ribbons::{RibbonOrder, RibbonSheet, SheetFormat, change_count, sorted};
use crate::app::rules;
use crate::app::state::AppState;
use crate::app::update::places_in_view;
use crate::app::wording;
use crate::domain::{Chronicle, Day, LonLat, PlaceIx};
use crate::gui::dialogs::{close_button, heading};
use crate::gui::icons::name_field;
use crate::gui::place_panel::ribbon_band;
use crate::gui::theme::{Palette, bold_family};
use crate::scene::{self, Band, MapStyle, Ribbon, TICK, say, say_with};

/// How high the dialog is where the window has room.
const HEIGHT: f32 = 620.0;

/// The height of a row: that of a ribbon with its ticks.
const ROW: f32 = 14.0 + 2.0 * (TICK + 3.0);

/// The most ribbons that are kept; a screen shows some dozen.
const KEPT: usize = 400;

/// What the dialog keeps from frame to frame and while it is closed.
#[derive(Default)]
pub(super) struct RibbonsDraft {
    filter: String,
    scope: Scope,
    order: RibbonOrder,
    descending: bool,
    /// Where the picture is to be written; a name to begin with until somebody types.
    pub(super) path: Option<String>,
    listed: Option<Listed>,
    made: Made,
}

/// Which places are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Scope {
    #[default]
    All,
    InView,
}

/// The places in their order, with what the list was made from.
struct Listed {
    key: ListKey,
    places: Vec<PlaceIx>,
}

#[derive(Debug, Clone, PartialEq)]
struct ListKey {
    revision: u64,
    filters: u64,
    order: RibbonOrder,
    descending: bool,
    filter: String,
    /// The map's middle, zoom and size, where they matter.
    view: Option<(LonLat, f64, (f32, f32))>,
    /// The day, where it matters.
    date: Option<Date>,
}

/// Ribbons that have been in sight, with what they were made from: revision and style.
#[derive(Default)]
struct Made {
    key: Option<(u64, MapStyle)>,
    ribbons: FxHashMap<PlaceIx, Ribbon>,
}

impl RibbonsDraft {
    /// Sorts by `order`, the other way round where it is sorted so already.
    fn sort_by(&mut self, order: RibbonOrder) {
        self.descending = if self.order == order { !self.descending } else { order.begins_descending() };
        self.order = order;
    }

    /// Lists the places anew where anything has changed that the list depends on.
    fn list(&mut self, state: &AppState) {
        let view = &state.view;
        let by_filter = !view.filter.is_empty();
        let key = ListKey {
            revision: state.revision,
            filters: state.filters,
            order: self.order,
            descending: self.descending,
            filter: self.filter.trim().to_owned(),
            view: (self.scope == Scope::InView).then_some((view.centre, view.zoom, view.map_size)),
            date: (self.order.needs_date() || by_filter).then_some(view.date),
        };
        if self.listed.as_ref().is_some_and(|listed| listed.key == key) {
            return;
        }
        let chronicle = &state.document.chronicle;
        let mut places = match self.scope {
            Scope::All => (0..chronicle.places().len()).map(PlaceIx::new).collect(),
            Scope::InView => places_in_view(state),
        };
        if let Some(passing) = view.filter.of(&state.document) {
            places.retain(|place| passing.on(*place, view.date));
        }
        if !key.filter.is_empty() {
            let wanted = key.filter.to_lowercase();
            places.retain(|place| is_named(chronicle, *place, &wanted));
        }
        let places = sorted(&state.document, places, self.order, self.descending, view.date);
        self.listed = Some(Listed { key, places });
    }
}

/// Whether a name of the place, in either script, or its region holds the text, which is in lower case.
fn is_named(chronicle: &Chronicle, place: PlaceIx, wanted: &str) -> bool {
    let place = chronicle.place(place);
    [&place.name, &place.name_ar, &place.admin1].into_iter().any(|name| name.to_lowercase().contains(wanted))
}

impl Made {
    /// Forgets ribbons of another rule or style, and all where they have become too many.
    fn renew(&mut self, state: &AppState, style: MapStyle) {
        let key = Some((state.revision, style));
        if self.key != key || self.ribbons.len() > KEPT {
            self.key = key;
            self.ribbons.clear();
        }
    }

    fn of(&mut self, state: &AppState, place: PlaceIx, style: &MapStyle) -> &Ribbon {
        self.ribbons.entry(place).or_insert_with(|| {
            let document = &state.document;
            let doubts = document.doubts(style.stale_days);
            scene::ribbon(&document.chronicle, &document.timeline, &doubts, place, state.view.days, style)
        })
    }
}

/// How wide the columns are, in points.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: f32,
    /// Left out in a narrow window.
    region: f32,
    changes: f32,
    ribbon: f32,
}

impl Columns {
    const GAP: f32 = 8.0;
    /// From this width on there is room for everything.
    const WIDE: f32 = 700.0;

    fn of(width: f32) -> Self {
        let (name, region) = if width < Self::WIDE { (110.0, 0.0) } else { (190.0, 110.0) };
        let changes = 36.0;
        let gaps = Self::GAP * if region > 0.0 { 3.0 } else { 2.0 };
        // The scroll bar lies over the content at the right.
        let ribbon = (width - name - region - changes - gaps - 14.0).max(80.0);
        Self { name, region, changes, ribbon }
    }

    /// Where the column of changes begins.
    fn changes_left(self) -> f32 {
        self.name + Self::GAP + if self.region > 0.0 { self.region + Self::GAP } else { 0.0 }
    }

    /// Where the ribbons begin.
    fn ribbon_left(self) -> f32 {
        self.changes_left() + self.changes + Self::GAP
    }
}

pub(super) fn ribbons_ui(ui: &mut Ui, state: &AppState, draft: &mut RibbonsDraft, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    // Always as high, whatever is found: a dialog that changes its height while one types is a nuisance.
    ui.set_height(HEIGHT.min(ui.ctx().content_rect().height() - 80.0).max(240.0));
    heading(ui, say("ribbons-title"));
    let (first, last) = state.view.days;
    let rule = rules::phrase(&state.document.chronicle, state.document.rule());
    let (first, last) = (wording::date(first), wording::date(last));
    let mut about = say_with("ribbons-about", &[("from", first.into()), ("to", last.into()), ("rule", rule.into())]);
    if ui.available_width() >= Columns::WIDE {
        about = format!("{about} {}", say("ribbons-about-ticks"));
    }
    ui.label(RichText::new(about).color(palette.faint_ink));
    choices_ui(ui, draft);
    draft.list(state);
    let RibbonsDraft { listed, made, .. } = draft;
    let places = listed.as_ref().map_or(&[][..], |listed| listed.places.as_slice());
    let columns = Columns::of(ui.available_width());
    scale_ui(ui, state, columns);
    let room = (ui.available_height() - SAVING).max(ROW);
    if places.is_empty() {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), room), Layout::top_down(Align::Min), |ui| {
            ui.set_min_height(room);
            ui.label(RichText::new(why_nothing(state, draft)).color(palette.faint_ink));
        });
    } else {
        rows_ui(ui, state, made, (places, columns, room), actions);
    }
    saving_ui(ui, state, draft, actions);
    close_button(ui, actions);
}

/// The height of what stands below the list: the path, a line about it, the button to close.
const SAVING: f32 = 112.0;

/// Which places, and in which order.
fn choices_ui(ui: &mut Ui, draft: &mut RibbonsDraft) {
    ui.horizontal_wrapped(|ui| {
        let edit = TextEdit::singleline(&mut draft.filter).hint_text(say("ribbons-filter-hint")).desired_width(170.0);
        let response = ui.add(edit);
        name_field(&response, say("ribbons-filter"), &draft.filter);
        ui.radio_value(&mut draft.scope, Scope::All, say("all-places"));
        ui.radio_value(&mut draft.scope, Scope::InView, say("ribbons-in-view"));
        ui.add_space(8.0);
        ui.label(RichText::new(say("ribbons-sort-by")).color(Palette::of(ui).faint_ink));
        for order in RibbonOrder::ALL {
            let is_on = draft.order == order;
            let direction = order.direction(draft.descending);
            let text = if is_on { format!("{}: {direction}", order.text()) } else { order.text().to_owned() };
            let response = ui.add(Button::selectable(is_on, text));
            let name = say_with("ribbons-sort-by-this", &[("order", order.text().to_lowercase().into())]);
            response.widget_info(|| {
                let mut info = WidgetInfo::selected(Role::Button, true, is_on, &name);
                info.current_text_value = is_on.then(|| direction.to_owned());
                info
            });
            if response.clicked() {
                draft.sort_by(order);
            }
            if is_on {
                response.on_hover_text(say("ribbons-turn-round"));
            }
        }
    });
}

/// What to do where no place is listed.
fn why_nothing(state: &AppState, draft: &RibbonsDraft) -> &'static str {
    if state.document.chronicle.places().is_empty() {
        say("ribbons-no-places")
    } else if draft.filter.trim().is_empty() {
        say("ribbons-none-in-view")
    } else if draft.scope == Scope::InView {
        say("ribbons-none-named-in-view")
    } else {
        say("ribbons-none-named")
    }
}

/// The days of a band as wide as the ribbons.
fn band_of(state: &AppState, width: f32) -> Band {
    let (first, last) = state.view.days;
    Band { left: 0.0, top: 0.0, width, height: 1.0, first: Day::of(first), end: Day::of(last).plus(1) }
}

/// The heads of the columns, and years (or months, or days) over the ribbons.
fn scale_ui(ui: &mut Ui, state: &AppState, columns: Columns) {
    let palette = Palette::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let painter = ui.painter_at(rect);
    let text = |x: f32, anchor: Align2, text: &str| {
        let at = pos2(rect.left() + x, rect.bottom() - 2.0);
        painter.text(at, anchor, text, FontId::proportional(11.0), palette.faint_ink);
    };
    text(0.0, Align2::LEFT_BOTTOM, say("ribbons-place"));
    if columns.region > 0.0 {
        text(columns.name + Columns::GAP, Align2::LEFT_BOTTOM, say("ribbons-region"));
    }
    text(columns.changes_left() + columns.changes, Align2::RIGHT_BOTTOM, say("ribbons-changes"));
    let left = columns.ribbon_left();
    for (x, mark) in band_of(state, columns.ribbon).marks() {
        let from = pos2(rect.left() + left + x, rect.bottom() - 6.0);
        painter.line_segment([from, pos2(from.x, rect.bottom())], Stroke::new(1.0, palette.faint_ink));
        // A mark at the very end would be cut.
        if left + x + 30.0 < rect.width() {
            text(left + x + 3.0, Align2::LEFT_BOTTOM, &mark);
        }
    }
}

fn rows_ui(
    ui: &mut Ui,
    state: &AppState,
    made: &mut Made,
    (places, columns, room): (&[PlaceIx], Columns, f32),
    actions: &mut Vec<Action>,
) {
    let style = state.settings.map_style(ui.visuals().dark_mode);
    made.renew(state, style);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(Columns::GAP, 0.0);
        let area = ScrollArea::vertical().id_salt("ribbons").max_height(room).min_scrolled_height(room);
        area.auto_shrink(false).show_rows(ui, ROW, places.len(), |ui, rows| {
            lines_ui(ui, state, columns, rows.len());
            for place in places.get(rows).unwrap_or_default() {
                let ribbon = made.of(state, *place, &style);
                row_ui(ui, state, ribbon, columns, actions);
            }
        });
    });
}

/// Lines down from the marks of the scale, behind the rows in sight.
fn lines_ui(ui: &Ui, state: &AppState, columns: Columns, rows: usize) {
    let line = Stroke::new(1.0, Palette::of(ui).line);
    let corner = ui.cursor().min;
    let rect = Rect::from_min_size(corner, Vec2::new(ui.available_width(), ROW * rows as f32));
    let painter = ui.painter_at(rect);
    for (x, _) in band_of(state, columns.ribbon).marks() {
        painter.vline(corner.x + columns.ribbon_left() + x, rect.y_range(), line);
    }
}

fn row_ui(ui: &mut Ui, state: &AppState, ribbon: &Ribbon, columns: Columns, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        cell(ui, columns.name, Layout::left_to_right(Align::Center), |ui| {
            ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
            let link = ui.link(ribbon.name.as_str()).on_hover_text(say("ribbons-show-place"));
            if link.clicked() {
                actions.push(Action::GoTo(ribbon.place));
                actions.push(Action::ShowDialog(None));
            }
        });
        if columns.region > 0.0 {
            cell(ui, columns.region, Layout::left_to_right(Align::Center), |ui| {
                let region = RichText::new(ribbon.region.as_str()).color(palette.faint_ink).size(12.0);
                ui.add(Label::new(region).truncate());
            });
        }
        cell(ui, columns.changes, Layout::right_to_left(Align::Center), |ui| {
            let changes = change_count(&state.document.timeline, ribbon.place);
            let response = ui.label(RichText::new(changes.to_string()).color(palette.faint_ink));
            let text = say_with("count-changes", &[("count", changes.into())]);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        });
        let place = wording::place(&state.document.chronicle, ribbon.place);
        let name = say_with("ribbons-ribbon-of", &[("place", place.into())]);
        ribbon_band(ui, state, ribbon, &name, columns.ribbon, actions);
    });
}

fn cell(ui: &mut Ui, width: f32, layout: Layout, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
        ui.set_width(width);
        content(ui);
    });
}

/// Where the picture goes, and what of the list it holds.
fn saving_ui(ui: &mut Ui, state: &AppState, draft: &mut RibbonsDraft, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let places = draft.listed.as_ref().map_or(&[][..], |listed| listed.places.as_slice());
    let path = draft.path.get_or_insert_with(|| "ribbons.png".to_owned());
    ui.add_space(8.0);
    let mut is_wanted = false;
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(path).hint_text(say("ribbons-path-hint")).desired_width(300.0);
        let response = ui.add(edit);
        name_field(&response, say("path"), path);
        is_wanted = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.button(say("browse")).clicked() {
            actions.push(Action::Browse(Browse::SaveRibbons));
        }
        let is_ready = !places.is_empty() && SheetFormat::of(Path::new(path.trim())).is_ok();
        let button = Button::new(RichText::new(say("ribbons-save")).family(bold_family()));
        is_wanted |= ui.add_enabled(is_ready, button).clicked();
        is_wanted &= is_ready;
    });
    let typed = path.trim();
    match SheetFormat::of(Path::new(typed)) {
        Err(_) if !typed.is_empty() => {
            ui.colored_label(palette.error, say("ribbons-wrong-ending"));
        }
        Ok(_) | Err(_) => {
            let count = say_with("count-places", &[("count", places.len().into())]);
            let text = if places.len() > RibbonSheet::MOST {
                say_with("ribbons-too-many", &[("places", count.into()), ("most", RibbonSheet::MOST.into())])
            } else {
                say_with("ribbons-in-this-order", &[("places", count.into())])
            };
            ui.label(RichText::new(text).color(palette.faint_ink));
        }
    }
    if is_wanted {
        let mut sheet = RibbonSheet::new(places.to_vec(), state.view.days);
        if !state.view.filter.is_empty() {
            sheet.scope = state.view.filter.only_places(&state.document.chronicle);
        }
        sheet.style = state.settings.picture_style(ui.visuals().dark_mode);
        actions.push(Action::WriteRibbons(Box::new(sheet), PathBuf::from(typed)));
    }
}
