//! Citations of reports: for footnotes, for Markdown, and for programs that keep references.

use std::collections::{HashMap, HashSet};

use biblatex::{Bibliography, Chunk, Chunks, Entry, EntryType, Spanned};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::domain::{Chronicle, ReportIx, name_key, openable};
use crate::scene::{Language, short_date};

/// The form in which reports are cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationFormat {
    /// A numbered list for reading.
    Plain,
    /// A numbered list with links.
    Markdown,
    /// Entries for LaTeX and for programs that keep references.
    Bibtex,
    /// An array of items for programs that keep references.
    CslJson,
}

impl CitationFormat {
    /// All forms, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Bibtex, Self::CslJson];

    /// What it is called.
    pub fn text(self) -> &'static str {
        match self {
            Self::Plain => "Plain text",
            Self::Markdown => "Markdown",
            Self::Bibtex => "BibTeX",
            Self::CslJson => "CSL-JSON",
        }
    }
}

/// The citations of `reports` as one text that ends with a newline. Of no reports it is empty, or an
/// empty array where the form is CSL-JSON.
pub fn cite(chronicle: &Chronicle, reports: &[ReportIx], format: CitationFormat) -> String {
    let citations: Vec<Citation> = reports.iter().map(|report| Citation::of(chronicle, *report)).collect();
    match format {
        CitationFormat::Plain => numbered(citations.iter().map(Citation::plain)),
        CitationFormat::Markdown => numbered(citations.iter().map(Citation::markdown)),
        CitationFormat::Bibtex => bibtex(&citations),
        CitationFormat::CslJson => {
            let items = citations.iter().map(Citation::csl).collect();
            format!("{:#}\n", Value::Array(items))
        }
    }
}

/// The plain citation of one report, without a number and without a newline.
pub fn one_line(chronicle: &Chronicle, report: ReportIx) -> String {
    Citation::of(chronicle, report).plain()
}

fn numbered(lines: impl Iterator<Item = String>) -> String {
    lines.enumerate().map(|(at, line)| format!("{}. {line}\n", at + 1)).collect()
}

/// What of a report is cited: every text in one line, empty where there is none.
struct Citation {
    id: String,
    title: String,
    publisher: String,
    // Who makes the claim, where it is not the publisher.
    cited: Vec<String>,
    published: Option<Date>,
    url: String,
    archive_url: String,
    language: String,
    claim: String,
}

impl Citation {
    fn of(chronicle: &Chronicle, report: ReportIx) -> Self {
        let report = chronicle.report(report);
        let publisher = in_one_line(&report.publisher);
        let publisher_key = name_key(&publisher);
        // A reader looks for the page's own words; the canonical name stands in where it has none.
        let cited = [&report.attributed_to, &report.source]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .map_or("", String::as_str)
            .split(';')
            .map(in_one_line)
            .filter(|name| !name.is_empty() && name_key(name) != publisher_key)
            .collect();
        Self {
            id: in_one_line(report.id.as_str()),
            title: in_one_line(&report.title),
            publisher,
            cited,
            published: report.published,
            url: in_one_line(&report.url),
            archive_url: in_one_line(&report.archive_url),
            language: in_one_line(&report.language),
            claim: in_one_line(&report.claim),
        }
    }

    fn plain(&self) -> String {
        let archive =
            if self.archive_url.is_empty() { String::new() } else { format!("archived at {}", self.archive_url) };
        self.sentence(&self.lead(), str::to_owned, &self.url, &archive)
    }

    fn markdown(&self) -> String {
        let lead = markdown_text(&self.lead());
        let (lead, address) = match openable(&self.url) {
            Some(url) => (markdown_link(&lead, url), String::new()),
            None => (lead, markdown_code(&self.url)),
        };
        let archive = match openable(&self.archive_url) {
            Some(url) => markdown_link("archived copy", url),
            None if self.archive_url.is_empty() => String::new(),
            None => format!("archived at {}", markdown_code(&self.archive_url)),
        };
        self.sentence(&lead, markdown_text, &address, &archive)
    }

