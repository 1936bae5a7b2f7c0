//! A view as a string, to copy, to paste and to keep: when, where, under which rule, with which layers.

use jiff::civil::Date;

use crate::app::action::Effect;
use crate::app::filter::Filter;
use crate::app::rules;
use crate::app::state::AppState;
use crate::domain::{Basis, Chronicle, Known, LonLat, PlaceIx, Rule, excerpt, parse_date};
use crate::geometry::Viewport;
use crate::scene::{Names, Palette};

/// Why a string is no view.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not go to the view: {wrong}; a view is written like date=2015-04-25 centre=36.63,35.93 zoom=9.5")]
pub struct NoView {
    /// What is wrong.
    wrong: String,
}

/// What a view says; what it does not say stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ViewWish {
    date: Option<Date>,
    range: Wish<(Date, Date)>,
    changed: Option<(bool, bool)>,
    centre: Option<LonLat>,
    zoom: Option<f64>,
    basis: Option<Basis>,
    known: Option<Known>,
    layers: Option<Vec<Layer>>,
    names: Option<Names>,
    colours: Option<Palette>,
    selected: Wish<PlaceIx>,
    filter: Option<Filter>,
}

/// What a view says of what may be there or not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Wish<T> {
    /// It stays as it is.
    #[default]
    Stays,
    /// There is to be none.
    Nothing,
    /// It is to be this.
    This(T),
}

impl<T: Copy> Wish<T> {
    fn or(self, now: Option<T>) -> Option<T> {
        match self {
            Self::Stays => now,
            Self::Nothing => None,
            Self::This(wish) => Some(wish),
        }
    }
}

/// A layer that can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Ground,
    Fronts,
    Areas,
    Legend,
    Symbols,
}

const LAYERS: [(&str, Layer); 5] = [
    ("ground", Layer::Ground),
    ("fronts", Layer::Fronts),
    ("areas", Layer::Areas),
    ("legend", Layer::Legend),
    ("symbols", Layer::Symbols),
];

/// What the window shows, as a string: parts like `date=2015-04-25`, with blanks between them.
pub fn written(state: &AppState) -> String {
    let (view, settings) = (&state.view, &state.settings);
    let chronicle = &state.document.chronicle;
    let mut parts = vec![format!("date={}", view.date)];
    if let Some((from, to)) = view.range {
        parts.push(format!("range={from},{to}"));
        match (view.only_changed, view.numbered) {
            (true, false) => parts.push("changed=only".to_owned()),
            (true, true) => parts.push("changed=numbered".to_owned()),
            (false, _) => {}
        }
    }
    parts.push(format!("centre={:.5},{:.5}", view.centre.lon(), view.centre.lat()));
    parts.push(format!("zoom={:.2}", view.zoom));
    let rule = state.document.rule();
    parts.push(format!("rule={}", quoted(&rules::written(chronicle, Rule { known: Known::All, ..rule }))));
    match rule.known {
        Known::All => parts.push("known=all".to_owned()),
        Known::On(date) => parts.push(format!("known={date}")),
        Known::EachDay => parts.push("known=each-day".to_owned()),
    }
    let is_on = |layer: Layer| match layer {
        Layer::Ground => settings.territory.fill,
        Layer::Fronts => settings.territory.fronts,
        Layer::Areas => settings.territory.areas,
        Layer::Legend => settings.legend,
        Layer::Symbols => settings.symbols,
    };
    let layers: Vec<&str> = LAYERS.iter().filter(|(_, layer)| is_on(*layer)).map(|(name, _)| *name).collect();
    parts.push(format!("layers={}", layers.join(",")));
    parts.push(format!("names={}", settings.names.text().to_lowercase()));
    parts.push(format!("colours={}", word(settings.palette.text())));
    if !view.filter.is_empty() {
        parts.push(format!("filter={}", quoted(&view.filter.written(chronicle))));
    }
    if let Some(place) = view.selected {
        parts.push(format!("place={}", quoted(chronicle.place(place).id.as_str())));
    }
    parts.join(" ")
}

/// The first word of a name, in small letters.
fn word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_lowercase()
}

