//! "Why is this place this colour?": the event in force, the reports for and against it, the rule
//! that decided, and what other rules would say. In sentences, the same in the window, the shell and
//! under a picture.

use jiff::civil::Date;

use crate::app::citations;
use crate::app::document::Document;
use crate::app::rules;
use crate::app::wording;
use crate::domain::{
    Basis, Cause, Chronicle, Claim, Control, Day, EventIx, EventKind, Known, PlaceIx, ReportIx, Rule, SourceIx, Stance,
    Step, Verdict, known_from, name_key, openable,
};

use crate::scene::{Paragraph, ParagraphLook, say, say_with};

/// Why a place has its colour on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The place's name.
    pub place: String,
    /// The day.
    pub date: Date,
    /// The rule, as a phrase.
    pub rule: String,
    /// The state: "held by Army of Conquest, contested by …".
    pub control: String,
    /// What is in force and who decided: a sentence each.
    pub reasons: Vec<String>,
    /// What has to be said about the colour: a sentence each.
    pub doubts: Vec<String>,
    /// The event in force.
    pub event: Option<EventIx>,
    /// The reports on it: for, against, context; within each by the day of publication.
    pub reports: Vec<Told>,
    /// What other rules say.
    pub others: Vec<Other>,
    /// When the picture last changed, and from what to what.
    pub last_change: Option<LastChange>,
}

/// A report as the panel tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The report.
    pub report: ReportIx,
    /// Whether it is for or against the event.
    pub stance: Stance,
    /// Publisher, and whom it cites.
    pub who: String,
    /// The day of publication.
    pub published: Option<Date>,
    /// Days from the event to the publication; below 0 where it was published before.
    pub delay: Option<i32>,
    /// Whom it names as the holder.
    pub holder: Option<String>,
    /// Whether the rule lets it be known.
    pub is_known: bool,
}

/// What another rule says of the place on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// The rule.
    pub rule: Rule,
    /// The rule as a phrase, without what is known.
    pub name: String,
    /// What it says.
    pub control: Control,
    /// What it says, as a phrase.
    pub says: String,
    /// Whether it says the same as the rule in force.
    pub agrees: bool,
}

/// When the picture last changed.
#[derive(Debug, Clone, PartialEq)]
pub struct LastChange {
    /// The day.
    pub date: Date,
    /// From what, to what, and why.
    pub text: String,
}

/// The most sources of which it is told what they say.
const SOURCES: usize = 12;

impl Why {
    /// Answers for `place` on `date`, under the document's rule; a report is old after `stale_days`.
    pub fn of(document: &Document, place: PlaceIx, date: Date, stale_days: u32) -> Self {
        let chronicle = &document.chronicle;
        let rule = document.rule();
        // As it was seen on the day.
        let seen = rule.seen_on(date);
        let step = document.timeline.step_on(place, date);
        let control = document.timeline.control_on(place, date);
        let event = step.map(|step| step.cause.event());
        let mut why = Self {
            place: wording::place(chronicle, place).to_owned(),
            date,
            rule: rules::phrase(chronicle, rule),
            control: wording::control(chronicle, control),
            reasons: Vec::new(),
            doubts: Vec::new(),
            event,
            reports: event.map(|event| told(chronicle, seen, event)).unwrap_or_default(),
            others: others(document, place, date, control),
            last_change: last_change(document, place, date),
        };
        match step {
            Some(step) => why.explain(chronicle, seen, step),
            None => why.reasons.push(say_with("why-nothing-in-force", &[("date", wording::date(date).into())])),
        }
        why.tell_what_was_left_out(document, seen, (place, date), step);
        why.tell_doubts(document, place, date, stale_days);
        why
    }

