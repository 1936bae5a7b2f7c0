//! The embedded Natural Earth layers and their levels of detail.
//!
//! `assets/basemap/build.py` describes the form. Every level holds the whole world, so a view
//! never mixes two and there is no seam between them. A block is decoded when it is first asked
//! for, and kept.

mod countries;

use std::sync::OnceLock;

use crate::geometry::{WorldPoint, WorldRect};

static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/basemap.zst"));

/// A layer of lines or rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Rings, filled by the even-odd rule: continents, islands, and seas inside them.
    Land,
    /// Rings: lakes, and islands inside them.
    Lakes,
    /// Lines.
    Rivers,
    /// Lines between countries, de facto.
    Countries,
    /// Lines between first-level divisions.
    Provinces,
}

/// A ring or a line in world coordinates, with its bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What the points span.
    pub bounds: WorldRect,
    /// The points; a ring does not repeat its first.
    pub points: Vec<[f64; 2]>,
}

/// The name of a country and where to write it.
#[derive(Debug, Clone, PartialEq)]
pub struct CountryName {
    /// The name, in English.
    pub name: String,
    /// The middle of the name.
    pub at: WorldPoint,
    /// The zoom from which there is room for it.
    pub from_zoom: f64,
}

struct Block {
    layer: u64,
    largest_zoom: f64,
    bits: u32,
    range: std::ops::Range<usize>,
    lines: OnceLock<Vec<Line>>,
}

/// The base map.
pub struct Basemap {
    bytes: Vec<u8>,
    blocks: Vec<Block>,
    names: OnceLock<Vec<CountryName>>,
    countries: countries::Cell,
}

const NAMES: u64 = 5;

impl Basemap {
    /// The embedded base map. Should it be damaged (it is part of the binary, so only a broken
    /// build can do that), the map is empty.
    pub fn embedded() -> &'static Self {
        static BASEMAP: OnceLock<Basemap> = OnceLock::new();
        BASEMAP.get_or_init(|| {
            let bytes = zstd::decode_all(EMBEDDED).unwrap_or_default();
            Self::read(bytes)
        })
    }

    fn read(bytes: Vec<u8>) -> Self {
        let blocks = read_blocks(&bytes).unwrap_or_default();
        Self { bytes, blocks, names: OnceLock::new(), countries: OnceLock::new() }
    }

    /// The lines of `layer` in the level of detail for `zoom`; none where the layer is not drawn
    /// at that zoom.
    pub fn lines(&self, layer: Layer, zoom: f64) -> &[Line] {
        let number = layer as u64;
        let levels = || self.blocks.iter().filter(|block| block.layer == number);
        let fits = |block: &&Block| zoom <= block.largest_zoom;
        // Without a level for the smallest zooms the layer begins later.
        let smallest = self.blocks.first().map_or(0.0, |block| block.largest_zoom);
        let begins_later = levels().next().is_some_and(|block| block.largest_zoom > smallest);
        if begins_later && zoom <= smallest {
            return &[];
        }
        let Some(block) = levels().find(fits).or_else(|| levels().last()) else {
            return &[];
        };
        block.lines.get_or_init(|| {
            let bytes = self.bytes.get(block.range.clone()).unwrap_or_default();
            read_lines(bytes, block.bits).unwrap_or_default()
        })
    }

    /// The names of the countries.
    pub fn country_names(&self) -> &[CountryName] {
        self.names.get_or_init(|| {
            let block = self.blocks.iter().find(|block| block.layer == NAMES);
            let bytes = block.and_then(|block| self.bytes.get(block.range.clone()));
            read_names(bytes.unwrap_or_default()).unwrap_or_default()
        })
    }
}

/// Reads numbers from the front of a byte slice.
struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Numbers<'_> {
    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        let half = (number >> 1).cast_signed();
        Some(if number & 1 == 0 { half } else { !half })
    }
}

fn read_blocks(bytes: &[u8]) -> Option<Vec<Block>> {
    bytes.strip_prefix(b"SBM1")?;
    let mut numbers = Numbers { bytes, at: 4 };
    let count = numbers.unsigned()?;
    let mut blocks = Vec::new();
    for _ in 0..count {
        let layer = numbers.unsigned()?;
        let _level = numbers.unsigned()?;
        let largest_zoom = numbers.unsigned()? as f64 / 10.0;
        let bits = u32::try_from(numbers.unsigned()?).ok()?;
        let length = usize::try_from(numbers.unsigned()?).ok()?;
        let end = numbers.at.checked_add(length).filter(|end| *end <= bytes.len())?;
        blocks.push(Block { layer, largest_zoom, bits, range: numbers.at..end, lines: OnceLock::new() });
        numbers.at = end;
    }
    Some(blocks)
}

