//! Reads a chronicle folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    Asserted, Attachment, Chronicle, ChronicleBuilder, Colour, Confidence, Control, CoordSource, Event, EventDetails,
    EventIx, EventKind, Faction, FactionIx, Id, LinkRecord, LonLat, Nudge, Place, PlaceIx, PlaceKind, Precision,
    Problem, Problems, Report, Source, Stance, Symbol, Table, TableLayout, parse_date, source_remarks,
};
use crate::exchange::table::{Columns, TableReader};
use crate::exchange::{Error, manifest};

pub(super) const FACTIONS: Columns = Columns {
    file: "factions.csv",
    known: &[
        "id",
        "name",
        "short_name",
        "name_ar",
        "colour",
        "symbol",
        "bloc",
        "active_from",
        "active_to",
        "successor",
        "notes",
    ],
    needed: (&["id"], "id"),
};

pub(super) const PLACES: Columns = Columns {
    file: "places.csv",
    known: &["id", "name", "name_ar", "kind", "lat", "lon", "coord_source", "geonames_id", "admin1", "population"],
    needed: (&["id", "name", "lat", "lon"], "id, name, lat and lon"),
};

pub(super) const EVENTS: Columns = Columns {
    file: "events.csv",
    known: &[
        "id",
        "place_id",
        "date",
        "precision",
        "kind",
        "controller",
        "shared_with",
        "contested_by",
        "besieged_by",
        "confidence",
        "note",
    ],
    needed: (&["place_id", "date", "controller"], "place_id, date and controller"),
};

pub(super) const SOURCES: Columns =
    Columns { file: "sources.csv", known: &["name", "camp", "aliases"], needed: (&["name"], "name") };

pub(super) const REPORTS: Columns = Columns {
    file: "reports.csv",
    known: &[
        "id",
        "event_id",
        "publisher",
        "attributed_to",
        "source",
        "url",
        "archive_url",
        "published",
        "title",
        "language",
        "stance",
        "asserted_controller",
        "claim",
    ],
    needed: (&["event_id"], "event_id"),
};

pub(super) const MANIFEST: &str = "chronicle.toml";
pub(super) const COUNTRY: &str = "country.geojson";
pub(super) const AREAS: &str = "areas";

/// Where the files of a chronicle folder come from.
pub trait Files {
    /// The bytes of a file, `None` where there is no such file.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error>;

    /// The paths of the files in a sub-folder, in order; none where there is no such folder.
    fn list(&self, folder: &str) -> Result<Vec<String>, Error>;

    /// What to call the folder in messages.
    fn describe(&self) -> PathBuf;
}

/// A chronicle folder on disk.
#[derive(Debug, Clone)]
pub struct FolderOnDisk {
    path: PathBuf,
}

impl FolderOnDisk {
    /// The folder at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Files for FolderOnDisk {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path.join(path);
        // A pipe of that name would keep the reader waiting for ever.
        if path.exists() && !path.is_file() {
            return Err(Error::Read { path, source: std::io::Error::other("it is not a file") });
        }
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Error> {
        let path = self.path.join(folder);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(Error::Read { path, source }),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| Error::Read { path: path.clone(), source })?;
            if let Some(name) = entry.file_name().to_str()
                && entry.path().is_file()
            {
                files.push(format!("{folder}/{name}"));
            }
        }
        files.sort();
        Ok(files)
    }

    fn describe(&self) -> PathBuf {
        self.path.clone()
    }
}

