//! Pictures by our own CPU rasteriser, compared with those in `golden/`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test golden` rewrites them; look at what changed before you
//! commit it. A difference leaves `NAME.new.png` beside the golden picture.
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
use std::io::Cursor;
use std::path::{Path, PathBuf};

use salient::app::contact_sheet::ContactSheet;
use salient::app::document::Document;
use salient::app::ribbons::{RibbonOrder, RibbonSheet, places_of_region, sorted};
use salient::app::rules;
use salient::app::snapshot::{Beside, Extent, Snapshot};
use salient::domain::{Known, LonLat, PlaceIx, Rule};
use salient::scene::{Language, LegendPlace, Names, Theme, Typesetter};
use support::{Dir, bundled, day, fixture};

use salient::geometry::{Reach, Smoothing};
use salient::scene::{Palette, TerritoryChoice};

fn decode(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    pixels.truncate(info.buffer_size());
    (info.width, info.height, pixels)
}

/// Makes the picture and compares it.
#[track_caller]
fn check(name: &str, document: &Document, snapshot: &Snapshot) {
    check_png(name, &snapshot.png(document, &Typesetter::new()).unwrap());
}

/// Compares a picture. Processors round the last bit of a float differently, so a few pixels on edges
/// may differ a little.
#[track_caller]
fn check_png(name: &str, made: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let golden: PathBuf = folder.join(format!("{name}.png"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&golden, made).unwrap();
        return;
    }
    let expected = fs::read(&golden).unwrap_or_else(|_| panic!("there is no golden picture {name}"));
    let (made_pixels, expected_pixels) = (decode(made), decode(&expected));
    assert_eq!((made_pixels.0, made_pixels.1), (expected_pixels.0, expected_pixels.1), "{name} has another size");
    let apart = |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 24);
    let pairs = made_pixels.2.chunks_exact(3).zip(expected_pixels.2.chunks_exact(3));
    let different = pairs.filter(|pair| apart(*pair)).count();
    let allowed = made_pixels.2.len() / 3 / 10_000;
    if different > allowed {
        fs::write(folder.join(format!("{name}.new.png")), made).unwrap();
        panic!("{name}: {different} pixels differ, {allowed} may; see {name}.new.png");
    }
}

fn at(lon: f64, lat: f64, zoom: f64) -> Extent {
    Extent::Around { centre: LonLat::new(lon, lat).unwrap(), zoom }
}

fn snapshot(date: &str, extent: Extent) -> Snapshot {
    let mut snapshot = Snapshot::new(day(date));
    (snapshot.width, snapshot.height) = (720, 480);
    snapshot.scale = Some(0.8);
    snapshot.extent = extent;
    snapshot.territory = None;
    snapshot
}

#[test]
fn jisr_al_shughur_on_the_day_it_fell() {
    let document = bundled();
    let mut snapshot = snapshot("2015-04-25", at(36.31983, 35.81418, 9.5));
    snapshot.highlight = document.chronicle.place_by_id("jisr-al-shughur");
    check("jisr-al-shughur", &document, &snapshot);
}

#[test]
fn jisr_al_shughur_in_arabic_on_dark_ground() {
    let document = bundled();
    let mut snapshot = snapshot("2015-04-25", at(36.31983, 35.81418, 10.5));
    snapshot.highlight = document.chronicle.place_by_id("jisr-al-shughur");
    snapshot.style.names = Names::Arabic;
    snapshot.style.theme = Theme::Dark;
    check("jisr-al-shughur-arabic-dark", &document, &snapshot);
}

#[test]
fn all_of_syria_in_april_2015() {
    check("syria-2015", &bundled(), &snapshot("2015-04-25", Extent::AllPlaces));
}

#[test]
fn all_of_syria_on_the_day_damascus_fell_in_both_scripts() {
    let mut snapshot = snapshot("2024-12-08", Extent::AllPlaces);
    snapshot.style.names = Names::Both;
    check("syria-2024-both", &bundled(), &snapshot);
}

#[test]
fn before_the_chronicle_every_place_is_unknown() {
    check("syria-unknown", &bundled(), &snapshot("2011-01-01", Extent::AllPlaces));
}

