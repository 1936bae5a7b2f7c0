//! Sentences about control, the same in the window and in the shell.

use std::borrow::Borrow;
use std::time::Duration;

use jiff::civil::Date;

use crate::domain::{
    Asserted, Cause, Chronicle, Confidence, Control, Doubt, Event, EventKind, FactionIx, PlaceIx, PlaceKind, Precision,
    Stance, Status, parse_date,
};
use crate::scene::{self, Language, say, say_with};

/// A date as it is shown: `25 Apr 2015`.
pub fn date(date: Date) -> String {
    scene::short_date(date, scene::spoken())
}

/// A faction's name, in this thread's language where it has one.
pub fn faction(chronicle: &Chronicle, faction: FactionIx) -> &str {
    let row = chronicle.faction(faction);
    if scene::spoken() == Language::Arabic && !row.name_ar.is_empty() { &row.name_ar } else { &row.name }
}

/// The word for a kind of event, in this thread's language; a word that Salient does not know stays as it is.
pub fn event_kind(kind: &EventKind) -> String {
    let name = if *kind == EventKind::Unstated { "event-change".to_owned() } else { format!("event-{}", kind.text()) };
    scene::said(&name).map_or_else(|| kind.words(), str::to_owned)
}

/// The word for a kind of place, in this thread's language; a word that Salient does not know stays as it is.
pub fn place_kind(kind: &PlaceKind) -> String {
    scene::said(&format!("kind-{}", kind.text())).map_or_else(|| kind.words(), str::to_owned)
}

/// The word for a confidence, in this thread's language; empty where nothing is said.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Unstated => "",
        Confidence::Low => say("confidence-low"),
        Confidence::Medium => say("confidence-medium"),
        Confidence::High => say("confidence-high"),
    }
}

/// A place's name, in this thread's language where it has one.
pub fn place(chronicle: &Chronicle, place: PlaceIx) -> &str {
    let row = chronicle.place(place);
    if scene::spoken() == Language::Arabic && !row.name_ar.is_empty() { &row.name_ar } else { &row.name }
}

/// Whom a report names as the holder, in this thread's language; none where it says nothing of one.
pub fn asserted(chronicle: &Chronicle, asserted: Asserted) -> Option<&str> {
    match asserted {
        Asserted::NotSaid => None,
        Asserted::Unknown => Some(say("unknown-holder")),
        Asserted::Faction(holder) => Some(faction(chronicle, holder)),
    }
}

/// The heading under which reports of a stance stand.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => say("why-stance-for"),
        Stance::Disputes => say("why-stance-against"),
        Stance::Context => say("why-stance-context"),
    }
}

/// Parts of a sentence one after the other, with this language's comma between them.
pub fn joined<S: Borrow<str>>(parts: &[S]) -> String {
    parts.join(say("control-comma"))
}

/// A date as people write it: `2015-04-25`, `25 Apr 2015`, `April 2015`, `25 نيسان 2015`, `2015`.
pub fn understood(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Some(date) = parse_date(typed).or_else(|| understood_in_arabic(typed)) {
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

/// A date with the Arabic name of its month, as the window shows it: `25 نيسان 2015`, `نيسان 2015`.
fn understood_in_arabic(typed: &str) -> Option<Date> {
    (1..=12).find_map(|month| {
        let name = scene::arabic_month(Date::new(1, month, 1).ok()?);
        let (day, year) = typed.split_once(name)?;
        let (day, year) = (day.trim(), year.trim());
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        let day = if day.is_empty() { 1 } else { day.parse().ok()? };
        Date::new(year, month, day).ok()
    })
}

/// The date of an event as exactly as it is known: `25 Apr 2015`, `Apr 2015`, `2015`.
pub fn event_date(event: &Event) -> String {
    let day = date(event.date);
    match event.precision {
        Precision::Day => day,
        Precision::Month => say_with("control-about-month", &[("date", day.into())]),
        Precision::Year => say_with("control-about-year", &[("date", day.into())]),
    }
}

fn names(chronicle: &Chronicle, factions: &[FactionIx]) -> String {
    let names: Vec<&str> = factions.iter().map(|holder| faction(chronicle, *holder)).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => say_with("list-and", &[("first", joined(others).into()), ("last", (*last).into())]),
    }
}

/// The name of whoever holds a place.
pub fn controller(chronicle: &Chronicle, control: &Control) -> String {
    control.controller().map_or_else(|| say("unknown-holder"), |holder| faction(chronicle, holder)).to_owned()
}

/// The state in a phrase: "held by Army of Conquest, besieged by Syrian government".
pub fn control(chronicle: &Chronicle, control: &Control) -> String {
    let holder = match (control.controller(), control.status()) {
        (None, Status::Contested) => say("contested").to_owned(),
        (None, _) => say("control-unknown").to_owned(),
        (Some(holder), _) => say_with("control-held", &[("holder", faction(chronicle, holder).into())]),
    };
    let mut parts = vec![holder];
    for (message, factions) in [
        ("control-shared", control.shared_with()),
        ("control-contested", control.contested_by()),
        ("control-besieged", control.besieged_by()),
    ] {
        if !factions.is_empty() {
            parts.push(say_with(message, &[("names", names(chronicle, factions).into())]));
        }
    }
    joined(&parts)
}

/// What made the state: the kind of event, or the succession with its reason.
pub fn cause(chronicle: &Chronicle, cause: Cause) -> String {
    match cause {
        Cause::Event(event) => event_kind(chronicle.event(event).kind()),
        Cause::Lapse(_) => say("control-lapsed").to_owned(),
        Cause::Succession { of, .. } => say_with("control-succeeded", &[("faction", faction(chronicle, of).into())]),
    }
}

/// Yes or no, as files say it.
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
        (doubt.is_disputed(), "control-disputed"),
        (doubt.is_uncertain(), "control-uncertain"),
        (doubt.is_unconfirmed(), "control-unconfirmed"),
        (doubt.is_stale(), "control-stale"),
    ] {
        if is {
            words.push(say(word));
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
        seconds @ 1..=99 => say_with("control-seconds-left", &[("seconds", seconds.into())]),
        seconds => say_with("control-minutes-left", &[("minutes", seconds.div_ceil(60).into())]),
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
            ("25 نيسان 2015", "2015-04-25"),
            ("تشرين الثاني 2015", "2015-11-01"),
        ] {
            assert_eq!(understood(typed), Some(day(expected)), "{typed}");
        }
        for wrong in ["", "yesterday", "31 Feb 2015", "4/25/2015", "25-04-15", "2015-13", "é é é"] {
            assert_eq!(understood(wrong), None, "{wrong}");
        }
    }
}
