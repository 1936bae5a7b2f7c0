//! The panel at the right: a place with its history and reports, or the day at large.

use eframe::egui::{self, Color32, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::links;
use crate::app::state::AppState;
use crate::app::wording;
use crate::domain::{Cause, Change, Day, EventIx, PlaceIx, Report, Stance, Step};
use crate::gui::icons::{Icon, icon_button};
use crate::gui::theme::{Palette, bold_family, color32};
use crate::scene::{Rgba, visual_order};

#[must_use]
pub(super) fn place_panel_ui(ui: &mut Ui, state: &AppState) -> Vec<Action> {
    let mut actions = Vec::new();
    match state.view.selected {
        Some(place) if place.row() < state.document.chronicle.places().len() => {
            place_ui(ui, state, place, &mut actions);
        }
        _ => day_ui(ui, state, &mut actions),
    }
    actions
}

fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(bold_family())
}

/// A date that moves the slider.
fn date_link(ui: &mut Ui, date: Date, text: String, actions: &mut Vec<Action>) {
    let response = ui.link(text).on_hover_text("Go to this day");
    if response.clicked() {
        actions.push(Action::SetDate(date));
    }
}

fn swatch(ui: &mut Ui, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 5.5, colour);
}

fn colour_of(state: &AppState, control: &crate::domain::Control) -> Color32 {
    let faction = control.controller().map(|faction| state.document.chronicle.faction(faction));
    faction.map_or(Color32::GRAY, |faction| color32(Rgba::opaque(faction.colour)))
}

// The day at large -------------------------------------------------------------------------------

fn day_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let document = &state.document;
    let palette = Palette::of(ui);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.label(bold(document.title()).size(17.0));
        let about = &document.chronicle.about;
        if !about.description.is_empty() {
            ui.label(RichText::new(&about.description).color(palette.faint_ink));
        }
        ui.add_space(4.0);
        ui.label(
            RichText::new("Click a place on the map to see who held it, since when, and who says so.")
                .color(palette.faint_ink),
        );
        ui.add_space(10.0);
        let today = document.timeline.changes_on(state.view.date);
        ui.label(bold(format!("Changes on {}", wording::date(state.view.date))).size(14.0));
        if today.is_empty() {
            ui.label(RichText::new("None on this day.").color(palette.faint_ink));
            if let Some(next) = document.timeline.next_change(state.view.date) {
                ui.horizontal(|ui| {
                    ui.label("Next change");
                    date_link(ui, next, wording::date(next), actions);
                });
            }
        }
        for change in today.iter().take(60) {
            change_row(ui, state, change, None, actions);
        }
        if today.len() > 60 {
            ui.label(format!("and {} more", today.len() - 60));
        }
        ui.add_space(10.0);
        ui.label(bold("Before that").size(14.0));
        let mut day = state.view.date;
        let mut shown = 0;
        while let Some(before) = document.timeline.previous_change(day) {
            if shown >= 14 {
                break;
            }
            day = before;
            for change in document.timeline.changes_on(before).iter().take(14 - shown) {
                change_row(ui, state, change, Some(before), actions);
                shown += 1;
            }
        }
        if shown == 0 {
            ui.label(RichText::new("Nothing is recorded before this day.").color(palette.faint_ink));
        }
    });
}

/// The height of a change's row, about, in points.
const ROW: f32 = 20.0;

fn change_row(ui: &mut Ui, state: &AppState, change: &Change, date: Option<Date>, actions: &mut Vec<Action>) {
    // While days fly by, rows below what can be seen only keep their room: laying out their text
    // would take longer than the map.
    if ui.cursor().top() > ui.clip_rect().bottom() + ROW {
        ui.add_space(ROW);
        return;
    }
    let document = &state.document;
    let name = &document.chronicle.place(change.place).name;
    let after = document.timeline.control(change.after);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        swatch(ui, colour_of(state, after));
        if ui.link(bold(name)).on_hover_text("Show this place").clicked() {
            actions.push(Action::GoTo(change.place));
        }
        ui.label(wording::control(&document.chronicle, after));
        if let Some(date) = date {
            date_link(ui, date, wording::date(date), actions);
        }
    });
}

// A place ----------------------------------------------------------------------------------------

