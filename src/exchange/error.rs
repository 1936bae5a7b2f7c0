//! Why files could not be read or written at all.

use std::path::PathBuf;

/// Why files could not be read or written at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system said no while reading.
    #[error("could not read {path}; check that it exists and that you may read it")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// The file system said no while writing.
    #[error("could not write {path}; check that the disk has room and that you may write there")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// A required file of a chronicle folder is missing.
    #[error("{folder} is no chronicle folder: it has no {file}; a chronicle needs places.csv and events.csv")]
    MissingFile {
        /// The folder.
        folder: PathBuf,
        /// The file that is missing.
        file: &'static str,
    },
    /// A required column is missing.
    #[error("could not read {file}: it has no column {column}; its first row must name the columns {needed}")]
    MissingColumn {
        /// The file.
        file: String,
        /// The column.
        column: &'static str,
        /// All required columns.
        needed: &'static str,
    },
    /// The folder to write is there and is not ours to replace.
    #[error(
        "could not write the chronicle to {path}: it is there already and is not an empty folder or a chronicle folder; choose another name"
    )]
    NotReplaceable {
        /// The folder.
        path: PathBuf,
    },
    /// A row could not be written as CSV.
    #[error("could not write {path} as CSV; write the chronicle somewhere else")]
    Csv {
        /// The file.
        path: PathBuf,
        /// What the CSV writer said.
        source: csv::Error,
    },
    /// The embedded or packed chronicle is damaged.
    #[error("could not unpack the chronicle: the archive is damaged at byte {at}; install Salient anew")]
    DamagedArchive {
        /// Where it stops making sense.
        at: usize,
    },
}
