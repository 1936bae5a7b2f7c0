//! The timeline: buttons, the date, the slider over a histogram of changes per month.

use eframe::egui::{
    self, Align2, CursorIcon, DragValue, FontId, Pos2, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::command::Command;
use crate::app::state::AppState;
use crate::app::wording;
use crate::domain::{Day, DifferenceCounts, MonthCount, parse_date};
use crate::gui::icons::{Icon, icon_button, name_field};
use crate::gui::theme::{Palette, bold_family};

/// What the timeline keeps from frame to frame.
#[derive(Default)]
pub(super) struct TimelineDraft {
    /// The text in the date field while it is typed; `None` where nobody types.
    typed: Option<String>,
    /// The field is to be focused.
    pub(super) focus_date: bool,
    /// Changes per month, of the document with this revision.
    counts: Option<(u64, Vec<MonthCount>)>,
}

#[must_use]
pub(super) fn timeline_panel_ui(
    ui: &mut Ui,
    state: &AppState,
    differing: Option<&DifferenceCounts>,
    draft: &mut TimelineDraft,
) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        buttons(ui, state, &mut actions);
        ui.add_space(6.0);
        date_field(ui, state, draft, &mut actions);
        ui.add_space(10.0);
        speed(ui, state, &mut actions);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            chapters(ui, state, &mut actions);
            let changes = state.document.timeline.changes_on(state.view.date).len();
            if changes > 0 {
                let text = wording::count(changes, "change on this day", "changes on this day");
                ui.label(egui::RichText::new(text).color(Palette::of(ui).faint_ink));
            }
        });
    });
    ui.add_space(2.0);
    slider(ui, state, differing, draft, &mut actions);
    actions
}

fn buttons(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let playing = state.view.playing;
    let all = [
        (Icon::First, Command::FirstDay, None),
        (Icon::PreviousChange, Command::PreviousChange, None),
        (Icon::PreviousDay, Command::PreviousDay, None),
        (if playing { Icon::Pause } else { Icon::Play }, Command::Play, Some(if playing { "Pause" } else { "Play" })),
        (Icon::NextDay, Command::NextDay, None),
        (Icon::NextChange, Command::NextChange, None),
        (Icon::Last, Command::LastDay, None),
    ];
    for (icon, command, name) in all {
        let name = name.unwrap_or(command.text());
        let size = if command == Command::Play { 30.0 } else { 26.0 };
        let keys: Vec<String> = command.shortcuts().iter().map(crate::app::command::Shortcut::text).collect();
        let hint = format!("{}  ({})", command.hint(), keys.join(", "));
        if icon_button(ui, icon, name, size).on_hover_text(hint).clicked() {
            actions.extend(command.action(state));
        }
    }
}

fn date_field(ui: &mut Ui, state: &AppState, draft: &mut TimelineDraft, actions: &mut Vec<Action>) {
    let shown = wording::date(state.view.date);
    let mut text = draft.typed.clone().unwrap_or_else(|| shown.clone());
    let edit = TextEdit::singleline(&mut text)
        .desired_width(112.0)
        .font(FontId::new(15.0, bold_family()))
        .hint_text("YYYY-MM-DD");
    let response = ui.add(edit);
    name_field(&response, "Date", &shown);
    if draft.focus_date {
        draft.focus_date = false;
        draft.typed = Some(state.view.date.to_string());
        response.request_focus();
    }
    if response.gained_focus() && draft.typed.is_none() {
        draft.typed = Some(state.view.date.to_string());
    }
    if response.changed() {
        draft.typed = Some(text.clone());
    }
    if response.lost_focus() {
        let typed = draft.typed.take().unwrap_or_default();
        let escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        match understood(&typed) {
            Some(date) if !escaped => actions.push(Action::SetDate(date)),
            None if !escaped && !typed.trim().is_empty() => actions.push(Action::Notify {
                text: format!("Could not understand the date {typed:?}; write it like 2015-04-25 or 25 Apr 2015"),
                is_error: true,
            }),
            _ => {}
        }
    }
    response.on_hover_text("Type a date like 2015-04-25 (G)");
    ui.menu_button("Pick", |ui| calendar(ui, state, actions)).response.on_hover_text("Pick a date");
}

