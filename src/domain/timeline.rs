//! The timeline: a chronicle compiled so that any date is answered at once.
//!
//! Places do not ask for history; dates do. So the compiled form is a list of changes ordered by
//! day, with a copy of the whole state every so many changes ("checkpoints", as in video
//! codecs). All places on a date: copy the nearest checkpoint, apply the changes in between.
//! The next day: apply only that day's changes, whose both sides are known, so backward costs
//! the same as forward. One place on a date: a binary search in its own steps.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::domain::{Chronicle, Control, Day, EventIx, FactionIx, Id, PlaceIx, Precision};

/// A state among the distinct states of one timeline; 0 is *unknown*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ControlIx(u32);

impl ControlIx {
    /// Nobody can say; also the state before a place's first event.
    pub const UNKNOWN: Self = Self(0);

    /// The row in [`Timeline::controls`].
    pub fn row(self) -> usize {
        self.0 as usize
    }
}

/// Why a place has the state it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// An event of the chronicle.
    Event(EventIx),
    /// The faction ended and its successor took over: derived from the faction's own dates, not
    /// an event. The event is the one that was in force.
    Succession {
        /// Who ended.
        of: FactionIx,
        /// The event in force before.
        after: EventIx,
    },
}

impl Cause {
    /// The event behind the state: the cause itself, or the one before the succession.
    pub fn event(self) -> EventIx {
        match self {
            Self::Event(event) | Self::Succession { after: event, .. } => event,
        }
    }
}

/// A state that begins on a day, in the history of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The first day of the state.
    pub day: Day,
    /// The state.
    pub control: ControlIx,
    /// Why.
    pub cause: Cause,
}

/// A change of one place's state from one day to the next: both sides, so it can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The place.
    pub place: PlaceIx,
    /// The state before.
    pub before: ControlIx,
    /// The state after.
    pub after: ControlIx,
}

/// A stretch of a place's history under one state: half-open days `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The first day that no longer belongs to it; `None` where it has no end.
    pub to: Option<Day>,
    /// The state.
    pub control: ControlIx,
    /// Why; `None` before the first event.
    pub cause: Option<Cause>,
}

/// How many changes a month saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// The first day of the month.
    pub month: Date,
    /// The number of changes in it.
    pub changes: u32,
}

/// A chronicle compiled so that any date is answered at once.
///
/// Rule: *as assessed*. Every event takes effect on its date as recorded; events of one place on
/// one day are ordered by row and the last decides; a place still held by a faction after its
/// last day passes to the successor on the next.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    controls: Vec<Control>,
    controller: Vec<Option<FactionIx>>,
    // Steps of all places, place after place: those of place p are `steps[start[p]..start[p + 1]]`.
    step_start: Vec<u32>,
    steps: Vec<Step>,
    // Distinct days with changes, ascending; those of days[i] are `changes[day_start[i]..day_start[i + 1]]`.
    days: Vec<Day>,
    day_start: Vec<u32>,
    changes: Vec<Change>,
    // The state after the changes of days[..at], for ascending `at`.
    checkpoints: Vec<Checkpoint>,
    // Per place: events whose day is uncertain, as (earliest, latest, event), sorted by place.
    uncertain: Vec<(PlaceIx, Day, Day, EventIx)>,
}

#[derive(Debug, Clone)]
struct Checkpoint {
    days_applied: u32,
    state: Box<[ControlIx]>,
}

impl Timeline {
    /// Compiles `chronicle` under the rule *as assessed*.
    pub fn compile(chronicle: &Chronicle) -> Self {
        let mut interner = Interner::new(chronicle.factions().len());
        let succession = Successions::of(chronicle);
        let (order, start) = events_by_place(chronicle, &mut interner);

        let mut steps = Vec::with_capacity(chronicle.events().len());
        let mut step_start = Vec::with_capacity(chronicle.places().len() + 1);
        for place in 0..chronicle.places().len() {
            step_start.push(steps.len() as u32);
            let own = &order[start[place] as usize..start[place + 1] as usize];
            append_steps(own, &succession, &mut interner, &mut steps);
        }
        step_start.push(steps.len() as u32);

        let mut uncertain = Vec::new();
        for (row, event) in chronicle.events().iter().enumerate() {
            if event.precision != Precision::Day {
                let (earliest, latest) = event.interval();
                uncertain.push((event.place, Day::of(earliest), Day::of(latest), EventIx::new(row)));
            }
        }
        uncertain.sort_by_key(|(place, _, _, event)| (*place, chronicle.event(*event).date));

        let mut timeline = Self {
            controller: interner.controls.iter().map(Control::controller).collect(),
            controls: interner.controls,
            step_start,
            steps,
            uncertain,
            ..Self::default()
        };
        timeline.order_changes();
        timeline.place_checkpoints();
        timeline
    }

