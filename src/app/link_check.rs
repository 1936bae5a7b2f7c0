//! Asks the addresses in reports whether they still answer, and keeps copies of their pages.
//!
//! Only a person's command starts this; nothing runs in the background. One request goes out at a
//! time, with a pause between two to one host, and everything has a bound: the links, the time for
//! an answer, the redirects, the bytes of a page and those of all pages.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use ureq::http::Response;
use ureq::{Agent, Body};

use crate::domain::{Attachment, Chronicle, LinkRecord, LinkStatus, openable};
use crate::exchange::{self, update_link_records};

/// How links are gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCheck {
    /// How long one request may take.
    pub timeout: Duration,
    /// How long a host is left in peace between two requests.
    pub pause: Duration,
    /// How many links are asked for at most.
    pub limit: usize,
    /// Whether a copy of each page is kept.
    pub keep_copies: bool,
    /// The largest page that is copied, in bytes.
    pub largest_copy: usize,
    /// How many bytes all copies of one round may have together.
    pub all_copies: usize,
}

impl Default for LinkCheck {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(20),
            pause: Duration::from_secs(1),
            limit: 10_000,
            keep_copies: false,
            largest_copy: 5_000_000,
            all_copies: 200_000_000,
        }
    }
}

/// What came of asking for one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLink {
    /// What is kept of it.
    pub record: LinkRecord,
    /// What was found, in a sentence.
    pub reason: String,
    /// Whether there is a finding; where not, [`marked`] leaves what was known before.
    pub was_asked: bool,
    /// The page, where a copy is to be kept.
    pub body: Option<Vec<u8>>,
    /// What the server called the page (a media type); empty where it said nothing.
    pub content_type: String,
}

/// The addresses in reports that may be asked for, each once, in the order of reports.
pub fn links_of(chronicle: &Chronicle) -> Vec<String> {
    addresses(chronicle).into_iter().filter(|url| openable(url).is_some()).map(str::to_owned).collect()
}

/// What stands for addresses in reports and is never asked for nor opened, each once.
pub fn inert_links_of(chronicle: &Chronicle) -> Vec<String> {
    addresses(chronicle).into_iter().filter(|url| openable(url).is_none()).map(str::to_owned).collect()
}

fn addresses(chronicle: &Chronicle) -> Vec<&str> {
    let mut seen = HashSet::new();
    let all = chronicle.reports().iter().flat_map(|report| [report.url.trim(), report.archive_url.trim()]);
    all.filter(|url| !url.is_empty() && seen.insert(*url)).collect()
}

impl LinkCheck {
    /// Asks for `links`, as many as the limit allows, and calls `progress` after each with how many
    /// were asked for, until that says to stop. What is no web address is passed over; links that
    /// cannot be asked for do not count.
    pub fn run(
        &self,
        links: &[String],
        today: Date,
        mut progress: impl FnMut(usize, &CheckedLink) -> ControlFlow<()>,
    ) -> Vec<CheckedLink> {
        let mut round = Round::new(self);
        let mut checked = Vec::new();
        let mut asked = 0;
        for url in links.iter().filter_map(|link| openable(link)) {
            if asked >= self.limit {
                break;
            }
            let one = round.check(url, today);
            asked += usize::from(one.was_asked);
            let flow = progress(asked, &one);
            checked.push(one);
            if flow.is_break() {
                break;
            }
        }
        checked
    }
}

