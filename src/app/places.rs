//! Finding a place by what a person typed.

use crate::app::rules::known_names;
use crate::domain::{Chronicle, FactionIx, PlaceIx, name_key};

/// Why no single place was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// No place has this id or name.
    #[error("could not find the place {typed:?}: no place has this id or name; nearest are {nearest}")]
    Unknown {
        /// What was typed.
        typed: String,
        /// Ids of the places whose names come nearest.
        nearest: String,
    },
    /// Several places have this name.
    #[error("could not tell which place {typed:?} is: {ids} have this name; give the id")]
    Ambiguous {
        /// What was typed.
        typed: String,
        /// Their ids.
        ids: String,
    },
}

/// No faction has this id or name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not find the faction {typed:?}: {known}")]
pub struct NoFaction {
    typed: String,
    known: String,
}

/// The faction with the id, name or short name `typed`; letter case and blanks do not count in names.
pub fn find_faction(chronicle: &Chronicle, typed: &str) -> Result<FactionIx, NoFaction> {
    let wanted = name_key(typed);
    let rows = || (0..chronicle.factions().len()).map(FactionIx::new);
    let is_named = |faction: &FactionIx| {
        let row = chronicle.faction(*faction);
        [row.id.as_str(), &row.name, &row.short_name].into_iter().any(|name| name_key(name) == wanted)
    };
    let named: Vec<FactionIx> = rows().filter(is_named).collect();
    if chronicle.faction_by_id(typed.trim()).is_none() && named.len() > 1 {
        let ids: Vec<&str> = named.iter().map(|faction| chronicle.faction(*faction).id.as_str()).collect();
        let known = format!("{} have this name; give the id", ids.join(", "));
        return Err(NoFaction { typed: crate::domain::excerpt(typed), known });
    }
    chronicle.faction_by_id(typed.trim()).or_else(|| named.first().copied()).ok_or_else(|| {
        let names = chronicle.factions().iter().map(|faction| faction.name.as_str());
        let known = known_names(names, &wanted, "factions").unwrap_or_else(|| "the chronicle has none".to_owned());
        NoFaction { typed: crate::domain::excerpt(typed), known }
    })
}

/// The place with the id or the name `typed`; letter case does not matter in names.
pub fn find_place(chronicle: &Chronicle, typed: &str) -> Result<PlaceIx, NotFound> {
    let typed = typed.trim();
    if let Some(place) = chronicle.place_by_id(typed) {
        return Ok(place);
    }
    let wanted = typed.to_lowercase();
    let named = |place: &PlaceIx| {
        let place = chronicle.place(*place);
        place.name.to_lowercase() == wanted || place.name_ar == typed
    };
    let all = (0..chronicle.places().len()).map(PlaceIx::new);
    let found: Vec<PlaceIx> = all.filter(|place| !typed.is_empty() && named(place)).collect();
    match found[..] {
        [place] => Ok(place),
        [] => Err(NotFound::Unknown { typed: crate::domain::excerpt(typed), nearest: nearest(chronicle, &wanted) }),
        _ => {
            let ids = found.iter().take(5).map(|place| chronicle.place(*place).id.as_str());
            Err(NotFound::Ambiguous { typed: crate::domain::excerpt(typed), ids: ids.collect::<Vec<_>>().join(", ") })
        }
    }
}

fn nearest(chronicle: &Chronicle, wanted: &str) -> String {
    // A text that long is no name; comparing it with every place would take long.
    let wanted: String = wanted.chars().take(60).collect();
    let likeness = |text: &str| strsim::jaro_winkler(&wanted, &text.to_lowercase());
    let mut scored: Vec<(f64, &str)> = chronicle
        .places()
        .iter()
        .map(|place| (likeness(&place.name).max(likeness(place.id.as_str())), place.id.as_str()))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best: Vec<&str> = scored.iter().take(3).map(|(_, id)| *id).collect();
    if best.is_empty() { "none: the chronicle has no places".to_owned() } else { best.join(", ") }
}