/// Every kind of place in every state, in every symbol.
#[test]
fn every_kind_in_every_state() {
    const KINDS: [&str; 9] = [
        "city",
        "town",
        "village",
        "district",
        "military-base",
        "air-base",
        "border-crossing",
        "dam",
        "strategic-site",
    ];
    const SYMBOLS: [&str; 8] = ["square", "circle", "triangle", "diamond", "cross", "star", "hexagon", "pentagon"];
    let colours = ["#c8372d", "#3d9a47", "#1f7f86", "#8a94a0", "#2b2b2b", "#e3b505", "#7bb662", "#4a6fb3"];
    let mut factions = String::from("id,name,symbol,colour\n");
    for (symbol, colour) in SYMBOLS.iter().zip(colours) {
        factions.push_str(&format!("{symbol},{symbol},{symbol},{colour}\n"));
    }
    let mut places = String::from("id,name,kind,lat,lon\n");
    let mut events = String::from("place_id,date,controller,shared_with,contested_by,besieged_by\n");
    for (column, kind) in KINDS.iter().enumerate() {
        let states = [
            (SYMBOLS[column % 8], "", "", ""),
            (SYMBOLS[(column + 3) % 8], "cross", "", ""),
            (SYMBOLS[(column + 5) % 8], "", "square", ""),
            (SYMBOLS[(column + 1) % 8], "", "", "star"),
            (SYMBOLS[(column + 2) % 8], "", "circle", "cross"),
            ("unknown", "", "", ""),
        ];
        for (row, (holder, shared, contested, besieged)) in states.iter().enumerate() {
            // Nobody is their own rival: where it would come out so, the next symbol steps in.
            let other = |rival: &'static str| match SYMBOLS.iter().position(|symbol| *symbol == rival) {
                Some(at) if rival == *holder => SYMBOLS[(at + 1) % 8],
                _ => rival,
            };
            let (shared, contested, besieged) = (other(shared), other(contested), other(besieged));
            let (lat, lon) = (31.0 - row as f64 * 0.25, 20.0 + column as f64 * 0.3);
            places.push_str(&format!("{kind}-{row},{kind},{kind},{lat},{lon}\n"));
            events.push_str(&format!("{kind}-{row},2015-01-01,{holder},{shared},{contested},{besieged}\n"));
        }
    }
    let dir = Dir::new();
    let folder = dir.chronicle("c", &places, &events);
    dir.write("c/factions.csv", factions);
    let document = Document::open(Some(&folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    let mut snapshot = snapshot("2015-01-02", at(21.2, 30.35, 9.25));
    snapshot.furniture.legend = false;
    check("every-kind-in-every-state", &document, &snapshot);
}

#[test]
fn a_workload_with_made_up_places() {
    let document = Document::open(Some(&fixture("w1"))).unwrap();
    check("workload", &document, &snapshot("2016-06-01", Extent::AllPlaces));
}

/// The base map alone, at zooms and places where base maps go wrong.
#[track_caller]
fn check_base_map(name: &str, extent: Extent, theme: Theme) {
    let mut snapshot = snapshot("2015-01-01", extent);
    snapshot.furniture.legend = false;
    snapshot.style.theme = theme;
    check(name, &bundled(), &snapshot);
}

#[test]
fn the_world() {
    check_base_map("base-world", at(20.0, 20.0, 2.6), Theme::Light);
}

#[test]
fn the_antimeridian_at_fiji_and_chukotka() {
    check_base_map("base-fiji", at(179.9, -17.3, 7.5), Theme::Light);
    check_base_map("base-chukotka", at(-179.8, 67.0, 5.0), Theme::Dark);
}

#[test]
fn the_far_north_and_the_far_south() {
    check_base_map("base-arctic", at(-30.0, 80.0, 3.4), Theme::Light);
    check_base_map("base-antarctic", at(0.0, -80.0, 3.0), Theme::Light);
}

#[test]
fn levels_of_detail_on_the_same_coast() {
    for (zoom, name) in [(4.0, "4"), (6.1, "6"), (8.1, "8"), (12.0, "12")] {
        check_base_map(&format!("base-coast-{name}"), at(35.78, 35.52, zoom), Theme::Light);
    }
}

/// The ground of Syria on days on which it moved.
#[track_caller]
fn check_ground(name: &str, date: &str, extent: Extent, choose: impl FnOnce(&mut Snapshot, &mut TerritoryChoice)) {
    let mut snapshot = snapshot(date, extent);
    let mut choice = TerritoryChoice::default();
    choose(&mut snapshot, &mut choice);
    let reach = snapshot.territory.map_or_else(Reach::default, |(_, reach)| reach);
    snapshot.territory = Some((choice, reach));
    check(name, &bundled(), &snapshot);
}

#[test]
fn territory_and_fronts_in_the_spring_of_2015() {
    check_ground("ground-2015-03-27", "2015-03-27", Extent::AllPlaces, |_, _| {});
    check_ground("ground-idlib-2015-04-26", "2015-04-26", at(36.6, 35.7, 9.0), |_, _| {});
}

#[test]
fn territory_of_2017_in_print_grey_with_patterns() {
    check_ground("ground-2017-grey", "2017-11-01", Extent::AllPlaces, |snapshot, _| {
        snapshot.style.palette = Palette::Grey;
    });
}

#[test]
fn territory_of_2017_in_safe_colours_without_limit_of_reach() {
    check_ground("ground-2017-safe", "2017-11-01", Extent::AllPlaces, |snapshot, choice| {
        snapshot.style.palette = Palette::Safe;
        snapshot.territory = Some((*choice, Reach::Unlimited));
    });
}

#[test]
fn movement_in_the_ten_days_in_which_aleppo_and_hama_fell() {
    check_ground("ground-movement-2024-12-05", "2024-12-05", at(37.0, 35.4, 7.6), |snapshot, choice| {
        snapshot.style.theme = Theme::Dark;
        choice.movement_days = Some(9);
    });
}

#[test]
fn fronts_without_ground_unsmoothed_and_strongly_smoothed() {
    for (name, smoothing) in [("off", Smoothing::Off), ("strong", Smoothing::Strong)] {
        check_ground(&format!("fronts-{name}"), "2015-04-26", at(36.6, 35.7, 9.0), |snapshot, choice| {
            choice.fill = false;
            choice.smoothing = smoothing;
            // Without a legend the credit says what the ground is.
            snapshot.furniture.legend = false;
        });
    }
}

#[test]
fn areas_from_outside_with_a_front_between_them() {
    let dir = Dir::new();
    let folder = dir.chronicle("c", support::PLACES, support::EVENTS);
    let area = |faction: &str, west: f64| {
        let east = west + 0.4;
        format!(
            r#"{{"type":"Feature","properties":{{"faction":"{faction}","start":"2015-01-01"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},35.0],[{east},35.0],[{east},35.4],[{west},35.4],[{west},35.0]]]}}}}"#
        )
    };
    let both =
        format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, area("north", 35.8), area("south", 36.2));
    dir.write("c/areas/2015.geojson", both);
    let document = Document::open(Some(&folder)).unwrap();
    assert_eq!(document.problems.list(), []);
    let mut snapshot = snapshot("2015-04-26", at(36.2, 35.2, 9.0));
    let choice = TerritoryChoice { fill: false, fronts: false, ..TerritoryChoice::default() };
    snapshot.territory = Some((choice, Reach::default()));
    check("areas", &document, &snapshot);
}

