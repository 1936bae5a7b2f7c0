//! Buttons with drawn icons: no font is needed for them, and each has an accessible name.

use eframe::egui::{Button, Pos2, Response, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    First,
    PreviousChange,
    PreviousDay,
    Play,
    Pause,
    NextDay,
    NextChange,
    Last,
    Plus,
    Minus,
    Fit,
    Close,
}

/// Names a text field for those who cannot see what stands beside it.
pub(super) fn name_field(response: &Response, name: &str, text: &str) {
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, text, text, "");
        info.label = Some(name.to_owned());
        info
    });
}

/// A button of `size` points with an icon, named for those who cannot see it.
pub(super) fn icon_button(ui: &mut Ui, icon: Icon, name: &str, size: f32) -> Response {
    let response = ui.add(Button::new("").min_size(Vec2::splat(size)));
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::Button, enabled, name));
    if ui.is_rect_visible(response.rect) {
        let colour = ui.style().interact(&response).fg_stroke.color;
        let unit = size / 24.0;
        let centre = response.rect.center();
        let at = |x: f32, y: f32| centre + vec2(x, y) * unit;
        let stroke = Stroke::new(1.7 * unit, colour);
        let painter = ui.painter();
        let triangle = |points: [Pos2; 3]| painter.add(Shape::convex_polygon(points.to_vec(), colour, Stroke::NONE));
        let bar = |x: f32| painter.line_segment([at(x, -5.0), at(x, 5.0)], stroke);
        match icon {
            Icon::First => {
                bar(-5.0);
                triangle([at(5.0, -5.0), at(5.0, 5.0), at(-3.0, 0.0)]);
            }
            Icon::Last => {
                bar(5.0);
                triangle([at(-5.0, -5.0), at(-5.0, 5.0), at(3.0, 0.0)]);
            }
            // A diamond stands for a change.
            Icon::PreviousChange | Icon::NextChange => {
                let side = if icon == Icon::NextChange { 1.0 } else { -1.0 };
                triangle([at(-6.5 * side, -4.5), at(-6.5 * side, 4.5), at(0.0, 0.0)]);
                let points = [at(5.0 * side, -3.6), at(8.2 * side, 0.0), at(5.0 * side, 3.6), at(1.8 * side, 0.0)];
                painter.add(Shape::convex_polygon(points.to_vec(), colour, Stroke::NONE));
            }
            Icon::PreviousDay => {
                triangle([at(3.5, -5.0), at(3.5, 5.0), at(-4.5, 0.0)]);
            }
            Icon::NextDay => {
                triangle([at(-3.5, -5.0), at(-3.5, 5.0), at(4.5, 0.0)]);
            }
            Icon::Play => {
                triangle([at(-4.5, -6.5), at(-4.5, 6.5), at(6.5, 0.0)]);
            }
            Icon::Pause => {
                for x in [-3.2, 3.2] {
                    painter.line_segment([at(x, -5.5), at(x, 5.5)], Stroke::new(3.2 * unit, colour));
                }
            }
            Icon::Plus | Icon::Minus => {
                painter.line_segment([at(-5.0, 0.0), at(5.0, 0.0)], stroke);
                if icon == Icon::Plus {
                    painter.line_segment([at(0.0, -5.0), at(0.0, 5.0)], stroke);
                }
            }
            Icon::Fit => {
                for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                    painter.line_segment([at(5.5 * x, 2.0 * y), at(5.5 * x, 5.5 * y)], stroke);
                    painter.line_segment([at(2.0 * x, 5.5 * y), at(5.5 * x, 5.5 * y)], stroke);
                }
                painter.circle_filled(pos2(centre.x, centre.y), 1.6 * unit, colour);
            }
            Icon::Close => {
                painter.line_segment([at(-4.0, -4.0), at(4.0, 4.0)], stroke);
                painter.line_segment([at(4.0, -4.0), at(-4.0, 4.0)], stroke);
            }
        }
    }
    response
}
