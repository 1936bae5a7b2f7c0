//! How fast frames follow each other.

/// Frames in a number of seconds: 25 in 1, 30,000 in 1,001.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// How many frames.
    pub(super) frames: u32,
    /// In how many seconds.
    pub(super) seconds: u32,
}

impl Rate {
    /// The fraction of small numbers that is nearest to this rate; `None` below 0.01, above `most`, and for no number.
    pub(super) fn of(frames_per_second: f64, most: u32) -> Option<Self> {
        if !(0.01..=f64::from(most)).contains(&frames_per_second) {
            return None;
        }
        // Continued fractions: each turn gives a nearer fraction of larger numbers. APNG has 16 bits for each.
        let (mut before, mut now) = ((0_u64, 1_u64), (1_u64, 0_u64));
        let mut rest = frames_per_second;
        for _ in 0..32 {
            let whole = rest.floor();
            let next = (whole as u64 * now.0 + before.0, whole as u64 * now.1 + before.1);
            if next.0 > 65_535 || next.1 > 65_535 {
                break;
            }
            (before, now) = (now, next);
            let off = now.0 as f64 / now.1 as f64 - frames_per_second;
            if off.abs() <= frames_per_second * 1e-9 || rest - whole < 1e-9 {
                break;
            }
            rest = 1.0 / (rest - whole);
        }
        (now.0 > 0 && now.1 > 0).then_some(Self { frames: now.0 as u32, seconds: now.1 as u32 })
    }

    /// When the frame of this number begins, in ticks: rounded from the beginning of all, so that no error adds up.
    pub(super) fn ticks(self, frame: u64, ticks_per_second: u32) -> u64 {
        let exact = u128::from(frame) * u128::from(ticks_per_second) * u128::from(self.seconds);
        let frames = u128::from(self.frames);
        ((exact + frames / 2) / frames) as u64
    }
}

/// The times, in ticks, into which one that is too long for its field falls.
pub(super) fn parts(ticks: u64, most: u64) -> impl Iterator<Item = u64> {
    let mut left = ticks;
    std::iter::from_fn(move || {
        // The rest is not so short that players would not keep to it.
        let part = if left <= most { left } else { most.min(left - most / 2) };
        left -= part;
        (part > 0).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_become_the_fractions_that_people_mean() {
        for (typed, frames, seconds) in [
            (25.0, 25, 1),
            (0.5, 1, 2),
            (12.5, 25, 2),
            (29.97, 2997, 100),
            (30_000.0 / 1001.0, 30_000, 1001),
            (1.0 / 3.0, 1, 3),
            (0.01, 1, 100),
            (60.0, 60, 1),
        ] {
            assert_eq!(Rate::of(typed, 60), Some(Rate { frames, seconds }), "{typed}");
        }
        let odd = Rate::of(std::f64::consts::PI, 60).unwrap();
        assert!((f64::from(odd.frames) / f64::from(odd.seconds) - std::f64::consts::PI).abs() < 1e-6);
        for wrong in [0.0, -1.0, 0.009, 60.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Rate::of(wrong, 60), None, "{wrong}");
        }
    }

    #[test]
    fn rounded_times_do_not_drift() {
        let rate = Rate::of(30.0, 60).unwrap();
        let delays: Vec<u64> = (0..6).map(|frame| rate.ticks(frame + 1, 100) - rate.ticks(frame, 100)).collect();
        assert_eq!(delays, [3, 4, 3, 3, 4, 3]);
        assert_eq!(rate.ticks(3_000_000, 100), 10_000_000);
    }

    #[test]
    fn long_times_fall_into_parts_that_add_up() {
        assert_eq!(parts(5, 10).collect::<Vec<_>>(), [5]);
        assert_eq!(parts(10, 10).collect::<Vec<_>>(), [10]);
        assert_eq!(parts(11, 10).collect::<Vec<_>>(), [6, 5]);
        assert_eq!(parts(35, 10).collect::<Vec<_>>(), [10, 10, 10, 5]);
        assert_eq!(parts(0, 10).count(), 0);
    }
}
