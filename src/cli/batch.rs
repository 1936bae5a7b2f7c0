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
use crate::cli::snapshot::{Snapshot, Wish, check_ending};
use crate::cli::{Outcome, outcome_of, warn_of_problems};
use crate::domain::{excerpt, parse_date};

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
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("could not read the job {}; check that it exists and that you may read it", path.display())
    })?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        let what = error.message().lines().next().unwrap_or_default();
        anyhow::anyhow!("could not read the job {}: {what}", path.display())
    })?;
    let unknown = table.keys().find(|key| *key != "picture");
    let pictures = table.get("picture").and_then(toml::Value::as_array);
    let (Some(pictures), None) = (pictures, unknown) else {
        bail!("could not read the job {}: it must have nothing but [[picture]] tables", path.display());
    };
    let mut documents: HashMap<Option<PathBuf>, Document> = HashMap::new();
    let mut wishes = Vec::new();
    let mut outcome = Outcome::Fine;
    for (nth, picture) in pictures.iter().enumerate() {
        let of_job = || format!("could not make picture {} of the job {}", nth + 1, path.display());
        if picture.get("output").is_none() {
            bail!("{}: it needs an output, the file to write", of_job());
        }
        let arguments = picture.as_table().context("it is no table").and_then(arguments_of).with_context(of_job)?;
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

/// A table's keys and values as options: `true` is an option alone, a list is joined with commas.
fn arguments_of(table: &toml::Table) -> anyhow::Result<Vec<String>> {
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Datetime(_) => Ok(value.to_string()),
        _ => Err(anyhow::anyhow!("a value is neither text, number, date, list nor true")),
    };
    let mut arguments = Vec::new();
    for (key, value) in table {
        match value {
            _ if key == "path" => arguments.insert(0, text(value)?),
            toml::Value::Boolean(true) => arguments.push(format!("--{key}")),
            toml::Value::Boolean(false) => {}
            toml::Value::Array(values) => {
                let values = values.iter().map(text).collect::<anyhow::Result<Vec<_>>>()?;
                arguments.push(format!("--{key}={}", values.join(",")));
            }
            value => arguments.push(format!("--{key}={}", text(value)?)),
        }
    }
    Ok(arguments)
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
            scope.spawn(work);
        }
        work();
    });
    let failure = failure.into_inner().unwrap_or_else(PoisonError::into_inner);
    failure.map_or(Ok(()), Err)
}
