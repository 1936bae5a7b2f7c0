//! What part of the world a picture shows.

use crate::domain::LonLat;
use crate::geometry::{WorldPoint, lon_lat_from_world, world_from_lon_lat};

/// A point of a picture: points from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PicturePoint {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// The part of the world that a picture of a size shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    centre: WorldPoint,
    zoom: f64,
    width: f32,
    height: f32,
}

/// A rectangle of the world; x may lie outside 0..1 where the view reaches over the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldRect {
    /// Western edge.
    pub west: f64,
    /// Northern edge.
    pub north: f64,
    /// Eastern edge.
    pub east: f64,
    /// Southern edge.
    pub south: f64,
}

impl WorldRect {
    /// Whether the two share any point.
    pub fn touches(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.north <= other.south && other.north <= self.south
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(&self, other: &Self) -> bool {
        self.west <= other.west && other.east <= self.east && self.north <= other.north && other.south <= self.south
    }

    /// Whether it shares ground with another one in any of the world's copies.
    pub fn touches_any_copy(&self, other: &Self) -> bool {
        self.north <= other.south && other.north <= self.south && !self.copies(other.west, other.east).is_empty()
    }

    /// The copies of the world in which what lies between `west` and `east` comes into the rectangle's
    /// width; copy n lies n worlds east.
    pub fn copies(&self, west: f64, east: f64) -> std::ops::Range<i32> {
        (self.west - east).ceil() as i32..((self.east - west).floor() as i32).saturating_add(1)
    }

    /// The rectangle grown on every side by `margin` times its size.
    #[must_use]
    pub fn grown(&self, margin: f64) -> Self {
        let (w, h) = ((self.east - self.west) * margin, (self.south - self.north) * margin);
        Self { west: self.west - w, north: self.north - h, east: self.east + w, south: self.south + h }
    }
}

/// The shortest stretch of the circle of longitudes that holds all `xs` (world units): where it
/// begins, and how long it is. It begins after the widest empty stretch. `xs` are sorted; there is
/// at least one.
pub(super) fn shortest_stretch(xs: &mut [f64]) -> (f64, f64) {
    xs.sort_by(f64::total_cmp);
    let wrap = (xs[0] + 1.0 - xs[xs.len() - 1], 0);
    let gaps = xs.windows(2).enumerate().map(|(at, pair)| (pair[1] - pair[0], at + 1));
    let (gap, begin) = gaps.fold(wrap, |widest, gap| if gap.0 > widest.0 { gap } else { widest });
    (xs[begin], (1.0 - gap).max(0.0))
}

/// The smallest part of the world that holds some places, in world units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldBounds {
    west: f64,
    span: f64,
    north: f64,
    south: f64,
}

impl WorldBounds {
    /// The bounds of places; `None` where there is none.
    pub fn of(places: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        let points: Vec<WorldPoint> = places.into_iter().map(world_from_lon_lat).collect();
        let first = points.first()?;
        let (mut north, mut south) = (first.y, first.y);
        let mut xs: Vec<f64> = points.iter().map(|point| point.x).collect();
        for point in &points {
            north = north.min(point.y);
            south = south.max(point.y);
        }
        let (west, span) = shortest_stretch(&mut xs);
        Some(Self { west, span, north, south })
    }
}

impl Viewport {
    /// Whether a point of the picture lies in it.
    pub fn shows(&self, at: PicturePoint) -> bool {
        (0.0..=self.width).contains(&at.x) && (0.0..=self.height).contains(&at.y)
    }

    /// The least and the greatest zoom.
    pub const ZOOMS: (f64, f64) = (1.0, 20.0);

    /// A picture of `width` by `height` points with `centre` in its middle. The world is
    /// 256 · 2^zoom points wide; zoom is held within [`Self::ZOOMS`].
    pub fn new(centre: WorldPoint, zoom: f64, width: f32, height: f32) -> Self {
        let zoom = if zoom.is_finite() { zoom } else { Self::ZOOMS.0 };
        Self { centre, zoom: zoom.clamp(Self::ZOOMS.0, Self::ZOOMS.1), width: width.max(1.0), height: height.max(1.0) }
    }

