//! What each action does: a dispatch table, one line each.
#![deny(clippy::wildcard_enum_match_arm)]

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::app::action::{Action, Effect, Job, JobOutcome};
use crate::app::contact_sheet::ContactSheet;
use crate::app::document::Document;
use crate::app::jobs::Progress;
use crate::app::ribbons::RibbonSheet;
use crate::app::rules;
use crate::app::series::Series;
use crate::app::settings::{PlayBy, Settings};
use crate::app::snapshot::Snapshot;
use crate::app::state::{AppState, ChangedShown, Compare, Dialog, Leaving, RunningJob, ViewState};
use crate::app::timelapse::Timelapse;
use crate::app::view_string;
use crate::app::wording;
use crate::domain::{Change, Chapter, Day, DoubtChoice, FactionIx, LonLat, Nudges, PlaceIx, Rule, openable};
use crate::geometry::{PicturePoint, Reach, Viewport, lon_lat_from_world, world_from_lon_lat};
use crate::scene::{Language, Names, say, say_with, speak};

/// Carries out an action; the effects are left to the shell.
pub fn update(state: &mut AppState, action: Action) -> Vec<Effect> {
    match action {
        Action::SetDate(date) => set_date(state, date),
        Action::StepDays(days) => step(state, |date| date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()),
        Action::StepMonths(months) => {
            step(state, |date| date.checked_add(jiff::Span::new().try_months(months).ok()?).ok())
        }
        Action::NextChange => go_to_change(state, true),
        Action::PreviousChange => go_to_change(state, false),
        Action::FirstDay => jump_to(state, state.view.play_days().0),
        Action::LastDay => jump_to(state, state.view.play_days().1),
        Action::TogglePlay => toggle_play(state),
        Action::SetPlay(play) => set(&mut state.settings.play, play.within()),
        Action::JumpTo(date) => jump_to(state, date),
        Action::ChangeOf(faction, forward) => change_of(state, faction, forward),
        Action::PlayChapter(row) => play_chapter(state, row),
        Action::ShowDays(from, to) => show_days(state, from, to),
        Action::ZoomTime(times, around) => zoom_time(state, times, around),
        Action::SetRange(range) => set_range(state, range),
        Action::ShowChanged(changed) => show_changed(state, changed),
        Action::SetHistogramInView(in_view) => set(&mut state.settings.histogram_in_view, in_view),
        Action::SetFilter(filter) => {
            state.view.filter = filter;
            state.filters += 1;
            Vec::new()
        }
        Action::GoBack => go_back(state, true),
        Action::GoForward => go_back(state, false),
        Action::GoToView(text) => go_to_view(state, &text),
        Action::KeepView(name, view) => keep_view(state, &name, view),
        Action::SetChapters(chapters) => set_chapters(state, chapters),
        Action::Tick(seconds) => tick(state, seconds),
        Action::Select(place) => select(state, place),
        Action::GoTo(place) => go_to(state, place),
        Action::MapMoved { centre, zoom, size } => map_moved(state, centre, zoom, size),
        Action::ZoomBy(zoom) => zoom_by(state, zoom),
        Action::PanBy(right, down) => pan_by(state, right, down),
        Action::FitAll => fit_all(state),
        Action::SetTheme(theme) => set(&mut state.settings.theme, theme),
        Action::SetNames(names) => set(&mut state.settings.names, names),
        Action::SetLanguage(language) => set_language(state, language),
        Action::SetSymbols(symbols) => set(&mut state.settings.symbols, symbols),
        Action::SetLegend(legend) => set(&mut state.settings.legend, legend),
        Action::SetPalette(palette) => set(&mut state.settings.palette, palette),
        Action::SetVision(vision) => set(&mut state.settings.vision, vision),
        Action::SetUiScale(scale) => set_ui_scale(state, scale),
        Action::ToggleMeasure => toggle_measure(state),
        Action::MeasureTo(place) => {
            if let Some(points) = &mut state.view.measured {
                points.push(place);
            }
            Vec::new()
        }
        Action::MeasureBack => {
            if let Some(points) = &mut state.view.measured {
                points.pop();
            }
            Vec::new()
        }
        Action::SetTerritory(choice) => {
            state.view.stopped_ground = false;
            set(&mut state.settings.territory, choice)
        }
        Action::SetDoubts(doubts, days) => set_doubts(state, doubts, days),
        Action::SetReach(reach) => set_reach(state, reach),
        Action::MakeGround(reach) => make_ground(state, reach),
        Action::PrepareSearch => prepare_search(state),
        Action::SetBackground(background) => set(&mut state.settings.background, background),
        Action::SetTileAddress(address) => set(&mut state.settings.tile_address, address),
        Action::SetPmtiles(path) => set(&mut state.settings.pmtiles, path),
        Action::RetryTiles => retry_tiles(state),
        Action::SetRule(rule) => set_rule(state, rule),
        Action::NextRule(forward) => next_rule(state, forward),
        Action::SetCompare(compare) => set_compare(state, compare),
        Action::ExchangeRules => exchange_rules(state),
        Action::ShowPlaceTab(tab) => set(&mut state.view.place_tab, tab),
        Action::Copy { text, notice } => copy(state, text, notice),
        Action::MoveName(place, right, down) => move_name(state, place, right, down),
        Action::PutNameBack(place) => put_name_back(state, place),
        Action::ShowDialog(dialog) => show_dialog(state, dialog),
        Action::Open(path) => open(state, path),
        Action::OpenBundled => leave(state, Leaving::Open(None)),
        Action::SaveProject(path) => save_project(state, path),
        Action::SaveFolder(path) => start(state, writing(&path), Job::SaveFolder(path)),
        Action::WriteRibbons(sheet, path) => write_ribbons(state, sheet, path),
        Action::WriteChart(series, share, path) => write_chart(state, series, share, path),
        Action::WriteSnapshot(snapshot, path) => write_snapshot(state, snapshot, path),
        Action::RememberPicture(choice) => {
            state.remember_picture(*choice);
            Vec::new()
        }
        Action::WriteSheet(sheet, path) => write_sheet(state, sheet, path),
        Action::CopySnapshot(snapshot) => start(state, PAINTING.to_owned(), Job::Paint(snapshot)),
        Action::WriteTimelapse(timelapse, path) => write_timelapse(state, timelapse, path),
        Action::StopJob(id) => stop_job(state, id),
        Action::Browse(browse) => vec![Effect::Browse(browse)],
        Action::OpenLink(url) => open_link(state, &url),
        Action::Dismiss(id) => dismiss(state, id),
        Action::JobFinished(id, outcome) => job_finished(state, id, outcome),
        Action::Notify { text, is_error } => notify(state, text, is_error),
        Action::Quit => leave(state, Leaving::Quit),
        Action::Leave => match state.view.leaving.take() {
            Some(leaving) => left(state, leaving),
            None => Vec::new(),
        },
    }
}

