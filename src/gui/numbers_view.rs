//! Dialogs of numbers: gains and losses between two days, all places as a table, who held how much over time.

use std::path::PathBuf;

use eframe::egui::{self, Align, Button, ComboBox, RichText, ScrollArea, TextEdit, Ui};
use egui_extras::{Column, TableBuilder};
use egui_plot::{FilledArea, Plot, VLine};
use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::diff::{self, Difference, GroupBy, balances, by_weight, differences, filtered, grouped, net_ground};
use crate::app::document::Document;
use crate::app::place_table::{self, PlaceColumn, PlaceRow, ReadyList, place_rows, sort_rows};
use crate::app::search::plain;
use crate::app::series::{Measure, Series, series};
use crate::app::state::AppState;
use crate::app::tables;
use crate::app::update::mask_of_view;
use crate::app::wording::{self, understood};
use crate::domain::{Day, FactionIx, PlaceIx};
use crate::geometry::Reach;
use crate::gui::dialogs::heading;
use crate::gui::direction::{date_width, far, from_left, is_mirrored, near};
use crate::gui::icons::name_field;
use crate::gui::place_panel::swatch;
use crate::gui::sources_view::sort_header;
use crate::gui::theme::{Palette, bold_family, color32};
use crate::gui::timeline_panel::month_name;
use crate::scene::{Language, Rgba, say, say_with, speaking, spoken};

/// What the three dialogs keep from frame to frame.
#[derive(Default)]
pub(super) struct NumbersDraft {
    from: Option<String>,
    to: Option<String>,
    by: GroupBy,
    gains: Option<((u64, Date, Date, u64), Gained)>,
    list: ReadyList,
    wanted: String,
    order: Option<(PlaceColumn, bool)>,
    places: Option<(PlacesKey, Vec<PlaceRow>)>,
    listed: Option<(ListedKey, Vec<PlaceRow>)>,
    measure: Measure,
    share: bool,
    scope: Scope,
    chart: Option<(ChartKey, Series)>,
    path: String,
}

/// What changed between two days.
struct Gained {
    found: Vec<Difference>,
    balances: Vec<diff::Balance>,
    ground: Vec<(FactionIx, f64)>,
    /// The list as it is seen, by what it is grouped and in which language.
    list: Option<((GroupBy, Language), Vec<GainRow>)>,
}

/// A row of the list: a group with its size, or a place, by its row in what was found.
enum GainRow {
    Group(String, usize),
    Place(usize),
}

impl Gained {
    /// The rows, group after group.
    fn rows(&mut self, document: &Document, by: GroupBy) {
        let key = (by, spoken());
        if self.list.as_ref().is_some_and(|(known, _)| *known == key) {
            return;
        }
        let row_of: rustc_hash::FxHashMap<PlaceIx, usize> =
            self.found.iter().enumerate().map(|(row, one)| (one.place, row)).collect();
        let mut rows = Vec::new();
        for (name, places) in grouped(document, &self.found, by) {
            rows.push(GainRow::Group(name, places.len()));
            rows.extend(places.iter().filter_map(|one| row_of.get(&one.place)).map(|row| GainRow::Place(*row)));
        }
        self.list = Some((key, rows));
    }
}

/// Whether the ground is there, as far as numbers need it; else it is being made, and a line says so.
fn ground_is_ready(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) -> bool {
    /// So many places are tessellated within a frame.
    const AT_ONCE: usize = 5_000;
    let reach = state.settings.reach;
    if state.document.chronicle.places().len() <= AT_ONCE || state.document.known_cells(reach).is_some() {
        return true;
    }
    if state.view.stopped_ground {
        if ui.button(say("numbers-make-ground")).clicked() {
            actions.push(Action::MakeGround(reach));
        }
        return false;
    }
    if !state.is_working_on_ground() {
        actions.push(Action::MakeGround(reach));
    }
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(say("numbers-making-ground"));
    });
    false
}

type PlacesKey = (u64, Date, u64, u32);
type ListedKey = (PlacesKey, ReadyList, String, (PlaceColumn, bool), Language);
type ChartKey = (u64, Measure, Scope, Option<(crate::domain::LonLat, f64, (f32, f32))>, u64, Language);

/// Whose places a chart counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Scope {
    #[default]
    All,
    View,
    Region(String),
}

fn reach_key(reach: Reach) -> u64 {
    match reach {
        Reach::Km(km) => km.to_bits(),
        Reach::Unlimited => 0,
    }
}

fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(bold_family())
}

fn close_button(ui: &mut Ui, actions: &mut Vec<Action>) {
    if ui.button(say("close")).clicked() {
        actions.push(Action::ShowDialog(None));
    }
}

/// Buttons that copy a table as text, CSV and Markdown.
fn copy_buttons(ui: &mut Ui, what: &str, texts: &dyn Fn(&str) -> Vec<u8>, actions: &mut Vec<Action>) {
    for (form, name) in
        [("text", say("by-format-text")), ("CSV", say("by-format-csv")), ("Markdown", say("by-format-markdown"))]
    {
        if ui.button(say_with("numbers-copy-as", &[("form", name.into())])).clicked() {
            let text = String::from_utf8_lossy(&texts(form)).into_owned();
            let notice = say_with("numbers-copied", &[("what", what.into()), ("form", name.into())]);
            actions.push(Action::Copy { text, notice });
        }
    }
}

// Gains and losses -------------------------------------------------------------------------------

pub(super) fn gains_ui(ui: &mut Ui, state: &AppState, draft: &mut NumbersDraft, actions: &mut Vec<Action>) {
    heading(ui, say("numbers-gains-title"));
    let document = &state.document;
    let palette = Palette::of(ui);
    let (from, to) = state.view.range.unwrap_or_else(|| {
        let before = state.view.date.saturating_sub(jiff::Span::new().months(1));
        (before.max(state.view.days.0), state.view.date)
    });
    ui.horizontal(|ui| {
        let mut wish = (from, to);
        for (name, date, typed, end) in [
            (say("numbers-from-day"), from, &mut draft.from, &mut wish.0),
            (say("numbers-to-day"), to, &mut draft.to, &mut wish.1),
        ] {
            ui.label(name);
            let shown = wording::date(date);
            let mut text = typed.clone().unwrap_or_else(|| shown.clone());
            let response = ui.add(TextEdit::singleline(&mut text).desired_width(date_width(96.0)));
            name_field(&response, name, &shown);
            if response.changed() {
                *typed = Some(text);
            }
            if response.lost_focus()
                && let Some(typed) = typed.take()
            {
                match understood(&typed) {
                    Some(date) => *end = date,
                    None => actions.push(Action::Notify {
                        text: say_with("bad-date", &[("typed", typed.as_str().into())]),
                        is_error: true,
                    }),
                }
            }
        }
        if wish != (from, to) {
            actions.push(Action::SetRange(Some(wish)));
        }
        for by in GroupBy::ALL {
            if ui.selectable_label(draft.by == by, by.text()).clicked() {
                draft.by = by;
            }
        }
    });
    if !ground_is_ready(ui, state, actions) {
        close_button(ui, actions);
        return;
    }
    let key = (state.revision + (state.filters << 32), from, to, reach_key(state.settings.reach));
    if draft.gains.as_ref().is_none_or(|(known, _)| *known != key) {
        let found = filtered(document, &state.view.filter, differences(document, from, to), to);
        let ground = net_ground(document, &found, state.settings.reach);
        let balances = balances(document, &found);
        draft.gains = Some((key, Gained { found, balances, ground, list: None }));
    }
    let by = draft.by;
    let Some((_, gained)) = &mut draft.gains else { return };
    gained.rows(document, by);
    let Gained { found, balances, ground, list } = &*gained;
    if found.is_empty() {
        ui.add_space(8.0);
        ui.label(say("numbers-no-gains"));
        close_button(ui, actions);
        return;
    }
    ui.add_space(4.0);
    ScrollArea::horizontal().id_salt("balances").show(ui, |ui| {
        from_left(ui, |ui| {
            egui::Grid::new("balances").striped(true).num_columns(5).spacing([16.0, 3.0]).show(ui, |ui| {
                for title in ["numbers-faction", "numbers-places", "numbers-people", "numbers-km2-inferred"] {
                    ui.label(bold(say(title)).size(12.5));
                }
                ui.end_row();
                for faction in by_weight(balances) {
                    let (row, balance) = (document.chronicle.faction(faction), balances[faction.row()]);
                    ui.horizontal(|ui| {
                        swatch(ui, color32(Rgba::opaque(row.colour)));
                        ui.label(wording::faction(&document.chronicle, faction));
                    });
                    ui.label(format!("+{}  \u{2013}{}", balance.gained, balance.lost));
                    ui.label(format!("+{}  \u{2013}{}", balance.people_gained, balance.people_lost));
                    let net = ground.iter().find(|(other, _)| *other == faction);
                    ui.label(net.map_or_else(String::new, |(_, area)| format!("{area:+.0}")));
                    ui.end_row();
                }
            });
        });
    });
    ui.separator();
    let height = (ui.ctx().content_rect().height() - 420.0).clamp(120.0, 520.0);
    let rows = list.as_ref().map_or(&[][..], |(_, rows)| rows);
    let row_height = ui.spacing().interact_size.y;
    let scroll = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    scroll.show_rows(ui, row_height, rows.len(), |ui, shown| {
        for row in &rows[shown] {
            match row {
                GainRow::Group(name, places) => {
                    ui.label(bold(format!("{name} ({places})")));
                }
                GainRow::Place(row) => gain_row(ui, state, &found[*row], actions),
            }
        }
    });
    ui.separator();
    ui.horizontal(|ui| {
        let filter = &state.view.filter;
        let table = || filter.named(&document.chronicle, &diff::COLUMNS, diff::rows(document, found, by));
        let texts = |form: &str| match form {
            // Tables for other programs say the same in every language.
            "CSV" => {
                let (columns, rows) = speaking(Language::English, table);
                tables::csv(&columns, &rows)
            }
            "Markdown" => {
                let (columns, rows) = table();
                tables::markdown(&columns, &rows).into_bytes()
            }
            _ => {
                let only = || filter.only_places(&document.chronicle);
                let scope = if filter.is_empty() { String::new() } else { only() };
                diff::readable(document, (from, to), found, (by, &scope), state.settings.reach)
            }
        };
        copy_buttons(ui, say("numbers-gains"), &texts, actions);
        ui.label(RichText::new(say("numbers-gains-in-pictures")).color(palette.faint_ink));
        ui.with_layout(far(Align::Center), |ui| close_button(ui, actions));
    });
}

