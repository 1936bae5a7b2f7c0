//! Scene + viewport → picture.

use crate::basemap::Basemap;
use crate::domain::{ControlIx, Doubt, PlaceIx, PlaceKind};
use crate::geometry::{PicturePoint, Viewport};
use crate::scene::build::ControlLook;
use crate::scene::furniture::{self, Furniture};
use crate::scene::labels::{Box2, Obstacles, Occupied, RankedLabel, marker_box, place};
use crate::scene::symbols::{GLYPH_FROM, PLAIN_BELOW, aged, base_radius, edge, is_round};
use crate::scene::{
    Hit, Picture, Rgba, Scene, Shape, Stroke, TextShape, Typesetter, base_layer, country_name_labels, symbol_shapes,
    territory_layer,
};

/// The places of a scene laid out for a viewport.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlacesLayer {
    /// Markers and labels, from the bottom to the top.
    pub shapes: Vec<Shape>,
    /// Where places can be pointed at, from the bottom to the top.
    pub hits: Vec<Hit>,
    /// How many places are in view, by state.
    pub in_view: Vec<u32>,
    /// The kinds of place in view, in the legend's order.
    pub kinds_in_view: Vec<PlaceKind>,
    /// How many places in view are drawn as disputed, uncertain, unconfirmed and stale.
    pub doubts_in_view: [u32; 4],
}

/// How much smaller markers are than at zoom 8.6, where they have their base size.
fn zoom_scale(zoom: f64) -> f32 {
    (1.0 + 0.16 * (zoom as f32 - 8.6)).clamp(0.45, 1.35)
}

/// The radius of a marker in points.
fn radius_of(kind: &PlaceKind, viewport: &Viewport, scene: &Scene) -> f32 {
    let base = base_radius(kind);
    let full = base * zoom_scale(viewport.zoom());
    // Where places lie closer than their markers are wide, markers shrink to dots; more so where the
    // ground says who holds it and the fronts are to be seen.
    let has_ground = scene.territory.as_ref().is_some_and(|territory| territory.choice.fill);
    let (share, least) = if has_ground { (0.36, 0.7) } else { (0.55, 1.1) };
    let room = (scene.spacing * viewport.scale()) as f32 * share * (base / 6.0).sqrt();
    full.min(room.max(least))
}

/// The zoom from which places of a kind are named, at any density.
fn named_from(kind: &PlaceKind) -> f64 {
    match kind {
        PlaceKind::City => 4.5,
        PlaceKind::Town | PlaceKind::Other(_) => 6.8,
        PlaceKind::AirBase | PlaceKind::MilitaryBase | PlaceKind::BorderCrossing | PlaceKind::Dam => 8.0,
        PlaceKind::Village => 8.4,
        PlaceKind::StrategicSite | PlaceKind::District => 9.4,
    }
}

/// Cities are named even among their suburbs (from far only the largest), and so is what is
/// highlighted.
fn may_cover(marker: &crate::scene::Marker, zoom: f64, highlight: Option<PlaceIx>) -> bool {
    let least = if zoom >= 8.0 { 0.0 } else { 8.9 };
    highlight == Some(marker.place) || (marker.kind == PlaceKind::City && marker.importance > least)
}

fn label_size(kind: &PlaceKind) -> (f32, bool) {
    match kind {
        PlaceKind::City => (12.5, true),
        PlaceKind::Town | PlaceKind::Other(_) => (11.5, false),
        _ => (10.5, false),
    }
}

/// The places of a scene on a viewport: where markers lie and which names have room. It holds for
/// every date on which the same places are besieged, because only a siege's ring takes more room.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrangement {
    /// Markers in view, from the bottom to the top, and whether each may be a dot.
    seen: Vec<Seen>,
    may_be_dot: Vec<bool>,
    /// Names of countries and places, from the bottom to the top.
    pub labels: Vec<Shape>,
    /// Whose name each of them is; none of those of countries.
    label_places: Vec<Option<PlaceIx>>,
    besieged: Vec<usize>,
    highlight: Option<PlaceIx>,
}

impl Arrangement {
    /// The markers of a scene in view, without names: what counts and the legend need.
    pub fn in_view(scene: &Scene, viewport: &Viewport) -> Self {
        Self {
            seen: seen(scene, viewport),
            may_be_dot: Vec::new(),
            labels: Vec::new(),
            label_places: Vec::new(),
            besieged: Vec::new(),
            highlight: None,
        }
    }

