//! Control ribbons: who held a place when, with its reports as ticks above (for) and below (against).

use jiff::civil::Date;

use crate::domain::{Chronicle, Day, Doubt, Doubts, FactionIx, PlaceIx, ReportIx, Stance, Timeline};
use crate::geometry::PicturePoint;
use crate::scene::{MapStyle, Picture, Rgba, Shape, Stroke, TextShape, Typesetter};

/// The history of a place as a band.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    /// The place.
    pub place: PlaceIx,
    /// Its name.
    pub name: String,
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
    /// Who holds the place; `None` where nobody can say.
    pub holder: Option<Rgba>,
    /// Who fights inside, or is present by agreement: the lower half.
    pub other: Option<Rgba>,
    /// Who surrounds it: lines along both edges.
    pub besieged: Option<Rgba>,
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

/// The ribbon of `place` from the first to the last of `days`.
pub fn ribbon(
    chronicle: &Chronicle,
    timeline: &Timeline,
    doubts: &Doubts,
    place: PlaceIx,
    days: (Date, Date),
    style: &MapStyle,
) -> Ribbon {
    let colour = |faction: FactionIx| {
        let own = chronicle.faction(faction).colour;
        Rgba::opaque(style.palette.colour(faction.row(), own))
    };
    let end = Day::of(days.1).plus(1);
    let points = doubts.of(place);
    let mut spans = Vec::new();
    for span in timeline.spans_of(place, days.0, days.1) {
        let control = timeline.control(span.control);
        let to = span.to.unwrap_or(end);
        let mut from = span.from;
        // A stretch of control is cut where the doubt changes.
        while from < to {
            let passed = points.partition_point(|(day, _)| *day <= from);
            let doubt = passed.checked_sub(1).map_or_else(Doubt::default, |last| points[last].1);
            let until = points.get(passed).map_or(to, |(day, _)| (*day).min(to));
            let other = control.contested_by().first().or(control.shared_with().first()).copied();
            spans.push(RibbonSpan {
                from,
                to: until,
                holder: control.controller().map(colour),
                other: other.map(colour),
                besieged: control.besieged_by().first().copied().map(colour),
                doubt: doubt.only(style.doubts),
            });
            from = until;
        }
    }
    let mut ticks = Vec::new();
    for event in timeline.events_of(place) {
        let date = chronicle.event(event).date;
        for claim in chronicle.claims().on(event).iter().filter(|claim| claim.stance != Stance::Context) {
            ticks.push(RibbonTick { day: claim.known_from(date), stance: claim.stance, report: claim.report });
        }
    }
    ticks.sort_by_key(|tick| tick.day);
    Ribbon { place, name: chronicle.place(place).name.clone(), spans, ticks }
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

    fn part(&self, span: &RibbonSpan) -> (f32, f32) {
        let from = self.x_of(span.from.max(self.first));
        (from, self.x_of(span.to.min(self.end)).max(from + 0.6))
    }
}

/// How high the ticks stand, in points.
pub const TICK: f32 = 7.0;

