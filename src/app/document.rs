//! Opening and saving: what a path is, and the chronicle in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use jiff::civil::Date;

use crate::app::provenance;
use crate::app::search::SearchIndex;
use crate::app::snapshot::{Band, BandKey, BaseKey};
use crate::app::view_string;
use crate::domain::{
    Attachment, Chapter, Chronicle, Doubts, LinkRecord, Nudge, Nudges, PlacesDoubts, Problem, Problems, Rule, Timeline,
};
use crate::exchange::{self, FolderOnDisk};
use crate::geometry::{Land, Tessellation, WorldBounds};
use crate::raster::Pixels;
use crate::store;

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The chronicle in the binary.
    Bundled,
    /// A chronicle folder.
    Folder(PathBuf),
    /// A project file.
    Project(PathBuf),
}

impl Origin {
    /// The path, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Bundled => None,
            Self::Folder(path) | Self::Project(path) => Some(path),
        }
    }
}

/// An open chronicle, compiled under a rule, with what was wrong in its files. A clone is cheap: the
/// same chronicle under another rule shares all but the timeline.
#[derive(Debug, Clone)]
pub struct Document {
    /// The chronicle.
    pub chronicle: Arc<Chronicle>,
    /// Its timeline under the rule.
    pub timeline: Arc<Timeline>,
    /// Its timeline as assessed.
    pub assessed: Arc<Timeline>,
    /// What was wrong in the files.
    pub problems: Arc<Problems>,
    /// Where it comes from.
    pub origin: Origin,
    /// What was found of the links in reports, by address.
    pub links: Arc<HashMap<String, LinkRecord>>,
    /// Where names were moved by hand.
    pub nudges: Arc<Nudges>,
    /// Views that are kept under a name: the name, and the view as a string.
    pub views: Arc<Vec<(String, String)>>,
    /// How often the document was changed since it was opened.
    pub edition: u64,
    /// What territory is made from.
    pub(super) ground: Arc<Ground>,
    /// The checksum of the chronicle, once somebody asked.
    checksum: Arc<OnceLock<String>>,
    /// The doubts under the rule, for the limit of age last asked for.
    doubts: Arc<Mutex<Option<AgedDoubts>>>,
}

/// The doubts for a limit of age in days.
type AgedDoubts = (u32, Arc<Doubts>);

/// What territory is made from: read with the chronicle, computed when first asked for.
#[derive(Debug, Default)]
pub(super) struct Ground {
    pub(super) polygons: exchange::Polygons,
    pub(super) land: OnceLock<Land>,
    pub(super) cells: Mutex<Option<Arc<Tessellation>>>,
    pub(super) painted_base: Mutex<Option<(BaseKey, Arc<Pixels>)>>,
    pub(super) band: Mutex<Option<(BandKey, Band)>>,
    pub(super) days: OnceLock<(Date, Date)>,
    pub(super) search: OnceLock<SearchIndex>,
    pub(super) bounds: OnceLock<Option<WorldBounds>>,
}

