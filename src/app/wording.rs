//! Sentences about control, the same in the window and in the shell.

use std::time::Duration;

use jiff::civil::Date;

use crate::domain::{Cause, Chronicle, Control, Doubt, Event, FactionIx, Precision, Status, parse_date};

/// A date as it is shown: `25 Apr 2015`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %b %-Y").to_string()
}

/// A date as people write it: `2015-04-25`, `25 Apr 2015`, `April 2015`, `2015`.
pub fn understood(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Some(date) = parse_date(typed) {
        return Some(date);
    }
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month_of = |word: &str| {
        let word = word.to_lowercase();
        let known = MONTHS.iter().position(|month| word.len() >= 3 && word.starts_with(month))?;
        i8::try_from(known + 1).ok()
    };
    let year_of = |word: &str| word.parse::<i16>().ok().filter(|_| word.len() == 4);
    let words: Vec<&str> = typed.split([' ', '.', '-', '/', ',']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [day, month, year] => Date::new(year_of(year)?, month_of(month)?, day.parse().ok()?).ok(),
        [month, year] if month_of(month).is_some() => Date::new(year_of(year)?, month_of(month)?, 1).ok(),
        [year, month] => Date::new(year_of(year)?, month.parse().ok()?, 1).ok(),
        [year] => Date::new(year_of(year)?, 1, 1).ok(),
        _ => None,
    }
}

/// The date of an event as exactly as it is known: `25 Apr 2015`, `Apr 2015`, `2015`.
pub fn event_date(event: &Event) -> String {
    let day = date(event.date);
    match event.precision {
        Precision::Day => day,
        Precision::Month => format!("about {day} (month known)"),
        Precision::Year => format!("about {day} (year known)"),
    }
}

fn names(chronicle: &Chronicle, factions: &[FactionIx]) -> String {
    let names: Vec<&str> = factions.iter().map(|f| chronicle.faction(*f).name.as_str()).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The name of whoever holds a place.
pub fn controller(chronicle: &Chronicle, control: &Control) -> String {
    control.controller().map_or_else(|| "unknown".to_owned(), |faction| chronicle.faction(faction).name.clone())
}

/// The state in a phrase: "held by Army of Conquest, besieged by Syrian government".
pub fn control(chronicle: &Chronicle, control: &Control) -> String {
    let holder = match (control.controller(), control.status()) {
        (None, Status::Contested) => "contested".to_owned(),
        (None, _) => "control unknown".to_owned(),
        (Some(faction), _) => format!("held by {}", chronicle.faction(faction).name),
    };
    let mut parts = vec![holder];
    for (word, factions) in [
        ("shared with", control.shared_with()),
        ("contested by", control.contested_by()),
        ("besieged by", control.besieged_by()),
    ] {
        if !factions.is_empty() {
            parts.push(format!("{word} {}", names(chronicle, factions)));
        }
    }
    parts.join(", ")
}

/// What made the state: the kind of event, or the succession with its reason.
pub fn cause(chronicle: &Chronicle, cause: Cause) -> String {
    match cause {
        Cause::Event(event) => chronicle.event(event).kind().words(),
        Cause::Lapse(_) => "a report took the event's effect away".to_owned(),
        Cause::Succession { of, .. } => {
            format!("succession: {} had ended", chronicle.faction(of).name)
        }
    }
}

/// Yes or no.
pub fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// A sentence's first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What has to be said about a colour, a word each: `disputed`, `stale`.
pub fn doubts(doubt: Doubt) -> Vec<&'static str> {
    let mut words = Vec::new();
    for (is, word) in [
        (doubt.is_disputed(), "disputed"),
        (doubt.is_uncertain(), "uncertain"),
        (doubt.is_unconfirmed(), "unconfirmed"),
        (doubt.is_stale(), "stale"),
    ] {
        if is {
            words.push(word);
        }
    }
    words
}

/// How long work will still take, by how long it took so far: ", 12 s left"; nothing at its beginning.
pub fn time_left(elapsed: Duration, done: usize, all: usize) -> String {
    if done == 0 || elapsed < Duration::from_secs(1) {
        return String::new();
    }
    let left = elapsed.as_secs_f64() / done as f64 * all.saturating_sub(done) as f64;
    match left.ceil() as u64 {
        0 => String::new(),
        seconds @ 1..=99 => format!(", {seconds} s left"),
        seconds => format!(", {} min left", seconds.div_ceil(60)),
    }
}

/// A text out of a file on one line of a terminal: without line breaks, and without control
/// characters, which could move the cursor or recolour the screen.
pub fn one_line(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// `1 place`, `2 places`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_time_so_far() {
        let left = |seconds: u64, done: usize| time_left(Duration::from_secs(seconds), done, 100);
        assert_eq!((left(10, 0), left(0, 50), left(10, 100)), (String::new(), String::new(), String::new()));
        assert_eq!((left(10, 50).as_str(), left(10, 1).as_str()), (", 10 s left", ", 17 min left"));
    }

    #[test]
    fn texts_out_of_files_cannot_steer_a_terminal() {
        assert_eq!(one_line("a\nb\tc\r\u{1b}[31md\u{7}\u{9b}e"), "a b c \u{fffd}[31md\u{fffd}\u{fffd}e");
        assert_eq!(one_line("جسر الشغور"), "جسر الشغور");
    }

    #[test]
    fn dates_are_written_without_leading_noughts() {
        assert_eq!(date(Date::constant(2015, 4, 25)), "25 Apr 2015");
        assert_eq!(date(Date::constant(31, 9, 2)), "2 Sep 31");
    }

    #[test]
    fn dates_are_understood_as_people_write_them() {
        let day = |text| parse_date(text).unwrap();
        for (typed, expected) in [
            ("2015-04-25", "2015-04-25"),
            (" 25 Apr 2015 ", "2015-04-25"),
            ("25 April 2015", "2015-04-25"),
            ("25.apr.2015", "2015-04-25"),
            ("April 2015", "2015-04-01"),
            ("2015-04", "2015-04-01"),
            ("2015", "2015-01-01"),
        ] {
            assert_eq!(understood(typed), Some(day(expected)), "{typed}");
        }
        for wrong in ["", "yesterday", "31 Feb 2015", "4/25/2015", "25-04-15", "2015-13", "é é é"] {
            assert_eq!(understood(wrong), None, "{wrong}");
        }
    }
}
