//! A time-lapse: the map from date to date, as a film or as numbered pictures. The window's dialog and
//! the shell command both come here, so they write the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::filter::Passing;
use crate::app::provenance::{self, Provenance};
use crate::app::snapshot::{Snapshot, chart, gains};
use crate::app::territory::DateStep;
use crate::basemap::Basemap;
use crate::domain::{Day, PlaceIx, PlacesDoubts, PlacesState};
use crate::raster::{
    self, EncodeError, MovingFormat, MovingOptions, MovingWriter, Overlay, Pixels, StillFormat, Video, encode_still,
};
use crate::scene::{Film, FilmSetting, FrameStates, Typesetter, say_with};

/// A time-lapse: what is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Timelapse {
    /// What every frame shows; its date counts for nothing, and nothing stands beside the map.
    pub snapshot: Snapshot,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// From date to date.
    pub step: DateStep,
    /// How many dates are shown in a second.
    pub rate: f64,
    /// Whether a place that changes more than once between two dates gets dates in between, so that no
    /// change is passed over.
    pub every_change: bool,
    /// How many frames lie between two dates, in which one fades into the other.
    pub easing: u32,
    /// Whether the film stops where a chapter of the chronicle begins, with its name beneath the date.
    pub chapters: bool,
    /// For how many seconds it stops there, and at the end.
    pub hold: f64,
}

/// One date of a film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The date.
    pub date: Date,
    /// For how many frames it is shown.
    pub frames: u32,
    /// Which chapter is told, by its row.
    pub chapter: Option<usize>,
    /// Whether it was added so that no change is passed over.
    pub is_added: bool,
}

/// The formats of a time-lapse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelapseFormat {
    /// H.264 video, by ffmpeg.
    Mp4,
    /// A picture that moves.
    Moving(MovingFormat),
    /// A folder of numbered PNG files.
    Pngs,
}

impl TimelapseFormat {
    /// The format that a path names: by its ending, or a folder where it has none or ends in a slash.
    pub fn of(path: &Path) -> Option<Self> {
        let text = path.as_os_str().to_string_lossy();
        if text.ends_with(['/', '\\']) || path.is_dir() || path.extension().is_none() {
            return (!text.is_empty()).then_some(Self::Pngs);
        }
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("mp4")) {
            return Some(Self::Mp4);
        }
        MovingFormat::of(path).map(Self::Moving)
    }

    /// Whether the format holds frames of this size at this rate.
    fn check(self, (width, height): (u32, u32), rate: f64) -> Result<(), EncodeError> {
        match self {
            Self::Mp4 => Video::check(width, height, rate),
            Self::Moving(format) => {
                format.check_size(width, height)?;
                let most = format.highest_rate();
                let is_fine = (0.01..=f64::from(most)).contains(&rate);
                if is_fine { Ok(()) } else { Err(EncodeError::FrameRate { format: format.text(), rate, most }) }
            }
            Self::Pngs => Ok(()),
        }
    }
}

/// Why a time-lapse could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ending is none of a format.
    #[error(
        "could not write {path}: the name must end in .mp4, .gif, .webp or .apng, or name a folder for numbered pictures"
    )]
    Ending {
        /// The path.
        path: PathBuf,
    },
    /// The days are in the wrong order.
    #[error("could not show {from} to {to}: the last day lies before the first; exchange them")]
    Order {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// Nobody would wait for so many frames.
    #[error("could not make {frames} frames; at most {most} go into one film: choose a shorter span or a longer step")]
    TooMany {
        /// How many there would be.
        frames: u64,
        /// How many there may be.
        most: u64,
    },
    /// The rate, hold or easing makes no sense.
    #[error("could not use {what} {found}; it must be from {least} to {most}")]
    Range {
        /// What it is.
        what: &'static str,
        /// What was asked for.
        found: f64,
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// The folder is in use.
    #[error("could not write pictures to {path}: it is there already and not empty; choose another name")]
    NotEmpty {
        /// The path.
        path: PathBuf,
    },
    /// Films have a ground.
    #[error(
        "could not make a transparent film; films have a base map: leave out --transparent, or write pictures with `salient snapshot`"
    )]
    Transparent,
    /// Somebody stopped it.
    #[error("stopped before the film was whole; nothing was written")]
    Stopped,
    /// A frame could not be painted.
    #[error(transparent)]
    Raster(#[from] raster::Error),
    /// The film could not be encoded.
    #[error("could not write {path}")]
    Encode {
        /// The path.
        path: PathBuf,
        /// Why.
        source: EncodeError,
    },
    /// A worker panicked, which is a bug.
    #[error("could not finish the film: Salient made a mistake; please report it")]
    Bug,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// How many frames the film has.
    pub frames: u64,
    /// How many dates are shown.
    pub dates: usize,
    /// How many of them were added so that no change is passed over.
    pub added: usize,
}

