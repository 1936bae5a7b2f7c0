//! `salient compare`: on which places two rules differ.

use anyhow::bail;
use clap::Args;
use jiff::civil::Date;

use crate::app::rules;
use crate::app::territory::parse_step;
use crate::app::wording;
use crate::cli::output::Format;
use crate::cli::{Outcome, RuleArguments, Source, date_argument, outcome_of, output};
use crate::domain::{Day, Known, PlaceIx, Rule, difference_counts};

#[derive(Args)]
pub(super) struct Compare {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The rule to compare with, written like --rule
    #[arg(long, value_name = "RULE")]
    with: String,
    /// What is known under the other rule, written like --known-on
    #[arg(long, value_name = "DATE|each-day")]
    with_known_on: Option<String>,
    /// The day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument, conflicts_with = "step")]
    date: Option<Date>,
    /// Count the places that differ over time instead: 1d, 1w, 1mo, 1y (any number of them), or change
    #[arg(long)]
    step: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Compare {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let one = self.rule.open(&self.source)?;
        let basis = rules::parse_basis(&one.chronicle, &self.with)?;
        let known = self.with_known_on.as_deref().map_or(Ok(Known::All), rules::parse_known)?;
        let other = one.under(Rule { basis, known });
        let chronicle = &one.chronicle;
        let names = [rules::written(chronicle, one.rule()), rules::written(chronicle, other.rule())];
        if names[0] == names[1] {
            bail!("could not compare the rule {} with itself; give another with --with", names[0]);
        }
        let (header, rows): (Vec<&str>, Vec<Vec<String>>) = if let Some(step) = &self.step {
            let step = parse_step(step)?;
            let (first, last) = one.days();
            let counts = difference_counts(&one.timeline, &other.timeline);
            let rows = step.dates(&one.timeline, first, last).map(|date| {
                let differing = counts.on(Day::of(date));
                vec![date.to_string(), differing.to_string(), names[0].clone(), names[1].clone()]
            });
            (vec!["date", "places_that_differ", "rule", "other_rule"], rows.collect())
        } else {
            let date = self.date.unwrap_or_else(|| one.days().1);
            let places = (0..chronicle.places().len()).map(PlaceIx::new);
            let rows = places.filter_map(|place| {
                let (a, b) = (one.timeline.control_on(place, date), other.timeline.control_on(place, date));
                let row = chronicle.place(place);
                let says = |control| wording::control(chronicle, control);
                (a != b).then(|| vec![row.id.to_string(), row.name.clone(), date.to_string(), says(a), says(b)])
            });
            (vec!["place_id", "name", "date", names[0].as_str(), names[1].as_str()], rows.collect())
        };
        output::print(&self.format.rows(&header, &rows)?)?;
        Ok(outcome_of(&one))
    }
}
