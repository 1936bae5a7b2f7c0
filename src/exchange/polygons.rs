//! Reads the polygons of a chronicle folder: `country.geojson`, the land that territory is clipped
//! to, and `areas/*.geojson`, dated areas of control from outside (RFC 7946).

use geojson::{Feature, FeatureCollection, GeoJson, GeometryValue};
use jiff::civil::Date;

use crate::domain::{Area, Chronicle, FactionIx, LonLat, Polygon, Problem, Problems, excerpt, parse_date};
use crate::exchange::folder_read::COUNTRY;

/// The polygons of a chronicle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Polygons {
    /// The land of `country.geojson`; empty where there is none.
    pub land: Vec<Polygon>,
    /// The areas of `areas/*.geojson`, by first day, then by file and row.
    pub areas: Vec<Area>,
}

/// Reads the polygons that a chronicle carries along.
///
/// A feature of an area has `faction` (an id), `start` and, if it ended, `end` (inclusive dates).
/// A feature without a date takes it from digits `YYYYMMDD` in the file's name and lasts until the
/// day before the next such file.
pub fn read_polygons(chronicle: &Chronicle, problems: &mut Problems) -> Polygons {
    let mut found = Polygons::default();
    let mut daily: Vec<(Date, usize)> = Vec::new();
    for attachment in &chronicle.attachments {
        if !attachment.path.ends_with(".geojson") {
            continue;
        }
        let mut reading = Reading { file: &attachment.path, chronicle, problems };
        let Some(features) = reading.features(&attachment.content) else { continue };
        if attachment.path == COUNTRY {
            for (row, feature) in features.iter().enumerate() {
                found.land.extend(reading.polygons(row, feature));
            }
            continue;
        }
        let of_name = date_in_name(&attachment.path);
        for (row, feature) in features.iter().enumerate() {
            let polygons = reading.polygons(row, feature);
            let Some((faction, start, end)) = reading.whose_and_when(row, feature, of_name) else { continue };
            if polygons.is_empty() {
                continue;
            }
            let start = start.unwrap_or_else(|| {
                let day = of_name.unwrap_or_default();
                daily.push((day, found.areas.len()));
                day
            });
            found.areas.push(Area { faction, start, end, polygons });
        }
    }
    // A day's file holds until the next day's.
    daily.sort_unstable();
    for (at, (day, area)) in daily.iter().enumerate() {
        let next = daily[at..].iter().map(|(other, _)| *other).find(|other| other > day);
        found.areas[*area].end = next.and_then(|next| next.yesterday().ok());
    }
    found.areas.sort_by_key(|area| area.start);
    found
}

/// A date written as eight digits in the name of a file.
fn date_in_name(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next()?;
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let dashed = |digits: &str| Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?));
    (digits.len() == 8).then(|| parse_date(&dashed(&digits)?)).flatten()
}

struct Reading<'a> {
    file: &'a str,
    chronicle: &'a Chronicle,
    problems: &'a mut Problems,
}

