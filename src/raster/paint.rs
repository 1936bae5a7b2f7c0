//! The CPU rasteriser: tiny-skia paints the shapes of a picture.

use std::cell::{Cell, RefCell};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, PixmapMut, Rect, Transform};

use crate::geometry::PicturePoint;
use crate::raster::area::AreaPainter;
use crate::raster::{Error, spare};
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

/// Rows of a band. A fixed number, so that every machine makes the same pixels, however many cores it
/// has: where a band begins decides how the last bit of a soft edge is rounded.
const BAND_ROWS: usize = 180;

/// Paints a picture at `pixels_per_point`, in horizontal bands on all cores.
pub fn paint(picture: &Picture, typesetter: &Typesetter, pixels_per_point: f32) -> Result<Pixels, Error> {
    paint_on(all_cores(), picture, typesetter, pixels_per_point)
}

/// Paints the background and the first `shapes` shapes of a picture: the ground of all pictures that begin so.
pub fn paint_beginning(
    picture: &Picture,
    shapes: usize,
    typesetter: &Typesetter,
    pixels_per_point: f32,
) -> Result<Pixels, Error> {
    let (width, height) = size_of(picture, pixels_per_point)?;
    let mut rgba = vec![0; width as usize * height as usize * 4];
    let (background, first) = (Some(colour(picture.background)), &picture.shapes[..shapes.min(picture.shapes.len())]);
    paint_shapes(all_cores(), first, typesetter, pixels_per_point, width, background, &mut rgba);
    Ok(Pixels { width, height, rgba })
}

/// Paints a picture whose background and first `shapes` shapes are painted: the same pixels as [`paint`] makes.
/// The background must be opaque.
pub fn paint_rest(
    beginning: &Pixels,
    picture: &Picture,
    shapes: usize,
    typesetter: &Typesetter,
    pixels_per_point: f32,
) -> Result<Pixels, Error> {
    let (width, height) = size_of(picture, pixels_per_point)?;
    if (width, height) != (beginning.width, beginning.height) {
        return Err(Error::Size { width, height });
    }
    let mut rgba = spare::buffer(beginning.rgba.len());
    rgba.extend_from_slice(&beginning.rgba);
    let mut pixels = Pixels { width, height, rgba };
    let rest = &picture.shapes[shapes.min(picture.shapes.len())..];
    paint_shapes(all_cores(), rest, typesetter, pixels_per_point, width, None, &mut pixels.rgba);
    Ok(pixels)
}

thread_local! {
    static ALONE: Cell<bool> = const { Cell::new(false) };
}

/// From now on this thread paints its pictures alone: others make pictures beside it on the other cores. The
/// pixels are the same.
pub fn paint_alone() {
    ALONE.set(true);
}

fn all_cores() -> usize {
    if ALONE.get() {
        return 1;
    }
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Shapes on a transparent ground, painted once to be laid over many pictures of the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Four bytes a pixel, colours multiplied by their opacity.
    premultiplied: Vec<u8>,
}

impl Overlay {
    /// Paints the shapes of a picture without its background, on all cores.
    pub fn paint(picture: &Picture, typesetter: &Typesetter, pixels_per_point: f32) -> Result<Self, Error> {
        let (width, height) = size_of(picture, pixels_per_point)?;
        let mut premultiplied = vec![0; width as usize * height as usize * 4];
        paint_shapes(all_cores(), &picture.shapes, typesetter, pixels_per_point, width, None, &mut premultiplied);
        Ok(Self { premultiplied })
    }

    /// Lays it over opaque pixels of the same size.
    pub fn lay_over(&self, pixels: &mut Pixels) {
        let rows = pixels.rgba.chunks_exact_mut(4).zip(self.premultiplied.chunks_exact(4));
        for (below, above) in rows.filter(|(_, above)| above[3] > 0) {
            let rest = 255 - u32::from(above[3]);
            for (below, above) in below.iter_mut().zip(above) {
                // Rounded division by 255.
                let shown = u32::from(*below) * rest + 128;
                *below = above.saturating_add(((shown + (shown >> 8)) >> 8) as u8);
            }
        }
    }
}

