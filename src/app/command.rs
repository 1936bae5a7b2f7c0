//! What a human can ask for without arguments: one table feeds menus, tooltips and shortcuts.

use jiff::civil::Date;

use crate::app::action::Action;
use crate::app::state::{AppState, Dialog};
use crate::domain::Day;
use crate::scene::say;

/// What a human can ask for without arguments, in the order of the shortcut sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// A day on.
    NextDay,
    /// A day back.
    PreviousDay,
    /// A month on.
    NextMonth,
    /// A month back.
    PreviousMonth,
    /// To the next change.
    NextChange,
    /// To the change before.
    PreviousChange,
    /// To the first day.
    FirstDay,
    /// To the last day.
    LastDay,
    /// Play or pause.
    Play,
    /// Back to where one was.
    Back,
    /// Forward again.
    Forward,
    /// Less time on the timeline.
    TimeIn,
    /// More time on the timeline.
    TimeOut,
    /// All days on the timeline.
    WholeTime,
    /// The range, or none.
    Range,
    /// Type a date.
    TypeDate,
    /// Find a place.
    Search,
    /// The next rule.
    NextRule,
    /// The rule before.
    PreviousRule,
    /// Compare with another rule, or end it.
    Compare,
    /// Compare with another day, or end it.
    CompareDays,
    /// Measure distances, or end it.
    Measure,
    /// Nothing selected.
    Deselect,
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// All places.
    FitAll,
    /// Open.
    Open,
    /// Save as.
    SaveAs,
    /// Write a picture.
    Snapshot,
    /// Write a time-lapse.
    Timelapse,
    /// The shortcut sheet.
    Shortcuts,
    /// End.
    Quit,
}

/// A key with modifiers, in egui's names of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl (Cmd on a Mac).
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The key's name.
    pub key: &'static str,
}

impl Shortcut {
    const fn key(key: &'static str) -> Self {
        Self { ctrl: false, shift: false, alt: false, key }
    }

    const fn alt(key: &'static str) -> Self {
        Self { ctrl: false, shift: false, alt: true, key }
    }

    const fn ctrl(key: &'static str) -> Self {
        Self { ctrl: true, shift: false, alt: false, key }
    }

    const fn shift(key: &'static str) -> Self {
        Self { ctrl: false, shift: true, alt: false, key }
    }

    /// How it is written: `Ctrl+E`.
    pub fn text(&self) -> String {
        let key = match self.key {
            "ArrowRight" => "Right",
            "ArrowLeft" => "Left",
            "Slash" => "/",
            "Plus" => "+",
            "Minus" => "-",
            "Questionmark" => "?",
            "Escape" => "Esc",
            "PageUp" => "Page Up",
            "PageDown" => "Page Down",
            key => key,
        };
        let modifier = if self.ctrl {
            "Ctrl+"
        } else if self.shift {
            "Shift+"
        } else if self.alt {
            "Alt+"
        } else {
            ""
        };
        format!("{modifier}{key}")
    }
}

/// The days around the shown one, as a first range.
pub fn first_range(state: &AppState) -> (Date, Date) {
    let (from, to) = state.view.shown_days;
    let part = Day::of(to).since(Day::of(from)) / 8;
    let day = Day::of(state.view.date);
    (day.plus(-part).date(), day.plus(part).date())
}

impl Command {
    /// All commands.
    pub const ALL: [Self; 32] = [
        Self::NextDay,
        Self::PreviousDay,
        Self::NextMonth,
        Self::PreviousMonth,
        Self::NextChange,
        Self::PreviousChange,
        Self::FirstDay,
        Self::LastDay,
        Self::Play,
        Self::Back,
        Self::Forward,
        Self::TimeIn,
        Self::TimeOut,
        Self::WholeTime,
        Self::Range,
        Self::TypeDate,
        Self::Search,
        Self::NextRule,
        Self::PreviousRule,
        Self::Compare,
        Self::CompareDays,
        Self::Measure,
        Self::Deselect,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::FitAll,
        Self::Open,
        Self::SaveAs,
        Self::Snapshot,
        Self::Timelapse,
        Self::Shortcuts,
        Self::Quit,
    ];

