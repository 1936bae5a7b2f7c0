//! A column of text beside the map: why a place has its colour, and a numbered list of sources.

use crate::geometry::PicturePoint;
use crate::scene::text::letters_in;
use crate::scene::{MapStyle, Picture, Rgba, Shape, Stroke, TextShape, Typesetter};

/// A paragraph of the column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub look: ParagraphLook,
    /// Its number in a list; the text hangs beside it.
    pub number: Option<usize>,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphLook {
    /// The heading of the column.
    Title,
    /// A heading.
    Heading,
    /// Text.
    Body,
    /// Text that matters less.
    Faint,
    /// What speaks against.
    Against,
}

impl Paragraph {
    /// A paragraph without a number.
    pub fn new(look: ParagraphLook, text: impl Into<String>) -> Self {
        Self { text: text.into(), look, number: None }
    }
}

impl ParagraphLook {
    fn size(self) -> (f32, bool) {
        match self {
            Self::Title => (16.0, true),
            Self::Heading => (12.5, true),
            Self::Body | Self::Against => (11.0, false),
            Self::Faint => (10.5, false),
        }
    }

    fn colour(self, style: &MapStyle) -> Rgba {
        match self {
            Self::Title | Self::Heading | Self::Body => style.ink(),
            Self::Faint => style.faint_ink(),
            Self::Against => style.against(),
        }
    }
}

const PAD: f32 = 16.0;
const HANG: f32 = 24.0;

/// How wide the column is beside a map, in a picture `width` points wide.
pub fn column_width(width: f32) -> f32 {
    (width * 0.34).clamp(width.min(220.0) * 0.9, 440.0)
}

/// Adds the column at the right of a picture of the map, `width` points wide. Letters become smaller
/// where there is much to say; what has no room even so is left out from the end, and the column says
/// how much.
pub fn add_column(
    picture: &mut Picture,
    paragraphs: &[Paragraph],
    width: f32,
    style: &MapStyle,
    typesetter: &Typesetter,
) {
    let (left, height) = (picture.width, picture.height);
    picture.width += width;
    picture.add_layer("Beside the map", []);
    picture.shapes.push(Shape::Panel {
        at: PicturePoint { x: left, y: 0.0 },
        width,
        height,
        rounding: 0.0,
        fill: style.land(),
        stroke: None,
    });
    let edge = vec![PicturePoint { x: left, y: 0.0 }, PicturePoint { x: left, y: height }];
    picture.shapes.push(Shape::Line { points: edge, stroke: Stroke { width: 1.0, colour: style.panel_edge() } });
    // Smaller letters rather than a source left out, down to what can still be read in print.
    let scales = [1.0, 0.93, 0.86, 0.8, 0.75];
    let set = |scale: f32| set_paragraphs(paragraphs, (width, height), scale, style, typesetter);
    let (mut shapes, mut left_out) = set(scales[0]);
    for scale in scales.into_iter().skip(1) {
        if left_out == 0 {
            break;
        }
        (shapes, left_out) = set(scale);
    }
    picture.shapes.extend(shapes.into_iter().map(|mut text| {
        text.at.x += left;
        Shape::Text(text)
    }));
}

/// The paragraphs in a column whose left edge is at zero, and how many had no room.
fn set_paragraphs(
    paragraphs: &[Paragraph],
    (width, height): (f32, f32),
    scale: f32,
    style: &MapStyle,
    typesetter: &Typesetter,
) -> (Vec<TextShape>, usize) {
    let mut texts = Vec::new();
    let mut text = |x: f32, y: f32, text: &str, (size, bold): (f32, bool), colour: Rgba| {
        let at = PicturePoint { x, y: y + size };
        texts.push(TextShape { at, text: text.to_owned(), size, bold, colour, halo: None });
    };
    let mut y = PAD;
    let bottom = height - PAD;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let (size, bold) = paragraph.look.size();
        let size = size * scale;
        let hang = if paragraph.number.is_some() { HANG * scale } else { 0.0 };
        let line_height = size * 1.36;
        let most = (height / line_height) as usize + 1;
        let lines = wrap(typesetter, &paragraph.text, (size, bold), width - 2.0 * PAD - hang, most);
        let before = match paragraph.look {
            ParagraphLook::Title => 0.0,
            ParagraphLook::Heading => 8.0 * scale,
            ParagraphLook::Body | ParagraphLook::Faint | ParagraphLook::Against => 3.0 * scale,
        };
        let needs = before + line_height * lines.len() as f32;
        // Room for the line that says what is left out, unless this is the last.
        let kept_free = if at + 1 == paragraphs.len() { 0.0 } else { 18.0 };
        if y + needs + kept_free > bottom {
            let left_out = paragraphs.len() - at;
            let word = if left_out == 1 { "paragraph has" } else { "paragraphs have" };
            let note = format!("{left_out} more {word} no room here.");
            text(PAD, y + 3.0, &note, (10.0, false), style.faint_ink());
            return (texts, left_out);
        }
        y += before;
        let colour = paragraph.look.colour(style);
        if let Some(number) = paragraph.number {
            text(PAD, y, &format!("{number}."), (size, true), colour);
        }
        for line in lines {
            text(PAD + hang, y, &line, (size, bold), colour);
            y += line_height;
        }
    }
    (texts, 0)
}

/// Lines of at most `room` points, no more than `most`; addresses that are longer are broken, not
/// cut, so that they can be typed from the picture.
fn wrap(typesetter: &Typesetter, text: &str, (size, bold): (f32, bool), room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let fits = |line: &str| typesetter.width(line, size, bold) <= room;
    let letters = letters_in(room, size);
    for word in text.split_whitespace() {
        if let Some(last) = lines.last_mut()
            && last.len() + word.len() < 4 * letters
        {
            let longer = format!("{last} {word}");
            if fits(&longer) {
                *last = longer;
                continue;
            }
        }
        let mut rest = word;
        while !rest.is_empty() && lines.len() < most {
            let ends: Vec<usize> =
                rest.char_indices().skip(1).map(|(at, _)| at).chain([rest.len()]).take(letters).collect();
            // At least one letter, so that it ends in the narrowest column.
            let count = ends.partition_point(|end| fits(&rest[..*end])).max(1);
            let (line, after) = rest.split_at(ends[count - 1]);
            lines.push(line.to_owned());
            rest = after;
        }
        if lines.len() >= most {
            break;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_addresses_are_broken_and_nothing_is_lost() {
        let typesetter = Typesetter::new();
        let address = format!("https://example.org/{}", "path/".repeat(40));
        let text = format!("A paper, {address} جسر الشغور");
        let lines = wrap(&typesetter, &text, (11.0, false), 150.0, usize::MAX);
        assert!(lines.iter().all(|line| typesetter.width(line, 11.0, false) <= 150.0));
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(plain(&lines.concat()), plain(&text));
        // In a column too narrow for a letter every letter is a line.
        assert_eq!(wrap(&typesetter, "ab", (11.0, false), 0.5, usize::MAX), ["a", "b"]);
    }

    #[test]
    fn a_text_of_a_megabyte_ends_with_the_room() {
        let typesetter = Typesetter::new();
        for text in ["x".repeat(1_000_000), "word ".repeat(200_000)] {
            assert_eq!(wrap(&typesetter, &text, (11.0, false), 300.0, 60).len(), 60);
        }
    }
}
