//! Web pages, visited at a server that does whatever servers do.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{BufRead, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use harvest::{Format, SourceConfig, check};
use model::{Clock, Kind, Outcome, RecordKey, SourceId};
use proptest::prelude::*;

use crate::support::{Bench, count, quick, with_terms};

/// What a site answers: status, further headers, body.
type Answer = (u16, String, Vec<u8>);

/// A site by path, and the paths it was asked for.
pub(crate) struct Site {
    pub(crate) base: String,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (answers, asked) = (Arc::<Mutex<BTreeMap<String, Answer>>>::default(), Arc::default());
        let (served, log) = (Arc::clone(&answers), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &served, &log);
            }
        });
        Self { base, answers, asked }
    }

    /// A site of pages about services, with a sitemap of them.
    fn of_services(pages: &[(&str, &str)]) -> Self {
        let site = Self::start();
        pages.iter().for_each(|(path, name)| site.service(path, name));
        let listed: Vec<_> = pages.iter().map(|(path, _)| (*path, "2026-01-01")).collect();
        site.sitemap(&listed);
        site
    }

    pub(crate) fn put(&self, path: &str, status: u16, headers: &str, body: impl AsRef<[u8]>) {
        let answer = (status, headers.to_owned(), body.as_ref().to_owned());
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    fn service(&self, path: &str, name: &str) {
        self.put(path, 200, "content-type: text/html; charset=utf-8\r\n", service(name, ""));
    }

    pub(crate) fn sitemap(&self, pages: &[(&str, &str)]) {
        self.put("/sitemap.xml", 200, "content-type: application/xml\r\n", self.listed(pages));
    }

    pub(crate) fn listed(&self, pages: &[(&str, &str)]) -> String {
        let mut urls = String::new();
        for (path, modified) in pages {
            write!(urls, "<url><loc>{}{path}</loc><lastmod>{modified}</lastmod></url>", self.base).unwrap();
        }
        format!(
            "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"
        )
    }

    fn toml(&self, path: &str) -> String {
        format!("format = \"pages\"\nlocation = \"{}{path}\"\nallow_private_networks = true", self.base)
    }

    /// The paths asked for since the last time, but for the list of pages and robots.txt.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.retain(|path| path != "/robots.txt" && path != "/sitemap.xml");
        asked
    }
}

fn service(name: &str, advert: &str) -> String {
    format!(
        "<html><body><script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"Service\",\
         \"name\":\"{name}\",\"provider\":{{\"@type\":\"NGO\",\"name\":\"Age Well\"}}}}</script>{advert}</body></html>"
    )
}

fn serve(mut stream: TcpStream, answers: &Mutex<BTreeMap<String, Answer>>, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let known = answers.lock().unwrap().get(&path).cloned();
    let (mut status, headers, mut body) = known.unwrap_or((404, String::new(), Vec::new()));
    let tag = headers.lines().find_map(|line| line.strip_prefix("etag: "));
    if tag.is_some_and(|tag| head.contains(&format!("if-none-match: {tag}\r\n"))) {
        (status, body) = (304, Vec::new());
    }
    log.lock().unwrap().push(if status == 304 { format!("{path} same") } else { path });
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    let _ = stream.write_all(&[head.as_bytes(), &body].concat());
}

fn names(bench: &Bench) -> Vec<String> {
    bench.records(Kind::Service).iter().filter_map(|record| Some(record.noun.name()?.to_owned())).collect()
}

#[test]
fn the_pages_of_a_sitemap_are_read_once_and_again_when_it_says_that_they_were_modified() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/b", "Chess"), ("/c", "Choir")]);
    let bench = Bench::new();
    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!(
        (report.counts.items, names(&bench).len(), bench.ids(Kind::Organization)),
        (3, 3, vec!["age-well".to_owned()])
    );
    assert_eq!(site.asked(), ["/a", "/b", "/c"]);

    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!((site.asked().len(), report.counts.unchanged, report.counts.records), (0, 3, 0));

    site.service("/b", "Chess for all");
    site.sitemap(&[("/a", "2026-01-01"), ("/b", "2026-02-28")]);
    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!((site.asked(), report.counts.changed, report.counts.deleted), (vec!["/b".to_owned()], 1, 1));
    assert_eq!(names(&bench), ["Tea dance", "Chess for all"]);

    bench.clock.advance(chrono::TimeDelta::days(1));
    bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!(site.asked(), ["/a", "/b"], "after `full_every` all are read again");
}

