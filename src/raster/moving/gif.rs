//! Frames → GIF, with one palette for all of them.

use std::borrow::Cow;
use std::io::Write;

use super::area::Area;
use super::rate::{self, Rate};
use super::{Shown, colours};
use crate::raster::EncodeError;

/// The index that means "as it was before"; the others are colours.
const UNCHANGED: u8 = 255;
/// How many bits of each colour the table of nearest colours tells apart.
const BITS: u32 = 6;
/// A colour of the table that was not asked for yet.
const UNKNOWN: u16 = u16::MAX;
/// Steps of a channel in the cube of colours that every palette has, so that no colour is far from all of them.
const CUBE: [u8; 5] = [0, 64, 128, 191, 255];
/// How many colours the first frame may add after the cube and the colours that were given.
const COLOURS: usize = UNCHANGED as usize;

/// Writes a GIF.
pub(super) struct Encoder<W: Write> {
    /// The writer until the first frame comes, from which part of the palette is taken.
    waiting: Option<W>,
    file: Option<::gif::Encoder<W>>,
    width: usize,
    height: usize,
    rate: Rate,
    comment: String,
    given: Vec<[u8; 3]>,
    nearest: Nearest,
}

impl<W: Write> Encoder<W> {
    pub(super) fn new(
        writer: W,
        width: usize,
        height: usize,
        rate: Rate,
        comment: String,
        palette: Vec<[u8; 3]>,
    ) -> Self {
        let nearest = Nearest { palette: Vec::new(), table: Vec::new() };
        Self { waiting: Some(writer), file: None, width, height, rate, comment, given: palette, nearest }
    }

    pub(super) fn add(&mut self, shown: &Shown<'_>) -> Result<(), EncodeError> {
        if let Some(writer) = self.waiting.take() {
            self.nearest = Nearest::new(palette(&self.given, shown.rgba));
            self.file = Some(self.begin(writer)?);
        }
        let Some(file) = &mut self.file else { return Err(EncodeError::NoFrames) };
        let begin = self.rate.ticks(shown.first, 100);
        let delay = self.rate.ticks(shown.first + shown.frames, 100) - begin;
        let mut frame = frame(shown.changed, (!shown.before.is_empty()).then_some(UNCHANGED));
        frame.buffer = Cow::Owned(self.nearest.indices(shown, self.width));
        for delay in rate::parts(delay, u64::from(u16::MAX)) {
            frame.delay = delay as u16;
            file.write_frame(&frame)?;
            // What stands longer than the field can say goes on as a frame in which nothing changes.
            frame = self::frame(Area::PIXEL, Some(UNCHANGED));
            frame.buffer = Cow::Borrowed(&[UNCHANGED]);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<W, EncodeError> {
        let Some(file) = self.file else { return Err(EncodeError::NoFrames) };
        Ok(file.into_inner()?)
    }

    fn begin(&self, writer: W) -> Result<::gif::Encoder<W>, EncodeError> {
        let mut colours = self.nearest.palette.concat();
        colours.resize(256 * 3, 0);
        let mut file = ::gif::Encoder::new(writer, self.width as u16, self.height as u16, &colours)?;
        file.set_repeat(::gif::Repeat::Infinite)?;
        if !self.comment.is_empty() {
            file.write_raw_extension(::gif::Extension::Comment.into(), &[self.comment.as_bytes()])?;
        }
        Ok(file)
    }
}

fn frame(area: Area, transparent: Option<u8>) -> ::gif::Frame<'static> {
    ::gif::Frame {
        left: area.left as u16,
        top: area.top as u16,
        width: area.width as u16,
        height: area.height as u16,
        dispose: ::gif::DisposalMethod::Keep,
        transparent,
        ..::gif::Frame::default()
    }
}

/// The colours of the file: those that were given, a cube, and those that are frequent in the first frame and far from
/// the others: the soft edges of letters and lines.
fn palette(given: &[[u8; 3]], first_frame: &[u8]) -> Vec<[u8; 3]> {
    let mut palette: Vec<[u8; 3]> = Vec::with_capacity(COLOURS);
    let add = |palette: &mut Vec<[u8; 3]>, colour: [u8; 3]| {
        if palette.len() < COLOURS && !palette.contains(&colour) {
            palette.push(colour);
        }
    };
    // The cube has to find room.
    for colour in given.iter().take(COLOURS - CUBE.len().pow(3)) {
        add(&mut palette, *colour);
    }
    for red in CUBE {
        for green in CUBE {
            for blue in CUBE {
                add(&mut palette, [red, green, blue]);
            }
        }
    }
    let mut counts = vec![0_u32; 1 << (3 * BITS)];
    for pixel in first_frame.chunks_exact(4) {
        counts[cell(colours(pixel))] += 1;
    }
    let mut frequent: Vec<(u32, usize)> =
        counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(cell, count)| (*count, cell)).collect();
    frequent.sort_by_key(|(count, cell)| (std::cmp::Reverse(*count), *cell));
    // At first only colours that nothing is near to, then nearer ones, until the palette is full.
    for near in [24_u32, 12, 6] {
        for colour in frequent.iter().map(|(_, cell)| middle(*cell)) {
            if palette.len() == COLOURS {
                return palette;
            }
            if palette.iter().all(|other| distance(*other, colour) > near * near) {
                palette.push(colour);
            }
        }
    }
    palette
}

