//! The timeline: a chronicle compiled under a rule so that any date is answered at once.
//!
//! Places do not ask for history; dates do. So the compiled form is a [`Replay`] of changes ordered
//! by day. One place on a date: a binary search in its own steps.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::domain::replay::{self, Changes, Moved, Replay, Values};
use crate::domain::rule::{self, Known, Rule, Verdict};
use crate::domain::{Chronicle, Control, Day, Event, EventIx, FactionIx, Id, PlaceIx, Precision};

/// A state among the distinct states of one timeline; 0 is *unknown*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ControlIx(u32);

impl ControlIx {
    /// Nobody can say; also the state before a place's first event.
    pub const UNKNOWN: Self = Self(0);

    // Of an event that does not take effect; never a state of a timeline.
    const NO_EFFECT: Self = Self(u32::MAX);

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
    /// As the newsroom knew it: a report has taken this event's effect away, and no other is left.
    Lapse(EventIx),
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
    /// The event behind the state: the cause itself, the one before the succession, or the one that
    /// has lost its effect.
    pub fn event(self) -> EventIx {
        match self {
            Self::Event(event) | Self::Lapse(event) | Self::Succession { after: event, .. } => event,
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
pub type Change = replay::Change<ControlIx>;

/// The state of all places on one date.
pub type PlacesState = Values<ControlIx>;

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

/// A chronicle compiled under a rule so that any date is answered at once.
///
/// Events that take effect do so on their date; events of one place on one day are ordered by row and
/// the last decides; a place still held by a faction after its last day passes to the successor on
/// the next. As the newsroom knew it on each day, an event takes effect when it is known.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    rule: Rule,
    controls: Vec<Control>,
    controller: Vec<Option<FactionIx>>,
    // Steps of all places, place after place: those of place p are `steps[start[p]..start[p + 1]]`.
    step_start: Vec<u32>,
    steps: Vec<Step>,
    replay: Replay<ControlIx>,
    // Per place: events whose day is uncertain, as (earliest, latest, event), sorted by place.
    uncertain: Vec<Uncertain>,
    // All events of the chronicle by place, the same under every rule.
    order: Arc<EventsByPlace>,
}

impl Timeline {
    /// Compiles `chronicle` under the rule *as assessed*.
    pub fn compile(chronicle: &Chronicle) -> Self {
        let mut interner = Interner::new(chronicle.factions().len());
        let succession = Successions::of(chronicle);
        let order = Arc::new(EventsByPlace::of(chronicle, &mut interner));
        let mut steps = Vec::with_capacity(chronicle.events().len());
        let mut step_start = Vec::with_capacity(chronicle.places().len() + 1);
        for place in 0..chronicle.places().len() {
            step_start.push(steps.len() as u32);
            append_steps(
                order.of_place(PlaceIx::new(place)),
                |placed| placed.recorded,
                &succession,
                None,
                &mut interner,
                &mut steps,
            );
        }
        step_start.push(steps.len() as u32);
        let mut uncertain = Vec::new();
        add_uncertain(chronicle, |_| true, &mut uncertain);
        Self::finish(chronicle, Rule::default(), interner, (step_start, steps), order, uncertain)
    }

    /// Compiles the same chronicle under another rule.
    #[must_use]
    pub fn under(&self, chronicle: &Chronicle, rule: Rule) -> Self {
        if rule.is_default() {
            return Self::compile(chronicle);
        }
        let mut interner = Interner::new(chronicle.factions().len());
        let succession = Successions::of(chronicle);
        let order = Arc::clone(&self.order);
        let claims = chronicle.claims();
        let mut steps = Vec::with_capacity(chronicle.events().len());
        let mut step_start = Vec::with_capacity(chronicle.places().len() + 1);
        let mut of_event = Vec::new();
        let mut uncertain = Vec::new();
        if rule.known == Known::EachDay {
            // Every event's verdicts one after the other: those of event e are
            // `verdicts[start[e]..start[e + 1]]`.
            let mut verdicts = Vec::with_capacity(chronicle.events().len());
            let mut start = Vec::with_capacity(chronicle.events().len() + 1);
            for (row, event) in chronicle.events().iter().enumerate() {
                start.push(verdicts.len() as u32);
                rule.basis.verdicts(chronicle, claims, EventIx::new(row), &mut of_event);
                for (day, verdict) in &of_event {
                    let control = interner.verdict(*verdict, &event.control);
                    verdicts.push((*day, control));
                }
                if event.precision != Precision::Day {
                    add_uncertain_while_in_effect(EventIx::new(row), event, &of_event, &mut uncertain);
                }
            }
            start.push(verdicts.len() as u32);
            let verdicts_of = |event: EventIx| &verdicts[start[event.row()] as usize..start[event.row() + 1] as usize];
            let mut newsroom = Newsroom::default();
            for place in 0..chronicle.places().len() {
                step_start.push(steps.len() as u32);
                let own = order.of_place(PlaceIx::new(place));
                newsroom.append_steps(own, verdicts_of, &succession, &mut interner, &mut steps);
            }
            step_start.push(steps.len() as u32);
            return Self::finish(chronicle, rule, interner, (step_start, steps), order, uncertain);
        }
        let horizon = rule.known.horizon();
        let mut controls = Vec::with_capacity(chronicle.events().len());
        for (row, event) in chronicle.events().iter().enumerate() {
            rule.basis.verdicts(chronicle, claims, EventIx::new(row), &mut of_event);
            let verdict = rule::last_until(&of_event, horizon);
            controls.push(interner.verdict(verdict, &event.control));
        }
        let mut own = Vec::new();
        for place in 0..chronicle.places().len() {
            step_start.push(steps.len() as u32);
            let all = order.of_place(PlaceIx::new(place));
            own.clear();
            own.extend(all.iter().filter(|placed| controls[placed.event.row()] != ControlIx::NO_EFFECT));
            append_steps(&own, |placed| controls[placed.event.row()], &succession, horizon, &mut interner, &mut steps);
        }
        step_start.push(steps.len() as u32);
        add_uncertain(chronicle, |event| controls[event.row()] != ControlIx::NO_EFFECT, &mut uncertain);
        Self::finish(chronicle, rule, interner, (step_start, steps), order, uncertain)
    }

    fn finish(
        chronicle: &Chronicle,
        rule: Rule,
        interner: Interner,
        (step_start, steps): (Vec<u32>, Vec<Step>),
        order: Arc<EventsByPlace>,
        mut uncertain: Vec<Uncertain>,
    ) -> Self {
        uncertain.sort_by_key(|(place, _, _, event)| (*place, chronicle.event(*event).date));
        let changes = Steps { start: &step_start, steps: &steps };
        let replay = Replay::new(step_start.len() - 1, ControlIx::UNKNOWN, &changes);
        Self {
            rule,
            controller: interner.controls.iter().map(Control::controller).collect(),
            controls: interner.controls,
            step_start,
            steps,
            replay,
            uncertain,
            order,
        }
    }

    /// The rule that it was compiled under.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The history of one place under another rule, without compiling the others.
    pub fn history_under(&self, chronicle: &Chronicle, rule: Rule, place: PlaceIx) -> PlaceHistory {
        let mut interner = Interner::new(chronicle.factions().len());
        let succession = Successions::of(chronicle);
        let claims = chronicle.claims();
        let all = self.order.of_place(place);
        let mut steps = Vec::new();
        let mut of_event = Vec::new();
        if rule.known == Known::EachDay {
            let mut verdicts: FxHashMap<EventIx, Vec<(Day, ControlIx)>> = FxHashMap::default();
            for placed in all {
                rule.basis.verdicts(chronicle, claims, placed.event, &mut of_event);
                let recorded = &chronicle.event(placed.event).control;
                let of_day = of_event.iter().map(|(day, verdict)| (*day, interner.verdict(*verdict, recorded)));
                verdicts.insert(placed.event, of_day.collect());
            }
            let verdicts_of = |event: EventIx| verdicts.get(&event).map_or(&[][..], Vec::as_slice);
            Newsroom::default().append_steps(all, verdicts_of, &succession, &mut interner, &mut steps);
            return PlaceHistory { controls: interner.controls, steps };
        }
        let horizon = rule.known.horizon();
        let mut own = Vec::new();
        let mut controls: FxHashMap<EventIx, ControlIx> = FxHashMap::default();
        for placed in all {
            rule.basis.verdicts(chronicle, claims, placed.event, &mut of_event);
            let verdict = rule::last_until(&of_event, horizon);
            if verdict != Verdict::NoEffect {
                controls.insert(placed.event, interner.verdict(verdict, &chronicle.event(placed.event).control));
                own.push(*placed);
            }
        }
        let control_of = |placed: &Placed| controls.get(&placed.event).copied().unwrap_or(ControlIx::UNKNOWN);
        append_steps(&own, control_of, &succession, horizon, &mut interner, &mut steps);
        PlaceHistory { controls: interner.controls, steps }
    }

    /// All events of `place`, whether or not they take effect: by day, those of one day by row.
    pub fn events_of(&self, place: PlaceIx) -> impl DoubleEndedIterator<Item = EventIx> + ExactSizeIterator + '_ {
        self.order.of_place(place).iter().map(|placed| placed.event)
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
        let found = self.uncertain_of(place).find(|(earliest, latest, _)| (*earliest..=*latest).contains(&day));
        found.map(|(.., event)| event)
    }

    /// The intervals of the events of `place` that take effect and whose date is known only to the
    /// month or the year: first day, last day, event.
    pub fn uncertain_of(&self, place: PlaceIx) -> impl Iterator<Item = (Day, Day, EventIx)> + '_ {
        let first = self.uncertain.partition_point(|entry| entry.0 < place);
        let own = self.uncertain[first..].iter().take_while(move |entry| entry.0 == place);
        own.map(|(_, earliest, latest, event)| (*earliest, *latest, *event))
    }

