//! The timeline: buttons, the date, the slider over a histogram of changes, which zooms and has a range.

use eframe::egui::{
    self, Align2, CursorIcon, DragValue, FontId, Pos2, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::command::{Command, first_range};
use crate::app::filter::Passing;
use crate::app::settings::{PlayBy, PlayChoice};
use crate::app::state::{AppState, ChangedShown};
use crate::app::update::mask_of_view;
use crate::app::wording::{self, understood};
use crate::domain::{Bar, BarLength, Chapter, Day, DifferenceCounts, LonLat};
use crate::gui::direction::{date_width, far, from_left, is_mirrored, menu_button, staying_menu};
use crate::gui::filter_bar::KeptPlaces;
use crate::gui::icons::{Icon, icon_button, name_field};
use crate::gui::theme::{Palette, bold_family, color32};
use crate::scene::{Language, Palette as Colours, Rgba, Vision, arabic_month, say, say_with, spoken};

/// What the timeline keeps from frame to frame.
#[derive(Default)]
pub(super) struct TimelineDraft {
    /// The text in the date field while it is typed; `None` where nobody types.
    typed: Option<String>,
    /// The field is to be focused.
    pub(super) focus_date: bool,
    /// The bars, and what they were counted from.
    bars: Option<(BarsKey, Vec<Bar>)>,
    /// The bars as triangles, and what they were made for.
    mesh: Option<(MeshKey, std::sync::Arc<egui::Mesh>)>,
    /// Which places the filter lets pass.
    kept: KeptPlaces,
    /// What is dragged.
    dragged: Option<Grip>,
    /// The part of a day that dragging the timeline has not yet used.
    rest: f64,
}

/// What bars are counted from: revision, length, the days, and where only places in view count, the map.
#[derive(Clone, Copy, PartialEq)]
struct BarsKey {
    revision: u64,
    length: BarLength,
    days: (Date, Date),
    filters: u64,
    view: Option<(LonLat, f64, (f32, f32))>,
}

/// What the triangles of bars are made for: the bars, how many are past, where, light or dark, the colours.
type MeshKey = (BarsKey, (Date, Date), usize, Rect, bool, (Colours, Vision));

/// The side of the largest button, in points.
const PLAY_SIZE: f32 = 30.0;

/// What of the timeline can be dragged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grip {
    Date,
    From,
    To,
    Time,
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
    // As high as its highest button from the beginning, or the first ones would stand higher than the others.
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, PLAY_SIZE);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = height;
        ui.spacing_mut().item_spacing.x = 4.0;
        buttons(ui, state, &mut actions);
        ui.add_space(6.0);
        date_field(ui, state, draft, &mut actions);
        ui.add_space(10.0);
        play_menu(ui, state, &mut actions);
        range_menu(ui, state, &mut actions);
        ui.with_layout(far(egui::Align::Center), |ui| {
            chapters(ui, state, &mut actions);
            let passing = draft.kept.passing(state);
            let changes = passing_changes(state, passing.as_ref(), state.view.date);
            if changes > 0 {
                let text = say_with("timeline-changes-on-day", &[("count", changes.into())]);
                ui.label(egui::RichText::new(text).color(Palette::of(ui).faint_ink));
            }
        });
    });
    ui.spacing_mut().interact_size.y = height;
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
        (
            if playing { Icon::Pause } else { Icon::Play },
            Command::Play,
            Some(say(if playing { "timeline-pause" } else { "timeline-play" })),
        ),
        (Icon::NextDay, Command::NextDay, None),
        (Icon::NextChange, Command::NextChange, None),
        (Icon::Last, Command::LastDay, None),
    ];
    // Time goes on to the right in every language, as on the slider beneath.
    let in_order = |nth: usize| if is_mirrored() { &all[all.len() - 1 - nth] } else { &all[nth] };
    for (icon, command, name) in (0..all.len()).map(in_order) {
        let name = name.unwrap_or(command.text());
        let size = if *command == Command::Play { PLAY_SIZE } else { 26.0 };
        let keys: Vec<String> = command.shortcuts().iter().map(crate::app::command::Shortcut::text).collect();
        let hint = format!("{}  ({})", command.hint(), keys.join(", "));
        if icon_button(ui, *icon, name, size).on_hover_text(hint).clicked() {
            actions.extend(command.action(state));
        }
    }
}

