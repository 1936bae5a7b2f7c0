//! Writing results to stdout, and tables.

use std::io::{ErrorKind, Write as _};

use crate::app::tables;

/// Prints a result.
pub(super) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// What came of printing. Whoever closed the pipe has had enough; that is no failure.
pub(super) fn printed(result: std::io::Result<()>) -> anyhow::Result<()> {
    let failed = |error: &std::io::Error| error.kind() != ErrorKind::BrokenPipe;
    match result {
        Err(error) if failed(&error) => Err(anyhow::Error::new(error)
            .context("could not write the result to stdout; check that there is room where it is sent to")),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Format {
    /// Aligned text for reading
    Table,
    /// Comma-separated values with a header row
    Csv,
    /// An array of objects
    Json,
}

impl Format {
    /// Rows in this format.
    pub(super) fn rows(self, header: &[&str], rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Table => Ok(tables::aligned(header, rows)),
            Self::Csv => Ok(tables::csv(header, rows)),
            Self::Json => json(header, rows),
        }
    }
}

/// Rows as a JSON array of objects.
pub(super) fn json(header: &[&str], rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let objects: Vec<_> = rows.iter().map(|row| object(header, row)).collect();
    let mut text = serde_json::to_vec_pretty(&objects)?;
    text.push(b'\n');
    Ok(text)
}

fn object(header: &[&str], row: &[String]) -> serde_json::Map<String, serde_json::Value> {
    let value = |(name, text): (&&str, &String)| {
        let is_number = matches!(*name, "lat" | "lon");
        let number = is_number.then(|| text.parse::<f64>().ok()).flatten();
        let value = match number {
            Some(number) => number.into(),
            None if text.is_empty() => serde_json::Value::Null,
            None => text.clone().into(),
        };
        ((*name).to_owned(), value)
    };
    header.iter().zip(row).map(value).collect()
}

/// Rows as GeoJSON points (RFC 7946); every row has columns `lat` and `lon`.
pub(super) fn geojson(header: &[&str], rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let features: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let mut properties = object(header, row);
            let mut take = |name: &str| properties.shift_remove(name).unwrap_or_default();
            let (lon, lat) = (take("lon"), take("lat"));
            serde_json::json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [lon, lat] },
                "properties": properties,
            })
        })
        .collect();
    let collection = serde_json::json!({ "type": "FeatureCollection", "features": features });
    let mut text = serde_json::to_vec(&collection)?;
    text.push(b'\n');
    Ok(text)
}