/// The chronicle with what was found: the records of links that were asked for now replace those in
/// `known`, the others stay, and pages are added as copies, each once. A link whose page is gone
/// keeps the copy it has. Fails as [`can_be_marked`] does.
pub fn marked(
    chronicle: &Chronicle,
    checked: &[CheckedLink],
    known: &[LinkRecord],
) -> Result<Chronicle, exchange::Error> {
    let mut marked = chronicle.clone();
    let known: HashMap<&str, &LinkRecord> = known.iter().map(|record| (record.url.as_str(), record)).collect();
    let mut found: Vec<LinkRecord> = Vec::new();
    let attachments = std::mem::take(&mut marked.attachments);
    let is_copy = |attachment: &Attachment| LinkRecord::sha256_in(&attachment.path).is_some();
    let (mut copies, mut attachments): (Vec<_>, Vec<_>) = attachments.into_iter().partition(is_copy);
    let sha256_in = |copy: &Attachment| LinkRecord::sha256_in(&copy.path).unwrap_or_default().to_owned();
    let mut copy_rows: HashMap<String, usize> =
        copies.iter().enumerate().map(|(row, copy)| (sha256_in(copy), row)).collect();

    for one in checked.iter().filter(|one| one.was_asked) {
        let mut record = one.record.clone();
        if let Some(body) = &one.body {
            if let Some(copy) = copy_rows.get(&record.sha256).and_then(|row| copies.get_mut(*row)) {
                if *copy.content != **body {
                    // Somebody changed the copy; this is what it is called after.
                    copy.content = Arc::from(body.as_slice());
                }
                record.copy.clone_from(&copy.path);
            } else {
                copy_rows.insert(record.sha256.clone(), copies.len());
                copies.push(Attachment { path: record.copy.clone(), content: Arc::from(body.as_slice()) });
            }
        }
        if let Some(before) = known.get(record.url.as_str()).filter(|_| record.copy.is_empty()) {
            record.sha256.clone_from(&before.sha256);
            record.copy.clone_from(&before.copy);
        }
        found.push(record);
    }

    // In the order in which a folder is read, so that the chronicle reads back equal.
    if !found.is_empty() {
        let content = Arc::from(update_link_records(table_of(chronicle), &found)?);
        attachments.retain(|attachment| attachment.path != LinkRecord::FILE);
        attachments.push(Attachment { path: LinkRecord::FILE.to_owned(), content });
    }
    copies.sort_by(|a, b| a.path.cmp(&b.path));
    attachments.append(&mut copies);
    marked.attachments = attachments;
    Ok(marked)
}

fn table_of(chronicle: &Chronicle) -> Option<&[u8]> {
    chronicle.attachments.iter().find(|file| file.path == LinkRecord::FILE).map(|file| &*file.content)
}

/// Fails where what is found could not be written, because the chronicle has a `links.csv` of
/// another form.
pub fn can_be_marked(chronicle: &Chronicle) -> Result<(), exchange::Error> {
    update_link_records(table_of(chronicle), &[]).map(|_table| ())
}

/// The records whose local copy is not what was kept, each with what is wrong.
pub fn copy_faults<'r>(chronicle: &Chronicle, records: &'r [LinkRecord]) -> Vec<(&'r LinkRecord, &'static str)> {
    let copies: HashMap<&str, &[u8]> =
        chronicle.attachments.iter().map(|copy| (copy.path.as_str(), &*copy.content)).collect();
    let fault = |record: &LinkRecord| match copies.get(record.copy.as_str()) {
        None => Some("its local copy is missing"),
        Some(content) if sha256(content) != record.sha256 => Some("its local copy was changed: the SHA-256 is another"),
        Some(_) => None,
    };
    let with_copy = records.iter().filter(|record| !record.copy.is_empty());
    with_copy.filter_map(|record| Some((record, fault(record)?))).collect()
}

fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// How many redirects are followed from one link.
const MOST_REDIRECTS: usize = 5;

/// After how many requests without any answer a host is given up for this round. A host that is
/// gone would otherwise cost the whole timeout for each of its links.
const MOST_SILENCES: u32 = 3;

/// One round of requests.
struct Round<'a> {
    check: &'a LinkCheck,
    agent: Agent,
    hosts: HashMap<String, Host>,
    /// How many bytes of copies may still be kept.
    room: usize,
}

/// How a host has behaved in this round.
#[derive(Default)]
struct Host {
    last_request: Option<Instant>,
    silences: u32,
    wants_fewer_requests: bool,
}

/// What was found at the end of the redirects.
struct Found {
    status: LinkStatus,
    code: Option<u16>,
    reason: String,
    was_asked: bool,
    page: Option<Vec<u8>>,
    content_type: String,
    ending: &'static str,
}

impl Found {
    fn without_page(status: LinkStatus, code: Option<u16>, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { status, code, reason, was_asked: true, page: None, content_type: String::new(), ending: "bin" }
    }

    fn not_asked(reason: impl Into<String>) -> Self {
        Self { was_asked: false, ..Self::without_page(LinkStatus::Refused, None, reason) }
    }
}

impl<'a> Round<'a> {
    fn new(check: &'a LinkCheck) -> Self {
        let user_agent = format!("Salient/{} (link check; asked for by its user)", env!("CARGO_PKG_VERSION"));
        let agent = Agent::config_builder()
            .user_agent(user_agent)
            .timeout_global(Some(check.timeout))
            // Redirects are followed here, because each is a request that has to wait its turn.
            .max_redirects(0)
            .http_status_as_error(false)
            // A connection that a server closed meanwhile would look like a server that hangs up.
            .max_idle_connections(0)
            .build()
            .into();
        Self { check, agent, hosts: HashMap::new(), room: check.all_copies }
    }

