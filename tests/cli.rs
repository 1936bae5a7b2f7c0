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
        Some("place_id,name,kind,lat,lon,controller,shared_with,contested_by,besieged_by,since,event_id,doubts,rule")
    );
    assert_eq!(out.lines().count(), 416);
    let jisr = lines.find(|line| line.starts_with("jisr-al-shughur,")).unwrap();
    assert_eq!(
        jisr,
        "jisr-al-shughur,Jisr al-Shughur,city,35.81418,36.31983,army-of-conquest,,syrian-government,,2015-04-25,jisr-al-shughur-2015-04-25,disputed,assessed"
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
        &["snapshot", "-o", "x.bmp"][..],
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
        assert!(line.contains("`salient show`, `history`, `why`"), "{line}");
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
    assert_eq!(lines.next(), Some("date,faction,places,population,area_km2,rule"));
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

#[test]
fn sources_are_counted_sorted_and_filtered() {
    let dir = Dir::new();
    let csv = dir.salient(&["sources", "--format", "csv"]).fine();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("source,camp,reports,first,last,supported,disputed,sided,first_to_tell,told,median_delay_days,repeats")
    );
    let largest = "Syrian Observatory for Human Rights,monitors,616,2011-10-01,2026-01-18,474,35,0.9312,274,312,0,5";
    assert_eq!(lines.next(), Some(largest));
    assert_eq!(csv.lines().count(), 314);
    let csv = dir.salient(&["sources", "--ascending", "--format", "csv"]).fine();
    assert!(csv.lines().nth(1).unwrap().contains(",1,"), "the fewest reports first");
    for column in ["name", "camp", "first", "last", "sided", "first-to-tell", "median-delay"] {
        assert_eq!(dir.salient(&["sources", "--sort", column]).fine().lines().count(), 314, "{column}");
    }
    let table = dir.salient(&["sources", "--camp", "Monitors"]).fine();
    let line = table.lines().nth(1).unwrap();
    for part in ["Syrian Observatory for Human Rights", "93 %", "274 of 312", "0 days"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    let json = dir.salient(&["sources", "--camp", "government", "--format", "json"]).fine();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.len(), 13);
    assert!(rows.iter().all(|row| row["camp"] == "government" && row["reports"].is_u64()));
    let line = dir.salient(&["sources", "--camp", "nobody"]).refused();
    assert!(line.contains("the camps are") && line.contains("\"monitors\""), "{line}");
}

#[test]
fn reports_are_found_by_their_words() {
    let dir = Dir::new();
    let run = dir.salient(&["sources", "--reports", "MalayMail", "--most", "1", "--format", "csv"]);
    assert!(run.stderr.contains("4 reports were found; --most N lists more than the newest 1"), "{}", run.stderr);
    let csv = run.fine();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("report_id,place_id,date,publisher,attributed_to,published,stance,asserted_controller,claim,url")
    );
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("jisr-al-shughur-2015-04-25-r1,jisr-al-shughur,2015-04-25,AFP (via Malay Mail),"),
        "{first}"
    );
    assert_eq!(lines.next(), None);
    let found = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let all = [&["sources", "--most", "5000", "--format", "json", "--reports"][..], arguments].concat();
        serde_json::from_str(&dir.salient(&all).fine()).unwrap()
    };
    assert_eq!(found(&[""]).len(), 3127);
    let of_source = found(&["", "--source", "sohr"]);
    assert_eq!(of_source.len(), 616);
    let days: Vec<&str> = of_source.iter().filter_map(|row| row["published"].as_str()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "the newest first");
    assert_eq!(found(&["زيتان"]).len(), 7, "by the Arabic name of the place");
    assert!(found(&["no-such-word"]).is_empty());
    let line = dir.salient(&["sources", "--reports", "x", "--source", "Sirian Observatory"]).refused();
    assert!(line.contains("nearest are \"Syrian Observatory for Human Rights\""), "{line}");
    for wrong in [&["sources", "--source", "SOHR"][..], &["sources", "--reports", "x", "--sort", "name"]] {
        let run = dir.salient(wrong);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong:?}");
    }
    dir.chronicle("mine", PLACES, EVENTS);
    assert_eq!(dir.salient(&["sources", "mine", "--format", "csv"]).fine().lines().count(), 1);
}

