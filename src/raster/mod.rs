//! Picture → pixels → a file of pixels, still or moving, on the CPU, without display or GPU.

mod area;
mod encode_error;
mod error;
mod file;
mod moving;
mod paint;
mod spare;
mod still;
mod video;
mod xmp;

pub use encode_error::EncodeError;
pub use error::Error;
pub use file::{beside, write_file};
pub use moving::{MovingFormat, MovingOptions, MovingWriter};
pub use paint::{Overlay, Pixels, paint, paint_alone, paint_beginning, paint_rest};
pub use still::{PngText, StillFormat, encode_still};
pub use video::Video;
