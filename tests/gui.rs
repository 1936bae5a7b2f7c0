//! The window, driven as a person would: widgets are found by accessible name. No display, no GPU.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]
#![cfg(feature = "gui")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{self, Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use salient::app::action::Action;
use salient::app::document::Document;
use salient::app::settings::{Background, Settings, ThemeChoice};
use salient::app::state::{CompareMode, Dialog};
use salient::domain::LonLat;
use salient::gui::{AppOptions, TrackerApp, contrast_pairs};
use salient::scene::{Language, Names};
use support::{Dir, EVENTS, PLACES, bundled, day};

type Window = Harness<'static, TrackerApp>;

fn window_on(document: Document, settings: Settings) -> Window {
    let mut harness =
        Harness::builder().with_size(vec2(1280.0, 800.0)).with_max_steps(40).with_step_dt(1.0 / 30.0).build_eframe(
            move |creation| TrackerApp::new(&creation.egui_ctx, document, settings, AppOptions::default()),
        );
    harness.run_steps(3);
    harness
}

fn window() -> Window {
    window_on(bundled(), Settings::default())
}

/// Clicks the widget with this accessible name and lets the window settle.
#[track_caller]
fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click();
    window.run_steps(3);
}

#[track_caller]
fn check_date(window: &Window, expected: &str) {
    assert_eq!(window.state().state().view.date, day(expected));
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(2);
}

fn perform(window: &mut Window, action: Action) {
    let context = window.ctx.clone();
    window.state_mut().perform(&context, action);
    window.run_steps(3);
}

/// Steps until it is so, or panics after twenty seconds.
#[track_caller]
fn wait_for(window: &mut Window, what: &str, mut is_so: impl FnMut(&Window) -> bool) {
    let begun = Instant::now();
    while !is_so(window) {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(15));
        window.run_steps(1);
    }
}

#[test]
fn the_window_opens_on_the_bundled_chronicle_at_its_date() {
    let window = window();
    check_date(&window, "2015-04-25");
    for name in [
        "File",
        "Layers",
        "View",
        "Help",
        "Find a place",
        "Map",
        "First day",
        "Previous change",
        "Previous day",
        "Play",
        "Next day",
        "Next change",
        "Last day",
        "Date",
        "Days per second",
        "Chapters",
        "Zoom in",
        "Zoom out",
        "Show all places",
    ] {
        assert!(window.query_by_label(name).is_some(), "{name}");
    }
    assert!(window.query_by_label_contains("Timeline, 25 Apr 2015").is_some());
    assert!(window.query_by_label_contains("Places in view on 25 Apr 2015: Syrian opposition").is_some());
}

#[test]
fn the_buttons_move_the_date() {
    let mut window = window();
    click(&mut window, "Next day");
    check_date(&window, "2015-04-26");
    click(&mut window, "Previous day");
    check_date(&window, "2015-04-25");
    click(&mut window, "First day");
    check_date(&window, "2011-03-15");
    click(&mut window, "Last day");
    check_date(&window, "2026-03-01");
}

#[test]
fn the_keys_move_the_date() {
    let mut window = window();
    for (modifiers, key, expected) in [
        (Modifiers::NONE, Key::ArrowRight, "2015-04-26"),
        (Modifiers::NONE, Key::ArrowLeft, "2015-04-25"),
        (Modifiers::SHIFT, Key::ArrowRight, "2015-05-25"),
        (Modifiers::SHIFT, Key::ArrowLeft, "2015-04-25"),
        (Modifiers::NONE, Key::Home, "2011-03-15"),
        (Modifiers::NONE, Key::End, "2026-03-01"),
    ] {
        press(&mut window, modifiers, key);
        check_date(&window, expected);
    }
    perform(&mut window, Action::SetDate(day("2015-04-23")));
    press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    check_date(&window, "2015-04-25");
    press(&mut window, Modifiers::COMMAND, Key::ArrowLeft);
    check_date(&window, "2015-04-22");
}

#[test]
fn a_date_can_be_typed_after_g() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::G);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text("8 December 2024".to_owned()));
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    check_date(&window, "2024-12-08");
    // What is no date is told, and nothing moves.
    press(&mut window, Modifiers::NONE, Key::G);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text("yesterday".to_owned()));
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    check_date(&window, "2024-12-08");
    assert!(window.query_by_label_contains("Could not understand the date").is_some());
    click(&mut window, "Dismiss");
    assert!(window.query_by_label_contains("Could not understand the date").is_none());
}

#[test]
fn playing_lets_the_days_pass_and_space_pauses() {
    let mut window = window();
    click(&mut window, "Play");
    wait_for(&mut window, "the days to pass", |window| window.state().state().view.date > day("2015-04-27"));
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(!window.state().state().view.playing);
    let date = window.state().state().view.date;
    window.run_steps(5);
    assert_eq!(window.state().state().view.date, date);
}

#[test]
fn the_timeline_follows_the_pointer() {
    let mut window = window();
    let timeline = window.get_by_label_contains("Timeline, 25 Apr 2015").rect();
    let at = egui::pos2(timeline.left() + 10.0, timeline.center().y);
    for pressed in [true, false] {
        window.event(Event::PointerMoved(at));
        window.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.run_steps(1);
    }
    check_date(&window, "2011-03-15");
}

/// Where a place lies in the window.
fn on_screen(window: &Window, id: &str) -> egui::Pos2 {
    let map = window.get_by_label("Map").rect();
    let state = window.state().state();
    let place = state.document.chronicle.place(state.document.chronicle.place_by_id(id).unwrap());
    let viewport = salient::app::update::viewport(state);
    let at = viewport.picture_from_world(salient::geometry::world_from_lon_lat(place.position));
    map.min + vec2(at.x, at.y)
}

#[test]
fn a_click_on_a_place_shows_its_history_and_reports() {
    let mut window = window();
    let at = on_screen(&window, "jisr-al-shughur");
    window.hover_at(at);
    window.run_steps(12);
    for pressed in [true, false] {
        window.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.run_steps(1);
    }
    window.run_steps(4);
    assert!(window.query_by_label("Held by Army of Conquest, contested by Syrian government (Assad era)").is_some());
    for part in [
        "The event in force is of 25 Apr 2015: capture",
        "with high confidence; 6 reports support it, 3 reports dispute it",
        "Disputed: reports on the event name different holders",
        "9 reports: 6 for, 3 against",
        "State television says army units",
        "citing SANA",
        "As told by the camp “government”",
    ] {
        assert!(window.query_all_by_label_contains(part).next().is_some(), "{part}");
    }
    for part in ["For", "Against", "Control ribbon", "What other rules say"] {
        assert!(window.query_all_by_label(part).next().is_some(), "{part}");
    }
    window.get_by_label_contains("History (").click();
    window.run_steps(3);
    for part in ["For", "Against", "in force"] {
        assert!(window.query_all_by_label(part).next().is_some(), "{part}");
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().state().view.selected, None);
}

#[test]
fn a_link_opens_the_browser_with_its_web_address() {
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("jisr-al-shughur").unwrap();
    perform(&mut window, Action::GoTo(place));
    window.get_all_by_label("Open the report").next().unwrap().scroll_to_me();
    window.run_steps(8);
    window.get_all_by_label("Open the report").next().unwrap().click();
    window.run_steps(1);
    let mut opened = Vec::new();
    for _ in 0..3 {
        let commands = window.output().platform_output.commands.clone();
        opened.extend(commands.into_iter().filter_map(|command| match command {
            egui::OutputCommand::OpenUrl(url) => Some(url.url),
            _ => None,
        }));
        window.run_steps(1);
    }
    assert!(opened.iter().any(|url| url.starts_with("https://www.malaymail.com/")), "{opened:?}");
}

#[test]
fn a_date_in_the_panel_moves_the_slider() {
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(place));
    perform(&mut window, Action::SetDate(day("2016-01-01")));
    window.get_all_by_label("28 Mar 2015").next().unwrap().click();
    window.run_steps(3);
    check_date(&window, "2015-03-28");
}

#[test]
fn a_place_is_found_by_typing_its_name() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text("saraq".to_owned()));
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let state = window.state().state();
    let found = state.view.selected.map(|place| state.document.chronicle.place(place).id.to_string());
    assert_eq!(found.as_deref(), Some("saraqib"));
}

#[test]
fn chapters_and_the_calendar_are_reached_by_name() {
    let mut window = window();
    click(&mut window, "Chapters");
    click(&mut window, "Siege of Kobani");
    // It plays from its first day.
    let view = &window.state().state().view;
    assert_eq!(view.range, Some((day("2014-09-16"), day("2015-01-27"))));
    assert!(view.playing && (day("2014-09-16")..day("2014-11-01")).contains(&view.date));
    click(&mut window, "Pause");
    perform(&mut window, Action::SetDate(day("2014-09-16")));
    click(&mut window, "Pick");
    click(&mut window, "20 Sep 2014");
    check_date(&window, "2014-09-20");
    // Escape closes what is open on top first: the calendar, then the place.
    click(&mut window, "Pick");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("20 Sep 2014").is_none());
    assert!(window.state().state().view.selected.is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state().view.selected.is_none());
}

#[test]
fn every_menu_and_dialog_opens_with_named_controls() {
    let mut window = window();
    for menu in ["File", "Layers", "View", "Numbers", "Help"] {
        click(&mut window, menu);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    for dialog in [
        Dialog::Open,
        Dialog::SaveAs,
        Dialog::Snapshot,
        Dialog::Sources,
        Dialog::Ribbons,
        Dialog::Problems,
        Dialog::About,
        Dialog::Shortcuts,
    ] {
        perform(&mut window, Action::ShowDialog(Some(dialog)));
        window.run_steps(3);
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert_eq!(window.state().state().view.dialog, None, "{dialog:?} closes with Escape");
    }
}

#[test]
fn the_picture_of_the_dialog_is_that_of_the_shell() {
    let dir = Dir::new();
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(place));
    press(&mut window, Modifiers::COMMAND, Key::E);
    click(&mut window, "The selected place");
    for (name, text) in [("Width", "640"), ("Height", "400"), ("Path", dir.path("dialog.png").to_str().unwrap())] {
        window.get_by_label(name).focus();
        window.run_steps(1);
        press(&mut window, Modifiers::COMMAND, Key::A);
        window.event(Event::Text(text.to_owned()));
        window.run_steps(2);
    }
    click(&mut window, "Save the picture");
    wait_for(&mut window, "the picture", |window| window.state().state().jobs.is_empty());
    let expected = ["snapshot", "--date", "2015-04-25", "--place", "idlib", "--size", "640x400", "-o", "shell.png"];
    dir.salient(&expected).fine();
    let (dialog, shell) =
        (std::fs::read(dir.path("dialog.png")).unwrap(), std::fs::read(dir.path("shell.png")).unwrap());
    assert!(dialog == shell, "the same bytes");
}