#[test]
fn every_command_that_shows_control_takes_a_rule_and_names_it() {
    let dir = Dir::new();
    let rule = ["--rule", "told-by: syrian STATE television", "--known-on", "2015-04-26"];
    let written = "told-by:Syrian state television; known-on 2015-04-26";
    let run = |arguments: &[&str]| dir.salient(&[arguments, &rule[..]].concat());
    for format in ["csv", "json", "geojson"] {
        let out = run(&["show", "--date", "2015-04-25", "--format", format]).fine();
        assert!(out.contains(written), "{format}");
        let out = run(&["history", "jisr-al-shughur", "--format", format]).fine();
        assert!(out.contains(written), "{format}");
    }
    let out = run(&["show", "--date", "2015-04-25", "--format", "csv"]).fine();
    let jisr = out.lines().find(|line| line.starts_with("jisr-al-shughur,")).unwrap();
    assert!(jisr.contains(",syrian-government,,,,"), "{jisr}");
    let table = run(&["show", "--date", "2015-04-25"]).fine();
    assert!(table.contains("25 Apr 2015, as told by Syrian state television, as known on 26 Apr 2015"));
    assert!(run(&["history", "jisr-al-shughur"]).fine().contains("as told by Syrian state television"));
    let stats = run(&["stats", "--from", "2015-04-01", "--to", "2015-05-01", "--format", "csv"]).fine();
    assert!(stats.lines().skip(1).all(|line| line.ends_with(written)), "{stats}");
    run(&["export", "--what", "territory", "--date", "2015-04-25", "-o", "ground.geojson"]).fine();
    let ground = json(&dir.path("ground.geojson"));
    assert_eq!(ground["features"][0]["properties"]["rule"], written);
    assert!(ground["description"].as_str().unwrap().contains("as told by Syrian state television"));
    run(&["snapshot", "--date", "2015-04-25", "--size", "320x200", "-o", "map.png"]).fine();
    let picture = fs::read(dir.path("map.png")).unwrap();
    let has = |text: &str| picture.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(written) && has("as told by Syrian state television"));
    let why = run(&["why", "jisr-al-shughur", "--date", "2015-04-25"]).fine();
    assert!(why.contains("the state becomes that"), "{why}");
}

#[test]
fn what_is_no_rule_is_refused_in_one_sentence() {
    let dir = Dir::new();
    for (rule, part) in [
        ("told-by:Sirian Observatory", "\"Syrian Observatory for Human Rights\""),
        ("camp:nobody", "the camps are"),
        ("confirmed:0", "a whole number from 1 on"),
        ("confirmed:99999999999", "a whole number from 1 on"),
        ("hearsay", "told-by:NAME"),
    ] {
        let line = dir.salient(&["show", "--rule", rule]).refused();
        assert!(line.contains(part), "{line}");
    }
    let line = dir.salient(&["show", "--known-on", "soon"]).refused();
    assert!(line.contains("2015-04-26, or each-day"), "{line}");
    let line = dir.salient(&["export", "-o", "folder", "--rule", "confirmed:2"]).refused();
    assert!(line.contains("add --what"), "{line}");
    assert!(!dir.path("folder").exists());
    // A chronicle without reports and sources has nobody to be told by.
    dir.chronicle("mine", PLACES, EVENTS);
    let line = dir.salient(&["show", "mine", "--rule", "told-by:SOHR"]).refused();
    assert!(line.contains("the chronicle has no sources"), "{line}");
    dir.salient(&["show", "mine", "--rule", "confirmed:1", "--known-on", "each-day"]).fine();
}

