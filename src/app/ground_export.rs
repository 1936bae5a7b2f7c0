//! Territory and fronts of a date as a layer for other programs, labelled as what they are.

use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject, JsonValue};
use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::rules;
use crate::domain::{LonLat, PlaceIx, Polygon};
use crate::geometry::{Reach, SmoothFronts, Smoothing, line_lon_lat, piece_polygons};
use crate::scene::{Language, speaking};
use crate::store::{Layer, LayerGeometry, LayerValue};

/// What of the ground is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The ground of each faction.
    Territory,
    /// The lines along which the ground of two factions meets.
    Fronts,
}

/// The layer of `date`, of the places that the filter lets pass. Areas and lengths are those of the ground as
/// computed, not smoothed.
pub fn layer(
    document: &Document,
    filter: &Filter,
    what: What,
    date: Date,
    (reach, smoothing): (Reach, Smoothing),
) -> Layer {
    let cells = document.cells(reach);
    let mut territory = document.territory(&cells, date);
    let passing = filter.of(document);
    let passes = |place: PlaceIx| passing.as_ref().is_none_or(|passing| passing.on(place, date));
    let left_out = (0..document.chronicle.places().len()).map(PlaceIx::new).filter(|place| !passes(*place));
    territory.update(&cells, left_out.filter_map(|place| Some((cells.cell_of(place)?, None))));
    let smooth = SmoothFronts::new(&cells, &territory, smoothing);
    let chronicle = &document.chronicle;
    let id = |faction| LayerValue::Text(chronicle.faction(faction).id.to_string());
    let name = |faction| LayerValue::Text(chronicle.faction(faction).name.clone());
    let reach_km = match reach {
        Reach::Km(km) => LayerValue::Text(km.to_string()),
        Reach::Unlimited => LayerValue::Text("none".to_owned()),
    };
    let rule = rules::phrase_in(chronicle, document.rule(), Language::English);
    let inference = match reach {
        Reach::Km(km) => {
            format!("inferred from places: the ground nearest to each, on land and within {km} km; rule: {rule}")
        }
        Reach::Unlimited => format!("inferred from places: the ground nearest to each, on land; rule: {rule}"),
    };
    let only = if filter.is_empty() {
        String::new()
    } else {
        format!("; {}", speaking(Language::English, || filter.only_places(chronicle)))
    };
    let inference = format!("{inference}{only}");
    let common = [
        LayerValue::Text(date.to_string()),
        reach_km,
        LayerValue::Text(rules::written(chronicle, document.rule())),
        LayerValue::Text(inference.clone()),
    ];
    let description = format!("{} on {date}, {inference}", document.title());
    match what {
        What::Territory => {
            let state = document.timeline.state_on(date);
            let mut places = vec![0_u32; chronicle.factions().len()];
            for row in 0..chronicle.places().len() {
                if let Some(holder) = document.holder(&state, PlaceIx::new(row)).filter(|_| passes(PlaceIx::new(row))) {
                    places[holder.row()] += 1;
                }
            }
            let pieces = territory.pieces(&cells);
            let features = pieces
                .chunk_by(|a, b| a.holder == b.holder)
                .map(|of_holder| {
                    let holder = of_holder[0].holder;
                    let polygons: Vec<Polygon> =
                        of_holder.iter().flat_map(|piece| piece_polygons(&cells, &territory, &smooth, piece)).collect();
                    let mut values = vec![
                        id(holder),
                        name(holder),
                        LayerValue::Number(round(territory.area(Some(holder)) / 1e6)),
                        LayerValue::Number(f64::from(places[holder.row()])),
                    ];
                    values.extend(common.clone());
                    (LayerGeometry::Polygons(polygons), values)
                })
                .collect();
            let columns = vec!["faction", "name", "area_km2", "places", "date", "reach_km", "rule", "inference"];
            Layer { name: "territory", description, columns, features }
        }
        What::Fronts => {
            let mut features = Vec::new();
            for front in territory.fronts(&cells) {
                let length: f64 = front.half_edges.iter().map(|half_edge| cells.edge(*half_edge).length).sum();
                let mut values = vec![
                    id(front.left),
                    id(front.right),
                    name(front.left),
                    name(front.right),
                    LayerValue::Number(round(length / 1e3)),
                ];
                values.extend(common.clone());
                // The length is that of the whole front, also where the antimeridian cuts it.
                for line in line_lon_lat(&smooth.line(&cells, front.half_edges)) {
                    features.push((LayerGeometry::Line(line), values.clone()));
                }
            }
            let columns = vec![
                "faction",
                "other_faction",
                "name",
                "other_name",
                "length_km",
                "date",
                "reach_km",
                "rule",
                "inference",
            ];
            Layer { name: "fronts", description, columns, features }
        }
    }
}

fn round(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// A layer as GeoJSON (RFC 7946): rings closed, outer ones counter-clockwise.
pub fn geojson(layer: &Layer) -> Result<Vec<u8>, serde_json::Error> {
    let position = |point: &LonLat| geojson::Position::from([digits(point.lon()), digits(point.lat())]);
    let features: Vec<Feature> = layer
        .features
        .iter()
        .map(|(geometry, values)| {
            let value = match geometry {
                LayerGeometry::Line(line) => {
                    GeometryValue::LineString { coordinates: line.iter().map(position).collect() }
                }
                LayerGeometry::Polygons(polygons) => {
                    let ring = |ring: &Vec<LonLat>| ring.iter().chain(ring.first()).map(position).collect();
                    let polygon = |polygon: &Polygon| polygon.iter().map(ring).collect();
                    GeometryValue::MultiPolygon { coordinates: polygons.iter().map(polygon).collect() }
                }
            };
            let mut properties = JsonObject::new();
            for (column, value) in layer.columns.iter().zip(values) {
                let value = match value {
                    LayerValue::Text(text) => JsonValue::from(text.clone()),
                    LayerValue::Number(number) => JsonValue::from(*number),
                };
                properties.insert((*column).to_owned(), value);
            }
            let mut feature = Feature::from(geojson::Geometry::new(value));
            feature.properties = Some(properties);
            feature
        })
        .collect();
    let mut foreign = JsonObject::new();
    foreign.insert("name".to_owned(), JsonValue::from(layer.name));
    foreign.insert("description".to_owned(), JsonValue::from(layer.description.clone()));
    let collection = FeatureCollection { features, bbox: None, foreign_members: Some(foreign) };
    let mut text = serde_json::to_vec(&collection)?;
    text.push(b'\n');
    Ok(text)
}

/// Nine decimals of a degree are a tenth of a millimetre: rings stay as valid as they were.
fn digits(degrees: f64) -> f64 {
    (degrees * 1e9).round() / 1e9
}
