//! Places, people or km² by faction over time, for all places or some.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Passing;
use crate::app::provenance::SOFTWARE;
use crate::app::wording;
use crate::domain::{Day, FactionIx, Moved, PlaceIx, PlacesDoubts};
use crate::geometry::{PicturePoint, Reach};
use crate::raster::{self, StillFormat};
use crate::scene::{MapStyle, Picture, Rgba, Shape, Stroke, TextShape, Typesetter, say};
use crate::vector;

/// A chart's size in points, and pixels a point.
const SIZE: (f32, f32) = (900.0, 460.0);
const SCALE: f32 = 2.0;

/// Why a chart could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The ending is none of a format.
    #[error("could not write {path}: the name must end in .png, .svg or .csv")]
    Ending {
        /// The path.
        path: PathBuf,
    },
    /// It could not be painted or written.
    #[error(transparent)]
    Raster(#[from] raster::Error),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Places.
    #[default]
    Places,
    /// Inhabitants, where the chronicle knows them.
    People,
    /// Ground, inferred from the places, in km².
    Ground,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 3] = [Self::Places, Self::People, Self::Ground];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Places => say("numbers-places"),
            Self::People => say("numbers-people"),
            Self::Ground => say("numbers-km2"),
        }
    }
}

/// Who held how much, on days one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What is counted.
    pub measure: Measure,
    /// The days, ascending.
    pub days: Vec<Date>,
    /// By faction (`None`: unknown), how much on every day; who holds most over all first.
    pub holders: Vec<(Option<FactionIx>, Vec<f64>)>,
    /// How much all hold on every day, also those that are not among the holders.
    pub totals: Vec<f64>,
    /// Which places are counted, in words; empty for all.
    pub scope: String,
}

