//! What several test files need.
#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "every test file uses its own share of this")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use salient::app::document::Document;
use salient::domain::parse_date;

/// The fixture folder `name`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The bundled chronicle.
pub fn bundled() -> Document {
    Document::open(None).unwrap()
}

/// A date written as `YYYY-MM-DD`.
pub fn day(text: &str) -> jiff::civil::Date {
    parse_date(text).unwrap()
}

/// A fresh folder in which the built program runs.
pub struct Dir {
    folder: tempfile::TempDir,
}

impl Dir {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, its folders too.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A chronicle folder with these places and events.
    pub fn chronicle(&self, name: &str, places: &str, events: &str) -> PathBuf {
        self.write(&format!("{name}/places.csv"), places);
        self.write(&format!("{name}/events.csv"), events);
        self.path(name)
    }

    /// Runs the program here, without a display and with settings of its own.
    pub fn salient(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_salient"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .env("XDG_CONFIG_HOME", self.path("config"))
            .output()
            .unwrap();
        Run::of(&output)
    }
}

/// What a run of the program printed, and its exit code.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code().unwrap_or(-1) }
    }

    /// The program ended well; what it printed.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!(self.code, 0, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The command could not be carried out: one line on stderr, nothing on stdout; the line.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, 2, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        assert_eq!(self.stderr.trim_end().lines().count(), 1, "one sentence:\n{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }
}

/// Places for a small chronicle.
pub const PLACES: &str = "id,name,lat,lon\na,Alpha,35.1,36.1\nb,Beta,35.2,36.2\n";

/// Events for [`PLACES`].
pub const EVENTS: &str = "place_id,date,controller\na,2015-03-28,north\nb,2015-04-25,south\na,2015-05-01,south\n";
