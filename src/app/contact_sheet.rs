//! A contact sheet: the map on several dates in one picture, with one scale and one legend.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::provenance::{self, Provenance};
use crate::app::rules;
use crate::app::snapshot::{Snapshot, WriteError, remarks, viewport_of};
use crate::app::wording;
use crate::basemap::Basemap;
use crate::geometry::PicturePoint;
use crate::scene::{
    self, Film, FilmSetting, FrameStates, Furniture, Part, Picture, Rgba, Shape, Stroke, TextShape, Typesetter,
};

/// A contact sheet: what is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactSheet {
    /// What every map shows, and the size of the whole; its date counts for nothing, and nothing stands
    /// beside the maps.
    pub snapshot: Snapshot,
    /// The dates, in the order of the maps.
    pub dates: Vec<Date>,
}

/// Why a contact sheet cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no date.
    #[error("could not make a contact sheet: there is no date; write dates like 2015-03-28,2015-04-25")]
    NoDates,
    /// The maps would be too small to be read.
    #[error(
        "could not make a contact sheet of {dates} maps in {width} by {height} pixels: they have no room; make it larger, its scale smaller, or the dates fewer"
    )]
    NoRoom {
        /// How many dates there are.
        dates: usize,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// It could not be made or written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

const MARGIN: f32 = 18.0;
const GAP: f32 = 12.0;
const CAPTION: f32 = 19.0;

/// The smallest map that says anything, in points.
const LEAST: (f32, f32) = (110.0, 80.0);

impl ContactSheet {
    /// What the picture says of itself.
    pub fn told(&self, document: &Document) -> Provenance {
        let dates: Vec<String> = self.dates.iter().map(Date::to_string).collect();
        let mut arguments = vec!["--dates".to_owned(), dates.join(","), "--sheet".to_owned()];
        arguments.extend(provenance::picture_arguments(&self.snapshot, document, false));
        let told = self.snapshot.told(document).with(provenance::DATE, &dates.join(", "));
        told.with(provenance::COMMAND, &provenance::command("snapshot", &arguments, document))
    }

    /// Lays the sheet out.
    pub fn picture(&self, document: &Document, typesetter: &Typesetter) -> Result<Picture, Error> {
        let snapshot = &self.snapshot;
        let scale = snapshot.pixels_per_point();
        let (width, height) = (snapshot.width as f32 / scale, snapshot.height as f32 / scale);
        let first = *self.dates.first().ok_or(Error::NoDates)?;
        let style = snapshot.style;
        let mut picture = Picture {
            width,
            height,
            background: style.land(),
            shapes: Vec::new(),
            layers: Vec::new(),
            left_out: Vec::new(),
        };
        let heading_bottom = self.heading(document, typesetter, &mut picture);

        let (credit, credit_height) = self.film(document, typesetter, LEAST, first).credit(width);
        let (top, bottom) = (heading_bottom + GAP, height - credit_height - GAP);
        // The legend tells what is in the maps, and its width decides how wide they are: a first guess
        // without it, then maps beside it, and once more should it have grown.
        let (mut reserved, mut turn) = (0.0_f32, 0);
        let (mut film, columns, (wide, high), legend) = loop {
            let room = width - 2.0 * MARGIN - if reserved > 0.0 { reserved + GAP } else { 0.0 };
            let columns = self.columns(room, bottom - top);
            let rows = self.dates.len().div_ceil(columns);
            let wide = (room - GAP * (columns - 1) as f32) / columns as f32;
            let high = (bottom - top - GAP * (rows - 1) as f32) / rows as f32 - CAPTION;
            if wide < LEAST.0 || high < LEAST.1 {
                let (dates, width, height) = (self.dates.len(), snapshot.width, snapshot.height);
                return Err(Error::NoRoom { dates, width, height });
            }
            let mut film = self.film(document, typesetter, (wide, high), first);
            if !snapshot.furniture.legend {
                break (film, columns, (wide, high), None);
            }
            let legend = film.legend(width * 0.4, bottom - top + 28.0);
            let (_, legend_width, legend_height) = legend;
            let fits = legend_height > 0.0 && legend_height <= bottom - top && legend_width < width * 0.5;
            if fits && legend_width <= reserved {
                break (film, columns, (wide, high), Some(legend));
            }
            // It cannot stand beside maps that are large enough to read.
            if turn == 3 || !fits {
                picture.left_out.push("the legend");
                break (film, columns, (wide, high), None);
            }
            (reserved, turn) = (legend_width, turn + 1);
        };
        let mut maps = Vec::new();
        let mut captions = Vec::new();
        for (nth, date) in self.dates.iter().enumerate() {
            let left = MARGIN + (wide + GAP) * (nth % columns) as f32;
            let map_top = top + (high + CAPTION + GAP) * (nth / columns) as f32 + CAPTION;
            self.map(document, &mut film, *date, &mut maps, (left, map_top));
            let at = PicturePoint { x: left, y: map_top - 6.0 };
            captions.push(text(at, &scene::short_date(*date, snapshot.words.language), 12.5, true, style.ink()));
            captions.push(Shape::Panel {
                at: PicturePoint { x: left, y: map_top },
                width: wide,
                height: high,
                rounding: 0.0,
                fill: style.land().with_opacity(0),
                stroke: Some(Stroke { width: 1.0, colour: style.panel_edge() }),
            });
        }
        picture.add_layer("Maps", maps);
        picture.add_layer("Captions", captions);
        if let Some((legend, legend_width, legend_height)) = legend {
            let (x, y) = (width - MARGIN - legend_width, top + CAPTION);
            let y = y.min(bottom - legend_height);
            picture.add_layer("Legend", legend.into_iter().map(|shape| shape.moved(x, y)));
        }
        picture.add_layer("Credit", credit.into_iter().map(|shape| shape.moved(0.0, height)));
        Ok(picture)
    }

    /// Title and rule at the top; answers where they end.
    fn heading(&self, document: &Document, typesetter: &Typesetter, picture: &mut Picture) -> f32 {
        let (style, words) = (&self.snapshot.style, &self.snapshot.words);
        let room = picture.width - 2.0 * MARGIN;
        let rule = wording::capital(&rules::phrase_in(&document.chronicle, document.rule(), words.language));
        let has_title = self.snapshot.furniture.title;
        let title = words.title.as_ref().unwrap_or(&document.chronicle.about.title);
        let mut y = MARGIN;
        let mut shapes = Vec::new();
        for (line, size, bold, colour) in [
            (if has_title { title.as_str() } else { "" }, 18.0, true, style.ink()),
            (if has_title { words.subtitle.as_str() } else { "" }, 12.0, false, style.faint_ink()),
            // No picture goes out without its rule.
            (rule.as_str(), 11.5, false, style.faint_ink()),
        ] {
            if !line.is_empty() {
                let at = PicturePoint { x: MARGIN, y: y + size };
                shapes.push(text(at, &typesetter.cut(line, size, bold, room), size, bold, colour));
                y += size * 1.4;
            }
        }
        picture.add_layer("Title", shapes);
        y
    }

    /// In how many columns the maps come nearest to the shape of a screen.
    fn columns(&self, width: f32, height: f32) -> usize {
        let off = |columns: &usize| {
            let rows = self.dates.len().div_ceil(*columns) as f32;
            let wide = (width + GAP) / *columns as f32 - GAP;
            let high = (height + GAP) / rows - GAP - CAPTION;
            ((wide / high.max(1.0)).max(0.01) / 1.35).ln().abs()
        };
        (1..=self.dates.len()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(1)
    }

    /// All maps as frames of a film, `size` points large.
    fn film<'t>(
        &self,
        document: &Document,
        typesetter: &'t Typesetter,
        (wide, high): (f32, f32),
        first: Date,
    ) -> Film<'t> {
        let snapshot = &self.snapshot;
        let stale_days = snapshot.style.stale_days;
        let mut state = document.timeline.state_on(first);
        let mut doubts = document.doubts_on(stale_days, first);
        let viewport = viewport_of(document, snapshot.extent, wide, high);
        let mut scene = snapshot.scene(document, (&state, &doubts), first, &viewport, None);
        // The legend speaks of all maps.
        scene.only_what = snapshot.only_phrase(document, self.dates.iter().max().copied().unwrap_or(first));
        let furniture = Furniture {
            title: false,
            legend: false,
            scale_bar: false,
            inset: false,
            credit_apart: true,
            ..snapshot.furniture
        };
        let highlight = snapshot.highlight;
        let setting = FilmSetting { scene, viewport, typesetter, furniture, highlight };
        let all_doubts = document.doubts(stale_days);
        let passing = snapshot.filter.of(document);
        Film::new(setting, Basemap::embedded(), &[], |each| {
            for date in &self.dates {
                document.timeline.move_to(&mut state, *date, |_| {});
                all_doubts.move_to(&mut doubts, *date, |_| {});
                let only = snapshot.only_by_date(document, passing.as_ref(), *date);
                each(FrameStates { state: &state, doubts: &doubts, date: *date, only });
            }
        })
    }

    /// One map, cut to its part of the sheet.
    fn map(
        &self,
        document: &Document,
        film: &mut Film<'_>,
        date: Date,
        into: &mut Vec<Shape>,
        (left, top): (f32, f32),
    ) {
        let snapshot = &self.snapshot;
        let state = document.timeline.state_on(date);
        let doubts = document.doubts_on(snapshot.style.stale_days, date);
        film.scene().relabel(&state, &doubts, date);
        if film.shows_others() {
            film.scene().only = snapshot.only_on(document, snapshot.filter.of(document).as_ref(), date);
        }
        if let Some((_, reach)) = snapshot.territory {
            let cells = document.cells(reach);
            let choice = film.scene().territory.as_ref().map(|territory| territory.choice);
            if let Some(choice) = choice {
                let only = film.scene().only.clone();
                let ground =
                    document.scene_territory((&state, only.as_deref()), date, choice, Arc::clone(&cells), None);
                film.scene().territory = Some(ground);
            }
        }
        let (wide, high) = (film.viewport().width(), film.viewport().height());
        let part: Part = [0.0, 0.0, wide, high];
        let base = film.base(Basemap::embedded(), snapshot.pixels_per_point());
        let mut cut = vec![Shape::Panel {
            at: PicturePoint::default(),
            width: wide,
            height: high,
            rounding: 0.0,
            fill: base.background,
            stroke: None,
        }];
        let layers = [base, film.below_names(), film.names()];
        for shape in layers.into_iter().flat_map(|layer| layer.shapes) {
            shape.cut(part, &mut cut);
        }
        into.extend(cut.into_iter().map(|shape| shape.moved(left, top)));
    }

    /// Makes the sheet and writes it to `path`, in the format of its ending. Answers what has no room.
    pub fn write(&self, document: &Document, typesetter: &Typesetter, path: &Path) -> Result<Option<String>, Error> {
        let picture = self.picture(document, typesetter)?;
        self.snapshot.write_picture(document, &picture, &self.told(document), typesetter, path)?;
        Ok(remarks(&picture, typesetter))
    }
}

fn text(at: PicturePoint, text: &str, size: f32, bold: bool, colour: Rgba) -> Shape {
    Shape::Text(TextShape { at, text: text.to_owned(), size, bold, colour, halo: None })
}

/// Reads dates like `2015-03-28,2015-04-25`; the sentence says which is none.
pub fn parse_dates(typed: &str) -> Result<Vec<Date>, String> {
    let parts = typed.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            crate::domain::parse_date(part).ok_or_else(|| {
                format!(
                    "could not understand the date {:?}; write dates like 2015-03-28,2015-04-25",
                    crate::domain::excerpt(part)
                )
            })
        })
        .collect()
}