#[test]
fn pages_that_drop_off_a_feed_stay_until_they_are_gone_themselves() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/b", "Chess")]);
    let feed = |path: &str| {
        let link = format!("<link href=\"{}{path}\"/>", site.base);
        let entry = format!(
            "<entry><id>{path}</id><title>x</title>{link}<updated>2026-01-01T00:00:00Z</updated></entry>"
        );
        site.put(
            "/news.atom",
            200,
            "",
            format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>f</title>{entry}</feed>"),
        );
    };
    let bench = Bench::new();
    feed("/a");
    bench.taken(&site.toml("/news.atom"));
    feed("/b");
    bench.taken(&site.toml("/news.atom"));
    assert_eq!(names(&bench), ["Tea dance", "Chess"]);
    assert_eq!(site.asked(), ["/news.atom", "/a", "/news.atom", "/b"]);
    site.put("/a", 404, "", "");
    bench.clock.advance(chrono::TimeDelta::days(1));
    bench.taken(&site.toml("/news.atom"));
    assert_eq!(names(&bench), ["Chess"]);
}

#[test]
fn another_advert_on_a_page_is_no_change() {
    let site = Site::of_services(&[("/a", "Tea dance")]);
    let mut bench = Bench::new();
    bench.taken(&site.toml("/sitemap.xml"));
    site.put("/a", 200, "content-type: text/html\r\n", service("Tea dance", "<p>Buy now!</p>"));
    bench.options.full = true;
    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!((site.asked().len(), report.counts.changed, report.counts.unchanged), (2, 0, 1));
}

#[test]
fn a_page_without_a_date_is_asked_for_by_its_tag() {
    let site = Site::start();
    site.put("/a", 200, "content-type: text/html\r\netag: \"1\"\r\n", service("Tea dance", ""));
    site.put("/list.txt", 200, "content-type: text/plain\r\n", format!("# ours\n{}/a\n", site.base));
    let bench = Bench::new();
    bench.taken(&site.toml("/list.txt"));
    bench.taken(&site.toml("/list.txt"));
    assert_eq!(site.asked(), ["/list.txt", "/a", "/list.txt", "/a same"]);
    assert_eq!(names(&bench), ["Tea dance"]);
}

#[test]
fn one_page_a_list_in_a_file_and_packed_sitemaps_of_sitemaps_are_read() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/b", "Chess")]);
    let bench = Bench::new();
    bench.taken(&site.toml("/a"));
    assert_eq!(names(&bench), ["Tea dance"]);

    let bench = Bench::new();
    bench.write("pages.txt", format!("{0}/a\n{0}/b\n", site.base));
    bench.taken("format = \"pages\"\nlocation = \"pages.txt\"\nallow_private_networks = true");
    assert_eq!(names(&bench).len(), 2);

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(site.listed(&[("/b", "2026-01-01")]).as_bytes()).unwrap();
    site.put("/more.xml.gz", 200, "content-type: application/gzip\r\n", packer.finish().unwrap());
    let index =
        format!("<sitemapindex><sitemap><loc>{}/more.xml.gz</loc></sitemap></sitemapindex>", site.base);
    site.put("/index.xml", 200, "", index);
    let bench = Bench::new();
    bench.taken(&site.toml("/index.xml"));
    assert_eq!(names(&bench), ["Chess"]);
}

