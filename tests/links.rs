//! Links that survive: checked on command against a server on this machine, never otherwise; marks
//! and copies go into projects and folders and come back.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where it fails, and tells what it left out"
)]

mod support;

use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use salient::app::document::Document;
use salient::app::link_check::{self, CheckedLink, LinkCheck};
use salient::domain::{Chronicle, LinkRecord, LinkStatus, Problems, parse_date};
use salient::exchange::read_link_records;
use support::{Dir, EVENTS, PLACES, Run, day};

/// What every environment variable that names a proxy is called.
const PROXIES: [&str; 6] = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// The page at `/fine` and at `/same`, and its SHA-256 (the first example of FIPS 180).
const PAGE: &str = "abc";
const SHA256_OF_PAGE: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// What the server was asked.
struct Asked {
    method: String,
    path: String,
    head: String,
    at: Instant,
}

/// A web server on this machine that remembers what it was asked.
struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { address, connections: Arc::default(), asked: Arc::default() };
        let (connections, asked) = (Arc::clone(&server.connections), Arc::clone(&server.asked));
        let kept_waiting: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
        let accept = move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                connections.fetch_add(1, Ordering::SeqCst);
                let (asked, kept_waiting) = (Arc::clone(&asked), Arc::clone(&kept_waiting));
                let answer = move || answer(stream, &asked, &kept_waiting);
                thread::Builder::new().name("answer".to_owned()).spawn(answer).unwrap();
            }
        };
        thread::Builder::new().name("web server".to_owned()).spawn(accept).unwrap();
        server
    }

    /// A server for links that are checked in this process, where a proxy cannot be switched off.
    fn start_without_proxy() -> Option<Self> {
        if PROXIES.iter().any(|name| std::env::var_os(name).is_some()) {
            eprintln!("a proxy is set, which would be asked for this machine: the test was left out");
            return None;
        }
        Some(Self::start())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The requests so far: method and path.
    fn requests(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }
}

/// Answers one connection, by the path that it asks for.
fn answer(mut stream: TcpStream, asked: &Mutex<Vec<Asked>>, kept_waiting: &Mutex<Vec<TcpStream>>) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend_from_slice(&buffer[..read]),
        }
    }
    let head = String::from_utf8_lossy(&request).into_owned();
    let mut words = head.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    asked.lock().unwrap().push(Asked { method: method.clone(), path: path.clone(), head, at: Instant::now() });
    let is_head = method == "HEAD";
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let (status, headers, body): (&str, String, Vec<u8>) = match path.split('?').next().unwrap_or_default() {
        "/no-head" if is_head => ("405 Method Not Allowed", html.to_owned(), Vec::new()),
        "/head-is-missing" if is_head => ("404 Not Found", html.to_owned(), Vec::new()),
        "/hangs-up-on-head" if is_head => return,
        "/fine" | "/same" | "/no-head" | "/head-is-missing" | "/hangs-up-on-head" => {
            ("200 OK", html.to_owned(), PAGE.into())
        }
        "/paper" => ("200 OK", "Content-Type: application/pdf\r\n".to_owned(), b"%PDF-1.4 paper".into()),
        "/picture" => ("200 OK", "Content-Type: image/png\r\n".to_owned(), b"picture".into()),
        "/packed" => ("200 OK", format!("{html}Content-Encoding: gzip\r\n"), b"\x1f\x8b packed".into()),
        "/empty" => ("200 OK", html.to_owned(), Vec::new()),
        "/large" | "/unmeasured" => ("200 OK", html.to_owned(), vec![b'x'; 10_000_000]),
        "/gone" => ("410 Gone", html.to_owned(), b"gone".into()),
        "/broken" => ("500 Internal Server Error", html.to_owned(), b"broken".into()),
        "/private" => ("403 Forbidden", html.to_owned(), b"private".into()),
        "/login" => ("401 Unauthorized", html.to_owned(), b"login".into()),
        "/lawyers" => ("451 Unavailable For Legal Reasons", html.to_owned(), Vec::new()),
        "/busy" => ("429 Too Many Requests", html.to_owned(), Vec::new()),
        "/hangs-up" => return,
        "/noise" => {
            stream.write_all(b"this is no HTTP\r\n\r\n").unwrap_or_default();
            return;
        }
        "/silent" => {
            kept_waiting.lock().unwrap().push(stream);
            return;
        }
        "/old" => ("301 Moved Permanently", "Location: /fine\r\n".to_owned(), Vec::new()),
        "/a/b/relative" => ("307 Temporary Redirect", "Location: ../../fine?x#y\r\n".to_owned(), Vec::new()),
        "/old-and-gone" => ("302 Found", "Location: /gone\r\n".to_owned(), Vec::new()),
        "/loop" => ("302 Found", "Location: /loop\r\n".to_owned(), Vec::new()),
        "/to-file" => ("302 Found", "Location: file:///etc/passwd\r\n".to_owned(), Vec::new()),
        "/to-script" => ("302 Found", "Location: javascript:alert(1)\r\n".to_owned(), Vec::new()),
        "/to-nowhere" => ("302 Found", String::new(), Vec::new()),
        _ => ("404 Not Found", html.to_owned(), b"missing".into()),
    };
    // Without a length, the page ends where the connection does.
    let length = if path == "/unmeasured" { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n");
    let body = if is_head { Vec::new() } else { body };
    // Whoever asked may have had enough.
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).unwrap_or_default();
}

