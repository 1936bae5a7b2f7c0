//! The bar at the top: menus, the title, the search.

use std::time::Duration;

use eframe::egui::{self, Key, RichText, TextEdit, Ui};

use crate::app::action::{Action, Browse};
use crate::app::command::{Command, Shortcut};

use crate::app::search::{self, Found};
use crate::app::settings::{Background, Settings, ThemeChoice};
use crate::app::state::{AppState, Dialog, RunningJob};
use crate::app::update::{can_be_stopped, job_text};
use crate::app::wording;
use crate::geometry::{Reach, Smoothing};
use crate::gui::direction::{far, is_mirrored, menu_button, reading, staying_menu};
use crate::gui::filter_bar::{FilterDraft, filter_menu};
use crate::gui::icons::name_field;
use crate::gui::rule_menu::{RuleDraft, rule_control};
use crate::gui::theme::{Palette, bold_family};
use crate::scene::{Language, Names, Palette as Colours, Vision, say, say_with};

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
        menu_button(ui, say("menu-file"), |ui| file_menu(ui, state, &mut actions));
        // Stays open while one switches this and that.
        let layers = egui::Button::new(say("menu-layers"));
        staying_menu(ui, layers, |ui| layers_menu(ui, state, draft, &mut actions));
        menu_button(ui, say("menu-view"), |ui| view_menu(ui, state, &mut actions));
        menu_button(ui, say("menu-numbers"), |ui| numbers_menu(ui, &mut actions));
        menu_button(ui, say("menu-help"), |ui| help_menu(ui, state, &mut actions));
        if state.view.compare.is_none() {
            rule_control(ui, state, &mut draft.rule, &mut actions);
            let hint = format!("{}  (C)", Command::Compare.hint());
            let button = egui::Button::new(say("menu-compare"));
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
            let title = RichText::new(state.document.title()).family(bold_family());
            ui.add(egui::Label::new(title).truncate());
        });
        ui.with_layout(far(egui::Align::Center), |ui| {
            search(ui, state, draft, &mut actions);
            if let Some(job) = state.jobs.last() {
                if job.progress.elapsed() >= SHORT_WORK {
                    progress_ui(ui, job, &mut actions);
                } else {
                    ui.add(egui::Spinner::new().size(16.0));
                    let text = RichText::new(job_text(job)).color(palette.faint_ink);
                    ui.add(egui::Label::new(text).truncate());
                }
            }
        });
    });
    actions
}

/// Work that takes no longer than this needs no way to stop it.
const SHORT_WORK: Duration = Duration::from_millis(500);

/// How far long work has come, and a way to stop it.
fn progress_ui(ui: &mut Ui, job: &RunningJob, actions: &mut Vec<Action>) {
    let progress = &job.progress;
    let hint = say_with("menu-stop-hint", &[("what", job_text(job).into())]);
    if can_be_stopped(job) && ui.button(say("menu-stop")).on_hover_text(hint).clicked() {
        actions.push(Action::StopJob(job.id));
    }
    let (done, all) = progress.done();
    let bar = if all > 0 {
        egui::ProgressBar::new(done as f32 / all as f32).text(RichText::new(progress.text()).size(11.5))
    } else {
        // How much there is to do is not known: it moves, and says for how long it has.
        let seconds = progress.elapsed().as_secs();
        let text = say_with("job-for", &[("what", job_text(job).into()), ("seconds", seconds.into())]);
        egui::ProgressBar::new(1.0).animate(true).text(RichText::new(text).size(11.5))
    };
    ui.add(bar.desired_width(170.0)).on_hover_text(job_text(job));
}

fn command_item(ui: &mut Ui, state: &AppState, command: Command, actions: &mut Vec<Action>) {
    let keys = command.shortcuts().first().map(Shortcut::text).unwrap_or_default();
    let button = if is_mirrored() {
        let keys = RichText::new(keys).color(Palette::of(ui).faint_ink);
        egui::Button::new(keys).right_text(command.text())
    } else {
        egui::Button::new(command.text()).shortcut_text(keys)
    };
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
    menu_button(ui, say("menu-recent"), |ui| {
        if state.settings.recent.is_empty() {
            ui.label(say("menu-recent-none"));
        }
        for path in &state.settings.recent {
            item(ui, &path.display().to_string(), Action::Open(path.clone()), actions);
        }
    });
    item(ui, say("menu-bundled"), Action::OpenBundled, actions);
    ui.separator();
    command_item(ui, state, Command::SaveAs, actions);
    command_item(ui, state, Command::Snapshot, actions);
    command_item(ui, state, Command::Timelapse, actions);
    ui.separator();
    let problems = state.document.problems.count();
    let text = say_with("menu-problems", &[("number", problems.into())]);
    item(ui, &text, Action::ShowDialog(Some(Dialog::Problems)), actions);
    ui.separator();
    command_item(ui, state, Command::Quit, actions);
}

