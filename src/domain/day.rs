//! Civil days as numbers, so that timelines can sort and subtract them.

use jiff::civil::Date;

/// A civil day, counted from 1970-01-01 (day 0) in the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// The number of `date`.
    ///
    /// Method: "days from civil", Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*.
    pub fn of(date: Date) -> Self {
        let month = i32::from(date.month());
        let year = i32::from(date.year()) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = (month + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + i32::from(date.day()) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// The date of this day; days outside jiff's range of years become its first or last date.
    pub fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
    }

    /// The day `days` later (earlier where negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// How many days `self` lies after `other`.
    pub fn since(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// The number itself: days after 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with this number.
    pub fn from_number(number: i32) -> Self {
        Self(number)
    }
}

/// The date written as `YYYY-MM-DD`, exactly: years 0001 to 9999, no time, no blanks inside.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.trim().as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(**digit - b'0')))
    };
    let year = number(&[y1, y2, y3, y4])?;
    let month = i8::try_from(number(&[m1, m2])?).ok()?;
    let day = i8::try_from(number(&[d1, d2])?).ok()?;
    (year > 0).then(|| Date::new(year, month, day).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(Day::of(Date::constant(1970, 1, 1)).number(), 0);
        assert_eq!(Day::of(Date::constant(2015, 4, 25)).number(), 16_550);
    }

    #[test]
    fn only_whole_iso_dates_are_dates() {
        assert!(parse_date("2015-04-25").is_some());
        assert!(parse_date("0001-01-01").is_some());
        assert!(parse_date("9999-12-31").is_some());
        for wrong in [
            "",
            "2015",
            "2015-04",
            "25.04.2015",
            "2015-02-30",
            "2015-04-25T00:00",
            "0000-01-01",
            "20I5-04-25",
            "12015-04-25",
            "2015-4-25",
        ] {
            assert!(parse_date(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_day_and_its_date_are_the_same(number in -700_000..2_932_000_i32) {
            prop_assert_eq!(Day::of(Day::from_number(number).date()).number(), number);
        }
    }
}
