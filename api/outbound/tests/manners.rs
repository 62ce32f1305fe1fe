//! How the servers of others are treated, with a time that only passes when someone waits.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

use outbound::{AddressPolicy, Limits, Manners, Outbound, OutboundError, Timing};

/// A time that passes only when someone waits, and notes for how long; a chance that is always the same.
#[derive(Debug)]
struct Still {
    now: Mutex<SystemTime>,
    waits: Mutex<Vec<Duration>>,
    chance: f64,
}

impl Timing for Still {
    fn now(&self) -> SystemTime {
        *self.now.lock().unwrap()
    }

    fn wait(&self, span: Duration) {
        *self.now.lock().unwrap() += span;
        self.waits.lock().unwrap().push(span);
    }

    fn chance(&self) -> f64 {
        self.chance
    }
}

/// A server on this machine that answers by path, and the heads of all requests it got.
struct Server {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &log, &answer);
            }
        });
        Self { base, asked }
    }

    fn paths(&self) -> Vec<String> {
        let path = |head: &String| head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().unwrap().iter().map(path).collect()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<String>>, answer: &dyn Fn(&str, usize) -> Vec<u8>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let number = log.lock().unwrap().len();
    log.lock().unwrap().push(head);
    let _ = stream.write_all(&answer(&path, number));
}

fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// The first moment of 2026.
const NEW_YEAR: u64 = 1_767_225_600;

fn still() -> Arc<Still> {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NEW_YEAR);
    Arc::new(Still { now: Mutex::new(now), waits: Mutex::default(), chance: 0.5 })
}

fn manners(timing: &Arc<Still>) -> Manners {
    let mut manners = Manners::default();
    manners.paces_loopback = true;
    manners.interval = Duration::from_secs(1);
    manners.timing = Arc::<Still>::clone(timing);
    manners
}

fn client(manners: &Manners) -> Outbound {
    Outbound::new(AddressPolicy::AllowPrivate, Limits::default(), manners.clone()).unwrap()
}

fn seconds(timing: &Still) -> Vec<f64> {
    timing.waits.lock().unwrap().iter().map(Duration::as_secs_f64).collect()
}

#[test]
fn a_server_learns_who_asks_and_whom_to_turn_to() {
    let server = Server::start(|_, _| answer("200 OK", "", "{}"));
    let mut manners = manners(&still());
    manners.contacts = vec!["ann@example.org".parse().unwrap()];
    client(&manners).get(&server.url("/"), &[]).unwrap();
    let head = server.asked.lock().unwrap().concat();
    assert!(head.contains("user-agent: directory/"), "{head}");
    assert!(head.contains(" (mailto:ann@example.org)\r\n"), "{head}");
}

#[test]
fn requests_to_one_host_keep_their_distance_and_other_hosts_do_not_wait_for_it() {
    let (one, other) =
        (Server::start(|_, _| answer("200 OK", "", "")), Server::start(|_, _| answer("200 OK", "", "")));
    let timing = still();
    let manners = manners(&timing);
    client(&manners).get(&one.url("/1"), &[]).unwrap();
    client(&manners).get(&one.url("/2"), &[]).unwrap();
    client(&manners).get(&other.url("/3"), &[]).unwrap();
    client(&manners).get(&one.url("/4"), &[]).unwrap();
    assert_eq!(seconds(&timing), [1.0, 1.0]);
}

#[test]
fn this_machine_itself_is_asked_without_a_wait_where_it_may_be() {
    let timing = still();
    let server = Server::start(|_, _| answer("200 OK", "", "here"));
    let mut manners = manners(&timing);
    manners.paces_loopback = false;
    let client = client(&manners);
    for _ in 0..3 {
        client.get(&server.url("/"), &[]).unwrap();
    }
    assert_eq!(seconds(&timing), Vec::<f64>::new());
}

