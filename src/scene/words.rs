//! The words of pictures and of the window in the languages that there are: messages in `assets/locales`, by Fluent.

use std::cell::Cell;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rustc_hash::FxHashMap;

use crate::scene::Language;

struct Locale {
    language: Language,
    name: &'static str,
    texts: [&'static str; 2],
}

const LOCALES: [Locale; 2] = [
    Locale {
        language: Language::English,
        name: "en",
        texts: [
            include_str!("../../assets/locales/en/pictures.ftl"),
            include_str!("../../assets/locales/en/window.ftl"),
        ],
    },
    Locale {
        language: Language::Arabic,
        name: "ar",
        texts: [
            include_str!("../../assets/locales/ar/pictures.ftl"),
            include_str!("../../assets/locales/ar/window.ftl"),
        ],
    },
];

/// A language's messages: all, and those that take no argument, for which the window asks hundreds of times in each
/// frame.
struct Messages {
    bundle: FluentBundle<FluentResource>,
    plain: FxHashMap<String, String>,
}

/// Read once, when the first sentence in a language is said.
static MESSAGES: [LazyLock<Messages>; 2] =
    [LazyLock::new(|| Messages::of(&LOCALES[0])), LazyLock::new(|| Messages::of(&LOCALES[1]))];

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

impl Messages {
    fn in_language(language: Language) -> Option<&'static Self> {
        let at = LOCALES.iter().position(|locale| locale.language == language)?;
        MESSAGES.get(at).map(|messages| &**messages)
    }

    fn of(locale: &Locale) -> Self {
        let name: unic_langid::LanguageIdentifier = locale.name.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![name]);
        // Right and left are ordered by us; marks of isolation would be boxes.
        bundle.set_use_isolating(false);
        let mut names = Vec::new();
        for text in locale.texts {
            // What could not be read would be missing, and a test asks for every message.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _errors)| read);
            names.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            bundle.add_resource(resource).unwrap_or_default();
        }
        let mut plain = FxHashMap::default();
        for name in names {
            let Some(pattern) = bundle.get_message(&name).and_then(|message| message.value()) else { continue };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            // A message with arguments cannot be said without them.
            if errors.is_empty() {
                plain.insert(name, text);
            }
        }
        Self { bundle, plain }
    }
}

/// From now on this thread's sentences are in `language`. A thread begins in English, as the shell speaks.
pub fn speak(language: Language) {
    SPOKEN.set(language);
}

/// The language of this thread's sentences.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// What `work` answers while this thread's sentences are in `language`.
pub fn speaking<R>(language: Language, work: impl FnOnce() -> R) -> R {
    let before = SPOKEN.replace(language);
    let answer = work();
    SPOKEN.set(before);
    answer
}

/// A message without arguments, in this thread's language; `None` where there is no such message.
pub fn said(message: &str) -> Option<&'static str> {
    Messages::in_language(spoken())?.plain.get(message).map(String::as_str)
}

/// A message without arguments, in this thread's language; its name where there is no such message.
pub fn say(message: &'static str) -> &'static str {
    said(message).unwrap_or(message)
}

/// A message with its arguments, in this thread's language; its name where there is no such message.
pub fn say_with<'v>(message: &str, arguments: &[(&'v str, FluentValue<'v>)]) -> String {
    words(spoken(), message, arguments)
}

/// The message in a language, with its arguments; its name where there is no such message.
pub fn words<'v>(language: Language, message: &str, arguments: &[(&'v str, FluentValue<'v>)]) -> String {
    let found = Messages::in_language(language).and_then(|Messages { bundle, .. }| {
        let pattern = bundle.get_message(message)?.value()?;
        let mut arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
        if let Some(FluentValue::Number(count)) = arguments.get("count").or_else(|| arguments.get("days")) {
            arguments.set("tail", tail(count.value));
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
    });
    found.unwrap_or_else(|| message.to_owned())
}

/// The number by whose plural a number is said. Arabic asks how the last two digits end, but for one, two and
/// round hundreds; the rules that Fluent builds on (`intl_pluralrules` 7) leave the hundreds on.
fn tail(number: f64) -> f64 {
    let last = number % 100.0;
    if number < 100.0 || last < 3.0 { number } else { last }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The messages of a locale, each with the arguments it names.
    fn messages(text: &str) -> Vec<(String, BTreeSet<String>)> {
        let mut messages: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with(['#', ' '])) {
                messages.push((name.to_owned(), BTreeSet::new()));
            }
            let Some((_, arguments)) = messages.last_mut() else { continue };
            arguments.extend(
                line.split('$')
                    .skip(1)
                    .map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()),
            );
        }
        messages
    }

    #[test]
    fn every_language_says_everything_with_the_same_arguments() {
        let english = messages(&LOCALES[0].texts.concat());
        assert!(english.len() > 40);
        for Locale { language, name, texts } in LOCALES {
            let text = &texts.concat();
            // Which plural is a language's own affair.
            let without_tail = |(message, mut arguments): (String, BTreeSet<String>)| {
                arguments.remove("tail");
                (message, arguments)
            };
            assert_eq!(messages(text).into_iter().map(without_tail).collect::<Vec<_>>(), english, "{name}");
            for (message, arguments) in &messages(text) {
                let values: Vec<(&str, FluentValue<'_>)> =
                    arguments.iter().map(|argument| (argument.as_str(), FluentValue::from(12))).collect();
                let said = words(language, message, &values);
                assert!(said != *message || name == "en", "{name}: {message}");
                assert!(!said.contains('{') && !said.contains('\u{2068}'), "{name}: {said}");
                let typesetter = crate::scene::Typesetter::new();
                assert_eq!(typesetter.missing(&said, false), [' '; 0], "{name}: {said}");
            }
        }
    }

    #[test]
    fn numbers_have_their_own_words() {
        let count = |number: i32| words(Language::Arabic, "places-in-view", &[("count", number.into())]);
        assert_eq!(count(2), "مكانان في المشهد");
        assert_eq!(count(5), "5 أماكن في المشهد");
        assert_eq!(count(230), "230 مكانًا في المشهد");
        assert_eq!((count(100), count(201)), ("100 مكان في المشهد".to_owned(), "201 مكان في المشهد".to_owned()));
        assert_eq!(count(105), "105 أماكن في المشهد");
        let english = words(Language::English, "places-in-view", &[("count", 230.into())]);
        assert_eq!(english, "230 places in view");
    }
}
