//! The frames of a film: one scene, seen on many dates, in which only what changes is laid out anew.

use std::rc::Rc;

use jiff::civil::Date;

use crate::basemap::Basemap;
use crate::domain::{PlaceIx, PlacesDoubts, PlacesState};
use crate::geometry::Viewport;
use crate::scene::furniture::{self, FilmPlan, Furniture, LegendPlace};
use crate::scene::layout::{Arrangement, places_counts};
use crate::scene::{Picture, Scene, Shape, Typesetter, base_layer, territory_layer};

/// The frames of a film, laid out one after the other. Names stand in the same places in all of them.
pub struct Film<'a> {
    scene: Scene,
    viewport: Viewport,
    typesetter: &'a Typesetter,
    furniture: Furniture,
    arrangement: Arrangement,
    shows_others: bool,
}

/// The states of a frame that [`Film::new`] looks through.
pub struct FrameStates<'a> {
    /// Who holds what.
    pub state: &'a PlacesState,
    /// What has to be said of it.
    pub doubts: &'a PlacesDoubts,
    /// The date.
    pub date: Date,
    /// By place, whether the frame shows it; `None` shows those that the setting's scene shows.
    pub only: Option<Rc<[bool]>>,
}

/// What a film shows, before its frames are asked for.
pub struct FilmSetting<'a> {
    /// The scene on any date; its territory, where it has one, says what of it is to be seen.
    pub scene: Scene,
    /// Which part of the world.
    pub viewport: Viewport,
    /// Measures texts.
    pub typesetter: &'a Typesetter,
    /// What stands on the map.
    pub furniture: Furniture,
    /// A place to ring and to name first.
    pub highlight: Option<PlaceIx>,
}

