//! The glue to eframe: logic, panels, effects; nothing else.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Frame, Key, Margin, Modifiers, Panel, Ui};

use crate::app::action::{Action, Browse, Effect};
use crate::app::command::{Command, Shortcut};
use crate::app::document::Document;
use crate::app::jobs::Workers;
use crate::app::settings::{Settings, ThemeChoice};
use crate::app::state::AppState;
use crate::app::update::{is_writing, update};
use crate::gui::bidi::ReadingOrder;
use crate::gui::dialogs::{DialogDraft, dialog_ui};
use crate::gui::direction::{far, is_mirrored, near, reading};
use crate::gui::filter_bar::filter_chips;
use crate::gui::map_panel::{MapCache, map_panel_ui};
use crate::gui::place_panel::{PlaceDraft, place_panel_ui};
use crate::gui::rule_menu::{CompareDraft, compare_bar};
use crate::gui::theme::{self, Palette};
use crate::gui::timeline_panel::{TimelineDraft, timeline_panel_ui};
use crate::gui::top_bar::{TopBarDraft, top_bar_ui, window_title};
use crate::scene::{say, say_with, speak, spoken};

/// How the window is to run.
#[derive(Debug, Clone, Default)]
pub struct AppOptions {
    /// Where the settings live; `None` keeps them in memory (tests).
    pub settings_file: Option<PathBuf>,
    /// When the program began: the first frame is timed, printed, and the window closed.
    pub time_from: Option<Instant>,
    /// A sentence to begin with: why the wished-for file is not open.
    pub first_notice: Option<String>,
    /// Whether nobody has used Salient here before: a strip of hints is shown.
    pub first_run: bool,
    /// The view to begin with, as a string.
    pub first_view: Option<String>,
}

/// A path that the user chose in the desktop's dialog, and what for.
type Chosen = (Browse, PathBuf);

/// The window.
pub struct TrackerApp {
    state: AppState,
    options: AppOptions,
    workers: Workers,
    chosen_sender: Sender<Chosen>,
    chosen: Receiver<Chosen>,
    map: MapCache,
    timeline: TimelineDraft,
    top_bar: TopBarDraft,
    place: PlaceDraft,
    compare: CompareDraft,
    dialog: DialogDraft,
    saved: Settings,
    last_saved: Instant,
    last_frame: Option<Instant>,
    title: String,
    frames: u64,
}

impl TrackerApp {
    /// The window on `document`.
    pub fn new(context: &Context, document: Document, settings: Settings, options: AppOptions) -> Self {
        theme::set_theme(context);
        context.add_plugin(ReadingOrder::default());
        speak(settings.language);
        // The size of the interface is a setting; egui's own keys would change it behind its back.
        context.options_mut(|options| options.zoom_with_keyboard = false);
        let waker = context.clone();
        let mut state = AppState::new(document, settings);
        if let Some(text) = &options.first_notice {
            state.notify(text, true);
        }
        let effects = options.first_view.clone().map(|view| update(&mut state, Action::GoToView(view)));
        let (chosen_sender, chosen) = channel();
        let mut map = MapCache::new();
        map.follow(&state);
        let mut app = Self {
            saved: state.settings.clone(),
            state,
            options,
            workers: Workers::new(Arc::new(move || waker.request_repaint())),
            chosen_sender,
            chosen,
            map,
            timeline: TimelineDraft::default(),
            top_bar: TopBarDraft::default(),
            place: PlaceDraft::default(),
            compare: CompareDraft::default(),
            dialog: DialogDraft::default(),
            last_saved: Instant::now(),
            last_frame: None,
            title: String::new(),
            frames: 0,
        };
        for effect in effects.into_iter().flatten() {
            app.carry_out(context, effect);
        }
        app
    }

    /// What the window shows and does; for tests.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Carries out an action and its effects.
    pub fn perform(&mut self, context: &Context, action: Action) {
        let documents = self.state.documents;
        for effect in update(&mut self.state, action) {
            self.carry_out(context, effect);
        }
        if self.state.documents != documents {
            self.map.forget_document();
        }
        context.request_repaint();
    }

