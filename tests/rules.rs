//! Laws of the rules: every rule's answer equals a naive evaluation of its definition.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use jiff::civil::Date;
use proptest::prelude::*;
use salient::domain::{
    Asserted, Basis, Chronicle, ChronicleBuilder, Colour, Confidence, Control, CoordSource, Day, Doubt, Doubts, Event,
    EventDetails, EventIx, EventKind, Faction, FactionIx, Id, Known, LonLat, Place, PlaceIx, PlaceKind, PlacesDoubts,
    Precision, Report, Rule, Source, SourceIx, Stance, Symbol, Timeline, Verdict, difference_counts, link_key,
};
use support::{bundled, day};

const START: &str = "2024-01-01";
const PLACES: usize = 4;

fn on(after: i32) -> Date {
    Day::of(day(START)).plus(after).date()
}

fn faction(id: &str, last: Option<i32>, successor: &str) -> Faction {
    Faction {
        id: Id::new(id).unwrap(),
        name: id.to_owned(),
        short_name: id.to_owned(),
        name_ar: String::new(),
        colour: Colour::of_palette(0),
        symbol: Symbol::Circle,
        bloc: String::new(),
        active_from: None,
        active_to: last.map(on),
        successor: Id::new(successor).ok(),
        notes: String::new(),
    }
}

fn place(row: usize) -> Place {
    Place {
        id: Id::new(&format!("p{row}")).unwrap(),
        name: format!("Place {row}"),
        name_ar: String::new(),
        kind: PlaceKind::Town,
        position: LonLat::new(row as f64 / 100.0, 0.0).unwrap(),
        coord_source: CoordSource::Unstated,
        geonames_id: None,
        admin1: String::new(),
        population: None,
    }
}

/// An event in numbers: place, day, holder, rival, whether it is the state at the start.
type EventRow = (usize, i32, usize, usize, bool);
// Every seventh day of the month stands for an event of which only the month is known.
/// A report in numbers: event, day (none below 0), stance, asserted, source, publisher, link.
type ReportRow = (usize, i32, usize, usize, usize, usize, usize);

const NAMES: [&str; 6] = ["", "SOHR", "syrian observatory", "State TV", "Rebels", "State TV;Rebels"];

fn chronicle(events: &[EventRow], reports: &[ReportRow], end: i32) -> Chronicle {
    let mut builder = ChronicleBuilder::new();
    for faction in [
        faction("a", None, ""),
        faction("b", None, ""),
        // Ends on some day; the next takes over.
        faction("c", Some(end), "d"),
        faction("d", None, ""),
    ] {
        builder.add_faction(faction).unwrap();
    }
    for row in 0..PLACES {
        builder.add_place(place(row)).unwrap();
    }
    for (place, after, holder, rival, initial) in events {
        let kind = if *initial { EventKind::Initial } else { EventKind::Capture };
        builder
            .add_event(Event {
                place: PlaceIx::new(*place),
                date: on(*after),
                precision: if after % 7 == 3 { Precision::Month } else { Precision::Day },
                confidence: Confidence::High,
                control: Control::new(
                    (*holder < 4).then(|| FactionIx::new(*holder)),
                    vec![],
                    if *rival == 1 { vec![FactionIx::new(0)] } else { vec![] },
                    vec![],
                ),
                details: Some(Box::new(EventDetails { id: None, kind, note: String::new() })),
            })
            .unwrap();
    }
    let source = |name: &str, camp: &str, aliases: &[&str]| Source {
        name: name.to_owned(),
        camp: camp.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    };
    builder.add_source(source("Syrian Observatory", "monitors", &["SOHR"])).unwrap();
    builder.add_source(source("Rebels", "opposition", &["rebel sources"])).unwrap();
    builder.add_source(source("Silent", "opposition", &[])).unwrap();
    for (row, (event, published, stance, asserted, source, publisher, link)) in reports.iter().enumerate() {
        if events.is_empty() {
            break;
        }
        builder
            .add_report(Report {
                id: Id::new(&format!("r{row}")).unwrap(),
                event: EventIx::new(event % events.len()),
                publisher: ["Paper", "PAPER ", "Daily", "Daily;Weekly"][*publisher].to_owned(),
                attributed_to: String::new(),
                source: NAMES[*source].to_owned(),
                url: ["", "https://a.b/1", "http://www.a.b/1/", "https://a.b/2"][*link].to_owned(),
                archive_url: String::new(),
                published: (*published >= 0).then(|| on(*published)),
                title: String::new(),
                language: String::new(),
                stance: Stance::ALL[*stance],
                asserted_controller: match asserted {
                    0 => Asserted::NotSaid,
                    1 => Asserted::Unknown,
                    faction => Asserted::Faction(FactionIx::new(faction - 2)),
                },
                claim: String::new(),
            })
            .unwrap();
    }
    builder.build()
}

