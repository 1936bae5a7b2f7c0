//! `salient links`: the addresses in reports, what is known of them, and, only where asked to,
//! whether they still answer.
#![expect(clippy::print_stderr, reason = "what is no result goes to stderr")]

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::link_check::{self, CheckedLink, LinkCheck};
use crate::app::tables;
use crate::app::wording;
use crate::cli::output::Format;
use crate::cli::{Outcome, Source, interruption, outcome_of, output};
use crate::domain::{Day, LinkRecord, LinkStatus, Problems, excerpt, why_inert};
use crate::exchange::read_link_records;

#[derive(Args)]
pub(super) struct Links {
    #[command(flatten)]
    source: Source,
    /// Ask every address whether its page is still there; without this nothing is sent anywhere
    #[arg(long)]
    check: bool,
    /// With --check and --save: keep a copy of each page of at most 5 MB
    #[arg(long)]
    keep_copies: bool,
    /// List only the links that are dead or could not be reached
    #[arg(long)]
    dead: bool,
    /// With --check: ask for this many links at most, those first that were never checked or longest ago
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// With --check: how long a server has for an answer
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = timeout_argument)]
    timeout: Duration,
    /// With --check: how long a server is left in peace between two requests
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pause: Duration,
    /// With --check: where to write the chronicle with what was found (a project file if it ends in
    /// .gpkg, else a folder); what is there already is replaced only if it is the chronicle itself
    #[arg(long, value_name = "PATH")]
    save: Option<PathBuf>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const COLUMNS: [&str; 7] = ["url", "status", "code", "checked", "sha256", "copy", "reason"];

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "write seconds from 0 to 3600, like 0.5".to_owned())
}

fn timeout_argument(text: &str) -> Result<Duration, String> {
    let timeout = seconds(text)?;
    if timeout.is_zero() { Err("a server needs more than 0 seconds".to_owned()) } else { Ok(timeout) }
}

