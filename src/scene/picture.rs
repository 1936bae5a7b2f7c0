//! The primitives a painter knows, in points from the picture's top left corner.

use crate::domain::{Colour, PlaceIx};
use crate::geometry::PicturePoint;

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
}

/// Shapes that belong together: a layer of a vector file. It reaches to where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// What it is called.
    pub name: &'static str,
    /// The first of its shapes.
    pub first: usize,
}

impl Picture {
    /// Adds shapes as a layer on top.
    pub fn add_layer(&mut self, name: &'static str, shapes: impl IntoIterator<Item = Shape>) {
        self.layers.push(Layer { name, first: self.shapes.len() });
        self.shapes.extend(shapes);
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