fn place_ui(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    let document = &state.document;
    let row = document.chronicle.place(place);
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_max_width(ui.available_width() - 34.0);
            ui.horizontal_wrapped(|ui| {
                ui.label(bold(&row.name).size(19.0));
                if !row.name_ar.is_empty() {
                    ui.label(RichText::new(visual_order(&row.name_ar)).size(18.0).color(palette.faint_ink));
                }
            });
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::TOP), |ui| {
            if icon_button(ui, Icon::Close, "Close the place", 24.0).on_hover_text("Close (Esc)").clicked() {
                actions.push(Action::Select(None));
            }
        });
    });
    let mut facts = vec![row.kind.words()];
    if !row.admin1.is_empty() {
        facts.push(row.admin1.clone());
    }
    if let Some(people) = row.population {
        facts.push(format!("{} inhabitants", thousands(people)));
    }
    facts.push(format!("{:.3}, {:.3}", row.position.lat(), row.position.lon()));
    ui.label(RichText::new(facts.join("  ·  ")).color(palette.faint_ink).size(12.0));
    ui.add_space(6.0);
    control_now(ui, state, place, actions);
    ui.add_space(4.0);
    ribbon(ui, state, place, actions);
    ui.add_space(6.0);
    history(ui, state, place, actions);
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn control_now(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    let document = &state.document;
    let palette = Palette::of(ui);
    let control = document.timeline.control_on(place, state.view.date);
    ui.horizontal_wrapped(|ui| {
        swatch(ui, colour_of(state, control));
        let mut sentence = wording::control(&document.chronicle, control);
        if let Some(first) = sentence.get(..1) {
            let capital = first.to_uppercase();
            sentence.replace_range(..1, &capital);
        }
        ui.label(bold(sentence).size(14.5));
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        match document.timeline.since(place, state.view.date) {
            Some(since) => {
                ui.label("since");
                date_link(ui, since, wording::date(since), actions);
            }
            None => {
                ui.label(RichText::new("nothing is recorded before this day").color(palette.faint_ink));
            }
        }
        let step = document.timeline.step_on(place, state.view.date);
        if let Some(Cause::Event(event)) = step.map(|step| step.cause)
            && document.chronicle.is_disputed(event)
        {
            ui.colored_label(palette.dispute, "·  disputed: the reports name different holders");
        }
        if document.timeline.uncertain_on(place, state.view.date).is_some() {
            ui.colored_label(palette.faint_ink, "·  the day of the change is uncertain");
        }
    });
}

/// Who held the place when, over the whole chronicle; a click goes to the day.
fn ribbon(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    let document = &state.document;
    let palette = Palette::of(ui);
    let (first, last) = state.view.days;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Control ribbon"));
    let band = Rect::from_min_max(rect.min + vec2(0.0, 4.0), rect.max - vec2(0.0, 4.0));
    let start = Day::of(first);
    let days = f64::from(Day::of(last).since(start).max(1) + 1);
    let x_of = |day: Day| band.left() + band.width() * (f64::from(day.since(start)) / days) as f32;
    let day_at = |x: f32| {
        let share = f64::from(((x - band.left()) / band.width()).clamp(0.0, 1.0));
        start.plus((share * (days - 1.0)).round() as i32).date()
    };
    let painter = ui.painter_at(rect);
    let mut under_pointer = None;
    for span in document.timeline.spans_of(place, first, last) {
        let end = span.to.unwrap_or_else(|| Day::of(last).plus(1));
        let part = Rect::from_min_max(pos2(x_of(span.from), band.top()), pos2(x_of(end), band.bottom()));
        let control = document.timeline.control(span.control);
        if control.controller().is_none() && control.is_plain() {
            painter.rect_stroke(part.shrink(0.5), 0.0, Stroke::new(1.0, palette.line), egui::StrokeKind::Inside);
        } else {
            painter.rect_filled(part, 0.0, colour_of(state, control));
        }
        // The lower half belongs to whoever fights for the place, a line to whoever surrounds it.
        if let Some(rival) = control.contested_by().first() {
            let half = Rect::from_min_max(pos2(part.left(), part.center().y), part.max);
            painter.rect_filled(half, 0.0, color32(Rgba::opaque(document.chronicle.faction(*rival).colour)));
        }
        if let Some(besieger) = control.besieged_by().first() {
            let colour = color32(Rgba::opaque(document.chronicle.faction(*besieger).colour));
            for y in [rect.top() + 1.5, rect.bottom() - 1.5] {
                painter.line_segment([pos2(part.left(), y), pos2(part.right(), y)], Stroke::new(2.0, colour));
            }
        }
        painter.line_segment([part.left_top(), part.left_bottom()], Stroke::new(1.0, palette.panel));
        if response.hover_pos().is_some_and(|pointer| (part.left()..part.right()).contains(&pointer.x)) {
            let last_day = span.to.map_or(last, |to| to.plus(-1).date());
            under_pointer = Some(format!(
                "{} to {}\n{}",
                wording::date(span.from.date()),
                wording::date(last_day),
                wording::control(&document.chronicle, control)
            ));
        }
    }
    let x = x_of(Day::of(state.view.date));
    painter.line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], Stroke::new(2.0, palette.ink));
    if let Some(pointer) = response.interact_pointer_pos()
        && (response.clicked() || response.dragged())
    {
        actions.push(Action::SetDate(day_at(pointer.x)));
    }
    if let Some(text) = under_pointer {
        response.on_hover_text_at_pointer(text);
    }
}