/// The address of a port on this machine at which nobody listens.
fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A check that loses no time.
fn quick() -> LinkCheck {
    LinkCheck { timeout: Duration::from_secs(20), pause: Duration::ZERO, ..LinkCheck::default() }
}

fn check(check: &LinkCheck, links: &[String]) -> Vec<CheckedLink> {
    let (mut told, mut asked) = (0, 0);
    let checked = check.run(links, day("2026-02-03"), |done, one| {
        told += 1;
        asked += usize::from(one.was_asked);
        assert_eq!(done, asked);
        ControlFlow::Continue(())
    });
    assert_eq!(checked.len(), told);
    for one in &checked {
        assert_eq!(one.record.checked, day("2026-02-03"));
        assert!(!one.reason.is_empty() && !one.reason.contains('\n'), "one sentence: {:?}", one.reason);
    }
    checked
}

/// A chronicle folder whose reports have these addresses.
fn chronicle(dir: &Dir, name: &str, urls: &[String]) {
    dir.chronicle(name, PLACES, EVENTS);
    let mut reports = "id,event_id,publisher,url,archive_url\n".to_owned();
    for (row, url) in urls.iter().enumerate() {
        // Every other is the address of a copy elsewhere.
        let (url, archive_url) = if row.is_multiple_of(2) { (url.as_str(), "") } else { ("", url.as_str()) };
        reports.push_str(&format!("r{row},a-2015-03-28,Paper,\"{url}\",\"{archive_url}\"\n"));
    }
    dir.write(&format!("{name}/reports.csv"), reports);
}

/// Runs the program in `dir` with no proxy set.
fn salient(dir: &Dir, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_salient"));
    for name in PROXIES {
        command.env_remove(name);
    }
    let output = command
        .args(arguments)
        .current_dir(dir.path(""))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env("XDG_CONFIG_HOME", dir.path("config"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// `salient links` with `--check` and no pause; the arguments that follow.
fn check_arguments<'a>(path: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["links", path, "--check", "--pause", "0", "--format", "csv"], rest].concat()
}

/// The rows of a CSV with a header, by their `url`.
fn by_url(text: &str) -> HashMap<String, HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    rows.into_iter().map(|row| (row["url"].clone(), row)).collect()
}

fn records(chronicle: &Chronicle) -> Vec<LinkRecord> {
    let mut problems = Problems::default();
    let records = read_link_records(chronicle, &mut problems);
    assert_eq!(problems.list(), []);
    records
}

fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn file<'a>(chronicle: &'a Chronicle, path: &str) -> Option<&'a [u8]> {
    chronicle.attachments.iter().find(|file| file.path == path).map(|file| &*file.content)
}