/// Types into a field in place of what is there.
fn fill(window: &mut Window, name: &str, text: &str) {
    window.get_by_label(name).focus();
    window.run_steps(1);
    press(window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(2);
}

#[test]
fn the_time_lapse_of_the_dialog_is_that_of_the_shell() {
    let dir = Dir::new();
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(place));
    press(&mut window, Modifiers::COMMAND, Key::T);
    click(&mut window, "The selected place");
    click(&mut window, "day");
    let path = dir.path("dialog.mp4");
    for (name, text) in [
        ("From day", "2015-03-27"),
        ("To day", "2015-03-30"),
        ("Dates in a second", "5"),
        ("Width", "320"),
        ("Height", "200"),
        ("Path", path.to_str().unwrap()),
    ] {
        fill(&mut window, name, text);
    }
    // The format is chosen by its name, or by the ending.
    click(&mut window, "GIF");
    assert!(window.query_by_label_contains("4 dates: a film of 2.6 seconds").is_some());
    click(&mut window, "Save the time-lapse");
    wait_for(&mut window, "the film", |window| window.state().state().jobs.is_empty());
    assert!(window.query_by_label_contains("13 frames of 4 dates").is_some());
    let of_shell = ["timelapse", "--from", "2015-03-27", "--to", "2015-03-30", "--step", "1d", "--rate", "5"];
    dir.salient(&[&of_shell[..], &["--place", "idlib", "--size", "320x200", "-o", "shell.gif"]].concat()).fine();
    let (dialog, shell) =
        (std::fs::read(dir.path("dialog.gif")).unwrap(), std::fs::read(dir.path("shell.gif")).unwrap());
    assert!(dialog == shell, "the same bytes");
}

#[test]
fn a_sheet_a_style_and_words_come_from_the_picture_dialog() {
    let dir = Dir::new();
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::E);
    click(&mut window, "All places");
    let style = dir.write("desk.toml", "palette = \"grey\"\n");
    fill(&mut window, "Style file", "missing.toml");
    assert!(window.query_by_label_contains("could not read the style").is_some());
    fill(&mut window, "Further dates", "soon");
    assert!(window.query_by_label_contains("could not understand the date").is_some());
    for (name, text) in [
        ("Style file", style.to_str().unwrap()),
        ("Further dates", "2014-04-25"),
        ("Title", "Two springs"),
        ("Width", "900"),
        ("Height", "400"),
        ("Path", dir.path("dialog.png").to_str().unwrap()),
    ] {
        fill(&mut window, name, text);
    }
    assert!(window.query_by_label_contains("76 by 34 mm in print").is_some());
    click(&mut window, "Save the picture");
    wait_for(&mut window, "the sheet", |window| window.state().state().jobs.is_empty());
    let of_shell = ["snapshot", "--dates", "2014-04-25,2015-04-25", "--sheet", "--all", "--palette", "grey"];
    dir.salient(&[&of_shell[..], &["--title", "Two springs", "--size", "900x400", "-o", "shell.png"]].concat()).fine();
    let (dialog, shell) =
        (std::fs::read(dir.path("dialog.png")).unwrap(), std::fs::read(dir.path("shell.png")).unwrap());
    assert!(dialog == shell, "the same bytes");
    // The next picture of the document begins with the same choices, after a restart too.
    let settings = Settings::from_text(&window.state().state().settings.to_text());
    assert_eq!(settings.pictures, window.state().state().settings.pictures);
    assert_eq!(settings.pictures["bundled"].words, "Two springs");
    press(&mut window, Modifiers::COMMAND, Key::E);
    assert!(window.query_by_label_contains("could not").is_none());
    assert_eq!(window.get_by_label("Title").value().as_deref(), Some("Two springs"));
}

#[test]
fn a_picture_goes_to_the_clipboard() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::E);
    fill(&mut window, "Width", "320");
    fill(&mut window, "Height", "200");
    click(&mut window, "Copy to the clipboard");
    let mut copied = None;
    wait_for(&mut window, "the picture", |window| {
        let commands = &window.output().platform_output.commands;
        copied = copied.take().or_else(|| {
            commands.iter().find_map(|command| match command {
                egui::OutputCommand::CopyImage(image) => Some(image.size),
                _ => None,
            })
        });
        copied.is_some()
    });
    assert_eq!(copied, Some([320, 200]));
    assert!(window.query_by_label_contains("in the clipboard").is_some());
}

#[test]
fn a_time_lapse_says_what_is_wrong_shows_how_far_it_is_and_stops() {
    let dir = Dir::new();
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::T);
    for (name, wrong, right, said) in [
        ("From day", "soon", "2011-03-15", "the date"),
        ("To day", "2001-01-01", "2024-12-31", "exchange them"),
        ("Step", "0d", "1d", "the step"),
        ("Dates in a second", "many", "20", "the rate"),
        ("Width", "7", "640", "the size"),
        ("Path", "film.avi", dir.path("film.webp").to_str().unwrap(), "must end in"),
    ] {
        fill(&mut window, name, wrong);
        assert!(window.query_by_label_contains(said).is_some(), "{name}");
        fill(&mut window, name, right);
        assert!(window.query_by_label_contains(said).is_none(), "{name}");
    }
    click(&mut window, "Stop at chapters");
    click(&mut window, "Save the time-lapse");
    wait_for(&mut window, "how far it has come", |window| window.query_by_label("Stop").is_some());
    click(&mut window, "Stop");
    wait_for(&mut window, "the end", |window| window.state().state().jobs.is_empty());
    assert!(window.query_by_label_contains("nothing was written").is_some());
    assert_eq!(std::fs::read_dir(dir.path(".")).unwrap().count(), 0);
}

#[test]
fn writing_that_is_stopped_leaves_what_was_there() {
    let dir = Dir::new();
    let mut window = window();
    for (name, is_folder) in [("a.gpkg", false), ("folder", true), ("a.png", false)] {
        let path = dir.path(name);
        if is_folder {
            std::fs::create_dir(&path).unwrap();
        } else {
            std::fs::write(&path, "old").unwrap();
        }
        let action = match name {
            "a.gpkg" => Action::SaveProject(path.clone()),
            "folder" => Action::SaveFolder(path.clone()),
            _ => {
                let snapshot = salient::app::snapshot::Snapshot::new(day("2015-04-25"));
                Action::WriteSnapshot(Box::new(snapshot), path.clone())
            }
        };
        // One after the other: the work takes longer than that.
        let context = window.ctx.clone();
        window.state_mut().perform(&context, action);
        let job = window.state().state().jobs.last().unwrap().id;
        window.state_mut().perform(&context, Action::StopJob(job));
        wait_for(&mut window, name, |window| window.state().state().jobs.is_empty());
        assert_eq!(window.state().state().notices.last().unwrap().text, "Stopped; nothing was written", "{name}");
        if is_folder {
            assert_eq!(std::fs::read_dir(&path).unwrap().count(), 0);
        } else {
            assert_eq!(std::fs::read(&path).unwrap(), b"old", "{name}");
        }
    }
    assert_eq!(std::fs::read_dir(dir.path(".")).unwrap().count(), 3, "nothing half-written is left");
}

#[test]
fn a_folder_opens_is_saved_as_a_project_and_opens_again() {
    let dir = Dir::new();
    let folder = dir.chronicle("mine", PLACES, EVENTS);
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::O);
    window.get_by_label("Path").focus();
    window.run_steps(1);
    window.event(Event::Text(folder.display().to_string()));
    window.run_steps(2);
    click(&mut window, "Open");
    wait_for(&mut window, "the folder", |window| window.state().state().document.title() == "mine");
    check_date(&window, "2015-05-01");
    perform(&mut window, Action::SaveProject(dir.path("mine.gpkg")));
    wait_for(&mut window, "the project", |window| window.state().state().jobs.is_empty());
    perform(&mut window, Action::Open(dir.path("mine.gpkg")));
    wait_for(&mut window, "the project to open", |window| window.state().state().document.title() == "mine.gpkg");
    assert_eq!(window.state().state().settings.recent.len(), 2);
}