pub(super) fn quoted(value: &str) -> String {
    if value.is_empty() || value.contains(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '=' | '\\')) {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

/// Reads a view; parts may stand in any order, and all may be missing.
pub fn parse(chronicle: &Chronicle, text: &str) -> Result<ViewWish, NoView> {
    let wrong = |wrong: String| NoView { wrong };
    let mut wish = ViewWish::default();
    let parts = parts_of(text).ok_or_else(|| wrong("a quotation mark has no end".to_owned()))?;
    if parts.is_empty() {
        return Err(wrong("it is empty".to_owned()));
    }
    let mut seen = std::collections::HashSet::new();
    for part in parts {
        let Some((key, value)) = part.split_once('=') else {
            return Err(wrong(format!("{:?} has no =", excerpt(&part))));
        };
        if !seen.insert(key.to_owned()) {
            return Err(wrong(format!("{:?} is said twice", excerpt(key))));
        }
        let unclear = || wrong(format!("{key}={:?} cannot be understood", excerpt(value)));
        let date = |text: &str| parse_date(text).ok_or_else(unclear);
        match key {
            "date" => wish.date = Some(date(value)?),
            "range" if value == "none" => wish.range = Wish::Nothing,
            "range" => {
                let (from, to) = value.split_once(',').ok_or_else(unclear)?;
                if date(to)? < date(from)? {
                    return Err(wrong(format!("the range {} ends before it begins", excerpt(value))));
                }
                wish.range = Wish::This((date(from)?, date(to)?));
            }
            "changed" => {
                wish.changed = Some(match value {
                    "no" => (false, false),
                    "only" => (true, false),
                    "numbered" => (true, true),
                    _ => return Err(unclear()),
                });
            }
            "centre" | "center" => {
                let numbers = value
                    .split_once(',')
                    .and_then(|(lon, lat)| LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?).ok());
                wish.centre = Some(numbers.ok_or_else(unclear)?);
            }
            "zoom" => {
                let zoom = value.parse().ok().filter(|zoom| (Viewport::ZOOMS.0..=Viewport::ZOOMS.1).contains(zoom));
                wish.zoom = Some(zoom.ok_or_else(unclear)?);
            }
            "rule" => {
                wish.basis = Some(rules::parse_basis(chronicle, value).map_err(|error| wrong(error.to_string()))?);
            }
            "known" if value == "all" => wish.known = Some(Known::All),
            "known" => wish.known = Some(rules::parse_known(value).map_err(|error| wrong(error.to_string()))?),
            "layers" => {
                let names = value.split(',').filter(|name| !name.is_empty());
                let find = |name: &str| LAYERS.iter().find(|(known, _)| *known == name).map(|(_, layer)| *layer);
                wish.layers = Some(names.map(|name| find(name).ok_or_else(unclear)).collect::<Result<_, _>>()?);
            }
            "names" => {
                let known = Names::ALL.into_iter().find(|names| names.text().to_lowercase() == value);
                wish.names = Some(known.ok_or_else(unclear)?);
            }
            "colours" => {
                let known = Palette::ALL.into_iter().find(|palette| word(palette.text()) == value);
                wish.colours = Some(known.ok_or_else(unclear)?);
            }
            "filter" => {
                let filter = Filter::parse(chronicle, value).map_err(|error| wrong(error.to_string()))?;
                wish.filter = Some(filter);
            }
            "place" if value == "none" => wish.selected = Wish::Nothing,
            "place" => {
                let found = chronicle.place_by_id(value);
                let missing = || wrong(format!("no place has the id {:?}", excerpt(value)));
                wish.selected = Wish::This(found.ok_or_else(missing)?);
            }
            _ => return Err(wrong(format!("{:?} is no part of a view", excerpt(key)))),
        }
    }
    Ok(wish)
}

/// The parts between blanks, without quotation marks; `None` where one has no end.
pub(super) fn parts_of(text: &str) -> Option<Vec<String>> {
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if is_quoted => part.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            blank if blank.is_whitespace() && !is_quoted => {
                if !part.is_empty() {
                    parts.push(std::mem::take(&mut part));
                }
            }
            letter => part.push(letter),
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    (!is_quoted).then_some(parts)
}

impl ViewWish {
    /// The rule, where the view names one; what it does not say of it stays as it is.
    pub fn rule(&self, now: Rule) -> Option<Rule> {
        let is_named = self.basis.is_some() || self.known.is_some();
        is_named.then(|| Rule { basis: self.basis.unwrap_or(now.basis), known: self.known.unwrap_or(now.known) })
    }