#[test]
fn no_more_requests_to_a_host_are_under_way_than_allowed() {
    let (now, most) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let greatest = Arc::clone(&most);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            thread::spawn(move || {
                *now.lock().unwrap() += 1;
                let under_way = *now.lock().unwrap();
                let mut most = most.lock().unwrap();
                *most = (*most).max(under_way);
                drop(most);
                thread::sleep(Duration::from_millis(5));
                // It is over as soon as the answer can be read.
                *now.lock().unwrap() -= 1;
                serve(stream.unwrap(), &Mutex::default(), &|_, _| answer("200 OK", "", ""));
            });
        }
    });
    let mut manners = Manners::default();
    manners.paces_loopback = true;
    manners.interval = Duration::ZERO;
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client(&manners).get(&base, &[]).unwrap());
        }
    });
    assert!(*greatest.lock().unwrap() <= manners.at_once);
}

#[test]
fn a_pause_that_is_asked_for_in_seconds_or_until_a_moment_is_kept_by_everyone() {
    for asked in ["7", "Thu, 01 Jan 2026 00:00:07 GMT"] {
        let header = format!("retry-after: {asked}\r\n");
        let server = Server::start(move |_, number| match number {
            0 => answer("429 Too Many Requests", &header, ""),
            _ => answer("200 OK", "", "later"),
        });
        let timing = still();
        let manners = manners(&timing);
        assert_eq!(client(&manners).get(&server.url("/"), &[]).unwrap().body, b"later");
        assert_eq!(seconds(&timing), [7.0], "{asked}");
    }
}

#[test]
fn a_server_that_asks_for_a_longer_pause_than_is_waited_is_left_alone() {
    let server = Server::start(|_, _| answer("503 Busy", "retry-after: 3600\r\n", ""));
    let timing = still();
    let error = client(&manners(&timing)).get(&server.url("/"), &[]).unwrap_err();
    assert!(matches!(error, OutboundError::Later { status: 503, seconds: 3600, .. }), "{error}");
    assert_eq!((server.paths().len(), seconds(&timing).len()), (1, 0));
}

#[test]
fn repeats_come_ever_later_and_chance_spreads_them() {
    let server = Server::start(|_, _| answer("502 Bad Gateway", "", ""));
    let timing = still();
    let mut manners = manners(&timing);
    manners.interval = Duration::ZERO;
    client(&manners).get(&server.url("/"), &[]).unwrap_err();
    assert_eq!(seconds(&timing), [0.375, 0.75, 1.5]);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|_, number| match number {
        0 => answer("200 OK", "etag: \"a\"\r\nlast-modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n", "feed"),
        _ => answer("304 Not Modified", "content-encoding: gzip\r\n", ""),
    });
    let client = client(&manners(&still()));
    let first = client.get(&server.url("/"), &[]).unwrap();
    let known = first.head.validators();
    let second = client.get(&server.url("/"), &known.headers()).unwrap();
    assert_eq!((second.head.status, second.body.len()), (304, 0));
    let head = server.asked.lock().unwrap().last().unwrap().clone();
    assert!(head.contains("if-none-match: \"a\"\r\n"), "{head}");
    assert!(head.contains("if-modified-since: Thu, 01 Jan 2026 00:00:00 GMT\r\n"), "{head}");
}

#[test]
fn every_packing_that_is_asked_for_is_unpacked() {
    let text = "Tea dance, Thursday ".repeat(200);
    let packed: Vec<(&str, Vec<u8>)> = vec![
        ("gzip", gzip(text.as_bytes())),
        ("br", brotli(text.as_bytes())),
        ("zstd", zstd::encode_all(text.as_bytes(), 3).unwrap()),
        ("gzip, br", brotli(&gzip(text.as_bytes()))),
        ("identity", text.clone().into_bytes()),
    ];
    for (name, body) in packed {
        let header = format!("content-encoding: {name}\r\n");
        let server = Server::start(move |_, _| answer("200 OK", &header, &body));
        let body = client(&manners(&still())).get(&server.url("/"), &[]).unwrap().body;
        assert_eq!(String::from_utf8(body).unwrap(), text, "{name}");
        assert!(server.asked.lock().unwrap().concat().contains("accept-encoding: gzip, br, zstd"));
    }
}

