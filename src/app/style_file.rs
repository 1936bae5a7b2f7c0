//! Styles as small TOML files that a desk keeps and shares: how pictures look, and nothing of what they
//! show.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::app::snapshot::{Snapshot, parse_size};
use crate::app::territory::parse_reach;
use crate::domain::DoubtChoice;
use crate::geometry::Smoothing;
use crate::scene::{Language, LegendPlace, Names, Palette, Theme};

/// Why a style file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StyleError {
    /// It is not there, or may not be read.
    #[error("could not read the style {path}; check that it exists and that you may read it")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// It is no style.
    #[error("could not use the style {path}: {wrong}; the keys are {}", StyleFile::KEYS)]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        wrong: String,
    },
}

/// What a style file may say; what it does not say stays as it is.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StyleFile {
    size: Option<String>,
    scale: Option<f32>,
    theme: Option<String>,
    names: Option<String>,
    language: Option<String>,
    palette: Option<String>,
    title: Option<String>,
    subtitle: Option<String>,
    symbols: Option<bool>,
    doubts: Option<Vec<String>>,
    stale_days: Option<u32>,
    reach: Option<toml::Value>,
    smoothing: Option<String>,
    movement: Option<u32>,
    territory: Option<bool>,
    fronts: Option<bool>,
    areas: Option<bool>,
    show_title: Option<bool>,
    legend: Option<bool>,
    legend_below: Option<bool>,
    short_legend: Option<bool>,
    scale_bar: Option<bool>,
    inset: Option<bool>,
    chart: Option<bool>,
    transparent: Option<bool>,
}

impl StyleFile {
    const KEYS: &str = "size, scale, theme, names, language, palette, title, subtitle, symbols, doubts, stale-days, reach, smoothing, movement, territory, fronts, areas, show-title, legend, legend-below, short-legend, scale-bar, inset, chart and transparent";

    /// Reads the file at `path`.
    pub fn read(path: &Path) -> Result<Self, StyleError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| StyleError::Read { path: path.to_owned(), source })?;
        let style: Self = toml::from_str(&text).map_err(|error| StyleError::Wrong {
            path: path.to_owned(),
            wrong: error.message().lines().next().unwrap_or_default().to_owned(),
        })?;
        // What can be wrong is found now, not when a picture is made.
        let today = jiff::civil::Date::constant(2000, 1, 1);
        style.apply(&mut Snapshot::new(today)).map_err(|wrong| StyleError::Wrong { path: path.to_owned(), wrong })?;
        Ok(style)
    }

    /// Makes a picture look as the file says; the sentence says what makes no sense.
    pub fn apply(&self, snapshot: &mut Snapshot) -> Result<(), String> {
        if let Some(size) = &self.size {
            (snapshot.width, snapshot.height) = parse_size(size).map_err(|error| error.to_string())?;
        }
        if let Some(scale) = self.scale {
            if !(0.5..=16.0).contains(&scale) {
                return Err(format!("the scale {scale} is not from 0.5 to 16"));
            }
            snapshot.scale = Some(scale);
        }
        let style = &mut snapshot.style;
        choose(&mut style.theme, "theme", self.theme.as_deref(), &[("light", Theme::Light), ("dark", Theme::Dark)])?;
        let names = [("latin", Names::Latin), ("arabic", Names::Arabic), ("both", Names::Both)];
        choose(&mut style.names, "names", self.names.as_deref(), &names)?;
        let palettes = [("conventional", Palette::Conventional), ("safe", Palette::Safe), ("grey", Palette::Grey)];
        choose(&mut style.palette, "palette", self.palette.as_deref(), &palettes)?;
        set(&mut style.symbols, self.symbols);
        if let Some(shown) = &self.doubts {
            let mut doubts = DoubtChoice { disputed: false, uncertain: false, unconfirmed: false, stale: false };
            for name in shown {
                match name.as_str() {
                    "disputed" => doubts.disputed = true,
                    "uncertain" => doubts.uncertain = true,
                    "unconfirmed" => doubts.unconfirmed = true,
                    "stale" => doubts.stale = true,
                    _ => return Err(format!("{name:?} is none of disputed, uncertain, unconfirmed and stale")),
                }
            }
            style.doubts = doubts;
        }
        if let Some(days) = self.stale_days {
            if !(1..=3650).contains(&days) {
                return Err(format!("stale-days {days} is not from 1 to 3650"));
            }
            style.stale_days = days;
        }
        let (mut choice, mut reach) = snapshot.territory.unwrap_or_default();
        if let Some(value) = &self.reach {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            reach = parse_reach(&text).map_err(|error| error.to_string())?;
        }
        let smoothings = [("off", Smoothing::Off), ("light", Smoothing::Light), ("strong", Smoothing::Strong)];
        choose(&mut choice.smoothing, "smoothing", self.smoothing.as_deref(), &smoothings)?;
        if let Some(days) = self.movement {
            if !(1..=3650).contains(&days) {
                return Err(format!("movement {days} is not from 1 to 3650 days"));
            }
            choice.movement_days = Some(days);
        }
        set(&mut choice.fill, self.territory);
        set(&mut choice.fronts, self.fronts);
        set(&mut choice.areas, self.areas);
        snapshot.territory = Some((choice, reach));
        let languages = [("en", Language::English), ("ar", Language::Arabic)];
        choose(&mut snapshot.words.language, "language", self.language.as_deref(), &languages)?;
        if self.title.is_some() {
            snapshot.words.title.clone_from(&self.title);
        }
        if let Some(subtitle) = &self.subtitle {
            snapshot.words.subtitle.clone_from(subtitle);
        }
        let furniture = &mut snapshot.furniture;
        set(&mut furniture.title, self.show_title);
        set(&mut furniture.legend, self.legend);
        set(&mut furniture.scale_bar, self.scale_bar);
        set(&mut furniture.inset, self.inset);
        let place = |below: bool| if below { LegendPlace::Below } else { LegendPlace::Free };
        set(&mut furniture.legend_place, self.legend_below.map(place));
        set(&mut furniture.legend_in_short, self.short_legend);
        set(&mut snapshot.chart, self.chart);
        set(&mut snapshot.transparent, self.transparent);
        Ok(())
    }
}