fn read_lines(bytes: &[u8], bits: u32) -> Option<Vec<Line>> {
    let unit = 1.0 / ((1_u64 << bits.min(62)) - 1) as f64;
    let mut numbers = Numbers { bytes, at: 0 };
    let count = numbers.unsigned()?;
    let mut lines = Vec::new();
    for _ in 0..count {
        let length = numbers.unsigned()?;
        let mut points = Vec::with_capacity(usize::try_from(length).ok()?.min(bytes.len()));
        let (mut x, mut y) = (0_i64, 0_i64);
        let mut bounds: Option<WorldRect> = None;
        for _ in 0..length {
            x = x.checked_add(numbers.signed()?)?;
            y = y.checked_add(numbers.signed()?)?;
            let (px, py) = (x as f64 * unit, y as f64 * unit);
            points.push([px, py]);
            let b = bounds.get_or_insert(WorldRect { west: px, north: py, east: px, south: py });
            b.west = b.west.min(px);
            b.east = b.east.max(px);
            b.north = b.north.min(py);
            b.south = b.south.max(py);
        }
        lines.extend(bounds.map(|bounds| Line { bounds, points }));
    }
    Some(lines)
}

fn read_names(bytes: &[u8]) -> Option<Vec<CountryName>> {
    let unit = 1.0 / ((1_u64 << 24) - 1) as f64;
    let mut numbers = Numbers { bytes, at: 0 };
    let count = numbers.unsigned()?;
    let mut names = Vec::new();
    for _ in 0..count {
        let length = usize::try_from(numbers.unsigned()?).ok()?;
        let end = numbers.at.checked_add(length)?;
        let name = std::str::from_utf8(bytes.get(numbers.at..end)?).ok()?.to_owned();
        numbers.at = end;
        let x = numbers.unsigned()? as f64 * unit;
        let y = numbers.unsigned()? as f64 * unit;
        let from_zoom = numbers.unsigned()? as f64 / 10.0;
        names.push(CountryName { name, at: WorldPoint { x, y }, from_zoom });
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LonLat;
    use crate::geometry::world_from_lon_lat;

    /// Whether a point lies on land, by the even-odd rule over all rings.
    fn is_land(lon: f64, lat: f64, zoom: f64) -> bool {
        let at = world_from_lon_lat(LonLat::new(lon, lat).unwrap());
        let mut odd = false;
        for ring in Basemap::embedded().lines(Layer::Land, zoom) {
            let next = ring.points.iter().cycle().skip(1);
            for (a, b) in ring.points.iter().zip(next) {
                let crosses = (a[1] > at.y) != (b[1] > at.y);
                if crosses && at.x < (b[0] - a[0]) * (at.y - a[1]) / (b[1] - a[1]) + a[0] {
                    odd = !odd;
                }
            }
        }
        odd
    }

    #[test]
    fn every_level_knows_land_from_sea() {
        for zoom in [3.0, 5.0, 7.0, 9.0, 12.0] {
            for (lon, lat) in
                [(36.63, 35.93), (30.5, 50.4), (-100.0, 40.0), (0.0, -85.0), (178.0, -17.8), (-172.0, 66.0)]
            {
                assert!(is_land(lon, lat, zoom), "land at {lon} {lat}, zoom {zoom}");
            }
            for (lon, lat) in [(34.0, 34.5), (-30.0, 0.0), (34.0, 43.5), (51.0, 41.5), (179.0, 0.0)] {
                assert!(!is_land(lon, lat, zoom), "sea at {lon} {lat}, zoom {zoom}");
            }
        }
    }

    #[test]
    fn finer_levels_have_more_points() {
        let points = |layer, zoom| -> usize {
            let lines = Basemap::embedded().lines(layer, zoom);
            lines.iter().map(|line| line.points.len()).sum()
        };
        for layer in [Layer::Land, Layer::Lakes, Layer::Rivers, Layer::Countries] {
            let counts = [3.0, 5.0, 7.0, 9.0].map(|zoom| points(layer, zoom));
            assert!(counts.is_sorted() && counts[0] > 0, "{layer:?} {counts:?}");
        }
        assert_eq!(points(Layer::Provinces, 3.0), 0);
        assert!(points(Layer::Provinces, 5.0) > 0);
    }

    #[test]
    fn the_embedded_form_stays_under_eight_megabytes() {
        assert!(EMBEDDED.len() < 8_000_000, "{} bytes", EMBEDDED.len());
    }

    #[test]
    fn country_names_lie_in_their_countries() {
        let names = Basemap::embedded().country_names();
        assert!(names.len() > 150);
        let syria = names.iter().find(|country| country.name == "Syria").unwrap();
        assert!((0.599..0.619).contains(&syria.at.x), "{syria:?}");
    }

    #[test]
    fn cut_or_foreign_bytes_make_an_empty_map() {
        for bytes in
            [&b""[..], b"SBM1", b"SBM1\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"SBM1\x01\x00\x00\x28\x0f\x7f"]
        {
            let map = Basemap::read(bytes.to_vec());
            assert!(map.lines(Layer::Land, 5.0).is_empty());
            assert!(map.country_names().is_empty());
        }
    }
}
