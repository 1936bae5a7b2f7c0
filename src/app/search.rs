//! Search: places by any spelling in either script, factions, chapters, reports, dates and commands.
//!
//! A place is found by its name as it is typed, by its sound (a key of consonants that is the same for
//! Jisr al-Shughur, Jisr ash-Shughour and جسر الشغور), and, where little is found so, by names that differ in
//! a letter or two (Smith and Waterman's alignment, by `frizbee`).

use std::num::NonZero;
use std::thread;

use frizbee::{Config, Matcher};
use jiff::civil::Date;

use crate::app::command::Command;
use crate::app::document::Document;
use crate::app::wording::understood;
use crate::domain::{FactionIx, PlaceIx, ReportIx};
use crate::scene::{Language, speaking};

/// What a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A place.
    Place(PlaceIx),
    /// A faction.
    Faction(FactionIx),
    /// A chapter, by its row.
    Chapter(usize),
    /// A report, by its title or what it claims.
    Report(ReportIx),
    /// A day.
    Day(Date),
    /// A command.
    Command(Command),
}

/// A name in small letters without accents and marks, words parted by single blanks; Arabic stays Arabic.
pub fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        if ('\u{600}'..='\u{6ff}').contains(&letter) {
            // Vowel signs and the lengthening stroke are not typed; forms of alif are.
            match letter {
                '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' => {}
                'أ' | 'إ' | 'آ' | 'ٱ' => plain.push('ا'),
                'ى' => plain.push('ي'),
                'ة' => plain.push('ه'),
                letter => plain.push(letter),
            }
            continue;
        }
        match letter {
            '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`' => {}
            letter if letter.is_alphanumeric() => {
                if letter.is_ascii() {
                    plain.push(letter.to_ascii_lowercase());
                } else {
                    plain.push_str(&any_ascii::any_ascii_char(letter).to_lowercase());
                }
            }
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// How a name sounds, by its consonants: the same for the usual spellings in Latin letters and for Arabic.
/// Articles, vowels, doubled letters and the endings -a, -ah, -at are left out; letters that are
/// transcribed in several ways are one.
pub fn sound(name: &str) -> String {
    let plain = plain(name);
    let mut sound = String::new();
    for word in plain.split(' ') {
        let of_word = if word.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter)) {
            arabic_sound(word)
        } else if [
            "al", "el", "ul", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "en", "er", "es", "esh", "ez", "l",
        ]
        .contains(&word)
        {
            continue;
        } else {
            latin_sound(word)
        };
        for letter in of_word.chars() {
            if !sound.ends_with(letter) {
                sound.push(letter);
            }
        }
    }
    // Before b, n is spoken as m: Manbij, Membij.
    sound.replace("mb", "nb")
}

/// The endings of the feminine, which are written and spoken in many ways.
fn without_ending(mut consonants: Vec<char>) -> Vec<char> {
    if consonants.len() > 2 && matches!(consonants.last(), Some('t' | 'h')) {
        consonants.pop();
    }
    consonants
}

fn arabic_sound(word: &str) -> String {
    let has_article = word.starts_with("ال") && word.chars().count() > 3;
    let word = if has_article { word.trim_start_matches("ال") } else { word };
    let consonant = |letter: char| match letter {
        'ب' | 'پ' => Some('b'),
        'ت' | 'ط' | 'ث' => Some('t'),
        'ج' | 'چ' => Some('j'),
        'ح' | 'ه' | 'خ' => Some('h'),
        'د' | 'ذ' | 'ض' => Some('d'),
        'ر' => Some('r'),
        'ز' | 'ظ' => Some('z'),
        'س' | 'ص' => Some('s'),
        'ش' => Some('x'),
        'غ' => Some('g'),
        'ف' => Some('f'),
        'ق' | 'ك' => Some('k'),
        'ل' => Some('l'),
        'م' => Some('m'),
        'ن' => Some('n'),
        _ => None,
    };
    without_ending(word.chars().filter_map(consonant).collect()).into_iter().collect()
}

