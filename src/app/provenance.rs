//! What a picture says of itself: what it shows, from which data, and the command that makes it again.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::app::document::Document;
use crate::app::rules;
use crate::app::snapshot::{Beside, Extent, Snapshot};
use crate::app::territory::reach_text;
use crate::domain::{Asserted, Basis, Chronicle, DoubtChoice, Known, LinkRecord};
use crate::geometry::{Reach, Smoothing, WorldPoint, lon_lat_from_world};
use crate::raster::{self, PngText};
use crate::scene::{self, Language, LegendPlace, Names, Palette, Theme};

/// The program, as files name it.
pub const SOFTWARE: &str = concat!("Salient ", env!("CARGO_PKG_VERSION"));

/// What a picture says of itself: keyword and text, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    fields: Vec<(&'static str, String)>,
}

/// The keyword of the date, which a film has two of.
pub const DATE: &str = "Date of the map";

/// The keyword of the command.
pub const COMMAND: &str = "Command";

impl Provenance {
    /// What a picture of `document` says of itself.
    pub fn of(snapshot: &Snapshot, document: &Document) -> Self {
        let chronicle = &document.chronicle;
        let rule = rules::phrase_in(chronicle, document.rule(), Language::English);
        let description = match snapshot.territory {
            Some((choice, reach)) if choice.fill || choice.fronts => {
                format!(
                    "Control of places {rule}. {}. Base map: Natural Earth",
                    scene::inference(reach, Language::English)
                )
            }
            _ => format!("Control of places {rule}; base map: Natural Earth"),
        };
        let mut fields = vec![
            ("Title", snapshot.words.title.clone().unwrap_or_else(|| chronicle.about.title.clone())),
            ("Description", description),
            (DATE, snapshot.date.to_string()),
            ("Extent", extent(snapshot, document)),
            ("Rule", rules::written(chronicle, document.rule())),
            ("Style", style(snapshot)),
            ("Copyright", chronicle.about.credit.clone()),
            ("Software", SOFTWARE.to_owned()),
            ("Chronicle SHA-256", document.checksum().to_owned()),
            (COMMAND, command("snapshot", &picture_arguments(snapshot, document, true), document)),
        ];
        fields.retain(|(_, text)| !text.is_empty());
        Self { fields }
    }

    /// The same with another text for a keyword.
    #[must_use]
    pub fn with(mut self, keyword: &str, text: &str) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.0 == keyword) {
            text.clone_into(&mut field.1);
        }
        self
    }

    /// The text of a keyword, empty where there is none.
    pub fn get(&self, keyword: &str) -> &str {
        self.fields.iter().find(|(known, _)| *known == keyword).map_or("", |(_, text)| text)
    }

    /// Keywords and texts, as PNG, WebP and JPEG carry them.
    pub fn texts(&self) -> Vec<PngText<'_>> {
        self.fields.iter().map(|(keyword, text)| (*keyword, text.as_str())).collect()
    }

    /// All of it in one text.
    pub fn in_one_text(&self) -> String {
        self.fields.iter().map(|(keyword, text)| format!("{keyword}: {text}")).collect::<Vec<_>>().join("; ")
    }

    /// A JSON object with a key for every keyword: `date_of_the_map`.
    pub fn json(&self) -> String {
        let key = |keyword: &str| keyword.to_lowercase().replace([' ', '-'], "_");
        let object: serde_json::Map<String, serde_json::Value> =
            self.fields.iter().map(|(keyword, text)| (key(keyword), text.clone().into())).collect();
        // Texts into memory: nothing that could fail.
        let text = serde_json::to_string_pretty(&object).unwrap_or_default();
        format!("{text}\n")
    }
}

impl Provenance {
    /// Writes it as JSON beside a picture: `map.png` gets `map.png.json`.
    pub fn write_beside(&self, picture: &Path) -> Result<(), raster::Error> {
        let name = picture.file_name().unwrap_or_default().to_string_lossy();
        raster::write_file(&picture.with_file_name(format!("{name}.json")), self.json().as_bytes())
    }
}

