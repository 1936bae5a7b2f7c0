//! The sources of a chronicle beside each other: how much each has reported, how often the assessment
//! sided with it, how soon it told. And its reports, searched by text.

use std::cmp::{Ordering, Reverse};
use std::thread;

use jiff::civil::Date;

use crate::domain::{Chronicle, Claim, Claims, Day, EventIx, Precision, ReportIx, SourceIx, Stance};
use crate::scene::{say, say_with};

/// What there is to say of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// The source.
    pub source: SourceIx,
    /// Its canonical name.
    pub name: String,
    /// Its camp; empty where none is given.
    pub camp: String,
    /// How many reports it has made.
    pub reports: u32,
    /// The day on which the first of them was published, of those with a date.
    pub first: Option<Date>,
    /// The day on which the last of them was published.
    pub last: Option<Date>,
    /// How many of them support an event as the chronicle assesses it.
    pub supported: u32,
    /// How many of them dispute one.
    pub disputed: u32,
    /// The share of those that support among those that support or dispute.
    pub sided: Option<f64>,
    /// On how many events it was the first to take sides: no report with a date that supports or
    /// disputes is older than its own. Of those published on the same day each is first.
    pub first_to_tell: u32,
    /// On how many events it took sides with a date.
    pub told: u32,
    /// The median of the days from an event to the publication of its reports on it, over events of
    /// which the day is known; below 0 where it published before.
    pub median_delay: Option<f64>,
    /// How many of its reports have the link of an earlier row on the same event.
    pub repeats: u32,
}

impl SourceRow {
    /// How often the assessment sided with it: `83 %`.
    pub fn sided_text(&self) -> Option<String> {
        self.sided.map(|share| format!("{:.0} %", share * 100.0))
    }

    /// How often it was first: `12 of 80`.
    pub fn first_text(&self) -> Option<String> {
        (self.told > 0)
            .then(|| say_with("sources-first-of", &[("count", self.first_to_tell.into()), ("all", self.told.into())]))
    }

    /// How long after the event it published: `1 day`, `0.5 days`, `2 days before`.
    pub fn delay_text(&self) -> Option<String> {
        self.median_delay.map(|delay| {
            let span = say_with("count-days", &[("count", delay.abs().into())]);
            if delay < 0.0 { say_with("sources-before", &[("span", span.into())]) } else { span }
        })
    }
}

/// All sources in the order of their indexes, those without a report too. Reads through the reports
/// once.
pub fn table(chronicle: &Chronicle) -> Vec<SourceRow> {
    let claims = chronicle.claims();
    let mut rows: Vec<SourceRow> = (0..claims.voices().len()).map(|row| blank(claims, SourceIx::new(row))).collect();
    let mut days: Vec<Option<(Day, Day)>> = vec![None; rows.len()];
    let mut delays: Vec<(SourceIx, i32)> = Vec::new();
    // The last event that each source has told of, was first on, and that each link was listed on: as
    // events come one after the other, that says whether it is the present one.
    let (mut told_on, mut first_on) = (vec![None; rows.len()], vec![None; rows.len()]);
    // Links are numbered from 1, and there are no more of them than claims.
    let mut listed_on: Vec<Option<EventIx>> = vec![None; claims.all().len() + 1];
    for event in (0..chronicle.events().len()).map(EventIx::new) {
        let on_event = claims.on(event);
        if on_event.is_empty() {
            continue;
        }
        let of = chronicle.event(event);
        let own_day = (of.precision == Precision::Day).then(|| Day::of(of.date));
        let earliest = on_event.iter().filter(|claim| takes_sides(claim)).filter_map(|claim| claim.published).min();
        for claim in on_event {
            let repeats = claim.link().is_some_and(|link| listed_on[link as usize].replace(event) == Some(event));
            for source in claims.sources_of(claim) {
                let at = source.row();
                let row = &mut rows[at];
                row.reports += 1;
                row.repeats += u32::from(repeats);
                row.supported += u32::from(claim.stance == Stance::Supports);
                row.disputed += u32::from(claim.stance == Stance::Disputes);
                let Some(published) = claim.published else { continue };
                let (first, last) = days[at].unwrap_or((published, published));
                days[at] = Some((first.min(published), last.max(published)));
                if let Some(own_day) = own_day {
                    delays.push((*source, published.since(own_day)));
                }
                if !takes_sides(claim) {
                    continue;
                }
                row.told += u32::from(told_on[at].replace(event) != Some(event));
                if earliest == Some(published) {
                    row.first_to_tell += u32::from(first_on[at].replace(event) != Some(event));
                }
            }
        }
    }
    for (row, days) in rows.iter_mut().zip(&days) {
        row.first = days.map(|(first, _)| first.date());
        row.last = days.map(|(_, last)| last.date());
        let judged = row.supported + row.disputed;
        row.sided = (judged > 0).then(|| f64::from(row.supported) / f64::from(judged));
    }
    delays.sort_unstable();
    for of_source in delays.chunk_by(|a, b| a.0 == b.0) {
        // The middle one, or the two in the middle.
        let (below, above) = (of_source[(of_source.len() - 1) / 2], of_source[of_source.len() / 2]);
        rows[below.0.row()].median_delay = Some(f64::midpoint(f64::from(below.1), f64::from(above.1)));
    }
    rows
}

