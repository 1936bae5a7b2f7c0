//! Pixels → the bytes of a picture file: PNG, `WebP` or JPEG. The same pixels and texts give the same bytes.

use std::io::Write as _;
use std::path::Path;

use crate::raster::paint::LARGEST_SIDE;
use crate::raster::{EncodeError, Pixels, xmp};

/// A text that a picture carries: keyword and value.
pub type PngText<'a> = (&'static str, &'a str);

/// How fine JPEG's steps are, of 100: fine enough that letters keep clean edges.
const JPEG_QUALITY: u8 = 92;

/// A file format of a picture that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StillFormat {
    /// Without loss; every program reads it.
    Png,
    /// Without loss; for the web.
    WebP,
    /// With a little loss, and no transparency.
    Jpeg,
}

impl StillFormat {
    /// All formats, the usual one first.
    pub const ALL: [Self; 3] = [Self::Png, Self::WebP, Self::Jpeg];

    /// The format that the ending of a file's name says; `None` for any other ending.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "png" => Some(Self::Png),
            "webp" => Some(Self::WebP),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// The format's name, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Jpeg => "JPEG",
        }
    }

    /// What a file's name usually ends with, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
        }
    }

    /// The longest side of a picture in this format, in pixels.
    pub fn largest_side(self) -> u32 {
        match self {
            Self::Png => LARGEST_SIDE,
            Self::WebP => 16_383,
            Self::Jpeg => 65_535,
        }
    }
}

/// The picture as a file of this format, with its print size where the format has room for one, and with the texts.
///
/// Opaque pixels make a file without an opacity channel; others keep theirs, which is taken as straight, not
/// premultiplied. JPEG knows none, so they stand on white there.
pub fn encode_still(
    pixels: &Pixels,
    pixels_per_point: f32,
    format: StillFormat,
    texts: &[PngText<'_>],
) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = (pixels.width, pixels.height);
    let most = format.largest_side();
    if width == 0 || height == 0 || width > most || height > most {
        return Err(EncodeError::Size { format: format.text(), width, height, least: 1, most });
    }
    let expected = width as usize * height as usize * 4;
    if pixels.rgba.len() != expected {
        return Err(EncodeError::Pixels { found: pixels.rgba.len(), expected });
    }
    match format {
        StillFormat::Png => png(pixels, pixels_per_point, texts),
        StillFormat::WebP => webp(pixels, texts),
        StillFormat::Jpeg => jpeg(pixels, pixels_per_point, texts),
    }
}

/// Pixels an inch, where a point is a 96th of an inch on paper as on a screen.
fn pixels_per_inch(pixels_per_point: f32) -> f64 {
    f64::from(pixels_per_point) * 96.0
}

/// What the pixels need: an opacity channel only where one of them is not opaque.
fn channels(rgba: &[u8]) -> Channels {
    // All opacities of a piece at once, without a branch in between.
    let opaque = |piece: &[u8]| piece.chunks_exact(4).fold(u8::MAX, |least, pixel| least & pixel[3]) == u8::MAX;
    if rgba.chunks(1 << 14).all(opaque) { Channels::Rgb } else { Channels::Rgba }
}

/// What the pixels of a file are made of, eight bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Channels {
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, opacity.
    Rgba,
}

fn png(pixels: &Pixels, pixels_per_point: f32, texts: &[PngText<'_>]) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::with_capacity((pixels.rgba.len() / 4).min(64 << 20));
    let mut encoder = ::png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    let channels = channels(&pixels.rgba);
    encoder.set_color(match channels {
        Channels::Rgb => ::png::ColorType::Rgb,
        Channels::Rgba => ::png::ColorType::Rgba,
    });
    encoder.set_depth(::png::BitDepth::Eight);
    // Ten times as fast as the balanced setting, for files some third larger; with another filter both grow.
    encoder.set_compression(::png::Compression::Fast);
    encoder.set_filter(::png::Filter::Up);
    let density = (pixels_per_inch(pixels_per_point) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: density, yppu: density, unit: ::png::Unit::Meter }));
    for (keyword, text) in texts {
        encoder.add_itxt_chunk((*keyword).to_owned(), text.replace('\0', " "))?;
    }
    let mut writer = encoder.write_header()?;
    // Row by row: a second copy of all pixels costs as much as compressing them, and may not fit beside the first.
    let mut stream = writer.stream_writer_with_size(1 << 18)?;
    let mut rgb = vec![0; pixels.width as usize * 3];
    for row in pixels.rgba.chunks_exact(pixels.width as usize * 4) {
        match channels {
            Channels::Rgb => {
                copy_rgb(row, &mut rgb);
                stream.write_all(&rgb)?;
            }
            Channels::Rgba => stream.write_all(row)?,
        }
    }
    stream.finish()?;
    writer.finish()?;
    Ok(bytes)
}

/// Leaves the opacity out.
fn copy_rgb(rgba: &[u8], rgb: &mut [u8]) {
    for (to, from) in rgb.chunks_exact_mut(3).zip(rgba.chunks_exact(4)) {
        to.copy_from_slice(&from[..3]);
    }
}

