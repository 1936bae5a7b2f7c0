//! How a map looks: colours and choices, the same in the window and in pictures.

use crate::domain::{Colour, DoubtChoice, Doubts};
use crate::scene::{Rgba, say};

/// How a map looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapStyle {
    /// Light or dark.
    pub theme: Theme,
    /// In which script places are named.
    pub names: Names,
    /// Whether faction symbols are drawn inside markers that are large enough.
    pub symbols: bool,
    /// Which colours stand for the factions.
    pub palette: Palette,
    /// With whose eyes the colours are seen, as a preview.
    pub vision: Vision,
    /// Which doubts are drawn.
    pub doubts: DoubtChoice,
    /// The days after which a place's newest report is old.
    pub stale_days: u32,
}

/// How people see colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Vision {
    /// As most do.
    #[default]
    Usual,
    /// Without the cones for long waves: red is dark.
    Protanopia,
    /// Without the cones for middle waves: the commonest, red and green are alike.
    Deuteranopia,
    /// Without the cones for short waves: blue and green are alike.
    Tritanopia,
    /// Without colours.
    Achromatopsia,
}

impl Vision {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Usual, Self::Deuteranopia, Self::Protanopia, Self::Tritanopia, Self::Achromatopsia];

    /// What it is called, in this thread's language.
    pub fn text(self) -> &'static str {
        match self {
            Self::Usual => say("menu-vision-usual"),
            Self::Protanopia => say("menu-vision-protanopia"),
            Self::Deuteranopia => say("menu-vision-deuteranopia"),
            Self::Tritanopia => say("menu-vision-tritanopia"),
            Self::Achromatopsia => say("menu-vision-achromatopsia"),
        }
    }

    /// What a colour looks like.
    ///
    /// Method: Machado, Oliveira and Fernandes, *A Physiologically-based Model for Simulation of Color Vision
    /// Deficiency*, 2009, with full severity, on linear light; without colours, the luminance of Rec. 709.
    #[must_use]
    pub fn seen(self, colour: Colour) -> Colour {
        let matrix = match self {
            Self::Usual => return colour,
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritanopia => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
            Self::Achromatopsia => [[0.2126, 0.7152, 0.0722]; 3],
        };
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let coded = |light: f64| {
            let light = light.clamp(0.0, 1.0);
            let share = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (share * 255.0).round() as u8
        };
        let light = [colour.red, colour.green, colour.blue].map(linear);
        let [red, green, blue] =
            matrix.map(|row| coded(row.iter().zip(light).map(|(share, light)| share * light).sum()));
        Colour::new(red, green, blue)
    }
}

/// Which colours stand for the factions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Palette {
    /// Those of the chronicle: what the public knows.
    #[default]
    Conventional,
    /// Colours that are told apart with every common colour vision.
    Safe,
    /// Greys for print; ground has patterns.
    Grey,
}

impl Palette {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Conventional, Self::Safe, Self::Grey];

    /// What the choice is called in settings, views and notes, in every language.
    pub fn text(self) -> &'static str {
        match self {
            Self::Conventional => "Conventional",
            Self::Safe => "Colour-vision safe",
            Self::Grey => "Print grey",
        }
    }

    /// What the choice is called in the window, in this thread's language.
    pub fn label(self) -> &'static str {
        match self {
            Self::Conventional => say("menu-colours-conventional"),
            Self::Safe => say("menu-colours-safe"),
            Self::Grey => say("menu-colours-grey"),
        }
    }

    /// Whether ground needs patterns to be told apart.
    pub fn has_patterns(self) -> bool {
        self == Self::Grey
    }

    /// The colour of a faction, by its row and its own colour.
    pub fn colour(self, row: usize, own: Colour) -> Colour {
        // Okabe and Ito, *Color Universal Design*, 2008.
        const SAFE: [Colour; 8] = [
            Colour::new(0xd5, 0x5e, 0x00),
            Colour::new(0x00, 0x9e, 0x73),
            Colour::new(0x00, 0x72, 0xb2),
            Colour::new(0xf0, 0xe4, 0x42),
            Colour::new(0xcc, 0x79, 0xa7),
            Colour::new(0x56, 0xb4, 0xe9),
            Colour::new(0xe6, 0x9f, 0x00),
            Colour::new(0x00, 0x00, 0x00),
        ];
        const GREYS: [u8; 5] = [0x2e, 0x74, 0xa6, 0x52, 0xc4];
        match self {
            Self::Conventional => own,
            Self::Safe => SAFE[row % SAFE.len()],
            Self::Grey => {
                let grey = GREYS[row % GREYS.len()];
                Colour::new(grey, grey, grey)
            }
        }
    }
}

