//! What survives a restart. A small text file that tolerates missing, broken and unknown fields.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{DoubtChoice, Doubts, LonLat, parse_date};
use crate::geometry::{Reach, Smoothing, Viewport};
use crate::scene::{Language, MapStyle, Names, Palette, TerritoryChoice, Theme, Vision, say};

/// What survives a restart.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Light, dark, or as the desktop.
    pub theme: ThemeChoice,
    /// In which script places are named.
    pub names: Names,
    /// In which language the window speaks.
    pub language: Language,
    /// Whether faction symbols are drawn.
    pub symbols: bool,
    /// Whether the legend is shown in the window.
    pub legend: bool,
    /// Which colours stand for the factions.
    pub palette: Palette,
    /// What of territory is to be seen.
    pub territory: TerritoryChoice,
    /// Which doubts are drawn.
    pub doubts: DoubtChoice,
    /// The days after which a place's newest report is old.
    pub stale_days: u32,
    /// How far from a place its territory goes at most.
    pub reach: Reach,
    /// What lies under the places.
    pub background: Background,
    /// The address of the user's own tiles, with {z}, {x} and {y}.
    pub tile_address: String,
    /// The user's own `.pmtiles` file.
    pub pmtiles: String,
    /// With whose eyes the map is seen; not remembered, for it is a preview.
    pub vision: Vision,
    /// How large the interface is; 1 is as the desktop says.
    pub ui_scale: f32,
    /// How the slider moves by itself.
    pub play: PlayChoice,
    /// Whether the bars of the timeline count what is in view alone.
    pub histogram_in_view: bool,
    /// Files opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Where one looked last, by document.
    pub views: BTreeMap<String, RememberedView>,
    /// What was chosen for the last picture, by document.
    pub pictures: BTreeMap<String, PictureChoice>,
    /// The window's size in points.
    pub window_size: Option<(f32, f32)>,
    /// The size last used for a picture.
    pub picture_size: (u32, u32),
    /// Width and height of the last time-lapse.
    pub film_size: (u32, u32),
}

/// Light, dark, or as the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the desktop says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What passes when the slider moves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlayBy {
    /// Days.
    #[default]
    Days,
    /// Days with a change in view.
    Changes,
}

/// How the slider moves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlayChoice {
    /// What passes.
    pub by: PlayBy,
    /// How many of them a second.
    pub speed: f64,
    /// Back in time.
    pub backwards: bool,
    /// From the end on again from the beginning.
    pub looped: bool,
    /// Stops on a day with a change in view.
    pub pause_on_change: bool,
}

impl Default for PlayChoice {
    fn default() -> Self {
        Self { by: PlayBy::Days, speed: 30.0, backwards: false, looped: false, pause_on_change: false }
    }
}

impl PlayChoice {
    /// The speeds that can be asked for, a second.
    pub const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=3650.0;

    /// The same with a speed that makes sense.
    #[must_use]
    pub fn within(self) -> Self {
        let speed = if self.speed.is_finite() { self.speed } else { Self::default().speed };
        Self { speed: speed.clamp(*Self::SPEEDS.start(), *Self::SPEEDS.end()), ..self }
    }
}

/// What lies under the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Background {
    /// The embedded Natural Earth map; no network.
    #[default]
    Embedded,
    /// OpenStreetMap's tiles, from the network.
    OpenStreetMap,
    /// Tiles from an address of the user's own.
    Address,
    /// Tiles from a file of the user's own.
    File,
}

impl Background {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Embedded, Self::OpenStreetMap, Self::Address, Self::File];

    /// What the choice is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Embedded => say("menu-background-embedded"),
            Self::OpenStreetMap => say("menu-background-openstreetmap"),
            Self::Address => say("menu-background-address"),
            Self::File => say("menu-background-file"),
        }
    }
}

/// What was chosen for the last picture of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureChoice {
    /// Title and date.
    pub title: bool,
    /// The legend.
    pub legend: bool,
    /// The legend stands beneath the map.
    pub legend_below: bool,
    /// The scale bar.
    pub scale_bar: bool,
    /// The inset.
    pub inset: bool,
    /// The chart.
    pub chart: bool,
    /// Gains and losses.
    pub gains: bool,
    /// The factions' symbols.
    pub symbols: bool,
    /// Dark.
    pub dark: bool,
    /// The date in Arabic.
    pub arabic_date: bool,
    /// The title that was typed; empty for the chronicle's.
    pub words: String,
    /// The subtitle.
    pub subtitle: String,
    /// The style file.
    pub style: String,
}