fn set<T>(field: &mut T, value: T) -> Vec<Effect> {
    *field = value;
    Vec::new()
}

/// The names on the map follow, where they were in the language of the window.
fn set_language(state: &mut AppState, language: Language) -> Vec<Effect> {
    state.settings.names = match (language, state.settings.names) {
        (Language::Arabic, Names::Latin) => Names::Arabic,
        (Language::English, Names::Arabic) => Names::Latin,
        (_, names) => names,
    };
    state.settings.language = language;
    speak(language);
    Vec::new()
}

fn set_ui_scale(state: &mut AppState, scale: f32) -> Vec<Effect> {
    if Settings::UI_SCALES.contains(&scale) {
        state.settings.ui_scale = scale;
    }
    Vec::new()
}

fn toggle_measure(state: &mut AppState) -> Vec<Effect> {
    state.view.measured = match state.view.measured {
        Some(_) => None,
        None => Some(Vec::new()),
    };
    Vec::new()
}

fn set_doubts(state: &mut AppState, doubts: DoubtChoice, days: u32) -> Vec<Effect> {
    state.settings.doubts = doubts;
    state.settings.stale_days = days.clamp(*Settings::STALE_LIMITS.start(), *Settings::STALE_LIMITS.end());
    Vec::new()
}

fn set_reach(state: &mut AppState, reach: Reach) -> Vec<Effect> {
    let (least, most) = Reach::LIMITS_KM;
    state.view.stopped_ground = false;
    state.settings.reach = match reach {
        Reach::Km(km) if km.is_finite() => Reach::Km(km.clamp(least, most)),
        Reach::Km(_) => return Vec::new(),
        Reach::Unlimited => Reach::Unlimited,
    };
    Vec::new()
}

fn prepare_search(state: &mut AppState) -> Vec<Effect> {
    if state.jobs.iter().any(|job| job.what == AppState::SEARCH_WORK) {
        return Vec::new();
    }
    start(state, AppState::SEARCH_WORK.to_owned(), Job::Names)
}

fn make_ground(state: &mut AppState, reach: Reach) -> Vec<Effect> {
    state.view.stopped_ground = false;
    // One at a time: when it is done the map asks again if the reach has moved on.
    if state.is_working_on_ground() {
        return Vec::new();
    }
    start(state, AppState::GROUND_WORK.to_owned(), Job::Ground(reach))
}

/// Events and reports that are compiled at once, in some 0.1 s; more are left to the background.
const COMPILED_AT_ONCE: usize = 700_000;

fn set_rule(state: &mut AppState, rule: Rule) -> Vec<Effect> {
    // Of wishes that follow each other the last counts.
    state.jobs.retain(|running| running.what != AppState::RULE_WORK);
    state.wished_rule = None;
    let document = &state.document;
    if document.rule() == rule {
        return Vec::new();
    }
    if size_of(document) > COMPILED_AT_ONCE {
        state.wished_rule = Some(rule);
        let stale_days = state.settings.stale_days;
        return start(state, AppState::RULE_WORK.to_owned(), Job::Under(rule, stale_days));
    }
    let document = document.under(rule);
    ruled(state, document)
}

fn drop_rule_work(state: &mut AppState) {
    let work = [AppState::RULE_WORK, AppState::OTHER_RULE_WORK];
    state.jobs.retain(|running| !work.contains(&running.what.as_str()));
    state.wished_rule = None;
}

fn ruled(state: &mut AppState, document: Document) -> Vec<Effect> {
    if document.identity() != state.document.identity() {
        return Vec::new(); // Of a document that was open before.
    }
    state.wished_rule = None;
    // What was changed meanwhile is not of the document that was compiled.
    let document = document.with_changes_of(&state.document);
    state.document = std::sync::Arc::new(document);
    state.revision += 1;
    Vec::new()
}

