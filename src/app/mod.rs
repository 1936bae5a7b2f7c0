//! The application without a window: documents, state, actions, settings, wording.
//!
//! It knows neither egui nor stdout, so the shell, the window and the tests drive the same code.

pub mod action;
pub mod citations;
pub mod command;
pub mod contact_sheet;
pub mod corrections;
pub mod diff;
pub mod document;
pub mod filter;
pub mod ground_export;
pub mod history;
pub mod job_file;
pub mod jobs;
pub mod link_check;
pub mod place_table;
pub mod places;
pub mod provenance;
pub mod ribbons;
pub mod rules;
pub mod search;
pub mod series;
pub mod settings;
pub mod snapshot;
pub mod sources;
pub mod state;
pub mod style_file;
pub mod tables;
pub mod territory;
pub mod timelapse;
pub mod update;
pub mod view_string;
pub mod why;
pub mod wording;
