//! A picture of the map on a date: what is asked for, and how it is made. The window's dialog and
//! the shell command both come here, so they write the same bytes.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::{Filter, Passing};
use crate::app::provenance::{self, Provenance, SOFTWARE};
use crate::app::rules;
use crate::app::why::{self, Why};
use crate::app::wording;
use crate::basemap::Basemap;
use crate::domain::{Colour, Day, FactionIx, LonLat, PlaceIx, PlacesDoubts, PlacesState};
use crate::geometry::{PicturePoint, Reach, Viewport, WorldRect, world_from_lon_lat};
use crate::raster::{self, Pixels, StillFormat};
use crate::scene::{
    self, Chart, Furniture, Gains, Language, LegendBand, LegendPlace, MapStyle, Paragraph, Picture, Rgba, Scene, Shape,
    Stroke, TerritoryChoice, Typesetter,
};
use crate::vector::{self, PdfInfo};

/// What a picture is to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The day.
    pub date: Date,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How large symbols and text are; `None` lets them grow with the picture.
    pub scale: Option<f32>,
    /// Which part of the world.
    pub extent: Extent,
    /// A place to ring and to name first.
    pub highlight: Option<PlaceIx>,
    /// Colours and names.
    pub style: MapStyle,
    /// What stands on the map.
    pub furniture: Furniture,
    /// What stands beside the map.
    pub beside: Beside,
    /// Whether a chart says who held how many of the places in view over time.
    pub chart: bool,
    /// Since which day gains and losses are listed; `None` for no list.
    pub gains_since: Option<Date>,
    /// Which places are shown.
    pub filter: Filter,
    /// Since which day's end places must have changed hands to be shown; `None` shows all.
    pub changed_since: Option<Date>,
    /// Whether those are numbered in the order in which they changed.
    pub numbered: bool,
    /// Whether there is no base map and nothing behind the rest, to lay the picture over another.
    pub transparent: bool,
    /// Title, subtitle and language.
    pub words: Words,
    /// What of territory is to be seen, and how far it reaches; `None` for places alone.
    pub territory: Option<(TerritoryChoice, Reach)>,
}

/// A view with the legend beneath it.
pub(super) type Band = (Viewport, LegendBand);

/// What such a view was worked out for: the picture, and the timeline of its document.
pub(super) type BandKey = (Snapshot, std::sync::Weak<crate::domain::Timeline>);

/// A painted base map is kept for further pictures up to so many bytes: those of 3840 by 2160 pixels.
const LARGEST_KEPT_BASE: usize = 3840 * 2160 * 4;

/// What a painted base map was painted for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BaseKey {
    viewport: Viewport,
    style: MapStyle,
    /// Width and height in pixels.
    size: (u32, u32),
    scale: f32,
}

/// The scene of the last picture of this thread: another date of the same document only relabels it.
mod last_scene {
    use std::cell::RefCell;
    use std::sync::{Arc, Weak};

    use jiff::civil::Date;

    use crate::app::document::Document;
    use crate::domain::{Chronicle, PlacesDoubts, PlacesState, Timeline};
    use crate::scene::{MapStyle, Scene};

    /// Scenes of more places than this are not kept: they take tens of megabytes.
    const MOST_PLACES: usize = 60_000;

    struct Kept {
        chronicle: Weak<Chronicle>,
        timeline: Weak<Timeline>,
        scene: Scene,
    }

    thread_local! {
        static LAST: RefCell<Option<Kept>> = const { RefCell::new(None) };
    }

    /// The kept scene on another date, where it is of this document and style.
    pub(super) fn relabelled(
        document: &Document,
        style: MapStyle,
        (state, doubts): (&PlacesState, &PlacesDoubts),
        date: Date,
    ) -> Option<Scene> {
        let kept = LAST.with_borrow_mut(Option::take)?;
        let is_same = kept.chronicle.as_ptr() == Arc::as_ptr(&document.chronicle)
            && kept.timeline.as_ptr() == Arc::as_ptr(&document.timeline)
            && kept.scene.style == style;
        is_same.then(|| {
            let mut scene = kept.scene;
            scene.relabel(state, doubts, date);
            scene
        })
    }

    /// Keeps a scene without what belongs to its picture alone.
    pub(super) fn keep(document: &Document, mut scene: Scene) {
        if scene.markers.len() > MOST_PLACES || scene.is_numbered {
            return;
        }
        (scene.only, scene.territory, scene.chart, scene.gains) = (None, None, None, None);
        crate::scene::title_of(&document.chronicle).clone_into(&mut scene.title);
        let (chronicle, timeline) = (Arc::downgrade(&document.chronicle), Arc::downgrade(&document.timeline));
        LAST.set(Some(Kept { chronicle, timeline, scene }));
    }
}