    /// The state of all places at the end of `date`.
    pub fn state_on(&self, date: Date) -> PlacesState {
        let mut state = PlacesState::default();
        self.move_to(&mut state, date, |_| {});
        state
    }

    /// Brings `state` to the end of `date`, at the cost of what lies in between or of a copy,
    /// whichever is less, and names every change (a place may be named more than once). Where the
    /// state was copied `changed` is called for no place and the answer is `Moved::Anew`. A state of
    /// another timeline is copied anew.
    pub fn move_to(&self, state: &mut PlacesState, date: Date, changed: impl FnMut(PlaceIx)) -> Moved {
        self.replay.move_to(state, date, changed)
    }

    /// The changes of `date`.
    pub fn changes_on(&self, date: Date) -> &[Change] {
        match self.replay.days().binary_search(&Day::of(date)) {
            Ok(found) => self.replay.changes_of(found),
            Err(_) => &[],
        }
    }

    /// The first day after `date` on which any place changes.
    pub fn next_change(&self, date: Date) -> Option<Date> {
        self.replay.days().get(self.replay.days_until(date)).map(|day| day.date())
    }

    /// The last day before `date` on which any place changes.
    pub fn previous_change(&self, date: Date) -> Option<Date> {
        let day = Day::of(date);
        let before = self.replay.days().partition_point(|other| *other < day);
        before.checked_sub(1).map(|last| self.replay.days()[last].date())
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
            let first_at = self.replay.days().partition_point(|day| *day < Day::of(month));
            let changes = self.replay.count_between(first_at, self.replay.days_until(last));
            months.push(MonthCount { month, changes });
            let Ok(next) = last.tomorrow() else { break };
            month = next;
        }
        months
    }

    /// How many places there are.
    pub(super) fn step_places(&self) -> usize {
        self.step_start.len().saturating_sub(1)
    }

    /// How many changes there are in all.
    pub fn change_count(&self) -> usize {
        self.replay.changes().len()
    }

    /// The days with changes, ascending, each with its changes.
    pub fn days_of_change(&self) -> impl Iterator<Item = (Day, &[Change])> {
        self.replay.days().iter().enumerate().map(|(at, day)| (*day, self.replay.changes_of(at)))
    }
}