fn gain_row(ui: &mut Ui, state: &AppState, difference: &Difference, actions: &mut Vec<Action>) {
    let document = &state.document;
    let chronicle = &document.chronicle;
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let name = wording::place(chronicle, difference.place);
        if ui.link(bold(name)).on_hover_text(say("show-place")).clicked() {
            actions.push(Action::ShowDialog(None));
            actions.push(Action::GoTo(difference.place));
            actions.extend(difference.days.last().map(|day| Action::JumpTo(*day)));
        }
        let before = wording::controller(chronicle, &difference.before);
        let after = wording::controller(chronicle, &difference.after);
        ui.label(if before == after {
            format!("{before}: {}", wording::control(chronicle, &difference.after))
        } else {
            say_with("numbers-from-to", &[("before", before.into()), ("after", after.into())])
        });
        for day in difference.days.iter().rev().take(3).rev() {
            if ui.link(wording::date(*day)).on_hover_text(say("go-to-day")).clicked() {
                actions.push(Action::JumpTo(*day));
            }
        }
        if difference.days.len() > 1 {
            let times = say_with("count-changes", &[("count", difference.days.len().into())]);
            ui.label(RichText::new(times).color(palette.faint_ink));
        }
        let reports: usize = difference.events.iter().map(|event| chronicle.reports_on(*event).count()).sum();
        if reports > 0 {
            let reports = say_with("count-reports", &[("count", reports.into())]);
            ui.label(RichText::new(reports).color(palette.faint_ink));
        }
    });
}

// All places -------------------------------------------------------------------------------------

