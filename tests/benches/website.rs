//! What it costs to go through a website on this machine and to hold it against the directory, and to do so again:
//!
//! ```sh
//! cargo bench -p tests --bench website             # 10,000 pages of about 10 kB
//! cargo bench -p tests --bench website -- 2000
//! ```
//!
//! The directory has a list of half of what the pages tell of. First all pages are new; then their sitemap says that none
//! was modified; then it says so no longer, and each is asked for by its tag; then each is read anew. Every run is a process
//! of its own: harvest, reconcile, align. The peak is the greatest resident set (Linux only).
#![expect(clippy::unwrap_used, reason = "what cannot be measured fails the benchmark")]

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use harvest::{Options, Silent, SourceConfig, harvest};
use model::{Outcome, SystemClock};
use store::{Database, Store};

/// Set for a process that does one run, which is given a folder.
const RUN: &str = "WEBSITE_BENCHMARK";
/// The source of the list.
const LIST: &str = "id = \"list\"\nname = \"List\"\nformat = \"csv\"\nlocation = \"list.csv\"\n\
    [licence]\nid = \"OGL-UK-3.0\"\n[map.service]\nname = \"Name\"\nphone = \"Phone\"\n[map.location]\nname = \"Name\"\n\
    address_1 = \"Address\"\ncity = { value = \"Sandford\" }\npostal_code = \"Postcode\"\n";
/// Whether the sitemap says when pages were modified.
static IS_DATED: AtomicBool = AtomicBool::new(true);

fn main() {
    if let Ok(folder) = env::var(RUN) {
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
    fs::write(folder.path().join("list.csv"), list(pages)).unwrap();
    println!(
        "{:<8}{:>8}{:>10}{:>10}{:>11}{:>8}{:>8}{:>10}",
        "run", "pages", "verdicts", "harvest s", "reconcile s", "align s", "all s", "peak MB"
    );
    for run in ["first", "same", "asked", "full"] {
        IS_DATED.store(matches!(run, "first" | "same"), Ordering::Relaxed);
        let output =
            Command::new(env::current_exe().unwrap()).arg(run).env(RUN, folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        print!("{run:<8}{}", String::from_utf8(output.stdout).unwrap());
    }
}

/// Harvests the website and the list of a folder, reconciles and aligns, and prints what that came to and took.
fn measure(folder: &Path, full: bool) {
    let store = Store::open(&Database::Sqlite(folder.join("store.sqlite"))).unwrap();
    let site = SourceConfig::read(&fs::read_to_string(folder.join("source.toml")).unwrap(), folder).unwrap();
    let list = SourceConfig::read(LIST, folder).unwrap();
    let options = Options { full, ..Options::default() };
    let mut began = Instant::now();
    let mut lap = || std::mem::replace(&mut began, Instant::now()).elapsed().as_secs_f64();
    let report = harvest(&store, &site, &options, &SystemClock, &Silent).unwrap();
    assert_eq!(report.outcome, Outcome::Harvested, "{:#?}", report.issues);
    let others = harvest(&store, &list, &Options::default(), &SystemClock, &Silent).unwrap();
    assert_eq!(others.outcome, Outcome::Harvested, "{:#?}", others.issues);
    let harvested = lap();
    reconcile::reconcile(&store, &SystemClock, &reconcile::Options::default(), &reconcile::Silent).unwrap();
    let reconciled = lap();
    let desk = reconcile::Desk::new(store, Arc::new(SystemClock), reconcile::Bell::default());
    let found: u64 = desk.align().unwrap().verdicts.values().sum();
    let aligned = lap();
    let all = harvested + reconciled + aligned;
    println!(
        "{:>8}{found:>10}{harvested:>10.1}{reconciled:>11.1}{aligned:>8.1}{all:>8.1}{:>10.0}",
        report.counts.items,
        peak()
    );
}

/// The list of half of the centres, every tenth of them with another telephone number.
fn list(pages: usize) -> String {
    let mut csv = "Name,Address,Postcode,Phone\n".to_owned();
    for number in (0..pages).filter(|number| matches!(number % 10, 1..=3)) {
        let phone = if number % 100 == 1 { (number + 1) % 10_000 } else { number % 10_000 };
        let code = number % 9 + 1;
        writeln!(csv, "Centre {number},{number} Albert Road,SA{code} 1AB,01632 96{phone:04}").unwrap();
    }
    csv
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
