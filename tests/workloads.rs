//! The answers for the workloads equal the counts that their maker expects.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use salient::app::document::Document;
use salient::domain::{ControlIx, PlacesState};
use support::{day, fixture};

/// Counts places by controller on every date of `expected_counts.csv`, as given and by stepping.
fn check(folder: &Path) {
    let document = Document::open(Some(folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    let mut expected: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut rows = csv::Reader::from_path(folder.join("expected_counts.csv")).unwrap();
    for row in rows.records() {
        let row = row.unwrap();
        expected.entry(row[0].to_owned()).or_default().insert(row[1].to_owned(), row[2].parse().unwrap());
    }
    assert!(expected.len() > 100, "the file has its dates");
    let count = |controls: &[ControlIx]| {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for control in controls {
            if let Some(faction) = document.timeline.controller(*control) {
                let id = document.chronicle.faction(faction).id.to_string();
                *counts.entry(id).or_default() += 1;
            }
        }
        counts
    };
    let mut stepped = PlacesState::default();
    for (date, counts) in &expected {
        let date = day(date);
        assert_eq!(&count(document.timeline.state_on(date).all()), counts, "{date}");
        document.timeline.move_to(&mut stepped, date, |_| {});
        assert_eq!(&count(stepped.all()), counts, "{date}, by stepping");
    }
}

#[test]
fn the_counts_of_the_syria_workload_are_as_expected() {
    check(&fixture("w1"));
}

/// Made by `tests/support/make_workloads.py`; `.ci/run` makes it and names its folder.
#[test]
fn the_counts_of_the_ukraine_workload_are_as_expected() {
    match std::env::var_os("SALIENT_W2") {
        Some(folder) => check(Path::new(&folder)),
        None => eprintln!("SALIENT_W2 names no folder: only the small workload was checked"),
    }
}
