//! Territory and fronts against answers that Shapely gives (`support/territory_expected.py`).
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
use salient::app::territory::parse_reach;
use salient::geometry::NOBODY;
use support::{day, fixture};

/// Areas per faction and front lengths on all twelve dates, with and without reach: within 0.1 %.
fn check(workload: &str, folder: &Path) {
    let document = Document::open(Some(folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    let mut expected: BTreeMap<(String, String), Vec<(String, f64)>> = BTreeMap::new();
    let mut rows = csv::Reader::from_path(fixture("territory_expected.csv")).unwrap();
    for row in rows.records() {
        let row = row.unwrap();
        if &row[0] == workload {
            let value = if &row[3] == "front" { &row[5] } else { &row[4] };
            let key = (row[1].to_owned(), row[2].to_owned());
            expected.entry(key).or_default().push((row[3].to_owned(), value.parse().unwrap()));
        }
    }
    assert_eq!(expected.len(), 24, "twelve dates, two reaches");
    for ((reach, date), answers) in expected {
        let cells = document.cells(parse_reach(&reach).unwrap());
        let territory = document.territory(&cells, day(&date));
        for (faction, expected) in answers {
            let found = match faction.as_str() {
                "front" => territory.front_length(&cells) / 1e3,
                "unknown" => territory.area(None) / 1e6,
                id => territory.area(document.chronicle.faction_by_id(id)) / 1e6,
            };
            let close = (found - expected).abs() <= expected * 1e-3;
            assert!(close, "{workload}, reach {reach}, {date}, {faction}: {found} instead of {expected}");
        }
    }
}

#[test]
fn the_territories_of_the_syria_workload_are_those_of_shapely() {
    check("w1", &fixture("w1"));
}

/// Made by `tests/support/make_workloads.py`; `.ci/run` makes it and names its folder.
#[test]
fn the_territories_of_the_ukraine_workload_are_those_of_shapely() {
    match std::env::var_os("SALIENT_W2") {
        Some(folder) => check("w2", Path::new(&folder)),
        None => eprintln!("SALIENT_W2 names no folder: only the small workload was checked"),
    }
}

/// The bundled chronicle, all its changes one after the other: stepping is asking anew.
#[test]
fn the_territory_of_the_bundled_chronicle_steps_through_all_its_days() {
    let document = support::bundled();
    let cells = document.cells(parse_reach("25").unwrap());
    let (first, last) = document.chronicle.days();
    let mut state = document.timeline.state_on(first);
    let mut stepped = document.territory(&cells, first);
    let mut date = first;
    let mut steps = 0;
    while let Some(next) = document.timeline.next_change(date).filter(|next| *next <= last) {
        date = next;
        let mut changed = Vec::new();
        document.timeline.move_to(&mut state, date, |place| changed.push(place));
        let cell_of = |place| Some((cells.cell_of(place)?, document.holder(&state, place)));
        stepped.update(&cells, changed.into_iter().filter_map(cell_of));
        steps += 1;
        if steps % 100 == 0 {
            let anew = document.territory(&cells, date);
            assert_eq!(stepped.front_length(&cells), anew.front_length(&cells), "{date}");
            assert_eq!(stepped.rings().count(), anew.rings().count(), "{date}");
            for cell in 0..cells.cell_count() as u32 {
                assert_eq!(stepped.holder(cell), anew.holder(cell));
            }
        }
    }
    assert!(steps > 500, "{steps}");
    assert!(cells.edges().iter().all(|edge| edge.left != NOBODY));
}
