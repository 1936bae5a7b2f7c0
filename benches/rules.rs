//! Another rule on W2 with 300,000 reports: from the wish to the new map, and the panel that answers
//! why, all but the graphics driver. Budgets: 100 ms; within a frame (16.7 ms).
#![allow(missing_docs, clippy::allow_attributes, clippy::print_stdout, reason = "a benchmark is read by who runs it")]

mod support;
#[path = "support/window.rs"]
mod window;

use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Instant;

use salient::app::action::Action;
use salient::app::document::Document;
use salient::domain::{Basis, CampIx, Known, PlaceIx, Rule, SourceIx};

use window::Window;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc; // as the program has it

fn main() {
    let Some(workload) = support::workload("w2_ukraine") else { return };
    let folder = tempfile::tempdir();
    let written = folder.and_then(|folder| write_reports(&workload, folder.path()).map(|()| folder));
    match written.map(|folder| Document::open(Some(folder.path()))) {
        Ok(Ok(document)) => run(document),
        Ok(Err(error)) => println!("the chronicle could not be opened: {error:#}"),
        Err(error) => println!("the reports could not be written: {error}"),
    }
}

/// The workload with a report on every event: forty sources in four camps, one in nine of them
/// against, published within a fortnight.
fn write_reports(workload: &Path, folder: &Path) -> std::io::Result<()> {
    for name in ["places.csv", "factions.csv", "country.geojson"] {
        fs::copy(workload.join(name), folder.join(name))?;
    }
    let mut events = String::from("id,kind,place_id,date,controller\n");
    let mut reports = String::from("id,event_id,publisher,source,url,published,stance,asserted_controller,claim\n");
    let text = fs::read_to_string(workload.join("events.csv"))?;
    let mut first_day = None;
    for (row, line) in text.lines().skip(1).enumerate() {
        let mut fields = line.split(',');
        let (place, date, holder) = (fields.next(), fields.next(), fields.next());
        let (Some(place), Some(date), Some(holder)) = (place, date, holder) else { continue };
        let is_first = *first_day.get_or_insert_with(|| date.to_owned()) == date;
        let kind = if is_first { "initial" } else { "capture" };
        writeln!(events, "e{row},{kind},{place},{date},{holder}").unwrap_or_default();
        let day = salient::domain::parse_date(date).unwrap_or_default();
        let published = day.saturating_add(jiff::Span::new().days(i64::try_from(row % 14).unwrap_or(0)));
        let (stance, asserted) = if row % 9 == 4 { ("disputes", "legion") } else { ("supports", holder) };
        let source = (row * 7) % 40;
        writeln!(
            reports,
            "r{row},e{row},Paper {},Source {source},https://example.org/{row},{published},{stance},{asserted},Somebody says so",
            row % 300
        )
        .unwrap_or_default();
    }
    let mut sources = String::from("name,camp,aliases\n");
    for source in 0..40 {
        writeln!(sources, "Source {source},camp {},S{source}", source % 4).unwrap_or_default();
    }
    fs::write(folder.join("events.csv"), events)?;
    fs::write(folder.join("reports.csv"), reports)?;
    fs::write(folder.join("sources.csv"), sources)
}

fn run(document: Document) {
    let (events, reports) = (document.chronicle.events().len(), document.chronicle.reports().len());
    println!("{events} events, {reports} reports, {} problems", document.problems.count());
    let timed = |what: &str, work: &dyn Fn() -> usize| {
        let begun = Instant::now();
        let count = std::hint::black_box(work());
        println!("{what}: {:.1} ms ({count})", begun.elapsed().as_secs_f64() * 1000.0);
    };
    let chronicle = &document.chronicle;
    timed("claims, made when the chronicle is compiled", &|| chronicle.claims().all().len());
    timed("table of sources", &|| salient::app::sources::table(chronicle).len());
    for words in ["", "somebody", "paper 299", "org/12345"] {
        timed(&format!("search {words:?}"), &|| salient::app::sources::search(chronicle, words, None, 200).1);
    }
    let mut window = Window::open(document);
    window.settle_on(700);
    let middle = window.state().view.date;
    let bases = [
        ("as told by a source", Basis::ToldBy(SourceIx::new(3))),
        ("as told by a camp", Basis::Camp(CampIx::new(1))),
        ("confirmed by 1", Basis::Confirmed(NonZeroU32::MIN)),
        ("as assessed", Basis::Assessed),
    ];
    for round in ["first", "again", "again"] {
        for known in [Known::All, Known::On(middle), Known::EachDay] {
            for (name, basis) in bases {
                let rule = Rule { basis, known };
                if window.state().document.rule() == rule {
                    continue;
                }
                let begun = Instant::now();
                window.perform(Action::SetRule(rule));
                let ruled = begun.elapsed();
                std::hint::black_box(window.draw());
                let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
                println!("{round}: {name}, {known:?}: {:.1} ms, of it the rule {:.1}", ms(begun.elapsed()), ms(ruled));
            }
        }
    }
    window.perform(Action::SetRule(Rule::default()));
    window.draw();
    let mut times = Vec::new();
    for row in 0..200 {
        window.perform(Action::Select(Some(PlaceIx::new(row * 37 % 33_000))));
        let begun = Instant::now();
        std::hint::black_box(window.draw());
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("the panel of another place: median {:.2} ms, most {:.2} ms", times[100], times[199]);
    panel_of_a_much_told_event();
}

/// The panel of a place on whose event there are 10,000 reports: when it opens, and while it stands.
fn panel_of_a_much_told_event() {
    let Ok(folder) = tempfile::tempdir() else { return };
    let mut reports = String::from("event_id,publisher,attributed_to,published,url,stance,claim\n");
    for nth in 0..10_000 {
        let stance = ["supports", "disputes", "context"][nth % 3];
        let (year, month, day) = (2015 + nth % 5, nth % 12 + 1, nth % 28 + 1);
        let (paper, source) = (nth % 500, nth % 300);
        reports.push_str(&format!(
            "a-2015-01-01,Paper {paper},Source {source},{year}-{month:02}-{day:02},https://a.b/{nth},{stance},Says so {nth}\n"
        ));
    }
    let written = [
        ("places.csv", "id,name,lat,lon\na,Alpha,35.1,36.1\nb,Beta,35.2,36.2\n"),
        ("events.csv", "place_id,date,controller\na,2015-01-01,north\nb,2015-04-25,south\n"),
        ("reports.csv", &reports),
    ];
    if written.iter().any(|(name, text)| fs::write(folder.path().join(name), text).is_err()) {
        return;
    }
    let Ok(document) = Document::open(Some(folder.path())) else { return };
    let mut window = Window::open(document);
    window.settle_on(4000);
    window.draw();
    window.perform(Action::Select(Some(PlaceIx::new(0))));
    let mut frame = || {
        let begun = Instant::now();
        std::hint::black_box(window.draw());
        begun.elapsed().as_secs_f64() * 1000.0
    };
    let first = frame();
    let mut next: Vec<f64> = (0..20).map(|_| frame()).collect();
    next.sort_by(f64::total_cmp);
    println!("10,000 reports on one event: the panel opens in {first:.1} ms, then a frame takes {:.1} ms", next[10]);
}