/// The corners of what is to be seen: west, south, east, north in degrees.
fn extent(snapshot: &Snapshot, document: &Document) -> String {
    let view = snapshot.viewport(document).world_rect();
    let corner = |x: f64, y: f64| lon_lat_from_world(WorldPoint { x: x.rem_euclid(1.0), y: y.clamp(0.0, 1.0) });
    let (a, b) = (corner(view.west, view.south), corner(view.east, view.north));
    format!("{:.5},{:.5},{:.5},{:.5}", a.lon(), a.lat(), b.lon(), b.lat())
}

/// How the picture looks, in a few words.
fn style(snapshot: &Snapshot) -> String {
    let style = &snapshot.style;
    let theme = match style.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let mut parts = vec![
        theme.to_owned(),
        format!("{} colours", style.palette.text().to_lowercase()),
        format!("names {}", style.names.text()),
        format!("{} by {} pixels, {} a point", snapshot.width, snapshot.height, snapshot.pixels_per_point()),
    ];
    if let Some((choice, reach)) = snapshot.territory.filter(|(choice, _)| choice.fill || choice.fronts) {
        parts.push(reach_text(reach));
        parts.push(format!("smoothing {}", smoothing_text(choice.smoothing)));
    }
    parts.join(", ")
}

fn smoothing_text(smoothing: Smoothing) -> &'static str {
    match smoothing {
        Smoothing::Off => "off",
        Smoothing::Light => "light",
        Smoothing::Strong => "strong",
    }
}

/// The arguments that ask the shell for such a picture, but for the path to write; those of films have no
/// date.
pub fn picture_arguments(snapshot: &Snapshot, document: &Document, has_date: bool) -> Vec<String> {
    let chronicle = &document.chronicle;
    let mut arguments: Vec<String> = Vec::new();
    // Options that take a value; an empty one, or one that looks like an option, goes into the same word.
    let mut add = |name: &str, value: String| {
        let is_number = value.split(',').all(|part| part.parse::<f64>().is_ok());
        if value.is_empty() || (value.starts_with('-') && !is_number) {
            arguments.push(format!("--{name}={value}"));
        } else {
            arguments.extend([format!("--{name}"), value]);
        }
    };
    if has_date {
        add("date", snapshot.date.to_string());
    }
    add("size", format!("{}x{}", snapshot.width, snapshot.height));
    let rule = document.rule();
    if rule.basis != Basis::Assessed {
        let basis = crate::domain::Rule { known: Known::All, ..rule };
        add("rule", rules::written(chronicle, basis));
    }
    match rule.known {
        Known::All => {}
        Known::On(date) => add("known-on", date.to_string()),
        Known::EachDay => add("known-on", "each-day".to_owned()),
    }
    let highlight = snapshot.highlight.map(|place| chronicle.place(place));
    let is_around = |centre: crate::domain::LonLat| highlight.is_some_and(|place| place.position == centre);
    match snapshot.extent {
        Extent::Opening | Extent::AllPlaces => {}
        Extent::Around { centre, zoom } => {
            if let Some(place) = highlight.filter(|_| is_around(centre)) {
                add("place", place.id.to_string());
            } else {
                add("centre", format!("{},{}", centre.lon(), centre.lat()));
            }
            add("zoom", zoom.to_string());
        }
        Extent::Box { south_west, north_east } => {
            let corners = [south_west.lon(), south_west.lat(), north_east.lon(), north_east.lat()];
            add("bbox", corners.map(|degrees| degrees.to_string()).join(","));
        }
    }
    if let Some(place) = highlight
        && !matches!(snapshot.extent, Extent::Around { centre, .. } if is_around(centre))
    {
        add("ring", place.id.to_string());
    }
    if let Some(scale) = snapshot.scale {
        add("scale", scale.to_string());
    }
    let style = &snapshot.style;
    match style.theme {
        Theme::Light => {}
        Theme::Dark => add("theme", "dark".to_owned()),
    }
    match style.names {
        Names::Latin => {}
        Names::Arabic => add("names", "arabic".to_owned()),
        Names::Both => add("names", "both".to_owned()),
    }
    match style.palette {
        Palette::Conventional => {}
        Palette::Safe => add("palette", "safe".to_owned()),
        Palette::Grey => add("palette", "grey".to_owned()),
    }
    if style.doubts != DoubtChoice::default() {
        add("doubts", doubts_text(style.doubts));
    }
    if style.stale_days != crate::domain::Doubts::STALE_DAYS {
        add("stale-days", style.stale_days.to_string());
    }
    let (choice, reach) = snapshot.territory.unwrap_or_else(|| {
        let nothing = scene::TerritoryChoice { fill: false, fronts: false, areas: false, ..Default::default() };
        (nothing, Reach::default())
    });
    if reach != Reach::default() {
        let reach = match reach {
            Reach::Km(km) => km.to_string(),
            Reach::Unlimited => "none".to_owned(),
        };
        add("reach", reach);
    }
    if choice.smoothing != Smoothing::default() {
        add("smoothing", smoothing_text(choice.smoothing).to_owned());
    }
    if let Some(days) = choice.movement_days {
        add("movement", days.to_string());
    }
    let words = &snapshot.words;
    if let Some(title) = &words.title {
        add("title", title.clone());
    }
    if !words.subtitle.is_empty() {
        add("subtitle", words.subtitle.clone());
    }
    match words.language {
        Language::English => {}
        Language::Arabic => add("language", "ar".to_owned()),
    }
    if let Some(since) = snapshot.gains_since {
        add("gains-since", since.to_string());
    }
    if let Some(since) = snapshot.changed_since {
        add("changed-since", since.to_string());
    }
    if !snapshot.filter.is_empty() {
        add("filter", snapshot.filter.written(chronicle));
    }
    let furniture = &snapshot.furniture;
    for (name, is_given) in [
        ("all", snapshot.extent == Extent::AllPlaces),
        ("numbered", snapshot.numbered && snapshot.changed_since.is_some()),
        ("why", snapshot.beside == Beside::Why && highlight.is_some()),
        ("sources", snapshot.beside == Beside::Sources),
        ("no-territory", !choice.fill),
        ("no-fronts", !choice.fronts),
        ("no-areas", !choice.areas),
        ("no-symbols", !style.symbols),
        ("no-title", !furniture.title),
        ("no-legend", !furniture.legend),
        ("no-scale-bar", !furniture.scale_bar),
        ("inset", furniture.inset),
        ("legend-below", furniture.legend_place == LegendPlace::Below),
        ("short-legend", furniture.legend_in_short),
        ("chart", snapshot.chart),
        ("transparent", snapshot.transparent),
    ] {
        if is_given {
            arguments.push(format!("--{name}"));
        }
    }
    arguments
}

