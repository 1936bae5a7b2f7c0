//! Writes a whole chronicle as a project file.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::{Connection, Transaction, params};

use crate::domain::work;
use crate::domain::{Area, Asserted, Chronicle, Day, Faction, FactionIx, Id, LonLat, PlaceIx, Table, Timeline};
use crate::store::schema::{
    APPLICATION_ID, CONTENTS, GEOMETRY_COLUMNS, GEOPACKAGE, GEOPACKAGE_VERSION, INDEXES, SALIENT, SCHEMA_VERSION,
};
use crate::store::{Error, geometry_blob};

/// Writes `chronicle` as a project file at `path`. The file is written beside first and put in
/// place when it is whole and on the disk: a failure leaves what was there before.
///
/// `timeline` is that of the chronicle; its intervals become the view `control_intervals`.
///
/// `areas` are those of the chronicle's files, written once more as a layer that a GIS can show.
pub fn save(chronicle: &Chronicle, timeline: &Timeline, areas: &[Area], path: &Path) -> Result<(), Error> {
    put_in_place(path, |beside| write(chronicle, timeline, areas, path, beside))
}

/// Lets `write` make a file beside `path` and puts it in place when it is whole and on the disk.
pub(super) fn put_in_place(path: &Path, write: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let place_error = |source| Error::Place { path: path.to_owned(), source };
    let beside = beside(path);
    if let Err(source) = std::fs::remove_file(&beside)
        && source.kind() != std::io::ErrorKind::NotFound
    {
        return Err(place_error(source));
    }
    let result = write(&beside).and_then(|()| {
        let file = std::fs::File::open(&beside).map_err(place_error)?;
        file.sync_all().map_err(place_error)?;
        work::go_on().map_err(place_error)?;
        std::fs::rename(&beside, path).map_err(place_error)
    });
    if result.is_err() {
        // Ours and half-written; the error that matters is the first.
        std::fs::remove_file(&beside).unwrap_or_default();
    }
    result
}

/// A new GeoPackage. The file is private until it is whole, so neither journal nor syncs protect
/// anything yet.
pub(super) fn quick_connection(beside: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(beside)?;
    connection.execute_batch(&format!(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
         PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {GEOPACKAGE_VERSION};"
    ))?;
    Ok(connection)
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

fn write(chronicle: &Chronicle, timeline: &Timeline, areas: &[Area], path: &Path, beside: &Path) -> Result<(), Error> {
    let error = |what: &str| {
        let (path, what) = (path.to_owned(), what.to_owned());
        move |source| Error::Write { path, what, source }
    };
    let mut connection = quick_connection(beside).map_err(error("creating the file"))?;
    let transaction = connection.transaction().map_err(error("creating the file"))?;
    transaction.execute_batch(GEOPACKAGE).map_err(error("creating the tables"))?;
    transaction.execute_batch(SALIENT).map_err(error("creating the tables"))?;
    let writer = Rows { chronicle, timeline, areas, transaction: &transaction };
    writer.meta().map_err(error("writing the chronicle's description"))?;
    writer.factions().map_err(error("writing the factions"))?;
    writer.places().map_err(error("writing the places"))?;
    writer.chapters().map_err(error("writing the chapters"))?;
    writer.events().map_err(error("writing the events"))?;
    writer.reports().map_err(error("writing the sources and reports"))?;
    writer.control_spans().map_err(error("writing the intervals"))?;
    writer.areas().map_err(error("writing the areas"))?;
    writer.layout().map_err(error("writing the layout of the tables"))?;
    transaction.execute_batch(INDEXES).map_err(error("writing the indexes"))?;
    writer.contents().map_err(error("writing the table of contents"))?;
    transaction.commit().map_err(error("finishing the file"))?;
    connection.close().map_err(|(_, source)| error("finishing the file")(source))
}

struct Rows<'a> {
    chronicle: &'a Chronicle,
    timeline: &'a Timeline,
    areas: &'a [Area],
    transaction: &'a Transaction<'a>,
}

