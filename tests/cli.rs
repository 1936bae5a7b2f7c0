//! The built program in a fresh folder: stdout, stderr, exit code.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::fs;

use support::{Dir, EVENTS, PLACES};

#[test]
fn show_prints_the_promised_columns() {
    let out = Dir::new().salient(&["show", "--date", "2015-04-25", "--format", "csv"]).fine();
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some("place_id,name,kind,lat,lon,controller,shared_with,contested_by,besieged_by,since,event_id")
    );
    assert_eq!(out.lines().count(), 416);
    let jisr = lines.find(|line| line.starts_with("jisr-al-shughur,")).unwrap();
    assert_eq!(
        jisr,
        "jisr-al-shughur,Jisr al-Shughur,city,35.81418,36.31983,army-of-conquest,,syrian-government,,2015-04-25,jisr-al-shughur-2015-04-25"
    );
}

#[test]
fn show_has_four_forms() {
    let dir = Dir::new();
    let table = dir.salient(&["show", "--date", "2015-04-25"]).fine();
    assert!(table.contains("held by Army of Conquest, contested by Syrian government (Assad era)"), "{table}");
    let json = dir.salient(&["show", "--date", "2015-04-25", "--format", "json"]).fine();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.len(), 415);
    assert!(rows[0]["lat"].is_number());
    let geojson = dir.salient(&["show", "--date", "2015-04-25", "--format", "geojson"]).fine();
    let collection: serde_json::Value = serde_json::from_str(&geojson).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    assert_eq!(collection["features"][0]["geometry"]["type"], "Point");
    assert_eq!(collection["features"].as_array().unwrap().len(), 415);
}

#[test]
fn history_finds_a_place_by_id_by_name_and_in_arabic() {
    let dir = Dir::new();
    let by_id = dir.salient(&["history", "jisr-al-shughur"]).fine();
    assert!(by_id.contains("against: AFP (via Malay Mail), citing SANA, 25 Apr 2015"), "{by_id}");
    assert_eq!(dir.salient(&["history", "jisr al-shughur"]).fine(), by_id);
    assert_eq!(dir.salient(&["history", "جسر الشغور"]).fine(), by_id);
    for format in ["csv", "json", "geojson"] {
        let out = dir.salient(&["history", "ariha", "--format", format]).fine();
        assert!(out.contains("ariha-2015-05-28") || out.contains("ariha-2015"), "{out}");
    }
}

#[test]
fn an_unknown_place_names_the_nearest() {
    let line = Dir::new().salient(&["history", "Arihaa"]).refused();
    assert!(line.contains("nearest are ariha"), "{line}");
}

#[test]
fn a_folder_becomes_a_project_and_a_folder_again() {
    let dir = Dir::new();
    dir.chronicle("mine", PLACES, EVENTS);
    dir.salient(&["import", "mine"]).fine();
    let from_folder = dir.salient(&["show", "mine", "--format", "csv", "--date", "2015-04-30"]).fine();
    let from_project = dir.salient(&["show", "mine.gpkg", "--format", "csv", "--date", "2015-04-30"]).fine();
    assert_eq!(from_folder, from_project);
    assert!(from_folder.contains("a,Alpha,town,35.1,36.1,north,,,,2015-03-28,a-2015-03-28"), "{from_folder}");
    dir.salient(&["export", "mine.gpkg", "-o", "again"]).fine();
    assert_eq!(fs::read_to_string(dir.path("again/events.csv")).unwrap(), EVENTS);
    let line = dir.salient(&["import", "mine"]).refused();
    assert!(line.contains("add --force to replace it"), "{line}");
    dir.salient(&["import", "mine", "--force"]).fine();
}