fn set_compare(state: &mut AppState, compare: Option<Compare>) -> Vec<Effect> {
    let (first, last) = state.view.days;
    let share = |compare: Compare| Compare {
        share: compare.share.clamp(0.02, 0.98),
        date: compare.date.map(|date| date.clamp(first, last)),
        ..compare
    };
    state.view.compare = compare.map(share);
    let Some(Compare { rule, .. }) = compare else {
        state.other = None;
        state.revision += 1;
        return Vec::new();
    };
    if state.other.as_ref().is_some_and(|other| other.rule() == rule) {
        return Vec::new();
    }
    if size_of(&state.document) > COMPILED_AT_ONCE {
        state.jobs.retain(|running| running.what != AppState::OTHER_RULE_WORK);
        let stale_days = state.settings.stale_days;
        return start(state, AppState::OTHER_RULE_WORK.to_owned(), Job::OtherUnder(rule, stale_days));
    }
    let other = state.document.under(rule);
    other_ruled(state, other)
}

fn other_ruled(state: &mut AppState, document: Document) -> Vec<Effect> {
    // The comparison may have ended, or gone on to another rule.
    let is_same = document.identity() == state.document.identity();
    if is_same && state.view.compare.is_some_and(|compare| compare.rule == document.rule()) {
        state.other = Some(std::sync::Arc::new(document.with_changes_of(&state.document)));
        state.revision += 1;
    }
    Vec::new()
}

fn exchange_rules(state: &mut AppState) -> Vec<Effect> {
    // While the other rule is still being applied there is nothing to exchange.
    if state.compared().is_none() {
        return Vec::new();
    }
    let (Some(compare), Some(other)) = (state.view.compare, state.other.take()) else { return Vec::new() };
    let rule = state.document.rule();
    state.other = Some(std::mem::replace(&mut state.document, other));
    // Two days change sides too.
    let date = compare.date.map(|_| state.view.date);
    state.view.compare = Some(Compare { rule, date, ..compare });
    if let Some(date) = compare.date {
        set_date(state, date);
    }
    state.revision += 1;
    Vec::new()
}

fn size_of(document: &Document) -> usize {
    document.chronicle.events().len() + document.chronicle.reports().len()
}

fn next_rule(state: &mut AppState, forward: bool) -> Vec<Effect> {
    // One key after the other goes on also while the rule before is still being applied.
    let rule = state.wished_rule.unwrap_or(state.document.rule());
    let round = rules::round(&state.document.chronicle);
    // A rule that is not in the round goes on from its beginning.
    let at = round.iter().position(|basis| *basis == rule.basis).unwrap_or(0);
    let step = if forward { 1 } else { round.len() - 1 };
    let basis = round[(at + step) % round.len()];
    if round.len() == 1 {
        return notify(state, say("notice-no-other-rule").to_owned(), false);
    }
    set_rule(state, Rule { basis, ..rule })
}

fn set_date(state: &mut AppState, date: Date) -> Vec<Effect> {
    let (first, last) = state.view.days;
    let date = date.clamp(first, last);
    state.view.date = date;
    // The timeline follows a date that would be out of sight.
    let (from, to) = state.view.shown_days;
    if !(from..=to).contains(&date) {
        let span = Day::of(to).since(Day::of(from));
        let from = Day::of(date).plus(-span / 2);
        show_days(state, from.date(), from.plus(span).date());
    }
    Vec::new()
}

fn step(state: &mut AppState, step: impl Fn(Date) -> Option<Date>) -> Vec<Effect> {
    state.view.playing = false;
    // Beyond the last year there is no date to go to.
    match step(state.view.date) {
        Some(date) => set_date(state, date),
        None => Vec::new(),
    }
}

fn go_to_change(state: &mut AppState, forward: bool) -> Vec<Effect> {
    state.view.playing = false;
    let date = state.view.date;
    let places = match state.view.selected {
        Some(place) => vec![place],
        None => places_in_view(state),
    };
    if let Some(date) = change_of_places(state, &places, date, forward) {
        return jump_to(state, date);
    }
    let message = match (state.view.selected.is_some(), forward) {
        (true, true) => "notice-no-change-of-place-after",
        (true, false) => "notice-no-change-of-place-before",
        (false, true) => "notice-no-change-in-view-after",
        (false, false) => "notice-no-change-in-view-before",
    };
    notify(state, say_with(message, &[("date", wording::date(date).into())]), false)
}

/// The places that the map shows.
pub fn places_in_view(state: &AppState) -> Vec<PlaceIx> {
    let viewport = viewport(state);
    let (width, height) = state.view.map_size;
    let filter = &state.view.filter;
    let passing = (!filter.is_empty()).then(|| filter.places(&state.document));
    let places = state.document.chronicle.places().iter().enumerate();
    places
        .filter(|(_, place)| {
            let at = viewport.picture_from_world(world_from_lon_lat(place.position));
            (0.0..=width).contains(&at.x) && (0.0..=height).contains(&at.y)
        })
        .map(|(row, _)| PlaceIx::new(row))
        .filter(|place| passing.as_ref().is_none_or(|passing| passing[place.row()]))
        .collect()
}

/// By place, whether the map shows it.
pub fn mask_of_view(state: &AppState) -> Vec<bool> {
    let mut mask = vec![false; state.document.chronicle.places().len()];
    for place in places_in_view(state) {
        mask[place.row()] = true;
    }
    mask
}

/// What the map shows.
pub fn viewport(state: &AppState) -> Viewport {
    let (width, height) = state.view.map_size;
    Viewport::new(world_from_lon_lat(state.view.centre), state.view.zoom, width, height)
}

fn toggle_play(state: &mut AppState) -> Vec<Effect> {
    let view = &mut state.view;
    view.playing = !view.playing;
    view.carry = 0.0;
    let (first, last) = view.play_days();
    if view.playing {
        // Playing from the end, or from without the range, begins anew.
        let backwards = state.settings.play.backwards;
        let is_at_end = if backwards { view.date <= first } else { view.date >= last };
        if is_at_end || !(first..=last).contains(&view.date) {
            view.date = if backwards { last } else { first };
        }
    }
    Vec::new()
}

