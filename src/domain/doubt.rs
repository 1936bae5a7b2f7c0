//! Doubt: what has to be said about a place's colour, on every day.

use jiff::civil::Date;

use crate::domain::replay::{Change, Changes, Moved, Replay, Values};
use crate::domain::{Asserted, Cause, Chronicle, Claim, Claims, Day, EventIx, Known, PlaceIx, Timeline};

/// What has to be said about the colour of a place on a day. The default is: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Doubt(u8);

impl Doubt {
    const DISPUTED: u8 = 1;
    const UNCERTAIN: u8 = 2;
    const UNCONFIRMED: u8 = 4;
    const AGE: u8 = 8;

    /// How many steps of age are told apart beyond *fresh*.
    pub const AGES: u8 = 3;

    /// A doubt with these parts; `age` is 0 (fresh) to [`Self::AGES`].
    #[expect(clippy::fn_params_excessive_bools, reason = "the parts of a set of flags, named at the declaration")]
    pub fn new(disputed: bool, uncertain: bool, unconfirmed: bool, age: u8) -> Self {
        let bit = |is: bool, bit: u8| if is { bit } else { 0 };
        Self(
            bit(disputed, Self::DISPUTED)
                | bit(uncertain, Self::UNCERTAIN)
                | bit(unconfirmed, Self::UNCONFIRMED)
                | (age.min(Self::AGES) * Self::AGE),
        )
    }

    /// Whether two reports on the event in force name different holders.
    pub fn is_disputed(self) -> bool {
        self.0 & Self::DISPUTED != 0
    }

    /// Whether the day lies in the interval of an event whose date is known only to the month or the
    /// year.
    pub fn is_uncertain(self) -> bool {
        self.0 & Self::UNCERTAIN != 0
    }

    /// Whether the event in force has no report at all.
    pub fn is_unconfirmed(self) -> bool {
        self.0 & Self::UNCONFIRMED != 0
    }

    /// How old the newest report on the place is: 0 within the limit, 1 beyond it, 2 beyond twice
    /// the limit, 3 beyond four times.
    pub fn age(self) -> u8 {
        self.0 / Self::AGE
    }

    /// Whether the newest report on the place is older than the limit.
    pub fn is_stale(self) -> bool {
        self.age() > 0
    }

    /// The doubt without what `keep` leaves out.
    #[must_use]
    pub fn only(self, keep: DoubtChoice) -> Self {
        Self::new(
            self.is_disputed() && keep.disputed,
            self.is_uncertain() && keep.uncertain,
            self.is_unconfirmed() && keep.unconfirmed,
            if keep.stale { self.age() } else { 0 },
        )
    }
}

/// Which doubts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DoubtChoice {
    /// Reports name different holders.
    pub disputed: bool,
    /// The date of the change is uncertain.
    pub uncertain: bool,
    /// No report at all.
    pub unconfirmed: bool,
    /// The newest report is old.
    pub stale: bool,
}

impl Default for DoubtChoice {
    fn default() -> Self {
        Self { disputed: true, uncertain: true, unconfirmed: true, stale: true }
    }
}

/// The doubts of all places on all days, for one timeline and one limit of age.
#[derive(Debug, Clone, Default)]
pub struct Doubts {
    // Of all places, place after place, oldest first: the day from which a doubt holds.
    points: Vec<(Day, Doubt)>,
    // Those of place p are `points[start[p]..start[p + 1]]`.
    start: Vec<u32>,
    replay: Replay<Doubt>,
}

/// The doubts of all places on one date.
pub type PlacesDoubts = Values<Doubt>;

/// The doubts as changes.
struct Points<'a> {
    start: &'a [u32],
    points: &'a [(Day, Doubt)],
}

impl Changes<Doubt> for Points<'_> {
    fn each(&self, mut visit: impl FnMut(Day, Change<Doubt>)) {
        for (place, bounds) in self.start.windows(2).enumerate() {
            let mut before = Doubt::default();
            for (day, after) in &self.points[bounds[0] as usize..bounds[1] as usize] {
                visit(*day, Change { place: PlaceIx::new(place), before, after: *after });
                before = *after;
            }
        }
    }
}

