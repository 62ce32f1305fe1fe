//! What it costs to go through a website on this machine, and to go through it again:
//!
//! ```sh
//! cargo bench -p harvest --bench website             # 10,000 pages of about 10 kB
//! cargo bench -p harvest --bench website -- 2000
//! ```
//!
//! First all pages are new; then their sitemap says that none was modified; then it says so no longer, and each is asked for
//! by its tag; then each is read anew. Every harvest is a process of its own. The peak is the greatest resident set (Linux
//! only).
#![expect(clippy::unwrap_used, reason = "what cannot be measured fails the benchmark")]

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Instant,
};

use harvest::{Options, Silent, SourceConfig, harvest};
use model::{Outcome, SystemClock};
use store::{Database, Store};

/// Set for a process that harvests, which is given a folder.
const HARVEST: &str = "HARVEST_BENCHMARK";
/// Whether the sitemap says when pages were modified.
static IS_DATED: AtomicBool = AtomicBool::new(true);

fn main() {
    if let Ok(folder) = env::var(HARVEST) {
        return measure(Path::new(&folder), env::args().any(|word| word == "full"));
    }
    let pages = env::args().find_map(|number| number.parse().ok()).unwrap_or(10_000);
    let base = serve(pages);
    let folder = tempfile::tempdir().unwrap();
    let toml = format!(
        "id = \"site\"\nname = \"Site\"\nformat = \"website\"\nsitemap = \"{base}/sitemap.xml\"\n\
         allow_private_networks = true\nlicence = {{ id = \"OGL-UK-3.0\" }}\n"
    );
    fs::write(folder.path().join("source.toml"), toml).unwrap();
    println!("{:<8}{:>8}{:>10}{:>8}{:>10}", "run", "pages", "peak MB", "s", "pages/s");
    for run in ["first", "same", "asked", "full"] {
        IS_DATED.store(matches!(run, "first" | "same"), Ordering::Relaxed);
        let output =
            Command::new(env::current_exe().unwrap()).arg(run).env(HARVEST, folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        let mut told = told.split_whitespace().map(|number| number.parse::<f64>().unwrap());
        let mut next = || told.next().unwrap();
        let (items, peak, seconds) = (next(), next(), next());
        println!("{run:<8}{items:>8}{peak:>10.0}{seconds:>8.1}{:>10.0}", items / seconds);
    }
}

/// Harvests the source of a folder, and prints the pages, the peak in megabytes, and the seconds.
fn measure(folder: &Path, full: bool) {
    let store = Store::open(&Database::Sqlite(folder.join("store.sqlite"))).unwrap();
    let config =
        SourceConfig::read(&fs::read_to_string(folder.join("source.toml")).unwrap(), folder).unwrap();
    let options = Options { full, ..Options::default() };
    let began = Instant::now();
    let report = harvest(&store, &config, &options, &SystemClock, &Silent).unwrap();
    assert_eq!(report.outcome, Outcome::Harvested, "{:#?}", report.issues);
    println!("{} {} {}", report.counts.items, peak(), began.elapsed().as_secs_f64());
}

/// The greatest resident set of this process so far, in megabytes.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1000.0
}

/// Serves a website of so many pages, and answers where.
fn serve(pages: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let told = base.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let base = told.clone();
            thread::spawn(move || connection(&stream.unwrap(), &base, pages));
        }
    });
    base
}

/// Answers one request after another.
fn connection(stream: &TcpStream, base: &str, pages: usize) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut head = String::new();
        while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
        let Some(path) = head.split(' ').nth(1) else { return };
        let number = path.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
        let (status, kind, body) = match number {
            Some(_) if head.contains("if-none-match") => (304, "text/html", String::new()),
            Some(number) => (200, "text/html; charset=utf-8", page(number)),
            None if path == "/sitemap.xml" => (200, "application/xml", sitemap(base, pages)),
            None => (404, "text/plain", String::new()),
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\netag: \"1\"\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        if stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).is_err() {
            return;
        }
    }
}

fn sitemap(base: &str, pages: usize) -> String {
    let dated = IS_DATED.load(Ordering::Relaxed);
    let mut text = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">".to_owned();
    for number in 0..pages {
        let modified = if dated { "<lastmod>2026-01-01</lastmod>" } else { "" };
        write!(text, "<url><loc>{base}/directory/{}/{number}</loc>{modified}</url>", number % 50).unwrap();
    }
    text + "</urlset>"
}

/// A page: of every ten one lists twelve clubs, six are about one, three are prose.
fn page(number: usize) -> String {
    let links: String = (0..60)
        .map(|other| format!("<li><a href=\"/section/{other}\">Section {other} of the council</a></li>"))
        .collect();
    let prose = "<p>The council keeps parks, libraries and roads, and helps people to live well where they are at home.</p>"
        .repeat(20);
    let main = match number % 10 {
        0 => {
            let rows: String = (0..12)
                .map(|row| format!("<tr><td><a href=\"/club/{number}-{row}\">Club {number} {row}</a></td><td>{row} Long Lane, Sandford SA{}  {}AB</td><td>01632 96{:04}</td><td>Monday to Friday 9am to 5pm</td></tr>", number % 9 + 1, row % 9 + 1, number % 10_000))
                .collect();
            format!(
                "<h1>Clubs {number}</h1><table><tr><th>Name</th><th>Address</th><th>Phone</th><th>Opening hours</th></tr>{rows}</table>"
            )
        }
        1..=6 => format!(
            "<h1>Centre {number}</h1>{prose}<h2>Address</h2><p>{number} Albert Road<br>Sandford<br>SA{} 1AB</p><h2>Opening hours</h2><p>Monday to Friday: 9am to 5pm<br>Saturday: 9.30am to 1pm</p><p>Phone: <a href=\"tel:0163296{:04}\">01632 96{:04}</a></p>",
            number % 9 + 1,
            number % 10_000,
            number % 10_000
        ),
        _ => format!("<h1>About matter {number}</h1>{prose}{prose}"),
    };
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Page {number} | Council</title></head><body><header><nav><ul>{links}</ul></nav></header><main>{main}</main><footer>{links}</footer></body></html>"
    )
}
