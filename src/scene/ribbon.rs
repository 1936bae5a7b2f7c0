//! Control ribbons: who held a place when, with its reports as ticks above (for) and below (against).

use jiff::civil::Date;

use crate::domain::{Chronicle, ControlIx, Day, Doubt, Doubts, FactionIx, PlaceIx, ReportIx, Stance, Symbol, Timeline};
use crate::geometry::PicturePoint;
use crate::scene::build::readable;
use crate::scene::symbols::{aged, glyph, on};
use crate::scene::{FactionLook, MapStyle, Palette, Picture, Rgba, Shape, Stroke, TextShape, Typesetter};

/// The history of a place as a band.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    /// The place.
    pub place: PlaceIx,
    /// Its name, in the style's script.
    pub name: String,
    /// The first-level division it lies in; empty where not known.
    pub region: String,
    /// Stretches without a gap from the first to the last day.
    pub spans: Vec<RibbonSpan>,
    /// The reports for and against, by day.
    pub ticks: Vec<RibbonTick>,
}

/// A stretch under one state and one doubt: half-open days `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RibbonSpan {
    /// The first day.
    pub from: Day,
    /// The first day that no longer belongs to it.
    pub to: Day,
    /// The state.
    pub control: ControlIx,
    /// Who holds the place; `None` where nobody can say.
    pub holder: Option<FactionLook>,
    /// Who fights inside: the lower half.
    pub contested: Option<FactionLook>,
    /// Who is present by agreement: a stripe inside. Where somebody fights, that is what is shown.
    pub shared: Option<FactionLook>,
    /// Who surrounds it: lines along both edges.
    pub besieged: Option<FactionLook>,
    /// What has to be said about it.
    pub doubt: Doubt,
}

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RibbonTick {
    /// The day of publication, else the event's.
    pub day: Day,
    /// For or against; reports for context have no tick.
    pub stance: Stance,
    /// The report.
    pub report: ReportIx,
}

/// The ribbon of `place` from the first to the last of `days`. Where the timeline's rule knows only
/// what was published until a day, later reports have no tick.
pub fn ribbon(
    chronicle: &Chronicle,
    timeline: &Timeline,
    doubts: &Doubts,
    place: PlaceIx,
    days: (Date, Date),
    style: &MapStyle,
) -> Ribbon {
    let look = |faction: FactionIx| {
        let row = chronicle.faction(faction);
        let colour = readable(style.faction_colour(faction.row(), row.colour), *style);
        (!row.is_unknown()).then_some(FactionLook { colour, symbol: row.symbol })
    };
    let first_of = |factions: &[FactionIx]| factions.first().copied().and_then(look);
    let end = Day::of(days.1).plus(1);
    let points = doubts.of(place);
    let mut spans: Vec<RibbonSpan> = Vec::new();
    for span in timeline.spans_of(place, days.0, days.1) {
        let control = timeline.control(span.control);
        let contested = first_of(control.contested_by());
        let to = span.to.unwrap_or(end);
        let mut from = span.from;
        // A stretch of control is cut where the doubt changes.
        while from < to {
            let passed = points.partition_point(|(day, _)| *day <= from);
            let doubt = passed.checked_sub(1).map_or_else(Doubt::default, |last| points[last].1).only(style.doubts);
            let until = points.get(passed).map_or(to, |(day, _)| (*day).min(to));
            match spans.last_mut() {
                // An event that restates the state begins nothing new.
                Some(before) if (before.control, before.doubt) == (span.control, doubt) => before.to = until,
                _ => spans.push(RibbonSpan {
                    from,
                    to: until,
                    control: span.control,
                    holder: control.controller().and_then(look),
                    contested,
                    shared: if contested.is_none() { first_of(control.shared_with()) } else { None },
                    besieged: first_of(control.besieged_by()),
                    doubt,
                }),
            }
            from = until;
        }
    }
    let horizon = timeline.rule().known.horizon();
    let mut ticks = Vec::new();
    for event in timeline.events_of(place) {
        let date = chronicle.event(event).date;
        for claim in chronicle.claims().on(event).iter().filter(|claim| claim.stance != Stance::Context) {
            let day = claim.known_from(date);
            if horizon.is_none_or(|horizon| day <= horizon) {
                ticks.push(RibbonTick { day, stance: claim.stance, report: claim.report });
            }
        }
    }
    ticks.sort_by_key(|tick| tick.day);
    let row = chronicle.place(place);
    Ribbon { place, name: style.names.of(&row.name, &row.name_ar), region: row.admin1.clone(), spans, ticks }
}