    /// What the citation begins with: the title, else the publisher, else the claim, else the id.
    fn lead(&self) -> String {
        if !self.title.is_empty() {
            return format!("“{}”", self.title);
        }
        // A comma follows the claim, so it loses its full stop.
        let claim = self.claim.trim_end_matches(['.', ',', ';', ':', ' ']);
        let lead = [self.publisher.as_str(), claim].into_iter().find(|text| !text.is_empty());
        lead.unwrap_or(&self.id).to_owned()
    }

    /// The citation from parts already marked up; `text` marks up the others.
    fn sentence(&self, lead: &str, text: impl Fn(&str) -> String, address: &str, archive: &str) -> String {
        let mut parts = vec![lead.to_owned()];
        if !self.title.is_empty() && !self.publisher.is_empty() {
            parts.push(text(&self.publisher));
        }
        parts.push(self.published.map_or_else(|| "n.d.".to_owned(), in_english));
        if !self.cited.is_empty() {
            parts.push(format!("citing {}", text(&listed(&self.cited))));
        }
        let mut sentence = parts.join(", ");
        if address.is_empty() && !archive.is_empty() {
            return format!("{sentence} ({archive}).");
        }
        if !sentence.ends_with('.') {
            sentence.push('.');
        }
        match (address.is_empty(), archive.is_empty()) {
            (true, _) => sentence,
            (false, true) => format!("{sentence} {address}."),
            (false, false) => format!("{sentence} {address}; {archive}."),
        }
    }

    fn entry(&self, key: String) -> Entry {
        let mut author = Chunks::new();
        for name in &self.cited {
            if !author.is_empty() {
                author.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
            }
            author.push(in_braces(name));
        }
        let mut entry = Entry::new(key, EntryType::Online);
        if !author.is_empty() {
            entry.set("author", author);
        }
        // Styles of BibTeX proper show `howpublished` and `year` and know neither `organization` nor
        // `date`; with those of BibLaTeX it is the other way round.
        let names = [("title", &self.title), ("organization", &self.publisher), ("howpublished", &self.publisher)];
        for (field, text) in names {
            if !text.is_empty() {
                entry.set(field, vec![in_braces(text)]);
            }
        }
        let date = self.published.map_or_else(String::new, |date| date.to_string());
        let year = self.published.map_or_else(String::new, |date| date.year().to_string());
        // A brace of an address would end the field, and cannot be escaped in a field taken literally.
        let url = openable(&self.url).unwrap_or_default().replace('{', "%7B").replace('}', "%7D");
        let archive =
            if self.archive_url.is_empty() { String::new() } else { format!("Archived at {}", self.archive_url) };
        let texts = [
            ("date", date),
            ("year", year),
            ("url", url),
            ("langid", babel_name(&self.language).to_owned()),
            ("note", with_stand_ins(&self.remark())),
            ("addendum", with_stand_ins(&archive)),
        ];
        for (field, text) in texts {
            if !text.is_empty() {
                entry.set(field, vec![Spanned::detached(Chunk::Normal(text))]);
            }
        }
        entry
    }

