//! Events: a change of a place's control on a date.

use jiff::civil::Date;

use crate::domain::{Control, Id, PlaceIx};

/// A change of a place's control on a date: the chronicle's own assessment.
///
/// It states the whole state after it. Events of one place on one day are ordered by their rows;
/// the last decides the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The place that changed.
    pub place: PlaceIx,
    /// The day from which the state holds.
    pub date: Date,
    /// How exactly the date is known.
    pub precision: Precision,
    /// How sure the chronicle is.
    pub confidence: Confidence,
    /// The whole state after the event.
    pub control: Control,
    /// What only few events have, kept apart because there may be millions of events.
    pub details: Option<Box<EventDetails>>,
}

/// What an event may have beyond place, date and state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventDetails {
    /// What files call it; `None` where it is made from place and date.
    pub id: Option<Id>,
    /// What kind of change it was.
    pub kind: EventKind,
    /// The chronicle's remark.
    pub note: String,
}

impl Event {
    /// What kind of change it was.
    pub fn kind(&self) -> &EventKind {
        static UNSTATED: EventKind = EventKind::Unstated;
        self.details.as_ref().map_or(&UNSTATED, |details| &details.kind)
    }

    /// The chronicle's remark, empty where none.
    pub fn note(&self) -> &str {
        self.details.as_ref().map_or("", |details| details.note.as_str())
    }

    /// The first and the last day on which the change may have happened.
    pub fn interval(&self) -> (Date, Date) {
        match self.precision {
            Precision::Day => (self.date, self.date),
            Precision::Month => (self.date.first_of_month(), self.date.last_of_month()),
            Precision::Year => (self.date.first_of_year(), self.date.last_of_year()),
        }
    }
}

/// How exactly an event's date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Precision {
    /// To the day.
    #[default]
    Day,
    /// Some day of that month.
    Month,
    /// Some day of that year.
    Year,
}

impl Precision {
    /// The precision that `text` names; nothing means the day.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "" | "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// The word for it in files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// How sure the chronicle is of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Confidence {
    /// Not said.
    #[default]
    Unstated,
    /// No page, or only general reports.
    Low,
    /// Some doubt about place, day or side.
    Medium,
    /// Well reported.
    High,
}

impl Confidence {
    /// The confidence that `text` names; nothing means not said.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "" => Some(Self::Unstated),
            "low" => Some(Self::Low),
            "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            _ => None,
        }
    }

    /// The word for it in files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Unstated => "",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What kind of change an event was; the words are those of `events.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum EventKind {
    /// Not said.
    #[default]
    Unstated,
    /// The state at the chronicle's beginning.
    Initial,
    /// Taken by force.
    Capture,
    /// Taken back by force.
    Recapture,
    /// Passed on without a fight.
    Handover,
    /// Fighting inside.
    Clashes,
    /// A deal.
    Agreement,
    /// The town rose.
    Uprising,
    /// The holder left.
    Withdrawal,
    /// A siege began.
    SiegeStart,
    /// A siege ended.
    SiegeEnd,
    /// A word that Salient does not know; kept as it is.
    Other(String),
}

impl EventKind {
    const KNOWN: [Self; 11] = [
        Self::Unstated,
        Self::Initial,
        Self::Capture,
        Self::Recapture,
        Self::Handover,
        Self::Clashes,
        Self::Agreement,
        Self::Uprising,
        Self::Withdrawal,
        Self::SiegeStart,
        Self::SiegeEnd,
    ];

    /// The kind that `text` names; unknown words are kept.
    pub fn from_text(text: &str) -> Self {
        let text = text.trim();
        Self::KNOWN.iter().find(|kind| kind.text() == text).cloned().unwrap_or_else(|| Self::Other(text.to_owned()))
    }

    /// The word for it in files.
    pub fn text(&self) -> &str {
        match self {
            Self::Unstated => "",
            Self::Initial => "initial",
            Self::Capture => "capture",
            Self::Recapture => "recapture",
            Self::Handover => "handover",
            Self::Clashes => "clashes",
            Self::Agreement => "agreement",
            Self::Uprising => "uprising",
            Self::Withdrawal => "withdrawal",
            Self::SiegeStart => "siege-start",
            Self::SiegeEnd => "siege-end",
            Self::Other(text) => text,
        }
    }

    /// The word for it in sentences; "change" where nothing is said.
    pub fn words(&self) -> String {
        match self {
            Self::Unstated => "change".to_owned(),
            Self::Initial => "state at the start".to_owned(),
            kind => kind.text().replace('-', " "),
        }
    }
}
