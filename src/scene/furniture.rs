//! What stands on the map: title and date, legend, scale bar, credit.

use fluent_bundle::FluentValue;
use jiff::civil::Date;

use crate::basemap::Basemap;
use crate::domain::{Doubt, FactionIx, PlaceKind, Status, Symbol};
use crate::geometry::{PicturePoint, Reach, Viewport, metres_per_world_unit};
use crate::scene::build::{ControlLook, FactionLook};
use crate::scene::layout::baseline;
use crate::scene::{
    Chart, Gains, Hit, Language, MapStyle, PlacesLayer, Rgba, Scene, Shape, Stroke, TextShape, Typesetter, base_layer,
    country_name_labels, symbol_shapes, words,
};

/// Which pieces of furniture a picture has. The credit is always there: the data's licence asks
/// for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Furniture {
    /// Title and date.
    pub title: bool,
    /// The legend with counts.
    pub legend: bool,
    /// Where the legend stands.
    pub legend_place: LegendPlace,
    /// The scale bar.
    pub scale_bar: bool,
    /// Whether the legend leaves out what two legends on one map would say twice.
    pub legend_in_short: bool,
    /// Whether the rule is said beside the map, as the window does.
    pub rule_apart: bool,
    /// A small map that says where in the world the picture is.
    pub inset: bool,
    /// Whether the credit stands elsewhere on the same picture.
    pub credit_apart: bool,
}

/// Where the legend stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegendPlace {
    /// At the bottom left, as a window wants it.
    Left,
    /// At the bottom right, as the second of two legends.
    Right,
    /// In the corner where it hides the fewest places, as a picture wants it.
    Free,
    /// Beneath the map, where it hides none: for narrow pictures. Films and sheets take it as [`Self::Free`].
    Below,
}

impl Default for Furniture {
    fn default() -> Self {
        Self {
            title: true,
            legend: true,
            legend_place: LegendPlace::Free,
            scale_bar: true,
            legend_in_short: false,
            rule_apart: false,
            inset: false,
            credit_apart: false,
        }
    }
}

/// A row of the legend: a faction, and how many places in view it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendRow {
    /// The faction; `None` for unknown.
    pub faction: Option<FactionIx>,
    /// Its name.
    pub name: String,
    /// How many places in view it holds.
    pub places: u32,
}

/// The legend's rows: factions that hold a place in view, most places first.
pub fn legend_rows(scene: &Scene, layer: &PlacesLayer) -> Vec<LegendRow> {
    let mut by_faction = vec![0; scene.factions.len()];
    let mut unknown = 0;
    for (control, count) in layer.in_view.iter().enumerate() {
        match scene.looks[control].controller {
            Some(faction) => by_faction[faction.row()] += count,
            None => unknown += count,
        }
    }
    let mut rows: Vec<LegendRow> = by_faction
        .iter()
        .enumerate()
        .filter(|(_, places)| **places > 0)
        .map(|(row, places)| LegendRow {
            faction: Some(FactionIx::new(row)),
            name: scene.factions[row].0.clone(),
            places: *places,
        })
        .collect();
    // Stable, so that factions with as many places keep the chronicle's order.
    rows.sort_by_key(|row| std::cmp::Reverse(row.places));
    if unknown > 0 {
        rows.push(LegendRow { faction: None, name: words(scene.language, "unknown", &[]), places: unknown });
    }
    rows
}

/// What the furniture of every frame of a film has room for, so that nothing jumps or flickers: whoever
/// holds a place in view at any time has a row, in one order, and the title is as wide as its widest date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilmPlan {
    /// Who holds a place in view in any frame, with the most places it holds.
    rows: Vec<LegendRow>,
    states: Vec<(String, ControlLook, Doubt)>,
    kinds: Vec<PlaceKind>,
    title_width: f32,
    chapters: bool,
    contested: bool,
    /// Whether the legend leaves out counts, because it stands for several dates at once.
    without_counts: bool,
    /// Whether it leaves out how many places there are, because they are others on every date.
    without_heading_count: bool,
    language: Language,
}

impl FilmPlan {
    /// A plan for frames of a film; `chapters` are the names that will stand beneath the date.
    pub fn new(chapters: &[&str], typesetter: &Typesetter) -> Self {
        let widths = chapters.iter().map(|name| typesetter.width(name, CHAPTER, true));
        Self { title_width: widths.fold(0.0, f32::max), chapters: !chapters.is_empty(), ..Self::default() }
    }

    /// The legend is for all dates at once, so it has no counts; of how many places neither, where `shows_others`.
    pub fn leave_out_counts(&mut self, shows_others: bool) {
        (self.without_counts, self.without_heading_count) = (true, shows_others);
    }

    /// Makes room for what is to be seen on the scene's date.
    pub fn add(&mut self, scene: &Scene, layer: &PlacesLayer, typesetter: &Typesetter) {
        self.language = scene.language;
        for row in legend_rows(scene, layer) {
            match self.rows.iter_mut().find(|known| known.faction == row.faction) {
                Some(known) => known.places = known.places.max(row.places),
                None => self.rows.push(row),
            }
        }
        for (text, look, doubt, _) in states_in_view(scene, layer) {
            self.contested |= look.contested.is_some();
            if !self.states.iter().any(|(known, ..)| *known == text) {
                self.states.push((text, look, doubt));
            }
        }
        for kind in &layer.kinds_in_view {
            if !self.kinds.contains(kind) {
                self.kinds.push(kind.clone());
            }
        }
        self.title_width = self.title_width.max(typesetter.width(&long_date(scene.date, scene.language), DATE, true));
    }

    /// Puts everything in order, once all frames were added.
    pub fn finish(&mut self) {
        // Stable, so that factions with as many places keep the order in which they came; unknown last.
        self.rows.sort_by_key(|row| (row.faction.is_none(), std::cmp::Reverse(row.places)));
        let order = ["contested", "besieged", "shared", "disputed", "uncertain", "unconfirmed"];
        let order = order.map(|state| words(self.language, state, &[]));
        self.states.sort_by_key(|(text, ..)| order.iter().position(|known| known == text).unwrap_or(order.len()));
        self.kinds.sort_by_key(|kind| PlaceKind::KNOWN.iter().position(|known| known == kind));
    }