#[test]
fn only_wanted_pages_are_visited_as_many_as_are_allowed() {
    let site = Site::of_services(&[
        ("/s/a", "Tea dance"),
        ("/s/b", "Chess"),
        ("/s/old/c", "Choir"),
        ("/news", "News"),
    ]);
    let bench = Bench::new();
    let toml =
        site.toml("/sitemap.xml") + "\n[pages]\ninclude = [\"/s/**\"]\nexclude = [\"/s/old/*\"]\nlimit = 1";
    let report = bench.taken(&toml);
    assert_eq!((site.asked(), count(&report, "too-many-pages")), (vec!["/s/a".to_owned()], 1));
}

#[test]
fn what_robots_txt_forbids_and_what_is_elsewhere_is_not_visited() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/private/b", "Chess")]);
    let other = Site::of_services(&[("/c", "Choir")]);
    site.put("/robots.txt", 200, "", "User-agent: *\nDisallow: /private/\n");
    site.put("/moved", 302, &format!("location: {}/c\r\n", other.base), "");
    let list = site.listed(&[("/a", ""), ("/private/b", ""), ("/moved", "")]);
    site.put(
        "/sitemap.xml",
        200,
        "",
        list.replace("</urlset>", &format!("<url><loc>{}/c</loc></url></urlset>", other.base)),
    );
    let bench = Bench::new();
    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!((site.asked(), other.asked().len()), (vec!["/a".to_owned(), "/moved".to_owned()], 0));
    assert_eq!((count(&report, "disallowed"), count(&report, "off-site"), names(&bench).len()), (1, 2, 1));
}

#[test]
fn a_page_that_is_gone_goes_and_one_that_fails_keeps_what_it_said() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/b", "Chess"), ("/c", "Choir")]);
    let mut bench = Bench::new();
    bench.taken(&site.toml("/sitemap.xml"));
    site.put("/a", 410, "", "");
    site.put("/b", 500, "", "");
    bench.options.full = true;
    let report = bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!(
        (count(&report, "page-gone"), count(&report, "unreachable"), report.counts.deleted),
        (1, 1, 1)
    );
    assert_eq!(names(&bench), ["Chess", "Choir"]);
    bench.options.full = false;
    site.service("/b", "Chess for all");
    bench.taken(&site.toml("/sitemap.xml"));
    assert_eq!(
        names(&bench),
        ["Chess for all", "Choir"],
        "it is asked for again although its date is the same"
    );
}

#[test]
fn when_too_many_pages_fail_nothing_of_the_run_is_taken() {
    let paths: Vec<String> = (0..12).map(|number| format!("/{number:02}")).collect();
    let pages: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "Chess")).collect();
    let site = Site::of_services(&pages);
    let mut bench = Bench::new();
    bench.taken(&site.toml("/sitemap.xml"));
    site.asked();
    paths.iter().for_each(|path| site.put(path, 503, "", ""));
    bench.options.full = true;
    bench.options.limits.retries = 0;
    let report = bench.harvest(&site.toml("/sitemap.xml"));
    assert_eq!((report.outcome, site.asked().len(), names(&bench).len()), (Outcome::Failed, 6, 12));
}

#[test]
fn other_selectors_read_every_page_anew() {
    let site = Site::of_services(&[("/a", "Tea dance")]);
    site.put("/a", 200, "content-type: text/html\r\n", service("Tea dance", "<h1>Tea dance and cake</h1>"));
    let bench = Bench::new();
    bench.taken(&site.toml("/sitemap.xml"));
    bench.taken(&(site.toml("/sitemap.xml") + "\n[pages.select]\nname = \"h1\""));
    assert_eq!((site.asked().len(), names(&bench)), (2, vec!["Tea dance and cake".to_owned()]));
}

