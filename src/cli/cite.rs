//! `salient cite`: the reports on a place or an event, as citations.

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::citations::{CitationFormat, cite};
use crate::app::document::Document;
use crate::app::places::find_place;
use crate::app::wording;
use crate::cli::{Outcome, Source, date_argument, outcome_of, output};
use crate::domain::{Chronicle, EventIx, PlaceIx, ReportIx};

#[derive(Args)]
pub(super) struct Cite {
    /// The place, by id or name, or the event, by id
    #[arg(value_name = "PLACE|EVENT")]
    what: String,
    #[command(flatten)]
    source: Source,
    /// Of a place, only the reports on the event in force on this day, YYYY-MM-DD [default: those on all its events]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Plain)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A numbered list for reading
    Plain,
    /// A numbered list with links
    Markdown,
    /// Entries for LaTeX and for programs that keep references
    Bibtex,
    /// An array of items for programs that keep references
    CslJson,
}

impl From<Format> for CitationFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Plain => Self::Plain,
            Format::Markdown => Self::Markdown,
            Format::Bibtex => Self::Bibtex,
            Format::CslJson => Self::CslJson,
        }
    }
}

/// What the reports are about.
enum Subject {
    Event(EventIx),
    Place(PlaceIx),
}

impl Cite {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.source.open()?;
        let chronicle = &document.chronicle;
        let (reports, subject) = match find(chronicle, &self.what)? {
            Subject::Event(event) => {
                let id = chronicle.event_id(event);
                if self.date.is_some() {
                    bail!(
                        "could not use --date: {id} is an event, which has a date already; give a place or no --date"
                    );
                }
                let reports: Vec<ReportIx> = chronicle.reports_on(event).collect();
                (reports, format!("the event {id}"))
            }
            Subject::Place(place) => {
                let name = &chronicle.place(place).name;
                let subject = match self.date {
                    None => name.clone(),
                    Some(date) => format!("{name} as of {}", wording::date(date)),
                };
                (reports_of_place(&document, place, self.date), subject)
            }
        };
        if reports.is_empty() {
            eprintln!("no report is recorded for {}", wording::one_line(&subject));
        }
        output::print(cite(chronicle, &reports, self.format.into()).as_bytes())?;
        Ok(outcome_of(&document))
    }
}

fn find(chronicle: &Chronicle, typed: &str) -> anyhow::Result<Subject> {
    let typed = typed.trim();
    if let Some(event) = chronicle.event_by_id(typed) {
        return Ok(Subject::Event(event));
    }
    find_place(chronicle, typed).map(Subject::Place).or_else(|not_found| {
        // Ids made from place and date are in no index, and reading through all events takes longest.
        let mut events = (0..chronicle.events().len()).map(EventIx::new);
        let event = events.find(|event| chronicle.event_id(*event) == typed);
        event.map(Subject::Event).ok_or_else(|| anyhow!("{not_found}; no event has this id either"))
    })
}

fn reports_of_place(document: &Document, place: PlaceIx, date: Option<Date>) -> Vec<ReportIx> {
    let (chronicle, timeline) = (&document.chronicle, &document.timeline);
    match date {
        None => timeline.events_of(place).flat_map(|event| chronicle.reports_on(event)).collect(),
        Some(date) => {
            let step = timeline.step_on(place, date);
            step.map_or_else(Vec::new, |step| chronicle.reports_on(step.cause.event()).collect())
        }
    }
}
