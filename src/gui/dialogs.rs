//! Dialogs: open, save, picture, problems, about, shortcuts.

use std::path::PathBuf;

use eframe::egui::{self, Key, RichText, ScrollArea, TextEdit, Ui};

use crate::app::action::{Action, Browse};
use crate::app::command::{Command, Shortcut};
use crate::app::contact_sheet::{ContactSheet, parse_dates};
use crate::app::settings::PictureChoice;
use crate::app::snapshot::{self, Beside, Extent, Snapshot};
use crate::app::state::{AppState, Dialog, Leaving};
use crate::app::style_file::StyleFile;
use crate::app::wording;
use crate::gui::direction::{far, menu_button, near, reading};
use crate::gui::icons::name_field;
use crate::gui::keep_dialogs::{KeepDraft, chapters_ui, views_ui};
use crate::gui::numbers_view::{NumbersDraft, chart_ui, gains_ui, places_ui};
use crate::gui::ribbons_view::{RibbonsDraft, ribbons_ui};
use crate::gui::sources_view::{SourcesDraft, sources_ui};
use crate::gui::theme::{Palette, bold_family};
use crate::gui::timelapse_dialog::{FilmDraft, timelapse_ui};
use crate::scene::{Furniture, Language, LegendPlace, say, say_with};

/// Half-typed text of the dialogs.
#[derive(Default)]
pub(super) struct DialogDraft {
    shown: Option<Dialog>,
    pub(super) path: String,
    as_folder: bool,
    pub(super) width: String,
    pub(super) height: String,
    extent: ExtentChoice,
    furniture: Furniture,
    symbols: bool,
    dark: bool,
    highlight: bool,
    beside: Beside,
    title: String,
    subtitle: String,
    arabic_date: bool,
    chart: bool,
    gains: bool,
    transparent: bool,
    dates: String,
    style_path: String,
    // The style file as it was read last, by its path.
    style: Option<(String, Result<StyleFile, String>)>,
    pub(super) film: FilmDraft,
    sources: SourcesDraft,
    pub(super) ribbons: RibbonsDraft,
    keep: KeepDraft,
    numbers: NumbersDraft,
}

impl DialogDraft {
    /// Why the style file cannot be used, where that is so.
    pub(super) fn style_error(&self) -> Option<&str> {
        self.style.as_ref().and_then(|(_, style)| style.as_ref().err()).map(String::as_str)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum ExtentChoice {
    #[default]
    View,
    AllPlaces,
    Place,
}

/// What becomes of changes that are not saved.
fn unsaved_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    heading(ui, say("dialog-unsaved"));
    let message = match &state.view.leaving {
        Some(Leaving::Open(_)) => "dialog-unsaved-open",
        Some(Leaving::Quit) | None => "dialog-unsaved-quit",
    };
    ui.label(say_with(message, &[("title", state.document.title().into())]));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.button(Command::SaveAs.text()).clicked() {
            actions.push(Action::ShowDialog(Some(Dialog::SaveAs)));
        }
        if ui.button(say("dialog-discard")).clicked() {
            actions.push(Action::Leave);
        }
        if ui.button(say("cancel")).clicked() {
            actions.push(Action::ShowDialog(None));
        }
    });
}