#[test]
fn every_answer_has_its_status() {
    use LinkStatus::{Alive, Dead, Moved, Refused, Unreachable};
    let Some(server) = Server::start_without_proxy() else { return };
    let cases = [
        ("/fine", Alive, Some(200)),
        ("/gone", Dead, Some(410)),
        ("/missing", Dead, Some(404)),
        ("/broken", Unreachable, Some(500)),
        ("/private", Refused, Some(403)),
        ("/login", Refused, Some(401)),
        ("/lawyers", Refused, Some(451)),
        ("/no-head", Alive, Some(200)),
        ("/head-is-missing", Alive, Some(200)),
        ("/hangs-up-on-head", Alive, Some(200)),
        ("/hangs-up", Unreachable, None),
        ("/noise", Unreachable, None),
        ("/old", Moved, Some(200)),
        ("/a/b/relative", Moved, Some(200)),
        ("/old-and-gone", Dead, Some(410)),
        ("/loop", Unreachable, Some(302)),
        ("/to-file", Unreachable, Some(302)),
        ("/to-script", Unreachable, Some(302)),
        ("/to-nowhere", Unreachable, Some(302)),
    ];
    let links: Vec<String> = cases.iter().map(|(path, ..)| server.url(path)).collect();
    let checked = check(&quick(), &links);
    assert_eq!(checked.len(), cases.len());
    for (one, (path, status, code)) in checked.iter().zip(cases) {
        assert_eq!((one.record.status, one.record.code), (status, code), "{path}: {}", one.reason);
        assert_eq!(one.record.url, server.url(path));
        assert!(one.was_asked && one.body.is_none() && one.record.copy.is_empty());
    }
    let requests = server.requests();
    let count = |request: &str| requests.iter().filter(|asked| *asked == request).count();
    assert_eq!((count("HEAD /fine"), count("GET /fine")), (2, 0), "where HEAD says all, no page is fetched");
    assert_eq!((count("HEAD /no-head"), count("GET /no-head")), (1, 1));
    assert_eq!(count("HEAD /loop"), 6, "five redirects are followed, not more");
    assert_eq!(count("HEAD /fine?x"), 1);
    for asked in server.asked.lock().unwrap().iter() {
        let head = asked.head.to_lowercase();
        let version = env!("CARGO_PKG_VERSION");
        assert!(head.contains(&format!("user-agent: salient/{version} (link check; asked for by its user)")), "{head}");
    }
}