    /// The same with names, which keep off `reserved` (left, top, right, bottom in points). `highlight` is ringed and
    /// named first.
    #[must_use]
    pub fn named(
        self,
        scene: &Scene,
        basemap: &Basemap,
        viewport: &Viewport,
        typesetter: &Typesetter,
        reserved: &[[f32; 4]],
        highlight: Option<PlaceIx>,
    ) -> Self {
        let mut seen = self.seen;
        // What is asked for lies on top.
        if let Some(at) = seen.iter().position(|(index, ..)| highlight == Some(scene.markers[*index].place)) {
            let (index, point, radius) = seen.remove(at);
            seen.push((index, point, radius.max(6.0)));
        }
        let (label_places, labels) =
            labels(scene, basemap, viewport, typesetter, reserved, highlight, &seen).into_iter().unzip();
        let besieged = besieged(scene, &seen);
        let may_be_dot = seen.iter().map(|seen| may_be_dot(scene, highlight, seen)).collect();
        Self { seen, may_be_dot, labels, label_places, besieged, highlight }
    }

    /// Whether it still holds on the scene's date.
    pub fn holds_for(&self, scene: &Scene) -> bool {
        besieged(scene, &self.seen) == self.besieged
    }

    /// The markers and names as they are on the scene's date.
    pub fn layer(&self, scene: &Scene, viewport: &Viewport) -> PlacesLayer {
        let mut layer = count(scene, viewport, &self.seen);
        self.markers(scene, &mut layer.shapes);
        layer.hits = self.hits(scene);
        layer.shapes.extend(self.labels.iter().cloned());
        layer
    }

    /// Adds the markers of the scene's date.
    pub(super) fn markers(&self, scene: &Scene, into: &mut Vec<Shape>) {
        into.reserve(self.seen.len());
        for (Dot { at, radius, rim }, colour) in self.dots(scene) {
            let circle = |fill| Shape::Circle { centre: at, radius, fill: Some(fill), stroke: rim };
            into.extend(colour.map(circle));
        }
        for (at, look) in self.symbols(scene) {
            look.shapes(at, scene, into);
        }
    }

    /// The names of what the scene shows on its date, from the bottom to the top.
    pub(super) fn shown_labels(&self, scene: &Scene) -> impl Iterator<Item = &Shape> {
        let labels = self.labels.iter().zip(&self.label_places);
        labels.filter(|(_, place)| place.is_none_or(|place| scene.shows(place))).map(|(label, _)| label)
    }

    /// The markers of the scene's date that are more than dots, from the bottom to the top: where,
    /// and what they look like.
    pub fn symbols<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = (PicturePoint, SymbolLook)> + 's {
        let colours = dot_colours(scene);
        let is_dot = move |seen: &Seen| dot_colour(&colours, scene, seen).is_some();
        let is_shown = |seen: &Seen| scene.shows(scene.markers[seen.0].place);
        let seen = self.seen.iter().zip(&self.may_be_dot);
        let seen = seen.filter(move |(seen, may)| (!**may || !is_dot(seen)) && is_shown(seen));
        seen.map(|((index, at, radius), _)| {
            let marker = &scene.markers[*index];
            let is_highlighted = self.highlight == Some(marker.place);
            let look = SymbolLook {
                kind: marker.kind.clone(),
                control: marker.control,
                doubt: marker.doubt,
                radius: radius.to_bits(),
                is_highlighted,
            };
            (*at, look)
        })
    }

    /// The markers that are dots where a place is simply held; they lie beneath the others. Where
    /// they are holds for every date, so a painter may keep them; on the scene's date some have no
    /// colour, because there is more to say of them: those are among [`Self::symbols`].
    pub fn dots<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = (Dot, Option<Rgba>)> + 's {
        let colours = dot_colours(scene);
        let seen = self.seen.iter().zip(&self.may_be_dot).filter(|(_, may)| **may);
        seen.map(move |(seen, _)| {
            let (index, at, radius) = *seen;
            let rim = if radius < PLAIN_BELOW { None } else { Some(edge(radius, scene.style)) };
            let is_shown = scene.shows(scene.markers[index].place);
            (Dot { at, radius, rim }, if is_shown { dot_colour(&colours, scene, seen) } else { None })
        })
    }

    /// Where the places can be pointed at, from the bottom to the top; the same on every date.
    pub fn hits(&self, scene: &Scene) -> Vec<Hit> {
        let hit = |(index, centre, radius): &Seen| Hit {
            place: scene.markers[*index].place,
            centre: *centre,
            radius: *radius,
        };
        self.seen.iter().map(hit).collect()
    }

    /// How many places of each state, and which kinds, are in view: no shapes, no hits.
    pub fn counts(&self, scene: &Scene, viewport: &Viewport) -> PlacesLayer {
        count(scene, viewport, &self.seen)
    }
}

