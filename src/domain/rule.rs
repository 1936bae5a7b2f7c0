//! Rules: how events and reports become control.
//!
//! An event is the chronicle's own assessment; a report is what somebody said. A rule decides which
//! events take effect and, where a source disputes one, what takes its place. `Timeline::under`
//! compiles a chronicle under a rule.

use std::num::NonZeroU32;

use jiff::civil::Date;

use crate::domain::claims::Confirmations;
use crate::domain::{Asserted, CampIx, Chronicle, Claim, Claims, Day, EventIx, EventKind, FactionIx, SourceIx, Stance};

/// How events and reports become control, and what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rule {
    /// Which events take effect.
    pub basis: Basis,
    /// Which reports are known.
    pub known: Known,
}

/// Which events take effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Basis {
    /// All events, as recorded.
    #[default]
    Assessed,
    /// What one source says: events of kind *initial* always; another event takes effect if a report
    /// of the source supports it; if one disputes it, the state becomes what the source asserts;
    /// events on which it is silent do not take effect. Where it has said both, its last word
    /// counts: the report published last, of one day the last row.
    ToldBy(SourceIx),
    /// The same, with the reports of all sources of a camp.
    Camp(CampIx),
    /// Events of kind *initial* always; others if at least so many different sources support them.
    Confirmed(NonZeroU32),
}

/// Which reports are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Known {
    /// All of them.
    #[default]
    All,
    /// Those published on or before a day. An event is known from its earliest supporting report,
    /// and from its own date where it has none with a date; a report without a date from the
    /// event's. What a faction's end brings about is known from the day on which it happens.
    On(Date),
    /// On each day those published until then: as the newsroom knew it.
    EachDay,
}

impl Known {
    /// The one day of knowledge.
    pub fn fixed(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::All | Self::EachDay => None,
        }
    }

    /// The last day whose reports are known, the same for every day of the map; `None` if there is
    /// no such day.
    pub fn horizon(self) -> Option<Day> {
        self.fixed().map(Day::of)
    }
}

/// What a rule makes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It does not take effect.
    NoEffect,
    /// It takes effect as recorded.
    AsRecorded,
    /// The state becomes what a disputing report asserts; `None` is *unknown*.
    Asserted(Option<FactionIx>),
}

impl Rule {
    /// Whether it is the rule that a chronicle opens with: as assessed, all reports known.
    pub fn is_default(self) -> bool {
        self == Self::default()
    }

    /// The same rule with what is known on `date` only.
    #[must_use]
    pub fn known_on(self, date: Date) -> Self {
        Self { known: Known::On(date), ..self }
    }

    /// The rule as it was on `date`: what is known on each day becomes what was known on that one.
    #[must_use]
    pub fn seen_on(self, date: Date) -> Self {
        if self.known == Known::EachDay { self.known_on(date) } else { self }
    }

    /// What the rule makes of `event` with all reports that it lets be known; on each day, those
    /// known at the end.
    pub fn verdict(self, chronicle: &Chronicle, event: EventIx) -> Verdict {
        let mut verdicts = Vec::new();
        self.basis.verdicts(chronicle, chronicle.claims(), event, &mut verdicts);
        last_until(&verdicts, self.known.horizon())
    }
}

/// The last verdict reached until `horizon`.
pub(super) fn last_until(verdicts: &[(Day, Verdict)], horizon: Option<Day>) -> Verdict {
    let reached = verdicts.iter().rev().find(|(day, _)| horizon.is_none_or(|horizon| *day <= horizon));
    reached.map_or(Verdict::NoEffect, |(_, verdict)| *verdict)
}

impl Basis {
    /// What is made of `event` as reports become known: the first day of each verdict, ascending.
    /// Before the first it has no effect.
    pub(super) fn verdicts(
        self,
        chronicle: &Chronicle,
        claims: &Claims,
        event: EventIx,
        into: &mut Vec<(Day, Verdict)>,
    ) {
        into.clear();
        let row = chronicle.event(event);
        let on_event = claims.on(event);
        let known = known_from(chronicle, claims, event);
        let is_initial = *row.kind() == EventKind::Initial;
        if is_initial || self == Self::Assessed {
            into.push((known, Verdict::AsRecorded));
        }
        if is_initial {
            return;
        }
        match self {
            Self::Assessed => {}
            Self::ToldBy(source) => {
                let is_own = |claim: &Claim| claims.sources_of(claim).contains(&source);
                told(on_event.iter().filter(|claim| is_own(claim)), row.date, known, into);
            }
            Self::Camp(camp) => {
                told(on_event.iter().filter(|claim| claims.is_of_camp(claim, camp)), row.date, known, into);
            }
            Self::Confirmed(least) => confirmed(claims, on_event, row.date, known, least.get() as usize, into),
        }
    }
}