/// Reads a chronicle folder; every bad row and value is a problem, with what was done about it.
pub fn read_folder(files: &dyn Files) -> Result<(Chronicle, Problems), Error> {
    let required =
        |file: &'static str| files.read(file)?.ok_or_else(|| Error::MissingFile { folder: files.describe(), file });
    let places = required(PLACES.file)?;
    let events = required(EVENTS.file)?;

    let mut reading =
        Reading { builder: ChronicleBuilder::new(), problems: Problems::default(), factions_are_listed: false };
    if let Some(factions) = files.read(FACTIONS.file)? {
        reading.factions(&factions)?;
    }
    reading.places(&places)?;
    reading.events(&events)?;
    if let Some(sources) = files.read(SOURCES.file)? {
        reading.sources(&sources)?;
    }
    if let Some(reports) = files.read(REPORTS.file)? {
        reading.reports(&reports)?;
    }
    if let Some(text) = files.read(MANIFEST)? {
        let so_far = reading.builder.so_far();
        let (about, chapters) = manifest::read(&text, so_far, &mut reading.problems);
        reading.builder.set_about(about, chapters);
    }
    let mut attached: Vec<String> = files.list(AREAS)?;
    attached.retain(|path| path.ends_with(".geojson"));
    attached.insert(0, COUNTRY.to_owned());
    // Where names were moved by hand.
    attached.push(Nudge::FILE.to_owned());
    attached.push(Attachment::VIEWS.to_owned());
    // What was found of the links, and the copies of their pages.
    attached.push(LinkRecord::FILE.to_owned());
    attached.extend(files.list(LinkRecord::COPIES)?.into_iter().filter(|path| LinkRecord::is_attachment(path)));
    for path in attached {
        if let Some(content) = files.read(&path)? {
            let content = Arc::from(content);
            reading.builder.add_attachment(Attachment { path, content });
        }
    }
    Ok((reading.builder.build(), reading.problems))
}

struct Reading {
    builder: ChronicleBuilder,
    problems: Problems,
    factions_are_listed: bool,
}

/// The shortest row of events that anyone writes has some twenty bytes.
const SHORTEST_ROW: usize = 24;

const SKIPPED: &str = "the row is left out";
const EMPTIED: &str = "it is taken as empty";

impl Reading {
    fn factions(&mut self, bytes: &[u8]) -> Result<(), Error> {
        const ID: usize = 0;
        const NAME: usize = 1;
        const SHORT_NAME: usize = 2;
        const NAME_AR: usize = 3;
        const COLOUR: usize = 4;
        const SYMBOL: usize = 5;
        const BLOC: usize = 6;
        const ACTIVE_FROM: usize = 7;
        const ACTIVE_TO: usize = 8;
        const SUCCESSOR: usize = 9;
        const NOTES: usize = 10;
        self.factions_are_listed = true;
        let problems = &mut self.problems;
        let mut table = TableReader::new(FACTIONS, bytes, problems)?;
        let mut successors: Vec<(u64, Id)> = Vec::new();
        while table.advance(problems) {
            let Some(id) = id_of(&table, ID, problems) else { continue };
            let row = self.builder.so_far().factions().len();
            let name = name_of(&table, NAME, &id, problems);
            let short_name = table.field(SHORT_NAME, problems);
            let colour = match &*table.field(COLOUR, problems) {
                "" => Colour::of_palette(row),
                text => Colour::from_hex(text).unwrap_or_else(|error| {
                    let colour = Colour::of_palette(row);
                    let done = format!("{colour} of the palette is used");
                    table.report(problems, COLOUR, text, error.to_string(), done);
                    colour
                }),
            };
            let symbol = match &*table.field(SYMBOL, problems) {
                "" => Symbol::ALL[row % Symbol::ALL.len()],
                text => Symbol::from_text(text).unwrap_or_else(|| {
                    let symbol = Symbol::ALL[row % Symbol::ALL.len()];
                    let done = format!("the {} is used", symbol.text());
                    table.report(problems, SYMBOL, text, "it is no symbol", done);
                    symbol
                }),
            };
            let active_from = date_of(&table, ACTIVE_FROM, problems);
            let mut active_to = date_of(&table, ACTIVE_TO, problems);
            if let (Some(from), Some(to)) = (active_from, active_to)
                && to < from
            {
                let wrong = format!("the faction ends before it begins on {from}");
                table.report(problems, ACTIVE_TO, &to.to_string(), wrong, EMPTIED);
                active_to = None;
            }
            let successor = match &*table.field(SUCCESSOR, problems) {
                "" => None,
                text => Id::new(text)
                    .inspect_err(|error| {
                        table.report(problems, SUCCESSOR, text, error.to_string(), EMPTIED);
                    })
                    .ok(),
            };
            let faction = Faction {
                short_name: if short_name.is_empty() { name.clone() } else { short_name.into_owned() },
                id,
                name,
                name_ar: table.field(NAME_AR, problems).into_owned(),
                colour,
                symbol,
                bloc: table.field(BLOC, problems).into_owned(),
                active_from,
                active_to,
                successor: successor.clone(),
                notes: table.field(NOTES, problems).into_owned(),
            };
            if let Err(error) = self.builder.add_faction(faction) {
                table.report(problems, ID, &error.id, error.to_string(), SKIPPED);
                continue;
            }
            successors.extend(successor.map(|successor| (table.line(), successor)));
            table.keep_unknown(problems);
        }
        for (row, successor) in successors {
            if self.builder.so_far().faction_by_id(successor.as_str()).is_none() {
                problems.push(Problem {
                    file: FACTIONS.file.to_owned(),
                    row: Some(row),
                    column: Some("successor".to_owned()),
                    found: successor.to_string(),
                    wrong: "no faction has this id".to_owned(),
                    done: "nobody succeeds the faction".to_owned(),
                });
            }
        }
        self.builder.set_layout(Table::Factions, table.into_layout());
        Ok(())
    }