prop_compose! {
    fn any_chronicle()(
        events in prop::collection::vec((0..PLACES, 0..60_i32, 0..5_usize, 0..4_usize, prop::bool::weighted(0.2)), 0..24),
        reports in prop::collection::vec(
            (0..24_usize, -20..90_i32, 0..3_usize, 0..6_usize, 0..6_usize, 0..4_usize, 0..4_usize), 0..60),
        end in 0..60_i32,
    ) -> Chronicle {
        chronicle(&events, &reports, end)
    }
}

/// A name as the definition compares it.
fn same(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().split_whitespace().collect::<String>();
    plain(a) == plain(b)
}

/// The canonical name behind a spelling.
fn canonical(chronicle: &Chronicle, name: &str) -> String {
    let of = |source: &&Source| same(&source.name, name) || source.aliases.iter().any(|alias| same(alias, name));
    let known = chronicle.sources().iter().find(of);
    known.map_or_else(|| name.to_lowercase().split_whitespace().collect(), |source| source.name.clone())
}

/// Whose report it is: names, and whether it is the publisher speaking for itself.
fn whose(chronicle: &Chronicle, report: &Report) -> (BTreeSet<String>, bool) {
    let (text, own) = if report.source.is_empty() { (&report.publisher, true) } else { (&report.source, false) };
    (text.split(';').map(|name| canonical(chronicle, name)).collect(), own)
}

/// How many different sources support, by the definition: the named; and of the publishers that speak
/// for themselves as many as can each be given a page of their own that quotes nobody.
fn naive_confirmations(chronicle: &Chronicle, supporting: &[&Report]) -> usize {
    let mut named = BTreeSet::new();
    let mut quoting = BTreeSet::new();
    for report in supporting {
        let (names, own) = whose(chronicle, report);
        if !own {
            named.extend(names);
            quoting.insert(link_key(&report.url));
        }
    }
    let mut pages: std::collections::BTreeMap<String, BTreeSet<String>> = std::collections::BTreeMap::new();
    for report in supporting {
        let (names, own) = whose(chronicle, report);
        for name in names.into_iter().filter(|name| own && !named.contains(name)) {
            let link = link_key(&report.url);
            // Without an address it is a page of its own.
            let page = if link.is_empty() { format!("only {name}") } else { link };
            let is_page = !quoting.contains(&page);
            pages.entry(name).or_default().extend(is_page.then_some(page));
        }
    }
    let publishers: Vec<&BTreeSet<String>> = pages.values().collect();
    fn most(publishers: &[&BTreeSet<String>], taken: &mut BTreeSet<String>) -> usize {
        let Some((first, others)) = publishers.split_first() else { return 0 };
        let mut best = most(others, taken);
        for page in *first {
            if taken.insert(page.clone()) {
                best = best.max(1 + most(others, taken));
                taken.remove(page);
            }
        }
        best
    }
    named.len() + most(&publishers, &mut BTreeSet::new())
}