#[test]
fn what_was_erased_does_not_come_back_and_leaves_nothing_in_its_page() {
    let site = Site::of_services(&[("/a", "Tea dance"), ("/b", "Chess")]);
    let bench = Bench::new();
    bench.taken(&site.toml("/sitemap.xml"));
    let id = format!("{}/a", site.base);
    let erased = RecordKey::new(SourceId::new("feed").unwrap(), Kind::Service, id.clone());
    bench.store.erase(&erased, "asked for", bench.clock.now()).unwrap();
    let page = bench.store.item(&SourceId::new("feed").unwrap(), &format!("page/{id}")).unwrap();
    assert!(page.is_none_or(|page| page.body.is_empty()));
    site.asked();
    for _ in 0..2 {
        bench.taken(&site.toml("/sitemap.xml"));
        assert_eq!(names(&bench), ["Chess"]);
    }
    assert!(!site.asked().contains(&"/b".to_owned()));
}

#[test]
fn keys_that_make_no_sense_are_refused_by_name() {
    let folder = std::path::Path::new("/tmp/feed");
    for (toml, named) in [
        ("format = \"csv\"\nlocation = \"a\"\n[pages]\nlimit = 1", "pages"),
        ("format = \"pages\"\nlocation = \"a\"\n[pages.select]\nname = \"h1[\"", "pages.select.name"),
        ("format = \"pages\"\nlocation = \"a\"\n[pages.select]\ncolour = \"h1\"", "colour"),
        ("format = \"pages\"\nlocation = \"a\"\n[pages]\ninclude = [\"/a[\"]", "pages.include"),
        ("format = \"pages\"\nlocation = \"a\"\n[pages]\nkind = \"taxonomy\"", "pages.kind"),
    ] {
        let error = SourceConfig::read(&with_terms(toml), folder).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

/// Markup with the words of schema.org in it.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<div itemscope itemtype='https://schema.org/Event'>",
        "<span itemprop='name'>",
        "</div>",
        "</span>",
        "<a itemprop='url location' itemscope href='::'>",
        "<time itemprop='startDate' datetime='2026-13-99T9'>",
        "<script type='application/ld+json'>{\"@type\":\"Service\",\"name\":\"x\",\"@id\":\"#a\",\"provider\":{\"@id\":\"#a\"}}</script>",
        "<script type='application/ld+json'>{\"@graph\":[{\"@id\":\"_:b\",\"address\":{\"@id\":\"_:b\"}}],\"@type\":[\"Place\",7]}</script>",
        "<script type='application/ld+json'>[{\"@type\":\"Library\",\"name\":\"L\",\"address\":\"é\",\"openingHoursSpecification\":{\"dayOfWeek\":9,\"opens\":\"é\"}}]</script>",
        "<meta charset='utf-16'>",
        "<h1>",
        "&amp;",
        "é",
        "<!--",
        "<table><tr>",
    ]);
    prop::collection::vec(prop_oneof![piece.prop_map(str::to_owned), ".{0,12}"], 0..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_page_makes_the_reader_panic(text in markup(), bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.html"), &text).unwrap();
        std::fs::write(folder.path().join("b.html"), [text.as_bytes(), &bytes].concat()).unwrap();
        let report = check(&folder.path().display().to_string(), Some(Format::Pages), None, &quick()).unwrap();
        prop_assert!(report.readable, "{:?}", report.issues);
    }
}

#[test]
fn a_page_nested_without_end_is_kept_out_and_json_nested_without_end_is_an_issue() {
    let folder = tempfile::tempdir().unwrap();
    let event = "<div itemscope itemtype='https://schema.org/Event' itemprop='location'>";
    let json = "{\"@type\":\"Event\",\"location\":".repeat(200);
    std::fs::write(folder.path().join("a.html"), event.repeat(50_000)).unwrap();
    std::fs::write(folder.path().join("b.html"), event.repeat(300)).unwrap();
    std::fs::write(
        folder.path().join("c.html"),
        format!("<script type='application/ld+json'>{json}</script>"),
    )
    .unwrap();
    let report = check(&folder.path().display().to_string(), Some(Format::Pages), None, &quick()).unwrap();
    let codes: Vec<_> = report.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert!(report.readable && codes.contains(&"too-large") && codes.contains(&"bad-json-ld"), "{codes:?}");
}