/// Jisr al-Shughur and its surroundings on the day on which everybody said something else.
#[test]
fn the_day_jisr_al_shughur_fell_under_four_rules() {
    let document = bundled();
    let chronicle = &document.chronicle;
    for (name, rule) in [
        ("assessed", "assessed"),
        ("state-television", "told-by:Syrian state television"),
        ("opposition", "camp:opposition"),
        ("confirmed-2", "confirmed:2"),
    ] {
        let basis = rules::parse_basis(chronicle, rule).unwrap();
        let document = document.under(Rule { basis, ..Rule::default() });
        let mut snapshot = snapshot("2015-04-25", at(36.45, 35.75, 9.3));
        snapshot.territory = Some((TerritoryChoice::default(), Reach::default()));
        snapshot.highlight = document.chronicle.place_by_id("jisr-al-shughur");
        check(&format!("rule-{name}"), &document, &snapshot);
    }
    let document = document.under(Rule { known: Known::EachDay, ..Rule::default() });
    let mut snapshot = snapshot("2015-04-25", at(36.45, 35.75, 9.3));
    snapshot.territory = Some((TerritoryChoice::default(), Reach::default()));
    snapshot.furniture.title = false;
    check("rule-newsroom", &document, &snapshot);
}

#[test]
fn title_subtitle_arabic_date_and_inset_have_their_places() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    (snapshot.width, snapshot.height) = (1000, 700);
    snapshot.words.title = Some("Who holds Idlib".to_owned());
    snapshot.words.subtitle = "State on the evening".to_owned();
    snapshot.words.language = Language::Arabic;
    snapshot.furniture.inset = true;
    snapshot.chart = true;
    snapshot.gains_since = Some(day("2015-03-20"));
    check("words-and-inset", &document, &snapshot);
}