/// The row of a source before anything is counted.
fn blank(claims: &Claims, source: SourceIx) -> SourceRow {
    let voice = claims.voice(source);
    SourceRow {
        source,
        name: voice.name.clone(),
        camp: voice.camp.map_or_else(String::new, |camp| claims.camp(camp).to_owned()),
        reports: 0,
        first: None,
        last: None,
        supported: 0,
        disputed: 0,
        sided: None,
        first_to_tell: 0,
        told: 0,
        median_delay: None,
        repeats: 0,
    }
}

fn takes_sides(claim: &Claim) -> bool {
    claim.stance != Stance::Context
}

/// What the sources can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SourceColumn {
    /// By name.
    Name,
    /// By camp.
    Camp,
    /// By the number of reports.
    #[default]
    Reports,
    /// By the day of the first report.
    First,
    /// By the day of the last report.
    Last,
    /// By how often the assessment sided with them.
    Sided,
    /// By how often they were first.
    FirstToTell,
    /// By the median delay.
    MedianDelay,
}

impl SourceColumn {
    /// All columns, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Camp,
        Self::Reports,
        Self::First,
        Self::Last,
        Self::Sided,
        Self::FirstToTell,
        Self::MedianDelay,
    ];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Name => say("sources-head-name"),
            Self::Camp => say("sources-head-camp"),
            Self::Reports => say("sources-head-reports"),
            Self::First => say("sources-head-first"),
            Self::Last => say("sources-head-last"),
            Self::Sided => say("sources-head-sided"),
            Self::FirstToTell => say("sources-head-first-to-tell"),
            Self::MedianDelay => say("sources-head-median-delay"),
        }
    }

    /// What is counted, in a tooltip.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Name => say("sources-hint-name"),
            Self::Camp => say("sources-hint-camp"),
            Self::Reports => say("sources-hint-reports"),
            Self::First => say("sources-hint-first"),
            Self::Last => say("sources-hint-last"),
            Self::Sided => say("sources-hint-sided"),
            Self::FirstToTell => say("sources-hint-first-to-tell"),
            Self::MedianDelay => say("sources-hint-median-delay"),
        }
    }

    /// Whether it holds numbers: of those people want to see the largest first, of names and dates the
    /// first.
    pub fn is_number(self) -> bool {
        match self {
            Self::Reports | Self::Sided | Self::FirstToTell | Self::MedianDelay => true,
            Self::Name | Self::Camp | Self::First | Self::Last => false,
        }
    }
}

/// Sorts sources. Those of which nothing is known are last either way; those that are alike are
/// sorted by name.
pub fn sort(rows: &mut [SourceRow], column: SourceColumn, descending: bool) {
    let share = |share: &f64, other: &f64| share.total_cmp(other);
    rows.sort_by(|a, b| {
        let order = match column {
            SourceColumn::Name => given_first(Some(&a.name), Some(&b.name), descending, |a, b| by_letters(a, b)),
            SourceColumn::Camp => given_first(camp_of(a), camp_of(b), descending, |a, b| by_letters(a, b)),
            SourceColumn::Reports => given_first(Some(a.reports), Some(b.reports), descending, Ord::cmp),
            SourceColumn::First => given_first(a.first, b.first, descending, Ord::cmp),
            SourceColumn::Last => given_first(a.last, b.last, descending, Ord::cmp),
            SourceColumn::Sided => given_first(a.sided, b.sided, descending, share),
            SourceColumn::FirstToTell => given_first(first_count(a), first_count(b), descending, Ord::cmp),
            SourceColumn::MedianDelay => given_first(a.median_delay, b.median_delay, descending, share),
        };
        order.then_with(|| by_letters(&a.name, &b.name)).then(a.source.cmp(&b.source))
    });
}