    /// What it is called: in menus, as accessible name.
    pub fn text(self) -> &'static str {
        match self {
            Self::NextDay => say("command-next-day"),
            Self::PreviousDay => say("command-previous-day"),
            Self::NextMonth => say("command-next-month"),
            Self::PreviousMonth => say("command-previous-month"),
            Self::NextChange => say("command-next-change"),
            Self::PreviousChange => say("command-previous-change"),
            Self::FirstDay => say("command-first-day"),
            Self::LastDay => say("command-last-day"),
            Self::Play => say("command-play"),
            Self::Back => say("command-back"),
            Self::Forward => say("command-forward"),
            Self::TimeIn => say("command-time-in"),
            Self::TimeOut => say("command-time-out"),
            Self::WholeTime => say("command-whole-time"),
            Self::Range => say("command-range"),
            Self::TypeDate => say("command-type-date"),
            Self::Search => say("command-search"),
            Self::NextRule => say("command-next-rule"),
            Self::PreviousRule => say("command-previous-rule"),
            Self::Compare => say("command-compare"),
            Self::CompareDays => say("command-compare-days"),
            Self::Measure => say("command-measure"),
            Self::Deselect => say("command-deselect"),
            Self::ZoomIn => say("command-zoom-in"),
            Self::ZoomOut => say("command-zoom-out"),
            Self::FitAll => say("command-fit-all"),
            Self::Open => say("command-open"),
            Self::SaveAs => say("command-save-as"),
            Self::Snapshot => say("command-snapshot"),
            Self::Timelapse => say("command-timelapse"),
            Self::Shortcuts => say("command-shortcuts"),
            Self::Quit => say("command-quit"),
        }
    }

    /// What it does, in a tooltip.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NextDay => say("command-next-day-hint"),
            Self::PreviousDay => say("command-previous-day-hint"),
            Self::NextMonth => say("command-next-month-hint"),
            Self::PreviousMonth => say("command-previous-month-hint"),
            Self::NextChange => say("command-next-change-hint"),
            Self::PreviousChange => say("command-previous-change-hint"),
            Self::FirstDay => say("command-first-day-hint"),
            Self::LastDay => say("command-last-day-hint"),
            Self::Play => say("command-play-hint"),
            Self::Back => say("command-back-hint"),
            Self::Forward => say("command-forward-hint"),
            Self::TimeIn => say("command-time-in-hint"),
            Self::TimeOut => say("command-time-out-hint"),
            Self::WholeTime => say("command-whole-time-hint"),
            Self::Range => say("command-range-hint"),
            Self::TypeDate => say("command-type-date-hint"),
            Self::Search => say("command-search-hint"),
            Self::NextRule => say("command-next-rule-hint"),
            Self::PreviousRule => say("command-previous-rule-hint"),
            Self::Compare => say("command-compare-hint"),
            Self::CompareDays => say("command-compare-days-hint"),
            Self::Measure => say("command-measure-hint"),
            Self::Deselect => say("command-deselect-hint"),
            Self::ZoomIn => say("command-zoom-in-hint"),
            Self::ZoomOut => say("command-zoom-out-hint"),
            Self::FitAll => say("command-fit-all-hint"),
            Self::Open => say("command-open-hint"),
            Self::SaveAs => say("command-save-as-hint"),
            Self::Snapshot => say("command-snapshot-hint"),
            Self::Timelapse => say("command-timelapse-hint"),
            Self::Shortcuts => say("command-shortcuts-hint"),
            Self::Quit => say("command-quit-hint"),
        }
    }

    /// The keys that ask for it.
    pub fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::NextDay => const { &[Shortcut::key("ArrowRight")] },
            Self::PreviousDay => const { &[Shortcut::key("ArrowLeft")] },
            Self::NextMonth => const { &[Shortcut::shift("ArrowRight")] },
            Self::PreviousMonth => const { &[Shortcut::shift("ArrowLeft")] },
            Self::NextChange => const { &[Shortcut::ctrl("ArrowRight")] },
            Self::PreviousChange => const { &[Shortcut::ctrl("ArrowLeft")] },
            Self::FirstDay => const { &[Shortcut::key("Home")] },
            Self::LastDay => const { &[Shortcut::key("End")] },
            Self::Play => const { &[Shortcut::key("Space")] },
            Self::Back => const { &[Shortcut::alt("ArrowLeft")] },
            Self::Forward => const { &[Shortcut::alt("ArrowRight")] },
            Self::TimeIn => const { &[Shortcut::key("PageDown")] },
            Self::TimeOut => const { &[Shortcut::key("PageUp")] },
            Self::WholeTime => const { &[Shortcut::shift("PageUp")] },
            Self::Range => const { &[Shortcut::key("T")] },
            Self::TypeDate => const { &[Shortcut::key("G")] },
            Self::Search => const { &[Shortcut::ctrl("K"), Shortcut::key("Slash")] },
            Self::NextRule => const { &[Shortcut::key("R")] },
            Self::PreviousRule => const { &[Shortcut::shift("R")] },
            Self::Compare => const { &[Shortcut::key("C")] },
            Self::CompareDays => const { &[Shortcut::key("D")] },
            Self::Measure => const { &[Shortcut::key("M")] },
            Self::Deselect => const { &[Shortcut::key("Escape")] },
            Self::ZoomIn => const { &[Shortcut::key("Plus"), Shortcut::key("Equals")] },
            Self::ZoomOut => const { &[Shortcut::key("Minus")] },
            Self::FitAll => const { &[Shortcut::key("0")] },
            Self::Open => const { &[Shortcut::ctrl("O")] },
            Self::SaveAs => const { &[Shortcut::ctrl("S")] },
            Self::Snapshot => const { &[Shortcut::ctrl("E")] },
            Self::Timelapse => const { &[Shortcut::ctrl("T")] },
            Self::Shortcuts => const { &[Shortcut::key("Questionmark"), Shortcut::key("F1")] },
            Self::Quit => const { &[Shortcut::ctrl("Q")] },
        }
    }

    /// Whether it can be done now.
    pub fn is_enabled(self, state: &AppState) -> bool {
        match self {
            Self::Compare | Self::NextRule | Self::PreviousRule => !state.document.chronicle.reports().is_empty(),
            Self::Back => !state.view.back.is_empty(),
            Self::Forward => !state.view.forward.is_empty(),
            Self::Deselect => {
                state.view.selected.is_some() || state.view.dialog.is_some() || state.view.measured.is_some()
            }
            _ => true,
        }
    }

    /// What happens; `None` for what is the window's own affair (where the typing goes).
    pub fn action(self, state: &AppState) -> Option<Action> {
        Some(match self {
            Self::NextDay => Action::StepDays(1),
            Self::PreviousDay => Action::StepDays(-1),
            Self::NextMonth => Action::StepMonths(1),
            Self::PreviousMonth => Action::StepMonths(-1),
            Self::NextChange => Action::NextChange,
            Self::PreviousChange => Action::PreviousChange,
            Self::FirstDay => Action::FirstDay,
            Self::LastDay => Action::LastDay,
            Self::Play => Action::TogglePlay,
            Self::Back => Action::GoBack,
            Self::Forward => Action::GoForward,
            Self::TimeIn => Action::ZoomTime(0.5, state.view.date),
            Self::TimeOut => Action::ZoomTime(2.0, state.view.date),
            Self::WholeTime => Action::ShowDays(state.view.days.0, state.view.days.1),
            Self::Range if state.view.range.is_some() => Action::SetRange(None),
            Self::Range => Action::SetRange(Some(first_range(state))),
            Self::TypeDate | Self::Search => return None,
            Self::NextRule => Action::NextRule(true),
            Self::PreviousRule => Action::NextRule(false),
            Self::Compare | Self::CompareDays if state.view.compare.is_some() => Action::SetCompare(None),
            Self::Compare => Action::SetCompare(Some(crate::app::rules::first_comparison(state))),
            Self::CompareDays => Action::SetCompare(Some(crate::app::rules::first_days(state))),
            Self::Measure => Action::ToggleMeasure,
            Self::Deselect if state.view.dialog.is_some() => Action::ShowDialog(None),
            Self::Deselect if state.view.measured.is_some() => Action::ToggleMeasure,
            Self::Deselect => Action::Select(None),
            Self::ZoomIn => Action::ZoomBy(0.5),
            Self::ZoomOut => Action::ZoomBy(-0.5),
            Self::FitAll => Action::FitAll,
            Self::Open => Action::ShowDialog(Some(Dialog::Open)),
            Self::SaveAs => Action::ShowDialog(Some(Dialog::SaveAs)),
            Self::Snapshot => Action::ShowDialog(Some(Dialog::Snapshot)),
            Self::Timelapse => Action::ShowDialog(Some(Dialog::Timelapse)),
            Self::Shortcuts => Action::ShowDialog(Some(Dialog::Shortcuts)),
            Self::Quit => Action::Quit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen = std::collections::HashMap::new();
        for command in Command::ALL {
            for shortcut in command.shortcuts() {
                if let Some(other) = seen.insert(*shortcut, command) {
                    panic!("{other:?} and {command:?} share {}", shortcut.text());
                }
            }
        }
    }

    #[test]
    fn every_command_has_a_name_and_a_hint() {
        for command in Command::ALL {
            assert!(!command.text().is_empty() && !command.hint().is_empty(), "{command:?}");
            assert!(!command.shortcuts().is_empty(), "{command:?}");
        }
    }
}
