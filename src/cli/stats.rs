//! `salient stats`: places, people and km² by faction over time.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::app::document::Document;
use crate::app::rules;
use crate::app::series::{Measure, series, weights};
use crate::app::territory::{parse_reach, parse_step};
use crate::app::wording;
use crate::cli::output::Format;
use crate::cli::snapshot::LanguageArgument;
use crate::cli::{DayArguments, Outcome, RuleArguments, Source, filter_argument, outcome_of, output};
use crate::domain::{Faction, PlaceIx};
use crate::geometry::AreaPatch;
use crate::scene::{MapStyle, speaking};

/// So many days of a chart are counted.
const CHART_DAYS: i32 = 800;

#[derive(Args)]
pub(super) struct Stats {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    days: DayArguments,
    /// From row to row: 1d, 1w, 1mo, 1y (any number of them), or change for every day with a change
    #[arg(long, default_value = "1mo")]
    step: String,
    /// How far from a place its ground goes at most: kilometres from 5 to 100, or none
    #[arg(long, value_name = "KM|none", default_value = "25")]
    reach: String,
    /// Whose km² are counted
    #[arg(long, value_enum, default_value_t = GroundArgument::Places)]
    ground: GroundArgument,
    /// Write a chart of places instead, ending in .png, .svg or .csv: stacked areas, of what --chart names, on up to
    /// 800 days
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["step", "ground", "format"])]
    output: Option<PathBuf>,
    /// What the chart counts
    #[arg(long, value_enum, requires = "output", default_value_t = MeasureArgument::Places)]
    chart: MeasureArgument,
    /// In which language the chart's words are
    #[arg(long, value_enum, requires = "output", default_value_t = LanguageArgument::En)]
    language: LanguageArgument,
    /// The chart shows shares instead of numbers
    #[arg(long, requires = "output")]
    shares: bool,
    /// Count only places that pass a filter, like 'kind=town,city region=Idlib', on each day anew; every row names it
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroundArgument {
    /// Ground inferred from the places
    Places,
    /// The areas that the chronicle brings along
    Areas,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MeasureArgument {
    /// Places
    Places,
    /// Inhabitants, where the chronicle knows them
    People,
    /// km² of ground, inferred from places
    Ground,
}

const COLUMNS: [&str; 6] = ["date", "faction", "places", "population", "area_km2", "rule"];

impl Stats {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let step = parse_step(&self.step)?;
        let reach = parse_reach(&self.reach)?;
        let document = self.rule.open(&self.source)?;
        let (from, to) = self.days.of(&document);
        if to < from {
            bail!("could not count from {from} to {to}: the last day lies before the first; exchange them");
        }
        if self.ground == GroundArgument::Areas && !document.has_areas() {
            bail!("could not count the chronicle's areas: it has none; put GeoJSON files into its folder areas/");
        }
        let filter = filter_argument(&document, self.filter.as_deref())?;
        let passing = filter.of(&document);
        if passing.is_some() && self.ground == GroundArgument::Areas {
            bail!(
                "could not filter the chronicle's areas: a filter is of places; leave out --filter or --ground areas"
            );
        }
        if let Some(path) = &self.output {
            let measure = match self.chart {
                MeasureArgument::Places => Measure::Places,
                MeasureArgument::People => Measure::People,
                MeasureArgument::Ground => Measure::Ground,
            };
            let mut counted = series(&document, measure, (None, passing.as_ref()), (from, to), reach, CHART_DAYS);
            speaking(self.language.into(), || {
                if passing.is_some() {
                    counted.scope = filter.only_places(&document.chronicle);
                }
                counted.write(&document, self.shares, &MapStyle::default(), path)
            })?;
            eprintln!("wrote {}", wording::one_line(&path.display().to_string()));
            return Ok(outcome_of(&document));
        }
        let mut rows = Vec::new();
        let rule = rules::written(&document.chronicle, document.rule());
        // The ground of some of the places is counted place by place.
        let own_ground = passing.as_ref().map(|_| weights(&document, Measure::Ground, None, reach));
        let is_whole = self.ground == GroundArgument::Places && passing.is_none();
        let cells = is_whole.then(|| document.cells(reach));
        let mut territory = cells.as_ref().map(|cells| document.territory(cells, from));
        let mut state = document.timeline.state_on(from);
        for date in step.dates(&document.timeline, from, to) {
            let mut changed = Vec::new();
            let moved = document.timeline.move_to(&mut state, date, |place| changed.push(place));
            if let (Some(cells), Some(territory)) = (&cells, &mut territory) {
                let all = || (0..document.chronicle.places().len()).map(PlaceIx::new);
                let changed = if moved == crate::domain::Moved::Stepped { changed } else { all().collect() };
                let cell_of = |place| Some((cells.cell_of(place)?, document.holder(&state, place)));
                territory.update(cells, changed.into_iter().filter_map(cell_of));
            }
            let counts = Counts::on(&document, &state, |place| {
                let passes = passing.as_ref().is_none_or(|passing| passing.on(place, date));
                passes.then(|| own_ground.as_ref().map_or(0.0, |ground| ground[place.row()] * 1e6))
            });
            let is_of_areas = self.ground == GroundArgument::Areas;
            let patches = if is_of_areas { document.area_patches(date) } else { Vec::new() };
            for faction in counts.factions() {
                let (places, people, own_area) = counts.of(faction);
                let area = match &territory {
                    Some(territory) => territory.area(faction),
                    None if own_ground.is_some() => own_area,
                    None => {
                        patches.iter().filter(|patch| patch.faction == faction).map(AreaPatch::area).sum::<f64>() + 0.0
                    }
                };
                if faction.is_some() && places == 0 && area == 0.0 {
                    continue;
                }
                let id = faction.map_or(Faction::UNKNOWN_ID, |faction| document.chronicle.faction(faction).id.as_str());
                rows.push(vec![
                    date.to_string(),
                    id.to_owned(),
                    places.to_string(),
                    people.to_string(),
                    format!("{:.3}", area / 1e6),
                    rule.clone(),
                ]);
            }
        }
        let (columns, rows) = filter.named(&document.chronicle, &COLUMNS, rows);
        output::print(&self.format.rows(&columns, &rows)?)?;
        Ok(outcome_of(&document))
    }
}

