//! Gains and losses between two dates.

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::rules;
use crate::app::series::{Measure, weights};
use crate::app::tables;
use crate::app::wording;
use crate::domain::{Cause, Chapter, Control, Day, EventIx, FactionIx, PlaceIx, Step};
use crate::geometry::Reach;
use crate::scene::{say, say_with};

/// A place that is held otherwise on the later date than on the earlier.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place.
    pub place: PlaceIx,
    /// Its state on the earlier date.
    pub before: Control,
    /// Its state on the later date.
    pub after: Control,
    /// The days on which its state changed in between.
    pub days: Vec<Date>,
    /// The events behind those changes.
    pub events: Vec<EventIx>,
}

/// What a faction gained and lost, in places and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Places it holds on the later date and did not on the earlier.
    pub gained: u32,
    /// Places it held on the earlier date and does not on the later.
    pub lost: u32,
    /// People in the places gained, where the chronicle knows them.
    pub people_gained: u64,
    /// People in the places lost.
    pub people_lost: u64,
}

/// The places that differ between the ends of two days, in the order of their rows, under the document's
/// rule.
pub fn differences(document: &Document, from: Date, to: Date) -> Vec<Difference> {
    let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
    places.filter_map(|place| difference(document, place, from, to)).collect()
}

/// The same of one place; `None` where its state is the same on both days.
pub fn difference(document: &Document, place: PlaceIx, from: Date, to: Date) -> Option<Difference> {
    let timeline = &document.timeline;
    let (first, last) = (Day::of(from), Day::of(to));
    let (before, after) = (timeline.control_on(place, from), timeline.control_on(place, to));
    if before == after {
        return None;
    }
    let steps = timeline.steps_of(place);
    let begun = steps.partition_point(|step| step.day <= first);
    let mut state = begun.checked_sub(1).map(|at| steps[at].control);
    let (mut days, mut events) = (Vec::new(), Vec::new());
    for step in steps[begun..].iter().take_while(|step| step.day <= last) {
        // Events that restate the state change nothing.
        if state == Some(step.control) {
            continue;
        }
        state = Some(step.control);
        days.push(step.day.date());
        events.extend(event_of(step));
    }
    Some(Difference { place, before: before.clone(), after: after.clone(), days, events })
}

/// Those that a filter lets pass.
pub fn filtered(document: &Document, filter: &Filter, mut found: Vec<Difference>, to: Date) -> Vec<Difference> {
    if let Some(passing) = filter.of(document) {
        found.retain(|difference| passing.difference(difference, to));
    }
    found
}

fn event_of(step: &Step) -> Option<EventIx> {
    match step.cause {
        Cause::Event(event) | Cause::Lapse(event) => Some(event),
        Cause::Succession { .. } => None,
    }
}

/// What each faction gained and lost, by row; places that only changed otherwise (a siege began) count
/// for nobody.
pub fn balances(document: &Document, differences: &[Difference]) -> Vec<Balance> {
    let mut balances = vec![Balance::default(); document.chronicle.factions().len()];
    for difference in differences {
        let (before, after) = (difference.before.controller(), difference.after.controller());
        if before == after {
            continue;
        }
        let people = document.chronicle.place(difference.place).population.unwrap_or(0);
        if let Some(faction) = after {
            let balance = &mut balances[faction.row()];
            balance.gained += 1;
            balance.people_gained += people;
        }
        if let Some(faction) = before {
            let balance = &mut balances[faction.row()];
            balance.lost += 1;
            balance.people_lost += people;
        }
    }
    balances
}

/// The factions with a balance, those with the most places gained or lost first.
pub fn by_weight(balances: &[Balance]) -> Vec<FactionIx> {
    let mut factions: Vec<FactionIx> = (0..balances.len()).map(FactionIx::new).collect();
    factions.retain(|faction| balances[faction.row()] != Balance::default());
    // Stable: factions with as many keep the chronicle's order.
    factions.sort_by_key(|faction| {
        let balance = balances[faction.row()];
        std::cmp::Reverse(balance.gained + balance.lost)
    });
    factions
}

/// By what the places of a list of gains and losses are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// Who gained them.
    #[default]
    Faction,
    /// The region in which they lie.
    Region,
    /// The chapter in which they changed last.
    Chapter,
}