    /// The distinct states, by [`ControlIx`].
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }

    /// A state.
    pub fn control(&self, control: ControlIx) -> &Control {
        &self.controls[control.row()]
    }

    /// The controller of a state.
    pub fn controller(&self, control: ControlIx) -> Option<FactionIx> {
        self.controller[control.row()]
    }

    /// The states of `place`, oldest first.
    pub fn steps_of(&self, place: PlaceIx) -> &[Step] {
        let bounds = &self.step_start[place.row()..place.row() + 2];
        &self.steps[bounds[0] as usize..bounds[1] as usize]
    }

    /// The step in force at the end of `date`; `None` before the first event of `place`.
    pub fn step_on(&self, place: PlaceIx, date: Date) -> Option<&Step> {
        let day = Day::of(date);
        let steps = self.steps_of(place);
        let passed = steps.partition_point(|step| step.day <= day);
        passed.checked_sub(1).map(|last| &steps[last])
    }

    /// Who held `place` at the end of `date`; unknown before its first event.
    pub fn control_on(&self, place: PlaceIx, date: Date) -> &Control {
        let control = self.step_on(place, date).map(|step| step.control);
        self.control(control.unwrap_or(ControlIx::UNKNOWN))
    }

    /// The first day of the uninterrupted stretch in which `place` has had the controller and the
    /// other parties it has on `date`. Events that only restate the state do not interrupt it.
    pub fn since(&self, place: PlaceIx, date: Date) -> Option<Date> {
        let day = Day::of(date);
        let steps = self.steps_of(place);
        let passed = steps.partition_point(|step| step.day <= day);
        let (last, earlier) = steps[..passed].split_last()?;
        let first = earlier.iter().rev().take_while(|step| step.control == last.control).last().unwrap_or(last);
        Some(first.day.date())
    }

    /// The history of `place` over `[from, to]`, as stretches without a gap.
    pub fn spans_of(&self, place: PlaceIx, from: Date, to: Date) -> Vec<Span> {
        let (from, end) = (Day::of(from), Day::of(to).plus(1));
        let mut spans = vec![Span { from, to: None, control: ControlIx::UNKNOWN, cause: None }];
        for step in self.steps_of(place) {
            if step.day >= end {
                break;
            }
            let span = Span { from: step.day.max(from), to: None, control: step.control, cause: Some(step.cause) };
            if let Some(before) = spans.last_mut() {
                before.to = Some(span.from);
            }
            spans.push(span);
        }
        spans.retain(|span| span.to != Some(span.from));
        spans
    }

    /// Whether the state of `place` on `date` lies inside the interval of an event whose date is
    /// known only to the month or the year; the event.
    pub fn uncertain_on(&self, place: PlaceIx, date: Date) -> Option<EventIx> {
        let day = Day::of(date);
        let first = self.uncertain.partition_point(|entry| entry.0 < place);
        self.uncertain[first..]
            .iter()
            .take_while(|entry| entry.0 == place)
            .find(|(_, earliest, latest, _)| (*earliest..=*latest).contains(&day))
            .map(|entry| entry.3)
    }

    /// The state of all places at the end of `date`.
    pub fn state_on(&self, date: Date) -> PlacesState {
        let mut state = PlacesState::default();
        self.move_to(&mut state, date, |_| {});
        state
    }

    /// Brings `state` to the end of `date`, at the cost of what lies in between or of a copy,
    /// whichever is less, and names every change (a place may be named more than once). Where the
    /// state was copied `changed` is called for no place and the answer is `Moved::Anew`.
    pub fn move_to(&self, state: &mut PlacesState, date: Date, mut changed: impl FnMut(PlaceIx)) -> Moved {
        let target = self.days_until(date);
        let mut moved = Moved::Stepped;
        let distance = |from: usize| {
            let (a, b) = (self.day_start[from], self.day_start[target]);
            a.abs_diff(b) as usize
        };
        let places = self.step_start.len() - 1;
        let nearest = self.nearest_checkpoint(target);
        let cost_of_copy = places / 8 + distance(nearest.days_applied as usize);
        if state.controls.len() != places || distance(state.days_applied) > cost_of_copy {
            state.controls.clear();
            state.controls.extend_from_slice(&nearest.state);
            state.days_applied = nearest.days_applied as usize;
            moved = Moved::Anew;
        }
        let (from, to) = (self.day_start[state.days_applied] as usize, self.day_start[target] as usize);
        if from <= to {
            for change in &self.changes[from..to] {
                state.controls[change.place.row()] = change.after;
                changed(change.place);
            }
        } else {
            for change in self.changes[to..from].iter().rev() {
                state.controls[change.place.row()] = change.before;
                changed(change.place);
            }
        }
        state.days_applied = target;
        moved
    }

    /// The changes of `date`.
    pub fn changes_on(&self, date: Date) -> &[Change] {
        match self.days.binary_search(&Day::of(date)) {
            Ok(found) => &self.changes[self.day_start[found] as usize..self.day_start[found + 1] as usize],
            Err(_) => &[],
        }
    }

    /// The first day after `date` on which any place changes.
    pub fn next_change(&self, date: Date) -> Option<Date> {
        self.days.get(self.days_until(date)).map(|day| day.date())
    }

    /// The last day before `date` on which any place changes.
    pub fn previous_change(&self, date: Date) -> Option<Date> {
        let day = Day::of(date);
        let before = self.days.partition_point(|other| *other < day);
        before.checked_sub(1).map(|last| self.days[last].date())
    }

    /// The first day after `date` on which one of `places` changes.
    pub fn next_change_of(&self, places: impl IntoIterator<Item = PlaceIx>, date: Date) -> Option<Date> {
        let day = Day::of(date);
        let next = |place| {
            let steps = self.steps_of(place);
            let passed = steps.partition_point(|step| step.day <= day);
            let now = passed.checked_sub(1).map_or(ControlIx::UNKNOWN, |last| steps[last].control);
            let different = |step: &&Step| step.control != now;
            steps[passed..].iter().find(different).map(|step| step.day)
        };
        places.into_iter().filter_map(next).min().map(Day::date)
    }

    /// The last day before `date` on which one of `places` changed.
    pub fn previous_change_of(&self, places: impl IntoIterator<Item = PlaceIx>, date: Date) -> Option<Date> {
        let day = Day::of(date);
        let previous = |place| {
            let steps = self.steps_of(place);
            let passed = steps.partition_point(|step| step.day < day);
            (0..passed)
                .rev()
                .find(|at| {
                    let before = at.checked_sub(1).map_or(ControlIx::UNKNOWN, |earlier| steps[earlier].control);
                    steps[*at].control != before
                })
                .map(|at| steps[at].day)
        };
        places.into_iter().filter_map(previous).max().map(Day::date)
    }

    /// The number of changes in every month from that of `from` to that of `to`.
    pub fn changes_per_month(&self, from: Date, to: Date) -> Vec<MonthCount> {
        let mut months = Vec::new();
        let mut month = from.first_of_month();
        while month <= to {
            let last = month.last_of_month();
            let first_at = self.days.partition_point(|day| *day < Day::of(month));
            let changes = self.day_start[self.days_until(last)] - self.day_start[first_at];
            months.push(MonthCount { month, changes });
            let Ok(next) = last.tomorrow() else { break };
            month = next;
        }
        months
    }

    /// How many changes there are in all.
    pub fn change_count(&self) -> usize {
        self.changes.len()
    }

    // How many of `days` are not after `date`: also the index of the first day after it.
    fn days_until(&self, date: Date) -> usize {
        let day = Day::of(date);
        self.days.partition_point(|other| *other <= day)
    }

    fn nearest_checkpoint(&self, days_applied: usize) -> &Checkpoint {
        let at = |checkpoint: &Checkpoint| self.day_start[checkpoint.days_applied as usize];
        let target = self.day_start[days_applied];
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.days_applied as usize <= days_applied);
        // The first checkpoint stands before all days, so there is always one not after.
        let before = &self.checkpoints[after - 1];
        match self.checkpoints.get(after) {
            Some(next) if at(next) - target < target - at(before) => next,
            _ => before,
        }
    }

    /// Every change of state in the steps, place after place, oldest first within a place.
    fn each_change(&self, mut visit: impl FnMut(Day, Change)) {
        for place in 0..self.step_start.len() - 1 {
            let place = PlaceIx::new(place);
            let mut before = ControlIx::UNKNOWN;
            for step in self.steps_of(place) {
                if step.control != before {
                    visit(step.day, Change { place, before, after: step.control });
                    before = step.control;
                }
            }
        }
    }

    /// Orders the changes by day, those of one day by place. Days of a chronicle lie close together,
    /// so they are counted rather than compared; where they do not, the library's sort is used.
    fn order_changes(&mut self) {
        let (mut first, mut last, mut count) = (None, None, 0_usize);
        self.each_change(|day, _| {
            first = Some(first.map_or(day, |first: Day| first.min(day)));
            last = Some(last.map_or(day, |last: Day| last.max(day)));
            count += 1;
        });
        let (Some(first), Some(last)) = (first, last) else {
            self.day_start.push(0);
            return;
        };
        let span = last.since(first) as usize + 1;
        if span > 4 * count + 4096 {
            let mut dated = Vec::with_capacity(count);
            self.each_change(|day, change| dated.push((day, change)));
            // Stable: places were visited in order.
            dated.sort_by_key(|(day, _)| *day);
            for (day, change) in dated {
                if self.days.last() != Some(&day) {
                    self.days.push(day);
                    self.day_start.push(self.changes.len() as u32);
                }
                self.changes.push(change);
            }
        } else {
            let mut next = vec![0_u32; span];
            self.each_change(|day, _| next[day.since(first) as usize] += 1);
            let mut sum = 0;
            for (after, slot) in next.iter_mut().enumerate() {
                let of_day = *slot;
                *slot = sum;
                if of_day > 0 {
                    self.days.push(first.plus(after as i32));
                    self.day_start.push(sum);
                }
                sum += of_day;
            }
            let nobody = Change { place: PlaceIx::new(0), before: ControlIx::UNKNOWN, after: ControlIx::UNKNOWN };
            let mut changes = vec![nobody; count];
            self.each_change(|day, change| {
                let slot = &mut next[day.since(first) as usize];
                changes[*slot as usize] = change;
                *slot += 1;
            });
            self.changes = changes;
        }
        self.day_start.push(self.changes.len() as u32);
    }

    fn place_checkpoints(&mut self) {
        let places = self.step_start.len() - 1;
        // A copy moves 4 bytes a place in order; a change writes 4 bytes at random, about eight
        // times dearer. A quarter of the places between checkpoints keeps both small, and the
        // memory at about 16 bytes a change.
        let between = (places / 4).max(1024);
        let mut state = vec![ControlIx::UNKNOWN; places];
        let mut applied_at_last = 0;
        self.checkpoints.push(Checkpoint { days_applied: 0, state: state.clone().into() });
        for day in 0..self.days.len() {
            let range = self.day_start[day] as usize..self.day_start[day + 1] as usize;
            for change in &self.changes[range.clone()] {
                state[change.place.row()] = change.after;
            }
            if range.end - applied_at_last >= between {
                applied_at_last = range.end;
                self.checkpoints.push(Checkpoint { days_applied: day as u32 + 1, state: state.clone().into() });
            }
        }
    }
}

