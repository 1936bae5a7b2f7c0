//! Frames → the bytes of a moving picture: GIF, APNG or animated `WebP`, written while the frames come.
//!
//! Frames are opaque; what they say of opacity is not looked at. The same frames give the same bytes.

mod apng;
mod area;
mod gif;
mod rate;
mod webp;

use std::io::{Seek, Write};
use std::path::Path;

use crate::raster::EncodeError;
use crate::raster::paint::LARGEST_SIDE;
use area::Area;
use rate::Rate;

/// A file format of a picture that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MovingFormat {
    /// At most 256 colours; it moves wherever pictures are shown.
    Gif,
    /// Without loss; browsers show it.
    Apng,
    /// Without loss, and smaller than APNG where much stays as it was; browsers show it.
    WebP,
}

impl MovingFormat {
    /// All formats, the usual one first.
    pub const ALL: [Self; 3] = [Self::Gif, Self::Apng, Self::WebP];

    /// The format that the ending of a file's name says; `None` for any other ending. `.png` is a picture that stands
    /// still; an animated PNG ends in `.apng`.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The format's name, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::Gif => "GIF",
            Self::Apng => "APNG",
            Self::WebP => "WebP",
        }
    }

    /// What a file's name ends with, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gif => "gif",
            Self::Apng => "apng",
            Self::WebP => "webp",
        }
    }

    /// The highest rate that players keep to, in frames a second. Browsers slow down pictures whose frames stand for
    /// less than 20 ms (GIF) or 11 ms (`WebP`).
    pub fn highest_rate(self) -> u32 {
        match self {
            Self::Gif => 50,
            Self::Apng | Self::WebP => 90,
        }
    }

    /// Whether the format holds pictures of this size.
    pub fn check_size(self, width: u32, height: u32) -> Result<(), EncodeError> {
        let most = match self {
            Self::Gif => 65_535,
            Self::Apng => LARGEST_SIDE,
            Self::WebP => 16_383,
        };
        if width == 0 || height == 0 || width > most || height > most {
            return Err(EncodeError::Size { format: self.text(), width, height, least: 1, most });
        }
        Ok(())
    }
}

/// What a moving picture is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct MovingOptions {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How many frames are shown in a second.
    pub frames_per_second: f64,
    /// A text that the file carries; nothing is written where it is empty.
    pub comment: String,
    /// Colours that occur often, the most important first: GIF keeps these as they are.
    pub palette: Vec<[u8; 3]>,
}

/// Writes a moving picture, frame by frame.
///
/// What is written before [`MovingWriter::finish`] is no whole file: write beside the file that is meant, then move.
pub struct MovingWriter<W: Write + Seek> {
    encoder: Encoder<W>,
    format: MovingFormat,
    width: usize,
    height: usize,
    /// The frame that came last, which waits for the next that differs: only then it is known how long it stands.
    held: Vec<u8>,
    /// For how many frames it stands so far; 0 before the first frame.
    held_for: u64,
    /// What differs in it from `before`.
    changed: Area,
    /// The frame that was encoded last; empty before the first.
    before: Vec<u8>,
    /// How many frames were encoded, each counted as often as it is shown.
    shown: u64,
}

enum Encoder<W: Write + Seek> {
    Gif(Box<gif::Encoder<W>>),
    Apng(apng::Encoder<W>),
    WebP(webp::Encoder<W>),
}

/// A frame as the formats take it.
struct Shown<'a> {
    /// The pixels.
    rgba: &'a [u8],
    /// The frame before this; empty for the first.
    before: &'a [u8],
    /// What differs from it; the whole picture in the first frame.
    changed: Area,
    /// How many frames were shown before this.
    first: u64,
    /// For how many frames this one stands.
    frames: u64,
}

impl<W: Write + Seek> MovingWriter<W> {
    /// Begins a file in `writer`, where it stands.
    pub fn new(writer: W, format: MovingFormat, options: MovingOptions) -> Result<Self, EncodeError> {
        format.check_size(options.width, options.height)?;
        let (rate, most) = (options.frames_per_second, format.highest_rate());
        let rate = Rate::of(rate, most).ok_or(EncodeError::FrameRate { format: format.text(), rate, most })?;
        let (width, height) = (options.width as usize, options.height as usize);
        let comment = options.comment.as_str();
        let encoder = match format {
            MovingFormat::Gif => {
                Encoder::Gif(Box::new(gif::Encoder::new(writer, width, height, rate, options.comment, options.palette)))
            }
            MovingFormat::Apng => Encoder::Apng(apng::Encoder::new(writer, width, height, rate, comment)?),
            MovingFormat::WebP => Encoder::WebP(webp::Encoder::new(writer, width, height, rate, comment)?),
        };
        Ok(Self {
            encoder,
            format,
            width,
            height,
            held: Vec::new(),
            held_for: 0,
            changed: Area { left: 0, top: 0, width, height },
            before: Vec::new(),
            shown: 0,
        })
    }

    /// Adds a frame, row by row from the top, four bytes a pixel, that stands for `repeats` frames; nothing is added
    /// where that is 0. Equal frames that follow each other become one that stands longer.
    pub fn push(&mut self, rgba: &[u8], repeats: u32) -> Result<(), EncodeError> {
        let expected = self.width * self.height * 4;
        if rgba.len() != expected {
            return Err(EncodeError::Pixels { found: rgba.len(), expected });
        }
        if repeats == 0 {
            return Ok(());
        }
        if self.held_for > 0 {
            let Some(changed) = Area::of_changes(&self.held, rgba, self.width) else {
                self.held_for += u64::from(repeats);
                return Ok(());
            };
            self.encode_held()?;
            self.changed = changed;
            std::mem::swap(&mut self.before, &mut self.held);
        }
        self.held.clear();
        self.held.extend_from_slice(rgba);
        self.held_for = u64::from(repeats);
        Ok(())
    }

    /// How many frames there are so far, each counted as often as it is shown.
    pub fn frames(&self) -> u64 {
        self.shown + self.held_for
    }

    /// Writes what is still due, and gives the writer back.
    pub fn finish(mut self) -> Result<W, EncodeError> {
        if self.held_for == 0 {
            return Err(EncodeError::NoFrames);
        }
        self.encode_held()?;
        let writer = match self.encoder {
            Encoder::Gif(encoder) => encoder.finish(),
            Encoder::Apng(encoder) => encoder.finish(),
            Encoder::WebP(encoder) => encoder.finish(),
        };
        let mut writer = writer?;
        writer.flush()?;
        Ok(writer)
    }

    fn encode_held(&mut self) -> Result<(), EncodeError> {
        let shown = Shown {
            rgba: &self.held,
            before: &self.before,
            changed: self.changed,
            first: self.shown,
            frames: self.held_for,
        };
        match &mut self.encoder {
            Encoder::Gif(encoder) => encoder.add(&shown)?,
            Encoder::Apng(encoder) => encoder.add(&shown)?,
            Encoder::WebP(encoder) => encoder.add(&shown)?,
        }
        self.shown += self.held_for;
        self.held_for = 0;
        Ok(())
    }
}

impl<W: Write + Seek> std::fmt::Debug for MovingWriter<W> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MovingWriter")
            .field("format", &self.format)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("frames", &self.frames())
            .finish_non_exhaustive()
    }
}

/// The colours of a pixel, without its opacity.
fn colours(pixel: &[u8]) -> [u8; 3] {
    match *pixel {
        [red, green, blue, ..] => [red, green, blue],
        _ => [0; 3],
    }
}

#[cfg(test)]
mod tests;
