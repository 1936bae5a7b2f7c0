//! Data that is wrong in ways that are easily overlooked: told, kept, and harmless.
#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod support;

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use salient::app::document::Document;
use salient::domain::{Basis, EventIx, Rule};
use support::{Dir, EVENTS, PLACES};

/// The rows that `salient validate` names, file by file.
fn rows_of_problems(dir: &Dir, path: &str) -> Vec<String> {
    let list = dir.salient(&["validate", path, "--format", "csv"]).stdout;
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let row = |record: csv::StringRecord| format!("{} {} {}", &record[0], &record[1], &record[2]);
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn rows_are_lines_of_the_file_however_its_lines_end() {
    let places = "id,name,lat,lon\na,Alpha,35.1,36.1\n,Beta,35.2,36.2\nc,Gamma,95,36\n";
    // With nothing but plain columns, events are read on all cores; with one more, row by row.
    let plain =
        "place_id,date,controller\na,2015-03-28,north\n\nz,2015-04-25,south\na,2015-05-01,south\na,soon,south\n";
    let careful = plain.replace("controller\n", "controller,source\n").replace("th\n", "th,x\n");
    let reports = "event_id,publisher,url\na-2015-03-28,Paper,https://a.b\nnone,Paper,\na-2015-05-01,Paper,ftp://a\n";
    let expected = [
        "places.csv 3 id",
        "places.csv 4 lat",
        "events.csv 4 place_id",
        "events.csv 6 date",
        "reports.csv 3 event_id",
        "reports.csv 4 url",
    ];
    for (nth, events) in [plain, &careful].into_iter().enumerate() {
        for (name, ends) in [("unix", "\n"), ("windows", "\r\n")] {
            let dir = Dir::new();
            let text = |text: &str| text.replace('\n', ends);
            dir.chronicle("c", &text(places), &text(events));
            dir.write("c/factions.csv", text("id\nnorth\nsouth\n"));
            dir.write("c/reports.csv", text(reports));
            // An empty line is no row, but it is a line.
            assert_eq!(rows_of_problems(&dir, "c"), expected, "{name}, {nth}");
            let document = Document::open(Some(&dir.path("c"))).unwrap();
            assert_eq!(document.chronicle.reports()[0].id.as_str(), "a-2015-03-28-line-2");
        }
    }
}

#[test]
fn an_id_that_could_be_of_two_events_is_a_problem_and_reports_stay_where_they_were() {
    let dir = Dir::new();
    let events = "id,place_id,date,controller\n,a,2015-03-28,north\na-2015-03-28,b,2015-04-25,south\n,a,2015-03-28,south\n\
                  a-2015-03-28-2,a,2015-03-28,north\n";
    dir.chronicle("c", PLACES, events);
    let ids = |document: &Document| -> Vec<String> {
        (0..4).map(|row| document.chronicle.event_id(EventIx::new(row))).collect()
    };
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    let ids_read = ids(&document);
    assert_eq!(ids_read, ["a-2015-03-28-3", "a-2015-03-28", "a-2015-03-28-4", "a-2015-03-28-2"]);
    // Reports on each, by these ids, come back to the same events.
    let reports: String = ids_read.iter().map(|id| format!("{id},Paper {id}\n")).collect();
    dir.write("c/reports.csv", format!("event_id,publisher\n{reports}"));
    assert_eq!(rows_of_problems(&dir, "c"), ["events.csv  id"]);
    dir.salient(&["import", "c"]);
    dir.salient(&["export", "c.gpkg", "-o", "again"]);
    for path in ["c", "c.gpkg", "again"] {
        let document = Document::open(Some(&dir.path(path))).unwrap();
        let chronicle = &document.chronicle;
        assert_eq!(chronicle.reports().len(), 4, "{path}");
        for report in chronicle.reports() {
            assert_eq!(report.publisher, format!("Paper {}", chronicle.event_id(report.event)), "{path}");
        }
    }
}

#[test]
fn sources_that_cannot_be_told_apart_are_problems() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    dir.write(
        "c/sources.csv",
        "name,camp,aliases\nSANA,government,State Agency\ns a n a,government,\nSOHR,monitors,state  agency;sana\n",
    );
    assert_eq!(rows_of_problems(&dir, "c"), ["sources.csv 3 name", "sources.csv 4 aliases", "sources.csv 4 aliases"]);
    // They stay problems in a project that was made of it, but for the row that is left out.
    dir.salient(&["import", "c"]);
    assert_eq!(rows_of_problems(&dir, "c.gpkg"), ["sources 2 aliases", "sources 2 aliases"]);
}

