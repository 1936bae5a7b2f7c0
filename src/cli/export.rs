//! `salient export`: a chronicle becomes a folder of CSV files.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Outcome, Source, outcome_of};

#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    source: Source,
    /// The folder to write; an earlier chronicle folder there is replaced
    #[arg(short, long)]
    output: PathBuf,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let document = self.source.open()?;
        document.save_folder(&self.output)?;
        eprintln!("wrote the folder {}", self.output.display());
        Ok(outcome_of(&document))
    }
}