    fn carry_out(&mut self, context: &Context, effect: Effect) {
        match effect {
            Effect::Start(id, job, progress) => {
                self.workers.start(id, job, progress, Arc::clone(&self.state.document));
            }
            Effect::OpenLink(url) => context.open_url(egui::OpenUrl::new_tab(url)),
            Effect::Copy(text) => context.copy_text(text),
            Effect::CopyPicture(pixels) => {
                let size = [pixels.width as usize, pixels.height as usize];
                context.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
            }
            Effect::Browse(browse) => self.browse(context, browse),
            Effect::MoveMap => self.map.follow(&self.state),
            Effect::Quit => context.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Asks for a path with the desktop's dialog, on a thread of its own: it may take long. Where
    /// the desktop has none, nothing comes back, and the path can be typed.
    fn browse(&mut self, context: &Context, browse: Browse) {
        let (sender, context, language) = (self.chosen_sender.clone(), context.clone(), spoken());
        let ask = move || {
            speak(language);
            let dialog = rfd::FileDialog::new();
            let project = || rfd::FileDialog::new().add_filter(say("dialog-filter-project"), &["gpkg"]);
            let path = match browse {
                Browse::OpenFile => project().add_filter(say("dialog-filter-all"), &["*"]).pick_file(),
                Browse::OpenFolder => dialog.pick_folder(),
                Browse::SaveProject => project().save_file(),
                Browse::SavePicture => {
                    let endings = &["png", "webp", "jpg", "svg", "pdf"];
                    dialog.add_filter(say("dialog-filter-picture"), endings).save_file()
                }
                Browse::SaveTimelapse => {
                    dialog.add_filter(say("dialog-filter-film"), &["mp4", "gif", "webp", "apng"]).save_file()
                }
                Browse::SaveRibbons => dialog.add_filter(say("dialog-filter-ribbons"), &["png", "svg"]).save_file(),
                Browse::Pmtiles => dialog.add_filter("PMTiles", &["pmtiles"]).pick_file(),
            };
            if let Some(path) = path {
                // The window may be closed by now.
                sender.send((browse, path)).unwrap_or_default();
                context.request_repaint();
            }
        };
        let started = thread::Builder::new().name("salient-file-dialog".to_owned()).spawn(ask);
        if let Err(error) = started {
            let text = say_with("dialog-no-file-dialog", &[("error", error.to_string().into())]);
            self.state.notify(text, true);
        }
    }

    fn take_path(&mut self, context: &Context, browse: Browse, path: PathBuf) {
        match browse {
            Browse::OpenFile | Browse::OpenFolder => self.perform(context, Action::Open(path)),
            Browse::Pmtiles => self.perform(context, Action::SetPmtiles(path.display().to_string())),
            Browse::SaveRibbons => self.dialog.ribbons.path = Some(path.display().to_string()),
            Browse::SaveProject | Browse::SavePicture | Browse::SaveTimelapse => {
                self.dialog.path = path.display().to_string();
            }
        }
    }

    /// Keys of the command table, unless somebody types.
    fn keys(&mut self, context: &Context) {
        let typing = context.egui_wants_keyboard_input();
        let popup_is_open = egui::Popup::is_any_open(context);
        for command in Command::ALL {
            // What is not possible, or closes a menu first, leaves the key to others.
            if !command.is_enabled(&self.state) || (popup_is_open && command == Command::Deselect) {
                continue;
            }
            // In a menu that is open, arrows and Space belong to what has the focus there.
            let in_menu = popup_is_open && context.memory(|memory| memory.focused().is_some());
            let wanted = |shortcut: &Shortcut| {
                // While somebody types only keys with Ctrl are commands, and those that move in
                // the text are not.
                let moves = matches!(shortcut.key, "ArrowLeft" | "ArrowRight");
                (!(typing || in_menu) || (shortcut.ctrl && !moves)) && consume(context, *shortcut)
            };
            if !command.shortcuts().iter().any(wanted) {
                continue;
            }
            let in_dialog = self.state.view.dialog.is_some();
            if in_dialog && !matches!(command, Command::Deselect | Command::Quit) {
                continue;
            }
            match command {
                Command::TypeDate => self.timeline.focus_date = true,
                Command::Search => self.top_bar.focus_search = true,
                command => {
                    if let Some(action) = command.action(&self.state) {
                        self.perform(context, action);
                    }
                }
            }
        }
        if !typing {
            for (key, right, down) in [
                (Key::ArrowLeft, -0.15, 0.0),
                (Key::ArrowRight, 0.15, 0.0),
                (Key::ArrowUp, 0.0, -0.15),
                (Key::ArrowDown, 0.0, 0.15),
            ] {
                if context.input_mut(|input| input.consume_key(Modifiers::ALT | Modifiers::SHIFT, key)) {
                    self.perform(context, Action::PanBy(right, down));
                }
            }
            let numbers =
                [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
            let in_dialog = self.state.view.dialog.is_some();
            for (row, key) in numbers.into_iter().enumerate().filter(|_| !in_dialog) {
                if context.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                    self.perform(context, Action::PlayChapter(row));
                }
            }
        }
    }

    fn dropped_files(&mut self, context: &Context) {
        let dropped = context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
        if let Some(path) = dropped {
            self.perform(context, Action::Open(path));
        }
    }

    fn play(&mut self, context: &Context) {
        let now = Instant::now();
        if self.state.view.playing {
            let seconds = self.last_frame.map_or(0.0, |last| now.duration_since(last).as_secs_f64());
            // A hitch must not skip weeks unseen.
            self.perform(context, Action::Tick(seconds.min(0.25)));
            let per_day = 1.0 / self.state.settings.play.speed;
            context.request_repaint_after(Duration::from_secs_f64(per_day.clamp(0.008, 0.5)));
        }
        self.last_frame = self.state.view.playing.then_some(now);
    }

    fn save_settings(&mut self, always: bool) {
        let due = always || self.last_saved.elapsed() > Duration::from_secs(5);
        let Some(file) = self.options.settings_file.clone().filter(|_| due) else { return };
        self.state.remember_view();
        self.last_saved = Instant::now();
        if self.saved == self.state.settings {
            return;
        }
        match self.state.settings.save(&file) {
            Ok(()) => self.saved = self.state.settings.clone(),
            Err(error) => log::warn!("could not save the settings in {}: {error}", file.display()),
        }
    }

    fn notices_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let palette = Palette::of(ui);
        for notice in &self.state.notices {
            ui.horizontal(|ui| {
                ui.with_layout(far(egui::Align::Center), |ui| {
                    if ui.button(say("hint-dismiss")).clicked() {
                        actions.push(Action::Dismiss(notice.id));
                    }
                    ui.with_layout(near(egui::Align::Center), |ui| {
                        let colour = if notice.is_error { palette.error } else { palette.ink };
                        ui.add(egui::Label::new(egui::RichText::new(&notice.text).color(colour)).wrap());
                    });
                });
            });
        }
    }
}

/// What somebody new needs to know; whether it has been read.
fn hints_ui(ui: &mut Ui) -> bool {
    let mut is_read = false;
    ui.horizontal(|ui| {
        ui.with_layout(far(egui::Align::Center), |ui| {
            is_read = ui.button(say("hint-got-it")).clicked();
            ui.with_layout(near(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(say("hint-first-run")).wrap());
            });
        });
    });
    is_read
}

