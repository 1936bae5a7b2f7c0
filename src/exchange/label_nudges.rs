//! Reads and writes where names were moved by hand: `labels.csv`.

use crate::domain::{Chronicle, Nudge, Nudges, PlaceIx, Problem, Problems};
use crate::exchange::Error;
use crate::exchange::kept_table::{NewRow, updated_table};
use crate::exchange::table::{Columns, TableReader};

const LABELS: Columns = Columns {
    file: Nudge::FILE,
    known: &["place", "right", "down"],
    needed: (&["place", "right", "down"], "place, right and down"),
};

const PLACE: usize = 0;
const RIGHT: usize = 1;
const DOWN: usize = 2;

const SKIPPED: &str = "the row is left out";

/// Reads where names were moved to; none where none was. Every bad row is a problem, with what was done
/// about it.
pub fn read_label_nudges(chronicle: &Chronicle, problems: &mut Problems) -> Nudges {
    let mut nudges = Nudges::new();
    let Some(file) = existing(chronicle) else { return nudges };
    let mut table = match TableReader::new(LABELS, file, problems) {
        Ok(table) => table,
        Err(error) => {
            // The chronicle is whole without it.
            problems.push(Problem {
                file: Nudge::FILE.to_owned(),
                row: Some(1),
                column: None,
                found: String::new(),
                wrong: error.to_string(),
                done: "all names stand where there is room".to_owned(),
            });
            return nudges;
        }
    };
    while table.advance(problems) {
        let Some((place, nudge)) = nudge_of(&table, chronicle, problems) else { continue };
        if nudges.insert(place, nudge).is_some() {
            let id = chronicle.place(place).id.as_str();
            table.report(problems, PLACE, id, "the place has a row already", "the later row counts");
        }
    }
    nudges
}

/// The nudge in the table's present row; `None` where the row is left out.
fn nudge_of(table: &TableReader<'_>, chronicle: &Chronicle, problems: &mut Problems) -> Option<(PlaceIx, Nudge)> {
    let id = table.field(PLACE, problems).into_owned();
    let Some(place) = chronicle.place_by_id(&id) else {
        table.report(problems, PLACE, &id, "no place has this id", SKIPPED);
        return None;
    };
    let mut points = |column: usize| {
        let text = table.field(column, problems).into_owned();
        let number = text.parse::<f32>().ok().filter(|number| number.abs() <= Nudge::FURTHEST);
        if number.is_none() {
            let wrong = format!("it is no number of points from -{0} to {0}", Nudge::FURTHEST);
            table.report(problems, column, &text, &wrong, SKIPPED);
        }
        number
    };
    Some((place, Nudge { right: points(RIGHT)?, down: points(DOWN)? }))
}

fn existing(chronicle: &Chronicle) -> Option<&[u8]> {
    chronicle.attachments.iter().find(|attachment| attachment.path == Nudge::FILE).map(|file| &*file.content)
}

/// The chronicle's table with these nudges instead of those it has. Rows and columns that Salient does not
/// know stay. Fails where the chronicle has a `labels.csv` of another form.
pub fn update_label_nudges(chronicle: &Chronicle, nudges: &Nudges) -> Result<Vec<u8>, Error> {
    let row = |(place, nudge): (&PlaceIx, &Nudge)| {
        let id = chronicle.place(*place).id.to_string();
        (id.clone(), vec![id, nudge.right.to_string(), nudge.down.to_string()])
    };
    let rows: Vec<NewRow> = nudges.iter().map(row).collect();
    let read = |table: &TableReader<'_>, told: &mut Problems| {
        nudge_of(table, chronicle, told).map(|(place, _)| chronicle.place(place).id.to_string())
    };
    updated_table(LABELS, existing(chronicle), &rows, read, |_| false)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{Attachment, ChronicleBuilder, CoordSource, Id, LonLat, Place, PlaceKind};

    fn chronicle(labels: &[u8]) -> Chronicle {
        let mut builder = ChronicleBuilder::new();
        for id in ["idlib", "ariha", "saraqib"] {
            let place = Place {
                id: Id::new(id).unwrap(),
                name: id.to_owned(),
                name_ar: String::new(),
                kind: PlaceKind::Town,
                position: LonLat::new(36.6, 35.9).unwrap(),
                coord_source: CoordSource::Unstated,
                geonames_id: None,
                admin1: String::new(),
                population: None,
            };
            builder.add_place(place).unwrap();
        }
        builder.add_attachment(Attachment { path: Nudge::FILE.to_owned(), content: Arc::from(labels) });
        builder.build()
    }

    #[test]
    fn what_is_written_reads_back_and_what_is_unknown_stays() {
        let table = b"place,right,down,why\nidlib,4,-2.5,crossing\natlantis,1,1,sunk\nariha,0,far,\n";
        let chronicle_of = chronicle(table);
        let mut problems = Problems::default();
        let mut nudges = read_label_nudges(&chronicle_of, &mut problems);
        assert_eq!((nudges.len(), problems.count()), (1, 2));
        let (idlib, saraqib) =
            (chronicle_of.place_by_id("idlib").unwrap(), chronicle_of.place_by_id("saraqib").unwrap());
        assert_eq!(nudges[&idlib], Nudge { right: 4.0, down: -2.5 });
        nudges.insert(saraqib, Nudge { right: -10.0, down: 7.5 });
        let written = update_label_nudges(&chronicle_of, &nudges).unwrap();
        let text = String::from_utf8(written.clone()).unwrap();
        assert!(text.contains("idlib,4,-2.5,crossing") && text.contains("atlantis,1,1,sunk"), "{text}");
        assert!(text.contains("ariha,0,far,"), "{text}");
        assert_eq!(read_label_nudges(&chronicle(&written), &mut Problems::default()), nudges);
        let emptied = update_label_nudges(&chronicle_of, &Nudges::new()).unwrap();
        assert!(!String::from_utf8(emptied).unwrap().contains("idlib"));
        assert!(update_label_nudges(&chronicle(b"a,b\n1,2\n"), &nudges).is_err());
    }
}