fn tick(state: &mut AppState, seconds: f64) -> Vec<Effect> {
    if !state.view.playing {
        return Vec::new();
    }
    let play = state.settings.play;
    let passed = state.view.carry + seconds * play.speed;
    state.view.carry = passed.fract();
    let steps = passed.trunc() as i32;
    if steps == 0 {
        return Vec::new();
    }
    let (first, last) = state.view.play_days();
    let goes_on = |date: Date| if play.backwards { date > first } else { date < last };
    let end = if play.backwards { first } else { last };
    // The slider may have been dragged out of the range meanwhile.
    let mut date = state.view.date.clamp(first, last);
    let asks_view = play.by == PlayBy::Changes || play.pause_on_change;
    let places = if asks_view { places_in_view(state) } else { Vec::new() };
    match play.by {
        PlayBy::Days => {
            let days = if play.backwards { -steps } else { steps };
            let reached = Day::of(date).plus(days).date().clamp(first, last);
            let next =
                if play.pause_on_change { change_of_places(state, &places, date, !play.backwards) } else { None };
            let is_passed = |next: &Date| if play.backwards { *next >= reached } else { *next <= reached };
            if let Some(next) = next.filter(is_passed) {
                state.view.playing = false;
                return set_date(state, next);
            }
            date = reached;
        }
        PlayBy::Changes => {
            for _ in 0..steps {
                let next = change_of_places(state, &places, date, !play.backwards);
                date = next.filter(|next| (first..=last).contains(next)).unwrap_or(end);
                if !goes_on(date) {
                    break;
                }
            }
            state.view.playing = !play.pause_on_change;
        }
    }
    if !goes_on(date) {
        if play.looped && first < last {
            // The end is seen for a moment: the next turn begins anew.
            if state.view.date == end {
                date = if play.backwards { last } else { first };
            }
        } else {
            state.view.playing = false;
        }
    }
    set_date(state, date)
}

/// The next day, or the one before, on which one of these places has a change that passes the filter.
fn change_of_places(state: &AppState, places: &[PlaceIx], date: Date, forward: bool) -> Option<Date> {
    let timeline = &state.document.timeline;
    // The selected place's own changes are all shown, whatever the map leaves out.
    if let Some(passing) = state.view.filter.of(&state.document).filter(|passing| !passing.is_of_places())
        && state.view.selected.is_none()
    {
        let passes = |day: Day, change: &Change| passing.change(day, change);
        return timeline.change_where(places.iter().copied(), date, forward, passes);
    }
    match (forward, places.len() == state.document.chronicle.places().len()) {
        (true, true) => timeline.next_change(date),
        (false, true) => timeline.previous_change(date),
        (true, false) => timeline.next_change_of(places.iter().copied(), date),
        (false, false) => timeline.previous_change_of(places.iter().copied(), date),
    }
}

fn jump_to(state: &mut AppState, date: Date) -> Vec<Effect> {
    state.view.leave_spot();
    set_date(state, date)
}

fn change_of(state: &mut AppState, faction: FactionIx, forward: bool) -> Vec<Effect> {
    state.view.playing = false;
    let places = places_in_view(state);
    let timeline = &state.document.timeline;
    let passing = state.view.filter.of(&state.document);
    let turns = |day: Day, change: &Change| {
        timeline.turns(faction, change) && passing.as_ref().is_none_or(|passing| passing.change(day, change))
    };
    if let Some(date) = timeline.change_where(places, state.view.date, forward, turns) {
        return jump_to(state, date);
    }
    let message = if forward { "notice-no-turn-after" } else { "notice-no-turn-before" };
    let (name, date) = (wording::faction(&state.document.chronicle, faction), wording::date(state.view.date));
    let text = say_with(message, &[("faction", name.into()), ("date", date.into())]);
    notify(state, text, false)
}

fn play_chapter(state: &mut AppState, row: usize) -> Vec<Effect> {
    let Some(chapter) = state.document.chronicle.chapters.get(row).cloned() else { return Vec::new() };
    state.view.leave_spot();
    let (first, last) = state.view.days;
    let (from, to) = (chapter.from.clamp(first, last), chapter.to.clamp(first, last));
    state.view.range = Some((from, to));
    state.view.date = from;
    state.view.carry = 0.0;
    // A chapter of a single day has nothing to play.
    state.view.playing = from < to;
    state.settings.play.backwards = false;
    match chapter.place {
        Some(place) => show_place(state, place),
        None => Vec::new(),
    }
}

fn show_days(state: &mut AppState, from: Date, to: Date) -> Vec<Effect> {
    let (first, last) = state.view.days;
    let span =
        Day::of(to).since(Day::of(from)).clamp(SHORTEST_TIME, Day::of(last).since(Day::of(first)).max(SHORTEST_TIME));
    // What would lie beyond an end is moved in.
    let latest = Day::of(last).plus(-span).max(Day::of(first));
    let from = Day::of(from).clamp(Day::of(first), latest);
    state.view.shown_days = (from.date(), from.plus(span).date().min(last));
    Vec::new()
}

/// The timeline shows no less than so many days.
const SHORTEST_TIME: i32 = 14;

