//! Tiles under the places, where the user asked for them. Nothing here runs unless chosen.

use std::path::Path;

use eframe::egui::Context;
use walkers::sources::{Attribution, OpenStreetMap, TileSource};
use walkers::{HeaderValue, HttpOptions, HttpTiles, MaxParallelDownloads, PmTiles, Stats, TileId, TilePiece, Tiles};

use crate::app::settings::{Background, Settings};
use crate::scene::{Language, say, say_with, spoken};

/// What the present tiles were made for; other wishes need other tiles.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    background: Background,
    address: String,
    file: String,
    attempt: u32,
    // What is said of the tiles is in it.
    language: Language,
}

/// The tiles in use, and how they fare.
#[derive(Default)]
pub(super) struct TileLayer {
    made_for: Option<Wish>,
    source: Option<Watched>,
    /// Why there are no tiles, in a sentence.
    pub(super) refusal: Option<String>,
}

/// Tiles that are counted while they are drawn.
pub(super) struct Watched {
    tiles: Box<dyn Tiles>,
    wanted: usize,
    missing: usize,
    /// Frames in a row without anything under way and with tiles missing.
    idle: u32,
    attribution: String,
    attribution_link: String,
}

/// Tiles from an address of the user's own.
struct OwnAddress(String);

impl TileSource for OwnAddress {
    fn tile_url(&self, tile: TileId) -> String {
        self.0
            .replace("{z}", &tile.zoom.to_string())
            .replace("{x}", &tile.x.to_string())
            .replace("{y}", &tile.y.to_string())
    }

    fn attribution(&self) -> Attribution {
        Attribution { text: say("tiles-own"), url: "", logo_light: None, logo_dark: None }
    }
}

/// Whether an address can be used: http or https with {z}, {x} and {y}.
fn address_is_usable(address: &str) -> bool {
    let web = address.starts_with("http://") || address.starts_with("https://");
    web && ["{z}", "{x}", "{y}"].iter().all(|part| address.contains(part)) && !address.contains(char::is_whitespace)
}

impl TileLayer {
    /// The tiles that the settings ask for; `None` where only the embedded map is wanted.
    pub(super) fn get(&mut self, settings: &Settings, attempt: u32, context: &Context) -> Option<&mut Watched> {
        let wish = Wish {
            background: settings.background,
            address: settings.tile_address.trim().to_owned(),
            file: settings.pmtiles.trim().to_owned(),
            attempt,
            language: spoken(),
        };
        if self.made_for.as_ref() != Some(&wish) {
            self.refusal = None;
            self.source = self.make(&wish, context);
            self.made_for = Some(wish);
        }
        self.source.as_mut()
    }

    fn make(&mut self, wish: &Wish, context: &Context) -> Option<Watched> {
        match wish.background {
            Background::Embedded => None,
            Background::OpenStreetMap => Some(Watched::new(
                HttpTiles::with_options(OpenStreetMap, http_options(), context.clone()),
                say("tiles-openstreetmap-credit"),
                "https://www.openstreetmap.org/copyright",
            )),
            Background::Address if address_is_usable(&wish.address) => Some(Watched::new(
                HttpTiles::with_options(OwnAddress(wish.address.clone()), http_options(), context.clone()),
                say("tiles-from-own-address"),
                "",
            )),
            Background::Address => {
                self.refusal = Some(if wish.address.is_empty() {
                    say("tiles-no-address").to_owned()
                } else {
                    let parts = [("z", "{z}".into()), ("x", "{x}".into()), ("y", "{y}".into())];
                    say_with("tiles-wrong-address", &parts)
                });
                None
            }
            Background::File => match check_pmtiles(Path::new(&wish.file)) {
                Ok(()) => {
                    let tiles = PmTiles::new(&wish.file, context.clone());
                    Some(Watched::new(tiles, say("tiles-from-own-file"), ""))
                }
                Err(refusal) => {
                    self.refusal = Some(refusal);
                    None
                }
            },
        }
    }
}