pub(super) fn places_ui(ui: &mut Ui, state: &AppState, draft: &mut NumbersDraft, actions: &mut Vec<Action>) {
    heading(ui, &say_with("numbers-places-on", &[("date", wording::date(state.view.date).into())]));
    let document = &state.document;
    ui.horizontal(|ui| {
        for list in ReadyList::ALL {
            if ui.selectable_label(draft.list == list, list.text()).clicked() {
                (draft.list, draft.order) = (list, None);
            }
        }
        let field = TextEdit::singleline(&mut draft.wanted).hint_text(say("numbers-filter-hint")).desired_width(200.0);
        let response = ui.add(field);
        name_field(&response, say("numbers-filter"), &draft.wanted);
    });
    if !ground_is_ready(ui, state, actions) {
        close_button(ui, actions);
        return;
    }
    let revision = state.revision + (state.filters << 32);
    let key = (revision, state.view.date, reach_key(state.settings.reach), state.settings.stale_days);
    if draft.places.as_ref().is_none_or(|(known, _)| *known != key) {
        let (date, stale_days) = (state.view.date, state.settings.stale_days);
        let mut rows = place_rows(document, date, state.settings.reach, stale_days);
        if !state.view.filter.is_empty() {
            let passing = state.view.filter.on_day(document, date);
            rows.retain(|row| passing[row.place.row()]);
        }
        draft.places = Some((key, rows));
    }
    let order = draft.order.unwrap_or_else(|| draft.list.order());
    let listed_key = (key, draft.list, draft.wanted.clone(), order, spoken());
    if draft.listed.as_ref().is_none_or(|(known, _)| *known != listed_key) {
        let all = draft.places.as_ref().map_or(&[][..], |(_, rows)| rows);
        let wanted = plain(&draft.wanted);
        let chronicle = &document.chronicle;
        let is_wanted = |row: &&PlaceRow| {
            let place = chronicle.place(row.place);
            let holder = row.holder.map_or(say("unknown-holder"), |faction| wording::faction(chronicle, faction));
            let texts = [place.name.as_str(), place.name_ar.as_str(), place.admin1.as_str(), holder];
            wanted.is_empty() || texts.into_iter().any(|text| plain(text).contains(&wanted))
        };
        let mut rows: Vec<PlaceRow> = all.iter().filter(|row| draft.list.has(row)).filter(is_wanted).cloned().collect();
        sort_rows(document, &mut rows, order);
        draft.listed = Some((listed_key, rows));
    }
    let rows = draft.listed.as_ref().map_or(&[][..], |(_, rows)| rows);
    let count = say_with("count-places", &[("count", rows.len().into())]);
    let about = match draft.list {
        ReadyList::CutOff => say_with("numbers-cut-off", &[("places", count.as_str().into())]),
        ReadyList::All | ReadyList::HeldLongest | ReadyList::ChangedMost => count.clone(),
    };
    ui.label(RichText::new(about).color(Palette::of(ui).faint_ink));
    let mut clicked = None;
    table(ui, state, rows, order, &mut clicked, actions);
    if let Some(column) = clicked {
        let descending = order.0 == column && !order.1;
        draft.order = Some((column, descending));
    }
    let rows = draft.listed.as_ref().map_or(&[][..], |(_, rows)| rows);
    ui.separator();
    ui.horizontal(|ui| {
        let texts = |form: &str| {
            let rows = place_table::texts(document, rows);
            let (columns, rows) = state.view.filter.named(&document.chronicle, &place_table::COLUMNS, rows);
            match form {
                "CSV" => tables::csv(&columns, &rows),
                "Markdown" => tables::markdown(&columns, &rows).into_bytes(),
                _ => tables::aligned(&columns, &rows),
            }
        };
        copy_buttons(ui, &count, &texts, actions);
        ui.with_layout(far(Align::Center), |ui| close_button(ui, actions));
    });
}

fn table(
    ui: &mut Ui,
    state: &AppState,
    rows: &[PlaceRow],
    order: (PlaceColumn, bool),
    clicked: &mut Option<PlaceColumn>,
    actions: &mut Vec<Action>,
) {
    let chronicle = &state.document.chronicle;
    let height = (ui.ctx().content_rect().height() - 280.0).clamp(160.0, 900.0);
    let row_height = ui.spacing().interact_size.y;
    let date = |date: Option<Date>| date.map_or_else(String::new, wording::date);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut table = TableBuilder::new(ui)
            .id_salt("places")
            .striped(true)
            .cell_layout(near(Align::Center))
            .auto_shrink(false)
            .min_scrolled_height(height)
            .max_scroll_height(height)
            .column(Column::remainder().at_least(150.0).clip(true))
            .column(Column::exact(if is_mirrored() { 100.0 } else { 110.0 }).clip(true))
            .column(Column::exact(if is_mirrored() { 196.0 } else { 232.0 }).clip(true));
        let mirrored = [132.0, 84.0, 132.0, 64.0, 132.0];
        for width in if is_mirrored() { mirrored } else { [96.0, 104.0, 96.0, 72.0, 104.0] } {
            table = table.column(Column::exact(width));
        }
        let table = table.header(row_height, |mut header| {
            for column in PlaceColumn::ALL {
                header.col(|ui| {
                    let descending = (order.0 == column).then_some(order.1);
                    let response = sort_header(ui, column.text(), descending);
                    if response.clicked() {
                        *clicked = Some(column);
                    }
                });
            }
        });
        table.body(|body| {
            body.rows(row_height, rows.len(), |mut table_row| {
                let Some(row) = rows.get(table_row.index()) else { return };
                let place = chronicle.place(row.place);
                table_row.col(|ui| {
                    let name = wording::place(chronicle, row.place);
                    if ui.link(name).on_hover_text(say("numbers-fly-there")).clicked() {
                        actions.push(Action::ShowDialog(None));
                        actions.push(Action::GoTo(row.place));
                    }
                });
                let holder = row.holder.map(|faction| chronicle.faction(faction));
                let holder_name =
                    row.holder.map_or(say("unknown-holder"), |faction| wording::faction(chronicle, faction));
                let texts = [
                    place.admin1.clone(),
                    holder_name.to_owned(),
                    date(row.since),
                    row.changes.to_string(),
                    date(row.last_report),
                    if row.is_disputed { say("yes").to_owned() } else { String::new() },
                    date(row.cut_off),
                ];
                for (nth, text) in texts.into_iter().enumerate() {
                    table_row.col(|ui| {
                        if let (1, Some(holder)) = (nth, holder) {
                            swatch(ui, color32(Rgba::opaque(holder.colour)));
                        }
                        let day = [(2, row.since), (4, row.last_report), (6, row.cut_off)];
                        let day = day.into_iter().find(|(column, _)| *column == nth).and_then(|(_, date)| date);
                        match day {
                            Some(day) if ui.link(text.as_str()).on_hover_text(say("go-to-day")).clicked() => {
                                actions.push(Action::JumpTo(day));
                            }
                            Some(_) => {}
                            None => {
                                ui.label(text);
                            }
                        }
                    });
                }
            });
        });
    });
}

