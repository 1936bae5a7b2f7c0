//! The filter: a menu of conditions, and a chip for each that is asked.

use std::collections::BTreeSet;

use eframe::egui::{Button, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::action::Action;
use crate::app::filter::{
    CONFIDENCES, Condition, Filter, Passing, confidence_text, confidence_word, event_word, kind_word,
};
use crate::app::rules::sources_by_reports;
use crate::app::state::AppState;
use crate::app::wording;
use crate::domain::{FactionIx, PlaceKind, SourceIx, name_key};
use crate::gui::direction::{menu_button, staying_menu};
use crate::gui::icons::name_field;
use crate::gui::theme::Palette;
use crate::scene::{say, say_with};

/// What the menu keeps from frame to frame.
#[derive(Default)]
pub(super) struct FilterDraft {
    choices: Option<(u64, Choices)>,
    source: String,
}

/// Which places pass what of the filter does not depend on the day, kept while neither it nor the document changes.
#[derive(Default)]
pub(super) struct KeptPlaces {
    key: Option<(u64, u64)>,
    places: Vec<bool>,
}

impl KeptPlaces {
    /// The filter, ready to be asked; `None` where it asks nothing.
    pub(super) fn passing<'a>(&'a mut self, state: &'a AppState) -> Option<Passing<'a>> {
        let filter = &state.view.filter;
        if filter.is_empty() {
            return None;
        }
        let key = (state.revision, state.filters);
        if self.key != Some(key) {
            (self.key, self.places) = (Some(key), filter.places(&state.document));
        }
        Some(filter.with_places(&state.document, &self.places))
    }
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
    let text = if count == 0 {
        say("filter-filter").to_owned()
    } else {
        say_with("filter-filter-count", &[("count", count.into())])
    };
    let (response, _) = staying_menu(ui, Button::new(text), |ui| {
        ui.set_min_width(190.0);
        if draft.choices.as_ref().is_none_or(|(documents, _)| *documents != state.documents) {
            draft.choices = Some((state.documents, Choices::of(state)));
        }
        let Some((_, choices)) = &draft.choices else { return };
        let mut toggle = |condition: Condition| actions.push(Action::SetFilter(filter.clone().toggled(condition)));
        let chronicle = &state.document.chronicle;
        let list = |ui: &mut Ui, name: &str, add: &mut dyn FnMut(&mut Ui)| {
            menu_button(ui, name, |ui| {
                ui.set_min_width(220.0);
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| add(ui));
            });
        };
        list(ui, say("filter-holder"), &mut |ui| {
            for faction in (0..chronicle.factions().len()).map(FactionIx::new) {
                let mut is_on = filter.factions.contains(&faction);
                if ui.checkbox(&mut is_on, wording::faction(chronicle, faction)).clicked() {
                    toggle(Condition::Faction(faction));
                }
            }
        });
        list(ui, say("filter-kind"), &mut |ui| {
            for kind in &choices.kinds {
                let mut is_on = filter.kinds.contains(kind);
                if ui.checkbox(&mut is_on, wording::capital(&kind_word(kind))).clicked() {
                    toggle(Condition::Kind(kind.clone()));
                }
            }
        });
        list(ui, say("filter-region"), &mut |ui| {
            for region in &choices.regions {
                let mut is_on = filter.regions.contains(region);
                if ui.checkbox(&mut is_on, region.as_str()).clicked() {
                    toggle(Condition::Region(region.clone()));
                }
            }
        });
        list(ui, say("filter-event"), &mut |ui| {
            for event in &choices.events {
                let mut is_on = filter.events.contains(event);
                if ui.checkbox(&mut is_on, wording::capital(&event_word(event))).clicked() {
                    toggle(Condition::Event(event.clone()));
                }
            }
        });
        list(ui, say("filter-confidence"), &mut |ui| {
            for confidence in CONFIDENCES.map(confidence_text) {
                let mut is_on = filter.confidences.contains(confidence);
                if ui.checkbox(&mut is_on, wording::capital(confidence_word(confidence))).clicked() {
                    toggle(Condition::Confidence(confidence.to_owned()));
                }
            }
        });
        list(ui, say("filter-source"), &mut |ui| {
            let field = TextEdit::singleline(&mut draft.source).hint_text(say("filter-source-hint"));
            let response = ui.add(field);
            name_field(&response, say("filter-source-field"), &draft.source);
            let wanted = name_key(&draft.source);
            let is_found = |source: &&SourceIx| {
                wanted.is_empty() || name_key(&chronicle.claims().voice(**source).name).contains(&wanted)
            };
            // Nobody reads more than these; the field finds the others.
            for source in choices.sources.iter().filter(is_found).take(60) {
                let mut is_on = filter.sources.contains(source);
                if ui.checkbox(&mut is_on, chronicle.claims().voice(*source).name.as_str()).clicked() {
                    toggle(Condition::Source(*source));
                }
            }
        });
        let mut disputed = filter.disputed;
        if ui.checkbox(&mut disputed, say("filter-disputed-only")).clicked() {
            toggle(Condition::Disputed);
        }
        ui.separator();
        if ui.add_enabled(count > 0, Button::new(say("filter-take-away"))).clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say("filter-filter")));
    response.on_hover_text(say("filter-hint"));
}

/// A chip for every condition; a click takes it away.
pub(super) fn filter_chips(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let filter = &state.view.filter;
    let palette = Palette::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(say("filter-only-places"));
        for condition in filter.conditions() {
            let text = condition.text(&state.document.chronicle);
            let chip = Button::new(format!("{text}  \u{d7}")).corner_radius(10.0);
            let response = ui.add(chip);
            let name = say_with("filter-take-away-one", &[("condition", text.into())]);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.on_hover_text(&name).clicked() {
                actions.push(Action::SetFilter(filter.clone().toggled(condition)));
            }
        }
        if ui.button(say("filter-clear")).on_hover_text(say("filter-clear-hint")).clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
        ui.label(eframe::egui::RichText::new(say("filter-scope")).color(palette.faint_ink));
    });
}