    fn places(&mut self, bytes: &[u8]) -> Result<(), Error> {
        const ID: usize = 0;
        const NAME: usize = 1;
        const NAME_AR: usize = 2;
        const KIND: usize = 3;
        const LAT: usize = 4;
        const LON: usize = 5;
        const COORD_SOURCE: usize = 6;
        const GEONAMES_ID: usize = 7;
        const ADMIN1: usize = 8;
        const POPULATION: usize = 9;
        let problems = &mut self.problems;
        let mut table = TableReader::new(PLACES, bytes, problems)?;
        while table.advance(problems) {
            let Some(id) = id_of(&table, ID, problems) else { continue };
            let name = name_of(&table, NAME, &id, problems);
            let mut degrees = |column: usize| {
                let text = table.field(column, problems);
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                if number.is_none() {
                    table.report(problems, column, &text, "it is not a number of degrees", SKIPPED);
                }
                number
            };
            let (Some(lat), Some(lon)) = (degrees(LAT), degrees(LON)) else { continue };
            let position = match LonLat::new(lon, lat) {
                Ok(position) => position,
                Err(error) => {
                    let column = if (-90.0..=90.0).contains(&lat) { LON } else { LAT };
                    let found = table.field(column, problems).into_owned();
                    table.report(problems, column, &found, error.to_string(), SKIPPED);
                    continue;
                }
            };
            let place = Place {
                id,
                name,
                name_ar: table.field(NAME_AR, problems).into_owned(),
                kind: PlaceKind::from_text(&table.field(KIND, problems)),
                position,
                coord_source: CoordSource::from_text(&table.field(COORD_SOURCE, problems)),
                geonames_id: whole_number_of(&table, GEONAMES_ID, problems),
                admin1: table.field(ADMIN1, problems).into_owned(),
                population: whole_number_of(&table, POPULATION, problems),
            };
            table.remark(problems, place.remarks());
            match self.builder.add_place(place) {
                Ok(_) => table.keep_unknown(problems),
                Err(error) => table.report(problems, ID, &error.id, error.to_string(), SKIPPED),
            }
        }
        self.builder.set_layout(Table::Places, table.into_layout());
        Ok(())
    }

    fn events(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut table = TableReader::new(EVENTS, bytes, &mut self.problems)?;
        let quick = quick_stretches(&table, self.builder.so_far());
        if let Some(stretches) = quick {
            for stretch in stretches {
                // Without ids of their own they are no duplicates.
                self.builder.add_events(stretch.events).unwrap_or_default();
                // What is not plain goes the careful way, from where it begins.
                let mut rest = table.stretch(stretch.rest, stretch.line_base);
                self.event_rows(&mut rest);
            }
        } else {
            self.builder.reserve_events(bytes.len() / SHORTEST_ROW);
            self.event_rows(&mut table);
        }
        self.builder.set_layout(Table::Events, table.into_layout());
        Ok(())
    }

