//! The dialog of sources: how much each has reported, how often the assessment sided with it, how
//! soon it told; and their reports, searched by text.

use eframe::egui::{
    self, Align, Button, Margin, Response, RichText, Role, ScrollArea, Sense, Shape, Stroke, TextEdit, Ui, WidgetInfo,
    vec2,
};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::app::action::Action;
use crate::app::sources::{self, SourceColumn, SourceRow};
use crate::app::state::AppState;
use crate::app::why;
use crate::app::wording;
use crate::domain::{Basis, Chronicle, ReportIx, Rule, SourceIx, Stance, excerpt, name_key, openable};
use crate::gui::dialogs::{close_button, heading};
use crate::gui::direction::{is_mirrored, near};
use crate::gui::icons::name_field;
use crate::gui::theme::{Palette, bold_family};
use crate::scene::{say, say_with};

/// How high the dialog is where the window has room.
const HEIGHT: f32 = 620.0;
/// What of it is neither the table's body nor the list of reports.
const FIXED_HEIGHT: f32 = 205.0;
/// The table is not narrower; in a narrow window it is moved sideways.
const LEAST_WIDTH: f32 = 930.0;
/// The most reports that are listed.
const MOST: usize = 200;

/// What the dialog keeps from frame to frame and while it is closed.
#[derive(Default)]
pub(super) struct SourcesDraft {
    filter: String,
    words: String,
    /// Whose reports are listed; those of all where none.
    source: Option<SourceIx>,
    /// The column that the sources are sorted by, and whether from the largest.
    order: Option<(SourceColumn, bool)>,
    listed: Option<Listed>,
    found: Option<Found>,
}

/// The table, with what it was made from.
struct Listed {
    documents: u64,
    order: Option<(SourceColumn, bool)>,
    filter: Option<String>,
    /// All sources, sorted.
    rows: Vec<SourceRow>,
    /// Which of them the filter lets through.
    shown: Vec<usize>,
}

/// The reports that were found, with what they were found by.
struct Found {
    documents: u64,
    words: String,
    source: Option<SourceIx>,
    reports: Vec<ReportIx>,
    total: usize,
}

impl SourcesDraft {
    fn order(&self) -> (SourceColumn, bool) {
        let column = SourceColumn::default();
        self.order.unwrap_or((column, column.is_number()))
    }

    /// Sorts by `column`, the other way round where it is sorted by it already.
    fn sort_by(&mut self, column: SourceColumn) {
        let (present, descending) = self.order();
        self.order = Some((column, if present == column { !descending } else { column.is_number() }));
    }

    /// Counts, sorts and filters what has changed.
    fn list(&mut self, state: &AppState) {
        let chronicle = &state.document.chronicle;
        if self.listed.as_ref().is_none_or(|listed| listed.documents != state.documents) {
            // A source of another document is nobody here.
            self.source = None;
            self.listed = Some(Listed {
                documents: state.documents,
                order: None,
                filter: None,
                rows: sources::table(chronicle),
                shown: Vec::new(),
            });
        }
        let order = self.order();
        let Some(listed) = &mut self.listed else { return };
        if listed.order != Some(order) {
            sources::sort(&mut listed.rows, order.0, order.1);
            listed.order = Some(order);
            listed.filter = None;
        }
        if listed.filter.as_ref() != Some(&self.filter) {
            let wanted = name_key(&self.filter);
            let rows = listed.rows.iter().enumerate();
            listed.shown =
                rows.filter(|(_, row)| is_named(chronicle, row, &wanted)).map(|(position, _)| position).collect();
            listed.filter = Some(self.filter.clone());
        }
    }

    /// Searches where the words, the source or the document have changed.
    fn search(&mut self, state: &AppState) {
        let is_same = |found: &Found| {
            found.documents == state.documents && found.words == self.words && found.source == self.source
        };
        if self.found.as_ref().is_some_and(is_same) {
            return;
        }
        let (reports, total) = sources::search(&state.document.chronicle, &self.words, self.source, MOST);
        self.found =
            Some(Found { documents: state.documents, words: self.words.clone(), source: self.source, reports, total });
    }
}

/// Whether the name, the camp or an alias of a source holds `wanted`, which is a key of names.
fn is_named(chronicle: &Chronicle, row: &SourceRow, wanted: &str) -> bool {
    let aliases = chronicle.sources().get(row.source.row()).map_or(&[][..], |source| source.aliases.as_slice());
    wanted.is_empty() || [&row.name, &row.camp].into_iter().chain(aliases).any(|name| name_key(name).contains(wanted))
}