fn date_field(ui: &mut Ui, state: &AppState, draft: &mut TimelineDraft, actions: &mut Vec<Action>) {
    let shown = wording::date(state.view.date);
    let mut text = draft.typed.clone().unwrap_or_else(|| shown.clone());
    let edit = TextEdit::singleline(&mut text)
        .desired_width(date_width(112.0))
        .font(FontId::new(15.0, bold_family()))
        .hint_text("YYYY-MM-DD");
    let response = ui.add(edit);
    name_field(&response, say("timeline-date"), &shown);
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
            Some(date) if !escaped => actions.push(Action::JumpTo(date)),
            None if !escaped && !typed.trim().is_empty() => actions.push(Action::Notify {
                text: say_with("bad-date", &[("typed", typed.as_str().into())]),
                is_error: true,
            }),
            _ => {}
        }
    }
    response.on_hover_text(say("timeline-date-hint"));
    let menu = menu_button(ui, say("timeline-pick"), |ui| calendar(ui, state, &mut draft.kept, actions));
    menu.response.on_hover_text(say("timeline-pick-hint"));
}

/// The heads of a calendar's columns: messages.
const WEEKDAYS: [&str; 7] = [
    "timeline-monday",
    "timeline-tuesday",
    "timeline-wednesday",
    "timeline-thursday",
    "timeline-friday",
    "timeline-saturday",
    "timeline-sunday",
];

/// The month's name in short: `Apr`, `نيسان`.
pub(super) fn month_name(date: Date) -> String {
    match spoken() {
        Language::English => date.strftime("%b").to_string(),
        Language::Arabic => arabic_month(date).to_owned(),
    }
}

/// How many changes of a day pass the filter.
fn passing_changes(state: &AppState, passing: Option<&Passing<'_>>, date: Date) -> usize {
    let changes = state.document.timeline.changes_on(date).iter();
    let day = Day::of(date);
    changes.filter(|change| passing.is_none_or(|passing| passing.change(day, change))).count()
}