#[test]
fn a_dropped_folder_opens_and_what_is_no_chronicle_is_told() {
    let dir = Dir::new();
    let mut window = window();
    for path in [dir.chronicle("dropped", PLACES, EVENTS), dir.write("notes.txt", "no chronicle")] {
        let file: Arc<dyn egui::DroppedFile + Send + Sync> = Arc::new(Dropped(path));
        window.input_mut().dropped_files.push(file);
        window.run_steps(2);
        window.input_mut().dropped_files.clear();
        wait_for(&mut window, "the file", |window| window.state().state().jobs.is_empty());
    }
    assert_eq!(window.state().state().document.title(), "dropped");
    assert!(window.query_by_label_contains("it is no Salient project").is_some());
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn problems_in_the_data_are_told_and_listed() {
    let dir = Dir::new();
    let folder = dir.chronicle("bad", &format!("{PLACES}c,Gamma,north,36\n"), EVENTS);
    let mut window = window();
    perform(&mut window, Action::Open(folder));
    wait_for(&mut window, "the folder", |window| window.state().state().document.title() == "bad");
    assert!(window.query_by_label_contains("The data has 1 problem").is_some());
    perform(&mut window, Action::ShowDialog(Some(Dialog::Problems)));
    assert!(window.query_by_label_contains("it is not a number of degrees").is_some());
}

#[test]
fn a_chronicle_without_places_or_events_can_be_looked_at() {
    let dir = Dir::new();
    let folder = dir.chronicle("empty", "id,name,lat,lon\n", "place_id,date,controller\n");
    let mut window = window_on(Document::open(Some(&folder)).unwrap(), Settings::default());
    for name in ["Next day", "Next change", "Play", "Show all places", "Last day"] {
        click(&mut window, name);
    }
    assert!(window.query_by_label_contains("No change of").is_some());
}

#[test]
fn nothing_repaints_while_nothing_changes() {
    let mut window = window();
    window.run_steps(10);
    let before = window.ctx.cumulative_frame_nr();
    window.try_run().expect("the window settles");
    assert!(window.ctx.cumulative_frame_nr() - before <= 5, "it settles at once");
    assert!(!window.ctx.has_requested_repaint());
}

#[test]
fn settings_are_remembered() {
    let dir = Dir::new();
    let file = dir.path("settings/settings.toml");
    let options = AppOptions { settings_file: Some(file.clone()), ..AppOptions::default() };
    let mut window: Window = Harness::builder()
        .with_size(vec2(1000.0, 700.0))
        .with_max_steps(40)
        .build_eframe(move |creation| TrackerApp::new(&creation.egui_ctx, bundled(), Settings::default(), options));
    window.run_steps(2);
    perform(&mut window, Action::SetTheme(ThemeChoice::Dark));
    perform(&mut window, Action::SetDate(day("2016-12-22")));
    eframe::App::on_exit(window.state_mut());
    let settings = Settings::load(Some(&file));
    assert_eq!(settings.theme, ThemeChoice::Dark);
    let again = window_on(bundled(), settings);
    check_date(&again, "2016-12-22");
}

#[test]
fn every_text_of_the_window_contrasts_with_its_ground() {
    for (what, text, ground) in contrast_pairs() {
        let ratio = text.contrast(ground);
        assert!(ratio >= 4.5, "{what}: {text} on {ground} has {ratio:.2}");
    }
}

// Tiles ------------------------------------------------------------------------------------------

/// A tile server on loopback that answers every request with the same tile, or with an error.
struct TileServer {
    address: String,
    requests: Arc<AtomicUsize>,
    works: Arc<AtomicBool>,
    user_agent_is_ours: Arc<AtomicBool>,
}

impl TileServer {
    fn start(works: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/{{z}}/{{x}}/{{y}}.png", listener.local_addr().unwrap());
        let server = Self {
            address,
            requests: Arc::default(),
            works: Arc::new(AtomicBool::new(works)),
            user_agent_is_ours: Arc::default(),
        };
        let (requests, works, ours) =
            (Arc::clone(&server.requests), Arc::clone(&server.works), Arc::clone(&server.user_agent_is_ours));
        let mut tile = Vec::new();
        let mut encoder = png::Encoder::new(&mut tile, 1, 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&[10, 200, 30]).unwrap();
        let serve = move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut request = [0; 2048];
                let read = stream.read(&mut request).unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..read]).to_lowercase();
                ours.fetch_or(text.contains("user-agent: salient/"), Ordering::Relaxed);
                requests.fetch_add(1, Ordering::Relaxed);
                let head = if works.load(Ordering::Relaxed) {
                    format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
                        tile.len()
                    )
                } else {
                    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
                };
                let body: &[u8] = if works.load(Ordering::Relaxed) { &tile } else { &[] };
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).unwrap_or_default();
            }
        };
        std::thread::Builder::new().name("tile server".to_owned()).spawn(serve).unwrap();
        server
    }

    fn count(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

#[test]
fn tiles_are_asked_for_only_when_chosen_and_credited_when_shown() {
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let server = TileServer::start(true);
    let settings = Settings { tile_address: server.address.clone(), ..Settings::default() };
    let mut window = window_on(bundled(), settings);
    window.run_steps(10);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.count(), 0, "the embedded map asks nobody");
    click(&mut window, "Layers");
    click(&mut window, "Own tile address (network)");
    press(&mut window, Modifiers::NONE, Key::Escape);
    wait_for(&mut window, "a tile", |_| server.count() > 0);
    assert!(window.query_by_label("Tiles from your own address").is_some(), "the credit is shown");
    assert!(server.user_agent_is_ours.load(Ordering::Relaxed));
    perform(&mut window, Action::SetBackground(Background::Embedded));
    std::thread::sleep(Duration::from_millis(300));
    let settled = server.count();
    perform(&mut window, Action::ZoomBy(2.0));
    window.run_steps(10);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.count(), settled, "back on the embedded map nobody is asked");
}

/// A PMTiles archive (version 3) with one PNG tile, that of the whole world.
fn pmtiles_with_one_tile() -> Vec<u8> {
    let mut tile = Vec::new();
    let mut encoder = png::Encoder::new(&mut tile, 8, 8);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[120; 8 * 8 * 3]).unwrap();
    // One entry: tile 0, run of 1, its length as LEB128, offset 0 (written plus one).
    let length = [(tile.len() & 127) as u8 | 128, (tile.len() >> 7) as u8];
    let directory = [1, 0, 1, length[0], length[1], 1];
    let metadata = b"{}";
    let directory_at = 127_u64;
    let metadata_at = directory_at + directory.len() as u64;
    let tiles_at = metadata_at + metadata.len() as u64;
    let mut archive = b"PMTiles\x03".to_vec();
    for number in [
        directory_at,
        directory.len() as u64,
        metadata_at,
        metadata.len() as u64,
        tiles_at,
        0,
        tiles_at,
        tile.len() as u64,
        1,
        1,
        1,
    ] {
        archive.extend(number.to_le_bytes());
    }
    // Clustered; no compression of directories or tiles; PNG; zooms 0 to 0.
    archive.extend([1, 1, 1, 2, 0, 0]);
    for degrees in [-180_i32, -85, 180, 85] {
        archive.extend((degrees * 10_000_000).to_le_bytes());
    }
    archive.push(0);
    archive.extend([0; 8]);
    assert_eq!(archive.len(), 127);
    archive.extend(directory);
    archive.extend(metadata);
    archive.extend(tile);
    archive
}

#[test]
fn a_tile_file_of_ones_own_is_shown() {
    let dir = Dir::new();
    let path = dir.write("world.pmtiles", pmtiles_with_one_tile());
    let settings =
        Settings { background: Background::File, pmtiles: path.display().to_string(), ..Settings::default() };
    let mut window = window_on(bundled(), settings);
    // Where the file has no tile the sign says so; zoomed out to its one tile, the sign goes.
    wait_for(&mut window, "the sign", |window| window.query_by_label_contains("tiles could not be loaded").is_some());
    perform(&mut window, Action::ZoomBy(-20.0));
    wait_for(&mut window, "the tile", |window| window.query_by_label_contains("could not be loaded").is_none());
    window.run_steps(10);
    assert!(window.query_by_label_contains("could not be loaded").is_none());
    assert!(window.query_by_label("Tiles from your own file").is_some());
}

#[test]
fn failing_tiles_are_told_and_can_be_tried_again() {
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let server = TileServer::start(false);
    let settings =
        Settings { tile_address: server.address.clone(), background: Background::Address, ..Settings::default() };
    let mut window = window_on(bundled(), settings);
    wait_for(&mut window, "the sign", |window| {
        window.query_by_label_contains("tiles could not be loaded; the embedded map is shown beneath").is_some()
    });
    server.works.store(true, Ordering::Relaxed);
    click(&mut window, "Try again");
    wait_for(&mut window, "the sign to go", |window| window.query_by_label_contains("could not be loaded").is_none());
    assert!(server.count() > 1);
}

#[test]
fn a_tile_address_or_file_that_cannot_be_used_is_told() {
    let settings =
        Settings { background: Background::Address, tile_address: "nonsense".to_owned(), ..Settings::default() };
    let mut window = window_on(bundled(), settings);
    assert!(window.query_by_label_contains("The tile address cannot be used").is_some());
    perform(&mut window, Action::SetPmtiles("/no/such/file.pmtiles".to_owned()));
    perform(&mut window, Action::SetBackground(Background::File));
    assert!(window.query_by_label_contains("cannot be read as a .pmtiles file").is_some());
    click(&mut window, "Use the embedded map");
    assert_eq!(window.state().state().settings.background, Background::Embedded);
}

/// The widget is in a menu: opens it, clicks, closes it.
fn in_layers(window: &mut Window, name: &str) {
    click(window, "Layers");
    click(window, name);
    press(window, Modifiers::NONE, Key::Escape);
}

#[test]
fn ground_fronts_and_movement_are_switched_in_the_layer_menu() {
    let mut window = window();
    assert!(window.state().state().settings.territory.fill);
    in_layers(&mut window, "Territory");
    assert!(!window.state().state().settings.territory.fill);
    in_layers(&mut window, "Fronts");
    assert!(!window.state().state().settings.territory.fronts);
    in_layers(&mut window, "strong");
    assert_eq!(window.state().state().settings.territory.smoothing, salient::geometry::Smoothing::Strong);
    in_layers(&mut window, "Movement since");
    assert_eq!(window.state().state().settings.territory.movement_days, Some(30));
    in_layers(&mut window, "Reach");
    assert_eq!(window.state().state().settings.reach, salient::geometry::Reach::Unlimited);
    assert!(window.state().state().document.known_cells(salient::geometry::Reach::Unlimited).is_some());
}