#[test]
fn a_body_that_unpacks_without_end_or_was_not_asked_for_is_refused() {
    let bomb = brotli(&vec![b' '; 40 * 1024 * 1024]);
    let server = Server::start(move |path, _| match path {
        "/bomb" => answer("200 OK", "content-encoding: br\r\n", &bomb),
        "/half" => answer("200 OK", "content-encoding: gzip\r\n", gzip(b"whole text").get(..12).unwrap()),
        _ => answer("200 OK", "content-encoding: compress\r\n", "x"),
    });
    let mut quick = manners(&still());
    quick.interval = Duration::ZERO;
    let client = client(&quick);
    let error = |path: &str| client.get(&server.url(path), &[]).unwrap_err();
    assert!(matches!(error("/bomb"), OutboundError::TooTight { .. }), "{}", error("/bomb"));
    assert!(matches!(error("/half"), OutboundError::Broken { .. }), "{}", error("/half"));
    assert!(error("/other").to_string().contains("`compress`"));
}

const ROBOTS: &str = "User-agent: *\nDisallow: /\n\nUser-agent: directory\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 60\nSitemap: https://example.org/map.xml\n";

#[test]
fn what_the_robots_txt_of_a_host_says_is_kept_to() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => answer("200 OK", "", ROBOTS),
        "/moved" => answer("301 Moved", "location: /private/page\r\n", ""),
        _ => answer("200 OK", "", "page"),
    });
    let timing = still();
    let client = client(&manners(&timing));
    assert_eq!(client.visit(&server.url("/page"), &[]).unwrap().body, b"page");
    assert_eq!(client.visit(&server.url("/private/open"), &[]).unwrap().body, b"page");
    for path in ["/private/page", "/moved"] {
        let error = client.visit(&server.url(path), &[]).unwrap_err();
        assert!(matches!(error, OutboundError::Disallowed { .. }), "{path}: {error}");
    }
    assert_eq!(server.paths(), ["/robots.txt", "/page", "/private/open", "/moved"]);
    assert_eq!(seconds(&timing), [1.0, 10.0, 10.0], "the delay that it asks for counts, up to the longest");
    assert_eq!(client.sitemaps(&server.url("/")).unwrap(), ["https://example.org/map.xml"]);
}

#[test]
fn a_host_without_a_robots_txt_allows_everything_and_one_that_fails_to_tell_nothing() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => answer("404 Not Found", "", ""),
        _ => answer("200 OK", "", "page"),
    });
    let mut quick = manners(&still());
    quick.interval = Duration::ZERO;
    assert!(client(&quick).visit(&server.url("/page"), &[]).is_ok());
    let server = Server::start(|path, _| match path {
        "/robots.txt" => answer("500 Internal Server Error", "", ""),
        _ => answer("200 OK", "", "page"),
    });
    let error = client(&quick).visit(&server.url("/page"), &[]).unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert!(server.paths().iter().all(|path| path == "/robots.txt"));
}

#[test]
fn a_page_that_redirects_off_its_site_is_not_followed() {
    let other = Server::start(|_, _| answer("200 OK", "", "advert"));
    let away = format!("location: {}\r\n", other.url("/advert"));
    let server = Server::start(move |path, _| match path {
        "/robots.txt" => answer("404 Not Found", "", ""),
        _ => answer("302 Found", &away, ""),
    });
    let error = client(&manners(&still())).visit(&server.url("/page"), &[]).unwrap_err();
    assert!(matches!(error, OutboundError::OffSite { .. }), "{error}");
    assert!(other.paths().is_empty());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let quick = brotli::enc::BrotliEncoderParams { quality: 3, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &quick).unwrap();
    packed
}
