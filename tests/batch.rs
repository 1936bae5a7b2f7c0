//! Many pictures at once: by dates, by a job file, on one sheet.
#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod support;

use std::fs;

use salient::app::contact_sheet::{ContactSheet, parse_dates};
use salient::app::snapshot::{Extent, Snapshot};
use salient::scene::{Shape, Typesetter};
use support::{Dir, bundled, day};

fn names(dir: &Dir, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(dir.path(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_picture_a_date_is_that_of_a_single_command() {
    let dir = Dir::new();
    dir.salient(&["snapshot", "--dates", "2015-03-28, 2015-04-25", "--size", "300x200", "--sidecar", "-o", "out"])
        .fine();
    assert_eq!(names(&dir, "out"), ["2015-03-28.png", "2015-03-28.png.json", "2015-04-25.png", "2015-04-25.png.json"]);
    dir.salient(&["snapshot", "--date", "2015-03-28", "--size", "300x200", "-o", "one.png"]).fine();
    assert!(fs::read(dir.path("out/2015-03-28.png")).unwrap() == fs::read(dir.path("one.png")).unwrap());
    // The same dates out of a table, with names.
    dir.write("dates.csv", "output,Date\n,2015-03-28\nsecond.svg,2015-04-25\n");
    dir.salient(&["snapshot", "--dates", "dates.csv", "--size", "300x200", "-o", "table"]).fine();
    assert_eq!(names(&dir, "table"), ["2015-03-28.png", "second.svg"]);
}

#[test]
fn a_job_makes_what_its_pictures_ask_for() {
    let dir = Dir::new();
    dir.write(
        "job.toml",
        "[[picture]]\ndate = 2015-04-25\nplace = \"jisr-al-shughur\"\nsize = \"300x200\"\noutput = \"one.png\"\n\
         [[picture]]\ndates = [\"2015-03-28\", \"2015-04-25\"]\nsheet = true\nsize = \"700x400\"\n\
         rule = \"camp:government\"\nno-legend = true\ninset = false\noutput = \"two.svg\"\n",
    );
    dir.salient(&["snapshot", "--job", "job.toml"]).fine();
    dir.salient(&[
        "snapshot",
        "--date",
        "2015-04-25",
        "--place",
        "jisr-al-shughur",
        "--size",
        "300x200",
        "-o",
        "x.png",
    ])
    .fine();
    assert!(fs::read(dir.path("one.png")).unwrap() == fs::read(dir.path("x.png")).unwrap());
    let sheet = fs::read_to_string(dir.path("two.svg")).unwrap();
    for text in ["28 Mar 2015", "25 Apr 2015", "As told by the camp “government”", "--sheet"] {
        assert!(sheet.contains(text), "{text}");
    }
}

#[test]
fn bad_wishes_are_refused_in_one_sentence_and_name_the_picture() {
    let dir = Dir::new();
    dir.write("no-dates.csv", "day\n2015-03-28\n");
    dir.write("wrong.csv", "date\n2015-03-28\nsoon\n");
    dir.write("evil.csv", "date,output\n2015-03-28,../evil.png\n");
    dir.write("empty.csv", "date\n");
    dir.write("bytes.csv", b"date\n\xff\xfe\n");
    let job = |name: &str, text: &str| {
        dir.write(name, text);
    };
    job("none.toml", "x = 1\n");
    job("broken.toml", "[[picture\n");
    job("unknown.toml", "[[picture]]\ncolour = \"red\"\noutput = \"a.png\"\n");
    job("nothing.toml", "[[picture]]\ndate = 2015-04-25\n");
    job("second.toml", "[[picture]]\noutput = \"a.png\"\n[[picture]]\nplace = \"Nowhere\"\noutput = \"b.png\"\n");
    job("ending.toml", "[[picture]]\noutput = \"a.bmp\"\n");
    job("nested.toml", "[[picture]]\noutput = \"a.png\"\njob = \"nested.toml\"\n");
    for (arguments, said) in [
        (&["--dates", "soon", "-o", "x"][..], "could not understand the date"),
        (&["--dates", ",", "-o", "x"], "names no date"),
        (&["--dates", "missing.csv", "-o", "x"], "check that it exists"),
        (&["--dates", "no-dates.csv", "-o", "x"], "no column date"),
        (&["--dates", "wrong.csv", "-o", "x"], "line 3"),
        (&["--dates", "evil.csv", "-o", "x"], "without folders"),
        (&["--dates", "empty.csv", "-o", "x"], "names no date"),
        (&["--dates", "bytes.csv", "-o", "x"], "could not read the dates"),
        (&["--dates", "2015-03-28", "--sheet", "-o", "x"], "must end in"),
        (&["--dates", "2015-03-28", "--sheet", "--size", "100x60", "-o", "x.png"], "no room"),
        (&["--job", "missing.toml"], "check that it exists"),
        (&["--job", "none.toml"], "[[picture]]"),
        (&["--job", "broken.toml"], "could not read the job"),
        (&["--job", "unknown.toml"], "picture 1"),
        (&["--job", "nothing.toml"], "needs an output"),
        (&["--job", "second.toml"], "picture 2"),
        (&["--job", "ending.toml"], "must end in"),
        (&["--job", "nested.toml"], "picture 1"),
    ] {
        let line = dir.salient(&[&["snapshot"], arguments].concat()).refused();
        assert!(line.starts_with("error: could not ") && line.contains(said), "{arguments:?}: {line}");
    }
    let written = names(&dir, ".");
    assert!(!written.iter().any(|name| name.ends_with("png") || name.ends_with("svg")), "{written:?}");
}

#[test]
fn the_maps_of_a_sheet_lie_beside_each_other() {
    let document = bundled();
    for count in 1..=12 {
        let dates = (0..count).map(|nth| day(&format!("2014-{:02}-01", nth % 12 + 1))).collect();
        let mut snapshot = Snapshot::new(day("2014-01-01"));
        (snapshot.width, snapshot.height, snapshot.extent) = (1600, 1000, Extent::AllPlaces);
        let sheet = ContactSheet { snapshot, dates };
        let picture = sheet.picture(&document, &Typesetter::new()).unwrap();
        let captions = picture.by_layer().find(|(name, _)| *name == Some("Captions")).unwrap().1;
        let frames: Vec<[f32; 4]> = captions
            .iter()
            .filter_map(|shape| match shape {
                Shape::Panel { at, width, height, .. } => Some([at.x, at.y, at.x + width, at.y + height]),
                _ => None,
            })
            .collect();
        assert_eq!(frames.len(), count);
        for (nth, a) in frames.iter().enumerate() {
            assert!(a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= picture.width && a[3] <= picture.height, "{a:?}");
            for b in &frames[nth + 1..] {
                let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                assert!(apart, "{count}: {a:?} {b:?}");
            }
        }
        assert_eq!(picture.left_out, [""; 0]);
    }
}

#[test]
fn dates_are_read_from_a_list() {
    assert_eq!(parse_dates("2015-03-28, 2015-04-25;").unwrap(), [day("2015-03-28"), day("2015-04-25")]);
    assert_eq!(parse_dates("").unwrap(), []);
    assert!(parse_dates("2015-03-28,tomorrow").unwrap_err().contains("tomorrow"));
}
