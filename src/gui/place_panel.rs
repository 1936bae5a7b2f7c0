//! The panel at the right: a place, why it has its colour and its history; or the day at large.

use std::rc::Rc;

use eframe::egui::{self, Color32, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::app::action::Action;
use crate::app::citations::{self, CitationFormat};
use crate::app::corrections::{Correction, corrections};
use crate::app::history::{Entry, entries};
use crate::app::state::{AppState, PlaceTab};
use crate::app::why::{self, Why};
use crate::app::wording;
use crate::domain::{
    Cause, Change, ControlIx, Day, EventIx, LinkRecord, LinkStatus, PlaceIx, ReportIx, Stance, Step, openable,
};
use crate::gui::direction::{column, far, is_mirrored, menu_button, sentence, staying_menu};
use crate::gui::filter_bar::KeptPlaces;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::scene_painter;
use crate::gui::theme::{Palette, bold_family, color32};
use crate::scene::{self, Band, Language, MapStyle, Rgba, Ribbon, TICK, say, say_with};

/// What the panel keeps from frame to frame; all of it can be made anew from the state.
#[derive(Default)]
pub(super) struct PlaceDraft {
    why: Option<(WhyKey, Why)>,
    ribbon: Option<(RibbonKey, Ribbon)>,
    history: Option<((u64, PlaceIx), Vec<Entry>)>,
    corrections: Option<((u64, Date), Vec<Correction>)>,
    changes: Option<((u64, u64, Date, Language), DayChanges)>,
    kept: KeptPlaces,
    controls: ControlTexts,
}

/// States in words, kept while chronicle and language are the same: while days fly by the same come again.
#[derive(Default)]
struct ControlTexts {
    key: Option<(u64, Language)>,
    texts: FxHashMap<ControlIx, Rc<str>>,
}

impl ControlTexts {
    fn of(&mut self, state: &AppState, control: ControlIx) -> Rc<str> {
        let key = Some((state.revision, scene::spoken()));
        if self.key != key {
            (self.key, self.texts) = (key, FxHashMap::default());
        }
        let document = &state.document;
        let in_words = || wording::control(&document.chronicle, document.timeline.control(control)).into();
        Rc::clone(self.texts.entry(control).or_insert_with(in_words))
    }
}

/// What changes on a day and around it, as far as it passes the filter.
struct DayChanges {
    today: Vec<(Change, Rc<str>)>,
    /// The next day with a change.
    next: Option<Date>,
    /// The last changes before the day, the newest first.
    before: Vec<(Date, Change, Rc<str>)>,
}

impl PlaceDraft {
    /// The changes of the shown day, looked for anew where day, filter or chronicle is another.
    fn changes(&mut self, state: &AppState) -> &DayChanges {
        /// So many of the changes before the day are listed.
        const BEFORE: usize = 14;
        let (timeline, date) = (&state.document.timeline, state.view.date);
        let key = (state.revision, state.filters, date, scene::spoken());
        let kept = self.changes.take().filter(|(known, _)| *known == key).unwrap_or_else(|| {
            let passing = self.kept.passing(state);
            let passes = |day: Date, change: &Change| {
                passing.as_ref().is_none_or(|passing| passing.change(Day::of(day), change))
            };
            let on = |day: Date| timeline.changes_on(day).iter().filter(move |change| passes(day, change)).copied();
            let days_back = std::iter::successors(timeline.previous_change(date), |day| timeline.previous_change(*day));
            let days_on = std::iter::successors(timeline.next_change(date), |day| timeline.next_change(*day));
            let before = days_back.flat_map(|day| on(day).map(move |change| (day, change))).take(BEFORE);
            let next = days_on.into_iter().find(|day| on(*day).next().is_some());
            let controls = &mut self.controls;
            let today = on(date).map(|change| (change, controls.of(state, change.after))).collect();
            let before = before.map(|(day, change)| (day, change, controls.of(state, change.after))).collect();
            (key, DayChanges { today, next, before })
        });
        &self.changes.insert(kept).1
    }
}

/// What an answer was made from: revision, place, day, days until a report is old, language.
type WhyKey = (u64, PlaceIx, Date, u32, Language);
/// What a ribbon was made from: revision, place, style.
type RibbonKey = (u64, PlaceIx, MapStyle);

#[must_use]
pub(super) fn place_panel_ui(ui: &mut Ui, state: &AppState, draft: &mut PlaceDraft) -> Vec<Action> {
    let mut actions = Vec::new();
    match state.view.selected {
        Some(place) if place.row() < state.document.chronicle.places().len() => {
            place_ui(ui, state, place, draft, &mut actions);
        }
        _ => day_ui(ui, state, draft, &mut actions),
    }
    actions
}

fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(bold_family())
}