pub(super) fn sources_ui(ui: &mut Ui, state: &AppState, draft: &mut SourcesDraft, actions: &mut Vec<Action>) {
    let chronicle = &state.document.chronicle;
    let palette = Palette::of(ui);
    if chronicle.reports().is_empty() {
        heading(ui, say("sources-title"));
        ui.label(say("sources-none"));
        ui.label(say("sources-none-hint"));
        close_button(ui, actions);
        return;
    }
    // Always as high, whatever is found: a dialog that changes its height while one types is a nuisance.
    let height = HEIGHT.min(ui.ctx().content_rect().height() - 80.0);
    ui.set_height(height);
    heading(ui, say("sources-title"));
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(&mut draft.filter).hint_text(say("sources-filter")).desired_width(240.0);
        let response = ui.add(edit);
        name_field(&response, say("sources-filter"), &draft.filter);
        draft.list(state);
        let sources = say_with("count-sources", &[("count", chronicle.claims().voices().len().into())]);
        let reports = say_with("count-reports", &[("count", chronicle.reports().len().into())]);
        ui.label(RichText::new(wording::joined(&[sources, reports])).color(palette.faint_ink));
        if draft.listed.as_ref().is_some_and(|listed| listed.shown.is_empty()) {
            ui.label(say("sources-none-named"));
        }
    });
    let body = (0.52 * (height - FIXED_HEIGHT)).max(60.0);
    ScrollArea::horizontal().id_salt("sources across").show(ui, |ui| {
        ui.set_width(ui.available_width().max(LEAST_WIDTH));
        table_ui(ui, state, draft, body, actions);
    });
    ui.separator();
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(&mut draft.words).hint_text(say("sources-search")).desired_width(240.0);
        let response = ui.add(edit);
        name_field(&response, say("sources-search"), &draft.words);
        response.on_hover_text(say("sources-search-hint"));
        if let Some(source) = draft.source {
            ui.label(say("sources-of"));
            ui.label(bold(chronicle.claims().voice(source).name.as_str()));
            if ui.button(say("sources-all")).on_hover_text(say("sources-all-hint")).clicked() {
                draft.source = None;
            }
        }
        draft.search(state);
        if let Some(found) = &draft.found {
            let text = say_with("sources-reports-found", &[("count", found.total.into())]);
            ui.label(RichText::new(text).color(palette.faint_ink));
        }
    });
    found_ui(ui, state, draft, actions);
    close_button(ui, actions);
}

fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(bold_family())
}

// The table --------------------------------------------------------------------------------------

/// What was clicked in the table.
enum Clicked {
    Column(SourceColumn),
    Source(SourceIx),
}

fn table_ui(ui: &mut Ui, state: &AppState, draft: &mut SourcesDraft, height: f32, actions: &mut Vec<Action>) {
    let Some(listed) = &draft.listed else { return };
    let order = draft.order();
    let chosen = draft.source;
    let mut clicked = None;
    let row_height = ui.spacing().interact_size.y;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut table = TableBuilder::new(ui)
            .id_salt("sources")
            .striped(true)
            .cell_layout(near(Align::Center))
            .auto_shrink(false)
            .min_scrolled_height(height)
            .max_scroll_height(height)
            .column(Column::remainder().at_least(150.0).clip(true));
        // Camp, reports, first, last, sided, first to tell, median delay; the button.
        let mirrored = [96.0, 64.0, 128.0, 128.0, 58.0, 88.0, 96.0, 60.0];
        for width in if is_mirrored() { mirrored } else { [112.0, 72.0, 92.0, 92.0, 66.0, 108.0, 116.0, 60.0] } {
            table = table.column(Column::exact(width));
        }
        let table = table.header(row_height, |mut header| {
            for column in SourceColumn::ALL {
                header.col(|ui| {
                    let descending = (order.0 == column).then_some(order.1);
                    if header_ui(ui, column, descending) {
                        clicked = Some(Clicked::Column(column));
                    }
                });
            }
            header.col(|_| {});
        });
        table.body(|body| {
            body.rows(row_height, listed.shown.len(), |mut row| {
                let position = listed.shown.get(row.index());
                if let Some(source) = position.and_then(|position| listed.rows.get(*position))
                    && row_ui(&mut row, state, source, chosen, actions)
                {
                    clicked = Some(Clicked::Source(source.source));
                }
            });
        });
    });
    match clicked {
        Some(Clicked::Column(column)) => draft.sort_by(column),
        Some(Clicked::Source(source)) => draft.source = (chosen != Some(source)).then_some(source),
        None => {}
    }
}

/// The heading of a column, with a triangle where the table is sorted by it; whether it was clicked.
fn header_ui(ui: &mut Ui, column: SourceColumn, descending: Option<bool>) -> bool {
    sort_header(ui, column.text(), descending).on_hover_text(column.hint()).clicked()
}

/// The heading of a column that can be sorted by, with a triangle where it is.
pub(super) fn sort_header(ui: &mut Ui, text: &str, descending: Option<bool>) -> Response {
    let response = ui.add(Button::new(bold(text).size(12.5)).frame(false));
    let name = say_with("sources-sort-by", &[("column", text.to_lowercase().into())]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, descending.is_some(), &name));
    if let Some(descending) = descending {
        let (rect, _) = ui.allocate_exact_size(vec2(8.0, 7.0), Sense::hover());
        let points = if descending {
            [rect.left_top(), rect.right_top(), rect.center_bottom()]
        } else {
            [rect.left_bottom(), rect.center_top(), rect.right_bottom()]
        };
        ui.painter().add(Shape::convex_polygon(points.to_vec(), Palette::of(ui).accent, Stroke::NONE));
    }
    response
}

