//! Time-lapses: every change is shown, the file says what it is, and what is stopped leaves nothing.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use salient::app::document::Document;
use salient::app::filter::Filter;
use salient::app::territory::{DateStep, parse_step};
use salient::app::timelapse::{Error, Timelapse, TimelapseFormat};
use salient::domain::PlaceIx;
use salient::raster::MovingFormat;
use support::{Dir, EVENTS, PLACES, bundled, day};

fn small(document: &Document, from: &str, to: &str, step: &str) -> Timelapse {
    let mut film = Timelapse::new(document);
    (film.from, film.to, film.step) = (day(from), day(to), parse_step(step).unwrap());
    (film.snapshot.width, film.snapshot.height) = (320, 200);
    film.hold = 0.0;
    film
}

fn go_on(_done: usize, _all: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn every_change_is_shown_at_any_step() {
    let document = bundled();
    for step in ["1d", "1w", "3mo", "1y", "change"] {
        let film = small(&document, "2014-01-01", "2017-06-30", step);
        let moments = film.moments(&document).unwrap();
        assert!(moments.is_sorted_by(|a, b| a.date < b.date), "{step}");
        assert_eq!((moments[0].date, moments.last().unwrap().date), (film.from, film.to), "{step}");
        for place in (0..document.chronicle.places().len()).map(PlaceIx::new) {
            let steps = document.timeline.steps_of(place);
            for (at, state) in steps.iter().enumerate() {
                let (begins, next) = (state.day.date(), steps.get(at + 1));
                // What only restates the next is seen with it.
                let is_seen_next = next.is_some_and(|next| next.control == state.control);
                if begins < film.from || begins > film.to || is_seen_next {
                    continue;
                }
                let is_shown = moments
                    .iter()
                    .any(|moment| begins <= moment.date && next.is_none_or(|next| moment.date < next.day.date()));
                assert!(is_shown, "{step}: {place:?} on {begins}");
            }
        }
    }
    // Without it there are the dates of the step and the last one.
    let mut film = small(&document, "2014-01-01", "2014-12-31", "1mo");
    film.every_change = false;
    let moments = film.moments(&document).unwrap();
    assert_eq!(moments.len(), 13);
    assert!(moments.iter().all(|moment| !moment.is_added));
}

#[test]
fn a_film_stops_at_chapters_and_at_its_end() {
    let document = bundled();
    let mut film = small(&document, "2015-01-01", "2015-12-31", "1mo");
    (film.chapters, film.hold, film.rate, film.every_change) = (true, 2.0, 5.0, false);
    let moments = film.moments(&document).unwrap();
    let chapters: BTreeSet<usize> = moments.iter().filter_map(|moment| moment.chapter).collect();
    assert!(!chapters.is_empty());
    for chapter in chapters {
        let of_chapter: Vec<u32> =
            moments.iter().filter(|moment| moment.chapter == Some(chapter)).map(|moment| moment.frames).collect();
        assert_eq!(of_chapter[0], 10, "{:?}", document.chronicle.chapters[chapter].name);
    }
    assert_eq!(moments.last().unwrap().frames, 10);
    film.easing = 3;
    let eased = film.moments(&document).unwrap();
    assert_eq!(eased.iter().map(|m| m.frames).sum::<u32>(), 4 * moments.iter().map(|m| m.frames).sum::<u32>());
}

#[test]
fn the_path_says_the_format() {
    for (path, format) in [
        ("a.mp4", Some(TimelapseFormat::Mp4)),
        ("a.MP4", Some(TimelapseFormat::Mp4)),
        ("a.gif", Some(TimelapseFormat::Moving(MovingFormat::Gif))),
        ("a.webp", Some(TimelapseFormat::Moving(MovingFormat::WebP))),
        ("a.apng", Some(TimelapseFormat::Moving(MovingFormat::Apng))),
        ("frames", Some(TimelapseFormat::Pngs)),
        ("frames.2015/", Some(TimelapseFormat::Pngs)),
        ("a.png", None),
        ("a.avi", None),
        ("", None),
    ] {
        assert_eq!(TimelapseFormat::of(Path::new(path)), format, "{path}");
    }
}

/// The frames of an animated WebP, each with its milliseconds.
fn webp_frames(file: &[u8]) -> Vec<(Vec<u8>, u32)> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).unwrap();
    let mut frames = Vec::new();
    for _ in 0..decoder.num_frames() {
        let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
        let time = decoder.read_frame(&mut pixels).unwrap();
        frames.push((pixels, time));
    }
    frames
}