impl Rows<'_> {
    fn id_of(&self, faction: FactionIx) -> &str {
        self.chronicle.faction(faction).id.as_str()
    }

    fn ids(&self, factions: &[FactionIx]) -> String {
        let ids: Vec<&str> = factions.iter().map(|faction| self.id_of(*faction)).collect();
        ids.join(";")
    }

    fn meta(&self) -> rusqlite::Result<()> {
        let about = &self.chronicle.about;
        let mut insert = self.transaction.prepare("INSERT INTO salient_meta VALUES (?1, ?2)")?;
        insert.execute(params!["schema_version", SCHEMA_VERSION.to_string()])?;
        insert.execute(params!["written_by", concat!("Salient ", env!("CARGO_PKG_VERSION"))])?;
        let view = &about.view;
        let number = |number: Option<f64>| number.map_or_else(String::new, |n| n.to_string());
        for (key, value) in [
            ("title", about.title.clone()),
            ("description", about.description.clone()),
            ("licence", about.licence.clone()),
            ("credit", about.credit.clone()),
            ("language", about.language.clone()),
            ("first_date", text_of(about.first_date)),
            ("last_date", text_of(about.last_date)),
            ("view_lon", number(view.centre.map(LonLat::lon))),
            ("view_lat", number(view.centre.map(LonLat::lat))),
            ("view_zoom", number(view.zoom)),
            ("view_date", text_of(view.date)),
            ("unknown_keys", about.unknown_keys.clone()),
        ] {
            if !value.is_empty() {
                insert.execute(params![key, value])?;
            }
        }
        Ok(())
    }

    fn chapters(&self) -> rusqlite::Result<()> {
        let mut insert = self
            .transaction
            .prepare("INSERT INTO chapters (name, first_day, last_day, place) VALUES (?1, ?2, ?3, ?4)")?;
        for chapter in &self.chronicle.chapters {
            let (from, to) = (chapter.from.to_string(), chapter.to.to_string());
            insert.execute(params![chapter.name, from, to, chapter.place.map(fid_of_place)])?;
        }
        Ok(())
    }

    fn factions(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare(
            "INSERT INTO factions (fid, id, name, short_name, name_ar, colour, symbol, bloc, active_from, active_to, successor, notes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        for (row, faction) in self.chronicle.factions().iter().enumerate() {
            insert.execute(params![
                row as i64 + 1,
                faction.id.as_str(),
                faction.name,
                faction.short_name,
                faction.name_ar,
                faction.colour.to_string(),
                faction.symbol.text(),
                faction.bloc,
                faction.active_from.map(|date| date.to_string()),
                faction.active_to.map(|date| date.to_string()),
                faction.successor.as_ref().map(|id| id.as_str().to_owned()),
                faction.notes,
            ])?;
        }
        Ok(())
    }

    fn places(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare(
            "INSERT INTO places (fid, geom, id, name, name_ar, kind, coord_source, geonames_id, admin1, population)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (row, place) in self.chronicle.places().iter().enumerate() {
            insert.execute(params![
                row as i64 + 1,
                geometry_blob::point(place.position),
                place.id.as_str(),
                place.name,
                place.name_ar,
                place.kind.text(),
                place.coord_source.text(),
                place.geonames_id.map(u64::cast_signed),
                place.admin1,
                place.population.map(u64::cast_signed),
            ])?;
        }
        Ok(())
    }

    fn events(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare(
            "INSERT INTO events (fid, id, place, date, precision, kind, controller, shared_with, contested_by, besieged_by, confidence, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        let mut date = DateText::default();
        for (row, event) in self.chronicle.events().iter().enumerate() {
            let control = &event.control;
            let id = event.details.as_ref().and_then(|details| details.id.as_ref());
            let others = if control.is_plain() {
                Default::default()
            } else {
                [control.shared_with(), control.contested_by(), control.besieged_by()]
                    .map(|factions| self.ids(factions))
            };
            insert.execute(params![
                row as i64 + 1,
                id.map(Id::as_str),
                fid_of_place(event.place),
                date.of(event.date),
                event.precision.text(),
                event.kind().text(),
                control.controller().map(|faction| self.id_of(faction)),
                others[0],
                others[1],
                others[2],
                event.confidence.text(),
                event.note(),
            ])?;
        }
        Ok(())
    }

    fn reports(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare("INSERT INTO sources (name, camp, aliases) VALUES (?1, ?2, ?3)")?;
        for source in self.chronicle.sources() {
            insert.execute(params![source.name, source.camp, source.aliases.join(";")])?;
        }
        let mut insert = self.transaction.prepare(
            "INSERT INTO reports (fid, id, event, publisher, attributed_to, source, url, archive_url, published, title, language, stance, asserted_controller, claim)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        for (row, report) in self.chronicle.reports().iter().enumerate() {
            let asserted = match report.asserted_controller {
                Asserted::NotSaid => None,
                Asserted::Unknown => Some(Faction::UNKNOWN_ID),
                Asserted::Faction(faction) => Some(self.id_of(faction)),
            };
            insert.execute(params![
                row as i64 + 1,
                report.id.as_str(),
                report.event.row() as i64 + 1,
                report.publisher,
                report.attributed_to,
                report.source,
                report.url,
                report.archive_url,
                report.published.map(|date| date.to_string()),
                report.title,
                report.language,
                report.stance.text(),
                asserted,
                report.claim,
            ])?;
        }
        Ok(())
    }

    fn control_spans(&self) -> rusqlite::Result<()> {
        let mut insert = self
            .transaction
            .prepare("INSERT INTO control_spans (place, controller, status, start, end) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let (mut start, mut end) = (DateText::default(), DateText::default());
        for row in 0..self.chronicle.places().len() {
            let place = PlaceIx::new(row);
            let steps = self.timeline.steps_of(place);
            let mut at = 0;
            while let Some(step) = steps.get(at) {
                // States that are only restated make one interval.
                let same = steps[at..].iter().take_while(|next| next.control == step.control);
                let next = at + same.count();
                let control = self.timeline.control(step.control);
                // Half-open inside, inclusive outside: the last day is the one before the next.
                let last = steps.get(next).map(|next| end.of_day(next.day.plus(-1)));
                insert.execute(params![
                    fid_of_place(place),
                    control.controller().map_or(Faction::UNKNOWN_ID, |faction| self.id_of(faction)),
                    control.status().text(),
                    start.of_day(step.day),
                    last,
                ])?;
                at = next;
            }
        }
        Ok(())
    }

    fn areas(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare("INSERT INTO areas VALUES (NULL, ?1, ?2, ?3, ?4)")?;
        for area in self.areas {
            let geometry = geometry_blob::multipolygon(&area.polygons);
            let faction = area.faction.map_or(Faction::UNKNOWN_ID, |faction| self.id_of(faction));
            insert.execute(params![geometry, faction, area.start.to_string(), area.end.map(|end| end.to_string())])?;
        }
        Ok(())
    }

    fn layout(&self) -> rusqlite::Result<()> {
        let mut columns = self.transaction.prepare("INSERT INTO salient_layout VALUES (?1, ?2, ?3)")?;
        let mut unknown = self.transaction.prepare("INSERT INTO salient_unknown_values VALUES (?1, ?2, ?3, ?4)")?;
        let mut layouts: Vec<_> = self.chronicle.layout.iter().collect();
        layouts.sort_by_key(|(table, _)| **table);
        for (table, layout) in layouts {
            let name = name_of(*table);
            for (position, column) in layout.columns.iter().enumerate() {
                columns.execute(params![name, position as i64, column])?;
            }
            for (row, values) in layout.unknown.iter().enumerate() {
                for (position, value) in values.iter().enumerate() {
                    unknown.execute(params![name, row as i64 + 1, position as i64, &**value])?;
                }
            }
        }
        let mut files = self.transaction.prepare("INSERT INTO salient_files VALUES (?1, ?2)")?;
        for attachment in &self.chronicle.attachments {
            files.execute(params![attachment.path, &*attachment.content])?;
        }
        Ok(())
    }

    fn contents(&self) -> rusqlite::Result<()> {
        let of_places = bounds_of(self.chronicle.places().iter().map(|place| place.position));
        let of_areas = bounds_of(self.areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten().copied()));
        let mut insert = self.transaction.prepare(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)
             VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (table, data_type, description) in CONTENTS {
            let is_feature = data_type == "features";
            let bounds = if table == "areas" { of_areas } else { of_places }.filter(|_| is_feature);
            let side = |at: usize| bounds.map(|bounds| bounds[at]);
            let srs = is_feature.then_some(4326);
            insert.execute(params![table, data_type, description, side(0), side(1), side(2), side(3), srs])?;
        }
        let mut insert =
            self.transaction.prepare("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)")?;
        for (table, geometry) in GEOMETRY_COLUMNS {
            insert.execute(params![table, geometry])?;
        }
        Ok(())
    }
}