impl Links {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if self.save.is_some() && !self.check {
            bail!("could not save what was found: nothing is asked for without --check; add it, or leave --save out");
        }
        if self.keep_copies && self.save.is_none() {
            bail!("could not keep copies: they go into what --check --save PATH writes; add both");
        }
        let mut document = self.source.open()?;
        if let Some(path) = &self.save {
            // Before anybody is asked: going through all links can take an hour.
            refuse_to_replace(&document, path)?;
            link_check::can_be_marked(&document.chronicle).context(
                "could not save what will be found beside the links.csv that is there: it is another table; rename it",
            )?;
            refuse_unwritable(path)?;
        }
        // What is wrong in them is among the problems of the document.
        let known = read_link_records(&document.chronicle, &mut Problems::default());
        if self.check { self.check(&mut document, &known) } else { self.list(&document, &known) }
    }

    /// Lists all links with what is known of them. No network.
    fn list(&self, document: &Document, known: &[LinkRecord]) -> anyhow::Result<Outcome> {
        let known_of: HashMap<&str, &LinkRecord> = known.iter().map(|record| (record.url.as_str(), record)).collect();
        let links = link_check::links_of(&document.chronicle);
        let mut rows: Vec<Row> = links
            .iter()
            .map(|url| match known_of.get(url.as_str()) {
                Some(record) => Row::of(record, ""),
                None => Row { url: url.clone(), status: "unchecked", record: None, reason: String::new() },
            })
            .collect();
        rows.extend(inert_rows(document));
        self.print(&rows)?;
        let checked = links.iter().filter(|url| known_of.contains_key(url.as_str())).count();
        eprintln!("{}, {checked} of them checked", wording::count(links.len(), "link", "links"));
        Ok(outcome(document, known))
    }

    /// Asks for the links, lists what was found and saves it where asked to.
    fn check(&self, document: &mut Document, known: &[LinkRecord]) -> anyhow::Result<Outcome> {
        let default = LinkCheck::default();
        let check = LinkCheck {
            timeout: self.timeout,
            pause: self.pause,
            limit: self.limit.unwrap_or(default.limit),
            keep_copies: self.keep_copies,
            ..default
        };
        let mut links = link_check::links_of(&document.chronicle);
        let last_check: HashMap<&str, Date> =
            known.iter().map(|record| (record.url.as_str(), record.checked)).collect();
        // So that several short rounds go through all; within a day in the order of reports.
        links.sort_by_key(|url| last_check.get(url.as_str()).copied());
        let total = links.len().min(check.limit);
        let shows_progress = std::io::stderr().is_terminal();
        let interrupted = interruption();
        let checked = check.run(&links, today(), |done, one| {
            if shows_progress {
                let CheckedLink { record, .. } = one;
                eprint!(
                    "\r\x1b[K{done} of {total}: {} {}",
                    record.status.text(),
                    wording::one_line(&excerpt(&record.url))
                );
            }
            if interrupted.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if shows_progress {
            eprint!("\r\x1b[K");
        }
        if interrupted.load(Ordering::Relaxed) {
            eprintln!("interrupted: what was found until here counts");
        }

        let marked = link_check::marked(&document.chronicle, &checked, known)?;
        let now_known = read_link_records(&marked, &mut Problems::default());
        document.chronicle = Arc::new(marked);
        let known_of: HashMap<&str, &LinkRecord> =
            now_known.iter().map(|record| (record.url.as_str(), record)).collect();
        let mut rows: Vec<Row> = checked
            .iter()
            .map(|one| match known_of.get(one.record.url.as_str()).filter(|_| one.was_asked) {
                // With the copy that the link has from before.
                Some(record) => Row::of(record, &one.reason),
                None => {
                    Row { url: one.record.url.clone(), status: "not asked", record: None, reason: one.reason.clone() }
                }
            })
            .collect();
        rows.extend(inert_rows(document));
        self.print(&rows)?;
        eprintln!("{}", summary(&checked, links.len()));
        let mut asked = checked.iter().filter(|one| one.was_asked).peekable();
        if asked.peek().is_some() && asked.all(|one| one.record.code.is_none()) {
            eprintln!("warning: no server answered; is this computer connected to the network?");
        }
        if let Some(path) = &self.save {
            save(document, path)?;
            eprintln!("wrote {}", wording::one_line(&path.display().to_string()));
        }
        Ok(outcome(document, &now_known))
    }

    fn print(&self, rows: &[Row]) -> anyhow::Result<()> {
        let rows = rows.iter().filter(|row| !self.dead || row.is_dead());
        let result = match self.format {
            Format::Table => {
                // The longest last: it pushes nothing aside.
                let rows: Vec<Vec<String>> = rows.map(Row::readable).collect();
                tables::aligned(&["status", "code", "checked", "copy", "reason", "link"], &rows)
            }
            format => format.rows(&COLUMNS, &rows.map(Row::cells).collect::<Vec<_>>())?,
        };
        output::print(&result)
    }
}

/// A line of the result.
struct Row {
    url: String,
    status: &'static str,
    record: Option<LinkRecord>,
    reason: String,
}

impl Row {
    fn of(record: &LinkRecord, reason: &str) -> Self {
        let status = record.status.text();
        Self { url: record.url.clone(), status, record: Some(record.clone()), reason: reason.to_owned() }
    }

    fn is_dead(&self) -> bool {
        let status = self.record.as_ref().map(|record| record.status);
        matches!(status, Some(LinkStatus::Dead | LinkStatus::Unreachable))
    }

    /// The code, the day and the copy, as text.
    fn record_cells(&self) -> [String; 4] {
        let Some(record) = &self.record else {
            return std::array::from_fn(|_| String::new());
        };
        let code = record.code.map_or_else(String::new, |code| code.to_string());
        [code, record.checked.to_string(), record.sha256.clone(), record.copy.clone()]
    }

    fn cells(&self) -> Vec<String> {
        let [code, checked, sha256, copy] = self.record_cells();
        vec![self.url.clone(), self.status.to_owned(), code, checked, sha256, copy, self.reason.clone()]
    }

    fn readable(&self) -> Vec<String> {
        let [code, checked, _, copy] = self.record_cells();
        let copy = if copy.is_empty() { "" } else { "yes" };
        // What is no address may be anything.
        let url = if self.status == "inert" { excerpt(&self.url) } else { self.url.clone() };
        vec![self.status.to_owned(), code, checked, copy.to_owned(), self.reason.clone(), url]
    }
}

/// What stands for links and is none: shown, short and without control characters, and left alone.
fn inert_rows(document: &Document) -> Vec<Row> {
    let inert = link_check::inert_links_of(&document.chronicle);
    let row = |url: &String| {
        let reason = format!("{}: it is never asked for", why_inert(url).unwrap_or_default());
        Row { url: url.clone(), status: "inert", record: None, reason }
    };
    inert.iter().map(row).collect()
}

/// How many links are how, in a sentence.
fn summary(checked: &[CheckedLink], links: usize) -> String {
    let count = |status| checked.iter().filter(|one| one.was_asked && one.record.status == status).count();
    let mut parts: Vec<String> =
        LinkStatus::ALL.into_iter().map(|status| format!("{} {}", count(status), status.text())).collect();
    let not_asked = checked.iter().filter(|one| !one.was_asked).count();
    if not_asked > 0 {
        parts.push(format!("{not_asked} not asked"));
    }
    let asked = wording::count(checked.len(), "link", "links");
    let left = links.saturating_sub(checked.len());
    let left = if left == 0 { String::new() } else { format!("; {left} more were left for another time") };
    format!("checked {asked}: {}{left}", parts.join(", "))
}

/// Tells of copies that are not what was kept, which is a problem of the data.
fn outcome(document: &Document, records: &[LinkRecord]) -> Outcome {
    let faults = link_check::copy_faults(&document.chronicle, records);
    for (record, fault) in &faults {
        eprintln!("warning: {}: {fault}", wording::one_line(&excerpt(&record.url)));
    }
    if faults.is_empty() { outcome_of(document) } else { Outcome::Problems }
}

/// The date in Greenwich.
#[expect(clippy::disallowed_methods, reason = "checks are dated where a person asks for them")]
fn today() -> Date {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Day::from_number(i32::try_from(since_epoch.as_secs() / 86_400).unwrap_or_default()).date()
}

fn is_project(path: &Path) -> bool {
    path.is_file() || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"))
}

/// Whether the document was opened from `path`.
fn is_opened_from(document: &Document, path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    document.origin.path().and_then(real).is_some_and(|opened| real(path) == Some(opened))
}

/// What is at `path` is replaced only where it is the chronicle that was opened.
fn refuse_to_replace(document: &Document, path: &Path) -> anyhow::Result<()> {
    let is_empty_folder = path.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    if path.exists() && !is_empty_folder && !is_opened_from(document, path) {
        bail!(
            "could not save to {}: it is there already and is not the chronicle whose links are checked; choose another name",
            path.display()
        );
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        bail!("could not save to {}: there is no such folder to write it in; make it first", path.display());
    }
    Ok(())
}

/// Whether something can be written at `path` is tried out, before anybody is asked.
fn refuse_unwritable(path: &Path) -> anyhow::Result<()> {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    try_to_write_in(folder).with_context(|| {
        format!(
            "could not save to {}: nothing can be written in {}; choose another place",
            path.display(),
            folder.display()
        )
    })
}

fn try_to_write_in(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".salient-{}.new", std::process::id()));
    std::fs::write(&probe, [])?;
    std::fs::remove_file(&probe)
}

