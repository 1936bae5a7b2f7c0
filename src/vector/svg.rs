//! A picture as SVG 1.1, with real text. Fonts are named, not embedded: Noto Sans where it is
//! installed, else what the viewer takes for sans-serif.

use std::fmt::Write as _;

use crate::geometry::PicturePoint;
use crate::scene::{Picture, Rgba, Shape, Stroke, TextShape};

/// The picture as an SVG document; `title` and `description` are for those who cannot see it. The
/// same picture gives the same bytes.
pub fn svg(picture: &Picture, title: &str, description: &str) -> String {
    let (width, height) = (number(picture.width), number(picture.height));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let mut add = |text: std::fmt::Arguments<'_>| out.write_fmt(text).unwrap_or_default();
    add(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n"
    ));
    add(format_args!("<title>{}</title>\n<desc>{}</desc>\n", escaped(title), escaped(description)));
    if picture.background.opacity > 0 {
        add(format_args!("<rect width=\"{width}\" height=\"{height}\"{}/>\n", fill(Some(picture.background))));
    }
    for (name, shapes) in picture.by_layer() {
        if let Some(name) = name {
            let id: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
            add(format_args!("<g id=\"{id}\" inkscape:groupmode=\"layer\" inkscape:label=\"{}\">\n", escaped(name)));
        }
        for shape in shapes {
            add(format_args!("{}\n", element(shape)));
        }
        if name.is_some() {
            add(format_args!("</g>\n"));
        }
    }
    add(format_args!("</svg>\n"));
    out
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Area { rings, fill: inside } => {
            let path: String = rings.iter().map(|ring| path_of(ring, true)).collect();
            format!("<path d=\"{path}\" fill-rule=\"evenodd\"{}/>", fill(Some(*inside)))
        }
        Shape::Polygon { points, fill: inside, stroke: outline } => {
            format!("<path d=\"{}\"{}{}/>", path_of(points, true), fill(*inside), stroke(*outline))
        }
        Shape::Line { points, stroke: line } => {
            format!("<path d=\"{}\" fill=\"none\"{}/>", path_of(points, false), stroke(Some(*line)))
        }
        Shape::Circle { centre, radius, fill: inside, stroke: outline } => {
            let (x, y, radius) = (number(centre.x), number(centre.y), number(*radius));
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{}{}/>", fill(*inside), stroke(*outline))
        }
        Shape::Panel { at, width, height, rounding, fill: inside, stroke: outline } => {
            let (x, y) = (number(at.x), number(at.y));
            let (width, height, rounding) = (number(*width), number(*height), number(*rounding));
            let (fill, stroke) = (fill(Some(*inside)), stroke(*outline));
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{rounding}\"{fill}{stroke}/>")
        }
        Shape::Text(text) => text_element(text),
    }
}

fn text_element(text: &TextShape) -> String {
    let (x, y, size) = (number(text.at.x), number(text.at.y), number(text.size));
    let weight = if text.bold { " font-weight=\"bold\"" } else { "" };
    // The letters first stroked, then filled: the halo lies beneath.
    let halo = text.halo.map_or_else(String::new, |halo| {
        format!("{} paint-order=\"stroke\" stroke-linejoin=\"round\"", stroke(Some(halo)))
    });
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"'Noto Sans','Noto Sans Arabic',sans-serif\" font-size=\"{size}\"{weight}{}{halo} xml:space=\"preserve\">{}</text>",
        fill(Some(text.colour)),
        escaped(&text.text)
    )
}

fn path_of(points: &[PicturePoint], closed: bool) -> String {
    let mut path = String::new();
    for (at, point) in points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{letter}{} {}", number(point.x), number(point.y)));
    }
    if closed && !points.is_empty() {
        path.push('Z');
    }
    path
}

/// Two decimals of a point are finer than any screen or press.
fn number(value: f32) -> String {
    let text = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn hex(colour: Rgba) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.colour.red, colour.colour.green, colour.colour.blue)
}

fn opacity(name: &str, colour: Rgba) -> String {
    if colour.opacity == 255 {
        return String::new();
    }
    format!(" {name}=\"{}\"", number(f32::from(colour.opacity) / 255.0))
}

fn fill(colour: Option<Rgba>) -> String {
    colour.map_or_else(
        || " fill=\"none\"".to_owned(),
        |colour| format!(" fill=\"{}\"{}", hex(colour), opacity("fill-opacity", colour)),
    )
}

fn stroke(stroke: Option<Stroke>) -> String {
    stroke.map_or_else(String::new, |stroke| {
        let opacity = opacity("stroke-opacity", stroke.colour);
        format!(" stroke=\"{}\" stroke-width=\"{}\"{opacity}", hex(stroke.colour), number(stroke.width))
    })
}

/// Text as XML takes it: what may not stand in a document is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_text_is_safe() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(f32::NAN), "0");
        assert_eq!(number(12.345), "12.35");
        assert_eq!(escaped("a<b>&\"\u{0}\u{1b}\n"), "a&lt;b&gt;&amp;&quot; ");
    }
}
