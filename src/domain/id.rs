//! Identifiers as text, and indexes into a chronicle's tables.

use std::fmt;

use compact_str::CompactString;

/// The identifier of a place, faction, event or report: what files call it.
///
/// Not empty, at most 256 bytes, without control characters, and without blanks at either end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(CompactString); // Short ids lie in the value itself: looking one up touches no other memory.

impl Id {
    /// The longest identifier, in bytes.
    pub const MAX_BYTES: usize = 256;

    /// Takes `text` as an identifier, blanks at the ends removed.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidId::Empty);
        }
        if text.len() > Self::MAX_BYTES {
            return Err(InvalidId::TooLong { bytes: text.len() });
        }
        if text.bytes().any(|byte| !(0x20..0x7f).contains(&byte)) && text.chars().any(char::is_control) {
            return Err(InvalidId::ControlCharacter);
        }
        Ok(Self(text.into()))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// Nothing but blanks.
    #[error("the id is empty")]
    Empty,
    /// More than [`Id::MAX_BYTES`].
    #[error("the id has {bytes} bytes, more than {}", Id::MAX_BYTES)]
    TooLong {
        /// How long it was.
        bytes: usize,
    },
    /// A line break, a tab, a NUL or the like.
    #[error("the id holds a control character")]
    ControlCharacter,
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($inner);

        impl $name {
            /// The index of row `row`, counted from 0.
            ///
            /// A table never has more rows than the index can name: the builder refuses them.
            pub fn new(row: usize) -> Self {
                Self(<$inner>::try_from(row).unwrap_or(<$inner>::MAX))
            }

            /// The row, counted from 0.
            pub fn row(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(super) use index;

index!(
    /// A place of one chronicle, by its row.
    PlaceIx, u32
);
index!(
    /// A faction of one chronicle, by its row.
    FactionIx, u16
);
index!(
    /// An event of one chronicle, by its row; rows are also the order of events within a day.
    EventIx, u32
);
index!(
    /// A report of one chronicle, by its row.
    ReportIx, u32
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_an_id_do_not_count() {
        assert_eq!(Id::new("  idlib ").unwrap().as_str(), "idlib");
    }

    #[test]
    fn what_cannot_be_an_id_is_refused_with_the_reason() {
        assert_eq!(Id::new("  "), Err(InvalidId::Empty));
        assert_eq!(Id::new("a\0b"), Err(InvalidId::ControlCharacter));
        assert_eq!(Id::new(&"x".repeat(257)), Err(InvalidId::TooLong { bytes: 257 }));
    }
}