/// Where a band lies, in points, and which days it goes over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The left end.
    pub left: f32,
    /// The upper edge of the coloured band.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height of the coloured band; ticks stand above and below it.
    pub height: f32,
    /// The first day.
    pub first: Day,
    /// The first day after the last.
    pub end: Day,
}

/// How high the ticks of a band stand at most, in points.
pub const TICK: f32 = 7.0;

/// From the band to its ticks, in points; lines that say *besieged* lie between.
const TICK_GAP: f32 = 2.9;

impl Band {
    /// Where a day begins.
    pub fn x_of(&self, day: Day) -> f32 {
        let days = self.end.since(self.first).max(1);
        self.left + self.width * (f64::from(day.since(self.first)) / f64::from(days)) as f32
    }

    /// The day at a point, within the band's days.
    pub fn day_at(&self, x: f32) -> Day {
        let days = self.end.since(self.first).max(1);
        let share = f64::from(((x - self.left) / self.width.max(1.0)).clamp(0.0, 1.0));
        self.first.plus(((share * f64::from(days)) as i32).min(days - 1))
    }

    /// The marks of a scale along the band, in years, months or days, as many as have room: where
    /// each lies and what stands beside it, to the right, in letters of some 10 points.
    pub fn marks(&self) -> Vec<(f32, String)> {
        let per_day = f64::from(self.width.max(1.0)) / f64::from(self.end.since(self.first).max(1));
        let fits = |step: &Step| step.days() * per_day >= step.room();
        let step = Step::ALL.into_iter().find(fits).unwrap_or(Step::Months(12 * 5000));
        let dates = step.dates(self.first, self.end);
        dates.into_iter().map(|date| (self.x_of(Day::of(date)), step.text(date))).collect()
    }

    fn bottom(&self) -> f32 {
        self.top + self.height
    }

    fn middle(&self) -> f32 {
        self.top + self.height / 2.0
    }

    fn tick(&self) -> f32 {
        (self.height / 2.0).min(TICK)
    }

    /// The part of the band that a stretch takes; `None` where it lies before or after.
    fn part<'s>(&self, span: &'s RibbonSpan) -> Option<Part<'s>> {
        let (from, to) = (span.from.max(self.first), span.to.min(self.end));
        (from < to).then(|| Part { span, from: self.x_of(from), to: self.x_of(to) })
    }
}

/// From mark to mark of a scale. A year is twelve months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i32),
}

impl Step {
    const ALL: [Self; 16] = [
        Self::Days(1),
        Self::Days(2),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(3),
        Self::Months(6),
        Self::Months(12),
        Self::Months(12 * 2),
        Self::Months(12 * 5),
        Self::Months(12 * 10),
        Self::Months(12 * 20),
        Self::Months(12 * 50),
        Self::Months(12 * 100),
        Self::Months(12 * 500),
        Self::Months(12 * 1000),
    ];

    /// Its length, about.
    fn days(self) -> f64 {
        match self {
            Self::Days(days) => f64::from(days),
            // The shortest month has to have room, too.
            Self::Months(1) => 28.0,
            Self::Months(months) => f64::from(months) * 30.4,
        }
    }

    /// The points that a mark needs for its text.
    fn room(self) -> f64 {
        match self {
            Self::Days(_) => 46.0,
            Self::Months(months) if months < 12 => 60.0,
            Self::Months(_) => 40.0,
        }
    }

    fn dates(self, first: Day, end: Day) -> Vec<Date> {
        match self {
            Self::Days(every) => {
                // Counted from a Monday (1970-01-05), so that weeks begin on Mondays.
                let before = (first.number() - 4).rem_euclid(every);
                let begin = if before == 0 { first } else { first.plus(every - before) };
                (begin.number()..end.number()).step_by(every as usize).map(|day| Day::from_number(day).date()).collect()
            }
            Self::Months(every) => {
                let month_of = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
                let last = month_of(end.plus(-1).date());
                let begin = (month_of(first.date()) + every - 1).div_euclid(every) * every;
                (begin..=last)
                    .step_by(every as usize)
                    .filter_map(|month| {
                        let year = i16::try_from(month.div_euclid(12)).ok()?;
                        Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()
                    })
                    // The first month has mostly begun before the first day.
                    .filter(|date| Day::of(*date) >= first)
                    .collect()
            }
        }
    }

    fn text(self, date: Date) -> String {
        let format = match self {
            Self::Days(_) => "%-d %b",
            Self::Months(months) if months < 12 => "%b %-Y",
            Self::Months(_) => "%-Y",
        };
        date.strftime(format).to_string()
    }
}

/// A stretch with its place in the band, in points.
#[derive(Debug, Clone, Copy)]
struct Part<'s> {
    span: &'s RibbonSpan,
    from: f32,
    to: f32,
}

