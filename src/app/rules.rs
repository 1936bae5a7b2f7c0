//! Rules as people write and read them.

use std::num::NonZeroU32;

use crate::app::state::{AppState, Compare, CompareMode};
use crate::domain::{Basis, CampIx, Chronicle, Known, Rule, SourceIx, excerpt, name_key, parse_date};
use crate::scene::{self, Language, words};

/// Why a rule cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRule {
    /// It is none of the forms.
    #[error(
        "could not understand the rule {typed:?}; write assessed, told-by:NAME, camp:NAME or confirmed:N, like confirmed:2"
    )]
    Form {
        /// What was typed.
        typed: String,
    },
    /// No source has this name.
    #[error("could not find the source {typed:?}: no source or alias has this name; nearest are {nearest}")]
    Source {
        /// What was typed.
        typed: String,
        /// The names that come nearest.
        nearest: String,
    },
    /// No camp has this name.
    #[error("could not find the camp {typed:?}: {known}")]
    Camp {
        /// What was typed.
        typed: String,
        /// The camps there are.
        known: String,
    },
    /// No number of sources.
    #[error("could not understand the number of sources {typed:?}; write a whole number from 1 on, like confirmed:2")]
    Number {
        /// What was typed.
        typed: String,
    },
    /// Neither a date nor `each-day`.
    #[error(
        "could not understand the day of knowledge {typed:?}; write a date like 2015-04-26, or each-day for what was known on each day"
    )]
    Known {
        /// What was typed.
        typed: String,
    },
}

/// Reads a rule like `told-by:SOHR`. Letter case and blanks do not count in names.
pub fn parse_basis(chronicle: &Chronicle, typed: &str) -> Result<Basis, NoRule> {
    let text = typed.trim();
    let (form, name) = text.split_once(':').map_or((text, None), |(form, name)| (form.trim(), Some(name.trim())));
    match (name_key(form).as_str(), name) {
        ("assessed", None) => Ok(Basis::Assessed),
        ("told-by", Some(name)) => find_source(chronicle, name).map(Basis::ToldBy),
        ("camp", Some(name)) => find_camp(chronicle, name).map(Basis::Camp),
        ("confirmed", Some(number)) => {
            let least = number.parse::<NonZeroU32>();
            least.map(Basis::Confirmed).map_err(|_not_a_number| NoRule::Number { typed: excerpt(number) })
        }
        _ => Err(NoRule::Form { typed: excerpt(typed) }),
    }
}

/// Reads a day of knowledge: a date, or `each-day`.
pub fn parse_known(typed: &str) -> Result<Known, NoRule> {
    let text = typed.trim();
    if text.eq_ignore_ascii_case("each-day") {
        return Ok(Known::EachDay);
    }
    parse_date(text).map(Known::On).ok_or_else(|| NoRule::Known { typed: excerpt(typed) })
}

/// The source with this name or alias; letter case and blanks do not count.
pub fn find_source(chronicle: &Chronicle, typed: &str) -> Result<SourceIx, NoRule> {
    let found = chronicle.claims().source_named(typed);
    found.ok_or_else(|| NoRule::Source { typed: excerpt(typed), nearest: nearest_sources(chronicle, typed) })
}

/// The camp with this name; letter case and blanks do not count.
pub fn find_camp(chronicle: &Chronicle, typed: &str) -> Result<CampIx, NoRule> {
    let claims = chronicle.claims();
    claims.camp_named(typed).ok_or_else(|| {
        let camps = claims.camps().iter().map(String::as_str);
        let known = known_names(camps, &name_key(typed), "camps")
            .unwrap_or_else(|| "the chronicle names no camps; they come from sources.csv".to_owned());
        NoRule::Camp { typed: excerpt(typed), known }
    })
}