impl Pixels {
    /// Lets go of them; their memory serves the next picture of this thread.
    pub fn recycle(self) {
        spare::keep(self.rgba);
    }

    /// Paints the shapes of a picture of the same size over what is there, on this thread.
    pub fn paint_over(
        &mut self,
        picture: &Picture,
        typesetter: &Typesetter,
        pixels_per_point: f32,
    ) -> Result<(), Error> {
        let (width, height) = size_of(picture, pixels_per_point)?;
        if (width, height) != (self.width, self.height) {
            return Err(Error::Size { width, height });
        }
        paint_shapes(1, &picture.shapes, typesetter, pixels_per_point, width, None, &mut self.rgba);
        Ok(())
    }
}

fn size_of(picture: &Picture, pixels_per_point: f32) -> Result<(u32, u32), Error> {
    let side = |points: f32| (points * pixels_per_point).round().clamp(0.0, 1e9) as u32;
    let (width, height) = (side(picture.width), side(picture.height));
    if width == 0 || height == 0 || width > LARGEST_SIDE || height > LARGEST_SIDE {
        return Err(Error::Size { width, height });
    }
    Ok((width, height))
}

fn paint_on(
    threads: usize,
    picture: &Picture,
    typesetter: &Typesetter,
    pixels_per_point: f32,
) -> Result<Pixels, Error> {
    let (width, height) = size_of(picture, pixels_per_point)?;
    let mut rgba = vec![0; width as usize * height as usize * 4];
    let background = Some(colour(picture.background));
    paint_shapes(threads, &picture.shapes, typesetter, pixels_per_point, width, background, &mut rgba);
    // Where the background is opaque, premultiplied and straight colours are the same.
    if picture.background.opacity < u8::MAX {
        for pixel in rgba.chunks_exact_mut(4).filter(|pixel| !matches!(pixel[3], 0 | u8::MAX)) {
            let opacity = u32::from(pixel[3]);
            for channel in &mut pixel[..3] {
                *channel = ((u32::from(*channel) * 255 + opacity / 2) / opacity).min(255) as u8;
            }
        }
    }
    Ok(Pixels { width, height, rgba })
}

