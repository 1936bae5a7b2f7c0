//! The window without a screen: frames of it, all but the graphics driver.

use eframe::egui::{self, Context};
use salient::app::action::Action;
use salient::app::document::Document;
use salient::app::settings::Settings;
use salient::app::state::AppState;
use salient::gui::{AppOptions, TrackerApp};

/// A window of 1280 by 800 points.
pub(crate) struct Window {
    context: Context,
    app: TrackerApp,
    frame: eframe::Frame,
}

impl Window {
    /// A window on `document`, all places in view.
    pub(crate) fn open(document: Document) -> Self {
        let settings = Settings::default();
        document.cells(settings.reach);
        let context = Context::default();
        let app = TrackerApp::new(&context, document, settings, AppOptions::default());
        let mut window = Self { context, app, frame: eframe::Frame::_new_kittest() };
        window.draw();
        window.perform(Action::FitAll);
        window
    }

    /// Goes to the day `days` after the first, and draws until nothing moves any more.
    pub(crate) fn settle_on(&mut self, days: i32) {
        let (first, last) = self.state().document.days();
        self.perform(Action::SetDate(first.saturating_add(jiff::Span::new().days(days)).min(last)));
        for _ in 0..4 {
            self.draw();
        }
    }

    pub(crate) fn state(&self) -> &AppState {
        self.app.state()
    }

    pub(crate) fn perform(&mut self, action: Action) {
        self.app.perform(&self.context, action);
    }

    /// Draws a frame; how many triangle meshes came of it.
    pub(crate) fn draw(&mut self) -> usize {
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
        let input = egui::RawInput { screen_rect: Some(rect), ..egui::RawInput::default() };
        let output = self.context.run_ui(input, |ui| {
            let context = ui.ctx().clone();
            eframe::App::logic(&mut self.app, &context, &mut self.frame);
            eframe::App::ui(&mut self.app, ui, &mut self.frame);
        });
        self.context.tessellate(output.shapes, 1.0).len()
    }
}