    fn csl(&self) -> Value {
        let text = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
        let author: Vec<Value> = self.cited.iter().map(|name| json!({ "literal": name })).collect();
        let date_parts = |date: Date| json!({ "date-parts": [[date.year(), date.month(), date.day()]] });
        let fields = [
            ("id", text(&self.id)),
            ("type", text("webpage")),
            ("title", text(&self.title)),
            ("author", if author.is_empty() { Value::Null } else { author.into() }),
            ("container-title", text(&self.publisher)),
            ("issued", self.published.map_or(Value::Null, date_parts)),
            ("URL", text(openable(&self.url).unwrap_or_default())),
            ("archive_location", text(&self.archive_url)),
            ("language", text(&self.language)),
            ("note", text(&self.remark())),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_null());
        Value::Object(given.map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The claim. An address that must not be opened follows it, since programs make links of what
    /// stands in a field for addresses.
    fn remark(&self) -> String {
        if self.url.is_empty() || openable(&self.url).is_some() {
            return self.claim.clone();
        }
        let address = format!("Address: {}", self.url);
        if self.claim.is_empty() { address } else { format!("{} {address}", self.claim) }
    }
}

/// The text without line breaks and control characters, and with one blank where there were several.
fn in_one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The text with a backslash before every character that Markdown would not show as it is.
/// Text as Markdown takes it.
pub fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => true,
            // At the beginning they make a list inside the list.
            '-' | '+' => at == 0,
            '.' | ')' => at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if is_special {
            escaped.push('\\');
        }
        escaped.push(c);
        if begins_entity(&text[at..]) {
            escaped.push_str("amp;");
        }
    }
    escaped
}

/// A link; `words` are marked up already, and `url` may be opened.
pub(super) fn markdown_link(words: &str, url: &str) -> String {
    let mut target = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        match c {
            '<' => target.push_str("%3C"),
            '>' => target.push_str("%3E"),
            c => target.push(c),
        }
        if begins_entity(&url[at..]) {
            target.push_str("amp;");
        }
    }
    format!("[{words}](<{target}>)")
}

/// Whether the text begins with what Markdown reads as one character, like `&lt;`.
fn begins_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';')).map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}

/// The text as inline code, between more backticks than it has in a row; nothing for an empty text.
fn markdown_code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c: char| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

fn bibtex(citations: &[Citation]) -> String {
    let mut bibliography = Bibliography::new();
    let mut keys = Keys::default();
    for citation in citations {
        bibliography.insert(citation.entry(keys.key(&citation.id)));
    }
    let written = bibliography.to_biblatex_string();
    COMMANDS.iter().fold(written, |text, (_, stand_in, command)| text.replace(*stand_in, command))
}

/// Characters for which the crate writes what BibTeX or LaTeX reads otherwise: a lone `\{` counts as
/// an open brace, `\\` breaks the line, `\~` and `\^` are accents. A stand-in goes through the crate
/// and is replaced with the command afterwards; stand-ins are no characters of Unicode, so that no
/// text needs them.
const COMMANDS: [(char, char, &str); 5] = [
    ('\\', '\u{fdd0}', r"\textbackslash{}"),
    ('{', '\u{fdd1}', r"\textbraceleft{}"),
    ('}', '\u{fdd2}', r"\textbraceright{}"),
    ('~', '\u{fdd3}', r"\textasciitilde{}"),
    ('^', '\u{fdd4}', r"\textasciicircum{}"),
];

fn with_stand_ins(text: &str) -> String {
    let replaced = |c: char| match COMMANDS.iter().find(|(special, _, _)| *special == c) {
        Some((_, stand_in, _)) => *stand_in,
        None if ('\u{fdd0}'..='\u{fdd4}').contains(&c) => char::REPLACEMENT_CHARACTER,
        None => c,
    };
    text.chars().map(replaced).collect()
}

/// A text that keeps its capital letters and is one name even where it holds "and" or a comma.
fn in_braces(text: &str) -> Spanned<Chunk> {
    Spanned::detached(Chunk::Verbatim(with_stand_ins(text)))
}

/// The name that babel, the LaTeX package, has for a language (BCP 47); empty where it is not listed.
fn babel_name(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "ar" => "arabic",
        "cs" => "czech",
        "da" => "danish",
        "de" => "ngerman",
        "el" => "greek",
        "en" => "english",
        "es" => "spanish",
        "fa" => "persian",
        "fi" => "finnish",
        "fr" => "french",
        "he" => "hebrew",
        "hu" => "hungarian",
        "id" => "indonesian",
        "it" => "italian",
        "ja" => "japanese",
        "nl" => "dutch",
        "pl" => "polish",
        "pt" => "portuguese",
        "ru" => "russian",
        "sl" => "slovene",
        "sv" => "swedish",
        "tr" => "turkish",
        "uk" => "ukrainian",
        "vi" => "vietnamese",
        _ => "",
    }
}

