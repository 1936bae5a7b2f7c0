//! Reads and writes what was found of a chronicle's links: `links.csv`.

use std::collections::HashSet;

use crate::domain::{Chronicle, LinkRecord, LinkStatus, Problem, Problems, parse_date};
use crate::exchange::Error;
use crate::exchange::kept_table::{NewRow, updated_table};
use crate::exchange::table::{Columns, TableReader};

const LINKS: Columns = Columns {
    file: LinkRecord::FILE,
    known: &["url", "checked", "status", "code", "sha256", "copy"],
    needed: (&["url", "checked", "status"], "url, checked and status"),
};

const URL: usize = 0;
const CHECKED: usize = 1;
const STATUS: usize = 2;
const CODE: usize = 3;
const SHA256: usize = 4;
const COPY: usize = 5;

const SKIPPED: &str = "the row is left out";
const EMPTIED: &str = "it is taken as empty";

/// Reads the records that a chronicle carries along; none where nothing was ever checked. Every bad
/// row and value is a problem, with what was done about it.
pub fn read_link_records(chronicle: &Chronicle, problems: &mut Problems) -> Vec<LinkRecord> {
    let Some(file) = chronicle.attachments.iter().find(|attachment| attachment.path == LinkRecord::FILE) else {
        return Vec::new();
    };
    let mut table = match TableReader::new(LINKS, &file.content, problems) {
        Ok(table) => table,
        Err(error) => {
            // The chronicle is whole without it.
            problems.push(Problem {
                file: LinkRecord::FILE.to_owned(),
                row: Some(1),
                column: None,
                found: String::new(),
                wrong: error.to_string(),
                done: "all links are taken as not checked".to_owned(),
            });
            return Vec::new();
        }
    };
    let mut records: Vec<LinkRecord> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    while table.advance(problems) {
        records.extend(record_of(&table, &mut seen, problems));
    }
    records
}

/// The record in the table's present row; `None` where the row is left out.
fn record_of(table: &TableReader<'_>, seen: &mut HashSet<String>, problems: &mut Problems) -> Option<LinkRecord> {
    let url = table.field(URL, problems).into_owned();
    if url.is_empty() {
        table.report(problems, URL, "", "the row has no address", SKIPPED);
        return None;
    }
    let checked_text = table.field(CHECKED, problems);
    let Some(checked) = parse_date(&checked_text) else {
        table.report(problems, CHECKED, &checked_text, "it is no date of the form YYYY-MM-DD", SKIPPED);
        return None;
    };
    let status_text = table.field(STATUS, problems);
    let Some(status) = LinkStatus::from_text(&status_text) else {
        let wrong = "it is none of alive, moved, dead, unreachable and refused";
        table.report(problems, STATUS, &status_text, wrong, SKIPPED);
        return None;
    };
    if !seen.insert(url.clone()) {
        table.report(problems, URL, &url, "the address has a row already", SKIPPED);
        return None;
    }
    let code = match &*table.field(CODE, problems) {
        "" => None,
        text => text.parse::<u16>().ok().filter(|code| (100..1000).contains(code)).or_else(|| {
            table.report(problems, CODE, text, "it is no HTTP status", EMPTIED);
            None
        }),
    };
    let mut sha256 = table.field(SHA256, problems).to_lowercase();
    if !(sha256.is_empty() || LinkRecord::is_sha256(&sha256)) {
        table.report(problems, SHA256, &sha256, "it is no SHA-256 in 64 hexadecimal digits", EMPTIED);
        sha256.clear();
    }
    let mut copy = table.field(COPY, problems).into_owned();
    if !copy.is_empty() && LinkRecord::sha256_in(&copy) != Some(sha256.as_str()) {
        let wrong = "it is no path of a copy with the SHA-256 of this row";
        table.report(problems, COPY, &copy, wrong, EMPTIED);
        copy.clear();
    }
    Some(LinkRecord { url, checked, status, code, sha256, copy })
}

fn cell(record: &LinkRecord, column: usize) -> String {
    match column {
        URL => record.url.clone(),
        CHECKED => record.checked.to_string(),
        STATUS => record.status.text().to_owned(),
        CODE => record.code.map_or_else(String::new, |code| code.to_string()),
        SHA256 => record.sha256.clone(),
        _ => record.copy.clone(),
    }
}

