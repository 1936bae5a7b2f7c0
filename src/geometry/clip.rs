//! Cutting rings and lines to a rectangle of the world.

use crate::geometry::WorldRect;

/// Cuts a ring to a rectangle (Sutherland and Hodgman, *Reentrant polygon clipping*, 1974).
///
/// Where the ring leaves and comes back, the result runs along the rectangle's edge: right for
/// filling, and outside the picture where the rectangle is larger than it.
pub fn clip_ring(ring: &[[f64; 2]], to: &WorldRect) -> Vec<[f64; 2]> {
    let mut points = ring.to_vec();
    for (axis, limit, keep_below) in
        [(0, to.west, false), (0, to.east, true), (1, to.north, false), (1, to.south, true)]
    {
        let inside = |p: &[f64; 2]| if keep_below { p[axis] <= limit } else { p[axis] >= limit };
        let mut cut = Vec::with_capacity(points.len() + 4);
        let Some(mut before) = points.last().copied() else { break };
        for point in points {
            if inside(&point) != inside(&before) {
                cut.push(crossing(before, point, axis, limit));
            }
            if inside(&point) {
                cut.push(point);
            }
            before = point;
        }
        points = cut;
    }
    points
}

/// The parts of a line that lie in or near a rectangle: segments whose bounds miss it are left
/// out, the others are kept whole.
pub fn clip_line(line: &[[f64; 2]], to: &WorldRect) -> Vec<Vec<[f64; 2]>> {
    let mut parts: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut going = false;
    for pair in line.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let touches = a[0].min(b[0]) <= to.east
            && a[0].max(b[0]) >= to.west
            && a[1].min(b[1]) <= to.south
            && a[1].max(b[1]) >= to.north;
        if touches {
            match parts.last_mut() {
                Some(part) if going => part.push(b),
                _ => parts.push(vec![a, b]),
            }
        }
        going = touches;
    }
    parts
}

fn crossing(a: [f64; 2], b: [f64; 2], axis: usize, limit: f64) -> [f64; 2] {
    let share = (limit - a[axis]) / (b[axis] - a[axis]);
    let other = 1 - axis;
    let mut point = [0.0; 2];
    point[axis] = limit;
    point[other] = a[other] + (b[other] - a[other]) * share;
    point
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UNIT: WorldRect = WorldRect { west: 0.0, north: 0.0, east: 1.0, south: 1.0 };

    fn area(ring: &[[f64; 2]]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
    }

    #[test]
    fn a_ring_around_the_rectangle_becomes_the_rectangle() {
        let around = [[-1.0, -1.0], [2.0, -1.0], [2.0, 2.0], [-1.0, 2.0]];
        assert!((area(&clip_ring(&around, &UNIT)).abs() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_ring_beside_the_rectangle_vanishes() {
        let beside = [[1.5, 0.0], [2.0, 0.0], [2.0, 1.0]];
        assert!(clip_ring(&beside, &UNIT).is_empty());
        assert!(clip_ring(&[], &UNIT).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_has_two_parts() {
        let line = [[0.5, 0.5], [0.5, 2.0], [3.0, 2.0], [3.0, 0.5], [0.6, 0.5]];
        assert_eq!(clip_line(&line, &UNIT).len(), 2);
    }

    proptest! {
        #[test]
        fn a_clipped_triangle_is_never_larger_and_never_outside(
            points in prop::array::uniform3(prop::array::uniform2(-2.0..3.0_f64)),
        ) {
            let cut = clip_ring(&points, &UNIT);
            prop_assert!(area(&cut).abs() <= area(&points).abs() + 1e-9);
            let inside = |value: f64| (-1e-9..=1.0 + 1e-9).contains(&value);
            prop_assert!(cut.iter().all(|p| inside(p[0]) && inside(p[1])));
        }
    }
}
