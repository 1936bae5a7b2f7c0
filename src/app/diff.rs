//! Gains and losses between two dates.

use jiff::civil::Date;

use crate::app::document::Document;
use crate::domain::{Cause, Control, Day, EventIx, FactionIx, PlaceIx, Step};

/// A place that is held otherwise on the later date than on the earlier.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place.
    pub place: PlaceIx,
    /// Its state on the earlier date.
    pub before: Control,
    /// Its state on the later date.
    pub after: Control,
    /// The days on which its state changed in between.
    pub days: Vec<Date>,
    /// The events behind those changes.
    pub events: Vec<EventIx>,
}

/// What a faction gained and lost, in places and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Places it holds on the later date and did not on the earlier.
    pub gained: u32,
    /// Places it held on the earlier date and does not on the later.
    pub lost: u32,
    /// People in the places gained, where the chronicle knows them.
    pub people_gained: u64,
    /// People in the places lost.
    pub people_lost: u64,
}

/// The places that differ between the ends of two days, in the order of their rows, under the document's
/// rule.
pub fn differences(document: &Document, from: Date, to: Date) -> Vec<Difference> {
    let timeline = &document.timeline;
    let (first, last) = (Day::of(from), Day::of(to));
    let mut differences = Vec::new();
    for row in 0..document.chronicle.places().len() {
        let place = PlaceIx::new(row);
        let (before, after) = (timeline.control_on(place, from), timeline.control_on(place, to));
        if before == after {
            continue;
        }
        let steps = timeline.steps_of(place);
        let begun = steps.partition_point(|step| step.day <= first);
        let mut state = begun.checked_sub(1).map(|at| steps[at].control);
        let (mut days, mut events) = (Vec::new(), Vec::new());
        for step in steps[begun..].iter().take_while(|step| step.day <= last) {
            // Events that restate the state change nothing.
            if state == Some(step.control) {
                continue;
            }
            state = Some(step.control);
            days.push(step.day.date());
            events.extend(event_of(step));
        }
        differences.push(Difference { place, before: before.clone(), after: after.clone(), days, events });
    }
    differences
}

fn event_of(step: &Step) -> Option<EventIx> {
    match step.cause {
        Cause::Event(event) | Cause::Lapse(event) => Some(event),
        Cause::Succession { .. } => None,
    }
}

/// What each faction gained and lost, by row; places that only changed otherwise (a siege began) count
/// for nobody.
pub fn balances(document: &Document, differences: &[Difference]) -> Vec<Balance> {
    let mut balances = vec![Balance::default(); document.chronicle.factions().len()];
    for difference in differences {
        let (before, after) = (difference.before.controller(), difference.after.controller());
        if before == after {
            continue;
        }
        let people = document.chronicle.place(difference.place).population.unwrap_or(0);
        if let Some(faction) = after {
            let balance = &mut balances[faction.row()];
            balance.gained += 1;
            balance.people_gained += people;
        }
        if let Some(faction) = before {
            let balance = &mut balances[faction.row()];
            balance.lost += 1;
            balance.people_lost += people;
        }
    }
    balances
}

/// The factions with a balance, those with the most places gained or lost first.
pub fn by_weight(balances: &[Balance]) -> Vec<FactionIx> {
    let mut factions: Vec<FactionIx> = (0..balances.len()).map(FactionIx::new).collect();
    factions.retain(|faction| balances[faction.row()] != Balance::default());
    // Stable: factions with as many keep the chronicle's order.
    factions.sort_by_key(|faction| {
        let balance = balances[faction.row()];
        std::cmp::Reverse(balance.gained + balance.lost)
    });
    factions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn gains_and_losses_are_those_of_the_two_dates() {
        let document = Document::open(None).unwrap();
        let day = |text| parse_date(text).unwrap();
        let (from, to) = (day("2015-03-23"), day("2015-06-01"));
        let found = differences(&document, from, to);
        let idlib = document.chronicle.place_by_id("idlib").unwrap();
        let row = found.iter().find(|difference| difference.place == idlib).unwrap();
        assert!(row.days.contains(&day("2015-03-28")));
        assert_eq!(row.days.iter().min(), row.days.first());
        // Every place is there that differs, and no other.
        let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
        let differ =
            |place: &PlaceIx| document.timeline.control_on(*place, from) != document.timeline.control_on(*place, to);
        assert_eq!(
            found.iter().map(|difference| difference.place).collect::<Vec<_>>(),
            places.filter(differ).collect::<Vec<_>>()
        );
        // What one loses another gains, or nobody holds it.
        let balances = balances(&document, &found);
        let held = |date| {
            let state = document.timeline.state_on(date);
            let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
            places.filter(|place| document.timeline.controller(state.of(*place)).is_some()).count() as i64
        };
        let net: i64 = balances.iter().map(|balance| i64::from(balance.gained) - i64::from(balance.lost)).sum();
        assert_eq!(net, held(to) - held(from));
        assert!(!by_weight(&balances).is_empty());
        assert_eq!(differences(&document, from, from), []);
    }
}