/// A date that moves the slider.
fn date_link(ui: &mut Ui, date: Date, text: String, actions: &mut Vec<Action>) {
    let response = ui.link(text).on_hover_text(say("go-to-day"));
    if response.clicked() {
        actions.push(Action::JumpTo(date));
    }
}

/// A dot in the colour of a faction; its rim sets black off a dark panel.
pub(super) fn swatch(ui: &mut Ui, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    ui.painter().circle(rect.center(), 5.0, colour, Stroke::new(1.0, Palette::of(ui).faint_ink));
}

fn colour_of(state: &AppState, control: &crate::domain::Control) -> Color32 {
    let faction = control.controller().map(|faction| state.document.chronicle.faction(faction));
    faction.map_or(Color32::GRAY, |faction| color32(Rgba::opaque(faction.colour)))
}

// The day at large -------------------------------------------------------------------------------

fn day_ui(ui: &mut Ui, state: &AppState, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    let document = &state.document;
    let palette = Palette::of(ui);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.label(bold(document.title()).size(17.0));
        let about = &document.chronicle.about;
        if !about.description.is_empty() {
            ui.label(RichText::new(&about.description).color(palette.faint_ink));
        }
        ui.add_space(4.0);
        ui.label(RichText::new(say("place-click-one")).color(palette.faint_ink));
        ui.add_space(10.0);
        let DayChanges { today, next, before } = draft.changes(state);
        let heading = say_with("place-changes-on", &[("date", wording::date(state.view.date).into())]);
        ui.label(bold(heading).size(14.0));
        if today.is_empty() {
            ui.label(RichText::new(say("place-no-change-on-day")).color(palette.faint_ink));
            if let Some(next) = *next {
                ui.horizontal(|ui| {
                    ui.label(say("place-next-change"));
                    date_link(ui, next, wording::date(next), actions);
                });
            }
        }
        for (change, after) in today.iter().take(60) {
            change_row(ui, state, (change, after), None, actions);
        }
        if today.len() > 60 {
            ui.label(say_with("and-more", &[("count", (today.len() - 60).into())]));
        }
        ui.add_space(10.0);
        ui.label(bold(say("place-before-that")).size(14.0));
        for (day, change, after) in before {
            change_row(ui, state, (change, after), Some(*day), actions);
        }
        if before.is_empty() {
            ui.label(RichText::new(say("place-nothing-before")).color(palette.faint_ink));
        }
        if !document.chronicle.reports().is_empty() {
            ui.add_space(10.0);
            corrections_ui(ui, state, draft, actions);
        }
    });
}

/// The two clocks: what of the events until the day was seen otherwise then.
fn corrections_ui(ui: &mut Ui, state: &AppState, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    const MOST: usize = 200;
    let document = &state.document;
    let heading = say_with("place-corrected-after", &[("date", wording::date(state.view.date).into())]);
    egui::CollapsingHeader::new(bold(heading).size(14.0)).id_salt("corrections").show(ui, |ui| {
        let key = (state.revision, state.view.date);
        // Every event is looked at: not while days fly by.
        if draft.corrections.as_ref().is_none_or(|(known, _)| *known != key) && !state.view.playing {
            draft.corrections = Some((key, corrections(document, state.view.date)));
        }
        let Some((_, found)) = &draft.corrections else { return };
        let palette = Palette::of(ui);
        let faint = |text: String| RichText::new(text).color(palette.faint_ink);
        if found.is_empty() {
            ui.label(faint(say("place-no-corrections").to_owned()));
            return;
        }
        ui.label(faint(say_with("place-corrections", &[("count", found.len().into())])));
        for correction in found.iter().take(MOST) {
            let event = document.chronicle.event(correction.event);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                let name = wording::place(&document.chronicle, correction.place);
                if ui.link(bold(name)).on_hover_text(say("show-place")).clicked() {
                    actions.push(Action::GoTo(correction.place));
                }
                date_link(ui, event.date, wording::date(event.date), actions);
                ui.label(correction.text(&document.chronicle));
            });
        }
        if found.len() > MOST {
            ui.label(faint(say_with("place-more-corrections", &[("count", (found.len() - MOST).into())])));
        }
    });
}