#[test]
fn who_does_not_answer_is_unreachable_and_soon_given_up() {
    let Some(server) = Server::start_without_proxy() else { return };
    let refused = check(&quick(), &[format!("{}/x", closed_port())]);
    assert_eq!((refused[0].record.status, refused[0].record.code), (LinkStatus::Unreachable, None));
    assert!(refused[0].reason.contains("refused"), "{}", refused[0].reason);

    let links: Vec<String> = (0..6).map(|nth| server.url(&format!("/silent?{nth}"))).collect();
    let begun = Instant::now();
    let checked = check(&LinkCheck { timeout: Duration::from_millis(300), ..quick() }, &links);
    assert_eq!(checked.len(), 6);
    assert!(checked.iter().all(|one| one.record.status == LinkStatus::Unreachable));
    assert!(checked[0].reason.contains("within 0.3 s"), "{}", checked[0].reason);
    assert!(checked[5].reason.contains("did not answer 3 requests"), "{}", checked[5].reason);
    assert_eq!(server.connections(), 3, "nobody knocks for ever");
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_server_that_wants_fewer_requests_gets_none() {
    let Some(server) = Server::start_without_proxy() else { return };
    let links = ["/busy", "/fine", "/same"].map(|path| server.url(path));
    let checked = check(&quick(), &links);
    assert_eq!((checked[0].record.status, checked[0].record.code), (LinkStatus::Refused, Some(429)));
    assert!(checked[0].was_asked && !checked[1].was_asked && !checked[2].was_asked);
    assert_eq!(server.requests(), ["HEAD /busy"]);
    // Nothing was found of the others, so nothing is marked.
    assert_eq!(records(&link_check::marked(&Chronicle::default(), &checked, &[]).unwrap()).len(), 1);
}

#[test]
fn two_requests_to_one_host_have_a_pause_between_them() {
    let Some(server) = Server::start_without_proxy() else { return };
    let pause = Duration::from_millis(80);
    let links = ["/fine", "/old", "/no-head", "/same"].map(|path| server.url(path));
    check(&LinkCheck { pause, ..quick() }, &links);
    let asked = server.asked.lock().unwrap();
    assert_eq!(asked.len(), 6, "redirects and second questions are requests too");
    for pair in asked.windows(2) {
        let apart = pair[1].at - pair[0].at;
        assert!(apart >= pause, "{} came {apart:?} after {}", pair[1].path, pair[0].path);
    }
}

#[test]
fn what_is_no_web_address_is_never_asked_for() {
    let Some(server) = Server::start_without_proxy() else { return };
    let host = server.address.trim_start_matches("http://");
    let links = [
        "javascript:alert(1)".to_owned(),
        "file:///etc/passwd".to_owned(),
        format!("ftp://{host}/x"),
        format!("//{host}/x"),
        format!("http:{host}/x"),
        format!("http://{host}/a b"),
        format!("http://{host}/a\r\nX: y"),
        "data:text/html,x".to_owned(),
        String::new(),
        server.url(&format!("/{}", "x".repeat(64 * 1024))),
    ];
    assert_eq!(check(&quick(), &links), []);
    assert_eq!(server.connections(), 0);
    // A host or a port that cannot be asked for is told of, and marked as nothing.
    let odd = ["http://127.0.0.1:99999999/".to_owned(), "http://مثال.example/".to_owned()];
    let checked = check(&quick(), &odd);
    assert!(checked.len() == 2 && checked.iter().all(|one| !one.was_asked));
    assert_eq!(records(&link_check::marked(&Chronicle::default(), &checked, &[]).unwrap()), []);
}

#[test]
fn copies_are_bounded() {
    let Some(server) = Server::start_without_proxy() else { return };
    let links = ["/large", "/unmeasured", "/fine", "/picture", "/empty", "/packed", "/gone"];
    let links = links.map(|path| server.url(path));
    let copying = LinkCheck { keep_copies: true, ..quick() };
    let checked = check(&copying, &links);
    let [large, unmeasured, fine, picture, empty, packed, gone] = checked.as_slice() else { panic!("seven links") };
    for large in [large, unmeasured] {
        assert_eq!((large.record.status, &large.body), (LinkStatus::Alive, &None));
        assert!(large.reason.contains("more than 5000000 bytes"), "{}", large.reason);
    }
    assert_eq!(fine.body.as_deref(), Some(PAGE.as_bytes()));
    assert_eq!(fine.record.sha256, SHA256_OF_PAGE);
    assert_eq!(fine.record.copy, format!("copies/{SHA256_OF_PAGE}.html"));
    assert_eq!(fine.content_type, "text/html; charset=utf-8");
    assert_eq!(ending(&picture.record.copy), "bin");
    assert_eq!((empty.record.status, &empty.body), (LinkStatus::Alive, &None));
    assert_eq!(ending(&packed.record.copy), "bin", "no browser opens what is packed");
    assert_eq!((gone.record.status, &gone.body), (LinkStatus::Dead, &None));
    // The copies of one round have a bound together.
    let little = LinkCheck { all_copies: 4, ..copying };
    let links = ["/fine", "/picture", "/same?1"].map(|path| server.url(path));
    let kept: Vec<bool> = check(&little, &links).iter().map(|one| one.body.is_some()).collect();
    assert_eq!(kept, [true, false, false]);
    // And the links.
    let two = LinkCheck { limit: 2, ..quick() };
    assert_eq!(check(&two, &links).len(), 2);
}

#[test]
fn marks_are_merged_and_a_dead_page_keeps_its_copy() {
    let dir = Dir::new();
    chronicle(&dir, "c", &[]);
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    let one = |path: &str, status: LinkStatus, body: Option<&str>, ending: &str| {
        let sha256 = if body.is_some() { SHA256_OF_PAGE.to_owned() } else { String::new() };
        let copy = if body.is_some() { LinkRecord::copy_path(&sha256, ending) } else { String::new() };
        let url = format!("https://a.example{path}");
        let record = LinkRecord { url, checked: day("2026-02-03"), status, code: Some(200), sha256, copy };
        let body = body.map(|body| body.as_bytes().to_vec());
        CheckedLink { record, reason: String::new(), was_asked: true, body, content_type: String::new() }
    };
    let first = [
        one("/1", LinkStatus::Alive, Some(PAGE), "html"),
        one("/2", LinkStatus::Alive, Some(PAGE), "bin"),
        one("/3", LinkStatus::Alive, None, ""),
    ];
    let marked = link_check::marked(&document.chronicle, &first, &[]).unwrap();
    let known = records(&marked);
    assert_eq!(known.len(), 3);
    let copy = format!("copies/{SHA256_OF_PAGE}.html");
    assert_eq!((known[0].copy.as_str(), known[1].copy.as_str()), (copy.as_str(), copy.as_str()));
    let paths =
        |chronicle: &Chronicle| -> Vec<String> { chronicle.attachments.iter().map(|file| file.path.clone()).collect() };
    assert_eq!(paths(&marked), ["links.csv", copy.as_str()], "one page is kept once");
    assert_eq!(link_check::copy_faults(&marked, &known), []);

    // Later the first page is gone, and there is a new link.
    let second = [one("/1", LinkStatus::Dead, None, ""), one("/4", LinkStatus::Moved, None, "")];
    let marked = link_check::marked(&marked, &second, &known).unwrap();
    let known = records(&marked);
    let statuses: Vec<&str> = known.iter().map(|record| record.status.text()).collect();
    assert_eq!(statuses, ["dead", "alive", "alive", "moved"]);
    assert_eq!(known[0].copy, copy, "the copy outlives the page");
    assert_eq!(known[0].sha256, SHA256_OF_PAGE);
    assert_eq!(paths(&marked), ["links.csv", copy.as_str()]);

    // Somebody changes the copy, or takes it away.
    let mut changed = marked.clone();
    changed.attachments[1].content = Arc::from(&b"abd"[..]);
    let faults = link_check::copy_faults(&changed, &known);
    assert!(faults.len() == 2 && faults.iter().all(|(_, fault)| fault.contains("was changed")), "{faults:?}");
    changed.attachments.pop();
    let faults = link_check::copy_faults(&changed, &known);
    assert!(faults.len() == 2 && faults.iter().all(|(_, fault)| fault.contains("missing")), "{faults:?}");
}

#[test]
fn nothing_is_contacted_without_being_asked() {
    let dir = Dir::new();
    let server = Server::start();
    chronicle(&dir, "c", &[server.url("/fine"), server.url("/gone")]);
    let listed = salient(&dir, &["links", "c", "--format", "csv"]);
    assert!(listed.stderr.contains("2 links, 0 of them checked"), "{}", listed.stderr);
    let rows = by_url(&listed.fine());
    assert_eq!(rows.len(), 2);
    assert!(rows.values().all(|row| row["status"] == "unchecked"));
    salient(&dir, &["links", "c"]).fine();
    salient(&dir, &["links", "c", "--dead", "--format", "json"]).fine();
    salient(&dir, &["show", "c"]).fine();
    salient(&dir, &["history", "a", "c"]).fine();
    salient(&dir, &["validate", "c"]).fine();
    salient(&dir, &["import", "c"]).fine();
    salient(&dir, &["export", "c.gpkg", "-o", "again"]).fine();
    assert_eq!(server.connections(), 0);
}

#[test]
fn links_of_every_scheme_are_shown_inert() {
    let dir = Dir::new();
    let server = Server::start();
    let long = server.url(&format!("/{}", "x".repeat(63_000)));
    let links = ["javascript:alert(1)".to_owned(), "file:///etc/passwd".to_owned(), long.clone(), server.url("/fine")];
    chronicle(&dir, "c", &links);
    for arguments in [&["links", "c", "--format", "csv"][..], &check_arguments("c", &[])] {
        let run = salient(&dir, arguments);
        assert_eq!(run.code, 1, "addresses of other schemes are problems of the data: {}", run.stderr);
        let rows = by_url(&run.stdout);
        assert_eq!(rows.values().filter(|row| row["status"] == "inert").count(), 3, "{}", run.stdout);
        assert_eq!(rows["javascript:alert(1)"]["status"], "inert");
        assert!(run.stdout.contains(&long), "who reads a table by program gets the whole");
    }
    let run = salient(&dir, &["links", "c"]);
    assert!(run.stdout.len() < 4096, "what is long is shown short");
    assert_eq!(server.requests(), ["HEAD /fine"]);
}

#[test]
fn a_check_prints_what_it_found() {
    let dir = Dir::new();
    let server = Server::start();
    let gone = server.url("/gone");
    chronicle(&dir, "c", &[server.url("/fine"), gone.clone(), format!("{}/x", closed_port())]);
    let run = salient(&dir, &check_arguments("c", &[]));
    assert!(
        run.stderr.contains("checked 3 links: 1 alive, 0 moved, 1 dead, 1 unreachable, 0 refused"),
        "{}",
        run.stderr
    );
    let rows = by_url(&run.fine());
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[&gone]["status"].as_str(), rows[&gone]["code"].as_str()), ("dead", "410"));
    assert_eq!(rows[&gone]["reason"], "the server answered 410 Gone");
    assert!(parse_date(&rows[&gone]["checked"]).is_some());
    assert_eq!(by_url(&salient(&dir, &check_arguments("c", &["--dead"])).fine()).len(), 2);
    let table = salient(&dir, &["links", "c", "--check", "--pause", "0", "--limit", "1"]);
    assert!(table.stderr.contains("checked 1 link:") && table.stderr.contains("2 more"), "{}", table.stderr);
    assert!(table.fine().contains("alive"));
    assert!(!dir.path("c/links.csv").exists(), "nothing is written without --save");
}