#[test]
fn several_dates_stand_on_one_sheet() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    (snapshot.width, snapshot.height) = (1100, 700);
    snapshot.extent = Extent::AllPlaces;
    let dates = ["2012-12-01", "2014-12-01", "2016-12-01", "2018-12-01"].map(day).into();
    let picture = ContactSheet { snapshot, dates }.picture(&document, &Typesetter::new()).unwrap();
    let pixels = salient::raster::paint(&picture, &Typesetter::new(), 1.0).unwrap();
    let png = salient::raster::encode_still(&pixels, 1.0, salient::raster::StillFormat::Png, &[]).unwrap();
    check_png("contact-sheet", &png);
}

#[test]
fn a_transparent_picture_has_nothing_behind_it() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    (snapshot.width, snapshot.height, snapshot.transparent) = (400, 300, true);
    let png = snapshot.png(&document, &Typesetter::new()).unwrap();
    let mut reader = png::Decoder::new(Cursor::new(&png)).read_info().unwrap();
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgba).unwrap();
    assert_eq!(reader.info().color_type, png::ColorType::Rgba);
    let clear = rgba.chunks_exact(4).filter(|pixel| pixel[3] == 0).count();
    assert!((20_000..100_000).contains(&clear), "{clear} of 120000 pixels are clear");
    assert!(!snapshot.svg(&document, &Typesetter::new()).contains("Base map\""));
}

#[test]
fn the_legend_stands_beneath_a_narrow_map() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    (snapshot.width, snapshot.height, snapshot.scale) = (420, 640, Some(1.0));
    snapshot.furniture.legend_place = LegendPlace::Below;
    check("legend-below", &document, &snapshot);
    // Wherever it looks, the band has room for whom it shows, and nothing hides a place.
    for (width, height, extent) in
        [(420, 640, Extent::AllPlaces), (1200, 500, Extent::Opening), (700, 900, at(36.45, 35.75, 9.3))]
    {
        (snapshot.width, snapshot.height, snapshot.extent) = (width, height, extent);
        let picture = snapshot.picture(&document, &Typesetter::new());
        assert_eq!(picture.left_out, [""; 0], "{width}x{height}");
        assert_eq!((picture.width, picture.height), (width as f32, height as f32));
        let map = snapshot.viewport(&document);
        assert!(map.height() < height as f32 * 0.8 && map.height() > height as f32 * 0.3);
    }
}

#[test]
fn a_chart_and_gains_and_losses_stand_on_the_map() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-05-31"));
    (snapshot.width, snapshot.height, snapshot.scale) = (1000, 640, Some(1.0));
    snapshot.extent = Extent::AllPlaces;
    (snapshot.chart, snapshot.gains_since) = (true, Some(day("2015-03-20")));
    check("chart-and-gains", &document, &snapshot);
}

#[test]
fn an_arabic_picture_is_arabic_throughout() {
    let document = bundled();
    let mut snapshot = snapshot("2015-05-31", Extent::AllPlaces);
    (snapshot.width, snapshot.height) = (1100, 700);
    snapshot.territory =
        Some((TerritoryChoice { movement_days: Some(30), ..TerritoryChoice::default() }, Reach::default()));
    snapshot.words.language = Language::Arabic;
    snapshot.words.title = Some("السيطرة على المدن في الحرب السورية".to_owned());
    snapshot.style.names = Names::Arabic;
    (snapshot.chart, snapshot.gains_since) = (true, Some(day("2015-03-20")));
    check("arabic-throughout", &document, &snapshot);
    // But for names of their own and countries, no Latin letters are left.
    let picture = snapshot.picture(&document, &Typesetter::new());
    for shape in &picture.shapes {
        let salient::scene::Shape::Text(text) = shape else { continue };
        let is_latin = text.text.chars().any(|letter| letter.is_ascii_lowercase());
        let is_own = ["Natural Earth", "Salient"].iter().any(|name| text.text.contains(name));
        assert!(!is_latin || is_own, "{}", text.text);
    }
}

#[test]
fn only_what_changed_hands_is_shown_in_order() {
    let document = bundled();
    let mut snapshot = snapshot("2015-06-10", at(37.2, 35.4, 8.0));
    snapshot.territory = Some((TerritoryChoice::default(), Reach::default()));
    (snapshot.changed_since, snapshot.numbered) = (Some(day("2015-03-20")), true);
    check("changed-numbered", &document, &snapshot);
}

#[test]
fn a_filtered_picture_says_so() {
    let document = bundled();
    let mut snapshot = snapshot("2015-06-10", at(38.0, 35.4, 7.6));
    snapshot.territory = Some((TerritoryChoice::default(), Reach::default()));
    let text = "faction=isil,army-of-conquest kind=city,town,air-base";
    snapshot.filter = salient::app::filter::Filter::parse(&document.chronicle, text).unwrap();
    check("filtered", &document, &snapshot);
}

