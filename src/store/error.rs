//! Why a project file could not be opened or written.

use std::path::PathBuf;

/// Why a project file could not be opened or written. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system said no.
    #[error("could not read {path}; check that it exists and that you may read it")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// Not an SQLite file.
    #[error(
        "could not open {path}: it is no Salient project (no SQLite file); open a chronicle folder or a .gpkg file written by Salient"
    )]
    NotSqlite {
        /// The file.
        path: PathBuf,
    },
    /// An SQLite file of another program.
    #[error(
        "could not open {path}: it is an SQLite file of another program; Salient opens only projects that it wrote, so import the data from a chronicle folder"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Written by a later Salient.
    #[error(
        "could not open {path}: it was written by a newer Salient (schema {found}, this one knows {known}); update Salient"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error(
        "could not open {path}: the file is damaged ({what}); restore a copy of it, or import the chronicle folder again"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found.
        what: String,
    },
    /// The file could not be written.
    #[error("could not write the project {path}: {what}; check that the disk has room and that you may write there")]
    Write {
        /// The file.
        path: PathBuf,
        /// What was tried.
        what: String,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The finished file could not be put in place.
    #[error("could not write the project {path}; check that the disk has room and that you may write there")]
    Place {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
}
