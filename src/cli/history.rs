//! `salient history`: a place's events and their reports.

use clap::Args;

use crate::app::document::Document;
use crate::app::places::find_place;
use crate::app::rules;
use crate::app::wording;
use crate::cli::show::Format;
use crate::cli::{Outcome, RuleArguments, Source, outcome_of, output};
use crate::domain::{Cause, Faction, PlaceIx, Stance, Step};

#[derive(Args)]
pub(super) struct History {
    /// The place, by id or name
    place: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const COLUMNS: [&str; 24] = [
    "place_id",
    "name",
    "lat",
    "lon",
    "date",
    "precision",
    "kind",
    "controller",
    "shared_with",
    "contested_by",
    "besieged_by",
    "confidence",
    "note",
    "event_id",
    "report_id",
    "stance",
    "publisher",
    "attributed_to",
    "published",
    "asserted_controller",
    "claim",
    "url",
    "archive_url",
    "rule",
];

impl History {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.rule.open(&self.source)?;
        let place = find_place(&document.chronicle, &self.place)?;
        let result = match self.format {
            Format::Table => readable(&document, place),
            Format::Csv => output::csv(&COLUMNS, &rows(&document, place))?,
            Format::Json => output::json(&COLUMNS, &rows(&document, place))?,
            Format::Geojson => output::geojson(&COLUMNS, &rows(&document, place))?,
        };
        output::print(&result)?;
        Ok(outcome_of(&document))
    }
}

/// One row a report, and one for every event or succession without any.
fn rows(document: &Document, place: PlaceIx) -> Vec<Vec<String>> {
    let chronicle = &document.chronicle;
    let row = chronicle.place(place);
    let ids = |factions| chronicle.faction_ids(factions);
    let mut rows = Vec::new();
    let rule = rules::written(chronicle, document.rule());
    for step in document.timeline.steps_of(place) {
        let control = document.timeline.control(step.control);
        let holder = control.controller();
        let (precision, kind, confidence, note, event_id) = match step.cause {
            Cause::Event(event) => {
                let row = chronicle.event(event);
                let id = chronicle.event_id(event);
                (row.precision.text(), row.kind().text(), row.confidence.text(), row.note(), id)
            }
            Cause::Succession { of, .. } => {
                ("day", "succession", "", chronicle.faction(of).notes.as_str(), String::new())
            }
        };
        let start: Vec<String> = vec![
            row.id.to_string(),
            row.name.clone(),
            row.position.lat().to_string(),
            row.position.lon().to_string(),
            step.day.date().to_string(),
            precision.to_owned(),
            kind.to_owned(),
            holder.map_or(Faction::UNKNOWN_ID, |f| chronicle.faction(f).id.as_str()).to_owned(),
            ids(control.shared_with()),
            ids(control.contested_by()),
            ids(control.besieged_by()),
            confidence.to_owned(),
            note.to_owned(),
            event_id,
        ];
        let before = rows.len();
        if let Cause::Event(event) = step.cause {
            for report in chronicle.reports_on(event) {
                let report = chronicle.report(report);
                let mut row = start.clone();
                row.extend([
                    report.id.to_string(),
                    report.stance.text().to_owned(),
                    report.publisher.clone(),
                    report.attributed_to.clone(),
                    report.published.map_or_else(String::new, |date| date.to_string()),
                    chronicle.asserted_name(report.asserted_controller).unwrap_or_default().to_owned(),
                    report.claim.clone(),
                    report.url.clone(),
                    report.archive_url.clone(),
                    rule.clone(),
                ]);
                rows.push(row);
            }
        }
        if rows.len() == before {
            let mut row = start;
            row.resize(COLUMNS.len() - 1, String::new());
            row.push(rule.clone());
            rows.push(row);
        }
    }
    rows
}

fn readable(document: &Document, place: PlaceIx) -> Vec<u8> {
    let chronicle = &document.chronicle;
    let row = chronicle.place(place);
    let mut text = row.name.clone();
    for part in [&row.name_ar, &row.kind.words(), &row.admin1] {
        if !part.is_empty() {
            text.push_str(", ");
            text.push_str(part);
        }
    }
    text.push('\n');
    if !document.rule().is_default() {
        text.push_str(&format!("{}\n", rules::phrase(chronicle, document.rule())));
    }
    for step in document.timeline.steps_of(place) {
        text.push('\n');
        text.push_str(&step_text(document, step));
    }
    text.into_bytes()
}

fn step_text(document: &Document, step: &Step) -> String {
    let chronicle = &document.chronicle;
    let control = wording::control(chronicle, document.timeline.control(step.control));
    let event = match step.cause {
        Cause::Succession { .. } => {
            let cause = wording::cause(chronicle, step.cause);
            return format!("{}  {control} ({cause})\n", wording::date(step.day.date()));
        }
        Cause::Event(event) => event,
    };
    let row = chronicle.event(event);
    let disputed = if chronicle.is_disputed(event) { ", disputed" } else { "" };
    let cause = wording::cause(chronicle, step.cause);
    let mut text = format!("{}  {control} ({cause}{disputed})\n", wording::event_date(row));
    if !row.note().is_empty() {
        text.push_str(&format!("    {}\n", row.note()));
    }
    for stance in Stance::ALL {
        for report in chronicle.reports_on(event).map(|report| chronicle.report(report)) {
            if report.stance != stance {
                continue;
            }
            let mut who = report.publisher.clone();
            if !report.attributed_to.is_empty() && report.attributed_to != report.publisher {
                who.push_str(&format!(", citing {}", report.attributed_to));
            }
            if let Some(published) = report.published {
                who.push_str(&format!(", {}", wording::date(published)));
            }
            text.push_str(&format!("    {}: {who}\n", stance.heading().to_lowercase()));
            for line in [&report.claim, &report.url] {
                if !line.is_empty() {
                    text.push_str(&format!("        {line}\n"));
                }
            }
        }
    }
    text
}