/// A date as people write it: `2015-04-25`, `25 Apr 2015`, `April 2015`, `2015`.
pub(super) fn understood(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Some(date) = parse_date(typed) {
        return Some(date);
    }
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month_of = |word: &str| {
        let word = word.to_lowercase();
        let known = MONTHS.iter().position(|month| word.len() >= 3 && word.starts_with(month))?;
        i8::try_from(known + 1).ok()
    };
    let year_of = |word: &str| word.parse::<i16>().ok().filter(|_| word.len() == 4);
    let words: Vec<&str> = typed.split([' ', '.', '-', '/', ',']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [day, month, year] => Date::new(year_of(year)?, month_of(month)?, day.parse().ok()?).ok(),
        [month, year] if month_of(month).is_some() => Date::new(year_of(year)?, month_of(month)?, 1).ok(),
        [year, month] => Date::new(year_of(year)?, month.parse().ok()?, 1).ok(),
        [year] => Date::new(year_of(year)?, 1, 1).ok(),
        _ => None,
    }
}

/// A month of days; days with a change are marked.
fn calendar(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let date = state.view.date;
    ui.set_max_width(236.0);
    ui.horizontal(|ui| {
        for (name, months) in [("Year back", -12), ("Month back", -1)] {
            let icon = if months == -12 { Icon::First } else { Icon::PreviousDay };
            if icon_button(ui, icon, name, 22.0).on_hover_text(name).clicked() {
                actions.push(Action::StepMonths(months));
            }
        }
        let title = wording::date(date);
        let month = title.split_once(' ').map_or("", |(_, month)| month);
        ui.label(egui::RichText::new(month).family(bold_family()));
        for (name, months) in [("Month on", 1), ("Year on", 12)] {
            let icon = if months == 12 { Icon::Last } else { Icon::NextDay };
            if icon_button(ui, icon, name, 22.0).on_hover_text(name).clicked() {
                actions.push(Action::StepMonths(months));
            }
        }
    });
    let palette = Palette::of(ui);
    let first = date.first_of_month();
    let before = first.weekday().to_monday_zero_offset();
    egui::Grid::new("calendar").num_columns(7).min_col_width(26.0).spacing(vec2(4.0, 4.0)).show(ui, |ui| {
        for name in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] {
            ui.label(egui::RichText::new(name).small().color(palette.faint_ink));
        }
        ui.end_row();
        for _ in 0..before {
            ui.label("");
        }
        for number in 1..=date.days_in_month() {
            let Ok(day) = Date::new(date.year(), date.month(), number) else { continue };
            let (from, to) = state.view.days;
            let changes = !state.document.timeline.changes_on(day).is_empty();
            let mut text = egui::RichText::new(number.to_string());
            if changes {
                text = text.family(bold_family()).color(palette.accent);
            }
            let label = egui::Button::selectable(day == date, text);
            let response = ui.add_enabled((from..=to).contains(&day), label);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::date(day)));
            if response.clicked() {
                actions.push(Action::SetDate(day));
                ui.close();
            }
            if day.weekday().to_monday_zero_offset() == 6 {
                ui.end_row();
            }
        }
    });
}

fn speed(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let mut speed = state.settings.days_per_second;
    let drag = DragValue::new(&mut speed).range(0.1..=3650.0).speed(1.0).max_decimals(1).suffix(" days/s");
    let response = ui.add(drag);
    response.widget_info(|| WidgetInfo::slider(true, speed, "Days per second"));
    if response.changed() {
        actions.push(Action::SetSpeed(speed));
    }
    response.on_hover_text("How fast the days pass when playing; drag or type");
}

fn chapters(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let chapters = &state.document.chronicle.chapters;
    if chapters.is_empty() {
        return;
    }
    ui.menu_button("Chapters", |ui| {
        ui.set_min_width(300.0);
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for chapter in chapters {
                let days = format!("{} to {}", wording::date(chapter.from), wording::date(chapter.to));
                let now = (chapter.from..=chapter.to).contains(&state.view.date);
                let response = ui.selectable_label(now, &chapter.name).on_hover_text(days);
                if response.clicked() {
                    actions.push(Action::SetDate(chapter.from));
                    actions.extend(chapter.place.map(Action::GoTo));
                    ui.close();
                }
            }
        });
    })
    .response
    .on_hover_text("Go to a chapter");
}