    fn explain(&mut self, chronicle: &Chronicle, rule: Rule, step: &Step) {
        let event = step.cause.event();
        let row = chronicle.event(event);
        let recorded = wording::control(chronicle, &row.control);
        let dated = wording::event_date(row);
        let kind = wording::event_kind(row.kind());
        let (date, kind, control) = (dated.as_str(), kind.as_str(), recorded.as_str());
        if let Cause::Lapse(_) = step.cause {
            let day = wording::date(step.day.date());
            self.reasons.push(say_with(
                "why-lapsed",
                &[("date", date.into()), ("kind", kind.into()), ("control", control.into()), ("day", day.into())],
            ));
            self.reasons.push(decision(chronicle, rule, event));
            return;
        }
        self.reasons.push(say_with(
            "why-in-force",
            &[("date", date.into()), ("kind", kind.into()), ("control", control.into())],
        ));
        if !row.note().is_empty() {
            self.reasons.push(row.note().to_owned());
        }
        if let Cause::Succession { of, .. } = step.cause {
            let (day, notes) = (wording::date(step.day.date()), &chronicle.faction(of).notes);
            let note = if notes.is_empty() { String::new() } else { format!(" {notes}") };
            let faction = wording::faction(chronicle, of);
            let succession = say_with("why-succession", &[("faction", faction.into()), ("date", day.into())]);
            self.reasons.push(format!("{succession}{note}"));
        }
        self.reasons.push(decision(chronicle, rule, event));
        let known = known_from(chronicle, chronicle.claims(), event);
        let delay = known.since(Day::of(row.date));
        if rule.known != Known::All || delay > 0 {
            let known = wording::date(known.date());
            self.reasons.push(match delay {
                0 => say("why-known-at-once").to_owned(),
                delay if delay > 0 => {
                    let days = delay.unsigned_abs();
                    say_with("why-known-later", &[("date", known.into()), ("days", days.into())])
                }
                _ => say_with("why-known-before", &[("date", known.into())]),
            });
        }
    }

    /// Events until the day that the rule leaves out after the one in force.
    fn tell_what_was_left_out(
        &mut self,
        document: &Document,
        seen: Rule,
        (place, date): (PlaceIx, Date),
        step: Option<&Step>,
    ) {
        let chronicle = &document.chronicle;
        if document.rule().is_default() {
            return;
        }
        // Events of one day are ordered by their rows.
        let order = |event: EventIx| (chronicle.event(event).date, event);
        let in_force = step.map(|step| order(step.cause.event()));
        let left_out: Vec<EventIx> = document
            .timeline
            .events_of(place)
            .filter(|event| chronicle.event(*event).date <= date)
            .filter(|event| in_force.is_none_or(|in_force| order(*event) > in_force))
            .filter(|event| seen.verdict(chronicle, *event) == Verdict::NoEffect)
            .collect();
        let Some(last) = left_out.last() else { return };
        let row = chronicle.event(*last);
        self.reasons.push(say_with(
            "why-left-out",
            &[
                ("count", left_out.len().into()),
                ("date", wording::event_date(row).into()),
                ("kind", wording::event_kind(row.kind()).into()),
                ("control", wording::control(chronicle, &row.control).into()),
                ("reason", decision(chronicle, seen, *last).into()),
            ],
        ));
    }

    fn tell_doubts(&mut self, document: &Document, place: PlaceIx, date: Date, stale_days: u32) {
        let doubt = document.doubts(stale_days).on(place, date);
        if doubt.is_disputed() {
            self.doubts.push(say("why-disputed").to_owned());
        }
        if doubt.is_uncertain()
            && let Some(event) = document.timeline.uncertain_on(place, date)
        {
            let (from, to) = document.chronicle.event(event).interval();
            let (from, to) = (wording::date(from), wording::date(to));
            self.doubts.push(say_with("why-uncertain", &[("from", from.into()), ("to", to.into())]));
        }
        if doubt.is_unconfirmed() {
            self.doubts.push(say("why-unconfirmed").to_owned());
        }
        if doubt.is_stale() {
            self.doubts.push(say_with("why-stale", &[("days", stale_days.into())]));
        }
    }