/// A month of days; days with a change are marked.
fn calendar(ui: &mut Ui, state: &AppState, kept: &mut KeptPlaces, actions: &mut Vec<Action>) {
    let date = state.view.date;
    let passing = kept.passing(state);
    ui.set_max_width(236.0);
    ui.horizontal(|ui| {
        for (name, months) in [(say("timeline-year-back"), -12), (say("timeline-month-back"), -1)] {
            let icon = if months == -12 { Icon::First } else { Icon::PreviousDay };
            if icon_button(ui, icon, name, 22.0).on_hover_text(name).clicked() {
                actions.push(Action::StepMonths(months));
            }
        }
        let title = wording::date(date);
        let month = title.split_once(' ').map_or("", |(_, month)| month);
        ui.label(egui::RichText::new(month).family(bold_family()));
        for (name, months) in [(say("timeline-month-on"), 1), (say("timeline-year-on"), 12)] {
            let icon = if months == 12 { Icon::Last } else { Icon::NextDay };
            if icon_button(ui, icon, name, 22.0).on_hover_text(name).clicked() {
                actions.push(Action::StepMonths(months));
            }
        }
    });
    let palette = Palette::of(ui);
    let first = date.first_of_month();
    let before = first.weekday().to_monday_zero_offset();
    from_left(ui, |ui| {
        egui::Grid::new("calendar").num_columns(7).min_col_width(26.0).spacing(vec2(4.0, 4.0)).show(ui, |ui| {
            for name in WEEKDAYS {
                ui.label(egui::RichText::new(say(name)).small().color(palette.faint_ink));
            }
            ui.end_row();
            for _ in 0..before {
                ui.label("");
            }
            for number in 1..=date.days_in_month() {
                let Ok(day) = Date::new(date.year(), date.month(), number) else { continue };
                let (from, to) = state.view.days;
                let changes = passing_changes(state, passing.as_ref(), day) > 0;
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
    });
}

/// How the slider moves by itself.
fn play_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let play = state.settings.play;
    let mut wish = play;
    let suffix = match play.by {
        PlayBy::Days => say("timeline-suffix-days"),
        PlayBy::Changes => say("timeline-suffix-changes"),
    };
    let drag = DragValue::new(&mut wish.speed).range(PlayChoice::SPEEDS).speed(1.0).max_decimals(1).suffix(suffix);
    let response = ui.add(drag);
    let name = match play.by {
        PlayBy::Days => say("timeline-days-per-second"),
        PlayBy::Changes => say("timeline-changes-per-second"),
    };
    response.widget_info(|| WidgetInfo::slider(true, wish.speed, name));
    response.on_hover_text(say("timeline-speed-hint"));
    let (response, _) = staying_menu(ui, egui::Button::new(say("timeline-playing")), |ui| {
        ui.set_min_width(240.0);
        for (by, text) in [(PlayBy::Days, say("timeline-by-days")), (PlayBy::Changes, say("timeline-by-changes"))] {
            if ui.radio(play.by == by, text).clicked() {
                wish.by = by;
                // A rate of days is none of changes.
                wish.speed = if by == PlayBy::Days { 30.0 } else { 2.0 };
            }
        }
        ui.separator();
        ui.checkbox(&mut wish.backwards, say("timeline-backwards"));
        ui.checkbox(&mut wish.looped, say("timeline-loop")).on_hover_text(say("timeline-loop-hint"));
        ui.checkbox(&mut wish.pause_on_change, say("timeline-pause-on-change"));
    });
    response.on_hover_text(say("timeline-playing-hint"));
    if wish != play {
        actions.push(Action::SetPlay(wish));
    }
}

/// Two days in words: `23 Mar 2015 to 1 Jun 2015`.
fn from_to(from: Date, to: Date) -> String {
    say_with("timeline-from-to", &[("from", wording::date(from).into()), ("to", wording::date(to).into())])
}

/// The two handles, and what they are for.
fn range_menu(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let view = &state.view;
    let text = match view.range {
        Some((from, to)) => from_to(from, to),
        None => say("timeline-range").to_owned(),
    };
    let mut label = egui::RichText::new(text);
    if view.only_changed {
        label = label.family(bold_family()).color(Palette::of(ui).accent);
    }
    let (response, _) = staying_menu(ui, egui::Button::new(label), |ui| {
        ui.set_min_width(280.0);
        let mut has_range = view.range.is_some();
        if ui.checkbox(&mut has_range, say("timeline-two-handles")).clicked() {
            actions.push(Action::SetRange(has_range.then(|| first_range(state))));
        }
        ui.add_enabled_ui(view.range.is_some(), |ui| {
            let (mut only, mut numbered) = (view.only_changed, view.numbered);
            ui.checkbox(&mut only, say("timeline-only-changed")).on_hover_text(say("timeline-only-changed-hint"));
            ui.add_enabled(only, egui::Checkbox::new(&mut numbered, say("timeline-numbered")));
            if (only, numbered) != (view.only_changed, view.numbered) {
                actions.push(Action::ShowChanged(match (only, numbered) {
                    (false, _) => ChangedShown::All,
                    (true, false) => ChangedShown::Only,
                    (true, true) => ChangedShown::Numbered,
                }));
            }
            if ui.button(say("timeline-zoom-to-range")).clicked()
                && let Some((from, to)) = view.range
            {
                actions.push(Action::ShowDays(from, to));
            }
        });
        ui.separator();
        for (text, command) in [
            (say("timeline-zoom-in"), Command::TimeIn),
            (say("timeline-zoom-out"), Command::TimeOut),
            (say("timeline-whole-time"), Command::WholeTime),
        ] {
            let keys = command.shortcuts().first().map(crate::app::command::Shortcut::text).unwrap_or_default();
            if ui.add(egui::Button::new(text).shortcut_text(keys)).clicked() {
                actions.extend(command.action(state));
            }
        }
        ui.separator();
        let mut in_view = state.settings.histogram_in_view;
        if ui.checkbox(&mut in_view, say("timeline-bars-in-view")).clicked() {
            actions.push(Action::SetHistogramInView(in_view));
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say("timeline-range")));
    response.on_hover_text(say("timeline-range-hint"));
}

fn chapters(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let chapters = &state.document.chronicle.chapters;
    if chapters.is_empty() {
        return;
    }
    menu_button(ui, say("timeline-chapters"), |ui| {
        ui.set_min_width(300.0);
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for (row, chapter) in chapters.iter().enumerate() {
                let days = from_to(chapter.from, chapter.to);
                let now = (chapter.from..=chapter.to).contains(&state.view.date);
                let response = ui.selectable_label(now, &chapter.name).on_hover_text(days);
                if response.clicked() {
                    actions.push(Action::PlayChapter(row));
                    ui.close();
                }
            }
        });
    })
    .response
    .on_hover_text(say("timeline-chapters-hint"));
}

fn slider(
    ui: &mut Ui,
    state: &AppState,
    differing: Option<&DifferenceCounts>,
    draft: &mut TimelineDraft,
    actions: &mut Vec<Action>,
) {
    let (first, last) = state.view.shown_days;
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 68.0), Sense::click_and_drag());
    let days = f64::from(Day::of(last).since(Day::of(first)).max(1));
    let date = state.view.date;
    response.widget_info(|| {
        let value = f64::from(Day::of(date).since(Day::of(state.view.days.0)));
        WidgetInfo::slider(true, value, say_with("timeline-slider", &[("date", wording::date(date).into())]))
    });
    let track = Rect::from_min_max(rect.min + vec2(10.0, 4.0), rect.max - vec2(10.0, 24.0));
    let x_of = |day: Date| {
        let share = f64::from(Day::of(day).since(Day::of(first))) / days;
        track.left() + track.width() * share as f32
    };
    let day_at = |x: f32| {
        let share = f64::from(((x - track.left()) / track.width()).clamp(0.0, 1.0));
        Day::of(first).plus((share * days).round() as i32).date()
    };
    let length = BarLength::fitting(track.width() / days as f32, 2.5);
    let (bars_key, bars) = bars_of(state, length, &mut draft.bars);
    let painter = ui.painter_at(rect);
    if let Some((from, to)) = state.view.range {
        let shade = Rect::from_x_y_ranges(x_of(from)..=x_of(to), track.y_range()).intersect(track);
        painter.rect_filled(shade, 0.0, palette.accent.gamma_multiply(0.10));
    }
    // The tallest bar fills the track; the square root keeps quiet times visible.
    // The first day tells how things stood, for all places at once: it would make all else flat.
    let begins = state.view.days.0;
    let is_later = |bar: &&Bar| !(bar.from..=bar.to).contains(&begins);
    let later = bars.iter().filter(is_later).map(|bar| bar.changes).max();
    let most = later.or(bars.iter().map(|bar| bar.changes).max()).unwrap_or(1).max(1);
    // Another date only makes more of them past: most frames show the same triangles.
    let past = bars.partition_point(|bar| bar.from <= date);
    let key = (*bars_key, (first, last), past, track, ui.visuals().dark_mode, style_of(state));
    if draft.mesh.as_ref().is_none_or(|(known, _)| *known != key) {
        let mesh = bars_mesh(ui, state, (bars, most), (first, last), track, &x_of);
        draft.mesh = Some((key, std::sync::Arc::new(mesh)));
    }
    if let Some((_, mesh)) = &draft.mesh {
        painter.add(egui::Shape::Mesh(std::sync::Arc::clone(mesh)));
    }
    if let Some(counts) = differing {
        difference_chart(&painter, counts, (first, &day_at), track, palette);
    }
    painter.line_segment([track.left_bottom(), track.right_bottom()], Stroke::new(1.0, palette.line));
    time_marks(&painter, first, last, &x_of, track, palette);
    let strip = Rect::from_min_max(pos2(track.left(), rect.bottom() - 8.0), pos2(track.right(), rect.bottom()));
    let chapters = &state.document.chronicle.chapters;
    let band_of = |chapter: &Chapter| {
        let (from, to) = (x_of(chapter.from), x_of(chapter.to));
        Rect::from_x_y_ranges(from..=to.max(from + 3.0), strip.shrink2(vec2(0.0, 1.0)).y_range())
    };
    for (row, chapter) in chapters.iter().enumerate() {
        let band = band_of(chapter).intersect(strip);
        if band.is_positive() {
            let colour = if row % 2 == 0 { palette.accent } else { palette.accent.gamma_multiply(0.7) };
            painter.rect_filled(band, 1.0, colour);
        }
    }
    if let Some((from, to)) = state.view.range {
        for (day, way) in [(from, 1.0), (to, -1.0)] {
            let x = x_of(day);
            let stroke = Stroke::new(2.0, palette.accent);
            painter.line_segment([pos2(x, track.top()), pos2(x, track.bottom() + 3.0)], stroke);
            let knob = Rect::from_min_max(
                pos2(x.min(x + 6.0 * way), track.center().y - 7.0),
                pos2(x.max(x + 6.0 * way), track.center().y + 7.0),
            );
            painter.rect_filled(knob, 2.0, palette.accent);
        }
    }
    let x = x_of(date);
    painter.line_segment([pos2(x, rect.top()), pos2(x, track.bottom() + 4.0)], Stroke::new(2.0, palette.ink));
    let handle = [pos2(x - 6.0, rect.top()), pos2(x + 6.0, rect.top()), pos2(x, rect.top() + 8.0)];
    painter.add(egui::Shape::convex_polygon(handle.to_vec(), palette.ink, Stroke::NONE));
    if response.has_focus() {
        painter.rect_stroke(rect, 3.0, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
    }

    // A chapter is played by a click on its band; the narrowest under the pointer is meant.
    let chapter_at = |at: Pos2| {
        let under = |row: &usize| strip.expand(1.0).contains(at) && band_of(&chapters[*row]).expand(1.0).contains(at);
        let rows = (0..chapters.len()).filter(under);
        rows.min_by(|a, b| band_of(&chapters[*a]).width().total_cmp(&band_of(&chapters[*b]).width()))
    };
    drag(ui, &response, state, (track, &x_of, &day_at), &chapter_at, (&mut draft.dragged, &mut draft.rest), actions);
    let Some(pointer) = response.hover_pos() else { return };
    if let Some(row) = chapter_at(pointer) {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        let name = chapters[row].name.as_str();
        let text = if row < 9 {
            say_with("timeline-play-chapter-key", &[("chapter", name.into()), ("key", (row + 1).into())])
        } else {
            say_with("timeline-play-chapter", &[("chapter", name.into())])
        };
        hover(&painter, pointer, track, &text, palette);
        return;
    }
    ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    let day = day_at(pointer.x);
    let here = bars.iter().find(|bar| (bar.from..=bar.to).contains(&day));
    let count = here.map_or(0, |bar| bar.changes) as usize;
    let changes = say_with("count-changes", &[("count", count.into())]);
    let length = match length {
        BarLength::Day => say("timeline-length-day"),
        BarLength::Week => say("timeline-length-week"),
        BarLength::Month => say("timeline-length-month"),
        BarLength::Year => say("timeline-length-year"),
    };
    let mut text = say_with(
        "timeline-bar",
        &[("date", wording::date(day).into()), ("changes", changes.into()), ("length", length.into())],
    );
    let chronicle = &state.document.chronicle;
    for (faction, count) in here.iter().flat_map(|bar| bar.gained.iter().take(3)) {
        let name = faction.map_or(say("unknown-holder"), |faction| wording::faction(chronicle, faction));
        text.push_str(&format!("  ·  {name} +{count}"));
    }
    if let Some(counts) = differing {
        let differ = say_with("timeline-places-differ", &[("count", counts.on(Day::of(day)).into())]);
        text = wording::joined(&[text, differ]);
    }
    hover(&painter, pointer, track, &text, palette);
}

