//! Two clocks: what was known on a day against what is known now.

use jiff::civil::Date;

use crate::app::document::Document;
use crate::app::wording;
use crate::domain::{Chronicle, Claim, Control, Day, EventIx, PlaceIx, Verdict, known_from};
use crate::scene::{say, say_with};

/// An event that was seen otherwise on a day than it is seen now.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The event.
    pub event: EventIx,
    /// Its place.
    pub place: PlaceIx,
    /// What the rule made of it with what was known on the day.
    pub then: Verdict,
    /// What it makes of it now.
    pub now: Verdict,
    /// Whether it was not known then at all.
    pub was_unknown: bool,
    /// The day from which it is seen as now.
    pub since: Date,
    /// The day after it from which its reports disagree, where they did not then.
    pub disputed_since: Option<Date>,
}

/// The events dated until `date` whose picture changed after it, under the document's rule apart from
/// what it lets be known; the latest event first. The work is that of all events once.
pub fn corrections(document: &Document, date: Date) -> Vec<Correction> {
    let chronicle = &document.chronicle;
    let rule = document.rule();
    let known = Day::of(date);
    let mut corrections = Vec::new();
    for (row, event) in chronicle.events().iter().enumerate() {
        if event.date > date {
            continue;
        }
        let ix = EventIx::new(row);
        // Most events were reported before: nothing about them can have changed.
        let heard = |claim: &Claim| claim.known_from(event.date) > known;
        if !chronicle.claims().on(ix).iter().any(heard) {
            continue;
        }
        let later = rule.basis.later_verdict(chronicle, ix, known);
        let disputed = chronicle.disagreeing_from(ix).filter(|day| *day > known).map(Day::date);
        let since = later.map(|later| later.since.date()).or(disputed);
        let Some(since) = since else { continue };
        let was_unknown = known_from(chronicle, chronicle.claims(), ix) > known;
        let same = || rule.verdict(chronicle, ix);
        let (then, now) = later.map_or_else(|| (same(), same()), |later| (later.then, later.now));
        corrections.push(Correction {
            event: ix,
            place: event.place,
            then,
            now,
            was_unknown,
            since,
            disputed_since: disputed,
        });
    }
    // Stable: events of one day keep the order of their rows.
    corrections.sort_by_key(|correction| std::cmp::Reverse(chronicle.event(correction.event).date));
    corrections
}

/// What a rule makes of an event, as a phrase.
fn verdict(chronicle: &Chronicle, event: EventIx, verdict: Verdict) -> String {
    match verdict {
        Verdict::NoEffect => say("why-without-effect").to_owned(),
        Verdict::AsRecorded => wording::control(chronicle, &chronicle.event(event).control),
        Verdict::Asserted(holder) => {
            let control = holder.map_or_else(Control::unknown, Control::held);
            wording::control(chronicle, &control)
        }
    }
}

impl Correction {
    /// The correction as a sentence: "not yet known; held by … since 3 May 2015 (8 days after)".
    pub fn text(&self, chronicle: &Chronicle) -> String {
        let changed = (self.then != self.now).then(|| self.changed_text(chronicle));
        let disputed =
            self.disputed_since.map(|day| say_with("why-disputed-since", &[("date", wording::date(day).into())]));
        match (changed, disputed) {
            (Some(changed), Some(disputed)) => {
                say_with("why-corrected-and-disputed", &[("changed", changed.into()), ("disputed", disputed.into())])
            }
            (changed, disputed) => changed.or(disputed).unwrap_or_default(),
        }
    }

    fn changed_text(&self, chronicle: &Chronicle) -> String {
        let row = chronicle.event(self.event);
        let after = Day::of(self.since).since(Day::of(row.date)).unsigned_abs();
        let not_yet = self.then == Verdict::NoEffect && self.was_unknown;
        let then = if not_yet { say("why-not-known").to_owned() } else { verdict(chronicle, self.event, self.then) };
        let now = verdict(chronicle, self.event, self.now);
        let since = wording::date(self.since);
        say_with(
            "why-corrected",
            &[("then", then.into()), ("since", since.into()), ("days", after.into()), ("now", now.into())],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Known, Rule, parse_date};

    #[test]
    fn corrections_are_the_events_that_a_later_day_sees_otherwise() {
        let document = Document::open(None).unwrap();
        let date = parse_date("2015-04-26").unwrap();
        let found = corrections(&document, date);
        assert!(!found.is_empty());
        let seen = |event, known| {
            let rule = Rule { known, ..Rule::default() };
            rule.verdict(&document.chronicle, event)
        };
        for correction in found.iter().filter(|correction| correction.then != correction.now) {
            assert_eq!(seen(correction.event, Known::On(date)), correction.then);
            assert_eq!(seen(correction.event, Known::All), correction.now);
            assert_eq!(seen(correction.event, Known::On(correction.since)), correction.now);
            assert!(correction.since > date);
            assert!(!correction.text(&document.chronicle).is_empty());
        }
        // Nothing changes after all has been published.
        assert_eq!(corrections(&document, parse_date("9999-12-30").unwrap()), []);
    }
}