#[must_use]
pub(super) fn dialog_ui(ui: &mut Ui, state: &AppState, draft: &mut DialogDraft) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some(dialog) = state.view.dialog else {
        draft.shown = None;
        return actions;
    };
    if draft.shown != Some(dialog) {
        begin(ui, state, draft, dialog);
    }
    let context = ui.ctx().clone();
    let modal = egui::Modal::new(egui::Id::unique("dialog")).show(&context, |ui| {
        ui.set_width(match dialog {
            Dialog::Sources | Dialog::Ribbons | Dialog::Places => 1080.0_f32.min(context.content_rect().width() - 60.0),
            Dialog::Gains | Dialog::Chart => 820.0_f32.min(context.content_rect().width() - 60.0),
            Dialog::Chapters => 660.0_f32.min(context.content_rect().width() - 60.0),
            Dialog::Problems => 760.0_f32.min(context.content_rect().width() - 80.0),
            Dialog::Open
            | Dialog::SaveAs
            | Dialog::Snapshot
            | Dialog::Timelapse
            | Dialog::About
            | Dialog::Unsaved
            | Dialog::Views => 470.0,
            Dialog::Shortcuts => 620.0_f32.min(context.content_rect().width() - 60.0),
        });
        reading(ui, |ui| match dialog {
            Dialog::Open => open_ui(ui, state, draft, &mut actions),
            Dialog::SaveAs => save_ui(ui, draft, &mut actions),
            Dialog::Snapshot => snapshot_ui(ui, state, draft, &mut actions),
            Dialog::Timelapse => timelapse_ui(ui, state, draft, &mut actions),
            Dialog::Sources => sources_ui(ui, state, &mut draft.sources, &mut actions),
            Dialog::Ribbons => ribbons_ui(ui, state, &mut draft.ribbons, &mut actions),
            Dialog::Problems => problems_ui(ui, state, &mut actions),
            Dialog::Gains => gains_ui(ui, state, &mut draft.numbers, &mut actions),
            Dialog::Places => places_ui(ui, state, &mut draft.numbers, &mut actions),
            Dialog::Chart => chart_ui(ui, state, &mut draft.numbers, &mut actions),
            Dialog::Views => views_ui(ui, state, &mut draft.keep, &mut actions),
            Dialog::Chapters => chapters_ui(ui, state, &mut draft.keep, &mut actions),
            Dialog::Unsaved => unsaved_ui(ui, state, &mut actions),
            Dialog::About => about_ui(ui, state, &mut actions),
            Dialog::Shortcuts => shortcuts_ui(ui, &mut actions),
        });
    });
    if modal.should_close() && actions.is_empty() {
        actions.push(Action::ShowDialog(None));
    }
    actions
}

fn begin(ui: &Ui, state: &AppState, draft: &mut DialogDraft, dialog: Dialog) {
    draft.shown = Some(dialog);
    let name = state.document.origin.path().and_then(|path| path.file_stem());
    let name = name.map_or_else(|| "syria".to_owned(), |name| name.to_string_lossy().into_owned());
    draft.path = match dialog {
        Dialog::SaveAs => format!("{name}.gpkg"),
        Dialog::Snapshot => format!("{name}-{}.png", state.view.date),
        Dialog::Timelapse => format!("{name}.mp4"),
        Dialog::Open
        | Dialog::Sources
        | Dialog::Ribbons
        | Dialog::Problems
        | Dialog::Unsaved
        | Dialog::Gains
        | Dialog::Places
        | Dialog::Chart
        | Dialog::Views
        | Dialog::Chapters
        | Dialog::About
        | Dialog::Shortcuts => String::new(),
    };
    draft.as_folder = false;
    draft.keep.begin();
    let is_film = dialog == Dialog::Timelapse;
    let (width, height) = if is_film { state.settings.film_size } else { state.settings.picture_size };
    (draft.width, draft.height) = (width.to_string(), height.to_string());
    draft.extent = ExtentChoice::View;
    draft.furniture = Furniture::default();
    draft.symbols = state.settings.symbols;
    draft.dark = ui.visuals().dark_mode;
    draft.highlight = state.view.selected.is_some();
    draft.beside = Beside::Nothing;
    draft.film = FilmDraft::of(state);
    draft.title.clear();
    draft.subtitle.clear();
    draft.dates.clear();
    (draft.transparent, draft.chart, draft.gains) = (false, false, false);
    // A picture speaks as the window does, until one says otherwise.
    draft.arabic_date = state.settings.language == Language::Arabic;
    // Read anew: a desk may be working on it.
    draft.style = None;
    if let Some(choice) = state.picture_choice() {
        let furniture = &mut draft.furniture;
        (furniture.title, furniture.legend) = (choice.title, choice.legend);
        furniture.legend_place = if choice.legend_below { LegendPlace::Below } else { LegendPlace::Free };
        (furniture.scale_bar, furniture.inset) = (choice.scale_bar, choice.inset);
        (draft.chart, draft.gains, draft.arabic_date) = (choice.chart, choice.gains, choice.arabic_date);
        (draft.symbols, draft.dark) = (choice.symbols, choice.dark);
        draft.title.clone_from(&choice.words);
        draft.subtitle.clone_from(&choice.subtitle);
        draft.style_path.clone_from(&choice.style);
    }
}

pub(super) fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).family(bold_family()).size(17.0));
    ui.add_space(6.0);
}

/// A field for a path, and a button for the desktop's own dialog.
pub(super) fn path_field(
    ui: &mut Ui,
    path: &mut String,
    hint: &str,
    browse: Browse,
    actions: &mut Vec<Action>,
) -> bool {
    let mut entered = false;
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(path).hint_text(hint).desired_width(360.0);
        let response = ui.add(edit);
        name_field(&response, say("path"), path);
        entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.button(say("browse")).clicked() {
            actions.push(Action::Browse(browse));
        }
    });
    entered
}