/// The height of a change's row, about, in points.
const ROW: f32 = 20.0;

fn change_row(
    ui: &mut Ui,
    state: &AppState,
    (change, text): (&Change, &str),
    date: Option<Date>,
    actions: &mut Vec<Action>,
) {
    // While days fly by, rows below what can be seen only keep their room: laying out their text
    // would take longer than the map.
    if ui.cursor().top() > ui.clip_rect().bottom() + ROW {
        ui.add_space(ROW);
        return;
    }
    let document = &state.document;
    let name = wording::place(&document.chronicle, change.place);
    let after = document.timeline.control(change.after);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        swatch(ui, colour_of(state, after));
        if ui.link(bold(name)).on_hover_text(say("show-place")).clicked() {
            actions.push(Action::GoTo(change.place));
        }
        ui.label(text);
        if let Some(date) = date {
            date_link(ui, date, wording::date(date), actions);
        }
    });
}

// A place ----------------------------------------------------------------------------------------

fn place_ui(ui: &mut Ui, state: &AppState, place: PlaceIx, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    let document = &state.document;
    let row = document.chronicle.place(place);
    let name = wording::place(&document.chronicle, place);
    let other_name = if name == row.name { &row.name_ar } else { &row.name };
    let palette = Palette::of(ui);
    ui.with_layout(far(egui::Align::TOP), |ui| {
        let close = icon_button(ui, Icon::Close, say("place-close"), 24.0);
        if close.on_hover_text(say("place-close-by-key")).clicked() {
            actions.push(Action::Select(None));
        }
        ui.with_layout(column(), |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(bold(name).size(19.0));
                if !other_name.is_empty() {
                    ui.label(RichText::new(other_name).size(18.0).color(palette.faint_ink));
                }
            });
        });
    });
    let mut facts = vec![wording::place_kind(&row.kind)];
    if !row.admin1.is_empty() {
        facts.push(row.admin1.clone());
    }
    if let Some(people) = row.population {
        facts.push(say_with("place-inhabitants", &[("number", thousands(people).into())]));
    }
    facts.push(format!("{:.3}, {:.3}", row.position.lat(), row.position.lon()));
    ui.label(RichText::new(facts.join("  ·  ")).color(palette.faint_ink).size(12.0));
    ui.add_space(6.0);
    control_now(ui, state, place, actions);
    ui.add_space(4.0);
    ribbon_ui(ui, state, place, draft, actions);
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        let events = document.timeline.events_of(place).len();
        // With the number alone: the menus beside it need their room.
        let history = say_with("place-history", &[("number", events.into())]);
        for (tab, text) in [(PlaceTab::Why, say("place-why").to_owned()), (PlaceTab::History, history)] {
            if ui.selectable_label(state.view.place_tab == tab, bold(text).size(13.0)).clicked() {
                actions.push(Action::ShowPlaceTab(tab));
            }
        }
        ui.with_layout(far(egui::Align::Center), |ui| {
            copy_menu(ui, state, place, actions);
            name_menu(ui, state, place, actions);
        });
    });
    ui.separator();
    match state.view.place_tab {
        PlaceTab::Why => why_ui(ui, state, place, draft, actions),
        PlaceTab::History => history(ui, state, place, draft, actions),
    }
}

