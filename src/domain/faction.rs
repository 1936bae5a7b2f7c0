//! Factions: the sides that can hold a place.

use std::fmt;

use jiff::civil::Date;

use crate::domain::Id;

/// A side that can hold a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Faction {
    /// What files call it; unique in a chronicle. `unknown` is reserved for "nobody can say".
    pub id: Id,
    /// The full name.
    pub name: String,
    /// The name where room is short.
    pub short_name: String,
    /// The name in Arabic letters, empty where none is known.
    pub name_ar: String,
    /// The colour of its places.
    pub colour: Colour,
    /// The glyph inside its markers, so that nothing depends on colour alone.
    pub symbol: Symbol,
    /// The group of factions it belongs to, empty where none.
    pub bloc: String,
    /// The first day on which it can hold anything.
    pub active_from: Option<Date>,
    /// The last day on which it can hold anything.
    pub active_to: Option<Date>,
    /// Who takes over what it still holds after its last day.
    pub successor: Option<Id>,
    /// Remarks, with the reason for its end.
    pub notes: String,
}

impl Faction {
    /// Whether the faction exists on `date`.
    pub fn exists_on(&self, date: Date) -> bool {
        self.active_from.is_none_or(|from| from <= date) && self.active_to.is_none_or(|to| date <= to)
    }

    /// The id that stands for "nobody can say who".
    pub const UNKNOWN_ID: &'static str = "unknown";

    /// Whether this row only describes how *unknown* is shown.
    pub fn is_unknown(&self) -> bool {
        self.id.as_str() == Self::UNKNOWN_ID
    }
}

/// A colour in sRGB, 8 bits a channel, opaque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// The colour with these channels.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// The colour that `#rrggbb` names, in either letter case.
    pub fn from_hex(text: &str) -> Result<Self, InvalidColour> {
        let wrong = || InvalidColour { found: text.chars().take(40).collect() };
        let digits = text.trim().strip_prefix('#').ok_or_else(wrong)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_not_hex| wrong())?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    /// The colour of the `nth` faction that names none: a palette that eight kinds of eyes tell
    /// apart (Okabe and Ito, *Color Universal Design*, 2008), then around again, darker.
    pub fn of_palette(nth: usize) -> Self {
        const OKABE_ITO: [Colour; 7] = [
            Colour::new(0xd5, 0x5e, 0x00),
            Colour::new(0x00, 0x72, 0xb2),
            Colour::new(0x00, 0x9e, 0x73),
            Colour::new(0xe6, 0x9f, 0x00),
            Colour::new(0xcc, 0x79, 0xa7),
            Colour::new(0x56, 0xb4, 0xe9),
            Colour::new(0xf0, 0xe4, 0x42),
        ];
        let base = OKABE_ITO[nth % OKABE_ITO.len()];
        let round = (nth / OKABE_ITO.len()).min(4) as u16;
        let darker = |channel: u8| (u16::from(channel) * (10 - 2 * round) / 10) as u8;
        Self::new(darker(base.red), darker(base.green), darker(base.blue))
    }

    /// Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it.
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast ratio with `other`, 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A text that is no `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no colour of the form #rrggbb")]
pub struct InvalidColour {
    /// The beginning of the text.
    pub found: String,
}

/// The glyph inside a faction's markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle, point up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// An upright cross.
    Cross,
    /// A star with five points.
    Star,
    /// A hexagon.
    Hexagon,
    /// A pentagon.
    Pentagon,
}

impl Symbol {
    /// All symbols, in the order in which factions without one get them.
    pub const ALL: [Self; 8] = [
        Self::Circle,
        Self::Square,
        Self::Triangle,
        Self::Diamond,
        Self::Cross,
        Self::Star,
        Self::Hexagon,
        Self::Pentagon,
    ];

    /// The symbol that `text` names.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|symbol| symbol.text().eq_ignore_ascii_case(text.trim()))
    }

    /// The word for it in files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Square => "square",
            Self::Triangle => "triangle",
            Self::Diamond => "diamond",
            Self::Cross => "cross",
            Self::Star => "star",
            Self::Hexagon => "hexagon",
            Self::Pentagon => "pentagon",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_hexadecimal_digits_after_a_hash() {
        assert_eq!(Colour::from_hex("#C8372d"), Ok(Colour::new(200, 55, 45)));
        for wrong in ["", "c8372d", "#c8372", "#c8372dd", "#ggg000", "#é12345"] {
            assert!(Colour::from_hex(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        let ratio = Colour::new(0, 0, 0).contrast(Colour::new(255, 255, 255));
        assert!((ratio - 21.0).abs() < 1e-9);
    }
}