fn consume(context: &Context, shortcut: Shortcut) -> bool {
    let Some(key) = Key::from_name(shortcut.key) else { return false };
    let modifiers = match (shortcut.ctrl, shortcut.shift, shortcut.alt) {
        (true, ..) => Modifiers::COMMAND,
        (false, true, _) => Modifiers::SHIFT,
        (false, false, true) => Modifiers::ALT,
        (false, false, false) => Modifiers::NONE,
    };
    context.input_mut(|input| {
        let pressed = |modifiers: Modifiers| {
            input.events.iter().any(|event| match event {
                egui::Event::Key { key: pressed, pressed: true, modifiers: held, .. } => {
                    *pressed == key && held.matches_exact(modifiers)
                }
                _ => false,
            })
        };
        // "?" and "+" are typed with Shift on most keyboards.
        let shifted = matches!(key, Key::Questionmark | Key::Plus) && pressed(Modifiers::SHIFT);
        if shifted {
            return input.consume_key(Modifiers::SHIFT, key);
        }
        pressed(modifiers) && input.consume_key(modifiers, key)
    })
}

impl eframe::App for TrackerApp {
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        // Another window of the same thread may speak another language.
        speak(self.state.settings.language);
        self.frames += 1;
        if let Some(begun) = self.options.time_from
            && self.frames == 2
        {
            // The second frame begins when the first has been handed to the screen.
            let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
            print_timing(milliseconds);
            self.options.settings_file = None;
            context.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        let theme = match self.state.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        };
        context.set_theme(theme);
        if context.zoom_factor() != self.state.settings.ui_scale {
            context.set_zoom_factor(self.state.settings.ui_scale);
        }
        while let Some((id, outcome)) = self.workers.finished() {
            self.perform(context, Action::JobFinished(id, outcome));
        }
        while let Ok((browse, path)) = self.chosen.try_recv() {
            self.take_path(context, browse, path);
        }
        self.keys(context);
        self.dropped_files(context);
        self.play(context);
        // In the desktop's points, not in those of the interface, which may be larger.
        let zoom = context.zoom_factor();
        let size =
            context.input(|input| input.viewport().inner_rect.map(|rect| (rect.width() * zoom, rect.height() * zoom)));
        self.state.settings.window_size = size.or(self.state.settings.window_size);
        if context.input(|input| input.viewport().close_requested()) && self.state.is_unsaved() {
            context.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.perform(context, Action::Quit);
        }
        let title = window_title(&self.state);
        if title != self.title {
            context.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        self.save_settings(false);
        if self.options.time_from.is_some() {
            context.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let mut actions = Vec::new();
        let palette = Palette::of(ui);
        let frame = |x: i8, y: i8| Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(x, y));
        Panel::top("top bar").frame(frame(8, 5)).show(ui, |ui| {
            actions.extend(reading(ui, |ui| top_bar_ui(ui, &self.state, &mut self.top_bar)));
        });
        if let Some(compare) = self.state.view.compare {
            Panel::top("comparison").frame(frame(8, 4)).show(ui, |ui| {
                reading(ui, |ui| compare_bar(ui, &self.state, compare, &mut self.compare, &mut actions));
            });
        }
        if self.options.first_run {
            Panel::top("hints").frame(frame(10, 5).fill(palette.raised)).show(ui, |ui| {
                if reading(ui, hints_ui) {
                    self.options.first_run = false;
                }
            });
        }
        if !self.state.view.filter.is_empty() {
            Panel::top("filter").frame(frame(8, 4)).show(ui, |ui| {
                reading(ui, |ui| filter_chips(ui, &self.state, &mut actions));
            });
        }
        if !self.state.notices.is_empty() {
            Panel::top("notices").frame(frame(10, 5).fill(palette.raised)).show(ui, |ui| {
                reading(ui, |ui| self.notices_ui(ui, &mut actions));
            });
        }
        Panel::bottom("timeline").frame(frame(10, 4)).exact_size(112.0).show(ui, |ui| {
            let differing = self.state.compared().map(|(_, other)| self.compare.counts(&self.state, other));
            actions.extend(reading(ui, |ui| timeline_panel_ui(ui, &self.state, differing, &mut self.timeline)));
        });
        let width = ui.available_width();
        let place = if is_mirrored() { Panel::left("place") } else { Panel::right("place") };
        place
            .frame(frame(12, 10))
            .default_size((width * 0.28).clamp(240.0, 380.0))
            .size_range(220.0..=(width * 0.6).max(240.0))
            .show(ui, |ui| {
                actions.extend(reading(ui, |ui| place_panel_ui(ui, &self.state, &mut self.place)));
            });
        egui::CentralPanel::no_frame().show(ui, |ui| {
            actions.extend(map_panel_ui(ui, &self.state, &mut self.map));
        });
        actions.extend(dialog_ui(ui, &self.state, &mut self.dialog));
        let context = ui.ctx().clone();
        for action in actions {
            self.perform_quietly(&context, action);
        }
        if self.map.is_outdated(&context) {
            context.request_repaint();
        }
    }

