//! Picture → SVG and PDF: shapes as shapes, text as text.

mod pdf;
mod pdf_face;
mod svg;

pub use pdf::{Error, PdfInfo, pdf};
pub use svg::svg;
