//! Every picture says what it is, and the command in it makes the same bytes again.
#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use salient::app::document::Document;
use salient::app::provenance;
use salient::app::rules;
use salient::app::snapshot::{Beside, Extent, Snapshot};
use salient::app::timelapse::Timelapse;
use salient::domain::{DoubtChoice, Known, LonLat, Rule};
use salient::geometry::{Reach, Smoothing};
use salient::scene::{Language, Names, Palette, Theme, Typesetter};
use support::{Dir, EVENTS, PLACES, bundled, day};

/// Runs a command line that a picture carries, writing to `output`.
fn run(dir: &Dir, command: &str, output: &str) {
    let program = env!("CARGO_BIN_EXE_salient");
    let line = command.strip_prefix("salient ").unwrap();
    let run = Command::new("sh")
        .arg("-c")
        .arg(format!("'{program}' {line} -o {output}"))
        .current_dir(dir.path("."))
        .env("XDG_CONFIG_HOME", dir.path("config"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{command}: {}", String::from_utf8_lossy(&run.stderr));
}

fn small(date: &str) -> Snapshot {
    let mut snapshot = Snapshot::new(day(date));
    (snapshot.width, snapshot.height) = (300, 200);
    snapshot
}

/// Snapshots as the window asks for them, each with another wish.
fn wishes(document: &Document) -> Vec<(Rule, Snapshot)> {
    let chronicle = &document.chronicle;
    let idlib = chronicle.place_by_id("idlib").unwrap();
    let centre = LonLat::new(36.123_456_789_012_34, 35.000_000_000_1).unwrap();
    let rule = |text: &str| Rule { basis: rules::parse_basis(chronicle, text).unwrap(), known: Known::All };
    let mut wishes = vec![(Rule::default(), small("2015-04-25"))];
    let mut add = |rule: Rule, change: &dyn Fn(&mut Snapshot)| {
        let mut snapshot = small("2015-04-25");
        change(&mut snapshot);
        wishes.push((rule, snapshot));
    };
    add(rule("told-by:Syrian state television"), &|_| {});
    add(Rule { known: Known::EachDay, ..rule("camp:government") }, &|wish| wish.extent = Extent::AllPlaces);
    add(Rule { known: Known::On(day("2015-04-26")), ..rule("confirmed:2") }, &|wish| {
        wish.extent = Extent::Around { centre, zoom: 8.765_432_1 };
    });
    add(Rule::default(), &|wish| {
        wish.extent = Extent::Around { centre: chronicle.place(idlib).position, zoom: 9.5 };
        wish.highlight = Some(idlib);
        wish.beside = Beside::Why;
        wish.width = 700;
    });
    add(Rule::default(), &|wish| {
        wish.extent = Extent::Around { centre, zoom: 9.0 };
        wish.highlight = Some(idlib);
        wish.scale = Some(0.75);
    });
    add(Rule::default(), &|wish| {
        let corner = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
        wish.extent = Extent::Box { south_west: corner(35.5, 35.25), north_east: corner(37.125, 36.6) };
        wish.style.theme = Theme::Dark;
        wish.style.names = Names::Both;
        wish.style.palette = Palette::Grey;
        wish.style.symbols = false;
        wish.style.stale_days = 100;
        wish.style.doubts = DoubtChoice { disputed: true, uncertain: false, unconfirmed: false, stale: true };
        wish.beside = Beside::Sources;
        wish.width = 700;
    });
    add(Rule::default(), &|wish| {
        let (choice, reach) = wish.territory.as_mut().unwrap();
        (choice.smoothing, choice.movement_days, choice.areas) = (Smoothing::Strong, Some(30), false);
        *reach = Reach::Km(12.5);
        wish.furniture.title = false;
        wish.furniture.scale_bar = false;
        wish.style.doubts = DoubtChoice { disputed: false, uncertain: false, unconfirmed: false, stale: false };
    });
    add(Rule::default(), &|wish| {
        wish.territory = None;
        wish.furniture.legend = false;
        wish.style.names = Names::Arabic;
        wish.style.palette = Palette::Safe;
    });
    add(Rule::default(), &|wish| wish.territory.as_mut().unwrap().1 = Reach::Unlimited);
    add(Rule::default(), &|wish| {
        wish.words.title = Some("Who holds \"Idlib\"? It's contested".to_owned());
        "الوضع مساءً".clone_into(&mut wish.words.subtitle);
        wish.words.language = Language::Arabic;
        (wish.width, wish.height) = (700, 500);
        wish.furniture.inset = true;
        wish.furniture.legend_in_short = true;
    });
    add(Rule::default(), &|wish| wish.transparent = true);
    add(Rule::default(), &|wish| {
        wish.chart = true;
        wish.gains_since = Some(day("2015-03-01"));
        (wish.width, wish.height) = (900, 600);
    });
    wishes
}

#[test]
fn the_command_in_a_picture_makes_the_same_bytes() {
    let dir = Dir::new();
    let document = bundled();
    for (nth, (rule, wish)) in wishes(&document).into_iter().enumerate() {
        let document = document.under(rule);
        // Every format once.
        let ending = ["png", "svg", "pdf", "webp", "jpg"][nth % 5];
        let (first, again) = (format!("{nth}.{ending}"), format!("again.{ending}"));
        wish.write(&document, &Typesetter::new(), &dir.path(&first)).unwrap();
        let told = wish.told(&document);
        run(&dir, told.get(provenance::COMMAND), &again);
        let read = |name: &str| fs::read(dir.path(name)).unwrap();
        assert!(read(&first) == read(&again), "{ending}: {}", told.get(provenance::COMMAND));
    }
}

#[test]
fn the_command_in_a_film_makes_the_same_bytes() {
    let dir = Dir::new();
    dir.chronicle("my chronicle", PLACES, EVENTS);
    let document = Document::open(Some(&dir.path("my chronicle"))).unwrap();
    let mut film = Timelapse::new(&document);
    film.snapshot = small("2015-03-28");
    (film.rate, film.easing, film.hold, film.every_change) = (12.5, 2, 0.5, false);
    film.write(&document, &dir.path("film.gif"), |_, _| std::ops::ControlFlow::Continue(())).unwrap();
    let told = film.told(&document);
    assert!(told.get(provenance::COMMAND).starts_with("salient timelapse 'my chronicle' --from "), "{told:?}");
    run(&dir, told.get(provenance::COMMAND), "again.gif");
    assert!(fs::read(dir.path("film.gif")).unwrap() == fs::read(dir.path("again.gif")).unwrap());
}

#[test]
fn a_sidecar_says_what_the_picture_says() {
    let dir = Dir::new();
    dir.salient(&["snapshot", "--date", "2015-04-25", "--size", "300x200", "--sidecar", "-o", "map.png"]).fine();
    let read = |name: &str| fs::read_to_string(dir.path(name)).unwrap();
    let told: serde_json::Value = serde_json::from_str(&read("map.png.json")).unwrap();
    let text_of = |path: &Path| {
        let reader = png::Decoder::new(std::io::BufReader::new(fs::File::open(path).unwrap())).read_info().unwrap();
        let texts = reader.info().utf8_text.iter();
        texts.map(|text| (text.keyword.clone(), text.get_text().unwrap())).collect::<Vec<_>>()
    };
    let texts = text_of(&dir.path("map.png"));
    assert_eq!(texts.len(), 10, "{texts:?}");
    for (keyword, text) in texts {
        assert_eq!(told[keyword.to_lowercase().replace([' ', '-'], "_")], text, "{keyword}");
    }
    assert_eq!(told["date_of_the_map"], "2015-04-25");
    assert_eq!(told["extent"].as_str().unwrap().split(',').count(), 4);
    dir.salient(&[
        "timelapse",
        "--from",
        "2015-04-25",
        "--to",
        "2015-04-27",
        "--step",
        "1d",
        "--size",
        "300x200",
        "--sidecar",
        "-o",
        "f.gif",
    ])
    .fine();
    let told: serde_json::Value = serde_json::from_str(&read("f.gif.json")).unwrap();
    assert_eq!(told["date_of_the_map"], "2015-04-25 to 2015-04-27");
    let line = dir.salient(&["snapshot", "--why", "-o", "x.png"]).refused();
    assert!(line.contains("no place is named"), "{line}");
}

#[test]
fn a_folder_and_its_project_have_the_same_checksum() {
    let dir = Dir::new();
    dir.salient(&["export", "-o", "folder"]).fine();
    dir.salient(&["import", "folder", "-o", "p.gpkg"]).fine();
    let checksum = |path: &str| Document::open(Some(&dir.path(path))).unwrap().checksum().to_owned();
    assert_eq!(checksum("folder"), checksum("p.gpkg"));
    assert_eq!(checksum("folder"), bundled().checksum());
}
