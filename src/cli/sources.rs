//! `salient sources`: the sources beside each other, or with `--reports` their reports by text.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::app::document::Document;
use crate::app::rules::{find_camp, find_source};
use crate::app::sources::{self, SourceColumn, SourceRow};
use crate::app::tables;
use crate::app::wording;
use crate::cli::output::Format;
use crate::cli::{Outcome, Source, outcome_of, output};
use crate::domain::ReportIx;

#[derive(Args)]
pub(super) struct Sources {
    #[command(flatten)]
    source: Source,
    /// What the sources are sorted by; numbers from the largest, names and dates from the first
    #[arg(long, value_enum, value_name = "COLUMN", default_value_t = Sort::Reports, conflicts_with = "reports")]
    sort: Sort,
    /// Numbers from the smallest too
    #[arg(long, conflicts_with = "reports")]
    ascending: bool,
    /// Only the sources of this camp
    #[arg(long, value_name = "NAME", conflicts_with = "reports")]
    camp: Option<String>,
    /// Instead of sources, the reports that hold all these words in publisher, source, title, claim, address or the
    /// place's names, the last published first; "" for all
    #[arg(long, value_name = "WORDS")]
    reports: Option<String>,
    /// With --reports: only those of this source, by name or alias
    #[arg(long = "source", value_name = "NAME", requires = "reports")]
    of: Option<String>,
    /// With --reports: so many of them at most
    #[arg(long, value_name = "N", default_value_t = 200, requires = "reports")]
    most: usize,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By name
    Name,
    /// By camp
    Camp,
    /// By the number of reports
    Reports,
    /// By the day of the first report
    First,
    /// By the day of the last report
    Last,
    /// By how often the assessment sided with them
    Sided,
    /// By how often they were first
    FirstToTell,
    /// By the median of the days from event to report
    MedianDelay,
}

impl From<Sort> for SourceColumn {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Name => Self::Name,
            Sort::Camp => Self::Camp,
            Sort::Reports => Self::Reports,
            Sort::First => Self::First,
            Sort::Last => Self::Last,
            Sort::Sided => Self::Sided,
            Sort::FirstToTell => Self::FirstToTell,
            Sort::MedianDelay => Self::MedianDelay,
        }
    }
}

const COLUMNS: [&str; 12] = [
    "source",
    "camp",
    "reports",
    "first",
    "last",
    "supported",
    "disputed",
    "sided",
    "first_to_tell",
    "told",
    "median_delay_days",
    "repeats",
];

const REPORT_COLUMNS: [&str; 10] = [
    "report_id",
    "place_id",
    "date",
    "publisher",
    "attributed_to",
    "published",
    "stance",
    "asserted_controller",
    "claim",
    "url",
];

impl Sources {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.source.open()?;
        match &self.reports {
            Some(words) => self.list_reports(&document, words)?,
            None => self.list_sources(&document)?,
        }
        Ok(outcome_of(&document))
    }

    fn list_sources(&self, document: &Document) -> anyhow::Result<()> {
        let chronicle = &document.chronicle;
        let mut rows = sources::table(chronicle);
        if let Some(typed) = &self.camp {
            let camp = find_camp(chronicle, typed)?;
            rows.retain(|row| chronicle.claims().voice(row.source).camp == Some(camp));
        }
        let column = SourceColumn::from(self.sort);
        sources::sort(&mut rows, column, column.is_number() && !self.ascending);
        let result = match self.format {
            Format::Table => {
                let header = SourceColumn::ALL.map(SourceColumn::text);
                tables::aligned(&header, &rows.iter().map(readable).collect::<Vec<_>>())
            }
            Format::Csv => tables::csv(&COLUMNS, &rows.iter().map(cells).collect::<Vec<_>>()),
            Format::Json => json_of(&rows)?,
        };
        output::print(&result)?;
        if chronicle.reports().is_empty() {
            eprintln!("the chronicle has no reports, so there is nothing to count; they come from reports.csv");
        }
        Ok(())
    }

    fn list_reports(&self, document: &Document, words: &str) -> anyhow::Result<()> {
        let chronicle = &document.chronicle;
        let source = self.of.as_deref().map(|typed| find_source(chronicle, typed)).transpose()?;
        let (reports, total) = sources::search(chronicle, words, source, self.most);
        let rows: Vec<Vec<String>> = reports.iter().map(|report| report_cells(document, *report)).collect();
        output::print(&self.format.rows(&REPORT_COLUMNS, &rows)?)?;
        let found = wording::count(total, "report was found", "reports were found");
        if total > reports.len() {
            eprintln!("{found}; --most N lists more than the newest {}", reports.len());
        } else {
            eprintln!("{found}");
        }
        Ok(())
    }
}

fn text_of<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// What is shown for reading, in the order of [`SourceColumn::ALL`].
fn readable(row: &SourceRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.camp.clone(),
        row.reports.to_string(),
        text_of(row.first),
        text_of(row.last),
        text_of(row.sided_text()),
        text_of(row.first_text()),
        text_of(row.delay_text()),
    ]
}

/// What is shown in [`COLUMNS`].
fn cells(row: &SourceRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.camp.clone(),
        row.reports.to_string(),
        text_of(row.first),
        text_of(row.last),
        row.supported.to_string(),
        row.disputed.to_string(),
        text_of(row.sided.map(|share| format!("{share:.4}"))),
        row.first_to_tell.to_string(),
        row.told.to_string(),
        text_of(row.median_delay),
        row.repeats.to_string(),
    ]
}

/// An array of objects with the names of [`COLUMNS`], numbers as numbers.
fn json_of(rows: &[SourceRow]) -> anyhow::Result<Vec<u8>> {
    let object = |row: &SourceRow| {
        json!({
            "source": row.name,
            "camp": (!row.camp.is_empty()).then_some(&row.camp),
            "reports": row.reports,
            "first": row.first.map(|date| date.to_string()),
            "last": row.last.map(|date| date.to_string()),
            "supported": row.supported,
            "disputed": row.disputed,
            "sided": row.sided,
            "first_to_tell": row.first_to_tell,
            "told": row.told,
            "median_delay_days": row.median_delay,
            "repeats": row.repeats,
        })
    };
    let mut text = serde_json::to_vec_pretty(&rows.iter().map(object).collect::<Vec<_>>())?;
    text.push(b'\n');
    Ok(text)
}

/// What is shown of a report in [`REPORT_COLUMNS`].
fn report_cells(document: &Document, report: ReportIx) -> Vec<String> {
    let chronicle = &document.chronicle;
    let report = chronicle.report(report);
    let event = chronicle.event(report.event);
    vec![
        report.id.to_string(),
        chronicle.place(event.place).id.to_string(),
        event.date.to_string(),
        report.publisher.clone(),
        report.attributed_to.clone(),
        text_of(report.published),
        report.stance.text().to_owned(),
        chronicle.asserted_name(report.asserted_controller).unwrap_or_default().to_owned(),
        report.claim.clone(),
        report.url.clone(),
    ]
}
