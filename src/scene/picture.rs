//! The primitives a painter knows, in points from the picture's top left corner.

use crate::domain::{Colour, PlaceIx};
use crate::geometry::{PicturePoint, WorldRect, clip_ring};

/// A colour with opacity, sRGB, not premultiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgba {
    /// The colour.
    pub colour: Colour,
    /// 0 (clear) to 255 (opaque).
    pub opacity: u8,
}

impl Rgba {
    /// An opaque colour.
    pub const fn opaque(colour: Colour) -> Self {
        Self { colour, opacity: 255 }
    }

    /// An opaque colour from channels.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self::opaque(Colour::new(red, green, blue))
    }

    /// The colour mixed with `share` (0 to 1) of another; the opacity stays.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |one: u8, other: u8| {
            (f32::from(one) + (f32::from(other) - f32::from(one)) * share.clamp(0.0, 1.0)).round() as u8
        };
        let (one, two) = (self.colour, other.colour);
        let colour = Colour::new(mix(one.red, two.red), mix(one.green, two.green), mix(one.blue, two.blue));
        Self { colour, ..self }
    }

    /// The colour with this opacity.
    #[must_use]
    pub const fn with_opacity(self, opacity: u8) -> Self {
        Self { opacity, ..self }
    }
}

/// An outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Width in points.
    pub width: f32,
    /// Colour.
    pub colour: Rgba,
}

/// A text at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct TextShape {
    /// The left end of the baseline.
    pub at: PicturePoint,
    /// The text, in logical order.
    pub text: String,
    /// Font size in points.
    pub size: f32,
    /// Bold or regular.
    pub bold: bool,
    /// Colour.
    pub colour: Rgba,
    /// A rim that sets the text off the map.
    pub halo: Option<Stroke>,
}

/// What painters know to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Rings filled by the even-odd rule.
    Area {
        /// The rings; the last point joins the first.
        rings: Vec<Vec<PicturePoint>>,
        /// Fill.
        fill: Rgba,
    },
    /// A convex polygon.
    Polygon {
        /// The corners.
        points: Vec<PicturePoint>,
        /// Fill.
        fill: Option<Rgba>,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// A disc or ring.
    Circle {
        /// Middle.
        centre: PicturePoint,
        /// Radius in points.
        radius: f32,
        /// Fill.
        fill: Option<Rgba>,
        /// Outline, half inside and half outside the radius.
        stroke: Option<Stroke>,
    },
    /// An open line.
    Line {
        /// The points.
        points: Vec<PicturePoint>,
        /// Its width and colour.
        stroke: Stroke,
    },
    /// A rectangle with rounded corners.
    Panel {
        /// Top left corner.
        at: PicturePoint,
        /// Width in points.
        width: f32,
        /// Height in points.
        height: f32,
        /// Radius of the corners in points.
        rounding: f32,
        /// Fill.
        fill: Rgba,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// A text.
    Text(TextShape),
}

/// Where a place can be pointed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The place.
    pub place: PlaceIx,
    /// The middle of its marker.
    pub centre: PicturePoint,
    /// The radius of its marker in points.
    pub radius: f32,
}

/// A scene laid out for a size.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is behind everything.
    pub background: Rgba,
    /// From the bottom to the top.
    pub shapes: Vec<Shape>,
    /// Which shapes belong together, from the bottom to the top.
    pub layers: Vec<Layer>,
    /// What was asked for and has no room, in words: "the inset".
    pub left_out: Vec<&'static str>,
}

/// Shapes that belong together: a layer of a vector file. It reaches to where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// What it is called.
    pub name: &'static str,
    /// The first of its shapes.
    pub first: usize,
}

/// A part of a picture: left, top, right, bottom in points.
pub type Part = [f32; 4];

impl Shape {
    /// The shape moved by so many points.
    #[must_use]
    pub fn moved(mut self, x: f32, y: f32) -> Self {
        let go = |point: &mut PicturePoint| {
            point.x += x;
            point.y += y;
        };
        match &mut self {
            Self::Area { rings, .. } => rings.iter_mut().flatten().for_each(go),
            Self::Polygon { points, .. } | Self::Line { points, .. } => points.iter_mut().for_each(go),
            Self::Circle { centre, .. } => go(centre),
            Self::Panel { at, .. } => go(at),
            Self::Text(text) => go(&mut text.at),
        }
        self
    }

    /// What of the shape lies in a part of a picture: areas and lines are cut at its edge, what is small
    /// (markers, texts) is there whole or not at all, by its middle or beginning.
    pub fn cut(self, to: Part, into: &mut Vec<Self>) {
        let [left, top, right, bottom] = to;
        let is_in = |point: &PicturePoint| (left..=right).contains(&point.x) && (top..=bottom).contains(&point.y);
        let all_in = |points: &[PicturePoint]| points.iter().all(is_in);
        let ring = |points: &[PicturePoint]| cut_ring(points, to);
        match self {
            Self::Area { rings, fill } => {
                let rings: Vec<_> = rings.iter().map(|points| ring(points)).filter(|ring| ring.len() > 2).collect();
                if !rings.is_empty() {
                    into.push(Self::Area { rings, fill });
                }
            }
            Self::Polygon { points, fill, stroke } if !all_in(&points) => {
                let points = ring(&points);
                if points.len() > 2 {
                    into.push(Self::Polygon { points, fill, stroke });
                }
            }
            Self::Line { points, stroke } if !all_in(&points) => {
                for points in cut_line(&points, to) {
                    into.push(Self::Line { points, stroke });
                }
            }
            Self::Circle { centre, .. } if !is_in(&centre) => {}
            Self::Panel { at, .. } if !is_in(&at) => {}
            Self::Text(text) if !is_in(&text.at) => {}
            whole => into.push(whole),
        }
    }
}

