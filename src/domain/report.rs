//! Reports: what one source says about an event.

use jiff::civil::Date;

use crate::domain::{EventIx, FactionIx, Id};

/// What one source says about an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What files call it; unique in a chronicle.
    pub id: Id,
    /// The event it speaks about.
    pub event: EventIx,
    /// Who published the page.
    pub publisher: String,
    /// Who makes the claim, in the page's words; empty where the publisher itself does.
    pub attributed_to: String,
    /// Who makes the claim, by canonical name; several are separated by `;`.
    pub source: String,
    /// The page's address, as recorded. Not every address is safe to open: see [`crate::domain::openable`].
    pub url: String,
    /// Where a copy of the page is kept.
    pub archive_url: String,
    /// The day of publication, where known.
    pub published: Option<Date>,
    /// The page's title.
    pub title: String,
    /// The page's language (BCP 47).
    pub language: String,
    /// Whether it supports or disputes the event.
    pub stance: Stance,
    /// Who holds the place according to it.
    pub asserted_controller: Asserted,
    /// The claim in our own words.
    pub claim: String,
}

/// Whom a report names as the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Asserted {
    /// It does not say.
    #[default]
    NotSaid,
    /// It says that nobody can tell.
    Unknown,
    /// It names this faction.
    Faction(FactionIx),
}

impl Report {
    /// Who makes the claim: `source` where given, else `attributed_to`, else the publisher.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let text = [&self.source, &self.attributed_to, &self.publisher]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .map_or("", String::as_str);
        text.split(';').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// What a report does to the event it speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stance {
    /// It says the same.
    Supports,
    /// It says otherwise.
    Disputes,
    /// It adds to the picture only.
    #[default]
    Context,
}

impl Stance {
    /// All stances, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Supports, Self::Disputes, Self::Context];

    /// The stance that `text` names; nothing means context.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "supports" => Some(Self::Supports),
            "disputes" => Some(Self::Disputes),
            "" | "context" => Some(Self::Context),
            _ => None,
        }
    }

    /// The word for it in files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Disputes => "disputes",
            Self::Context => "context",
        }
    }

    /// The heading under which such reports stand.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Supports => "For",
            Self::Disputes => "Against",
            Self::Context => "Context",
        }
    }
}

/// Who makes claims, and the camp they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The canonical name.
    pub name: String,
    /// The camp: monitors, government, opposition, and so on.
    pub camp: String,
    /// Other names under which the source appears.
    pub aliases: Vec<String>,
}