/// How a state was brought to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Change by change; every changed place was named.
    Stepped,
    /// From a copy; any place may have changed.
    Anew,
}

/// The state of all places on one date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlacesState {
    days_applied: usize,
    controls: Vec<ControlIx>,
}

impl PlacesState {
    /// The state of `place`.
    pub fn of(&self, place: PlaceIx) -> ControlIx {
        self.controls[place.row()]
    }

    /// The states of all places, in the order of their rows.
    pub fn controls(&self) -> &[ControlIx] {
        &self.controls
    }
}

/// Gives equal states one number.
struct Interner {
    controls: Vec<Control>,
    involved: FxHashMap<Control, ControlIx>,
}

impl Interner {
    fn new(factions: usize) -> Self {
        // Unknown is 0 and "held by faction f" is f + 1, so that the plain states need no hashing.
        let held = (0..factions).map(|row| Control::held(FactionIx::new(row)));
        Self { controls: std::iter::once(Control::unknown()).chain(held).collect(), involved: FxHashMap::default() }
    }

    fn intern(&mut self, control: &Control) -> ControlIx {
        if control.is_plain() {
            let row = control.controller().map_or(0, |faction| faction.row() + 1);
            return ControlIx(row as u32);
        }
        if let Some(known) = self.involved.get(control) {
            return *known;
        }
        let new = ControlIx(self.controls.len() as u32);
        self.controls.push(control.clone());
        self.involved.insert(control.clone(), new);
        new
    }
}