#[test]
fn the_reach_is_a_slider_that_acts_at_once_and_stays_within_its_limits() {
    let mut window = window();
    click(&mut window, "Layers");
    // The handle is moved, and the map has other ground at once.
    let km = |window: &Window| window.state().state().settings.reach;
    window.get_by_label("Reach in kilometres").set_value_accesskit(40.0);
    window.run_steps(3);
    assert_eq!(km(&window), salient::geometry::Reach::Km(40.0));
    for _ in 0..3 {
        window.get_by_label("Reach in kilometres").decrement_accesskit();
        window.run_steps(2);
    }
    assert_eq!(km(&window), salient::geometry::Reach::Km(37.0));
    let reach = km(&window);
    assert!(window.state().state().document.known_cells(reach).is_some(), "the cells follow");
    perform(&mut window, Action::SetReach(salient::geometry::Reach::Km(1e9)));
    assert_eq!(window.state().state().settings.reach, salient::geometry::Reach::Km(100.0));
    perform(&mut window, Action::SetReach(salient::geometry::Reach::Km(f64::NAN)));
    assert_eq!(window.state().state().settings.reach, salient::geometry::Reach::Km(100.0));
}

#[test]
fn the_colours_of_factions_are_chosen_in_the_view_menu() {
    let mut window = window();
    for (name, expected) in
        [("Print grey", salient::scene::Palette::Grey), ("Colour-vision safe", salient::scene::Palette::Safe)]
    {
        click(&mut window, "View");
        click(&mut window, name);
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert_eq!(window.state().state().settings.palette, expected);
    }
}

#[test]
fn the_ground_follows_the_slider_and_nothing_repaints_while_nothing_changes() {
    let mut window = window();
    for date in ["2015-03-27", "2015-04-26", "2017-11-01", "2024-12-08"] {
        perform(&mut window, Action::SetDate(day(date)));
        check_date(&window, date);
    }
    window.run();
    assert!(window.ctx.input(|input| input.time) > 0.0);
    assert!(!window.ctx.has_requested_repaint(), "the window rests");
}

/// The ground of many places is worked out beside, and the window stays free.
#[test]
fn the_ground_of_many_places_comes_from_the_background() {
    let mut places = String::from("id,name,lat,lon\n");
    let mut events = String::from("place_id,date,controller\n");
    for row in 0..6_000 {
        let (x, y) = (f64::from(row % 80) * 0.05, f64::from(row / 80) * 0.05);
        places.push_str(&format!("p{row},P{row},{},{}\n", 33.0 + y, 37.0 + x));
        events.push_str(&format!("p{row},2015-01-01,{}\n", if row % 80 < 40 { "west" } else { "east" }));
    }
    let dir = Dir::new();
    let folder = dir.chronicle("many", &places, &events);
    let document = Document::open(Some(&folder)).unwrap();
    let mut window = window_on(document, Settings::default());
    wait_for(&mut window, "the ground", |window| {
        let state = window.state().state();
        state.document.known_cells(state.settings.reach).is_some() && state.jobs.is_empty()
    });
}

#[test]
fn one_control_and_two_keys_switch_the_rule() {
    let mut window = window();
    let rule = |window: &Window| {
        salient::app::rules::written(&window.state().state().document.chronicle, window.state().state().document.rule())
    };
    let holder = |window: &Window| {
        let document = &window.state().state().document;
        let place = document.chronicle.place_by_id("jisr-al-shughur").unwrap();
        let control = document.timeline.control_on(place, day("2015-04-25"));
        control.controller().map(|faction| document.chronicle.faction(faction).id.to_string()).unwrap_or_default()
    };
    assert_eq!((rule(&window), holder(&window)), ("assessed".to_owned(), "army-of-conquest".to_owned()));
    press(&mut window, Modifiers::NONE, Key::R);
    assert_eq!(rule(&window), "confirmed:2");
    press(&mut window, Modifiers::SHIFT, Key::R);
    assert_eq!(rule(&window), "assessed");
    press(&mut window, Modifiers::SHIFT, Key::R);
    assert!(rule(&window).starts_with("camp:"), "{}", rule(&window));

    window.get_by_label_contains("Rule: as told by the camp").click();
    window.run_steps(3);
    window.get_by_label("Find a source").click();
    window.run_steps(2);
    window.event(Event::Text("State Media".to_owned()));
    window.run_steps(3);
    window.get_by_label_contains("Syrian state media (").click();
    window.run_steps(3);
    assert_eq!(
        (rule(&window), holder(&window)),
        ("told-by:Syrian state media".to_owned(), "syrian-government".to_owned())
    );
    click(&mut window, "On each day only what was published by then");
    assert_eq!(rule(&window), "told-by:Syrian state media; known-on each-day");
    click(&mut window, "As assessed: all events, as recorded");
    click(&mut window, "Only what was published until");
    assert_eq!(rule(&window), "assessed; known-on 2015-04-25");
    window.get_by_label("Day of knowledge").click();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text("24 Apr 2015".to_owned()));
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(
        (rule(&window), holder(&window)),
        ("assessed; known-on 2015-04-24".to_owned(), "syrian-government".to_owned())
    );
    click(&mut window, "Take the day shown, 25 Apr 2015");
    click(&mut window, "All reports, also those published later");
    assert_eq!(rule(&window), "assessed");
    // The number of sources is part of the same control.
    window.get_by_label("Confirmed by at least").click();
    window.run_steps(3);
    assert_eq!(rule(&window), "confirmed:2");
    assert!(window.query_by_label("Sources that must confirm").is_some());
}

/// The texts that went to the clipboard in the next frames.
fn copied(window: &mut Window) -> Vec<String> {
    let mut copied = Vec::new();
    for _ in 0..3 {
        let commands = window.output().platform_output.commands.clone();
        copied.extend(commands.into_iter().filter_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text),
            _ => None,
        }));
        window.run_steps(1);
    }
    copied
}

#[test]
fn the_answer_and_its_citations_are_copied_and_other_rules_are_a_click_away() {
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("jisr-al-shughur").unwrap();
    perform(&mut window, Action::GoTo(place));
    for (item, part) in [
        ("Why this colour, as Markdown", "# Jisr al-Shughur, 25 Apr 2015"),
        ("9 citations, Plain text", "9. "),
        ("9 citations, BibTeX", "@online{jisr-al-shughur-2015-04-25-r1"),
        ("9 citations, CSL-JSON", "\"type\": \"webpage\""),
    ] {
        click(&mut window, "Copy");
        window.get_by_label(item).click();
        window.run_steps(1);
        let copied = copied(&mut window);
        assert!(copied.iter().any(|text| text.contains(part)), "{item}: {copied:?}");
    }
    window.get_by_label("Confirmed by 3 sources").scroll_to_me();
    window.run_steps(8);
    window.get_by_label("Confirmed by 3 sources").click();
    window.run_steps(3);
    let document = &window.state().state().document;
    assert_eq!(salient::app::rules::written(&document.chronicle, document.rule()), "confirmed:3");
    assert!(window.query_by_label_contains("4 different sources support it; the rule asks for 3").is_some());
}

#[test]
fn two_rules_are_compared_by_swipe_side_by_side_and_where_they_differ() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(window.state().state().view.compare.unwrap().mode, CompareMode::Swipe);
    for name in ["Swipe between the rules", "Side by side", "Only where they differ", "Exchange", "End the comparison"]
    {
        assert!(window.query_by_label(name).is_some(), "{name}");
    }
    assert!(window.query_by_label_contains("of 415 places differ").is_some());
    assert!(window.query_by_label_contains("Places in view on 25 Apr 2015 confirmed by 2 sources: ").is_some());
    // The line between them is dragged.
    let at = window.get_by_label("Swipe between the rules").rect().center();
    let to = at + vec2(-200.0, 0.0);
    for (pos, pressed) in [(at, Some(true)), (to, None), (to, Some(false))] {
        window.event(Event::PointerMoved(pos));
        if let Some(pressed) = pressed {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            window.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        window.run_steps(2);
    }
    assert!(window.state().state().view.compare.unwrap().share < 0.4);
    click(&mut window, "Exchange");
    let rule = |window: &Window| {
        let state = window.state().state();
        salient::app::rules::written(&state.document.chronicle, state.document.rule())
    };
    assert_eq!(rule(&window), "confirmed:2");
    click(&mut window, "Only where they differ");
    let with_all = "Places in view on 25 Apr 2015: ";
    let legend = window.query_all_by_label_contains(with_all).next().is_some();
    assert!(legend, "the legend of the places that differ");
    click(&mut window, "Side by side");
    assert!(window.query_by_label("Map under the other rule").is_some());
    assert!(window.query_by_label("Swipe between the rules").is_none());
    // The other map is the other half, and a click there selects a place as in the first.
    let other = window.get_by_label("Map under the other rule").rect();
    assert!((other.width() - window.get_by_label("Map").rect().width()).abs() < 2.0);
    click(&mut window, "End the comparison");
    assert!(window.state().state().other.is_none());
    assert!(window.query_by_label("Map under the other rule").is_none());
}

/// A text is typed into the field with this name, after what is there.
fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_label(field).focus();
    window.run_steps(1);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(3);
}

