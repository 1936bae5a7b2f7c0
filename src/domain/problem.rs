//! Problems: what was wrong in data that could be read all the same.

use std::fmt;

/// Something wrong in a file that could be read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or table.
    pub file: String,
    /// The line in the file (the header is line 1) or the row of the table.
    pub row: Option<u64>,
    /// The column or key.
    pub column: Option<String>,
    /// What was found there, cut short where long.
    pub found: String,
    /// What is wrong with it.
    pub wrong: String,
    /// What was done about it.
    pub done: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        if self.found.is_empty() {
            write!(f, ": {}; {}", self.wrong, self.done)
        } else {
            write!(f, ": found {:?}: {}; {}", self.found, self.wrong, self.done)
        }
    }
}

/// The problems of one reading: the first of them in full, the rest counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    not_listed: usize,
}

impl Problems {
    /// How many problems are kept in full; a file of nothing but errors must not fill the memory.
    pub const MOST: usize = 10_000;

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < Self::MOST {
            self.list.push(problem);
        } else {
            self.not_listed += 1;
        }
    }

    /// Adds the problems of another reading.
    pub fn append(&mut self, other: Self) {
        self.not_listed += other.not_listed;
        other.list.into_iter().for_each(|problem| self.push(problem));
    }

    /// The problems kept in full.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// How many more there are than the list holds.
    pub fn not_listed(&self) -> usize {
        self.not_listed
    }

    /// How many there are in all.
    pub fn count(&self) -> usize {
        self.list.len() + self.not_listed
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

/// The beginning of a text, short enough for a message, control characters made visible.
pub fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
