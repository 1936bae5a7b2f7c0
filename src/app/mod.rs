//! The application without a window: documents, state, actions, settings, wording.
//!
//! It knows neither egui nor stdout, so the shell, the window and the tests drive the same code.

pub mod document;
pub mod links;
pub mod places;
pub mod snapshot;
pub mod wording;