/// By place, whether two timelines of one chronicle differ, each with its state on the same date.
pub fn differing(one: (&Timeline, &PlacesState), other: (&Timeline, &PlacesState)) -> Vec<bool> {
    let numbers = numbers_in(one.0, other.0);
    let states = one.1.all().iter().zip(other.1.all());
    states.map(|(one, other)| one.0 != numbers[other.row()]).collect()
}

/// The states of `other` as numbers of equal states of `one`; numbers beyond those of `one` for
/// states that it does not have.
fn numbers_in(one: &Timeline, other: &Timeline) -> Vec<u32> {
    let known: FxHashMap<&Control, u32> = one.controls.iter().zip(0..).collect();
    let beyond = one.controls.len() as u32..;
    let pairs = other.controls.iter().zip(beyond);
    pairs.map(|(control, number)| known.get(control).copied().unwrap_or(number)).collect()
}

/// On how many places two timelines of one chronicle differ, over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceCounts(Vec<(Day, u32)>);

impl DifferenceCounts {
    /// The days from which the number is another, ascending, each with it.
    pub fn turns(&self) -> &[(Day, u32)] {
        &self.0
    }

    /// How many places differ on `day`.
    pub fn on(&self, day: Day) -> u32 {
        let passed = self.0.partition_point(|(from, _)| *from <= day);
        passed.checked_sub(1).map_or(0, |last| self.0[last].1)
    }
}

