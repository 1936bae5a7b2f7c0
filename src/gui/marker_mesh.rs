//! Markers and names as triangles that are kept: what looks the same is made once and then put where
//! it belongs.

use std::sync::Arc;

use eframe::egui::{Color32, Context, Mesh, Pos2, Shape, Ui, vec2};
use rustc_hash::FxHashMap;

use crate::geometry::PicturePoint;
use crate::gui::gpu::{Block, Flat, Place, Slot, colour_bits, dots_shape};
use crate::gui::scene_painter::{self, triangles};
use crate::gui::theme::color32;
use crate::scene::{self, Arrangement, Dot, Rgba, Scene, SymbolLook, TextShape};

/// Markers that are dots, for the graphics card: another date changes colours only.
pub(super) struct Dots {
    dots: Block,
    rim: Color32,
}

impl Dots {
    pub(super) fn new(arrangement: &Arrangement, scene: &Scene) -> Self {
        let bits = |dot: Dot| {
            let rim = dot.rim.map_or(0.0, |rim| rim.width);
            [dot.at.x.to_bits(), dot.at.y.to_bits(), dot.radius.to_bits(), rim.to_bits()]
        };
        let rim = arrangement.dots(scene).find_map(|(dot, _)| dot.rim);
        Self {
            dots: Arc::new(arrangement.dots(scene).flat_map(|(dot, _)| bits(dot)).collect()),
            rim: rim.map_or(Color32::TRANSPARENT, |rim| color32(rim.colour)),
        }
    }

    pub(super) fn shape(&self, ui: &Ui, arrangement: &Arrangement, scene: &Scene, place: Place<'_>) -> Shape {
        let bits = |colour: Option<Rgba>| colour_bits(colour.map_or(Color32::TRANSPARENT, color32));
        let colours = arrangement.dots(scene).map(|(_, colour)| bits(colour)).collect();
        dots_shape(ui, &self.dots, Arc::new(colours), self.rim, place)
    }
}

/// Markers that are more than dots, and names, at the point zero.
#[derive(Default)]
pub(super) struct Stamps {
    symbols: FxHashMap<SymbolLook, Mesh>,
    texts: FxHashMap<TextLook, Mesh>,
}

/// What a text looks like: text, size in bits, whether bold, colours of letters and halo.
type TextLook = (String, u32, bool, Color32, Option<(Color32, u32)>);

impl Stamps {
    /// How many looks of markers, and how many texts, are kept before they are forgotten: while the
    /// map is zoomed, markers have another size in every frame.
    const MOST: usize = 2_000;

    /// The markers of the scene's date that are more than dots.
    pub(super) fn symbols(&mut self, ui: &Ui, arrangement: &Arrangement, scene: &Scene, place: Place<'_>) -> Shape {
        if self.symbols.len() > Self::MOST {
            self.symbols.clear();
        }
        let seen: Vec<(PicturePoint, SymbolLook)> = arrangement.symbols(scene).collect();
        for (_, look) in &seen {
            if !self.symbols.contains_key(look) {
                let mut shapes = Vec::new();
                look.shapes(PicturePoint::default(), scene, &mut shapes);
                let mesh = triangles(ui.ctx(), scene_painter::shapes(ui.ctx(), &shapes, Pos2::ZERO));
                self.symbols.insert(look.clone(), mesh);
            }
        }
        let stamps: Vec<_> =
            seen.iter().filter_map(|(at, look)| Some((vec2(at.x, at.y), self.symbols.get(look)?))).collect();
        Flat::stamped(stamps.iter().copied()).shape(ui, (place.side, Slot::Symbols), place.origin.to_vec2())
    }

    /// Names on the map, whose corner is at `origin`.
    pub(super) fn names(&mut self, context: &Context, names: &[scene::Shape], origin: Pos2) -> Mesh {
        if self.texts.len() > Self::MOST {
            self.texts.clear();
        }
        let mut mesh = Mesh::default();
        // Letters are sharp where they were made, on whole pixels; moved by whole pixels they stay so.
        let density = context.pixels_per_point();
        let whole = |points: f32| (points * density).round() / density;
        for name in names {
            let scene::Shape::Text(text) = name else { continue };
            let halo = text.halo.map(|halo| (color32(halo.colour), halo.width.to_bits()));
            let look = (text.text.clone(), text.size.to_bits(), text.bold, color32(text.colour), halo);
            let stamp = self.texts.entry(look).or_insert_with(|| {
                let at_zero = scene::Shape::Text(TextShape { at: PicturePoint::default(), ..text.clone() });
                triangles(context, scene_painter::shapes(context, &[at_zero], Pos2::ZERO))
            });
            let first = mesh.vertices.len();
            mesh.append_ref(stamp);
            let offset = vec2(whole(origin.x + text.at.x), whole(origin.y + text.at.y));
            for vertex in &mut mesh.vertices[first..] {
                vertex.pos += offset;
            }
        }
        mesh
    }
}
