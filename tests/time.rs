//! What the timeline counts and orders equals naive answers, on the bundled chronicle and on made ones.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it fails"
)]

mod support;

use jiff::civil::Date;
use proptest::prelude::*;
use salient::app::filter::Filter;
use salient::app::series::{Measure, series};
use salient::domain::{BarLength, FactionIx, PlaceIx};
use salient::geometry::Reach;
use support::{bundled, day};

#[test]
fn bars_of_every_length_count_every_change_once() {
    let document = bundled();
    let timeline = &document.timeline;
    let (first, last) = document.days();
    let all: u32 = timeline.days_of_change().map(|(_, changes)| changes.len() as u32).sum();
    let mut gained_by_length = Vec::new();
    for length in [BarLength::Day, BarLength::Week, BarLength::Month, BarLength::Year] {
        let bars = timeline.histogram(length, (first, last), |_, _| true);
        assert_eq!(bars.iter().map(|bar| bar.changes).sum::<u32>(), all, "{length:?}");
        assert!(bars.windows(2).all(|pair| pair[0].to < pair[1].from), "{length:?}");
        assert!(bars.iter().all(|bar| bar.gained.iter().map(|(_, count)| count).sum::<u32>() <= bar.changes));
        let gained = |faction: FactionIx| {
            let of_bar = bars.iter().flat_map(|bar| bar.gained.iter());
            of_bar.filter(|(who, _)| *who == Some(faction)).map(|(_, count)| count).sum::<u32>()
        };
        gained_by_length
            .push((0..document.chronicle.factions().len()).map(FactionIx::new).map(gained).collect::<Vec<_>>());
    }
    assert!(gained_by_length.windows(2).all(|pair| pair[0] == pair[1]));
    // A part of the places counts its own changes alone.
    let idlib = document.chronicle.place_by_id("idlib").unwrap();
    let mut only = vec![false; document.chronicle.places().len()];
    only[idlib.row()] = true;
    let bars = timeline.histogram(BarLength::Day, (first, last), |_, change| only[change.place.row()]);
    let naive = timeline.days_of_change().flat_map(|(_, changes)| changes).filter(|change| change.place == idlib);
    assert_eq!(bars.iter().map(|bar| bar.changes).sum::<u32>() as usize, naive.count());
}

/// The first day after `from` and until `to` on which the holder is another, day by day.
fn first_change(document: &salient::app::document::Document, place: PlaceIx, from: Date, to: Date) -> Option<Date> {
    let holder = |date: Date| document.timeline.control_on(place, date).controller();
    let mut date = from;
    while date < to {
        date = date.tomorrow().unwrap();
        if holder(date) != holder(date.yesterday().unwrap()) {
            return Some(date);
        }
    }
    None
}

