//! Control ribbons of many places: in which order, and as a sheet in PNG or SVG. The window's view and
//! the shell command both come here, so they write the same bytes.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::rules::{self, known_names};
use crate::app::wording;
use crate::domain::{Chronicle, ControlIx, Day, FactionIx, PlaceIx, Step, Timeline, excerpt, name_key};
use crate::raster::{self, StillFormat};
use crate::scene::{self, FactionLook, MapStyle, Picture, Ribbon, SheetTexts, Typesetter, say, say_with};
use crate::vector;

/// By what ribbons are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RibbonOrder {
    /// The place's name.
    #[default]
    Name,
    /// The first-level division it lies in.
    Region,
    /// How often it changed, over the whole chronicle.
    Changes,
    /// The day on which it changed last, over the whole chronicle.
    LastChange,
    /// Who holds it on the day.
    Holder,
}

impl RibbonOrder {
    /// All orders, as they are offered.
    pub const ALL: [Self; 5] = [Self::Name, Self::Region, Self::Changes, Self::LastChange, Self::Holder];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Name => say("name"),
            Self::Region => say("ribbons-region"),
            Self::Changes => say("ribbons-changes"),
            Self::LastChange => say("ribbons-last-change"),
            Self::Holder => say("ribbons-holder"),
        }
    }

    /// Which way it goes, in words.
    pub fn direction(self, descending: bool) -> &'static str {
        match (self, descending) {
            (Self::Name | Self::Region | Self::Holder, false) => say("ribbons-a-to-z"),
            (Self::Name | Self::Region | Self::Holder, true) => say("ribbons-z-to-a"),
            (Self::Changes, false) => say("ribbons-fewest-first"),
            (Self::Changes, true) => say("ribbons-most-first"),
            (Self::LastChange, false) => say("ribbons-oldest-first"),
            (Self::LastChange, true) => say("ribbons-newest-first"),
        }
    }

    /// Whether people ask for it from the end first: the most, the newest.
    pub fn begins_descending(self) -> bool {
        matches!(self, Self::Changes | Self::LastChange)
    }

    /// Whether it is another order on another day.
    pub fn needs_date(self) -> bool {
        self == Self::Holder
    }
}

/// The steps of `place` with which its state became another.
fn changes_of(timeline: &Timeline, place: PlaceIx) -> impl DoubleEndedIterator<Item = &Step> {
    let steps = timeline.steps_of(place);
    steps.iter().enumerate().filter_map(move |(at, step)| {
        let before = at.checked_sub(1).map_or(ControlIx::UNKNOWN, |earlier| steps[earlier].control);
        (step.control != before).then_some(step)
    })
}

/// How often the state of `place` became another.
pub fn change_count(timeline: &Timeline, place: PlaceIx) -> usize {
    changes_of(timeline, place).count()
}

/// The day on which the state of `place` became another for the last time.
pub fn last_change(timeline: &Timeline, place: PlaceIx) -> Option<Day> {
    changes_of(timeline, place).next_back().map(|step| step.day)
}

/// A place with what it is ordered by.
struct Sortable {
    place: PlaceIx,
    name: String,
    value: Option<i64>,
}