#[test]
fn records_and_copies_are_saved_and_come_back() {
    let dir = Dir::new();
    let server = Server::start();
    let urls = ["/fine", "/same", "/paper", "/gone", "/old"].map(|path| server.url(path));
    chronicle(&dir, "c", &urls);
    let copy = format!("copies/{SHA256_OF_PAGE}.html");
    for saved in ["saved.gpkg", "saved"] {
        let run = salient(&dir, &check_arguments("c", &["--keep-copies", "--save", saved]));
        assert!(run.stderr.contains(&format!("wrote {saved}")), "{}", run.stderr);
        run.fine();
    }
    let asked = server.connections();
    for saved in ["saved.gpkg", "saved"] {
        let document = Document::open(Some(&dir.path(saved))).unwrap();
        assert_eq!(document.problems.list(), []);
        let records = records(&document.chronicle);
        let found: Vec<(&str, &str)> =
            records.iter().map(|record| (record.status.text(), record.sha256.as_str())).collect();
        assert_eq!(records.len(), 5);
        assert_eq!(found[0], ("alive", SHA256_OF_PAGE));
        assert_eq!(found[1], ("alive", SHA256_OF_PAGE));
        assert_eq!(found[3], ("dead", ""));
        assert_eq!(found[4], ("moved", SHA256_OF_PAGE));
        assert_eq!(ending(&records[2].copy), "pdf");
        assert_eq!(file(&document.chronicle, &records[2].copy), Some(&b"%PDF-1.4 paper"[..]));
        assert_eq!(file(&document.chronicle, &copy), Some(PAGE.as_bytes()));
        assert_eq!(document.chronicle.attachments.len(), 3, "the table and two pages");
        assert_eq!(link_check::copy_faults(&document.chronicle, &records), []);
        // And the shell lists it without asking anybody.
        let rows = by_url(&salient(&dir, &["links", saved, "--format", "csv"]).fine());
        assert_eq!(rows[&urls[0]]["copy"], copy);
        assert_eq!(rows[&urls[3]]["status"], "dead");
    }
    assert_eq!(fs::read(dir.path("saved").join(&copy)).unwrap(), PAGE.as_bytes());
    let table = fs::read_to_string(dir.path("saved/links.csv")).unwrap();
    assert!(table.starts_with("url,checked,status,code,sha256,copy\n"), "{table}");
    // Folder, project and folder again: the same files.
    salient(&dir, &["import", "saved", "-o", "again.gpkg"]).fine();
    salient(&dir, &["export", "again.gpkg", "-o", "again"]).fine();
    assert_eq!(fs::read_to_string(dir.path("again/links.csv")).unwrap(), table);
    assert_eq!(fs::read(dir.path("again").join(&copy)).unwrap(), PAGE.as_bytes());
    let chronicle_at = |path: &str| Document::open(Some(&dir.path(path))).unwrap().chronicle;
    assert_eq!(*chronicle_at("again"), *chronicle_at("saved"));
    assert_eq!(server.connections(), asked);

    // A copy that was changed is told.
    fs::write(dir.path("saved").join(&copy), "abd").unwrap();
    let run = salient(&dir, &["links", "saved"]);
    assert!(run.code == 1 && run.stderr.contains("its local copy was changed"), "{}", run.stderr);
}