    /// The answer as Markdown, with every report and its address.
    pub fn markdown(&self, chronicle: &Chronicle) -> String {
        let mut text = format!("# {}\n\n", wording::joined(&[markdown(&self.place), wording::date(self.date)]));
        let control = format!("**{}**", markdown(&wording::capital(&self.control)));
        text.push_str(&format!("{}.\n\n", wording::joined(&[control, markdown(&self.rule)])));
        for sentence in self.reasons.iter().chain(&self.doubts) {
            text.push_str(&format!("{}\n\n", markdown(sentence)));
        }
        if let Some(change) = &self.last_change {
            text.push_str(&format!("{}\n\n", markdown(&change.text)));
        }
        for stance in Stance::ALL {
            let mut headed = false;
            for told in self.reports.iter().filter(|told| told.stance == stance) {
                if !headed {
                    text.push_str(&format!("## {}\n\n", wording::stance(stance)));
                    headed = true;
                }
                let report = chronicle.report(told.report);
                text.push_str(&format!("- {}", markdown(&told.line())));
                if !report.claim.is_empty() {
                    text.push_str(&format!(": {}", markdown(&report.claim)));
                }
                for (name, url) in [("why-link-report", &report.url), ("why-link-archived", &report.archive_url)] {
                    if url.is_empty() {
                        continue;
                    }
                    let name = say(name);
                    match openable(url) {
                        Some(url) => text.push_str(&format!(" {}", citations::markdown_link(name, url))),
                        None => text.push_str(&format!(" ({name}: {})", markdown(&crate::domain::excerpt(url)))),
                    }
                }
                text.push('\n');
            }
            if headed {
                text.push('\n');
            }
        }
        text.push_str(&format!("## {}\n\n", say("why-others")));
        for other in &self.others {
            let mark = if other.agrees {
                say("why-other-agrees").to_owned()
            } else {
                format!("**{}**", say("why-other-differs"))
            };
            text.push_str(&format!("- {}: {} ({mark})\n", markdown(&other.name), markdown(&other.says)));
        }
        text
    }

    /// The answer as paragraphs beside a picture; the reports are numbered.
    pub fn paragraphs(&self, chronicle: &Chronicle) -> Vec<Paragraph> {
        use ParagraphLook::{Against, Body, Faint, Heading, Title};
        let mut paragraphs =
            vec![Paragraph::new(Title, &self.place), Paragraph::new(Heading, wording::capital(&self.control))];
        let date = wording::date(self.date);
        paragraphs.push(Paragraph::new(Faint, wording::joined(&[date.as_str(), self.rule.as_str()])));
        paragraphs.extend(self.reasons.iter().map(|reason| Paragraph::new(Body, reason)));
        paragraphs.extend(self.doubts.iter().map(|doubt| Paragraph::new(Against, doubt)));
        paragraphs.extend(self.last_change.iter().map(|change| Paragraph::new(Faint, &change.text)));
        paragraphs.extend(source_paragraphs(chronicle, &self.reports));
        let differ: Vec<&Other> = self.others.iter().filter(|other| !other.agrees).collect();
        if !differ.is_empty() {
            paragraphs.push(Paragraph::new(Heading, say("why-others-differ")));
        }
        paragraphs.extend(
            differ
                .into_iter()
                .map(|other| Paragraph::new(Body, format!("{}: {}", wording::capital(&other.name), other.says))),
        );
        paragraphs
    }

    /// The answer as plain text.
    pub fn plain(&self, chronicle: &Chronicle) -> String {
        let line = wording::one_line;
        let date = wording::date(self.date);
        let mut text = line(&wording::joined(&[self.place.as_str(), date.as_str(), self.rule.as_str()]));
        text.push_str(&format!("\n{}\n\n", line(&wording::capital(&self.control))));
        let last_change = self.last_change.iter().map(|change| &change.text);
        for sentence in self.reasons.iter().chain(&self.doubts).chain(last_change) {
            text.push_str(&format!("{}\n", line(sentence)));
        }
        for stance in Stance::ALL {
            let mut headed = false;
            for told in self.reports.iter().filter(|told| told.stance == stance) {
                if !headed {
                    text.push_str(&format!("\n{}\n", wording::stance(stance)));
                    headed = true;
                }
                let report = chronicle.report(told.report);
                text.push_str(&format!("  {}\n", line(&told.line())));
                for said in [&report.claim, &report.url, &report.archive_url] {
                    if !said.is_empty() {
                        text.push_str(&format!("      {}\n", line(said)));
                    }
                }
            }
        }
        text.push_str(&format!("\n{}\n", say("why-others")));
        for other in &self.others {
            let mark = if other.agrees { say("why-mark-agrees") } else { say("why-mark-differs") };
            text.push_str(&format!("{mark} {}\n", line(&format!("{}: {}", other.name, other.says))));
        }
        text
    }
}

