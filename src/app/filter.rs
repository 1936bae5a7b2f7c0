//! A filter: of which places something is shown, counted or written, and the words that say so.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::diff::{Difference, difference};
use crate::app::document::Document;
use crate::app::places::find_faction;
use crate::app::rules::find_source;
use crate::app::view_string::{parts_of, quoted};
use crate::app::wording;
use crate::domain::{
    Change, Chronicle, Confidence, Control, ControlIx, Day, Doubts, EventIx, EventKind, FactionIx, LonLat, PlaceIx,
    PlaceKind, SourceIx, excerpt,
};
use crate::geometry::DrawnArea;
use crate::scene::{say, say_with};

/// Which places pass. Of each kind of condition any may be met; those that are empty ask nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Who holds the place.
    pub factions: BTreeSet<FactionIx>,
    /// The kind of place, as files name it.
    pub kinds: BTreeSet<String>,
    /// The region.
    pub regions: BTreeSet<String>,
    /// The kind of the event in force, as files name it.
    pub events: BTreeSet<String>,
    /// The confidence of the event in force, as files name it.
    pub confidences: BTreeSet<String>,
    /// Who has reported on the place.
    pub sources: BTreeSet<SourceIx>,
    /// Whether its reports name different holders.
    pub disputed: bool,
    /// The corners of an area that somebody drew, in which the place lies; three or more, or none.
    pub within: Vec<Corner>,
}

/// A corner of a drawn area: longitude and latitude in ten thousandths of a degree, some ten metres, so that it is
/// written and read as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corner(i32, i32);

impl Corner {
    /// The corner nearest to a place.
    pub fn new(place: LonLat) -> Self {
        Self((place.lon() * 1e4).round() as i32, (place.lat() * 1e4).round() as i32)
    }

    /// Where it lies.
    pub fn place(self) -> Option<LonLat> {
        LonLat::new(f64::from(self.0) / 1e4, f64::from(self.1) / 1e4).ok()
    }

    fn written(self) -> String {
        format!("{:.4} {:.4}", f64::from(self.0) / 1e4, f64::from(self.1) / 1e4)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace().map(str::parse::<f64>);
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(lon)), Some(Ok(lat)), None) => LonLat::new(lon, lat).ok().map(Self::new),
            _ => None,
        }
    }
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "could not understand the filter: {wrong}; write parts like faction=\"Army of Conquest\" kind=town,city region=Idlib event=capture confidence=high source=SOHR disputed=yes within=\"36.2 35.6,36.9 35.6,36.5 36.1\""
)]
pub struct NoFilter {
    wrong: String,
}

/// A condition of a filter that can be taken away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The holder is this faction.
    Faction(FactionIx),
    /// The place is of this kind.
    Kind(String),
    /// It lies in this region.
    Region(String),
    /// The event in force is of this kind.
    Event(String),
    /// The event in force is so well known.
    Confidence(String),
    /// This source has reported on it.
    Source(SourceIx),
    /// Its reports name different holders.
    Disputed,
    /// It lies within the drawn area.
    Within,
}

impl Condition {
    /// What it is called on a chip.
    pub fn text(&self, chronicle: &Chronicle) -> String {
        let value = self.value(chronicle);
        match self {
            Self::Faction(_) => say_with("filter-held-by", &[("faction", value.into())]),
            Self::Region(_) => say_with("filter-in", &[("region", value.into())]),
            Self::Event(_) => say_with("filter-by", &[("event", value.into())]),
            Self::Source(_) => say_with("filter-reported-by", &[("source", value.into())]),
            Self::Kind(_) | Self::Confidence(_) | Self::Disputed | Self::Within => value,
        }
    }

    /// What tells it from others of its kind: "Army of Conquest" of "held by Army of Conquest".
    fn value(&self, chronicle: &Chronicle) -> String {
        match self {
            Self::Faction(faction) => wording::faction(chronicle, *faction).to_owned(),
            Self::Kind(kind) => kind_word(kind),
            Self::Region(region) => region.clone(),
            Self::Event(event) => event_word(event),
            Self::Confidence(confidence) => {
                say_with("filter-of-confidence", &[("confidence", confidence_word(confidence).into())])
            }
            Self::Source(source) => chronicle.claims().voice(*source).name.clone(),
            Self::Disputed => say("filter-disputed").to_owned(),
            Self::Within => say("filter-within").to_owned(),
        }
    }
}

