//! One state, split by lifetime.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::document::{Document, Origin};
use crate::app::filter::Filter;
use crate::app::jobs::Progress;
use crate::app::settings::{PictureChoice, RememberedView, Settings};
use crate::app::snapshot::{Extent, viewport_of};
use crate::domain::{LonLat, PlaceIx, Rule};

/// Everything the window shows and does.
pub struct AppState {
    /// The open chronicle. Shared with background work; replaced as a whole.
    pub document: Arc<Document>,
    /// The same chronicle under the rule it is compared with.
    pub other: Option<Arc<Document>>,
    /// The rule that is being applied in the background.
    pub wished_rule: Option<Rule>,
    /// Counts documents and rules: what was made from an older one is made anew.
    pub revision: u64,
    /// Counts documents alone: places and ground stay the same under another rule.
    pub documents: u64,
    /// Counts moves of names.
    pub nudged: u64,
    /// Counts filters: what was filtered otherwise is filtered anew.
    pub filters: u64,
    /// The edition of the document that was saved last; that which was opened is 0.
    pub saved_edition: u64,
    /// What the user is looking at.
    pub view: ViewState,
    /// What survives a restart.
    pub settings: Settings,
    /// What is running in the background.
    pub jobs: Vec<RunningJob>,
    /// What the user has not been told yet.
    pub notices: Vec<Notice>,
    pub(super) next_id: u64,
}

/// What the user is looking at.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewState {
    /// The day.
    pub date: Date,
    /// The first and the last day of the slider.
    pub days: (Date, Date),
    /// The part of them that the timeline shows.
    pub shown_days: (Date, Date),
    /// The two handles: playing stays between them.
    pub range: Option<(Date, Date)>,
    /// Whether only what changed hands since the first handle is shown, in the colour of who gained it.
    pub only_changed: bool,
    /// Whether those places are numbered in the order in which they changed.
    pub numbered: bool,
    /// Which places are shown and counted.
    pub filter: Filter,
    /// The middle of the map.
    pub centre: LonLat,
    /// The map's zoom.
    pub zoom: f64,
    /// The map's size in points, as last drawn.
    pub map_size: (f32, f32),
    /// Whether the ground is not to be worked out: it was stopped, and nobody has asked for it since.
    pub stopped_ground: bool,
    /// The points between which distances are measured; `None` where nothing is.
    pub measured: Option<Vec<LonLat>>,
    /// The place whose panel is open.
    pub selected: Option<PlaceIx>,
    /// How two rules are compared, where they are.
    pub compare: Option<Compare>,
    /// What the place's panel shows.
    pub place_tab: PlaceTab,
    /// Whether the slider moves by itself.
    pub playing: bool,
    /// The part of a day that playing has not yet used.
    pub carry: f64,
    /// Where one has been, the last at the end.
    pub back: Vec<Spot>,
    /// Where one was before going back, the next at the end.
    pub forward: Vec<Spot>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// What waits until changes that are not saved are dealt with.
    pub leaving: Option<Leaving>,
    /// How often tiles were asked for anew.
    pub tile_attempts: u32,
}

/// Where one has been: when, where, and what was selected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The day.
    pub date: Date,
    /// The middle of the map.
    pub centre: LonLat,
    /// The zoom.
    pub zoom: f64,
    /// The place whose panel was open.
    pub selected: Option<PlaceIx>,
}

/// What is shown of the changes between the two handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedShown {
    /// All places, changed or not.
    All,
    /// Only those that changed hands.
    Only,
    /// Those, numbered in the order in which they changed.
    Numbered,
}

/// How two rules are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compare {
    /// The other rule.
    pub rule: Rule,
    /// The other day; `None` where both maps show the day of the slider.
    pub date: Option<Date>,
    /// Where the two maps lie.
    pub mode: CompareMode,
    /// Whether only the places are shown on which they differ.
    pub only_differences: bool,
    /// Where the divider of the swipe stands, as a share of the map's width.
    pub share: f32,
}

/// Where two maps lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareMode {
    /// On each other, parted by a line that can be moved.
    #[default]
    Swipe,
    /// Beside each other.
    SideBySide,
}

/// What the panel of a place shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlaceTab {
    /// Why it has its colour.
    #[default]
    Why,
    /// All its events.
    History,
}

/// A dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Open a project or folder.
    Open,
    /// Save as a project file or folder.
    SaveAs,
    /// Write a picture.
    Snapshot,
    /// Who makes the claims.
    Sources,
    /// Control ribbons of many places.
    Ribbons,
    /// The problems of the document.
    Problems,
    /// A time-lapse.
    Timelapse,
    /// What to do with changes that are not saved, before something else happens.
    Unsaved,
    /// Gains and losses between the two handles.
    Gains,
    /// All places as a table.
    Places,
    /// Who held how much over time.
    Chart,
    /// Views under a name, and going to one.
    Views,
    /// The chapters.
    Chapters,
    /// About the program and the data.
    About,
    /// The shortcuts.
    Shortcuts,
}

/// What happens once changes that are not saved are dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// The program ends.
    Quit,
    /// Another chronicle is opened; `None` is the bundled one.
    Open(Option<PathBuf>),
}

/// Something running in the background.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningJob {
    /// Which one.
    pub id: u64,
    /// What it does, for the status line: "opening …".
    pub what: String,
    /// How far it has come, where that is known, and how long it has taken.
    pub progress: Progress,
}