#[test]
fn what_is_odd_in_a_folder_is_odd_in_its_project() {
    let dir = Dir::new();
    dir.chronicle(
        "c",
        "id,name,lat,lon,kind,coord_source\na,Alpha,35.1,36.1,castle,geonames\nb,Beta,35.2,36.2,town,guessed\n",
        "place_id,date,controller,kind\na,2015-03-28,north,rumour\nb,2015-04-25,south,\na,2015-05-01,south,\n",
    );
    dir.write("c/factions.csv", "id,active_to\nnorth,2015-01-01\nsouth,\n");
    dir.write("c/reports.csv", "event_id,publisher,url\na-2015-05-01,Paper,javascript:alert(1)\n");
    let of_folder = rows_of_problems(&dir, "c");
    assert_eq!(of_folder.len(), 5, "{of_folder:?}");
    assert_eq!(dir.salient(&["import", "c"]).code, 1);
    let of_project = rows_of_problems(&dir, "c.gpkg");
    let by_column = |rows: &[String]| -> Vec<String> {
        let mut rows: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {}", row.split(['.', ' ']).next().unwrap(), row.rsplit(' ').next().unwrap()))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(by_column(&of_project), by_column(&of_folder));
}

#[test]
fn a_changed_copy_is_a_problem_for_validate_too() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    let sha256 = "ab".repeat(32);
    dir.write(
        "c/links.csv",
        format!("url,checked,status,sha256,copy\nhttps://a.b,2026-01-01,alive,{sha256},copies/{sha256}.html\n"),
    );
    let run = dir.salient(&["validate", "c"]);
    assert!(run.code == 1 && run.stdout.contains("its local copy is missing"), "{run:?}");
    dir.write(&format!("c/copies/{sha256}.html"), "another page");
    let run = dir.salient(&["validate", "c"]);
    assert!(run.code == 1 && run.stdout.contains("the SHA-256 is another"), "{run:?}");
}

#[test]
fn texts_out_of_files_cannot_steer_the_terminal() {
    let dir = Dir::new();
    let evil = "\u{1b}[2J\u{7}Alpha\r\nBeta\u{9b}31m";
    dir.chronicle(
        "c",
        &format!("id,name,lat,lon,admin1\na,\"{evil}\",35.1,36.1,\"{evil}\"\n"),
        &format!("id,place_id,date,controller,note\ne,a,2015-03-28,north,\"{evil}\"\n"),
    );
    dir.write(
        "c/reports.csv",
        format!("event_id,publisher,attributed_to,source,claim,url,stance\ne,\"{evil}\",\"x{evil}\",\"y{evil}\",\"{evil}\",\"{evil}\",supports\n"),
    );
    dir.write("c/factions.csv", format!("id,name\nnorth,\"{evil}\"\n"));
    for arguments in [
        &["show", "c"][..],
        &["history", "c", "a"],
        &["history", "a", "c"],
        &["why", "a", "c"],
        &["sources", "c"],
        &["sources", "c", "--reports", ""],
        &["links", "c"],
        &["diff", "c", "--from", "2015-01-01", "--to", "2016-01-01"],
        &["stats", "c"],
        &["validate", "c"],
        &["show", "\u{1b}[2J"],
    ] {
        let run = dir.salient(arguments);
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!run.stdout.contains(steers), "{arguments:?}: {:?}", run.stdout);
        assert!(!run.stderr.contains(steers), "{arguments:?}: {:?}", run.stderr);
    }
}