#[test]
fn what_was_opened_is_marked_in_place_and_the_rest_stays() {
    let dir = Dir::new();
    let server = Server::start();
    chronicle(&dir, "c", &["/fine", "/gone"].map(|path| server.url(path)));
    dir.write("c/NOTES.txt", "mine");
    let before = fs::read(dir.path("c/reports.csv")).unwrap();
    salient(&dir, &check_arguments("c", &["--keep-copies", "--save", "c"])).fine();
    assert_eq!(fs::read_to_string(dir.path("c/NOTES.txt")).unwrap(), "mine");
    assert_eq!(fs::read(dir.path("c/reports.csv")).unwrap(), before);
    assert!(fs::read_to_string(dir.path("c/links.csv")).unwrap().contains(",dead,410,"));
    let names = |path: &Path| {
        let entries = fs::read_dir(path).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&dir.path("c/copies")), [format!("{SHA256_OF_PAGE}.html").as_str()]);
    assert_eq!(names(&dir.path("c")), ["NOTES.txt", "copies", "events.csv", "links.csv", "places.csv", "reports.csv"]);

    // A project too, and the links that were never checked come first.
    salient(&dir, &["import", "c"]).fine();
    let mut more = fs::read_to_string(dir.path("c/reports.csv")).unwrap();
    more.push_str(&format!("r9,a-2015-03-28,Paper,{},\n", server.url("/same")));
    dir.write("c/reports.csv", more);
    salient(&dir, &["import", "c", "--force"]).fine();
    let asked = server.requests().len();
    salient(&dir, &check_arguments("c.gpkg", &["--limit", "1", "--save", "c.gpkg"])).fine();
    assert_eq!(server.requests()[asked..], ["HEAD /same"]);
    let known = records(&Document::open(Some(&dir.path("c.gpkg"))).unwrap().chronicle);
    assert_eq!(known.len(), 3);
}

