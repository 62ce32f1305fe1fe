//! The JSON API, read from a server that does whatever servers do.

use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, TimeDelta};
use harvest::{Progress, SourceConfig, Stage, check_source};
use model::{Clock, Kind, Outcome, RecordKey, SourceId};

use crate::{
    server::{Answer, Server},
    support::{Bench, count, quick},
};

/// What a feed of services holds: id and day of last modification.
type Feed = Arc<Mutex<Vec<(String, u32)>>>;

fn feed(ids: impl IntoIterator<Item = u32>) -> Feed {
    Arc::new(Mutex::new(ids.into_iter().map(|id| (format!("s{id}"), 1)).collect()))
}

/// Midnight of a day, counted from the beginning of 2026.
fn modified(day: u32) -> String {
    let day = NaiveDate::from_yo_opt(2026, day).unwrap();
    format!("{day}T00:00:00Z")
}

/// A page of two services of a feed, or one service in full.
fn well_behaved(feed: &Feed, path: &str) -> Answer {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    let feed = feed.lock().unwrap();
    if let Some(id) = path.strip_prefix("/services/") {
        return match feed.iter().find(|(known, _)| known == id) {
            Some((id, day)) => Answer::Json(format!(
                r#"{{"id":"{id}","name":"Service {id} of day {day}","status":"active","organization":{{"id":"o","name":"Org"}}}}"#
            )),
            None => Answer::Status(404),
        };
    }
    if path != "/services" {
        return Answer::Status(404);
    }
    let since = value("modified_after").unwrap_or("").to_owned();
    let wanted: Vec<_> = feed.iter().filter(|(_, day)| modified(*day) >= since).collect();
    page(&wanted, value("page").unwrap().parse().unwrap())
}