/// Why a document could not be opened or saved.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error("could not open {path}: there is no such file or folder; check the path")]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// What could not be read would be lost.
    #[error(
        "could not save over {path}: the chronicle in it has {problems}, and what could not be read would be lost; choose another folder, or mend them first (`salient validate`)"
    )]
    Overwrite {
        /// The folder.
        path: PathBuf,
        /// How many problems there are, in words.
        problems: String,
    },
    /// Neither a file nor a folder.
    #[error("could not open {path}: it is neither a file nor a folder (a pipe or a device would keep Salient waiting)")]
    NeitherFileNorFolder {
        /// The path.
        path: PathBuf,
    },
    /// The embedded chronicle is damaged.
    #[error("could not unpack the bundled chronicle; install Salient anew")]
    Bundled(#[source] std::io::Error),
    /// The folder could not be read or written.
    #[error(transparent)]
    Folder(#[from] exchange::Error),
    /// The project file could not be read or written.
    #[error(transparent)]
    Project(#[from] store::Error),
}

static BUNDLED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/syria.zst"));

impl Document {
    /// The chronicle at `path`, or the bundled one.
    pub fn open(path: Option<&Path>) -> Result<Self, Error> {
        let (origin, (chronicle, problems)) = match path {
            None => (Origin::Bundled, read_bundled()?),
            Some(path) => read(path)?,
        };
        let mut problems = problems;
        let (timeline, polygons) = compile(&chronicle, &mut problems);
        let records = exchange::read_link_records(&chronicle, &mut problems);
        let links = Arc::new(records.into_iter().map(|record| (record.url.clone(), record)).collect());
        let nudges = Arc::new(exchange::read_label_nudges(&chronicle, &mut problems));
        let views = Arc::new(exchange::read_kept_views(&chronicle, &mut problems));
        for (name, view) in views.iter() {
            if let Err(error) = view_string::parse(&chronicle, view) {
                problems.push(Problem {
                    file: Attachment::VIEWS.to_owned(),
                    row: None,
                    column: Some("view".to_owned()),
                    found: crate::domain::excerpt(view),
                    wrong: format!("the view {:?}: {error}", crate::domain::excerpt(name)),
                    done: "it is kept, but cannot be gone to".to_owned(),
                });
            }
        }
        let ground = Arc::new(Ground { polygons, ..Ground::default() });
        let (chronicle, timeline, problems) = (Arc::new(chronicle), Arc::new(timeline), Arc::new(problems));
        let assessed = Arc::clone(&timeline);
        let (checksum, doubts) = (Arc::default(), Arc::default());
        let edition = 0;
        Ok(Self {
            chronicle,
            timeline,
            assessed,
            problems,
            origin,
            links,
            nudges,
            views,
            edition,
            ground,
            checksum,
            doubts,
        })
    }

    /// The same document under another rule.
    #[must_use]
    pub fn under(&self, rule: Rule) -> Self {
        let timeline = if rule.is_default() {
            Arc::clone(&self.assessed)
        } else if rule == self.rule() {
            Arc::clone(&self.timeline)
        } else {
            Arc::new(self.assessed.under(&self.chronicle, rule))
        };
        Self { timeline, doubts: Arc::default(), ..self.clone() }
    }

    /// The same document with names moved elsewhere. Fails where they could not be saved, because the
    /// chronicle has a `labels.csv` of another form.
    pub fn with_nudges(&self, nudges: Nudges) -> Result<Self, Error> {
        exchange::update_label_nudges(&self.chronicle, &nudges)?;
        let (nudges, edition) = (Arc::new(nudges), self.edition + 1);
        Ok(Self { nudges, edition, checksum: Arc::default(), ..self.clone() })
    }

    /// The same document with other kept views. Fails where they could not be saved, because the chronicle has
    /// a `views.csv` of another form.
    pub fn with_views(&self, views: Vec<(String, String)>) -> Result<Self, Error> {
        exchange::update_kept_views(&self.chronicle, &views)?;
        Ok(Self { views: Arc::new(views), edition: self.edition + 1, checksum: Arc::default(), ..self.clone() })
    }

    /// The same document with other chapters.
    #[must_use]
    pub fn with_chapters(&self, chapters: Vec<Chapter>) -> Self {
        let mut chronicle = Chronicle::clone(&self.chronicle);
        chronicle.chapters = chapters;
        let chronicle = Arc::new(chronicle);
        Self { chronicle, edition: self.edition + 1, checksum: Arc::default(), ..self.clone() }
    }

    /// The same for all that was made from the chronicle that was opened: under any rule, with any change.
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.ground).addr()
    }

    /// The changes of another document of the same chronicle, in this one.
    #[must_use]
    pub fn with_changes_of(self, other: &Self) -> Self {
        let (nudges, views) = (Arc::clone(&other.nudges), Arc::clone(&other.views));
        let (chronicle, checksum) = (Arc::clone(&other.chronicle), Arc::clone(&other.checksum));
        Self { chronicle, nudges, views, edition: other.edition, checksum, ..self }
    }

    /// The chronicle as it is to be saved: with what was changed since it was opened.
    fn changed(&self) -> Result<Cow<'_, Chronicle>, exchange::Error> {
        if self.edition == 0 {
            return Ok(Cow::Borrowed(&self.chronicle));
        }
        // A table that was not changed stays as it is, whatever it holds.
        let told = &mut Problems::default();
        let mut tables = Vec::new();
        if exchange::read_label_nudges(&self.chronicle, told) != *self.nudges {
            tables.push((Nudge::FILE, exchange::update_label_nudges(&self.chronicle, &self.nudges)?));
        }
        if exchange::read_kept_views(&self.chronicle, told) != *self.views {
            tables.push((Attachment::VIEWS, exchange::update_kept_views(&self.chronicle, &self.views)?));
        }
        let mut chronicle = Chronicle::clone(&self.chronicle);
        let files = &mut chronicle.attachments;
        for (path, content) in tables {
            files.retain(|file| file.path != path);
            // In the order in which a folder is read, so that the chronicle reads back equal.
            let at = files.iter().position(|file| LinkRecord::is_attachment(&file.path)).unwrap_or(files.len());
            files.insert(at, Attachment { path: path.to_owned(), content: Arc::from(content) });
        }
        Ok(Cow::Owned(chronicle))
    }

    /// The rule that the document is seen under.
    pub fn rule(&self) -> Rule {
        self.timeline.rule()
    }

    /// What has to be said about the places' colours; a report is old after `stale_days`.
    pub fn doubts(&self, stale_days: u32) -> Arc<Doubts> {
        // Whoever panicked while holding the lock was a bug; what it guards is whole all the same.
        let lock = || self.doubts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, doubts)) = lock().as_ref().filter(|(days, _)| *days == stale_days) {
            return Arc::clone(doubts);
        }
        // Not under the lock: the window must not wait for a picture with another limit.
        let doubts = Arc::new(Doubts::compile(&self.chronicle, &self.timeline, stale_days));
        *lock() = Some((stale_days, Arc::clone(&doubts)));
        doubts
    }

    /// Doubts for who asks only whether reports disagree: the limit of age, whatever it is, says nothing of that.
    pub fn disputes(&self) -> Arc<Doubts> {
        let known = self.doubts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        known.map_or_else(|| self.doubts(Doubts::STALE_DAYS), |(_, doubts)| doubts)
    }

    /// What has to be said about the places' colours on a date.
    pub fn doubts_on(&self, stale_days: u32, date: Date) -> PlacesDoubts {
        let mut doubts = PlacesDoubts::default();
        self.doubts(stale_days).move_to(&mut doubts, date, |_| {});
        doubts
    }

    /// The base map of the last picture, where it was one of this view.
    pub(super) fn painted_base(&self, key: &BaseKey) -> Option<Arc<Pixels>> {
        let kept = self.ground.painted_base.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.as_ref().filter(|(known, _)| known == key).map(|(_, base)| Arc::clone(base))
    }

    /// Keeps the base map of a picture for the next.
    pub(super) fn keep_painted_base(&self, key: BaseKey, base: Arc<Pixels>) {
        *self.ground.painted_base.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((key, base));
    }

    /// The names of the places, ready to be searched; made when first asked for.
    pub fn search_index(&self) -> &SearchIndex {
        self.ground.search.get_or_init(|| SearchIndex::new(self))
    }

    /// The names of the places ready to be searched, where that is done or done at once.
    pub fn ready_search_index(&self) -> Option<&SearchIndex> {
        /// So many names are made ready within a frame.
        const AT_ONCE: usize = 5_000;
        let is_small = self.chronicle.places().len() <= AT_ONCE;
        if is_small { Some(self.search_index()) } else { self.ground.search.get() }
    }

    /// The part of the world that holds all places; none where there is no place.
    pub fn bounds(&self) -> Option<&WorldBounds> {
        let places = || self.chronicle.places().iter().map(|place| place.position);
        self.ground.bounds.get_or_init(|| WorldBounds::of(places())).as_ref()
    }

    /// The SHA-256 of what the chronicle says (see [`provenance::checksum`]).
    pub fn checksum(&self) -> &str {
        // What could not be saved was not changed either.
        let changed = || self.changed().unwrap_or(Cow::Borrowed(&self.chronicle));
        self.checksum.get_or_init(|| provenance::checksum(&changed()))
    }

    /// What to call the document: its title, else the name of its file or folder.
    pub fn title(&self) -> String {
        let about = &self.chronicle.about.title;
        if !about.is_empty() {
            return about.clone();
        }
        let name = self.origin.path().and_then(Path::file_name);
        name.map_or_else(|| "Untitled".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// Writes the chronicle as a project file. Its intervals of control are those as assessed.
    pub fn save_project(&self, path: &Path) -> Result<(), Error> {
        Ok(store::save(&*self.changed()?, &self.assessed, &self.ground.polygons.areas, path)?)
    }

    /// Writes the chronicle as a folder. Refuses where that is the folder it was read from and some of it could
    /// not be read: it would be gone.
    pub fn save_folder(&self, path: &Path) -> Result<(), Error> {
        let same =
            |known: &Path| known.canonicalize().is_ok_and(|known| path.canonicalize().is_ok_and(|path| path == known));
        let problems = self.problems.count();
        if let Origin::Folder(known) = &self.origin
            && problems > 0
            && same(known)
        {
            let problems = crate::app::wording::count(problems, "problem", "problems");
            return Err(Error::Overwrite { path: path.to_owned(), problems });
        }
        Ok(exchange::write_folder(&*self.changed()?, path)?)
    }
}

/// The timeline, and beside it on another thread the polygons of the folder's other files.
fn compile(chronicle: &Chronicle, problems: &mut Problems) -> (Timeline, exchange::Polygons) {
    if chronicle.attachments.is_empty() {
        return (Timeline::compile(chronicle), exchange::Polygons::default());
    }
    let read = || {
        let mut problems = Problems::default();
        (exchange::read_polygons(chronicle, &mut problems), problems)
    };
    thread::scope(|scope| {
        let reader = thread::Builder::new().name("salient-read-areas".to_owned()).spawn_scoped(scope, read);
        let timeline = Timeline::compile(chronicle);
        // Without a thread to be had, or should it have failed, it is done here.
        let (polygons, found) = reader.ok().and_then(|reader| reader.join().ok()).unwrap_or_else(read);
        problems.append(found);
        (timeline, polygons)
    })
}

fn read_bundled() -> Result<(Chronicle, Problems), Error> {
    let archive = zstd::decode_all(BUNDLED).map_err(Error::Bundled)?;
    let files = exchange::unpack(&archive)?;
    Ok(exchange::read_folder(&files)?)
}

fn read(path: &Path) -> Result<(Origin, (Chronicle, Problems)), Error> {
    if path.is_dir() {
        let read = exchange::read_folder(&FolderOnDisk::new(path))?;
        return Ok((Origin::Folder(path.to_owned()), read));
    }
    if !path.exists() {
        return Err(Error::Missing { path: path.to_owned() });
    }
    if !path.is_file() {
        return Err(Error::NeitherFileNorFolder { path: path.to_owned() });
    }
    // Who drops a file of a chronicle folder means the folder.
    let of_folder = ["chronicle.toml", "places.csv", "events.csv", "factions.csv", "reports.csv", "sources.csv"];
    let name = path.file_name().and_then(|name| name.to_str());
    if let Some(folder) = path.parent()
        && name.is_some_and(|name| of_folder.contains(&name))
    {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let read = exchange::read_folder(&FolderOnDisk::new(folder))?;
        return Ok((Origin::Folder(folder.to_owned()), read));
    }
    Ok((Origin::Project(path.to_owned()), store::load(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_chronicle_opens_without_a_problem() {
        let document = Document::open(None).unwrap();
        assert_eq!(document.problems.list(), []);
        assert_eq!(document.chronicle.places().len(), 415);
        assert_eq!(document.chronicle.events().len(), 2224);
        assert_eq!(document.chronicle.reports().len(), 3127);
        assert_eq!(document.chronicle.chapters.len(), 18);
    }
}
