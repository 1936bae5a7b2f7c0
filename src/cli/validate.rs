//! `salient validate`: what is wrong in a chronicle.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::app::document::Document;
use crate::app::link_check;
use crate::app::tables;
use crate::app::wording;
use crate::cli::{Outcome, Source, output};
use crate::domain::{LinkRecord, Problem, Problems, excerpt};
use crate::exchange::read_link_records;

#[derive(Args)]
pub(super) struct Validate {
    #[command(flatten)]
    source: Source,
    /// The form of the list
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One sentence a problem
    Table,
    /// Comma-separated values with a header row
    Csv,
    /// An array of objects
    Json,
}

const COLUMNS: [&str; 6] = ["file", "row", "column", "found", "wrong", "done"];

impl Validate {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = Document::open(self.source.path.as_deref())?;
        let mut problems = (*document.problems).clone();
        // What is wrong in the table itself is among the problems already.
        let records = read_link_records(&document.chronicle, &mut Problems::default());
        for (record, fault) in link_check::copy_faults(&document.chronicle, &records) {
            problems.push(Problem {
                file: LinkRecord::FILE.to_owned(),
                row: None,
                column: Some("copy".to_owned()),
                found: excerpt(&record.copy),
                wrong: fault.to_owned(),
                done: "the record is kept".to_owned(),
            });
        }
        let list = problems.list();
        let rows: Vec<Vec<String>> = list
            .iter()
            .map(|problem| {
                vec![
                    problem.file.clone(),
                    problem.row.map_or_else(String::new, |row| row.to_string()),
                    problem.column.clone().unwrap_or_default(),
                    problem.found.clone(),
                    problem.wrong.clone(),
                    problem.done.clone(),
                ]
            })
            .collect();
        let result = match self.format {
            Format::Table => {
                let lines: String = list.iter().map(|problem| format!("{problem}\n")).collect();
                lines.into_bytes()
            }
            Format::Csv => tables::csv(&COLUMNS, &rows),
            Format::Json => output::json(&COLUMNS, &rows)?,
        };
        output::print(&result)?;
        let not_listed = problems.not_listed();
        if not_listed > 0 {
            eprintln!("and {not_listed} more");
        }
        let chronicle = &document.chronicle;
        let path = self.source.path.as_deref();
        eprintln!(
            "{}: {}, {}, {}, {}",
            path.map_or_else(|| "the bundled chronicle".to_owned(), |path: &Path| path.display().to_string()),
            wording::count(chronicle.places().len(), "place", "places"),
            wording::count(chronicle.events().len(), "event", "events"),
            wording::count(chronicle.reports().len(), "report", "reports"),
            wording::count(problems.count(), "problem", "problems"),
        );
        Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::Problems })
    }
}
