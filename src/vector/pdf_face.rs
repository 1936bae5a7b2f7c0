//! A font in a PDF: the codes by which a page names its glyphs, and the subset that is embedded.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Settings, Str};
use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use subsetter::GlyphRemapper;

use crate::scene::FontFile;
use crate::vector::pdf::Error;

/// Nobody reads the objects of a picture; without indentation they are a third smaller.
pub(super) const COMPACT: Settings = Settings { pretty: false };

/// PDF measures letters in thousandths of the font size.
pub(super) const EM: f32 = 1000.0;

/// Hands out the numbers of the document's objects.
#[derive(Default)]
pub(super) struct Refs(i32);

impl Refs {
    pub(super) fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// The outline of a glyph, in thousandths of the font size.
pub(super) struct Rim {
    pub(super) bounds: Rect,
    pub(super) content: Vec<u8>,
}

/// A font and the codes that were given to its glyphs.
pub(super) struct Face {
    file: FontFile,
    font: FontRef<'static>,
    metrics: GlyphMetrics<'static>,
    subset: GlyphRemapper,
    /// By code. The first is the glyph of a letter that the font does not have.
    codes: Vec<Code>,
    /// A glyph without outline and width.
    pub(super) blank: Option<u32>,
    known: FxHashMap<(u16, Box<str>), u16>,
}

/// What a code stands for.
struct Code {
    /// The glyph in the subset.
    glyph: u16,
    /// What it says.
    said: Box<str>,
    /// Its width in thousandths of the font size.
    width: f32,
}

impl Face {
    pub(super) fn new(file: &FontFile) -> Option<Self> {
        let font = FontRef::new(file.bytes).ok()?;
        let metrics = font.glyph_metrics(Size::new(EM), LocationRef::default());
        let blank = font.charmap().map('\u{200b}').filter(|blank| metrics.advance_width(*blank) == Some(0.0));
        let mut face = Self {
            file: *file,
            font,
            metrics,
            subset: GlyphRemapper::new(),
            codes: Vec::new(),
            blank: blank.map(GlyphId::to_u32),
            known: FxHashMap::default(),
        };
        face.code(0, "");
        Some(face)
    }

    /// The width of a glyph in thousandths of the font size.
    pub(super) fn width(&self, glyph: u32) -> f32 {
        self.metrics.advance_width(GlyphId::new(glyph)).unwrap_or(0.0)
    }

    /// Whether the page names any of its glyphs.
    pub(super) fn is_used(&self) -> bool {
        self.codes.len() > 1
    }

    /// The width of what a code stands for.
    pub(super) fn width_of(&self, code: u16) -> f32 {
        self.codes.get(usize::from(code)).map_or(0.0, |code| code.width)
    }

    /// The code by which the page names a glyph that says this.
    pub(super) fn code(&mut self, glyph: u32, said: &str) -> u16 {
        let old = u16::try_from(glyph).unwrap_or(0);
        let key = (old, Box::from(said));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // No picture shows 65,536 different things; the first code would stand for the rest.
        let Ok(code) = u16::try_from(self.codes.len()) else { return 0 };
        let width = self.width(glyph);
        self.codes.push(Code { glyph: self.subset.remap(old), said: clean(said).into(), width });
        self.known.insert(key, code);
        code
    }

    /// The outline of a glyph; none of a blank.
    pub(super) fn rim(&self, glyph: u32) -> Option<Rim> {
        let outline = self.font.outline_glyphs().get(GlyphId::new(glyph))?;
        let mut pen =
            Pen { content: Content::with_settings(COMPACT), at: [0.0; 2], low: [f32::MAX; 2], high: [f32::MIN; 2] };
        outline.draw(DrawSettings::unhinted(Size::new(EM), LocationRef::default()), &mut pen).ok()?;
        if pen.low[0] > pen.high[0] {
            return None;
        }
        pen.content.stroke();
        // The bounds cut off, so there is room for the widest halo.
        let ([left, bottom], [right, top]) = (pen.low.map(|low| low - 4.0 * EM), pen.high.map(|high| high + 4.0 * EM));
        let bounds = Rect::new(left.floor(), bottom.floor(), right.ceil(), top.ceil());
        Some(Rim { bounds, content: pen.content.finish().into_vec() })
    }