impl Told {
    /// Who, when, how long after, and whom they name.
    pub fn line(&self) -> String {
        let mut parts = vec![self.who.clone()];
        parts.push(self.published.map_or_else(|| say("why-no-date").to_owned(), wording::date));
        parts.extend(self.delay_text());
        parts.extend(self.holder.as_ref().map(|holder| say_with("why-holder", &[("holder", holder.into())])));
        if !self.is_known {
            parts.push(say("why-not-yet-known").to_owned());
        }
        wording::joined(&parts)
    }

    /// How long after the event it was published: "the same day", "3 days later".
    pub fn delay_text(&self) -> Option<String> {
        self.delay.map(|delay| match delay {
            0 => say("why-same-day").to_owned(),
            delay if delay > 0 => say_with("why-days-later", &[("days", delay.unsigned_abs().into())]),
            delay => say_with("why-days-before", &[("days", delay.unsigned_abs().into())]),
        })
    }
}

/// Text as Markdown takes it, on one line.
fn markdown(text: &str) -> String {
    citations::markdown_text(&text.replace(['\n', '\r'], " "))
}

/// Reports as a numbered list under the headings for and against.
fn source_paragraphs(chronicle: &Chronicle, reports: &[Told]) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut headed = None;
    for (at, told) in reports.iter().enumerate() {
        if headed != Some(told.stance) {
            headed = Some(told.stance);
            paragraphs.push(Paragraph::new(ParagraphLook::Heading, wording::stance(told.stance)));
        }
        let claim = &chronicle.report(told.report).claim;
        let claim = if claim.is_empty() { String::new() } else { format!(": {claim}") };
        let look = if told.stance == Stance::Disputes { ParagraphLook::Against } else { ParagraphLook::Body };
        let text = shortened(format!("{}{claim}", told.line()));
        paragraphs.push(Paragraph { text, look, number: Some(at + 1) });
    }
    paragraphs
}

