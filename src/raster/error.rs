//! Why a picture could not be made.

use std::path::PathBuf;

use crate::raster::EncodeError;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No picture has this size.
    #[error("could not make a picture of {width} by {height} pixels; each side must be from 1 to {most}", most = super::paint::LARGEST_SIDE)]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The pixels could not become a file.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The file could not be written.
    #[error(
        "could not write the picture {path}; check that the folder exists, that you may write there and that the disk has room"
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
}