pub(super) fn buttons(ui: &mut Ui, main: &str, enabled: bool, actions: &mut Vec<Action>) -> bool {
    let mut done = false;
    ui.add_space(8.0);
    ui.with_layout(far(egui::Align::Center), |ui| {
        done = ui.add_enabled(enabled, egui::Button::new(RichText::new(main).family(bold_family()))).clicked();
        if ui.button(say("cancel")).clicked() {
            actions.push(Action::ShowDialog(None));
        }
    });
    done
}

fn open_ui(ui: &mut Ui, state: &AppState, draft: &mut DialogDraft, actions: &mut Vec<Action>) {
    heading(ui, say("dialog-open"));
    ui.label(say("dialog-open-note"));
    let entered = path_field(ui, &mut draft.path, say("dialog-open-hint"), Browse::OpenFile, actions);
    ui.horizontal(|ui| {
        if ui.button(say("dialog-browse-folder")).clicked() {
            actions.push(Action::Browse(Browse::OpenFolder));
        }
        if ui.button(say("menu-bundled")).clicked() {
            actions.push(Action::ShowDialog(None));
            actions.push(Action::OpenBundled);
        }
    });
    for path in &state.settings.recent {
        if ui.link(path.display().to_string()).clicked() {
            actions.push(Action::Open(path.clone()));
        }
    }
    let typed = draft.path.trim().to_owned();
    if buttons(ui, say("open"), !typed.is_empty(), actions) || (entered && !typed.is_empty()) {
        actions.push(Action::Open(PathBuf::from(typed)));
    }
}

fn save_ui(ui: &mut Ui, draft: &mut DialogDraft, actions: &mut Vec<Action>) {
    heading(ui, say("dialog-save"));
    let before = draft.as_folder;
    ui.radio_value(&mut draft.as_folder, false, say("dialog-save-project"));
    ui.radio_value(&mut draft.as_folder, true, say("dialog-save-folder"));
    if before != draft.as_folder {
        let stem = draft.path.trim_end_matches(".gpkg").to_owned();
        draft.path = if draft.as_folder { stem } else { format!("{stem}.gpkg") };
    }
    ui.add_space(4.0);
    let entered = path_field(ui, &mut draft.path, say("dialog-save-hint"), Browse::SaveProject, actions);
    let mut typed = draft.path.trim().to_owned();
    let exists = !typed.is_empty() && PathBuf::from(&typed).exists();
    if exists {
        ui.colored_label(Palette::of(ui).error, say("dialog-file-exists"));
    }
    if buttons(ui, say("save"), !typed.is_empty(), actions) || (entered && !typed.is_empty()) {
        if draft.as_folder {
            actions.push(Action::ShowDialog(None));
            actions.push(Action::SaveFolder(typed.into()));
        } else {
            if PathBuf::from(&typed).extension().is_none() {
                typed.push_str(".gpkg");
            }
            actions.push(Action::SaveProject(typed.into()));
        }
    }
}

