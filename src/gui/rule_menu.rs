//! The one control for the rule: which events take effect, and what is known.

use std::num::NonZeroU32;

use eframe::egui::{self, DragValue, RichText, ScrollArea, TextEdit, Ui};

use crate::app::action::Action;
use crate::app::document::Document;
use crate::app::rules;
use crate::app::state::{AppState, Compare, CompareMode, Dialog};
use crate::app::wording::{self, understood};
use crate::domain::{
    Basis, CampIx, Day, DifferenceCounts, Known, Rule, SourceIx, difference_counts, differing, name_key,
};
use crate::gui::direction::{date_width, staying_menu};
use crate::gui::icons::name_field;
use crate::gui::theme::{Palette, bold_family};
use crate::scene::{say, say_with};

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
    /// The sources found for a text.
    found: Option<(String, Vec<(SourceIx, u32)>)>,
}

/// The button that names the rule in force, and the menu behind it.
pub(super) fn rule_control(ui: &mut Ui, state: &AppState, draft: &mut RuleDraft, actions: &mut Vec<Action>) {
    let rule = state.document.rule();
    if let Some(wish) = rule_button(ui, state, draft, rule, say("rule-name"), actions) {
        actions.push(Action::SetRule(wish));
    }
}

/// A button that names a rule, and a menu to wish for another.
fn rule_button(
    ui: &mut Ui,
    state: &AppState,
    draft: &mut RuleDraft,
    rule: Rule,
    name: &str,
    actions: &mut Vec<Action>,
) -> Option<Rule> {
    let palette = Palette::of(ui);
    let phrase = rules::phrase(&state.document.chronicle, rule);
    let mut text = format!("{name}: {phrase}");
    const MOST: usize = 46;
    if text.chars().count() > MOST {
        text = text.chars().take(MOST - 1).chain(['…']).collect();
    }
    let mut label = RichText::new(text);
    if !rule.is_default() {
        label = label.family(bold_family()).color(palette.accent);
    }
    let button = egui::Button::new(label);
    let (response, wish) = staying_menu(ui, button, |ui| {
        // Wide enough for the longest name; a menu that changes its width while one types is a nuisance.
        ui.set_width(360.0);
        rule_menu(ui, state, draft, rule, actions)
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name}: {phrase}")));
    response.on_hover_text(say("rule-hint"));
    wish.map(|wish| wish.inner).filter(|wish| *wish != rule)
}

/// The bar of a comparison: both rules, how they lie, and on how many places they differ.
pub(super) fn compare_bar(
    ui: &mut Ui,
    state: &AppState,
    compare: Compare,
    draft: &mut CompareDraft,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        let rule = state.document.rule();
        if let Some(wish) = rule_button(ui, state, &mut draft.one, rule, say("rule-left"), actions) {
            actions.push(Action::SetRule(wish));
        }
        let mut wish = compare;
        if let Some(rule) = rule_button(ui, state, &mut draft.other, compare.rule, say("rule-right"), actions) {
            wish.rule = rule;
        }
        other_day(ui, state, compare, &mut draft.day, &mut wish, actions);
        for (mode, text) in
            [(CompareMode::Swipe, say("rule-swipe")), (CompareMode::SideBySide, say("rule-side-by-side"))]
        {
            if ui.selectable_label(compare.mode == mode, text).clicked() {
                wish.mode = mode;
            }
        }
        ui.checkbox(&mut wish.only_differences, say("rule-only-differences"));
        if let Some((_, other)) = state.compared() {
            let places = state.document.chronicle.places().len();
            let differ = match compare.date {
                Some(date) => draft.between(state, other, date),
                None => draft.counts(state, other).on(Day::of(state.view.date)),
            };
            let text = say_with("rule-places-differ", &[("count", differ.into()), ("all", places.into())]);
            ui.label(RichText::new(text).family(bold_family()));
        }
        if ui.button(say("rule-exchange")).on_hover_text(say("rule-exchange-hint")).clicked() {
            actions.push(Action::ExchangeRules);
        }
        if ui.button(say("rule-end-comparison")).on_hover_text("C").clicked() {
            actions.push(Action::SetCompare(None));
        } else if wish != compare {
            actions.push(Action::SetCompare(Some(wish)));
        }
    });
}

