//! The dialog that writes a time-lapse.

use std::path::PathBuf;

use eframe::egui::{self, RichText, TextEdit, Ui};

use crate::app::action::{Action, Browse};
use crate::app::snapshot::{self, Beside};
use crate::app::state::AppState;
use crate::app::territory::parse_step;
use crate::app::timelapse::{Timelapse, TimelapseFormat};
use crate::domain::parse_date;
use crate::gui::dialogs::{DialogDraft, buttons, choice_of, heading, look_ui, path_field, request_of, size_ui};
use crate::gui::icons::name_field;
use crate::gui::theme::Palette;
use crate::raster::MovingFormat;
use crate::scene::{LegendPlace, say, say_with};

/// Half-typed text of the dialog.
pub(super) struct FilmDraft {
    from: String,
    to: String,
    step: String,
    rate: String,
    easing: u32,
    chapters: bool,
    every_change: bool,
    // What the film will be, for the wish it was counted for: counting looks through all places.
    counted: Option<(Timelapse, Result<String, String>)>,
}

impl Default for FilmDraft {
    fn default() -> Self {
        Self {
            from: String::new(),
            to: String::new(),
            step: "1w".to_owned(),
            rate: "10".to_owned(),
            easing: 0,
            chapters: false,
            every_change: true,
            counted: None,
        }
    }
}

impl FilmDraft {
    /// All days of the document by the week.
    pub(super) fn of(state: &AppState) -> Self {
        let (from, to) = state.document.days();
        Self { from: from.to_string(), to: to.to_string(), ..Self::default() }
    }
}

const FORMATS: [(&str, &str); 4] = [("MP4", ".mp4"), ("GIF", ".gif"), ("WebP", ".webp"), ("APNG", ".apng")];

pub(super) fn timelapse_ui(ui: &mut Ui, state: &AppState, draft: &mut DialogDraft, actions: &mut Vec<Action>) {
    heading(ui, say("film-title"));
    ui.label(state.document.title());
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.label(say("film-from"));
        field(ui, say("film-from-day"), &mut draft.film.from, 86.0);
        ui.label(say("film-to"));
        field(ui, say("film-to-day"), &mut draft.film.to, 86.0);
        if ui.button(say("film-from-shown")).clicked() {
            draft.film.from = state.view.date.to_string();
        }
    });
    ui.horizontal(|ui| {
        ui.label(say("film-frame-every"));
        field(ui, say("film-step"), &mut draft.film.step, 56.0);
        for (text, step) in [
            (say("film-step-day"), "1d"),
            (say("film-step-week"), "1w"),
            (say("film-step-month"), "1mo"),
            (say("film-step-change"), "change"),
        ] {
            if ui.selectable_label(draft.film.step.trim() == step, text).clicked() {
                step.clone_into(&mut draft.film.step);
            }
        }
    });
    ui.horizontal(|ui| {
        ui.label(say("film-rate"));
        field(ui, say("film-rate-field"), &mut draft.film.rate, 46.0);
        ui.label(say("film-fade"));
        let drag = egui::DragValue::new(&mut draft.film.easing).range(0..=30);
        ui.add(drag).on_hover_text(say("film-fade-hint"));
    });
    ui.checkbox(&mut draft.film.every_change, say("film-every-change")).on_hover_text(say("film-every-change-hint"));
    if !state.document.chronicle.chapters.is_empty() {
        ui.checkbox(&mut draft.film.chapters, say("film-chapters")).on_hover_text(say("film-chapters-hint"));
    }
    ui.add_space(4.0);
    let presets = [
        (say("film-size-screen"), 1280, 720),
        (say("dialog-size-full-hd"), 1920, 1080),
        (say("dialog-size-4k"), 3840, 2160),
        (say("dialog-size-square"), 1080, 1080),
        (say("film-size-portrait"), 1080, 1920),
    ];
    size_ui(ui, draft, &presets);
    look_ui(ui, state, draft);
    ui.horizontal(|ui| {
        ui.label(say("film-format"));
        let format = TimelapseFormat::of(&PathBuf::from(draft.path.trim()));
        for (text, ending) in FORMATS.into_iter().chain([(say("film-format-pictures"), "")]) {
            if ui.selectable_label(format.is_some_and(|format| is_format(format, ending)), text).clicked() {
                let path = PathBuf::from(draft.path.trim()).with_extension("");
                draft.path = format!("{}{ending}", path.display());
            }
        }
    });
    let entered = path_field(ui, &mut draft.path, say("film-path-hint"), Browse::SaveTimelapse, actions);
    let path = PathBuf::from(draft.path.trim());
    let wish = wish_of(state, draft);
    let told = match &wish {
        Ok(wish) => wish.check(&path).map_err(|error| sentence(&error)).and_then(|_format| counted(state, draft, wish)),
        Err(error) => Err(error.clone()),
    };
    let palette = Palette::of(ui);
    match &told {
        Ok(text) => ui.label(RichText::new(text).small().color(palette.faint_ink)),
        Err(error) => ui.colored_label(palette.error, error),
    };
    if path.is_file() {
        ui.colored_label(palette.error, say("dialog-file-exists"));
    }
    let done = buttons(ui, say("film-save"), told.is_ok(), actions);
    if let (Ok(wish), true, true) = (wish, told.is_ok(), done || entered) {
        actions.push(Action::RememberPicture(Box::new(choice_of(draft))));
        actions.push(Action::WriteTimelapse(Box::new(wish), path));
    }
}

