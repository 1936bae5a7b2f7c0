//! Territory and fronts against Shapely, in one run, medians:
//! - tessellation, clipping included: ≤ 0.2 × Shapely's Voronoi and clip of the same places and land;
//! - territories and fronts of a random date: ≤ 6 ms (W2), ≤ 60 ms (W3), and ≥ 20 × Shapely's coverage
//!   union per faction of cells clipped once, ≥ 200 × the dissolve and clip of `GeoPandas`; of the next day: ≤ 0.5 ms and ≤ 3 ms;
//! - memory of the tessellation: ≤ 1 kB a place.
//!
//! That the answers are equal is tested in `tests/territory.rs`. Without Shapely its lines are left out.
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;

use std::process::Command;
use std::time::Instant;

use salient::app::document::Document;
use salient::domain::{LonLat, Moved, parse_date};
use salient::geometry::{Reach, SmoothFronts, Smoothing, Tessellation};

/// Median and 99th percentile in milliseconds.
fn measure(runs: usize, mut work: impl FnMut(usize)) -> (f64, f64) {
    let mut times: Vec<f64> = (0..runs)
        .map(|run| {
            let begun = Instant::now();
            work(run);
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Shapely's times by what they are for.
fn shapely() -> Vec<(String, f64)> {
    let Some(folder) = support::workload("w2_ukraine") else { return Vec::new() };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/territory_expected.py");
    let root = folder.parent().map(std::path::Path::to_owned).unwrap_or_default();
    let output = Command::new("python3").arg(script).arg(root).arg("--time").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines()
        .filter_map(|line| {
            let (what, time) = line.split_once(": ")?;
            Some((what.to_owned(), time.trim_end_matches(" ms").parse().ok()?))
        })
        .collect()
}

fn main() {
    let peers = shapely();
    let peer = |what: &str| peers.iter().find(|(name, _)| name == what).map(|(_, time)| *time);
    for (short, name) in [("w1", "w1_syria"), ("w2", "w2_ukraine"), ("w3", "w3_stress")] {
        let Some(folder) = support::workload(name) else { continue };
        let Ok(document) = Document::open(Some(&folder)) else { continue };
        let places: Vec<LonLat> = document.chronicle.places().iter().map(|place| place.position).collect();
        let land = document.land();
        let (once, _) = measure(7, |_| {
            divan::black_box(Tessellation::new(&places, Some(land), Reach::Km(25.0)));
        });
        tell(&format!("{short} tessellation"), once, "Shapely", peer(&format!("{short} tessellation")));
        let cells = document.cells(Reach::Km(25.0));
        println!("{short} memory: {} bytes a place", cells.memory() / places.len());

        let dates = std::fs::read_to_string(folder.join("query_dates.csv")).unwrap_or_default();
        let dates: Vec<_> = dates.lines().filter_map(parse_date).collect();
        let (random, worst) = measure(40, |run| {
            let territory = document.territory(&cells, dates[run % dates.len()]);
            let fronts = territory.fronts(&cells).count();
            divan::black_box((territory.pieces(&cells), fronts));
        });
        tell(
            &format!("{short} territories of a date"),
            random,
            "Shapely",
            peer(&format!("{short} territories of a date")),
        );
        tell(
            &format!("{short} territories of a date"),
            random,
            "GeoPandas",
            peer(&format!("{short} dissolve and clip by GeoPandas")),
        );
        println!("{short} territories of a date, 99 %: {worst:.2} ms");

        let (first, last) = document.chronicle.days();
        let mut date = first.saturating_add(jiff::Span::new().days(400)).min(last);
        let mut state = document.timeline.state_on(date);
        let mut territory = document.territory(&cells, date);
        let (next, worst) = measure(400, |_| {
            date = date.tomorrow().unwrap_or(first);
            let mut changed = Vec::new();
            let moved = document.timeline.move_to(&mut state, date, |place| changed.push(place));
            assert!(moved == Moved::Stepped || changed.is_empty());
            let cell_of = |place| Some((cells.cell_of(place)?, document.holder(&state, place)));
            territory.update(&cells, changed.into_iter().filter_map(cell_of));
        });
        println!("{short} the next day: {next:.3} ms, 99 %: {worst:.3} ms");
        for smoothing in [Smoothing::Light, Smoothing::Strong] {
            let (smooth, _) = measure(20, |_| {
                divan::black_box(SmoothFronts::new(&cells, &territory, smoothing));
            });
            println!("{short} smoothing {}: {smooth:.2} ms", smoothing.text());
        }
        let front_edges: usize = territory.fronts(&cells).map(|front| front.half_edges.len()).sum();
        println!("{short} edges of fronts: {front_edges}");
    }
}

fn tell(what: &str, ours: f64, peer: &str, theirs: Option<f64>) {
    match theirs {
        Some(theirs) => println!("{what}: {ours:.2} ms; {peer} {theirs:.1} ms; ratio {:.4}", ours / theirs),
        None => println!("{what}: {ours:.2} ms"),
    }
}