/// What is written over a picture, beyond what the chronicle says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The title, where it is not the chronicle's.
    pub title: Option<String>,
    /// A line beneath the title; empty for none.
    pub subtitle: String,
    /// In which language the date is written.
    pub language: Language,
}

/// What stands beside the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// Why the highlighted place has its colour; nothing where none is.
    Why,
    /// A numbered list of the reports behind the picture.
    Sources,
}

/// Which part of the world a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// The chronicle's opening view, else all places.
    Opening,
    /// All places.
    AllPlaces,
    /// Around a point. The zoom is that of a picture 1280 points wide, so that a larger picture
    /// shows the same ground with more detail.
    Around {
        /// The middle.
        centre: LonLat,
        /// Web-map zoom.
        zoom: f64,
    },
    /// At least this box, as corners south-west and north-east.
    Box {
        /// South-west.
        south_west: LonLat,
        /// North-east.
        north_east: LonLat,
    },
}

/// Where the window opens and a picture begins when nothing is asked for.
pub const DEFAULT_ZOOM: f64 = 9.5;

/// The picture's size in pixels where none is asked for.
pub const DEFAULT_SIZE: (u32, u32) = (1280, 800);

/// Why a picture cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The size is no size.
    #[error(
        "could not understand the size {typed:?}; write width and height in pixels like 1920x1080, each from 16 to 16384"
    )]
    Size {
        /// What was typed.
        typed: String,
    },
    /// The box is no box.
    #[error("could not understand the box {typed:?}; write west,south,east,north in degrees like 35.5,35.2,37.5,36.6")]
    Box {
        /// What was typed.
        typed: String,
    },
}

/// Reads a size like `1920x1080`.
pub fn parse_size(typed: &str) -> Result<(u32, u32), Refusal> {
    let sides = typed.trim().split_once(['x', 'X', '×']);
    let side = |text: &str| text.trim().parse::<u32>().ok().filter(|side| (16..=16_384).contains(side));
    sides
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| Refusal::Size { typed: crate::domain::excerpt(typed) })
}

/// Reads a box like `35.5,35.2,37.5,36.6`.
pub fn parse_box(typed: &str) -> Result<Extent, Refusal> {
    let numbers: Vec<f64> = typed.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let corners = match numbers[..] {
        [west, south, east, north] if south < north && typed.split(',').count() == 4 => {
            LonLat::new(west, south).ok().zip(LonLat::new(east, north).ok())
        }
        _ => None,
    };
    let (south_west, north_east) = corners.ok_or_else(|| Refusal::Box { typed: crate::domain::excerpt(typed) })?;
    Ok(Extent::Box { south_west, north_east })
}

/// So much of a box's sides is left free around what it holds.
const BOX_MARGIN: f64 = 0.06;

/// A box that holds all points, with a margin; at least one.
pub fn box_of(points: impl Iterator<Item = LonLat>) -> Extent {
    let mut bounds = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for point in points {
        let (west, south, east, north) = bounds;
        bounds = (west.min(point.lon()), south.min(point.lat()), east.max(point.lon()), north.max(point.lat()));
    }
    let (west, south, east, north) = bounds;
    // A single place is seen with what lies around it.
    let margin = ((east - west).max(north - south) * BOX_MARGIN).max(0.05);
    box_between(west - margin, south - margin, east + margin, north + margin)
}

/// A box that reaches so many kilometres from a point to all four sides.
pub fn box_around(centre: LonLat, km: f64) -> Extent {
    // A degree of latitude is 111.3 km; of longitude, that times the cosine of the latitude.
    let up = km / 111.32;
    let across = up / centre.lat().to_radians().cos().max(0.01);
    box_between(centre.lon() - across, centre.lat() - up, centre.lon() + across, centre.lat() + up)
}

fn box_between(west: f64, south: f64, east: f64, north: f64) -> Extent {
    let corner = |lon: f64, lat: f64| LonLat::new(lon.clamp(-180.0, 180.0), lat.clamp(-85.0, 85.0));
    match (corner(west, south), corner(east, north)) {
        (Ok(south_west), Ok(north_east)) => Extent::Box { south_west, north_east },
        _ => Extent::AllPlaces,
    }
}

