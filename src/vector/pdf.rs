//! A picture as PDF 1.7: one page, shapes as paths, text as text in subsets of the embedded fonts.
//!
//! Glyphs stand where the [`Typesetter`] puts them. What a reader finds, copies or reads aloud is the
//! text itself: a glyph that says different letters in different words has a code for each (a CID, by
//! way of a map from CID to glyph), so no reader has to understand replacement texts, and halos are
//! outlines, because letters that are stroked as text are found a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use unicode_bidi::BidiClass;

use crate::geometry::PicturePoint;
use crate::scene::{FONTS, Glyph, Picture, Rgba, Shape, ShapedText, Stroke, TextShape, Typesetter};
use crate::vector::pdf_face::{COMPACT, EM, Face, Refs, Rim, clean, deflated, fingerprint, stream, tidy};

/// The shortest and the longest side of a page in points that Acrobat opens (PDF 1.7, annex C).
const SIDES: RangeInclusive<f32> = 3.0..=14_400.0;

/// Why a picture could not be made into a PDF.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// No page has this size.
    #[error("could not make a PDF page of {width} by {height} points; each side must be from 3 to 14400")]
    Size {
        /// Width in points.
        width: f32,
        /// Height in points.
        height: f32,
    },
    /// A font could not be cut down to the letters that are used.
    #[error("could not embed the font {name} in the PDF; the program is damaged, install it again")]
    Font {
        /// What the font is called.
        name: &'static str,
    },
}

/// What a PDF says of itself. What is empty is left out; there is no date of creation, so that the
/// same picture gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PdfInfo<'a> {
    /// What the picture is called.
    pub title: &'a str,
    /// Whose it is: the chronicle's credit.
    pub author: &'a str,
    /// What it shows: the date and the rule.
    pub subject: &'a str,
    /// Words to find it by.
    pub keywords: &'a [&'a str],
    /// The program that made it.
    pub creator: &'a str,
    /// What else is to be kept with it, by names of its own; a name that PDF gives a meaning is left
    /// out.
    pub further: &'a [(&'a str, &'a str)],
}

/// The picture as a PDF document of one page, a point of the picture being a point of the page. The
/// same picture gives the same bytes.
pub fn pdf(picture: &Picture, typesetter: &Typesetter, info: &PdfInfo<'_>) -> Result<Vec<u8>, Error> {
    let (width, height) = (picture.width, picture.height);
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return Err(Error::Size { width, height });
    }
    let mut painter = Painter::new(typesetter);
    painter.begin(picture);
    for (name, shapes) in picture.by_layer() {
        if let Some(name) = name {
            let layer = layer_name(painter.layers.len());
            let content = painter.content.begin_marked_content_with_properties(Name(b"OC"));
            content.properties_named(Name(layer.as_bytes()));
            painter.layers.push(name);
        }
        for shape in shapes {
            painter.shape(shape);
        }
        if name.is_some() {
            painter.content.end_marked_content();
        }
    }
    painter.document(width, height, info)
}

/// What a reader has been told and need not be told again.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Told {
    fill: Option<[f32; 3]>,
    stroke: Option<[f32; 3]>,
    width: f32,
    opacity: u8,
    font: Option<(usize, f32)>,
    rise: f32,
}

/// How an inside is told from an outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    EvenOdd,
    Winding,
}

struct Painter<'a> {
    typesetter: &'a Typesetter,
    faces: Vec<Option<Face>>,
    content: Content,
    told: Told,
    opacities: BTreeSet<u8>,
    halos: Vec<Halo>,
    /// The layers' names, from the bottom to the top.
    layers: Vec<&'static str>,
    /// The outlines of the glyphs that have a halo, by font and glyph; none for a blank.
    rims: BTreeMap<(usize, u32), Option<Rim>>,
}

/// A glyph and what it says; lengths as in [`Glyph`].
struct Spelt<'t> {
    font: usize,
    glyph: u32,
    x: f32,
    y: f32,
    letters: &'t str,
}

/// The rim of a text, drawn as one group: where the rims of two letters overlap, a transparent one
/// must not be twice as dense.
struct Halo {
    bounds: Rect,
    content: Vec<u8>,
}

impl<'a> Painter<'a> {
    fn new(typesetter: &'a Typesetter) -> Self {
        let told = Told { fill: None, stroke: None, width: 1.0, opacity: 255, font: None, rise: 0.0 };
        Self {
            typesetter,
            faces: FONTS.iter().map(Face::new).collect(),
            content: Content::with_settings(COMPACT),
            told,
            opacities: BTreeSet::new(),
            halos: Vec::new(),
            layers: Vec::new(),
            rims: BTreeMap::new(),
        }
    }

