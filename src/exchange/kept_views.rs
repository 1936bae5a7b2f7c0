//! Reads and writes the views that are kept under a name: `views.csv`.

use std::collections::HashSet;

use crate::domain::{Attachment, Chronicle, Problem, Problems};
use crate::exchange::Error;
use crate::exchange::kept_table::{NewRow, updated_table};
use crate::exchange::table::{Columns, TableReader};

const VIEWS: Columns =
    Columns { file: Attachment::VIEWS, known: &["name", "view"], needed: (&["name", "view"], "name and view") };

const NAME: usize = 0;
const VIEW: usize = 1;

/// Reads the kept views: name, and the view as a string, in their order. Every bad row is a problem.
pub fn read_kept_views(chronicle: &Chronicle, problems: &mut Problems) -> Vec<(String, String)> {
    let mut views: Vec<(String, String)> = Vec::new();
    let Some(file) = existing(chronicle) else { return views };
    let mut table = match TableReader::new(VIEWS, file, problems) {
        Ok(table) => table,
        Err(error) => {
            // The chronicle is whole without it.
            problems.push(Problem {
                file: Attachment::VIEWS.to_owned(),
                row: Some(1),
                column: None,
                found: String::new(),
                wrong: error.to_string(),
                done: "no view is offered by name".to_owned(),
            });
            return views;
        }
    };
    let mut seen = HashSet::new();
    while table.advance(problems) {
        views.extend(view_of(&table, &mut seen, problems));
    }
    views
}

fn view_of(table: &TableReader<'_>, seen: &mut HashSet<String>, problems: &mut Problems) -> Option<(String, String)> {
    let name = table.field(NAME, problems).into_owned();
    if name.is_empty() {
        table.report(problems, NAME, "", "the view has no name", "the row is left out");
        return None;
    }
    if !seen.insert(name.clone()) {
        table.report(problems, NAME, &name, "the name has a row already", "the row is left out");
        return None;
    }
    Some((name, table.field(VIEW, problems).into_owned()))
}

fn existing(chronicle: &Chronicle) -> Option<&[u8]> {
    chronicle.attachments.iter().find(|attachment| attachment.path == Attachment::VIEWS).map(|file| &*file.content)
}

/// The chronicle's table with these views instead of those it has. Rows and columns that Salient does not know
/// stay. Fails where the chronicle has a `views.csv` of another form.
pub fn update_kept_views(chronicle: &Chronicle, views: &[(String, String)]) -> Result<Vec<u8>, Error> {
    let rows: Vec<NewRow> = views.iter().map(|(name, view)| (name.clone(), vec![name.clone(), view.clone()])).collect();
    let mut seen = HashSet::new();
    let read = |table: &TableReader<'_>, told: &mut Problems| view_of(table, &mut seen, told).map(|(name, _)| name);
    updated_table(VIEWS, existing(chronicle), &rows, read, |_| false)
}