impl Made {
    /// It in words: "120 frames of 104 dates, 3 of them added so that no change is passed over".
    pub fn text(&self) -> String {
        let frames = say_with("count-frames", &[("count", self.frames.into())]);
        let dates = say_with("count-dates", &[("count", self.dates.into())]);
        let mut arguments = vec![("frames", frames.into()), ("dates", dates.into())];
        if self.added == 0 {
            return say_with("film-made", &arguments);
        }
        arguments.push(("added", self.added.into()));
        say_with("film-made-added", &arguments)
    }
}

/// The most frames of a film.
const MOST_FRAMES: u64 = 100_000;

impl Timelapse {
    /// All of `document`'s days by the week.
    pub fn new(document: &Document) -> Self {
        let (from, to) = document.days();
        Self {
            snapshot: Snapshot::new(from),
            from,
            to,
            step: DateStep::Days(7),
            rate: 10.0,
            every_change: true,
            easing: 0,
            chapters: false,
            hold: 2.0,
        }
    }

    /// What the film says of itself.
    pub fn told(&self, document: &Document) -> Provenance {
        let told = self.snapshot.told(document);
        let told = told.with(provenance::DATE, &format!("{} to {}", self.from, self.to));
        let mut arguments: Vec<String> = [
            ("from", self.from.to_string()),
            ("to", self.to.to_string()),
            ("step", self.step.written()),
            ("rate", self.rate.to_string()),
            ("ease", self.easing.to_string()),
            ("hold", self.hold.to_string()),
        ]
        .into_iter()
        .flat_map(|(name, value)| [format!("--{name}"), value])
        .collect();
        if self.chapters {
            arguments.push("--chapters".to_owned());
        }
        if !self.every_change {
            arguments.push("--strict-step".to_owned());
        }
        arguments.extend(provenance::picture_arguments(&self.snapshot, document, false));
        told.with(provenance::COMMAND, &provenance::command("timelapse", &arguments, document))
    }

    /// How many frames are shown in a second.
    pub fn frames_per_second(&self) -> f64 {
        self.rate * f64::from(self.easing + 1)
    }

    /// Whether all of it makes sense, without a look at the chronicle.
    pub fn check(&self, path: &Path) -> Result<TimelapseFormat, Error> {
        let format = TimelapseFormat::of(path).ok_or_else(|| Error::Ending { path: path.to_owned() })?;
        if self.snapshot.transparent {
            return Err(Error::Transparent);
        }
        if self.to < self.from {
            return Err(Error::Order { from: self.from, to: self.to });
        }
        for (what, found, least, most) in [
            ("the rate", self.rate, 0.01, 90.0),
            ("the hold", self.hold, 0.0, 60.0),
            ("the easing", f64::from(self.easing), 0.0, 60.0),
        ] {
            if !(least..=most).contains(&found) {
                return Err(Error::Range { what, found, least, most });
            }
        }
        let size = (self.snapshot.width, self.snapshot.height);
        format
            .check(size, self.frames_per_second())
            .map_err(|source| Error::Encode { path: path.to_owned(), source })?;
        if format == TimelapseFormat::Pngs && path.exists() {
            let is_empty = path.read_dir().is_ok_and(|mut entries| entries.next().is_none());
            if !is_empty {
                return Err(Error::NotEmpty { path: path.to_owned() });
            }
        }
        Ok(format)
    }