#[test]
fn a_history_says_whose_claim_it_is() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    dir.write(
        "c/reports.csv",
        "event_id,publisher,attributed_to,source,stance\na-2015-03-28,,,,supports\n\
         a-2015-03-28,,state television,Syrian state media,supports\na-2015-03-28,Paper,,paper,supports\n",
    );
    let text = dir.salient(&["history", "a", "c"]).fine();
    for line in [
        "for: a publisher that is not named\n",
        "for: state television (counts as Syrian state media)\n",
        "for: Paper\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let rows = dir.salient(&["history", "a", "c", "--format", "csv"]).fine();
    assert!(rows.contains(",state television,Syrian state media,"), "{rows}");
}

#[test]
fn very_long_titles_leave_room_for_ribbons() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    dir.write(
        "c/chronicle.toml",
        format!("[chronicle]\ntitle = \"{}\"\ncredit = \"{}\"\n", "long title ".repeat(3_000), "me ".repeat(9_000)),
    );
    let run = dir.salient(&["ribbons", "c", "-o", "r.svg"]);
    assert!(run.stderr.contains("2 ribbons)"), "{}", run.stderr);
    // Nor do names of a hundred thousand letters without a blank stop anything.
    let name = "x".repeat(60_000);
    dir.chronicle(
        "long",
        &format!("id,name,lat,lon,admin1\na,{name},35.1,36.1,{name}\nb,{name},35.2,36.2,{name}\n"),
        EVENTS,
    );
    dir.write("long/factions.csv", format!("id,name\nnorth,{name}\nsouth,{name}\n"));
    let begun = Instant::now();
    for arguments in [
        &["ribbons", "long", "-o", "r.svg"][..],
        &["snapshot", "long", "--inset", "--chart", "--gains-since", "2015-03-28", "-o", "m.png"],
        &["snapshot", "long", "--dates", "2015-03-28,2015-05-01", "--sheet", "--title", &name, "-o", "s.png"],
        &["timelapse", "long", "--size", "320x200", "--step", "1mo", "-o", "t.gif"],
    ] {
        dir.salient(arguments).fine();
    }
    assert!(begun.elapsed() < Duration::from_mins(2), "{:?}", begun.elapsed());
}

#[test]
fn who_has_read_enough_of_the_help_is_no_failure() {
    for arguments in [&["--help"][..], &["show", "--help"], &["completions", "bash"]] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_salient"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let mut errors = String::new();
        program.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert!(program.wait().unwrap().success(), "{arguments:?}: {errors}");
        assert_eq!(errors, "");
    }
}

/// Not a measurement: what took a minute must not come back, on a machine however slow.
#[test]
fn ten_thousand_reports_on_one_event_are_confirmed_in_no_time() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    let mut reports = String::from("event_id,publisher,published,url,stance\n");
    let first = support::day("2015-03-28");
    for nth in 0..10_000_i32 {
        let day = first.checked_add(jiff::Span::new().days(nth)).unwrap();
        reports.push_str(&format!("a-2015-03-28,Paper {nth},{day},https://a.b/{nth},supports\n"));
    }
    // A report whose sources are as many as fit into a field.
    let many: String = (0..12_000).map(|nth| format!("s{nth};")).collect();
    reports.push_str(&format!("b-2015-04-25,\"{many}\",2015-04-25,,supports\n"));
    dir.write("c/reports.csv", reports);
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    let begun = Instant::now();
    for least in [2, 1_000, 9_999, 10_000, 10_001] {
        let rule = Rule { basis: Basis::Confirmed(std::num::NonZeroU32::new(least).unwrap()), ..Rule::default() };
        let timeline = document.under(rule).timeline;
        let steps = timeline.steps_of(document.chronicle.place_by_id("a").unwrap());
        assert_eq!(steps.len(), usize::from(least <= 10_000), "{least}");
    }
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}