fn snapshot_ui(ui: &mut Ui, state: &AppState, draft: &mut DialogDraft, actions: &mut Vec<Action>) {
    heading(ui, say("dialog-picture"));
    let arguments = [("title", state.document.title().into()), ("date", wording::date(state.view.date).into())];
    ui.label(say_with("dialog-title-and-date", &arguments));
    ui.add_space(4.0);
    size_ui(
        ui,
        draft,
        &[
            (say("dialog-size-screen"), 1280, 800),
            (say("dialog-size-full-hd"), 1920, 1080),
            (say("dialog-size-4k"), 3840, 2160),
            (say("dialog-size-square"), 1080, 1080),
            (say("dialog-size-portrait"), 1080, 1350),
        ],
    );
    look_ui(ui, state, draft);
    ui.horizontal(|ui| {
        ui.checkbox(&mut draft.transparent, say("dialog-transparent")).on_hover_text(say("dialog-transparent-hint"));
        ui.label(say("dialog-sheet"));
        let hint = "2015-03-28, 2015-04-25";
        let response = ui.add(TextEdit::singleline(&mut draft.dates).hint_text(hint).desired_width(190.0));
        name_field(&response, say("dialog-sheet-dates"), &draft.dates);
        response.on_hover_text(say("dialog-sheet-hint"));
    });
    ui.horizontal(|ui| {
        ui.label(say("dialog-beside"));
        ui.radio_value(&mut draft.beside, Beside::Nothing, say("dialog-beside-nothing"));
        if state.view.selected.is_some() {
            ui.radio_value(&mut draft.beside, Beside::Why, say("dialog-beside-why"));
        }
        ui.radio_value(&mut draft.beside, Beside::Sources, say("dialog-beside-sources"));
    });
    ui.label(RichText::new(say("dialog-picture-note")).small().color(Palette::of(ui).faint_ink));
    ui.add_space(4.0);
    let entered = path_field(ui, &mut draft.path, say("dialog-picture-hint"), Browse::SavePicture, actions);
    let size = snapshot::parse_size(&format!("{}x{}", draft.width.trim(), draft.height.trim()));
    if let Err(error) = &size {
        ui.colored_label(Palette::of(ui).error, error.to_string());
    }
    if let Ok((width, height)) = size {
        let print = print_size(width, height);
        ui.label(RichText::new(print).small().color(Palette::of(ui).faint_ink));
    }
    let dates = parse_dates(&draft.dates);
    let style_error = draft.style.as_ref().and_then(|(_, style)| style.as_ref().err());
    for error in dates.as_ref().err().into_iter().chain(style_error) {
        ui.colored_label(Palette::of(ui).error, error);
    }
    let typed = draft.path.trim().to_owned();
    let may_be = size.is_ok() && dates.is_ok() && style_error.is_none();
    let ready = may_be && !typed.is_empty();
    let copy = ui.add_enabled(may_be, egui::Button::new(say("dialog-copy-picture")));
    let copies = copy.on_hover_text(say("dialog-copy-picture-hint")).clicked();
    let done = buttons(ui, say("dialog-save-picture"), ready, actions);
    let (Ok(size), Ok(dates)) = (size, dates) else { return };
    if copies {
        actions.push(Action::CopySnapshot(Box::new(request_of(state, draft, size))));
    }
    if (done || entered) && ready {
        let mut snapshot = request_of(state, draft, size);
        let mut path = PathBuf::from(typed);
        if snapshot::PictureFormat::of(&path).is_none() {
            path.as_mut_os_string().push(".png");
        }
        actions.push(Action::RememberPicture(Box::new(choice_of(draft))));
        if dates.is_empty() {
            actions.push(Action::WriteSnapshot(Box::new(snapshot), path));
        } else {
            // What changed since a day is a picture's affair: a sheet shows everything on each.
            (snapshot.changed_since, snapshot.numbered) = (None, false);
            let mut dates = dates;
            dates.push(state.view.date);
            dates.sort_unstable();
            dates.dedup();
            actions.push(Action::WriteSheet(Box::new(ContactSheet { snapshot, dates }), path));
        }
    }
}

/// What is remembered of the dialog for the next picture of the document.
pub(super) fn choice_of(draft: &DialogDraft) -> PictureChoice {
    PictureChoice {
        title: draft.furniture.title,
        legend: draft.furniture.legend,
        legend_below: draft.furniture.legend_place == LegendPlace::Below,
        scale_bar: draft.furniture.scale_bar,
        inset: draft.furniture.inset,
        chart: draft.chart,
        gains: draft.gains,
        symbols: draft.symbols,
        dark: draft.dark,
        arabic_date: draft.arabic_date,
        words: draft.title.trim().to_owned(),
        subtitle: draft.subtitle.trim().to_owned(),
        style: draft.style_path.trim().to_owned(),
    }
}

/// How large it is on paper.
fn print_size(width: u32, height: u32) -> String {
    // 300 pixels an inch of 25.4 mm.
    let mm = |pixels: u32| f64::from(pixels) * 25.4 / 300.0;
    let arguments = [("width", format!("{:.0}", mm(width)).into()), ("height", format!("{:.0}", mm(height)).into())];
    say_with("dialog-print-size", &arguments)
}

/// Width and height, typed or from a list of (name, width, height).
pub(super) fn size_ui(ui: &mut Ui, draft: &mut DialogDraft, presets: &[(&str, u32, u32)]) {
    ui.horizontal(|ui| {
        ui.label(say("dialog-size"));
        for (name, text) in [("dialog-width", &mut draft.width), ("dialog-height", &mut draft.height)] {
            let response = ui.add(TextEdit::singleline(text).desired_width(56.0));
            name_field(&response, say(name), text);
            if name == "dialog-width" {
                ui.label(say("dialog-size-by"));
            }
        }
        menu_button(ui, say("dialog-presets"), |ui| {
            for (text, width, height) in presets {
                if ui.button(*text).clicked() {
                    (draft.width, draft.height) = (width.to_string(), height.to_string());
                    ui.close();
                }
            }
        });
    });
}

