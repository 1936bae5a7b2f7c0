//! One CSV table being read: columns found by name, every oddity reported.

use std::borrow::Cow;

use crate::domain::{Problem, Problems, Remark, TableLayout, excerpt};
use crate::exchange::Error;

/// The longest value of a field, in bytes; what is longer is cut and reported.
pub(super) const LONGEST_FIELD: usize = 64 * 1024;

/// The columns that Salient knows of a table, in the order in which it writes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) file: &'static str,
    pub(super) known: &'static [&'static str],
    /// Columns without which there is nothing to read, and their names in a sentence.
    pub(super) needed: (&'static [&'static str], &'static str),
}

/// A CSV table in memory, its header understood.
pub(super) struct TableReader<'a> {
    columns: Columns,
    reader: csv::Reader<&'a [u8]>,
    record: csv::ByteRecord,
    // For every known column, where it stands in the file.
    at: Vec<Option<usize>>,
    unknown_at: Vec<usize>,
    layout: TableLayout,
    width: usize,
    // What `reader` reads, and the line on which it begins, less one.
    text: &'a [u8],
    line_base: u64,
    // How many bytes of `text` the header takes.
    header_bytes: usize,
}

impl<'a> TableReader<'a> {
    pub(super) fn new(columns: Columns, bytes: &'a [u8], problems: &mut Problems) -> Result<Self, Error> {
        // A byte-order mark is not part of the first column's name.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        // Reading from memory cannot fail, and flexible ByteRecords have no other error.
        let _has_header = reader.read_byte_record(&mut record).unwrap_or(false);
        let header: Vec<String> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let mut at = vec![None; columns.known.len()];
        let mut unknown_at = Vec::new();
        for (position, name) in header.iter().enumerate() {
            let canonical = canonical_column(name);
            match columns.known.iter().position(|known| *known == canonical) {
                Some(known) if at[known].is_none() => at[known] = Some(position),
                Some(_) => {
                    problems.push(Problem {
                        file: columns.file.to_owned(),
                        row: Some(1),
                        column: Some(excerpt(name)),
                        found: excerpt(name),
                        wrong: "the column is there twice".to_owned(),
                        done: "the first is read, the second kept as an unknown column".to_owned(),
                    });
                    unknown_at.push(position);
                }
                None => unknown_at.push(position),
            }
        }
        for column in columns.needed.0 {
            let known = columns.known.iter().position(|known| known == column);
            if known.and_then(|known| at[known]).is_none() {
                return Err(Error::MissingColumn { file: columns.file.to_owned(), column, needed: columns.needed.1 });
            }
        }
        let width = header.len();
        let layout = TableLayout { columns: header, unknown: Vec::new() };
        let header_bytes = reader.position().byte() as usize;
        Ok(Self { columns, reader, record, at, unknown_at, layout, width, text: bytes, line_base: 0, header_bytes })
    }