#[test]
fn a_folder_with_problems_is_not_written_over_and_nothing_of_it_is_lost() {
    let dir = Dir::new();
    let places = "id,name,lat,lon\na,A,35,36\n";
    dir.chronicle("own", places, "place_id,date,controller\na,2015-01-01,x\nnowhere,2015-01-02,x\n");
    let before = fs::read_to_string(dir.path("own/events.csv")).unwrap();
    let run = dir.salient(&["export", "own", "-o", "own"]);
    assert!(run.code == 2 && run.stderr.contains("would be lost; choose another folder"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(dir.path("own/events.csv")).unwrap(), before);
    // Another folder takes what could be read.
    assert_eq!(dir.salient(&["export", "own", "-o", "other"]).code, 1);
}

#[test]
fn labels_and_views_that_are_broken_are_problems_and_go_along() {
    let dir = Dir::new();
    dir.chronicle("own", "id,name,lat,lon\na,A,35,36\n", "place_id,date,controller\na,2015-01-01,x\n");
    dir.write("own/labels.csv", "place,right,down,why\na,4,2,best\nb,1,1,gone\na,far,1,\n");
    dir.write("own/views.csv", "name,view\nok,date=2015-01-01\nodd,rubbish\n,date=2015-01-01\n");
    let run = dir.salient(&["validate", "own", "--format", "csv"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for said in ["no place has this id", "no number of points", "has no =", "the view has no name"] {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
    assert_eq!(dir.salient(&["import", "own", "-o", "own.gpkg"]).code, 1);
    dir.salient(&["export", "own.gpkg", "-o", "back"]);
    for name in ["labels.csv", "views.csv"] {
        assert_eq!(
            fs::read(dir.path(&format!("own/{name}"))).unwrap(),
            fs::read(dir.path(&format!("back/{name}"))).unwrap()
        );
    }
}

#[test]
fn commands_in_pictures_take_odd_values_and_make_the_same_again() {
    let dir = Dir::new();
    let regions = "id,name,lat,lon,admin1\n-x,A,35,36,\"x\u{a0}y\"\nb,B,35.2,36.2,\"y,\\\"\n";
    dir.chronicle("-dash", regions, "place_id,date,controller\n-x,2015-01-01,x\nb,2015-01-01,y\n");
    for (nth, options) in [
        &["--title", ""][..],
        &["--title=-x", "--subtitle=--no-legend"],
        &["--place=-x", "--radius", "20"],
        &["--filter", "region=\"x\u{a0}y\""],
        &["--filter", "region=\"y\\\\,\\\\\\\\\",\"x\u{a0}y\""],
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("{nth}.png");
        let run =
            dir.salient(&[&["snapshot", "./-dash", "--size", "300x200", "--sidecar", "-o", &name], options].concat());
        assert_eq!(run.code, 0, "{options:?}: {}", run.stderr);
        let told: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(dir.path(&format!("{name}.json"))).unwrap()).unwrap();
        let command = format!("{} -o again.png", told["command"].as_str().unwrap());
        let binary = std::path::Path::new(env!("CARGO_BIN_EXE_salient")).parent().unwrap().to_owned();
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
        let again = Command::new("sh")
            .args(["-c", &command])
            .current_dir(dir.path(""))
            .env("PATH", path)
            .env("XDG_CONFIG_HOME", dir.path("config"))
            .output()
            .unwrap();
        assert!(again.status.success(), "{command}: {}", String::from_utf8_lossy(&again.stderr));
        assert!(fs::read(dir.path(&name)).unwrap() == fs::read(dir.path("again.png")).unwrap(), "{command}");
    }
}
