//! Claims: the reports of a chronicle, by whose they are.
//!
//! A source appears under many spellings ("SOHR", "syrian observatory"); here each is one source,
//! by the names and aliases of `sources.csv`, letter case and blanks ignored. The claims lie in the
//! order of their events, so that a rule is evaluated by reading through them once.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::id::index;
use crate::domain::{Asserted, Chronicle, Day, EventIx, Report, ReportIx, Stance};

index!(
    /// A source of one chronicle: those of `sources.csv` first, then others in the order in which
    /// reports name them.
    SourceIx, u32
);
index!(
    /// A camp of one chronicle, in the order in which `sources.csv` names them.
    CampIx, u32
);

/// Who makes claims, by canonical name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The canonical name; the spelling of the first report where `sources.csv` has none.
    pub name: String,
    /// The camp, where `sources.csv` gives one.
    pub camp: Option<CampIx>,
}

/// What one report says about its event, in brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The report.
    pub report: ReportIx,
    /// Whether it supports or disputes the event.
    pub stance: Stance,
    /// Whom it names as the holder.
    pub asserted: Asserted,
    /// The day of publication, where known.
    pub published: Option<Day>,
    /// Whether somebody else than the publisher is named as the source.
    is_attributed: bool,
    /// Which link it has, by number; equal links have equal numbers, 0 is none.
    link: u32,
    first_source: u32,
    source_count: u32,
}

/// The reports of a chronicle, by whose they are.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    voices: Vec<Voice>,
    camps: Vec<String>,
    by_key: FxHashMap<String, SourceIx>,
    // Claims in the order of their events: those of event e are `rows[start[e]..start[e + 1]]`.
    start: Vec<u32>,
    rows: Vec<Claim>,
    sources: Vec<SourceIx>,
}

/// So many names are looked through one by one.
const HANDFUL: usize = 16;

/// A name without letter case and blanks: spellings that differ in nothing else are the same.
pub fn name_key(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A link without what does not change the page it leads to: scheme, `www.`, a slash at the end,
/// the fragment, and parameters that only count visitors (`utm_…`, `fbclid`).
pub fn link_key(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once('#').map_or(url, |(page, _)| page);
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
    let host = host.to_lowercase();
    let mut key = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    key.push_str(path.trim_end_matches('/'));
    let counts_visitors = |parameter: &str| parameter.starts_with("utm_") || parameter.starts_with("fbclid");
    let mut separator = '?';
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty() && !counts_visitors(parameter)) {
        key.push(separator);
        key.push_str(parameter);
        separator = '&';
    }
    key
}

impl Claims {
    /// Reads through the reports of `chronicle` once.
    pub(super) fn of(chronicle: &Chronicle) -> Self {
        let mut claims = Self::default();
        let mut camp_rows: FxHashMap<String, CampIx> = FxHashMap::default();
        for source in chronicle.sources() {
            let camp = (!source.camp.trim().is_empty()).then(|| {
                *camp_rows.entry(name_key(&source.camp)).or_insert_with(|| {
                    claims.camps.push(source.camp.trim().to_owned());
                    CampIx::new(claims.camps.len() - 1)
                })
            });
            let row = SourceIx::new(claims.voices.len());
            claims.by_key.entry(name_key(&source.name)).or_insert(row);
            claims.voices.push(Voice { name: source.name.clone(), camp });
        }
        // After all names: where one source's alias is another's name, the name counts.
        for (row, source) in chronicle.sources().iter().enumerate() {
            for alias in source.aliases.iter().filter(|alias| !alias.trim().is_empty()) {
                claims.by_key.entry(name_key(alias)).or_insert(SourceIx::new(row));
            }
        }
        if chronicle.reports().is_empty() {
            return claims;
        }
        let mut links: FxHashMap<String, u32> = FxHashMap::default();
        // The texts of most reports name one of a few sources: spellings are looked up once.
        let mut spelled: FxHashMap<&str, SourceIx> = FxHashMap::default();
        claims.rows.reserve(chronicle.reports().len());
        claims.start.reserve(chronicle.events().len() + 1);
        for event in 0..chronicle.events().len() {
            claims.start.push(claims.rows.len() as u32);
            for ix in chronicle.reports_on(EventIx::new(event)) {
                let report = chronicle.report(ix);
                let first_source = claims.sources.len();
                let mut seen = FxHashSet::default();
                for name in report.sources() {
                    let source =
                        *spelled.entry(name).or_insert_with(|| voice_of(name, &mut claims.voices, &mut claims.by_key));
                    // Two spellings of one source in a report are one source. Beyond a handful of names
                    // looking through them would take long.
                    let so_far = &claims.sources[first_source..];
                    if so_far.len() == HANDFUL {
                        seen.extend(so_far);
                    }
                    let is_new = if so_far.len() < HANDFUL { !so_far.contains(&source) } else { seen.insert(source) };
                    if is_new {
                        claims.sources.push(source);
                    }
                }
                let key = link_key(&report.url);
                let link = if key.is_empty() {
                    0
                } else {
                    let next = links.len() as u32 + 1;
                    *links.entry(key).or_insert(next)
                };
                claims.rows.push(Claim {
                    report: ix,
                    stance: report.stance,
                    asserted: report.asserted_controller,
                    published: report.published.map(Day::of),
                    is_attributed: is_attributed(report),
                    link,
                    first_source: first_source as u32,
                    source_count: (claims.sources.len() - first_source) as u32,
                });
            }
        }
        claims.start.push(claims.rows.len() as u32);
        claims
    }

