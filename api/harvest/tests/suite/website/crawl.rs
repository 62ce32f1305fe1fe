//! Which pages are asked for, and what becomes of those that do not answer.

use model::{Kind, Outcome};

use super::{HTML, LIBRARY, by_sitemap, by_urls, gone, page, stored};
use crate::{
    pages::Site,
    support::{Bench, count},
};

fn library(site: &Site, path: &str, name: &str) {
    site.put(path, 200, HTML, page(name, LIBRARY));
}

/// A site of libraries with a sitemap of them.
fn site_of(paths: &[&str]) -> Site {
    let site = Site::start();
    paths.iter().for_each(|path| library(&site, path, &format!("Library {}", &path[1..])));
    let listed: Vec<_> = paths.iter().map(|path| (*path, "2026-01-01")).collect();
    site.sitemap(&listed);
    site
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths
}

#[test]
fn pages_that_were_not_modified_are_not_asked_for_and_nothing_changes() {
    let site = site_of(&["/a", "/b", "/c"]);
    let bench = Bench::new();
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((report.counts.items, bench.ids(Kind::Service).len(), site.asked().len()), (3, 3, 3));
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((site.asked().len(), report.counts.unchanged, report.counts.records), (0, 3, 0));
    assert_eq!(bench.ids(Kind::Service).len(), 3);

    site.put("/b", 200, HTML, page("Library b", &LIBRARY.replace("960123", "960777")));
    site.sitemap(&[("/a", "2026-01-01"), ("/b", "2026-02-02"), ("/c", "2026-01-01")]);
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((site.asked(), report.counts.changed), (vec!["/b".to_owned()], 1));
    assert_eq!(bench.noun(Kind::Service, "127.0.0.1/b")["phones"][0]["number"], "01632 960777");
}

#[test]
fn what_is_kept_as_it_was_is_read_anew_when_it_has_to_be() {
    let site = site_of(&["/a", "/b"]);
    let mut bench = Bench::new();
    bench.taken(&by_sitemap(&site));
    let closed = format!("{}\nconfidential = [\"service:127.0.0.1/a\"]", by_sitemap(&site));
    bench.taken(&closed);
    let record =
        bench.records(Kind::Service).into_iter().find(|record| record.key.id.ends_with("/a")).unwrap();
    assert_eq!(record.visibility, model::Visibility::Private);
    bench.taken(&closed);
    bench.options.full = true;
    let report = bench.taken(&closed);
    assert_eq!((report.counts.unchanged, bench.ids(Kind::Service).len()), (2, 2));
}

#[test]
fn what_changes_around_the_main_content_is_no_change() {
    let site = site_of(&["/a"]);
    let mut bench = Bench::new();
    bench.taken(&by_sitemap(&site));
    site.put(
        "/a",
        200,
        HTML,
        page("Library a", LIBRARY).replace("We use cookies", "Buy now").replace("</nav>", "<b>new</b></nav>"),
    );
    bench.options.full = true;
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((report.counts.changed, report.counts.unchanged), (0, 1));
}

#[test]
fn variants_of_an_address_are_one_page_that_knows_its_other_addresses() {
    let site = Site::start();
    let canonical = format!("<head><link rel=\"canonical\" href=\"{}/libraries/stoke\">", site.base);
    let html = page("Stoke Library", LIBRARY).replace("<head>", &canonical);
    site.put("/libraries/stoke", 200, HTML, &html);
    site.put("/node/7", 200, HTML, &html);
    site.put("/libraries/stoke/?utm_source=x", 200, HTML, &html);
    site.put("/old-stoke", 301, "location: /libraries/stoke\r\n", "");
    site.sitemap(&[
        ("/libraries/stoke", "2026-01-01"),
        ("/libraries/stoke/?utm_source=x", "2026-01-01"),
        ("/node/7", "2026-01-01"),
        ("/old-stoke", "2026-01-01"),
    ]);
    let bench = Bench::new();
    for run in 0..2 {
        let report = bench.taken(&by_sitemap(&site));
        assert_eq!(report.counts.items, 1, "run {run}");
        let page = stored(&bench, "/libraries/stoke");
        assert_eq!(page.address, format!("{}/libraries/stoke", site.base));
        assert_eq!(page.addresses, [format!("{}/node/7", site.base), format!("{}/old-stoke", site.base)]);
        assert_eq!(bench.ids(Kind::Service), ["127.0.0.1/libraries/stoke"]);
    }
}

