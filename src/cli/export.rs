//! `salient export`: a chronicle becomes a folder of CSV files; its territory or its fronts on a
//! date become a file for a GIS.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::ground_export::{self, What};
use crate::app::territory::parse_reach;
use crate::app::wording;
use crate::cli::snapshot::SmoothingArgument;
use crate::cli::{Outcome, RuleArguments, Source, date_argument, filter_argument, outcome_of};

#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The folder to write (an earlier chronicle folder there is replaced); with --what a file that
    /// ends in .geojson or .gpkg
    #[arg(short, long)]
    output: PathBuf,
    /// What of the ground is written, as it was on --date
    #[arg(long, value_enum)]
    what: Option<WhatArgument>,
    /// The day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument, requires = "what")]
    date: Option<Date>,
    /// How far from a place its ground goes at most: kilometres from 5 to 100, or none
    #[arg(long, value_name = "KM|none", default_value = "25", requires = "what")]
    reach: String,
    /// How much fronts are smoothed; km² and km are those of the ground as computed
    #[arg(long, value_enum, default_value_t = SmoothingArgument::Off, requires = "what")]
    smoothing: SmoothingArgument,
    /// Only the ground of places that pass a filter, like 'kind=town,city region=Idlib', on that day
    #[arg(long, value_name = "FILTER", requires = "what")]
    filter: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum WhatArgument {
    /// The ground of each faction, as polygons
    Territory,
    /// The lines along which the ground of two factions meets
    Fronts,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let Some(what) = self.what else {
            let document = self.source.open()?;
            let rule = self.rule.rule(&document)?;
            if !rule.is_default() {
                bail!(
                    "could not write the folder under a rule: it holds all events and reports; add --what to export what a rule makes of them"
                );
            }
            document.save_folder(&self.output)?;
            eprintln!("wrote the folder {}", wording::one_line(&self.output.display().to_string()));
            return Ok(outcome_of(&document));
        };
        let ending = self.output.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let is_geojson = match ending.as_deref() {
            Some("geojson" | "json") => true,
            Some("gpkg") => false,
            _ => bail!("could not write {}: the name must end in .geojson or .gpkg", self.output.display()),
        };
        let reach = parse_reach(&self.reach)?;
        let document = self.rule.open(&self.source)?;
        let date = self.date.unwrap_or_else(|| document.days().1);
        let what = match what {
            WhatArgument::Territory => What::Territory,
            WhatArgument::Fronts => What::Fronts,
        };
        let filter = filter_argument(&document, self.filter.as_deref())?;
        let ground = (reach, self.smoothing.into());
        let layer = ground_export::layer(&document, &filter, what, date, ground);
        if is_geojson {
            crate::raster::write_file(&self.output, &ground_export::geojson(&layer)?)?;
        } else {
            crate::store::write_layer(&layer, &self.output)?;
        }
        let features = wording::count(layer.features.len(), "feature", "features");
        eprintln!("wrote {} ({features})", wording::one_line(&self.output.display().to_string()));
        Ok(outcome_of(&document))
    }
}
