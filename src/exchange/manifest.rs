//! `chronicle.toml`: what a chronicle says about itself.

use jiff::civil::Date;
use toml::{Table, Value};

use crate::domain::{About, Chapter, Chronicle, LonLat, OpeningView, Problem, Problems, excerpt, parse_date};

const FILE: &str = "chronicle.toml";

/// Reads the manifest. Chapters are linked to the places of `chronicle`.
pub(super) fn read(bytes: &[u8], chronicle: &Chronicle, problems: &mut Problems) -> (About, Vec<Chapter>) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let row = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
            let wrong = format!("it is no TOML: {}", error.message());
            let done = "the whole file is left out";
            problems.push(problem(row, None, "", &wrong, done));
            return (About::default(), Vec::new());
        }
    };
    Keys { problems }.about(table, chronicle)
}

/// The manifest as text; empty where the chronicle says nothing about itself.
pub(super) fn write(chronicle: &Chronicle) -> String {
    let about = &chronicle.about;
    let mut table = Table::new();
    for (key, text) in [
        ("title", &about.title),
        ("description", &about.description),
        ("licence", &about.licence),
        ("credit", &about.credit),
        ("language", &about.language),
    ] {
        if !text.is_empty() {
            table.insert(key.to_owned(), Value::String(text.clone()));
        }
    }
    for (key, date) in [("first_date", about.first_date), ("last_date", about.last_date)] {
        if let Some(date) = date {
            table.insert(key.to_owned(), date_value(date));
        }
    }
    // Written before the sub-tables, or TOML would take these keys for theirs.
    let unknown = about.unknown_keys.parse::<Table>().unwrap_or_default();
    let (tables, plain): (Vec<_>, Vec<_>) =
        unknown.into_iter().partition(|(_, value)| value.is_table() || value.is_array());
    table.extend(plain);
    let view = &about.view;
    if *view != OpeningView::default() {
        let mut inner = Table::new();
        if let Some(centre) = view.centre {
            inner.insert("lon".to_owned(), Value::Float(centre.lon()));
            inner.insert("lat".to_owned(), Value::Float(centre.lat()));
        }
        if let Some(zoom) = view.zoom {
            inner.insert("zoom".to_owned(), Value::Float(zoom));
        }
        if let Some(date) = view.date {
            inner.insert("date".to_owned(), date_value(date));
        }
        table.insert("view".to_owned(), Value::Table(inner));
    }
    table.extend(tables);
    let chapters = chronicle.chapters.iter().map(|chapter| {
        let mut inner = Table::new();
        inner.insert("name".to_owned(), Value::String(chapter.name.clone()));
        inner.insert("from".to_owned(), date_value(chapter.from));
        inner.insert("to".to_owned(), date_value(chapter.to));
        if let Some(place) = chapter.place {
            let id = chronicle.place(place).id.to_string();
            inner.insert("place".to_owned(), Value::String(id));
        }
        Value::Table(inner)
    });
    let chapters: Vec<Value> = chapters.collect();
    if !chapters.is_empty() {
        table.insert("chapter".to_owned(), Value::Array(chapters));
    }
    table.to_string()
}

fn date_value(date: Date) -> Value {
    let date = toml::value::Date {
        year: date.year().unsigned_abs(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    };
    Value::Datetime(toml::value::Datetime { date: Some(date), time: None, offset: None })
}

fn problem(row: Option<u64>, key: Option<&str>, found: &str, wrong: &str, done: &str) -> Problem {
    Problem {
        file: FILE.to_owned(),
        row,
        column: key.map(str::to_owned),
        found: excerpt(found),
        wrong: wrong.to_owned(),
        done: done.to_owned(),
    }
}

/// Takes keys out of tables and reports those of the wrong kind.
struct Keys<'p> {
    problems: &'p mut Problems,
}