/// Where a day lies, and which day lies where.
type Scale<'a> = (Rect, &'a dyn Fn(Date) -> f32, &'a dyn Fn(f32) -> Date);

/// Drags of the date, of a handle or of the timeline itself, and the wheel, which zooms it.
fn drag(
    ui: &Ui,
    response: &egui::Response,
    state: &AppState,
    (track, x_of, day_at): Scale<'_>,
    chapter_at: &dyn Fn(Pos2) -> Option<usize>,
    (dragged, rest): (&mut Option<Grip>, &mut f64),
    actions: &mut Vec<Action>,
) {
    const REACH: f32 = 7.0;
    let (from, to) = state.view.shown_days;
    if response.drag_started() {
        let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or_default();
        let is_near = |day: Date| (x_of(day) - origin.x).abs() <= REACH;
        let shift = ui.input(|input| input.modifiers.shift);
        *dragged = Some(match state.view.range {
            _ if shift || response.dragged_by(egui::PointerButton::Secondary) => Grip::Time,
            _ if response.dragged_by(egui::PointerButton::Middle) => Grip::Time,
            // The date's own handle is at the top.
            Some((first, _)) if is_near(first) && origin.y > track.top() + 8.0 => Grip::From,
            Some((_, last)) if is_near(last) && origin.y > track.top() + 8.0 => Grip::To,
            _ => Grip::Date,
        });
    }
    if let Some(pointer) = response.interact_pointer_pos() {
        let day = day_at(pointer.x);
        match (dragged.filter(|_| response.dragged()), state.view.range) {
            (Some(Grip::Time), _) => {
                let per_point = f64::from(Day::of(to).since(Day::of(from))) / f64::from(track.width().max(1.0));
                // As far as the pointer went in whole days; what is left over is kept for the next frame.
                let moved = *rest + f64::from(-response.drag_delta().x) * per_point;
                let days = moved.trunc() as i32;
                *rest = moved.fract();
                actions.push(Action::ShowDays(Day::of(from).plus(days).date(), Day::of(to).plus(days).date()));
            }
            (Some(Grip::From), Some((_, last))) => actions.push(Action::SetRange(Some((day.min(last), last)))),
            (Some(Grip::To), Some((first, _))) => actions.push(Action::SetRange(Some((first, day.max(first))))),
            (Some(_), _) => actions.push(Action::SetDate(day)),
            (None, _) if response.clicked() => match chapter_at(pointer) {
                Some(row) => actions.push(Action::PlayChapter(row)),
                None => actions.push(Action::JumpTo(day)),
            },
            (None, _) => {}
        }
    }
    if response.drag_stopped() {
        *dragged = None;
    }
    if let Some(pointer) = response.hover_pos() {
        let scrolled = ui.input(egui::InputState::smooth_scroll_delta);
        if scrolled.y != 0.0 {
            actions.push(Action::ZoomTime((-f64::from(scrolled.y) / 240.0).exp(), day_at(pointer.x)));
        } else if scrolled.x != 0.0 {
            let per_point = f64::from(Day::of(to).since(Day::of(from))) / f64::from(track.width().max(1.0));
            let moved = *rest - f64::from(scrolled.x) * per_point;
            let days = moved.trunc() as i32;
            *rest = moved.fract();
            actions.push(Action::ShowDays(Day::of(from).plus(days).date(), Day::of(to).plus(days).date()));
        }
    }
}

