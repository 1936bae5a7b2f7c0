//! Areas, by how much of each pixel they cover.
//!
//! For each edge it is summed up, row by row, how much of a pixel lies right of it, downward edges counting against
//! upward ones; from left to right the sums are the winding number of a pixel's inside, and how far it lies between two
//! of them how much is covered. Between two edges of a row nothing changes, so that whole stretches are filled at once.
//! (The method of `FreeType`'s and AGG's rasterisers, by D. Turner and M. Shemanarev; sums in floating point after R.
//! Levien's font-rs.)

use tiny_skia::PixmapMut;

use crate::raster::paint::mixed;
use crate::scene::Rgba;

/// What the edges of an area say of a pixel.
#[derive(Debug, Clone, Copy)]
struct Cell {
    column: u32,
    /// By how much the winding number of the pixels to the right changes, in this row.
    cover: f32,
    /// By how much that of the pixel itself does.
    own: f32,
}

/// Paints areas (even-odd rule) on a part of a picture, one after the other.
#[derive(Debug, Default)]
pub(super) struct AreaPainter {
    rows: Vec<Vec<Cell>>,
}

impl AreaPainter {
    /// Begins an area on so many rows of pixels.
    pub(super) fn begin(&mut self, height: u32) {
        self.rows.resize_with(height as usize, Vec::new);
    }

    /// Adds an edge, in pixels of the part, whose width is `width`.
    pub(super) fn edge(&mut self, from: (f32, f32), to: (f32, f32), width: u32) {
        let (sign, top, bottom) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        let (begin, end) = (top.1.max(0.0), bottom.1.min(self.rows.len() as f32));
        // Also where a corner is no number.
        if !(begin < end && (to.0 - from.0).is_finite()) {
            return;
        }
        let slope = (bottom.0 - top.0) / (bottom.1 - top.1);
        let x_at = |y: f32| top.0 + (y - top.1) * slope;
        let (first, last) = (begin as usize, (end.ceil() as usize).min(self.rows.len()));
        for (row, cells) in self.rows[first..last].iter_mut().enumerate() {
            let row = (first + row) as f32;
            let (upper, lower) = (begin.max(row), end.min(row + 1.0));
            if upper < lower {
                add(cells, x_at(upper), x_at(lower), sign * (lower - upper), width);
            }
        }
    }

    /// Fills what the edges go round, and begins anew.
    pub(super) fn fill(&mut self, pixmap: &mut PixmapMut<'_>, fill: Rgba) {
        let width = pixmap.width() as usize;
        let colour = [fill.colour.red, fill.colour.green, fill.colour.blue, u8::MAX];
        let opacity = f32::from(fill.opacity) * 256.0 / 255.0;
        let share = |winding: f32| {
            let beyond = winding.abs() % 2.0;
            ((if beyond > 1.0 { 2.0 - beyond } else { beyond }) * opacity).round() as u32
        };
        let lines = pixmap.data_mut().chunks_exact_mut(width * 4);
        for (cells, line) in self.rows.iter_mut().zip(lines) {
            let (pixels, _) = line.as_chunks_mut::<4>();
            cells.sort_unstable_by_key(|cell| cell.column);
            let mut winding = 0.0;
            let mut of_columns = cells.chunk_by(|one, other| one.column == other.column).peekable();
            while let Some(of_column) = of_columns.next() {
                let column = of_column[0].column as usize;
                let own: f32 = of_column.iter().map(|cell| cell.own).sum();
                blend(&mut pixels[column..=column], colour, share(winding + own));
                winding += of_column.iter().map(|cell| cell.cover).sum::<f32>();
                let next = of_columns.peek().map_or(width, |next| next[0].column as usize);
                blend(&mut pixels[column + 1..next], colour, share(winding));
            }
            cells.clear();
        }
    }
}

fn blend(pixels: &mut [[u8; 4]], colour: [u8; 4], share: u32) {
    match share {
        0 => {}
        256 => pixels.fill(colour),
        share => pixels.iter_mut().for_each(|pixel| *pixel = mixed(*pixel, colour, share)),
    }
}