/// Places, people and the ground of the places in m², by faction; the last row is *unknown*, so that places add up.
struct Counts {
    by_faction: Vec<(u64, u64, f64)>,
    unknown_row: Option<usize>,
}

impl Counts {
    /// Counts the places for which `ground_of` says how much is theirs.
    fn on(document: &Document, state: &crate::domain::PlacesState, ground_of: impl Fn(PlaceIx) -> Option<f64>) -> Self {
        let factions = document.chronicle.factions().len();
        let mut by_faction = vec![(0, 0, 0.0); factions + 1];
        for (row, place) in document.chronicle.places().iter().enumerate() {
            let Some(ground) = ground_of(PlaceIx::new(row)) else { continue };
            let holder = document.holder(state, PlaceIx::new(row));
            let count = &mut by_faction[holder.map_or(factions, crate::domain::FactionIx::row)];
            count.0 += 1;
            count.1 += place.population.unwrap_or(0);
            count.2 += ground;
        }
        Self { by_faction, unknown_row: document.chronicle.unknown_faction().map(crate::domain::FactionIx::row) }
    }

    fn factions(&self) -> impl Iterator<Item = Option<crate::domain::FactionIx>> {
        let known = (0..self.by_faction.len() - 1).filter(|row| Some(*row) != self.unknown_row);
        known.map(|row| Some(crate::domain::FactionIx::new(row))).chain([None])
    }

    fn of(&self, faction: Option<crate::domain::FactionIx>) -> (u64, u64, f64) {
        self.by_faction[faction.map_or(self.by_faction.len() - 1, crate::domain::FactionIx::row)]
    }
}
