//! The base map as shapes of a picture.

use crate::basemap::{Basemap, Layer, Line};
use crate::geometry::{PicturePoint, Viewport, WorldRect, clip_line, clip_ring};
use crate::scene::{MapStyle, Rgba, Shape, Stroke};

/// How close to the edge of the world's square a coordinate counts as on it.
const AT_EDGE: f64 = 2e-6;

/// Land, lakes, rivers and borders in view, without names.
///
/// `pixels_per_point` chooses the level of detail: a print needs finer lines than a screen.
pub fn base_layer(basemap: &Basemap, viewport: &Viewport, style: &MapStyle, pixels_per_point: f32) -> Vec<Shape> {
    let drawing = Drawing {
        basemap,
        viewport,
        // Half a point of margin beyond the picture, so that clipped edges are never seen.
        rect: viewport.world_rect().grown(0.05),
        level_zoom: viewport.zoom() + f64::from(pixels_per_point.max(0.1)).log2(),
    };
    let zoom = viewport.zoom();
    let mut shapes = Vec::new();
    drawing.areas(Layer::Land, style.land(), &mut shapes);
    let width = |from: f32, per_zoom: f32| (from + per_zoom * (zoom as f32 - 5.0)).clamp(0.5, 2.4);
    if zoom >= 4.5 {
        drawing.lines(Layer::Provinces, stroke(width(0.5, 0.08), style.province_border()), &mut shapes);
    }
    drawing.lines(Layer::Rivers, stroke(width(0.7, 0.2), style.river()), &mut shapes);
    drawing.areas(Layer::Lakes, style.water(), &mut shapes);
    drawing.outlines(Layer::Lakes, stroke(width(0.5, 0.06), style.coast()), &mut shapes);
    drawing.outlines(Layer::Land, stroke(width(0.6, 0.08), style.coast()), &mut shapes);
    drawing.lines(Layer::Countries, stroke(width(0.8, 0.14), style.country_border()), &mut shapes);
    shapes
}

fn stroke(width: f32, colour: Rgba) -> Stroke {
    Stroke { width, colour }
}

/// The names of countries in view, in capitals: text and the middle of it, most room first.
pub fn country_name_labels(basemap: &Basemap, viewport: &Viewport) -> Vec<(String, PicturePoint)> {
    let zoom = viewport.zoom();
    let mut names: Vec<_> = basemap
        .country_names()
        .iter()
        .filter(|country| zoom >= country.from_zoom && zoom <= country.from_zoom + 6.0)
        .map(|country| (country, viewport.picture_from_world(country.at)))
        .filter(|(_, at)| viewport.shows(*at))
        .collect();
    names.sort_by(|a, b| a.0.from_zoom.total_cmp(&b.0.from_zoom));
    names.into_iter().map(|(country, at)| (country.name.to_uppercase(), at)).collect()
}

struct Drawing<'a> {
    basemap: &'a Basemap,
    viewport: &'a Viewport,
    rect: WorldRect,
    level_zoom: f64,
}

impl Drawing<'_> {
    /// The lines in view with the copy of the world each is seen in.
    fn in_view(&self, layer: Layer) -> impl Iterator<Item = (&Line, f64)> {
        let copies = self.rect.west.floor() as i32..=self.rect.east.floor() as i32;
        copies.flat_map(move |copy| {
            let copy = f64::from(copy);
            let rect = WorldRect { west: self.rect.west - copy, east: self.rect.east - copy, ..self.rect };
            let lines = self.basemap.lines(layer, self.level_zoom).iter();
            lines.filter(move |line| line.bounds.touches(&rect)).map(move |line| (line, copy))
        })
    }

    fn rect_in(&self, copy: f64) -> WorldRect {
        WorldRect { west: self.rect.west - copy, east: self.rect.east - copy, ..self.rect }
    }

    fn areas(&self, layer: Layer, fill: Rgba, into: &mut Vec<Shape>) {
        let overlap = 1.5 / self.viewport.scale();
        // Rings end at the edge of the square. A little overlap keeps the copies of the world from
        // showing a hairline between them, and what ends at the southern edge goes on beyond it.
        let spread = |[x, y]: &[f64; 2]| {
            let x = if *x < AT_EDGE {
                x - overlap
            } else if *x > 1.0 - AT_EDGE {
                x + overlap
            } else {
                *x
            };
            [x, if *y > 1.0 - AT_EDGE { y + 1.0 } else { *y }]
        };
        // One shape a copy: where copies overlap, the even-odd rule would leave a gap.
        let mut rings: Vec<Vec<PicturePoint>> = Vec::new();
        let mut drawn = None;
        for (line, copy) in self.in_view(layer) {
            if drawn.is_some_and(|drawn| drawn != copy) {
                into.push(Shape::Area { rings: std::mem::take(&mut rings), fill });
            }
            drawn = Some(copy);
            let points: Vec<[f64; 2]> = line.points.iter().map(spread).collect();
            let points = clip_ring(&points, &self.rect_in(copy));
            if points.len() >= 3 {
                rings.push(points.iter().map(|[x, y]| self.viewport.picture_from_unwrapped(x + copy, *y)).collect());
            }
        }
        if !rings.is_empty() {
            into.push(Shape::Area { rings, fill });
        }
    }

    fn lines(&self, layer: Layer, stroke: Stroke, into: &mut Vec<Shape>) {
        for (line, copy) in self.in_view(layer) {
            self.line(&line.points, copy, stroke, into);
        }
    }

    /// The rings of a layer as lines, without what only closes them at the edge of the world.
    fn outlines(&self, layer: Layer, stroke: Stroke, into: &mut Vec<Shape>) {
        let closes = |a: &[f64; 2], b: &[f64; 2]| {
            let both = |test: &dyn Fn(&[f64; 2]) -> bool| test(a) && test(b);
            both(&|p| p[0] < AT_EDGE)
                || both(&|p| p[0] > 1.0 - AT_EDGE)
                || both(&|p| p[1] < AT_EDGE)
                || both(&|p| p[1] > 1.0 - AT_EDGE)
        };
        for (line, copy) in self.in_view(layer) {
            let Some(first) = line.points.first() else { continue };
            let mut part: Vec<[f64; 2]> = Vec::new();
            for point in line.points.iter().chain([first]) {
                if part.last().is_some_and(|before| closes(before, point)) {
                    self.line(&part, copy, stroke, into);
                    part.clear();
                }
                part.push(*point);
            }
            self.line(&part, copy, stroke, into);
        }
    }

    fn line(&self, points: &[[f64; 2]], copy: f64, stroke: Stroke, into: &mut Vec<Shape>) {
        for part in clip_line(points, &self.rect_in(copy)) {
            let points = part.iter().map(|[x, y]| self.viewport.picture_from_unwrapped(x + copy, *y)).collect();
            into.push(Shape::Line { points, stroke });
        }
    }
}
