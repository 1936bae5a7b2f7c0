//! The one control for the rule: which events take effect, and what is known.

use std::num::NonZeroU32;

use eframe::egui::{self, DragValue, RichText, ScrollArea, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::rules;
use crate::app::state::AppState;
use crate::app::wording;
use crate::domain::{Basis, CampIx, Known, Rule, SourceIx, name_key};
use crate::gui::icons::name_field;
use crate::gui::theme::{Palette, bold_family};
use crate::gui::timeline_panel::understood;

/// What the control keeps from frame to frame.
#[derive(Default)]
pub(super) struct RuleDraft {
    search: String,
    /// The text in the field for the day of knowledge while it is typed.
    known: Option<String>,
    /// How many sources have to confirm, while another rule is in force.
    least: Option<u32>,
    counted: Option<Counted>,
}

/// How many reports there are of each source and camp.
struct Counted {
    documents: u64,
    sources: Vec<(SourceIx, u32)>,
    of_camps: Vec<u32>,
}

/// The button that names the rule, and the menu behind it.
pub(super) fn rule_control(ui: &mut Ui, state: &AppState, draft: &mut RuleDraft, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let rule = state.document.rule();
    let phrase = rules::phrase(&state.document.chronicle, rule);
    let mut text = format!("Rule: {phrase}");
    const MOST: usize = 46;
    if text.chars().count() > MOST {
        text = text.chars().take(MOST - 1).chain(['…']).collect();
    }
    let mut label = RichText::new(text);
    if !rule.is_default() {
        label = label.family(bold_family()).color(palette.accent);
    }
    let button = egui::Button::new(label);
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).config(config).ui(ui, |ui| {
        // Wide enough for the longest name; a menu that changes its width while one types is a nuisance.
        ui.set_width(360.0);
        rule_menu(ui, state, draft, actions);
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Rule: {phrase}")));
    response.on_hover_text("The rule that turns claims into colours (R, Shift+R)");
}

fn rule_menu(ui: &mut Ui, state: &AppState, draft: &mut RuleDraft, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let chronicle = &state.document.chronicle;
    let rule = state.document.rule();
    let mut wish = rule;
    let faint = |text: &str| RichText::new(text).color(palette.faint_ink);
    if draft.counted.as_ref().is_none_or(|counted| counted.documents != state.documents) {
        let sources = rules::sources_by_reports(chronicle);
        let mut of_camps = vec![0; chronicle.claims().camps().len()];
        for claim in chronicle.claims().all() {
            for (row, count) in of_camps.iter_mut().enumerate() {
                *count += u32::from(chronicle.claims().is_of_camp(claim, CampIx::new(row)));
            }
        }
        draft.counted = Some(Counted { documents: state.documents, sources, of_camps });
    }
    ui.label(faint("Which events take effect"));
    if ui.radio(rule.basis == Basis::Assessed, "As assessed: all events, as recorded").clicked() {
        wish.basis = Basis::Assessed;
    }
    let Some(Counted { sources, of_camps, .. }) = &draft.counted else { return };
    if chronicle.reports().is_empty() {
        ui.label(faint("The chronicle has no reports: no other rule can be applied."));
    } else {
        let mut least = match rule.basis {
            Basis::Confirmed(least) => least.get(),
            Basis::Assessed | Basis::ToldBy(_) | Basis::Camp(_) => draft.least.unwrap_or(2),
        };
        ui.horizontal(|ui| {
            let is_on = matches!(rule.basis, Basis::Confirmed(_));
            let clicked = ui.radio(is_on, "Confirmed by at least").clicked();
            let response = ui.add(DragValue::new(&mut least).range(1..=99).speed(0.05));
            let value = f64::from(least);
            response.widget_info(|| egui::WidgetInfo::slider(true, value, "Sources that must confirm"));
            ui.label("different sources");
            draft.least = Some(least);
            if (clicked || (response.changed() && is_on))
                && let Some(least) = NonZeroU32::new(least)
            {
                wish.basis = Basis::Confirmed(least);
            }
        });
        if !of_camps.is_empty() {
            ui.add_space(2.0);
            ui.label(faint("As told by a camp"));
            ui.horizontal_wrapped(|ui| {
                for (row, reports) in of_camps.iter().enumerate() {
                    let camp = CampIx::new(row);
                    let text = format!("{} ({reports})", chronicle.claims().camp(camp));
                    if ui.radio(rule.basis == Basis::Camp(camp), text).clicked() {
                        wish.basis = Basis::Camp(camp);
                    }
                }
            });
        }
        ui.add_space(2.0);
        ui.label(faint("As told by a source"));
        source_list(ui, state, sources, &mut draft.search, rule, &mut wish);
    }
    ui.separator();
    known_ui(ui, state, draft, &mut wish, actions);
    if wish != rule {
        actions.push(Action::SetRule(wish));
    }
}

fn source_list(
    ui: &mut Ui,
    state: &AppState,
    sources: &[(SourceIx, u32)],
    search: &mut String,
    rule: Rule,
    wish: &mut Rule,
) {
    let chronicle = &state.document.chronicle;
    let response = ui.add(TextEdit::singleline(search).hint_text("Find a source").desired_width(f32::INFINITY));
    name_field(&response, "Find a source", search);
    let wanted = name_key(search);
    let is_found = |(source, _): &&(SourceIx, u32)| {
        let aliases = chronicle.sources().get(source.row()).map_or(&[][..], |row| row.aliases.as_slice());
        wanted.is_empty()
            || name_key(&chronicle.claims().voice(*source).name).contains(&wanted)
            || aliases.iter().any(|alias| name_key(alias).contains(&wanted))
    };
    let found: Vec<&(SourceIx, u32)> = sources.iter().filter(is_found).collect();
    if found.is_empty() {
        ui.label("No source has this name");
    }
    let height = ui.spacing().interact_size.y;
    ScrollArea::vertical().max_height(150.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        found.len(),
        |ui, rows| {
            for (source, reports) in &found[rows] {
                let text = format!("{} ({reports})", chronicle.claims().voice(*source).name);
                if ui.radio(rule.basis == Basis::ToldBy(*source), text).clicked() {
                    wish.basis = Basis::ToldBy(*source);
                }
            }
        },
    );
}

fn known_ui(ui: &mut Ui, state: &AppState, draft: &mut RuleDraft, wish: &mut Rule, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let rule = state.document.rule();
    ui.label(RichText::new("What is known").color(palette.faint_ink));
    if ui.radio(rule.known == Known::All, "All reports, also those published later").clicked() {
        wish.known = Known::All;
    }
    let each_day = "On each day only what was published by then";
    if ui.radio(rule.known == Known::EachDay, each_day).on_hover_text("The map as the newsroom knew it").clicked() {
        wish.known = Known::EachDay;
    }
    ui.horizontal(|ui| {
        let fixed = match rule.known {
            Known::On(date) => Some(date),
            Known::All | Known::EachDay => None,
        };
        let date = fixed.unwrap_or(state.view.date);
        if ui.radio(fixed.is_some(), "Only what was published until").clicked() {
            wish.known = Known::On(date);
        }
        let shown = wording::date(date);
        let mut text = draft.known.clone().unwrap_or_else(|| shown.clone());
        let response = ui.add(TextEdit::singleline(&mut text).desired_width(90.0).hint_text("YYYY-MM-DD"));
        name_field(&response, "Day of knowledge", &shown);
        if response.changed() {
            draft.known = Some(text);
        }
        if response.lost_focus()
            && let Some(typed) = draft.known.take()
        {
            match understood(&typed) {
                Some(date) => wish.known = Known::On(date),
                None => actions.push(Action::Notify {
                    text: format!("Could not understand the date {typed:?}; write it like 2015-04-25 or 25 Apr 2015"),
                    is_error: true,
                }),
            }
        }
    });
    if let Known::On(date) = rule.known
        && date != state.view.date
        && ui.button(format!("Take the day shown, {}", wording::date(state.view.date))).clicked()
    {
        wish.known = Known::On(state.view.date);
    }
}