impl Keys<'_> {
    fn about(&mut self, mut table: Table, chronicle: &Chronicle) -> (About, Vec<Chapter>) {
        let mut about = About {
            title: self.text(&mut table, "title"),
            description: self.text(&mut table, "description"),
            licence: self.text(&mut table, "licence"),
            credit: self.text(&mut table, "credit"),
            language: self.text(&mut table, "language"),
            first_date: self.date(&mut table, "first_date"),
            last_date: self.date(&mut table, "last_date"),
            view: OpeningView::default(),
            unknown_keys: String::new(),
        };
        match table.remove("view") {
            Some(Value::Table(view)) => about.view = self.view(view),
            Some(other) => self.wrong("view", &other, "it is not a table"),
            None => {}
        }
        let chapters = match table.remove("chapter") {
            Some(Value::Array(entries)) => {
                entries.into_iter().filter_map(|entry| self.chapter(entry, chronicle)).collect()
            }
            Some(other) => {
                self.wrong("chapter", &other, "it is not a list of [[chapter]] tables");
                Vec::new()
            }
            None => Vec::new(),
        };
        if !table.is_empty() {
            about.unknown_keys = table.to_string();
        }
        (about, chapters)
    }

    fn view(&mut self, mut view: Table) -> OpeningView {
        let lon = self.number(&mut view, "lon");
        let lat = self.number(&mut view, "lat");
        let zoom = self.number(&mut view, "zoom");
        let date = self.date(&mut view, "date");
        let centre = match (lon, lat) {
            (Some(lon), Some(lat)) => match LonLat::new(lon, lat) {
                Ok(centre) => Some(centre),
                Err(error) => {
                    let found = format!("{lon}, {lat}");
                    let wrong = error.to_string();
                    self.problems.push(problem(None, Some("view"), &found, &wrong, LEFT_OUT));
                    None
                }
            },
            _ => None,
        };
        let zoom = zoom.filter(|zoom| {
            let fits = (0.0..=20.0).contains(zoom);
            if !fits {
                let wrong = "the zoom is not between 0 and 20";
                let found = zoom.to_string();
                self.problems.push(problem(None, Some("view.zoom"), &found, wrong, LEFT_OUT));
            }
            fits
        });
        for (key, value) in &view {
            self.wrong(&format!("view.{key}"), value, "the key is not known");
        }
        OpeningView { centre, zoom, date }
    }

    fn chapter(&mut self, entry: Value, chronicle: &Chronicle) -> Option<Chapter> {
        let Value::Table(mut entry) = entry else {
            self.wrong("chapter", &entry, "it is not a table");
            return None;
        };
        let name = self.text(&mut entry, "name");
        let from = self.date(&mut entry, "from");
        let to = self.date(&mut entry, "to");
        let place = self.text(&mut entry, "place");
        let (Some(from), Some(to)) = (from, to) else {
            let wrong = "the chapter has no date from or to";
            self.problems.push(problem(None, Some("chapter"), &name, wrong, LEFT_OUT));
            return None;
        };
        if to < from {
            let found = format!("{from} to {to}");
            let wrong = format!("the chapter {name:?} ends before it begins");
            let done = "its dates are swapped";
            self.problems.push(problem(None, Some("chapter"), &found, &wrong, done));
        }
        let place_ix = chronicle.place_by_id(&place);
        if place_ix.is_none() && !place.is_empty() {
            let wrong = "no place has this id";
            let done = "the chapter is kept without a place";
            self.problems.push(problem(None, Some("chapter.place"), &place, wrong, done));
        }
        Some(Chapter { name, from: from.min(to), to: to.max(from), place: place_ix })
    }

    fn text(&mut self, table: &mut Table, key: &str) -> String {
        match table.remove(key) {
            Some(Value::String(text)) => text.replace('\0', ""),
            Some(other) => {
                self.wrong(key, &other, "it is not a text");
                String::new()
            }
            None => String::new(),
        }
    }

    fn number(&mut self, table: &mut Table, key: &str) -> Option<f64> {
        match table.remove(key)? {
            Value::Float(number) => Some(number),
            Value::Integer(number) => Some(number as f64),
            other => {
                self.wrong(key, &other, "it is not a number");
                None
            }
        }
    }

    fn date(&mut self, table: &mut Table, key: &str) -> Option<Date> {
        let value = table.remove(key)?;
        let found = match &value {
            Value::Datetime(date) => parse_date(&date.to_string()),
            Value::String(text) => parse_date(text),
            _ => None,
        };
        if found.is_none() {
            self.wrong(key, &value, "it is not a date of the form YYYY-MM-DD");
        }
        found
    }

    fn wrong(&mut self, key: &str, value: &Value, wrong: &str) {
        let found = value.to_string();
        self.problems.push(problem(None, Some(key), &found, wrong, LEFT_OUT));
    }
}

const LEFT_OUT: &str = "it is left out";