/// The names there are as a phrase ("the camps are …"): all of a few, else those nearest to `wanted`,
/// which is a [`name_key`]; none where there are no names.
pub fn known_names<'n>(names: impl Iterator<Item = &'n str>, wanted: &str, what: &str) -> Option<String> {
    // More than a line of names is of no help.
    const MOST: usize = 20;
    let names: Vec<&str> = names.collect();
    let listed =
        |names: &[&str]| names.iter().map(|name| format!("{:?}", excerpt(name))).collect::<Vec<_>>().join(", ");
    if names.len() <= MOST {
        return (!names.is_empty()).then(|| format!("the {what} are {}", listed(&names)));
    }
    // A text that long is no name; comparing it with every name would take long.
    let wanted: String = wanted.chars().take(60).collect();
    let likeness = |name: &str| strsim::jaro_winkler(&wanted, &name_key(&excerpt(name)));
    let mut scored: Vec<(f64, &str)> = names.into_iter().map(|name| (likeness(name), name)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let nearest: Vec<&str> = scored.into_iter().take(3).map(|(_, name)| name).collect();
    Some(format!("nearest are {}", listed(&nearest)))
}

fn nearest_sources(chronicle: &Chronicle, typed: &str) -> String {
    // A text that long is no name; comparing it with every source would take long.
    let wanted: String = name_key(typed).chars().take(60).collect();
    let likeness = |text: &str| strsim::jaro_winkler(&wanted, &name_key(&excerpt(text)));
    let voices = chronicle.claims().voices();
    let mut scored: Vec<(f64, &str)> =
        voices.iter().map(|voice| (likeness(&voice.name), voice.name.as_str())).collect();
    for (source, scored) in chronicle.sources().iter().zip(&mut scored) {
        let of_alias = source.aliases.iter().map(|alias| likeness(alias)).fold(0.0, f64::max);
        scored.0 = scored.0.max(of_alias);
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best: Vec<String> = scored.iter().take(3).map(|(_, name)| format!("{:?}", excerpt(name))).collect();
    if best.is_empty() { "none: the chronicle has no sources".to_owned() } else { best.join(", ") }
}

/// The rule as a phrase in this thread's language: "as told by Syrian state media, as known on 26 Apr 2015".
pub fn phrase(chronicle: &Chronicle, rule: Rule) -> String {
    phrase_in(chronicle, rule, scene::spoken())
}

/// The same in a language.
pub fn phrase_in(chronicle: &Chronicle, rule: Rule, language: Language) -> String {
    let basis = basis_phrase_in(chronicle, rule.basis, language);
    match rule.known {
        Known::All => basis,
        Known::On(date) => {
            let date = match language {
                Language::English => scene::short_date(date, language),
                Language::Arabic => date.to_string(),
            };
            words(language, "known-on", &[("basis", basis.into()), ("date", date.into())])
        }
        Known::EachDay => words(language, "known-each-day", &[("basis", basis.into())]),
    }
}

/// The part of the phrase that says which events take effect, in this thread's language.
pub fn basis_phrase(chronicle: &Chronicle, basis: Basis) -> String {
    basis_phrase_in(chronicle, basis, scene::spoken())
}

fn basis_phrase_in(chronicle: &Chronicle, basis: Basis, language: Language) -> String {
    let claims = chronicle.claims();
    match basis {
        Basis::Assessed => words(language, "assessed", &[]),
        Basis::ToldBy(source) => words(language, "told-by", &[("source", claims.voice(source).name.as_str().into())]),
        Basis::Camp(camp) => words(language, "camp", &[("camp", claims.camp(camp).into())]),
        Basis::Confirmed(least) => words(language, "confirmed", &[("count", least.get().into())]),
    }
}

/// The rule as it is written on the command line and in the columns of exports:
/// `told-by:Syrian state media; known-on 2015-04-26`.
pub fn written(chronicle: &Chronicle, rule: Rule) -> String {
    let claims = chronicle.claims();
    let basis = match rule.basis {
        Basis::Assessed => "assessed".to_owned(),
        Basis::ToldBy(source) => format!("told-by:{}", claims.voice(source).name),
        Basis::Camp(camp) => format!("camp:{}", claims.camp(camp)),
        Basis::Confirmed(least) => format!("confirmed:{least}"),
    };
    match rule.known {
        Known::All => basis,
        Known::On(date) => format!("{basis}; known-on {date}"),
        Known::EachDay => format!("{basis}; known-on each-day"),
    }
}

/// The rules that the keys go through: as assessed, confirmed by two and by three, then the camps.
pub fn round(chronicle: &Chronicle) -> Vec<Basis> {
    let mut round = vec![Basis::Assessed];
    if !chronicle.reports().is_empty() {
        round.extend([2, 3].into_iter().filter_map(NonZeroU32::new).map(Basis::Confirmed));
        round.extend((0..chronicle.claims().camps().len()).map(CampIx::new).map(Basis::Camp));
    }
    round
}

/// What a comparison begins with: the rule in force against the next of the round.
pub fn first_comparison(state: &AppState) -> Compare {
    let rule = state.document.rule();
    let round = round(&state.document.chronicle);
    let other = round.iter().copied().find(|basis| *basis != rule.basis).unwrap_or(rule.basis);
    // Against as assessed rather than anything else: that is what people ask.
    let basis = if rule.basis == Basis::Assessed { other } else { Basis::Assessed };
    Compare { rule: Rule { basis, ..rule }, date: None, mode: CompareMode::Swipe, only_differences: false, share: 0.5 }
}

/// The comparison to begin with of two days: with a month before, under the same rule.
pub fn first_days(state: &AppState) -> Compare {
    let before = state.view.date.saturating_sub(jiff::Span::new().months(1));
    let date = Some(before.max(state.view.days.0));
    let rule = state.document.rule();
    Compare { rule, date, mode: CompareMode::Swipe, only_differences: false, share: 0.5 }
}

/// The sources that have made a claim, those with the most reports first.
pub fn sources_by_reports(chronicle: &Chronicle) -> Vec<(SourceIx, u32)> {
    let claims = chronicle.claims();
    let mut count = vec![0_u32; claims.voices().len()];
    for claim in claims.all() {
        for source in claims.sources_of(claim) {
            count[source.row()] += 1;
        }
    }
    let mut sources: Vec<(SourceIx, u32)> =
        count.into_iter().enumerate().map(|(row, reports)| (SourceIx::new(row), reports)).collect();
    sources.retain(|(_, reports)| *reports > 0);
    // Stable: sources with as many reports keep the order of their rows.
    sources.sort_by_key(|(_, reports)| std::cmp::Reverse(*reports));
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::Document;

    #[test]
    fn rules_are_read_as_they_are_written() {
        let document = Document::open(None).unwrap();
        let chronicle = &document.chronicle;
        for typed in ["assessed", " Told-By : syrian STATE media", "told-by:SOHR", "camp: Government", "confirmed:2"] {
            let basis = parse_basis(chronicle, typed).unwrap();
            let rule = Rule { basis, ..Rule::default() };
            assert_eq!(parse_basis(chronicle, &written(chronicle, rule)), Ok(basis), "{typed}");
        }
        assert_eq!(parse_known("each-day"), Ok(Known::EachDay));
        assert!(parse_known("2015-04-26").is_ok() && parse_known("soon").is_err());
    }

    #[test]
    fn what_is_no_rule_is_refused_with_what_there_is() {
        let document = Document::open(None).unwrap();
        let refused = |typed: &str| parse_basis(&document.chronicle, typed).unwrap_err().to_string();
        assert!(refused("told-by:Sirian Observatory").contains("\"Syrian Observatory for Human Rights\""));
        assert!(refused("camp:nobody").contains("\"monitors\""));
        for wrong in ["", "told", "confirmed:0", "confirmed:-1", "confirmed:two", "confirmed", "camp", "assessed:x"] {
            assert!(!refused(wrong).is_empty(), "{wrong}");
        }
        let many: Vec<String> = (0..10_000).map(|nth| format!("camp {nth}{}", "x".repeat(100))).collect();
        let known = known_names(many.iter().map(String::as_str), "camp77", "camps").unwrap();
        assert!(known.starts_with("nearest are \"camp 77") && known.len() < 300, "{known}");
        // As long as an argument can be.
        assert!(refused(&format!("told-by:{}", "x".repeat(100_000))).len() < 1_000);
    }
}
