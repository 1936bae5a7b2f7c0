//! `salient snapshot`: a picture of the map on a date.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::contact_sheet::ContactSheet;
use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::places::{find_faction, find_place};
use crate::app::ribbons::places_of_region;
use crate::app::snapshot::{self, Beside, DEFAULT_ZOOM, Extent};
use crate::app::style_file::StyleFile;
use crate::app::territory::parse_reach;
use crate::app::wording;
use crate::cli::{Outcome, RuleArguments, Source, batch, date_argument, outcome_of};
use crate::domain::{DoubtChoice, LonLat, PlaceIx};
use crate::geometry::Smoothing;
use crate::scene::{Language, LegendPlace, Names, Palette, Theme, Typesetter};

#[derive(Args, Clone)]
pub(super) struct Snapshot {
    #[command(flatten)]
    pub(super) source: Source,
    #[command(flatten)]
    pub(super) rule: RuleArguments,
    /// The day, YYYY-MM-DD [default: the chronicle's opening date, else its last day]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// Several days: YYYY-MM-DD,YYYY-MM-DD,… or a CSV file with a column date, and maybe a column output. A picture a
    /// day, into the folder that --output names
    #[arg(long, value_name = "DATES|FILE.csv", conflicts_with = "date")]
    dates: Option<String>,
    /// With --dates: all days in one picture, with one scale and one legend
    #[arg(long, requires = "dates", conflicts_with_all = ["why", "sources"])]
    sheet: bool,
    /// Instead of one picture, all that a TOML file asks for: a [[picture]] each, with the names of these options as
    /// keys
    #[arg(long, value_name = "FILE.toml", conflicts_with_all = ["output", "date", "dates"])]
    job: Option<PathBuf>,
    /// The file to write, ending in .png, .webp, .jpg, .svg or .pdf
    #[arg(short, long, required_unless_present = "job")]
    pub(super) output: Option<PathBuf>,
    /// Write beside the picture a .json file that says what it shows and the command that makes it again
    #[arg(long)]
    sidecar: bool,
    /// Show only places that changed hands since the end of this day, YYYY-MM-DD, in the colour of who gained them
    #[arg(long, value_name = "DATE", value_parser = date_argument, conflicts_with = "sheet")]
    changed_since: Option<Date>,
    /// With --changed-since: number them in the order in which they changed
    #[arg(long, requires = "changed_since")]
    numbered: bool,
    #[command(flatten)]
    picture: PictureArguments,
    /// Put beside the map why the place has its colour, with its reports; goes with --place or --ring
    #[arg(long, conflicts_with = "sources")]
    why: bool,
    /// Put a numbered list of sources beside the map: of the place, else of the month's changes in view
    #[arg(long)]
    sources: bool,
}