impl Snapshot {
    /// A picture of `document`'s opening view on `date`.
    pub fn new(date: Date) -> Self {
        Self {
            date,
            width: DEFAULT_SIZE.0,
            height: DEFAULT_SIZE.1,
            scale: None,
            extent: Extent::Opening,
            highlight: None,
            style: MapStyle::default(),
            furniture: Furniture::default(),
            beside: Beside::Nothing,
            chart: false,
            gains_since: None,
            filter: Filter::default(),
            changed_since: None,
            numbered: false,
            transparent: false,
            words: Words::default(),
            territory: Some((TerritoryChoice::default(), Reach::default())),
        }
    }

    /// Pixels per point: symbols and text keep their share of the picture.
    pub fn pixels_per_point(&self) -> f32 {
        let grown = (self.width as f32 * self.height as f32 / (1280.0 * 800.0)).sqrt();
        self.scale.unwrap_or(grown).clamp(0.5, 16.0)
    }

    /// The part of the world that the picture shows.
    pub fn viewport(&self, document: &Document) -> Viewport {
        let scale = self.pixels_per_point();
        let (width, height) = (self.width as f32 / scale - self.beside_width(), self.height as f32 / scale);
        let whole = viewport_of(document, self.extent, width, height);
        if !self.has_band() {
            return whole;
        }
        self.with_band(document, whole, &Typesetter::new()).0
    }

    /// Whether the legend stands beneath the map.
    fn has_band(&self) -> bool {
        self.furniture.legend && self.furniture.legend_place == LegendPlace::Below
    }

    /// The view that a legend beneath it leaves of the whole, and that legend; worked out once for a picture,
    /// which asks several times.
    fn with_band(&self, document: &Document, whole: Viewport, typesetter: &Typesetter) -> (Viewport, LegendBand) {
        let kept = || document.ground.band.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = (self.clone(), Arc::downgrade(&document.timeline));
        let is_same = |known: &BandKey| known.0 == key.0 && known.1.ptr_eq(&key.1);
        if let Some((_, band)) = kept().as_ref().filter(|(known, _)| is_same(known)) {
            return band.clone();
        }
        let band = self.new_band(document, whole, typesetter);
        *kept() = Some((key, band.clone()));
        band
    }

    fn new_band(&self, document: &Document, whole: Viewport, typesetter: &Typesetter) -> Band {
        let state = document.timeline.state_on(self.date);
        let doubts = document.doubts_on(self.style.stale_days, self.date);
        let scene = self.scene(document, (&state, &doubts), self.date, &whole, None);
        let (mut view, mut height) = (whole, 0.0_f32);
        loop {
            let counted = scene::places_counts(&scene, &view);
            let mut band = scene::legend_band(&scene, &counted, whole.width(), typesetter, self.furniture);
            // A lower map may show more to its sides: then the legend may need more room once more.
            if band.height <= height {
                band.height = height;
                return (view, band);
            }
            // The map wants at least a third of the picture; what has no room then is cut off.
            if band.height > whole.height() * 2.0 / 3.0 {
                let most = whole.height() * 2.0 / 3.0;
                band.cut(most);
                return (viewport_of(document, self.extent, whole.width(), whole.height() - most), band);
            }
            height = band.height;
            view = viewport_of(document, self.extent, whole.width(), whole.height() - height);
        }
    }

    /// How much of the width is not the map's, in points.
    fn beside_width(&self) -> f32 {
        match (self.beside, self.highlight) {
            (Beside::Nothing, _) | (Beside::Why, None) => 0.0,
            (Beside::Why | Beside::Sources, _) => scene::column_width(self.width as f32 / self.pixels_per_point()),
        }
    }

    fn paragraphs(&self, document: &Document, viewport: &Viewport) -> Vec<Paragraph> {
        match (self.beside, self.highlight) {
            (Beside::Nothing, _) | (Beside::Why, None) => Vec::new(),
            (Beside::Why, Some(place)) => scene::speaking(self.words.language, || {
                Why::of(document, place, self.date, self.style.stale_days).paragraphs(&document.chronicle)
            }),
            (Beside::Sources, place) => {
                let in_view = |place: &PlaceIx| {
                    let position = document.chronicle.place(*place).position;
                    viewport.shows(viewport.picture_from_world(world_from_lon_lat(position)))
                };
                let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
                let places = places.filter(in_view).collect::<Vec<_>>();
                scene::speaking(self.words.language, || why::sources(document, place, &places, self.date))
            }
        }
    }