fn cut_ring(points: &[PicturePoint], [left, top, right, bottom]: Part) -> Vec<PicturePoint> {
    let ring: Vec<[f64; 2]> = points.iter().map(|point| [f64::from(point.x), f64::from(point.y)]).collect();
    let rect = WorldRect { west: left.into(), north: top.into(), east: right.into(), south: bottom.into() };
    clip_ring(&ring, &rect).iter().map(|[x, y]| PicturePoint { x: *x as f32, y: *y as f32 }).collect()
}

/// The parts of a line inside (Liang and Barsky, *A new concept and method for line clipping*, 1984).
fn cut_line(points: &[PicturePoint], [left, top, right, bottom]: Part) -> Vec<Vec<PicturePoint>> {
    let mut parts: Vec<Vec<PicturePoint>> = Vec::new();
    let mut end: Option<PicturePoint> = None;
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (mut from, mut to) = (0.0_f32, 1.0_f32);
        let mut is_outside = false;
        for (way, room) in [(-dx, a.x - left), (dx, right - a.x), (-dy, a.y - top), (dy, bottom - a.y)] {
            if way == 0.0 {
                is_outside |= room < 0.0;
            } else if way < 0.0 {
                from = from.max(room / way);
            } else {
                to = to.min(room / way);
            }
        }
        if is_outside || from >= to {
            end = None;
            continue;
        }
        let at = |share: f32| PicturePoint { x: a.x + dx * share, y: a.y + dy * share };
        let (first, last) = (at(from), at(to));
        match parts.last_mut().filter(|_| end == Some(a) && from == 0.0) {
            Some(part) => part.push(last),
            None => parts.push(vec![first, last]),
        }
        end = (to == 1.0).then_some(b);
    }
    parts
}

impl Picture {
    /// Adds shapes as a layer on top.
    pub fn add_layer(&mut self, name: &'static str, shapes: impl IntoIterator<Item = Shape>) {
        self.layers.push(Layer { name, first: self.shapes.len() });
        self.shapes.extend(shapes);
    }

    /// Takes a layer out.
    pub fn remove_layer(&mut self, name: &str) {
        let Some(at) = self.layers.iter().position(|layer| layer.name == name) else { return };
        let first = self.layers[at].first;
        let end = self.layers.get(at + 1).map_or(self.shapes.len(), |layer| layer.first);
        self.shapes.drain(first..end);
        self.layers.remove(at);
        for layer in &mut self.layers[at..] {
            layer.first -= end - first;
        }
    }

    /// The shapes by layer, from the bottom to the top; what lies beneath the first layer has no name.
    pub fn by_layer(&self) -> impl Iterator<Item = (Option<&'static str>, &[Shape])> {
        let begins = std::iter::once((None, 0)).chain(self.layers.iter().map(|layer| (Some(layer.name), layer.first)));
        let ends = self.layers.iter().map(|layer| layer.first).chain([self.shapes.len()]);
        begins
            .zip(ends)
            .map(|((name, first), end)| (name, self.shapes.get(first..end).unwrap_or_default()))
            .filter(|(_, shapes)| !shapes.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PART: Part = [10.0, 20.0, 50.0, 60.0];

    fn is_in(point: PicturePoint, slack: f32) -> bool {
        let [left, top, right, bottom] = PART;
        (left - slack..=right + slack).contains(&point.x) && (top - slack..=bottom + slack).contains(&point.y)
    }

    fn length(parts: &[Vec<PicturePoint>]) -> f32 {
        let pairs = parts.iter().flat_map(|part| part.windows(2));
        pairs.map(|pair| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y)).sum()
    }

    proptest! {
        #[test]
        fn what_is_cut_lies_inside_and_nothing_inside_is_lost(
            points in prop::collection::vec((0.0..80.0_f32, 0.0..80.0_f32), 2..12),
        ) {
            let points: Vec<PicturePoint> = points.into_iter().map(|(x, y)| PicturePoint { x, y }).collect();
            let parts = cut_line(&points, PART);
            prop_assert!(parts.iter().flatten().copied().all(|point| is_in(point, 0.01)));
            // As long as what of many small pieces lies inside.
            let inside: f32 = points
                .windows(2)
                .flat_map(|pair| (0..2000).map(move |nth| (pair[0], pair[1], (nth as f32 + 0.5) / 2000.0)))
                .filter(|(a, b, share)| {
                    is_in(PicturePoint { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }, 0.0)
                })
                .map(|(a, b, _)| (b.x - a.x).hypot(b.y - a.y) / 2000.0)
                .sum();
            prop_assert!((length(&parts) - inside).abs() < 0.6, "{} {inside}", length(&parts));
            prop_assert!(cut_ring(&points, PART).into_iter().all(|point| is_in(point, 0.01)));
        }
    }
}
