//! GeoPackage's form of a geometry: a small header, then well-known binary (GeoPackage 1.3, 2.1.3).

use crate::domain::{LonLat, Polygon};

/// A point in WGS 84.
pub(super) fn point(position: LonLat) -> [u8; 29] {
    let mut blob = [0; 29];
    blob[..2].copy_from_slice(b"GP");
    blob[2] = 0; // version 1
    blob[3] = 0b0000_0001; // little endian, no envelope, not empty
    blob[4..8].copy_from_slice(&4326_i32.to_le_bytes());
    blob[8] = 1; // well-known binary, little endian
    blob[9..13].copy_from_slice(&1_u32.to_le_bytes()); // a point
    blob[13..21].copy_from_slice(&position.lon().to_le_bytes());
    blob[21..29].copy_from_slice(&position.lat().to_le_bytes());
    blob
}

/// Polygons in WGS 84 as a multipolygon.
pub(super) fn multipolygon(polygons: &[Polygon]) -> Vec<u8> {
    let mut blob = Vec::new();
    blob.extend(b"GP\0\x01"); // version 1; little endian, no envelope, not empty
    blob.extend(4326_i32.to_le_bytes());
    let header = |blob: &mut Vec<u8>, kind: u32, count: usize| {
        blob.push(1); // well-known binary, little endian
        blob.extend(kind.to_le_bytes());
        blob.extend((count as u32).to_le_bytes());
    };
    header(&mut blob, 6, polygons.len());
    for polygon in polygons {
        header(&mut blob, 3, polygon.len());
        for ring in polygon {
            // Rings are closed in this form.
            blob.extend((ring.len() as u32 + 1).to_le_bytes());
            for point in ring.iter().chain(ring.first()) {
                blob.extend(point.lon().to_le_bytes());
                blob.extend(point.lat().to_le_bytes());
            }
        }
    }
    blob
}

/// A line in WGS 84.
pub(super) fn line(points: &[LonLat]) -> Vec<u8> {
    let mut blob = Vec::new();
    blob.extend(b"GP\0\x01");
    blob.extend(4326_i32.to_le_bytes());
    blob.push(1);
    blob.extend(2_u32.to_le_bytes());
    blob.extend((points.len() as u32).to_le_bytes());
    for point in points {
        blob.extend(point.lon().to_le_bytes());
        blob.extend(point.lat().to_le_bytes());
    }
    blob
}

/// Longitude and latitude of a point, in either byte order and with or without an envelope.
pub(super) fn lon_lat(blob: &[u8]) -> Option<(f64, f64)> {
    let [b'G', b'P', _version, flags, ..] = blob else {
        return None;
    };
    // Bytes of the envelope by its indicator code.
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    let wkb = blob.get(8 + envelope..)?;
    let (order, rest) = wkb.split_first()?;
    let little = *order == 1;
    let kind: [u8; 4] = rest.get(..4)?.try_into().ok()?;
    let kind = if little { u32::from_le_bytes(kind) } else { u32::from_be_bytes(kind) };
    // 1 is a point, 1001 one with height, 2001 one with measure, 3001 one with both.
    if kind % 1000 != 1 {
        return None;
    }
    let number = |from: usize| {
        let bytes: [u8; 8] = rest.get(from..from + 8)?.try_into().ok()?;
        Some(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    };
    Some((number(4)?, number(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_reads_back_as_it_was_written() {
        let idlib = LonLat::new(36.63393, 35.93062).unwrap();
        assert_eq!(lon_lat(&point(idlib)), Some((36.63393, 35.93062)));
    }

    #[test]
    fn what_is_cut_or_no_point_is_no_position() {
        let blob = point(LonLat::new(1.0, 2.0).unwrap());
        for cut in 0..blob.len() {
            assert_eq!(lon_lat(&blob[..cut]), None, "cut at {cut}");
        }
        let mut polygon = blob;
        polygon[9] = 3;
        assert_eq!(lon_lat(&polygon), None);
    }
}