    fn event_rows(&mut self, table: &mut TableReader<'_>) {
        use event_column::{
            BESIEGED_BY, CONFIDENCE, CONTESTED_BY, CONTROLLER, DATE, ID, KIND, NOTE, PLACE_ID, PRECISION, SHARED_WITH,
        };
        let has_details = [ID, KIND, NOTE].into_iter().any(|column| table.has(column));
        let has_others = [SHARED_WITH, CONTESTED_BY, BESIEGED_BY].into_iter().any(|column| table.has(column));
        while table.advance(&mut self.problems) {
            let place_id = table.field(PLACE_ID, &mut self.problems);
            let Some(place) = self.builder.so_far().place_by_id(&place_id) else {
                let wrong = "no place has this id";
                table.report(&mut self.problems, PLACE_ID, &place_id, wrong, SKIPPED);
                continue;
            };
            let date_text = table.field(DATE, &mut self.problems);
            let Some(date) = parse_date(&date_text) else {
                let wrong = "it is not a date of the form YYYY-MM-DD";
                table.report(&mut self.problems, DATE, &date_text, wrong, SKIPPED);
                continue;
            };
            let mut id = None;
            if table.has(ID) {
                let text = table.field(ID, &mut self.problems);
                if !text.is_empty() {
                    match Id::new(&text) {
                        Ok(given) => id = Some(given),
                        Err(error) => {
                            let done = "one is made from place and date";
                            table.report(&mut self.problems, ID, &text, error.to_string(), done);
                        }
                    }
                }
            }
            if let Some(id) = &id
                && self.builder.so_far().event_by_id(id.as_str()).is_some()
            {
                let wrong = "there is already an event with this id";
                table.report(&mut self.problems, ID, id.as_str(), wrong, SKIPPED);
                continue;
            }
            let controller_text = table.field(CONTROLLER, &mut self.problems);
            let controller = if controller_text.is_empty() {
                let done = "the place is taken as unknown";
                table.report(&mut self.problems, CONTROLLER, "", "the controller is missing", done);
                None
            } else {
                self.faction(table, CONTROLLER, &controller_text)
            };
            let control = if has_others {
                let shared = self.factions_in(table, SHARED_WITH);
                let contested = self.factions_in(table, CONTESTED_BY);
                let besieged = self.factions_in(table, BESIEGED_BY);
                for (column, factions) in [(SHARED_WITH, &shared), (CONTESTED_BY, &contested), (BESIEGED_BY, &besieged)]
                {
                    if let Some(holder) = controller.filter(|holder| factions.contains(holder)) {
                        let found = self.builder.so_far().faction(holder).id.to_string();
                        let wrong = "it is the controller itself";
                        table.report(&mut self.problems, column, &found, wrong, "it is left out");
                    }
                }
                Control::new(controller, shared, contested, besieged)
            } else {
                controller.map_or_else(Control::unknown, Control::held)
            };
            let problems = &mut self.problems;
            let precision_text = table.field(PRECISION, problems);
            let precision = Precision::from_text(&precision_text).unwrap_or_else(|| {
                let wrong = "it is none of day, month and year";
                table.report(problems, PRECISION, &precision_text, wrong, "it is taken as day");
                Precision::Day
            });
            let confidence_text = table.field(CONFIDENCE, problems);
            let confidence = Confidence::from_text(&confidence_text).unwrap_or_else(|| {
                let wrong = "it is none of low, medium and high";
                table.report(problems, CONFIDENCE, &confidence_text, wrong, EMPTIED);
                Confidence::Unstated
            });
            let mut details = None;
            if has_details {
                let kind = EventKind::from_text(&table.field(KIND, problems));
                let note = table.field(NOTE, problems).into_owned();
                let rich = EventDetails { id, kind, note };
                details = (rich != EventDetails::default()).then(|| Box::new(rich));
            }
            let event = Event { place, date, precision, confidence, control, details };
            table.remark(problems, event.remarks(self.builder.so_far()));
            match self.builder.add_event(event) {
                Ok(_) => table.keep_unknown(problems),
                Err(error) => table.report(problems, ID, &error.id, error.to_string(), SKIPPED),
            }
        }
    }

    /// The faction that a row names; one that is not listed is added, and reported where a list
    /// exists.
    fn faction(&mut self, table: &TableReader<'_>, column: usize, text: &str) -> Option<FactionIx> {
        if text == Faction::UNKNOWN_ID {
            return None;
        }
        if let Some(known) = self.builder.so_far().faction_by_id(text) {
            return Some(known);
        }
        let id = match Id::new(text) {
            Ok(id) => id,
            Err(error) => {
                table.report(&mut self.problems, column, text, error.to_string(), EMPTIED);
                return None;
            }
        };
        let row = self.builder.so_far().factions().len();
        let colour = Colour::of_palette(row);
        if self.factions_are_listed {
            let wrong = "factions.csv has no such faction";
            let done = format!("it is added to the factions with the colour {colour}");
            table.report(&mut self.problems, column, text, wrong, done);
        } else {
            let default = TableLayout {
                columns: FACTIONS.known.iter().map(|name| (*name).to_owned()).collect(),
                unknown: Vec::new(),
            };
            self.builder.set_layout(Table::Factions, default);
        }
        let added = self.builder.add_faction(Faction {
            name: id.to_string(),
            short_name: id.to_string(),
            id,
            name_ar: String::new(),
            colour,
            symbol: Symbol::ALL[row % Symbol::ALL.len()],
            bloc: String::new(),
            active_from: None,
            active_to: None,
            successor: None,
            notes: String::new(),
        });
        added
            .inspect_err(|_full| {
                let wrong = "there are too many factions";
                table.report(&mut self.problems, column, text, wrong, EMPTIED);
            })
            .ok()
    }