fn page(wanted: &[&(String, u32)], number: usize) -> Answer {
    let items: Vec<String> = wanted
        .iter()
        .skip((number - 1) * 2)
        .take(2)
        .map(|(id, day)| format!(r#"{{"id":"{id}","name":"x","last_modified":"{}"}}"#, modified(*day)))
        .collect();
    let pages = wanted.len().div_ceil(2);
    Answer::Json(format!(
        r#"{{"total_items":{},"total_pages":{pages},"page_number":{number},"last_page":{},"contents":[{}]}}"#,
        wanted.len(),
        number >= pages,
        items.join(",")
    ))
}

fn details(asked: &[String]) -> usize {
    asked.iter().filter(|path| path.starts_with("/services/")).count()
}

/// Hears what is about to be asked for, and how far that is.
#[derive(Default)]
struct Heard {
    before: Mutex<Vec<u64>>,
    during: Mutex<Vec<(u64, Option<u64>)>>,
}

impl Progress for Heard {
    fn step(&self, stage: Stage, done: u64, total: Option<u64>) {
        if stage == Stage::Details {
            self.during.lock().unwrap().push((done, total));
        }
    }

    fn one_by_one(&self, number: u64, _interval: std::time::Duration) {
        self.before.lock().unwrap().push(number);
    }
}

#[test]
fn how_many_services_are_asked_for_one_by_one_is_told_before_and_while_it_is_done() {
    let feed = feed(1..=3);
    let server = Server::start(move |path| well_behaved(&feed, path));
    let toml = format!("name = \"API\"\n{}\n[licence]\nid = \"OGL-UK-3.0\"", server.toml());
    let config = SourceConfig::read(&toml, std::path::Path::new("api")).unwrap();
    let heard = Heard::default();
    assert!(check_source(&config, &quick(), &heard).readable);
    let (before, during) = (heard.before.into_inner().unwrap(), heard.during.into_inner().unwrap());
    assert_eq!((before, during), (vec![3], vec![(0, Some(3)), (1, Some(3)), (2, Some(3))]));
}

#[test]
fn an_api_is_read_whole_and_later_only_what_changed() {
    let feed = feed(1..=5);
    let served = Arc::clone(&feed);
    let server = Server::start(move |path| well_behaved(&served, path));
    let bench = Bench::new();
    let report = bench.taken(&server.toml());
    assert_eq!((report.counts.items, details(&server.asked())), (6, 5));
    assert_eq!(bench.ids(Kind::Organization), ["o"]);

    feed.lock().unwrap()[1].1 = 9;
    feed.lock().unwrap().remove(4);
    let report = bench.taken(&server.toml());
    let asked = server.asked();
    assert!(asked[0].contains("modified_after=2025-12-31T23:50:00Z"), "{asked:?}");
    assert_eq!((report.counts.changed, report.counts.deleted), (1, 0), "a list of changes shows no deletion");

    for _ in 0..24 {
        let report = bench.taken(&server.toml());
        if report.counts.deleted > 0 {
            assert_eq!(details(&server.asked()), 1, "only the latest modified is read again");
            assert_eq!(bench.ids(Kind::Service), ["s1", "s2", "s3", "s4"]);
            return;
        }
        server.asked();
    }
    panic!("the full list of a day later did not show the deletion");
}

#[test]
fn a_stamp_from_the_future_is_told_and_hides_no_later_change() {
    let feed = feed(1..=3);
    feed.lock().unwrap()[0].1 = 300;
    let served = Arc::clone(&feed);
    let server = Server::start(move |path| well_behaved(&served, path));
    let bench = Bench::new();
    let report = bench.taken(&server.toml());
    let told: Vec<_> = report.issues.iter().filter(|issue| issue.code == "future-modified").collect();
    assert_eq!(told.len(), 1, "{:?}", report.issues);
    assert_eq!(
        (told[0].record.as_deref(), told[0].value.as_deref()),
        (Some("service:s1"), Some("2026-10-27T00:00:00Z"))
    );

    server.asked();
    bench.clock.advance(TimeDelta::hours(20));
    feed.lock().unwrap()[1].1 = 31 + 28 + 2;
    let report = bench.taken(&server.toml());
    let asked = server.asked();
    assert!(
        asked[0].contains("modified_after=2026-03-01T09:50:00Z"),
        "the time of the last run counts: {asked:?}"
    );
    assert_eq!((report.counts.changed, details(&asked)), (1, 2));

    bench.clock.advance(TimeDelta::hours(5));
    bench.taken(&server.toml());
    let asked = server.asked();
    assert!(!asked[0].contains("modified_after"), "{asked:?}");
    assert_eq!(details(&asked), 1, "the same stamp again is trusted, unless it is still to come");
}

#[test]
fn a_service_whose_stored_body_was_erased_is_read_again() {
    let feed = feed(1..=3);
    feed.lock().unwrap()[0].1 = 9;
    let served = Arc::clone(&feed);
    let server = Server::start(move |path| well_behaved(&served, path));
    let bench = Bench::new();
    bench.taken(&server.toml());
    let organization = RecordKey::new(SourceId::new("feed").unwrap(), Kind::Organization, "o");
    let erased = bench.store.erase(&organization, "asked for", bench.clock.now()).unwrap();
    assert!(erased.versions >= 3, "{erased:?}");

    server.asked();
    for _ in 0..2 {
        let report = bench.taken(&server.toml());
        let asked = server.asked();
        assert!(asked[0].contains("modified_after"), "{asked:?}");
        assert_eq!((details(&asked), report.counts.deleted), (3, 0));
        assert_eq!(bench.ids(Kind::Service), ["s1", "s2", "s3"]);
        assert!(bench.ids(Kind::Organization).is_empty());
    }
}

#[test]
fn a_failure_in_the_middle_takes_nothing() {
    for (failure, code) in
        [(500, "unreachable"), (404, "unreachable"), (0, "unreachable"), (1, "unreachable")]
    {
        let bench = Bench::new();
        let (calm, broken) = (feed(1..=3), feed(1..=6));
        let fails = Arc::new(Mutex::new(false));
        let failing = Arc::clone(&fails);
        let server = Server::start(move |path| match (path, *failing.lock().unwrap(), failure) {
            ("/services/s5", true, 0) => Answer::Never,
            ("/services/s5", true, 1) => Answer::Truncated,
            ("/services/s5", true, status) => Answer::Status(status),
            (path, true, _) => well_behaved(&broken, path),
            (path, false, _) => well_behaved(&calm, path),
        });
        bench.taken(&server.toml());
        *fails.lock().unwrap() = true;
        let mut toml = server.toml();
        toml.push_str("\nfull_every = \"1s\"");
        let report = bench.harvest(&toml);
        assert_eq!(
            (report.outcome, count(&report, code)),
            (Outcome::Failed, 1),
            "{failure}: {:?}",
            report.issues
        );
        assert_eq!(bench.ids(Kind::Service), ["s1", "s2", "s3"], "{failure}");
    }
}

#[test]
fn pages_that_shift_while_they_are_read_lose_nothing() {
    let feed = feed(2..=7);
    let (served, lists) = (Arc::clone(&feed), Mutex::new(0));
    let server = Server::start(move |path| {
        if path.starts_with("/services?") {
            let mut lists = lists.lock().unwrap();
            *lists += 1;
            if *lists == 2 {
                served.lock().unwrap().insert(0, ("s1".to_owned(), 1));
            }
        }
        well_behaved(&served, path)
    });
    let bench = Bench::new();
    let report = bench.taken(&server.toml());
    assert_eq!(bench.ids(Kind::Service), ["s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
    assert_eq!(count(&report, "duplicate-id"), 0, "a shifted page is no duplicate");
}

#[test]
fn a_service_that_goes_while_it_is_read_is_gone() {
    let feed = feed(1..=3);
    let served = Arc::clone(&feed);
    let server = Server::start(move |path| {
        if path == "/services/s2" {
            served.lock().unwrap().retain(|(id, _)| id != "s2");
        }
        well_behaved(&served, path)
    });
    let bench = Bench::new();
    bench.taken(&server.toml());
    assert_eq!(bench.ids(Kind::Service), ["s1", "s3"]);
}

#[test]
fn an_address_in_a_private_network_is_refused_unless_allowed() {
    let server = Server::start(|_| Answer::Status(404));
    let mut bench = Bench::new();
    bench.options.allow_private_networks = false;
    let report = bench.harvest(&server.toml().replace("allow_private_networks = true", ""));
    assert_eq!((report.outcome, count(&report, "private-address")), (Outcome::Failed, 1));
    assert!(server.asked().is_empty());
}

#[test]
fn a_list_that_holds_less_than_it_says_publishes_nothing() {
    let (feed, is_short) = (feed(1..=9), Arc::new(Mutex::new(false)));
    let (served, short) = (Arc::clone(&feed), Arc::clone(&is_short));
    let server = Server::start(move |path| match well_behaved(&served, path) {
        Answer::Json(page) if *short.lock().unwrap() && path.contains("page=3") => {
            Answer::Json(page.split("\"contents\":[").next().unwrap().to_owned() + "\"contents\":null}")
        }
        answer => answer,
    });
    let mut bench = Bench::new();
    bench.taken(&server.toml());
    *is_short.lock().unwrap() = true;
    bench.options.full = true;
    let report = bench.harvest(&server.toml());
    assert_eq!((report.outcome, count(&report, "bad-paging")), (Outcome::Failed, 1), "{:?}", report.issues);
    assert_eq!(bench.ids(Kind::Service).len(), 9);
}

#[test]
fn a_list_that_goes_in_circles_is_not_followed() {
    let feed = feed(1..=3);
    let server = Server::start(move |path| match well_behaved(&feed, &path.replace("page=2", "page=1")) {
        Answer::Json(page) if path.starts_with("/services?") => {
            Answer::Json(page.replace("\"total_pages\":2", "\"total_pages\":1000000"))
        }
        answer => answer,
    });
    let report = Bench::new().harvest(&server.toml());
    assert_eq!((report.outcome, count(&report, "bad-paging")), (Outcome::Failed, 1), "{:?}", report.issues);
}

#[test]
fn what_answers_under_anothers_id_is_kept_out_and_the_last_good_version_stays() {
    let (feed, is_mixed_up) = (feed(1..=3), Arc::new(Mutex::new(false)));
    let (served, mixed_up) = (Arc::clone(&feed), Arc::clone(&is_mixed_up));
    let server = Server::start(move |path| {
        let path = if *mixed_up.lock().unwrap() {
            path.replace("/services/s2", "/services/s3")
        } else {
            path.to_owned()
        };
        well_behaved(&served, &path)
    });
    let mut bench = Bench::new();
    bench.taken(&server.toml());
    *is_mixed_up.lock().unwrap() = true;
    feed.lock().unwrap()[1].1 = 2;
    bench.options.full = true;
    let report = bench.harvest(&server.toml());
    assert_eq!(
        (report.outcome, count(&report, "unreadable")),
        (Outcome::Harvested, 1),
        "{:?}",
        report.issues
    );
    assert_eq!(bench.ids(Kind::Service), ["s1", "s2", "s3"]);
}

#[test]
fn what_only_a_rejected_service_told_of_stays_with_its_last_good_version() {
    let feed = feed(1..=2);
    let is_broken = Arc::new(Mutex::new(false));
    let broken = Arc::clone(&is_broken);
    let server = Server::start(move |path| match well_behaved(&feed, path) {
        Answer::Json(_) if path == "/services/s2" && *broken.lock().unwrap() => {
            Answer::Json("[1, 2]".to_owned())
        }
        Answer::Json(text) if path == "/services/s2" => {
            Answer::Json(text.replace(r#""id":"o""#, r#""id":"p""#))
        }
        answer => answer,
    });
    let mut bench = Bench::new();
    bench.taken(&server.toml());
    assert_eq!(bench.ids(Kind::Organization), ["o", "p"]);
    *is_broken.lock().unwrap() = true;
    bench.options.full = true;
    let report = bench.harvest(&server.toml());
    assert_eq!(count(&report, "missing-kept"), 1, "{:?}", report.issues);
    assert_eq!(bench.ids(Kind::Service), ["s1", "s2"]);
    assert_eq!(bench.ids(Kind::Organization), ["o", "p"]);
}