impl GroupBy {
    /// All groupings.
    pub const ALL: [Self; 3] = [Self::Faction, Self::Region, Self::Chapter];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Faction => say("numbers-by-gainer"),
            Self::Region => say("numbers-by-region"),
            Self::Chapter => say("numbers-by-chapter"),
        }
    }

    /// The name of the group that a place belongs to.
    pub fn group_of(self, document: &Document, difference: &Difference) -> String {
        let chronicle = &document.chronicle;
        match self {
            Self::Faction => wording::controller(chronicle, &difference.after),
            Self::Region => {
                let region = &chronicle.place(difference.place).admin1;
                if region.is_empty() { say("numbers-no-region").to_owned() } else { region.clone() }
            }
            Self::Chapter => {
                let last = difference.days.last();
                let is_in = |chapter: &&Chapter| last.is_some_and(|day| (chapter.from..=chapter.to).contains(day));
                // The shortest is the most telling.
                let span = |chapter: &&Chapter| Day::of(chapter.to).since(Day::of(chapter.from));
                let chapter = chronicle.chapters.iter().filter(is_in).min_by_key(span);
                chapter.map_or_else(|| say("numbers-no-chapter").to_owned(), |chapter| chapter.name.clone())
            }
        }
    }
}

/// The places in their groups: the largest group first, within it in the order of the last change.
pub fn grouped<'d>(document: &Document, found: &'d [Difference], by: GroupBy) -> Vec<(String, Vec<&'d Difference>)> {
    let mut groups: Vec<(String, Vec<&Difference>)> = Vec::new();
    for difference in found {
        let name = by.group_of(document, difference);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, places)) => places.push(difference),
            None => groups.push((name, vec![difference])),
        }
    }
    for (_, places) in &mut groups {
        places.sort_by(|one, other| one.days.last().cmp(&other.days.last()).then(one.place.cmp(&other.place)));
    }
    // Stable: groups as large keep the order in which they came.
    groups.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    groups
}

/// By faction, by how many km² the ground inferred from the places that differ grew or shrank; of all places that
/// is by how much its ground did.
pub fn net_ground(document: &Document, found: &[Difference], reach: Reach) -> Vec<(FactionIx, f64)> {
    let ground = weights(document, Measure::Ground, None, reach);
    let mut net = vec![0.0; document.chronicle.factions().len()];
    for difference in found {
        let (before, after) = (difference.before.controller(), difference.after.controller());
        if before != after {
            for (faction, sign) in [(before, -1.0), (after, 1.0)] {
                if let Some(faction) = faction {
                    net[faction.row()] += sign * ground[difference.place.row()];
                }
            }
        }
    }
    let net = net.into_iter().enumerate().map(|(row, area): (usize, f64)| (FactionIx::new(row), area));
    let mut net: Vec<(FactionIx, f64)> = net.filter(|(_, area)| area.abs() >= 0.5).collect();
    net.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    net
}

/// The columns of a list of gains and losses.
pub const COLUMNS: [&str; 11] =
    ["place_id", "name", "region", "from", "to", "changed_on", "changes", "reports", "population", "rule", "group"];

/// The rows of the list, group after group.
pub fn rows(document: &Document, found: &[Difference], by: GroupBy) -> Vec<Vec<String>> {
    let chronicle = &document.chronicle;
    let rule = rules::written(chronicle, document.rule());
    let groups = grouped(document, found, by);
    let all = groups.iter().flat_map(|(name, places)| places.iter().map(move |difference| (name, *difference)));
    all.map(|(group, difference)| {
        let place = chronicle.place(difference.place);
        let reports: usize = difference.events.iter().map(|event| chronicle.reports_on(*event).count()).sum();
        let days: Vec<String> = difference.days.iter().map(Date::to_string).collect();
        vec![
            place.id.to_string(),
            place.name.clone(),
            place.admin1.clone(),
            wording::control(chronicle, &difference.before),
            wording::control(chronicle, &difference.after),
            days.join(";"),
            difference.days.len().to_string(),
            reports.to_string(),
            place.population.map_or_else(String::new, |people| people.to_string()),
            rule.clone(),
            group.clone(),
        ]
    })
    .collect()
}