/// The day of the right map: that of the slider, or another.
fn other_day(
    ui: &mut Ui,
    state: &AppState,
    compare: Compare,
    typed: &mut Option<String>,
    wish: &mut Compare,
    actions: &mut Vec<Action>,
) {
    let mut is_other = compare.date.is_some();
    if ui.checkbox(&mut is_other, say("rule-own-day")).on_hover_text(say("rule-own-day-hint")).clicked() {
        wish.date = is_other.then(|| rules::first_days(state).date).flatten();
    }
    let Some(date) = compare.date else { return };
    let shown = wording::date(date);
    let mut text = typed.clone().unwrap_or_else(|| shown.clone());
    let response = ui.add(TextEdit::singleline(&mut text).desired_width(date_width(90.0)).hint_text("YYYY-MM-DD"));
    name_field(&response, say("rule-day-of-right-map"), &shown);
    if response.changed() {
        *typed = Some(text);
    }
    if response.lost_focus()
        && let Some(typed) = typed.take()
    {
        match understood(&typed) {
            Some(date) => wish.date = Some(date),
            None => {
                actions.push(Action::Notify { text: say_with("bad-date", &[("typed", typed.into())]), is_error: true });
            }
        }
    }
    if ui.button(say("rule-gains")).on_hover_text(say("rule-gains-hint")).clicked() {
        let (from, to) = (date.min(state.view.date), date.max(state.view.date));
        actions.push(Action::SetRange(Some((from, to))));
        actions.push(Action::ShowDialog(Some(Dialog::Gains)));
    }
}

/// What the bar of a comparison keeps from frame to frame.
#[derive(Default)]
pub(super) struct CompareDraft {
    one: RuleDraft,
    other: RuleDraft,
    counts: Option<(u64, DifferenceCounts)>,
    /// How many places differ between two days, of a revision.
    differ: Option<((u64, jiff::civil::Date, jiff::civil::Date), u32)>,
    /// The text in the field for the other day while it is typed.
    day: Option<String>,
}

impl CompareDraft {
    /// How many places differ between the shown day and another.
    fn between(&mut self, state: &AppState, other: &Document, date: jiff::civil::Date) -> u32 {
        let key = (state.revision, state.view.date, date);
        if let Some((_, count)) = self.differ.filter(|(known, _)| *known == key) {
            return count;
        }
        let (one, two) = (state.document.timeline.state_on(state.view.date), other.timeline.state_on(date));
        let differ = differing((&state.document.timeline, &one), (&other.timeline, &two));
        let count = differ.into_iter().filter(|differs| *differs).count() as u32;
        self.differ = Some((key, count));
        count
    }

    /// On how many places the rules differ, over time.
    pub(super) fn counts(&mut self, state: &AppState, other: &Document) -> &DifferenceCounts {
        let count = || (state.revision, difference_counts(&state.document.timeline, &other.timeline));
        let known = self.counts.take().filter(|(revision, _)| *revision == state.revision);
        let (_, counts) = self.counts.insert(known.unwrap_or_else(count));
        counts
    }
}

fn rule_menu(ui: &mut Ui, state: &AppState, draft: &mut RuleDraft, rule: Rule, actions: &mut Vec<Action>) -> Rule {
    let palette = Palette::of(ui);
    let chronicle = &state.document.chronicle;
    let mut wish = rule;
    let faint = |text: &str| RichText::new(text).color(palette.faint_ink);
    if draft.counted.as_ref().is_none_or(|counted| counted.documents != state.documents) {
        let sources = rules::sources_by_reports(chronicle);
        let mut of_camps = vec![0; chronicle.claims().camps().len()];
        for claim in chronicle.claims().all() {
            // A report of two sources of a camp is one report.
            let sources = chronicle.claims().sources_of(claim);
            let mut camps: Vec<CampIx> =
                sources.iter().filter_map(|source| chronicle.claims().voice(*source).camp).collect();
            camps.sort_unstable();
            camps.dedup();
            for camp in camps {
                of_camps[camp.row()] += 1;
            }
        }
        draft.counted = Some(Counted { documents: state.documents, sources, of_camps, found: None });
    }
    ui.label(faint(say("rule-which-events")));
    if ui.radio(rule.basis == Basis::Assessed, say("rule-as-assessed")).clicked() {
        wish.basis = Basis::Assessed;
    }
    let Some(counted) = &mut draft.counted else { return wish };
    let of_camps = &counted.of_camps;
    if chronicle.reports().is_empty() {
        ui.label(faint(say("rule-no-reports")));
    } else {
        let mut least = match rule.basis {
            Basis::Confirmed(least) => least.get(),
            Basis::Assessed | Basis::ToldBy(_) | Basis::Camp(_) => draft.least.unwrap_or(2),
        };
        ui.horizontal(|ui| {
            let is_on = matches!(rule.basis, Basis::Confirmed(_));
            let clicked = ui.radio(is_on, say("rule-confirmed-by")).clicked();
            let response = ui.add(DragValue::new(&mut least).range(1..=99).speed(0.05));
            let value = f64::from(least);
            response.widget_info(|| egui::WidgetInfo::slider(true, value, say("rule-confirming-sources")));
            ui.label(say("rule-different-sources"));
            draft.least = Some(least);
            if (clicked || (response.changed() && is_on))
                && let Some(least) = NonZeroU32::new(least)
            {
                wish.basis = Basis::Confirmed(least);
            }
        });
        if !of_camps.is_empty() {
            ui.add_space(2.0);
            ui.label(faint(say("rule-by-camp")));
            // Nobody reads more camps than these; `--rule camp:NAME` takes them all.
            const MOST: usize = 40;
            ui.horizontal_wrapped(|ui| {
                for (row, reports) in of_camps.iter().enumerate().take(MOST) {
                    let camp = CampIx::new(row);
                    let text = format!("{} ({reports})", chronicle.claims().camp(camp));
                    if ui.radio(rule.basis == Basis::Camp(camp), text).clicked() {
                        wish.basis = Basis::Camp(camp);
                    }
                }
                if of_camps.len() > MOST {
                    ui.label(faint(&say_with("and-more", &[("count", (of_camps.len() - MOST).into())])));
                }
            });
        }
        ui.add_space(2.0);
        ui.label(faint(say("rule-by-source")));
        source_list(ui, state, counted, &mut draft.search, rule, &mut wish);
    }
    ui.separator();
    known_ui(ui, state, draft, rule, &mut wish, actions);
    wish
}

