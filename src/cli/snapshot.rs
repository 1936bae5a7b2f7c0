//! `salient snapshot`: a picture of the map on a date.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::places::find_place;
use crate::app::snapshot::{self, Beside, DEFAULT_ZOOM, Extent};
use crate::app::territory::parse_reach;
use crate::cli::{DoubtArguments, Outcome, RuleArguments, Source, date_argument, outcome_of};
use crate::domain::{DoubtChoice, LonLat};
use crate::geometry::Smoothing;
use crate::scene::{Furniture, LegendPlace, Names, Palette, TerritoryChoice, Theme, Typesetter};

#[derive(Args)]
pub(super) struct Snapshot {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The day, YYYY-MM-DD [default: the chronicle's opening date, else its last day]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// The file to write, ending in .png, .webp, .jpg, .svg or .pdf
    #[arg(short, long)]
    output: PathBuf,
    /// Write beside the picture a .json file that says what it shows and the command that makes it again
    #[arg(long)]
    sidecar: bool,
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
#[derive(Args)]
pub(super) struct PictureArguments {
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x800")]
    size: String,
    /// Centre on this place (id or name) and ring it
    #[arg(long, conflicts_with_all = ["bbox", "centre", "all"])]
    place: Option<String>,
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
    #[arg(long, value_enum, default_value_t = ThemeArgument::Light)]
    theme: ThemeArgument,
    /// In which script places are named
    #[arg(long, value_enum, default_value_t = NamesArgument::Latin)]
    names: NamesArgument,
    /// How far from a place its ground goes at most: kilometres from 5 to 100, or none
    #[arg(long, value_name = "KM|none", default_value = "25")]
    reach: String,
    /// How much fronts are smoothed
    #[arg(long, value_enum, default_value_t = SmoothingArgument::Light)]
    smoothing: SmoothingArgument,
    /// Show what moved since so many days before: the front then, and the ground that changed hands
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
    movement: Option<u32>,
    /// Which colours stand for the factions
    #[arg(long, value_enum, default_value_t = PaletteArgument::Conventional)]
    palette: PaletteArgument,
    /// Ring this place (id or name), wherever the picture is centred
    #[arg(long, value_name = "PLACE", conflicts_with = "place")]
    ring: Option<String>,
    /// Which doubts about colours are drawn
    #[arg(
        long = "doubts",
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "disputed,uncertain,unconfirmed,stale"
    )]
    doubts_shown: Vec<DoubtArgument>,
    /// Leave out all doubts about colours
    #[arg(long, conflicts_with = "doubts_shown")]
    no_doubts: bool,
    #[command(flatten)]
    doubts: DoubtArguments,
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
    /// Leave out the scale bar
    #[arg(long)]
    no_scale_bar: bool,
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
        // Before the work: a wrong name need not wait for the picture.
        if snapshot::PictureFormat::of(&self.output).is_none() {
            return Err(snapshot::WriteError::Ending { path: self.output.clone() }.into());
        }
        let document = self.rule.open(&self.source)?;
        let request = self.request(&document)?;
        request.write(&document, &Typesetter::new(), &self.output)?;
        if self.sidecar {
            request.told(&document).write_beside(&self.output)?;
        }
        eprintln!("wrote {} ({} by {} pixels)", self.output.display(), request.width, request.height);
        Ok(outcome_of(&document))
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
        if self.why && request.highlight.is_none() {
            bail!("could not say why: no place is named; add --place or --ring");
        }
        Ok(request)
    }
}

impl PictureArguments {
    /// The picture of a date that is asked for.
    pub(super) fn request(&self, document: &Document, date: Date) -> anyhow::Result<snapshot::Snapshot> {
        let chronicle = &document.chronicle;
        let mut request = snapshot::Snapshot::new(date);
        (request.width, request.height) = snapshot::parse_size(&self.size)?;
        if let Some(zoom) = self.zoom.filter(|zoom| !(1.0..=20.0).contains(zoom)) {
            bail!("could not use the zoom {zoom}; it must be from 1 to 20");
        }
        if let Some(scale) = self.scale.filter(|scale| !(0.5..=16.0).contains(scale)) {
            bail!("could not use the scale {scale}; it must be from 0.5 to 16");
        }
        request.scale = self.scale;
        let zoom = self.zoom.unwrap_or(DEFAULT_ZOOM);
        request.extent = if let Some(typed) = &self.place {
            let place = find_place(chronicle, typed)?;
            request.highlight = Some(place);
            Extent::Around { centre: chronicle.place(place).position, zoom }
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
        request.style.theme = self.theme.into();
        request.style.names = self.names.into();
        request.style.symbols = !self.no_symbols;
        request.style.palette = self.palette.into();
        let shows = |doubt: DoubtArgument| !self.no_doubts && self.doubts_shown.contains(&doubt);
        request.style.doubts = DoubtChoice {
            disputed: shows(DoubtArgument::Disputed),
            uncertain: shows(DoubtArgument::Uncertain),
            unconfirmed: shows(DoubtArgument::Unconfirmed),
            stale: shows(DoubtArgument::Stale),
        };
        if let Some(typed) = &self.ring {
            request.highlight = Some(find_place(chronicle, typed)?);
        }
        request.style.stale_days = self.doubts.stale_days;
        let choice = TerritoryChoice {
            fill: !self.no_territory,
            fronts: !self.no_fronts,
            smoothing: self.smoothing.into(),
            movement_days: self.movement,
            areas: !self.no_areas,
        };
        request.territory = Some((choice, parse_reach(&self.reach)?));
        request.furniture = Furniture {
            title: !self.no_title,
            legend: !self.no_legend,
            legend_place: LegendPlace::Free,
            scale_bar: !self.no_scale_bar,
            legend_in_short: false,
            rule_apart: false,
        };
        Ok(request)
    }
}