/// An event as the timeline needs it. Of a large chronicle the events lie far apart in memory;
/// they are visited once, in order.
#[derive(Debug, Clone, Copy)]
struct Placed {
    event: EventIx,
    day: Day,
    control: ControlIx,
}

/// The events of every place in the order in which they take effect: `(order, start)`, those of
/// place p being `order[start[p]..start[p + 1]]`.
fn events_by_place(chronicle: &Chronicle, interner: &mut Interner) -> (Vec<Placed>, Vec<u32>) {
    let events = chronicle.events();
    let mut start = vec![0_u32; chronicle.places().len() + 1];
    for event in events {
        start[event.place.row() + 1] += 1;
    }
    for place in 1..start.len() {
        start[place] += start[place - 1];
    }
    let mut next = start.clone();
    let none = Placed { event: EventIx::new(0), day: Day::of(Date::ZERO), control: ControlIx::UNKNOWN };
    let mut order = vec![none; events.len()];
    for (row, event) in events.iter().enumerate() {
        let slot = &mut next[event.place.row()];
        order[*slot as usize] =
            Placed { event: EventIx::new(row), day: Day::of(event.date), control: interner.intern(&event.control) };
        *slot += 1;
    }
    for place in 0..chronicle.places().len() {
        let own = &mut order[start[place] as usize..start[place + 1] as usize];
        // Files are mostly sorted by date already; the stable sort keeps the rows of a day in order.
        if !own.is_sorted_by_key(|placed| placed.day) {
            own.sort_by_key(|placed| placed.day);
        }
    }
    (order, start)
}

