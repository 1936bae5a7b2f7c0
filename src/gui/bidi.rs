//! Texts that read from right to left: egui 0.37 shapes the letters of an Arabic word, but sets the words of a line
//! from left to right. When a frame is ready its texts are put into the order of the Unicode bidirectional algorithm
//! (UAX 9), so that widgets, tooltips and tables need to know nothing of it, and what they are called stays as it is.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::epaint::text::{Galley, Glyph, PlacedRow, Row};
use eframe::egui::{Context, FullOutput, Plugin, Shape};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use crate::scene::{Language, spoken};

/// Puts the texts of each frame into the order in which they are read.
#[derive(Default)]
pub(super) struct ReadingOrder {
    // By the address of a text as it was laid out, which is held so that no other can have it.
    known: HashMap<usize, Known>,
    // In which the known texts were ordered.
    language: Language,
}

struct Known {
    laid_out: Arc<Galley>,
    ordered: Arc<Galley>,
    is_used: bool,
}

impl Plugin for ReadingOrder {
    fn debug_name(&self) -> &'static str {
        "reading order"
    }

    fn output_hook(&mut self, _context: &Context, output: &mut FullOutput) {
        if self.language != spoken() {
            self.known.clear();
            self.language = spoken();
        }
        for clipped in &mut output.shapes {
            self.shape(&mut clipped.shape);
        }
        self.known.retain(|_, known| std::mem::take(&mut known.is_used));
    }
}

/// Puts the texts of shapes into the order in which they are read, where no frame will do so: those that become
/// triangles at once.
pub(super) fn order(shapes: &mut [Shape]) {
    let mut order = ReadingOrder { language: spoken(), ..ReadingOrder::default() };
    for shape in shapes {
        order.shape(shape);
    }
}

impl ReadingOrder {
    fn shape(&mut self, shape: &mut Shape) {
        match shape {
            Shape::Text(text) if has_rtl(text.galley.text()) => text.galley = self.ordered(&text.galley),
            Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| self.shape(shape)),
            _ => {}
        }
    }

    fn ordered(&mut self, galley: &Arc<Galley>) -> Arc<Galley> {
        let is_rtl_window = self.language == Language::Arabic;
        let known = self.known.entry(Arc::as_ptr(galley).addr()).or_insert_with(|| Known {
            laid_out: Arc::clone(galley),
            ordered: Arc::new(ordered(galley, is_rtl_window)),
            is_used: true,
        });
        known.is_used = true;
        debug_assert!(Arc::ptr_eq(&known.laid_out, galley), "a held text keeps its address");
        Arc::clone(&known.ordered)
    }
}

/// Whether a text has letters that read from right to left.
fn has_rtl(text: &str) -> bool {
    // Everything below the Hebrew block reads left to right.
    text.chars().any(|letter| letter >= '\u{590}' && is_rtl(letter))
}

fn is_rtl(letter: char) -> bool {
    matches!(bidi_class(letter), BidiClass::R | BidiClass::AL)
}

/// The text with every row in reading order.
fn ordered(galley: &Galley, is_rtl_window: bool) -> Galley {
    let mut ordered = galley.clone();
    let mut begin = 0;
    for end in 0..ordered.rows.len() {
        if !ordered.rows[end].ends_with_newline && end + 1 < ordered.rows.len() {
            continue;
        }
        let paragraph = &mut ordered.rows[begin..=end];
        begin = end + 1;
        let letters = paragraph.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr));
        let base = level_of(letters, is_rtl_window).unwrap_or(Level::ltr());
        for row in paragraph.iter_mut().filter(|row| base.is_rtl() || row.glyphs.iter().any(|glyph| is_rtl(glyph.chr)))
        {
            order_row(row, is_rtl_window, base);
        }
    }
    ordered
}

/// What moves as one: a word of letters that join, or a letter with what stands on it.
struct Piece {
    // Which glyphs of the row, which lie beside each other.
    from: usize,
    to: usize,
    // The letter that says which way it reads.
    letter: char,
    left: f32,
    width: f32,
}

/// Whether a glyph only stands for a letter that has none of its own: egui counts a glyph for each letter.
fn is_nothing(glyph: &Glyph) -> bool {
    glyph.advance_width == 0.0 && glyph.uv_rect.is_nothing()
}

/// The pieces of a row in the order in which they are read.
fn pieces(row: &Row) -> Vec<Piece> {
    let glyphs = &row.glyphs;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        // A word of an Arabic font was shaped as one, so its glyphs stand from the left to the right already.
        let begin = pieces.len();
        while at < glyphs.len() && is_of_rtl_font(glyphs[at].chr) {
            if is_nothing(&glyphs[at]) {
                at += 1;
                continue;
            }
            let from = at;
            let joins = |glyph: &Glyph| is_rtl(glyph.chr) || bidi_class(glyph.chr) == BidiClass::NSM;
            at += 1;
            if joins(&glyphs[from]) {
                while at < glyphs.len() && joins(&glyphs[at]) {
                    at += 1;
                }
            }
            pieces.push(piece(glyphs, from, at));
        }
        // What the word's font was asked for beside letters stands in its order from the right.
        pieces[begin..].reverse();
        if at < glyphs.len() && !is_of_rtl_font(glyphs[at].chr) {
            let from = at;
            at += 1;
            // What has no width of its own stands on the letter before.
            while at < glyphs.len() && glyphs[at].advance_width == 0.0 && !is_of_rtl_font(glyphs[at].chr) {
                at += 1;
            }
            pieces.push(piece(glyphs, from, at));
        }
    }
    pieces
}

