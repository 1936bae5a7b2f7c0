//! The chronicle: places, factions, events, reports and chapters together.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{
    Asserted, Claims, Event, EventIx, Faction, FactionIx, Id, LonLat, Place, PlaceIx, Report, ReportIx, Source,
    name_key,
};

/// Places, factions, events, reports and chapters together: what a project file holds.
///
/// Its invariants, kept by [`ChronicleBuilder`]: ids, and names of sources, are unique within their table, and every
/// index that one row holds of another table is a row of that table.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// What the chronicle says about itself.
    pub about: About,
    /// Stretches of time worth jumping to.
    pub chapters: Vec<Chapter>,
    /// How the tables were laid out in the files they came from, to write them back alike.
    pub layout: HashMap<Table, TableLayout>,
    /// Files of the folder that are carried along as they are (areas, the land).
    pub attachments: Vec<Attachment>,
    places: Vec<Place>,
    factions: Vec<Faction>,
    events: Vec<Event>,
    reports: Vec<Report>,
    sources: Vec<Source>,
    place_rows: FxHashMap<Id, PlaceIx>,
    faction_rows: FxHashMap<Id, FactionIx>,
    event_rows: FxHashMap<Id, EventIx>,
    report_rows: FxHashMap<Id, ReportIx>,
    // Reports in the order of their events: those of event e are `report_order[start[e]..start[e + 1]]`.
    report_order: Vec<ReportIx>,
    report_start: Vec<u32>,
    // Events without an id of their own that are not the first of their place and day: which one
    // they are. Made when first asked for, because opening a large chronicle need not wait for it.
    repeats: OnceLock<FxHashMap<EventIx, u32>>,
    // The reports by their sources. Made when a rule first asks.
    claims: OnceLock<Claims>,
}

impl PartialEq for Chronicle {
    /// Equal in all that files hold; the derived indexes follow from it.
    fn eq(&self, other: &Self) -> bool {
        self.about == other.about
            && self.chapters == other.chapters
            && self.layout == other.layout
            && self.attachments == other.attachments
            && self.places == other.places
            && self.factions == other.factions
            && self.events == other.events
            && self.reports == other.reports
            && self.sources == other.sources
    }
}

impl Chronicle {
    /// The places, in the order of their rows.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The factions, in the order of their rows.
    pub fn factions(&self) -> &[Faction] {
        &self.factions
    }

    /// The events, in the order of their rows.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The reports, in the order of their rows.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// The sources, in the order of their rows.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// One place.
    pub fn place(&self, place: PlaceIx) -> &Place {
        &self.places[place.row()]
    }

    /// One faction.
    pub fn faction(&self, faction: FactionIx) -> &Faction {
        &self.factions[faction.row()]
    }

    /// The ids of factions in one text, joined with `;` as in files.
    pub fn faction_ids(&self, factions: &[FactionIx]) -> String {
        let ids: Vec<&str> = factions.iter().map(|faction| self.faction(*faction).id.as_str()).collect();
        ids.join(";")
    }

    /// One event.
    pub fn event(&self, event: EventIx) -> &Event {
        &self.events[event.row()]
    }

    /// One report.
    pub fn report(&self, report: ReportIx) -> &Report {
        &self.reports[report.row()]
    }

    /// The place with this id.
    pub fn place_by_id(&self, id: &str) -> Option<PlaceIx> {
        self.place_rows.get(id).copied()
    }

    /// The faction with this id.
    pub fn faction_by_id(&self, id: &str) -> Option<FactionIx> {
        self.faction_rows.get(id).copied()
    }

    /// The event with this id; ids made from place and date are not looked up.
    pub fn event_by_id(&self, id: &str) -> Option<EventIx> {
        self.event_rows.get(id).copied()
    }

    /// The id of `event`: its own, else place and date, the second of a day with `-2` and so on. One
    /// that another event has for its own is passed over.
    pub fn event_id(&self, event: EventIx) -> String {
        let row = self.event(event);
        if let Some(id) = row.details.as_ref().and_then(|details| details.id.as_ref()) {
            return id.as_str().to_owned();
        }
        self.made_id(row, self.repeats().get(&event).copied().unwrap_or(1))
    }

    /// The id of the `nth` event without one of its own of a place and day.
    fn made_id(&self, event: &Event, nth: u32) -> String {
        let (place, date) = (&self.place(event.place).id, event.date);
        if nth == 1 { format!("{place}-{date}") } else { format!("{place}-{date}-{nth}") }
    }

