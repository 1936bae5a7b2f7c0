//! `salient snapshot`: a picture of the map on a date.

use clap::Args;

use crate::cli::{Outcome, Source};

#[derive(Args)]
pub(super) struct Snapshot {
    #[command(flatten)]
    source: Source,
}

impl Snapshot {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        anyhow::bail!("soon {:?}", self.source.path)
    }
}