    fn factions_in(&mut self, table: &TableReader<'_>, column: usize) -> Vec<FactionIx> {
        let text = table.field(column, &mut self.problems);
        if text.is_empty() {
            return Vec::new();
        }
        text.split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .filter_map(|name| self.faction(table, column, name))
            .collect()
    }

    fn sources(&mut self, bytes: &[u8]) -> Result<(), Error> {
        const NAME: usize = 0;
        const CAMP: usize = 1;
        const ALIASES: usize = 2;
        let problems = &mut self.problems;
        let mut table = TableReader::new(SOURCES, bytes, problems)?;
        let mut lines = Vec::new();
        while table.advance(problems) {
            let name = table.field(NAME, problems).into_owned();
            if name.is_empty() {
                table.report(problems, NAME, "", "the source has no name", SKIPPED);
                continue;
            }
            let aliases = table.field(ALIASES, problems);
            let aliases = aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty());
            let aliases = aliases.map(str::to_owned).collect();
            let camp = table.field(CAMP, problems).into_owned();
            match self.builder.add_source(Source { name: name.clone(), camp, aliases }) {
                Ok(()) => {
                    lines.push(table.line());
                    table.keep_unknown(problems);
                }
                Err(error) => table.report(problems, NAME, &name, error.to_string(), SKIPPED),
            }
        }
        for (row, remark) in source_remarks(self.builder.so_far().sources()) {
            problems.push(remark.problem(SOURCES.file, lines.get(row).copied()));
        }
        self.builder.set_layout(Table::Sources, table.into_layout());
        Ok(())
    }

    fn reports(&mut self, bytes: &[u8]) -> Result<(), Error> {
        const ID: usize = 0;
        const EVENT_ID: usize = 1;
        const PUBLISHER: usize = 2;
        const ATTRIBUTED_TO: usize = 3;
        const SOURCE: usize = 4;
        const URL: usize = 5;
        const ARCHIVE_URL: usize = 6;
        const PUBLISHED: usize = 7;
        const TITLE: usize = 8;
        const LANGUAGE: usize = 9;
        const STANCE: usize = 10;
        const ASSERTED: usize = 11;
        const CLAIM: usize = 12;
        let problems = &mut self.problems;
        let mut table = TableReader::new(REPORTS, bytes, problems)?;
        let made_ids = made_event_ids(self.builder.so_far(), problems);
        while table.advance(problems) {
            let event_id = table.field(EVENT_ID, problems);
            let event = self.builder.so_far().event_by_id(&event_id).or_else(|| made_ids.get(&*event_id).copied());
            let Some(event) = event else {
                table.report(problems, EVENT_ID, &event_id, "no event has this id", SKIPPED);
                continue;
            };
            let id_text = table.field(ID, problems);
            let made = || format!("{event_id}-line-{}", table.line());
            let id = if id_text.is_empty() {
                let id = made();
                if table.has(ID) {
                    let done = format!("{id} is used");
                    table.report(problems, ID, "", "the report has no id", done);
                }
                Id::new(&id)
            } else {
                Id::new(&id_text).or_else(|error| {
                    let id = made();
                    let done = format!("{id} is used");
                    table.report(problems, ID, &id_text, error.to_string(), done);
                    Id::new(&id)
                })
            };
            let Ok(id) = id else {
                let wrong = "no id could be made for the report";
                table.report(problems, ID, &id_text, wrong, SKIPPED);
                continue;
            };
            let stance_text = table.field(STANCE, problems);
            let stance = Stance::from_text(&stance_text).unwrap_or_else(|| {
                let wrong = "it is none of supports, disputes and context";
                table.report(problems, STANCE, &stance_text, wrong, "it is taken as context");
                Stance::Context
            });
            let asserted_controller = match &*table.field(ASSERTED, problems) {
                "" => Asserted::NotSaid,
                Faction::UNKNOWN_ID => Asserted::Unknown,
                text => self.builder.so_far().faction_by_id(text).map_or_else(
                    || {
                        table.report(problems, ASSERTED, text, "no faction has this id", EMPTIED);
                        Asserted::NotSaid
                    },
                    Asserted::Faction,
                ),
            };
            let text = |column: usize, problems: &mut Problems| table.field(column, problems).into_owned();
            let report = Report {
                id,
                event,
                publisher: text(PUBLISHER, problems),
                attributed_to: text(ATTRIBUTED_TO, problems),
                source: text(SOURCE, problems),
                url: text(URL, problems),
                archive_url: text(ARCHIVE_URL, problems),
                published: date_of(&table, PUBLISHED, problems),
                title: text(TITLE, problems),
                language: text(LANGUAGE, problems),
                stance,
                asserted_controller,
                claim: text(CLAIM, problems),
            };
            table.remark(problems, report.remarks());
            match self.builder.add_report(report) {
                Ok(_) => table.keep_unknown(problems),
                Err(error) => table.report(problems, ID, &error.id, error.to_string(), SKIPPED),
            }
        }
        self.builder.set_layout(Table::Reports, table.into_layout());
        Ok(())
    }
}