impl Filter {
    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Its conditions, in order.
    pub fn conditions(&self) -> Vec<Condition> {
        let mut conditions: Vec<Condition> = self.factions.iter().map(|faction| Condition::Faction(*faction)).collect();
        conditions.extend(self.kinds.iter().cloned().map(Condition::Kind));
        conditions.extend(self.regions.iter().cloned().map(Condition::Region));
        conditions.extend(self.events.iter().cloned().map(Condition::Event));
        conditions.extend(self.confidences.iter().cloned().map(Condition::Confidence));
        conditions.extend(self.sources.iter().map(|source| Condition::Source(*source)));
        conditions.extend(self.disputed.then_some(Condition::Disputed));
        conditions.extend((!self.within.is_empty()).then_some(Condition::Within));
        conditions
    }

    /// The filter with a condition where it had none, without it where it had it.
    #[must_use]
    pub fn toggled(mut self, condition: Condition) -> Self {
        fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
            if !set.remove(&value) {
                set.insert(value);
            }
        }
        match condition {
            Condition::Faction(faction) => toggle(&mut self.factions, faction),
            Condition::Kind(kind) => toggle(&mut self.kinds, kind),
            Condition::Region(region) => toggle(&mut self.regions, region),
            Condition::Event(event) => toggle(&mut self.events, event),
            Condition::Confidence(confidence) => toggle(&mut self.confidences, confidence),
            Condition::Source(source) => toggle(&mut self.sources, source),
            Condition::Disputed => self.disputed = !self.disputed,
            // What is taken away has to be drawn anew.
            Condition::Within => self.within.clear(),
        }
        self
    }

    /// Whether what passes is the same on every day.
    pub fn is_of_places(&self) -> bool {
        self.factions.is_empty() && self.events.is_empty() && self.confidences.is_empty() && !self.disputed
    }

    /// By place, whether it passes what does not depend on the day.
    pub fn places(&self, document: &Document) -> Vec<bool> {
        let chronicle = &document.chronicle;
        let is_reported = |place: PlaceIx| {
            let events = document.timeline.events_of(place);
            let claims = events.flat_map(|event| chronicle.claims().on(event));
            claims
                .into_iter()
                .any(|claim| chronicle.claims().sources_of(claim).iter().any(|source| self.sources.contains(source)))
        };
        let area = (!self.within.is_empty()).then(|| {
            let corners: Vec<LonLat> = self.within.iter().filter_map(|corner| corner.place()).collect();
            DrawnArea::new(&corners)
        });
        let passes = |(row, place): (usize, &crate::domain::Place)| {
            area.as_ref().is_none_or(|area| area.has(place.position))
                && (self.kinds.is_empty() || self.kinds.contains(place.kind.text()))
                && (self.regions.is_empty() || self.regions.contains(&place.admin1))
                && (self.sources.is_empty() || is_reported(PlaceIx::new(row)))
        };
        chronicle.places().iter().enumerate().map(passes).collect()
    }

    /// The filter made ready to be asked about a document; `None` where it asks nothing.
    pub fn of<'a>(&'a self, document: &'a Document) -> Option<Passing<'a>> {
        (!self.is_empty()).then(|| self.ready(document, Cow::Owned(self.places(document))))
    }

    /// The filter made ready, where what [`Self::places`] says is known.
    pub fn with_places<'a>(&'a self, document: &'a Document, places: &'a [bool]) -> Passing<'a> {
        self.ready(document, Cow::Borrowed(places))
    }

    fn ready<'a>(&'a self, document: &'a Document, places: Cow<'a, [bool]>) -> Passing<'a> {
        let doubts = self.disputed.then(|| document.disputes());
        Passing { filter: self, document, places, doubts }
    }

    /// By place, whether it passes on a day.
    pub fn on_day(&self, document: &Document, date: Date) -> Vec<bool> {
        let all = || vec![true; document.chronicle.places().len()];
        self.of(document).map_or_else(all, |passing| passing.on_day(date))
    }

    /// The filter in words, to go on after "only places": "held by Army of Conquest, town or city".
    pub fn phrase(&self, chronicle: &Chronicle) -> String {
        let mut phrases: Vec<String> = Vec::new();
        let mut last: Option<std::mem::Discriminant<Condition>> = None;
        for condition in self.conditions() {
            let kind = std::mem::discriminant(&condition);
            match phrases.last_mut() {
                Some(phrase) if last == Some(kind) => {
                    // "held by A or B", not "held by A or held by B".
                    let (first, other) = (std::mem::take(phrase), condition.value(chronicle));
                    *phrase = say_with("filter-or", &[("first", first.into()), ("other", other.into())]);
                }
                _ => phrases.push(condition.text(chronicle)),
            }
            last = Some(kind);
        }
        wording::joined(&phrases)
    }

    /// The filter in words, to stand for itself: "only places held by Army of Conquest".
    pub fn only_places(&self, chronicle: &Chronicle) -> String {
        say_with("numbers-scope-only", &[("what", self.phrase(chronicle).into())])
    }

    /// A table with a column for the filter, where there is one: what is written says what it leaves out.
    pub fn named<'c>(
        &self,
        chronicle: &Chronicle,
        columns: &[&'c str],
        mut rows: Vec<Vec<String>>,
    ) -> (Vec<&'c str>, Vec<Vec<String>>) {
        let mut columns = columns.to_vec();
        if !self.is_empty() {
            columns.push("filter");
            let written = self.written(chronicle);
            for row in &mut rows {
                row.push(written.clone());
            }
        }
        (columns, rows)
    }

    /// The filter as it is written, to be read again.
    pub fn written(&self, chronicle: &Chronicle) -> String {
        let list = |values: Vec<String>| {
            values.iter().map(|value| value.replace('\\', "\\\\").replace(',', "\\,")).collect::<Vec<_>>().join(",")
        };
        let ids = self.factions.iter().map(|faction| chronicle.faction(*faction).id.to_string()).collect();
        let sources = self.sources.iter().map(|source| chronicle.claims().voice(*source).name.clone()).collect();
        let parts = [
            ("faction", list(ids)),
            ("kind", list(self.kinds.iter().cloned().collect())),
            ("region", list(self.regions.iter().cloned().collect())),
            ("event", list(self.events.iter().cloned().collect())),
            ("confidence", list(self.confidences.iter().cloned().collect())),
            ("source", list(sources)),
            ("disputed", if self.disputed { "yes".to_owned() } else { String::new() }),
            ("within", self.within.iter().map(|corner| corner.written()).collect::<Vec<_>>().join(",")),
        ];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        parts.map(|(key, value)| format!("{key}={}", quoted(&value))).collect::<Vec<_>>().join(" ")
    }

    /// Reads a filter. Letter case and blanks do not count in names.
    pub fn parse(chronicle: &Chronicle, text: &str) -> Result<Self, NoFilter> {
        let wrong = |wrong: String| NoFilter { wrong };
        let mut filter = Self::default();
        for part in parts_of(text).ok_or_else(|| wrong("a quotation mark has no end".to_owned()))? {
            let Some((key, value)) = part.split_once('=') else {
                return Err(wrong(format!("{:?} has no =", excerpt(&part))));
            };
            const KEYS: [&str; 8] =
                ["faction", "kind", "region", "event", "confidence", "source", "disputed", "within"];
            if !KEYS.contains(&key) {
                return Err(wrong(format!("{:?} is no condition", excerpt(key))));
            }
            let values = values_of(value);
            if values.is_empty() {
                return Err(wrong(format!("{key} has no value")));
            }
            for value in values {
                match key {
                    "faction" => {
                        let found = find_faction(chronicle, &value).map_err(|error| wrong(error.to_string()))?;
                        filter.factions.insert(found);
                    }
                    "kind" => {
                        let known = chronicle.places().iter().map(|place| place.kind.text());
                        filter.kinds.insert(known_word(known, &value, "kind of place").map_err(wrong)?);
                    }
                    "region" => {
                        let known = chronicle.places().iter().map(|place| place.admin1.as_str());
                        filter.regions.insert(known_word(known, &value, "region").map_err(wrong)?);
                    }
                    "event" => {
                        let kinds: Vec<_> = chronicle.events().iter().map(crate::domain::Event::kind).collect();
                        let known = kinds.iter().map(|kind| kind.text());
                        filter.events.insert(known_word(known, &value, "kind of event").map_err(wrong)?);
                    }
                    "confidence" => {
                        let known = CONFIDENCES.map(confidence_text);
                        filter.confidences.insert(known_word(known.into_iter(), &value, "confidence").map_err(wrong)?);
                    }
                    "source" => {
                        let found = find_source(chronicle, &value).map_err(|error| wrong(error.to_string()))?;
                        filter.sources.insert(found);
                    }
                    "disputed" if value == "yes" => filter.disputed = true,
                    "within" => {
                        let corner = Corner::parse(&value).ok_or_else(|| {
                            wrong(format!("{:?} is no longitude and latitude in degrees", excerpt(&value)))
                        })?;
                        filter.within.push(corner);
                    }
                    _ => return Err(wrong(format!("disputed={:?} is not yes", excerpt(&value)))),
                }
            }
        }
        if matches!(filter.within.len(), 1 | 2) {
            return Err(wrong("within needs three corners or more".to_owned()));
        }
        Ok(filter)
    }
}