/// Counts from a day to another, on so many days at most; of places for which `only` is true, while they pass.
pub fn series(
    document: &Document,
    measure: Measure,
    (only, passing): (Option<&[bool]>, Option<&Passing<'_>>),
    (from, to): (Date, Date),
    reach: Reach,
    most: i32,
) -> Series {
    let mut weights = weights(document, measure, only, reach);
    for (row, weight) in weights.iter_mut().enumerate() {
        if passing.is_some_and(|passing| !passing.places()[row]) {
            *weight = 0.0;
        }
    }
    let passing = passing.filter(|passing| !passing.is_of_places());
    let (first, span) = (Day::of(from), Day::of(to).since(Day::of(from)).max(0));
    let steps = span.clamp(1, most.max(1));
    let mut days: Vec<Day> =
        (0..=steps).map(|nth| first.plus((i64::from(span) * i64::from(nth) / i64::from(steps)) as i32)).collect();
    days.dedup();
    // One row a faction, then unknown, and the last for what does not pass.
    let factions = document.chronicle.factions().len();
    let left_out = factions + 1;
    let mut counts = vec![vec![0.0; days.len()]; left_out];
    let mut state = document.timeline.state_on(from);
    let doubts = passing.and_then(Passing::doubts);
    // What restates the state is no change, yet another event is in force from then on.
    let mut turns: Vec<(Day, PlaceIx)> = Vec::new();
    if passing.is_some_and(Passing::asks_event) {
        let places = (0..weights.len()).map(PlaceIx::new);
        turns = places
            .flat_map(|place| document.timeline.steps_of(place).iter().map(move |step| (step.day, place)))
            .collect();
        turns.sort_unstable();
    }
    let mut turned = turns.partition_point(|(day, _)| *day <= first);
    let mut known_doubts = PlacesDoubts::default();
    let row_of = |state: &_, place, date| match passing {
        Some(passing) if !passing.on(place, date) => left_out,
        _ => document.holder(state, place).map_or(factions, FactionIx::row),
    };
    let mut rows: Vec<usize> = (0..weights.len()).map(|row| row_of(&state, PlaceIx::new(row), from)).collect();
    let mut sums = vec![0.0; left_out + 1];
    for (weight, row) in weights.iter().zip(&rows) {
        sums[*row] += weight;
    }
    for (nth, day) in days.iter().enumerate() {
        let mut changed = Vec::new();
        let mut is_anew = document.timeline.move_to(&mut state, day.date(), |place| changed.push(place)) == Moved::Anew;
        if let Some(doubts) = doubts {
            is_anew |= doubts.move_to(&mut known_doubts, day.date(), |place| changed.push(place)) == Moved::Anew;
        }
        while let Some((_, place)) = turns.get(turned).filter(|(turn, _)| turn <= day) {
            changed.push(*place);
            turned += 1;
        }
        if is_anew {
            changed = (0..weights.len()).map(PlaceIx::new).collect();
        }
        for place in changed {
            let row = row_of(&state, place, day.date());
            let weight = weights[place.row()];
            sums[rows[place.row()]] -= weight;
            sums[row] += weight;
            rows[place.row()] = row;
        }
        for (counts, sum) in counts.iter_mut().zip(&sums) {
            // Sums of fractions leave a little behind.
            counts[nth] = if sum.abs() < 1e-6 { 0.0 } else { *sum };
        }
    }
    let totals = (0..days.len()).map(|nth| counts.iter().map(|counts| counts[nth]).sum()).collect();
    let faction = |row: usize| (row < factions).then(|| FactionIx::new(row));
    let mut holders: Vec<(Option<FactionIx>, Vec<f64>)> =
        counts.into_iter().enumerate().map(|(row, counts)| (faction(row), counts)).collect();
    holders.retain(|(_, counts)| counts.iter().any(|count| *count > 0.0));
    // Stable: those with as much keep the chronicle's order.
    holders.sort_by(|(_, one), (_, other)| other.iter().sum::<f64>().total_cmp(&one.iter().sum()));
    let days = days.into_iter().map(Day::date).collect();
    Series { measure, days, holders, totals, scope: String::new() }
}

/// By place, how much it counts.
pub fn weights(document: &Document, measure: Measure, only: Option<&[bool]>, reach: Reach) -> Vec<f64> {
    let places = document.chronicle.places();
    let mut weights = match measure {
        Measure::Places => vec![1.0; places.len()],
        Measure::People => places.iter().map(|place| place.population.unwrap_or(0) as f64).collect(),
        Measure::Ground => {
            let cells = document.cells(reach);
            let mut weights = vec![0.0; places.len()];
            for cell in 0..cells.cell_count() as u32 {
                weights[cells.place_of(cell).row()] += cells.area(cell) / 1e6;
            }
            weights
        }
    };
    if let Some(only) = only {
        for (weight, is_counted) in weights.iter_mut().zip(only) {
            if !is_counted {
                *weight = 0.0;
            }
        }
    }
    weights
}

impl Series {
    /// The names of the holders, as a chart names them.
    pub fn names(&self, document: &Document) -> Vec<String> {
        let name = |faction: &Option<FactionIx>| {
            faction.map_or(say("unknown"), |faction| wording::faction(&document.chronicle, faction)).to_owned()
        };
        self.holders.iter().map(|(faction, _)| name(faction)).collect()
    }

    /// The names of the holders, as tables name them in every language.
    fn written_names(&self, document: &Document) -> Vec<String> {
        let name = |faction: &Option<FactionIx>| {
            faction.map_or_else(|| "Unknown".to_owned(), |faction| document.chronicle.faction(faction).name.clone())
        };
        self.holders.iter().map(|(faction, _)| name(faction)).collect()
    }

    /// The colours of the holders in a style.
    pub fn colours(&self, document: &Document, style: &MapStyle) -> Vec<Rgba> {
        let colour = |faction: &Option<FactionIx>| match faction {
            Some(faction) => {
                let own = document.chronicle.faction(*faction).colour;
                Rgba::opaque(style.faction_colour(faction.row(), own))
            }
            None => style.unknown(),
        };
        self.holders.iter().map(|(faction, _)| colour(faction)).collect()
    }

    /// All of a day.
    pub fn total(&self, nth: usize) -> f64 {
        self.totals[nth]
    }

    /// Rows for a table: a day a row, a holder a column.
    pub fn table(&self, document: &Document, share: bool) -> (Vec<String>, Vec<Vec<String>>) {
        let mut header = vec!["date".to_owned()];
        let names = self.written_names(document);
        for (name, (faction, _)) in names.iter().zip(&self.holders) {
            // Of several with one name the id tells which.
            let is_only = names.iter().filter(|other| *other == name).count() == 1;
            header.push(match faction.filter(|_| !is_only) {
                Some(faction) => format!("{name} ({})", document.chronicle.faction(faction).id),
                None => name.clone(),
            });
        }
        // What is counted, where that is not all.
        header.extend((!self.scope.is_empty()).then(|| "counted".to_owned()));
        let rows = self.days.iter().enumerate().map(|(nth, date)| {
            let total = self.total(nth).max(1e-9);
            let number = |count: f64| {
                if share {
                    format!("{:.4}", count / total)
                } else if self.measure == Measure::Ground {
                    format!("{count:.3}")
                } else {
                    format!("{count:.0}")
                }
            };
            let counts = self.holders.iter().map(|(_, counts)| number(counts[nth]));
            let scope = (!self.scope.is_empty()).then(|| self.scope.clone());
            std::iter::once(date.to_string()).chain(counts).chain(scope).collect()
        });
        (header, rows.collect())
    }

    /// Writes the chart to `path` as PNG, SVG or CSV by its ending; a failure leaves what was there.
    pub fn write(&self, document: &Document, share: bool, style: &MapStyle, path: &Path) -> Result<(), WriteError> {
        let typesetter = Typesetter::new();
        let picture = || self.picture(document, SIZE, share, style, &typesetter);
        let title = format!("{}: {}", document.title(), self.measure.text());
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        let bytes = match ending.as_str() {
            "png" => {
                let pixels = raster::paint(&picture(), &typesetter, SCALE)?;
                let rule = crate::app::rules::written(&document.chronicle, document.rule());
                let scope = if self.scope.is_empty() { say("numbers-scope-all") } else { &self.scope };
                let texts = [
                    ("Title", title.as_str()),
                    ("Description", scope),
                    ("Rule", rule.as_str()),
                    ("Software", SOFTWARE),
                    ("Chronicle SHA-256", document.checksum()),
                ];
                raster::encode_still(&pixels, SCALE, StillFormat::Png, &texts).map_err(raster::Error::from)?
            }
            "svg" => vector::svg(&picture(), &title, &format!("{SOFTWARE}; {}", self.scope)).into_bytes(),
            "csv" => {
                let (header, rows) = self.table(document, share);
                let header: Vec<&str> = header.iter().map(String::as_str).collect();
                crate::app::tables::csv(&header, &rows)
            }
            _ => return Err(WriteError::Ending { path: path.to_owned() }),
        };
        Ok(raster::write_file(path, &bytes)?)
    }

    /// The chart as a picture of a size in points: stacked areas, an axis of years, names with colours.
    pub fn picture(
        &self,
        document: &Document,
        (width, height): (f32, f32),
        share: bool,
        style: &MapStyle,
        typesetter: &Typesetter,
    ) -> Picture {
        const MARGIN: f32 = 18.0;
        let names = self.names(document);
        let colours = self.colours(document, style);
        let mut picture = Picture {
            width,
            height,
            background: style.panel().with_opacity(u8::MAX),
            shapes: Vec::new(),
            layers: Vec::new(),
            left_out: Vec::new(),
        };
        let text = |x: f32, y: f32, text: String, size: f32, bold: bool, colour: Rgba| {
            Shape::Text(TextShape { at: PicturePoint { x, y }, text, size, bold, colour, halo: None })
        };
        let rule = crate::app::rules::phrase(&document.chronicle, document.rule());
        let title = typesetter.cut(&document.title(), 16.0, true, width - 2.0 * MARGIN);
        let mut line = vec![self.measure.text()];
        line.extend(share.then(|| say("numbers-of-shares")));
        line.extend((!self.scope.is_empty()).then_some(self.scope.as_str()));
        line.extend((self.measure == Measure::Ground).then(|| say("numbers-of-inferred")));
        line.push(&rule);
        let line = typesetter.cut(&wording::joined(&line), 12.0, false, width - 2.0 * MARGIN);
        let mut furniture = vec![
            text(MARGIN, MARGIN + 14.0, title, 16.0, true, style.ink()),
            text(MARGIN, MARGIN + 32.0, line, 12.0, false, style.faint_ink()),
        ];
        // Names at the right, as many as have room.
        let widest = names.iter().map(|name| typesetter.width(name, 11.0, false)).fold(0.0, f32::max);
        let list = (widest + 26.0).min(width * 0.4);
        let (left, right) = (MARGIN + 46.0, width - MARGIN - list - 12.0);
        let (top, bottom) = (MARGIN + 46.0, height - MARGIN - 34.0);
        for (nth, (name, colour)) in names.iter().zip(&colours).enumerate() {
            let y = top + 8.0 + 16.0 * nth as f32;
            if y > bottom {
                picture.left_out.push("some names");
                break;
            }
            let centre = PicturePoint { x: right + 18.0, y: y - 4.0 };
            furniture.push(Shape::Circle { centre, radius: 5.0, fill: Some(*colour), stroke: None });
            let name = typesetter.cut(name, 11.0, false, list - 26.0);
            furniture.push(text(right + 30.0, y, name, 11.0, false, style.ink()));
        }
        let most = (0..self.days.len()).map(|nth| self.total(nth)).fold(0.0, f64::max).max(1e-9);
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return picture };
        let span = Day::of(*last).since(Day::of(*first)).max(1) as f32;
        let x_of = |date: Date| left + Day::of(date).since(Day::of(*first)) as f32 / span * (right - left);
        let y_of = |value: f64, nth: usize| {
            let all = if share { self.total(nth).max(1e-9) } else { most };
            bottom - (value / all) as f32 * (bottom - top)
        };
        let mut areas = Vec::new();
        let mut floor = vec![0.0; self.days.len()];
        for ((_, counts), colour) in self.holders.iter().zip(&colours) {
            let point = |nth: usize, value: f64| PicturePoint { x: x_of(self.days[nth]), y: y_of(value, nth) };
            let mut ring: Vec<PicturePoint> =
                (0..self.days.len()).map(|nth| point(nth, floor[nth] + counts[nth])).collect();
            ring.extend((0..self.days.len()).rev().map(|nth| point(nth, floor[nth])));
            for (floor, count) in floor.iter_mut().zip(counts) {
                *floor += count;
            }
            if ring.len() > 2 {
                areas.push(Shape::Area { rings: vec![ring], fill: *colour });
            }
        }
        picture.add_layer("Areas", areas);
        let rule = |from: PicturePoint, to: PicturePoint| Shape::Line {
            points: vec![from, to],
            stroke: Stroke { width: 1.0, colour: style.faint_ink().with_opacity(120) },
        };
        for nth in 0..=4 {
            let share_of = f64::from(nth) / 4.0;
            let y = bottom - (bottom - top) * share_of as f32;
            let label = if share { format!("{:.0} %", share_of * 100.0) } else { short_number(most * share_of) };
            let room = typesetter.width(&label, 10.5, false);
            furniture.push(rule(PicturePoint { x: left, y }, PicturePoint { x: right, y }));
            furniture.push(text(left - 6.0 - room, y + 4.0, label, 10.5, false, style.faint_ink()));
        }
        let mut free_from = left - 20.0;
        for year in first.year()..=last.year() {
            let Some(start) = Date::new(year, 1, 1).ok().filter(|start| *start >= *first) else { continue };
            let x = x_of(start);
            let label = year.to_string();
            let room = typesetter.width(&label, 10.5, false);
            if x - room / 2.0 >= free_from && x + room / 2.0 <= right + 10.0 {
                furniture.push(rule(PicturePoint { x, y: bottom }, PicturePoint { x, y: bottom + 5.0 }));
                furniture.push(text(x - room / 2.0, bottom + 17.0, label, 10.5, false, style.faint_ink()));
                free_from = x + room / 2.0 + 10.0;
            }
        }
        let credit = &document.chronicle.about.credit;
        let made_with = say("made-with");
        let credit = if credit.is_empty() { made_with.to_owned() } else { format!("{credit}  ·  {made_with}") };
        let credit = typesetter.cut(&credit, 9.5, false, width - 2.0 * MARGIN);
        furniture.push(text(MARGIN, height - 10.0, credit, 9.5, false, style.faint_ink()));
        picture.add_layer("Furniture", furniture);
        picture
    }
}

