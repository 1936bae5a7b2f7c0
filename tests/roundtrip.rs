//! Every form gives back what it took, and bad input is reported, never lost and never a panic.
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
use std::path::Path;

use salient::app::document::Document;
use salient::domain::Problem;
use support::{Dir, EVENTS, PLACES, bundled, fixture};

/// Opens, writes as a folder and as a project, opens both, and compares all.
#[track_caller]
fn check(document: &Document) {
    let dir = Dir::new();
    let folder = dir.path("written");
    document.save_folder(&folder).unwrap();
    let again = Document::open(Some(&folder)).unwrap();
    assert!(again.chronicle == document.chronicle, "a written folder reads back equal");
    let project = dir.path("written.gpkg");
    document.save_project(&project).unwrap();
    let again = Document::open(Some(&project)).unwrap();
    assert_eq!(again.problems.list(), []);
    assert!(again.chronicle == document.chronicle, "a project reads back equal");
    again.save_folder(&folder).unwrap();
    let through_both = Document::open(Some(&folder)).unwrap();
    assert!(through_both.chronicle == document.chronicle, "a folder written from a project reads back equal");
}

#[test]
fn the_bundled_chronicle_reads_back_equal() {
    check(&bundled());
}

#[test]
fn a_workload_without_ids_reads_back_equal() {
    check(&Document::open(Some(&fixture("w1"))).unwrap());
}

