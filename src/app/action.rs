//! The closed list of what can happen, and what only the shell around the state can do.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::app::contact_sheet::ContactSheet;
use crate::app::document::Document;
use crate::app::filter::Filter;
use crate::app::jobs::Progress;
use crate::app::ribbons::RibbonSheet;
use crate::app::series::Series;
use crate::app::settings::{Background, PictureChoice, PlayChoice, ThemeChoice};
use crate::app::snapshot::Snapshot;
use crate::app::state::{ChangedShown, Compare, Dialog, PlaceTab};
use crate::app::timelapse::Timelapse;
use crate::domain::{Chapter, DoubtChoice, FactionIx, LonLat, PlaceIx, Rule};
use crate::geometry::Reach;
use crate::raster::Pixels;
use crate::scene::{Language, MapStyle, Names, Palette, TerritoryChoice, Vision};

/// What can happen.
#[derive(Debug)]
pub enum Action {
    /// The slider goes to a date; held within the chronicle's days.
    SetDate(Date),
    /// The slider goes some days on (back where negative).
    StepDays(i32),
    /// The slider goes some months on; a month is a calendar month.
    StepMonths(i32),
    /// The slider goes to the next day with a change: of the selected place, else of any in view.
    NextChange,
    /// The slider goes to the day with a change before.
    PreviousChange,
    /// The slider goes to the first day.
    FirstDay,
    /// The slider goes to the last day.
    LastDay,
    /// The slider begins or ends to move by itself.
    TogglePlay,
    /// How the slider moves by itself.
    SetPlay(PlayChoice),
    /// The slider goes to a day from far, as by a link: one can go back from there.
    JumpTo(Date),
    /// The slider goes to the next day (or the one before where false) on which the holder of a place in view
    /// changes to or from a faction.
    ChangeOf(FactionIx, bool),
    /// A chapter is played, by its row.
    PlayChapter(usize),
    /// The timeline shows these days.
    ShowDays(Date, Date),
    /// The timeline shows less or more: the visible time times so much, around a day.
    ZoomTime(f64, Date),
    /// The handles of the range are here, or there is none.
    SetRange(Option<(Date, Date)>),
    /// What of the changes since the first handle is shown.
    ShowChanged(ChangedShown),
    /// Whether the bars of the timeline count what is in view alone.
    SetHistogramInView(bool),
    /// Only places that pass are shown and counted.
    SetFilter(Filter),
    /// To where one was before.
    GoBack,
    /// To where one was before going back.
    GoForward,
    /// To a view that is written as a string.
    GoToView(String),
    /// The view is kept under a name, or a view of that name goes.
    KeepView(String, Option<String>),
    /// The chapters are these.
    SetChapters(Vec<Chapter>),
    /// So many seconds have passed.
    Tick(f64),
    /// A place is selected, or none.
    Select(Option<PlaceIx>),
    /// A place is selected and the map centred on it.
    GoTo(PlaceIx),
    /// The map was panned, zoomed or resized.
    MapMoved {
        /// The middle.
        centre: LonLat,
        /// The zoom.
        zoom: f64,
        /// Width and height in points.
        size: (f32, f32),
    },
    /// The map zooms by so much.
    ZoomBy(f64),
    /// The map moves by a share of its width and height.
    PanBy(f32, f32),
    /// The map shows all places.
    FitAll,
    /// Light or dark.
    SetTheme(ThemeChoice),
    /// In which script places are named.
    SetNames(Names),
    /// In which language the window speaks.
    SetLanguage(Language),
    /// Whether faction symbols are drawn.
    SetSymbols(bool),
    /// Whether the legend is shown.
    SetLegend(bool),
    /// Which colours stand for the factions.
    SetPalette(Palette),
    /// With whose eyes the map is seen.
    SetVision(Vision),
    /// How large the interface is.
    SetUiScale(f32),
    /// Distances are measured by clicks, or no longer.
    ToggleMeasure,
    /// A point is measured to.
    MeasureTo(LonLat),
    /// The last point is taken back.
    MeasureBack,
    /// What of territory is to be seen.
    SetTerritory(TerritoryChoice),
    /// Which doubts are drawn, and after how many days a report is old.
    SetDoubts(DoubtChoice, u32),
    /// How far from a place its territory goes at most.
    SetReach(Reach),
    /// The cells of the places are made for a reach, in the background.
    MakeGround(Reach),
    /// The names of the places are made ready to be searched, in the background.
    PrepareSearch,
    /// What lies under the places.
    SetBackground(Background),
    /// The address of the user's own tiles.
    SetTileAddress(String),
    /// The user's own tile file.
    SetPmtiles(String),
    /// Tiles that failed are asked for again.
    RetryTiles,
    /// Another rule turns claims into colours.
    SetRule(Rule),
    /// The rule after the present one, or before it where false, in the keys' round.
    NextRule(bool),
    /// Two rules are compared, or no longer.
    SetCompare(Option<Compare>),
    /// The two rules change places.
    ExchangeRules,
    /// The place's panel shows another side.
    ShowPlaceTab(PlaceTab),
    /// A text goes to the clipboard; the sentence says what it was.
    Copy {
        /// The text.
        text: String,
        /// What the user is told.
        notice: String,
    },
    /// The name of a place moves on the map by so many points, right and down.
    MoveName(PlaceIx, f32, f32),
    /// The name of a place goes back to where there is room.
    PutNameBack(PlaceIx),
    /// A dialog opens, or closes.
    ShowDialog(Option<Dialog>),
    /// A file or folder is opened.
    Open(PathBuf),
    /// The bundled chronicle is opened.
    OpenBundled,
    /// The chronicle is written as a project file.
    SaveProject(PathBuf),
    /// The chronicle is written as a folder.
    SaveFolder(PathBuf),
    /// A picture is written.
    WriteSnapshot(Box<Snapshot>, PathBuf),
    /// What was chosen for a picture is remembered for the document.
    RememberPicture(Box<PictureChoice>),
    /// A contact sheet is written.
    WriteSheet(Box<ContactSheet>, PathBuf),
    /// A picture goes to the clipboard.
    CopySnapshot(Box<Snapshot>),
    /// A time-lapse is written.
    WriteTimelapse(Box<Timelapse>, PathBuf),
    /// Background work is no longer wanted.
    StopJob(u64),
    /// A chart is written as a picture or as CSV, in shares where true.
    WriteChart(Box<Series>, bool, PathBuf),
    /// Ribbons of many places are written as a picture.
    WriteRibbons(Box<RibbonSheet>, PathBuf),
    /// The user is asked for a path by the desktop's own dialog.
    Browse(Browse),
    /// A link is opened in the browser, if it may be.
    OpenLink(String),
    /// A notice has been read.
    Dismiss(u64),
    /// Background work has ended.
    JobFinished(u64, JobOutcome),
    /// The user is told something.
    Notify {
        /// The sentence.
        text: String,
        /// Whether something failed.
        is_error: bool,
    },
    /// The program ends; unsaved changes are asked about first.
    Quit,
    /// Something else happens, whatever becomes of changes that are not saved.
    Leave,
}

