//! The bar at the top: menus, the title, the search.

use eframe::egui::{self, Key, RichText, TextEdit, Ui};

use crate::app::action::{Action, Browse};
use crate::app::command::{Command, Shortcut};
use crate::app::jobs::Progress;
use crate::app::search::{self, Found};
use crate::app::settings::{Background, Settings, ThemeChoice};
use crate::app::state::{AppState, Dialog, RunningJob};
use crate::app::wording;
use crate::geometry::{Reach, Smoothing};
use crate::gui::filter_bar::{FilterDraft, filter_menu};
use crate::gui::icons::name_field;
use crate::gui::rule_menu::{RuleDraft, rule_control};
use crate::gui::theme::{Palette, bold_family};
use crate::scene::{Names, Palette as Colours, Vision, visual_order};

/// What the bar keeps from frame to frame.
#[derive(Default)]
pub(super) struct TopBarDraft {
    search: String,
    chosen: usize,
    /// What was found for a text in the document of a revision.
    found: Option<((String, u64), Vec<Found>)>,
    /// The search field is to be focused.
    pub(super) focus_search: bool,
    rule: RuleDraft,
    filter: FilterDraft,
    address: Option<String>,
    pmtiles: Option<String>,
}

#[must_use]
pub(super) fn top_bar_ui(ui: &mut Ui, state: &AppState, draft: &mut TopBarDraft) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.menu_button("File", |ui| file_menu(ui, state, &mut actions));
        // Stays open while one switches this and that.
        let stays_open =
            egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        egui::containers::menu::MenuButton::new("Layers")
            .config(stays_open)
            .ui(ui, |ui| layers_menu(ui, state, draft, &mut actions));
        ui.menu_button("View", |ui| view_menu(ui, state, &mut actions));
        ui.menu_button("Numbers", |ui| numbers_menu(ui, &mut actions));
        ui.menu_button("Help", |ui| help_menu(ui, state, &mut actions));
        if state.view.compare.is_none() {
            rule_control(ui, state, &mut draft.rule, &mut actions);
            let hint = format!("{}  (C)", Command::Compare.hint());
            let button = egui::Button::new("Compare");
            if ui.add_enabled(Command::Compare.is_enabled(state), button).on_hover_text(hint).clicked() {
                actions.extend(Command::Compare.action(state));
            }
        }
        filter_menu(ui, state, &mut draft.filter, &mut actions);
        ui.add_space(8.0);
        let palette = Palette::of(ui);
        let room = (ui.available_width() - 270.0).max(40.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            let title = RichText::new(visual_order(&state.document.title())).family(bold_family());
            ui.add(egui::Label::new(title).truncate());
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            search(ui, state, draft, &mut actions);
            if let Some(job) = state.jobs.last() {
                if let Some(progress) = &job.progress {
                    progress_ui(ui, job, progress, &mut actions);
                } else {
                    ui.add(egui::Spinner::new().size(16.0));
                    let text = RichText::new(&job.what).color(palette.faint_ink);
                    ui.add(egui::Label::new(text).truncate());
                }
            }
        });
    });
    actions
}

/// How far long work has come, and a way to stop it.
fn progress_ui(ui: &mut Ui, job: &RunningJob, progress: &Progress, actions: &mut Vec<Action>) {
    if ui.button("Stop").on_hover_text(format!("Stop {}; nothing is left behind", job.what)).clicked() {
        actions.push(Action::StopJob(job.id));
    }
    let (done, all) = progress.done();
    let share = if all == 0 { 0.0 } else { done as f32 / all as f32 };
    let text = RichText::new(progress.text()).size(11.5);
    let bar = egui::ProgressBar::new(share).desired_width(170.0).text(text);
    ui.add(bar).on_hover_text(&job.what);
}

fn command_item(ui: &mut Ui, state: &AppState, command: Command, actions: &mut Vec<Action>) {
    let keys = command.shortcuts().first().map(Shortcut::text).unwrap_or_default();
    let button = egui::Button::new(command.text()).shortcut_text(keys);
    let response = ui.add_enabled(command.is_enabled(state), button).on_hover_text(command.hint());
    if response.clicked() {
        actions.extend(command.action(state));
        ui.close();
    }
}

fn item(ui: &mut Ui, text: &str, action: Action, actions: &mut Vec<Action>) {
    if ui.button(text).clicked() {
        actions.push(action);
        ui.close();
    }
}