/// A source; whether its name was clicked.
fn row_ui(
    row: &mut TableRow<'_, '_>,
    state: &AppState,
    source: &SourceRow,
    chosen: Option<SourceIx>,
    actions: &mut Vec<Action>,
) -> bool {
    let mut is_clicked = false;
    row.col(|ui| {
        let label = ui.selectable_label(chosen == Some(source.source), source.name.as_str());
        is_clicked = label.on_hover_text(format!("{}\n{}", source.name, say("sources-row-hint"))).clicked();
    });
    row.col(|ui| {
        ui.label(source.camp.as_str());
    });
    row.col(|ui| {
        let response = ui.label(source.reports.to_string());
        if source.repeats > 0 {
            response.on_hover_text(say_with("sources-repeats", &[("count", source.repeats.into())]));
        }
    });
    for date in [source.first, source.last] {
        row.col(|ui| {
            ui.label(date.map_or_else(String::new, wording::date));
        });
    }
    row.col(|ui| {
        let response = ui.label(source.sided_text().unwrap_or_default());
        response.on_hover_text(say_with(
            "sources-sided-hint",
            &[("supported", source.supported.into()), ("disputed", source.disputed.into())],
        ));
    });
    for text in [source.first_text(), source.delay_text()] {
        row.col(|ui| {
            ui.label(text.unwrap_or_default());
        });
    }
    row.col(|ui| {
        let response = ui.small_button(say("sources-map"));
        let name = say_with("sources-map-hint", &[("source", source.name.as_str().into())]);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.on_hover_text(&name).clicked() {
            let basis = Basis::ToldBy(source.source);
            actions.push(Action::SetRule(Rule { basis, ..state.document.rule() }));
            actions.push(Action::ShowDialog(None));
        }
    });
    is_clicked
}

// The reports ------------------------------------------------------------------------------------

fn found_ui(ui: &mut Ui, state: &AppState, draft: &SourcesDraft, actions: &mut Vec<Action>) {
    let Some(found) = &draft.found else { return };
    // The rest is for the button that closes the dialog.
    let height = (ui.available_height() - 48.0).max(60.0);
    // What is found anew is seen from its beginning.
    let list = ScrollArea::vertical().id_salt(("reports found", &found.words, found.source));
    list.max_height(height).auto_shrink(false).show(ui, |ui| {
        if found.reports.is_empty() {
            ui.label(say("sources-no-report-found"));
        }
        for report in &found.reports {
            report_ui(ui, state, *report, actions);
        }
        let more = found.total.saturating_sub(found.reports.len());
        if more > 0 {
            ui.label(say_with("sources-and-more", &[("count", more.into())]));
        }
    });
}

fn report_ui(ui: &mut Ui, state: &AppState, report: ReportIx, actions: &mut Vec<Action>) {
    let chronicle = &state.document.chronicle;
    let palette = Palette::of(ui);
    let row = chronicle.report(report);
    let event = chronicle.event(row.event);
    let place = wording::place(chronicle, event.place);
    let faint = |text: String| RichText::new(text).color(palette.faint_ink).size(12.0);
    egui::Frame::NONE.inner_margin(Margin { left: 0, right: 12, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(bold(why::who(chronicle, report)).size(12.5));
            ui.label(faint(row.published.map_or_else(|| say("sources-no-date").to_owned(), wording::date)));
            let stance = match row.stance {
                Stance::Supports => say("sources-supports"),
                Stance::Disputes => say("sources-disputes"),
                Stance::Context => say("sources-context"),
            };
            ui.label(bold(stance).size(12.5).color(palette.of_stance(row.stance)));
            let on = wording::event_date(event);
            let name = say_with("sources-go-to", &[("place", place.into()), ("date", on.as_str().into())]);
            let response = ui.link(place);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
            if response.on_hover_text(&name).clicked() {
                actions.push(Action::GoTo(event.place));
                actions.push(Action::JumpTo(event.date));
                actions.push(Action::ShowDialog(None));
            }
            ui.label(faint(wording::joined(&[on, wording::event_kind(event.kind())])));
            link_ui(ui, &row.url, &row.title, palette, actions);
        });
        if !row.claim.is_empty() {
            ui.label(row.claim.as_str());
        }
    });
}

/// The report's link; what must not be opened is shown as text.
fn link_ui(ui: &mut Ui, url: &str, title: &str, palette: Palette, actions: &mut Vec<Action>) {
    if url.is_empty() {
        return;
    }
    if let Some(url) = openable(url) {
        let title = if title.is_empty() { String::new() } else { format!("{title}\n") };
        let link = ui.link(RichText::new(say("sources-open-report")).size(12.0));
        if link.on_hover_text(format!("{title}{url}")).clicked() {
            actions.push(Action::OpenLink(url.to_owned()));
        }
    } else {
        ui.label(RichText::new(excerpt(url)).color(palette.faint_ink).size(12.0))
            .on_hover_text(say("sources-no-address"));
    }
}
