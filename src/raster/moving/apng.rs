//! Frames → animated PNG, without loss.

use std::io::{Seek, SeekFrom, Write};

use super::Shown;
use super::area::Area;
use super::rate::{self, Rate};
use crate::raster::EncodeError;

/// Writes an animated PNG.
pub(super) struct Encoder<W: Write + Seek> {
    writer: W,
    width: usize,
    rate: Rate,
    /// How many frames the file has.
    frames: u32,
    /// The number of the next chunk that belongs to the animation.
    sequence: u32,
    /// Where the chunk lies that says how many frames there are: known only at the end.
    control_at: u64,
    /// What is written next; kept for its memory.
    chunks: Vec<u8>,
}

impl<W: Write + Seek> Encoder<W> {
    pub(super) fn new(
        mut writer: W,
        width: usize,
        height: usize,
        rate: Rate,
        comment: &str,
    ) -> Result<Self, EncodeError> {
        let mut chunks = SIGNATURE.to_vec();
        // Eight bits a channel. Frames after the first show through where nothing has changed, so all have an opacity
        // channel. DEFLATE; filters by row; not interlaced.
        let (wide, high) = ((width as u32).to_be_bytes(), (height as u32).to_be_bytes());
        add_chunk(&mut chunks, *b"IHDR", &[&wide, &high, &[8, 6, 0, 0, 0]]);
        let control_at = writer.stream_position()? + chunks.len() as u64;
        add_control(&mut chunks, 0);
        if !comment.is_empty() {
            // A text in UTF-8, not compressed, in no named language; it must not hold zeros.
            add_chunk(&mut chunks, *b"iTXt", &[b"Comment\0\0\0\0\0", comment.replace('\0', " ").as_bytes()]);
        }
        writer.write_all(&chunks)?;
        Ok(Self { writer, width, rate, frames: 0, sequence: 0, control_at, chunks })
    }

    pub(super) fn add(&mut self, shown: &Shown<'_>) -> Result<(), EncodeError> {
        let Shown { rgba, before, changed, .. } = *shown;
        let mut seen = vec![0; changed.width * changed.height * 4];
        for (y, row) in seen.chunks_exact_mut(changed.width * 4).enumerate() {
            changed.copy_changes(y, self.width, rgba, before, row);
        }
        let mut data = compressed(&seen, changed)?;
        // A delay is a fraction of 16 bits each. All are multiples of a frame's time, so nothing is rounded.
        let most = u64::from(u16::MAX) / u64::from(self.rate.seconds);
        let mut area = changed;
        for frames in rate::parts(shown.frames, most) {
            self.write_frame(area, frames, &data)?;
            // What stands longer than the field can say goes on as a frame in which nothing changes.
            area = Area::PIXEL;
            data = compressed(&[0; 4], area)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, EncodeError> {
        self.chunks.clear();
        add_chunk(&mut self.chunks, *b"IEND", &[]);
        self.writer.write_all(&self.chunks)?;
        self.chunks.clear();
        add_control(&mut self.chunks, self.frames);
        let end = self.writer.stream_position()?;
        self.writer.seek(SeekFrom::Start(self.control_at))?;
        self.writer.write_all(&self.chunks)?;
        self.writer.seek(SeekFrom::Start(end))?;
        Ok(self.writer)
    }

    fn write_frame(&mut self, area: Area, frames: u64, data: &[u8]) -> Result<(), EncodeError> {
        let delay = (frames * u64::from(self.rate.seconds)) as u16;
        let blend = u8::from(self.frames > 0);
        let chunks = &mut self.chunks;
        chunks.clear();
        add_chunk(
            chunks,
            *b"fcTL",
            &[
                &self.sequence.to_be_bytes(),
                &(area.width as u32).to_be_bytes(),
                &(area.height as u32).to_be_bytes(),
                &(area.left as u32).to_be_bytes(),
                &(area.top as u32).to_be_bytes(),
                &delay.to_be_bytes(),
                &(self.rate.frames as u16).to_be_bytes(),
                // The frame stays when the next comes; all but the first lie over what was there.
                &[0, blend],
            ],
        );
        self.sequence += 1;
        // A chunk holds at most 2^31 − 1 bytes.
        for part in data.chunks(1 << 30) {
            if self.frames == 0 {
                add_chunk(chunks, *b"IDAT", &[part]);
            } else {
                add_chunk(chunks, *b"fdAT", &[&self.sequence.to_be_bytes(), part]);
                self.sequence += 1;
            }
        }
        self.frames += 1;
        self.writer.write_all(chunks)?;
        Ok(())
    }
}

/// What a PNG begins with.
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

/// The pixels of an area as the compressed data of a PNG: what the encoder of still pictures makes of
/// them, taken out of its chunks.
fn compressed(rgba: &[u8], area: Area) -> Result<Vec<u8>, EncodeError> {
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, area.width as u32, area.height as u32);
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_compression(::png::Compression::Fast);
    encoder.set_filter(::png::Filter::Paeth);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    let mut data = Vec::with_capacity(file.len());
    let mut rest = file.get(SIGNATURE.len()..).unwrap_or_default();
    // A chunk is a length, a name, as many bytes, and a checksum.
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((content, after)) = after.split_at_checked(length) else { break };
        if head[4..] == *b"IDAT" {
            data.extend_from_slice(content);
        }
        rest = after.get(4..).unwrap_or_default();
    }
    Ok(data)
}

/// Adds a chunk whose data are `parts`, one after the other.
fn add_chunk(file: &mut Vec<u8>, name: [u8; 4], parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    file.extend_from_slice(&(length as u32).to_be_bytes());
    let begin = file.len();
    file.extend_from_slice(&name);
    for part in parts {
        file.extend_from_slice(part);
    }
    let checksum = crc32fast::hash(&file[begin..]);
    file.extend_from_slice(&checksum.to_be_bytes());
}

/// How many frames there are, and that they begin anew for ever.
fn add_control(chunks: &mut Vec<u8>, frames: u32) {
    add_chunk(chunks, *b"acTL", &[&frames.to_be_bytes(), &[0; 4]]);
}
