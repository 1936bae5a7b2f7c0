//! A frame of the window with the date changing every frame: panels, map, ground, fronts, markers
//! and egui's triangles, all but the graphics driver. Budget: 99 % of frames within 5 ms on W2, all
//! places in view, and within 1.5 ms on the bundled chronicle.
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;

use std::time::Instant;

use eframe::egui::{self, Context};
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

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc; // as the program has it

fn run(name: &str, document: Document) {
    let settings = Settings::default();
    document.cells(settings.reach);
    let (first, last) = document.chronicle.days();
    let context = Context::default();
    let mut window = TrackerApp::new(&context, document, settings, AppOptions::default());
    let mut frame = eframe::Frame::_new_kittest();
    let mut draw = |window: &mut TrackerApp| {
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
        let input = egui::RawInput { screen_rect: Some(rect), ..egui::RawInput::default() };
        let output = context.run_ui(input, |ui| {
            let context = ui.ctx().clone();
            eframe::App::logic(window, &context, &mut frame);
            eframe::App::ui(window, ui, &mut frame);
        });
        context.tessellate(output.shapes, 1.0).len()
    };
    draw(&mut window);
    window.perform(&context, Action::FitAll);
    window.perform(&context, Action::SetDate(first.saturating_add(jiff::Span::new().days(300)).min(last)));
    for _ in 0..4 {
        draw(&mut window);
    }
    let mut times = Vec::new();
    for _ in 0..500 {
        window.perform(&context, Action::StepDays(1));
        let begun = Instant::now();
        std::hint::black_box(draw(&mut window));
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name}: median {:.2} ms, 99 % {:.2} ms", at(0.5), at(0.99));
}
