//! When something happens: changes by day, week, month or year, and who gained by them.

use jiff::civil::Date;

use crate::domain::{Change, ControlIx, Day, FactionIx, PlaceIx, Timeline};

/// How long a bar of a histogram is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarLength {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl BarLength {
    /// The shortest whose bars have at least `least` points where a day has `per_day`.
    pub fn fitting(per_day: f32, least: f32) -> Self {
        let lengths = [(Self::Day, 1.0), (Self::Week, 7.0), (Self::Month, 30.4)];
        lengths.into_iter().find(|(_, days)| per_day * days >= least).map_or(Self::Year, |(length, _)| length)
    }

    /// The word for it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first and the last day of the bar that a day belongs to.
    pub fn of(self, date: Date) -> (Date, Date) {
        match self {
            Self::Day => (date, date),
            Self::Week => {
                let first = Day::of(date).plus(-i32::from(date.weekday().to_monday_zero_offset()));
                (first.date(), first.plus(6).date())
            }
            Self::Month => (date.first_of_month(), date.last_of_month()),
            Self::Year => (date.first_of_year(), date.last_of_year()),
        }
    }
}

/// A bar of a histogram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many changes there are, also those by which nobody gained.
    pub changes: u32,
    /// Who gained how many places (`None`: nobody can say who), those with the most first.
    pub gained: Vec<(Option<FactionIx>, u32)>,
}

impl Timeline {
    /// The changes from `from` to `to` that count, in bars; bars without a change are left out.
    pub fn histogram(
        &self,
        length: BarLength,
        (from, to): (Date, Date),
        counts: impl Fn(Day, &Change) -> bool,
    ) -> Vec<Bar> {
        let (first, last) = (Day::of(from), Day::of(to));
        let mut bars: Vec<Bar> = Vec::new();
        let mut end = None;
        for (day, changes) in
            self.days_of_change().skip_while(|(day, _)| *day < first).take_while(|(day, _)| *day <= last)
        {
            for change in changes.iter().filter(|change| counts(day, change)) {
                if end.is_none_or(|end| day > end) {
                    let (from, to) = length.of(day.date());
                    end = Some(Day::of(to));
                    bars.push(Bar { from, to, changes: 0, gained: Vec::new() });
                }
                let Some(bar) = bars.last_mut() else { continue };
                bar.changes += 1;
                let (before, after) = (self.controller(change.before), self.controller(change.after));
                if before != after {
                    match bar.gained.iter_mut().find(|(faction, _)| *faction == after) {
                        Some((_, count)) => *count += 1,
                        None => bar.gained.push((after, 1)),
                    }
                }
            }
        }
        for bar in &mut bars {
            bar.gained.sort_by_key(|(faction, count)| (std::cmp::Reverse(*count), *faction));
        }
        bars
    }

    /// The next day after `date`, or the last before it, on which one of `places` has a change that `passes`.
    pub fn change_where(
        &self,
        places: impl IntoIterator<Item = PlaceIx>,
        date: Date,
        forward: bool,
        passes: impl Fn(Day, &Change) -> bool,
    ) -> Option<Date> {
        let today = Day::of(date);
        let mut best: Option<Day> = None;
        for place in places {
            let mut before = ControlIx::UNKNOWN;
            for step in self.steps_of(place) {
                let change = Change { place, before, after: step.control };
                before = step.control;
                let is_ahead = if forward { step.day > today } else { step.day < today };
                let is_nearer = best.is_none_or(|best| if forward { step.day < best } else { step.day > best });
                // What comes later is not looked for, nor asked about.
                if forward && !is_nearer || !forward && !is_ahead {
                    break;
                }
                if is_ahead && is_nearer && change.before != change.after && passes(step.day, &change) {
                    best = Some(step.day);
                }
            }
        }
        best.map(Day::date)
    }

    /// Whether a place passes to a faction or from it.
    pub fn turns(&self, faction: FactionIx, change: &Change) -> bool {
        let is_its = |control: ControlIx| self.controller(control) == Some(faction);
        is_its(change.before) != is_its(change.after)
    }

    /// By place, the how manieth it is to change hands after `from` and until `to`; 0 for those that do not.
    /// Of one day, in the order of rows.
    pub fn order_of_change(&self, from: Date, to: Date) -> Vec<u32> {
        let (first, last) = (Day::of(from), Day::of(to));
        let places = self.step_places();
        let day_of = |place: PlaceIx| {
            let steps = self.steps_of(place);
            let begun = steps.partition_point(|step| step.day <= first);
            let now = begun.checked_sub(1).map_or(ControlIx::UNKNOWN, |at| steps[at].control);
            let holder = self.controller(now);
            let later = steps[begun..].iter().take_while(|step| step.day <= last);
            later.into_iter().find(|step| self.controller(step.control) != holder).map(|step| step.day)
        };
        let mut changed: Vec<(Day, PlaceIx)> =
            (0..places).map(PlaceIx::new).filter_map(|place| Some((day_of(place)?, place))).collect();
        changed.sort_unstable();
        let mut order = vec![0; places];
        for ((_, place), nth) in changed.iter().zip(1..) {
            order[place.row()] = nth;
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn a_day_belongs_to_its_week_month_and_year() {
        let day = |text| parse_date(text).unwrap();
        let saturday = day("2015-04-25");
        assert_eq!(BarLength::Day.of(saturday), (saturday, saturday));
        assert_eq!(BarLength::Week.of(saturday), (day("2015-04-20"), day("2015-04-26")));
        assert_eq!(BarLength::Month.of(saturday), (day("2015-04-01"), day("2015-04-30")));
        assert_eq!(BarLength::Year.of(saturday), (day("2015-01-01"), day("2015-12-31")));
        assert_eq!(BarLength::fitting(0.22, 2.5), BarLength::Month);
        assert_eq!(BarLength::fitting(3.0, 2.5), BarLength::Day);
        assert_eq!(BarLength::fitting(0.01, 2.5), BarLength::Year);
    }
}