fn piece(glyphs: &[Glyph], from: usize, to: usize) -> Piece {
    let letter = glyphs[from..to].iter().map(|glyph| glyph.chr).find(|letter| is_rtl(*letter));
    let seen = || glyphs[from..to].iter().filter(|glyph| !is_nothing(glyph));
    let left = seen().map(|glyph| glyph.pos.x).fold(f32::MAX, f32::min);
    // Not from place to place, which are whole pixels: blanks would lose theirs.
    let width = seen().map(|glyph| glyph.advance_width).sum();
    Piece { from, to, letter: letter.unwrap_or(glyphs[from].chr), left, width }
}

/// Whether a letter comes from the font of a script that reads from right to left, with all beside it that does.
fn is_of_rtl_font(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn order_row(placed: &mut PlacedRow, is_rtl_window: bool, base: Level) {
    let row = Arc::make_mut(&mut placed.row);
    let pieces = pieces(row);
    // What stands between dots is said for itself: a number does not belong to the Latin word before it.
    let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
    for (nth, piece) in pieces.iter().enumerate() {
        let is_dot = |piece: &Piece| piece.letter == '·';
        match parts.last_mut() {
            Some(part) if is_dot(&pieces[part.start]) == is_dot(piece) => part.end = nth + 1,
            _ => parts.push(nth..nth + 1),
        }
    }
    if base.is_rtl() {
        parts.reverse();
    }
    let mut x = pieces.iter().map(|piece| piece.left).fold(f32::MAX, f32::min);
    for part in parts {
        let text: String = pieces[part.clone()].iter().map(|piece| piece.letter).collect();
        let (before, text) = text.split_at(text.len() - text.trim_start().len());
        let (text, after) = text.split_at(text.trim_end().len());
        let (begin, end) = (part.start + before.chars().count(), part.end - after.chars().count());
        let level = level_of(text.chars(), is_rtl_window).unwrap_or(base);
        let words = visual(text, level).into_iter().map(|(nth, is_rtl)| (begin + nth, is_rtl));
        // Blanks beside a dot stay there.
        let (before, after) = (part.start..begin, end..part.end);
        let (left, right) = if base.is_rtl() { (after, before) } else { (before, after) };
        let blank = |nth: usize| (nth, false);
        let order = left.map(blank).chain(words).chain(right.map(blank));
        for (nth, is_rtl) in order {
            let piece = &pieces[nth];
            let is_mirrored = is_rtl && is_bracket(piece.letter);
            for glyph in piece.from..piece.to {
                move_glyph(row, glyph, x - piece.left, is_mirrored);
            }
            x += piece.width;
        }
    }
    row.visuals.mesh_bounds = row.visuals.mesh.calc_bounds();
}

/// The letters of a text in the order in which they are seen from the left, and whether each reads from the right.
fn visual(text: &str, base: Level) -> Vec<(usize, bool)> {
    let info = BidiInfo::new(text, Some(base));
    let mut order = Vec::new();
    // A row may hold signs that end a paragraph, though it does not break there.
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_rtl = levels.get(run.start).is_some_and(Level::is_rtl);
            let begin = text[..run.start].chars().count();
            let of_run = begin..begin + text[run].chars().count();
            if is_rtl {
                order.extend(of_run.rev().map(|nth| (nth, true)));
            } else {
                order.extend(of_run.map(|nth| (nth, false)));
            }
        }
    }
    order
}

/// From where letters are read: as the first of them does, in an Arabic window from the right wherever there is an
/// Arabic one; `None` where none says so.
fn level_of(letters: impl Iterator<Item = char> + Clone, is_rtl_window: bool) -> Option<Level> {
    let mut classes = letters.clone().map(bidi_class);
    let first = classes.find(|class| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL))?;
    let mut letters = letters;
    let is_rtl = first != BidiClass::L || is_rtl_window && letters.any(is_rtl);
    Some(if is_rtl { Level::rtl() } else { Level::ltr() })
}

/// Whether a sign is seen the other way round where it reads from right to left.
fn is_bracket(letter: char) -> bool {
    matches!(letter, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '«' | '»' | '‹' | '›')
}