/// The columns of `events.csv`, by their place in [`EVENTS`].
mod event_column {
    pub(super) const ID: usize = 0;
    pub(super) const PLACE_ID: usize = 1;
    pub(super) const DATE: usize = 2;
    pub(super) const PRECISION: usize = 3;
    pub(super) const KIND: usize = 4;
    pub(super) const CONTROLLER: usize = 5;
    pub(super) const SHARED_WITH: usize = 6;
    pub(super) const CONTESTED_BY: usize = 7;
    pub(super) const BESIEGED_BY: usize = 8;
    pub(super) const CONFIDENCE: usize = 9;
    pub(super) const NOTE: usize = 10;
}

/// The plain rows at the beginning of a stretch, and what is left from the first other row on.
struct QuickStretch<'a> {
    events: Vec<Event>,
    rest: &'a [u8],
    line_base: u64,
}

/// Reads a large table of plain events (place, date, controller, nothing else) on all cores.
///
/// A row is plain where nothing about it can be a problem; each stretch ends at its first other row,
/// which the careful reader then takes up, so both ways give the same chronicle and problems.
fn quick_stretches<'a>(table: &TableReader<'a>, so_far: &Chronicle) -> Option<Vec<QuickStretch<'a>>> {
    use event_column::{BESIEGED_BY, CONFIDENCE, CONTESTED_BY, ID, KIND, NOTE, PRECISION, SHARED_WITH};
    let others = [ID, PRECISION, KIND, SHARED_WITH, CONTESTED_BY, BESIEGED_BY, CONFIDENCE, NOTE];
    if others.into_iter().any(|column| table.has(column)) {
        return None;
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let stretches = table.stretches(cores)?;
    let all: usize = stretches.iter().map(|(bytes, _)| bytes.len()).sum();
    std::thread::scope(|scope| {
        let workers: Vec<_> = stretches
            .into_iter()
            .enumerate()
            .map(|(nth, (bytes, line_base))| {
                // The first makes room for all, so that the others' events move in without moving it.
                let room = if nth == 0 { all } else { bytes.len() } / SHORTEST_ROW;
                let part = table.stretch(bytes, line_base);
                let worker = std::thread::Builder::new().name("salient-read-events".to_owned());
                worker.spawn_scoped(scope, move || quick_events(part, bytes, room, so_far))
            })
            .collect();
        workers.into_iter().map(|worker| worker.ok()?.join().ok()).collect()
    })
}

fn quick_events<'a>(mut part: TableReader<'a>, bytes: &'a [u8], room: usize, so_far: &Chronicle) -> QuickStretch<'a> {
    use event_column::{CONTROLLER, DATE, PLACE_ID};
    let mut events = Vec::with_capacity(room);
    let numbered = NumberedPlaces::of(so_far);
    while part.advance_plainly() {
        let event = || {
            let id = part.plain_field(PLACE_ID)?;
            let place = numbered.get(id).or_else(|| so_far.place_by_id(id))?;
            let date = parse_date(part.plain_field(DATE)?)?;
            let controller = part.plain_field(CONTROLLER).filter(|id| *id != Faction::UNKNOWN_ID)?;
            let faction = so_far.faction_by_id(controller)?;
            so_far.faction(faction).exists_on(date).then(|| Event {
                place,
                date,
                precision: Precision::Day,
                confidence: Confidence::Unstated,
                control: Control::held(faction),
                details: None,
            })
        };
        let Some(event) = event() else {
            let (offset, line) = (part.offset(), part.line());
            return QuickStretch { events, rest: &bytes[offset..], line_base: line - 1 };
        };
        events.push(event);
    }
    QuickStretch { events, rest: &[], line_base: 0 }
}