    fn rows_of(&self, now: &[LegendRow]) -> Vec<LegendRow> {
        let places =
            |row: &LegendRow| now.iter().find(|found| found.faction == row.faction).map_or(0, |row| row.places);
        self.rows.iter().map(|row| LegendRow { places: places(row), ..row.clone() }).collect()
    }

    fn states_of(&self, now: &[(String, ControlLook, Doubt, u32)]) -> Vec<(String, ControlLook, Doubt, u32)> {
        let count = |text: &str| now.iter().find(|(known, ..)| known == text).map_or(0, |(.., count)| *count);
        self.states.iter().map(|(text, look, doubt)| (text.clone(), look.clone(), *doubt, count(text))).collect()
    }
}

/// Size of the line beneath the title, in points.
const SUBTITLE: f32 = 12.0;

/// So many holders are listed with their gains and losses.
const MOST_GAINS: usize = 6;

/// Sizes of the date and of the name of a chapter, in points.
const DATE: f32 = 22.0;
const CHAPTER: f32 = 13.0;

/// Furniture with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFurniture {
    /// From the bottom to the top.
    pub shapes: Vec<Shape>,
    /// What labels keep off: left, top, right, bottom in points.
    pub boxes: Vec<[f32; 4]>,
    /// What was asked for and has no room, in words.
    pub left_out: Vec<&'static str>,
}

const MARGIN: f32 = 14.0;
const PAD: f32 = 11.0;
const ROW: f32 = 18.5;
const TEXT: f32 = 12.0;

/// Size of the line that names the rule, in points.
const RULE: f32 = 11.5;

/// Lays out the furniture; `layer` says what is in view.
pub fn furniture(
    scene: &Scene,
    layer: &PlacesLayer,
    viewport: &Viewport,
    typesetter: &Typesetter,
    furniture: Furniture,
) -> PlacedFurniture {
    let placed = lay_out(scene, layer, viewport, typesetter, furniture);
    if !placed.left_out.contains(&THE_LEGEND) {
        return placed;
    }
    // What the legend would have said of the territory stands with the credit then.
    let mut without = lay_out(scene, layer, viewport, typesetter, Furniture { legend: false, ..furniture });
    without.left_out.push(THE_LEGEND);
    without
}

/// What a legend that has no room is called.
const THE_LEGEND: &str = "the legend";

fn lay_out(
    scene: &Scene,
    layer: &PlacesLayer,
    viewport: &Viewport,
    typesetter: &Typesetter,
    furniture: Furniture,
) -> PlacedFurniture {
    let mut pen = Pen {
        scene,
        style: &scene.style,
        typesetter,
        width: viewport.width(),
        height: viewport.height(),
        hits: &layer.hits,
        placed: PlacedFurniture { shapes: Vec::new(), boxes: Vec::new(), left_out: Vec::new() },
    };
    let mut furniture = furniture;
    if furniture.title && !pen.has_room_for_title(furniture) {
        // The rule is then said with the credit.
        furniture.title = false;
        pen.placed.left_out.push("the title and the date");
    }
    let title_bottom = if furniture.title { pen.title() } else { 0.0 };
    let credit_top = if furniture.credit_apart { pen.height } else { pen.credit(furniture) };
    let mut corner = Corner::BottomLeft;
    let has_room_below = furniture.legend_place == LegendPlace::Below && scene.plan.is_none();
    if furniture.legend && !has_room_below {
        corner = pen.legend(layer, title_bottom, credit_top, furniture);
    }
    if furniture.scale_bar {
        pen.scale_bar(viewport, credit_top, corner);
    }
    if furniture.inset {
        pen.inset(viewport, title_bottom, credit_top);
    }
    if let Some(chart) = &scene.chart {
        pen.chart(chart, title_bottom, credit_top);
    }
    if let Some(gains) = &scene.gains {
        pen.gains(gains, title_bottom, credit_top);
    }
    pen.placed
}

/// A legend that stands beneath a map as wide as itself.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendBand {
    /// From the bottom to the top, from the band's upper left corner.
    pub shapes: Vec<Shape>,
    /// Its height in points; nothing where there is nothing to tell.
    pub height: f32,
    /// Whether something of it had no room.
    pub is_cut: bool,
}

impl LegendBand {
    /// Leaves out what lies lower than `height` points.
    pub fn cut(&mut self, height: f32) {
        let all = self.shapes.len();
        let whole = [0.0, 0.0, f32::MAX, height - ROW];
        self.shapes = std::mem::take(&mut self.shapes).into_iter().fold(Vec::new(), |mut kept, shape| {
            shape.cut(whole, &mut kept);
            kept
        });
        self.is_cut = self.shapes.len() < all;
        self.height = height;
    }
}

/// The legend as a band `width` points wide, to stand beneath the map: in as many columns as have room.
pub fn legend_band(
    scene: &Scene,
    layer: &PlacesLayer,
    width: f32,
    typesetter: &Typesetter,
    furniture: Furniture,
) -> LegendBand {
    let placed = PlacedFurniture { shapes: Vec::new(), boxes: Vec::new(), left_out: Vec::new() };
    let mut pen = Pen { scene, style: &scene.style, typesetter, width, height: 0.0, hits: &[], placed };
    let height = pen.band(layer, furniture);
    LegendBand { shapes: pen.placed.shapes, height, is_cut: false }
}

/// The date in full: `25 April 2015`, `25 نيسان 2015`.
fn long_date(date: Date, language: Language) -> String {
    match language {
        Language::English => date.strftime("%-d %B %-Y").to_string(),
        Language::Arabic => format!("{} {} {}", date.day(), arabic_month(date), date.year()),
    }
}

/// The month as newspapers of the Levant and of Iraq write it.
pub fn arabic_month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ];
    MONTHS.get(usize::from(date.month().unsigned_abs()) - 1).copied().unwrap_or_default()
}

/// Which places are shown where two rules are compared.
pub const DIFFERENT_RULES: &str = "on which the rules differ";

/// Which places are shown where only changes are.
pub fn changed_phrase(from: Date, to: Date, language: Language) -> String {
    let dates = [from, to].map(|date| short_date(date, language));
    words(language, "changed-between", &[("from", dates[0].as_str().into()), ("to", dates[1].as_str().into())])
}

