//! Pictures of the whole window, painted by a software Vulkan driver. Few, and only about
//! arrangement: the map itself is held by `golden.rs`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --features window-pictures --test window_pictures` rewrites them.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]
#![cfg(feature = "window-pictures")]

mod support;

use eframe::egui::vec2;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use salient::app::action::Action;
use salient::app::settings::{Settings, ThemeChoice};
use salient::app::state::Dialog;
use salient::gui::{AppOptions, TrackerApp, install_map_renderer};
use salient::scene::{Language, Names};
use support::bundled;

/// Drivers round edges differently: a difference counts from a threshold that the eye sees, and a
/// few thousand of a million pixels may have it.
fn tolerance() -> SnapshotOptions {
    SnapshotOptions::default().threshold(3.0).max_failed_pixels(4000)
}

#[test]
fn the_window_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    for (name, theme, place, dialog, size) in [
        ("window-arabic", ThemeChoice::Light, Some("jisr-al-shughur"), None, vec2(1280.0, 800.0)),
        ("window-arabic-places", ThemeChoice::Dark, None, Some(Dialog::Places), vec2(1280.0, 800.0)),
        ("window-light", ThemeChoice::Light, None, None, vec2(1280.0, 800.0)),
        ("window-dark-place", ThemeChoice::Dark, Some("jisr-al-shughur"), None, vec2(1280.0, 800.0)),
        ("window-picture-dialog", ThemeChoice::Light, Some("idlib"), Some(Dialog::Snapshot), vec2(1280.0, 800.0)),
        ("window-large", ThemeChoice::Light, Some("aleppo"), None, vec2(1920.0, 1080.0)),
    ] {
        let (language, names) = match name.starts_with("window-arabic") {
            true => (Language::Arabic, Names::Arabic),
            false => (Language::English, Names::Latin),
        };
        let settings = Settings { theme, language, names, ..Settings::default() };
        let mut harness =
            Harness::builder().with_size(size).with_max_steps(40).with_render_cursor(false).wgpu().build_eframe(
                move |creation| {
                    install_map_renderer(creation.wgpu_render_state.as_ref().unwrap());
                    TrackerApp::new(&creation.egui_ctx, bundled(), settings, AppOptions::default())
                },
            );
        harness.run_steps(3);
        let context = harness.ctx.clone();
        if let Some(id) = place {
            let place = harness.state().state().document.chronicle.place_by_id(id).unwrap();
            harness.state_mut().perform(&context, Action::GoTo(place));
        }
        harness.state_mut().perform(&context, Action::ShowDialog(dialog));
        harness.run_steps(20);
        results.add(harness.try_snapshot_options(name, &tolerance()));
    }
}
