//! `salient timelapse`: the map from date to date, as a film or as numbered pictures.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use crate::app::territory::parse_step;
use crate::app::timelapse;
use crate::app::wording;
use crate::cli::snapshot::PictureArguments;
use crate::cli::{DayArguments, Outcome, RuleArguments, Source, interruption, outcome_of};
use crate::scene::LegendPlace;

#[derive(Args)]
pub(super) struct Timelapse {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    days: DayArguments,
    /// From date to date: 1d, 2w, 1mo, 1y, or change for every day on which anything changes
    #[arg(long, value_name = "STEP", default_value = "1w")]
    step: String,
    /// How many dates are shown in a second
    #[arg(long, value_name = "DATES", default_value_t = 10.0, allow_negative_numbers = true)]
    rate: f64,
    /// How many frames lie between two dates, in which one fades into the other
    #[arg(long, value_name = "FRAMES", default_value_t = 0)]
    ease: u32,
    /// Stop where a chapter of the chronicle begins, with its name beneath the date
    #[arg(long)]
    chapters: bool,
    /// For how many seconds the film stops at chapters and at the end
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, allow_negative_numbers = true)]
    hold: f64,
    /// Keep to the step: without this, dates are added where a place changes twice between two dates, so that every
    /// change is shown
    #[arg(long)]
    strict_step: bool,
    /// The file to write, ending in .mp4 (needs ffmpeg), .gif, .webp or .apng; or a folder for numbered pictures
    #[arg(short, long)]
    output: PathBuf,
    /// Write beside the film a .json file that says what it shows and the command that makes it again
    #[arg(long)]
    sidecar: bool,
    #[command(flatten)]
    picture: PictureArguments,
}

impl Timelapse {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        // Before the work: a wrong name need not wait for the chronicle.
        if timelapse::TimelapseFormat::of(&self.output).is_none() {
            return Err(timelapse::Error::Ending { path: self.output.clone() }.into());
        }
        let step = parse_step(&self.step)?;
        let document = self.rule.open(&self.source)?;
        let (from, to) = self.days.of(&document);
        let mut snapshot = self.picture.request(&document, from)?;
        // The legend of a film has one place for all its frames.
        snapshot.furniture.legend_place = LegendPlace::Free;
        let request = timelapse::Timelapse {
            snapshot,
            from,
            to,
            step,
            rate: self.rate,
            every_change: !self.strict_step,
            easing: self.ease,
            chapters: self.chapters,
            hold: self.hold,
        };
        let interrupted = interruption();
        let shows_progress = std::io::stderr().is_terminal();
        let begun = Instant::now();
        let made = request.write(&document, &self.output, |done, all| {
            if shows_progress {
                let left = wording::time_left(begun.elapsed(), done, all);
                eprint!("\r\x1b[K{done} of {all} dates{left}");
            }
            if interrupted.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if shows_progress {
            eprint!("\r\x1b[K");
        }
        let made = made?;
        if self.sidecar {
            request.told(&document).write_beside(&self.output)?;
        }
        let snapshot = &request.snapshot;
        eprintln!(
            "wrote {} ({}, {} by {} pixels)",
            wording::one_line(&self.output.display().to_string()),
            made.text(),
            snapshot.width,
            snapshot.height
        );
        Ok(outcome_of(&document))
    }
}