fn latin_sound(word: &str) -> String {
    // An article that is written together with its word: alraqqa, arraqqa.
    let letters: Vec<char> = word.chars().collect();
    let mut consonants = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (consonant, length) = match (letter, next) {
            ('s' | 'c', Some('h')) => (Some('x'), 2),
            ('g', Some('h')) => (Some('g'), 2),
            ('k', Some('h')) => (Some('h'), 2),
            ('t', Some('h')) => (Some('t'), 2),
            ('d', Some('h')) => (Some('d'), 2),
            ('d', Some('j')) => (Some('j'), 2),
            ('p', Some('h')) => (Some('f'), 2),
            ('b' | 'p', _) => (Some('b'), 1),
            ('k' | 'q' | 'c' | 'x', _) => (Some('k'), 1),
            ('v', _) => (Some('f'), 1),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y', _) => (None, 1),
            (letter, _) => (Some(*letter), 1),
        };
        consonants.extend(consonant);
        at += length;
    }
    without_ending(consonants).into_iter().collect()
}

/// Many short texts one after the other: reading through one long text takes a tenth of the time.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    // Where each begins; it ends before the line break in front of the next.
    begins: Vec<u32>,
}

impl Texts {
    fn new(texts: impl Iterator<Item = String>) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.begins.push(all.text.len() as u32);
            all.text.push_str(&text);
            all.text.push('\n');
        }
        all
    }

    fn get(&self, nth: usize) -> &str {
        let end = self.begins.get(nth + 1).map_or(self.text.len(), |next| *next as usize);
        &self.text[self.begins[nth] as usize..end - 1]
    }

    /// Which texts hold `wanted`, in their order, each with where it does first.
    fn holding<'t>(&'t self, wanted: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let mut nth = 0;
        let mut told = None;
        memchr::memmem::find_iter(self.text.as_bytes(), wanted.as_bytes()).filter_map(move |at| {
            while self.begins.get(nth + 1).is_some_and(|next| *next as usize <= at) {
                nth += 1;
            }
            let is_first = told != Some(nth);
            told = Some(nth);
            is_first.then(|| (nth, at - self.begins[nth] as usize))
        })
    }
}

/// The names of all places, ready to be searched.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// Two by place: the name, and the Arabic one, plain.
    names: Texts,
    /// Two by place: how both sound.
    sounds: Texts,
}

impl SearchIndex {
    /// Prepares the names of a document's places.
    pub fn new(document: &Document) -> Self {
        let names = || document.chronicle.places().iter().flat_map(|place| [&place.name, &place.name_ar]);
        Self { names: Texts::new(names().map(|name| plain(name))), sounds: Texts::new(names().map(|name| sound(name))) }
    }

    /// Places by a typed name, the best first, at most `most`.
    pub fn places(&self, document: &Document, typed: &str, most: usize) -> Vec<PlaceIx> {
        let (wanted, wanted_sound) = (plain(typed), sound(typed));
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut ranked: Vec<(usize, u8)> = Vec::new();
        for (nth, at) in self.names.holding(&wanted) {
            let name = self.names.get(nth);
            let rank = match at {
                0 if name.len() == wanted.len() => 0,
                0 => 1,
                at if name.as_bytes()[at - 1] == b' ' => 2,
                _ => 5,
            };
            ranked.push((nth / 2, rank));
        }
        // A sound of one consonant fits half of all names.
        let length = wanted_sound.chars().count();
        if length >= 2 {
            for (nth, at) in self.sounds.holding(&wanted_sound) {
                let rank = match at {
                    0 if self.sounds.get(nth).len() == wanted_sound.len() => 3,
                    0 => 4,
                    _ => 6,
                };
                if rank < 6 || wanted_sound.len() >= 3 {
                    ranked.push((nth / 2, rank));
                }
            }
        }
        // Of a place the best counts.
        ranked.sort_unstable();
        ranked.dedup_by_key(|(row, _)| *row);
        let places = document.chronicle.places();
        let people = |row: usize| u64::MAX - places[row].population.unwrap_or(0);
        let mut found: Vec<(u8, u64, usize)> = ranked.into_iter().map(|(row, rank)| (rank, people(row), row)).collect();
        if let Some(place) = document.chronicle.place_by_id(typed.trim()) {
            found.retain(|(.., row)| *row != place.row());
            found.push((0, 0, place.row()));
        }
        let shorter = most.min(found.len());
        if shorter > 0 && found.len() > most {
            found.select_nth_unstable(shorter - 1);
            found.truncate(shorter);
        }
        found.sort_unstable();
        let mut places: Vec<PlaceIx> = found.into_iter().map(|(.., row)| PlaceIx::new(row)).collect();
        if places.len() < most.min(3) && wanted.len() >= 4 {
            for place in self.nearly(&wanted, most) {
                if !places.contains(&place) && places.len() < most {
                    places.push(place);
                }
            }
        }
        places
    }