/// Counts the places on which two timelines of one chronicle differ.
pub fn difference_counts(one: &Timeline, other: &Timeline) -> DifferenceCounts {
    let numbers = numbers_in(one, other);
    let places = one.step_start.len() - 1;
    let (mut of_one, mut of_other) = (vec![0_u32; places], vec![0_u32; places]);
    let (mut ones, mut others) = (one.days_of_change().peekable(), other.days_of_change().peekable());
    let (mut counts, mut differing) = (Vec::new(), 0_u32);
    loop {
        let next = match (ones.peek(), others.peek()) {
            (Some((a, _)), Some((b, _))) => *a.min(b),
            (Some((day, _)), None) | (None, Some((day, _))) => *day,
            (None, None) => break,
        };
        let before = differing;
        let mut set = |values: &mut Vec<u32>, foreign: &[u32], place: PlaceIx, value: u32| {
            let row = place.row();
            differing -= u32::from(values[row] != foreign[row]);
            values[row] = value;
            differing += u32::from(values[row] != foreign[row]);
        };
        if let Some((_, changes)) = ones.next_if(|(day, _)| *day == next) {
            for change in changes {
                set(&mut of_one, &of_other, change.place, change.after.0);
            }
        }
        if let Some((_, changes)) = others.next_if(|(day, _)| *day == next) {
            for change in changes {
                set(&mut of_other, &of_one, change.place, numbers[change.after.row()]);
            }
        }
        if differing != before {
            counts.push((next, differing));
        }
    }
    DifferenceCounts(counts)
}

/// The history of one place under a rule.
#[derive(Debug, Clone)]
pub struct PlaceHistory {
    controls: Vec<Control>,
    steps: Vec<Step>,
}

impl PlaceHistory {
    /// The step in force at the end of `date`; `None` before the first.
    pub fn step_on(&self, date: Date) -> Option<&Step> {
        let passed = self.steps.partition_point(|step| step.day <= Day::of(date));
        passed.checked_sub(1).map(|last| &self.steps[last])
    }

    /// Who held the place at the end of `date`.
    pub fn control_on(&self, date: Date) -> &Control {
        let control = self.step_on(date).map_or(ControlIx::UNKNOWN, |step| step.control);
        &self.controls[control.row()]
    }
}

/// A stretch in which an event's day is uncertain: place, first day, last day, event.
type Uncertain = (PlaceIx, Day, Day, EventIx);