    fn repeats(&self) -> &FxHashMap<EventIx, u32> {
        self.repeats.get_or_init(|| {
            let mut of_day: FxHashMap<(PlaceIx, Date), u32> = FxHashMap::default();
            let mut repeats = FxHashMap::default();
            for (row, event) in self.events.iter().enumerate() {
                let nth = of_day.entry((event.place, event.date)).or_default();
                *nth += 1;
                let is_made = event.details.as_ref().is_none_or(|details| details.id.is_none());
                while is_made
                    && !self.event_rows.is_empty()
                    && self.event_rows.contains_key(&*self.made_id(event, *nth))
                {
                    *nth += 1;
                }
                if *nth > 1 {
                    repeats.insert(EventIx::new(row), *nth);
                }
            }
            repeats
        })
    }

    /// The reports on `event`, in the order of their rows.
    pub fn reports_on(&self, event: EventIx) -> impl Iterator<Item = ReportIx> + '_ {
        let bounds = self.report_start.get(event.row()..event.row() + 2);
        let range = bounds.map_or(0..0, |b| b[0] as usize..b[1] as usize);
        self.report_order[range].iter().copied()
    }

    /// The reports by whose they are; made when first asked for, in some 0.1 µs a report.
    pub fn claims(&self) -> &Claims {
        self.claims.get_or_init(|| Claims::of(self))
    }

    /// The name of the holder that a report asserts.
    pub fn asserted_name(&self, asserted: Asserted) -> Option<&str> {
        match asserted {
            Asserted::NotSaid => None,
            Asserted::Unknown => Some("unknown"),
            Asserted::Faction(faction) => Some(&self.faction(faction).name),
        }
    }

    /// The row that says how *unknown* is shown, where the chronicle has one.
    pub fn unknown_faction(&self) -> Option<FactionIx> {
        self.faction_by_id(Faction::UNKNOWN_ID)
    }

    /// The first and the last day the slider goes over: the stated ones, else those of the events,
    /// and never less than the events.
    pub fn days(&self) -> (Date, Date) {
        let first_event = self.events.iter().map(|event| event.date).min();
        let last_event = self.events.iter().map(|event| event.date).max();
        let fallback = Date::constant(2000, 1, 1);
        let first = match (self.about.first_date, first_event) {
            (Some(stated), Some(event)) => stated.min(event),
            (stated, event) => stated.or(event).unwrap_or(fallback),
        };
        let last = match (self.about.last_date, last_event) {
            (Some(stated), Some(event)) => stated.max(event),
            (stated, event) => stated.or(event).unwrap_or(fallback),
        };
        (first, last.max(first))
    }
}

/// What a chronicle says about itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// Its title.
    pub title: String,
    /// What it covers, in a sentence or two.
    pub description: String,
    /// The licence of its text and compilation (SPDX).
    pub licence: String,
    /// Whom to credit under a picture.
    pub credit: String,
    /// The language of its text (BCP 47).
    pub language: String,
    /// The first day it covers.
    pub first_date: Option<Date>,
    /// The last day it covers.
    pub last_date: Option<Date>,
    /// Where and when to open it.
    pub view: OpeningView,
    /// Keys of the manifest that Salient does not know, as TOML text, kept for the next writer.
    pub unknown_keys: String,
}

/// Where and when to open a chronicle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OpeningView {
    /// The middle of the map.
    pub centre: Option<LonLat>,
    /// Web-map zoom: the world is 256 · 2^zoom points wide.
    pub zoom: Option<f64>,
    /// The day.
    pub date: Option<Date>,
}

/// A named stretch of time worth jumping to.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Its name.
    pub name: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The place it is about.
    pub place: Option<PlaceIx>,
}

/// A table of a chronicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// `factions.csv`
    Factions,
    /// `places.csv`
    Places,
    /// `events.csv`
    Events,
    /// `sources.csv`
    Sources,
    /// `reports.csv`
    Reports,
}

/// How a table was laid out in its file, to write it back alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableLayout {
    /// The names of all columns, in order.
    pub columns: Vec<String>,
    /// The values of the columns that Salient does not know, row by row, in the order of columns.
    pub unknown: Vec<Box<[Box<str>]>>,
}

/// A file of the folder that is carried along as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its path inside the folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Arc<[u8]>,
}

impl Attachment {
    /// The table of a chronicle's folder that holds the views kept under a name.
    pub const VIEWS: &'static str = "views.csv";
}

/// Builds a chronicle row by row and keeps its invariants.
#[derive(Debug, Default)]
pub struct ChronicleBuilder {
    chronicle: Chronicle,
    source_names: FxHashSet<String>,
}