fn move_glyph(row: &mut Row, glyph: usize, by: f32, is_mirrored: bool) {
    let glyph = &row.glyphs[glyph];
    if glyph.uv_rect.is_nothing() {
        return;
    }
    let first = glyph.first_vertex as usize;
    let Some(corners) = row.visuals.mesh.vertices.get_mut(first..first + 4) else { return };
    // The advance in front of the letter and behind it change their places with the letter's sides.
    let width = corners[1].pos.x - corners[0].pos.x;
    let before = corners[0].pos.x - glyph.pos.x;
    let by = if is_mirrored { by + glyph.advance_width - width - 2.0 * before } else { by };
    // Whole pixels stay whole: letters would be blurred.
    let step = glyph.uv_rect.size.x / f32::from(glyph.uv_rect.max[0] - glyph.uv_rect.min[0]).max(1.0);
    let by = (by / step).round() * step;
    for corner in corners.iter_mut() {
        corner.pos.x += by;
    }
    if is_mirrored {
        let (left, right) = (corners[0].uv.x, corners[1].uv.x);
        for (corner, x) in corners.iter_mut().zip([right, left, right, left]) {
            corner.uv.x = x;
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{FontId, TextFormat};

    use super::*;

    /// The letters of a text's rows as they are seen from the left to the right.
    fn seen(text: &str, width: f32, is_rtl_window: bool) -> Vec<String> {
        let context = Context::default();
        context.set_fonts(crate::gui::fonts());
        let mut rows = Vec::new();
        let mut output = context.run_ui(eframe::egui::RawInput::default(), |ui| {
            let format = TextFormat { font_id: FontId::proportional(14.0), ..TextFormat::default() };
            let mut job = eframe::egui::text::LayoutJob::single_section(text.to_owned(), format);
            job.wrap.max_width = width;
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            let ordered = ordered(&galley, is_rtl_window);
            assert_eq!(ordered.text(), text);
            rows = ordered
                .rows
                .iter()
                .map(|placed| {
                    let corner = |glyph: &Glyph| placed.row.visuals.mesh.vertices[glyph.first_vertex as usize].pos.x;
                    let inked = placed.row.glyphs.iter().filter(|glyph| !glyph.uv_rect.is_nothing());
                    let mut letters: Vec<(f32, char)> = inked.map(|glyph| (corner(glyph), glyph.chr)).collect();
                    letters.sort_by(|one, other| one.0.total_cmp(&other.0));
                    letters.into_iter().map(|(_, letter)| letter).collect()
                })
                .collect();
        });
        output.textures_delta.clear();
        rows
    }

    fn mirrored(text: &str) -> String {
        text.chars().rev().filter(|letter| !letter.is_whitespace()).collect()
    }

    #[test]
    fn words_are_seen_from_the_right() {
        let wide = f32::INFINITY;
        assert_eq!(seen("جسر", wide, false), [mirrored("جسر")]);
        assert_eq!(seen("جسر الشغور", wide, false), [mirrored("جسر الشغور")]);
        // Numbers read from the left.
        assert_eq!(seen("سقطت في 28", wide, false), [format!("28{}", mirrored("سقطت في"))]);
        assert_eq!(seen("قرب 25 نيسان 2015", wide, true), [format!("2015{}25{}", mirrored("نيسان"), mirrored("قرب"))]);
    }

    #[test]
    fn a_line_reads_as_it_begins_and_an_arabic_window_from_the_right() {
        let wide = f32::INFINITY;
        assert_eq!(seen("Idlib إدلب", wide, false), [format!("Idlib{}", mirrored("إدلب"))]);
        assert_eq!(seen("Idlib إدلب", wide, true), [format!("{}Idlib", mirrored("إدلب"))]);
        assert_eq!(seen("Idlib, Ariha", wide, true), ["Idlib,Ariha"]);
        // What stands between dots is said for itself.
        assert_eq!(
            seen("مدينة · Idlib · 39,311 نسمة", wide, true),
            [format!("{}39,311·Idlib·{}", mirrored("نسمة"), mirrored("مدينة"))]
        );
        assert_eq!(seen("إدلب (Idlib)", wide, false), [format!(")Idlib({}", mirrored("إدلب"))]);
    }

    #[test]
    fn words_keep_their_distances() {
        let context = Context::default();
        context.set_fonts(crate::gui::fonts());
        let mut output = context.run_ui(eframe::egui::RawInput::default(), |ui| {
            let font = FontId::proportional(14.0);
            let text = "سيطر عليه، ومنذ متى، ومن 204 قال".to_owned();
            let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, font, eframe::egui::Color32::BLACK));
            let mut pieces = pieces(&galley.rows[0].row);
            // Read one after the other they are as wide as the text, and every blank has its width.
            let width: f32 = pieces.iter().map(|piece| piece.width).sum();
            assert!((width - galley.rect.width()).abs() < 1.5, "{width} {}", galley.rect.width());
            pieces.retain(|piece| piece.letter == ' ');
            assert_eq!(pieces.len(), 6);
            assert!(pieces.iter().all(|piece| (piece.width - 3.64).abs() < 0.1));
        });
        output.textures_delta.clear();
    }

    #[test]
    fn rows_keep_their_words() {
        let rows = seen("جسر الشغور ومعرة النعمان وخان شيخون", 120.0, true);
        assert!(rows.len() > 1, "{rows:?}");
        let all: String = rows.iter().map(|row| row.chars().rev().collect::<String>()).collect();
        assert_eq!(all, "جسر الشغور ومعرة النعمان وخان شيخون".replace(' ', ""));
    }
}