/// `places` in an order; holders are those on `date`. Ties go by name, then by row. Where the value is
/// missing (no region, never changed, holder unknown) a place comes last, whichever way the order goes.
pub fn sorted(
    document: &Document,
    places: Vec<PlaceIx>,
    order: RibbonOrder,
    descending: bool,
    date: Date,
) -> Vec<PlaceIx> {
    let (chronicle, timeline) = (&*document.chronicle, &*document.timeline);
    // Texts become numbers once, so that sorting compares numbers.
    let ranks = match order {
        RibbonOrder::Region => ranks(places.iter().map(|place| chronicle.place(*place).admin1.as_str())),
        RibbonOrder::Holder => ranks(chronicle.factions().iter().map(|faction| faction.name.as_str())),
        RibbonOrder::Name | RibbonOrder::Changes | RibbonOrder::LastChange => Vec::new(),
    };
    let rank = |text: &str| ranks.binary_search(&text.to_lowercase()).ok().and_then(|rank| i64::try_from(rank).ok());
    let value = |place: PlaceIx| match order {
        RibbonOrder::Name => None,
        RibbonOrder::Region => rank(&chronicle.place(place).admin1),
        RibbonOrder::Changes => i64::try_from(change_count(timeline, place)).ok(),
        RibbonOrder::LastChange => last_change(timeline, place).map(|day| i64::from(day.number())),
        RibbonOrder::Holder => {
            let holder = timeline.control_on(place, date).controller().map(|faction| chronicle.faction(faction));
            holder.filter(|faction| !faction.is_unknown()).and_then(|faction| rank(&faction.name))
        }
    };
    let mut rows: Vec<Sortable> = places
        .into_iter()
        .map(|place| Sortable { place, name: chronicle.place(place).name.to_lowercase(), value: value(place) })
        .collect();
    rows.sort_by(|a, b| {
        let by_name = a.name.cmp(&b.name);
        let by_value = match (a.value, b.value) {
            (Some(a), Some(b)) if descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let by_name = if order == RibbonOrder::Name && descending { by_name.reverse() } else { by_name };
        by_value.then(by_name).then(a.place.cmp(&b.place))
    });
    rows.into_iter().map(|row| row.place).collect()
}

/// The different texts in lower case, sorted; empty ones have no rank.
fn ranks<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let different: BTreeSet<&str> = texts.filter(|text| !text.is_empty()).collect();
    let mut ranks: Vec<String> = different.into_iter().map(str::to_lowercase).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// Why no region was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not find the region {typed:?}: {known}")]
pub struct NoRegion {
    typed: String,
    known: String,
}

/// The places of the first-level division `typed`, by row. Letter case and blanks do not count.
pub fn places_of_region(chronicle: &Chronicle, typed: &str) -> Result<Vec<PlaceIx>, NoRegion> {
    let wanted = name_key(typed);
    let rows = chronicle.places().iter().enumerate();
    let is_there = |admin1: &str| !admin1.is_empty() && name_key(admin1) == wanted;
    let places: Vec<PlaceIx> =
        rows.filter(|(_, place)| is_there(&place.admin1)).map(|(row, _)| PlaceIx::new(row)).collect();
    if places.is_empty() {
        return Err(NoRegion { typed: excerpt(typed), known: known_regions(chronicle, &wanted) });
    }
    Ok(places)
}

fn known_regions(chronicle: &Chronicle, wanted: &str) -> String {
    let regions = chronicle.places().iter().map(|place| place.admin1.as_str());
    let regions: BTreeSet<&str> = regions.filter(|region| !region.is_empty()).collect();
    known_names(regions.into_iter(), wanted, "regions")
        .unwrap_or_else(|| "no place of the chronicle says in which it lies (column admin1 of places.csv)".to_owned())
}

/// The form of a sheet's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Pixels.
    Png,
    /// Shapes and text.
    Svg,
}

impl SheetFormat {
    /// The form that a path's ending asks for.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "png" => Ok(Self::Png),
            "svg" => Ok(Self::Svg),
            _ => Err(Error::Ending { path: path.to_owned() }),
        }
    }
}

/// Why a sheet could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path's ending names no form.
    #[error("could not write {path}: the name must end in .png or .svg")]
    Ending {
        /// The path.
        path: PathBuf,
    },
    /// No sheet is that narrow or that wide.
    #[error("could not draw ribbons {width} pixels wide; write a width from {least} to {most} pixels", most = RibbonSheet::LARGEST_SIDE)]
    Width {
        /// What was asked for.
        width: u32,
        /// The narrowest at this scale.
        least: u32,
    },
    /// No letters are that small or that large.
    #[error("could not use the scale {scale}; it must be from {} to {}", RibbonSheet::SCALES.0, RibbonSheet::SCALES.1)]
    Scale {
        /// What was asked for.
        scale: f32,
    },
    /// There is nothing to draw.
    #[error("could not draw ribbons: there is no place to draw one of; name places that the chronicle has")]
    NoPlace,
    /// The picture could not be made or written.
    #[error(transparent)]
    Picture(#[from] raster::Error),
}

