//! The window: one file per panel. Panels take `&AppState` and return wishes; they write nothing.

mod app;
mod bidi;
mod dialogs;
mod direction;
mod filter_bar;
mod gpu;
mod ground_mesh;
mod icons;
mod keep_dialogs;
mod map_panel;
mod map_side;
mod marker_mesh;
mod numbers_view;
mod place_panel;
mod projection;
mod ribbons_view;
mod rule_menu;
mod run;
mod scene_painter;
mod sources_view;
mod theme;
mod tiles;
mod timelapse_dialog;
mod timeline_panel;
mod top_bar;

pub use app::{AppOptions, TrackerApp};
pub use gpu::install_map_renderer;
pub use projection::SalientMercator;
pub use run::open_window;
pub use theme::{contrast_pairs, fonts, set_theme};