/// A number in few letters: 950, 12 k, 3.4 M.
fn short_number(number: f64) -> String {
    match number {
        number if number >= 1e7 => format!("{:.0} M", number / 1e6),
        number if number >= 1e6 => format!("{:.1} M", number / 1e6),
        number if number >= 1e4 => format!("{:.0} k", number / 1e3),
        number if number >= 10.0 || number == 0.0 => format!("{number:.0}"),
        number => format!("{number:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn every_day_adds_up_and_equals_a_fresh_count() {
        let document = Document::open(None).unwrap();
        let day = |text: &str| parse_date(text).unwrap();
        let days = (day("2014-01-01"), day("2016-12-31"));
        let mut only = vec![false; document.chronicle.places().len()];
        only.iter_mut().step_by(3).for_each(|is_counted| *is_counted = true);
        for measure in Measure::ALL {
            for only in [None, Some(only.as_slice())] {
                let counted = series(&document, measure, (only, None), days, Reach::default(), 40);
                let weights = weights(&document, measure, only, Reach::default());
                let all: f64 = weights.iter().sum();
                for (nth, date) in counted.days.iter().enumerate() {
                    assert!((counted.total(nth) - all).abs() < 1e-3 * all.max(1.0), "{measure:?} {date}");
                    let state = document.timeline.state_on(*date);
                    for (faction, counts) in &counted.holders {
                        let held =
                            (0..weights.len()).filter(|row| document.holder(&state, PlaceIx::new(*row)) == *faction);
                        let fresh: f64 = held.map(|row| weights[row]).sum();
                        assert!((counts[nth] - fresh).abs() < 1e-3 * fresh.max(1.0), "{measure:?} {date}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_ground_of_all_is_that_of_the_territory() {
        let document = Document::open(None).unwrap();
        let date = parse_date("2015-04-25").unwrap();
        let counted = series(&document, Measure::Ground, (None, None), (date, date), Reach::default(), 10);
        let territory = document.territory(&document.cells(Reach::default()), date);
        for (faction, counts) in &counted.holders {
            let area = territory.area(*faction) / 1e6;
            assert!((counts[0] - area).abs() < 0.01, "{faction:?} {} {area}", counts[0]);
        }
    }
}