    /// The scene that pictures, films and sheets lay out, on a date: places, words and territory; with a
    /// `view`, fronts are smooth there only.
    pub(super) fn scene(
        &self,
        document: &Document,
        (state, doubts): (&PlacesState, &PlacesDoubts),
        date: Date,
        viewport: &Viewport,
        view: Option<&WorldRect>,
    ) -> Scene {
        let mut scene = last_scene::relabelled(document, self.style, (state, doubts), date)
            .unwrap_or_else(|| scene::build(&document.chronicle, &document.timeline, state, doubts, date, self.style));
        let language = self.words.language;
        scene.rule = rules::phrase_in(&document.chronicle, document.rule(), language);
        for (row, (name, _)) in document.chronicle.factions().iter().zip(&mut scene.factions) {
            let arabic = language == Language::Arabic && !row.name_ar.is_empty();
            name.clone_from(if arabic { &row.name_ar } else { &row.name });
        }
        if let Some(title) = &self.words.title {
            scene.title.clone_from(title);
        }
        scene.subtitle.clone_from(&self.words.subtitle);
        scene.language = self.words.language;
        scene.nudges = Arc::clone(&document.nudges);
        let passing = self.filter.of(document);
        if let Some(since) = self.changed_since {
            let order = document.timeline.order_of_change(since, date);
            if self.numbered {
                scene.number(&order);
            }
        }
        scene.only = self.only_on(document, passing.as_ref(), date);
        scene.only_what = self.only_phrase(document, date);
        if let Some((choice, reach)) = self.territory {
            let choice = choice.at_scale(&scene, viewport);
            let cells = document.cells(reach);
            scene.territory = Some(document.scene_territory((state, scene.only.as_deref()), date, choice, cells, view));
        }
        scene
    }

    /// By place, whether it is shown on a date; `None` shows all. `passing` is the picture's filter.
    pub(super) fn only_on(&self, document: &Document, passing: Option<&Passing<'_>>, date: Date) -> Option<Rc<[bool]>> {
        let changed = self.changed_since.map(|since| document.timeline.order_of_change(since, date));
        if changed.is_none() && passing.is_none() {
            return None;
        }
        let has_changed = |row: usize| changed.as_ref().is_none_or(|order| order[row] > 0);
        let passes = |row: usize| passing.is_none_or(|passing| passing.on(PlaceIx::new(row), date));
        Some((0..document.chronicle.places().len()).map(|row| has_changed(row) && passes(row)).collect())
    }

    /// Which places are shown, of what changed until a day, to go on after "only places".
    pub(super) fn only_phrase(&self, document: &Document, until: Date) -> String {
        let changed = self.changed_since.map(|since| scene::changed_phrase(since, until, self.words.language));
        let phrase = || scene::speaking(self.words.language, || self.filter.phrase(&document.chronicle));
        let filter = (!self.filter.is_empty()).then(phrase);
        let phrases: Vec<String> = [changed, filter].into_iter().flatten().collect();
        scene::speaking(self.words.language, || wording::joined(&phrases))
    }

    /// The same of a date among several; `None` where every date shows the same places.
    pub(super) fn only_by_date(
        &self,
        document: &Document,
        passing: Option<&Passing<'_>>,
        date: Date,
    ) -> Option<Rc<[bool]>> {
        let is_by_date = self.changed_since.is_some() || !self.filter.is_of_places();
        is_by_date.then(|| self.only_on(document, passing, date)).flatten()
    }

    /// Lays the picture out.
    pub fn picture(&self, document: &Document, typesetter: &Typesetter) -> Picture {
        self.lay_out(document, typesetter, true)
    }

