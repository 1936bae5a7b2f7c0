//! The words of pictures in the languages that they are made in: messages in `assets/locales`, by Fluent.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

use crate::scene::Language;

const LOCALES: [(Language, &str, &str); 2] = [
    (Language::English, "en", include_str!("../../assets/locales/en.ftl")),
    (Language::Arabic, "ar", include_str!("../../assets/locales/ar.ftl")),
];

thread_local! {
    static BUNDLES: Vec<(Language, FluentBundle<FluentResource>)> = LOCALES.iter().map(bundle).collect();
}

fn bundle((language, name, text): &(Language, &str, &str)) -> (Language, FluentBundle<FluentResource>) {
    let locale: unic_langid::LanguageIdentifier = name.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![locale]);
    // Our own shaper orders right and left by itself; marks of isolation would be boxes.
    bundle.set_use_isolating(false);
    // What could not be read would be missing, and a test asks for every message.
    let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _errors)| read);
    bundle.add_resource(resource).unwrap_or_default();
    (*language, bundle)
}

/// The message in a language, with its arguments; its name where there is no such message.
pub fn words<'v>(language: Language, message: &str, arguments: &[(&'v str, FluentValue<'v>)]) -> String {
    BUNDLES.with(|bundles| {
        let found = bundles.iter().find(|(known, _)| *known == language).and_then(|(_, bundle)| {
            let pattern = bundle.get_message(message)?.value()?;
            let mut arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
            if let Some(FluentValue::Number(count)) = arguments.get("count").or_else(|| arguments.get("days")) {
                arguments.set("tail", tail(count.value));
            }
            let mut errors = Vec::new();
            Some(bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
        });
        found.unwrap_or_else(|| message.to_owned())
    })
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
        let english = messages(LOCALES[0].2);
        assert!(english.len() > 40);
        for (language, name, text) in LOCALES {
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