#[test]
fn why_answers_in_text_and_markdown() {
    let dir = Dir::new();
    let text = dir.salient(&["why", "Jisr al-Shughur", "--date", "2015-04-25"]).fine();
    for part in
        ["The event in force is of 25 Apr 2015: capture", "\nFor\n", "\nAgainst\n", "otherwise  as told by the camp"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let markdown = dir.salient(&["why", "jisr-al-shughur", "--date", "2015-04-25", "--format", "markdown"]).fine();
    assert!(markdown.starts_with("# Jisr al-Shughur, 25 Apr 2015\n"));
    assert!(markdown.contains("](<https://www.malaymail.com/"));
    let line = dir.salient(&["why", "nowhere"]).refused();
    assert!(line.contains("nearest are"), "{line}");
}

#[test]
fn citations_have_four_forms() {
    let dir = Dir::new();
    let of_event = dir.salient(&["cite", "jisr-al-shughur-2015-04-25"]).fine();
    assert_eq!(of_event.lines().count(), 9);
    let of_day = dir.salient(&["cite", "Jisr al-Shughur", "--date", "2015-04-25"]).fine();
    assert_eq!(of_event, of_day);
    let of_place = dir.salient(&["cite", "jisr-al-shughur"]).fine();
    assert!(of_place.lines().count() > 9);
    let json = dir.salient(&["cite", "jisr-al-shughur-2015-04-25", "--format", "csl-json"]).fine();
    let items: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(items.len(), 9);
    assert_eq!(items[0]["issued"]["date-parts"][0][0], 2015);
    let bibtex = dir.salient(&["cite", "jisr-al-shughur-2015-04-25", "--format", "bibtex"]).fine();
    assert_eq!(bibtex.matches("@online{").count(), 9);
    dir.salient(&["cite", "jisr-al-shughur-2015-04-25", "--format", "markdown"]).fine();
    let line = dir.salient(&["cite", "nothing-of-that-name"]).refused();
    assert!(line.contains("nearest are"), "{line}");
}

#[test]
fn rules_are_compared_and_corrections_listed() {
    let dir = Dir::new();
    let csv = |arguments: &[&str]| dir.salient(&[arguments, &["--format", "csv"][..]].concat()).fine();
    let differ = csv(&["compare", "--with", "camp:government", "--date", "2015-04-25"]);
    assert_eq!(differ.lines().next(), Some("place_id,name,date,assessed,camp:government"));
    assert!(differ.contains("jisr-al-shughur,Jisr al-Shughur,2015-04-25,\"held by Army of Conquest"), "{differ}");
    let counts = csv(&["compare", "--with", "camp:government", "--step", "1y"]);
    assert!(counts.lines().count() > 14);
    // On the day both say, as many differ as are listed.
    let on_day = csv(&["compare", "--with", "camp:government", "--step", "change"]);
    let of_day = on_day.lines().rfind(|line| *line.split(',').next().unwrap() <= *"2015-04-25").unwrap();
    assert_eq!(of_day.split(',').nth(1), Some(&*(differ.lines().count() - 1).to_string()));
    let line = dir.salient(&["compare", "--with", "assessed"]).refused();
    assert!(line.contains("with itself"), "{line}");
    let corrections = csv(&["corrections", "--date", "2015-04-26"]);
    assert!(corrections.lines().count() > 1);
    assert!(corrections.lines().skip(1).all(|line| line.ends_with(",assessed")));
}

#[test]
fn a_picture_carries_the_answer_or_a_numbered_list_of_sources() {
    let dir = Dir::new();
    let size = ["--date", "2015-04-25", "--size", "900x500"];
    let write = |more: &[&str]| dir.salient(&[&["snapshot"][..], &size, more].concat());
    write(&["--place", "jisr-al-shughur", "--why", "-o", "why.png"]).fine();
    write(&["--sources", "-o", "sources.png"]).fine();
    write(&["-o", "plain.png"]).fine();
    let [why, sources, plain] = ["why.png", "sources.png", "plain.png"].map(|name| fs::read(dir.path(name)).unwrap());
    assert!(why != sources && sources != plain);
    let run = write(&["--why", "-o", "none.png"]);
    assert_eq!(run.code, 2);
    assert!(!dir.path("none.png").exists());
}

#[test]
fn ribbons_are_sorted_and_the_same_again() {
    use salient::app::ribbons::{RibbonOrder, places_of_region, sorted};
    let dir = Dir::new();
    let by_changes = ["ribbons", "--admin1", "idlib", "--sort", "changes", "--descending", "--most", "12"];
    dir.salient(&[&by_changes[..], &["-o", "r.svg"]].concat()).fine();
    let svg = fs::read_to_string(dir.path("r.svg")).unwrap();
    assert!(svg.contains("as assessed: the first 12 of 54 places"));
    let document = support::bundled();
    let places = places_of_region(&document.chronicle, "Idlib").unwrap();
    let places = sorted(&document, places, RibbonOrder::Changes, true, document.days().1);
    let expected: Vec<&str> = places[..12].iter().map(|place| document.chronicle.place(*place).name.as_str()).collect();
    // Letters of this size are the subtitle's, then the names'.
    let named = svg.split("font-size=\"12\"").skip(2).filter_map(|rest| rest.split(['>', '<']).nth(1));
    assert_eq!(named.collect::<Vec<_>>(), expected);
    let png = [&by_changes[..], &["--width", "900", "--scale", "1.5", "--theme", "dark", "-o", "r.png"]].concat();
    let run = dir.salient(&png);
    assert_eq!((run.code, run.stderr.as_str()), (0, "wrote r.png (12 ribbons of 54)\n"));
    let bytes = fs::read(dir.path("r.png")).unwrap();
    let info = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!(info.info().width, 900);
    dir.salient(&png).fine();
    assert!(fs::read(dir.path("r.png")).unwrap() == bytes, "made again, it is the same bytes");
}

#[test]
fn ribbons_of_named_places_keep_their_order_days_and_rule() {
    let dir = Dir::new();
    let arguments = [
        "ribbons",
        "--places",
        "raqqa,idlib,raqqa,جسر الشغور",
        "--from",
        "2015-03-01",
        "--to",
        "2015-05-31",
        "--rule",
        "told-by:Syrian state media",
        "--names",
        "both",
        "--palette",
        "grey",
        "-o",
        "r.svg",
    ];
    dir.salient(&arguments).fine();
    let svg = fs::read_to_string(dir.path("r.svg")).unwrap();
    assert!(svg.contains("Control from 1 Mar 2015 to 31 May 2015, as told by Syrian state media: 3 places"));
    let at = |part: &str| svg.find(part).unwrap_or_else(|| panic!("{part}"));
    assert!(at(">Raqqa  ") < at(">Idlib  ") && at(">Idlib  ") < at(">Jisr al-Shughur  جسر الشغور</text>"));
    assert!(svg.contains(">30 Mar</text>"), "a short scale has days");
}

#[test]
fn ribbons_that_cannot_be_drawn_are_refused_in_one_sentence() {
    let dir = Dir::new();
    dir.chronicle("empty", "id,name,lat,lon\n", "place_id,date,controller\n");
    let refused: [(&[&str], &str); 12] = [
        (&["-o", "x.bmp"], "must end in .png or .svg"),
        (&["-o", "missing/folder/x.png", "--most", "1"], "could not write the picture"),
        (&["-o", "x.png", "--places", "idlib,atlantis"], "no place has this id or name"),
        (&["-o", "x.png", "--admin1", "atlantis"], "the regions are \"Aleppo\", "),
        (&["-o", "x.png", "--from", "2016-01-01", "--to", "2015-01-01"], "lies before the first"),
        (&["-o", "x.png", "--width", "319"], "from 320 to 16384 pixels"),
        (&["-o", "x.svg", "--width", "99999"], "from 320 to 16384 pixels"),
        (&["-o", "x.png", "--scale", "99"], "from 0.5 to 8"),
        (&["-o", "x.png", "--scale", "NaN"], "from 0.5 to 8"),
        (&["empty", "-o", "x.png"], "no place"),
        (&["empty", "--admin1", "x", "-o", "x.png"], "no place of the chronicle says in which it lies"),
        (&["nowhere", "-o", "x.png"], "could not open"),
    ];
    for (arguments, said) in refused {
        let line = dir.salient(&[&["ribbons"][..], arguments].concat()).refused();
        assert!(line.starts_with("error: could not ") && line.contains(said), "{arguments:?}: {line}");
    }
    assert_eq!(fs::read_dir(dir.path("")).unwrap().count(), 1, "only the folder of the test");
}

#[test]
fn gains_and_losses_between_two_dates() {
    let dir = Dir::new();
    let dates = ["diff", "--from", "2015-03-23", "--to", "2015-06-01"];
    let run = |more: &[&str]| dir.salient(&[&dates[..], more].concat());
    let csv = run(&["--format", "csv"]).fine();
    assert_eq!(
        csv.lines().next(),
        Some("place_id,name,region,from,to,changed_on,changes,reports,population,rule,group")
    );
    let idlib = csv.lines().find(|line| line.starts_with("idlib,")).unwrap();
    assert!(idlib.contains("2015-03-28") && idlib.ends_with(",128840,assessed,Army of Conquest"), "{idlib}");
    let table = run(&[]).fine();
    assert!(table.contains("from 23 Mar 2015 to 1 Jun 2015, as assessed") && table.contains("Army of Conquest"));
    let markdown = run(&["--format", "md"]).fine();
    assert!(markdown.lines().nth(1).unwrap().starts_with("| --- |"));
    assert_eq!(markdown.lines().count(), csv.lines().count() + 1);
    let json = run(&["--format", "json", "--rule", "confirmed:2"]).fine();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(rows.iter().all(|row| row["rule"] == "confirmed:2"));
    let line = dir.salient(&["diff", "--from", "2015-06-01", "--to", "2015-03-23"]).refused();
    assert!(line.contains("exchange them"), "{line}");
}

#[test]
fn numbers_are_filtered_and_say_so() {
    let dir = Dir::new();
    let rows = |arguments: &[&str]| -> Vec<serde_json::Value> {
        serde_json::from_str(&dir.salient(&[arguments, &["--format", "json"]].concat()).fine()).unwrap()
    };
    let days = ["stats", "--from", "2015-06-01", "--to", "2015-06-01"];
    let of = |rows: &[serde_json::Value], faction: &str, column: &str| -> f64 {
        let row = rows.iter().find(|row| row["faction"] == faction);
        row.map_or(0.0, |row| row[column].to_string().trim_matches('"').parse().unwrap())
    };
    // Who holds it changes nothing but what is left out.
    let (whole, of_one) = (rows(&days), rows(&[&days[..], &["--filter", "faction=army-of-conquest"]].concat()));
    // Its own row, and that of nobody, so that no day is without one.
    assert_eq!(of_one.len(), 2);
    for column in ["places", "population", "area_km2"] {
        let [whole, one] = [&whole, &of_one].map(|rows| of(rows, "army-of-conquest", column));
        assert!(whole > 0.0 && (whole - one).abs() < 0.01, "{column}: {whole} {one}");
    }
    assert_eq!(of_one[0]["filter"], "faction=army-of-conquest");
    let idlib = rows(&[&days[..], &["--filter", "region=Idlib kind=city,town"]].concat());
    let places = rows(&["places", "--date", "2015-06-01", "--filter", "region=Idlib kind=city,town"]);
    let counted: f64 =
        idlib.iter().map(|row| of(std::slice::from_ref(row), row["faction"].as_str().unwrap(), "places")).sum();
    assert!(places.len() > 3 && counted as usize == places.len(), "{counted} {}", places.len());
    // Within a drawn area.
    let area = "within=\"36.2 35.6,36.9 35.6,36.9 36.1,36.2 36.1\"";
    let within = rows(&["places", "--date", "2015-06-01", "--filter", area]);
    assert!(
        within.iter().any(|row| row["place_id"] == "idlib") && within.iter().all(|row| row["place_id"] != "aleppo")
    );
    let diff = ["diff", "--from", "2015-03-20", "--to", "2015-06-10"];
    let all = rows(&diff);
    let drawn = rows(&[&diff[..], &["--filter", area]].concat());
    assert!(!drawn.is_empty() && drawn.len() < all.len());
    assert!(drawn.iter().all(|row| within.iter().any(|place| place["place_id"] == row["place_id"])));
    let lost = rows(&[&diff[..], &["--filter", "faction=syrian-government"]].concat());
    let is_its = |row: &&serde_json::Value| {
        [&row["from"], &row["to"]].iter().any(|state| state.as_str().unwrap().starts_with("held by Syrian government"))
    };
    assert_eq!(lost.len(), all.iter().filter(is_its).count());
    let table = dir.salient(&[&diff[..], &["--filter", area]].concat()).fine();
    assert!(table.lines().next().unwrap().ends_with("as assessed, only places in the drawn area"), "{table}");
    // The same places everywhere, and each result says which.
    let filter = "region=Idlib faction=army-of-conquest";
    let shown = rows(&["show", "--date", "2015-06-01", "--filter", filter]);
    assert!(shown.len() > 2 && shown.iter().all(|row| row["controller"] == "army-of-conquest"));
    assert!(shown.iter().all(|row| row["filter"] == "faction=army-of-conquest region=Idlib"));
    assert_eq!(shown.len(), rows(&["places", "--date", "2015-06-01", "--filter", filter]).len());
    let table = dir.salient(&["show", "--date", "2015-06-01", "--filter", filter]).fine();
    assert!(table.lines().next().unwrap().ends_with("only places held by Army of Conquest, in Idlib"), "{table}");
    let ground = ["export", "--what", "territory", "--date", "2015-06-01", "-o", "ground.geojson"];
    dir.salient(&[&ground[..], &["--filter", filter]].concat()).fine();
    let text = fs::read_to_string(dir.path("ground.geojson")).unwrap();
    let layer: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = layer["features"].as_array().unwrap();
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["properties"]["places"], shown.len() as f64);
    let inference = features[0]["properties"]["inference"].as_str().unwrap();
    assert!(inference.ends_with("; only places held by Army of Conquest, in Idlib"), "{inference}");
    let counted = rows(&[&days[..], &["--filter", filter]].concat());
    let area = features[0]["properties"]["area_km2"].as_f64().unwrap();
    assert!((of(&counted, "army-of-conquest", "area_km2") - area).abs() < 0.01, "{area}");
    let days = ["--from", "2015-01-01", "--to", "2015-06-01"];
    dir.salient(&[&["ribbons", "-o", "r.svg", "--filter", filter][..], &days[..]].concat()).fine();
    let svg = fs::read_to_string(dir.path("r.svg")).unwrap();
    assert!(
        svg.contains("only places held by Army of Conquest, in Idlib")
            && svg.contains(">Idlib<")
            && !svg.contains(">Aleppo<")
    );
    for (command, wrong) in [("stats", "kind=castle"), ("diff", "within=\"36 35,37 35\"")] {
        let more: &[&str] = if command == "diff" { &diff[1..] } else { &[] };
        let line = dir.salient(&[&[command][..], more, &["--filter", wrong]].concat()).refused();
        assert!(line.contains("could not understand the filter"), "{line}");
    }
    let line = dir.salient(&["stats", "--filter", "kind=city", "--ground", "areas"]).refused();
    assert!(line.contains("could not"), "{line}");
}