impl Default for PictureChoice {
    fn default() -> Self {
        Self {
            title: true,
            legend: true,
            legend_below: false,
            scale_bar: true,
            inset: false,
            chart: false,
            gains: false,
            symbols: true,
            dark: false,
            arabic_date: false,
            words: String::new(),
            subtitle: String::new(),
            style: String::new(),
        }
    }
}

/// Where and when one looked last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RememberedView {
    /// The middle of the map.
    pub centre: LonLat,
    /// The zoom.
    pub zoom: f64,
    /// The day.
    pub date: Date,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            names: Names::Latin,
            language: Language::English,
            symbols: true,
            legend: true,
            palette: Palette::Conventional,
            territory: TerritoryChoice::default(),
            doubts: DoubtChoice::default(),
            stale_days: Doubts::STALE_DAYS,
            reach: Reach::default(),
            background: Background::Embedded,
            tile_address: String::new(),
            pmtiles: String::new(),
            vision: Vision::Usual,
            ui_scale: 1.0,
            play: PlayChoice::default(),
            histogram_in_view: false,
            recent: Vec::new(),
            views: BTreeMap::new(),
            pictures: BTreeMap::new(),
            window_size: None,
            picture_size: super::snapshot::DEFAULT_SIZE,
            film_size: (1280, 720),
        }
    }
}

/// The form on disk: every field may be missing or wrong.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Saved {
    version: u32,
    theme: Option<toml::Value>,
    names: Option<String>,
    language: Option<String>,
    symbols: Option<toml::Value>,
    legend: Option<toml::Value>,
    palette: Option<toml::Value>,
    ground: Option<toml::Value>,
    fronts: Option<toml::Value>,
    areas: Option<toml::Value>,
    smoothing: Option<toml::Value>,
    movement_days: Option<toml::Value>,
    disputed: Option<toml::Value>,
    uncertain: Option<toml::Value>,
    unconfirmed: Option<toml::Value>,
    stale: Option<toml::Value>,
    stale_days: Option<toml::Value>,
    reach_km: Option<toml::Value>,
    background: Option<toml::Value>,
    tile_address: Option<toml::Value>,
    pmtiles: Option<toml::Value>,
    /// Of versions before `play`.
    days_per_second: Option<toml::Value>,
    play: Option<toml::Value>,
    ui_scale: Option<toml::Value>,
    histogram_in_view: Option<toml::Value>,
    recent: Option<toml::Value>,
    window_size: Option<toml::Value>,
    picture_size: Option<toml::Value>,
    film_size: Option<toml::Value>,
    views: Option<toml::Table>,
    pictures: Option<toml::Table>,
}

fn read<T: for<'de> Deserialize<'de>>(value: Option<toml::Value>) -> Option<T> {
    value.and_then(|value| value.try_into().ok())
}

impl Settings {
    /// The most files that are remembered as opened lately.
    pub const RECENT: usize = 8;

    /// How large the interface may be.
    pub const UI_SCALES: [f32; 6] = [0.8, 1.0, 1.25, 1.5, 1.75, 2.0];

    /// The days after which a report may be called old.
    pub const STALE_LIMITS: std::ops::RangeInclusive<u32> = 1..=3650;