#[test]
fn charts_of_shares_and_of_ground() {
    use salient::app::series::{Measure, series};
    let document = bundled();
    for (name, measure, share) in [("chart-shares", Measure::Places, true), ("chart-ground", Measure::Ground, false)] {
        let counted = series(&document, measure, (None, None), document.days(), Reach::default(), 400);
        let typesetter = Typesetter::new();
        let style = salient::scene::MapStyle::default();
        let picture = counted.picture(&document, (800.0, 420.0), share, &style, &typesetter);
        assert_eq!(picture.left_out, [""; 0]);
        let pixels = salient::raster::paint(&picture, &typesetter, 1.0).unwrap();
        let png = salient::raster::encode_still(&pixels, 1.0, salient::raster::StillFormat::Png, &[]).unwrap();
        check_png(name, &png);
    }
}

#[test]
fn colours_as_others_see_them() {
    let document = bundled();
    let mut snapshot = snapshot("2015-04-25", at(36.6, 35.6, 8.4));
    snapshot.territory = Some((TerritoryChoice::default(), Reach::default()));
    snapshot.style.vision = salient::scene::Vision::Deuteranopia;
    check("vision-deuteranopia", &document, &snapshot);
}

#[test]
fn letters_that_no_font_has_are_named() {
    let document = bundled();
    let dir = tempfile::tempdir().unwrap();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    snapshot.words.title = Some("叙利亚 in April".to_owned());
    let note = snapshot.write(&document, &Typesetter::new(), &dir.path().join("map.png")).unwrap().unwrap();
    assert!(note.contains("叙 (U+53D9)") && note.contains("boxes stand for them"), "{note}");
}

#[test]
fn what_has_no_room_is_left_out_and_said() {
    let document = bundled();
    let mut snapshot = Snapshot::new(day("2015-04-25"));
    snapshot.furniture.inset = true;
    snapshot.chart = true;
    snapshot.gains_since = Some(day("2015-03-20"));
    let picture = |snapshot: &Snapshot| snapshot.picture(&document, &Typesetter::new());
    assert_eq!(picture(&snapshot).left_out, [""; 0]);
    (snapshot.width, snapshot.height, snapshot.scale) = (200, 150, Some(1.0));
    let left_out = picture(&snapshot).left_out;
    for what in ["the legend", "the inset", "the chart", "the gains and losses"] {
        assert!(left_out.contains(&what), "{what}: {left_out:?}");
    }
}

#[test]
fn why_and_numbered_sources_stand_beside_the_map() {
    let document = bundled();
    let mut picture = Snapshot::new(day("2015-04-25"));
    (picture.width, picture.height) = (1100, 700);
    picture.scale = Some(1.0);
    picture.extent = at(36.45, 35.75, 9.3);
    picture.highlight = document.chronicle.place_by_id("jisr-al-shughur");
    picture.beside = Beside::Why;
    check("beside-why", &document, &picture);
    picture.highlight = None;
    picture.beside = Beside::Sources;
    picture.style.theme = Theme::Dark;
    check("beside-sources", &document, &picture);
}
/// Ribbons in which everything occurs: doubts, sieges, fights, presence by agreement, ticks.
#[test]
fn ribbons_of_places_that_changed_often() {
    let document = bundled();
    let all = (0..document.chronicle.places().len()).map(PlaceIx::new).collect();
    let places = sorted(&document, all, RibbonOrder::Changes, true, day("2015-04-25"));
    let sheet = |places: Vec<PlaceIx>| {
        let mut sheet = RibbonSheet::new(places, document.days());
        (sheet.width, sheet.most) = (900, 12);
        sheet
    };
    check_png("ribbons", &sheet(places.clone()).png(&document, &Typesetter::new()).unwrap());
    let mut dark = sheet(places.clone());
    (dark.style.theme, dark.style.names, dark.style.palette) = (Theme::Dark, Names::Both, Palette::Grey);
    check_png("ribbons-dark-grey", &dark.png(&document, &Typesetter::new()).unwrap());
    // A few months under another rule: a scale of weeks.
    let basis = rules::parse_basis(&document.chronicle, "camp:government").unwrap();
    let told = document.under(Rule { basis, known: Known::EachDay });
    let mut spring = sheet(places_of_region(&document.chronicle, "Idlib").unwrap());
    spring.days = (day("2015-03-01"), day("2015-06-15"));
    check_png("ribbons-spring-2015", &spring.png(&told, &Typesetter::new()).unwrap());
}
