//! Brings a small table up to date that people may have changed: what Salient does not know of it stays.

use std::collections::HashSet;

use crate::domain::Problems;
use crate::exchange::Error;
use crate::exchange::table::{Columns, TableReader};

/// A row as it is to be: the key, and the cells in the order of the known columns.
pub(super) type NewRow = (String, Vec<String>);

/// The table `existing` (none where there was none yet) with these rows: rows of their keys are brought up to
/// date, new ones added. Other rows that can be read stay where `stays` says so of their key; columns that
/// Salient does not know, and rows that it cannot read, always stay. `read` answers the key of the present
/// row where it can be read.
///
/// Fails where `existing` is another table.
pub(super) fn updated_table(
    columns: Columns,
    existing: Option<&[u8]>,
    rows: &[NewRow],
    mut read: impl FnMut(&TableReader<'_>, &mut Problems) -> Option<String>,
    stays: impl Fn(&str) -> bool,
) -> Result<Vec<u8>, Error> {
    let names = columns.known.iter().map(|name| (*name).to_owned());
    let existing = existing.filter(|table| !table.trim_ascii().is_empty());
    let mut written: HashSet<&str> = HashSet::new();
    // The problems were told when the table was read.
    let told = &mut Problems::default();
    let mut table = existing.map(|table| TableReader::new(columns, table, told)).transpose()?;
    let mut header: Vec<String> = table.as_ref().map_or_else(|| names.clone().collect(), TableReader::header);
    // Where the columns stand; those that are missing are added at the end.
    let at: Vec<usize> = names
        .enumerate()
        .map(|(column, name)| {
            let there = table.as_ref().map_or(Some(column), |table| table.position(column));
            there.unwrap_or_else(|| {
                header.push(name);
                header.len() - 1
            })
        })
        .collect();
    let updated = |mut row: Vec<Vec<u8>>, cells: &[String]| {
        row.resize(row.len().max(header.len()), Vec::new());
        for (cell, at) in cells.iter().zip(&at) {
            row[*at] = cell.clone().into_bytes();
        }
        row
    };
    let by_key: rustc_hash::FxHashMap<&str, &NewRow> = rows.iter().map(|row| (row.0.as_str(), row)).collect();
    let mut lines: Vec<Vec<Vec<u8>>> = vec![header.iter().map(|name| name.clone().into_bytes()).collect()];
    if let Some(table) = &mut table {
        while table.advance(told) {
            let row: Vec<Vec<u8>> = table.raw().map(<[u8]>::to_vec).collect();
            let key = read(table, told);
            match key.as_ref().map(|key| (key, by_key.get(key.as_str()))) {
                Some((_, Some((key, cells)))) => {
                    if written.insert(key) {
                        lines.push(updated(row, cells));
                    }
                }
                Some((key, None)) if !stays(key) => {}
                Some((_, None)) | None => lines.push(row),
            }
        }
    }
    for (key, cells) in rows {
        if written.insert(key) {
            lines.push(updated(Vec::new(), cells));
        }
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for line in &lines {
        // Into memory: nothing that could fail.
        writer.write_record(line).unwrap_or_default();
    }
    Ok(writer.into_inner().unwrap_or_default())
}
