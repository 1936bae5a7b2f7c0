//! `salient corrections`: events that were seen otherwise on a day than they are seen now.

use anyhow::bail;
use clap::Args;
use jiff::civil::Date;

use crate::app::corrections::corrections;
use crate::app::rules;
use crate::cli::output::Format;
use crate::cli::{Outcome, RuleArguments, Source, date_argument, outcome_of, output};

#[derive(Args)]
pub(super) struct Corrections {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The day whose knowledge is compared with what is known now, YYYY-MM-DD
    #[arg(long, value_parser = date_argument)]
    date: Date,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const COLUMNS: [&str; 6] = ["event_id", "place", "date", "changed", "what", "rule"];

impl Corrections {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if self.rule.known_on.is_some() {
            bail!(
                "could not use --known-on: corrections compare what was known on --date with all that is known; leave it out"
            );
        }
        let document = self.rule.open(&self.source)?;
        let chronicle = &document.chronicle;
        let rule = rules::written(chronicle, document.rule());
        let rows: Vec<Vec<String>> = corrections(&document, self.date)
            .iter()
            .map(|correction| {
                vec![
                    chronicle.event_id(correction.event),
                    chronicle.place(correction.place).name.clone(),
                    chronicle.event(correction.event).date.to_string(),
                    correction.since.to_string(),
                    correction.text(chronicle),
                    rule.clone(),
                ]
            })
            .collect();
        output::print(&self.format.rows(&COLUMNS, &rows)?)?;
        Ok(outcome_of(&document))
    }
}