fn webp(pixels: &Pixels, texts: &[PngText<'_>]) -> Result<Vec<u8>, EncodeError> {
    let mut file = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    if !texts.is_empty() {
        encoder.set_xmp_metadata(xmp::packet(texts).into_bytes());
    }
    match channels(&pixels.rgba) {
        Channels::Rgb => {
            let mut rgb = vec![0; pixels.rgba.len() / 4 * 3];
            copy_rgb(&pixels.rgba, &mut rgb);
            encoder.encode(&rgb, pixels.width, pixels.height, image_webp::ColorType::Rgb8)?;
        }
        Channels::Rgba => {
            encoder.encode(&pixels.rgba, pixels.width, pixels.height, image_webp::ColorType::Rgba8)?;
        }
    }
    Ok(file)
}

fn jpeg(pixels: &Pixels, pixels_per_point: f32, texts: &[PngText<'_>]) -> Result<Vec<u8>, EncodeError> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, JPEG_QUALITY);
    // Coloured letters and thin lines keep their colour only at full resolution.
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    let density = pixels_per_inch(pixels_per_point).round().clamp(1.0, 65_535.0) as u16;
    encoder.set_density(jpeg_encoder::PixelDensity::dpi(density));
    if !texts.is_empty() {
        let mut segment = b"http://ns.adobe.com/xap/1.0/\0".to_vec();
        segment.extend_from_slice(xmp::packet(texts).as_bytes());
        let bytes = segment.len();
        encoder.add_app_segment(1, segment).map_err(|error| match error {
            jpeg_encoder::EncodingError::AppSegmentTooLarge(_) => EncodeError::Texts { bytes },
            other => EncodeError::Jpeg(other),
        })?;
    }
    let (width, height) = (pixels.width as u16, pixels.height as u16);
    match channels(&pixels.rgba) {
        Channels::Rgb => encoder.encode(&pixels.rgba, width, height, jpeg_encoder::ColorType::Rgba)?,
        Channels::Rgba => {
            encoder.encode(&on_white(&pixels.rgba), width, height, jpeg_encoder::ColorType::Rgb)?;
        }
    }
    Ok(file)
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    let blended = |colour: u8, opacity: u8| {
        let (colour, opacity) = (u32::from(colour), u32::from(opacity));
        ((colour * opacity + 255 * (255 - opacity) + 127) / 255) as u8
    };
    rgba.chunks_exact(4).flat_map(|pixel| [0, 1, 2].map(|channel| blended(pixel[channel], pixel[3]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [PngText<'static>; 3] =
        [("Title", "Syria – سوريا"), ("Date of the map", "2015-04-25"), ("Software", "Salient")];

    #[test]
    fn the_ending_says_the_format() {
        for (name, format) in [
            ("a.png", Some(StillFormat::Png)),
            ("a.b.PNG", Some(StillFormat::Png)),
            ("a.webp", Some(StillFormat::WebP)),
            ("a.jpg", Some(StillFormat::Jpeg)),
            ("a.JPEG", Some(StillFormat::Jpeg)),
            ("a.gif", None),
            ("png", None),
            ("", None),
        ] {
            assert_eq!(StillFormat::of(Path::new(name)), format, "{name}");
        }
        for format in StillFormat::ALL {
            assert_eq!(StillFormat::of(Path::new("map").with_extension(format.ending()).as_path()), Some(format));
        }
    }

    #[test]
    fn a_png_holds_the_same_pixels_density_and_texts() {
        for (width, height) in [(1, 1), (2, 1), (1, 9), (7, 5), (16, 16), (333, 77), (900, 700)] {
            let pixels = map_like(width, height);
            let file = encode_still(&pixels, 2.0, StillFormat::Png, &TEXTS).unwrap();
            let mut reader = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
            let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut rgb).unwrap();
            assert_eq!((frame.width, frame.height, frame.color_type), (width, height, ::png::ColorType::Rgb));
            assert!(rgb == without_opacity(&pixels), "{width}x{height}");
            let info = reader.info();
            assert_eq!(info.pixel_dims.unwrap().xppu, 7559);
            let texts: Vec<_> =
                info.utf8_text.iter().map(|text| (text.keyword.clone(), text.get_text().unwrap())).collect();
            let expected = TEXTS.map(|(keyword, text)| (keyword.to_owned(), text.to_owned()));
            assert_eq!(texts, expected);
        }
    }

    #[test]
    fn a_webp_holds_the_same_pixels_and_texts() {
        for (width, height) in [(1, 1), (7, 5), (16, 16), (333, 77)] {
            let pixels = map_like(width, height);
            let file = encode_still(&pixels, 1.0, StillFormat::WebP, &TEXTS).unwrap();
            let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&file)).unwrap();
            assert_eq!(decoder.dimensions(), (width, height));
            let mut rgb = vec![0; decoder.output_buffer_size().unwrap()];
            decoder.read_image(&mut rgb).unwrap();
            assert!(rgb == without_opacity(&pixels), "{width}x{height}");
            let xmp = String::from_utf8(decoder.xmp_metadata().unwrap().unwrap()).unwrap();
            assert!(xmp.contains("Syria – سوريا") && xmp.contains("<salient:DateOfTheMap>2015-04-25<"), "{xmp}");
        }
    }

    #[test]
    fn a_jpeg_is_close_and_says_its_density_and_texts() {
        for (width, height) in [(1, 1), (7, 5), (16, 16), (333, 77)] {
            let pixels = map_like(width, height);
            let file = encode_still(&pixels, 2.0, StillFormat::Jpeg, &TEXTS).unwrap();
            // JFIF: version 1.2, in inches, 192 each way.
            assert_eq!(file[6..18], [b'J', b'F', b'I', b'F', 0, 1, 2, 1, 0, 192, 0, 192]);
            assert!(file.windows(10).any(|window| window == b"2015-04-25"));
            let cursor = zune_jpeg::zune_core::bytestream::ZCursor::new(&file);
            let rgb = zune_jpeg::JpegDecoder::new(cursor).decode().unwrap();
            let expected = without_opacity(&pixels);
            let off: f64 = rgb.iter().zip(&expected).map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
            assert!(off / (expected.len() as f64) < 5.0, "{width}x{height}: {}", off / expected.len() as f64);
        }
    }

    #[test]
    fn opacity_is_kept_or_stands_on_white() {
        let mut pixels = map_like(40, 30);
        for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
            pixel[3] = (index % 256) as u8;
        }
        pixels.rgba[..4].copy_from_slice(&[10, 20, 30, 0]);
        let png = encode_still(&pixels, 1.0, StillFormat::Png, &[]).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut rgba).unwrap();
        assert!(rgba == pixels.rgba);
        let webp = encode_still(&pixels, 1.0, StillFormat::WebP, &[]).unwrap();
        let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&webp)).unwrap();
        assert!(decoder.has_alpha());
        let mut rgba = vec![0; decoder.output_buffer_size().unwrap()];
        decoder.read_image(&mut rgba).unwrap();
        assert!(rgba == pixels.rgba);
        assert_eq!(
            on_white(&[10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 128]),
            [255, 255, 255, 10, 20, 30, 127, 127, 127]
        );
        assert!(encode_still(&pixels, 1.0, StillFormat::Jpeg, &[]).is_ok());
    }

    #[test]
    fn the_same_pixels_give_the_same_bytes() {
        let pixels = map_like(400, 300);
        for format in StillFormat::ALL {
            let one = encode_still(&pixels, 1.0, format, &TEXTS).unwrap();
            assert!(one == encode_still(&pixels, 1.0, format, &TEXTS).unwrap(), "{}", format.text());
        }
    }

    #[test]
    fn sizes_that_a_format_does_not_hold_are_refused_in_one_sentence() {
        let check = |width: u32, height: u32, format: StillFormat, sentence: &str| {
            let pixels = Pixels { width, height, rgba: vec![255; 4 * (width * height) as usize] };
            let refused = encode_still(&pixels, 1.0, format, &[]).unwrap_err().to_string();
            assert_eq!(refused, sentence);
        };
        check(
            16_384,
            1,
            StillFormat::WebP,
            "could not make WebP of 16384 by 1 pixels; each side must be from 1 to 16383 pixels",
        );
        check(
            1,
            65_536,
            StillFormat::Jpeg,
            "could not make JPEG of 1 by 65536 pixels; each side must be from 1 to 65535 pixels",
        );
        check(0, 5, StillFormat::Png, "could not make PNG of 0 by 5 pixels; each side must be from 1 to 16384 pixels");
        let pixels = Pixels { width: 2, height: 2, rgba: vec![255; 15] };
        assert!(matches!(
            encode_still(&pixels, 1.0, StillFormat::Png, &[]),
            Err(EncodeError::Pixels { found: 15, expected: 16 })
        ));
        let long = "x".repeat(70_000);
        let pixels = map_like(8, 8);
        let refused = encode_still(&pixels, 1.0, StillFormat::Jpeg, &[("Rule", &long)]);
        assert!(matches!(refused, Err(EncodeError::Texts { .. })));
        assert!(encode_still(&pixels, 1.0, StillFormat::WebP, &[("Rule", &long)]).is_ok());
    }

    fn without_opacity(pixels: &Pixels) -> Vec<u8> {
        pixels.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    }

    /// Flat areas with soft edges, dots and a little noise.
    fn map_like(width: u32, height: u32) -> Pixels {
        let mut rgba = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let edge = (x as f32 - 40.0 - y as f32 * 0.3).clamp(0.0, 1.0);
                let dot = if (x % 37).pow(2) + (y % 29).pow(2) < 50 { 90 } else { 0 };
                let noise = if (x * 7919 + y * 104_729) % 211 == 0 { 40 } else { 0 };
                rgba.extend_from_slice(&[
                    (200.0 - 60.0 * edge) as u8 - dot,
                    180 - noise,
                    (90.0 + 80.0 * edge) as u8,
                    255,
                ]);
            }
        }
        Pixels { width, height, rgba }
    }
}
