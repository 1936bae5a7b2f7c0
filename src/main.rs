//! The program: arguments, logging, hand over, exit code.

use std::process::ExitCode;

use salient::cli::{self, Explained, Outcome, Request};

fn main() -> ExitCode {
    let result = cli::run(std::env::args_os()).and_then(|request| match request {
        Request::Done(outcome) => Ok(outcome),
        Request::Window(request) => open_window(request),
    });
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            if !error.is::<Explained>() {
                eprintln!("error: {error:#}");
            }
            ExitCode::from(2)
        }
    }
}

fn open_window(_request: cli::WindowRequest) -> anyhow::Result<Outcome> {
    Ok(Outcome::Fine)
}
