//! Markers: the outer shape says what kind of place it is, colour and glyph who holds it.

use std::f32::consts::{FRAC_1_SQRT_2, PI, TAU};

use crate::domain::{Doubt, PlaceKind, Status, Symbol};
use crate::geometry::PicturePoint;
use crate::scene::build::{ControlLook, FactionLook};
use crate::scene::{MapStyle, Rgba, Shape, Stroke};

/// The radius of a marker at scale 1, in points.
pub(super) fn base_radius(kind: &PlaceKind) -> f32 {
    match kind {
        PlaceKind::City => 8.5,
        PlaceKind::Town | PlaceKind::Other(_) => 6.0,
        PlaceKind::AirBase | PlaceKind::MilitaryBase | PlaceKind::BorderCrossing => 6.5,
        PlaceKind::Dam | PlaceKind::StrategicSite => 5.5,
        PlaceKind::Village | PlaceKind::District => 4.3,
    }
}

/// The radius from which the faction's symbol can be read inside the marker.
pub(super) const GLYPH_FROM: f32 = 5.0;

/// The radius below which a marker is a plain dot.
pub(super) const PLAIN_BELOW: f32 = 2.6;

/// The rim of a marker whose place is held.
pub(super) fn edge(radius: f32, style: MapStyle) -> Stroke {
    Stroke { width: (radius * 0.2).clamp(0.8, 1.5), colour: style.outline() }
}

/// Whether the marker of such a place is a disc.
pub(super) fn is_round(kind: &PlaceKind) -> bool {
    matches!(outline_of(kind, PicturePoint::default(), 1.0), Outline::Disc { .. })
}

/// The shapes of a marker, from the bottom to the top.
pub fn symbol_shapes(
    at: PicturePoint,
    radius: f32,
    kind: &PlaceKind,
    look: &ControlLook,
    doubt: Doubt,
    style: &MapStyle,
    into: &mut Vec<Shape>,
) {
    let unknown = style.unknown();
    let holder = look.holder.map_or(unknown, |holder| aged(holder.colour, doubt.age(), *style));
    if radius < PLAIN_BELOW {
        into.push(Shape::Circle { centre: at, radius, fill: Some(holder), stroke: None });
        return;
    }
    if doubt.is_disputed() {
        let ring = radius + if look.besieged.is_some() { 6.0 } else { 3.2 };
        into.push(circle(at, ring, None, Some((3.4, style.halo().with_opacity(210)))));
        dashes(at, ring, style.ink(), into);
    }
    if let Some(besieger) = look.besieged {
        // A ring with a gap around the marker, in the besieger's colour, on a rim.
        let ring = radius + 2.6;
        into.push(circle(at, ring, None, Some((radius.min(6.0) * 0.5 + 1.6, style.halo()))));
        into.push(circle(at, ring, None, Some((radius.min(6.0) * 0.4 + 0.4, besieger.colour))));
    }
    let edge = edge(radius, *style);
    let outline = outline_of(kind, at, radius);
    if look.holder.is_none() && look.contested.is_none() {
        // Empty, so that nobody takes grey for a side.
        let rim = Stroke { width: (radius * 0.3).clamp(1.0, 2.0), colour: unknown };
        outline.paint(Some(style.halo()), Some(rim), into);
        if radius >= GLYPH_FROM {
            question_mark(at, radius, unknown, into);
        }
        return;
    }
    outline.paint(Some(holder), Some(edge), into);
    if let Some(contester) = look.contested {
        outline.right_half(at, aged(contester.colour, doubt.age(), *style), into);
        outline.paint(None, Some(edge), into);
        // A seam, so that two like colours are told apart.
        let (top, bottom) = outline.vertical_extent(at);
        into.push(Shape::Line {
            points: vec![PicturePoint { x: at.x, y: top }, PicturePoint { x: at.x, y: bottom }],
            stroke: Stroke { width: edge.width, colour: style.outline() },
        });
        hollow_and_hatch(&outline, at, radius, kind, doubt, *style, into);
        return;
    }
    hollow_and_hatch(&outline, at, radius, kind, doubt, *style, into);
    if let Some(other) = look.shared
        && look.status == Status::Shared
    {
        into.push(circle(at, radius * 0.48, Some(other.colour), Some((edge.width, style.outline()))));
        return;
    }
    if style.symbols
        && radius >= GLYPH_FROM
        && let Some(FactionLook { colour, symbol }) = look.holder
    {
        if doubt.is_unconfirmed() {
            glyph(symbol, at, radius * 0.36, aged(colour, doubt.age(), *style), into);
        } else if doubt.is_stale() {
            // A black or white glyph would stand out of what is to stand back.
            glyph(symbol, at, radius * 0.5, colour, into);
        } else {
            glyph(symbol, at, radius * 0.5, on(colour), into);
        }
    }
}

/// A colour by the age of the newest report: the older, the more the ground shows through.
pub(super) fn aged(colour: Rgba, age: u8, style: MapStyle) -> Rgba {
    let share = match age {
        0 => return colour,
        1 => 0.34,
        2 => 0.5,
        _ => 0.64,
    };
    colour.mixed(style.land(), share)
}

