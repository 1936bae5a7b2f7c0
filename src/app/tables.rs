//! Rows as text: CSV, Markdown, and aligned for reading; the same in the window and in the shell.

use crate::app::citations::markdown_text;
use crate::app::wording;

/// Rows as CSV with a header row.
pub fn csv(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let owned = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    for row in std::iter::once(&owned(header)).chain(rows) {
        // Into memory, and all rows are as long: nothing that could fail.
        writer.write_record(row).unwrap_or_default();
    }
    writer.into_inner().unwrap_or_default()
}

/// Rows as a Markdown table.
pub fn markdown(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let names: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    let rule: Vec<String> = header.iter().map(|_| "---".to_owned()).collect();
    let mut text = line(&names) + &line(&rule);
    for row in rows {
        text.push_str(&line(&row.iter().map(|cell| markdown_text(&wording::one_line(cell))).collect::<Vec<_>>()));
    }
    text
}

/// Rows as aligned text, each on one line.
pub fn aligned(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| wording::one_line(cell)).collect()).collect();
    let mut widths: Vec<usize> = header.iter().map(|name| name.chars().count()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut out = String::new();
        for (cell, width) in cells.zip(&widths) {
            out.push_str(cell);
            out.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        text.push_str(out.trim_end());
        text.push('\n');
    };
    line(&mut header.iter().copied());
    for row in &rows {
        line(&mut row.iter().map(String::as_str));
    }
    text.into_bytes()
}