/// A paragraph that fits into a column: an address of 64 kB or a claim as long says no more.
fn shortened(text: String) -> String {
    const MOST: usize = 1_200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The days before a picture's date whose changes are listed with their sources.
const SOURCE_DAYS: i32 = 30;

/// The reports behind a picture as a numbered list: of the event in force at `place`, else of the
/// changes at `places` in the month until the date, the latest first.
pub fn sources(document: &Document, place: Option<PlaceIx>, places: &[PlaceIx], date: Date) -> Vec<Paragraph> {
    let (chronicle, rule) = (&document.chronicle, document.rule());
    let seen = rule.seen_on(date);
    let mut paragraphs = vec![Paragraph::new(ParagraphLook::Title, say("why-sources"))];
    let reports: Vec<ReportIx> = if let Some(place) = place {
        let event = document.timeline.step_on(place, date).map(|step| step.cause.event());
        paragraphs.push(Paragraph::new(ParagraphLook::Faint, wording::place(chronicle, place)));
        let told = event.map(|event| told(chronicle, seen, event)).unwrap_or_default();
        told.iter().filter(|told| told.is_known).map(|told| told.report).collect()
    } else {
        let since = Day::of(date).plus(-SOURCE_DAYS);
        let (from, to) = (wording::date(since.date()), wording::date(date));
        let text = say_with("why-changes-shown", &[("from", from.into()), ("to", to.into())]);
        paragraphs.push(Paragraph::new(ParagraphLook::Faint, text));
        let mut events: Vec<(Day, EventIx)> = places
            .iter()
            .filter_map(|place| document.timeline.step_on(*place, date))
            .filter(|step| step.day >= since && matches!(step.cause, Cause::Event(_)))
            .map(|step| (step.day, step.cause.event()))
            .collect();
        events.sort_by_key(|(day, event)| (std::cmp::Reverse(*day), *event));
        let told = events.into_iter().flat_map(|(_, event)| told(chronicle, seen, event));
        told.filter(|told| told.is_known).map(|told| told.report).collect()
    };
    if reports.is_empty() {
        paragraphs.push(Paragraph::new(ParagraphLook::Body, say("why-no-report")));
    }
    paragraphs.extend(reports.into_iter().enumerate().map(|(at, report)| Paragraph {
        text: shortened(citations::one_line(chronicle, report)),
        look: ParagraphLook::Body,
        number: Some(at + 1),
    }));
    paragraphs
}

/// Publisher, whom it cites, and whose claim it counts as where that is somebody else.
pub fn who(chronicle: &Chronicle, report: ReportIx) -> String {
    let report = chronicle.report(report);
    let publisher = report.publisher.as_str();
    let cited = Some(report.attributed_to.as_str()).filter(|cited| !cited.is_empty() && *cited != publisher);
    let who = match (publisher.is_empty(), cited) {
        (true, Some(cited)) => cited.to_owned(),
        (true, None) if report.source.is_empty() => return say("why-who-unnamed").to_owned(),
        (true, None) => return report.source.clone(),
        (false, Some(cited)) => say_with("why-who-citing", &[("publisher", publisher.into()), ("cited", cited.into())]),
        (false, None) => publisher.to_owned(),
    };
    let key = name_key(&report.source);
    let is_told = [publisher, cited.unwrap_or_default()].into_iter().any(|told| name_key(told) == key);
    if key.is_empty() || is_told {
        return who;
    }
    let sources = report.source.replace(';', "; ");
    say_with("why-who-counts-as", &[("who", who.into()), ("sources", sources.into())])
}

fn told(chronicle: &Chronicle, rule: Rule, event: EventIx) -> Vec<Told> {
    let row = chronicle.event(event);
    let horizon = rule.known.horizon();
    let tell = |claim: &Claim| {
        let report = chronicle.report(claim.report);
        Told {
            report: claim.report,
            stance: claim.stance,
            who: who(chronicle, claim.report),
            published: report.published,
            delay: claim.published.map(|day| day.since(Day::of(row.date))),
            holder: wording::asserted(chronicle, claim.asserted).map(str::to_owned),
            is_known: horizon.is_none_or(|horizon| claim.known_from(row.date) <= horizon),
        }
    };
    let mut reports: Vec<Told> = chronicle.claims().on(event).iter().map(tell).collect();
    let order = |stance: Stance| Stance::ALL.iter().position(|other| *other == stance);
    // Stable: reports of one day keep the order of their rows; those without a date come last.
    reports.sort_by_key(|told| (order(told.stance), told.published.is_none(), told.published));
    reports
}

/// Why the rule lets an event take effect, or does not, by what it lets be known.
fn decision(chronicle: &Chronicle, rule: Rule, event: EventIx) -> String {
    let row = chronicle.event(event);
    let claims = chronicle.claims();
    let horizon = rule.known.horizon();
    let known = known_from(chronicle, claims, event);
    if horizon.is_some_and(|horizon| known > horizon) {
        return say_with("why-not-known-before", &[("date", wording::date(known.date()).into())]);
    }
    if *row.kind() == EventKind::Initial {
        return say("why-initial").to_owned();
    }
    // Nobody is heard on an event before it is known.
    let heard = |claim: &Claim| claim.known_from(row.date).max(known);
    let seen: Vec<&Claim> =
        claims.on(event).iter().filter(|claim| horizon.is_none_or(|horizon| heard(claim) <= horizon)).collect();
    let count = |stance: Stance| seen.iter().filter(|claim| claim.stance == stance).count();
    let told = |name: &str, is_own: &dyn Fn(&Claim) -> bool| {
        let own = seen.iter().filter(|claim| claim.stance != Stance::Context && is_own(claim));
        // The last of those heard last: of one day the last row.
        let Some(last) = own.copied().max_by_key(|claim| heard(claim)) else {
            return say_with("why-silent", &[("name", wording::capital(name).into())]);
        };
        let report = who(chronicle, last.report);
        let word = match last.published {
            Some(day) => {
                let date = wording::date(day.date());
                say_with(
                    "why-last-word-dated",
                    &[("name", name.into()), ("date", date.into()), ("report", report.into())],
                )
            }
            None => say_with("why-last-word", &[("name", name.into()), ("report", report.into())]),
        };
        match (last.stance, wording::asserted(chronicle, last.asserted)) {
            (Stance::Disputes, Some(holder)) => {
                say_with("why-word-names", &[("word", word.into()), ("holder", holder.into())])
            }
            (Stance::Disputes, None) => say_with("why-word-disputes", &[("word", word.into())]),
            _ => say_with("why-word-supports", &[("word", word.into())]),
        }
    };
    match rule.basis {
        Basis::Assessed => {
            let (pro, contra) = (count(Stance::Supports), count(Stance::Disputes));
            let reports = match (pro, contra) {
                (0, 0) => say("why-none-decides").to_owned(),
                (_, 0) => say_with("why-some-support", &[("count", pro.into())]),
                _ => {
                    let supports = say_with("why-reports-support", &[("count", pro.into())]);
                    let disputes = say_with("why-reports-dispute", &[("count", contra.into())]);
                    wording::joined(&[supports, disputes])
                }
            };
            match wording::confidence(row.confidence) {
                "" => say_with("why-assessed", &[("reports", reports.into())]),
                confidence => say_with(
                    "why-assessed-with-confidence",
                    &[("confidence", confidence.into()), ("reports", reports.into())],
                ),
            }
        }
        Basis::ToldBy(source) => told(&claims.voice(source).name, &|claim| claims.sources_of(claim).contains(&source)),
        Basis::Camp(camp) => {
            let name = say_with("why-camp", &[("camp", claims.camp(camp).into())]);
            told(&name, &|claim| claims.is_of_camp(claim, camp))
        }
        Basis::Confirmed(least) => {
            let sources = chronicle.confirmations(event, horizon);
            say_with("why-confirmed", &[("count", sources.into()), ("least", least.get().into())])
        }
    }
}

/// What is said of the place by the rules that are not in force, and by those who spoke of it.
fn others(document: &Document, place: PlaceIx, date: Date, control: &Control) -> Vec<Other> {
    let chronicle = &document.chronicle;
    let claims = chronicle.claims();
    let rule = document.rule();
    // Every camp is asked, also one that has never spoken of the place: then it tells the state at the
    // start.
    let mut bases = rules::round(chronicle);
    let mut spoke: Vec<(Day, SourceIx)> = Vec::new();
    for event in document.timeline.events_of(place) {
        let own_day = chronicle.event(event).date;
        for claim in claims.on(event).iter().filter(|_| own_day <= date) {
            if claim.stance == Stance::Context {
                continue;
            }
            for source in claims.sources_of(claim) {
                spoke.push((claim.known_from(own_day), *source));
            }
        }
    }
    // Those who spoke last first.
    spoke.sort_by_key(|(day, source)| (std::cmp::Reverse(*day), *source));
    let mut sources: Vec<SourceIx> = Vec::new();
    for (_, source) in spoke {
        if sources.len() < SOURCES && !sources.contains(&source) {
            sources.push(source);
        }
    }
    bases.extend(sources.into_iter().map(Basis::ToldBy));
    bases
        .into_iter()
        .filter(|basis| *basis != rule.basis)
        .map(|basis| {
            let other = Rule { basis, ..rule };
            let history = document.timeline.history_under(chronicle, other, place);
            let says = history.control_on(date);
            Other {
                rule: other,
                name: rules::basis_phrase(chronicle, basis),
                says: wording::control(chronicle, says),
                agrees: says == control,
                control: says.clone(),
            }
        })
        .collect()
}

fn last_change(document: &Document, place: PlaceIx, date: Date) -> Option<LastChange> {
    let (chronicle, timeline) = (&document.chronicle, &document.timeline);
    let since = timeline.since(place, date)?;
    let step = timeline.step_on(place, since)?;
    let before = since.yesterday().ok().map(|before| timeline.control_on(place, before));
    let before = before.map_or_else(|| say("control-unknown").to_owned(), |before| wording::control(chronicle, before));
    let after = wording::control(chronicle, timeline.control(step.control));
    let cause = wording::cause(chronicle, step.cause);
    let text = say_with(
        "why-last-change",
        &[
            ("date", wording::date(since).into()),
            ("before", before.into()),
            ("after", after.into()),
            ("cause", cause.into()),
        ],
    );
    Some(LastChange { date: since, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Doubts, parse_date};

    fn on(rule: &str, known: Option<&str>, date: &str) -> (Document, Why) {
        let document = Document::open(None).unwrap();
        let basis = rules::parse_basis(&document.chronicle, rule).unwrap();
        let known = known.map_or(Known::All, |known| rules::parse_known(known).unwrap());
        let document = document.under(Rule { basis, known });
        let place = document.chronicle.place_by_id("jisr-al-shughur").unwrap();
        let why = Why::of(&document, place, parse_date(date).unwrap(), Doubts::STALE_DAYS);
        (document, why)
    }

    #[test]
    fn jisr_al_shughur_is_answered_in_sentences() {
        let (document, why) = on("assessed", None, "2015-04-25");
        assert_eq!(why.control, "held by Army of Conquest, contested by Syrian government (Assad era)");
        assert!(why.reasons[0].starts_with("The event in force is of 25 Apr 2015: capture, held by Army of Conquest"));
        assert!(
            why.reasons.iter().any(|sentence| sentence.contains("6 reports support it, 3 reports dispute it")),
            "{why:#?}"
        );
        assert!(why.doubts[0].starts_with("Disputed:"));
        assert_eq!(why.reports.len(), 9);
        let said = |name: &str| why.others.iter().find(|other| other.name.contains(name)).unwrap();
        assert!(said("camp “government”").says.contains("held by Syrian government"));
        assert!(!said("camp “government”").agrees);
        assert!(said("Syrian Observatory").agrees);
        let markdown = why.markdown(&document.chronicle);
        for part in ["# Jisr al-Shughur, 25 Apr 2015", "## For", "## Against", "](<http", "**otherwise**"] {
            assert!(markdown.contains(part), "{part}");
        }
    }

    #[test]
    fn a_rule_says_why_it_leaves_an_event_out() {
        let (_, why) = on("told-by:Syrian state television", None, "2015-04-25");
        assert!(why.reasons.iter().any(|reason| reason.contains("the state becomes that")), "{:#?}", why.reasons);
        let (_, why) = on("confirmed:9", None, "2015-04-25");
        assert!(why.reasons.iter().any(|reason| reason.contains("the rule asks for 9")), "{:#?}", why.reasons);
        let (_, why) = on("assessed", Some("2015-04-24"), "2015-04-25");
        assert!(why.control.starts_with("held by Syrian government (Assad era)"), "{}", why.control);
        assert!(
            why.reasons.iter().any(|reason| reason.contains("not take effect under this rule")),
            "{:#?}",
            why.reasons
        );
    }

    #[test]
    fn before_the_chronicle_nothing_is_in_force() {
        let (_, why) = on("assessed", None, "2001-01-01");
        assert_eq!(why.control, "control unknown");
        assert_eq!(why.event, None);
        assert_eq!(why.reasons, ["No event takes effect until 1 Jan 2001."]);
    }

    #[test]
    fn markdown_is_safe_from_what_people_write() {
        assert_eq!(markdown("a*b_[c](d)\n#"), "a\\*b\\_\\[c\\](d) \\#");
        assert_eq!(wording::capital("é"), "É");
        assert_eq!(wording::capital(""), "");
    }
}
