//! All places as a table on a date, and the lists people ask for: held longest, changed hands most, cut off.

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::wording;
use crate::domain::{Day, EventIx, FactionIx, PlaceIx, Step};
use crate::geometry::{Reach, Tessellation};
use crate::scene::say;

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// The place.
    pub place: PlaceIx,
    /// Who holds it; `None` where nobody can say.
    pub holder: Option<FactionIx>,
    /// Since which day the same faction holds it; `None` before the first event.
    pub since: Option<Date>,
    /// How many times it changed hands until the date.
    pub changes: u32,
    /// When the newest report on it until the date was published.
    pub last_report: Option<Date>,
    /// Whether its reports name different holders.
    pub is_disputed: bool,
    /// Since when all its neighbours within reach are held by others; `None` where they are not.
    pub cut_off: Option<Date>,
}

/// The columns that the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceColumn {
    /// The name.
    Name,
    /// The region.
    Region,
    /// The holder's name.
    Holder,
    /// Since when it is held.
    Since,
    /// How many times it changed hands.
    Changes,
    /// The newest report.
    LastReport,
    /// Whether it is disputed.
    Disputed,
    /// Since when it is cut off.
    CutOff,
}

impl PlaceColumn {
    /// All columns, in their order.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Region,
        Self::Holder,
        Self::Since,
        Self::Changes,
        Self::LastReport,
        Self::Disputed,
        Self::CutOff,
    ];

    /// The heading.
    pub fn text(self) -> &'static str {
        match self {
            Self::Name => say("table-place"),
            Self::Region => say("table-region"),
            Self::Holder => say("table-holder"),
            Self::Since => say("table-since"),
            Self::Changes => say("table-changed-hands"),
            Self::LastReport => say("table-last-report"),
            Self::Disputed => say("table-disputed"),
            Self::CutOff => say("table-cut-off-since"),
        }
    }
}

/// A list that is ready made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadyList {
    /// All places.
    #[default]
    All,
    /// Those held longest by whoever holds them, the longest first.
    HeldLongest,
    /// Those that changed hands, the most often first.
    ChangedMost,
    /// Those that are cut off, the longest first.
    CutOff,
}

impl ReadyList {
    /// All lists.
    pub const ALL: [Self; 4] = [Self::All, Self::HeldLongest, Self::ChangedMost, Self::CutOff];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::All => say("all-places"),
            Self::HeldLongest => say("table-held-longest"),
            Self::ChangedMost => say("table-changed-most"),
            Self::CutOff => say("table-cut-off"),
        }
    }

    /// Whether a row belongs to it.
    pub fn has(self, row: &PlaceRow) -> bool {
        match self {
            Self::All => true,
            Self::HeldLongest => row.holder.is_some() && row.since.is_some(),
            Self::ChangedMost => row.changes > 0,
            Self::CutOff => row.cut_off.is_some(),
        }
    }

    /// How it is sorted: by which column, and whether descending.
    pub fn order(self) -> (PlaceColumn, bool) {
        match self {
            Self::All => (PlaceColumn::Name, false),
            Self::HeldLongest => (PlaceColumn::Since, false),
            Self::ChangedMost => (PlaceColumn::Changes, true),
            Self::CutOff => (PlaceColumn::CutOff, false),
        }
    }
}

/// What a holder's side is called, for who is hostile to whom: factions of one bloc are not.
fn is_hostile(document: &Document, one: FactionIx, other: FactionIx) -> bool {
    let bloc = |faction: FactionIx| document.chronicle.faction(faction).bloc.as_str();
    one != other && (bloc(one).is_empty() || bloc(one) != bloc(other))
}

/// The places on a date, by row.
pub fn place_rows(document: &Document, date: Date, reach: Reach, stale_days: u32) -> Vec<PlaceRow> {
    let timeline = &document.timeline;
    let state = timeline.state_on(date);
    let doubts = document.doubts_on(stale_days, date);
    let cells = document.cells(reach);
    let neighbours = neighbours(&cells, document.chronicle.places().len());
    let day = Day::of(date);
    let unknown = document.chronicle.unknown_faction();
    let holder_of = |step: &Step| timeline.controller(step.control).filter(|faction| Some(*faction) != unknown);
    let row_of = |row: usize| {
        let place = PlaceIx::new(row);
        let holder = document.holder(&state, place);
        let steps = timeline.steps_of(place);
        let passed = &steps[..steps.partition_point(|step| step.day <= day)];
        let (mut changes, mut since, mut before) = (0, None, None);
        for (nth, step) in passed.iter().enumerate() {
            let now = holder_of(step);
            if nth == 0 || now != before {
                // What is first told of a place is no change of hands.
                changes += u32::from(nth > 0);
                since = Some(step.day);
            }
            before = now;
        }
        let cut_off = holder.and_then(|holder| {
            let since = since?;
            cut_off_since(document, (holder, since), neighbours.get(row)?, day)
        });
        PlaceRow {
            place,
            holder,
            since: since.map(Day::date),
            changes,
            last_report: timeline.events_of(place).filter_map(|event| newest_report(document, event, date)).max(),
            is_disputed: doubts.of(place).is_disputed(),
            cut_off: cut_off.map(Day::date),
        }
    };
    (0..document.chronicle.places().len()).map(row_of).collect()
}