/// Moves the place's name on the map.
fn name_menu(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    /// So far in points by a click.
    const STEP: f32 = 4.0;
    let (response, _) = staying_menu(ui, egui::Button::new(say("name")), |ui| {
        ui.label(RichText::new(say("place-name-by-drag")).color(Palette::of(ui).faint_ink));
        for (text, right, down) in [
            ("place-name-left", -STEP, 0.0),
            ("place-name-right", STEP, 0.0),
            ("place-name-up", 0.0, -STEP),
            ("place-name-down", 0.0, STEP),
        ] {
            if ui.button(say(text)).clicked() {
                actions.push(Action::MoveName(place, right, down));
            }
        }
        ui.separator();
        let is_moved = state.document.nudges.contains_key(&place);
        if ui.add_enabled(is_moved, egui::Button::new(say("place-name-back"))).clicked() {
            actions.push(Action::PutNameBack(place));
            ui.close();
        }
    });
    response.on_hover_text(say("place-name-hint"));
}

/// The answer and the citations, for the clipboard.
fn copy_menu(ui: &mut Ui, state: &AppState, place: PlaceIx, actions: &mut Vec<Action>) {
    let response = menu_button(ui, say("copy"), |ui| {
        ui.set_min_width(230.0);
        let document = &state.document;
        let chronicle = &document.chronicle;
        let mut item = |ui: &mut Ui, name: String, notice: String, text: &dyn Fn() -> String| {
            if ui.button(name).clicked() {
                actions.push(Action::Copy { text: text(), notice });
                ui.close();
            }
        };
        let why = || Why::of(document, place, state.view.date, state.settings.stale_days);
        let notice = || say("place-copied-answer").to_owned();
        item(ui, say("place-why-as-text").to_owned(), notice(), &|| why().plain(chronicle));
        item(ui, say("place-why-as-markdown").to_owned(), notice(), &|| why().markdown(chronicle));
        ui.separator();
        let event = document.timeline.step_on(place, state.view.date).map(|step| step.cause.event());
        let reports: Vec<ReportIx> = event.map(|event| chronicle.reports_on(event).collect()).unwrap_or_default();
        if reports.is_empty() {
            ui.label(RichText::new(say("place-nothing-to-cite")).color(Palette::of(ui).faint_ink));
        }
        for format in CitationFormat::ALL.into_iter().filter(|_| !reports.is_empty()) {
            let form = if format == CitationFormat::Plain { say("place-plain-text") } else { format.text() };
            let count = reports.len();
            let name = say_with("place-citations", &[("count", count.into()), ("form", form.into())]);
            let notice = say_with("place-copied-citations", &[("count", count.into())]);
            item(ui, name, notice, &|| citations::cite(chronicle, &reports, format));
        }
    });
    response.response.on_hover_text(say("place-copy-hint"));
}

/// Why the place has its colour: sentences, the reports for and against, what others say.
fn why_ui(ui: &mut Ui, state: &AppState, place: PlaceIx, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    let key = (state.revision, place, state.view.date, state.settings.stale_days, scene::spoken());
    if draft.why.as_ref().is_none_or(|(known, _)| *known != key) {
        draft.why = Some((key, Why::of(&state.document, place, state.view.date, state.settings.stale_days)));
    }
    let Some((_, why)) = &draft.why else { return };
    let palette = Palette::of(ui);
    ScrollArea::vertical().auto_shrink(false).id_salt(("why", place.row(), key.2)).show(ui, |ui| {
        for reason in &why.reasons {
            ui.label(reason);
        }
        for doubt in &why.doubts {
            ui.colored_label(if doubt == say("why-disputed") { palette.dispute } else { palette.faint_ink }, doubt);
        }
        if let Some(change) = &why.last_change {
            sentence(ui, |ui| {
                ui.label(RichText::new(&change.text).color(palette.faint_ink));
                date_link(ui, change.date, say("place-go-there").to_owned(), actions);
            });
        }
        reports_ui(ui, state, why, actions);
        ui.add_space(6.0);
        ui.label(bold(say("why-others")).size(14.0));
        for other in &why.others {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                swatch(ui, colour_of(state, &other.control));
                let name = wording::capital(&other.name);
                if ui.link(name).on_hover_text(say("place-colour-by-rule")).clicked() {
                    actions.push(Action::SetRule(other.rule));
                }
                let says = RichText::new(&other.says);
                ui.label(if other.agrees { says.color(palette.faint_ink) } else { says.color(palette.dispute) });
            });
        }
    });
}

