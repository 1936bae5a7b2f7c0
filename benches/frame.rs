//! A frame of the window with the date changing every frame: panels, map, ground, fronts, markers
//! and egui's triangles, all but the graphics driver. Budget: 99 % of frames within 5 ms on W2, all
//! places in view, and within 1.5 ms on the bundled chronicle.
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;

use std::time::Instant;

use eframe::egui::vec2;
use egui_kittest::Harness;
use salient::app::action::Action;
use salient::app::document::Document;
use salient::app::settings::Settings;
use salient::gui::{AppOptions, TrackerApp};

fn main() {
    if let Ok(document) = Document::open(None) {
        run("bundled chronicle", document);
    }
    if let Some(Ok(document)) = support::workload("w2_ukraine").map(|folder| Document::open(Some(&folder))) {
        run("w2", document);
    }
}

fn run(name: &str, document: Document) {
    let settings = Settings::default();
    document.cells(settings.reach);
    let (first, last) = document.chronicle.days();
    let mut window = Harness::builder().with_size(vec2(1280.0, 800.0)).with_max_steps(40).build_eframe(move |creation| {
        TrackerApp::new(&creation.egui_ctx, document, settings, AppOptions::default())
    });
    window.run_steps(4);
    let context = window.ctx.clone();
    window.state_mut().perform(&context, Action::FitAll);
    window.state_mut().perform(&context, Action::SetDate(first.saturating_add(jiff::Span::new().days(300)).min(last)));
    window.run_steps(4);
    let mut times = Vec::new();
    let mut triangles = 0;
    for _ in 0..400 {
        let begun = Instant::now();
        window.state_mut().perform(&context, Action::StepDays(1));
        window.step();
        let shapes = window.output().shapes.clone();
        let cloned = begun.elapsed();
        // The clone is the benchmark's own.
        let begun_again = Instant::now();
        let primitives = context.tessellate(shapes, 1.0);
        times.push((cloned + begun_again.elapsed()).as_secs_f64() * 1000.0);
        triangles = primitives.len();
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name}: median {:.2} ms, 99 % {:.2} ms ({triangles} meshes)", at(0.5), at(0.99));
}