#[test]
fn sources_are_sorted_filtered_and_their_reports_found() {
    let mut window = window();
    perform(&mut window, Action::ShowDialog(Some(Dialog::Sources)));
    window.run_steps(3);
    assert!(window.query_by_label("313 sources, 3127 reports").is_some());
    assert!(window.query_by_label("3127 reports found").is_some());
    // Only what can be seen of the table is there; the largest is first until one sorts otherwise.
    let largest = "Show the map as told by Syrian Observatory for Human Rights";
    assert!(window.query_by_label(largest).is_some());
    for part in ["616", "93 %", "274 of 312"] {
        assert!(window.query_all_by_label(part).next().is_some(), "{part}");
    }
    click(&mut window, "Sort by reports");
    assert!(window.query_by_label(largest).is_none(), "the smallest first");
    for column in ["source", "camp", "first", "last", "sided", "first to tell", "median delay", "reports"] {
        click(&mut window, &format!("Sort by {column}"));
    }
    assert!(window.query_by_label(largest).is_some(), "the largest first again");

    type_into(&mut window, "Filter sources", "sohr");
    assert!(window.query_by_label(largest).is_some(), "found by an alias");
    assert!(window.query_by_label("Show the map as told by SANA").is_none());
    type_into(&mut window, "Filter sources", "no such source");
    assert!(window.query_by_label_contains("No source, alias or camp").is_some());
    window.get_by_label("Filter sources").focus();
    window.run_steps(1);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text("SANA".to_owned()));
    window.run_steps(3);

    // A click lists only what the source has reported, another one all.
    for found in ["123 reports found", "3127 reports found", "123 reports found"] {
        window.get_by_role_and_label(egui::Role::Button, "SANA").click();
        window.run_steps(3);
        assert!(window.query_by_label(found).is_some(), "{found}");
    }
    type_into(&mut window, "Search the reports", "ALEPPO");
    let state = window.state().state();
    let chronicle = Arc::clone(&state.document.chronicle);
    let source = chronicle.claims().source_named("SANA");
    let (found, total) = salient::app::sources::search(&chronicle, "aleppo", source, 200);
    assert!(window.query_by_label(&format!("{total} reports found")).is_some(), "{total}");
    assert!(total > 1 && total < 123);
    click(&mut window, "All sources");
    assert!(window.query_by_label(&format!("{total} reports found")).is_none());
    window.get_by_role_and_label(egui::Role::Button, "SANA").click();
    window.run_steps(3);

    // The place of a report is a click away, on the day of the event.
    let event = chronicle.event(chronicle.report(found[0]).event);
    let go = format!("Go to {}, ", chronicle.place(event.place).name);
    window.get_all_by_label_contains(&go).next().unwrap().click();
    window.run_steps(3);
    let state = window.state().state();
    assert_eq!((state.view.dialog, state.view.selected), (None, Some(event.place)));
    assert_eq!(state.view.date, event.date);
}

#[test]
fn the_map_is_shown_as_told_by_a_source_of_the_table() {
    let mut window = window();
    perform(&mut window, Action::ShowDialog(Some(Dialog::Sources)));
    window.run_steps(3);
    click(&mut window, "Show the map as told by Syrian Observatory for Human Rights");
    let state = window.state().state();
    assert_eq!(state.view.dialog, None);
    let rule = salient::app::rules::written(&state.document.chronicle, state.document.rule());
    assert_eq!(rule, "told-by:Syrian Observatory for Human Rights");
    // Opened again, it closes with its button.
    perform(&mut window, Action::ShowDialog(Some(Dialog::Sources)));
    window.run_steps(3);
    click(&mut window, "Close");
    assert_eq!(window.state().state().view.dialog, None);
}

#[test]
fn words_that_no_report_holds_and_a_chronicle_without_reports_are_told() {
    let mut window = window();
    perform(&mut window, Action::ShowDialog(Some(Dialog::Sources)));
    window.run_steps(3);
    type_into(&mut window, "Search the reports", "no-such-word");
    assert!(window.query_by_label("0 reports found").is_some());
    assert!(window.query_by_label_contains("No report holds all these words").is_some());
    let dir = Dir::new();
    let folder = dir.chronicle("mine", PLACES, EVENTS);
    perform(&mut window, Action::Open(folder));
    wait_for(&mut window, "the folder", |window| window.state().state().document.title() == "mine");
    perform(&mut window, Action::ShowDialog(Some(Dialog::Sources)));
    window.run_steps(3);
    assert!(window.query_by_label_contains("The chronicle has no reports").is_some());
    click(&mut window, "Close");
    assert_eq!(window.state().state().view.dialog, None);
}

/// The names of the ribbons in sight, from the top.
fn ribbons_in_sight(window: &Window) -> Vec<String> {
    let nodes = window.query_all_by_label_contains("Ribbon of ");
    let mut rows: Vec<(f32, String)> =
        nodes.map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name.trim_start_matches("Ribbon of ").to_owned()).collect()
}

/// A text is typed into the field with this name, over what is there.
fn retype(window: &mut Window, field: &str, text: &str) {
    window.get_by_label(field).focus();
    window.run_steps(1);
    press(window, Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(3);
}

#[test]
fn ribbons_of_many_places_are_sorted_and_filtered_and_lead_to_the_map() {
    use salient::app::ribbons::{RibbonOrder, sorted};
    let mut window = window();
    perform(&mut window, Action::ShowDialog(Some(Dialog::Ribbons)));
    assert!(window.query_by_label_contains("415 places; the picture holds the first 400").is_some());
    let document = Arc::clone(&window.state().state().document);
    let expected = |order: RibbonOrder, descending: bool| -> Vec<String> {
        let places = (0..document.chronicle.places().len()).map(salient::domain::PlaceIx::new).collect();
        let places = sorted(&document, places, order, descending, day("2015-04-25"));
        places.into_iter().take(5).map(|place| document.chronicle.place(place).name.clone()).collect()
    };
    assert_eq!(ribbons_in_sight(&window)[..5], expected(RibbonOrder::Name, false));
    for (name, order, descending) in [
        ("Sort by changes", RibbonOrder::Changes, true),
        ("Sort by changes", RibbonOrder::Changes, false),
        ("Sort by last change", RibbonOrder::LastChange, true),
        ("Sort by holder", RibbonOrder::Holder, false),
        ("Sort by region", RibbonOrder::Region, false),
        ("Sort by region", RibbonOrder::Region, true),
        ("Sort by name", RibbonOrder::Name, false),
        ("Sort by name", RibbonOrder::Name, true),
    ] {
        click(&mut window, name);
        assert_eq!(ribbons_in_sight(&window)[..5], expected(order, descending), "{order:?} {descending}");
    }
    click(&mut window, "In view");
    let state = window.state().state();
    let in_view = salient::app::update::places_in_view(state).len();
    assert!(in_view < 400);
    assert!(window.query_by_label_contains(&format!("{in_view} places, in this order")).is_some());
    click(&mut window, "All places");
    // A region, a name in the other script, and nothing.
    retype(&mut window, "Filter ribbons", "quneitra");
    assert_eq!(ribbons_in_sight(&window).len(), 7);
    retype(&mut window, "Filter ribbons", "عين العرب");
    assert_eq!(ribbons_in_sight(&window), ["Kobani (Ayn al-Arab)"]);
    retype(&mut window, "Filter ribbons", "atlantis");
    assert!(ribbons_in_sight(&window).is_empty());
    assert!(window.query_by_label_contains("Filter by less").is_some());
    retype(&mut window, "Filter ribbons", "MANBIJ");
    // A click on a ribbon goes to the day, a click on the name to the place.
    window.get_by_label("Ribbon of Manbij").click();
    window.run_steps(3);
    assert_ne!(window.state().state().view.date, day("2015-04-25"));
    click(&mut window, "Manbij");
    let state = window.state().state();
    assert_eq!((state.view.dialog, state.view.selected), (None, document.chronicle.place_by_id("manbij")));
}

#[test]
fn the_ribbons_of_the_dialog_are_those_of_the_shell() {
    let dir = Dir::new();
    let mut window = window();
    for ending in ["png", "svg"] {
        perform(&mut window, Action::ShowDialog(Some(Dialog::Ribbons)));
        retype(&mut window, "Filter ribbons", "quneitra");
        retype(&mut window, "Path", "ribbons.jpg");
        assert!(window.query_by_label_contains("must end in .png (pixels) or .svg").is_some());
        retype(&mut window, "Path", dir.path(&format!("dialog.{ending}")).to_str().unwrap());
        click(&mut window, "Save the ribbons");
        wait_for(&mut window, "the picture", |window| window.state().state().jobs.is_empty());
        let shell = format!("shell.{ending}");
        dir.salient(&["ribbons", "--admin1", "Quneitra", "-o", &shell]).fine();
        let read = |name: &str| std::fs::read(dir.path(name)).unwrap();
        assert!(read(&format!("dialog.{ending}")) == read(&shell), "the same bytes");
        assert!(window.query_all_by_label_contains("Wrote 7 ribbons to ").next().is_some());
    }
}

#[test]
fn ribbons_of_a_chronicle_without_places_say_what_to_do() {
    let dir = Dir::new();
    let folder = dir.chronicle("empty", "id,name,lat,lon\n", "place_id,date,controller\n");
    let mut window = window_on(Document::open(Some(&folder)).unwrap(), Settings::default());
    perform(&mut window, Action::ShowDialog(Some(Dialog::Ribbons)));
    assert!(window.query_by_label_contains("The chronicle has no places").is_some());
    click(&mut window, "Save the ribbons");
    assert_eq!(window.state().state().view.dialog, Some(Dialog::Ribbons), "there is nothing to save");
    click(&mut window, "Close");
    assert_eq!(window.state().state().view.dialog, None);
}

#[test]
fn a_link_that_was_found_dead_says_so_beside_it() {
    let dir = Dir::new();
    dir.chronicle("mine", PLACES, "id,place_id,date,controller\ne1,a,2024-01-02,north\n");
    dir.write("mine/reports.csv", "id,event_id,publisher,url,stance\nr1,e1,Paper,https://example.org/gone,supports\n");
    dir.write(
        "mine/links.csv",
        "url,checked,status,code,sha256,copy\nhttps://example.org/gone,2026-01-05,dead,404,,\n",
    );
    let document = Document::open(Some(&dir.path("mine"))).unwrap();
    assert_eq!(document.problems.list(), []);
    let mut window = window_on(document, Settings::default());
    let place = window.state().state().document.chronicle.place_by_id("a").unwrap();
    perform(&mut window, Action::Select(Some(place)));
    perform(&mut window, Action::LastDay);
    assert!(window.query_by_label("gone on 5 Jan 2026").is_some());
}

#[test]
fn the_controls_of_rules_doubts_and_comparison_are_reached_by_name() {
    let mut window = window();
    let rule = |window: &Window| {
        let state = window.state().state();
        salient::app::rules::written(&state.document.chronicle, state.document.rule())
    };
    // A camp, and how many must confirm.
    window.get_by_label_contains("Rule: as assessed").click();
    window.run_steps(3);
    window.get_by_label("government (705)").click();
    window.run_steps(3);
    assert_eq!(rule(&window), "camp:government");
    click(&mut window, "Confirmed by at least");
    let number = window.get_by_label("Sources that must confirm").rect().center();
    let to = number + vec2(60.0, 0.0);
    for (pos, pressed) in [(number, Some(true)), (to, None), (to, Some(false))] {
        window.event(Event::PointerMoved(pos));
        if let Some(pressed) = pressed {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            window.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        window.run_steps(2);
    }
    assert!(rule(&window) != "confirmed:2" && rule(&window).starts_with("confirmed:"), "{}", rule(&window));
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);
    perform(&mut window, Action::SetRule(salient::domain::Rule::default()));

    // Doubts: four boxes and a number of days.
    click(&mut window, "Layers");
    window.run_steps(10);
    for name in ["Reports disagree", "Date uncertain", "No report at all", "No report for"] {
        click(&mut window, name);
    }
    let doubts = window.state().state().settings.doubts;
    assert!(!doubts.disputed && !doubts.uncertain && !doubts.unconfirmed && !doubts.stale);
    click(&mut window, "No report for");
    window.get_by_label("Days until a report is old").set_value_accesskit(20.0);
    window.run_steps(3);
    assert_eq!(window.state().state().settings.stale_days, 20);
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);

    // The comparison by its button, its rules by theirs.
    click(&mut window, "Compare");
    window.get_by_label_contains("Right: ").click();
    window.run_steps(3);
    window.get_by_label_contains("monitors (").click();
    window.run_steps(3);
    assert!(window.query_by_label_contains("Right: as told by the camp “monitors”").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);
    window.get_by_label_contains("Left: ").click();
    window.run_steps(3);
    click(&mut window, "On each day only what was published by then");
    assert_eq!(rule(&window), "assessed; known-on each-day");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.run_steps(3);
    click(&mut window, "Side by side");
    click(&mut window, "Swipe");
    assert_eq!(window.state().state().view.compare.unwrap().mode, CompareMode::Swipe);
    press(&mut window, Modifiers::NONE, Key::C);
    assert!(window.state().state().view.compare.is_none());

    // Sources and ribbons from the menu.
    for (item, dialog) in [("Sources…", Dialog::Sources), ("Control ribbons…", Dialog::Ribbons)] {
        click(&mut window, "Numbers");
        click(&mut window, item);
        assert_eq!(window.state().state().view.dialog, Some(dialog));
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn what_was_corrected_later_is_listed_and_leads_there() {
    let mut window = window();
    let scroll = |window: &mut Window| {
        window.hover_at(egui::pos2(1100.0, 400.0));
        for _ in 0..4 {
            window.event(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, -400.0),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Trackpad,
                modifiers: Modifiers::NONE,
            });
            window.run_steps(4);
        }
    };
    scroll(&mut window);
    click(&mut window, "Corrected after 25 Apr 2015");
    window.run_steps(20);
    scroll(&mut window);
    // Until it has come to rest.
    window.run_steps(60);
    let found = salient::app::corrections::corrections(&window.state().state().document, day("2015-04-25"));
    assert!(window.query_by_label_contains("seen otherwise with what was published by then").is_some());
    // One of those in sight.
    let chronicle = Arc::clone(&window.state().state().document.chronicle);
    let in_sight = found.iter().find_map(|correction| {
        let name = &chronicle.place(correction.place).name;
        let at = window
            .query_all_by_label(name)
            .map(|node| node.rect())
            .find(|rect| rect.left() > 930.0 && (60.0..670.0).contains(&rect.top()) && rect.height() < 30.0)?;
        Some((name.clone(), at.center()))
    });
    let (name, at) = in_sight.expect("a correction in sight");
    window.hover_at(at);
    window.run_steps(4);
    for pressed in [true, false] {
        window.event(Event::PointerMoved(at));
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        window.run_steps(2);
    }
    let selected = window.state().state().view.selected.expect("a place is selected");
    assert_eq!(chronicle.place(selected).name, name);
}