/// How many reports there are of each stance: `3 reports: 2 for, 1 against`.
fn stances(reports: impl Iterator<Item = Stance>) -> Option<String> {
    let mut counts = [
        (Stance::Supports, "place-count-for", 0_usize),
        (Stance::Disputes, "place-count-against", 0),
        (Stance::Context, "place-count-context", 0),
    ];
    for stance in reports {
        for (of, _, count) in &mut counts {
            *count += usize::from(*of == stance);
        }
    }
    let total = counts.iter().map(|(_, _, count)| count).sum::<usize>();
    let counted = counts.iter().filter(|(_, _, count)| *count > 0);
    let parts: Vec<String> = counted.map(|(_, message, count)| say_with(message, &[("count", count.into())])).collect();
    (total > 0).then(|| {
        let stances = wording::joined(&parts);
        say_with("place-reports-by-stance", &[("count", total.into()), ("stances", stances.into())])
    })
}

fn reports_ui(ui: &mut Ui, state: &AppState, why: &Why, actions: &mut Vec<Action>) {
    const MOST: usize = 200;
    let palette = Palette::of(ui);
    if why.event.is_none() {
        return;
    }
    ui.add_space(6.0);
    let heading =
        stances(why.reports.iter().map(|told| told.stance)).unwrap_or_else(|| say("place-no-report").to_owned());
    ui.label(bold(heading).size(14.0));
    let mut headed = None;
    for told in why.reports.iter().take(MOST) {
        if headed != Some(told.stance) {
            headed = Some(told.stance);
            ui.label(bold(wording::stance(told.stance)).color(palette.of_stance(told.stance)));
        }
        ui.add_enabled_ui(told.is_known, |ui| {
            report_ui(ui, state, told.report, told.delay_text(), actions);
        })
        .response
        .on_disabled_hover_text(say("place-published-after"));
    }
    if why.reports.len() > MOST {
        let more = why.reports.len() - MOST;
        ui.label(say_with("place-more-reports-of-why", &[("count", more.into())]));
    }
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
        let sentence = wording::capital(&wording::control(&document.chronicle, control));
        ui.label(bold(sentence).size(14.5));
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        match document.timeline.since(place, state.view.date) {
            Some(since) => {
                ui.label(say("place-since"));
                date_link(ui, since, wording::date(since), actions);
            }
            None => {
                ui.label(RichText::new(say("place-no-record-before")).color(palette.faint_ink));
            }
        }
        let doubt = document.doubts(state.settings.stale_days).on(place, state.view.date);
        if doubt.is_disputed() {
            ui.colored_label(palette.dispute, say("place-disputed"));
        }
        if doubt.is_uncertain() {
            ui.colored_label(palette.faint_ink, say("place-uncertain"));
        }
    });
}

/// Who held the place when, over the whole chronicle, with its reports as ticks; a click goes to the
/// day.
fn ribbon_ui(ui: &mut Ui, state: &AppState, place: PlaceIx, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    let style = state.settings.map_style(ui.visuals().dark_mode);
    let document = &state.document;
    let key = (state.revision, place, style);
    if draft.ribbon.as_ref().is_none_or(|(known, _)| *known != key) {
        let doubts = document.doubts(style.stale_days);
        let made = scene::ribbon(&document.chronicle, &document.timeline, &doubts, place, state.view.days, &style);
        draft.ribbon = Some((key, made));
    }
    if let Some((_, ribbon)) = &draft.ribbon {
        ribbon_band(ui, state, ribbon, say("place-ribbon"), ui.available_width(), actions);
    }
}