    /// Brings the window there, but for the rule, which takes work.
    pub fn apply(&self, state: &mut AppState) -> Vec<Effect> {
        let (view, settings) = (&mut state.view, &mut state.settings);
        let (first, last) = view.days;
        view.playing = false;
        let within = |(from, to): (Date, Date)| (from.min(to).clamp(first, last), from.max(to).clamp(first, last));
        view.range = self.range.or(view.range).map(within);
        (view.only_changed, view.numbered) = match (self.changed, view.range) {
            (Some(changed), Some(_)) => changed,
            (None, Some(_)) if self.range == Wish::Stays => (view.only_changed, view.numbered),
            _ => (false, false),
        };
        if let Some(date) = self.date {
            view.date = date.clamp(first, last);
            let (from, to) = view.shown_days;
            if !(from..=to).contains(&view.date) {
                view.shown_days = view.days;
            }
        }
        view.centre = self.centre.unwrap_or(view.centre);
        view.zoom = self.zoom.unwrap_or(view.zoom);
        // A view without a filter shows all.
        view.filter = self.filter.clone().unwrap_or_default();
        state.filters += 1;
        view.selected = self.selected.or(view.selected);
        if let Some(layers) = &self.layers {
            let is_on = |layer: Layer| layers.contains(&layer);
            settings.territory.fill = is_on(Layer::Ground);
            settings.territory.fronts = is_on(Layer::Fronts);
            settings.territory.areas = is_on(Layer::Areas);
            (settings.legend, settings.symbols) = (is_on(Layer::Legend), is_on(Layer::Symbols));
        }
        settings.names = self.names.unwrap_or(settings.names);
        settings.palette = self.colours.unwrap_or(settings.palette);
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use crate::app::document::Document;
    use crate::app::settings::Settings;
    use crate::app::update::update;

    fn state() -> AppState {
        AppState::new(Document::open(None).unwrap(), Settings::default())
    }

    #[test]
    fn a_view_goes_into_a_string_and_comes_back() {
        let mut state = state();
        let basis = rules::parse_basis(&state.document.chronicle, "told-by:Syrian state television").unwrap();
        let day = |text| parse_date(text).unwrap();
        let place = state.document.chronicle.place_by_id("jisr-al-shughur");
        update(&mut state, Action::SetRule(Rule { basis, known: Known::On(day("2015-05-01")) }));
        update(&mut state, Action::SetRange(Some((day("2015-03-01"), day("2015-06-01")))));
        update(&mut state, Action::ShowChanged(crate::app::state::ChangedShown::Numbered));
        update(&mut state, Action::SetDate(day("2015-04-26")));
        update(&mut state, Action::Select(place));
        state.settings.territory.fronts = false;
        let text = "faction=\"Army of Conquest\" kind=town,city";
        let filter = Filter::parse(&state.document.chronicle, text).unwrap();
        update(&mut state, Action::SetFilter(filter));
        let text = written(&state);
        let mut other = self::state();
        update(&mut other, Action::GoToView(text.clone()));
        assert_eq!(written(&other), text);
        assert_eq!(other.document.rule(), state.document.rule());
        assert_eq!(other.view.selected, place);
        // And from there one goes back.
        update(&mut other, Action::GoBack);
        assert_eq!(other.view.date, day("2015-04-25"));
    }

    #[test]
    fn what_is_no_view_is_refused_in_one_sentence() {
        let state = state();
        for (text, said) in [
            ("", "it is empty"),
            ("date", "has no ="),
            ("date=yesterday", "cannot be understood"),
            ("zoom=99", "cannot be understood"),
            ("zoom=NaN", "cannot be understood"),
            ("centre=400,10", "cannot be understood"),
            ("range=2015-01-01", "cannot be understood"),
            ("rule=\"told-by:Nobody at all\"", "nearest"),
            ("rule=\"assessed", "no end"),
            ("place=atlantis", "no place has the id"),
            ("layers=ground,sky", "cannot be understood"),
            ("colour=red", "is no part of a view"),
        ] {
            let refused = parse(&state.document.chronicle, text).unwrap_err().to_string();
            assert!(refused.contains(said) && !refused.contains('\n'), "{text}: {refused}");
        }
    }
}