impl Default for MapStyle {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            names: Names::Latin,
            symbols: true,
            palette: Palette::Conventional,
            vision: Vision::Usual,
            doubts: DoubtChoice::default(),
            stale_days: Doubts::STALE_DAYS,
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Dark lines on a light ground.
    #[default]
    Light,
    /// Light lines on a dark ground.
    Dark,
}

/// In which language the window speaks and pictures are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic, with the names of months that the Levant and Iraq use.
    Arabic,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Arabic];

    /// Its tag in settings and commands (BCP 47).
    pub fn text(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }

    /// The language of a locale like `ar_SY.UTF-8` or `en-GB`; English for all that there is no other for.
    pub fn of_locale(locale: &str) -> Self {
        let tag = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.text().eq_ignore_ascii_case(tag)).unwrap_or_default()
    }
}

/// In which script places are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Names {
    /// Latin letters.
    #[default]
    Latin,
    /// Arabic letters, where known.
    Arabic,
    /// Both.
    Both,
}

impl Names {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Latin, Self::Arabic, Self::Both];

    /// What the choice is called in settings, views and notes, in every language.
    pub fn text(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Arabic => "Arabic",
            Self::Both => "Both",
        }
    }

    /// What the choice is called in the window, in this thread's language.
    pub fn label(self) -> &'static str {
        match self {
            Self::Latin => say("menu-names-latin"),
            Self::Arabic => say("menu-names-arabic"),
            Self::Both => say("menu-names-both"),
        }
    }

    /// The name to write, from the two a place has.
    pub fn of(self, latin: &str, arabic: &str) -> String {
        match self {
            Self::Arabic if !arabic.is_empty() => arabic.to_owned(),
            Self::Both if !arabic.is_empty() => format!("{latin}  {arabic}"),
            _ => latin.to_owned(),
        }
    }
}

impl MapStyle {
    /// The sea and the ground behind everything.
    pub fn water(&self) -> Rgba {
        self.pick(Rgba::rgb(0xd3, 0xe1, 0xea), Rgba::rgb(0x14, 0x1c, 0x24))
    }

    /// Land.
    pub fn land(&self) -> Rgba {
        self.pick(Rgba::rgb(0xf7, 0xf5, 0xf0), Rgba::rgb(0x26, 0x2b, 0x30))
    }

    /// The line between land and sea.
    pub fn coast(&self) -> Rgba {
        self.pick(Rgba::rgb(0xa3, 0xb8, 0xc6), Rgba::rgb(0x3e, 0x50, 0x5e))
    }

    /// Rivers.
    pub fn river(&self) -> Rgba {
        self.pick(Rgba::rgb(0xb4, 0xcb, 0xd9), Rgba::rgb(0x2c, 0x3c, 0x48))
    }

    /// Lines between countries.
    pub fn country_border(&self) -> Rgba {
        self.pick(Rgba::rgb(0x8b, 0x86, 0x7c), Rgba::rgb(0x7d, 0x82, 0x86))
    }

    /// Lines between first-level divisions.
    pub fn province_border(&self) -> Rgba {
        self.pick(Rgba::rgb(0xd8, 0xd2, 0xc6), Rgba::rgb(0x3d, 0x44, 0x4a))
    }