/// A date in short: `25 Apr 2015`.
pub fn short_date(date: Date, language: Language) -> String {
    match language {
        Language::English => date.strftime("%-d %b %-Y").to_string(),
        Language::Arabic => long_date(date, language),
    }
}

/// What territory is, in words: it is always labelled so.
pub fn inference(reach: Reach, language: Language) -> String {
    match reach {
        Reach::Km(km) => words(language, "ground", &[("km", ((km * 10.0).round() / 10.0).to_string().into())]),
        Reach::Unlimited => words(language, "ground-unlimited", &[]),
    }
}

/// A line of the legend about the territory.
struct Note {
    sample: Sample,
    lines: Vec<String>,
}

/// Size of the legend's notes, and from line to line, in points.
const NOTE: f32 = 11.0;
const NOTE_LINE: f32 = 14.0;

impl Note {
    fn height(&self) -> f32 {
        NOTE_LINE * self.lines.len() as f32 + 3.0
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sample {
    Nothing,
    Front,
    EarlierFront,
    Gained,
    Contested,
}

/// Where the legend stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Corner {
    BottomLeft,
    TopRight,
    BottomRight,
}

struct Pen<'a> {
    scene: &'a Scene,
    style: &'a MapStyle,
    typesetter: &'a Typesetter,
    width: f32,
    height: f32,
    /// Where places lie.
    hits: &'a [Hit],
    placed: PlacedFurniture,
}

/// A kind of place in words; one that Salient does not know as the chronicle calls it.
fn kind_words(kind: &PlaceKind, language: Language) -> String {
    match kind {
        PlaceKind::Other(_) => kind.words(),
        known => words(language, &format!("kind-{}", known.text()), &[]),
    }
}