impl Ribbon {
    /// The band and its ticks, from the bottom to the top.
    pub fn shapes(&self, band: &Band, style: &MapStyle, into: &mut Vec<Shape>) {
        let rectangle = |from: f32, to: f32, top: f32, height: f32, fill: Rgba| Shape::Polygon {
            points: [(from, top), (to, top), (to, top + height), (from, top + height)]
                .map(|(x, y)| PicturePoint { x, y })
                .to_vec(),
            fill: Some(fill),
            stroke: None,
        };
        let line = |from: (f32, f32), to: (f32, f32), stroke: Stroke| Shape::Line {
            points: [from, to].map(|(x, y)| PicturePoint { x, y }).to_vec(),
            stroke,
        };
        let (top, bottom) = (band.top, band.top + band.height);
        let middle = f32::midpoint(top, bottom);
        for span in &self.spans {
            let (from, to) = band.part(span);
            let age = |colour: Rgba| super::symbols::aged(colour, span.doubt.age(), *style);
            match span.holder {
                Some(holder) => into.push(rectangle(from, to, top, band.height, age(holder))),
                None => into.push(rectangle(from, to, middle - 0.75, 1.5, style.panel_edge())),
            }
            if let Some(other) = span.other {
                into.push(rectangle(from, to, middle, band.height / 2.0, age(other)));
            }
            if span.doubt.is_unconfirmed() && span.holder.is_some() {
                // Hollow, as on the map.
                let rim = (band.height * 0.22).max(1.5);
                into.push(rectangle(from, to, top + rim, band.height - 2.0 * rim, style.halo()));
            }
            if let Some(besieger) = span.besieged {
                for y in [top - 1.0, bottom + 1.0] {
                    into.push(line((from, y), (to, y), Stroke { width: 2.0, colour: besieger }));
                }
            }
            if span.doubt.is_uncertain() {
                hatch(from, to, top, bottom, style, into);
            }
            if span.doubt.is_disputed() {
                let stroke = Stroke { width: 1.6, colour: style.ink() };
                let mut x = from;
                while x < to {
                    let end = (x + 4.0).min(to);
                    for y in [top + 0.8, bottom - 0.8] {
                        into.push(line((x, y), (end, y), stroke));
                    }
                    x += 7.0;
                }
            }
        }
        for pair in self.spans.windows(2) {
            if (pair[0].holder, pair[0].other) != (pair[1].holder, pair[1].other) {
                let x = band.x_of(pair[1].from);
                into.push(line((x, top), (x, bottom), Stroke { width: 1.0, colour: style.halo() }));
            }
        }
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
            let (from, to) =
                if is_against { (bottom + 2.5, bottom + 2.5 + TICK) } else { (top - 2.5, top - 2.5 - TICK) };
            let colour = if is_against { style.against() } else { style.ink().with_opacity(190) };
            into.push(line((x, from), (x, to), Stroke { width: 1.2, colour }));
        }
    }

    /// The stretch and the reports at a day, reports within `near` days.
    pub fn at(&self, day: Day, near: i32) -> (Option<&RibbonSpan>, Vec<&RibbonTick>) {
        let span = self.spans.iter().find(|span| (span.from..span.to).contains(&day));
        let ticks = self.ticks.iter().filter(|tick| tick.day.since(day).abs() <= near).collect();
        (span, ticks)
    }
}

fn hatch(from: f32, to: f32, top: f32, bottom: f32, style: &MapStyle, into: &mut Vec<Shape>) {
    let stroke = Stroke { width: 1.2, colour: style.halo() };
    let height = bottom - top;
    let mut x = from - height;
    while x < to {
        // The line rises to the right; it is cut at both ends of the stretch.
        let (left, right) = (x.max(from), (x + height).min(to));
        if left < right {
            let at = |at: f32| PicturePoint { x: at, y: bottom - (at - x) };
            into.push(Shape::Line { points: vec![at(left), at(right)], stroke });
        }
        x += 4.0;
    }
}

/// What stands over and under a sheet of ribbons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTexts {
    /// The title.
    pub title: String,
    /// Days and rule.
    pub subtitle: String,
    /// Whom to credit.
    pub credit: String,
    /// The factions to be explained: name and colour.
    pub factions: Vec<(String, Rgba)>,
}

const ROW: f32 = 34.0;
const NAME: f32 = 12.0;