#[test]
fn a_film_in_every_format_shows_the_same_frames_and_is_the_same_bytes_again() {
    let dir = Dir::new();
    let document = bundled();
    let film = small(&document, "2015-03-20", "2015-05-01", "1w");
    let made = film.write(&document, &dir.path("film.webp"), go_on).unwrap();
    let moments = film.moments(&document).unwrap();
    assert_eq!((made.frames as usize, made.dates), (moments.len(), moments.len()));
    let webp = fs::read(dir.path("film.webp")).unwrap();
    let frames = webp_frames(&webp);
    assert_eq!(frames.len(), moments.len());
    assert!(frames.iter().all(|(_, time)| *time == 100), "ten dates a second");
    for name in ["again.webp", "film.gif", "again.gif", "film.apng", "again.apng"] {
        film.write(&document, &dir.path(name), go_on).unwrap();
    }
    for ending in ["webp", "gif", "apng"] {
        let read = |name: &str| fs::read(dir.path(&format!("{name}.{ending}"))).unwrap();
        assert!(read("film") == read("again"), "{ending}");
    }
    // The same as numbered pictures, which say their own date.
    film.write(&document, &dir.path("frames"), go_on).unwrap();
    let mut names: Vec<String> = fs::read_dir(dir.path("frames"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names[0], "frame-00001-2015-03-20.png");
    assert_eq!(names.len(), moments.len());
    for (name, (pixels, _)) in names.iter().zip(&frames) {
        let file = fs::File::open(dir.path("frames").join(name)).unwrap();
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut rgb).unwrap();
        let date = &reader.info().utf8_text.iter().find(|text| text.keyword == "Date of the map").unwrap();
        assert!(name.contains(&date.get_text().unwrap()));
        let command = reader.info().utf8_text.iter().find(|text| text.keyword == "Command").unwrap();
        assert!(command.get_text().unwrap().starts_with("salient timelapse --from 2015-03-20 "));
        let shown = pixels.chunks_exact(4).flat_map(|pixel| &pixel[..3]);
        // WebP's decoder rounds where it lays frames over each other.
        assert!(rgb.iter().zip(shown).all(|(a, b)| a.abs_diff(*b) <= 1), "{name}");
    }
    let leftovers = fs::read_dir(dir.path(".")).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".new")
    });
    assert_eq!(leftovers.count(), 0);
}

