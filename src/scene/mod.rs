//! What there is to see on a date: chronicle + date + style → scene → picture.
//!
//! A [`Scene`] has no camera: its places are points of the world. A [`Picture`] is a scene laid
//! out for a [`Viewport`](crate::geometry::Viewport): shapes in points, placed labels, legend. The
//! window and every exporter paint the same pictures; everything worth testing happens before.

mod base_layer;
mod build;
mod chart;
mod column;
mod film;
mod furniture;
mod labels;
mod picture;
mod ribbon;
mod style;
mod symbols;
mod territory;
mod text;
mod words;

pub use base_layer::{base_layer, country_name_labels};
pub use build::{ControlLook, FactionLook, Marker, Scene, build, title_of};
pub use chart::{Chart, Gains};
pub use column::{Paragraph, ParagraphLook, add_column, column_width};
pub use film::{Film, FilmSetting, FrameStates};
pub use furniture::{
    DIFFERENT_RULES, FilmPlan, Furniture, LegendBand, LegendPlace, LegendRow, PlacedFurniture, arabic_month,
    changed_phrase, furniture, inference, legend_band, legend_rows, short_date,
};
pub use labels::{PlacedLabel, RankedLabel, place_labels};
pub use picture::{Hit, Layer, Part, Picture, Rgba, Shape, Stroke, TextShape};
pub use ribbon::{Band, Ribbon, RibbonSpan, RibbonTick, SheetTexts, TICK, ribbon, ribbon_sheet};
pub use style::{Language, MapStyle, Names, Palette, Theme, Vision};
pub use symbols::symbol_shapes;
pub use territory::{
    FILL_OPACITY, Ground, Movement, SceneTerritory, TerritoryChoice, fill_of, front_lines, front_strokes,
    territory_layer, territory_overlays,
};
pub use text::{FONTS, FontFile, Glyph, ShapedText, Typesetter};
pub use words::{said, say, say_with, speak, speaking, spoken, words};

mod layout;
pub use layout::{Arrangement, BASE_LAYER, Dot, PlacesLayer, SymbolLook, layout, places_counts, places_layer};