/// The table `existing` (none where nothing was ever checked) with the records that were found now:
/// the rows of their addresses are brought up to date, new ones added. Everything else stays as it
/// is, columns that Salient does not know and rows that it could not read too.
///
/// Fails where `existing` is no table of links.
pub fn update_link_records(existing: Option<&[u8]>, found: &[LinkRecord]) -> Result<Vec<u8>, Error> {
    let row = |record: &LinkRecord| {
        let cells = (0..LINKS.known.len()).map(|column| cell(record, column)).collect();
        (record.url.clone(), cells)
    };
    let rows: Vec<NewRow> = found.iter().map(row).collect();
    let mut seen = HashSet::new();
    let read = |table: &TableReader<'_>, told: &mut Problems| record_of(table, &mut seen, told).map(|old| old.url);
    updated_table(LINKS, existing, &rows, read, |_| true)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::Attachment;

    fn read(links: &[u8]) -> (Vec<LinkRecord>, Problems) {
        let mut chronicle = Chronicle::default();
        chronicle.attachments.push(Attachment { path: LinkRecord::FILE.to_owned(), content: Arc::from(links) });
        let mut problems = Problems::default();
        let records = read_link_records(&chronicle, &mut problems);
        (records, problems)
    }

    #[test]
    fn records_read_back_as_they_were_written() {
        let sha256 = "0123456789abcdef".repeat(4);
        let record = |url: &str, status, code, sha256: &str, copy: String| LinkRecord {
            url: url.to_owned(),
            checked: parse_date("2026-02-03").unwrap(),
            status,
            code,
            sha256: sha256.to_owned(),
            copy,
        };
        let records = [
            record(
                "https://a.b/x,\"y\"?a=1",
                LinkStatus::Alive,
                Some(200),
                &sha256,
                LinkRecord::copy_path(&sha256, "pdf"),
            ),
            record("https://a.b/محليات", LinkStatus::Unreachable, None, "", String::new()),
        ];
        let text = update_link_records(None, &records).unwrap();
        assert!(text.starts_with(b"url,checked,status,code,sha256,copy\n"));
        let (read, problems) = read(&text);
        assert_eq!(read, records);
        assert_eq!(problems.list(), []);
        assert_eq!(update_link_records(Some(&text), &[]).unwrap(), text);
    }

    #[test]
    fn what_salient_does_not_know_of_the_table_stays() {
        let table = b"note,URL,checked,status\n\
            first,https://a.b/1,2026-01-01,alive\n\
            unread,https://a.b/1,2026-01-01,asleep\n\
            twice,https://a.b/1,2026-01-02,dead\n\
            \"a, \xff\",https://a.b/2,2026-01-01,alive,beyond\n";
        let record = |url: &str| LinkRecord {
            url: url.to_owned(),
            checked: parse_date("2026-02-03").unwrap(),
            status: LinkStatus::Dead,
            code: Some(404),
            sha256: String::new(),
            copy: String::new(),
        };
        let updated = update_link_records(Some(table), &[record("https://a.b/1"), record("https://a.b/3")]).unwrap();
        let expected = b"note,URL,checked,status,code,sha256,copy\n\
            first,https://a.b/1,2026-02-03,dead,404,,\n\
            unread,https://a.b/1,2026-01-01,asleep\n\
            twice,https://a.b/1,2026-01-02,dead\n\
            \"a, \xff\",https://a.b/2,2026-01-01,alive,beyond\n\
            ,https://a.b/3,2026-02-03,dead,404,,\n";
        assert_eq!(String::from_utf8_lossy(&updated), String::from_utf8_lossy(expected));
        assert!(update_link_records(Some(b"date,price\n1,2\n"), &[record("https://a.b/1")]).is_err());
        assert!(update_link_records(Some(b" \n"), &[record("https://a.b/1")]).is_ok());
    }

    #[test]
    fn nothing_checked_is_no_problem() {
        let mut problems = Problems::default();
        assert_eq!(read_link_records(&Chronicle::default(), &mut problems), []);
        assert!(problems.is_empty());
    }

    #[test]
    fn bad_rows_are_problems_and_the_rest_is_read() {
        let sha256 = "0123456789abcdef".repeat(4);
        let text = format!(
            "url,checked,status,code,sha256,copy\n\
             ,2026-02-03,alive,200,,\n\
             https://a.b/1,yesterday,alive,200,,\n\
             https://a.b/2,2026-02-03,asleep,200,,\n\
             https://a.b/3,2026-02-03,alive,70000,,\n\
             https://a.b/4,2026-02-03,dead,404,abc,\n\
             https://a.b/5,2026-02-03,alive,200,{sha256},copies/../../evil.html\n\
             https://a.b/6,2026-02-03,alive,200,,copies/{sha256}.html\n\
             https://a.b/6,2026-02-04,dead,404,,\n\
             https://a.b/7,2026-02-03,alive\n"
        );
        let (records, problems) = read(text.as_bytes());
        let urls: Vec<&str> = records.iter().map(|record| record.url.as_str()).collect();
        assert_eq!(urls, ["https://a.b/3", "https://a.b/4", "https://a.b/5", "https://a.b/6", "https://a.b/7"]);
        assert_eq!(problems.count(), 9, "{:?}", problems.list());
        assert!(records.iter().all(|record| record.copy.is_empty()));
        assert_eq!(records[0].code, None);
        assert_eq!(records[2].sha256, sha256);
    }

    #[test]
    fn what_is_no_table_is_one_problem() {
        for links in [&b""[..], b"\0\0", b"a,b\n1,2\n", b"\xff\xfe,\n", b"url,checked\nx,y\n"] {
            let (records, problems) = read(links);
            assert_eq!(records, []);
            assert_eq!(problems.count(), 1, "{:?}", problems.list());
        }
    }
}