/// Gains and losses for reading: the balance of each faction, then the places in their groups.
pub fn readable(
    document: &Document,
    (from, to): (Date, Date),
    found: &[Difference],
    (by, scope): (GroupBy, &str),
    reach: Reach,
) -> Vec<u8> {
    let chronicle = &document.chronicle;
    let (first, last) = (wording::date(from), wording::date(to));
    let mut rule = rules::phrase(chronicle, document.rule());
    if !scope.is_empty() {
        rule = wording::joined(&[rule, scope.to_owned()]);
    }
    let title = wording::one_line(&document.title());
    let heading = say_with(
        "numbers-gains-heading",
        &[("title", title.into()), ("from", first.into()), ("to", last.into()), ("rule", rule.into())],
    );
    let mut text = format!("{heading}\n\n").into_bytes();
    let balances = balances(document, found);
    let net = net_ground(document, found, reach);
    let of_faction = |faction: FactionIx| {
        let balance = balances[faction.row()];
        let ground = net.iter().find(|(other, _)| *other == faction);
        vec![
            wording::faction(chronicle, faction).to_owned(),
            format!("+{}", balance.gained),
            format!("-{}", balance.lost),
            format!("+{}", balance.people_gained),
            format!("-{}", balance.people_lost),
            ground.map_or_else(String::new, |(_, area)| format!("{area:+.0}")),
        ]
    };
    let sums: Vec<Vec<String>> = by_weight(&balances).into_iter().map(of_faction).collect();
    let [faction, places, people, ground] =
        ["numbers-head-faction", "numbers-head-places", "numbers-head-people", "numbers-head-km2"].map(say);
    text.extend(tables::aligned(&[faction, places, "", people, "", ground], &sums));
    let rows = rows(document, found, by);
    let mut group: Option<&str> = None;
    let mut begin = 0;
    let mut flush = |rows: &[Vec<String>], group: Option<&str>| {
        let Some(group) = group else { return };
        text.extend(format!("\n{} ({})\n", wording::one_line(group), rows.len()).bytes());
        let shown: Vec<Vec<String>> =
            rows.iter().map(|row| [1, 3, 4, 5, 7].map(|column| row[column].clone()).to_vec()).collect();
        let heads = [
            "numbers-head-place",
            "numbers-head-from",
            "numbers-head-to",
            "numbers-head-changed-on",
            "numbers-head-reports",
        ];
        text.extend(tables::aligned(&heads.map(say), &shown));
    };
    for (nth, row) in rows.iter().enumerate() {
        if group != Some(row[10].as_str()) {
            flush(&rows[begin..nth], group);
            (group, begin) = (Some(row[10].as_str()), nth);
        }
    }
    flush(&rows[begin..], group);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn gains_and_losses_are_those_of_the_two_dates() {
        let document = Document::open(None).unwrap();
        let day = |text| parse_date(text).unwrap();
        let (from, to) = (day("2015-03-23"), day("2015-06-01"));
        let found = differences(&document, from, to);
        let idlib = document.chronicle.place_by_id("idlib").unwrap();
        let row = found.iter().find(|difference| difference.place == idlib).unwrap();
        assert!(row.days.contains(&day("2015-03-28")));
        assert_eq!(row.days.iter().min(), row.days.first());
        // Every place is there that differs, and no other.
        let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
        let differ =
            |place: &PlaceIx| document.timeline.control_on(*place, from) != document.timeline.control_on(*place, to);
        assert_eq!(
            found.iter().map(|difference| difference.place).collect::<Vec<_>>(),
            places.filter(differ).collect::<Vec<_>>()
        );
        // What one loses another gains, or nobody holds it.
        let balances = balances(&document, &found);
        let held = |date| {
            let state = document.timeline.state_on(date);
            let places = (0..document.chronicle.places().len()).map(PlaceIx::new);
            places.filter(|place| document.timeline.controller(state.of(*place)).is_some()).count() as i64
        };
        let net: i64 = balances.iter().map(|balance| i64::from(balance.gained) - i64::from(balance.lost)).sum();
        assert_eq!(net, held(to) - held(from));
        assert!(!by_weight(&balances).is_empty());
        assert_eq!(differences(&document, from, from), []);
        // The ground of the places that differ is by what the whole territory differs.
        let cells = document.cells(Reach::default());
        let [before, after] = [from, to].map(|date| document.territory(&cells, date));
        let net = net_ground(&document, &found, Reach::default());
        assert!(net.len() > 2);
        for (faction, area) in net {
            let whole = (after.area(Some(faction)) - before.area(Some(faction))) / 1e6;
            assert!((whole - area).abs() < 0.01, "{faction:?}: {whole} {area}");
        }
    }
}