fn zoom_time(state: &mut AppState, times: f64, around: Date) -> Vec<Effect> {
    if !(times.is_finite() && times > 0.0) {
        return Vec::new();
    }
    let (from, to) = state.view.shown_days;
    let (from, to, around) = (Day::of(from), Day::of(to), Day::of(around));
    let scaled = |days: i32| (f64::from(days) * times).round().clamp(-4e6, 4e6) as i32;
    let (left, right) = (scaled(around.since(from)), scaled(to.since(around)));
    // Zooming a short time by little goes a day at least.
    let is_stuck = times > 1.0 && left + right <= to.since(from);
    show_days(state, around.plus(-left).date(), around.plus(right + i32::from(is_stuck)).date())
}

fn set_range(state: &mut AppState, range: Option<(Date, Date)>) -> Vec<Effect> {
    let (first, last) = state.view.days;
    let held = |date: Date| date.clamp(first, last);
    state.view.range = range.map(|(from, to)| (held(from.min(to)), held(from.max(to))));
    if state.view.range.is_none() {
        (state.view.only_changed, state.view.numbered) = (false, false);
    }
    Vec::new()
}

fn show_changed(state: &mut AppState, changed: ChangedShown) -> Vec<Effect> {
    if state.view.range.is_none() && changed != ChangedShown::All {
        state.view.range = Some(state.view.days);
    }
    state.view.only_changed = changed != ChangedShown::All;
    state.view.numbered = changed == ChangedShown::Numbered;
    Vec::new()
}

fn go_back(state: &mut AppState, back: bool) -> Vec<Effect> {
    let here = state.view.spot();
    let view = &mut state.view;
    let (from, to) = if back { (&mut view.back, &mut view.forward) } else { (&mut view.forward, &mut view.back) };
    let Some(spot) = from.pop() else { return Vec::new() };
    to.push(here);
    view.playing = false;
    (view.centre, view.zoom, view.selected) = (spot.centre, spot.zoom, spot.selected);
    set_date(state, spot.date);
    vec![Effect::MoveMap]
}

fn go_to_view(state: &mut AppState, text: &str) -> Vec<Effect> {
    let wish = match view_string::parse(&state.document.chronicle, text) {
        Ok(wish) => wish,
        Err(error) => return notify(state, wording::capital(&error.to_string()), true),
    };
    state.view.leave_spot();
    state.view.dialog = None;
    let mut effects = wish.apply(state);
    if let Some(rule) = wish.rule(state.document.rule()) {
        effects.extend(set_rule(state, rule));
    }
    effects.push(Effect::MoveMap);
    effects
}

fn keep_view(state: &mut AppState, name: &str, view: Option<String>) -> Vec<Effect> {
    let name = name.trim().to_owned();
    if name.is_empty() {
        return notify(state, say("notice-view-without-name").to_owned(), true);
    }
    let mut views = Vec::clone(&state.document.views);
    let known = views.iter().position(|(known, _)| *known == name);
    match (known, view) {
        (Some(at), Some(view)) => views[at].1 = view,
        (None, Some(view)) => views.push((name, view)),
        (Some(at), None) => drop(views.remove(at)),
        (None, None) => return Vec::new(),
    }
    let changed = state.document.with_views(views);
    let revision = state.revision;
    let effects = change_document(state, changed, "notice-view-not-kept");
    state.revision = revision;
    effects
}

fn set_chapters(state: &mut AppState, chapters: Vec<Chapter>) -> Vec<Effect> {
    let document = state.document.with_chapters(chapters);
    change_document(state, Ok(document), "notice-chapters-not-changed")
}

/// Takes the changed document, or says why it could not be changed, by a message about the error.
fn change_document(
    state: &mut AppState,
    changed: Result<Document, crate::app::document::Error>,
    message: &str,
) -> Vec<Effect> {
    match changed {
        Ok(document) => {
            let other = state.other.as_ref().map(|other| Document::clone(other).with_changes_of(&document));
            state.other = other.map(std::sync::Arc::new);
            state.document = std::sync::Arc::new(document);
            state.revision += 1;
            Vec::new()
        }
        Err(error) => notify(state, say_with(message, &[("error", error.to_string().into())]), true),
    }
}

fn select(state: &mut AppState, place: Option<PlaceIx>) -> Vec<Effect> {
    if place.is_some() && place != state.view.selected {
        state.view.leave_spot();
    }
    state.view.selected = place;
    Vec::new()
}

fn go_to(state: &mut AppState, place: PlaceIx) -> Vec<Effect> {
    state.view.leave_spot();
    show_place(state, place)
}

fn show_place(state: &mut AppState, place: PlaceIx) -> Vec<Effect> {
    state.view.selected = Some(place);
    state.view.centre = state.document.chronicle.place(place).position;
    state.view.zoom = state.view.zoom.max(8.6);
    vec![Effect::MoveMap]
}

fn map_moved(state: &mut AppState, centre: LonLat, zoom: f64, size: (f32, f32)) -> Vec<Effect> {
    state.view.centre = centre;
    state.view.zoom = zoom;
    state.view.map_size = size;
    Vec::new()
}

fn zoom_by(state: &mut AppState, zoom: f64) -> Vec<Effect> {
    state.view.zoom = (state.view.zoom + zoom).clamp(Viewport::ZOOMS.0, Viewport::ZOOMS.1);
    vec![Effect::MoveMap]
}

fn pan_by(state: &mut AppState, right: f32, down: f32) -> Vec<Effect> {
    let viewport = viewport(state);
    let x = viewport.width() * (0.5 + right);
    let y = viewport.height() * (0.5 + down);
    state.view.centre = lon_lat_from_world(viewport.world_from_picture(PicturePoint { x, y }));
    vec![Effect::MoveMap]
}