fn layers_menu(ui: &mut Ui, state: &AppState, draft: &mut TopBarDraft, actions: &mut Vec<Action>) {
    ui.set_width(370.0);
    ui.set_min_width(300.0);
    let palette = Palette::of(ui);
    ui.label(RichText::new(say("menu-background")).color(palette.faint_ink));
    for background in Background::ALL {
        if ui.radio(state.settings.background == background, background.text()).clicked() {
            actions.push(Action::SetBackground(background));
        }
    }
    if state.settings.background == Background::Address {
        let text = draft.address.get_or_insert_with(|| state.settings.tile_address.clone());
        let edit = TextEdit::singleline(text).hint_text("https://…/{z}/{x}/{y}.png").desired_width(280.0);
        let response = ui.add(edit);
        name_field(&response, say("menu-tile-address"), text);
        if response.lost_focus() {
            actions.push(Action::SetTileAddress(text.clone()));
        }
    }
    if state.settings.background == Background::File {
        ui.horizontal(|ui| {
            let text = draft.pmtiles.get_or_insert_with(|| state.settings.pmtiles.clone());
            let edit = TextEdit::singleline(text).hint_text(say("menu-tile-file-hint")).desired_width(210.0);
            let response = ui.add(edit);
            name_field(&response, say("menu-tile-file"), text);
            if response.lost_focus() {
                actions.push(Action::SetPmtiles(text.clone()));
            }
            if ui.button(say("browse")).clicked() {
                draft.pmtiles = None;
                actions.push(Action::Browse(Browse::Pmtiles));
            }
        });
    }
    ui.label(RichText::new(say("menu-network-note")).small().color(palette.faint_ink));
    ui.separator();
    ground_menu(ui, state, actions);
    ui.separator();
    doubts_menu(ui, state, actions);
    ui.separator();
    let mut symbols = state.settings.symbols;
    if ui.checkbox(&mut symbols, say("menu-symbols")).changed() {
        actions.push(Action::SetSymbols(symbols));
    }
    let mut legend = state.settings.legend;
    if ui.checkbox(&mut legend, say("menu-legend")).changed() {
        actions.push(Action::SetLegend(legend));
    }
}

/// What of the ground is shown: an inference, and said so.
fn ground_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    ui.label(RichText::new(say("menu-ground")).color(palette.faint_ink));
    let mut choice = state.settings.territory;
    let before = choice;
    ui.checkbox(&mut choice.fill, say("menu-territory")).on_hover_text(say("menu-territory-hint"));
    ui.checkbox(&mut choice.fronts, say("menu-fronts")).on_hover_text(say("menu-fronts-hint"));
    if state.document.has_areas() {
        ui.checkbox(&mut choice.areas, say("menu-areas")).on_hover_text(say("menu-areas-hint"));
    }
    ui.horizontal(|ui| {
        let mut km = match state.settings.reach {
            Reach::Km(km) => km,
            Reach::Unlimited => Reach::LIMITS_KM.1,
        };
        let mut limited = state.settings.reach != Reach::Unlimited;
        if ui.checkbox(&mut limited, say("menu-reach")).on_hover_text(say("menu-reach-hint")).changed() {
            actions.push(Action::SetReach(if limited { Reach::default() } else { Reach::Unlimited }));
        }
        let slider = egui::Slider::new(&mut km, Reach::LIMITS_KM.0..=Reach::LIMITS_KM.1).step_by(1.0);
        let slider = slider.suffix(say("menu-suffix-km"));
        let response = ui.add_enabled(limited, slider);
        name_slider(&response, say("menu-reach-km"), km);
        if response.changed() {
            actions.push(Action::SetReach(Reach::Km(km)));
        }
    });
    ui.horizontal(|ui| {
        ui.label(say("menu-smoothing"));
        for smoothing in Smoothing::ALL {
            ui.radio_value(&mut choice.smoothing, smoothing, smoothing_label(smoothing));
        }
    });
    ui.horizontal(|ui| {
        let mut moves = choice.movement_days.is_some();
        let mut days = choice.movement_days.unwrap_or(30);
        ui.checkbox(&mut moves, say("menu-movement")).on_hover_text(say("menu-movement-hint"));
        let slider = egui::Slider::new(&mut days, 1..=365).logarithmic(true).suffix(say("menu-suffix-days-ago"));
        let response = ui.add_enabled(moves, slider);
        name_slider(&response, say("menu-movement-days"), f64::from(days));
        choice.movement_days = moves.then_some(days);
    });
    if choice != before {
        actions.push(Action::SetTerritory(choice));
    }
}