/// What a rule makes of an event, said in the plainest way, with what is known on `known`.
fn naive_verdict(chronicle: &Chronicle, basis: Basis, event: EventIx, known: Option<Date>) -> Verdict {
    let row = chronicle.event(event);
    let is_known = |date: Date| known.is_none_or(|known| date <= known);
    let all: Vec<&Report> = chronicle.reports().iter().filter(|report| report.event == event).collect();
    let initial = *row.kind() == EventKind::Initial;
    let supports = all.iter().filter(|report| report.stance == Stance::Supports);
    let earliest = supports.filter_map(|report| report.published).min();
    let from = match earliest {
        Some(date) if initial => date.min(row.date),
        Some(date) => date,
        None => row.date,
    };
    if !is_known(from) {
        return Verdict::NoEffect;
    }
    if initial || basis == Basis::Assessed {
        return Verdict::AsRecorded;
    }
    let on = |report: &Report| report.published.unwrap_or(row.date);
    let seen: Vec<&Report> = all.into_iter().filter(|report| is_known(on(report))).collect();
    let claims = chronicle.claims();
    let is_own = |report: &Report| {
        let (names, _) = whose(chronicle, report);
        match basis {
            Basis::ToldBy(source) => names.iter().any(|name| same(name, &claims.voice(source).name)),
            Basis::Camp(camp) => chronicle
                .sources()
                .iter()
                .any(|source| same(&source.camp, claims.camp(camp)) && names.contains(&source.name)),
            Basis::Assessed | Basis::Confirmed(_) => unreachable!(),
        }
    };
    if let Basis::Confirmed(least) = basis {
        let supporting: Vec<&Report> = seen.into_iter().filter(|report| report.stance == Stance::Supports).collect();
        let enough = naive_confirmations(chronicle, &supporting) >= least.get() as usize;
        return if enough { Verdict::AsRecorded } else { Verdict::NoEffect };
    }
    let mut last: Option<&Report> = None;
    for report in seen.into_iter().filter(|report| report.stance != Stance::Context && is_own(report)) {
        if last.is_none_or(|last| on(report) >= on(last)) {
            last = Some(report);
        }
    }
    match last.map(|report| (report.stance, report.asserted_controller)) {
        None | Some((_, Asserted::NotSaid)) if last.is_none_or(|report| report.stance == Stance::Disputes) => {
            Verdict::NoEffect
        }
        Some((Stance::Disputes, Asserted::Faction(faction))) => Verdict::Asserted(Some(faction)),
        Some((Stance::Disputes, _)) => Verdict::Asserted(None),
        _ => Verdict::AsRecorded,
    }
}

fn naive(chronicle: &Chronicle, rule: Rule, place: PlaceIx, date: Date) -> Control {
    let known = match rule.known {
        Known::All => None,
        Known::On(known) => Some(known),
        Known::EachDay => Some(date),
    };
    let mut events: Vec<EventIx> = (0..chronicle.events().len())
        .map(EventIx::new)
        .filter(|event| chronicle.event(*event).place == place && chronicle.event(*event).date <= date)
        .filter(|event| naive_verdict(chronicle, rule.basis, *event, known) != Verdict::NoEffect)
        .collect();
    events.sort_by_key(|event| chronicle.event(*event).date);
    let Some(last) = events.last() else { return Control::unknown() };
    let mut control = match naive_verdict(chronicle, rule.basis, *last, known) {
        Verdict::AsRecorded => chronicle.event(*last).control.clone(),
        Verdict::Asserted(Some(faction)) => Control::held(faction),
        Verdict::Asserted(None) | Verdict::NoEffect => Control::unknown(),
    };
    let mut at = chronicle.event(*last).date;
    while at < known.map_or(date, |known| known.min(date)) {
        control = control.replaced(|faction| {
            let row = chronicle.faction(faction);
            let ends_today = row.active_to == Some(at);
            let heir = row.successor.as_ref().and_then(|id| chronicle.faction_by_id(id.as_str()));
            heir.filter(|_| ends_today).unwrap_or(faction)
        });
        at = at.tomorrow().unwrap();
    }
    control
}