fn newest_report(document: &Document, event: EventIx, date: Date) -> Option<Date> {
    let chronicle = &document.chronicle;
    let reports = chronicle.reports_on(event).filter_map(|report| chronicle.report(report).published);
    reports.filter(|published| *published <= date).max()
}

/// By place, those whose ground touches its own.
fn neighbours(cells: &Tessellation, places: usize) -> Vec<Vec<PlaceIx>> {
    let mut neighbours = vec![Vec::new(); places];
    for edge in cells.edges() {
        if (edge.left as usize) < cells.cell_count() && (edge.right as usize) < cells.cell_count() {
            let (one, other) = (cells.place_of(edge.left), cells.place_of(edge.right));
            neighbours[one.row()].push(other);
            neighbours[other.row()].push(one);
        }
    }
    for list in &mut neighbours {
        list.sort_unstable();
        list.dedup();
    }
    neighbours
}

/// Since when all neighbours are hostile to the holder of a place, who holds it since a day; `None` where one is
/// not, or where there is none.
fn cut_off_since(
    document: &Document,
    (holder, since): (FactionIx, Day),
    neighbours: &[PlaceIx],
    day: Day,
) -> Option<Day> {
    let timeline = &document.timeline;
    let mut cut_off = since;
    if neighbours.is_empty() {
        return None;
    }
    let unknown = document.chronicle.unknown_faction();
    for neighbour in neighbours {
        let steps = timeline.steps_of(*neighbour);
        let passed = &steps[..steps.partition_point(|step| step.day <= day)];
        let is_against = |step: &&Step| {
            let other = timeline.controller(step.control).filter(|faction| Some(*faction) != unknown);
            other.is_some_and(|other| is_hostile(document, holder, other))
        };
        let begun = passed.iter().rev().take_while(is_against).last()?;
        cut_off = cut_off.max(begun.day);
    }
    Some(cut_off)
}