/// A ring of dashes: reports name different holders.
fn dashes(centre: PicturePoint, radius: f32, colour: Rgba, into: &mut Vec<Shape>) {
    let count = (TAU * radius / 5.2).round().max(6.0);
    let step = TAU / count;
    let stroke = Stroke { width: 1.5, colour };
    for dash in 0..count as usize {
        let from = step * dash as f32;
        let point = |part: f32| {
            let angle = from + step * 0.58 * part;
            PicturePoint { x: centre.x + radius * angle.sin(), y: centre.y - radius * angle.cos() }
        };
        into.push(Shape::Line { points: vec![point(0.0), point(0.5), point(1.0)], stroke });
    }
}

/// Empty in the middle where there is no report at all; hatched where the date is uncertain.
fn hollow_and_hatch(
    outline: &Outline,
    at: PicturePoint,
    radius: f32,
    kind: &PlaceKind,
    doubt: Doubt,
    style: MapStyle,
    into: &mut Vec<Shape>,
) {
    if doubt.is_unconfirmed() {
        let share = if radius < GLYPH_FROM { 0.5 } else { 0.62 };
        outline_of(kind, at, radius * share).paint(Some(style.halo()), None, into);
    }
    if doubt.is_uncertain() {
        let width = (radius * 0.2).clamp(0.9, 1.6);
        let stroke = Stroke { width, colour: style.halo() };
        // Lines from the lower left to the upper right, as far apart as three are seen.
        let spacing = radius * 0.62;
        for line in -1..=1 {
            let across = spacing * line as f32;
            if let Some(points) = outline.chord(at, across) {
                into.push(Shape::Line { points: points.to_vec(), stroke });
            }
        }
    }
}

/// A glyph's colour on a ground: white or near-black, whichever contrasts more.
pub(super) fn on(ground: Rgba) -> Rgba {
    let (white, black) = (Rgba::rgb(0xff, 0xff, 0xff), Rgba::rgb(0x16, 0x18, 0x1a));
    let better = ground.colour.contrast(white.colour) * 1.8 >= ground.colour.contrast(black.colour);
    if better { white } else { black }
}

fn circle(centre: PicturePoint, radius: f32, fill: Option<Rgba>, stroke: Option<(f32, Rgba)>) -> Shape {
    let stroke = stroke.map(|(width, colour)| Stroke { width, colour });
    Shape::Circle { centre, radius, fill, stroke }
}

enum Outline {
    Disc { centre: PicturePoint, radius: f32 },
    Corners(Vec<PicturePoint>),
}

fn outline_of(kind: &PlaceKind, at: PicturePoint, radius: f32) -> Outline {
    let corners = |points: &[(f32, f32)]| {
        let corner = |(x, y): &(f32, f32)| PicturePoint { x: at.x + x * radius, y: at.y + y * radius };
        Outline::Corners(points.iter().map(corner).collect())
    };
    match kind {
        PlaceKind::City | PlaceKind::Town | PlaceKind::Village | PlaceKind::District | PlaceKind::Other(_) => {
            Outline::Disc { centre: at, radius }
        }
        PlaceKind::MilitaryBase => corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        // A triangle with cut corners: a wing.
        PlaceKind::AirBase => {
            corners(&[(-0.22, -1.15), (0.22, -1.15), (1.2, 0.62), (0.98, 0.98), (-0.98, 0.98), (-1.2, 0.62)])
        }
        PlaceKind::BorderCrossing => corners(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        PlaceKind::Dam => corners(&[(-0.65, -0.85), (0.65, -0.85), (1.2, 0.85), (-1.2, 0.85)]),
        PlaceKind::StrategicSite => Outline::Corners(regular(at, radius * 1.08, 6, 0.0)),
    }
}

impl Outline {
    fn paint(&self, fill: Option<Rgba>, stroke: Option<Stroke>, into: &mut Vec<Shape>) {
        into.push(match self {
            Self::Disc { centre, radius } => Shape::Circle { centre: *centre, radius: *radius, fill, stroke },
            Self::Corners(points) => Shape::Polygon { points: points.clone(), fill, stroke },
        });
    }

    /// The part inside of the line that rises to the right and passes `across` points from `at`.
    fn chord(&self, at: PicturePoint, across: f32) -> Option<[PicturePoint; 2]> {
        let (along, normal) = ((FRAC_1_SQRT_2, -FRAC_1_SQRT_2), (FRAC_1_SQRT_2, FRAC_1_SQRT_2));
        let point = |t: f32| PicturePoint {
            x: at.x + normal.0 * across + along.0 * t,
            y: at.y + normal.1 * across + along.1 * t,
        };
        match self {
            Self::Disc { radius, .. } => {
                let half = (radius * radius - across * across).max(0.0).sqrt();
                (half > 0.0).then(|| [point(-half), point(half)])
            }
            Self::Corners(points) => {
                // Where the line crosses the sides of the convex outline.
                let (mut from, mut to) = (f32::INFINITY, f32::NEG_INFINITY);
                for (corner, next) in points.iter().zip(points.iter().cycle().skip(1)) {
                    let side = |p: &PicturePoint| (p.x - at.x) * normal.0 + (p.y - at.y) * normal.1 - across;
                    let (a, b) = (side(corner), side(next));
                    if (a < 0.0) != (b < 0.0) {
                        let share = a / (a - b);
                        let (x, y) = (corner.x + (next.x - corner.x) * share, corner.y + (next.y - corner.y) * share);
                        let t = (x - at.x) * along.0 + (y - at.y) * along.1;
                        (from, to) = (from.min(t), to.max(t));
                    }
                }
                (from < to).then(|| [point(from), point(to)])
            }
        }
    }

    fn vertical_extent(&self, at: PicturePoint) -> (f32, f32) {
        match self {
            Self::Disc { radius, .. } => (at.y - radius, at.y + radius),
            Self::Corners(points) => {
                let ys = points.iter().map(|point| point.y);
                ys.fold((at.y, at.y), |(top, bottom), y| (top.min(y), bottom.max(y)))
            }
        }
    }

    fn right_half(&self, at: PicturePoint, fill: Rgba, into: &mut Vec<Shape>) {
        let points = match self {
            Self::Disc { centre, radius } => (0..=16)
                .map(|step| {
                    let angle = PI * step as f32 / 16.0;
                    PicturePoint { x: centre.x + radius * angle.sin(), y: centre.y - radius * angle.cos() }
                })
                .collect(),
            Self::Corners(points) => right_of(points, at.x),
        };
        into.push(Shape::Polygon { points, fill: Some(fill), stroke: None });
    }
}

/// The part of a convex polygon right of a vertical line.
fn right_of(points: &[PicturePoint], x: f32) -> Vec<PicturePoint> {
    let mut kept = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let next = points[(at + 1) % points.len()];
        if point.x >= x {
            kept.push(*point);
        }
        if (point.x - x) * (next.x - x) < 0.0 {
            let share = (x - point.x) / (next.x - point.x);
            kept.push(PicturePoint { x, y: point.y + (next.y - point.y) * share });
        }
    }
    kept
}

