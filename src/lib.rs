//! Salient tracks who controls which town, and since when, and says who reported it.
//!
//! # Words
//!
//! - **place**: a town, village, district, base, air base, crossing, dam or strategic site.
//! - **faction**: a side that can hold a place.
//! - **control**: the state of a place on a day: held, shared, contested, besieged, unknown.
//! - **event**: a change of a place's control on a date: the chronicle's own assessment.
//! - **report**: what one source says about an event, with publisher, link, date and stance.
//! - **chronicle**: places, factions, events, reports and chapters together.
//! - **timeline**: the chronicle compiled, so that any date is answered at once.
//! - **scene**: what there is to see on a date, in map coordinates; no pixels, no window.
//! - **picture**: a scene laid out for a size: points, placed labels, legend.
//!
//! # Floors
//!
//! Knowledge goes down only; `tests/floors.rs` holds the table of `ARCHITECTURE.md`.

pub mod domain;

pub mod basemap;
pub mod exchange;
pub mod geometry;
pub mod store;

pub mod scene;

pub mod raster;
pub mod vector;

pub mod app;

pub mod cli;
#[cfg(feature = "gui")]
pub mod gui;
