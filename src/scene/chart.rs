//! A chart on the map: who held how many of the places in view, over time.

use jiff::civil::Date;

use crate::domain::Day;
use crate::geometry::PicturePoint;
use crate::scene::{Rgba, Shape, Stroke};

/// Who held how many places, on days one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it counts, in words.
    pub heading: String,
    /// The days, ascending.
    pub days: Vec<Day>,
    /// The holders' colours from the bottom to the top, each with its number of places on every day.
    pub holders: Vec<(Rgba, Vec<u32>)>,
    /// Whether it ends on the picture's date, as in a film, or shows all days and marks the date.
    pub grows: bool,
}

impl Chart {
    /// The chart as shapes in a box whose left top corner is at zero: shares of all places, stacked; the
    /// date is marked. Days beyond the date are left out where the chart grows.
    pub fn shapes(&self, (width, height): (f32, f32), date: Date, mark: Rgba) -> Vec<Shape> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Vec::new() };
        let span = last.since(*first).max(1) as f32;
        let x_of = |day: Day| (day.since(*first) as f32 / span).clamp(0.0, 1.0) * width;
        let today = Day::of(date);
        let shown = if self.grows { self.days.partition_point(|day| *day <= today) } else { self.days.len() };
        let total = |nth: usize| self.holders.iter().map(|(_, counts)| counts[nth]).sum::<u32>().max(1) as f32;
        let mut shapes = Vec::new();
        let mut floor = vec![0_u32; self.days.len()];
        for (colour, counts) in &self.holders {
            let y = |nth: usize, places: u32| height - places as f32 / total(nth) * height;
            // Up along the top, back along the bottom; the last state holds until the date.
            let mut top: Vec<PicturePoint> = Vec::new();
            let mut bottom: Vec<PicturePoint> = Vec::new();
            for nth in 0..shown {
                let x = x_of(self.days[nth]);
                top.push(PicturePoint { x, y: y(nth, floor[nth] + counts[nth]) });
                bottom.push(PicturePoint { x, y: y(nth, floor[nth]) });
            }
            if let (true, Some(up), Some(down)) = (self.grows, top.last().copied(), bottom.last().copied()) {
                top.push(PicturePoint { x: x_of(today), ..up });
                bottom.push(PicturePoint { x: x_of(today), ..down });
            }
            for (floor, count) in floor.iter_mut().zip(counts) {
                *floor += count;
            }
            top.extend(bottom.into_iter().rev());
            if top.len() > 2 && counts[..shown].iter().any(|count| *count > 0) {
                shapes.push(Shape::Area { rings: vec![top], fill: *colour });
            }
        }
        let x = x_of(today);
        let points = vec![PicturePoint { x, y: 0.0 }, PicturePoint { x, y: height }];
        shapes.push(Shape::Line { points, stroke: Stroke { width: 1.2, colour: mark } });
        shapes
    }
}

/// How many places each holder gained and lost since a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Gains {
    /// The day that is compared with.
    pub since: Date,
    /// Name, colour, places gained and places lost; those with most of both first.
    pub rows: Vec<(String, Rgba, u32, u32)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(grows: bool) -> Chart {
        let day = |text: &str| Day::of(text.parse::<Date>().unwrap());
        Chart {
            heading: String::new(),
            days: vec![day("2015-01-01"), day("2015-01-11"), day("2015-01-21")],
            holders: vec![(Rgba::rgb(200, 0, 0), vec![3, 2, 0]), (Rgba::rgb(0, 200, 0), vec![1, 2, 4])],
            grows,
        }
    }

    #[test]
    fn shares_add_up_and_the_date_is_marked() {
        let shapes = chart(false).shapes((100.0, 50.0), "2015-01-11".parse().unwrap(), Rgba::rgb(0, 0, 0));
        let Shape::Area { rings, .. } = &shapes[0] else { panic!("{shapes:?}") };
        // Three of four, two of four, none.
        let tops: Vec<(f32, f32)> = rings[0][..3].iter().map(|point| (point.x, point.y)).collect();
        assert_eq!(tops, [(0.0, 12.5), (50.0, 25.0), (100.0, 50.0)]);
        let Shape::Area { rings, .. } = &shapes[1] else { panic!("{shapes:?}") };
        assert!(rings[0][..3].iter().all(|point| point.y == 0.0), "all together are all places");
        let Some(Shape::Line { points, .. }) = shapes.last() else { panic!("{shapes:?}") };
        assert_eq!(points[0].x, 50.0);
    }

    #[test]
    fn a_growing_chart_ends_on_the_date() {
        let shapes = chart(true).shapes((100.0, 50.0), "2015-01-16".parse().unwrap(), Rgba::rgb(0, 0, 0));
        let furthest = shapes.iter().flat_map(|shape| match shape {
            Shape::Area { rings, .. } => rings.concat(),
            Shape::Line { points, .. } => points.clone(),
            _ => Vec::new(),
        });
        assert_eq!(furthest.map(|point| point.x).fold(0.0, f32::max), 75.0);
        let before = chart(true).shapes((100.0, 50.0), "2014-12-01".parse().unwrap(), Rgba::rgb(0, 0, 0));
        assert_eq!(before.len(), 1, "nothing but the mark");
    }
}