impl<'a> Film<'a> {
    /// Looks through the states of all frames for what has to find room, then lays out what stays.
    /// `each` calls back with the states of every frame.
    pub fn new(
        setting: FilmSetting<'a>,
        basemap: &Basemap,
        chapters: &[&str],
        each: impl FnOnce(&mut dyn FnMut(FrameStates<'_>)),
    ) -> Self {
        let FilmSetting { mut scene, viewport, typesetter, furniture, highlight } = setting;
        let mut plan = FilmPlan::new(chapters, typesetter);
        // A siege's ring takes more room: names keep off it in all frames.
        let mut besieged = vec![None; scene.markers.len()];
        let mut shown: Option<Vec<bool>> = None;
        each(&mut |FrameStates { state, doubts, date, only }| {
            scene.relabel(state, doubts, date);
            if let Some(only) = only {
                let shown = shown.get_or_insert_with(|| vec![false; only.len()]);
                for (shown, only) in shown.iter_mut().zip(only.iter()) {
                    *shown |= only;
                }
                scene.only = Some(only);
            }
            plan.add(&scene, &places_counts(&scene, &viewport), typesetter);
            for (marker, besieged) in scene.markers.iter().zip(&mut besieged) {
                if scene.looks[marker.control.row()].besieged.is_some() {
                    *besieged = Some(marker.control);
                }
            }
        });
        plan.finish();
        let shows_others = shown.is_some();
        if let Some(shown) = shown {
            // Names keep off each other wherever one of them is ever seen.
            scene.only = Some(shown.into());
        }
        scene.plan = Some(Rc::new(plan));
        for (marker, besieged) in scene.markers.iter_mut().zip(besieged) {
            marker.control = besieged.unwrap_or(marker.control);
        }
        let counted = places_counts(&scene, &viewport);
        let boxes = furniture::furniture(&scene, &counted, &viewport, typesetter, furniture).boxes;
        let arrangement =
            Arrangement::in_view(&scene, &viewport).named(&scene, basemap, &viewport, typesetter, &boxes, highlight);
        Self { scene, viewport, typesetter, furniture, arrangement, shows_others }
    }

    /// The legend, for all dates at once, in a column of this size: shapes from its top left corner, and how
    /// wide and high it is.
    pub fn legend(&mut self, width: f32, height: f32) -> (Vec<Shape>, f32, f32) {
        let mut plan = self.scene.plan.as_deref().cloned().unwrap_or_default();
        plan.leave_out_counts(self.shows_others);
        let before = self.scene.plan.replace(Rc::new(plan));
        let counted = places_counts(&self.scene, &self.viewport);
        let column = Viewport::new(self.viewport.centre(), self.viewport.zoom(), width, height);
        let legend = Furniture {
            title: false,
            legend: true,
            legend_place: LegendPlace::Left,
            scale_bar: false,
            inset: false,
            credit_apart: true,
            ..self.furniture
        };
        let placed = furniture::furniture(&self.scene, &counted, &column, self.typesetter, legend);
        self.scene.plan = before;
        let Some(Shape::Panel { at, width, height, .. }) = placed.shapes.first().cloned() else {
            return (Vec::new(), 0.0, 0.0);
        };
        (placed.shapes.into_iter().map(|shape| shape.moved(-at.x, -at.y)).collect(), width, height)
    }

    /// The credit, in lines of a picture `width` points wide: shapes from its bottom left corner, and how high
    /// it is.
    pub fn credit(&self, width: f32) -> (Vec<Shape>, f32) {
        let height = 200.0;
        let whole = Viewport::new(self.viewport.centre(), self.viewport.zoom(), width, height);
        let nothing = Furniture {
            title: false,
            legend: false,
            scale_bar: false,
            inset: false,
            credit_apart: false,
            // It stands in the heading.
            rule_apart: true,
            ..self.furniture
        };
        let counted = places_counts(&self.scene, &self.viewport);
        let placed = furniture::furniture(&self.scene, &counted, &whole, self.typesetter, nothing);
        let top = placed.boxes.first().map_or(height, |[_, top, ..]| *top);
        (placed.shapes.into_iter().map(|shape| shape.moved(0.0, -height)).collect(), height - top)
    }

    /// The scene, to set what of it changes before a frame is asked for.
    pub fn scene(&mut self) -> &mut Scene {
        &mut self.scene
    }

    /// Which part of the world is to be seen.
    pub fn viewport(&self) -> &Viewport {
        &self.viewport
    }

    /// What lies beneath every frame.
    pub fn base(&self, basemap: &Basemap, pixels_per_point: f32) -> Picture {
        let mut picture = self.empty();
        picture.add_layer(
            crate::scene::BASE_LAYER,
            base_layer(basemap, &self.viewport, &self.scene.style, pixels_per_point),
        );
        picture
    }

    /// Whether frames show other places than one another, and so other names.
    pub fn shows_others(&self) -> bool {
        self.shows_others
    }

    /// The names, which lie over the places of the scene's date: the same in every frame, but where
    /// [`Self::shows_others`].
    pub fn names(&self) -> Picture {
        let mut picture = self.empty();
        picture.add_layer("Names", self.arrangement.shown_labels(&self.scene).cloned());
        picture
    }

    /// What of the scene's date lies beneath the names: ground and places.
    pub fn below_names(&self) -> Picture {
        let mut picture = self.empty();
        picture.add_layer("Territory", territory_layer(&self.scene, &self.viewport));
        picture.add_layer("Places", []);
        self.arrangement.markers(&self.scene, &mut picture.shapes);
        picture
    }

    /// What of the scene's date lies over the names: title, legend, scale bar, credit.
    pub fn above_names(&self) -> Picture {
        let counted = places_counts(&self.scene, &self.viewport);
        let placed = furniture::furniture(&self.scene, &counted, &self.viewport, self.typesetter, self.furniture);
        let mut picture = self.empty();
        picture.add_layer("Furniture", placed.shapes);
        picture
    }

    fn empty(&self) -> Picture {
        Picture {
            width: self.viewport.width(),
            height: self.viewport.height(),
            background: self.scene.style.water(),
            shapes: Vec::new(),
            layers: Vec::new(),
            left_out: Vec::new(),
        }
    }
}