#[test]
fn the_panel_goes_to_its_history_and_back_and_to_the_last_change() {
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(place));
    perform(&mut window, Action::SetDate(day("2015-06-01")));
    click(&mut window, "Go there");
    check_date(&window, "2015-03-28");
    window.get_by_label_contains("History (").click();
    window.run_steps(3);
    assert!(window.query_by_label("in force").is_some());
    click(&mut window, "Why this colour");
    assert!(window.query_by_label("in force").is_none());
    for (item, part) in [("Why this colour, as text", "Idlib, 28 Mar 2015"), ("citations, Markdown", "1. ")] {
        click(&mut window, "Copy");
        window.get_by_label_contains(item).click();
        window.run_steps(1);
        let copied = copied(&mut window);
        assert!(copied.iter().any(|text| text.contains(part)), "{item}: {copied:?}");
    }
    // Under a rule, the history also lists what has no effect.
    let basis = salient::app::rules::parse_basis(&window.state().state().document.chronicle, "confirmed:9").unwrap();
    perform(&mut window, Action::SetRule(salient::domain::Rule { basis, ..salient::domain::Rule::default() }));
    window.get_by_label_contains("History (").click();
    window.run_steps(3);
    assert!(window.query_all_by_label("no effect under this rule").next().is_some());
}

#[test]
fn the_picture_dialog_offers_what_stands_beside_the_map() {
    let dir = Dir::new();
    let mut window = window();
    let place = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(place));
    for choice in ["Why this colour", "Numbered sources"] {
        perform(&mut window, Action::ShowDialog(Some(Dialog::Snapshot)));
        window.get_all_by_label(choice).last().unwrap().click();
        window.run_steps(3);
        window.get_by_label("Path").focus();
        window.run_steps(1);
        press(&mut window, Modifiers::COMMAND, Key::A);
        let path = dir.path(&format!("{}.png", choice.len()));
        window.event(Event::Text(path.display().to_string()));
        window.run_steps(2);
        click(&mut window, "Save the picture");
        wait_for(&mut window, "the picture", |_| path.exists());
    }
}

#[test]
fn movement_and_rules_go_together() {
    let mut window = window();
    let mut choice = window.state().state().settings.territory;
    choice.movement_days = Some(30);
    perform(&mut window, Action::SetTerritory(choice));
    let round = salient::app::rules::round(&window.state().state().document.chronicle).len();
    for step in 0..round {
        press(&mut window, Modifiers::NONE, Key::R);
        perform(&mut window, Action::StepDays(if step % 2 == 0 { 40 } else { -1 }));
    }
    assert!(window.state().state().document.rule().is_default());
}

#[test]
fn a_name_is_moved_by_hand_saved_and_asked_about_before_the_end() {
    let dir = Dir::new();
    let mut window = window();
    let idlib = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(idlib));
    click(&mut window, "Name");
    click(&mut window, "Move the name down");
    click(&mut window, "Move the name down");
    click(&mut window, "Move the name left");
    let nudge = window.state().state().document.nudges[&idlib];
    assert_eq!((nudge.right, nudge.down), (-4.0, 8.0));
    press(&mut window, Modifiers::NONE, Key::Escape);

    // With Shift held a drag moves the name, not the map.
    let before = window.state().state().view.centre;
    let from = window.get_by_label("Map").rect().center() + vec2(60.0, 90.0);
    let button =
        |pos, pressed, modifiers| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
    window.event(Event::ModifiersChanged(Modifiers::SHIFT));
    window.event(Event::PointerMoved(from));
    window.event(button(from, true, Modifiers::SHIFT));
    window.run_steps(1);
    for step in 1..=4 {
        window.event(Event::PointerMoved(from + vec2(10.0, 5.0) * step as f32));
        window.run_steps(1);
    }
    window.event(button(from + vec2(40.0, 20.0), false, Modifiers::SHIFT));
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(3);
    let nudge = window.state().state().document.nudges[&idlib];
    assert!(nudge.right > 0.0 && nudge.down > 8.0, "{nudge:?}");
    assert_eq!(window.state().state().view.centre, before);

    // The end waits for an answer.
    perform(&mut window, Action::Quit);
    window.get_by_label("Changes that are not saved");
    click(&mut window, "Save as…");
    let path = dir.path("moved.gpkg");
    perform(&mut window, Action::SaveProject(path.clone()));
    wait_for(&mut window, "the project", |window| !window.state().state().is_unsaved());
    let saved = Document::open(Some(&path)).unwrap();
    assert_eq!(saved.nudges[&idlib], nudge);
    assert_eq!(saved.problems.list(), []);
    assert_eq!(saved.checksum(), window.state().state().document.checksum());
    click(&mut window, "Name");
    click(&mut window, "Put the name back");
    assert!(window.state().state().document.nudges.is_empty() && window.state().state().is_unsaved());
    perform(&mut window, Action::OpenBundled);
    click(&mut window, "Cancel");
    assert!(window.state().state().is_unsaved());
    perform(&mut window, Action::OpenBundled);
    click(&mut window, "Discard the changes");
    wait_for(&mut window, "the chronicle", |window| !window.state().state().is_unsaved());
}

fn view(window: &Window) -> &salient::app::state::ViewState {
    &window.state().state().view
}

#[test]
fn the_timeline_zooms_and_has_a_range_between_which_time_plays() {
    let mut window = window();
    let all = view(&window).days;
    press(&mut window, Modifiers::NONE, Key::PageDown);
    press(&mut window, Modifiers::NONE, Key::PageDown);
    let (from, to) = view(&window).shown_days;
    assert!(from > all.0 && to < all.1 && (from..=to).contains(&view(&window).date));
    // The wheel zooms around the pointer, a drag with Shift held moves the time.
    let timeline = window.get_by_label_contains("Timeline, ").rect();
    window.event(Event::PointerMoved(timeline.center()));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, 120.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(12);
    let (nearer, _) = view(&window).shown_days;
    assert!(nearer > from, "{nearer} {from}");
    press(&mut window, Modifiers::SHIFT, Key::PageUp);
    assert_eq!(view(&window).shown_days, all);

    press(&mut window, Modifiers::NONE, Key::T);
    let (from, to) = view(&window).range.unwrap();
    assert!(from < view(&window).date && view(&window).date < to);
    perform(&mut window, Action::SetRange(Some((day("2015-03-20"), day("2015-06-10")))));
    click(&mut window, "Range");
    click(&mut window, "Show only what changed hands since the first handle");
    click(&mut window, "Numbered in the order in which it changed");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(view(&window).only_changed && view(&window).numbered);
    let changed = view(&window).changed_between().unwrap();
    assert_eq!(changed, (day("2015-03-20"), day("2015-04-25")));

    // Playing stays in the range; at its end it stops, or begins anew in a loop.
    click(&mut window, "Playing");
    click(&mut window, "In a loop");
    press(&mut window, Modifiers::NONE, Key::Escape);
    perform(&mut window, Action::SetDate(day("2015-06-09")));
    perform(&mut window, Action::TogglePlay);
    let steps = [Action::Tick(1.0), Action::Tick(1.0)];
    for tick in steps {
        perform(&mut window, tick);
    }
    assert!(view(&window).playing && view(&window).date < day("2015-06-09"), "{}", view(&window).date);
    press(&mut window, Modifiers::NONE, Key::T);
    assert_eq!((view(&window).range, view(&window).only_changed), (None, false));
}

