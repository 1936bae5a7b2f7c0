//! One layer of lines or polygons as a GeoPackage of its own: what a GIS gets from `export`.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::domain::{LonLat, Polygon};
use crate::store::save::{bounds_of, put_in_place, quick_connection};
use crate::store::schema::GEOPACKAGE;
use crate::store::{Error, geometry_blob};

/// The geometry of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerGeometry {
    /// Polygons.
    Polygons(Vec<Polygon>),
    /// A line.
    Line(Vec<LonLat>),
}

/// A value of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerValue {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
}

/// A layer: features of one kind of geometry, each with a value for every column.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it is called; letters and `_` only.
    pub name: &'static str,
    /// What it holds and how it came about.
    pub description: String,
    /// The names of the columns; letters, digits and `_` only.
    pub columns: Vec<&'static str>,
    /// The features.
    pub features: Vec<(LayerGeometry, Vec<LayerValue>)>,
}

/// Writes a layer as a GeoPackage; a failure leaves what was there before.
pub fn write_layer(layer: &Layer, path: &Path) -> Result<(), Error> {
    put_in_place(path, |beside| {
        let error = |source| Error::Write { path: path.to_owned(), what: "writing the layer".to_owned(), source };
        let mut connection = quick_connection(beside).map_err(error)?;
        fill(&mut connection, layer).map_err(error)?;
        connection.close().map_err(|(_, source)| error(source))
    })
}

fn fill(connection: &mut Connection, layer: &Layer) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(GEOPACKAGE)?;
    let first = layer.features.first();
    let is_number = |at: usize| matches!(first.and_then(|(_, values)| values.get(at)), Some(LayerValue::Number(_)));
    let kind = match first {
        Some((LayerGeometry::Line(_), _)) => "LINESTRING",
        _ => "MULTIPOLYGON",
    };
    let columns: Vec<String> = layer
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| format!(", {name} {}", if is_number(at) { "DOUBLE" } else { "TEXT" }))
        .collect();
    let name = layer.name;
    transaction.execute_batch(&format!(
        "CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {kind}{});",
        columns.concat()
    ))?;
    let places = ", ?".repeat(layer.columns.len());
    let mut insert = transaction.prepare(&format!("INSERT INTO {name} VALUES (NULL, ?{places})"))?;
    let bounds = bounds_of(layer.features.iter().flat_map(|(geometry, _)| match geometry {
        LayerGeometry::Line(line) => line.clone(),
        LayerGeometry::Polygons(polygons) => polygons.iter().flatten().flatten().copied().collect(),
    }));
    for (geometry, values) in &layer.features {
        let blob = match geometry {
            LayerGeometry::Line(line) => geometry_blob::line(line),
            LayerGeometry::Polygons(polygons) => geometry_blob::multipolygon(polygons),
        };
        let values = values.iter().map(|value| match value {
            LayerValue::Text(text) => Value::Text(text.clone()),
            LayerValue::Number(number) => Value::Real(*number),
        });
        insert.execute(params_from_iter(std::iter::once(Value::Blob(blob)).chain(values)))?;
    }
    let side = |at: usize| bounds.map(|bounds| bounds[at]);
    transaction.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)
         VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, 4326)",
        rusqlite::params![name, layer.description, side(0), side(1), side(2), side(3)],
    )?;
    transaction.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)",
        rusqlite::params![name, kind],
    )?;
    drop(insert);
    transaction.commit()
}
