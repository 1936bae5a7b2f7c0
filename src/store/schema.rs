//! The tables of a project file.
//!
//! `application_id` and `user_version` are GeoPackage's ("GPKG", 1.3); Salient's own version
//! stands in `salient_meta`. Tables are `STRICT` where GeoPackage's column types allow it: a
//! feature table needs a geometry column type and `DATE` columns, which `STRICT` refuses.

/// The schema this program writes, and the newest it reads.
pub const SCHEMA_VERSION: i64 = 1;

pub(super) const APPLICATION_ID: i64 = 0x4750_4B47; // "GPKG"
pub(super) const GEOPACKAGE_VERSION: i64 = 10_300; // 1.3.0

/// How a file of version `n + 1` is made from one of version `n`, for every earlier `n` ≥ 1.
/// The first released version has no earlier one.
pub(super) const MIGRATIONS: &[&str] = &[];

/// Everything GeoPackage 1.3 asks of a file with vector features and attributes (chapters 1 and 2).
pub(super) const GEOPACKAGE: &str = r#"
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
"#;

/// Salient's own tables.
pub(super) const SALIENT: &str = r"
CREATE TABLE salient_meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE factions (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  name_ar TEXT NOT NULL,
  colour TEXT NOT NULL,
  symbol TEXT NOT NULL,
  bloc TEXT NOT NULL,
  active_from TEXT,
  active_to TEXT,
  successor TEXT,
  notes TEXT NOT NULL
) STRICT;
CREATE TABLE places (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_ar TEXT NOT NULL,
  kind TEXT NOT NULL,
  coord_source TEXT NOT NULL,
  geonames_id INTEGER,
  admin1 TEXT NOT NULL,
  population INTEGER
);
CREATE TABLE events (
  fid INTEGER PRIMARY KEY,
  id TEXT,
  place INTEGER NOT NULL REFERENCES places(fid),
  date TEXT NOT NULL,
  precision TEXT NOT NULL,
  kind TEXT NOT NULL,
  controller TEXT REFERENCES factions(id),
  shared_with TEXT NOT NULL,
  contested_by TEXT NOT NULL,
  besieged_by TEXT NOT NULL,
  confidence TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE TABLE sources (
  fid INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  camp TEXT NOT NULL,
  aliases TEXT NOT NULL
) STRICT;
CREATE TABLE reports (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event INTEGER NOT NULL REFERENCES events(fid),
  publisher TEXT NOT NULL,
  attributed_to TEXT NOT NULL,
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  archive_url TEXT NOT NULL,
  published TEXT,
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  stance TEXT NOT NULL,
  asserted_controller TEXT,
  claim TEXT NOT NULL
) STRICT;
CREATE TABLE chapters (
  fid INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  place INTEGER REFERENCES places(fid)
) STRICT;
CREATE TABLE areas (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  faction TEXT,
  start DATE,
  end DATE
);
CREATE TABLE edits (
  fid INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;
CREATE TABLE control_spans (
  fid INTEGER PRIMARY KEY,
  place INTEGER NOT NULL REFERENCES places(fid),
  controller TEXT NOT NULL,
  status TEXT NOT NULL,
  start DATE NOT NULL,
  end DATE
);
CREATE VIEW control_intervals AS
  SELECT control_spans.fid AS fid, places.geom AS geom, places.id AS place_id, places.name AS name,
         places.kind AS kind, control_spans.controller AS controller, control_spans.status AS status,
         control_spans.start AS start, control_spans.end AS end
  FROM control_spans JOIN places ON places.fid = control_spans.place;
CREATE TABLE salient_layout (
  table_name TEXT NOT NULL,
  position INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  PRIMARY KEY (table_name, position)
) STRICT;
CREATE TABLE salient_unknown_values (
  table_name TEXT NOT NULL,
  row INTEGER NOT NULL,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (table_name, row, position)
) STRICT;
CREATE TABLE salient_files (
  path TEXT PRIMARY KEY NOT NULL,
  content BLOB NOT NULL
) STRICT;
";

/// Made when the rows are in, which is faster than keeping them while rows come.
pub(super) const INDEXES: &str = r"
CREATE INDEX events_by_place ON events (place, date);
CREATE INDEX reports_by_event ON reports (event);
CREATE UNIQUE INDEX events_by_id ON events (id) WHERE id IS NOT NULL;
";

/// What `gpkg_contents` says of every table: name, data type, description.
pub(super) const CONTENTS: [(&str, &str, &str); 9] = [
    ("places", "features", "Places: towns, villages, bases, crossings, dams"),
    ("areas", "features", "Dated areas of control from outside"),
    (
        "control_intervals",
        "features",
        "Who held which place from which day to which (inclusive; no end: still); rule: as assessed",
    ),
    ("factions", "attributes", "Factions"),
    ("events", "attributes", "Control-change events"),
    ("reports", "attributes", "Source reports on events"),
    ("sources", "attributes", "Sources and their camps"),
    ("chapters", "attributes", "Chapters: stretches of time worth jumping to"),
    ("edits", "attributes", "What was changed, when and by whom"),
];

/// Geometry columns: table, geometry type.
pub(super) const GEOMETRY_COLUMNS: [(&str, &str); 3] =
    [("places", "POINT"), ("areas", "MULTIPOLYGON"), ("control_intervals", "POINT")];
