//! Fonts, colours and spacing of the window: the only place that names egui colours.
#![expect(clippy::disallowed_methods, reason = "this is the file that colours come from")]

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle, vec2,
};

use crate::domain::{Colour, Stance};
use crate::scene::{FONTS, Rgba};

/// The family of headings.
pub(super) fn bold_family() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// The same four fonts as in pictures.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for file in &FONTS {
        fonts.font_data.insert(file.name.to_owned(), Arc::new(FontData::from_static(file.bytes)));
    }
    let [regular, bold, arabic, arabic_bold] = FONTS.map(|file| file.name.to_owned());
    let text = vec![regular, arabic];
    fonts.families.insert(FontFamily::Proportional, text.clone());
    fonts.families.insert(FontFamily::Monospace, text);
    fonts.families.insert(bold_family(), vec![bold, arabic_bold]);
    fonts
}

/// Colours of the window that are not egui's own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    pub(super) accent: Color32,
    pub(super) ink: Color32,
    pub(super) faint_ink: Color32,
    pub(super) line: Color32,
    pub(super) panel: Color32,
    pub(super) raised: Color32,
    pub(super) histogram: Color32,
    pub(super) histogram_past: Color32,
    pub(super) support: Color32,
    pub(super) dispute: Color32,
    pub(super) error: Color32,
}

const LIGHT: Palette = Palette {
    accent: Color32::from_rgb(0x0b, 0x5c, 0x8f),
    ink: Color32::from_rgb(0x1d, 0x21, 0x25),
    faint_ink: Color32::from_rgb(0x56, 0x5d, 0x64),
    line: Color32::from_rgb(0xda, 0xd7, 0xd0),
    panel: Color32::from_rgb(0xfb, 0xfa, 0xf7),
    raised: Color32::from_rgb(0xee, 0xec, 0xe6),
    histogram: Color32::from_rgb(0xc3, 0xca, 0xd0),
    histogram_past: Color32::from_rgb(0x6b, 0x8c, 0xa3),
    support: Color32::from_rgb(0x23, 0x6b, 0x3a),
    dispute: Color32::from_rgb(0xa8, 0x2b, 0x22),
    error: Color32::from_rgb(0xa8, 0x2b, 0x22),
};

const DARK: Palette = Palette {
    accent: Color32::from_rgb(0x7c, 0xc1, 0xee),
    ink: Color32::from_rgb(0xec, 0xee, 0xf0),
    faint_ink: Color32::from_rgb(0xa8, 0xb0, 0xb7),
    line: Color32::from_rgb(0x39, 0x40, 0x47),
    panel: Color32::from_rgb(0x1a, 0x1e, 0x22),
    raised: Color32::from_rgb(0x2a, 0x30, 0x36),
    histogram: Color32::from_rgb(0x46, 0x4f, 0x57),
    histogram_past: Color32::from_rgb(0x6f, 0x9a, 0xb5),
    support: Color32::from_rgb(0x7d, 0xcf, 0x96),
    dispute: Color32::from_rgb(0xf2, 0x94, 0x8a),
    error: Color32::from_rgb(0xf2, 0x94, 0x8a),
};

impl Palette {
    pub(super) fn of(ui: &egui::Ui) -> Self {
        if ui.visuals().dark_mode { DARK } else { LIGHT }
    }

    /// The colour of what is said for or against an event.
    pub(super) fn of_stance(self, stance: Stance) -> Color32 {
        match stance {
            Stance::Supports => self.support,
            Stance::Disputes => self.dispute,
            Stance::Context => self.faint_ink,
        }
    }
}

/// Every pair of text and ground that the window uses, as (what, text, ground).
pub fn contrast_pairs() -> Vec<(&'static str, Colour, Colour)> {
    let colour = |colour: Color32| Colour::new(colour.r(), colour.g(), colour.b());
    let mut pairs = Vec::new();
    for palette in [LIGHT, DARK] {
        for ground in [palette.panel, palette.raised] {
            pairs.push(("ink", colour(palette.ink), colour(ground)));
            pairs.push(("faint ink", colour(palette.faint_ink), colour(ground)));
            pairs.push(("accent", colour(palette.accent), colour(ground)));
        }
        pairs.push(("support", colour(palette.support), colour(palette.panel)));
        pairs.push(("dispute", colour(palette.dispute), colour(palette.panel)));
        pairs.push(("error", colour(palette.error), colour(palette.panel)));
    }
    pairs
}

/// Fonts and both themes.
pub fn set_theme(context: &egui::Context) {
    context.set_fonts(fonts());
    // A desktop that does not say gets paper.
    context.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    for (theme, palette) in [(egui::Theme::Light, LIGHT), (egui::Theme::Dark, DARK)] {
        context.style_mut_of(theme, |style| {
            style.text_styles = [
                (TextStyle::Small, FontId::new(11.0, FontFamily::Proportional)),
                (TextStyle::Body, FontId::new(13.0, FontFamily::Proportional)),
                (TextStyle::Button, FontId::new(13.0, FontFamily::Proportional)),
                (TextStyle::Heading, FontId::new(17.0, bold_family())),
                (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
            ]
            .into();
            style.spacing.item_spacing = vec2(8.0, 6.0);
            style.spacing.button_padding = vec2(8.0, 4.0);
            style.spacing.interact_size.y = 24.0;
            style.spacing.menu_margin = Margin::same(6);
            let visuals = &mut style.visuals;
            visuals.panel_fill = palette.panel;
            visuals.window_fill = palette.panel;
            visuals.extreme_bg_color =
                if theme == egui::Theme::Light { Color32::WHITE } else { Color32::from_rgb(0x12, 0x15, 0x18) };
            visuals.hyperlink_color = palette.accent;
            visuals.selection.bg_fill =
                palette.accent.gamma_multiply(if theme == egui::Theme::Light { 0.22 } else { 0.35 });
            visuals.selection.stroke = Stroke::new(1.0, palette.accent);
            visuals.window_stroke = Stroke::new(1.0, palette.line);
            visuals.weak_text_color = Some(palette.faint_ink);
            let widgets = &mut visuals.widgets;
            widgets.noninteractive.fg_stroke.color = palette.ink;
            widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
            widgets.inactive.fg_stroke.color = palette.ink;
            widgets.inactive.weak_bg_fill = palette.raised;
            widgets.inactive.bg_fill = palette.raised;
            widgets.hovered.fg_stroke.color = palette.ink;
            widgets.active.fg_stroke.color = palette.ink;
            widgets.open.fg_stroke.color = palette.ink;
            for widget in [
                &mut widgets.inactive,
                &mut widgets.hovered,
                &mut widgets.active,
                &mut widgets.open,
                &mut widgets.noninteractive,
            ] {
                widget.corner_radius = CornerRadius::same(4);
            }
        });
    }
}

/// A scene colour in egui's terms.
pub(super) fn color32(rgba: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(rgba.colour.red, rgba.colour.green, rgba.colour.blue, rgba.opacity)
}