/// What has to be said about a place's colour, said in the plainest way; old after 7 days.
fn naive_doubt(chronicle: &Chronicle, rule: Rule, place: PlaceIx, date: Date) -> Doubt {
    let known = match rule.known {
        Known::All => None,
        Known::On(known) => Some(known),
        Known::EachDay => Some(date),
    };
    let own = |event: &EventIx| chronicle.event(*event).place == place;
    let all: Vec<EventIx> = (0..chronicle.events().len()).map(EventIx::new).filter(own).collect();
    let has_effect = |event: &EventIx| naive_verdict(chronicle, rule.basis, *event, known) != Verdict::NoEffect;
    let on = |report: &Report| report.published.unwrap_or(chronicle.event(report.event).date);
    let is_known = |report: &&Report| known.is_none_or(|known| on(report) <= known);
    let reports_on = |event: EventIx| chronicle.reports().iter().filter(move |report| report.event == event);
    let mut begun: Vec<EventIx> =
        all.iter().copied().filter(has_effect).filter(|event| chronicle.event(*event).date <= date).collect();
    begun.sort_by_key(|event| chronicle.event(*event).date);
    let uncertain = all.iter().filter(|event| has_effect(event)).any(|event| {
        let (from, to) = chronicle.event(*event).interval();
        chronicle.event(*event).precision != Precision::Day && (from..=to).contains(&date)
    });
    if chronicle.reports().is_empty() {
        return Doubt::new(false, uncertain, false, 0);
    }
    let in_force: Vec<&Report> =
        begun.last().map(|event| reports_on(*event).filter(is_known).collect()).unwrap_or_default();
    let asserted: BTreeSet<String> = in_force
        .iter()
        .filter(|report| report.asserted_controller != Asserted::NotSaid)
        .map(|report| format!("{:?}", report.asserted_controller))
        .collect();
    let newest = all
        .iter()
        .flat_map(|event| reports_on(*event).filter(is_known))
        .map(on)
        .filter(|published| *published <= date)
        .max();
    let age = newest.map_or(0, |newest| match Day::of(date).since(Day::of(newest)) {
        ..=7 => 0,
        8..=14 => 1,
        15..=28 => 2,
        _ => 3,
    });
    Doubt::new(asserted.len() > 1, uncertain, !begun.is_empty() && in_force.is_empty(), age)
}

fn every_basis(chronicle: &Chronicle) -> Vec<Basis> {
    let claims = chronicle.claims();
    let mut all = vec![Basis::Assessed];
    all.extend((0..claims.voices().len()).map(SourceIx::new).map(Basis::ToldBy));
    all.extend((0..claims.camps().len()).map(salient::domain::CampIx::new).map(Basis::Camp));
    all.extend((1..4).filter_map(NonZeroU32::new).map(Basis::Confirmed));
    all
}