/// Adds what a piece of an edge says of a row: from one x to the other, `down` rows (or part of one) further down.
fn add(cells: &mut Vec<Cell>, from: f32, to: f32, down: f32, width: u32) {
    let (mut left, mut right) = if from < to { (from, to) } else { (to, from) };
    let edge = width as f32;
    // Right of the picture there is nothing to cover.
    if left >= edge {
        return;
    }
    let per_column = down / (right - left);
    if right <= 0.0 {
        cells.push(Cell { column: 0, cover: down, own: down });
        return;
    }
    let mut down = down;
    if left < 0.0 {
        let before = -left * per_column;
        cells.push(Cell { column: 0, cover: before, own: before });
        (left, down) = (0.0, down - before);
    }
    if right > edge {
        (right, down) = (edge, down - (right - edge) * per_column);
    }
    let (first, last) = (left as u32, (right as u32).min(width - 1));
    let cell = |column: u32, from: f32, to: f32, down: f32| Cell {
        column,
        cover: down,
        own: down * (1.0 - from.midpoint(to) + column as f32),
    };
    if first == last {
        cells.push(cell(first, left, right, down));
        return;
    }
    for column in first..=last {
        let (from, to) = (left.max(column as f32), right.min(column as f32 + 1.0));
        if from < to {
            cells.push(cell(column, from, to, (to - from) * per_column));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Colour;

    const SIZE: u32 = 24;

    fn painted(rings: &[Vec<(f32, f32)>], opacity: u8) -> Vec<[u8; 4]> {
        let mut data = vec![255; (SIZE * SIZE * 4) as usize];
        let mut pixmap = PixmapMut::from_bytes(&mut data, SIZE, SIZE).unwrap();
        let mut painter = AreaPainter::default();
        painter.begin(SIZE);
        for ring in rings {
            for (at, corner) in ring.iter().enumerate() {
                painter.edge(*corner, ring[(at + 1) % ring.len()], SIZE);
            }
        }
        painter.fill(&mut pixmap, Rgba { colour: Colour::new(0, 0, 0), opacity });
        data.as_chunks::<4>().0.to_vec()
    }

    #[test]
    fn whole_pixels_are_filled_and_edges_by_their_share() {
        let square = vec![(2.0, 3.0), (6.5, 3.0), (6.5, 7.25), (2.0, 7.25)];
        let pixels = painted(std::slice::from_ref(&square), 255);
        let at = |x: u32, y: u32| pixels[(y * SIZE + x) as usize];
        assert_eq!((at(2, 3), at(5, 6)), ([0, 0, 0, 255], [0, 0, 0, 255]));
        assert_eq!((at(1, 3), at(7, 3), at(2, 2), at(2, 8)), ([255; 4], [255; 4], [255; 4], [255; 4]));
        assert_eq!((at(6, 4)[0], at(3, 7)[0], at(6, 7)[0]), (128, 191, 223));
        // A hole, whichever way it goes round, and an area twice.
        let hole = vec![(3.0, 4.0), (5.0, 4.0), (5.0, 6.0), (3.0, 6.0)];
        let back: Vec<(f32, f32)> = hole.iter().rev().copied().collect();
        for hole in [hole, back] {
            let pixels = painted(&[square.clone(), hole], 255);
            assert_eq!(pixels[(4 * SIZE + 3) as usize], [255; 4]);
            assert_eq!(pixels[(3 * SIZE + 3) as usize], [0, 0, 0, 255]);
        }
        // What lies twice within is outside.
        assert_eq!(painted(&[square.clone(), square], 255)[(4 * SIZE + 3) as usize], [255; 4]);
        // Half of the colour, and corners that are no numbers.
        let half = painted(&[vec![(-5.0, -5.0), (50.0, -5.0), (50.0, 50.0), (-5.0, 50.0)]], 128);
        assert!(half.iter().all(|pixel| *pixel == [127, 127, 127, 255]), "{:?}", half[0]);
        painted(&[vec![(f32::NAN, 1.0), (4.0, f32::INFINITY), (f32::NEG_INFINITY, 3.0)]], 255);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// As much is covered as by counting many points of each pixel, inside by the even-odd rule.
        #[test]
        fn what_is_covered_equals_a_count_of_points(
            ring in prop::collection::vec((-8.0_f32..32.0, -8.0_f32..32.0), 3..9),
        ) {
            const PARTS: u32 = 10;
            let pixels = painted(std::slice::from_ref(&ring), 255);
            let is_inside = |x: f32, y: f32| {
                let crossings = (0..ring.len()).filter(|at| {
                    let (one, other) = (ring[*at], ring[(at + 1) % ring.len()]);
                    (one.1 > y) != (other.1 > y) && x < one.0 + (y - one.1) / (other.1 - one.1) * (other.0 - one.0)
                });
                crossings.count() % 2 == 1
            };
            let mut apart = 0.0_f32;
            for (at, pixel) in (0..).zip(&pixels) {
                let (x, y) = (at % SIZE, at / SIZE);
                let parts = (0..PARTS * PARTS).filter(|part| {
                    let offset = |part: u32| (part as f32 + 0.5) / PARTS as f32;
                    is_inside(x as f32 + offset(part % PARTS), y as f32 + offset(part / PARTS))
                });
                let expected = parts.count() as f32 / (PARTS * PARTS) as f32;
                let covered = 1.0 - f32::from(pixel[0]) / 255.0;
                // Where edges cross within a pixel their parts are summed before the rule is applied.
                let difference = (covered - expected).abs();
                let is_whole = expected == 0.0 || expected == 1.0;
                prop_assert!(difference < if is_whole { 0.05 } else { 1.0 }, "{x} {y}: {covered} {expected}");
                apart += difference;
            }
            prop_assert!(apart / (SIZE * SIZE) as f32 <= 0.02, "{apart}");
        }
    }
}