fn file_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    ui.set_min_width(240.0);
    command_item(ui, state, Command::Open, actions);
    ui.menu_button("Recent files", |ui| {
        if state.settings.recent.is_empty() {
            ui.label("Nothing has been opened yet");
        }
        for path in &state.settings.recent {
            item(ui, &path.display().to_string(), Action::Open(path.clone()), actions);
        }
    });
    item(ui, "Bundled chronicle of Syria", Action::OpenBundled, actions);
    ui.separator();
    command_item(ui, state, Command::SaveAs, actions);
    command_item(ui, state, Command::Snapshot, actions);
    command_item(ui, state, Command::Timelapse, actions);
    ui.separator();
    let problems = state.document.problems.count();
    let text = format!("Problems ({problems})…");
    item(ui, &text, Action::ShowDialog(Some(Dialog::Problems)), actions);
    ui.separator();
    command_item(ui, state, Command::Quit, actions);
}

fn layers_menu(ui: &mut Ui, state: &AppState, draft: &mut TopBarDraft, actions: &mut Vec<Action>) {
    ui.set_min_width(300.0);
    let palette = Palette::of(ui);
    ui.label(RichText::new("Background").color(palette.faint_ink));
    for background in Background::ALL {
        if ui.radio(state.settings.background == background, background.text()).clicked() {
            actions.push(Action::SetBackground(background));
        }
    }
    if state.settings.background == Background::Address {
        let text = draft.address.get_or_insert_with(|| state.settings.tile_address.clone());
        let edit = TextEdit::singleline(text).hint_text("https://…/{z}/{x}/{y}.png").desired_width(280.0);
        let response = ui.add(edit);
        name_field(&response, "Tile address", text);
        if response.lost_focus() {
            actions.push(Action::SetTileAddress(text.clone()));
        }
    }
    if state.settings.background == Background::File {
        ui.horizontal(|ui| {
            let text = draft.pmtiles.get_or_insert_with(|| state.settings.pmtiles.clone());
            let response = ui.add(TextEdit::singleline(text).hint_text("path of a .pmtiles file").desired_width(210.0));
            name_field(&response, "Tile file", text);
            if response.lost_focus() {
                actions.push(Action::SetPmtiles(text.clone()));
            }
            if ui.button("Browse…").clicked() {
                draft.pmtiles = None;
                actions.push(Action::Browse(Browse::Pmtiles));
            }
        });
    }
    ui.label(RichText::new("Network is used only for the choices that say so.").small().color(palette.faint_ink));
    ui.separator();
    ground_menu(ui, state, actions);
    ui.separator();
    doubts_menu(ui, state, actions);
    ui.separator();
    let mut symbols = state.settings.symbols;
    if ui.checkbox(&mut symbols, "Faction symbols in markers").changed() {
        actions.push(Action::SetSymbols(symbols));
    }
    let mut legend = state.settings.legend;
    if ui.checkbox(&mut legend, "Legend").changed() {
        actions.push(Action::SetLegend(legend));
    }
}

/// What of the ground is shown: an inference, and said so.
fn ground_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    ui.label(RichText::new("Ground, inferred from places").color(palette.faint_ink));
    let mut choice = state.settings.territory;
    let before = choice;
    ui.checkbox(&mut choice.fill, "Territory").on_hover_text("Colour the ground nearest to each place");
    ui.checkbox(&mut choice.fronts, "Fronts").on_hover_text("Draw lines where the ground of two sides meets");
    if state.document.has_areas() {
        ui.checkbox(&mut choice.areas, "Imported areas")
            .on_hover_text("Draw the areas that the chronicle brings along");
    }
    ui.horizontal(|ui| {
        let mut km = match state.settings.reach {
            Reach::Km(km) => km,
            Reach::Unlimited => Reach::LIMITS_KM.1,
        };
        let mut limited = state.settings.reach != Reach::Unlimited;
        if ui.checkbox(&mut limited, "Reach").on_hover_text("How far from a place its ground goes at most").changed() {
            actions.push(Action::SetReach(if limited { Reach::default() } else { Reach::Unlimited }));
        }
        let slider = egui::Slider::new(&mut km, Reach::LIMITS_KM.0..=Reach::LIMITS_KM.1).step_by(1.0).suffix(" km");
        let response = ui.add_enabled(limited, slider);
        name_slider(&response, "Reach in kilometres", km);
        if response.changed() {
            actions.push(Action::SetReach(Reach::Km(km)));
        }
    });
    ui.horizontal(|ui| {
        ui.label("Smoothing");
        for smoothing in Smoothing::ALL {
            ui.radio_value(&mut choice.smoothing, smoothing, smoothing.text());
        }
    });
    ui.horizontal(|ui| {
        let mut moves = choice.movement_days.is_some();
        let mut days = choice.movement_days.unwrap_or(30);
        ui.checkbox(&mut moves, "Movement since")
            .on_hover_text("Show the earlier front, and the ground that changed hands");
        let slider = egui::Slider::new(&mut days, 1..=365).logarithmic(true).suffix(" days ago");
        let response = ui.add_enabled(moves, slider);
        name_slider(&response, "Days of movement", f64::from(days));
        choice.movement_days = moves.then_some(days);
    });
    if choice != before {
        actions.push(Action::SetTerritory(choice));
    }
}