fn slider(
    ui: &mut Ui,
    state: &AppState,
    differing: Option<&DifferenceCounts>,
    draft: &mut TimelineDraft,
    actions: &mut Vec<Action>,
) {
    let (first, last) = state.view.days;
    if draft.counts.as_ref().is_none_or(|(revision, _)| *revision != state.revision) {
        draft.counts = Some((state.revision, state.document.timeline.changes_per_month(first, last)));
    }
    let counts = draft.counts.as_ref().map_or(&[][..], |(_, counts)| counts);
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 62.0), Sense::click_and_drag());
    let days = f64::from(Day::of(last).since(Day::of(first)).max(1));
    let date = state.view.date;
    response.widget_info(|| {
        let value = f64::from(Day::of(date).since(Day::of(first)));
        WidgetInfo::slider(true, value, format!("Timeline, {}", wording::date(date)))
    });
    let track = Rect::from_min_max(rect.min + vec2(10.0, 4.0), rect.max - vec2(10.0, 18.0));
    let x_of = |day: Date| {
        let share = f64::from(Day::of(day).since(Day::of(first))) / days;
        track.left() + track.width() * share as f32
    };
    let day_at = |x: f32| {
        let share = f64::from(((x - track.left()) / track.width()).clamp(0.0, 1.0));
        Day::of(first).plus((share * days).round() as i32).date()
    };
    let painter = ui.painter_at(rect);
    // Bars: the tallest month fills the track; the square root keeps quiet months visible.
    let most = counts.iter().map(|month| month.changes).max().unwrap_or(1).max(1);
    let mut bars = egui::Mesh::default();
    for month in counts.iter().filter(|month| month.changes > 0) {
        let left = x_of(month.month.max(first));
        let right = x_of(month.month.last_of_month().min(last)).max(left + 1.0);
        let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
        let height = (month.changes as f32 / most as f32).sqrt() * track.height();
        let bar = Rect::from_min_max(pos2(left, track.bottom() - height), pos2(right - gap, track.bottom()));
        let past = month.month <= date;
        bars.add_colored_rect(bar, if past { palette.histogram_past } else { palette.histogram });
    }
    painter.add(egui::Shape::mesh(bars));
    if let Some(counts) = differing {
        difference_chart(&painter, counts, (first, &day_at), track, palette);
    }
    painter.line_segment([track.left_bottom(), track.right_bottom()], Stroke::new(1.0, palette.line));
    year_marks(&painter, first, last, &x_of, track, palette);
    for chapter in &state.document.chronicle.chapters {
        let (from, to) = (x_of(chapter.from.clamp(first, last)), x_of(chapter.to.clamp(first, last)));
        let band = Rect::from_min_max(pos2(from, track.bottom() + 1.0), pos2(to.max(from + 2.0), track.bottom() + 3.5));
        painter.rect_filled(band, 0.0, palette.accent);
    }
    let x = x_of(date);
    painter.line_segment([pos2(x, rect.top()), pos2(x, track.bottom() + 4.0)], Stroke::new(2.0, palette.ink));
    let handle = [pos2(x - 6.0, rect.top()), pos2(x + 6.0, rect.top()), pos2(x, rect.top() + 8.0)];
    painter.add(egui::Shape::convex_polygon(handle.to_vec(), palette.ink, Stroke::NONE));
    if response.has_focus() {
        painter.rect_stroke(rect, 3.0, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
    }

    if let Some(pointer) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked())
    {
        actions.push(Action::SetDate(day_at(pointer.x)));
    }
    if let Some(pointer) = response.hover_pos() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        let day = day_at(pointer.x);
        let month = day.first_of_month();
        let changes = counts.iter().find(|count| count.month == month).map_or(0, |count| count.changes);
        let changes = wording::count(changes as usize, "change this month", "changes this month");
        let mut text = format!("{}, {changes}", wording::date(day));
        if let Some(counts) = differing {
            let differ = wording::count(counts.on(Day::of(day)) as usize, "place differs", "places differ");
            text.push_str(&format!(", {differ}"));
        }
        hover(&painter, pointer, track, &text, palette);
    }
}

