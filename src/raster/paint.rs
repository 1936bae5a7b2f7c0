//! The CPU rasteriser: tiny-skia paints the shapes of a picture.

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

use crate::geometry::PicturePoint;
use crate::raster::Error;
use crate::scene::{FONTS, Picture, Rgba, Shape, Stroke, TextShape, Typesetter};

/// The longest side of a picture, in pixels.
pub(super) const LARGEST_SIDE: u32 = 16_384;

/// A painted picture: opaque RGBA, 8 bits a channel, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// Paints a picture at `pixels_per_point`.
pub fn paint(picture: &Picture, typesetter: &Typesetter, pixels_per_point: f32) -> Result<Pixels, Error> {
    let side = |points: f32| (points * pixels_per_point).round().clamp(0.0, 1e9) as u32;
    let (width, height) = (side(picture.width), side(picture.height));
    let wrong_size = || Error::Size { width, height };
    if width > LARGEST_SIDE || height > LARGEST_SIDE {
        return Err(wrong_size());
    }
    let mut pixmap = Pixmap::new(width, height).ok_or_else(wrong_size)?;
    pixmap.fill(colour(picture.background));
    let mut painter = Painter {
        pixmap,
        typesetter,
        transform: Transform::from_scale(pixels_per_point, pixels_per_point),
        outlines: Outlines::new(),
    };
    for shape in &picture.shapes {
        painter.shape(shape);
    }
    // The background is opaque, so premultiplied and straight colours are the same.
    Ok(Pixels { width, height, rgba: painter.pixmap.take() })
}

fn colour(rgba: Rgba) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(rgba.colour.red, rgba.colour.green, rgba.colour.blue, rgba.opacity)
}

fn paint_of(rgba: Rgba) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(colour(rgba));
    paint.anti_alias = true;
    paint
}

struct Painter<'a> {
    pixmap: Pixmap,
    typesetter: &'a Typesetter,
    transform: Transform,
    outlines: Outlines,
}

impl Painter<'_> {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Area { rings, fill } => {
                let mut path = PathBuilder::new();
                for ring in rings {
                    add_polygon(&mut path, ring, true);
                }
                self.fill_and_stroke(path.finish(), Some(*fill), None, FillRule::EvenOdd);
            }
            Shape::Polygon { points, fill, stroke } => {
                let mut path = PathBuilder::new();
                add_polygon(&mut path, points, true);
                self.fill_and_stroke(path.finish(), *fill, *stroke, FillRule::Winding);
            }
            Shape::Line { points, stroke } => {
                let mut path = PathBuilder::new();
                add_polygon(&mut path, points, false);
                self.fill_and_stroke(path.finish(), None, Some(*stroke), FillRule::Winding);
            }
            Shape::Circle { centre, radius, fill, stroke } => {
                let path = PathBuilder::from_circle(centre.x, centre.y, *radius);
                self.fill_and_stroke(path, *fill, *stroke, FillRule::Winding);
            }
            Shape::Panel { at, width, height, rounding, fill, stroke } => {
                let path = rounded(*at, *width, *height, *rounding);
                self.fill_and_stroke(path, Some(*fill), *stroke, FillRule::Winding);
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn fill_and_stroke(&mut self, path: Option<Path>, fill: Option<Rgba>, stroke: Option<Stroke>, rule: FillRule) {
        let Some(path) = path else { return };
        if let Some(fill) = fill {
            self.pixmap.fill_path(&path, &paint_of(fill), rule, self.transform, None);
        }
        if let Some(stroke) = stroke {
            self.stroke(&path, stroke, self.transform, 1.0);
        }
    }

    fn stroke(&mut self, path: &Path, stroke: Stroke, transform: Transform, unit: f32) {
        let outline = tiny_skia::Stroke {
            width: stroke.width / unit,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..tiny_skia::Stroke::default()
        };
        self.pixmap.stroke_path(path, &paint_of(stroke.colour), &outline, transform, None);
    }

    fn text(&mut self, text: &TextShape) {
        let shaped = self.typesetter.shape(&text.text, text.bold);
        let mut path = PathBuilder::new();
        for glyph in &shaped.glyphs {
            if let Some(outline) = self.outlines.get(glyph.font, glyph.id) {
                let moved = outline.clone().transform(Transform::from_translate(glyph.x, -glyph.y));
                if let Some(moved) = moved {
                    path.push_path(&moved);
                }
            }
        }
        let Some(path) = path.finish() else { return };
        // Outlines are in units of the font size, y down.
        let transform = self.transform.pre_translate(text.at.x, text.at.y).pre_scale(text.size, text.size);
        if let Some(halo) = text.halo {
            // Half of the stroke lies under the letters.
            let wide = Stroke { width: halo.width * 2.0, ..halo };
            self.stroke(&path, wide, transform, text.size);
        }
        self.pixmap.fill_path(&path, &paint_of(text.colour), FillRule::Winding, transform, None);
    }
}

fn add_polygon(path: &mut PathBuilder, points: &[PicturePoint], closed: bool) {
    let mut points = points.iter();
    let Some(first) = points.next() else { return };
    path.move_to(first.x, first.y);
    for point in points {
        path.line_to(point.x, point.y);
    }
    if closed {
        path.close();
    }
}

fn rounded(at: PicturePoint, width: f32, height: f32, rounding: f32) -> Option<Path> {
    if rounding <= 0.0 {
        return Rect::from_xywh(at.x, at.y, width, height).map(PathBuilder::from_rect);
    }
    // A quarter circle by a cubic: control points at 0.5523 of the radius (4/3 · tan(π/8)).
    let r = rounding.min(width / 2.0).min(height / 2.0);
    let k = r * 0.447_7;
    let (left, top, right, bottom) = (at.x, at.y, at.x + width, at.y + height);
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
    path.finish()
}

/// Glyph outlines in units of the font size, y down.
struct Outlines {
    fonts: Vec<Option<FontRef<'static>>>,
    known: FxHashMap<(usize, u32), Option<Path>>,
}

impl Outlines {
    fn new() -> Self {
        Self { fonts: FONTS.iter().map(|file| FontRef::new(file.bytes).ok()).collect(), known: FxHashMap::default() }
    }

    fn get(&mut self, font: usize, glyph: u32) -> Option<&Path> {
        let fonts = &self.fonts;
        self.known
            .entry((font, glyph))
            .or_insert_with(|| {
                let font = fonts.get(font)?.as_ref()?;
                let outline = font.outline_glyphs().get(GlyphId::new(glyph))?;
                let mut pen = Pen(PathBuilder::new());
                let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
                outline.draw(settings, &mut pen).ok()?;
                pen.0.finish()
            })
            .as_ref()
    }
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, -y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, -cy, x, -y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, -ay, bx, -by, x, -y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
