//! Reads a project file.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use crate::domain::{
    About, Asserted, Attachment, Chapter, Chronicle, ChronicleBuilder, Colour, Confidence, Control, CoordSource, Event,
    EventDetails, EventIx, EventKind, Faction, FactionIx, Id, LinkRecord, LonLat, Nudge, OpeningView, Place, PlaceIx,
    PlaceKind, Precision, Problem, Problems, Remark, Report, Source, Stance, Symbol, Table, TableLayout, excerpt,
    parse_date, source_remarks,
};
use crate::store::save::name_of;
use crate::store::schema::{APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION};
use crate::store::{Error, geometry_blob};

/// Whether the file begins like an SQLite file.
pub fn looks_like_sqlite(path: &Path) -> Result<bool, Error> {
    let read_error = |source| Error::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(read_error)?;
    let mut start = Vec::with_capacity(16);
    file.take(16).read_to_end(&mut start).map_err(read_error)?;
    Ok(start == b"SQLite format 3\0")
}

/// Reads the project file at `path`; rows that make no sense are problems. The file is opened for
/// reading only and not touched, so read-only files and media will do.
pub fn load(path: &Path) -> Result<(Chronicle, Problems), Error> {
    if !looks_like_sqlite(path)? {
        return Err(Error::NotSqlite { path: path.to_owned() });
    }
    let damaged = |error: rusqlite::Error| Error::Damaged { path: path.to_owned(), what: error.to_string() };
    let connection = open_read_only(path).map_err(damaged)?;
    check(&connection, path)?;
    let mut loading = Loading {
        connection: &connection,
        builder: ChronicleBuilder::new(),
        problems: Problems::default(),
        places: Vec::new(),
        events: Vec::new(),
    };
    loading.factions().map_err(damaged)?;
    loading.places().map_err(damaged)?;
    loading.events().map_err(damaged)?;
    loading.sources().map_err(damaged)?;
    loading.reports().map_err(damaged)?;
    loading.about().map_err(damaged)?;
    loading.layout().map_err(damaged)?;
    Ok((loading.builder.build(), loading.problems))
}

fn open_read_only(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reads = |connection: &Connection| {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
    };
    let connection = Connection::open_with_flags(path, flags)?;
    if reads(&connection).is_ok() {
        return Ok(connection);
    }
    // A file that a GIS left in WAL mode on a read-only medium opens only where SQLite is told
    // that nobody can change it.
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let connection = Connection::open_with_flags(uri, flags)?;
    reads(&connection)?;
    Ok(connection)
}

fn check(connection: &Connection, path: &Path) -> Result<(), Error> {
    let damaged = |error: rusqlite::Error| Error::Damaged { path: path.to_owned(), what: error.to_string() };
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let application_id = number("PRAGMA application_id").map_err(damaged)?;
    let is_ours = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'salient_meta'", [], |row| {
            row.get::<_, i64>(0)
        })
        .map_err(damaged)?;
    if application_id != APPLICATION_ID || is_ours == 0 {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    let version: String = connection
        .query_row("SELECT value FROM salient_meta WHERE key = 'schema_version'", [], |row| row.get(0))
        .map_err(damaged)?;
    let version: i64 = version.parse().map_err(|_no_number| Error::Damaged {
        path: path.to_owned(),
        what: format!("its schema version is {version:?}"),
    })?;
    if version > SCHEMA_VERSION {
        return Err(Error::Newer { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    // Every earlier version has its migration; `load` never sees one because the first release
    // has no earlier version.
    if version < 1 || SCHEMA_VERSION - version > MIGRATIONS.len() as i64 {
        return Err(Error::Damaged { path: path.to_owned(), what: format!("there is no schema version {version}") });
    }
    let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(damaged)?;
    if verdict != "ok" {
        let what = verdict.lines().next_back().unwrap_or_default().to_owned();
        return Err(Error::Damaged { path: path.to_owned(), what });
    }
    Ok(())
}

struct Loading<'c> {
    connection: &'c Connection,
    builder: ChronicleBuilder,
    problems: Problems,
    // By fid: a GIS may have removed rows, so a fid is not an index.
    places: Vec<(i64, PlaceIx)>,
    events: Vec<(i64, EventIx)>,
}

const LEFT_OUT: &str = "the row is left out";

fn text<'r>(row: &'r Row<'_>, column: usize) -> &'r str {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes)) => std::str::from_utf8(bytes).unwrap_or_default(),
        _ => "",
    }
}

fn number(row: &Row<'_>, column: usize) -> Option<u64> {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => u64::try_from(number).ok(),
        _ => None,
    }
}