/// A ribbon that can be clicked; hover tells the stretch and the reports there.
pub(super) fn ribbon_band(
    ui: &mut Ui,
    state: &AppState,
    ribbon: &Ribbon,
    name: &str,
    width: f32,
    actions: &mut Vec<Action>,
) {
    const HEIGHT: f32 = 14.0;
    let document = &state.document;
    let palette = Palette::of(ui);
    let style = state.settings.map_style(ui.visuals().dark_mode);
    let (first, last) = state.view.days;
    let room = 2.0 * (TICK + 3.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT + room), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, name));
    let band = Band {
        left: 0.0,
        top: TICK + 3.0,
        width: rect.width(),
        height: HEIGHT,
        first: Day::of(first),
        end: Day::of(last).plus(1),
    };
    let painter = ui.painter_at(rect);
    let mut shapes = Vec::new();
    ribbon.shapes(&band, &style, &mut shapes);
    painter.extend(scene_painter::shapes(ui.ctx(), &shapes, rect.min));
    let x = rect.left() + band.x_of(Day::of(state.view.date));
    painter.line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], Stroke::new(2.0, palette.ink));
    if let Some(pointer) = response.interact_pointer_pos()
        && (response.clicked() || response.dragged())
    {
        actions.push(Action::JumpTo(band.day_at(pointer.x - rect.left()).date()));
    }
    let Some(pointer) = response.hover_pos() else { return };
    let day = band.day_at(pointer.x - rect.left());
    let per_point = band.end.since(band.first) as f32 / band.width.max(1.0);
    let (span, ticks) = ribbon.at(day, (per_point * 2.0).ceil() as i32);
    let mut lines = Vec::new();
    if let Some(span) = span {
        let (from, to) = (wording::date(span.from.date()), wording::date(span.to.plus(-1).date()));
        lines.push(say_with("place-from-to", &[("from", from.into()), ("to", to.into())]));
        let control = document.timeline.control_on(ribbon.place, span.from.date());
        lines.push(wording::control(&document.chronicle, control));
        lines.extend(wording::doubts(span.doubt).into_iter().map(str::to_owned));
    }
    for tick in ticks.iter().take(4) {
        let report = document.chronicle.report(tick.report);
        let stance = if tick.stance == Stance::Disputes { "place-tick-against" } else { "place-tick-for" };
        let who = why::who(&document.chronicle, tick.report);
        let claim = if report.claim.is_empty() { String::new() } else { format!(": {}", report.claim) };
        let (day, said) = (wording::date(tick.day.date()), format!("{who}{claim}"));
        lines.push(wording::joined(&[say(stance), day.as_str(), said.as_str()]));
    }
    if ticks.len() > 4 {
        lines.push(say_with("place-more-reports", &[("count", (ticks.len() - 4).into())]));
    }
    response.on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(340.0);
        for line in lines {
            ui.label(line);
        }
    });
}

fn history(ui: &mut Ui, state: &AppState, place: PlaceIx, draft: &mut PlaceDraft, actions: &mut Vec<Action>) {
    let document = &state.document;
    let key = (state.revision, place);
    if draft.history.as_ref().is_none_or(|(known, _)| *known != key) {
        draft.history = Some((key, entries(document, place)));
    }
    let Some((_, entries)) = &draft.history else { return };
    let in_force = document.timeline.step_on(place, state.view.date).map(|step| Entry::Step(*step));
    let palette = Palette::of(ui);
    if entries.is_empty() {
        ui.label(RichText::new(say("place-no-event")).color(palette.faint_ink));
    }
    ScrollArea::vertical().auto_shrink(false).id_salt(("history", place.row())).show(ui, |ui| {
        // Newest first; thousands of events on one place are cut, not drawn.
        const MOST: usize = 400;
        let at = in_force.map_or(0, |step| entries.iter().position(|other| *other == step).unwrap_or(0));
        let end = (at + MOST / 2).min(entries.len());
        let begin = end.saturating_sub(MOST);
        if end < entries.len() {
            ui.label(say_with("place-later-events", &[("count", (entries.len() - end).into())]));
        }
        // What is in force is brought into view when the place or the day brings another event.
        let key = (place.row(), in_force.map(|step| step.day()));
        let memory = egui::Id::unique("history shown");
        let is_new = ui.data(|data| data.get_temp::<(usize, Option<Day>)>(memory)) != Some(key);
        for entry in entries[begin..end].iter().rev() {
            let is_in_force = in_force == Some(*entry);
            let response = entry_ui(ui, state, entry, is_in_force, actions);
            if is_in_force && is_new {
                response.scroll_to_me(Some(egui::Align::TOP));
                ui.data_mut(|data| data.insert_temp(memory, key));
            }
        }
        if begin > 0 {
            ui.label(say_with("place-earlier-events", &[("count", begin.into())]));
        }
    });
}

