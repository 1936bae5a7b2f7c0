//! Names that somebody moved by hand.

use std::collections::BTreeMap;

use crate::domain::PlaceIx;

/// How far a place's name stands from where it would stand right of its marker, in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Nudge {
    /// To the right.
    pub right: f32,
    /// Down.
    pub down: f32,
}

impl Nudge {
    /// The table of a chronicle's folder that holds them.
    pub const FILE: &'static str = "labels.csv";

    /// A name that is further from its place than this, in points, names another.
    pub const FURTHEST: f32 = 200.0;

    /// The nudge moved by so much more, held within [`Self::FURTHEST`]; in tenths of a point, as files have it.
    #[must_use]
    pub fn moved(self, right: f32, down: f32) -> Self {
        let held = |value: f32| (value.clamp(-Self::FURTHEST, Self::FURTHEST) * 10.0).round() / 10.0;
        Self { right: held(self.right + right), down: held(self.down + down) }
    }
}

/// The nudges by place; places that are not named here stand where there is room.
pub type Nudges = BTreeMap<PlaceIx, Nudge>;