    /// The names of countries.
    pub fn country_name(&self) -> Rgba {
        self.pick(Rgba::rgb(0x8a, 0x84, 0x78), Rgba::rgb(0x84, 0x8b, 0x91))
    }

    /// Text.
    pub fn ink(&self) -> Rgba {
        self.pick(Rgba::rgb(0x1d, 0x21, 0x25), Rgba::rgb(0xee, 0xf0, 0xf2))
    }

    /// Text that matters less.
    pub fn faint_ink(&self) -> Rgba {
        self.pick(Rgba::rgb(0x57, 0x5d, 0x64), Rgba::rgb(0xa9, 0xb1, 0xb8))
    }

    /// The rim around labels and markers.
    pub fn halo(&self) -> Rgba {
        self.pick(Rgba::rgb(0xff, 0xff, 0xff), Rgba::rgb(0x16, 0x1a, 0x1e))
    }

    /// The outline of markers.
    pub fn outline(&self) -> Rgba {
        self.pick(Rgba::rgb(0xff, 0xff, 0xff), Rgba::rgb(0x10, 0x13, 0x16))
    }

    /// The ground of legend and title.
    pub fn panel(&self) -> Rgba {
        self.pick(Rgba::rgb(0xff, 0xff, 0xff).with_opacity(236), Rgba::rgb(0x1b, 0x20, 0x25).with_opacity(236))
    }

    /// The outline of legend and title.
    pub fn panel_edge(&self) -> Rgba {
        self.pick(Rgba::rgb(0xd5, 0xd3, 0xcd), Rgba::rgb(0x3b, 0x42, 0x49))
    }

    /// What is drawn where nobody can say who holds a place.
    pub fn unknown(&self) -> Rgba {
        self.pick(Rgba::rgb(0x8d, 0x8d, 0x8d), Rgba::rgb(0x9a, 0x9a, 0x9a))
    }

    /// Fronts.
    pub fn front(&self) -> Rgba {
        self.pick(Rgba::rgb(0x26, 0x22, 0x22), Rgba::rgb(0xf4, 0xee, 0xe4))
    }

    /// Reports against.
    pub fn against(&self) -> Rgba {
        self.pick(Rgba::rgb(0xa8, 0x2b, 0x22), Rgba::rgb(0xf2, 0x94, 0x8a))
    }

    /// The ring around what is selected.
    pub fn selection(&self) -> Rgba {
        self.pick(Rgba::rgb(0x11, 0x11, 0x11), Rgba::rgb(0xff, 0xff, 0xff))
    }

    /// The colour of a faction, by its row and its own colour.
    pub fn faction_colour(&self, row: usize, own: Colour) -> Colour {
        self.vision.seen(self.palette.colour(row, own))
    }

    fn pick(self, light: Rgba, dark: Rgba) -> Rgba {
        let picked = match self.theme {
            Theme::Light => light,
            Theme::Dark => dark,
        };
        Rgba { colour: self.vision.seen(picked.colour), ..picked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_stay_and_red_and_green_come_together_without_green_cones() {
        let (red, green) = (Colour::new(0xc9, 0x37, 0x2c), Colour::new(0x3e, 0x9b, 0x4a));
        let apart = |one: Colour, other: Colour| {
            let channels = [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)];
            channels.iter().map(|(one, other)| u32::from(one.abs_diff(*other))).sum::<u32>()
        };
        for vision in Vision::ALL {
            let grey = Colour::new(120, 120, 120);
            assert!(apart(vision.seen(grey), grey) <= 6, "{}", vision.text());
            assert_eq!(vision.seen(Colour::new(0, 0, 0)), Colour::new(0, 0, 0));
        }
        let seen = |vision: Vision| apart(vision.seen(red), vision.seen(green));
        assert!(seen(Vision::Deuteranopia) * 2 < seen(Vision::Usual));
        let plain = Vision::Achromatopsia.seen(red);
        assert!(plain.red == plain.green && plain.green == plain.blue);
    }
}