impl Pen<'_> {
    /// How a place of a row's faction looks that is simply held.
    fn look_of(&self, row: &LegendRow) -> ControlLook {
        ControlLook::held(row.faction.map(|faction| self.scene.factions[faction.row()].1), row.faction)
    }

    fn say<'v>(&self, message: &str, arguments: &[(&'v str, FluentValue<'v>)]) -> String {
        words(self.scene.language, message, arguments)
    }

    fn text(&mut self, x: f32, top: f32, text: &str, size: f32, bold: bool, colour: Rgba) {
        self.placed.shapes.push(Shape::Text(TextShape {
            at: baseline(PicturePoint { x, y: top }, size),
            text: text.to_owned(),
            size,
            bold,
            colour,
            halo: None,
        }));
    }

    fn panel(&mut self, left: f32, top: f32, width: f32, height: f32) {
        self.placed.boxes.push([left - 4.0, top - 4.0, left + width + 4.0, top + height + 4.0]);
        self.placed.shapes.push(Shape::Panel {
            at: PicturePoint { x: left, y: top },
            width,
            height,
            rounding: 4.0,
            fill: self.style.panel(),
            stroke: Some(Stroke { width: 1.0, colour: self.style.panel_edge() }),
        });
    }

    /// Whether the title ends above the credit.
    fn has_room_for_title(&self, furniture: Furniture) -> bool {
        let placed = PlacedFurniture { shapes: Vec::new(), boxes: Vec::new(), left_out: Vec::new() };
        let mut trial = Pen { placed, ..*self };
        let credit_top = if furniture.credit_apart { trial.height } else { trial.credit(furniture) };
        trial.title() <= credit_top
    }

    /// Title and date at the top left; answers where the panel ends.
    fn title(&mut self) -> f32 {
        let (title_size, date_size) = (13.0, DATE);
        let date = long_date(self.scene.date, self.scene.language);
        let room = (self.width - 2.0 * (MARGIN + PAD)).max(40.0);
        let title = self.typesetter.cut(&self.scene.title, title_size, false, room);
        let subtitle = self.typesetter.cut(&self.scene.subtitle, SUBTITLE, false, room);
        let subtitle_height = if subtitle.is_empty() { 0.0 } else { SUBTITLE * 1.5 };
        let mut letters = self.scene.rule.chars();
        let rule: String =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        let rule = self.typesetter.cut(&rule, RULE, false, room);
        let rule_height = if rule.is_empty() { 0.0 } else { RULE * 1.45 };
        let wide = self.typesetter.width(&title, title_size, false).max(self.typesetter.width(&date, date_size, true));
        let wide = wide.max(self.typesetter.width(&rule, RULE, false));
        let wide = wide.max(self.typesetter.width(&subtitle, SUBTITLE, false));
        let plan = self.scene.plan.as_deref();
        let wide = plan.map_or(wide, |plan| wide.max(plan.title_width.min(room)));
        let chapter_height = if plan.is_some_and(|plan| plan.chapters) { CHAPTER * 1.6 } else { 0.0 };
        let height = PAD * 2.0 + title_size * 1.35 + date_size * 1.2 + rule_height + subtitle_height + chapter_height;
        self.panel(MARGIN, MARGIN, wide + 2.0 * PAD, height);
        self.text(MARGIN + PAD, MARGIN + PAD - 1.0, &date, date_size, true, self.style.ink());
        let top = MARGIN + PAD + date_size * 1.3;
        self.text(MARGIN + PAD, top, &title, title_size, false, self.style.faint_ink());
        let top = top + subtitle_height;
        if subtitle_height > 0.0 {
            let y = top - subtitle_height + title_size * 1.45;
            self.text(MARGIN + PAD, y, &subtitle, SUBTITLE, false, self.style.faint_ink());
        }
        self.text(MARGIN + PAD, top + title_size * 1.45, &rule, RULE, false, self.style.faint_ink());
        if chapter_height > 0.0 {
            let chapter = self.typesetter.cut(&self.scene.chapter, CHAPTER, true, room);
            let top = top + title_size * 1.45 + rule_height + 3.0;
            self.text(MARGIN + PAD, top, &chapter, CHAPTER, true, self.style.ink());
        }
        MARGIN + height
    }

    /// Credits along the bottom edge; answers where they begin. Without a title the rule is said here,
    /// without a legend that territory is an inference.
    fn credit(&mut self, furniture: Furniture) -> f32 {
        let size = 9.5;
        let has_legend = furniture.legend && !furniture.legend_in_short;
        // What is not said in the title is said here: no picture goes out without its rule.
        let rule = if furniture.title || furniture.rule_apart || self.scene.rule.is_empty() {
            String::new()
        } else {
            format!("{}  ·  ", self.say("control", &[("rule", self.scene.rule.as_str().into())]))
        };
        let inferred = match &self.scene.territory {
            Some(territory) if !has_legend && (territory.choice.fill || territory.choice.fronts) => {
                format!("{}  ·  ", inference(territory.cells.reach(), self.scene.language))
            }
            _ => String::new(),
        };
        let data = if self.scene.credit.is_empty() { String::new() } else { format!("{}  ·  ", self.scene.credit) };
        let (base_map, made_with) = (self.say("base-map", &[]), self.say("made-with", &[]));
        let text = format!("{rule}{inferred}{data}{base_map}  ·  {made_with}");
        let room = self.width - 16.0;
        let lines = self.typesetter.wrap(&text, size, false, room);
        let line_height = size * 1.4;
        let height = line_height * lines.len() as f32 + 6.0;
        let top = self.height - height;
        let wide = lines.iter().map(|line| self.typesetter.width(line, size, false)).fold(0.0, f32::max);
        let left = self.width - wide - 12.0;
        self.placed.boxes.push([left, top, self.width, self.height]);
        self.placed.shapes.push(Shape::Panel {
            at: PicturePoint { x: left, y: top },
            width: wide + 14.0,
            height: height + 2.0,
            rounding: 0.0,
            fill: self.style.panel().with_opacity(215),
            stroke: None,
        });
        for (at, line) in lines.iter().enumerate() {
            let x = self.width - 6.0 - self.typesetter.width(line, size, false);
            self.text(x, top + 3.0 + line_height * at as f32, line, size, false, self.style.faint_ink());
        }
        top
    }

    fn legend(&mut self, layer: &PlacesLayer, title_bottom: f32, credit_top: f32, furniture: Furniture) -> Corner {
        let plan = self.scene.plan.as_deref();
        let rows = legend_rows(self.scene, layer);
        let has_counts = plan.is_none_or(|plan| !plan.without_counts);
        let rows = plan.map_or_else(|| rows.clone(), |plan| plan.rows_of(&rows));
        if rows.is_empty() {
            return Corner::BottomLeft;
        }
        let states = states_in_view(self.scene, layer);
        let states = plan.map_or_else(|| states.clone(), |plan| plan.states_of(&states));
        let kinds = plan.map_or(&layer.kinds_in_view, |plan| &plan.kinds);
        let kinds: Vec<&PlaceKind> = kinds.iter().filter(|_| !furniture.legend_in_short).collect();
        let heading = if plan.is_some_and(|plan| plan.without_heading_count) {
            self.say("places-of-all-dates", &[])
        } else {
            self.say("places-in-view", &[("count", layer.in_view.iter().sum::<u32>().into())])
        };
        let text_left = 26.0;
        let number_room = 40.0;
        let name_room = (self.width * 0.42).clamp(110.0, 230.0);
        let widest = |texts: &mut dyn Iterator<Item = String>| {
            texts.map(|text| self.typesetter.width(&text, TEXT, false)).fold(0.0, f32::max)
        };
        let names = widest(&mut rows.iter().map(|row| row.name.clone()));
        let state_names = widest(&mut states.iter().map(|(text, ..)| text.clone()));
        let kind_names = kinds
            .iter()
            .map(|kind| self.typesetter.width(&kind_words(kind, self.scene.language), 11.0, false))
            .fold(0.0, f32::max);
        let two_columns = if kinds.len() > 1 { 2.0 * (kind_names + 26.0) } else { 0.0 };
        let inner = (text_left + names.max(state_names).clamp(90.0, name_room) + number_room).max(two_columns);
        let kind_rows = if kinds.len() > 1 { kinds.len().div_ceil(2) } else { 0 };
        let section = 9.0;
        let sections = usize::from(!states.is_empty()) + usize::from(kind_rows > 0);
        let count = rows.len() + states.len() + kind_rows;
        let notes = self.notes(inner, furniture);
        let note_height: f32 = notes.iter().map(Note::height).sum();
        let note_section = if notes.is_empty() { 0.0 } else { section };
        let mut height = PAD * 2.0 + ROW * (count as f32 + 1.0) + section * sections as f32 - 4.0;
        height += note_height + note_section;
        let bottom = credit_top.min(self.height) - 8.0;
        // What does not fit is left out from the end: kinds first, then states, then the rest.
        let room = bottom - title_bottom - 8.0;
        let (mut shown_rows, mut shown_states, mut shown_kinds) = (rows.len(), states.len(), kind_rows);
        while height > room && shown_rows > 0 {
            let before = height;
            if shown_kinds > 0 {
                height -= ROW * shown_kinds as f32 + section;
                shown_kinds = 0;
            } else if shown_states > 0 {
                height -= ROW * shown_states as f32 + section;
                shown_states = 0;
            } else {
                height -= ROW;
                shown_rows -= 1;
            }
            debug_assert!(height < before, "every turn makes the legend smaller");
        }
        if (shown_rows, shown_states, shown_kinds) != (rows.len(), states.len(), kind_rows) {
            self.placed.left_out.push(if shown_rows == 0 { THE_LEGEND } else { "part of the legend" });
        }
        if shown_rows == 0 {
            return Corner::BottomLeft;
        }
        let wide = inner + 2.0 * PAD;
        let corner_of = |corner: Corner| match corner {
            Corner::BottomLeft => (MARGIN, bottom - height),
            Corner::TopRight => (self.width - MARGIN - wide, MARGIN),
            Corner::BottomRight if furniture.legend_place == LegendPlace::Right => {
                // Above the scale bar of the other legend's map.
                (self.width - MARGIN - wide, bottom - height - 30.0)
            }
            Corner::BottomRight => (self.width - MARGIN - wide, bottom - height - 4.0),
        };
        let hidden = |corner: &Corner| {
            let (left, top) = corner_of(*corner);
            let under =
                |hit: &&Hit| (left..left + wide).contains(&hit.centre.x) && (top..top + height).contains(&hit.centre.y);
            layer.hits.iter().filter(under).count()
        };
        let corners = [Corner::BottomLeft, Corner::BottomRight, Corner::TopRight];
        // The first of those that hide the fewest.
        let corner = match furniture.legend_place {
            LegendPlace::Left => Corner::BottomLeft,
            LegendPlace::Right => Corner::BottomRight,
            LegendPlace::Free | LegendPlace::Below => {
                corners.into_iter().min_by_key(hidden).unwrap_or(Corner::BottomLeft)
            }
        };
        let (panel_left, top) = corner_of(corner);
        self.panel(panel_left, top, wide, height);
        let (left, right) = (panel_left + PAD, panel_left + wide - PAD);
        let mut y = top + PAD - 3.0;
        self.text(left, y, &heading, 11.0, true, self.style.faint_ink());
        y += ROW;
        for row in rows.iter().take(shown_rows) {
            let look = self.look_of(row);
            let count = Some(row.places).filter(|_| has_counts);
            self.legend_row(left, right, y, (&look, Doubt::default()), &PlaceKind::Town, &row.name, count);
            y += ROW;
        }
        if shown_states > 0 {
            y += section;
            self.rule(left, right, y - section * 0.6);
            for (text, look, doubt, count) in &states {
                self.legend_row(
                    left,
                    right,
                    y,
                    (look, *doubt),
                    &PlaceKind::Town,
                    text,
                    Some(*count).filter(|_| has_counts),
                );
                y += ROW;
            }
        }
        if !notes.is_empty() {
            y += section;
            self.rule(left, right, y - section * 0.6);
            for note in &notes {
                self.note(left, y, note);
                y += note.height();
            }
        }
        if shown_kinds > 0 {
            y += section;
            self.rule(left, right, y - section * 0.6);
            let column = (right - left) / 2.0;
            for (at, kind) in kinds.iter().enumerate() {
                let x = left + column * (at % 2) as f32;
                let row_top = y + ROW * (at / 2) as f32;
                self.kind_sample(x, row_top, kind, column);
            }
        }
        corner
    }

    /// The legend in columns from the upper left corner; answers how high it is.
    fn band(&mut self, layer: &PlacesLayer, furniture: Furniture) -> f32 {
        /// Between two columns, in points.
        const GAP: f32 = 18.0;
        let rows = legend_rows(self.scene, layer);
        if rows.is_empty() {
            return 0.0;
        }
        let states = states_in_view(self.scene, layer);
        let kinds: Vec<&PlaceKind> = layer.kinds_in_view.iter().filter(|_| !furniture.legend_in_short).collect();
        let kinds = if kinds.len() > 1 { kinds } else { Vec::new() };
        let inner = (self.width - 2.0 * MARGIN).max(60.0);
        let of_rows = rows.iter().map(|row| row.name.as_str()).chain(states.iter().map(|(text, ..)| text.as_str()));
        let widest = of_rows.map(|text| self.typesetter.width(text, TEXT, false)).fold(0.0, f32::max);
        let wished = (26.0 + widest + 40.0).min(inner);
        let columns = (((inner + GAP) / (wished + GAP)) as usize).clamp(1, rows.len() + states.len());
        let column = (inner - GAP * (columns - 1) as f32) / columns as f32;
        let heading = self.say("places-in-view", &[("count", layer.in_view.iter().sum::<u32>().into())]);
        let mut y = PAD - 3.0;
        self.text(MARGIN, y, &heading, 11.0, true, self.style.faint_ink());
        y += ROW;
        let per_column = (rows.len() + states.len()).div_ceil(columns);
        let place = |nth: usize| {
            let left = MARGIN + (column + GAP) * (nth / per_column) as f32;
            (left, left + column, y + ROW * (nth % per_column) as f32)
        };
        for (nth, row) in rows.iter().enumerate() {
            let look = self.look_of(row);
            let (left, right, top) = place(nth);
            let sample = (&look, Doubt::default());
            self.legend_row(left, right, top, sample, &PlaceKind::Town, &row.name, Some(row.places));
        }
        for (nth, (text, look, doubt, count)) in states.iter().enumerate() {
            let (left, right, top) = place(rows.len() + nth);
            self.legend_row(left, right, top, (look, *doubt), &PlaceKind::Town, text, Some(*count));
        }
        y += ROW * per_column as f32;
        let kind_room =
            kinds.iter().map(|kind| self.typesetter.width(&kind_words(kind, self.scene.language), 11.0, false) + 34.0);
        let kind_room = kind_room.fold(60.0, f32::max);
        let kinds_a_row = ((inner / kind_room) as usize).max(1);
        for (nth, kind) in kinds.iter().enumerate() {
            let x = MARGIN + kind_room * (nth % kinds_a_row) as f32;
            self.kind_sample(x, y + ROW * (nth / kinds_a_row) as f32 + 4.0, kind, kind_room);
        }
        y += ROW * kinds.len().div_ceil(kinds_a_row) as f32 + if kinds.is_empty() { 0.0 } else { 4.0 };
        let notes = self.notes(inner, furniture);
        for note in &notes {
            self.note(MARGIN, y + 3.0, note);
            y += note.height();
        }
        y + PAD
    }

    /// What the legend says of the territory, in lines of at most `room` points.
    fn notes(&self, room: f32, furniture: Furniture) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut add = |sample: Sample, text: String| {
            let left = if sample == Sample::Nothing { 0.0 } else { 26.0 };
            notes.push(Note { sample, lines: self.typesetter.wrap(&text, NOTE, false, room - left) });
        };
        if furniture.rule_apart && !self.scene.rule.is_empty() {
            add(Sample::Nothing, self.say("colours", &[("rule", self.scene.rule.as_str().into())]));
        }
        if self.scene.only.is_some() {
            add(Sample::Nothing, self.say("only-places", &[("what", self.scene.only_what.as_str().into())]));
        }
        let Some(territory) = self.scene.territory.as_ref().filter(|_| !furniture.legend_in_short) else {
            return notes;
        };
        let choice = &territory.choice;
        if choice.fronts {
            add(Sample::Front, self.say("front", &[]));
        }
        if let Some(movement) = &territory.movement {
            let since = short_date(movement.since, self.scene.language);
            add(Sample::EarlierFront, self.say("front-on", &[("date", since.as_str().into())]));
            add(Sample::Gained, self.say("changed-since", &[("date", since.as_str().into())]));
        }
        let plan = self.scene.plan.as_deref();
        if choice.fill && plan.map_or_else(|| territory.contested.iter().any(Option::is_some), |plan| plan.contested) {
            add(Sample::Contested, self.say("contested-ground", &[]));
        }
        if choice.fill || choice.fronts {
            add(Sample::Nothing, inference(territory.cells.reach(), self.scene.language));
            // A film has ground without a colour sooner or later.
            let is_uncoloured = plan.is_some() || territory.now.area(None) > 0.0;
            if choice.fill && is_uncoloured && self.scene.only.is_none() {
                add(Sample::Nothing, self.say("no-data", &[]));
            }
        }
        if choice.areas && !territory.areas.is_empty() {
            add(Sample::Nothing, self.say("imported", &[]));
        }
        notes
    }

    fn note(&mut self, left: f32, top: f32, note: &Note) {
        let y = top + NOTE * 0.68;
        let line = |from: f32, to: f32| vec![PicturePoint { x: left + from, y }, PicturePoint { x: left + to, y }];
        let shapes = &mut self.placed.shapes;
        let (front, ink) = (self.style.front(), self.style.faint_ink());
        let swatch = |fill: Rgba| Shape::Panel {
            at: PicturePoint { x: left, y: y - 4.5 },
            width: 18.0,
            height: 9.0,
            rounding: 1.0,
            fill,
            stroke: None,
        };
        match note.sample {
            Sample::Front => {
                shapes.push(Shape::Line { points: line(0.0, 18.0), stroke: Stroke { width: 2.0, colour: front } });
            }
            Sample::EarlierFront => {
                let stroke = Stroke { width: 1.1, colour: front.with_opacity(150) };
                for from in [0.0, 7.0, 14.0] {
                    shapes.push(Shape::Line { points: line(from, from + 4.0), stroke });
                }
            }
            Sample::Gained => shapes.push(swatch(ink.with_opacity(190))),
            Sample::Contested => {
                shapes.push(swatch(ink.with_opacity(70)));
                let stroke = Stroke { width: 2.0, colour: ink.with_opacity(170) };
                for x in [2.0, 8.0, 14.0] {
                    let points = vec![
                        PicturePoint { x: left + x - 2.0, y: y + 4.0 },
                        PicturePoint { x: left + x + 4.0, y: y - 4.0 },
                    ];
                    shapes.push(Shape::Line { points, stroke });
                }
            }
            Sample::Nothing => {}
        }
        let text_left = if note.sample == Sample::Nothing { left } else { left + 26.0 };
        for (at, text) in note.lines.iter().enumerate() {
            self.text(text_left, top + NOTE_LINE * at as f32, text, NOTE, false, self.style.faint_ink());
        }
    }

    fn rule(&mut self, left: f32, right: f32, y: f32) {
        let points = vec![PicturePoint { x: left, y }, PicturePoint { x: right, y }];
        let stroke = Stroke { width: 1.0, colour: self.style.panel_edge() };
        self.placed.shapes.push(Shape::Line { points, stroke });
    }

    fn legend_row(
        &mut self,
        left: f32,
        right: f32,
        y: f32,
        (look, doubt): (&ControlLook, Doubt),
        kind: &PlaceKind,
        name: &str,
        count: Option<u32>,
    ) {
        let centre = PicturePoint { x: left + 8.0, y: y + TEXT * 0.64 };
        let radius = if look.besieged.is_some() || doubt.is_disputed() { 5.0 } else { 6.6 };
        symbol_shapes(centre, radius, kind, look, doubt, self.style, &mut self.placed.shapes);
        let number = count.map_or_else(String::new, |count| count.to_string());
        let number_width = self.typesetter.width(&number, TEXT, true);
        let room = right - left - 26.0 - number_width - 8.0;
        let name = self.typesetter.cut(name, TEXT, false, room);
        self.text(left + 26.0, y, &name, TEXT, false, self.style.ink());
        self.text(right - number_width, y, &number, TEXT, true, self.style.ink());
    }

    fn kind_sample(&mut self, left: f32, y: f32, kind: &PlaceKind, room: f32) {
        let grey = FactionLook { colour: self.style.faint_ink(), symbol: Symbol::Circle };
        let look = ControlLook::held(Some(grey), None);
        let radius = crate::scene::symbols::base_radius(kind) * 0.72;
        let plain = MapStyle { symbols: false, ..*self.style };
        let centre = PicturePoint { x: left + 8.0, y: y + 7.4 };
        symbol_shapes(centre, radius, kind, &look, Doubt::default(), &plain, &mut self.placed.shapes);
        let name = self.typesetter.cut(&kind_words(kind, self.scene.language), 11.0, false, room - 24.0);
        self.text(left + 22.0, y, &name, 11.0, false, self.style.faint_ink());
    }

    /// A free place for something of this size, where it hides the fewest places: in a corner, else along an
    /// edge. Never over what stands there already.
    fn free_corner(&self, (wide, high): (f32, f32), top: f32, bottom: f32) -> Option<(f32, f32)> {
        let (left, right) = (MARGIN, self.width - MARGIN - wide);
        let (upper, lower) = (top.max(MARGIN), bottom - high);
        let mut candidates = vec![
            (right, MARGIN),
            (right, lower),
            (right, lower - 34.0),
            (left, upper),
            (left, lower),
            (left, lower - 34.0),
        ];
        // Away from the corners in steps that are small against what is set.
        let steps = |from: f32, to: f32, step: f32| {
            (1..).map(move |nth| from + step * nth as f32).take_while(move |value| *value < to)
        };
        candidates.extend(steps(MARGIN, lower, 24.0).flat_map(|y| [(right, y), (left, y)]));
        candidates.extend(steps(left, right, 40.0).flat_map(|x| [(x, lower), (x, MARGIN)]));
        let is_free = |(x, y): &(f32, f32)| {
            let inside = *x >= MARGIN && *y >= MARGIN && x + wide <= self.width - MARGIN && y + high <= bottom;
            let overlaps = |[l, t, r, b]: &[f32; 4]| *x < *r && *l < x + wide && *y < *b && *t < y + high;
            inside && !self.placed.boxes.iter().any(overlaps)
        };
        let hidden = |(x, y): &(f32, f32)| {
            let under = |hit: &&Hit| (*x..x + wide).contains(&hit.centre.x) && (*y..y + high).contains(&hit.centre.y);
            self.hits.iter().filter(under).count()
        };
        candidates.into_iter().filter(is_free).min_by_key(hidden)
    }

    /// How many places each holder gained and lost.
    fn gains(&mut self, gains: &Gains, title_bottom: f32, credit_top: f32) {
        const LINE: f32 = 15.5;
        let rows: Vec<_> = gains.rows.iter().take(MOST_GAINS).collect();
        let since = short_date(gains.since, self.scene.language);
        let heading = self.say("gains", &[("date", since.as_str().into())]);
        let numbers = 74.0;
        let names = rows.iter().map(|(name, ..)| self.typesetter.width(name, 11.0, false)).fold(60.0, f32::max);
        let inner = (names.min(190.0) + 18.0 + numbers).max(self.typesetter.width(&heading, 10.5, true));
        // A frame of a film leaves room for what is to come.
        let lines = if self.scene.plan.is_some() { MOST_GAINS } else { rows.len().max(1) };
        let inner = if self.scene.plan.is_some() { 190.0 + 18.0 + numbers } else { inner };
        let (wide, high) = (inner + 2.0 * PAD, 2.0 * PAD + 14.0 + LINE * lines as f32);
        let Some((left, top)) = self.free_corner((wide, high), title_bottom + 8.0, credit_top - 8.0) else {
            self.placed.left_out.push("the gains and losses");
            return;
        };
        self.panel(left, top, wide, high);
        let (x, mut y) = (left + PAD, top + PAD - 3.0);
        self.text(x, y, &heading, 10.5, true, self.style.faint_ink());
        y += 18.0;
        if rows.is_empty() {
            let text = self.say("no-gains", &[]);
            self.text(x, y, &text, 11.0, false, self.style.ink());
        }
        let right = left + wide - PAD;
        for (name, colour, gained, lost) in rows {
            self.placed.shapes.push(Shape::Circle {
                centre: PicturePoint { x: x + 5.0, y: y + 7.5 },
                radius: 4.5,
                fill: Some(*colour),
                stroke: None,
            });
            let name = self.typesetter.cut(name, 11.0, false, inner - 18.0 - numbers);
            self.text(x + 18.0, y, &name, 11.0, false, self.style.ink());
            let signed = |sign: char, number: u32| if number == 0 { "0".to_owned() } else { format!("{sign}{number}") };
            for (number, end) in [(signed('+', *gained), right - 38.0), (signed('\u{2013}', *lost), right)] {
                let room = self.typesetter.width(&number, 11.0, true);
                self.text(end - room, y, &number, 11.0, true, self.style.ink());
            }
            y += LINE;
        }
    }

    /// Who held how many places over time.
    fn chart(&mut self, chart: &Chart, title_bottom: f32, credit_top: f32) {
        let wide = (self.width * 0.24).clamp(150.0, 300.0);
        let high = wide * 0.36;
        let (inner, heading, axis) = (wide - 2.0 * PAD, 15.0, 13.0);
        let whole = high + heading + axis + PAD;
        let Some((left, top)) = self.free_corner((wide, whole), title_bottom + 8.0, credit_top - 8.0) else {
            self.placed.left_out.push("the chart");
            return;
        };
        self.panel(left, top, wide, whole);
        let text = self.typesetter.cut(&chart.heading, 10.5, true, inner);
        self.text(left + PAD, top + PAD * 0.6, &text, 10.5, true, self.style.faint_ink());
        let upper = top + PAD * 0.6 + heading;
        let shapes = chart.shapes((inner, high - PAD * 0.6), self.scene.date, self.style.ink());
        self.placed.shapes.extend(shapes.into_iter().map(|shape| shape.moved(left + PAD, upper)));
        let (Some(first), Some(last)) = (chart.days.first(), chart.days.last()) else { return };
        let below = upper + high - PAD * 0.6 + 1.0;
        let ends = [first.date(), last.date()].map(|date| short_date(date, self.scene.language));
        self.text(left + PAD, below, &ends[0], 9.5, false, self.style.faint_ink());
        let room = self.typesetter.width(&ends[1], 9.5, false);
        self.text(left + wide - PAD - room, below, &ends[1], 9.5, false, self.style.faint_ink());
    }

    /// A small map of the countries around, with the picture's own part marked.
    fn inset(&mut self, viewport: &Viewport, title_bottom: f32, credit_top: f32) {
        let wide = (self.width * 0.17).clamp(90.0, 190.0);
        let high = wide * 0.72;
        let Some((left, top)) = self.free_corner((wide, high), title_bottom + 8.0, credit_top - 8.0) else {
            self.placed.left_out.push("the inset");
            return;
        };
        // The marked part is a sixth of the inset, so that one sees what lies around it.
        let marked = viewport.world_rect();
        let share = (marked.east - marked.west).max((marked.south - marked.north) * 1.39);
        let zoom = (f64::from(wide) / 6.0 / 256.0 / share).log2().clamp(Viewport::ZOOMS.0, viewport.zoom());
        let around = Viewport::new(viewport.centre(), zoom, wide, high);
        let part = [0.0, 0.0, wide, high];
        let mut shapes = vec![Shape::Panel {
            at: PicturePoint::default(),
            width: wide,
            height: high,
            rounding: 0.0,
            fill: self.style.water(),
            stroke: None,
        }];
        for shape in base_layer(Basemap::embedded(), &around, self.style, 1.0) {
            shape.cut(part, &mut shapes);
        }
        let corner = |x: f64, y: f64| around.picture_from_unwrapped(x, y);
        let (a, b) = (corner(marked.west, marked.north), corner(marked.east, marked.south));
        let ring = vec![a, PicturePoint { x: b.x, y: a.y }, b, PicturePoint { x: a.x, y: b.y }];
        let stroke = Some(Stroke { width: 1.6, colour: self.style.selection() });
        Shape::Polygon { points: ring, fill: Some(self.style.selection().with_opacity(40)), stroke }
            .cut(part, &mut shapes);
        for (name, at) in country_name_labels(Basemap::embedded(), &around) {
            let size = 8.0;
            let room = self.typesetter.width(&name, size, false);
            let x = at.x - room / 2.0;
            if x > 2.0 && x + room < wide - 2.0 && at.y > 9.0 && at.y < high - 3.0 {
                let (at, colour) = (PicturePoint { x, y: at.y }, self.style.country_name());
                let halo = Some(Stroke { width: 1.4, colour: self.style.land().with_opacity(190) });
                shapes.push(Shape::Text(TextShape { at, text: name, size, bold: false, colour, halo }));
            }
        }
        let edge = Some(Stroke { width: 1.0, colour: self.style.faint_ink() });
        let (at, fill) = (PicturePoint::default(), self.style.water().with_opacity(0));
        shapes.push(Shape::Panel { at, width: wide, height: high, rounding: 0.0, fill, stroke: edge });
        self.placed.boxes.push([left - 4.0, top - 4.0, left + wide + 4.0, top + high + 4.0]);
        self.placed.shapes.extend(shapes.into_iter().map(|shape| shape.moved(left, top)));
    }

    /// A bar of a round length in the bottom corner that the legend leaves free, above the credit.
    fn scale_bar(&mut self, viewport: &Viewport, credit_top: f32, legend: Corner) {
        let metres = metres_per_world_unit(viewport.centre().y);
        let metres_per_point = metres / viewport.scale();
        let (length, text) = round_length(metres_per_point * 130.0, self.scene.language);
        let points = (length / metres_per_point) as f32;
        if !points.is_finite() || points > self.width * 0.6 {
            return;
        }
        let size = 10.5;
        let text_width = self.typesetter.width(&text, size, false);
        let right = match legend {
            Corner::BottomRight => MARGIN + points.max(text_width),
            Corner::BottomLeft | Corner::TopRight => self.width - MARGIN,
        };
        let (left, y) = (right - points, credit_top - 12.0);
        let text_left = (left + (points - text_width) / 2.0).min(right - text_width);
        let room = [left.min(text_left) - 6.0, y - 22.0, right + 6.0, y + 6.0];
        let overlaps =
            |[l, t, r, b]: &[f32; 4]| room[0] < *r && *l < room[2] && room[1] + 4.0 < *b && *t < room[3] - 8.0;
        if y < 30.0 || self.placed.boxes.iter().any(overlaps) {
            self.placed.left_out.push("the scale bar");
            return;
        }
        self.placed.boxes.push(room);
        let tick = |x: f32| vec![PicturePoint { x, y: y - 5.0 }, PicturePoint { x, y }];
        let bar = vec![PicturePoint { x: left, y }, PicturePoint { x: right, y }];
        for (width, colour) in [(4.0, self.style.halo().with_opacity(190)), (1.6, self.style.ink())] {
            for points in [bar.clone(), tick(left), tick(right)] {
                self.placed.shapes.push(Shape::Line { points, stroke: Stroke { width, colour } });
            }
        }
        self.placed.shapes.push(Shape::Text(TextShape {
            at: PicturePoint { x: text_left, y: y - 7.0 },
            text,
            size,
            bold: false,
            colour: self.style.ink(),
            halo: Some(Stroke { width: 2.4, colour: self.style.halo().with_opacity(225) }),
        }));
    }
}