/// The narrowest that a stretch is drawn, in points: a town held for a day is seen all the same.
const NARROWEST_PART: f32 = 1.4;

/// The length of a dash, and from dash to dash.
const DASH: (f32, f32) = (3.8, 6.5);

impl Ribbon {
    /// The height of a row of a sheet, in points.
    pub const ROW: f32 = 34.0;

    /// The band and its ticks, from the bottom to the top.
    pub fn shapes(&self, band: &Band, style: &MapStyle, into: &mut Vec<Shape>) {
        let parts: Vec<Part<'_>> = self.spans.iter().filter_map(|span| band.part(span)).collect();
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_short()) {
            let next_is_held = parts.get(at + 1).is_some_and(|next| next.span.holder.is_some());
            // Under the edge of the next one, else the ground would shine through between two colours.
            part.fill(band, style, if next_is_held { 0.5 } else { 0.0 }, into);
            part.doubt(band, style, into);
        }
        for pair in parts.windows(2) {
            let has_room = pair.iter().all(|part| part.to - part.from >= 3.0 && part.span.is_filled());
            if has_room && pair[0].span.control != pair[1].span.control {
                let x = pair[1].from;
                into.push(rectangle((x - 0.5, x + 0.5), (band.top, band.bottom()), style.halo()));
            }
        }
        if style.symbols || style.palette.has_patterns() {
            glyphs(&parts, band, into);
        }
        // Last, so that their longer neighbours do not hide them.
        for part in parts.iter().filter(|part| part.is_short() && part.span.is_filled()) {
            part.widened(band).fill(band, style, 0.0, into);
        }
        self.tick_shapes(band, style, into);
    }

    fn tick_shapes(&self, band: &Band, style: &MapStyle, into: &mut Vec<Shape>) {
        // Ticks closer than a point would be one bar; they are drawn once.
        let mut drawn = [f32::NEG_INFINITY; 2];
        for tick in self.ticks.iter().filter(|tick| (band.first..band.end).contains(&tick.day)) {
            let x = band.x_of(tick.day);
            let is_against = tick.stance == Stance::Disputes;
            let last = &mut drawn[usize::from(is_against)];
            if x - *last < 0.9 {
                continue;
            }
            *last = x;
            let (from, to, colour) = if is_against {
                let from = band.bottom() + TICK_GAP;
                (from, from + band.tick(), style.against())
            } else {
                let from = band.top - TICK_GAP;
                (from, from - band.tick(), style.ink().with_opacity(190))
            };
            let points = [from, to].map(|y| PicturePoint { x, y }).to_vec();
            into.push(Shape::Line { points, stroke: Stroke { width: 1.2, colour } });
        }
    }

    /// The stretch and the reports at a day, reports within `near` days.
    pub fn at(&self, day: Day, near: i32) -> (Option<&RibbonSpan>, Vec<&RibbonTick>) {
        let span = self.spans.iter().find(|span| (span.from..span.to).contains(&day));
        let ticks = self.ticks.iter().filter(|tick| tick.day.since(day).abs() <= near).collect();
        (span, ticks)
    }
}

impl RibbonSpan {
    /// Whether anybody's colour is to be seen.
    fn is_filled(&self) -> bool {
        self.holder.is_some() || self.contested.is_some()
    }

    /// Whether it is drawn empty in the middle: nobody reports it.
    fn is_hollow(&self) -> bool {
        self.doubt.is_unconfirmed() && self.holder.is_some()
    }
}

