//! The shell command: one file per subcommand.
//!
//! Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 the data has problems,
//! 2 the command could not be carried out.
#![expect(clippy::print_stderr, reason = "the shell command is where texts for people leave the program")]

mod batch;
mod cite;
mod compare;
mod corrections;
mod diff;
mod export;
mod history;
mod import;
mod links;
mod output;
mod places;
mod ribbons;
mod show;
mod snapshot;
mod sources;
mod stats;
mod timelapse;
mod validate;
mod why;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::rules;
use crate::app::wording;
use crate::domain::{Doubts, Known, Rule, parse_date};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Fine.
    Fine,
    /// It was carried out, but the data has problems.
    Problems,
}

/// What the arguments ask for.
pub enum Request {
    /// Open the window.
    Window(WindowRequest),
    /// Carry out a command, which has been done.
    Done(Outcome),
}

/// What the window is asked to show.
#[derive(Debug, Clone, Default)]
pub struct WindowRequest {
    /// A project file or chronicle folder; the bundled chronicle where none.
    pub path: Option<PathBuf>,
    /// The view to begin with, as a string; as remembered where none.
    pub view: Option<String>,
    /// Print how long it took to the first frame, then end.
    pub timing: bool,
}

/// Who holds which town, since when, and who says so
#[derive(Parser)]
#[command(name = "salient", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 fine, 1 the data has problems, 2 the command could not be carried out.")]
struct Arguments {
    /// A project file (.gpkg) or a chronicle folder to open in the window [default: the bundled chronicle of Syria]
    path: Option<PathBuf>,
    /// Begin with a view as the window copies it, like "date=2015-04-25 centre=36.63,35.93 zoom=9.5"
    #[arg(long)]
    view: Option<String>,
    /// Print the time from start to the window's first frame, then end
    #[arg(long)]
    timing: bool,
    /// Say more on stderr: -v what is done, -vv details
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Who holds what on a date
    Show(show::Show),
    /// A place's events and their reports
    History(history::History),
    /// A picture of the map on a date
    Snapshot(snapshot::Snapshot),
    /// The map from date to date, as a film or as numbered pictures
    Timelapse(timelapse::Timelapse),
    /// Who held which place when: a strip a place, as a PNG or SVG picture
    Ribbons(ribbons::Ribbons),
    /// Make a project file from a chronicle folder
    Import(import::Import),
    /// Write a chronicle as a folder of CSV files, or its ground on a date as polygons or lines
    Export(export::Export),
    /// All places on a date: holder, since, times changed, last report; held longest, cut off
    Places(places::Places),
    /// Places, people and km² by faction over time
    Stats(stats::Stats),
    /// Why a place has its colour on a day: reports for and against, the rule, what others say
    Why(why::Why),
    /// The reports on a place or an event, as citations
    Cite(cite::Cite),
    /// The addresses in reports, and with --check whether their pages are still there
    Links(links::Links),
    /// Gains and losses between two dates
    Diff(diff::Diff),
    /// On which places two rules differ, on a day or over time
    Compare(compare::Compare),
    /// Events that were seen otherwise on a day than they are seen now
    Corrections(corrections::Corrections),
    /// The sources beside each other, or with --reports their reports by text
    Sources(sources::Sources),
    /// List what is wrong in a chronicle
    Validate(validate::Validate),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The chronicle a command works on.
#[derive(Args, Clone)]
struct Source {
    /// A project file (.gpkg) or a chronicle folder [default: the bundled chronicle of Syria]
    path: Option<PathBuf>,
}

impl Source {
    fn open(&self) -> anyhow::Result<Document> {
        let document = Document::open(self.path.as_deref())?;
        warn_of_problems(&document, self.path.as_deref());
        Ok(document)
    }
}

/// How claims become colours.
#[derive(Args, Clone)]
struct RuleArguments {
    /// Which events take effect: assessed (all as recorded), told-by:NAME (what a source says), camp:NAME (what the
    /// sources of a camp say) or confirmed:N (what at least N different sources support)
    #[arg(long, value_name = "RULE", default_value = "assessed")]
    rule: String,
    /// What is known: only reports published until this day, YYYY-MM-DD; or each-day for what was known on each day
    #[arg(long, value_name = "DATE|each-day")]
    known_on: Option<String>,
}

/// From which day to which.
#[derive(Args)]
struct DayArguments {
    /// The first day, YYYY-MM-DD [default: the chronicle's first day]
    #[arg(long, value_parser = date_argument)]
    from: Option<Date>,
    /// The last day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument)]
    to: Option<Date>,
}

impl DayArguments {
    /// The days that are asked for, else the chronicle's first and last; maybe in the wrong order.
    fn of(&self, document: &Document) -> (Date, Date) {
        let (first, last) = document.days();
        (self.from.unwrap_or(first), self.to.unwrap_or(last))
    }
}

/// When a report is old.
#[derive(Args)]
struct DoubtArguments {
    /// The days after which a place's newest report is old
    #[arg(long, value_name = "DAYS", default_value_t = Doubts::STALE_DAYS, value_parser = clap::value_parser!(u32).range(1..=3650))]
    stale_days: u32,
}

impl RuleArguments {
    fn rule(&self, document: &Document) -> anyhow::Result<Rule> {
        let basis = rules::parse_basis(&document.chronicle, &self.rule)?;
        let known = self.known_on.as_deref().map_or(Ok(Known::All), rules::parse_known)?;
        Ok(Rule { basis, known })
    }

