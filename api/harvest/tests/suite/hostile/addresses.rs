use harvest::{Format, check};

use super::{Hostile, answer, feeds::Feed, ok};
use crate::support::{Bench, quick};

/// Addresses that lead inside, however they are written.
const INSIDE: [&str; 20] = [
    "127.0.0.1",
    "127.1",
    "[::1]",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "localhost",
];

/// Addresses that are none of the web.
const ELSEWHERE: [&str; 5] = [
    "file:///etc/passwd",
    "ftp://feeds.example/list.csv",
    "gopher://feeds.example/1",
    "data:text/csv,id,name",
    "jar:file:///etc/passwd",
];

#[test]
fn a_source_that_moves_inside_is_refused_however_its_address_is_written() {
    let mut bench = Bench::new();
    let server = Hostile::start();
    server.answers(Feed::Csv.good());
    bench.taken(&Feed::Csv.toml("feed", &server.base));
    let before = super::published(&bench, "feed");
    server.answers(Feed::Csv.good());
    bench.options.allow_private_networks = false;
    for host in INSIDE {
        let toml = Feed::Csv.toml("feed", &server.base).replace("allow_private_networks = true\n", "");
        let report = bench.harvest(&toml.replace("127.0.0.1", host));
        let issue = report.issues.last().unwrap();
        assert_eq!(
            (report.outcome, issue.code.as_str()),
            (model::Outcome::Failed, "private-address"),
            "{host}"
        );
        assert!(issue.reason.contains("not a public address; allow private networks"), "{host}: {issue:?}");
        assert_eq!(super::published(&bench, "feed"), before, "{host}");
    }
    assert!(server.heads.lock().unwrap().is_empty(), "nobody was asked");
}

#[test]
fn a_redirect_to_what_is_not_of_the_web_is_refused() {
    let server = Hostile::start();
    for target in ELSEWHERE {
        server.answers(super::always(answer("302 Found", &format!("location: {target}\r\n"), "")));
        let report = check(&format!("{}/list.csv", server.base), Some(Format::Csv), None, &quick()).unwrap();
        let [issue] = &report.issues[..] else { panic!("{target}: {:?}", report.issues) };
        assert!(!report.readable && issue.code == "unreachable", "{target}: {issue:?}");
        assert!(issue.reason.contains("use an http:// or https:// address"), "{target}: {issue:?}");
    }
}

#[test]
fn credentials_and_tags_of_one_server_are_not_told_to_another() {
    let (first, second) = (Hostile::start(), Hostile::start());
    let bench = Bench::new();
    let location = first.base.replace("http://", "http://me:secret@");
    let toml = Feed::Csv.toml("feed", &location);
    first.answers(super::always(answer(
        "302 Found",
        &format!("location: {}/other.csv\r\n", second.base),
        "",
    )));
    second.answers(super::always(ok(super::feeds::CSV)));
    bench.taken(&toml);
    let (asked, led) = (first.heads.lock().unwrap().concat(), second.heads.lock().unwrap().concat());
    assert!(asked.to_lowercase().contains("authorization: basic"), "{asked}");
    assert!(led.contains("/other.csv") && !led.to_lowercase().contains("authorization"), "{led}");
}

#[test]
fn ids_that_two_sources_share_do_not_meet() {
    let bench = Bench::new();
    let server = Hostile::start();
    server.answers(Feed::Csv.good());
    bench.taken(&Feed::Csv.toml("one", &server.base));
    server.answers(super::always(ok("id,name\na,Chess\n")));
    bench.taken(&Feed::Csv.toml("two", &server.base));
    assert_eq!((super::published(&bench, "one").len(), super::published(&bench, "two").len()), (2, 1));
    assert!(super::published(&bench, "one")[0].contains("Tea"));
}