/// Brings rows into an order; places without a value come last, those alike by name.
pub fn sort_rows(document: &Document, rows: &mut [PlaceRow], (column, descending): (PlaceColumn, bool)) {
    let chronicle = &document.chronicle;
    let name = |row: &PlaceRow| chronicle.place(row.place).name.to_lowercase();
    let holder = |row: &PlaceRow| row.holder.map(|faction| chronicle.faction(faction).name.to_lowercase());
    let turned = |order: std::cmp::Ordering| if descending { order.reverse() } else { order };
    // Where there is nothing to compare, last whichever way.
    fn known<T: Ord>(
        one: Option<&T>,
        other: Option<&T>,
        turned: &dyn Fn(std::cmp::Ordering) -> std::cmp::Ordering,
    ) -> std::cmp::Ordering {
        match (one, other) {
            (Some(one), Some(other)) => turned(one.cmp(other)),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
    // Keys once: names of 200,000 places are not made anew in every comparison.
    let mut keyed: Vec<(String, Option<String>, PlaceRow)> = rows
        .iter()
        .map(|row| {
            let text = match column {
                PlaceColumn::Region => {
                    Some(chronicle.place(row.place).admin1.to_lowercase()).filter(|region| !region.is_empty())
                }
                PlaceColumn::Holder => holder(row),
                _ => None,
            };
            (name(row), text, row.clone())
        })
        .collect();
    keyed.sort_by(|(one_name, one_text, one), (other_name, other_text, other)| {
        let order = match column {
            PlaceColumn::Name => turned(one_name.cmp(other_name)),
            PlaceColumn::Region | PlaceColumn::Holder => known(one_text.as_ref(), other_text.as_ref(), &turned),
            PlaceColumn::Since => known(one.since.as_ref(), other.since.as_ref(), &turned),
            PlaceColumn::Changes => turned(one.changes.cmp(&other.changes)),
            PlaceColumn::LastReport => known(one.last_report.as_ref(), other.last_report.as_ref(), &turned),
            PlaceColumn::Disputed => turned(one.is_disputed.cmp(&other.is_disputed)),
            PlaceColumn::CutOff => known(one.cut_off.as_ref(), other.cut_off.as_ref(), &turned),
        };
        order.then_with(|| one_name.cmp(other_name)).then_with(|| one.place.cmp(&other.place))
    });
    for (row, (.., sorted)) in rows.iter_mut().zip(keyed) {
        *row = sorted;
    }
}

/// The columns of the table as text.
pub const COLUMNS: [&str; 10] = [
    "place_id",
    "name",
    "region",
    "holder",
    "since",
    "changed_hands",
    "last_report",
    "disputed",
    "cut_off_since",
    "rule",
];

/// Rows as text, in the order of [`COLUMNS`].
pub fn texts(document: &Document, rows: &[PlaceRow]) -> Vec<Vec<String>> {
    let chronicle = &document.chronicle;
    let rule = crate::app::rules::written(chronicle, document.rule());
    let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let text = |row: &PlaceRow| {
        let place = chronicle.place(row.place);
        let holder = row.holder.map_or("unknown", |faction| chronicle.faction(faction).name.as_str());
        vec![
            place.id.to_string(),
            place.name.clone(),
            place.admin1.clone(),
            holder.to_owned(),
            date(row.since),
            row.changes.to_string(),
            date(row.last_report),
            wording::yes_or_no(row.is_disputed).to_owned(),
            date(row.cut_off),
            rule.clone(),
        ]
    };
    rows.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn rows_equal_what_is_asked_day_by_day() {
        let document = Document::open(None).unwrap();
        let date = day("2015-04-25");
        let rows = place_rows(&document, date, Reach::default(), 365);
        let holder = |place: PlaceIx, date: Date| document.holder(&document.timeline.state_on(date), place);
        for id in ["idlib", "jisr-al-shughur", "ariha", "aleppo", "al-fuah", "deir-ez-zor"] {
            let place = document.chronicle.place_by_id(id).unwrap();
            let row = &rows[place.row()];
            assert_eq!(row.holder, holder(place, date), "{id}");
            let (mut since, mut changes) = (date, 0);
            let mut at = date;
            let mut is_first = true;
            while at > day("2011-03-15") {
                let before = at.yesterday().unwrap();
                if holder(place, at) != holder(place, before) {
                    changes += 1;
                    if is_first {
                        (since, is_first) = (at, false);
                    }
                }
                at = before;
            }
            assert_eq!(row.changes, changes, "{id}");
            assert_eq!(row.since, Some(if changes == 0 { day("2011-03-15") } else { since }), "{id}");
        }
    }

    #[test]
    fn a_town_among_others_is_cut_off_since_the_last_of_them_turned() {
        let document = Document::open(None).unwrap();
        // Al-Fuah and Kafraya were surrounded when Idlib fell on 28 March 2015.
        let rows = place_rows(&document, day("2015-06-15"), Reach::default(), 365);
        let cut_off: Vec<&PlaceRow> = rows.iter().filter(|row| row.cut_off.is_some()).collect();
        assert!(!cut_off.is_empty() && cut_off.len() < 60, "{}", cut_off.len());
        for row in &cut_off {
            let since = row.cut_off.unwrap();
            assert!(row.since.unwrap() <= since);
            // The day before, a neighbour was not hostile yet, or somebody else held the place.
            if let Ok(before) = since.yesterday() {
                let then = place_rows(&document, before, Reach::default(), 365);
                let then = &then[row.place.row()];
                assert!(then.cut_off.is_none() || then.holder != row.holder, "{row:?}");
            }
        }
    }

    #[test]
    fn rows_are_sorted_both_ways_and_what_has_no_value_comes_last() {
        let document = Document::open(None).unwrap();
        let mut rows = place_rows(&document, day("2015-04-25"), Reach::default(), 365);
        for column in PlaceColumn::ALL {
            for descending in [false, true] {
                sort_rows(&document, &mut rows, (column, descending));
                assert_eq!(rows.len(), 415);
            }
        }
        sort_rows(&document, &mut rows, (PlaceColumn::LastReport, true));
        let dates: Vec<Option<Date>> = rows.iter().map(|row| row.last_report).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b));
        sort_rows(&document, &mut rows, (PlaceColumn::LastReport, false));
        assert!(rows.last().unwrap().last_report.is_none());
        let listed = |list: ReadyList| rows.iter().filter(|row| list.has(row)).count();
        assert!(listed(ReadyList::All) == 415 && listed(ReadyList::ChangedMost) < 415);
    }
}