/// Every archive begins with "PMTiles" and the version 3 (PMTiles specification, header).
fn check_pmtiles(path: &Path) -> Result<(), String> {
    use std::io::Read as _;
    if path.as_os_str().is_empty() {
        return Err(say("tiles-no-file").to_owned());
    }
    let mut start = [0; 8];
    let shown = path.display().to_string();
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if start == *b"PMTiles\x03" => Ok(()),
        Ok(()) => Err(say_with("tiles-wrong-file", &[("path", shown.into())])),
        Err(error) => {
            let arguments = [("path", shown.into()), ("error", error.to_string().into())];
            Err(say_with("tiles-unreadable-file", &arguments))
        }
    }
}

/// OpenStreetMap's tile usage policy: an honest name, a cache that heeds the server's dates, few
/// connections, nothing fetched ahead.
fn http_options() -> HttpOptions {
    HttpOptions {
        cache: Settings::tile_cache(),
        user_agent: Some(HeaderValue::from_static(concat!(
            "Salient/",
            env!("CARGO_PKG_VERSION"),
            " (desktop map of territorial control)"
        ))),
        max_parallel_downloads: MaxParallelDownloads::value_manually_confirmed_with_provider_limits(2),
        ..HttpOptions::default()
    }
}

impl Watched {
    fn new(tiles: impl Tiles + 'static, attribution: &str, link: &str) -> Self {
        Self {
            tiles: Box::new(tiles),
            wanted: 0,
            missing: 0,
            idle: 0,
            attribution: attribution.to_owned(),
            attribution_link: link.to_owned(),
        }
    }

    /// Before a frame.
    pub(super) fn begin_frame(&mut self) {
        (self.wanted, self.missing) = (0, 0);
    }

    /// After a frame: a sentence where tiles failed. The widget logs failures and keeps them to
    /// itself, so what is missing while nothing is under way has failed.
    pub(super) fn end_frame(&mut self) -> Option<String> {
        let idle = self.missing > 0 && self.tiles.stats().in_progress == 0;
        self.idle = if idle { self.idle + 1 } else { 0 };
        (self.idle > 2).then(|| {
            let arguments = [("missing", self.missing.into()), ("wanted", self.wanted.into())];
            say_with("tiles-failed", &arguments)
        })
    }

    /// Whether to look again soon.
    pub(super) fn is_waiting(&self) -> bool {
        self.missing > 0
    }

    /// Whom to credit, and where that leads.
    pub(super) fn attribution_text(&self) -> (&str, &str) {
        (&self.attribution, &self.attribution_link)
    }
}

impl Tiles for Watched {
    fn at(&mut self, tile: TileId) -> Option<TilePiece> {
        let piece = self.tiles.at(tile);
        self.wanted += 1;
        // A piece of a coarser tile stands in while the real one is on its way, or lost.
        let whole = piece.as_ref().is_some_and(|piece| piece.uv.width() > 0.99);
        self.missing += usize::from(!whole && tile.zoom <= 19);
        piece
    }

    fn attribution(&self) -> Attribution {
        self.tiles.attribution()
    }

    fn tile_size(&self) -> u32 {
        self.tiles.tile_size()
    }

    fn stats(&self) -> Stats {
        self.tiles.stats()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_address_needs_its_three_parts() {
        assert!(address_is_usable("https://a.b/{z}/{x}/{y}.png"));
        for wrong in ["", "a.b/{z}/{x}/{y}", "https://a.b/{z}/{x}", "file:///{z}/{x}/{y}", "https://a b/{z}/{x}/{y}"] {
            assert!(!address_is_usable(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_tile_file_is_refused_in_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pmtiles");
        assert!(check_pmtiles(&path).unwrap_err().contains("cannot be read"));
        std::fs::write(&path, b"not tiles at all").unwrap();
        assert!(check_pmtiles(&path).unwrap_err().contains("is no .pmtiles file"));
        std::fs::write(&path, b"PMTiles\x03 and more").unwrap();
        assert_eq!(check_pmtiles(&path), Ok(()));
    }
}
