//! `salient diff`: gains and losses between two dates.

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::diff::{Difference, balances, by_weight, differences};
use crate::app::document::Document;
use crate::app::rules;
use crate::app::wording;
use crate::cli::{Outcome, RuleArguments, Source, date_argument, outcome_of, output};

#[derive(Args)]
pub(super) struct Diff {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The earlier day, YYYY-MM-DD
    #[arg(long, value_parser = date_argument)]
    from: Date,
    /// The later day, YYYY-MM-DD
    #[arg(long, value_parser = date_argument)]
    to: Date,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned text for reading, with each faction's balance
    Table,
    /// Comma-separated values with a header row
    Csv,
    /// An array of objects
    Json,
    /// A Markdown table
    Md,
}

const COLUMNS: [&str; 10] =
    ["place_id", "name", "region", "from", "to", "changed_on", "changes", "reports", "population", "rule"];

impl Diff {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if self.to < self.from {
            bail!(
                "could not compare {} with {}: the later day lies before the earlier; exchange them",
                self.from,
                self.to
            );
        }
        let document = self.rule.open(&self.source)?;
        let found = differences(&document, self.from, self.to);
        let rows = rows(&document, &found);
        let result = match self.format {
            Format::Table => self.readable(&document, &found, &rows),
            Format::Csv => output::csv(&COLUMNS, &rows)?,
            Format::Json => output::json(&COLUMNS, &rows)?,
            Format::Md => markdown(&rows),
        };
        output::print(&result)?;
        Ok(outcome_of(&document))
    }

    fn readable(&self, document: &Document, found: &[Difference], rows: &[Vec<String>]) -> Vec<u8> {
        let chronicle = &document.chronicle;
        let (from, to) = (wording::date(self.from), wording::date(self.to));
        let rule = rules::phrase(chronicle, document.rule());
        let mut text = format!("{}, from {from} to {to}, {rule}\n\n", document.title()).into_bytes();
        let balances = balances(document, found);
        let of_faction = |faction: crate::domain::FactionIx| {
            let balance = balances[faction.row()];
            vec![
                chronicle.faction(faction).name.clone(),
                format!("+{}", balance.gained),
                format!("-{}", balance.lost),
                format!("+{}", balance.people_gained),
                format!("-{}", balance.people_lost),
            ]
        };
        let sums: Vec<Vec<String>> = by_weight(&balances).into_iter().map(of_faction).collect();
        text.extend(output::table(&["faction", "places", "", "people", ""], &sums));
        text.push(b'\n');
        let shown: Vec<Vec<String>> =
            rows.iter().map(|row| [1, 3, 4, 5, 7].map(|column| row[column].clone()).to_vec()).collect();
        text.extend(output::table(&["place", "from", "to", "changed on", "reports"], &shown));
        text
    }
}

fn rows(document: &Document, found: &[Difference]) -> Vec<Vec<String>> {
    let chronicle = &document.chronicle;
    let rule = rules::written(chronicle, document.rule());
    found
        .iter()
        .map(|difference| {
            let place = chronicle.place(difference.place);
            let reports: usize = difference.events.iter().map(|event| chronicle.reports_on(*event).count()).sum();
            let days: Vec<String> = difference.days.iter().map(Date::to_string).collect();
            vec![
                place.id.to_string(),
                place.name.clone(),
                place.admin1.clone(),
                wording::control(chronicle, &difference.before),
                wording::control(chronicle, &difference.after),
                days.join(";"),
                difference.days.len().to_string(),
                reports.to_string(),
                place.population.map_or_else(String::new, |people| people.to_string()),
                rule.clone(),
            ]
        })
        .collect()
}

fn markdown(rows: &[Vec<String>]) -> Vec<u8> {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    let rule: Vec<String> = COLUMNS.iter().map(|_| "---".to_owned()).collect();
    let mut text = line(&header) + &line(&rule);
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| crate::app::citations::markdown_text(cell)).collect();
        text.push_str(&line(&cells));
    }
    text.into_bytes()
}
