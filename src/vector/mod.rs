//! Picture → SVG: shapes as shapes, text as text.

mod svg;

pub use svg::svg;