fn field(ui: &mut Ui, name: &str, text: &mut String, width: f32) {
    let response = ui.add(TextEdit::singleline(text).desired_width(width));
    name_field(&response, name, text);
}

fn is_format(format: TimelapseFormat, ending: &str) -> bool {
    match format {
        TimelapseFormat::Mp4 => ending == ".mp4",
        TimelapseFormat::Moving(MovingFormat::Gif) => ending == ".gif",
        TimelapseFormat::Moving(MovingFormat::WebP) => ending == ".webp",
        TimelapseFormat::Moving(MovingFormat::Apng) => ending == ".apng",
        TimelapseFormat::Pngs => ending.is_empty(),
    }
}

/// What is asked for, or why it cannot be.
fn wish_of(state: &AppState, draft: &DialogDraft) -> Result<Timelapse, String> {
    let film = &draft.film;
    let date = |text: &str| {
        parse_date(text.trim()).ok_or_else(|| say_with("film-bad-date", &[("typed", format!("{text:?}").into())]))
    };
    let size = format!("{}x{}", draft.width.trim(), draft.height.trim());
    let size = snapshot::parse_size(&size).map_err(|error| error.to_string())?;
    let mut snapshot = request_of(state, draft, size);
    snapshot.beside = Beside::Nothing;
    // A film shows everything; what changed is a picture's affair.
    snapshot.changed_since = None;
    // The legend of a film has one place for all its frames.
    snapshot.furniture.legend_place = LegendPlace::Free;
    if let Some(error) = draft.style_error() {
        return Err(error.to_owned());
    }
    let rate = film.rate.trim().parse::<f64>();
    Ok(Timelapse {
        snapshot,
        from: date(&film.from)?,
        to: date(&film.to)?,
        step: parse_step(&film.step).map_err(|error| error.to_string())?,
        rate: rate.map_err(|_no_number| say_with("film-bad-rate", &[("typed", format!("{:?}", film.rate).into())]))?,
        every_change: film.every_change,
        easing: film.easing,
        chapters: film.chapters,
        hold: 2.0,
    })
}

/// How long the film will be, or why it cannot be made.
fn counted(state: &AppState, draft: &mut DialogDraft, wish: &Timelapse) -> Result<String, String> {
    if let Some((_, told)) = draft.film.counted.as_ref().filter(|(known, _)| known == wish) {
        return told.clone();
    }
    let told = wish.moments(&state.document).map_err(|error| sentence(&error)).map(|moments| {
        let frames: u64 = moments.iter().map(|moment| u64::from(moment.frames)).sum();
        let added = moments.iter().filter(|moment| moment.is_added).count();
        let seconds = frames as f64 / wish.frames_per_second();
        let dates = say_with("count-dates", &[("count", moments.len().into())]);
        let seconds = format!("{seconds:.1}");
        if added == 0 {
            say_with("film-length", &[("dates", dates.into()), ("seconds", seconds.into())])
        } else {
            let arguments = [("dates", dates.into()), ("added", added.into()), ("seconds", seconds.into())];
            say_with("film-length-added", &arguments)
        }
    });
    draft.film.counted = Some((wish.clone(), told.clone()));
    told
}

/// The error with its causes.
fn sentence(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
