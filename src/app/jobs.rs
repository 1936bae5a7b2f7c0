//! Background work: named threads, plain requests and outcomes, a wake-up.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::action::{Job, JobOutcome};
use crate::app::document::Document;
use crate::app::timelapse;
use crate::app::wording;
use crate::domain::{Rule, work};
use crate::scene::{Language, Typesetter, say, say_with, speak, speaking, spoken};

/// How far long work has come, shared between the window and the worker.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<ProgressState>);

#[derive(Debug, Default)]
struct ProgressState {
    done: AtomicUsize,
    all: AtomicUsize,
    is_stopped: AtomicBool,
    begun: OnceLock<Instant>,
}

impl PartialEq for Progress {
    /// Whether it is of the same work.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Progress {
    /// So much of so much is done. Answers whether to go on.
    pub fn set(&self, done: usize, all: usize) -> ControlFlow<()> {
        self.0.begun.get_or_init(Instant::now);
        self.0.done.store(done, Ordering::Relaxed);
        self.0.all.store(all, Ordering::Relaxed);
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The work begins now.
    pub fn begin(&self) {
        self.0.begun.get_or_init(Instant::now);
    }

    /// How long the work has taken so far; nothing before it begins.
    pub fn elapsed(&self) -> Duration {
        self.0.begun.get().map_or(Duration::ZERO, Instant::elapsed)
    }

    /// Whether the work is no longer wanted.
    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Ordering::Relaxed)
    }

    /// The work is no longer wanted.
    pub fn stop(&self) {
        self.0.is_stopped.store(true, Ordering::Relaxed);
    }

    /// How much of how much is done.
    pub fn done(&self) -> (usize, usize) {
        (self.0.done.load(Ordering::Relaxed), self.0.all.load(Ordering::Relaxed))
    }

    /// It in words: "40 of 120, 3 s left".
    pub fn text(&self) -> String {
        let (done, all) = self.done();
        let Some(begun) = self.0.begun.get().filter(|_| all > 0) else { return String::new() };
        let left = wording::time_left(begun.elapsed(), done, all);
        say_with("job-progress", &[("done", done.into()), ("all", all.into()), ("left", left.into())])
    }
}

/// Starts background work and collects its outcomes.
pub struct Workers {
    sender: Sender<(u64, JobOutcome)>,
    finished: Receiver<(u64, JobOutcome)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Workers {
    /// `wake` is called from a worker when an outcome is ready.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (sender, finished) = channel();
        Self { sender, finished, wake }
    }

    /// Carries a job out on a thread of its own.
    pub fn start(&self, id: u64, job: Job, progress: Progress, document: Arc<Document>) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        progress.begin();
        let language = spoken();
        let work = move || {
            speak(language);
            let asked = progress.clone();
            work::ends_when(Box::new(move || asked.is_stopped()));
            // A panic is a bug; the user is told, and the window goes on.
            let run = std::panic::AssertUnwindSafe(|| carry_out(job, &progress, &document, &*wake));
            let outcome = std::panic::catch_unwind(run).unwrap_or_else(|_panic| {
                speak(language);
                JobOutcome::Failed(say("job-mistake").to_owned())
            });
            // Nobody listens once the window is closed.
            sender.send((id, outcome)).unwrap_or_default();
            wake();
        };
        let started = thread::Builder::new().name(format!("salient-job-{id}")).spawn(work);
        if let Err(error) = started {
            let text = say_with("job-no-thread", &[("error", error.to_string().into())]);
            self.sender.send((id, JobOutcome::Failed(text))).unwrap_or_default();
            (self.wake)();
        }
    }

    /// An outcome that has come in.
    pub fn finished(&self) -> Option<(u64, JobOutcome)> {
        self.finished.try_recv().ok()
    }
}

/// So often the window is woken to show how far a film has come.
const NEWS: Duration = Duration::from_millis(100);

/// Pictures, films and projects have their own language, and what is told of them in files is English; charts and
/// ribbons speak as the window does, as `--language` lets the shell.
fn in_english<T>(work: impl FnOnce() -> T) -> T {
    speaking(Language::English, work)
}

/// A message that names a path.
fn with_path(message: &str, path: &Path) -> String {
    say_with(message, &[("path", path.display().to_string().into())])
}

/// A message that names a path, and what is to be said of it.
fn with_note(message: &str, path: &Path, note: String) -> String {
    say_with(message, &[("path", path.display().to_string().into()), ("note", note.into())])
}