    fn check(&mut self, url: &str, today: Date) -> CheckedLink {
        let found = self.ask(url);
        let (mut sha256_of_page, mut copy) = (String::new(), String::new());
        if let Some(page) = &found.page {
            self.room = self.room.saturating_sub(page.len());
            sha256_of_page = sha256(page);
            copy = LinkRecord::copy_path(&sha256_of_page, found.ending);
        }
        let record = LinkRecord {
            url: url.to_owned(),
            checked: today,
            status: found.status,
            code: found.code,
            sha256: sha256_of_page,
            copy,
        };
        CheckedLink {
            record,
            reason: found.reason,
            was_asked: found.was_asked,
            body: found.page,
            content_type: found.content_type,
        }
    }

    /// Asks for one link: with HEAD, which spares the server the page; with GET where a copy is
    /// wanted or the answer to HEAD says nothing about the page.
    fn ask(&mut self, url: &str) -> Found {
        let Some(start) = sendable(url) else {
            return Found::not_asked("it was not asked for: its host is not written in ASCII, or its port is none");
        };
        let keeps = self.check.keep_copies && self.room > 0;
        let mut with_get = keeps;
        let mut redirects = 0;
        let mut code = None;
        let mut address = start.clone();
        loop {
            let host = host_of(&address);
            if let Some(found) = self.has_given_up(&host, code) {
                return found;
            }
            self.wait_for(&host);
            let request = if with_get { self.agent.get(&address) } else { self.agent.head(&address) };
            let answer = request.call();
            let mut response = match answer {
                Ok(response) => response,
                Err(error) => {
                    let failure = Failure::of(&error, self.check.timeout);
                    self.remember(&host, |host| host.silences += u32::from(failure.is_silence));
                    if failure.may_be_due_to_head && !with_get {
                        with_get = true;
                        continue;
                    }
                    if failure.was_not_sent && redirects == 0 {
                        return Found::not_asked(failure.reason);
                    }
                    return Found::without_page(LinkStatus::Unreachable, code, failure.reason);
                }
            };
            let status = response.status();
            code = Some(status.as_u16());
            self.remember(&host, |host| {
                host.silences = 0;
                host.wants_fewer_requests |= status.as_u16() == 429;
            });
            if let Some(location) = location_of(&response) {
                if redirects == MOST_REDIRECTS {
                    let reason = format!("the server sends from one address to the next, more than {redirects} times");
                    return Found::without_page(LinkStatus::Unreachable, code, reason);
                }
                redirects += 1;
                let Some(next) = next_address(&address, &location) else {
                    let reason = "the server sends to what is no http or https address";
                    return Found::without_page(LinkStatus::Unreachable, code, reason);
                };
                address = next;
                continue;
            }
            // Many servers answer HEAD as if there were no page; only GET can say that it is gone.
            if !with_get && status.as_u16() >= 400 && !matches!(status.as_u16(), 401 | 407 | 429 | 451) {
                with_get = true;
                continue;
            }
            let found = self.found(&mut response, (address != start).then_some(&*address), keeps);
            // A page takes its time: the pause begins when it has been read.
            self.remember(&host, |_| ());
            return found;
        }
    }

    fn found(&self, response: &mut Response<Body>, moved_to: Option<&str>, keeps: bool) -> Found {
        let code = response.status().as_u16();
        let status = LinkStatus::of_code(code, moved_to.is_some());
        let words = response.status().canonical_reason().unwrap_or_default();
        let mut reason = match moved_to {
            Some(address) if status == LinkStatus::Moved => format!("the page is now at {address}"),
            _ => format!("the server answered {code} {words}").trim_end().to_owned(),
        };
        let header = |name: &str| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().trim().to_owned()
        };
        let content_type = header("content-type");
        let encoding = header("content-encoding");
        let ending = if encoding.is_empty() || encoding == "identity" { ending_of(&content_type) } else { "bin" };
        let mut page = None;
        if keeps && status.has_page() {
            match read_page(response, self.check.largest_copy.min(self.room)) {
                Ok(read) => page = Some(read),
                Err(why) => reason = format!("{reason}, but no copy is kept: {why}"),
            }
        }
        Found { status, code: Some(code), reason, was_asked: true, page, content_type, ending }
    }

    /// Why nothing more is asked of this host, where that is so. `code` is that of the redirect that
    /// led there.
    fn has_given_up(&self, host: &str, code: Option<u16>) -> Option<Found> {
        let behaved = self.hosts.get(host)?;
        if behaved.wants_fewer_requests {
            return Some(Found::not_asked("it was not asked for: the server wants fewer requests (429)"));
        }
        (behaved.silences >= MOST_SILENCES).then(|| {
            let reason = format!("its host did not answer {MOST_SILENCES} requests before this one");
            Found::without_page(LinkStatus::Unreachable, code, reason)
        })
    }

    fn wait_for(&self, host: &str) {
        let last = self.hosts.get(host).and_then(|host| host.last_request);
        if let Some(left) = last.and_then(|last| self.check.pause.checked_sub(last.elapsed())) {
            thread::sleep(left);
        }
    }

    fn remember(&mut self, host: &str, change: impl FnOnce(&mut Host)) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.last_request = Some(Instant::now());
        change(host);
    }
}