fn smoothing_label(smoothing: Smoothing) -> &'static str {
    match smoothing {
        Smoothing::Off => say("menu-smoothing-off"),
        Smoothing::Light => say("menu-smoothing-light"),
        Smoothing::Strong => say("menu-smoothing-strong"),
    }
}

/// What has to be said about a colour is drawn, unless somebody wants a plain map.
fn doubts_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    ui.label(RichText::new(say("menu-doubts")).color(palette.faint_ink));
    let (mut doubts, mut days) = (state.settings.doubts, state.settings.stale_days);
    let before = (doubts, days);
    ui.columns(2, |columns| {
        columns[0].checkbox(&mut doubts.disputed, say("menu-disputed")).on_hover_text(say("menu-disputed-hint"));
        columns[1].checkbox(&mut doubts.uncertain, say("menu-uncertain")).on_hover_text(say("menu-uncertain-hint"));
    });
    ui.checkbox(&mut doubts.unconfirmed, say("menu-unconfirmed")).on_hover_text(say("menu-unconfirmed-hint"));
    ui.horizontal(|ui| {
        ui.checkbox(&mut doubts.stale, say("menu-stale")).on_hover_text(say("menu-stale-hint"));
        let slider = egui::Slider::new(&mut days, 1..=3650).logarithmic(true).suffix(say("menu-suffix-days"));
        let response = ui.add_enabled(doubts.stale, slider);
        name_slider(&response, say("menu-stale-days"), f64::from(days));
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
    item(ui, say("menu-views"), Action::ShowDialog(Some(Dialog::Views)), actions);
    item(ui, say("menu-chapters"), Action::ShowDialog(Some(Dialog::Chapters)), actions);
    ui.separator();
    command_item(ui, state, Command::Measure, actions);
    command_item(ui, state, Command::Compare, actions);
    command_item(ui, state, Command::CompareDays, actions);
    ui.separator();
    let palette = Palette::of(ui);
    menu_button(ui, say("menu-language"), |ui| {
        for language in Language::ALL {
            if ui.radio(state.settings.language == language, language.own_name()).clicked() {
                actions.push(Action::SetLanguage(language));
            }
        }
    });
    ui.label(RichText::new(say("menu-names")).color(palette.faint_ink));
    for names in Names::ALL {
        if ui.radio(state.settings.names == names, names.label()).clicked() {
            actions.push(Action::SetNames(names));
        }
    }
    ui.separator();
    ui.label(RichText::new(say("menu-colours")).color(palette.faint_ink));
    for colours in Colours::ALL {
        if ui.radio(state.settings.palette == colours, colours.label()).clicked() {
            actions.push(Action::SetPalette(colours));
        }
    }
    menu_button(ui, say("menu-vision"), |ui| {
        ui.label(RichText::new(say("menu-vision-note")).color(palette.faint_ink));
        for vision in Vision::ALL {
            if ui.radio(state.settings.vision == vision, vision.text()).clicked() {
                actions.push(Action::SetVision(vision));
            }
        }
    });
    menu_button(ui, say("menu-ui-scale"), |ui| {
        for scale in Settings::UI_SCALES {
            if ui.radio(state.settings.ui_scale == scale, format!("{:.0} %", scale * 100.0)).clicked() {
                actions.push(Action::SetUiScale(scale));
            }
        }
    });
    ui.separator();
    ui.label(RichText::new(say("menu-theme")).color(palette.faint_ink));
    for (theme, text) in [
        (ThemeChoice::System, say("menu-theme-system")),
        (ThemeChoice::Light, say("menu-theme-light")),
        (ThemeChoice::Dark, say("menu-theme-dark")),
    ] {
        if ui.radio(state.settings.theme == theme, text).clicked() {
            actions.push(Action::SetTheme(theme));
        }
    }
}

/// Tables, lists and charts.
fn numbers_menu(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.set_min_width(200.0);
    item(ui, say("menu-gains"), Action::ShowDialog(Some(Dialog::Gains)), actions);
    item(ui, say("menu-places"), Action::ShowDialog(Some(Dialog::Places)), actions);
    item(ui, say("menu-chart"), Action::ShowDialog(Some(Dialog::Chart)), actions);
    item(ui, say("menu-sources"), Action::ShowDialog(Some(Dialog::Sources)), actions);
    item(ui, say("menu-ribbons"), Action::ShowDialog(Some(Dialog::Ribbons)), actions);
}

fn help_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    command_item(ui, state, Command::Shortcuts, actions);
    item(ui, say("menu-about"), Action::ShowDialog(Some(Dialog::About)), actions);
}