#[test]
fn a_table_of_links_keeps_what_others_wrote_into_it() {
    let dir = Dir::new();
    let server = Server::start();
    chronicle(&dir, "c", &["/fine", "/gone"].map(|path| server.url(path)));
    let fine = server.url("/fine");
    dir.write(
        "c/links.csv",
        format!("url,seen by,checked,status\n{fine},me,2020-01-01,dead\nhttps://a.b,me,soon,dead\n"),
    );
    salient(&dir, &check_arguments("c", &["--save", "c"]));
    let saved = fs::read_to_string(dir.path("c/links.csv")).unwrap();
    let lines: Vec<&str> = saved.lines().collect();
    assert_eq!(lines[0], "url,seen by,checked,status,code,sha256,copy");
    assert!(lines[1].starts_with(&format!("{fine},me,")) && lines[1].ends_with(",alive,200,,"), "{saved}");
    assert_eq!(lines[2], "https://a.b,me,soon,dead");
    assert!(lines[3].contains(",dead,410"), "{saved}");

    // Another table of the same name is not replaced, and nobody is asked.
    dir.write("c/links.csv", "page,count\n1,2\n");
    let asked = server.connections();
    let run = salient(&dir, &check_arguments("c", &["--save", "c"]));
    assert!(run.code == 2 && run.stderr.contains("rename it"), "{}", run.stderr);
    assert_eq!(server.connections(), asked);
    assert_eq!(fs::read_to_string(dir.path("c/links.csv")).unwrap(), "page,count\n1,2\n");
}

#[test]
fn links_that_cannot_be_asked_for_take_nobodys_turn() {
    let Some(server) = Server::start_without_proxy() else { return };
    let links: Vec<String> =
        ["https://österreich.example/1", "https://a.example:99999/", "https://b.example:0x/"].map(str::to_owned).into();
    let links = [links, vec![server.url("/fine"), server.url("/gone")]].concat();
    let one = LinkCheck { limit: 1, ..quick() };
    let checked = check(&one, &links);
    assert!(checked.last().is_some_and(|last| last.was_asked && last.record.url.ends_with("/fine")), "{checked:?}");
    assert_eq!(server.requests(), ["HEAD /fine"]);
}

