//! What is true: places, factions, events, reports, and who held what on which day.
//!
//! The domain knows no file, no SQL, no pixel and no clock: every date is passed in. Values that
//! could be wrong (identifiers, coordinates, colours) cannot be built wrong, so whoever holds one
//! may trust it.

mod area;
mod chronicle;
mod claims;
mod control;
mod coordinate;
mod day;
mod doubt;
mod event;
mod faction;
mod histogram;
mod id;
mod link_record;
mod nudge;
mod place;
mod problem;
mod remark;
mod replay;
mod report;
mod rule;
mod timeline;
mod web_address;
pub mod work;

pub use area::{Area, Polygon};
pub use chronicle::{
    About, Attachment, Chapter, Chronicle, ChronicleBuilder, DuplicateId, DuplicateName, OpeningView, Table,
    TableLayout,
};
pub use claims::{CampIx, Claim, Claims, SourceIx, Voice, link_key, name_key};
pub use control::{Control, Status};
pub use coordinate::{InvalidPlace, LonLat};
pub use day::{Day, parse_date};
pub use doubt::{Doubt, DoubtChoice, Doubts, PlacesDoubts};
pub use event::{Confidence, Event, EventDetails, EventKind, Precision};
pub use faction::{Colour, Faction, InvalidColour, Symbol};
pub use histogram::{Bar, BarLength};
pub use id::{EventIx, FactionIx, Id, InvalidId, PlaceIx, ReportIx};
pub use link_record::{LinkRecord, LinkStatus};
pub use nudge::{Nudge, Nudges};
pub use place::{CoordSource, Place, PlaceKind};
pub use problem::{Problem, Problems, excerpt};
pub use remark::{Remark, source_remarks};
pub use replay::{Moved, Values};
pub use report::{Asserted, Report, Source, Stance};
pub use rule::{Basis, Known, LaterVerdict, Rule, Verdict, known_from};
pub use timeline::{
    Cause, Change, ControlIx, DifferenceCounts, MonthCount, PlaceHistory, PlacesState, Span, Step, Timeline,
    difference_counts, differing,
};
pub use web_address::{openable, why_inert};
