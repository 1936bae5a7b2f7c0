//! Scene shapes → egui shapes. As dumb as the CPU rasteriser.

use std::sync::Arc;

use eframe::egui::epaint::{self, Mesh, Vertex};
use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Galley, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2,
};
use lyon_tessellation::path::Path;
use lyon_tessellation::{BuffersBuilder, FillOptions, FillTessellator, FillVertex, VertexBuffers};

use crate::geometry::PicturePoint;
use crate::gui::bidi;
use crate::gui::theme::{bold_family, color32};
use crate::scene::{self, TextShape};

/// Noto Sans' ascender in units of the font size: where egui puts the baseline.
const ASCENT: f32 = 1.069;

/// Translates shapes of a picture whose top left corner is at `origin`.
pub(super) fn shapes(context: &Context, shapes: &[scene::Shape], origin: Pos2) -> Vec<Shape> {
    let painter = ScenePainter { context, origin };
    let mut out = Vec::with_capacity(shapes.len());
    for shape in shapes {
        painter.shape(shape, &mut out);
    }
    out
}

/// The triangles of shapes, made once for many frames. With text they hold as long as
/// [`FontAtlas`] stays the same.
pub(super) fn triangles(context: &Context, mut shapes: Vec<Shape>) -> Mesh {
    bidi::order(&mut shapes);
    let atlas = FontAtlas::of(context).size;
    let options = epaint::TessellationOptions::default();
    let mut tessellator = epaint::Tessellator::new(context.pixels_per_point(), options, atlas, Vec::new());
    let mut mesh = Mesh::default();
    for shape in shapes {
        tessellator.tessellate_shape(shape, &mut mesh);
    }
    mesh
}

/// Which state egui's picture of all glyphs is in: it grows, and it begins anew when it is full.
#[derive(Clone)]
pub(super) struct FontAtlas {
    size: [usize; 2],
    /// A text that is asked for in every frame stays the same until the atlas begins anew.
    probe: Arc<Galley>,
}

impl FontAtlas {
    pub(super) fn of(context: &Context) -> Self {
        context.fonts_mut(|fonts| {
            let probe = fonts.layout_no_wrap("0".to_owned(), FontId::proportional(11.0), Color32::PLACEHOLDER);
            Self { size: fonts.font_image_size(), probe }
        })
    }
}

impl PartialEq for FontAtlas {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && Arc::ptr_eq(&self.probe, &other.probe)
    }
}

struct ScenePainter<'a> {
    context: &'a Context,
    origin: Pos2,
}

fn stroke(stroke: Option<scene::Stroke>) -> Stroke {
    stroke.map_or(Stroke::NONE, |stroke| Stroke::new(stroke.width, color32(stroke.colour)))
}

fn fill(fill: Option<scene::Rgba>) -> Color32 {
    fill.map_or(Color32::TRANSPARENT, color32)
}

impl ScenePainter<'_> {
    fn at(&self, point: PicturePoint) -> Pos2 {
        self.origin + vec2(point.x, point.y)
    }

    fn points(&self, points: &[PicturePoint]) -> Vec<Pos2> {
        points.iter().map(|point| self.at(*point)).collect()
    }

    fn shape(&self, shape: &scene::Shape, out: &mut Vec<Shape>) {
        match shape {
            scene::Shape::Area { rings, fill } => {
                let mut mesh = Mesh::default();
                fill_rings(rings, self.origin, color32(*fill), &mut mesh);
                out.push(Shape::mesh(mesh));
            }
            scene::Shape::Polygon { points, fill: inside, stroke: outline } => {
                out.push(Shape::convex_polygon(self.points(points), fill(*inside), stroke(*outline)));
            }
            scene::Shape::Circle { centre, radius, fill: inside, stroke: outline } => {
                out.push(Shape::Circle(epaint::CircleShape {
                    center: self.at(*centre),
                    radius: *radius,
                    fill: fill(*inside),
                    stroke: stroke(*outline),
                }));
            }
            scene::Shape::Line { points, stroke: line } => {
                out.push(Shape::line(self.points(points), stroke(Some(*line))));
            }
            scene::Shape::Panel { at, width, height, rounding, fill, stroke: outline } => {
                let rect = Rect::from_min_size(self.at(*at), Vec2::new(*width, *height));
                let rounding = CornerRadius::same(rounding.round().clamp(0.0, 255.0) as u8);
                let outline = stroke(*outline);
                out.push(Shape::Rect(epaint::RectShape::new(
                    rect,
                    rounding,
                    color32(*fill),
                    outline,
                    StrokeKind::Middle,
                )));
            }
            scene::Shape::Text(text) => self.text(text, out),
        }
    }

    fn text(&self, text: &TextShape, out: &mut Vec<Shape>) {
        let family = if text.bold { bold_family() } else { FontFamily::Proportional };
        let font = FontId::new(text.size, family);
        let galley =
            self.context.fonts_mut(|fonts| fonts.layout_no_wrap(text.text.clone(), font, Color32::PLACEHOLDER));
        let corner = self.at(text.at) - vec2(0.0, text.size * ASCENT);
        let put = |offset: Vec2, colour: Color32, out: &mut Vec<Shape>| {
            let shape = epaint::TextShape::new(corner + offset, galley.clone(), colour);
            out.push(Shape::Text(shape.with_override_text_color(colour)));
        };
        if let Some(halo) = text.halo {
            let colour = color32(halo.colour);
            // egui has no text outlines; eight shifted copies make one.
            let reach = halo.width * 0.62;
            let diagonal = reach * std::f32::consts::FRAC_1_SQRT_2;
            for (x, y) in [
                (reach, 0.0),
                (-reach, 0.0),
                (0.0, reach),
                (0.0, -reach),
                (diagonal, diagonal),
                (diagonal, -diagonal),
                (-diagonal, diagonal),
                (-diagonal, -diagonal),
            ] {
                put(vec2(x, y), colour, out);
            }
        }
        put(Vec2::ZERO, color32(text.colour), out);
    }
}

/// Adds the triangles of rings (even-odd rule) to a mesh.
fn fill_rings(rings: &[Vec<PicturePoint>], origin: Pos2, colour: Color32, mesh: &mut Mesh) {
    let (vertices, indices) = triangulate(rings);
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend(vertices.into_iter().map(|[x, y]| Vertex {
        pos: pos2(origin.x + x, origin.y + y),
        uv: epaint::WHITE_UV,
        color: colour,
    }));
    mesh.indices.extend(indices.into_iter().map(|index| first + index));
}

/// The inside of rings (even-odd rule) as triangles: corners and indices.
pub(super) fn triangulate(rings: &[Vec<PicturePoint>]) -> (Vec<[f32; 2]>, Vec<u32>) {
    let mut path = Path::builder();
    for ring in rings {
        let mut points = ring.iter().map(|point| lyon_tessellation::math::point(point.x, point.y));
        if let Some(first) = points.next() {
            path.begin(first);
            for point in points {
                path.line_to(point);
            }
            path.end(true);
        }
    }
    let mut buffers: VertexBuffers<[f32; 2], u32> = VertexBuffers::new();
    let mut output = BuffersBuilder::new(&mut buffers, |vertex: FillVertex<'_>| vertex.position().to_array());
    // The default rule is even-odd, as the picture wants it.
    let done = FillTessellator::new().tessellate_path(&path.build(), &FillOptions::default(), &mut output);
    if let Err(error) = done {
        // A ring that crosses itself too wildly: its outline is still drawn.
        log::debug!("an area was left out: {error}");
    }
    (buffers.vertices, buffers.indices)
}