fn camp_of(row: &SourceRow) -> Option<&str> {
    (!row.camp.is_empty()).then_some(row.camp.as_str())
}

fn first_count(row: &SourceRow) -> Option<u32> {
    (row.told > 0).then_some(row.first_to_tell)
}

fn given_first<T>(a: Option<T>, b: Option<T>, descending: bool, compare: impl FnOnce(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// By letters whatever their case; what differs in nothing else, by case.
fn by_letters(a: &str, b: &str) -> Ordering {
    let small = a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase));
    small.then_with(|| a.cmp(b))
}

/// The reports that hold all `words`, each in the publisher, the source as written or by canonical
/// name, the title, the claim, the address or the place's names; of one source only where one is
/// given. Letter case does not count. Those published last come first, those without a date at the
/// end; `most` of them, and how many there are in all.
pub fn search(chronicle: &Chronicle, words: &str, source: Option<SourceIx>, most: usize) -> (Vec<ReportIx>, usize) {
    let words = words.split_whitespace().map(Word::new).collect();
    let search = Search { chronicle, claims: chronicle.claims(), words, source };
    let mut found = search.everywhere();
    let total = found.len();
    let key = |(published, report): &Found| (Reverse(*published), *report);
    if total > most {
        // Sorting the rest would be in vain.
        found.select_nth_unstable_by_key(most, key);
        found.truncate(most);
    }
    found.sort_unstable_by_key(key);
    (found.into_iter().map(|(_, report)| report).collect(), total)
}

/// A report that was found, with the day of its publication.
type Found = (Option<Day>, ReportIx);

/// What is searched for.
struct Search<'c> {
    chronicle: &'c Chronicle,
    claims: &'c Claims,
    words: Vec<Word>,
    source: Option<SourceIx>,
}

impl Search<'_> {
    /// So many claims are read through before another thread would have started.
    const FEW: usize = 20_000;

    /// All reports that are found, on several cores where there are many.
    fn everywhere(&self) -> Vec<Found> {
        let all = self.claims.all();
        let cores = thread::available_parallelism().map_or(1, usize::from).min(4);
        let mut parts = all.chunks(all.len().div_ceil(cores).max(Self::FEW));
        let Some(own) = parts.next() else { return Vec::new() };
        thread::scope(|scope| {
            let others: Vec<_> = parts
                .map(|part| {
                    let worker = thread::Builder::new().name("salient-search".to_owned());
                    (part, worker.spawn_scoped(scope, move || self.among(part)))
                })
                .collect();
            let mut found = self.among(own);
            for (part, worker) in others {
                // Without a thread to be had, or should it have failed, it is done here.
                let more = worker.ok().and_then(|worker| worker.join().ok());
                found.extend(more.unwrap_or_else(|| self.among(part)));
            }
            found
        })
    }

    fn among(&self, claims: &[Claim]) -> Vec<Found> {
        let found = claims.iter().filter(|claim| self.is_found(claim));
        found.map(|claim| (claim.published, claim.report)).collect()
    }

    fn is_found(&self, claim: &Claim) -> bool {
        let sources = self.claims.sources_of(claim);
        if self.source.is_some_and(|source| !sources.contains(&source)) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let report = self.chronicle.report(claim.report);
        let place = self.chronicle.place(self.chronicle.event(report.event).place);
        let texts = [
            &report.publisher,
            &report.attributed_to,
            &report.source,
            &report.title,
            &report.claim,
            &report.url,
            &place.name,
            &place.name_ar,
        ];
        self.words.iter().all(|word| {
            texts.iter().any(|text| word.is_in(text))
                || sources.iter().any(|source| word.is_in(&self.claims.voice(*source).name))
        })
    }
}

/// How many places of a text are looked at in one go.
const LANES: usize = 16;