/// The intervals of the events that take effect and whose day is not known.
fn add_uncertain(chronicle: &Chronicle, has_effect: impl Fn(EventIx) -> bool, into: &mut Vec<Uncertain>) {
    for (row, event) in chronicle.events().iter().enumerate() {
        if event.precision != Precision::Day && has_effect(EventIx::new(row)) {
            let (earliest, latest) = event.interval();
            into.push((event.place, Day::of(earliest), Day::of(latest), EventIx::new(row)));
        }
    }
}

/// Of an event's interval the days on which, with what was known then, it took effect.
fn add_uncertain_while_in_effect(ix: EventIx, event: &Event, verdicts: &[(Day, Verdict)], into: &mut Vec<Uncertain>) {
    let (earliest, latest) = event.interval();
    let (earliest, latest) = (Day::of(earliest), Day::of(latest));
    for (at, (from, verdict)) in verdicts.iter().enumerate() {
        let until = verdicts.get(at + 1).map_or(latest, |(next, _)| next.plus(-1).min(latest));
        let from = (*from).max(earliest);
        if *verdict != Verdict::NoEffect && from <= until {
            into.push((event.place, from, until, ix));
        }
    }
}

/// The steps of all places as changes of state.
struct Steps<'a> {
    start: &'a [u32],
    steps: &'a [Step],
}