/// A reason for the doubt to be another from a day.
#[derive(Debug, Clone, Copy)]
enum Turn {
    InForce { disputed: bool, unconfirmed: bool },
    Uncertain(i32),
    Age(u8),
}

impl Doubts {
    /// The days after which a place's newest report is old, where nobody says otherwise.
    pub const STALE_DAYS: u32 = 365;

    /// Works out the doubts under the rule of `timeline`. A chronicle without any report says nothing
    /// about what is confirmed, so there nothing is *unconfirmed* or *stale*.
    pub fn compile(chronicle: &Chronicle, timeline: &Timeline, stale_days: u32) -> Self {
        let places = chronicle.places().len();
        let mut doubts = Self { start: Vec::with_capacity(places + 1), ..Self::default() };
        let claims = chronicle.claims();
        let mut turns = Vec::new();
        let mut published = Vec::new();
        for row in 0..places {
            doubts.start.push(doubts.points.len() as u32);
            let place = PlaceIx::new(row);
            turns.clear();
            for (earliest, latest, _) in timeline.uncertain_of(place) {
                turns.push((earliest, Turn::Uncertain(1)));
                turns.push((latest.plus(1), Turn::Uncertain(-1)));
            }
            if !claims.all().is_empty() {
                in_force_turns(chronicle, timeline, claims, place, &mut turns);
                age_turns((chronicle, claims), timeline, place, stale_days, &mut published, &mut turns);
            }
            // Stable: what holds from the same day is said in order.
            turns.sort_by_key(|(day, _)| *day);
            doubts.add_points(&turns);
        }
        doubts.start.push(doubts.points.len() as u32);
        let (start, points) = (&doubts.start, &doubts.points);
        doubts.replay = Replay::new(places, Doubt::default(), &Points { start, points });
        doubts
    }

    fn add_points(&mut self, turns: &[(Day, Turn)]) {
        let (mut disputed, mut unconfirmed, mut uncertain, mut age) = (false, false, 0, 0);
        let mut before = Doubt::default();
        for of_day in turns.chunk_by(|a, b| a.0 == b.0) {
            for (_, turn) in of_day {
                match *turn {
                    Turn::InForce { disputed: is_disputed, unconfirmed: is_unconfirmed } => {
                        (disputed, unconfirmed) = (is_disputed, is_unconfirmed);
                    }
                    Turn::Uncertain(more) => uncertain += more,
                    Turn::Age(step) => age = step,
                }
            }
            let now = Doubt::new(disputed, uncertain > 0, unconfirmed, age);
            if now != before {
                self.points.push((of_day[0].0, now));
                before = now;
            }
        }
    }

    /// Brings `values` to the end of `date`; see [`Timeline::move_to`].
    pub fn move_to(&self, values: &mut PlacesDoubts, date: Date, changed: impl FnMut(PlaceIx)) -> Moved {
        self.replay.move_to(values, date, changed)
    }

    /// The doubt about `place` at the end of `date`.
    pub fn on(&self, place: PlaceIx, date: Date) -> Doubt {
        let points = self.of(place);
        let passed = points.partition_point(|(day, _)| *day <= Day::of(date));
        passed.checked_sub(1).map_or_else(Doubt::default, |last| points[last].1)
    }

