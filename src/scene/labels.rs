//! Placing labels: the most important first, never one over another or over a marker.

use crate::geometry::PicturePoint;

/// A label that wants a place beside its marker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankedLabel {
    /// Which marker it belongs to.
    pub marker: usize,
    /// The middle of the marker.
    pub at: PicturePoint,
    /// The radius of the marker in points.
    pub radius: f32,
    /// Width of the text in points.
    pub width: f32,
    /// Height of the text's box in points.
    pub height: f32,
    /// How far from the first place beside its marker somebody put it, right and down in points.
    pub nudge: Option<(f32, f32)>,
    /// Whether it may cover markers where it finds no free place: a capital among its suburbs.
    pub may_cover_markers: bool,
}

/// A label that found a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedLabel {
    /// Which marker it belongs to.
    pub marker: usize,
    /// The left top corner of its box.
    pub at: PicturePoint,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// A box in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Box2 {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Box2 {
    fn moved(self, right: f32, down: f32) -> Self {
        Self { left: self.left + right, top: self.top + down, right: self.right + right, bottom: self.bottom + down }
    }

    /// The box moved so far that it lies inside a picture of this size; one that is too large touches the
    /// left and the upper edge.
    fn inside(self, width: f32, height: f32) -> Self {
        let right = (width - 2.0 - self.right).min(0.0);
        let down = (height - 2.0 - self.bottom).min(0.0);
        let within = self.moved(right, down);
        within.moved((2.0 - within.left).max(0.0), (2.0 - within.top).max(0.0))
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// Boxes by cells of a grid, so that a collision test looks only nearby.
pub(super) struct Occupied {
    cells: rustc_hash::FxHashMap<(i32, i32), Vec<Box2>>,
}

const CELL: f32 = 64.0;

impl Occupied {
    pub(super) fn new() -> Self {
        Self { cells: rustc_hash::FxHashMap::default() }
    }

    fn cells_of(area: &Box2) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |value: f32| (value / CELL).floor() as i32;
        let (left, right) = (cell(area.left), cell(area.right));
        let (top, bottom) = (cell(area.top), cell(area.bottom));
        (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
    }

    pub(super) fn add(&mut self, area: Box2) {
        for cell in Self::cells_of(&area) {
            self.cells.entry(cell).or_default().push(area);
        }
    }

    pub(super) fn is_free(&self, area: &Box2) -> bool {
        !self.near(area).any(|other| other.overlaps(area))
    }

    /// What lies in the same cells of the grid; a box in several cells comes in each.
    fn near<'s>(&'s self, area: &Box2) -> impl Iterator<Item = &'s Box2> + use<'s> {
        Self::cells_of(area).filter_map(|cell| self.cells.get(&cell)).flatten()
    }

    /// How many boxes the area overlaps; a box in several cells counts in each.
    fn overlaps(&self, area: &Box2) -> usize {
        self.near(area).filter(|other| other.overlaps(area)).count()
    }
}

/// Where a label may stand beside its marker, best first: (x, y) from the middle, in units that
/// [`place_labels`] explains. The order follows Imhof's advice for points (*Positioning Names on
/// Maps*, 1975): right and a little up, then left, then above and below.
const POSITIONS: [(f32, f32); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0)];

/// What labels keep off.
pub(super) struct Obstacles {
    /// Labels and furniture: never covered.
    pub(super) fixed: Occupied,
    /// Markers: covered only by labels that may.
    pub(super) markers: Occupied,
}

/// Places labels in the order given (the most important first), those that somebody put somewhere before
/// them; what finds no room is left out.
///
/// A label never overlaps another, furniture, or (unless it may) any marker but its own, and lies
/// wholly inside the picture.
pub(super) fn place(
    labels: &[RankedLabel],
    obstacles: &mut Obstacles,
    width: f32,
    height: f32,
    padding: f32,
) -> Vec<PlacedLabel> {
    let mut placed = Vec::new();
    let (moved, others): (Vec<&RankedLabel>, Vec<_>) = labels.iter().partition(|label| label.nudge.is_some());
    for label in moved.into_iter().chain(others) {
        // The first of those that cover the fewest markers; most labels may cover none.
        let mut best: Option<(usize, Box2)> = None;
        // What somebody put there may cover markers. It stays inside the picture and off the furniture.
        if let Some((right, down)) = label.nudge {
            let area = box_at(label, POSITIONS[0]).moved(right, down).inside(width, height);
            best = Some((0, area)).filter(|(_, area)| obstacles.fixed.is_free(area));
        }
        let is_put = best.is_some();
        for area in POSITIONS.iter().filter(|_| !is_put).map(|position| box_at(label, *position)) {
            let inside =
                area.left >= 2.0 && area.top >= 2.0 && area.right <= width - 2.0 && area.bottom <= height - 2.0;
            if !inside || !obstacles.fixed.is_free(&area) {
                continue;
            }
            let covered = if label.may_cover_markers {
                obstacles.markers.overlaps(&area)
            } else if obstacles.markers.is_free(&area) {
                0
            } else {
                continue;
            };
            if best.is_none_or(|(least, _)| covered < least) {
                best = Some((covered, area));
            }
            if covered == 0 {
                break;
            }
        }
        if let Some((_, area)) = best {
            obstacles.fixed.add(Box2 {
                left: area.left - padding,
                top: area.top - padding * 0.5,
                right: area.right + padding,
                bottom: area.bottom + padding * 0.5,
            });
            placed.push(PlacedLabel {
                marker: label.marker,
                at: PicturePoint { x: area.left, y: area.top },
                width: label.width,
                height: label.height,
            });
        }
    }
    placed
}

