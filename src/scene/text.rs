//! Text: shaping, widths, and the order in which right-to-left runs are seen.
//!
//! Shaping is HarfRust's, outlines are Skrifa's, order is Unicode's bidirectional algorithm
//! (UAX #9) by `unicode-bidi`. The same four font files serve the window and every picture.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use harfrust::{Direction, ShaperData, UnicodeBuffer};
use rustc_hash::FxHashMap;
use skrifa::{FontRef, MetadataProvider as _};
use unicode_bidi::{BidiInfo, Level};

/// A font file in the binary.
#[derive(Debug, Clone, Copy)]
pub struct FontFile {
    /// What it is called.
    pub name: &'static str,
    /// Its bytes (TrueType).
    pub bytes: &'static [u8],
}

/// The fonts, all OFL: Latin regular and bold, Arabic regular and bold.
pub static FONTS: [FontFile; 4] = [
    FontFile { name: "Noto Sans", bytes: include_bytes!("../../assets/fonts/NotoSans-Regular.ttf") },
    FontFile { name: "Noto Sans Bold", bytes: include_bytes!("../../assets/fonts/NotoSans-Bold.ttf") },
    FontFile { name: "Noto Sans Arabic", bytes: include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf") },
    FontFile { name: "Noto Sans Arabic Bold", bytes: include_bytes!("../../assets/fonts/NotoSansArabic-Bold.ttf") },
];

const ARABIC: usize = 2;

/// A glyph of a shaped text; lengths in units of the font size (1 is one em).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Which of [`FONTS`].
    pub font: usize,
    /// Which glyph of the font.
    pub id: u32,
    /// From the left end of the text.
    pub x: f32,
    /// Up from the baseline.
    pub y: f32,
    /// The byte of the text at which the letters begin that it shows, alone or with its neighbours.
    pub letter: usize,
}

/// A text as a row of glyphs, left to right.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShapedText {
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Its width in units of the font size.
    pub width: f32,
}

struct Face {
    font: FontRef<'static>,
    data: ShaperData,
    units_per_em: f32,
}

/// Shaped texts by the text and whether it is bold.
type Shaped = FxHashMap<(Box<str>, bool), Rc<ShapedText>>;

/// Shapes texts and remembers them: a map asks for the same names again and again.
pub struct Typesetter {
    faces: Vec<Face>,
    shaped: RefCell<Shaped>,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

/// More letters than have room: none is narrower than a tenth of its size. Names of a hundred
/// thousand letters occur where somebody wants to know what happens; measuring them takes long.
pub(super) fn letters_in(room: f32, size: f32) -> usize {
    (room.max(0.0) / (size * 0.1).max(0.01)) as usize + 1
}

impl Typesetter {
    /// How many texts are remembered before the memory is emptied.
    const REMEMBERED: usize = 50_000;

    /// A typesetter with the embedded fonts.
    pub fn new() -> Self {
        let face = |file: &FontFile| {
            let font = FontRef::new(file.bytes).ok()?;
            let metrics = font.metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
            Some(Face { data: ShaperData::new(&font), units_per_em: f32::from(metrics.units_per_em), font })
        };
        Self {
            // The fonts are part of the binary, and a test reads each.
            faces: FONTS.iter().filter_map(face).collect(),
            shaped: RefCell::default(),
        }
    }

    /// The width of a text in points.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        self.shape(text, bold).width * size
    }