    /// The dates of the film, oldest first.
    pub fn moments(&self, document: &Document) -> Result<Vec<Moment>, Error> {
        let mut dates: BTreeMap<Date, bool> = BTreeMap::new();
        for date in self.step.dates(&document.timeline, self.from, self.to) {
            dates.insert(date, false);
            if dates.len() as u64 > MOST_FRAMES {
                return Err(Error::TooMany { frames: dates.len() as u64, most: MOST_FRAMES });
            }
        }
        // What stands at the end is seen, whatever the step.
        dates.entry(self.to).or_insert(false);
        if self.every_change && self.step != DateStep::Change {
            for date in passed_over(document, &dates.keys().copied().collect::<Vec<_>>()) {
                dates.entry(date).or_insert(true);
            }
        }
        let chapters = &document.chronicle.chapters;
        let held = (self.hold * self.rate).round() as u32;
        let mut moments: Vec<Moment> = Vec::with_capacity(dates.len());
        for (date, is_added) in dates {
            // The one that began last.
            let told = chapters.iter().enumerate().filter(|(_, chapter)| chapter.from <= date && date <= chapter.to);
            let chapter = told.max_by_key(|(_, chapter)| chapter.from).map(|(row, _)| row).filter(|_| self.chapters);
            let begins = chapter.is_some() && moments.last().is_none_or(|before| before.chapter != chapter);
            let frames = if begins { held.max(1) } else { 1 };
            moments.push(Moment { date, frames: frames * (self.easing + 1), chapter, is_added });
        }
        if let Some(last) = moments.last_mut() {
            last.frames = last.frames.max(held.max(1) * (self.easing + 1));
        }
        let frames: u64 = moments.iter().map(|moment| u64::from(moment.frames)).sum();
        if frames > MOST_FRAMES {
            return Err(Error::TooMany { frames, most: MOST_FRAMES });
        }
        Ok(moments)
    }

