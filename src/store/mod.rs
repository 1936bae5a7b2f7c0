//! The project file: a chronicle in one SQLite file that is also a valid GeoPackage 1.3.
//!
//! Nothing but this floor names SQL. Text and numbers are checked on the way in like those of
//! any file: a GIS may have edited the tables, so a row that makes no sense is a
//! [`Problem`](crate::domain::Problem), not a failure.

mod error;
mod geometry_blob;
mod layer;
mod load;
mod save;
mod schema;

pub use error::Error;
pub use layer::{Layer, LayerGeometry, LayerValue, write_layer};
pub use load::{load, looks_like_sqlite};
pub use save::save;
pub use schema::SCHEMA_VERSION;