    /// The smallest whole view of `places` with `margin` points on every side; `None` without any
    /// place. A single place is shown at `closest` zoom, which is also the greatest.
    pub fn fitting(
        places: impl IntoIterator<Item = LonLat>,
        width: f32,
        height: f32,
        margin: f32,
        closest: f64,
    ) -> Option<Self> {
        Some(Self::fitting_bounds(&WorldBounds::of(places)?, width, height, margin, closest))
    }

    /// The same for bounds that are known already.
    pub fn fitting_bounds(bounds: &WorldBounds, width: f32, height: f32, margin: f32, closest: f64) -> Self {
        let WorldBounds { west, span, north, south } = *bounds;
        let room = |size: f32| f64::from((size - 2.0 * margin).max(size * 0.2).max(1.0));
        let zoom_of = |extent: f64, room: f64| (room / extent.max(1e-12) / 256.0).log2();
        let zoom = zoom_of(span, room(width)).min(zoom_of(south - north, room(height))).min(closest);
        let centre = WorldPoint { x: (west + span / 2.0).rem_euclid(1.0), y: f64::midpoint(north, south) };
        Self::new(centre, zoom, width, height)
    }

    /// The middle.
    pub fn centre(&self) -> WorldPoint {
        self.centre
    }

    /// The middle as a place.
    pub fn centre_place(&self) -> LonLat {
        lon_lat_from_world(self.centre)
    }

    /// The zoom: the world is 256 · 2^zoom points wide.
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// Width in points.
    pub fn width(&self) -> f32 {
        self.width
    }

    /// Height in points.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Points per unit of the world.
    pub fn scale(&self) -> f64 {
        256.0 * self.zoom.exp2()
    }

    /// Where a point of the world lies in the picture; of the world's copies the one nearest to
    /// the middle is taken.
    pub fn picture_from_world(&self, point: WorldPoint) -> PicturePoint {
        let x = point.x + (self.centre.x - point.x).round();
        self.picture_from_unwrapped(x, point.y)
    }

    /// Where a point of the world, of exactly this copy, lies in the picture.
    pub fn picture_from_unwrapped(&self, x: f64, y: f64) -> PicturePoint {
        let scale = self.scale();
        PicturePoint {
            x: ((x - self.centre.x) * scale) as f32 + self.width / 2.0,
            y: ((y - self.centre.y) * scale) as f32 + self.height / 2.0,
        }
    }

    /// The point of the world at a point of the picture.
    pub fn world_from_picture(&self, point: PicturePoint) -> WorldPoint {
        let scale = self.scale();
        WorldPoint {
            x: self.centre.x + f64::from(point.x - self.width / 2.0) / scale,
            y: self.centre.y + f64::from(point.y - self.height / 2.0) / scale,
        }
    }

    /// The part of the world that is shown.
    pub fn world_rect(&self) -> WorldRect {
        let north_west = self.world_from_picture(PicturePoint::default());
        let (x, y) = (self.width, self.height);
        let south_east = self.world_from_picture(PicturePoint { x, y });
        WorldRect { west: north_west.x, north: north_west.y, east: south_east.x, south: south_east.y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn places_on_both_sides_of_the_antimeridian_are_shown_together() {
        let fiji = [place(177.4, -17.8), place(-178.8, -18.2)];
        let view = Viewport::fitting(fiji, 800.0, 600.0, 50.0, 12.0).unwrap();
        assert!(view.zoom() > 6.0, "zoom {}", view.zoom());
        for at in fiji {
            let point = view.picture_from_world(world_from_lon_lat(at));
            assert!((0.0..=800.0).contains(&point.x), "{at:?} at {point:?}");
        }
    }

    #[test]
    fn all_places_at_one_point_are_shown_at_the_closest_zoom() {
        let view = Viewport::fitting([place(36.0, 35.0); 3], 800.0, 600.0, 50.0, 11.0).unwrap();
        assert!((view.zoom() - 11.0).abs() < 1e-9);
    }

    #[test]
    fn a_point_of_the_picture_is_found_again() {
        let centre = world_from_lon_lat(place(36.6, 35.7));
        let view = Viewport::new(centre, 9.3, 640.0, 480.0);
        let point = PicturePoint { x: 123.0, y: 77.0 };
        let back = view.picture_from_world(view.world_from_picture(point));
        assert!((back.x - point.x).abs() < 1e-3 && (back.y - point.y).abs() < 1e-3);
    }
}
