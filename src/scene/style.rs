//! How a map looks: colours and choices, the same in the window and in pictures.

use crate::domain::{Colour, DoubtChoice, Doubts};
use crate::scene::Rgba;

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
    /// Which doubts are drawn.
    pub doubts: DoubtChoice,
    /// The days after which a place's newest report is old.
    pub stale_days: u32,
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

    /// What the choice is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Conventional => "Conventional",
            Self::Safe => "Colour-vision safe",
            Self::Grey => "Print grey",
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

/// In which language dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic, with the names of months that the Levant and Iraq use.
    Arabic,
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

    /// What the choice is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Arabic => "Arabic",
            Self::Both => "Both",
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

    fn pick(self, light: Rgba, dark: Rgba) -> Rgba {
        match self.theme {
            Theme::Light => light,
            Theme::Dark => dark,
        }
    }
}