/// The doubts that are drawn, as the shell takes them.
fn doubts_text(doubts: DoubtChoice) -> String {
    let all = [
        ("disputed", doubts.disputed),
        ("uncertain", doubts.uncertain),
        ("unconfirmed", doubts.unconfirmed),
        ("stale", doubts.stale),
    ];
    let shown: Vec<&str> = all.into_iter().filter(|(_, is_shown)| *is_shown).map(|(name, _)| name).collect();
    if shown.is_empty() { "none".to_owned() } else { shown.join(",") }
}

/// A command line for a POSIX shell. The chronicle is named by its file or folder alone: where it lies is
/// nobody's business who sees the picture.
pub fn command(name: &str, arguments: &[String], document: &Document) -> String {
    // `.` and `..` have a name too, but not one that can be read off them.
    let name_of = |path: &Path| {
        let known = path.file_name().map(std::ffi::OsStr::to_owned);
        known.or_else(|| path.canonicalize().ok()?.file_name().map(std::ffi::OsStr::to_owned))
    };
    let mut words = vec!["salient".to_owned(), name.to_owned()];
    words.extend(document.origin.path().and_then(name_of).map(|name| {
        let name = name.to_string_lossy().into_owned();
        quoted(&if name.starts_with('-') { format!("./{name}") } else { name })
    }));
    words.extend(arguments.iter().map(|argument| quoted(argument)));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/=+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// The SHA-256 of what a chronicle says, in hexadecimal: the same for a folder and a project file of the
/// same rows. What was found of links, and copies of their pages, do not count.
pub fn checksum(chronicle: &Chronicle) -> String {
    let mut hasher = Hasher { sha256: Sha256::new(), waiting: Vec::with_capacity(1 << 16) };
    let about = &chronicle.about;
    hasher.row(&[&about.title, &about.description, &about.licence, &about.credit, &about.language]);
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    hasher.row(&[&date(about.first_date), &date(about.last_date), &date(about.view.date)]);
    let view = about.view.centre.map_or_else(String::new, |centre| format!("{} {}", centre.lon(), centre.lat()));
    hasher.row(&[&view, &about.view.zoom.map_or_else(String::new, |zoom| zoom.to_string())]);
    for chapter in &chronicle.chapters {
        let place = chapter.place.map_or("", |place| chronicle.place(place).id.as_str());
        hasher.row(&[&chapter.name, &chapter.from.to_string(), &chapter.to.to_string(), place]);
    }
    for faction in chronicle.factions() {
        hasher.row(&[faction.id.as_str(), &faction.name, &faction.short_name, &faction.name_ar]);
        hasher.row(&[&faction.colour.to_string(), faction.symbol.text(), &faction.bloc, &faction.notes]);
        let successor = faction.successor.as_ref().map_or("", |successor| successor.as_str());
        hasher.row(&[&date(faction.active_from), &date(faction.active_to), successor]);
    }
    for place in chronicle.places() {
        hasher.row(&[place.id.as_str(), &place.name, &place.name_ar, place.kind.text(), &place.admin1]);
        hasher.bytes(&place.position.lon().to_bits().to_le_bytes());
        hasher.bytes(&place.position.lat().to_bits().to_le_bytes());
        hasher.bytes(&place.population.unwrap_or(u64::MAX).to_le_bytes());
    }
    for event in chronicle.events() {
        hasher.bytes(&(event.place.row() as u64).to_le_bytes());
        hasher.bytes(&crate::domain::Day::of(event.date).number().to_le_bytes());
        hasher.bytes(&[event.precision as u8, event.confidence as u8]);
        let control = &event.control;
        let controller = control.controller().map_or(u64::MAX, |faction| faction.row() as u64);
        hasher.bytes(&controller.to_le_bytes());
        for factions in [control.shared_with(), control.contested_by(), control.besieged_by()] {
            for faction in factions {
                hasher.bytes(&(faction.row() as u64).to_le_bytes());
            }
            hasher.bytes(&[0xff]);
        }
        if let Some(details) = &event.details {
            let id = details.id.as_ref().map_or("", |id| id.as_str());
            hasher.row(&[id, details.kind.text(), &details.note]);
        }
    }
    for source in chronicle.sources() {
        hasher.row(&[&source.name, &source.camp, &source.aliases.join(";")]);
    }
    for report in chronicle.reports() {
        hasher.row(&[report.id.as_str(), &report.publisher, &report.attributed_to, &report.source, &report.url]);
        hasher.row(&[&report.archive_url, &date(report.published), &report.title, &report.language, &report.claim]);
        let asserted = match report.asserted_controller {
            Asserted::NotSaid => "",
            Asserted::Unknown => "?",
            Asserted::Faction(faction) => chronicle.faction(faction).id.as_str(),
        };
        hasher.row(&[report.stance.text(), asserted]);
        hasher.bytes(&(report.event.row() as u64).to_le_bytes());
    }
    for file in chronicle.attachments.iter().filter(|file| !LinkRecord::is_attachment(&file.path)) {
        hasher.row(&[&file.path]);
        hasher.bytes(&file.content);
    }
    hasher.finish()
}

/// Feeds many short texts in large pieces.
struct Hasher {
    sha256: Sha256,
    waiting: Vec<u8>,
}

impl Hasher {
    /// Texts, each with its length before it, so that no two rows look the same.
    fn row(&mut self, texts: &[&str]) {
        for text in texts {
            self.bytes(&(text.len() as u64).to_le_bytes());
            self.bytes(text.as_bytes());
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() > (1 << 16) {
            self.sha256.update(&self.waiting);
            self.waiting.clear();
        }
    }

    fn finish(mut self) -> String {
        self.sha256.update(&self.waiting);
        format!("{:x}", self.sha256.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_a_shell_takes_them() {
        assert_eq!(quoted("35.5,36.2"), "35.5,36.2");
        assert_eq!(quoted("told-by:Syrian state media"), "'told-by:Syrian state media'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn the_checksum_is_of_what_the_chronicle_says() {
        let document = Document::open(None).unwrap();
        let first = checksum(&document.chronicle);
        assert_eq!(first.len(), 64);
        assert_eq!(first, checksum(&Document::open(None).unwrap().chronicle));
        let mut changed = (*document.chronicle).clone();
        changed.about.title.push('!');
        assert_ne!(first, checksum(&changed));
    }
}