    fn lay_out(&self, document: &Document, typesetter: &Typesetter, has_base: bool) -> Picture {
        let state = document.timeline.state_on(self.date);
        let doubts = document.doubts_on(self.style.stale_days, self.date);
        let scale = self.pixels_per_point();
        let (width, height) = (self.width as f32 / scale - self.beside_width(), self.height as f32 / scale);
        let whole = viewport_of(document, self.extent, width, height);
        let (viewport, band) = if self.has_band() {
            let (viewport, band) = self.with_band(document, whole, typesetter);
            (viewport, Some(band))
        } else {
            (whole, None)
        };
        let mut built = self.scene(document, (&state, &doubts), self.date, &viewport, None);
        let passing = self.filter.of(document);
        if self.chart {
            built.chart = Some(chart(document, (&built, &viewport, passing.as_ref()), document.days(), false));
        }
        if let Some(since) = self.gains_since {
            built.gains = Some(gains(document, (&built, &viewport, passing.as_ref()), since, self.date));
        }
        let mut picture = scene::layout(
            &built,
            Basemap::embedded(),
            &viewport,
            typesetter,
            self.furniture,
            self.highlight,
            (scale, has_base),
        );
        if self.transparent {
            picture.remove_layer(scene::BASE_LAYER);
            picture.background.opacity = 0;
        }
        if let Some(LegendBand { shapes, height, is_cut }) = band {
            let top = picture.height;
            picture.height += height;
            let edge = [PicturePoint { x: 0.0, y: top }, PicturePoint { x: width, y: top }];
            let ground = Shape::Panel {
                at: edge[0],
                width,
                height: height + 1.0,
                rounding: 0.0,
                fill: self.style.panel().with_opacity(u8::MAX),
                stroke: None,
            };
            let stroke = Stroke { width: 1.0, colour: self.style.panel_edge() };
            let line = Shape::Line { points: edge.to_vec(), stroke };
            let shapes = shapes.into_iter().map(|shape| shape.moved(0.0, top));
            picture.add_layer("Legend", [ground, line].into_iter().chain(shapes));
            if is_cut {
                picture.left_out.push("part of the legend");
            }
        }
        if self.beside_width() > 0.0 {
            let paragraphs = self.paragraphs(document, &viewport);
            scene::add_column(&mut picture, &paragraphs, self.beside_width(), &self.style, typesetter);
        }
        last_scene::keep(document, built);
        picture
    }

    /// The colours that cover most of such pictures, for formats that keep few.
    pub(super) fn colours(&self, document: &Document) -> Vec<[u8; 3]> {
        let style = &self.style;
        let plain = [style.land(), style.water(), style.ink(), style.panel(), style.halo(), style.front()];
        let mut colours: Vec<[u8; 3]> = plain.iter().map(|rgba| rgb(rgba.colour)).collect();
        for (row, faction) in document.chronicle.factions().iter().enumerate() {
            let colour = style.faction_colour(row, faction.colour);
            // Ground is the same colour, thinner, over land.
            let ground = style.land().mixed(Rgba::opaque(colour), f32::from(scene::FILL_OPACITY) / 255.0);
            colours.extend([rgb(colour), rgb(ground.colour)]);
        }
        colours
    }

    /// Paints the picture.
    pub fn pixels(&self, document: &Document, typesetter: &Typesetter) -> Result<Pixels, raster::Error> {
        self.paint(document, &self.picture_for_pixels(document, typesetter), typesetter)
    }

    /// Makes the picture as the bytes of a PNG, WebP or JPEG file.
    pub fn still(
        &self,
        document: &Document,
        typesetter: &Typesetter,
        format: StillFormat,
    ) -> Result<Vec<u8>, raster::Error> {
        self.still_of(
            document,
            &self.picture_for_pixels(document, typesetter),
            &self.told(document),
            typesetter,
            format,
        )
    }

    /// What the base map of the picture is painted for; `None` where it is not kept for further ones.
    fn base_key(&self, document: &Document) -> Option<BaseKey> {
        let bytes = self.width as usize * self.height as usize * 4;
        let is_kept = bytes <= LARGEST_KEPT_BASE && !self.transparent;
        is_kept.then(|| BaseKey {
            viewport: self.viewport(document),
            style: self.style,
            size: (self.width, self.height),
            scale: self.pixels_per_point(),
        })
    }

    /// Lays the picture out for pixels: without the base map where that is painted already.
    fn picture_for_pixels(&self, document: &Document, typesetter: &Typesetter) -> Picture {
        let is_painted = self.base_key(document).is_some_and(|key| document.painted_base(&key).is_some());
        self.lay_out(document, typesetter, !is_painted)
    }

    /// Paints a laid out picture. The base map under further pictures of the same view is painted once.
    fn paint(&self, document: &Document, picture: &Picture, typesetter: &Typesetter) -> Result<Pixels, raster::Error> {
        let scale = self.pixels_per_point();
        let begins = picture.layers.first().is_some_and(|layer| layer.name == scene::BASE_LAYER && layer.first == 0);
        let Some(key) = self.base_key(document).filter(|_| begins) else {
            return raster::paint(picture, typesetter, scale);
        };
        let shapes = picture.layers.get(1).map_or(picture.shapes.len(), |layer| layer.first);
        let base = if let Some(base) = document.painted_base(&key) {
            base
        } else if shapes == 0 {
            // Another view has taken its place since this picture was laid out.
            let whole = self.picture(document, typesetter);
            return raster::paint(&whole, typesetter, scale);
        } else {
            let base = Arc::new(raster::paint_beginning(picture, shapes, typesetter, scale)?);
            document.keep_painted_base(key, Arc::clone(&base));
            base
        };
        raster::paint_rest(&base, picture, shapes, typesetter, scale)
    }

