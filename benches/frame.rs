//! A frame of the window with the date changing every frame: panels, map, ground, fronts, markers
//! and egui's triangles, all but the graphics driver. Budget: 99 % of frames within 5 ms on W2, all
//! places in view, and within 1.5 ms on the bundled chronicle. Beside them W2 from near, where fronts are
//! smooth, and a chronicle of areas: one set of polygons with 3,000 vertices a day for 800 days.
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;
#[path = "support/window.rs"]
mod window;

use std::fs;
use std::path::Path;
use std::time::Instant;

use salient::app::action::Action;
use salient::app::document::Document;

use window::Window;

fn main() {
    if let Ok(document) = Document::open(None) {
        run("bundled chronicle", document, None);
    }
    if let Some(folder) = support::workload("w2_ukraine") {
        for (name, zoom) in [("w2, all places", None), ("w2, zoom 9", Some(9.0))] {
            if let Ok(document) = Document::open(Some(&folder)) {
                run(name, document, zoom);
            }
        }
    }
    let folder = tempfile::tempdir();
    let areas = folder.and_then(|folder| write_areas(folder.path()).map(|()| folder));
    match areas.map(|folder| Document::open(Some(folder.path()))) {
        Ok(Ok(document)) => run("800 days of areas", document, None),
        Ok(Err(error)) => println!("the areas could not be opened: {error:#}"),
        Err(error) => println!("the areas could not be written: {error}"),
    }
}

/// A chronicle of two places and, for each of 800 days, two areas that meet along a line that moves;
/// together they have 3,000 vertices.
fn write_areas(folder: &Path) -> std::io::Result<()> {
    let write = |name: &str, text: String| fs::write(folder.join(name), text);
    write("places.csv", "id,name,lat,lon\na,A,49.0,31.0\nb,B,49.0,37.0\n".to_owned())?;
    write("factions.csv", "id,name,color\nx,X,#cc3333\ny,Y,#3366cc\n".to_owned())?;
    write("events.csv", "place_id,date,controller\na,2022-01-01,x\nb,2022-01-01,y\n".to_owned())?;
    fs::create_dir(folder.join("areas"))?;
    let first = jiff::civil::date(2022, 1, 1);
    for day in 0..800 {
        let date = first.saturating_add(jiff::Span::new().days(day));
        let line: Vec<String> = (0..1498)
            .map(|at| {
                let share = f64::from(at) / 1497.0;
                let lon = 34.0 + (share * 60.0 + f64::from(day) / 40.0).sin() * 0.3 + (share * 900.0).sin() * 0.02;
                format!("[{lon:.6},{:.6}]", 46.0 + share * 6.0)
            })
            .collect();
        let back: Vec<&str> = line.iter().rev().map(String::as_str).collect();
        let feature = |faction: &str, ring: String| {
            format!(
                r#"{{"type":"Feature","properties":{{"faction":"{faction}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
            )
        };
        let west = feature("x", format!("[30.0,52.0],[30.0,46.0],{},[30.0,52.0]", line.join(",")));
        let east = feature("y", format!("[38.0,46.0],[38.0,52.0],{},[38.0,46.0]", back.join(",")));
        let text = format!(r#"{{"type":"FeatureCollection","features":[{west},{east}]}}"#);
        write(&format!("areas/{}.geojson", date.strftime("%Y%m%d")), text)?;
    }
    Ok(())
}

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc; // as the program has it

fn run(name: &str, document: Document, zoom: Option<f64>) {
    let mut window = Window::open(document);
    if let Some(zoom) = zoom {
        window.perform(Action::ZoomBy(zoom - window.state().view.zoom));
    }
    window.settle_on(300);
    let mut times = Vec::new();
    for _ in 0..500 {
        window.perform(Action::StepDays(1));
        let begun = Instant::now();
        std::hint::black_box(window.draw());
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name}: median {:.2} ms, 99 % {:.2} ms", at(0.5), at(0.99));
}