    /// The sources, by [`SourceIx`].
    pub fn voices(&self) -> &[Voice] {
        &self.voices
    }

    /// One source.
    pub fn voice(&self, source: SourceIx) -> &Voice {
        &self.voices[source.row()]
    }

    /// The names of the camps, by [`CampIx`].
    pub fn camps(&self) -> &[String] {
        &self.camps
    }

    /// The name of a camp.
    pub fn camp(&self, camp: CampIx) -> &str {
        &self.camps[camp.row()]
    }

    /// The source with this name or alias; letter case and blanks do not count.
    pub fn source_named(&self, name: &str) -> Option<SourceIx> {
        self.by_key.get(&name_key(name)).copied()
    }

    /// The camp with this name; letter case and blanks do not count.
    pub fn camp_named(&self, name: &str) -> Option<CampIx> {
        let key = name_key(name);
        self.camps.iter().position(|camp| name_key(camp) == key).map(CampIx::new)
    }

    /// The claims about `event`, in the order of the reports' rows.
    pub fn on(&self, event: EventIx) -> &[Claim] {
        match self.start.get(event.row()..event.row() + 2) {
            Some(bounds) => &self.rows[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }

    /// All claims, in the order of their events.
    pub fn all(&self) -> &[Claim] {
        &self.rows
    }

    /// Whose claim it is.
    pub fn sources_of(&self, claim: &Claim) -> &[SourceIx] {
        let first = claim.first_source as usize;
        &self.sources[first..first + claim.source_count as usize]
    }

    /// Whether a source of `camp` makes the claim.
    pub fn is_of_camp(&self, claim: &Claim, camp: CampIx) -> bool {
        self.sources_of(claim).iter().any(|source| self.voice(*source).camp == Some(camp))
    }
}

fn is_attributed(report: &Report) -> bool {
    !report.source.trim().is_empty() || !report.attributed_to.trim().is_empty()
}

fn voice_of(name: &str, voices: &mut Vec<Voice>, by_key: &mut FxHashMap<String, SourceIx>) -> SourceIx {
    *by_key.entry(name_key(name)).or_insert_with(|| {
        voices.push(Voice { name: name.to_owned(), camp: None });
        SourceIx::new(voices.len() - 1)
    })
}

impl Claim {
    /// The day from which the claim can be known: of publication, else the event's own.
    pub fn known_from(&self, event: Date) -> Day {
        self.published.unwrap_or_else(|| Day::of(event))
    }

    /// The number of its link, where it has one, counted from 1: reports whose links lead to the same
    /// page have the same. There are no more numbers than reports.
    pub fn link(&self) -> Option<u32> {
        (self.link != 0).then_some(self.link)
    }
}

/// Counts the different sources that say the same.
///
/// A source counts once, however many publishers carry its claim: the same wire story in ten papers
/// is one source. Where nobody is named and publishers speak for themselves, they count as many times
/// as there are pages to tell them apart: the same page listed under two publishers is one source, and
/// none where it is counted already for whom it quotes. So that one more report never makes them
/// fewer, that is the largest number of publishers that can each be given a page of their own.
#[derive(Debug, Default)]
pub(super) struct Confirmations {
    named: FxHashSet<SourceIx>,
    /// Pages that quote somebody.
    quoting: FxHashSet<u32>,
    /// Who speaks for itself, and on which pages; no page is one of its own.
    own: Vec<(SourceIx, Vec<u32>)>,
    own_rows: FxHashMap<SourceIx, usize>,
    /// Between these the number of sources lies.
    fewest: usize,
    most: usize,
}

impl Confirmations {
    /// Whether at least `least` different sources have been counted. They are counted anew only where
    /// the claims since the last time can have made a difference.
    pub(super) fn are_at_least(&mut self, least: usize) -> bool {
        if self.fewest < least && self.most >= least {
            // Somewhat beyond what is asked for, so that the next claims need no new count.
            let enough = least.saturating_mul(2).saturating_add(16);
            let count = self.count_up_to(enough);
            self.fewest = count;
            self.most = if count < enough { count } else { usize::MAX };
        }
        self.fewest >= least
    }

    /// How many different sources have been counted.
    pub(super) fn count(&self) -> usize {
        self.count_up_to(usize::MAX)
    }

    /// How many different sources have been counted, as far as that is less than `enough`: nobody asks
    /// for all of ten thousand.
    fn count_up_to(&self, enough: usize) -> usize {
        // Pages from which no free one is reached stay so (the Hungarian tree of a failed search).
        let mut used_up = FxHashSet::default();
        // By page, the row in `own` that it is given to.
        let mut given: FxHashMap<u32, usize> = FxHashMap::default();
        let mut count = self.named.len();
        for (row, (publisher, pages)) in self.own.iter().enumerate() {
            if count >= enough {
                return count;
            }
            let alone = pages.contains(&0) || self.give_a_page(row, &mut given, &mut used_up);
            count += usize::from(alone && !self.named.contains(publisher));
        }
        count
    }

    /// Gives the publisher in `row` a page, others theirs anew where that makes room (an augmenting
    /// path, found breadth first).
    fn give_a_page(&self, row: usize, given: &mut FxHashMap<u32, usize>, used_up: &mut FxHashSet<u32>) -> bool {
        if self.named.contains(&self.own[row].0) {
            return false;
        }
        // The rows reached, each with the page that led there.
        let mut reached: Vec<(usize, Option<(usize, u32)>)> = vec![(row, None)];
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut at = 0;
        while at < reached.len() {
            for page in &self.own[reached[at].0].1 {
                if self.quoting.contains(page) || used_up.contains(page) || !seen.insert(*page) {
                    continue;
                }
                if let Some(owner) = given.get(page) {
                    reached.push((*owner, Some((at, *page))));
                    continue;
                }
                // A free page: everybody on the way takes the page that led on.
                let (mut here, mut page) = (at, *page);
                loop {
                    given.insert(page, reached[here].0);
                    let Some((before, led_here)) = reached[here].1 else { return true };
                    (here, page) = (before, led_here);
                }
            }
            at += 1;
        }
        used_up.extend(seen);
        false
    }

    /// Counts one more claim.
    pub(super) fn add(&mut self, claims: &Claims, claim: &Claim) {
        if claim.is_attributed {
            for source in claims.sources_of(claim) {
                if self.named.insert(*source) {
                    // Counted itself, and the page that it need no longer take may count another.
                    self.most = self.most.saturating_add(2);
                }
            }
            if claim.link != 0 && claim.source_count > 0 && self.quoting.insert(claim.link) {
                self.fewest = self.fewest.saturating_sub(1);
            }
            return;
        }
        for source in claims.sources_of(claim) {
            let next = self.own.len();
            let row = *self.own_rows.entry(*source).or_insert(next);
            if row == next {
                self.own.push((*source, Vec::new()));
            }
            let pages = &mut self.own[row].1;
            // A page without an address can tell nobody apart from others: one is enough.
            if claim.link != 0 || pages.last() != Some(&0) {
                pages.push(claim.link);
                self.most = self.most.saturating_add(1);
            }
        }
    }
}

impl Claim {
    /// Whether its sources are as many different ones as they have names.
    pub(super) fn names_its_sources(&self) -> bool {
        self.is_attributed || self.link == 0 || self.source_count < 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_but_for_case_and_blanks() {
        assert_eq!(
            name_key(" Syrian  Observatory\u{a0}for Human Rights "),
            name_key("syrianobservatoryFORhumanrights")
        );
        assert_ne!(name_key("SANA"), name_key("SAMA"));
    }

    #[test]
    fn links_are_the_same_that_lead_to_the_same_page() {
        let key = link_key("https://www.Example.org/a/b/?id=7&utm_source=x#top");
        assert_eq!(key, link_key("http://example.org/a/b?id=7"));
        assert_ne!(key, link_key("http://example.org/a/B?id=7"));
        assert_ne!(key, link_key("http://example.org/a/b?id=8"));
        assert_eq!(link_key("  "), "");
    }
}