    fn still_of(
        &self,
        document: &Document,
        picture: &Picture,
        told: &Provenance,
        typesetter: &Typesetter,
        format: StillFormat,
    ) -> Result<Vec<u8>, raster::Error> {
        let scale = self.pixels_per_point();
        let pixels = self.paint(document, picture, typesetter)?;
        let file = raster::encode_still(&pixels, scale, format, &told.texts())?;
        pixels.recycle();
        Ok(file)
    }

    /// Makes the picture as a PNG file's bytes.
    pub fn png(&self, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, raster::Error> {
        self.still(document, typesetter, StillFormat::Png)
    }

    /// What the file says about the picture.
    pub fn told(&self, document: &Document) -> Provenance {
        Provenance::of(self, document)
    }

    /// Makes the picture as an SVG document with real text and named layers.
    pub fn svg(&self, document: &Document, typesetter: &Typesetter) -> String {
        svg_of(&self.picture(document, typesetter), &self.told(document))
    }

    /// Makes the picture as a PDF file's bytes: one page, fonts embedded.
    pub fn pdf(&self, document: &Document, typesetter: &Typesetter) -> Result<Vec<u8>, vector::Error> {
        pdf_of(&self.picture(document, typesetter), &self.told(document), typesetter)
    }

    /// Makes the picture and writes it to `path`, in the format of its ending; a failure leaves what was
    /// there. Answers what was asked for and has no room, in a sentence.
    pub fn write(
        &self,
        document: &Document,
        typesetter: &Typesetter,
        path: &Path,
    ) -> Result<Option<String>, WriteError> {
        let picture = match PictureFormat::of(path) {
            Some(PictureFormat::Pixels(_)) => self.picture_for_pixels(document, typesetter),
            Some(PictureFormat::Svg | PictureFormat::Pdf) | None => self.picture(document, typesetter),
        };
        self.write_picture(document, &picture, &self.told(document), typesetter, path)?;
        Ok(remarks(&picture, typesetter))
    }

    /// Writes a picture that is laid out, with what it says of itself.
    pub(super) fn write_picture(
        &self,
        document: &Document,
        picture: &Picture,
        told: &Provenance,
        typesetter: &Typesetter,
        path: &Path,
    ) -> Result<(), WriteError> {
        let format = PictureFormat::of(path).ok_or_else(|| WriteError::Ending { path: path.to_owned() })?;
        let bytes = match format {
            PictureFormat::Pixels(format) => self.still_of(document, picture, told, typesetter, format)?,
            PictureFormat::Svg => svg_of(picture, told).into_bytes(),
            PictureFormat::Pdf => pdf_of(picture, told, typesetter)?,
        };
        Ok(raster::write_file(path, &bytes)?)
    }
}

fn svg_of(picture: &Picture, told: &Provenance) -> String {
    vector::svg(picture, told.get("Title"), &told.in_one_text())
}

fn pdf_of(picture: &Picture, told: &Provenance, typesetter: &Typesetter) -> Result<Vec<u8>, vector::Error> {
    let info = PdfInfo {
        title: told.get("Title"),
        author: told.get("Copyright"),
        subject: told.get("Description"),
        creator: SOFTWARE,
        further: &[
            ("DateOfTheMap", told.get(provenance::DATE)),
            ("Extent", told.get("Extent")),
            ("Rule", told.get("Rule")),
            ("Style", told.get("Style")),
            ("ChronicleSha256", told.get("Chronicle SHA-256")),
            ("Command", told.get(provenance::COMMAND)),
        ],
        ..PdfInfo::default()
    };
    vector::pdf(picture, typesetter, &info)
}

/// The places in view that numbers over time count: those that pass what does not depend on the day.
fn in_view(scene: &Scene, viewport: &Viewport, passing: Option<&Passing<'_>>) -> Vec<PlaceIx> {
    let passes = |place: PlaceIx| passing.is_none_or(|passing| passing.places()[place.row()]);
    let is_seen =
        |marker: &&scene::Marker| passes(marker.place) && viewport.shows(viewport.picture_from_world(marker.at));
    scene.markers.iter().filter(is_seen).map(|marker| marker.place).collect()
}

/// How many of the places in view each holder gained and lost from one day to another.
pub(super) fn gains(
    document: &Document,
    (scene, viewport, passing): (&Scene, &Viewport, Option<&Passing<'_>>),
    since: Date,
    date: Date,
) -> Rc<Gains> {
    let (then, now) = (document.timeline.state_on(since), document.timeline.state_on(date));
    let factions = document.chronicle.factions().len();
    let mut counts = vec![(0_u32, 0_u32); factions];
    for place in in_view(scene, viewport, passing) {
        let (before, after) = (document.holder(&then, place), document.holder(&now, place));
        let passes = |passing: &Passing<'_>| passing.is_of_places() || passing.between(place, since, date);
        if before != after && passing.is_none_or(passes) {
            if let Some(gainer) = after {
                counts[gainer.row()].0 += 1;
            }
            if let Some(loser) = before {
                counts[loser.row()].1 += 1;
            }
        }
    }
    let rows = counts.into_iter().zip(&scene.factions).filter(|((gained, lost), _)| gained + lost > 0);
    let mut rows: Vec<_> =
        rows.map(|((gained, lost), (name, look))| (name.clone(), look.colour, gained, lost)).collect();
    rows.sort_by_key(|(_, _, gained, lost)| std::cmp::Reverse(gained + lost));
    Rc::new(Gains { since, rows })
}

/// So many days of a chart are counted.
const CHART_DAYS: i32 = 160;

/// Who held how many of the places in view, from day to day.
pub(super) fn chart(
    document: &Document,
    (scene, viewport, passing): (&Scene, &Viewport, Option<&Passing<'_>>),
    (from, to): (Date, Date),
    grows: bool,
) -> Rc<Chart> {
    let in_view = in_view(scene, viewport, passing);
    let passing = passing.filter(|passing| !passing.is_of_places());
    let (first, span) = (Day::of(from), Day::of(to).since(Day::of(from)));
    let steps = span.clamp(1, CHART_DAYS);
    let mut days: Vec<Day> = (0..=steps).map(|nth| first.plus(span * nth / steps)).collect();
    days.dedup();
    // One row a faction, and the last for unknown.
    let factions = document.chronicle.factions().len();
    let mut counts = vec![vec![0_u32; days.len()]; factions + 1];
    let mut state = document.timeline.state_on(from);
    for (nth, day) in days.iter().enumerate() {
        document.timeline.move_to(&mut state, day.date(), |_| {});
        let passes = |place: &&PlaceIx| passing.is_none_or(|passing| passing.on(**place, day.date()));
        for place in in_view.iter().filter(passes) {
            let row = document.holder(&state, *place).map_or(factions, FactionIx::row);
            counts[row][nth] += 1;
        }
    }
    let unknown = scene.style.unknown();
    let colour = |row: usize| scene.factions.get(row).map_or(unknown, |(_, look)| look.colour);
    let rows = counts.into_iter().enumerate().filter(|(_, counts)| counts.iter().any(|count| *count > 0));
    let mut holders: Vec<_> = rows.map(|(row, counts)| (colour(row), counts)).collect();
    // Who holds most over all stands at the bottom; the sort is stable.
    holders.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().map(|count| u64::from(*count)).sum::<u64>()));
    Rc::new(Chart { heading: scene::words(scene.language, "chart", &[]), days, holders, grows })
}

/// What is not as it was asked for, in a sentence: what has no room, and letters without a glyph.
pub(super) fn remarks(picture: &Picture, typesetter: &Typesetter) -> Option<String> {
    /// So many letters are named.
    const MOST: usize = 6;
    let mut missing: Vec<char> = Vec::new();
    for shape in &picture.shapes {
        if let Shape::Text(text) = shape {
            missing.extend(typesetter.missing(&text.text, text.bold));
        }
    }
    missing.sort_unstable();
    missing.dedup();
    let named: Vec<String> = missing.iter().take(MOST).map(|letter| named_letter(*letter)).collect();
    let more = if missing.len() > MOST { format!(" and {} more", missing.len() - MOST) } else { String::new() };
    let letters = (!named.is_empty())
        .then(|| format!("no font has {}{more}: boxes stand for them; write them in another way", named.join(", ")));
    match (no_room(&picture.left_out), letters) {
        (Some(room), Some(letters)) => Some(format!("{room}; {letters}")),
        (one, other) => one.or(other),
    }
}

/// A letter and its number; of what is no letter to see, its number alone.
fn named_letter(letter: char) -> String {
    let number = format!("U+{:04X}", u32::from(letter));
    if letter.is_control() || letter.is_whitespace() { number } else { format!("{letter} ({number})") }
}

/// What has no room, in a sentence; none where all fits.
fn no_room(left_out: &[&str]) -> Option<String> {
    let (last, others) = left_out.split_last()?;
    let what = if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) };
    let has = if others.is_empty() { "has" } else { "have" };
    Some(format!("{what} {has} no room; make the picture larger, or its scale smaller"))
}

