//! Which addresses may be opened in a browser.

/// The longest address that is opened, in bytes.
pub const LONGEST: usize = 2048;

/// The address, if a browser may be sent there: http or https with a host, no blanks or control
/// characters, not longer than [`LONGEST`]. Everything else is shown as text and never opened.
pub fn openable(url: &str) -> Option<&str> {
    let url = url.trim();
    let host = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    })?;
    let begins_with_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    let is_clean = !url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '"' || c == '\\');
    (begins_with_host && is_clean && url.len() <= LONGEST).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_may_be_opened() {
        for url in ["https://www.syriahr.com/en/18062/", "http://m.naharnet.com/x?a=b#c", "HTTPS://a.b"] {
            assert_eq!(openable(url), Some(url));
        }
    }

    #[test]
    fn every_other_scheme_is_only_text() {
        let long = format!("https://a.b/{}", "x".repeat(64 * 1024));
        for url in [
            "",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://a.b",
            "data:text/html,x",
            "https://",
            "https:///x",
            "https://a b",
            "https://a\nb",
            "//a.b",
            "mailto:a@b",
            "https:a.b",
            &long,
        ] {
            assert_eq!(openable(url), None, "{url}");
        }
    }
}