/// Ribbons of many places as a picture: what is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RibbonSheet {
    /// The places, from the top to the bottom.
    pub places: Vec<PlaceIx>,
    /// Colours, names and doubts.
    pub style: MapStyle,
    /// Width in pixels.
    pub width: u32,
    /// Pixels per point: how large letters and bands are.
    pub scale: f32,
    /// The first and the last day.
    pub days: (Date, Date),
    /// How many places are drawn, the first ones; never more than [`Self::MOST`].
    pub most: usize,
    /// Which places these are, in words; empty for those that were asked for one by one, and for all.
    pub scope: String,
}

/// A sheet that is laid out.
struct LaidOut {
    picture: Picture,
    texts: SheetTexts,
    /// How many of the places fit.
    rows: usize,
}

impl RibbonSheet {
    /// The most ribbons that a sheet has.
    pub const MOST: usize = 400;

    /// The longest side, in pixels.
    pub const LARGEST_SIDE: u32 = 16_384;

    /// The width where none is asked for.
    pub const DEFAULT_WIDTH: u32 = 1280;

    /// The smallest and the largest scale.
    pub const SCALES: (f32, f32) = (0.5, 8.0);

    /// The narrowest sheet, in points: names and bands need room.
    const NARROWEST: f32 = 320.0;

    /// A sheet of `places` from the first to the last of `days`.
    pub fn new(places: Vec<PlaceIx>, days: (Date, Date)) -> Self {
        Self {
            places,
            style: MapStyle::default(),
            width: Self::DEFAULT_WIDTH,
            scale: 1.0,
            days,
            most: Self::MOST,
            scope: String::new(),
        }
    }

    /// Whether there can be such a sheet.
    pub fn check(&self) -> Result<(), Error> {
        if !(Self::SCALES.0..=Self::SCALES.1).contains(&self.scale) {
            return Err(Error::Scale { scale: self.scale });
        }
        let least = (Self::NARROWEST * self.scale).ceil() as u32;
        if !(least..=Self::LARGEST_SIDE).contains(&self.width) {
            return Err(Error::Width { width: self.width, least });
        }
        if self.places.is_empty() || self.most == 0 {
            return Err(Error::NoPlace);
        }
        Ok(())
    }

    /// The sheet laid out, in points. Where its places do not fit into the largest side at its scale, or
    /// are more than it may have, the last ones are left out and the subtitle says so.
    pub fn picture(&self, document: &Document, typesetter: &Typesetter) -> Picture {
        self.laid_out(document, typesetter).picture
    }

    fn laid_out(&self, document: &Document, typesetter: &Typesetter) -> LaidOut {
        // What `check` refuses is not to bring the layout down.
        let scale = if self.scale.is_finite() { self.scale.clamp(Self::SCALES.0, Self::SCALES.1) } else { 1.0 };
        let (chronicle, timeline) = (&document.chronicle, &document.timeline);
        let doubts = document.doubts(self.style.stale_days);
        let drawn = self.places.iter().take(self.most.min(Self::MOST));
        let mut ribbons: Vec<Ribbon> =
            drawn.map(|place| scene::ribbon(chronicle, timeline, &doubts, *place, self.days, &self.style)).collect();
        loop {
            let texts = self.texts(document, &ribbons);
            let width = self.width as f32 / scale;
            let picture = scene::ribbon_sheet(&ribbons, self.days, &texts, &self.style, typesetter, width);
            let surplus = picture.height - Self::LARGEST_SIDE as f32 / scale;
            if surplus <= 0.0 || ribbons.is_empty() {
                return LaidOut { picture, texts, rows: ribbons.len() };
            }
            let rows = (surplus / Ribbon::ROW).ceil().max(1.0) as usize;
            ribbons.truncate(ribbons.len().saturating_sub(rows));
        }
    }