/// The cell of the table in which a colour lies.
fn cell([red, green, blue]: [u8; 3]) -> usize {
    let part = |channel: u8| usize::from(channel >> (8 - BITS));
    part(red) << (2 * BITS) | part(green) << BITS | part(blue)
}

/// The colour in the middle of a cell.
fn middle(cell: usize) -> [u8; 3] {
    let part = |shift: u32| ((cell >> shift) as u8 & ((1 << BITS) - 1)) << (8 - BITS) | 1 << (7 - BITS);
    [part(2 * BITS), part(BITS), part(0)]
}

/// How far two colours are from each other, squared; eyes see green best and blue worst.
fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    let [red, green, blue] = [0, 1, 2].map(|channel| u32::from(one[channel].abs_diff(other[channel])).pow(2));
    (3 * red + 5 * green + 2 * blue) / 4
}

/// Which colour of the palette is nearest.
struct Nearest {
    palette: Vec<[u8; 3]>,
    table: Vec<u16>,
}

impl Nearest {
    fn new(palette: Vec<[u8; 3]>) -> Self {
        let mut table = vec![UNKNOWN; 1 << (3 * BITS)];
        // A colour of the palette stands for itself; of two in one cell the more important one, which comes first.
        for (index, colour) in palette.iter().enumerate().rev() {
            table[cell(*colour)] = index as u16;
        }
        Self { palette, table }
    }

    fn of(&mut self, colour: [u8; 3]) -> u8 {
        let cell = cell(colour);
        if self.table[cell] == UNKNOWN {
            // By the middle of the cell, so that the answer does not depend on who asked first.
            let colour = middle(cell);
            let nearest = (0..self.palette.len()).min_by_key(|index| distance(self.palette[*index], colour));
            self.table[cell] = nearest.unwrap_or(0) as u16;
        }
        self.table[cell] as u8
    }

    /// The changed area as indices into the palette; pixels that are as before become [`UNCHANGED`], of which long runs
    /// take few bytes.
    fn indices(&mut self, shown: &Shown<'_>, width: usize) -> Vec<u8> {
        let area = shown.changed;
        let mut indices = Vec::with_capacity(area.width * area.height);
        // Neighbours mostly have the same colour.
        let mut last = ([0; 3], self.of([0; 3]));
        let mut of = |pixel: &[u8]| {
            let colour = colours(pixel);
            if colour != last.0 {
                last = (colour, self.of(colour));
            }
            last.1
        };
        for range in (0..area.height).map(|y| area.row(y, width)) {
            let now = shown.rgba[range.clone()].chunks_exact(4);
            if shown.before.is_empty() {
                indices.extend(now.map(&mut of));
            } else {
                let before = shown.before[range].chunks_exact(4);
                indices.extend(now.zip(before).map(|(now, before)| if now == before { UNCHANGED } else { of(now) }));
            }
        }
        indices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_colours_are_kept_and_the_palette_never_overflows() {
        let given: Vec<[u8; 3]> = (0..=255).map(|value| [value, 7, 255 - value]).collect();
        let first: Vec<u8> = (0..40_000_u32).flat_map(|n| [n as u8, (n >> 4) as u8, (n >> 8) as u8, 255]).collect();
        let palette = palette(&given, &first);
        assert_eq!(palette.len(), COLOURS);
        assert_eq!(palette[..130], given[..130]);
        let mut nearest = Nearest::new(palette);
        for colour in [[0, 7, 255], [100, 7, 155], [255, 255, 255], [0, 0, 0]] {
            let found = nearest.of(colour);
            assert!(distance(nearest.palette[usize::from(found)], colour) < 40, "{colour:?}");
        }
    }

    #[test]
    fn a_colour_of_the_palette_stands_for_itself() {
        let mut nearest = Nearest::new(palette(&[[13, 200, 77], [14, 201, 77]], &[200, 100, 50, 255]));
        assert_eq!(nearest.of([13, 200, 77]), 0);
        for index in 2..nearest.palette.len() {
            let colour = nearest.palette[index];
            assert_eq!(usize::from(nearest.of(colour)), index, "{colour:?}");
        }
    }

    #[test]
    fn every_cell_holds_its_middle() {
        for index in 0..1 << (3 * BITS) {
            assert_eq!(cell(middle(index)), index);
        }
    }
}