#[test]
fn who_stops_a_round_keeps_what_was_found() {
    let Some(server) = Server::start_without_proxy() else { return };
    let links: Vec<String> = ["/fine", "/gone", "/same"].map(|path| server.url(path)).into();
    let checked = quick().run(&links, day("2026-02-03"), |done, _| {
        if done == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(checked.len(), 2);
    let requests = server.requests();
    assert!(!requests.iter().any(|request| request.ends_with("/same")), "{requests:?}");
}

#[test]
fn bad_wishes_are_refused_before_anybody_is_asked() {
    let dir = Dir::new();
    let server = Server::start();
    chronicle(&dir, "c", &[server.url("/fine")]);
    chronicle(&dir, "other", &[]);
    dir.write("notes.txt", "mine");
    dir.write("notes.gpkg", "mine");
    dir.write("full/inside.txt", "mine");
    for rest in [
        &["--save", "x.gpkg"][..],
        &["--keep-copies"],
        &["--check", "--keep-copies"],
        &["--check", "--save", "other"],
        &["--check", "--save", "notes.txt"],
        &["--check", "--save", "notes.gpkg"],
        &["--check", "--save", "full"],
        &["--check", "--save", "missing/x.gpkg"],
    ] {
        let line = salient(&dir, &[&["links", "c"], rest].concat()).refused();
        assert!(line.starts_with("error: could not "), "{rest:?}: {line}");
    }
    for rest in [["--pause", "-1"], ["--pause", "soon"], ["--timeout", "0"], ["--timeout", "NaN"], ["--limit", "-1"]] {
        let run = salient(&dir, &[&["links", "c", "--check"], &rest[..]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{rest:?}");
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
    assert_eq!(server.connections(), 0);
    assert_eq!(fs::read_to_string(dir.path("notes.gpkg")).unwrap(), "mine");
    assert!(!dir.path("x.gpkg").exists());
}

#[test]
fn a_bad_table_of_links_is_a_problem_and_no_more() {
    let dir = Dir::new();
    chronicle(&dir, "c", &["https://a.example/1".to_owned()]);
    dir.write(
        "c/links.csv",
        "url,checked,status,code,sha256,copy\n\
         https://a.example/1,2026-02-03,dead,404,,../../etc/passwd\n\
         https://a.example/2,2026-02-03,asleep,,,\n",
    );
    dir.write("c/copies/notes.txt", "no copy of ours");
    let run = salient(&dir, &["validate", "c"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("links.csv, row 2, column copy"), "{}", run.stdout);
    assert!(run.stdout.contains("links.csv, row 3, column status: found \"asleep\""), "{}", run.stdout);
    let rows = by_url(&salient(&dir, &["links", "c", "--format", "csv"]).stdout);
    assert_eq!(rows["https://a.example/1"]["status"], "dead");
    let document = Document::open(Some(&dir.path("c"))).unwrap();
    assert!(file(&document.chronicle, "copies/notes.txt").is_none());
    for content in ["", "{", "\0\0", "a,b\n1,2\n"] {
        dir.write("c/links.csv", content);
        let run = salient(&dir, &["validate", "c"]);
        assert!(run.code == 1 && run.stdout.contains("links.csv"), "{content:?}: {}", run.stdout);
        salient(&dir, &["show", "c", "--format", "csv"]);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[test]
fn a_path_out_of_the_copies_of_a_project_is_not_taken() {
    let dir = Dir::new();
    chronicle(&dir, "c", &[]);
    salient(&dir, &["import", "c"]).fine();
    let connection = Connection::open(dir.path("c.gpkg")).unwrap();
    let long = "0".repeat(64);
    let evil = [
        "copies/../../evil.html".to_owned(),
        format!("copies/../{long}.html"),
        format!("copies/{long}.exe"),
        "copies/evil.html".to_owned(),
        "../links.csv".to_owned(),
    ];
    for path in &evil {
        connection.execute("INSERT INTO salient_files VALUES (?1, x'00')", [path]).unwrap();
    }
    connection.execute("INSERT INTO salient_files VALUES (?1, x'00')", [format!("copies/{long}.bin")]).unwrap();
    drop(connection);
    let document = Document::open(Some(&dir.path("c.gpkg"))).unwrap();
    assert_eq!(document.problems.count(), evil.len(), "{:?}", document.problems.list());
    assert_eq!(document.chronicle.attachments.len(), 1);
}