#[test]
fn playing_goes_back_from_change_to_change_and_pauses() {
    use salient::app::settings::{PlayBy, PlayChoice};
    let mut window = window();
    perform(&mut window, Action::FitAll);
    let play = PlayChoice { by: PlayBy::Changes, speed: 1.0, backwards: true, ..PlayChoice::default() };
    perform(&mut window, Action::SetPlay(play));
    perform(&mut window, Action::SetDate(day("2015-04-25")));
    let before = window.state().state().document.timeline.previous_change(day("2015-04-25")).unwrap();
    perform(&mut window, Action::TogglePlay);
    perform(&mut window, Action::SetDate(day("2015-04-25")));
    perform(&mut window, Action::Tick(1.0));
    assert!(view(&window).date <= before);
    perform(&mut window, Action::TogglePlay);
    // By days, it pauses on the day with a change.
    let play = PlayChoice { speed: 3650.0, pause_on_change: true, ..PlayChoice::default() };
    perform(&mut window, Action::SetPlay(play));
    perform(&mut window, Action::SetDate(day("2012-01-01")));
    let next = window.state().state().document.timeline.next_change(day("2012-01-01")).unwrap();
    perform(&mut window, Action::TogglePlay);
    perform(&mut window, Action::Tick(0.25));
    check_date(&window, &next.to_string());
    assert!(!view(&window).playing);
}

#[test]
fn one_goes_back_and_forward_and_keeps_views_and_chapters() {
    let dir = Dir::new();
    let mut window = window();
    let ariha = window.state().state().document.chronicle.place_by_id("ariha");
    let begun = view(&window).spot();
    perform(&mut window, Action::GoTo(ariha.unwrap()));
    perform(&mut window, Action::JumpTo(day("2015-05-28")));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!((view(&window).selected, view(&window).date), (ariha, day("2015-04-25")));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(view(&window).spot().selected, begun.selected);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    check_date(&window, "2015-05-28");

    click(&mut window, "View");
    click(&mut window, "Views…");
    window.get_by_label("Name of the view").focus();
    window.run_steps(2);
    window.get_by_label("Name of the view").type_text("Fall of Ariha");
    window.run_steps(3);
    click(&mut window, "Keep the present view");
    window.get_by_label("Fall of Ariha");
    click(&mut window, "Close");
    perform(&mut window, Action::JumpTo(day("2020-01-01")));
    perform(&mut window, Action::ShowDialog(Some(Dialog::Views)));
    click(&mut window, "Fall of Ariha");
    check_date(&window, "2015-05-28");
    perform(&mut window, Action::GoToView("zoom=fast".to_owned()));
    assert!(window.state().state().notices.last().unwrap().text.contains("cannot be understood"));

    perform(&mut window, Action::ShowDialog(Some(Dialog::Chapters)));
    window.run_steps(10);
    click(&mut window, "Add the shown day");
    window.run_steps(3);
    let added = window.state().state().document.chronicle.chapters.len() + 1;
    window.get_by_label(&format!("Name of chapter {added}")).focus();
    window.run_steps(2);
    window.get_by_label(&format!("Name of chapter {added}")).type_text(" of ours");
    window.run_steps(3);
    click(&mut window, "Change the chapters");
    let chapters = &window.state().state().document.chronicle.chapters;
    assert_eq!((chapters.len(), chapters.last().unwrap().from), (added, day("2015-05-28")));
    assert!(chapters.last().unwrap().name.contains("of ours"), "{:?}", chapters.last());

    // Both stay with the project and with the folder.
    for name in ["kept.gpkg", "kept"] {
        let path = dir.path(name);
        let save = if name == "kept" { Action::SaveFolder(path.clone()) } else { Action::SaveProject(path.clone()) };
        let jobs = |window: &Window| window.state().state().jobs.len();
        perform(&mut window, save);
        wait_for(&mut window, "the saving", |window| jobs(window) == 0);
        let saved = Document::open(Some(&path)).unwrap();
        assert_eq!(saved.problems.list(), [], "{name}");
        assert_eq!(saved.views[0].0, "Fall of Ariha");
        assert_eq!(saved.chronicle.chapters.len(), added);
        assert_eq!(saved.checksum(), window.state().state().document.checksum());
    }
    assert!(!window.state().state().is_unsaved());
}

#[test]
fn two_days_are_compared_and_their_gains_and_losses_listed() {
    let mut window = window();
    perform(&mut window, Action::SetDate(day("2015-06-10")));
    press(&mut window, Modifiers::NONE, Key::D);
    let compare = view(&window).compare.unwrap();
    assert_eq!(compare.date, Some(day("2015-05-10")));
    let field = window.get_by_label("Day of the right map");
    field.focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    window.get_by_label("Day of the right map").type_text("2015-03-20");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(view(&window).compare.unwrap().date, Some(day("2015-03-20")));
    let document = &window.state().state().document;
    let states = ["2015-06-10", "2015-03-20"].map(|text| document.timeline.state_on(day(text)));
    let differ = salient::domain::differing((&document.timeline, &states[0]), (&document.timeline, &states[1]));
    let differ = differ.into_iter().filter(|differs| *differs).count();
    window.get_by_label(&format!("{differ} of 415 places differ"));
    window.get_by_label_contains("Places in view on 20 Mar 2015");
    window.get_by_label_contains("Places in view on 10 Jun 2015");
    click(&mut window, "Only where they differ");
    click(&mut window, "Exchange");
    check_date(&window, "2015-03-20");
    assert_eq!(view(&window).compare.unwrap().date, Some(day("2015-06-10")));

    click(&mut window, "Gains and losses…");
    window.get_by_label("By gainer");
    window.run_steps(10);
    window.get_by_label("Islamic State (8)");
    click(&mut window, "By region");
    window.get_by_label("Idlib (8)");
    click(&mut window, "Copy as Markdown");
    assert!(window.state().state().notices.last().unwrap().text.contains("as Markdown"));
    click(&mut window, "Jisr al-Shughur");
    assert!(view(&window).dialog.is_none() && view(&window).selected.is_some());
}

#[test]
fn the_table_of_places_is_sorted_filtered_and_flown_from() {
    let mut window = window();
    perform(&mut window, Action::SetDate(day("2015-06-15")));
    click(&mut window, "Numbers");
    click(&mut window, "Table of places…");
    window.get_by_label("415 places");
    click(&mut window, "Cut off");
    window.get_by_label("Nubl and Zahra");
    click(&mut window, "Changed hands most");
    click(&mut window, "Sort by place");
    window.get_by_label("Filter the table").focus();
    window.run_steps(2);
    window.get_by_label("Filter the table").type_text("saraq");
    window.run_steps(3);
    window.get_by_label("1 place");
    click(&mut window, "Copy as CSV");
    click(&mut window, "Saraqib");
    let selected = view(&window).selected.unwrap();
    assert_eq!(window.state().state().document.chronicle.place(selected).name, "Saraqib");
}

#[test]
fn the_chart_counts_what_is_asked_for_and_is_saved() {
    let dir = Dir::new();
    let mut window = window();
    click(&mut window, "Numbers");
    click(&mut window, "Chart…");
    window.get_by_label("Chart of who held how much");
    for name in ["People", "km²", "Shares", "Absolute", "Places"] {
        click(&mut window, name);
    }
    for (name, begins) in [("chart.png", &b"\x89PNG"[..]), ("chart.svg", b"<?xml"), ("chart.csv", b"date,")] {
        let path = dir.path(name);
        window.get_by_label("File of the chart").focus();
        window.run_steps(2);
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.run_steps(1);
        window.get_by_label("File of the chart").type_text(path.to_str().unwrap());
        window.run_steps(3);
        click(&mut window, "Save the chart");
        wait_for(&mut window, "the chart", |window| window.state().state().jobs.is_empty() && path.exists());
        assert!(std::fs::read(&path).unwrap().starts_with(begins), "{name}");
    }
    window.get_by_label("File of the chart").focus();
    window.run_steps(2);
    window.get_by_label("File of the chart").type_text("x");
    window.run_steps(2);
    click(&mut window, "Save the chart");
    wait_for(&mut window, "the refusal", |window| {
        window.state().state().notices.iter().any(|notice| notice.text.contains("must end in .png, .svg or .csv"))
    });
}

#[test]
fn search_finds_across_spellings_scripts_and_kinds() {
    let mut window = window();
    let find = |window: &mut Window, text: &str| {
        press(window, Modifiers::COMMAND, Key::K);
        window.get_by_label("Find a place").focus();
        window.run_steps(2);
        window.get_by_label("Find a place").type_text(text);
        window.run_steps(3);
        press(window, Modifiers::NONE, Key::Enter);
        window.run_steps(2);
    };
    for spelling in ["Djisr ech-Choughour", "جسر الشغور"] {
        perform(&mut window, Action::Select(None));
        find(&mut window, spelling);
        let selected = view(&window).selected.unwrap();
        let id = window.state().state().document.chronicle.place(selected).id.to_string();
        assert_eq!(id, "jisr-al-shughur", "{spelling}");
    }
    find(&mut window, "8 Dec 2024");
    check_date(&window, "2024-12-08");
    find(&mut window, "keyboard sh");
    assert_eq!(view(&window).dialog, Some(Dialog::Shortcuts));
}