/// Many ribbons under one scale of years, `width` points wide.
pub fn ribbon_sheet(
    ribbons: &[Ribbon],
    days: (Date, Date),
    texts: &SheetTexts,
    style: &MapStyle,
    typesetter: &Typesetter,
    width: f32,
) -> Picture {
    let margin = 22.0;
    let mut shapes = Vec::new();
    let mut text = |x: f32, y: f32, text: &str, size: f32, bold: bool, colour: Rgba| {
        shapes.push(Shape::Text(TextShape {
            at: PicturePoint { x, y },
            text: text.to_owned(),
            size,
            bold,
            colour,
            halo: None,
        }));
    };
    let room = width - 2.0 * margin;
    text(margin, margin + 17.0, &typesetter.cut(&texts.title, 18.0, true, room), 18.0, true, style.ink());
    text(margin, margin + 37.0, &typesetter.cut(&texts.subtitle, 12.0, false, room), 12.0, false, style.faint_ink());
    // The factions, in as many lines as they need.
    let mut legend = Vec::new();
    let (mut x, mut y) = (margin, margin + 60.0);
    for (name, colour) in &texts.factions {
        let wide = 18.0 + typesetter.width(name, 11.5, false) + 16.0;
        if x + wide > width - margin && x > margin {
            (x, y) = (margin, y + 18.0);
        }
        legend.push((x, y, *colour));
        text(x + 18.0, y, name, 11.5, false, style.ink());
        x += wide;
    }
    let keys = "Ticks above: reports for; below: against. Dashed edges: reports disagree. Hatched: date uncertain. Hollow: no report. Faded: no report for long.";
    for line in typesetter.wrap(keys, 10.5, false, room) {
        y += 17.0;
        text(margin, y, &line, 10.5, false, style.faint_ink());
    }
    let names = ribbons.iter().map(|ribbon| typesetter.width(&ribbon.name, NAME, false)).fold(60.0, f32::max);
    let name_room = names.min(width * 0.28);
    let left = margin + name_room + 12.0;
    let top = y + 34.0;
    let band = |row: usize| Band {
        left,
        top: top + ROW * row as f32 + 11.0,
        width: width - margin - left,
        height: 13.0,
        first: Day::of(days.0),
        end: Day::of(days.1).plus(1),
    };
    let bottom = top + ROW * ribbons.len() as f32;
    let years = years(days, &band(0));
    for (x, year) in &years {
        text(*x + 3.0, top - 4.0, year, 10.5, false, style.faint_ink());
    }
    for (row, ribbon) in ribbons.iter().enumerate() {
        let name = typesetter.cut(&ribbon.name, NAME, false, name_room);
        text(margin, band(row).top + 11.0, &name, NAME, false, style.ink());
    }
    let height = bottom + 40.0;
    let credit = typesetter.cut(&texts.credit, 9.5, false, room);
    text(margin, height - 14.0, &credit, 9.5, false, style.faint_ink());
    for (x, y, colour) in legend {
        let centre = PicturePoint { x: x + 6.0, y: y - 4.0 };
        shapes.push(Shape::Circle { centre, radius: 5.5, fill: Some(colour), stroke: None });
    }
    for (x, _) in &years {
        let points = vec![PicturePoint { x: *x, y: top - 12.0 }, PicturePoint { x: *x, y: bottom }];
        shapes.push(Shape::Line { points, stroke: Stroke { width: 1.0, colour: style.panel_edge() } });
    }
    for (row, ribbon) in ribbons.iter().enumerate() {
        ribbon.shapes(&band(row), style, &mut shapes);
    }
    Picture { width, height, background: style.land(), shapes }
}

/// Where years begin, as many as have room.
fn years(days: (Date, Date), band: &Band) -> Vec<(f32, String)> {
    let (first, last) = (i32::from(days.0.year()), i32::from(days.1.year()));
    let room = (band.width / 44.0).max(1.0) as i32;
    let every = [1, 2, 5, 10, 20, 50, 100, 500, 1000].into_iter().find(|every| (last - first + 1) / every <= room);
    let every = every.unwrap_or(5000);
    (first..=last)
        .filter(|year| year.rem_euclid(every) == 0)
        .filter_map(|year| Date::new(i16::try_from(year).ok()?, 1, 1).ok())
        .filter(|start| *start >= days.0)
        .map(|start| (band.x_of(Day::of(start)), start.year().to_string()))
        .collect()
}
