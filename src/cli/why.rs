//! `salient why`: why a place has its colour on a day.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::places::find_place;
use crate::app::why;
use crate::cli::{DoubtArguments, Outcome, RuleArguments, Source, date_argument, outcome_of, output};

#[derive(Args)]
pub(super) struct Why {
    /// The place, by id or name
    place: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    doubts: DoubtArguments,
    /// The day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for reading
    Text,
    /// Markdown, with links
    Markdown,
}

impl Why {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.rule.open(&self.source)?;
        let place = find_place(&document.chronicle, &self.place)?;
        let date = self.date.unwrap_or_else(|| document.days().1);
        let why = why::Why::of(&document, place, date, self.doubts.stale_days);
        let text = match self.format {
            Format::Text => why.plain(&document.chronicle),
            Format::Markdown => why.markdown(&document.chronicle),
        };
        output::print(text.as_bytes())?;
        Ok(outcome_of(&document))
    }
}
