//! Remarks: what is odd about a row that is kept as it is.
//!
//! They follow from the row alone, so a folder and a project file with the same rows have the same.

use rustc_hash::FxHashMap;

use crate::domain::web_address::why_inert;
use crate::domain::{
    Chronicle, CoordSource, Event, EventKind, Place, PlaceKind, Problem, Report, Source, excerpt, name_key,
};

/// What is odd about a row that is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The column.
    pub column: &'static str,
    /// What was found there.
    pub found: String,
    /// What is wrong with it.
    pub wrong: String,
    /// What is done about it.
    pub done: &'static str,
}

impl Remark {
    /// The remark as a problem in a row of a file or table.
    pub fn problem(self, file: &str, row: Option<u64>) -> Problem {
        Problem {
            file: file.to_owned(),
            row,
            column: Some(self.column.to_owned()),
            found: excerpt(&self.found),
            wrong: self.wrong,
            done: self.done.to_owned(),
        }
    }
}

const KEPT: &str = "it is kept as it is";

impl Place {
    /// What is odd about the place.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let PlaceKind::Other(text) = &self.kind {
            let wrong = "it is no kind of place that Salient knows".to_owned();
            let done = "it is kept and drawn as a town";
            remarks.push(Remark { column: "kind", found: text.clone(), wrong, done });
        }
        if let CoordSource::Other(text) = &self.coord_source {
            let wrong = "it is neither geonames nor approximate".to_owned();
            remarks.push(Remark { column: "coord_source", found: text.clone(), wrong, done: KEPT });
        }
        remarks
    }
}

impl Event {
    /// What is odd about the event.
    pub fn remarks(&self, chronicle: &Chronicle) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let Some(controller) = self.control.controller() {
            let faction = chronicle.faction(controller);
            if !faction.exists_on(self.date) {
                let wrong = format!("the faction did not exist on {}", self.date);
                remarks.push(Remark { column: "controller", found: faction.id.to_string(), wrong, done: KEPT });
            }
        }
        if let EventKind::Other(text) = self.kind() {
            let wrong = "it is no kind of event that Salient knows".to_owned();
            remarks.push(Remark { column: "kind", found: text.clone(), wrong, done: KEPT });
        }
        remarks
    }
}

impl Report {
    /// What is odd about the report.
    pub fn remarks(&self) -> Vec<Remark> {
        let done = "it is kept and shown, and never opened";
        [("url", &self.url), ("archive_url", &self.archive_url)]
            .into_iter()
            .filter(|(_, url)| !url.is_empty())
            .filter_map(|(column, url)| {
                let wrong = why_inert(url)?.to_owned();
                Some(Remark { column, found: url.clone(), wrong, done })
            })
            .collect()
    }
}

/// What is odd about aliases that several sources could be meant by, each with the row of its source.
pub fn source_remarks(sources: &[Source]) -> Vec<(usize, Remark)> {
    let names: FxHashMap<String, usize> =
        sources.iter().enumerate().map(|(row, source)| (name_key(&source.name), row)).collect();
    let mut claimed: FxHashMap<String, usize> = FxHashMap::default();
    let mut remarks = Vec::new();
    for (row, source) in sources.iter().enumerate() {
        for alias in &source.aliases {
            let key = name_key(alias);
            let of_name = names.get(&key).copied();
            let owner = of_name.unwrap_or_else(|| *claimed.entry(key).or_insert(row));
            if owner == row {
                continue;
            }
            let other = &sources[owner].name;
            let what = if of_name.is_some() { "the name" } else { "already an alias" };
            let wrong = format!("it is {what} of another source, {other:?}; letter case and blanks do not count");
            let done = "reports that name it are taken to be of that one";
            remarks.push((row, Remark { column: "aliases", found: alias.clone(), wrong, done }));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_belongs_to_one_source() {
        let source = |name: &str, aliases: &[&str]| Source {
            name: name.to_owned(),
            camp: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let sources = [
            source("Syrian Observatory", &["SOHR", "sohr", "the Observatory"]),
            source("Rebels", &["syrian observatory", "s o h r", "opposition"]),
        ];
        let found: Vec<(usize, String)> =
            source_remarks(&sources).into_iter().map(|(row, remark)| (row, remark.found)).collect();
        assert_eq!(found, [(1, "syrian observatory".to_owned()), (1, "s o h r".to_owned())]);
        assert_eq!(source_remarks(&sources[..1]), []);
    }
}