    /// The text, cut with "…" where it is wider than `room` points.
    pub fn cut(&self, text: &str, size: f32, bold: bool, room: f32) -> String {
        let most = letters_in(room, size);
        let is_long = text.char_indices().nth(most).is_some();
        if !is_long && self.width(text, size, bold) <= room {
            return text.to_owned();
        }
        let cut = |end: &usize| format!("{}…", text[..*end].trim_end());
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).take(most + 1).collect();
        let fitting = ends.partition_point(|end| self.width(&cut(end), size, bold) <= room);
        // Letters that join can be narrower together: the last that fits is looked for from there on.
        let last = ends[..fitting].iter().rev().find(|end| self.width(&cut(end), size, bold) <= room);
        last.map_or_else(String::new, cut)
    }

    /// The text in lines of at most `room` points, broken at blanks; a longer word is cut.
    pub fn wrap(&self, text: &str, size: f32, bold: bool, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let most = letters_in(room, size);
        for word in text.split_whitespace() {
            let longer = lines.last().filter(|line| line.len() + word.len() <= 4 * most);
            let longer = longer.map(|line| format!("{line} {word}"));
            match (lines.last_mut(), longer) {
                (Some(line), Some(longer)) if self.width(&longer, size, bold) <= room => *line = longer,
                _ => lines.push(self.cut(word, size, bold, room)),
            }
        }
        lines
    }

    /// The letters of a text for which no font has a glyph, each once; they are seen as boxes.
    pub fn missing(&self, text: &str, bold: bool) -> Vec<char> {
        let shaped = self.shape(text, bold);
        let without = shaped.glyphs.iter().filter(|glyph| glyph.id == 0);
        let mut letters: Vec<char> = without.filter_map(|glyph| text.get(glyph.letter..)?.chars().next()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    /// The glyphs of a text (one line).
    pub fn shape(&self, text: &str, bold: bool) -> Rc<ShapedText> {
        let key = (Box::from(text), bold);
        if let Some(known) = self.shaped.borrow().get(&key) {
            return Rc::clone(known);
        }
        let shaped = Rc::new(self.shape_anew(text, bold));
        let mut memory = self.shaped.borrow_mut();
        if memory.len() >= Self::REMEMBERED {
            memory.clear();
        }
        memory.insert(key, Rc::clone(&shaped));
        shaped
    }

    fn shape_anew(&self, text: &str, bold: bool) -> ShapedText {
        let mut shaped = ShapedText::default();
        for (run, is_rtl) in visual_runs(text) {
            // Within a run, stretches of one font; in a right-to-left run the last comes first.
            let mut stretches = self.stretches(text, run, bold);
            if is_rtl {
                stretches.reverse();
            }
            for (font, stretch) in stretches {
                let first = shaped.glyphs.len();
                self.shape_stretch(font, &text[stretch.clone()], is_rtl, &mut shaped);
                for glyph in &mut shaped.glyphs[first..] {
                    glyph.letter += stretch.start;
                }
            }
        }
        shaped
    }

    /// Splits a run where another font is needed. Blanks stay with the font before them.
    fn stretches(&self, text: &str, run: Range<usize>, bold: bool) -> Vec<(usize, Range<usize>)> {
        let mut stretches: Vec<(usize, Range<usize>)> = Vec::new();
        for (at, character) in text[run.clone()].char_indices() {
            let begin = run.start + at;
            let end = begin + character.len_utf8();
            let font = self.font_for(character, bold);
            match stretches.last_mut() {
                Some((last, stretch)) if font.is_none_or(|font| font == *last) => stretch.end = end,
                _ => stretches.push((font.unwrap_or(usize::from(bold)), begin..end)),
            }
        }
        stretches
    }

    /// The font that has the character; `None` for blanks, which any font has.
    fn font_for(&self, character: char, bold: bool) -> Option<usize> {
        if character == ' ' {
            return None;
        }
        let latin = usize::from(bold);
        let has = |font: usize| self.faces.get(font).is_some_and(|face| face.font.charmap().map(character).is_some());
        Some(if !has(latin) && has(ARABIC + latin) { ARABIC + latin } else { latin })
    }

    fn shape_stretch(&self, font: usize, text: &str, is_rtl: bool, into: &mut ShapedText) {
        let Some(face) = self.faces.get(font) else { return };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaper = face.data.shaper(&face.font).build();
        let output = shaper.shape(buffer, harfrust::ShapeOptions::new());
        for (info, position) in output.glyph_infos().iter().zip(output.glyph_positions()) {
            into.glyphs.push(Glyph {
                font,
                id: info.glyph_id,
                x: into.width + position.x_offset as f32 / face.units_per_em,
                y: position.y_offset as f32 / face.units_per_em,
                letter: info.cluster as usize,
            });
            into.width += position.x_advance as f32 / face.units_per_em;
        }
    }
}

/// The runs of one direction, in the order in which they are seen from left to right, and whether
/// each reads from the right.
fn visual_runs(text: &str) -> Vec<(Range<usize>, bool)> {
    let whole = 0..text.len();
    if !has_rtl(text) {
        return vec![(whole, false)];
    }
    // A line that begins with Latin letters reads left to right as a whole.
    let info = BidiInfo::new(text, None);
    let Some(paragraph) = info.paragraphs.first() else {
        return vec![(whole, false)];
    };
    let (levels, runs) = info.visual_runs(paragraph, whole);
    runs.into_iter()
        .map(|run| {
            let is_rtl = levels.get(run.start).is_some_and(Level::is_rtl);
            (run, is_rtl)
        })
        .collect()
}

fn has_rtl(text: &str) -> bool {
    // Everything below the Hebrew block reads left to right.
    text.chars().any(|character| character >= '\u{590}') && BidiInfo::new(text, None).has_rtl()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_is_read() {
        assert_eq!(Typesetter::new().faces.len(), FONTS.len());
    }

    #[test]
    fn arabic_letters_are_joined_and_run_from_right_to_left() {
        let typesetter = Typesetter::new();
        let together = typesetter.shape("جسر", false);
        let apart: f32 = ["ج", "س", "ر"].iter().map(|letter| typesetter.width(letter, 1.0, false)).sum();
        assert!(together.width < apart, "joined letters are narrower: {} {apart}", together.width);
        assert!(together.glyphs.iter().all(|glyph| glyph.font == ARABIC && glyph.id != 0));
        // The first word of the phrase stands right of the second.
        let phrase = typesetter.shape("جسر الشغور", false);
        let first = typesetter.shape("جسر", false);
        let last_glyph = phrase.glyphs.last().unwrap();
        assert_eq!(last_glyph.id, first.glyphs.last().unwrap().id);
    }

    #[test]
    fn every_glyph_knows_its_letters() {
        let text = "Tal إدلب (12) b";
        let shaped = Typesetter::new().shape(text, false);
        let mut letters: Vec<usize> = shaped.glyphs.iter().map(|glyph| glyph.letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters, text.char_indices().map(|(at, _)| at).collect::<Vec<_>>());
        // Arabic is seen from the right: its first letter stands right of its last.
        let first = shaped.glyphs.iter().rfind(|glyph| glyph.letter == 4).unwrap();
        let last = shaped.glyphs.iter().find(|glyph| glyph.letter == 10).unwrap();
        assert!(last.x < first.x, "{} {}", last.x, first.x);
    }

    #[test]
    fn letters_without_a_glyph_are_named_once() {
        let typesetter = Typesetter::new();
        assert_eq!(typesetter.missing("Idlib إدلب – 汉字汉 (3)", false), ['字', '汉']);
        assert_eq!(typesetter.missing("Jisr al-Shughur  جسر الشغور", true), [' '; 0]);
    }

    #[test]
    fn both_scripts_in_one_line_use_both_fonts() {
        let shaped = Typesetter::new().shape("Idlib  إدلب", true);
        assert!(shaped.glyphs.iter().any(|glyph| glyph.font == 1));
        assert!(shaped.glyphs.iter().any(|glyph| glyph.font == ARABIC + 1));
        assert!(shaped.glyphs.iter().all(|glyph| glyph.id != 0));
    }

    #[test]
    fn a_text_is_cut_to_the_room_and_broken_into_lines() {
        let typesetter = Typesetter::new();
        let cut = typesetter.cut("Syrian Democratic Forces", 12.0, false, 80.0);
        assert!(cut.ends_with('…') && typesetter.width(&cut, 12.0, false) <= 80.0);
        let lines = typesetter.wrap("who holds which town, and since when", 12.0, false, 90.0);
        assert!(lines.len() > 1 && lines.join(" ") == "who holds which town, and since when");
    }
}