fn fit_all(state: &mut AppState) -> Vec<Effect> {
    let (width, height) = state.view.map_size;
    if let Some(bounds) = state.document.bounds() {
        let viewport = Viewport::fitting_bounds(bounds, width, height, 40.0, 11.0);
        state.view.centre = viewport.centre_place();
        state.view.zoom = viewport.zoom();
    }
    vec![Effect::MoveMap]
}

fn retry_tiles(state: &mut AppState) -> Vec<Effect> {
    state.view.tile_attempts += 1;
    Vec::new()
}

fn show_dialog(state: &mut AppState, dialog: Option<Dialog>) -> Vec<Effect> {
    state.view.dialog = dialog;
    state.view.playing &= dialog.is_none();
    Vec::new()
}

fn open(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    leave(state, Leaving::Open(Some(path)))
}

/// Goes on, or asks first what is to become of changes that are not saved.
fn leave(state: &mut AppState, leaving: Leaving) -> Vec<Effect> {
    if state.is_unsaved() {
        state.view.dialog = Some(Dialog::Unsaved);
        state.view.leaving = Some(leaving);
        return Vec::new();
    }
    left(state, leaving)
}

fn left(state: &mut AppState, leaving: Leaving) -> Vec<Effect> {
    state.view.dialog = None;
    match leaving {
        Leaving::Quit => {
            // Nothing is asked again.
            state.saved_edition = state.document.edition;
            vec![Effect::Quit]
        }
        Leaving::Open(None) => start_opening(state, OPENING_BUNDLED.to_owned(), None),
        Leaving::Open(Some(path)) => start_opening(state, format!("{OPENING}{}", path.display()), Some(path)),
    }
}

fn move_name(state: &mut AppState, place: PlaceIx, right: f32, down: f32) -> Vec<Effect> {
    let mut nudges = Nudges::clone(&state.document.nudges);
    let nudge = nudges.entry(place).or_default();
    *nudge = nudge.moved(right, down);
    change_nudges(state, nudges)
}

fn put_name_back(state: &mut AppState, place: PlaceIx) -> Vec<Effect> {
    let mut nudges = Nudges::clone(&state.document.nudges);
    if nudges.remove(&place).is_none() {
        return Vec::new();
    }
    change_nudges(state, nudges)
}

fn change_nudges(state: &mut AppState, nudges: Nudges) -> Vec<Effect> {
    let changed = state.document.with_nudges(nudges);
    // Nothing but the names on the map depends on it: while one is dragged this happens in every frame.
    let revision = state.revision;
    let effects = change_document(state, changed, "notice-name-not-moved");
    state.revision = revision;
    state.nudged += 1;
    effects
}

fn save_project(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    start(state, writing(&path), Job::SaveProject(path))
}

fn write_snapshot(state: &mut AppState, snapshot: Box<Snapshot>, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    state.settings.picture_size = (snapshot.width, snapshot.height);
    start(state, writing(&path), Job::Snapshot(snapshot, path))
}

fn write_sheet(state: &mut AppState, sheet: Box<ContactSheet>, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    state.settings.picture_size = (sheet.snapshot.width, sheet.snapshot.height);
    start(state, writing(&path), Job::Sheet(sheet, path))
}

fn write_timelapse(state: &mut AppState, timelapse: Box<Timelapse>, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    state.settings.film_size = (timelapse.snapshot.width, timelapse.snapshot.height);
    start(state, writing(&path), Job::Timelapse(timelapse, path))
}

/// It goes on until it notices, and says so itself.
fn stop_job(state: &mut AppState, id: u64) -> Vec<Effect> {
    let Some(job) = state.jobs.iter().find(|job| job.id == id) else { return Vec::new() };
    if !can_be_stopped(job) {
        return Vec::new();
    }
    job.progress.stop();
    // What is written says itself that it was stopped; of all else the answer is no longer asked for.
    if is_writing(job) {
        return Vec::new();
    }
    let what = job.what.clone();
    state.jobs.retain(|job| job.id != id);
    match what.as_str() {
        AppState::RULE_WORK => state.wished_rule = None,
        AppState::OTHER_RULE_WORK => {
            // Back to what is compared already, if anything is.
            let compare = state.view.compare.zip(state.other.as_ref());
            let before = compare.map(|(compare, other)| Compare { rule: other.rule(), ..compare });
            return set_compare(state, before);
        }
        AppState::GROUND_WORK => {
            state.view.stopped_ground = true;
            state.notify(say("notice-no-ground"), false);
        }
        _ => {}
    }
    Vec::new()
}

fn write_chart(state: &mut AppState, series: Box<Series>, share: bool, path: PathBuf) -> Vec<Effect> {
    let style = state.settings.picture_style(false);
    start(state, writing(&path), Job::Chart(series, share, style, path))
}

fn write_ribbons(state: &mut AppState, sheet: Box<RibbonSheet>, path: PathBuf) -> Vec<Effect> {
    state.view.dialog = None;
    start(state, writing(&path), Job::Ribbons(sheet, path))
}

/// What running jobs are called among themselves; [`job_text`] says it in the window's language.
const OPENING: &str = "opening ";
const OPENING_BUNDLED: &str = "opening the bundled chronicle";
const PAINTING: &str = "painting";
const WRITING: &str = "writing ";

fn writing(path: &Path) -> String {
    format!("{WRITING}{}", path.display())
}

/// Whether a running job can be stopped: without the names there is no search, so they would be asked for again.
pub fn can_be_stopped(job: &RunningJob) -> bool {
    job.what != AppState::SEARCH_WORK
}