/// On how many places two rules differ, over time: a line over the histogram.
fn difference_chart(
    painter: &egui::Painter,
    counts: &DifferenceCounts,
    (first, day_at): (Date, &dyn Fn(f32) -> Date),
    track: Rect,
    palette: Palette,
) {
    let counts = counts.turns();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    // A point of the line for every point of the screen: its height the most of the days there.
    let mut line = Vec::new();
    let mut from = 0;
    let mut held = 0;
    let mut x = track.left();
    while x <= track.right() {
        let day = Day::of(day_at(x).max(first));
        let mut here = held;
        while let Some((_, count)) = counts.get(from).filter(|(start, _)| *start <= day) {
            here = here.max(*count);
            held = *count;
            from += 1;
        }
        line.push(pos2(x, track.bottom() - here as f32 / most as f32 * (track.height() - 12.0)));
        x += 1.0;
    }
    painter.add(egui::Shape::line(line, Stroke::new(1.8, palette.dispute)));
    let text = format!("places that differ, at most {most}");
    let at = pos2(track.left() + 4.0, track.top() - 2.0);
    let galley = painter.layout_no_wrap(text, FontId::proportional(11.0), palette.dispute);
    painter.rect_filled(Rect::from_min_size(at, galley.size()).expand(2.0), 2.0, palette.panel);
    painter.galley(at, galley, palette.dispute);
}

fn hover(painter: &egui::Painter, pointer: Pos2, track: Rect, text: &str, palette: Palette) {
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(11.5), palette.ink);
    let left = (pointer.x + 10.0).min(track.right() - galley.size().x - 8.0);
    let rect = Rect::from_min_size(pos2(left, track.top()), galley.size() + vec2(8.0, 4.0));
    painter.rect_filled(rect, 3.0, palette.raised);
    painter.galley(rect.min + vec2(4.0, 2.0), galley, palette.ink);
}

fn year_marks(
    painter: &egui::Painter,
    first: Date,
    last: Date,
    x_of: &dyn Fn(Date) -> f32,
    track: Rect,
    palette: Palette,
) {
    let years = i32::from(last.year()) - i32::from(first.year()) + 1;
    // A label needs some 44 points.
    let room = (track.width() / 44.0).max(1.0) as i32;
    let every =
        [1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000].into_iter().find(|every| years / every <= room).unwrap_or(5000);
    let mut free_from = track.left() - 4.0;
    for year in i32::from(first.year())..=i32::from(last.year()) {
        let start = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
        let Some(start) = start.filter(|start| *start >= first && year.rem_euclid(every) == 0) else { continue };
        let x = x_of(start);
        painter.line_segment(
            [pos2(x, track.bottom()), pos2(x, track.bottom() + 5.0)],
            Stroke::new(1.0, palette.faint_ink),
        );
        if x >= free_from && x < track.right() - 20.0 {
            let at = pos2(x + 3.0, track.bottom() + 4.0);
            painter.text(at, Align2::LEFT_TOP, year.to_string(), FontId::proportional(11.0), palette.faint_ink);
            free_from = x + 40.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_understood_as_people_write_them() {
        let day = |text| parse_date(text).unwrap();
        for (typed, expected) in [
            ("2015-04-25", "2015-04-25"),
            (" 25 Apr 2015 ", "2015-04-25"),
            ("25 April 2015", "2015-04-25"),
            ("25.apr.2015", "2015-04-25"),
            ("April 2015", "2015-04-01"),
            ("2015-04", "2015-04-01"),
            ("2015", "2015-01-01"),
        ] {
            assert_eq!(understood(typed), Some(day(expected)), "{typed}");
        }
        for wrong in ["", "yesterday", "31 Feb 2015", "4/25/2015", "25-04-15", "2015-13", "é é é"] {
            assert_eq!(understood(wrong), None, "{wrong}");
        }
    }
}