/// What a picture shows and how, the same for one and for a film of many.
#[derive(Args, Clone)]
pub(super) struct PictureArguments {
    /// How it looks, from a TOML file that a desk keeps; options beside it count more
    #[arg(long, value_name = "FILE")]
    style: Option<PathBuf>,
    /// Width and height in pixels [default: 1280x800]
    #[arg(long, value_name = "WxH", conflicts_with = "preset")]
    size: Option<String>,
    /// A size for a purpose; A4, A3 and column are for print at 300 pixels an inch
    #[arg(long, value_enum)]
    preset: Option<PresetArgument>,
    /// The title, instead of the chronicle's
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A line beneath the title
    #[arg(long, value_name = "TEXT")]
    subtitle: Option<String>,
    /// In which language the words of the picture are: date, legend, rule, credit
    #[arg(long, value_enum)]
    language: Option<LanguageArgument>,
    /// Centre on this place (id or name) and ring it
    #[arg(long, conflicts_with_all = ["bbox", "centre", "all"])]
    place: Option<String>,
    /// With --place: show this many kilometres around it
    #[arg(long, value_name = "KM", requires = "place", conflicts_with = "zoom", allow_negative_numbers = true)]
    radius: Option<f64>,
    /// Show all places of this region (governorate, oblast)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["place", "bbox", "centre", "all", "zoom"])]
    region: Option<String>,
    /// Show all places that this faction (id or name) holds on the date
    #[arg(long, value_name = "NAME", conflicts_with_all = ["place", "bbox", "centre", "all", "zoom", "region"])]
    faction: Option<String>,
    /// Show at least this box: west,south,east,north in degrees
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true, conflicts_with_all = ["centre", "all", "zoom"])]
    bbox: Option<String>,
    /// Centre on this point: longitude,latitude in degrees
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, conflicts_with = "all")]
    centre: Option<String>,
    /// Show all places
    #[arg(long, conflicts_with = "zoom")]
    all: bool,
    /// Web-map zoom of a picture 1280 points wide, 1 to 20; goes with --place or --centre
    #[arg(long)]
    zoom: Option<f64>,
    /// How large symbols and text are: 1 as on a screen [default: grows with the picture]
    #[arg(long)]
    scale: Option<f32>,
    /// Light or dark
    #[arg(long, value_enum)]
    theme: Option<ThemeArgument>,
    /// In which script places are named
    #[arg(long, value_enum)]
    names: Option<NamesArgument>,
    /// How far from a place its ground goes at most: kilometres from 5 to 100, or none
    #[arg(long, value_name = "KM|none")]
    reach: Option<String>,
    /// How much fronts are smoothed
    #[arg(long, value_enum)]
    smoothing: Option<SmoothingArgument>,
    /// Show what moved since so many days before: the front then, and the ground that changed hands
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
    movement: Option<u32>,
    /// Which colours stand for the factions
    #[arg(long, value_enum)]
    palette: Option<PaletteArgument>,
    /// Ring this place (id or name), wherever the picture is centred
    #[arg(long, value_name = "PLACE", conflicts_with = "place")]
    ring: Option<String>,
    /// Which doubts about colours are drawn
    #[arg(long = "doubts", value_name = "LIST", value_delimiter = ',')]
    doubts_shown: Option<Vec<DoubtArgument>>,
    /// Leave out all doubts about colours
    #[arg(long, conflicts_with = "doubts_shown")]
    no_doubts: bool,
    /// The days after which a place's newest report is old [default: 365]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
    stale_days: Option<u32>,
    /// Leave out the ground
    #[arg(long)]
    no_territory: bool,
    /// Leave out the fronts
    #[arg(long)]
    no_fronts: bool,
    /// Leave out the areas that the chronicle brings along
    #[arg(long)]
    no_areas: bool,
    /// Leave out title and date
    #[arg(long)]
    no_title: bool,
    /// Leave out the legend
    #[arg(long)]
    no_legend: bool,
    /// Set the legend beneath the map, where it hides no place (pictures only)
    #[arg(long)]
    legend_below: bool,
    /// Leave out of the legend what shapes and lines mean
    #[arg(long)]
    short_legend: bool,
    /// Leave out the scale bar
    #[arg(long)]
    no_scale_bar: bool,
    /// Add a small map that says where in the world the picture is
    #[arg(long)]
    inset: bool,
    /// Add a chart of who held how many of the places in view; in a film it grows
    #[arg(long)]
    chart: bool,
    /// Only places that pass: parts like faction=ID,ID kind=town,city region=Idlib event=capture confidence=high
    /// source="SOHR" disputed=yes
    #[arg(long)]
    filter: Option<String>,
    /// Add a list of gains and losses of the places in view since this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    gains_since: Option<Date>,
    /// Leave out the base map and all that lies behind, to lay the picture over another (.png, .webp, .svg)
    #[arg(long)]
    transparent: bool,
    /// Leave out the factions' symbols inside the markers
    #[arg(long)]
    no_symbols: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DoubtArgument {
    /// Reports name different holders
    Disputed,
    /// The date of the change is uncertain
    Uncertain,
    /// No report at all
    Unconfirmed,
    /// The newest report is old
    Stale,
    /// None of them
    None,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum LanguageArgument {
    /// English
    En,
    /// Arabic
    Ar,
}

impl From<LanguageArgument> for Language {
    fn from(argument: LanguageArgument) -> Self {
        match argument {
            LanguageArgument::En => Self::English,
            LanguageArgument::Ar => Self::Arabic,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum PresetArgument {
    /// 1920x1080
    Screen,
    /// 1080x1080
    Square,
    /// 1080x1350
    Portrait,
    /// 1080x1920
    Story,
    /// 297 by 210 mm
    A4,
    /// 420 by 297 mm
    A3,
    /// A newspaper's column of 95 by 120 mm
    Column,
}

impl PresetArgument {
    /// Width and height in pixels, and pixels a point where a print decides how large letters are.
    fn size(self) -> (u32, u32, Option<f32>) {
        // A point is a 96th of an inch.
        let print = Some(300.0 / 96.0);
        match self {
            Self::Screen => (1920, 1080, None),
            Self::Square => (1080, 1080, None),
            Self::Portrait => (1080, 1350, None),
            Self::Story => (1080, 1920, None),
            Self::A4 => (3508, 2480, print),
            Self::A3 => (4961, 3508, print),
            Self::Column => (1122, 1417, Some(2.2)),
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ThemeArgument {
    Light,
    Dark,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum NamesArgument {
    Latin,
    Arabic,
    Both,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum SmoothingArgument {
    /// As computed
    Off,
    /// Corners rounded
    Light,
    /// Corners moved together first
    Strong,
}

impl From<SmoothingArgument> for Smoothing {
    fn from(argument: SmoothingArgument) -> Self {
        match argument {
            SmoothingArgument::Off => Self::Off,
            SmoothingArgument::Light => Self::Light,
            SmoothingArgument::Strong => Self::Strong,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum PaletteArgument {
    /// The chronicle's own
    Conventional,
    /// Told apart with every common colour vision
    Safe,
    /// Greys, ground in patterns
    Grey,
}

impl From<ThemeArgument> for Theme {
    fn from(argument: ThemeArgument) -> Self {
        match argument {
            ThemeArgument::Light => Self::Light,
            ThemeArgument::Dark => Self::Dark,
        }
    }
}

impl From<NamesArgument> for Names {
    fn from(argument: NamesArgument) -> Self {
        match argument {
            NamesArgument::Latin => Self::Latin,
            NamesArgument::Arabic => Self::Arabic,
            NamesArgument::Both => Self::Both,
        }
    }
}

impl From<PaletteArgument> for Palette {
    fn from(argument: PaletteArgument) -> Self {
        match argument {
            PaletteArgument::Conventional => Self::Conventional,
            PaletteArgument::Safe => Self::Safe,
            PaletteArgument::Grey => Self::Grey,
        }
    }
}

impl Snapshot {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if let Some(job) = &self.job {
            return batch::run_job(job);
        }
        let Some(output) = &self.output else { bail!("could not write a picture: no file is named; add --output") };
        if let (Some(typed), false) = (&self.dates, self.sheet) {
            return self.run_dates(typed, output);
        }
        // Before the work: a wrong name need not wait for the picture.
        check_ending(output)?;
        let document = self.rule.open(&self.source)?;
        let wish = self.wish(&document, output)?;
        wish.write(&document)?;
        Ok(outcome_of(&document))
    }

    /// A picture a date, each in a file of its own.
    fn run_dates(&self, typed: &str, folder: &Path) -> anyhow::Result<Outcome> {
        let dated = batch::read_dates(typed)?;
        let document = self.rule.open(&self.source)?;
        std::fs::create_dir_all(folder).with_context(|| {
            format!("could not make the folder {}; check that you may write there", folder.display())
        })?;
        let mut wishes = Vec::new();
        for (date, name) in dated {
            let path = folder.join(name.unwrap_or_else(|| format!("{date}.png")));
            check_ending(&path)?;
            let one = Self { date: Some(date), ..self.clone() };
            wishes.push((document.clone(), one.wish(&document, &path)?));
        }
        batch::write_all(wishes)?;
        Ok(outcome_of(&document))
    }

    /// Whether it asks for a single file.
    pub(super) fn is_one_picture(&self) -> bool {
        self.job.is_none() && (self.dates.is_none() || self.sheet)
    }

    /// What is asked for, ready to be made.
    pub(super) fn wish(&self, document: &Document, output: &Path) -> anyhow::Result<Wish> {
        let snapshot = self.request(document)?;
        let dates = match (&self.dates, self.sheet) {
            (Some(typed), true) => Some(batch::read_dates(typed)?.into_iter().map(|(date, _)| date).collect()),
            _ => None,
        };
        Ok(Wish { snapshot, dates, output: output.to_owned(), sidecar: self.sidecar })
    }

    fn request(&self, document: &Document) -> anyhow::Result<snapshot::Snapshot> {
        let (_, last) = document.days();
        let date = self.date.or(document.chronicle.about.view.date).unwrap_or(last);
        let mut request = self.picture.request(document, date)?;
        request.beside = match (self.why, self.sources) {
            (true, _) => Beside::Why,
            (false, true) => Beside::Sources,
            (false, false) => Beside::Nothing,
        };
        (request.changed_since, request.numbered) = (self.changed_since, self.numbered);
        if let Some(since) = self.changed_since.filter(|since| *since > request.date) {
            bail!("could not show what changed since {since}: the picture is of {}, a day before it", request.date);
        }
        if self.why && request.highlight.is_none() {
            bail!("could not say why: no place is named; add --place or --ring");
        }
        Ok(request)
    }
}

/// A picture that is asked for.
pub(super) struct Wish {
    snapshot: snapshot::Snapshot,
    /// The dates of a contact sheet.
    dates: Option<Vec<Date>>,
    output: PathBuf,
    sidecar: bool,
}

impl Wish {
    /// Makes it and says so.
    pub(super) fn write(&self, document: &Document) -> anyhow::Result<()> {
        let Self { snapshot, dates, output, sidecar } = self;
        let typesetter = Typesetter::new();
        let (note, told) = if let Some(dates) = dates {
            let sheet = ContactSheet { snapshot: snapshot.clone(), dates: dates.clone() };
            (sheet.write(document, &typesetter, output)?, sheet.told(document))
        } else {
            (snapshot.write(document, &typesetter, output)?, snapshot.told(document))
        };
        if *sidecar {
            told.write_beside(output)?;
        }
        let note = note.map_or_else(String::new, |note| format!("; {note}"));
        eprintln!(
            "wrote {} ({} by {} pixels){note}",
            wording::one_line(&output.display().to_string()),
            snapshot.width,
            snapshot.height
        );
        Ok(())
    }
}

pub(super) fn check_ending(path: &Path) -> anyhow::Result<()> {
    if snapshot::PictureFormat::of(path).is_none() {
        return Err(snapshot::WriteError::Ending { path: path.to_owned() }.into());
    }
    Ok(())
}

impl PictureArguments {
    /// The picture of a date that is asked for.
    pub(super) fn request(&self, document: &Document, date: Date) -> anyhow::Result<snapshot::Snapshot> {
        let chronicle = &document.chronicle;
        let mut request = snapshot::Snapshot::new(date);
        if let Some(path) = &self.style {
            // What it says was tried out when it was read.
            StyleFile::read(path)?.apply(&mut request).unwrap_or_default();
        }
        if let Some(preset) = self.preset {
            (request.width, request.height, request.scale) = preset.size();
        }
        if let Some(size) = &self.size {
            (request.width, request.height) = snapshot::parse_size(size)?;
        }
        if let Some(zoom) = self.zoom.filter(|zoom| !(1.0..=20.0).contains(zoom)) {
            bail!("could not use the zoom {zoom}; it must be from 1 to 20");
        }
        if let Some(scale) = self.scale.filter(|scale| !(0.5..=16.0).contains(scale)) {
            bail!("could not use the scale {scale}; it must be from 0.5 to 16");
        }
        request.scale = self.scale.or(request.scale);
        let zoom = self.zoom.unwrap_or(DEFAULT_ZOOM);
        request.extent = if let Some(typed) = &self.place {
            let place = find_place(chronicle, typed)?;
            request.highlight = Some(place);
            let centre = chronicle.place(place).position;
            match self.radius {
                Some(km) if (0.1..=2000.0).contains(&km) => snapshot::box_around(centre, km),
                Some(km) => bail!("could not use the radius {km}; it must be from 0.1 to 2000 kilometres"),
                None => Extent::Around { centre, zoom },
            }
        } else if let Some(typed) = &self.region {
            let places = places_of_region(chronicle, typed)?;
            snapshot::box_of(places.iter().map(|place| chronicle.place(*place).position))
        } else if let Some(typed) = &self.faction {
            let faction = find_faction(chronicle, typed)?;
            let state = document.timeline.state_on(date);
            let places = (0..chronicle.places().len()).map(PlaceIx::new);
            let mut held = places.filter(|place| document.holder(&state, *place) == Some(faction)).peekable();
            if held.peek().is_none() {
                bail!("could not show the places of {typed:?}: it holds none on {date}; choose another date");
            }
            snapshot::box_of(held.map(|place| chronicle.place(place).position))
        } else if let Some(typed) = &self.bbox {
            snapshot::parse_box(typed)?
        } else if let Some(typed) = &self.centre {
            let numbers = typed
                .split_once(',')
                .and_then(|(lon, lat)| LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?).ok());
            let Some(centre) = numbers else {
                bail!("could not understand the point {typed:?}; write longitude,latitude in degrees like 36.63,35.93");
            };
            Extent::Around { centre, zoom }
        } else if self.all {
            Extent::AllPlaces
        } else {
            match (self.zoom, chronicle.about.view.centre) {
                (Some(zoom), Some(centre)) => Extent::Around { centre, zoom },
                (Some(_), None) => {
                    bail!("could not use --zoom alone: the chronicle has no opening view; add --place or --centre")
                }
                (None, _) => Extent::Opening,
            }
        };
        let style = &mut request.style;
        style.theme = self.theme.map_or(style.theme, Into::into);
        style.names = self.names.map_or(style.names, Into::into);
        style.palette = self.palette.map_or(style.palette, Into::into);
        style.symbols &= !self.no_symbols;
        style.stale_days = self.stale_days.unwrap_or(style.stale_days);
        if let Some(shown) = self.doubts_shown.as_deref().or(self.no_doubts.then_some(&[])) {
            style.doubts = DoubtChoice {
                disputed: shown.contains(&DoubtArgument::Disputed),
                uncertain: shown.contains(&DoubtArgument::Uncertain),
                unconfirmed: shown.contains(&DoubtArgument::Unconfirmed),
                stale: shown.contains(&DoubtArgument::Stale),
            };
        }
        let words = &mut request.words;
        words.title = self.title.clone().or(words.title.take());
        words.subtitle = self.subtitle.clone().unwrap_or_else(|| std::mem::take(&mut words.subtitle));
        words.language = self.language.map_or(words.language, Into::into);
        request.transparent |= self.transparent;
        if let Some(text) = &self.filter {
            request.filter = Filter::parse(chronicle, text)?;
        }
        request.chart |= self.chart;
        request.gains_since = self.gains_since.or(request.gains_since);
        if let Some(typed) = &self.ring {
            request.highlight = Some(find_place(chronicle, typed)?);
        }
        let (mut choice, mut reach) = request.territory.unwrap_or_default();
        choice.fill &= !self.no_territory;
        choice.fronts &= !self.no_fronts;
        choice.areas &= !self.no_areas;
        choice.smoothing = self.smoothing.map_or(choice.smoothing, Into::into);
        choice.movement_days = self.movement.or(choice.movement_days);
        if let Some(typed) = &self.reach {
            reach = parse_reach(typed)?;
        }
        request.territory = Some((choice, reach));
        request.furniture.title &= !self.no_title;
        request.furniture.legend &= !self.no_legend;
        request.furniture.scale_bar &= !self.no_scale_bar;
        request.furniture.inset |= self.inset;
        if self.legend_below || matches!(self.preset, Some(PresetArgument::Column)) {
            request.furniture.legend_place = LegendPlace::Below;
        }
        request.furniture.legend_in_short |= self.short_legend || matches!(self.preset, Some(PresetArgument::Column));
        Ok(request)
    }
}