    /// Makes the film and writes it to `path`, in the format of its ending. `progress` is told how many
    /// dates of how many are done, and may say to stop. A failure or a stop leaves what was there.
    pub fn write(
        &self,
        document: &Document,
        path: &Path,
        progress: impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Made, Error> {
        let format = self.check(path)?;
        let moments = self.moments(document)?;
        let beside = raster::beside(path);
        let written = self.write_beside(document, &moments, format, (path, &beside), progress).and_then(|frames| {
            let moved = if format == TimelapseFormat::Pngs && path.exists() {
                // Empty, or it would have been refused.
                std::fs::remove_dir(path).and_then(|()| std::fs::rename(&beside, path))
            } else {
                std::fs::rename(&beside, path)
            };
            moved.map_err(|source| raster::Error::Write { path: path.to_owned(), source })?;
            Ok(frames)
        });
        if written.is_err() {
            // Ours and not whole; the error that matters is the first.
            let removed =
                if beside.is_dir() { std::fs::remove_dir_all(&beside) } else { std::fs::remove_file(&beside) };
            removed.unwrap_or_default();
        }
        let added = moments.iter().filter(|moment| moment.is_added).count();
        written.map(|frames| Made { frames, dates: moments.len(), added })
    }

    fn write_beside(
        &self,
        document: &Document,
        moments: &[Moment],
        format: TimelapseFormat,
        (path, beside): (&Path, &Path),
        mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        // How much there is to do, before it begins: it may be stopped from now on.
        if progress(0, moments.len()).is_break() {
            return Err(Error::Stopped);
        }
        // Before the work: what cannot be written need not be made.
        let mut target = Target::begin(self, document, format, path, beside)?;
        let shared = Shared::new(self, document, moments);
        let is_pngs = format == TimelapseFormat::Pngs;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(moments.len());
        std::thread::scope(|scope| {
            // Few frames wait: one of 4K has 33 MB.
            let (sender, receiver) = sync_channel(threads);
            for _ in 0..threads {
                let (sender, shared) = (sender.clone(), &shared);
                let worker = std::thread::Builder::new().name("salient-frames".to_owned());
                if worker.spawn_scoped(scope, move || shared.make_frames(is_pngs, &sender)).is_err() {
                    log::warn!("the system gives no thread for frames");
                }
            }
            drop(sender);
            let result = self.collect(&shared, &receiver, &mut target, &mut progress);
            // Who still paints need not go on; a sender that waits is woken by the receiver's end.
            shared.stop.store(true, Ordering::Relaxed);
            drop(receiver);
            result
        })?;
        target.finish()
    }

    /// Takes frames as they come and hands them to the target in their order.
    fn collect(
        &self,
        shared: &Shared<'_>,
        receiver: &Receiver<(usize, Result<Frame, raster::Error>)>,
        target: &mut Target<'_>,
        progress: &mut impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let moments = shared.moments;
        let mut waiting: BTreeMap<usize, Frame> = BTreeMap::new();
        let mut before: Option<Pixels> = None;
        let mut next = 0;
        while next < moments.len() {
            let (index, frame) = receiver.recv().map_err(|_all_gone| Error::Bug)?;
            waiting.insert(index, frame?);
            while let Some(frame) = waiting.remove(&next) {
                let moment = &moments[next];
                match frame {
                    Frame::Png(bytes) => target.add_png(next, moment, &bytes)?,
                    Frame::Pixels(pixels) => {
                        if let Some(before) = &before {
                            for step in 1..=self.easing {
                                let share = f64::from(step) / f64::from(self.easing + 1);
                                target.push(&mixed(before, &pixels, share), 1)?;
                            }
                        }
                        // The frames in which the one before fades into it are its own.
                        let eased = if before.is_some() { self.easing } else { 0 };
                        target.push(&pixels, moment.frames - eased)?;
                        let used = if self.easing > 0 { before.replace(pixels) } else { Some(pixels) };
                        shared.used.lock().unwrap_or_else(PoisonError::into_inner).extend(used);
                    }
                }
                next += 1;
                if progress(next, moments.len()).is_break() {
                    return Err(Error::Stopped);
                }
            }
        }
        Ok(())
    }
}

/// The days on which a place changes though it changes again before the next of `dates`: between two
/// dates only the last state of a place is seen.
fn passed_over(document: &Document, dates: &[Date]) -> Vec<Date> {
    let days: Vec<Day> = dates.iter().map(|date| Day::of(*date)).collect();
    let mut found = Vec::new();
    for place in 0..document.chronicle.places().len() {
        let steps = document.timeline.steps_of(PlaceIx::new(place));
        for pair in steps.windows(2) {
            let (one, next) = (pair[0].day, pair[1].day);
            // The first date that shows the one shows the next already.
            let shown = days.partition_point(|day| *day < one);
            let is_passed = days.get(shown).is_some_and(|day| *day >= next);
            if is_passed && pair[0].control != pair[1].control && days.first().is_some_and(|first| one >= *first) {
                found.push(one.date());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What the workers of one film share.
struct Shared<'a> {
    timelapse: &'a Timelapse,
    document: &'a Document,
    moments: &'a [Moment],
    next: AtomicUsize,
    stop: AtomicBool,
    /// Frames that were handed over, for their memory.
    used: Mutex<Vec<Pixels>>,
    /// What lies beneath every frame, and over the places of every frame; painted by whoever is first.
    still: OnceLock<(Pixels, Overlay)>,
}

/// A frame as a worker hands it over.
enum Frame {
    Pixels(Pixels),
    Png(Vec<u8>),
}

impl<'a> Shared<'a> {
    fn new(timelapse: &'a Timelapse, document: &'a Document, moments: &'a [Moment]) -> Self {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        // So that no worker makes them for itself.
        if let Some((_, reach)) = timelapse.snapshot.territory {
            document.cells(reach);
        }
        document.doubts(timelapse.snapshot.style.stale_days);
        Self { timelapse, document, moments, next, stop, used: Mutex::default(), still: OnceLock::new() }
    }

    /// Makes frame after frame until there is none left or nobody wants more.
    fn make_frames(&self, is_pngs: bool, sender: &SyncSender<(usize, Result<Frame, raster::Error>)>) {
        let typesetter = Typesetter::new();
        let mut painter = Painter::new(self, &typesetter);
        let told = self.timelapse.told(self.document);
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.moments.len() || self.stop.load(Ordering::Relaxed) {
                return;
            }
            let scale = self.timelapse.snapshot.pixels_per_point();
            let frame = painter.frame(&self.moments[index]).and_then(|pixels| {
                if !is_pngs {
                    return Ok(Frame::Pixels(pixels));
                }
                // With the film's command: a picture of the date alone has another legend.
                let told = told.clone().with(provenance::DATE, &self.moments[index].date.to_string());
                Ok(Frame::Png(encode_still(&pixels, scale, StillFormat::Png, &told.texts())?))
            });
            if sender.send((index, frame)).is_err() {
                return;
            }
        }
    }
}

/// Paints the frames of a film, on one thread.
struct Painter<'a> {
    shared: &'a Shared<'a>,
    film: Film<'a>,
    typesetter: &'a Typesetter,
    state: PlacesState,
    doubts: PlacesDoubts,
    passing: Option<Passing<'a>>,
}

impl<'a> Painter<'a> {
    fn new(shared: &'a Shared<'a>, typesetter: &'a Typesetter) -> Self {
        let Shared { timelapse, document, moments, .. } = shared;
        let snapshot = &timelapse.snapshot;
        let stale_days = snapshot.style.stale_days;
        let chronicle = &document.chronicle;
        let mut state = document.timeline.state_on(timelapse.from);
        let mut doubts = document.doubts_on(stale_days, timelapse.from);
        let viewport = snapshot.viewport(document);
        let view = viewport.world_rect();
        let mut scene = snapshot.scene(document, (&state, &doubts), timelapse.from, &viewport, Some(&view));
        let passing = snapshot.filter.of(document);
        if let Some(since) = snapshot.gains_since {
            scene.gains = Some(gains(document, (&scene, &viewport, passing.as_ref()), since, timelapse.from));
        }
        if snapshot.chart {
            scene.chart =
                Some(chart(document, (&scene, &viewport, passing.as_ref()), (timelapse.from, timelapse.to), true));
        }
        let told: Vec<&str> = if timelapse.chapters {
            let rows = moments.iter().filter_map(|moment| moment.chapter);
            rows.map(|row| chronicle.chapters[row].name.as_str()).collect()
        } else {
            Vec::new()
        };
        let setting =
            FilmSetting { scene, viewport, typesetter, furniture: snapshot.furniture, highlight: snapshot.highlight };
        let all_doubts = document.doubts(stale_days);
        let film = Film::new(setting, Basemap::embedded(), &told, |each| {
            for moment in *moments {
                document.timeline.move_to(&mut state, moment.date, |_| {});
                all_doubts.move_to(&mut doubts, moment.date, |_| {});
                let only = snapshot.only_by_date(document, passing.as_ref(), moment.date);
                each(FrameStates { state: &state, doubts: &doubts, date: moment.date, only });
            }
        });
        Self { shared, film, typesetter, state, doubts, passing }
    }

    fn frame(&mut self, moment: &Moment) -> Result<Pixels, raster::Error> {
        let Shared { timelapse, document, still, .. } = self.shared;
        let scale = timelapse.snapshot.pixels_per_point();
        document.timeline.move_to(&mut self.state, moment.date, |_| {});
        document.doubts(timelapse.snapshot.style.stale_days).move_to(&mut self.doubts, moment.date, |_| {});
        let scene = self.film.scene();
        scene.relabel(&self.state, &self.doubts, moment.date);
        if let Some(since) = timelapse.snapshot.gains_since {
            let viewport = *self.film.viewport();
            let scene = self.film.scene();
            scene.gains = Some(gains(document, (scene, &viewport, self.passing.as_ref()), since, moment.date));
        }
        let scene = self.film.scene();
        scene.chapter = moment.chapter.map_or_else(String::new, |row| document.chronicle.chapters[row].name.clone());
        if self.film.shows_others() {
            let only = timelapse.snapshot.only_on(document, self.passing.as_ref(), moment.date);
            self.film.scene().only = only;
        }
        let only = self.film.scene().only.clone();
        if let Some(territory) = &mut self.film.scene().territory {
            // Not step by step from the frame before, which is another one on every run.
            let ground = document.ground(&self.state, moment.date).only(only.as_deref());
            territory.restate(ground, document.area_patches(moment.date));
        }
        if still.get().is_none() {
            // Two workers may both paint it; it is the same.
            let base = raster::paint(&self.film.base(Basemap::embedded(), scale), self.typesetter, scale)?;
            let names = Overlay::paint(&self.film.names(), self.typesetter, scale)?;
            still.set((base, names)).unwrap_or_default();
        }
        let Some((base, names)) = still.get() else { return Err(raster::Error::Size { width: 0, height: 0 }) };
        // Memory that the system hands out anew has to be cleared first, which takes as long as a fill.
        let used = self.shared.used.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut pixels = used.unwrap_or_else(|| Pixels { width: base.width, height: base.height, rgba: Vec::new() });
        pixels.rgba.clear();
        pixels.rgba.extend_from_slice(&base.rgba);
        pixels.paint_over(&self.film.below_names(), self.typesetter, scale)?;
        if self.film.shows_others() {
            Overlay::paint(&self.film.names(), self.typesetter, scale)?.lay_over(&mut pixels);
        } else {
            names.lay_over(&mut pixels);
        }
        pixels.paint_over(&self.film.above_names(), self.typesetter, scale)?;
        Ok(pixels)
    }
}

/// Where frames go: beside the path that was asked for, until all is whole.
struct Target<'p> {
    /// What was asked for, which errors speak of.
    path: &'p Path,
    beside: &'p Path,
    writer: Writer,
}

enum Writer {
    Video(Video),
    Moving(Box<MovingWriter<BufWriter<File>>>),
    /// Into a folder; how many there are so far.
    Pngs(u64),
}

impl<'p> Target<'p> {
    fn begin(
        timelapse: &Timelapse,
        document: &Document,
        format: TimelapseFormat,
        path: &'p Path,
        beside: &'p Path,
    ) -> Result<Self, Error> {
        let snapshot = &timelapse.snapshot;
        let (width, height) = (snapshot.width, snapshot.height);
        let write_error = |source| raster::Error::Write { path: path.to_owned(), source };
        let encode_error = |source| Error::Encode { path: path.to_owned(), source };
        let rate = timelapse.frames_per_second();
        let comment = timelapse.told(document).in_one_text();
        let writer = match format {
            TimelapseFormat::Mp4 => {
                // ffmpeg's own words for a folder that is missing are about its command line.
                File::create(beside).map_err(write_error)?;
                Writer::Video(Video::new(beside, (width, height), rate, &comment).map_err(encode_error)?)
            }
            TimelapseFormat::Moving(format) => {
                let file = BufWriter::new(File::create(beside).map_err(write_error)?);
                let options = MovingOptions {
                    width,
                    height,
                    frames_per_second: rate,
                    comment,
                    palette: snapshot.colours(document),
                };
                Writer::Moving(Box::new(MovingWriter::new(file, format, options).map_err(encode_error)?))
            }
            TimelapseFormat::Pngs => {
                if beside.exists() {
                    // Of an earlier film that was not whole.
                    std::fs::remove_dir_all(beside).map_err(write_error)?;
                }
                std::fs::create_dir(beside).map_err(write_error)?;
                Writer::Pngs(0)
            }
        };
        Ok(Self { path, beside, writer })
    }