/// Whether a running job writes a file or folder.
pub fn is_writing(job: &RunningJob) -> bool {
    job.what.starts_with(WRITING)
}

/// What a running job is called, in this thread's language.
pub fn job_text(job: &RunningJob) -> String {
    let with_path = |message: &str, path: &str| say_with(message, &[("path", path.into())]);
    match job.what.as_str() {
        AppState::RULE_WORK => say("job-rule").to_owned(),
        AppState::OTHER_RULE_WORK => say("job-other-rule").to_owned(),
        AppState::SEARCH_WORK => say("job-names").to_owned(),
        AppState::GROUND_WORK => say("job-ground").to_owned(),
        PAINTING => say("job-painting").to_owned(),
        OPENING_BUNDLED => say("job-opening-bundled").to_owned(),
        what => match (what.strip_prefix(OPENING), what.strip_prefix(WRITING)) {
            (Some(path), _) => with_path("job-opening", path),
            (None, Some(path)) => with_path("job-writing", path),
            (None, None) => what.to_owned(),
        },
    }
}

fn start_opening(state: &mut AppState, what: String, path: Option<PathBuf>) -> Vec<Effect> {
    let stale_days = state.settings.stale_days;
    start(state, what, Job::Open { path, stale_days })
}

fn start(state: &mut AppState, what: String, job: Job) -> Vec<Effect> {
    let id = state.new_id();
    // Opening replaces opening: the last wish counts.
    if matches!(job, Job::Open { .. }) {
        state.jobs.retain(|running| !running.what.starts_with(OPENING));
    }
    let progress = Progress::default();
    state.jobs.push(RunningJob { id, what, progress: progress.clone() });
    vec![Effect::Start(id, job, progress)]
}

fn open_link(state: &mut AppState, url: &str) -> Vec<Effect> {
    match openable(url) {
        Some(url) => vec![Effect::OpenLink(url.to_owned())],
        None => notify(state, say("notice-no-web-address").to_owned(), true),
    }
}

fn copy(state: &mut AppState, text: String, notice: String) -> Vec<Effect> {
    state.notify(notice, false);
    vec![Effect::Copy(text)]
}

fn dismiss(state: &mut AppState, id: u64) -> Vec<Effect> {
    state.notices.retain(|notice| notice.id != id);
    Vec::new()
}

fn job_finished(state: &mut AppState, id: u64, outcome: JobOutcome) -> Vec<Effect> {
    let known = state.jobs.len();
    state.jobs.retain(|running| running.id != id);
    if state.jobs.len() == known {
        return Vec::new(); // The question has moved on.
    }
    match outcome {
        JobOutcome::Opened(document) => {
            state.remember_view();
            if let Some(path) = document.origin.path() {
                // So that the recent files still open from another folder.
                let path = std::path::absolute(path).unwrap_or_else(|_no_folder| path.to_owned());
                state.settings.opened(&path);
            }
            let problems = document.problems.count();
            let map_size = state.view.map_size;
            state.view = ViewState { map_size, ..ViewState::of(&document, &state.settings) };
            // What was asked of the document before has no answer any more.
            drop_rule_work(state);
            state.document = std::sync::Arc::new(*document);
            state.saved_edition = state.document.edition;
            state.other = None;
            state.revision += 1;
            state.documents += 1;
            if problems > 0 {
                let problems = say_with("count-problems", &[("count", problems.into())]);
                state.notify(say_with("notice-problems", &[("problems", problems.into())]), true);
            }
            vec![Effect::MoveMap]
        }
        JobOutcome::GroundMade | JobOutcome::SearchReady => Vec::new(),
        JobOutcome::Ruled(document) => ruled(state, *document),
        JobOutcome::OtherRuled(document) => other_ruled(state, *document),
        JobOutcome::Painted(pixels) => {
            state.notify(say("notice-picture-copied"), false);
            vec![Effect::CopyPicture(pixels)]
        }
        JobOutcome::Saved(text, identity, edition) => {
            // Another chronicle may be open by now.
            if identity == state.document.identity() {
                state.saved_edition = state.saved_edition.max(edition);
            }
            notify(state, text, false)
        }
        JobOutcome::Written(text) => notify(state, text, false),
        JobOutcome::Failed(text) => notify(state, text, true),
    }
}