/// The longest of 1, 2, 5 times a power of ten metres that is not longer than `most`.
fn round_length(most: f64, language: Language) -> (f64, String) {
    let power = 10_f64.powf(most.max(1e-3).log10().floor());
    let factor = [5.0, 2.0, 1.0].into_iter().find(|factor| factor * power <= most).unwrap_or(1.0);
    let metres = factor * power;
    let (unit, number) = if metres >= 1000.0 { ("km", metres / 1000.0) } else { ("m", metres) };
    let text = words(language, unit, &[("number", number.to_string().into())]);
    (metres, text)
}

/// The states other than held, and the doubts, that are in view: name, a sample, how many.
fn states_in_view(scene: &Scene, layer: &PlacesLayer) -> Vec<(String, ControlLook, Doubt, u32)> {
    let mut states = Vec::new();
    type Test = fn(&ControlLook) -> bool;
    let kinds: [(&'static str, Test); 3] = [
        ("contested", |look| look.contested.is_some()),
        ("besieged", |look| look.besieged.is_some()),
        ("shared", |look| look.shared.is_some() && look.status == Status::Shared),
    ];
    for (text, test) in kinds {
        let mut count = 0;
        // The sample is the commonest state of the kind.
        let mut sample: Option<(u32, usize)> = None;
        for (control, in_view) in layer.in_view.iter().enumerate() {
            if *in_view > 0 && test(&scene.looks[control]) {
                count += in_view;
                if sample.is_none_or(|(most, _)| *in_view > most) {
                    sample = Some((*in_view, control));
                }
            }
        }
        if let Some((_, control)) = sample {
            let mut look = scene.looks[control].clone();
            if text == "contested" {
                look.besieged = None;
            } else if text == "besieged" {
                look.contested = None;
            }
            states.push((words(scene.language, text, &[]), look, Doubt::default(), count));
        }
    }
    // Nobody's colour: a doubt is the same about every side.
    let grey = FactionLook { colour: scene.style.faint_ink(), symbol: Symbol::Circle };
    let held = ControlLook::held(Some(grey), None);
    let say = |state: &str| words(scene.language, state, &[]);
    let stale = words(scene.language, "stale", &[("days", scene.style.stale_days.into())]);
    let doubts = [
        (say("disputed"), Doubt::new(true, false, false, 0)),
        (say("uncertain"), Doubt::new(false, true, false, 0)),
        (say("unconfirmed"), Doubt::new(false, false, true, 0)),
        (stale, Doubt::new(false, false, false, 2)),
    ];
    for ((text, doubt), count) in doubts.into_iter().zip(layer.doubts_in_view) {
        if count > 0 {
            states.push((text, held.clone(), doubt, count));
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_bars_are_round() {
        assert_eq!(round_length(130.0, Language::English).1, "100 m");
        assert_eq!(round_length(23_000.0, Language::English).1, "20 km");
        assert_eq!(round_length(9_999_000.0, Language::English).1, "5000 km");
    }

    #[test]
    fn dates_are_written_in_full() {
        assert_eq!(long_date(Date::constant(2015, 4, 25), Language::English), "25 April 2015");
        assert_eq!(long_date(Date::constant(31, 9, 2), Language::English), "2 September 31");
        assert_eq!(long_date(Date::constant(2015, 4, 25), Language::Arabic), "25 نيسان 2015");
    }
}