fn entry_ui(
    ui: &mut Ui,
    state: &AppState,
    entry: &Entry,
    is_in_force: bool,
    actions: &mut Vec<Action>,
) -> egui::Response {
    let document = &state.document;
    let chronicle = &document.chronicle;
    let palette = Palette::of(ui);
    let control = match entry {
        Entry::Step(step) => document.timeline.control(step.control),
        Entry::NoEffect { event, .. } => &chronicle.event(*event).control,
    };
    let is_future = entry.day() > Day::of(state.view.date);
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).corner_radius(4.0).fill(if is_in_force {
        palette.raised
    } else {
        Color32::TRANSPARENT
    });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (cause, remark) = match entry {
                Entry::Step(step) => {
                    swatch(ui, colour_of(state, control));
                    (wording::cause(chronicle, step.cause), None)
                }
                Entry::NoEffect { event, is_overtaken, .. } => {
                    let remark = if *is_overtaken { "place-overtaken" } else { "place-no-effect" };
                    (wording::event_kind(chronicle.event(*event).kind()), Some(say(remark)))
                }
            };
            let day = entry.day().date();
            let text =
                entry.event().map_or_else(|| wording::date(day), |event| wording::event_date(chronicle.event(event)));
            date_link(ui, day, text, actions);
            ui.label(RichText::new(cause).color(palette.faint_ink));
            // As the newsroom knew it, an event takes effect when it is known.
            if entry.event().is_some_and(|event| chronicle.event(event).date != day) {
                let from = say_with("place-from", &[("date", wording::date(day).into())]);
                ui.label(RichText::new(from).color(palette.faint_ink));
            }
            if let Some(remark) = remark {
                ui.label(RichText::new(remark).size(11.5).color(palette.dispute));
            }
            if is_in_force {
                ui.label(bold(say("place-in-force")).size(11.5).color(palette.accent));
            }
        });
        let mut sentence = RichText::new(wording::control(chronicle, control));
        if is_future || matches!(entry, Entry::NoEffect { .. }) {
            sentence = sentence.color(palette.faint_ink);
        }
        ui.label(sentence);
        match (entry, entry.event()) {
            (_, Some(event)) => event_ui(ui, state, event, is_in_force, actions),
            (Entry::Step(Step { cause: Cause::Succession { of, .. }, .. }), None) => {
                ui.label(RichText::new(&chronicle.faction(*of).notes).color(palette.faint_ink).size(12.0));
            }
            _ => {}
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
    let confidence = wording::confidence(row.confidence);
    let reports: Vec<ReportIx> = chronicle.reports_on(event).collect();
    let stance_of = |report: &ReportIx| chronicle.report(*report).stance;
    let Some(heading) = stances(reports.iter().map(stance_of)) else {
        let none = match confidence {
            "" => say("why-no-report").to_owned(),
            confidence => say_with("place-no-report-but-confidence", &[("confidence", confidence.into())]),
        };
        ui.label(RichText::new(none).color(palette.faint_ink).size(12.0));
        return;
    };
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
            let confidence = say_with("place-confidence", &[("confidence", confidence.into())]);
            job.append(&confidence, 10.0, format);
        }
        ui.add(egui::Label::new(job).wrap());
    })
    .body_unindented(|ui| {
        const MOST: usize = 200;
        let mut shown = 0;
        for stance in Stance::ALL {
            let mut headed = false;
            for report in reports.iter().filter(|report| stance_of(report) == stance) {
                shown += 1;
                if shown > MOST {
                    continue;
                }
                if !headed {
                    headed = true;
                    ui.label(bold(wording::stance(stance)).color(palette.of_stance(stance)));
                }
                report_ui(ui, state, *report, None, actions);
            }
        }
        if shown > MOST {
            ui.label(say_with("place-more-reports-of-history", &[("count", (shown - MOST).into())]));
        }
    });
}