/// What has to be said about a colour is drawn, unless somebody wants a plain map.
fn doubts_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    ui.label(RichText::new("Doubts, drawn on the markers").color(palette.faint_ink));
    let (mut doubts, mut days) = (state.settings.doubts, state.settings.stale_days);
    let before = (doubts, days);
    ui.columns(2, |columns| {
        columns[0].checkbox(&mut doubts.disputed, "Reports disagree").on_hover_text("A dashed ring");
        columns[1].checkbox(&mut doubts.uncertain, "Date uncertain").on_hover_text("Hatched");
    });
    ui.checkbox(&mut doubts.unconfirmed, "No report at all").on_hover_text("Hollow");
    ui.horizontal(|ui| {
        ui.checkbox(&mut doubts.stale, "No report for").on_hover_text("Faded by the age of the newest report");
        let slider = egui::Slider::new(&mut days, 1..=3650).logarithmic(true).suffix(" days");
        let response = ui.add_enabled(doubts.stale, slider);
        name_slider(&response, "Days until a report is old", f64::from(days));
    });
    if (doubts, days) != before {
        actions.push(Action::SetDoubts(doubts, days));
    }
}

fn name_slider(response: &egui::Response, name: &str, value: f64) {
    let enabled = response.enabled();
    response.widget_info(|| egui::WidgetInfo::slider(enabled, value, name));
}

fn view_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    ui.set_min_width(220.0);
    for command in [Command::FitAll, Command::ZoomIn, Command::ZoomOut] {
        command_item(ui, state, command, actions);
    }
    ui.separator();
    command_item(ui, state, Command::Back, actions);
    command_item(ui, state, Command::Forward, actions);
    item(ui, "Views…", Action::ShowDialog(Some(Dialog::Views)), actions);
    item(ui, "Chapters…", Action::ShowDialog(Some(Dialog::Chapters)), actions);
    ui.separator();
    command_item(ui, state, Command::Measure, actions);
    command_item(ui, state, Command::Compare, actions);
    command_item(ui, state, Command::CompareDays, actions);
    ui.separator();
    let palette = Palette::of(ui);
    ui.label(RichText::new("Names").color(palette.faint_ink));
    for names in Names::ALL {
        if ui.radio(state.settings.names == names, names.text()).clicked() {
            actions.push(Action::SetNames(names));
        }
    }
    ui.separator();
    ui.label(RichText::new("Colours of the factions").color(palette.faint_ink));
    for colours in Colours::ALL {
        if ui.radio(state.settings.palette == colours, colours.text()).clicked() {
            actions.push(Action::SetPalette(colours));
        }
    }
    ui.menu_button("As seen with", |ui| {
        ui.label(RichText::new("A preview of the map's colours").color(palette.faint_ink));
        for vision in Vision::ALL {
            if ui.radio(state.settings.vision == vision, vision.text()).clicked() {
                actions.push(Action::SetVision(vision));
            }
        }
    });
    ui.menu_button("Size of the interface", |ui| {
        for scale in Settings::UI_SCALES {
            if ui.radio(state.settings.ui_scale == scale, format!("{:.0} %", scale * 100.0)).clicked() {
                actions.push(Action::SetUiScale(scale));
            }
        }
    });
    ui.separator();
    ui.label(RichText::new("Theme").color(palette.faint_ink));
    for (theme, text) in
        [(ThemeChoice::System, "As the desktop"), (ThemeChoice::Light, "Light"), (ThemeChoice::Dark, "Dark")]
    {
        if ui.radio(state.settings.theme == theme, text).clicked() {
            actions.push(Action::SetTheme(theme));
        }
    }
}

/// Tables, lists and charts.
fn numbers_menu(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.set_min_width(200.0);
    item(ui, "Gains and losses…", Action::ShowDialog(Some(Dialog::Gains)), actions);
    item(ui, "Table of places…", Action::ShowDialog(Some(Dialog::Places)), actions);
    item(ui, "Chart…", Action::ShowDialog(Some(Dialog::Chart)), actions);
    item(ui, "Sources…", Action::ShowDialog(Some(Dialog::Sources)), actions);
    item(ui, "Control ribbons…", Action::ShowDialog(Some(Dialog::Ribbons)), actions);
}

fn help_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    command_item(ui, state, Command::Shortcuts, actions);
    item(ui, "About Salient and the data…", Action::ShowDialog(Some(Dialog::About)), actions);
}