    /// The doubts about `place`, each from its day on.
    pub fn of(&self, place: PlaceIx) -> &[(Day, Doubt)] {
        match self.start.get(place.row()..place.row() + 2) {
            Some(bounds) => &self.points[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }
}

/// What the reports on an event say about it, by day.
#[derive(Clone, Copy)]
struct Heard {
    event: EventIx,
    /// The day of the first report.
    first: Option<Day>,
    /// The day from which reports name different holders.
    disagreeing: Option<Day>,
}

impl Heard {
    fn of(chronicle: &Chronicle, claims: &Claims, event: EventIx) -> Self {
        let date = chronicle.event(event).date;
        let first = claims.on(event).iter().map(|claim| claim.known_from(date)).min();
        Self { event, first, disagreeing: disagreeing_from(chronicle, claims, event) }
    }

    /// The judgement by what is known until `horizon`.
    fn until(&self, horizon: Option<Day>) -> Turn {
        let is_known = |day: &Day| horizon.is_none_or(|horizon| *day <= horizon);
        Turn::InForce {
            disputed: self.disagreeing.as_ref().is_some_and(is_known),
            unconfirmed: !self.first.as_ref().is_some_and(is_known),
        }
    }
}

fn in_force_turns(
    chronicle: &Chronicle,
    timeline: &Timeline,
    claims: &Claims,
    place: PlaceIx,
    turns: &mut Vec<(Day, Turn)>,
) {
    let steps = timeline.steps_of(place);
    let horizon = timeline.rule().known.horizon();
    // Ten thousand reports may turn one event over and over: they are read once.
    let mut known: Option<Heard> = None;
    for (at, step) in steps.iter().enumerate() {
        if matches!(step.cause, Cause::Lapse(_)) {
            turns.push((step.day, Turn::InForce { disputed: false, unconfirmed: false }));
            continue;
        }
        let event = step.cause.event();
        let heard = known.filter(|heard| heard.event == event).unwrap_or_else(|| Heard::of(chronicle, claims, event));
        known = Some(heard);
        if timeline.rule().known != Known::EachDay {
            turns.push((step.day, heard.until(horizon)));
            continue;
        }
        turns.push((step.day, heard.until(Some(step.day))));
        // Later only two days say something new.
        let until = steps.get(at + 1).map(|next| next.day);
        for day in [heard.first, heard.disagreeing].into_iter().flatten() {
            if day > step.day && until.is_none_or(|until| day < until) {
                turns.push((day, heard.until(Some(day))));
            }
        }
    }
}

/// The day from which reports on `event` name different holders; once they do they go on to.
fn disagreeing_from(chronicle: &Chronicle, claims: &Claims, event: EventIx) -> Option<Day> {
    let date = chronicle.event(event).date;
    let says = |claim: &&Claim| claim.asserted != Asserted::NotSaid;
    let first = claims.on(event).iter().filter(says).min_by_key(|claim| claim.known_from(date))?;
    let others = claims.on(event).iter().filter(says).filter(|claim| claim.asserted != first.asserted);
    others.map(|claim| claim.known_from(date)).min()
}

/// The days of the reports on a place make it fresh; then it ages.
fn age_turns(
    (chronicle, claims): (&Chronicle, &Claims),
    timeline: &Timeline,
    place: PlaceIx,
    stale_days: u32,
    published: &mut Vec<Day>,
    turns: &mut Vec<(Day, Turn)>,
) {
    published.clear();
    let horizon = timeline.rule().known.horizon();
    for event in timeline.events_of(place) {
        let date = chronicle.event(event).date;
        let known = claims.on(event).iter().map(|claim| claim.known_from(date));
        published.extend(known.filter(|day| horizon.is_none_or(|horizon| *day <= horizon)));
    }
    published.sort_unstable();
    published.dedup();
    let limit = i32::try_from(stale_days).unwrap_or(i32::MAX / 8).min(i32::MAX / 8);
    for (at, day) in published.iter().enumerate() {
        turns.push((*day, Turn::Age(0)));
        let next = published.get(at + 1);
        for (age, times) in [(1, 1), (2, 2), (3, 4)] {
            let from = day.plus(limit * times + 1);
            if next.is_none_or(|next| from < *next) {
                turns.push((from, Turn::Age(age)));
            }
        }
    }
}

impl Chronicle {
    /// The day from which reports on `event` name different holders, where they do.
    pub fn disagreeing_from(&self, event: EventIx) -> Option<Day> {
        disagreeing_from(self, self.claims(), event)
    }
}