    /// The same table with other rows: a stretch of its text, `line_base` lines into the file.
    pub(super) fn stretch(&self, bytes: &'a [u8], line_base: u64) -> Self {
        Self {
            columns: self.columns,
            reader: csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes),
            record: csv::ByteRecord::new(),
            at: self.at.clone(),
            unknown_at: self.unknown_at.clone(),
            layout: TableLayout { columns: self.layout.columns.clone(), unknown: Vec::new() },
            width: self.width,
            text: bytes,
            line_base,
            header_bytes: 0,
        }
    }

    /// The rows as `count` stretches that can be read at once, each with the lines before it; `None`
    /// where a row may go over several lines or has columns to keep.
    pub(super) fn stretches(&self, count: usize) -> Option<Vec<(&'a [u8], u64)>> {
        let (header, mut rest) = self.text.split_at_checked(self.header_bytes)?;
        if rest.contains(&b'"') || !self.unknown_at.is_empty() {
            return None;
        }
        let mut stretches = Vec::new();
        let mut line_base = self.line_base + line_ends(header);
        for left in (1..=count).rev() {
            let wished = rest.len() / left;
            let end = rest[wished..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| wished + at + 1);
            let (stretch, after) = rest.split_at(if left == 1 { rest.len() } else { end });
            stretches.push((stretch, line_base));
            if left > 1 {
                line_base += line_ends(stretch);
            }
            rest = after;
        }
        Some(stretches)
    }

    /// How far into its text the present row begins, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.start().0
    }

    /// The byte and the line at which the present row begins. The reader takes a row to begin where
    /// the last one's `\r` or `\n` was, before the rest of that line's end and empty lines.
    fn start(&self) -> (usize, u64) {
        let (byte, line) = self.record.position().map_or((0, 1), |at| (at.byte() as usize, at.line()));
        let after = self.text.get(byte..).unwrap_or_default();
        let ends = after.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(after.len());
        (byte + ends, self.line_base + line + line_ends(&after[..ends]))
    }

    /// The value of a known column in this row as it stands, where it is plain text without blanks
    /// at its ends and the row has as many fields as the header.
    pub(super) fn plain_field(&self, column: usize) -> Option<&str> {
        let bytes = self.at[column].and_then(|at| self.record.get(at))?;
        let is_plain = self.record.len() == self.width && bytes.iter().all(u8::is_ascii_graphic);
        std::str::from_utf8(bytes).ok().filter(|_| is_plain)
    }

    /// Reads the next row without looking at it; `false` at the end.
    pub(super) fn advance_plainly(&mut self) -> bool {
        self.reader.read_byte_record(&mut self.record).unwrap_or(false)
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn advance(&mut self, problems: &mut Problems) -> bool {
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return false;
        }
        if self.record.len() != self.width {
            let (found, wrong, done) = if self.record.len() > self.width {
                let beyond = self.record.get(self.width).unwrap_or_default();
                (
                    excerpt(&String::from_utf8_lossy(beyond)),
                    format!("the row has {} fields, the header {}", self.record.len(), self.width),
                    "the fields beyond the header are left out",
                )
            } else {
                (
                    String::new(),
                    format!("the row has {} fields, the header {}", self.record.len(), self.width),
                    "the missing fields are taken as empty",
                )
            };
            problems.push(self.problem(None, found, wrong, done.to_owned()));
        }
        true
    }

    /// The value of a known column in this row, blanks removed; empty where the file has no such
    /// column. Values that are not UTF-8, hold a NUL or are too long are repaired and reported.
    pub(super) fn field(&self, column: usize, problems: &mut Problems) -> Cow<'_, str> {
        let Some(bytes) = self.at[column].and_then(|at| self.record.get(at)) else {
            return Cow::Borrowed("");
        };
        self.text(bytes, self.columns.known[column], problems)
    }

    fn text<'r>(&self, bytes: &'r [u8], column: &str, problems: &mut Problems) -> Cow<'r, str> {
        let is_blank_free = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        if bytes.is_ascii() && is_blank_free(bytes.first()) && is_blank_free(bytes.last()) && bytes.len() < 256 {
            // Most fields are short and plain; this is the quick way through for them.
            if let Ok(text) = std::str::from_utf8(bytes)
                && !bytes.contains(&0)
            {
                return Cow::Borrowed(text);
            }
        }
        let plain = std::str::from_utf8(bytes).ok();
        if let Some(text) = plain
            && text.len() <= LONGEST_FIELD
            && !bytes.contains(&0)
        {
            return Cow::Borrowed(text.trim());
        }
        let mut report = |found: &str, wrong: &str, done: &str| {
            let column = Some(column.to_owned());
            let problem = self.problem(column, excerpt(found), wrong.to_owned(), done.to_owned());
            problems.push(problem);
        };
        let mut text = plain.map_or_else(
            || {
                // Latin-1 maps every byte to the character of the same number.
                let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                report(&text, "the text is not UTF-8", "it is read as Latin-1");
                text
            },
            str::to_owned,
        );
        if text.contains('\0') {
            report(&text, "the text holds NUL characters", "they are left out");
            text.retain(|character| character != '\0');
        }
        if text.len() > LONGEST_FIELD {
            let wrong = format!("the text has {} bytes", text.len());
            report(&text, &wrong, "it is cut at 64 KiB");
            let mut end = LONGEST_FIELD;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        Cow::Owned(text.trim().to_owned())
    }

    /// The names of the columns as they stand in the file.
    pub(super) fn header(&self) -> Vec<String> {
        self.layout.columns.clone()
    }

    /// Where a known column stands in the file.
    pub(super) fn position(&self, column: usize) -> Option<usize> {
        self.at[column]
    }

    /// The fields of this row as they stand.
    pub(super) fn raw(&self) -> impl Iterator<Item = &[u8]> {
        self.record.iter()
    }

    /// Whether the file has this column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.at[column].is_some()
    }

    /// The line of this row in the file; the header is line 1.
    pub(super) fn line(&self) -> u64 {
        self.start().1
    }

    /// Reports something wrong in this row.
    pub(super) fn report(
        &self,
        problems: &mut Problems,
        column: usize,
        found: &str,
        wrong: impl Into<String>,
        done: impl Into<String>,
    ) {
        let column = Some(self.columns.known[column].to_owned());
        problems.push(self.problem(column, excerpt(found), wrong.into(), done.into()));
    }

    /// Reports what is odd about this row.
    pub(super) fn remark(&self, problems: &mut Problems, remarks: Vec<Remark>) {
        for remark in remarks {
            problems.push(remark.problem(self.columns.file, Some(self.line())));
        }
    }

    /// The row was taken: its unknown columns are kept.
    pub(super) fn keep_unknown(&mut self, problems: &mut Problems) {
        if self.unknown_at.is_empty() {
            return;
        }
        let values = self
            .unknown_at
            .iter()
            .map(|at| {
                let bytes = self.record.get(*at).unwrap_or_default();
                let column = self.layout.columns.get(*at).map_or("", String::as_str);
                // Blanks matter in what we do not understand.
                match std::str::from_utf8(bytes) {
                    Ok(text) => text.into(),
                    Err(_) => self.text(bytes, column, problems).into(),
                }
            })
            .collect();
        self.layout.unknown.push(values);
    }

    pub(super) fn into_layout(self) -> TableLayout {
        self.layout
    }

    fn problem(&self, column: Option<String>, found: String, wrong: String, done: String) -> Problem {
        Problem { file: self.columns.file.to_owned(), row: Some(self.line()), column, found, wrong, done }
    }
}

fn line_ends(text: &[u8]) -> u64 {
    text.split(|byte| *byte == b'\n').count() as u64 - 1
}

/// The name under which Salient knows a column: lower case, and `color` is taken for `colour`.
pub(super) fn canonical_column(name: &str) -> String {
    let name = name.trim().to_lowercase();
    if name == "color" { "colour".to_owned() } else { name }
}