#[test]
fn problems_are_listed_and_turn_the_exit_code() {
    let dir = Dir::new();
    dir.chronicle("bad", &format!("{PLACES}c,Gamma,north,36\n"), EVENTS);
    let run = dir.salient(&["validate", "bad"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stdout,
        "places.csv, row 4, column lat: found \"north\": it is not a number of degrees; the row is left out\n"
    );
    let run = dir.salient(&["show", "bad", "--format", "csv"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`salient validate bad` lists them"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 3);
    for (format, expected) in [("csv", "file,row,column,found,wrong,done\n"), ("json", "\"column\": \"lat\"")] {
        assert!(dir.salient(&["validate", "bad", "--format", format]).stdout.contains(expected));
    }
    assert_eq!(dir.salient(&["validate"]).fine(), "", "the bundled chronicle has none");
}

#[test]
fn a_snapshot_is_a_png_of_the_size_asked_for() {
    let dir = Dir::new();
    let arguments =
        ["snapshot", "--date", "2015-04-25", "--place", "jisr-al-shughur", "--size", "640x360", "-o", "out.png"];
    dir.salient(&arguments).fine();
    let bytes = fs::read(dir.path("out.png")).unwrap();
    let info = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!((info.info().width, info.info().height), (640, 360));
    dir.salient(&arguments).fine();
    assert!(fs::read(dir.path("out.png")).unwrap() == bytes, "made again, it is the same bytes");
    for more in [
        &["--bbox", "35.5,35.2,37.5,36.6"][..],
        &["--all"],
        &["--centre", "-0.1,51.5", "--zoom", "6"],
        &["--theme", "dark", "--names", "both", "--no-legend", "--no-title", "--no-scale-bar", "--no-symbols"],
    ] {
        let mut arguments = vec!["snapshot", "--size", "320x200", "-o", "more.png"];
        arguments.extend(more);
        dir.salient(&arguments).fine();
    }
}

#[test]
fn bad_wishes_are_refused_in_one_sentence_and_nothing_is_written() {
    let dir = Dir::new();
    dir.chronicle("empty", "id,name,lat,lon\n", "place_id,date,controller\n");
    for arguments in [
        &["snapshot", "-o", "x.jpg"][..],
        &["snapshot", "-o", "missing/folder/x.png"],
        &["snapshot", "-o", "x.png", "--size", "0x0"],
        &["snapshot", "-o", "x.png", "--size", "huge"],
        &["snapshot", "-o", "x.png", "--size", "99999x99999"],
        &["snapshot", "-o", "x.png", "--bbox", "1,2,3"],
        &["snapshot", "-o", "x.png", "--centre", "400,0"],
        &["snapshot", "-o", "x.png", "--place", "atlantis"],
        &["snapshot", "-o", "x.png", "--place", "idlib", "--zoom", "99"],
        &["snapshot", "-o", "x.png", "--scale", "99"],
        &["snapshot", "empty", "-o", "x.png", "--zoom", "5"],
        &["show", "nowhere"],
        &["history", "idlib", "empty"],
        &["import", "nowhere"],
        &["export", "-o", "/proc/no/such"],
    ] {
        let line = dir.salient(arguments).refused();
        assert!(line.starts_with("error: could not "), "{arguments:?}: {line}");
    }
    assert_eq!(fs::read_dir(dir.path("")).unwrap().count(), 1, "only the folder of the test");
}

#[test]
fn wrong_arguments_explain_themselves_with_exit_code_two() {
    let dir = Dir::new();
    for arguments in [&["show", "--date", "25.4.2015"][..], &["show", "--nonsense"], &["snapshot"], &["history"]] {
        let run = dir.salient(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty());
    }
    let help = dir.salient(&["--help"]).fine();
    for command in ["show", "history", "snapshot", "import", "export", "validate", "completions"] {
        assert!(help.contains(command), "{command}");
    }
    assert!(dir.salient(&["completions", "bash"]).fine().contains("_salient"));
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_the_window_says_so_and_names_what_works() {
    let dir = Dir::new();
    for arguments in [&[][..], &["--timing"]] {
        let line = dir.salient(arguments).refused();
        assert!(line.contains("there is no display") || line.contains("built without it"), "{line}");
        assert!(line.contains("`salient show`, `history`, `snapshot`"), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_nobody_waits_for_it() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    fs::remove_file(dir.path("c/events.csv")).unwrap();
    for pipe in ["pipe.gpkg", "c/events.csv"] {
        let made = std::process::Command::new("mkfifo").arg(dir.path(pipe)).status();
        if !made.is_ok_and(|status| status.success()) {
            return; // No pipes here.
        }
    }
    assert!(dir.salient(&["show", "pipe.gpkg"]).refused().contains("neither a file nor a folder"));
    assert!(dir.salient(&["show", "c"]).refused().contains("it is not a file"));
}

#[cfg(all(feature = "gui", unix, not(target_os = "macos")))]
#[test]
fn a_display_that_does_not_answer_is_told_in_one_sentence() {
    let dir = Dir::new();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_salient"))
        .current_dir(dir.path(""))
        .env("DISPLAY", ":4711")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.starts_with("error: could not open the window: ") && stderr.trim_end().lines().count() == 1,
        "{stderr}"
    );
    assert!(stderr.contains("`salient show`, `history`") && !stderr.contains(".rs:"), "{stderr}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let dir = Dir::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_salient"))
        .args(["history", "aleppo"])
        .current_dir(dir.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

fn json(path: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn export_writes_territory_with_its_area_and_says_that_it_is_inferred() {
    let dir = Dir::new();
    dir.salient(&["export", "--what", "territory", "--date", "2015-04-26", "-o", "t.geojson"]).fine();
    let collection = json(&dir.path("t.geojson"));
    let features = collection["features"].as_array().unwrap();
    let of = |id: &str| features.iter().find(|feature| feature["properties"]["faction"] == id).unwrap();
    let government = of("syrian-government");
    assert!(government["properties"]["area_km2"].as_f64().unwrap() > 10_000.0);
    assert_eq!(government["geometry"]["type"], "MultiPolygon");
    let inference = government["properties"]["inference"].as_str().unwrap();
    assert!(inference.starts_with("inferred from places") && inference.contains("25 km"), "{inference}");
    for feature in features {
        for ring in feature["geometry"]["coordinates"].as_array().unwrap().iter().flat_map(|p| p.as_array().unwrap()) {
            let ring = ring.as_array().unwrap();
            assert!(ring.len() >= 4 && ring.first() == ring.last(), "rings are closed");
        }
    }
}

#[test]
fn export_writes_fronts_with_both_sides_and_their_length() {
    let dir = Dir::new();
    let arguments = ["export", "--what", "fronts", "--date", "2015-04-26", "--reach", "none", "--smoothing", "light"];
    dir.salient(&[&arguments[..], &["-o", "f.geojson"]].concat()).fine();
    let collection = json(&dir.path("f.geojson"));
    let features = collection["features"].as_array().unwrap();
    assert!(features.len() > 20);
    for feature in features {
        assert_eq!(feature["geometry"]["type"], "LineString");
        assert!(feature["properties"]["length_km"].as_f64().unwrap() > 0.0);
        assert_ne!(feature["properties"]["faction"], feature["properties"]["other_faction"]);
        assert_eq!(feature["properties"]["reach_km"], "none");
    }
    // The same lines as a GeoPackage.
    dir.salient(&[&arguments[..], &["-o", "f.gpkg"]].concat()).fine();
    assert!(fs::read(dir.path("f.gpkg")).unwrap().starts_with(b"SQLite format 3"));
}

#[test]
fn export_refuses_what_it_cannot_write() {
    let dir = Dir::new();
    let export = |rest: &[&str]| dir.salient(&[&["export", "--what", "territory"], rest].concat()).refused();
    assert!(export(&["-o", "t.shp"]).contains("must end in .geojson or .gpkg"));
    assert!(export(&["--reach", "3", "-o", "t.geojson"]).contains("write kilometres from 5 to 100, or none"));
    assert!(export(&["-o", "nowhere/t.geojson"]).contains("could not write"));
    assert!(export(&["-o", "nowhere/t.gpkg"]).contains("could not write"));
    assert_eq!(fs::read_dir(dir.path("")).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn stats_add_up_to_all_places_on_every_date() {
    let out = Dir::new()
        .salient(&["stats", "--from", "2011-01-31", "--to", "2015-06-30", "--step", "1mo", "--format", "csv"])
        .fine();
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("date,faction,places,population,area_km2"));
    let mut places: std::collections::BTreeMap<&str, (u32, f64)> = std::collections::BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let of_date = places.entry(cells[0]).or_default();
        of_date.0 += cells[2].parse::<u32>().unwrap();
        of_date.1 += cells[4].parse::<f64>().unwrap();
    }
    assert_eq!(places.len(), 54);
    assert!(places.contains_key("2011-01-31") && places.contains_key("2011-02-28"));
    let first = places["2011-01-31"];
    for (date, (count, km2)) in &places {
        assert_eq!(*count, 415, "{date}");
        assert!((km2 - first.1).abs() < 0.1, "{date}: {km2}");
    }
}

#[test]
fn stats_count_imported_areas_and_refuse_where_there_are_none() {
    let dir = Dir::new();
    let folder = dir.chronicle("c", PLACES, EVENTS);
    let folder = folder.to_str().unwrap();
    let refused = dir.salient(&["stats", folder, "--ground", "areas"]).refused();
    assert!(refused.contains("it has none"), "{refused}");
    dir.write(
        "c/areas/one.geojson",
        r#"{"type":"Feature","properties":{"faction":"north","start":"2015-03-28","end":"2015-04-01"},
            "geometry":{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}}"#,
    );
    let count = |date: &str| {
        dir.salient(&["stats", folder, "--ground", "areas", "--from", date, "--to", date, "--format", "csv"]).fine()
    };
    assert!(count("2015-04-01").contains("2015-04-01,north,1,0,10"), "{}", count("2015-04-01"));
    assert!(count("2015-04-02").contains("2015-04-02,north,1,0,0.000"), "{}", count("2015-04-02"));
    // The days of areas are days of the chronicle.
    dir.write(
        "c/areas/later.geojson",
        r#"{"type":"Feature","properties":{"faction":"north","start":"2031-01-01","end":"2031-01-05"},
            "geometry":{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}}"#,
    );
    let all = dir.salient(&["stats", folder, "--ground", "areas", "--step", "1d", "--format", "csv"]).fine();
    assert!(all.contains("2031-01-05,north,0,0,10") && !all.contains("2031-01-06"), "{all}");
    for wrong in ["0d", "month", "1"] {
        assert!(dir.salient(&["stats", "--step", wrong]).refused().contains("could not understand the step"));
    }
    let back = dir.salient(&["stats", "--from", "2015-01-02", "--to", "2015-01-01"]).refused();
    assert!(back.contains("lies before the first"), "{back}");
}

/// Areas in every wrong form: a problem with file and row, and the rest is read.
#[test]
fn wrong_areas_and_a_wrong_country_are_problems() {
    let dir = Dir::new();
    let folder = dir.chronicle("c", PLACES, EVENTS);
    let square = r#"{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}"#;
    let feature = |properties: &str, geometry: &str| {
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
    };
    let good = feature(r#"{"faction":"north","start":"2015-01-01"}"#, square);
    let wrong = [
        (feature(r#"{"faction":"mars","start":"2015-01-01"}"#, square), "no faction has this id"),
        (feature(r#"{"start":"2015-01-01"}"#, square), "names no faction"),
        (feature(r#"{"faction":"north"}"#, square), "no first day"),
        (feature(r#"{"faction":"north","start":"yesterday"}"#, square), "no date of the form"),
        (feature(r#"{"faction":"north","start":"2015-02-01","end":"2015-01-01"}"#, square), "before the first day"),
        (
            feature(r#"{"faction":"north","start":"2015-01-01"}"#, r#"{"type":"Point","coordinates":[1,2]}"#),
            "no polygon",
        ),
        (feature(r#"{"faction":"north","start":"2015-01-01"}"#, "null"), "has none"),
        (
            feature(
                r#"{"faction":"north","start":"2015-01-01"}"#,
                r#"{"type":"Polygon","coordinates":[[[36,35],[436,35],[37,36]]]}"#,
            ),
            "no place on the earth",
        ),
        (
            feature(r#"{"faction":"north","start":"2015-01-01"}"#, r#"{"type":"Polygon","coordinates":[[]]}"#),
            "fewer than three corners",
        ),
    ];
    for (wrong, said) in &wrong {
        dir.write("c/areas/a.geojson", format!(r#"{{"type":"FeatureCollection","features":[{good},{wrong}]}}"#));
        let run = dir.salient(&["validate", folder.to_str().unwrap()]);
        assert_eq!(run.code, 1, "{wrong}\n{}", run.stdout);
        assert!(run.stdout.contains("areas/a.geojson") && run.stdout.contains(said), "{said}:\n{}", run.stdout);
        dir.salient(&["snapshot", folder.to_str().unwrap(), "--size", "200x160", "-o", "x.png"]);
        assert!(dir.path("x.png").is_file(), "it is drawn all the same");
    }
    for content in ["", "{", "[]", "\0\0", r#"{"type":"FeatureCollection","features":7}"#] {
        dir.write("c/areas/a.geojson", content);
        dir.write("c/country.geojson", content);
        let run = dir.salient(&["validate", folder.to_str().unwrap()]);
        assert_eq!(run.code, 1, "{content}");
        assert!(run.stdout.contains("country.geojson") && !run.stderr.contains("panicked"), "{}", run.stdout);
    }
}
