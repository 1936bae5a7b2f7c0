//! The frames of a film: one scene, seen on many dates, in which only what changes is laid out anew.

use std::rc::Rc;

use jiff::civil::Date;

use crate::basemap::Basemap;
use crate::domain::{PlaceIx, PlacesDoubts, PlacesState};
use crate::geometry::Viewport;
use crate::scene::furniture::{self, FilmPlan, Furniture};
use crate::scene::layout::{Arrangement, PlacesLayer, places_counts};
use crate::scene::{Picture, Scene, Typesetter, base_layer, territory_layer};

/// The frames of a film, laid out one after the other. Names stand in the same places in all of them.
pub struct Film<'a> {
    scene: Scene,
    viewport: Viewport,
    typesetter: &'a Typesetter,
    furniture: Furniture,
    arrangement: Arrangement,
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
    /// `each` calls back with the state, the doubts and the date of every frame.
    pub fn new(
        setting: FilmSetting<'a>,
        basemap: &Basemap,
        chapters: &[&str],
        each: impl FnOnce(&mut dyn FnMut(&PlacesState, &PlacesDoubts, Date)),
    ) -> Self {
        let FilmSetting { mut scene, viewport, typesetter, furniture, highlight } = setting;
        let mut plan = FilmPlan::new(chapters, typesetter);
        // A siege's ring takes more room: names keep off it in all frames.
        let mut besieged = vec![None; scene.markers.len()];
        each(&mut |state, doubts, date| {
            scene.relabel(state, doubts, date);
            plan.add(&scene, &places_counts(&scene, &viewport), typesetter);
            for (marker, besieged) in scene.markers.iter().zip(&mut besieged) {
                if scene.looks[marker.control.row()].besieged.is_some() {
                    *besieged = Some(marker.control);
                }
            }
        });
        plan.finish();
        scene.plan = Some(Rc::new(plan));
        for (marker, besieged) in scene.markers.iter_mut().zip(besieged) {
            marker.control = besieged.unwrap_or(marker.control);
        }
        let counted = places_counts(&scene, &viewport);
        let boxes = furniture::furniture(&scene, &counted, &viewport, typesetter, furniture).boxes;
        let arrangement = Arrangement::new(&scene, basemap, &viewport, typesetter, &boxes, highlight);
        Self { scene, viewport, typesetter, furniture, arrangement }
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
        picture.add_layer("Base map", base_layer(basemap, &self.viewport, &self.scene.style, pixels_per_point));
        picture
    }

    /// The names, which lie over the places of every frame.
    pub fn names(&self) -> Picture {
        let mut picture = self.empty();
        picture.add_layer("Names", self.arrangement.labels.clone());
        picture
    }

    /// What of the scene's date lies beneath the names: ground and places.
    pub fn below_names(&self) -> Picture {
        let mut picture = self.empty();
        picture.add_layer("Territory", territory_layer(&self.scene, &self.viewport));
        let mut markers = PlacesLayer::default();
        self.arrangement.markers(&self.scene, &mut markers);
        picture.add_layer("Places", markers.shapes);
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