impl Part<'_> {
    fn is_short(&self) -> bool {
        self.to - self.from < NARROWEST_PART
    }

    /// The same stretch, wide enough to be seen, within the band.
    fn widened(self, band: &Band) -> Self {
        let right = band.left + band.width;
        let from = f32::midpoint(self.from, self.to) - NARROWEST_PART / 2.0;
        let from = from.min(right - NARROWEST_PART).max(band.left);
        Self { from, to: from + NARROWEST_PART, ..self }
    }

    /// Who holds the place, who else is in it and who surrounds it; colours go on for `seam` points.
    fn fill(&self, band: &Band, style: &MapStyle, seam: f32, into: &mut Vec<Shape>) {
        let (span, middle) = (self.span, band.middle());
        let across = (self.from, self.to);
        let coloured = (self.from, self.to + seam);
        let age = |look: FactionLook| aged(look.colour, span.doubt.age(), *style);
        into.push(match span.holder {
            Some(holder) => rectangle(coloured, (band.top, band.bottom()), age(holder)),
            None => rectangle(across, (middle - 0.6, middle + 0.6), style.unknown().with_opacity(170)),
        });
        if let Some(rival) = span.contested {
            into.push(rectangle(coloured, (middle, band.bottom()), age(rival)));
        }
        if let Some(guest) = span.shared {
            let half = band.height * 0.17;
            into.push(rectangle(coloured, (middle - half, middle + half), age(guest)));
        }
        if let Some(besieger) = span.besieged {
            for y in [band.top - 2.4, band.bottom() + 0.6] {
                into.push(rectangle(across, (y, y + 1.8), besieger.colour));
            }
        }
    }

    /// What has to be said about the colour.
    fn doubt(&self, band: &Band, style: &MapStyle, into: &mut Vec<Shape>) {
        let span = self.span;
        let aged_holder = span.holder.map(|holder| aged(holder.colour, span.doubt.age(), *style));
        if span.is_hollow() {
            let rim = (band.height * 0.22).max(1.5);
            if self.to - self.from > 3.0 * rim {
                let across = (self.from + rim, self.to - rim);
                into.push(rectangle(across, (band.top + rim, band.bottom() - rim), style.halo()));
            }
        }
        if span.doubt.is_uncertain() {
            let colour = match aged_holder {
                Some(holder) if span.is_hollow() => holder,
                Some(_) => style.halo(),
                None => style.unknown(),
            };
            self.hatch(band, colour, into);
        }
        if span.doubt.is_disputed() {
            // On a rim, so that the dashes are seen on the darkest colour too.
            let edges = [band.top, band.bottom() - 1.5];
            into.extend(edges.map(|y| rectangle((self.from, self.to), (y, y + 1.5), style.halo())));
            // The dashes of neighbouring stretches are one row.
            for dash in marks_between(self.from - DASH.0, self.to, band.left, DASH.1) {
                let across = (dash.max(self.from), (dash + DASH.0).min(self.to));
                if across.0 < across.1 {
                    into.extend(edges.map(|y| rectangle(across, (y, y + 1.5), style.ink())));
                }
            }
        }
    }

    /// Lines that rise to the right, cut at both ends of the stretch.
    fn hatch(&self, band: &Band, colour: Rgba, into: &mut Vec<Shape>) {
        // Painters end lines in half discs: these stay inside the band.
        let (top, bottom) = (band.top + 0.6, band.bottom() - 0.6);
        let height = bottom - top;
        for x in marks_between(self.from - height, self.to, band.left, 4.0) {
            let (left, right) = (x.max(self.from), (x + height).min(self.to));
            if left < right {
                let at = |at: f32| PicturePoint { x: at, y: bottom - (at - x) };
                let stroke = Stroke { width: 1.2, colour };
                into.push(Shape::Line { points: vec![at(left), at(right)], stroke });
            }
        }
    }
}

/// The multiples of `step`, counted from `origin`, that reach into `from` to `to`.
fn marks_between(from: f32, to: f32, origin: f32, step: f32) -> impl Iterator<Item = f32> {
    let first = ((from - origin) / step).floor() as i32;
    let last = ((to - origin) / step).ceil() as i32;
    (first..last).map(move |at| origin + step * at as f32)
}

/// Who holds the place by symbol too, so that nothing depends on colour alone: once in every run of
/// one holder, where it first has room.
fn glyphs(parts: &[Part<'_>], band: &Band, into: &mut Vec<Shape>) {
    let mut before = None;
    let mut is_marked = false;
    for part in parts {
        let span = part.span;
        is_marked &= span.holder == before;
        before = span.holder;
        let is_plain = span.contested.is_none()
            && span.shared.is_none()
            && !span.doubt.is_unconfirmed()
            && !span.doubt.is_uncertain();
        let Some(holder) = span.holder.filter(|_| is_plain && !is_marked && part.to - part.from >= 15.0) else {
            continue;
        };
        is_marked = true;
        let at = PicturePoint { x: part.from + 8.0, y: band.middle() };
        // On faded ground black or white would stand out of what is to stand back.
        let colour = if span.doubt.is_stale() { holder.colour } else { on(holder.colour) };
        glyph(holder.symbol, at, (band.height * 0.26).clamp(1.5, 3.6), colour, into);
    }
}

fn rectangle((left, right): (f32, f32), (top, bottom): (f32, f32), fill: Rgba) -> Shape {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    Shape::Polygon { points: corners.map(|(x, y)| PicturePoint { x, y }).to_vec(), fill: Some(fill), stroke: None }
}

// A sheet of many ---------------------------------------------------------------------------------

/// What stands over and under a sheet of ribbons.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetTexts {
    /// The title.
    pub title: String,
    /// Days and rule.
    pub subtitle: String,
    /// Whom to credit.
    pub credit: String,
    /// The factions to be explained, by name.
    pub factions: Vec<(String, FactionLook)>,
}

