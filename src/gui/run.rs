//! Opening the window, and saying in one sentence why it cannot be opened.

use std::panic;
use std::path::Path;
use std::time::Instant;

use anyhow::{anyhow, bail};
use eframe::egui::{ViewportBuilder, vec2};
use eframe::{NativeOptions, Renderer};

use crate::app::document::Document;
use crate::app::settings::Settings;
use crate::app::view_string;
use crate::gui::{AppOptions, TrackerApp, install_map_renderer};
use crate::scene::{Language, Names, say_with, speak};

/// Opens the window and stays until it is closed. `without_window` names the commands that need
/// none, for the sentence that says why it cannot be opened.
pub fn open_window(
    path: Option<&Path>,
    view: Option<&str>,
    time_from: Option<Instant>,
    without_window: &str,
) -> anyhow::Result<()> {
    let document = Document::open(path)?;
    if let Some(view) = view {
        // Before the window: who asks from the shell is told there.
        view_string::parse(&document.chronicle, view)?;
    }
    let unix_desktop = cfg!(all(unix, not(target_os = "macos")));
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if unix_desktop && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        bail!(
            "could not open the window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); {without_window}"
        );
    }
    // The one place where the crypto provider of the tile downloads is chosen; a second start in
    // one process keeps the first.
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let settings_file = if time_from.is_some() { None } else { Settings::file() };
    let mut settings = Settings::load(settings_file.as_deref());
    if let Some(path) = document.origin.path() {
        settings.opened(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    }
    let first_run = settings_file.as_deref().is_some_and(|file| !file.exists());
    if first_run {
        settings.language = Language::of_locale(&sys_locale::get_locale().unwrap_or_default());
        if settings.language == Language::Arabic {
            settings.names = Names::Arabic;
        }
    }
    speak(settings.language);
    let (width, height) = settings.window_size.unwrap_or((1280.0, 800.0));
    let problems = document.problems.count();
    let first_notice = (problems > 0).then(|| {
        let problems = say_with("count-problems", &[("count", problems.into())]);
        say_with("hint-problems", &[("problems", problems.into())])
    });
    let options = AppOptions { settings_file, time_from, first_notice, first_run, first_view: view.map(str::to_owned) };
    let native = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Salient")
            .with_app_id("salient")
            .with_inner_size(vec2(width, height))
            .with_min_inner_size(vec2(640.0, 420.0))
            .with_drag_and_drop(true),
        renderer: Renderer::Wgpu,
        ..NativeOptions::default()
    };
    // A missing system library makes the window's toolkit panic while it starts. That is a state
    // of the machine, so it is told in a sentence; the panic's own text goes into that sentence.
    let said = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let hook = panic::take_hook();
    let heard = std::sync::Arc::clone(&said);
    panic::set_hook(Box::new(move |info| {
        let text = info.payload_as_str().unwrap_or("no reason given").lines().next().unwrap_or_default().to_owned();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        log::debug!("panic at {place}: {text}");
        if let Ok(mut said) = heard.lock() {
            *said = text;
        }
    }));
    let run = panic::AssertUnwindSafe(|| {
        eframe::run_native(
            "salient",
            native,
            Box::new(move |creation| {
                if let Some(render_state) = &creation.wgpu_render_state {
                    walkers::install_renderer(Some(render_state));
                    install_map_renderer(render_state);
                }
                Ok(Box::new(TrackerApp::new(&creation.egui_ctx, document, settings, options)))
            }),
        )
    });
    let outcome = panic::catch_unwind(run);
    panic::set_hook(hook);
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(anyhow!(
            "could not open the window: {}; check the display and the graphics driver; {without_window}",
            reason(&error.to_string())
        )),
        Err(_panic) => {
            let said = said.lock().map(|said| said.clone()).unwrap_or_default();
            let said = reason(&said);
            Err(anyhow!(
                "could not open the window: {said}; install the library it names, or report this; {without_window}"
            ))
        }
    }
}

/// What the toolkit said, without the place in its source that it puts before.
fn reason(error: &str) -> &str {
    let after_place = error.rfind(".rs:").and_then(|at| error[at..].split_once(": "));
    after_place.map_or(error, |(_, reason)| reason).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_toolkits_source_is_left_out() {
        assert_eq!(reason("os error at /a/b/mod.rs:788: Failed to open"), "Failed to open");
        assert_eq!(reason("no adapter found."), "no adapter found");
    }
}