#[test]
fn a_twin_host_is_the_same_site() {
    let site = Site::start();
    library(&site, "/a", "Library a");
    let port = site.base.rsplit(':').next().unwrap().to_owned();
    site.put(
        "/pages.txt",
        200,
        "content-type: text/plain\r\n",
        format!("{0}/a\nhttp://localhost:{port}/a\n", site.base),
    );
    let toml = format!("{}\nhosts = [\"127.0.0.1:{port}\", \"localhost\"]", by_urls(&site, &["/pages.txt"]));
    let bench = Bench::new();
    let report = bench.taken(&toml);
    assert_eq!(report.counts.items, 1);
    assert_eq!(stored(&bench, "/a").addresses, [format!("http://localhost:{port}/a")]);
    assert_eq!(
        bench.taken(&by_urls(&site, &["/pages.txt"])).counts.items,
        1,
        "both hosts stand in no address but the first"
    );
}

#[test]
fn addresses_at_which_nothing_is_are_told_and_so_are_pages_that_say_so_in_words() {
    let site = site_of(&["/a", "/b", "/c", "/d"]);
    let mut bench = Bench::new();
    bench.taken(&by_sitemap(&site));
    site.put("/b", 410, "", "");
    site.put("/c", 200, HTML, page("Page not found", "<p>Sorry, that page is not here.</p>"));
    site.sitemap(&[("/a", "2026-01-01"), ("/b", "2026-02-01"), ("/c", "2026-02-01")]);
    site.put("/d", 404, "", "");
    bench.options.accept_deletions = true;
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((gone(&bench, "/b").unwrap().status, gone(&bench, "/c").unwrap().status), (410, 200));
    assert_eq!(gone(&bench, "/d").unwrap().status, 404, "what is no longer listed is asked for once more");
    assert_eq!((count(&report, "page-gone"), bench.ids(Kind::Service)), (2, vec!["127.0.0.1/a".to_owned()]));
    library(&site, "/b", "Library b");
    bench.taken(&by_sitemap(&site));
    assert_eq!((gone(&bench, "/b"), gone(&bench, "/d").unwrap().status), (None, 404));
}

#[test]
fn a_page_that_is_no_longer_listed_but_there_is_neither_a_page_of_the_source_nor_gone() {
    let site = site_of(&["/a", "/b"]);
    let bench = Bench::new();
    bench.taken(&by_sitemap(&site));
    site.sitemap(&[("/a", "2026-01-01")]);
    bench.taken(&by_sitemap(&site));
    assert_eq!((bench.ids(Kind::Service).len(), gone(&bench, "/b")), (1, None));
}