/// A second row with an id that the table already has, or a table that is full.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is already a row with the id {id}")]
pub struct DuplicateId {
    /// The id.
    pub id: String,
}

/// A second source with a name that the table already has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is already a source of this name; letter case and blanks do not count")]
pub struct DuplicateName;

macro_rules! add {
    ($(#[$doc:meta])* $name:ident, $row:ty, $ix:ty, $rows:ident, $table:ident) => {
        $(#[$doc])*
        pub fn $name(&mut self, row: $row) -> Result<$ix, DuplicateId> {
            let next = self.chronicle.$table.len();
            let index = <$ix>::new(next);
            // The last index is never given out: `new` answers it for all that do not fit.
            if self.chronicle.$rows.contains_key(&row.id) || index == <$ix>::new(usize::MAX) {
                return Err(DuplicateId { id: row.id.to_string() });
            }
            self.chronicle.$rows.insert(row.id.clone(), index);
            self.chronicle.$table.push(row);
            Ok(index)
        }
    };
}

impl ChronicleBuilder {
    /// An empty chronicle to build on.
    pub fn new() -> Self {
        Self::default()
    }

    add!(
        /// Adds a place.
        add_place, Place, PlaceIx, place_rows, places
    );
    add!(
        /// Adds a faction.
        add_faction, Faction, FactionIx, faction_rows, factions
    );
    add!(
        /// Adds a report; its event has been added before.
        add_report, Report, ReportIx, report_rows, reports
    );

    /// Adds an event; its place and factions have been added before.
    pub fn add_event(&mut self, event: Event) -> Result<EventIx, DuplicateId> {
        let index = EventIx::new(self.chronicle.events.len());
        if let Some(id) = event.details.as_ref().and_then(|details| details.id.as_ref()) {
            if self.chronicle.event_rows.contains_key(id) {
                return Err(DuplicateId { id: id.to_string() });
            }
            self.chronicle.event_rows.insert(id.clone(), index);
        }
        self.chronicle.events.push(event);
        Ok(index)
    }

    /// Adds many events at once. Those with an id of their own go through [`Self::add_event`]; the
    /// others, which cannot be duplicates, are taken as they are.
    pub fn add_events(&mut self, events: Vec<Event>) -> Result<(), DuplicateId> {
        let has_id = |event: &Event| event.details.as_ref().is_some_and(|details| details.id.is_some());
        if events.iter().any(has_id) {
            for event in events {
                self.add_event(event)?;
            }
        } else if self.chronicle.events.is_empty() {
            self.chronicle.events = events;
        } else {
            self.chronicle.events.extend(events);
        }
        Ok(())
    }

    /// Adds a source; no other has its name, letter case and blanks aside.
    pub fn add_source(&mut self, source: Source) -> Result<(), DuplicateName> {
        if !self.source_names.insert(name_key(&source.name)) {
            return Err(DuplicateName);
        }
        self.chronicle.sources.push(source);
        Ok(())
    }

    /// What has been built so far, to look rows up in.
    pub fn so_far(&self) -> &Chronicle {
        &self.chronicle
    }

    /// What is not a table: title, chapters, layout, attachments.
    pub fn set_about(&mut self, about: About, chapters: Vec<Chapter>) {
        self.chronicle.about = about;
        self.chronicle.chapters = chapters;
    }

    /// Remembers how `table` was laid out in its file.
    pub fn set_layout(&mut self, table: Table, layout: TableLayout) {
        self.chronicle.layout.insert(table, layout);
    }

    /// Carries a file of the folder along.
    pub fn add_attachment(&mut self, attachment: Attachment) {
        self.chronicle.attachments.push(attachment);
    }

    /// Makes room for `events` more events, where their number is known.
    pub fn reserve_events(&mut self, events: usize) {
        self.chronicle.events.reserve(events);
    }

    /// The chronicle, with its reports indexed by event.
    pub fn build(self) -> Chronicle {
        let mut chronicle = self.chronicle;
        if chronicle.reports.is_empty() {
            return chronicle;
        }
        let mut start = vec![0_u32; chronicle.events.len() + 1];
        for report in &chronicle.reports {
            start[report.event.row() + 1] += 1;
        }
        for event in 1..start.len() {
            start[event] += start[event - 1];
        }
        let mut order: Vec<ReportIx> = (0..chronicle.reports.len()).map(ReportIx::new).collect();
        // Stable, so that the reports of one event keep the order of their rows.
        order.sort_by_key(|report| chronicle.report(*report).event);
        chronicle.report_order = order;
        chronicle.report_start = start;
        chronicle
    }
}