fn regular(centre: PicturePoint, radius: f32, corners: usize, turned: f32) -> Vec<PicturePoint> {
    (0..corners)
        .map(|corner| {
            let angle = turned + TAU * corner as f32 / corners as f32;
            PicturePoint { x: centre.x + radius * angle.sin(), y: centre.y - radius * angle.cos() }
        })
        .collect()
}

/// A faction's symbol of about `radius`, filled.
pub(super) fn glyph(symbol: Symbol, at: PicturePoint, radius: f32, fill: Rgba, into: &mut Vec<Shape>) {
    let mut polygon = |points: Vec<PicturePoint>| {
        into.push(Shape::Polygon { points, fill: Some(fill), stroke: None });
    };
    let bar = |half_width: f32, half_height: f32| {
        vec![
            PicturePoint { x: at.x - half_width, y: at.y - half_height },
            PicturePoint { x: at.x + half_width, y: at.y - half_height },
            PicturePoint { x: at.x + half_width, y: at.y + half_height },
            PicturePoint { x: at.x - half_width, y: at.y + half_height },
        ]
    };
    match symbol {
        Symbol::Circle => into.push(circle(at, radius * 0.85, Some(fill), None)),
        Symbol::Square => polygon(bar(radius * 0.8, radius * 0.8)),
        Symbol::Triangle => polygon(regular(PicturePoint { x: at.x, y: at.y + radius * 0.15 }, radius * 1.1, 3, 0.0)),
        Symbol::Diamond => polygon(regular(at, radius * 1.1, 4, 0.0)),
        Symbol::Hexagon => polygon(regular(at, radius, 6, PI / 6.0)),
        Symbol::Pentagon => polygon(regular(at, radius * 1.05, 5, 0.0)),
        Symbol::Cross => {
            polygon(bar(radius * 0.32, radius));
            polygon(bar(radius, radius * 0.32));
        }
        // A star is not convex: five kites around the middle.
        Symbol::Star => {
            let (tips, notches) = (regular(at, radius * 1.2, 5, 0.0), regular(at, radius * 0.5, 5, PI / 5.0));
            for tip in 0..5 {
                polygon(vec![at, notches[(tip + 4) % 5], tips[tip], notches[tip]]);
            }
        }
    }
}

fn question_mark(at: PicturePoint, radius: f32, colour: Rgba, into: &mut Vec<Shape>) {
    let stroke = Stroke { width: (radius * 0.22).max(1.0), colour };
    let point = |x: f32, y: f32| PicturePoint { x: at.x + x * radius, y: at.y + y * radius };
    into.push(Shape::Line {
        points: vec![
            point(-0.26, -0.28),
            point(-0.18, -0.46),
            point(0.0, -0.54),
            point(0.2, -0.46),
            point(0.27, -0.26),
            point(0.16, -0.06),
            point(0.0, 0.06),
            point(0.0, 0.22),
        ],
        stroke,
    });
    into.push(circle(point(0.0, 0.48), stroke.width * 0.62, Some(colour), None));
}