// The chart --------------------------------------------------------------------------------------

/// So many days of a chart are counted.
const CHART_DAYS: i32 = 400;

pub(super) fn chart_ui(ui: &mut Ui, state: &AppState, draft: &mut NumbersDraft, actions: &mut Vec<Action>) {
    heading(ui, say("numbers-chart-title"));
    let document = &state.document;
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        for measure in Measure::ALL {
            if ui.selectable_label(draft.measure == measure, measure.text()).clicked() {
                draft.measure = measure;
            }
        }
        ui.separator();
        for (share, text) in [(false, say("numbers-absolute")), (true, say("numbers-shares"))] {
            if ui.selectable_label(draft.share == share, text).clicked() {
                draft.share = share;
            }
        }
        ui.separator();
        let text = match &draft.scope {
            Scope::All => say("all-places"),
            Scope::View => say("places-in-view-scope"),
            Scope::Region(region) => region.as_str(),
        };
        let combo = ComboBox::from_id_salt("scope").selected_text(text.to_owned()).width(180.0);
        combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut draft.scope, Scope::All, say("all-places"));
            ui.selectable_value(&mut draft.scope, Scope::View, say("places-in-view-scope"));
            for region in regions(state) {
                let text = region.clone();
                ui.selectable_value(&mut draft.scope, Scope::Region(region), text);
            }
        });
    });
    if draft.measure == Measure::Ground && !ground_is_ready(ui, state, actions) {
        close_button(ui, actions);
        return;
    }
    let view = &state.view;
    let in_view = (draft.scope == Scope::View).then_some((view.centre, view.zoom, view.map_size));
    let reach = reach_key(state.settings.reach);
    let revision = state.revision + (state.filters << 32);
    let key = (revision, draft.measure, draft.scope.clone(), in_view, reach, spoken());
    if draft.chart.as_ref().is_none_or(|(known, _)| *known != key) {
        let filter = &view.filter;
        let only = match &draft.scope {
            Scope::All => None,
            Scope::View => Some(mask_of_view(state)),
            Scope::Region(region) => {
                Some(document.chronicle.places().iter().map(|place| place.admin1 == *region).collect())
            }
        };
        let passing = filter.of(document);
        let only = (only.as_deref(), passing.as_ref());
        let mut counted = series(document, draft.measure, only, view.days, state.settings.reach, CHART_DAYS);
        let mut scope = match &draft.scope {
            Scope::All => Vec::new(),
            Scope::View => vec![say("numbers-scope-view").to_owned()],
            Scope::Region(region) => vec![say_with("numbers-scope-region", &[("region", region.as_str().into())])],
        };
        if !filter.is_empty() {
            scope.push(filter.only_places(&document.chronicle));
        }
        counted.scope = wording::joined(&scope);
        draft.chart = Some((key, counted));
    }
    let Some((_, counted)) = &draft.chart else { return };
    if counted.holders.is_empty() {
        let missing = match draft.measure {
            Measure::People => say("numbers-no-people"),
            Measure::Places | Measure::Ground => say("numbers-nothing-to-count"),
        };
        ui.label(missing);
    }
    let style = state.settings.map_style(ui.visuals().dark_mode);
    plot(ui, state, counted, draft.share, &style, actions);
    let nth = counted.days.partition_point(|day| *day <= view.date).saturating_sub(1);
    ui.horizontal_wrapped(|ui| {
        ui.label(bold(wording::date(view.date)));
        let total = counted.total(nth).max(1e-9);
        for ((name, colour), (_, counts)) in
            counted.names(document).iter().zip(counted.colours(document, &style)).zip(&counted.holders)
        {
            if counts[nth] <= 0.0 {
                continue;
            }
            swatch(ui, color32(colour));
            let share = counts[nth] / total * 100.0;
            ui.label(format!("{name} {:.0} ({share:.0} %)", counts[nth]));
        }
    });
    if draft.measure == Measure::Ground {
        ui.label(RichText::new(say("numbers-ground-inferred")).color(palette.faint_ink));
    }
    ui.separator();
    ui.horizontal(|ui| {
        let (header, rows) = counted.table(document, draft.share);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let csv = say("by-format-csv");
        if ui.button(say_with("numbers-copy-as", &[("form", csv.into())])).clicked() {
            let text = String::from_utf8_lossy(&tables::csv(&header, &rows)).into_owned();
            let what = say("numbers-the-numbers");
            let notice = say_with("numbers-copied", &[("what", what.into()), ("form", csv.into())]);
            actions.push(Action::Copy { text, notice });
        }
        let field = TextEdit::singleline(&mut draft.path).hint_text(say("numbers-chart-hint")).desired_width(220.0);
        let response = ui.add(field);
        name_field(&response, say("numbers-chart-file"), &draft.path);
        let wanted = draft.path.trim();
        if ui.add_enabled(!wanted.is_empty(), Button::new(say("numbers-save-chart"))).clicked() {
            let path = PathBuf::from(wanted);
            actions.push(Action::WriteChart(Box::new(counted.clone()), draft.share, path));
        }
        ui.with_layout(far(Align::Center), |ui| close_button(ui, actions));
    });
}