fn rgb(colour: Colour) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

/// The formats of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels: PNG, WebP or JPEG.
    Pixels(StillFormat),
    /// Shapes and text, in named layers.
    Svg,
    /// A page, for print.
    Pdf,
}

impl PictureFormat {
    /// The format that the ending of a path names.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "pdf" => Some(Self::Pdf),
            _ => StillFormat::of(path).map(Self::Pixels),
        }
    }
}

/// Why a picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The ending is none of a format.
    #[error("could not write {path}: the name must end in .png, .webp, .jpg, .svg or .pdf")]
    Ending {
        /// The path.
        path: PathBuf,
    },
    /// It could not be painted or written.
    #[error(transparent)]
    Raster(#[from] raster::Error),
    /// It could not be made into a page.
    #[error(transparent)]
    Vector(#[from] vector::Error),
}

/// The viewport of an extent in a picture of this size, in points.
pub fn viewport_of(document: &Document, extent: Extent, width: f32, height: f32) -> Viewport {
    let chronicle = &document.chronicle;
    let view = &chronicle.about.view;
    // The same ground whatever the width: zoom grows with it.
    let zoom_here = |zoom: f64| zoom + (f64::from(width) / 1280.0).log2();
    let all = || {
        // Less of a margin in the small maps of a contact sheet.
        let margin = 48.0 * (width.min(height) / 500.0).min(1.0);
        document.bounds().map(|bounds| Viewport::fitting_bounds(bounds, width, height, margin, 11.0))
    };
    let world = || {
        let centre = crate::geometry::WorldPoint { x: 0.5, y: 0.5 };
        Viewport::new(centre, 1.0, width, height)
    };
    match extent {
        Extent::Opening => match (view.centre, view.zoom) {
            (Some(centre), zoom) => {
                let zoom = zoom.unwrap_or(DEFAULT_ZOOM);
                Viewport::new(world_from_lon_lat(centre), zoom_here(zoom), width, height)
            }
            _ => all().unwrap_or_else(world),
        },
        Extent::AllPlaces => all().unwrap_or_else(world),
        Extent::Around { centre, zoom } => Viewport::new(world_from_lon_lat(centre), zoom_here(zoom), width, height),
        Extent::Box { south_west, north_east } => {
            let (mut west, mut east) = (world_from_lon_lat(south_west), world_from_lon_lat(north_east));
            if east.x < west.x {
                east.x += 1.0; // Over the antimeridian.
            }
            let span = f64::from(width) / 256.0 / (east.x - west.x).max(1e-9);
            let tall = f64::from(height) / 256.0 / (west.y - east.y).max(1e-9);
            west.x = f64::midpoint(west.x, east.x).rem_euclid(1.0);
            west.y = f64::midpoint(west.y, east.y);
            Viewport::new(west, span.min(tall).log2(), width, height)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_boxes_that_are_none_are_refused() {
        assert_eq!(parse_size("1920x1080"), Ok((1920, 1080)));
        for wrong in ["", "x", "0x0", "-5x10", "1920", "1920x", "99999x10", "1e3x5"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
        assert!(parse_box("35.5,35.2,37.5,36.6").is_ok());
        for wrong in ["", "1,2,3", "1,2,3,4,5", "35,36,37,36", "a,b,c,d", "0,0,400,10", "1,2,x,4"] {
            assert!(parse_box(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_same_request_gives_the_same_bytes() {
        let document = Document::open(None).unwrap();
        let mut snapshot = Snapshot::new(crate::domain::parse_date("2015-04-25").unwrap());
        (snapshot.width, snapshot.height) = (400, 300);
        let one = snapshot.png(&document, &Typesetter::new()).unwrap();
        let other = snapshot.png(&document, &Typesetter::new()).unwrap();
        assert!(one == other);
    }
}
