//! Budget: all places on a random date ≤ 0.1 ms (W2) and ≤ 0.5 ms (W3); one day on ≤ 10 µs and
//! ≤ 50 µs. Medians. The peer is the naive fold over all events, measured in the same run.
#![allow(missing_docs, clippy::allow_attributes, reason = "a benchmark is read by who runs it")]

mod support;

use std::sync::OnceLock;

use divan::Bencher;
use jiff::civil::Date;
use salient::app::document::Document;
use salient::domain::{PlacesState, parse_date};

fn main() {
    divan::main();
}

const WORKLOADS: [&str; 2] = ["w2_ukraine", "w3_stress"];

struct Loaded {
    document: Document,
    dates: Vec<Date>,
}

fn loaded(name: &str) -> Option<&'static Loaded> {
    static LOADED: [OnceLock<Option<Loaded>>; 2] = [OnceLock::new(), OnceLock::new()];
    let slot = WORKLOADS.iter().position(|workload| *workload == name)?;
    LOADED[slot]
        .get_or_init(|| {
            let folder = support::workload(name)?;
            let dates = std::fs::read_to_string(folder.join("query_dates.csv")).ok()?;
            let dates = dates.lines().filter_map(parse_date).collect();
            Some(Loaded { document: Document::open(Some(&folder)).ok()?, dates })
        })
        .as_ref()
}

/// Budget: the first results of a search on W3 within 16 ms.
#[divan::bench(args = ["w2_ukraine", "w3_stress"])]
fn search_as_one_types(bencher: Bencher<'_, '_>, name: &str) {
    let Some(loaded) = loaded(name) else { return };
    let index = loaded.document.search_index();
    let mut typed = ["p", "pl", "place 1", "Place 77", "xqzv", "plaec 12"].iter().cycle();
    bencher.bench_local(|| {
        let typed = typed.next().copied().unwrap_or_default();
        salient::app::search::search(&loaded.document, index, typed).len()
    });
}

#[divan::bench(args = WORKLOADS)]
fn all_places_on_a_random_date(bencher: Bencher<'_, '_>, name: &str) {
    let Some(loaded) = loaded(name) else { return };
    let mut dates = loaded.dates.iter().cycle();
    let mut state = PlacesState::default();
    bencher.bench_local(|| {
        if let Some(date) = dates.next() {
            loaded.document.timeline.move_to(&mut state, *date, |_| {});
        }
        divan::black_box(state.all().len())
    });
}

#[divan::bench(args = WORKLOADS)]
fn one_day_on(bencher: Bencher<'_, '_>, name: &str) {
    let Some(loaded) = loaded(name) else { return };
    let (first, last) = loaded.document.chronicle.days();
    let mut date = first;
    let mut state = loaded.document.timeline.state_on(date);
    bencher.bench_local(|| {
        // Back to the first day by a copy once in thousands of steps.
        date = if date < last { date.tomorrow().unwrap_or(first) } else { first };
        loaded.document.timeline.move_to(&mut state, date, |place| {
            divan::black_box(place);
        });
    });
}

/// The peer: fold all events up to the date.
#[divan::bench(args = WORKLOADS, sample_count = 20)]
fn peer_naive_fold(bencher: Bencher<'_, '_>, name: &str) {
    let Some(loaded) = loaded(name) else { return };
    let chronicle = &loaded.document.chronicle;
    let mut dates = loaded.dates.iter().cycle();
    bencher.bench_local(|| {
        let mut holders = vec![None; chronicle.places().len()];
        if let Some(date) = dates.next() {
            for event in chronicle.events().iter().filter(|event| event.date <= *date) {
                holders[event.place.row()] = event.control.controller();
            }
        }
        divan::black_box(holders)
    });
}