/// West, south, east and north of points; `None` without any.
pub(super) fn bounds_of(points: impl Iterator<Item = LonLat>) -> Option<[f64; 4]> {
    points.fold(None, |bounds, point| {
        let (x, y) = (point.lon(), point.lat());
        let [west, south, east, north] = bounds.unwrap_or([x, y, x, y]);
        Some([west.min(x), south.min(y), east.max(x), north.max(y)])
    })
}

/// The name of a table in the file.
pub(super) fn name_of(table: Table) -> &'static str {
    match table {
        Table::Factions => "factions",
        Table::Places => "places",
        Table::Events => "events",
        Table::Sources => "sources",
        Table::Reports => "reports",
    }
}

fn fid_of_place(place: PlaceIx) -> i64 {
    place.row() as i64 + 1
}

fn text_of(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// Dates as text; the last one is remembered, because rows mostly come in the order of dates.
#[derive(Default)]
struct DateText {
    last: Option<(Date, String)>,
}

impl DateText {
    fn of(&mut self, date: Date) -> &str {
        let known = self.last.take().filter(|(last, _)| *last == date);
        let (_, text) = self.last.insert(known.unwrap_or_else(|| (date, date.to_string())));
        text
    }

    fn of_day(&mut self, day: Day) -> &str {
        self.of(day.date())
    }
}