/// Many ribbons under one scale of time, `width` points wide (at least 320): a row each, names at the
/// left, above them who is who and what the marks mean, as far as they occur.
pub fn ribbon_sheet(
    ribbons: &[Ribbon],
    days: (Date, Date),
    texts: &SheetTexts,
    style: &MapStyle,
    typesetter: &Typesetter,
    width: f32,
) -> Picture {
    let mut sheet = Sheet { style, typesetter, width: width.max(320.0), shapes: Vec::new() };
    let mut y = sheet.paragraph(MARGIN, &texts.title, (18.0, true), 3, style.ink());
    // Wrapped, not cut: no picture goes out without its rule.
    y = sheet.paragraph(y + 1.0, &texts.subtitle, (12.0, false), 8, style.faint_ink());
    y = sheet.entries(y + 8.0, 19.0, factions(texts, *style));
    // About as wide as the bands will be: the names take the rest.
    let per_point = Day::of(days.1).since(Day::of(days.0)) as f32 / (sheet.width - 200.0).max(100.0);
    y = sheet.entries(y, 25.0, keys(ribbons, style, per_point));
    y = sheet.rows(y + 4.0, ribbons, days);
    y = sheet.paragraph(y + 12.0, &texts.credit, (9.5, false), 8, style.faint_ink());
    let height = (y + MARGIN / 2.0).ceil();
    Picture {
        width: sheet.width,
        height,
        background: style.land(),
        shapes: sheet.shapes,
        layers: Vec::new(),
        left_out: Vec::new(),
    }
}

const MARGIN: f32 = 24.0;

/// The height of the bands of a sheet.
const BAND: f32 = 11.0;

/// Sizes of the letters of names, and of the regions beneath.
const NAME: f32 = 12.0;
const REGION: f32 = 9.5;

/// A line of the legend: a short ribbon and what it says.
struct Entry {
    sample: Ribbon,
    width: f32,
    height: f32,
    style: MapStyle,
    text: String,
    colour: Rgba,
}

/// The days of a sample.
const SAMPLE_DAYS: i32 = 24;

fn sample(span: RibbonSpan) -> Ribbon {
    Ribbon { place: PlaceIx::new(0), name: String::new(), region: String::new(), spans: vec![span], ticks: Vec::new() }
}

fn held_sample(holder: FactionLook) -> RibbonSpan {
    RibbonSpan {
        from: Day::from_number(0),
        to: Day::from_number(SAMPLE_DAYS),
        control: ControlIx::UNKNOWN,
        holder: Some(holder),
        contested: None,
        shared: None,
        besieged: None,
        doubt: Doubt::default(),
    }
}

fn factions(texts: &SheetTexts, style: MapStyle) -> Vec<Entry> {
    let entry = |(name, look): &(String, FactionLook)| Entry {
        sample: sample(held_sample(*look)),
        width: 17.0,
        height: BAND,
        style,
        text: name.clone(),
        colour: style.ink(),
    };
    texts.factions.iter().map(entry).collect()
}

/// What the marks mean, of those that occur, in nobody's colour.
fn keys(ribbons: &[Ribbon], style: &MapStyle, days_per_point: f32) -> Vec<Entry> {
    type Test<'t> = &'t dyn Fn(&RibbonSpan) -> bool;
    // What is too short to be marked needs no key.
    let is_wide = |span: &RibbonSpan, points: f32| span.to.since(span.from) as f32 >= points * days_per_point;
    let side = FactionLook { colour: style.faint_ink(), symbol: Symbol::Circle };
    let other = FactionLook { colour: style.faint_ink().mixed(style.land(), 0.6), symbol: Symbol::Circle };
    let held = held_sample(side);
    let doubted = |doubt: Doubt| RibbonSpan { doubt, ..held };
    let stale = format!("no report for {} days", style.stale_days);
    let states: [(Test<'_>, RibbonSpan, &str); 8] = [
        (
            &|span| span.contested.is_some(),
            RibbonSpan { contested: Some(other), ..held },
            "contested: who fights for it below",
        ),
        (
            &|span| span.shared.is_some(),
            RibbonSpan { shared: Some(other), ..held },
            "shared: who is there by agreement",
        ),
        (&|span| span.besieged.is_some(), RibbonSpan { besieged: Some(other), ..held }, "besieged: by whom"),
        (&|span| !span.is_filled(), RibbonSpan { holder: None, ..held }, "nobody can say who"),
        (
            &|span| span.doubt.is_disputed() && is_wide(span, NARROWEST_PART),
            doubted(Doubt::new(true, false, false, 0)),
            "reports disagree",
        ),
        (
            &|span| span.doubt.is_uncertain() && is_wide(span, NARROWEST_PART),
            doubted(Doubt::new(false, true, false, 0)),
            "date uncertain",
        ),
        (
            &|span| span.is_hollow() && is_wide(span, 3.0 * (BAND * 0.22).max(1.5)),
            doubted(Doubt::new(false, false, true, 0)),
            "no report at all",
        ),
        (
            &|span| span.doubt.is_stale() && span.is_filled(),
            doubted(Doubt::new(false, false, false, 2)),
            stale.as_str(),
        ),
    ];
    let plain = MapStyle { symbols: false, palette: Palette::Conventional, ..*style };
    let entry = |sample: Ribbon, text: &str| Entry {
        sample,
        width: SAMPLE_DAYS as f32,
        height: 8.0,
        style: plain,
        text: text.to_owned(),
        colour: style.faint_ink(),
    };
    let mut entries = Vec::new();
    if ribbons.iter().any(|ribbon| !ribbon.ticks.is_empty()) {
        let tick = |(day, stance)| RibbonTick { day: Day::from_number(day), stance, report: ReportIx::new(0) };
        let (above, below) = (Stance::Supports, Stance::Disputes);
        let ticks = [(3, above), (8, below), (10, above), (13, above), (19, below)].map(tick).to_vec();
        entries.push(entry(Ribbon { ticks, ..sample(held) }, "reports: for above, against below"));
    }
    for (occurs, span, text) in states {
        if ribbons.iter().any(|ribbon| ribbon.spans.iter().any(occurs)) {
            entries.push(entry(sample(span), text));
        }
    }
    entries
}

/// A sheet while it is laid out.
struct Sheet<'a> {
    style: &'a MapStyle,
    typesetter: &'a Typesetter,
    width: f32,
    shapes: Vec<Shape>,
}