fn set<T>(to: &mut T, wish: Option<T>) {
    if let Some(wish) = wish {
        *to = wish;
    }
}

fn choose<T: Copy>(to: &mut T, what: &str, wish: Option<&str>, choices: &[(&str, T)]) -> Result<(), String> {
    let Some(wish) = wish else { return Ok(()) };
    let chosen = choices.iter().find(|(name, _)| *name == wish);
    let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    *to = chosen.ok_or_else(|| format!("{what} {wish:?} is none of {}", names()))?.1;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<StyleFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.toml");
        std::fs::write(&path, text).unwrap();
        StyleFile::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_style_says_how_pictures_look() {
        let style = read(
            "size = \"800x600\"\nscale = 2\ntheme = \"dark\"\nnames = \"both\"\nlanguage = \"ar\"\npalette = \"grey\"\n\
             subtitle = \"Our desk\"\nsymbols = false\ndoubts = [\"stale\"]\nreach = 12.5\nsmoothing = \"off\"\n\
             fronts = false\nlegend = false\ninset = true\n",
        )
        .unwrap();
        let mut snapshot = Snapshot::new(jiff::civil::Date::constant(2015, 4, 25));
        style.apply(&mut snapshot).unwrap();
        assert_eq!((snapshot.width, snapshot.height, snapshot.scale), (800, 600, Some(2.0)));
        assert_eq!((snapshot.style.theme, snapshot.style.names), (Theme::Dark, Names::Both));
        assert!(snapshot.style.doubts.stale && !snapshot.style.doubts.disputed && !snapshot.style.symbols);
        let (choice, reach) = snapshot.territory.unwrap();
        assert!(choice.fill && !choice.fronts && reach == crate::geometry::Reach::Km(12.5));
        assert!(snapshot.furniture.inset && !snapshot.furniture.legend && snapshot.furniture.title);
        assert_eq!(read("").unwrap(), StyleFile::default());
    }

    #[test]
    fn what_is_no_style_is_refused_in_one_sentence() {
        for (text, said) in [
            ("colour = \"red\"", "unknown field"),
            ("theme = \"pink\"", "none of light, dark"),
            ("theme = 5", "expected"),
            ("size = \"0x0\"", "the size"),
            ("scale = nan", "the scale"),
            ("doubts = [\"all\"]", "none of disputed"),
            ("reach = 4000", "the reach"),
            ("stale-days = 0", "stale-days"),
            ("= =", "could not use the style"),
            ("\0", "could not use the style"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(said) && refused.contains("the keys are") && !refused.contains('\n'), "{refused}");
        }
        let missing = StyleFile::read(Path::new("missing.toml")).unwrap_err().to_string();
        assert!(missing.contains("check that it exists"));
    }
}