/// Carries a job out on this thread; `wake` is called when there is news of how far it has come.
pub fn carry_out(job: Job, progress: &Progress, document: &Document, wake: &(dyn Fn() + Send + Sync)) -> JobOutcome {
    let outcome = outcome_of(job, progress, document, wake);
    if progress.is_stopped() && matches!(outcome, JobOutcome::Failed(_)) {
        return JobOutcome::Written(say("notice-stopped").to_owned());
    }
    outcome
}

fn outcome_of(job: Job, progress: &Progress, document: &Document, wake: &(dyn Fn() + Send + Sync)) -> JobOutcome {
    match job {
        Job::Open { path, stale_days } => match Document::open(path.as_deref()) {
            Ok(document) => {
                document.doubts(stale_days);
                JobOutcome::Opened(Box::new(document))
            }
            Err(error) => failed(&error),
        },
        Job::Ground(reach) => {
            document.cells(reach);
            JobOutcome::GroundMade
        }
        Job::Names => {
            document.search_index();
            JobOutcome::SearchReady
        }
        Job::Under(rule, stale_days) => JobOutcome::Ruled(Box::new(under(document, rule, stale_days))),
        Job::OtherUnder(rule, stale_days) => JobOutcome::OtherRuled(Box::new(under(document, rule, stale_days))),
        Job::SaveProject(path) => match in_english(|| document.save_project(&path)) {
            Ok(()) => {
                JobOutcome::Saved(with_path("notice-wrote-project", &path), document.identity(), document.edition)
            }
            Err(error) => failed(&error),
        },
        Job::SaveFolder(path) => match in_english(|| document.save_folder(&path)) {
            Ok(()) => JobOutcome::Saved(with_path("notice-wrote-folder", &path), document.identity(), document.edition),
            Err(error) => failed(&error),
        },
        Job::Chart(series, share, style, path) => match series.write(document, share, &style, &path) {
            Ok(()) => JobOutcome::Written(with_path("notice-wrote-chart", &path)),
            Err(error) => failed(&error),
        },
        Job::Ribbons(sheet, path) => match sheet.write(document, &Typesetter::new(), &path) {
            Ok(drawn) => {
                let path = path.display().to_string();
                JobOutcome::Written(say_with("notice-wrote-ribbons", &[("count", drawn.into()), ("path", path.into())]))
            }
            Err(error) => failed(&error),
        },
        Job::Sheet(sheet, path) => match in_english(|| sheet.write(document, &Typesetter::new(), &path)) {
            Ok(None) => JobOutcome::Written(with_path("notice-wrote-sheet", &path)),
            Ok(Some(note)) => JobOutcome::Written(with_note("notice-wrote-sheet-but", &path, note)),
            Err(error) => failed(&error),
        },
        Job::Paint(snapshot) => match in_english(|| snapshot.pixels(document, &Typesetter::new())) {
            Ok(pixels) => JobOutcome::Painted(Box::new(pixels)),
            Err(error) => failed(&error),
        },
        Job::Timelapse(timelapse, path) => {
            let mut told = Instant::now();
            let news = |done, all| {
                if told.elapsed() >= NEWS {
                    told = Instant::now();
                    wake();
                }
                progress.set(done, all)
            };
            match in_english(|| timelapse.write(document, &path, news)) {
                Ok(made) => JobOutcome::Written(with_note("notice-wrote-film", &path, made.text())),
                Err(timelapse::Error::Stopped) => JobOutcome::Written(say("notice-film-stopped").to_owned()),
                Err(error) => failed(&error),
            }
        }
        Job::Snapshot(snapshot, path) => match in_english(|| snapshot.write(document, &Typesetter::new(), &path)) {
            Ok(None) => JobOutcome::Written(with_path("notice-wrote-picture", &path)),
            Ok(Some(note)) => JobOutcome::Written(with_note("notice-wrote-picture-but", &path, note)),
            Err(error) => failed(&error),
        },
    }
}

/// The document under another rule, with what the map asks first worked out.
fn under(document: &Document, rule: Rule, stale_days: u32) -> Document {
    let document = document.under(rule);
    document.doubts(stale_days);
    document
}

/// The error with its causes, as one sentence.
fn failed(error: &dyn std::error::Error) -> JobOutcome {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(&format!(": {next}"));
        cause = next.source();
    }
    JobOutcome::Failed(wording::capital(&text))
}
