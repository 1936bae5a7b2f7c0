//! Writes a chronicle folder.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::domain::work;
use crate::domain::{Asserted, Chronicle, EventIx, Faction, FactionIx, PlaceIx, ReportIx, Table};
use crate::exchange::folder_read::{EVENTS, FACTIONS, MANIFEST, PLACES, REPORTS, SOURCES};
use crate::exchange::table::{Columns, canonical_column};
use crate::exchange::{Error, manifest};

/// Writes `chronicle` as a folder at `path`. It is written beside first and moved into place when
/// it is whole, so a failure leaves what was there before.
///
/// Replaced are only a missing folder, an empty one and an earlier chronicle folder.
pub fn write_folder(chronicle: &Chronicle, path: &Path) -> Result<(), Error> {
    let write_error = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    if path.exists() && !is_replaceable(path) {
        return Err(Error::NotReplaceable { path: path.to_owned() });
    }
    let beside = sibling(path, "new");
    std::fs::remove_dir_all(&beside).or_else(ignore_missing).map_err(write_error(&beside))?;
    std::fs::create_dir_all(&beside).map_err(write_error(&beside))?;
    let written = write_files(chronicle, &beside).and_then(|()| work::go_on().map_err(write_error(path)));
    if let Err(error) = written {
        // The half-written folder is ours; the error that matters is the first.
        std::fs::remove_dir_all(&beside).unwrap_or_default();
        return Err(error);
    }
    let old = sibling(path, "old");
    if path.exists() {
        std::fs::remove_dir_all(&old).or_else(ignore_missing).map_err(write_error(&old))?;
        std::fs::rename(path, &old).map_err(write_error(path))?;
    }
    std::fs::rename(&beside, path).map_err(write_error(path))?;
    std::fs::remove_dir_all(&old).or_else(ignore_missing).map_err(write_error(&old))
}

fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{suffix}"))
}

fn is_replaceable(path: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(path) else {
        return false;
    };
    let is_chronicle = path.join(PLACES.file).is_file() && path.join(EVENTS.file).is_file();
    is_chronicle || entries.next().is_none()
}

fn write_files(chronicle: &Chronicle, folder: &Path) -> Result<(), Error> {
    let tables: [(Table, Columns, usize); 5] = [
        (Table::Factions, FACTIONS, chronicle.factions().len()),
        (Table::Places, PLACES, chronicle.places().len()),
        (Table::Events, EVENTS, chronicle.events().len()),
        (Table::Sources, SOURCES, chronicle.sources().len()),
        (Table::Reports, REPORTS, chronicle.reports().len()),
    ];
    for (table, columns, rows) in tables {
        let required = matches!(table, Table::Places | Table::Events);
        if required || rows > 0 || chronicle.layout.contains_key(&table) {
            write_table(chronicle, table, columns, rows, &folder.join(columns.file))?;
        }
    }
    let text = manifest::write(chronicle);
    if !text.is_empty() {
        write_file(&folder.join(MANIFEST), text.as_bytes())?;
    }
    for attachment in &chronicle.attachments {
        let path = folder.join(&attachment.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|source| Error::Write { path: parent.to_owned(), source })?;
        }
        write_file(&path, &attachment.content)?;
    }
    Ok(())
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    std::fs::write(path, content).map_err(|source| Error::Write { path: path.to_owned(), source })
}

fn write_table(chronicle: &Chronicle, table: Table, columns: Columns, rows: usize, path: &Path) -> Result<(), Error> {
    let layout = chronicle.layout.get(&table).cloned().unwrap_or_else(|| {
        let columns = columns.known.iter().map(|name| (*name).to_owned()).collect();
        crate::domain::TableLayout { columns, unknown: Vec::new() }
    });
    // A known column stands where it is named first; a second of the name is unknown to us.
    let mut seen = vec![false; columns.known.len()];
    let known: Vec<Option<usize>> = layout
        .columns
        .iter()
        .map(|name| {
            let canonical = canonical_column(name);
            let known = columns.known.iter().position(|known| *known == canonical)?;
            (!std::mem::replace(&mut seen[known], true)).then_some(known)
        })
        .collect();

    let csv_error = |source| Error::Csv { path: path.to_owned(), source };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&layout.columns).map_err(csv_error)?;
    let mut record: Vec<String> = Vec::with_capacity(known.len());
    for row in 0..rows {
        record.clear();
        let mut unknown = layout.unknown.get(row).map(|values| values.iter()).into_iter().flatten();
        for column in &known {
            record.push(match column {
                Some(known) => value(chronicle, table, row, columns.known[*known]),
                None => unknown.next().map_or_else(String::new, ToString::to_string),
            });
        }
        writer.write_record(&record).map_err(csv_error)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| Error::Write { path: path.to_owned(), source: error.into_error() })?;
    write_file(path, &bytes)
}