#[test]
fn places_are_listed_and_charts_written_from_the_shell() {
    let dir = Dir::new();
    let cut_off = dir.salient(&["places", "--date", "2015-06-15", "--list", "cut-off", "--format", "csv"]);
    assert_eq!(cut_off.code, 0, "{}", cut_off.stderr);
    assert!(cut_off.stdout.starts_with("place_id,name,region,holder,since,changed_hands"), "{}", cut_off.stdout);
    assert!(cut_off.stdout.contains("nubl-and-zahra") && !cut_off.stdout.contains("\nidlib,"));
    let sorted = dir.salient(&["places", "--sort", "changes", "--descending", "--format", "csv"]);
    let counts: Vec<u32> =
        sorted.stdout.lines().skip(1).map(|line| line.split(',').nth(5).unwrap().parse().unwrap_or(0)).collect();
    assert!(counts.len() == 415 && counts[0] > 5);
    for (name, begins) in [("a.png", &b"\x89PNG"[..]), ("a.svg", b"<?xml"), ("a.csv", b"date,")] {
        let run = dir.salient(&["stats", "-o", name, "--chart", "ground", "--shares"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(fs::read(dir.path(name)).unwrap().starts_with(begins), "{name}");
    }
    let refused = dir.salient(&["stats", "-o", "a.gif"]);
    assert!(refused.code == 2 && refused.stderr.contains("must end in .png, .svg or .csv"), "{}", refused.stderr);
}

#[test]
fn gains_are_grouped_and_only_changes_are_pictured() {
    let dir = Dir::new();
    let days = ["diff", "--from", "2015-03-20", "--to", "2015-06-10"];
    let by = |by: &str| dir.salient(&[&days[..], &["--by", by]].concat()).stdout;
    assert!(by("faction").contains("\nIslamic State (8)\n"), "{}", by("faction"));
    assert!(by("region").contains("\nIdlib (8)\n") && by("chapter").contains("no chapter ("));
    assert!(by("faction").contains("km² (inferred)"));
    let run = dir.salient(&[
        "snapshot",
        "--date",
        "2015-06-10",
        "--changed-since",
        "2015-03-20",
        "--numbered",
        "--sidecar",
        "-o",
        "changed.png",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = fs::read_to_string(dir.path("changed.png.json")).unwrap();
    assert!(told.contains("--changed-since 2015-03-20") && told.contains("--numbered"), "{told}");
    let run = dir.salient(&["snapshot", "--date", "2015-01-01", "--changed-since", "2015-03-20", "-o", "x.png"]);
    assert!(run.code == 2 && run.stderr.contains("a day before it"), "{}", run.stderr);
    let run = dir.salient(&["--view", "zoom=never"]);
    assert!(run.code == 2 && run.stderr.contains("cannot be understood"), "{}", run.stderr);
}