/// What is made of an event with what was known on a day, where that is not what is made of it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaterVerdict {
    /// With what was known on the day.
    pub then: Verdict,
    /// With all that is known.
    pub now: Verdict,
    /// The day from which it is seen as now.
    pub since: Day,
}

impl Basis {
    /// Whether something else is made of `event` now than with what was known on `known`.
    pub fn later_verdict(self, chronicle: &Chronicle, event: EventIx, known: Day) -> Option<LaterVerdict> {
        let mut verdicts = Vec::new();
        self.verdicts(chronicle, chronicle.claims(), event, &mut verdicts);
        let (then, now) = (last_until(&verdicts, Some(known)), last_until(&verdicts, None));
        // The last run of the same verdict began on that day.
        let since = verdicts.iter().rev().take_while(|(_, verdict)| *verdict == now).last().map(|(day, _)| *day)?;
        (then != now).then_some(LaterVerdict { then, now, since })
    }
}

/// The day from which `event` is known: that of its earliest supporting report with a date, else its
/// own. The state at the start is known from its own day at the latest, for the chronicle begins
/// with it.
pub fn known_from(chronicle: &Chronicle, claims: &Claims, event: EventIx) -> Day {
    let row = chronicle.event(event);
    let own = Day::of(row.date);
    let supporting = claims.on(event).iter().filter(|claim| claim.stance == Stance::Supports);
    let earliest = supporting.filter_map(|claim| claim.published).min();
    match earliest {
        Some(day) if *row.kind() == EventKind::Initial => day.min(own),
        Some(day) => day,
        None => own,
    }
}

/// The last words of a source, one after the other.
fn told<'c>(own: impl Iterator<Item = &'c Claim>, date: Date, event_known: Day, into: &mut Vec<(Day, Verdict)>) {
    let first = into.len();
    for claim in own {
        let verdict = match (claim.stance, claim.asserted) {
            (Stance::Context, _) => continue,
            (Stance::Supports, _) => Verdict::AsRecorded,
            (Stance::Disputes, Asserted::NotSaid) => Verdict::NoEffect,
            (Stance::Disputes, Asserted::Unknown) => Verdict::Asserted(None),
            (Stance::Disputes, Asserted::Faction(faction)) => Verdict::Asserted(Some(faction)),
        };
        into.push((claim.known_from(date), verdict));
    }
    // Stable: the last row of a day is the last word.
    into[first..].sort_by_key(|(day, _)| *day);
    // Nobody can dispute an event before it is known.
    for (day, _) in &mut into[first..] {
        *day = (*day).max(event_known);
    }
}

fn confirmed(
    claims: &Claims,
    on_event: &[Claim],
    date: Date,
    event_known: Day,
    least: usize,
    into: &mut Vec<(Day, Verdict)>,
) {
    let supporting = on_event.iter().filter(|claim| claim.stance == Stance::Supports);
    if let (Some(only), None) = (supporting.clone().next(), supporting.clone().nth(1))
        && only.names_its_sources()
    {
        // Most events have one report: whom it names are different sources, nothing need be compared.
        if claims.sources_of(only).len() >= least {
            into.push((only.known_from(date).max(event_known), Verdict::AsRecorded));
        }
        return;
    }
    let mut supporting: Vec<(Day, &Claim)> =
        supporting.map(|claim| (claim.known_from(date).max(event_known), claim)).collect();
    supporting.sort_by_key(|(day, _)| *day);
    let mut confirmations = Confirmations::default();
    for of_day in supporting.chunk_by(|a, b| a.0 == b.0) {
        for (_, claim) in of_day {
            confirmations.add(claims, claim);
        }
        let verdict = if confirmations.are_at_least(least) { Verdict::AsRecorded } else { Verdict::NoEffect };
        let known = into.last().map_or(Verdict::NoEffect, |(_, known)| *known);
        if verdict != known {
            into.push((of_day[0].0, verdict));
        }
    }
}

impl Chronicle {
    /// How many different sources support `event` (see *confirmed by n*), by what was known until
    /// `horizon`.
    pub fn confirmations(&self, event: EventIx, horizon: Option<Day>) -> usize {
        let claims = self.claims();
        let date = self.event(event).date;
        let is_known = |claim: &&Claim| horizon.is_none_or(|horizon| claim.known_from(date) <= horizon);
        let mut confirmations = Confirmations::default();
        for claim in claims.on(event).iter().filter(|claim| claim.stance == Stance::Supports).filter(is_known) {
            confirmations.add(claims, claim);
        }
        confirmations.count()
    }
}