    fn texts(&self, document: &Document, ribbons: &[Ribbon]) -> SheetTexts {
        let (first, last) = (wording::date(self.days.0), wording::date(self.days.1));
        let mut rule = rules::phrase(&document.chronicle, document.rule());
        if !self.scope.is_empty() {
            rule = wording::joined(&[rule.as_str(), self.scope.as_str()]);
        }
        let all = say_with("count-places", &[("count", self.places.len().into())]);
        let count = if ribbons.len() < self.places.len() {
            say_with("ribbons-the-first", &[("first", ribbons.len().into()), ("places", all.into())])
        } else {
            all
        };
        let credit = &document.chronicle.about.credit;
        let data = if credit.is_empty() { String::new() } else { format!("{credit}  ·  ") };
        SheetTexts {
            title: document.title(),
            subtitle: say_with(
                "ribbons-subtitle",
                &[("from", first.into()), ("to", last.into()), ("rule", rule.into()), ("places", count.into())],
            ),
            credit: format!("{data}{}", say("made-with")),
            factions: factions_of(document, ribbons),
        }
    }

    /// The sheet as the bytes of a PNG file.
    pub fn png(&self, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, Error> {
        self.check()?;
        self.png_of(&self.laid_out(document, typesetter), document, typesetter)
    }

    /// The sheet as the bytes of an SVG file, a unit a point.
    pub fn svg(&self, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, Error> {
        self.check()?;
        Ok(svg_of(&self.laid_out(document, typesetter)))
    }

    fn png_of(&self, laid_out: &LaidOut, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, Error> {
        let pixels = raster::paint(&laid_out.picture, typesetter, self.scale)?;
        let chronicle = &document.chronicle;
        let description = description(&laid_out.texts);
        let written = rules::written(chronicle, document.rule());
        let texts = [
            ("Title", laid_out.texts.title.as_str()),
            ("Description", description.as_str()),
            ("Rule", written.as_str()),
            ("Copyright", chronicle.about.credit.as_str()),
            ("Software", concat!("Salient ", env!("CARGO_PKG_VERSION"))),
        ];
        let texts: Vec<_> = texts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        Ok(raster::encode_still(&pixels, self.scale, StillFormat::Png, &texts).map_err(raster::Error::from)?)
    }

    /// Makes the sheet and writes it to `path`, in the form that its ending asks for; answers how many
    /// ribbons it has. A failure leaves what was there.
    pub fn write(&self, document: &Document, typesetter: &Typesetter, path: &Path) -> Result<usize, Error> {
        let format = SheetFormat::of(path)?;
        self.check()?;
        let laid_out = self.laid_out(document, typesetter);
        let bytes = match format {
            SheetFormat::Png => self.png_of(&laid_out, document, typesetter)?,
            SheetFormat::Svg => svg_of(&laid_out),
        };
        raster::write_file(path, &bytes)?;
        Ok(laid_out.rows)
    }
}

fn svg_of(laid_out: &LaidOut) -> Vec<u8> {
    vector::svg(&laid_out.picture, &laid_out.texts.title, &description(&laid_out.texts)).into_bytes()
}

/// For those who cannot see the picture.
fn description(texts: &SheetTexts) -> String {
    say_with("ribbons-description", &[("subtitle", texts.subtitle.as_str().into())])
}

/// The factions that occur in ribbons, those first that hold places longest.
fn factions_of(document: &Document, ribbons: &[Ribbon]) -> Vec<(String, FactionLook)> {
    let factions = document.chronicle.factions();
    let mut found: Vec<Option<(i64, FactionLook)>> = vec![None; factions.len()];
    for span in ribbons.iter().flat_map(|ribbon| &ribbon.spans) {
        let control = document.timeline.control(span.control);
        let days = i64::from(span.to.since(span.from));
        let parts = [
            (control.controller(), span.holder, days),
            (control.contested_by().first().copied(), span.contested, 0),
            (control.shared_with().first().copied(), span.shared, 0),
            (control.besieged_by().first().copied(), span.besieged, 0),
        ];
        for (faction, look, days) in parts {
            if let Some((faction, look)) = faction.zip(look) {
                let known = &mut found[faction.row()];
                *known = Some((known.map_or(0, |(before, _)| before) + days, look));
            }
        }
    }
    let found = found.into_iter().enumerate().filter_map(|(row, found)| Some((FactionIx::new(row), found?)));
    let mut found: Vec<_> = found.collect();
    // Stable, so that factions with as many days keep the chronicle's order.
    found.sort_by_key(|(_, (days, _))| Reverse(*days));
    let name = |faction: FactionIx| wording::faction(&document.chronicle, faction).to_owned();
    found.into_iter().map(|(faction, (_, look))| (name(faction), look)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Known, Rule, parse_date};
    use crate::scene::Shape;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn all(document: &Document) -> Vec<PlaceIx> {
        (0..document.chronicle.places().len()).map(PlaceIx::new).collect()
    }

    fn sheet(document: &Document, places: Vec<PlaceIx>) -> RibbonSheet {
        RibbonSheet { width: 900, ..RibbonSheet::new(places, document.days()) }
    }

    fn texts(picture: &Picture) -> Vec<&str> {
        let texts = picture.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text.text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn places_are_ordered_by_changes_and_alike_by_name() {
        let document = Document::open(None).unwrap();
        let key = |place: &PlaceIx| {
            (change_count(&document.timeline, *place), document.chronicle.place(*place).name.to_lowercase())
        };
        let most_first = sorted(&document, all(&document), RibbonOrder::Changes, true, day("2015-04-25"));
        assert_eq!(most_first.len(), 415);
        let keys: Vec<_> = most_first.iter().map(key).collect();
        assert!(keys.is_sorted_by(|a, b| a.0 > b.0 || (a.0 == b.0 && a.1 <= b.1)));
        assert!(keys[0].0 >= 12, "{:?}", keys[0]);
        let fewest_first = sorted(&document, most_first, RibbonOrder::Changes, false, day("2015-04-25"));
        assert!(fewest_first.iter().map(key).is_sorted());
    }

    #[test]
    fn places_are_ordered_by_name_region_last_change_and_holder() {
        let document = Document::open(None).unwrap();
        let (chronicle, timeline) = (&document.chronicle, &document.timeline);
        let date = day("2015-04-25");
        let order = |order, descending| sorted(&document, all(&document), order, descending, date);
        let mut names = order(RibbonOrder::Name, false);
        assert!(names.iter().map(|place| chronicle.place(*place).name.to_lowercase()).is_sorted());
        names.reverse();
        assert_eq!(order(RibbonOrder::Name, true), names);
        let regions = order(RibbonOrder::Region, false);
        let region =
            |place: &PlaceIx| (chronicle.place(*place).admin1.clone(), chronicle.place(*place).name.to_lowercase());
        assert!(regions.iter().map(region).is_sorted());
        let newest = order(RibbonOrder::LastChange, true);
        let days: Vec<_> = newest.iter().map(|place| last_change(timeline, *place)).collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "never changed comes last");
        for place in &newest[..20] {
            let before = timeline.previous_change_of([*place], day("9999-12-31"));
            assert_eq!(last_change(timeline, *place).map(Day::date), before);
        }
        for descending in [false, true] {
            let holders = order(RibbonOrder::Holder, descending);
            let holder = |place: &PlaceIx| timeline.control_on(*place, date).controller();
            let known = holders.iter().take_while(|place| holder(place).is_some()).count();
            assert!(holders[known..].iter().all(|place| holder(place).is_none()), "unknown comes last");
            let named: Vec<_> =
                holders[..known].iter().filter_map(holder).map(|faction| &chronicle.faction(faction).name).collect();
            assert!(named.is_sorted_by(|a, b| {
                let (a, b) = (a.to_lowercase(), b.to_lowercase());
                if descending { a >= b } else { a <= b }
            }));
        }
    }

    #[test]
    fn a_region_is_found_by_name_else_the_regions_are_told() {
        let document = Document::open(None).unwrap();
        let found = places_of_region(&document.chronicle, " deir EZ-zor ").unwrap();
        assert_eq!(found.len(), 30);
        let refused = places_of_region(&document.chronicle, "Atlantis").unwrap_err().to_string();
        assert!(refused.contains("the regions are \"Aleppo\", ") && refused.contains("\"Tartus\""), "{refused}");
        assert!(places_of_region(&document.chronicle, "").is_err());
        assert!(places_of_region(&document.chronicle, &"x".repeat(100_000)).unwrap_err().to_string().len() < 2_000);
    }

    #[test]
    fn the_svg_has_the_names_the_rule_and_the_credit_and_is_the_same_again() {
        let document = Document::open(None).unwrap();
        let places = places_of_region(&document.chronicle, "Suwayda").unwrap();
        let sheet = sheet(&document, places.clone());
        let typesetter = Typesetter::new();
        let bytes = sheet.svg(&document, &typesetter).unwrap();
        assert!(bytes == sheet.svg(&document, &Typesetter::new()).unwrap());
        let svg = String::from_utf8(bytes).unwrap();
        assert!(svg.starts_with("<?xml ") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<text ").count(), svg.matches("</text>").count());
        for place in places {
            assert!(svg.contains(&format!(">{}</text>", document.chronicle.place(place).name)));
        }
        for part in
            ["as assessed: 9 places", "Syrian government (Assad era)", "GeoNames", "Made with Salient", ">2016</text>"]
        {
            assert!(svg.contains(part), "{part}");
        }
    }

    #[test]
    fn the_same_sheet_gives_the_same_png_of_the_width_asked_for() {
        let document = Document::open(None).unwrap();
        let mut sheet = sheet(&document, places_of_region(&document.chronicle, "Tartus").unwrap());
        sheet.scale = 1.5;
        let one = sheet.png(&document, &Typesetter::new()).unwrap();
        assert!(one == sheet.png(&document, &Typesetter::new()).unwrap());
        // The width stands in the header, behind the signature and the header's own name.
        assert_eq!(one[16..20], 900_u32.to_be_bytes());
        let text = String::from_utf8_lossy(&one);
        assert!(text.contains("Rule") && text.contains("as assessed: 4 places"));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_the_subtitle_says_so() {
        let document = Document::open(None).unwrap();
        let typesetter = Typesetter::new();
        let many: Vec<PlaceIx> = all(&document).into_iter().cycle().take(1_000).collect();
        let mut sheet = RibbonSheet { width: 4_000, ..sheet(&document, many) };
        let picture = sheet.picture(&document, &typesetter);
        assert!(texts(&picture).iter().any(|text| text.contains("the first 400 of 1000 places")));
        // Larger letters leave room for fewer.
        sheet.scale = 4.0;
        let laid_out = sheet.laid_out(&document, &typesetter);
        assert!((60..200).contains(&laid_out.rows), "{}", laid_out.rows);
        assert!(laid_out.texts.subtitle.contains(&format!("the first {} of 1000 places", laid_out.rows)));
        let height = laid_out.picture.height * sheet.scale;
        assert!((16_384.0 - 4.0 * Ribbon::ROW * sheet.scale..=16_384.0).contains(&height), "{height}");
        sheet.most = 3;
        assert!(sheet.laid_out(&document, &typesetter).texts.subtitle.ends_with("the first 3 of 1000 places"));
    }

    #[test]
    fn sheets_that_cannot_be_are_refused_in_a_sentence() {
        let document = Document::open(None).unwrap();
        let typesetter = Typesetter::new();
        let good = sheet(&document, all(&document));
        for (wrong, said) in [
            (RibbonSheet { width: 20_000, ..good.clone() }, "from 320 to 16384 pixels"),
            (RibbonSheet { width: 0, ..good.clone() }, "from 320 to 16384 pixels"),
            (RibbonSheet { scale: 4.0, ..good.clone() }, "from 1280 to 16384 pixels"),
            (RibbonSheet { scale: f32::NAN, ..good.clone() }, "from 0.5 to 8"),
            (RibbonSheet { places: Vec::new(), ..good.clone() }, "no place"),
            (RibbonSheet { most: 0, ..good.clone() }, "no place"),
        ] {
            let error = wrong.png(&document, &typesetter).unwrap_err().to_string();
            assert!(error.starts_with("could not ") && error.contains(said), "{error}");
            assert!(wrong.svg(&document, &typesetter).is_err());
            // It can be looked at all the same.
            assert!(wrong.picture(&document, &typesetter).height > 0.0);
        }
        for path in ["ribbons.jpg", "ribbons", ".png"] {
            let error = good.write(&document, &typesetter, Path::new(path)).unwrap_err().to_string();
            assert!(error.ends_with("the name must end in .png or .svg"), "{error}");
        }
        assert_eq!(SheetFormat::of(Path::new("a.b.SVG")).unwrap(), SheetFormat::Svg);
    }

    /// The bundled chronicle as recorded and as others tell it.
    static RULED: LazyLock<Vec<Document>> = LazyLock::new(|| {
        let document = Document::open(None).unwrap();
        let under = |basis: &str, known: Known| {
            let basis = rules::parse_basis(&document.chronicle, basis).unwrap();
            document.under(Rule { basis, known })
        };
        vec![
            under("assessed", Known::All),
            under("assessed", Known::EachDay),
            under("confirmed:2", Known::All),
            under("camp:government", Known::All),
            under("told-by:SOHR", Known::On(day("2016-01-01"))),
        ]
    });

    proptest! {
        #[test]
        fn a_ribbon_covers_its_days_without_a_gap_and_says_what_the_timeline_says(
            rule in 0..5_usize,
            place in 0..415_usize,
            first in 0..5_500_i32,
            length in 0..5_500_i32,
            asked in prop::collection::vec(0.0..1.0_f64, 8),
        ) {
            let document = &RULED[rule];
            let place = PlaceIx::new(place);
            let first = Day::of(day("2011-01-01")).plus(first);
            let end = first.plus(length + 1);
            let days = (first.date(), end.plus(-1).date());
            let style = MapStyle::default();
            let doubts = document.doubts(style.stale_days);
            let ribbon = scene::ribbon(&document.chronicle, &document.timeline, &doubts, place, days, &style);
            prop_assert_eq!(ribbon.spans.first().map(|span| span.from), Some(first));
            prop_assert_eq!(ribbon.spans.last().map(|span| span.to), Some(end));
            for span in &ribbon.spans {
                prop_assert!(span.from < span.to);
            }
            for pair in ribbon.spans.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
                prop_assert_ne!((pair[0].control, pair[0].doubt), (pair[1].control, pair[1].doubt));
            }
            prop_assert!(ribbon.ticks.is_sorted_by_key(|tick| tick.day));
            for share in asked {
                let day = first.plus((f64::from(length) * share) as i32);
                let span = ribbon.at(day, 0).0.copied();
                prop_assert!(span.is_some());
                if let Some(span) = span {
                    let control = document.timeline.control_on(place, day.date());
                    prop_assert_eq!(document.timeline.control(span.control), control);
                    prop_assert_eq!(span.doubt, doubts.on(place, day.date()));
                }
            }
        }
    }
}
