//! Values of all places over time, replayed to any date.
//!
//! A list of changes ordered by day, with a copy of all values every so many changes
//! ("checkpoints", as in video codecs). All places on a date: copy the nearest checkpoint, apply the
//! changes in between. The next day: apply only that day's changes, whose both sides are known, so
//! backward costs the same as forward.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use crate::domain::{Day, PlaceIx};

/// A change of one place's value from one day to the next: both sides, so it can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<T> {
    /// The place.
    pub place: PlaceIx,
    /// The value before.
    pub before: T,
    /// The value after.
    pub after: T,
}

/// How a state was brought to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Change by change; every changed place was named.
    Stepped,
    /// From a copy; any place may have changed.
    Anew,
}

/// The values of all places on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values<T> {
    // Of which replay; values of another one are never stepped.
    replay: u64,
    days_applied: usize,
    of_places: Vec<T>,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self { replay: 0, days_applied: 0, of_places: Vec::new() }
    }
}

impl<T: Copy> Values<T> {
    /// The value of `place`.
    pub fn of(&self, place: PlaceIx) -> T {
        self.of_places[place.row()]
    }

    /// The values of all places, in the order of their rows.
    pub fn all(&self) -> &[T] {
        &self.of_places
    }
}

/// Values of all places over time.
#[derive(Debug, Clone)]
pub(super) struct Replay<T> {
    // A number of its own, so that values tell whose they are; a clone has the same changes.
    id: u64,
    places: usize,
    // Distinct days with changes, ascending; those of days[i] are `changes[day_start[i]..day_start[i + 1]]`.
    days: Vec<Day>,
    day_start: Vec<u32>,
    changes: Vec<Change<T>>,
    // The values after the changes of days[..at], for ascending `at`.
    checkpoints: Vec<Checkpoint<T>>,
}

#[derive(Debug, Clone)]
struct Checkpoint<T> {
    days_applied: u32,
    values: Box<[T]>,
}

impl<T> Default for Replay<T> {
    fn default() -> Self {
        let none = Checkpoint { days_applied: 0, values: Box::default() };
        Self { id: 0, places: 0, days: Vec::new(), day_start: vec![0], changes: Vec::new(), checkpoints: vec![none] }
    }
}

/// The changes that a replay is made from.
pub(super) trait Changes<T> {
    /// Names every change, place after place, oldest first within a place; asked more than once.
    fn each(&self, visit: impl FnMut(Day, Change<T>));
}

impl<T: Copy + PartialEq> Replay<T> {
    /// A replay of `changes`; before its first change a place has the value `first`.
    pub(super) fn new(places: usize, first: T, changes: &impl Changes<T>) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let id = MADE.fetch_add(1, Ordering::Relaxed) + 1;
        let mut replay = Self { id, places, day_start: Vec::new(), checkpoints: Vec::new(), ..Self::default() };
        replay.order_changes(first, changes);
        replay.place_checkpoints(first);
        replay
    }

    /// Brings `values` to the end of `date`, at the cost of what lies in between or of a copy,
    /// whichever is less, and names every change (a place may be named more than once). Where the
    /// values were copied `changed` is called for no place and the answer is `Moved::Anew`.
    pub(super) fn move_to(&self, values: &mut Values<T>, date: Date, mut changed: impl FnMut(PlaceIx)) -> Moved {
        let target = self.days_until(date);
        let mut moved = Moved::Stepped;
        let distance = |from: usize| {
            let (a, b) = (self.day_start[from], self.day_start[target]);
            a.abs_diff(b) as usize
        };
        let nearest = self.nearest_checkpoint(target);
        let cost_of_copy = self.places / 8 + distance(nearest.days_applied as usize);
        if values.replay != self.id || distance(values.days_applied) > cost_of_copy {
            values.replay = self.id;
            values.of_places.clear();
            values.of_places.extend_from_slice(&nearest.values);
            values.days_applied = nearest.days_applied as usize;
            moved = Moved::Anew;
        }
        let (from, to) = (self.day_start[values.days_applied] as usize, self.day_start[target] as usize);
        if from <= to {
            for change in &self.changes[from..to] {
                values.of_places[change.place.row()] = change.after;
                changed(change.place);
            }
        } else {
            for change in self.changes[to..from].iter().rev() {
                values.of_places[change.place.row()] = change.before;
                changed(change.place);
            }
        }
        values.days_applied = target;
        moved
    }

    /// The distinct days with changes, ascending.
    pub(super) fn days(&self) -> &[Day] {
        &self.days
    }

    /// All changes, by day, those of one day by place.
    pub(super) fn changes(&self) -> &[Change<T>] {
        &self.changes
    }

    /// The changes of the day `days()[at]`.
    pub(super) fn changes_of(&self, at: usize) -> &[Change<T>] {
        &self.changes[self.day_start[at] as usize..self.day_start[at + 1] as usize]
    }

    /// How many changes lie on the days from `first` to before `end`, as indexes of days.
    pub(super) fn count_between(&self, first: usize, end: usize) -> u32 {
        self.day_start[end] - self.day_start[first]
    }

    /// How many of the days with changes are not after `date`: also the index of the first after it.
    pub(super) fn days_until(&self, date: Date) -> usize {
        let day = Day::of(date);
        self.days.partition_point(|other| *other <= day)
    }

    fn nearest_checkpoint(&self, days_applied: usize) -> &Checkpoint<T> {
        let at = |checkpoint: &Checkpoint<T>| self.day_start[checkpoint.days_applied as usize];
        let target = self.day_start[days_applied];
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.days_applied as usize <= days_applied);
        // The first checkpoint stands before all days, so there is always one not after.
        let before = &self.checkpoints[after - 1];
        match self.checkpoints.get(after) {
            Some(next) if at(next) - target < target - at(before) => next,
            _ => before,
        }
    }

    /// Orders the changes by day, those of one day by place. Days of a chronicle lie close together,
    /// so they are counted rather than compared; where they do not, the library's sort is used.
    fn order_changes(&mut self, nothing: T, changes: &impl Changes<T>) {
        let (mut first, mut last, mut count) = (None, None, 0_usize);
        changes.each(|day, _| {
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
            changes.each(|day, change| dated.push((day, change)));
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
            changes.each(|day, _| next[day.since(first) as usize] += 1);
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
            let nobody = Change { place: PlaceIx::new(0), before: nothing, after: nothing };
            let mut ordered = vec![nobody; count];
            changes.each(|day, change| {
                let slot = &mut next[day.since(first) as usize];
                ordered[*slot as usize] = change;
                *slot += 1;
            });
            self.changes = ordered;
        }
        self.day_start.push(self.changes.len() as u32);
    }

    fn place_checkpoints(&mut self, first: T) {
        // A copy moves 4 bytes a place in order; a change writes 4 bytes at random, about eight
        // times dearer. A quarter of the places between checkpoints keeps both small, and the
        // memory at about 16 bytes a change.
        let between = (self.places / 4).max(1024);
        let mut values = vec![first; self.places];
        let mut applied_at_last = 0;
        self.checkpoints.push(Checkpoint { days_applied: 0, values: values.clone().into() });
        for day in 0..self.days.len() {
            let range = self.day_start[day] as usize..self.day_start[day + 1] as usize;
            for change in &self.changes[range.clone()] {
                values[change.place.row()] = change.after;
            }
            if range.end - applied_at_last >= between {
                applied_at_last = range.end;
                self.checkpoints.push(Checkpoint { days_applied: day as u32 + 1, values: values.clone().into() });
            }
        }
    }
}