/// A word to look for in many texts without copying them.
///
/// Most places of a text are ruled out by two bytes of the word, those that texts have least, many
/// places at once: the loops below are written so that the compiler does so.
struct Word {
    /// In small letters.
    small: String,
    /// Each byte of the word in small letters, and in capitals.
    bytes: Vec<[u8; 2]>,
    /// Where in the word its two rarest bytes are.
    rarest: [usize; 2],
}

impl Word {
    /// The word, which is not empty.
    fn new(word: &str) -> Self {
        let small: String = word.chars().flat_map(char::to_lowercase).collect();
        let mut bytes = Vec::with_capacity(small.len());
        for letter in small.chars() {
            let (mut one, mut other) = ([0; 4], [0; 4]);
            let as_small = letter.encode_utf8(&mut one).bytes();
            let as_capital = capital_of(letter).encode_utf8(&mut other).bytes();
            bytes.extend(as_small.zip(as_capital).map(|(small, capital)| [small, capital]));
        }
        let mut order: Vec<usize> = (0..bytes.len()).collect();
        order.sort_by_key(|at| commonness(bytes[*at][0]));
        let rarest = [order[0], order[order.len().min(2) - 1]];
        Self { small, bytes, rarest }
    }

    fn is_in(&self, text: &str) -> bool {
        // Letters that are shorter or longer when small (İ, ẞ) would stand at other places.
        let is_moved = || !text.is_ascii() && text.chars().any(changes_length);
        self.is_there(text)
            || is_moved() && text.chars().flat_map(char::to_lowercase).collect::<String>().contains(&self.small)
    }

    fn is_there(&self, text: &str) -> bool {
        // At so many places of the text it may begin.
        let Some(room) = (text.len() + 1).checked_sub(self.bytes.len()) else { return false };
        let stretch = |at: usize| text.as_bytes()[at..at + room].as_chunks::<LANES>();
        let (ones, last_ones) = stretch(self.rarest[0]);
        let (others, last_others) = stretch(self.rarest[1]);
        for (nth, (one, other)) in ones.iter().zip(others).enumerate() {
            let from = nth * LANES;
            if self.may_begin(one, other) && (from..from + LANES).any(|at| self.begins(text, at)) {
                return true;
            }
        }
        let from = ones.len() * LANES;
        self.may_begin(last_ones, last_others) && (from..room).any(|at| self.begins(text, at))
    }

    /// Whether both rarest bytes stand as far from each other as in the word.
    fn may_begin(&self, ones: &[u8], others: &[u8]) -> bool {
        let [[a, b], [c, d]] = self.rarest.map(|at| self.bytes[at]);
        // No way out of the loop, and numbers instead of truths: so it becomes a few instructions.
        let is_either = |byte: u8, small: u8, capital: u8| u8::from(byte == small) | u8::from(byte == capital);
        let both = ones.iter().zip(others).map(|(one, other)| is_either(*one, a, b) & is_either(*other, c, d));
        both.fold(0, |found, both| found | both) != 0
    }

    fn begins(&self, text: &str, at: usize) -> bool {
        let end = at + self.bytes.len();
        let mut pairs = self.bytes.iter().zip(&text.as_bytes()[at..end]);
        let alike = pairs.all(|([small, capital], byte)| byte == small || byte == capital);
        // Bytes of a small letter and of its capital in one are another letter.
        let is_word = |part: &str| part.chars().flat_map(char::to_lowercase).eq(self.small.chars());
        alike && (self.small.is_ascii() || text.get(at..end).is_some_and(is_word))
    }
}

/// The capital of a letter where it is one letter as long in UTF-8, else the letter itself.
fn capital_of(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) if capital.len_utf8() == letter.len_utf8() => capital,
        _ => letter,
    }
}

/// Whether the small letter has another length in UTF-8.
fn changes_length(letter: char) -> bool {
    !letter.is_ascii() && letter.to_lowercase().map(char::len_utf8).sum::<usize>() != letter.len_utf8()
}