/// A marker that is a dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Its middle.
    pub at: PicturePoint,
    /// Its radius in points.
    pub radius: f32,
    /// Its rim, which lies half outside the radius.
    pub rim: Option<Stroke>,
}

/// A marker in view: place in [`Scene::markers`], middle, radius.
type Seen = (usize, PicturePoint, f32);

fn may_be_dot(scene: &Scene, highlight: Option<PlaceIx>, (index, _, radius): &Seen) -> bool {
    let marker = &scene.markers[*index];
    (*radius < PLAIN_BELOW || (*radius < GLYPH_FROM && is_round(&marker.kind))) && highlight != Some(marker.place)
}

/// By state: the colour of a dot, and of a dot with a rim; none where there is more to say than who
/// holds the place.
fn dot_colours(scene: &Scene) -> Vec<[Option<Rgba>; 2]> {
    let of_look = |look: &ControlLook| {
        let is_simple = look.contested.is_none() && look.besieged.is_none() && look.shared.is_none();
        let holder = look.holder.map(|holder| holder.colour);
        [Some(holder.unwrap_or(scene.style.unknown())), holder.filter(|_| is_simple)]
    };
    scene.looks.iter().map(of_look).collect()
}

fn dot_colour(colours: &[[Option<Rgba>; 2]], scene: &Scene, (index, _, radius): &Seen) -> Option<Rgba> {
    let marker = &scene.markers[*index];
    let has_room = *radius >= PLAIN_BELOW;
    let doubt = marker.doubt;
    if has_room && (doubt.is_disputed() || doubt.is_uncertain() || doubt.is_unconfirmed()) {
        return None;
    }
    let colour = colours[marker.control.row()][usize::from(has_room)]?;
    let is_held = scene.looks[marker.control.row()].holder.is_some();
    Some(if is_held { aged(colour, doubt.age(), scene.style) } else { colour })
}

/// What a marker looks like: markers with the same look on the same scene have the same shapes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SymbolLook {
    kind: PlaceKind,
    control: ControlIx,
    doubt: Doubt,
    // The bits of the radius in points.
    radius: u32,
    is_highlighted: bool,
}

impl SymbolLook {
    /// Adds the shapes of such a marker at a point.
    pub fn shapes(&self, at: PicturePoint, scene: &Scene, into: &mut Vec<Shape>) {
        let style = &scene.style;
        let radius = f32::from_bits(self.radius);
        if self.is_highlighted {
            for (width, colour) in [(4.0, style.halo()), (2.0, style.selection())] {
                let stroke = Some(Stroke { width, colour });
                into.push(Shape::Circle { centre: at, radius: radius + 5.5, fill: None, stroke });
            }
        }
        symbol_shapes(at, radius, &self.kind, &scene.looks[self.control.row()], self.doubt, style, into);
    }
}

/// The markers in view, from the bottom to the top.
fn seen(scene: &Scene, viewport: &Viewport) -> Vec<(usize, PicturePoint, f32)> {
    let (width, height) = (viewport.width(), viewport.height());
    let mut seen = Vec::new();
    for (index, marker) in scene.markers.iter().enumerate() {
        if !scene.shows(marker.place) {
            continue;
        }
        let at = viewport.picture_from_world(marker.at);
        let radius = radius_of(&marker.kind, viewport, scene);
        let near = |value: f32, size: f32| value >= -radius && value <= size + radius;
        if near(at.x, width) && near(at.y, height) {
            seen.push((index, at, radius));
        }
    }
    seen
}

/// How many places of each state, and which kinds, are in view.
fn count(scene: &Scene, viewport: &Viewport, seen: &[(usize, PicturePoint, f32)]) -> PlacesLayer {
    let mut layer = PlacesLayer { in_view: vec![0; scene.looks.len()], ..PlacesLayer::default() };
    for (index, at, radius) in seen {
        let marker = &scene.markers[*index];
        if viewport.shows(*at) && scene.shows(marker.place) {
            if marker.doubt != Doubt::default() {
                count_doubt(scene, marker, *radius, &mut layer.doubts_in_view);
            }
            layer.in_view[marker.control.row()] += 1;
            if !layer.kinds_in_view.contains(&marker.kind) {
                layer.kinds_in_view.push(marker.kind.clone());
            }
        }
    }
    layer.kinds_in_view.sort_by_key(|kind| PlaceKind::KNOWN.iter().position(|known| known == kind));
    layer
}

