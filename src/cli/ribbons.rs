//! `salient ribbons`: who held which place when, a strip a place, as a picture.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::app::document::Document;
use crate::app::places::find_place;
use crate::app::ribbons::{RibbonOrder, RibbonSheet, SheetFormat, places_of_region, sorted};
use crate::app::wording;
use crate::cli::snapshot::{LanguageArgument, NamesArgument, PaletteArgument, ThemeArgument};
use crate::cli::{DayArguments, DoubtArguments, Outcome, RuleArguments, Source, filter_argument, outcome_of};
use crate::domain::PlaceIx;
use crate::scene::{Typesetter, speaking};

#[derive(Args)]
pub(super) struct Ribbons {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    doubts: DoubtArguments,
    /// Only these places, by id or name [default: all places]
    #[arg(long, value_name = "ID,ID,...", value_delimiter = ',', conflicts_with = "admin1")]
    places: Vec<String>,
    /// Only the places of this first-level division
    #[arg(long, value_name = "NAME")]
    admin1: Option<String>,
    /// Only places that pass a filter, like 'kind=town,city region=Idlib', on the last day
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    #[command(flatten)]
    days: DayArguments,
    /// By what the places are ordered; changes are those of the whole chronicle, holders those of the last day
    /// [default: as given with --places, else name]
    #[arg(long, value_enum)]
    sort: Option<SortArgument>,
    /// Order from the end: most changes, newest change, Z
    #[arg(long)]
    descending: bool,
    /// How many places are drawn, the first ones
    #[arg(long, value_name = "N", default_value_t = RibbonSheet::MOST as u32, value_parser = clap::value_parser!(u32).range(1..=RibbonSheet::MOST as i64))]
    most: u32,
    /// Width in pixels; the height follows from the number of places
    #[arg(long, value_name = "PX", default_value_t = RibbonSheet::DEFAULT_WIDTH)]
    width: u32,
    /// How large letters and bands are: 1 as on a screen
    #[arg(long, default_value_t = 1.0)]
    scale: f32,
    /// Light or dark
    #[arg(long, value_enum, default_value_t = ThemeArgument::Light)]
    theme: ThemeArgument,
    /// In which script places are named
    #[arg(long, value_enum, default_value_t = NamesArgument::Latin)]
    names: NamesArgument,
    /// Which colours stand for the factions
    #[arg(long, value_enum, default_value_t = PaletteArgument::Conventional)]
    palette: PaletteArgument,
    /// In which language its words are
    #[arg(long, value_enum, default_value_t = LanguageArgument::En)]
    language: LanguageArgument,
    /// The file to write, ending in .png or .svg
    #[arg(short, long)]
    output: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum SortArgument {
    Name,
    Region,
    Changes,
    LastChange,
    Holder,
}

impl From<SortArgument> for RibbonOrder {
    fn from(argument: SortArgument) -> Self {
        match argument {
            SortArgument::Name => Self::Name,
            SortArgument::Region => Self::Region,
            SortArgument::Changes => Self::Changes,
            SortArgument::LastChange => Self::LastChange,
            SortArgument::Holder => Self::Holder,
        }
    }
}

impl Ribbons {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        speaking(self.language.into(), || self.write())
    }

    fn write(&self) -> anyhow::Result<Outcome> {
        // Before anything is read: a large chronicle takes its time.
        SheetFormat::of(&self.output)?;
        let document = self.rule.open(&self.source)?;
        let sheet = self.sheet(&document)?;
        let drawn = sheet.write(&document, &Typesetter::new(), &self.output)?;
        let of_all = if drawn < sheet.places.len() { format!(" of {}", sheet.places.len()) } else { String::new() };
        let ribbons = wording::count(drawn, "ribbon", "ribbons");
        eprintln!("wrote {} ({ribbons}{of_all})", wording::one_line(&self.output.display().to_string()));
        Ok(outcome_of(&document))
    }

    fn sheet(&self, document: &Document) -> anyhow::Result<RibbonSheet> {
        let (from, to) = self.days.of(document);
        if to < from {
            bail!("could not draw from {from} to {to}: the last day lies before the first; exchange them");
        }
        let mut places = self.wanted(document)?;
        let filter = filter_argument(document, self.filter.as_deref())?;
        if let Some(passing) = filter.of(document) {
            places.retain(|place| passing.on(*place, to));
        }
        let as_given = !self.places.is_empty() && !self.descending;
        let order = self.sort.map(RibbonOrder::from).or((!as_given).then_some(RibbonOrder::Name));
        if let Some(order) = order {
            places = sorted(document, places, order, self.descending, to);
        }
        let mut sheet = RibbonSheet::new(places, (from, to));
        (sheet.width, sheet.scale, sheet.most) = (self.width, self.scale, self.most as usize);
        if !filter.is_empty() {
            sheet.scope = filter.only_places(&document.chronicle);
        }
        sheet.style.theme = self.theme.into();
        sheet.style.stale_days = self.doubts.stale_days;
        sheet.style.names = self.names.into();
        sheet.style.palette = self.palette.into();
        sheet.check()?;
        Ok(sheet)
    }

    /// The places asked for, each once.
    fn wanted(&self, document: &Document) -> anyhow::Result<Vec<PlaceIx>> {
        let chronicle = &document.chronicle;
        if let Some(typed) = &self.admin1 {
            return Ok(places_of_region(chronicle, typed)?);
        }
        if self.places.is_empty() {
            return Ok((0..chronicle.places().len()).map(PlaceIx::new).collect());
        }
        let mut places = Vec::new();
        for typed in &self.places {
            let place = find_place(chronicle, typed)?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(places)
    }
}
