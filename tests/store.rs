//! What a project file refuses, each with one sentence and the file untouched.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use salient::app::document::Document;
use support::{Dir, bundled};

/// A project with the bundled chronicle.
fn project(dir: &Dir) -> std::path::PathBuf {
    let path = dir.path("syria.gpkg");
    bundled().save_project(&path).unwrap();
    path
}

/// Opening fails with one sentence that holds `expected`, and leaves the file as it was.
#[track_caller]
fn refused(path: &Path, expected: &str) {
    let before = fs::read(path).unwrap();
    let error = Document::open(Some(path)).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
    assert!(!error.contains('\n'), "{error}");
    assert!(fs::read(path).unwrap() == before, "the file is untouched");
    let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is left beside it: {left:?}");
}

#[test]
fn a_text_file_is_no_project() {
    let dir = Dir::new();
    refused(&dir.write("notes.gpkg", "these are notes"), "it is no Salient project");
    refused(&dir.write("notes.gpkg", ""), "it is no Salient project");
}

#[test]
fn a_cut_file_is_damaged() {
    let dir = Dir::new();
    let path = project(&dir);
    let bytes = fs::read(&path).unwrap();
    for share in [3, 10, 50, 90, 99] {
        fs::write(&path, &bytes[..bytes.len() * share / 100]).unwrap();
        refused(&path, "damaged");
    }
}

#[test]
fn a_flipped_page_is_damaged() {
    let dir = Dir::new();
    let path = project(&dir);
    let bytes = fs::read(&path).unwrap();
    let page = 8192;
    let mut found = 0;
    for number in [1, 5, 20, 60] {
        let mut flipped = bytes.clone();
        for byte in &mut flipped[number * page..(number + 1) * page] {
            *byte = !*byte;
        }
        fs::write(&path, &flipped).unwrap();
        refused(&path, "damaged");
        found += 1;
    }
    assert_eq!(found, 4);
}

#[test]
fn another_programs_database_is_foreign() {
    let dir = Dir::new();
    let path = dir.path("other.gpkg");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);").unwrap();
    refused(&path, "it is an SQLite file of another program");
}

#[test]
fn a_file_of_a_newer_version_asks_for_an_update() {
    let dir = Dir::new();
    let path = project(&dir);
    let connection = Connection::open(&path).unwrap();
    connection.execute("UPDATE salient_meta SET value = '99' WHERE key = 'schema_version'", []).unwrap();
    drop(connection);
    refused(&path, "it was written by a newer Salient (schema 99");
}

#[test]
fn a_version_that_never_was_is_damaged() {
    let dir = Dir::new();
    let path = project(&dir);
    for version in ["0", "-3", "soon"] {
        let connection = Connection::open(&path).unwrap();
        connection.execute("UPDATE salient_meta SET value = ?1 WHERE key = 'schema_version'", [version]).unwrap();
        drop(connection);
        refused(&path, "damaged");
    }
}

#[test]
fn a_read_only_file_opens_and_is_not_touched() {
    let dir = Dir::new();
    let path = project(&dir);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(Document::open(Some(&path)).unwrap().chronicle.places().len(), 415);
    assert!(fs::read(&path).unwrap() == before);
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn rows_that_a_gis_broke_are_problems() {
    let dir = Dir::new();
    let path = project(&dir);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             UPDATE places SET geom = x'00' WHERE id = 'idlib';
             UPDATE events SET date = 'soon' WHERE id = 'ariha-2011-03-15';
             UPDATE factions SET colour = 'red' WHERE id = 'hts';
             UPDATE reports SET stance = 'perhaps' WHERE fid = 1;",
        )
        .unwrap();
    drop(connection);
    let document = Document::open(Some(&path)).unwrap();
    let has = |file: &str, column: &str| {
        let is_it = |problem: &&salient::domain::Problem| {
            problem.file == file && problem.column.as_deref() == Some(column) && problem.row.is_some()
        };
        document.problems.list().iter().find(is_it).is_some()
    };
    for (file, column) in [("places", "geom"), ("events", "date"), ("factions", "colour"), ("reports", "stance")] {
        assert!(has(file, column), "{file} {column}: {:?}", document.problems.list());
    }
    assert_eq!(document.chronicle.places().len(), 414);
}

#[test]
fn a_path_out_of_the_project_is_not_written() {
    let dir = Dir::new();
    let path = project(&dir);
    let connection = Connection::open(&path).unwrap();
    for evil in ["../evil.geojson", "/tmp/evil", "areas/../../evil.geojson", "events.csv"] {
        connection.execute("INSERT INTO salient_files VALUES (?1, x'00')", [evil]).unwrap();
    }
    drop(connection);
    let document = Document::open(Some(&path)).unwrap();
    assert_eq!(document.problems.count(), 4);
    assert!(document.chronicle.attachments.is_empty());
}

#[test]
fn saving_where_nothing_can_be_written_leaves_what_was_there() {
    let dir = Dir::new();
    let error = bundled().save_project(&dir.path("missing/folder/x.gpkg")).unwrap_err().to_string();
    assert!(error.contains("could not write the project"), "{error}");
    // A folder of that name cannot be replaced by a file.
    dir.write("taken.gpkg/inside.txt", "kept");
    let error = bundled().save_project(&dir.path("taken.gpkg")).unwrap_err().to_string();
    assert!(error.contains("could not write the project"), "{error}");
    assert!(dir.path("taken.gpkg/inside.txt").is_file());
    assert_eq!(fs::read_dir(dir.path("")).unwrap().count(), 1, "nothing half-written is left");
}

/// `.ci/run` mounts a file system of half a megabyte and names it.
#[test]
fn a_full_disk_is_told_and_leaves_what_was_there() {
    let Some(small) = std::env::var_os("SALIENT_SMALL_DISK") else {
        eprintln!("SALIENT_SMALL_DISK names no folder: the full disk was not tried");
        return;
    };
    let path = Path::new(&small).join("x.gpkg");
    fs::write(&path, "what was there").unwrap();
    let error = bundled().save_project(&path).unwrap_err().to_string();
    assert!(error.contains("check that the disk has room"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "what was there");
    let folder = Path::new(&small).join("folder");
    let error = bundled().save_folder(&folder).unwrap_err().to_string();
    assert!(error.contains("check that the disk has room"), "{error}");
    assert_eq!(fs::read_dir(&small).unwrap().count(), 1, "nothing half-written is left");
    fs::remove_file(&path).unwrap();
}