/// Gives out keys of entries, none twice.
#[derive(Default)]
struct Keys {
    // In small letters: BibTeX does not tell letter case apart.
    taken: HashSet<String>,
    repeats: HashMap<String, u32>,
}

impl Keys {
    /// The id as far as a key may hold it; with `-2` and so on where the key is taken.
    fn key(&mut self, id: &str) -> String {
        let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let words: Vec<&str> = id.split(|c: char| !is_safe(c)).filter(|word| !word.is_empty()).collect();
        let safe = words.join("-");
        let base = match safe.trim_matches('-') {
            "" => "report",
            base => base,
        };
        let mut key = base.to_owned();
        while !self.taken.insert(key.to_ascii_lowercase()) {
            let repeat = self.repeats.entry(base.to_ascii_lowercase()).or_insert(1);
            *repeat += 1;
            key = format!("{base}-{repeat}");
        }
        key
    }
}

/// Citations are in English, whatever the window speaks: they go into other people's lists.
fn in_english(date: Date) -> String {
    short_date(date, Language::English)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use biblatex::ChunksExt as _;
    use proptest::prelude::*;

    use super::*;
    use crate::app::document::Document;
    use crate::domain::{
        Asserted, ChronicleBuilder, Confidence, Control, CoordSource, Event, EventIx, Id, LonLat, Place, PlaceKind,
        Precision, Report, Stance,
    };

    static BUNDLED: LazyLock<Arc<Chronicle>> = LazyLock::new(|| Document::open(None).unwrap().chronicle);

    fn bundled(id: &str) -> ReportIx {
        ReportIx::new(BUNDLED.reports().iter().position(|report| report.id.as_str() == id).unwrap())
    }

    /// A report with nothing but an id.
    fn report(id: &str) -> Report {
        Report {
            id: Id::new(id).unwrap(),
            event: EventIx::new(0),
            publisher: String::new(),
            attributed_to: String::new(),
            source: String::new(),
            url: String::new(),
            archive_url: String::new(),
            published: None,
            title: String::new(),
            language: String::new(),
            stance: Stance::Supports,
            asserted_controller: Asserted::NotSaid,
            claim: String::new(),
        }
    }

    fn chronicle(reports: Vec<Report>) -> Chronicle {
        let mut builder = ChronicleBuilder::new();
        let place = Place {
            id: Id::new("p").unwrap(),
            name: "Place".to_owned(),
            name_ar: String::new(),
            kind: PlaceKind::Town,
            position: LonLat::new(36.0, 35.0).unwrap(),
            coord_source: CoordSource::Unstated,
            geonames_id: None,
            admin1: String::new(),
            population: None,
        };
        let place = builder.add_place(place).unwrap();
        let event = Event {
            place,
            date: Date::constant(2015, 4, 25),
            precision: Precision::Day,
            confidence: Confidence::High,
            control: Control::unknown(),
            details: None,
        };
        builder.add_event(event).unwrap();
        for report in reports {
            builder.add_report(report).unwrap();
        }
        builder.build()
    }

    fn cite_all(reports: Vec<Report>, format: CitationFormat) -> String {
        let all: Vec<ReportIx> = (0..reports.len()).map(ReportIx::new).collect();
        cite(&chronicle(reports), &all, format)
    }

    /// The text of a field as a program that knows BibTeX reads it; empty where there is none.
    fn read(entry: &Entry, field: &str) -> String {
        entry.get(field).unwrap_or_default().format_verbatim()
    }

    #[track_caller]
    fn check(report: Report, format: CitationFormat, expected: &str) {
        assert_eq!(cite_all(vec![report], format), format!("1. {expected}\n"));
    }

    #[test]
    fn bundled_reports_read_like_footnotes() {
        let reports = ["r8", "r7", "r5", "r1"].map(|nth| bundled(&format!("jisr-al-shughur-2015-04-25-{nth}")));
        let expected = "\
1. “Extremists Kill 30 Civilians in Captured Northwest Syrian Town”, Report.az (Sputnik), 26 Apr 2015, citing \
Al Mayadeen TV. \
https://report.az/en/other-countries/extremists-kill-30-civilians-in-captured-northwest-syrian-town/.
2. “Islamist rebels take last major government-held town in Syria's Idlib province”, UPI, 26 Apr 2015, citing \
Syrian Observatory for Human Rights and Syrian state news. \
https://www.upi.com/Top_News/World-News/2015/04/26/Islamist-rebels-take-last-major-government-held-town-in-Syrias-\
Idlib-province/4741430069366/?spt=sec&or=tn.
3. “Jabhat al-Nusra and Islamic battalions take full control on Jesr al-Shughour, and regime forces fled the \
battlefield”, Syrian Observatory for Human Rights, n.d. https://www.syriahr.com/en/18083/.
4. AFP (via Malay Mail), 25 Apr 2015, citing Syrian Observatory for Human Rights. \
https://www.malaymail.com/news/world/2015/04/25/qaeda-allies-overrun-syria-government-holdout-in-northwest/884699.
";
        assert_eq!(cite(&BUNDLED, &reports, CitationFormat::Plain), expected);
        assert!(expected.contains(&one_line(&BUNDLED, reports[2])));
    }

    #[test]
    fn every_bundled_report_is_cited_in_every_form() {
        let all: Vec<ReportIx> = (0..BUNDLED.reports().len()).map(ReportIx::new).collect();
        for format in [CitationFormat::Plain, CitationFormat::Markdown] {
            let text = cite(&BUNDLED, &all, format);
            assert_eq!(text.lines().count(), all.len(), "{format:?}");
            for wrong in ["  ", ", ,", ",,", "“”", "()", "[]", "<>"] {
                assert!(!text.contains(wrong), "{format:?}: {wrong:?}");
            }
        }
        let items: Vec<Value> = serde_json::from_str(&cite(&BUNDLED, &all, CitationFormat::CslJson)).unwrap();
        assert_eq!(items.len(), all.len());
        let bibliography = Bibliography::parse(&cite(&BUNDLED, &all, CitationFormat::Bibtex)).unwrap();
        assert_eq!(bibliography.len(), all.len());
        for (entry, report) in bibliography.iter().zip(BUNDLED.reports()) {
            assert_eq!(read(entry, "title"), in_one_line(&report.title));
            assert_eq!(entry.key, report.id.as_str());
            assert_eq!(read(entry, "url").is_empty(), openable(&report.url).is_none(), "{}", entry.key);
        }
    }

    #[test]
    fn no_report_is_no_citation() {
        for format in [CitationFormat::Plain, CitationFormat::Markdown, CitationFormat::Bibtex] {
            assert_eq!(cite(&BUNDLED, &[], format), "");
        }
        assert_eq!(cite(&BUNDLED, &[], CitationFormat::CslJson), "[]\n");
    }

    #[test]
    fn what_a_report_does_not_say_leaves_no_trace() {
        let plain = CitationFormat::Plain;
        check(report("p-r1"), plain, "p-r1, n.d.");
        check(Report { claim: "Rebels took it.".to_owned(), ..report("r") }, plain, "Rebels took it, n.d.");
        let archived = Report { title: "T".to_owned(), archive_url: "http://a.b/1".to_owned(), ..report("r") };
        check(archived.clone(), plain, "“T”, n.d. (archived at http://a.b/1).");
        check(archived, CitationFormat::Markdown, "“T”, n.d. ([archived copy](<http://a.b/1>)).");
    }

    #[test]
    fn the_publisher_does_not_cite_itself() {
        let own = Report {
            publisher: "SOHR".to_owned(),
            attributed_to: "sohr; A.; B".to_owned(),
            source: "C".to_owned(),
            published: Some(Date::constant(2015, 4, 5)),
            url: "http://c.d".to_owned(),
            archive_url: "http://e.f".to_owned(),
            ..report("r")
        };
        check(
            own.clone(),
            CitationFormat::Plain,
            "SOHR, 5 Apr 2015, citing A. and B. http://c.d; archived at http://e.f.",
        );
        let own = Report { attributed_to: "A.".to_owned(), ..own };
        check(
            own.clone(),
            CitationFormat::Markdown,
            "[SOHR](<http://c.d>), 5 Apr 2015, citing A. ([archived copy](<http://e.f>)).",
        );
        let own = Report { attributed_to: String::new(), archive_url: String::new(), ..own };
        check(own, CitationFormat::Plain, "SOHR, 5 Apr 2015, citing C. http://c.d.");
    }

    #[test]
    fn markdown_shows_texts_as_they_are() {
        let nasty = Report {
            title: "A *b* [c](d) <e> `f` #g | \\h _i_\r\nj &lt; k & l ~m".to_owned(),
            url: "https://a.b/<x>?y=1&copy;z&w".to_owned(),
            ..report("r")
        };
        let expected = r"[“A \*b\* \[c\](d) \<e\> \`f\` \#g \| \\h \_i\_ j &amp;lt; k & l \~m”]";
        let expected = format!("{expected}(<https://a.b/%3Cx%3E?y=1&amp;copy;z&w>), n.d.");
        check(nasty, CitationFormat::Markdown, &expected);
        let list = Report { publisher: "- 1. x".to_owned(), ..report("r") };
        check(list, CitationFormat::Markdown, r"\- 1. x, n.d.");
        let list = Report { publisher: "12) x".to_owned(), ..report("r") };
        check(list, CitationFormat::Markdown, r"12\) x, n.d.");
    }

    #[test]
    fn an_address_that_must_not_be_opened_is_no_link() {
        let script = "javascript:alert(`1`)";
        let nasty = Report { title: "T".to_owned(), url: script.to_owned(), claim: "C.".to_owned(), ..report("r") };
        check(nasty.clone(), CitationFormat::Plain, "“T”, n.d. javascript:alert(`1`).");
        check(nasty.clone(), CitationFormat::Markdown, "“T”, n.d. ``javascript:alert(`1`)``.");
        assert_eq!(markdown_code("`"), "`` ` ``");
        let text = cite_all(vec![nasty.clone()], CitationFormat::Bibtex);
        assert!(!text.contains("url = "), "{text}");
        assert!(text.contains(script), "{text}");
        let items: Value = serde_json::from_str(&cite_all(vec![nasty], CitationFormat::CslJson)).unwrap();
        assert_eq!(items[0].get("URL"), None);
        assert_eq!(items[0]["note"], format!("C. Address: {script}"));
    }

    #[test]
    fn bibtex_has_what_styles_ask_for() {
        let text = cite(&BUNDLED, &[bundled("jisr-al-shughur-2015-04-25-r7")], CitationFormat::Bibtex);
        let expected = "\
@online{jisr-al-shughur-2015-04-25-r7,
author = {{Syrian Observatory for Human Rights} and {Syrian state news}},
date = {2015-04-26},
howpublished = {{UPI}},
langid = {english},
note = {Reports rebels drove the army out; state news says forces moved to the outskirts; some 40 soldiers and \
fighters are surrounded in the hospital.},
organization = {{UPI}},
title = {{Islamist rebels take last major government-held town in Syria's Idlib province}},
url = {https://www.upi.com/Top_News/World-News/2015/04/26/Islamist-rebels-take-last-major-government-held-town-in-\
Syrias-Idlib-province/4741430069366/?spt=sec&or=tn},
year = {2015},
}
";
        assert_eq!(text, expected);
    }

    #[test]
    fn bibtex_escapes_what_latex_would_read() {
        let nasty = Report {
            title: "50% & {x \\y ~z ^w $5 #6 a_b \"q\"\nend".to_owned(),
            attributed_to: "A and B, Jr.; لجان التنسيق".to_owned(),
            publisher: "P and Q".to_owned(),
            url: "https://a.b/{{c%20d_e~f".to_owned(),
            archive_url: "https://a.b/{c_d".to_owned(),
            ..report("r")
        };
        let text = cite_all(vec![nasty.clone()], CitationFormat::Bibtex);
        let title = "title = {{50\\% \\& \\textbraceleft{}x \\textbackslash{}y \\textasciitilde{}z \
                     \\textasciicircum{}w \\$5 \\#6 a\\_b \"q\" end}},";
        assert!(text.contains(title), "{text}");
        assert!(text.contains("url = {https://a.b/%7B%7Bc%20d_e~f},"), "{text}");
        assert!(text.contains("addendum = {Archived at https://a.b/\\textbraceleft{}c\\_d},"), "{text}");
        // BibTeX counts braces whether or not a backslash stands before them.
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        let bibliography = Bibliography::parse(&text).unwrap();
        let entry = bibliography.get("r").unwrap();
        assert_eq!(read(entry, "title"), in_one_line(&nasty.title));
        let authors: Vec<String> = entry.author().unwrap().into_iter().map(|author| author.name).collect();
        assert_eq!(authors, ["A and B, Jr.", "لجان التنسيق"]);
        assert_eq!(entry.organization().unwrap().len(), 1);
    }

    #[test]
    fn keys_are_safe_and_unique() {
        let mut keys = Keys::default();
        let ids = ["a,b{c}", "حلب r1", "r1", "R1", "r1-2", "حلب", "x_y-1"];
        let expected = ["a-b-c", "r1", "r1-2", "R1-3", "r1-2-2", "report", "x_y-1"];
        assert_eq!(ids.map(|id| keys.key(id)), expected);
    }

    #[test]
    fn csl_items_have_what_is_known() {
        let full = Report {
            title: "تحرير \"مطار\"\nمنغ".to_owned(),
            publisher: "P & Q".to_owned(),
            attributed_to: "A; B".to_owned(),
            published: Some(Date::constant(2015, 4, 25)),
            url: "https://a.b/{c".to_owned(),
            archive_url: "https://d.e".to_owned(),
            language: "ar".to_owned(),
            claim: "C.".to_owned(),
            ..report("r1")
        };
        let text = cite_all(vec![full, report("r2")], CitationFormat::CslJson);
        assert!(text.ends_with("]\n"), "{text}");
        let items: Value = serde_json::from_str(&text).unwrap();
        let expected = json!([
            {
                "id": "r1",
                "type": "webpage",
                "title": "تحرير \"مطار\" منغ",
                "author": [{ "literal": "A" }, { "literal": "B" }],
                "container-title": "P & Q",
                "issued": { "date-parts": [[2015, 4, 25]] },
                "URL": "https://a.b/{c",
                "archive_location": "https://d.e",
                "language": "ar",
                "note": "C.",
            },
            { "id": "r2", "type": "webpage" },
        ]);
        assert_eq!(items, expected);
    }

    proptest! {
        #[test]
        fn any_title_is_read_back_from_bibtex(title in "[\\PC\n]{0,40}") {
            // Two hyphens are a dash to LaTeX.
            let title = title.replace('-', "");
            let text = cite_all(vec![Report { title: title.clone(), ..report("r") }], CitationFormat::Bibtex);
            let bibliography = Bibliography::parse(&text).unwrap();
            prop_assert_eq!(read(bibliography.get("r").unwrap(), "title"), in_one_line(&title));
        }

        #[test]
        fn any_texts_stay_in_their_line(title in ".{0,40}", publisher in "[\\PC\n\r\t\u{2028}]{0,20}") {
            let report = Report { publisher, title, ..report("r") };
            for format in [CitationFormat::Plain, CitationFormat::Markdown] {
                let text = cite_all(vec![report.clone()], format);
                prop_assert!(!text.trim_end_matches('\n').contains(char::is_control), "{text:?}");
            }
        }
    }
}