/// A sentence for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Which one.
    pub id: u64,
    /// The sentence.
    pub text: String,
    /// Whether something failed.
    pub is_error: bool,
}

impl AppState {
    /// The state with `document` open, where and when it was looked at last.
    pub fn new(document: Document, settings: Settings) -> Self {
        let view = ViewState::of(&document, &settings);
        Self {
            document: Arc::new(document),
            other: None,
            wished_rule: None,
            revision: 0,
            documents: 0,
            nudged: 0,
            filters: 0,
            saved_edition: 0,
            view,
            settings,
            jobs: Vec::new(),
            notices: Vec::new(),
            next_id: 0,
        }
    }

    pub(super) const OTHER_RULE_WORK: &'static str = "applying the other rule";
    pub(super) const RULE_WORK: &'static str = "applying the rule";
    pub(super) const SEARCH_WORK: &'static str = "preparing the names";
    pub(super) const GROUND_WORK: &'static str = "working out the ground";

    /// Whether the document was changed and not saved since.
    pub fn is_unsaved(&self) -> bool {
        self.document.edition != self.saved_edition
    }

    /// Whether the cells of the places are being made.
    pub fn is_working_on_ground(&self) -> bool {
        self.jobs.iter().any(|job| job.what == Self::GROUND_WORK)
    }

    /// The comparison and the document under the other rule; none while that rule is being applied.
    pub fn compared(&self) -> Option<(Compare, &Arc<Document>)> {
        let compare = self.view.compare?;
        let other = self.other.as_ref().filter(|other| other.rule() == compare.rule)?;
        Some((compare, other))
    }

    pub(super) fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Tells the user something.
    pub fn notify(&mut self, text: impl Into<String>, is_error: bool) {
        let text = text.into();
        if is_error {
            log::error!("{text}");
        } else {
            log::info!("{text}");
        }
        let id = self.new_id();
        self.notices.retain(|notice| notice.text != text);
        self.notices.push(Notice { id, text, is_error });
        // The oldest go first; nobody reads more than a few.
        let surplus = self.notices.len().saturating_sub(4);
        self.notices.drain(..surplus);
    }

    /// Writes the present view into the settings.
    pub fn remember_view(&mut self) {
        let key = key_of(&self.document.origin);
        let view = RememberedView { centre: self.view.centre, zoom: self.view.zoom, date: self.view.date };
        self.settings.views.insert(key, view);
        // Views of files long gone must not pile up.
        while self.settings.views.len() > 50 {
            self.settings.views.pop_first();
        }
    }

    /// What was chosen for the last picture of the document.
    pub fn picture_choice(&self) -> Option<&PictureChoice> {
        self.settings.pictures.get(&key_of(&self.document.origin))
    }

    /// Remembers what was chosen for a picture of the document.
    pub fn remember_picture(&mut self, choice: PictureChoice) {
        self.settings.pictures.insert(key_of(&self.document.origin), choice);
        while self.settings.pictures.len() > 50 {
            self.settings.pictures.pop_first();
        }
    }
}

fn key_of(origin: &Origin) -> String {
    origin.path().map_or_else(|| "bundled".to_owned(), |path| path.display().to_string())
}

impl ViewState {
    /// So many spots are remembered.
    const SPOTS: usize = 100;

    /// Where one is.
    pub fn spot(&self) -> Spot {
        Spot { date: self.date, centre: self.centre, zoom: self.zoom, selected: self.selected }
    }

    /// Remembers where one is, before going elsewhere.
    pub(super) fn leave_spot(&mut self) {
        let spot = self.spot();
        if self.back.last() != Some(&spot) {
            self.back.push(spot);
            let surplus = self.back.len().saturating_sub(Self::SPOTS);
            self.back.drain(..surplus);
        }
        self.forward.clear();
    }

    /// Between which days playing goes.
    pub fn play_days(&self) -> (Date, Date) {
        self.range.unwrap_or(self.days)
    }

    /// Since and until when what changed is shown alone; none where all is shown.
    pub fn changed_between(&self) -> Option<(Date, Date)> {
        let (from, to) = self.range.filter(|_| self.only_changed)?;
        Some((from, self.date.clamp(from, to)))
    }

    /// Where a document opens: as remembered, else as it says itself, else on its last day with
    /// all places in view.
    pub fn of(document: &Document, settings: &Settings) -> Self {
        let days = document.days();
        let remembered = settings.views.get(&key_of(&document.origin));
        let map_size = (940.0, 640.0);
        let opening = viewport_of(document, Extent::Opening, 1280.0, 800.0);
        let date = remembered
            .map(|view| view.date)
            .or(document.chronicle.about.view.date)
            .unwrap_or(days.1)
            .clamp(days.0, days.1);
        Self {
            date,
            days,
            shown_days: days,
            range: None,
            only_changed: false,
            numbered: false,
            filter: Filter::default(),
            centre: remembered.map_or_else(|| opening.centre_place(), |view| view.centre),
            zoom: remembered.map_or_else(|| opening.zoom(), |view| view.zoom),
            map_size,
            stopped_ground: false,
            measured: None,
            selected: None,
            compare: None,
            place_tab: PlaceTab::default(),
            playing: false,
            carry: 0.0,
            back: Vec::new(),
            forward: Vec::new(),
            dialog: None,
            leaving: None,
            tile_attempts: 0,
        }
    }
}