fn append_steps(own: &[Placed], succession: &Successions, interner: &mut Interner, steps: &mut Vec<Step>) {
    for (at, placed) in own.iter().enumerate() {
        let until = own.get(at + 1).map(|next| next.day);
        let Placed { event, day, control } = *placed;
        if until == Some(day) {
            continue; // The last event of a day decides it.
        }
        steps.push(Step { day, control, cause: Cause::Event(event) });
        if !succession.is_empty() {
            succession.follow(control, day, until, event, interner, steps);
        }
    }
}

/// Which factions end, when, and who takes over.
struct Successions {
    // By faction row: the first day of the successor, and the successor.
    of: Vec<Option<(Day, FactionIx)>>,
    any: bool,
}

impl Successions {
    fn of(chronicle: &Chronicle) -> Self {
        let of: Vec<_> = chronicle
            .factions()
            .iter()
            .map(|faction| {
                let last = faction.active_to?;
                let successor = faction.successor.as_ref().map(Id::as_str)?;
                let successor = chronicle.faction_by_id(successor)?;
                Some((Day::of(last).plus(1), successor))
            })
            .collect();
        let any = of.iter().any(Option::is_some);
        Self { of, any }
    }

    fn is_empty(&self) -> bool {
        !self.any
    }

    /// `successor`, or who succeeded it where it had itself ended by `day`.
    fn heir(&self, successor: FactionIx, day: Day) -> FactionIx {
        let mut heir = successor;
        // At most one hop a faction, so that circular successions end.
        for _ in 0..self.of.len() {
            match self.of[heir.row()] {
                Some((takes_over, next)) if takes_over <= day => heir = next,
                _ => break,
            }
        }
        heir
    }