/// Which part of the world, and what stands on the map.
pub(super) fn look_ui(ui: &mut Ui, state: &AppState, draft: &mut DialogDraft) {
    ui.horizontal(|ui| {
        ui.label(say("dialog-extent"));
        ui.radio_value(&mut draft.extent, ExtentChoice::View, say("dialog-extent-view"));
        ui.radio_value(&mut draft.extent, ExtentChoice::AllPlaces, say("all-places"));
        if state.view.selected.is_some() {
            ui.radio_value(&mut draft.extent, ExtentChoice::Place, say("dialog-extent-place"));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut draft.furniture.title, say("dialog-show-title"));
        ui.checkbox(&mut draft.furniture.legend, say("menu-legend"));
        if state.view.dialog == Some(Dialog::Snapshot) {
            let mut is_below = draft.furniture.legend_place == LegendPlace::Below;
            let wish = egui::Checkbox::new(&mut is_below, say("dialog-legend-below"));
            let response = ui.add_enabled(draft.furniture.legend, wish);
            response.on_hover_text(say("dialog-legend-below-hint"));
            draft.furniture.legend_place = if is_below { LegendPlace::Below } else { LegendPlace::Free };
        }
        ui.checkbox(&mut draft.furniture.scale_bar, say("dialog-scale-bar"));
        ui.checkbox(&mut draft.furniture.inset, say("dialog-inset")).on_hover_text(say("dialog-inset-hint"));
        ui.checkbox(&mut draft.gains, say("dialog-gains")).on_hover_text(say("dialog-gains-hint"));
        ui.checkbox(&mut draft.chart, say("dialog-chart")).on_hover_text(say("dialog-chart-hint"));
        ui.checkbox(&mut draft.symbols, say("dialog-symbols"));
        ui.checkbox(&mut draft.dark, say("dialog-dark"));
        if state.view.selected.is_some() {
            ui.checkbox(&mut draft.highlight, say("dialog-highlight"));
        }
    });
    ui.horizontal(|ui| {
        for (name, hint, text) in [
            (say("dialog-title"), say("dialog-title-hint"), &mut draft.title),
            (say("dialog-subtitle"), say("dialog-subtitle-hint"), &mut draft.subtitle),
        ] {
            let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(128.0));
            name_field(&response, name, text);
        }
        ui.checkbox(&mut draft.arabic_date, say("dialog-arabic"));
    });
    ui.horizontal(|ui| {
        ui.label(say("dialog-style"));
        let edit = TextEdit::singleline(&mut draft.style_path).hint_text(say("dialog-style-none"));
        let response = ui.add(edit.desired_width(250.0));
        name_field(&response, say("dialog-style-file"), &draft.style_path);
        response.on_hover_text(say("dialog-style-hint"));
    });
    let path = draft.style_path.trim();
    if path.is_empty() {
        draft.style = None;
    } else if draft.style.as_ref().is_none_or(|(known, _)| known != path) {
        let style = StyleFile::read(std::path::Path::new(path)).map_err(|error| error.to_string());
        draft.style = Some((path.to_owned(), style));
    }
}