/// Counts a doubt as far as a marker of this size shows it.
fn count_doubt(scene: &Scene, marker: &crate::scene::Marker, radius: f32, counts: &mut [u32; 4]) {
    let look = &scene.looks[marker.control.row()];
    let is_drawn = look.holder.is_some() || look.contested.is_some();
    let has_room = radius >= PLAIN_BELOW;
    let doubt = marker.doubt;
    counts[0] += u32::from(doubt.is_disputed() && has_room);
    counts[1] += u32::from(doubt.is_uncertain() && has_room && is_drawn);
    counts[2] += u32::from(doubt.is_unconfirmed() && has_room && is_drawn);
    counts[3] += u32::from(doubt.is_stale() && look.holder.is_some());
}

/// The markers in view that have a siege's ring.
fn besieged(scene: &Scene, seen: &[(usize, PicturePoint, f32)]) -> Vec<usize> {
    let is_besieged = |index: &usize| scene.looks[scene.markers[*index].control.row()].besieged.is_some();
    seen.iter().map(|(index, ..)| *index).filter(is_besieged).collect()
}

fn labels(
    scene: &Scene,
    basemap: &Basemap,
    viewport: &Viewport,
    typesetter: &Typesetter,
    reserved: &[[f32; 4]],
    highlight: Option<PlaceIx>,
    seen: &[(usize, PicturePoint, f32)],
) -> Vec<(Option<PlaceIx>, Shape)> {
    let style = &scene.style;
    let (width, height) = (viewport.width(), viewport.height());
    let mut shapes = Vec::new();
    let mut obstacles = Obstacles { fixed: Occupied::new(), markers: Occupied::new() };
    for [left, top, right, bottom] in reserved {
        obstacles.fixed.add(Box2 { left: *left, top: *top, right: *right, bottom: *bottom });
    }
    // Crowds of dots are no obstacle to labels, or nothing could be named where towns are dense.
    for (_, at, radius) in seen.iter().filter(|(_, _, radius)| *radius >= 3.5) {
        obstacles.markers.add(marker_box(*at, *radius));
    }
    let zoom = viewport.zoom();
    let is_named = |index: usize| {
        let marker = &scene.markers[index];
        // What has a number is asked for by it.
        highlight == Some(marker.place) || scene.is_numbered || zoom >= named_from(&marker.kind)
    };
    let line_height = 1.28;
    let text_of = |index: usize| {
        let (size, bold) = label_size(&scene.markers[index].kind);
        (scene.names[index].as_str(), size, bold || highlight == Some(scene.markers[index].place))
    };
    // No picture has room for more labels than this; measuring thousands of names would take long.
    let most = (width * height / 1500.0) as usize + 20;
    let ranked: Vec<RankedLabel> = seen
        .iter()
        .rev()
        .filter(|(index, ..)| is_named(*index))
        .take(most)
        .map(|(index, at, radius)| {
            let (text, size, bold) = text_of(*index);
            RankedLabel {
                marker: *index,
                at: *at,
                // Rings belong to their marker: that of what is highlighted, that of a siege.
                radius: if highlight == Some(scene.markers[*index].place) {
                    radius + 6.0
                } else if scene.looks[scene.markers[*index].control.row()].besieged.is_some() && *radius > 2.6 {
                    radius + 3.5
                } else {
                    *radius
                },
                width: typesetter.width(text, size, bold),
                height: size * line_height,
                nudge: scene.nudges.get(&scene.markers[*index].place).map(|nudge| (nudge.right, nudge.down)),
                may_cover_markers: scene.is_numbered || may_cover(&scene.markers[*index], zoom, highlight),
            }
        })
        .collect();
    let mut placed = place(&ranked, &mut obstacles, width, height, 2.0);
    let whole = placed.len();
    if scene.is_numbered {
        // Where a name has no room its number may have.
        let is_placed = |label: &&RankedLabel| placed.iter().any(|known| known.marker == label.marker);
        let short = |label: &RankedLabel| {
            let (text, size, bold) = text_of(label.marker);
            // A number on the marker of another place would be taken for that one's.
            let width = typesetter.width(number_of(text), size, bold);
            RankedLabel { width, may_cover_markers: false, ..*label }
        };
        let rest: Vec<RankedLabel> = ranked.iter().filter(|label| !is_placed(label)).map(short).collect();
        placed.extend(place(&rest, &mut obstacles, width, height, 1.0));
    }

    for (name, at) in country_name_labels(basemap, viewport) {
        let size = 12.0;
        let (text_width, text_height) = (typesetter.width(&name, size, false), size * line_height);
        let (left, top) = (at.x - text_width / 2.0, at.y - text_height / 2.0);
        let area = Box2 { left, top, right: left + text_width, bottom: top + text_height };
        let inside = left > 0.0 && top > 0.0 && area.right < width && area.bottom < height;
        let covers =
            |at: &PicturePoint| (area.left..area.right).contains(&at.x) && (area.top..area.bottom).contains(&at.y);
        let covers_a_place = seen.iter().any(|(_, at, _)| covers(at));
        if inside && !covers_a_place && obstacles.fixed.is_free(&area) {
            obstacles.fixed.add(area);
            let text = TextShape {
                at: baseline(PicturePoint { x: left, y: top }, size),
                text: name,
                size,
                bold: false,
                colour: style.country_name(),
                halo: Some(Stroke { width: 2.0, colour: style.land().with_opacity(200) }),
            };
            shapes.push((None, Shape::Text(text)));
        }
    }
    for (nth, label) in placed.iter().enumerate().rev() {
        let (text, size, bold) = text_of(label.marker);
        let text = if nth < whole { text } else { number_of(text) };
        let text = TextShape {
            at: baseline(label.at, size),
            text: text.to_owned(),
            size,
            bold,
            colour: style.ink(),
            halo: Some(Stroke { width: 2.4, colour: style.halo().with_opacity(225) }),
        };
        shapes.push((Some(scene.markers[label.marker].place), Shape::Text(text)));
    }
    shapes
}

