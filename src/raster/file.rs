//! Files that land whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::domain::work;
use crate::raster::Error;

/// Where a file or folder is written before it is whole.
pub fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

/// Writes a file so that it either lands whole or leaves what was there: beside first, then moved.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let error = |source| Error::Write { path: path.to_owned(), source };
    let beside = beside(path);
    let written = std::fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| work::go_on())
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // Ours and half-written; the error that matters is the first.
        std::fs::remove_file(&beside).unwrap_or_default();
    }
    written.map_err(error)
}