/// A field that finds places by any spelling, days, factions, chapters, commands and reports.
fn search(ui: &mut Ui, state: &AppState, draft: &mut TopBarDraft, actions: &mut Vec<Action>) {
    let edit = TextEdit::singleline(&mut draft.search).hint_text("Find (Ctrl+K or /)").desired_width(190.0);
    let response = ui.add(edit);
    name_field(&response, "Find a place", &draft.search);
    if draft.focus_search {
        draft.focus_search = false;
        response.request_focus();
    }
    if response.changed() {
        draft.chosen = 0;
    }
    if draft.search.trim().is_empty() {
        draft.found = None;
        return;
    }
    let key = (draft.search.clone(), state.revision);
    if draft.found.as_ref().is_none_or(|(known, _)| *known != key) {
        let Some(index) = state.document.ready_search_index() else {
            actions.push(Action::PrepareSearch);
            return;
        };
        let found = search::search(&state.document, index, &draft.search);
        draft.found = Some((key, found));
    }
    let found = draft.found.as_ref().map_or(&[][..], |(_, found)| found);
    let (enter, escape, down, up) = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        (pressed(Key::Enter), pressed(Key::Escape), pressed(Key::ArrowDown), pressed(Key::ArrowUp))
    });
    if response.lost_focus() && escape {
        draft.search.clear();
        return;
    }
    if down {
        draft.chosen = (draft.chosen + 1).min(found.len().saturating_sub(1));
    }
    if up {
        draft.chosen = draft.chosen.saturating_sub(1);
    }
    let mut wanted = None;
    if response.lost_focus() && enter {
        wanted = found.get(draft.chosen).copied();
    }
    let palette = Palette::of(ui);
    let popup = egui::Popup::from_response(&response).open(true).accessible_name("Found");
    popup.show(|ui| {
        ui.set_width(380.0);
        if found.is_empty() {
            ui.label("Nothing has this name: no place, day, faction, chapter, command or report");
        }
        let mut kind = "";
        for (at, one) in found.iter().enumerate() {
            let (of, text) = found_text(state, *one);
            if of != kind {
                kind = of;
                ui.label(RichText::new(of).color(palette.faint_ink).size(11.0));
            }
            let label = egui::Button::selectable(at == draft.chosen, text).truncate();
            if ui.add(label).clicked() {
                wanted = Some(*one);
            }
        }
    });
    if let Some(found) = wanted {
        draft.search.clear();
        let wish = match found {
            Found::Place(place) => Some(Action::GoTo(place)),
            Found::Day(date) => Some(Action::JumpTo(date)),
            Found::Faction(faction) => Some(Action::ChangeOf(faction, true)),
            Found::Chapter(row) => Some(Action::PlayChapter(row)),
            Found::Report(report) => {
                let event = state.document.chronicle.event(state.document.chronicle.report(report).event);
                actions.push(Action::GoTo(event.place));
                Some(Action::JumpTo(event.date))
            }
            Found::Command(Command::TypeDate | Command::Search) => None,
            Found::Command(command) => command.is_enabled(state).then(|| command.action(state)).flatten(),
        };
        actions.extend(wish);
    }
}

/// What kind of thing was found, and what it is called.
fn found_text(state: &AppState, found: Found) -> (&'static str, String) {
    let chronicle = &state.document.chronicle;
    match found {
        Found::Place(place) => {
            let row = chronicle.place(place);
            let mut text = row.name.clone();
            for part in [visual_order(&row.name_ar), row.admin1.clone()] {
                if !part.is_empty() {
                    text.push_str("  ·  ");
                    text.push_str(&part);
                }
            }
            ("Places", text)
        }
        Found::Day(date) => ("Days", wording::date(date)),
        Found::Faction(faction) => {
            ("Factions: to the next gain or loss in view", visual_order(&chronicle.faction(faction).name))
        }
        Found::Chapter(row) => ("Chapters", visual_order(&chronicle.chapters[row].name)),
        Found::Report(report) => {
            let row = chronicle.report(report);
            let event = chronicle.event(row.event);
            let said = if row.title.is_empty() { &row.claim } else { &row.title };
            let place = &chronicle.place(event.place).name;
            ("Reports", visual_order(&format!("{place}, {}: {said}", wording::date(event.date))))
        }
        Found::Command(command) => {
            let keys = command.shortcuts().first().map(Shortcut::text).unwrap_or_default();
            ("Commands", format!("{}  ({keys})", command.text()))
        }
    }
}

/// The sentence under the search for screen readers and the tests: what a date shows.
pub(super) fn window_title(state: &AppState) -> String {
    let changed = if state.is_unsaved() { " (changed)" } else { "" };
    format!("{} · {}{changed} · Salient", wording::date(state.view.date), state.document.title())
}
