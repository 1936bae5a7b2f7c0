//! A point on the earth.

/// A place on the earth: longitude −180..=180 and latitude −90..=90 degrees (WGS 84), both finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// The point at `lon`, `lat` degrees.
    pub fn new(lon: f64, lat: f64) -> Result<Self, InvalidPlace> {
        let on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        if on_earth { Ok(Self { lon, lat }) } else { Err(InvalidPlace { lon, lat }) }
    }

    /// Longitude in degrees, east positive.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees, north positive.
    pub fn lat(self) -> f64 {
        self.lat
    }
}

/// Coordinates that lie nowhere on the earth.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("longitude {lon} and latitude {lat} lie nowhere on the earth (−180 to 180 and −90 to 90)")]
pub struct InvalidPlace {
    /// The longitude that was given, in degrees.
    pub lon: f64,
    /// The latitude that was given, in degrees.
    pub lat: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_poles_and_the_antimeridian_are_places() {
        for (lon, lat) in [(0.0, 90.0), (0.0, -90.0), (180.0, 0.0), (-180.0, 0.0)] {
            assert!(LonLat::new(lon, lat).is_ok(), "{lon} {lat}");
        }
    }

    #[test]
    fn beyond_the_earth_and_not_a_number_are_refused() {
        for (lon, lat) in [(180.1, 0.0), (0.0, -90.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(LonLat::new(lon, lat).is_err(), "{lon} {lat}");
        }
    }
}
