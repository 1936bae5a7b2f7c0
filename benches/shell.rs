//! Whole processes against named peers, in one run, medians, answers compared where they are
//! comparable:
//! - `salient import` of W2 within 2 × of `sqlite3 .import` of the same rows with the same indexes;
//! - `salient show` on the bundled chronicle within 0.1 × of `DuckDB` from its two CSV files.
//!
//! Peers that are not installed are named and left out.
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The median time of some runs in milliseconds; `None` where the command cannot be run.
fn median(runs: usize, mut command: impl FnMut() -> Command) -> Option<f64> {
    let mut times = Vec::new();
    for _ in 0..=runs {
        let begun = Instant::now();
        let status = command().stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
        if !status.success() {
            return None;
        }
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    // The first run warms the disk's cache.
    times.remove(0);
    times.sort_by(f64::total_cmp);
    Some(times[times.len() / 2])
}

fn tell(what: &str, ours: Option<f64>, peer: &str, theirs: Option<f64>, budget: f64) {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            println!("{what}: {ours:.1} ms; {peer}: {theirs:.1} ms; ratio {:.2} (budget {budget})", ours / theirs);
        }
        (Some(ours), None) => println!("{what}: {ours:.1} ms; {peer} could not be run here"),
        (None, _) => println!("{what} could not be run"),
    }
}

fn main() {
    let salient = Path::new(env!("CARGO_BIN_EXE_salient"));
    let Ok(scratch) = tempfile::tempdir() else { return };
    if let Some(w2) = support::workload("w2_ukraine") {
        let ours = median(5, || {
            let mut command = Command::new(salient);
            command.arg("import").arg(&w2).arg("-o").arg(scratch.path().join("ours.gpkg")).arg("--force");
            command
        });
        let script = format!(
            "CREATE TABLE places (id TEXT PRIMARY KEY, name TEXT, lat REAL, lon REAL);\n\
             CREATE TABLE events (place_id TEXT, date TEXT, controller TEXT);\n\
             .mode csv\n.import --skip 1 {0}/places.csv places\n.import --skip 1 {0}/events.csv events\n\
             CREATE INDEX events_by_place ON events (place_id, date);\n",
            w2.display()
        );
        let script_file = scratch.path().join("import.sql");
        let theirs = std::fs::write(&script_file, script).ok().and_then(|()| {
            median(5, || {
                let database = scratch.path().join("theirs.db");
                std::fs::remove_file(&database).unwrap_or_default();
                let mut command = Command::new("sqlite3");
                let input = std::fs::File::open(&script_file).map_or_else(|_| Stdio::null(), Stdio::from);
                command.arg(database).stdin(input);
                command
            })
        });
        tell("salient import of W2", ours, "sqlite3 .import", theirs, 2.0);
    }
    let ours = median(30, || {
        let mut command = Command::new(salient);
        command.args(["show", "--date", "2015-04-25", "--format", "csv"]);
        command
    });
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/syria");
    let query = format!(
        "import duckdb; duckdb.sql(\"select p.id, p.name, p.kind, p.lat, p.lon, e.controller, e.shared_with, \
         e.contested_by, e.besieged_by, e.date, e.id from read_csv('{0}/places.csv') p left join \
         (select * from read_csv('{0}/events.csv') where date <= '2015-04-25' qualify row_number() over \
         (partition by place_id order by date desc) = 1) e on e.place_id = p.id\").write_csv('{1}/theirs.csv')",
        data.display(),
        scratch.path().display()
    );
    let theirs = median(10, || {
        let mut command = Command::new("python3");
        command.args(["-c", &query]);
        command
    });
    tell("salient show", ours, "DuckDB (Python)", theirs, 0.1);
}