    /// The settings in a text; what is missing or wrong has its default.
    pub fn from_text(text: &str) -> Self {
        let default = Self::default();
        let saved: Saved = toml::from_str(text).unwrap_or_default();
        let views = saved.views.unwrap_or_default();
        let pictures = saved.pictures.unwrap_or_default().into_iter();
        let pictures = pictures.filter_map(|(key, value)| Some((key, read(Some(value))?))).collect();
        let view = |value: &toml::Value| {
            let number = |key: &str| value.get(key).and_then(toml::Value::as_float);
            let centre = LonLat::new(number("lon")?, number("lat")?).ok()?;
            let zoom = number("zoom")?.clamp(Viewport::ZOOMS.0, Viewport::ZOOMS.1);
            let date = parse_date(value.get("date")?.as_str()?)?;
            Some(RememberedView { centre, zoom, date })
        };
        let days_per_second = read(saved.days_per_second).filter(|speed: &f64| speed.is_finite());
        let (palette, smoothing): (Option<String>, Option<String>) = (read(saved.palette), read(saved.smoothing));
        let window = read(saved.window_size).filter(|(w, h): &(f32, f32)| w.is_finite() && h.is_finite());
        Self {
            theme: read(saved.theme).unwrap_or_default(),
            names: Names::ALL
                .into_iter()
                .find(|names| saved.names.as_deref() == Some(names.text()))
                .unwrap_or_default(),
            language: Language::of_locale(saved.language.as_deref().unwrap_or_default()),
            symbols: read(saved.symbols).unwrap_or(default.symbols),
            legend: read(saved.legend).unwrap_or(default.legend),
            palette: Palette::ALL.into_iter().find(|one| Some(one.text()) == palette.as_deref()).unwrap_or_default(),
            territory: TerritoryChoice {
                fill: read(saved.ground).unwrap_or(default.territory.fill),
                fronts: read(saved.fronts).unwrap_or(default.territory.fronts),
                areas: read(saved.areas).unwrap_or(default.territory.areas),
                smoothing: Smoothing::ALL
                    .into_iter()
                    .find(|one| Some(one.text()) == smoothing.as_deref())
                    .unwrap_or_default(),
                movement_days: read(saved.movement_days).filter(|days: &u32| (1..=3650).contains(days)),
            },
            doubts: DoubtChoice {
                disputed: read(saved.disputed).unwrap_or(default.doubts.disputed),
                uncertain: read(saved.uncertain).unwrap_or(default.doubts.uncertain),
                unconfirmed: read(saved.unconfirmed).unwrap_or(default.doubts.unconfirmed),
                stale: read(saved.stale).unwrap_or(default.doubts.stale),
            },
            stale_days: read(saved.stale_days)
                .filter(|days| Self::STALE_LIMITS.contains(days))
                .unwrap_or(default.stale_days),
            // 0 stands for no limit.
            reach: match read::<f64>(saved.reach_km) {
                Some(0.0) => Reach::Unlimited,
                Some(km) if (Reach::LIMITS_KM.0..=Reach::LIMITS_KM.1).contains(&km) => Reach::Km(km),
                _ => default.reach,
            },
            background: read(saved.background).unwrap_or_default(),
            tile_address: read(saved.tile_address).unwrap_or_default(),
            pmtiles: read(saved.pmtiles).unwrap_or_default(),
            vision: Vision::Usual,
            ui_scale: read(saved.ui_scale).filter(|scale| Self::UI_SCALES.contains(scale)).unwrap_or(default.ui_scale),
            play: read::<PlayChoice>(saved.play)
                .or(days_per_second.map(|speed| PlayChoice { speed, ..default.play }))
                .unwrap_or(default.play)
                .within(),
            histogram_in_view: read(saved.histogram_in_view).unwrap_or(default.histogram_in_view),
            recent: read(saved.recent).unwrap_or_default(),
            pictures,
            views: views.iter().filter_map(|(key, value)| Some((key.clone(), view(value)?))).collect(),
            window_size: window.map(|(w, h)| (w.clamp(480.0, 10_000.0), h.clamp(360.0, 10_000.0))),
            picture_size: read(saved.picture_size)
                .filter(|(w, h): &(u32, u32)| (16..=16_384).contains(w) && (16..=16_384).contains(h))
                .unwrap_or(default.picture_size),
            film_size: read(saved.film_size)
                .filter(|(w, h): &(u32, u32)| (16..=16_384).contains(w) && (16..=16_384).contains(h))
                .unwrap_or(default.film_size),
        }
    }