/// Places whose id is a number, by that number: where ids are counted, a third of the time for
/// reading events went into looking them up as texts.
struct NumberedPlaces(Vec<Option<PlaceIx>>);

impl NumberedPlaces {
    fn of(chronicle: &Chronicle) -> Self {
        let places = chronicle.places();
        // Numbers far beyond the count of places are looked up as texts, like all other ids.
        let most = places.len() * 4 + 16;
        let mut by_number = Vec::new();
        for (row, place) in places.iter().enumerate() {
            if let Some(number) = Self::number(place.id.as_str()).filter(|number| *number < most) {
                by_number.resize(by_number.len().max(number + 1), None);
                by_number[number] = Some(PlaceIx::new(row));
            }
        }
        Self(by_number)
    }

    /// A number as it is written without sign and leading zeros, so that each has one text only.
    fn number(id: &str) -> Option<usize> {
        let is_plain = id.len() <= 9 && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
        if is_plain { id.parse().ok() } else { None }
    }

    fn get(&self, id: &str) -> Option<PlaceIx> {
        self.0.get(Self::number(id)?).copied().flatten()
    }
}

/// The ids of the events that have none of their own, made from place and date. Where another event
/// has such an id for its own, whoever names it may have meant either.
fn made_event_ids(chronicle: &Chronicle, problems: &mut Problems) -> rustc_hash::FxHashMap<String, EventIx> {
    let own_id = |event: &Event| event.details.as_ref().and_then(|details| details.id.clone());
    let days: rustc_hash::FxHashSet<(PlaceIx, Date)> = chronicle
        .events()
        .iter()
        .filter(|event| own_id(event).is_none())
        .map(|event| (event.place, event.date))
        .collect();
    for event in chronicle.events() {
        if let Some(id) = own_id(event)
            && days.contains(&(event.place, event.date))
            && id.as_str().starts_with(&format!("{}-{}", chronicle.place(event.place).id, event.date))
        {
            problems.push(Problem {
                file: EVENTS.file.to_owned(),
                row: None,
                column: Some("id".to_owned()),
                found: id.to_string(),
                wrong: "it could be that of another event of the place and day, which has no id".to_owned(),
                done: "reports that name it are taken to be on the event with the id".to_owned(),
            });
        }
    }
    let without = chronicle.events().iter().enumerate().filter(|(_, event)| own_id(event).is_none());
    without.map(|(row, _)| EventIx::new(row)).map(|event| (chronicle.event_id(event), event)).collect()
}

fn id_of(table: &TableReader<'_>, column: usize, problems: &mut Problems) -> Option<Id> {
    let text = table.field(column, problems);
    Id::new(&text).inspect_err(|error| table.report(problems, column, &text, error.to_string(), SKIPPED)).ok()
}

fn name_of(table: &TableReader<'_>, column: usize, id: &Id, problems: &mut Problems) -> String {
    let name = table.field(column, problems);
    if !name.is_empty() {
        return name.into_owned();
    }
    if table.has(column) {
        table.report(problems, column, "", "the name is missing", "the id is used");
    }
    id.to_string()
}

fn date_of(table: &TableReader<'_>, column: usize, problems: &mut Problems) -> Option<Date> {
    let text = table.field(column, problems);
    let date = parse_date(&text);
    if date.is_none() && !text.is_empty() {
        let wrong = "it is not a date of the form YYYY-MM-DD";
        table.report(problems, column, &text, wrong, EMPTIED);
    }
    date
}

fn whole_number_of(table: &TableReader<'_>, column: usize, problems: &mut Problems) -> Option<u64> {
    let text = table.field(column, problems);
    let number = text.parse().ok();
    if number.is_none() && !text.is_empty() {
        table.report(problems, column, &text, "it is not a whole number", EMPTIED);
    }
    number
}