/// Every basis with all known, with what was known on `known` and as known on each day.
fn every_rule(chronicle: &Chronicle, known: Date) -> Vec<Rule> {
    let of_basis = |basis| [Known::All, Known::On(known), Known::EachDay].map(|known| Rule { basis, known });
    every_basis(chronicle).into_iter().flat_map(of_basis).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Beside the crate's own seeds; an integration test has no place for them.
        failure_persistence: None,
        ..ProptestConfig::with_cases(96)
    })]

    #[test]
    fn every_rule_equals_its_naive_evaluation(
        chronicle in any_chronicle(),
        dates in prop::collection::vec(-2..95_i32, 4),
        known in -2..95_i32,
    ) {
        let assessed = Timeline::compile(&chronicle);
        for rule in every_rule(&chronicle, on(known)) {
            let timeline = assessed.under(&chronicle, rule);
            prop_assert_eq!(timeline.rule(), rule);
            for after in &dates {
                let date = on(*after);
                let state = timeline.state_on(date);
                for row in 0..PLACES {
                    let place = PlaceIx::new(row);
                    let expected = naive(&chronicle, rule, place, date);
                    let alone = assessed.history_under(&chronicle, rule, place);
                    prop_assert_eq!(alone.control_on(date), &expected);
                    prop_assert_eq!(timeline.control_on(place, date), &expected, "{:?} on {}", rule, date);
                    prop_assert_eq!(timeline.control(state.of(place)), &expected);
                }
            }
        }
    }

    #[test]
    fn doubts_equal_their_naive_evaluation(
        chronicle in any_chronicle(),
        dates in prop::collection::vec(-2..95_i32, 4),
        known in -2..95_i32,
    ) {
        let assessed = Timeline::compile(&chronicle);
        for rule in every_rule(&chronicle, on(known)) {
            let timeline = assessed.under(&chronicle, rule);
            let doubts = Doubts::compile(&chronicle, &timeline, 7);
            for after in &dates {
                let date = on(*after);
                let mut values = PlacesDoubts::default();
                doubts.move_to(&mut values, date, |_| {});
                for row in 0..PLACES {
                    let place = PlaceIx::new(row);
                    let expected = naive_doubt(&chronicle, rule, place, date);
                    prop_assert_eq!(doubts.on(place, date), expected, "{:?} on {}", rule, date);
                    prop_assert_eq!(values.of(place), expected);
                }
            }
        }
    }

    #[test]
    fn differing_places_are_counted_on_every_day(
        chronicle in any_chronicle(),
        dates in prop::collection::vec(-2..95_i32, 6),
    ) {
        let one = Timeline::compile(&chronicle);
        for basis in every_basis(&chronicle) {
            let other = one.under(&chronicle, Rule { basis, known: Known::EachDay });
            let counts = difference_counts(&one, &other);
            for after in &dates {
                let date = on(*after);
                let places = (0..PLACES).map(PlaceIx::new);
                let expected = places.filter(|place| one.control_on(*place, date) != other.control_on(*place, date));
                let found = counts.turns().iter().take_while(|(day, _)| *day <= Day::of(date)).last();
                prop_assert_eq!(counts.on(Day::of(date)), found.map_or(0, |(_, count)| *count));
                prop_assert_eq!(counts.on(Day::of(date)) as usize, expected.count());
            }
        }
    }

    #[test]
    fn what_is_known_in_the_far_future_is_all(chronicle in any_chronicle(), after in -2..95_i32) {
        let assessed = Timeline::compile(&chronicle);
        for basis in every_basis(&chronicle) {
            let all = assessed.under(&chronicle, Rule { basis, known: Known::All });
            let late = assessed.under(&chronicle, Rule { basis, known: Known::On(day("9999-12-31")) });
            for row in 0..PLACES {
                let place = PlaceIx::new(row);
                prop_assert_eq!(all.control_on(place, on(after)), late.control_on(place, on(after)));
            }
        }
    }

    #[test]
    fn a_source_without_reports_tells_the_state_at_the_start(chronicle in any_chronicle(), after in -2..95_i32) {
        let silent = chronicle.claims().source_named(" sil ENT").unwrap();
        let timeline = Timeline::compile(&chronicle).under(&chronicle, Rule { basis: Basis::ToldBy(silent), ..Rule::default() });
        let mut initial = ChronicleBuilder::new();
        for faction in chronicle.factions() {
            initial.add_faction(faction.clone()).unwrap();
        }
        for place in chronicle.places() {
            initial.add_place(place.clone()).unwrap();
        }
        for event in chronicle.events().iter().filter(|event| *event.kind() == EventKind::Initial) {
            initial.add_event(event.clone()).unwrap();
        }
        let initial = initial.build();
        let expected = Timeline::compile(&initial);
        for row in 0..PLACES {
            let place = PlaceIx::new(row);
            prop_assert_eq!(timeline.control_on(place, on(after)), expected.control_on(place, on(after)));
        }
    }

    #[test]
    fn a_later_day_of_knowledge_never_confirms_less_where_publishers_speak_for_themselves(
        events in prop::collection::vec((0..PLACES, 0..60_i32, 0..5_usize, 0..4_usize, Just(false)), 1..8),
        reports in prop::collection::vec(
            (0..8_usize, 0..90_i32, Just(0_usize), 0..6_usize, Just(0_usize), 0..4_usize, 0..4_usize), 0..20),
    ) {
        let chronicle = chronicle(&events, &reports, 200);
        for row in 0..chronicle.events().len() {
            let mut before = 0;
            for known in (0..90).step_by(5) {
                let count = chronicle.confirmations(EventIx::new(row), Some(Day::of(on(known))));
                prop_assert!(count >= before);
                before = count;
            }
        }
    }
}