    /// The settings as a text.
    pub fn to_text(&self) -> String {
        let value = |value: &dyn Fn() -> Option<toml::Value>| value();
        let mut views = toml::Table::new();
        for (key, view) in &self.views {
            let mut table = toml::Table::new();
            table.insert("lon".to_owned(), view.centre.lon().into());
            table.insert("lat".to_owned(), view.centre.lat().into());
            table.insert("zoom".to_owned(), view.zoom.into());
            table.insert("date".to_owned(), view.date.to_string().into());
            views.insert(key.clone(), table.into());
        }
        let saved = Saved {
            version: 1,
            theme: value(&|| toml::Value::try_from(self.theme).ok()),
            names: Some(self.names.text().to_owned()),
            language: Some(self.language.text().to_owned()),
            symbols: Some(self.symbols.into()),
            legend: Some(self.legend.into()),
            palette: Some(self.palette.text().into()),
            ground: Some(self.territory.fill.into()),
            fronts: Some(self.territory.fronts.into()),
            areas: Some(self.territory.areas.into()),
            smoothing: Some(self.territory.smoothing.text().into()),
            movement_days: self.territory.movement_days.map(|days| i64::from(days).into()),
            disputed: Some(self.doubts.disputed.into()),
            uncertain: Some(self.doubts.uncertain.into()),
            unconfirmed: Some(self.doubts.unconfirmed.into()),
            stale: Some(self.doubts.stale.into()),
            stale_days: Some(i64::from(self.stale_days).into()),
            reach_km: Some(match self.reach {
                Reach::Km(km) => km.into(),
                Reach::Unlimited => 0.0.into(),
            }),
            background: value(&|| toml::Value::try_from(self.background).ok()),
            tile_address: Some(self.tile_address.clone().into()),
            pmtiles: Some(self.pmtiles.clone().into()),
            days_per_second: None,
            play: value(&|| toml::Value::try_from(self.play).ok()),
            ui_scale: value(&|| toml::Value::try_from(self.ui_scale).ok()),
            histogram_in_view: Some(self.histogram_in_view.into()),
            recent: value(&|| toml::Value::try_from(&self.recent).ok()),
            window_size: self.window_size.and_then(|size| toml::Value::try_from(size).ok()),
            picture_size: value(&|| toml::Value::try_from(self.picture_size).ok()),
            film_size: value(&|| toml::Value::try_from(self.film_size).ok()),
            views: Some(views),
            pictures: toml::Table::try_from(&self.pictures).ok(),
        };
        toml::to_string(&saved).unwrap_or_default()
    }

    /// Where the settings live; `None` where the system names no such folder.
    pub fn file() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "salient")?;
        Some(folders.config_dir().join("settings.toml"))
    }

    /// Where tiles from the network are kept.
    pub fn tile_cache() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "salient")?;
        Some(folders.cache_dir().join("tiles"))
    }

    /// The settings at `path`; the defaults where there are none yet.
    pub fn load(path: Option<&Path>) -> Self {
        let text = path.and_then(|path| std::fs::read_to_string(path).ok());
        Self::from_text(&text.unwrap_or_default())
    }

    /// Writes the settings; beside first, then moved, so that a cut never loses the old ones.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("toml.new");
        std::fs::write(&beside, self.to_text())?;
        std::fs::rename(&beside, path)
    }

    /// Remembers a file as opened.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(Self::RECENT);
    }

    /// The style of the map; `dark` is what the desktop says.
    pub fn picture_style(&self, dark: bool) -> MapStyle {
        // The preview of other eyes is for the screen.
        MapStyle { vision: Vision::Usual, ..self.map_style(dark) }
    }

    /// How the map looks in the window.
    pub fn map_style(&self, dark: bool) -> MapStyle {
        let theme = if dark { Theme::Dark } else { Theme::Light };
        MapStyle {
            theme,
            names: self.names,
            symbols: self.symbols,
            palette: self.palette,
            vision: self.vision,
            doubts: self.doubts,
            stale_days: self.stale_days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_as_they_were_written() {
        let mut settings = Settings {
            theme: ThemeChoice::Dark,
            names: Names::Both,
            language: Language::Arabic,
            ..Settings::default()
        };
        settings.opened(Path::new("/a/b.gpkg"));
        settings.views.insert(
            "bundled".to_owned(),
            RememberedView {
                centre: LonLat::new(36.5, 35.5).unwrap(),
                zoom: 8.5,
                date: parse_date("2015-04-25").unwrap(),
            },
        );
        settings.window_size = Some((1400.0, 900.0));
        settings.palette = Palette::Grey;
        settings.reach = Reach::Unlimited;
        settings.doubts.stale = false;
        settings.stale_days = 90;
        settings.territory.movement_days = Some(30);
        settings.territory.smoothing = Smoothing::Strong;
        assert_eq!(Settings::from_text(&settings.to_text()), settings);
    }

    #[test]
    fn broken_settings_have_their_defaults_and_the_rest_stays() {
        assert_eq!(Settings::from_text("not toml ["), Settings::default());
        let settings = Settings::from_text("theme = 7\nsymbols = false\nfuture = 1\ndays_per_second = \"fast\"");
        assert_eq!(settings, Settings { symbols: false, ..Settings::default() });
    }
}