fn box_at(label: &RankedLabel, (x, y): (f32, f32)) -> Box2 {
    let gap = label.radius + 2.0;
    let diagonal = if x != 0.0 && y != 0.0 { 0.72 } else { 1.0 };
    let left = match x {
        x if x > 0.0 => label.at.x + gap * diagonal,
        x if x < 0.0 => label.at.x - gap * diagonal - label.width,
        _ => label.at.x - label.width / 2.0,
    };
    let top = match y {
        y if y > 0.0 => label.at.y + gap * diagonal - label.height * 0.1,
        y if y < 0.0 => label.at.y - gap * diagonal - label.height * 0.9,
        _ => label.at.y - label.height / 2.0,
    };
    Box2 { left, top, right: left + label.width, bottom: top + label.height }
}

/// Places labels on an empty picture where only the markers are in the way; for tests and tools.
pub fn place_labels(labels: &[RankedLabel], width: f32, height: f32) -> Vec<PlacedLabel> {
    let mut obstacles = Obstacles { fixed: Occupied::new(), markers: Occupied::new() };
    for label in labels {
        obstacles.markers.add(marker_box(label.at, label.radius));
    }
    place(labels, &mut obstacles, width, height, 1.0)
}

/// The box a marker takes, a little less than its square so that labels may come near a disc.
pub(super) fn marker_box(at: PicturePoint, radius: f32) -> Box2 {
    let half = radius * 0.92;
    Box2 { left: at.x - half, top: at.y - half, right: at.x + half, bottom: at.y + half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_two_placed_labels_overlap_and_all_lie_inside(
            labels in prop::collection::vec((0.0..500.0_f32, 0.0..400.0_f32, 2.0..9.0_f32, 10.0..120.0_f32), 0..60),
        ) {
            let ranked: Vec<RankedLabel> = labels
                .iter()
                .enumerate()
                .map(|(marker, (x, y, radius, width))| RankedLabel {
                    marker,
                    at: PicturePoint { x: *x, y: *y },
                    radius: *radius,
                    width: *width,
                    height: 14.0,
                    nudge: None,
                    may_cover_markers: false,
                })
                .collect();
            let placed = place_labels(&ranked, 500.0, 400.0);
            let area = |label: &PlacedLabel| Box2 {
                left: label.at.x,
                top: label.at.y,
                right: label.at.x + label.width,
                bottom: label.at.y + label.height,
            };
            for (at, one) in placed.iter().enumerate() {
                let a = area(one);
                prop_assert!(a.left >= 0.0 && a.top >= 0.0 && a.right <= 500.0 && a.bottom <= 400.0);
                for other in &placed[at + 1..] {
                    prop_assert!(!a.overlaps(&area(other)));
                }
                for marker in &ranked {
                    prop_assert!(!a.overlaps(&marker_box(marker.at, marker.radius)));
                }
            }
        }
    }

    #[test]
    fn a_label_that_was_moved_goes_first_and_stays_inside() {
        let label = |marker, x, nudge| RankedLabel {
            marker,
            at: PicturePoint { x, y: 50.0 },
            radius: 5.0,
            width: 40.0,
            height: 14.0,
            nudge,
            may_cover_markers: false,
        };
        // The less important label stands where somebody put it, the other gives way.
        let labels = [label(0, 50.0, None), label(1, 150.0, Some((-100.0, 0.0)))];
        let placed = place_labels(&labels, 300.0, 100.0);
        assert_eq!((placed[0].marker, placed[0].at), (1, PicturePoint { x: 57.0, y: 43.0 }));
        assert!(placed[1].marker == 0 && placed[1].at.x != 57.0);
        let placed = place_labels(&[label(0, 150.0, Some((500.0, -500.0)))], 300.0, 100.0);
        assert_eq!(placed[0].at, PicturePoint { x: 258.0, y: 2.0 });
    }

    #[test]
    fn a_label_alone_stands_right_of_its_marker() {
        let label = RankedLabel {
            marker: 0,
            at: PicturePoint { x: 50.0, y: 50.0 },
            radius: 5.0,
            width: 40.0,
            height: 14.0,
            nudge: None,
            may_cover_markers: false,
        };
        let placed = place_labels(&[label], 200.0, 100.0);
        assert!(placed[0].at.x > 55.0 && (placed[0].at.y - 43.0).abs() < 0.01);
    }
}