/// A filter that is asked about one document's places, days and changes.
#[derive(Debug)]
pub struct Passing<'a> {
    filter: &'a Filter,
    document: &'a Document,
    places: Cow<'a, [bool]>,
    doubts: Option<Arc<Doubts>>,
}

impl Passing<'_> {
    /// By place, whether it passes what does not depend on the day.
    pub fn places(&self) -> &[bool] {
        &self.places
    }

    /// Whether what passes is the same on every day.
    pub fn is_of_places(&self) -> bool {
        self.filter.is_of_places()
    }

    /// By place, whether it passes on a day.
    pub fn on_day(&self, date: Date) -> Vec<bool> {
        (0..self.places.len()).map(|row| self.on(PlaceIx::new(row), date)).collect()
    }

    /// Whether a place passes as it is on a day.
    pub fn on(&self, place: PlaceIx, date: Date) -> bool {
        if !self.places[place.row()] || self.filter.disputed && !self.is_disputed(place, date) {
            return false;
        }
        if self.filter.factions.is_empty() && !self.asks_event() {
            return true;
        }
        let Some(step) = self.document.timeline.step_on(place, date) else { return false };
        (self.filter.factions.is_empty() || self.is_its(step.control))
            && (!self.asks_event() || self.event_passes(step.cause.event()))
    }

    /// Whether a change passes: it is of a place that passes, by an event that passes, one of the factions holds the
    /// place before or after, and the place is disputed from then on.
    pub fn change(&self, day: Day, change: &Change) -> bool {
        let Filter { factions, disputed, .. } = self.filter;
        self.places[change.place.row()]
            && (factions.is_empty() || self.is_its(change.before) || self.is_its(change.after))
            && (!disputed || self.is_disputed(change.place, day.date()))
            && (!self.asks_event()
                || self
                    .document
                    .timeline
                    .step_on(change.place, day.date())
                    .is_some_and(|step| self.event_passes(step.cause.event())))
    }

    /// Whether what became of a place from one day to another passes, as [`Self::difference`] says; `false` where
    /// its state is the same on both days.
    pub fn between(&self, place: PlaceIx, from: Date, to: Date) -> bool {
        difference(self.document, place, from, to).is_some_and(|difference| self.difference(&difference, to))
    }

    /// Whether what became of a place from one day to another passes: the place does, one of the factions held it
    /// before or after, one of the events in between passes, and it is disputed on the later day.
    pub fn difference(&self, difference: &Difference, to: Date) -> bool {
        let Filter { factions, disputed, .. } = self.filter;
        let holds = |control: &Control| control.controller().is_some_and(|faction| factions.contains(&faction));
        self.places[difference.place.row()]
            && (factions.is_empty() || holds(&difference.before) || holds(&difference.after))
            && (!disputed || self.is_disputed(difference.place, to))
            && (!self.asks_event() || difference.events.iter().any(|event| self.event_passes(*event)))
    }

    /// The doubts that it looks at, where it asks for disputes.
    pub fn doubts(&self) -> Option<&Doubts> {
        self.doubts.as_deref()
    }

    fn is_its(&self, control: ControlIx) -> bool {
        let holder = self.document.timeline.controller(control);
        holder.is_some_and(|faction| self.filter.factions.contains(&faction))
    }

    /// Whether it asks for the event in force.
    pub fn asks_event(&self) -> bool {
        !(self.filter.events.is_empty() && self.filter.confidences.is_empty())
    }

    fn event_passes(&self, event: EventIx) -> bool {
        let Filter { events, confidences, .. } = self.filter;
        let event = self.document.chronicle.event(event);
        (events.is_empty() || events.contains(event.kind().text()))
            && (confidences.is_empty() || confidences.contains(confidence_text(event.confidence)))
    }

    fn is_disputed(&self, place: PlaceIx, date: Date) -> bool {
        self.doubts.as_ref().is_some_and(|doubts| doubts.on(place, date).is_disputed())
    }
}

