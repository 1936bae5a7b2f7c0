//! Chronicle + date + style → scene.

use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    Chronicle, Colour, ControlIx, Doubt, FactionIx, Nudges, PlaceIx, PlaceKind, PlacesDoubts, PlacesState, Status,
    Symbol, Timeline,
};
use crate::geometry::{WorldPoint, world_from_lon_lat};
use crate::scene::furniture::FilmPlan;
use crate::scene::{Chart, Gains, Language, MapStyle, Rgba, SceneTerritory};

/// A place as it is to be seen on the date.
#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    /// The place.
    pub place: PlaceIx,
    /// Where.
    pub at: WorldPoint,
    /// Decides the outer shape.
    pub kind: PlaceKind,
    /// The more important are drawn on top and named first.
    pub importance: f32,
    /// The state, for painters that group by it.
    pub control: ControlIx,
    /// What has to be said about the colour, as far as the style draws it.
    pub doubt: Doubt,
}

/// How a faction is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactionLook {
    /// Its colour.
    pub colour: Rgba,
    /// Its symbol.
    pub symbol: Symbol,
}

/// How a state is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlLook {
    /// Who holds the place; `None` where nobody can say.
    pub holder: Option<FactionLook>,
    /// Who is present by agreement.
    pub shared: Option<FactionLook>,
    /// Who fights inside.
    pub contested: Option<FactionLook>,
    /// Who surrounds it.
    pub besieged: Option<FactionLook>,
    /// In a word.
    pub status: Status,
    /// Whose row of the legend it counts for.
    pub controller: Option<FactionIx>,
}

impl ControlLook {
    /// Of a place that is simply held.
    pub(super) fn held(holder: Option<FactionLook>, controller: Option<FactionIx>) -> Self {
        Self { holder, shared: None, contested: None, besieged: None, status: Status::Held, controller }
    }
}

/// What there is to see on a date, in world coordinates, without a camera.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The date.
    pub date: Date,
    /// The chronicle's title.
    pub title: String,
    /// A line beneath the title, empty where there is none.
    pub subtitle: String,
    /// In which language the date is written.
    pub language: Language,
    /// Whom to credit for the data.
    pub credit: String,
    /// The rule behind the colours, as a phrase like "as assessed".
    pub rule: String,
    /// How it is to look.
    pub style: MapStyle,
    /// The places, least important first; ties by row, so that pictures are repeatable.
    pub markers: Vec<Marker>,
    /// The names of the places, in the order of `markers`, in the style's script.
    pub names: Vec<String>,
    /// How each state is drawn, by [`ControlIx`].
    pub looks: Vec<ControlLook>,
    /// Names of the factions, for the legend.
    pub factions: Vec<(String, FactionLook)>,
    /// How far places lie apart, as the side of the square that each has on average, in units of
    /// the world; markers are kept smaller than that.
    pub spacing: f64,
    /// By place, whether it is shown at all, as where two rules are compared; `None` shows all.
    pub only: Option<Rc<[bool]>>,
    /// Whether names begin with a number.
    pub is_numbered: bool,
    /// Which those are, to go on after "only places".
    pub only_what: String,
    /// Where names were moved by hand.
    pub nudges: Arc<Nudges>,
    /// Who holds which ground; `None` where it is not to be seen.
    pub territory: Option<SceneTerritory>,
    /// Of a frame of a film: what the furniture of all frames has room for.
    pub plan: Option<Rc<FilmPlan>>,
    /// Who held how many of the places over time; `None` where no chart is asked for.
    pub chart: Option<Rc<Chart>>,
    /// Gains and losses since a day; `None` where they are not asked for.
    pub gains: Option<Rc<Gains>>,
    /// Of a frame of a film: the chapter that is told, empty where none is.
    pub chapter: String,
}

impl Scene {
    /// Whether a place is shown at all.
    pub fn shows(&self, place: PlaceIx) -> bool {
        self.only.as_ref().is_none_or(|only| only[place.row()])
    }

    /// Puts its number before the name of each place that has one.
    pub fn number(&mut self, order: &[u32]) {
        self.is_numbered = true;
        for (marker, name) in self.markers.iter().zip(&mut self.names) {
            if let Some(number) = order.get(marker.place.row()).filter(|number| **number > 0) {
                *name = format!("{number}  {name}");
            }
        }
    }

    /// Shows the same places on another date: the cost is that of the places, not of the chronicle.
    pub fn relabel(&mut self, state: &PlacesState, doubts: &PlacesDoubts, date: Date) {
        self.date = date;
        for marker in &mut self.markers {
            marker.control = state.of(marker.place);
            marker.doubt = doubts.of(marker.place).only(self.style.doubts);
        }
    }
}

/// The title of a chronicle's pictures.
pub fn title_of(chronicle: &Chronicle) -> &str {
    if chronicle.about.title.is_empty() { "Control of places" } else { &chronicle.about.title }
}

