//! Dialogs of what is kept with the chronicle: views under a name, and chapters.

use eframe::egui::{Button, Grid, Key, RichText, ScrollArea, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::app::view_string;
use crate::app::wording::understood;
use crate::domain::Chapter;
use crate::gui::dialogs::{buttons, heading};
use crate::gui::icons::name_field;
use crate::gui::theme::Palette;

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
    heading(ui, "Views");
    let palette = Palette::of(ui);
    ui.label(
        RichText::new("A view is when, where, under which rule and with which layers, as a text.")
            .color(palette.faint_ink),
    );
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut draft.view).hint_text("paste a view here").desired_width(340.0);
        let response = ui.add(field);
        name_field(&response, "View", &draft.view);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.button("Go there").clicked() || entered {
            actions.push(Action::GoToView(draft.view.clone()));
        }
    });
    if ui.button("Copy the present view").clicked() {
        let text = view_string::written(state);
        actions.push(Action::Copy { text, notice: "Copied the view to the clipboard".to_owned() });
    }
    ui.separator();
    if state.document.views.is_empty() {
        ui.label("No view is kept yet: give the present one a name, and it stays with the project.");
    }
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for (name, view) in state.document.views.iter() {
            ui.horizontal(|ui| {
                if ui.link(name).on_hover_text(view).clicked() {
                    actions.push(Action::GoToView(view.clone()));
                }
                if ui.small_button("Remove").on_hover_text(format!("Remove the view {name}")).clicked() {
                    actions.push(Action::KeepView(name.clone(), None));
                }
            });
        }
    });
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut draft.name).hint_text("name").desired_width(220.0);
        let response = ui.add(field);
        name_field(&response, "Name of the view", &draft.name);
        if ui.add_enabled(!draft.name.trim().is_empty(), Button::new("Keep the present view")).clicked() {
            actions.push(Action::KeepView(std::mem::take(&mut draft.name), Some(view_string::written(state))));
        }
    });
    ui.add_space(6.0);
    if ui.button("Close").clicked() {
        actions.push(Action::ShowDialog(None));
    }
}

pub(super) fn chapters_ui(ui: &mut Ui, state: &AppState, draft: &mut KeepDraft, actions: &mut Vec<Action>) {
    heading(ui, "Chapters");
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
        ui.label("There is no chapter yet. Set a range on the timeline (T) and add it here.");
    }
    let mut removed = None;
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        Grid::new("chapters").num_columns(4).show(ui, |ui| {
            for (row, chapter) in draft.chapters.iter_mut().enumerate() {
                let number = row + 1;
                for (what, text, width) in [
                    ("Name of chapter", &mut chapter.name, 360.0),
                    ("First day of chapter", &mut chapter.from, 90.0),
                    ("Last day of chapter", &mut chapter.to, 90.0),
                ] {
                    let response = ui.add(TextEdit::singleline(text).desired_width(width));
                    name_field(&response, &format!("{what} {number}"), text);
                }
                if ui.button("Remove").on_hover_text(format!("Remove chapter {number}")).clicked() {
                    removed = Some(row);
                }
                ui.end_row();
            }
        });
    });
    if let Some(row) = removed {
        draft.chapters.remove(row);
    }
    ui.horizontal(|ui| {
        let (from, to) = state.view.range.unwrap_or((state.view.date, state.view.date));
        let what = if state.view.range.is_some() { "Add the range of the timeline" } else { "Add the shown day" };
        if ui.button(what).clicked() {
            let (name, place) = ("New chapter".to_owned(), state.view.selected);
            draft.chapters.push(ChapterDraft { name, from: from.to_string(), to: to.to_string(), place });
        }
        ui.label(RichText::new("Keys 1 to 9 play the first nine.").color(palette.faint_ink));
    });
    let read = read_chapters(&draft.chapters);
    if let Err(wrong) = &read {
        ui.colored_label(palette.error, wrong);
    }
    if buttons(ui, "Change the chapters", read.is_ok(), actions)
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
            return Err(format!("Chapter {number} has no name; type one"));
        }
        let date = |text: &str| {
            understood(text).ok_or_else(|| format!("Chapter {number}: {text:?} is no date; write it like 2015-04-25"))
        };
        let (from, to) = (date(&draft.from)?, date(&draft.to)?);
        if to < from {
            return Err(format!("Chapter {number} ends before it begins; exchange its days"));
        }
        Ok(Chapter { name, from, to, place: draft.place })
    };
    drafts.iter().enumerate().map(read).collect()
}
