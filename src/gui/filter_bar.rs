//! The filter: a menu of conditions, and a chip for each that is asked.

use std::collections::BTreeSet;

use eframe::egui::{Button, Role, ScrollArea, TextEdit, Ui, WidgetInfo, containers::menu};

use crate::app::action::Action;
use crate::app::filter::{CONFIDENCES, Condition, Filter, confidence_text};
use crate::app::rules::sources_by_reports;
use crate::app::state::AppState;
use crate::app::wording;
use crate::domain::{FactionIx, PlaceKind, SourceIx, name_key};
use crate::gui::icons::name_field;
use crate::gui::theme::Palette;
use crate::scene::visual_order;

/// What the menu keeps from frame to frame.
#[derive(Default)]
pub(super) struct FilterDraft {
    choices: Option<(u64, Choices)>,
    source: String,
}

/// What can be chosen in a document.
struct Choices {
    kinds: Vec<String>,
    regions: Vec<String>,
    events: Vec<String>,
    sources: Vec<SourceIx>,
}

impl Choices {
    fn of(state: &AppState) -> Self {
        let chronicle = &state.document.chronicle;
        let places = chronicle.places();
        let kinds: BTreeSet<&str> = places.iter().map(|place| place.kind.text()).collect();
        let mut kinds: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
        let rank = |kind: &String| PlaceKind::KNOWN.iter().position(|known| known.text() == kind).unwrap_or(usize::MAX);
        kinds.sort_by_key(rank);
        let regions: BTreeSet<&String> = places.iter().map(|place| &place.admin1).collect();
        let regions = regions.into_iter().filter(|region| !region.is_empty()).cloned().collect();
        let mut events: Vec<String> = Vec::new();
        for event in chronicle.events() {
            let kind = event.kind();
            if !kind.text().is_empty() && !events.iter().any(|known| known == kind.text()) {
                events.push(kind.text().to_owned());
            }
        }
        events.sort_unstable();
        let sources = sources_by_reports(chronicle).into_iter().map(|(source, _)| source).collect();
        Self { kinds, regions, events, sources }
    }
}

/// The button with the menu of conditions.
pub(super) fn filter_menu(ui: &mut Ui, state: &AppState, draft: &mut FilterDraft, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let count = filter.conditions().len();
    let text = if count == 0 { "Filter".to_owned() } else { format!("Filter ({count})") };
    let config = menu::MenuConfig::new().close_behavior(eframe::egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = menu::MenuButton::from_button(Button::new(text)).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(190.0);
        if draft.choices.as_ref().is_none_or(|(documents, _)| *documents != state.documents) {
            draft.choices = Some((state.documents, Choices::of(state)));
        }
        let Some((_, choices)) = &draft.choices else { return };
        let mut toggle = |condition: Condition| actions.push(Action::SetFilter(filter.clone().toggled(condition)));
        let chronicle = &state.document.chronicle;
        let list = |ui: &mut Ui, name: &str, add: &mut dyn FnMut(&mut Ui)| {
            ui.menu_button(name, |ui| {
                ui.set_min_width(220.0);
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| add(ui));
            });
        };
        let word = |text: &str| wording::capital(&text.replace('-', " "));
        list(ui, "Holder", &mut |ui| {
            for (row, faction) in chronicle.factions().iter().enumerate() {
                let mut is_on = filter.factions.contains(&FactionIx::new(row));
                if ui.checkbox(&mut is_on, visual_order(&faction.name)).clicked() {
                    toggle(Condition::Faction(FactionIx::new(row)));
                }
            }
        });
        list(ui, "Kind of place", &mut |ui| {
            for kind in &choices.kinds {
                let mut is_on = filter.kinds.contains(kind);
                if ui.checkbox(&mut is_on, word(kind)).clicked() {
                    toggle(Condition::Kind(kind.clone()));
                }
            }
        });
        list(ui, "Region", &mut |ui| {
            for region in &choices.regions {
                let mut is_on = filter.regions.contains(region);
                if ui.checkbox(&mut is_on, visual_order(region)).clicked() {
                    toggle(Condition::Region(region.clone()));
                }
            }
        });
        list(ui, "Event in force", &mut |ui| {
            for event in &choices.events {
                let mut is_on = filter.events.contains(event);
                if ui.checkbox(&mut is_on, word(event)).clicked() {
                    toggle(Condition::Event(event.clone()));
                }
            }
        });
        list(ui, "Confidence", &mut |ui| {
            for confidence in CONFIDENCES.map(confidence_text) {
                let mut is_on = filter.confidences.contains(confidence);
                if ui.checkbox(&mut is_on, word(confidence)).clicked() {
                    toggle(Condition::Confidence(confidence.to_owned()));
                }
            }
        });
        list(ui, "Reported by", &mut |ui| {
            let field = TextEdit::singleline(&mut draft.source).hint_text("find a source");
            let response = ui.add(field);
            name_field(&response, "Source to filter by", &draft.source);
            let wanted = name_key(&draft.source);
            let is_found = |source: &&SourceIx| {
                wanted.is_empty() || name_key(&chronicle.claims().voice(**source).name).contains(&wanted)
            };
            // Nobody reads more than these; the field finds the others.
            for source in choices.sources.iter().filter(is_found).take(60) {
                let mut is_on = filter.sources.contains(source);
                if ui.checkbox(&mut is_on, visual_order(&chronicle.claims().voice(*source).name)).clicked() {
                    toggle(Condition::Source(*source));
                }
            }
        });
        let mut disputed = filter.disputed;
        if ui.checkbox(&mut disputed, "Disputed only").clicked() {
            toggle(Condition::Disputed);
        }
        ui.separator();
        if ui.add_enabled(count > 0, Button::new("Take the filter away")).clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Filter"));
    response.on_hover_text("Show and count only places that pass: map, timeline, tables, numbers and pictures");
}

/// A chip for every condition; a click takes it away.
pub(super) fn filter_chips(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let palette = Palette::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label("Only places");
        for condition in filter.conditions() {
            let text = condition.text(&state.document.chronicle);
            let chip = Button::new(format!("{}  \u{d7}", visual_order(&text))).corner_radius(10.0);
            let response = ui.add(chip);
            let name = format!("Take away: {text}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.on_hover_text(&name).clicked() {
                actions.push(Action::SetFilter(filter.clone().toggled(condition)));
            }
        }
        if ui.button("Clear").on_hover_text("Take the whole filter away").clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
        let depends = !(filter.events.is_empty() && filter.confidences.is_empty()) || filter.disputed;
        let scope = if depends {
            "on the map, in the table of places and in pictures; the timeline, gains and charts count whatever the event"
        } else {
            "on the map, in the timeline, tables, numbers and pictures"
        };
        ui.label(eframe::egui::RichText::new(scope).color(palette.faint_ink));
    });
}