pub(super) fn request_of(state: &AppState, draft: &DialogDraft, (width, height): (u32, u32)) -> Snapshot {
    let mut request = Snapshot::new(state.view.date);
    (request.width, request.height) = (width, height);
    // The map's ground, whatever the picture's shape: zoom is counted for a width of 1280 points.
    let zoom = state.view.zoom - (f64::from(state.view.map_size.0) / 1280.0).log2();
    request.extent = match (draft.extent, state.view.selected) {
        (ExtentChoice::AllPlaces, _) => Extent::AllPlaces,
        (ExtentChoice::Place, Some(place)) => {
            Extent::Around { centre: state.document.chronicle.place(place).position, zoom: snapshot::DEFAULT_ZOOM }
        }
        (ExtentChoice::View | ExtentChoice::Place, _) => Extent::Around { centre: state.view.centre, zoom },
    };
    request.highlight = state.view.selected.filter(|_| draft.highlight);
    request.style = state.settings.picture_style(draft.dark);
    request.style.symbols = draft.symbols;
    request.beside = draft.beside;
    if request.beside == Beside::Why {
        request.highlight = state.view.selected;
    }
    request.territory = Some((state.settings.territory, state.settings.reach));
    request.furniture = draft.furniture;
    request.transparent = draft.transparent;
    request.chart = draft.chart;
    request.filter = state.view.filter.clone();
    if let Some((since, until)) = state.view.changed_between() {
        (request.date, request.changed_since, request.numbered) = (until, Some(since), state.view.numbered);
    }
    if draft.gains {
        request.gains_since = state.view.date.checked_sub(jiff::Span::new().days(30)).ok();
    }
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    request.words.title = filled(&draft.title);
    request.words.subtitle = filled(&draft.subtitle).unwrap_or_default();
    if draft.arabic_date {
        request.words.language = Language::Arabic;
    }
    if let Some((_, Ok(style))) = &draft.style {
        // What it says was tried out when it was read.
        style.apply(&mut request).unwrap_or_default();
    }
    request
}

fn problems_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    heading(ui, say("dialog-problems"));
    let problems = &state.document.problems;
    if problems.is_empty() {
        ui.label(say("dialog-problems-none"));
    } else {
        let list = problems.list();
        let row_height = 34.0;
        ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show_rows(
            ui,
            row_height,
            list.len(),
            |ui, rows| {
                for problem in &list[rows] {
                    ui.add(egui::Label::new(problem.to_string()).truncate()).on_hover_text(problem.to_string());
                }
            },
        );
        if problems.not_listed() > 0 {
            ui.label(say_with("and-more", &[("count", problems.not_listed().into())]));
        }
    }
    close_button(ui, actions);
}

fn about_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    heading(ui, concat!("Salient ", env!("CARGO_PKG_VERSION")));
    ui.label(say("dialog-about-salient"));
    ui.add_space(6.0);
    let about = &state.document.chronicle.about;
    let chronicle = &state.document.chronicle;
    ui.label(RichText::new(say("dialog-about-this")).family(bold_family()));
    let count = |message: &str, number: usize| say_with(message, &[("count", number.into())]);
    let arguments = [
        ("title", state.document.title().into()),
        ("places", count("count-places", chronicle.places().len()).into()),
        ("events", count("count-events", chronicle.events().len()).into()),
        ("reports", count("count-reports", chronicle.reports().len()).into()),
    ];
    ui.label(say_with("dialog-about-counts", &arguments));
    for text in [&about.credit, &about.licence] {
        if !text.is_empty() {
            ui.label(text);
        }
    }
    ui.add_space(6.0);
    ui.label(RichText::new(say("dialog-about-rule")).family(bold_family()));
    ui.label(say("dialog-about-rule-text"));
    ui.add_space(6.0);
    ui.label(RichText::new(say("dialog-about-map")).family(bold_family()));
    ui.label(say("dialog-about-map-text"));
    close_button(ui, actions);
}

fn shortcuts_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    heading(ui, Command::Shortcuts.text());
    let of_command = |command: Command| {
        let keys: Vec<String> = command.shortcuts().iter().map(Shortcut::text).collect();
        (keys.join(say("dialog-keys-or")), command.hint())
    };
    let arrows = (say("dialog-arrow-keys").to_owned(), say("dialog-arrow-keys-hint"));
    let rows = Command::ALL.into_iter().map(of_command).chain([arrows]);
    ScrollArea::vertical().max_height(460.0).auto_shrink([false, true]).show(ui, |ui| {
        for (nth, (keys, hint)) in rows.enumerate() {
            let fill = if nth % 2 == 1 { ui.visuals().faint_bg_color } else { egui::Color32::TRANSPARENT };
            egui::Frame::new().fill(fill).inner_margin(egui::Margin::symmetric(4, 2)).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.allocate_ui_with_layout(egui::vec2(150.0, 18.0), near(egui::Align::Center), |ui| {
                        ui.set_min_width(150.0);
                        ui.label(RichText::new(keys).family(bold_family()));
                    });
                    ui.add(egui::Label::new(hint).wrap());
                });
            });
        }
    });
    close_button(ui, actions);
}

pub(super) fn close_button(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(8.0);
    ui.with_layout(far(egui::Align::Center), |ui| {
        if ui.button(say("close")).clicked() {
            actions.push(Action::ShowDialog(None));
        }
    });
}