impl Sheet<'_> {
    /// A line; `y` is that of its baseline.
    fn text(&mut self, (x, y): (f32, f32), text: &str, size: f32, bold: bool, colour: Rgba) {
        self.shapes.push(Shape::Text(TextShape {
            at: PicturePoint { x, y },
            text: text.to_owned(),
            size,
            bold,
            colour,
            halo: None,
        }));
    }

    /// A text in at most `most` lines: texts out of files may be of any length, and beside them there has
    /// to be room for ribbons. Answers where it ends.
    fn paragraph(&mut self, top: f32, text: &str, (size, bold): (f32, bool), most: usize, colour: Rgba) -> f32 {
        let room = self.width - 2.0 * MARGIN;
        let mut lines = self.typesetter.wrap(text, size, bold, room);
        if lines.len() > most {
            let rest = lines.split_off(most - 1).join(" ");
            lines.push(self.typesetter.cut(&rest, size, bold, room));
        }
        for (at, line) in lines.iter().enumerate() {
            self.text((MARGIN, top + size + size * 1.36 * at as f32), line, size, bold, colour);
        }
        top + size * 1.36 * lines.len() as f32
    }

    /// Entries one after the other, in as many lines as they need; answers where they end.
    fn entries(&mut self, top: f32, line: f32, entries: Vec<Entry>) -> f32 {
        const SIZE: f32 = 11.0;
        if entries.is_empty() {
            return top;
        }
        let right = self.width - MARGIN;
        let (mut x, mut y) = (MARGIN, top);
        for entry in entries {
            let text = self.typesetter.cut(&entry.text, SIZE, false, right - MARGIN - entry.width - 6.0);
            let wide = entry.width + 6.0 + self.typesetter.width(&text, SIZE, false);
            if x > MARGIN && x + wide > right {
                (x, y) = (MARGIN, y + line);
            }
            let middle = y + line / 2.0;
            let band = Band {
                left: x,
                top: middle - entry.height / 2.0,
                width: entry.width,
                height: entry.height,
                first: Day::from_number(0),
                end: Day::from_number(SAMPLE_DAYS),
            };
            entry.sample.shapes(&band, &entry.style, &mut self.shapes);
            self.text((x + entry.width + 6.0, middle + SIZE * 0.36), &text, SIZE, false, entry.colour);
            x += wide + 16.0;
        }
        y + line
    }

    /// The ribbons under their scale; answers where they end.
    fn rows(&mut self, top: f32, ribbons: &[Ribbon], days: (Date, Date)) -> f32 {
        let wide = |text: &str, size: f32| self.typesetter.width(text, size, false);
        let names = ribbons.iter().map(|ribbon| wide(&ribbon.name, NAME).max(wide(&ribbon.region, REGION)));
        let name_room = names.fold(40.0, f32::max).min(self.width * 0.28);
        let left = MARGIN + name_room + 14.0;
        let first_row = top + 24.0;
        let band = |row: usize| Band {
            left,
            top: first_row + Ribbon::ROW * row as f32 + (Ribbon::ROW - BAND) / 2.0,
            width: self.width - MARGIN - left,
            height: BAND,
            first: Day::of(days.0),
            end: Day::of(days.1).plus(1),
        };
        let bands: Vec<Band> = (0..ribbons.len()).map(band).collect();
        let marks = band(0).marks();
        let bottom = first_row + Ribbon::ROW * ribbons.len() as f32;
        // Every second row lies on lighter ground, so that the eye keeps to its row.
        for row in (1..ribbons.len()).step_by(2) {
            let top = first_row + Ribbon::ROW * row as f32;
            let across = (MARGIN - 8.0, self.width - MARGIN + 8.0);
            self.shapes.push(rectangle(across, (top, top + Ribbon::ROW), self.style.panel()));
        }
        // On a long sheet the scale is said at both ends.
        let is_long = ribbons.len() > 14;
        let until = if is_long { bottom + 8.0 } else { bottom };
        for (x, text) in &marks {
            let points = [first_row - 8.0, until].map(|y| PicturePoint { x: *x, y }).to_vec();
            self.shapes.push(Shape::Line { points, stroke: Stroke { width: 1.0, colour: self.style.panel_edge() } });
            let size = 10.5;
            if x + 3.0 + self.typesetter.width(text, size, false) > self.width - 4.0 {
                continue;
            }
            self.text((x + 3.0, first_row - 6.0), text, size, false, self.style.faint_ink());
            if is_long {
                self.text((x + 3.0, bottom + 13.0), text, size, false, self.style.faint_ink());
            }
        }
        for (ribbon, band) in ribbons.iter().zip(&bands) {
            let name = self.typesetter.cut(&ribbon.name, NAME, false, name_room);
            let region = self.typesetter.cut(&ribbon.region, REGION, false, name_room);
            let baseline = band.middle() + if region.is_empty() { 4.3 } else { -2.0 };
            self.text((MARGIN, baseline), &name, NAME, false, self.style.ink());
            if !region.is_empty() {
                self.text((MARGIN, baseline + 11.5), &region, REGION, false, self.style.faint_ink());
            }
            ribbon.shapes(band, self.style, &mut self.shapes);
        }
        if is_long { bottom + 15.0 } else { bottom }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Colour, parse_date};

    fn day(text: &str) -> Day {
        Day::of(parse_date(text).unwrap())
    }

    fn band(first: &str, last: &str, width: f32) -> Band {
        Band { left: 10.0, top: 20.0, width, height: 11.0, first: day(first), end: day(last).plus(1) }
    }

    #[track_caller]
    fn check_marks(first: &str, last: &str, expected: &[&str]) {
        let texts: Vec<String> = band(first, last, 600.0).marks().into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_scale_has_years_months_or_days_as_there_is_room() {
        check_marks(
            "2011-03-15",
            "2014-12-31",
            &["Jul 2011", "Jan 2012", "Jul 2012", "Jan 2013", "Jul 2013", "Jan 2014", "Jul 2014"],
        );
        check_marks("2015-01-02", "2016-01-01", &["Apr 2015", "Jul 2015", "Oct 2015", "Jan 2016"]);
        check_marks(
            "1996-05-05",
            "2026-01-01",
            &[
                "1998", "2000", "2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020", "2022",
                "2024", "2026",
            ],
        );
        check_marks("2015-04-25", "2015-04-28", &["25 Apr", "26 Apr", "27 Apr", "28 Apr"]);
        // The 4th, 11th, 18th and 25th of May were Mondays.
        check_marks("2015-04-30", "2015-05-31", &["4 May", "11 May", "18 May", "25 May"]);
        check_marks("2015-04-25", "2015-04-25", &["25 Apr"]);
    }

    #[test]
    fn the_marks_of_a_scale_lie_on_it_and_keep_apart() {
        for last in ["2000-01-01", "2000-01-02", "2000-01-20", "2000-03-01", "2001-01-01", "2020-06-06", "9999-12-31"] {
            for width in [1.0, 40.0, 168.0, 900.0, 16_384.0] {
                let band = band("2000-01-01", last, width);
                let marks = band.marks();
                assert!(marks.iter().all(|(x, _)| (10.0..=10.0 + width).contains(x)), "{last} {width}");
                assert!(marks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 39.0), "{last} {width}");
            }
        }
        // Days the wrong way round: nothing to mark, nothing to fall over.
        assert!(band("2015-04-25", "2015-01-01", 600.0).marks().is_empty());
    }

    fn look(red: u8) -> FactionLook {
        FactionLook { colour: Rgba::opaque(Colour::new(red, 0, 0)), symbol: Symbol::Star }
    }

    fn span(from: &str, to: &str, holder: Option<FactionLook>, doubt: Doubt) -> RibbonSpan {
        RibbonSpan { from: day(from), to: day(to), holder, doubt, ..held_sample(look(0)) }
    }

    /// Every state and every doubt, with a stretch of a day among long ones.
    fn ribbons() -> Vec<Ribbon> {
        let all = Doubt::new(true, true, false, 0);
        let spans = vec![
            span("2011-01-01", "2012-05-01", None, Doubt::default()),
            RibbonSpan {
                contested: Some(look(90)),
                besieged: Some(look(200)),
                ..span("2012-05-01", "2014-01-01", Some(look(10)), all)
            },
            span("2014-01-01", "2014-01-02", Some(look(250)), Doubt::default()),
            RibbonSpan {
                shared: Some(look(60)),
                ..span("2014-01-02", "2016-02-03", Some(look(20)), Doubt::new(false, true, true, 0))
            },
            span("2016-02-03", "2020-01-01", Some(look(30)), Doubt::new(false, false, false, 3)),
        ];
        let tick = |(at, stance)| RibbonTick { day: day(at), stance, report: ReportIx::new(0) };
        let ticks =
            [("2012-05-01", Stance::Supports), ("2012-05-01", Stance::Disputes), ("2031-01-01", Stance::Supports)];
        let ribbon = |name: &str, region: &str| Ribbon {
            place: PlaceIx::new(0),
            name: name.to_owned(),
            region: region.to_owned(),
            spans: spans.clone(),
            ticks: ticks.map(tick).to_vec(),
        };
        let names = ["Kobani", "A very long name that no column of names has room for, whatever its width may be"];
        (0..16).map(|row| ribbon(names[row % 2], ["", "Aleppo"][row / 8])).collect()
    }

    fn sheet(width: f32) -> Picture {
        let texts = SheetTexts {
            title: "Control of towns".to_owned(),
            subtitle: "1 Jan 2011 to 31 Dec 2019, as told by a source with a long name: all places".to_owned(),
            credit: "Credit to many who have to be named under every picture  ·  Made with Salient".to_owned(),
            factions: vec![("A faction".to_owned(), look(10)), ("Another with a longer name".to_owned(), look(20))],
        };
        let days = ("2011-01-01", "2019-12-31");
        let days = (parse_date(days.0).unwrap(), parse_date(days.1).unwrap());
        ribbon_sheet(&ribbons(), days, &texts, &MapStyle::default(), &Typesetter::new(), width)
    }

    #[test]
    fn nothing_of_a_sheet_lies_outside_of_it() {
        let typesetter = Typesetter::new();
        for width in [10.0, 320.0, 500.0, 1280.0] {
            let sheet = sheet(width);
            assert_eq!(sheet.width, width.max(320.0));
            for shape in &sheet.shapes {
                let points = match shape {
                    Shape::Polygon { points, .. } | Shape::Line { points, .. } => points.clone(),
                    Shape::Circle { centre, .. } => vec![*centre],
                    Shape::Text(text) => {
                        let right = text.at.x + typesetter.width(&text.text, text.size, text.bold);
                        vec![text.at, PicturePoint { x: right, ..text.at }]
                    }
                    other => panic!("a sheet has no {other:?}"),
                };
                for point in points {
                    assert!((0.0..=sheet.width).contains(&point.x), "{width}: {shape:?}");
                    assert!((0.0..=sheet.height).contains(&point.y), "{width}: {shape:?}");
                }
            }
        }
    }

    #[test]
    fn the_ticks_of_two_rows_keep_apart() {
        let band =
            Band { left: 0.0, top: 0.0, width: 100.0, height: BAND, first: day("2011-01-01"), end: day("2012-01-01") };
        let ribbon = BAND + 2.0 * (TICK_GAP + band.tick());
        assert!(Ribbon::ROW - ribbon >= 5.0, "{ribbon}");
    }

    #[test]
    fn a_stretch_of_a_day_is_seen_among_long_ones() {
        let band = band("2011-01-01", "2019-12-31", 600.0);
        let mut shapes = Vec::new();
        ribbons()[0].shapes(&band, &MapStyle::default(), &mut shapes);
        let brief = look(250).colour;
        let at =
            shapes.iter().rposition(|shape| matches!(shape, Shape::Polygon { fill: Some(fill), .. } if *fill == brief));
        let Shape::Polygon { points, .. } = &shapes[at.unwrap()] else { panic!() };
        assert!(points[1].x - points[0].x >= 1.39, "{points:?}");
        // Nothing lies on top of it but ticks.
        assert!(shapes[at.unwrap() + 1..].iter().all(|shape| matches!(shape, Shape::Line { .. })));
    }
}
