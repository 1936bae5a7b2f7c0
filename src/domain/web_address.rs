//! Which addresses may be opened in a browser or asked for.

/// The longest address that is opened, in bytes.
const LONGEST: usize = 2048;

/// The address, if a browser may be sent there: http or https with a host, no blanks or control
/// characters, not longer than 2048 bytes. Everything else is shown as text and never opened.
pub fn openable(url: &str) -> Option<&str> {
    judged(url).ok()
}

/// Why the address is only shown, where that is so.
pub fn why_inert(url: &str) -> Option<&'static str> {
    judged(url).err()
}

fn judged(url: &str) -> Result<&str, &'static str> {
    let url = url.trim();
    let host = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    });
    let host = host.ok_or("it is no http or https address")?;
    if url.len() > LONGEST {
        return Err("the address is longer than 2048 bytes");
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '"' || c == '\\') {
        return Err("the address holds a blank, a quotation mark, a backslash or a control character");
    }
    if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return Err("the address names no host");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_may_be_opened() {
        for url in ["https://www.syriahr.com/en/18062/", "http://m.naharnet.com/x?a=b#c", "HTTPS://a.b"] {
            assert_eq!(openable(url), Some(url));
            assert_eq!(why_inert(url), None);
        }
    }

    #[test]
    fn every_other_address_is_only_text_for_its_own_reason() {
        let long = format!("https://a.b/{}", "x".repeat(64 * 1024));
        for (url, why) in [
            ("", "no http"),
            ("javascript:alert(1)", "no http"),
            ("file:///etc/passwd", "no http"),
            ("ftp://a.b", "no http"),
            ("data:text/html,x", "no http"),
            ("//a.b", "no http"),
            ("mailto:a@b", "no http"),
            ("https:a.b", "no http"),
            ("https://", "no host"),
            ("https:///x", "no host"),
            ("https://a b", "a blank"),
            ("https://a\nb", "a blank"),
            (&long, "2048"),
        ] {
            assert_eq!(openable(url), None, "{url}");
            assert!(why_inert(url).is_some_and(|reason| reason.contains(why)), "{url}");
        }
    }
}