/// The page, if it has at most `limit` bytes; else why not.
fn read_page(response: &mut Response<Body>, limit: usize) -> Result<Vec<u8>, String> {
    let too_large = || format!("the page has more than {limit} bytes");
    // What says beforehand that it is too large need not be fetched.
    if response.body().content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    match response.body_mut().with_config().limit(limit as u64).read_to_vec() {
        Ok(page) if page.is_empty() => Err("the page is empty".to_owned()),
        Ok(page) => Ok(page),
        Err(ureq::Error::BodyExceedsLimit(_)) => Err(too_large()),
        Err(ureq::Error::Timeout(_)) => Err("the page did not arrive in time".to_owned()),
        Err(_) => Err("the page broke off".to_owned()),
    }
}

/// How the file of a copy ends. Only what a browser is meant to show gets an ending that opens there.
fn ending_of(content_type: &str) -> &'static str {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}

/// Why there is no answer.
struct Failure {
    /// A sentence.
    reason: String,
    /// The host itself could not be reached: its other pages cannot either.
    is_silence: bool,
    /// Some servers hang up on HEAD.
    may_be_due_to_head: bool,
    /// It failed before anything left this machine.
    was_not_sent: bool,
}

impl Failure {
    fn of(error: &ureq::Error, timeout: Duration) -> Self {
        use std::io::ErrorKind;

        use ureq::Error;

        let failure =
            |reason: String| Self { reason, is_silence: false, may_be_due_to_head: false, was_not_sent: false };
        let silence = |reason: String| Self { is_silence: true, ..failure(reason) };
        let hung_up = |reason: &str| Self { may_be_due_to_head: true, ..failure(reason.to_owned()) };
        let too_late = || silence(format!("the server did not answer within {} s", timeout.as_secs_f64()));
        match error {
            Error::Timeout(_) => too_late(),
            Error::HostNotFound => silence("the name of its host is not known".to_owned()),
            Error::Http(_) | Error::BadUri(_) => {
                Self { was_not_sent: true, ..failure("it was not asked for: it is no whole address".to_owned()) }
            }
            Error::Tls(_) | Error::Rustls(_) => failure(format!("no safe connection could be made ({})", plain(error))),
            Error::Protocol(_) | Error::LargeResponseHeader(..) => hung_up("what the server answered is no HTTP"),
            Error::Io(io) => match io.kind() {
                ErrorKind::TimedOut => too_late(),
                ErrorKind::ConnectionRefused => silence("its host refused the connection".to_owned()),
                ErrorKind::UnexpectedEof
                | ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe => hung_up("the server hung up without an answer"),
                ErrorKind::InvalidData => failure(format!("no safe connection could be made ({})", plain(io))),
                // The system has no kind of its own for it.
                _ if io.to_string().contains("lookup") => silence("the name of its host is not known".to_owned()),
                _ => silence(format!("its host could not be reached ({})", plain(io))),
            },
            other => failure(format!("it could not be asked for ({})", plain(other))),
        }
    }
}

/// The text of an error on one line, not too long.
fn plain(error: &dyn std::error::Error) -> String {
    const LONGEST: usize = 200;
    let text: String = error.to_string().chars().take(LONGEST).collect();
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where a redirect leads, where the answer is one.
fn location_of(response: &Response<Body>) -> Option<String> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get("location").filter(|_| is_redirect)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// Where the path of an address begins.
fn path_start(address: &str) -> usize {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at)
}

