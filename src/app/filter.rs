//! A filter: of which places something is shown, counted or written, and the words that say so.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::places::find_faction;
use crate::app::rules::find_source;
use crate::app::view_string::{parts_of, quoted};
use crate::domain::{Chronicle, Confidence, EventIx, FactionIx, PlaceIx, PlacesDoubts, PlacesState, SourceIx, excerpt};

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
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "could not understand the filter: {wrong}; write parts like faction=\"Army of Conquest\" kind=town,city region=Idlib event=capture confidence=high source=SOHR disputed=yes"
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
}

impl Condition {
    /// What it is called on a chip.
    pub fn text(&self, chronicle: &Chronicle) -> String {
        match self {
            Self::Faction(faction) => format!("held by {}", chronicle.faction(*faction).name),
            Self::Kind(kind) => kind.replace('-', " "),
            Self::Region(region) => format!("in {region}"),
            Self::Event(event) => format!("by {}", event.replace('-', " ")),
            Self::Confidence(confidence) => format!("{confidence} confidence"),
            Self::Source(source) => format!("reported by {}", chronicle.claims().voice(*source).name),
            Self::Disputed => "disputed".to_owned(),
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
        let passes = |(row, place): (usize, &crate::domain::Place)| {
            (self.kinds.is_empty() || self.kinds.contains(place.kind.text()))
                && (self.regions.is_empty() || self.regions.contains(&place.admin1))
                && (self.sources.is_empty() || is_reported(PlaceIx::new(row)))
        };
        chronicle.places().iter().enumerate().map(passes).collect()
    }

    /// By place, whether it passes on a day, whose state and doubts these are; `places` are those of
    /// [`Self::places`].
    pub fn on(
        &self,
        document: &Document,
        places: &[bool],
        (state, doubts): (&PlacesState, &PlacesDoubts),
        date: Date,
    ) -> Vec<bool> {
        if self.is_of_places() {
            return places.to_vec();
        }
        let chronicle = &document.chronicle;
        let event_passes = |event: EventIx| {
            let event = chronicle.event(event);
            let kind = event.kind();
            (self.events.is_empty() || self.events.contains(kind.text()))
                && (self.confidences.is_empty() || self.confidences.contains(confidence_text(event.confidence)))
        };
        let asks_event = !(self.events.is_empty() && self.confidences.is_empty());
        let passes = |(row, passes): (usize, &bool)| {
            let place = PlaceIx::new(row);
            *passes
                && (self.factions.is_empty()
                    || document.holder(state, place).is_some_and(|holder| self.factions.contains(&holder)))
                && (!self.disputed || doubts.of(place).is_disputed())
                && (!asks_event
                    || document.timeline.step_on(place, date).is_some_and(|step| event_passes(step.cause.event())))
        };
        places.iter().enumerate().map(passes).collect()
    }

    /// By place, whether it passes on a day.
    pub fn on_day(&self, document: &Document, date: Date, stale_days: u32) -> Vec<bool> {
        let state = document.timeline.state_on(date);
        let doubts = document.doubts_on(stale_days, date);
        self.on(document, &self.places(document), (&state, &doubts), date)
    }

    /// The filter in words, to go on after "only places": "held by Army of Conquest, town or city".
    pub fn phrase(&self, chronicle: &Chronicle) -> String {
        let mut phrases: Vec<String> = Vec::new();
        let mut last: Option<std::mem::Discriminant<Condition>> = None;
        for condition in self.conditions() {
            let kind = std::mem::discriminant(&condition);
            let text = condition.text(chronicle);
            match phrases.last_mut() {
                Some(phrase) if last == Some(kind) => {
                    // "held by A or B", not "held by A or held by B".
                    let mut begins = ["held by ", "in ", "by ", "reported by "].into_iter();
                    let short = begins.find_map(|begin| text.strip_prefix(begin)).unwrap_or(&text);
                    phrase.push_str(&format!(" or {short}"));
                }
                _ => phrases.push(text),
            }
            last = Some(kind);
        }
        phrases.join(", ")
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
            const KEYS: [&str; 7] = ["faction", "kind", "region", "event", "confidence", "source", "disputed"];
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
                    _ => return Err(wrong(format!("disputed={:?} is not yes", excerpt(&value)))),
                }
            }
        }
        Ok(filter)
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
        let mask = filter.on_day(&document, date, 365);
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
