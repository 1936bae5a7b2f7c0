//! `salient show`: who holds what on a date.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::rules;
use crate::app::tables;
use crate::app::wording;
use crate::cli::{DoubtArguments, Outcome, RuleArguments, Source, date_argument, filter_argument, outcome_of, output};
use crate::domain::{Control, Faction, PlaceIx};

#[derive(Args)]
pub(super) struct Show {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    doubts: DoubtArguments,
    /// The day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// Only places that pass a filter, like 'kind=town,city region=Idlib', on that day; every row names it
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned text for reading
    Table,
    /// Comma-separated values with a header row
    Csv,
    /// An array of objects
    Json,
    /// A `FeatureCollection` of points
    Geojson,
}

const COLUMNS: [&str; 13] = [
    "place_id",
    "name",
    "kind",
    "lat",
    "lon",
    "controller",
    "shared_with",
    "contested_by",
    "besieged_by",
    "since",
    "event_id",
    "doubts",
    "rule",
];

impl Show {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.rule.open(&self.source)?;
        let date = self.date.unwrap_or_else(|| document.days().1);
        let stale_days = self.doubts.stale_days;
        let filter = filter_argument(&document, self.filter.as_deref())?;
        let passing = filter.of(&document);
        let is_shown = |place: &PlaceIx| passing.as_ref().is_none_or(|passing| passing.on(*place, date));
        let places: Vec<PlaceIx> = (0..document.chronicle.places().len()).map(PlaceIx::new).filter(is_shown).collect();
        let table = || {
            let rows = rows(&document, &places, date, stale_days);
            filter.named(&document.chronicle, &COLUMNS, rows)
        };
        let result = match self.format {
            Format::Table => readable(&document, (&places, &filter), date, stale_days),
            Format::Csv => {
                let (columns, rows) = table();
                tables::csv(&columns, &rows)
            }
            Format::Json => {
                let (columns, rows) = table();
                output::json(&columns, &rows)?
            }
            Format::Geojson => {
                let (columns, rows) = table();
                output::geojson(&columns, &rows)?
            }
        };
        output::print(&result)?;
        Ok(outcome_of(&document))
    }
}

fn rows(document: &Document, places: &[PlaceIx], date: Date, stale_days: u32) -> Vec<Vec<String>> {
    let chronicle = &document.chronicle;
    let ids = |factions| chronicle.faction_ids(factions);
    let unknown = Control::unknown();
    let rule = rules::written(chronicle, document.rule());
    let doubts = document.doubts(stale_days);
    let places = places.iter().copied();
    places
        .map(|place| {
            let row = chronicle.place(place);
            let step = document.timeline.step_on(place, date);
            let control = step.map_or(&unknown, |step| document.timeline.control(step.control));
            let controller = control.controller();
            vec![
                row.id.to_string(),
                row.name.clone(),
                row.kind.text().to_owned(),
                row.position.lat().to_string(),
                row.position.lon().to_string(),
                controller.map_or(Faction::UNKNOWN_ID, |f| chronicle.faction(f).id.as_str()).to_owned(),
                ids(control.shared_with()),
                ids(control.contested_by()),
                ids(control.besieged_by()),
                document.timeline.since(place, date).map_or_else(String::new, |d| d.to_string()),
                step.map_or_else(String::new, |step| chronicle.event_id(step.cause.event())),
                wording::doubts(doubts.on(place, date)).join(";"),
                rule.clone(),
            ]
        })
        .collect()
}

fn readable(document: &Document, (places, filter): (&[PlaceIx], &Filter), date: Date, stale_days: u32) -> Vec<u8> {
    let (chronicle, timeline) = (&document.chronicle, &document.timeline);
    let doubts = document.doubts(stale_days);
    let rows: Vec<Vec<String>> = places
        .iter()
        .map(|place| {
            let place = *place;
            let row = chronicle.place(place);
            let since = timeline.since(place, date).map_or_else(String::new, wording::date);
            let control = wording::control(chronicle, timeline.control_on(place, date));
            let doubts = wording::doubts(doubts.on(place, date)).join(", ");
            vec![row.name.clone(), row.kind.words(), control, since, doubts]
        })
        .collect();
    let day = wording::date(date);
    let mut rule = rules::phrase(chronicle, document.rule());
    if !filter.is_empty() {
        rule = wording::joined(&[rule, filter.only_places(chronicle)]);
    }
    let mut text = format!("{}, {day}, {rule}\n\n", wording::one_line(&document.title())).into_bytes();
    text.extend(tables::aligned(&["place", "kind", "control", "since", "doubts"], &rows));
    text
}