/// The host of an address with its port, to tell hosts apart.
fn host_of(address: &str) -> String {
    let origin = &address[..path_start(address)];
    origin.rsplit(['/', '@']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The address as a request can hold it: without its fragment, `.` and `..` resolved, and with
/// percent signs for what is not allowed in a path. `None` where its host is not written in ASCII or
/// its port is none: the crate would ask port 80 instead.
fn sendable(url: &str) -> Option<String> {
    let url = url.split('#').next().unwrap_or_default();
    let (origin, rest) = url.split_at(path_start(url));
    let port = origin.rsplit(['/', '@', ']']).next().unwrap_or_default().split_once(':').map_or("", |(_, port)| port);
    let is_port = port.is_empty() || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok());
    if !(origin.is_ascii() && is_port) {
        return None;
    }
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let scheme_end = origin.find("://").unwrap_or_default();
    let mut address = origin[..scheme_end].to_ascii_lowercase();
    address.push_str(&origin[scheme_end..]);
    for byte in without_dots(path).bytes().chain(query.bytes()) {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{}".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(address)
}

/// A path with `.` and `..` resolved; it begins with `/`.
fn without_dots(path: &str) -> String {
    let mut segments = Vec::new();
    let mut ends_as_folder = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        ends_as_folder = matches!(segment, "." | "..");
        if segment == ".." {
            segments.pop();
        } else if segment != "." {
            segments.push(segment);
        }
    }
    if ends_as_folder {
        segments.push("");
    }
    format!("/{}", segments.join("/"))
}

/// The address that `location` means in the answer for `base`; `None` where it may not be opened.
fn next_address(base: &str, location: &str) -> Option<String> {
    let location = location.trim();
    let path_start = path_start(base);
    let path_end = base.find('?').unwrap_or(base.len()).max(path_start);
    let scheme = location.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    let has_scheme = scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    let start = if has_scheme {
        ""
    } else if location.starts_with("//") {
        &base[..base.find("//")?]
    } else if location.starts_with('/') {
        &base[..path_start]
    } else if location.starts_with('?') || location.is_empty() || location.starts_with('#') {
        &base[..path_end]
    } else {
        &base[..base[path_start..path_end].rfind('/').map_or(path_start, |at| path_start + at + 1)]
    };
    sendable(&format!("{start}{location}")).filter(|address| openable(address).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_fit_to_send() {
        for (url, expected) in [
            ("https://a.b", "https://a.b/"),
            ("HTTPS://A.b:8080/x?y=1#z", "https://A.b:8080/x?y=1"),
            ("https://a.b?x", "https://a.b/?x"),
            ("https://a.b/محل/{{", "https://a.b/%D9%85%D8%AD%D9%84/%7B%7B"),
            ("https://a.b/%D9%85|[x]?q=“", "https://a.b/%D9%85|[x]?q=%E2%80%9C"),
            ("https://a.b/x/../y/./z/..", "https://a.b/y/"),
            ("https://a.b/../../x/", "https://a.b/x/"),
            ("https://a.b/x//y?z=..", "https://a.b/x//y?z=.."),
        ] {
            assert_eq!(sendable(url).as_deref(), Some(expected));
        }
        for url in ["http://[::1]/", "http://[::1]:80/", "http://u:p@a.b:1/", "http://a.b:/"] {
            assert_eq!(sendable(url).as_deref(), Some(url));
        }
        for url in ["https://مثال.b/x", "http://a.b:65536/", "http://a.b:+80/", "http://a.b:80:81/", "http://[::1]:x/"]
        {
            assert_eq!(sendable(url), None, "{url}");
        }
    }

    #[test]
    fn redirects_lead_only_to_web_addresses() {
        let base = "https://u@a.b:1/x/y?q=/z";
        for (location, expected) in [
            ("https://c.d/e", "https://c.d/e"),
            ("//c.d/e", "https://c.d/e"),
            ("/e", "https://u@a.b:1/e"),
            ("e?f", "https://u@a.b:1/x/e?f"),
            ("../e", "https://u@a.b:1/e"),
            ("?e", "https://u@a.b:1/x/y?e"),
            ("e f/a:b", "https://u@a.b:1/x/e%20f/a:b"),
        ] {
            assert_eq!(next_address(base, location).as_deref(), Some(expected), "{location}");
        }
        let long = "/x".repeat(2000);
        for location in ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.b/", "intent://x", "https://", &long] {
            assert_eq!(next_address(base, location), None, "{location}");
        }
    }

    #[test]
    fn a_host_is_the_same_whoever_asks() {
        assert_eq!(host_of("https://user:secret@A.b:8080/x@y"), "a.b:8080");
        assert_eq!(host_of("http://a.b"), "a.b");
        assert_eq!(host_of("http://[::1]:80/x"), "[::1]:80");
    }

    #[test]
    fn only_pages_get_the_ending_of_pages() {
        assert_eq!(ending_of("text/html; charset=utf-8"), "html");
        assert_eq!(ending_of("Application/PDF"), "pdf");
        assert_eq!(ending_of("image/svg+xml"), "bin");
        assert_eq!(ending_of(""), "bin");
    }
}