#[test]
fn unknown_columns_and_the_order_of_columns_and_rows_are_kept() {
    let dir = Dir::new();
    let folder = dir.chronicle(
        "c",
        "lon,future,NAME,id,lat,x\n36.1,\" kept, \"\"as is\"\" \",Beta,b,35.1,1\n36.2,,Alpha,a,35.2,\n",
        "controller,date,weight,place_id\nnorth,2015-03-28,7,b\nsouth,2015-03-28,,b\nnorth,2014-01-01,é,a\n",
    );
    dir.write("c/chronicle.toml", "title = \"T\"\nfuture = [1, 2]\n[view]\nzoom = 7\n[other]\na = 1\n");
    dir.write("c/country.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}");
    dir.write("c/areas/2015.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}");
    let document = Document::open(Some(&folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    check(&document);
    let out = dir.path("out");
    document.save_folder(&out).unwrap();
    let places = fs::read_to_string(out.join("places.csv")).unwrap();
    assert!(
        places.starts_with("lon,future,NAME,id,lat,x\n36.10000,\" kept, \"\"as is\"\" \",Beta,b,35.10000,1\n"),
        "{places}"
    );
    let manifest = fs::read_to_string(out.join("chronicle.toml")).unwrap();
    assert!(manifest.contains("future = [1, 2]") && manifest.contains("[other]"), "{manifest}");
    assert!(out.join("areas/2015.geojson").is_file() && out.join("country.geojson").is_file());
}

#[test]
fn reports_on_events_without_ids_find_them_by_place_and_date() {
    let dir = Dir::new();
    let folder = dir.chronicle("c", PLACES, "place_id,date,controller\na,2015-03-28,north\na,2015-03-28,south\n");
    dir.write("c/reports.csv", "event_id,claim,stance\na-2015-03-28,one,supports\na-2015-03-28-2,two,disputes\n");
    let document = Document::open(Some(&folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    let events: Vec<usize> = document.chronicle.reports().iter().map(|report| report.event.row()).collect();
    assert_eq!(events, [0, 1]);
    check(&document);
}

// Bad input --------------------------------------------------------------------------------------

const GOOD: [(&str, &[(&str, &str)]); 5] = [
    (
        "factions.csv",
        &[
            ("id", "north"),
            ("name", "North"),
            ("short_name", "N"),
            ("name_ar", "ش"),
            ("colour", "#112233"),
            ("symbol", "star"),
            ("bloc", "x"),
            ("active_from", "2011-01-01"),
            ("active_to", "2020-01-01"),
            ("successor", "north"),
            ("notes", "n"),
        ],
    ),
    (
        "places.csv",
        &[
            ("id", "a"),
            ("name", "Alpha"),
            ("name_ar", "ا"),
            ("kind", "town"),
            ("lat", "35.1"),
            ("lon", "36.1"),
            ("coord_source", "geonames"),
            ("geonames_id", "1"),
            ("admin1", "Idlib"),
            ("population", "10"),
        ],
    ),
    (
        "events.csv",
        &[
            ("id", "e"),
            ("place_id", "a"),
            ("date", "2015-03-28"),
            ("precision", "day"),
            ("kind", "capture"),
            ("controller", "north"),
            ("shared_with", ""),
            ("contested_by", ""),
            ("besieged_by", ""),
            ("confidence", "high"),
            ("note", "n"),
        ],
    ),
    ("sources.csv", &[("name", "SOHR"), ("camp", "monitors"), ("aliases", "Observatory")]),
    (
        "reports.csv",
        &[
            ("id", "r"),
            ("event_id", "e"),
            ("publisher", "p"),
            ("attributed_to", "x"),
            ("source", "SOHR"),
            ("url", "https://a.b/c"),
            ("archive_url", ""),
            ("published", "2015-03-29"),
            ("title", "t"),
            ("language", "en"),
            ("stance", "supports"),
            ("asserted_controller", "north"),
            ("claim", "c"),
        ],
    ),
];

/// Writes the good chronicle with one value replaced.
fn with(dir: &Dir, file: &str, column: &str, value: &[u8]) -> std::path::PathBuf {
    for (name, columns) in GOOD {
        let mut bytes: Vec<u8> = Vec::new();
        let header: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
        bytes.extend(header.join(",").as_bytes());
        bytes.push(b'\n');
        for (at, (other, good)) in columns.iter().enumerate() {
            if at > 0 {
                bytes.push(b',');
            }
            bytes.push(b'"');
            bytes.extend(if name == file && *other == column { value } else { good.as_bytes() });
            bytes.push(b'"');
        }
        bytes.push(b'\n');
        dir.write(&format!("c/{name}"), bytes);
    }
    dir.path("c")
}

#[test]
fn every_field_wrong_in_turn_is_a_problem_with_its_row_and_column() {
    let dir = Dir::new();
    let good = Document::open(Some(&with(&dir, "", "", b""))).unwrap();
    assert_eq!(good.problems.list(), [], "the good chronicle is good");
    for (file, columns) in GOOD {
        for (column, _) in columns {
            // Free text takes any word; a NUL and a byte that is not UTF-8 are wrong everywhere.
            let free = [
                "name",
                "short_name",
                "name_ar",
                "bloc",
                "notes",
                "admin1",
                "note",
                "camp",
                "aliases",
                "publisher",
                "attributed_to",
                "source",
                "title",
                "language",
                "claim",
            ];
            let mut values: Vec<&[u8]> = vec![b"a\0b", b"caf\xe9"];
            if !free.contains(column) && *column != "id" {
                values.push(b"nonsense!");
                values.push("٣٫٥".as_bytes());
            }
            if matches!(*column, "date" | "published" | "active_from" | "active_to") {
                values.extend([&b"2015-02-30"[..], b"0000-01-01", b"10000-01-01", b"28.03.2015", b"2015"]);
            }
            if matches!(*column, "lat" | "lon") {
                values.extend([&b"NaN"[..], b"inf", b"1e400", b"181", b"-181", b"35,1", b""]);
            }
            if column.ends_with("url") {
                values.extend([&b"javascript:alert(1)"[..], b"file:///etc/passwd"]);
            }
            for value in values {
                let folder = with(&dir, file, column, value);
                let document = Document::open(Some(&folder)).unwrap();
                let is_it = |problem: &Problem| {
                    problem.file == file && problem.row == Some(2) && problem.column.as_deref() == Some(column)
                };
                let shown = String::from_utf8_lossy(value);
                let problems = document.problems.list();
                assert!(problems.iter().any(is_it), "{file} {column} = {shown:?}: {problems:?}");
                for problem in problems {
                    assert!(!problem.wrong.is_empty() && !problem.done.is_empty());
                }
                // What could be read still goes through every form.
                let copy = Dir::new();
                document.save_project(&copy.path("p.gpkg")).unwrap();
                document.save_folder(&copy.path("f")).unwrap();
            }
        }
    }
}

/// Opens a chronicle with these files; the number of problems, of places, and of events.
fn open(places: &[u8], events: &[u8]) -> (usize, usize, usize) {
    let dir = Dir::new();
    dir.write("c/places.csv", places);
    dir.write("c/events.csv", events);
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    check(&document);
    (document.problems.count(), document.chronicle.places().len(), document.chronicle.events().len())
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_matter() {
    let places = format!("\u{feff}{}", PLACES.replace('\n', "\r\n"));
    assert_eq!(open(places.as_bytes(), EVENTS.replace('\n', "\r\n").as_bytes()), (0, 2, 3));
}

#[test]
fn latin_1_is_read_and_reported() {
    assert_eq!(open(b"id,name,lat,lon\na,Al\xe9p,35,36\n", b"place_id,date,controller\na,2015-01-01,n\n"), (1, 1, 1));
}

#[test]
fn duplicate_ids_keep_the_first_row() {
    let places = format!("{PLACES}a,Again,1,1\n");
    assert_eq!(open(places.as_bytes(), EVENTS.as_bytes()), (1, 2, 3));
}

#[test]
fn rows_that_are_too_short_or_too_long_are_reported() {
    assert_eq!(open(b"id,name,lat,lon\na,Alpha,35,36,extra\nb\n", b"place_id,date,controller\n"), (5, 1, 0));
}

#[test]
fn the_quick_way_through_plain_events_and_the_careful_way_agree() {
    let mut events = String::from("place_id,date,controller\n");
    for number in 0..5000 {
        let place = if number % 2 == 0 { "a" } else { "b" };
        // Now and then a row that is not plain: blanks, an unknown place, a date that is none, a
        // faction that is not listed, nobody, a field too many.
        events.push_str(&match number {
            700 => "a, 2015-01-02 ,north\n".to_owned(),
            1200 => "nowhere,2015-01-02,north\n".to_owned(),
            2600 => format!("{place},soon,north\n"),
            3300 => format!("{place},2015-01-02,west\n"),
            4100 => format!("{place},2015-01-02,unknown\n"),
            4999 => format!("{place},2015-01-02,north,more\n"),
            _ => {
                format!("{place},20{:02}-01-0{},{}\n", number % 90 + 10, number % 9 + 1, ["north", "south"][number % 2])
            }
        });
    }
    let dir = Dir::new();
    let quick = dir.chronicle("quick", PLACES, &events);
    // A quoted field sends the whole table the careful way.
    let careful =
        dir.chronicle("careful", PLACES, &events.replacen("place_id", "\"place_id\"", 1).replacen("a,", "\"a\",", 1));
    for folder in ["quick", "careful"] {
        dir.write(&format!("{folder}/factions.csv"), "id,name\nnorth,North\nsouth,South\n");
    }
    let (quick, careful) = (Document::open(Some(&quick)).unwrap(), Document::open(Some(&careful)).unwrap());
    assert_eq!(quick.problems.list(), careful.problems.list());
    assert_eq!(
        quick.problems.list().iter().map(|problem| problem.row).collect::<Vec<_>>(),
        [Some(1202), Some(2602), Some(3302), Some(5001)]
    );
    assert!(quick.chronicle == careful.chronicle);
    assert_eq!(quick.chronicle.events().len(), 4998);
}

#[test]
fn one_place_and_no_event_open() {
    assert_eq!(open(b"id,name,lat,lon\na,Alpha,35,36\n", b"place_id,date,controller\n"), (0, 1, 0));
    assert_eq!(open(b"id,name,lat,lon\n", b"place_id,date,controller\n"), (0, 0, 0));
}

#[test]
fn the_poles_the_antimeridian_and_the_first_and_last_year_open() {
    let places = b"id,name,lat,lon\nn,N,90,0\ns,S,-90,180\nw,W,0,-180\n";
    let events = b"place_id,date,controller\nn,0001-01-01,x\ns,9999-12-31,y\nw,2015-01-01,x\n";
    assert_eq!(open(places, events), (0, 3, 3));
}

#[test]
fn ten_thousand_events_on_one_day_open_and_the_last_decides() {
    let mut events = String::from("place_id,date,controller\n");
    for number in 0..10_000 {
        events.push_str(&format!("a,2015-01-01,f{}\n", number % 7));
    }
    let dir = Dir::new();
    let document = Document::open(Some(&dir.chronicle("c", PLACES, &events))).unwrap();
    assert_eq!(document.problems.list(), []);
    let place = document.chronicle.place_by_id("a").unwrap();
    let control = document.timeline.control_on(place, support::day("2015-01-01"));
    let holder = document.chronicle.faction(control.controller().unwrap());
    assert_eq!(holder.id.as_str(), format!("f{}", 9_999 % 7));
}

#[test]
fn a_line_of_a_hundred_megabytes_is_cut_and_reported() {
    let mut places = b"id,name,lat,lon\na,".to_vec();
    places.resize(places.len() + 100_000_000, b'x');
    places.extend(b",35,36\n");
    let dir = Dir::new();
    dir.write("c/places.csv", places);
    dir.write("c/events.csv", "place_id,date,controller\na,2015-01-01,n\n");
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    assert_eq!(document.problems.count(), 1);
    assert_eq!(document.chronicle.places()[0].name.len(), 64 * 1024);
}

#[test]
fn without_the_required_files_and_columns_there_is_one_sentence() {
    let dir = Dir::new();
    let sentence = |path: &Path| Document::open(Some(path)).unwrap_err().to_string();
    fs::create_dir(dir.path("empty")).unwrap();
    assert!(sentence(&dir.path("empty")).contains("it has no places.csv"));
    let folder = dir.chronicle("c", "", EVENTS);
    assert!(sentence(&folder).contains("places.csv: it has no column id"));
    let folder = dir.chronicle("c", PLACES, "place_id,date\n");
    assert!(sentence(&folder).contains("events.csv: it has no column controller"));
    let folder = dir.chronicle("c", "\0\0\0\0", EVENTS);
    assert!(sentence(&folder).contains("has no column id"));
    assert!(sentence(&dir.path("nowhere")).contains("there is no such file or folder"));
}

#[test]
fn a_manifest_that_is_no_toml_is_left_out_and_reported() {
    let dir = Dir::new();
    let folder = dir.chronicle("c", PLACES, EVENTS);
    for (text, row) in [("title = \"a\"\nbroken [", Some(2)), ("title = 5", None), ("first_date = \"soon\"", None)] {
        dir.write("c/chronicle.toml", text);
        let document = Document::open(Some(&folder)).unwrap();
        assert_eq!(document.problems.count(), 1, "{text}");
        assert_eq!(document.problems.list()[0].row, row, "{text}");
    }
}

#[test]
fn a_folder_that_is_not_ours_is_not_replaced() {
    let dir = Dir::new();
    dir.write("diary/private.txt", "mine");
    let error = bundled().save_folder(&dir.path("diary")).unwrap_err().to_string();
    assert!(error.contains("choose another name"), "{error}");
    assert_eq!(fs::read_to_string(dir.path("diary/private.txt")).unwrap(), "mine");
}