    fn open(&self, source: &Source) -> anyhow::Result<Document> {
        let document = source.open()?;
        let rule = self.rule(&document)?;
        Ok(document.under(rule))
    }
}

fn warn_of_problems(document: &Document, path: Option<&Path>) {
    let count = document.problems.count();
    if count > 0 {
        let path = path.map_or_else(String::new, |path| format!(" {}", path.display()));
        let problems = wording::count(count, "problem", "problems");
        eprintln!("warning: the data has {problems}; `salient validate{path}` lists them");
    }
}

/// The filter that a command was given; one that asks nothing where it was given none.
fn filter_argument(document: &Document, text: Option<&str>) -> anyhow::Result<Filter> {
    Ok(text.map(|text| Filter::parse(&document.chronicle, text)).transpose()?.unwrap_or_default())
}

fn outcome_of(document: &Document) -> Outcome {
    if document.problems.is_empty() { Outcome::Fine } else { Outcome::Problems }
}

/// The commands that need no window, for messages.
pub const WITHOUT_WINDOW: &str = "`salient show`, `history`, `why`, `cite`, `diff`, `compare`, `corrections`, `sources`, `links`, `snapshot`, `timelapse`, `ribbons`, `places`, `stats`, `import`, `export`, `validate` and `completions` need none";

/// Reads the arguments and carries out the command; opening the window is left to the caller.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<Request> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not errors; clap chooses stdout and stderr itself.
            let is_answer = !error.use_stderr();
            output::printed(error.print())?;
            if is_answer {
                return Ok(Request::Done(Outcome::Fine));
            }
            return Err(anyhow::Error::new(Explained));
        }
    };
    start_logging(arguments.verbose);
    let outcome = match arguments.command {
        None => {
            return Ok(Request::Window(WindowRequest {
                path: arguments.path,
                view: arguments.view,
                timing: arguments.timing,
            }));
        }
        Some(Command::Show(command)) => command.run()?,
        Some(Command::History(command)) => command.run()?,
        Some(Command::Snapshot(command)) => command.run()?,
        Some(Command::Timelapse(command)) => command.run()?,
        Some(Command::Import(command)) => command.run()?,
        Some(Command::Export(command)) => command.run()?,
        Some(Command::Places(places)) => places.run()?,
        Some(Command::Stats(command)) => command.run()?,
        Some(Command::Why(command)) => command.run()?,
        Some(Command::Ribbons(command)) => command.run()?,
        Some(Command::Diff(command)) => command.run()?,
        Some(Command::Cite(command)) => command.run()?,
        Some(Command::Compare(command)) => command.run()?,
        Some(Command::Corrections(command)) => command.run()?,
        Some(Command::Sources(command)) => command.run()?,
        Some(Command::Links(command)) => command.run()?,
        Some(Command::Validate(command)) => command.run()?,
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "salient", &mut script);
            output::print(&script)?;
            Outcome::Fine
        }
    };
    Ok(Request::Done(outcome))
}

/// The error was already explained on stderr.
#[derive(Debug, thiserror::Error)]
#[error("the command line could not be understood")]
pub struct Explained;

fn start_logging(verbose: u8) {
    let level = match verbose {
        0 => log::LevelFilter::Error,
        1 => log::LevelFilter::Info,
        _ => log::LevelFilter::Debug,
    };
    // A second start in one process (tests) keeps the first logger.
    env_logger::Builder::new()
        .filter_level(log::LevelFilter::Error)
        .filter_module("salient", level.max(log::LevelFilter::Warn))
        .parse_default_env()
        .try_init()
        .unwrap_or_default();
}

#[expect(clippy::exit, reason = "a second Ctrl-C means it; there is nobody to hand an exit code to")]
fn stop() {
    std::process::exit(130);
}

/// Becomes true when somebody presses Ctrl-C: long work then ends in order, and keeps or clears away
/// what it has.
fn interruption() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    // Where no handler can be set, Ctrl-C ends the program as it always does; so does the second.
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            stop();
        }
    })
    .unwrap_or_default();
    interrupted
}

/// A date on the command line.
fn date_argument(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "a date is written YYYY-MM-DD, like 2015-04-25".to_owned())
}