/// What of the settings colours the bars.
fn style_of(state: &AppState) -> (Colours, Vision) {
    (state.settings.palette, state.settings.vision)
}

/// The bars as triangles: in the colours of who gained, paler where they lie ahead.
fn bars_mesh(
    ui: &Ui,
    state: &AppState,
    (bars, most): (&[Bar], u32),
    (first, last): (Date, Date),
    track: Rect,
    x_of: &dyn Fn(Date) -> f32,
) -> egui::Mesh {
    let (palette, date) = (Palette::of(ui), state.view.date);
    let style = state.settings.map_style(ui.visuals().dark_mode);
    let mut mesh = egui::Mesh::default();
    for bar in bars {
        let left = x_of(bar.from.max(first));
        let right = x_of(Day::of(bar.to.min(last)).plus(1).date()).max(left + 1.0).min(track.right());
        let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
        let height = (bar.changes as f32 / most as f32).sqrt().min(1.0) * track.height();
        let mut bottom = track.bottom();
        let mut piece = |count: u32, colour: egui::Color32| {
            let top = bottom - height * count as f32 / bar.changes as f32;
            mesh.add_colored_rect(Rect::from_min_max(pos2(left, top), pos2(right - gap, bottom)), colour);
            bottom = top;
        };
        let gained: u32 = bar.gained.iter().map(|(_, count)| count).sum();
        for (faction, count) in &bar.gained {
            let colour = match faction {
                Some(faction) => {
                    let own = state.document.chronicle.faction(*faction).colour;
                    color32(Rgba::opaque(style.faction_colour(faction.row(), own)))
                }
                None => palette.histogram_past,
            };
            piece(*count, if bar.from <= date { colour } else { colour.gamma_multiply(0.55) });
        }
        // Sieges, fights and the like, by which nobody gained.
        piece(bar.changes - gained, palette.histogram);
    }
    mesh
}