fn value(chronicle: &Chronicle, table: Table, row: usize, column: &str) -> String {
    match table {
        Table::Factions => faction_value(chronicle.faction(FactionIx::new(row)), column),
        Table::Places => place_value(chronicle, PlaceIx::new(row), column),
        Table::Events => event_value(chronicle, EventIx::new(row), column),
        Table::Sources => {
            let source = &chronicle.sources()[row];
            match column {
                "name" => source.name.clone(),
                "camp" => source.camp.clone(),
                _ => source.aliases.join(";"),
            }
        }
        Table::Reports => report_value(chronicle, ReportIx::new(row), column),
    }
}

fn faction_value(faction: &Faction, column: &str) -> String {
    match column {
        "id" => faction.id.to_string(),
        "name" => faction.name.clone(),
        "short_name" => faction.short_name.clone(),
        "name_ar" => faction.name_ar.clone(),
        "colour" => faction.colour.to_string(),
        "symbol" => faction.symbol.text().to_owned(),
        "bloc" => faction.bloc.clone(),
        "active_from" => date(faction.active_from),
        "active_to" => date(faction.active_to),
        "successor" => faction.successor.as_ref().map_or_else(String::new, ToString::to_string),
        _ => faction.notes.clone(),
    }
}

fn place_value(chronicle: &Chronicle, place: PlaceIx, column: &str) -> String {
    let place = chronicle.place(place);
    let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    match column {
        "id" => place.id.to_string(),
        "name" => place.name.clone(),
        "name_ar" => place.name_ar.clone(),
        "kind" => place.kind.text().to_owned(),
        // The shortest text that reads back as the same number, at least five decimals.
        "lat" => degrees(place.position.lat()),
        "lon" => degrees(place.position.lon()),
        "coord_source" => place.coord_source.text().to_owned(),
        "geonames_id" => number(place.geonames_id),
        "admin1" => place.admin1.clone(),
        _ => number(place.population),
    }
}

pub(super) fn degrees(value: f64) -> String {
    let short = format!("{value:.5}");
    if short.parse() == Ok(value) { short } else { value.to_string() }
}

fn event_value(chronicle: &Chronicle, event: EventIx, column: &str) -> String {
    let event = chronicle.event(event);
    let ids = |factions| chronicle.faction_ids(factions);
    match column {
        // Empty where it is made from place and date: so it reads back the same.
        "id" => {
            event.details.as_ref().and_then(|details| details.id.as_ref()).map_or_else(String::new, ToString::to_string)
        }
        "place_id" => chronicle.place(event.place).id.to_string(),
        "date" => event.date.to_string(),
        "precision" => event.precision.text().to_owned(),
        "kind" => event.kind().text().to_owned(),
        "controller" => event
            .control
            .controller()
            .map_or(Faction::UNKNOWN_ID, |faction| chronicle.faction(faction).id.as_str())
            .to_owned(),
        "shared_with" => ids(event.control.shared_with()),
        "contested_by" => ids(event.control.contested_by()),
        "besieged_by" => ids(event.control.besieged_by()),
        "confidence" => event.confidence.text().to_owned(),
        _ => event.note().to_owned(),
    }
}

fn report_value(chronicle: &Chronicle, report: ReportIx, column: &str) -> String {
    let report = chronicle.report(report);
    match column {
        "id" => report.id.to_string(),
        "event_id" => chronicle.event_id(report.event),
        "publisher" => report.publisher.clone(),
        "attributed_to" => report.attributed_to.clone(),
        "source" => report.source.clone(),
        "url" => report.url.clone(),
        "archive_url" => report.archive_url.clone(),
        "published" => date(report.published),
        "title" => report.title.clone(),
        "language" => report.language.clone(),
        "stance" => report.stance.text().to_owned(),
        "asserted_controller" => match report.asserted_controller {
            Asserted::NotSaid => String::new(),
            Asserted::Unknown => Faction::UNKNOWN_ID.to_owned(),
            Asserted::Faction(faction) => chronicle.faction(faction).id.to_string(),
        },
        _ => report.claim.clone(),
    }
}

fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