    fn write_error(&self, source: std::io::Error) -> Error {
        raster::Error::Write { path: self.path.to_owned(), source }.into()
    }

    fn push(&mut self, pixels: &Pixels, frames: u32) -> Result<(), Error> {
        let pushed = match &mut self.writer {
            Writer::Video(video) => video.push(&pixels.rgba, frames),
            Writer::Moving(writer) => writer.push(&pixels.rgba, frames),
            Writer::Pngs(_) => Ok(()),
        };
        pushed.map_err(|source| Error::Encode { path: self.path.to_owned(), source })
    }

    /// Numbered from 1, as programs that read sequences want it.
    fn add_png(&mut self, index: usize, moment: &Moment, bytes: &[u8]) -> Result<(), Error> {
        let path = self.beside.join(format!("frame-{:05}-{}.png", index + 1, moment.date));
        let written = File::create(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|source| self.write_error(source))?;
        if let Writer::Pngs(count) = &mut self.writer {
            *count += 1;
        }
        Ok(())
    }

    /// Writes what is due; answers how many frames there are.
    fn finish(self) -> Result<u64, Error> {
        let Self { path, beside, writer } = self;
        let write_error = |source| raster::Error::Write { path: path.to_owned(), source };
        let encode_error = |source| Error::Encode { path: path.to_owned(), source };
        match writer {
            Writer::Video(video) => {
                let frames = video.frames();
                video.finish().map_err(encode_error)?;
                File::open(beside).and_then(|file| file.sync_all()).map_err(write_error)?;
                Ok(frames)
            }
            Writer::Moving(writer) => {
                let frames = writer.frames();
                let file = writer.finish().map_err(encode_error)?;
                let file = file.into_inner().map_err(|error| write_error(error.into_error()))?;
                file.sync_all().map_err(write_error)?;
                Ok(frames)
            }
            Writer::Pngs(frames) => Ok(frames),
        }
    }
}

/// One picture fading into another: slow at both ends ("smoothstep", 3t² − 2t³).
fn mixed(one: &Pixels, other: &Pixels, share: f64) -> Pixels {
    let eased = share * share * (3.0 - 2.0 * share);
    let weight = (eased * 256.0).round() as u32;
    let mix =
        |(one, other): (&u8, &u8)| ((u32::from(*one) * (256 - weight) + u32::from(*other) * weight + 128) >> 8) as u8;
    Pixels { rgba: one.rgba.iter().zip(&other.rgba).map(mix).collect(), ..*other }
}