impl Changes<ControlIx> for Steps<'_> {
    fn each(&self, mut visit: impl FnMut(Day, Change)) {
        for (place, bounds) in self.start.windows(2).enumerate() {
            let place = PlaceIx::new(place);
            let mut before = ControlIx::UNKNOWN;
            for step in &self.steps[bounds[0] as usize..bounds[1] as usize] {
                if step.control != before {
                    visit(step.day, Change { place, before, after: step.control });
                    before = step.control;
                }
            }
        }
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

    /// The state that a verdict makes of an event.
    fn verdict(&mut self, verdict: Verdict, recorded: &Control) -> ControlIx {
        match verdict {
            Verdict::NoEffect => ControlIx::NO_EFFECT,
            Verdict::AsRecorded => self.intern(recorded),
            Verdict::Asserted(None) => ControlIx::UNKNOWN,
            Verdict::Asserted(Some(faction)) => self.intern(&Control::held(faction)),
        }
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
    /// The recorded state, as a state of the timeline *as assessed*.
    recorded: ControlIx,
}

/// The events of every place in the order in which they take effect.
#[derive(Debug, Default)]
struct EventsByPlace {
    order: Vec<Placed>,
    // Those of place p are `order[start[p]..start[p + 1]]`.
    start: Vec<u32>,
}

impl EventsByPlace {
    fn of(chronicle: &Chronicle, interner: &mut Interner) -> Self {
        let events = chronicle.events();
        let mut start = vec![0_u32; chronicle.places().len() + 1];
        for event in events {
            start[event.place.row() + 1] += 1;
        }
        for place in 1..start.len() {
            start[place] += start[place - 1];
        }
        let mut next = start.clone();
        let none = Placed { event: EventIx::new(0), day: Day::of(Date::ZERO), recorded: ControlIx::UNKNOWN };
        let mut order = vec![none; events.len()];
        for (row, event) in events.iter().enumerate() {
            let slot = &mut next[event.place.row()];
            let recorded = interner.intern(&event.control);
            order[*slot as usize] = Placed { event: EventIx::new(row), day: Day::of(event.date), recorded };
            *slot += 1;
        }
        for place in 0..chronicle.places().len() {
            let own = &mut order[start[place] as usize..start[place + 1] as usize];
            // Files are mostly sorted by date already; the stable sort keeps the rows of a day in order.
            if !own.is_sorted_by_key(|placed| placed.day) {
                own.sort_by_key(|placed| placed.day);
            }
        }
        Self { order, start }
    }

    fn of_place(&self, place: PlaceIx) -> &[Placed] {
        match self.start.get(place.row()..place.row() + 2) {
            Some(bounds) => &self.order[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }
}

/// Appends the steps that events bring about, `own` being those that take effect; what comes after
/// `horizon` is not known.
fn append_steps(
    own: &[Placed],
    control_of: impl Fn(&Placed) -> ControlIx,
    succession: &Successions,
    horizon: Option<Day>,
    interner: &mut Interner,
    steps: &mut Vec<Step>,
) {
    for (at, placed) in own.iter().enumerate() {
        let until = own.get(at + 1).map(|next| next.day);
        let Placed { event, day, .. } = *placed;
        if until == Some(day) {
            continue; // The last event of a day decides it.
        }
        let control = control_of(placed);
        steps.push(Step { day, control, cause: Cause::Event(event) });
        if !succession.is_empty() {
            let known_until = horizon.map(|horizon| horizon.plus(1));
            let until = [until, known_until].into_iter().flatten().min();
            succession.follow(control, day, until, event, interner, steps);
        }
    }
}

/// As the newsroom knew it: on each day, of the events known by then the last decides.
#[derive(Default)]
struct Newsroom {
    // Days on which what is made of an event changes: (day, which of the place's events, verdict).
    news: Vec<(Day, u32, ControlIx)>,
    now: Vec<ControlIx>,
    // What decides from a day: the state, why, and the day of the event behind it.
    decided: Vec<(Day, ControlIx, Cause, Day)>,
    heirs: Vec<Step>,
}

impl Newsroom {
    fn append_steps<'v>(
        &mut self,
        own: &[Placed],
        verdicts_of: impl Fn(EventIx) -> &'v [(Day, ControlIx)],
        succession: &Successions,
        interner: &mut Interner,
        steps: &mut Vec<Step>,
    ) {
        self.news.clear();
        self.decided.clear();
        for (at, placed) in own.iter().enumerate() {
            let verdicts = verdicts_of(placed.event).iter();
            // Nothing happens before its day, even where it was reported before.
            self.news.extend(verdicts.map(|(known, control)| ((*known).max(placed.day), at as u32, *control)));
        }
        // Stable: of an event's verdicts of one day the last stands.
        self.news.sort_by_key(|(day, ..)| *day);
        self.now.clear();
        self.now.resize(own.len(), ControlIx::NO_EFFECT);
        let mut last = None;
        let mut decides: Option<usize> = None;
        for of_day in self.news.chunk_by(|a, b| a.0 == b.0) {
            for (_, at, control) in of_day {
                let at = *at as usize;
                self.now[at] = *control;
                if *control != ControlIx::NO_EFFECT {
                    decides = decides.max(Some(at));
                } else if decides == Some(at) {
                    decides = self.now[..at].iter().rposition(|control| *control != ControlIx::NO_EFFECT);
                }
            }
            let decided = decides.map(|at| (at, self.now[at]));
            if decided == last {
                continue;
            }
            // Where nothing is left to decide, the news that took the last event away is the reason.
            let day = of_day[0].0;
            match (decided, last) {
                (Some((at, control)), _) => {
                    self.decided.push((day, control, Cause::Event(own[at].event), own[at].day));
                }
                (None, Some((at, _))) => {
                    self.decided.push((day, ControlIx::UNKNOWN, Cause::Lapse(own[at].event), own[at].day));
                }
                (None, None) => {}
            }
            last = decided;
        }
        for (at, (day, control, cause, happened)) in self.decided.iter().enumerate() {
            let until = self.decided.get(at + 1).map(|next| next.0);
            let mut first = Step { day: *day, control: *control, cause: *cause };
            self.heirs.clear();
            if !succession.is_empty() {
                succession.follow(*control, *happened, until, cause.event(), interner, &mut self.heirs);
            }
            // Who had ended when the event became known had been succeeded by then.
            let known_late = self.heirs.partition_point(|heir| heir.day <= *day);
            if let Some(heir) = self.heirs[..known_late].last() {
                first = Step { day: *day, ..*heir };
            }
            steps.push(first);
            steps.extend_from_slice(&self.heirs[known_late..]);
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
        assert_eq!(timeline.state_on(day("2024-01-01")).all(), []);
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
                let before = state.all().to_vec();
                let mut named = std::collections::BTreeSet::new();
                let moved = timeline.move_to(&mut state, date, |place| { named.insert(place); });
                let anew = timeline.state_on(date);
                prop_assert_eq!(state.all(), anew.all());
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