#[test]
fn a_site_that_goes_down_half_way_fails_the_run_and_nothing_is_gone() {
    let paths: Vec<String> = (0..40).map(|number| format!("/{number:02}")).collect();
    let site = site_of(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let mut bench = Bench::new();
    bench.taken(&by_sitemap(&site));
    paths.iter().skip(20).for_each(|path| site.put(path, 503, "", ""));
    bench.options.full = true;
    bench.options.limits.retries = 0;
    let report = bench.harvest(&by_sitemap(&site));
    assert_eq!(
        (report.outcome, bench.ids(Kind::Service).len(), gone(&bench, "/30")),
        (Outcome::Failed, 40, None)
    );
}

#[test]
fn a_page_that_fails_keeps_what_it_said_and_is_asked_for_again() {
    let site = site_of(&["/a", "/b", "/c"]);
    let mut bench = Bench::new();
    bench.options.limits.retries = 0;
    bench.taken(&by_sitemap(&site));
    site.asked();
    site.put("/b", 500, "", "");
    site.sitemap(&[("/a", "2026-01-01"), ("/b", "2026-02-02"), ("/c", "2026-01-01")]);
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((count(&report, "unreachable"), bench.ids(Kind::Service).len()), (1, 3));
    library(&site, "/b", "Library b anew");
    bench.taken(&by_sitemap(&site));
    assert_eq!(site.asked(), ["/b", "/b"]);
    assert_eq!(stored(&bench, "/b").title, "Library b anew");
}

#[test]
fn robots_txt_is_kept_to_and_a_redirect_in_a_circle_or_off_the_site_is_an_issue() {
    let site = site_of(&["/a", "/private/b", "/loop", "/away"]);
    site.put("/robots.txt", 200, "content-type: text/plain\r\n", "User-agent: *\nDisallow: /private/\n");
    site.put("/loop", 302, "location: /loop\r\n", "");
    site.put("/away", 302, "location: https://other.example/\r\n", "");
    let bench = Bench::new();
    let report = bench.taken(&by_sitemap(&site));
    assert!(!site.asked().contains(&"/private/b".to_owned()));
    for code in ["disallowed", "redirect-loop", "off-site"] {
        assert_eq!(count(&report, code), 1, "{code}: {:?}", report.issues);
    }
    assert_eq!(bench.ids(Kind::Service), ["127.0.0.1/a"]);
}

#[test]
fn a_page_without_measure_is_refused_and_what_is_no_page_is_told() {
    let site = site_of(&["/a", "/huge", "/paper.pdf"]);
    site.put("/huge", 200, HTML, vec![b'x'; 5 * 1024 * 1024]);
    site.put("/paper.pdf", 200, "content-type: application/pdf\r\n", "%PDF");
    let mut bench = Bench::new();
    bench.options.limits.total_timeout = std::time::Duration::from_secs(20);
    let report = bench.taken(&by_sitemap(&site));
    assert_eq!((count(&report, "too-large"), count(&report, "no-page")), (1, 1), "{:?}", report.issues);
}

#[test]
fn links_are_followed_from_the_only_address_and_calendars_end() {
    let site = Site::start();
    site.put("/", 200, HTML, page("Home", "<a href=\"/a\">A</a> <a href=\"/events?month=1\">Events</a> <a href=\"https://other.example/\">Else</a>"));
    library(&site, "/a", "Library a");
    for month in 1..60 {
        let next =
            page("Events", &format!("<p>Month {month}</p><a href=\"/events?month={}\">Next</a>", month + 1));
        site.put(&format!("/events?month={month}"), 200, HTML, next);
    }
    let bench = Bench::new();
    let report = bench.taken(&(by_urls(&site, &["/"]) + "\nmax_depth = 40\nsection_limit = 5"));
    assert_eq!(count(&report, "section-limit"), 1, "{:?}", report.issues);
    assert_eq!(report.counts.items, 7);
    let again = bench.taken(&(by_urls(&site, &["/"]) + "\nmax_depth = 40\nsection_limit = 5"));
    assert_eq!((again.counts.items, again.counts.unchanged), (7, 7));
    let bench = Bench::new();
    bench.taken(&(by_urls(&site, &["/"]) + "\nmax_depth = 2"));
    assert_eq!(sorted(bench.ids(Kind::Service)), ["127.0.0.1/a"]);
}

#[test]
fn of_more_pages_than_wanted_the_first_are_read_with_an_issue() {
    let site = site_of(&["/a", "/b", "/c"]);
    let bench = Bench::new();
    let report = bench.taken(&(by_sitemap(&site) + "\nmax_pages = 2"));
    assert_eq!((report.counts.items, count(&report, "too-many-pages")), (2, 1));
}

#[test]
fn a_page_without_a_date_is_asked_for_by_its_tag() {
    let site = Site::start();
    site.put("/a", 200, "content-type: text/html\r\netag: \"1\"\r\n", page("Library a", LIBRARY));
    site.put("/list.txt", 200, "content-type: text/plain\r\n", format!("{}/a\n", site.base));
    let bench = Bench::new();
    bench.taken(&by_urls(&site, &["/list.txt"]));
    let report = bench.taken(&by_urls(&site, &["/list.txt"]));
    assert_eq!(site.asked(), ["/list.txt", "/a", "/list.txt", "/a same"]);
    assert_eq!((report.counts.unchanged, bench.ids(Kind::Service).len()), (1, 1));
}