    /// Places whose names differ from the wanted one in a letter or two, the nearest first.
    fn nearly(&self, wanted: &str, most: usize) -> Vec<PlaceIx> {
        let typos = if wanted.len() >= 7 { 2 } else { 1 };
        let config = Config { max_typos: Some(typos), ..Config::default() };
        // Names much longer than what was typed hold its letters by chance, shorter ones cannot.
        let lengths = wanted.len() - usize::from(typos)..=wanted.len() + 4;
        let rows = 0..self.names.begins.len() / 2;
        let (rows, names): (Vec<usize>, Vec<&str>) =
            rows.map(|row| (row, self.names.get(2 * row))).filter(|(_, name)| lengths.contains(&name.len())).unzip();
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let mut found = Matcher::new(wanted, &config).match_list_parallel(&names, threads);
        found.sort_by_key(|near| (std::cmp::Reverse(near.score), near.index));
        found.into_iter().take(most).map(|near| PlaceIx::new(rows[near.index as usize])).collect()
    }
}

/// Everything that a typed text may mean: places first, then days, factions, chapters, commands, reports.
pub fn search(document: &Document, index: &SearchIndex, typed: &str) -> Vec<Found> {
    /// So many places and reports are offered.
    const PLACES: usize = 8;
    const REPORTS: usize = 5;
    const OTHERS: usize = 4;
    let wanted = plain(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = understood(typed).map(Found::Day).into_iter().collect();
    found.extend(index.places(document, typed, PLACES).into_iter().map(Found::Place));
    let chronicle = &document.chronicle;
    let begins = |name: &str| {
        let name = plain(name);
        name.starts_with(&wanted) || name.contains(&format!(" {wanted}"))
    };
    let factions = chronicle.factions().iter().enumerate();
    let is_named = |faction: &crate::domain::Faction| {
        [&faction.name, &faction.short_name, &faction.name_ar].into_iter().any(|n| begins(n))
    };
    let factions =
        factions.filter(|(_, faction)| is_named(faction)).map(|(row, _)| Found::Faction(FactionIx::new(row)));
    found.extend(factions.take(OTHERS));
    let chapters = chronicle.chapters.iter().enumerate().filter(|(_, chapter)| begins(&chapter.name));
    found.extend(chapters.map(|(row, _)| Found::Chapter(row)).take(OTHERS));
    // Also by their English names: who has learnt them so goes on.
    let is_called =
        |command: &Command| begins(command.text()) || speaking(Language::English, || begins(command.text()));
    let commands = Command::ALL.into_iter().filter(|command| wanted.len() >= 3 && is_called(command));
    found.extend(commands.map(Found::Command).take(OTHERS));
    if wanted.len() >= 4 {
        let typed = typed.trim();
        let holds = |text: &str| text.len() >= typed.len() && contains_ignoring_case(text, typed);
        let reports = chronicle.reports().iter().enumerate();
        let reports = reports.filter(|(_, report)| holds(&report.title) || holds(&report.claim));
        found.extend(reports.map(|(row, _)| Found::Report(ReportIx::new(row))).take(REPORTS));
    }
    found
}

/// Whether a text holds another that is no longer, whatever the case of Latin letters.
fn contains_ignoring_case(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let Some(first) = wanted.first() else { return true };
    let begins = &text[..=text.len() - wanted.len()];
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), begins)
        .any(|at| text[at..at + wanted.len()].eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spellings as they stand in news reports, on maps and in encyclopaedias, and the place that is meant.
    const SPELLINGS: [(&str, &str); 64] = [
        ("Jisr al-Shughur", "jisr-al-shughur"),
        ("Jisr ash-Shughour", "jisr-al-shughur"),
        ("Jisr ash-Shughur", "jisr-al-shughur"),
        ("Jisr al-Shughour", "jisr-al-shughur"),
        ("Jisr Al Choghour", "jisr-al-shughur"),
        ("Djisr ech-Choughour", "jisr-al-shughur"),
        ("جسر الشغور", "jisr-al-shughur"),
        ("Idleb", "idlib"),
        ("Edlib", "idlib"),
        ("إدلب", "idlib"),
        ("ادلب", "idlib"),
        ("Areeha", "ariha"),
        ("أريحا", "ariha"),
        ("Halab", "aleppo"),
        ("حلب", "aleppo"),
        ("Dimashq", "damascus"),
        ("دمشق", "damascus"),
        ("Hims", "homs"),
        ("حمص", "homs"),
        ("Hamah", "hama"),
        ("حماة", "hama"),
        ("Raqqah", "raqqa"),
        ("ar-Raqqah", "raqqa"),
        ("Ar Raqqa", "raqqa"),
        ("الرقة", "raqqa"),
        ("Deir al-Zour", "deir-ez-zor"),
        ("Dayr az-Zawr", "deir-ez-zor"),
        ("Deir ez Zor", "deir-ez-zor"),
        ("Der Zor", "deir-ez-zor"),
        ("دير الزور", "deir-ez-zor"),
        ("Der'a", "daraa"),
        ("Dar'a", "daraa"),
        ("Deraa", "daraa"),
        ("درعا", "daraa"),
        ("Ain al-Arab", "kobani"),
        ("Ayn al-Arab", "kobani"),
        ("عين العرب", "kobani"),
        ("Membij", "manbij"),
        ("Menbij", "manbij"),
        ("منبج", "manbij"),
        ("Ma'arrat al-Nu'man", "maarat-al-numan"),
        ("Maaret al-Numan", "maarat-al-numan"),
        ("Maarrat an-Numan", "maarat-al-numan"),
        ("معرة النعمان", "maarat-al-numan"),
        ("Khan Sheikhoun", "khan-shaykhun"),
        ("Khan Shaykhoun", "khan-shaykhun"),
        ("خان شيخون", "khan-shaykhun"),
        ("Saraqeb", "saraqib"),
        ("Sarakib", "saraqib"),
        ("Tadmor", "palmyra"),
        ("Tadmur", "palmyra"),
        ("تدمر", "palmyra"),
        ("Qamishlo", "qamishli"),
        ("Al-Qamishli", "qamishli"),
        ("Al Hasakah", "hasakah"),
        ("al-Hasaka", "hasakah"),
        ("Abu Kamal", "albukamal"),
        ("Al-Bukamal", "albukamal"),
        ("As-Suwayda", "suwayda"),
        ("Sweida", "suwayda"),
        ("Zabadany", "zabadani"),
        ("az-Zabadani", "zabadani"),
        ("Tal Abyad", "tell-abyad"),
        ("Kafr Nabl", "kafr-nabl"),
    ];

    #[test]
    fn sixty_spellings_find_the_place_that_is_meant() {
        let document = Document::open(None).unwrap();
        let index = document.search_index();
        let mut missed = Vec::new();
        for (typed, meant) in SPELLINGS {
            let found = index.places(&document, typed, 8);
            let ids: Vec<&str> = found.iter().map(|place| document.chronicle.place(*place).id.as_str()).collect();
            // Among the first three, for others may sound the same.
            if !ids.iter().take(3).any(|id| *id == meant) {
                missed.push(format!("{typed} ({} / {}): {ids:?}", sound(typed), meant));
            }
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn sounds_are_the_same_across_spellings_and_scripts() {
        for (one, other) in [
            ("Jisr al-Shughur", "جسر الشغور"),
            ("Deir ez-Zor", "دير الزور"),
            ("Khan Shaykhun", "خان شيخون"),
            ("Raqqa", "الرقة"),
            ("Saraqib", "سراقب"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("Idlib"), sound("Ariha"));
    }

    #[test]
    fn days_factions_chapters_reports_and_commands_are_found() {
        let document = Document::open(None).unwrap();
        let search = |typed: &str| search(&document, document.search_index(), typed);
        assert_eq!(search("25 Apr 2015")[0], Found::Day(Date::constant(2015, 4, 25)));
        assert!(search("army of conq").iter().any(|found| matches!(found, Found::Faction(_))));
        assert!(search("kobani").iter().any(|found| matches!(found, Found::Chapter(_))));
        assert!(search("time-lapse").contains(&Found::Command(Command::Timelapse)));
        assert!(search("liberated").iter().any(|found| matches!(found, Found::Report(_))));
        for nothing in ["", "   ", "'", "ـ"] {
            assert_eq!(search(nothing), [], "{nothing:?}");
        }
        // Nothing that is typed brings it down.
        for odd in ["é", "\u{0}\u{1f}", "۲۰۱۵", "🙂🙂🙂🙂🙂", "ß", "-", "al", "ال", &"x".repeat(5000)]
        {
            search(odd);
        }
    }

    #[test]
    fn places_are_ranked_as_by_reading_every_name() {
        let document = Document::open(None).unwrap();
        let index = SearchIndex::new(&document);
        let places = document.chronicle.places();
        let rank = |text: &str, wanted: &str, ranks: [u8; 4]| match text.find(wanted)? {
            0 if text == wanted => Some(ranks[0]),
            0 => Some(ranks[1]),
            at if text.as_bytes()[at - 1] == b' ' => Some(ranks[2]),
            _ => Some(ranks[3]),
        };
        for typed in ["a", "al", "khan", "tell", "aleppo", "Tall Rif'at", "shaykh", "خان", "تل", "kafr n", "mr", "ب"]
        {
            let (wanted, wanted_sound) = (plain(typed), sound(typed));
            let mut naive: Vec<(u8, u64, usize)> = Vec::new();
            for (row, place) in places.iter().enumerate() {
                let of_name = |name: &String| {
                    let by_name = rank(&plain(name), &wanted, [0, 1, 2, 5]);
                    let by_sound = rank(&sound(name), &wanted_sound, [3, 4, 6, 6]);
                    let is_heard =
                        |rank: &u8| wanted_sound.len() >= 3 || wanted_sound.chars().count() == 2 && *rank < 6;
                    by_name.into_iter().chain(by_sound.filter(is_heard)).min()
                };
                let ranks = [&place.name, &place.name_ar].into_iter().filter_map(of_name);
                naive.extend(ranks.min().map(|rank| (rank, u64::MAX - place.population.unwrap_or(0), row)));
            }
            if let Some(place) = document.chronicle.place_by_id(typed) {
                naive.retain(|(.., row)| *row != place.row());
                naive.push((0, 0, place.row()));
            }
            naive.sort_unstable();
            let naive: Vec<PlaceIx> = naive.into_iter().take(8).map(|(.., row)| PlaceIx::new(row)).collect();
            let found = index.places(&document, typed, 8);
            assert!(naive.len() >= 3 || typed.len() > 4, "{typed}: {}", naive.len());
            assert_eq!(found[..naive.len()], naive, "{typed}");
        }
    }
}
