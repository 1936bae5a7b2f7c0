//! Many pictures at once: dates out of a table, jobs out of a TOML file, on all cores.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::{Context as _, bail};
use clap::Parser;
use jiff::civil::Date;

use crate::app::contact_sheet::parse_dates;
use crate::app::document::Document;
use crate::app::job_file::read_job;
use crate::cli::snapshot::{Snapshot, Wish, check_ending};
use crate::cli::{Outcome, outcome_of, warn_of_problems};
use crate::domain::{excerpt, parse_date};
use crate::raster;

/// The options of a picture, read like a command line.
#[derive(Parser)]
#[command(name = "picture", no_binary_name = true)]
struct Picture {
    #[command(flatten)]
    snapshot: Snapshot,
}

/// The dates that are asked for, each with the name of its file where one is given: a list, or a CSV file with
/// the columns `date` and, if wished, `output`.
pub(super) fn read_dates(typed: &str) -> anyhow::Result<Vec<(Date, Option<String>)>> {
    let path = Path::new(typed);
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let dates = if is_table {
        table_of_dates(path)?
    } else {
        let dates = parse_dates(typed).map_err(anyhow::Error::msg)?;
        dates.into_iter().map(|date| (date, None)).collect()
    };
    if dates.is_empty() {
        bail!("could not make pictures: {typed:?} names no date; write dates like 2015-03-28,2015-04-25");
    }
    Ok(dates)
}

fn table_of_dates(path: &Path) -> anyhow::Result<Vec<(Date, Option<String>)>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_path(path).with_context(|| {
            format!("could not read the dates in {}; check that it exists and that you may read it", path.display())
        })?;
    let wrong = || format!("could not read the dates in {}: it is no table in UTF-8", path.display());
    let header = reader.headers().with_context(wrong)?.clone();
    let column = |name: &str| header.iter().position(|found| found.eq_ignore_ascii_case(name));
    let Some(date_column) = column("date") else {
        bail!("could not read the dates in {}: it has no column date; its first row must name one", path.display());
    };
    let output_column = column("output");
    let mut dates = Vec::new();
    for record in reader.records() {
        let record = record.with_context(wrong)?;
        let text = record.get(date_column).unwrap_or_default();
        let Some(date) = parse_date(text) else {
            let line = record.position().map_or(0, csv::Position::line);
            let text = excerpt(text);
            bail!("could not read the dates in {}, line {line}: {text:?} is no date; write YYYY-MM-DD", path.display());
        };
        let name = output_column.and_then(|at| record.get(at)).filter(|name| !name.is_empty());
        if let Some(name) = name.filter(|name| !is_plain_name(name)) {
            bail!(
                "could not use the name {:?} in {}: it must be a file's name without folders",
                excerpt(name),
                path.display()
            );
        }
        dates.push((date, name.map(str::to_owned)));
    }
    Ok(dates)
}

/// Whether a name out of a file stays in the folder it is written to.
fn is_plain_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None)) && !name.contains(['/', '\\'])
}

/// Makes all pictures that a TOML file asks for.
pub(super) fn run_job(path: &Path) -> anyhow::Result<Outcome> {
    let pictures = read_job(path)?;
    let mut documents: HashMap<Option<PathBuf>, Document> = HashMap::new();
    let mut wishes = Vec::new();
    let mut outcome = Outcome::Fine;
    for (nth, arguments) in pictures.into_iter().enumerate() {
        let of_job = || format!("could not make picture {} of the job {}", nth + 1, path.display());
        let Picture { snapshot } = Picture::try_parse_from(arguments).map_err(|error| {
            let text = error.to_string();
            let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            anyhow::anyhow!("{}: {what}", of_job())
        })?;
        let Some(output) = snapshot.output.clone().filter(|_| snapshot.is_one_picture()) else {
            bail!("{}: it asks for more than one file; leave out job, and dates without sheet", of_job());
        };
        check_ending(&output).with_context(of_job)?;
        let source = snapshot.source.path.clone();
        if !documents.contains_key(&source) {
            let document = Document::open(source.as_deref()).with_context(of_job)?;
            warn_of_problems(&document, source.as_deref());
            if outcome_of(&document) == Outcome::Problems {
                outcome = Outcome::Problems;
            }
            documents.insert(source.clone(), document);
        }
        let Some(document) = documents.get(&source) else { continue };
        let document = document.under(snapshot.rule.rule(document).with_context(of_job)?);
        let wish = snapshot.wish(&document, &output).with_context(of_job)?;
        wishes.push((document, wish));
    }
    write_all(wishes)?;
    Ok(outcome)
}

/// Makes all pictures, several at once. The first failure ends it; pictures that are written by then stay.
pub(super) fn write_all(wishes: Vec<(Document, Wish)>) -> anyhow::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(wishes.len());
    let queue = Mutex::new(wishes.into_iter());
    let failure: Mutex<Option<anyhow::Error>> = Mutex::new(None);
    let work = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((document, wish)) = next else { return };
            if let Err(error) = wish.write(&document) {
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
            if failure.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| {
                // All cores are at work on pictures.
                raster::paint_alone();
                work();
            });
        }
        if threads > 1 {
            raster::paint_alone();
        }
        work();
    });
    let failure = failure.into_inner().unwrap_or_else(PoisonError::into_inner);
    failure.map_or(Ok(()), Err)
}
