//! Background work: named threads, plain requests and outcomes, a wake-up.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::action::{Job, JobOutcome};
use crate::app::document::Document;
use crate::app::timelapse;
use crate::app::wording;
use crate::domain::Rule;
use crate::scene::Typesetter;

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
        if self.0.is_stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
        format!("{done} of {all}{}", wording::time_left(begun.elapsed(), done, all))
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
    pub fn start(&self, id: u64, job: Job, document: Arc<Document>) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let work = move || {
            // A panic is a bug; the user is told, and the window goes on.
            let run = std::panic::AssertUnwindSafe(|| carry_out(job, &document, &*wake));
            let outcome = std::panic::catch_unwind(run).unwrap_or_else(|_panic| {
                JobOutcome::Failed("Could not finish the work: Salient made a mistake; please report it".to_owned())
            });
            // Nobody listens once the window is closed.
            sender.send((id, outcome)).unwrap_or_default();
            wake();
        };
        let started = thread::Builder::new().name(format!("salient-job-{id}")).spawn(work);
        if let Err(error) = started {
            let text = format!("Could not start the work: the system gives no thread ({error}); close other programs");
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

/// Carries a job out on this thread; `wake` is called when there is news of how far it has come.
pub fn carry_out(job: Job, document: &Document, wake: &(dyn Fn() + Send + Sync)) -> JobOutcome {
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
        Job::SaveProject(path) => match document.save_project(&path) {
            Ok(()) => JobOutcome::Saved(
                format!("Wrote the project {}", path.display()),
                document.identity(),
                document.edition,
            ),
            Err(error) => failed(&error),
        },
        Job::SaveFolder(path) => match document.save_folder(&path) {
            Ok(()) => {
                JobOutcome::Saved(format!("Wrote the folder {}", path.display()), document.identity(), document.edition)
            }
            Err(error) => failed(&error),
        },
        Job::Chart(series, share, style, path) => match series.write(document, share, &style, &path) {
            Ok(()) => JobOutcome::Written(format!("Wrote the chart {}", path.display())),
            Err(error) => failed(&error),
        },
        Job::Ribbons(sheet, path) => match sheet.write(document, &Typesetter::new(), &path) {
            Ok(drawn) => {
                let ribbons = wording::count(drawn, "ribbon", "ribbons");
                JobOutcome::Written(format!("Wrote {ribbons} to {}", path.display()))
            }
            Err(error) => failed(&error),
        },
        Job::Sheet(sheet, path) => match sheet.write(document, &Typesetter::new(), &path) {
            Ok(None) => JobOutcome::Written(format!("Wrote the sheet {}", path.display())),
            Ok(Some(note)) => JobOutcome::Written(format!("Wrote the sheet {}; {note}", path.display())),
            Err(error) => failed(&error),
        },
        Job::Paint(snapshot) => match snapshot.pixels(document, &Typesetter::new()) {
            Ok(pixels) => JobOutcome::Painted(Box::new(pixels)),
            Err(error) => failed(&error),
        },
        Job::Timelapse(timelapse, path, progress) => {
            let mut told = Instant::now();
            let made = timelapse.write(document, &path, |done, all| {
                if told.elapsed() >= NEWS {
                    told = Instant::now();
                    wake();
                }
                progress.set(done, all)
            });
            match made {
                Ok(made) => JobOutcome::Written(format!("Wrote {}: {}", path.display(), made.text())),
                Err(error @ timelapse::Error::Stopped) => JobOutcome::Written(wording::capital(&error.to_string())),
                Err(error) => failed(&error),
            }
        }
        Job::Snapshot(snapshot, path) => match snapshot.write(document, &Typesetter::new(), &path) {
            Ok(None) => JobOutcome::Written(format!("Wrote the picture {}", path.display())),
            Ok(Some(note)) => JobOutcome::Written(format!("Wrote the picture {}; {note}", path.display())),
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