/// The number that a numbered name begins with.
fn number_of(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// Lays out markers and labels. Labels keep off `reserved` (left, top, right, bottom in points).
/// `highlight` is ringed and named first.
pub fn places_layer(
    scene: &Scene,
    basemap: &Basemap,
    viewport: &Viewport,
    typesetter: &Typesetter,
    reserved: &[[f32; 4]],
    highlight: Option<PlaceIx>,
) -> PlacesLayer {
    let arrangement = Arrangement::in_view(scene, viewport);
    arrangement.named(scene, basemap, viewport, typesetter, reserved, highlight).layer(scene, viewport)
}

/// What the legend needs to know: counts, kinds and where places lie, without shapes.
pub fn places_counts(scene: &Scene, viewport: &Viewport) -> PlacesLayer {
    counted(&Arrangement::in_view(scene, viewport), scene, viewport)
}

fn counted(in_view: &Arrangement, scene: &Scene, viewport: &Viewport) -> PlacesLayer {
    PlacesLayer { hits: in_view.hits(scene), ..in_view.counts(scene, viewport) }
}

/// The left end of the baseline of a text whose box begins at `top_left`.
pub(super) fn baseline(top_left: PicturePoint, size: f32) -> PicturePoint {
    PicturePoint { x: top_left.x, y: top_left.y + size * 1.0 }
}

/// What the layer of the base map is called.
pub const BASE_LAYER: &str = "Base map";

/// A whole picture: base map (whose layer is empty where it is painted already), places, furniture.
pub fn layout(
    scene: &Scene,
    basemap: &Basemap,
    viewport: &Viewport,
    typesetter: &Typesetter,
    furniture: Furniture,
    highlight: Option<PlaceIx>,
    (pixels_per_point, has_base): (f32, bool),
) -> Picture {
    // The legend's size depends on what is in view, and the labels keep off the legend: so the
    // counts are made first.
    let in_view = Arrangement::in_view(scene, viewport);
    let counted = counted(&in_view, scene, viewport);
    let placed = furniture::furniture(scene, &counted, viewport, typesetter, furniture);
    let arrangement = in_view.named(scene, basemap, viewport, typesetter, &placed.boxes, highlight);
    let mut picture = Picture {
        width: viewport.width(),
        height: viewport.height(),
        background: scene.style.water(),
        shapes: Vec::new(),
        layers: Vec::new(),
        left_out: Vec::new(),
    };
    let names_and_more = arrangement.labels.len() + placed.shapes.len() + 1000;
    picture.shapes.reserve(arrangement.seen.len() + names_and_more);
    let base = || base_layer(basemap, viewport, &scene.style, pixels_per_point);
    picture.add_layer(BASE_LAYER, if has_base { base() } else { Vec::new() });
    picture.add_layer("Territory", territory_layer(scene, viewport));
    picture.add_layer("Places", []);
    arrangement.markers(scene, &mut picture.shapes);
    picture.add_layer("Names", arrangement.labels);
    picture.add_layer("Furniture", placed.shapes);
    picture.left_out = placed.left_out;
    picture
}