/// The confidences an event may have.
pub const CONFIDENCES: [Confidence; 4] = [Confidence::High, Confidence::Medium, Confidence::Low, Confidence::Unstated];

/// The word for a confidence in a filter.
pub fn confidence_text(confidence: Confidence) -> &'static str {
    match confidence.text() {
        "" => "unstated",
        text => text,
    }
}

/// The word for a kind of place that files name, in this thread's language.
pub fn kind_word(kind: &str) -> String {
    wording::place_kind(&PlaceKind::from_text(kind))
}

/// The word for a kind of event that files name, in this thread's language.
pub fn event_word(event: &str) -> String {
    wording::event_kind(&EventKind::from_text(event))
}

/// The word for a confidence of [`confidence_text`], in this thread's language.
pub fn confidence_word(confidence: &str) -> &'static str {
    match Confidence::from_text(confidence) {
        Some(known) => wording::confidence(known),
        None => say("filter-unstated"),
    }
}

/// The values between commas; `\,` stands for a comma within one.
fn values_of(text: &str) -> Vec<String> {
    let (mut values, mut value) = (Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if matches!(letters.peek(), Some(',' | '\\')) => value.extend(letters.next()),
            ',' => values.push(std::mem::take(&mut value)),
            letter => value.push(letter),
        }
    }
    values.push(value);
    values.retain(|value| !value.trim().is_empty());
    values
}