fn find<T: Copy>(by_fid: &[(i64, T)], fid: i64) -> Option<T> {
    let at = by_fid.binary_search_by_key(&fid, |(known, _)| *known).ok()?;
    Some(by_fid[at].1)
}

impl Loading<'_> {
    fn report(&mut self, table: &str, fid: i64, column: &str, found: &str, wrong: &str, done: &str) {
        self.problems.push(Problem {
            file: table.to_owned(),
            row: u64::try_from(fid).ok(),
            column: Some(column.to_owned()),
            found: excerpt(found),
            wrong: wrong.to_owned(),
            done: done.to_owned(),
        });
    }

    fn remark(&mut self, table: &str, fid: i64, remarks: Vec<Remark>) {
        for remark in remarks {
            self.problems.push(remark.problem(table, u64::try_from(fid).ok()));
        }
    }

    fn id(&mut self, table: &str, row: &Row<'_>) -> rusqlite::Result<Option<(i64, Id)>> {
        let fid = row.get(0)?;
        let found = text(row, 1);
        match Id::new(found) {
            Ok(id) => Ok(Some((fid, id))),
            Err(error) => {
                self.report(table, fid, "id", found, &error.to_string(), LEFT_OUT);
                Ok(None)
            }
        }
    }

    fn date(&mut self, table: &str, fid: i64, column: &str, found: &str) -> Option<jiff::civil::Date> {
        let date = parse_date(found);
        if date.is_none() && !found.is_empty() {
            self.report(table, fid, column, found, "it is not a date", "it is taken as empty");
        }
        date
    }

    fn factions(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare(
            "SELECT fid, id, name, short_name, name_ar, colour, symbol, bloc, active_from, active_to, successor, notes
             FROM factions ORDER BY fid",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let Some((fid, id)) = self.id("factions", row)? else { continue };
            let nth = self.builder.so_far().factions().len();
            let colour = Colour::from_hex(text(row, 5)).unwrap_or_else(|error| {
                let done = "a colour of the palette is used";
                self.report("factions", fid, "colour", text(row, 5), &error.to_string(), done);
                Colour::of_palette(nth)
            });
            let symbol = Symbol::from_text(text(row, 6)).unwrap_or_else(|| {
                self.report("factions", fid, "symbol", text(row, 6), "it is no symbol", "the next one is used");
                Symbol::ALL[nth % Symbol::ALL.len()]
            });
            let faction = Faction {
                id,
                name: text(row, 2).to_owned(),
                short_name: text(row, 3).to_owned(),
                name_ar: text(row, 4).to_owned(),
                colour,
                symbol,
                bloc: text(row, 7).to_owned(),
                active_from: self.date("factions", fid, "active_from", text(row, 8)),
                active_to: self.date("factions", fid, "active_to", text(row, 9)),
                successor: Id::new(text(row, 10)).ok(),
                notes: text(row, 11).to_owned(),
            };
            if let Err(error) = self.builder.add_faction(faction) {
                self.report("factions", fid, "id", &error.id, &error.to_string(), LEFT_OUT);
            }
        }
        Ok(())
    }

    fn places(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare(
            "SELECT fid, id, geom, name, name_ar, kind, coord_source, geonames_id, admin1, population
             FROM places ORDER BY fid",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let Some((fid, id)) = self.id("places", row)? else { continue };
            let position = match row.get_ref(2)? {
                ValueRef::Blob(blob) => geometry_blob::lon_lat(blob),
                _ => None,
            };
            let Some(position) = position.and_then(|(lon, lat)| LonLat::new(lon, lat).ok()) else {
                self.report("places", fid, "geom", "", "it is no point on the earth", LEFT_OUT);
                continue;
            };
            let place = Place {
                id,
                name: text(row, 3).to_owned(),
                name_ar: text(row, 4).to_owned(),
                kind: PlaceKind::from_text(text(row, 5)),
                position,
                coord_source: CoordSource::from_text(text(row, 6)),
                geonames_id: number(row, 7),
                admin1: text(row, 8).to_owned(),
                population: number(row, 9),
            };
            self.remark("places", fid, place.remarks());
            match self.builder.add_place(place) {
                Ok(place) => self.places.push((fid, place)),
                Err(error) => self.report("places", fid, "id", &error.id, &error.to_string(), LEFT_OUT),
            }
        }
        Ok(())
    }

    fn faction(&mut self, fid: i64, column: &str, id: &str) -> Option<FactionIx> {
        let known = self.builder.so_far().faction_by_id(id);
        if known.is_none() && !id.is_empty() && id != Faction::UNKNOWN_ID {
            self.report("events", fid, column, id, "no faction has this id", "it is taken as empty");
        }
        known.filter(|_| id != Faction::UNKNOWN_ID)
    }

    fn factions_in(&mut self, fid: i64, column: &str, ids: &str) -> Vec<FactionIx> {
        ids.split(';').filter(|id| !id.is_empty()).filter_map(|id| self.faction(fid, column, id)).collect()
    }

    fn events(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare(
            "SELECT fid, id, place, date, precision, kind, controller, shared_with, contested_by, besieged_by, confidence, note
             FROM events ORDER BY fid",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let fid: i64 = row.get(0)?;
            let Some(place) = find(&self.places, row.get(2)?) else {
                self.report("events", fid, "place", "", "there is no such place", LEFT_OUT);
                continue;
            };
            let Some(date) = parse_date(text(row, 3)) else {
                self.report("events", fid, "date", text(row, 3), "it is not a date", LEFT_OUT);
                continue;
            };
            let control = Control::new(
                self.faction(fid, "controller", text(row, 6)),
                self.factions_in(fid, "shared_with", text(row, 7)),
                self.factions_in(fid, "contested_by", text(row, 8)),
                self.factions_in(fid, "besieged_by", text(row, 9)),
            );
            let precision = Precision::from_text(text(row, 4)).unwrap_or_else(|| {
                self.report("events", fid, "precision", text(row, 4), "it is no precision", "it is taken as day");
                Precision::Day
            });
            let confidence = Confidence::from_text(text(row, 10)).unwrap_or_else(|| {
                let done = "it is taken as empty";
                self.report("events", fid, "confidence", text(row, 10), "it is no confidence", done);
                Confidence::Unstated
            });
            let details = EventDetails {
                id: Id::new(text(row, 1)).ok(),
                kind: EventKind::from_text(text(row, 5)),
                note: text(row, 11).to_owned(),
            };
            let event = Event {
                place,
                date,
                precision,
                confidence,
                control,
                details: (details != EventDetails::default()).then(|| Box::new(details)),
            };
            let remarks = event.remarks(self.builder.so_far());
            self.remark("events", fid, remarks);
            match self.builder.add_event(event) {
                Ok(event) => self.events.push((fid, event)),
                Err(error) => self.report("events", fid, "id", &error.id, &error.to_string(), LEFT_OUT),
            }
        }
        Ok(())
    }

    fn sources(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare("SELECT fid, name, camp, aliases FROM sources ORDER BY fid")?;
        let mut rows = rows.query([])?;
        let mut fids = Vec::new();
        while let Some(row) = rows.next()? {
            let fid = row.get(0)?;
            let aliases = text(row, 3).split(';').filter(|alias| !alias.is_empty());
            let name = text(row, 1);
            let added = self.builder.add_source(Source {
                name: name.to_owned(),
                camp: text(row, 2).to_owned(),
                aliases: aliases.map(str::to_owned).collect(),
            });
            match added {
                Ok(()) => fids.push(fid),
                Err(error) => self.report("sources", fid, "name", name, &error.to_string(), LEFT_OUT),
            }
        }
        for (row, remark) in source_remarks(self.builder.so_far().sources()) {
            self.remark("sources", fids.get(row).copied().unwrap_or_default(), vec![remark]);
        }
        Ok(())
    }

    fn reports(&mut self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare(
            "SELECT fid, id, event, publisher, attributed_to, source, url, archive_url, published, title, language, stance, asserted_controller, claim
             FROM reports ORDER BY fid",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let Some((fid, id)) = self.id("reports", row)? else { continue };
            let Some(event) = find(&self.events, row.get(2)?) else {
                self.report("reports", fid, "event", "", "there is no such event", LEFT_OUT);
                continue;
            };
            let stance = Stance::from_text(text(row, 11)).unwrap_or_else(|| {
                self.report("reports", fid, "stance", text(row, 11), "it is no stance", "it is taken as context");
                Stance::Context
            });
            let asserted = match text(row, 12) {
                "" => Asserted::NotSaid,
                Faction::UNKNOWN_ID => Asserted::Unknown,
                id => self.builder.so_far().faction_by_id(id).map_or(Asserted::NotSaid, Asserted::Faction),
            };
            let report = Report {
                id,
                event,
                publisher: text(row, 3).to_owned(),
                attributed_to: text(row, 4).to_owned(),
                source: text(row, 5).to_owned(),
                url: text(row, 6).to_owned(),
                archive_url: text(row, 7).to_owned(),
                published: self.date("reports", fid, "published", text(row, 8)),
                title: text(row, 9).to_owned(),
                language: text(row, 10).to_owned(),
                stance,
                asserted_controller: asserted,
                claim: text(row, 13).to_owned(),
            };
            self.remark("reports", fid, report.remarks());
            if let Err(error) = self.builder.add_report(report) {
                self.report("reports", fid, "id", &error.id, &error.to_string(), LEFT_OUT);
            }
        }
        Ok(())
    }

    fn about(&mut self) -> rusqlite::Result<()> {
        let mut about = About::default();
        let (mut lon, mut lat) = (None, None);
        let mut rows = self.connection.prepare("SELECT key, value FROM salient_meta")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let value = text(row, 1).to_owned();
            match text(row, 0) {
                "title" => about.title = value,
                "description" => about.description = value,
                "licence" => about.licence = value,
                "credit" => about.credit = value,
                "language" => about.language = value,
                "first_date" => about.first_date = parse_date(&value),
                "last_date" => about.last_date = parse_date(&value),
                "view_lon" => lon = value.parse().ok(),
                "view_lat" => lat = value.parse().ok(),
                "view_zoom" => about.view.zoom = value.parse().ok(),
                "view_date" => about.view.date = parse_date(&value),
                "unknown_keys" => about.unknown_keys = value,
                _ => {} // Ours, but not about the chronicle; or a later version's.
            }
        }
        let centre = lon.zip(lat).and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
        about.view = OpeningView { centre, ..about.view };

        let mut chapters = Vec::new();
        let mut rows =
            self.connection.prepare("SELECT fid, name, first_day, last_day, place FROM chapters ORDER BY fid")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let fid: i64 = row.get(0)?;
            let days = parse_date(text(row, 2)).zip(parse_date(text(row, 3)));
            let Some((from, to)) = days else {
                self.report("chapters", fid, "first_day", text(row, 2), "the chapter has no dates", LEFT_OUT);
                continue;
            };
            let place = row.get::<_, Option<i64>>(4)?.and_then(|place| find(&self.places, place));
            chapters.push(Chapter { name: text(row, 1).to_owned(), from, to, place });
        }
        self.builder.set_about(about, chapters);
        Ok(())
    }

    fn layout(&mut self) -> rusqlite::Result<()> {
        let so_far = self.builder.so_far();
        let tables = [
            (Table::Factions, so_far.factions().len()),
            (Table::Places, so_far.places().len()),
            (Table::Events, so_far.events().len()),
            (Table::Sources, so_far.sources().len()),
            (Table::Reports, so_far.reports().len()),
        ];
        for (table, rows_there) in tables {
            let name = name_of(table);
            let mut columns = self
                .connection
                .prepare_cached("SELECT column_name FROM salient_layout WHERE table_name = ?1 ORDER BY position")?;
            let columns: Vec<String> = columns.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            if columns.is_empty() {
                continue;
            }
            let mut values = self.connection.prepare_cached(
                "SELECT row, value FROM salient_unknown_values WHERE table_name = ?1 ORDER BY row, position",
            )?;
            let mut values = values.query([name])?;
            let mut unknown: Vec<(i64, Vec<Box<str>>)> = Vec::new();
            while let Some(row) = values.next()? {
                let number: i64 = row.get(0)?;
                match unknown.last_mut() {
                    Some((last, values)) if *last == number => values.push(text(row, 1).into()),
                    _ => unknown.push((number, vec![text(row, 1).into()])),
                }
            }
            // Rows that a GIS added or removed have no place in the old layout.
            if !unknown.is_empty() && unknown.len() != rows_there {
                self.report(
                    name,
                    0,
                    "",
                    "",
                    "rows were added or removed outside Salient",
                    "unknown columns are left out",
                );
                continue;
            }
            let unknown = unknown.into_iter().map(|(_, values)| values.into()).collect();
            self.builder.set_layout(table, TableLayout { columns, unknown });
        }
        let mut files = self.connection.prepare("SELECT path, content FROM salient_files ORDER BY rowid")?;
        let mut files = files.query([])?;
        while let Some(row) = files.next()? {
            let path: String = row.get(0)?;
            let content: Vec<u8> = row.get(1)?;
            // A path out of a file may point anywhere; only those that a folder has are taken.
            let area = path
                .strip_prefix("areas/")
                .filter(|name| name.ends_with(".geojson") && !name.contains(['/', '\\', '\0']));
            let is_known = path == "country.geojson"
                || path == Nudge::FILE
                || path == Attachment::VIEWS
                || LinkRecord::is_attachment(&path);
            if !is_known && area.is_none() {
                let wrong = "it is neither country.geojson, a file of areas, labels.csv, views.csv, links.csv nor a copy of a page";
                self.report("salient_files", 0, "path", &path, wrong, LEFT_OUT);
                continue;
            }
            self.builder.add_attachment(Attachment { path, content: Arc::from(content) });
        }
        Ok(())
    }
}