fn history(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    let document = &state.document;
    let steps = document.timeline.steps_of(place);
    let in_force = document.timeline.step_on(place, state.view.date);
    let palette = Palette::of(ui);
    let heading = format!("History: {}", wording::count(steps.len(), "event", "events"));
    ui.label(bold(heading).size(14.0));
    if steps.is_empty() {
        ui.label(RichText::new("No event is recorded for this place.").color(palette.faint_ink));
    }
    ScrollArea::vertical().auto_shrink(false).id_salt(("history", place.row())).show(ui, |ui| {
        // Newest first; thousands of events on one place are cut, not drawn.
        const MOST: usize = 400;
        let at = in_force.map_or(0, |step| steps.iter().position(|other| other == step).unwrap_or(0));
        let end = (at + MOST / 2).min(steps.len());
        let begin = end.saturating_sub(MOST);
        if end < steps.len() {
            ui.label(format!("{} later events; move the slider on to see them", steps.len() - end));
        }
        // What is in force is brought into view when the place or the day brings another event.
        let key = (place.row(), in_force.map(|step| step.day));
        let memory = egui::Id::unique("history shown");
        let is_new = ui.data(|data| data.get_temp::<(usize, Option<Day>)>(memory)) != Some(key);
        for step in steps[begin..end].iter().rev() {
            let is_in_force = in_force == Some(step);
            let response = step_ui(ui, state, step, is_in_force, actions);
            if is_in_force && is_new {
                response.scroll_to_me(Some(egui::Align::TOP));
                ui.data_mut(|data| data.insert_temp(memory, key));
            }
        }
        if begin > 0 {
            ui.label(format!("{begin} earlier events; move the slider back to see them"));
        }
    });
}

fn step_ui(ui: &mut Ui, state: &AppState, step: &Step, is_in_force: bool, actions: &mut Vec<Action>) -> egui::Response {
    let document = &state.document;
    let chronicle = &document.chronicle;
    let palette = Palette::of(ui);
    let control = document.timeline.control(step.control);
    let is_future = step.day > Day::of(state.view.date);
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).corner_radius(4.0).fill(if is_in_force {
        palette.raised
    } else {
        Color32::TRANSPARENT
    });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            swatch(ui, colour_of(state, control));
            let text = match step.cause {
                Cause::Event(event) => wording::event_date(chronicle.event(event)),
                Cause::Succession { .. } => wording::date(step.day.date()),
            };
            date_link(ui, step.day.date(), text, actions);
            ui.label(RichText::new(wording::cause(chronicle, step.cause)).color(palette.faint_ink));
            if is_in_force {
                ui.label(bold("in force").size(11.5).color(palette.accent));
            }
        });
        let mut sentence = RichText::new(wording::control(chronicle, control));
        if is_future {
            sentence = sentence.color(palette.faint_ink);
        }
        ui.label(sentence);
        match step.cause {
            Cause::Succession { of, .. } => {
                ui.label(RichText::new(&chronicle.faction(of).notes).color(palette.faint_ink).size(12.0));
            }
            Cause::Event(event) => event_ui(ui, state, event, is_in_force, actions),
        }
    });
    shown.response
}

