//! Areas: dated polygons of control from outside, and the land of a chronicle.

use jiff::civil::Date;

use crate::domain::{FactionIx, LonLat};

/// A polygon: the outer ring first, then its holes. Rings do not repeat their first point.
pub type Polygon = Vec<Vec<LonLat>>;

/// A dated polygon of control from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Who holds it; `None` where it says that nobody can tell.
    pub faction: Option<FactionIx>,
    /// The first day.
    pub start: Date,
    /// The last day; `None` while it goes on.
    pub end: Option<Date>,
    /// Where.
    pub polygons: Vec<Polygon>,
}

impl Area {
    /// Whether it holds on `date`.
    pub fn is_on(&self, date: Date) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }
}
