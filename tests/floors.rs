//! The direction of knowledge: which floor may name which, and which crates.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Floor, floors it may use, outside crates it may name beyond `std` and `thiserror`.
const FLOORS: [(&str, &[&str], &[&str]); 12] = [
    ("domain", &[], &["jiff", "rustc_hash", "compact_str"]),
    ("geometry", &["domain"], &["delaunator", "robust", "geo", "rustc_hash"]),
    ("store", &["domain"], &["rusqlite", "jiff"]),
    ("exchange", &["domain"], &["csv", "toml", "jiff", "rustc_hash", "geojson"]),
    ("basemap", &["domain", "geometry"], &["zstd", "rustc_hash"]),
    (
        "scene",
        &["domain", "geometry", "basemap"],
        &["jiff", "rustc_hash", "harfrust", "skrifa", "unicode_bidi", "fluent_bundle", "fluent_syntax", "unic_langid"],
    ),
    ("raster", &["domain", "scene", "geometry"], &["tiny_skia", "png", "skrifa", "rustc_hash"]),
    (
        "vector",
        &["scene", "geometry"],
        &["pdf_writer", "subsetter", "skrifa", "unicode_bidi", "rustc_hash", "miniz_oxide"],
    ),
    (
        "app",
        &["domain", "geometry", "store", "exchange", "basemap", "scene", "raster", "vector"],
        &[
            "jiff",
            "log",
            "serde",
            "serde_json",
            "geojson",
            "toml",
            "zstd",
            "directories",
            "strsim",
            "rustc_hash",
            "biblatex",
            "sha2",
            "ureq",
            "frizbee",
            "memchr",
            "csv",
            "any_ascii",
        ],
    ),
    (
        "cli",
        &["domain", "geometry", "store", "exchange", "basemap", "scene", "raster", "app"],
        &["clap", "clap_complete", "anyhow", "jiff", "csv", "serde_json", "log", "env_logger"],
    ),
    (
        "gui",
        &["domain", "geometry", "basemap", "scene", "raster", "app"],
        &[
            "eframe",
            "egui_extras",
            "egui_plot",
            "egui",
            "walkers",
            "rfd",
            "rustls",
            "lyon_tessellation",
            "bytemuck",
            "wgpu",
            "unicode_bidi",
            "sys_locale",
            "rustc_hash",
            "jiff",
            "log",
            "anyhow",
        ],
    ),
    ("main", &["cli", "gui"], &["salient", "anyhow", "mimalloc"]),
];

fn sources(path: &Path, into: &mut Vec<String>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for entry in entries {
            sources(&entry, into);
        }
    } else {
        let text = fs::read_to_string(path).unwrap();
        // Tests beside the code may use more than the code.
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        into.push(code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n"));
    }
}

/// The words that follow `before` in the text.
fn words_after<'t>(text: &'t str, before: &str) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices(before) {
        let rest = &text[at + before.len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        found.insert(&rest[..end]);
    }
    found
}

#[test]
fn knowledge_goes_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let crates = [
        "jiff",
        "rustc_hash",
        "compact_str",
        "rusqlite",
        "csv",
        "toml",
        "zstd",
        "harfrust",
        "skrifa",
        "unicode_bidi",
        "tiny_skia",
        "png",
        "log",
        "serde",
        "serde_json",
        "directories",
        "strsim",
        "biblatex",
        "pdf_writer",
        "subsetter",
        "miniz_oxide",
        "sha2",
        "ureq",
        "egui_extras",
        "clap",
        "clap_complete",
        "anyhow",
        "env_logger",
        "indicatif",
        "eframe",
        "egui",
        "walkers",
        "rfd",
        "rustls",
        "lyon_tessellation",
        "bytemuck",
        "wgpu",
        "delaunator",
        "robust",
        "geo",
        "geojson",
        "salient",
    ];
    let mut wrong = Vec::new();
    for (floor, floors, outside) in FLOORS {
        let mut texts = Vec::new();
        let folder = root.join(floor);
        sources(&if folder.is_dir() { folder } else { root.join(format!("{floor}.rs")) }, &mut texts);
        assert!(!texts.is_empty(), "the floor {floor} has no source");
        for text in &texts {
            for used in words_after(text, "crate::") {
                let is_floor = FLOORS.iter().any(|(name, ..)| *name == used);
                if is_floor && used != floor && !floors.contains(&used) {
                    wrong.push(format!("{floor} names the floor {used}"));
                }
            }
            for name in crates {
                let named = text.contains(&format!("use {name}::"))
                    || text.contains(&format!(" {name}::"))
                    || text.contains(&format!("({name}::"));
                if named && !outside.contains(&name) {
                    wrong.push(format!("{floor} names the crate {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".rs");
        assert!(stem == "lib" || FLOORS.iter().any(|(floor, ..)| *floor == stem), "{name} is no floor");
    }
}

#[test]
fn the_changelog_begins_with_what_is_unreleased() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).unwrap();
    let first = text.lines().find(|line| line.starts_with("## ")).unwrap();
    assert_eq!(first, "## Unreleased");
}

/// The messages of a locale's files, by name.
fn messages(language: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales").join(language);
    let texts = ["pictures.ftl", "window.ftl"].map(|name| fs::read_to_string(folder.join(name)).unwrap());
    let names = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with(['#', ' ', '}']));
    names.filter_map(|line| line.split_once(" =")).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_message_is_asked_for_and_every_one_asked_for_is_there() {
    let names = messages("en");
    let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(known.len(), names.len(), "a message is said twice");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = String::new();
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(ending) if ending == "rs" => text.push_str(&fs::read_to_string(path).unwrap()),
                _ => {}
            }
        }
    }
    let literals: BTreeSet<&str> = text.split('"').collect();
    // Names that are put together: of kinds of place and event.
    let is_built = |name: &str| name.starts_with("kind-") || name.starts_with("event-");
    let unused: Vec<&&str> = known.iter().filter(|name| !literals.contains(**name) && !is_built(name)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
    for begin in ["say(\"", "say_with(\"", "say_with(\n"] {
        for rest in text.split(begin).skip(1) {
            let rest = rest.trim_start().trim_start_matches('"');
            let Some((name, _)) = rest.split_once('"').filter(|(name, _)| !name.contains(['(', ' ', '{'])) else {
                continue;
            };
            assert!(known.contains(name), "no message is called {name:?}");
        }
    }
}