    fn on_exit(&mut self) {
        self.save_settings(true);
        self.end_writing();
    }
}

impl TrackerApp {
    /// Films are ended, what else is being written is waited for; some seconds at most.
    fn end_writing(&mut self) {
        let writing: Vec<u64> = self.state.jobs.iter().filter(|job| is_writing(job)).map(|job| job.id).collect();
        for job in self.state.jobs.iter().filter(|job| job.progress.done().1 > 0) {
            job.progress.stop();
        }
        let begun = Instant::now();
        let mut left = writing.len();
        while left > 0 && begun.elapsed() < Duration::from_secs(3) {
            match self.workers.finished() {
                Some((id, _)) if writing.contains(&id) => left -= 1,
                Some(_) => {}
                None => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Like [`Self::perform`], without a repaint where only the map's own movement is recorded:
    /// nothing repaints while nothing changes.
    fn perform_quietly(&mut self, context: &Context, action: Action) {
        if matches!(action, Action::MapMoved { .. }) {
            update(&mut self.state, action);
        } else {
            self.perform(context, action);
        }
    }
}

#[expect(clippy::print_stdout, reason = "`--timing` asks for this line on stdout")]
fn print_timing(milliseconds: f64) {
    println!("first frame after {milliseconds:.0} ms");
}