fn notify(state: &mut AppState, text: String, is_error: bool) -> Vec<Effect> {
    state.notify(text, is_error);
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::Document;
    use crate::app::settings::PlayChoice;
    use crate::domain::parse_date;

    fn state() -> AppState {
        AppState::new(Document::open(None).unwrap(), Settings::default())
    }

    /// Sends actions and answers the date after.
    #[track_caller]
    fn check(actions: impl IntoIterator<Item = Action>, expected: &str) {
        let mut state = state();
        for action in actions {
            update(&mut state, action);
        }
        assert_eq!(state.view.date, parse_date(expected).unwrap());
    }

    fn on(date: &str) -> Action {
        Action::SetDate(parse_date(date).unwrap())
    }

    #[test]
    fn the_bundled_chronicle_opens_where_and_when_it_says() {
        check([], "2015-04-25");
    }

    #[test]
    fn a_date_outside_the_chronicle_is_held_at_its_ends() {
        check([on("1990-01-01")], "2011-03-15");
        check([on("9999-12-31")], "2026-03-01");
        check([Action::LastDay, Action::StepDays(1)], "2026-03-01");
        check([Action::StepDays(i32::MIN)], "2015-04-25");
    }

    #[test]
    fn a_month_is_a_calendar_month() {
        check([on("2015-01-31"), Action::StepMonths(1)], "2015-02-28");
        check([on("2015-03-31"), Action::StepMonths(-1)], "2015-02-28");
    }

    #[test]
    fn the_next_change_is_that_of_the_selected_place() {
        let idlib = state().document.chronicle.place_by_id("idlib").unwrap();
        check([on("2015-01-01"), Action::Select(Some(idlib)), Action::NextChange, Action::NextChange], "2015-03-28");
    }

    #[test]
    fn playing_goes_on_by_the_speed_and_stops_at_the_end() {
        check(
            [
                on("2015-01-01"),
                Action::SetPlay(PlayChoice { speed: 10.0, ..PlayChoice::default() }),
                Action::TogglePlay,
                Action::Tick(0.25),
                Action::Tick(0.25),
            ],
            "2015-01-06",
        );
        let mut state = state();
        update(&mut state, on("2026-02-28"));
        update(&mut state, Action::TogglePlay);
        update(&mut state, Action::Tick(100.0));
        assert!(!state.view.playing);
        assert_eq!(state.view.date, state.view.days.1);
    }

    #[test]
    fn a_late_answer_to_an_older_question_is_dropped() {
        let mut state = state();
        let first = update(&mut state, Action::Open("/one".into()));
        let _second = update(&mut state, Action::Open("/two".into()));
        let Some(Effect::Start(id, ..)) = first.first() else { panic!("no job") };
        update(&mut state, Action::JobFinished(*id, JobOutcome::Failed("late".to_owned())));
        assert!(state.notices.is_empty());
        assert_eq!(state.jobs.len(), 1);
    }

    #[test]
    fn rules_are_switched_compared_and_exchanged() {
        let mut state = state();
        let basis = rules::parse_basis(&state.document.chronicle, "confirmed:2").unwrap();
        let confirmed = Rule { basis, ..Rule::default() };
        let compare = Compare { rule: confirmed, ..rules::first_comparison(&state) };
        update(&mut state, Action::SetCompare(Some(compare)));
        assert_eq!(state.compared().map(|(_, other)| other.rule()), Some(confirmed));
        let revision = state.revision;
        update(&mut state, Action::ExchangeRules);
        assert_eq!(state.document.rule(), confirmed);
        assert_eq!(state.compared().map(|(_, other)| other.rule()), Some(Rule::default()));
        assert!(state.revision > revision, "what was drawn is drawn anew");
        update(&mut state, Action::SetRule(Rule::default()));
        update(&mut state, Action::SetCompare(None));
        assert!(state.other.is_none() && state.document.rule().is_default());
    }

    #[test]
    fn work_that_is_stopped_is_no_longer_waited_for() {
        let mut state = state();
        let run = |what: &str, state: &mut AppState| {
            let (what, id) = (what.to_owned(), state.new_id());
            state.jobs.push(RunningJob { id, what, progress: Progress::default() });
            update(state, Action::StopJob(id));
            id
        };
        state.wished_rule = Some(Rule::default());
        run(AppState::RULE_WORK, &mut state);
        assert!(state.jobs.is_empty() && state.wished_rule.is_none());
        let compare = rules::first_comparison(&state);
        update(&mut state, Action::SetCompare(Some(compare)));
        // Back to what is compared already, or to no comparison.
        run(AppState::OTHER_RULE_WORK, &mut state);
        assert!(state.jobs.is_empty() && state.view.compare.is_some());
        state.other = None;
        run(AppState::OTHER_RULE_WORK, &mut state);
        assert!(state.jobs.is_empty() && state.view.compare.is_none());
        run(AppState::GROUND_WORK, &mut state);
        assert!(state.jobs.is_empty() && state.view.stopped_ground && !state.notices.is_empty());
        // Who switches it off and on asks for it anew.
        let choice = state.settings.territory;
        update(&mut state, Action::SetTerritory(choice));
        assert!(!state.view.stopped_ground);
        run(AppState::SEARCH_WORK, &mut state);
        assert_eq!(state.jobs.pop().map(|job| job.progress.is_stopped()), Some(false));
        // What is written says itself that it ended.
        let id = run("writing a.png", &mut state);
        assert_eq!(state.jobs.len(), 1);
        assert!(state.jobs[0].progress.is_stopped());
        update(&mut state, Action::JobFinished(id, JobOutcome::Written("Stopped".to_owned())));
        assert!(state.jobs.is_empty());
    }

    #[test]
    fn a_rule_of_a_document_that_was_open_before_is_dropped() {
        let mut state = state();
        let basis = rules::parse_basis(&state.document.chronicle, "confirmed:2").unwrap();
        let late = state.document.under(Rule { basis, ..Rule::default() });
        let (what, id) = (AppState::RULE_WORK.to_owned(), state.new_id());
        state.jobs.push(RunningJob { id, what, progress: Progress::default() });
        // Another document has come in between.
        state.document = std::sync::Arc::new(Document::open(None).unwrap());
        update(&mut state, Action::JobFinished(id, JobOutcome::Ruled(Box::new(late))));
        assert!(state.document.rule().is_default());
    }

    #[test]
    fn only_web_addresses_become_an_effect() {
        let mut state = state();
        assert!(matches!(update(&mut state, Action::OpenLink("https://a.b/".into()))[..], [Effect::OpenLink(_)]));
        assert!(update(&mut state, Action::OpenLink("javascript:alert(1)".into())).is_empty());
        assert!(state.notices[0].is_error);
    }
}
