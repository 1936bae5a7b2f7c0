//! `salient history`: a place's events and their reports.

use clap::Args;

use crate::app::document::Document;
use crate::app::history::{self, Entry};
use crate::app::places::find_place;
use crate::app::rules;
use crate::app::tables;
use crate::app::why;
use crate::app::wording;
use crate::cli::show::Format;
use crate::cli::{Outcome, RuleArguments, Source, outcome_of, output};
use crate::domain::{Cause, Control, Doubts, Faction, PlaceIx, Stance, Step};

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

const COLUMNS: [&str; 26] = [
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
    "source",
    "published",
    "asserted_controller",
    "claim",
    "url",
    "archive_url",
    "effect",
    "rule",
];

impl History {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.rule.open(&self.source)?;
        let place = find_place(&document.chronicle, &self.place)?;
        let result = match self.format {
            Format::Table => readable(&document, place),
            Format::Csv => tables::csv(&COLUMNS, &rows(&document, place)),
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
    for entry in history::entries(document, place) {
        let control = control_of(document, &entry);
        let effect = if matches!(entry, Entry::Step(_)) { "yes" } else { "no" };
        let holder = control.controller();
        let event = entry.event();
        let (precision, kind, confidence, note, event_id) = match (event, entry) {
            (Some(event), entry) => {
                let row = chronicle.event(event);
                let id = chronicle.event_id(event);
                let is_lapse = matches!(entry, Entry::Step(Step { cause: Cause::Lapse(_), .. }));
                let kind = if is_lapse { "lapse" } else { row.kind().text() };
                (row.precision.text(), kind, row.confidence.text(), row.note(), id)
            }
            (None, Entry::Step(Step { cause: Cause::Succession { of, .. }, .. })) => {
                ("day", "succession", "", chronicle.faction(of).notes.as_str(), String::new())
            }
            (None, _) => continue,
        };
        let start: Vec<String> = vec![
            row.id.to_string(),
            row.name.clone(),
            row.position.lat().to_string(),
            row.position.lon().to_string(),
            entry.day().date().to_string(),
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
        if let Some(event) = event {
            for report in chronicle.reports_on(event) {
                let report = chronicle.report(report);
                let mut row = start.clone();
                row.extend([
                    report.id.to_string(),
                    report.stance.text().to_owned(),
                    report.publisher.clone(),
                    report.attributed_to.clone(),
                    report.source.clone(),
                    report.published.map_or_else(String::new, |date| date.to_string()),
                    chronicle.asserted_name(report.asserted_controller).unwrap_or_default().to_owned(),
                    report.claim.clone(),
                    report.url.clone(),
                    report.archive_url.clone(),
                    effect.to_owned(),
                    rule.clone(),
                ]);
                rows.push(row);
            }
        }
        if rows.len() == before {
            let mut row = start;
            row.resize(COLUMNS.len() - 2, String::new());
            row.extend([effect.to_owned(), rule.clone()]);
            rows.push(row);
        }
    }
    rows
}

fn readable(document: &Document, place: PlaceIx) -> Vec<u8> {
    let chronicle = &document.chronicle;
    let row = chronicle.place(place);
    let mut heading = row.name.clone();
    for part in [&row.name_ar, &row.kind.words(), &row.admin1] {
        if !part.is_empty() {
            heading.push_str(", ");
            heading.push_str(part);
        }
    }
    let mut text = wording::one_line(&heading);
    text.push('\n');
    text.push_str(&format!("{}\n", rules::phrase(chronicle, document.rule())));
    for entry in history::entries(document, place) {
        text.push('\n');
        text.push_str(&entry_text(document, place, &entry));
    }
    text.into_bytes()
}

/// The state that a step begins, or that an event without effect states.
fn control_of<'d>(document: &'d Document, entry: &Entry) -> &'d Control {
    match entry {
        Entry::Step(step) => document.timeline.control(step.control),
        Entry::NoEffect { event, .. } => &document.chronicle.event(*event).control,
    }
}

fn entry_text(document: &Document, place: PlaceIx, entry: &Entry) -> String {
    let chronicle = &document.chronicle;
    let control = wording::control(chronicle, control_of(document, entry));
    let day = wording::date(entry.day().date());
    let Some(event) = entry.event() else {
        let cause = match entry {
            Entry::Step(step) => wording::cause(chronicle, step.cause),
            Entry::NoEffect { .. } => String::new(),
        };
        return format!("{}\n", wording::one_line(&format!("{day}  {control} ({cause})")));
    };
    let row = chronicle.event(event);
    let mut remarks = Vec::new();
    match entry {
        Entry::Step(step) => {
            remarks.push(wording::cause(chronicle, step.cause));
            let doubt = document.doubts(Doubts::STALE_DAYS).on(place, step.day.date());
            if doubt.is_disputed() {
                remarks.push("disputed".to_owned());
            }
            // As the newsroom knew it, an event takes effect when it is known.
            if step.day.date() != row.date {
                remarks.push(format!("from {day}"));
            }
        }
        Entry::NoEffect { is_overtaken, .. } => {
            remarks.push(row.kind().words());
            remarks.push(if *is_overtaken { "overtaken the same day" } else { "no effect under this rule" }.to_owned());
        }
    }
    let heading = format!("{}  {control} ({})", wording::event_date(row), remarks.join(", "));
    let mut text = format!("{}\n", wording::one_line(&heading));
    if !row.note().is_empty() {
        text.push_str(&format!("    {}\n", wording::one_line(row.note())));
    }
    for stance in Stance::ALL {
        for ix in chronicle.reports_on(event) {
            let report = chronicle.report(ix);
            if report.stance != stance {
                continue;
            }
            let mut who = why::who(chronicle, ix);
            if let Some(published) = report.published {
                who.push_str(&format!(", {}", wording::date(published)));
            }
            text.push_str(&format!("    {}: {}\n", stance.heading().to_lowercase(), wording::one_line(&who)));
            for line in [&report.claim, &report.url] {
                if !line.is_empty() {
                    text.push_str(&format!("        {}\n", wording::one_line(line)));
                }
            }
        }
    }
    text
}
