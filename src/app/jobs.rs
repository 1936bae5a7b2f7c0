//! Background work: named threads, plain requests and outcomes, a wake-up.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::app::action::{Job, JobOutcome};
use crate::app::document::Document;
use crate::app::wording;
use crate::domain::Rule;
use crate::scene::Typesetter;

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
            let run = std::panic::AssertUnwindSafe(|| carry_out(job, &document));
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

/// Carries a job out on this thread.
pub fn carry_out(job: Job, document: &Document) -> JobOutcome {
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
        Job::Under(rule, stale_days) => JobOutcome::Ruled(Box::new(under(document, rule, stale_days))),
        Job::OtherUnder(rule, stale_days) => JobOutcome::OtherRuled(Box::new(under(document, rule, stale_days))),
        Job::SaveProject(path) => match document.save_project(&path) {
            Ok(()) => JobOutcome::Written(format!("Wrote the project {}", path.display())),
            Err(error) => failed(&error),
        },
        Job::SaveFolder(path) => match document.save_folder(&path) {
            Ok(()) => JobOutcome::Written(format!("Wrote the folder {}", path.display())),
            Err(error) => failed(&error),
        },
        Job::Ribbons(sheet, path) => match sheet.write(document, &Typesetter::new(), &path) {
            Ok(drawn) => {
                let ribbons = wording::count(drawn, "ribbon", "ribbons");
                JobOutcome::Written(format!("Wrote {ribbons} to {}", path.display()))
            }
            Err(error) => failed(&error),
        },
        Job::Snapshot(snapshot, path) => match snapshot.write(document, &Typesetter::new(), &path) {
            Ok(()) => JobOutcome::Written(format!("Wrote the picture {}", path.display())),
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
