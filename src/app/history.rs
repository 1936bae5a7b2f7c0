//! The history of a place: its steps under the rule, and the events that have no effect.

use rustc_hash::FxHashSet;

use crate::app::document::Document;
use crate::domain::{Cause, Day, EventIx, PlaceIx, Step};

/// What happened at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A state begins.
    Step(Step),
    /// An event that takes no effect.
    NoEffect {
        /// The event.
        event: EventIx,
        /// Its day.
        day: Day,
        /// Whether another event of the same day decides instead.
        is_overtaken: bool,
    },
}

impl Entry {
    /// The day.
    pub fn day(&self) -> Day {
        match self {
            Self::Step(step) => step.day,
            Self::NoEffect { day, .. } => *day,
        }
    }

    /// The event that it tells of; none for what follows from the end of a faction.
    pub fn event(&self) -> Option<EventIx> {
        match self {
            Self::Step(Step { cause: Cause::Event(event) | Cause::Lapse(event), .. })
            | Self::NoEffect { event, .. } => Some(*event),
            Self::Step(Step { cause: Cause::Succession { .. }, .. }) => None,
        }
    }
}

/// All that happened at `place`, oldest first: every event of the chronicle is there, with or without
/// effect.
pub fn entries(document: &Document, place: PlaceIx) -> Vec<Entry> {
    let timeline = &document.timeline;
    let steps = timeline.steps_of(place);
    let of_step = |step: &Step| match step.cause {
        Cause::Event(event) => Some(event),
        Cause::Lapse(_) | Cause::Succession { .. } => None,
    };
    let in_effect: FxHashSet<EventIx> = steps.iter().filter_map(of_step).collect();
    let days: FxHashSet<Day> = steps.iter().filter(|step| of_step(step).is_some()).map(|step| step.day).collect();
    let others = timeline.events_of(place).filter(|event| !in_effect.contains(event)).map(|event| {
        let day = Day::of(document.chronicle.event(event).date);
        Entry::NoEffect { event, day, is_overtaken: document.rule().is_default() && days.contains(&day) }
    });
    let mut entries: Vec<Entry> = others.chain(steps.iter().copied().map(Entry::Step)).collect();
    // Stable: what has no effect stands before what decides the day.
    entries.sort_by_key(Entry::day);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::rules;
    use crate::domain::Rule;

    #[test]
    fn every_event_of_a_place_is_in_its_history_under_every_rule() {
        let document = Document::open(None).unwrap();
        for rule in ["assessed", "camp:government", "confirmed:3"] {
            let basis = rules::parse_basis(&document.chronicle, rule).unwrap();
            let document = document.under(Rule { basis, ..Rule::default() });
            for row in 0..document.chronicle.places().len() {
                let place = PlaceIx::new(row);
                let told: FxHashSet<EventIx> = entries(&document, place).iter().filter_map(Entry::event).collect();
                assert!(document.timeline.events_of(place).all(|event| told.contains(&event)));
            }
        }
    }
}