#[test]
fn what_a_filter_counts_equals_naive_answers() {
    let document = bundled();
    let chronicle = &document.chronicle;
    let timeline = &document.timeline;
    let (first, last) = document.days();
    let by_id =
        |id: &str| chronicle.factions().iter().position(|faction| faction.id.as_str() == id).map(FactionIx::new);
    let (faction, other) = (by_id("sdf"), by_id("isil"));
    let holder = |place: PlaceIx, date: Date| timeline.control_on(place, date).controller();
    for (text, naive) in [
        ("region=Idlib", (&|place, _| chronicle.place(place).admin1 == "Idlib") as &dyn Fn(PlaceIx, Date) -> bool),
        ("faction=sdf,isil", &|place, date| {
            let ends = [date.yesterday().unwrap(), date].map(|date| holder(place, date));
            ends.contains(&faction) || ends.contains(&other)
        }),
        ("confidence=high", &|place, date| {
            let step = timeline.step_on(place, date).unwrap();
            chronicle.event(step.cause.event()).confidence.text() == "high"
        }),
        ("event=initial", &|place, date| {
            let step = timeline.step_on(place, date).unwrap();
            chronicle.event(step.cause.event()).kind().text() == "initial"
        }),
        ("event=capture", &|place, date| {
            let step = timeline.step_on(place, date).unwrap();
            chronicle.event(step.cause.event()).kind().text() == "capture"
        }),
        ("disputed=yes kind=city", &|place, date| {
            chronicle.place(place).kind.text() == "city" && document.doubts(365).on(place, date).is_disputed()
        }),
    ] {
        let filter = Filter::parse(chronicle, text).unwrap();
        let passing = filter.of(&document).unwrap();
        let mut expected: Vec<(Date, PlaceIx)> = Vec::new();
        for (day, changes) in timeline.days_of_change() {
            let passes = |change: &&salient::domain::Change| naive(change.place, day.date());
            expected.extend(changes.iter().filter(passes).map(|change| (day.date(), change.place)));
        }
        assert!(expected.len() > 5, "{text}: {}", expected.len());
        let bars = timeline.histogram(BarLength::Month, (first, last), |day, change| passing.change(day, change));
        assert_eq!(bars.iter().map(|bar| bar.changes).sum::<u32>() as usize, expected.len(), "{text}");
        let places = || (0..chronicle.places().len()).map(PlaceIx::new);
        for date in ["2012-08-01", "2014-01-13", "2015-04-25", "2019-10-15"].map(day) {
            let go =
                |forward| timeline.change_where(places(), date, forward, |day, change| passing.change(day, change));
            let days = || expected.iter().map(|(day, _)| *day);
            assert_eq!(go(true), days().filter(|day| *day > date).min(), "{text} {date}");
            assert_eq!(go(false), days().filter(|day| *day < date).max(), "{text} {date}");
            // What is counted over time is what passes on each day.
            let counted =
                series(&document, Measure::Places, (None, Some(&passing)), (first, last), Reach::default(), 60);
            for (nth, date) in counted.days.iter().enumerate() {
                let fresh = places().filter(|place| passing.on(*place, *date)).count();
                assert_eq!(counted.total(nth).round() as usize, fresh, "{text} {date}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_change_is_that_of_the_days(start in 0..4000_i32, length in 0..120_i32) {
        let document = bundled();
        let from = day("2012-01-01").saturating_add(jiff::Span::new().days(start));
        let to = from.saturating_add(jiff::Span::new().days(length));
        let order = document.timeline.order_of_change(from, to);
        let mut naive: Vec<(Date, usize)> = (0..order.len())
            .filter_map(|row| Some((first_change(&document, PlaceIx::new(row), from, to)?, row)))
            .collect();
        naive.sort_unstable();
        let mut expected = vec![0; order.len()];
        for ((_, row), nth) in naive.into_iter().zip(1..) {
            expected[row] = nth;
        }
        prop_assert_eq!(order, expected);
    }

    #[test]
    fn the_next_change_of_a_faction_is_the_nearest(start in 0..4500_i32, faction in 0..8_usize) {
        let document = bundled();
        let date = day("2012-01-01").saturating_add(jiff::Span::new().days(start));
        let faction = FactionIx::new(faction);
        let places: Vec<PlaceIx> = (0..document.chronicle.places().len()).map(PlaceIx::new).collect();
        let turns = |changes: &[salient::domain::Change]| {
            let of = |control| document.timeline.controller(control) == Some(faction);
            changes.iter().any(|change| of(change.before) != of(change.after))
        };
        let days: Vec<Date> =
            document.timeline.days_of_change().filter(|(_, changes)| turns(changes)).map(|(day, _)| day.date()).collect();
        let timeline = &document.timeline;
        let go = |forward| {
            let places = places.iter().copied();
            timeline.change_where(places, date, forward, |_, change| timeline.turns(faction, change))
        };
        prop_assert_eq!(go(true), days.iter().copied().find(|day| *day > date));
        prop_assert_eq!(go(false), days.iter().copied().rfind(|day| *day < date));
    }
}