fn event_ui(ui: &mut Ui, state: &AppState, event: EventIx, is_in_force: bool, actions: &mut Vec<Action>) {
    let chronicle = &state.document.chronicle;
    let palette = Palette::of(ui);
    let row = chronicle.event(event);
    if !row.note().is_empty() {
        ui.label(RichText::new(row.note()).color(palette.faint_ink).size(12.0));
    }
    let confidence = row.confidence.text();
    let reports: Vec<&Report> = chronicle.reports_on(event).map(|report| chronicle.report(report)).collect();
    if reports.is_empty() {
        let confidence = if confidence.is_empty() { String::new() } else { format!(" Confidence: {confidence}.") };
        ui.label(RichText::new(format!("No report is recorded.{confidence}")).color(palette.faint_ink).size(12.0));
        return;
    }
    let count = |stance: Stance| reports.iter().filter(|report| report.stance == stance).count();
    let mut parts = Vec::new();
    for (stance, word) in [(Stance::Supports, "for"), (Stance::Disputes, "against"), (Stance::Context, "context")] {
        if count(stance) > 0 {
            parts.push(format!("{} {word}", count(stance)));
        }
    }
    let heading = format!("{}: {}", wording::count(reports.len(), "report", "reports"), parts.join(", "));
    let id = ui.make_persistent_id(("reports", event.row()));
    let mut open = egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, false);
    // What is in force is shown with its reports without a click.
    if is_in_force && ui.data(|data| data.get_temp::<bool>(id)).is_none() {
        open.set_open(true);
        ui.data_mut(|data| data.insert_temp(id, true));
    }
    open.show_header(ui, |ui| {
        let mut job = egui::text::LayoutJob::default();
        let font = |size| egui::FontId::proportional(size);
        job.append(&heading, 0.0, egui::TextFormat::simple(font(13.0), palette.ink));
        if !confidence.is_empty() {
            let format = egui::TextFormat::simple(font(12.0), palette.faint_ink);
            job.append(&format!("confidence {confidence}"), 10.0, format);
        }
        ui.add(egui::Label::new(job).wrap());
    })
    .body_unindented(|ui| {
        const MOST: usize = 200;
        let mut shown = 0;
        for stance in Stance::ALL {
            let mut headed = false;
            for report in reports.iter().filter(|report| report.stance == stance) {
                shown += 1;
                if shown > MOST {
                    continue;
                }
                if !headed {
                    headed = true;
                    let colour = match stance {
                        Stance::Supports => palette.support,
                        Stance::Disputes => palette.dispute,
                        Stance::Context => palette.faint_ink,
                    };
                    ui.label(bold(stance.heading()).color(colour));
                }
                report_ui(ui, state, report, actions);
            }
        }
        if shown > MOST {
            ui.label(format!("and {} more reports; `salient history` lists them all", shown - MOST));
        }
    });
}

fn report_ui(ui: &mut Ui, state: &AppState, report: &Report, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    egui::Frame::NONE.inner_margin(egui::Margin { left: 8, right: 0, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.label(bold(visual_order(&report.publisher)).size(12.5));
            if !report.attributed_to.is_empty() && report.attributed_to != report.publisher {
                ui.label(RichText::new(format!("citing {}", visual_order(&report.attributed_to))).size(12.5));
            }
            if let Some(published) = report.published {
                date_link(ui, published, wording::date(published), actions);
            }
            let asserted = state.document.chronicle.asserted_name(report.asserted_controller);
            if let Some(asserted) = asserted {
                ui.label(RichText::new(format!("·  holder: {asserted}")).color(palette.faint_ink).size(12.0));
            }
        });
        if !report.claim.is_empty() {
            ui.label(visual_order(&report.claim));
        }
        ui.horizontal_wrapped(|ui| {
            for (name, url) in [("Open the report", &report.url), ("Open the archived copy", &report.archive_url)] {
                if url.is_empty() {
                    continue;
                }
                if let Some(url) = links::openable(url) {
                    let title = if report.title.is_empty() { String::new() } else { format!("{}\n", report.title) };
                    if ui.link(RichText::new(name).size(12.0)).on_hover_text(format!("{title}{url}")).clicked() {
                        actions.push(Action::OpenLink(url.to_owned()));
                    }
                } else {
                    let text = crate::domain::excerpt(url);
                    ui.label(RichText::new(text).color(palette.faint_ink).size(12.0))
                        .on_hover_text("This is no web address; Salient does not open it");
                }
            }
            if !report.language.is_empty() && report.language != "en" {
                ui.label(RichText::new(format!("in {}", report.language)).color(palette.faint_ink).size(12.0));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(39_311), "39,311");
        assert_eq!(thousands(1_602_264), "1,602,264");
    }
}
