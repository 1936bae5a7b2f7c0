//! Picture → pixels → PNG, on the CPU, without display or GPU.

mod error;
mod paint;
mod png;

pub use error::Error;
pub use paint::{Pixels, paint};
pub use png::{PngText, encode_png, write_file};