/// Builds the scene of `date`; `state` and `doubts` are the timeline's on that date.
pub fn build(
    chronicle: &Chronicle,
    timeline: &Timeline,
    state: &PlacesState,
    doubts: &PlacesDoubts,
    date: Date,
    style: MapStyle,
) -> Scene {
    let look = |faction: FactionIx| {
        let row = chronicle.faction(faction);
        FactionLook { colour: readable(style.faction_colour(faction.row(), row.colour), style), symbol: row.symbol }
    };
    let looks = timeline
        .controls()
        .iter()
        .map(|control| ControlLook {
            holder: control.controller().map(look),
            shared: control.shared_with().first().copied().map(look),
            contested: control.contested_by().first().copied().map(look),
            besieged: control.besieged_by().first().copied().map(look),
            status: control.status(),
            controller: control.controller(),
        })
        .collect();
    let mut markers: Vec<Marker> = chronicle
        .places()
        .iter()
        .enumerate()
        .map(|(row, place)| {
            let place_ix = PlaceIx::new(row);
            Marker {
                place: place_ix,
                at: world_from_lon_lat(place.position),
                kind: place.kind.clone(),
                importance: importance(&place.kind, place.population, row),
                control: state.of(place_ix),
                doubt: doubts.of(place_ix).only(style.doubts),
            }
        })
        .collect();
    markers.sort_by(|a, b| a.importance.total_cmp(&b.importance).then(b.place.cmp(&a.place)));
    let names = markers
        .iter()
        .map(|marker| {
            let place = chronicle.place(marker.place);
            style.names.of(&place.name, &place.name_ar)
        })
        .collect();
    let factions = chronicle
        .factions()
        .iter()
        .enumerate()
        .map(|(row, faction)| (faction.name.clone(), look(FactionIx::new(row))))
        .collect();
    let title = title_of(chronicle);
    Scene {
        date,
        title: title.to_owned(),
        subtitle: String::new(),
        language: Language::English,
        credit: chronicle.about.credit.clone(),
        rule: String::new(),
        style,
        spacing: spacing(&markers),
        only: None,
        is_numbered: false,
        only_what: crate::scene::DIFFERENT_RULES.to_owned(),
        nudges: Arc::default(),
        markers,
        names,
        looks,
        factions,
        territory: None,
        plan: None,
        chart: None,
        gains: None,
        chapter: String::new(),
    }
}

/// Kind first, then population, then the order of rows (workloads list bigger towns first).
fn importance(kind: &PlaceKind, population: Option<u64>, row: usize) -> f32 {
    let of_kind = match kind {
        PlaceKind::City => 6.0,
        PlaceKind::Town | PlaceKind::Other(_) => 4.0,
        PlaceKind::AirBase => 3.5,
        PlaceKind::MilitaryBase | PlaceKind::BorderCrossing => 3.0,
        PlaceKind::Dam | PlaceKind::StrategicSite => 2.5,
        PlaceKind::Village => 2.0,
        PlaceKind::District => 1.5,
    };
    // A town of a million outranks a city of a thousand.
    let of_people = population.map_or(0.0, |people| (people.max(1) as f32).log10() * 0.6);
    of_kind + of_people - (row as f32) * 1e-6
}

/// The side of the square that each place has, by the densest half of a coarse grid: towns cluster,
/// and an average over empty desert would make markers too large.
fn spacing(markers: &[Marker]) -> f64 {
    const CELLS: f64 = 32.0;
    let bounds = markers.iter().fold(None, |bounds: Option<[f64; 4]>, marker| {
        let (x, y) = (marker.at.x, marker.at.y);
        let [a, b, c, d] = bounds.unwrap_or([x, y, x, y]);
        Some([a.min(x), b.min(y), c.max(x), d.max(y)])
    });
    let Some([west, north, east, south]) = bounds else { return 1.0 };
    let side = ((east - west).max(south - north) / CELLS).max(1e-9);
    let mut cells = rustc_hash::FxHashMap::default();
    for marker in markers {
        let cell = (((marker.at.x - west) / side) as u32, ((marker.at.y - north) / side) as u32);
        *cells.entry(cell).or_insert(0_u32) += 1;
    }
    let mut counts: Vec<u32> = cells.into_values().collect();
    counts.sort_unstable();
    let median = f64::from(counts[counts.len() / 2]);
    side / median.sqrt()
}

/// The colour, made lighter where it would sink into a dark map.
pub(super) fn readable(colour: Colour, style: MapStyle) -> Rgba {
    let ground = style.land().colour;
    let mut colour = colour;
    for _ in 0..8 {
        if colour.contrast(ground) >= 1.8 || style.theme == crate::scene::Theme::Light {
            break;
        }
        let lighter = |channel: u8| channel + (255 - channel) / 6;
        colour = Colour::new(lighter(colour.red), lighter(colour.green), lighter(colour.blue));
    }
    Rgba::opaque(colour)
}