/// What the desktop's file dialog asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browse {
    /// A project file to open.
    OpenFile,
    /// A chronicle folder to open.
    OpenFolder,
    /// Where to write a project.
    SaveProject,
    /// Where to write a picture.
    SavePicture,
    /// Where to write a time-lapse.
    SaveTimelapse,
    /// Where to write ribbons.
    SaveRibbons,
    /// A `.pmtiles` file.
    Pmtiles,
}

/// How background work ended.
#[derive(Debug)]
pub enum JobOutcome {
    /// A document was opened.
    Opened(Box<Document>),
    /// The cells of the places are there.
    GroundMade,
    /// The names of the places can be searched.
    SearchReady,
    /// The document was compiled under another rule.
    Ruled(Box<Document>),
    /// The same, to be compared with.
    OtherRuled(Box<Document>),
    /// A picture was painted, for the clipboard.
    Painted(Box<Pixels>),
    /// The document of this identity was saved as it was at this edition; the sentence says where.
    Saved(String, usize, u64),
    /// Something was written; the sentence says what.
    Written(String),
    /// It failed; the sentence says why.
    Failed(String),
}

/// What only the shell around the state can do.
#[derive(Debug)]
pub enum Effect {
    /// Work in the background, then [`Action::JobFinished`].
    Start(u64, Job, Progress),
    /// Open a link in the browser.
    OpenLink(String),
    /// Put a text into the clipboard.
    Copy(String),
    /// Put a picture into the clipboard.
    CopyPicture(Box<Pixels>),
    /// Ask for a path.
    Browse(Browse),
    /// Put the map's middle and zoom where the state says.
    MoveMap,
    /// End the program.
    Quit,
}

/// Work for the background: plain data.
#[derive(Debug)]
pub enum Job {
    /// Open a path, and work out what the map asks first.
    Open {
        /// The path; `None` is the bundled chronicle.
        path: Option<PathBuf>,
        /// The days after which a report is old.
        stale_days: u32,
    },
    /// Make the cells of the places for a reach.
    Ground(Reach),
    /// Make the names of the places ready to be searched.
    Names,
    /// Compile the open document under another rule; a report is old after so many days.
    Under(Rule, u32),
    /// The same, to compare with.
    OtherUnder(Rule, u32),
    /// Write the open document as a project file.
    SaveProject(PathBuf),
    /// Write the open document as a folder.
    SaveFolder(PathBuf),
    /// Write a chart of the open document in a style, in shares where true.
    Chart(Box<Series>, bool, MapStyle, PathBuf),
    /// Write ribbons of the open document.
    Ribbons(Box<RibbonSheet>, PathBuf),
    /// Write a picture of the open document.
    Snapshot(Box<Snapshot>, PathBuf),
    /// Write a contact sheet of the open document.
    Sheet(Box<ContactSheet>, PathBuf),
    /// Paint a picture of the open document for the clipboard.
    Paint(Box<Snapshot>),
    /// Write a time-lapse of the open document, and tell how far it has come.
    Timelapse(Box<Timelapse>, PathBuf),
}