/// The word among the known ones, whatever its letter case; else a sentence that lists some.
fn known_word<'w>(known: impl Iterator<Item = &'w str>, wanted: &str, what: &str) -> Result<String, String> {
    let known: BTreeSet<&str> = known.filter(|word| !word.is_empty()).collect();
    if known.contains(wanted) {
        return Ok(wanted.to_owned());
    }
    let key = crate::domain::name_key(wanted);
    if let Some(found) = known.iter().find(|word| crate::domain::name_key(word) == key) {
        return Ok((*found).to_owned());
    }
    if known.is_empty() {
        return Err(format!("no {what} is {:?}; the chronicle names none", excerpt(wanted)));
    }
    let some: Vec<&str> = known.iter().take(12).copied().collect();
    Err(format!("no {what} is {:?}; there are {}", excerpt(wanted), some.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn a_filter_is_written_and_read_again() {
        let document = Document::open(None).unwrap();
        let chronicle = &document.chronicle;
        for text in [
            "faction=\"Army of Conquest\"",
            "kind=town,CITY region=idlib,\"Deir ez-Zor\" disputed=yes",
            "event=capture confidence=high source=\"Syrian state television\"",
            "within=\"36.2 35.6,36.9 35.6,36.5004 -36.1,-0.00004 0\"",
        ] {
            let filter = Filter::parse(chronicle, text).unwrap();
            assert_eq!(Filter::parse(chronicle, &filter.written(chronicle)).unwrap(), filter, "{text}");
            assert!(!filter.phrase(chronicle).is_empty());
            let emptied = filter.conditions().into_iter().fold(filter.clone(), Filter::toggled);
            assert!(emptied.is_empty());
        }
        assert!(Filter::parse(chronicle, "").unwrap().is_empty());
        for (text, said) in [
            ("faction=Nobody", "nearest"),
            ("kind=castle", "there are"),
            ("region=Atlantis", "there are"),
            ("event=party", "there are"),
            ("confidence=total", "there are"),
            ("source=\"Nobody at all\"", "nearest"),
            ("disputed=maybe", "is not yes"),
            ("colour=red", "is no condition"),
            ("kind", "has no ="),
            ("within=\"36 35,37 35\"", "three corners"),
            ("within=\"36 35,37 95,36 36\"", "no longitude and latitude"),
            ("within=\"36;35,37;35,36;36\"", "no longitude and latitude"),
            ("kind=\"town", "no end"),
        ] {
            let refused = Filter::parse(chronicle, text).unwrap_err().to_string();
            assert!(!refused.contains('\n'), "{refused}");
            assert!(refused.contains(said) || said == "nearest", "{text}: {refused}");
        }
    }

    #[test]
    fn what_passes_equals_a_naive_answer() {
        let document = Document::open(None).unwrap();
        let chronicle = &document.chronicle;
        let date = parse_date("2015-06-01").unwrap();
        let text = "faction=\"Army of Conquest\",\"Islamic State\" kind=town,city event=capture";
        let filter = Filter::parse(chronicle, text).unwrap();
        let mask = filter.on_day(&document, date);
        let mut count = 0;
        for (row, place) in chronicle.places().iter().enumerate() {
            let control = document.timeline.control_on(PlaceIx::new(row), date);
            let holder = control.controller().map_or("", |faction| chronicle.faction(faction).name.as_str());
            let step = document.timeline.step_on(PlaceIx::new(row), date);
            let event = step.map(|step| chronicle.event(step.cause.event()).kind().text().to_owned());
            let passes = ["Army of Conquest", "Islamic State"].contains(&holder)
                && ["town", "city"].contains(&place.kind.text())
                && event.as_deref() == Some("capture");
            assert_eq!(mask[row], passes, "{}", place.id);
            count += usize::from(passes);
        }
        assert!(count > 3, "{count}");
    }
}