impl Reading<'_> {
    fn problem(&mut self, row: Option<usize>, column: Option<&str>, found: &str, wrong: &str, done: &str) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            row: row.map(|row| row as u64 + 1),
            column: column.map(str::to_owned),
            found: excerpt(found),
            wrong: wrong.to_owned(),
            done: done.to_owned(),
        });
    }

    fn features(&mut self, content: &[u8]) -> Option<Vec<Feature>> {
        let text = String::from_utf8_lossy(content);
        let text = text.trim_start_matches('\u{feff}');
        match text.parse::<GeoJson>() {
            Ok(GeoJson::FeatureCollection(FeatureCollection { features, .. })) => Some(features),
            Ok(GeoJson::Feature(feature)) => Some(vec![feature]),
            Ok(GeoJson::Geometry(geometry)) => Some(vec![Feature::from(geometry)]),
            Err(error) => {
                let wrong = format!("it is no GeoJSON ({})", excerpt(&error.to_string()));
                self.problem(None, None, "", &wrong, "it is kept, but not drawn");
                None
            }
        }
    }

    fn polygons(&mut self, row: usize, feature: &Feature) -> Vec<Polygon> {
        let mut polygons = Vec::new();
        match feature.geometry.as_ref().map(|geometry| &geometry.value) {
            Some(value) => self.collect(row, value, &mut polygons),
            None => self.problem(Some(row), Some("geometry"), "", "the feature has none", "it is left out"),
        }
        polygons
    }

    fn collect(&mut self, row: usize, value: &GeometryValue, into: &mut Vec<Polygon>) {
        match value {
            GeometryValue::Polygon { coordinates } => into.extend(self.polygon(row, coordinates)),
            GeometryValue::MultiPolygon { coordinates } => {
                for polygon in coordinates {
                    into.extend(self.polygon(row, polygon));
                }
            }
            GeometryValue::GeometryCollection { geometries } => {
                for geometry in geometries {
                    self.collect(row, &geometry.value, into);
                }
            }
            other => self.problem(Some(row), Some("geometry"), other.type_name(), "it is no polygon", "it is left out"),
        }
    }

    fn polygon(&mut self, row: usize, rings: &[Vec<geojson::Position>]) -> Option<Polygon> {
        let mut polygon: Polygon = Vec::new();
        for (number, ring) in rings.iter().enumerate() {
            let mut points: Vec<LonLat> = Vec::with_capacity(ring.len());
            for position in ring {
                let (lon, lat) = (position.as_slice().first().copied(), position.as_slice().get(1).copied());
                let point = lon.zip(lat).and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
                match point {
                    Some(point) if points.last() != Some(&point) => points.push(point),
                    Some(_) => {}
                    None => {
                        let found = format!("{:?}", position.as_slice());
                        self.problem(
                            Some(row),
                            Some("geometry"),
                            &found,
                            "it is no place on the earth (longitude, then latitude, in degrees)",
                            "the point is left out",
                        );
                    }
                }
            }
            if points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            if points.len() >= 3 {
                polygon.push(points);
            } else {
                self.problem(Some(row), Some("geometry"), "", "a ring has fewer than three corners", "it is left out");
                if number == 0 {
                    return None;
                }
            }
        }
        (!polygon.is_empty()).then_some(polygon)
    }

    /// The faction, first and last day of an area. Without a first day there is one in the name.
    fn whose_and_when(
        &mut self,
        row: usize,
        feature: &Feature,
        of_name: Option<Date>,
    ) -> Option<(Option<FactionIx>, Option<Date>, Option<Date>)> {
        let text = |keys: &[&str]| -> Option<String> {
            keys.iter().find_map(|key| {
                let value = feature.property(key)?;
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (!value.is_null() && !text.trim().is_empty()).then(|| text.trim().to_owned())
            })
        };
        let Some(id) = text(&["faction", "controller"]) else {
            self.problem(Some(row), Some("faction"), "", "the area names no faction", "it is left out");
            return None;
        };
        let Some(found) = self.chronicle.faction_by_id(&id) else {
            let wrong = "no faction has this id";
            self.problem(Some(row), Some("faction"), &id, wrong, "the area is left out; add it to factions.csv");
            return None;
        };
        let faction = (id != crate::domain::Faction::UNKNOWN_ID).then_some(found);
        let mut day = |column: &str, keys: &[&str]| -> Result<Option<Date>, ()> {
            let Some(found) = text(keys) else { return Ok(None) };
            let date = parse_date(found.get(..10).unwrap_or(&found));
            if date.is_none() {
                let wrong = "it is no date of the form YYYY-MM-DD";
                self.problem(Some(row), Some(column), &found, wrong, "the area is left out");
            }
            date.map(Some).ok_or(())
        };
        let start = day("start", &["start", "date", "start_date"]).ok()?;
        let end = day("end", &["end", "end_date"]).ok()?;
        if start.is_none() && of_name.is_none() {
            let wrong = "the area has no first day, nor has the file's name (YYYYMMDD)";
            self.problem(Some(row), Some("start"), "", wrong, "it is left out");
            return None;
        }
        if let (Some(first), Some(last)) = (start.or(of_name), end)
            && last < first
        {
            let found = last.to_string();
            self.problem(Some(row), Some("end"), &found, "it lies before the first day", "the area is left out");
            return None;
        }
        Some((faction, start.or(if end.is_some() { of_name } else { None }), end))
    }
}