    /// Appends the derived changes of a state that holds from `day` until before `until`.
    ///
    /// A faction named after its own last day stays as recorded: the chronicle's word outranks
    /// the derivation (and `validate` reports it).
    fn follow(
        &self,
        control: ControlIx,
        day: Day,
        until: Option<Day>,
        event: EventIx,
        interner: &mut Interner,
        steps: &mut Vec<Step>,
    ) {
        let mut control = interner.controls[control.row()].clone();
        let mut after = day;
        // Every turn moves to a later day, so circular successions end.
        while let Some((takes_over, ended)) = control
            .factions()
            .filter_map(|faction| Some((self.of[faction.row()]?.0, faction)))
            .filter(|(takes_over, _)| *takes_over > after)
            .min()
        {
            if until.is_some_and(|until| takes_over >= until) {
                break;
            }
            control = control.replaced(|faction| match self.of[faction.row()] {
                Some((day, successor)) if day == takes_over => self.heir(successor, takes_over),
                _ => faction,
            });
            after = takes_over;
            steps.push(Step {
                day: takes_over,
                control: interner.intern(&control),
                cause: Cause::Succession { of: ended, after: event },
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Event;
    use crate::domain::{ChronicleBuilder, Colour, CoordSource, Faction, LonLat, Place, PlaceKind, Symbol, parse_date};
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn faction(id: &str) -> Faction {
        Faction {
            id: Id::new(id).unwrap(),
            name: id.to_owned(),
            short_name: id.to_owned(),
            name_ar: String::new(),
            colour: Colour::of_palette(0),
            symbol: Symbol::Circle,
            bloc: String::new(),
            active_from: None,
            active_to: None,
            successor: None,
            notes: String::new(),
        }
    }

    fn builder(places: usize, factions: Vec<Faction>) -> ChronicleBuilder {
        let mut builder = ChronicleBuilder::new();
        for faction in factions {
            builder.add_faction(faction).unwrap();
        }
        for row in 0..places {
            let place = Place {
                id: Id::new(&format!("p{row}")).unwrap(),
                name: format!("Place {row}"),
                name_ar: String::new(),
                kind: PlaceKind::Town,
                position: LonLat::new(row as f64 / 100.0, 0.0).unwrap(),
                coord_source: CoordSource::Unstated,
                geonames_id: None,
                admin1: String::new(),
                population: None,
            };
            builder.add_place(place).unwrap();
        }
        builder
    }

    fn event(place: usize, date: Date, control: Control) -> Event {
        Event {
            place: PlaceIx::new(place),
            date,
            precision: Precision::Day,
            confidence: crate::domain::Confidence::High,
            control,
            details: None,
        }
    }

    /// One town; events as `2024-05-03 north; 2024-05-04 south*north` (`*`: contested by).
    fn town(events: &str, factions: Vec<Faction>) -> (Chronicle, Timeline) {
        let mut builder = builder(1, factions);
        for entry in events.split(';').map(str::trim).filter(|e| !e.is_empty()) {
            let (date, state) = entry.split_once(' ').unwrap();
            let (holder, rival) = state.split_once('*').unwrap_or((state, ""));
            let known = |id: &str| builder.so_far().faction_by_id(id);
            let rivals = known(rival).into_iter().collect();
            let control = Control::new(known(holder), vec![], rivals, vec![]);
            builder.add_event(event(0, day(date), control)).unwrap();
        }
        let chronicle = builder.build();
        let timeline = Timeline::compile(&chronicle);
        (chronicle, timeline)
    }

    fn north_and_south() -> Vec<Faction> {
        vec![faction("north"), faction("south")]
    }

    fn name(chronicle: &Chronicle, control: &Control) -> String {
        let id = |faction: &FactionIx| chronicle.faction(*faction).id.to_string();
        let rivals: String = control.contested_by().iter().map(|f| format!("*{}", id(f))).collect();
        control.controller().as_ref().map_or("unknown".to_owned(), id) + &rivals
    }

    /// The single place that asks a timeline of one town.
    #[track_caller]
    fn check(events: &str, date: &str, expected: &str) {
        let (chronicle, timeline) = town(events, north_and_south());
        let found = timeline.control_on(PlaceIx::new(0), day(date));
        assert_eq!(name(&chronicle, found), expected);
    }

    #[test]
    fn a_change_holds_on_its_own_day() {
        check("2024-05-03 north", "2024-05-03", "north");
    }

    #[test]
    fn before_the_first_event_nothing_is_known() {
        check("2024-05-03 north", "2024-05-02", "unknown");
    }

    #[test]
    fn the_last_event_of_a_day_decides_it() {
        check("2024-05-03 north; 2024-05-03 south", "2024-05-03", "south");
    }

    #[test]
    fn rows_need_not_be_in_the_order_of_dates() {
        check("2024-05-09 south; 2024-05-03 north", "2024-05-05", "north");
        check("2024-05-09 south; 2024-05-03 north", "2024-05-09", "south");
    }

    #[test]
    fn the_first_and_the_last_year_are_days_like_others() {
        check("0001-01-01 north; 9999-12-31 south", "9999-12-30", "north");
        check("0001-01-01 north; 9999-12-31 south", "9999-12-31", "south");
    }

    fn ended(id: &str, last: &str, successor: &str) -> Faction {
        Faction { active_to: parse_date(last), successor: Id::new(successor).ok(), ..faction(id) }
    }

    #[test]
    fn what_an_ended_faction_still_holds_passes_to_its_successor_the_next_day() {
        let factions = vec![ended("nusra", "2017-01-27", "hts"), faction("hts")];
        let (chronicle, timeline) = town("2015-03-28 nusra", factions);
        let place = PlaceIx::new(0);
        let on = |date| name(&chronicle, timeline.control_on(place, day(date)));
        assert_eq!(on("2017-01-27"), "nusra");
        assert_eq!(on("2017-01-28"), "hts");
        let cause = timeline.step_on(place, day("2017-01-28")).unwrap().cause;
        let after = EventIx::new(0);
        let of = FactionIx::new(0);
        assert_eq!(cause, Cause::Succession { of, after });
        assert_eq!(timeline.next_change(day("2015-03-28")), Some(day("2017-01-28")));
    }

    #[test]
    fn an_event_on_the_day_of_the_succession_outranks_it() {
        let factions = vec![ended("nusra", "2017-01-27", "hts"), faction("hts"), faction("south")];
        let (chronicle, timeline) = town("2015-03-28 nusra; 2017-01-28 south", factions);
        let control = timeline.control_on(PlaceIx::new(0), day("2017-01-28"));
        assert_eq!(name(&chronicle, control), "south");
        assert_eq!(timeline.change_count(), 2);
    }

    #[test]
    fn successions_in_a_circle_end() {
        let factions = vec![ended("a", "2017-01-27", "b"), ended("b", "2016-01-01", "a")];
        let (_, timeline) = town("2015-03-28 a", factions);
        assert!(timeline.change_count() <= 3);
    }

    #[test]
    fn a_restated_state_is_no_change_but_is_in_force() {
        let (_, timeline) = town("2024-05-03 north; 2024-06-01 north", north_and_south());
        let place = PlaceIx::new(0);
        assert_eq!(timeline.change_count(), 1);
        let step = timeline.step_on(place, day("2024-06-02")).unwrap();
        assert_eq!(step.cause, Cause::Event(EventIx::new(1)));
        assert_eq!(timeline.since(place, day("2024-06-02")), Some(day("2024-05-03")));
        assert_eq!(timeline.next_change_of([place], day("2024-05-03")), None);
        assert_eq!(timeline.previous_change_of([place], day("2024-07-01")), Some(day("2024-05-03")));
    }

    #[test]
    fn a_month_known_date_is_uncertain_all_month() {
        let mut builder = builder(1, north_and_south());
        let mut row = event(0, day("2015-04-10"), Control::held(FactionIx::new(0)));
        row.precision = Precision::Month;
        builder.add_event(row).unwrap();
        let timeline = Timeline::compile(&builder.build());
        let uncertain = |date| timeline.uncertain_on(PlaceIx::new(0), day(date)).is_some();
        assert!(!uncertain("2015-03-31") && uncertain("2015-04-01"));
        assert!(uncertain("2015-04-30") && !uncertain("2015-05-01"));
    }

    #[test]
    fn months_without_a_change_are_counted_as_nothing() {
        let (_, timeline) = town("2024-01-31 north; 2024-03-01 south", north_and_south());
        let counts: Vec<u32> = timeline
            .changes_per_month(day("2024-01-15"), day("2024-03-02"))
            .iter()
            .map(|month| month.changes)
            .collect();
        assert_eq!(counts, [1, 0, 1]);
    }

    #[test]
    fn no_place_and_no_event_compile() {
        let timeline = Timeline::compile(&builder(0, vec![]).build());
        assert_eq!(timeline.state_on(day("2024-01-01")).controls(), []);
        assert_eq!(timeline.next_change(day("2024-01-01")), None);
    }

    /// The definition, said in the plainest way: fold all events up to the day.
    fn naive(chronicle: &Chronicle, place: PlaceIx, date: Date) -> Control {
        let mut events: Vec<&Event> =
            chronicle.events().iter().filter(|e| e.place == place && e.date <= date).collect();
        events.sort_by_key(|event| event.date);
        let Some(last) = events.last() else {
            return Control::unknown();
        };
        let mut control = last.control.clone();
        let mut at = last.date;
        while at < date {
            control = control.replaced(|faction| {
                let row = chronicle.faction(faction);
                let ends_today = row.active_to == Some(at);
                let heir = row.successor.as_ref().and_then(|id| chronicle.faction_by_id(id.as_str()));
                heir.filter(|_| ends_today).unwrap_or(faction)
            });
            at = at.tomorrow().unwrap();
        }
        control
    }

    prop_compose! {
        fn any_chronicle()(
            rows in prop::collection::vec((0..6_usize, 0..120_i32, 0..4_usize, 0..4_usize), 0..80),
            end in 0..120_i32,
        ) -> Chronicle {
            // The third faction ends on some day and the fourth takes over.
            let last = Day::of(day("2024-01-01")).plus(end).date().to_string();
            let factions = vec![
                faction("a"),
                faction("b"),
                ended("c", &last, "d"),
                faction("d"),
            ];
            let mut builder = builder(6, factions);
            for (place, after, holder, rival) in rows {
                let date = Day::of(day("2024-01-01")).plus(after).date();
                let control = Control::new(
                    (holder > 0).then(|| FactionIx::new(holder)),
                    vec![],
                    if rival == 1 { vec![FactionIx::new(0)] } else { vec![] },
                    vec![],
                );
                builder.add_event(event(place, date, control)).unwrap();
            }
            builder.build()
        }
    }

    proptest! {
        #[test]
        fn the_control_on_a_date_is_the_fold_of_all_events_up_to_it(
            chronicle in any_chronicle(),
            after in -2..125_i32,
        ) {
            let timeline = Timeline::compile(&chronicle);
            let date = Day::of(day("2024-01-01")).plus(after).date();
            let state = timeline.state_on(date);
            for row in 0..6 {
                let place = PlaceIx::new(row);
                let expected = naive(&chronicle, place, date);
                prop_assert_eq!(timeline.control_on(place, date), &expected);
                prop_assert_eq!(timeline.control(state.of(place)), &expected);
            }
        }

        #[test]
        fn stepping_from_date_to_date_equals_asking_anew(
            chronicle in any_chronicle(),
            dates in prop::collection::vec(-2..125_i32, 1..12),
        ) {
            let timeline = Timeline::compile(&chronicle);
            let mut state = PlacesState::default();
            for after in dates {
                let date = Day::of(day("2024-01-01")).plus(after).date();
                let before = state.controls().to_vec();
                let mut named = std::collections::BTreeSet::new();
                let moved = timeline.move_to(&mut state, date, |place| { named.insert(place); });
                let anew = timeline.state_on(date);
                prop_assert_eq!(state.controls(), anew.controls());
                if moved == Moved::Stepped {
                    for (row, old) in before.iter().enumerate() {
                        let place = PlaceIx::new(row);
                        prop_assert!(state.of(place) == *old || named.contains(&place));
                    }
                }
            }
        }

        #[test]
        fn the_next_change_is_the_first_day_whose_state_differs(
            chronicle in any_chronicle(),
            after in -2..125_i32,
        ) {
            let timeline = Timeline::compile(&chronicle);
            let start = Day::of(day("2024-01-01"));
            let controls_on = |at: i32| -> Vec<Control> {
                let date = start.plus(at).date();
                (0..6).map(|row| naive(&chronicle, PlaceIx::new(row), date)).collect()
            };
            let now = controls_on(after);
            let expected_of = |row: usize| {
                (after + 1..130).find(|at| controls_on(*at)[row] != now[row])
            };
            let date = start.plus(after).date();
            let found = timeline.next_change(date).map(|d| Day::of(d).since(start));
            let expected = (after + 1..130).find(|at| controls_on(*at) != controls_on(at - 1));
            prop_assert_eq!(found, expected);
            let one = timeline.next_change_of([PlaceIx::new(2)], date).map(|d| Day::of(d).since(start));
            prop_assert_eq!(one, expected_of(2));
        }

        #[test]
        fn the_order_of_rows_matters_only_within_a_day(chronicle in any_chronicle()) {
            let mut rows: Vec<Event> = chronicle.events().to_vec();
            rows.sort_by_key(|event| std::cmp::Reverse(event.date));
            // Reversing dates stably keeps the rows of one day in order.
            let mut builder = builder(6, chronicle.factions().to_vec());
            for row in rows {
                builder.add_event(row).unwrap();
            }
            let (one, other) = (Timeline::compile(&chronicle), Timeline::compile(&builder.build()));
            for at in 0..125 {
                let date = Day::of(day("2024-01-01")).plus(at).date();
                for row in 0..6 {
                    let place = PlaceIx::new(row);
                    prop_assert_eq!(one.control_on(place, date), other.control_on(place, date));
                }
            }
        }
    }
}