/// Paints shapes over what is in `rgba`, `width` pixels wide, or over a background.
fn paint_shapes(
    threads: usize,
    shapes: &[Shape],
    typesetter: &Typesetter,
    pixels_per_point: f32,
    width: u32,
    background: Option<tiny_skia::Color>,
    rgba: &mut [u8],
) {
    let texts = text_paths(shapes, typesetter, pixels_per_point);
    let row_bytes = width as usize * 4;
    let of_bands = shapes_of_bands(shapes, rgba.len().div_ceil(BAND_ROWS * row_bytes), pixels_per_point);
    let paint_band = |brushes: &mut Brushes, index: usize, bytes: &mut [u8]| {
        let first = index * BAND_ROWS;
        let band_height = (bytes.len() / row_bytes) as u32;
        let Some(mut pixmap) = PixmapMut::from_bytes(bytes, width, band_height) else { return };
        if let Some(background) = background {
            pixmap.fill(background);
        }
        let scale = Transform::from_scale(pixels_per_point, pixels_per_point);
        let transform = scale.post_translate(0.0, -(first as f32));
        let mut painter = Painter { pixmap, transform, brushes };
        for at in &of_bands[index] {
            painter.shape(&shapes[*at as usize], texts.get(at));
        }
    };
    let bands: Vec<_> = rgba.chunks_mut(BAND_ROWS * row_bytes).enumerate().collect();
    let threads = threads.min(bands.len());
    if threads < 2 {
        let mut brushes = Brushes::default();
        for (index, bytes) in bands {
            paint_band(&mut brushes, index, bytes);
        }
    } else {
        // Bands differ in what there is to paint: who is done takes the next.
        let bands = Mutex::new(bands.into_iter());
        let work = || {
            let next = || bands.lock().unwrap_or_else(PoisonError::into_inner).next();
            let mut brushes = Brushes::default();
            while let Some((index, bytes)) = next() {
                paint_band(&mut brushes, index, bytes);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
    }
}

/// By band, which shapes may touch it, in their order.
fn shapes_of_bands(shapes: &[Shape], count: usize, pixels_per_point: f32) -> Vec<Vec<u32>> {
    let mut of_bands = vec![Vec::new(); count];
    let last = count.saturating_sub(1) as f32;
    let band_of = |row: f32| (row / BAND_ROWS as f32).floor().clamp(0.0, last) as usize;
    for (shape, at) in shapes.iter().zip(0_u32..) {
        let (top, bottom) = vertical_extent(shape);
        // A pixel more on both sides: edges are soft.
        let (top, bottom) = (top * pixels_per_point - 1.0, bottom * pixels_per_point + 1.0);
        if bottom >= 0.0 && top <= (count * BAND_ROWS) as f32 {
            for band in &mut of_bands[band_of(top)..=band_of(bottom)] {
                band.push(at);
            }
        }
    }
    of_bands
}

/// The letters of a text, and their halo where it has one, as outlines in units of its size.
struct Letters {
    fill: Path,
    halo: Option<Path>,
}

/// The letters of every text, by its place among the shapes.
fn text_paths(shapes: &[Shape], typesetter: &Typesetter, pixels_per_point: f32) -> FxHashMap<u32, Letters> {
    let mut outlines = OUTLINES.take().unwrap_or_else(Outlines::new);
    let mut path_of = |text: &TextShape| {
        let shaped = typesetter.shape(&text.text, text.bold);
        let mut path = PathBuilder::new();
        let mut halo = PathBuilder::new();
        for glyph in &shaped.glyphs {
            let place = Transform::from_translate(glyph.x, -glyph.y);
            let moved = |outline: &Path| outline.clone().transform(place);
            if let Some(moved) = outlines.get(glyph.font, glyph.id).and_then(moved) {
                path.push_path(&moved);
            }
            if let Some(stroke) = text.halo {
                let size = (text.size, pixels_per_point);
                if let Some(moved) = outlines.halo((glyph.font, glyph.id), stroke, size).and_then(moved) {
                    halo.push_path(&moved);
                }
            }
        }
        Some(Letters { fill: path.finish()?, halo: halo.finish() })
    };
    let mut of_shape = |shape: &Shape| match shape {
        Shape::Text(text) => path_of(text),
        Shape::Area { .. }
        | Shape::Polygon { .. }
        | Shape::Line { .. }
        | Shape::Circle { .. }
        | Shape::Panel { .. } => None,
    };
    let paths = shapes.iter().zip(0_u32..).filter_map(|(shape, at)| Some((at, of_shape(shape)?))).collect();
    if outlines.halos.len() <= Outlines::MOST_HALOS {
        OUTLINES.set(Some(outlines));
    }
    paths
}

thread_local! {
    /// Outlines that were made on this thread: the next picture asks for the same letters.
    static OUTLINES: RefCell<Option<Outlines>> = const { RefCell::new(None) };
}

/// From where to where a shape goes from top to bottom, in points; rather more than less.
fn vertical_extent(shape: &Shape) -> (f32, f32) {
    let of_points = |points: &mut dyn Iterator<Item = f32>, around: f32| {
        let (top, bottom) = points.fold((f32::MAX, f32::MIN), |(top, bottom), y| (top.min(y), bottom.max(y)));
        (top - around, bottom + around)
    };
    let half = |stroke: &Option<Stroke>| stroke.map_or(0.0, |stroke| stroke.width / 2.0);
    match shape {
        Shape::Area { rings, .. } => of_points(&mut rings.iter().flatten().map(|point| point.y), 0.0),
        Shape::Polygon { points, stroke, .. } => of_points(&mut points.iter().map(|point| point.y), half(stroke)),
        Shape::Line { points, stroke } => of_points(&mut points.iter().map(|point| point.y), stroke.width / 2.0),
        Shape::Circle { centre, radius, stroke, .. } => {
            let around = radius + half(stroke);
            (centre.y - around, centre.y + around)
        }
        Shape::Panel { at, height, stroke, .. } => (at.y - half(stroke), at.y + height + half(stroke)),
        Shape::Text(text) => {
            let halo = text.halo.map_or(0.0, |halo| halo.width);
            // Marks above and below letters reach further than the size.
            (text.at.y - text.size * 2.0 - halo, text.at.y + text.size * 1.5 + halo)
        }
    }
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

/// What is made ready once for all bands of a thread.
#[derive(Default)]
struct Brushes {
    area: AreaPainter,
    line: LinePainter,
    dots: DotPainter,
}

struct Painter<'a> {
    pixmap: PixmapMut<'a>,
    transform: Transform,
    brushes: &'a mut Brushes,
}

impl Painter<'_> {
    /// Paints a shape; `letters` are those of a text.
    fn shape(&mut self, shape: &Shape, letters: Option<&Letters>) {
        match shape {
            Shape::Area { rings, fill } => {
                let (width, area) = (self.pixmap.width(), &mut self.brushes.area);
                area.begin(self.pixmap.height());
                let (scale, down) = (self.transform.sx, self.transform.ty);
                for ring in rings {
                    let place = |point: &PicturePoint| (point.x * scale, point.y * scale + down);
                    let mut corners = thinned(ring, scale).map(place);
                    let Some(first) = corners.next() else { continue };
                    let last = corners.fold(first, |before, corner| {
                        area.edge(before, corner, width);
                        corner
                    });
                    area.edge(last, first, width);
                }
                area.fill(&mut self.pixmap, *fill);
            }
            Shape::Polygon { points, fill, stroke } => {
                let mut path = PathBuilder::new();
                add_polygon(&mut path, points, true, self.transform.sx);
                self.fill_and_stroke(path.finish(), *fill, *stroke, FillRule::Winding);
            }
            Shape::Line { points, stroke }
                if points.len() >= MANY_POINTS && stroke.width * self.transform.sx <= WIDEST_LINE =>
            {
                self.brushes.line.paint(&mut self.pixmap, points, *stroke, self.transform);
            }
            Shape::Line { points, stroke } => {
                let mut path = PathBuilder::new();
                add_polygon(&mut path, points, false, self.transform.sx);
                self.fill_and_stroke(path.finish(), None, Some(*stroke), FillRule::Winding);
            }
            Shape::Circle { centre, radius, fill: Some(fill), stroke: None }
                if radius * self.transform.sx <= LARGEST_DOT =>
            {
                let centre = PicturePoint {
                    x: centre.x * self.transform.sx,
                    y: centre.y * self.transform.sx + self.transform.ty,
                };
                self.brushes.dots.paint(&mut self.pixmap, centre, radius * self.transform.sx, *fill);
            }
            Shape::Circle { centre, radius, fill, stroke } => {
                let path = PathBuilder::from_circle(centre.x, centre.y, *radius);
                self.fill_and_stroke(path, *fill, *stroke, FillRule::Winding);
            }
            Shape::Panel { at, width, height, rounding, fill, stroke } => {
                let path = rounded(*at, *width, *height, *rounding);
                self.fill_and_stroke(path, Some(*fill), *stroke, FillRule::Winding);
            }
            Shape::Text(text) => self.text(text, letters),
        }
    }

    fn fill_and_stroke(&mut self, path: Option<Path>, fill: Option<Rgba>, stroke: Option<Stroke>, rule: FillRule) {
        let Some(path) = path else { return };
        if let Some(fill) = fill {
            self.pixmap.fill_path(&path, &paint_of(fill), rule, self.transform, None);
        }
        if let Some(stroke) = stroke {
            let outline = round_stroke(stroke.width);
            self.pixmap.stroke_path(&path, &paint_of(stroke.colour), &outline, self.transform, None);
        }
    }

    fn text(&mut self, text: &TextShape, letters: Option<&Letters>) {
        let Some(Letters { fill, halo }) = letters else { return };
        // Outlines are in units of the font size, y down.
        let transform = self.transform.pre_translate(text.at.x, text.at.y).pre_scale(text.size, text.size);
        if let (Some(path), Some(halo)) = (halo, text.halo) {
            self.pixmap.fill_path(path, &paint_of(halo.colour), FillRule::Winding, transform, None);
        }
        self.pixmap.fill_path(fill, &paint_of(text.colour), FillRule::Winding, transform, None);
    }
}

/// A pixel with `share` of 256 of a colour over it: two channels at once in each half of a word.
pub(super) fn mixed(pixel: [u8; 4], colour: [u8; 4], share: u32) -> [u8; 4] {
    const EVEN: u32 = 0x00ff_00ff;
    let (below, above) = (u32::from_le_bytes(pixel), u32::from_le_bytes(colour));
    // No carry goes from one half to the other: 255 · 256 + 128 is less than 2^16.
    let half = |below: u32, above: u32| ((below & EVEN) * (256 - share) + (above & EVEN) * share + 0x0080_0080) >> 8;
    let (even, odd) = (half(below, above) & EVEN, half(below >> 8, above >> 8) & EVEN);
    (even | (odd << 8)).to_le_bytes()
}

fn round_stroke(width: f32) -> tiny_skia::Stroke {
    let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
    tiny_skia::Stroke { width, line_cap, line_join, ..tiny_skia::Stroke::default() }
}

/// From so many points on, and up to this width in pixels, a line is painted as what lies near to it: its
/// outline would have a piece for each point, and smoothed fronts have tens of thousands.
const MANY_POINTS: usize = 12;
const WIDEST_LINE: f32 = 8.0;

/// Paints dense thin lines: how much of a pixel is covered follows from how far its middle lies from the
/// line, the same for all its pieces, so that joins and crossings are not painted twice.
#[derive(Default)]
struct LinePainter {
    /// How much of every pixel is covered, zero between two lines.
    covered: Vec<u8>,
    /// Which pixels are covered, each once: a front goes through the whole picture and covers little of it.
    touched: Vec<u32>,
}

impl LinePainter {
    fn paint(&mut self, pixmap: &mut PixmapMut<'_>, points: &[PicturePoint], stroke: Stroke, transform: Transform) {
        let (width, height) = (pixmap.width(), pixmap.height());
        self.covered.resize(width as usize * height as usize, 0);
        // Lines narrower than a pixel are paler instead, as outlines make them.
        let wide = stroke.width * transform.sx;
        let (half, full) = (wide.max(1.0) / 2.0, wide.min(1.0));
        let place = |point: &PicturePoint| (point.x * transform.sx, point.y * transform.sx + transform.ty);
        let mut before: Option<(f32, f32)> = None;
        for (at, point) in points.iter().enumerate() {
            let here = place(point);
            let Some(from) = before else {
                before = Some(here);
                continue;
            };
            let is_near = (here.0 - from.0).abs() < NEAREST_POINTS && (here.1 - from.1).abs() < NEAREST_POINTS;
            if is_near && at + 1 < points.len() {
                continue;
            }
            self.piece(from, here, half, (width, height));
            before = Some(here);
        }
        let colours = [stroke.colour.colour.red, stroke.colour.colour.green, stroke.colour.colour.blue, u8::MAX];
        let opacity = f32::from(stroke.colour.opacity) / 255.0 * full;
        let shares: Vec<u32> = (0..256_u32).map(|covered| (covered as f32 * opacity * 256.0 / 255.0) as u32).collect();
        let data = pixmap.data_mut();
        for at in self.touched.drain(..) {
            let at = at as usize;
            let share = shares[usize::from(std::mem::take(&mut self.covered[at]))];
            if let Some(pixel) = data.get_mut(at * 4..).and_then(|rest| rest.first_chunk_mut()) {
                *pixel = mixed(*pixel, colours, share);
            }
        }
    }

    /// Marks what lies within `half` pixels of a straight piece.
    fn piece(&mut self, from: (f32, f32), to: (f32, f32), half: f32, (width, height): (u32, u32)) {
        let reach = half + 0.5;
        let low = |a: f32, b: f32| (a.min(b) - reach).floor().max(0.0) as u32;
        let high = |a: f32, b: f32, most: u32| ((a.max(b) + reach).ceil().max(0.0) as u32).min(most);
        let (left, right) = (low(from.0, to.0), high(from.0, to.0, width));
        let (top, bottom) = (low(from.1, to.1), high(from.1, to.1, height));
        if left >= right {
            return;
        }
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx * dx + dy * dy;
        let per_length = if length > 0.0 { 1.0 / length } else { 0.0 };
        for y in top..bottom {
            let row = (y * width) as usize;
            let down = y as f32 + 0.5 - from.1;
            for x in left..right {
                let across = x as f32 + 0.5 - from.0;
                let along = ((across * dx + down * dy) * per_length).clamp(0.0, 1.0);
                let (off_x, off_y) = (across - along * dx, down - along * dy);
                let near = reach - (off_x * off_x + off_y * off_y).sqrt();
                let share = (near.clamp(0.0, 1.0) * 255.0) as u8;
                if share > 0 {
                    let covered = &mut self.covered[row + x as usize];
                    if *covered == 0 {
                        self.touched.push(row as u32 + x);
                    }
                    *covered = (*covered).max(share);
                }
            }
        }
    }
}

/// Up to this radius in pixels a plain circle is painted as a dot: an outline that is filled takes ten
/// times as long, and a map has tens of thousands.
const LARGEST_DOT: f32 = 4.0;

/// How finely the middle of a dot is placed within a pixel: a sixteenth is not seen, and dots of a size have
/// but 256 looks.
const PLACES_IN_PIXEL: f32 = 16.0;

/// Paints small circles by how much of each pixel they cover, which is worked out once for a size.
#[derive(Default)]
struct DotPainter {
    /// By the radius' bits and the place within a pixel.
    stamps: FxHashMap<(u32, u8, u8), DotStamp>,
}

/// How much of the pixels around its middle a dot covers.
struct DotStamp {
    /// The first pixel from that in which the middle lies, both ways.
    from: i32,
    /// Pixels a row, and rows.
    side: usize,
    /// 0 to 256, row by row.
    covered: Vec<u16>,
}

impl DotStamp {
    /// How much of a pixel is covered is taken from how far its middle lies from the rim, which for a rim
    /// that straight is off by a few hundredths.
    fn new(radius: f32, (x, y): (f32, f32)) -> Self {
        let from = -((radius + 0.5).ceil() as i32);
        let side = (1 - 2 * from) as usize;
        let pixels = (0..side * side).map(|at| (from + (at % side) as i32, from + (at / side) as i32));
        let covered = |(column, row): (i32, i32)| {
            let (across, down) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
            (radius + 0.5 - (across * across + down * down).sqrt()).clamp(0.0, 1.0)
        };
        let covered: Vec<f32> = pixels.map(covered).collect();
        // That holds for rims that are nearly straight within a pixel; a dot smaller than that covers its area.
        let all: f32 = if radius < 1.0 { covered.iter().sum() } else { 0.0 };
        let scale = if all > 0.0 { std::f32::consts::PI * radius * radius / all } else { 1.0 };
        let covered: Vec<u16> = covered.iter().map(|share| ((share * scale).min(1.0) * 256.0).round() as u16).collect();
        // Most dots leave a margin: what lies within the outermost covered pixels is kept.
        let is_covered = |at: &usize| covered[*at] > 0;
        let used = || (0..side * side).filter(is_covered);
        let first = used().map(|at| (at % side).min(at / side)).min().unwrap_or(0);
        let last = used().map(|at| (at % side).max(at / side)).max().unwrap_or(0);
        let kept = (first..=last).flat_map(|row| covered[row * side + first..=row * side + last].iter().copied());
        Self { from: from + first as i32, side: last + 1 - first, covered: kept.collect() }
    }
}

impl DotPainter {
    fn paint(&mut self, pixmap: &mut PixmapMut<'_>, centre: PicturePoint, radius: f32, fill: Rgba) {
        let (width, height) = (pixmap.width() as usize, pixmap.height() as i32);
        let place = |middle: f32| {
            let parts = (middle * PLACES_IN_PIXEL).round();
            let pixel = (parts / PLACES_IN_PIXEL).floor();
            (pixel as i32, (parts - pixel * PLACES_IN_PIXEL) as u8)
        };
        let ((column, x), (row, y)) = (place(centre.x), place(centre.y));
        let stamp = self
            .stamps
            .entry((radius.to_bits(), x, y))
            .or_insert_with(|| DotStamp::new(radius, (f32::from(x) / PLACES_IN_PIXEL, f32::from(y) / PLACES_IN_PIXEL)));
        let colours = [fill.colour.red, fill.colour.green, fill.colour.blue, u8::MAX];
        let opacity = u32::from(fill.opacity) + u32::from(fill.opacity > 127);
        let left = column.saturating_add(stamp.from);
        let first = usize::try_from(-i64::from(left)).unwrap_or(0).min(stamp.side);
        let last = usize::try_from(width as i64 - i64::from(left)).unwrap_or(0).min(stamp.side);
        let data = pixmap.data_mut();
        for (nth, covered) in stamp.covered.chunks_exact(stamp.side).enumerate() {
            let y = row.saturating_add(stamp.from).saturating_add(nth as i32);
            if !(0..height).contains(&y) || first >= last {
                continue;
            }
            let begin = (y as usize * width + (i64::from(left) + first as i64) as usize) * 4;
            let (pixels, _) = data[begin..begin + (last - first) * 4].as_chunks_mut::<4>();
            for (pixel, covered) in pixels.iter_mut().zip(&covered[first..last]) {
                *pixel = mixed(*pixel, colours, (u32::from(*covered) * opacity) >> 8);
            }
        }
    }
}

/// Points of a line that lie nearer to the last one than this, in pixels, are passed over: smoothed
/// fronts have several to a pixel, and each costs a piece of outline.
const NEAREST_POINTS: f32 = 0.4;

fn add_polygon(path: &mut PathBuilder, points: &[PicturePoint], closed: bool, pixels_per_point: f32) {
    let mut points = thinned(points, pixels_per_point);
    let Some(first) = points.next() else { return };
    path.move_to(first.x, first.y);
    points.for_each(|point| path.line_to(point.x, point.y));
    if closed {
        path.close();
    }
}

/// The points that are not passed over: the first, the last, and those between that lie far enough from the one
/// before; none of a single point.
fn thinned(points: &[PicturePoint], pixels_per_point: f32) -> impl Iterator<Item = &PicturePoint> {
    let least = NEAREST_POINTS / pixels_per_point;
    let points = if points.len() < 2 { &[] } else { points };
    let last = points.len().saturating_sub(1);
    let mut before: Option<&PicturePoint> = None;
    points.iter().enumerate().filter_map(move |(at, point)| {
        let is_far = |before: &PicturePoint| (point.x - before.x).abs() >= least || (point.y - before.y).abs() >= least;
        let is_kept = at == last || before.is_none_or(is_far);
        if is_kept {
            before = Some(point);
        }
        is_kept.then_some(point)
    })
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
    /// By glyph, and the bits of the halo's width in units of the size and of pixels a unit.
    halos: FxHashMap<(usize, u32, u32, u32), Option<Path>>,
}

impl Outlines {
    /// Halos are of a size each; of more than these they are forgotten.
    const MOST_HALOS: usize = 20_000;

    fn new() -> Self {
        Self {
            fonts: FONTS.iter().map(|file| FontRef::new(file.bytes).ok()).collect(),
            known: FxHashMap::default(),
            halos: FxHashMap::default(),
        }
    }

    /// What lies around a glyph, half of it under the glyph: made once for all texts of a size.
    fn halo(&mut self, (font, glyph): (usize, u32), halo: Stroke, (size, scale): (f32, f32)) -> Option<&Path> {
        let (width, pixels) = (halo.width * 2.0 / size, size * scale);
        let key = (font, glyph, width.to_bits(), pixels.to_bits());
        if !self.halos.contains_key(&key) {
            let stroked = self.get(font, glyph).and_then(|outline| outline.stroke(&round_stroke(width), pixels));
            self.halos.insert(key, stroked);
        }
        self.halos.get(&key)?.as_ref()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Colour;

    #[test]
    fn dots_look_like_circles() {
        let at = |x: f32, y: f32| PicturePoint { x, y };
        let red = Rgba::opaque(Colour::new(200, 30, 30));
        for radius in [0.4_f32, 0.8, 1.1, 1.7, 2.6, 3.9] {
            let shapes: Vec<Shape> = (0..20)
                .map(|nth| Shape::Circle {
                    centre: at(10.0 + nth as f32 * 10.13, 10.0 + nth as f32 * 0.37),
                    radius,
                    fill: Some(red),
                    stroke: None,
                })
                .collect();
            // With a rim of no width they go the other way.
            let outlined = shapes.iter().cloned().map(|mut shape| {
                if let Shape::Circle { stroke, .. } = &mut shape {
                    *stroke = Some(Stroke { width: 0.0, colour: red.with_opacity(0) });
                }
                shape
            });
            let picture = Picture {
                width: 220.0,
                height: 30.0,
                background: Rgba::rgb(240, 240, 230),
                shapes: shapes.clone(),
                layers: Vec::new(),
                left_out: Vec::new(),
            };
            let circles = Picture { shapes: outlined.collect(), ..picture.clone() };
            let typesetter = Typesetter::new();
            let paint = |picture: &Picture| paint_on(1, picture, &typesetter, 1.0).unwrap().rgba;
            let (dots, circles) = (paint(&picture), paint(&circles));
            let apart = dots.iter().zip(&circles).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            let ink = |rgba: &[u8]| rgba.chunks_exact(4).map(|pixel| 230.0 - f64::from(pixel[2])).sum::<f64>();
            let more = ink(&dots) / ink(&circles);
            assert!(apart < 45 && (0.9..1.12).contains(&more), "{radius}: {apart}, {more}");
        }
    }

    #[test]
    fn as_many_threads_as_there_are_make_the_same_pixels() {
        let (width, height) = (900.0, 700.0);
        let at = |x: f32, y: f32| PicturePoint { x, y };
        let red = Rgba::opaque(Colour::new(200, 30, 30));
        let mut shapes = Vec::new();
        for row in 0..70 {
            let y = row as f32 * 10.3;
            shapes.push(Shape::Circle { centre: at(450.0 + y / 3.0, y), radius: 7.7, fill: Some(red), stroke: None });
            let stroke = Stroke { width: 3.3, colour: red.with_opacity(120) };
            shapes.push(Shape::Line { points: vec![at(10.0, y), at(400.0, 700.0 - y)], stroke });
            shapes.push(Shape::Text(TextShape {
                at: at(600.0, y),
                text: "Jisr جسر".to_owned(),
                size: 13.0,
                bold: row % 2 == 0,
                colour: red,
                halo: Some(Stroke { width: 2.0, colour: Rgba::rgb(255, 255, 255) }),
            }));
        }
        let picture = Picture {
            width,
            height,
            background: Rgba::rgb(240, 240, 230),
            shapes,
            layers: Vec::new(),
            left_out: Vec::new(),
        };
        let typesetter = Typesetter::new();
        let one = paint_on(1, &picture, &typesetter, 1.0).unwrap();
        for threads in [2, 3, 16] {
            assert!(paint_on(threads, &picture, &typesetter, 1.0).unwrap() == one, "{threads} threads");
        }
        // What is left out of a band does not reach into it: parts of the picture, each painted from a
        // picture of its own, look the same but for the rounding of soft edges.
        for top in [0.0_f32, 170.0, 355.0] {
            let moved = |shape: &Shape| {
                let mut shape = shape.clone();
                match &mut shape {
                    Shape::Circle { centre, .. } => centre.y -= top,
                    Shape::Line { points, .. } => {
                        for point in points {
                            point.y -= top;
                        }
                    }
                    Shape::Text(text) => text.at.y -= top,
                    Shape::Area { .. } | Shape::Polygon { .. } | Shape::Panel { .. } => {}
                }
                shape
            };
            let shapes = picture.shapes.iter().map(moved).collect();
            let part = paint_on(1, &Picture { height: 20.0, shapes, ..picture.clone() }, &typesetter, 1.0).unwrap();
            let from = top as usize * 900 * 4;
            let apart = part.rgba.iter().zip(&one.rgba[from..]).filter(|(a, b)| a.abs_diff(**b) > 24).count();
            assert!(apart < 20, "{apart} at {top}");
        }
    }
}
