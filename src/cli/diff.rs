//! `salient diff`: gains and losses between two dates.

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::diff::{COLUMNS, GroupBy, differences, filtered, readable, rows};
use crate::app::tables;
use crate::cli::{Outcome, RuleArguments, Source, date_argument, filter_argument, outcome_of, output};

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
    /// By what the places are grouped
    #[arg(long, value_enum, default_value_t = GroupArgument::Faction)]
    by: GroupArgument,
    /// Only places that pass a filter, like 'faction=SDF region=Aleppo event=capture': those that one of the factions
    /// held before or after, and of whose events in between one passes
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupArgument {
    /// Who gained them
    Faction,
    /// The region in which they lie
    Region,
    /// The chapter in which they changed last
    Chapter,
}

impl From<GroupArgument> for GroupBy {
    fn from(argument: GroupArgument) -> Self {
        match argument {
            GroupArgument::Faction => Self::Faction,
            GroupArgument::Region => Self::Region,
            GroupArgument::Chapter => Self::Chapter,
        }
    }
}

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
        let filter = filter_argument(&document, self.filter.as_deref())?;
        let found = filtered(&document, &filter, differences(&document, self.from, self.to), self.to);
        let rows = rows(&document, &found, self.by.into());
        let (columns, rows) = filter.named(&document.chronicle, &COLUMNS, rows);
        let scope = if filter.is_empty() { String::new() } else { filter.only_places(&document.chronicle) };
        let result = match self.format {
            Format::Table => {
                let by = (self.by.into(), scope.as_str());
                readable(&document, (self.from, self.to), &found, by, crate::geometry::Reach::default())
            }
            Format::Csv => tables::csv(&columns, &rows),
            Format::Json => output::json(&columns, &rows)?,
            Format::Md => tables::markdown(&columns, &rows).into_bytes(),
        };
        output::print(&result)?;
        Ok(outcome_of(&document))
    }
}
