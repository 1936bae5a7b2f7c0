//! What differs between two frames.

/// A rectangle of pixels in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// Columns left of it.
    pub(super) left: usize,
    /// Rows above it.
    pub(super) top: usize,
    /// Its columns.
    pub(super) width: usize,
    /// Its rows.
    pub(super) height: usize,
}

impl Area {
    /// One pixel, in the corner: the smallest frame there is.
    pub(super) const PIXEL: Self = Self { left: 0, top: 0, width: 1, height: 1 };

    /// The smallest area that holds all pixels in which two pictures of this width differ; `None` if they are equal.
    pub(super) fn of_changes(one: &[u8], other: &[u8], width: usize) -> Option<Self> {
        let row = width * 4;
        let differ = |y: usize| one[y * row..(y + 1) * row] != other[y * row..(y + 1) * row];
        let rows = one.len() / row;
        let top = (0..rows).find(|y| differ(*y))?;
        let bottom = (top..rows).rev().find(|y| differ(*y)).unwrap_or(top) + 1;
        let (mut left, mut right) = (row, 0);
        for start in (top..bottom).map(|y| y * row) {
            // Only what lies outside the columns known so far is looked at, and by whole rows first.
            let before = start..start + left;
            if one[before.clone()] != other[before.clone()] {
                let differing = one[before.clone()].iter().zip(&other[before]).position(|(a, b)| a != b);
                left = differing.unwrap_or(left);
            }
            let after = start + right..start + row;
            if one[after.clone()] != other[after.clone()] {
                let differing = one[after.clone()].iter().zip(&other[after]).rposition(|(a, b)| a != b);
                right += differing.map_or(0, |byte| byte + 1);
            }
        }
        let (left, right) = (left / 4, right.div_ceil(4));
        Some(Self { left, top, width: right - left, height: bottom - top })
    }

    /// The smallest area around this one that begins at even columns and rows.
    pub(super) fn evened(self) -> Self {
        let (left, top) = (self.left & !1, self.top & !1);
        Self { left, top, width: self.width + self.left - left, height: self.height + self.top - top }
    }

    /// The bytes of one of its rows, counted from its top, in a picture of this width.
    pub(super) fn row(self, y: usize, width: usize) -> std::ops::Range<usize> {
        let begin = ((self.top + y) * width + self.left) * 4;
        begin..begin + self.width * 4
    }

    /// Writes one of its rows where only what differs from the frame before is to be seen: the other pixels are
    /// transparent. Without a frame before, all are seen.
    pub(super) fn copy_changes(self, y: usize, width: usize, rgba: &[u8], before: &[u8], to: &mut [u8]) {
        let range = self.row(y, width);
        let now = rgba[range.clone()].chunks_exact(4);
        if before.is_empty() {
            for (to, now) in to.chunks_exact_mut(4).zip(now) {
                to.copy_from_slice(&[now[0], now[1], now[2], 255]);
            }
            return;
        }
        for ((to, now), before) in to.chunks_exact_mut(4).zip(now).zip(before[range].chunks_exact(4)) {
            let seen = if now == before { [0; 4] } else { [now[0], now[1], now[2], 255] };
            to.copy_from_slice(&seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_holds_all_changes_and_no_more() {
        let (width, height) = (7, 5);
        let one = vec![9; width * height * 4];
        assert_eq!(Area::of_changes(&one, &one, width), None);
        let check = |places: &[(usize, usize)], area: (usize, usize, usize, usize)| {
            let mut other = one.clone();
            for (index, (x, y)) in places.iter().enumerate() {
                // Any of the colours.
                other[(y * width + x) * 4 + index % 3] = 8;
            }
            let (left, top, width_of, height_of) = area;
            let expected = Area { left, top, width: width_of, height: height_of };
            assert_eq!(Area::of_changes(&one, &other, width), Some(expected), "{places:?}");
            assert_eq!(Area::of_changes(&other, &one, width), Some(expected), "{places:?}");
        };
        check(&[(0, 0)], (0, 0, 1, 1));
        check(&[(6, 4)], (6, 4, 1, 1));
        check(&[(3, 2), (3, 3)], (3, 2, 1, 2));
        check(&[(5, 1), (2, 3), (4, 2)], (2, 1, 4, 3));
        check(&[(0, 4), (6, 0)], (0, 0, 7, 5));
    }

    #[test]
    fn even_areas_hold_the_others() {
        let area = Area { left: 3, top: 5, width: 2, height: 1 }.evened();
        assert_eq!(area, Area { left: 2, top: 4, width: 3, height: 2 });
        assert_eq!(Area::PIXEL.evened(), Area::PIXEL);
    }
}