    /// Turns y down as pictures have it, cuts off what lies outside, and paints the background.
    fn begin(&mut self, picture: &Picture) {
        let (width, height) = (picture.width, picture.height);
        self.content.transform([1.0, 0.0, 0.0, -1.0, 0.0, height]);
        self.content.rect(0.0, 0.0, width, height).clip_nonzero().end_path();
        self.content.set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
        let page = |content: &mut Content| {
            content.rect(0.0, 0.0, width, height);
        };
        if picture.background.opacity > 0 {
            self.fill_and_stroke(&page, Some(picture.background), Inside::Winding, None);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Area { rings, fill } => {
                let rings: Vec<_> = rings.iter().map(|ring| Points::new(ring, true)).collect();
                if rings.iter().any(|ring| !ring.is_finite) {
                    return;
                }
                let fill = Some(*fill).filter(|_| rings.iter().any(Points::has_inside));
                let outline = |content: &mut Content| {
                    rings.iter().filter(|ring| ring.has_inside()).for_each(|ring| ring.add(content));
                };
                self.fill_and_stroke(&outline, fill, Inside::EvenOdd, None);
            }
            Shape::Polygon { points, fill, stroke } => self.points(points, true, *fill, *stroke),
            Shape::Line { points, stroke } => self.points(points, false, None, Some(*stroke)),
            Shape::Circle { centre, radius, fill, stroke } => {
                let is_there = centre.x.is_finite() && centre.y.is_finite() && radius.is_finite() && *radius > 0.0;
                if is_there {
                    let (left, top) = (centre.x - radius, centre.y - radius);
                    let outline = |content: &mut Content| rounded(content, [left, top], [radius * 2.0; 2], *radius);
                    self.fill_and_stroke(&outline, *fill, Inside::Winding, *stroke);
                }
            }
            Shape::Panel { at, width, height, rounding, fill, stroke } => {
                let numbers = [at.x, at.y, *width, *height, *rounding];
                if numbers.iter().all(|number| number.is_finite()) && *width > 0.0 && *height > 0.0 {
                    let outline = |content: &mut Content| rounded(content, [at.x, at.y], [*width, *height], *rounding);
                    self.fill_and_stroke(&outline, Some(*fill), Inside::Winding, *stroke);
                }
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn points(&mut self, points: &[PicturePoint], is_closed: bool, fill: Option<Rgba>, stroke: Option<Stroke>) {
        let points = Points::new(points, is_closed);
        if points.is_finite && !points.corners.is_empty() {
            // A reader would draw the inside of a line as a hair.
            let fill = fill.filter(|_| points.has_inside());
            self.fill_and_stroke(&|content| points.add(content), fill, Inside::Winding, stroke);
        }
    }

    fn fill_and_stroke(
        &mut self,
        outline: &dyn Fn(&mut Content),
        fill: Option<Rgba>,
        inside: Inside,
        stroke: Option<Stroke>,
    ) {
        let fill = fill.filter(|fill| fill.opacity > 0);
        let stroke = stroke.filter(|stroke| stroke.colour.opacity > 0 && stroke.width > 0.0);
        match (fill, stroke) {
            (Some(fill), Some(stroke)) if fill.opacity == 255 && stroke.colour.opacity == 255 => {
                self.tell_fill(fill);
                self.tell_stroke(stroke);
                outline(&mut self.content);
                match inside {
                    Inside::EvenOdd => self.content.fill_even_odd_and_stroke(),
                    Inside::Winding => self.content.fill_nonzero_and_stroke(),
                };
            }
            // One after the other where something shines through: readers differ in whether the fill
            // is seen under the stroke when both are drawn at once.
            (fill, stroke) => {
                if let Some(fill) = fill {
                    self.tell_fill(fill);
                    outline(&mut self.content);
                    match inside {
                        Inside::EvenOdd => self.content.fill_even_odd(),
                        Inside::Winding => self.content.fill_nonzero(),
                    };
                }
                if let Some(stroke) = stroke {
                    self.tell_stroke(stroke);
                    outline(&mut self.content);
                    self.content.stroke();
                }
            }
        }
    }

    fn tell_fill(&mut self, fill: Rgba) {
        self.tell_opacity(fill.opacity);
        let colour @ [red, green, blue] = channels(fill);
        if self.told.fill != Some(colour) {
            self.told.fill = Some(colour);
            self.content.set_fill_rgb(red, green, blue);
        }
    }

    fn tell_stroke(&mut self, stroke: Stroke) {
        self.tell_opacity(stroke.colour.opacity);
        let colour @ [red, green, blue] = channels(stroke.colour);
        if self.told.stroke != Some(colour) {
            self.told.stroke = Some(colour);
            self.content.set_stroke_rgb(red, green, blue);
        }
        if self.told.width != stroke.width {
            self.told.width = stroke.width;
            self.content.set_line_width(stroke.width);
        }
    }

    fn tell_opacity(&mut self, opacity: u8) {
        if self.told.opacity != opacity {
            self.told.opacity = opacity;
            self.opacities.insert(opacity);
            self.content.set_parameters(Name(opacity_name(opacity).as_bytes()));
        }
    }

    fn text(&mut self, text: &TextShape) {
        let shaped = self.typesetter.shape(&text.text, text.bold);
        let is_placed = text.at.x.is_finite() && text.at.y.is_finite() && text.size.is_finite();
        if !is_placed || text.size <= 0.0 || shaped.glyphs.is_empty() {
            return;
        }
        if let Some(halo) = text.halo {
            self.halo(text, &shaped, halo);
        }
        // A clear text is still found, so it is written too.
        self.tell_fill(text.colour);
        let spelt = self.spell(&text.text, &shaped.glyphs);
        self.content.begin_text();
        // Letters have y up.
        self.content.set_text_matrix([1.0, 0.0, 0.0, -1.0, tidy(text.at.x), tidy(text.at.y)]);
        let mut pen = 0.0;
        for row in spelt.chunk_by(|one, other| one.font == other.font && one.y == other.y) {
            self.row(row, text.size, &mut pen);
        }
        self.content.end_text();
    }

    /// Writes glyphs of one font at one height. `pen` is where the reader is, in thousandths of the
    /// font size from the left end of the text.
    fn row(&mut self, row: &[Spelt<'_>], size: f32, pen: &mut f32) {
        let Some(first) = row.first() else { return };
        let Some(Some(face)) = self.faces.get_mut(first.font) else { return };
        if self.told.font != Some((first.font, size)) {
            self.told.font = Some((first.font, size));
            self.content.set_font(Name(font_name(first.font).as_bytes()), size);
        }
        let rise = tidy(first.y * size);
        if self.told.rise != rise {
            self.told.rise = rise;
            self.content.set_rise(rise);
        }
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        let mut codes: Vec<u8> = Vec::new();
        for spelt in row {
            // The shift from where the reader's own widths lead; to the left is positive.
            let shift = ((*pen - spelt.x * EM) * 10.0).round() / 10.0;
            if shift != 0.0 {
                if !codes.is_empty() {
                    items.show(Str(&codes));
                    codes.clear();
                }
                items.adjust(shift);
                *pen -= shift;
            }
            let code = face.code(spelt.glyph, spelt.letters);
            codes.extend(code.to_be_bytes());
            *pen += face.width_of(code);
        }
        items.show(Str(&codes));
    }

    /// Gives each glyph its letters to say, in the order in which they are seen from the left, which
    /// readers expect. Where there are more letters than glyphs (a ligature), the last says the rest;
    /// of Arabic, blanks without width say it, because readers do not agree in which order a glyph of
    /// a word that reads from the right says two letters. Where there are more glyphs, as with marks
    /// in two parts, the rest say nothing.
    fn spell<'t>(&self, text: &'t str, glyphs: &[Glyph]) -> Vec<Spelt<'t>> {
        let begins: BTreeSet<usize> = glyphs.iter().map(|glyph| glyph.letter).collect();
        let mut spelt = Vec::with_capacity(glyphs.len());
        for together in glyphs.chunk_by(|one, other| one.letter == other.letter && one.font == other.font) {
            let Some(first) = together.first() else { continue };
            let Some(face) = self.faces.get(first.font).and_then(Option::as_ref) else { continue };
            let end = begins.range(first.letter + 1..).next().copied().unwrap_or(text.len());
            let letters = text.get(first.letter..end).unwrap_or_default();
            let starts: Vec<usize> = letters.char_indices().map(|(at, _)| at).collect();
            let part = |range: Range<usize>| {
                let start = |nth: usize| starts.get(nth).copied().unwrap_or(letters.len());
                letters.get(start(range.start)..start(range.end)).unwrap_or_default()
            };
            let class = letters.chars().next().map(unicode_bidi::bidi_class);
            let is_rtl = matches!(class, Some(BidiClass::R | BidiClass::AL));
            for (at, glyph) in together.iter().enumerate() {
                let Glyph { font, id, x, y, .. } = *glyph;
                let nth = if is_rtl { together.len() - 1 - at } else { at };
                let is_last = nth + 1 == together.len();
                let end = if is_last { starts.len().max(nth + 1) } else { nth + 1 };
                if let Some(blank) = face.blank.filter(|_| is_rtl) {
                    spelt.push(Spelt { font, glyph: id, x, y, letters: part(end - 1..end) });
                    let x = x + face.width(id) / EM;
                    let rest = (nth..end - 1).rev().map(|nth| part(nth..nth + 1));
                    spelt.extend(rest.map(|letters| Spelt { font, glyph: blank, x, y, letters }));
                } else {
                    spelt.push(Spelt { font, glyph: id, x, y, letters: part(nth..end) });
                }
            }
        }
        spelt
    }

    fn halo(&mut self, text: &TextShape, shaped: &ShapedText, halo: Stroke) {
        if halo.colour.opacity == 0 || !halo.width.is_finite() || halo.width <= 0.0 {
            return;
        }
        let unit = text.size / EM;
        let mut content = Content::with_settings(COMPACT);
        let [red, green, blue] = channels(halo.colour);
        content.set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
        content.set_stroke_rgb(red, green, blue);
        content.transform([unit, 0.0, 0.0, -unit, tidy(text.at.x), tidy(text.at.y)]);
        // Half of the stroke lies under the letters.
        content.set_line_width(tidy(halo.width * 2.0 / unit));
        let mut pen = [0.0; 2];
        let mut is_blank = true;
        for glyph in &shaped.glyphs {
            let rim = self.rims.entry((glyph.font, glyph.id)).or_insert_with(|| {
                let face = self.faces.get(glyph.font).and_then(Option::as_ref)?;
                face.rim(glyph.id)
            });
            if rim.is_none() {
                continue;
            }
            let to = [glyph.x, glyph.y].map(|em| (em * EM * 10.0).round() / 10.0);
            if to != pen {
                content.transform([1.0, 0.0, 0.0, 1.0, tidy(to[0] - pen[0]), tidy(to[1] - pen[1])]);
                pen = to;
            }
            content.x_object(Name(rim_name(glyph.font, glyph.id).as_bytes()));
            is_blank = false;
        }
        if is_blank {
            return;
        }
        // Letters reach out of their line by less than this.
        let room = halo.width + text.size * 2.0;
        let bounds = Rect::new(
            (text.at.x - room).floor(),
            (text.at.y - room).floor(),
            (text.at.x + shaped.width * text.size + room).ceil(),
            (text.at.y + room).ceil(),
        );
        self.tell_opacity(halo.colour.opacity);
        self.content.x_object(Name(halo_name(self.halos.len()).as_bytes()));
        self.halos.push(Halo { bounds, content: content.finish().into_vec() });
    }

    fn document(self, width: f32, height: f32, info: &PdfInfo<'_>) -> Result<Vec<u8>, Error> {
        let mut refs = Refs::default();
        let mut pdf = Pdf::with_settings(COMPACT);
        let (catalog, pages, page, content, resources) =
            (refs.next(), refs.next(), refs.next(), refs.next(), refs.next());
        let mut root = pdf.catalog(catalog);
        root.pages(pages);
        if !info.title.is_empty() {
            root.viewer_preferences().display_doc_title(true);
        }
        let layers: Vec<(String, Ref)> = (0..self.layers.len()).map(|at| (layer_name(at), refs.next())).collect();
        if !layers.is_empty() {
            let mut listed = root.insert(Name(b"OCProperties")).dict();
            listed.insert(Name(b"OCGs")).array().items(layers.iter().map(|(_, id)| *id));
            // As a list of layers is read: the topmost first.
            let topmost_first = layers.iter().rev().map(|(_, id)| *id);
            listed.insert(Name(b"D")).dict().insert(Name(b"Order")).array().items(topmost_first);
        }
        root.finish();
        pdf.pages(pages).kids([page]).count(1);
        let mut sheet = pdf.page(page);
        sheet.parent(pages).media_box(Rect::new(0.0, 0.0, width, height)).contents(content);
        sheet.pair(Name(b"Resources"), resources);
        // Colours are mixed as on a screen, whatever they are printed with.
        sheet.group().transparency().color_space().device_rgb();
        sheet.finish();

        for (name, (_, id)) in self.layers.iter().zip(&layers) {
            let mut layer = pdf.indirect(*id).dict();
            layer.pair(Name(b"Type"), Name(b"OCG")).pair(Name(b"Name"), TextStr(&clean(name)));
        }

        let written = self.content.finish().into_vec();
        stream(&mut pdf, content, &written);

        let mut forms: Vec<(String, Ref)> = Vec::new();
        let rims_resources = refs.next();
        let mut rims: Vec<(String, Ref)> = Vec::new();
        for ((font, glyph), rim) in &self.rims {
            let Some(rim) = rim else { continue };
            let id = refs.next();
            let data = deflated(&rim.content);
            let mut form = pdf.form_xobject(id, &data);
            form.filter(Filter::FlateDecode);
            form.bbox(rim.bounds);
            form.resources();
            rims.push((rim_name(*font, *glyph), id));
        }
        if !rims.is_empty() {
            let rims = rims.iter().map(|(name, id)| (Name(name.as_bytes()), *id));
            pdf.indirect(rims_resources).dict().insert(Name(b"XObject")).dict().pairs(rims);
        }
        for (at, halo) in self.halos.iter().enumerate() {
            let id = refs.next();
            let data = deflated(&halo.content);
            let mut form = pdf.form_xobject(id, &data);
            form.filter(Filter::FlateDecode);
            form.bbox(halo.bounds);
            form.group().transparency().isolated(true);
            form.pair(Name(b"Resources"), rims_resources);
            forms.push((halo_name(at), id));
        }

        let mut fonts: Vec<(String, Ref)> = Vec::new();
        for (at, face) in self.faces.iter().enumerate() {
            let Some(face) = face.as_ref().filter(|face| face.is_used()) else { continue };
            fonts.push((font_name(at), face.embed(&mut pdf, &mut refs)?));
        }

        let states: Vec<(u8, Ref)> = self.opacities.iter().map(|opacity| (*opacity, refs.next())).collect();
        for (opacity, id) in &states {
            pdf.ext_graphics(*id).non_stroking_alpha(share(*opacity)).stroking_alpha(share(*opacity));
        }

        let mut list = pdf.indirect(resources).dict();
        let mut named = |kind: &[u8], entries: &[(String, Ref)]| {
            if !entries.is_empty() {
                let entries = entries.iter().map(|(name, id)| (Name(name.as_bytes()), *id));
                list.insert(Name(kind)).dict().pairs(entries);
            }
        };
        named(b"Properties", &layers);
        named(b"XObject", &forms);
        named(b"Font", &fonts);
        let states: Vec<_> = states.iter().map(|(opacity, id)| (opacity_name(*opacity), *id)).collect();
        named(b"ExtGState", &states);
        list.finish();

        describe(&mut pdf, refs.next(), info);
        // Readers keep annotations by it, so it says what is in the document.
        let told = format!("{info:?}{width}x{height}");
        let id = fingerprint(written.iter().chain(told.as_bytes())).to_be_bytes().to_vec();
        pdf.set_file_id((id.clone(), id));
        Ok(pdf.finish())
    }
}

/// Points to be joined by lines, those that cannot be told apart only once.
struct Points {
    corners: Vec<[f32; 2]>,
    is_closed: bool,
    is_finite: bool,
}

impl Points {
    fn new(points: &[PicturePoint], is_closed: bool) -> Self {
        let is_finite = points.iter().all(|point| point.x.is_finite() && point.y.is_finite());
        let mut corners: Vec<[f32; 2]> = points.iter().map(|point| [tidy(point.x), tidy(point.y)]).collect();
        corners.dedup();
        Self { corners, is_closed, is_finite }
    }

    fn has_inside(&self) -> bool {
        let spans = |axis: usize| {
            let first = self.corners.first().map(|point| point[axis]);
            self.corners.iter().any(|point| Some(point[axis]) != first)
        };
        self.corners.len() > 2 && spans(0) && spans(1)
    }

    fn add(&self, content: &mut Content) {
        for (at, [x, y]) in self.corners.iter().enumerate() {
            if at == 0 {
                content.move_to(*x, *y);
            } else {
                content.line_to(*x, *y);
            }
        }
        match self.corners[..] {
            // A point alone is drawn, as a dot, only if a line goes to itself.
            [[x, y]] => content.line_to(x, y),
            _ if self.is_closed => content.close_path(),
            _ => content,
        };
    }
}

/// Adds a rectangle with rounded corners.
fn rounded(content: &mut Content, [left, top]: [f32; 2], [width, height]: [f32; 2], rounding: f32) {
    let r = rounding.min(width / 2.0).min(height / 2.0);
    if r <= 0.0 {
        content.rect(tidy(left), tidy(top), tidy(width), tidy(height));
        return;
    }
    // A quarter circle by a cubic: control points at 0.5523 of the radius (4/3 · tan(π/8)).
    let k = r * 0.447_7;
    let (right, bottom) = (left + width, top + height);
    let mut at = [left + r, top].map(tidy);
    content.move_to(at[0], at[1]);
    // Each side, and the corner that follows: the side's end, two controls, the corner's end.
    let corners = [
        [[right - r, top], [right - k, top], [right, top + k], [right, top + r]],
        [[right, bottom - r], [right, bottom - k], [right - k, bottom], [right - r, bottom]],
        [[left + r, bottom], [left + k, bottom], [left, bottom - k], [left, bottom - r]],
        [[left, top + r], [left, top + k], [left + k, top], [left + r, top]],
    ];
    for corner in corners {
        let [side, [ax, ay], [bx, by], [x, y]] = corner.map(|point| point.map(tidy));
        // A circle has no sides.
        if side != at {
            content.line_to(side[0], side[1]);
        }
        content.cubic_to(ax, ay, bx, by, x, y);
        at = [x, y];
    }
    content.close_path();
}

fn channels(Rgba { colour, .. }: Rgba) -> [f32; 3] {
    [colour.red, colour.green, colour.blue].map(share)
}

/// A part of 255; four decimals tell all apart.
fn share(part: u8) -> f32 {
    (f32::from(part) / 255.0 * 10_000.0).round() / 10_000.0
}

fn font_name(font: usize) -> String {
    format!("F{font}")
}

fn opacity_name(opacity: u8) -> String {
    format!("A{opacity}")
}

fn layer_name(at: usize) -> String {
    format!("L{at}")
}

fn halo_name(at: usize) -> String {
    format!("H{at}")
}

fn rim_name(font: usize, glyph: u32) -> String {
    format!("G{font}-{glyph}")
}

/// Says what the document is.
fn describe(pdf: &mut Pdf, id: Ref, info: &PdfInfo<'_>) {
    let keywords = info.keywords.join(", ");
    let of_pdf = [
        ("Title", info.title),
        ("Author", info.author),
        ("Subject", info.subject),
        ("Keywords", keywords.as_str()),
        ("Creator", info.creator),
    ];
    let mut taken: BTreeSet<String> =
        ["Producer", "CreationDate", "ModDate", "Trapped"].into_iter().map(str::to_owned).collect();
    let mut list = pdf.document_info(id);
    let of_pdf_and_further = of_pdf.iter().chain(info.further);
    for (name, text) in of_pdf_and_further {
        let (name, text) = (clean(name), clean(text));
        // A name may have 127 bytes and stand once.
        if !name.is_empty() && name.len() <= 127 && !text.is_empty() && !taken.contains(&name) {
            list.pair(Name(name.as_bytes()), TextStr(&text));
            taken.insert(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f32, y: f32) -> PicturePoint {
        PicturePoint { x, y }
    }

    fn text(text: &str, bold: bool) -> Shape {
        let colour = Rgba::rgb(20, 30, 40);
        let halo = Some(Stroke { width: 2.4, colour: Rgba::rgb(255, 255, 255).with_opacity(225) });
        Shape::Text(TextShape { at: point(20.0, 40.0), text: text.to_owned(), size: 12.0, bold, colour, halo })
    }

    fn picture(shapes: Vec<Shape>) -> Picture {
        Picture {
            width: 300.0,
            height: 200.5,
            background: Rgba::rgb(210, 220, 230),
            shapes,
            layers: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn made(picture: &Picture, info: &PdfInfo<'_>) -> Vec<u8> {
        pdf(picture, &Typesetter::new(), info).unwrap()
    }

    fn has(bytes: &[u8], part: &str) -> bool {
        bytes.windows(part.len()).any(|window| window == part.as_bytes())
    }

    /// The streams of a document, inflated.
    fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
        let begin = b"stream\n";
        let at = bytes.windows(begin.len()).enumerate().filter(|(_, window)| window == begin).map(|(at, _)| at);
        at.filter_map(|at| miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[at + begin.len()..]).ok()).collect()
    }

    fn page(bytes: &[u8]) -> String {
        String::from_utf8_lossy(&streams(bytes)[0]).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn fonts_that_are_used_are_embedded_as_subsets_with_their_letters() {
        let bytes = made(&picture(vec![text("Idlib", false), text("Idlib إدلب", true)]), &PdfInfo::default());
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        for name in ["+NotoSans-Regular", "+NotoSans-Bold", "+NotoSansArabic-Bold", "/FontFile2", "/ToUnicode"] {
            assert!(has(&bytes, name), "{name}");
        }
        assert!(!has(&bytes, "+NotoSansArabic-Regular"), "no letter of it is used");
        assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
        let maps: String = streams(&bytes).iter().map(|stream| String::from_utf8_lossy(stream).into_owned()).collect();
        // U+0062 is b, U+062F is د.
        assert!(maps.contains("<0062>") && maps.contains("<062F>"), "{maps}");
    }

    #[test]
    fn glyphs_say_every_letter_once_in_the_order_in_which_it_is_seen() {
        let typesetter = Typesetter::new();
        let painter = Painter::new(&typesetter);
        let said = |text: &str| -> String {
            let shaped = typesetter.shape(text, false);
            painter.spell(text, &shaped.glyphs).iter().map(|spelt| spelt.letters).collect()
        };
        for latin in ["office ffl", "Ağaçlı – ö", "e\u{301}a\u{30a}", "☃ \u{1f600}"] {
            assert_eq!(said(latin), latin);
        }
        for arabic in ["جسر الشغور", "اللاذقية", "مُحَمَّد", "لا إله"] {
            assert_eq!(said(arabic).chars().rev().collect::<String>(), arabic);
        }
        assert_eq!(said("Idlib إدلب (north)"), "Idlib بلدإ (north)");
        // A ligature of Arabic letters says one of them, and a blank without width the other.
        let shaped = typesetter.shape("لا", false);
        let spelt = painter.spell("لا", &shaped.glyphs);
        assert_eq!(shaped.glyphs.len(), 1);
        assert_eq!(spelt.iter().map(|spelt| spelt.letters).collect::<Vec<_>>(), ["ا", "ل"]);
        assert!((spelt[1].x - shaped.width).abs() < 1e-4, "{}", spelt[1].x);
    }

    #[test]
    fn glyphs_stand_where_the_typesetter_puts_them() {
        let typesetter = Typesetter::new();
        let mut painter = Painter::new(&typesetter);
        let shaped = typesetter.shape("AV To", false);
        let spelt = painter.spell("AV To", &shaped.glyphs);
        let mut pen = 0.0;
        painter.row(&spelt, 10.0, &mut pen);
        assert!((pen - shaped.width * EM).abs() < 0.2, "{pen} {}", shaped.width);
    }

    #[test]
    fn the_same_picture_gives_the_same_bytes() {
        let all = picture(vec![text("Tal Abyad", false), text("تل أبيض", true), text("جسر الشغور", false)]);
        let info = PdfInfo { title: "Who holds what", ..PdfInfo::default() };
        assert!(made(&all, &info) == made(&all, &info));
        assert!(!has(&made(&all, &info), "CreationDate"));
    }

    #[test]
    fn every_shape_is_painted_as_on_the_screen() {
        let white = Rgba::rgb(255, 255, 255);
        let ring = |from: f32, to: f32| vec![point(from, from), point(to, from), point(to, to), point(from, to)];
        let stroke = Stroke { width: 3.0, colour: Rgba::rgb(0, 0, 0) };
        let bytes = made(
            &picture(vec![
                Shape::Area { rings: vec![ring(10.0, 90.0), ring(20.0, 80.0)], fill: white.with_opacity(140) },
                Shape::Polygon { points: ring(1.0, 5.0), fill: Some(white), stroke: Some(stroke) },
                Shape::Line { points: ring(100.0, 105.0), stroke },
                Shape::Circle { centre: point(50.0, 50.0), radius: 9.0, fill: None, stroke: Some(stroke) },
                Shape::Panel {
                    at: point(7.0, 8.0),
                    width: 50.0,
                    height: 30.0,
                    rounding: 0.0,
                    fill: white,
                    stroke: None,
                },
                text("Homs", false),
            ]),
            &PdfInfo::default(),
        );
        let page = page(&bytes);
        let parts = [
            "1 0 0 -1 0 200.5 cm 0 0 300 200.5 re W n 1 J 1 j",
            "/A140 gs 1 1 1 rg 10 10 m 90 10 l 90 90 l 10 90 l h 20 20 m 80 20 l 80 80 l 20 80 l h f*",
            "/A255 gs 0 0 0 RG 3 w 1 1 m 5 1 l 5 5 l 1 5 l h B",
            "100 100 m 105 100 l 105 105 l 100 105 l S",
            "50 41 m 54.97 41 59 45.03 59 50 c",
            "7 8 50 30 re f",
            // The halo lies beneath the text.
            "/A225 gs/H0 Do/A255 gs 0.0784 0.1176 0.1569 rg BT 1 0 0 -1 20 40 Tm/F0 12 Tf[(",
        ];
        let mut rest = page.as_str();
        for part in parts {
            let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part} in {rest}"));
            rest = after;
        }
        assert!(has(&bytes, "/ca 0.8824") && has(&bytes, "/CA 0.8824"));
        // Its width on both sides, in thousandths of the font size.
        let halo = streams(&bytes).into_iter().find(|stream| has(stream, "Do") && !has(stream, "BT")).unwrap();
        assert!(has(&halo, "400 w/G0-43 Do"), "{}", String::from_utf8_lossy(&halo));
    }

    #[test]
    fn what_has_no_place_is_left_out() {
        let nothing = page(&made(&picture(Vec::new()), &PdfInfo::default()));
        let stroke = Stroke { width: 1.0, colour: Rgba::rgb(0, 0, 0) };
        let fill = Some(stroke.colour);
        let nowhere = vec![
            Shape::Line { points: vec![point(0.0, f32::NAN), point(1.0, 1.0)], stroke },
            Shape::Line { points: Vec::new(), stroke },
            Shape::Area { rings: vec![vec![point(1.0, 1.0), point(9.0, 1.0), point(5.0, 1.0)]], fill: stroke.colour },
            Shape::Polygon { points: vec![point(1.0, 1.0), point(9.0, 9.0)], fill, stroke: None },
            Shape::Circle { centre: point(f32::INFINITY, 1.0), radius: 2.0, fill, stroke: None },
            Shape::Circle { centre: point(1.0, 1.0), radius: 0.0, fill, stroke: None },
            text("", false),
        ];
        assert_eq!(page(&made(&picture(nowhere), &PdfInfo::default())), nothing);
        assert!(!has(&made(&picture(Vec::new()), &PdfInfo::default()), "/Font"));
    }

    #[test]
    fn sizes_that_are_no_page_are_refused_in_one_sentence() {
        for (width, height) in [(0.0, 10.0), (-5.0, 10.0), (10.0, 14_401.0), (f32::NAN, 10.0), (10.0, f32::INFINITY)] {
            let refused =
                pdf(&Picture { width, height, ..picture(Vec::new()) }, &Typesetter::new(), &PdfInfo::default());
            let sentence = refused.unwrap_err().to_string();
            assert!(
                sentence.starts_with("could not make a PDF page of") && sentence.lines().count() == 1,
                "{sentence}"
            );
        }
        let largest = Picture { width: 14_400.0, height: 3.0, ..picture(Vec::new()) };
        assert!(has(&made(&largest, &PdfInfo::default()), "/MediaBox[0 0 14400 3]"));
    }

    #[test]
    fn what_is_said_of_it_is_safe_and_stands_once() {
        let info = PdfInfo {
            title: "Map (north)\\\n\u{0}\u{1b}of Idlib",
            author: "إدلب",
            keywords: &["map", "control"],
            further: &[
                ("Rule", "as assessed"),
                ("Title", "other"),
                ("CreationDate", "D:2015"),
                ("Of what", "x"),
                ("", "y"),
            ],
            ..PdfInfo::default()
        };
        let bytes = made(&picture(vec![text("a\u{0}b\tc\u{1b}", false)]), &info);
        assert!(has(&bytes, "/Title(Map (north)\\\\ of Idlib)"));
        assert!(has(&bytes, "/Author<FEFF06250"), "right-to-left texts are UTF-16");
        assert!(
            has(&bytes, "/Keywords(map, control)") && has(&bytes, "/Rule(as assessed)") && has(&bytes, "/Of#20what(x)")
        );
        for out in ["other", "D:2015", "/Subject", "/Creator"] {
            assert!(!has(&bytes, out), "{out}");
        }
    }
}
