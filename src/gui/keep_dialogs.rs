//! Dialogs of what is kept with the chronicle: views under a name, and chapters.

use eframe::egui::{Button, Key, RichText, ScrollArea, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::app::view_string;
use crate::app::wording::understood;
use crate::domain::Chapter;
use crate::gui::dialogs::{buttons, heading};

use crate::gui::icons::name_field;
use crate::gui::theme::Palette;
use crate::scene::{say, say_with};

/// Half-typed text of the two dialogs.
#[derive(Default)]
pub(super) struct KeepDraft {
    view: String,
    name: String,
    chapters: Vec<ChapterDraft>,
    /// The revision of the state that the chapters were taken from.
    taken: Option<u64>,
}

#[derive(Clone, Default)]
struct ChapterDraft {
    name: String,
    from: String,
    to: String,
    /// The place it is about is kept.
    place: Option<crate::domain::PlaceIx>,
}

impl KeepDraft {
    /// A draft for a dialog that opens now.
    pub(super) fn begin(&mut self) {
        *self = Self::default();
    }
}

pub(super) fn views_ui(ui: &mut Ui, state: &AppState, draft: &mut KeepDraft, actions: &mut Vec<Action>) {
    heading(ui, say("views-title"));
    let palette = Palette::of(ui);
    ui.label(RichText::new(say("views-note")).color(palette.faint_ink));
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut draft.view).hint_text(say("views-paste-hint")).desired_width(340.0);
        let response = ui.add(field);
        name_field(&response, say("views-field"), &draft.view);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.button(say("views-go")).clicked() || entered {
            actions.push(Action::GoToView(draft.view.clone()));
        }
    });
    if ui.button(say("views-copy")).clicked() {
        let text = view_string::written(state);
        actions.push(Action::Copy { text, notice: say("views-copied").to_owned() });
    }
    ui.separator();
    if state.document.views.is_empty() {
        ui.label(say("views-none"));
    }
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for (name, view) in state.document.views.iter() {
            ui.horizontal(|ui| {
                if ui.link(name).on_hover_text(view).clicked() {
                    actions.push(Action::GoToView(view.clone()));
                }
                let hint = say_with("views-remove-hint", &[("name", name.into())]);
                if ui.small_button(say("remove")).on_hover_text(hint).clicked() {
                    actions.push(Action::KeepView(name.clone(), None));
                }
            });
        }
    });
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut draft.name).hint_text(say("views-name-hint")).desired_width(220.0);
        let response = ui.add(field);
        name_field(&response, say("views-name"), &draft.name);
        if ui.add_enabled(!draft.name.trim().is_empty(), Button::new(say("views-keep"))).clicked() {
            actions.push(Action::KeepView(std::mem::take(&mut draft.name), Some(view_string::written(state))));
        }
    });
    ui.add_space(6.0);
    if ui.button(say("close")).clicked() {
        actions.push(Action::ShowDialog(None));
    }
}

pub(super) fn chapters_ui(ui: &mut Ui, state: &AppState, draft: &mut KeepDraft, actions: &mut Vec<Action>) {
    heading(ui, say("chapters-title"));
    let palette = Palette::of(ui);
    if draft.taken != Some(state.revision) {
        let row = |chapter: &Chapter| ChapterDraft {
            name: chapter.name.clone(),
            from: chapter.from.to_string(),
            to: chapter.to.to_string(),
            place: chapter.place,
        };
        draft.chapters = state.document.chronicle.chapters.iter().map(row).collect();
        draft.taken = Some(state.revision);
    }
    if draft.chapters.is_empty() {
        ui.label(say("chapters-none"));
    }
    let mut removed = None;
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        for (row, chapter) in draft.chapters.iter_mut().enumerate() {
            let number = row + 1;
            ui.horizontal(|ui| {
                for (what, text, width) in [
                    ("chapters-name", &mut chapter.name, 340.0),
                    ("chapters-from", &mut chapter.from, 90.0),
                    ("chapters-to", &mut chapter.to, 90.0),
                ] {
                    let response = ui.add(TextEdit::singleline(text).desired_width(width));
                    name_field(&response, &say_with(what, &[("number", number.into())]), text);
                }
                let hint = say_with("chapters-remove-hint", &[("number", number.into())]);
                if ui.button(say("remove")).on_hover_text(hint).clicked() {
                    removed = Some(row);
                }
            });
        }
    });
    if let Some(row) = removed {
        draft.chapters.remove(row);
    }
    ui.horizontal(|ui| {
        let (from, to) = state.view.range.unwrap_or((state.view.date, state.view.date));
        let what = if state.view.range.is_some() { say("chapters-add-range") } else { say("chapters-add-day") };
        if ui.button(what).clicked() {
            let (name, place) = (say("chapters-new").to_owned(), state.view.selected);
            draft.chapters.push(ChapterDraft { name, from: from.to_string(), to: to.to_string(), place });
        }
        ui.label(RichText::new(say("chapters-keys")).color(palette.faint_ink));
    });
    let read = read_chapters(&draft.chapters);
    if let Err(wrong) = &read {
        ui.colored_label(palette.error, wrong);
    }
    if buttons(ui, say("chapters-change"), read.is_ok(), actions)
        && let Ok(chapters) = read
    {
        actions.push(Action::SetChapters(chapters));
        actions.push(Action::ShowDialog(None));
    }
}

/// The chapters as they are typed; the sentence says what is wrong.
fn read_chapters(drafts: &[ChapterDraft]) -> Result<Vec<Chapter>, String> {
    let read = |(row, draft): (usize, &ChapterDraft)| {
        let number = row + 1;
        let name = draft.name.trim().to_owned();
        if name.is_empty() {
            return Err(say_with("chapters-no-name", &[("number", number.into())]));
        }
        let date = |text: &str| {
            understood(text).ok_or_else(|| {
                say_with("chapters-no-date", &[("number", number.into()), ("typed", format!("{text:?}").into())])
            })
        };
        let (from, to) = (date(&draft.from)?, date(&draft.to)?);
        if to < from {
            return Err(say_with("chapters-backwards", &[("number", number.into())]));
        }
        Ok(Chapter { name, from, to, place: draft.place })
    };
    drafts.iter().enumerate().map(read).collect()
}
