//! `salient import`: a chronicle folder becomes a project file.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::app::document::{Document, Origin};
use crate::app::wording;
use crate::cli::{Outcome, outcome_of, warn_of_problems};

#[derive(Args)]
pub(super) struct Import {
    /// The chronicle folder
    folder: PathBuf,
    /// The project file to write [default: the folder's name with .gpkg]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Replace the project file if it is there
    #[arg(long)]
    force: bool,
}

impl Import {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let output = self.output.clone().unwrap_or_else(|| {
            let folder = self.folder.canonicalize().unwrap_or_else(|_missing| self.folder.clone());
            PathBuf::from(folder.file_name().unwrap_or("chronicle".as_ref())).with_extension("gpkg")
        });
        if output.exists() && !self.force {
            bail!("could not write {}: the file is there already; add --force to replace it", output.display());
        }
        if output.exists() && !(output.is_file() && crate::store::looks_like_sqlite(&output)?) {
            bail!("could not write {}: what is there is no project file; choose another name", output.display());
        }
        let document = Document::open(Some(&self.folder))?;
        if !matches!(document.origin, Origin::Folder(_)) {
            bail!("could not import {}: it is a project file already; open it as it is", self.folder.display());
        }
        warn_of_problems(&document, Some(&self.folder));
        document.save_project(&output)?;
        let chronicle = &document.chronicle;
        eprintln!(
            "wrote {}: {}, {}, {}",
            wording::one_line(&output.display().to_string()),
            wording::count(chronicle.places().len(), "place", "places"),
            wording::count(chronicle.events().len(), "event", "events"),
            wording::count(chronicle.reports().len(), "report", "reports"),
        );
        Ok(outcome_of(&document))
    }
}