fn save(document: &Document, path: &Path) -> anyhow::Result<()> {
    if is_project(path) {
        document.save_project(path)?;
    } else if is_opened_from(document, path) {
        save_beside_tables(document, path)?;
    } else {
        document.save_folder(path)?;
    }
    Ok(())
}

/// Writes only what was found into the folder that was opened: its tables, and files that are not
/// ours, stay as they are.
fn save_beside_tables(document: &Document, folder: &Path) -> anyhow::Result<()> {
    let ours = || document.chronicle.attachments.iter().filter(|file| LinkRecord::is_attachment(&file.path));
    let copies = || ours().filter(|file| file.path != LinkRecord::FILE);
    if copies().next().is_some() {
        let copies = folder.join(LinkRecord::COPIES);
        std::fs::create_dir_all(&copies).with_context(|| {
            format!("could not make the folder {}; check that you may write there", copies.display())
        })?;
    }
    // The table last: it names no copy that is not there.
    for file in copies().chain(ours().filter(|file| file.path == LinkRecord::FILE)) {
        let path = folder.join(&file.path);
        if std::fs::read(&path).ok().as_deref() != Some(&*file.content) {
            let beside = path.with_extension("new");
            let written = std::fs::write(&beside, &file.content).and_then(|()| std::fs::rename(&beside, &path));
            if written.is_err() {
                // Ours and half-written; the error that matters is the first.
                std::fs::remove_file(&beside).unwrap_or_default();
            }
            written.with_context(|| {
                format!("could not write {}; check that the disk has room and that you may write there", path.display())
            })?;
        }
    }
    Ok(())
}
