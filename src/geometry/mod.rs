//! Pure maths on places: projection, viewport, clipping.
//!
//! Three spaces, named in every function: **lon/lat** in degrees; the **world**, the unit square
//! of Web Mercator with x east and y south, so that 0,0 is the north-west corner; the **picture**,
//! points from its top left corner.

mod areas;
mod clip;
mod ellipsoid;
mod land;
mod measure;
mod mercator;
mod outline;
mod smoothing;
mod territory;
mod tessellation;
mod viewport;

pub use areas::{AreaFront, AreaPatch, WorldPolygon, area_fronts, world_polygons};
pub use clip::{clip_line, clip_ring};
pub use ellipsoid::{length_along, ring_area};
pub use land::{Land, bounds_of};
pub use measure::{DrawnArea, geodesic_area, geodesic_length};
pub use mercator::{EDGE_LATITUDE, WorldPoint, lon_lat_from_world, metres_per_world_unit, world_from_lon_lat};
pub use outline::{line_lon_lat, piece_polygons};
pub use smoothing::{Part, SmoothFronts, Smoothing};
pub use territory::{Front, Piece, Ring, Territory};
pub use tessellation::{Edge, NOBODY, Reach, Tessellation};
pub use viewport::{PicturePoint, Viewport, WorldBounds, WorldRect};