#[test]
fn a_filter_by_day_hides_other_places_in_every_frame() {
    let dir = Dir::new();
    let document = bundled();
    let mut film = small(&document, "2014-12-01", "2015-06-01", "2mo");
    film.snapshot.territory = None;
    film.snapshot.furniture.legend = false;
    film.snapshot.filter = Filter::parse(&document.chronicle, "faction=army-of-conquest").unwrap();
    let colour = |id: &str| {
        let row = document.chronicle.factions().iter().position(|faction| faction.id.as_str() == id).unwrap();
        let own = document.chronicle.factions()[row].colour;
        let shown = film.snapshot.style.faction_colour(row, own);
        [shown.red, shown.green, shown.blue]
    };
    let [conquest, other] = ["army-of-conquest", "isil"].map(colour);
    film.write(&document, &dir.path("filtered"), go_on).unwrap();
    film.snapshot.filter = Filter::default();
    film.write(&document, &dir.path("whole"), go_on).unwrap();
    let frames = |folder: &str| {
        let mut paths: Vec<_> = fs::read_dir(dir.path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    for (filtered, whole) in frames("filtered").iter().zip(frames("whole")) {
        let of = |path: &Path, colour: [u8; 3]| {
            let file = fs::File::open(path).unwrap();
            let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
            let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut rgb).unwrap();
            rgb.chunks_exact(3).filter(|pixel| *pixel == colour).count()
        };
        assert!(of(&whole, other) > 0 && of(filtered, other) == 0, "{}", filtered.display());
        // Idlib was the first that it took.
        let name = filtered.file_stem().unwrap().to_string_lossy();
        let holds = &name[name.len() - 10..] >= "2015-03-28";
        assert_eq!(of(filtered, conquest) > 0, holds, "{name}");
    }
    // Names come and go with their places.
    let names = |path: &Path| fs::metadata(path).unwrap().len();
    let first = &frames("filtered")[0];
    assert!(names(first) < names(&frames("whole")[0]), "{}", first.display());
}

#[test]
fn what_is_stopped_or_fails_leaves_the_old_file() {
    let dir = Dir::new();
    let document = bundled();
    let film = small(&document, "2015-03-20", "2015-05-01", "1w");
    for name in ["film.gif", "film.webp", "film.apng"] {
        dir.write(name, "the old one");
        let stopped = film.write(&document, &dir.path(name), |done, _| {
            if done == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
        assert_eq!(fs::read_to_string(dir.path(name)).unwrap(), "the old one");
    }
    let stopped = film.write(&document, &dir.path("frames"), |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
    let mut names: Vec<_> = fs::read_dir(dir.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["film.apng", "film.gif", "film.webp"]);
}

#[test]
fn bad_wishes_are_refused_in_one_sentence() {
    let dir = Dir::new();
    dir.chronicle("c", PLACES, EVENTS);
    dir.write("full/inside.txt", "mine");
    for (rest, said) in [
        (&["-o", "a.avi"][..], "must end in .mp4"),
        (&["-o", "a.gif", "--from", "2016-01-01", "--to", "2015-01-01"], "exchange them"),
        (&["-o", "a.gif", "--rate", "0"], "the rate"),
        (&["-o", "a.gif", "--rate", "-5"], "the rate"),
        (&["-o", "a.gif", "--rate", "NaN"], "the rate"),
        (&["-o", "a.gif", "--rate", "60"], "frames a second"),
        (&["-o", "a.gif", "--hold", "1e9"], "the hold"),
        (&["-o", "a.gif", "--ease", "1000"], "the easing"),
        (&["-o", "a.gif", "--step", "0d"], "the step"),
        (&["-o", "a.gif", "--step", "soon"], "the step"),
        (&["-o", "a.gif", "--size", "0x0"], "the size"),
        (&["-o", "a.mp4", "--size", "5000x4000"], "3840 by 2160"),
        (&["-o", "a.gif", "--from", "0001-01-01", "--to", "9999-12-31", "--step", "1d"], "frames"),
        (&["-o", "missing/a.gif"], "could not write"),
        (&["-o", "missing/frames"], "could not write"),
        (&["-o", "full"], "not empty"),
        (&["-o", "a.gif", "--rule", "told-by:nobody"], "could not find the source"),
        (&["-o", "a.gif", "--place", "Nowhere"], "Nowhere"),
    ] {
        let line = dir.salient(&[&["timelapse", "c"], rest].concat()).refused();
        assert!(line.starts_with("error: could not ") && line.contains(said), "{rest:?}: {line}");
    }
    let mut names: Vec<_> = fs::read_dir(dir.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["c", "full"]);
}

#[test]
fn a_full_disk_leaves_nothing() {
    let Some(disk) = std::env::var_os("SALIENT_SMALL_DISK") else {
        eprintln!("SALIENT_SMALL_DISK names no small disk: the full disk was not tried");
        return;
    };
    let document = bundled();
    let mut film = small(&document, "2014-01-01", "2018-01-01", "1w");
    (film.snapshot.width, film.snapshot.height) = (1280, 720);
    for name in ["film.gif", "film.webp", "film.apng", "frames", "film.mp4"] {
        let path = Path::new(&disk).join(name);
        let failed = film.write(&document, &path, go_on).unwrap_err().to_string();
        assert!(failed.starts_with("could not "), "{failed}");
        assert_eq!(fs::read_dir(&disk).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn the_shell_writes_under_a_rule_and_says_so_in_the_file() {
    let dir = Dir::new();
    let arguments = ["timelapse", "--from", "2015-04-20", "--to", "2015-04-27", "--step", "1d", "--size", "320x200"];
    for (rule, written) in [("assessed", "Rule: assessed"), ("camp:government", "Rule: camp:government")] {
        let run = dir.salient(&[&arguments[..], &["--rule", rule, "--hold", "0", "-o", "film.gif"]].concat());
        assert!(run.stderr.contains("8 frames of 8 dates"), "{}", run.stderr);
        run.fine();
        let file = fs::read(dir.path("film.gif")).unwrap();
        let mut text = String::from_utf8_lossy(&file).into_owned();
        // Comments of GIF come in blocks of 255 bytes.
        text.retain(|c| c != '\u{fffd}');
        assert!(text.contains(&written[..10]), "{rule}");
    }
}

#[test]
fn a_video_has_the_frames_size_and_length_that_were_asked_for() {
    let has = |program: &str| Command::new(program).arg("-version").output().is_ok_and(|out| out.status.success());
    if !has("ffmpeg") || !has("ffprobe") {
        assert!(std::env::var_os("SALIENT_FFMPEG").is_none(), "ffmpeg was promised");
        let dir = Dir::new();
        let line = dir.salient(&["timelapse", "--to", "2015-01-01", "-o", "a.mp4"]).refused();
        assert!(line.contains("install ffmpeg"), "{line}");
        eprintln!("there is no ffmpeg: the video was not tried");
        return;
    }
    let dir = Dir::new();
    let document = bundled();
    let mut film = small(&document, "2015-03-20", "2015-05-01", "1w");
    (film.snapshot.width, film.snapshot.height) = (321, 201);
    film.rate = 12.5;
    let path = dir.path("film.mp4");
    let made = film.write(&document, &path, go_on).unwrap();
    let probe = Command::new("ffprobe")
        .args(["-v", "error", "-count_frames", "-show_entries"])
        .args(["stream=codec_name,width,height,nb_read_frames,r_frame_rate:format=duration:format_tags=comment"])
        .args(["-of", "default=nw=1"])
        .arg(&path)
        .output()
        .unwrap();
    let probed = String::from_utf8(probe.stdout).unwrap();
    for line in [
        "codec_name=h264".to_owned(),
        "width=322".to_owned(),
        "height=202".to_owned(),
        "r_frame_rate=25/2".to_owned(),
        format!("nb_read_frames={}", made.frames),
    ] {
        assert!(probed.lines().any(|found| found == line), "{line}:\n{probed}");
    }
    assert!(probed.contains("Rule: assessed"), "{probed}");
    let duration = probed.lines().find_map(|line| line.strip_prefix("duration=")).unwrap().parse::<f64>().unwrap();
    assert!((duration - made.frames as f64 / 12.5).abs() < 0.01, "{duration}");
    // Decoded again, the frames are those of the pictures but for the codec's loss.
    film.write(&document, &dir.path("frames"), go_on).unwrap();
    let decoded = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(&path)
        .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        .output()
        .unwrap()
        .stdout;
    let mut names: Vec<_> = fs::read_dir(dir.path("frames")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for (name, frame) in names.iter().zip(decoded.chunks_exact(322 * 202 * 3)) {
        let mut reader = png::Decoder::new(std::io::BufReader::new(fs::File::open(name).unwrap())).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut rgb).unwrap();
        let rows = rgb.chunks_exact(321 * 3).zip(frame.chunks_exact(322 * 3));
        let off: f64 = rows.flat_map(|(a, b)| a.iter().zip(b)).map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
        let mean = off / rgb.len() as f64;
        assert!(mean < 4.0, "{}: {mean}", name.display());
    }
    assert_eq!(names.len() as u64, made.frames);
    // Made again, it is the same; stopped, the old one stays.
    let first = fs::read(&path).unwrap();
    film.write(&document, &path, go_on).unwrap();
    assert!(fs::read(&path).unwrap() == first);
    assert!(film.write(&document, &path, |_, _| ControlFlow::Break(())).is_err());
    assert!(fs::read(&path).unwrap() == first);
    assert_eq!(film.step, DateStep::Days(7));
}