/// How common a byte is in texts, in no unit.
fn commonness(byte: u8) -> usize {
    const FROM_RARE: &[u8] = b"qzxjkvbpygfwmucldrhsnioate";
    match byte {
        // All letters of a script begin with the same few bytes.
        0xc0.. => FROM_RARE.len(),
        _ => FROM_RARE.iter().position(|letter| *letter == byte).unwrap_or(FROM_RARE.len() / 2),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Arc, LazyLock};

    use proptest::prelude::*;

    use super::*;
    use crate::app::document::Document;
    use crate::domain::{
        Asserted, ChronicleBuilder, Confidence, Control, CoordSource, Event, Id, LonLat, Place, PlaceIx, PlaceKind,
        Report, Source, link_key, parse_date,
    };

    static BUNDLED: LazyLock<Arc<Chronicle>> = LazyLock::new(|| Document::open(None).unwrap().chronicle);

    const PRECISIONS: [Precision; 3] = [Precision::Day, Precision::Month, Precision::Year];
    const NAMES: [&str; 6] = ["", "SOHR", "syrian observatory", "State TV", "rebels", "State TV;Rebels; STATE tv"];
    const PUBLISHERS: [&str; 3] = ["Paper", "PAPER ", "Die Zürcher Zeitung, Фонтанка и другие"];
    const CITED: [&str; 3] = ["", "an eyewitness", "SOHR"];
    const TITLES: [&str; 3] = ["", "Опера в Алеппо", "ÉTÉ à Alep, the second city of the country"];
    const CLAIMS: [&str; 3] = ["", "Rebels took the town.", "قوات النظام في جسر الشغور"];
    const WORDS: &[&str] = &["obs", "REBEL", "été", "опера", "ФОНТАНКА", "جسر", "idlib", "a.b/1", "sohr", "x"];
    const LINKS: [&str; 4] = ["", "https://a.b/1", "http://www.a.b/1/", "https://a.b/2"];

    /// An event in numbers: day, precision.
    type EventRow = (i32, usize);
    /// A report in numbers: event, day (none below 0), stance, source, publisher, who is cited, title,
    /// claim, link.
    type ReportRow = (usize, i32, usize, usize, usize, usize, usize, usize, usize);

    fn on(after: i32) -> Date {
        Day::of(Date::constant(2024, 1, 1)).plus(after).date()
    }

    fn chronicle(events: &[EventRow], reports: &[ReportRow]) -> Chronicle {
        let mut builder = ChronicleBuilder::new();
        for (row, (name, name_ar)) in [("Idlib", "إدلب"), ("Jisr al-Shughur", "جسر الشغور")].into_iter().enumerate()
        {
            let place = Place {
                id: Id::new(&format!("p{row}")).unwrap(),
                name: name.to_owned(),
                name_ar: name_ar.to_owned(),
                kind: PlaceKind::Town,
                position: LonLat::new(36.0 + row as f64, 35.0).unwrap(),
                coord_source: CoordSource::Unstated,
                geonames_id: None,
                admin1: String::new(),
                population: None,
            };
            builder.add_place(place).unwrap();
        }
        for (row, (after, precision)) in events.iter().enumerate() {
            let event = Event {
                place: PlaceIx::new(row % 2),
                date: on(*after),
                precision: PRECISIONS[*precision],
                confidence: Confidence::High,
                control: Control::unknown(),
                details: None,
            };
            builder.add_event(event).unwrap();
        }
        for (name, camp, alias) in [
            ("Syrian Observatory", "monitors", "SOHR"),
            ("Rebels", " opposition", "rebel sources"),
            ("Silent", "opposition", ""),
        ] {
            let aliases = vec![alias.to_owned()];
            builder.add_source(Source { name: name.to_owned(), camp: camp.to_owned(), aliases }).unwrap();
        }
        let reports = reports.iter().filter(|_| !events.is_empty());
        for (row, (event, day, stance, source, publisher, cited, title, claim, link)) in reports.enumerate() {
            let report = Report {
                id: Id::new(&format!("r{row}")).unwrap(),
                event: EventIx::new(event % events.len()),
                publisher: PUBLISHERS[*publisher].to_owned(),
                attributed_to: CITED[*cited].to_owned(),
                source: NAMES[*source].to_owned(),
                url: LINKS[*link].to_owned(),
                archive_url: String::new(),
                published: (*day >= 0).then(|| on(*day)),
                title: TITLES[*title].to_owned(),
                language: String::new(),
                stance: Stance::ALL[*stance],
                asserted_controller: Asserted::NotSaid,
                claim: CLAIMS[*claim].to_owned(),
            };
            builder.add_report(report).unwrap();
        }
        builder.build()
    }

    prop_compose! {
        fn any_chronicle()(
            events in prop::collection::vec((0..30_i32, 0..3_usize), 0..8),
            reports in prop::collection::vec(
                (0..8_usize, -8..40_i32, 0..3_usize, 0..6_usize, 0..3_usize, 0..3_usize, 0..3_usize, 0..3_usize,
                 0..4_usize), 0..50),
        ) -> Chronicle {
            chronicle(&events, &reports)
        }
    }

    fn whose(chronicle: &Chronicle, report: &Report) -> BTreeSet<SourceIx> {
        report.sources().map(|name| chronicle.claims().source_named(name).unwrap()).collect()
    }

    /// The row of a source, said in the plainest way.
    fn naive_row(chronicle: &Chronicle, source: SourceIx) -> SourceRow {
        let voice = chronicle.claims().voice(source);
        let all = chronicle.reports();
        let own: Vec<&Report> = all.iter().filter(|report| whose(chronicle, report).contains(&source)).collect();
        let count = |stance: Stance| own.iter().filter(|report| report.stance == stance).count();
        let (supported, disputed) = (count(Stance::Supports), count(Stance::Disputes));
        let sides = |report: &&&Report| report.stance != Stance::Context && report.published.is_some();
        let told: BTreeSet<EventIx> = own.iter().filter(sides).map(|report| report.event).collect();
        let is_first = |event: &&EventIx| {
            let on_event: Vec<&Report> = all.iter().filter(|report| report.event == **event).collect();
            let earliest = on_event.iter().filter(sides).filter_map(|report| report.published).min();
            own.iter().filter(sides).any(|report| report.event == **event && report.published == earliest)
        };
        let delay = |report: &&Report| {
            let event = chronicle.event(report.event);
            let published = report.published.filter(|_| event.precision == Precision::Day)?;
            Some(f64::from(Day::of(published).since(Day::of(event.date))))
        };
        let mut delays: Vec<f64> = own.iter().filter_map(delay).collect();
        delays.sort_by(f64::total_cmp);
        let half = delays.len() / 2;
        let median = if delays.len() % 2 == 1 {
            delays[half]
        } else {
            delays[half.max(1) - 1..].iter().take(2).sum::<f64>() / 2.0
        };
        let is_listed_before = |report: &&&Report| {
            let is_same = |other: &Report| other.event == report.event && link_key(&other.url) == link_key(&report.url);
            !report.url.is_empty() && all.iter().take_while(|other| other.id != report.id).any(is_same)
        };
        SourceRow {
            source,
            name: voice.name.clone(),
            camp: voice.camp.map_or("", |camp| chronicle.claims().camp(camp)).to_owned(),
            reports: own.len() as u32,
            first: own.iter().filter_map(|report| report.published).min(),
            last: own.iter().filter_map(|report| report.published).max(),
            supported: supported as u32,
            disputed: disputed as u32,
            sided: (supported + disputed > 0).then(|| supported as f64 / (supported + disputed) as f64),
            first_to_tell: told.iter().filter(is_first).count() as u32,
            told: told.len() as u32,
            median_delay: (!delays.is_empty()).then_some(median),
            repeats: own.iter().filter(is_listed_before).count() as u32,
        }
    }

    fn small(text: &str) -> String {
        text.chars().flat_map(char::to_lowercase).collect()
    }

    /// What a search finds, said in the plainest way.
    fn naive_search(chronicle: &Chronicle, words: &str, source: Option<SourceIx>) -> Vec<ReportIx> {
        let holds = |report: &Report, word: &str| {
            let place = chronicle.place(chronicle.event(report.event).place);
            let mut texts = vec![&report.publisher, &report.attributed_to, &report.source, &report.title];
            texts.extend([&report.claim, &report.url, &place.name, &place.name_ar]);
            let sources = whose(chronicle, report);
            texts.extend(sources.iter().map(|source| &chronicle.claims().voice(*source).name));
            texts.into_iter().any(|text| small(text).contains(&small(word)))
        };
        let rows = (0..chronicle.reports().len()).map(ReportIx::new);
        let mut found: Vec<ReportIx> = rows
            .filter(|report| {
                let report = chronicle.report(*report);
                words.split_whitespace().all(|word| holds(report, word))
                    && source.is_none_or(|source| whose(chronicle, report).contains(&source))
            })
            .collect();
        found.sort_by_key(|report| {
            let published = chronicle.report(*report).published;
            (published.is_none(), Reverse(published), *report)
        });
        found
    }

    proptest! {
        #[test]
        fn the_table_equals_a_naive_count(chronicle in any_chronicle()) {
            let sources = (0..chronicle.claims().voices().len()).map(SourceIx::new);
            let expected: Vec<SourceRow> = sources.map(|source| naive_row(&chronicle, source)).collect();
            prop_assert_eq!(table(&chronicle), expected);
        }

        #[test]
        fn a_search_equals_a_naive_one(
            chronicle in any_chronicle(),
            words in prop::collection::vec(prop::sample::select(WORDS), 0..3),
            source in 0..4_usize,
            most in 0..20_usize,
        ) {
            let words = words.join("  ");
            let source = (source < 3).then(|| SourceIx::new(source));
            let mut expected = naive_search(&chronicle, &words, source);
            let total = expected.len();
            expected.truncate(most);
            prop_assert_eq!(search(&chronicle, &words, source, most), (expected, total), "{:?}", words);
        }

        #[test]
        fn a_word_is_found_wherever_it_stands(text in "[abABéÉрРЀѠحلİißẞåÅωΩⱯɐ.]{0,70}", word in "[abABéÉрРЀѠحلİißẞåÅωΩⱯɐ.]{1,5}") {
            prop_assert_eq!(Word::new(&word).is_in(&text), small(&text).contains(&small(&word)));
        }

        #[test]
        fn a_part_of_a_text_is_found_in_it(text in "[a-cA-Céш]{1,60}", from in 0..60_usize, length in 1..30_usize) {
            let letters: Vec<char> = text.chars().collect();
            let from = from % letters.len();
            let part: String = letters[from..].iter().take(length).flat_map(|letter| letter.to_uppercase()).collect();
            prop_assert!(Word::new(&part).is_in(&text), "{part:?} in {text:?}");
        }

        #[test]
        fn what_is_not_known_is_last_either_way(chronicle in any_chronicle(), column in 0..8_usize, descending in any::<bool>()) {
            let column = SourceColumn::ALL[column];
            let mut rows = table(&chronicle);
            sort(&mut rows, column, descending);
            // Each as text that sorts like what it stands for.
            let value = |row: &SourceRow| match column {
                SourceColumn::Name => Some(small(&row.name)),
                SourceColumn::Camp => Some(row.camp.clone()).filter(|camp| !camp.is_empty()),
                SourceColumn::Reports => Some(format!("{:09}", row.reports)),
                SourceColumn::First => row.first.map(|date| date.to_string()),
                SourceColumn::Last => row.last.map(|date| date.to_string()),
                SourceColumn::Sided => row.sided.map(|share| format!("{share:.12}")),
                SourceColumn::FirstToTell => (row.told > 0).then(|| format!("{:09}", row.first_to_tell)),
                SourceColumn::MedianDelay => row.median_delay.map(|delay| format!("{:09.1}", delay + 1000.0)),
            };
            for pair in rows.windows(2) {
                match (value(&pair[0]), value(&pair[1])) {
                    (Some(a), Some(b)) if a == b => prop_assert!(small(&pair[0].name) <= small(&pair[1].name)),
                    (Some(a), Some(b)) => prop_assert_eq!(a > b, descending),
                    (None, Some(known)) => return Err(TestCaseError::fail(format!("{known} stands last"))),
                    (Some(_), None) => {}
                    (None, None) => prop_assert!(small(&pair[0].name) <= small(&pair[1].name)),
                }
            }
        }
    }

    /// The row of a source of [`NAMES`].
    fn row_of(chronicle: &Chronicle, name: &str) -> SourceRow {
        let source = chronicle.claims().source_named(name).unwrap();
        table(chronicle).swap_remove(source.row())
    }

    #[test]
    fn whoever_tells_on_the_first_day_is_first_and_a_source_counts_once_an_event() {
        // On the first event the Observatory and the rebels are first, the television is not; on the
        // second, of which the day is not known, only the television has a date.
        let chronicle = chronicle(
            &[(5, 0), (6, 1)],
            &[
                (0, 7, 0, 1, 0, 0, 0, 0, 1),
                (0, 7, 1, 4, 0, 0, 0, 0, 2),
                (0, 9, 0, 2, 0, 0, 0, 0, 3),
                (0, 8, 1, 3, 0, 0, 0, 0, 0),
                // Context is no side, however early.
                (0, 1, 2, 3, 0, 0, 0, 0, 0),
                (1, 30, 0, 3, 0, 0, 0, 0, 0),
                (1, -1, 0, 1, 0, 0, 0, 0, 0),
            ],
        );
        let observatory = row_of(&chronicle, "SOHR");
        assert_eq!((observatory.reports, observatory.supported, observatory.disputed), (3, 3, 0));
        assert_eq!((observatory.first_to_tell, observatory.told), (1, 1));
        assert_eq!((observatory.first, observatory.last), (Some(on(7)), Some(on(9))));
        assert_eq!((observatory.median_delay, observatory.delay_text().as_deref()), (Some(3.0), Some("3 days")));
        assert_eq!((observatory.camp.as_str(), observatory.repeats), ("monitors", 0));
        let rebels = row_of(&chronicle, "Rebels");
        assert_eq!((rebels.first_to_tell, rebels.told, rebels.sided), (1, 1, Some(0.0)));
        // The same page under another spelling of its address.
        assert_eq!((rebels.repeats, rebels.camp.as_str()), (1, "opposition"));
        let television = row_of(&chronicle, "State TV");
        assert_eq!(television.first_text().as_deref(), Some("1 of 2"));
        assert_eq!((television.sided_text().as_deref(), television.camp.as_str()), (Some("50 %"), ""));
        assert_eq!(
            (television.median_delay, television.delay_text().as_deref()),
            (Some(-0.5), Some("0.5 days before"))
        );
        let silent = row_of(&chronicle, "Silent");
        assert_eq!((silent.reports, silent.sided_text(), silent.first_text()), (0, None, None));
        assert_eq!((silent.delay_text(), silent.first), (None, None));
    }

    #[test]
    fn the_bundled_sources_are_counted() {
        let observatory = row_of(&BUNDLED, "SOHR");
        let expected = SourceRow {
            source: observatory.source,
            name: "Syrian Observatory for Human Rights".to_owned(),
            camp: "monitors".to_owned(),
            reports: 616,
            first: parse_date("2011-10-01"),
            last: parse_date("2026-01-18"),
            supported: 474,
            disputed: 35,
            sided: Some(474.0 / 509.0),
            first_to_tell: 274,
            told: 312,
            median_delay: Some(0.0),
            repeats: 5,
        };
        assert_eq!(observatory, expected);
        let mut rows = table(&BUNDLED);
        assert_eq!(rows.iter().map(|row| row.reports).sum::<u32>(), 3478);
        sort(&mut rows, SourceColumn::Reports, true);
        let first: Vec<&str> = rows.iter().take(2).map(|row| row.name.as_str()).collect();
        assert_eq!(first, ["Syrian Observatory for Human Rights", "Rebel commands and spokesmen"]);
        assert_eq!(rows.last().map(|row| row.reports), Some(1));
    }

    #[test]
    fn bundled_reports_are_found_by_words_of_any_field() {
        let ids = |words: &str, source: Option<&str>| -> (Vec<&str>, usize) {
            let source = source.map(|name| BUNDLED.claims().source_named(name).unwrap());
            let (found, total) = search(&BUNDLED, words, source, 2);
            (found.into_iter().map(|report| BUNDLED.report(report).id.as_str()).collect(), total)
        };
        // The address.
        let (found, total) = ids("malaymail", None);
        assert_eq!((found[0], total), ("jisr-al-shughur-2015-04-25-r1", 4));
        // Claim and place, in any case and order; the place's Arabic name.
        assert_eq!(ids("ARMY units", None).1, 45);
        assert_eq!(ids("DENIED media  state", None), (vec!["abbasid-square-2017-03-19-r2"], 1));
        assert_eq!(ids("زيتان", None).1, 7);
        assert_eq!(ids("no-such-word", None), (vec![], 0));
        assert_eq!(ids("", Some("SOHR")).1, 616);
        assert_eq!(ids("", None).1, 3127);
        let (found, total) = ids("jisr", Some("SOHR"));
        assert!(!found.is_empty() && total < ids("jisr", None).1);
    }

    #[test]
    fn a_chronicle_without_reports_has_sources_all_the_same() {
        let chronicle = chronicle(&[(5, 0)], &[]);
        assert_eq!(table(&chronicle).len(), 3);
        assert_eq!(search(&chronicle, "", None, 10), (vec![], 0));
    }
}