fn source_list(ui: &mut Ui, state: &AppState, counted: &mut Counted, search: &mut String, rule: Rule, wish: &mut Rule) {
    let chronicle = &state.document.chronicle;
    let response = ui.add(TextEdit::singleline(search).hint_text(say("rule-find-source")).desired_width(f32::INFINITY));
    name_field(&response, say("rule-find-source"), search);
    let wanted = name_key(search);
    if counted.found.as_ref().is_none_or(|(known, _)| *known != wanted) {
        let is_found = |(source, _): &&(SourceIx, u32)| {
            let aliases = chronicle.sources().get(source.row()).map_or(&[][..], |row| row.aliases.as_slice());
            wanted.is_empty()
                || name_key(&chronicle.claims().voice(*source).name).contains(&wanted)
                || aliases.iter().any(|alias| name_key(alias).contains(&wanted))
        };
        let found = counted.sources.iter().filter(is_found).copied().collect();
        counted.found = Some((wanted, found));
    }
    let found = counted.found.as_ref().map_or(&[][..], |(_, found)| found);
    if found.is_empty() {
        ui.label(say("rule-no-source"));
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

fn known_ui(
    ui: &mut Ui,
    state: &AppState,
    draft: &mut RuleDraft,
    rule: Rule,
    wish: &mut Rule,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    ui.label(RichText::new(say("rule-what-is-known")).color(palette.faint_ink));
    if ui.radio(rule.known == Known::All, say("rule-all-reports")).clicked() {
        wish.known = Known::All;
    }
    let each_day = ui.radio(rule.known == Known::EachDay, say("rule-each-day"));
    if each_day.on_hover_text(say("rule-each-day-hint")).clicked() {
        wish.known = Known::EachDay;
    }
    ui.horizontal(|ui| {
        let fixed = rule.known.fixed();
        let date = fixed.unwrap_or(state.view.date);
        if ui.radio(fixed.is_some(), say("rule-published-until")).clicked() {
            wish.known = Known::On(date);
        }
        let shown = wording::date(date);
        let mut text = draft.known.clone().unwrap_or_else(|| shown.clone());
        let response = ui.add(TextEdit::singleline(&mut text).desired_width(date_width(90.0)).hint_text("YYYY-MM-DD"));
        name_field(&response, say("rule-day-of-knowledge"), &shown);
        if response.changed() {
            draft.known = Some(text);
        }
        if response.lost_focus()
            && let Some(typed) = draft.known.take()
        {
            match understood(&typed) {
                Some(date) => wish.known = Known::On(date),
                None => actions
                    .push(Action::Notify { text: say_with("bad-date", &[("typed", typed.into())]), is_error: true }),
            }
        }
    });
    if let Known::On(date) = rule.known
        && date != state.view.date
        && ui.button(say_with("rule-take-shown-day", &[("date", wording::date(state.view.date).into())])).clicked()
    {
        wish.known = Known::On(state.view.date);
    }
}