/// The bars of the changes that pass the filter, of all places or of those in view.
fn bars_for(state: &AppState, length: BarLength, days: (Date, Date), in_view: bool) -> Vec<Bar> {
    let only = in_view.then(|| mask_of_view(state));
    let passing = state.view.filter.of(&state.document);
    state.document.timeline.histogram(length, days, |day, change| {
        only.as_ref().is_none_or(|only| only[change.place.row()])
            && passing.as_ref().is_none_or(|passing| passing.change(day, change))
    })
}

/// The bars of the shown days, counted anew where something they depend on is another.
fn bars_of<'d>(
    state: &AppState,
    length: BarLength,
    known: &'d mut Option<(BarsKey, Vec<Bar>)>,
) -> (&'d BarsKey, &'d [Bar]) {
    let (first, last) = state.view.shown_days;
    // Whole bars at both ends, or they would change their height while the timeline moves.
    let days = (length.of(first).0, length.of(last).1);
    let view = &state.view;
    let in_view = state.settings.histogram_in_view.then_some((view.centre, view.zoom, view.map_size));
    let key = BarsKey { revision: state.revision, length, days, filters: state.filters, view: in_view };
    let kept = known
        .take()
        .filter(|(known, _)| *known == key)
        .unwrap_or_else(|| (key, bars_for(state, length, days, in_view.is_some())));
    let (key, bars) = known.insert(kept);
    (key, bars)
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
    let text = say_with("timeline-differ-most", &[("most", most.into())]);
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

/// Marks of years, months or days, as many as have room.
fn time_marks(
    painter: &egui::Painter,
    first: Date,
    last: Date,
    x_of: &dyn Fn(Date) -> f32,
    track: Rect,
    palette: Palette,
) {
    let mark = |day: Date, text: String, free_from: &mut f32| {
        let x = x_of(day);
        let (top, bottom) = (track.bottom(), track.bottom() + 5.0);
        painter.line_segment([pos2(x, top), pos2(x, bottom)], Stroke::new(1.0, palette.faint_ink));
        if x >= *free_from && x < track.right() - 20.0 {
            let at = pos2(x + 3.0, track.bottom() + 2.0);
            let drawn = painter.text(at, Align2::LEFT_TOP, text, FontId::proportional(11.0), palette.faint_ink);
            *free_from = drawn.right() + 8.0;
        }
    };
    let mut free_from = track.left() - 4.0;
    let per_day = track.width() / Day::of(last).since(Day::of(first)).max(1) as f32;
    if per_day >= 16.0 {
        let mut day = first;
        while day <= last {
            mark(day, format!("{} {}", day.day(), month_name(day)), &mut free_from);
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
    } else if per_day * 30.4 >= 26.0 {
        let mut month = first.first_of_month();
        while month <= last {
            if month >= first {
                let has_year = month.month() == 1 || per_day * 30.4 >= 56.0;
                let year = if has_year { month.strftime(" %-Y").to_string() } else { String::new() };
                mark(month, format!("{}{year}", month_name(month)), &mut free_from);
            }
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
    } else {
        let years = i32::from(last.year()) - i32::from(first.year()) + 1;
        // A label needs some 44 points.
        let room = (track.width() / 44.0).max(1.0) as i32;
        let every =
            [1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000].into_iter().find(|every| years / every <= room).unwrap_or(5000);
        for year in i32::from(first.year())..=i32::from(last.year()) {
            let start = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
            let Some(start) = start.filter(|start| *start >= first && year.rem_euclid(every) == 0) else { continue };
            mark(start, year.to_string(), &mut free_from);
        }
    }
}