/// What `salient links --check` found of a link.
pub(super) fn link_record_ui(ui: &mut Ui, record: &LinkRecord, palette: Palette) {
    let on = wording::date(record.checked);
    let on = on.as_str();
    let (message, colour) = match record.status {
        LinkStatus::Alive => ("link-alive", palette.faint_ink),
        LinkStatus::Moved => ("link-moved", palette.faint_ink),
        LinkStatus::Dead => ("link-dead", palette.dispute),
        LinkStatus::Unreachable => ("link-unreachable", palette.dispute),
        LinkStatus::Refused => ("link-refused", palette.faint_ink),
    };
    let text = say_with(message, &[("date", on.into())]);
    let checked = match record.code {
        Some(code) => say_with("link-checked-with-answer", &[("date", on.into()), ("code", code.into())]),
        None => say_with("link-checked", &[("date", on.into())]),
    };
    ui.label(RichText::new(text).color(colour).size(12.0)).on_hover_text(checked);
    if !record.sha256.is_empty() {
        let short: String = record.sha256.chars().take(8).collect();
        let kept = say_with("link-copy-kept", &[("sum", short.into())]);
        let text = RichText::new(kept).color(palette.faint_ink).size(12.0);
        let hint = say_with("link-copy-in-folder", &[("file", record.copy.as_str().into())]);
        ui.label(text).on_hover_text(format!("{hint}\nSHA-256 {}", record.sha256));
    }
}

fn report_ui(ui: &mut Ui, state: &AppState, report: ReportIx, delay: Option<String>, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    let report = state.document.chronicle.report(report);
    let (left, right) = if is_mirrored() { (0, 8) } else { (8, 0) };
    egui::Frame::NONE.inner_margin(egui::Margin { left, right, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.label(bold(&report.publisher).size(12.5));
            if !report.attributed_to.is_empty() && report.attributed_to != report.publisher {
                let citing = say_with("place-citing", &[("source", report.attributed_to.as_str().into())]);
                ui.label(RichText::new(citing).size(12.5));
            }
            if let Some(published) = report.published {
                date_link(ui, published, wording::date(published), actions);
            }
            if let Some(delay) = delay {
                ui.label(RichText::new(delay).color(palette.faint_ink).size(12.0));
            }
            let asserted = wording::asserted(&state.document.chronicle, report.asserted_controller);
            if let Some(asserted) = asserted {
                let holder = say_with("place-names-holder", &[("holder", asserted.into())]);
                ui.label(RichText::new(holder).color(palette.faint_ink).size(12.0));
            }
        });
        if !report.claim.is_empty() {
            ui.label(&report.claim);
        }
        ui.horizontal_wrapped(|ui| {
            for (name, url) in [("place-open-report", &report.url), ("place-open-archived", &report.archive_url)] {
                if url.is_empty() {
                    continue;
                }
                if let Some(url) = openable(url) {
                    let title = if report.title.is_empty() { String::new() } else { format!("{}\n", report.title) };
                    if ui.link(RichText::new(say(name)).size(12.0)).on_hover_text(format!("{title}{url}")).clicked() {
                        actions.push(Action::OpenLink(url.to_owned()));
                    }
                    if let Some(record) = state.document.links.get(url) {
                        link_record_ui(ui, record, palette);
                    }
                } else {
                    let text = crate::domain::excerpt(url);
                    ui.label(RichText::new(text).color(palette.faint_ink).size(12.0))
                        .on_hover_text(say("place-no-web-address"));
                }
            }
            if !report.language.is_empty() && report.language != "en" {
                let language = say_with("place-in-language", &[("language", report.language.as_str().into())]);
                ui.label(RichText::new(language).color(palette.faint_ink).size(12.0));
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
