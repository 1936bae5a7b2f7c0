//! The packed form in which the bundled chronicle is embedded: files one after another.
//!
//! Each file is `name length (u16 LE) · name · content length (u32 LE) · content`; `build.rs`
//! writes it and compresses the whole with zstd.

use std::collections::BTreeMap;

use crate::exchange::{Error, Files};

/// The files of an unpacked archive, by name.
pub struct Unpacked<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
}

/// Reads the files of an archive (already decompressed).
pub fn unpack(archive: &[u8]) -> Result<Unpacked<'_>, Error> {
    let mut files = BTreeMap::new();
    let mut at = 0;
    while at < archive.len() {
        let mut take = |length: usize| {
            let bytes = archive.get(at..at.checked_add(length)?)?;
            at += length;
            Some(bytes)
        };
        let mut one = || {
            let name_length = u16::from_le_bytes(take(2)?.try_into().ok()?);
            let name = std::str::from_utf8(take(name_length.into())?).ok()?;
            let length = u32::from_le_bytes(take(4)?.try_into().ok()?);
            Some((name, take(length as usize)?))
        };
        let Some((name, content)) = one() else {
            return Err(Error::DamagedArchive { at });
        };
        files.insert(name, content);
    }
    Ok(Unpacked { files })
}

impl Files for Unpacked<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.files.get(path).map(|content| content.to_vec()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Error> {
        let inside = |name: &&&str| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        Ok(self.files.keys().filter(inside).map(|name| (*name).to_owned()).collect())
    }

    fn describe(&self) -> std::path::PathBuf {
        "the bundled chronicle".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_archive_is_an_error_and_no_panic() {
        let mut archive = Vec::new();
        archive.extend_from_slice(&5_u16.to_le_bytes());
        archive.extend_from_slice(b"a.csv");
        archive.extend_from_slice(&3_u32.to_le_bytes());
        archive.extend_from_slice(b"abc");
        assert_eq!(unpack(&archive).unwrap().read("a.csv").unwrap().unwrap(), b"abc");
        for cut in 1..archive.len() {
            assert!(unpack(&archive[..cut]).is_err(), "cut at {cut}");
        }
    }
}
