//! Pictures of the bundled chronicle and of W2, and what a frame of the window costs without egui.
#![allow(missing_docs, clippy::allow_attributes, reason = "a benchmark is read by who runs it")]

mod support;

use divan::Bencher;
use salient::app::document::Document;
use salient::app::snapshot::{Extent, Snapshot, viewport_of};
use salient::basemap::Basemap;
use salient::domain::parse_date;
use salient::scene::{MapStyle, Typesetter, base_layer, build, places_layer};

fn main() {
    divan::main();
}

fn document(name: &str) -> Option<Document> {
    match name {
        "bundled" => Document::open(None).ok(),
        name => Document::open(Some(&support::workload(name)?)).ok(),
    }
}

#[divan::bench(args = ["bundled", "w2_ukraine"], sample_count = 10)]
fn a_further_picture_1920_by_1080(bencher: Bencher<'_, '_>, name: &str) {
    let Some(document) = document(name) else { return };
    let typesetter = Typesetter::new();
    let Some(date) = parse_date("2023-04-25") else { return };
    let mut snapshot = Snapshot::new(date);
    (snapshot.width, snapshot.height, snapshot.extent) = (1920, 1080, Extent::AllPlaces);
    bencher.bench_local(|| snapshot.png(&document, &typesetter).map(|png| png.len()).ok());
}

#[divan::bench(args = ["bundled", "w2_ukraine"], sample_count = 20)]
fn scene_and_layout_of_a_frame(bencher: Bencher<'_, '_>, name: &str) {
    let Some(document) = document(name) else { return };
    let typesetter = Typesetter::new();
    let Some(date) = parse_date("2023-04-25") else { return };
    let state = document.timeline.state_on(date);
    let viewport = viewport_of(&document, Extent::AllPlaces, 920.0, 650.0);
    let doubts = document.doubts_on(MapStyle::default().stale_days, date);
    let mut scene = build(&document.chronicle, &document.timeline, &state, &doubts, date, MapStyle::default());
    bencher.bench_local(|| {
        scene.relabel(&state, &doubts, date);
        places_layer(&scene, Basemap::embedded(), &viewport, &typesetter, &[], None).shapes.len()
    });
}

#[divan::bench(args = [3.0, 6.0, 8.6, 12.0], sample_count = 20)]
fn base_map_in_view(bencher: Bencher<'_, '_>, zoom: f64) {
    let Some(document) = document("bundled") else { return };
    let opening = viewport_of(&document, Extent::Opening, 920.0, 650.0);
    let viewport = salient::geometry::Viewport::new(opening.centre(), zoom, 2024.0, 1430.0);
    bencher.bench_local(|| base_layer(Basemap::embedded(), &viewport, &MapStyle::default(), 1.0).len());
}
