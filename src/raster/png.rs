//! Pixels → PNG.

use std::io::Write as _;
use std::path::Path;

use crate::raster::{Error, Pixels};

/// A text that the PNG carries: keyword and value.
pub type PngText<'a> = (&'static str, &'a str);

/// The picture as a PNG file. The same pixels and texts give the same bytes.
pub fn encode_png(pixels: &Pixels, pixels_per_point: f32, texts: &[PngText<'_>]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    // Ten times as fast as the balanced setting, for files some third larger; with another filter both grow.
    encoder.set_compression(::png::Compression::Fast);
    encoder.set_filter(::png::Filter::Paeth);
    // 96 pixels an inch at one pixel a point, in pixels a metre.
    let density = (f64::from(pixels_per_point) * 96.0 / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: density, yppu: density, unit: ::png::Unit::Meter }));
    for (keyword, text) in texts {
        encoder.add_itxt_chunk((*keyword).to_owned(), (*text).to_owned())?;
    }
    let mut writer = encoder.write_header()?;
    // Pictures are opaque; three channels make a smaller file.
    let rgb: Vec<u8> = pixels.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// Writes a file so that it either lands whole or leaves what was there: beside first, then moved.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let error = |source| Error::Write { path: path.to_owned(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    let written = std::fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // Ours and half-written; the error that matters is the first.
        std::fs::remove_file(&beside).unwrap_or_default();
    }
    written.map_err(error)
}
