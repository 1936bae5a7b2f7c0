//! Link records: what was found when the address of a report was last asked for.

use jiff::civil::Date;

/// What was found when an address was last asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// The address, as the reports have it.
    pub url: String,
    /// The day on which it was asked for.
    pub checked: Date,
    /// What was found.
    pub status: LinkStatus,
    /// The HTTP status of the last answer, where there was one.
    pub code: Option<u16>,
    /// The SHA-256 of the page's local copy in lower-case hexadecimal; empty where there is none.
    pub sha256: String,
    /// Where the local copy is kept inside the chronicle; empty where there is none.
    pub copy: String,
}

impl LinkRecord {
    /// The file of a chronicle that holds the records.
    pub const FILE: &'static str = "links.csv";

    /// The folder of a chronicle that holds the local copies.
    pub const COPIES: &'static str = "copies";

    /// Where the copy with this SHA-256 is kept; `ending` is `html`, `pdf` or `bin`.
    pub fn copy_path(sha256: &str, ending: &str) -> String {
        format!("{}/{sha256}.{ending}", Self::COPIES)
    }

    /// The SHA-256 in the path of a copy; `None` where it is no such path. Paths come out of files:
    /// what passes here can only lie in the folder of copies.
    pub fn sha256_in(copy: &str) -> Option<&str> {
        let name = copy.strip_prefix(Self::COPIES)?.strip_prefix('/')?;
        let (sha256, ending) = name.split_once('.')?;
        (Self::is_sha256(sha256) && matches!(ending, "html" | "pdf" | "bin")).then_some(sha256)
    }

    /// Whether the text is a SHA-256 as records write it.
    pub fn is_sha256(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// Whether a chronicle keeps its records or a copy at this path.
    pub fn is_attachment(path: &str) -> bool {
        path == Self::FILE || Self::sha256_in(path).is_some()
    }
}

/// What was found of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkStatus {
    /// The page is there.
    Alive,
    /// The page is there, after redirects to another address.
    Moved,
    /// The server says that the page is gone: 404, 410, or another 4xx that is not about the asker.
    Dead,
    /// No page was reached: the host is not known or does not answer, no safe connection could be
    /// made, the server failed (5xx), or redirects led nowhere.
    Unreachable,
    /// The server turned the program away (401, 403, 429, 451 and their like); a person may still
    /// see the page.
    Refused,
}

impl LinkStatus {
    /// All of them, in the order in which they are counted up.
    pub const ALL: [Self; 5] = [Self::Alive, Self::Moved, Self::Dead, Self::Unreachable, Self::Refused];

    /// What the HTTP status of the last answer means; `moved` where redirects led to another address.
    pub fn of_code(code: u16, moved: bool) -> Self {
        // About the asker or the manner of asking; the page itself may well be there.
        if matches!(code, 401..=403 | 405..=407 | 418 | 421 | 423 | 425 | 426 | 428 | 429 | 431 | 451) {
            return Self::Refused;
        }
        match code / 100 {
            2 if moved => Self::Moved,
            2 => Self::Alive,
            // 408: the server grew tired of waiting.
            4 if code != 408 => Self::Dead,
            // Beyond HTTP: some sites answer 999 to whatever is no browser.
            6.. => Self::Refused,
            _ => Self::Unreachable,
        }
    }

    /// Whether a page is there.
    pub fn has_page(self) -> bool {
        matches!(self, Self::Alive | Self::Moved)
    }

    /// The status that `text` names.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.text() == text)
    }

    /// The word for it in files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Moved => "moved",
            Self::Dead => "dead",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_copy_stays_in_its_folder() {
        let sha256 = "0123456789abcdef".repeat(4);
        for ending in ["html", "pdf", "bin"] {
            let path = LinkRecord::copy_path(&sha256, ending);
            assert_eq!(LinkRecord::sha256_in(&path), Some(sha256.as_str()));
            assert!(LinkRecord::is_attachment(&path));
        }
        assert!(LinkRecord::is_attachment("links.csv"));
        for wrong in [
            String::new(),
            "copies".to_owned(),
            "copies/".to_owned(),
            "copies/a.html".to_owned(),
            "copies/../events.csv".to_owned(),
            format!("{sha256}.html"),
            format!("copies/{sha256}"),
            format!("copies/{sha256}.exe"),
            format!("copies/{sha256}.html/x"),
            format!("copies/x/{sha256}.html"),
            format!("copies/{}.html", sha256.to_uppercase()),
            format!("copies/../copies/{sha256}.html"),
        ] {
            assert!(!LinkRecord::is_attachment(&wrong), "{wrong}");
        }
    }

    #[test]
    fn a_status_reads_back_from_its_word() {
        for status in LinkStatus::ALL {
            assert_eq!(LinkStatus::from_text(status.text()), Some(status));
        }
        assert_eq!(LinkStatus::from_text("asleep"), None);
    }

    #[test]
    fn only_what_says_that_the_page_is_gone_is_dead() {
        use LinkStatus::{Alive, Dead, Moved, Refused, Unreachable};
        for (code, status) in [
            (200, Alive),
            (204, Alive),
            (302, Unreachable),
            (400, Dead),
            (401, Refused),
            (403, Refused),
            (404, Dead),
            (405, Refused),
            (408, Unreachable),
            (410, Dead),
            (429, Refused),
            (451, Refused),
            (500, Unreachable),
            (503, Unreachable),
            (999, Refused),
        ] {
            assert_eq!(LinkStatus::of_code(code, false), status, "{code}");
        }
        assert_eq!(LinkStatus::of_code(200, true), Moved);
        assert_eq!(LinkStatus::of_code(404, true), Dead);
    }
}