fn regions(state: &AppState) -> Vec<String> {
    let mut regions: Vec<String> =
        state.document.chronicle.places().iter().map(|place| place.admin1.clone()).filter(|r| !r.is_empty()).collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn plot(
    ui: &mut Ui,
    state: &AppState,
    counted: &Series,
    share: bool,
    style: &crate::scene::MapStyle,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    let number = |date: Date| f64::from(Day::of(date).number());
    let xs: Vec<f64> = counted.days.iter().map(|day| number(*day)).collect();
    let of_day = |value: f64| Day::from_number(value.round() as i32).date();
    let height = (ui.ctx().content_rect().height() - 330.0).clamp(180.0, 560.0);
    let plot = Plot::new("who held how much")
        .height(height)
        .include_y(0.0)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .x_axis_formatter(move |mark, _range| {
            let day = of_day(mark.value);
            format!("{} {}", month_name(day), day.strftime("%Y"))
        })
        .y_axis_formatter(
            move |mark, _range| {
                if share { format!("{:.0} %", mark.value * 100.0) } else { format!("{:.0}", mark.value) }
            },
        )
        .label_formatter(|_| None);
    let shown = plot.show(ui, |plot_ui| {
        let mut floor = vec![0.0; xs.len()];
        let colours = counted.colours(&state.document, style);
        for ((name, colour), (_, counts)) in
            counted.names(&state.document).into_iter().zip(colours).zip(&counted.holders)
        {
            let part = |nth: usize| if share { counts[nth] / counted.total(nth).max(1e-9) } else { counts[nth] };
            let top: Vec<f64> = floor.iter().enumerate().map(|(nth, floor)| floor + part(nth)).collect();
            plot_ui.add(FilledArea::new(name, &xs, &floor, &top).fill_color(color32(colour)));
            floor = top;
        }
        plot_ui.vline(VLine::new("shown day", number(state.view.date)).color(palette.ink).width(2.0));
        let at = plot_ui.pointer_coordinate();
        at.filter(|_| plot_ui.response().clicked())
    });
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, say("numbers-chart")));
    if let Some(point) = shown.inner {
        actions.push(Action::JumpTo(of_day(point.x)));
    }
}
