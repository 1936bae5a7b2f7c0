//! Packs `data/syria` and the base map, so that the binary carries them compressed.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What of the bundled chronicle is embedded; the licence and provenance texts stay beside it.
const CHRONICLE: [&str; 6] =
    ["chronicle.toml", "events.csv", "factions.csv", "places.csv", "reports.csv", "sources.csv"];

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = Path::new("data/syria");
    let mut archive = Vec::new();
    for name in CHRONICLE {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let content = fs::read(&path)?;
        // The form that `exchange::archive` reads.
        let too_long = |_| io::Error::other("a file of the chronicle is too long to pack");
        archive.extend(u16::try_from(name.len()).map_err(too_long)?.to_le_bytes());
        archive.extend(name.as_bytes());
        archive.extend(u32::try_from(content.len()).map_err(too_long)?.to_le_bytes());
        archive.extend(content);
    }
    fs::write(out.join("syria.zst"), zstd::encode_all(&*archive, 19)?)?;

    let basemap = Path::new("assets/basemap/basemap.bin");
    println!("cargo::rerun-if-changed={}", basemap.display());
    fs::write(out.join("basemap.zst"), zstd::encode_all(&*fs::read(basemap)?, 19)?)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
