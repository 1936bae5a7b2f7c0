//! The side on which one begins to read: in an Arabic window rows begin at the right, and the panel of the place
//! stands at the left. Tables, grids, the timeline and the map keep their direction; so does what egui 0.37 lays out
//! itself (the manual lists it).

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Align, Button, InnerResponse, IntoAtoms, Layout, PopupCloseBehavior, Response, Ui};

use crate::scene::{Language, spoken};

/// Whether rows begin at the right.
pub(super) fn is_mirrored() -> bool {
    spoken() == Language::Arabic
}

/// Adds what is read from the side on which one begins.
pub(super) fn reading<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    // While egui asks how large a popup is, what stands at the right would make it as wide as the window.
    if !is_mirrored() || ui.is_sizing_pass() {
        return add(ui);
    }
    let layout = column().with_cross_justify(ui.layout().horizontal_justify());
    ui.with_layout(layout, add).inner
}

/// Adds what keeps its columns from the left: grids of egui 0.37 know no other direction.
pub(super) fn from_left<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    if is_mirrored() { ui.with_layout(Layout::top_down(Align::Min), add).inner } else { add(ui) }
}

/// The width of a field for a date that is `width` points wide in English: the months of the Levant have long names.
pub(super) fn date_width(width: f32) -> f32 {
    if is_mirrored() { width + 48.0 } else { width }
}

/// One above the other, from the side on which one begins to read.
pub(super) fn column() -> Layout {
    Layout::top_down(if is_mirrored() { Align::Max } else { Align::Min })
}

/// Adds a long text and what belongs to it behind it; beneath it where egui 0.37 cannot go on within a line, from the
/// right.
pub(super) fn sentence<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    if is_mirrored() { ui.with_layout(column(), add).inner } else { ui.horizontal_wrapped(add).inner }
}

/// A menu whose items are read from the side on which one begins.
pub(super) fn menu_button<'a, R>(
    ui: &mut Ui,
    name: impl IntoAtoms<'a>,
    add: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<Option<R>> {
    ui.menu_button(name, |ui| reading(ui, add))
}

/// The same, which stays open until one clicks beside it.
pub(super) fn staying_menu<R>(
    ui: &mut Ui,
    button: Button<'_>,
    add: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<InnerResponse<R>>) {
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::from_button(button).config(config).ui(ui, |ui| reading(ui, add))
}

/// A row that begins on the side on which one begins to read.
pub(super) fn near(align: Align) -> Layout {
    if is_mirrored() { Layout::right_to_left(align) } else { Layout::left_to_right(align) }
}

/// A row that begins on the side on which one ends to read.
pub(super) fn far(align: Align) -> Layout {
    if is_mirrored() { Layout::left_to_right(align) } else { Layout::right_to_left(align) }
}