#[test]
fn a_filter_acts_on_map_timeline_tables_and_pictures_and_stands_as_chips() {
    let mut window = window();
    perform(&mut window, Action::SetDate(day("2015-06-15")));
    click(&mut window, "Filter");
    click(&mut window, "Holder");
    click(&mut window, "Army of Conquest");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, "Filter");
    click(&mut window, "Kind of place");
    click(&mut window, "Town");
    click(&mut window, "City");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_label("Take away: held by Army of Conquest");
    window.get_by_label("Take away: town");
    let state = window.state().state();
    let passing = state.view.filter.on_day(&state.document, state.view.date);
    let count = passing.iter().filter(|passes| **passes).count();
    assert!((2..60).contains(&count), "{count}");
    perform(&mut window, Action::FitAll);
    window.run_steps(3);
    window.get_by_label(&format!("Places in view on 15 Jun 2015: Army of Conquest {count}"));
    click(&mut window, "Numbers");
    click(&mut window, "Table of places…");
    window.get_by_label(&format!("{count} places"));
    click(&mut window, "Close");
    // The picture is filtered too, and says so.
    perform(&mut window, Action::ShowDialog(Some(Dialog::Snapshot)));
    let dir = Dir::new();
    let path = dir.path("filtered.svg");
    window.get_by_label("Path").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    window.get_by_label("Path").type_text(path.to_str().unwrap());
    window.run_steps(3);
    click(&mut window, "Save the picture");
    wait_for(&mut window, "the picture", |window| window.state().state().jobs.is_empty() && path.exists());
    let svg = std::fs::read_to_string(&path).unwrap();
    assert!(svg.contains("Only places held by Army of") && svg.contains("--filter"), "{}", &svg[..2000]);
    // A film is filtered anew on every day.
    let film = salient::app::timelapse::Timelapse {
        snapshot: salient::app::snapshot::Snapshot {
            filter: window.state().state().view.filter.clone(),
            ..salient::app::snapshot::Snapshot::new(day("2015-01-01"))
        },
        from: day("2015-01-01"),
        to: day("2015-02-01"),
        step: salient::app::territory::DateStep::Change,
        rate: 10.0,
        every_change: true,
        easing: 0,
        chapters: false,
        hold: 0.0,
    };
    perform(&mut window, Action::WriteTimelapse(Box::new(film), dir.path("film.gif")));
    let film = dir.path("film.gif");
    wait_for(&mut window, "the film", |window| window.state().state().jobs.is_empty() && film.exists());
    click(&mut window, "Take away: held by Army of Conquest");
    assert!(window.state().state().view.filter.is_of_places());
    click(&mut window, "Clear");
    assert!(window.state().state().view.filter.is_empty());
}

#[test]
fn distances_and_areas_are_measured_by_clicks() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::M);
    window.get_by_label("Click on the map to measure from point to point");
    let middle = window.get_by_label("Map").rect().center();
    for offset in [vec2(0.0, 0.0), vec2(100.0, 0.0), vec2(100.0, 100.0)] {
        let pos = middle + offset;
        for pressed in [true, false] {
            window.event(Event::PointerMoved(pos));
            let button = PointerButton::Primary;
            window.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
            window.run_steps(1);
        }
        // Two clicks soon after each other would be a double click.
        for _ in 0..20 {
            window.run_steps(1);
        }
    }
    let points = view(&window).measured.clone().unwrap();
    assert_eq!(points.len(), 3);
    let (length, area) = (salient::geometry::geodesic_length(&points), salient::geometry::geodesic_area(&points));
    window.get_by_label_contains(&format!("{:.1} km; closed", length / 1000.0));
    window.get_by_label_contains(&format!("{:.1} km²", area / 1e6));
    assert!(view(&window).selected.is_none(), "a click measures and selects nothing");
    // What the line goes round becomes a filter, which stands as a chip and can be taken away.
    click(&mut window, "Only places inside");
    assert!(view(&window).measured.is_none());
    let filter = view(&window).filter.clone();
    let state = window.state().state();
    let area = salient::geometry::DrawnArea::new(&points);
    let passing = filter.on_day(&state.document, state.view.date);
    let places = state.document.chronicle.places().iter().zip(&passing);
    let near_edge = |place: &salient::domain::Place| {
        // Corners are kept to some ten metres.
        let moved = |east: f64, north: f64| {
            LonLat::new(place.position.lon() + east, place.position.lat() + north).is_ok_and(|at| area.has(at))
        };
        let all = [moved(2e-4, 0.0), moved(-2e-4, 0.0), moved(0.0, 2e-4), moved(0.0, -2e-4)];
        all.contains(&true) && all.contains(&false)
    };
    let mut inside = 0;
    for (place, passes) in places.filter(|(place, _)| !near_edge(place)) {
        assert_eq!(*passes, area.has(place.position), "{}", place.id);
        inside += usize::from(*passes);
    }
    assert!(inside > 1 && inside < passing.len() / 2, "{inside}");
    click(&mut window, "Take away: in the drawn area");
    assert!(view(&window).filter.is_empty());
    press(&mut window, Modifiers::NONE, Key::M);
    for point in points {
        perform(&mut window, Action::MeasureTo(point));
    }
    click(&mut window, "Take the last point back");
    assert_eq!(view(&window).measured.as_ref().unwrap().len(), 2);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(view(&window).measured.is_none());
}

#[test]
fn the_window_speaks_arabic_and_begins_at_the_right() {
    let mut window = window();
    let idlib = window.state().state().document.chronicle.place_by_id("idlib").unwrap();
    perform(&mut window, Action::GoTo(idlib));
    let left_of = |window: &Window, one: &str, other: &str| {
        window.get_by_label(one).rect().center().x < window.get_by_label(other).rect().center().x
    };
    assert!(left_of(&window, "Map", "Close the place") && left_of(&window, "File", "Help"));
    click(&mut window, "View");
    click(&mut window, "Language");
    click(&mut window, "العربية");
    // The menu, and the place with it.
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::Escape);
    perform(&mut window, Action::GoTo(idlib));
    window.run_steps(10);
    let settings = &window.state().state().settings;
    assert_eq!((settings.language, settings.names), (Language::Arabic, Names::Arabic));
    assert_eq!(Settings::from_text(&settings.to_text()).language, Language::Arabic);
    assert!(left_of(&window, "إغلاق المكان", "الخريطة") && left_of(&window, "مساعدة", "ملف"));
    window.get_by_label("إدلب");
    // Time goes on to the right in every language.
    assert!(left_of(&window, "اليوم السابق", "اليوم التالي"));
    // No dialog goes without Arabic words, none breaks.
    for dialog in [Dialog::Open, Dialog::SaveAs, Dialog::Snapshot, Dialog::Timelapse, Dialog::Sources, Dialog::Ribbons]
        .into_iter()
        .chain([Dialog::Gains, Dialog::Places, Dialog::Chart, Dialog::Views, Dialog::Chapters])
        .chain([Dialog::About, Dialog::Shortcuts, Dialog::Problems])
    {
        perform(&mut window, Action::ShowDialog(Some(dialog)));
        window.run_steps(10);
        let arabic = |text: &str| text.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
        let labels = window
            .query_all(By::new().predicate(move |node| node.label().is_some_and(|label: String| arabic(&label))))
            .count();
        assert!(labels > 15, "{dialog:?}: {labels}");
        perform(&mut window, Action::ShowDialog(None));
    }
    for menu in ["ملف", "الطبقات", "عرض", "الأرقام", "مساعدة", "القاعدة: وفق تقييم السجل", "تصفية"]
    {
        click(&mut window, menu);
        window.run_steps(5);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    click(&mut window, "عرض");
    click(&mut window, "اللغة");
    click(&mut window, "English");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::Escape);
    perform(&mut window, Action::GoTo(idlib));
    window.run_steps(5);
    assert!(left_of(&window, "Map", "Close the place"));
}

#[test]
fn a_faction_is_followed_forth_and_back_from_the_search() {
    let mut window = window();
    let date = view(&window).date;
    for (name, forward) in [("Islamic State", true), ("The gain or loss before, of Islamic State", false)] {
        press(&mut window, Modifiers::COMMAND, Key::K);
        window.get_by_label("Find a place").type_text("Islamic State");
        window.run_steps(4);
        let count = window.query_all_by_label(name).count();
        assert!(count > 0, "{name}");
        window.query_all_by_label(name).next().unwrap().click();
        window.run_steps(3);
        let found = view(&window).date;
        assert!(if forward { found > date } else { found <= date }, "{name}: {found}");
    }
}

#[test]
fn colours_are_previewed_as_others_see_them_and_the_interface_is_scaled() {
    let mut window = window();
    click(&mut window, "View");
    click(&mut window, "As seen with");
    click(&mut window, "Deuteranopia (no green)");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().state().settings.vision, salient::scene::Vision::Deuteranopia);
    // It is a preview: nothing of it is remembered.
    let text = window.state().state().settings.to_text();
    assert_eq!(Settings::from_text(&text).vision, salient::scene::Vision::Usual);
    click(&mut window, "View");
    click(&mut window, "Size of the interface");
    click(&mut window, "125 %");
    window.run_steps(3);
    assert_eq!(window.ctx.zoom_factor(), 1.25);
    let text = window.state().state().settings.to_text();
    assert_eq!(Settings::from_text(&text).ui_scale, 1.25);
}

#[test]
fn who_is_new_is_told_how_to_begin_once() {
    let options = AppOptions { first_run: true, ..AppOptions::default() };
    let mut window: Window = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 30.0)
        .build_eframe(move |creation| TrackerApp::new(&creation.egui_ctx, bundled(), Settings::default(), options));
    window.run_steps(3);
    window.get_by_label_contains("New here?");
    click(&mut window, "Got it");
    assert!(window.query_by_label_contains("New here?").is_none());
}