#[test]
fn the_same_wire_story_and_the_same_page_count_once() {
    let event = [(0, 5, 0, 0, false)];
    let count = |reports: &[ReportRow]| chronicle(&event, reports, 200).confirmations(EventIx::new(0), None);
    // Three papers quote the Observatory, under two spellings of its name.
    assert_eq!(count(&[(0, 6, 0, 2, 1, 0, 1), (0, 6, 0, 2, 2, 2, 3), (0, 7, 0, 2, 1, 2, 0)]), 1);
    // Two papers speak for themselves: two sources, and one where it is the same page.
    assert_eq!(count(&[(0, 6, 0, 2, 0, 0, 1), (0, 6, 0, 2, 0, 2, 3)]), 2);
    assert_eq!(count(&[(0, 6, 0, 2, 0, 0, 1), (0, 6, 0, 2, 0, 2, 2)]), 1);
    // A page that quotes somebody says nothing more for itself.
    assert_eq!(count(&[(0, 6, 0, 2, 1, 0, 1), (0, 6, 0, 2, 0, 2, 2)]), 1);
    // One page that quotes two is two sources; what disputes or only adds counts for nothing.
    assert_eq!(count(&[(0, 6, 0, 2, 5, 0, 1), (0, 6, 1, 2, 1, 0, 1), (0, 6, 2, 2, 1, 0, 1)]), 2);
}

#[test]
fn ten_thousand_reports_on_one_event_are_evaluated() {
    let reports: Vec<ReportRow> = (0..10_000)
        .map(|row| (0, row % 90, (row % 3) as usize, 2, (row % 6) as usize, 0, (row % 4) as usize))
        .collect();
    let chronicle = chronicle(&[(0, 5, 0, 0, false)], &reports, 200);
    let assessed = Timeline::compile(&chronicle);
    for basis in every_basis(&chronicle) {
        for known in [Known::All, Known::EachDay] {
            let timeline = assessed.under(&chronicle, Rule { basis, known });
            assert!(timeline.steps_of(PlaceIx::new(0)).len() <= 90);
            Doubts::compile(&chronicle, &timeline, 365);
        }
    }
}

#[test]
fn jisr_al_shughur_by_everyone_who_spoke_of_it() {
    let document = bundled();
    let chronicle = &document.chronicle;
    let place = chronicle.place_by_id("jisr-al-shughur").unwrap();
    let holder = |rule: Rule, date: &str| {
        let timeline = document.timeline.under(chronicle, rule);
        let control = timeline.control_on(place, day(date));
        control.controller().map_or("unknown", |faction| chronicle.faction(faction).id.as_str()).to_owned()
    };
    let told = |name: &str| {
        let source = chronicle.claims().source_named(name).unwrap();
        Rule { basis: Basis::ToldBy(source), ..Rule::default() }
    };
    assert_eq!(holder(Rule::default(), "2015-04-25"), "army-of-conquest");
    assert_eq!(holder(told("SOHR"), "2015-04-25"), "army-of-conquest");
    assert_eq!(holder(told("syrian state media"), "2015-04-25"), "syrian-government");
    // Nobody had reported it the day before.
    assert_eq!(holder(Rule::default().known_on(day("2015-04-24")), "2015-04-25"), "syrian-government");
}
