//! Frames → animated `WebP`, without loss.

use std::io::{Seek, SeekFrom, Write};

use super::area::Area;
use super::rate::{self, Rate};
use super::{Shown, colours};
use crate::raster::{EncodeError, xmp};

/// The longest time of a frame, in milliseconds: the field has 24 bits.
const LONGEST: u64 = (1 << 24) - 1;

/// Writes an animated `WebP`.
pub(super) struct Encoder<W: Write + Seek> {
    writer: W,
    width: usize,
    rate: Rate,
    comment: String,
    /// Where the file begins.
    begin: u64,
    /// How many bytes were written.
    length: u64,
}

impl<W: Write + Seek> Encoder<W> {
    pub(super) fn new(
        mut writer: W,
        width: usize,
        height: usize,
        rate: Rate,
        comment: &str,
    ) -> Result<Self, EncodeError> {
        let begin = writer.stream_position()?;
        let mut head = Vec::new();
        // The length is known only at the end.
        head.extend_from_slice(b"RIFF\0\0\0\0WEBP");
        // It moves; frames have transparent pixels, where nothing has changed; a comment is XMP.
        let flags = 0x02 | 0x10 | if comment.is_empty() { 0 } else { 0x04 };
        let mut canvas = vec![flags, 0, 0, 0];
        add_24_bits(&mut canvas, width as u64 - 1);
        add_24_bits(&mut canvas, height as u64 - 1);
        add_chunk(&mut head, *b"VP8X", &canvas);
        // Black behind all, which is never seen, and for ever.
        add_chunk(&mut head, *b"ANIM", &[0, 0, 0, 255, 0, 0]);
        writer.write_all(&head)?;
        Ok(Self { writer, width, rate, comment: comment.to_owned(), begin, length: head.len() as u64 })
    }

    pub(super) fn add(&mut self, shown: &Shown<'_>) -> Result<(), EncodeError> {
        let begin = self.rate.ticks(shown.first, 1000);
        let time = self.rate.ticks(shown.first + shown.frames, 1000) - begin;
        // The format counts offsets in pairs of pixels.
        let mut area = shown.changed.evened();
        let mut picture = if shown.before.is_empty() {
            let rgb: Vec<u8> = shown.rgba.chunks_exact(4).flat_map(colours).collect();
            encoded(&rgb, area, image_webp::ColorType::Rgb8)?
        } else {
            let mut rgba = vec![0; area.width * area.height * 4];
            for (y, row) in rgba.chunks_exact_mut(area.width * 4).enumerate() {
                area.copy_changes(y, self.width, shown.rgba, shown.before, row);
            }
            encoded(&rgba, area, image_webp::ColorType::Rgba8)?
        };
        for time in rate::parts(time, LONGEST) {
            self.write_frame(area, time, &picture)?;
            // What stands longer than the field can say goes on as a frame in which nothing changes.
            area = Area::PIXEL;
            picture = encoded(&[0; 4], area, image_webp::ColorType::Rgba8)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, EncodeError> {
        if !self.comment.is_empty() {
            let mut chunk = Vec::new();
            add_chunk(&mut chunk, *b"XMP ", xmp::packet(&[("Comment", &self.comment)]).as_bytes());
            self.write(&chunk)?;
        }
        let length = (self.length - 8) as u32;
        let end = self.writer.stream_position()?;
        self.writer.seek(SeekFrom::Start(self.begin + 4))?;
        self.writer.write_all(&length.to_le_bytes())?;
        self.writer.seek(SeekFrom::Start(end))?;
        Ok(self.writer)
    }

    fn write_frame(&mut self, area: Area, milliseconds: u64, picture: &[u8]) -> Result<(), EncodeError> {
        let mut frame = Vec::with_capacity(picture.len() + 16);
        add_24_bits(&mut frame, area.left as u64 / 2);
        add_24_bits(&mut frame, area.top as u64 / 2);
        add_24_bits(&mut frame, area.width as u64 - 1);
        add_24_bits(&mut frame, area.height as u64 - 1);
        add_24_bits(&mut frame, milliseconds);
        // It lies over what was there, and stays when the next comes.
        frame.push(0);
        frame.extend_from_slice(picture);
        let mut chunk = Vec::with_capacity(frame.len() + 8);
        add_chunk(&mut chunk, *b"ANMF", &frame);
        self.write(&chunk)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.length += bytes.len() as u64;
        if self.length > u64::from(u32::MAX) {
            return Err(EncodeError::TooLong { format: "WebP" });
        }
        self.writer.write_all(bytes)?;
        Ok(())
    }
}

/// The chunk of a picture without loss, as it lies in a file of one picture behind twelve bytes of head.
fn encoded(pixels: &[u8], area: Area, colour: image_webp::ColorType) -> Result<Vec<u8>, EncodeError> {
    let mut file = Vec::new();
    image_webp::WebPEncoder::new(&mut file).encode(pixels, area.width as u32, area.height as u32, colour)?;
    file.drain(..12.min(file.len()));
    Ok(file)
}

fn add_24_bits(to: &mut Vec<u8>, value: u64) {
    to.extend_from_slice(&value.to_le_bytes()[..3]);
}

/// Chunks begin at even bytes.
fn add_chunk(to: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    to.extend_from_slice(&name);
    to.extend_from_slice(&(data.len() as u32).to_le_bytes());
    to.extend_from_slice(data);
    if !data.len().is_multiple_of(2) {
        to.push(0);
    }
}