/// A field that finds places by any spelling, days, factions, chapters, commands and reports.
fn search(ui: &mut Ui, state: &AppState, draft: &mut TopBarDraft, actions: &mut Vec<Action>) {
    let edit = TextEdit::singleline(&mut draft.search).hint_text(say("menu-find-hint")).desired_width(190.0);
    let response = ui.add(edit);
    name_field(&response, Command::Search.text(), &draft.search);
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
    let popup = egui::Popup::from_response(&response).open(true).accessible_name(say("menu-found"));
    let list = |ui: &mut Ui| {
        ui.set_width(380.0);
        if found.is_empty() {
            ui.label(say("menu-found-nothing"));
        }
        let mut kind = "";
        for (at, one) in found.iter().enumerate() {
            let (of, text) = found_text(state, *one);
            if of != kind {
                kind = of;
                ui.label(RichText::new(of).color(palette.faint_ink).size(11.0));
            }
            let label = egui::Button::selectable(at == draft.chosen, text.as_str()).truncate();
            if let Found::Faction(faction) = *one {
                ui.horizontal(|ui| {
                    if ui.add(label).clicked() {
                        wanted = Some(*one);
                    }
                    let hint = say_with("menu-found-before-hint", &[("faction", text.as_str().into())]);
                    let before = ui.small_button(say("menu-found-before"));
                    before.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &hint));
                    if before.on_hover_text(&hint).clicked() {
                        draft.search.clear();
                        actions.push(Action::ChangeOf(faction, false));
                    }
                });
            } else if ui.add(label).clicked() {
                wanted = Some(*one);
            }
        }
    };
    popup.show(|ui| reading(ui, list));
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
            let mut text = wording::place(chronicle, place).to_owned();
            // The name in the other script, too.
            let other = if text == row.name { &row.name_ar } else { &row.name };
            for part in [other, &row.admin1] {
                if !part.is_empty() {
                    text.push_str("  ·  ");
                    text.push_str(part);
                }
            }
            (say("menu-found-places"), text)
        }
        Found::Day(date) => (say("menu-found-days"), wording::date(date)),
        Found::Faction(faction) => (say("menu-found-factions"), wording::faction(chronicle, faction).to_owned()),
        Found::Chapter(row) => (say("chapters-title"), chronicle.chapters[row].name.clone()),
        Found::Report(report) => {
            let row = chronicle.report(report);
            let event = chronicle.event(row.event);
            let said = if row.title.is_empty() { &row.claim } else { &row.title };
            let arguments = [
                ("place", wording::place(chronicle, event.place).into()),
                ("date", wording::date(event.date).into()),
                ("said", said.as_str().into()),
            ];
            (say("menu-found-reports"), say_with("menu-found-report", &arguments))
        }
        Found::Command(command) => {
            let keys = command.shortcuts().first().map(Shortcut::text).unwrap_or_default();
            (say("menu-found-commands"), format!("{}  ({keys})", command.text()))
        }
    }
}

/// The sentence under the search for screen readers and the tests: what a date shows.
pub(super) fn window_title(state: &AppState) -> String {
    let message = if state.is_unsaved() { "menu-window-title-changed" } else { "menu-window-title" };
    say_with(message, &[("date", wording::date(state.view.date).into()), ("title", state.document.title().into())])
}