    /// Writes the font with the glyphs that were named.
    pub(super) fn embed(&self, pdf: &mut Pdf, refs: &mut Refs) -> Result<Ref, Error> {
        let FontFile { name, bytes } = self.file;
        let subset = subsetter::subset(bytes, 0, &self.subset).map_err(|_unreadable| Error::Font { name })?;
        let (id, letters, descriptor, file, to_unicode, to_glyph) =
            (refs.next(), refs.next(), refs.next(), refs.next(), refs.next(), refs.next());
        let of_font = self.font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
        let of_font: String = of_font.map_or_else(|| name.to_owned(), |of_font| of_font.to_string());
        let plain = of_font.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-');
        // Subsets of the same font are told apart by six letters.
        let mut mark = fingerprint(&subset);
        let mut called = String::new();
        for _ in 0..6 {
            called.push(char::from(b'A' + (mark % 26) as u8));
            mark /= 26;
        }
        called.push('+');
        called.extend(plain);
        let called = Name(called.as_bytes());
        let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

        let mut font = pdf.type0_font(id);
        font.base_font(called).encoding_predefined(Name(b"Identity-H"));
        font.descendant_font(letters).to_unicode(to_unicode);
        font.finish();

        let mut font = pdf.cid_font(letters);
        font.subtype(CidFontType::Type2).base_font(called).system_info(system);
        font.font_descriptor(descriptor).default_width(0.0).cid_to_gid_map_stream(to_glyph);
        font.widths().consecutive(0, self.codes.iter().map(|code| tidy(code.width)));
        font.finish();

        let metrics = self.font.metrics(Size::new(EM), LocationRef::default());
        let bounds = metrics.bounds.map_or(Rect::new(0.0, 0.0, EM, EM), |bounds| {
            Rect::new(bounds.x_min.floor(), bounds.y_min.floor(), bounds.x_max.ceil(), bounds.y_max.ceil())
        });
        let weight = self.font.attributes().weight.value();
        let mut descriptor = pdf.font_descriptor(descriptor);
        descriptor.name(called).flags(FontFlags::SYMBOLIC).bbox(bounds);
        descriptor.italic_angle(metrics.italic_angle).ascent(tidy(metrics.ascent)).descent(tidy(metrics.descent));
        descriptor.cap_height(tidy(metrics.cap_height.unwrap_or(metrics.ascent)));
        // No font says how thick its stems are; by weight it is guessed well enough for a stand-in.
        descriptor.stem_v((10.0 + 0.244 * (weight - 50.0)).round()).font_file2(file);
        descriptor.finish();

        let data = deflated(&subset);
        let mut embedded = pdf.stream(file, &data);
        embedded.filter(Filter::FlateDecode);
        embedded.pair(Name(b"Length1"), i32::try_from(subset.len()).unwrap_or(i32::MAX));
        embedded.finish();

        let mut map = UnicodeCmap::new(Name(b"Letters"), system);
        for (code, letters) in (0_u16..).zip(&self.codes) {
            if !letters.said.is_empty() {
                map.pair_with_multiple(code, letters.said.chars());
            }
        }
        let data = deflated(&map.finish());
        pdf.cmap(to_unicode, &data).filter(Filter::FlateDecode);
        let glyphs: Vec<u8> = self.codes.iter().flat_map(|code| code.glyph.to_be_bytes()).collect();
        stream(pdf, to_glyph, &glyphs);
        Ok(id)
    }
}

/// Writes an outline as a path in whole thousandths of the font size.
struct Pen {
    content: Content,
    at: [f32; 2],
    low: [f32; 2],
    high: [f32; 2],
}

impl Pen {
    fn reach(&mut self, x: f32, y: f32) -> [f32; 2] {
        let point = [x.round(), y.round()];
        self.low = [self.low[0].min(point[0]), self.low[1].min(point[1])];
        self.high = [self.high[0].max(point[0]), self.high[1].max(point[1])];
        point
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = [x, y];
        let [x, y] = self.reach(x, y);
        self.content.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = [x, y];
        let [x, y] = self.reach(x, y);
        self.content.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // PDF has cubics only: their controls lie at two thirds of the way to the quadratic's.
        let [from_x, from_y] = self.at;
        let toward = |from: f32, to: f32| from + (to - from) * (2.0 / 3.0);
        self.curve_to(toward(from_x, cx), toward(from_y, cy), toward(x, cx), toward(y, cy), x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.at = [x, y];
        let ([ax, ay], [bx, by], [x, y]) = (self.reach(ax, ay), self.reach(bx, by), self.reach(x, y));
        self.content.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.content.close_path();
    }
}

/// Two decimals of a point are finer than any screen or press.
pub(super) fn tidy(value: f32) -> f32 {
    let rounded = (value * 100.0).round() / 100.0;
    // Beyond what can be rounded there are no decimals anyway.
    if rounded.is_finite() { rounded } else { value }
}

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6)
}

/// Writes a stream that is bytes alone.
pub(super) fn stream(pdf: &mut Pdf, id: Ref, bytes: &[u8]) {
    let data = deflated(bytes);
    pdf.stream(id, &data).filter(Filter::FlateDecode);
}

/// Text as a document takes it: breaks are blanks, other control characters are left out.
pub(super) fn clean(text: &str) -> String {
    let letters = text.chars().filter_map(|letter| match letter {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        letter => Some(letter).filter(|letter| !letter.is_control()),
    });
    letters.collect()
}

/// FNV-1a, 128 bits: the same on every machine and for ever.
pub(super) fn fingerprint<'b>(bytes: impl IntoIterator<Item = &'b u8>) -> u128 {
    bytes.into_iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}
