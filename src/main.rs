//! The program: arguments, logging, hand over, exit code.

use std::process::ExitCode;
use std::time::Instant;

use salient::cli::{self, Explained, Outcome, Request};

/// A frame of the window makes and drops megabytes of triangles; the system's allocator gives them
/// back to the system each time, which costs more than filling them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let begun = Instant::now();
    let result = cli::run(std::env::args_os()).and_then(|request| match request {
        Request::Done(outcome) => Ok(outcome),
        Request::Window(request) => open_window(&request, begun),
    });
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            if !error.is::<Explained>() {
                complain(&error);
            }
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one place where a failure leaves the program")]
fn complain(error: &anyhow::Error) {
    eprintln!("error: {}", salient::app::wording::one_line(&format!("{error:#}")));
}

#[cfg(feature = "gui")]
fn open_window(request: &cli::WindowRequest, begun: Instant) -> anyhow::Result<Outcome> {
    let time_from = request.timing.then_some(begun);
    salient::gui::open_window(request.path.as_deref(), request.view.as_deref(), time_from, cli::WITHOUT_WINDOW)?;
    Ok(Outcome::Fine)
}

#[cfg(not(feature = "gui"))]
fn open_window(_request: &cli::WindowRequest, _begun: Instant) -> anyhow::Result<Outcome> {
    anyhow::bail!("could not open the window: this salient was built without it; {}", cli::WITHOUT_WINDOW)
}
