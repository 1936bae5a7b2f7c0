//! Search: places by any spelling in either script, factions, chapters, reports, dates and commands.
//!
//! A place is found by its name as it is typed, by its sound (a key of consonants that is the same for
//! Jisr al-Shughur, Jisr ash-Shughour and جسر الشغور), and, where little is found so, by names that differ in
//! a letter or two (Smith and Waterman's alignment, by `frizbee`).

use frizbee::{Config, Matcher};
use jiff::civil::Date;

use crate::app::command::Command;
use crate::app::document::Document;
use crate::app::wording::understood;
use crate::domain::{FactionIx, PlaceIx, ReportIx};

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

/// The names of all places, ready to be searched.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// By place: the name, and the Arabic one, plain.
    names: Vec<(String, String)>,
    /// By place: how both sound.
    sounds: Vec<(String, String)>,
}

impl SearchIndex {
    /// Prepares the names of a document's places.
    pub fn new(document: &Document) -> Self {
        let places = document.chronicle.places();
        Self {
            names: places.iter().map(|place| (plain(&place.name), plain(&place.name_ar))).collect(),
            sounds: places.iter().map(|place| (sound(&place.name), sound(&place.name_ar))).collect(),
        }
    }

    /// Places by a typed name, the best first, at most `most`.
    pub fn places(&self, document: &Document, typed: &str, most: usize) -> Vec<PlaceIx> {
        let (wanted, wanted_sound) = (plain(typed), sound(typed));
        if wanted.is_empty() {
            return Vec::new();
        }
        // A sound of one consonant fits half of all names.
        let by_sound = (wanted_sound.chars().count() >= 2).then_some(wanted_sound.as_str());
        let mut found: Vec<(u8, u64, usize)> = Vec::new();
        for (row, ((name, arabic), (sound, arabic_sound))) in self.names.iter().zip(&self.sounds).enumerate() {
            let rank_of = |name: &str| {
                if name == wanted {
                    Some(0)
                } else if name.starts_with(&wanted) {
                    Some(1)
                } else {
                    let at = name.find(&wanted)?;
                    Some(if name.as_bytes()[at - 1] == b' ' { 2 } else { 5 })
                }
            };
            let sounds_like = |sound: &str| {
                let wanted = by_sound?;
                if sound == wanted {
                    Some(3)
                } else if sound.starts_with(wanted) {
                    Some(4)
                } else {
                    (wanted.len() >= 3 && sound.contains(wanted)).then_some(6)
                }
            };
            let ranks = [rank_of(name), rank_of(arabic), sounds_like(sound), sounds_like(arabic_sound)];
            if let Some(rank) = ranks.into_iter().flatten().min() {
                let place = &document.chronicle.places()[row];
                found.push((rank, u64::MAX - place.population.unwrap_or(0), row));
            }
        }
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
        let names: Vec<&str> = self.names.iter().map(|(name, _)| name.as_str()).collect();
        let mut found = Matcher::new(wanted, &config).match_list(&names);
        // Names much longer than what was typed hold its letters by chance.
        found.retain(|near| names[near.index as usize].len() <= wanted.len() + 4);
        found.sort_by_key(|near| (std::cmp::Reverse(near.score), near.index));
        found.into_iter().take(most).map(|near| PlaceIx::new(near.index as usize)).collect()
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
    let commands = Command::ALL.into_iter().filter(|command| wanted.len() >= 3 && begins(command.text()));
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

/// Whether a text holds another, whatever the case of Latin letters.
fn contains_ignoring_case(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
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
}
