//! `salient places`: all places on a date, and the lists people ask for.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::app::place_table::{COLUMNS, PlaceColumn, ReadyList, place_rows, sort_rows, texts};
use crate::app::territory::parse_reach;
use crate::cli::output::{self, Format};
use crate::cli::{DoubtArguments, Outcome, RuleArguments, Source, date_argument, filter_argument, outcome_of};

#[derive(Args)]
pub(super) struct Places {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    rule: RuleArguments,
    #[command(flatten)]
    doubts: DoubtArguments,
    /// The day, YYYY-MM-DD [default: the chronicle's last day]
    #[arg(long, value_parser = date_argument)]
    date: Option<Date>,
    /// Which places, in the order that the list is for
    #[arg(long, value_enum, default_value_t = ListArgument::All)]
    list: ListArgument,
    /// By which column they are sorted, instead of the list's own order
    #[arg(long, value_enum)]
    sort: Option<ColumnArgument>,
    /// The largest, the newest first
    #[arg(long, requires = "sort")]
    descending: bool,
    /// How far from a place its ground goes at most, for who is cut off: kilometres from 5 to 100, or none
    #[arg(long, value_name = "KM|none", default_value = "25")]
    reach: String,
    /// Only places that pass, as `salient snapshot --filter` takes them
    #[arg(long)]
    filter: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListArgument {
    /// All places
    All,
    /// Those held longest by whoever holds them
    HeldLongest,
    /// Those that changed hands most
    ChangedMost,
    /// Those whose neighbours within reach are all held by another side
    CutOff,
}

#[derive(Clone, Copy, ValueEnum)]
enum ColumnArgument {
    Name,
    Region,
    Holder,
    Since,
    Changes,
    LastReport,
    Disputed,
    CutOff,
}

impl Places {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let reach = parse_reach(&self.reach)?;
        let document = self.rule.open(&self.source)?;
        let date = self.date.unwrap_or(document.days().1);
        let list = match self.list {
            ListArgument::All => ReadyList::All,
            ListArgument::HeldLongest => ReadyList::HeldLongest,
            ListArgument::ChangedMost => ReadyList::ChangedMost,
            ListArgument::CutOff => ReadyList::CutOff,
        };
        let column = |column: ColumnArgument| match column {
            ColumnArgument::Name => PlaceColumn::Name,
            ColumnArgument::Region => PlaceColumn::Region,
            ColumnArgument::Holder => PlaceColumn::Holder,
            ColumnArgument::Since => PlaceColumn::Since,
            ColumnArgument::Changes => PlaceColumn::Changes,
            ColumnArgument::LastReport => PlaceColumn::LastReport,
            ColumnArgument::Disputed => PlaceColumn::Disputed,
            ColumnArgument::CutOff => PlaceColumn::CutOff,
        };
        let order = self.sort.map_or_else(|| list.order(), |sort| (column(sort), self.descending));
        let mut rows = place_rows(&document, date, reach, self.doubts.stale_days);
        rows.retain(|row| list.has(row));
        let filter = filter_argument(&document, self.filter.as_deref())?;
        if let Some(passing) = filter.of(&document) {
            rows.retain(|row| passing.on(row.place, date));
        }
        sort_rows(&document, &mut rows, order);
        let (columns, rows) = filter.named(&document.chronicle, &COLUMNS, texts(&document, &rows));
        output::print(&self.format.rows(&columns, &rows)?)?;
        Ok(outcome_of(&document))
    }
}
